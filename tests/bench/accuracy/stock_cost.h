#pragma once

#include "engine/forecast/automatic.h"

#include <QString>

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace merch::bench
{

class Report;

/// One item at one place whose stock is played through. Time goes by periods of its history.
struct StockItem {
    std::string item; ///< items are what an interval draws again
    DemandHistory history;
    std::vector<std::int64_t> demand;                            ///< that comes, by period of the history
    double cost = 1.0;                                           ///< of a unit
    int lead = 1;                                                ///< periods from order to shelf
    std::optional<std::pair<std::int64_t, std::int64_t>> minMax; ///< that it is ordered by today
};

struct StockPanel {
    QString name, money; ///< money: of its costs
    std::vector<StockItem> items;
    int review = 1;                ///< periods between orders
    int counted = 12;              ///< last periods, whose costs count
    int recent = 6;                ///< periods that a buyer's rule of thumb looks back
    int shelfLife = 0;             ///< periods, 0 = keeps
    double perYear = 12.0;         ///< periods
    double holding = 0.25;         ///< of the cost, a year
    std::vector<double> fillRates; ///< at which costs are compared, beside that of today's min and max
};

/// What stock costs at equal fill rate (share of the value asked for that is served from the shelf): our
/// forecasts, peers' forecasts in the same reorder policy, and today's practice. Each way runs through a
/// range of service levels (practices: of factors) and is read where its line meets the fill rate. Whole
/// items are drawn again for the intervals.
class StockCost
{
public:
    explicit StockCost(StockPanel panel);
    void make(Report& report);

private:
    struct Outcome {
        double cost = 0.0, served = 0.0;
    };
    static constexpr std::size_t kLevels = 14, kWays = 10;
    struct Played {
        Outcome at[kWays][kLevels];
        Outcome today;
        double asked = 0.0;
    };
    Played play(const StockItem& item) const;
    double costAt(std::size_t way, double fill, const std::vector<unsigned>& times) const;
    Outcome today(const std::vector<unsigned>& times, double& asked) const;
    void rows(Report& report, double fill) const;

    StockPanel m_panel;
    std::vector<Played> m_played; ///< by item and place, in order of items
    std::vector<std::size_t> m_clusterOf;
    std::size_t m_clusters = 0;
    std::vector<Played> m_sums; ///< by item
};

} // namespace merch::bench
