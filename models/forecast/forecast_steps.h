#pragma once

#include "engine/core/day.h"

#include <map>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace merch
{

class Store;

/// What the steps before a person's say of a week, in units of the whole week.
struct WeekSteps {
    double naive = 0.0;       ///< the last known week, once more
    double statistical = 0.0; ///< learned from the series' own history alone
    double causal = 0.0;      ///< as the run has it: with season, events and offers where they pay
};

/// The steps of the latest run for weeks of some series, from what was known on its last day; weeks beyond
/// its horizon are left out. By (series, week).
std::map<std::pair<int, Day>, WeekSteps>
forecastSteps(Store& store, std::span<const std::pair<int, Day>> places);

} // namespace merch
