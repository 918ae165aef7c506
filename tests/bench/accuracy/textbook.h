#pragma once

#include "engine/forecast/automatic.h"

#include <string>

namespace merch::bench
{

/// A method as its textbook has it: fitted to the whole history, its mean, and normal errors of its own
/// variance (independent ones where it has no formula), cut off at zero. What peers do with it. The last
/// value's mean where the method does not take the series.
Forecast textbook(const std::string& method, const DemandHistory& history, int horizon);

} // namespace merch::bench
