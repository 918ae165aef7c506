#pragma once

#include "models/store/chunk_codec.h"

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

/// Numbers in a blob, one after another. Private to models.
namespace merch::packed
{

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

inline void putText(std::string& to, std::string_view text)
{
    put(to, static_cast<std::uint16_t>(text.size()));
    to.append(text);
}

/// Throws DamagedData with what it was told where the bytes end too soon.
class Reader
{
public:
    Reader(std::string_view bytes, const char* damaged)
        : m_bytes(bytes)
        , m_damaged(damaged)
    {
    }
    template <typename T> T take()
    {
        T value{};
        std::memcpy(&value, bytes(sizeof(T)).data(), sizeof value);
        return value;
    }
    double real() { return static_cast<double>(take<float>()); }
    template <typename To> void floats(std::vector<To>& values)
    {
        values.resize(take<std::uint16_t>());
        for (To& value : values)
            value = static_cast<To>(take<float>());
    }
    std::string text() { return std::string(bytes(take<std::uint16_t>())); }

private:
    std::string_view bytes(std::size_t count)
    {
        if (m_bytes.size() < count)
            throw DamagedData(m_damaged);
        const std::string_view taken = m_bytes.substr(0, count);
        m_bytes.remove_prefix(count);
        return taken;
    }
    std::string_view m_bytes;
    const char* m_damaged;
};

} // namespace merch::packed
