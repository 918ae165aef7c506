#include "widgets/approvals/audit_trail.h"

#include "widgets/frame/kit.h"
#include "widgets/theme/draw.h"

#include <QDateTime>
#include <QLabel>
#include <QListView>
#include <QPainter>
#include <QPushButton>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

namespace merch
{

using theme::px;
using theme::t;

namespace
{

constexpr int kRow = 40, kCommented = 56, kHashShown = 4, kProblemsShown = 4;

class EntryDelegate final : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex& index) const override
    {
        const auto* model = static_cast<const AuditTrailModel*>(index.model());
        return {px(120), px(model->entry(index.row()).comment.isEmpty() ? kRow : kCommented)};
    }

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        const auto* model = static_cast<const AuditTrailModel*>(index.model());
        const AuditEntry& entry = model->entry(index.row());
        QPainter& p = *painter;
        p.save();
        p.setRenderHint(QPainter::Antialiasing);
        const QRectF r = option.rect;
        if (option.state & QStyle::State_Selected) {
            p.setPen(Qt::NoPen);
            p.setBrush(option.state & QStyle::State_HasFocus ? t().accentSoft : t().hover);
            p.drawRoundedRect(r.adjusted(0, 0, -1, -2), 5, 5);
        }
        const double x = r.left() + px(8), y = r.top() + px(10);
        // The link to the entry before: whole and ticked, or broken.
        if (index.row() + 1 < model->rowCount()) {
            p.setPen(QPen(
                entry.holds ? t().borderStrong : t().bad, 1.2, entry.holds ? Qt::SolidLine : Qt::DashLine));
            p.drawLine(QPointF(x, y + px(6)), QPointF(x, r.bottom() + px(4)));
        }
        p.setPen(QPen(entry.holds ? t().accent : t().bad, 1.6));
        p.setBrush(t().surface);
        p.drawEllipse(QPointF(x, y), px(4), px(4));
        p.drawPixmap(
            QPointF(x - px(5), y + px(10)),
            theme::pixmap(
                entry.holds ? QStringLiteral("check") : QStringLiteral("x"), entry.holds ? t().good : t().bad,
                px(10), p.device()->devicePixelRatioF()));
        const QString hash = entry.hash.left(kHashShown);
        const double hashWidth = draw::textWidth(hash, 11) + px(6);
        const QRectF in(r.left() + px(22), r.top() + px(2), r.width() - px(26), px(17));
        draw::text(p, in.adjusted(0, 0, -hashWidth, 0), entry.text, t().text, 12, QFont::Medium);
        draw::text(p, in, hash, t().muted, 11, QFont::Normal, draw::kRightMid);
        if (!entry.comment.isEmpty())
            draw::text(
                p, in.translated(0, px(16)), QStringLiteral("\u201C%1\u201D").arg(entry.comment), t().text,
                12);
        draw::text(
            p, in.translated(0, px(entry.comment.isEmpty() ? 16 : 32)),
            QStringLiteral("%1 · %2").arg(entry.user, model->when(index.row())), t().muted, 11);
        p.restore();
    }
};

} // namespace

AuditTrail::AuditTrail(QWidget* parent)
    : QWidget(parent)
    , m_model(new AuditTrailModel(this))
    , m_view(new QListView)
    , m_state(kit::label({}, "muted"))
    , m_problems(kit::wrapped({}, "bad"))
    , m_verify(kit::button(tr("Verify"), kit::Look::Link, QStringLiteral("link")))
    , m_all(kit::button(tr("Open the whole log"), kit::Look::Link, QStringLiteral("history")))
{
    auto* column = kit::tight(new QVBoxLayout(this), 6);
    auto* head = kit::tight(new QHBoxLayout, 4);
    head->addWidget(kit::label(tr("Audit trail"), "h2"));
    head->addStretch();
    head->addWidget(m_state);
    head->addWidget(m_verify);
    column->addLayout(head);
    m_problems->setObjectName(QStringLiteral("approvals.problems"));
    m_problems->setTextInteractionFlags(Qt::TextSelectableByMouse);
    column->addWidget(m_problems);
    m_state->setObjectName(QStringLiteral("approvals.logState"));
    m_verify->setObjectName(QStringLiteral("approvals.verify"));
    m_verify->setToolTip(tr("Checks every hash, signature and state of the whole log"));
    m_all->setObjectName(QStringLiteral("approvals.wholeLog"));
    m_view->setObjectName(QStringLiteral("approvals.trail"));
    m_view->setAccessibleName(tr("Audit trail"));
    m_view->setModel(m_model);
    m_view->setItemDelegate(new EntryDelegate(m_view));
    m_view->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_view->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_view->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_view->setMinimumHeight(px(kRow));
    column->addWidget(m_view, 1);
    auto* foot = kit::tight(new QHBoxLayout);
    foot->addWidget(m_all);
    foot->addStretch();
    column->addLayout(foot);
    connect(m_verify, &QPushButton::clicked, this, &AuditTrail::verifyAsked);
    connect(m_all, &QPushButton::clicked, this, &AuditTrail::logAsked);
    clearReport();
}

void AuditTrail::setEntries(std::vector<AuditEntry> entries)
{
    m_model->setEntries(std::move(entries), QDateTime::currentMSecsSinceEpoch());
}

void AuditTrail::setReport(const AuditReport& report)
{
    kit::restyle(m_state, "role", report.intact() ? QStringLiteral("good") : QStringLiteral("bad"));
    m_state->setText(report.intact() ? tr("log intact") : tr("log NOT intact"));
    m_state->setToolTip(tr("Entries checked: %1").arg(report.entries));
    QStringList shown = report.problems.mid(0, kProblemsShown);
    if (report.problems.size() > kProblemsShown)
        shown << tr("and %1 more").arg(report.problems.size() - kProblemsShown);
    m_problems->setText(shown.join(u'\n'));
    m_problems->setVisible(!report.intact());
}

void AuditTrail::clearReport()
{
    m_state->clear();
    m_problems->hide();
}

} // namespace merch

#include "moc_audit_trail.cpp"
