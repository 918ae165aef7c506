#pragma once

#include "engine/core/progress.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace merch
{

class Store;

struct SeriesFinding {
    std::string rule, key, field, value, message;
    int seriesId = 0; ///< 0 = of a location
};

struct SeriesChecks {
    std::vector<SeriesFinding> findings;
    std::int64_t series = 0, locations = 0; ///< looked at
};

/// Where the rules begin to find; the standard ones stand with the rules.
struct SeriesLimits {
    double price = 20;     ///< times the usual price, or its part
    double quantity = 100; ///< times what a good day sells
    double gapDays = 2;    ///< days in a row without any sale
    double emptyDays = 2;  ///< days of sales from an empty shelf
};

/// The rules that look into daily cells: stock below zero, sales from an empty shelf, gaps in a location's
/// calendar, prices and quantities that no neighbour comes near. Throws CancelledWork.
SeriesChecks checkSeries(Store& store, const SeriesLimits& limits, const Progress& progress);

} // namespace merch
