#pragma once

#include "engine/core/day.h"
#include "engine/forecast/forecast.h"

#include <array>
#include <span>
#include <vector>

namespace merch
{

/// Rate and scatter of demand as somebody would know them who has seen the future, but not which units are
/// asked for on which day: the level smoothed both ways in time, the shape of the week, the dispersion. What
/// still costs with it is the price of randomness.
class TrueDemand
{
public:
    /// @param daily  units a day, NaN = unknown; at least one day. @param first  the day of daily[0].
    /// @param closedWeekdays  bit 0 = Monday: no demand.
    /// @param spanDays  what orders look ahead over (>= 1): the smoothing is the one of a few that foretells
    ///     such spans best from both sides of them, and the scatter is that of their sums.
    /// @param causes  factors on demand by day, of its season, events and offers, from daily[0] on and as far
    ///     beyond the end as is asked for; empty = none are known.
    TrueDemand(
        std::span<const double> daily, Day first, unsigned closedWeekdays, int spanDays,
        std::vector<double> causes = {});

    /// Units expected on a day of the data.
    double rate(int day) const { return m_rate[static_cast<std::size_t>(day)]; }
    double dispersion() const { return m_dispersion; } ///< variance by mean of the sums
    /// `days` from `day` on, as a forecast: of their own demand it knows a part of what the smoothing does,
    /// so that its errors are as large as those of the true rate. Days may lie beyond the end of the data.
    Forecast forecast(int day, int days) const;

private:
    double factor(int day) const; ///< of the weekday and the causes
    void smooth(double keep);
    double power(int distance) const; ///< weight of a day so far away
    /// Level of the day `at` from what lies outside [from, to).
    double outside(int at, int from, int to) const;
    /// Mean of the span [from, to) as forecast() sees it, by day.
    void means(int from, int to, std::vector<double>& mean) const;

    std::vector<double> m_units;    ///< 0 where unknown
    std::vector<double> m_exposure; ///< factor, 0 where unknown
    Day m_first;
    std::vector<double> m_causes;
    std::array<double, 7> m_week{};
    double m_level = 0.0, m_dispersion = 1.0;
    double m_keep = 1.0; ///< weight of a day by that of its neighbour
    std::array<double, 128> m_powers{};
    // Weighted sums up to and from each day.
    std::vector<double> m_unitsBefore, m_unitsAfter, m_exposureBefore, m_exposureAfter;
    std::vector<double> m_rate;
};

} // namespace merch
