#include "models/export/data_tables.h"

#include "models/export/plan_rows.h"
#include "models/forecast/forecast_service.h"
#include "models/store/sqlite.h"
#include "models/store/store.h"
#include "models/today/today_service.h"

#include <QCoreApplication>

#include <array>

namespace merch
{
namespace
{

struct Texts {
    Q_DECLARE_TR_FUNCTIONS(ExportService)
};

Result<ExportTable> findingsTable(Store& store)
{
    sql::Statement newest(
        store.db(),
        "SELECT run_id, (SELECT max(last_day) FROM series) FROM quality_run ORDER BY run_id DESC LIMIT 1");
    if (!newest.step())
        return Error{
            ErrorCode::NotFound,
            Texts::tr("The data were not checked yet.").toStdString(),
            Texts::tr("Run 'check' first, or the checks on the Data page.").toStdString(),
            {}};
    const std::int64_t run = newest.integer(0);
    ExportTable table;
    table.name = QStringLiteral("findings");
    table.asOf = static_cast<Day>(newest.integer(1));
    for (const char* name : {"rule", "severity", "entity", "key", "field", "value", "message", "suggestion"})
        table.columns.push_back({QString::fromLatin1(name)});
    table.rows = [&store, run](const RowSink& sink) -> Outcome {
        sql::Statement read(
            store.db(), "SELECT rule, severity, entity, key, field, value, message, suggestion FROM finding"
                        " WHERE run_id = ?1 ORDER BY rule, finding_id");
        read.bind(1, run);
        std::array<ExportCell, 8> cells;
        while (read.step()) {
            for (std::size_t c = 0; c < cells.size(); ++c) {
                const std::string_view text = read.text(static_cast<int>(c));
                cells[c] = QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
            }
            if (!sink(cells))
                break;
        }
        return success();
    };
    return table;
}

Result<ExportTable> forecastsTable(Store& store)
{
    const QString path = QString::fromStdString(store.path());
    const auto run = ForecastService(path).latestRun();
    if (!run)
        return run.error();
    if (!run->has_value())
        return Error{
            ErrorCode::NotFound,
            Texts::tr("There is no forecast.").toStdString(),
            Texts::tr("Run 'forecast' first.").toStdString(),
            {}};
    ExportTable table;
    table.name = QStringLiteral("forecasts");
    table.asOf = (*run)->asOf;
    table.columns = {
        {QStringLiteral("sku")},
        {QStringLiteral("location")},
        {QStringLiteral("date"), ExportColumn::Kind::Date}};
    for (const char* name : {"mean", "p05", "p10", "p25", "p50", "p75", "p90", "p95"})
        table.columns.push_back({QString::fromLatin1(name), ExportColumn::Kind::Number, 3});
    table.columns.push_back({QStringLiteral("method")});
    table.rows = [path](const RowSink& sink) -> Outcome {
        std::array<ExportCell, 12> cells;
        return ForecastService(path).visitRows([&](const ForecastRow& row) {
            cells[0] = row.sku;
            cells[1] = row.location;
            cells[2] = DateCell{row.day};
            cells[3] = decimalOf(row.mean, 4);
            for (std::size_t q = 0; q < std::size(row.quantiles); ++q)
                cells[4 + q] = decimalOf(row.quantiles[q], 4);
            cells[11] = row.method;
            return sink(cells);
        });
    };
    return table;
}

Result<ExportTable> problemsTable(Store& store, const Progress& progress)
{
    TodayOptions options;
    options.forecastIfNone = true;
    auto report = TodayService(QString::fromStdString(store.path())).report(options, progress);
    if (!report)
        return report.error();
    if (!report->hasSales)
        return Error{
            ErrorCode::InvalidInput,
            Texts::tr("There are no sales to judge by.").toStdString(),
            Texts::tr("Import sales first.").toStdString(),
            {}};
    const int digits = currencyDigits(store.currency());
    ExportTable table;
    table.name = QStringLiteral("problems");
    table.asOf = report->asOf.value_or(0);
    const auto money = [&](const char* name) {
        return ExportColumn{QString::fromLatin1(name), ExportColumn::Kind::Money, digits};
    };
    table.columns = {
        {QStringLiteral("rank"), ExportColumn::Kind::Units},
        {QStringLiteral("kind")},
        {QStringLiteral("title")},
        money("money_per_month"),
        money("low"),
        money("high"),
        {QStringLiteral("sku")},
        {QStringLiteral("location")},
        money("item_money_per_month"),
        money("item_low"),
        money("item_high"),
        {QStringLiteral("evidence")},
        {QStringLiteral("remedy")}};
    table.rows = [report = std::move(*report), digits](const RowSink& sink) -> Outcome {
        std::array<ExportCell, 13> cells;
        const auto put = [&](std::size_t at, const MoneyRange& range, bool known) {
            for (const double value : {range.mid, range.low, range.high})
                cells[at++] = known ? ExportCell(decimalOf(value, digits)) : ExportCell();
        };
        std::int64_t rank = 0;
        for (const Problem& problem : report.problems) {
            cells[0] = Decimal{++rank, 0, 0};
            cells[1] = problemKindName(problem.kind);
            cells[2] = problem.title;
            put(3, problem.money, problem.moneyKnown);
            cells[11] = problem.evidence;
            cells[12] = problem.remedy;
            if (problem.items.empty()) {
                cells[6] = cells[7] = cells[8] = cells[9] = cells[10] = ExportCell();
                if (!sink(cells))
                    return success();
            }
            for (const ProblemItem& item : problem.items) {
                cells[6] = item.sku;
                cells[7] = item.location;
                put(8, item.money, item.moneyKnown);
                if (!sink(cells))
                    return success();
            }
        }
        return success();
    };
    return table;
}

} // namespace

Result<ExportTable> dataTable(Store& store, const QString& what, const Progress& progress)
{
    return what == u"forecasts"  ? forecastsTable(store)
           : what == u"problems" ? problemsTable(store, progress)
                                 : findingsTable(store);
}

} // namespace merch
