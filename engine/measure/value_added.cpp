#include "engine/measure/value_added.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace merch
{

ValueAdded valueAdded(std::span<const StepForecasts> periods)
{
    ValueAdded sum;
    for (const StepForecasts& one : periods) {
        ++sum.periods;
        sum.actual += one.actual;
        const bool priced = one.shortCost && one.excessCost;
        sum.priced += priced;
        for (std::size_t step = 0; step < one.units.size(); ++step) {
            const double error = one.units[step] - one.actual;
            StepScore& score = sum.steps[step];
            score.absoluteError += std::abs(error);
            score.signedError += error;
            if (priced)
                score.cost += error < 0.0 ? -error * *one.shortCost : error * *one.excessCost;
        }
        const auto miss = [&](ForecastStep step) {
            return std::abs(one.units[static_cast<std::size_t>(step)] - one.actual);
        };
        const double before = miss(ForecastStep::Causal), after = miss(ForecastStep::Override);
        sum.better += after < before;
        sum.worse += after > before;
    }
    for (std::size_t step = 0; step < sum.steps.size(); ++step) {
        StepScore& score = sum.steps[step];
        const bool asked = sum.actual > 0.0;
        score.wape = asked ? score.absoluteError / sum.actual : std::numeric_limits<double>::quiet_NaN();
        score.bias = asked ? score.signedError / sum.actual : std::numeric_limits<double>::quiet_NaN();
        if (step > 0) {
            score.unitsAdded = sum.steps[step - 1].absoluteError - score.absoluteError;
            score.costAdded = sum.steps[step - 1].cost - score.cost;
        }
    }
    return sum;
}

} // namespace merch
