#pragma once

#include "engine/forecast/automatic.h"
#include "engine/forecast/causes.h"

#include <array>
#include <string>
#include <vector>

namespace merch::bench
{

/// One item in one store, from its first sale on.
struct M5Series {
    std::string item, department, category, store, state;
    DemandHistory history;
    std::vector<double> price; ///< by day, beside the history; 0 = not listed
};

struct M5 {
    std::vector<M5Series> series;
    std::vector<CalendarEvent> events;
    Day last = 0; ///< last known day
};

/// Empty where the data are absent.
M5 readM5();

} // namespace merch::bench
