#include "models/forecast/forecast_codec.h"

#include "models/store/chunk_codec.h"

#include <cstdint>
#include <cstring>
#include <stdexcept>

namespace merch
{

namespace
{

constexpr std::uint8_t kVersion = 1;

template <typename T> void put(std::string& to, T value)
{
    to.append(reinterpret_cast<const char*>(&value), sizeof value);
}

template <typename From> void putFloats(std::string& to, const std::vector<From>& values)
{
    put(to, static_cast<std::uint16_t>(values.size()));
    for (const From value : values)
        put(to, static_cast<float>(value));
}

class Reader
{
public:
    explicit Reader(std::string_view bytes)
        : m_bytes(bytes)
    {
    }
    template <typename T> T take()
    {
        if (m_bytes.size() < sizeof(T))
            throw DamagedData("a forecast in the store is cut off");
        T value{};
        std::memcpy(&value, m_bytes.data(), sizeof value);
        m_bytes.remove_prefix(sizeof value);
        return value;
    }
    template <typename To> void floats(std::vector<To>& values)
    {
        values.resize(take<std::uint16_t>());
        for (To& value : values)
            value = static_cast<To>(take<float>());
    }

private:
    std::string_view m_bytes;
};

} // namespace

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
    return bytes;
}

void decodeForecast(std::string_view bytes, Forecast& forecast)
{
    Reader reader(bytes);
    if (reader.take<std::uint8_t>() != kVersion)
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
    e.scaleBase = static_cast<double>(reader.take<float>());
    e.scaleRate = static_cast<double>(reader.take<float>());
    e.countVariance = static_cast<double>(reader.take<float>());
}

} // namespace merch
