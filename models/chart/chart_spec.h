#pragma once

#include <QString>
#include <QStringList>

#include <optional>
#include <vector>

namespace merch
{

/// The part a line plays; the theme gives it its colour, width and dashes.
enum class ChartInk : unsigned char { History, Forecast, LastYear, Price, Override, Plain, Good, Warn, Bad };

struct ChartLine {
    QString name{};
    ChartInk ink = ChartInk::History;
    std::vector<double> x{}; ///< ascending; day numbers where the axis is time
    std::vector<double> y{}; ///< NaN = a gap
    bool steps = false;      ///< holds its value until the next point (a price)
    bool rightAxis = false;
    bool dashed = false;
    bool filled = false;  ///< soft ground under the line
    bool handles = false; ///< a ring at each point
    bool hidden = false;  ///< in tip and table only
};

/// Between low and high; level is the coverage in percent (50, 80, 95) and decides the strength.
struct ChartBand {
    QString name{};
    ChartInk ink = ChartInk::Forecast;
    std::vector<double> x{}, low{}, high{};
    int level = 80;
};

struct ChartSpan {
    enum class Kind : unsigned char { Stockout, Promotion, Lost };
    Kind kind = Kind::Stockout;
    double from = 0, to = 0; ///< to is past the end
    QString label{};
};

struct ChartMark {
    double x = 0;
    QString label{};
};

/// A chart as plain values: drawn by QCustomPlot on screen, exported and read out as the same numbers.
struct ChartSpec {
    QString name{}; ///< "Demand of Merino crew, navy in Leeds": accessible name, file name, table title
    QString description{}; ///< what a reader should take from it, in a sentence
    bool time = true;      ///< x are days since 1970-01-01, else plain numbers
    QString xName{};       ///< "Date"
    QString yName{};       ///< "Units a week"
    QString rightName{};   ///< "Price £"
    int decimals = 0;      ///< of y in tip and table
    int rightDecimals = 2;
    bool fromZero = true;        ///< the y axis begins at zero
    std::optional<double> top{}; ///< and ends here, whatever the data reach
    std::vector<ChartLine> lines{};
    std::vector<ChartBand> bands{};
    std::vector<ChartSpan> spans{};
    std::vector<ChartMark> marks{};
    std::optional<double> now{};                     ///< dashed line where the forecast starts
    std::optional<std::pair<double, double>> home{}; ///< x shown at first; default all
};

/// The numbers behind a chart: one row per x that occurs, one column per line and two per band.
struct ChartTable {
    QStringList titles;
    std::vector<QStringList> rows;
};
ChartTable chartTable(const ChartSpec& spec);

} // namespace merch
