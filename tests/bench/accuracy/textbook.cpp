#include "tests/bench/accuracy/textbook.h"

#include "engine/forecast/distributions.h"
#include "engine/forecast/method.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace merch::bench
{

namespace
{
constexpr std::array<int, 9> kSpans{1, 2, 3, 5, 7, 14, 28, 56, 91};
}

Forecast textbook(const std::string& method, const DemandHistory& history, int horizon)
{
    Forecast forecast;
    forecast.method = method;
    forecast.grain = history.grain;
    forecast.first = addPeriods(history.first, history.grain, static_cast<int>(history.values.size()));
    forecast.mean.assign(static_cast<std::size_t>(horizon), 0.0);
    const auto life = std::find_if(
        history.values.begin(), history.values.end(), [](double v) { return isKnown(v) && v > 0.0; });
    if (life == history.values.end())
        return forecast;
    const SeriesView known{
        std::span(history.values).subspan(static_cast<std::size_t>(life - history.values.begin())),
        seasonOf(history.grain)};
    auto fit = findMethod(method)->fit(known);
    if (!fit)
        fit = findMethod("mean")->fit(known);
    (*fit)->point(forecast.mean);
    for (double& mean : forecast.mean)
        mean = std::isfinite(mean) ? std::max(0.0, mean) : 0.0;
    forecast.errors.levels.assign(std::begin(kStoredLevels), std::end(kStoredLevels));
    const double one = (*fit)->sumVariance(1);
    forecast.errors.scaleBase = std::isfinite(one) && one > 0.0 ? std::sqrt(one) : 0.0;
    for (const int span : kSpans) {
        if (span > horizon)
            break;
        forecast.errors.spans.push_back(span);
        const double all = (*fit)->sumVariance(span);
        const double wider = std::isfinite(all) && one > 0.0 ? std::sqrt(all / (one * span)) : 1.0;
        for (const double level : kStoredLevels)
            forecast.errors.table.push_back(static_cast<float>(normalQuantile(level) * wider));
    }
    return forecast;
}

} // namespace merch::bench
