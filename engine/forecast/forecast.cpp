#include "engine/forecast/forecast.h"

#include "engine/forecast/distributions.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>

namespace merch
{

namespace
{

/// The error table at one span as a rising line over normal scores, extended by its outer slopes.
class ScoreLine
{
public:
    ScoreLine(const ErrorProfile& errors, int span)
    {
        const std::size_t levels = errors.levels.size();
        if (errors.spans.empty() || levels < 2 || levels > kMostLevels ||
            errors.table.size() < errors.spans.size() * levels)
            return;
        const auto above = std::lower_bound(errors.spans.begin(), errors.spans.end(), span);
        std::size_t low = 0, high = 0;
        double weight = 0.0;
        if (above == errors.spans.end()) {
            low = high = errors.spans.size() - 1;
        } else {
            high = static_cast<std::size_t>(above - errors.spans.begin());
            low = *above == span || high == 0 ? high : high - 1;
            if (low != high) {
                const double a = std::sqrt(errors.spans[low]), b = std::sqrt(errors.spans[high]);
                weight = (std::sqrt(span) - a) / (b - a);
            }
        }
        for (std::size_t q = 0; q < levels; ++q) {
            const double value =
                (1.0 - weight) * errors.table[low * levels + q] + weight * errors.table[high * levels + q];
            m_x[q] = normalQuantile(errors.levels[q]);
            m_y[q] = q == 0 ? value : std::max(value, m_y[q - 1]);
        }
        m_size = levels;
    }

    double at(double score) const
    {
        if (m_size == 0)
            return score;
        const std::size_t i = segment(m_x, score);
        return m_y[i] + slope(i) * (score - m_x[i]);
    }

    /// The greatest score whose value is not above `value`.
    double scoreOf(double value) const
    {
        if (m_size == 0)
            return value;
        const std::size_t i = segment(m_y, value);
        const double s = slope(i);
        if (s <= 0.0)
            return value >= m_y[i] ? m_x[i + 1] : m_x[i];
        return m_x[i] + (value - m_y[i]) / s;
    }

private:
    static constexpr std::size_t kMostLevels = 16;
    std::size_t segment(const std::array<double, kMostLevels>& values, double value) const
    {
        std::size_t above = 1;
        while (above + 1 < m_size && values[above] <= value)
            ++above;
        return above - 1;
    }
    double slope(std::size_t i) const { return (m_y[i + 1] - m_y[i]) / (m_x[i + 1] - m_x[i]); }

    std::array<double, kMostLevels> m_x{}, m_y{};
    std::size_t m_size = 0;
};

/// Index into a horizon of `n` periods; beyond it the last season comes again.
int folded(int step, int n, Grain grain)
{
    if (step < n)
        return step;
    const int season = std::min(seasonOf(grain), n);
    return n - season + (step - n) % season;
}

struct Span {
    double sum = 0.0;
    double scale = 0.0;
};

Span spanOf(const Forecast& forecast, int from, int count)
{
    Span span;
    const int n = forecast.horizon();
    double scatter = 0.0;
    for (int step = from; n > 0 && step < from + count; ++step) {
        const auto i = static_cast<std::size_t>(folded(step, n, forecast.grain));
        span.sum += forecast.mean[i];
        const double factor = i < forecast.spread.size() ? forecast.spread[i] : 1.0;
        scatter += factor * factor;
    }
    const ErrorProfile& e = forecast.errors;
    span.scale =
        std::sqrt(e.scaleBase * e.scaleBase * scatter + e.scaleRate * e.scaleRate * span.sum * span.sum);
    return span;
}

double countVarianceOf(const ErrorProfile& errors, double sum)
{
    return errors.countVariance * sum + errors.scaleRate * errors.scaleRate * sum * sum;
}

} // namespace

double Forecast::sum(int from, int count) const
{
    assert(from >= 0 && count >= 0);
    return spanOf(*this, from, count).sum;
}

double Forecast::sumQuantile(int from, int count, double level) const
{
    assert(from >= 0 && count >= 0 && level > 0.0 && level < 1.0);
    if (count == 0 || mean.empty())
        return 0.0;
    const Span span = spanOf(*this, from, count);
    const double score = ScoreLine(errors, count).at(normalQuantile(level));
    if (errors.countVariance > 0.0)
        return countQuantile(span.sum, countVarianceOf(errors, span.sum), normalCdf(score));
    return std::max(0.0, span.sum + score * span.scale);
}

double Forecast::sumCdf(int from, int count, double units) const
{
    assert(from >= 0 && count >= 0);
    if (units < 0.0)
        return 0.0;
    if (count == 0 || mean.empty())
        return 1.0;
    const Span span = spanOf(*this, from, count);
    const ScoreLine line(errors, count);
    if (errors.countVariance > 0.0) {
        const double level = countCdf(span.sum, countVarianceOf(errors, span.sum), units);
        return level >= 1.0 ? 1.0 : normalCdf(line.scoreOf(normalQuantile(std::max(level, 1e-300))));
    }
    if (span.scale <= 0.0)
        return units >= span.sum ? 1.0 : 0.0;
    return normalCdf(line.scoreOf((units - span.sum) / span.scale));
}

Forecast Forecast::scaled(const std::vector<double>& factor) const
{
    Forecast copy = *this;
    copy.spread.resize(mean.size(), 1.0);
    for (std::size_t i = 0; i < std::min(factor.size(), mean.size()); ++i) {
        assert(factor[i] >= 0.0);
        copy.mean[i] *= factor[i];
        copy.spread[i] *= factor[i];
    }
    return copy;
}

Forecast Forecast::withMean(const std::vector<double>& units) const
{
    Forecast copy = *this;
    copy.spread.resize(mean.size(), 1.0);
    for (std::size_t i = 0; i < std::min(units.size(), mean.size()); ++i) {
        assert(units[i] >= 0.0);
        if (mean[i] > 0.0)
            copy.spread[i] *= units[i] / mean[i];
        copy.mean[i] = units[i];
    }
    return copy;
}

} // namespace merch
