#include "engine/demand/neighbours.h"

#include <algorithm>
#include <cmath>

namespace merch
{

namespace
{

constexpr double kPriorPieces = 8.0; ///< of an ordinary day in every group's day
constexpr double kLeastFactor = 0.1, kMostFactor = 10.0;

/// Whether a period tells how the day went.
bool isSeen(const ShelfHistory& shelf, const UnconstrainedDemand& own, std::size_t i)
{
    return own.rate(i) > 0.0 && shelf.share(i) >= 1.0 && isKnown(shelf.sold[i]);
}

} // namespace

GroupDays::GroupDays(std::size_t groups, std::size_t periods)
    : m_periods(periods)
    , m_sums(groups * periods)
{
}

void GroupDays::add(
    std::size_t group, std::size_t offset, const ShelfHistory& shelf, const UnconstrainedDemand& own)
{
    for (std::size_t i = 0; i < own.size() && offset + i < m_periods; ++i) {
        if (!isSeen(shelf, own, i))
            continue;
        Sums& sums = m_sums[group * m_periods + offset + i];
        sums.sold += static_cast<float>(std::max(0.0, shelf.sold[i]) / own.scatter());
        sums.expected += static_cast<float>(own.rate(i) / own.scatter());
    }
}

double GroupDays::ratio(
    std::size_t group, std::size_t period, double ownSold, double ownExpected, double ownScatter) const
{
    if (period >= m_periods)
        return 1.0;
    const Sums& sums = m_sums[group * m_periods + period];
    const double sold = std::max(0.0, static_cast<double>(sums.sold) - ownSold / ownScatter);
    const double expected = std::max(0.0, static_cast<double>(sums.expected) - ownExpected / ownScatter);
    return (kPriorPieces + sold) / (kPriorPieces + expected);
}

namespace
{

struct Ratios {
    double product = 1.0, category = 1.0;
};

Ratios ratiosOf(
    const GroupDays& products, const GroupDays& categories, const NeighbourGroups& groups, std::size_t offset,
    const ShelfHistory& shelf, const UnconstrainedDemand& own, std::size_t i)
{
    const bool seen = isSeen(shelf, own, i);
    const double sold = seen ? std::max(0.0, shelf.sold[i]) : 0.0, expected = seen ? own.rate(i) : 0.0;
    Ratios ratios;
    if (groups.product >= 0)
        ratios.product = products.ratio(
            static_cast<std::size_t>(groups.product), offset + i, sold, expected, own.scatter());
    if (groups.category >= 0)
        ratios.category = categories.ratio(
            static_cast<std::size_t>(groups.category), offset + i, sold, expected, own.scatter());
    return ratios;
}

} // namespace

NeighbourLearner::NeighbourLearner(const GroupDays& products, const GroupDays& categories)
    : m_products(products)
    , m_categories(categories)
{
}

void NeighbourLearner::add(
    const NeighbourGroups& groups, std::size_t offset, const ShelfHistory& shelf,
    const UnconstrainedDemand& own)
{
    if (!own.isKnown())
        return;
    for (std::size_t i = 0; i < own.size(); ++i) {
        if (!isSeen(shelf, own, i))
            continue;
        const Ratios ratios = ratiosOf(m_products, m_categories, groups, offset, shelf, own, i);
        const double p = ratios.product - 1.0, c = ratios.category - 1.0;
        const double weight = own.rate(i) / own.scatter();
        const double y = std::max(0.0, shelf.sold[i]) / own.rate(i) - 1.0;
        m_pp += weight * p * p;
        m_pc += weight * p * c;
        m_cc += weight * c * c;
        m_py += weight * p * y;
        m_cy += weight * c * y;
    }
}

NeighbourWeights NeighbourLearner::weights() const
{
    // A little of doubt: as if so many pieces had been seen that followed nothing.
    constexpr double kDoubt = 5.0;
    const double pp = m_pp + kDoubt, cc = m_cc + kDoubt;
    const double determinant = pp * cc - m_pc * m_pc;
    const double product = (m_py * cc - m_cy * m_pc) / determinant;
    const double category = (m_cy * pp - m_py * m_pc) / determinant;
    NeighbourWeights weights;
    if (product < 0.0) // one alone, where the other only takes back
        weights.category = m_cy / cc;
    else if (category < 0.0)
        weights.product = m_py / pp;
    else
        weights = {product, category};
    weights.product = std::clamp(weights.product, 0.0, 1.2);
    weights.category = std::clamp(weights.category, 0.0, 1.2);
    return weights;
}

std::vector<double> neighbourFactors(
    const GroupDays& products, const GroupDays& categories, const NeighbourWeights& weights,
    const NeighbourGroups& groups, std::size_t offset, const ShelfHistory& shelf,
    const UnconstrainedDemand& own)
{
    std::vector<double> factors(own.size(), 1.0);
    for (std::size_t i = 0; i < own.size(); ++i) {
        const Ratios ratios = ratiosOf(products, categories, groups, offset, shelf, own, i);
        factors[i] = std::clamp(
            1.0 + weights.product * (ratios.product - 1.0) + weights.category * (ratios.category - 1.0),
            kLeastFactor, kMostFactor);
    }
    return factors;
}

} // namespace merch
