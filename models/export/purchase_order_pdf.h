#pragma once

#include "models/export/plan_rows.h"

namespace merch
{

/// Purchase orders as they go to suppliers, one after the other, each on its own page.
struct PurchaseOrderDocument {
    std::vector<PlanRow> rows;
    std::int64_t planId = 0;
    Day ordered = 0;
    QString buyer, shop, currency;
    int moneyDigits = 2;
    bool cancellation = false; ///< the reverse: takes the order back
    std::int64_t madeAt = 0;
};

/// Needs a QGuiApplication. @return the pages written.
Result<int> writePurchaseOrders(const PurchaseOrderDocument& document, const QString& path);

} // namespace merch
