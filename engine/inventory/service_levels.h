#pragma once

#include "engine/core/result.h"
#include "engine/inventory/count_demand.h"

#include <cstdint>

namespace merch
{

/// What an order-up-to level gives under periodic review with unmet demand waiting: reviewed every `review`
/// periods at their start, orders arrive `leadTime` periods later, so a level has to last both. All figures
/// are long-run averages. Source: Silver, Pyke & Thomas (2017), Inventory and Production Management in Supply
/// Chains, section 7.9; Johnson et al. (1995), International Journal of Production Economics 41, 65-72.
struct ReviewService {
    double cycleService = 0.0; ///< chance that a replenishment cycle ends without anything waiting
    /// Share of demand met from the shelf. What was waiting already when the cycle began is not counted
    /// again: without that the share of a low level would come out too small, even below zero.
    double fillRate = 1.0;
    double backorders = 0.0; ///< units waiting at the end of a cycle
};
/// Demand of one period by its distribution; fails unless leadTime >= 0 and review > 0.
Result<ReviewService>
reviewServiceCount(const CountDemand& perPeriod, double leadTime, double review, double orderUpTo);
Result<ReviewService>
reviewServiceNormal(double mean, double sd, double leadTime, double review, double orderUpTo);

/// The order-up-to level that reaches a target, with what it holds above the expected demand of lead time and
/// review. That may be negative for a low target: clamping it is a decision of policy, not of arithmetic.
struct TargetLevel {
    double orderUpTo = 0.0;
    double safetyStock = 0.0;
};
/// Normal demand of `mean` > 0 and `sd` >= 0 a period. Fails unless 0 < target < 1.
Result<TargetLevel>
levelForCycleService(double mean, double sd, double leadTime, double review, double target);
Result<TargetLevel> levelForFillRate(double mean, double sd, double leadTime, double review, double target);

/// Safety factor k by which a fixed order quantity reaches a fill rate: sd G(k) = Q (1 - fill rate), where G
/// is the standard normal loss; unmet demand waits. Fails unless Q > 0, sd > 0 and 0 < fillRate < 1.
/// Source: Silver, Pyke & Thomas (2017), section 6.7, measure P2.
Result<double> safetyFactorForFillRate(double orderQuantity, double sdLeadTimeDemand, double fillRate);

/// Mean and sd of demand over a lead time that varies, both in the period of the demand. Assumes that demand
/// of periods and lead time are independent.
struct Moments {
    double mean = 0.0;
    double sd = 0.0;
};
Moments leadTimeDemandMoments(double demandMean, double demandSd, double leadTimeMean, double leadTimeSd);

/// Stock of `baseStock` whole units, each sale reordered at once, what finds none is lost; Poisson demand of
/// `mean` over the lead time, whatever its distribution. Source: Karush (1957), Operations Research 5,
/// 693-703 (Erlang's loss formula).
struct LostSalesService {
    double stockoutChance = 1.0;
    double fillRate = 0.0;
    double onHand = 0.0; ///< on average
};
Result<LostSalesService> baseStockLostSales(std::int64_t baseStock, double mean);

} // namespace merch
