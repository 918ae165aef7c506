#include "app/cli/commands.h"
#include "app/cli/context.h"
#include "models/forecast/demand_words.h"
#include "models/ladder/ladder_service.h"

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

QJsonObject interval(const Gain& gain)
{
    return {
        {QStringLiteral("mean"), number(gain.mean)},
        {QStringLiteral("low"), number(gain.low)},
        {QStringLiteral("high"), number(gain.high)}};
}

QJsonObject counts(const std::map<QString, int>& byReason)
{
    QJsonObject all;
    for (const auto& [reason, count] : byReason)
        all[reason] = count;
    return all;
}

void putMoney(QJsonObject& object, const LadderReport& report, const LadderTotal& total)
{
    object[QStringLiteral("money_per_year")] = number(total.money());
    object[QStringLiteral("holding_cost")] = number(total.perYear.holding);
    object[QStringLiteral("lost_margin")] = number(total.perYear.lost);
    object[QStringLiteral("ordering_cost")] = number(total.perYear.ordering);
    object[QStringLiteral("spoilage_cost")] = number(total.perYear.spoiled);
    object[QStringLiteral("gain_over_today")] = interval(total.overToday);
    object[QStringLiteral("share_of_gap_closed")] = number(report.shareOfGap(total.money()));
    object[QStringLiteral("share_of_perfect_gap_closed")] = number(report.shareOfPerfectGap(total.money()));
    object[QStringLiteral("fill_rate")] = number(total.fillRate);
    object[QStringLiteral("stock_units")] = number(total.stockUnits);
    object[QStringLiteral("orders_per_year")] = number(total.ordersPerYear);
}

QJsonArray seriesOf(const std::vector<LadderSeriesGain>& all)
{
    QJsonArray rows;
    for (const LadderSeriesGain& one : all)
        rows.append(QJsonObject{
            {QStringLiteral("sku"), one.sku},
            {QStringLiteral("location"), one.location},
            {QStringLiteral("rung"), LadderService::rungName(one.rung)},
            {QStringLiteral("today"), number(one.today)},
            {QStringLiteral("chosen"), number(one.chosen)},
            {QStringLiteral("best_forecaster"), number(one.best)}});
    return rows;
}

QJsonObject answerOf(const Backtest& made, int folds)
{
    const LadderReport& report = made.report;
    QJsonArray rungs, segments;
    for (std::size_t k = 0; k < kRungs; ++k) {
        const RungTotal& rung = report.rungs[k];
        QJsonObject one{
            {QStringLiteral("name"), LadderService::rungName(static_cast<Rung>(k))},
            {QStringLiteral("wape"), number(rung.accuracy.wape)},
            {QStringLiteral("rmsse"), number(rung.accuracy.rmsse)},
            {QStringLiteral("mase"), number(rung.accuracy.mase)},
            {QStringLiteral("pinball"), number(rung.accuracy.pinball)},
            {QStringLiteral("bias"), number(rung.accuracy.bias)},
            {QStringLiteral("gain_over_below"), interval(rung.overBelow)},
            {QStringLiteral("series"), rung.applies},
            {QStringLiteral("chosen"), rung.chosen},
            {QStringLiteral("skipped"), counts(made.skipped[k])}};
        putMoney(one, report, rung.total);
        rungs.append(one);
    }
    for (const LadderSegment& segment : made.segments) {
        QJsonObject chosen;
        for (std::size_t k = 0; k < kRungs; ++k)
            chosen[LadderService::rungName(static_cast<Rung>(k))] = segment.total.chosen[k];
        segments.append(QJsonObject{
            {QStringLiteral("category"), segment.category},
            {QStringLiteral("demand"), demandClassWord(segment.demandClass)},
            {QStringLiteral("series"), segment.total.series},
            {QStringLiteral("chosen"), chosen},
            {QStringLiteral("today"), number(segment.total.today)},
            {QStringLiteral("best_forecaster"), number(segment.total.best)},
            {QStringLiteral("gain"), interval(segment.total.gain)}});
    }
    QJsonObject chosen, best;
    putMoney(chosen, report, report.chosen);
    putMoney(best, report, report.bestForecaster);
    return {
        {QStringLiteral("folds"), folds},
        {QStringLiteral("as_of"), isoDate(made.asOf)},
        {QStringLiteral("window_from"), isoDate(made.windowFrom)},
        {QStringLiteral("reported_from"), isoDate(made.reportedFrom)},
        {QStringLiteral("currency"), made.currency},
        {QStringLiteral("series"), report.series},
        {QStringLiteral("shorter_history"), made.shorter},
        {QStringLiteral("tuned_practices"), made.practices},
        {QStringLiteral("left_out"), counts(made.left)},
        {QStringLiteral("rungs"), rungs},
        {QStringLiteral("chosen"), chosen},
        {QStringLiteral("best_forecaster"), best},
        {QStringLiteral("perfect_information"), number(report.perfect)},
        {QStringLiteral("perfect_information_inexact"), report.inexactPerfect},
        {QStringLiteral("estimated_share"), number(report.estimatedShare)},
        {QStringLiteral("segments"), segments},
        {QStringLiteral("most_gain"), seriesOf(made.most)},
        {QStringLiteral("most_loss"), seriesOf(made.least)},
        {QStringLiteral("verdict"), made.verdict},
        {QStringLiteral("seconds"), made.seconds}};
}

QString percent(double share, int digits = 1)
{
    return std::isfinite(share) ? decimal(100.0 * share, digits) : QStringLiteral("-");
}

QString textOf(const Backtest& made)
{
    const LadderReport& report = made.report;
    TextTable table(
        {QObject::tr("rung"), QObject::tr("series"), QObject::tr("money a year"), QObject::tr("holding"),
         QObject::tr("lost margin"), QObject::tr("gain over today"), QObject::tr("90 % interval"),
         QObject::tr("gap closed %"), QObject::tr("fill rate %"), QObject::tr("WAPE %"), QObject::tr("RMSSE"),
         QObject::tr("MASE"), QObject::tr("pinball"), QObject::tr("bias %")});
    const auto row = [&](const QString& name, int series, const LadderTotal& total,
                         const LadderAccuracy* accuracy) {
        const auto score = [&](double value) {
            return accuracy && std::isfinite(value) ? decimal(value, 3) : QStringLiteral("-");
        };
        const LadderAccuracy none;
        const LadderAccuracy& a = accuracy ? *accuracy : none;
        table.add(
            {name, QString::number(series), decimal(total.money(), 0), decimal(total.perYear.holding, 0),
             decimal(total.perYear.lost, 0), decimal(total.overToday.mean, 0),
             QObject::tr("%1 to %2").arg(decimal(total.overToday.low, 0), decimal(total.overToday.high, 0)),
             percent(report.shareOfGap(total.money())), percent(total.fillRate),
             accuracy ? percent(a.wape) : QStringLiteral("-"), score(a.rmsse), score(a.mase),
             score(a.pinball), accuracy ? percent(a.bias) : QStringLiteral("-")});
    };
    for (std::size_t k = 0; k < kRungs; ++k)
        row(LadderService::rungName(static_cast<Rung>(k)), report.rungs[k].applies, report.rungs[k].total,
            &report.rungs[k].accuracy);
    row(QObject::tr("as chosen"), report.series, report.chosen, nullptr);
    row(QStringLiteral("best_forecaster"), report.series, report.bestForecaster, nullptr);
    QString text =
        QObject::tr("%1 series from %2 to %3, money of the days from %4 on, in %5 a year\n")
            .arg(report.series)
            .arg(isoDate(made.windowFrom), isoDate(made.asOf), isoDate(made.reportedFrom), made.currency) +
        table.text() + QObject::tr("perfect_information: %1 a year\n").arg(decimal(report.perfect, 0)) +
        QObject::tr("Demand that was estimated, as the shelf was empty: %1 %\n")
            .arg(percent(report.estimatedShare));
    QStringList chosen;
    for (std::size_t k = 0; k < kRungs; ++k)
        chosen << QObject::tr("%1 %2").arg(
            LadderService::rungName(static_cast<Rung>(k)), QString::number(report.rungs[k].chosen));
    text += QObject::tr("Chosen: %1\n").arg(chosen.join(QStringLiteral(", ")));
    for (const auto& [why, count] : made.left)
        text += QObject::tr("Left out: %1 series, %2\n").arg(count).arg(why);
    if (made.shorter > 0)
        text += QObject::tr("With a shorter history: %1 series\n").arg(made.shorter);
    return text + made.verdict + QLatin1Char('\n');
}

/// Day by day what one series would have done with each rung.
Result<int> pathOf(Context& context, const LadderService& service, const BacktestOptions& options)
{
    const QString name = context.value(QStringLiteral("series"), {});
    const qsizetype at = name.lastIndexOf(QLatin1Char('@'));
    if (at <= 0)
        return Error{ErrorCode::Usage, "--series takes SKU@LOCATION.", {}, {}};
    const Result<int> id = service.seriesOf(name.left(at), name.mid(at + 1));
    if (!id)
        return id.error();
    const Result<SeriesReplay> made =
        service.replay(*id, options, {}, context.progress(QObject::tr("Replaying")));
    if (!made)
        return made.error();
    const LadderTrace& trace = made->trace;
    QJsonArray days;
    QStringList heads{QObject::tr("date"), QObject::tr("demand")};
    for (std::size_t k = 0; k < kRungs; ++k)
        if (trace.rungs[k])
            heads << QObject::tr("%1: order, stock, lost").arg(LadderService::rungName(static_cast<Rung>(k)));
    heads << QObject::tr("best_forecaster: order, stock, lost");
    TextTable table(heads);
    const auto units = [&](std::int64_t pieces) { return static_cast<double>(pieces) / made->scale; };
    for (std::size_t d = 0; d < trace.demand.size(); ++d) {
        QJsonObject day{
            {QStringLiteral("date"), isoDate(trace.first + static_cast<Day>(d))},
            {QStringLiteral("demand"), units(trace.demand[d])},
            {QStringLiteral("estimated"), static_cast<bool>(trace.estimated[d])},
            {QStringLiteral("counted"), static_cast<int>(d) >= trace.counted}};
        QStringList row{
            isoDate(trace.first + static_cast<Day>(d)), QString::number(units(trace.demand[d]), 'g', 8)};
        const auto put = [&](const QString& rung, const ReplayPath& one) {
            day[rung] = QJsonObject{
                {QStringLiteral("order"), units(one.orders[d])},
                {QStringLiteral("stock"), units(one.stock[d])},
                {QStringLiteral("lost"), units(one.lost[d])},
                {QStringLiteral("cost"), one.costs[d].total()}};
            row << QStringLiteral("%1 %2 %3")
                       .arg(units(one.orders[d]))
                       .arg(units(one.stock[d]))
                       .arg(units(one.lost[d]));
        };
        for (std::size_t k = 0; k < kRungs; ++k)
            if (trace.rungs[k])
                put(LadderService::rungName(static_cast<Rung>(k)), *trace.rungs[k]);
        put(QStringLiteral("best_forecaster"), trace.bestForecaster);
        days.append(day);
        table.add(row);
    }
    context.answer(
        {{QStringLiteral("sku"), made->sku},
         {QStringLiteral("location"), made->location},
         {QStringLiteral("lead_time_days"), made->leadTimeDays},
         {QStringLiteral("review_days"), made->reviewDays},
         {QStringLiteral("days"), days}},
        table.text());
    return 0;
}

Result<int> backtest(Context& context)
{
    const Result<QString> path = context.storePath();
    if (!path)
        return path.error();
    const auto asOf = context.day(QStringLiteral("as-of"));
    const auto folds = context.count(QStringLiteral("folds"), 2, 13);
    const auto horizon = context.count(QStringLiteral("horizon"), 1, 182);
    const auto threshold = context.number(QStringLiteral("threshold"), 0.0, 1.0);
    if (!asOf)
        return asOf.error();
    if (!folds)
        return folds.error();
    if (!horizon)
        return horizon.error();
    if (!threshold)
        return threshold.error();
    BacktestOptions options;
    options.asOf = *asOf;
    options.folds = static_cast<int>(folds->value_or(options.folds));
    options.horizon = static_cast<int>(horizon->value_or(options.horizon));
    options.thresholdShare = threshold->value_or(options.thresholdShare);
    options.threads = context.threads();
    options.seed = context.seed();
    if (context.has(QStringLiteral("series")))
        return pathOf(context, LadderService(*path), options);
    const Result<Backtest> made = LadderService(*path).run(
        options, context.user(), context.commandLine(), context.progress(QObject::tr("Replaying")));
    if (!made)
        return made.error();
    context.answer(answerOf(*made, options.folds), textOf(*made));
    return 0;
}

} // namespace

std::vector<Command> backtestCommands()
{
    return {
        {QStringLiteral("backtest"),
         QStringLiteral("STORE"),
         QObject::tr("Replays history: accuracy and money of every way to forecast"),
         {{QStringLiteral("as-of"), QStringLiteral("DATE"), QObject::tr("last day that is known")},
          {QStringLiteral("folds"), QStringLiteral("N"),
           QObject::tr("folds, 2 to 13; the last reports what the others chose (3)")},
          {QStringLiteral("horizon"), QStringLiteral("DAYS"), QObject::tr("days ahead, of accuracy (28)")},
          {QStringLiteral("threshold"), QStringLiteral("SHARE"),
           QObject::tr("of the yearly margin, that a more complicated rung must earn more (0.001)")},
          {QStringLiteral("series"), QStringLiteral("SKU@LOCATION"),
           QObject::tr("one series day by day; nothing is kept")}},
         1,
         1,
         backtest}};
}

} // namespace merch::cli
