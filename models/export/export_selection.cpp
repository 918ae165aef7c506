#include "models/export/export_selection.h"

#include "models/grid/format.h"
#include "models/store/sqlite.h"
#include "models/store/store.h"

#include <QCoreApplication>
#include <QFileInfo>

#include <algorithm>

namespace merch
{
namespace
{

struct Texts {
    Q_DECLARE_TR_FUNCTIONS(ExportService)
};

/// Settings of the shelf, in whatever columns; everything else orders goods.
bool setsPoints(const ExportRequest& request)
{
    return request.what == QLatin1String("order-points");
}

/// Goods leave once, whether as a plan, as purchase orders or in a platform's columns; order points are
/// settings, and counted for themselves.
void countLeft(Store& store, bool points, ExportSelection& selection)
{
    sql::Statement left(
        store.db(), "SELECT l.line, e.file, e.at FROM export_line l JOIN export e USING (export_id)"
                    " WHERE l.plan_id = ?1 AND e.report = 0 AND (e.what = 'order-points') = ?2"
                    " ORDER BY e.export_id");
    left.bind(1, selection.plan.planId).bind(2, points);
    std::vector<int> gone;
    QString file;
    std::int64_t at = 0;
    while (left.step()) {
        const int line = static_cast<int>(left.integer(0));
        if (!std::binary_search(selection.lines.begin(), selection.lines.end(), line))
            continue;
        gone.push_back(line);
        const std::string_view name = left.text(1);
        file = QFileInfo(QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size()))).fileName();
        at = left.integer(2);
    }
    std::sort(gone.begin(), gone.end());
    selection.left = static_cast<int>(std::unique(gone.begin(), gone.end()) - gone.begin());
    if (selection.left > 0)
        selection.leftHow =
            Texts::tr("last on %1 in %2").arg(format::day(static_cast<Day>(at / 86'400'000)), file);
}

Error refused(const QString& what, const QString& remedy)
{
    return {ErrorCode::Refused, what.toStdString(), remedy.toStdString(), {}};
}

} // namespace

bool isPlanExport(const QString& what)
{
    return what == QLatin1String("reorder-plan") || what == QLatin1String("order-points") ||
           what == QLatin1String("purchase-orders");
}

Result<ExportSelection> selectLines(Store& store, const ExportRequest& request)
{
    const auto plan = plans::head(store, request.planId);
    if (!plan)
        return plan.error();
    ExportSelection selection;
    selection.plan = *plan;
    const bool approved = plan->state == PlanState::Approved || plan->state == PlanState::Exported;
    const bool acts = request.what == QLatin1String("purchase-orders") || !request.preset.isEmpty();
    if (acts && !approved)
        return refused(
            Texts::tr("Plan %1 is %2; what a system or a supplier acts on needs approval.")
                .arg(plan->planId)
                .arg(stateWord(plan->state)),
            Texts::tr("Have it approved first."));
    selection.report = !approved;
    if (!selection.report)
        if (const std::string broken = plans::approvalBroken(store, plan->planId); !broken.empty())
            return refused(
                Texts::tr("Not what was approved: %1.").arg(QString::fromStdString(broken)),
                Texts::tr("Make a new plan, and look at the audit log."));
    // Order points hold for every line; orders are the lines that order something.
    const bool points = setsPoints(request);
    std::string query =
        "SELECT line FROM plan_line LEFT JOIN supplier s USING (supplier_id) WHERE plan_id = ?1";
    if (!selection.report)
        query += points ? " AND state IN ('approved', 'exported')"
                        : " AND state IN ('approved', 'exported') AND " + std::string(plans::kOrders);
    if (!request.supplier.isEmpty())
        query += " AND s.code = ?2";
    sql::Statement rows(store.db(), query + " ORDER BY line");
    rows.bind(1, plan->planId);
    if (!request.supplier.isEmpty())
        rows.bind(2, request.supplier.toStdString());
    while (rows.step())
        selection.lines.push_back(static_cast<int>(rows.integer(0)));
    if (selection.lines.empty())
        return refused(
            request.supplier.isEmpty()
                ? Texts::tr("Plan %1 orders nothing that could be exported.").arg(plan->planId)
                : Texts::tr("Plan %1 orders nothing from %2.")
                      .arg(QString::number(plan->planId), request.supplier),
            {});
    selection.moves = !selection.report && !points;
    if (!selection.report)
        countLeft(store, points, selection);
    return selection;
}

Outcome mayLeave(const ExportSelection& selection, const ExportRequest& request)
{
    if (selection.left == 0 || request.again)
        return success();
    return refused(
        Texts::tr("%Ln line(s) of plan %1 left before, %2.", nullptr, selection.left)
            .arg(QString::number(selection.plan.planId), selection.leftHow),
        Texts::tr("Say --again if they are to leave a second time."));
}

} // namespace merch
