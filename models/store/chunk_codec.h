#pragma once

#include "engine/core/day.h"

#include <cstdint>
#include <limits>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace merch
{

/// Marks a cell that nothing was imported for.
inline constexpr std::int64_t kAbsent = std::numeric_limits<std::int64_t>::min();

/// Cells of one chunk: up to kChunkPeriods consecutive periods of one measure of one series.
inline constexpr int kChunkPeriods = 364;

/// Periods are counted from Monday 1990-01-01, so that 64 chunks of days reach to 2053.
inline constexpr Day kFirstDay = dayOf(1990, 1, 1);
inline constexpr Day kLastDay = dayOf(2053, 8, 31);

/// No cell is larger, so that sums of a whole range in thousandths cannot overflow.
inline constexpr std::int64_t kLargestCell = 1'000'000'000'000;

/// Place of a period in its series' columns, and back. Weeks begin on `weekStart`.
int positionOf(Day day, Grain grain);
Day dayAt(int position, Grain grain, int weekStart);

inline std::int64_t chunkKey(int seriesId, int position)
{
    return static_cast<std::int64_t>(seriesId) * 64 + position / kChunkPeriods;
}

/// The shortest of four codecs: raw 32 bit, varints with runs of zeros, run length, zig-zag differences. The
/// first byte names it; a CRC-32 stands at the end.
std::string encodeChunk(const std::vector<std::int64_t>& cells); ///< exactly kChunkPeriods cells

/// What is read from the store and cannot be what was written.
struct DamagedData final : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// Throws DamagedData if the bytes are damaged.
void decodeChunk(std::string_view bytes, std::int64_t* cells); ///< writes kChunkPeriods cells
bool chunkIsWhole(std::string_view bytes);                     ///< the CRC holds

} // namespace merch
