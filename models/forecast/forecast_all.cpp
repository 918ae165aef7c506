#include "models/forecast/forecast_all.h"

#include "engine/core/parallel.h"
#include "engine/forecast/automatic.h"
#include "models/forecast/learnable_history.h"
#include "models/forecast/new_products.h"
#include "models/forecast/promotions.h"
#include "models/ladder/ladder_store.h"
#include "models/store/demand.h"
#include "models/store/sqlite.h"
#include "models/store/store.h"

#include <algorithm>
#include <array>
#include <memory>
#include <optional>

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

Progress part(const Progress& progress, double from, double to)
{
    return [&progress, from, to](std::size_t done, std::size_t total) {
        const double share = static_cast<double>(done) / static_cast<double>(std::max<std::size_t>(1, total));
        return !progress || progress(static_cast<std::size_t>(1000 * (from + (to - from) * share)), 1000);
    };
}

/// All that a run knows before it forecasts the first series.
class Making
{
public:
    /// @throws CancelledWork
    Making(
        Store& store, const std::vector<SeriesInfo>& series, const std::vector<SeriesHistory>& histories,
        Day asOf, const ForecastOptions& options, const Progress& progress);

    /// Once a series: its history is used up.
    Forecast forecast(std::size_t i);
    /// Of each period of a forecast; a coarser one has the mean of its days.
    std::vector<CauseFactors> causes(std::size_t i, const Forecast& forecast) const;

private:
    void learn(Store& store, const Progress& progress);

    const std::vector<SeriesInfo>& m_series;
    const std::vector<SeriesHistory>& m_histories;
    Day m_asOf;
    const ForecastOptions& m_options;
    std::vector<DemandHistory> m_demands;
    std::vector<std::vector<Offer>> m_offers;
    std::vector<int> m_groupOf;
    std::array<std::vector<Effects>, 2> m_effects; ///< before the backtest, and now
    std::map<int, RungInUse> m_rungs;
    std::unique_ptr<NewProducts> m_newProducts; ///< only where the method is not asked for by name
};

Making::Making(
    Store& store, const std::vector<SeriesInfo>& series, const std::vector<SeriesHistory>& histories,
    Day asOf, const ForecastOptions& options, const Progress& progress)
    : m_series(series)
    , m_histories(histories)
    , m_asOf(asOf)
    , m_options(options)
    , m_demands(series.size())
    , m_offers(series.size())
    , m_groupOf(series.size(), 0)
{
    if (options.method != "auto")
        return;
    if (options.ladder)
        m_rungs = readRungsInUse(store, asOf);
    learn(store, progress);
}

void Making::learn(Store& store, const Progress& progress)
{
    const std::map<int, Place> places = readPlaces(store);
    const bool planned = m_options.withPlans || !m_options.asOf;
    const Day knownOn = planned ? std::numeric_limits<Day>::max() : m_asOf;
    const Promotions promotions(store, knownOn);
    std::map<QString, int> groups;
    Day first = m_asOf;
    for (std::size_t i = 0; i < m_series.size(); ++i) {
        const auto place = places.find(m_series[i].seriesId);
        if (place == places.end())
            continue;
        m_groupOf[i] = groups.emplace(place->second.category, static_cast<int>(groups.size())).first->second;
        m_offers[i] = promotions.of(place->second.sku, place->second.category, place->second.location);
        first = std::min(first, m_histories[i].first);
    }
    EffectsLearner learner(
        std::max(1, static_cast<int>(groups.size())), first, m_asOf, readEvents(store, knownOn));
    const Progress gather = part(progress, 0.0, 0.5);
    for (std::size_t i = 0; i < m_series.size(); ++i) {
        if ((i & 0xFF) == 0 && !gather(i, m_series.size()))
            throw CancelledWork();
        m_demands[i] = learnableHistory(m_histories[i], m_asOf);
        if (m_series[i].grain == Grain::Daily && m_series[i].critical.empty())
            learner.add(m_groupOf[i], m_demands[i].first, m_demands[i].values, m_offers[i]);
    }
    // A season that the backtest could not know would go untested.
    const std::array<Day, 2> untils{m_asOf + 1 - m_options.folds * m_options.horizon, m_asOf + 1};
    if (!parallelFor(untils.size(), m_options.threads, part(progress, 0.5, 0.8), [&](std::size_t i) {
            m_effects[i] = learner.learn(untils[i], learner.tellsSeason(untils[0]));
        }))
        throw CancelledWork();
    const auto causes = [this](std::size_t i, int ahead) {
        return m_effects[1].empty() ? std::vector<double>()
                                    : causesOf(
                                          m_demands[i], ahead,
                                          m_effects[1][static_cast<std::size_t>(m_groupOf[i])], m_offers[i]);
    };
    m_newProducts = std::make_unique<NewProducts>(
        store, m_series, m_demands, m_asOf, m_options.threads, causes, part(progress, 0.8, 1.0));
}

Forecast Making::forecast(std::size_t i)
{
    AutomaticOptions one;
    one.horizon = periodsIn(m_options.horizon, m_series[i].grain);
    one.folds = m_options.folds;
    one.method = m_options.method;
    one.critical = m_series[i].critical;
    DemandHistory demand =
        m_options.method == "auto" ? std::move(m_demands[i]) : learnableHistory(m_histories[i], m_asOf);
    const auto group = static_cast<std::size_t>(m_groupOf[i]);
    const auto used = m_rungs.find(m_series[i].seriesId);
    const bool chosen = used != m_rungs.end() && one.critical.empty();
    if (chosen && used->second.rung == Rung::Rule)
        one.method = simpleRule(demand);
    // The ladder knows what a history earned; a new product has hardly any.
    const bool held = chosen && !used->second.pinnedBy.isEmpty();
    if (m_newProducts && !held && m_newProducts->takes(m_series[i])) {
        if (!m_effects[1].empty())
            demand.causes = causesOf(demand, one.horizon, m_effects[1][group], m_offers[i]);
        return m_newProducts->forecast(m_series[i], demand, one.horizon);
    }
    const bool causes = !chosen || used->second.rung == Rung::Causal;
    if (causes && !m_effects[0].empty() && !m_effects[1].empty()) {
        demand.earlierCauses = causesOf(demand, one.horizon, m_effects[0][group], m_offers[i]);
        demand.causes = causesOf(demand, one.horizon, m_effects[1][group], m_offers[i]);
    }
    demand.asked = askedOf(m_histories[i], demand);
    Forecast forecast = forecastAutomatically(demand, one);
    if (chosen) {
        std::string& reason = forecast.reason;
        const std::string forced = "Chosen by the user."; // what a method asked for by name is said to be
        if (reason.starts_with(forced))
            reason.erase(0, forced.size());
        reason = reasonOf(used->second) + (reason.empty() || reason.front() == ' ' ? "" : " ") + reason;
    }
    return forecast;
}

std::vector<CauseFactors> Making::causes(std::size_t i, const Forecast& forecast) const
{
    const Effects& effects = m_effects[1][static_cast<std::size_t>(m_groupOf[i])];
    std::vector<CauseFactors> causes;
    for (int step = 0; step < forecast.horizon(); ++step) {
        const Day from = forecast.dayOfStep(step), to = forecast.dayOfStep(step + 1);
        CauseFactors sum{0.0, 0.0, 0.0, 0.0, 0.0};
        double all = 0.0;
        for (Day day = from; day < to; ++day) {
            const CauseFactors one = effects.factors(m_offers[i], day);
            sum.season += one.season;
            sum.event += one.event;
            sum.promotion += one.promotion;
            sum.price += one.price;
            all += effects.factor(m_offers[i], day);
        }
        const double days = std::max(1, to - from);
        CauseFactors mean{sum.season / days, sum.event / days, sum.promotion / days, sum.price / days, 1.0};
        mean.held = all / days / (mean.season * mean.event * mean.promotion * mean.price);
        causes.push_back(mean);
    }
    return causes;
}

} // namespace

std::vector<Forecast> forecastAll(
    Store& store, const std::vector<SeriesInfo>& series, const std::vector<SeriesHistory>& histories,
    Day asOf, const ForecastOptions& options, const Progress& progress)
{
    Making making(store, series, histories, asOf, options, part(progress, 0.0, 0.2));
    std::vector<Forecast> forecasts(series.size());
    if (!parallelFor(series.size(), options.threads, part(progress, 0.2, 1.0), [&](std::size_t i) {
            forecasts[i] = making.forecast(i);
        }))
        throw CancelledWork();
    return forecasts;
}

ExplainedForecast explainForecast(
    Store& store, const std::vector<SeriesInfo>& series, const std::vector<SeriesHistory>& histories,
    Day asOf, const ForecastOptions& options, std::size_t one, const Progress& progress)
{
    Making making(store, series, histories, asOf, options, progress);
    ExplainedForecast made;
    made.forecast = making.forecast(one);
    if (made.forecast.caused)
        made.causes = making.causes(one, made.forecast);
    return made;
}

} // namespace merch
