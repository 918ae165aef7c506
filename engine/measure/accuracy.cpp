#include "engine/measure/accuracy.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>

namespace merch
{

namespace
{

constexpr double kUndefined = std::numeric_limits<double>::quiet_NaN();

double ratio(double over, double under)
{
    return under != 0.0 ? over / under : kUndefined;
}

/// Mean of |step| or of its square over steps of `lag` periods; NaN if there is none.
double meanStep(std::span<const double> history, std::size_t lag, bool squared)
{
    double sum = 0.0;
    std::size_t steps = 0;
    for (std::size_t t = lag; t < history.size(); ++t) {
        const double step = std::abs(history[t] - history[t - lag]);
        if (std::isnan(step))
            continue;
        sum += squared ? step * step : step;
        ++steps;
    }
    return steps > 0 ? sum / static_cast<double>(steps) : kUndefined;
}

} // namespace

Accuracy accuracyOf(
    std::span<const double> actual, std::span<const double> forecast, std::span<const double> history,
    int period)
{
    assert(!actual.empty() && actual.size() == forecast.size() && period >= 1);
    double errors = 0.0, absolute = 0.0, squares = 0.0, sum = 0.0, size = 0.0, halves = 0.0, shares = 0.0;
    for (std::size_t i = 0; i < actual.size(); ++i) {
        const double e = actual[i] - forecast[i];
        errors += e;
        absolute += std::abs(e);
        squares += e * e;
        sum += actual[i];
        size += std::abs(actual[i]);
        halves += ratio(200.0 * std::abs(e), std::abs(actual[i]) + std::abs(forecast[i]));
        shares += ratio(100.0 * std::abs(e), std::abs(actual[i]));
    }
    const double n = static_cast<double>(actual.size());
    const std::size_t season = static_cast<std::size_t>(period);
    Accuracy all;
    all.meanError = errors / n;
    all.mae = absolute / n;
    all.rmse = std::sqrt(squares / n);
    all.wape = ratio(absolute, size);
    all.smape = halves / n;
    all.mape = shares / n;
    all.mase = ratio(all.mae, meanStep(history, season, false));
    all.rmsseLag1 = std::sqrt(ratio(squares / n, meanStep(history, 1, true)));
    all.rmsseSeason = std::sqrt(ratio(squares / n, meanStep(history, season, true)));
    all.biasPercent = ratio(-100.0 * errors, sum);
    return all;
}

double pinballLoss(std::span<const double> actual, std::span<const double> quantile, double level)
{
    assert(!actual.empty() && actual.size() == quantile.size());
    double sum = 0.0;
    for (std::size_t i = 0; i < actual.size(); ++i) {
        const double e = actual[i] - quantile[i];
        sum += e >= 0.0 ? level * e : (level - 1.0) * e;
    }
    return sum / static_cast<double>(actual.size());
}

double coverageOf(std::span<const double> actual, std::span<const double> low, std::span<const double> high)
{
    assert(!actual.empty() && actual.size() == low.size() && actual.size() == high.size());
    std::size_t inside = 0;
    for (std::size_t i = 0; i < actual.size(); ++i)
        inside += low[i] <= actual[i] && actual[i] <= high[i];
    return static_cast<double>(inside) / static_cast<double>(actual.size());
}

double intervalScore(
    std::span<const double> actual, std::span<const double> low, std::span<const double> high, double level)
{
    assert(!actual.empty() && actual.size() == low.size() && actual.size() == high.size());
    double sum = 0.0;
    for (std::size_t i = 0; i < actual.size(); ++i)
        sum += high[i] - low[i] +
               2.0 / (1.0 - level) * (std::max(0.0, low[i] - actual[i]) + std::max(0.0, actual[i] - high[i]));
    return sum / static_cast<double>(actual.size());
}

} // namespace merch
