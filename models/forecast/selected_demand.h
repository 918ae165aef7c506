#pragma once

#include "engine/core/progress.h"
#include "engine/core/result.h"
#include "engine/forecast/forecast.h"
#include "models/forecast/forecast_chart_data.h"
#include "models/forecast/lost_demand.h"
#include "models/forecast/override_service.h"

#include <QString>

#include <memory>
#include <optional>
#include <vector>

namespace merch
{

class UnitMatrix;

/// One series of a selection, for what is said about it.
struct SelectedSeries {
    int seriesId = 0;
    QString sku, title, location;
    std::string method, form, reason;
    DemandClass demandClass = DemandClass::NoDemand;
    ForecastAccuracy accuracy;
    Grain grain = Grain::Daily;
};

/// What the Forecast page shows of the series that are selected.
struct SelectedDemand {
    DemandChartData chart;
    std::vector<SelectedSeries> series;
    std::vector<Override> overrides; ///< live ones, by series and week
    int leftOut = 0;                 ///< series of another grain, which cannot be added up with the rest
    double correlation = 0;          ///< see spreadOfSum(); 1 for a single series
    std::optional<LostUnits> lost;   ///< to empty shelves lately; absent where it is not worked out
};

struct DemandSelection {
    std::vector<int> seriesIds;
    int weeks = 12; ///< of the forecast shown, at most its horizon
};

/// Reads a selection from the store: milliseconds for one series, and for hundreds with the `units` of
/// loadForecastGrid(). Safe in a job.
///
/// The fan of one series is its own at each grain (Forecast::sumQuantile). Of a sum of series it is neither
/// the sum of their quantiles (as if all missed the same way at once) nor that of independent series: the
/// variance of a period is the sum of the members' variances times a factor that says how much they move
/// together. The factor is measured on the last year's sales: the variance of the sum's surprises over the
/// sum of the members' (a surprise is a week less the mean of the four before it; a day less the mean of the
/// same weekday in the four weeks before). It is held between 1, independence, and full dependence. The shape
/// is that of a gamma distribution with this mean and variance (Wilson & Hilferty 1931), which is never
/// negative and skew where demand is thin.
Result<SelectedDemand> loadSelectedDemand(
    const QString& path, const DemandSelection& selection, const std::shared_ptr<const UnitMatrix>& units,
    const Progress& progress = {});

/// Changes that are not committed, by week, and what they add up to.
WeekUnits draftsOf(const DemandChartData& chart);
double draftChange(const DemandChartData& chart);
/// What a person typed for some weeks, for OverrideService: there a week is whole, in the chart it is the
/// days ahead.
std::vector<OverrideService::WeekUnits> wholeWeeks(const SelectedDemand& shown, const WeekUnits& ahead);

/// The `level` quantile of a gamma distribution of that mean and variance, by Wilson & Hilferty's cube root.
double gammaQuantile(double mean, double variance, double level);

/// Variance of the units sold over a span, from the forecast's own quantiles (Gauss-Hermite, seven nodes).
double spanVariance(const Forecast& forecast, int from, int count);

} // namespace merch
