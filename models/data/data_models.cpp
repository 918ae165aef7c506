#include "models/data/data_models.h"

#include "models/export/currency.h"
#include "models/grid/format.h"

#include <QFileInfo>

#include <algorithm>
#include <cmath>
#include <limits>

namespace merch
{

namespace
{

constexpr double kNothing = std::numeric_limits<double>::quiet_NaN();

Cell textCell(const QString& text, Cell::Kind kind = Cell::Kind::Text)
{
    Cell cell;
    cell.kind = kind;
    cell.text = text;
    return cell;
}

Cell numberCell(double value)
{
    return textCell(format::count(value), Cell::Kind::Number);
}

Cell pillCell(const QString& text, Tone tone)
{
    Cell cell = textCell(text, Cell::Kind::Pill);
    cell.tone = tone;
    return cell;
}

Cell severityPill(const QString& severity)
{
    if (severity == QLatin1String("error"))
        return pillCell(RulesModel::tr("Error"), Tone::Bad);
    if (severity == QLatin1String("warning"))
        return pillCell(RulesModel::tr("Warning"), Tone::Warn);
    return pillCell(RulesModel::tr("Info"), Tone::Neutral);
}

double severityRank(const QString& severity)
{
    return severity == QLatin1String("error") ? 2 : severity == QLatin1String("warning") ? 1 : 0;
}

GridColumn column(const char* id, const QString& title, int width, bool isText = false)
{
    GridColumn made;
    made.id = QLatin1String(id);
    made.title = title;
    made.width = width;
    made.text = isText;
    return made;
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

GridColumn givingWay(GridColumn column, int importance)
{
    column.importance = importance;
    return column;
}

} // namespace

QString readable(const QString& word)
{
    QString text = word;
    text.replace(QLatin1Char('_'), QLatin1Char(' '));
    if (!text.isEmpty())
        text[0] = text[0].toUpper();
    return text;
}

RulesModel::RulesModel(QObject* parent)
    : GridModel(
          {stretching(column("rule", tr("Rule"), 180, true)), column("severity", tr("Severity"), 92, true),
           givingWay(column("dimension", tr("Dimension"), 110, true), 2),
           givingWay(column("looked_at", tr("Looked at"), 92), 1), column("found", tr("Found"), 78),
           column("open", tr("Open"), 70), givingWay(column("money", tr("Money a month, open"), 150), 1),
           givingWay(stretching(column("suggestion", tr("Suggestion"), 160, true)), 3)},
          parent)
{
}

void RulesModel::setRules(std::vector<RuleSummary> rules, const QString& currency)
{
    m_rules = std::move(rules);
    m_currency = currency;
    m_mostMoney = 0;
    for (const RuleSummary& rule : m_rules)
        m_mostMoney = std::max(m_mostMoney, static_cast<double>(rule.money.value_or(0)));
    itemsReset();
}

int RulesModel::itemOf(const QString& rule) const
{
    const auto found =
        std::find_if(m_rules.begin(), m_rules.end(), [&](const RuleSummary& r) { return r.rule == rule; });
    return found == m_rules.end() ? -1 : static_cast<int>(found - m_rules.begin());
}

Cell RulesModel::cell(int item, int column) const
{
    const RuleSummary& r = rule(item);
    switch (column) {
    case Title: {
        Cell cell = textCell(r.title);
        cell.strong = r.open > 0;
        cell.faded = r.found == 0;
        return cell;
    }
    case Severity:
        return r.found > 0 ? severityPill(r.severity) : pillCell(tr("Passed"), Tone::Good);
    case Dimension:
        return textCell(readable(r.dimension), Cell::Kind::Muted);
    case LookedAt:
        return numberCell(static_cast<double>(r.lookedAt));
    case Found: {
        Cell cell = numberCell(static_cast<double>(r.found));
        cell.strong = r.found > 0;
        return cell;
    }
    case Open:
        return numberCell(static_cast<double>(r.open));
    case Money: {
        if (!r.money)
            return textCell(QStringLiteral("–"), Cell::Kind::Number);
        Cell cell =
            textCell(format::moneyShort(majorUnits(*r.money, m_currency), m_currency), Cell::Kind::Share);
        cell.mid = m_mostMoney > 0 ? static_cast<float>(static_cast<double>(*r.money) / m_mostMoney) : 0.0F;
        return cell;
    }
    case Suggestion:
        return textCell(r.suggestion, Cell::Kind::Muted);
    default:
        return {};
    }
}

double RulesModel::number(int item, int column) const
{
    const RuleSummary& r = rule(item);
    switch (column) {
    case Severity:
        return r.found > 0 ? 1 + severityRank(r.severity) : 0;
    case LookedAt:
        return static_cast<double>(r.lookedAt);
    case Found:
        return static_cast<double>(r.found);
    case Open:
        return static_cast<double>(r.open);
    case Money:
        return r.money ? static_cast<double>(*r.money) : kNothing;
    default:
        return kNothing;
    }
}

FindingsModel::FindingsModel(QObject* parent)
    : GridModel(
          {givingWay(column("entity", tr("What"), 84, true), 2), column("key", tr("Key"), 130, true),
           givingWay(column("field", tr("Field"), 100, true), 1), column("value", tr("Value"), 100, true),
           stretching(column("message", tr("Finding"), 220, true)),
           givingWay(stretching(column("suggestion", tr("Suggestion"), 160, true)), 4),
           givingWay(column("money", tr("Money a month"), 124), 3),
           givingWay(column("owner", tr("Owner"), 90, true), 5), column("state", tr("State"), 86, true)},
          parent)
{
}

void FindingsModel::setFindings(std::vector<FindingRow> findings, const QString& currency)
{
    m_findings = std::move(findings);
    m_currency = currency;
    itemsReset();
}

Cell FindingsModel::cell(int item, int column) const
{
    const FindingRow& f = finding(item);
    switch (column) {
    case Entity:
        return textCell(readable(f.entity), Cell::Kind::Muted);
    case Key:
        return textCell(f.key);
    case Field:
        return textCell(readable(f.field), Cell::Kind::Muted);
    case Value:
        return textCell(f.value);
    case Message:
        return textCell(f.message);
    case Suggestion:
        return textCell(f.suggestion, Cell::Kind::Muted);
    case Money:
        return f.money
                   ? textCell(format::money(majorUnits(*f.money, m_currency), m_currency), Cell::Kind::Number)
                   : textCell(QStringLiteral("–"), Cell::Kind::Number);
    case Owner:
        return textCell(f.owner, Cell::Kind::Muted);
    case State:
        if (f.state == QLatin1String("accepted"))
            return pillCell(tr("Accepted"), Tone::Neutral);
        if (f.state == QLatin1String("mended"))
            return pillCell(tr("Mended"), Tone::Good);
        return pillCell(tr("Open"), f.severity == QLatin1String("error") ? Tone::Bad : Tone::Warn);
    default:
        return {};
    }
}

double FindingsModel::number(int item, int column) const
{
    const FindingRow& f = finding(item);
    return column == Money && f.money ? static_cast<double>(*f.money) : kNothing;
}

SourcesModel::SourcesModel(QObject* parent)
    : GridModel(
          {stretching(column("name", tr("Source"), 120, true)), column("age", tr("Age"), 66),
           column("freshness", tr("Freshness"), 92, true)},
          parent)
{
}

void SourcesModel::setSources(std::vector<SourceRow> sources)
{
    m_sources = std::move(sources);
    itemsReset();
}

Cell SourcesModel::cell(int item, int column) const
{
    const SourceRow& s = source(item);
    switch (column) {
    case Name: {
        Cell cell = textCell(s.name == s.kind ? readable(s.kind) : s.name);
        cell.note = s.name == s.kind ? s.owner : readable(s.kind);
        cell.tip = s.lastDay ? tr("Data up to %1").arg(format::day(*s.lastDay)) : QString();
        return cell;
    }
    case Age:
        return textCell(s.everImported ? format::age(s.ageDays) : QStringLiteral("–"), Cell::Kind::Number);
    case Freshness:
        if (!s.everImported)
            return pillCell(tr("Empty"), Tone::Neutral);
        if (s.promisedDays <= 0) {
            Cell cell = textCell(tr("no limit"), Cell::Kind::Muted);
            cell.tip = tr("Set how fresh this source should be: press E.");
            return cell;
        }
        if (s.ageDays > s.promisedDays)
            return pillCell(tr("Late"), Tone::Bad);
        return s.ageDays > 0.8 * s.promisedDays ? pillCell(tr("Due"), Tone::Warn)
                                                : pillCell(tr("Fresh"), Tone::Good);
    default:
        return {};
    }
}

double SourcesModel::number(int item, int column) const
{
    const SourceRow& s = source(item);
    return column == Age && s.everImported ? s.ageDays : kNothing;
}

ImportsModel::ImportsModel(QObject* parent)
    : GridModel(
          {keepingEnds(stretching(column("file", tr("File"), 120, true))),
           givingWay(column("kind", tr("Kind"), 104, true), 2), givingWay(column("when", tr("When"), 120), 1),
           column("accepted", tr("Rows in"), 98), givingWay(column("rejected", tr("Rejected"), 82), 1),
           givingWay(column("by", tr("By"), 80, true), 3), column("state", tr("State"), 92, true)},
          parent)
{
}

void ImportsModel::setImports(std::vector<ImportRow> imports, qint64 nowMs)
{
    m_imports = std::move(imports);
    m_now = nowMs;
    itemsReset();
}

Cell ImportsModel::cell(int item, int column) const
{
    const ImportRow& i = import(item);
    Cell cell;
    switch (column) {
    case File:
        cell = textCell(QFileInfo(i.file).fileName());
        cell.tip = tr("Import %1: %2").arg(i.id).arg(i.file);
        break;
    case Kind:
        cell = textCell(readable(i.kind), Cell::Kind::Muted);
        break;
    case When:
        cell = textCell(format::moment(i.atMs, m_now), Cell::Kind::Number);
        break;
    case Accepted:
        cell = numberCell(static_cast<double>(i.accepted));
        break;
    case Rejected:
        cell = numberCell(static_cast<double>(i.rejected));
        if (i.openRejects > 0 && !i.undone)
            cell.tone = Tone::Warn;
        break;
    case By:
        cell = textCell(i.by, Cell::Kind::Muted);
        break;
    case State:
        if (i.undone)
            return pillCell(tr("Undone"), Tone::Neutral);
        return i.openRejects > 0 ? pillCell(tr("Repair"), Tone::Warn) : pillCell(tr("In"), Tone::Good);
    default:
        break;
    }
    cell.faded = i.undone;
    return cell;
}

double ImportsModel::number(int item, int column) const
{
    const ImportRow& i = import(item);
    switch (column) {
    case When:
        return static_cast<double>(i.atMs);
    case Accepted:
        return static_cast<double>(i.accepted);
    case Rejected:
        return static_cast<double>(i.rejected);
    default:
        return kNothing;
    }
}

} // namespace merch

#include "moc_data_models.cpp"
