#include "models/grid/format.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>
#include <QTimeZone>

#include <cmath>

namespace merch::format
{

using namespace Qt::StringLiterals;

namespace
{

constexpr QChar kMinus(0x2212);

QString tr(const char* text)
{
    return QCoreApplication::translate("format", text);
}

QString unknown()
{
    return u"–"_s;
}

/// A number that rounds to zero is written without a sign.
bool negative(double value, int digits)
{
    return std::round(value * std::pow(10.0, digits)) < 0;
}

QString plain(double value, int digits)
{
    return QLocale().toString(std::abs(value), 'f', digits);
}

QString sign(double value, int digits, bool plus)
{
    if (negative(value, digits))
        return QString(kMinus);
    return plus && negative(-value, digits) ? u"+"_s : QString();
}

QDate date(Day day)
{
    return QDate(1970, 1, 1).addDays(day);
}

} // namespace

QString count(double value)
{
    return decimal(value, 0);
}

QString decimal(double value, int digits)
{
    return std::isfinite(value) ? sign(value, digits, false) + plain(value, digits) : unknown();
}

QString currencySign(const QString& currency)
{
    struct Known {
        const char* code;
        const char16_t* sign;
    };
    static constexpr Known known[] = {{"GBP", u"£"},  {"EUR", u"€"},   {"USD", u"$"},  {"JPY", u"¥"},
                                      {"CNY", u"¥"},  {"INR", u"₹"},   {"KRW", u"₩"},  {"AUD", u"A$"},
                                      {"CAD", u"C$"}, {"NZD", u"NZ$"}, {"PLN", u"zł"}, {"TRY", u"₺"},
                                      {"UAH", u"₴"},  {"BRL", u"R$"}};
    for (const Known& k : known)
        if (currency == QLatin1StringView(k.code))
            return QString::fromUtf16(k.sign);
    return currency.isEmpty() ? QString() : currency + QChar(QChar::Nbsp);
}

QString money(double value, const QString& currency, int digits)
{
    if (!std::isfinite(value))
        return unknown();
    return sign(value, digits, false) + currencySign(currency) + plain(value, digits);
}

QString moneyShort(double value, const QString& currency)
{
    if (!std::isfinite(value))
        return unknown();
    const double size = std::abs(value);
    if (size < 9950)
        return money(value, currency);
    const bool millions = size >= 999500;
    const double scaled = size / (millions ? 1e6 : 1e3);
    return sign(value, 0, false) + currencySign(currency) + plain(scaled, scaled < 99.5 ? 1 : 0) +
           (millions ? u"M"_s : u"k"_s);
}

QString signedCount(double value)
{
    return std::isfinite(value) ? sign(value, 0, true) + plain(value, 0) : unknown();
}

QString signedMoney(double value, const QString& currency, int digits)
{
    return std::isfinite(value) ? sign(value, digits, true) + currencySign(currency) + plain(value, digits)
                                : unknown();
}

QString percent(double share, int digits)
{
    return std::isfinite(share) ? decimal(share * 100, digits) + QChar(QChar::Nbsp) + u'%' : unknown();
}

QString signedPercent(double share, int digits)
{
    return std::isfinite(share)
               ? sign(share * 100, digits, true) + plain(share * 100, digits) + QChar(QChar::Nbsp) + u'%'
               : unknown();
}

QString bytes(qint64 n)
{
    return QLocale().formattedDataSize(n, 1, QLocale::DataSizeSIFormat);
}

QString day(Day d)
{
    return QLocale().toString(date(d), u"d MMM yyyy"_s);
}
QString shortDay(Day d)
{
    return QLocale().toString(date(d), u"d MMM"_s);
}
QString weekday(Day d)
{
    const QDate at = date(d);
    return QLocale().toString(
        at, at.year() == QDate::currentDate().year() ? u"ddd d MMM"_s : u"ddd d MMM yyyy"_s);
}

QString moment(qint64 ms, qint64 nowMs)
{
    const QDateTime at = QDateTime::fromMSecsSinceEpoch(ms), now = QDateTime::fromMSecsSinceEpoch(nowMs);
    const QString time = QLocale().toString(at.time(), u"HH:mm"_s);
    const qint64 days = at.date().daysTo(now.date());
    if (days == 0)
        return tr("%1 today").arg(time);
    if (days == 1)
        return tr("yesterday, %1").arg(time);
    return QLocale().toString(at.date(), u"d MMM yyyy"_s);
}

QString duration(double seconds)
{
    const auto s = static_cast<qint64>(std::llround(std::max(0.0, seconds)));
    if (s < 60)
        return tr("%1 s").arg(s);
    if (s < 3600)
        return tr("%1 min").arg((s + 30) / 60);
    return tr("%1 h %2 min").arg(s / 3600).arg(s % 3600 / 60);
}

QString age(double days)
{
    const auto minutes = static_cast<qint64>(std::max(0.0, days) * 24 * 60);
    if (minutes < 1)
        return tr("now");
    if (minutes < 60)
        return tr("%1 min").arg(minutes);
    if (minutes < 2 * 24 * 60)
        return tr("%1 h").arg(minutes / 60);
    return tr("%1 d").arg(minutes / (24 * 60));
}

} // namespace merch::format
