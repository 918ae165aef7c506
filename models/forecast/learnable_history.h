#pragma once

#include "engine/demand/shelf_history.h"
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

/// The shelf of a history, as demand behind it is estimated.
ShelfHistory shelfOf(const SeriesHistory& history);

/// What the forecast learns from instead of `demand.values`: the estimate where the share of a period in
/// stock is known, and where a shelf sold out and was full again the next period. A sold-out period with
/// empty ones after it stays left out: it is there because it sold well, and stands last before a gap, so
/// that whoever learns from it overshoots. Empty = nothing is estimated. Sales themselves stay as they are.
std::vector<double> askedOf(const SeriesHistory& history, const DemandHistory& demand);

/// Periods of a horizon in days, at least one.
int periodsIn(int days, Grain grain);

/// Forecasts of all series as of a day, worked out and not kept: for a question about the past, or where no
/// run was made. Ordered by series; empty if nothing was sold by then.
Result<std::vector<SeriesForecast>>
forecastUnkept(const QString& path, const ForecastOptions& options, const Progress& progress);

} // namespace merch
