#pragma once

#include "engine/core/progress.h"
#include "engine/core/result.h"

#include <QString>
#include <QStringList>
#include <QVariant>

#include <vector>

namespace merch
{

struct QueryLimits {
    qint64 rows = 1'000'000;
    double seconds = 60.0;
};

struct QueryAnswer {
    QStringList columns;
    std::vector<std::vector<QVariant>> rows; ///< text, qint64, double, QByteArray or null
    bool cut = false;                        ///< there were more rows than the limit
};

/// Runs one SELECT over the tables of the store and the virtual tables that unfold its blobs: sales_day,
/// stock_day, price_day, forecast_day. Anything that would write, attach or change a setting is refused.
/// InvalidInput for SQL that SQLite does not take; Refused for what is not reading.
Result<QueryAnswer> runReadOnlyQuery(
    const QString& storePath, const QString& sql, const QueryLimits& limits, const Progress& progress = {});

} // namespace merch
