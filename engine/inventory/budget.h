#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace merch
{

/// One more step of one item (the next case; the first step may be a whole MOQ): taken only after the
/// item's steps before it.
struct BudgetStep {
    std::size_t item = 0;
    std::int64_t cost = 0; ///< minor units, > 0
    double value = 0.0;    ///< expected margin of this step alone, minor units; may be <= 0 (never taken)
};

struct BudgetAllocation {
    std::vector<int> steps; ///< how many steps of each item are taken
    std::int64_t spend = 0;
    double value = 0.0;
    double bound = 0.0;      ///< no allocation earns more (linear relaxation)
    double nextReturn = 0.0; ///< margin per unit of money of the best step left out; 0 = none
};

/// Takes the steps of best value per money first until the budget ends. Steps of one item need not have
/// falling returns: they are taken in blocks of best average return. Ties go to the lower item, so that the
/// result does not depend on order. With `exact` the allocation is the true optimum (branch and bound on
/// what greedy leaves open); meant for up to some hundreds of items. Without it: greedy and a polish of the
/// last units; within `bound - value` of the best. Source: Dantzig (1957), Oper. Res. 5, 266-288.
BudgetAllocation
allocateBudget(std::span<const BudgetStep> steps, std::size_t items, std::int64_t budget, bool exact = false);

} // namespace merch
