#include "models/today/store_changes.h"

#include "models/data/data_models.h"
#include "models/grid/format.h"
#include "models/store/sqlite.h"
#include "models/store/store.h"
#include "models/today/today_service.h"

#include <QDate>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <cmath>

namespace merch
{

namespace
{

struct Words {
    Q_DECLARE_TR_FUNCTIONS(merch::TodayService)
};

constexpr qint64 kOneSitting = 60LL * 60 * 1000; ///< imports within an hour belong together
constexpr int kBehind = 2;                       ///< days that a source may lie behind the sales
constexpr int kStale = 14; ///< days without a new day of sales or stock, where no more was promised

QString text(const sql::Statement& row, int column)
{
    const std::string_view bytes = row.text(column);
    return QString::fromUtf8(bytes.data(), static_cast<qsizetype>(bytes.size()));
}

/// Of these kinds each day counts; a catalog of last month may still be right.
bool isDaily(const QString& kind)
{
    return kind == QLatin1String("sales") || kind == QLatin1String("stock");
}

/// First and last import of the newest sitting.
std::pair<qint64, qint64> newestSitting(Store& store)
{
    sql::Statement rows(
        store.db(),
        "SELECT import_id, made_at FROM import WHERE undone_at IS NULL ORDER BY made_at DESC, import_id "
        "DESC");
    qint64 first = 0, last = 0, at = 0;
    while (rows.step()) {
        if (last == 0)
            last = rows.integer(0);
        else if (at - rows.integer(1) > kOneSitting)
            break;
        first = rows.integer(0);
        at = rows.integer(1);
    }
    return {first, last};
}

void addProducts(Store& store, qint64 first, TodayReport& report)
{
    sql::Statement rows(
        store.db(), "SELECT b.before, p.unit_cost FROM import_before b JOIN import i USING (import_id)"
                    " JOIN product p ON p.sku = b.key"
                    " WHERE b.entity = 'product' AND i.import_id >= ?1 AND i.undone_at IS NULL");
    rows.bind(1, static_cast<std::int64_t>(first));
    int added = 0, costs = 0, far = 0;
    while (rows.step()) {
        if (rows.isNull(0)) {
            ++added;
            continue;
        }
        const std::string_view json = rows.text(0);
        const QJsonValue before =
            QJsonDocument::fromJson(QByteArray(json.data(), static_cast<qsizetype>(json.size())))
                .object()
                .value(QStringLiteral("unit_cost"));
        if (rows.isNull(1) || before.isNull() || before.isUndefined())
            continue;
        const double was = before.toDouble(), is = rows.real(1);
        costs += was != is ? 1 : 0;
        far += was > 0 && std::abs(is / was - 1.0) > 0.05 ? 1 : 0;
    }
    if (added > 0)
        report.changes.push_back(
            {QStringLiteral("plus"),
             Words::tr("%Ln new product(s)", nullptr, added),
             false,
             QStringLiteral("forecast"),
             {}});
    if (costs > 0)
        report.changes.push_back(
            {QStringLiteral("pencil"),
             Words::tr("%Ln cost(s) changed", nullptr, costs) +
                 (far > 0 ? Words::tr(", %Ln by more than 5 %", nullptr, far) : QString()),
             far > 0,
             QStringLiteral("reorder"),
             {}});
}

} // namespace

void readSources(Store& store, TodayReport& report)
{
    sql::Statement rows(
        store.db(), "SELECT s.source_id, s.name, s.kind, s.fresh_days, max(i.made_at), max(i.last_day)"
                    " FROM source s JOIN import i ON i.source_id = s.source_id AND i.undone_at IS NULL"
                    " GROUP BY s.source_id ORDER BY s.kind, s.name");
    std::optional<Day> newest;
    while (rows.step()) {
        SourceFreshness source;
        source.id = rows.integer(0);
        source.name = text(rows, 1);
        source.kind = text(rows, 2);
        source.promisedDays = rows.isNull(3) ? 0.0 : rows.real(3);
        source.ageDays = std::max(0.0, static_cast<double>(nowMs() - rows.integer(4)) / 86'400'000.0);
        if (!rows.isNull(5) && isDaily(source.kind))
            source.lastDay = static_cast<Day>(rows.integer(5));
        if (source.lastDay)
            newest = std::max(newest.value_or(*source.lastDay), *source.lastDay);
        report.sources.push_back(std::move(source));
    }
    const auto today = static_cast<Day>(QDate(1970, 1, 1).daysTo(QDate::currentDate()));
    for (SourceFreshness& source : report.sources) {
        if (source.promisedDays > 0 && source.ageDays > source.promisedDays) {
            source.late = true;
            source.why = Words::tr(
                             "%Ln day(s) old, promised every %1", nullptr,
                             static_cast<int>(std::floor(source.ageDays)))
                             .arg(format::decimal(source.promisedDays, 0));
        } else if (source.lastDay && *newest - *source.lastDay > kBehind) {
            source.late = true;
            source.why = Words::tr("ends %Ln day(s) before the newest", nullptr, *newest - *source.lastDay);
        } else if (
            source.lastDay && today - *source.lastDay > std::max<double>(kStale, source.promisedDays)) {
            // A file read today may hold the days of last year.
            source.late = true;
            source.why = Words::tr("ends %Ln day(s) ago", nullptr, today - *source.lastDay);
        }
    }
    // Those that matter each day first, then the rest by age.
    std::stable_sort(
        report.sources.begin(), report.sources.end(), [](const SourceFreshness& a, const SourceFreshness& b) {
            return a.late != b.late ? a.late : isDaily(a.kind) != isDaily(b.kind) ? isDaily(a.kind) : false;
        });
}

void addLateSources(TodayReport& report)
{
    for (const SourceFreshness& source : report.sources) {
        if (!source.late)
            continue;
        Problem late;
        late.kind = ProblemKind::LateSource;
        late.key = problemKindName(late.kind) + QLatin1Char(':') + source.name;
        late.title = Words::tr("%1 is late").arg(readable(source.name));
        late.evidence = Words::tr("%1; what it costs cannot be computed").arg(source.why);
        late.remedy = Words::tr("Import the newest file of this source");
        late.page = QStringLiteral("data");
        late.target = QStringLiteral("source:") + QString::number(source.id);
        report.problems.push_back(std::move(late));
    }
}

void readChanges(Store& store, TodayReport& report)
{
    const auto [first, last] = newestSitting(store);
    if (last == 0)
        return;
    sql::Statement sitting(
        store.db(), "SELECT max(made_at), sum(rows_accepted), sum(rows_rejected), count(*),"
                    " max(last_day) FILTER (WHERE kind = 'sales') FROM import WHERE import_id >= ?1 AND "
                    "undone_at IS NULL");
    sitting.bind(1, static_cast<std::int64_t>(first)).step();
    report.lastImportMs = sitting.integer(0);
    report.changes.push_back(
        {QStringLiteral("download"),
         Words::tr("%Ln file(s) read", nullptr, static_cast<int>(sitting.integer(3))) +
             Words::tr(", %1 rows").arg(format::count(sitting.real(1))),
         false,
         QStringLiteral("data"),
         {}});
    if (sitting.integer(2) > 0)
        report.changes.push_back(
            {QStringLiteral("triangle-alert"),
             Words::tr("%Ln row(s) rejected", nullptr, static_cast<int>(sitting.integer(2))),
             true,
             QStringLiteral("data"),
             {}});
    if (!sitting.isNull(4)) {
        sql::Statement before(
            store.db(),
            "SELECT max(last_day) FROM import WHERE import_id < ?1 AND kind = 'sales' AND undone_at IS "
            "NULL");
        before.bind(1, static_cast<std::int64_t>(first)).step();
        const auto until = static_cast<Day>(sitting.integer(4));
        QString reach = Words::tr("Sales reach to %1").arg(format::weekday(until));
        if (!before.isNull(0) && until > before.integer(0))
            reach += Words::tr(", %Ln day(s) more", nullptr, until - static_cast<Day>(before.integer(0)));
        report.changes.push_back({QStringLiteral("calendar"), reach, false, QStringLiteral("forecast"), {}});
    }
    addProducts(store, first, report);
}

} // namespace merch
