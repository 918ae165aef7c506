#include "models/quality/quality_service.h"

#include "models/export/currency.h"
#include "models/quality/quality_rules.h"
#include "models/quality/series_checks.h"
#include "models/query/day_tables.h"
#include "models/query/only_reading.h"
#include "models/store/sqlite.h"
#include "models/store/store.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <set>

namespace merch
{

namespace
{

/// Rules of a user's file read, and do nothing else, while this lives.
class OnlyReading
{
public:
    explicit OnlyReading(sql::Connection& db)
        : m_db(db)
    {
        sqlite3_set_authorizer(m_db.get(), onlyReading, nullptr);
    }
    OnlyReading(const OnlyReading&) = delete;
    OnlyReading& operator=(const OnlyReading&) = delete;
    ~OnlyReading() { sqlite3_set_authorizer(m_db.get(), nullptr, nullptr); }

private:
    sql::Connection& m_db;
};

constexpr int kColumns = 6;
constexpr std::int64_t kMostOwnFindings = 200'000;

/// What is wrong with the SQL of a user's rules.
std::optional<Error> misunderstood(sql::Connection& db, const std::vector<QualityRule>& rules)
{
    const auto why = [&db](const std::string& query, int columns) -> std::string {
        try {
            const OnlyReading reading(db);
            const sql::Statement statement(db, query);
            if (!statement.handle() || sqlite3_column_count(statement.handle()) != columns)
                return "it must be one SELECT of " + std::to_string(columns) + " columns";
            if (!sqlite3_stmt_readonly(statement.handle()))
                return "it may only read";
        } catch (const sql::SqlError& failure) {
            return failure.code == SQLITE_AUTH ? "it may only read" : sqlite3_errmsg(db.get());
        }
        return {};
    };
    for (const QualityRule& rule : rules) {
        if (!rule.own)
            continue;
        std::string wrong = why(rule.query, kColumns);
        if (!wrong.empty())
            wrong = "\"query\": " + wrong;
        else if (!rule.lookedAt.empty() && !(wrong = why(rule.lookedAt, 1)).empty())
            wrong = "\"looked_at\": " + wrong;
        if (!wrong.empty())
            return Error{
                ErrorCode::InvalidInput,
                "Rule " + rule.id + ", " + wrong + ".",
                "A query gives key, field, value, message, money in minor units a month, and series_id.",
                {}};
    }
    return std::nullopt;
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

Result<QualityReport> QualityService::run(
    const QString& user, const QString& commandLine, const Progress& progress, const QString& rulesFile) const
{
    return reporting("run the checks", [&]() -> Result<QualityReport> {
        Result<Store> store = Store::open(m_path.toStdString(), Store::Mode::ReadWrite);
        if (!store)
            return store.error();
        const Result<std::vector<QualityRule>> read = rulesWith(rulesFile);
        if (!read)
            return read.error();
        const std::vector<QualityRule>& rules = *read;
        if (!rulesFile.isEmpty()) {
            registerDayTables(*store);
            if (const std::optional<Error> wrong = misunderstood(store->db(), rules))
                return *wrong;
        }
        SeriesLimits limits;
        for (const QualityRule& rule : rules) {
            if (!rule.limit)
                continue;
            if (rule.id == "impossible_price")
                limits.price = *rule.limit;
            else if (rule.id == "impossible_quantity")
                limits.quantity = *rule.limit;
            else if (rule.id == "calendar_gap")
                limits.gapDays = *rule.limit;
            else if (rule.id == "sales_without_stock")
                limits.emptyDays = *rule.limit;
        }
        // Reading is most of the work, and is done before the writing begins.
        const SeriesChecks series = checkSeries(*store, limits, [&](std::size_t done, std::size_t total) {
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
        report.currency = QString::fromStdString(store->currency());
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
        std::int64_t ownFindings = 0;
        const double minorUnits = minorPerUnit(QString::fromStdString(store->currency()));
        std::size_t done = 0;
        const sql::Interruptible interruptible(
            store->db(), [&] { return !progress || progress(700 + 300 * done / rules.size(), 1000); });
        for (const QualityRule& rule : rules) {
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
                if (!rule.lookedAt.empty()) {
                    sql::Statement count(store->db(), rule.lookedAt);
                    lookedAt = count.step() ? count.integer(0) : 0;
                }
                sql::Statement rows(store->db(), rule.query);
                if (const int minor = sqlite3_bind_parameter_index(rows.handle(), ":minor"); minor > 0)
                    rows.bind(minor, minorUnits);
                while (rows.step()) {
                    if (rule.own && ++ownFindings > kMostOwnFindings)
                        return Error{
                            ErrorCode::InvalidInput,
                            "Rule " + rule.id + " finds more than " + std::to_string(kMostOwnFindings) +
                                " things.",
                            "Narrow its query.",
                            {}};
                    add(rows.text(0), rows.text(1), rows.text(2), rows.text(3),
                        rows.isNull(4) ? std::nullopt : std::optional<std::int64_t>(rows.integer(4)),
                        rows.isNull(5) ? 0 : static_cast<int>(rows.integer(5)));
                }
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
