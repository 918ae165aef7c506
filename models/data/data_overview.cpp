#include "models/data/data_overview.h"

#include "models/store/sqlite.h"
#include "models/store/store.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <map>

namespace merch
{

namespace
{

QString text(const sql::Statement& row, int column)
{
    const std::string_view bytes = row.text(column);
    return QString::fromUtf8(bytes.data(), static_cast<qsizetype>(bytes.size()));
}

std::optional<qint64> optionalInteger(const sql::Statement& row, int column)
{
    return row.isNull(column) ? std::nullopt : std::optional<qint64>(row.integer(column));
}

void readScores(Store& store, DataOverview& overview)
{
    // The newest 60 checks, oldest first: more points than the small charts have pixels for would only blur.
    sql::Statement runs(
        store.db(),
        "SELECT made_at, score, dimensions FROM (SELECT * FROM quality_run ORDER BY run_id DESC LIMIT 60)"
        " ORDER BY run_id");
    std::map<QString, QualityDimension> dimensions;
    while (runs.step()) {
        overview.scores.push_back({runs.integer(0), runs.real(1)});
        const std::string_view body = runs.text(2);
        const QJsonObject scores =
            QJsonDocument::fromJson(QByteArray(body.data(), static_cast<qsizetype>(body.size()))).object();
        for (auto score = scores.begin(); score != scores.end(); ++score) {
            QualityDimension& dimension = dimensions[score.key()];
            dimension.name = score.key();
            dimension.score = score.value().toDouble();
            dimension.history.push_back(dimension.score);
        }
    }
    for (auto& [name, dimension] : dimensions)
        overview.dimensions.push_back(std::move(dimension));
    overview.checked = !overview.scores.empty();
}

void readRules(Store& store, DataOverview& overview)
{
    sql::Statement rules(
        store.db(), "SELECT r.rule, r.title, r.dimension, r.severity, r.looked_at, r.found,"
                    "       count(f.finding_id) FILTER (WHERE f.state = 'open'), count(f.finding_id) FILTER "
                    "(WHERE f.state = 'accepted'),"
                    "       count(f.finding_id) FILTER (WHERE f.state = 'mended'), sum(f.money) FILTER "
                    "(WHERE f.state = 'open'),"
                    "       min(f.suggestion)"
                    " FROM quality_rule r LEFT JOIN finding f ON f.run_id = r.run_id AND f.rule = r.rule"
                    " WHERE r.run_id = (SELECT max(run_id) FROM quality_run) GROUP BY r.rule"
                    " ORDER BY CASE r.severity WHEN 'error' THEN 0 WHEN 'warning' THEN 1 ELSE 2 END, r.found "
                    "DESC, r.rule");
    while (rules.step()) {
        overview.rules.push_back(
            {text(rules, 0), text(rules, 1), text(rules, 2), text(rules, 3), text(rules, 10),
             rules.integer(4), rules.integer(5), rules.integer(6), rules.integer(7), rules.integer(8),
             optionalInteger(rules, 9)});
    }
    sql::Statement held(store.db(), "SELECT count(*) FROM series WHERE critical IS NOT NULL");
    held.step();
    overview.heldBack = static_cast<int>(held.integer(0));
}

void readSources(Store& store, DataOverview& overview)
{
    sql::Statement sources(
        store.db(),
        "SELECT s.source_id, s.name, s.kind, s.owner, s.fresh_days, max(i.made_at), max(i.last_day)"
        " FROM source s LEFT JOIN import i ON i.source_id = s.source_id AND i.undone_at IS NULL"
        " GROUP BY s.source_id ORDER BY s.kind, s.name");
    const qint64 now = nowMs();
    while (sources.step()) {
        SourceRow row;
        row.id = sources.integer(0);
        row.name = text(sources, 1);
        row.kind = text(sources, 2);
        row.owner = text(sources, 3);
        row.promisedDays = sources.isNull(4) ? 0.0 : sources.real(4);
        row.everImported = !sources.isNull(5);
        row.ageDays = row.everImported
                          ? std::max(0.0, static_cast<double>(now - sources.integer(5)) / 86'400'000.0)
                          : 0.0;
        if (!sources.isNull(6))
            row.lastDay = static_cast<int>(sources.integer(6));
        overview.sources.push_back(std::move(row));
    }
}

void readImports(Store& store, DataOverview& overview)
{
    sql::Statement imports(
        store.db(), "SELECT i.import_id, i.file, i.kind, s.name, i.made_by, i.rows_read, i.rows_accepted, "
                    "i.rows_rejected,"
                    "       (SELECT count(*) FROM reject r WHERE r.import_id = i.import_id AND "
                    "r.repaired_import IS NULL),"
                    "       i.made_at, i.undone_at IS NOT NULL"
                    " FROM import i JOIN source s USING (source_id) ORDER BY i.import_id DESC LIMIT 500");
    while (imports.step())
        overview.imports.push_back(
            {imports.integer(0), text(imports, 1), text(imports, 2), text(imports, 3), text(imports, 4),
             imports.integer(5), imports.integer(6), imports.integer(7), imports.integer(8),
             imports.integer(9), imports.integer(10) != 0});
}

} // namespace

Result<DataOverview> loadDataOverview(const QString& path)
{
    return reporting("read the state of the data", [&]() -> Result<DataOverview> {
        Result<Store> store = Store::open(path.toStdString(), Store::Mode::ReadOnly);
        if (!store)
            return store.error();
        DataOverview overview;
        readScores(*store, overview);
        readRules(*store, overview);
        readSources(*store, overview);
        readImports(*store, overview);
        return overview;
    });
}

Result<std::vector<FindingRow>> loadFindings(const QString& path, const QString& rule, int limit)
{
    return reporting("read the findings", [&]() -> Result<std::vector<FindingRow>> {
        Result<Store> store = Store::open(path.toStdString(), Store::Mode::ReadOnly);
        if (!store)
            return store.error();
        sql::Statement rows(
            store->db(), "SELECT finding_id, rule, severity, entity, key, field, value, message, suggestion, "
                         "state, owner, money FROM finding"
                         " WHERE run_id = (SELECT max(run_id) FROM quality_run) AND rule = ?1"
                         " ORDER BY coalesce(money, -1) DESC, finding_id LIMIT ?2");
        rows.bind(1, rule.toStdString()).bind(2, limit);
        std::vector<FindingRow> found;
        while (rows.step())
            found.push_back(
                {rows.integer(0), text(rows, 1), text(rows, 2), text(rows, 3), text(rows, 4), text(rows, 5),
                 text(rows, 6), text(rows, 7), text(rows, 8), text(rows, 9), text(rows, 10),
                 optionalInteger(rows, 11)});
        return found;
    });
}

Outcome setSourcePromise(const QString& path, qint64 sourceId, const QString& owner, double freshDays)
{
    return reporting("keep the source's owner", [&]() -> Outcome {
        Result<Store> store = Store::open(path.toStdString(), Store::Mode::ReadWrite);
        if (!store)
            return store.error();
        sql::Transaction transaction(store->db());
        sql::Statement update(
            store->db(), "UPDATE source SET owner = ?2, fresh_days = ?3 WHERE source_id = ?1");
        update.bind(1, static_cast<std::int64_t>(sourceId));
        if (owner.isEmpty())
            update.bindNull(2);
        else
            update.bind(2, owner.toStdString());
        if (freshDays > 0)
            update.bind(3, freshDays);
        else
            update.bindNull(3);
        update.run();
        transaction.commit();
        return success();
    });
}

} // namespace merch
