#pragma once

#include "engine/core/day.h"
#include "engine/core/result.h"
#include "engine/inventory/reorder.h"
#include "models/approval/plan_state.h"

#include <QString>
#include <QStringList>

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

namespace merch
{

/// One line of a reorder plan as the Reorder page works on it. Units in the product's own unit (fractions for
/// goods by weight), money in minor units, unit cost in currency units.
struct ReorderPlanLine {
    int line = 0;
    int seriesId = 0;
    QString sku, title, category, brand;
    QString location, locationName;
    QString supplier, supplierName; ///< code empty = none known
    std::optional<double> onHand;
    double onOrder = 0;
    double leadTimeDays = 0, leadTimeSd = 0;
    int reviewDays = 0;
    double demandMean = 0, demandSd = 0; ///< over lead time plus review
    double safetyStock = 0, service = 0;
    double orderPoint = 0, orderUpTo = 0;
    double proposedQty = 0, orderQty = 0;
    double packSize = 1, moq = 0;
    double unitCost = 0;
    std::int64_t orderValue = 0, marginSaved = 0; ///< of orderQty
    double marginPerMoney = 0;                    ///< marginSaved / orderValue; 0 where nothing is ordered
    double coverDays = 0; ///< days that position + order last at forecast; capped at 999
    bool inBudget = true, locked = false;
    bool byHand = false; ///< orderQty was set by a person, not by the plan or the budget
    QString excluded;    ///< reason; empty = not excluded
    QStringList assumed;
    /// One sentence, and what became of the proposal. In the words and number format of whoever made or last
    /// changed the line: approval, audit and exports show what was read when it was decided.
    QString reason;
    QString proposal; ///< the sentence alone
    QString critical; ///< failed critical check of the series
    PlanState state = PlanState::Draft;
    std::vector<float> caseUnits;   ///< units of each step of proposedQty; the first may be a MOQ
    std::vector<float> caseMargins; ///< expected margin of each step, minor units

    bool orders() const { return excluded.isEmpty() && inBudget && orderQty > 0; }
    bool edited() const { return byHand; }
};

/// A supplier's part of a plan against what it accepts.
struct SupplierTotal {
    QString supplier, name;
    int lines = 0;
    std::int64_t orderValue = 0;
    std::optional<std::int64_t> minOrderValue;
    bool assumed = false; ///< a line of it rests on an assumption
    bool belowMinimum() const { return minOrderValue && orderValue > 0 && orderValue < *minOrderValue; }
};

struct CurvePoint {
    std::int64_t spend = 0, margin = 0; ///< minor units, cumulated
};

struct ReorderPlan {
    std::int64_t planId = 0; ///< 0 = a preview that is not stored
    std::int64_t runId = 0;  ///< the forecast that it was made from
    Day asOf = 0;
    std::int64_t madeAt = 0;
    QString madeBy;
    PlanState state = PlanState::Draft;
    std::optional<std::int64_t> budget;
    QString currency;
    std::vector<ReorderPlanLine> lines;       ///< by rank: best margin per money first
    std::vector<SupplierTotal> suppliers;     ///< of the order lines, largest first
    std::map<QString, std::int64_t> minimums; ///< least order value by supplier, minor units
    std::vector<CurvePoint> curve; ///< of all proposals, best first; at most 400 points; ends at the whole

    std::int64_t orderValue() const; ///< of the order lines
    std::int64_t marginSaved() const;
    int orderLines() const;
};

/// planId 0 = the latest reorder plan; NotFound where there is none. Off the GUI thread: tens of milliseconds
/// at 30,000 lines.
Result<ReorderPlan> loadReorderPlan(const QString& path, std::int64_t planId);

/// What a budget would buy of a loaded plan, in memory, milliseconds at 30,000 lines: sets orderQty,
/// orderValue, marginSaved and inBudget of the lines that are neither locked nor excluded nor edited by hand
/// (those are bought first), the suppliers' totals and `budget`. The same code that setBudget() stores with.
void applyBudget(ReorderPlan& plan, std::optional<std::int64_t> budget);

/// The reason beside one line: stock projected with and without the order.
struct ReorderWhy {
    ReorderPlanLine line;
    Day first = 0; ///< day of step 0
    StockProjection projection;
    std::vector<double> demand; ///< mean units a day
    double expectedDemand = 0;  ///< over lead time + review
    /// Of running out before the order after this one can arrive: the numbers of the sentence.
    double chanceWithout = 0, chanceWith = 0;
    QString sentence;
};
/// For `orderQty` (absent = the line's own). A few milliseconds.
Result<ReorderWhy>
loadReorderWhy(const QString& path, std::int64_t planId, int line, std::optional<double> orderQty = {});

} // namespace merch
