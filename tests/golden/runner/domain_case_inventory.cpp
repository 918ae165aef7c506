#include "engine/inventory/budget.h"
#include "engine/inventory/count_demand.h"
#include "engine/inventory/guaranteed_service.h"
#include "engine/inventory/perfect_information.h"
#include "engine/inventory/policy_simulation.h"
#include "engine/inventory/rounding.h"
#include "tests/golden/runner/domain.h"

#include <cmath>

using namespace merch;

namespace
{

OrderRules rules(const CaseInputs& in)
{
    OrderRules rules;
    rules.moq = in.integer("moq");
    rules.pack = in.integer("pack", 1);
    if (in.value("capacity").isDouble())
        rules.capacity = in.integer("capacity");
    return rules;
}

Answer roundedOrder(const CaseInputs& in)
{
    const OrderRules limits = rules(in);
    if (limits.pack < 1 || limits.moq < 0)
        return {};
    const qint64 need = in.integer("need"), position = in.integer("inventory_position");
    const RoundedOrder order = roundOrder(need, limits, position);
    QString reason = QStringLiteral("ok");
    if (order.reason == RoundingReason::NoNeed)
        reason = QStringLiteral("none");
    else if (order.reason == RoundingReason::DoesNotFit)
        reason = QStringLiteral("does_not_fit");
    else if (order.quantity < roundOrder(need, {limits.moq, limits.pack, {}}, position).quantity)
        reason = QStringLiteral("capped");
    return answer({{"quantity", order.quantity}, {"reason", reason}});
}

/// Money as the allocation takes it: whole hundredths of a cent.
constexpr double kMinor = 10000.0;

Answer budgetAllocation(const CaseInputs& in)
{
    const QJsonArray items = in.value("items").toArray();
    const qint64 budget = std::llround(in.number("budget") * kMinor);
    if (budget < 0)
        return {};
    std::vector<BudgetStep> steps;
    for (qsizetype i = 0; i < items.size(); ++i) {
        const QJsonObject item = items[i].toObject();
        const double price = item.value(QLatin1String("price")).toDouble();
        const double cost = item.value(QLatin1String("cost")).toDouble();
        const double salvage = item.value(QLatin1String("salvage")).toDouble();
        const double mean = item.value(QLatin1String("mean")).toDouble();
        if (!(mean >= 0.0) || !(cost >= 0.0))
            return {};
        const CountDemand demand(mean, item.value(QLatin1String("variance")).toDouble(mean));
        const qint64 each = std::llround(cost * kMinor);
        // Where a unit earns even unsold (its salvage pays), only the budget ends the row; where it is also
        // free, what demand has no chance to reach.
        for (qint64 unit = 1; (unit - 1) * each <= budget; ++unit) {
            const double sold = demand.above(double(unit - 1));
            const double value = price * sold + salvage * (1.0 - sold) - cost;
            if (value <= 0.0 || (each == 0 && sold < 1e-15))
                break;
            steps.push_back({size_t(i), each, value * kMinor});
        }
    }
    const BudgetAllocation greedy = allocateBudget(steps, size_t(items.size()), budget);
    const BudgetAllocation best = allocateBudgetExactly(steps, size_t(items.size()), budget);
    return answer(
        {{"optimal_value", best.value / kMinor},
         {"optimal_quantities", best.steps},
         {"spend", double(best.spend) / kMinor},
         {"greedy_value", greedy.value / kMinor},
         {"greedy_quantities", greedy.steps},
         {"lp_bound", greedy.bound / kMinor}});
}

Answer knapsack(const CaseInputs& in)
{
    const std::vector<double> weights = in.numbers("weights"), values = in.numbers("values");
    std::vector<BudgetStep> steps;
    for (size_t i = 0; i < std::min(weights.size(), values.size()); ++i)
        steps.push_back({i, std::llround(weights[i] * kMinor), values[i]});
    return answer(
        {{"value",
          allocateBudgetExactly(steps, steps.size(), std::llround(in.number("capacity") * kMinor)).value}});
}

SimulationSetting setting(const CaseInputs& in, const char* penalty)
{
    SimulationSetting setting;
    setting.initialStock = in.integer("initial_stock");
    setting.leadTime = int(in.integer("lead_time"));
    setting.unmet = in.text("mode") == QLatin1String("backorder") ? UnmetDemand::Waits : UnmetDemand::IsLost;
    setting.holding = in.number("holding");
    setting.penalty = in.number(penalty);
    setting.fixedOrder = in.number("fixed_order_cost");
    return setting;
}

std::vector<std::int64_t> demandOf(const CaseInputs& in)
{
    const std::vector<qint64> demand = in.integers("demand");
    return {demand.begin(), demand.end()};
}

Answer simulated(const CaseInputs& in)
{
    const QJsonObject parameters = in.value("parameters").toObject();
    const auto parameter = [&](const char* name) {
        return std::llround(parameters.value(QLatin1String(name)).toDouble());
    };
    StockPolicy policy;
    policy.rules = rules(in);
    policy.reviewEvery = int(in.integer("review", 1));
    if (in.text("policy") == QLatin1String("sS")) {
        policy.rule = StockRule::MinMax;
        policy.reorder = parameter("s");
    } else if (in.text("policy") == QLatin1String("rQ")) {
        policy.rule = StockRule::Reorder;
        policy.reorder = parameter("r");
        policy.quantity = parameter("Q");
    }
    policy.upTo = parameter("S");
    const Result<SimulationResult> result = simulatePolicy(demandOf(in), policy, setting(in, "penalty"));
    if (!result)
        return {};
    return answer(
        {{"orders", result->orders},
         {"end_inventory", result->endInventory},
         {"served", result->served},
         {"lost", result->lost},
         {"fill_rate", result->fillRate()},
         {"stockout_periods", result->stockoutPeriods},
         {"order_count", result->orderCount},
         {"average_end_on_hand", result->averageOnHand},
         {"cost", result->cost}});
}

Answer perfect(const CaseInputs& in)
{
    const Result<PerfectPlan> plan =
        perfectInformation(demandOf(in), rules(in), setting(in, "lost_sale_penalty"));
    if (!plan)
        return {};
    return answer({{"cost", plan->cost}, {"one_optimal_order_plan", plan->orders}});
}

Answer serviceTree(const CaseInputs& in)
{
    const QJsonArray nodes = in.value("nodes").toArray();
    QHash<int, size_t> index;
    for (qsizetype i = 0; i < nodes.size(); ++i)
        index.insert(nodes[i][QLatin1String("id")].toInt(), size_t(i));
    std::vector<ServiceStage> stages;
    std::vector<ServiceLink> links;
    for (qsizetype i = 0; i < nodes.size(); ++i) {
        const QJsonObject node = nodes[i].toObject();
        ServiceStage stage;
        stage.processingTime = node.value(QLatin1String("processing_time")).toInt();
        stage.holdingCost = node.value(QLatin1String("holding_cost")).toDouble();
        stage.boundConstant = node.value(QLatin1String("demand_bound_constant")).toDouble();
        stage.demandSd = node.value(QLatin1String("demand_sd")).toDouble();
        stage.inboundTime = node.value(QLatin1String("external_inbound_cst")).toInt();
        if (const QJsonValue most = node.value(QLatin1String("external_outbound_cst")); most.isDouble())
            stage.mostTime = most.toInt();
        stages.push_back(stage);
        for (const QJsonValue& to : node.value(QLatin1String("successors")).toArray())
            links.push_back({size_t(i), index.value(to.toInt())});
    }
    const Result<ServicePlan> plan = guaranteedService(stages, links);
    if (!plan)
        return {};
    QJsonObject times;
    for (qsizetype i = 0; i < nodes.size(); ++i)
        times.insert(QString::number(nodes[i][QLatin1String("id")].toInt()), plan->outboundTimes[size_t(i)]);
    return answer({{"cost", plan->cost}, {"one_optimal_cst", times}});
}

} // namespace

void addInventoryFunctions(DomainFunctions& functions)
{
    functions.insert({
        {QStringLiteral("round_order"), roundedOrder},
        {QStringLiteral("budget_allocation"), budgetAllocation},
        {QStringLiteral("knapsack01"), knapsack},
        {QStringLiteral("simulate_policy"), simulated},
        {QStringLiteral("perfect_information_cost"), perfect},
        {QStringLiteral("gsm_tree"), serviceTree},
    });
}
