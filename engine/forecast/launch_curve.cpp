#include "engine/forecast/launch_curve.h"

#include <algorithm>
#include <cmath>

namespace merch
{

namespace
{

constexpr std::size_t kLevelWeeks = 13;  ///< after the curve, that the level is read from
constexpr double kLeastLevelDays = 42.0; ///< known of them
constexpr double kLeastLevelUnits = 5.0;
constexpr double kNoise = 0.25; ///< of a week's ratio, squared, however much was sold
constexpr double kPrior = 12.0; ///< weeks' worth of ratios that the prior counts for

} // namespace

double LaunchCurve::at(int age) const
{
    if (share.empty() || age < 0)
        return age < 0 && !share.empty() ? share.front() : 1.0;
    const double week = (age + 0.5) / 7.0 - 0.5; // share[w] is that of the middle of week w
    if (week <= 0.0)
        return share.front();
    const auto below = static_cast<std::size_t>(week);
    const auto shareOf = [this](std::size_t w) { return w < share.size() ? share[w] : 1.0; };
    return shareOf(below) + (week - static_cast<double>(below)) * (shareOf(below + 1) - shareOf(below));
}

void LaunchCurveLearner::put(const LaunchWeeks& weeks, double sign)
{
    double units = 0.0, days = 0.0;
    for (std::size_t w = LaunchCurve::kWeeks;
         w < std::min(weeks.units.size(), LaunchCurve::kWeeks + kLevelWeeks); ++w) {
        units += weeks.units[w];
        days += weeks.exposure[w];
    }
    if (days < kLeastLevelDays || units < kLeastLevelUnits)
        return;
    const double level = units / days;
    m_launches += sign;
    for (std::size_t w = 0; w < m_weights.size(); ++w) {
        const double expected = level * weeks.exposure[w];
        if (expected <= 0.0)
            continue;
        const double weight = expected / (1.0 + kNoise * expected);
        m_weights[w] += sign * weight;
        m_ratios[w] += sign * weight * weeks.units[w] / expected;
    }
}

LaunchCurve LaunchCurveLearner::learn(const LaunchCurve& prior) const
{
    LaunchCurve curve;
    curve.launches = std::max(0.0, m_launches) + prior.launches;
    if (curve.launches < 0.5)
        return curve;
    std::vector<double> raw(m_weights.size());
    for (std::size_t w = 0; w < raw.size(); ++w) {
        const double usual = w < prior.share.size() ? prior.share[w] : 1.0;
        raw[w] = (m_ratios[w] + kPrior * usual) / (m_weights[w] + kPrior);
    }
    // The first week is the one that differs most: it stands alone.
    curve.share = raw;
    for (std::size_t w = 1; w < raw.size(); ++w) {
        const double next = w + 1 < raw.size() ? raw[w + 1] : 1.0;
        curve.share[w] = 0.25 * raw[w - 1] + 0.5 * raw[w] + 0.25 * next;
    }
    for (double& share : curve.share)
        share = std::clamp(share, 0.02, 10.0);
    return curve;
}

} // namespace merch
