#pragma once

#include "models/export/plan_rows.h"
#include "models/export/table_file.h"

namespace merch
{

/// The columns and rows of the plan's exports, each with the table that undoes it.
/// `rows` must outlive the table.
enum class Direction : std::uint8_t { Forward, Reverse };

/// Reverse: the same lines with negative quantities.
ExportTable reorderTable(const std::vector<PlanRow>& rows, int moneyDigits, Direction direction);
/// Reverse: the order points that held before; empty where none were known. A report has its state last.
ExportTable orderPointTable(const std::vector<PlanRow>& rows, Direction direction, bool report);
/// One line per product and place, under the number of its order; readable as the extract `purchase_orders`.
/// Reverse: the same lines with negative quantities.
ExportTable purchaseOrderTable(
    const std::vector<PlanRow>& rows, std::int64_t planId, Day ordered, int moneyDigits, Direction direction);

/// "PO-12-ACME".
QString orderNumber(std::int64_t planId, const QString& supplier);

/// A platform's own columns for order points, from resources/exports/<name>.json.
Result<ExportTable> presetTable(const QString& preset, const std::vector<PlanRow>& rows, Direction direction);
QStringList exportPresets();

} // namespace merch
