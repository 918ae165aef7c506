#include "engine/demand/censored_count.h"

#include "engine/core/random.h"
#include "engine/forecast/distributions.h"

#include <boost/math/special_functions/gamma.hpp>

#include <algorithm>
#include <cmath>

namespace merch
{

double shelfShare(double units, double onHand, double availability)
{
    const bool sold = isKnown(units) && units > 0.0;
    if (isKnown(availability)) {
        if (availability >= 0.999)
            return 1.0;
        return availability > 0.0 ? availability : sold ? kSoldOut : 0.0;
    }
    if (isKnown(onHand) && onHand <= 0.0)
        return sold ? kSoldOut : 0.0;
    return 1.0;
}

namespace
{

constexpr double kMostCounted = 400.0; ///< above it counts are as good as continuous; e^400 still is a double
constexpr double kLow = 0.1, kHigh = 0.9;

bool isCounted(const DayDemand& day, double sold)
{
    return day.whole && std::max(day.mean, sold) <= kMostCounted;
}

/// P(D = k) by P(D = k - 1) of the count with the day's mean and variance, for k >= 1.
class Ratio
{
public:
    explicit Ratio(const DayDemand& day)
        : m_mean(day.mean)
    {
        const double excess = day.variance() - day.mean;
        if (excess > 1e-9 * day.mean) {
            m_size = day.mean * day.mean / excess;
            m_rest = day.mean / (day.mean + m_size);
        }
    }
    double at(double k) const { return m_size > 0.0 ? (k - 1.0 + m_size) / k * m_rest : m_mean / k; }

private:
    double m_mean, m_size = 0.0, m_rest = 0.0;
};

/// Visits k = sold, sold + 1, ... with the chance of each by that of the first, until the rest is nothing;
/// the visitor returns false to stop.
template <typename Visit> void eachAtLeast(const DayDemand& day, double sold, const Visit& visit)
{
    const Ratio ratio(day);
    const double reach = std::max(day.mean, sold) + 12.0 * std::sqrt(day.variance()) + 30.0;
    double weight = 1.0, sum = 0.0;
    for (double k = sold; k <= reach * 4.0; k += 1.0) {
        if (k > sold)
            weight *= ratio.at(k);
        sum += weight;
        if (!visit(k, weight) || (k > day.mean && weight < 1e-12 * sum))
            return;
    }
}

/// Shape of the gamma with the day's mean and variance; its scale is mean / shape.
double gammaShape(const DayDemand& day)
{
    return day.mean * day.mean / std::max(1e-300, day.variance());
}

} // namespace

UnitsMoments lostWhileEmpty(const DayDemand& day, double sold, double inStock)
{
    const double asked = day.mean * (1.0 - inStock), seen = day.mean * inStock;
    double factor = 1.0, left = day.common;
    if (seen > 0.0 && day.common > 0.0) {
        const double credibility = day.common / (day.common + day.piece / seen);
        factor += credibility * (sold / seen - 1.0);
        left *= (1.0 - credibility) * factor;
    }
    return {asked * factor, day.piece * asked * factor + asked * asked * left};
}

UnitsMoments demandAtLeast(const DayDemand& day, double sold)
{
    if (sold <= 0.0)
        return {day.mean, day.variance()};
    if (!(day.mean > 0.0) || !(day.variance() > 0.0))
        return {std::max(day.mean, sold), 0.0};
    if (isCounted(day, sold) && sold == std::floor(sold)) {
        double sum = 0.0, first = 0.0, second = 0.0;
        eachAtLeast(day, sold, [&](double k, double weight) {
            sum += weight;
            first += weight * (k - sold);
            second += weight * (k - sold) * (k - sold);
            return true;
        });
        const double mean = first / sum;
        return {sold + mean, std::max(0.0, second / sum - mean * mean)};
    }
    const double shape = gammaShape(day), scale = day.mean / shape;
    const double tail = boost::math::gamma_q(shape, sold / scale);
    if (tail < 1e-12) // so far out, a gamma falls like an exponential
        return {sold + scale * sold / std::max(1e-9, sold - (shape - 1.0) * scale), scale * scale};
    const double mean = day.mean * boost::math::gamma_q(shape + 1.0, sold / scale) / tail;
    const double square =
        day.mean * (day.mean + scale) * boost::math::gamma_q(shape + 2.0, sold / scale) / tail;
    return {std::max(sold, mean), std::max(0.0, square - mean * mean)};
}

UnitsRange rangeOf(const UnitsMoments& moments, bool whole)
{
    const auto& [mean, variance] = moments;
    if (!(mean > 0.0))
        return {};
    UnitsRange range{0.0, mean, mean};
    if (variance > 0.0 && whole) {
        range.low = countQuantile(mean, variance, kLow);
        range.high = countQuantile(mean, variance, kHigh);
    } else if (variance > 0.0) {
        const double shape = mean * mean / variance, scale = variance / mean;
        range.low = shape > 1e-3 ? scale * boost::math::gamma_p_inv(shape, kLow) : 0.0;
        range.high = shape > 1e-3 ? scale * boost::math::gamma_p_inv(shape, kHigh) : 0.0;
    } else {
        range.low = mean;
    }
    // The mean of rare demand lies above what most days ask for.
    range.low = std::min(range.low, mean);
    range.high = std::max(range.high, mean);
    return range;
}

UnitsRange rangeAtLeast(const DayDemand& day, double sold)
{
    const UnitsMoments moments = demandAtLeast(day, sold);
    UnitsRange range{sold, moments.mean, moments.mean};
    if (!(moments.variance > 0.0))
        return range;
    if (isCounted(day, sold) && sold == std::floor(sold)) {
        double all = 0.0;
        eachAtLeast(day, sold, [&](double, double weight) {
            all += weight;
            return true;
        });
        double sum = 0.0;
        bool low = false;
        eachAtLeast(day, sold, [&](double k, double weight) {
            sum += weight;
            if (!low && sum >= kLow * all) {
                range.low = k;
                low = true;
            }
            range.high = k;
            return sum < kHigh * all;
        });
    } else {
        const double shape = gammaShape(day), scale = day.mean / shape;
        const double tail = boost::math::gamma_q(shape, sold / scale);
        if (tail > 1e-12) {
            range.low = scale * boost::math::gamma_q_inv(shape, tail * (1.0 - kLow));
            range.high = scale * boost::math::gamma_q_inv(shape, tail * (1.0 - kHigh));
        } else {
            range.high = sold + 2.3 * (moments.mean - sold); // an exponential's
        }
    }
    range.low = std::clamp(range.low, sold, range.mid);
    range.high = std::max(range.high, range.mid);
    return range;
}

namespace
{

double drawOf(const UnitsMoments& moments, bool whole, Random& random)
{
    if (!(moments.mean > 0.0))
        return 0.0;
    if (whole)
        return static_cast<double>(random.negativeBinomial(moments.mean, moments.variance));
    if (!(moments.variance > 0.0))
        return moments.mean;
    return random.gamma(moments.mean * moments.mean / moments.variance, moments.variance / moments.mean);
}

} // namespace

double drawLost(const DayDemand& day, double sold, double inStock, Random& random)
{
    return drawOf(lostWhileEmpty(day, sold, inStock), day.whole, random);
}

double drawAtLeast(const DayDemand& day, double sold, Random& random)
{
    if (isCounted(day, sold) && sold == std::floor(sold) && sold > 0.0 && day.mean > 0.0) {
        double all = 0.0;
        eachAtLeast(day, sold, [&](double, double weight) {
            all += weight;
            return true;
        });
        const double at = random.uniform() * all;
        double sum = 0.0, drawn = sold;
        eachAtLeast(day, sold, [&](double k, double weight) {
            sum += weight;
            drawn = k;
            return sum < at;
        });
        return drawn;
    }
    UnitsMoments excess = demandAtLeast(day, sold);
    excess.mean -= std::max(0.0, sold);
    return std::max(0.0, sold) + drawOf(excess, day.whole, random);
}

} // namespace merch
