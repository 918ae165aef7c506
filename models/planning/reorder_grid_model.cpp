#include "models/planning/reorder_grid_model.h"

#include "models/grid/format.h"
#include "models/planning/assumption_reach.h"
#include "models/planning/plan_figures.h"

#include <QLocale>

#include <algorithm>
#include <cmath>
#include <limits>

namespace merch
{

using namespace Qt::StringLiterals;

namespace
{

enum Column {
    Product,
    Location,
    Supplier,
    OnHand,
    OnOrder,
    Lead,
    Point,
    UpTo,
    Qty,
    WhatIf,
    Cases,
    Cost,
    Value,
    Saved,
    PerMoney,
    Cover,
    State,
    Flags,
    Sku,
    Demand,
    Safety,
    Service,
    Category,
    Brand
};

constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();
constexpr double kMostUnits = 1e9;
/// What a pasted row may say of its line.
constexpr int kNaming[] = {Product, Location, Sku};

std::vector<GridColumn> columnsOf()
{
    return {
        {.id = u"product"_s,
         .title = ReorderGridModel::tr("Product"),
         .tip = ReorderGridModel::tr("What is ordered, and its SKU"),
         .text = true,
         .width = 190,
         .stretch = true,
         .keepEnds = true},
        {.id = u"location"_s,
         .title = ReorderGridModel::tr("Location"),
         .tip = ReorderGridModel::tr("Where the stock is to stand"),
         .text = true,
         .width = 78,
         .importance = 2,
         .groupable = true},
        {.id = u"supplier"_s,
         .title = ReorderGridModel::tr("Supplier"),
         .tip = ReorderGridModel::tr("Whom it is ordered from"),
         .text = true,
         .width = 96,
         .importance = 12,
         .groupable = true},
        {.id = u"on_hand"_s,
         .title = ReorderGridModel::tr("On\nhand"),
         .tip = ReorderGridModel::tr("Units on the shelf"),
         .width = 50},
        {.id = u"on_order"_s,
         .title = ReorderGridModel::tr("On\norder"),
         .tip = ReorderGridModel::tr("Units ordered before and not yet received"),
         .width = 48,
         .importance = 4},
        {.id = u"lead_days"_s,
         .title = ReorderGridModel::tr("Lead\ndays"),
         .tip = ReorderGridModel::tr("Days from order to stock on the shelf, as a mean"),
         .width = 44,
         .importance = 6},
        {.id = u"order_point"_s,
         .title = ReorderGridModel::tr("Order\npoint"),
         .tip = ReorderGridModel::tr("An order is due when on hand and on order together fall to this"),
         .width = 50,
         .importance = 5},
        {.id = u"order_up_to"_s,
         .title = ReorderGridModel::tr("Order\nup to"),
         .tip = ReorderGridModel::tr("The level that an order fills up to"),
         .width = 50,
         .importance = 8},
        {.id = u"qty"_s,
         .title = ReorderGridModel::tr("Order\nqty"),
         .tip = ReorderGridModel::tr("Units to order. Type over them: minimum quantity and packs are kept"),
         .width = 66,
         .sums = true},
        {.id = u"what_if"_s,
         .title = ReorderGridModel::tr("What-if\nqty"),
         .tip = ReorderGridModel::tr("Units that the what-if would order, and the difference"),
         .width = 84,
         .hidden = true},
        {.id = u"cases"_s,
         .title = ReorderGridModel::tr("Cases"),
         .tip = ReorderGridModel::tr("Packs by units in a pack"),
         .width = 62,
         .importance = 7},
        {.id = u"unit_cost"_s, .title = ReorderGridModel::tr("Unit\ncost"), .width = 62, .importance = 10},
        {.id = u"value"_s,
         .title = ReorderGridModel::tr("Line\nvalue"),
         .tip = ReorderGridModel::tr("Order quantity times unit cost"),
         .width = 66,
         .sums = true},
        {.id = u"margin"_s,
         .title = ReorderGridModel::tr("Margin\nsaved"),
         .tip = ReorderGridModel::tr(
             "Margin that is expected to be lost without this order, less the cost of holding it"),
         .width = 66,
         .sums = true},
        {.id = u"margin_per"_s,
         .title = ReorderGridModel::tr("Margin\nper"),
         .tip =
             ReorderGridModel::tr("Margin saved for each unit of money spent: what the budget takes first"),
         .width = 58,
         .importance = 3},
        {.id = u"cover"_s,
         .title = ReorderGridModel::tr("Cover\ndays"),
         .tip = ReorderGridModel::tr("Days that stock, open orders and this order last at the forecast"),
         .width = 50,
         .importance = 9},
        {.id = u"state"_s,
         .title = ReorderGridModel::tr("State"),
         .text = true,
         .width = 84,
         .importance = 1,
         .groupable = true},
        {.id = u"flags"_s,
         .title = ReorderGridModel::tr("Marks"),
         .tip = ReorderGridModel::tr("Locked, excluded, data that failed a critical check"),
         .width = 58,
         .importance = 11},
        {.id = u"sku"_s, .title = ReorderGridModel::tr("SKU"), .text = true, .width = 96, .hidden = true},
        {.id = u"demand"_s,
         .title = ReorderGridModel::tr("Demand to\ncover"),
         .tip = ReorderGridModel::tr("Expected units over lead time and review period"),
         .width = 78,
         .hidden = true},
        {.id = u"safety"_s,
         .title = ReorderGridModel::tr("Safety\nstock"),
         .tip = ReorderGridModel::tr("The part of the order point above mean demand over the lead time"),
         .width = 60,
         .hidden = true},
        {.id = u"service"_s,
         .title = ReorderGridModel::tr("Service"),
         .tip = ReorderGridModel::tr("Share of order cycles that are to pass without a stockout"),
         .width = 66,
         .hidden = true},
        {.id = u"category"_s,
         .title = ReorderGridModel::tr("Category"),
         .text = true,
         .width = 130,
         .hidden = true,
         .groupable = true},
        {.id = u"brand"_s,
         .title = ReorderGridModel::tr("Brand"),
         .text = true,
         .width = 90,
         .hidden = true,
         .groupable = true},
    };
}

/// Whole units without decimals, goods by weight with what they need.
QString units(double value)
{
    if (!std::isfinite(value))
        return format::count(value);
    const double rounded = std::round(value);
    return std::abs(value - rounded) < 1e-6 ? format::count(rounded) : format::decimal(value, 2);
}

/// Whether a column's number rests on what the line assumes.
bool rests(const ReorderPlanLine& line, int column)
{
    switch (column) {
    case Supplier:
        return restsOn(line.assumed, Figure::Supplier);
    case OnHand:
        return restsOn(line.assumed, Figure::OnHand);
    case Lead:
        return restsOn(line.assumed, Figure::LeadTime);
    case Cost:
        return restsOn(line.assumed, Figure::UnitCost);
    case Demand:
        return restsOn(line.assumed, Figure::Demand);
    case Service:
        return restsOn(line.assumed, Figure::Service);
    case Point:
    case UpTo:
    case Safety:
        return restsOn(line.assumed, Figure::Level);
    case Qty:
    case WhatIf:
    case Cases:
    case Value:
    case Saved:
    case PerMoney:
    case Cover:
        return restsOn(line.assumed, Figure::Quantity);
    default:
        return false;
    }
}

} // namespace

ReorderGridModel::ReorderGridModel(QObject* parent)
    : GridModel(columnsOf(), parent)
{
    applyPredicate();
}

void ReorderGridModel::setPlan(ReorderPlan plan)
{
    const bool money = plan.currency != m_plan.currency;
    m_minor = minorPerUnit(plan.currency);
    bool same = plan.planId == m_plan.planId && plan.planId != 0 &&
                plan.lines.size() == m_plan.lines.size() &&
                plan.budget.has_value() == m_plan.budget.has_value();
    for (std::size_t i = 0; same && i < plan.lines.size(); ++i)
        same = m_itemOfLine.contains(plan.lines[i].line);
    if (same && groupBy().isEmpty()) {
        // Items stay where they are, whatever rank they have now.
        std::vector<char> shownBefore(m_plan.lines.size());
        for (int item = 0; item < itemCount(); ++item)
            shownBefore[static_cast<std::size_t>(item)] = passes(item);
        std::vector<ReorderPlanLine> lines(plan.lines.size());
        for (ReorderPlanLine& line : plan.lines)
            lines[static_cast<std::size_t>(m_itemOfLine.value(line.line))] = std::move(line);
        plan.lines = std::move(lines);
        m_plan = std::move(plan);
        m_pending.clear();
        m_below = belowMinimum(m_plan);
        for (int item = 0; item < itemCount(); ++item)
            same &= passes(item) == static_cast<bool>(shownBefore[static_cast<std::size_t>(item)]) ||
                    shownBefore[static_cast<std::size_t>(item)];
        if (same && filters().empty()) {
            arrangeAgain();
            emit dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
        } else {
            itemsChanged();
        }
        return;
    }
    const bool another = plan.planId != m_plan.planId;
    m_plan = std::move(plan);
    m_pending.clear();
    if (another)
        m_whatIf.clear();
    if (m_whatIf.size() != m_plan.lines.size())
        m_whatIf.clear();
    m_below = belowMinimum(m_plan);
    m_itemOfLine.clear();
    for (std::size_t i = 0; i < m_plan.lines.size(); ++i)
        m_itemOfLine.insert(m_plan.lines[i].line, static_cast<int>(i));
    itemsReset();
    if (money)
        emit headerDataChanged(Qt::Horizontal, 0, columnCount() - 1);
}

int ReorderGridModel::itemOfLine(int line) const
{
    return m_itemOfLine.value(line, -1);
}

int ReorderGridModel::itemOf(const QString& sku, const QString& location) const
{
    for (std::size_t i = 0; i < m_plan.lines.size(); ++i)
        if (m_plan.lines[i].sku == sku && (location.isEmpty() || m_plan.lines[i].location == location))
            return static_cast<int>(i);
    return -1;
}

QString ReorderGridModel::supplierName(const QString& code) const
{
    for (int item = 0; item < itemCount(); ++item)
        if (line(item).supplier == code)
            return QString(u""_s + text(item, Supplier));
    return {};
}

QString ReorderGridModel::supplierCode(const QString& name) const
{
    for (int item = 0; item < itemCount(); ++item)
        if (text(item, Supplier) == name)
            return QString(u""_s + line(item).supplier);
    return {};
}

void ReorderGridModel::tryBudget(std::optional<std::int64_t> budget)
{
    const bool divider = m_plan.budget.has_value();
    applyBudget(m_plan, budget);
    m_below = belowMinimum(m_plan);
    if (divider != budget.has_value() || !groupBy().isEmpty() || !filters().empty()) {
        itemsChanged();
        return;
    }
    valuesChanged();
}

bool ReorderGridModel::passes(int item) const
{
    const ReorderPlanLine& l = line(item);
    if (!m_location.isEmpty() && l.location != m_location)
        return false;
    if (!m_category.isEmpty() && l.category != m_category && !l.category.startsWith(m_category + u" > "_s))
        return false;
    if (m_onlyChanged && !m_whatIf.empty()) {
        const double then = m_whatIf[static_cast<std::size_t>(item)];
        return std::isfinite(then) && then != (l.orders() ? l.orderQty : 0.0);
    }
    const bool touched = isEdited(l) || l.locked || !l.excluded.isEmpty();
    switch (m_show) {
    case Shown::Orders:
        return touched || l.proposedQty > 0 || l.orderQty > 0;
    case Shown::Edited:
        return touched;
    case Shown::All:
        break;
    }
    return true;
}

void ReorderGridModel::applyPredicate()
{
    setPredicate([this](int item) { return passes(item); });
}

void ReorderGridModel::setShown(Shown shown)
{
    if (shown == m_show)
        return;
    m_show = shown;
    applyPredicate();
}

void ReorderGridModel::setScope(const QString& location, const QString& category)
{
    if (location == m_location && category == m_category)
        return;
    m_location = location;
    m_category = category;
    applyPredicate();
}

void ReorderGridModel::setEditable(bool editable)
{
    if (editable == m_editable)
        return;
    m_editable = editable;
    if (rowCount() > 0)
        emit dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
}

void ReorderGridModel::setWhatIf(std::vector<double> quantities, bool onlyChanged)
{
    m_whatIf = std::move(quantities);
    if (m_whatIf.size() != m_plan.lines.size())
        m_whatIf.clear();
    m_onlyChanged = onlyChanged;
    applyPredicate();
}

void ReorderGridModel::addPending(const std::vector<std::pair<int, double>>& itemQuantities)
{
    for (const auto& [item, quantity] : itemQuantities)
        m_pending.insert(item, quantity);
    for (const auto& [item, quantity] : itemQuantities)
        itemChanged(item);
}

std::pair<QString, QString> ReorderGridModel::dividerTexts() const
{
    if (!m_plan.budget)
        return {};
    const std::int64_t spend = m_plan.orderValue(), left = *m_plan.budget - spend;
    const auto money = [this](std::int64_t minor) {
        return format::money(majorUnits(minor, m_plan.currency), m_plan.currency);
    };
    const QString spent = left >= 0 ? tr("%1 spent, %2 not spent").arg(money(spend), money(left))
                                    : tr("%1 spent, %2 over it by hand").arg(money(spend), money(-left));
    return {
        tr("Budget of %1 ends here: %2").arg(money(*m_plan.budget), spent),
        tr("lines below are not ordered")};
}

std::optional<double> ReorderGridModel::quantityOf(const QString& typed)
{
    const QString plain = typed.simplified();
    bool good = false;
    double value = QLocale().toDouble(plain, &good);
    if (!good)
        value = QLocale::c().toDouble(plain, &good);
    if (!good || !std::isfinite(value) || value < 0 || value > kMostUnits)
        return {};
    return value;
}

int ReorderGridModel::paste(int row, int column, const QList<QStringList>& table)
{
    // One edit, whatever is pasted: the quantity column takes its part of the table, the rest is left alone.
    // A block that names its products finds their lines, also where it was sorted in a spreadsheet.
    const bool narrow =
        std::all_of(table.begin(), table.end(), [](const QStringList& cells) { return cells.size() <= 1; });
    const auto part = [&](const QStringList& cells, int wanted) {
        return narrow ? QString() : cells.value(wanted - column).trimmed();
    };
    const auto quantityText = [&](const QStringList& cells) {
        return narrow ? cells.value(0).trimmed() : part(cells, Qty);
    };
    const auto names = [&](const QStringList& cells) {
        return !part(cells, Product).isEmpty() || !part(cells, Sku).isEmpty();
    };
    const auto isNamed = [&](const QStringList& cells, int item) {
        return std::all_of(std::begin(kNaming), std::end(kNaming), [&](int one) {
            const QString said = part(cells, one);
            return said.isEmpty() || said == text(item, one).simplified();
        });
    };
    QHash<QString, std::vector<int>> bySku; // and by title
    const auto lookUp = [&](const QStringList& cells) {
        if (bySku.isEmpty())
            for (int r = 0; r < rowCount(); ++r)
                if (const int item = itemAt(r); item >= 0) {
                    bySku[line(item).sku].push_back(item);
                    if (const QString title = text(item, Product).simplified(); title != line(item).sku)
                        bySku[title].push_back(item);
                }
        int found = -1;
        const QString sku = part(cells, Sku);
        for (const int item : bySku.value(sku.isEmpty() ? part(cells, Product) : sku)) {
            if (!isNamed(cells, item))
                continue;
            if (found >= 0)
                return -1; // two lines bear the name: better none than the wrong one
            found = item;
        }
        return found;
    };

    std::vector<std::pair<int, double>> typed;
    int locked = 0, unknown = 0;
    QStringList wrong;
    int target = row;
    for (qsizetype r = 0; r < table.size(); ++r) {
        const QStringList& cells = table[r];
        const QString asked = quantityText(cells);
        const std::optional<double> quantity = quantityOf(asked);
        if (r == 0 && table.size() > 1 && !asked.isEmpty() && !quantity && quantityOf(quantityText(table[1])))
            continue; // the heading of the column
        while (target < rowCount() && rowKind(target) != RowKind::Item)
            ++target;
        int item = itemAt(target++);
        if (asked.isEmpty())
            continue;
        if (names(cells) && (item < 0 || !isNamed(cells, item))) {
            item = lookUp(cells);
            if (item < 0) {
                ++unknown;
                continue;
            }
        }
        if (item < 0)
            continue;
        if (!quantity)
            wrong << asked;
        else if (line(item).locked)
            ++locked;
        else if (isEditable(item, Qty))
            typed.emplace_back(item, *quantity);
    }
    if (typed.empty()) {
        emit refused(
            !m_editable        ? tr("This plan can no longer be edited.")
            : locked > 0       ? tr("The lines there are locked.")
            : unknown > 0      ? tr("What was pasted names no line that is shown.")
            : !wrong.isEmpty() ? tr("“%1” is not a quantity.").arg(wrong.front())
                               : tr("Stand on an order quantity to paste a column of quantities."));
        return 0;
    }
    QStringList left;
    if (!wrong.isEmpty())
        left << tr("%n pasted cell(s) are no quantity and were left out, “%1” first.", nullptr,
                   static_cast<int>(wrong.size()))
                    .arg(wrong.front());
    if (unknown > 0)
        left << tr("%n pasted row(s) name no line that is shown and were left out.", nullptr, unknown);
    if (locked > 0)
        left << tr("%n locked line(s) were left as they are.", nullptr, locked);
    emit quantitiesTyped(typed);
    if (!left.isEmpty())
        emit refused(left.join(u' '));
    return static_cast<int>(typed.size());
}

bool ReorderGridModel::isEditable(int item, int column) const
{
    return column == Qty && m_editable && !line(item).locked && line(item).excluded.isEmpty() &&
           merch::isEditable(line(item).state);
}

QVariant ReorderGridModel::editValue(int item, int column) const
{
    if (column != Qty)
        return GridModel::editValue(item, column);
    QLocale plain;
    plain.setNumberOptions(QLocale::OmitGroupSeparator);
    return plain.toString(shownQuantity(item), 'g', 12);
}

bool ReorderGridModel::edit(int item, int, const QVariant& value)
{
    const QString typed = value.toString();
    const std::optional<double> quantity = quantityOf(typed.trimmed().isEmpty() ? u"0"_s : typed);
    if (!quantity) {
        emit refused(tr("“%1” is not a quantity.").arg(typed));
        return false;
    }
    if (*quantity == shownQuantity(item) && line(item).inBudget)
        return false;
    emit quantitiesTyped({{item, *quantity}});
    return true;
}

double ReorderGridModel::shownQuantity(int item) const
{
    const auto pending = m_pending.constFind(item);
    if (pending != m_pending.cend())
        return *pending;
    const ReorderPlanLine& l = line(item);
    return isCut(l) ? std::max(l.orderQty, l.proposedQty) : l.orderQty;
}

double ReorderGridModel::number(int item, int column) const
{
    const ReorderPlanLine& l = line(item);
    const bool cut = isCut(l);
    switch (column) {
    case OnHand:
        return l.onHand.value_or(kUnknown);
    case OnOrder:
        return l.onOrder;
    case Lead:
        return l.leadTimeDays;
    case Point:
        return l.orderPoint;
    case UpTo:
        return l.orderUpTo;
    case Qty:
        return shownQuantity(item);
    case WhatIf:
        return m_whatIf.empty() ? kUnknown : m_whatIf[static_cast<std::size_t>(item)];
    case Cases:
        return casesOf(l, shownQuantity(item));
    case Cost:
        return l.unitCost;
    case Value:
        return cut ? shownQuantity(item) * l.unitCost : static_cast<double>(l.orderValue) / m_minor;
    case Saved: {
        if (!cut || l.marginSaved != 0)
            return static_cast<double>(l.marginSaved) / m_minor;
        double all = 0;
        for (const float margin : l.caseMargins)
            all += margin;
        return all / m_minor;
    }
    case PerMoney: {
        const double value = number(item, Value);
        return value > 0 ? number(item, Saved) / value : kUnknown;
    }
    case Cover:
        return l.coverDays;
    case Flags:
        return (l.locked ? 4 : 0) + (l.excluded.isEmpty() ? 0 : 2) + (l.critical.isEmpty() ? 0 : 1);
    case Demand:
        return l.demandMean;
    case Safety:
        return l.safetyStock;
    case Service:
        return l.service * 100.0;
    default:
        return kUnknown;
    }
}

double ReorderGridModel::summand(int item, int column) const
{
    const ReorderPlanLine& l = line(item);
    if (column == WhatIf)
        return number(item, column);
    return l.orders() ? number(item, column) : 0.0;
}

QString ReorderGridModel::text(int item, int column) const
{
    const ReorderPlanLine& l = line(item);
    switch (column) {
    case Product:
        return l.title.isEmpty() ? l.sku : l.title;
    case Location:
        return l.locationName.isEmpty() ? l.location : l.locationName;
    case Supplier:
        return l.supplierName.isEmpty() ? l.supplier : l.supplierName;
    case State:
        return stateCell(l).text;
    case Sku:
        return l.sku;
    case Category:
        return l.category;
    case Brand:
        return l.brand;
    default:
        return {};
    }
}

QString ReorderGridModel::searchText(int item) const
{
    const ReorderPlanLine& l = line(item);
    return QStringList{l.sku,      l.title,        l.category, l.brand,
                       l.location, l.locationName, l.supplier, l.supplierName}
        .join(u'\n');
}

QString ReorderGridModel::assumedTip(const ReorderPlanLine& line, const QString& before) const
{
    const QString tip = tr("Rests on an assumption: %1.").arg(assumedInWords(line.assumed));
    return before.isEmpty() ? tip : before + u'\n' + tip;
}

Cell ReorderGridModel::cell(int item, int column) const
{
    const ReorderPlanLine& l = line(item);
    const bool below = !l.orders();
    Cell c;
    c.faded = below && (l.excluded.isEmpty() ? isCut(l) : true);
    c.assumed = rests(l, column);
    switch (column) {
    case Product:
        c.text = text(item, column);
        c.note = l.title.isEmpty() ? QString() : l.sku;
        c.strong = true;
        return c;
    case Location:
    case Category:
    case Brand:
    case Sku:
        c.kind = Cell::Kind::Muted;
        c.text = text(item, column);
        return c;
    case Supplier:
        c.kind = Cell::Kind::Muted;
        c.text = text(item, column);
        if (c.text.isEmpty())
            c.text = u"–"_s;
        if (c.assumed)
            c.tip = assumedTip(l, {});
        return c;
    case State:
        return stateCell(l);
    case Flags:
        return flagsCell(l);
    default:
        break;
    }
    c.kind = Cell::Kind::Number;
    const double value = number(item, column);
    switch (column) {
    case OnOrder:
        c.text = value == 0 ? u"–"_s : units(value);
        break;
    case Lead:
        c.text = format::decimal(value, std::abs(value - std::round(value)) < 0.05 ? 0 : 1);
        if (l.leadTimeSd > 0)
            c.tip = tr("%1 days, give or take %2").arg(c.text, format::decimal(l.leadTimeSd, 1));
        break;
    case Qty: {
        c.text = units(value);
        c.strong = true;
        c.editable = isEditable(item, Qty);
        c.edited = m_pending.contains(item) ||
                   (isEdited(l) && merch::isEditable(m_plan.state) && l.excluded.isEmpty() && l.inBudget);
        if (isEdited(l) && l.inBudget)
            c.tip = tr("The plan proposes %1.").arg(units(l.proposedQty));
        else if (l.locked)
            c.tip = tr("Locked. Press L to unlock it.");
        else if (!l.excluded.isEmpty())
            c.tip = tr("Excluded: %1").arg(l.excluded);
        else
            c.tip = l.reason;
        break;
    }
    case WhatIf: {
        c.text = units(value);
        const double now = l.orders() ? l.orderQty : 0.0;
        if (std::isfinite(value) && value != now) {
            c.strong = true;
            c.text += u" ("_s + format::signedCount(value - now) + u')';
        }
        c.faded = false;
        c.assumed = false;
        break;
    }
    case Cases:
        c.text = value > 0 && l.packSize > 1 ? u"%1 × %2"_s.arg(format::count(value), units(l.packSize))
                 : value > 0                 ? format::count(value)
                                             : u"–"_s;
        if (l.moq > 0)
            c.tip = tr("Packs of %1, at least %2").arg(units(l.packSize), units(l.moq));
        break;
    case Cost:
        c.text = format::decimal(value, 2);
        break;
    case Value:
        c.text = value == 0 ? u"–"_s : format::count(value);
        break;
    case Saved:
        c.text = value == 0 && l.orderQty == 0 ? u"–"_s : format::count(value);
        c.strong = l.orders();
        break;
    case PerMoney:
        c.text = format::decimal(value, 2);
        break;
    case Cover:
        c.text = value >= 999 ? u"999+"_s : format::count(value);
        break;
    case Service:
        c.text = format::percent(l.service, l.service >= 0.995 ? 1 : 0);
        break;
    case Demand:
    case Safety:
        c.text = format::decimal(value, value < 10 ? 1 : 0);
        break;
    default:
        c.text = units(value);
    }
    if (c.text == u"–"_s)
        c.assumed = false;
    if (c.assumed)
        c.tip = assumedTip(l, c.tip);
    return c;
}

Cell ReorderGridModel::stateCell(const ReorderPlanLine& l) const
{
    Cell c;
    c.kind = Cell::Kind::Pill;
    if (!l.excluded.isEmpty()) {
        c.text = tr("Excluded");
        c.tip = l.excluded;
        c.faded = true;
    } else if (isCut(l)) {
        c.text = tr("Cut");
        c.tip = tr("The budget ends before this line.");
        c.faded = true;
    } else if (!l.orders()) {
        // Stock is enough where there is a level to reach; without one its reason says why nothing is
        // ordered.
        const bool enough = l.orderUpTo > 0 && l.onHand.value_or(0) + l.onOrder > l.orderPoint;
        c.text = isEdited(l)           ? tr("Edited")
                 : enough              ? tr("Enough")
                 : l.demandMean <= 0.0 ? tr("No sales")
                                       : tr("No order");
        c.tone = isEdited(l) ? Tone::Bad : Tone::Neutral;
        c.tip = isEdited(l) ? tr("The plan proposes %1.").arg(units(l.proposedQty)) : l.reason;
    } else if (!merch::isEditable(l.state)) {
        c.text = stateTitle(l.state);
        c.tone = l.state == PlanState::Submitted  ? Tone::Accent
                 : l.state == PlanState::Rejected ? Tone::Bad
                                                  : Tone::Good;
    } else if (isEdited(l)) {
        c.text = tr("Edited");
        c.tone = Tone::Bad;
        c.tip = tr("The plan proposes %1.").arg(units(l.proposedQty));
    } else if (!l.critical.isEmpty()) {
        c.text = tr("Check data");
        c.tone = Tone::Warn;
        c.tip = l.critical;
    } else if (m_below.contains(l.supplier)) {
        c.text = tr("Below min");
        c.tone = Tone::Warn;
        c.tip = tr("The orders from this supplier do not reach its minimum order value.");
    } else {
        c.text = tr("Ready");
        c.tone = Tone::Good;
    }
    return c;
}

Cell ReorderGridModel::flagsCell(const ReorderPlanLine& l) const
{
    Cell c;
    c.kind = Cell::Kind::Flags;
    c.flags
        << (l.locked ? CellFlag{u"lock"_s, Tone::Accent, tr("Locked: the quantity stays as it is")}
                     : CellFlag{});
    if (!l.excluded.isEmpty())
        c.flags << CellFlag{u"ban"_s, Tone::Neutral, tr("Excluded: %1").arg(l.excluded)};
    else if (!l.critical.isEmpty())
        c.flags << CellFlag{u"triangle-alert"_s, Tone::Warn, l.critical};
    else
        c.flags << CellFlag{};
    return c;
}

Cell ReorderGridModel::groupCell(const QString& name, int members, double sum, int column) const
{
    Cell c = GridModel::groupCell(name, members, sum, column);
    if (column == Qty)
        c.text = units(sum);
    // A supplier's group is its purchase order: does it reach what the supplier accepts?
    if (column != State || groupBy() != u"supplier")
        return c;
    const QString code = supplierCode(name);
    const auto total = std::find_if(m_plan.suppliers.begin(), m_plan.suppliers.end(), [&](const auto& one) {
        return one.supplier == code;
    });
    if (total == m_plan.suppliers.end() || !total->minOrderValue)
        return c;
    const auto money = [this](std::int64_t minor) {
        return format::money(majorUnits(minor, m_plan.currency), m_plan.currency);
    };
    c.kind = Cell::Kind::Pill;
    c.text = total->belowMinimum() ? tr("Below min") : tr("Min met");
    c.tone = total->belowMinimum() ? Tone::Warn : Tone::Good;
    c.tip = total->belowMinimum()
                ? tr("%1 are short of the minimum order value of %2.")
                      .arg(money(*total->minOrderValue - total->orderValue), money(*total->minOrderValue))
                : tr("The minimum order value is %1.").arg(money(*total->minOrderValue));
    return c;
}

void ReorderGridModel::arrange(std::vector<int>& order) const
{
    if (!m_plan.budget || !groupBy().isEmpty() || order.empty() || (m_onlyChanged && hasWhatIf()))
        return;
    const auto cut =
        std::stable_partition(order.begin(), order.end(), [this](int item) { return line(item).orders(); });
    order.insert(cut, kDivider);
}

QVariant ReorderGridModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    const QVariant title = GridModel::headerData(section, orientation, role);
    const bool money = section == Cost || section == Value || section == Saved || section == PerMoney;
    if (orientation != Qt::Horizontal || !money || m_plan.currency.isEmpty() ||
        (role != Qt::DisplayRole && role != Qt::AccessibleTextRole))
        return title;
    return QString(title.toString() + u' ' + format::currencySign(m_plan.currency).trimmed());
}

} // namespace merch

#include "moc_reorder_grid_model.cpp"
