#pragma once

#include "engine/core/result.h"
#include "engine/demand/shelf_history.h"

#include <QString>

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace merch
{

struct SingleSeriesOptions {
    QString method = QStringLiteral("auto");
    int period = 1;
    int horizon = 12;                       ///< periods
    std::vector<double> levels{80.0, 95.0}; ///< percent
    std::uint64_t seed = 1;
};

/// A period whose shelf was empty or partly so.
struct EstimatedPeriod {
    int period = 0; ///< from 0
    double sold = 0.0;
    UnitsRange demand; ///< estimated, with the range that holds it four times in five
};

struct SingleSeriesForecast {
    QString method, form;
    std::vector<std::pair<std::string, double>> parameters;
    double loglik = 0.0, aicc = 0.0; ///< NaN where the method has none
    std::vector<double> fitted, mean;
    std::vector<std::vector<double>> lower, upper; ///< by level
    std::vector<EstimatedPeriod> estimated;
};

/// Fits a method to the numbers of a file: one a line, or a table with a column `value`. Blank, NA and NaN
/// are excluded periods. Columns named `on_hand` (at a period's end) and `availability` (share of it in
/// stock) say when the shelf was empty: such periods are not learned from, and what they were asked for is
/// estimated. InvalidInput names the line that is no number.
Result<SingleSeriesForecast> forecastSeriesFile(const QString& file, const SingleSeriesOptions& options);

} // namespace merch
