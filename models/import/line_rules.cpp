#include "models/import/line_rules.h"

#include "models/store/sqlite.h"
#include "models/store/store.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>

#include <cmath>

namespace merch
{

struct LineClassifier::Rule {
    enum class Field { Sku, Title, Order, Status, Units, Price } field = Field::Sku;
    enum class Op { Is, Starts, Contains, Matches, Below, Equals } op = Op::Is;
    std::string value, lineClass;
    int place = 0; ///< in the list given
    double number = 0.0;
    QRegularExpression pattern;
};

namespace
{

QString text(const sql::Statement& row, int column)
{
    const std::string_view bytes = row.text(column);
    return QString::fromUtf8(bytes.data(), static_cast<qsizetype>(bytes.size()));
}

constexpr const char* kKeptRules = "line_rules_kept";

} // namespace

std::vector<LineRule> standardLineRules()
{
    std::vector<LineRule> rules;
    QFile file(QStringLiteral(":/rules/line_rules.json"));
    if (!file.open(QIODevice::ReadOnly))
        return rules;
    for (const QJsonValue& value : QJsonDocument::fromJson(file.readAll()).array()) {
        const QJsonObject rule = value.toObject();
        const auto word = [&rule](const char* key) { return rule.value(QLatin1String(key)).toString(); };
        rules.push_back(
            {static_cast<int>(rules.size()) + 1, word("field"), word("op"), word("value"), word("class"),
             true, word("note"), word("preset")});
    }
    return rules;
}

void keepLineRules(Store& store, const std::vector<LineRule>& rules)
{
    store.setMeta(kKeptRules, "1"); // an empty list is the user's as well
    store.db().execute("DELETE FROM line_rule");
    sql::Statement add(
        store.db(), "INSERT INTO line_rule (position, field, op, value, class, enabled, note, preset) VALUES "
                    "(?1, ?2, ?3, ?4, ?5, ?6, ?7, nullif(?8, ''))");
    int position = 0;
    for (const LineRule& rule : rules)
        add.bind(1, ++position)
            .bind(2, rule.field.toStdString())
            .bind(3, rule.op.toStdString())
            .bind(4, rule.value.toStdString())
            .bind(5, rule.lineClass.toStdString())
            .bind(6, rule.enabled)
            .bind(7, rule.note.toStdString())
            .bind(8, rule.preset.toStdString())
            .run();
}

std::vector<LineRule> loadLineRules(Store& store)
{
    sql::Statement rows(
        store.db(), "SELECT position, field, op, value, class, enabled, note, preset FROM line_rule ORDER BY "
                    "position, rule_id");
    std::vector<LineRule> rules;
    while (rows.step())
        rules.push_back(
            {static_cast<int>(rows.integer(0)), text(rows, 1), text(rows, 2), text(rows, 3), text(rows, 4),
             rows.integer(5) != 0, text(rows, 6), text(rows, 7)});
    return rules.empty() && store.meta(kKeptRules).empty() ? standardLineRules() : rules;
}

LineClassifier::LineClassifier(const std::vector<LineRule>& rules, const QString& preset)
{
    for (std::size_t place = 0; place < rules.size(); ++place) {
        const LineRule& given = rules[place];
        if (!given.enabled || (!given.preset.isEmpty() && given.preset != preset))
            continue;
        Rule rule;
        rule.place = static_cast<int>(place);
        rule.field = given.field == QLatin1String("title")        ? Rule::Field::Title
                     : given.field == QLatin1String("order_id")   ? Rule::Field::Order
                     : given.field == QLatin1String("status")     ? Rule::Field::Status
                     : given.field == QLatin1String("units")      ? Rule::Field::Units
                     : given.field == QLatin1String("unit_price") ? Rule::Field::Price
                                                                  : Rule::Field::Sku;
        rule.op = given.op == QLatin1String("starts")     ? Rule::Op::Starts
                  : given.op == QLatin1String("contains") ? Rule::Op::Contains
                  : given.op == QLatin1String("matches")  ? Rule::Op::Matches
                  : given.op == QLatin1String("below")    ? Rule::Op::Below
                  : given.op == QLatin1String("equals")   ? Rule::Op::Equals
                                                          : Rule::Op::Is;
        rule.value = given.value.toStdString();
        rule.number = given.value.toDouble();
        rule.lineClass = given.lineClass.toStdString();
        if (rule.op == Rule::Op::Matches)
            rule.pattern.setPattern(given.value);
        m_rules.push_back(std::move(rule));
    }
}

LineClassifier::~LineClassifier() = default;

const LineClassifier::Rule* LineClassifier::deciding(const RuledLine& line) const
{
    for (const Rule& rule : m_rules) {
        bool fits = false;
        if (rule.field == Rule::Field::Units || rule.field == Rule::Field::Price) {
            const double value = rule.field == Rule::Field::Units ? line.units : line.unitPrice;
            fits = !std::isnan(value) &&
                   (rule.op == Rule::Op::Below ? value < rule.number : value == rule.number);
        } else {
            const std::string_view value = rule.field == Rule::Field::Sku      ? line.sku
                                           : rule.field == Rule::Field::Title  ? line.title
                                           : rule.field == Rule::Field::Status ? line.status
                                                                               : line.orderId;
            if (value.empty())
                continue;
            switch (rule.op) {
            case Rule::Op::Starts:
                fits = value.starts_with(rule.value);
                break;
            case Rule::Op::Contains:
                fits = value.find(rule.value) != std::string_view::npos;
                break;
            case Rule::Op::Matches:
                fits =
                    rule.pattern.match(QString::fromUtf8(value.data(), static_cast<qsizetype>(value.size())))
                        .hasMatch();
                break;
            default:
                fits = value == rule.value;
            }
        }
        if (fits)
            return &rule;
    }
    return nullptr;
}

const std::string& LineClassifier::classOf(const RuledLine& line) const
{
    const Rule* const rule = deciding(line);
    return rule ? rule->lineClass : m_sale;
}

int LineClassifier::ruleOf(const RuledLine& line) const
{
    const Rule* const rule = deciding(line);
    return rule ? rule->place : -1;
}

bool countsAsDemand(std::string_view lineClass)
{
    return lineClass == "sale" || lineClass == "return" || lineClass == "cancellation";
}

} // namespace merch
