#include "engine/forecast/forecast.h"

#include "engine/forecast/sum_distribution.h"

#include <algorithm>
#include <cassert>

namespace merch
{

double Forecast::sum(int from, int count) const
{
    assert(from >= 0 && count >= 0);
    const int n = horizon();
    double units = 0.0;
    for (int step = from; n > 0 && step < from + count; ++step)
        units += mean[static_cast<std::size_t>(foldedStep(step, n, grain))];
    return units;
}

double Forecast::sumQuantile(int from, int count, double level) const
{
    assert(from >= 0 && count >= 0);
    return SumDistribution(*this, from, count).quantile(level);
}

double Forecast::sumCdf(int from, int count, double units) const
{
    assert(from >= 0 && count >= 0);
    return SumDistribution(*this, from, count).cdf(units);
}

Forecast Forecast::scaled(const std::vector<double>& factor) const
{
    Forecast copy = *this;
    copy.spread.resize(mean.size(), 1.0);
    for (std::size_t i = 0; i < std::min(factor.size(), mean.size()); ++i) {
        assert(factor[i] >= 0.0);
        copy.mean[i] *= factor[i];
        copy.spread[i] *= factor[i];
    }
    return copy;
}

Forecast Forecast::withMean(const std::vector<double>& units) const
{
    Forecast copy = *this;
    copy.spread.resize(mean.size(), 1.0);
    for (std::size_t i = 0; i < std::min(units.size(), mean.size()); ++i) {
        assert(units[i] >= 0.0);
        if (mean[i] > 0.0)
            copy.spread[i] *= units[i] / mean[i];
        copy.mean[i] = units[i];
    }
    return copy;
}

} // namespace merch
