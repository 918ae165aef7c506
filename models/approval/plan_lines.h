#pragma once

#include "engine/core/result.h"
#include "models/approval/plan_state.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// Reads of plans that approval and export share. Private to models.
namespace merch
{

class Store;

namespace plans
{

/// SQL that holds for the lines that order something.
inline constexpr std::string_view kOrders = "(excluded IS NULL AND in_budget = 1 AND order_qty > 0)";

struct Head {
    std::int64_t planId = 0;
    std::string kind;
    PlanState state = PlanState::Draft;
    std::int64_t asOf = 0, madeAt = 0, submittedAt = 0;
    std::string madeBy;
};

/// The plan, or with 0 the latest of `kind`. NotFound in words.
Result<Head> head(Store& store, std::int64_t planId, std::string_view kind = "reorder");

/// The audit entry of the plan's last submission; 0 = it never was.
std::int64_t submission(Store& store, std::int64_t planId);

/// SHA-256 (hex) over everything in these lines but their state, so that it stays equal through the workflow.
std::string digest(Store& store, std::int64_t planId, const std::vector<int>& lines);

/// The same over the plan's own row.
std::string headDigest(Store& store, std::int64_t planId);

/// Refused unless the plan may be edited now. Call inside the transaction of the edit.
Outcome ensureEditable(Store& store, std::int64_t planId);

/// The first approved line set that no longer is what was approved, in words; empty = all as approved.
std::string approvalBroken(Store& store, std::int64_t planId);

} // namespace plans
} // namespace merch
