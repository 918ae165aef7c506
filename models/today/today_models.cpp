#include "models/today/today_models.h"

#include "models/data/data_models.h"
#include "models/grid/format.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace merch
{

namespace
{

constexpr double kNothing = std::numeric_limits<double>::quiet_NaN();

ProblemsModel::Show partOf(ProblemKind kind)
{
    switch (kind) {
    case ProblemKind::OutOfStock:
    case ProblemKind::RunsOut:
        return ProblemsModel::Show::Stock;
    case ProblemKind::Overstock:
    case ProblemKind::DeadStock:
        return ProblemsModel::Show::Excess;
    default:
        return ProblemsModel::Show::Data;
    }
}

/// 1, 2, 3, 4, 5, 6, 8 times a power of ten: scales that divide by four or so.
double roundUp(double value)
{
    if (!(value > 0.0))
        return 1.0;
    const double power = std::pow(10.0, std::floor(std::log10(value)));
    for (const double step : {1.0, 1.2, 1.6, 2.0, 2.4, 3.0, 4.0, 5.0, 6.0, 8.0})
        if (value <= step * power * (1.0 + 1e-9))
            return step * power;
    return 10.0 * power;
}

} // namespace

QString problemIcon(ProblemKind kind)
{
    switch (kind) {
    case ProblemKind::OutOfStock:
        return QStringLiteral("package-x");
    case ProblemKind::RunsOut:
        return QStringLiteral("hourglass");
    case ProblemKind::Overstock:
        return QStringLiteral("boxes");
    case ProblemKind::DeadStock:
        return QStringLiteral("archive");
    case ProblemKind::HeldBack:
        return QStringLiteral("database");
    case ProblemKind::UnknownStock:
        return QStringLiteral("circle-help");
    case ProblemKind::LateSource:
        return QStringLiteral("clock");
    }
    return {};
}

ProblemsModel::ProblemsModel(QObject* parent)
    : QAbstractListModel(parent)
{
}

void ProblemsModel::setProblems(std::vector<Problem> problems, const QString& currency)
{
    beginResetModel();
    m_problems = std::move(problems);
    m_currency = currency;
    double most = 0.0;
    for (const Problem& problem : m_problems)
        most = std::max(most, problem.money.high);
    m_top = roundUp(most);
    m_anyMoney = most > 0.0;
    choose();
    endResetModel();
}

void ProblemsModel::setShown(Show show)
{
    if (show == m_show)
        return;
    beginResetModel();
    m_show = show;
    choose();
    endResetModel();
}

void ProblemsModel::choose()
{
    m_rows.clear();
    for (std::size_t i = 0; i < m_problems.size(); ++i)
        if (m_show == Show::All || partOf(m_problems[i].kind) == m_show)
            m_rows.push_back(i);
}

int ProblemsModel::rowOf(const QString& key) const
{
    const auto found =
        std::find_if(m_rows.begin(), m_rows.end(), [&](std::size_t i) { return m_problems[i].key == key; });
    return found == m_rows.end() ? -1 : static_cast<int>(found - m_rows.begin());
}

int ProblemsModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

QVariant ProblemsModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount())
        return {};
    const Problem& p = problem(index.row());
    const auto range = [&] { // short where both ends written out would not fit
        const auto end = [&](double value) {
            return p.money.high < 9'999.5 ? format::count(std::round(value))
                                          : format::moneyShort(value, QString());
        };
        return tr("%1–%2").arg(end(p.money.low), end(p.money.high));
    };
    switch (role) {
    case Qt::DisplayRole:
        return p.title;
    case RankRole:
        return static_cast<int>(m_rows[static_cast<std::size_t>(index.row())]) + 1;
    case IconRole:
        return problemIcon(p.kind);
    case EvidenceRole:
        return p.evidence;
    case RemedyRole:
        return p.remedy;
    case MoneyRole:
        return p.moneyKnown ? p.money.mid : kNothing;
    case LowRole:
        return p.money.low;
    case HighRole:
        return p.money.high;
    case MoneyTextRole:
        return p.moneyKnown ? format::count(std::round(p.money.mid)) : tr("not known");
    case RangeTextRole:
        return p.moneyKnown    ? range()
               : p.atStake > 0 ? tr("up to %1")
                                     .arg(
                                         p.atStake < 99'999.5 ? format::count(std::round(p.atStake))
                                                              : format::moneyShort(p.atStake, QString()))
                               : QString();
    case AssumedRole:
        return p.assumed;
    case Qt::ToolTipRole: {
        QString tip = p.title + QLatin1Char('\n') + p.evidence + QLatin1Char('\n') + p.remedy;
        if (p.moneyKnown)
            tip += QLatin1Char('\n') + tr("%1 a month, 8 times in 10 between %2 and %3")
                                           .arg(
                                               format::money(p.money.mid, m_currency),
                                               format::money(p.money.low, m_currency),
                                               format::money(p.money.high, m_currency));
        if (p.assumed)
            tip += QLatin1Char('\n') + tr("Rests on an assumption (margin or lead time)");
        return tip;
    }
    case Qt::AccessibleTextRole:
        return p.moneyKnown ? tr("%1. %2 a month, between %3 and %4. %5. %6")
                                  .arg(
                                      p.title, format::money(p.money.mid, m_currency),
                                      format::money(p.money.low, m_currency),
                                      format::money(p.money.high, m_currency), p.evidence, p.remedy)
                            : tr("%1. %2. %3").arg(p.title, p.evidence, p.remedy);
    default:
        return {};
    }
}

namespace
{

GridColumn make(const char* id, const QString& title, int width, int importance, const QString& tip = {})
{
    GridColumn made;
    made.id = QLatin1String(id);
    made.title = title;
    made.width = width;
    made.importance = importance;
    made.tip = tip;
    return made;
}

GridColumn stretching(GridColumn column)
{
    column.stretch = true;
    return column;
}

GridColumn words(GridColumn column, bool groupable = false)
{
    column.text = true;
    column.groupable = groupable;
    return column;
}

} // namespace

std::vector<GridColumn> ProblemItemsModel::itemColumns()
{
    std::vector<GridColumn> made{
        words(make("product", tr("Product"), 150, 0)),
        words(make("sku", tr("SKU"), 110, 3)),
        words(make("location", tr("Location"), 84, 0), true),
        make("on_hand", tr("On hand"), 70, 0),
        make("on_order", tr("On order"), 72, 2, tr("Ordered and not yet received")),
        make("per_day", tr("Forecast\na day"), 78, 1, tr("Mean of the next 30 days")),
        make("cover", tr("Days of\ncover"), 72, 2, tr("How long the stock on hand lasts at that forecast")),
        make("when", tr("When"), 132, 1),
        make("capital", tr("At cost"), 84, 2, tr("The stock beyond the target, at cost")),
        make(
            "money", tr("A month"), 124, 0,
            tr("Margin lost, or the cost of carrying the excess, with its range")),
        make("low", tr("Low"), 74, 4),
        make("high", tr("High"), 74, 4)};
    made[ProblemItemsModel::Product].stretch = made[ProblemItemsModel::Product].keepEnds = true;
    made[ProblemItemsModel::Low].hidden = made[ProblemItemsModel::High].hidden = true;
    for (const int column : {ProblemItemsModel::Capital, ProblemItemsModel::Money, ProblemItemsModel::OnHand})
        made[static_cast<std::size_t>(column)].sums = true;
    return made;
}

ProblemItemsModel::ProblemItemsModel(QObject* parent)
    : GridModel(itemColumns(), parent)
{
}

void ProblemItemsModel::setProblem(const Problem* problem, const QString& currency)
{
    m_items = problem ? problem->items : std::vector<ProblemItem>();
    m_kind = problem ? problem->kind : ProblemKind::OutOfStock;
    m_currency = currency;
    m_most = 0.0;
    for (const ProblemItem& item : m_items)
        m_most = std::max(m_most, item.money.high);
    itemsReset();
}

Cell ProblemItemsModel::cell(int i, int column) const
{
    const ProblemItem& it = item(i);
    Cell cell;
    const auto numeric = [&](const QString& text) {
        cell.kind = Cell::Kind::Number;
        cell.text = text;
    };
    switch (column) {
    case Product:
        cell.text = it.title.isEmpty() ? it.sku : it.title;
        break;
    case Sku:
        cell.kind = Cell::Kind::Muted;
        cell.text = it.sku;
        break;
    case Location:
        cell.text = it.location;
        break;
    case OnHand:
        numeric(it.onHand ? format::count(*it.onHand) : QStringLiteral("–"));
        if (!it.onHand)
            cell.tip = tr("No stock of the last 14 days is known");
        else if (*it.onHand <= 0.0)
            cell.tone = Tone::Bad;
        break;
    case OnOrder:
        numeric(it.onOrder > 0 ? format::count(it.onOrder) : QStringLiteral("–"));
        break;
    case PerDay:
        numeric(format::decimal(it.perDay, it.perDay < 10 ? 2 : 1));
        break;
    case Cover:
        numeric(
            std::isnan(it.coverDays)   ? QStringLiteral("–")
            : std::isinf(it.coverDays) ? tr("never")
                                       : format::count(std::min(999.0, std::floor(it.coverDays))) +
                                             (it.coverDays > 999 ? QStringLiteral("+") : QString()));
        break;
    case When:
        numeric(
            it.daysOut   ? ProblemItemsModel::tr("empty %Ln day(s)", nullptr, *it.daysOut)
            : it.emptyOn ? tr("out by %1").arg(format::shortDay(*it.emptyOn))
                         : QStringLiteral("–"));
        if (it.due)
            cell.tip = tr("The next order is due %1").arg(format::day(*it.due));
        else if (m_kind == ProblemKind::OutOfStock || m_kind == ProblemKind::RunsOut)
            cell.tip = tr("No order is on its way");
        break;
    case Capital:
        numeric(it.capital > 0 ? format::money(it.capital, m_currency) : QStringLiteral("–"));
        break;
    case Money:
        if (!it.moneyKnown) {
            numeric(
                it.money.high > 0 ? tr("up to %1").arg(format::money(it.money.high, m_currency))
                                  : QStringLiteral("–"));
            cell.tip = it.money.high > 0 ? tr("What rests on it; what it costs is not known")
                                         : tr("Cost or price is missing");
            break;
        }
        cell.kind = Cell::Kind::Range;
        cell.strong = true;
        cell.assumed = it.assumed;
        cell.text = format::money(it.money.mid, m_currency, it.money.mid < 10 ? 2 : 0);
        if (m_most > 0) {
            cell.low = static_cast<float>(it.money.low / m_most);
            cell.mid = static_cast<float>(it.money.mid / m_most);
            cell.high = static_cast<float>(it.money.high / m_most);
        }
        cell.tip =
            tr("%1 a month, 8 times in 10 between %2 and %3")
                .arg(
                    format::money(it.money.mid, m_currency, 2), format::money(it.money.low, m_currency, 2),
                    format::money(it.money.high, m_currency, 2));
        if (it.assumed)
            cell.tip += QLatin1Char('\n') + tr("Rests on an assumption (margin or lead time)");
        break;
    case Low:
        numeric(it.moneyKnown ? format::money(it.money.low, m_currency, 2) : QStringLiteral("–"));
        break;
    case High:
        numeric(it.moneyKnown ? format::money(it.money.high, m_currency, 2) : QStringLiteral("–"));
        break;
    default:
        break;
    }
    return cell;
}

double ProblemItemsModel::number(int i, int column) const
{
    const ProblemItem& it = item(i);
    switch (column) {
    case OnHand:
        return it.onHand.value_or(kNothing);
    case OnOrder:
        return it.onOrder;
    case PerDay:
        return it.perDay;
    case Cover:
        return it.coverDays;
    case When:
        return it.daysOut ? -*it.daysOut : it.emptyOn ? *it.emptyOn : kNothing;
    case Capital:
        return it.capital;
    case Money:
        return it.moneyKnown ? it.money.mid : kNothing;
    case Low:
        return it.moneyKnown ? it.money.low : kNothing;
    case High:
        return it.moneyKnown ? it.money.high : kNothing;
    default:
        return kNothing;
    }
}

Cell ProblemItemsModel::groupCell(const QString& name, int members, double sum, int column) const
{
    Cell cell = GridModel::groupCell(name, members, sum, column);
    if (column == Money || column == Capital)
        cell.text = format::money(sum, m_currency);
    return cell;
}

FreshnessModel::FreshnessModel(QObject* parent)
    : GridModel(
          {stretching(words(make("source", tr("Source"), 76, 0))),
           make(
               "reaches", tr("Newest"), 84, 0,
               tr("The last day of sales and stock; of the rest, when a file was read")),
           words(make("state", tr("State"), 62, 0))},
          parent)
{
}

void FreshnessModel::setSources(std::vector<SourceFreshness> sources)
{
    m_sources = std::move(sources);
    itemsReset();
}

Cell FreshnessModel::cell(int i, int column) const
{
    const SourceFreshness& s = source(i);
    Cell cell;
    switch (column) {
    case Name:
        cell.text = readable(s.name);
        if (s.name != s.kind)
            cell.note = readable(s.kind);
        break;
    case Reaches:
        cell.kind = Cell::Kind::Number;
        cell.text = s.lastDay              ? format::weekday(*s.lastDay)
                    : s.ageDays * 1440 < 1 ? format::age(s.ageDays)
                                           : tr("%1 ago").arg(format::age(s.ageDays));
        cell.tip = tr("Read %1 ago").arg(format::duration(std::max(60.0, s.ageDays * 86400.0)));
        break;
    case State:
        cell.kind = Cell::Kind::Pill;
        cell.text = s.late ? tr("Late") : tr("Fresh");
        cell.tone = s.late ? Tone::Warn : Tone::Good;
        cell.tip =
            s.late ? s.why
            : s.promisedDays > 0
                ? FreshnessModel::tr(
                      "Promised every %Ln day(s)", nullptr, static_cast<int>(std::ceil(s.promisedDays)))
                : tr("In step with the other sources; no promise is set on the Data page");
        break;
    default:
        break;
    }
    return cell;
}

double FreshnessModel::number(int i, int column) const
{
    const SourceFreshness& s = source(i);
    return column == Reaches ? (s.lastDay ? static_cast<double>(*s.lastDay) : -s.ageDays) : kNothing;
}

} // namespace merch

#include "moc_today_models.cpp"
