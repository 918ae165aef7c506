#pragma once

#include "engine/forecast/automatic.h"
#include "models/forecast/forecast_service.h"

namespace merch
{

struct SeriesHistory;

/// What a forecast as of a day may learn from: days with an empty shelf are excluded, and so is what lies
/// between the last row and that day.
DemandHistory learnableHistory(const SeriesHistory& history, Day asOf);

/// Share of each period of a history in stock, or kSoldOut (engine/demand/shelf_history.h).
std::vector<double> shelfShares(const SeriesHistory& history);

/// Periods of a horizon in days, at least one.
int periodsIn(int days, Grain grain);

/// Forecasts of all series as of a day, worked out and not kept: for a question about the past, or where no
/// run was made. Ordered by series; empty if nothing was sold by then.
Result<std::vector<SeriesForecast>>
forecastUnkept(const QString& path, const ForecastOptions& options, const Progress& progress);

} // namespace merch
