#pragma once

#include "engine/core/result.h"

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace merch
{

/// A stage of a supply chain: a supplier, a depot, a shop. It promises those it serves to deliver within its
/// outbound service time whatever demand comes up to a bound, and holds stock for the time it cannot bridge.
struct ServiceStage {
    int processingTime = 0;      ///< whole periods, >= 0
    double holdingCost = 0.0;    ///< per unit and period, >= 0
    double boundConstant = 0.0;  ///< demand is covered up to mean + this many sds, >= 0
    double demandSd = 0.0;       ///< of its own outside demand per period; 0 = none
    int inboundTime = 0;         ///< of its outside supplier, >= 0
    std::optional<int> mostTime; ///< what its customers accept at most; none = free to choose
};
struct ServiceLink {
    std::size_t from = 0, to = 0; ///< indices of stages; goods flow from -> to
};

struct ServicePlan {
    double cost = 0.0;              ///< of safety stock per period
    std::vector<int> outboundTimes; ///< by stage; one of possibly several best plans
};

/// Where to keep safety stock in a chain whose links form a tree (or several), so that holding it costs
/// least: sum over stages of holdingCost * boundConstant * sd * sqrt(inbound + processing - outbound time).
/// The sd of a stage pools all it serves as independent. Fails on a cycle (in either direction), on negative
/// values and where no promise can be kept. Source: Graves & Willems (2000), Manufacturing & Service
/// Operations Management 2, 68-83.
Result<ServicePlan>
guaranteedService(std::span<const ServiceStage> stages, std::span<const ServiceLink> links);

} // namespace merch
