#pragma once

#include <array>
#include <optional>
#include <span>

namespace merch
{

/// The steps a number goes through before somebody orders by it. Each has to be better than the one before it
/// to be worth its trouble.
enum class ForecastStep { Naive, Statistical, Causal, Override, Final };
inline constexpr int kForecastSteps = 5;

/// What each step said of one period, and what came. Units a period; money in currency units.
struct StepForecasts {
    std::array<double, kForecastSteps> units{}; ///< by ForecastStep; finite, >= 0
    double actual = 0.0;                        ///< demand, finite, >= 0
    std::optional<double> shortCost{};          ///< of a unit forecast too few: its margin lost, >= 0
    std::optional<double> excessCost{};         ///< of a unit forecast too many: carrying it, >= 0
};

/// How one step did over all periods.
struct StepScore {
    double absoluteError = 0.0; ///< sum |forecast - actual|, units
    double signedError = 0.0;   ///< sum (forecast - actual), units; above zero: too high
    double wape = 0.0;          ///< absoluteError / sum of actual; NaN where nothing was asked for
    double bias = 0.0;          ///< signedError / sum of actual; NaN likewise
    double cost = 0.0;          ///< of the errors, over the periods whose costs are known
    double unitsAdded = 0.0;    ///< error of the step before less this one's; the first step adds nothing
    double costAdded = 0.0;     ///< cost of the step before less this one's: above zero it paid
};

struct ValueAdded {
    int periods = 0;
    int priced = 0;      ///< periods whose costs are known
    double actual = 0.0; ///< sum, units
    std::array<StepScore, kForecastSteps> steps{};
    int better = 0,
        worse = 0; ///< periods in which the override came closer than the step before, or less close

    const StepScore& of(ForecastStep step) const { return steps[static_cast<std::size_t>(step)]; }
};

/// Forecast value added: what each step takes off the error of the step before it, in units and in money. A
/// unit too few costs `shortCost`, a unit too many `excessCost`: the two sides of the newsvendor, so that a
/// step may add units and still lose money.
/// Sources: Gilliland (2010), The Business Forecasting Deal, ch. 4 (stairstep report); Fildes, Goodwin,
/// Lawrence & Nikolopoulos (2009), International Journal of Forecasting 25, 3-23 (overrides scored against
/// what they replaced).
ValueAdded valueAdded(std::span<const StepForecasts> periods);

} // namespace merch
