#include "models/import/line_rules_model.h"

#include "models/grid/format.h"

#include <map>

namespace merch
{

namespace
{

GridColumn column(const char* id, const QString& title, int width, bool text, int importance = 0)
{
    GridColumn made;
    made.id = QLatin1String(id);
    made.title = title;
    made.width = width;
    made.text = text;
    made.importance = importance;
    return made;
}

std::vector<GridColumn> ruleColumns()
{
    std::vector<GridColumn> columns{
        column("place", LineRulesModel::tr("Rule"), 56, false),
        column("what", LineRulesModel::tr("A line whose..."), 200, true),
        column("class", LineRulesModel::tr("is"), 130, true),
        column("preset", LineRulesModel::tr("From"), 110, true, 2),
        column("lines", LineRulesModel::tr("Lines"), 80, false),
        column("state", LineRulesModel::tr("State"), 70, true),
        column("note", LineRulesModel::tr("Note"), 160, true, 3)};
    columns[LineRulesModel::What].stretch = true;
    columns[LineRulesModel::Note].stretch = true;
    columns[LineRulesModel::Place].tip = LineRulesModel::tr("The first rule that fits decides");
    columns[LineRulesModel::Lines].tip =
        LineRulesModel::tr("Order lines that are in and that this rule decides");
    return columns;
}

QString wordOf(const std::map<QString, QString>& words, const QString& key)
{
    const auto word = words.find(key);
    return word == words.end() ? key : word->second;
}

} // namespace

LineRulesModel::LineRulesModel(QObject* parent)
    : GridModel(ruleColumns(), parent)
{
}

QString LineRulesModel::fieldName(const QString& field)
{
    return wordOf(
        {{QStringLiteral("sku"), tr("SKU")},
         {QStringLiteral("title"), tr("Title")},
         {QStringLiteral("order_id"), tr("Order number")},
         {QStringLiteral("status"), tr("Status")},
         {QStringLiteral("units"), tr("Units")},
         {QStringLiteral("unit_price"), tr("Unit price")}},
        field);
}

QString LineRulesModel::operatorName(const QString& op)
{
    return wordOf(
        {{QStringLiteral("is"), tr("is")},
         {QStringLiteral("starts"), tr("begins with")},
         {QStringLiteral("contains"), tr("contains")},
         {QStringLiteral("matches"), tr("matches the pattern")},
         {QStringLiteral("below"), tr("is below")},
         {QStringLiteral("equals"), tr("equals")}},
        op);
}

QString LineRulesModel::className(const QString& lineClass)
{
    return wordOf(
        {{QStringLiteral("sale"), tr("Sale")},
         {QStringLiteral("return"), tr("Return")},
         {QStringLiteral("cancellation"), tr("Cancellation")},
         {QStringLiteral("cancelled"), tr("Called off")},
         {QStringLiteral("postage"), tr("Postage")},
         {QStringLiteral("fee"), tr("Fee")},
         {QStringLiteral("sample"), tr("Sample")},
         {QStringLiteral("test"), tr("Test")},
         {QStringLiteral("voucher"), tr("Voucher")},
         {QStringLiteral("adjustment"), tr("Adjustment")}},
        lineClass);
}

void LineRulesModel::setRules(std::vector<LineRule> rules, RuleEffect effect)
{
    m_rules = std::move(rules);
    m_effect = std::move(effect);
    m_effect.caught.resize(m_rules.size(), 0);
    itemsReset();
}

Cell LineRulesModel::cell(int item, int column) const
{
    const LineRule& rule = m_rules[static_cast<std::size_t>(item)];
    Cell cell;
    cell.faded = !rule.enabled;
    switch (column) {
    case Place:
        cell.kind = Cell::Kind::Number;
        cell.text = format::count(item + 1);
        break;
    case What:
        cell.text = tr("%1 %2 %3").arg(fieldName(rule.field), operatorName(rule.op), rule.value);
        break;
    case Class:
        cell.kind = Cell::Kind::Pill;
        cell.tone = LineRuleService::isDemand(rule.lineClass) ? Tone::Good : Tone::Neutral;
        cell.text = className(rule.lineClass);
        cell.tip =
            LineRuleService::isDemand(rule.lineClass) ? tr("Counts as demand") : tr("Kept out of demand");
        break;
    case Preset:
        cell.kind = Cell::Kind::Muted;
        cell.text = rule.preset.isEmpty() ? tr("all sources") : rule.preset;
        break;
    case Lines:
        cell.kind = Cell::Kind::Number;
        cell.text = format::count(static_cast<double>(m_effect.caught[static_cast<std::size_t>(item)]));
        break;
    case State:
        cell.kind = Cell::Kind::Pill;
        cell.tone = rule.enabled ? Tone::Good : Tone::Neutral;
        cell.text = rule.enabled ? tr("On") : tr("Off");
        break;
    default:
        cell.kind = Cell::Kind::Muted;
        cell.text = rule.note;
    }
    return cell;
}

double LineRulesModel::number(int item, int column) const
{
    return column == Lines ? static_cast<double>(m_effect.caught[static_cast<std::size_t>(item)]) : item;
}

} // namespace merch

#include "moc_line_rules_model.cpp"
