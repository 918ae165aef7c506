#pragma once

#include "engine/ladder/choice.h"
#include "engine/ladder/climb.h"

#include <array>
#include <cstdint>
#include <span>
#include <vector>

namespace merch
{

/// How rungs are chosen.
struct ChoiceOptions {
    double thresholdShare = 0.001;            ///< of the yearly margin, each series its own
    std::array<double, kRungs> runningCost{}; ///< of a rung, a year and series, currency units
    std::uint64_t seed = 1;
};

/// Accuracy over many series. NaN where nothing can be said.
struct LadderAccuracy {
    double wape = 0.0;    ///< sum |error| / sum |actual|
    double bias = 0.0;    ///< sum (forecast - actual) / sum actual
    double rmsse = 0.0;   ///< mean over series
    double mase = 0.0;    ///< mean over series
    double pinball = 0.0; ///< mean over the stored levels, units a period
};

/// A way to order, over all series: of the last fold, a year.
struct LadderTotal {
    DayCosts perYear;
    Gain overToday; ///< of money a year
    double fillRate = 1.0;
    double stockUnits = 0.0; ///< on hand, average
    double ordersPerYear = 0.0;
    double money() const { return perYear.total(); }
};

struct RungTotal {
    LadderTotal total; ///< a series to which the rung does not apply costs what the rung below does
    Gain overBelow;    ///< over the rung below
    Gain overUsed;     ///< over the rungs in use
    int applies = 0, chosen = 0;
    LadderAccuracy accuracy;
};

struct SegmentTotal {
    int segment = 0;
    int series = 0;
    std::array<int, kRungs> chosen{};
    double today = 0.0, best = 0.0; ///< money a year: rung 0, the best forecaster
    Gain gain;                      ///< of the rungs chosen over today
};

struct LadderReport {
    int series = 0; ///< replayed
    std::array<RungTotal, kRungs> rungs;
    LadderTotal bestForecaster;
    LadderAccuracy leastError;          ///< of the best forecaster: what chance alone leaves; daily series
    LadderTotal chosen;                 ///< each series with its rung
    LadderTotal used;                   ///< each series with the rung in use
    double threshold = 0.0;             ///< money a year that a change must earn
    double perfect = 0.0;               ///< money a year
    int inexactPerfect = 0;             ///< series whose bound leaves out packs and order costs
    double estimatedShare = 0.0;        ///< of the demand in the window that was not seen but estimated
    std::vector<RungChoice> choices;    ///< of each series given, those not replayed have rung 0 and no gains
    std::vector<SegmentTotal> segments; ///< that hold the most gain first

    /// Of the gap between today and a ceiling; NaN where today is at it.
    double shareOfGap(double money) const;
    double shareOfPerfectGap(double money) const;
    /// Today costs no more than the best forecaster would by more than noise.
    bool atCeiling() const { return !(bestForecaster.overToday.low > 0.0); }
};

/// A rung for each series, those not replayed have 0. `segments`: of each series, a number from 0 (its demand
/// class and category). Chosen on all folds but the last.
std::vector<RungChoice> chooseLadder(
    std::span<const ClimbedSeries> series, std::span<const int> segments, const ChoiceOptions& options);

/// Sums the money of the last fold, of any part of the series that were chosen for. `used`: the rung in use
/// by series; empty = as chosen.
LadderReport sumLadder(
    std::span<const ClimbedSeries> series, std::span<const int> segments, std::vector<RungChoice> choices,
    std::span<const int> used, const ChoiceOptions& options);

/// Both.
LadderReport reportLadder(
    std::span<const ClimbedSeries> series, std::span<const int> segments, const ChoiceOptions& options);

/// Money a year of the last fold that one choice of rungs saves over another, by replayed series.
Gain gainOfChoice(
    std::span<const ClimbedSeries> series, std::span<const int> rungs, std::span<const int> over,
    std::uint64_t seed = 1);

/// What a replay cost in the last fold, currency units a year.
double moneyPerYear(const ClimbedSeries& series, const RungReplay& replay);
double perfectPerYear(const ClimbedSeries& series);
/// The replay of the highest rung up to `rung` that applies.
const RungReplay& replayUpTo(const ClimbedSeries& series, std::size_t rung);

} // namespace merch
