#include "engine/ladder/perfect_path.h"

#include <algorithm>
#include <vector>

namespace merch
{

namespace
{

constexpr double kMostSteps = 3e7;

/// A chance to have stock arrive.
struct Arrival {
    int day;
    double ordering; ///< what placing the order costs; 0 where that day is not counted
};

struct Problem {
    std::span<const std::int64_t> demand;
    std::vector<Arrival> arrivals; ///< within the counted days, ascending
    std::int64_t leftBefore = 0;   ///< least stock when counting begins
    bool moreBefore = false;       ///< any more may have arrived by then
    ReplayCosts costs;
    CountedDays counted;
    double perDay = 0.0, restShare = 1.0;

    double rest(std::int64_t units) const
    {
        const double held = holdingOfRest(units, perDay, costs.holding * restShare);
        return costs.shelfLife > 0 ? std::min(held, costs.spoiled * static_cast<double>(units)) : held;
    }
};

/// Each unit of demand by itself: from what was there, else from the latest arrival, unless it is cheaper
/// lost.
double unitByUnit(const Problem& problem)
{
    double cost = 0.0;
    std::int64_t left = problem.leftBefore;
    std::size_t next = 0;
    int latest = problem.moreBefore ? problem.counted.from : -1;
    for (int day = problem.counted.from; day < problem.counted.to; ++day) {
        for (; next < problem.arrivals.size() && problem.arrivals[next].day == day; ++next)
            latest = day;
        const std::int64_t wanted = problem.demand[static_cast<std::size_t>(day)];
        const std::int64_t old = std::min(left, wanted);
        left -= old;
        cost += problem.costs.holding * static_cast<double>(left);
        const double bring =
            latest < 0
                ? problem.costs.lost
                : std::min(problem.costs.lost, problem.costs.holding * static_cast<double>(day - latest));
        cost += bring * static_cast<double>(wanted - old);
    }
    return cost + problem.rest(left);
}

double byStock(const Problem& problem, const OrderRules& rules, std::int64_t least)
{
    // More than all demand to come is of use only as far as the least order forces it.
    std::int64_t remaining = 0;
    for (int day = problem.counted.from; day < problem.counted.to; ++day)
        remaining += problem.demand[static_cast<std::size_t>(day)];
    const std::int64_t top = std::max(problem.leftBefore, remaining) + least;
    const auto states = static_cast<std::size_t>(top) + 1;
    // rest[x]: cheapest rest from x on the shelf. level[y]: the same before the day's demand.
    std::vector<double> rest(states), level(states), above(states);
    for (std::size_t x = 0; x < states; ++x)
        rest[x] = problem.rest(static_cast<std::int64_t>(x));
    std::size_t next = problem.arrivals.size();
    for (int day = problem.counted.to; day-- > problem.counted.from;) {
        const auto wanted =
            static_cast<std::size_t>(std::min(problem.demand[static_cast<std::size_t>(day)], top + 1));
        const double asked = static_cast<double>(problem.demand[static_cast<std::size_t>(day)]);
        for (std::size_t y = 0; y < std::min(wanted, states); ++y)
            level[y] = problem.costs.lost * (asked - static_cast<double>(y)) + rest[0];
        for (std::size_t y = wanted; y < states; ++y)
            level[y] = problem.costs.holding * static_cast<double>(y - wanted) + rest[y - wanted];
        std::swap(level, rest);
        for (; next > 0 && problem.arrivals[next - 1].day == day; --next) {
            const double ordering = problem.arrivals[next - 1].ordering;
            const auto pack = static_cast<std::size_t>(rules.pack);
            const auto first = static_cast<std::size_t>(least);
            // The best at or above y in steps of a pack.
            for (std::size_t y = states; y-- > 0;)
                above[y] = y + pack < states ? std::min(rest[y], above[y + pack]) : rest[y];
            for (std::size_t x = 0; x + first < states; ++x)
                rest[x] = std::min(rest[x], ordering + above[x + first]);
        }
    }
    const auto start = rest.begin() + static_cast<std::ptrdiff_t>(problem.leftBefore);
    return problem.moreBefore ? *std::min_element(start, rest.end()) : *start;
}

} // namespace

PerfectPath perfectPath(
    std::span<const std::int64_t> demand, std::span<const Review> reviews, std::int64_t initialStock,
    const OrderRules& rules, const ReplayCosts& costs, CountedDays counted, double perDay, double restShare)
{
    Problem problem;
    problem.demand = demand;
    problem.costs = costs;
    problem.counted = counted;
    problem.perDay = perDay;
    problem.restShare = restShare;
    problem.leftBefore = std::max<std::int64_t>(0, initialStock);
    for (int day = 0; day < counted.from; ++day)
        problem.leftBefore =
            std::max<std::int64_t>(0, problem.leftBefore - demand[static_cast<std::size_t>(day)]);
    if (costs.shelfLife > 0 && counted.from > 0)
        problem.leftBefore = 0; // it may have spoiled
    for (const Review& review : reviews) {
        const int day = review.day + review.leadDays;
        if (day < counted.from)
            problem.moreBefore = true;
        else if (day < counted.to)
            problem.arrivals.push_back({day, review.day < counted.from ? 0.0 : costs.ordering});
    }
    std::stable_sort(
        problem.arrivals.begin(), problem.arrivals.end(),
        [](const Arrival& a, const Arrival& b) { return a.day < b.day; });

    const std::int64_t pack = std::max<std::int64_t>(1, rules.pack);
    const std::int64_t least = std::max(pack, (rules.moq + pack - 1) / pack * pack);
    if (least == 1 && costs.ordering <= 0.0)
        return {unitByUnit(problem), true};
    double units = static_cast<double>(problem.leftBefore) + static_cast<double>(least);
    for (int day = counted.from; day < counted.to; ++day)
        units += static_cast<double>(demand[static_cast<std::size_t>(day)]);
    const double steps = units * (counted.to - counted.from + static_cast<double>(problem.arrivals.size()));
    if (steps > kMostSteps)
        return {unitByUnit(problem), false};
    return {byStock(problem, {0, pack, {}}, least), true};
}

} // namespace merch
