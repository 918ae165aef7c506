#include "app/cli/commands.h"
#include "app/cli/context.h"
#include "models/forecast/suspected_stockouts.h"

#include <QJsonArray>
#include <QObject>

#include <optional>

namespace merch::cli
{

namespace
{

using State = SuspectedStockout::State;

QString stateWord(State state)
{
    return state == State::Accepted    ? QStringLiteral("accepted")
           : state == State::Dismissed ? QStringLiteral("dismissed")
                                       : QStringLiteral("offered");
}

Result<std::vector<std::int64_t>> idsOf(const Context& context, const QString& option)
{
    std::vector<std::int64_t> ids;
    for (const QString& text : context.values(option)) {
        bool number = false;
        ids.push_back(text.toLongLong(&number));
        if (!number)
            return Error{
                ErrorCode::Usage,
                QObject::tr("--%1 takes the id of a likely stockout.").arg(option).toStdString(),
                {},
                {}};
    }
    return ids;
}

/// What --accept-from takes in: all that are offered with at least that probability.
Result<std::vector<std::int64_t>> likelier(const SuspectedStockouts& service, double least)
{
    const Result<std::vector<SuspectedStockout>> all = service.list();
    if (!all)
        return all.error();
    std::vector<std::int64_t> ids;
    for (const SuspectedStockout& one : *all)
        if (one.state == State::Offered && one.probability >= least)
            ids.push_back(one.id);
    return ids;
}

Result<int> stockouts(Context& context)
{
    const Result<QString> path = context.storePath();
    if (!path)
        return path.error();
    const Result<std::optional<double>> least = context.number(QStringLiteral("accept-from"), 0.0, 1.0);
    if (!least)
        return least.error();
    const SuspectedStockouts service(*path, context.user());
    std::optional<SuspicionSearch> search;
    if (context.has(QStringLiteral("find"))) {
        const Result<SuspicionSearch> made =
            service.find(context.threads(), context.progress(QObject::tr("Looking for stockouts")));
        if (!made)
            return made.error();
        search = *made;
    }
    for (const auto& [option, state] :
         {std::pair{QStringLiteral("accept"), State::Accepted},
          {QStringLiteral("dismiss"), State::Dismissed},
          {QStringLiteral("reopen"), State::Offered}}) {
        Result<std::vector<std::int64_t>> ids = idsOf(context, option);
        if (!ids)
            return ids.error();
        if (state == State::Accepted && *least) {
            const Result<std::vector<std::int64_t>> more = likelier(service, **least);
            if (!more)
                return more.error();
            ids->insert(ids->end(), more->begin(), more->end());
        }
        if (ids->empty())
            continue;
        if (const Outcome done = service.decideNow(*ids, state, context.commandLine()); !done)
            return done.error();
    }
    const Result<std::vector<SuspectedStockout>> all = service.list();
    if (!all)
        return all.error();
    QJsonArray list;
    TextTable table(
        {QObject::tr("id"), QObject::tr("sku"), QObject::tr("location"), QObject::tr("from"),
         QObject::tr("to"), QObject::tr("expected"), QObject::tr("probability"), QObject::tr("state")});
    for (const SuspectedStockout& one : *all) {
        list.append(QJsonObject{
            {QStringLiteral("id"), static_cast<qint64>(one.id)},
            {QStringLiteral("sku"), one.sku},
            {QStringLiteral("location"), one.location},
            {QStringLiteral("from"), isoDate(one.first)},
            {QStringLiteral("to"), isoDate(one.last)},
            {QStringLiteral("expected_units"), one.expected},
            {QStringLiteral("probability"), one.probability},
            {QStringLiteral("state"), stateWord(one.state)},
            {QStringLiteral("decided_by"), one.decidedBy}});
        table.add(
            {QString::number(one.id), one.sku, one.location, isoDate(one.first), isoDate(one.last),
             decimal(one.expected, 1), decimal(one.probability, 3), stateWord(one.state)});
    }
    QJsonObject answer{{QStringLiteral("stockouts"), list}};
    QString said;
    if (search) {
        answer[QStringLiteral("series")] = search->series;
        answer[QStringLiteral("offered")] = search->offered;
        said = QObject::tr("%1 series without full stock looked at: %2 likely stockouts offered.\n")
                   .arg(search->series)
                   .arg(search->offered);
    }
    context.answer(answer, (all->empty() ? QString() : table.text()) + said);
    return 0;
}

} // namespace

std::vector<Command> stockoutCommands()
{
    return {
        {QStringLiteral("stockouts"),
         QStringLiteral("STORE"),
         QObject::tr(
             "Likely stockouts where stock was not imported, found from sales; accept or dismiss them"),
         {{QStringLiteral("find"), {}, QObject::tr("look for them; what is decided stays")},
          {QStringLiteral("accept"), QStringLiteral("ID"),
           QObject::tr("read these days as without stock; forecast again afterwards")},
          {QStringLiteral("accept-from"), QStringLiteral("P"),
           QObject::tr("accept all offered ones of at least this probability, 0 to 1")},
          {QStringLiteral("dismiss"), QStringLiteral("ID"), QObject::tr("never offer this one again")},
          {QStringLiteral("reopen"), QStringLiteral("ID"), QObject::tr("take a decision back")}},
         1,
         1,
         stockouts}};
}

} // namespace merch::cli
