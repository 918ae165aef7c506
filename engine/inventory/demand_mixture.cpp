#include "engine/inventory/demand_mixture.h"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace merch
{

Result<DemandMixture> DemandMixture::overLeadTimes(
    const CountDemand& perPeriod, std::span<const std::pair<double, double>> leadTimes)
{
    double sum = 0.0;
    for (const auto& [periods, weight] : leadTimes) {
        if (!(periods >= 0.0) || !std::isfinite(periods) || !(weight >= 0.0) || !std::isfinite(weight))
            return Error{
                ErrorCode::InvalidInput, "Lead times and their chances must be zero or more.", {}, {}};
        sum += weight;
    }
    if (sum <= 0.0)
        return Error{ErrorCode::InvalidInput, "A lead time must have a chance above zero.", {}, {}};

    DemandMixture mixture;
    double square = 0.0;
    for (const auto& [periods, weight] : leadTimes) {
        if (weight == 0.0)
            continue;
        const Part part{perPeriod.over(periods), weight / sum};
        mixture.m_mean += part.chance * part.demand.mean();
        mixture.m_parts.push_back(part);
    }
    for (const Part& part : mixture.m_parts) {
        const double off = part.demand.mean() - mixture.m_mean;
        square += part.chance * (part.demand.variance() + off * off);
    }
    mixture.m_variance = square;
    return mixture;
}

double DemandMixture::cdf(double units) const
{
    double sum = 0.0;
    for (const Part& part : m_parts)
        sum += part.chance * part.demand.cdf(units);
    return std::min(sum, 1.0);
}

std::int64_t DemandMixture::quantile(double level) const
{
    assert(level >= 0.0 && level < 1.0);
    // Each part's own quantile bounds that of the whole from both sides.
    std::int64_t low = m_parts.front().demand.quantile(level), high = low;
    for (const Part& part : m_parts) {
        const std::int64_t own = part.demand.quantile(level);
        low = std::min(low, own);
        high = std::max(high, own);
    }
    while (low < high) {
        const std::int64_t middle = low + (high - low) / 2;
        if (cdf(static_cast<double>(middle)) >= level - 1e-12)
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

} // namespace merch
