#include "models/forecast/value_added_models.h"

#include "models/grid/format.h"

#include <cmath>

namespace merch
{

namespace
{

constexpr double kLeastShown = 0.05; ///< below it a number reads as nothing
constexpr double kNothing = std::numeric_limits<double>::quiet_NaN();

GridColumn make(const char* id, const QString& title, int width, const QString& tip, int importance = 0)
{
    GridColumn made;
    made.id = QLatin1String(id);
    made.title = title;
    made.width = width;
    made.tip = tip;
    made.importance = importance;
    return made;
}

GridColumn words(GridColumn column, bool stretch = false)
{
    column.text = true;
    column.stretch = stretch;
    return column;
}

Cell figure(const QString& text)
{
    Cell cell;
    cell.kind = Cell::Kind::Number;
    cell.text = text;
    return cell;
}

/// What was added, with its sign: above zero it was worth it.
Cell added(double value, const QString& text)
{
    Cell cell = figure(text);
    cell.strong = true;
    cell.tone = !(std::abs(value) >= kLeastShown) ? Tone::Neutral : value > 0.0 ? Tone::Good : Tone::Bad;
    return cell;
}

QString units(double value)
{
    return format::decimal(value, std::abs(value) < 100.0 ? 1 : 0);
}

QString signedUnits(double value)
{
    return (value > 0.0 ? QStringLiteral("+") : QString()) + units(value);
}

QString name(const QString& given)
{
    return given.isEmpty() ? QStringLiteral("–") : given;
}

} // namespace

StepScoresModel::StepScoresModel(QObject* parent)
    : GridModel(
          {words(make("step", tr("Step"), 120, tr("Each is held against the one before it")), true),
           make("error", tr("Error\nunits"), 80, tr("How far it was off, week by week, added up")),
           make("wape", tr("Error\n%"), 70, tr("The error as a share of what was asked for"), 2),
           make("bias", tr("Bias\n%"), 70, tr("Above zero: too high, taken together"), 1),
           make("units", tr("Added\nunits"), 84, tr("What it took off the error of the step before")),
           make(
               "cost", tr("Cost of\nthe error"), 90,
               tr("Margin lost where it was too low, carrying where it was too high"), 1),
           make("money", tr("Added\nmoney"), 90, tr("What it saved over the step before"))},
          parent)
{
}

void StepScoresModel::setScores(const ValueAdded& scores, const QString& currency)
{
    m_scores = scores;
    m_currency = currency;
    itemsReset();
}

Cell StepScoresModel::cell(int item, int column) const
{
    const auto step = static_cast<ForecastStep>(item);
    const StepScore& score = m_scores.of(step);
    const double value = number(item, column);
    const QString unknown = QStringLiteral("–");
    switch (column) {
    case Step: {
        Cell cell;
        cell.text = ValueAddedService::stepTitle(step);
        static constexpr const char* kAbout[] = {
            QT_TR_NOOP("the last week once more"), QT_TR_NOOP("from its own history"),
            QT_TR_NOOP("as forecast, with season, events and offers"), QT_TR_NOOP("as typed and committed"),
            QT_TR_NOOP("what counted when the week began")};
        cell.note = tr(kAbout[item]);
        return cell;
    }
    case Error:
        return figure(units(score.absoluteError));
    case Wape:
        return figure(format::percent(score.wape));
    case Bias:
        return figure(format::signedPercent(score.bias));
    case UnitsAdded:
        return item == 0 ? figure(unknown) : added(value, signedUnits(value));
    case Cost:
        return figure(std::isnan(value) ? unknown : format::money(value, m_currency));
    default:
        return std::isnan(value) ? figure(unknown) : added(value, format::signedMoney(value, m_currency));
    }
}

double StepScoresModel::number(int item, int column) const
{
    const StepScore& score = m_scores.of(static_cast<ForecastStep>(item));
    switch (column) {
    case Error:
        return score.absoluteError;
    case Wape:
        return score.wape;
    case Bias:
        return score.bias;
    case UnitsAdded:
        return item == 0 ? kNothing : score.unitsAdded;
    case Cost:
        return m_scores.priced > 0 ? score.cost : kNothing;
    case MoneyAdded:
        return item == 0 || m_scores.priced == 0 ? kNothing : score.costAdded;
    default:
        return item;
    }
}

GroupScoresModel::GroupScoresModel(const QString& nameTitle, QObject* parent)
    : GridModel(
          {words(make("name", nameTitle, 150, {}), true),
           make("weeks", tr("Weeks"), 64, tr("Overridden weeks that are over")),
           make("before", tr("Error\nbefore"), 84, tr("Of the forecast that was overridden, units"), 1),
           make("after", tr("Error\nafter"), 84, tr("Of the overrides, units"), 1),
           make("units", tr("Added\nunits"), 84, tr("What the overrides took off the error")),
           make("money", tr("Added\nmoney"), 90, tr("What the overrides saved")),
           make(
               "closer", tr("Came\ncloser"), 80, tr("Share of the weeks that came closer to what was sold"))},
          parent)
{
}

void GroupScoresModel::setGroups(std::vector<ValueAddedGroup> groups, const QString& currency)
{
    m_groups = std::move(groups);
    m_currency = currency;
    itemsReset();
}

Cell GroupScoresModel::cell(int item, int column) const
{
    const double value = number(item, column);
    switch (column) {
    case Name: {
        Cell cell;
        cell.text = name(m_groups[static_cast<std::size_t>(item)].name);
        return cell;
    }
    case Weeks:
        return figure(format::count(value));
    case UnitsAdded:
        return added(value, signedUnits(value));
    case MoneyAdded:
        return std::isnan(value) ? figure(QStringLiteral("–"))
                                 : added(value, format::signedMoney(value, m_currency));
    case Closer:
        return figure(format::percent(value, 0));
    default:
        return figure(units(value));
    }
}

double GroupScoresModel::number(int item, int column) const
{
    const ValueAdded& scores = m_groups[static_cast<std::size_t>(item)].added;
    switch (column) {
    case Weeks:
        return scores.periods;
    case Before:
        return scores.of(ForecastStep::Causal).absoluteError;
    case After:
        return scores.of(ForecastStep::Override).absoluteError;
    case UnitsAdded:
        return scores.of(ForecastStep::Override).unitsAdded;
    case MoneyAdded:
        return scores.priced > 0 ? scores.of(ForecastStep::Override).costAdded : kNothing;
    case Closer:
        return scores.periods > 0 ? static_cast<double>(scores.better) / scores.periods : kNothing;
    default:
        return item;
    }
}

NumberHistoryModel::NumberHistoryModel(QObject* parent)
    : GridModel(
          {make("when", tr("When"), 130, tr("When it was committed, or typed")),
           words(make("who", tr("Who"), 80, {})), words(make("product", tr("SKU"), 110, {})),
           words(make("location", tr("Location"), 84, {}, 1)),
           make("week", tr("Week"), 116, tr("The week whose number was changed")),
           make("from", tr("From"), 70, tr("Units of the week, before")),
           make("to", tr("To"), 70, tr("Units of the week, after")),
           words(make("why", tr("Why"), 120, {}), true), words(make("state", tr("State"), 110, {}, 2))},
          parent)
{
}

void NumberHistoryModel::setChanges(std::vector<NumberChange> changes, qint64 nowMs)
{
    m_changes = std::move(changes);
    m_now = nowMs;
    itemsReset();
}

Cell NumberHistoryModel::cell(int item, int column) const
{
    const NumberChange& one = m_changes[static_cast<std::size_t>(item)];
    Cell cell;
    switch (column) {
    case When:
        return figure(format::moment(one.at, m_now));
    case Who:
        cell.text = one.who;
        break;
    case Product:
        cell.text = one.sku;
        break;
    case Location:
        cell.text = one.location;
        break;
    case Week:
        return figure(format::day(one.week));
    case From:
        return figure(units(one.from));
    case To:
        cell = figure(units(one.to));
        cell.strong = true;
        break;
    case Why:
        cell.text = name(one.why);
        break;
    default:
        cell.kind = Cell::Kind::Pill;
        switch (one.fate) {
        case NumberChange::Fate::Draft:
            cell.text = tr("Not committed");
            cell.tone = Tone::Warn;
            break;
        case NumberChange::Fate::InForce:
            cell.text = tr("In force");
            cell.tone = Tone::Accent;
            break;
        case NumberChange::Fate::Off:
            cell.text = tr("Switched off");
            break;
        case NumberChange::Fate::Expired:
            cell.text = tr("Expired");
            break;
        case NumberChange::Fate::GoneBack:
            cell.text = tr("Gave way");
            cell.tip = tr("Another number took its place, or it was taken back");
            break;
        }
    }
    return cell;
}

double NumberHistoryModel::number(int item, int column) const
{
    const NumberChange& one = m_changes[static_cast<std::size_t>(item)];
    switch (column) {
    case When:
        return static_cast<double>(one.at);
    case Week:
        return one.week;
    case From:
        return one.from;
    case To:
        return one.to;
    default:
        return kNothing;
    }
}

} // namespace merch

#include "moc_value_added_models.cpp"
