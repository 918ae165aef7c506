// Retail series by week and day.
#include "tests/bench/accuracy/retail_panels.h"
#include "tests/bench/accuracy/tables.h"
#include "tests/bench/bench_support.h"

namespace merch::bench
{

namespace
{

void make(Report& report, Panel panel)
{
    if (panel.series.empty())
        report.say(panel.name, QStringLiteral("not there: MERCHBENCH_SHARED names no folder that holds it"));
    else
        PanelTable(std::move(panel)).make(report);
}

} // namespace

void onlineRetailTable(Report& report)
{
    make(report, onlineRetailPanel());
}

void walmartTable(Report& report)
{
    make(report, walmartPanel());
}

void freshRetailTable(Report& report)
{
    make(report, freshRetailPanel());
}

} // namespace merch::bench
