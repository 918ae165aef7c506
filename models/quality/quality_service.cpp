#include "models/quality/quality_service.h"

#include "models/quality/series_checks.h"
#include "models/store/sqlite.h"
#include "models/store/store.h"

#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <set>

namespace merch
{

namespace
{

struct Rule {
    std::string id, dimension, severity, title, suggestion, entity, lookedAt, query;
    bool critical = false;
};

std::vector<Rule> loadRules()
{
    std::vector<Rule> rules;
    const QDir folder(QStringLiteral(":/sql/checks"));
    for (const QString& name : folder.entryList({QStringLiteral("*.sql")}, QDir::Files, QDir::Name)) {
        QFile file(folder.filePath(name));
        if (!file.open(QIODevice::ReadOnly))
            continue;
        Rule rule;
        for (const QByteArray& bytes : file.readAll().split('\n')) {
            const QString line = QString::fromUtf8(bytes);
            if (!line.startsWith(QLatin1String("-- "))) {
                rule.query += line.toStdString() + "\n";
                continue;
            }
            const qsizetype colon = line.indexOf(QLatin1String(": "));
            const QString key = line.mid(3, colon - 3);
            const std::string value = line.mid(colon + 2).trimmed().toStdString();
            if (key == QLatin1String("rule"))
                rule.id = value;
            else if (key == QLatin1String("dimension"))
                rule.dimension = value;
            else if (key == QLatin1String("severity"))
                rule.severity = value;
            else if (key == QLatin1String("critical"))
                rule.critical = value == "yes";
            else if (key == QLatin1String("title"))
                rule.title = value;
            else if (key == QLatin1String("suggestion"))
                rule.suggestion = value;
            else if (key == QLatin1String("entity"))
                rule.entity = value;
            else if (key == QLatin1String("looked_at"))
                rule.lookedAt = value;
        }
        if (QString::fromStdString(rule.query).trimmed().isEmpty())
            rule.query.clear();
        rules.push_back(std::move(rule));
    }
    return rules;
}

QString q(std::string_view text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

} // namespace

QualityService::QualityService(const QString& path)
    : m_path(path)
{
}

Result<QualityReport>
QualityService::run(const QString& user, const QString& commandLine, const Progress& progress) const
{
    return reporting("run the checks", [&]() -> Result<QualityReport> {
        Result<Store> store = Store::open(m_path.toStdString(), Store::Mode::ReadWrite);
        if (!store)
            return store.error();
        const std::vector<Rule> rules = loadRules();
        // Reading is most of the work, and is done before the writing begins.
        const SeriesChecks series = checkSeries(*store, [&](std::size_t done, std::size_t total) {
            return !progress || progress(done * 700 / std::max<std::size_t>(1, total), 1000);
        });

        std::set<std::tuple<std::string, std::string, std::string>> accepted;
        {
            sql::Statement rows(
                store->db(), "SELECT rule, key, coalesce(field, '') FROM finding WHERE state = 'accepted'"
                             " AND run_id = (SELECT max(run_id) FROM quality_run)");
            while (rows.step())
                accepted.emplace(
                    std::string(rows.text(0)), std::string(rows.text(1)), std::string(rows.text(2)));
        }

        QualityReport report;
        sql::Transaction transaction(store->db());
        store->db().execute("UPDATE series SET critical = NULL WHERE critical IS NOT NULL");
        sql::Statement makeRun(
            store->db(), "INSERT INTO quality_run (made_at, score, dimensions) VALUES (?1, 0, '{}')");
        makeRun.bind(1, nowMs()).run();
        report.runId = sqlite3_last_insert_rowid(store->db().get());
        sql::Statement keepRule(store->db(), "INSERT INTO quality_rule VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)");
        sql::Statement keep(
            store->db(), "INSERT INTO finding (run_id, rule, severity, entity, key, field, value, message, "
                         "suggestion, money,"
                         " series_id, state) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)");
        sql::Statement hold(
            store->db(), "UPDATE series SET critical = ?2 WHERE series_id = ?1 AND critical IS NULL");
        QMap<QString, std::pair<double, int>> sums;
        std::size_t done = 0;
        for (const Rule& rule : rules) {
            if (progress && !progress(700 + 300 * done++ / rules.size(), 1000))
                throw CancelledWork();
            std::int64_t lookedAt = rule.entity == "location" ? series.locations : series.series, found = 0;
            const auto add = [&](std::string_view key, std::string_view field, std::string_view value,
                                 std::string_view message, std::optional<std::int64_t> money, int seriesId) {
                ++found;
                const bool fine = accepted.count({rule.id, std::string(key), std::string(field)}) != 0;
                keep.bind(1, std::int64_t{report.runId})
                    .bind(2, rule.id)
                    .bind(3, rule.severity)
                    .bind(4, rule.entity)
                    .bind(5, key);
                keep.bind(6, field).bind(7, value).bind(8, message).bind(9, rule.suggestion);
                money ? keep.bind(10, *money) : keep.bindNull(10);
                seriesId != 0 ? keep.bind(11, seriesId) : keep.bindNull(11);
                keep.bind(12, fine ? "accepted" : "open").run();
                if (rule.critical && seriesId != 0 && !fine)
                    hold.bind(1, seriesId).bind(2, rule.title + ": " + std::string(message)).run();
                report.findings.push_back(
                    {q(rule.id), q(rule.severity), q(rule.entity), q(key), q(field), q(value), q(message),
                     q(rule.suggestion), money ? std::optional<qint64>(*money) : std::nullopt,
                     fine ? QStringLiteral("accepted") : QStringLiteral("open")});
                if (!fine)
                    ++report.counts[q(rule.severity)];
            };
            if (rule.query.empty()) {
                for (const SeriesFinding& f : series.findings) {
                    if (f.rule == rule.id)
                        add(f.key, f.field, f.value, f.message, std::nullopt, f.seriesId);
                }
            } else {
                sql::Statement count(store->db(), rule.lookedAt);
                lookedAt = count.step() ? count.integer(0) : 0;
                sql::Statement rows(store->db(), rule.query);
                while (rows.step())
                    add(rows.text(0), rows.text(1), rows.text(2), rows.text(3),
                        rows.isNull(4) ? std::nullopt : std::optional<std::int64_t>(rows.integer(4)),
                        rows.isNull(5) ? 0 : static_cast<int>(rows.integer(5)));
            }
            keepRule.bind(1, std::int64_t{report.runId})
                .bind(2, rule.id)
                .bind(3, rule.dimension)
                .bind(4, rule.severity);
            keepRule.bind(5, lookedAt).bind(6, found).bind(7, rule.title).run();
            if (lookedAt > 0) {
                auto& [sum, rulesOf] = sums[q(rule.dimension)];
                sum += 1.0 - std::min(1.0, static_cast<double>(found) / static_cast<double>(lookedAt));
                ++rulesOf;
            }
        }
        QJsonObject dimensions;
        double total = 0.0;
        for (auto it = sums.begin(); it != sums.end(); ++it) {
            const double score = it.value().first / it.value().second;
            report.dimensions[it.key()] = score;
            dimensions[it.key()] = score;
            total += score;
        }
        report.score = sums.isEmpty() ? 1.0 : total / static_cast<double>(sums.size());
        sql::Statement finish(
            store->db(), "UPDATE quality_run SET score = ?2, dimensions = ?3 WHERE run_id = ?1");
        finish.bind(1, std::int64_t{report.runId}).bind(2, report.score);
        finish.bind(3, QJsonDocument(dimensions).toJson(QJsonDocument::Compact).toStdString()).run();
        // Findings of older runs have served; their scores stay for the course over time.
        sql::Statement prune(store->db(), "DELETE FROM finding WHERE run_id < ?1");
        prune.bind(1, std::int64_t{report.runId}).run();
        sql::Statement held(store->db(), "SELECT count(*) FROM series WHERE critical IS NOT NULL");
        held.step();
        report.heldBack = static_cast<int>(held.integer(0));
        held.reset();
        store->logCommand(
            user.toStdString(), commandLine.isEmpty() ? "check" : commandLine.toStdString(),
            std::to_string(report.findings.size()) + " findings");
        transaction.commit();
        return report;
    });
}

} // namespace merch
