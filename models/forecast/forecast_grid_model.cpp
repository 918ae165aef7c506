#include "models/forecast/forecast_grid_model.h"

#include "models/forecast/demand_words.h"
#include "models/grid/format.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <unordered_map>

namespace merch
{

namespace
{

GridColumn column(const char* id, const QString& title, int width, const QString& tip, bool isText = false)
{
    GridColumn made;
    made.id = QLatin1String(id);
    made.title = title;
    made.width = width;
    made.tip = tip;
    made.text = isText;
    return made;
}

GridColumn hiddenAtFirst(GridColumn column)
{
    column.hidden = true;
    return column;
}

GridColumn givingWay(GridColumn column, int importance)
{
    column.importance = importance;
    return column;
}

GridColumn groupable(GridColumn column)
{
    column.groupable = true;
    return column;
}

GridColumn summed(GridColumn column)
{
    column.sums = true;
    return column;
}

GridColumn stretching(GridColumn column)
{
    column.stretch = true;
    return column;
}

GridColumn keepingEnds(GridColumn column)
{
    column.keepEnds = true;
    return column;
}

GridColumn unsorted(GridColumn column)
{
    column.sortable = false;
    return column;
}

/// Small numbers with a decimal, or all slow movers look alike.
QString units(double value)
{
    return value < 10 && std::abs(value - std::round(value)) > 0.05 ? format::decimal(value, 1)
                                                                    : format::count(value);
}

Cell numberCell(const QString& text, const QString& tip = {}, Tone tone = Tone::Neutral)
{
    Cell cell;
    cell.kind = Cell::Kind::Number;
    cell.text = text;
    cell.tip = tip;
    cell.tone = tone;
    return cell;
}

constexpr double kNotKnown = std::numeric_limits<double>::quiet_NaN();
constexpr double kShortWeeks = 2.0, kLongWeeks = 26.0;

} // namespace

ForecastGridModel::ForecastGridModel(QObject* parent)
    : GridModel(
          {keepingEnds(stretching(column(
               "product", tr("Product"), 168, tr("Product, and where it is sold; its SKU on hover"), true))),
           hiddenAtFirst(column("sku", tr("SKU"), 110, {}, true)),
           hiddenAtFirst(
               groupable(column("location", tr("Location"), 74, tr("Shop, warehouse or web shop"), true))),
           hiddenAtFirst(groupable(column("category", tr("Category"), 150, {}, true))),
           hiddenAtFirst(groupable(column("supplier", tr("Supplier"), 130, {}, true))),
           givingWay(
               groupable(column(
                   "class", tr("Demand\nclass"), 72,
                   tr("How it sells: steady, erratic, slow, lumpy, new or not at all"), true)),
               3),
           givingWay(
               unsorted(column(
                   "line", tr("Last year,\nforecast"), 76,
                   tr("Units a week over the last year; in colour, the forecast"))),
               4),
           hiddenAtFirst(
               summed(column("last_28", tr("Sold in\n28 days"), 74, tr("Units sold in the last 28 days")))),
           summed(column(
               "units_28", tr("Next\n28 days"), 74,
               tr("Units forecast for the next 28 days, your overrides included; red: not committed yet"))),
           column(
               "weeks", tr("Weeks of\nsupply"), 72,
               tr("How many weeks the stock on hand lasts at the forecast rate of sale")),
           givingWay(
               summed(column(
                   "error", tr("Error,\nunits"), 64,
                   tr("By how many units the 28-day total is usually missed, either way: from the errors "
                      "made when the forecast was replayed on history"))),
               2),
           hiddenAtFirst(
               column("error_share", tr("Error,\n%"), 80, tr("The same, as a share of the forecast"))),
           hiddenAtFirst(column(
               "day_error", tr("Error a day,\nunits"), 88,
               tr("Mean absolute error of single days (periods, where sales come by week or month)"))),
           hiddenAtFirst(column(
               "day_error_share", tr("Error a day,\n% of sales"), 88,
               tr("The same, as a share of what was sold. High for slow sellers: a day with one sale can "
                  "only be "
                  "missed"))),
           hiddenAtFirst(column(
               "bias", tr("Bias"), 70,
               tr("Above zero: the forecast was too high over the replayed history"))),
           hiddenAtFirst(summed(column("on_hand", tr("On hand"), 78, tr("Newest stock")))),
           hiddenAtFirst(groupable(column("method", tr("Method"), 180, {}, true))),
           hiddenAtFirst(summed(column(
               "gain", tr("Gain\na year"), 84,
               tr("Money a year that the method chosen for the series saved over today's way of ordering, in "
                  "the last days of the replay; one series is mostly chance, a group tells more")))),
           column(
               "flags", tr("Flags"), 88,
               tr("Shelf empty lately, promotion ahead, a failed check, a forecast that was held down, an "
                  "override"),
               true)},
          parent)
{
    setSorting({{QStringLiteral("units_28"), true}});
}

void ForecastGridModel::setSeries(std::vector<ForecastSeries> series)
{
    m_series = std::move(series);
    itemsReset();
}

void ForecastGridModel::applyChanges(const std::vector<SeriesChange>& changes)
{
    if (changes.empty())
        return;
    bool regroup = m_segment == Segment::Changed || !groupBy().isEmpty();
    std::unordered_map<int, int> places;
    for (int item = 0; item < itemCount(); ++item)
        places[at(item).seriesId] = item;
    for (const SeriesChange& change : changes) {
        const auto place = places.find(change.seriesId);
        if (place == places.end())
            continue;
        ForecastSeries& s = m_series[static_cast<std::size_t>(place->second)];
        const double weekly = change.units28 / 4.0;
        if (!std::isnan(s.onHand))
            s.weeks =
                weekly > 1e-9 ? std::max(0.0, s.onHand) / weekly : std::numeric_limits<double>::infinity();
        s.units28 = change.units28;
        s.draft28 = change.draft28;
        s.change = change.change;
        s.line.resize(static_cast<std::size_t>(s.forecastFrom));
        s.line.insert(s.line.end(), change.line.begin(), change.line.end());
        if (!regroup)
            itemChanged(place->second); // its place stays, or the row would jump away from the hand
    }
    if (regroup)
        itemsChanged();
}

void ForecastGridModel::applyLadder(const LadderCells& ladder)
{
    m_currency = ladder.currency;
    std::unordered_map<int, const LadderCell*> cells;
    for (const LadderCell& cell : ladder.series)
        cells[cell.seriesId] = &cell;
    bool changed = false;
    for (ForecastSeries& s : m_series) {
        const auto found = cells.find(s.seriesId);
        const double gain = found == cells.end() ? kNotKnown : found->second->gain;
        QString held;
        if (found != cells.end() && found->second->held)
            held = tr("Held to the rung %1 by %2")
                       .arg(LadderService::rungTitle(*found->second->held), found->second->heldBy);
        changed = changed || held != s.held || !(gain == s.gain || (std::isnan(gain) && std::isnan(s.gain)));
        s.gain = gain;
        s.held = std::move(held);
    }
    if (changed)
        valuesChanged();
}

int ForecastGridModel::itemOf(int seriesId) const
{
    const auto found = std::find_if(m_series.begin(), m_series.end(), [seriesId](const ForecastSeries& s) {
        return s.seriesId == seriesId;
    });
    return found == m_series.end() ? -1 : static_cast<int>(found - m_series.begin());
}

std::vector<int> ForecastGridModel::itemsOf(const QString& sku, const QString& location) const
{
    std::vector<int> items;
    for (int item = 0; item < itemCount(); ++item)
        if (at(item).sku == sku && (location.isEmpty() || at(item).location == location))
            items.push_back(item);
    return items;
}

void ForecastGridModel::setScope(const QString& location, const QString& category)
{
    if (location == m_location && category == m_category)
        return;
    m_location = location;
    m_category = category;
    narrow();
}

void ForecastGridModel::setSegment(Segment segment)
{
    if (segment == m_segment)
        return;
    m_segment = segment;
    narrow();
}

void ForecastGridModel::narrow()
{
    if (m_segment == Segment::All && m_location.isEmpty() && m_category.isEmpty())
        setPredicate({});
    else
        setPredicate([this](int item) { return inScope(item) && inSegment(item, m_segment); });
}

bool ForecastGridModel::inScope(int item) const
{
    const ForecastSeries& s = at(item);
    if (!m_location.isEmpty() && s.location != m_location)
        return false;
    return m_category.isEmpty() || (s.category.startsWith(m_category) &&
                                    (s.category.size() == m_category.size() ||
                                     QStringView(s.category).mid(m_category.size()).startsWith(u" > ")));
}

bool ForecastGridModel::inSegment(int item, Segment segment) const
{
    return segment == Segment::All       ? true
           : segment == Segment::Flagged ? at(item).flagged()
                                         : at(item).change != OverrideState::None;
}

int ForecastGridModel::countOf(Segment segment) const
{
    int count = 0;
    for (int item = 0; item < itemCount(); ++item)
        count += inScope(item) && inSegment(item, segment);
    return count;
}

std::vector<int> ForecastGridModel::shownItems() const
{
    std::vector<int> items;
    items.reserve(static_cast<std::size_t>(shownCount()));
    for (int row = 0; row < rowCount(); ++row) {
        if (const int item = itemAt(row); item >= 0)
            items.push_back(item);
        else if (rowKind(row) == RowKind::Group && !isGroupOpen(row))
            for (const int member : itemsOfGroup(row))
                items.push_back(member);
    }
    return items;
}

Cell ForecastGridModel::cell(int item, int column) const
{
    const ForecastSeries& s = at(item);
    Cell cell;
    switch (column) {
    case Product:
        cell.text = s.title;
        cell.note = s.location;
        cell.stacked = true;
        cell.tip =
            tr("%1\n%2 at %3\n%4")
                .arg(s.title, s.sku, s.locationName.isEmpty() ? s.location : s.locationName, s.category);
        return cell;
    case Sku:
        cell.text = s.sku;
        return cell;
    case Location:
        cell.kind = Cell::Kind::Muted;
        cell.text = s.location;
        cell.tip = s.locationName;
        return cell;
    case Category:
        cell.kind = Cell::Kind::Muted;
        cell.text = s.category;
        return cell;
    case Supplier:
        cell.kind = Cell::Kind::Muted;
        cell.text = s.supplier;
        return cell;
    case Class:
        cell.kind = Cell::Kind::Pill;
        cell.text = demandClassWord(s.demandClass);
        cell.tone = s.demandClass == DemandClass::Smooth ? Tone::Accent : Tone::Neutral;
        cell.tip = demandClassSentence(s.demandClass);
        return cell;
    case Line:
        cell.kind = Cell::Kind::Sparkline;
        cell.line = s.line;
        cell.tailFrom = s.forecastFrom;
        return cell;
    case Last28:
        return numberCell(units(s.last28));
    case Units28: {
        Cell number = numberCell(units(s.change == OverrideState::Draft ? s.draft28 : s.units28));
        number.strong = true;
        number.edited = s.change == OverrideState::Draft;
        if (number.edited)
            number.tip = tr("Your change, not committed yet. In force: %1").arg(units(s.units28));
        return number;
    }
    case Weeks: {
        if (std::isnan(s.weeks))
            return numberCell(format::count(s.weeks), tr("No stock figure was imported"));
        if (std::isinf(s.weeks))
            return numberCell(
                s.onHand > 0 ? QStringLiteral("∞") : format::decimal(0, 1),
                tr("Nothing is forecast to sell"));
        const bool low = s.weeks < kShortWeeks && s.units28 >= 0.5, high = s.weeks > kLongWeeks;
        return numberCell(
            s.weeks >= 99.95 ? format::count(s.weeks) : format::decimal(s.weeks, 1),
            low ? tr("%1 on hand: less than %n weeks of sales", nullptr, static_cast<int>(kShortWeeks))
                      .arg(units(s.onHand))
            : high ? tr("%1 on hand: more than %n weeks of sales", nullptr, static_cast<int>(kLongWeeks))
                         .arg(units(s.onHand))
                   : tr("%1 on hand").arg(units(s.onHand)),
            low    ? Tone::Bad
            : high ? Tone::Warn
                   : Tone::Neutral);
    }
    case Error:
        return numberCell(
            std::isnan(s.miss28) ? format::count(s.miss28) : QStringLiteral("± ") + units(s.miss28),
            std::isnan(s.miss28) ? tr("Too short to replay")
                                 : tr("%1 of the forecast; a single day is missed by %2 units on average")
                                       .arg(
                                           format::percent(s.units28 > 0 ? s.miss28 / s.units28 : kNotKnown),
                                           format::decimal(s.accuracy.mae, 2)));
    case ErrorShare:
        return numberCell(format::percent(s.units28 > 0 ? s.miss28 / s.units28 : kNotKnown));
    case DayError:
        return numberCell(format::decimal(s.accuracy.mae, s.accuracy.mae < 10 ? 2 : 1));
    case DayErrorShare:
        return numberCell(format::percent(s.accuracy.wape));
    case Bias:
        return numberCell(format::signedPercent(s.accuracy.bias));
    case OnHand:
        return numberCell(format::count(s.onHand));
    case Method:
        cell.kind = Cell::Kind::Muted;
        cell.text = methodWords(s.method);
        cell.tip = s.reason;
        return cell;
    case Gain:
        return numberCell(
            format::signedMoney(s.gain, m_currency), std::isnan(s.gain) ? tr("It has no replay") : QString());
    case Flags: {
        cell.kind = Cell::Kind::Flags;
        const auto flag = [&](bool on, const char* icon, Tone tone, const QString& tip) {
            cell.flags.append(on ? CellFlag{QLatin1String(icon), tone, tip} : CellFlag{}); // in its place
        };
        const QString held =
            tr("Held down: the method went above twice the greatest period of the last year");
        const QString alsoHeld = s.held.isEmpty() ? QString() : QLatin1Char('\n') + s.held;
        if (!s.critical.isEmpty())
            flag(
                true, "shield-check", Tone::Warn,
                tr("Kept to the simple rule: %1").arg(s.critical) +
                    (s.capped ? QLatin1Char('\n') + held : QString()) + alsoHeld);
        else if (s.capped)
            flag(true, "arrow-down", Tone::Warn, held + alsoHeld);
        else
            flag(!s.held.isEmpty(), "lock", Tone::Accent, s.held);
        flag(
            s.emptyDays > 0, "triangle-alert", Tone::Warn,
            tr("Shelf empty on %n of the last 28 days", nullptr, s.emptyDays));
        flag(
            !s.promotion.isEmpty(), "tag", Tone::Neutral,
            tr("Promotion from %1: %2").arg(format::shortDay(s.promotionDay), s.promotion));
        flag(
            s.change != OverrideState::None, "pencil",
            s.change == OverrideState::Draft ? Tone::Bad : Tone::Neutral,
            s.change == OverrideState::Draft       ? tr("Changed, not committed yet")
            : s.change == OverrideState::Committed ? tr("Overridden")
                                                   : tr("Has an override that is off or has run out"));
        return cell;
    }
    }
    return cell;
}

double ForecastGridModel::number(int item, int column) const
{
    const ForecastSeries& s = at(item);
    switch (column) {
    case Last28:
        return s.last28;
    case Units28:
        return s.change == OverrideState::Draft ? s.draft28 : s.units28;
    case Weeks:
        return s.weeks;
    case Error:
        return s.miss28;
    case ErrorShare:
        return s.units28 > 0 ? s.miss28 / s.units28 : kNotKnown;
    case DayError:
        return s.accuracy.mae;
    case DayErrorShare:
        return s.accuracy.wape;
    case Bias:
        return s.accuracy.bias;
    case OnHand:
        return s.onHand;
    case Gain:
        return s.gain;
    default:
        return kNotKnown;
    }
}

QString ForecastGridModel::text(int item, int column) const
{
    const ForecastSeries& s = at(item);
    switch (column) {
    case Product:
        return s.title;
    case Sku:
        return s.sku;
    case Location:
        return s.location;
    case Category:
        return s.category;
    case Supplier:
        return s.supplier;
    case Class:
        return demandClassWord(s.demandClass);
    case Method:
        return methodWords(s.method);
    case Flags: {
        QStringList words; // to be filtered by
        if (!s.critical.isEmpty())
            words << tr("Failed check");
        if (s.emptyDays > 0)
            words << tr("Shelf empty");
        if (s.capped)
            words << tr("Held down");
        if (!s.promotion.isEmpty())
            words << tr("Promotion");
        if (s.change != OverrideState::None)
            words << tr("Override");
        if (!s.held.isEmpty())
            words << tr("Held to a rung");
        return words.join(QStringLiteral(", "));
    }
    default:
        return {};
    }
}

QString ForecastGridModel::searchText(int item) const
{
    const ForecastSeries& s = at(item);
    return s.title + QLatin1Char('\n') + s.sku + QLatin1Char('\n') + s.location + QLatin1Char('\n') +
           s.locationName + QLatin1Char('\n') + s.category + QLatin1Char('\n') + s.supplier;
}

Cell ForecastGridModel::groupCell(const QString&, int, double sum, int column) const
{
    Cell cell;
    if (columns()[static_cast<std::size_t>(column)].sums) {
        cell.kind = Cell::Kind::Number;
        cell.strong = true;
        cell.text = column == Gain ? format::signedMoney(sum, m_currency) : units(sum);
    }
    return cell;
}

} // namespace merch

#include "moc_forecast_grid_model.cpp"
