#pragma once

#include "engine/core/progress.h"
#include "engine/core/result.h"
#include "models/forecast/forecast_service.h"

#include <QString>

#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace merch
{

class UnitMatrix;

/// What a person did to a series' forecast, the most pressing first.
enum class OverrideState : unsigned char { None, Off, Committed, Draft };

/// One row of the forecast grid: a product at a location in the latest run. NaN where a number is not known.
struct ForecastSeries {
    int seriesId = 0;
    QString sku, title, category, location, locationName, supplier;
    Grain grain = Grain::Daily;
    DemandClass demandClass = DemandClass::NoDemand;
    QString method, reason;
    std::vector<float> line; ///< units a week (a month): the last year, then the forecast
    int forecastFrom = 0;    ///< where in `line` the forecast begins
    double last28 = 0;       ///< units sold in the last 28 days
    double units28 = 0;      ///< forecast of the next 28 days, with the overrides in force
    double draft28 = 0;      ///< the same if what is not committed yet were
    double miss28 = 0;       ///< by how much that total is usually missed, either way; see usualMiss()
    ForecastAccuracy accuracy;
    double onHand = 0;    ///< newest stock
    double weeks = 0;     ///< the stock's weeks of supply at the forecast rate; infinite where nothing is due
    int emptyDays = 0;    ///< days of the last 28 on which the shelf was empty
    QString promotion;    ///< one that begins or runs in the next 28 days, in words; empty = none
    Day promotionDay = 0; ///< its first day
    QString critical;     ///< the failed check that keeps the series to the simple rule
    bool capped = false;
    OverrideState change = OverrideState::None;
    double gain = std::numeric_limits<double>::quiet_NaN(); ///< LadderCell::gain
    QString held;                                           ///< the rung it is held to, and by whom, in words

    bool flagged() const { return emptyDays > 0 || !critical.isEmpty() || capped; }
};

struct ForecastGrid {
    std::optional<ForecastRun> run;
    bool anySales = false;
    QString stale; ///< why the run no longer answers the data, in a sentence; empty = it does
    std::vector<ForecastSeries> series;      ///< by sku and location
    std::shared_ptr<const UnitMatrix> units; ///< for sums of any selection
};

/// Seconds at 30,000 series: one pass over forecasts, stock and units. For a job.
Result<ForecastGrid> loadForecastGrid(const QString& path, const Progress& progress);

/// What overrides do to the numbers of a series.
struct SeriesChange {
    int seriesId = 0;
    double units28 = 0, draft28 = 0;
    std::vector<float> line; ///< the forecast part of ForecastSeries::line
    OverrideState change = OverrideState::None;
};
/// Of the series that have overrides, and of `before`, which may have had some.
Result<std::vector<SeriesChange>>
loadSeriesChanges(const QString& path, std::span<const int> before, const Progress& progress);

/// Sums over several series.
struct ForecastTotals {
    int series = 0;
    double units28 = 0, draft28 = 0, last28 = 0;
    double miss28 = 0; ///< usual misses of each series' 28 days, added up
    double bias = 0;   ///< of the backtests, together; NaN where nothing was sold
    int drafts = 0;    ///< series with a change that is not committed
};
/// Mean absolute error to be expected of the sum of `periods` periods, from the range that was calibrated on
/// the errors of the backtest: 0.8 standard deviations, the deviation read off the 10 % and 90 % quantiles.
double usualMiss(const Forecast& forecast, int periods);
ForecastTotals totalsOf(const std::vector<ForecastSeries>& all, std::span<const int> items);

} // namespace merch
