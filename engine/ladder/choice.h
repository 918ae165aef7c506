#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <vector>

namespace merch
{

/// A gain in currency units a year with its 90 % interval.
struct Gain {
    double mean = 0.0, low = 0.0, high = 0.0;
};

/// What the rungs of one series cost in each block of days before the choice. A rung that does not apply has
/// no blocks.
struct RungCosts {
    std::vector<std::vector<double>> blocks; ///< [rung][block], currency units
    double yearsPerBlock = 0.0;
    double scale = 1.0;     ///< > 0: what gains are compared by in the segment, as its yearly margin
    double threshold = 0.0; ///< least gain a year that is worth a more complicated rung
};

/// The choice of a series, and what each pair of its rungs differs by.
struct RungChoice {
    int rung = 0;
    /// The same among the rungs that forecast, from 1 up: a forecast is wanted even where it earns nothing. 0
    /// where none of them applies.
    int forecasting = 0;
    /// gains[higher][lower]: of taking the higher; shrunk towards the segment. NaN where one does not apply.
    std::vector<std::vector<Gain>> gains;
};

/// Chooses a rung for every series of a segment (demand class by category): the lowest that no higher one
/// beats by more than noise (the lower end of its interval above zero), the threshold and the higher rung's
/// own `runningCost` a year. One series is mostly noise: gains, paired by block, are shrunk towards the mean
/// of the segment by empirical Bayes before they decide; their 90 % interval is the bootstrap's over blocks.
/// Sources: DerSimonian & Laird (1986), Controlled Clinical Trials 7, 177-188; Morris (1983), JASA 78, 47-55.
std::vector<RungChoice>
chooseRungs(std::span<const RungCosts> segment, std::span<const double> runningCost, std::uint64_t seed = 1);

/// Gains of many series as one sum: [series][block] of gains, blocks shared by all (a series may have fewer:
/// its last is everybody's last). Bootstrap over series and blocks together, 90 % percentile interval;
/// deterministic by `seed`.
Gain totalGain(
    std::span<const std::vector<double>> gains, double yearsPerBlock, std::uint64_t seed, int draws = 400);

} // namespace merch
