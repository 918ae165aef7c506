// What the approval service reads: the queue, lines, trail and the check of the log.
#include "models/approval/approval_service.h"
#include "models/approval/audit_log.h"
#include "models/approval/changed_inputs.h"
#include "models/approval/plan_lines.h"
#include "models/store/sqlite.h"
#include "models/store/store.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>

namespace merch
{
namespace
{

struct Texts {
    Q_DECLARE_TR_FUNCTIONS(ApprovalService)
};

QString text(const sql::Statement& row, int column)
{
    const std::string_view bytes = row.text(column);
    return QString::fromUtf8(bytes.data(), static_cast<qsizetype>(bytes.size()));
}

PlanSummary summaryOf(Store& store, std::int64_t planId)
{
    PlanSummary s;
    sql::Statement plan(
        store.db(), "SELECT plan_id, kind, state, as_of, made_at, made_by, coalesce(submitted_at, 0), "
                    "submitted_by, budget FROM plan WHERE plan_id = ?1");
    plan.bind(1, planId);
    plan.step();
    s.planId = plan.integer(0);
    s.kind = text(plan, 1);
    s.state = stateOfWord(text(plan, 2)).value_or(PlanState::Draft);
    s.asOf = static_cast<Day>(plan.integer(3));
    s.madeAt = plan.integer(4);
    s.madeBy = text(plan, 5);
    s.submittedAt = plan.integer(6);
    s.submittedBy = text(plan, 7);
    if (!plan.isNull(8))
        s.budget = plan.integer(8);
    // What was rejected is not bought: it counts only while the whole plan is rejected.
    const std::string orders =
        std::string(plans::kOrders) + (s.state == PlanState::Rejected ? "" : " AND state <> 'rejected'");
    const auto filter = [&orders](const char* of) { return " FILTER (WHERE " + orders + of + ")"; };
    sql::Statement sums(
        store.db(),
        "SELECT count(*), count(*)" + filter("") + ", count(*)" + filter(" AND state = 'submitted'") +
            ", count(*)" + filter(" AND state = 'approved'") + ", count(*) FILTER (WHERE " +
            std::string(plans::kOrders) + " AND state = 'rejected'), count(*)" +
            filter(" AND state = 'returned'") + ", count(*)" + filter(" AND state = 'exported'") +
            ", coalesce(sum(order_value)" + filter("") + ", 0), coalesce(sum(margin_saved)" + filter("") +
            ", 0), coalesce(sum(order_value)" + filter(" AND state = 'submitted'") +
            ", 0), coalesce(sum(order_value)" + filter(" AND assumed <> ''") +
            ", 0), count(DISTINCT supplier_id)" + filter("") + " FROM plan_line WHERE plan_id = ?1");
    sums.bind(1, planId);
    sums.step();
    s.lines = static_cast<int>(sums.integer(0));
    s.orderLines = static_cast<int>(sums.integer(1));
    s.waiting = static_cast<int>(sums.integer(2));
    s.approved = static_cast<int>(sums.integer(3));
    s.rejected = static_cast<int>(sums.integer(4));
    s.returned = static_cast<int>(sums.integer(5));
    s.exported = static_cast<int>(sums.integer(6));
    s.orderValue = sums.integer(7);
    s.marginSaved = sums.integer(8);
    s.waitingValue = sums.integer(9);
    s.assumedValue = sums.integer(10);
    s.suppliers = static_cast<int>(sums.integer(11));
    s.submission = plans::submission(store, planId);
    const ChangedInputs changed = changedInputs(store, planId);
    s.changedLines = changed.everywhere.isEmpty() ? static_cast<int>(changed.bySeries.size()) : s.orderLines;
    if (s.changedLines > 0) {
        s.risk = PlanRisk::High;
        s.riskReason = changed.everywhere.isEmpty()
                           ? Texts::tr("forecasts of some lines were overridden since the plan was made")
                           : changed.everywhere;
    } else if (s.assumedValue * 2 > s.orderValue && s.orderValue > 0) {
        s.risk = PlanRisk::Medium;
        s.riskReason = Texts::tr("more than half of the money rests on assumptions");
    } else {
        s.riskReason = Texts::tr("nothing changed since it was made");
    }
    return s;
}

bool holds(Store& store, const audit::Entry& entry)
{
    if (audit::hashOf(entry) != entry.hash)
        return false;
    sql::Statement before(store.db(), "SELECT hash FROM audit WHERE entry_id = ?1");
    before.bind(1, entry.id - 1);
    return entry.previous == (before.step() ? std::string(before.text(0)) : audit::genesis());
}

AuditEntry shown(Store& store, const audit::Entry& entry)
{
    AuditEntry out;
    out.entryId = entry.id;
    out.at = entry.at;
    out.user = QString::fromStdString(entry.user);
    out.action = QString::fromStdString(entry.action);
    out.entity = QString::fromStdString(entry.entity);
    out.key = QString::fromStdString(entry.key);
    out.hash = QString::fromStdString(entry.hash);
    out.holds = holds(store, entry);
    const QJsonObject body = QJsonDocument::fromJson(QByteArray::fromStdString(entry.body)).object();
    out.comment = body.value(QStringLiteral("comment")).toString();
    const int lines = body.value(QStringLiteral("order_lines")).toInt();
    if (out.action == QLatin1String("submit"))
        out.text = Texts::tr("Submitted %Ln line(s)", nullptr, lines);
    else if (out.action == QLatin1String("approve"))
        out.text = Texts::tr("Approved %Ln line(s)", nullptr, lines);
    else if (out.action == QLatin1String("reject"))
        out.text = Texts::tr("Rejected %Ln line(s)", nullptr, lines);
    else if (out.action == QLatin1String("return"))
        out.text = Texts::tr("Sent back %Ln line(s)", nullptr, lines);
    else if (out.action == QLatin1String("comment"))
        out.text = Texts::tr("Commented");
    else if (out.action == QLatin1String("export"))
        out.text = (body.value(QStringLiteral("report")).toBool()  ? Texts::tr("Reported %1 in %2")
                    : body.value(QStringLiteral("again")).toBool() ? Texts::tr("Exported %1 again to %2")
                                                                   : Texts::tr("Exported %1 to %2"))
                       .arg(
                           body.value(QStringLiteral("what")).toString(),
                           QFileInfo(body.value(QStringLiteral("file")).toString()).fileName());
    else
        out.text = out.action;
    return out;
}

} // namespace

Result<std::vector<PlanSummary>> ApprovalService::plans() const
{
    return reporting("read the plans", [&]() -> Result<std::vector<PlanSummary>> {
        auto store = Store::open(m_path.toStdString(), Store::Mode::ReadOnly);
        if (!store)
            return store.error();
        sql::Statement ids(
            store->db(), "SELECT plan_id FROM plan ORDER BY state <> 'submitted', plan_id DESC LIMIT 200");
        std::vector<PlanSummary> all;
        while (ids.step())
            all.push_back(summaryOf(*store, ids.integer(0)));
        return all;
    });
}

Result<PlanSummary> ApprovalService::plan(std::int64_t planId) const
{
    return reporting("read the plan", [&]() -> Result<PlanSummary> {
        auto store = Store::open(m_path.toStdString(), Store::Mode::ReadOnly);
        if (!store)
            return store.error();
        const auto head = plans::head(*store, planId);
        if (!head)
            return head.error();
        return summaryOf(*store, head->planId);
    });
}

Result<std::vector<PlanLine>> ApprovalService::lines(std::int64_t planId) const
{
    return reporting("read the plan's lines", [&]() -> Result<std::vector<PlanLine>> {
        auto store = Store::open(m_path.toStdString(), Store::Mode::ReadOnly);
        if (!store)
            return store.error();
        const auto head = plans::head(*store, planId);
        if (!head)
            return head.error();
        const ChangedInputs changed = changedInputs(*store, head->planId);
        sql::Statement rows(
            store->db(),
            "SELECT l.line, l.series_id, p.sku, p.title, o.code, s.code, l.on_hand, l.on_order, "
            "l.proposed_qty, l.order_qty, l.order_point,"
            " l.order_up_to, l.safety_stock, l.pack_size, l.demand_mean, l.lead_time_days, l.review_days, "
            "l.service, l.unit_cost, l.order_value,"
            " l.margin_saved, l.in_budget, l.excluded, l.assumed, l.reason, e.critical, l.state, "
            "p.unit_scale,"
            " k.min_units, k.max_units"
            " FROM plan_line l JOIN series e USING (series_id) JOIN product p USING (product_id) JOIN "
            "location o USING (location_id)"
            " LEFT JOIN supplier s ON s.supplier_id = l.supplier_id LEFT JOIN stock_policy k USING "
            "(series_id) WHERE l.plan_id = ?1 ORDER BY l.line");
        rows.bind(1, head->planId);
        std::vector<PlanLine> all;
        while (rows.step()) {
            PlanLine l;
            const double scale = static_cast<double>(rows.integer(27));
            l.line = static_cast<int>(rows.integer(0));
            l.seriesId = static_cast<int>(rows.integer(1));
            l.sku = text(rows, 2);
            l.title = text(rows, 3);
            l.location = text(rows, 4);
            l.supplier = text(rows, 5);
            if (!rows.isNull(6))
                l.onHand = rows.real(6) / scale;
            l.onOrder = rows.real(7) / scale;
            l.proposedQty = rows.real(8) / scale;
            l.orderQty = rows.real(9) / scale;
            l.orderPoint = rows.real(10) / scale;
            l.orderUpTo = rows.real(11) / scale;
            l.safetyStock = rows.real(12);
            l.packSize = static_cast<int>(rows.integer(13));
            l.demandMean = rows.real(14);
            l.leadTimeDays = rows.real(15);
            l.reviewDays = static_cast<int>(rows.integer(16));
            l.service = rows.real(17);
            l.unitCost = rows.real(18) / 10000.0;
            l.orderValue = rows.integer(19);
            l.marginSaved = rows.integer(20);
            l.inBudget = rows.integer(21) != 0;
            l.excluded = text(rows, 22);
            l.assumed = text(rows, 23).split(QLatin1Char(','), Qt::SkipEmptyParts);
            l.reason = text(rows, 24);
            l.critical = text(rows, 25);
            l.state = stateOfWord(text(rows, 26)).value_or(PlanState::Draft);
            l.changed = changed.of(l.seriesId);
            l.changedItself = changed.bySeries.contains(l.seriesId);
            if (!rows.isNull(28))
                l.minToday = rows.real(28) / scale;
            if (!rows.isNull(29))
                l.maxToday = rows.real(29) / scale;
            all.push_back(std::move(l));
        }
        return all;
    });
}

Result<std::vector<AuditEntry>> ApprovalService::trail(std::int64_t planId) const
{
    return reporting("read the audit trail", [&]() -> Result<std::vector<AuditEntry>> {
        auto store = Store::open(m_path.toStdString(), Store::Mode::ReadOnly);
        if (!store)
            return store.error();
        sql::Statement rows(
            store->db(), std::string(audit::kRead) + " WHERE entity = 'plan' AND key = ?1 ORDER BY entry_id");
        rows.bind(1, std::to_string(planId));
        std::vector<AuditEntry> all;
        while (rows.step())
            all.push_back(shown(*store, audit::read(rows)));
        return all;
    });
}

Result<std::vector<AuditEntry>> ApprovalService::log(std::int64_t before, int limit) const
{
    return reporting("read the audit log", [&]() -> Result<std::vector<AuditEntry>> {
        auto store = Store::open(m_path.toStdString(), Store::Mode::ReadOnly);
        if (!store)
            return store.error();
        sql::Statement rows(
            store->db(),
            std::string(audit::kRead) + " WHERE ?1 = 0 OR entry_id < ?1 ORDER BY entry_id DESC LIMIT ?2");
        rows.bind(1, before).bind(2, limit);
        std::vector<AuditEntry> all;
        while (rows.step())
            all.push_back(shown(*store, audit::read(rows)));
        return all;
    });
}

} // namespace merch
