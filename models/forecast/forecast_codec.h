#pragma once

#include "engine/forecast/forecast.h"

#include <string>
#include <string_view>

namespace merch
{

/// Mean, spread and error profile of a forecast as bytes, in 32 bit floats. The rest of a Forecast stands in
/// columns.
std::string encodeForecast(const Forecast& forecast);
/// Throws std::runtime_error where the bytes are damaged.
void decodeForecast(std::string_view bytes, Forecast& forecast);

} // namespace merch
