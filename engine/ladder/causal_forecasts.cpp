#include "engine/ladder/causal_forecasts.h"

#include "engine/series/series_view.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>

namespace merch
{

namespace
{

constexpr std::array<double, 5> kReachDays{365.0, 182.0, 91.0, 42.0, 21.0};
constexpr double kPriorExposure = 7.0; ///< days of the mean of all in every level

} // namespace

CausalForecasts::CausalForecasts(
    std::span<const double> daily, Day first, unsigned closedWeekdays, int spanDays)
    : m_daily(daily)
    , m_first(first)
    , m_closed(closedWeekdays)
    , m_span(spanDays)
{
    assert(spanDays >= 1);
}

double CausalForecasts::factor(std::size_t day) const
{
    return m_week.factor[static_cast<std::size_t>(weekdayOf(m_first + static_cast<Day>(day)))] *
           m_causes[std::min(day, m_causes.size() - 1)];
}

double CausalForecasts::level() const
{
    return (m_units + kPriorExposure * m_mean) / (m_exposure + kPriorExposure);
}

void CausalForecasts::take(std::size_t day)
{
    m_units *= m_keep;
    m_exposure *= m_keep;
    if (isKnown(m_daily[day]) && factor(day) > 0.0) {
        m_units += m_daily[day];
        m_exposure += factor(day);
    }
}

void CausalForecasts::begin(std::size_t known, std::vector<double> causes)
{
    assert(known <= m_daily.size() && !causes.empty());
    m_causes = std::move(causes);
    m_week = weekShape(m_daily.first(known), m_first, m_closed);
    double units = 0.0, exposure = 0.0;
    std::size_t firstSale = known;
    // Sums up to each day, so that any span is a difference.
    std::vector<double> unitsTo(known + 1, 0.0), exposureTo(known + 1, 0.0);
    for (std::size_t day = 0; day < known; ++day) {
        const bool counts = isKnown(m_daily[day]) && factor(day) > 0.0;
        if (counts && m_daily[day] > 0.0)
            firstSale = std::min(firstSale, day);
        unitsTo[day + 1] = unitsTo[day] + (counts ? m_daily[day] : 0.0);
        exposureTo[day + 1] = exposureTo[day] + (counts ? factor(day) : 0.0);
        if (day >= firstSale && counts) {
            units += m_daily[day];
            exposure += factor(day);
        }
    }
    m_mean = exposure > 0.0 ? units / exposure : 0.0;

    const auto span = static_cast<std::size_t>(m_span);
    const std::size_t step = std::max<std::size_t>(1, span / 4);
    std::array<double, kReachDays.size()> losses{}, dispersions{};
    for (std::size_t r = 0; r < kReachDays.size(); ++r) {
        m_keep = 1.0 - 1.0 / kReachDays[r];
        m_units = m_exposure = 0.0;
        double loss = 0.0, errors = 0.0, means = 0.0, spans = 0.0;
        std::size_t next = firstSale + 28;
        for (std::size_t day = firstSale; day + span <= known; ++day) {
            if (day == next) {
                next += step;
                const double expected = level() * (exposureTo[day + span] - exposureTo[day]);
                const double sold = unitsTo[day + span] - unitsTo[day];
                if (expected > 0.0) {
                    // The deviance of a count, but for what does not depend on the forecast.
                    loss += (expected - sold * std::log(expected)) / m_week.scatter;
                    errors += (sold - expected) * (sold - expected);
                    means += expected;
                    spans += static_cast<double>(step) / static_cast<double>(span);
                }
            }
            take(day);
        }
        losses[r] = loss * static_cast<double>(step) / static_cast<double>(span);
        // Drawn towards the scatter of single days where spans are few.
        constexpr double kPriorSpans = 4.0;
        const double seen = means > 0.0 ? errors / means : m_week.scatter;
        dispersions[r] = (spans * seen + kPriorSpans * m_week.scatter) / (spans + kPriorSpans);
    }
    // Of two alike the slower.
    const double enough = *std::min_element(losses.begin(), losses.end()) + 0.5;
    const auto chosen = static_cast<std::size_t>(
        std::find_if(losses.begin(), losses.end(), [=](double loss) { return loss <= enough; }) -
        losses.begin());
    m_keep = 1.0 - 1.0 / kReachDays[chosen];
    m_dispersion = dispersions[chosen];
    m_units = m_exposure = 0.0;
    for (std::size_t day = firstSale; day < known; ++day)
        take(day);
    m_known = known;
}

Forecast CausalForecasts::at(std::size_t known, int days)
{
    assert(known >= m_known && known <= m_daily.size());
    for (; m_known < known; ++m_known)
        take(m_known);
    Forecast forecast;
    forecast.grain = Grain::Daily;
    forecast.first = m_first + static_cast<Day>(known);
    forecast.method = "causal";
    double sum = 0.0;
    for (std::size_t day = known; day < known + static_cast<std::size_t>(days); ++day) {
        forecast.mean.push_back(level() * factor(day));
        sum += forecast.mean.back();
    }
    if (m_dispersion >= 1.0)
        forecast.errors.countVariance = m_dispersion;
    else // steadier than independent customers: no count distribution is
        forecast.errors.scaleBase = std::sqrt(m_dispersion * sum / std::max(1, days));
    return forecast;
}

} // namespace merch
