#pragma once

#include "engine/forecast/backtest.h"

#include <memory>
#include <vector>

namespace merch
{

/// Several methods and how much of each.
struct WeightedMethod {
    const Method* method = nullptr;
    double weight = 0.0; ///< of one in all
};

/// The weighted mean of their forecasts: no method's mistake weighs whole, and a choice between them, which
/// rests on few errors, need not be right. Sources: Bates & Granger (1969), Operational Research Quarterly
/// 20, 451-468; Petropoulos & Svetunkov (2020), International Journal of Forecasting 36, 110-115.
/// Fits each of them; one that does not take the series is left out, and the weights of the others grow.
/// InvalidInput where none does.
Result<std::unique_ptr<Fit>>
fitCombination(std::span<const WeightedMethod> parts, const SeriesView& series, const FitOptions& options);

/// What the combination would have forecast in a backtest: `parts` by method, of the same origins.
std::vector<Replay> combined(std::span<const std::vector<Replay>> parts, std::span<const double> weights);

} // namespace merch
