#pragma once

#include "tests/bench/accuracy/distribution_score.h"

#include "engine/forecast/automatic.h"

#include <QString>

#include <array>
#include <functional>
#include <set>
#include <span>
#include <string>
#include <vector>

namespace merch::bench
{

class Report;

/// One series of a panel, all that is known of it. Clusters are what an interval draws again.
struct PanelSeries {
    std::string item;
    DemandHistory history;
    std::vector<double> judged; ///< what came, where it is known otherwise than learned; empty = the history
};

/// Many series of one kind and how they are forecast: `horizon` periods ahead from `origins` days, `stride`
/// periods apart, the last one a horizon before the end.
struct Panel {
    QString name;
    std::vector<PanelSeries> series;
    int horizon = 1, origins = 12, stride = 1;
    int leastKnown = 2;                ///< periods before an origin, else the series sits it out
    std::set<Day> heavy;               ///< periods whose errors count `heavyWeight` times in the weighted MAE
    double heavyWeight = 0.0;          ///< 0 = there is no such measure
    std::vector<std::size_t> spans{1}; ///< of the sums whose distributions are judged
    /// Tells a history that ends at an origin what moves it; empty where nothing is known to.
    std::function<void(DemandHistory& history, std::size_t series, std::size_t origin)> tell;
};

enum class Way { Told, Ours, Rule, SeasonalNaive, Croston, Sba, Tsb, Theta, Ets };
inline constexpr std::size_t kWays = 9;
const char* nameOf(Way way);

/// One series from one origin.
struct PanelOutcome {
    std::array<std::vector<double>, kWays> mean;
    std::array<std::vector<DistributionScore>, kWays> scores; ///< by span
    std::array<double, kWays> seconds{};
    std::string method; ///< that ours chose
    std::vector<double> came;
    std::size_t known = 0;                       ///< periods before the origin
    double squareStep = 0.0, absoluteStep = 0.0; ///< means of the history's steps
};

/// Forecasts a panel in every way and prints its tables.
class PanelTable
{
public:
    explicit PanelTable(Panel panel);

    void make(Report& report);
    const PanelOutcome& outcome(std::size_t series, std::size_t origin) const
    {
        return m_outcomes[series * origins() + origin];
    }
    std::size_t origins() const { return static_cast<std::size_t>(m_panel.origins); }

private:
    PanelOutcome forecast(std::size_t series, std::size_t origin) const;
    bool has(std::size_t way) const { return way != 0 || m_panel.tell; }
    void points(Report& report) const;
    void distributions(Report& report) const;
    void chosen(Report& report) const;
    std::size_t first() const { return m_panel.tell ? 0 : 1; } ///< way that others are held against

    Panel m_panel;
    std::vector<std::size_t> m_clusterOf; ///< series
    std::size_t m_clusters = 0;
    std::vector<PanelOutcome> m_outcomes;
};

} // namespace merch::bench
