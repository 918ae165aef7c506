#pragma once

#include "engine/core/day.h"
#include "engine/core/progress.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <unordered_map>
#include <vector>

namespace merch
{

class Store;

/// The units of all daily series in memory, 16 bits a day, so that the sum of any selection is drawn in
/// milliseconds: what weekly roll-ups cannot answer and blobs answer too slowly. 118 MB for M5's size. A
/// value of its moment: load it again when demand changed. Reading is safe from many threads.
class UnitMatrix
{
public:
    UnitMatrix() = default;

    /// Reads every daily series; throws CancelledWork when progress says so.
    static UnitMatrix load(Store& store, const Progress& progress);

    Day firstDay() const { return m_first; }
    int days() const { return m_days; }
    std::size_t seriesCount() const { return m_rows.size(); }
    std::size_t bytes() const { return m_cells.size() * sizeof(std::int16_t); }
    bool holds(int seriesId) const { return m_rows.contains(seriesId); }

    /// Units sold on each day of [from, to] by the series together; days without any count as zero. Series
    /// that are not daily are left out: ask holds().
    std::vector<double> sum(std::span<const int> seriesIds, Day from, Day to) const;

private:
    struct Row {
        std::size_t place = 0;
        bool thousandths = false;
    };
    struct Large {
        std::int32_t day = 0; ///< from m_first
        std::int64_t value = 0;
    };
    Day m_first = 0;
    int m_days = 0;
    std::vector<std::int16_t> m_cells; ///< row by row, in units or thousandths
    std::unordered_map<int, Row> m_rows;
    std::unordered_map<int, std::vector<Large>> m_large; ///< cells beyond 16 bits, by series
};

} // namespace merch
