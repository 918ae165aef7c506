#pragma once

#include "models/export/plan_rows.h"
#include "models/export/table_file.h"

namespace merch
{

/// As it is, or as the file that would undo it.
enum class Direction : std::uint8_t { Forward, Reverse };

// The rows must outlive the table.
ExportTable reorderTable(const std::vector<PlanRow>& rows, int moneyDigits, Direction direction);
ExportTable orderPointTable(const std::vector<PlanRow>& rows, Direction direction, bool report);
ExportTable purchaseOrderTable(
    const std::vector<PlanRow>& rows, std::int64_t planId, Day ordered, int moneyDigits, Direction direction);
/// "PO-12-ACME".
QString orderNumber(std::int64_t planId, const QString& supplier);

/// Platforms whose columns are files of resources/exports.
QStringList exportPresets();
Result<ExportTable> presetTable(const QString& preset, const std::vector<PlanRow>& rows, Direction direction);

} // namespace merch
