#include "engine/ladder/choice.h"

#include "engine/core/quantile.h"
#include "engine/core/random.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numeric>

namespace merch
{

namespace
{

constexpr std::size_t kDraws = 300;      ///< of blocks
constexpr double kNothing = 1e-300;      ///< no variance at all
constexpr double kVarianceDegrees = 4.0; ///< of the segment's variance in that of each series

/// Gains of one rung over another, by series and block, as shares of what each series turns over: so that
/// large and small ones are alike. All blocks end on the same day.
struct Gains {
    std::vector<std::vector<double>> blocks; ///< empty where a rung does not apply
    std::size_t longest = 0;

    /// Mean a block, each block counted `times`.
    double mean(std::size_t i, std::span<const double> times) const
    {
        const std::vector<double>& one = blocks[i];
        double sum = 0.0, count = 0.0;
        const auto own = times.last(one.size());
        for (std::size_t b = 0; b < one.size(); ++b) {
            sum += own[b] * one[b];
            count += own[b];
        }
        return count > 0.0 ? sum / count : 0.0;
    }
};

Gains gainsOf(std::span<const RungCosts> segment, std::size_t higher, std::size_t lower)
{
    Gains gains;
    for (const RungCosts& series : segment) {
        const auto &above = series.blocks[higher], &below = series.blocks[lower];
        std::vector<double> one;
        if (!above.empty() && !below.empty()) {
            assert(above.size() == below.size());
            for (std::size_t b = 0; b < above.size(); ++b)
                one.push_back((below[b] - above[b]) / series.scale);
        }
        gains.longest = std::max(gains.longest, one.size());
        gains.blocks.push_back(std::move(one));
    }
    return gains;
}

/// How far each series is its own beside the segment's mean, and its weight in that.
struct Shrinkage {
    std::vector<double> own, weight;

    /// The shrunk gains of one draw of blocks.
    void apply(const Gains& gains, std::span<const double> times, std::vector<double>& shrunk) const
    {
        double sum = 0.0, weights = 0.0;
        for (std::size_t i = 0; i < own.size(); ++i) {
            if (gains.blocks[i].empty())
                continue;
            shrunk[i] = gains.mean(i, times);
            sum += weight[i] * shrunk[i];
            weights += weight[i];
        }
        const double mean = weights > 0.0 ? sum / weights : 0.0;
        for (std::size_t i = 0; i < own.size(); ++i)
            if (!gains.blocks[i].empty())
                shrunk[i] = mean + own[i] * (shrunk[i] - mean);
    }
};

Shrinkage shrinkageOf(const Gains& gains)
{
    const std::size_t n = gains.blocks.size();
    const std::vector<double> once(gains.longest, 1.0);
    std::vector<double> mean(n, 0.0), variance(n, 0.0);
    double common = 0.0, count = 0.0;
    for (std::size_t i = 0; i < n; ++i) {
        const std::vector<double>& one = gains.blocks[i];
        if (one.empty())
            continue;
        mean[i] = gains.mean(i, once);
        for (const double gain : one)
            variance[i] += (gain - mean[i]) * (gain - mean[i]);
        const double blocks = static_cast<double>(one.size());
        // One block says nothing of its noise.
        variance[i] = one.size() > 1 ? variance[i] / (blocks - 1.0) / blocks : mean[i] * mean[i];
        common += variance[i];
        count += 1.0;
    }
    Shrinkage shrinkage{std::vector<double>(n, 1.0), std::vector<double>(n, 0.0)};
    if (count == 0.0)
        return shrinkage;
    common /= count;
    // Variances from a few blocks are noisy themselves.
    double weights = 0.0, squares = 0.0, weighted = 0.0;
    for (std::size_t i = 0; i < n; ++i) {
        if (gains.blocks[i].empty())
            continue;
        const double degrees = static_cast<double>(gains.blocks[i].size() - 1);
        variance[i] = (degrees * variance[i] + kVarianceDegrees * common) / (degrees + kVarianceDegrees);
        const double weight = 1.0 / std::max(kNothing, variance[i]);
        weights += weight;
        squares += weight * weight;
        weighted += weight * mean[i];
    }
    double spread = 0.0;
    for (std::size_t i = 0; i < n; ++i) {
        const double off = mean[i] - weighted / weights;
        if (!gains.blocks[i].empty())
            spread += off * off / std::max(kNothing, variance[i]);
    }
    const double room = weights - squares / weights;
    const double between = room > 0.0 ? std::max(0.0, (spread - (count - 1.0)) / room) : 0.0;
    for (std::size_t i = 0; i < n; ++i) {
        if (gains.blocks[i].empty())
            continue;
        const double both = between + variance[i];
        shrinkage.own[i] = both > 0.0 ? between / both : 1.0;
        shrinkage.weight[i] = 1.0 / std::max(kNothing, both);
    }
    return shrinkage;
}

/// Shrunk gains a year with their intervals: blocks are drawn again and again, the same for all series, as a
/// season moves all of a segment at once.
void shrunkGains(
    std::span<const RungCosts> segment, std::size_t higher, std::size_t lower, std::uint64_t seed,
    std::vector<Gain>& found)
{
    const Gains gains = gainsOf(segment, higher, lower);
    if (gains.longest == 0)
        return;
    const std::size_t n = segment.size();
    const Shrinkage shrinkage = shrinkageOf(gains);
    std::vector<double> times(gains.longest, 1.0), shrunk(n, 0.0), again(n, 0.0);
    shrinkage.apply(gains, times, shrunk);
    std::vector<std::vector<double>> drawn(n);
    for (std::size_t draw = 0; draw < kDraws; ++draw) {
        Random random(seed, (static_cast<std::uint64_t>(8 * higher + lower) << 32U) + draw);
        std::fill(times.begin(), times.end(), 0.0);
        for (std::size_t b = 0; b < times.size(); ++b)
            times[random.below(static_cast<std::uint32_t>(times.size()))] += 1.0;
        shrinkage.apply(gains, times, again);
        for (std::size_t i = 0; i < n; ++i)
            if (!gains.blocks[i].empty())
                drawn[i].push_back(again[i]);
    }
    for (std::size_t i = 0; i < n; ++i) {
        if (drawn[i].empty())
            continue;
        std::sort(drawn[i].begin(), drawn[i].end());
        const double perYear = segment[i].scale / segment[i].yearsPerBlock;
        found[i] = {
            perYear * shrunk[i], perYear * sortedQuantile(drawn[i], 0.05),
            perYear * sortedQuantile(drawn[i], 0.95)};
    }
}

} // namespace

std::vector<RungChoice>
chooseRungs(std::span<const RungCosts> segment, std::span<const double> runningCost, std::uint64_t seed)
{
    constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
    const std::size_t rungs = runningCost.size();
    std::vector<RungChoice> choices(segment.size());
    for (RungChoice& choice : choices)
        choice.gains.assign(rungs, std::vector<Gain>(rungs, {kNan, kNan, kNan}));
    std::vector<Gain> gains(segment.size());
    for (std::size_t higher = 1; higher < rungs; ++higher) {
        for (std::size_t lower = 0; lower < higher; ++lower) {
            std::fill(gains.begin(), gains.end(), Gain{kNan, kNan, kNan});
            shrunkGains(segment, higher, lower, seed, gains);
            for (std::size_t i = 0; i < segment.size(); ++i)
                choices[i].gains[higher][lower] = gains[i];
        }
    }
    for (std::size_t i = 0; i < segment.size(); ++i) {
        const auto pays = [&](std::size_t higher, std::size_t lower) {
            const Gain& gain = choices[i].gains[higher][lower];
            return gain.low > 0.0 &&
                   gain.mean > segment[i].threshold + runningCost[higher] - runningCost[lower];
        };
        const auto lowestFrom = [&](std::size_t first) {
            int lowest = 0;
            for (std::size_t rung = first; rung < rungs; ++rung) {
                if (segment[i].blocks[rung].empty())
                    continue;
                bool beaten = false;
                for (std::size_t higher = rung + 1; higher < rungs; ++higher)
                    beaten = beaten || pays(higher, rung);
                lowest = static_cast<int>(rung);
                if (!beaten)
                    break;
            }
            return lowest;
        };
        choices[i].rung = lowestFrom(0);
        choices[i].forecasting = lowestFrom(1);
    }
    return choices;
}

Gain totalGain(
    std::span<const std::vector<double>> gains, double yearsPerBlock, std::uint64_t seed, int draws)
{
    std::size_t blocks = 0;
    double total = 0.0;
    for (const std::vector<double>& one : gains) {
        blocks = std::max(blocks, one.size());
        total = std::accumulate(one.begin(), one.end(), total);
    }
    if (blocks == 0)
        return {};
    const double years = yearsPerBlock * static_cast<double>(blocks);
    std::vector<double> sums(static_cast<std::size_t>(draws)), byBlock(blocks);
    const auto n = static_cast<std::uint32_t>(gains.size());
    for (std::size_t draw = 0; draw < sums.size(); ++draw) {
        Random random(seed, draw);
        std::fill(byBlock.begin(), byBlock.end(), 0.0);
        for (std::uint32_t i = 0; i < n; ++i) {
            const std::vector<double>& one = n > 1 ? gains[random.below(n)] : gains[0];
            const std::size_t skipped = blocks - one.size();
            for (std::size_t b = 0; b < one.size(); ++b)
                byBlock[skipped + b] += one[b];
        }
        double sum = 0.0;
        for (std::size_t b = 0; b < blocks; ++b)
            sum += byBlock[random.below(static_cast<std::uint32_t>(blocks))];
        sums[draw] = sum / years;
    }
    std::sort(sums.begin(), sums.end());
    return {total / years, sortedQuantile(sums, 0.05), sortedQuantile(sums, 0.95)};
}

} // namespace merch
