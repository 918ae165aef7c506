// What stock costs at equal fill rate on real demand.
#include "tests/bench/accuracy/m5.h"
#include "tests/bench/accuracy/real_data.h"
#include "tests/bench/accuracy/stock_cost.h"
#include "tests/bench/accuracy/tables.h"
#include "tests/bench/bench_support.h"

#include "engine/core/random.h"
#include "engine/demand/unconstrained.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <map>

namespace merch::bench
{

namespace
{

constexpr int kLongestLead = 12; ///< months; longer ones leave no history to learn from

std::vector<std::int64_t> wholeUnits(const std::vector<double>& values)
{
    std::vector<std::int64_t> units;
    for (const double value : values)
        units.push_back(std::isnan(value) ? 0 : std::llround(value));
    return units;
}

/// Parts by month. Blank: none in that year. Below zero: more came back than went out.
StockPanel parts(const char* name, const char* money, int counted)
{
    StockPanel panel;
    panel.name = QLatin1String(name);
    panel.money = QLatin1String(money);
    panel.counted = counted;
    panel.fillRates = {0.7, 0.8, 0.9};
    return panel;
}

StockItem months(const Fields& fields, std::size_t from, Day first, bool newestFirst)
{
    StockItem one;
    one.item = fields[0];
    one.history.grain = Grain::Monthly;
    one.history.first = first;
    for (std::size_t i = from; i < fields.size(); ++i) {
        const double units = number(fields[i]);
        one.history.values.push_back(std::isnan(units) ? 0.0 : std::max(0.0, units));
    }
    if (newestFirst)
        std::reverse(one.history.values.begin(), one.history.values.end());
    one.demand = wholeUnits(one.history.values);
    return one;
}

StockPanel refinery()
{
    StockPanel panel = parts("refinery", "a year", 24);
    eachLine(realFile("spare-parts/refinery_odd_rows.csv.gz"), [&](const Fields& fields) {
        StockItem one = months(fields, 10, dayOf(1997, 1, 1), true);
        const double days = number(fields[1]), least = number(fields[2]), most = number(fields[3]);
        one.cost = number(fields[5]);
        if (!(one.cost > 0.0) || std::isnan(days) || std::isnan(least) || std::isnan(most))
            return;
        one.lead = std::clamp(static_cast<int>(std::ceil(days / 30.4)), 1, kLongestLead);
        one.minMax = {std::llround(least), std::llround(std::max(least, most))};
        panel.items.push_back(std::move(one));
    });
    return panel;
}

StockPanel airForce()
{
    StockPanel panel = parts("RAF", "GBP a year", 36);
    eachLine(realFile("spare-parts/raf_5000_parts.csv.gz"), [&](const Fields& fields) {
        StockItem one = months(fields, 4, dayOf(1996, 1, 1), false);
        one.cost = number(fields[3]);
        one.lead = std::clamp(static_cast<int>(std::lround(number(fields[2]))), 1, kLongestLead);
        if (one.cost > 0.0)
            panel.items.push_back(std::move(one));
    });
    return panel;
}

StockPanel carParts()
{
    StockPanel panel = parts("carparts", "units a year", 18);
    eachLine(realFile("carparts/carparts.csv.gz"), [&](const Fields& fields) {
        if (std::none_of(
                fields.begin(), fields.end(), [](const std::string& f) { return f.empty() || f == "NA"; }))
            panel.items.push_back(months(fields, 1, dayOf(1998, 1, 1), false));
    });
    return panel;
}

StockPanel m5Stock()
{
    constexpr double kCostShare = 0.7; // of the price: the data know no cost
    StockPanel panel;
    panel.name = QStringLiteral("M5");
    panel.money = QStringLiteral("USD a year");
    panel.review = 7;
    panel.counted = 182;
    panel.recent = 28;
    panel.perYear = 365.0;
    panel.fillRates = {0.9, 0.95, 0.98};
    for (const M5Series& series : readM5().series) {
        StockItem one;
        one.item = series.item;
        one.history = series.history;
        one.demand = wholeUnits(series.history.values);
        one.lead = 7;
        one.cost = kCostShare * series.price.back();
        if (one.cost > 0.0)
            panel.items.push_back(std::move(one));
    }
    return panel;
}

/// Tenths of a unit, ordered every morning for the next day, kept three days.
StockPanel freshStock()
{
    constexpr double kPieces = 10.0, kHours = 16.0;
    StockPanel panel;
    panel.name = QStringLiteral("freshretail");
    panel.money = QStringLiteral("units a year");
    panel.counted = 28;
    panel.recent = 14;
    panel.shelfLife = 3;
    panel.perYear = 365.0;
    panel.fillRates = {0.85, 0.9, 0.95};
    struct Shelf {
        std::string item;
        ShelfHistory history;
    };
    std::map<std::pair<std::string, std::string>, Shelf> shelves;
    eachLine(realFile("freshretail/freshretail_daily_82_stores.csv.gz"), [&](const Fields& fields) {
        Shelf& one = shelves[{fields[2], fields[6]}];
        if (one.item.empty()) {
            int year = 0;
            unsigned month = 0, day = 0;
            std::sscanf(fields[0].c_str(), "%d-%u-%u", &year, &month, &day);
            one.item = fields[6];
            one.history.first = dayOf(year, month, day);
        }
        one.history.sold.push_back(std::round(number(fields[7]) * kPieces));
        one.history.inStock.push_back(1.0 - number(fields[8]) / kHours);
    });
    std::uint64_t stream = 0;
    for (const auto& [key, shelf] : shelves) {
        Random random(53, stream++);
        StockItem one;
        one.item = shelf.item;
        one.history.first = shelf.history.first;
        one.cost = 1.0 / kPieces;
        const UnconstrainedDemand demand(shelf.history);
        for (std::size_t i = 0; i < shelf.history.sold.size(); ++i) {
            const double sold = shelf.history.sold[i];
            one.history.values.push_back(learnable(sold, kExcluded, shelf.history.inStock[i]));
            // What would have been asked for: where the shelf ran out, a draw of the demand there was.
            one.demand.push_back(std::llround(demand.isEstimated(i) ? demand.draw(i, random) : sold));
        }
        panel.items.push_back(std::move(one));
    }
    return panel;
}

} // namespace

void stockCostTables(Report& report)
{
    const QString wanted = report.value(QStringLiteral("--panel"));
    const std::size_t every = std::max<std::size_t>(1, report.value(QStringLiteral("--every")).toULong());
    using Read = StockPanel (*)();
    for (const Read read :
         {Read(refinery), Read(airForce), Read(carParts), Read(m5Stock), Read(freshStock)}) {
        StockPanel panel = read();
        if (!wanted.isEmpty() && panel.name != wanted)
            continue;
        std::size_t at = 0;
        std::erase_if(panel.items, [&](const StockItem&) { return at++ % every != 0; });
        if (panel.items.empty())
            report.say(
                panel.name + QStringLiteral(", stock"),
                QStringLiteral("not there: MERCHBENCH_SHARED names no folder that holds it"));
        else
            StockCost(std::move(panel)).make(report);
    }
}

} // namespace merch::bench
