#include "engine/ladder/rolled_forecasts.h"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace merch
{

RolledForecasts::RolledForecasts(const DemandHistory& history, const AutomaticOptions& options)
    : m_history(history)
    , m_options(options)
{
}

void RolledForecasts::begin(std::size_t known)
{
    const auto& values = m_history.values;
    assert(known <= values.size());
    DemandHistory past;
    past.grain = m_history.grain;
    past.first = m_history.first;
    past.closedWeekdays = m_history.closedWeekdays;
    past.values.assign(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(known));
    m_fit.reset();
    m_forecast = forecastAutomatically(past, m_options, &m_fit);
    m_known = known;
    // What a forecast never exceeds: as forecastAutomatically() bounds it.
    m_most = 0.0;
    for (const double value : past.values)
        m_most = isKnown(value) ? std::max(m_most, 2.0 * value) : m_most;
}

const Forecast& RolledForecasts::at(std::size_t known)
{
    assert(known >= m_known && known <= m_history.values.size());
    if (known == m_known)
        return m_forecast;
    if (!m_fit) { // nothing to take in what came: a new product's first sales
        begin(known);
        return m_forecast;
    }
    const auto more = std::span(m_history.values).subspan(m_known, known - m_known);
    m_known = known;
    m_forecast.first = addPeriods(m_history.first, m_history.grain, static_cast<int>(known));
    m_fit->roll(more);
    for (const double value : more)
        m_most = isKnown(value) ? std::max(m_most, 2.0 * value) : m_most;
    m_fit->point(m_forecast.mean);
    for (double& mean : m_forecast.mean)
        mean = std::isfinite(mean) ? std::clamp(mean, 0.0, m_most) : 0.0;
    if (m_history.grain == Grain::Daily && m_history.closedWeekdays != 0) {
        m_forecast.spread.assign(m_forecast.mean.size(), 1.0);
        for (std::size_t i = 0; i < m_forecast.mean.size(); ++i) {
            if (m_history.closedWeekdays >> weekdayOf(m_forecast.dayOfStep(static_cast<int>(i))) & 1U)
                m_forecast.mean[i] = m_forecast.spread[i] = 0.0;
        }
    }
    return m_forecast;
}

} // namespace merch
