#pragma once

#include "engine/core/progress.h"
#include "engine/core/result.h"
#include "engine/forecast/causes.h"
#include "models/chart/bar_spec.h"
#include "models/forecast/forecast_chart_data.h"

#include <optional>
#include <utility>
#include <vector>

namespace merch
{

/// What is in the forecast of one series, period by period.
struct ForecastCauses {
    int seriesId = 0;
    QString why;              ///< why no causes can be told; empty = they can
    std::vector<Day> days;    ///< first day of each period
    std::vector<double> mean; ///< the method's forecast, as it is kept
    std::vector<CauseFactors> factors;
};

/// Units over a span: base + season + event + promotion + price + held + overrides = shown.
struct CauseSteps {
    double base = 0.0, season = 0.0, event = 0.0, promotion = 0.0, price = 0.0;
    double held = 0.0;      ///< taken away or added as effects are held within limits
    double overrides = 0.0; ///< what people changed
    double shown = 0.0;     ///< the forecast of the days ahead, as the chart shows it
};

/// Learns the causes anew as the latest run did and holds them against the forecast that it kept. As long as
/// the learning of a run takes: for a job.
Result<ForecastCauses> loadForecastCauses(const QString& path, int seriesId, const Progress& progress);

/// Shares of a product of factors, the same in whatever order the causes are taken: by the logarithmic mean
/// of the forecast with and without them (Ang 2004, Energy Policy 32, 1131-1139). Weeks that begin within
/// `span`, or all that are shown.
CauseSteps causeSteps(
    const ForecastCauses& causes, const std::vector<OverrideWeek>& weeks,
    std::optional<std::pair<Day, Day>> span);

/// As a waterfall.
BarSpec causeBars(const CauseSteps& steps);

} // namespace merch
