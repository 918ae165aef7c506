#pragma once

#include "engine/core/progress.h"
#include "models/demo/market.h"

namespace merch::demo
{

struct PurchaseOrder {
    Day ordered = 0, expected = 0;
    Day received = -1; ///< -1 = still open on the last day
    int units = 0;
};

/// Today's practice: order up to `most` when the position falls to `least`.
struct Policy {
    Day from = 0;
    int least = 0, most = 0;
};

/// What happened to one product in one place, by day from `first` on.
struct Trace {
    int product = 0, location = 0;
    Day first = 0;
    std::vector<std::uint16_t> demand; ///< what customers wanted
    std::vector<std::uint16_t> sold;   ///< what the shelf gave them
    std::vector<std::uint16_t> onHand; ///< at the end of the day
    std::vector<PurchaseOrder> orders;
    std::vector<Policy> policies;

    Day end() const { return first + static_cast<Day>(sold.size()); }
    bool covers(Day day) const { return day >= first && day < end(); }
    std::size_t at(Day day) const { return static_cast<std::size_t>(day - first); }
};

/// Runs the shop by a plain min/max practice that looks at sales, not at demand, and knows no season: stock
/// runs out in earnest. One trace per product and location that carries it, ordered by location, then
/// product. Empty when progress asked to stop.
std::vector<Trace> runShop(
    const Retailer& retailer, const Assortment& assortment, const Market& market, std::uint64_t seed,
    int threads, const Progress& progress);

} // namespace merch::demo
