#include "app/cli/commands.h"
#include "app/cli/context.h"
#include "models/export/currency.h"
#include "models/planning/assumption_service.h"
#include "models/planning/reorder_planner.h"
#include "models/workspace/store_service.h"

#include <QJsonArray>
#include <QJsonObject>

#include <cmath>

namespace merch::cli
{

namespace
{

/// Minor units in a unit of the store's currency.
double minorUnits(const QString& currency)
{
    return std::pow(10.0, currencyDigits(currency.toStdString()));
}

QString decimalMoney(std::int64_t minor, const QString& currency)
{
    return QString::number(
        static_cast<double>(minor) / minorUnits(currency), 'f', currencyDigits(currency.toStdString()));
}

Result<int> planReorder(Context& context)
{
    if (context.arguments().size() < 2)
        return Error{ErrorCode::Usage, "It is called as: plan reorder STORE.", "See --help.", {}};
    const Result<QString> path = context.storePath(1);
    if (!path)
        return path.error();
    const auto asOf = context.day(QStringLiteral("as-of"));
    if (!asOf)
        return asOf.error();
    const auto budget = context.number(QStringLiteral("budget"), 0.0, 1e13);
    if (!budget)
        return budget.error();
    const Result<QString> currency = prepareStore(*path);
    if (!currency)
        return currency.error();
    ReorderOptions options;
    options.asOf = *asOf;
    if (*budget)
        options.budget = std::llround(**budget * minorUnits(*currency));
    options.supplier = context.value(QStringLiteral("supplier"));
    options.threads = context.threads();
    options.seed = context.seed();
    options.user = context.user();
    options.commandLine = context.commandLine();
    const Result<ReorderSummary> made =
        ReorderPlanner(*path).make(options, context.progress(QObject::tr("Planning orders")));
    if (!made)
        return made.error();
    const double minor = minorUnits(*currency);
    context.answer(
        {{QStringLiteral("plan_id"), static_cast<qint64>(made->planId)},
         {QStringLiteral("as_of"), isoDate(made->asOf)},
         {QStringLiteral("lines"), made->lines},
         {QStringLiteral("order_lines"), made->orderLines},
         {QStringLiteral("order_value"), static_cast<double>(made->orderValue) / minor},
         {QStringLiteral("expected_margin_saved"), static_cast<double>(made->marginSaved) / minor},
         {QStringLiteral("assumed"), made->assumedLines},
         {QStringLiteral("currency"), *currency},
         {QStringLiteral("seconds"), made->seconds}},
        QObject::tr(
            "Plan %1 as of %2: %3 of %4 lines order for %5 %6 and are expected to save a margin of %7 %6."
            " %8 of them rest on assumptions.\n")
            .arg(made->planId)
            .arg(isoDate(made->asOf))
            .arg(made->orderLines)
            .arg(made->lines)
            .arg(decimalMoney(made->orderValue, *currency), *currency)
            .arg(decimalMoney(made->marginSaved, *currency))
            .arg(made->assumedLines));
    return 0;
}

Result<int> plan(Context& context)
{
    // "plan WHAT STORE": what is planned is a word of its own.
    const QString what = context.argument(0);
    if (what == QLatin1String("reorder"))
        return planReorder(context);
    return Error{
        ErrorCode::Usage,
        what.toStdString() + ": that cannot be planned.",
        "It is called as: plan reorder STORE.",
        {}};
}

Result<int> assume(Context& context)
{
    const Result<QString> path = context.storePath();
    if (!path)
        return path.error();
    std::map<QString, QString> values;
    for (int i = 1; i < context.arguments().size(); ++i) {
        const QString word = context.argument(i);
        const qsizetype equals = word.indexOf(QLatin1Char('='));
        if (equals <= 0)
            return Error{
                ErrorCode::Usage,
                word.toStdString() + ": an assumption is written as name=value.",
                "Names: " + AssumptionService::names().join(QStringLiteral(", ")).toStdString() + ".",
                {}};
        const QString name = word.left(equals).trimmed(), value = word.mid(equals + 1).trimmed();
        if (const QString why = AssumptionService::refusal(name, value);
            !why.isEmpty() && !(value.isEmpty() && AssumptionService::names().contains(name)))
            return Error{
                ErrorCode::Usage,
                why.toStdString(),
                AssumptionService::names().contains(name)
                    ? std::string()
                    : "Names: " + AssumptionService::names().join(QStringLiteral(", ")).toStdString() + ".",
                {}};
        values[name] = value;
    }
    const AssumptionService service(*path);
    if (!values.empty()) {
        if (const auto ready = prepareStore(*path); !ready)
            return ready.error();
        const Outcome kept = service.setNow(
            context.value(QStringLiteral("location")), context.value(QStringLiteral("category")), values,
            context.user(), context.commandLine());
        if (!kept)
            return kept.error();
    }
    const auto all = service.list();
    if (!all)
        return all.error();
    QJsonArray assumptions;
    TextTable table(
        {QObject::tr("location"), QObject::tr("category"), QObject::tr("name"), QObject::tr("value"),
         QObject::tr("by")});
    for (const Assumption& one : *all) {
        assumptions.append(QJsonObject{
            {QStringLiteral("location"), one.location},
            {QStringLiteral("category"), one.category},
            {QStringLiteral("name"), one.name},
            {QStringLiteral("value"), one.value},
            {QStringLiteral("by"), one.madeBy}});
        table.add(
            {one.location.isEmpty() ? QObject::tr("all") : one.location,
             one.category.isEmpty() ? QObject::tr("all") : one.category, one.name, one.value, one.madeBy});
    }
    context.answer(
        {{QStringLiteral("assumptions"), assumptions}},
        all->empty() ? QObject::tr("Nothing is assumed.\n") : table.text());
    return 0;
}

} // namespace

std::vector<Command> planCommands()
{
    return {
        {QStringLiteral("plan"),
         QStringLiteral("reorder STORE"),
         QObject::tr("Makes the reorder plan"),
         {{QStringLiteral("as-of"), QStringLiteral("DATE"), QObject::tr("last day that is known")},
          {QStringLiteral("budget"), QStringLiteral("X"),
           QObject::tr("open-to-buy: the best cases first, until it ends")},
          {QStringLiteral("supplier"), QStringLiteral("S"), QObject::tr("code of one supplier (all)")}},
         1,
         2,
         plan},
        {QStringLiteral("assume"),
         QStringLiteral("STORE [NAME=VALUE ...]"),
         QObject::tr("Settles what the extracts lack; without a value, shows what is assumed"),
         {{QStringLiteral("location"), QStringLiteral("L"), QObject::tr("code of one location (all)")},
          {QStringLiteral("category"), QStringLiteral("C"),
           QObject::tr("path of one category, with all below it (all)")}},
         1,
         -1,
         assume}};
}

} // namespace merch::cli
