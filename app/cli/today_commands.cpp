#include "app/cli/commands.h"
#include "app/cli/context.h"
#include "models/today/today_service.h"

#include <QJsonArray>
#include <QObject>

#include <cmath>

namespace merch::cli
{

namespace
{

/// Money to the hundredth, as everywhere in answers.
double cents(double value)
{
    return std::round(value * 100.0) / 100.0;
}

QJsonObject asJson(const Problem& problem)
{
    QJsonArray items;
    for (const ProblemItem& item : problem.items)
        items.append(QJsonObject{
            {QStringLiteral("sku"), item.sku},
            {QStringLiteral("location"), item.location},
            {QStringLiteral("money_per_month"), cents(item.money.mid)},
            {QStringLiteral("low"), cents(item.money.low)},
            {QStringLiteral("high"), cents(item.money.high)},
            {QStringLiteral("on_hand"), item.onHand ? QJsonValue(*item.onHand) : QJsonValue()},
            {QStringLiteral("on_order"), item.onOrder},
            {QStringLiteral("forecast_per_day"), std::round(item.perDay * 1e4) / 1e4},
            {QStringLiteral("valued"), item.moneyKnown},
            {QStringLiteral("assumed"), item.assumed}});
    return {
        {QStringLiteral("kind"), problemKindName(problem.kind)},
        {QStringLiteral("title"), problem.title},
        {QStringLiteral("money_per_month"), cents(problem.money.mid)},
        {QStringLiteral("low"), cents(problem.money.low)},
        {QStringLiteral("high"), cents(problem.money.high)},
        {QStringLiteral("valued"), problem.moneyKnown},
        {QStringLiteral("rests_on_it_per_month"), cents(problem.atStake)},
        {QStringLiteral("capital"), cents(problem.capital)},
        {QStringLiteral("assumed"), problem.assumed},
        {QStringLiteral("evidence"), problem.evidence},
        {QStringLiteral("remedy"), problem.remedy},
        {QStringLiteral("items"), items}};
}

Result<int> problems(Context& context)
{
    const Result<QString> path = context.storePath();
    if (!path)
        return path.error();
    const auto asOf = context.day(QStringLiteral("as-of"));
    if (!asOf)
        return asOf.error();
    TodayOptions options;
    options.asOf = *asOf;
    options.forecastIfNone = true;
    options.threads = context.threads();
    const Result<TodayReport> report =
        TodayService(*path).report(options, context.progress(QObject::tr("Looking for problems")));
    if (!report)
        return report.error();
    if (!report->hasSales)
        return Error{ErrorCode::InvalidInput, "There are no sales to judge by.", "Import sales first.", {}};
    QJsonArray ranked;
    TextTable table(
        {QObject::tr("money a month"), QObject::tr("low"), QObject::tr("high"), QObject::tr("problem"),
         QObject::tr("remedy")});
    for (const Problem& problem : report->problems) {
        ranked.append(asJson(problem));
        const auto amount = [&](double value) {
            return problem.moneyKnown || problem.atStake > 0 ? decimal(value, 2) : QStringLiteral("-");
        };
        table.add(
            {amount(problem.money.mid), amount(problem.money.low), amount(problem.money.high), problem.title,
             problem.remedy});
    }
    QString text = table.text();
    text += report->hasStock ? QObject::tr("\n%1 a month at risk (%2 to %3) on %4\n")
                                   .arg(
                                       decimal(report->atRisk.mid, 2), decimal(report->atRisk.low, 2),
                                       decimal(report->atRisk.high, 2), isoDate(*report->asOf))
                             : QObject::tr("\nNo stock is known on %1: what is at risk cannot be computed.\n")
                                   .arg(isoDate(*report->asOf));
    const auto atRisk = [&](double value) {
        return report->hasStock ? QJsonValue(cents(value)) : QJsonValue();
    };
    if (report->latelyWeeks > 0)
        text += QObject::tr("Lost to empty shelves in the last %1 days: %2 of margin (%3 to %4)\n")
                    .arg(report->latelyWeeks * 7)
                    .arg(
                        decimal(report->lostLately.mid, 2), decimal(report->lostLately.low, 2),
                        decimal(report->lostLately.high, 2));
    QStringList leftOut;
    if (report->noStock > 0)
        leftOut += QObject::tr("%1 series without a stock of the last days").arg(report->noStock);
    if (report->noMargin > 0)
        leftOut += QObject::tr("%1 items without a cost or price (listed, not valued)").arg(report->noMargin);
    if (report->noLeadTime > 0)
        leftOut +=
            QObject::tr("%1 series without a lead time (not judged for running out)").arg(report->noLeadTime);
    if (!leftOut.isEmpty())
        text += QObject::tr("Left out: %1.\n").arg(leftOut.join(QStringLiteral("; ")));
    context.answer(
        {{QStringLiteral("as_of"), isoDate(*report->asOf)},
         {QStringLiteral("currency"), report->currency},
         {QStringLiteral("money_at_risk_per_month"),
          QJsonObject{
              {QStringLiteral("mean"), atRisk(report->atRisk.mid)},
              {QStringLiteral("low"), atRisk(report->atRisk.low)},
              {QStringLiteral("high"), atRisk(report->atRisk.high)}}},
         {QStringLiteral("lost_to_empty_shelves"),
          QJsonObject{
              {QStringLiteral("days"), report->latelyWeeks * 7},
              {QStringLiteral("mean"), atRisk(report->lostLately.mid)},
              {QStringLiteral("low"), atRisk(report->lostLately.low)},
              {QStringLiteral("high"), atRisk(report->lostLately.high)}}},
         {QStringLiteral("left_out"),
          QJsonObject{
              {QStringLiteral("no_stock"), report->noStock},
              {QStringLiteral("no_cost_or_price"), report->noMargin},
              {QStringLiteral("no_lead_time"), report->noLeadTime}}},
         {QStringLiteral("problems"), ranked}},
        text);
    return 0;
}

} // namespace

std::vector<Command> todayCommands()
{
    return {
        {QStringLiteral("problems"),
         QStringLiteral("STORE"),
         QObject::tr("Ranks the most expensive problems, in money a month"),
         {{QStringLiteral("as-of"), QStringLiteral("DATE"), QObject::tr("last day that is known")}},
         1,
         1,
         problems}};
}

} // namespace merch::cli
