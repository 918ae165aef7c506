#include "engine/inventory/budget.h"

#include <algorithm>

namespace merch
{

namespace
{

/// Consecutive steps of one item that are best taken together.
struct Block {
    std::size_t item = 0;
    int steps = 0;
    std::int64_t cost = 0;
    double value = 0.0;
};

bool earnsMore(const Block& a, const Block& b)
{
    return a.value * static_cast<double>(b.cost) > b.value * static_cast<double>(a.cost);
}

} // namespace

BudgetAllocation allocateBudget(std::span<const BudgetStep> steps, std::size_t items, std::int64_t budget)
{
    std::vector<std::vector<Block>> byItem(items);
    for (const BudgetStep& step : steps) {
        std::vector<Block>& blocks = byItem[step.item];
        blocks.push_back({step.item, 1, step.cost, step.value});
        while (blocks.size() > 1 && earnsMore(blocks.back(), blocks[blocks.size() - 2])) {
            const Block last = blocks.back();
            blocks.pop_back();
            blocks.back().steps += last.steps;
            blocks.back().cost += last.cost;
            blocks.back().value += last.value;
        }
    }
    std::vector<Block> order;
    for (const std::vector<Block>& blocks : byItem)
        for (const Block& block : blocks)
            if (block.value > 0.0)
                order.push_back(block);
    std::stable_sort(order.begin(), order.end(), earnsMore);

    BudgetAllocation taken;
    taken.steps.assign(items, 0);
    std::vector<bool> closed(items, false);
    bool relaxed = false;
    for (const Block& block : order) {
        if (!relaxed) {
            const std::int64_t left = budget - taken.spend;
            relaxed = block.cost > left;
            const double share = relaxed ? static_cast<double>(left) / static_cast<double>(block.cost) : 1.0;
            taken.bound = taken.value + block.value * share;
        }
        if (closed[block.item])
            continue;
        if (taken.spend + block.cost > budget) {
            closed[block.item] = true;
            if (taken.nextReturn == 0.0)
                taken.nextReturn = block.value / static_cast<double>(block.cost);
            continue;
        }
        taken.steps[block.item] += block.steps;
        taken.spend += block.cost;
        taken.value += block.value;
    }
    return taken;
}

} // namespace merch
