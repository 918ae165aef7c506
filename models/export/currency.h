#pragma once

#include <QString>

#include <cstdint>
#include <string>

namespace merch
{

/// Digits of the currency's minor unit: 2 for most, 0 for the yen, 3 for the dinars.
int currencyDigits(const std::string& currency);
/// 100 for most, 1 for the yen.
double minorPerUnit(const QString& currency);
/// Minor units as the currency's own.
double majorUnits(std::int64_t minor, const QString& currency);

} // namespace merch
