#pragma once

#include "engine/forecast/sum_distribution.h"

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
    /// Where it spreads over more than 24 days, neighbouring days share a point in their middle.
    static LeadTime of(double mean, double sd);
    double mean() const;
    /// P(arrived within `days`).
    double cdf(int days) const;
};

/// Units over the first `days` days of a forecast. A weekly or monthly series is read at fractions of its
/// periods.
SumDistribution demandOverDays(const Forecast& forecast, int days);
/// How many periods of the forecast its first `days` days are.
double periodsOfDays(const Forecast& forecast, int days);

/// Demand over lead time plus review period: what stock must last for. The forecast's distribution of the
/// SUM over the span (never the sum of daily quantiles), mixed over the lead time's own distribution.
/// Units as in the forecast. Holds all it needs.
class LeadTimeDemand
{
public:
    LeadTimeDemand(const Forecast& forecast, const LeadTime& leadTime, int reviewDays);

    double mean() const { return m_mean; } ///< as forecast
    double variance() const { return m_variance; }
    double cdf(double units) const;
    /// Smallest value whose cdf is at least `level` (0 < level < 1): a whole number where demand comes in
    /// pieces, else to 1e-6 of the mean.
    double quantile(double level) const;
    /// E[(demand - stock)+], units.
    double shortage(double stock) const;

private:
    struct Part {
        double chance;
        SumDistribution demand;
    };
    std::vector<Part> m_parts;
    double m_mean = 0.0, m_variance = 0.0;
    // Demand in pieces: P(demand > k * stride), and the shortage at k * stride.
    bool m_pieces = false;
    double m_stride = 1.0;
    std::vector<double> m_tail, m_short;
};

} // namespace merch
