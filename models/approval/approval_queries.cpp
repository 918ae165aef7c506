#include "models/approval/approval_service.h"

#include "models/approval/audit_log.h"
#include "models/approval/changed_inputs.h"
#include "models/approval/plan_lines.h"
#include "models/store/sqlite.h"
#include "models/store/store.h"

#include <QCoreApplication>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <functional>

namespace merch
{
namespace
{

constexpr int kMostPlans = 200;
constexpr double kHighShare = 0.5, kMediumShare = 0.1; ///< of the order value, resting on what is not known

QString tr(const char* text, int n = -1)
{
    return QCoreApplication::translate("ApprovalService", text, nullptr, n);
}

QString qs(std::string_view text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

PlanState stateAt(sql::Statement& row, int column)
{
    return stateOfWord(qs(row.text(column))).value_or(PlanState::Draft);
}

/// What makes a plan worth a hard look, the weightiest first.
void assess(PlanSummary& plan, std::int64_t criticalValue)
{
    const auto share = [&](std::int64_t value) {
        return plan.orderValue > 0 ? static_cast<double>(value) / static_cast<double>(plan.orderValue) : 0.0;
    };
    const auto percent = [](double part) { return static_cast<int>(100.0 * part + 0.5); };
    const double assumed = share(plan.assumedValue), critical = share(criticalValue);
    const double changed =
        plan.orderLines > 0 ? static_cast<double>(plan.changedLines) / plan.orderLines : 0.0;
    const double worst = std::max({assumed, critical, changed});
    plan.risk = worst >= kHighShare                                                   ? PlanRisk::High
                : worst >= kMediumShare || plan.changedLines > 0 || criticalValue > 0 ? PlanRisk::Medium
                                                                                      : PlanRisk::Low;
    if (plan.risk == PlanRisk::Low)
        plan.riskReason = tr("Nothing it rests on is missing or has changed since it was made.");
    else if (critical == worst && criticalValue > 0)
        plan.riskReason =
            tr("%1 % of its value is for series that failed a critical data check.").arg(percent(critical));
    else if (changed == worst && plan.changedLines > 0)
        plan.riskReason = tr("%n line(s) rest on inputs that changed since it was made.", plan.changedLines);
    else
        plan.riskReason = tr("%1 % of its value rests on assumptions.").arg(percent(assumed));
}

Result<std::vector<PlanSummary>> readPlans(Store& store, std::int64_t only)
{
    const std::string orders(plans::kOrders);
    const auto sum = [&](const std::string& what, const std::string& condition) {
        return "coalesce(sum(CASE WHEN " + orders + condition + " THEN " + what + " END), 0)";
    };
    const auto count = [&](const std::string& state) { return sum("1", " AND l.state = '" + state + "'"); };
    sql::Statement read(
        store.db(),
        "SELECT p.plan_id, p.kind, p.state, p.as_of, p.made_at, p.made_by, coalesce(p.submitted_at, 0), "
        "p.submitted_by,"
        " p.budget, count(l.line), " +
            sum("1", "") + ", " + count("submitted") + ", " + count("approved") + ", " + count("rejected") +
            ", " + count("returned") + ", " + count("exported") + ", " + sum("l.order_value", "") + ", " +
            sum("l.margin_saved", "") + ", " + sum("l.order_value", " AND l.state = 'submitted'") + ", " +
            sum("l.order_value", " AND l.assumed <> ''") + ", count(DISTINCT CASE WHEN " + orders +
            " THEN l.supplier_id END), " + sum("l.order_value", " AND s.critical IS NOT NULL") +
            " FROM plan p LEFT JOIN plan_line l USING (plan_id) LEFT JOIN series s USING (series_id)"
            " WHERE ?1 = 0 OR p.plan_id = ?1 GROUP BY p.plan_id ORDER BY p.state <> 'submitted', p.plan_id "
            "DESC LIMIT ?2");
    read.bind(1, only).bind(2, kMostPlans);
    std::vector<PlanSummary> found;
    while (read.step()) {
        PlanSummary plan;
        plan.planId = read.integer(0);
        plan.kind = qs(read.text(1));
        plan.state = stateAt(read, 2);
        plan.asOf = static_cast<Day>(read.integer(3));
        plan.madeAt = read.integer(4);
        plan.madeBy = qs(read.text(5));
        plan.submittedAt = read.integer(6);
        plan.submittedBy = qs(read.text(7));
        if (!read.isNull(8))
            plan.budget = read.integer(8);
        plan.lines = static_cast<int>(read.integer(9));
        plan.orderLines = static_cast<int>(read.integer(10));
        plan.waiting = static_cast<int>(read.integer(11));
        plan.approved = static_cast<int>(read.integer(12));
        plan.rejected = static_cast<int>(read.integer(13));
        plan.returned = static_cast<int>(read.integer(14));
        plan.exported = static_cast<int>(read.integer(15));
        plan.orderValue = read.integer(16);
        plan.marginSaved = read.integer(17);
        plan.waitingValue = read.integer(18);
        plan.assumedValue = read.integer(19);
        plan.suppliers = static_cast<int>(read.integer(20));
        const std::int64_t criticalValue = read.integer(21);
        if (plan.state == PlanState::Submitted ||
            only != 0) { // decided plans no longer change anybody's mind
            const ChangedInputs changed = changedInputs(store, plan.planId);
            if (changed.any()) {
                sql::Statement lines(
                    store.db(), "SELECT series_id FROM plan_line WHERE plan_id = ?1 AND " + orders);
                lines.bind(1, plan.planId);
                while (lines.step())
                    plan.changedLines += changed.of(static_cast<int>(lines.integer(0))).isEmpty() ? 0 : 1;
            }
        }
        assess(plan, criticalValue);
        found.push_back(std::move(plan));
    }
    return found;
}

QString textOf(const QString& action, const QJsonObject& body)
{
    const int lines = body.value(u"order_lines").toInt();
    if (action == u"submit")
        return tr("Submitted %n line(s)", lines);
    if (action == u"approve")
        return tr("Approved %n line(s)", lines);
    if (action == u"reject")
        return tr("Rejected %n line(s)", lines);
    if (action == u"return")
        return tr("Sent back %n line(s)", lines);
    if (action == u"comment")
        return tr("Commented");
    if (action == u"export") {
        const QString what = body.value(u"what").toString();
        return body.value(u"report").toBool() ? tr("Report %1 written").arg(what)
                                              : tr("Exported %1").arg(what);
    }
    if (action == u"plan")
        return tr("Plan made");
    return action;
}

/// Entries with the truth of each link; `from` is the condition and order of the rows wanted.
std::vector<AuditEntry>
readEntries(Store& store, const std::string& from, const std::function<void(sql::Statement&)>& bind)
{
    sql::Statement read(
        store.db(), "SELECT a.entry_id, a.at, a.user, a.action, a.entity, a.key, a.body, a.previous, a.hash,"
                    " (SELECT b.hash FROM audit b WHERE b.entry_id = a.entry_id - 1) FROM audit a " +
                        from);
    bind(read);
    std::vector<AuditEntry> entries;
    while (read.step()) {
        audit::Entry raw;
        raw.id = read.integer(0);
        raw.at = read.integer(1);
        raw.user = read.text(2);
        raw.action = read.text(3);
        raw.entity = read.text(4);
        raw.key = read.text(5);
        raw.body = read.text(6);
        raw.previous = read.text(7);
        raw.hash = read.text(8);
        const std::string before = read.isNull(9) ? audit::genesis() : std::string(read.text(9));
        const QJsonObject body = QJsonDocument::fromJson(QByteArray::fromStdString(raw.body)).object();
        AuditEntry entry;
        entry.entryId = raw.id;
        entry.at = raw.at;
        entry.user = qs(raw.user);
        entry.action = qs(raw.action);
        entry.entity = qs(raw.entity);
        entry.key = qs(raw.key);
        entry.comment = body.value(u"comment").toString();
        entry.text = textOf(entry.action, body);
        entry.hash = qs(raw.hash);
        entry.holds = audit::hashOf(raw) == raw.hash && raw.previous == before;
        entries.push_back(std::move(entry));
    }
    return entries;
}

} // namespace

Result<std::vector<PlanSummary>> ApprovalService::plans() const
{
    return reporting("list the plans", [&]() -> Result<std::vector<PlanSummary>> {
        auto store = Store::open(m_path.toStdString(), Store::Mode::ReadOnly);
        if (!store)
            return store.error();
        return readPlans(*store, 0);
    });
}

Result<PlanSummary> ApprovalService::plan(std::int64_t planId) const
{
    return reporting("read the plan", [&]() -> Result<PlanSummary> {
        auto store = Store::open(m_path.toStdString(), Store::Mode::ReadOnly);
        if (!store)
            return store.error();
        const auto head = merch::plans::head(*store, planId);
        if (!head)
            return head.error();
        auto found = readPlans(*store, head->planId);
        if (!found)
            return found.error();
        return found->front();
    });
}

Result<std::vector<PlanLine>> ApprovalService::lines(std::int64_t planId) const
{
    return reporting("read the lines of the plan", [&]() -> Result<std::vector<PlanLine>> {
        auto store = Store::open(m_path.toStdString(), Store::Mode::ReadOnly);
        if (!store)
            return store.error();
        const auto head = merch::plans::head(*store, planId);
        if (!head)
            return head.error();
        const ChangedInputs changed = changedInputs(*store, head->planId);
        sql::Statement read(
            store->db(),
            "SELECT l.line, l.series_id, p.sku, coalesce(p.title, ''), o.code, coalesce(u.code, ''), "
            "l.on_hand, l.on_order,"
            " l.proposed_qty, l.order_qty, l.order_point, l.order_up_to, l.safety_stock, l.pack_size, "
            "l.demand_mean,"
            " l.lead_time_days, l.review_days, l.service, l.unit_cost, l.order_value, l.margin_saved, "
            "l.in_budget,"
            " coalesce(l.excluded, ''), l.assumed, l.reason, coalesce(s.critical, ''), l.state, p.unit_scale"
            " FROM plan_line l JOIN series s USING (series_id) JOIN product p USING (product_id)"
            " JOIN location o USING (location_id) LEFT JOIN supplier u ON u.supplier_id = l.supplier_id"
            " WHERE l.plan_id = ?1 ORDER BY l.line");
        read.bind(1, head->planId);
        std::vector<PlanLine> lines;
        while (read.step()) {
            const double scale = static_cast<double>(std::max<std::int64_t>(1, read.integer(27)));
            const auto units = [&](int column) { return static_cast<double>(read.integer(column)) / scale; };
            PlanLine line;
            line.line = static_cast<int>(read.integer(0));
            line.seriesId = static_cast<int>(read.integer(1));
            line.sku = qs(read.text(2));
            line.title = qs(read.text(3));
            line.location = qs(read.text(4));
            line.supplier = qs(read.text(5));
            if (!read.isNull(6))
                line.onHand = units(6);
            line.onOrder = units(7);
            line.proposedQty = units(8);
            line.orderQty = units(9);
            line.orderPoint = units(10);
            line.orderUpTo = units(11);
            line.safetyStock = read.real(12) / scale;
            line.packSize = static_cast<int>(read.integer(13));
            line.demandMean = read.real(14) / scale;
            line.leadTimeDays = read.real(15);
            line.reviewDays = static_cast<int>(read.integer(16));
            line.service = read.real(17);
            line.unitCost = static_cast<double>(read.integer(18)) / 10'000.0;
            line.orderValue = read.integer(19);
            line.marginSaved = read.integer(20);
            line.inBudget = read.integer(21) != 0;
            line.excluded = qs(read.text(22));
            line.assumed = qs(read.text(23)).split(u',', Qt::SkipEmptyParts);
            line.reason = qs(read.text(24));
            line.critical = qs(read.text(25));
            line.state = stateAt(read, 26);
            line.changed = changed.of(line.seriesId);
            lines.push_back(std::move(line));
        }
        return lines;
    });
}

Result<std::vector<AuditEntry>> ApprovalService::trail(std::int64_t planId) const
{
    return reporting("read the audit trail", [&]() -> Result<std::vector<AuditEntry>> {
        auto store = Store::open(m_path.toStdString(), Store::Mode::ReadOnly);
        if (!store)
            return store.error();
        return readEntries(
            *store, "WHERE a.entity = 'plan' AND a.key = ?1 ORDER BY a.entry_id",
            [&](sql::Statement& read) { read.bind(1, std::to_string(planId)); });
    });
}

Result<std::vector<AuditEntry>> ApprovalService::log(std::int64_t before, int limit) const
{
    return reporting("read the audit log", [&]() -> Result<std::vector<AuditEntry>> {
        auto store = Store::open(m_path.toStdString(), Store::Mode::ReadOnly);
        if (!store)
            return store.error();
        return readEntries(
            *store, "WHERE ?1 = 0 OR a.entry_id < ?1 ORDER BY a.entry_id DESC LIMIT ?2",
            [&](sql::Statement& read) { read.bind(1, before).bind(2, limit); });
    });
}

} // namespace merch
