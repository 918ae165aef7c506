#include "engine/measure/stock_problems.h"

#include "engine/measure/economics.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace merch
{

namespace
{

constexpr int kMonth = 30;

int daysOf(Grain grain)
{
    return grain == Grain::Daily ? 1 : grain == Grain::Weekly ? 7 : kMonth;
}

int periodsFor(int days, Grain grain)
{
    return std::max(1, (days + daysOf(grain) - 1) / daysOf(grain));
}

/// Demand at 10, 50 and 90 % as factors of its mean, over a span of days.
struct Scenarios {
    double mean = 0.0; ///< units over the span
    double low = 1.0, mid = 1.0, high = 1.0;
};

Scenarios scenariosOf(const Forecast& forecast, int days)
{
    const int periods = periodsFor(days, forecast.grain);
    Scenarios made;
    const double sum = forecast.sum(0, periods);
    made.mean = sum * days / (periods * daysOf(forecast.grain));
    if (sum > 0.0) {
        made.low = forecast.sumQuantile(0, periods, 0.1) / sum;
        made.mid = std::max(made.low, forecast.sumQuantile(0, periods, 0.5) / sum);
        made.high = std::max(made.mid, forecast.sumQuantile(0, periods, 0.9) / sum);
    }
    return made;
}

double swanson(double low, double mid, double high)
{
    return 0.3 * low + 0.4 * mid + 0.3 * high;
}

MoneyRange ordered(double low, double mid, double high)
{
    return {std::min(low, mid), mid, std::max(mid, high)};
}

bool judgeShortage(
    const Forecast& forecast, const ShelfPosition& shelf, const ShelfRules& rules, ShelfFinding& found)
{
    const int lead = shelf.leadTimeDays ? static_cast<int>(std::ceil(*shelf.leadTimeDays)) : 0;
    const bool empty = shelf.onHand <= 0.0;
    if (!empty && lead == 0) // whether an order can still help is not known
        return false;
    const double monthDemand = found.perDay * kDaysPerMonth;
    const int days = std::max(empty ? kMonth : lead, 1);
    const std::vector<double> demand = dailyMeans(forecast, days);
    // Most shelves hold several times what they need: those are spared the rest.
    if (shelf.onHand > 3.0 * std::accumulate(demand.begin(), demand.end(), 0.0))
        return false;
    const Scenarios s = scenariosOf(forecast, days);
    const Shortfall mid = shortfall(demand, s.mid, shelf.onHand, shelf.arrivals);
    const Shortfall high = shortfall(demand, s.high, shelf.onHand, shelf.arrivals);
    if (!empty && mid.firstDay < 0)
        return false;
    const Shortfall low = shortfall(demand, s.low, shelf.onHand, shelf.arrivals);
    // A loss that builds up over a long lead time is brought to a month; one within a shorter one is whole.
    const double toMonth =
        empty ? kDaysPerMonth / days : kDaysPerMonth / std::max<double>(kDaysPerMonth, days);
    found.unitsShort = swanson(low.units, mid.units, high.units) * toMonth;
    if (found.unitsShort < rules.shareOfMonthShort * monthDemand || found.unitsShort <= 0.0)
        return false;
    found.problem = empty ? ShelfProblem::OutOfStock : ShelfProblem::RunsOut;
    found.emptyFrom = empty ? 0 : mid.firstDay;
    if (shelf.unitMargin) {
        const double margin = std::max(0.0, *shelf.unitMargin) * toMonth;
        const RecaptureRange& kept = shelf.recapture;
        found.moneyPerMonth = ordered(
            low.units * margin * (1.0 - kept.high),
            swanson(low.units, mid.units, high.units) * margin * (1.0 - kept.mid),
            high.units * margin * (1.0 - kept.low));
        found.moneyKnown = true;
    }
    return true;
}

bool judgeExcess(
    const Forecast& forecast, const ShelfPosition& shelf, const ShelfRules& rules, ShelfFinding& found)
{
    if (shelf.onHand <= 0.0)
        return false;
    const int lead = shelf.leadTimeDays ? static_cast<int>(std::ceil(*shelf.leadTimeDays)) : 0;
    const int target = std::max(rules.targetCoverDays, lead + shelf.reviewDays + rules.coverMarginDays);
    const bool dead = !shelf.soldLately;
    // Nobody can hold less than what he has to buy at once; of what does not sell, all is too much.
    const auto excessAt = [&](double demand) {
        const double weeks = target / 7.0;
        return excessStock(
            shelf.onHand, (dead ? demand : std::max(demand, shelf.minimumOrder)) / weeks, weeks,
            shelf.unitCost.value_or(0.0), shelf.holdingRate);
    };
    if (excessAt(found.perDay * target * 0.5).units <= 0.0)
        return false;
    const Scenarios s = scenariosOf(forecast, target);
    const ExcessStock least = excessAt(s.mean * s.high), middle = excessAt(s.mean * s.mid),
                      most = excessAt(s.mean * s.low);
    if (middle.units < std::min(1.0, shelf.onHand))
        return false;
    found.problem = dead ? ShelfProblem::DeadStock : ShelfProblem::Overstock;
    found.excessUnits = swanson(least.units, middle.units, most.units);
    if (shelf.unitCost) {
        found.capital = swanson(least.value, middle.value, most.value);
        found.moneyPerMonth = ordered(
            least.yearlyHolding / 12.0,
            swanson(least.yearlyHolding, middle.yearlyHolding, most.yearlyHolding) / 12.0,
            most.yearlyHolding / 12.0);
        found.moneyKnown = true;
    }
    return true;
}

} // namespace

std::vector<double> dailyMeans(const Forecast& forecast, int days)
{
    std::vector<double> means(static_cast<std::size_t>(std::max(0, days)));
    const int length = daysOf(forecast.grain);
    for (int day = 0; day < days; day += length) {
        const double mean = forecast.sum(day / length, 1) / length;
        for (int d = day; d < std::min(days, day + length); ++d)
            means[static_cast<std::size_t>(d)] = mean;
    }
    return means;
}

Shortfall shortfall(
    std::span<const double> demand, double factor, double onHand, std::span<const StockArrival> arrivals)
{
    Shortfall lost;
    double stock = std::max(0.0, onHand);
    auto arrival = arrivals.begin();
    for (std::size_t day = 0; day < demand.size(); ++day) {
        for (; arrival != arrivals.end() && arrival->day <= static_cast<int>(day); ++arrival)
            stock += arrival->units;
        const double wanted = demand[day] * factor;
        if (wanted > stock + 1e-9) {
            lost.units += wanted - stock;
            if (lost.firstDay < 0)
                lost.firstDay = static_cast<int>(day);
        }
        stock = std::max(0.0, stock - wanted);
    }
    return lost;
}

ShelfFinding judgeShelf(const Forecast& forecast, const ShelfPosition& shelf, const ShelfRules& rules)
{
    ShelfFinding found;
    const int periods = periodsFor(kMonth, forecast.grain);
    found.perDay = forecast.sum(0, periods) / (periods * daysOf(forecast.grain));
    found.coverDays = found.perDay > 0.0 ? std::max(0.0, shelf.onHand) / found.perDay
                                         : std::numeric_limits<double>::infinity();
    if (!shelf.ended && found.perDay > 0.0 && judgeShortage(forecast, shelf, rules, found))
        return found;
    judgeExcess(forecast, shelf, rules, found);
    return found;
}

MoneyRange sumOfIndependent(std::span<const MoneyRange> parts)
{
    MoneyRange sum;
    double below = 0.0, above = 0.0;
    for (const MoneyRange& part : parts) {
        sum.mid += part.mid;
        below += (part.mid - part.low) * (part.mid - part.low);
        above += (part.high - part.mid) * (part.high - part.mid);
    }
    sum.low = sum.mid - std::sqrt(below);
    sum.high = sum.mid + std::sqrt(above);
    return sum;
}

MoneyRange sumOfDependent(std::span<const MoneyRange> parts)
{
    MoneyRange sum;
    for (const MoneyRange& part : parts) {
        sum.low += part.low;
        sum.mid += part.mid;
        sum.high += part.high;
    }
    return sum;
}

} // namespace merch
