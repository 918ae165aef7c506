#pragma once

#include <span>
#include <vector>

namespace merch::bench
{

/// The yardstick of the M competitions: the last value without its season, and with the season of each
/// period. The season is of classical decomposition in proportion, taken only where the autocorrelation at
/// its length is sure at 90 %. Source: Makridakis, Spiliotis & Assimakopoulos (2020), International Journal
/// of Forecasting 36, 54-74.
std::vector<double> naive2(std::span<const double> values, std::size_t season, std::size_t horizon);

} // namespace merch::bench
