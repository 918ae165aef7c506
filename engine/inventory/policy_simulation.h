#pragma once

#include "engine/core/result.h"
#include "engine/inventory/rounding.h"

#include <cstdint>
#include <span>
#include <vector>

namespace merch
{

/// How much a policy asks for, by the inventory position (on hand - waiting + on order).
enum class StockRule : std::uint8_t {
    BaseStock, ///< whatever is missing to S
    MinMax,    ///< at or below s: whatever is missing to S
    Reorder    ///< at or below r: the quantity Q, once
};

struct StockPolicy {
    StockRule rule = StockRule::BaseStock;
    std::int64_t reorder = 0;  ///< s or r; not read by BaseStock
    std::int64_t upTo = 0;     ///< S; not read by Reorder
    std::int64_t quantity = 0; ///< Q; read by Reorder only
    int reviewEvery = 1;       ///< periods between looks, the first at the start
    OrderRules rules{};        ///< what is asked for is rounded by roundOrder()
};

enum class UnmetDemand : std::uint8_t { Waits, IsLost };

struct SimulationSetting {
    std::int64_t initialStock = 0; ///< may be below zero where unmet demand waits
    int leadTime = 0;              ///< periods; 0: on the shelf before the period's demand
    UnmetDemand unmet = UnmetDemand::IsLost;
    double holding = 0.0;    ///< per unit on hand at the end of a period
    double penalty = 0.0;    ///< per unit waiting at the end of a period, or per unit lost
    double fixedOrder = 0.0; ///< per order
};

/// What a policy would have done with a known demand. One entry a period in the vectors.
struct SimulationResult {
    std::vector<std::int64_t> orders;
    std::vector<std::int64_t> endInventory; ///< negative: waiting
    std::int64_t demanded = 0;
    std::int64_t served = 0; ///< from the shelf in its own period
    std::int64_t lost = 0;
    int stockoutPeriods = 0; ///< with any demand not met at once
    int orderCount = 0;
    double averageOnHand = 0.0; ///< at the end of periods
    double cost = 0.0;
    double fillRate() const
    {
        return demanded > 0 ? static_cast<double>(served) / static_cast<double>(demanded) : 1.0;
    }
};

/// Replays a demand (whole units >= 0) period by period: what was ordered leadTime ago arrives, then the
/// position is looked at and ordered for, then demand comes, then costs are counted. A textbook that orders
/// after the demand of the period has a lead time one longer for the same thing. Fails on negative inputs.
Result<SimulationResult> simulatePolicy(
    std::span<const std::int64_t> demand, const StockPolicy& policy, const SimulationSetting& setting);

} // namespace merch
