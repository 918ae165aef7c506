#include "engine/core/parallel.h"

#include <tbb/blocked_range.h>
#include <tbb/global_control.h>
#include <tbb/parallel_for.h>
#include <tbb/task_arena.h>

#include <algorithm>
#include <atomic>
#include <mutex>
#include <optional>

namespace merch
{

bool parallelFor(
    std::size_t n, int threads, const Progress& progress, const std::function<void(std::size_t)>& body)
{
    std::atomic<std::size_t> done{0};
    std::atomic<bool> stop{false};
    std::mutex reporting;
    const std::size_t grain = std::clamp<std::size_t>(n / 200, 1, 64);
    // As many as were asked for, even above what the machine has; without this the library would warn of
    // them.
    std::optional<tbb::global_control> allowed;
    if (threads > 0)
        allowed.emplace(
            tbb::global_control::max_allowed_parallelism,
            std::max<std::size_t>(
                static_cast<std::size_t>(threads),
                tbb::global_control::active_value(tbb::global_control::max_allowed_parallelism)));
    tbb::task_arena arena(threads > 0 ? threads : tbb::task_arena::automatic);
    arena.execute([&] {
        tbb::parallel_for(
            tbb::blocked_range<std::size_t>(0, n, grain),
            [&](const tbb::blocked_range<std::size_t>& range) {
                for (std::size_t i = range.begin(); i < range.end(); ++i) {
                    if (stop.load(std::memory_order_relaxed))
                        return;
                    body(i);
                }
                const std::size_t finished = done += range.size();
                if (progress) {
                    const std::lock_guard lock(reporting);
                    if (!progress(finished, n))
                        stop = true;
                }
            },
            tbb::simple_partitioner{});
    });
    return !stop;
}

} // namespace merch
