#pragma once

#include "engine/forecast/causes.h"
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

/// One of the same forecasts, with what moves it.
struct ExplainedForecast {
    Forecast forecast;
    std::vector<CauseFactors> causes; ///< by period; empty = there are none in it
};
/// `one` is the index of the series; the others teach what its category has in common. @throws CancelledWork
ExplainedForecast explainForecast(
    Store& store, const std::vector<SeriesInfo>& series, const std::vector<SeriesHistory>& histories,
    Day asOf, const ForecastOptions& options, std::size_t one, const Progress& progress);

} // namespace merch
