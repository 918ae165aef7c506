#include "models/export/data_tables.h"

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
        std::array<Cell, 8> cells;
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

} // namespace merch
