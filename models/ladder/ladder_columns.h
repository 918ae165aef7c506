#pragma once

#include "models/ladder/ladder_service.h"

#include <limits>
#include <vector>

namespace merch
{

/// What the ladder says of a series, for a grid.
struct LadderCell {
    int seriesId = 0;
    /// Money a year that its rung saved over today's way on the last fold; NaN where it has no replay.
    double gain = std::numeric_limits<double>::quiet_NaN();
    std::optional<Rung> held; ///< by a person
    QString heldBy;
};

struct LadderCells {
    QString currency;
    std::vector<LadderCell> series; ///< of the latest run, and of those that are held; by id
};

Result<LadderCells> loadLadderCells(const QString& path, const Progress& progress);

} // namespace merch
