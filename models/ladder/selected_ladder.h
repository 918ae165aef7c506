#pragma once

#include "models/ladder/ladder_service.h"

#include <array>
#include <map>
#include <optional>
#include <vector>

namespace merch
{

/// Whether it pays to forecast with a rung rather than with what is in use.
struct RungPays {
    bool pays = false;
    Gain gain;   ///< money a year over what is in use
    QString why; ///< in a sentence, either way
};

/// The ladder of some series, as the latest run found it.
struct SelectedLadder {
    std::optional<LadderRun> run;
    QString stale; ///< why the run no longer answers the data; empty = it does
    bool anySales = false;
    QString currency;
    int asked = 0; ///< series selected
    LadderReport report;
    std::map<QString, int> left;            ///< why series have no replay
    std::map<QString, int> skipped[kRungs]; ///< why a rung does not apply
    std::array<int, kRungs> used{};         ///< series by the rung in use
    int pinned = 0;                         ///< of them held by a person
    QStringList pinnedBy;                   ///< who they are, by name
    std::optional<Rung> held;               ///< all are held to this one
    RungPays leave;                         ///< what leaving those held to the ladder changes
    std::vector<int> replayed;              ///< ids
    std::array<RungPays, kRungs> pays;
    std::vector<LadderSegment> segments; ///< that hold the most gain first
    std::vector<LadderSeriesGain> gains; ///< of each series replayed, the most first
    QString verdict;
};

/// Of `seriesIds`, or of all. Milliseconds for one series, a second or two for 30,000: for a job.
Result<SelectedLadder> loadSelectedLadder(
    const QString& path, const std::optional<std::vector<int>>& seriesIds, const Progress& progress);

} // namespace merch
