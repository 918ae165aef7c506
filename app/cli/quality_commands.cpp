#include "app/cli/commands.h"
#include "app/cli/context.h"
#include "models/export/currency.h"
#include "models/quality/quality_service.h"

#include <QJsonArray>
#include <QObject>

namespace merch::cli
{

namespace
{

Result<int> check(Context& context)
{
    const Result<QString> path = context.storePath();
    if (!path)
        return path.error();
    const Result<QualityReport> report = QualityService(*path).run(
        context.user(), context.commandLine(), context.progress(QObject::tr("Checking")),
        context.value(QStringLiteral("rules")));
    if (!report)
        return report.error();
    QJsonObject dimensions, counts;
    TextTable table({QObject::tr("dimension"), QObject::tr("score")});
    for (auto it = report->dimensions.begin(); it != report->dimensions.end(); ++it) {
        dimensions[it.key()] = it.value();
        table.add({it.key(), decimal(it.value(), 4)});
    }
    table.add({QObject::tr("all"), decimal(report->score, 4)});
    for (auto it = report->counts.begin(); it != report->counts.end(); ++it)
        counts[it.key()] = it.value();
    QJsonArray findings;
    QMap<QString, int> byRule;
    for (const QualityFinding& f : report->findings) {
        findings.append(QJsonObject{
            {QStringLiteral("rule"), f.rule},
            {QStringLiteral("severity"), f.severity},
            {QStringLiteral("entity"), f.entity},
            {QStringLiteral("key"), f.key},
            {QStringLiteral("field"), f.field},
            {QStringLiteral("value"), f.value},
            {QStringLiteral("message"), f.message},
            {QStringLiteral("suggestion"), f.suggestion},
            {QStringLiteral("state"), f.state},
            {QStringLiteral("money"),
             f.money ? QJsonValue(majorUnits(*f.money, report->currency)) : QJsonValue()}});
        ++byRule[f.severity + QLatin1Char(' ') + f.rule];
    }
    TextTable rules({QObject::tr("severity and rule"), QObject::tr("findings")});
    for (auto it = byRule.begin(); it != byRule.end(); ++it)
        rules.add({it.key(), QString::number(it.value())});
    context.answer(
        {{QStringLiteral("score"), report->score},
         {QStringLiteral("dimensions"), dimensions},
         {QStringLiteral("findings"), findings},
         {QStringLiteral("counts"), counts},
         {QStringLiteral("series_held_back"), report->heldBack}},
        table.text() + QLatin1Char('\n') + rules.text());
    return report->counts.value(QStringLiteral("error")) > 0 ? 1 : 0;
}

} // namespace

std::vector<Command> qualityCommands()
{
    return {
        {QStringLiteral("check"),
         QStringLiteral("STORE"),
         QObject::tr("Runs the data checks"),
         {{QStringLiteral("rules"), QStringLiteral("FILE"),
           QObject::tr("JSON: rules turned off, weighed otherwise, or added (docs/rules.md)")}},
         1,
         1,
         check}};
}

} // namespace merch::cli
