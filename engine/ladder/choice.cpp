#include "engine/ladder/choice.h"

#include "engine/core/quantile.h"
#include "engine/core/random.h"
#include "engine/forecast/distributions.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numeric>

namespace merch
{

namespace
{

constexpr double kUpper = 0.95;          ///< of a two-sided 90 % interval
constexpr double kVarianceDegrees = 4.0; ///< of the segment's variance in that of each series

/// A gain a year with the variance of its mean, by series; NaN where a rung does not apply.
struct Measured {
    double gain = std::numeric_limits<double>::quiet_NaN();
    double variance = 0.0;
    double degrees = 0.0;
    bool applies() const { return !std::isnan(gain); }
};

Measured measure(const RungCosts& series, std::size_t higher, std::size_t lower)
{
    const auto &above = series.blocks[higher], &below = series.blocks[lower];
    if (above.empty() || below.empty())
        return {};
    assert(above.size() == below.size());
    const double blocks = static_cast<double>(above.size()), perYear = 1.0 / series.yearsPerBlock;
    double sum = 0.0, squares = 0.0;
    for (std::size_t b = 0; b < above.size(); ++b)
        sum += below[b] - above[b];
    const double mean = sum / blocks;
    for (std::size_t b = 0; b < above.size(); ++b)
        squares += (below[b] - above[b] - mean) * (below[b] - above[b] - mean);
    if (above.size() < 2) // one block says nothing of its noise
        return {mean * perYear, mean * mean * perYear * perYear, 0.0};
    return {mean * perYear, squares / (blocks - 1.0) / blocks * perYear * perYear, blocks - 1.0};
}

/// Variance of the segment's mean gain by its blocks: a season moves all series of a segment at once, so that
/// they are not as many as they seem.
double variancePerSegment(std::span<const RungCosts> segment, std::size_t higher, std::size_t lower)
{
    std::vector<double> sums;
    double count = 0.0, perYear = 0.0;
    for (const RungCosts& series : segment) {
        const auto &above = series.blocks[higher], &below = series.blocks[lower];
        if (above.empty() || below.empty())
            continue;
        count += 1.0;
        perYear = 1.0 / series.yearsPerBlock;
        if (above.size() > sums.size()) // all end on the same day
            sums.insert(sums.begin(), above.size() - sums.size(), 0.0);
        for (std::size_t b = 0; b < above.size(); ++b)
            sums[sums.size() - above.size() + b] += below[b] - above[b];
    }
    if (sums.size() < 2)
        return 0.0;
    const double blocks = static_cast<double>(sums.size());
    const double mean = std::accumulate(sums.begin(), sums.end(), 0.0) / blocks;
    double squares = 0.0;
    for (const double sum : sums)
        squares += (sum - mean) * (sum - mean);
    const double scale = perYear / count;
    return squares / (blocks - 1.0) / blocks * scale * scale;
}

/// Draws the measured gains of a segment towards their common mean, whose variance is at least
/// `leastVariance`.
void shrink(std::vector<Measured>& all, double leastVariance, std::vector<Gain>& gains)
{
    // Variances from a few blocks are noisy themselves.
    double variance = 0.0, count = 0.0;
    for (const Measured& one : all) {
        if (one.applies()) {
            variance += one.variance;
            count += 1.0;
        }
    }
    if (count == 0.0)
        return;
    variance /= count;
    double weights = 0.0, squares = 0.0, weighted = 0.0;
    for (Measured& one : all) {
        if (!one.applies())
            continue;
        one.variance =
            (one.degrees * one.variance + kVarianceDegrees * variance) / (one.degrees + kVarianceDegrees);
        if (one.variance <= 0.0)
            continue;
        const double weight = 1.0 / one.variance;
        weights += weight;
        squares += weight * weight;
        weighted += weight * one.gain;
    }
    if (weights == 0.0) { // no noise at all: every gain is what it is
        for (std::size_t i = 0; i < all.size(); ++i)
            gains[i] = {all[i].gain, all[i].gain, all[i].gain};
        return;
    }
    const double fixedMean = weighted / weights;
    double spread = 0.0;
    for (const Measured& one : all)
        if (one.applies() && one.variance > 0.0)
            spread += (one.gain - fixedMean) * (one.gain - fixedMean) / one.variance;
    const double room = weights - squares / weights;
    const double between = room > 0.0 ? std::max(0.0, (spread - (count - 1.0)) / room) : 0.0;
    // The mean of the segment, between its series as much as within them.
    weights = weighted = 0.0;
    for (const Measured& one : all) {
        if (!one.applies())
            continue;
        const double weight = 1.0 / std::max(1e-300, one.variance + between);
        weights += weight;
        weighted += weight * one.gain;
    }
    const double mean = weighted / weights, meanVariance = std::max(leastVariance, 1.0 / weights);
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (!all[i].applies())
            continue;
        const double own = between + all[i].variance > 0.0 ? between / (between + all[i].variance) : 1.0;
        const double shrunk = mean + own * (all[i].gain - mean);
        const double error = studentQuantile(std::max(1.0, all[i].degrees), kUpper) *
                             std::sqrt(own * all[i].variance + (1.0 - own) * (1.0 - own) * meanVariance);
        gains[i] = {shrunk, shrunk - error, shrunk + error};
    }
}

} // namespace

std::vector<RungChoice> chooseRungs(std::span<const RungCosts> segment, std::span<const double> runningCost)
{
    constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
    const std::size_t rungs = runningCost.size();
    std::vector<RungChoice> choices(segment.size());
    for (RungChoice& choice : choices)
        choice.gains.assign(rungs, std::vector<Gain>(rungs, {kNan, kNan, kNan}));
    std::vector<Measured> measured(segment.size());
    std::vector<Gain> gains(segment.size());
    for (std::size_t higher = 1; higher < rungs; ++higher) {
        for (std::size_t lower = 0; lower < higher; ++lower) {
            std::fill(gains.begin(), gains.end(), Gain{kNan, kNan, kNan});
            std::transform(segment.begin(), segment.end(), measured.begin(), [&](const RungCosts& series) {
                return measure(series, higher, lower);
            });
            shrink(measured, variancePerSegment(segment, higher, lower), gains);
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
        for (std::size_t rung = 0; rung < rungs; ++rung) {
            if (segment[i].blocks[rung].empty())
                continue;
            bool beaten = false;
            for (std::size_t higher = rung + 1; higher < rungs; ++higher)
                beaten = beaten || pays(higher, rung);
            choices[i].rung = static_cast<int>(rung);
            if (!beaten)
                break;
        }
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
