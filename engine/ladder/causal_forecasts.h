#pragma once

#include "engine/forecast/forecast.h"
#include "engine/ladder/week_shape.h"

#include <span>
#include <vector>

namespace merch
{

/// Demand as level x week x causes: a slowly moving level of counts, learned by dividing what was sold by
/// what the week, the season, events and offers let expect, never day by day, so that quiet months do not
/// shout. The pace of the level is the one that would have foretold the spans that orders last for best, the
/// scatter is that of those spans.
class CausalForecasts
{
public:
    /// @param daily  units a day, NaN = unknown; must outlive this.
    /// @param spanDays  that orders look ahead over, >= 1.
    CausalForecasts(std::span<const double> daily, Day first, unsigned closedWeekdays, int spanDays);

    /// Learns anew from the first `known` days. `causes` by day from daily[0] on, beyond the end as far as is
    /// asked for.
    void begin(std::size_t known, std::vector<double> causes);
    /// `days` from the first `known` ones on; never fewer than before.
    Forecast at(std::size_t known, int days);

private:
    double factor(std::size_t day) const;
    double level() const;
    void take(std::size_t day);

    std::span<const double> m_daily;
    Day m_first;
    unsigned m_closed;
    int m_span;
    std::vector<double> m_causes;
    WeekShape m_week;
    double m_mean = 0.0; ///< level over all that was known at begin()
    double m_keep = 1.0, m_units = 0.0, m_exposure = 0.0, m_dispersion = 1.0;
    std::size_t m_known = 0;
};

} // namespace merch
