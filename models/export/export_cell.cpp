#include "models/export/export_cell.h"

#include <QDate>

#include <cmath>

namespace merch
{

double Decimal::toDouble() const
{
    return static_cast<double>(value) / std::pow(10.0, digits);
}

QString Decimal::text() const
{
    QString plain = QString::number(value < 0 ? -value : value);
    if (digits > 0) {
        plain = plain.rightJustified(digits + 1, QLatin1Char('0'));
        plain.insert(plain.size() - digits, QLatin1Char('.'));
        int shown = digits;
        while (shown > least && plain.endsWith(QLatin1Char('0'))) {
            plain.chop(1);
            --shown;
        }
        if (plain.endsWith(QLatin1Char('.')))
            plain.chop(1);
    }
    return value < 0 ? QLatin1Char('-') + plain : plain;
}

Decimal decimalOf(double value, int digits)
{
    return {std::llround(value * std::pow(10.0, digits)), digits, 0};
}

QString isoDay(Day day)
{
    return QDate(1970, 1, 1).addDays(day).toString(Qt::ISODate);
}

} // namespace merch
