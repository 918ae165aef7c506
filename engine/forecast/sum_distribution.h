#pragma once

#include "engine/forecast/forecast.h"

#include <array>
#include <cstddef>
#include <vector>

namespace merch
{

/// Index into a horizon of `n` periods; beyond it the last season comes again.
int foldedStep(int step, int n, Grain grain);

/// The distribution of the units of one span of a forecast, for many questions about the same span. A span
/// may begin and end inside a period (a week of a monthly series): its first and last period then count in
/// part. Holds all it needs: the forecast may go. No sum is believed to exceed the profile's `most` of its
/// span, or half as much again as is forecast where that is more: what lies above counts as that sum.
class SumDistribution
{
public:
    /// `count` periods from step `from`; both >= 0.
    SumDistribution(const Forecast& forecast, double from, double count);

    double expected() const { return m_sum; } ///< what the forecast says; the error profile may be biased
    double cdf(double units) const;           ///< P(sum <= units)
    double quantile(double level) const;      ///< 0 < level < 1
    double most() const { return m_most; }    ///< infinite where nothing bounds it
    bool counts() const { return m_variance > 0.0; } ///< whole pieces, negative binomial

    double spread() const; ///< roughly: the standard deviation before calibration

    /// Of the whole distribution, bias included.
    struct Moments {
        double first = 0.0, second = 0.0; ///< E[X], E[X^2]
    };
    Moments moments() const;
    /// E[(X - units)+]; exact, for any units.
    double shortage(double units) const;

    /// P(X > k * stride) for k = 0, 1, ... added to `tail` with weight `chance`, until it is nothing.
    void addTail(double chance, double stride, std::vector<double>& tail) const;

private:
    static constexpr std::size_t kMostLevels = 16;

    void bound(const ErrorProfile& errors);

    double valueAt(double score) const; ///< of the error line
    double scoreOf(double value) const; ///< the greatest score whose value is not above `value`
    std::size_t segment(const std::array<double, kMostLevels>& values, double value) const;
    double slope(std::size_t i) const { return (m_y[i + 1] - m_y[i]) / (m_x[i + 1] - m_x[i]); }
    /// Integrals of (X - units)^power over X > units; continuous shape only.
    double partial(double units, int power) const;

    double m_count = 0.0;
    double m_sum = 0.0;
    double m_scale = 0.0;
    double m_variance = 0.0; ///< > 0: negative binomial of it
    double m_most;           ///< no sum above it
    std::array<double, kMostLevels> m_x{}, m_y{};
    std::size_t m_size = 0; ///< points of the error line; 0 = the normal score itself
};

} // namespace merch
