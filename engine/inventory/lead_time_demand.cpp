#include "engine/inventory/lead_time_demand.h"

#include <boost/math/special_functions/gamma.hpp>

#include <algorithm>
#include <cassert>
#include <cmath>

namespace merch
{

LeadTime LeadTime::of(double mean, double sd)
{
    constexpr int kMostPoints = 24;
    constexpr double kNothing = 1e-6;
    mean = std::isfinite(mean) ? std::clamp(mean, 0.0, 3650.0) : 0.0;
    sd = std::isfinite(sd) ? std::clamp(sd, 0.0, 3650.0) : 0.0;
    if (mean <= 0.0 || sd < 1e-9)
        return {{{static_cast<int>(std::lround(mean)), 1.0}}};
    const double shape = mean * mean / (sd * sd), scale = sd * sd / mean;
    const auto below = [&](double days) {
        return days <= 0.0 ? 0.0 : boost::math::gamma_p(shape, days / scale);
    };
    std::vector<Point> days;
    double before = 0.0;
    for (int day = 0; before < 1.0 - kNothing && day < 36500; ++day) {
        const double now = below(day + 0.5);
        if (now > kNothing)
            days.push_back({day, now - (days.empty() ? 0.0 : before)});
        before = now;
    }
    // An odd number of days share a point, so that their middle is a day.
    const int step = (static_cast<int>(days.size()) + kMostPoints - 1) / kMostPoints | 1;
    LeadTime lead;
    double whole = 0.0;
    for (std::size_t i = 0; i < days.size(); i += static_cast<std::size_t>(step)) {
        const std::size_t end = std::min(days.size(), i + static_cast<std::size_t>(step));
        double chance = 0.0, moment = 0.0;
        for (std::size_t k = i; k < end; ++k) {
            chance += days[k].chance;
            moment += days[k].chance * days[k].days;
        }
        if (chance <= 0.0)
            continue;
        lead.points.push_back({static_cast<int>(std::lround(moment / chance)), chance});
        whole += chance;
    }
    for (Point& point : lead.points)
        point.chance /= whole;
    return lead;
}

double LeadTime::mean() const
{
    double sum = 0.0;
    for (const Point& point : points)
        sum += point.days * point.chance;
    return sum;
}

double LeadTime::cdf(int days) const
{
    double sum = 0.0;
    for (const Point& point : points)
        sum += point.days <= days ? point.chance : 0.0;
    return sum;
}

double periodsOfDays(const Forecast& forecast, int days)
{
    if (forecast.grain == Grain::Daily)
        return days;
    if (forecast.grain == Grain::Weekly)
        return days / 7.0;
    int months = days / 31;
    while (forecast.dayOfStep(months + 1) - forecast.first <= days)
        ++months;
    const int into = forecast.first + days - forecast.dayOfStep(months);
    return months + into / static_cast<double>(forecast.dayOfStep(months + 1) - forecast.dayOfStep(months));
}

SumDistribution demandOverDays(const Forecast& forecast, int days)
{
    return {forecast, 0.0, periodsOfDays(forecast, days)};
}

LeadTimeDemand::LeadTimeDemand(const Forecast& forecast, const LeadTime& leadTime, int reviewDays)
{
    assert(!leadTime.points.empty() && reviewDays >= 0);
    constexpr double kMostSteps = 192.0;
    double first = 0.0, second = 0.0, widest = 0.0;
    for (const LeadTime::Point& point : leadTime.points) {
        m_parts.push_back({point.chance, demandOverDays(forecast, point.days + reviewDays)});
        const SumDistribution& demand = m_parts.back().demand;
        m_mean += point.chance * demand.expected();
        m_pieces = m_pieces || demand.counts();
        if (demand.counts())
            widest = std::max(widest, demand.expected() + 5.0 * demand.spread());
        else {
            const SumDistribution::Moments moments = demand.moments();
            first += point.chance * moments.first;
            second += point.chance * moments.second;
        }
    }
    if (!m_pieces) {
        m_variance = std::max(0.0, second - first * first);
        return;
    }
    m_stride = std::max(1.0, std::ceil(widest / kMostSteps));
    for (const Part& part : m_parts)
        part.demand.addTail(part.chance, m_stride, m_tail);
    m_tail.push_back(0.0);
    // Between two grid points the tail is a line where they are more than a piece apart, else a step.
    m_short.assign(m_tail.size(), 0.0);
    first = second = 0.0;
    for (std::size_t k = m_tail.size() - 1; k-- > 0;) {
        const double area = m_stride * (m_stride > 1.0 ? 0.5 * (m_tail[k] + m_tail[k + 1]) : m_tail[k]);
        m_short[k] = m_short[k + 1] + area;
        first += area;
        const double middle = m_stride * static_cast<double>(k) + 0.5 * m_stride;
        second += 2.0 * middle * area;
    }
    m_variance = std::max(0.0, second - first * first);
}

double LeadTimeDemand::cdf(double units) const
{
    if (units < 0.0)
        return 0.0;
    if (m_pieces) {
        const double place = (units + 1e-9) / m_stride;
        const auto k = static_cast<std::size_t>(std::min(place, 1e15));
        if (k + 1 >= m_tail.size())
            return 1.0;
        const double part = m_stride > 1.0 ? place - static_cast<double>(k) : 0.0;
        return 1.0 - (m_tail[k] + part * (m_tail[k + 1] - m_tail[k]));
    }
    double sum = 0.0;
    for (const Part& part : m_parts)
        sum += part.chance * part.demand.cdf(units);
    return std::min(1.0, sum);
}

double LeadTimeDemand::quantile(double level) const
{
    assert(level > 0.0 && level < 1.0);
    if (m_pieces) {
        const double beyond = 1.0 - level + 1e-12;
        std::size_t k = 0;
        while (k + 1 < m_tail.size() && m_tail[k] > beyond)
            ++k;
        if (m_stride == 1.0 || k == 0)
            return m_stride * static_cast<double>(k);
        const double part = (m_tail[k - 1] - beyond) / (m_tail[k - 1] - m_tail[k]);
        return std::ceil(m_stride * (static_cast<double>(k - 1) + part));
    }
    double low = m_parts.front().demand.quantile(level), high = low;
    for (const Part& part : m_parts) {
        const double one = part.demand.quantile(level);
        low = std::min(low, one);
        high = std::max(high, one);
    }
    if (cdf(low) >= level)
        return low;
    const double enough = 1e-6 * std::max(1e-3, m_mean);
    while (high - low > enough) {
        const double middle = 0.5 * (low + high);
        if (middle <= low || middle >= high)
            break;
        (cdf(middle) >= level ? high : low) = middle;
    }
    return high;
}

double LeadTimeDemand::shortage(double stock) const
{
    if (stock < 0.0)
        return shortage(0.0) - stock;
    if (m_pieces) {
        const double place = stock / m_stride;
        const auto k = static_cast<std::size_t>(std::min(place, 1e15));
        if (k + 1 >= m_tail.size())
            return 0.0;
        const double into = (place - static_cast<double>(k)) * m_stride;
        const double at = m_tail[k];
        const double there = m_stride > 1.0 ? at + (m_tail[k + 1] - at) * into / m_stride : at;
        return std::max(0.0, m_short[k] - 0.5 * (at + there) * into);
    }
    double sum = 0.0;
    for (const Part& part : m_parts)
        sum += part.chance * part.demand.shortage(stock);
    return sum;
}

} // namespace merch
