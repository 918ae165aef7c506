#pragma once

#include "models/approval/plan_lines.h"
#include "models/export/currency.h"
#include "models/export/export_cell.h"

#include <QString>

#include <cstdint>
#include <optional>
#include <vector>

/// What exports read of a plan. Private to models.
namespace merch
{

class Store;

/// One line of a plan as files show it. Units are exact in the product's own unit, money in the store's
/// currency.
struct PlanRow {
    int line = 0, seriesId = 0;
    QString sku, title, location, locationName, supplier, supplierName;
    ExportCell onHand; ///< empty where it is not known
    Decimal onOrder, orderPoint, orderUpTo, safetyStock, orderQty, packSize, packs;
    Decimal leadTimeDays, unitCost, orderValue, marginSaved;
    std::int64_t orderValueMinor = 0;
    int leadDays = 0; ///< whole days, for the expected date
    QString reason, state;
    ExportCell beforePoint, beforeUpTo, beforeSafety; ///< what held before this plan; empty = nothing known
};

/// The named lines (ascending), in the order of the plan.
std::vector<PlanRow> planRows(Store& store, const plans::Head& plan, const std::vector<int>& lines);

} // namespace merch
