#include "models/forecast/forecast_all.h"

#include "engine/core/parallel.h"
#include "engine/forecast/automatic.h"
#include "models/forecast/learnable_history.h"
#include "models/forecast/promotions.h"
#include "models/ladder/ladder_store.h"
#include "models/store/demand.h"
#include "models/store/sqlite.h"
#include "models/store/store.h"

#include <algorithm>
#include <array>

namespace merch
{

namespace
{

/// A series as promotions name it.
struct Place {
    QString sku, category, location;
};

std::map<int, Place> readPlaces(Store& store)
{
    const auto text = [](const sql::Statement& row, int column) {
        const std::string_view bytes = row.text(column);
        return QString::fromUtf8(bytes.data(), static_cast<qsizetype>(bytes.size()));
    };
    std::map<int, Place> places;
    sql::Statement rows(
        store.db(), "SELECT s.series_id, p.sku, coalesce(c.path, ''), l.code FROM series s"
                    " JOIN product p USING (product_id) LEFT JOIN category c USING (category_id)"
                    " JOIN location l USING (location_id)");
    while (rows.step())
        places[static_cast<int>(rows.integer(0))] = {text(rows, 1), text(rows, 2), text(rows, 3)};
    return places;
}

/// The simplest forecast that knows the week.
std::string simpleRule(const DemandHistory& history)
{
    constexpr std::size_t kLeastDays = 56;
    return history.grain == Grain::Daily && history.values.size() >= kLeastDays ? "window" : "ma";
}

std::string reasonOf(const RungInUse& used)
{
    const char* const rung = used.rung == Rung::Rule          ? "The simple rule"
                             : used.rung == Rung::Statistical ? "The statistical forecast"
                                                              : "The causal forecast";
    return used.pinnedBy.isEmpty() ? std::string(rung) + ", chosen by the money it earns on the ladder."
                                   : std::string(rung) + ", held by " + used.pinnedBy.toStdString() + '.';
}

/// By period from the history's first, over the history and the horizon; a coarser period has the mean of its
/// days.
std::vector<double>
causesOf(const DemandHistory& history, int horizon, const Effects& effects, std::span<const Offer> offers)
{
    const std::size_t periods = history.values.size() + static_cast<std::size_t>(horizon);
    std::vector<double> causes(periods);
    Day day = history.first;
    for (std::size_t i = 0; i < periods; ++i) {
        const Day next = addPeriods(day, history.grain, 1);
        double sum = 0.0;
        for (Day d = day; d < next; ++d)
            sum += effects.factor(offers, d);
        causes[i] = sum / std::max(1, next - day);
        day = next;
    }
    return causes;
}

} // namespace

std::vector<Forecast> forecastAll(
    Store& store, const std::vector<SeriesInfo>& series, const std::vector<SeriesHistory>& histories,
    Day asOf, const ForecastOptions& options, const Progress& progress)
{
    const auto share = [&progress](double from, double to) {
        return [&progress, from, to](std::size_t done, std::size_t total) {
            const double part =
                static_cast<double>(done) / static_cast<double>(std::max<std::size_t>(1, total));
            return !progress || progress(static_cast<std::size_t>(1000 * (from + (to - from) * part)), 1000);
        };
    };
    std::vector<DemandHistory> demands(series.size());
    std::vector<std::vector<Offer>> offers(series.size());
    std::vector<int> groupOf(series.size(), 0);
    std::array<std::vector<Effects>, 2> effects; // before the backtest, and now
    const std::map<int, RungInUse> rungs =
        options.method == "auto" && options.ladder ? readRungsInUse(store, asOf) : std::map<int, RungInUse>();
    if (options.method == "auto") {
        const std::map<int, Place> places = readPlaces(store);
        const bool planned = options.withPlans || !options.asOf;
        const Day knownOn = planned ? std::numeric_limits<Day>::max() : asOf;
        const Promotions promotions(store, knownOn);
        std::map<QString, int> groups;
        Day first = asOf;
        for (std::size_t i = 0; i < series.size(); ++i) {
            const auto place = places.find(series[i].seriesId);
            if (place == places.end())
                continue;
            groupOf[i] =
                groups.emplace(place->second.category, static_cast<int>(groups.size())).first->second;
            offers[i] = promotions.of(place->second.sku, place->second.category, place->second.location);
            first = std::min(first, histories[i].first);
        }
        EffectsLearner learner(
            std::max(1, static_cast<int>(groups.size())), first, asOf, readEvents(store, knownOn));
        const auto gather = share(0.0, 0.1);
        for (std::size_t i = 0; i < series.size(); ++i) {
            if ((i & 0xFF) == 0 && !gather(i, series.size()))
                throw CancelledWork();
            demands[i] = learnableHistory(histories[i], asOf);
            if (series[i].grain == Grain::Daily && series[i].critical.empty())
                learner.add(groupOf[i], demands[i].first, demands[i].values, offers[i]);
        }
        // A season that the backtest could not know would go untested.
        const std::array<Day, 2> untils{asOf + 1 - options.folds * options.horizon, asOf + 1};
        if (!parallelFor(untils.size(), options.threads, share(0.1, 0.2), [&](std::size_t i) {
                effects[i] = learner.learn(untils[i], learner.tellsSeason(untils[0]));
            }))
            throw CancelledWork();
    }
    std::vector<Forecast> forecasts(series.size());
    const bool finished = parallelFor(series.size(), options.threads, share(0.2, 1.0), [&](std::size_t i) {
        AutomaticOptions one;
        one.horizon = periodsIn(options.horizon, series[i].grain);
        one.folds = options.folds;
        one.method = options.method;
        one.critical = series[i].critical;
        DemandHistory demand =
            options.method == "auto" ? std::move(demands[i]) : learnableHistory(histories[i], asOf);
        const auto group = static_cast<std::size_t>(groupOf[i]);
        const auto used = rungs.find(series[i].seriesId);
        const bool chosen = used != rungs.end() && one.critical.empty();
        if (chosen && used->second.rung == Rung::Rule)
            one.method = simpleRule(demand);
        const bool causes = !chosen || used->second.rung == Rung::Causal;
        if (causes && !effects[0].empty() && !effects[1].empty()) {
            demand.earlierCauses = causesOf(demand, one.horizon, effects[0][group], offers[i]);
            demand.causes = causesOf(demand, one.horizon, effects[1][group], offers[i]);
        }
        demand.asked = askedOf(histories[i], demand);
        forecasts[i] = forecastAutomatically(demand, one);
        if (chosen) {
            std::string& reason = forecasts[i].reason;
            const std::string forced = "Chosen by the user."; // what a method asked for by name is said to be
            if (reason.starts_with(forced))
                reason.erase(0, forced.size());
            reason = reasonOf(used->second) + (reason.empty() || reason.front() == ' ' ? "" : " ") + reason;
        }
    });
    if (!finished)
        throw CancelledWork();
    return forecasts;
}

} // namespace merch
