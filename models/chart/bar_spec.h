#pragma once

#include "models/chart/chart_spec.h"
#include "models/grid/cell_roles.h"

#include <limits>

namespace merch
{

/// One bar with its name at the left and its figures at the right.
struct BarRow {
    static constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

    QString name{};
    double from = 0.0, to = kNone;    ///< NaN = no bar
    double low = kNone, high = kNone; ///< interval of `to`
    ChartInk ink = ChartInk::Plain;
    bool strong = false;       ///< the one that answers
    QString pill{};            ///< beside the name
    Tone tone = Tone::Neutral; ///< of the pill
    QStringList cells{};       ///< by BarSpec::columns
    QList<Tone> cellTones{};
    QString tip{}; ///< what the bar says, in a sentence
};

/// A line across all bars.
struct BarMark {
    QString name{};
    double at = 0.0;
    ChartInk ink = ChartInk::Plain;
    bool dashed = false;
};

/// Lying bars as plain values: the steps of a ladder, or of a waterfall.
struct BarSpec {
    QString name{};        ///< accessible name, file name, table title
    QString description{}; ///< what a reader should take from it, in a sentence
    QString rowName{};     ///< "Method"
    QString valueName{};   ///< "Cost, £ a year"
    QString currency{};    ///< ISO code: the axis counts money; empty = plain numbers
    int decimals = 0;      ///< of the numbers in the table
    QStringList columns{};
    std::vector<BarRow> rows{};
    std::vector<BarMark> marks{};
    bool joined = false; ///< each bar begins where the one before ends: a thin line says so
};

/// The numbers behind the bars: a row each, then the marks.
ChartTable barTable(const BarSpec& spec);

} // namespace merch
