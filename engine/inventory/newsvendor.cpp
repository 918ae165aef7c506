#include "engine/inventory/newsvendor.h"

#include "engine/forecast/distributions.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <string>
#include <vector>

namespace merch
{

namespace
{

constexpr double kInfinity = std::numeric_limits<double>::infinity();

Error invalid(std::string message)
{
    return {ErrorCode::InvalidInput, std::move(message), {}, {}};
}

std::optional<Error> check(UnitCosts costs)
{
    if (!(costs.holding >= 0.0) || !(costs.shortage >= 0.0) || !std::isfinite(costs.holding + costs.shortage))
        return invalid("Costs per unit must be zero or more.");
    if (costs.holding + costs.shortage == 0.0)
        return invalid("One of the costs of a unit left over and a unit short must be above zero.");
    return std::nullopt;
}

std::optional<Error> checkMoments(double mean, double sd)
{
    if (!std::isfinite(mean) || !std::isfinite(sd) || sd < 0.0)
        return invalid("Demand needs a mean and a standard deviation of zero or more.");
    return std::nullopt;
}

StockChoice choice(UnitCosts costs, double stock, Loss loss, double service, double mean)
{
    StockChoice made;
    made.stock = stock;
    made.shortage = loss.shortage;
    made.leftover = loss.leftover;
    made.cost = costs.holding * loss.leftover + costs.shortage * loss.shortage;
    made.cycleService = service;
    if (mean > 0.0)
        made.fillRate = 1.0 - loss.shortage / mean;
    return made;
}

/// No stock costs (surplus is free): as much as there may be of, at no cost; or no shortage does: none at
/// all.
StockChoice boundless(bool everything, double mean)
{
    StockChoice made;
    made.stock = everything ? kInfinity : -kInfinity;
    (everything ? made.leftover : made.shortage) = kInfinity;
    made.cycleService = everything ? 1.0 : 0.0;
    made.fillRate = everything || mean <= 0.0 ? 1.0 : -kInfinity;
    return made;
}

} // namespace

Result<StockChoice> stockAtNormal(UnitCosts costs, double mean, double sd, double stock)
{
    if (auto error = check(costs))
        return *error;
    if (auto error = checkMoments(mean, sd))
        return *error;
    const double service = sd > 0.0 ? normalCdf((stock - mean) / sd) : (stock >= mean ? 1.0 : 0.0);
    return choice(costs, stock, normalLoss(stock, mean, sd), service, mean);
}

Result<StockChoice> newsvendorNormal(UnitCosts costs, double mean, double sd)
{
    if (auto error = check(costs))
        return *error;
    if (auto error = checkMoments(mean, sd))
        return *error;
    if (sd == 0.0)
        return stockAtNormal(costs, mean, sd, mean);
    if (costs.holding == 0.0 || costs.shortage == 0.0)
        return boundless(costs.holding == 0.0, mean);
    // From the smaller tail: a ratio next to 1 has lost its digits.
    const double z = costs.shortage > costs.holding
                         ? -normalQuantile(costs.holding / (costs.holding + costs.shortage))
                         : normalQuantile(costs.criticalRatio());
    return stockAtNormal(costs, mean, sd, mean + z * sd);
}

Result<StockChoice> stockAtCount(UnitCosts costs, const CountDemand& demand, double stock)
{
    if (auto error = check(costs))
        return *error;
    return choice(costs, stock, demand.loss(stock), demand.cdf(stock), demand.mean());
}

Result<StockChoice> newsvendorCount(UnitCosts costs, const CountDemand& demand)
{
    if (auto error = check(costs))
        return *error;
    const double ratio = costs.criticalRatio();
    if (demand.mean() == 0.0)
        return stockAtCount(costs, demand, 0.0);
    if (ratio >= 1.0)
        return boundless(true, demand.mean());
    return stockAtCount(costs, demand, double(demand.quantile(ratio)));
}

Result<StockChoice> newsvendorLognormal(UnitCosts costs, double muLog, double sigmaLog)
{
    if (auto error = check(costs))
        return *error;
    if (auto error = checkMoments(muLog, sigmaLog))
        return *error;
    const double mean = std::exp(muLog + 0.5 * sigmaLog * sigmaLog);
    if (sigmaLog == 0.0)
        return choice(costs, mean, {0.0, 0.0}, 1.0, mean);
    if (costs.holding == 0.0)
        return boundless(true, mean);
    if (costs.shortage == 0.0)
        return choice(costs, 0.0, {mean, 0.0}, 0.0, mean);
    const double z = costs.shortage > costs.holding
                         ? -normalQuantile(costs.holding / (costs.holding + costs.shortage))
                         : normalQuantile(costs.criticalRatio());
    const double stock = std::exp(muLog + z * sigmaLog);
    return choice(costs, stock, lognormalLoss(stock, muLog, sigmaLog), costs.criticalRatio(), mean);
}

Result<StockChoice> newsvendorDiscrete(UnitCosts costs, std::span<const std::pair<double, double>> chances)
{
    if (auto error = check(costs))
        return *error;
    std::vector<std::pair<double, double>> sorted(chances.begin(), chances.end());
    double total = 0.0, mean = 0.0;
    for (const auto& [value, chance] : sorted) {
        if (!std::isfinite(value) || !(chance >= 0.0) || !std::isfinite(chance))
            return invalid("Demand values and their chances must be numbers, chances zero or more.");
        total += chance;
    }
    if (!(total > 0.0))
        return invalid("No demand value has a chance.");
    std::ranges::sort(sorted);
    const double ratio = costs.criticalRatio();
    double below = 0.0, stock = sorted.back().first, service = 1.0;
    bool found = false;
    for (std::size_t i = 0; i < sorted.size(); ++i) {
        const auto& [value, chance] = sorted[i];
        below += chance;
        mean += value * chance / total;
        const bool last = i + 1 == sorted.size() || sorted[i + 1].first > value;
        if (!found && last && chance > 0.0 && below / total >= ratio - 1e-12) {
            stock = value;
            service = std::min(1.0, below / total);
            found = true;
        }
    }
    Loss loss;
    for (const auto& [value, chance] : sorted) {
        loss.shortage += std::max(0.0, value - stock) * chance / total;
        loss.leftover += std::max(0.0, stock - value) * chance / total;
    }
    return choice(costs, stock, loss, service, mean);
}

Result<StockChoice> newsvendorEmpirical(UnitCosts costs, std::span<const double> demand)
{
    if (demand.empty())
        return invalid("There is no demand to learn from.");
    std::vector<std::pair<double, double>> chances;
    chances.reserve(demand.size());
    for (double value : demand)
        chances.emplace_back(value, 1.0);
    return newsvendorDiscrete(costs, chances);
}

Result<SeasonChoice> newsvendorSeason(const SeasonBuy& buy, double mean, double sd)
{
    const UnitCosts costs = buy.units();
    if (!(costs.holding > 0.0) || !(costs.shortage > 0.0))
        return invalid("A season buy needs a price above its cost and a salvage value below it.");
    Result<StockChoice> best = newsvendorNormal(costs, mean, sd);
    if (!best)
        return best.error();
    return SeasonChoice{*best, (buy.price - buy.cost) * mean - best->cost};
}

} // namespace merch
