#pragma once

#include "engine/core/result.h"
#include "engine/inventory/newsvendor.h"

#include <cstdint>

namespace merch
{

/// Costs of a repeating policy: `fixed` an order, holding and shortage per unit and unit of time (period for
/// the periodic policies, the unit of the demand rate for the continuous ones). Unmet demand waits.
struct PolicyCosts {
    double fixed = 0.0;
    double holding = 0.0;
    double shortage = 0.0;
};

/// (s,S), reviewed every period: order up to S when the inventory position is at or below s.
struct MinMaxPolicy {
    double reorder = 0.0; ///< s; may be negative
    double upTo = 0.0;    ///< S
    double cost = 0.0;    ///< expected per period; 0 from approximations, which do not compute it
};
/// Exact cost per period of whole s < S for independent demand of `perPeriod`, orders arriving `leadTime`
/// periods later (0: before the period's demand). Renewal argument: Veinott & Wagner (1965), Management
/// Science 11, 525.
Result<double> minMaxCost(
    const PolicyCosts& costs, const CountDemand& perPeriod, int leadTime, std::int64_t s, std::int64_t S);
/// The cheapest of all. Source: Zheng & Federgruen (1991), Operations Research 39, 654-665.
Result<MinMaxPolicy> bestMinMax(const PolicyCosts& costs, const CountDemand& perPeriod, int leadTime = 0);
/// Start values in closed form, from the moments of demand per period (sd > 0) and no lead time: within a few
/// per cent where fixed costs matter. Source: Ehrhardt & Mosier (1984), Management Science 30, 618-622.
Result<MinMaxPolicy> minMaxPowerApproximation(const PolicyCosts& costs, double mean, double sd);

/// (r,Q), watched all the time: order Q when the inventory position falls to r.
struct ReorderPolicy {
    double reorder = 0.0;  ///< r
    double quantity = 0.0; ///< Q
    double cost = 0.0;     ///< expected per unit of time; 0 from approximations, which do not compute it
};
/// Exact, units demanded one by one as a Poisson stream of `rate`.
Result<double>
reorderCostPoisson(const PolicyCosts& costs, double rate, double leadTime, std::int64_t r, std::int64_t Q);
/// The cheapest of all. Source: Federgruen & Zheng (1992), Operations Research 40, 808-813.
Result<ReorderPolicy> bestReorderPoisson(const PolicyCosts& costs, double rate, double leadTime);

/// Demand per unit of time as a normal stream; over the lead time it is N(mean L, sd^2 L).
struct NormalStream {
    double mean = 0.0;
    double sd = 0.0;
    double leadTime = 0.0;
};
/// Exact for that demand (Snyder & Shen 2019, eq. 5.7): fixed * mean / Q + average cost between r and r + Q.
Result<double> reorderCostNormal(const PolicyCosts& costs, const NormalStream& demand, double r, double Q);

/// Approximations for that demand (Snyder & Shen 2019, section 5.3):
/// expected inventory level, which charges shortage per unit short, NOT per unit and time, so that its cost
/// does not compare with the exact one (Hadley & Whitin 1963). Fails where no r pays.
Result<ReorderPolicy> reorderExpectedLevel(const PolicyCosts& costs, const NormalStream& demand);
/// Q of the EOQ with backorders, r the best for that Q.
Result<ReorderPolicy> reorderEoqBackorders(const PolicyCosts& costs, const NormalStream& demand);
/// Q of the EOQ, r the newsvendor's stock over the lead time.
Result<ReorderPolicy> reorderEoqSafetyStock(const PolicyCosts& costs, const NormalStream& demand);
/// The two conditions of the exact optimum with the stock on hand after an order taken as never short.
Result<ReorderPolicy> reorderLossFunction(const PolicyCosts& costs, const NormalStream& demand);

} // namespace merch
