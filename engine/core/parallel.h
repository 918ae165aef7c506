#pragma once

#include "engine/core/progress.h"

#include <cstddef>
#include <functional>

namespace merch {

/// Runs body(i) for i in [0, n) on `threads` threads (0 = all cores), reporting progress per chunk.
/// body must write only to slot i, so that results do not depend on the number of threads.
/// @return false if progress asked to stop; some bodies may then not have run.
bool parallelFor(
    std::size_t n, int threads, const Progress& progress, const std::function<void(std::size_t)>& body);

} // namespace merch
