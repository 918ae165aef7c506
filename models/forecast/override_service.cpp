#include "models/forecast/override_service.h"

#include "models/forecast/forecast_service.h"
#include "models/forecast/forecast_store.h"
#include "models/store/changing.h"
#include "models/store/demand.h"
#include "models/store/sqlite.h"
#include "models/store/store.h"

#include <QJsonArray>
#include <QLocale>
#include <QObject>

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>

namespace merch
{

namespace
{

constexpr const char* kColumns =
    "SELECT override_id, series_id, week, units, baseline, group_id, reason, owner, made_at, expires,"
    " committed, enabled, committed_at, as_of, naive, statistical, causal FROM override";

QString text(const sql::Statement& row, int column)
{
    const std::string_view bytes = row.text(column);
    return QString::fromUtf8(bytes.data(), static_cast<qsizetype>(bytes.size()));
}

Override readOverride(const sql::Statement& row)
{
    Override o;
    o.id = row.integer(0);
    o.seriesId = static_cast<int>(row.integer(1));
    o.week = static_cast<Day>(row.integer(2));
    o.units = row.real(3);
    o.baseline = row.real(4);
    o.groupId = row.isNull(5) ? 0 : row.integer(5);
    o.reason = text(row, 6);
    o.owner = text(row, 7);
    o.madeAt = row.integer(8);
    if (!row.isNull(9))
        o.expires = static_cast<Day>(row.integer(9));
    o.committed = row.integer(10) != 0;
    o.enabled = row.integer(11) != 0;
    if (!row.isNull(12))
        o.basis = OverrideBasis{
            row.integer(12), static_cast<Day>(row.integer(13)), {row.real(14), row.real(15), row.real(16)}};
    return o;
}

// A state of the journal: for each (series, week) touched, the rows that are to be live there.
QJsonObject rowOf(const Override& o)
{
    QJsonObject row{
        {QStringLiteral("series"), o.seriesId},       {QStringLiteral("week"), o.week},
        {QStringLiteral("units"), o.units},           {QStringLiteral("baseline"), o.baseline},
        {QStringLiteral("group"), qint64{o.groupId}}, {QStringLiteral("reason"), o.reason},
        {QStringLiteral("owner"), o.owner},           {QStringLiteral("made_at"), qint64{o.madeAt}},
        {QStringLiteral("committed"), o.committed},   {QStringLiteral("enabled"), o.enabled}};
    if (o.id != 0)
        row[QStringLiteral("id")] = qint64{o.id};
    if (o.expires)
        row[QStringLiteral("expires")] = *o.expires;
    if (o.basis)
        row[QStringLiteral("basis")] = QJsonArray{
            qint64{o.basis->committedAt}, o.basis->asOf, o.basis->steps.naive, o.basis->steps.statistical,
            o.basis->steps.causal};
    return row;
}

using Place = std::pair<int, Day>;

struct Basis {
    Day asOf = 0;
    std::map<Place, WeekSteps> steps;
};

QJsonObject stateOf(const std::map<Place, std::vector<Override>>& places)
{
    QJsonArray touched, rows;
    for (const auto& [place, overrides] : places) {
        touched.append(QJsonArray{place.first, place.second});
        for (const Override& o : overrides)
            rows.append(rowOf(o));
    }
    return {{QStringLiteral("places"), touched}, {QStringLiteral("rows"), rows}};
}

} // namespace

std::vector<Override> readAllOverrides(Store& store)
{
    sql::Statement rows(
        store.db(),
        std::string(kColumns) + " WHERE removed_at IS NULL ORDER BY series_id, week, override_id");
    std::vector<Override> all;
    while (rows.step())
        all.push_back(readOverride(rows));
    return all;
}

std::vector<Override> readOverrides(Store& store, std::span<const int> seriesIds)
{
    std::vector<int> ids(seriesIds.begin(), seriesIds.end());
    std::sort(ids.begin(), ids.end());
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
    sql::Statement rows(
        store.db(),
        std::string(kColumns) + " WHERE series_id = ?1 AND removed_at IS NULL ORDER BY week, override_id");
    std::vector<Override> some;
    for (const int id : ids) {
        rows.bind(1, id);
        while (rows.step())
            some.push_back(readOverride(rows));
        rows.reset();
    }
    return some;
}

OverrideService::OverrideService(const QString& path, const QString& user)
    : m_path(path)
    , m_user(user)
{
}

Result<std::vector<Override>> OverrideService::list(std::optional<int> seriesId) const
{
    return reporting("read the overrides", [&]() -> Result<std::vector<Override>> {
        Result<Store> store = Store::open(m_path.toStdString(), Store::Mode::ReadOnly);
        if (!store)
            return store.error();
        return seriesId ? readOverrides(*store, std::span(&*seriesId, 1)) : readAllOverrides(*store);
    });
}

Result<OverrideEdit> OverrideService::setWeek(std::span<const int> seriesIds, Day week, double units) const
{
    const WeekUnits one{week, units};
    return setWeeks(seriesIds, std::span(&one, 1));
}

Result<OverrideEdit>
OverrideService::setWeeks(std::span<const int> seriesIds, std::span<const WeekUnits> weeks) const
{
    if (seriesIds.empty() || weeks.empty())
        return Error{ErrorCode::InvalidInput, "Nothing was changed.", {}, {}};
    return reporting("change the forecast", [&]() -> Result<OverrideEdit> {
        Result<Store> store = Store::open(m_path.toStdString(), Store::Mode::ReadOnly);
        if (!store)
            return store.error();
        std::vector<SeriesForecast> forecasts = readForecasts(*store, seriesIds);
        const std::vector<Override> all = readOverrides(*store, seriesIds);
        std::map<Place, std::vector<Override>> live;
        for (const Override& o : all)
            live[{o.seriesId, o.week}].push_back(o);
        std::vector<std::vector<ForecastWeek>> weeksOfEach;
        for (SeriesForecast& one : forecasts) {
            std::vector<Override> own;
            std::copy_if(all.begin(), all.end(), std::back_inserter(own), [&](const Override& o) {
                return o.seriesId == one.seriesId;
            });
            weeksOfEach.push_back(weeksOf(one.forecast));
            one.forecast = withOverrides(one.forecast, own);
        }
        if (forecasts.empty())
            return Error{
                ErrorCode::NotFound, "There is no forecast to change.", "Run the forecast first.", {}};
        std::map<Place, std::vector<Override>> before, after;
        const std::int64_t now = nowMs();
        const std::int64_t group = forecasts.size() > 1 ? now : 0;
        for (const WeekUnits& wanted : weeks) {
            if (!std::isfinite(wanted.units) || wanted.units < 0.0)
                return Error{
                    ErrorCode::InvalidInput, "A forecast cannot be below zero.", "Type 0 or more units.", {}};
            // What each member is forecast to sell that week decides its part.
            std::vector<double> parts;
            double whole = 0.0;
            for (std::size_t i = 0; i < forecasts.size(); ++i) {
                const std::vector<ForecastWeek>& its = weeksOfEach[i];
                const auto at = std::find_if(
                    its.begin(), its.end(), [&](const ForecastWeek& w) { return w.week == wanted.week; });
                if (at == its.end())
                    return Error{
                        ErrorCode::InvalidInput,
                        "That week is not forecast.",
                        "Run a forecast with a longer horizon.",
                        {}};
                const Forecast& forecast = forecasts[i].forecast;
                parts.push_back(forecast.sum(at->from, at->count) / shareAhead(forecast, *at));
                whole += parts.back();
            }
            for (std::size_t i = 0; i < forecasts.size(); ++i) {
                const Place place{forecasts[i].seriesId, wanted.week};
                std::vector<Override>& was = before[place];
                std::vector<Override>& is = after[place];
                was = live[place];
                // What is committed stays until the new one is committed.
                std::copy_if(was.begin(), was.end(), std::back_inserter(is), [](const Override& o) {
                    return o.committed;
                });
                Override made;
                made.seriesId = place.first;
                made.week = wanted.week;
                made.units = whole > 0.0 ? wanted.units * parts[i] / whole
                                         : wanted.units / static_cast<double>(forecasts.size());
                made.baseline = parts[i];
                made.groupId = group;
                made.owner = m_user;
                made.madeAt = now;
                is.push_back(made);
            }
        }
        const QString words =
            weeks.size() == 1
                ? QObject::tr("change a week to %1").arg(QLocale().toString(weeks.front().units, 'g', 6))
                : QObject::tr("change %n week(s)", nullptr, static_cast<int>(weeks.size()));
        return OverrideEdit{words, stateOf(before), stateOf(after)};
    });
}

namespace
{

/// Gathers the live rows at the places of `ids`, and lets `change` make the new ones.
Result<OverrideEdit> changed(
    const Result<std::vector<Override>>& live, std::span<const std::int64_t> ids, const QString& words,
    const std::function<void(std::vector<Override>& rows, std::int64_t id)>& change)
{
    if (!live)
        return live.error();
    std::map<Place, std::vector<Override>> places, before, after;
    std::map<std::int64_t, Place> placeOf;
    for (const Override& o : *live) {
        const Place place{o.seriesId, o.week};
        places[place].push_back(o);
        placeOf[o.id] = place;
    }
    for (const std::int64_t id : ids) {
        const auto one = placeOf.find(id);
        if (one == placeOf.end())
            return Error{ErrorCode::NotFound, "That override is no longer there.", {}, {}};
        const Place place = one->second;
        if (before.find(place) == before.end())
            before[place] = after[place] = places[place];
        change(after[place], id);
    }
    return OverrideEdit{words, stateOf(before), stateOf(after)};
}

} // namespace

Result<OverrideEdit> OverrideService::commit(
    std::span<const std::int64_t> ids, const QString& reason, std::optional<Day> expires) const
{
    if (reason.trimmed().isEmpty())
        return Error{ErrorCode::InvalidInput, "An override needs a reason.", "Say in a few words why.", {}};
    const Result<std::vector<Override>> live = list();
    const auto kept = reporting("keep what was forecast", [&]() -> Result<Basis> {
        Result<Store> store = Store::open(m_path.toStdString(), Store::Mode::ReadOnly);
        if (!store)
            return store.error();
        const std::optional<ForecastRun> run = readLatestRun(*store);
        std::vector<Place> places;
        if (live)
            for (const Override& o : *live)
                if (std::find(ids.begin(), ids.end(), o.id) != ids.end())
                    places.emplace_back(o.seriesId, o.week);
        return Basis{run ? run->asOf : 0, forecastSteps(*store, places)};
    });
    if (!kept)
        return kept.error();
    const std::int64_t now = nowMs();
    return changed(
        live, ids, QObject::tr("commit %n override(s)", nullptr, static_cast<int>(ids.size())),
        [&](std::vector<Override>& rows, std::int64_t id) {
            // The committed one before it gives way: one number a week.
            std::erase_if(rows, [id](const Override& o) { return o.id != id && o.committed; });
            for (Override& o : rows) {
                if (o.id == id) {
                    o.committed = true;
                    o.reason = reason.trimmed();
                    o.expires = expires;
                    o.owner = m_user;
                    const auto steps = kept->steps.find({o.seriesId, o.week});
                    o.basis = steps == kept->steps.end()
                                  ? std::nullopt
                                  : std::optional(OverrideBasis{now, kept->asOf, steps->second});
                }
            }
        });
}

Result<OverrideEdit> OverrideService::setEnabled(std::span<const std::int64_t> ids, bool enabled) const
{
    return changed(
        list(), ids, enabled ? QObject::tr("switch an override on") : QObject::tr("switch an override off"),
        [enabled](std::vector<Override>& rows, std::int64_t id) {
            for (Override& o : rows) {
                if (o.id == id)
                    o.enabled = enabled;
            }
        });
}

Result<OverrideEdit> OverrideService::discard(std::span<const std::int64_t> ids) const
{
    return changed(
        list(), ids, QObject::tr("discard %n override(s)", nullptr, static_cast<int>(ids.size())),
        [](std::vector<Override>& rows, std::int64_t id) {
            std::erase_if(rows, [id](const Override& o) { return o.id == id; });
        });
}

Outcome OverrideService::applyIn(Store& store, const QJsonObject& state, const Progress&)
{
    // Rows are never deleted: what was said, by whom and when, stays for the score to come.
    sql::Statement remove(
        store.db(), "UPDATE override SET removed_at = ?3, removed_as_of = ?4 WHERE series_id = ?1 AND "
                    "week = ?2 AND removed_at IS NULL");
    const Day known = lastSalesDay(store);
    for (const QJsonValue& value : state.value(QStringLiteral("places")).toArray()) {
        const QJsonArray place = value.toArray();
        remove.bind(1, place.at(0).toInt())
            .bind(2, place.at(1).toInt())
            .bind(3, nowMs())
            .bind(4, known)
            .run();
    }
    sql::Statement put(
        store.db(), "INSERT OR REPLACE INTO override (override_id, series_id, week, units, baseline, "
                    "group_id, reason,"
                    " owner, made_at, expires, committed, enabled, removed_at, committed_at, as_of, naive,"
                    " statistical, causal) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12,"
                    " NULL, ?13, ?14, ?15, ?16, ?17)");
    for (const QJsonValue& value : state.value(QStringLiteral("rows")).toArray()) {
        const QJsonObject o = value.toObject();
        if (o.contains(QStringLiteral("id")))
            put.bind(1, static_cast<std::int64_t>(o.value(QStringLiteral("id")).toInteger()));
        else
            put.bindNull(1);
        put.bind(2, o.value(QStringLiteral("series")).toInt())
            .bind(3, o.value(QStringLiteral("week")).toInt());
        put.bind(4, o.value(QStringLiteral("units")).toDouble())
            .bind(5, o.value(QStringLiteral("baseline")).toDouble());
        const std::int64_t group = o.value(QStringLiteral("group")).toInteger();
        if (group != 0)
            put.bind(6, group);
        else
            put.bindNull(6);
        put.bind(7, o.value(QStringLiteral("reason")).toString().toStdString());
        put.bind(8, o.value(QStringLiteral("owner")).toString().toStdString());
        put.bind(9, static_cast<std::int64_t>(o.value(QStringLiteral("made_at")).toInteger()));
        if (o.contains(QStringLiteral("expires")))
            put.bind(10, o.value(QStringLiteral("expires")).toInt());
        else
            put.bindNull(10);
        put.bind(11, o.value(QStringLiteral("committed")).toBool())
            .bind(12, o.value(QStringLiteral("enabled")).toBool());
        const QJsonArray basis = o.value(QStringLiteral("basis")).toArray();
        for (int i = 0; i < 5; ++i) {
            if (basis.isEmpty())
                put.bindNull(13 + i);
            else if (i < 2)
                put.bind(13 + i, static_cast<std::int64_t>(basis.at(i).toInteger()));
            else
                put.bind(13 + i, basis.at(i).toDouble());
        }
        put.run();
    }
    return success();
}

Outcome OverrideService::apply(const QString& path, const QJsonObject& state)
{
    return changing(path, "keep the override", [&](Store& store) { return applyIn(store, state, {}); });
}

std::vector<ForecastWeek> weeksOf(const Forecast& forecast)
{
    std::vector<ForecastWeek> weeks;
    for (int step = 0; step < forecast.horizon(); ++step) {
        const Day day = forecast.dayOfStep(step);
        const Day week = forecast.grain == Grain::Daily ? startOfWeek(day) : day;
        if (weeks.empty() || weeks.back().week != week)
            weeks.push_back({week, step, 0});
        ++weeks.back().count;
    }
    return weeks;
}

double shareAhead(const Forecast& forecast, const ForecastWeek& week)
{
    return forecast.grain == Grain::Daily ? week.count / 7.0 : 1.0;
}

Forecast withOverrides(const Forecast& forecast, std::span<const Override> overrides)
{
    std::vector<double> mean = forecast.mean;
    bool any = false;
    const std::vector<ForecastWeek> weeks = weeksOf(forecast);
    for (const Override& o : overrides) {
        const auto at =
            std::find_if(weeks.begin(), weeks.end(), [&](const ForecastWeek& w) { return w.week == o.week; });
        if (at == weeks.end() || !o.holdsOn(forecast.first))
            continue;
        const double units = o.units * shareAhead(forecast, *at);
        const double now = forecast.sum(at->from, at->count);
        for (int step = at->from; step < at->from + at->count; ++step) {
            const auto i = static_cast<std::size_t>(step);
            mean[i] = now > 0.0 ? forecast.mean[i] * units / now : units / at->count;
        }
        any = true;
    }
    return any ? forecast.withMean(mean) : forecast;
}

} // namespace merch
