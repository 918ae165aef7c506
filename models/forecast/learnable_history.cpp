#include "models/forecast/learnable_history.h"

#include "engine/demand/unconstrained.h"
#include "engine/series/series_view.h"
#include "models/forecast/forecast_all.h"
#include "models/store/demand.h"
#include "models/store/store.h"

#include <algorithm>

namespace merch
{

DemandHistory learnableHistory(const SeriesHistory& history, Day asOf)
{
    DemandHistory demand;
    demand.grain = history.info.grain;
    demand.first = history.first;
    demand.closedWeekdays = history.closedWeekdays;
    demand.values.reserve(history.units.size());
    const auto at = [](const std::vector<float>& column, std::size_t i) {
        return i < column.size() ? static_cast<double>(column[i]) : kExcluded;
    };
    for (std::size_t i = 0; i < history.units.size(); ++i)
        demand.values.push_back(
            learnable(at(history.units, i), at(history.onHand, i), at(history.availability, i)));
    // Days between the series' last row and the last known day are not known; the forecast begins after them.
    if (!demand.values.empty()) {
        while (addPeriods(demand.first, demand.grain, static_cast<int>(demand.values.size())) <= asOf)
            demand.values.push_back(kExcluded);
    }
    return demand;
}

std::vector<double> shelfShares(const SeriesHistory& history)
{
    std::vector<double> shares;
    shares.reserve(history.units.size());
    const auto at = [](const std::vector<float>& column, std::size_t i) {
        return i < column.size() ? static_cast<double>(column[i]) : kExcluded;
    };
    for (std::size_t i = 0; i < history.units.size(); ++i)
        shares.push_back(
            shelfShare(at(history.units, i), at(history.onHand, i), at(history.availability, i)));
    return shares;
}

ShelfHistory shelfOf(const SeriesHistory& history)
{
    ShelfHistory shelf;
    shelf.grain = history.info.grain;
    shelf.first = history.first;
    shelf.closedWeekdays = history.closedWeekdays;
    shelf.sold.assign(history.units.begin(), history.units.end());
    shelf.inStock = shelfShares(history);
    return shelf;
}

std::vector<double> askedOf(const SeriesHistory& history, const DemandHistory& demand)
{
    const ShelfHistory shelf = shelfOf(history);
    const std::size_t n = std::min(shelf.sold.size(), demand.values.size());
    const auto isTold = [&](std::size_t i) {
        const double share = shelf.share(i);
        return isKnown(shelf.sold[i]) &&
               (share == kSoldOut ? i + 1 < n && shelf.share(i + 1) >= 1.0 : share > 0.0 && share < 1.0);
    };
    std::vector<std::size_t> told;
    for (std::size_t i = 0; i < n; ++i)
        if (isTold(i))
            told.push_back(i);
    if (told.empty())
        return {};
    const UnconstrainedDemand estimate(
        shelf, demand.causes.size() >= shelf.sold.size() ? std::span(demand.causes).first(shelf.sold.size())
                                                         : std::span<const double>());
    if (!estimate.isKnown())
        return {};
    std::vector<double> asked = demand.values;
    for (const std::size_t i : told)
        if (estimate.isEstimated(i))
            asked[i] = estimate.demand(i).mid;
    return asked;
}

int periodsIn(int days, Grain grain)
{
    return grain == Grain::Daily    ? days
           : grain == Grain::Weekly ? std::max(1, days / 7)
                                    : std::max(1, days / 30);
}

Result<std::vector<SeriesForecast>>
forecastUnkept(const QString& path, const ForecastOptions& options, const Progress& progress)
{
    return reporting("forecast", [&]() -> Result<std::vector<SeriesForecast>> {
        Result<Store> store = Store::open(path.toStdString(), Store::Mode::ReadOnly);
        if (!store)
            return store.error();
        const Day asOf = options.asOf.value_or(lastSalesDay(*store));
        std::vector<SeriesInfo> series = loadSeries(*store);
        std::erase_if(series, [asOf](const SeriesInfo& info) {
            return info.lastDay < info.firstDay || info.firstDay > asOf;
        });
        const std::vector<SeriesHistory> histories = loadHistories(*store, series, asOf, progress);
        if (histories.size() != series.size())
            throw CancelledWork();
        std::vector<Forecast> forecasts = forecastAll(*store, series, histories, asOf, options, progress);
        std::vector<SeriesForecast> made;
        made.reserve(series.size());
        for (std::size_t i = 0; i < series.size(); ++i)
            made.push_back({series[i].seriesId, std::move(forecasts[i])});
        return made;
    });
}

} // namespace merch
