#include "models/grid/format.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>
#include <QRegularExpression>
#include <QTimeZone>

#include <cmath>

namespace merch::format
{

using namespace Qt::StringLiterals;

namespace
{

constexpr QChar kMinus(0x2212);

struct Texts {
    Q_DECLARE_TR_FUNCTIONS(format)
};

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

/// How a locale writes days, times and sums; worked out once for each, as grids ask for every cell.
struct Writing {
    QLocale locale;
    QString day, shortDay, time;
    bool signBehind = false;
};

Writing writingOf(const QLocale& locale)
{
    // Day, month and year in the locale's own order, the month cut short, without the weekday.
    static const QRegularExpression weekday(u"^d{3,4}[ ,.]*|[ ,]*(?<!d)d{3,4}(?!d)"_s);
    static const QRegularExpression year(
        u"^y+(?:[^\\sdM']|'[^']*')*[ ,.]*|[ ,./]*(?:'[^']*' ?)?y+(?: ?'[^']*'|[^dM'])*$"_s);
    static const QRegularExpression seconds(u"[:.]ss?"_s);
    Writing made{locale, locale.dateFormat(QLocale::LongFormat), {}, {}, false};
    made.day.remove(weekday).replace(u"MMMM"_s, u"MMM"_s);
    made.shortDay = QString(made.day).remove(year);
    made.time = locale.timeFormat(QLocale::ShortFormat).remove(seconds);
    const QString sum = locale.toCurrencyString(1.0, u"\u00A4"_s, 0);
    made.signBehind = locale.language() != QLocale::C && sum.endsWith(u'\u00A4');
    return made;
}

const Writing& writing()
{
    thread_local Writing last = writingOf(QLocale());
    if (last.locale != QLocale())
        last = writingOf(QLocale());
    return last;
}

/// A sum with its sign where the locale puts it: "£12", "12 €".
QString withSign(const QString& sum, const QString& sign)
{
    return sign.isEmpty()         ? sum
           : writing().signBehind ? sum + QChar(QChar::Nbsp) + sign.trimmed()
                                  : sign + sum;
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
    return sign(value, digits, false) + withSign(plain(value, digits), currencySign(currency));
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
    const QString sum = plain(scaled, scaled < 99.5 ? 1 : 0);
    return sign(value, 0, false) +
           withSign(
               millions ? Texts::tr("%1M", "millions").arg(sum) : Texts::tr("%1k", "thousands").arg(sum),
               currencySign(currency));
}

QString signedCount(double value)
{
    return std::isfinite(value) ? sign(value, 0, true) + plain(value, 0) : unknown();
}

QString signedMoney(double value, const QString& currency, int digits)
{
    return std::isfinite(value)
               ? sign(value, digits, true) + withSign(plain(value, digits), currencySign(currency))
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
    return QLocale().toString(date(d), writing().day);
}
QString shortDayPattern()
{
    return writing().shortDay;
}
QString shortDay(Day d)
{
    return QLocale().toString(date(d), writing().shortDay);
}
QString weekday(Day d)
{
    const QDate at = date(d);
    return QLocale().toString(at, u"ddd "_s) +
           (at.year() == QDate::currentDate().year() ? shortDay(d) : day(d));
}

QString moment(qint64 ms, qint64 nowMs)
{
    const QDateTime at = QDateTime::fromMSecsSinceEpoch(ms), now = QDateTime::fromMSecsSinceEpoch(nowMs);
    const QString time = QLocale().toString(at.time(), writing().time);
    const qint64 days = at.date().daysTo(now.date());
    if (days == 0)
        return Texts::tr("%1 today").arg(time);
    if (days == 1)
        return Texts::tr("yesterday, %1").arg(time);
    return QLocale().toString(at.date(), writing().day);
}

QString duration(double seconds)
{
    const auto s = static_cast<qint64>(std::llround(std::max(0.0, seconds)));
    if (s < 60)
        return Texts::tr("%1 s").arg(s);
    if (s < 3600)
        return Texts::tr("%1 min").arg((s + 30) / 60);
    return Texts::tr("%1 h %2 min").arg(s / 3600).arg(s % 3600 / 60);
}

QString age(double days)
{
    const auto minutes = static_cast<qint64>(std::max(0.0, days) * 24 * 60);
    if (minutes < 1)
        return Texts::tr("now");
    if (minutes < 60)
        return Texts::tr("%1 min").arg(minutes);
    if (minutes < 2 * 24 * 60)
        return Texts::tr("%1 h").arg(minutes / 60);
    return Texts::tr("%1 d").arg(minutes / (24 * 60));
}

} // namespace merch::format
