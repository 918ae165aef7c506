#include "engine/ladder/replay.h"

#include <algorithm>
#include <cassert>
#include <deque>

namespace merch
{

namespace
{

/// What lies on the shelf, oldest first, where it spoils.
class Shelf
{
public:
    void receive(int day, std::int64_t units)
    {
        if (units > 0)
            m_batches.push_back({day, units});
    }
    void sell(std::int64_t units)
    {
        while (units > 0) {
            Batch& oldest = m_batches.front();
            const std::int64_t taken = std::min(units, oldest.units);
            oldest.units -= taken;
            units -= taken;
            if (oldest.units == 0)
                m_batches.pop_front();
        }
    }
    /// What came `shelfLife` days ago or before.
    std::int64_t spoil(int day, int shelfLife)
    {
        std::int64_t gone = 0;
        while (!m_batches.empty() && day - m_batches.front().day >= shelfLife) {
            gone += m_batches.front().units;
            m_batches.pop_front();
        }
        return gone;
    }

private:
    struct Batch {
        int day;
        std::int64_t units;
    };
    std::deque<Batch> m_batches;
};

} // namespace

DayCosts& DayCosts::operator+=(const DayCosts& other)
{
    holding += other.holding;
    lost += other.lost;
    ordering += other.ordering;
    spoiled += other.spoiled;
    return *this;
}

ReplayPath replayOrders(
    std::span<const std::int64_t> demand, std::span<const Review> reviews, std::int64_t initialStock,
    const ReplayCosts& costs, const OrderDecision& decide)
{
    const std::size_t days = demand.size();
    ReplayPath path;
    path.orders.assign(days, 0);
    path.stock.assign(days, 0);
    path.lost.assign(days, 0);
    path.costs.assign(days, {});
    std::vector<std::int64_t> due(days, 0);
    std::int64_t onHand = std::max<std::int64_t>(0, initialStock), onOrder = 0;
    const bool spoils = costs.shelfLife > 0;
    Shelf shelf;
    if (spoils)
        shelf.receive(0, onHand);
    std::size_t next = 0;
    for (std::size_t t = 0; t < days; ++t) {
        const int day = static_cast<int>(t);
        DayCosts& spent = path.costs[t];
        onHand += due[t];
        onOrder -= due[t];
        if (spoils) {
            shelf.receive(day, due[t]);
            const std::int64_t gone = shelf.spoil(day, costs.shelfLife);
            onHand -= gone;
            spent.spoiled += costs.spoiled * static_cast<double>(gone);
        }
        for (; next < reviews.size() && reviews[next].day == day; ++next) {
            const std::int64_t units = decide(next, onHand, onOrder);
            assert(units >= 0);
            if (units <= 0)
                continue;
            path.orders[t] += units;
            spent.ordering += costs.ordering;
            const std::size_t arrives = t + static_cast<std::size_t>(reviews[next].leadDays);
            if (arrives == t) {
                onHand += units;
                if (spoils)
                    shelf.receive(day, units);
            } else {
                onOrder += units;
                if (arrives < days)
                    due[arrives] += units;
            }
        }
        const std::int64_t served = std::min(onHand, demand[t]);
        onHand -= served;
        if (spoils)
            shelf.sell(served);
        path.lost[t] = demand[t] - served;
        path.stock[t] = onHand;
        spent.lost += costs.lost * static_cast<double>(path.lost[t]);
        spent.holding += costs.holding * static_cast<double>(onHand);
    }
    path.onOrderAtEnd = onOrder;
    return path;
}

double holdingOfRest(std::int64_t units, double perDay, double holding)
{
    constexpr double kMostDays = 365.0;
    const double rest = static_cast<double>(units);
    if (rest <= 0.0)
        return 0.0;
    if (perDay * kMostDays >= rest)
        return holding * rest * rest / (2.0 * perDay);
    return holding * (rest * kMostDays - 0.5 * perDay * kMostDays * kMostDays);
}

int drawLeadDays(const LeadTime& leadTime, double uniform)
{
    double sum = 0.0;
    for (const LeadTime::Point& point : leadTime.points) {
        sum += point.chance;
        if (uniform < sum)
            return point.days;
    }
    return leadTime.points.back().days;
}

} // namespace merch
