#include "models/forecast/forecast_detail_models.h"

#include "models/forecast/demand_words.h"
#include "models/grid/format.h"

#include <QLocale>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

namespace merch
{

namespace
{

constexpr double kNotKnown = std::numeric_limits<double>::quiet_NaN();

QString units(double value)
{
    return std::abs(value) < 10 && std::abs(value - std::round(value)) > 0.05 ? format::decimal(value, 1)
                                                                              : format::count(value);
}

QString signedUnits(double value)
{
    if (std::abs(value) < 0.05)
        return QStringLiteral("–");
    if (std::abs(value) >= 10 || std::abs(value - std::round(value)) <= 0.05)
        return format::signedCount(value);
    return (value > 0 ? QStringLiteral("+") : QString()) + format::decimal(value, 1);
}

Cell numberCell(const QString& text)
{
    Cell cell;
    cell.kind = Cell::Kind::Number;
    cell.text = text;
    return cell;
}

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

} // namespace

WeekGridModel::WeekGridModel(QObject* parent)
    : GridModel(
          [] {
              std::vector<GridColumn> columns{
                  column("week", tr("Week of"), 96, tr("Its Monday, or the period's first day"), true),
                  column("last_year", tr("Last year"), 76, tr("Units sold in the same week a year before")),
                  column("method", tr("Method"), 76, tr("What the method forecasts, before any override")),
                  column(
                      "in_force", tr("In force"), 76,
                      tr("What plans use now: the method, or a committed override")),
                  column(
                      "yours", tr("Your number"), 96,
                      tr("Type units of the whole week, +20 or -5 %; paste a column from a spreadsheet; "
                         "Delete "
                         "takes a change back")),
                  column("change", tr("Change"), 72, tr("Your number less what is in force"))};
              for (GridColumn& c : columns)
                  c.sortable = false;
              columns[0].stretch = true;
              columns[LastYear].importance = 1;
              columns[InForce].importance = 3;
              columns[Change].importance = 2;
              return columns;
          }(),
          parent)
{
}

void WeekGridModel::setDemand(const SelectedDemand& shown)
{
    const bool sameWeeks = m_weeks.size() == shown.chart.weeks.size() &&
                           std::equal(
                               m_weeks.begin(), m_weeks.end(), shown.chart.weeks.begin(),
                               [](const auto& a, const auto& b) { return a.week == b.week; });
    m_weeks = shown.chart.weeks;
    m_grain = shown.chart.lines.empty() ? Grain::Weekly : shown.chart.lines.front().grain;
    if (!sameWeeks) {
        itemsReset();
        return;
    }
    for (int item = 0; item < itemCount(); ++item)
        itemChanged(item); // the cell in hand stays in hand
}

double WeekGridModel::yours(const OverrideWeek& week) const
{
    return week.known + (week.draft ? *week.draft : week.committed);
}

Cell WeekGridModel::cell(int item, int column) const
{
    const OverrideWeek& w = week(item);
    switch (column) {
    case Week: {
        Cell cell;
        cell.text = m_grain == Grain::Monthly
                        ? QLocale().toString(QDate(1970, 1, 1).addDays(w.week), QStringLiteral("MMMM yyyy"))
                        : format::shortDay(w.week);
        if (m_grain == Grain::Weekly && w.days < 7)
            cell.note = tr("%n day(s) ahead", nullptr, w.days);
        cell.tip = w.known > 0 ? tr("%1 sold so far, %n day(s) ahead", nullptr, w.days).arg(units(w.known))
                               : format::day(w.week);
        return cell;
    }
    case LastYear:
        return numberCell(w.lastYear ? units(*w.lastYear) : QStringLiteral("–"));
    case Method:
        return numberCell(units(w.known + w.method));
    case InForce: {
        Cell cell = numberCell(units(w.known + w.committed));
        cell.tip = w.overridden ? tr("A committed override") : QString();
        cell.strong = w.overridden;
        return cell;
    }
    case Yours: {
        Cell cell = numberCell(units(yours(w)));
        cell.strong = true;
        cell.editable = true;
        cell.edited = w.draft.has_value();
        cell.tip =
            w.draft ? tr("Not committed yet. In force: %1").arg(units(w.known + w.committed)) : QString();
        return cell;
    }
    case Change: {
        Cell cell = numberCell(w.draft ? signedUnits(*w.draft - w.committed) : QStringLiteral("–"));
        return cell;
    }
    }
    return {};
}

double WeekGridModel::number(int item, int column) const
{
    const OverrideWeek& w = week(item);
    switch (column) {
    case LastYear:
        return w.lastYear.value_or(kNotKnown);
    case Method:
        return w.known + w.method;
    case InForce:
        return w.known + w.committed;
    case Yours:
        return yours(w);
    case Change:
        return w.draft ? *w.draft - w.committed : kNotKnown;
    default:
        return w.week;
    }
}

bool WeekGridModel::isEditable(int, int column) const
{
    return column == Yours;
}

QVariant WeekGridModel::editValue(int item, int) const
{
    const double value = yours(week(item));
    QLocale plain;
    plain.setNumberOptions(QLocale::OmitGroupSeparator);
    return plain.toString(std::round(value * 10) / 10, 'g', 12);
}

std::optional<double> WeekGridModel::typedUnits(const QString& typed, double now)
{
    QString text = typed.trimmed();
    text.replace(QChar(0x2212), QLatin1Char('-'));
    const bool percent = text.endsWith(QLatin1Char('%'));
    if (percent)
        text = text.chopped(1).trimmed();
    const bool relative = text.startsWith(QLatin1Char('+')) || text.startsWith(QLatin1Char('-'));
    bool fine = false;
    double value = QLocale().toDouble(text, &fine);
    if (!fine && text.startsWith(QLatin1Char('+')))
        value = QLocale().toDouble(text.mid(1), &fine);
    if (!fine)
        value = QLocale::c().toDouble(text, &fine);
    if (!fine || !std::isfinite(value) || (percent && !relative))
        return std::nullopt;
    const double to = percent ? now * (1.0 + value / 100.0) : relative ? now + value : value;
    return std::max(0.0, to);
}

bool WeekGridModel::edit(int item, int column, const QVariant& value)
{
    if (column != Yours)
        return false;
    const OverrideWeek w = week(item);
    const QString text = value.toString().trimmed();
    if (text.isEmpty()) {
        if (w.draft)
            emit cleared({w.week});
        return w.draft.has_value();
    }
    const std::optional<double> whole = typedUnits(text, yours(w));
    if (!whole) {
        emit refused(tr("“%1” is not a number of units.").arg(text));
        return false;
    }
    if (*whole < w.known)
        emit refused(tr("%1 are sold already this week: the rest is set to none.").arg(units(w.known)));
    // Enter on the number as it stood is no change.
    if (text == editValue(item, column).toString())
        return true;
    // Stands here at once, whatever keeping it takes; what is in the store comes back by setDemand().
    m_weeks[static_cast<std::size_t>(item)].draft = std::max(0.0, *whole - w.known);
    itemChanged(item);
    emit typed({{w.week, std::max(0.0, *whole - w.known)}});
    return true;
}

int WeekGridModel::paste(int row, int column, const QList<QStringList>& table)
{
    // A single column goes to the numbers, wherever the mark stands.
    const bool single =
        std::all_of(table.begin(), table.end(), [](const QStringList& cells) { return cells.size() <= 1; });
    const int place = single ? 0 : Yours - column;
    WeekUnits taken;
    int bad = 0;
    for (int r = 0; r < static_cast<int>(table.size()); ++r) {
        const int item = itemAt(row + r);
        if (item < 0 || place < 0 || place >= table[r].size() || table[r][place].trimmed().isEmpty())
            continue;
        const OverrideWeek& w = week(item);
        if (const std::optional<double> whole = typedUnits(table[r][place], yours(w)))
            taken[w.week] = std::max(0.0, *whole - w.known);
        else
            ++bad;
    }
    if (bad > 0)
        emit refused(tr("%n pasted cell(s) hold no number and were left out.", nullptr, bad));
    if (!taken.empty())
        emit typed(taken);
    return static_cast<int>(taken.size());
}

OverrideGridModel::OverrideGridModel(QObject* parent)
    : GridModel(
          [] {
              std::vector<GridColumn> columns{
                  column("on", tr("On"), 42, tr("Space switches a committed override off and on"), true),
                  column("week", tr("Week of"), 72, {}),
                  column("series", tr("Series"), 104, {}, true),
                  column("units", tr("Units"), 58, tr("Of the whole week")),
                  column("was", tr("Was"), 52, tr("What the forecast said when it was typed")),
                  column("reason", tr("Reason, owner"), 108, {}, true),
                  column("owner", tr("Owner"), 72, {}, true),
                  column("until", tr("Holds until"), 88, tr("Last day on which it holds")),
                  column("state", tr("State"), 84, {}, true)};
              columns[Reason].stretch = true;
              columns[On].sortable = false;
              columns[Owner].hidden = true; // stands below the reason
              columns[Series].importance = 1;
              columns[Was].importance = 3;
              columns[Until].importance = 2;
              return columns;
          }(),
          parent)
{
}

void OverrideGridModel::setDemand(const SelectedDemand& shown)
{
    const bool same = m_overrides.size() == shown.overrides.size() &&
                      std::equal(
                          m_overrides.begin(), m_overrides.end(), shown.overrides.begin(),
                          [](const auto& a, const auto& b) { return a.id == b.id; });
    m_overrides = shown.overrides;
    m_asOf = shown.chart.asOf;
    std::map<int, QString> names;
    for (const SelectedSeries& s : shown.series)
        names[s.seriesId] = tr("%1 at %2").arg(s.sku, s.location);
    m_names.clear();
    for (const Override& o : m_overrides)
        m_names.push_back(names[o.seriesId]);
    if (!same) {
        itemsReset();
        return;
    }
    for (int item = 0; item < itemCount(); ++item)
        itemChanged(item);
}

bool OverrideGridModel::isPast(const Override& o) const
{
    return o.expires && *o.expires < m_asOf + 1;
}

Cell OverrideGridModel::cell(int item, int column) const
{
    const Override& o = override(item);
    Cell cell;
    switch (column) {
    case On:
        cell.kind = Cell::Kind::Tick;
        cell.mid = o.committed && o.enabled ? 1.0F : 0.0F;
        cell.faded = !o.committed;
        cell.text = o.enabled ? tr("On") : tr("Off");
        cell.tip = !o.committed ? tr("Counts once it is committed")
                   : o.enabled  ? tr("In force; Space switches it off")
                                : tr("Off; Space switches it on");
        return cell;
    case Week:
        return numberCell(format::shortDay(o.week));
    case Series:
        cell.kind = Cell::Kind::Muted;
        cell.text = m_names[static_cast<std::size_t>(item)];
        return cell;
    case Units:
        cell = numberCell(units(o.units));
        cell.strong = true;
        cell.edited = !o.committed;
        return cell;
    case Was:
        return numberCell(units(o.baseline));
    case Reason:
        cell.text = o.committed ? o.reason : tr("No reason yet");
        cell.note = o.expires ? tr("%1, until %2").arg(o.owner, format::shortDay(*o.expires)) : o.owner;
        cell.stacked = true;
        cell.faded = !o.committed;
        cell.tip =
            tr("%1\n%2 on %3").arg(cell.text, o.owner, format::day(static_cast<Day>(o.madeAt / 86'400'000)));
        return cell;
    case Owner:
        cell.kind = Cell::Kind::Muted;
        cell.text = o.owner;
        return cell;
    case Until:
        return numberCell(o.expires ? format::shortDay(*o.expires) : tr("No end"));
    case State:
        cell.kind = Cell::Kind::Pill;
        cell.text = !o.committed ? tr("Draft")
                    : !o.enabled ? tr("Off")
                    : isPast(o)  ? tr("Run out")
                                 : tr("In force");
        cell.tone = !o.committed ? Tone::Bad : !o.enabled || isPast(o) ? Tone::Neutral : Tone::Good;
        return cell;
    }
    return cell;
}

double OverrideGridModel::number(int item, int column) const
{
    const Override& o = override(item);
    switch (column) {
    case Week:
        return o.week;
    case Units:
        return o.units;
    case Was:
        return o.baseline;
    case Until:
        return o.expires ? *o.expires : kNotKnown;
    default:
        return kNotKnown;
    }
}

QString biasWords(double bias)
{
    if (!std::isfinite(bias))
        return {};
    const double size = std::abs(bias);
    if (size < 0.01)
        return WeekGridModel::tr("about right");
    if (size < 0.05)
        return bias > 0 ? WeekGridModel::tr("a little high") : WeekGridModel::tr("a little low");
    if (size < 0.2)
        return bias > 0 ? WeekGridModel::tr("too high") : WeekGridModel::tr("too low");
    return bias > 0 ? WeekGridModel::tr("much too high") : WeekGridModel::tr("much too low");
}

QString lostWords(const LostUnits& lost)
{
    const auto units = [](double value) {
        return value < 10 && value != std::floor(value) ? format::decimal(value, 1) : format::count(value);
    };
    return WeekGridModel::tr(
               "Empty on %1 of the last %2 days: an estimated %3 units were asked for and not sold (8 times "
               "in 10 between %4 and %5). They are not in the sales shown.")
        .arg(
            units(lost.emptyDays), format::count(lost.days * std::max(1, lost.series)), units(lost.units.mid),
            units(lost.units.low), units(lost.units.high));
}

QString forecastReasons(const SelectedDemand& shown)
{
    if (shown.series.empty())
        return {};
    const auto line = [](const QString& head, const QString& body) {
        return QStringLiteral(
                   "<tr><td style='padding:0 14px 7px 0'><b>%1</b></td><td style='padding:0 0 7px 0'>%2"
                   "</td></tr>")
            .arg(head.toHtmlEscaped(), body.toHtmlEscaped());
    };
    QString rows;
    if (shown.series.size() == 1) {
        const SelectedSeries& s = shown.series.front();
        const QString method = QString::fromStdString(s.method), form = QString::fromStdString(s.form);
        const QString name = form.isEmpty() ? method : form;
        rows +=
            line(WeekGridModel::tr("Method"), WeekGridModel::tr("%1 (%2)").arg(methodWords(method), name));
        rows += line(WeekGridModel::tr("Why"), QString::fromStdString(s.reason));
        rows += line(WeekGridModel::tr("Sells"), demandClassSentence(s.demandClass));
        const ForecastAccuracy& a = s.accuracy;
        const QString period = s.grain == Grain::Daily    ? WeekGridModel::tr("a day")
                               : s.grain == Grain::Weekly ? WeekGridModel::tr("a week")
                                                          : WeekGridModel::tr("a month");
        if (a.folds > 0 && std::isfinite(a.mae)) {
            QString missed =
                WeekGridModel::tr("%1 units %2 on average").arg(format::decimal(a.mae, 2), period);
            if (std::isfinite(a.wape))
                missed += WeekGridModel::tr(", %1 of sales").arg(format::percent(a.wape));
            missed += WeekGridModel::tr(", over %n replay(s) of history.", nullptr, a.folds);
            rows += line(WeekGridModel::tr("Missed by"), missed);
            if (std::isfinite(a.bias))
                rows += line(
                    WeekGridModel::tr("Bias"),
                    WeekGridModel::tr("%1: %2.").arg(format::signedPercent(a.bias), biasWords(a.bias)));
            if (std::isfinite(a.rmsse))
                rows += line(
                    WeekGridModel::tr("Against naive"),
                    a.rmsse < 1.0
                        ? WeekGridModel::tr("Beats “same as the period before”: %1 of its error.")
                              .arg(format::percent(a.rmsse))
                        : WeekGridModel::tr("No better than “same as the period before”: %1 of its error.")
                              .arg(format::percent(a.rmsse)));
        } else {
            rows +=
                line(WeekGridModel::tr("Missed by"), WeekGridModel::tr("Not known: too short to replay."));
        }
        if (shown.lost && shown.lost->series > 0)
            rows += line(WeekGridModel::tr("Shelf empty"), lostWords(*shown.lost));
        return QStringLiteral("<table cellspacing='0' cellpadding='0'>%1</table>").arg(rows);
    }
    const auto counted = [](const std::map<QString, int>& of) {
        std::vector<std::pair<int, QString>> sorted;
        for (const auto& [name, count] : of)
            sorted.emplace_back(-count, name);
        std::sort(sorted.begin(), sorted.end());
        QStringList words;
        for (const auto& [count, name] : sorted)
            words << WeekGridModel::tr("%1 × %2").arg(QLocale().toString(-count), name);
        return words.join(QStringLiteral(", "));
    };
    std::map<QString, int> methods, classes;
    for (const SelectedSeries& s : shown.series) {
        ++methods[methodWords(QString::fromStdString(s.method))];
        ++classes[demandClassWord(s.demandClass)];
    }
    rows += line(
        WeekGridModel::tr("Sum"), WeekGridModel::tr(
                                      "of %n series, each forecast by its own method.", nullptr,
                                      static_cast<int>(shown.series.size())));
    rows += line(WeekGridModel::tr("Methods"), counted(methods));
    rows += line(WeekGridModel::tr("They sell"), counted(classes));
    rows += line(
        WeekGridModel::tr("Range"),
        shown.correlation > 1.05
            ? WeekGridModel::tr(
                  "Last year these series rose and fell together: their sum strays %1 times as far as if "
                  "each went its own way, and the range drawn is as much wider.")
                  .arg(format::decimal(std::sqrt(shown.correlation), 1))
            : WeekGridModel::tr(
                  "Last year these series went each its own way, so their misses partly cancel out."));
    if (shown.lost && shown.lost->series > 0)
        rows += line(WeekGridModel::tr("Shelves empty"), lostWords(*shown.lost));
    if (shown.leftOut > 0)
        rows += line(
            WeekGridModel::tr("Left out"),
            WeekGridModel::tr("%n series that are counted in other periods.", nullptr, shown.leftOut));
    return QStringLiteral("<table cellspacing='0' cellpadding='0'>%1</table>").arg(rows);
}

} // namespace merch

#include "moc_forecast_detail_models.cpp"
