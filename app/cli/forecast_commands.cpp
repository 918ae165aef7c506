#include "app/cli/commands.h"
#include "app/cli/context.h"
#include "models/forecast/forecast_service.h"
#include "models/forecast/single_series.h"
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

QJsonArray numbers(const std::vector<double>& values)
{
    QJsonArray all;
    for (const double value : values)
        all.append(number(value));
    return all;
}

Result<int> series(Context& context)
{
    SingleSeriesOptions options;
    options.method = context.value(QStringLiteral("method"), QStringLiteral("auto"));
    const auto period = context.count(QStringLiteral("period"), 1, 10'000);
    const auto horizon = context.count(QStringLiteral("horizon"), 1, 10'000);
    if (!period)
        return period.error();
    if (!horizon)
        return horizon.error();
    options.period = static_cast<int>(period->value_or(1));
    options.horizon = static_cast<int>(horizon->value_or(options.horizon));
    options.seed = context.seed();
    if (context.has(QStringLiteral("xreg")))
        return Error{ErrorCode::Usage, "No method here takes regressors.", "Leave out --xreg.", {}};
    options.levels.clear();
    for (const QString& level :
         context.value(QStringLiteral("levels"), QStringLiteral("80,95")).split(QLatin1Char(','))) {
        bool fine = false;
        options.levels.push_back(level.toDouble(&fine));
        if (!fine || options.levels.back() <= 0 || options.levels.back() >= 100)
            return Error{
                ErrorCode::Usage,
                "--levels takes percentages between 0 and 100, separated by commas.",
                {},
                {}};
    }
    const Result<SingleSeriesForecast> made = forecastSeriesFile(context.argument(0), options);
    if (!made)
        return made.error();
    QJsonObject parameters, lower, upper;
    for (const auto& [name, value] : made->parameters)
        parameters[QString::fromStdString(name)] = number(value);
    TextTable table({QObject::tr("step"), QObject::tr("mean")});
    for (std::size_t l = 0; l < options.levels.size(); ++l) {
        const QString name = QString::number(options.levels[l], 'g', 6);
        lower[name] = numbers(made->lower[l]);
        upper[name] = numbers(made->upper[l]);
    }
    for (std::size_t h = 0; h < made->mean.size(); ++h)
        table.add({QString::number(h + 1), decimal(made->mean[h], 4)});
    QJsonArray asked;
    for (const EstimatedPeriod& one : made->estimated)
        asked.append(QJsonObject{
            {QStringLiteral("period"), one.period + 1},
            {QStringLiteral("sold"), number(one.sold)},
            {QStringLiteral("mean"), one.demand.mid},
            {QStringLiteral("low"), one.demand.low},
            {QStringLiteral("high"), one.demand.high}});
    context.answer(
        {{QStringLiteral("method"), made->method},
         {QStringLiteral("form"), made->form.isEmpty() ? QJsonValue() : QJsonValue(made->form)},
         {QStringLiteral("parameters"), parameters},
         {QStringLiteral("loglik"), number(made->loglik)},
         {QStringLiteral("aicc"), number(made->aicc)},
         {QStringLiteral("fitted"), numbers(made->fitted)},
         {QStringLiteral("mean"), numbers(made->mean)},
         {QStringLiteral("lower"), lower},
         {QStringLiteral("upper"), upper},
         {QStringLiteral("estimated_demand"), asked}},
        QStringLiteral("%1 %2").arg(made->method, made->form).trimmed() + QLatin1Char('\n') + table.text());
    return 0;
}

Result<int> forecast(Context& context)
{
    const Result<QString> path = context.storePath();
    if (!path)
        return path.error();
    const auto asOf = context.day(QStringLiteral("as-of"));
    const auto horizon = context.count(QStringLiteral("horizon"), 1, 3650);
    const auto folds = context.count(QStringLiteral("folds"), 1, 52);
    if (!asOf)
        return asOf.error();
    if (!horizon)
        return horizon.error();
    if (!folds)
        return folds.error();
    ForecastOptions options = usualForecast(context.user(), context.commandLine());
    options.asOf = *asOf;
    options.horizon = static_cast<int>(horizon->value_or(options.horizon));
    options.folds = static_cast<int>(folds->value_or(options.folds));
    options.method = context.value(QStringLiteral("method"), QStringLiteral("auto")).toStdString();
    options.threads = context.threads();
    options.seed = context.seed();
    options.withPlans = context.has(QStringLiteral("with-plans"));
    if (context.has(QStringLiteral("no-ladder")))
        options.ladderDays.reset();
    const Result<ForecastSummary> made =
        ForecastService(*path).run(options, context.progress(QObject::tr("Forecasting")));
    if (!made)
        return made.error();
    QJsonObject methods;
    TextTable table({QObject::tr("method"), QObject::tr("series")});
    for (const auto& [name, count] : made->methods) {
        methods[QString::fromStdString(name)] = count;
        table.add({QString::fromStdString(name), QString::number(count)});
    }
    QJsonArray ladder;
    QString note;
    const Result<std::optional<LadderRun>> kept = LadderService(*path).latest(made->asOf);
    if (!kept)
        return kept.error();
    if (*kept) {
        for (const LadderLine& line : (*kept)->lines)
            ladder.append(QJsonObject{
                {QStringLiteral("rung"), LadderService::rungName(line.rung)},
                {QStringLiteral("money_per_year"), number(line.moneyPerYear)},
                {QStringLiteral("gap_to_perfect"), number(line.gapToPerfect)},
                {QStringLiteral("series"), line.series}});
        note = QObject::tr("Ladder of %1: %2\n").arg(isoDate((*kept)->asOf), (*kept)->verdict);
    } else {
        note = made->noLadder.isEmpty()
                   ? QObject::tr(
                         "No ladder yet: merchbench-cli backtest STORE says what each method would earn.\n")
                   : QObject::tr("No ladder: %1\n").arg(made->noLadder);
    }
    if (made->plansIgnored > 0)
        note +=
            QObject::tr("Planned promotions changed nothing for %1 series: their own history speaks against "
                        "it, or is too short.\n")
                .arg(made->plansIgnored);
    const LostUnits& lost = made->lost;
    if (lost.series > 0)
        note += QObject::tr("Empty shelves of the last %1 days: %2 series, an estimated %3 units not sold (8 "
                            "times in 10 between %4 and %5).\n")
                    .arg(lost.days)
                    .arg(lost.series)
                    .arg(decimal(lost.units.mid, 0), decimal(lost.units.low, 0), decimal(lost.units.high, 0));
    context.answer(
        {{QStringLiteral("series"), made->series},
         {QStringLiteral("as_of"), isoDate(made->asOf)},
         {QStringLiteral("seconds"), made->seconds},
         {QStringLiteral("series_per_second"), made->seriesPerSecond},
         {QStringLiteral("methods"), methods},
         {QStringLiteral("with_causes"), made->caused},
         {QStringLiteral("plans_ignored"), made->plansIgnored},
         {QStringLiteral("lost_to_empty_shelves"),
          QJsonObject{
              {QStringLiteral("days"), lost.days},
              {QStringLiteral("series"), lost.series},
              {QStringLiteral("empty_days"), lost.emptyDays},
              {QStringLiteral("units"),
               QJsonObject{
                   {QStringLiteral("mean"), lost.units.mid},
                   {QStringLiteral("low"), lost.units.low},
                   {QStringLiteral("high"), lost.units.high}}}}},
         {QStringLiteral("ladder"), ladder}},
        QObject::tr("%1 series as of %2 in %3 s\n")
                .arg(made->series)
                .arg(isoDate(made->asOf), decimal(made->seconds, 2)) +
            table.text() + note);
    return 0;
}

} // namespace

std::vector<Command> forecastCommands()
{
    return {
        {QStringLiteral("series"),
         QStringLiteral("FILE"),
         QObject::tr("Forecasts one series: a number a line, or a value column (and on_hand, availability)"),
         {{QStringLiteral("method"), QStringLiteral("M"),
           QObject::tr("naive, snaive, drift, mean, ma, ses, holt, holt_damped, hw_additive, "
                       "hw_multiplicative, theta, ets_auto, croston, sba, sbj, tsb, adida, "
                       "imapa, auto")},
          {QStringLiteral("period"), QStringLiteral("P"), QObject::tr("periods in a season (1)")},
          {QStringLiteral("horizon"), QStringLiteral("H"), QObject::tr("periods ahead")},
          {QStringLiteral("levels"), QStringLiteral("80,95"), QObject::tr("percentages of the intervals")},
          {QStringLiteral("xreg"), QStringLiteral("FILE"),
           QObject::tr("regressors; no method here takes them")}},
         1,
         1,
         series},
        {QStringLiteral("forecast"),
         QStringLiteral("STORE"),
         QObject::tr("Forecasts every series of a store"),
         {{QStringLiteral("as-of"), QStringLiteral("DATE"), QObject::tr("last day that is known")},
          {QStringLiteral("horizon"), QStringLiteral("DAYS"), QObject::tr("days ahead (28)")},
          {QStringLiteral("method"), QStringLiteral("M"), QObject::tr("one method for all (auto)")},
          {QStringLiteral("folds"), QStringLiteral("N"), QObject::tr("folds of the backtest (3)")},
          {QStringLiteral("with-plans"),
           {},
           QObject::tr("with --as-of: take later promotions and events as the plan")},
          {QStringLiteral("no-ladder"),
           {},
           QObject::tr("do not replay history first where the kept ladder is over four weeks old")}},
         1,
         1,
         forecast}};
}

} // namespace merch::cli
