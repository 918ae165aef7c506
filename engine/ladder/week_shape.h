#pragma once

#include "engine/core/day.h"

#include <array>
#include <span>

namespace merch
{

/// What every day of a week usually sells beside the mean of all.
struct WeekShape {
    std::array<double, 7> factor{}; ///< Monday first; 0 = closed
    double level = 0.0;             ///< units a day
    double scatter = 1.0;           ///< variance by mean of single days, at least 1
};

/// From units a day, NaN = unknown. Weekdays are drawn towards their mean as far as sales are few.
/// @param closedWeekdays  bit 0 = Monday: nothing is asked for.
WeekShape weekShape(std::span<const double> daily, Day first, unsigned closedWeekdays);

} // namespace merch
