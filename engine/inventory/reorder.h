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
/// by weight: then `forecast` is in thousandths as well, see inThousandths()).
struct ReorderInputs {
    std::int64_t onHand = 0;  ///< may be negative: backorders
    std::int64_t onOrder = 0; ///< ordered and not yet received
    LeadTime leadTime;
    int reviewDays = 7;
    UnitEconomics money;             ///< currency units a unit (a thousandth for goods by weight)
    std::optional<double> service{}; ///< cycle service target set by class; absent = critical ratio
    double leastService = 0.5;       ///< bounds of the critical ratio
    double mostService = 0.99;
    double orderCost = 0.0; ///< this line's share of the cost of placing an order; 0 = order up to the point
    OrderRules rules;
};

/// One more case: what it costs and what it is expected to earn until the order after next can arrive.
struct OrderCase {
    std::int64_t units = 0; ///< of this step (the first may be a MOQ of several packs)
    double cost = 0.0;      ///< currency units
    double margin = 0.0;    ///< expected margin saved less holding, currency units
};

/// Why a line orders what it orders, or nothing.
enum class ReorderDecision : std::uint8_t {
    Order,
    Enough,     ///< the position is above the order point
    NoDemand,   ///< nothing is expected to sell
    NoMargin,   ///< a unit costs what it sells for, or more: a lack loses nothing
    DoesNotFit, ///< the capacity leaves less than the MOQ or a pack
    LosesMoney  ///< the MOQ or the pack is so large that no order would ever earn what it costs to hold
};

/// One line of a plan. Identities that hold on every screen: position = onHand + onOrder;
/// quantity = roundOrder(orderUpTo - position) if position <= orderPoint, else 0; and 0 where the decision
/// says why nothing is ordered.
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
    ReorderDecision decision = ReorderDecision::Enough;
    double chanceOutWithout = 0.0; ///< of running out before the order after next arrives, nothing ordered
    double chanceOutWith = 0.0;
    /// Of `quantity`, in order; at most kMostCases: many small packs share one. The last packs of an order
    /// that earn nothing by themselves (rounding) are part of the case before.
    std::vector<OrderCase> cases;
    double marginSaved() const; ///< sum over cases
};
inline constexpr int kMostCases = 48;

/// The reorder policy (R,s,S) of plans, what-ifs and replays: one piece of code for all of them.
/// Order-up-to: the service quantile of demand over lead time plus review, and above it what an economic
/// order quantity holds beyond the demand of a review period. Order point: that quantile; where the service
/// comes from money and a MOQ or pack is large, the highest position below it at which the least order earns
/// more than it costs to hold (0 with an order-up-to of 0 where none does). Sources: Silver, Pyke & Thomas
/// (2017), ch. 7; newsvendor critical ratio: Arrow, Harris & Marschak (1951).
ReorderLine planReorder(const Forecast& forecast, const ReorderInputs& inputs);

/// Expected margin saved by ordering `units` (any number, not only whole cases), currency units. The k-th
/// unit earns underage x P(demand >= position + k) less overage x P(demand < position + k), demand over lead
/// time plus review; above the order point it earns the order cost it saves less its holding.
double marginOfOrder(const Forecast& forecast, const ReorderInputs& inputs, std::int64_t units);

/// A forecast of goods by weight in thousandths of its unit.
Forecast inThousandths(const Forecast& forecast);

/// Stock day by day from the first forecast day: with and without the order.
struct StockProjection {
    struct Path {
        std::vector<double> low, mean, high; ///< 10 %, mean, 90 % of stock at the day's end, >= 0
        std::vector<double> chanceOut;       ///< of having run out by that day, never falling
        std::vector<double> chanceEmpty;     ///< of standing empty at the day's end; an arrival lowers it
    };
    Path with, without;
    int arrivalDay = 0; ///< step on which the order is expected
};
/// `openOrders`: units by step (day from the first forecast day) on which they are expected; what of onOrder
/// is not among them is expected halfway through the lead time. Horizon = lead time + review, at least 14
/// days. What meets an empty shelf is lost.
StockProjection projectStock(
    const Forecast& forecast, const ReorderInputs& inputs, std::int64_t orderUnits,
    const std::vector<std::pair<int, std::int64_t>>& openOrders);

} // namespace merch
