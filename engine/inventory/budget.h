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
    std::int64_t cost = 0; ///< minor units, > 0 unless said
    double value = 0.0;    ///< expected margin of this step alone, minor units; may be <= 0 (never taken)
};

struct BudgetAllocation {
    std::vector<int> steps; ///< how many steps of each item are taken
    std::int64_t spend = 0;
    double value = 0.0;
    double bound = 0.0;      ///< no allocation earns more (linear relaxation)
    double nextReturn = 0.0; ///< margin per unit of money of the best step left out; 0 = none
};

/// Takes the steps of best value per money first until the budget ends, then whatever still fits. Steps of
/// one item need not have falling returns: they are taken in blocks of best average return. Ties go to the
/// lower item, so that the result does not depend on order. At most `bound - value` below the best. Source:
/// Dantzig (1957), Oper. Res. 5, 266-288.
BudgetAllocation allocateBudget(std::span<const BudgetStep> steps, std::size_t items, std::int64_t budget);

/// The best allocation there is, by which the one above can be judged; a buyer is shown that one because its
/// cut is a single line: the margin per unit of money that the next case must earn. Exact to 12 digits, and
/// fully so where all values are whole. Starts from what is best at the price of money of the linear
/// relaxation and lets items depart from it, those nearest to the cut first, as a dynamic program over
/// undominated pairs of spend and value, until bounds say that no departure is worth more than what is in
/// hand. That takes a few items as a rule; at worst, time grows with budget times steps and memory with the
/// budget. Steps may be free (cost 0). Preconditions: budget >= 0, costs >= 0. Sources: Pisinger (1995),
/// European Journal of Operational Research 83, 394-410; Nemhauser & Ullmann (1969), Management Science 15,
/// 494-505.
BudgetAllocation
allocateBudgetExactly(std::span<const BudgetStep> steps, std::size_t items, std::int64_t budget);

} // namespace merch
