#pragma once

#include "engine/core/day.h"
#include "engine/series/series_view.h"

#include <vector>

namespace merch
{

/// Share of a day in stock that stands for: in stock until some hour of the day, nobody knows which.
inline constexpr double kSoldOut = -1.0;

/// What one shelf sold, and how far it could sell, by period, oldest first.
struct ShelfHistory {
    Grain grain = Grain::Daily;
    Day first = 0;
    std::vector<double> sold;    ///< units; NaN = unknown or closed: nothing was asked for
    std::vector<double> inStock; ///< share of the period 0..1, or kSoldOut; empty = always in stock
    unsigned closedWeekdays = 0; ///< bit 0 = Monday (daily series)

    double share(std::size_t i) const { return i < inStock.size() ? inStock[i] : 1.0; }
};

/// From a period's row: `units` sold, `onHand` at its end and `availability` (share of it in stock), NaN
/// where not imported. The share counts where it is known; it says nothing where something was sold without
/// any.
double shelfShare(double units, double onHand, double availability);

/// Mean of an uncertain number of units and the range that holds it four times in five; low <= mid <= high.
struct UnitsRange {
    double low = 0.0, mid = 0.0, high = 0.0;
};

} // namespace merch
