#include "engine/ladder/week_shape.h"

#include "engine/series/series_view.h"

#include <algorithm>

namespace merch
{

WeekShape weekShape(std::span<const double> daily, Day first, unsigned closedWeekdays)
{
    constexpr double kPriorPieces = 25.0; ///< weekdays differ by a fifth or so
    double sum = 0.0, squares = 0.0, known = 0.0;
    std::array<double, 7> units{}, days{};
    for (std::size_t i = 0; i < daily.size(); ++i) {
        const auto weekday = static_cast<std::size_t>(weekdayOf(first + static_cast<Day>(i)));
        if (!isKnown(daily[i]) || (closedWeekdays >> weekday & 1U))
            continue;
        sum += daily[i];
        squares += daily[i] * daily[i];
        known += 1.0;
        units[weekday] += daily[i];
        days[weekday] += 1.0;
    }
    WeekShape shape;
    shape.level = known > 0.0 ? sum / known : 0.0;
    if (shape.level > 0.0)
        shape.scatter = std::max(1.0, (squares / known - shape.level * shape.level) / shape.level);
    for (std::size_t w = 0; w < 7; ++w)
        shape.factor[w] = closedWeekdays >> w & 1U
                              ? 0.0
                              : (kPriorPieces + units[w] / shape.scatter) /
                                    (kPriorPieces + shape.level * days[w] / shape.scatter);
    return shape;
}

} // namespace merch
