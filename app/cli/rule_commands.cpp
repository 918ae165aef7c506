#include "app/cli/commands.h"
#include "app/cli/context.h"
#include "models/import/line_rule_service.h"

#include <QJsonArray>
#include <QObject>

#include <algorithm>
#include <map>

namespace merch::cli
{

namespace
{

Error usage(const QString& what, const QString& remedy = {})
{
    return {ErrorCode::Usage, what.toStdString(), remedy.toStdString(), {}};
}

/// "field=sku,op=is,value=POST,class=postage": `value` and `note` may hold commas when they come last.
Result<LineRule> ruleOf(const QString& text)
{
    LineRule rule;
    const std::map<QString, QString*> words{
        {QStringLiteral("field"), &rule.field},   {QStringLiteral("op"), &rule.op},
        {QStringLiteral("value"), &rule.value},   {QStringLiteral("class"), &rule.lineClass},
        {QStringLiteral("preset"), &rule.preset}, {QStringLiteral("note"), &rule.note}};
    QString* last = nullptr;
    for (const QString& part : text.split(QLatin1Char(','))) {
        const qsizetype at = part.indexOf(QLatin1Char('='));
        const auto word = words.find(part.left(std::max<qsizetype>(0, at)).trimmed());
        if (at > 0 && word != words.end()) {
            last = word->second;
            *last = part.mid(at + 1);
        } else if (last) {
            *last += QLatin1Char(',') + part;
        } else {
            return usage(
                QObject::tr("--add takes field=..., op=..., value=..., class=..., separated by commas."),
                QObject::tr("For instance --add field=sku,op=is,value=WRAP,class=fee"));
        }
    }
    if (const QString wrong = LineRuleService::whatIsWrong(rule); !wrong.isEmpty())
        return usage(wrong);
    return rule;
}

/// Rules are numbered from 1, as they are listed.
Result<std::size_t> placeOf(const QString& option, const QString& text, std::size_t rules)
{
    bool number = false;
    const qint64 place = text.toLongLong(&number);
    if (!number || place < 1 || place > static_cast<qint64>(rules))
        return usage(QObject::tr("--%1 takes the number of a rule, 1 to %2.").arg(option).arg(rules));
    return static_cast<std::size_t>(place - 1);
}

/// What the options make of the rules; numbers are those of the list before.
Result<std::vector<LineRule>> changed(const Context& context, std::vector<LineRule> rules)
{
    const std::size_t count = rules.size();
    for (const auto& [option, on] : {std::pair{QStringLiteral("on"), true}, {QStringLiteral("off"), false}})
        for (const QString& text : context.values(option)) {
            const Result<std::size_t> place = placeOf(option, text, count);
            if (!place)
                return place.error();
            rules[*place].enabled = on;
        }
    std::vector<std::size_t> gone;
    for (const QString& text : context.values(QStringLiteral("remove"))) {
        const Result<std::size_t> place = placeOf(QStringLiteral("remove"), text, count);
        if (!place)
            return place.error();
        gone.push_back(*place);
    }
    std::sort(gone.rbegin(), gone.rend());
    gone.erase(std::unique(gone.begin(), gone.end()), gone.end());
    for (const std::size_t place : gone)
        rules.erase(rules.begin() + static_cast<std::ptrdiff_t>(place));
    std::size_t at = 0;
    if (const QString text = context.value(QStringLiteral("at")); !text.isEmpty()) {
        const Result<std::size_t> place = placeOf(QStringLiteral("at"), text, rules.size() + 1);
        if (!place)
            return place.error();
        at = *place;
    }
    for (const QString& text : context.values(QStringLiteral("add"))) {
        const Result<LineRule> rule = ruleOf(text);
        if (!rule)
            return rule.error();
        rules.insert(rules.begin() + static_cast<std::ptrdiff_t>(at++), *rule);
    }
    return rules;
}

Result<int> lineRules(Context& context)
{
    const Result<QString> path = context.storePath();
    if (!path)
        return path.error();
    const LineRuleService service(*path);
    const Result<std::vector<LineRule>> now = service.rules();
    if (!now)
        return now.error();
    const Result<std::vector<LineRule>> rules = changed(context, *now);
    if (!rules)
        return rules.error();
    const bool keeps = *rules != *now && !context.has(QStringLiteral("dry-run"));
    const Progress progress = context.progress(QObject::tr("Applying the line rules"));
    const Result<RuleEffect> effect =
        keeps ? service.changeNow(*rules, context.user(), context.commandLine(), progress)
              : service.effectOf(*rules, progress);
    if (!effect)
        return effect.error();
    QJsonArray list;
    TextTable table(
        {QObject::tr("rule"), QObject::tr("field"), QObject::tr("op"), QObject::tr("value"),
         QObject::tr("class"), QObject::tr("preset"), QObject::tr("lines"), QObject::tr("state")});
    for (std::size_t i = 0; i < rules->size(); ++i) {
        const LineRule& rule = (*rules)[i];
        list.append(QJsonObject{
            {QStringLiteral("rule"), static_cast<int>(i) + 1},
            {QStringLiteral("field"), rule.field},
            {QStringLiteral("op"), rule.op},
            {QStringLiteral("value"), rule.value},
            {QStringLiteral("class"), rule.lineClass},
            {QStringLiteral("preset"), rule.preset},
            {QStringLiteral("note"), rule.note},
            {QStringLiteral("on"), rule.enabled},
            {QStringLiteral("lines"), effect->caught[i]}});
        table.add(
            {QString::number(i + 1), rule.field, rule.op, rule.value, rule.lineClass,
             rule.preset.isEmpty() ? QObject::tr("all") : rule.preset, QString::number(effect->caught[i]),
             rule.enabled ? QObject::tr("on") : QObject::tr("off")});
    }
    QString said;
    if (*rules != *now)
        said =
            (keeps ? QObject::tr("%1 of %2 order lines changed class: %3 left demand, %4 joined it.\n")
                   : QObject::tr("%1 of %2 order lines would change class: %3 leave demand, %4 join it.\n"))
                .arg(effect->changed)
                .arg(effect->lines)
                .arg(effect->leaveDemand)
                .arg(effect->joinDemand);
    context.answer(
        {{QStringLiteral("rules"), list},
         {QStringLiteral("lines"), effect->lines},
         {QStringLiteral("changed"), effect->changed},
         {QStringLiteral("leave_demand"), effect->leaveDemand},
         {QStringLiteral("join_demand"), effect->joinDemand},
         {QStringLiteral("dry_run"), !keeps}},
        table.text() + said);
    return 0;
}

} // namespace

std::vector<Command> ruleCommands()
{
    return {
        {QStringLiteral("line-rules"),
         QStringLiteral("STORE"),
         QObject::tr("Which order lines count as demand; changes the rules and applies them to what is in"),
         {{QStringLiteral("add"), QStringLiteral("field=...,op=...,value=...,class=..."),
           QObject::tr("a new rule; fields: %1; classes: %2")
               .arg(
                   LineRuleService::fields().join(QStringLiteral(", ")),
                   LineRuleService::classes().join(QStringLiteral(", ")))},
          {QStringLiteral("at"), QStringLiteral("N"),
           QObject::tr("where it goes; the first that fits decides (1)")},
          {QStringLiteral("remove"), QStringLiteral("N"), QObject::tr("takes a rule away")},
          {QStringLiteral("on"), QStringLiteral("N"), QObject::tr("switches a rule on")},
          {QStringLiteral("off"), QStringLiteral("N"), QObject::tr("switches a rule off")},
          {QStringLiteral("dry-run"), {}, QObject::tr("say what would change, write nothing")}},
         1,
         1,
         lineRules}};
}

} // namespace merch::cli
