#pragma once

#include "engine/core/result.h"
#include "engine/inventory/count_demand.h"

#include <span>
#include <utility>

namespace merch
{

/// One decision before demand is known. `holding` is what a unit left over costs and `shortage` what a unit
/// short costs, both over the same span of time and in currency per unit: mixing a year's holding with a
/// week's shortage is the usual mistake. Sources: Arrow, Harris & Marschak (1951), Econometrica 19, 250-272;
/// Snyder & Shen (2019), Fundamentals of Supply Chain Theory, ch. 4.
struct UnitCosts {
    double holding = 0.0;
    double shortage = 0.0;
    /// Share of demand spans that the best stock covers.
    double criticalRatio() const { return shortage / (shortage + holding); }
};

/// A stock and what comes of it. Infinite where surplus costs nothing and demand has no upper end.
struct StockChoice {
    double stock = 0.0;        ///< units to have (order up to)
    double cost = 0.0;         ///< expected, holding * leftover + shortage * short
    double shortage = 0.0;     ///< expected units short
    double leftover = 0.0;     ///< expected units left
    double cycleService = 0.0; ///< chance that nothing is short
    double fillRate = 1.0;     ///< share of demand met; 1 without demand
};

/// The best stock; fails on negative or undefined costs or moments. Of several equally good stocks of whole
/// units the smallest.
Result<StockChoice> newsvendorNormal(UnitCosts costs, double mean, double sd);
Result<StockChoice> newsvendorCount(UnitCosts costs, const CountDemand& demand);
Result<StockChoice> newsvendorLognormal(UnitCosts costs, double muLog, double sigmaLog);
/// Demand of the given values and chances, in any order; the chances need not sum to 1 exactly.
Result<StockChoice> newsvendorDiscrete(UnitCosts costs, std::span<const std::pair<double, double>> chances);
/// Demand as it was: the smallest observed value whose share of values at or below it reaches the ratio.
Result<StockChoice> newsvendorEmpirical(UnitCosts costs, std::span<const double> demand);

/// What a given stock costs.
Result<StockChoice> stockAtNormal(UnitCosts costs, double mean, double sd, double stock);
Result<StockChoice> stockAtCount(UnitCosts costs, const CountDemand& demand, double stock);

/// Buying once for a season: what is not sold fetches `salvage`, unmet demand loses the margin and
/// `goodwill`.
struct SeasonBuy {
    double price = 0.0, cost = 0.0, salvage = 0.0, goodwill = 0.0;
    UnitCosts units() const { return {cost - salvage, price - cost + goodwill}; }
};
struct SeasonChoice {
    StockChoice choice;
    double profit = 0.0; ///< expected
};
/// Fails unless salvage < cost < price + goodwill.
Result<SeasonChoice> newsvendorSeason(const SeasonBuy& buy, double mean, double sd);

} // namespace merch
