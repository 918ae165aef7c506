#include "models/planning/reorder_plan.h"

#include "engine/inventory/budget.h"
#include "models/approval/plan_lines.h"
#include "models/export/currency.h"
#include "models/planning/plan_making.h"
#include "models/planning/plan_words.h"
#include "models/planning/planning_rules.h"
#include "models/store/sqlite.h"
#include "models/store/store.h"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace merch
{

namespace
{

constexpr std::size_t kCurvePoints = 400;

QString text(const sql::Statement& row, int column)
{
    const std::string_view bytes = row.text(column);
    return QString::fromUtf8(bytes.data(), static_cast<qsizetype>(bytes.size()));
}

std::vector<float> floats(std::string_view bytes)
{
    std::vector<float> values(bytes.size() / sizeof(float));
    if (!values.empty())
        std::memcpy(values.data(), bytes.data(), values.size() * sizeof(float));
    return values;
}

int digitsOf(const ReorderPlan& plan)
{
    return currencyDigits(plan.currency.toStdString());
}

std::int64_t costOf(const ReorderPlanLine& line, double units, double minor)
{
    return std::llround(units * line.unitCost * minor);
}

/// What the first `steps` cases of a line are.
struct Part {
    double units = 0.0, margin = 0.0;
};

std::vector<Part> partsOf(const ReorderPlanLine& line)
{
    std::vector<Part> parts(1);
    for (std::size_t i = 0; i < line.caseUnits.size(); ++i) {
        Part next = parts.back();
        next.units += static_cast<double>(line.caseUnits[i]);
        next.margin += static_cast<double>(line.caseMargins[i]);
        parts.push_back(next);
    }
    if (parts.size() > 1)
        parts.back().units = line.proposedQty; // not what 32 bits made of it
    return parts;
}

} // namespace

std::int64_t orderValueOf(std::int64_t units, std::int64_t scale, std::int64_t unitCost, int digits)
{
    return std::llround(
        static_cast<double>(units) / static_cast<double>(scale) * static_cast<double>(unitCost) / 10000.0 *
        std::pow(10.0, digits));
}

std::int64_t ReorderPlan::orderValue() const
{
    std::int64_t sum = 0;
    for (const ReorderPlanLine& line : lines)
        sum += line.orders() ? line.orderValue : 0;
    return sum;
}

std::int64_t ReorderPlan::marginSaved() const
{
    std::int64_t sum = 0;
    for (const ReorderPlanLine& line : lines)
        sum += line.orders() ? line.marginSaved : 0;
    return sum;
}

int ReorderPlan::orderLines() const
{
    return static_cast<int>(
        std::count_if(lines.begin(), lines.end(), [](const ReorderPlanLine& line) { return line.orders(); }));
}

void refreshLine(ReorderPlanLine& line)
{
    line.marginPerMoney = line.orderValue > 0
                              ? static_cast<double>(line.marginSaved) / static_cast<double>(line.orderValue)
                              : 0.0;
    const double daily = line.demandMean / std::max(1.0, line.leadTimeDays + line.reviewDays);
    const double stock =
        std::max(0.0, line.onHand.value_or(0.0) + line.onOrder + (line.orders() ? line.orderQty : 0.0));
    line.coverDays = stock <= 0.0 ? 0.0 : daily > 0.0 ? std::min(999.0, stock / daily) : 999.0;
    line.reason = planwords::withDecision(line.proposal, line);
}

void refreshTotals(ReorderPlan& plan)
{
    std::map<QString, SupplierTotal> totals;
    for (const ReorderPlanLine& line : plan.lines) {
        if (!line.orders())
            continue;
        SupplierTotal& total = totals[line.supplier];
        total.supplier = line.supplier;
        total.name = line.supplierName;
        ++total.lines;
        total.orderValue += line.orderValue;
        total.assumed |= !line.assumed.isEmpty();
        if (const auto least = plan.minimums.find(line.supplier); least != plan.minimums.end())
            total.minOrderValue = least->second;
    }
    plan.suppliers.clear();
    for (const auto& [code, total] : totals)
        plan.suppliers.push_back(total);
    std::stable_sort(plan.suppliers.begin(), plan.suppliers.end(), [](const auto& a, const auto& b) {
        return a.orderValue > b.orderValue;
    });
}

std::vector<CurvePoint> curveOf(const ReorderPlan& plan)
{
    struct Block {
        std::int64_t cost;
        double margin;
    };
    const double minor = std::pow(10.0, digitsOf(plan));
    std::vector<Block> blocks;
    for (const ReorderPlanLine& line : plan.lines) {
        if (line.proposedQty <= 0.0 || !line.excluded.isEmpty())
            continue;
        const std::vector<Part> parts = partsOf(line);
        const std::size_t first = blocks.size();
        for (std::size_t i = 1; i < parts.size(); ++i) {
            blocks.push_back(
                {std::max<std::int64_t>(
                     1, costOf(line, parts[i].units, minor) - costOf(line, parts[i - 1].units, minor)),
                 parts[i].margin - parts[i - 1].margin});
            // Blocks of best average return: a line's later cases never come before its earlier ones.
            while (blocks.size() - first > 1) {
                const Block& last = blocks.back();
                Block& before = blocks[blocks.size() - 2];
                if (last.margin * static_cast<double>(before.cost) <=
                    before.margin * static_cast<double>(last.cost))
                    break;
                before.cost += last.cost;
                before.margin += last.margin;
                blocks.pop_back();
            }
        }
    }
    std::stable_sort(blocks.begin(), blocks.end(), [](const Block& a, const Block& b) {
        return a.margin * static_cast<double>(b.cost) > b.margin * static_cast<double>(a.cost);
    });
    std::vector<CurvePoint> curve{{0, 0}};
    std::int64_t spend = 0;
    double margin = 0.0;
    for (std::size_t i = 0; i < blocks.size(); ++i) {
        spend += blocks[i].cost;
        margin += blocks[i].margin;
        const bool last = i + 1 == blocks.size();
        if (last || (i + 1) * (kCurvePoints - 1) / blocks.size() > i * (kCurvePoints - 1) / blocks.size())
            curve.push_back({spend, std::llround(margin)});
    }
    return curve;
}

void applyBudget(ReorderPlan& plan, std::optional<std::int64_t> budget)
{
    const double minor = std::pow(10.0, digitsOf(plan));
    plan.budget = budget;
    std::vector<std::size_t> open; // lines that the budget decides
    std::int64_t fixed = 0;
    for (std::size_t i = 0; i < plan.lines.size(); ++i) {
        ReorderPlanLine& line = plan.lines[i];
        if (line.locked || line.byHand || !line.excluded.isEmpty() || !isEditable(line.state)) {
            fixed += line.orders() && line.state != PlanState::Rejected ? line.orderValue : 0;
            continue;
        }
        if (line.proposedQty > 0.0)
            open.push_back(i);
    }
    std::vector<std::vector<Part>> parts;
    std::vector<BudgetStep> steps;
    for (std::size_t k = 0; k < open.size(); ++k) {
        const ReorderPlanLine& line = plan.lines[open[k]];
        parts.push_back(partsOf(line));
        for (std::size_t i = 1; budget && i < parts.back().size(); ++i)
            steps.push_back(
                {k,
                 std::max<std::int64_t>(
                     1, costOf(line, parts[k][i].units, minor) - costOf(line, parts[k][i - 1].units, minor)),
                 parts[k][i].margin - parts[k][i - 1].margin});
    }
    BudgetAllocation bought;
    if (budget)
        bought = allocateBudget(steps, open.size(), std::max<std::int64_t>(0, *budget - fixed));
    for (std::size_t k = 0; k < open.size(); ++k) {
        ReorderPlanLine& line = plan.lines[open[k]];
        const Part part = budget ? parts[k][static_cast<std::size_t>(bought.steps[k])] : parts[k].back();
        line.orderQty = part.units;
        line.orderValue = costOf(line, part.units, minor);
        line.marginSaved = std::llround(part.margin);
        line.inBudget = part.units > 0.0;
        refreshLine(line);
    }
    refreshTotals(plan);
}

ReorderInputs engineInputs(const ReorderPlanLine& line, const LineBasis& basis)
{
    const double scale = static_cast<double>(basis.scale);
    const auto whole = [&](double units) { return static_cast<std::int64_t>(std::llround(units * scale)); };
    ReorderInputs in;
    in.onHand = whole(line.onHand.value_or(0.0));
    in.onOrder = whole(line.onOrder);
    in.leadTime = LeadTime::of(line.leadTimeDays, line.leadTimeSd);
    in.reviewDays = line.reviewDays;
    in.money.price = static_cast<double>(basis.price) / 10000.0 / scale;
    in.money.cost = static_cast<double>(basis.unitCost) / 10000.0 / scale;
    in.money.fulfilment = static_cast<double>(basis.fulfilment) / 10000.0 / scale;
    in.money.recapture = basis.recapture;
    in.money.goodwill = basis.goodwill / scale;
    in.money.holdingRate = basis.holdingRate;
    in.service = basis.serviceSet;
    in.leastService = planningRules().leastService;
    in.mostService = planningRules().mostService;
    in.orderCost = basis.orderCost;
    in.rules.moq = whole(line.moq);
    in.rules.pack = std::max<std::int64_t>(1, whole(line.packSize));
    in.rules.capacity = basis.capacity;
    return in;
}

Forecast planForecast(const Forecast& forecast, const LineBasis& basis, double demandFactor)
{
    Forecast demand = basis.scale == 1 ? forecast : inThousandths(forecast);
    if (demandFactor != 1.0)
        demand = demand.scaled(std::vector<double>(demand.mean.size(), demandFactor));
    return demand;
}

Result<MadePlan> readPlan(Store& store, std::int64_t planId, int line)
{
    const Result<plans::Head> head = plans::head(store, planId);
    if (!head)
        return head.error();
    if (head->kind != "reorder")
        return Error{
            ErrorCode::InvalidInput,
            "Plan " + std::to_string(planId) + " orders nothing: it is about " + head->kind + ".",
            "Choose a reorder plan.",
            {}};
    MadePlan made;
    ReorderPlan& plan = made.plan;
    plan.planId = head->planId;
    plan.asOf = static_cast<Day>(head->asOf);
    plan.madeAt = head->madeAt;
    plan.madeBy = QString::fromStdString(head->madeBy);
    plan.state = head->state;
    plan.currency = QString::fromStdString(store.currency());
    sql::Statement row(
        store.db(), "SELECT budget, coalesce(run_id, 0), json_extract(options, '$.demand_factor') FROM plan "
                    "WHERE plan_id = ?1");
    row.bind(1, plan.planId);
    if (row.step()) {
        if (!row.isNull(0))
            plan.budget = row.integer(0);
        made.runId = plan.runId = row.integer(1);
        if (!row.isNull(2))
            made.demandFactor = row.real(2);
    }
    std::map<std::int64_t, std::pair<QString, QString>> suppliers;
    {
        sql::Statement rows(store.db(), "SELECT supplier_id, code, name, min_order_value FROM supplier");
        while (rows.step()) {
            suppliers[rows.integer(0)] = {text(rows, 1), text(rows, 2)};
            if (!rows.isNull(3) && rows.integer(3) > 0)
                plan.minimums[text(rows, 1)] = rows.integer(3);
        }
    }
    sql::Statement lines(
        store.db(),
        "SELECT l.line, l.series_id, p.sku, p.title, c.path, p.brand, o.code, o.name, "
        "coalesce(l.supplier_id, 0),"
        " l.on_hand, l.on_order, l.lead_time_days, l.lead_time_sd, l.review_days, l.demand_mean, l.demand_sd,"
        " l.safety_stock, l.service, l.order_point, l.order_up_to, l.proposed_qty, l.order_qty, l.pack_size,"
        " l.moq, l.unit_cost, l.order_value, l.margin_saved, l.in_budget, l.locked, l.excluded, l.assumed,"
        " l.reason, e.critical, l.state, p.unit_scale, k.units, k.margin, i.price, i.fulfilment, i.recapture,"
        " i.goodwill, i.holding_rate, i.service_set, i.order_cost, i.capacity, coalesce(i.by_hand, 0), "
        "i.reason"
        " FROM plan_line l JOIN series e USING (series_id) JOIN product p USING (product_id)"
        " JOIN location o USING (location_id) LEFT JOIN category c USING (category_id)"
        " LEFT JOIN plan_case k ON k.plan_id = l.plan_id AND k.line = l.line"
        " LEFT JOIN plan_input i ON i.plan_id = l.plan_id AND i.line = l.line"
        " WHERE l.plan_id = ?1 AND l.line BETWEEN ?2 AND ?3 ORDER BY l.line");
    lines.bind(1, plan.planId).bind(2, line).bind(3, line == 0 ? std::int64_t{INT32_MAX} : line);
    while (lines.step()) {
        ReorderPlanLine l;
        LineBasis b;
        b.scale = std::max<std::int64_t>(1, lines.integer(34));
        const double scale = static_cast<double>(b.scale);
        l.line = static_cast<int>(lines.integer(0));
        l.seriesId = static_cast<int>(lines.integer(1));
        l.sku = text(lines, 2);
        l.title = text(lines, 3);
        l.category = text(lines, 4);
        l.brand = text(lines, 5);
        l.location = text(lines, 6);
        l.locationName = text(lines, 7);
        b.supplierId = lines.integer(8);
        if (const auto supplier = suppliers.find(b.supplierId); supplier != suppliers.end())
            std::tie(l.supplier, l.supplierName) = supplier->second;
        if (!lines.isNull(9))
            l.onHand = lines.real(9) / scale;
        l.onOrder = lines.real(10) / scale;
        l.leadTimeDays = lines.real(11);
        l.leadTimeSd = lines.real(12);
        l.reviewDays = static_cast<int>(lines.integer(13));
        l.demandMean = lines.real(14);
        l.demandSd = lines.real(15);
        l.safetyStock = lines.real(16);
        l.service = lines.real(17);
        l.orderPoint = lines.real(18) / scale;
        l.orderUpTo = lines.real(19) / scale;
        l.proposedQty = lines.real(20) / scale;
        l.orderQty = lines.real(21) / scale;
        l.packSize = lines.real(22) / scale;
        l.moq = lines.real(23) / scale;
        b.unitCost = lines.integer(24);
        l.unitCost = static_cast<double>(b.unitCost) / 10000.0;
        l.orderValue = lines.integer(25);
        l.marginSaved = lines.integer(26);
        l.inBudget = lines.integer(27) != 0;
        l.locked = lines.integer(28) != 0;
        l.excluded = text(lines, 29);
        l.assumed = text(lines, 30).split(QLatin1Char(','), Qt::SkipEmptyParts);
        l.critical = text(lines, 32);
        l.state = stateOfWord(text(lines, 33)).value_or(PlanState::Draft);
        l.caseUnits = floats(lines.blob(35));
        l.caseMargins = floats(lines.blob(36));
        l.caseMargins.resize(l.caseUnits.size());
        b.price = lines.integer(37);
        b.fulfilment = lines.integer(38);
        b.recapture = lines.real(39);
        b.goodwill = lines.real(40);
        b.holdingRate = lines.real(41);
        if (!lines.isNull(42))
            b.serviceSet = lines.real(42);
        b.orderCost = lines.real(43);
        if (!lines.isNull(44))
            b.capacity = lines.integer(44);
        l.byHand = lines.integer(45) != 0;
        l.proposal = lines.isNull(46) ? text(lines, 31) : text(lines, 46);
        refreshLine(l);
        l.reason = text(lines, 31); // as it was written: what every export shows
        plan.lines.push_back(std::move(l));
        made.basis.push_back(b);
    }
    sql::Statement curve(store.db(), "SELECT spend, margin FROM plan_curve WHERE plan_id = ?1 ORDER BY step");
    curve.bind(1, plan.planId);
    while (curve.step())
        plan.curve.push_back({curve.integer(0), curve.integer(1)});
    refreshTotals(plan);
    return made;
}

Result<ReorderPlan> loadReorderPlan(const QString& path, std::int64_t planId)
{
    return reporting("read the plan", [&]() -> Result<ReorderPlan> {
        Result<Store> store = Store::open(path.toStdString(), Store::Mode::ReadOnly);
        if (!store)
            return store.error();
        Result<MadePlan> made = readPlan(*store, planId);
        if (!made)
            return made.error();
        return std::move(made->plan);
    });
}

} // namespace merch
