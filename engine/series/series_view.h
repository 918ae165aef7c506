#pragma once

#include "engine/core/day.h"

#include <cmath>
#include <limits>
#include <span>

namespace merch
{

/// A value that is not to be learned from: a stockout, a closed day, a gap.
inline constexpr double kExcluded = std::numeric_limits<double>::quiet_NaN();

/// Demand over consecutive periods, oldest first. NaN = excluded: the state of a method is carried over it.
struct SeriesView {
    std::span<const double> values;
    int period = 1; ///< periods in a season; 1 = none
};

inline bool isKnown(double value)
{
    return !std::isnan(value);
}

} // namespace merch
