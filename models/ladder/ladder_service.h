#pragma once

#include "engine/core/progress.h"
#include "engine/core/result.h"
#include "engine/ladder/ladder.h"

#include <QString>
#include <QStringList>

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

namespace merch
{

/// How history is replayed. The same options give the same numbers, whatever `threads` is.
struct BacktestOptions {
    std::optional<Day> asOf;       ///< last day that is known; absent = the last day with sales
    int folds = 3;                 ///< the last reports, those before it decide; 2 .. 13
    int horizon = 28;              ///< days, of accuracy
    double thresholdShare = 0.001; ///< of yearly margin, that a more complicated rung must earn more
    int threads = 0;               ///< 0 = all cores
    std::uint64_t seed = 1;
};

/// What the rung of a series did on the last fold.
struct LadderSeriesGain {
    QString sku, location;
    Rung rung = Rung::Today;
    double today = 0.0, chosen = 0.0, best = 0.0; ///< money a year, last fold
};

struct LadderSegment {
    QString category;
    DemandClass demandClass = DemandClass::NoDemand;
    SegmentTotal total;
};

struct Backtest {
    LadderReport report;
    Day asOf = 0;
    Day windowFrom = 0;   ///< first day whose costs count, of the longest series
    Day reportedFrom = 0; ///< first day of the last fold, of the longest series
    int shorter = 0;      ///< series whose history allows a shorter window only
    int practices = 0;    ///< series whose bottom rung is a tuned practice; the others have imported limits
    std::map<QString, int> left;            ///< why series have no replay
    std::map<QString, int> skipped[kRungs]; ///< why a rung does not apply
    std::vector<LadderSegment> segments;
    std::vector<LadderSeriesGain> most;  ///< series whose rung saved the most, the most first
    std::vector<LadderSeriesGain> least; ///< whose rung cost more than today's way, the most first
    QString currency;
    QString verdict; ///< one sentence or two
    double seconds = 0.0;
};

/// Replays the history of a store with every rung of the ladder. Reads only.
class LadderService
{
public:
    explicit LadderService(const QString& path);

    /// InvalidInput where nothing can be replayed: what is lacking and the `assume` that settles it.
    Result<Backtest> backtest(const BacktestOptions& options, const Progress& progress) const;

    /// "today", "rule", "statistical", "causal": as files and the command line name them.
    static QString rungName(Rung rung);

private:
    QString m_path;
};

/// What a report says, in words, with money as people read it.
QString ladderVerdict(const LadderReport& report, const QString& currency);

} // namespace merch
