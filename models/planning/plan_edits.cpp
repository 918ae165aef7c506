#include "models/planning/plan_edits.h"

#include "models/approval/plan_lines.h"
#include "models/export/currency.h"
#include "models/forecast/forecast_service.h"
#include "models/planning/plan_making.h"
#include "models/planning/plan_words.h"
#include "models/store/changing.h"
#include "models/store/sqlite.h"
#include "models/store/store.h"

#include <QCoreApplication>
#include <QJsonArray>

#include <algorithm>
#include <cmath>
#include <map>
#include <queue>
#include <set>

namespace merch
{

namespace
{

struct Texts {
    Q_DECLARE_TR_FUNCTIONS(PlanEdits)
};

QJsonObject rowOf(const ReorderPlanLine& line, const LineBasis& basis)
{
    QJsonObject row{
        {QStringLiteral("line"), line.line},
        {QStringLiteral("qty"), qint64{std::llround(line.orderQty * static_cast<double>(basis.scale))}},
        {QStringLiteral("value"), qint64{line.orderValue}},
        {QStringLiteral("margin"), qint64{line.marginSaved}},
        {QStringLiteral("in_budget"), line.inBudget},
        {QStringLiteral("locked"), line.locked},
        {QStringLiteral("by_hand"), line.byHand},
        {QStringLiteral("reason"), line.reason}};
    if (!line.excluded.isEmpty())
        row[QStringLiteral("excluded")] = line.excluded;
    return row;
}

bool sameEdit(const ReorderPlanLine& a, const ReorderPlanLine& b)
{
    return a.orderQty == b.orderQty && a.orderValue == b.orderValue && a.marginSaved == b.marginSaved &&
           a.inBudget == b.inBudget && a.locked == b.locked && a.byHand == b.byHand &&
           a.excluded == b.excluded && a.reason == b.reason;
}

/// A plan being edited: what it was and what it becomes.
class Draft
{
public:
    static Result<Draft> open(const QString& path, std::int64_t planId)
    {
        return reporting("read the plan", [&]() -> Result<Draft> {
            Result<Store> store = Store::open(path.toStdString(), Store::Mode::ReadOnly);
            if (!store)
                return store.error();
            if (const Outcome editable = plans::ensureEditable(*store, planId); !editable)
                return editable.error();
            Result<MadePlan> made = readPlan(*store, planId);
            if (!made)
                return made.error();
            return Draft(path, std::move(*made));
        });
    }

    ReorderPlan& plan() { return m_made.plan; }
    const MadePlan& made() const { return m_made; }
    const LineBasis& basis(std::size_t i) const { return m_made.basis[i]; }

    /// Lines are numbered from 1 without gaps.
    Result<std::size_t> place(int line) const
    {
        const std::vector<ReorderPlanLine>& lines = m_made.plan.lines;
        const auto found = std::lower_bound(
            lines.begin(), lines.end(), line, [](const ReorderPlanLine& l, int n) { return l.line < n; });
        if (found == lines.end() || found->line != line)
            return Error{
                ErrorCode::NotFound,
                "The plan has no line " + std::to_string(line) + ".",
                "Load it again.",
                {}};
        return static_cast<std::size_t>(found - lines.begin());
    }

    /// Lines of a plan that was sent back in part may be decided already.
    Result<std::size_t> changeable(int line) const
    {
        Result<std::size_t> at = place(line);
        if (!at)
            return at;
        const ReorderPlanLine& found = m_made.plan.lines[*at];
        if (!isEditable(found.state))
            return Error{
                ErrorCode::Refused,
                (found.sku + QLatin1Char('@') + found.location).toStdString() + " is already " +
                    stateWord(found.state).toStdString() + ".",
                "Change the lines that were sent back.",
                {}};
        return at;
    }

    /// What `units` (of the scale) of a line are expected to earn, minor units.
    std::int64_t marginOf(std::size_t i, std::int64_t units)
    {
        const ReorderPlanLine& line = m_made.plan.lines[i];
        const LineBasis& base = m_made.basis[i];
        const double quantity = static_cast<double>(units) / static_cast<double>(base.scale);
        if (units <= 0)
            return 0;
        double known = 0.0, margin = 0.0; // whole cases of the proposal need no forecast
        for (std::size_t k = 0; k < line.caseUnits.size(); ++k) {
            known += static_cast<double>(line.caseUnits[k]);
            margin += static_cast<double>(line.caseMargins[k]);
            if (std::abs(known - quantity) < 1e-6)
                return std::llround(margin);
        }
        const Forecast* forecast = forecastOf(line.seriesId);
        if (!forecast)
            return std::llround(known > 0.0 ? margin * std::min(1.0, quantity / known) : 0.0);
        const double minor = std::pow(10.0, currencyDigits(m_made.plan.currency.toStdString()));
        return std::llround(
            minor * marginOfOrder(
                        planForecast(*forecast, base, m_made.demandFactor), engineInputs(line, base), units));
    }

    /// Loaded when first asked for: most edits need a few, a paste or a minimum needs many.
    void expectMany() { m_many = true; }
    const Forecast* forecastOf(int seriesId)
    {
        if (m_many && !m_loadedAll) {
            m_loadedAll = true;
            if (Result<std::vector<SeriesForecast>> all = ForecastService(m_path).loadAllEffective(); all) {
                for (SeriesForecast& one : *all)
                    m_forecasts[one.seriesId] = std::move(one.forecast);
            }
        }
        auto found = m_forecasts.find(seriesId);
        if (found == m_forecasts.end() && !m_loadedAll) {
            if (Result<Forecast> one = ForecastService(m_path).effectiveForecast(seriesId); one)
                found = m_forecasts.emplace(seriesId, std::move(*one)).first;
        }
        return found == m_forecasts.end() || found->second.mean.empty() ? nullptr : &found->second;
    }

    /// Gives a line a quantity of its scale and what follows from it.
    void setUnits(std::size_t i, std::int64_t units)
    {
        ReorderPlanLine& line = m_made.plan.lines[i];
        const LineBasis& base = m_made.basis[i];
        line.orderQty = static_cast<double>(units) / static_cast<double>(base.scale);
        line.orderValue = orderValueOf(
            units, base.scale, base.unitCost, currencyDigits(m_made.plan.currency.toStdString()));
        line.marginSaved = marginOf(i, units);
    }

    /// The edit that leads from what was to what is.
    PlanEdit edit(const QString& text, bool withBudget = false)
    {
        QJsonArray before, after;
        for (std::size_t i = 0; i < m_made.plan.lines.size(); ++i) {
            ReorderPlanLine& line = m_made.plan.lines[i];
            const ReorderPlanLine& was = m_was[i];
            refreshLine(line);
            if (sameEdit(was, line))
                continue;
            before.append(rowOf(was, m_made.basis[i]));
            after.append(rowOf(line, m_made.basis[i]));
        }
        PlanEdit made;
        made.text = text;
        made.before = state(before, m_wasBudget, withBudget);
        made.after = state(after, m_made.plan.budget, withBudget);
        return made;
    }

private:
    Draft(const QString& path, MadePlan made)
        : m_path(path)
        , m_made(std::move(made))
        , m_was(m_made.plan.lines)
        , m_wasBudget(m_made.plan.budget)
    {
    }

    QJsonObject state(const QJsonArray& lines, std::optional<std::int64_t> budget, bool withBudget) const
    {
        QJsonObject made{
            {QStringLiteral("plan"), qint64{m_made.plan.planId}}, {QStringLiteral("lines"), lines}};
        if (withBudget)
            made[QStringLiteral("budget")] = budget ? QJsonValue(qint64{*budget}) : QJsonValue();
        return made;
    }

    QString m_path;
    MadePlan m_made;
    std::vector<ReorderPlanLine> m_was;
    std::optional<std::int64_t> m_wasBudget;
    bool m_many = false, m_loadedAll = false;
    std::map<int, Forecast> m_forecasts;
};

Error nothing()
{
    return {ErrorCode::InvalidInput, "Nothing was chosen to be changed.", {}, {}};
}

OrderRules rulesOf(const ReorderPlanLine& line, const LineBasis& basis)
{
    OrderRules rules = engineInputs(line, basis).rules;
    rules.capacity.reset(); // a person may know better than the shelf life
    return rules;
}

} // namespace

PlanEdits::PlanEdits(const QString& path, std::int64_t planId)
    : m_path(path)
    , m_plan(planId)
{
}

Result<PlanEdit> PlanEdits::setQuantities(std::span<const Quantity> quantities) const
{
    if (quantities.empty())
        return nothing();
    Result<Draft> draft = Draft::open(m_path, m_plan);
    if (!draft)
        return draft.error();
    if (quantities.size() > 20)
        draft->expectMany();
    int raised = 0;
    QString example;
    for (const Quantity& wanted : quantities) {
        const Result<std::size_t> at = draft->changeable(wanted.line);
        if (!at)
            return at.error();
        ReorderPlanLine& line = draft->plan().lines[*at];
        const LineBasis& basis = draft->basis(*at);
        const std::string name = (line.sku + QLatin1Char('@') + line.location).toStdString();
        if (!std::isfinite(wanted.units) || wanted.units < 0.0 || wanted.units > 1e9)
            return Error{
                ErrorCode::InvalidInput, name + ": that is not a quantity.", "Type 0 or more units.", {}};
        if (line.locked)
            return Error{ErrorCode::Refused, name + " is locked.", "Unlock it first.", {}};
        if (!line.excluded.isEmpty())
            return Error{ErrorCode::Refused, name + " is left out of the plan.", "Include it first.", {}};
        const double scaled = wanted.units * static_cast<double>(basis.scale);
        const auto need = static_cast<std::int64_t>(std::ceil(scaled - 1e-6));
        const RoundedOrder rounded = roundOrder(need, rulesOf(line, basis), 0);
        line.inBudget = true;
        draft->setUnits(*at, rounded.quantity);
        line.byHand = line.orderQty != line.proposedQty;
        if (static_cast<double>(rounded.quantity) > scaled + 1e-6 && raised++ == 0)
            example = Texts::tr("%1 becomes %2")
                          .arg(planwords::units(wanted.units), planwords::units(line.orderQty));
    }
    QString text =
        quantities.size() == 1
            ? Texts::tr("order %1 of %2")
                  .arg(
                      planwords::units(draft->plan().lines[*draft->place(quantities[0].line)].orderQty),
                      draft->plan().lines[*draft->place(quantities[0].line)].sku)
            : Texts::tr("change %n quantity(s)", nullptr, static_cast<int>(quantities.size()));
    if (raised > 0)
        text += QLatin1Char(' ') +
                (raised == 1 ? Texts::tr("(rounded up to the minimum and whole packs: %1)").arg(example)
                             : Texts::tr("(%1 rounded up to the minimum and whole packs: %2, ...)")
                                   .arg(raised)
                                   .arg(example));
    return draft->edit(text);
}

Result<PlanEdit> PlanEdits::setLocked(std::span<const int> lines, bool locked) const
{
    if (lines.empty())
        return nothing();
    Result<Draft> draft = Draft::open(m_path, m_plan);
    if (!draft)
        return draft.error();
    for (const int line : lines) {
        const Result<std::size_t> at = draft->changeable(line);
        if (!at)
            return at.error();
        draft->plan().lines[*at].locked = locked;
    }
    const int n = static_cast<int>(lines.size());
    return draft->edit(
        locked ? Texts::tr("lock %n line(s)", nullptr, n) : Texts::tr("unlock %n line(s)", nullptr, n));
}

Result<PlanEdit> PlanEdits::setExcluded(std::span<const int> lines, const QString& reason) const
{
    if (lines.empty())
        return nothing();
    Result<Draft> draft = Draft::open(m_path, m_plan);
    if (!draft)
        return draft.error();
    for (const int line : lines) {
        const Result<std::size_t> at = draft->changeable(line);
        if (!at)
            return at.error();
        draft->plan().lines[*at].excluded = reason.trimmed();
    }
    const int n = static_cast<int>(lines.size());
    return draft->edit(
        reason.trimmed().isEmpty() ? Texts::tr("include %n line(s)", nullptr, n)
                                   : Texts::tr("leave %n line(s) out", nullptr, n));
}

Result<PlanEdit> PlanEdits::setBudget(std::optional<std::int64_t> budget) const
{
    if (budget && *budget < 0)
        return Error{ErrorCode::InvalidInput, "A budget cannot be below zero.", {}, {}};
    Result<Draft> draft = Draft::open(m_path, m_plan);
    if (!draft)
        return draft.error();
    applyBudget(draft->plan(), budget);
    const int digits = currencyDigits(draft->plan().currency.toStdString());
    return draft->edit(
        budget ? Texts::tr("set the budget to %1 %2")
                     .arg(
                         planwords::units(static_cast<double>(*budget) / std::pow(10.0, digits)),
                         draft->plan().currency)
               : Texts::tr("take the budget away"),
        true);
}

Result<PlanEdit> PlanEdits::fillSupplier(const QString& supplier) const
{
    Result<Draft> draft = Draft::open(m_path, m_plan);
    if (!draft)
        return draft.error();
    ReorderPlan& plan = draft->plan();
    const auto least = plan.minimums.find(supplier);
    const std::string name = supplier.toStdString();
    if (least == plan.minimums.end())
        return Error{ErrorCode::InvalidInput, "Supplier " + name + " has no minimum order value.", {}, {}};
    std::int64_t total = 0;
    for (const ReorderPlanLine& line : plan.lines)
        total += line.supplier == supplier && line.orders() && line.state != PlanState::Rejected
                     ? line.orderValue
                     : 0;
    if (total >= least->second)
        return Error{ErrorCode::InvalidInput, "The order to " + name + " meets its minimum already.", {}, {}};

    draft->expectMany();
    const int digits = currencyDigits(plan.currency.toStdString());
    struct Next {
        std::size_t line;
        std::int64_t units; ///< of the line after the step
        double earned;      ///< per unit of money
    };
    const auto worse = [&plan](const Next& a, const Next& b) {
        return a.earned != b.earned ? a.earned < b.earned : plan.lines[a.line].line > plan.lines[b.line].line;
    };
    std::priority_queue<Next, std::vector<Next>, decltype(worse)> queue(worse);
    const auto unitsOf = [&](std::size_t i) {
        const ReorderPlanLine& line = plan.lines[i];
        return line.orders() ? static_cast<std::int64_t>(
                                   std::llround(line.orderQty * static_cast<double>(draft->basis(i).scale)))
                             : 0;
    };
    const auto offer = [&](std::size_t i) {
        const ReorderPlanLine& line = plan.lines[i];
        const LineBasis& basis = draft->basis(i);
        const std::int64_t now = unitsOf(i);
        const ReorderInputs inputs = engineInputs(line, basis);
        const RoundedOrder next = roundOrder(now + 1, rulesOf(line, basis), 0);
        if (basis.capacity && inputs.onHand + inputs.onOrder + next.quantity > *basis.capacity)
            return;
        const std::int64_t cost = orderValueOf(next.quantity, basis.scale, basis.unitCost, digits) -
                                  orderValueOf(now, basis.scale, basis.unitCost, digits);
        if (cost <= 0)
            return;
        const std::int64_t gain = draft->marginOf(i, next.quantity) - draft->marginOf(i, now);
        queue.push({i, next.quantity, static_cast<double>(gain) / static_cast<double>(cost)});
    };
    for (std::size_t i = 0; i < plan.lines.size(); ++i) {
        const ReorderPlanLine& line = plan.lines[i];
        // What has no order point is not to be ordered: ended, without demand, or without a margin.
        if (line.supplier == supplier && isEditable(line.state) && !line.locked && line.excluded.isEmpty() &&
            line.orderUpTo > 0.0)
            offer(i);
    }
    std::set<std::size_t> changed;
    while (total < least->second && !queue.empty()) {
        const Next best = queue.top();
        queue.pop();
        ReorderPlanLine& line = plan.lines[best.line];
        total -= line.orders() ? line.orderValue : 0;
        line.inBudget = true;
        draft->setUnits(best.line, best.units);
        line.byHand = line.orderQty != line.proposedQty;
        total += line.orderValue;
        changed.insert(best.line);
        offer(best.line);
    }
    if (total < least->second)
        return Error{
            ErrorCode::Refused,
            "Nothing more can be ordered from " + name + ".",
            "Include or unlock lines of it.",
            {}};
    return draft->edit(
        Texts::tr("fill the order to %1 up to its minimum: %2")
            .arg(supplier, Texts::tr("%n line(s)", nullptr, static_cast<int>(changed.size()))));
}

Result<PlanEdit> PlanEdits::revert(std::span<const int> lines) const
{
    if (lines.empty())
        return nothing();
    Result<Draft> draft = Draft::open(m_path, m_plan);
    if (!draft)
        return draft.error();
    for (const int line : lines) {
        const Result<std::size_t> at = draft->changeable(line);
        if (!at)
            return at.error();
        ReorderPlanLine& l = draft->plan().lines[*at];
        l.locked = l.byHand = false;
        l.inBudget = true;
        l.excluded.clear();
        draft->setUnits(*at, std::llround(l.proposedQty * static_cast<double>(draft->basis(*at).scale)));
    }
    return draft->edit(
        Texts::tr("go back to the proposal of %n line(s)", nullptr, static_cast<int>(lines.size())));
}

Outcome PlanEdits::applyIn(Store& store, const QJsonObject& state, const Progress&)
{
    const std::int64_t planId = state.value(QStringLiteral("plan")).toInteger();
    if (const Outcome editable = plans::ensureEditable(store, planId); !editable)
        return editable;
    sql::Statement closed(
        store.db(), "SELECT state FROM plan_line WHERE plan_id = ?1 AND line = ?2"
                    " AND state NOT IN ('draft', 'returned')");
    sql::Statement put(
        store.db(),
        "UPDATE plan_line SET order_qty = ?3, order_value = ?4, margin_saved = ?5, in_budget = ?6,"
        " locked = ?7, excluded = ?8, reason = ?9 WHERE plan_id = ?1 AND line = ?2");
    sql::Statement hand(store.db(), "UPDATE plan_input SET by_hand = ?3 WHERE plan_id = ?1 AND line = ?2");
    for (const QJsonValue& value : state.value(QStringLiteral("lines")).toArray()) {
        const QJsonObject row = value.toObject();
        const int line = row.value(QStringLiteral("line")).toInt();
        closed.bind(1, planId).bind(2, line);
        if (closed.step())
            return Error{
                ErrorCode::Refused,
                "Line " + std::to_string(line) + " of plan " + std::to_string(planId) + " is already " +
                    std::string(closed.text(0)) + ".",
                "What was decided stays as it was decided.",
                {}};
        closed.reset();
        const auto whole = [&](const char* key) {
            return std::int64_t{row.value(QLatin1String(key)).toInteger()};
        };
        put.bind(1, planId)
            .bind(2, line)
            .bind(3, whole("qty"))
            .bind(4, whole("value"))
            .bind(5, whole("margin"));
        put.bind(6, row.value(QStringLiteral("in_budget")).toBool());
        put.bind(7, row.value(QStringLiteral("locked")).toBool());
        if (row.contains(QStringLiteral("excluded")))
            put.bind(8, row.value(QStringLiteral("excluded")).toString().toStdString());
        else
            put.bindNull(8);
        put.bind(9, row.value(QStringLiteral("reason")).toString().toStdString()).run();
        hand.bind(1, planId).bind(2, line).bind(3, row.value(QStringLiteral("by_hand")).toBool()).run();
    }
    if (state.contains(QStringLiteral("budget"))) {
        sql::Statement budget(store.db(), "UPDATE plan SET budget = ?2 WHERE plan_id = ?1");
        budget.bind(1, planId);
        const QJsonValue value = state.value(QStringLiteral("budget"));
        if (value.isNull())
            budget.bindNull(2);
        else
            budget.bind(2, std::int64_t{value.toInteger()});
        budget.run();
    }
    sql::Statement totals(
        store.db(), "UPDATE plan SET (order_value, margin_saved) = (SELECT coalesce(sum(order_value), 0),"
                    " coalesce(sum(margin_saved), 0) FROM plan_line WHERE plan_id = ?1 AND " +
                        std::string(plans::kOrders) + ") WHERE plan_id = ?1");
    totals.bind(1, planId).run();
    return success();
}

Outcome PlanEdits::apply(const QString& path, const QJsonObject& state)
{
    return changing(path, "change the plan", [&](Store& store) { return applyIn(store, state, {}); });
}

} // namespace merch
