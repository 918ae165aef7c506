#include "models/chart/bar_spec.h"

#include <QCoreApplication>
#include <QLocale>

#include <cmath>

namespace merch
{

namespace
{

struct Texts {
    Q_DECLARE_TR_FUNCTIONS(Chart)
};

} // namespace

ChartTable barTable(const BarSpec& spec)
{
    const auto number = [&](double value) {
        return std::isfinite(value) ? QLocale().toString(value, 'f', spec.decimals) : QString();
    };
    bool ranges = false;
    for (const BarRow& row : spec.rows)
        ranges = ranges || std::isfinite(row.low);
    ChartTable table;
    table.titles << spec.rowName << spec.valueName;
    if (ranges)
        table.titles << Texts::tr("Low") << Texts::tr("High");
    for (const QString& column : spec.columns)
        if (column != spec.valueName)
            table.titles << column;
    const auto add = [&](const QString& name, double value, double low, double high,
                         const QStringList& cells) {
        QStringList row{name, number(value)};
        if (ranges)
            row << number(low) << number(high);
        for (qsizetype c = 0; c < spec.columns.size(); ++c)
            if (spec.columns[c] != spec.valueName)
                row << cells.value(c);
        table.rows.push_back(row);
    };
    for (const BarRow& row : spec.rows)
        add(row.name, spec.joined ? row.to - row.from : row.to, row.low, row.high, row.cells);
    for (const BarMark& mark : spec.marks)
        add(mark.name, mark.at, BarRow::kNone, BarRow::kNone, {});
    return table;
}

} // namespace merch
