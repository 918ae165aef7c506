#include "engine/inventory/budget.h"

#include <algorithm>

namespace merch
{

namespace
{

/// The first `steps` steps of an item, taken together.
struct Choice {
    int steps = 0;
    std::int64_t cost = 0;
    double value = 0.0;
};
using Choices = std::vector<Choice>;

/// A way to spend on the items so far; `from` leads back to what it was on the items before.
struct State {
    std::int64_t cost = 0;
    double value = 0.0;
    std::int32_t from = -1;
    std::int32_t choice = 0;
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

} // namespace

BudgetAllocation
allocateBudgetExactly(std::span<const BudgetStep> steps, std::size_t items, std::int64_t budget)
{
    BudgetAllocation start = allocateBudget(steps, items, budget);
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
    // Nothing that could tie with the best is struck out for a rounding error.
    const double slack = 1e-11 * std::max(scale, bound);

    // An item's choice is struck out where the best with it cannot reach what is in hand already.
    std::vector<std::size_t> undecided;
    std::vector<int> chosen(items, 0);
    std::int64_t fixedCost = 0;
    double fixedValue = 0.0;
    for (std::size_t i = 0; i < items; ++i) {
        const double best = bestAt(open[i], price);
        std::erase_if(open[i], [&](const Choice& choice) {
            const double own = choice.value - price * static_cast<double>(choice.cost);
            return bound - best + own < start.value - slack;
        });
        if (open[i].size() == 1) {
            chosen[i] = open[i].front().steps;
            fixedCost += open[i].front().cost;
            fixedValue += open[i].front().value;
        } else {
            undecided.push_back(i);
        }
    }
    // What the rest can add at most to a state, by the same bound: value + rest(k) + price * money left.
    std::vector<double> rest(undecided.size() + 1, 0.0);
    for (std::size_t k = undecided.size(); k-- > 0;)
        rest[k] = rest[k + 1] + bestAt(open[undecided[k]], price);

    std::vector<std::vector<State>> layers;
    layers.push_back({State{fixedCost, fixedValue, -1, 0}});
    for (std::size_t k = 0; k < undecided.size(); ++k) {
        const std::vector<State>& before = layers.back();
        std::vector<State> grown;
        for (std::size_t s = 0; s < before.size(); ++s)
            for (std::size_t c = 0; c < open[undecided[k]].size(); ++c) {
                const Choice& choice = open[undecided[k]][c];
                const State state{
                    before[s].cost + choice.cost, before[s].value + choice.value,
                    static_cast<std::int32_t>(s), static_cast<std::int32_t>(c)};
                if (state.cost <= budget &&
                    state.value + rest[k + 1] + price * static_cast<double>(budget - state.cost) >=
                        start.value - slack)
                    grown.push_back(state);
            }
        std::stable_sort(grown.begin(), grown.end(), [](const State& a, const State& b) {
            return a.cost != b.cost ? a.cost < b.cost : a.value > b.value;
        });
        std::vector<State> kept;
        for (const State& state : grown)
            if (kept.empty() || state.value > kept.back().value)
                kept.push_back(state);
        layers.push_back(std::move(kept));
    }
    // Rounding may leave nothing better than what was in hand.
    if (layers.back().empty() || layers.back().back().value <= start.value)
        return start;
    BudgetAllocation best = start;
    const State* state = &layers.back().back();
    best.value = state->value;
    best.spend = state->cost;
    for (std::size_t k = undecided.size(); k-- > 0;) {
        chosen[undecided[k]] = open[undecided[k]][static_cast<std::size_t>(state->choice)].steps;
        state = &layers[k][static_cast<std::size_t>(state->from)];
    }
    best.steps = std::move(chosen);
    return best;
}

} // namespace merch
