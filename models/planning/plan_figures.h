#pragma once

#include "models/export/currency.h"
#include "models/planning/reorder_plan.h"

#include <QSet>
#include <QString>

#include <cstdint>
#include <vector>

namespace merch
{

/// What the head of the Reorder page says of a plan. Money in minor units.
struct PlanFigures {
    int linesIn = 0;  ///< that order something
    int linesOut = 0; ///< that the budget cut, whole or in part
    double unitsIn = 0;
    std::int64_t proposed = 0; ///< the whole of what was proposed
    std::int64_t spend = 0, saved = 0;
    std::int64_t cut = 0;    ///< order value that the budget keeps back
    double nextReturn = 0.0; ///< margin per unit of money of the best case left out; 0 = none is left
    int edited = 0, locked = 0, excluded = 0;
    int assumed = 0;  ///< order lines that rest on an assumption
    int critical = 0; ///< order lines whose series failed a critical check
    int suppliers = 0, belowMinimum = 0;
};
PlanFigures figuresOf(const ReorderPlan& plan);

/// True where the budget, and nobody's hand, keeps a proposed line out.
bool isCut(const ReorderPlanLine& line);
/// True where somebody typed another quantity than the plan proposes.
bool isEdited(const ReorderPlanLine& line);
/// Cases of `units`, the last one begun counted whole.
double casesOf(const ReorderPlanLine& line, double units);

/// Margin expected of a spend, read off the plan's curve.
double marginAt(const std::vector<CurvePoint>& curve, std::int64_t spend);

/// Codes of the suppliers whose part of the plan is below their minimum order value.
QSet<QString> belowMinimum(const ReorderPlan& plan);

/// What a what-if changes against the plan.
struct PlanDifference {
    int lines = 0; ///< order lines more
    double units = 0;
    std::int64_t spend = 0, saved = 0; ///< minor units more
    int changed = 0;                   ///< lines with another quantity
    std::vector<double> quantities;    ///< of the what-if, by index into plan.lines; NaN = not in it
};
PlanDifference differenceOf(const ReorderPlan& plan, const ReorderPlan& whatIf);

} // namespace merch
