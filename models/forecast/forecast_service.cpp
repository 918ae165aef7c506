#include "models/forecast/forecast_service.h"

#include "engine/forecast/method.h"
#include "models/forecast/forecast_all.h"
#include "models/forecast/forecast_codec.h"
#include "models/forecast/forecast_store.h"
#include "models/forecast/learnable_history.h"
#include "models/forecast/override_service.h"
#include "models/ladder/ladder_store.h"
#include "models/store/changes.h"
#include "models/store/demand.h"
#include "models/store/sqlite.h"
#include "models/store/store.h"

#include <QDate>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <chrono>
#include <cmath>

namespace merch
{

namespace
{

constexpr int kRunsKept = 3;
constexpr int kLadderDays = 28;

std::string isoDay(Day day)
{
    return QDate(1970, 1, 1).addDays(day).toString(Qt::ISODate).toStdString();
}

void bindNumber(sql::Statement& statement, int parameter, double value)
{
    if (std::isfinite(value))
        statement.bind(parameter, value);
    else
        statement.bindNull(parameter);
}

Forecast readForecast(const sql::Statement& row)
{
    // method, form, reason, demand_class, first_day, wape, rmsse, bias, pinball, mae, folds, b
    const auto number = [&row](int column) { return row.isNull(column) ? kNone : row.real(column); };
    Forecast forecast;
    forecast.method = row.text(1);
    forecast.form = row.text(2);
    forecast.reason = row.text(3);
    forecast.demandClass = static_cast<DemandClass>(row.integer(4));
    forecast.first = static_cast<Day>(row.integer(5));
    forecast.accuracy = {
        static_cast<int>(row.integer(11)), number(6), number(7), number(8), number(9), number(10)};
    decodeForecast(row.blob(12), forecast);
    return forecast;
}

constexpr const char* kForecastColumns = "SELECT series_id, method, form, reason, demand_class, first_day, "
                                         "wape, rmsse, bias, pinball, mae, folds, b FROM forecast"
                                         " WHERE run_id = (SELECT max(run_id) FROM forecast_run)";

Error noForecast(int seriesId)
{
    return {
        ErrorCode::NotFound,
        "Series " + std::to_string(seriesId) + " has no forecast.",
        "Run the forecast first.",
        {}};
}

} // namespace

ForecastOptions usualForecast(const QString& user, const QString& commandLine)
{
    ForecastOptions options;
    options.ladderDays = kLadderDays;
    options.user = user;
    options.commandLine = commandLine;
    return options;
}

std::optional<ForecastRun> readLatestRun(Store& store)
{
    sql::Statement row(
        store.db(),
        "SELECT run_id, made_at, made_by, as_of, horizon FROM forecast_run ORDER BY run_id DESC LIMIT 1");
    if (!row.step())
        return std::nullopt;
    const std::string_view by = row.text(2);
    return ForecastRun{
        row.integer(0), row.integer(1), QString::fromUtf8(by.data(), static_cast<qsizetype>(by.size())),
        static_cast<Day>(row.integer(3)), static_cast<int>(row.integer(4))};
}

std::vector<SeriesForecast> readAllForecasts(Store& store, const Progress& progress)
{
    std::vector<SeriesForecast> all;
    sql::Statement rows(store.db(), std::string(kForecastColumns) + " ORDER BY series_id");
    while (rows.step()) {
        if (progress && (all.size() & 0x3FF) == 0 && !progress(0, 0))
            throw CancelledWork();
        all.push_back({static_cast<int>(rows.integer(0)), readForecast(rows)});
    }
    return all;
}

std::vector<SeriesForecast>
readForecasts(Store& store, std::span<const int> seriesIds, const Progress& progress)
{
    std::vector<int> ids(seriesIds.begin(), seriesIds.end());
    std::sort(ids.begin(), ids.end());
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
    std::vector<SeriesForecast> some;
    some.reserve(ids.size());
    sql::Statement row(store.db(), std::string(kForecastColumns) + " AND series_id = ?1");
    for (const int id : ids) {
        if (progress && (some.size() & 0xFF) == 0xFF && !progress(some.size(), ids.size()))
            throw CancelledWork();
        row.bind(1, id);
        if (row.step())
            some.push_back({id, readForecast(row)});
        row.reset();
    }
    return some;
}

ForecastService::ForecastService(const QString& path)
    : m_path(path)
{
}

Result<ForecastSummary> ForecastService::run(const ForecastOptions& options, const Progress& progress) const
{
    return reporting("forecast", [&]() -> Result<ForecastSummary> {
        auto start = std::chrono::steady_clock::now();
        if (options.horizon < 1)
            return Error{ErrorCode::Usage, "The horizon must be at least one day.", {}, {}};
        if (options.method != "auto" && !findMethod(options.method))
            return Error{
                ErrorCode::Usage,
                "There is no method \"" + options.method + "\".",
                "merchbench-cli series --help lists them.",
                {}};
        Result<Store> store = Store::open(m_path.toStdString(), Store::Mode::ReadWrite);
        if (!store)
            return store.error();
        const std::vector<SeriesInfo> all = loadSeries(*store);
        const Day last = lastSalesDay(*store);
        const Day asOf = options.asOf.value_or(last);
        std::vector<SeriesInfo> series;
        std::copy_if(all.begin(), all.end(), std::back_inserter(series), [asOf](const SeriesInfo& info) {
            return info.lastDay >= info.firstDay && info.firstDay <= asOf;
        });
        if (series.empty())
            return Error{
                ErrorCode::InvalidInput,
                all.empty() || last < 0 ? std::string("There are no sales to forecast from.")
                                        : "Nothing was sold up to " + isoDay(asOf) + ".",
                "Import sales first.",
                {}};
        const auto share = [&](double from, double to) {
            return [&progress, from, to](std::size_t done, std::size_t total) {
                return !progress ||
                       progress(
                           static_cast<std::size_t>(
                               1000 * (from + (to - from) * static_cast<double>(done) /
                                                  static_cast<double>(std::max<std::size_t>(1, total)))),
                           1000);
            };
        };
        ForecastSummary summary;
        std::optional<Backtest> replayed;
        BacktestOptions replay;
        replay.asOf = asOf;
        replay.threads = options.threads;
        replay.seed = options.seed;
        double from = 0.0;
        if (options.ladderDays && options.method == "auto" && options.ladder) {
            const std::optional<LadderRun> kept = readLadderRun(*store, asOf);
            if (!kept || kept->asOf < asOf - *options.ladderDays ||
                changedSince(*store, kAssumptionsChanged, kept->madeAt)) {
                from = 0.75;
                Result<Backtest> made = LadderService(m_path).backtest(replay, share(0.0, from));
                if (made)
                    replayed = std::move(*made);
                else if (made.error().code == ErrorCode::InvalidInput)
                    summary.noLadder = QString::fromStdString(made.error().message);
                else
                    return made.error();
                start = std::chrono::steady_clock::now(); // the replay has a time of its own
            }
        }
        const auto rest = [&](double begin, double end) {
            return share(from + (1.0 - from) * begin, from + (1.0 - from) * end);
        };
        std::vector<SeriesHistory> histories = loadHistories(*store, series, asOf, rest(0.0, 0.1));
        if (histories.empty())
            throw CancelledWork();

        std::optional<sql::Transaction> transaction;
        const std::string user = options.user.isEmpty() ? loginName() : options.user.toStdString();
        if (replayed) { // these forecasts keep to it already: both are kept, or neither
            transaction.emplace(store->db());
            writeLadder(*store, *replayed, replay, user);
        }
        const std::vector<Forecast> forecasts =
            forecastAll(*store, series, histories, asOf, options, rest(0.1, 0.9));
        summary.lost = lostUnits(histories, asOf, options.threads);
        histories.clear();

        summary.asOf = asOf;
        summary.series = static_cast<int>(series.size());
        summary.caused = static_cast<int>(std::count_if(
            forecasts.begin(), forecasts.end(), [](const Forecast& one) { return one.caused; }));
        summary.plansIgnored = options.withPlans ? summary.series - summary.caused : 0;
        if (!transaction)
            transaction.emplace(store->db());
        const QJsonObject kept{
            {QStringLiteral("method"), QString::fromStdString(options.method)},
            {QStringLiteral("folds"), options.folds},
            {QStringLiteral("with_plans"), options.withPlans}};
        sql::Statement addRun(
            store->db(), "INSERT INTO forecast_run (made_at, as_of, horizon, seed, options, seconds, made_by)"
                         " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)");
        addRun.bind(1, nowMs())
            .bind(2, asOf)
            .bind(3, options.horizon)
            .bind(4, static_cast<std::int64_t>(options.seed));
        addRun.bind(5, QJsonDocument(kept).toJson(QJsonDocument::Compact).toStdString());
        addRun.bind(6, std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count())
            .bind(7, user)
            .run();
        summary.runId = sqlite3_last_insert_rowid(store->db().get());
        sql::Statement add(
            store->db(),
            "INSERT INTO forecast (run_id, series_id, method, form, reason, demand_class, first_day,"
            " units_28, wape, rmsse, bias, pinball, mae, folds, b)"
            " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)");
        const auto keep = rest(0.9, 1.0);
        for (std::size_t i = 0; i < series.size(); ++i) {
            if ((i & 0x3FF) == 0 && !keep(i, series.size()))
                throw CancelledWork();
            const Forecast& f = forecasts[i];
            ++summary.methods[f.method];
            add.bind(1, summary.runId)
                .bind(2, series[i].seriesId)
                .bind(3, f.method)
                .bind(4, f.form)
                .bind(5, f.reason);
            add.bind(6, static_cast<int>(f.demandClass)).bind(7, f.first);
            add.bind(8, f.sum(0, periodsIn(28, f.grain)));
            bindNumber(add, 9, f.accuracy.wape);
            bindNumber(add, 10, f.accuracy.rmsse);
            bindNumber(add, 11, f.accuracy.bias);
            bindNumber(add, 12, f.accuracy.pinball);
            bindNumber(add, 13, f.accuracy.mae);
            add.bind(14, f.accuracy.folds).bindBlob(15, encodeForecast(f)).run();
        }
        sql::Statement prune(
            store->db(), "DELETE FROM forecast_run WHERE run_id NOT IN"
                         " (SELECT run_id FROM forecast_run ORDER BY run_id DESC LIMIT ?1)");
        prune.bind(1, kRunsKept).run();
        store->logCommand(
            user, options.commandLine.isEmpty() ? "forecast" : options.commandLine.toStdString(),
            std::to_string(summary.series) + " series");
        transaction->commit();
        summary.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
        summary.seriesPerSecond = summary.series / std::max(1e-9, summary.seconds);
        return summary;
    });
}

Result<std::optional<ForecastRun>> ForecastService::latestRun() const
{
    return reporting("read the forecast run", [&]() -> Result<std::optional<ForecastRun>> {
        Result<Store> store = Store::open(m_path.toStdString(), Store::Mode::ReadOnly);
        if (!store)
            return store.error();
        return readLatestRun(*store);
    });
}

Result<Forecast> ForecastService::load(int seriesId) const
{
    return reporting("read the forecast", [&]() -> Result<Forecast> {
        Result<Store> store = Store::open(m_path.toStdString(), Store::Mode::ReadOnly);
        if (!store)
            return store.error();
        std::vector<SeriesForecast> one = readForecasts(*store, std::span(&seriesId, 1));
        if (one.empty())
            return noForecast(seriesId);
        return std::move(one.front().forecast);
    });
}

Result<Forecast> ForecastService::effectiveForecast(int seriesId) const
{
    Result<Forecast> forecast = load(seriesId);
    if (!forecast)
        return forecast;
    const Result<std::vector<Override>> overrides = OverrideService(m_path, {}).list(seriesId);
    if (!overrides)
        return overrides.error();
    return withOverrides(*forecast, *overrides);
}

Result<std::vector<SeriesForecast>> ForecastService::loadAll(const Progress& progress) const
{
    return reporting("read the forecasts", [&]() -> Result<std::vector<SeriesForecast>> {
        Result<Store> store = Store::open(m_path.toStdString(), Store::Mode::ReadOnly);
        if (!store)
            return store.error();
        return readAllForecasts(*store, progress);
    });
}

Result<std::vector<SeriesForecast>> ForecastService::loadAllEffective(const Progress& progress) const
{
    Result<std::vector<SeriesForecast>> all = loadAll(progress);
    if (!all)
        return all;
    const Result<std::vector<Override>> overrides = OverrideService(m_path, {}).list();
    if (!overrides)
        return overrides.error();
    // Both are in order of the series.
    auto next = overrides->begin();
    for (SeriesForecast& one : *all) {
        next = std::find_if(
            next, overrides->end(), [&](const Override& o) { return o.seriesId >= one.seriesId; });
        const auto end = std::find_if(
            next, overrides->end(), [&](const Override& o) { return o.seriesId != one.seriesId; });
        if (next != end)
            one.forecast = withOverrides(one.forecast, std::span(next, end));
        next = end;
    }
    return all;
}

Outcome ForecastService::visitRows(const std::function<bool(const ForecastRow&)>& visit) const
{
    Result<std::vector<SeriesForecast>> all = loadAllEffective();
    if (!all)
        return all.error();
    if (all->empty())
        return Error{ErrorCode::NotFound, "There is no forecast.", "Run the forecast first.", {}};
    return reporting("read the forecasts", [&]() -> Outcome {
        Result<Store> store = Store::open(m_path.toStdString(), Store::Mode::ReadOnly);
        if (!store)
            return store.error();
        sql::Statement names(
            store->db(), "SELECT s.series_id, p.sku, l.code FROM series s JOIN product p USING (product_id)"
                         " JOIN location l USING (location_id) ORDER BY p.sku, l.code");
        ForecastRow row;
        while (names.step()) {
            const int id = static_cast<int>(names.integer(0));
            const auto one = std::lower_bound(
                all->begin(), all->end(), id, [](const SeriesForecast& f, int i) { return f.seriesId < i; });
            if (one == all->end() || one->seriesId != id)
                continue;
            const auto text = [&names](int column) {
                const std::string_view bytes = names.text(column);
                return QString::fromUtf8(bytes.data(), static_cast<qsizetype>(bytes.size()));
            };
            row.sku = text(1);
            row.location = text(2);
            row.method = QString::fromStdString(one->forecast.method);
            for (int step = 0; step < one->forecast.horizon(); ++step) {
                row.day = one->forecast.dayOfStep(step);
                row.mean = one->forecast.mean[static_cast<std::size_t>(step)];
                for (std::size_t q = 0; q < std::size(kStoredLevels); ++q)
                    row.quantiles[q] = one->forecast.quantile(step, kStoredLevels[q]);
                if (!visit(row))
                    return success();
            }
        }
        return success();
    });
}

} // namespace merch
