#include "engine/inventory/reorder_policies.h"

#include "engine/forecast/distributions.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace merch
{

namespace
{

Error invalid(std::string message)
{
    return {ErrorCode::InvalidInput, std::move(message), {}, {}};
}

std::optional<Error> check(const PolicyCosts& costs)
{
    const bool finite =
        std::isfinite(costs.fixed) && std::isfinite(costs.holding) && std::isfinite(costs.shortage);
    if (!finite || costs.fixed < 0.0 || !(costs.holding > 0.0) || !(costs.shortage > 0.0))
        return invalid("Holding and shortage costs must be above zero and the fixed cost not below.");
    return std::nullopt;
}

std::optional<Error> check(const PolicyCosts& costs, const NormalStream& demand)
{
    if (auto error = check(costs))
        return error;
    if (!(demand.mean > 0.0) || !(demand.sd >= 0.0) || !(demand.leadTime >= 0.0) ||
        !std::isfinite(demand.mean + demand.sd + demand.leadTime))
        return invalid("Demand must be above zero; its deviation and the lead time not below.");
    return std::nullopt;
}

/// Expected holding and shortage of a position, remembered: the searches ask for the same ones many times.
class PositionCost
{
public:
    PositionCost(const PolicyCosts& costs, const CountDemand& demand)
        : m_costs(costs)
        , m_demand(demand)
    {
    }

    double operator()(std::int64_t position)
    {
        const auto [found, isNew] = m_known.try_emplace(position, 0.0);
        if (isNew) {
            const Loss loss = m_demand.loss(double(position));
            found->second = m_costs.holding * loss.leftover + m_costs.shortage * loss.shortage;
        }
        return found->second;
    }
    std::int64_t cheapest() const
    {
        return m_demand.quantile(m_costs.shortage / (m_costs.shortage + m_costs.holding));
    }

private:
    const PolicyCosts& m_costs;
    CountDemand m_demand;
    std::unordered_map<std::int64_t, double> m_known;
};

/// Expected visits m(j) to j units below S in one cycle, and their sums, for as many j as asked.
class Renewal
{
public:
    explicit Renewal(const CountDemand& perPeriod)
        : m_demand(perPeriod)
        , m_sometimes(perPeriod.above(0.0))
    {
        m_visits.push_back(1.0 / m_sometimes);
    }

    const std::vector<double>& upTo(std::size_t count)
    {
        while (m_visits.size() < count) {
            const std::size_t j = m_visits.size();
            m_chance.push_back(m_demand.pmf(std::int64_t(j)));
            if (m_first == 0 && m_chance.back() > kNegligible)
                m_first = j;
            if (m_chance.back() > kNegligible)
                m_last = j;
            double sum = 0.0;
            for (std::size_t l = std::max<std::size_t>(1, m_first); l <= std::min(j, m_last); ++l)
                sum += m_chance[l - 1] * m_visits[j - l];
            m_visits.push_back(sum / m_sometimes);
        }
        return m_visits;
    }

private:
    static constexpr double kNegligible = 1e-25;
    CountDemand m_demand;
    double m_sometimes; ///< P(D > 0)
    std::vector<double> m_chance;
    std::vector<double> m_visits;
    std::size_t m_first = 0, m_last = 0; ///< where demand has any chance worth the name
};

double
cycleCost(const PolicyCosts& costs, PositionCost& position, Renewal& renewal, std::int64_t s, std::int64_t S)
{
    const std::vector<double>& visits = renewal.upTo(std::size_t(S - s));
    double cost = costs.fixed, length = 0.0;
    for (std::int64_t j = 0; j < S - s; ++j) {
        cost += visits[std::size_t(j)] * position(S - j);
        length += visits[std::size_t(j)];
    }
    return cost / length;
}

std::optional<Error> check(const PolicyCosts& costs, const CountDemand& perPeriod, int leadTime)
{
    if (auto error = check(costs))
        return error;
    if (!(perPeriod.mean() > 0.0) || leadTime < 0)
        return invalid("Demand must be above zero and the lead time not below.");
    return std::nullopt;
}

double leadMean(const NormalStream& demand)
{
    return demand.mean * demand.leadTime;
}
double leadSd(const NormalStream& demand)
{
    return demand.sd * std::sqrt(demand.leadTime);
}

/// The r at which the lead time's expected shortage is `units` (> 0).
double reorderAtShortage(const NormalStream& demand, double units)
{
    const double sd = leadSd(demand);
    return leadMean(demand) + (sd > 0.0 ? sd * standardNormalLossInverse(units / sd) : -units);
}

constexpr int kRounds = 1000;
bool settled(double before, double after)
{
    return std::abs(after - before) <= 1e-12 * std::abs(after);
}

} // namespace

Result<double> minMaxCost(
    const PolicyCosts& costs, const CountDemand& perPeriod, int leadTime, std::int64_t s, std::int64_t S)
{
    if (auto error = check(costs, perPeriod, leadTime))
        return *error;
    if (s >= S)
        return invalid("The order-up-to level must be above the reorder point.");
    PositionCost position(costs, perPeriod.over(leadTime + 1.0));
    Renewal renewal(perPeriod);
    return cycleCost(costs, position, renewal, s, S);
}

Result<MinMaxPolicy> bestMinMax(const PolicyCosts& costs, const CountDemand& perPeriod, int leadTime)
{
    if (auto error = check(costs, perPeriod, leadTime))
        return *error;
    PositionCost position(costs, perPeriod.over(leadTime + 1.0));
    Renewal renewal(perPeriod);
    const std::int64_t start = position.cheapest();
    std::int64_t s = start - 1, best = start;
    double cost = cycleCost(costs, position, renewal, s, best);
    while (cost > position(s)) {
        --s;
        cost = cycleCost(costs, position, renewal, s, best);
    }
    for (std::int64_t S = start + 1; position(S) <= cost; ++S) {
        if (!(cycleCost(costs, position, renewal, s, S) < cost))
            continue;
        best = S;
        cost = cycleCost(costs, position, renewal, s, best);
        while (s + 1 < best && cost <= position(s + 1)) {
            ++s;
            cost = cycleCost(costs, position, renewal, s, best);
        }
    }
    return MinMaxPolicy{double(s), double(best), cost};
}

Result<MinMaxPolicy> minMaxPowerApproximation(const PolicyCosts& costs, double mean, double sd)
{
    if (auto error = check(costs))
        return *error;
    if (!(mean > 0.0) || !(sd > 0.0) || !(costs.fixed > 0.0) || !std::isfinite(mean + sd))
        return invalid("Demand, its deviation and the fixed cost must be above zero.");
    const double quantity = 1.30 * std::pow(mean, 0.494) * std::pow(costs.fixed / costs.holding, 0.506) *
                            std::pow(1.0 + sd * sd / (mean * mean), 0.116);
    const double z = std::sqrt(quantity / (sd * costs.shortage / costs.holding));
    const double s = 0.973 * mean + sd * (0.183 / z + 1.063 - 2.192 * z);
    return MinMaxPolicy{s, s + quantity, 0.0};
}

Result<double>
reorderCostPoisson(const PolicyCosts& costs, double rate, double leadTime, std::int64_t r, std::int64_t Q)
{
    if (auto error = check(costs, {rate, 0.0, leadTime}))
        return *error;
    if (Q < 1)
        return invalid("The order quantity must be at least one.");
    PositionCost position(costs, CountDemand::poisson(rate * leadTime));
    double cost = costs.fixed * rate;
    for (std::int64_t y = r + 1; y <= r + Q; ++y)
        cost += position(y);
    return cost / double(Q);
}

Result<ReorderPolicy> bestReorderPoisson(const PolicyCosts& costs, double rate, double leadTime)
{
    if (auto error = check(costs, {rate, 0.0, leadTime}))
        return *error;
    PositionCost position(costs, CountDemand::poisson(rate * leadTime));
    // Positions r + 1 ... r + Q are equally likely: take them in order of cost while they lower the average.
    std::int64_t r = position.cheapest() - 1, Q = 1;
    double total = costs.fixed * rate + position(r + 1);
    for (;;) {
        const double below = position(r), above = position(r + Q + 1);
        if (std::min(below, above) * double(Q) >= total)
            return ReorderPolicy{double(r), double(Q), total / double(Q)};
        total += std::min(below, above);
        ++Q;
        if (below <= above)
            --r;
    }
}

Result<double> reorderCostNormal(const PolicyCosts& costs, const NormalStream& demand, double r, double Q)
{
    if (auto error = check(costs, demand))
        return *error;
    if (!(Q > 0.0) || !std::isfinite(r + Q))
        return invalid("The order quantity must be above zero.");
    const Loss from = normalSecondLoss(r, leadMean(demand), leadSd(demand));
    const Loss to = normalSecondLoss(r + Q, leadMean(demand), leadSd(demand));
    const double held = costs.holding * (to.leftover - from.leftover);
    const double shortOf = costs.shortage * (from.shortage - to.shortage);
    return (costs.fixed * demand.mean + held + shortOf) / Q;
}

Result<ReorderPolicy> reorderExpectedLevel(const PolicyCosts& costs, const NormalStream& demand)
{
    if (auto error = check(costs, demand))
        return *error;
    const double mean = leadMean(demand), sd = leadSd(demand);
    double quantity = std::sqrt(2.0 * costs.fixed * demand.mean / costs.holding), r = mean;
    double shortage = 0.0;
    for (int round = 0; round < kRounds; ++round) {
        const double tail = quantity * costs.holding / (costs.shortage * demand.mean);
        if (!(tail < 1.0))
            return invalid("A unit short costs too little for any reorder point to pay.");
        r = sd > 0.0 && tail > 0.0 ? mean - sd * normalQuantile(tail) : mean;
        shortage = normalLoss(r, mean, sd).shortage;
        const double next =
            std::sqrt(2.0 * demand.mean * (costs.fixed + costs.shortage * shortage) / costs.holding);
        const bool done = settled(quantity, next);
        quantity = next;
        if (done)
            break;
    }
    if (!(quantity > 0.0))
        return invalid("Without a fixed cost orders have no size: use a base stock.");
    const double cost = costs.holding * (r - mean + 0.5 * quantity) + costs.fixed * demand.mean / quantity +
                        costs.shortage * demand.mean * shortage / quantity;
    return ReorderPolicy{r, quantity, cost};
}

Result<ReorderPolicy> reorderEoqBackorders(const PolicyCosts& costs, const NormalStream& demand)
{
    if (auto error = check(costs, demand))
        return *error;
    const double quantity = std::sqrt(
        2.0 * costs.fixed * demand.mean * (costs.holding + costs.shortage) /
        (costs.holding * costs.shortage));
    // The best r for a Q has equal costs at r and r + Q; the difference of the two grows with r.
    const double mean = leadMean(demand), sd = leadSd(demand);
    const auto costAt = [&](double y) {
        const Loss loss = normalLoss(y, mean, sd);
        return costs.holding * loss.leftover + costs.shortage * loss.shortage;
    };
    double low = mean - quantity - 40.0 * sd, high = mean + 40.0 * sd;
    if (sd == 0.0 || quantity == 0.0) {
        const double z = normalQuantile(costs.shortage / (costs.shortage + costs.holding));
        const double r =
            sd == 0.0 ? mean - quantity * costs.holding / (costs.holding + costs.shortage) : mean + z * sd;
        return ReorderPolicy{r, quantity, 0.0};
    }
    for (int round = 0; round < 200 && high - low > 1e-13 * (std::abs(mean) + sd); ++round) {
        const double middle = 0.5 * (low + high);
        (costAt(middle) > costAt(middle + quantity) ? low : high) = middle;
    }
    return ReorderPolicy{0.5 * (low + high), quantity, 0.0};
}

Result<ReorderPolicy> reorderEoqSafetyStock(const PolicyCosts& costs, const NormalStream& demand)
{
    if (auto error = check(costs, demand))
        return *error;
    const Result<StockChoice> stock =
        newsvendorNormal({costs.holding, costs.shortage}, leadMean(demand), leadSd(demand));
    if (!stock)
        return stock.error();
    return ReorderPolicy{stock->stock, std::sqrt(2.0 * costs.fixed * demand.mean / costs.holding), 0.0};
}

Result<ReorderPolicy> reorderLossFunction(const PolicyCosts& costs, const NormalStream& demand)
{
    if (auto error = check(costs, demand))
        return *error;
    if (!(costs.fixed > 0.0))
        return invalid("Without a fixed cost orders have no size: use a base stock.");
    const double mean = leadMean(demand), sd = leadSd(demand), both = costs.holding + costs.shortage;
    // Fixed point of n(r) = h Q/(h + p) and Q^2 = 2 (K mean + (h + p) n2(r))/h, found from above and below at
    // once: the Q that comes out grows slower than the Q put in.
    const auto next = [&](double quantity) {
        const double r = reorderAtShortage(demand, costs.holding * quantity / both);
        const double second = normalSecondLoss(r, mean, sd).shortage;
        return std::sqrt(2.0 * (costs.fixed * demand.mean + both * second) / costs.holding);
    };
    double quantity = std::sqrt(2.0 * costs.fixed * demand.mean / costs.holding);
    for (int round = 0; round < kRounds; ++round) {
        const double better = next(quantity);
        const bool done = settled(quantity, better);
        quantity = better;
        if (done)
            break;
    }
    return ReorderPolicy{reorderAtShortage(demand, costs.holding * quantity / both), quantity, 0.0};
}

} // namespace merch
