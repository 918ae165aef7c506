#pragma once

#include "models/chart/chart_spec.h"
#include "widgets/theme/theme.h"

class QColor;
class QWidget;

namespace merch
{

QColor colorOf(ChartInk ink);

/// What every chart offers of the numbers behind it.
void copyChartTable(const ChartTable& table);
bool saveChartTable(const ChartTable& table, const QString& path); ///< CSV
void showChartTable(const ChartTable& table, const QString& name, QWidget* parent);

} // namespace merch
