#include "engine/inventory/budget.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace merch
{

namespace
{

constexpr double kNone = std::numeric_limits<double>::infinity();
/// Departures kept before those of given up states are looked for.
constexpr std::size_t kForgetAt = 1 << 20;

/// The first `steps` steps of an item, taken together.
struct Choice {
    int steps = 0;
    std::int64_t cost = 0;
    double value = 0.0;
};
using Choices = std::vector<Choice>;

/// A whole allocation: items not looked at yet keep the choice that is best at the price of money, so it may
/// cost more than the budget until later ones give way.
struct State {
    std::int64_t cost = 0;
    double value = 0.0;
    std::int32_t departure = -1; ///< the last of the departures from the best at the price
    std::int32_t choice = -1;    ///< of the item in hand, not yet a departure; -1 = the best at the price
};

/// How an allocation came about: shared by all states that began alike.
struct Departure {
    std::int32_t before = -1;
    std::int32_t item = 0, choice = 0;
};

/// Prefixes of each item's steps that are not beaten by a cheaper one of at least the same value.
std::vector<Choices> usefulChoices(std::span<const BudgetStep> steps, std::size_t items, std::int64_t budget)
{
    std::vector<Choices> choices(items, Choices(1));
    std::vector<Choice> running(items);
    for (const BudgetStep& step : steps) {
        Choice& sum = running[step.item];
        ++sum.steps;
        sum.cost += step.cost;
        sum.value += step.value;
        if (sum.cost > budget)
            continue;
        Choices& own = choices[step.item];
        if (sum.value <= own.back().value)
            continue;
        if (sum.cost == own.back().cost)
            own.back() = sum;
        else
            own.push_back(sum);
    }
    return choices;
}

/// max over choices of value - price * cost, the Lagrange term of one item.
double bestAt(const Choices& choices, double price)
{
    double best = 0.0;
    for (const Choice& choice : choices)
        best = std::max(best, choice.value - price * static_cast<double>(choice.cost));
    return best;
}

double boundAt(const std::vector<Choices>& items, double price, std::int64_t budget)
{
    double bound = price * static_cast<double>(budget);
    for (const Choices& choices : items)
        bound += bestAt(choices, price);
    return bound;
}

/// The price of money that makes the Lagrange bound least; the bound is convex in it.
double bestPrice(const std::vector<Choices>& items, double most, std::int64_t budget)
{
    constexpr double kGolden = 0.6180339887498949;
    double low = 0.0, high = most;
    double a = high - kGolden * (high - low), b = low + kGolden * (high - low);
    double atA = boundAt(items, a, budget), atB = boundAt(items, b, budget);
    for (int i = 0; i < 80; ++i) {
        if (atA <= atB) {
            high = b;
            b = a;
            atB = atA;
            a = high - kGolden * (high - low);
            atA = boundAt(items, a, budget);
        } else {
            low = a;
            a = b;
            atA = atB;
            b = low + kGolden * (high - low);
            atB = boundAt(items, b, budget);
        }
    }
    return atA <= atB ? a : b;
}

/// Forgets departures that none of the states came by.
void forgetUnused(std::vector<Departure>& departures, std::vector<State>& states, std::int32_t& incumbent)
{
    std::vector<std::int32_t> to(departures.size(), -1);
    const auto mark = [&to](std::int32_t departure) {
        if (departure >= 0)
            to[static_cast<std::size_t>(departure)] = 0;
    };
    for (const State& state : states)
        mark(state.departure);
    mark(incumbent);
    for (std::size_t i = departures.size(); i-- > 0;)
        if (to[i] == 0)
            mark(departures[i].before); // which stands further down
    const auto moved = [&to](std::int32_t departure) {
        return departure < 0 ? -1 : to[static_cast<std::size_t>(departure)];
    };
    std::size_t kept = 0;
    for (std::size_t i = 0; i < departures.size(); ++i)
        if (to[i] == 0) {
            to[i] = static_cast<std::int32_t>(kept);
            departures[kept++] = {moved(departures[i].before), departures[i].item, departures[i].choice};
        }
    departures.resize(kept);
    for (State& state : states)
        state.departure = moved(state.departure);
    incumbent = moved(incumbent);
}

/// An item whose choice is open, with its choices as changes of the one that is best at the price.
struct OpenItem {
    std::size_t item = 0;
    std::vector<Choice> changes;
    double nearness = 0.0; ///< least distance of a change's return from the price
    bool grows = false;    ///< whether that change costs more
    double up = 0.0;       ///< largest return of a change that costs more
    double down = kNone;   ///< smallest return that a change to less gives up
};

OpenItem openItem(std::size_t item, const Choices& choices, std::size_t best, double price)
{
    OpenItem open;
    open.item = item;
    open.nearness = kNone;
    for (const Choice& choice : choices) {
        const Choice change{
            choice.steps, choice.cost - choices[best].cost, choice.value - choices[best].value};
        open.changes.push_back(change);
        if (change.cost == 0)
            continue;
        const double gives = change.value / static_cast<double>(change.cost);
        if (std::abs(gives - price) < open.nearness) {
            open.nearness = std::abs(gives - price);
            open.grows = change.cost > 0;
        }
        if (change.cost > 0)
            open.up = std::max(open.up, gives);
        else
            open.down = std::min(open.down, gives);
    }
    return open;
}

/// Nearest to the price first, in turns one that may cost more and one that may cost less: sums on both sides
/// of the budget meet in it soon.
std::vector<OpenItem> nearestFirst(std::vector<OpenItem> items)
{
    std::ranges::stable_sort(items, {}, &OpenItem::nearness);
    std::vector<OpenItem> mixed;
    mixed.reserve(items.size());
    auto more = items.begin(), less = items.begin();
    const auto take = [&](auto& next, bool grows) {
        next = std::find_if(next, items.end(), [grows](const OpenItem& item) { return item.grows == grows; });
        if (next != items.end())
            mixed.push_back(std::move(*next++));
    };
    while (mixed.size() < items.size()) {
        take(more, true);
        take(less, false);
    }
    return mixed;
}

/// The greatest number of which all values are multiples; 0 if they are not whole (or all of them 0).
double commonStep(std::span<const BudgetStep> steps)
{
    constexpr double kMostExact = 9e15;
    std::int64_t step = 0;
    for (const BudgetStep& one : steps) {
        if (one.value != std::floor(one.value) || std::abs(one.value) > kMostExact)
            return 0.0;
        step = std::gcd(step, static_cast<std::int64_t>(one.value));
    }
    return static_cast<double>(step);
}

/// The choice of each item that is best at the price; of several equally good ones those that together use
/// up most of the budget.
std::vector<std::size_t>
bestChoices(const std::vector<Choices>& items, double price, double tie, std::int64_t budget)
{
    std::vector<std::size_t> best(items.size(), 0);
    std::int64_t left = budget;
    const auto isBest = [&](std::size_t i, const Choice& choice) {
        return choice.value - price * static_cast<double>(choice.cost) >= bestAt(items[i], price) - tie;
    };
    for (std::size_t i = 0; i < items.size(); ++i) {
        while (!isBest(i, items[i][best[i]]))
            ++best[i];
        left -= items[i][best[i]].cost;
    }
    for (std::size_t i = 0; i < items.size(); ++i) {
        const std::int64_t cheapest = items[i][best[i]].cost;
        for (std::size_t c = best[i] + 1; c < items[i].size(); ++c)
            if (items[i][c].cost - cheapest <= left && isBest(i, items[i][c]))
                best[i] = c;
        left -= items[i][best[i]].cost - cheapest;
    }
    return best;
}

} // namespace

BudgetAllocation
allocateBudgetExactly(std::span<const BudgetStep> steps, std::size_t items, std::int64_t budget)
{
    BudgetAllocation start = allocateBudget(steps, items, budget);
    // No sum of costs lies between their multiples.
    std::int64_t unit = 0;
    for (const BudgetStep& one : steps)
        unit = std::gcd(unit, one.cost);
    if (unit > 0)
        budget -= budget % unit;
    std::vector<Choices> open = usefulChoices(steps, items, budget);
    double most = 0.0, scale = 1.0;
    for (const Choices& choices : open)
        for (const Choice& choice : choices) {
            if (choice.cost > 0)
                most = std::max(most, choice.value / static_cast<double>(choice.cost));
            scale = std::max(scale, choice.value);
        }
    const double price = bestPrice(open, most, budget);
    const double bound = boundAt(open, price, budget);
    // What is not better by more than rounding is not looked for; whole values are better by their common
    // step or not at all.
    const double slack = 1e-12 * std::max(scale, bound);
    const double step = commonStep(steps);
    const double least = step > 3.0 * slack ? step - slack : 3.0 * slack;

    // What cannot be better than the one in hand is struck out; items that keep several choices are open.
    const double tie = slack / std::max<double>(1.0, static_cast<double>(items));
    const std::vector<std::size_t> bests = bestChoices(open, price, tie, budget);
    std::vector<int> chosen(items, 0);
    std::vector<OpenItem> undecided;
    State first;
    for (std::size_t i = 0; i < items; ++i) {
        const auto worth = [price](const Choice& choice) {
            return choice.value - price * static_cast<double>(choice.cost);
        };
        const Choice best = open[i][bests[i]];
        std::erase_if(open[i], [&](const Choice& choice) {
            return choice.steps != best.steps &&
                   bound - (worth(best) - worth(choice)) + slack < start.value + least;
        });
        chosen[i] = best.steps;
        first.cost += best.cost;
        first.value += best.value;
        const auto at = std::ranges::find(open[i], best.steps, &Choice::steps) - open[i].begin();
        if (open[i].size() > 1)
            undecided.push_back(openItem(i, open[i], static_cast<std::size_t>(at), price));
    }
    undecided = nearestFirst(std::move(undecided));
    for (std::size_t k = undecided.size(); k-- > 1;) {
        undecided[k - 1].up = std::max(undecided[k - 1].up, undecided[k].up);
        undecided[k - 1].down = std::min(undecided[k - 1].down, undecided[k].down);
    }

    double inHand = start.value;
    bool found = false;
    std::int32_t incumbent = -1;
    std::vector<Departure> departures;
    const auto look = [&](const State& state) {
        if (state.cost <= budget && state.value > inHand) {
            inHand = state.value;
            incumbent = state.departure;
            found = true;
        }
    };
    std::vector<State> states{first}, grown;
    look(first);
    std::size_t forgetAt = kForgetAt;
    for (std::size_t k = 0; k < undecided.size() && !states.empty(); ++k) {
        // The states by cost, those of one choice after the other, each list in order already.
        grown.clear();
        for (const Choice& change : undecided[k].changes) {
            const std::size_t middle = grown.size();
            const bool stays = change.steps == chosen[undecided[k].item];
            for (const State& state : states)
                grown.push_back(
                    {state.cost + change.cost, state.value + change.value, state.departure,
                     stays ? -1 : change.steps});
            std::ranges::inplace_merge(
                grown, grown.begin() + static_cast<std::ptrdiff_t>(middle), {}, &State::cost);
        }
        const bool isLast = k + 1 == undecided.size();
        const double up = isLast ? 0.0 : undecided[k + 1].up;
        const double down = isLast ? kNone : undecided[k + 1].down;
        states.clear();
        double reached = -kNone;
        for (State state : grown) {
            if (state.value <= reached)
                continue;
            reached = state.value;
            const double left = static_cast<double>(budget - state.cost);
            const double reach = left >= 0.0 ? state.value + up * left : state.value + down * left;
            const bool isBetter = state.cost <= budget && state.value > inHand;
            if (!isBetter && reach + slack < inHand + least)
                continue;
            if (state.choice >= 0) {
                departures.push_back(
                    {state.departure, static_cast<std::int32_t>(undecided[k].item), state.choice});
                state.departure = static_cast<std::int32_t>(departures.size()) - 1;
                state.choice = -1;
            }
            look(state);
            if (!states.empty() && states.back().cost == state.cost)
                states.back() = state;
            else
                states.push_back(state);
        }
        if (departures.size() > forgetAt) {
            forgetUnused(departures, states, incumbent);
            forgetAt = std::max(kForgetAt, 2 * departures.size());
        }
    }
    if (!found)
        return start;
    for (; incumbent >= 0; incumbent = departures[static_cast<std::size_t>(incumbent)].before) {
        const Departure& departure = departures[static_cast<std::size_t>(incumbent)];
        chosen[static_cast<std::size_t>(departure.item)] = departure.choice;
    }
    BudgetAllocation best = start;
    best.steps = std::move(chosen);
    best.value = 0.0;
    best.spend = 0;
    std::vector<int> seen(items, 0);
    for (const BudgetStep& one : steps)
        if (seen[one.item]++ < best.steps[one.item]) {
            best.value += one.value;
            best.spend += one.cost;
        }
    return best;
}

} // namespace merch
