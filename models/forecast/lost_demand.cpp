#include "models/forecast/lost_demand.h"

#include "engine/core/parallel.h"
#include "models/forecast/learnable_history.h"
#include "models/store/demand.h"

#include <algorithm>
#include <cmath>

namespace merch
{

namespace
{

bool wasEverEmpty(const ShelfHistory& shelf, std::size_t from = 0)
{
    for (std::size_t i = from; i < shelf.sold.size(); ++i)
        if (shelf.share(i) < 1.0)
            return true;
    return false;
}

/// Share of a period without stock; a day that sold out at some hour counts half.
double emptyShare(double inStock)
{
    return inStock == kSoldOut ? 0.5 : std::clamp(1.0 - inStock, 0.0, 1.0);
}

double daysOf(Grain grain)
{
    return grain == Grain::Daily ? 1.0 : grain == Grain::Weekly ? 7.0 : 30.0;
}

} // namespace

AskedFor::AskedFor(std::span<const SeriesHistory> histories)
{
    for (const SeriesHistory& history : histories) {
        ShelfHistory shelf = shelfOf(history);
        if (!wasEverEmpty(shelf))
            continue;
        UnconstrainedDemand demand(shelf);
        if (!demand.isKnown())
            continue;
        m_whole = m_whole && std::all_of(shelf.sold.begin(), shelf.sold.end(), [](double units) {
                      return !isKnown(units) || units == std::floor(units);
                  });
        m_shelves.push_back({std::move(shelf), std::move(demand)});
    }
}

AskedFor::Span AskedFor::spanOf(const Shelf& shelf, Day from, Day to)
{
    const ShelfHistory& history = shelf.history;
    const auto at = [&](Day day) {
        int period = std::max(0, periodsBetween(history.first, day, history.grain));
        while (period > 0 && addPeriods(history.first, history.grain, period - 1) >= day)
            --period;
        while (addPeriods(history.first, history.grain, period) < day)
            ++period;
        return std::min(static_cast<std::size_t>(period), history.sold.size());
    };
    return {at(from), at(to)};
}

bool AskedFor::isEstimated(Day from, Day to) const
{
    return std::any_of(m_shelves.begin(), m_shelves.end(), [&](const Shelf& shelf) {
        const Span span = spanOf(shelf, from, to);
        for (std::size_t i = span.from; i < span.to; ++i)
            if (shelf.demand.isEstimated(i))
                return true;
        return false;
    });
}

UnitsMoments AskedFor::moments(Day from, Day to) const
{
    UnitsMoments sum;
    for (const Shelf& shelf : m_shelves) {
        const Span span = spanOf(shelf, from, to);
        const UnitsMoments one = shelf.demand.lostMoments(span.from, span.to);
        sum.mean += one.mean;
        sum.variance += one.variance;
    }
    return sum;
}

UnitsRange AskedFor::lost(Day from, Day to) const
{
    if (m_shelves.size() == 1) { // a day that sold out has a shape of its own
        const Shelf& shelf = m_shelves.front();
        const Span span = spanOf(shelf, from, to);
        if (span.to == span.from + 1 && isKnown(shelf.history.sold[span.from])) {
            const double sold = std::max(0.0, shelf.history.sold[span.from]);
            const UnitsRange asked = shelf.demand.demand(span.from);
            return {
                std::max(0.0, asked.low - sold), std::max(0.0, asked.mid - sold),
                std::max(0.0, asked.high - sold)};
        }
    }
    return rangeOf(moments(from, to), m_whole);
}

LostUnits AskedFor::lookBack(Day from, Day to) const
{
    LostUnits lost;
    lost.days = to - from;
    for (const Shelf& shelf : m_shelves) {
        const Span span = spanOf(shelf, from, to);
        double empty = 0.0;
        for (std::size_t i = span.from; i < span.to; ++i)
            if (shelf.demand.isEstimated(i))
                empty += emptyShare(shelf.history.share(i)) * daysOf(shelf.history.grain);
        lost.emptyDays += empty;
        lost.series += empty > 0.0 ? 1 : 0;
    }
    lost.units = rangeOf(moments(from, to), m_whole);
    return lost;
}

LostUnits lostUnits(std::span<const SeriesHistory> histories, Day asOf, int threads)
{
    const Day from = asOf + 1 - kLostWeeks * 7;
    std::vector<LostUnits> each(histories.size());
    std::vector<UnitsMoments> moments(histories.size());
    parallelFor(histories.size(), threads, {}, [&](std::size_t i) {
        const SeriesHistory& history = histories[i];
        const ShelfHistory shelf = shelfOf(history);
        const int back = periodsBetween(history.first, from, history.info.grain);
        if (!wasEverEmpty(shelf, static_cast<std::size_t>(std::max(0, back))))
            return;
        const AskedFor asked(histories.subspan(i, 1));
        each[i] = asked.lookBack(from, asOf + 1);
        moments[i] = asked.moments(from, asOf + 1);
    });
    LostUnits sum;
    sum.days = asOf + 1 - from;
    UnitsMoments all;
    for (std::size_t i = 0; i < histories.size(); ++i) {
        sum.emptyDays += each[i].emptyDays;
        sum.series += each[i].series;
        all.mean += moments[i].mean;
        all.variance += moments[i].variance;
    }
    sum.units = rangeOf(all, false);
    return sum;
}

} // namespace merch
