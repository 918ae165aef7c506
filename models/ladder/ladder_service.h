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

/// One series of the replay.
struct LadderEntry {
    int seriesId = 0;
    QString leftOut; ///< why there is no replay; empty = there is
    ClimbedSeries climbed;
};

struct Backtest {
    LadderReport report;
    std::vector<LadderEntry> series; ///< in the order of the report's choices, then those not even tried
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

/// A way to order, as it was found by a run.
struct LadderLine {
    Rung rung = Rung::Today;
    double moneyPerYear = 0.0;
    double gapToPerfect = 0.0; ///< money a year above perfect information
    int series = 0;            ///< for which it is chosen
};

/// A kept run.
struct LadderRun {
    std::int64_t runId = 0;
    std::int64_t madeAt = 0; ///< ms UTC
    QString madeBy;
    Day asOf = 0;
    Day windowFrom = 0, reportedFrom = 0;
    int folds = 3;
    int horizon = 28;
    std::uint64_t seed = 1;
    int series = 0; ///< replayed
    double thresholdShare = 0.001;
    double seconds = 0.0;
    std::vector<LadderLine> lines; ///< by rung
    double bestForecaster = 0.0, perfect = 0.0;
    QString verdict;

    BacktestOptions options() const; ///< that make the same run again
};

/// What a replay of one series changes against what the store says; absent = as the store says.
struct ReplayTerms {
    std::optional<double> leadTimeDays;
    std::optional<int> reviewDays;
    std::optional<double> service; ///< target, 0 .. 1
    std::optional<std::int64_t> moq;
    bool operator==(const ReplayTerms&) const = default;
};

/// One series replayed day by day.
struct SeriesReplay {
    int seriesId = 0;
    QString sku, title, location, currency;
    double scale = 1.0; ///< pieces of a unit, which the trace counts in
    double leadTimeDays = 0.0;
    int reviewDays = 0;
    std::int64_t moq = 0;
    std::optional<double> service; ///< absent = from money
    LadderTrace trace;
    ClimbedSeries climbed;
};

/// Replays the history of a store with every rung of the ladder.
class LadderService
{
public:
    explicit LadderService(const QString& path);

    /// Reads only. InvalidInput where nothing can be replayed: what is lacking and the `assume` that settles
    /// it.
    Result<Backtest> backtest(const BacktestOptions& options, const Progress& progress) const;

    /// The same, and keeps it in one transaction: the rungs it chose are in force from the next forecast on.
    /// A rung changes only when two runs in a row, of different last days, want it. A run of a day takes the
    /// place of an earlier one of the same day.
    Result<Backtest>
    run(const BacktestOptions& options, const QString& user, const QString& commandLine,
        const Progress& progress) const;

    /// The same replay of one series, day by day. InvalidInput where it has none, with the reason; NotFound.
    Result<SeriesReplay> replay(
        int seriesId, const BacktestOptions& options, const ReplayTerms& terms,
        const Progress& progress) const;
    /// By what files call it.
    Result<int> seriesOf(const QString& sku, const QString& location) const;

    /// The run of the latest day, up to a day.
    Result<std::optional<LadderRun>> latest(std::optional<Day> asOf = {}) const;

    /// "today", "rule", "statistical", "causal": as files and the command line name them.
    static QString rungName(Rung rung);
    /// As people read it.
    static QString rungTitle(Rung rung);

private:
    QString m_path;
};

/// Why a series has no replay; empty where it has one.
QString ladderWords(NotReplayed why);
/// What a report says, in words, with money as people read it.
QString ladderVerdict(const LadderReport& report, const QString& currency);

} // namespace merch
