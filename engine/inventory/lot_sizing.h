#pragma once

#include "engine/core/result.h"

#include <span>
#include <vector>

namespace merch
{

/// Steady demand at `demandRate` a unit of time. `fixedCost` an order, `holdingCost` per unit and unit of
/// time. All functions fail on values below zero or undefined, and where the quantity would be infinite;
/// without demand or a fixed cost it is 0 (nothing to order, or unit by unit). Sources: Harris (1913),
/// Factory, The Magazine of Management 10, 135; Snyder & Shen (2019), ch. 3.
struct LotCosts {
    double fixedCost = 0.0;
    double holdingCost = 0.0;
    double demandRate = 0.0;
};
struct LotSize {
    double quantity = 0.0;
    double cost = 0.0; ///< per unit of time, without purchase unless said
};
Result<LotSize> economicOrderQuantity(const LotCosts& costs);
/// Cost of ordering `quantity` each time.
Result<double> orderQuantityCost(const LotCosts& costs, double quantity);

struct BackorderLot {
    double quantity = 0.0;
    double waitingShare = 0.0; ///< share of demand that waits
    double cost = 0.0;
};
/// `shortageCost` per unit waiting and unit of time.
Result<BackorderLot> orderQuantityWithBackorders(const LotCosts& costs, double shortageCost);
/// The lot comes in at `productionRate` > demandRate while it is used.
Result<LotSize> economicProductionQuantity(const LotCosts& costs, double productionRate);

/// A price list: unit cost `unitCosts[i]` from `breakpoints[i]` units on (ascending from 0, costs never
/// rising). Holding is charged as a share of the unit's cost per unit of time. Costs here include purchase.
/// Fixed cost and demand must be above zero.
struct PriceList {
    std::span<const double> breakpoints;
    std::span<const double> unitCosts;
};
struct DiscountLot {
    double quantity = 0.0;
    int region = 0; ///< index into the list
    double cost = 0.0;
};
/// The price of the band holds for all units of the order.
Result<DiscountLot> allUnitsDiscount(double fixedCost, double holdingRate, double demandRate, PriceList list);
/// It holds for the units within the band only.
Result<DiscountLot>
incrementalDiscount(double fixedCost, double holdingRate, double demandRate, PriceList list);

/// Items ordered together: `sharedCost` every cycle, an item's own cost when it is in the order.
struct JointItem {
    double fixedCost = 0.0;
    double holdingCost = 0.0;
    double demandRate = 0.0;
};
struct JointOrder {
    double baseCycle = 0.0;     ///< time between orders
    std::vector<int> multiples; ///< the item is in every m-th order
    std::vector<double> quantities;
    double cost = 0.0; ///< per unit of time
};
/// Silver (1976), Management Science 22, 1351-1361.
Result<JointOrder> jointReplenishmentSilver(double sharedCost, std::span<const JointItem> items);
/// The best whole multiples. Walks the cycle length down through every point at which an item's best multiple
/// changes, as long as a cheaper plan can exist (Goyal 1974). Needs sharedCost > 0.
Result<JointOrder> jointReplenishmentBest(double sharedCost, std::span<const JointItem> items);

/// Known demand by period; what is ordered in a period serves it and later ones.
struct LotPlan {
    std::vector<double> quantities; ///< one of possibly several best plans
    double cost = 0.0;              ///< fixed + purchase + holding of each period's end stock
};
/// The vectors have one entry a period. Periods without demand need no order.
/// Source: Wagner & Whitin (1958), Management Science 5, 89-96.
Result<LotPlan> wagnerWhitin(
    std::span<const double> demand, std::span<const double> fixedCost, std::span<const double> holdingCost,
    std::span<const double> unitCost);

} // namespace merch
