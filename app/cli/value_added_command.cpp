#include "app/cli/commands.h"
#include "app/cli/context.h"
#include "models/forecast/value_added_service.h"

#include <QJsonArray>
#include <QObject>

#include <cmath>

namespace merch::cli
{

namespace
{

QJsonValue number(double value)
{
    return std::isfinite(value) ? QJsonValue(value) : QJsonValue();
}

QJsonObject scores(const ValueAdded& added)
{
    QJsonArray steps;
    for (int i = 0; i < kForecastSteps; ++i) {
        const auto step = static_cast<ForecastStep>(i);
        const StepScore& score = added.of(step);
        const bool priced = added.priced > 0;
        steps.append(QJsonObject{
            {QStringLiteral("step"), ValueAddedService::stepName(step)},
            {QStringLiteral("absolute_error"), number(score.absoluteError)},
            {QStringLiteral("wape"), number(score.wape)},
            {QStringLiteral("bias"), number(score.bias)},
            {QStringLiteral("cost"), priced ? number(score.cost) : QJsonValue()},
            {QStringLiteral("units_added"), i == 0 ? QJsonValue() : number(score.unitsAdded)},
            {QStringLiteral("money_added"), i == 0 || !priced ? QJsonValue() : number(score.costAdded)}});
    }
    return {
        {QStringLiteral("weeks"), added.periods},         {QStringLiteral("weeks_with_costs"), added.priced},
        {QStringLiteral("demand"), number(added.actual)}, {QStringLiteral("better"), added.better},
        {QStringLiteral("worse"), added.worse},           {QStringLiteral("steps"), steps}};
}

QJsonArray groups(const std::vector<ValueAddedGroup>& all)
{
    QJsonArray rows;
    for (const ValueAddedGroup& one : all) {
        QJsonObject row = scores(one.added);
        row[QStringLiteral("name")] = one.name;
        rows.append(row);
    }
    return rows;
}

QString fateName(NumberChange::Fate fate)
{
    static constexpr const char* kNames[] = {"draft", "in_force", "off", "expired", "gone_back"};
    return QLatin1String(kNames[static_cast<std::size_t>(fate)]);
}

Result<int> valueAdded(Context& context)
{
    const Result<QString> path = context.storePath();
    if (!path)
        return path.error();
    const auto changes = context.count(QStringLiteral("history"), 0, 1'000'000);
    if (!changes)
        return changes.error();
    const std::optional<QString> person =
        context.has(QStringLiteral("everybody")) ? std::nullopt : std::optional(context.user());
    const ValueAddedService service(*path);
    const Result<ValueAddedReport> report = service.report(person, context.progress(QObject::tr("Scoring")));
    if (!report)
        return report.error();
    QJsonObject answer = scores(report->all);
    answer[QStringLiteral("person")] = person ? QJsonValue(*person) : QJsonValue();
    answer[QStringLiteral("currency")] = report->currency;
    answer[QStringLiteral("up_to")] = report->upTo >= 0 ? QJsonValue(isoDate(report->upTo)) : QJsonValue();
    answer[QStringLiteral("waiting")] = report->waiting;
    answer[QStringLiteral("without_truth")] = report->emptyShelf;
    answer[QStringLiteral("not_kept")] = report->unkept;
    answer[QStringLiteral("by_reason")] = groups(report->reasons);
    answer[QStringLiteral("by_category")] = groups(report->categories);
    if (!person)
        answer[QStringLiteral("by_person")] = groups(report->people);
    QString text = ValueAddedService::verdict(*report) + QLatin1Char('\n');
    if (report->all.periods > 0) {
        TextTable table(
            {QObject::tr("step"), QObject::tr("error, units"), QObject::tr("WAPE %"), QObject::tr("bias %"),
             QObject::tr("units added"), QObject::tr("cost"), QObject::tr("money added")});
        for (int i = 0; i < kForecastSteps; ++i) {
            const auto step = static_cast<ForecastStep>(i);
            const StepScore& score = report->all.of(step);
            const auto money = [&](double value) {
                return report->all.priced > 0 ? decimal(value, 2) : QStringLiteral("-");
            };
            table.add(
                {ValueAddedService::stepTitle(step), decimal(score.absoluteError, 1),
                 std::isnan(score.wape) ? QStringLiteral("-") : decimal(100 * score.wape, 1),
                 std::isnan(score.bias) ? QStringLiteral("-") : decimal(100 * score.bias, 1),
                 i == 0 ? QStringLiteral("-") : decimal(score.unitsAdded, 1), money(score.cost),
                 i == 0 ? QStringLiteral("-") : money(score.costAdded)});
        }
        text += table.text();
    }
    if (*changes) {
        const Result<std::vector<NumberChange>> history = service.history(static_cast<int>(**changes));
        if (!history)
            return history.error();
        QJsonArray rows;
        TextTable table(
            {QObject::tr("sku"), QObject::tr("location"), QObject::tr("week"), QObject::tr("by"),
             QObject::tr("from"), QObject::tr("to"), QObject::tr("why"), QObject::tr("state")});
        for (const NumberChange& one : *history) {
            rows.append(QJsonObject{
                {QStringLiteral("sku"), one.sku},
                {QStringLiteral("location"), one.location},
                {QStringLiteral("week"), isoDate(one.week)},
                {QStringLiteral("at_ms"), one.at},
                {QStringLiteral("by"), one.who},
                {QStringLiteral("from"), number(one.from)},
                {QStringLiteral("to"), number(one.to)},
                {QStringLiteral("why"), one.why},
                {QStringLiteral("state"), fateName(one.fate)}});
            table.add(
                {one.sku, one.location, isoDate(one.week), one.who, decimal(one.from, 1), decimal(one.to, 1),
                 one.why, fateName(one.fate)});
        }
        answer[QStringLiteral("history")] = rows;
        text += QLatin1Char('\n') + table.text();
    }
    context.answer(answer, text);
    return 0;
}

} // namespace

std::vector<Command> valueAddedCommands()
{
    return {
        {QStringLiteral("value-added"),
         QStringLiteral("STORE"),
         QObject::tr("Scores your overrides step by step, in units and in money"),
         {{QStringLiteral("everybody"), {}, QObject::tr("scores everybody's, and each person's")},
          {QStringLiteral("history"), QStringLiteral("N"),
           QObject::tr("the last N changes of a number: who, when, from, to, why")}},
         1,
         1,
         valueAdded}};
}

} // namespace merch::cli
