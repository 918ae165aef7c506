#pragma once

#include "engine/core/day.h"
#include "engine/core/progress.h"
#include "engine/core/result.h"
#include "models/chart/chart_spec.h"

#include <QString>

#include <cstdint>
#include <vector>

namespace merch
{

/// What is expected of a plan's order lines together, day by day from the day after its data end, if it is
/// taken and if nothing is ordered.
struct PlanOutlook {
    struct Side {
        std::vector<double> stockValue; ///< mean stock at cost, currency units
        std::vector<double> linesOut;   ///< expected number of lines that have run out by that day
    };
    std::int64_t planId = 0;
    Day first = 0;
    Side take, nothing;
    std::int64_t orderValue = 0, marginSaved = 0; ///< minor units, of the lines looked at
    int lines = 0;                                ///< looked at
    int ofLines = 0;                              ///< that order something
    double share = 1;                             ///< of the order value that the lines looked at make up
};

/// The largest lines by order value, at most `most` of them; a line's stock stays at its last value beyond
/// its own horizon (lead time plus review), where the next order would come in.
Result<PlanOutlook>
loadPlanOutlook(const QString& path, std::int64_t planId, int most, const Progress& progress = {});

/// "Stock at cost" or "Lines that ran out", with the plan and without.
ChartSpec outlookChart(const PlanOutlook& outlook, bool stock, const QString& currency);

} // namespace merch
