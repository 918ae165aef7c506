#pragma once

#include <string>

namespace merch
{

/// Digits of the currency's minor unit: 2 for most, 0 for the yen, 3 for the dinars.
int currencyDigits(const std::string& currency);

} // namespace merch
