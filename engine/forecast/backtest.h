#pragma once

#include "engine/core/day.h"
#include "engine/forecast/method.h"

#include <cstddef>
#include <span>
#include <vector>

namespace merch
{

/// A forecast made at an origin of a backtest, beside what came (NaN = excluded).
struct Replay {
    std::vector<double> mean, actual;
    std::size_t origin = 0;
};

/// What is learned from beside what was sold: the same without what causes did to it.
struct Learned {
    std::vector<double> values;
    std::span<const double> causes; ///< factors by period; empty = none

    static Learned of(const std::vector<double>& sold, std::span<const double> causes);
    double cause(std::size_t period) const { return period < causes.size() ? causes[period] : 1.0; }
};

/// Forecasts of `horizon` periods from each origin (ascending, none empty), at the end fewer. Fits before the
/// first one and then rolls: the parameters of every one are those of the earliest data. Empty where the
/// method does not take the series or gives no finite number.
std::vector<Replay> replay(
    const Method& method, const Learned& learned, std::span<const double> sold, int season,
    std::span<const std::size_t> origins, std::size_t horizon);

/// Sums over [from, from + span) of what is known, filled up for excluded periods by their share of the
/// forecast. False where more than three in ten are excluded.
bool windowSums(const Replay& replay, std::size_t from, std::size_t span, double& forecast, double& actual);

/// Root of the squared error of days, which show whether the shape of the week is met, and of weekly sums,
/// which orders rest on, as much of the one as of the other where days err independently. Of a coarser grain,
/// of its periods. Infinite where there is nothing to compare.
double backtestError(std::span<const Replay> replays, Grain grain);

} // namespace merch
