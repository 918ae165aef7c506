#include "engine/inventory/lot_sizing.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <queue>
#include <string>

namespace merch
{

namespace
{

constexpr double kInfinity = std::numeric_limits<double>::infinity();

Error invalid(std::string message)
{
    return {ErrorCode::InvalidInput, std::move(message), {}, {}};
}

bool positive(double value)
{
    return value > 0.0 && std::isfinite(value);
}
bool notNegative(double value)
{
    return value >= 0.0 && std::isfinite(value);
}

std::optional<Error> check(const LotCosts& costs)
{
    if (!notNegative(costs.fixedCost) || !positive(costs.holdingCost) || !notNegative(costs.demandRate))
        return invalid("The holding cost must be above zero, fixed cost and demand zero or more.");
    return std::nullopt;
}

std::optional<Error> check(double fixedCost, double holdingRate, double demandRate, PriceList list)
{
    if (!positive(fixedCost) || !positive(holdingRate) || !positive(demandRate))
        return invalid("Fixed cost, holding rate and demand must be above zero.");
    if (list.breakpoints.empty() || list.breakpoints.size() != list.unitCosts.size() ||
        list.breakpoints[0] != 0.0)
        return invalid("A price list starts at quantity 0 and has a unit cost for each quantity.");
    for (std::size_t i = 0; i < list.unitCosts.size(); ++i) {
        if (!positive(list.unitCosts[i]) || !std::isfinite(list.breakpoints[i]))
            return invalid("Unit costs must be above zero.");
        if (i > 0 &&
            (list.breakpoints[i] <= list.breakpoints[i - 1] || list.unitCosts[i] > list.unitCosts[i - 1]))
            return invalid("Quantities of a price list must rise and its unit costs must not.");
    }
    return std::nullopt;
}

double bandEnd(PriceList list, std::size_t i)
{
    return i + 1 < list.breakpoints.size() ? list.breakpoints[i + 1] : kInfinity;
}

std::optional<Error> check(double sharedCost, std::span<const JointItem> items)
{
    if (!notNegative(sharedCost) || items.empty())
        return invalid("Joint orders need items and a shared cost of zero or more.");
    double fixed = sharedCost;
    for (const JointItem& item : items) {
        if (!notNegative(item.fixedCost) || !positive(item.holdingCost) || !positive(item.demandRate))
            return invalid("Holding cost and demand of every item must be above zero.");
        fixed += item.fixedCost;
    }
    if (fixed == 0.0)
        return invalid("Some cost of ordering must be above zero.");
    return std::nullopt;
}

/// The best cycle of given multiples: cost A/T + B T/2.
JointOrder jointOrder(double sharedCost, std::span<const JointItem> items, std::vector<int> multiples)
{
    double a = sharedCost, b = 0.0;
    for (std::size_t i = 0; i < items.size(); ++i) {
        a += items[i].fixedCost / multiples[i];
        b += items[i].holdingCost * items[i].demandRate * multiples[i];
    }
    JointOrder order;
    order.baseCycle = std::sqrt(2.0 * a / b);
    order.cost = std::sqrt(2.0 * a * b);
    order.quantities.reserve(items.size());
    for (std::size_t i = 0; i < items.size(); ++i)
        order.quantities.push_back(items[i].demandRate * multiples[i] * order.baseCycle);
    order.multiples = std::move(multiples);
    return order;
}

} // namespace

Result<LotSize> economicOrderQuantity(const LotCosts& costs)
{
    if (auto error = check(costs))
        return *error;
    return LotSize{
        std::sqrt(2.0 * costs.fixedCost * costs.demandRate / costs.holdingCost),
        std::sqrt(2.0 * costs.fixedCost * costs.demandRate * costs.holdingCost)};
}

Result<double> orderQuantityCost(const LotCosts& costs, double quantity)
{
    if (!notNegative(costs.fixedCost) || !notNegative(costs.holdingCost) || !notNegative(costs.demandRate))
        return invalid("Fixed cost, holding cost and demand must be zero or more.");
    if (!positive(quantity))
        return invalid("The order quantity must be above zero.");
    return costs.fixedCost * costs.demandRate / quantity + 0.5 * costs.holdingCost * quantity;
}

Result<BackorderLot> orderQuantityWithBackorders(const LotCosts& costs, double shortageCost)
{
    if (auto error = check(costs))
        return *error;
    if (!positive(shortageCost))
        return invalid("The shortage cost must be above zero.");
    const double share = costs.holdingCost / (costs.holdingCost + shortageCost);
    const double base = 2.0 * costs.fixedCost * costs.demandRate;
    return BackorderLot{
        std::sqrt(base / (costs.holdingCost * (1.0 - share))), share,
        std::sqrt(base * costs.holdingCost * (1.0 - share))};
}

Result<LotSize> economicProductionQuantity(const LotCosts& costs, double productionRate)
{
    if (auto error = check(costs))
        return *error;
    if (!(productionRate > costs.demandRate))
        return invalid("Production must be faster than demand.");
    const double idle = 1.0 - costs.demandRate / productionRate;
    return economicOrderQuantity({costs.fixedCost, costs.holdingCost * idle, costs.demandRate});
}

Result<DiscountLot> allUnitsDiscount(double fixedCost, double holdingRate, double demandRate, PriceList list)
{
    if (auto error = check(fixedCost, holdingRate, demandRate, list))
        return *error;
    DiscountLot best{0.0, 0, kInfinity};
    for (std::size_t i = 0; i < list.unitCosts.size(); ++i) {
        const double holding = holdingRate * list.unitCosts[i];
        const double ideal = std::sqrt(2.0 * fixedCost * demandRate / holding);
        if (ideal >= bandEnd(list, i))
            continue; // as much at the next band's price costs no more
        const double quantity = std::max(ideal, list.breakpoints[i]);
        const double cost =
            list.unitCosts[i] * demandRate + fixedCost * demandRate / quantity + 0.5 * holding * quantity;
        if (cost < best.cost)
            best = {quantity, int(i), cost};
    }
    return best;
}

Result<DiscountLot>
incrementalDiscount(double fixedCost, double holdingRate, double demandRate, PriceList list)
{
    if (auto error = check(fixedCost, holdingRate, demandRate, list))
        return *error;
    DiscountLot best{0.0, 0, kInfinity};
    double paidBelow = 0.0; // for the units under the band
    for (std::size_t i = 0; i < list.unitCosts.size(); ++i) {
        const double unit = list.unitCosts[i];
        const double extra =
            paidBelow - unit * list.breakpoints[i]; // an order pays this above unit * quantity
        const double quantity = std::sqrt(2.0 * (fixedCost + extra) * demandRate / (holdingRate * unit));
        // The cost has a kink upwards at no breakpoint: the best is inside a band.
        if (quantity >= list.breakpoints[i] && quantity <= bandEnd(list, i)) {
            const double cost = unit * demandRate + 0.5 * holdingRate * extra +
                                (fixedCost + extra) * demandRate / quantity +
                                0.5 * holdingRate * unit * quantity;
            if (cost < best.cost)
                best = {quantity, int(i), cost};
        }
        paidBelow += unit * (bandEnd(list, i) - list.breakpoints[i]);
    }
    return best;
}

Result<JointOrder> jointReplenishmentSilver(double sharedCost, std::span<const JointItem> items)
{
    if (auto error = check(sharedCost, items))
        return *error;
    const auto ratio = [](const JointItem& item) {
        return item.fixedCost / (item.holdingCost * item.demandRate);
    };
    const auto base = std::ranges::min_element(items, {}, ratio);
    const double scale = base->holdingCost * base->demandRate / (sharedCost + base->fixedCost);
    std::vector<int> multiples;
    for (auto item = items.begin(); item != items.end(); ++item) {
        const double wish = item == base ? 1.0 : std::sqrt(ratio(*item) * scale);
        multiples.push_back(int(std::clamp(std::nearbyint(wish), 1.0, 1e9)));
    }
    return jointOrder(sharedCost, items, std::move(multiples));
}

Result<JointOrder> jointReplenishmentBest(double sharedCost, std::span<const JointItem> items)
{
    if (auto error = check(sharedCost, items))
        return *error;
    if (sharedCost == 0.0)
        return invalid("Without a shared cost every item has its own cycle.");
    // Multiple m is an item's best while T^2 is between 2K/(h d m (m + 1)) and 2K/(h d m (m - 1)).
    struct Change {
        double cycle = 0.0;
        std::size_t item = 0;
        bool operator<(const Change& other) const { return cycle < other.cycle; }
    };
    const auto change = [&](std::size_t i, double m) {
        const JointItem& item = items[i];
        return Change{
            std::sqrt(2.0 * item.fixedCost / (item.holdingCost * item.demandRate * m * (m + 1.0))), i};
    };
    std::vector<int> multiples(items.size(), 1);
    std::priority_queue<Change> changes;
    double alone = 0.0; // what the items cost at least, whatever the cycle
    double a = sharedCost, b = 0.0;
    for (std::size_t i = 0; i < items.size(); ++i) {
        const double rate = items[i].holdingCost * items[i].demandRate;
        changes.push(change(i, 1.0));
        alone += std::sqrt(2.0 * items[i].fixedCost * rate);
        a += items[i].fixedCost;
        b += rate;
    }
    std::vector<int> best = multiples;
    double bestProduct = a * b;
    while (changes.top().cycle > 0.0) {
        const Change next = changes.top();
        if (sharedCost / next.cycle + alone >= std::sqrt(2.0 * bestProduct))
            break;
        changes.pop();
        const JointItem& item = items[next.item];
        int& m = multiples[next.item];
        a += item.fixedCost / (m + 1) - item.fixedCost / m;
        b += item.holdingCost * item.demandRate;
        ++m;
        if (a * b < bestProduct * (1.0 - 1e-13)) {
            bestProduct = a * b;
            best = multiples;
        }
        changes.push(change(next.item, m));
    }
    return jointOrder(sharedCost, items, std::move(best));
}

Result<LotPlan> wagnerWhitin(
    std::span<const double> demand, std::span<const double> fixedCost, std::span<const double> holdingCost,
    std::span<const double> unitCost)
{
    const std::size_t periods = demand.size();
    if (fixedCost.size() != periods || holdingCost.size() != periods || unitCost.size() != periods)
        return invalid("Demand and costs must have the same number of periods.");
    for (std::size_t t = 0; t < periods; ++t) {
        if (!notNegative(demand[t]) || !notNegative(fixedCost[t]) || !notNegative(holdingCost[t]) ||
            !notNegative(unitCost[t]))
            return invalid("Demand and costs must be zero or more in every period.");
    }
    // least[t]: cost of serving periods t, t + 1, ... with nothing in stock; until[t]: the order's last
    // period + 1.
    std::vector<double> least(periods + 1, kInfinity);
    std::vector<std::size_t> until(periods, 0);
    least[periods] = 0.0;
    for (std::size_t t = periods; t-- > 0;) {
        if (demand[t] == 0.0) {
            least[t] = least[t + 1];
            until[t] = t; // no order
        }
        double cost = fixedCost[t], carried = 0.0; // cost of carrying a unit from t to the period in hand
        for (std::size_t u = t; u < periods; ++u) {
            cost += demand[u] * (unitCost[t] + carried);
            carried += holdingCost[u];
            if (cost + least[u + 1] < least[t]) {
                least[t] = cost + least[u + 1];
                until[t] = u + 1;
            }
        }
    }
    LotPlan plan;
    plan.cost = least[0];
    plan.quantities.assign(periods, 0.0);
    for (std::size_t t = 0; t < periods;) {
        if (until[t] == t) {
            ++t;
            continue;
        }
        for (std::size_t u = t; u < until[t]; ++u)
            plan.quantities[t] += demand[u];
        t = until[t];
    }
    return plan;
}

} // namespace merch
