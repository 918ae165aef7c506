#include "app/cli/commands.h"
#include "app/cli/context.h"
#include "models/export/export_service.h"

#include <QJsonArray>

namespace merch::cli
{

namespace
{

Result<int> runExport(const Context& context)
{
    const auto store = context.storePath();
    if (!store)
        return store.error();
    ExportRequest request;
    request.what = context.argument(1);
    request.file = context.value(QStringLiteral("to"));
    if (request.file.isEmpty())
        return Error{ErrorCode::Usage, "Where to is not said.", "Name a file with --to FILE.", {}};
    request.format = context.value(QStringLiteral("format"));
    request.preset = context.value(QStringLiteral("preset"));
    request.supplier = context.value(QStringLiteral("supplier"));
    request.again = context.has(QStringLiteral("again"));
    request.user = context.user();
    request.commandLine = context.commandLine();
    const auto plan = context.count(QStringLiteral("plan"), 1, INT64_MAX);
    if (!plan)
        return plan.error();
    request.planId = plan->value_or(0);

    const auto done = ExportService(*store).write(request, context.progress(QStringLiteral("Exporting")));
    if (!done)
        return done.error();
    const bool one = done->files.size() == 1;
    QJsonObject object{
        {QStringLiteral("file"), one ? done->files.first() : request.file},
        {QStringLiteral("rows"), static_cast<qint64>(done->rows)}};
    if (!one)
        object.insert(QStringLiteral("files"), QJsonArray::fromStringList(done->files));
    QString text = QStringLiteral("%1 rows to %2.")
                       .arg(done->rows)
                       .arg(
                           one ? done->files.first()
                               : QStringLiteral("%1 files in %2").arg(done->files.size()).arg(request.file));
    if (done->planId > 0) {
        object.insert(QStringLiteral("plan_id"), static_cast<qint64>(done->planId));
        object.insert(QStringLiteral("state"), stateWord(done->state));
        object.insert(QStringLiteral("report"), done->report);
        object.insert(QStringLiteral("notes"), QJsonArray::fromStringList(done->notes));
        if (one)
            object.insert(QStringLiteral("reverse"), done->reverseFiles.value(0));
        text +=
            done->report
                ? QStringLiteral(" A report: plan %1 is %2.").arg(done->planId).arg(stateWord(done->state))
                : QStringLiteral(" Plan %1 is %2.").arg(done->planId).arg(stateWord(done->state));
        text += QStringLiteral(" What would undo it is in %1.")
                    .arg(one ? done->reverseFiles.value(0) : QStringLiteral("*.reverse.pdf beside each"));
    }
    for (const QString& note : done->notes)
        text += QLatin1Char('\n') + note;
    context.answer(object, text);
    return 0;
}

} // namespace

std::vector<Command> exportCommands()
{
    Command command;
    command.name = QStringLiteral("export");
    command.arguments = QStringLiteral("STORE WHAT --to FILE");
    command.summary = QStringLiteral("Writes %1, with the file that would undo it")
                          .arg(ExportService::kinds().join(QStringLiteral(", ")));
    command.options = {
        {QStringLiteral("to"), QStringLiteral("FILE"),
         QStringLiteral("where to; a folder takes one PDF order per supplier")},
        {QStringLiteral("format"), QStringLiteral("csv|xlsx|json|pdf"),
         QStringLiteral("else by the file's ending")},
        {QStringLiteral("plan"), QStringLiteral("ID"), QStringLiteral("which plan; else the latest")},
        {QStringLiteral("preset"), QStringLiteral("NAME"),
         QStringLiteral("order points as %1 takes them")
             .arg(ExportService::presets().join(QStringLiteral(" or ")))},
        {QStringLiteral("supplier"), QStringLiteral("CODE"),
         QStringLiteral("purchase orders of this one only")},
        {QStringLiteral("again"), {}, QStringLiteral("lets what was exported leave a second time")}};
    command.minArguments = command.maxArguments = 2;
    command.drawsText = true;
    command.run = [](Context& context) { return runExport(context); };
    return {command};
}

} // namespace merch::cli
