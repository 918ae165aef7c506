#include "tests/bench/accuracy/real_data.h"
#include "tests/bench/accuracy/retail_panels.h"

#include "engine/series/series_view.h"

#include <cctype>
#include <cstdio>
#include <map>

namespace merch::bench
{

namespace
{

Day dayOfText(const std::string& text)
{
    int year = 0;
    unsigned month = 0, day = 0;
    std::sscanf(text.c_str(), "%d-%u-%u", &year, &month, &day);
    return dayOf(year, month, day);
}

/// Articles have five digits; postage, fees and notes have not.
bool isArticle(const std::string& code)
{
    if (code.size() < 5)
        return false;
    for (std::size_t i = 0; i < 5; ++i)
        if (!std::isdigit(static_cast<unsigned char>(code[i])))
            return false;
    return true;
}

} // namespace

Panel onlineRetailPanel()
{
    const Day first = dayOf(2009, 12, 7), end = dayOf(2011, 9, 26), second = dayOf(2010, 12, 10);
    const auto weeks = static_cast<std::size_t>((end - first) / 7);
    std::map<std::string, std::vector<double>> units;
    std::vector<double> shop(weeks, 0.0);
    const auto take = [&](Day from, Day to) {
        return [&, from, to](const Fields& fields) {
            const Day day = dayOfText(fields[4]);
            const double quantity = number(fields[3]);
            // Cancelled invoices begin with a letter; what came back is not asked for less.
            if (day < from || day >= to || !isArticle(fields[1]) || !(quantity > 0.0) ||
                !(number(fields[5]) > 0.0) || !std::isdigit(static_cast<unsigned char>(fields[0][0])))
                return;
            std::vector<double>& article = units[fields[1]];
            article.resize(weeks, 0.0);
            const auto week = static_cast<std::size_t>((day - first) / 7);
            article[week] += quantity;
            shop[week] += quantity;
        };
    };
    // The two files overlap for nine days.
    eachLine(realFile("online-retail/online_retail_II_2009-2010.csv.gz"), take(first, second));
    for (const char* month :
         {"2010-12", "2011-01", "2011-02", "2011-03", "2011-04", "2011-05", "2011-06", "2011-07", "2011-08",
          "2011-09"})
        eachLine(
            realFile("online-retail/online_retail_" + std::string(month) + ".csv.gz"), take(second, end));
    Panel panel;
    panel.name = QStringLiteral("Online Retail");
    panel.horizon = 4;
    panel.stride = 2;
    panel.leastKnown = 40;
    panel.spans = {1, 4};
    for (auto& [code, values] : units) {
        std::size_t begin = 0;
        while (begin < weeks && values[begin] == 0.0)
            ++begin;
        PanelSeries one;
        one.item = code;
        one.history.grain = Grain::Weekly;
        one.history.first = first + static_cast<Day>(7 * begin);
        for (std::size_t week = begin; week < weeks; ++week)
            one.history.values.push_back(shop[week] > 0.0 ? values[week] : kExcluded);
        panel.series.push_back(std::move(one));
    }
    return panel;
}

} // namespace merch::bench
