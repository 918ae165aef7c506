#pragma once

#include "engine/forecast/backtest.h"
#include "engine/forecast/forecast.h"

#include <span>

namespace merch
{

/// How sums of demand stray from their forecast, learned from a backtest. Of a span of which few were seen,
/// the spread is that of Student's t and not of the few; a count lies anywhere on its own step.
/// @param replays  of all origins. @param step  periods between those that do not overlap.
/// @param values  the whole history, for series too short to replay.
ErrorProfile calibrate(
    std::span<const Replay> replays, std::size_t step, std::span<const double> values,
    DemandClass demandClass, int horizon);

/// Of what sells a few times a year, as small integers: negative binomial with the dispersion of the whole
/// history (oldest first, NaN = excluded), which says more of it than the few sales that a backtest saw.
ErrorProfile scatterOfAll(std::span<const double> values);

} // namespace merch
