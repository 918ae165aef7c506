#include "models/export/export_selection.h"

#include "models/store/sqlite.h"
#include "models/store/store.h"

#include <QCoreApplication>

namespace merch
{
namespace
{

QString tr(const char* text)
{
    return QCoreApplication::translate("ExportService", text);
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
            tr("Plan %1 is %2; what a system or a supplier acts on needs approval.")
                .arg(plan->planId)
                .arg(stateWord(plan->state)),
            tr("Have it approved first."));
    selection.report = !approved;
    // Order points hold for every line; orders are the lines that order something.
    const bool points = request.what == QLatin1String("order-points");
    std::string query =
        "SELECT line, state FROM plan_line LEFT JOIN supplier s USING (supplier_id) WHERE plan_id = ?1";
    if (!selection.report)
        query += points ? " AND state IN ('approved', 'exported')"
                        : " AND state IN ('approved', 'exported') AND " + std::string(plans::kOrders);
    if (!request.supplier.isEmpty())
        query += " AND s.code = ?2";
    sql::Statement rows(store.db(), query + " ORDER BY line");
    rows.bind(1, plan->planId);
    if (!request.supplier.isEmpty())
        rows.bind(2, request.supplier.toStdString());
    int left = 0;
    while (rows.step()) {
        selection.lines.push_back(static_cast<int>(rows.integer(0)));
        left += rows.text(1) == "exported";
    }
    if (selection.lines.empty())
        return refused(tr("Plan %1 has no such line to export.").arg(plan->planId), {});
    selection.moves = !selection.report && !points;
    if (selection.moves && left > 0 && !request.again)
        return refused(
            tr("%n line(s) of plan %1 left before.")
                .arg(plan->planId)
                .replace(QStringLiteral("%n"), QString::number(left)),
            tr("Say --again if they are to leave a second time."));
    return selection;
}

} // namespace merch
