#include "app/cli/commands.h"
#include "app/cli/context.h"
#include "models/import/import_service.h"

#include <QDateTime>
#include <QFileInfo>
#include <QJsonArray>
#include <QObject>

#include <algorithm>

namespace merch::cli
{

namespace
{

/// Options that answer a question about a file, by the question's id, with what they take.
const std::vector<std::pair<QString, QStringList>>& answerOptions()
{
    static const std::vector<std::pair<QString, QStringList>> all{
        {QStringLiteral("date-order"), {QStringLiteral("dmy"), QStringLiteral("mdy")}},
        {QStringLiteral("decimal"), {QStringLiteral("point"), QStringLiteral("comma")}},
        {QStringLiteral("grain"), {QStringLiteral("day"), QStringLiteral("week"), QStringLiteral("month")}},
        {QStringLiteral("week-start"),
         {QStringLiteral("monday"), QStringLiteral("tuesday"), QStringLiteral("wednesday"),
          QStringLiteral("thursday"), QStringLiteral("friday"), QStringLiteral("saturday"),
          QStringLiteral("sunday")}},
        {QStringLiteral("encoding"),
         {QStringLiteral("utf-8"), QStringLiteral("utf-16le"), QStringLiteral("utf-16be"),
          QStringLiteral("latin-1"), QStringLiteral("windows-1252")}},
        {QStringLiteral("delimiter"),
         {QStringLiteral("comma"), QStringLiteral("semicolon"), QStringLiteral("tab"), QStringLiteral("pipe"),
          QStringLiteral("blank")}}};
    return all;
}

/// Answers that hold for one column are given as HEADING=VALUE.
bool answersOneColumn(const QString& option)
{
    return option == QLatin1String("date-order") || option == QLatin1String("decimal");
}

Result<std::vector<ImportRequest>> requestsOf(const Context& context)
{
    ImportRequest common;
    QStringList kinds;
    for (const ImportKind& kind : ImportService::kinds())
        kinds += kind.name;
    for (const QString& given : context.values(QStringLiteral("as"))) {
        if (!kinds.contains(given))
            return Error{
                ErrorCode::Usage,
                "--as " + given.toStdString() + " is no kind of extract.",
                "Kinds are " + kinds.join(QStringLiteral(", ")).toStdString() + ".",
                {}};
        common.kind = given;
    }
    common.preset = context.value(QStringLiteral("preset"));
    common.source = context.value(QStringLiteral("source"));
    common.overlap = context.value(QStringLiteral("overlap"));
    if (!common.overlap.isEmpty() && common.overlap != QLatin1String("replace") &&
        common.overlap != QLatin1String("add"))
        return Error{ErrorCode::Usage, "--overlap takes replace or add.", {}, {}};
    for (const QString& list : context.values(QStringLiteral("map"))) {
        for (const QString& pair : list.split(QLatin1Char(','), Qt::SkipEmptyParts)) {
            const qsizetype at = pair.indexOf(QLatin1Char('='));
            if (at <= 0)
                return Error{ErrorCode::Usage, "--map takes field=heading, separated by commas.", {}, {}};
            common.map[pair.left(at).trimmed()] = pair.mid(at + 1).trimmed();
        }
    }
    for (const auto& [name, choices] : answerOptions()) {
        for (const QString& value : context.values(name)) {
            const qsizetype at = answersOneColumn(name) ? value.lastIndexOf(QLatin1Char('=')) : -1;
            const QString said = (at > 0 ? value.mid(at + 1) : value).toLower();
            if (!choices.contains(said))
                return Error{
                    ErrorCode::Usage,
                    QStringLiteral("--%1 takes %2, not %3.")
                        .arg(name, choices.join(QStringLiteral(", ")), said)
                        .toStdString(),
                    {},
                    {}};
            common.answers[at > 0 ? name + QLatin1Char(':') + value.left(at) : name] = said;
        }
    }
    std::vector<ImportRequest> requests;
    for (const QString& file : context.arguments().mid(1)) {
        const Result<QStringList> parts = ImportService::parts(file);
        if (!parts)
            return parts.error();
        const QString wanted = context.value(QStringLiteral("part"));
        if (!wanted.isEmpty() && !parts->contains(wanted))
            return Error{
                ErrorCode::InvalidInput,
                QFileInfo(file).fileName().toStdString() + " holds no " + wanted.toStdString() + ".",
                parts->size() > 1 || !parts->value(0).isEmpty()
                    ? "It holds " + parts->join(QStringLiteral(", ")).toStdString() + "."
                    : std::string("It is one extract: leave --part out."),
                {}};
        for (const QString& part : *parts) {
            if (!wanted.isEmpty() && part != wanted)
                continue;
            ImportRequest request = common;
            request.file = file;
            request.part = part;
            requests.push_back(std::move(request));
        }
    }
    return requests;
}

QString nameOf(const ImportReport& report)
{
    const QString file = QFileInfo(report.file).fileName();
    return report.part.isEmpty() ? file : file + QLatin1Char('/') + report.part;
}

QJsonObject jsonOf(const ImportReport& report)
{
    QJsonArray rejects;
    for (const RejectGroup& group : report.rejects)
        rejects.append(QJsonObject{
            {QStringLiteral("reason"), group.reason},
            {QStringLiteral("count"), group.count},
            {QStringLiteral("first_line"), group.firstLine}});
    QJsonObject classified;
    for (auto it = report.classified.begin(); it != report.classified.end(); ++it)
        classified[it.key()] = it.value();
    return {
        {QStringLiteral("import_id"), report.importId},
        {QStringLiteral("file"), report.file},
        {QStringLiteral("part"), report.part},
        {QStringLiteral("kind"), report.kind},
        {QStringLiteral("preset"), report.preset},
        {QStringLiteral("source"), report.source},
        {QStringLiteral("rows_read"), report.rowsRead},
        {QStringLiteral("rows_accepted"), report.rowsAccepted},
        {QStringLiteral("rows_rejected"), report.rowsRejected},
        {QStringLiteral("rejects"), rejects},
        {QStringLiteral("first_date"),
         report.firstDay ? QJsonValue(isoDate(*report.firstDay)) : QJsonValue()},
        {QStringLiteral("last_date"), report.lastDay ? QJsonValue(isoDate(*report.lastDay)) : QJsonValue()},
        {QStringLiteral("classified"), classified},
        {QStringLiteral("returns"), report.returns},
        {QStringLiteral("new_products"), report.newProducts},
        {QStringLiteral("stub_products"), report.stubProducts},
        {QStringLiteral("duplicates"), report.duplicates},
        {QStringLiteral("notes"), QJsonArray::fromStringList(report.notes)},
        {QStringLiteral("skipped"), report.skipped},
        {QStringLiteral("left_out"), report.leftOut},
        {QStringLiteral("seconds"), report.seconds}};
}

Result<int> import(Context& context)
{
    const Result<QString> path = context.storePath();
    if (!path)
        return path.error();
    const Result<std::vector<ImportRequest>> requests = requestsOf(context);
    if (!requests)
        return requests.error();
    const ImportService service(*path);
    const Progress progress = context.progress(QObject::tr("Importing"));
    const Result<ImportBatch> batch =
        context.has(QStringLiteral("dry-run"))
            ? service.dryRun(*requests, progress)
            : service.run(*requests, context.user(), context.commandLine(), progress);
    if (!batch)
        return batch.error();
    QJsonArray list;
    TextTable table(
        {QObject::tr("import"), QObject::tr("file"), QObject::tr("kind"), QObject::tr("read"),
         QObject::tr("accepted"), QObject::tr("rejected")});
    QString notes;
    qint64 rejected = 0;
    for (const ImportReport& report : batch->imports) {
        list.append(jsonOf(report));
        rejected += report.rowsRejected + (report.leftOut.isEmpty() ? 0 : 1);
        table.add(
            {report.importId > 0 ? QString::number(report.importId) : QStringLiteral("-"), nameOf(report),
             report.kind, QString::number(report.rowsRead),
             !report.leftOut.isEmpty() ? QObject::tr("left out")
             : report.skipped          ? QObject::tr("skipped")
                                       : QString::number(report.rowsAccepted),
             QString::number(report.rowsRejected)});
        for (const RejectGroup& group : report.rejects)
            notes += QObject::tr("%1: %2 rejected: %3 (first in line %4)\n")
                         .arg(nameOf(report))
                         .arg(group.count)
                         .arg(group.reason)
                         .arg(group.firstLine);
        for (const QString& note : report.notes)
            notes += QStringLiteral("%1: %2\n").arg(nameOf(report), note);
    }
    context.answer(
        {{QStringLiteral("imports"), list},
         {QStringLiteral("rows_per_second"), batch->rowsPerSecond},
         {QStringLiteral("seconds"), batch->seconds},
         {QStringLiteral("dry_run"), context.has(QStringLiteral("dry-run"))}},
        table.text() + notes);
    return rejected > 0 ? 1 : 0;
}

Result<int> imports(Context& context)
{
    const Result<QString> path = context.storePath();
    if (!path)
        return path.error();
    const Result<std::vector<ImportRecord>> history = ImportService(*path).history();
    if (!history)
        return history.error();
    QJsonArray list;
    TextTable table(
        {QObject::tr("import"), QObject::tr("when"), QObject::tr("kind"), QObject::tr("file"),
         QObject::tr("accepted"), QObject::tr("rejected"), QObject::tr("state")});
    for (const ImportRecord& record : *history) {
        const QString when = QDateTime::fromMSecsSinceEpoch(record.madeAt, Qt::UTC).toString(Qt::ISODate);
        list.append(QJsonObject{
            {QStringLiteral("import_id"), record.importId},
            {QStringLiteral("source"), record.source},
            {QStringLiteral("kind"), record.kind},
            {QStringLiteral("file"), record.file},
            {QStringLiteral("rows_read"), record.rowsRead},
            {QStringLiteral("rows_accepted"), record.rowsAccepted},
            {QStringLiteral("rows_rejected"), record.rowsRejected},
            {QStringLiteral("first_date"),
             record.firstDay ? QJsonValue(isoDate(*record.firstDay)) : QJsonValue()},
            {QStringLiteral("last_date"),
             record.lastDay ? QJsonValue(isoDate(*record.lastDay)) : QJsonValue()},
            {QStringLiteral("made_at"), when},
            {QStringLiteral("made_by"), record.madeBy},
            {QStringLiteral("undone"), record.undoneAt > 0}});
        table.add(
            {QString::number(record.importId), when, record.kind, QFileInfo(record.file).fileName(),
             QString::number(record.rowsAccepted), QString::number(record.rowsRejected),
             record.undoneAt > 0 ? QObject::tr("undone") : QObject::tr("in")});
    }
    context.answer({{QStringLiteral("imports"), list}}, table.text());
    return 0;
}

Result<int> importUndo(Context& context)
{
    const Result<QString> path = context.storePath();
    if (!path)
        return path.error();
    bool number = false;
    const qint64 id = context.argument(1).toLongLong(&number);
    if (!number)
        return Error{
            ErrorCode::Usage,
            "\"" + context.argument(1).toStdString() + "\" is not the number of an import.",
            "merchbench-cli imports STORE lists them.",
            {}};
    const Outcome undone = ImportService(*path).undo(
        id, context.user(), context.commandLine(), context.progress(QObject::tr("Taking the import back")));
    if (!undone)
        return undone.error();
    context.answer({{QStringLiteral("undone"), id}}, QObject::tr("Import %1 was taken back.\n").arg(id));
    return 0;
}

} // namespace

std::vector<Command> importCommands()
{
    std::vector<Option> options{
        {QStringLiteral("as"), QStringLiteral("KIND"), QObject::tr("kind of extract (guessed)")},
        {QStringLiteral("preset"), QStringLiteral("NAME"),
         QObject::tr("a known platform: %1").arg(ImportService::presets().join(QStringLiteral(", ")))},
        {QStringLiteral("map"), QStringLiteral("field=heading,..."),
         QObject::tr("columns that are not guessed")},
        {QStringLiteral("source"), QStringLiteral("NAME"),
         QObject::tr("where it comes from; remembers its mapping")},
        {QStringLiteral("part"), QStringLiteral("NAME"),
         QObject::tr("one member of a zip, or sheet of a workbook")},
        {QStringLiteral("overlap"), QStringLiteral("replace|add"),
         QObject::tr("what a file does to days that are in already")},
        {QStringLiteral("dry-run"), {}, QObject::tr("read and count, write nothing")}};
    for (const auto& [name, choices] : answerOptions())
        options.push_back(
            {name, QStringLiteral("VALUE"),
             (answersOneColumn(name)
                  ? QObject::tr("settles what is open to two readings, of one column as HEADING=VALUE: %1")
                  : QObject::tr("settles what is open to two readings: %1"))
                 .arg(choices.join(QStringLiteral(", ")))});
    return {
        {QStringLiteral("import"), QStringLiteral("STORE FILE..."),
         QObject::tr("Reads extracts into the store"), options, 2, -1, import},
        {QStringLiteral("imports"),
         QStringLiteral("STORE"),
         QObject::tr("The history of imports"),
         {},
         1,
         1,
         imports},
        {QStringLiteral("import-undo"),
         QStringLiteral("STORE ID"),
         QObject::tr("Takes one import back out"),
         {},
         2,
         2,
         importUndo}};
}

} // namespace merch::cli
