#include "models/export/currency.h"

#include <cmath>

namespace merch
{

int currencyDigits(const std::string& currency)
{
    for (const char* none : {"JPY", "KRW", "VND", "CLP", "ISK"})
        if (currency == none)
            return 0;
    for (const char* three : {"BHD", "KWD", "OMR", "TND", "JOD"})
        if (currency == three)
            return 3;
    return 2;
}

double minorPerUnit(const QString& currency)
{
    return std::pow(10.0, currencyDigits(currency.toStdString()));
}

double majorUnits(std::int64_t minor, const QString& currency)
{
    return static_cast<double>(minor) / minorPerUnit(currency);
}

} // namespace merch
