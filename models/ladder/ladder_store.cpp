#include "models/ladder/ladder_store.h"

#include "models/ladder/ladder_codec.h"
#include "models/store/sqlite.h"
#include "models/store/store.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <array>
#include <cmath>

namespace merch
{

namespace
{

constexpr int kRunsKept = 4;

QString textOf(const sql::Statement& row, int column)
{
    const std::string_view bytes = row.text(column);
    return QString::fromUtf8(bytes.data(), static_cast<qsizetype>(bytes.size()));
}

void bindMoney(sql::Statement& statement, int parameter, std::optional<double> value)
{
    if (value && std::isfinite(*value))
        statement.bind(parameter, *value);
    else
        statement.bindNull(parameter);
}

QByteArray resultOf(const Backtest& made)
{
    QJsonArray rungs;
    for (std::size_t k = 0; k < kRungs; ++k) {
        const RungTotal& rung = made.report.rungs[k];
        rungs.append(QJsonObject{
            {QStringLiteral("rung"), LadderService::rungName(static_cast<Rung>(k))},
            {QStringLiteral("money_per_year"), rung.total.money()},
            {QStringLiteral("gap_to_perfect"), rung.total.money() - made.report.perfect},
            {QStringLiteral("series"), rung.chosen}});
    }
    return QJsonDocument(QJsonObject{
                             {QStringLiteral("rungs"), rungs},
                             {QStringLiteral("best_forecaster"), made.report.bestForecaster.money()},
                             {QStringLiteral("perfect_information"), made.report.perfect},
                             {QStringLiteral("verdict"), made.verdict}})
        .toJson(QJsonDocument::Compact);
}

/// What the run of the latest day before another wanted and put in force.
struct Before {
    int wanted = 0, inForce = 0;
};

std::map<int, Before> readBefore(Store& store, Day asOf)
{
    std::map<int, Before> before;
    sql::Statement rows(
        store.db(), "SELECT series_id, wanted, in_force FROM ladder_series WHERE wanted IS NOT NULL AND"
                    " run_id = (SELECT run_id FROM ladder_run WHERE as_of < ?1 ORDER BY as_of DESC LIMIT 1)");
    rows.bind(1, asOf);
    while (rows.step())
        before[static_cast<int>(rows.integer(0))] = {
            static_cast<int>(rows.integer(1)), static_cast<int>(rows.integer(2))};
    return before;
}

} // namespace

BacktestOptions LadderRun::options() const
{
    BacktestOptions same;
    same.asOf = asOf;
    same.folds = folds;
    same.horizon = horizon;
    same.thresholdShare = thresholdShare;
    same.seed = seed;
    return same;
}

std::optional<LadderRun> readLadderRun(Store& store, std::optional<Day> asOf)
{
    sql::Statement row(
        store.db(), "SELECT run_id, made_at, made_by, as_of, window_from, reported_from, folds, threshold, "
                    "series, result,"
                    " seconds, horizon, seed FROM ladder_run WHERE ?1 IS NULL OR as_of <= ?1 ORDER BY as_of "
                    "DESC LIMIT 1");
    if (asOf)
        row.bind(1, *asOf);
    else
        row.bindNull(1);
    if (!row.step())
        return std::nullopt;
    LadderRun run;
    run.runId = row.integer(0);
    run.madeAt = row.integer(1);
    run.madeBy = textOf(row, 2);
    run.asOf = static_cast<Day>(row.integer(3));
    run.windowFrom = static_cast<Day>(row.integer(4));
    run.reportedFrom = static_cast<Day>(row.integer(5));
    run.folds = static_cast<int>(row.integer(6));
    run.thresholdShare = row.real(7);
    run.series = static_cast<int>(row.integer(8));
    const QJsonObject result = QJsonDocument::fromJson(textOf(row, 9).toUtf8()).object();
    run.seconds = row.real(10);
    run.horizon = static_cast<int>(row.integer(11));
    run.seed = static_cast<std::uint64_t>(row.integer(12));
    const QJsonArray rungs = result.value(QStringLiteral("rungs")).toArray();
    for (qsizetype k = 0; k < std::min<qsizetype>(rungs.size(), kRungs); ++k) {
        const QJsonObject line = rungs.at(k).toObject();
        run.lines.push_back(
            {static_cast<Rung>(k), line.value(QStringLiteral("money_per_year")).toDouble(),
             line.value(QStringLiteral("gap_to_perfect")).toDouble(),
             line.value(QStringLiteral("series")).toInt()});
    }
    run.bestForecaster = result.value(QStringLiteral("best_forecaster")).toDouble();
    run.perfect = result.value(QStringLiteral("perfect_information")).toDouble();
    run.verdict = result.value(QStringLiteral("verdict")).toString();
    return run;
}

void writeLadder(Store& store, const Backtest& made, const BacktestOptions& options, const std::string& user)
{
    sql::Statement drop(store.db(), "DELETE FROM ladder_run WHERE as_of = ?1");
    drop.bind(1, made.asOf).run();
    const std::map<int, Before> before = readBefore(store, made.asOf);
    sql::Statement run(
        store.db(),
        "INSERT INTO ladder_run (made_at, made_by, as_of, window_from, reported_from, folds, horizon, seed,"
        " threshold, series, result, seconds) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)");
    run.bind(1, nowMs()).bind(2, user).bind(3, made.asOf).bind(4, made.windowFrom).bind(5, made.reportedFrom);
    run.bind(6, options.folds).bind(7, options.horizon).bind(8, static_cast<std::int64_t>(options.seed));
    run.bind(9, options.thresholdShare).bind(10, made.report.series);
    run.bind(11, resultOf(made).toStdString()).bind(12, made.seconds).run();
    const std::int64_t runId = sqlite3_last_insert_rowid(store.db().get());
    sql::Statement add(
        store.db(), "INSERT INTO ladder_series (run_id, series_id, left_out, rung, wanted, in_force, today,"
                    " rule, statistical, causal, best_forecaster, perfect_information, b)"
                    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)");
    for (std::size_t i = 0; i < made.series.size(); ++i) {
        const LadderEntry& one = made.series[i];
        const bool replayed = one.leftOut.isEmpty();
        const RungChoice choice = i < made.report.choices.size() ? made.report.choices[i] : RungChoice{};
        add.bind(1, runId).bind(2, one.seriesId);
        for (int column = 3; column <= 12; ++column)
            add.bindNull(column);
        if (!replayed) {
            add.bind(3, one.leftOut.toStdString());
        } else {
            const auto was = before.find(one.seriesId);
            const bool stays =
                was != before.end() && was->second.wanted != choice.forecasting && was->second.inForce > 0 &&
                one.climbed.rungs[static_cast<std::size_t>(was->second.inForce)].skipped.empty();
            add.bind(4, choice.rung).bind(5, choice.forecasting);
            add.bind(6, stays ? was->second.inForce : choice.forecasting);
            for (std::size_t k = 0; k < kRungs; ++k)
                if (one.climbed.rungs[k].skipped.empty())
                    bindMoney(add, 7 + static_cast<int>(k), moneyPerYear(one.climbed, one.climbed.rungs[k]));
            bindMoney(add, 11, moneyPerYear(one.climbed, one.climbed.bestForecaster));
            bindMoney(add, 12, perfectPerYear(one.climbed));
        }
        add.bindBlob(13, encodeClimbed(one.climbed, choice)).run();
    }
    sql::Statement prune(
        store.db(), "DELETE FROM ladder_run WHERE run_id NOT IN"
                    " (SELECT run_id FROM ladder_run ORDER BY as_of DESC LIMIT ?1)");
    prune.bind(1, kRunsKept).run();
}

std::vector<KeptSeries> readLadderSeries(
    Store& store, std::int64_t runId, std::optional<std::span<const int>> seriesIds, const Progress& progress)
{
    std::vector<KeptSeries> all;
    const std::string columns =
        "SELECT series_id, left_out, in_force, b FROM ladder_series WHERE run_id = ?1";
    const auto take = [&](const sql::Statement& row) {
        if (progress && (all.size() & 0xFF) == 0xFF && !progress(0, 0))
            throw CancelledWork();
        KeptSeries one;
        one.seriesId = static_cast<int>(row.integer(0));
        if (!row.isNull(1))
            one.leftOut = textOf(row, 1);
        one.inForce = row.isNull(2) ? 0 : static_cast<int>(row.integer(2));
        decodeClimbed(row.blob(3), one.climbed, one.choice);
        all.push_back(std::move(one));
    };
    if (!seriesIds) {
        sql::Statement rows(store.db(), columns + " ORDER BY series_id");
        rows.bind(1, runId);
        while (rows.step())
            take(rows);
        return all;
    }
    std::vector<int> ids(seriesIds->begin(), seriesIds->end());
    std::sort(ids.begin(), ids.end());
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
    sql::Statement row(store.db(), columns + " AND series_id = ?2");
    for (const int id : ids) {
        row.bind(1, runId).bind(2, id);
        if (row.step())
            take(row);
        row.reset();
    }
    return all;
}

std::map<int, RungInUse> readPins(Store& store)
{
    std::map<int, RungInUse> pins;
    sql::Statement rows(store.db(), "SELECT series_id, rung, owner FROM rung_pin");
    while (rows.step())
        pins[static_cast<int>(rows.integer(0))] = {static_cast<Rung>(rows.integer(1)), textOf(rows, 2)};
    return pins;
}

std::map<int, RungInUse> readRungsInUse(Store& store, Day asOf)
{
    std::map<int, RungInUse> used = readPins(store);
    sql::Statement rows(
        store.db(), "SELECT series_id, in_force FROM ladder_series WHERE in_force > 0 AND run_id ="
                    " (SELECT run_id FROM ladder_run WHERE as_of <= ?1 ORDER BY as_of DESC LIMIT 1)");
    rows.bind(1, asOf);
    while (rows.step())
        used.try_emplace(
            static_cast<int>(rows.integer(0)), RungInUse{static_cast<Rung>(rows.integer(1)), {}});
    return used;
}

} // namespace merch
