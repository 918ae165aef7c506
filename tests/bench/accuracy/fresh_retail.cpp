#include "tests/bench/accuracy/real_data.h"
#include "tests/bench/accuracy/retail_panels.h"

#include "engine/series/series_view.h"

#include <cmath>
#include <cstdio>
#include <map>

namespace merch::bench
{

namespace
{
constexpr double kPieces = 10.0; ///< amounts come in tenths
constexpr double kHours = 16.0;  ///< a day's, from 6 to 22
} // namespace

Panel freshRetailPanel()
{
    Panel panel;
    panel.name = QStringLiteral("freshretail");
    panel.horizon = 7;
    panel.stride = 3;
    panel.leastKnown = 42;
    panel.spans = {1, 7};
    std::map<std::pair<std::string, std::string>, PanelSeries> all;
    eachLine(realFile("freshretail/freshretail_daily_82_stores.csv.gz"), [&](const Fields& fields) {
        PanelSeries& one = all[{fields[2], fields[6]}];
        if (one.item.empty()) {
            int year = 0;
            unsigned month = 0, day = 0;
            std::sscanf(fields[0].c_str(), "%d-%u-%u", &year, &month, &day);
            one.item = fields[6];
            one.history.first = dayOf(year, month, day);
        }
        const double share = 1.0 - number(fields[8]) / kHours;
        const double units = std::round(number(fields[7]) * kPieces);
        one.history.values.push_back(learnable(units, kExcluded, share));
        one.judged.push_back(share >= 1.0 ? units : kExcluded);
    });
    for (auto& [key, one] : all)
        panel.series.push_back(std::move(one));
    return panel;
}

} // namespace merch::bench
