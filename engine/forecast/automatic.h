#pragma once

#include "engine/core/result.h"
#include "engine/forecast/forecast.h"
#include "engine/forecast/method.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace merch
{

/// Demand of one product at one place as it is learned from. NaN = excluded: the shelf was empty, the shop
/// was closed, or nothing is known.
struct DemandHistory {
    Grain grain = Grain::Daily;
    Day first = 0; ///< first day of the first period
    std::vector<double> values;
    unsigned closedWeekdays = 0; ///< bit 0 = Monday; forecast as zero (daily series)

    /// `values` with what is estimated to have been asked for where the shelf sold out, worked out from the
    /// whole history: the forecast is learned from it, the backtest, which must not know what came later,
    /// from `values` alone. Empty = the same.
    std::vector<double> asked;

    /// What offers and the calendar multiply demand by, by period from the first on and beyond the end over
    /// the horizon; empty = nothing is known to move it. `earlierCauses` is the same as it could be learned
    /// before the first fold of the backtest.
    std::vector<double> causes, earlierCauses;
};

/// What a day's row says of demand: `units` sold, `onHand` at the day's end and `availability` (share of the
/// day in stock), NaN where unknown.
/// @return units, scaled up where the shelf was empty for up to half the day; NaN where sales say nothing of
///         demand: nothing left at the day's end, or in stock for less than half of it.
double learnable(double units, double onHand, double availability);

struct AutomaticOptions {
    int horizon = 28; ///< periods
    int folds = 3;
    std::string method = "auto";
    std::string critical; ///< the failed critical check: the simple rule is kept, and says why
};

/// Forecast of one series by the mean of a few simple methods, each weighed by its error of summed demand on
/// a rolling-origin backtest. Its quantiles are calibrated on the backtest's errors of
/// cumulated demand. Where causes are known every method is tried with them taken out of its history and put
/// back into its forecast as well, and they stay unless the backtest speaks against them. Always answers with
/// finite, non-negative numbers and a reason. Sources: Tashman (2000), IJF 16, 437-450 (rolling origin);
/// Syntetos, Boylan & Croston (2005) (classes); Bates & Granger (1969), ORQ 20, 451-468 (weights).
/// `kept`, if given, receives the fit behind it, which can take in further values; untouched if there is
/// none.
Forecast forecastAutomatically(
    const DemandHistory& history, const AutomaticOptions& options, std::unique_ptr<Fit>* kept = nullptr);

/// Forecast::method of the mean of several.
inline constexpr const char* kCombination = "combination";

/// The methods that are tried for a class, simplest first.
std::vector<std::string> candidateMethods(DemandClass demandClass, Grain grain, int knownPeriods);

/// One method on one whole series, without a backtest, for `merchbench-cli series`.
struct MethodForecast {
    std::string method, form;
    std::vector<std::pair<std::string, double>> parameters;
    double loglik = 0.0, aicc = 0.0;               ///< NaN where the method has none
    std::vector<double> fitted, mean;              ///< fitted: NaN where not defined
    std::vector<std::vector<double>> lower, upper; ///< by level; NaN where the method has no variance
};
/// `levels` in percent. "auto": the mean of Theta and of the best form of smoothing, with additive seasonal
/// smoothing where the season is longer than 24; of Theta, TSB and a moving average where sales are rare.
Result<MethodForecast> forecastWithMethod(
    const std::vector<double>& values, int period, const std::string& method, int horizon,
    const std::vector<double>& levels);

} // namespace merch
