#include "models/forecast/forecast_steps.h"

#include "engine/core/parallel.h"
#include "engine/forecast/automatic.h"
#include "models/forecast/forecast_store.h"
#include "models/forecast/learnable_history.h"
#include "models/store/demand.h"
#include "models/store/store.h"

#include <algorithm>
#include <set>

namespace merch
{

namespace
{

/// The latest whole week (or period): days of it that say nothing of demand count as its others do.
double lastWeek(const DemandHistory& history)
{
    const std::size_t length = history.grain == Grain::Daily ? 7 : 1;
    for (std::size_t end = history.values.size(); end >= length; end -= length) {
        double sum = 0.0;
        std::size_t known = 0;
        for (std::size_t i = end - length; i < end; ++i)
            if (isKnown(history.values[i])) {
                sum += history.values[i];
                ++known;
            }
        if (known > 0)
            return sum * static_cast<double>(length) / static_cast<double>(known);
    }
    return 0.0;
}

} // namespace

std::map<std::pair<int, Day>, WeekSteps>
forecastSteps(Store& store, std::span<const std::pair<int, Day>> places)
{
    std::map<std::pair<int, Day>, WeekSteps> steps;
    const std::optional<ForecastRun> run = readLatestRun(store);
    if (!run)
        return steps;
    const std::set<std::pair<int, Day>> wanted(places.begin(), places.end());
    std::vector<int> ids;
    for (const auto& [series, week] : wanted)
        ids.push_back(series);
    const std::vector<SeriesForecast> forecasts = readForecasts(store, ids); // in order, each once
    std::vector<SeriesInfo> infos;
    for (const SeriesInfo& info : loadSeries(store))
        if (std::ranges::binary_search(forecasts, info.seriesId, {}, &SeriesForecast::seriesId))
            infos.push_back(info);
    std::vector<SeriesHistory> histories(infos.size());
    for (std::size_t i = 0; i < infos.size(); ++i)
        histories[i] = loadHistory(store, infos[i], run->asOf);
    std::vector<Forecast> statistical(infos.size());
    std::vector<double> naive(infos.size());
    parallelFor(infos.size(), 0, {}, [&](std::size_t i) {
        DemandHistory demand = learnableHistory(histories[i], run->asOf);
        demand.asked = askedOf(histories[i], demand);
        naive[i] = lastWeek(demand);
        AutomaticOptions options;
        options.horizon = periodsIn(run->horizon, infos[i].grain);
        options.critical = infos[i].critical;
        statistical[i] = forecastAutomatically(demand, options);
    });
    const auto whole = [](const Forecast& forecast, const ForecastWeek& week) {
        return forecast.sum(week.from, week.count) / shareAhead(forecast, week);
    };
    for (std::size_t i = 0; i < infos.size(); ++i) {
        const auto made =
            std::ranges::lower_bound(forecasts, infos[i].seriesId, {}, &SeriesForecast::seriesId);
        for (const ForecastWeek& week : weeksOf(made->forecast))
            if (const std::pair place(infos[i].seriesId, week.week); wanted.contains(place))
                steps[place] = {naive[i], whole(statistical[i], week), whole(made->forecast, week)};
    }
    return steps;
}

} // namespace merch
