#include "engine/ladder/practice.h"

#include "engine/series/series_view.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace merch
{

namespace
{

constexpr int kRecentDays = 28;
constexpr int kYear = 364;
constexpr double kMostUnits = 1e12;

std::int64_t whole(double units)
{
    return static_cast<std::int64_t>(std::ceil(std::clamp(units, 0.0, kMostUnits) - 1e-6));
}

} // namespace

std::vector<Practice> commonPractices()
{
    constexpr std::array<double, 8> covers{0.5, 0.75, 1.0, 1.25, 1.5, 2.0, 2.5, 3.5};
    constexpr std::array<double, 7> deviations{0.0, 0.5, 1.0, 1.5, 2.0, 2.5, 3.5};
    std::vector<Practice> all;
    for (const double cycle : {0.0, 14.0, 42.0}) {
        for (const double factor : covers)
            all.push_back({Practice::Kind::Cover, factor, cycle, 0, 0});
        for (const double factor : deviations)
            all.push_back({Practice::Kind::Deviation, factor, cycle, 0, 0});
        for (const double factor : covers)
            all.push_back({Practice::Kind::LastYear, factor, cycle, 0, 0});
    }
    return all;
}

RecentSales::RecentSales(std::span<const double> daily)
    : m_units(daily.size() + 1, 0.0)
    , m_squares(daily.size() + 1, 0.0)
    , m_known(daily.size() + 1, 0.0)
{
    for (std::size_t i = 0; i < daily.size(); ++i) {
        const bool known = isKnown(daily[i]);
        m_units[i + 1] = m_units[i] + (known ? daily[i] : 0.0);
        m_squares[i + 1] = m_squares[i] + (known ? daily[i] * daily[i] : 0.0);
        m_known[i + 1] = m_known[i] + (known ? 1.0 : 0.0);
    }
}

double RecentSales::sum(const std::vector<double>& sums, int from, int to) const
{
    const int last = static_cast<int>(sums.size()) - 1;
    return sums[static_cast<std::size_t>(std::clamp(to, 0, last))] -
           sums[static_cast<std::size_t>(std::clamp(from, 0, last))];
}

double RecentSales::mean(int day, int days) const
{
    const double known = sum(m_known, day - days, day);
    return known > 0.0 ? sum(m_units, day - days, day) / known : 0.0;
}

double RecentSales::deviation(int day, int days) const
{
    const double known = sum(m_known, day - days, day);
    if (known < 2.0)
        return 0.0;
    const double average = mean(day, days);
    return std::sqrt(
        std::max(0.0, (sum(m_squares, day - days, day) - known * average * average) / (known - 1.0)));
}

double RecentSales::lastYear(int day, int days) const
{
    const double known = sum(m_known, day - kYear, day - kYear + days);
    return known * 2.0 >= days ? sum(m_units, day - kYear, day - kYear + days) / known
                               : mean(day, kRecentDays);
}

std::optional<double> practiceMean(const Practice& practice, const RecentSales& sales, int day, int days)
{
    switch (practice.kind) {
    case Practice::Kind::MinMax:
        return std::nullopt;
    case Practice::Kind::LastYear:
        return sales.lastYear(day, days);
    case Practice::Kind::Cover:
    case Practice::Kind::Deviation:
        break;
    }
    return sales.mean(day, kRecentDays);
}

std::int64_t practiceOrder(
    const Practice& practice, const RecentSales& sales, int day, double span, std::int64_t position,
    const OrderRules& rules)
{
    if (practice.kind == Practice::Kind::MinMax)
        return position <= practice.min ? roundOrder(practice.max - position, rules, position).quantity : 0;
    const double mean =
        practiceMean(practice, sales, day, std::max(1, static_cast<int>(std::lround(span)))).value_or(0.0);
    const double target =
        practice.kind == Practice::Kind::Deviation
            ? mean * span + practice.factor * sales.deviation(day, kRecentDays) * std::sqrt(span)
            : practice.factor * mean * span;
    const std::int64_t point = whole(target);
    if (position >= point)
        return 0;
    return roundOrder(whole(target + practice.cycleDays * mean) - position, rules, position).quantity;
}

} // namespace merch
