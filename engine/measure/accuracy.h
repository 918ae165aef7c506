#pragma once

#include <span>

namespace merch
{

/// How far point forecasts were off, e = actual - forecast. NaN where a measure is not defined: a division by
/// zero is never hidden. Sources: Hyndman & Koehler (2006), International Journal of Forecasting 22, 679-688;
/// Makridakis, Spiliotis & Assimakopoulos (2022), International Journal of Forecasting 38, 1346-1364.
struct Accuracy {
    double meanError = 0.0; ///< units; above zero: forecast too low
    double mae = 0.0;       ///< units
    double rmse = 0.0;      ///< units
    double wape = 0.0;      ///< sum |e| / sum |actual|
    double smape = 0.0;     ///< mean of 200 |e| / (|actual| + |forecast|), per cent
    double mape = 0.0;      ///< mean of 100 |e| / |actual|, per cent
    double mase = 0.0;      ///< mae over the mean |step of one season| of the history
    double rmsseLag1 = 0.0; ///< rmse over the root mean square step of one period
    double rmsseSeason = 0.0;
    double biasPercent = 0.0; ///< 100 (sum forecast - sum actual) / sum actual; above zero: too high
};

/// @param period periods in a season of `history`; 1 = none.
/// Preconditions: actual and forecast of the same size, at least one.
Accuracy accuracyOf(
    std::span<const double> actual, std::span<const double> forecast, std::span<const double> history,
    int period);

/// Mean pinball loss of forecasts of the quantile `level`, in units.
double pinballLoss(std::span<const double> actual, std::span<const double> quantile, double level);
/// Share of the actual values within low..high.
double coverageOf(std::span<const double> actual, std::span<const double> low, std::span<const double> high);
/// Mean width of an interval of that coverage, plus 2 / (1 - level) times how far it was missed, in units.
/// Source: Gneiting & Raftery (2007), Journal of the American Statistical Association 102, 359-378.
double intervalScore(
    std::span<const double> actual, std::span<const double> low, std::span<const double> high, double level);

} // namespace merch
