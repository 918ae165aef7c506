#include "widgets/data/rejects_panel.h"

#include "models/grid/format.h"
#include "models/import/rejects_model.h"
#include "models/workspace/workspace.h"
#include "widgets/frame/kit.h"
#include "widgets/grid/grid_panel.h"
#include "widgets/grid/grid_view.h"

#include <QFileInfo>
#include <QPointer>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

namespace merch
{

RejectsPanel::RejectsPanel(Workspace& workspace, QWidget* parent)
    : QWidget(parent)
    , m_workspace(workspace)
    , m_model(new RejectsModel(this))
{
    m_panel = new GridPanel(QStringLiteral("data.rejects"), tr("Rejected rows"), &workspace);
    m_panel->setUnit(tr("rows"), tr("row"));
    m_panel->setModel(m_model);
    m_panel->setEmpty(QStringLiteral("circle-check"), tr("No row of this import was rejected."), {}, {});
    m_alike = kit::button(tr("Repair all alike"), kit::Look::Small);
    m_alike->setObjectName(QStringLiteral("rejects.alike"));
    m_take = kit::button(tr("Import repaired"), kit::Look::SmallPrimary);
    m_take->setObjectName(QStringLiteral("rejects.import"));
    auto* close = kit::flatButton(QStringLiteral("x"), tr("Back to the findings"));
    m_panel->addTool(m_alike);
    m_panel->addTool(m_take);
    m_panel->addTool(close);
    kit::tight(new QVBoxLayout(this))->addWidget(m_panel);

    connect(m_model, &RejectsModel::repairAsked, this, [this](int item, const QString& raw) {
        repair({{m_model->row(item).line, raw}});
    });
    connect(m_take, &QPushButton::clicked, this, &RejectsPanel::importRepaired);
    connect(close, &QToolButton::clicked, this, &RejectsPanel::closed);
    connect(m_panel->view(), &GridView::currentItemChanged, this, &RejectsPanel::refreshButtons);
    // The same wrong value in the same field: one repair serves them all.
    connect(m_alike, &QPushButton::clicked, this, [this] {
        const int current = m_panel->view()->currentItem();
        if (current < 0)
            return;
        const RejectedRow pattern = m_model->row(current);
        const qsizetype at = pattern.raw.indexOf(pattern.value);
        const QString tail = pattern.raw.mid(at + pattern.value.size());
        if (at < 0 || !pattern.repaired.startsWith(pattern.raw.left(at)) || !pattern.repaired.endsWith(tail))
            return;
        const QString mended = pattern.repaired.mid(at, pattern.repaired.size() - at - tail.size());
        std::map<qint64, QString> rows;
        for (int item = 0; item < m_model->itemCount(); ++item) {
            const RejectedRow& row = m_model->row(item);
            if (item == current || row.repairedImport != 0 || row.field != pattern.field ||
                row.value != pattern.value)
                continue;
            const qsizetype place = row.raw.indexOf(row.value);
            if (place >= 0)
                rows[row.line] = row.raw.left(place) + mended + row.raw.mid(place + row.value.size());
        }
        repair(std::move(rows));
    });
    refreshButtons();
}

void RejectsPanel::showImport(qint64 importId, const QString& file)
{
    m_import = importId;
    m_panel->setTitle(tr("Rejected rows of %1").arg(QFileInfo(file).fileName()));
    reload();
}

void RejectsPanel::reload()
{
    const int asked = ++m_asked;
    m_workspace.run<std::vector<RejectedRow>>(
        tr("Reading rejected rows"),
        [path = m_workspace.path(), import = m_import](const Progress&) {
            return ImportService(path).rejects(import);
        },
        [this, asked](std::vector<RejectedRow>& rows) {
            if (asked != m_asked)
                return;
            m_model->setRows(std::move(rows));
            refreshButtons();
        });
}

void RejectsPanel::repair(std::map<qint64, QString> rows)
{
    if (rows.empty())
        return;
    m_workspace.run<std::monostate>(
        tr("Keeping %n repair(s)", nullptr, static_cast<int>(rows.size())),
        [path = m_workspace.path(), import = m_import, rows](const Progress&) {
            return ImportService(path).repair(import, rows);
        },
        [self = QPointer(this), import = m_import, rows](std::monostate&) {
            if (!self || self->m_import != import)
                return;
            self->m_model->setRepaired(rows);
            self->refreshButtons();
        });
}

void RejectsPanel::importRepaired()
{
    m_workspace.run<ImportReport>(
        tr("Importing repaired rows"),
        [path = m_workspace.path(), import = m_import, user = m_workspace.user()](const Progress& progress) {
            return ImportService(path).importRepaired(import, user, progress);
        },
        [self = QPointer(this)](ImportReport& report) {
            if (!self)
                return;
            if (report.rowsRejected > 0)
                emit self->m_workspace.notice(
                    {ErrorCode::InvalidInput,
                     tr("%1 rows were imported, %2 are still wrong.")
                         .arg(
                             format::count(static_cast<double>(report.rowsAccepted)),
                             format::count(static_cast<double>(report.rowsRejected)))
                         .toStdString(),
                     tr("They stay in the list with their new reason.").toStdString(),
                     {}});
            if (report.importId > 0)
                self->m_workspace.announce(Topic::Imports);
            self->reload();
            emit self->imported();
        });
}

void RejectsPanel::refreshButtons()
{
    const int repaired = m_model->repairedCount();
    m_take->setText(tr("Import %n repaired", nullptr, repaired));
    kit::setBlocked(m_take, repaired > 0 ? QString() : tr("Type over a rejected row first."));
    const int current = m_panel->view()->currentItem();
    const bool pattern =
        current >= 0 && !m_model->row(current).repaired.isEmpty() && !m_model->row(current).value.isEmpty();
    kit::setBlocked(
        m_alike, pattern ? QString()
                         : tr("Repair one row first, and stand on it: the same wrong value is then "
                              "mended in the others."));
}

} // namespace merch

#include "moc_rejects_panel.cpp"
