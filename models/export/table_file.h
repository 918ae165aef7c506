#pragma once

#include "engine/core/result.h"
#include "models/export/export_cell.h"

#include <QList>

#include <cstdint>
#include <functional>
#include <utility>
#include <vector>

namespace merch
{

/// Sums by the text of one column, on a sheet of their own: formulas over the rows, with their values.
struct ExportTotals {
    struct Group {
        QString key, name, note;
        std::int64_t lines = 0;
        std::vector<Decimal> sums; ///< as `sums`
    };
    std::size_t keyColumn = 0;
    std::vector<std::size_t> sums; ///< columns
    std::vector<Group> groups;
};

/// A table on its way to a file. The rows are made one by one.
struct ExportTable {
    QString name;
    std::vector<ExportColumn> columns;
    std::function<Outcome(const RowSink&)> rows;
    Day asOf = 0;        ///< its date, of the data and no clock: the same data give the same bytes
    ExportTotals totals; ///< sheet of a workbook; none where it has no groups
    QList<std::pair<QString, QString>> about; ///< last sheet of a workbook
    /// The system that reads it takes an apostrophe for a part of the value: a text that would run is not
    /// written as CSV at all.
    bool apostropheCounts = false;
};

enum class TableFormat : std::uint8_t { Csv, Xlsx, Json };

/// Quoted by RFC 4180; a text that a spreadsheet would run as a formula gets an apostrophe before it.
QString csvText(const QString& text);

/// @return the rows written.
Result<std::int64_t> writeTable(const ExportTable& table, TableFormat format, const QString& path);

} // namespace merch
