#pragma once

#include <cstddef>
#include <functional>

namespace merch {

/// Called now and then by long computations, possibly from any worker thread; false means stop.
using Progress = std::function<bool(std::size_t done, std::size_t total)>;

} // namespace merch
