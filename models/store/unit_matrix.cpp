#include "models/store/unit_matrix.h"

#include "models/store/chunk_codec.h"
#include "models/store/demand.h"
#include "models/store/sqlite.h"
#include "models/store/store.h"

#include <algorithm>
#include <limits>

namespace merch
{

UnitMatrix UnitMatrix::load(Store& store, const Progress& progress)
{
    UnitMatrix matrix;
    Day last = std::numeric_limits<Day>::min();
    matrix.m_first = std::numeric_limits<Day>::max();
    {
        sql::Statement rows(
            store.db(), "SELECT s.series_id, s.first_day, s.last_day, p.unit_scale FROM series s"
                        " JOIN product p USING (product_id)"
                        " WHERE s.grain = 0 AND s.last_day >= s.first_day ORDER BY s.series_id");
        while (rows.step()) {
            matrix.m_rows[static_cast<int>(rows.integer(0))] = {
                matrix.m_rows.size(), rows.integer(3) == 1000};
            matrix.m_first = std::min(matrix.m_first, static_cast<Day>(rows.integer(1)));
            last = std::max(last, static_cast<Day>(rows.integer(2)));
        }
    }
    if (matrix.m_rows.empty())
        return {};
    matrix.m_days = last - matrix.m_first + 1;
    const auto width = static_cast<std::size_t>(matrix.m_days);
    matrix.m_cells.assign(matrix.m_rows.size() * width, 0);

    sql::Statement chunks(store.db(), "SELECT key, b FROM chunk_units ORDER BY key");
    std::vector<std::int64_t> cells(kChunkPeriods);
    int at = -1;
    const Row* row = nullptr;
    std::size_t done = 0;
    while (chunks.step()) {
        const int id = static_cast<int>(chunks.integer(0) / 64);
        if (id != at) {
            if (progress && (done++ & 0x3FF) == 0 && !progress(done, matrix.m_rows.size()))
                throw CancelledWork();
            const auto found = matrix.m_rows.find(id);
            row = found == matrix.m_rows.end() ? nullptr : &found->second;
            at = id;
        }
        if (!row)
            continue;
        decodeChunk(chunks.blob(1), cells.data());
        const int base =
            kFirstDay + static_cast<int>(chunks.integer(0) % 64) * kChunkPeriods - matrix.m_first;
        const int from = std::max(0, -base), to = std::min(kChunkPeriods, matrix.m_days - base);
        std::int16_t* const out = matrix.m_cells.data() + row->place * width;
        for (int i = from; i < to; ++i) {
            const std::int64_t cell = cells[static_cast<std::size_t>(i)];
            if (cell == kAbsent)
                continue;
            if (cell < std::numeric_limits<std::int16_t>::min() ||
                cell > std::numeric_limits<std::int16_t>::max())
                matrix.m_large[id].push_back({base + i, cell});
            else
                out[base + i] = static_cast<std::int16_t>(cell);
        }
    }
    return matrix;
}

std::vector<double> UnitMatrix::sum(std::span<const int> seriesIds, Day from, Day to) const
{
    std::vector<double> out(static_cast<std::size_t>(std::max(0, to - from + 1)), 0.0);
    const Day begin = std::max(from, m_first), end = std::min(to, m_first + m_days - 1);
    if (begin > end)
        return out;
    const auto days = static_cast<std::size_t>(end - begin + 1), width = static_cast<std::size_t>(m_days);
    double* const result = out.data() + (begin - from);

    // 32 bits hold the sum of 65,536 cells of 16: then they are emptied into the result.
    constexpr int kSafeRows = 65'536;
    struct Sums {
        std::vector<std::int32_t> days;
        int rows = 0;
    } sums[2];
    const auto empty = [&](int scale) {
        const double factor = scale == 0 ? 1.0 : 0.001;
        for (std::size_t d = 0; d < sums[scale].days.size(); ++d)
            result[d] += sums[scale].days[d] * factor;
        std::fill(sums[scale].days.begin(), sums[scale].days.end(), 0);
        sums[scale].rows = 0;
    };
    for (const int id : seriesIds) {
        const auto row = m_rows.find(id);
        if (row == m_rows.end())
            continue;
        const int scale = row->second.thousandths ? 1 : 0;
        Sums& into = sums[scale];
        into.days.resize(days);
        if (into.rows++ == kSafeRows - 1)
            empty(scale);
        const std::int16_t* cell =
            m_cells.data() + row->second.place * width + static_cast<std::size_t>(begin - m_first);
        std::int32_t* sum = into.days.data();
        for (std::size_t d = 0; d < days; ++d)
            sum[d] += cell[d];
    }
    empty(0);
    empty(1);
    if (!m_large.empty()) {
        for (const int id : seriesIds) {
            const auto large = m_large.find(id);
            if (large == m_large.end())
                continue;
            const double factor = m_rows.at(id).thousandths ? 0.001 : 1.0;
            for (const Large& one : large->second) {
                if (m_first + one.day >= begin && m_first + one.day <= end)
                    result[m_first + one.day - begin] += static_cast<double>(one.value) * factor;
            }
        }
    }
    return out;
}

} // namespace merch
