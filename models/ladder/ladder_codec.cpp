#include "models/ladder/ladder_codec.h"

#include "models/store/packed.h"

#include <algorithm>
#include <limits>

namespace merch
{

namespace
{

using packed::put, packed::putFloats, packed::putText, packed::Reader;

constexpr std::uint8_t kVersion = 1;

void putReal(std::string& to, double value)
{
    put(to, static_cast<float>(value));
}

void putReplay(std::string& to, const RungReplay& replay)
{
    putText(to, replay.skipped);
    if (!replay.skipped.empty())
        return;
    putFloats(to, replay.blocks);
    for (const double value :
         {replay.reported.holding, replay.reported.lost, replay.reported.ordering, replay.reported.spoiled,
          replay.demanded, replay.served, replay.stockDays})
        putReal(to, value);
    put(to, static_cast<std::int32_t>(replay.orders));
    const AccuracySums& a = replay.accuracy;
    for (const double value :
         {a.absolute, a.squares, a.over, a.actual, a.pinball, a.scaleLag1, a.scaleSeason})
        putReal(to, value);
    put(to, static_cast<std::int32_t>(a.count));
    put(to, static_cast<std::int32_t>(a.quantiles));
}

void takeReplay(Reader& from, RungReplay& replay)
{
    replay.skipped = from.text();
    if (!replay.skipped.empty())
        return;
    from.floats(replay.blocks);
    for (double* value :
         {&replay.reported.holding, &replay.reported.lost, &replay.reported.ordering,
          &replay.reported.spoiled, &replay.demanded, &replay.served, &replay.stockDays})
        *value = from.real();
    replay.orders = from.take<std::int32_t>();
    AccuracySums& a = replay.accuracy;
    for (double* value :
         {&a.absolute, &a.squares, &a.over, &a.actual, &a.pinball, &a.scaleLag1, &a.scaleSeason})
        *value = from.real();
    a.count = from.take<std::int32_t>();
    a.quantiles = from.take<std::int32_t>();
}

} // namespace

std::string encodeClimbed(const ClimbedSeries& series, const RungChoice& choice)
{
    std::string bytes;
    put(bytes, kVersion);
    put(bytes, static_cast<std::uint8_t>(series.notReplayed));
    put(bytes, static_cast<std::uint8_t>(series.demandClass));
    if (series.notReplayed != NotReplayed::No)
        return bytes;
    put(bytes, static_cast<std::uint8_t>(series.practice.kind));
    putReal(bytes, series.practice.factor);
    putReal(bytes, series.practice.cycleDays);
    put(bytes, series.practice.min);
    put(bytes, series.practice.max);
    put(bytes, static_cast<std::uint16_t>(series.firstReported));
    for (const RungReplay& rung : series.rungs)
        putReplay(bytes, rung);
    putReplay(bytes, series.bestForecaster);
    putReal(bytes, series.perfect);
    put(bytes, static_cast<std::uint8_t>(series.perfectExact));
    putReal(bytes, series.estimatedUnits);
    putReal(bytes, series.demandedUnits);
    putReal(bytes, series.yearlyMargin);
    put(bytes, static_cast<std::uint8_t>(choice.rung));
    put(bytes, static_cast<std::uint8_t>(choice.forecasting));
    for (std::size_t higher = 1; higher < kRungs; ++higher)
        for (std::size_t lower = 0; lower < higher; ++lower)
            for (const double value :
                 {choice.gains[higher][lower].mean, choice.gains[higher][lower].low,
                  choice.gains[higher][lower].high})
                putReal(bytes, value);
    return bytes;
}

void decodeClimbed(std::string_view bytes, ClimbedSeries& series, RungChoice& choice)
{
    Reader from(bytes, "a series of the ladder in the store is cut off");
    if (from.take<std::uint8_t>() != kVersion)
        throw DamagedData("a series of the ladder in the store is of an unknown version");
    series.notReplayed = static_cast<NotReplayed>(from.take<std::uint8_t>());
    series.demandClass = static_cast<DemandClass>(from.take<std::uint8_t>());
    if (series.notReplayed != NotReplayed::No)
        return;
    series.practice.kind = static_cast<Practice::Kind>(from.take<std::uint8_t>());
    series.practice.factor = from.real();
    series.practice.cycleDays = from.real();
    series.practice.min = from.take<std::int64_t>();
    series.practice.max = from.take<std::int64_t>();
    series.firstReported = from.take<std::uint16_t>();
    for (RungReplay& rung : series.rungs)
        takeReplay(from, rung);
    takeReplay(from, series.bestForecaster);
    const std::size_t blocks = series.rungs.front().blocks.size();
    const auto fits = [blocks](const RungReplay& one) {
        return !one.skipped.empty() || one.blocks.size() == blocks;
    };
    if (static_cast<std::size_t>(series.firstReported) >= blocks ||
        !std::all_of(series.rungs.begin(), series.rungs.end(), fits) || !fits(series.bestForecaster))
        throw DamagedData("a series of the ladder in the store does not fit together");
    series.perfect = from.real();
    series.perfectExact = from.take<std::uint8_t>() != 0;
    series.estimatedUnits = from.real();
    series.demandedUnits = from.real();
    series.yearlyMargin = from.real();
    choice.rung = from.take<std::uint8_t>();
    choice.forecasting = from.take<std::uint8_t>();
    if (choice.rung >= static_cast<int>(kRungs) || choice.forecasting >= static_cast<int>(kRungs))
        throw DamagedData("a series of the ladder in the store names no rung");
    constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
    choice.gains.assign(kRungs, std::vector<Gain>(kRungs, {kNan, kNan, kNan}));
    for (std::size_t higher = 1; higher < kRungs; ++higher)
        for (std::size_t lower = 0; lower < higher; ++lower) {
            Gain& gain = choice.gains[higher][lower];
            gain.mean = from.real();
            gain.low = from.real();
            gain.high = from.real();
        }
}

} // namespace merch
