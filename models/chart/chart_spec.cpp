#include "models/chart/chart_spec.h"

#include "models/grid/format.h"

#include <QCoreApplication>
#include <QLocale>

#include <cmath>
#include <map>

namespace merch
{

using namespace Qt::StringLiterals;

namespace
{

struct Texts {
    Q_DECLARE_TR_FUNCTIONS(Chart)
};

} // namespace

ChartTable chartTable(const ChartSpec& spec)
{
    ChartTable table;
    table.titles << (!spec.xName.isEmpty() ? spec.xName : spec.time ? Texts::tr("Date") : Texts::tr("x"));
    std::map<double, QStringList> rows;
    qsizetype column = 0;
    const auto put = [&](const std::vector<double>& x, const std::vector<double>& y, int decimals) {
        for (std::size_t i = 0; i < x.size() && i < y.size(); ++i) {
            QStringList& row = rows[x[i]];
            while (row.size() <= column)
                row << QString();
            if (std::isfinite(y[i]))
                row[column] = QLocale().toString(y[i], 'f', decimals);
        }
        ++column;
    };
    for (const ChartLine& line : spec.lines) {
        table.titles << line.name;
        put(line.x, line.y, line.rightAxis ? spec.rightDecimals : spec.decimals);
    }
    for (const ChartBand& band : spec.bands) {
        const QString name = band.name.isEmpty() ? Texts::tr("%1 %").arg(band.level) : band.name;
        table.titles << Texts::tr("%1, low").arg(name) << Texts::tr("%1, high").arg(name);
        put(band.x, band.low, spec.decimals);
        put(band.x, band.high, spec.decimals);
    }
    const bool notes = !spec.spans.empty() || !spec.marks.empty();
    if (notes)
        table.titles << Texts::tr("Notes");
    for (auto& [x, row] : rows) {
        while (row.size() < column)
            row << QString();
        if (notes) {
            QStringList words;
            for (const ChartSpan& span : spec.spans)
                if (x >= span.from && x < span.to)
                    words << span.label;
            for (const ChartMark& mark : spec.marks)
                if (mark.x == x)
                    words << mark.label;
            words.removeAll(QString());
            row << words.join(u"; "_s);
        }
        row.prepend(
            spec.time ? format::day(static_cast<Day>(std::lround(x))) : QLocale().toString(x, 'g', 8));
        table.rows.push_back(row);
    }
    return table;
}

} // namespace merch
