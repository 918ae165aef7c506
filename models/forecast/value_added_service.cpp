#include "models/forecast/value_added_service.h"

#include "engine/inventory/reorder.h"
#include "models/forecast/forecast_store.h"
#include "models/forecast/learnable_history.h"
#include "models/grid/format.h"
#include "models/planning/plan_inputs.h"
#include "models/store/demand.h"
#include "models/store/sqlite.h"
#include "models/store/store.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>
#include <map>

namespace merch
{

namespace
{

struct Texts {
    Q_DECLARE_TR_FUNCTIONS(ValueAddedService)
};

QString text(const sql::Statement& row, int column)
{
    const std::string_view bytes = row.text(column);
    return QString::fromUtf8(bytes.data(), static_cast<qsizetype>(bytes.size()));
}

struct Scored {
    int seriesId = 0;
    QString category, owner, reason;
    StepForecasts steps;
};

/// Demand of a whole week (or period); nothing where a day of it says nothing of demand.
std::optional<double> demandOf(const SeriesHistory& history, const DemandHistory& demand, Day week)
{
    const int length = demand.grain == Grain::Daily ? 7 : 1;
    double sum = 0.0;
    for (int i = 0; i < length; ++i) {
        const Day day = demand.grain == Grain::Daily ? week + i : week;
        const int at = periodsBetween(demand.first, day, demand.grain);
        if (at < 0 || at >= static_cast<int>(history.units.size()))
            return std::nullopt;
        const double value = demand.values[static_cast<std::size_t>(at)];
        const bool closed =
            demand.grain == Grain::Daily && (history.closedWeekdays >> weekdayOf(day) & 1U) != 0;
        if (isKnown(value))
            sum += value;
        else if (!closed)
            return std::nullopt;
    }
    return sum;
}

template <typename Key> std::vector<ValueAddedGroup> groupsOf(const std::vector<Scored>& all, const Key& key)
{
    std::map<QString, std::vector<StepForecasts>> parts;
    for (const Scored& one : all)
        parts[key(one)].push_back(one.steps);
    std::vector<ValueAddedGroup> groups;
    for (const auto& [name, steps] : parts)
        groups.push_back({name, valueAdded(steps)});
    std::ranges::stable_sort(groups, [](const ValueAddedGroup& a, const ValueAddedGroup& b) {
        return a.added.of(ForecastStep::Override).costAdded > b.added.of(ForecastStep::Override).costAdded;
    });
    return groups;
}

} // namespace

ValueAddedService::ValueAddedService(const QString& path)
    : m_path(path)
{
}

Result<ValueAddedReport>
ValueAddedService::report(const std::optional<QString>& person, const Progress& progress) const
{
    return reporting("score the overrides", [&]() -> Result<ValueAddedReport> {
        Result<Store> store = Store::open(m_path.toStdString(), Store::Mode::ReadOnly);
        if (!store)
            return store.error();
        ValueAddedReport report;
        report.person = person.value_or(QString());
        report.currency = QString::fromStdString(store->currency());
        report.upTo = lastSalesDay(*store);
        std::map<int, SeriesInfo> infos;
        for (const SeriesInfo& info : loadSeries(*store))
            infos[info.seriesId] = info;

        // Of a week that somebody overrode several times the last number counts that stood when it began.
        struct Row {
            int seriesId = 0;
            Day week = 0;
            double units = 0.0;
            QString owner, reason, category;
            bool counts = false;
            StepForecasts steps;
        };
        std::map<std::pair<int, Day>, Row> byWeek;
        sql::Statement rows(
            store->db(),
            "SELECT o.series_id, o.week, o.units, o.owner, coalesce(o.reason, ''), o.enabled, o.expires,"
            " o.committed_at, o.naive, o.statistical, o.causal, coalesce(c.path, '')"
            " FROM override o JOIN series s USING (series_id) JOIN product p USING (product_id)"
            " LEFT JOIN category c USING (category_id)"
            " WHERE o.committed = 1 AND (?1 IS NULL OR o.owner = ?1)"
            " AND (o.removed_at IS NULL OR o.removed_as_of >= o.week)"
            " ORDER BY o.override_id");
        if (person)
            rows.bind(1, person->toStdString());
        else
            rows.bindNull(1);
        while (rows.step()) {
            const auto info = infos.find(static_cast<int>(rows.integer(0)));
            if (info == infos.end())
                continue;
            const Day week = static_cast<Day>(rows.integer(1));
            const Grain grain = info->second.grain;
            const Day next = grain == Grain::Daily ? week + 7 : addPeriods(week, grain, 1);
            if (next - 1 > report.upTo) {
                ++report.waiting;
                continue;
            }
            if (rows.isNull(7)) {
                ++report.unkept;
                continue;
            }
            Row row;
            row.seriesId = info->first;
            row.week = week;
            row.owner = text(rows, 3);
            row.reason = text(rows, 4);
            row.category = text(rows, 11);
            const bool holds =
                rows.integer(5) != 0 && (rows.isNull(6) || static_cast<Day>(rows.integer(6)) >= week);
            const double units = rows.real(2), causal = rows.real(10);
            row.steps.units = {rows.real(8), rows.real(9), causal, units, holds ? units : causal};
            byWeek[{row.seriesId, week}] = row;
        }

        std::map<int, const PlanInput*> money;
        std::vector<PlanInput> inputs;
        if (!byWeek.empty()) {
            inputs = readPlanInputs(
                *store, report.upTo, AssumptionScopes(readAssumptions(*store)),
                progress ? progress : Progress([](std::size_t, std::size_t) { return true; }));
            for (const PlanInput& input : inputs)
                money[input.seriesId] = &input;
        }
        std::vector<Scored> scored;
        std::optional<SeriesHistory> history;
        DemandHistory demand;
        for (auto& [place, row] : byWeek) {
            if (!history || history->info.seriesId != row.seriesId) {
                history = loadHistory(*store, infos[row.seriesId]);
                demand = learnableHistory(*history, report.upTo);
            }
            const std::optional<double> actual = demandOf(*history, demand, row.week);
            if (!actual) {
                ++report.emptyShelf;
                continue;
            }
            row.steps.actual = *actual;
            if (const auto known = money.find(row.seriesId);
                known != money.end() && known->second->cost && known->second->price) {
                const PlanInput& in = *known->second;
                const UnitEconomics unit{
                    static_cast<double>(*in.price) / 10000.0,
                    static_cast<double>(*in.cost) / 10000.0,
                    static_cast<double>(in.fulfilment) / 10000.0,
                    in.recapture,
                    in.goodwill,
                    in.holdingRate};
                row.steps.shortCost = std::max(0.0, unit.underage());
                row.steps.excessCost = unit.overage(in.reviewDays);
            }
            scored.push_back({row.seriesId, row.category, row.owner, row.reason, row.steps});
        }
        std::vector<StepForecasts> all;
        for (const Scored& one : scored)
            all.push_back(one.steps);
        report.all = valueAdded(all);
        if (!person)
            report.people = groupsOf(scored, [](const Scored& one) { return one.owner; });
        report.reasons = groupsOf(scored, [](const Scored& one) { return one.reason; });
        report.categories = groupsOf(scored, [](const Scored& one) { return one.category; });
        return report;
    });
}

Result<std::vector<NumberChange>> ValueAddedService::history(int most) const
{
    return reporting("read the history of the numbers", [&]() -> Result<std::vector<NumberChange>> {
        Result<Store> store = Store::open(m_path.toStdString(), Store::Mode::ReadOnly);
        if (!store)
            return store.error();
        const Day today = lastSalesDay(*store) + 1;
        sql::Statement rows(
            store->db(), "SELECT p.sku, l.code, o.week, coalesce(o.committed_at, o.made_at), o.owner,"
                         " coalesce(o.reason, ''), o.baseline, o.units, o.committed, o.enabled, o.expires,"
                         " o.removed_at IS NOT NULL FROM override o JOIN series s USING (series_id)"
                         " JOIN product p USING (product_id) JOIN location l USING (location_id)"
                         " ORDER BY 4 DESC, o.override_id DESC LIMIT ?1");
        rows.bind(1, most);
        std::vector<NumberChange> all;
        while (rows.step()) {
            NumberChange one;
            one.sku = text(rows, 0);
            one.location = text(rows, 1);
            one.week = static_cast<Day>(rows.integer(2));
            one.at = rows.integer(3);
            one.who = text(rows, 4);
            one.why = text(rows, 5);
            one.from = rows.real(6);
            one.to = rows.real(7);
            using Fate = NumberChange::Fate;
            one.fate = rows.integer(11) != 0                                            ? Fate::GoneBack
                       : rows.integer(8) == 0                                           ? Fate::Draft
                       : rows.integer(9) == 0                                           ? Fate::Off
                       : !rows.isNull(10) && static_cast<Day>(rows.integer(10)) < today ? Fate::Expired
                                                                                        : Fate::InForce;
            all.push_back(std::move(one));
        }
        return all;
    });
}

QString ValueAddedService::stepTitle(ForecastStep step)
{
    switch (step) {
    case ForecastStep::Naive:
        return Texts::tr("Naive");
    case ForecastStep::Statistical:
        return Texts::tr("Statistical");
    case ForecastStep::Causal:
        return Texts::tr("Causal");
    case ForecastStep::Override:
        return Texts::tr("Override");
    case ForecastStep::Final:
        break;
    }
    return Texts::tr("Final");
}

QString ValueAddedService::stepName(ForecastStep step)
{
    static constexpr const char* kNames[] = {"naive", "statistical", "causal", "override", "final"};
    return QLatin1String(kNames[static_cast<std::size_t>(step)]);
}

QString ValueAddedService::verdict(const ValueAddedReport& report)
{
    const ValueAdded& all = report.all;
    if (all.periods == 0)
        return report.waiting > 0
                   ? Texts::tr("%Ln override(s) wait for their weeks to end.", nullptr, report.waiting)
                   : Texts::tr(
                         "Nothing to score yet: commit a number, and it is scored when its week is over.");
    const StepScore& score = all.of(ForecastStep::Override);
    const QString units = format::decimal(std::abs(score.unitsAdded), 0);
    QString said =
        score.unitsAdded >= 0.0
            ? Texts::tr("Overrides took %1 units off the error of %Ln week(s)", nullptr, all.periods)
            : Texts::tr("Overrides added %1 units to the error of %Ln week(s)", nullptr, all.periods);
    said = said.arg(units);
    if (all.priced > 0) {
        const bool nearer = score.unitsAdded >= 0.0, saved = score.costAdded >= 0.0;
        said += (saved ? (nearer ? Texts::tr(" and saved %1") : Texts::tr(" but saved %1"))
                       : (nearer ? Texts::tr(" but cost %1") : Texts::tr(" and cost %1")))
                    .arg(format::money(std::abs(score.costAdded), report.currency));
    }
    return said + Texts::tr("; %1 came closer, %2 less close.")
                      .arg(format::count(all.better), format::count(all.worse));
}

} // namespace merch
