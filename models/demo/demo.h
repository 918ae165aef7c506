#pragma once

#include "engine/core/day.h"
#include "engine/core/progress.h"
#include "engine/core/result.h"

#include <QString>

#include <cstdint>
#include <vector>

namespace merch
{

/// How large the made-up retailer is. The last day is fixed, so that the same seed gives the same files on
/// any date: a Sunday, since its buyer opens Merchbench on Monday morning.
struct DemoOptions {
    static constexpr int kMostProducts = 30000;
    int products = 400; ///< rows of products.csv, 10..kMostProducts
    int days = 1096;    ///< 28..3653
    Day until = dayOf(2026, 6, 28);
    std::uint64_t seed = 1;
    int threads = 0; ///< 0 = all cores; the files do not depend on it
};

struct DemoFile {
    QString path;
    QString kind; ///< as in extracts.md, or "truth"
    qint64 rows = 0;
};

/// Simulates the retailer and writes its extracts into `folder` (made when absent) and the truth into
/// `folder`/truth. Byte for byte the same for the same options, whatever the number of threads.
/// Up to 1,000 products the stock extract has a row a day; above, a row on Sundays, on days that ended
/// with an empty shelf, and on each of the last 28 days; carts cover 120 or 28 days.
/// @return Usage outside the limits above; Storage where a file cannot be written; Cancelled.
Result<std::vector<DemoFile>>
writeDemo(const QString& folder, const DemoOptions& options, const Progress& progress);

} // namespace merch
