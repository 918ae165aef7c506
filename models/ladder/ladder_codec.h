#pragma once

#include "engine/ladder/ladder.h"

#include <string>
#include <string_view>

namespace merch
{

/// What the ladder found for one series, as it is kept in a store. Money in single precision.
std::string encodeClimbed(const ClimbedSeries& series, const RungChoice& choice);
/// Throws DamagedData.
void decodeClimbed(std::string_view bytes, ClimbedSeries& series, RungChoice& choice);

} // namespace merch
