#include "engine/forecast/sum_distribution.h"

#include "engine/forecast/distributions.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>

namespace merch
{

namespace
{

constexpr std::size_t kMostTail = 100'000;
constexpr double kMostDispersion = 1e6; ///< of a count; beyond it a profile says nothing
constexpr double kOverForecast = 1.5;   ///< a bound below it would deny what is forecast

double density(double score)
{
    return std::exp(-0.5 * score * score) * 0.39894228040143267794;
}

/// Normal score of a level of the table; known for those that are stored.
double tableScore(const std::vector<double>& levels, std::size_t i)
{
    static const auto known = [] {
        std::array<double, std::size(kStoredLevels)> scores{};
        std::transform(std::begin(kStoredLevels), std::end(kStoredLevels), scores.begin(), normalQuantile);
        return scores;
    }();
    return i < known.size() && levels[i] == kStoredLevels[i] ? known[i] : normalQuantile(levels[i]);
}

} // namespace

int foldedStep(int step, int n, Grain grain)
{
    if (step < n)
        return step;
    const int season = std::min(seasonOf(grain), n);
    return n - season + (step - n) % season;
}

SumDistribution::SumDistribution(const Forecast& forecast, double from, double count)
    : m_count(count)
    , m_most(std::numeric_limits<double>::infinity())
{
    assert(from >= 0.0 && count >= 0.0);
    const int n = forecast.horizon();
    if (n == 0)
        m_count = 0.0;
    if (m_count <= 0.0)
        return;
    const double end = from + count;
    double scatter = 0.0;
    for (int step = static_cast<int>(std::floor(from)); step < end; ++step) {
        const auto i = static_cast<std::size_t>(foldedStep(step, n, forecast.grain));
        const double part = std::min<double>(step + 1, end) - std::max<double>(step, from);
        m_sum += part * forecast.mean[i];
        const double factor = i < forecast.spread.size() ? forecast.spread[i] : 1.0;
        scatter += part * factor * factor;
    }
    const ErrorProfile& e = forecast.errors;
    // What was learned where the forecast had faded to nothing need not be finite.
    const double rate = std::isfinite(e.scaleRate) ? e.scaleRate : 1.0;
    const double dispersion =
        std::isfinite(e.countVariance) ? std::min(e.countVariance, kMostDispersion) : kMostDispersion;
    m_scale = std::sqrt(e.scaleBase * e.scaleBase * scatter + rate * rate * m_sum * m_sum);
    if (dispersion > 0.0)
        m_variance = dispersion * m_sum + rate * rate * m_sum * m_sum;
    bound(e);

    const std::size_t levels = e.levels.size();
    if (e.spans.empty() || levels < 2 || levels > kMostLevels || e.table.size() < e.spans.size() * levels)
        return;
    const auto above = std::lower_bound(
        e.spans.begin(), e.spans.end(), count, [](int span, double wanted) { return span < wanted; });
    std::size_t low = 0, high = 0;
    double weight = 0.0;
    if (above == e.spans.end()) {
        low = high = e.spans.size() - 1;
    } else {
        high = static_cast<std::size_t>(above - e.spans.begin());
        low = *above == count || high == 0 ? high : high - 1;
        if (low != high) {
            const double a = std::sqrt(e.spans[low]), b = std::sqrt(e.spans[high]);
            weight = (std::sqrt(count) - a) / (b - a);
        }
    }
    for (std::size_t q = 0; q < levels; ++q) {
        const double value = (1.0 - weight) * e.table[low * levels + q] + weight * e.table[high * levels + q];
        m_x[q] = tableScore(e.levels, q);
        m_y[q] = q == 0 ? value : std::max(value, m_y[q - 1]);
    }
    m_size = levels;
}

void SumDistribution::bound(const ErrorProfile& errors)
{
    const auto& spans = errors.spans;
    const auto& most = errors.most;
    if (spans.empty() || most.size() != spans.size())
        return;
    const auto above = std::lower_bound(
        spans.begin(), spans.end(), m_count, [](int span, double wanted) { return span < wanted; });
    double bound = 0.0;
    if (above == spans.begin() || above == spans.end()) {
        const std::size_t at = above == spans.end() ? spans.size() - 1 : 0;
        bound = most[at] * std::max(1.0, m_count / spans[at]);
    } else {
        const auto high = static_cast<std::size_t>(above - spans.begin()), low = high - 1;
        const double weight = (m_count - spans[low]) / (spans[high] - spans[low]);
        bound = weight < 1.0 ? (1.0 - weight) * most[low] + weight * most[high] : most[high];
    }
    if (std::isfinite(bound) && bound > 0.0)
        m_most = std::max(bound, kOverForecast * m_sum);
}

std::size_t SumDistribution::segment(const std::array<double, kMostLevels>& values, double value) const
{
    std::size_t above = 1;
    while (above + 1 < m_size && values[above] <= value)
        ++above;
    return above - 1;
}

double SumDistribution::valueAt(double score) const
{
    if (m_size == 0)
        return score;
    const std::size_t i = segment(m_x, score);
    return m_y[i] + slope(i) * (score - m_x[i]);
}

double SumDistribution::scoreOf(double value) const
{
    if (m_size == 0)
        return value;
    const std::size_t i = segment(m_y, value);
    const double s = slope(i);
    if (s <= 0.0)
        return value >= m_y[i] ? m_x[i + 1] : m_x[i];
    return m_x[i] + (value - m_y[i]) / s;
}

double SumDistribution::quantile(double level) const
{
    assert(level > 0.0 && level < 1.0);
    if (m_count <= 0.0)
        return 0.0;
    const double score = valueAt(normalQuantile(level));
    if (counts())
        return std::min(m_most, countQuantile(m_sum, m_variance, normalCdf(score)));
    return std::clamp(m_sum + score * m_scale, 0.0, m_most);
}

double SumDistribution::cdf(double units) const
{
    if (units < 0.0)
        return 0.0;
    if (m_count <= 0.0 || units >= m_most)
        return 1.0;
    if (counts()) {
        const double level = countCdf(m_sum, m_variance, units);
        return level >= 1.0 ? 1.0 : normalCdf(scoreOf(normalQuantile(std::max(level, 1e-300))));
    }
    if (m_scale <= 0.0)
        return units >= m_sum ? 1.0 : 0.0;
    return normalCdf(scoreOf((units - m_sum) / m_scale));
}

double SumDistribution::spread() const
{
    return counts() ? std::sqrt(std::max(m_variance, m_sum)) : m_scale;
}

double SumDistribution::partial(double units, int power) const
{
    // X = sum + scale * line(Z) with a standard normal Z: on each piece a polynomial of Z.
    const double start = (units - m_sum) / m_scale;
    double from = scoreOf(start);
    double total = 0.0;
    const std::size_t pieces = m_size == 0 ? 1 : m_size - 1;
    for (std::size_t i = 0; i < pieces; ++i) {
        const double begin = std::max(from, i == 0 ? -std::numeric_limits<double>::infinity() : m_x[i]);
        const double end = i + 1 < pieces ? m_x[i + 1] : std::numeric_limits<double>::infinity();
        if (end <= begin)
            continue;
        const double b = m_scale * (m_size == 0 ? 1.0 : slope(i));
        const double a =
            m_sum - units + m_scale * (m_size == 0 ? 0.0 : m_y[i]) - b * (m_size == 0 ? 0.0 : m_x[i]);
        // Upper tails, so that nothing is lost far out.
        const double mass = normalCdf(-begin) - (std::isinf(end) ? 0.0 : normalCdf(-end));
        const double left = std::isinf(begin) ? 0.0 : density(begin),
                     right = std::isinf(end) ? 0.0 : density(end);
        if (power == 1) {
            total += a * mass + b * (left - right);
        } else {
            const double square =
                mass + (std::isinf(begin) ? 0.0 : begin * left) - (std::isinf(end) ? 0.0 : end * right);
            total += a * a * mass + 2.0 * a * b * (left - right) + b * b * square;
        }
    }
    return std::max(0.0, total);
}

void SumDistribution::addTail(double chance, double stride, std::vector<double>& tail) const
{
    constexpr double kNothing = 1e-10;
    constexpr double kWhole = 1e-14; // what summing many terms leaves of 1
    constexpr double kManyPieces = 10000.0;
    constexpr double kSmoothFrom = 256.0, kSmoothStep = 16.0;
    const auto add = [&](std::size_t k, double beyond) {
        if (tail.size() <= k)
            tail.resize(k + 1, 0.0);
        if (static_cast<double>(k) * stride < m_most)
            tail[k] += chance * beyond;
    };
    if (m_count <= 0.0 || m_sum <= 0.0) {
        add(0, 0.0);
        return;
    }
    if (!counts() || m_sum > kManyPieces) {
        for (std::size_t k = 0; k < kMostTail; ++k) {
            const double beyond = 1.0 - cdf(static_cast<double>(k) * stride);
            add(k, beyond);
            if (beyond < kNothing)
                return;
        }
        return;
    }
    // The terms of the count's distribution by recursion, from where they begin to matter.
    const double size = m_variance > m_sum * (1.0 + 1e-9) ? m_sum * m_sum / (m_variance - m_sum) : 0.0;
    const double share = size > 0.0 ? 1.0 - m_sum / m_variance : 0.0;
    const double sd = std::sqrt(std::max(m_variance, m_sum));
    const auto termAt = [&](double piece) {
        return std::exp(
            size > 0.0 ? std::lgamma(piece + size) - std::lgamma(piece + 1.0) - std::lgamma(size) +
                             size * std::log1p(-share) + piece * std::log(share)
                       : piece * std::log(m_sum) - m_sum - std::lgamma(piece + 1.0));
    };
    double piece = std::max(0.0, std::floor(m_sum - 12.0 * sd));
    double term = termAt(piece), level = term;
    std::vector<double> levels;
    for (std::size_t k = 0; k < kMostTail; ++k) {
        const double here = static_cast<double>(k) * stride;
        while (piece < here) {
            if (stride >= 4.0 && piece >= kSmoothFrom) {
                // Far from zero the terms are smooth: their sum by Euler and Maclaurin.
                const double to = std::min(here, piece + std::max(kSmoothStep, std::floor(piece / 16.0)));
                const double next = termAt(to);
                level += 0.5 * (to - piece) * (term + next) + 0.5 * (next - term);
                term = next;
                piece = to;
            } else {
                term *= size > 0.0 ? share * (piece + size) / (piece + 1.0) : m_sum / (piece + 1.0);
                level += term;
                piece += 1.0;
            }
        }
        levels.push_back(piece > here ? 0.0 : level); // below the first term there is nothing
        if (here > m_sum && term * (sd + m_variance / m_sum) < kWhole)
            break;
    }
    for (std::size_t k = 0; k < levels.size(); ++k) {
        const double known = levels[k] / level;
        const double beyond = known < kWhole         ? 1.0
                              : 1.0 - known < kWhole ? 0.0
                              : m_size == 0          ? 1.0 - known
                                                     : normalCdf(-scoreOf(normalQuantile(known)));
        add(k, beyond);
        if (beyond < kNothing)
            return;
    }
}

double SumDistribution::shortage(double units) const
{
    if (m_count <= 0.0)
        return std::max(0.0, -units);
    if (units < 0.0)
        return shortage(0.0) - units;
    if (units >= m_most)
        return 0.0;
    if (!counts()) {
        if (m_scale <= 0.0)
            return std::max(0.0, m_sum - units);
        return partial(units, 1) - (std::isinf(m_most) ? 0.0 : partial(m_most, 1));
    }
    std::vector<double> tail;
    addTail(1.0, 1.0, tail);
    double beyond = 0.0;
    for (std::size_t k = static_cast<std::size_t>(std::ceil(units)); k < tail.size(); ++k)
        beyond += tail[k];
    const double part = std::ceil(units) - units;
    const auto at = static_cast<std::size_t>(std::floor(units));
    return beyond + (part > 0.0 && at < tail.size() ? part * tail[at] : 0.0);
}

SumDistribution::Moments SumDistribution::moments() const
{
    if (m_count <= 0.0)
        return {};
    if (!counts()) {
        if (m_scale <= 0.0)
            return {m_sum, m_sum * m_sum};
        const double first = partial(0.0, 1), second = partial(0.0, 2);
        if (std::isinf(m_most))
            return {first, second};
        const double above = partial(m_most, 1);
        return {first - above, second - partial(m_most, 2) - 2.0 * m_most * above};
    }
    std::vector<double> tail;
    addTail(1.0, 1.0, tail);
    Moments moments;
    for (std::size_t k = 0; k < tail.size(); ++k) {
        moments.first += tail[k];
        moments.second += (2.0 * static_cast<double>(k) + 1.0) * tail[k];
    }
    return moments;
}

} // namespace merch
