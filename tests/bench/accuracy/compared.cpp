#include "tests/bench/accuracy/compared.h"

#include "engine/core/random.h"

#include <algorithm>

namespace merch::bench
{

namespace
{
constexpr std::uint64_t kRounds = 1000, kSeed = 31;
}

Compared::Compared(std::size_t ways, std::size_t clusters)
    : m_ways(ways)
    , m_clusters(clusters)
    , m_sums(ways * clusters)
{
}

void Compared::add(std::size_t way, std::size_t cluster, double loss, double weight)
{
    Sum& sum = m_sums[cluster * m_ways + way];
    sum.loss += loss;
    sum.weight += weight;
}

double Compared::value(std::size_t way) const
{
    Sum all;
    for (std::size_t c = 0; c < m_clusters; ++c) {
        all.loss += at(way, c).loss;
        all.weight += at(way, c).weight;
    }
    return all.loss / all.weight;
}

double Compared::value(std::size_t way, std::size_t cluster) const
{
    return at(way, cluster).loss / at(way, cluster).weight;
}

Interval Compared::interval(std::size_t way, std::size_t against) const
{
    std::vector<double> drawn;
    for (std::uint64_t round = 0; round < kRounds; ++round) {
        Random random(kSeed, round);
        Sum one, other;
        for (std::size_t k = 0; k < m_clusters; ++k) {
            const std::size_t c = random.below(static_cast<std::uint32_t>(m_clusters));
            one.loss += at(way, c).loss;
            one.weight += at(way, c).weight;
            if (against != kNone) {
                other.loss += at(against, c).loss;
                other.weight += at(against, c).weight;
            }
        }
        const double value = one.loss / one.weight - (against != kNone ? other.loss / other.weight : 0.0);
        if (value == value) // a draw may hold no weight at all
            drawn.push_back(value);
    }
    if (drawn.empty())
        return {};
    std::sort(drawn.begin(), drawn.end());
    return {drawn[drawn.size() * 25 / 1000], drawn[drawn.size() * 975 / 1000]};
}

Interval Compared::above(std::size_t way, std::size_t against) const
{
    return interval(way, against);
}

Interval Compared::around(std::size_t way) const
{
    return interval(way, kNone);
}

QString Compared::wordsAbove(std::size_t way, std::size_t against, int digits) const
{
    const Interval range = above(way, against);
    return QStringLiteral("%1 to %2%3")
        .arg(range.low, 0, 'f', digits)
        .arg(range.high, 0, 'f', digits)
        .arg(range.holdsZero() ? QStringLiteral(" (none)") : QString());
}

} // namespace merch::bench
