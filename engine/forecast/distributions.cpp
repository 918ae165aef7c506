#include "engine/forecast/distributions.h"

#include <boost/math/distributions/students_t.hpp>
#include <boost/math/special_functions/beta.hpp>
#include <boost/math/special_functions/erf.hpp>
#include <boost/math/special_functions/gamma.hpp>

#include <algorithm>
#include <cassert>
#include <cmath>

namespace merch
{

namespace
{

// Out-of-range arguments come back as limits instead of exceptions.
using Quiet = boost::math::policies::policy<
    boost::math::policies::domain_error<boost::math::policies::ignore_error>,
    boost::math::policies::overflow_error<boost::math::policies::ignore_error>,
    boost::math::policies::evaluation_error<boost::math::policies::ignore_error>,
    boost::math::policies::promote_double<false>>;

constexpr double kManyPieces = 10000.0;
constexpr double kFewPieces = 48.0;   ///< so far the terms are summed one by one: cheaper than ibeta
constexpr double kLeastTerm = 1e-250; ///< below it the first term says too little of the others

/// The terms of a count's distribution, one after the other: negative binomial, or Poisson where the variance
/// is no greater than the mean.
class Terms
{
public:
    Terms(double mean, double variance)
        : m_poisson(variance <= mean * (1.0 + 1e-9))
        , m_mean(mean)
        , m_size(m_poisson ? 0.0 : mean * mean / (variance - mean))
        , m_share(m_poisson ? 0.0 : (variance - mean) / variance)
        , m_term(m_poisson ? std::exp(-mean) : std::exp(m_size * std::log1p(-m_share)))
        , m_sum(m_term)
    {
    }

    bool usable() const { return m_term >= kLeastTerm; }
    double cdf() const { return std::min(1.0, m_sum); }
    void next()
    {
        m_term *= (m_poisson ? m_mean : m_share * (m_at + m_size)) / (m_at + 1.0);
        m_at += 1.0;
        m_sum += m_term;
    }

private:
    bool m_poisson;
    double m_mean, m_size, m_share, m_term, m_sum, m_at = 0.0;
};

} // namespace

double normalCdf(double score)
{
    return 0.5 * std::erfc(-score / std::sqrt(2.0));
}

double normalQuantile(double level)
{
    const double p = std::clamp(level, 1e-300, 1.0 - 1e-16);
    return -std::sqrt(2.0) * boost::math::erfc_inv(2.0 * p, Quiet());
}

double countCdf(double mean, double variance, double units)
{
    assert(mean >= 0.0);
    if (units < 0.0)
        return 0.0;
    if (mean <= 0.0)
        return 1.0;
    const double k = std::floor(units + 1e-9);
    if (mean > kManyPieces)
        return normalCdf((k + 0.5 - mean) / std::sqrt(std::max(variance, mean)));
    if (k < kFewPieces) {
        Terms terms(mean, variance);
        if (terms.usable()) {
            for (double i = 0.0; i < k; i += 1.0)
                terms.next();
            return terms.cdf();
        }
    }
    if (variance <= mean * (1.0 + 1e-9))
        return boost::math::gamma_q(k + 1.0, mean, Quiet());
    const double size = mean * mean / (variance - mean);
    return boost::math::ibeta(size, k + 1.0, mean / variance, Quiet());
}

double countQuantile(double mean, double variance, double level)
{
    if (mean <= 0.0)
        return 0.0;
    const double sd = std::sqrt(std::max(variance, mean));
    if (mean > kManyPieces)
        return std::max(0.0, std::ceil(mean + sd * normalQuantile(level) - 0.5));
    double low = 0.0;
    Terms terms(mean, variance);
    if (terms.usable()) {
        for (double k = 0.0; k < kFewPieces; k += 1.0) {
            if (terms.cdf() >= level)
                return k;
            terms.next();
        }
        low = kFewPieces - 1.0;
    } else if (countCdf(mean, variance, 0.0) >= level) {
        return 0.0;
    }
    // Bracket by doubling from the normal guess, then halve.
    double high = std::max(low + 1.0, std::ceil(mean + sd * std::max(0.5, normalQuantile(level))));
    while (high < 1e15 && countCdf(mean, variance, high) < level) {
        low = high;
        high *= 2.0;
    }
    while (high - low > 1.0) {
        const double middle = std::floor(0.5 * (low + high));
        (countCdf(mean, variance, middle) >= level ? high : low) = middle;
    }
    return high;
}

double studentQuantile(double degrees, double level)
{
    assert(degrees > 0.0 && level > 0.0 && level < 1.0);
    return boost::math::quantile(boost::math::students_t(degrees), level);
}

} // namespace merch
