#include "models/export/data_tables.h"

#include "models/forecast/forecast_service.h"
#include "models/store/sqlite.h"
#include "models/store/store.h"

#include <QCoreApplication>

#include <array>

namespace merch
{
namespace
{

QString tr(const char* text)
{
    return QCoreApplication::translate("ExportService", text);
}

} // namespace

Result<ExportTable> findingsTable(Store& store)
{
    sql::Statement newest(store.db(), "SELECT run_id, made_at FROM quality_run ORDER BY run_id DESC LIMIT 1");
    if (!newest.step())
        return Error{
            ErrorCode::NotFound,
            tr("The data were not checked yet.").toStdString(),
            tr("Run 'check' first, or the checks on the Data page.").toStdString(),
            {}};
    const std::int64_t run = newest.integer(0);
    ExportTable table;
    table.name = QStringLiteral("findings");
    table.madeAt = newest.integer(1);
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
            tr("There is no forecast.").toStdString(),
            tr("Run 'forecast' first.").toStdString(),
            {}};
    ExportTable table;
    table.name = QStringLiteral("forecasts");
    table.madeAt = (*run)->madeAt;
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

} // namespace merch
