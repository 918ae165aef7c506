#include "models/export/export_cell.h"

#include <array>
#include <cmath>

namespace merch
{
namespace
{

constexpr std::array<std::int64_t, 7> kPowers{1, 10, 100, 1'000, 10'000, 100'000, 1'000'000};

} // namespace

double Decimal::toDouble() const
{
    return static_cast<double>(value) / static_cast<double>(kPowers.at(static_cast<std::size_t>(digits)));
}

QString Decimal::text() const
{
    const std::int64_t power = kPowers.at(static_cast<std::size_t>(digits));
    const std::int64_t whole = value / power, rest = std::abs(value % power);
    const QString text = (value < 0 && whole == 0 ? QStringLiteral("-") : QString()) + QString::number(whole);
    QString tail = digits > 0 ? QString::number(rest).rightJustified(digits, u'0') : QString();
    while (tail.size() > least && tail.endsWith(u'0'))
        tail.chop(1);
    return tail.isEmpty() ? text : text + u'.' + tail;
}

Decimal decimalOf(double value, int digits)
{
    return {
        std::llround(value * static_cast<double>(kPowers.at(static_cast<std::size_t>(digits)))), digits, 0};
}

QString isoDay(Day day)
{
    const auto date = civil(day);
    return QStringLiteral("%1-%2-%3")
        .arg(static_cast<int>(date.year()), 4, 10, QLatin1Char('0'))
        .arg(static_cast<unsigned>(date.month()), 2, 10, QLatin1Char('0'))
        .arg(static_cast<unsigned>(date.day()), 2, 10, QLatin1Char('0'));
}

} // namespace merch
