#include "widgets/approvals/audit_dialog.h"

#include "models/approval/approval_models.h"
#include "models/workspace/workspace.h"
#include "widgets/frame/kit.h"
#include "widgets/grid/grid_panel.h"

#include <QDateTime>
#include <QDialogButtonBox>
#include <QLabel>
#include <QPointer>
#include <QPushButton>
#include <QVBoxLayout>

namespace merch
{

namespace
{

constexpr int kPage = 500;

} // namespace

AuditDialog::AuditDialog(Workspace& workspace, QWidget* parent)
    : QDialog(parent)
    , m_workspace(workspace)
    , m_log(new AuditLogModel(this))
    , m_panel(new GridPanel(QStringLiteral("approvals.log"), tr("Audit log"), &workspace))
    , m_state(kit::wrapped({}, "muted"))
    , m_more(kit::button(tr("Older entries"), kit::Look::Small))
{
    setObjectName(QStringLiteral("auditLog"));
    setWindowTitle(tr("Audit log"));
    m_panel->setUnit(tr("entries"), tr("entry"));
    m_panel->setModel(m_log);
    m_panel->setEmpty(
        QStringLiteral("history"), tr("Nothing was decided yet."),
        tr("Each submission, decision, comment and export is kept here."), {});
    auto* column = kit::tight(new QVBoxLayout(this), 12, {20, 16, 20, 16});
    column->addWidget(m_panel, 1);
    m_state->setTextInteractionFlags(Qt::TextSelectableByMouse);
    column->addWidget(m_state);
    auto* row = kit::tight(new QHBoxLayout, 8);
    auto* check = kit::button(tr("Verify"), kit::Look::Small, QStringLiteral("shield-check"));
    row->addWidget(m_more);
    row->addWidget(check);
    row->addStretch();
    auto* close = kit::button(tr("Close"));
    row->addWidget(close);
    column->addLayout(row);
    connect(m_more, &QPushButton::clicked, this, &AuditDialog::more);
    connect(check, &QPushButton::clicked, this, &AuditDialog::verify);
    connect(close, &QPushButton::clicked, this, &QDialog::accept);
    resize(theme::px(900), theme::px(560));
    more();
}

void AuditDialog::more()
{
    const std::int64_t before = m_log->oldest();
    m_workspace.run<std::vector<AuditEntry>>(
        tr("Reading the audit log"),
        [path = m_workspace.path(), before](const Progress&) {
            return ApprovalService(path).log(before, kPage);
        },
        [dialog = QPointer<AuditDialog>(this)](std::vector<AuditEntry>& entries) {
            if (!dialog)
                return;
            const bool whole = static_cast<int>(entries.size()) < kPage;
            dialog->m_log->add(std::move(entries), QDateTime::currentMSecsSinceEpoch());
            kit::setBlocked(dialog->m_more, whole ? tr("This is the whole log.") : QString());
        });
}

void AuditDialog::verify()
{
    m_workspace.run<AuditReport>(
        tr("Verifying the audit log"),
        [path = m_workspace.path()](const Progress& progress) {
            return ApprovalService(path).verify(progress);
        },
        [dialog = QPointer<AuditDialog>(this)](AuditReport& report) {
            if (!dialog)
                return;
            kit::restyle(
                dialog->m_state, "role", report.intact() ? QStringLiteral("good") : QStringLiteral("bad"));
            dialog->m_state->setText(
                report.intact() ? tr("Intact; entries: %1").arg(report.entries)
                                : report.problems.join(u'\n'));
        });
}

} // namespace merch

#include "moc_audit_dialog.cpp"
