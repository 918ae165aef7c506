#pragma once

#include "engine/inventory/lead_time_demand.h"
#include "engine/inventory/rounding.h"

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace merch
{

/// A day on which an order may be placed, and how long what is ordered then takes.
struct Review {
    int day = 0;      ///< index into the replayed days
    int leadDays = 0; ///< 0: on the shelf before the demand of that day
};

/// What days cost, currency units.
struct DayCosts {
    double holding = 0.0;
    double lost = 0.0;     ///< margin of what was asked for and not there
    double ordering = 0.0; ///< counted on the day the order is placed
    double spoiled = 0.0;
    double total() const { return holding + lost + ordering + spoiled; }
    DayCosts& operator+=(const DayCosts& other);
};

/// Prices of a replay. Per unit as demand counts them.
struct ReplayCosts {
    double holding = 0.0;  ///< per unit on hand at the end of a day
    double lost = 0.0;     ///< per unit not served
    double ordering = 0.0; ///< per order
    double spoiled = 0.0;  ///< per unit that outlived its shelf life
    int shelfLife = 0;     ///< days on the shelf, 0 = keeps for ever; the oldest is sold first
};

/// One path of stock, one entry a day. What is not served is lost.
struct ReplayPath {
    std::vector<std::int64_t> orders; ///< by the day on which they are placed
    std::vector<std::int64_t> stock;  ///< on hand at the day's end
    std::vector<std::int64_t> lost;
    std::vector<DayCosts> costs;
    std::int64_t onOrderAtEnd = 0;
};

/// Units to order at `reviews[review]`, by what is on hand and on order; >= 0 and already rounded.
using OrderDecision =
    std::function<std::int64_t(std::size_t review, std::int64_t onHand, std::int64_t onOrder)>;

/// Walks day by day: what is due arrives, the position is looked at and ordered for, demand comes, costs are
/// counted. The order of events of simulatePolicy(). `reviews` ascending by day; demand >= 0.
ReplayPath replayOrders(
    std::span<const std::int64_t> demand, std::span<const Review> reviews, std::int64_t initialStock,
    const ReplayCosts& costs, const OrderDecision& decide);

/// Holding of `units` left over until they are sold at `perDay` a day, at most a year.
double holdingOfRest(std::int64_t units, double perDay, double holding);

/// A lead time drawn from its distribution by a number in [0, 1).
int drawLeadDays(const LeadTime& leadTime, double uniform);

} // namespace merch
