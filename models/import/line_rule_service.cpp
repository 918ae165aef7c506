#include "models/import/line_rule_service.h"

#include "models/export/currency.h"
#include "models/import/amounts.h"
#include "models/import/dictionary.h"
#include "models/import/line_rules.h"
#include "models/store/changes.h"
#include "models/store/changing.h"
#include "models/store/demand.h"
#include "models/store/store.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>

#include <cmath>
#include <map>
#include <memory>
#include <set>

namespace merch
{

namespace
{

struct Texts {
    Q_DECLARE_TR_FUNCTIONS(LineRuleService)
};

QJsonObject stateOf(const std::vector<LineRule>& rules)
{
    QJsonArray rows;
    for (const LineRule& rule : rules)
        rows.append(QJsonObject{
            {QStringLiteral("field"), rule.field},
            {QStringLiteral("op"), rule.op},
            {QStringLiteral("value"), rule.value},
            {QStringLiteral("class"), rule.lineClass},
            {QStringLiteral("enabled"), rule.enabled},
            {QStringLiteral("note"), rule.note},
            {QStringLiteral("preset"), rule.preset}});
    return {{QStringLiteral("rules"), rows}};
}

std::vector<LineRule> rulesOf(const QJsonObject& state)
{
    std::vector<LineRule> rules;
    for (const QJsonValue& value : state.value(QStringLiteral("rules")).toArray()) {
        const QJsonObject row = value.toObject();
        const auto word = [&row](const char* key) { return row.value(QLatin1String(key)).toString(); };
        rules.push_back(
            {static_cast<int>(rules.size()) + 1, word("field"), word("op"), word("value"), word("class"),
             row.value(QStringLiteral("enabled")).toBool(), word("note"), word("preset")});
    }
    return rules;
}

/// Classifiers of a list of rules by the preset of the source.
class Classifiers
{
public:
    explicit Classifiers(const std::vector<LineRule>& rules)
        : m_rules(rules)
    {
    }
    const LineClassifier& of(const std::string& preset)
    {
        std::unique_ptr<LineClassifier>& made = m_made[preset];
        if (!made)
            made = std::make_unique<LineClassifier>(m_rules, QString::fromStdString(preset));
        return *made;
    }

private:
    const std::vector<LineRule>& m_rules;
    std::map<std::string, std::unique_ptr<LineClassifier>> m_made;
};

struct Reclassed {
    std::int64_t order = 0, line = 0, import = 0;
    std::string lineClass;
};

/// Classes every line of the store; what would change goes to `changes`.
RuleEffect classify(
    Store& store, const std::vector<LineRule>& rules, const Progress& progress,
    std::vector<Reclassed>* changes)
{
    RuleEffect effect;
    effect.caught.assign(rules.size(), 0);
    sql::Statement count(store.db(), "SELECT count(*) FROM order_line");
    count.step();
    const auto total = static_cast<std::size_t>(count.integer(0));
    Classifiers classifiers(rules);
    sql::Statement lines(
        store.db(),
        "SELECT l.order_id, l.line, p.sku, coalesce(l.words, p.title), o.code, l.status, l.units, "
        "l.unit_price,"
        " l.class, p.unit_scale, l.import_id, s.preset FROM order_line l JOIN product p USING (product_id)"
        " JOIN sale_order o USING (order_id) JOIN source s USING (source_id)");
    while (lines.step()) {
        if (progress && (++effect.lines & 0x3FFF) == 0 &&
            !progress(static_cast<std::size_t>(effect.lines) / 2, total))
            throw CancelledWork();
        const std::string sku(lines.text(2)), title(lines.text(3)), code(lines.text(4)),
            status(lines.text(5));
        const RuledLine line{
            sku,
            title,
            code,
            status,
            lines.real(6) / static_cast<double>(lines.integer(9)),
            lines.isNull(7) ? std::nan("") : lines.real(7) / 10000.0};
        const LineClassifier& classes = classifiers.of(std::string(lines.text(11)));
        if (const int rule = classes.ruleOf(line); rule >= 0)
            ++effect.caught[static_cast<std::size_t>(rule)];
        const std::string& now = classes.classOf(line);
        const std::string_view was = lines.text(8);
        if (now == was)
            continue;
        ++effect.changed;
        effect.leaveDemand += countsAsDemand(was) && !countsAsDemand(now);
        effect.joinDemand += !countsAsDemand(was) && countsAsDemand(now);
        if (changes)
            changes->push_back({lines.integer(0), lines.integer(1), lines.integer(10), now});
    }
    return effect;
}

/// The cells of an import as its order lines are classed now.
void writeDemand(Store& store, std::int64_t import, int digits)
{
    sql::Statement row(store.db(), "SELECT overlap = 'add', notes FROM import WHERE import_id = ?1");
    row.bind(1, import);
    row.step();
    const bool adds = !row.isNull(0) && row.integer(0) != 0;
    QJsonObject notes = QJsonDocument::fromJson(QByteArray::fromStdString(std::string(row.text(1)))).object();
    row.reset();
    removeLayer(store, import, {});

    const double perMinor = perMinorUnit(digits);
    Dictionary names(store, import);
    CellWriter writer(store, import, adds);
    std::map<std::string, qint64> keptOut;
    sql::Statement lines(
        store.db(),
        "SELECT l.product_id, p.sku, coalesce(l.words, p.title), p.unit_scale, l.location_id, l.day, l.units,"
        " l.unit_price, l.class, l.revenue, l.priced, coalesce(s.grain, 0), coalesce(s.week_start, 0)"
        " FROM order_line l JOIN product p USING (product_id) LEFT JOIN series s USING (product_id, "
        "location_id)"
        " WHERE l.import_id = ?1 ORDER BY l.line");
    lines.bind(1, import);
    while (lines.step()) {
        const std::string lineClass(lines.text(8));
        if (!countsAsDemand(lineClass)) {
            ++keptOut[lineClass];
            continue;
        }
        const int product = static_cast<int>(lines.integer(0));
        const Day day = static_cast<Day>(lines.integer(5));
        const std::int64_t scale = lines.integer(3), units = lines.integer(6), price = lines.integer(7);
        if (units > 0)
            names.describe(product, lines.text(1), {lines.text(2), {}, scale != 1});
        const int series = names.series(
            product, static_cast<int>(lines.integer(4)), static_cast<Grain>(lines.integer(11)),
            static_cast<int>(lines.integer(12)));
        writer.add(Measure::Units, series, day, units);
        const bool priced = !lines.isNull(7) && lines.integer(10) != 0;
        if (priced && price > 0 && units > 0)
            writer.add(Measure::Price, series, day, price);
        if (!lines.isNull(9))
            writer.add(Measure::Revenue, series, day, lines.integer(9));
        else if (priced)
            writer.add(Measure::Revenue, series, day, amountOf(units, scale, price, perMinor));
    }
    lines.reset();
    writer.finish({});

    const QJsonValue reading = notes.value(QStringLiteral("reading"));
    notes = {};
    for (const auto& [lineClass, count] : keptOut)
        notes[QString::fromStdString(lineClass)] = count;
    if (!reading.isUndefined())
        notes[QStringLiteral("reading")] = reading;
    sql::Statement keep(store.db(), "UPDATE import SET notes = ?2 WHERE import_id = ?1");
    keep.bind(1, import).bind(2, QJsonDocument(notes).toJson(QJsonDocument::Compact).toStdString()).run();
}

RuleEffect keep(Store& store, const std::vector<LineRule>& rules, const Progress& progress)
{
    std::vector<Reclassed> changes;
    const RuleEffect effect = classify(store, rules, progress, &changes);
    keepLineRules(store, rules);
    sql::Statement update(store.db(), "UPDATE order_line SET class = ?3 WHERE order_id = ?1 AND line = ?2");
    std::set<std::int64_t> imports;
    for (const Reclassed& change : changes) {
        update.bind(1, change.order).bind(2, change.line).bind(3, change.lineClass).run();
        imports.insert(change.import);
    }
    const int digits = currencyDigits(store.currency());
    std::size_t done = 0;
    for (const std::int64_t import : imports) {
        if (progress && !progress(imports.size() + done++, 2 * imports.size()))
            throw CancelledWork();
        writeDemand(store, import, digits);
    }
    if (!imports.empty())
        stampChange(store, kDemandChanged);
    return effect;
}

} // namespace

LineRuleService::LineRuleService(const QString& storePath)
    : m_path(storePath)
{
}

QStringList LineRuleService::fields()
{
    return {QStringLiteral("sku"),    QStringLiteral("title"), QStringLiteral("order_id"),
            QStringLiteral("status"), QStringLiteral("units"), QStringLiteral("unit_price")};
}

QStringList LineRuleService::operatorsOf(const QString& field)
{
    if (field == QLatin1String("units") || field == QLatin1String("unit_price"))
        return {QStringLiteral("below"), QStringLiteral("equals")};
    return {
        QStringLiteral("is"), QStringLiteral("starts"), QStringLiteral("contains"),
        QStringLiteral("matches")};
}

QStringList LineRuleService::classes()
{
    return {QStringLiteral("sale"),      QStringLiteral("return"),  QStringLiteral("cancellation"),
            QStringLiteral("cancelled"), QStringLiteral("postage"), QStringLiteral("fee"),
            QStringLiteral("sample"),    QStringLiteral("test"),    QStringLiteral("voucher"),
            QStringLiteral("adjustment")};
}

bool LineRuleService::isDemand(const QString& lineClass)
{
    return countsAsDemand(lineClass.toStdString());
}

QString LineRuleService::whatIsWrong(const LineRule& rule)
{
    if (!fields().contains(rule.field))
        return Texts::tr("\"%1\" is no field of a line. Fields are %2.")
            .arg(rule.field, fields().join(QStringLiteral(", ")));
    const QStringList operators = operatorsOf(rule.field);
    if (!operators.contains(rule.op))
        return Texts::tr("%1 is compared by %2, not by \"%3\".")
            .arg(rule.field, operators.join(QStringLiteral(", ")), rule.op);
    if (!classes().contains(rule.lineClass))
        return Texts::tr("\"%1\" is no class of lines. Classes are %2.")
            .arg(rule.lineClass, classes().join(QStringLiteral(", ")));
    if (rule.value.isEmpty())
        return Texts::tr("A rule needs a value to look for.");
    bool number = true;
    if (rule.op == QLatin1String("below") || rule.op == QLatin1String("equals"))
        rule.value.toDouble(&number);
    if (!number)
        return Texts::tr("\"%1\" is not a number.").arg(rule.value);
    if (rule.op == QLatin1String("matches")) {
        const QRegularExpression pattern(rule.value);
        if (!pattern.isValid())
            return Texts::tr("\"%1\" is no pattern: %2 at place %3.")
                .arg(rule.value, pattern.errorString())
                .arg(pattern.patternErrorOffset() + 1);
    }
    return {};
}

Result<std::vector<LineRule>> LineRuleService::rules() const
{
    return reporting("read the line rules", [&]() -> Result<std::vector<LineRule>> {
        Result<Store> store = Store::open(m_path.toStdString(), Store::Mode::ReadOnly);
        if (!store)
            return store.error();
        return loadLineRules(*store);
    });
}

Result<RuleEffect>
LineRuleService::effectOf(const std::vector<LineRule>& rules, const Progress& progress) const
{
    return reporting("try the line rules", [&]() -> Result<RuleEffect> {
        Result<Store> store = Store::open(m_path.toStdString(), Store::Mode::ReadOnly);
        if (!store)
            return store.error();
        return classify(*store, rules, progress, nullptr);
    });
}

Result<RuleEdit> LineRuleService::change(const std::vector<LineRule>& rules, const QString& text) const
{
    for (const LineRule& rule : rules)
        if (const QString wrong = whatIsWrong(rule); !wrong.isEmpty())
            return Error{
                ErrorCode::InvalidInput,
                Texts::tr("Rule %1: %2").arg(&rule - rules.data() + 1).arg(wrong).toStdString(),
                {},
                {}};
    const Result<std::vector<LineRule>> now = this->rules();
    if (!now)
        return now.error();
    return RuleEdit{text, stateOf(*now), stateOf(rules)};
}

Result<RuleEffect> LineRuleService::changeNow(
    const std::vector<LineRule>& rules, const QString& user, const QString& commandLine,
    const Progress& progress) const
{
    const Result<RuleEdit> edit = change(rules, {});
    if (!edit)
        return edit.error();
    RuleEffect effect;
    const Outcome kept = changing(m_path, "apply the line rules", [&](Store& store) -> Outcome {
        effect = keep(store, rules, progress);
        store.logCommand(
            user.toStdString(), commandLine.isEmpty() ? "line-rules" : commandLine.toStdString(),
            std::to_string(effect.changed) + " lines changed class");
        return success();
    });
    if (!kept)
        return kept.error();
    return effect;
}

Outcome LineRuleService::applyIn(Store& store, const QJsonObject& state, const Progress& progress)
{
    (void)keep(store, rulesOf(state), progress);
    return success();
}

} // namespace merch
