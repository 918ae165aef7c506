#pragma once

#include "engine/core/day.h"
#include "engine/forecast/demand_class.h"

#include <string>
#include <vector>

namespace merch
{

/// How far cumulated demand strays from its forecast, learned from rolling-origin errors.
///
/// Two shapes, each with the same table of `spans` by `levels`, interpolated on the square root of the span
/// and on the normal score of the level. Never the sum of daily quantiles.
/// - countVariance == 0: entry = the quantile of (actual - forecast) over the span, divided by
///   sqrt(scaleBase^2 * n + (scaleRate * sum)^2), n periods, sum their forecast.
/// - countVariance > 0 (few pieces): the sum is negative binomial of mean `sum` and variance
///   countVariance * sum + (scaleRate * sum)^2, and an entry is the normal score of the level at which that
///   distribution is to be read, so that it is calibrated. An empty table reads it as it is.
struct ErrorProfile {
    std::vector<int> spans;     ///< ascending, in periods, from 1
    std::vector<double> levels; ///< ascending, in (0, 1)
    std::vector<float> table;   ///< spans.size() x levels.size(), row-major, ascending in each row
    double scaleBase = 0.0;     ///< units a period
    double scaleRate = 0.0;     ///< share of the forecast sum
    double countVariance = 0.0; ///< variance by mean of a period's count, >= 1; 0 = the first shape
    /// By span: what a sum is never believed to exceed, units, unless the forecast itself comes near it
    /// (SumDistribution). A tail that was learned from few errors would else buy for demand that no period of
    /// the history came near. Empty or infinite = no bound.
    std::vector<float> most;
};

/// Accuracy on the rolling-origin backtest. Always second to money.
struct ForecastAccuracy {
    int folds = 0;
    double wape = 0.0;    ///< sum |error| / sum |actual|; NaN where nothing was sold
    double rmsse = 0.0;   ///< Hyndman & Koehler (2006) scaling by the one-step naive error
    double bias = 0.0;    ///< sum (forecast - actual) / sum actual
    double pinball = 0.0; ///< mean over the seven stored levels, units
    double mae = 0.0;     ///< units a period
};

/// The forecast of one series: a mean for each period and the distribution of every sum of periods.
/// Values are units a period, never negative, and bounded; `reason` says why the method was taken, or what
/// was capped.
class Forecast
{
public:
    std::string method; ///< name in the method registry, e.g. "ses"
    std::string form;   ///< e.g. "ETS(A,N,N)"; may be empty
    std::string reason;
    bool caused = false; ///< what offers and the calendar do is in the mean; not kept in a store
    Grain grain = Grain::Daily;
    Day first = 0; ///< first day of the first forecast period
    std::vector<double> mean;
    std::vector<double> spread; ///< factor of each period's own scatter after scaling; empty = 1
    ErrorProfile errors;
    DemandClass demandClass = DemandClass::NoDemand;
    ForecastAccuracy accuracy;

    int horizon() const { return static_cast<int>(mean.size()); }

    /// Expected units over `count` periods from step `from` (0 = first forecast period). Beyond the horizon
    /// the last season is repeated.
    double sum(int from, int count) const;

    /// The `level` quantile of the units sold over `count` periods from step `from`; >= 0.
    double sumQuantile(int from, int count, double level) const;

    /// The `level` quantile of one period.
    double quantile(int step, double level) const { return sumQuantile(step, 1, level); }

    /// P(sum over `count` periods from step `from` <= units).
    double sumCdf(int from, int count, double units) const;

    /// The same forecast multiplied period by period (an override that spreads): the distribution scales
    /// along. Periods beyond the end of `factor` stay.
    Forecast scaled(const std::vector<double>& factor) const;

    /// The same forecast with other means (>= 0): where a mean was zero its scatter stays, elsewhere it
    /// scales.
    Forecast withMean(const std::vector<double>& units) const;

    /// First day of a step; may lie beyond the horizon.
    Day dayOfStep(int step) const { return addPeriods(first, grain, step); }
};

/// The levels that are stored, exported and drawn: 5, 10, 25, 50, 75, 90, 95 %.
inline constexpr double kStoredLevels[] = {0.05, 0.10, 0.25, 0.50, 0.75, 0.90, 0.95};

} // namespace merch
