#include "tests/bench/accuracy/m5.h"

#include "tests/bench/accuracy/real_data.h"

#include <algorithm>
#include <map>

namespace merch::bench
{

namespace
{
constexpr int kFirstWeek = 11101; ///< of the calendar
}

M5 readM5()
{
    M5 all;
    const Day first = dayOf(2011, 1, 29);
    std::map<std::string, std::vector<Day>> named; // in order of name, as the program reads events
    std::map<int, int> weeks;                      // number in the data, in order of time
    Day day = first;
    eachLine(realFile("m5/calendar.csv"), [&](const Fields& fields) {
        weeks.emplace(std::stoi(fields[1]), (day - first) / 7);
        for (const std::size_t column : {7U, 9U})
            if (!fields[column].empty())
                named[fields[column]].push_back(day);
        ++day;
    });
    if (weeks.empty() || weeks.begin()->first != kFirstWeek)
        return all;
    int kind = 0;
    for (const auto& [name, days] : named) {
        if (kind < kEventKinds)
            for (const Day one : days)
                all.events.push_back({one, one, kind});
        ++kind;
    }
    std::map<std::string, std::vector<double>> prices; // by store and item, by week
    eachLine(realFile("m5/sell_prices.csv.gz"), [&](const Fields& fields) {
        std::vector<double>& price = prices[fields[0] + ' ' + fields[1]];
        price.resize(weeks.size(), 0.0);
        price[static_cast<std::size_t>(weeks.at(std::stoi(fields[2])))] = number(fields[3]);
    });
    eachLine(realFile("m5/sales_train_validation.csv.gz"), [&](const Fields& fields) {
        M5Series one;
        one.item = fields[1];
        one.department = fields[2];
        one.category = fields[3];
        one.store = fields[4];
        one.state = fields[5];
        const std::vector<double>& price = prices[fields[4] + ' ' + fields[1]];
        bool sold = false;
        for (std::size_t i = 6; i < fields.size(); ++i) {
            const double units = number(fields[i]);
            if (!sold && !(units > 0.0))
                continue;
            if (!sold)
                one.history.first = first + static_cast<Day>(i - 6);
            sold = true;
            one.history.values.push_back(units);
            one.price.push_back((i - 6) / 7 < price.size() ? price[(i - 6) / 7] : 0.0);
        }
        all.last = first + static_cast<Day>(fields.size() - 7);
        all.series.push_back(std::move(one));
    });
    return all;
}

} // namespace merch::bench
