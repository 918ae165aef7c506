#pragma once

#include "engine/demand/unconstrained.h"

#include <span>
#include <vector>

namespace merch
{

struct SeriesHistory;

/// Units that were asked for over some days and not sold, as the shelf was empty.
struct LostUnits {
    int days = 0;         ///< looked back over
    int series = 0;       ///< whose shelf was empty on any of them
    double emptyDays = 0; ///< by shelf and day; a part of a day is a part
    UnitsRange units;     ///< sum of the estimates, with the range that holds it four times in five
};

/// What a sum of shelves was asked for beside what it sold: estimated from each series alone (its own level,
/// week and the likelihood of censored counts). Sales stay as they are.
class AskedFor
{
public:
    explicit AskedFor(std::span<const SeriesHistory> histories);

    /// Whether demand is estimated on any of the days [from, to).
    bool isEstimated(Day from, Day to) const;
    /// Units lost on the days [from, to): those of the periods that begin in them. Series err independently.
    UnitsRange lost(Day from, Day to) const;
    UnitsMoments moments(Day from, Day to) const; ///< of the same
    LostUnits lookBack(Day from, Day to) const;

private:
    struct Shelf {
        ShelfHistory history;
        UnconstrainedDemand demand;
    };
    struct Span {
        std::size_t from = 0, to = 0;
    };
    static Span spanOf(const Shelf& shelf, Day from, Day to);
    std::vector<Shelf> m_shelves; ///< those of which anything can be said
    bool m_whole = true;
};

/// Weeks that lost demand is looked back over, wherever it is told.
inline constexpr int kLostWeeks = 12;

/// Of all series together, over the last kLostWeeks up to a day.
LostUnits lostUnits(std::span<const SeriesHistory> histories, Day asOf, int threads);

} // namespace merch
