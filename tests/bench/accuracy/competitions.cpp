#include "tests/bench/accuracy/competitions.h"

#include "tests/bench/accuracy/real_data.h"

#include <map>

namespace merch::bench
{

namespace
{

using ById = std::map<std::string, std::vector<double>>;

/// Long: series, period, t, time, value; in order of time.
ById readLong(const std::string& name)
{
    ById all;
    eachLine(realFile("m-competitions/" + name), [&](const Fields& fields) {
        all[fields[0]].push_back(number(fields[4]));
    });
    return all;
}

/// Wide and ragged: id, values.
ById readWide(const std::string& name)
{
    ById all;
    eachLine(realFile("m-competitions/" + name), [&](const Fields& fields) {
        std::vector<double>& values = all[fields[0]];
        for (std::size_t i = 1; i < fields.size() && !fields[i].empty(); ++i)
            values.push_back(number(fields[i]));
    });
    return all;
}

std::vector<CompetitionSeries>
readSeries(const std::string& list, const std::string& train, const std::string& test)
{
    ById past = readLong(train), came = readLong(test);
    std::vector<CompetitionSeries> all;
    eachLine(realFile("m-competitions/" + list), [&](const Fields& fields) {
        const auto after = came.find(fields[0]);
        if (after == came.end())
            return;
        const int season = std::stoi(fields[5]);
        all.push_back(
            {fields[0], fields[2], season, season, std::move(past[fields[0]]), std::move(after->second)});
    });
    return all;
}

} // namespace

std::vector<CompetitionSeries> readM3()
{
    return readSeries("m3_series.csv.gz", "m3_train.csv.gz", "m3_test_half.csv.gz");
}

std::vector<CompetitionSeries> readTourism()
{
    return readSeries("tourism_series.csv", "tourism_train.csv.gz", "tourism_test_half.csv.gz");
}

std::vector<CompetitionSeries> readM4Weekly()
{
    ById past = readWide("M4_Weekly-train.csv.gz"), came = readWide("M4_Weekly-test.csv");
    std::vector<CompetitionSeries> all;
    for (auto& [id, values] : came) // the competition scaled weeks without a season
        all.push_back({id, "WEEKLY", 52, 1, std::move(past[id]), std::move(values)});
    return all;
}

} // namespace merch::bench
