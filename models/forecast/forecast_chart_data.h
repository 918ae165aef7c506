#pragma once

#include "engine/core/day.h"

#include <QMetaType>
#include <QString>

#include <array>
#include <cmath>
#include <map>
#include <optional>
#include <vector>

namespace merch
{

/// The edges of the fan: 95, 80 and 50 % intervals, from the outside in.
inline constexpr std::array<double, 6> kFanLevels = {0.025, 0.10, 0.25, 0.75, 0.90, 0.975};

/// The same demand drawn at one grain. A week is never the sum of the quantiles of its days: each grain has
/// its own fan.
struct DemandLines {
    Grain grain = Grain::Weekly;
    Day first = 0;           ///< first period of history
    std::vector<float> sold; ///< units a period; NaN where nothing is known
    /// What is estimated to have been asked for, with its 80 % range; NaN where no shelf was empty. Empty
    /// where nothing is estimated. Never part of `sold`.
    std::vector<float> asked, askedLow, askedHigh;
    Day future = 0;            ///< first forecast period
    std::vector<float> known;  ///< units already sold in a forecast period (the week that is running)
    std::vector<float> method; ///< the method's mean, `known` included
    std::vector<float> mean;   ///< with the overrides that are committed and on, `known` included
    std::array<std::vector<float>, kFanLevels.size()> fan; ///< around `mean`
    std::vector<float>
        lastYear; ///< from `first` to the end of the forecast; NaN where there was no last year

    Day dayOf(int period) const { return addPeriods(first, grain, period); }
    Day futureDay(int step) const { return addPeriods(future, grain, step); }
    bool isEstimated(std::size_t period) const { return period < asked.size() && !std::isnan(asked[period]); }
    Day end() const { return addPeriods(future, grain, static_cast<int>(mean.size())); }
};

/// Days from..to, both within.
struct DaySpan {
    Day from = 0;
    Day to = 0;
    QString text;
};

struct PriceStep {
    Day day = 0;
    float price = 0; ///< currency units; NaN = not known from here on
};

/// A forecast period that a person may change: a week (a month where the series is monthly).
struct OverrideWeek {
    Day week = 0;
    int days = 7;         ///< days of it that lie ahead
    double known = 0;     ///< units already sold in it
    double method = 0;    ///< the method's units for the days ahead
    double committed = 0; ///< what the forecast says now: the method's, or the override in force
    bool overridden = false;
    std::optional<double> draft;    ///< changed here and not committed yet
    std::optional<double> lastYear; ///< the same week a year before, whole
};

/// All that the demand chart draws, of one series or of the sum of several. Plain values, drawn by
/// QCustomPlot on screen and by QPainter on paper.
struct DemandChartData {
    QString title;
    QString note;      ///< sku, or "sum of 12 series"
    QString className; ///< demand class in a word; empty for a sum
    QString currency;
    Day asOf = 0;                   ///< last day of history
    std::vector<DemandLines> lines; ///< coarse first; by zoom the finer one is drawn
    std::vector<DaySpan> stockouts;
    std::vector<DaySpan> promotions;
    std::vector<DaySpan> events;
    std::vector<PriceStep> prices;
    std::vector<OverrideWeek> weeks;

    bool empty() const { return lines.empty(); }
};

/// Units by week for the days ahead, as a person set them.
using WeekUnits = std::map<Day, double>;

} // namespace merch

Q_DECLARE_METATYPE(merch::WeekUnits)
