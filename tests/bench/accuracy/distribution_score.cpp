#include "tests/bench/accuracy/distribution_score.h"

#include "engine/forecast/sum_distribution.h"

#include <algorithm>
#include <cmath>

namespace merch::bench
{

namespace
{

constexpr int kLevels = 40; ///< of the score: its integral over levels by their middles

double loss(double actual, double quantile, double level)
{
    const double gap = actual - quantile;
    return gap >= 0.0 ? level * gap : (level - 1.0) * gap;
}

/// Share of a step of the distribution, from `low` to `high`, that lies within [from, to].
double within(double low, double high, double from, double to)
{
    if (high - low < 1e-12)
        return low >= from && high <= to ? 1.0 : 0.0;
    return std::max(0.0, std::min(high, to) - std::max(low, from)) / (high - low);
}

} // namespace

DistributionScore& DistributionScore::operator+=(const DistributionScore& other)
{
    pinball += other.pinball;
    crps += other.crps;
    inside80 += other.inside80;
    inside95 += other.inside95;
    windows += other.windows;
    return *this;
}

DistributionScore scoreOf(const Forecast& forecast, std::span<const double> came, std::size_t span)
{
    DistributionScore score;
    for (std::size_t from = 0; from + span <= came.size(); from += span) {
        double actual = 0.0;
        for (std::size_t i = from; i < from + span; ++i)
            actual += came[i];
        if (std::isnan(actual))
            continue;
        const SumDistribution sum(forecast, static_cast<double>(from), static_cast<double>(span));
        for (const double level : kStoredLevels)
            score.pinball += loss(actual, sum.quantile(level), level) / std::size(kStoredLevels);
        for (int k = 0; k < kLevels; ++k) {
            const double level = (k + 0.5) / kLevels;
            score.crps += 2.0 * loss(actual, sum.quantile(level), level) / kLevels;
        }
        const double upTo = sum.cdf(actual);
        // Nothing lies below zero, and whole pieces below the last one.
        const double below = actual <= 0.0 ? 0.0 : sum.counts() ? sum.cdf(std::ceil(actual) - 1.0) : upTo;
        score.inside80 += within(below, upTo, 0.1, 0.9);
        score.inside95 += within(below, upTo, 0.025, 0.975);
        score.windows += 1.0;
    }
    return score;
}

} // namespace merch::bench
