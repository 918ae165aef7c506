#include "engine/inventory/perfect_information.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace merch
{

namespace
{

Error invalid(const char* what)
{
    return {ErrorCode::InvalidInput, what, {}, {}};
}

bool isValid(double cost)
{
    return std::isfinite(cost) && cost >= 0.0;
}

constexpr double kMostSteps = 4e9;
constexpr double kMostBytes = 1e9;

/// All in units of their greatest common divisor.
struct Problem {
    std::vector<std::int64_t> demand;
    std::int64_t initial = 0, pack = 1, least = 0, unit = 1;
};

Problem reduced(std::span<const std::int64_t> demand, const OrderRules& rules, std::int64_t initial)
{
    Problem problem;
    problem.demand.assign(demand.begin(), demand.end());
    problem.initial = initial;
    problem.pack = rules.pack;
    problem.least = std::max(rules.pack, (rules.moq + rules.pack - 1) / rules.pack * rules.pack);
    std::int64_t unit = std::gcd(problem.pack, initial);
    for (std::int64_t d : demand)
        unit = std::gcd(unit, d);
    problem.unit = std::max<std::int64_t>(unit, 1);
    for (std::int64_t& d : problem.demand)
        d /= problem.unit;
    problem.initial /= problem.unit;
    problem.pack /= problem.unit;
    problem.least /= problem.unit;
    return problem;
}

} // namespace

Result<PerfectPlan> perfectInformation(
    std::span<const std::int64_t> demand, const OrderRules& rules, const SimulationSetting& setting)
{
    if (setting.leadTime < 0 || setting.initialStock < 0 || rules.pack < 1 || rules.moq < 0 ||
        !isValid(setting.holding) || !isValid(setting.penalty) || !isValid(setting.fixedOrder) ||
        std::ranges::any_of(demand, [](std::int64_t units) { return units < 0; }))
        return invalid("Demand, stock, lead time and costs must be zero or more and packs one or more.");
    if (setting.unmet != UnmetDemand::IsLost)
        return invalid("The best possible plan is known for lost sales only.");
    if (rules.capacity)
        return invalid("The best possible plan knows no capacity.");

    const Problem problem = reduced(demand, rules, setting.initialStock);
    const std::size_t periods = demand.size(), lead = static_cast<std::size_t>(setting.leadTime);
    const double unit = static_cast<double>(problem.unit);
    const double holding = setting.holding * unit, penalty = setting.penalty * unit;

    PerfectPlan plan;
    plan.orders.assign(periods, 0);
    // Nothing can arrive in the first `lead` periods.
    std::int64_t stock = problem.initial;
    std::size_t first = std::min(lead, periods);
    for (std::size_t t = 0; t < first; ++t) {
        const std::int64_t met = std::min(stock, problem.demand[t]);
        stock -= met;
        plan.cost +=
            holding * static_cast<double>(stock) + penalty * static_cast<double>(problem.demand[t] - met);
    }

    // More than all demand to come is of use only as far as the least order forces it.
    std::vector<std::int64_t> remaining(periods + 1, 0);
    for (std::size_t t = periods; t-- > first;)
        remaining[t] = remaining[t + 1] + problem.demand[t];
    const std::int64_t most = std::max(stock, remaining[first] + problem.least);
    const double states = static_cast<double>(most + 1);
    if (states * static_cast<double>(periods - first) > kMostSteps ||
        states * (static_cast<double>(periods - first) * 4.0 + 24.0) > kMostBytes)
        return invalid("The demand is too large for an exact plan; use larger units.");

    // next[x]: cheapest rest from stock x. level[y]: the same with y on the shelf after what arrives.
    std::vector<double> next(static_cast<std::size_t>(most) + 1, 0.0), now(next.size()), level(next.size());
    std::vector<std::vector<std::int32_t>> arrives(periods);
    std::vector<std::int32_t> bestAbove(next.size());
    for (std::size_t t = periods; t-- > first;) {
        const std::int64_t d = problem.demand[t];
        for (std::int64_t y = 0; y <= most; ++y) {
            const std::int64_t left = std::max<std::int64_t>(y - d, 0);
            level[static_cast<std::size_t>(y)] =
                holding * static_cast<double>(left) +
                penalty * static_cast<double>(std::max<std::int64_t>(d - y, 0)) +
                next[static_cast<std::size_t>(left)];
        }
        // The best level at or above y in steps of a pack.
        for (std::int64_t y = most; y >= 0; --y) {
            const std::size_t at = static_cast<std::size_t>(y);
            bestAbove[at] = static_cast<std::int32_t>(y);
            if (y + problem.pack <= most) {
                const std::int32_t above = bestAbove[at + static_cast<std::size_t>(problem.pack)];
                if (level[static_cast<std::size_t>(above)] < level[at])
                    bestAbove[at] = above;
            }
        }
        arrives[t].assign(next.size(), 0);
        for (std::int64_t x = 0; x <= most; ++x) {
            const std::size_t at = static_cast<std::size_t>(x);
            now[at] = level[at];
            if (x + problem.least > most)
                continue;
            const std::int32_t to = bestAbove[at + static_cast<std::size_t>(problem.least)];
            const double cost = setting.fixedOrder + level[static_cast<std::size_t>(to)];
            if (cost < now[at]) {
                now[at] = cost;
                arrives[t][at] = static_cast<std::int32_t>(to - x);
            }
        }
        std::swap(now, next);
    }
    plan.cost += next[static_cast<std::size_t>(stock)];
    for (std::size_t t = first; t < periods; ++t) {
        const std::int64_t quantity = arrives[t][static_cast<std::size_t>(stock)];
        plan.orders[t - lead] = quantity * problem.unit;
        stock = std::max<std::int64_t>(stock + quantity - problem.demand[t], 0);
    }
    return plan;
}

} // namespace merch
