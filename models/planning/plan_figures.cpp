#include "models/planning/plan_figures.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <unordered_map>

namespace merch
{

namespace
{

double orderedOf(const ReorderPlanLine& line)
{
    return line.orders() ? line.orderQty : 0.0;
}

/// Margin per unit of money of the best run of cases after the first `units` of a line.
double nextReturnOf(const ReorderPlanLine& line, double units, double minor)
{
    double taken = 0, left = 0, margin = 0, best = 0;
    for (std::size_t i = 0; i < line.caseUnits.size() && i < line.caseMargins.size(); ++i) {
        taken += line.caseUnits[i];
        if (taken <= units + 1e-6)
            continue;
        left += line.caseUnits[i];
        margin += line.caseMargins[i];
        const double cost = left * line.unitCost * minor;
        if (cost > 0)
            best = std::max(best, margin / cost);
    }
    return best;
}

} // namespace

bool isCut(const ReorderPlanLine& line)
{
    return line.excluded.isEmpty() && !line.inBudget && std::max(line.proposedQty, line.orderQty) > 0;
}

bool isEdited(const ReorderPlanLine& line)
{
    return line.edited() && line.excluded.isEmpty();
}

double casesOf(const ReorderPlanLine& line, double units)
{
    return line.packSize > 0 ? std::ceil(units / line.packSize - 1e-9) : units;
}

PlanFigures figuresOf(const ReorderPlan& plan)
{
    PlanFigures f;
    const double minor = minorPerUnit(plan.currency);
    for (const ReorderPlanLine& line : plan.lines) {
        f.edited += isEdited(line);
        f.locked += line.locked;
        f.excluded += !line.excluded.isEmpty();
        if (isCut(line)) {
            ++f.linesOut;
            f.cut += std::llround(std::max(line.proposedQty, line.orderQty) * line.unitCost * minor);
        }
        if (line.excluded.isEmpty() && !line.locked && !line.edited())
            f.nextReturn = std::max(f.nextReturn, nextReturnOf(line, orderedOf(line), minor));
        if (!line.orders())
            continue;
        ++f.linesIn;
        f.unitsIn += line.orderQty;
        f.spend += line.orderValue;
        f.saved += line.marginSaved;
        f.assumed += !line.assumed.isEmpty();
        f.critical += !line.critical.isEmpty();
    }
    f.proposed = plan.curve.empty() ? f.spend + f.cut : plan.curve.back().spend;
    for (const SupplierTotal& supplier : plan.suppliers) {
        f.suppliers += supplier.orderValue > 0;
        f.belowMinimum += supplier.belowMinimum();
    }
    return f;
}

double marginAt(const std::vector<CurvePoint>& curve, std::int64_t spend)
{
    CurvePoint before;
    for (const CurvePoint& point : curve) {
        if (point.spend >= spend) {
            const auto width = static_cast<double>(point.spend - before.spend);
            const double share = width > 0 ? static_cast<double>(spend - before.spend) / width : 1.0;
            return static_cast<double>(before.margin) +
                   share * static_cast<double>(point.margin - before.margin);
        }
        before = point;
    }
    return static_cast<double>(before.margin);
}

QSet<QString> belowMinimum(const ReorderPlan& plan)
{
    QSet<QString> codes;
    for (const SupplierTotal& supplier : plan.suppliers)
        if (supplier.belowMinimum())
            codes.insert(supplier.supplier);
    return codes;
}

PlanDifference differenceOf(const ReorderPlan& plan, const ReorderPlan& whatIf)
{
    PlanDifference d;
    std::unordered_map<int, std::size_t> bySeries;
    bySeries.reserve(whatIf.lines.size());
    for (std::size_t i = 0; i < whatIf.lines.size(); ++i)
        bySeries.emplace(whatIf.lines[i].seriesId, i);
    d.quantities.reserve(plan.lines.size());
    std::vector<char> met(whatIf.lines.size(), 0);
    for (const ReorderPlanLine& line : plan.lines) {
        const auto found = bySeries.find(line.seriesId);
        if (found == bySeries.end()) {
            d.quantities.push_back(std::numeric_limits<double>::quiet_NaN());
            d.changed += orderedOf(line) > 0;
            continue;
        }
        met[found->second] = 1;
        const double quantity = orderedOf(whatIf.lines[found->second]);
        d.quantities.push_back(quantity);
        d.changed += quantity != orderedOf(line);
    }
    for (std::size_t i = 0; i < whatIf.lines.size(); ++i)
        d.changed += !met[i] && orderedOf(whatIf.lines[i]) > 0;
    const PlanFigures now = figuresOf(plan), then = figuresOf(whatIf);
    d.lines = then.linesIn - now.linesIn;
    d.units = then.unitsIn - now.unitsIn;
    d.spend = then.spend - now.spend;
    d.saved = then.saved - now.saved;
    return d;
}

} // namespace merch
