#pragma once

#include "engine/forecast/automatic.h"
#include "engine/forecast/causes.h"
#include "engine/inventory/reorder.h"
#include "engine/ladder/practice.h"
#include "engine/ladder/replay.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace merch
{

/// From the simplest to the most complicated.
enum class Rung : std::uint8_t { Today, Rule, Statistical, Causal };
inline constexpr std::size_t kRungs = 4;

/// Costs are kept by blocks of so many days, counted back from the last known day.
inline constexpr int kBlockDays = 14;

struct LadderOptions {
    int folds = 3;        ///< the last reports, those before it decide; at least 2
    int horizonDays = 28; ///< of accuracy
    int windowDays = 182; ///< evaluated at most, a multiple of kBlockDays
    std::uint64_t seed = 1;
};

/// One product at one place, as it is replayed. Units of stock, packs and money in the product's unit scale.
struct LadderSeries {
    std::uint64_t id = 0;        ///< names its stream of random lead times
    DemandHistory history;       ///< demand as it is learned from, up to the last known day
    std::vector<double> sold;    ///< by period, as sold; NaN = shut or unknown: nothing was asked for
    std::vector<double> onHand;  ///< by period's end; NaN = unknown; may be empty
    std::vector<double> inStock; ///< share of each period, or kSoldOut; empty = whole where learned from
    ReorderInputs terms;         ///< lead time, review, money, service, rules; its stock is not read
    double scale = 1.0;          ///< pieces of a unit
    int shelfLifeDays = 0;       ///< 0 = keeps
    std::optional<std::pair<std::int64_t, std::int64_t>> minMax; ///< imported
    std::string critical;      ///< the failed critical check: what it sold cannot be replayed
    std::vector<Offer> offers; ///< of it, planned ones too; ascending by first day
    /// What was known of its group's effects before a day, ascending; empty = nothing.
    std::vector<std::pair<Day, const Effects*>> effects;
    const Effects* trueEffects = nullptr; ///< from all that is known now, for the best forecaster
};

/// Sums that accuracy is made of, over single periods.
struct AccuracySums {
    double absolute = 0.0, squares = 0.0, over = 0.0, actual = 0.0, pinball = 0.0;
    double scaleLag1 = 0.0;   ///< mean squared step of the history before; 0 = none
    double scaleSeason = 0.0; ///< mean absolute seasonal step of it
    int count = 0, quantiles = 0;
};

/// What one way to order would have cost.
struct RungReplay {
    std::string skipped;                 ///< why it does not apply; then nothing else is set
    std::vector<double> blocks;          ///< cost by block, currency units
    DayCosts reported;                   ///< of the last fold, the rest of the stock's holding in it
    double demanded = 0.0, served = 0.0; ///< units, last fold
    double stockDays = 0.0;              ///< sum of units on hand over its days
    int orders = 0;
    AccuracySums accuracy; ///< over the whole window
};

/// Why a series has no replay. NotTried: the caller knows why.
enum class NotReplayed : std::uint8_t { No, NothingSold, TooShort, NoMargin, BadData, NotTried };

struct ClimbedSeries {
    NotReplayed notReplayed = NotReplayed::No;
    DemandClass demandClass = DemandClass::NoDemand;
    Practice practice;     ///< of the last fold
    int firstReported = 0; ///< block
    std::array<RungReplay, kRungs> rungs;
    RungReplay bestForecaster;
    double perfect = 0.0; ///< cost of the last fold
    bool perfectExact = true;
    double estimatedUnits = 0.0, demandedUnits = 0.0; ///< of the window
    double yearlyMargin = 0.0;                        ///< of the demand of the deciding folds
};

/// Day by day what a replay did: of the rungs that apply and of the best forecaster.
struct LadderTrace {
    Day first = 0;                    ///< of the replayed days
    int counted = 0;                  ///< days before the first one whose costs count
    int reported = 0;                 ///< days before the last fold
    std::vector<std::int64_t> demand; ///< pieces a day
    std::vector<bool> estimated;      ///< the shelf was empty: demand is an estimate
    std::vector<Review> reviews;
    std::array<std::optional<ReplayPath>, kRungs> rungs;
    ReplayPath bestForecaster;
};

/// Replays a series with every rung and both ceilings. The same numbers on every machine and thread. `trace`
/// is filled where it is wanted.
ClimbedSeries
climbSeries(const LadderSeries& series, const LadderOptions& options, LadderTrace* trace = nullptr);

} // namespace merch
