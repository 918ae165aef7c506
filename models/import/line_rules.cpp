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

} // namespace

void seedLineRules(Store& store)
{
    sql::Statement any(store.db(), "SELECT 1 FROM line_rule LIMIT 1");
    if (any.step())
        return;
    QFile file(QStringLiteral(":/rules/line_rules.json"));
    if (!file.open(QIODevice::ReadOnly))
        return;
    sql::Statement add(
        store.db(), "INSERT INTO line_rule (position, field, op, value, class, enabled, note) VALUES (?1, "
                    "?2, ?3, ?4, ?5, 1, ?6)");
    int position = 0;
    for (const QJsonValue& value : QJsonDocument::fromJson(file.readAll()).array()) {
        const QJsonObject rule = value.toObject();
        const auto word = [&rule](const char* key) {
            return rule.value(QLatin1String(key)).toString().toStdString();
        };
        add.bind(1, ++position)
            .bind(2, word("field"))
            .bind(3, word("op"))
            .bind(4, word("value"))
            .bind(5, word("class"));
        add.bind(6, word("note")).run();
    }
}

std::vector<LineRule> loadLineRules(Store& store)
{
    sql::Statement rows(
        store.db(), "SELECT rule_id, position, field, op, value, class, enabled, note FROM line_rule ORDER "
                    "BY position, rule_id");
    std::vector<LineRule> rules;
    while (rows.step())
        rules.push_back(
            {rows.integer(0), static_cast<int>(rows.integer(1)), text(rows, 2), text(rows, 3), text(rows, 4),
             text(rows, 5), rows.integer(6) != 0, text(rows, 7)});
    return rules;
}

LineClassifier::LineClassifier(const std::vector<LineRule>& rules)
{
    for (const LineRule& given : rules) {
        if (!given.enabled)
            continue;
        Rule rule;
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

const std::string& LineClassifier::classOf(const RuledLine& line) const
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
            return rule.lineClass;
    }
    return m_sale;
}

bool countsAsDemand(std::string_view lineClass)
{
    return lineClass == "sale" || lineClass == "return" || lineClass == "cancellation";
}

} // namespace merch
