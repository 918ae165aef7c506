#pragma once

#include "engine/inventory/reorder.h"
#include "models/planning/reorder_plan.h"

#include <QString>

/// What a plan says about its lines, in a buyer's words. Private to models.
namespace merch::planwords
{

/// What the sentence about a proposal needs beyond the line itself. Units in the product's own unit.
struct Proposal {
    ReorderDecision decision = ReorderDecision::Enough;
    double need = 0, quantity = 0;
    double least = 0; ///< the smallest order that is accepted
    double chanceWith = 0, chanceWithout = 0;
    double positionDays = 0; ///< that stock and open orders last at forecast; capped at 999
    int stockAge = 0;        ///< days since stock was counted
};

/// Why this is proposed: one sentence, and one more for what a buyer should know of its data.
QString proposal(const ReorderPlanLine& line, const Proposal& what);
/// The same for a line whose product is not ordered, whatever its demand.
QString ended(const QString& status);
QString unknown();
QString notGoods(const QString& kind);
QString noMoney();

/// The proposal's sentence and what became of it: budget, an edit by hand, exclusion.
QString withDecision(const QString& proposal, const ReorderPlanLine& line);

/// What ordering line.orderQty, a trial, would do.
QString whatIf(const ReorderPlanLine& line, double chanceOut);

/// Units as a sentence shows them.
QString units(double value);

} // namespace merch::planwords
