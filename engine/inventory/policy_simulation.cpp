#include "engine/inventory/policy_simulation.h"

#include <algorithm>
#include <cmath>

namespace merch
{

namespace
{

std::int64_t wantedUnits(const StockPolicy& policy, std::int64_t position)
{
    switch (policy.rule) {
    case StockRule::BaseStock:
        return policy.upTo - position;
    case StockRule::MinMax:
        return position <= policy.reorder ? policy.upTo - position : 0;
    case StockRule::Reorder:
        return position <= policy.reorder ? policy.quantity : 0;
    }
    return 0;
}

bool isValid(double cost)
{
    return std::isfinite(cost) && cost >= 0.0;
}

} // namespace

Result<SimulationResult> simulatePolicy(
    std::span<const std::int64_t> demand, const StockPolicy& policy, const SimulationSetting& setting)
{
    const bool owesWhatIsLost = setting.initialStock < 0 && setting.unmet == UnmetDemand::IsLost;
    if (setting.leadTime < 0 || owesWhatIsLost || policy.reviewEvery < 1 || policy.rules.pack < 1 ||
        policy.rules.moq < 0 || !isValid(setting.holding) || !isValid(setting.penalty) ||
        !isValid(setting.fixedOrder) ||
        std::ranges::any_of(demand, [](std::int64_t units) { return units < 0; }))
        return Error{
            ErrorCode::InvalidInput,
            "A replay needs demand, stock, lead time and costs of zero or more, and packs and reviews of one "
            "or more.",
            {},
            {}};

    const std::size_t lead = static_cast<std::size_t>(setting.leadTime);
    SimulationResult result;
    result.orders.assign(demand.size(), 0);
    result.endInventory.assign(demand.size(), 0);
    std::int64_t inventory = setting.initialStock, onOrder = 0;
    double onHandSum = 0.0;
    for (std::size_t t = 0; t < demand.size(); ++t) {
        if (lead > 0 && t >= lead) {
            inventory += result.orders[t - lead];
            onOrder -= result.orders[t - lead];
        }
        if (t % static_cast<std::size_t>(policy.reviewEvery) == 0) {
            const std::int64_t position = inventory + onOrder;
            const std::int64_t quantity =
                roundOrder(wantedUnits(policy, position), policy.rules, position).quantity;
            result.orders[t] = quantity;
            (lead == 0 ? inventory : onOrder) += quantity;
            if (quantity > 0) {
                ++result.orderCount;
                result.cost += setting.fixedOrder;
            }
        }
        const std::int64_t met = std::min(std::max<std::int64_t>(inventory, 0), demand[t]);
        const std::int64_t unmet = demand[t] - met;
        result.demanded += demand[t];
        result.served += met;
        result.stockoutPeriods += unmet > 0;
        inventory -= setting.unmet == UnmetDemand::IsLost ? met : demand[t];
        if (setting.unmet == UnmetDemand::IsLost) {
            result.lost += unmet;
            result.cost += setting.penalty * static_cast<double>(unmet);
        } else {
            result.cost += setting.penalty * static_cast<double>(std::max<std::int64_t>(-inventory, 0));
        }
        const double onHand = static_cast<double>(std::max<std::int64_t>(inventory, 0));
        onHandSum += onHand;
        result.cost += setting.holding * onHand;
        result.endInventory[t] = inventory;
    }
    if (!demand.empty())
        result.averageOnHand = onHandSum / static_cast<double>(demand.size());
    return result;
}

} // namespace merch
