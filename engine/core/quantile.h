#pragma once

#include <cassert>
#include <cmath>
#include <cstddef>
#include <span>

namespace merch
{

/// Quantile of values in ascending order by linear interpolation between the two nearest (type 7 of Hyndman &
/// Fan 1996, American Statistician 50, 361-365; what R and numpy do by default). Preconditions: at least one
/// value, 0 <= level <= 1.
inline double sortedQuantile(std::span<const double> ascending, double level)
{
    assert(!ascending.empty() && level >= 0.0 && level <= 1.0);
    const double at = level * static_cast<double>(ascending.size() - 1);
    const std::size_t below = static_cast<std::size_t>(std::floor(at));
    if (below + 1 >= ascending.size())
        return ascending.back();
    return ascending[below] + (at - std::floor(at)) * (ascending[below + 1] - ascending[below]);
}

} // namespace merch
