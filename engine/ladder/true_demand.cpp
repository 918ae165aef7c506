#include "engine/ladder/true_demand.h"

#include "engine/ladder/week_shape.h"
#include "engine/series/series_view.h"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace merch
{

namespace
{

constexpr std::array<double, 6> kReachDays{0.0, 182.0, 91.0, 42.0, 21.0, 10.0}; ///< 0 = all days alike
// Weight of the smoothing that has seen the forecast days themselves. Without it the estimated rate errs more
// than the true one, with all of it the forecaster knows part of the units: between the two his errors are as
// large as those of the true rate.
constexpr double kOwnShare = 0.6;
constexpr double kPriorExposure = 0.5; ///< days of the overall level in every level

double keepOf(double reach)
{
    return reach > 0.0 ? 1.0 - 1.0 / reach : 1.0;
}

} // namespace

TrueDemand::TrueDemand(
    std::span<const double> daily, Day first, unsigned closedWeekdays, int spanDays,
    std::vector<double> causes)
    : m_units(daily.size(), 0.0)
    , m_exposure(daily.size(), 0.0)
    , m_first(first)
    , m_causes(std::move(causes))
{
    assert(!daily.empty() && spanDays >= 1);
    const int n = static_cast<int>(daily.size());
    const WeekShape week = weekShape(daily, first, closedWeekdays);
    m_week = week.factor;
    m_level = week.level;
    for (int day = 0; day < n; ++day) {
        const auto i = static_cast<std::size_t>(day);
        if (!isKnown(daily[i]) || factor(day) == 0.0)
            continue;
        m_units[i] = daily[i];
        m_exposure[i] = factor(day);
    }

    // The reach that foretells spans best; of two alike the longer.
    std::array<double, kReachDays.size()> losses{};
    std::vector<double> mean;
    const int step = std::max(1, spanDays / 2);
    for (std::size_t reach = 0; reach < kReachDays.size(); ++reach) {
        smooth(keepOf(kReachDays[reach]));
        double loss = 0.0;
        for (int from = 0; from + spanDays <= n; from += step) {
            double expected = 0.0, sold = 0.0;
            for (int day = from; day < from + spanDays; ++day) {
                const auto i = static_cast<std::size_t>(day);
                expected += m_exposure[i] * outside(day, from, from + spanDays);
                sold += m_units[i];
            }
            // The deviance of a count, but for what does not depend on the forecast.
            if (expected > 0.0)
                loss += expected - sold * std::log(expected);
        }
        losses[reach] = loss / week.scatter;
    }
    const double enough = *std::min_element(losses.begin(), losses.end()) + 0.5;
    const auto chosen =
        std::find_if(losses.begin(), losses.end(), [=](double loss) { return loss <= enough; });
    smooth(keepOf(kReachDays[static_cast<std::size_t>(chosen - losses.begin())]));
    m_rate.resize(daily.size());
    for (int day = 0; day < n; ++day)
        m_rate[static_cast<std::size_t>(day)] = factor(day) * outside(day, day, day);

    // Scatter of the spans, drawn towards that of single days where spans are few.
    double spanErrors = 0.0, spanMeans = 0.0, dayErrors = 0.0, dayMeans = 0.0;
    double spans = 0.0;
    for (int from = 0; from + spanDays <= n; from += spanDays) {
        means(from, from + spanDays, mean);
        double error = 0.0, expected = 0.0;
        for (int day = from; day < from + spanDays; ++day) {
            const auto i = static_cast<std::size_t>(day);
            if (m_exposure[i] == 0.0)
                continue;
            const double one = mean[static_cast<std::size_t>(day - from)];
            expected += one;
            error += m_units[i] - one;
            dayErrors += (m_units[i] - one) * (m_units[i] - one);
            dayMeans += one;
        }
        spanErrors += error * error;
        spanMeans += expected;
        spans += 1.0;
    }
    constexpr double kPriorSpans = 12.0;
    if (dayMeans > 0.0)
        m_dispersion =
            (spans * spanErrors / spanMeans + kPriorSpans * dayErrors / dayMeans) / (spans + kPriorSpans);
}

double TrueDemand::factor(int day) const
{
    const double week = m_week[static_cast<std::size_t>(weekdayOf(m_first + day))];
    return m_causes.empty() ? week
                            : week * m_causes[std::min(static_cast<std::size_t>(day), m_causes.size() - 1)];
}

void TrueDemand::smooth(double keep)
{
    const std::size_t n = m_units.size();
    m_keep = keep;
    m_powers[0] = 1.0;
    for (std::size_t i = 1; i < m_powers.size(); ++i)
        m_powers[i] = keep * m_powers[i - 1];
    m_unitsBefore.resize(n);
    m_unitsAfter.resize(n);
    m_exposureBefore.resize(n);
    m_exposureAfter.resize(n);
    double units = 0.0, exposure = 0.0;
    for (std::size_t i = 0; i < n; ++i) {
        m_unitsBefore[i] = units = keep * units + m_units[i];
        m_exposureBefore[i] = exposure = keep * exposure + m_exposure[i];
    }
    units = exposure = 0.0;
    for (std::size_t i = n; i-- > 0;) {
        m_unitsAfter[i] = units = keep * units + m_units[i];
        m_exposureAfter[i] = exposure = keep * exposure + m_exposure[i];
    }
}

double TrueDemand::power(int distance) const
{
    const auto i = static_cast<std::size_t>(distance);
    return i < m_powers.size() ? m_powers[i] : std::pow(m_keep, distance);
}

double TrueDemand::outside(int at, int from, int to) const
{
    const int n = static_cast<int>(m_units.size());
    double units = kPriorExposure * m_level, exposure = kPriorExposure;
    if (const int before = std::min(from, n) - 1; before >= 0) {
        const double weight = power(at - before);
        units += weight * m_unitsBefore[static_cast<std::size_t>(before)];
        exposure += weight * m_exposureBefore[static_cast<std::size_t>(before)];
    }
    if (to < n) {
        const double weight = power(to - at);
        units += weight * m_unitsAfter[static_cast<std::size_t>(to)];
        exposure += weight * m_exposureAfter[static_cast<std::size_t>(to)];
    }
    return units / exposure;
}

void TrueDemand::means(int from, int to, std::vector<double>& mean) const
{
    mean.resize(static_cast<std::size_t>(to - from));
    for (int day = from; day < to; ++day)
        mean[static_cast<std::size_t>(day - from)] =
            factor(day) * (kOwnShare * outside(day, day, day) + (1.0 - kOwnShare) * outside(day, from, to));
}

Forecast TrueDemand::forecast(int day, int days) const
{
    Forecast forecast;
    forecast.grain = Grain::Daily;
    forecast.first = m_first + day;
    forecast.method = "best";
    means(day, day + days, forecast.mean);
    if (m_dispersion >= 1.0) {
        forecast.errors.countVariance = m_dispersion;
    } else {
        // Steadier than independent customers: no count distribution is.
        double sum = 0.0;
        for (const double mean : forecast.mean)
            sum += mean;
        forecast.errors.scaleBase = std::sqrt(m_dispersion * sum / std::max(1, days));
    }
    return forecast;
}

} // namespace merch
