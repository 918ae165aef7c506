#pragma once

#include "engine/core/result.h"
#include "models/export/export_cell.h"

#include <QList>
#include <QPair>
#include <QString>

#include <functional>

namespace merch
{

enum class TableFormat : std::uint8_t { Csv, Xlsx, Json };

/// Rows in one pass, so that a million of them need no memory.
struct ExportTable {
    QString name; ///< of the sheet
    std::vector<ExportColumn> columns;
    /// Hands each row to the sink until it returns false; the outcome is the reader's own failure.
    std::function<Outcome(const RowSink&)> rows;
    /// What a person must know of it, shown on a second sheet of a workbook: "State", "draft, not approved".
    QList<QPair<QString, QString>> about;
    std::int64_t madeAt = 0; ///< Unix milliseconds; the creation date of the workbook
};

/// Writes a table to `path`; the same table gives the same bytes. @return the number of rows.
/// Storage error if it cannot be written, InvalidInput if a sheet cannot hold so many rows, or what `rows`
/// returned.
Result<std::int64_t> writeTable(const ExportTable& table, TableFormat format, const QString& path);

/// A text as a CSV cell: quoted where RFC 4180 wants it, and with ' before what a spreadsheet would take for
/// a formula.
QString csvText(const QString& text);

} // namespace merch
