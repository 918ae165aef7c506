#include "engine/inventory/lot_sizing.h"
#include "engine/inventory/reorder_policies.h"
#include "tests/golden/runner/domain.h"

#include <algorithm>

using namespace merch;

namespace
{

PolicyCosts costs(const CaseInputs& in)
{
    return {in.number("fixed_cost"), in.number("holding_cost"), in.number("stockout_cost")};
}

int leadTime(const CaseInputs& in)
{
    return int(in.integer("lead_time"));
}

Answer costAnswer(const Result<double>& cost)
{
    return cost ? answer({{"cost", *cost}}) : Answer();
}

Answer minMaxAnswer(const Result<MinMaxPolicy>& policy)
{
    if (!policy)
        return {};
    return answer({{"s", policy->reorder}, {"S", policy->upTo}, {"cost", policy->cost}});
}

Answer reorderAnswer(const Result<ReorderPolicy>& policy)
{
    if (!policy)
        return {};
    return answer({{"r", policy->reorder}, {"Q", policy->quantity}, {"cost", policy->cost}});
}

Answer minMaxBest(const CaseInputs& in)
{
    if (!in.notNegative({"mean"}))
        return {};
    return minMaxAnswer(bestMinMax(costs(in), CountDemand::poisson(in.number("mean")), leadTime(in)));
}

Answer minMaxCostOf(const CaseInputs& in)
{
    if (!in.notNegative({"mean"}))
        return {};
    return costAnswer(minMaxCost(
        costs(in), CountDemand::poisson(in.number("mean")), leadTime(in), in.integer("s"), in.integer("S")));
}

Answer minMaxPower(const CaseInputs& in)
{
    return minMaxAnswer(minMaxPowerApproximation(costs(in), in.number("mean"), in.number("sd")));
}

Answer reorderBest(const CaseInputs& in)
{
    return reorderAnswer(bestReorderPoisson(costs(in), in.number("demand_rate"), in.number("lead_time")));
}

Answer reorderCostOf(const CaseInputs& in)
{
    return costAnswer(reorderCostPoisson(
        costs(in), in.number("demand_rate"), in.number("lead_time"), in.integer("r"), in.integer("Q")));
}

NormalStream stream(const CaseInputs& in)
{
    return {in.number("demand_mean"), in.number("demand_sd"), in.number("lead_time")};
}

Answer reorderCostNormalOf(const CaseInputs& in)
{
    return costAnswer(reorderCostNormal(costs(in), stream(in), in.number("r"), in.number("Q")));
}

template <Result<ReorderPolicy> approximation(const PolicyCosts&, const NormalStream&)>
Answer reorderApproximation(const CaseInputs& in)
{
    return reorderAnswer(approximation(costs(in), stream(in)));
}

LotCosts lot(const CaseInputs& in)
{
    return {in.number("fixed_cost"), in.number("holding_cost"), in.number("demand_rate")};
}

Answer lotAnswer(const Result<LotSize>& size)
{
    return size ? answer({{"quantity", size->quantity}, {"cost", size->cost}}) : Answer();
}

Answer eoq(const CaseInputs& in)
{
    return lotAnswer(economicOrderQuantity(lot(in)));
}

Answer eoqCost(const CaseInputs& in)
{
    return costAnswer(orderQuantityCost(lot(in), in.number("quantity")));
}

Answer eoqBackorders(const CaseInputs& in)
{
    const Result<BackorderLot> size = orderQuantityWithBackorders(lot(in), in.number("stockout_cost"));
    if (!size)
        return {};
    return answer(
        {{"quantity", size->quantity}, {"stockout_fraction", size->waitingShare}, {"cost", size->cost}});
}

Answer epq(const CaseInputs& in)
{
    return lotAnswer(economicProductionQuantity(lot(in), in.number("production_rate")));
}

template <Result<DiscountLot> discount(double, double, double, PriceList)>
Answer discounted(const CaseInputs& in)
{
    const std::vector<double> breakpoints = in.numbers("breakpoints"), unitCosts = in.numbers("unit_costs");
    const Result<DiscountLot> size = discount(
        in.number("fixed_cost"), in.number("holding_cost_rate"), in.number("demand_rate"),
        {breakpoints, unitCosts});
    if (!size)
        return {};
    return answer({{"quantity", size->quantity}, {"region", size->region}, {"cost", size->cost}});
}

Answer jointReplenishment(const CaseInputs& in)
{
    const std::vector<double> fixed = in.numbers("individual_fixed_costs");
    const std::vector<double> holding = in.numbers("holding_costs"), rates = in.numbers("demand_rates");
    std::vector<JointItem> items;
    for (size_t i = 0; i < fixed.size(); ++i)
        items.push_back({fixed[i], holding.at(i), rates.at(i)});
    const double shared = in.number("shared_fixed_cost");
    const auto told = [](const Result<JointOrder>& order) {
        return order ? answer(
                           {{"base_cycle", order->baseCycle},
                            {"multiples", order->multiples},
                            {"quantities", order->quantities},
                            {"cost", order->cost}})
                     : Answer();
    };
    return answer(
        {{"silver_heuristic", told(jointReplenishmentSilver(shared, items))},
         {"optimal_cyclic", told(jointReplenishmentBest(shared, items))}});
}

Answer lotPlan(const CaseInputs& in)
{
    const size_t periods =
        size_t(std::max<qint64>(0, in.integer("periods", in.value("demand").toArray().size())));
    const auto perPeriod = [&](const char* key) {
        return in.value(key).isArray() ? in.numbers(key) : std::vector<double>(periods, in.number(key));
    };
    const Result<LotPlan> plan = wagnerWhitin(
        perPeriod("demand"), perPeriod("fixed_cost"), perPeriod("holding_cost"), perPeriod("purchase_cost"));
    if (!plan)
        return {};
    return answer({{"quantities", plan->quantities}, {"cost", plan->cost}});
}

} // namespace

void addPolicyFunctions(DomainFunctions& functions)
{
    functions.insert({
        {QStringLiteral("ss_optimal_poisson"), minMaxBest},
        {QStringLiteral("ss_cost_poisson"), minMaxCostOf},
        {QStringLiteral("ss_power_approximation"), minMaxPower},
        {QStringLiteral("rq_optimal_poisson"), reorderBest},
        {QStringLiteral("rq_cost_poisson"), reorderCostOf},
        {QStringLiteral("rq_cost_normal"), reorderCostNormalOf},
        {QStringLiteral("rq_eil"), reorderApproximation<reorderExpectedLevel>},
        {QStringLiteral("rq_eoqb"), reorderApproximation<reorderEoqBackorders>},
        {QStringLiteral("rq_eoqss"), reorderApproximation<reorderEoqSafetyStock>},
        {QStringLiteral("rq_loss_function"), reorderApproximation<reorderLossFunction>},
        {QStringLiteral("eoq"), eoq},
        {QStringLiteral("eoq_cost"), eoqCost},
        {QStringLiteral("eoq_backorders"), eoqBackorders},
        {QStringLiteral("epq"), epq},
        {QStringLiteral("eoq_all_units_discount"), discounted<allUnitsDiscount>},
        {QStringLiteral("eoq_incremental_discount"), discounted<incrementalDiscount>},
        {QStringLiteral("joint_replenishment"), jointReplenishment},
        {QStringLiteral("wagner_whitin"), lotPlan},
    });
}
