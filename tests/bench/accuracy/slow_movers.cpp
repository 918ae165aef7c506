// Parts that sell a few times a year: carparts, Royal Air Force, an oil refinery; by month.
#include "tests/bench/accuracy/panel.h"
#include "tests/bench/accuracy/real_data.h"
#include "tests/bench/accuracy/tables.h"
#include "tests/bench/bench_support.h"

#include <algorithm>
#include <cmath>

namespace merch::bench
{

namespace
{

/// `columns` of months from `from` on; a series with a blank is left out where `whole`.
Panel readPanel(const char* name, const char* file, std::size_t from, Day first, bool whole, bool newestFirst)
{
    Panel panel;
    panel.name = QLatin1String(name);
    panel.horizon = 3;
    panel.origins = 12;
    panel.leastKnown = 24;
    panel.spans = {1, 3};
    eachLine(realFile(file), [&](const Fields& fields) {
        PanelSeries one;
        one.item = fields[0];
        one.history.grain = Grain::Monthly;
        one.history.first = first;
        for (std::size_t i = from; i < fields.size(); ++i) {
            const double units = number(fields[i]);
            if (std::isnan(units) && whole)
                return;
            // Blank: none in that year. Below zero: more came back than went out.
            one.history.values.push_back(std::isnan(units) ? 0.0 : std::max(0.0, units));
        }
        if (newestFirst)
            std::reverse(one.history.values.begin(), one.history.values.end());
        panel.series.push_back(std::move(one));
    });
    return panel;
}

} // namespace

void slowMoverTables(Report& report)
{
    for (Panel& panel : std::vector<Panel>{
             readPanel("carparts", "carparts/carparts.csv.gz", 1, dayOf(1998, 1, 1), true, false),
             readPanel("RAF", "spare-parts/raf_5000_parts.csv.gz", 4, dayOf(1996, 1, 1), false, false),
             readPanel(
                 "refinery", "spare-parts/refinery_odd_rows.csv.gz", 10, dayOf(1997, 1, 1), false, true)}) {
        if (panel.series.empty()) {
            report.say(
                panel.name, QStringLiteral("not there: MERCHBENCH_SHARED names no folder that holds it"));
            continue;
        }
        PanelTable(std::move(panel)).make(report);
    }
}

} // namespace merch::bench
