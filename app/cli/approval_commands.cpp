#include "app/cli/commands.h"
#include "app/cli/context.h"
#include "models/approval/approval_service.h"

#include <QDateTime>
#include <QJsonArray>
#include <QTimeZone>

namespace merch::cli
{

namespace
{

constexpr int kEntriesShown = 50;

Result<std::int64_t> planId(const Context& context)
{
    QString text = context.argument(1);
    if (text.startsWith(QLatin1String("P-"), Qt::CaseInsensitive))
        text = text.mid(2);
    bool read = false;
    const std::int64_t id = text.toLongLong(&read);
    if (read && id > 0)
        return id;
    return Error{
        ErrorCode::Usage,
        QStringLiteral("%1 is not the number of a plan.").arg(context.argument(1)).toStdString(),
        "'plan reorder' and 'status' name the plans.",
        {}};
}

/// "SKU@LOCATION,..."; a SKU may hold an @ itself, a location may not.
Result<std::vector<LineKey>> lineKeys(const Context& context)
{
    std::vector<LineKey> keys;
    for (const QString& list : context.values(QStringLiteral("lines"))) {
        for (const QString& name : list.split(QLatin1Char(','), Qt::SkipEmptyParts)) {
            const qsizetype at = name.lastIndexOf(QLatin1Char('@'));
            if (at <= 0 || at == name.size() - 1)
                return Error{
                    ErrorCode::Usage,
                    QStringLiteral("--lines: %1 names no line.").arg(name).toStdString(),
                    "Lines are named as SKU@LOCATION,SKU@LOCATION.",
                    {}};
            keys.push_back({name.left(at).trimmed(), name.mid(at + 1).trimmed()});
        }
    }
    if (context.has(QStringLiteral("lines")) && keys.empty())
        return Error{ErrorCode::Usage, "--lines names no line.", "Leave it out to decide all that wait.", {}};
    return keys;
}

using Step = std::function<Result<StepResult>(
    ApprovalService&, std::int64_t, const std::vector<LineKey>&, const Context&)>;

Result<int> run(const Context& context, const Step& step)
{
    const auto store = context.storePath();
    if (!store)
        return store.error();
    const auto plan = planId(context);
    if (!plan)
        return plan.error();
    const auto lines = lineKeys(context);
    if (!lines)
        return lines.error();
    ApprovalService service(*store, context.commandLine());
    const auto done = step(service, *plan, *lines, context);
    if (!done)
        return done.error();
    QString text = QStringLiteral("Plan %1 is %2: %3 lines.")
                       .arg(done->planId)
                       .arg(stateWord(done->state))
                       .arg(done->lines);
    if (done->state == PlanState::Submitted)
        text += QStringLiteral(" %1 wait for a decision.").arg(done->waiting);
    context.answer(
        {{QStringLiteral("plan_id"), static_cast<qint64>(done->planId)},
         {QStringLiteral("state"), stateWord(done->state)},
         {QStringLiteral("lines"), done->lines},
         {QStringLiteral("waiting"), done->waiting}},
        text);
    return 0;
}

Command command(const QString& name, const QString& summary, bool takesLines, const Step& step)
{
    Command made;
    made.name = name;
    made.arguments = QStringLiteral("STORE PLAN");
    made.summary = summary;
    if (takesLines)
        made.options.push_back(
            {QStringLiteral("lines"), QStringLiteral("LINES"),
             QStringLiteral("SKU@LOCATION,...: these lines only")});
    made.options.push_back(
        {QStringLiteral("comment"), QStringLiteral("TEXT"), QStringLiteral("kept in the audit log")});
    made.minArguments = made.maxArguments = 2;
    made.run = [step](Context& context) { return run(context, step); };
    return made;
}

Result<int> runAudit(const Context& context)
{
    const auto store = context.storePath();
    if (!store)
        return store.error();
    const ApprovalService service(*store);
    const auto report = service.verify(context.progress(QStringLiteral("Checking the audit log")));
    if (!report)
        return report.error();
    const auto log = service.log(0, kEntriesShown);
    if (!log)
        return log.error();

    QJsonArray entries, problems;
    TextTable table(
        {QStringLiteral("entry"), QStringLiteral("at (UTC)"), QStringLiteral("user"), QStringLiteral("about"),
         QStringLiteral("what"), QStringLiteral("comment"), QStringLiteral("hash")});
    for (auto entry = log->rbegin(); entry != log->rend(); ++entry) {
        const QString at = QDateTime::fromMSecsSinceEpoch(entry->at, QTimeZone::utc()).toString(Qt::ISODate);
        const QString about = entry->key.isEmpty() ? entry->entity : entry->entity + u' ' + entry->key;
        table.add(
            {QString::number(entry->entryId), at, entry->user, about, entry->text, entry->comment,
             entry->hash.left(12) + (entry->holds ? QString() : QStringLiteral(" BROKEN"))});
        entries.append(QJsonObject{
            {QStringLiteral("entry"), static_cast<qint64>(entry->entryId)},
            {QStringLiteral("at"), at},
            {QStringLiteral("user"), entry->user},
            {QStringLiteral("action"), entry->action},
            {QStringLiteral("entity"), entry->entity},
            {QStringLiteral("key"), entry->key},
            {QStringLiteral("comment"), entry->comment},
            {QStringLiteral("hash"), entry->hash},
            {QStringLiteral("holds"), entry->holds}});
    }
    for (const QString& problem : report->problems)
        problems.append(problem);
    QString text = table.text();
    text += report->intact() ? QStringLiteral("%1 entries, intact.").arg(report->entries)
                             : QStringLiteral("%1 entries, NOT intact:\n  %2")
                                   .arg(report->entries)
                                   .arg(report->problems.join(QStringLiteral("\n  ")));
    context.answer(
        {{QStringLiteral("entries"), report->entries},
         {QStringLiteral("intact"), report->intact()},
         {QStringLiteral("problems"), problems},
         {QStringLiteral("log"), entries}},
        text);
    return context.has(QStringLiteral("verify")) && !report->intact() ? 1 : 0;
}

} // namespace

std::vector<Command> approvalCommands()
{
    const auto comment = [](const Context& context) { return context.value(QStringLiteral("comment")); };
    std::vector<Command> commands;
    commands.push_back(command(
        QStringLiteral("submit"), QStringLiteral("Submits a plan for approval"), false,
        [comment](ApprovalService& service, std::int64_t plan, const auto&, const Context& context) {
            return service.submit(plan, context.user(), comment(context));
        }));
    commands.push_back(command(
        QStringLiteral("approve"), QStringLiteral("Approves a submitted plan, or lines of it"), true,
        [comment](ApprovalService& service, std::int64_t plan, const auto& lines, const Context& context) {
            return service.approve(plan, lines, context.user(), comment(context));
        }));
    commands.push_back(command(
        QStringLiteral("reject"), QStringLiteral("Rejects a submitted plan, or lines of it"), true,
        [comment](ApprovalService& service, std::int64_t plan, const auto& lines, const Context& context) {
            return service.reject(plan, lines, context.user(), comment(context));
        }));
    commands.push_back(command(
        QStringLiteral("return"), QStringLiteral("Sends a submitted plan back to be edited"), true,
        [comment](ApprovalService& service, std::int64_t plan, const auto& lines, const Context& context) {
            return service.giveBack(plan, lines, context.user(), comment(context));
        }));

    Command audit;
    audit.name = QStringLiteral("audit");
    audit.arguments = QStringLiteral("STORE");
    audit.summary = QStringLiteral("Shows who decided what, and whether the log is whole");
    audit.options.push_back({QStringLiteral("verify"), {}, QStringLiteral("exit 1 if it is not whole")});
    audit.minArguments = audit.maxArguments = 1;
    audit.run = [](Context& context) { return runAudit(context); };
    commands.push_back(std::move(audit));
    return commands;
}

} // namespace merch::cli
