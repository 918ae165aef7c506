#pragma once

#include "engine/forecast/forecast.h"

#include <vector>

namespace merch
{

/// Days from order to stock on the shelf: its own distribution, in whole days.
struct LeadTime {
    struct Point {
        int days = 0;
        double chance = 0.0;
    };
    std::vector<Point> points; ///< ascending; chances sum to 1; never empty

    /// Gamma of that mean and standard deviation (days, >= 0), read at whole days; one point where sd is 0.
    static LeadTime of(double mean, double sd);
    double mean() const;
};

/// Demand over lead time plus review period: what stock must last for. The forecast's distribution of the
/// SUM over the span (never the sum of daily quantiles), mixed over the lead time's own distribution.
/// A weekly or monthly series is read at fractions of its periods, by interpolation of the two nearest spans.
/// Units as in the forecast. Keeps a reference to the forecast.
class LeadTimeDemand
{
public:
    LeadTimeDemand(const Forecast& forecast, const LeadTime& leadTime, int reviewDays);

    double mean() const;
    double variance() const;
    double cdf(double units) const;
    /// Smallest value whose cdf is at least `level` (0 < level < 1), to 1e-6 of the mean.
    double quantile(double level) const;
    /// E[(demand - stock)+], units.
    double shortage(double stock) const;

private:
    const Forecast& m_forecast;
    LeadTime m_leadTime;
    int m_review;
};

} // namespace merch
