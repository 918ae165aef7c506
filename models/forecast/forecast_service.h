#pragma once

#include "engine/core/progress.h"
#include "engine/core/result.h"
#include "engine/forecast/forecast.h"
#include "models/forecast/lost_demand.h"

#include <QString>

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace merch
{

/// How a run is made. The same options give the same forecasts, whatever `threads` is.
struct ForecastOptions {
    std::optional<Day> asOf; ///< last day that is known; absent = the last day with sales
    int horizon = 28;        ///< days; weekly and monthly series get the periods that begin within
    std::string method = "auto";
    int threads = 0; ///< 0 = all cores
    std::uint64_t seed = 1;
    int folds = 3;          ///< of the rolling-origin backtest
    bool withPlans = false; ///< take promotions and events dated after asOf as the plan; without asOf they
                            ///< are taken anyhow
    bool ladder = true;     ///< "auto" keeps to the rungs that the ladder put in force and people hold to
    std::optional<int> ladderDays; ///< history is replayed first where the kept ladder is older than that, or
                                   ///< assumptions changed since
    QString user;                  ///< empty = login name
    QString commandLine;           ///< for the command log; empty = "forecast"
};

/// What a run is that nobody wants otherwise, on the command line as in the window: history is replayed first
/// where the ladder is over four weeks old or rests on other assumptions.
ForecastOptions usualForecast(const QString& user, const QString& commandLine);

struct ForecastSummary {
    std::int64_t runId = 0;
    Day asOf = 0;
    int series = 0;
    double seconds = 0.0;
    double seriesPerSecond = 0.0;
    std::map<std::string, int> methods; ///< series by the method taken
    int caused = 0;                     ///< series whose forecast has season, events and offers in it
    int plansIgnored = 0;               ///< the others, if withPlans was asked
    LostUnits lost;                     ///< to empty shelves lately
    QString noLadder; ///< why history could not be replayed, where it was asked for; empty = nothing failed
};

/// The latest run of a store.
struct ForecastRun {
    std::int64_t runId = 0;
    std::int64_t madeAt = 0; ///< ms UTC
    QString madeBy;
    Day asOf = 0;
    int horizon = 0; ///< days
};

struct SeriesForecast {
    int seriesId = 0;
    Forecast forecast;
};

/// One period of one series, as exported (cli.md, `forecasts`).
struct ForecastRow {
    QString sku;
    QString location;
    Day day = 0;
    double mean = 0.0;
    double quantiles[7] = {}; ///< kStoredLevels
    QString method;
};

/// Forecasts of a store. Opens its own connection per call, so it may be used in a job.
/// `effective` forecasts have the committed, enabled and unexpired overrides in them: the one set of numbers
/// that plans, exports and pages share.
class ForecastService
{
public:
    explicit ForecastService(const QString& path);

    /// Forecasts every series and writes the run in one transaction. Keeps the last few runs.
    Result<ForecastSummary> run(const ForecastOptions& options, const Progress& progress) const;

    Result<std::optional<ForecastRun>> latestRun() const;

    /// NotFound if the latest run has no such series, or there is no run.
    Result<Forecast> load(int seriesId) const;
    Result<Forecast> effectiveForecast(int seriesId) const;

    /// Of the latest run, by series id; empty if there is none.
    Result<std::vector<SeriesForecast>> loadAll(const Progress& progress = {}) const;
    Result<std::vector<SeriesForecast>> loadAllEffective(const Progress& progress = {}) const;

    /// Every period of every series of the latest run, effective, ordered by sku, location and day. The
    /// visitor returns false to stop. NotFound if there is no run.
    Outcome visitRows(const std::function<bool(const ForecastRow&)>& visit) const;

private:
    QString m_path;
};

} // namespace merch
