#pragma once

#include "engine/forecast/forecast.h"
#include "engine/inventory/lead_time_demand.h"
#include "engine/inventory/rounding.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace merch
{

/// What a lack and a surplus of one unit cost, in currency units.
struct UnitEconomics {
    double price = 0.0;        ///< what it sells for
    double cost = 0.0;         ///< what it is bought for
    double fulfilment = 0.0;   ///< cost of serving one unit
    double recapture = 0.0;    ///< share of unserved demand that comes back (0..1)
    double goodwill = 0.0;     ///< extra loss per unit not served
    double holdingRate = 0.25; ///< yearly cost of carrying stock, share of its cost

    /// Margin lost with a unit of demand that meets an empty shelf.
    double underage() const { return (price - cost - fulfilment) * (1.0 - recapture) + goodwill; }
    /// Cost of carrying one unit for `days`.
    double overage(int days) const { return cost * holdingRate * days / 365.0; }
};

/// Everything that decides one line of a plan. Whole units in the product's own unit (thousandths for goods
/// by weight: then `forecast` is in thousandths as well).
struct ReorderInputs {
    std::int64_t onHand = 0;  ///< may be negative: backorders
    std::int64_t onOrder = 0; ///< ordered and not yet received
    LeadTime leadTime;
    int reviewDays = 7;
    UnitEconomics money;
    std::optional<double> service{}; ///< cycle service target set by class; absent = critical ratio
    OrderRules rules;
};

/// One more case: what it costs and what it is expected to earn until the order after next can arrive.
struct OrderCase {
    std::int64_t units = 0; ///< of this step (the first may be a MOQ of several packs)
    double cost = 0.0;      ///< currency units
    double margin = 0.0;    ///< expected margin saved less holding, currency units
};

/// One line of a plan. Identities that hold on every screen: position = onHand + onOrder;
/// order = roundOrder(orderUpTo - position) if position <= orderPoint, else 0.
struct ReorderLine {
    double demandMean = 0.0; ///< over lead time + review
    double demandSd = 0.0;
    double service = 0.0;     ///< target, 0..1
    double safetyStock = 0.0; ///< order point above mean demand over the lead time
    std::int64_t orderPoint = 0;
    std::int64_t orderUpTo = 0;
    std::int64_t need = 0;     ///< orderUpTo - position, >= 0
    std::int64_t quantity = 0; ///< after rounding
    RoundingReason rounding = RoundingReason::NoNeed;
    double chanceOutWithout = 0.0; ///< of running out before the order after next arrives, nothing ordered
    double chanceOutWith = 0.0;
    std::vector<OrderCase> cases; ///< of `quantity`, in order
    double marginSaved() const;   ///< sum over cases
};

/// The reorder policy (R,s,S) of plans, what-ifs and replays: one piece of code for all of them.
/// Sources: Silver, Pyke & Thomas (2017), ch. 7; newsvendor critical ratio: Arrow, Harris & Marschak (1951).
ReorderLine planReorder(const Forecast& forecast, const ReorderInputs& inputs);

/// Expected margin saved by ordering `units` (any number, not only whole cases), currency units.
double marginOfOrder(const Forecast& forecast, const ReorderInputs& inputs, std::int64_t units);

/// Stock day by day from the first forecast day: with and without the order.
struct StockProjection {
    struct Path {
        std::vector<double> low, mean, high; ///< 10 %, mean, 90 % of stock at the day's end, >= 0
        std::vector<double> chanceOut;       ///< of having run out by that day, never falling
    };
    Path with, without;
    int arrivalDay = 0; ///< step on which the order is expected
};
/// `openOrders`: units by step at which they are expected. Horizon = lead time + review, at least 14 days.
StockProjection projectStock(
    const Forecast& forecast, const ReorderInputs& inputs, std::int64_t orderUnits,
    const std::vector<std::pair<int, std::int64_t>>& openOrders);

} // namespace merch
