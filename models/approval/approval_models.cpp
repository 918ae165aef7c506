#include "models/approval/approval_models.h"

#include "models/export/plan_rows.h"
#include "models/grid/format.h"
#include "models/planning/assumption_reach.h"

#include <QCoreApplication>
#include <QSet>

#include <algorithm>
#include <cmath>
#include <limits>

namespace merch
{
namespace
{

constexpr double kNothing = std::numeric_limits<double>::quiet_NaN();
constexpr qint64 kDay = 24 * 3600 * 1000;

QString units(double value)
{
    return format::decimal(value, value == std::floor(value) ? 0 : 1);
}

/// "82 → 90"; what was not known before is a dash.
QString change(std::optional<double> before, double after)
{
    return (before ? units(*before) : QStringLiteral("–")) + QStringLiteral(" \u2192 ") + units(after);
}

GridColumn column(const char* id, const QString& title, const QString& tip, int width, int importance = 0)
{
    GridColumn made;
    made.id = QLatin1String(id);
    made.title = title;
    made.tip = tip;
    made.width = width;
    made.importance = importance;
    return made;
}

GridColumn words(GridColumn made, bool groups = false)
{
    made.text = true;
    made.groupable = groups;
    return made;
}

GridColumn summed(GridColumn made)
{
    made.sums = true;
    return made;
}

GridColumn keepingEnds(GridColumn made)
{
    made.keepEnds = true;
    return made;
}

GridColumn stretching(GridColumn made)
{
    made.stretch = true;
    return made;
}

GridColumn unseen(GridColumn made)
{
    made.hidden = true;
    return made;
}

Tone stateTone(PlanState state)
{
    switch (state) {
    case PlanState::Approved:
    case PlanState::Exported:
        return Tone::Good;
    case PlanState::Rejected:
        return Tone::Bad;
    case PlanState::Returned:
        return Tone::Warn;
    case PlanState::Submitted:
        return Tone::Accent;
    case PlanState::Draft:
        break;
    }
    return Tone::Neutral;
}

} // namespace

QString planTitle(const PlanSummary& plan)
{
    const QString number = QString::number(plan.planId);
    if (plan.kind == QLatin1String("prices"))
        return PlanQueueModel::tr("Price plan %1").arg(number);
    if (plan.kind == QLatin1String("markdown"))
        return PlanQueueModel::tr("Markdown plan %1").arg(number);
    return PlanQueueModel::tr("Reorder plan %1").arg(number);
}

QString riskTitle(PlanRisk risk)
{
    return risk == PlanRisk::High     ? PlanQueueModel::tr("High risk")
           : risk == PlanRisk::Medium ? PlanQueueModel::tr("Medium risk")
                                      : PlanQueueModel::tr("Low risk");
}

Tone riskTone(PlanRisk risk)
{
    return risk == PlanRisk::High ? Tone::Bad : risk == PlanRisk::Medium ? Tone::Warn : Tone::Good;
}

QString ageText(qint64 ms, qint64 nowMs)
{
    return format::age(static_cast<double>(nowMs - ms) / static_cast<double>(kDay));
}

PlanQueueModel::Part PlanQueueModel::partOf(PlanState state)
{
    return state == PlanState::Submitted ? Part::Waiting : isEditable(state) ? Part::Drafts : Part::Decided;
}

void PlanQueueModel::setPlans(std::vector<PlanSummary> plans, const QString& currency, qint64 nowMs)
{
    beginResetModel();
    m_plans = std::move(plans);
    m_currency = currency;
    m_now = nowMs;
    rebuild();
    endResetModel();
}

void PlanQueueModel::setPart(Part part)
{
    if (part == m_part)
        return;
    beginResetModel();
    m_part = part;
    rebuild();
    endResetModel();
}

void PlanQueueModel::rebuild()
{
    m_rows.clear();
    for (std::size_t i = 0; i < m_plans.size(); ++i)
        if (partOf(m_plans[i].state) == m_part)
            m_rows.push_back(static_cast<int>(i));
    // What has waited longest is decided first.
    if (m_part == Part::Waiting)
        std::stable_sort(m_rows.begin(), m_rows.end(), [this](int a, int b) {
            return m_plans[static_cast<std::size_t>(a)].submittedAt <
                   m_plans[static_cast<std::size_t>(b)].submittedAt;
        });
}

int PlanQueueModel::countOf(Part part) const
{
    return static_cast<int>(std::count_if(m_plans.begin(), m_plans.end(), [part](const PlanSummary& plan) {
        return partOf(plan.state) == part;
    }));
}

const PlanSummary* PlanQueueModel::find(std::int64_t planId) const
{
    const auto found = std::find_if(
        m_plans.begin(), m_plans.end(), [planId](const PlanSummary& plan) { return plan.planId == planId; });
    return found == m_plans.end() ? nullptr : &*found;
}

int PlanQueueModel::rowOf(std::int64_t planId) const
{
    for (int row = 0; row < rowCount(); ++row)
        if (plan(row).planId == planId)
            return row;
    return -1;
}

QString PlanQueueModel::age(int row) const
{
    const PlanSummary& p = plan(row);
    return ageText(p.submittedAt > 0 ? p.submittedAt : p.madeAt, m_now);
}

int PlanQueueModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

QVariant PlanQueueModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid())
        return {};
    const PlanSummary& p = plan(index.row());
    if (role == Qt::DisplayRole || role == Qt::AccessibleTextRole)
        return tr("%1, %2, %3 to spend, %4 saved, %5, %Ln line(s), %6", nullptr, p.orderLines)
            .arg(
                planTitle(p), stateTitle(p.state),
                format::money(majorUnits(p.orderValue, m_currency), m_currency),
                format::money(majorUnits(p.marginSaved, m_currency), m_currency), riskTitle(p.risk),
                age(index.row()));
    if (role == Qt::ToolTipRole)
        return tr("Made by %1 from data up to %2. %3: %4.")
            .arg(p.madeBy, format::day(p.asOf), riskTitle(p.risk), p.riskReason);
    return {};
}

PlanLinesModel::PlanLinesModel(QObject* parent)
    : GridModel(
          {words(column("take", tr("Take"), tr("Lines that the decision takes. Space ticks"), 50)),
           keepingEnds(stretching(words(column("product", tr("Product"), tr("Title and SKU"), 156)))),
           words(column("location", tr("At"), tr("Where it is to be delivered"), 50), true),
           unseen(words(column("supplier", tr("Supplier"), tr("Who delivers it"), 80, 7), true)),
           column(
               "stock", tr("Position\nnow \u2192 then"),
               tr("Units on hand and on order together: now, and with this order"), 88, 1),
           column(
               "order_point", tr("Min"),
               tr("Stock at which to order: what holds at the shelf today, and what this plan works with"),
               88, 5),
           column(
               "order_up_to", tr("Max"),
               tr("Stock to order up to: what holds at the shelf today, and what this plan works with"), 88,
               4),
           summed(column("order", tr("Order\nunits"), tr("What is ordered, in whole packs"), 56)),
           summed(column("value", tr("Value"), tr("What the order costs"), 62)),
           summed(column(
               "margin", tr("Saves"), tr("Expected margin that the order saves, against not ordering"), 58,
               2)),
           words(column(
               "marks", tr("Look\nat"),
               tr("Not as proposed, inputs changed since, resting on an assumption, or held to the simple "
                  "rule"),
               52, 3)),
           unseen(words(column("state", tr("State"), tr("Where the line stands"), 92, 4), true)),
           unseen(words(column("why", tr("Why"), tr("Why this quantity"), 220, 6)))},
          parent)
{
    setPredicate([this](int item) { return m_all || line(item).orders(); });
}

void PlanLinesModel::setLines(
    std::int64_t planId, std::int64_t submission, std::vector<PlanLine> lines, const QString& currency)
{
    QSet<int> kept; // lines whose tick was set by hand against the rule, in the same submission
    if (planId == m_planId && submission == m_submission)
        for (std::size_t i = 0; i < m_lines.size(); ++i)
            if (m_ticked[i])
                kept.insert(m_lines[i].line);
    const bool same = planId == m_planId && submission == m_submission && !m_lines.empty();
    m_planId = planId;
    m_submission = submission;
    m_currency = currency;
    m_lines = std::move(lines);
    // What the decision is about stands first.
    std::stable_partition(m_lines.begin(), m_lines.end(), [](const PlanLine& l) {
        return l.state == PlanState::Submitted && l.orders() && (!l.critical.isEmpty() || l.changedItself);
    });
    m_ticked.assign(m_lines.size(), 0);
    for (int item = 0; item < itemCount(); ++item) {
        const PlanLine& l = line(item);
        const bool byRule = !needsLook(item);
        m_ticked[static_cast<std::size_t>(item)] = waits(item) && (same ? kept.contains(l.line) : byRule);
    }
    itemsReset();
    emit ticksChanged();
}

void PlanLinesModel::toggle(const std::vector<int>& items)
{
    bool all = true, any = false;
    for (const int item : items) {
        if (item < 0 || !waits(item))
            continue;
        any = true;
        all = all && ticked(item);
    }
    if (!any)
        return;
    for (const int item : items) {
        if (item < 0 || !waits(item))
            continue;
        m_ticked[static_cast<std::size_t>(item)] = !all;
        itemChanged(item);
    }
    emit ticksChanged();
}

int PlanLinesModel::tickedCount() const
{
    return static_cast<int>(std::count(m_ticked.begin(), m_ticked.end(), char(1)));
}

int PlanLinesModel::waitingCount() const
{
    int n = 0;
    for (int item = 0; item < itemCount(); ++item)
        n += waits(item);
    return n;
}

int PlanLinesModel::heldCount() const
{
    int n = 0;
    for (int item = 0; item < itemCount(); ++item)
        n += waits(item) && !ticked(item) && needsLook(item);
    return n;
}

std::vector<LineKey> PlanLinesModel::tickedKeys() const
{
    std::vector<LineKey> keys;
    for (int item = 0; item < itemCount(); ++item)
        if (ticked(item))
            keys.push_back({line(item).sku, line(item).location});
    return keys;
}

PlanLinesModel::Sums PlanLinesModel::sums() const
{
    const bool deciding = waitingCount() > 0;
    const bool allRejected = std::none_of(m_lines.begin(), m_lines.end(), [](const PlanLine& l) {
        return l.orders() && l.state != PlanState::Rejected;
    });
    Sums sums;
    QSet<QString> suppliers;
    for (int item = 0; item < itemCount(); ++item) {
        const PlanLine& l = line(item);
        const bool bought = l.orders() && (l.state != PlanState::Rejected || allRejected);
        if (deciding ? !ticked(item) : !bought)
            continue;
        ++sums.lines;
        sums.value += l.orderValue;
        sums.margin += l.marginSaved;
        if (!l.assumed.isEmpty())
            sums.assumed += l.orderValue;
        suppliers.insert(l.supplier);
    }
    sums.suppliers = static_cast<int>(suppliers.size());
    return sums;
}

void PlanLinesModel::showAll(bool all)
{
    if (m_all == all)
        return;
    m_all = all;
    setPredicate([this](int item) { return m_all || line(item).orders(); });
}

QString PlanLinesModel::searchText(int item) const
{
    const PlanLine& l = line(item);
    return QStringList{l.sku, l.title, l.location, l.supplier, l.reason, stateTitle(l.state)}.join(u' ');
}

Cell PlanLinesModel::cell(int item, int column) const
{
    const PlanLine& l = line(item);
    Cell cell;
    cell.faded = !l.orders();
    const auto number = [&](const QString& text) {
        cell.kind = Cell::Kind::Number;
        cell.text = text;
        return cell;
    };
    switch (column) {
    case Take:
        if (!waits(item)) {
            cell.kind = Cell::Kind::Muted;
            return cell;
        }
        cell.kind = Cell::Kind::Tick;
        cell.mid = ticked(item) ? 1.0F : 0.0F;
        cell.text = ticked(item) ? tr("taken") : tr("left out");
        return cell;
    case Product:
        cell.text = l.title.isEmpty() ? l.sku : l.title;
        cell.note = l.title.isEmpty() ? QString() : l.sku;
        cell.strong = true;
        cell.tip = l.title.isEmpty() ? l.sku : tr("%1 (%2)").arg(l.title, l.sku);
        if (!l.excluded.isEmpty())
            cell.tip += tr("\nExcluded: %1").arg(l.excluded);
        else if (!l.inBudget)
            cell.tip += tr("\nBeyond the budget");
        return cell;
    case Location:
        cell.text = l.location;
        return cell;
    case Supplier:
        cell.kind = Cell::Kind::Muted;
        cell.text = l.supplier;
        return cell;
    case Stock: {
        const double have = l.onHand.value_or(0) + l.onOrder, then = have + (l.orders() ? l.orderQty : 0);
        number(l.onHand ? units(have) + QStringLiteral(" \u2192 ") + units(then) : change({}, then));
        cell.assumed = restsOn(l.assumed, Figure::OnHand);
        cell.tip = l.onHand ? tr("%1 on hand, %2 on order").arg(units(*l.onHand), units(l.onOrder))
                            : tr("Stock on hand is not known");
        return cell;
    }
    case OrderPoint:
        number(change(l.minToday, l.orderPoint));
        cell.assumed = restsOn(l.assumed, Figure::Level);
        return cell;
    case OrderUpTo:
        number(change(l.maxToday, l.orderUpTo));
        cell.assumed = restsOn(l.assumed, Figure::Level);
        return cell;
    case Order:
        number(units(l.orders() ? l.orderQty : 0));
        cell.assumed = l.orders() && restsOn(l.assumed, Figure::Quantity);
        cell.strong = true;
        if (l.orderQty != l.proposedQty)
            cell.tip = tr("%1 were proposed").arg(units(l.proposedQty));
        return cell;
    case Value:
        number(
            l.orders() ? format::money(majorUnits(l.orderValue, m_currency), m_currency)
                       : QStringLiteral("–"));
        cell.assumed = l.orders() && restsOn(l.assumed, Figure::Quantity);
        return cell;
    case Margin:
        number(
            l.orders() ? format::money(majorUnits(l.marginSaved, m_currency), m_currency)
                       : QStringLiteral("–"));
        cell.assumed = l.orders() && restsOn(l.assumed, Figure::Quantity);
        return cell;
    case Marks: {
        cell.kind = Cell::Kind::Flags;
        QStringList said;
        const auto flag = [&](bool on, const char* icon, Tone tone, const QString& tip) {
            if (!on)
                return;
            cell.flags.append({QLatin1String(icon), tone, tip});
            said << tip;
        };
        flag(!l.critical.isEmpty(), "triangle-alert", Tone::Bad, tr("Failed check: %1").arg(l.critical));
        flag(!l.changed.isEmpty(), "refresh-cw", Tone::Bad, tr("Changed: %1").arg(l.changed));
        flag(
            l.orderQty != l.proposedQty, l.orderQty > l.proposedQty ? "pencil" : "minus", Tone::Accent,
            l.orderQty > l.proposedQty
                ? tr("By hand: %1 were proposed").arg(units(l.proposedQty))
                : tr("%1 of the %2 proposed").arg(units(l.orderQty), units(l.proposedQty)));
        flag(
            !l.assumed.isEmpty(), "circle-help", Tone::Warn,
            tr("Rests on assumptions: %1").arg(assumedInWords(l.assumed)));
        cell.text = said.join(QStringLiteral("; "));
        cell.tip = said.join(u'\n');
        return cell;
    }
    case State:
        cell.kind = Cell::Kind::Pill;
        cell.text = stateTitle(l.state);
        cell.tone = stateTone(l.state);
        return cell;
    case Why:
        cell.kind = Cell::Kind::Muted;
        cell.text = l.reason;
        return cell;
    default:
        return cell;
    }
}

QString PlanLinesModel::longestNumber(int column) const
{
    if (column != Stock && column != OrderPoint && column != OrderUpTo)
        return GridModel::longestNumber(column);
    // Of two numbers in a cell the longest text need not stand at an end of the sorting.
    const auto digits = [](double value) {
        return 1 + static_cast<int>(std::log10(std::max(1.0, std::abs(value)))) +
               (value == std::floor(value) ? 0 : 2);
    };
    int longest = -1, most = 0;
    for (int item = 0; item < itemCount(); ++item) {
        const PlanLine& l = line(item);
        const double have = l.onHand.value_or(0) + l.onOrder;
        const int length = column == Stock ? digits(have) + digits(have + (l.orders() ? l.orderQty : 0))
                           : column == OrderPoint ? digits(l.minToday.value_or(0)) + digits(l.orderPoint)
                                                  : digits(l.maxToday.value_or(0)) + digits(l.orderUpTo);
        if (length > most) {
            most = length;
            longest = item;
        }
    }
    return longest < 0 ? QString() : cell(longest, column).text;
}

double PlanLinesModel::number(int item, int column) const
{
    const PlanLine& l = line(item);
    switch (column) {
    case Take:
        return waits(item) ? (ticked(item) ? 1 : 0) : kNothing;
    case Stock:
        return l.onHand.value_or(0) + l.onOrder;
    case OrderPoint:
        return l.orderPoint;
    case OrderUpTo:
        return l.orderUpTo;
    case Order:
        return l.orders() ? l.orderQty : 0;
    case Value:
        return l.orders() ? majorUnits(l.orderValue, m_currency) : 0;
    case Margin:
        return l.orders() ? majorUnits(l.marginSaved, m_currency) : 0;
    default:
        return kNothing;
    }
}

void AuditTrailModel::setEntries(std::vector<AuditEntry> entries, qint64 nowMs)
{
    beginResetModel();
    m_entries = std::move(entries);
    std::reverse(m_entries.begin(), m_entries.end());
    m_now = nowMs;
    endResetModel();
}

QString AuditTrailModel::when(int row) const
{
    return format::moment(entry(row).at, m_now);
}

int AuditTrailModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_entries.size());
}

QVariant AuditTrailModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid())
        return {};
    const AuditEntry& e = entry(index.row());
    if (role == Qt::DisplayRole || role == Qt::AccessibleTextRole)
        return tr("%1, %2, %3")
            .arg(
                e.comment.isEmpty() ? e.text : tr("%1: %2").arg(e.text, e.comment), when(index.row()),
                e.holds ? tr("link holds") : tr("link is broken"));
    if (role == Qt::ToolTipRole)
        return tr("Entry %1, %2\n%3%4")
            .arg(
                QString::number(e.entryId), e.hash,
                e.holds ? tr("Its hash and its link to the entry before are right")
                        : tr("Its hash or its link to the entry before is wrong: something was changed"),
                e.comment.isEmpty() ? QString() : QStringLiteral("\n") + e.comment);
    return {};
}

AuditLogModel::AuditLogModel(QObject* parent)
    : GridModel(
          {column("entry", tr("Entry"), tr("Number in the log"), 64),
           column("when", tr("When"), tr("When it was kept"), 140),
           words(column("user", tr("Who"), {}, 96), true),
           words(column("about", tr("About"), {}, 96, 1), true),
           stretching(words(column("what", tr("What"), {}, 180))),
           stretching(words(column("comment", tr("Comment"), {}, 140, 2))),
           words(
               column(
                   "link", tr("Link"), tr("Whether its hash and its link to the entry before are right"), 96),
               true)},
          parent)
{
}

void AuditLogModel::add(std::vector<AuditEntry> older, qint64 nowMs)
{
    m_now = nowMs;
    m_entries.insert(m_entries.end(), older.begin(), older.end());
    itemsReset();
}

Cell AuditLogModel::cell(int item, int column) const
{
    const AuditEntry& e = m_entries[static_cast<std::size_t>(item)];
    Cell cell;
    switch (column) {
    case Entry:
        cell.kind = Cell::Kind::Number;
        cell.text = QString::number(e.entryId);
        cell.tip = e.hash;
        break;
    case When:
        cell.kind = Cell::Kind::Number;
        cell.text = format::moment(e.at, m_now);
        break;
    case User:
        cell.text = e.user;
        break;
    case About:
        cell.kind = Cell::Kind::Muted;
        cell.text = e.key.isEmpty() ? e.entity : e.entity + u' ' + e.key;
        break;
    case What:
        cell.text = e.text;
        cell.strong = true;
        break;
    case Comment:
        cell.text = e.comment;
        break;
    case Link:
        cell.kind = Cell::Kind::Pill;
        cell.text = e.holds ? tr("Holds") : tr("Broken");
        cell.tone = e.holds ? Tone::Good : Tone::Bad;
        break;
    default:
        break;
    }
    return cell;
}

double AuditLogModel::number(int item, int column) const
{
    const AuditEntry& e = m_entries[static_cast<std::size_t>(item)];
    return static_cast<double>(column == Entry ? e.entryId : e.at);
}

} // namespace merch

#include "moc_approval_models.cpp"
