#pragma once

#include <string>

namespace merch
{

/// Letters A to Z in lower case, others as they are: the C library's own go by the locale, and a Turkish I
/// has no lower case of one byte.
constexpr char asciiLower(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

constexpr char asciiUpper(char c)
{
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}

inline std::string asciiLower(std::string text)
{
    for (char& c : text)
        c = asciiLower(c);
    return text;
}

} // namespace merch
