#pragma once

#include "engine/inventory/rounding.h"
#include "engine/ladder/replay.h"

#include <cstdint>
#include <span>

namespace merch
{

/// Days of a replay whose costs are counted, [from, to).
struct CountedDays {
    int from = 0;
    int to = 0;
};

struct PerfectPath {
    double cost = 0.0; ///< least that the counted days and the rest of the stock at their end can cost
    bool exact = true; ///< false: packs, MOQ and order costs were too large to count: still never above
};

/// The least cost of the counted days of a replay with its demand known ahead: the same reviews, lead times,
/// packs, MOQ and costs, decided from the first day on and blind to what days before the counted ones cost.
/// What is left at the end is held until it is sold at `perDay`, of which `restShare` is
/// counted, as for everybody. So no way to order on the
/// same path costs less. Exact by dynamic programming over the arrivals, in whose order the quantities can be
/// decided however lead times cross; closed form where neither packs nor order costs bind. Perishables: a
/// bound, as nothing spoils.
PerfectPath perfectPath(
    std::span<const std::int64_t> demand, std::span<const Review> reviews, std::int64_t initialStock,
    const OrderRules& rules, const ReplayCosts& costs, CountedDays counted, double perDay, double restShare);

} // namespace merch
