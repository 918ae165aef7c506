#pragma once

#include "engine/core/day.h"
#include "engine/core/result.h"
#include "models/approval/plan_state.h"

#include <QString>

#include <cstdint>
#include <optional>
#include <vector>

namespace merch
{

/// A reorder plan as a list names it. Money in minor units.
struct PlanHead {
    std::int64_t planId = 0;
    PlanState state = PlanState::Draft;
    Day asOf = 0;
    std::int64_t madeAt = 0; ///< ms UTC
    QString madeBy;
    std::int64_t orderValue = 0;
    std::optional<std::int64_t> budget;
};

/// The newest first; reads no lines.
Result<std::vector<PlanHead>> reorderPlans(const QString& path, int most);

} // namespace merch
