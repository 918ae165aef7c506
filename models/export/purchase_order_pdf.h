#pragma once

#include "engine/core/result.h"
#include "models/export/plan_rows.h"

#include <QString>

#include <cstdint>
#include <vector>

namespace merch
{

struct PurchaseOrderDocument {
    std::vector<PlanRow> rows; ///< of any suppliers; grouped by them, then by location
    std::int64_t planId = 0;
    Day ordered = 0;
    QString buyer;    ///< who approved it
    QString shop;     ///< whose order it is
    QString currency; ///< "GBP"
    int moneyDigits = 2;
    bool cancellation = false; ///< the reverse: takes the order back
    std::int64_t madeAt =
        0; ///< Unix milliseconds; the document's own date, so that equal orders are equal files
};

/// A4, one order per supplier, each beginning on its own page and counted by itself. Needs a QGuiApplication.
/// @return pages written. Storage error if the file cannot be written.
Result<int> writePurchaseOrders(const PurchaseOrderDocument& document, const QString& path);

} // namespace merch
