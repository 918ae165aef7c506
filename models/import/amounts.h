#pragma once

#include <cmath>
#include <cstdint>

namespace merch
{

/// Minor units of units x price (1/10,000, `perMinor` of them a minor unit), rounded half to even.
inline std::int64_t amountOf(std::int64_t units, std::int64_t scale, std::int64_t price, double perMinor)
{
    const double exact =
        static_cast<double>(units) / static_cast<double>(scale) * static_cast<double>(price) / perMinor;
    return std::llrint(exact);
}

/// 1/10,000 of a currency unit in one minor unit of `digits` decimals.
inline double perMinorUnit(int digits)
{
    return std::pow(10.0, 4 - digits);
}

} // namespace merch
