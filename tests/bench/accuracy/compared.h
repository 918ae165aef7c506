#pragma once

#include <QString>

#include <cstddef>
#include <vector>

namespace merch::bench
{

/// A 95 % interval.
struct Interval {
    double low = 0.0, high = 0.0;
    bool holdsZero() const { return !(low > 0.0) && !(high < 0.0); }
};

/// A measure of several ways to do the same thing, each a sum of losses over a sum of weights, by cluster: a
/// series, or an item in all its places. Whole clusters are drawn again, the same ones for every way, so what
/// an interval says of a difference is paired.
class Compared
{
public:
    Compared(std::size_t ways, std::size_t clusters);

    void add(std::size_t way, std::size_t cluster, double loss, double weight);
    double value(std::size_t way) const;
    double value(std::size_t way, std::size_t cluster) const;
    /// Of value(way) - value(against).
    Interval above(std::size_t way, std::size_t against) const;
    /// Of value(way) itself.
    Interval around(std::size_t way) const;
    /// "0.123 above by -0.004 to 0.010: none": the difference to another way, in words.
    QString wordsAbove(std::size_t way, std::size_t against, int digits) const;

private:
    struct Sum {
        double loss = 0.0, weight = 0.0;
    };
    const Sum& at(std::size_t way, std::size_t cluster) const { return m_sums[cluster * m_ways + way]; }
    Interval interval(std::size_t way, std::size_t against) const;
    static constexpr std::size_t kNone = static_cast<std::size_t>(-1);

    std::size_t m_ways, m_clusters;
    std::vector<Sum> m_sums;
};

} // namespace merch::bench
