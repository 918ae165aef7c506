#include "models/forecast/forecast_codec.h"

#include "models/store/packed.h"

namespace merch
{

namespace
{

constexpr std::uint8_t kVersion = 2; ///< 1: without the bounds of sums

} // namespace

using packed::put, packed::putFloats;

std::string encodeForecast(const Forecast& forecast)
{
    std::string bytes;
    put(bytes, kVersion);
    put(bytes, static_cast<std::uint8_t>(forecast.grain));
    putFloats(bytes, forecast.mean);
    putFloats(bytes, forecast.spread);
    const ErrorProfile& e = forecast.errors;
    put(bytes, static_cast<std::uint16_t>(e.spans.size()));
    for (const int span : e.spans)
        put(bytes, static_cast<std::uint16_t>(span));
    putFloats(bytes, e.levels);
    putFloats(bytes, e.table);
    put(bytes, static_cast<float>(e.scaleBase));
    put(bytes, static_cast<float>(e.scaleRate));
    put(bytes, static_cast<float>(e.countVariance));
    putFloats(bytes, e.most);
    return bytes;
}

void decodeForecast(std::string_view bytes, Forecast& forecast)
{
    packed::Reader reader(bytes, "a forecast in the store is cut off");
    const auto version = reader.take<std::uint8_t>();
    if (version < 1 || version > kVersion)
        throw DamagedData("a forecast in the store is of an unknown version");
    forecast.grain = static_cast<Grain>(reader.take<std::uint8_t>());
    reader.floats(forecast.mean);
    reader.floats(forecast.spread);
    ErrorProfile& e = forecast.errors;
    e.spans.resize(reader.take<std::uint16_t>());
    for (int& span : e.spans)
        span = reader.take<std::uint16_t>();
    reader.floats(e.levels);
    reader.floats(e.table);
    e.scaleBase = reader.real();
    e.scaleRate = reader.real();
    e.countVariance = reader.real();
    if (version > 1)
        reader.floats(e.most);
}

} // namespace merch
