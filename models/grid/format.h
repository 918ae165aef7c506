#pragma once

#include "engine/core/day.h"

#include <QString>

/// How numbers, money and dates are written on every screen: by the user's locale, with a true minus sign,
/// and "–" for what is not known (NaN).
namespace merch::format
{

QString count(double value);
QString decimal(double value, int digits = 1);
/// `currency` is an ISO code; its sign is used where it has one.
QString money(double value, const QString& currency, int digits = 0);
/// Short: £18.4k, £1.2M. For axes, bars and cards.
QString moneyShort(double value, const QString& currency);
QString signedCount(double value);
QString signedMoney(double value, const QString& currency, int digits = 0);
/// 0.123 -> "12 %".
QString percent(double share, int digits = 0);
QString signedPercent(double share, int digits = 0);
QString bytes(qint64 n);

QString currencySign(const QString& currency);

/// Days are written in the locale's own order: "21 Nov 2026", "21. Nov. 2026", "Nov 21, 2026".
QString day(Day day);
QString shortDay(Day day); ///< 21 Nov
QString shortDayPattern(); ///< of shortDay(), as QLocale takes it
QString weekday(Day day);  ///< Sat 21 Nov; with its year unless that is this one
/// A moment (Unix ms, UTC) as people say it: "06:40 today", "yesterday, 17:40", "12 Nov 2026".
QString moment(qint64 ms, qint64 nowMs);
/// "3 s", "2 min", "1 h 20 min".
QString duration(double seconds);
/// How old something is, in one unit: "now", "12 min", "6 h", "3 d".
QString age(double days);

} // namespace merch::format
