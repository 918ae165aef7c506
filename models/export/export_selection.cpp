#include "models/export/export_selection.h"

#include "models/store/sqlite.h"
#include "models/store/store.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QTimeZone>

#include <algorithm>
#include <iterator>

namespace merch
{
namespace
{

QString tr(const char* text)
{
    return QCoreApplication::translate("ExportService", text);
}

QString qs(std::string_view text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

Error refused(const QString& what, const QString& remedy)
{
    return {ErrorCode::Refused, what.toStdString(), remedy.toStdString(), {}};
}

std::vector<int> linesOf(sql::Statement& read)
{
    std::vector<int> lines;
    while (read.step())
        lines.push_back(static_cast<int>(read.integer(0)));
    return lines;
}

/// Nothing of the plan may leave as an order, in words.
Error nothingApproved(const plans::Head& plan)
{
    switch (plan.state) {
    case PlanState::Draft:
        return refused(
            tr("Plan %1 is a draft: orders need its approval.").arg(plan.planId),
            tr("Submit it and have it approved."));
    case PlanState::Submitted:
        return refused(tr("Plan %1 waits for its approval.").arg(plan.planId), tr("Have it approved first."));
    case PlanState::Returned:
        return refused(
            tr("Plan %1 was sent back.").arg(plan.planId), tr("Submit it again and have it approved."));
    case PlanState::Rejected:
        return refused(tr("Plan %1 was rejected.").arg(plan.planId), tr("Make a new plan."));
    default:
        return refused(
            tr("Plan %1 has no approved line that orders something.").arg(plan.planId),
            tr("Make a new plan."));
    }
}

} // namespace

bool isPlanExport(const QString& what)
{
    return what == u"reorder-plan" || what == u"order-points" || what == u"purchase-orders";
}

Result<ExportSelection> selectLines(Store& store, const ExportRequest& request)
{
    const auto plan = plans::head(store, request.planId);
    if (!plan)
        return plan.error();
    ExportSelection selection;
    selection.plan = *plan;
    if (plan->kind != "reorder")
        return Error{
            ErrorCode::Usage,
            tr("Plan %1 is not a reorder plan.").arg(plan->planId).toStdString(),
            tr("Name a reorder plan with --plan.").toStdString(),
            {}};
    const bool points = request.what == u"order-points";
    const bool decided = plan->state == PlanState::Approved || plan->state == PlanState::Exported;
    const bool needsApproval = request.what == u"purchase-orders" || !request.preset.isEmpty();
    selection.report = !decided && !needsApproval;
    selection.moves = !selection.report && !points;

    std::string condition = points ? "excluded IS NULL" : std::string(plans::kOrders);
    if (!selection.report)
        condition += " AND state IN ('approved', 'exported')";
    if (!request.supplier.isEmpty())
        condition += " AND supplier_id = (SELECT supplier_id FROM supplier WHERE code = ?2)";
    sql::Statement read(
        store.db(), "SELECT line FROM plan_line WHERE plan_id = ?1 AND " + condition + " ORDER BY line");
    read.bind(1, plan->planId);
    if (!request.supplier.isEmpty())
        read.bind(2, request.supplier.toStdString());
    selection.lines = linesOf(read);
    if (selection.report)
        return selection;
    if (selection.lines.empty()) {
        if (!request.supplier.isEmpty() && decided)
            return Error{
                ErrorCode::NotFound,
                tr("Plan %1 orders nothing from %2.").arg(plan->planId).arg(request.supplier).toStdString(),
                tr("Name a supplier of the plan by its code.").toStdString(),
                {}};
        return nothingApproved(*plan);
    }
    if (const std::string broken = plans::approvalBroken(store, plan->planId); !broken.empty())
        return Error{
            ErrorCode::Refused, broken, tr("Make a new plan and have it approved.").toStdString(), {}};

    sql::Statement gone(
        store.db(),
        "SELECT DISTINCT x.line FROM export_line x JOIN export e USING (export_id)"
        " WHERE x.plan_id = ?1 AND e.what = ?2 AND e.preset = ?3 AND e.report = 0 ORDER BY x.line");
    gone.bind(1, plan->planId).bind(2, request.what.toStdString()).bind(3, request.preset.toStdString());
    const std::vector<int> left = linesOf(gone);
    std::vector<int> fresh;
    std::set_difference(
        selection.lines.begin(), selection.lines.end(), left.begin(), left.end(), std::back_inserter(fresh));
    if (request.again || fresh.size() == selection.lines.size())
        return selection;
    if (!fresh.empty()) { // what was approved since leaves now, and alone
        selection.lines = std::move(fresh);
        return selection;
    }
    sql::Statement receipt(
        store.db(), "SELECT at, user, file FROM export WHERE plan_id = ?1 AND what = ?2 AND preset = ?3"
                    " AND report = 0 ORDER BY export_id DESC LIMIT 1");
    receipt.bind(1, plan->planId).bind(2, request.what.toStdString()).bind(3, request.preset.toStdString());
    receipt.step();
    const QString at = QDateTime::fromMSecsSinceEpoch(receipt.integer(0), QTimeZone::utc())
                           .toString(QStringLiteral("yyyy-MM-dd HH:mm 'UTC'"));
    return refused(
        tr("Plan %1 was already exported as %2 on %3 by %4, to %5.")
            .arg(plan->planId)
            .arg(
                request.preset.isEmpty() ? request.what : request.what + u':' + request.preset, at,
                qs(receipt.text(1)), qs(receipt.text(2))),
        tr("Export with --again if it must leave a second time."));
}

} // namespace merch
