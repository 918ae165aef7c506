#pragma once

#include "models/forecast/forecast_service.h"
#include "models/forecast/override_service.h"

#include <span>
#include <vector>

namespace merch
{

class Store;

/// Reading on a connection that is open already. Private to models.

std::optional<ForecastRun> readLatestRun(Store& store);
/// Forecasts of the latest run as they were made, in order of series id; those that have none are left out.
/// Throws CancelledWork when progress says so.
std::vector<SeriesForecast> readAllForecasts(Store& store, const Progress& progress);
std::vector<SeriesForecast>
readForecasts(Store& store, std::span<const int> seriesIds, const Progress& progress = {});

/// Live overrides by series and week.
std::vector<Override> readAllOverrides(Store& store);
std::vector<Override> readOverrides(Store& store, std::span<const int> seriesIds);

} // namespace merch
