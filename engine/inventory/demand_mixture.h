#pragma once

#include "engine/core/result.h"
#include "engine/inventory/count_demand.h"

#include <span>
#include <utility>
#include <vector>

namespace merch
{

/// Demand over a span of which only the chances are known: with lead time 2, 3 or 5 the demand is that of
/// two, three or five periods, each with its chance. A normal curve of the same mean and variance misses the
/// upper tail, which is what safety stock is for.
class DemandMixture
{
public:
    /// `leadTimes` are pairs of periods (>= 0) and weight (>= 0), in any order; weights need not sum to 1.
    /// Fails on negative or undefined values and where all weights are 0.
    static Result<DemandMixture>
    overLeadTimes(const CountDemand& perPeriod, std::span<const std::pair<double, double>> leadTimes);

    double mean() const { return m_mean; }
    double variance() const { return m_variance; }
    double cdf(double units) const;
    /// Smallest whole number whose cdf reaches `level` (0 <= level < 1), with 1e-12 of slack for rounding.
    std::int64_t quantile(double level) const;

private:
    struct Part {
        CountDemand demand;
        double chance;
    };
    std::vector<Part> m_parts;
    double m_mean = 0.0, m_variance = 0.0;
};

} // namespace merch
