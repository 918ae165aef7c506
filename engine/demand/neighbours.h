#pragma once

#include "engine/demand/unconstrained.h"

#include <span>
#include <vector>

namespace merch
{

/// How the days of a group of series went beside what each of them sells on its usual day: the season, the
/// weather, the event or the offer that all of them felt. Periods count from `first`.
class GroupDays
{
public:
    GroupDays(std::size_t groups, std::size_t periods);

    /// Adds what a series sold while wholly in stock; `offset` = its first period counted from the first.
    /// Adding in the same order gives the same sums.
    void
    add(std::size_t group, std::size_t offset, const ShelfHistory& shelf, const UnconstrainedDemand& own);

    /// Of a period of one member, without that member's own part; drawn to 1 as far as little was expected.
    double
    ratio(std::size_t group, std::size_t period, double ownSold, double ownExpected, double ownScatter) const;

private:
    struct Sums {
        float sold = 0.0F, expected = 0.0F; ///< in pieces: units by the scatter of their series
    };
    std::size_t m_periods;
    std::vector<Sums> m_sums;
};

/// What a series' own day follows of its neighbours' days.
struct NeighbourWeights {
    double product = 0.0;  ///< the same product at other places
    double category = 0.0; ///< its category at this place
};

/// The groups of one series; -1 = none.
struct NeighbourGroups {
    int product = -1, category = -1;
};

/// Which part of the neighbours' ups and downs series share, learned from the days they were in stock by
/// weighted least squares over all that were added.
class NeighbourLearner
{
public:
    NeighbourLearner(const GroupDays& products, const GroupDays& categories);
    void
    add(const NeighbourGroups& groups, std::size_t offset, const ShelfHistory& shelf,
        const UnconstrainedDemand& own);
    NeighbourWeights weights() const;

private:
    const GroupDays& m_products;
    const GroupDays& m_categories;
    double m_pp = 0.0, m_pc = 0.0, m_cc = 0.0, m_py = 0.0, m_cy = 0.0;
};

/// Factors on the periods of a series as its neighbours tell them. `own` is that of its long level.
std::vector<double> neighbourFactors(
    const GroupDays& products, const GroupDays& categories, const NeighbourWeights& weights,
    const NeighbourGroups& groups, std::size_t offset, const ShelfHistory& shelf,
    const UnconstrainedDemand& own);

} // namespace merch
