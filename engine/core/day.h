#pragma once

#include <chrono>
#include <cstdint>

namespace merch {

/// A calendar day, counted from 1970-01-01 (day 0). No time zone: a shop's own calendar.
using Day = std::int32_t;

/// The length of a period of a series. A series keeps the grain it came in.
enum class Grain : std::uint8_t { Daily = 0, Weekly = 1, Monthly = 2 };

/// Day number of a civil date. Precondition: the date exists.
constexpr Day dayOf(int year, unsigned month, unsigned day)
{
    return static_cast<Day>(std::chrono::sys_days{std::chrono::year{year} / std::chrono::month{month} /
                                                  std::chrono::day{day}}
                                .time_since_epoch()
                                .count());
}

constexpr std::chrono::year_month_day civil(Day day)
{
    return std::chrono::sys_days{std::chrono::days{day}};
}

/// 0 = Monday .. 6 = Sunday.
constexpr int weekdayOf(Day day) { return ((day % 7) + 7 + 3) % 7; }

constexpr Day startOfWeek(Day day) { return day - weekdayOf(day); }

constexpr Day startOfMonth(Day day)
{
    const auto ymd = civil(day);
    return dayOf(static_cast<int>(ymd.year()), static_cast<unsigned>(ymd.month()), 1);
}

/// First day of the period that contains `day`. Weeks begin on `weekStart` (0 = Monday).
constexpr Day startOfPeriod(Day day, Grain grain, int weekStart = 0)
{
    if (grain == Grain::Daily)
        return day;
    if (grain == Grain::Monthly)
        return startOfMonth(day);
    return day - (weekdayOf(day) - weekStart + 7) % 7;
}

/// `n` periods after the period that begins on `start`.
constexpr Day addPeriods(Day start, Grain grain, int n)
{
    if (grain == Grain::Daily)
        return start + n;
    if (grain == Grain::Weekly)
        return start + 7 * n;
    const auto ymd = civil(start);
    const int months = static_cast<int>(ymd.year()) * 12 + static_cast<int>(static_cast<unsigned>(ymd.month())) - 1 + n;
    const int year = months >= 0 ? months / 12 : (months - 11) / 12;
    return dayOf(year, static_cast<unsigned>(months - year * 12 + 1), 1);
}

/// How many periods lie between the periods that begin on `from` and on `to`.
constexpr int periodsBetween(Day from, Day to, Grain grain)
{
    if (grain == Grain::Daily)
        return to - from;
    if (grain == Grain::Weekly)
        return (to - from) / 7;
    const auto a = civil(from), b = civil(to);
    return (static_cast<int>(b.year()) - static_cast<int>(a.year())) * 12 +
           static_cast<int>(static_cast<unsigned>(b.month())) - static_cast<int>(static_cast<unsigned>(a.month()));
}

/// Periods in the main season of a grain: 7 days, 52 weeks, 12 months.
constexpr int seasonOf(Grain grain) { return grain == Grain::Daily ? 7 : grain == Grain::Weekly ? 52 : 12; }

} // namespace merch
