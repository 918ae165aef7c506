#pragma once

#include "models/forecast/forecast_service.h"

namespace merch
{

class Store;
struct SeriesInfo;
struct SeriesHistory;

/// Forecasts series from their histories up to a day, in the same order. What offers and the calendar do to
/// demand is learned first, from all series of a category together. @throws CancelledWork
std::vector<Forecast> forecastAll(
    Store& store, const std::vector<SeriesInfo>& series, const std::vector<SeriesHistory>& histories,
    Day asOf, const ForecastOptions& options, const Progress& progress);

} // namespace merch
