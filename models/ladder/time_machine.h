#pragma once

#include "models/chart/chart_spec.h"
#include "models/ladder/ladder_service.h"

namespace merch
{

/// A day of a replay, in units as they are sold.
struct ReplayDay {
    Day day = 0;
    double demand = 0.0, lost = 0.0;
    double arrived = 0.0, ordered = 0.0;
    double stock = 0.0, onOrder = 0.0; ///< at its end
    DayCosts costs;
    double soFar = 0.0;     ///< cost of the days that count, up to this one; 0 before the first of them
    bool estimated = false; ///< the shelf was empty then: demand is an estimate
};

/// One way to order, day by day.
struct ReplaySide {
    std::optional<Rung> rung; ///< absent = the best forecaster
    QString name;
    std::vector<ReplayDay> days; ///< from the first evaluated day on
    int counts = 0;              ///< days before the first one whose cost counts: the last fold
    double rest = 0.0;           ///< holding what is left at the end until it is sold
    double perYear = 0.0;        ///< the cost of the days that count and the rest, a year: the ladder's bar
    int lostDays = 0;            ///< of all days, those on which something was asked for and not there
};

/// Of the rungs that apply, then the best forecaster.
std::vector<ReplaySide> replaySides(const SeriesReplay& replay);

/// Stock, demand and arriving orders of one way; the mark is at `now`.
ChartSpec replayChart(const ReplaySide& side, Day now);
/// What two ways cost up to each day.
ChartSpec replayCosts(const ReplaySide& a, const ReplaySide& b, const QString& currency, Day now);

} // namespace merch
