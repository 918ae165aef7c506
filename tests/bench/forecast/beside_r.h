#pragma once

#include <QString>

#include <vector>

namespace merch::bench
{

class Report;

/// A series as both sides get it: no gaps.
struct SharedSeries {
    std::vector<double> values;
    int season = 1, horizon = 1;
};

/// A few methods on a panel of series here and in R's `forecast` package, one after the other, several times:
/// CPU a series, how many times faster, and whose likelihood is better. Says so where Rscript or the package
/// is absent.
void besideR(Report& report, const QString& panel, const std::vector<SharedSeries>& series);

} // namespace merch::bench
