#pragma once

#include "engine/inventory/reorder.h"
#include "models/planning/plan_inputs.h"
#include "models/planning/reorder_plan.h"
#include "models/planning/reorder_planner.h"

#include <vector>

/// What makes, keeps and reads plans, shared by planner, edits and why-panel. Private to models.
namespace merch
{

class Store;

/// What stands beside a line in the store: enough to work out again what any quantity earns.
struct LineBasis {
    std::int64_t supplierId = 0; ///< 0 = none, or not in the store yet
    std::int64_t scale = 1;
    std::int64_t unitCost = 0, price = 0, fulfilment = 0; ///< 1/10,000
    double recapture = 0, goodwill = 0, holdingRate = 0, orderCost = 0;
    std::optional<double> serviceSet;
    std::optional<std::int64_t> capacity;
};

/// A plan with what is kept beside each of its lines.
struct MadePlan {
    ReorderPlan plan;
    std::vector<LineBasis> basis; ///< as plan.lines
    std::int64_t runId = 0;
    double demandFactor = 1.0; ///< a what-if that the plan was made with
    std::vector<Assumption> assumptions;
};

/// The engine's view of a line. `line` in the product's own unit.
ReorderInputs engineInputs(const ReorderPlanLine& line, const LineBasis& basis);

/// Of a quantity in the product's unit scale, minor units.
std::int64_t orderValueOf(std::int64_t units, std::int64_t scale, std::int64_t unitCost, int digits);

/// Totals by supplier, the curve, cover and sentences after quantities changed.
void refreshTotals(ReorderPlan& plan);
void refreshLine(ReorderPlanLine& line);
std::vector<CurvePoint> curveOf(const ReorderPlan& plan);

/// A plan of the store with what stands beside its lines; of one line where `line` is not 0.
Result<MadePlan> readPlan(Store& store, std::int64_t planId, int line = 0);

/// The forecast of a series as a plan's lines take it: in thousandths for goods by weight, with the plan's
/// what-if of demand in it. Empty where there is none.
Forecast planForecast(const Forecast& forecast, const LineBasis& basis, double demandFactor);

} // namespace merch
