#pragma once

#include "engine/core/day.h"

#include <string>
#include <vector>

namespace merch::bench
{

/// A series of a forecasting competition and what came after it.
struct CompetitionSeries {
    std::string id, group; ///< group: "YEARLY", "MONTHLY", ...
    int season = 1;        ///< of the methods
    int scaleLag = 1;      ///< of MASE and of the second naive method, as the competition had it
    std::vector<double> past, came;
};

/// Those with a test part; empty where the data are absent.
std::vector<CompetitionSeries> readM3();
std::vector<CompetitionSeries> readTourism();
std::vector<CompetitionSeries> readM4Weekly();

} // namespace merch::bench
