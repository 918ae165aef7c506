#include "tests/bench/accuracy/real_data.h"
#include "tests/bench/accuracy/retail_panels.h"

#include "engine/series/series_view.h"

#include <zip.h>

#include <cstdio>
#include <map>

namespace merch::bench
{

namespace
{

std::string readEntry(zip_t* archive, const char* name)
{
    zip_stat_t stat{};
    std::string text;
    if (!archive || zip_stat(archive, name, 0, &stat) != 0)
        return text;
    if (zip_file_t* const file = zip_fopen(archive, name, 0)) {
        text.resize(stat.size);
        zip_fread(file, text.data(), stat.size);
        zip_fclose(file);
    }
    return text;
}

/// A text from a zip in a zip.
std::string readNested(const std::string& path, const char* inner, const char* name)
{
    std::string text;
    int error = 0;
    zip_t* const outer = path.empty() ? nullptr : zip_open(path.c_str(), ZIP_RDONLY, &error);
    if (!outer)
        return text;
    const std::string bytes = readEntry(outer, inner);
    if (zip_source_t* const source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, nullptr)) {
        if (zip_t* const archive = zip_open_from_source(source, ZIP_RDONLY, nullptr)) {
            text = readEntry(archive, name);
            zip_discard(archive);
        } else {
            zip_source_free(source);
        }
    }
    zip_discard(outer);
    return text;
}

} // namespace

Panel walmartPanel()
{
    const std::string text = readNested(
        realFile("walmart-recruiting-2014/walmart-recruiting-store-sales-forecasting.zip"), "train.csv.zip",
        "train.csv");
    const Day first = dayOf(2010, 1, 30), end = dayOf(2012, 10, 27); // weeks end on Fridays
    const auto weeks = static_cast<std::size_t>((end - first) / 7);
    std::map<std::pair<int, int>, std::vector<double>> sales;
    Panel panel;
    eachLineOf(text, [&](const Fields& fields) {
        int year = 0;
        unsigned month = 0, day = 0;
        std::sscanf(fields[2].c_str(), "%d-%u-%u", &year, &month, &day);
        std::vector<double>& values = sales[{std::stoi(fields[1]), std::stoi(fields[0])}];
        values.resize(weeks, kExcluded);
        const Day start = dayOf(year, month, day) - 6;
        values[static_cast<std::size_t>((start - first) / 7)] = std::max(0.0, number(fields[3]));
        if (fields[4].starts_with("TRUE"))
            panel.heavy.insert(start);
    });
    panel.name = QStringLiteral("Walmart 2014");
    panel.horizon = 8;
    panel.stride = 4;
    panel.leastKnown = 80;
    panel.spans = {1, 4, 8};
    panel.heavyWeight = 5.0;
    for (auto& [key, values] : sales) {
        std::size_t begin = 0;
        while (begin < weeks && !(values[begin] > 0.0))
            ++begin;
        PanelSeries one;
        one.item = std::to_string(key.first); // a department in all its stores
        one.history.grain = Grain::Weekly;
        one.history.first = first + static_cast<Day>(7 * begin);
        one.history.values.assign(values.begin() + static_cast<std::ptrdiff_t>(begin), values.end());
        panel.series.push_back(std::move(one));
    }
    return panel;
}

} // namespace merch::bench
