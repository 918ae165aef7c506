#include "engine/inventory/count_demand.h"

#include "engine/inventory/special.h"

#include <boost/math/special_functions/beta.hpp>
#include <boost/math/special_functions/gamma.hpp>

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>

namespace merch
{

namespace
{

const special::Policy kPolicy;
constexpr double kPoissonSlack = 1e-9; ///< a variance nearer to the mean than this is Poisson in nine digits
constexpr int kTailTerms = 1000000;

} // namespace

CountDemand::CountDemand(double mean, double variance)
    : m_mean(mean)
    , m_variance(std::max(mean, variance))
{
    assert(mean >= 0.0 && std::isfinite(mean) && std::isfinite(variance));
    if (mean > 0.0 && variance - mean > kPoissonSlack * mean) {
        m_size = mean * mean / (variance - mean);
        m_prob = mean / variance;
        m_rest = (variance - mean) / variance;
    }
}

CountDemand CountDemand::negativeBinomial(double size, double prob)
{
    assert(size > 0.0 && prob > 0.0 && prob <= 1.0);
    const double mean = size * (1.0 - prob) / prob;
    CountDemand demand(mean, mean / prob);
    if (!demand.isPoisson()) {
        demand.m_size = size;
        demand.m_prob = prob;
        demand.m_rest = 1.0 - prob;
    }
    return demand;
}

double CountDemand::pmf(std::int64_t units) const
{
    if (units < 0)
        return 0.0;
    if (m_mean == 0.0)
        return units == 0 ? 1.0 : 0.0;
    const double k = double(units);
    if (isPoisson()) {
        if (units == 0)
            return std::exp(-m_mean);
        return boost::math::gamma_p_derivative(k + 1.0, m_mean, kPolicy);
    }
    if (units == 0)
        return std::exp(m_size * (m_rest < 0.5 ? std::log1p(-m_rest) : std::log(m_prob)));
    const double density = m_rest < 0.5 ? boost::math::ibeta_derivative(k + 1.0, m_size, m_rest, kPolicy)
                                        : boost::math::ibeta_derivative(m_size, k + 1.0, m_prob, kPolicy);
    return m_prob / (m_size + k) * density;
}

double CountDemand::cdf(double units) const
{
    if (units < 0.0)
        return 0.0;
    if (m_mean == 0.0 || std::isinf(units))
        return 1.0;
    const double k = std::floor(units);
    if (isPoisson())
        return boost::math::gamma_q(k + 1.0, m_mean, kPolicy);
    return m_rest < 0.5 ? boost::math::ibetac(k + 1.0, m_size, m_rest, kPolicy)
                        : boost::math::ibeta(m_size, k + 1.0, m_prob, kPolicy);
}

double CountDemand::above(double units) const
{
    if (units < 0.0)
        return 1.0;
    if (m_mean == 0.0 || std::isinf(units))
        return 0.0;
    const double k = std::floor(units);
    if (isPoisson())
        return boost::math::gamma_p(k + 1.0, m_mean, kPolicy);
    return m_rest < 0.5 ? boost::math::ibeta(k + 1.0, m_size, m_rest, kPolicy)
                        : boost::math::ibetac(m_size, k + 1.0, m_prob, kPolicy);
}

std::int64_t CountDemand::quantile(double level) const
{
    assert(level >= 0.0 && level < 1.0);
    const double over = (1.0 - level) * (1.0 + 1e-12) + 1e-16;
    const auto reaches = [&](std::int64_t k) {
        return level < 0.5 ? cdf(double(k)) >= level - 1e-12 * level : above(double(k)) <= over;
    };
    if (m_mean == 0.0 || reaches(0))
        return 0;
    // Gallop from the mean to a bracket (low fails, high reaches), then halve it.
    constexpr double kLargest = 4e18;
    std::int64_t low = 0, high = std::int64_t(std::min(kLargest, std::ceil(m_mean)));
    double stride = std::max(1.0, std::sqrt(m_variance));
    while (!reaches(high) && double(high) < kLargest) {
        low = high;
        high = std::int64_t(std::min(kLargest, double(high) + stride));
        stride *= 2.0;
    }
    while (high - low > 1) {
        const std::int64_t middle = low + (high - low) / 2;
        (reaches(middle) ? high : low) = middle;
    }
    return high;
}

Loss CountDemand::loss(double x) const
{
    if (x < 0.0)
        return {m_mean - x, 0.0};
    if (m_mean == 0.0)
        return {0.0, x};
    // With m = floor(x): n = (mean - x) P(D > m) + c pmf(m), nbar = (x - mean) P(D <= m) + c pmf(m). Where
    // the two terms cancel, the tail is summed outwards by the ratio of neighbours instead: all its terms are
    // positive.
    const double m = std::floor(x);
    const double at = pmf(std::int64_t(std::min(m, 9e18)));
    const double c = isPoisson() ? m_mean : m_rest / m_prob * (m_size + m);
    const auto up = [&](double k) {
        return isPoisson() ? m_mean / (k + 1.0) : m_rest * (m_size + k) / (k + 1.0);
    };
    constexpr double kCancels = 1e-2, kSmall = 1e-17;
    if (x >= m_mean) {
        double shortage = (m_mean - x) * above(x) + c * at;
        if (shortage < kCancels * c * at) {
            double sum = 0.0, term = at, k = m;
            int left = kTailTerms;
            while (left-- > 0) {
                const double ratio = up(k);
                term *= ratio;
                k += 1.0;
                sum += (k - x) * term;
                if ((k - x) * term * ratio <= kSmall * sum * (1.0 - ratio) || term == 0.0)
                    break;
            }
            if (left > 0)
                shortage = sum;
        }
        shortage = std::max(0.0, shortage);
        return {shortage, shortage + (x - m_mean)};
    }
    double leftover = (x - m_mean) * cdf(x) + c * at;
    if (leftover < kCancels * c * at) {
        double sum = 0.0, term = at;
        int left = kTailTerms;
        for (double k = m; k >= 0.0 && left-- > 0; k -= 1.0) {
            sum += (x - k) * term;
            const double ratio = k > 0.0 ? 1.0 / up(k - 1.0) : 0.0;
            if ((x - k + 1.0) * term * ratio <= kSmall * sum * (1.0 - ratio) || term == 0.0)
                break;
            term *= ratio;
        }
        if (left > 0)
            leftover = sum;
    }
    leftover = std::max(0.0, leftover);
    return {leftover + (m_mean - x), leftover};
}

} // namespace merch
