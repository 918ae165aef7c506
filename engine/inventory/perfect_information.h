#pragma once

#include "engine/core/result.h"
#include "engine/inventory/policy_simulation.h"

#include <cstdint>
#include <span>
#include <vector>

namespace merch
{

/// The cheapest orders for a demand that is known ahead, unmet demand being lost: no policy and no forecast
/// can cost less, so the gap to it is all that better planning could ever earn.
struct PerfectPlan {
    double cost = 0.0;
    std::vector<std::int64_t> orders; ///< by the period in which they are placed; one of several best plans
};

/// The event order and costs of simulatePolicy(); stock left at the end is worth nothing and costs nothing
/// more. May lose sales on purpose where that is cheaper. Only `rules.moq` and `rules.pack` count; a capacity
/// fails. Exact: dynamic programming over the stock, which takes periods x total demand steps (units share
/// their greatest common divisor first) and fails above 4e9 of them or 1 GB.
Result<PerfectPlan> perfectInformation(
    std::span<const std::int64_t> demand, const OrderRules& rules, const SimulationSetting& setting);

} // namespace merch
