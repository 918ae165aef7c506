#pragma once

#include "models/ladder/ladder_service.h"

#include <map>
#include <optional>
#include <span>
#include <vector>

namespace merch
{

class Store;

/// The ladder on a connection that is open already. Private to models.

/// The run of the latest day up to `asOf`.
std::optional<LadderRun> readLadderRun(Store& store, std::optional<Day> asOf = {});

/// Writes a run, in the caller's transaction.
void writeLadder(Store& store, const Backtest& made, const BacktestOptions& options, const std::string& user);

/// One series of a kept run.
struct KeptSeries {
    int seriesId = 0;
    QString leftOut;
    ClimbedSeries climbed;
    RungChoice choice;
    int inForce = 0; ///< of the rungs that forecast; 0 = none applies
};
/// In order of id; of `seriesIds`, or of all where it is absent. Throws CancelledWork.
std::vector<KeptSeries> readLadderSeries(
    Store& store, std::int64_t runId, std::optional<std::span<const int>> seriesIds,
    const Progress& progress);

/// A rung to forecast with, and who says so.
struct RungInUse {
    Rung rung = Rung::Rule;
    QString pinnedBy; ///< empty = by the ladder
};
/// By series, as it was known on `asOf`: pins, then what the ladder put in force. Series without either are
/// left to the automatic choice.
std::map<int, RungInUse> readRungsInUse(Store& store, Day asOf);
/// The pins alone.
std::map<int, RungInUse> readPins(Store& store);

} // namespace merch
