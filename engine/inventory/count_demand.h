#pragma once

#include "engine/inventory/loss_functions.h"

#include <cstdint>

namespace merch
{

/// Demand in whole units over some span: Poisson, or negative binomial (with any size, whole or not) where
/// the variance is above the mean. Exact for any mean, unlike countCdf() of the forecasts, which turns
/// normal.
class CountDemand
{
public:
    /// Mean >= 0. A variance at or below the mean gives Poisson.
    CountDemand(double mean, double variance);
    static CountDemand poisson(double mean) { return {mean, mean}; }
    /// By size > 0 and success chance 0 < prob <= 1.
    static CountDemand negativeBinomial(double size, double prob);

    double mean() const { return m_mean; }
    double variance() const { return m_variance; }
    bool isPoisson() const { return m_size == 0.0; }
    double size() const { return m_size; } ///< 0 for Poisson
    double prob() const { return m_prob; }
    /// Demand over `periods` (>= 0) independent spans of this one.
    CountDemand over(double periods) const { return {m_mean * periods, m_variance * periods}; }

    double pmf(std::int64_t units) const;
    double cdf(double units) const;   ///< P(D <= units)
    double above(double units) const; ///< P(D > units), precise where small
    /// Smallest whole number whose cdf reaches `level` (0 <= level < 1), with 1e-12 of slack for rounding.
    std::int64_t quantile(double level) const;
    Loss loss(double x) const;

private:
    double m_mean, m_variance;
    double m_size = 0.0;
    double m_prob = 1.0, m_rest = 0.0; ///< prob and 1 - prob, each to full precision
};

} // namespace merch
