#include "app/cli/commands.h"
#include "app/cli/context.h"
#include "models/query/read_only_query.h"
#include "models/workspace/store_service.h"

#include <QDateTime>
#include <QJsonArray>
#include <QJsonDocument>
#include <QObject>

namespace merch::cli
{

namespace
{

Result<int> init(Context& context)
{
    const QString path = context.argument(0);
    const QString currency = context.value(QStringLiteral("currency"), QStringLiteral("GBP")).toUpper();
    const Result<int> made = createStore(path, currency, context.user(), context.commandLine());
    if (!made)
        return made.error();
    context.answer(
        {{QStringLiteral("store"), path},
         {QStringLiteral("schema_version"), *made},
         {QStringLiteral("currency"), currency}},
        QObject::tr("Made %1 (%2, store version %3).\n").arg(path, currency).arg(*made));
    return 0;
}

Result<int> status(Context& context)
{
    const Result<QString> path = context.storePath();
    if (!path)
        return path.error();
    const Result<StoreStatus> read = readStatus(*path);
    if (!read)
        return read.error();
    const StoreStatus& s = *read;
    const auto day = [](const std::optional<Day>& d) { return d ? QJsonValue(isoDate(*d)) : QJsonValue(); };
    const QString imported =
        s.lastImportMs > 0 ? QDateTime::fromMSecsSinceEpoch(s.lastImportMs, Qt::UTC).toString(Qt::ISODate)
                           : QString();
    TextTable table({QObject::tr("what"), QObject::tr("value")});
    table.add({QObject::tr("products"), QString::number(s.products)});
    table.add({QObject::tr("locations"), QString::number(s.locations)});
    table.add({QObject::tr("series"), QString::number(s.series)});
    table.add({QObject::tr("first date"), s.firstDay ? isoDate(*s.firstDay) : QStringLiteral("-")});
    table.add({QObject::tr("last date"), s.lastDay ? isoDate(*s.lastDay) : QStringLiteral("-")});
    table.add(
        {QObject::tr("quality score"),
         s.qualityScore ? QString::number(*s.qualityScore, 'f', 3) : QStringLiteral("-")});
    table.add({QObject::tr("open findings"), QString::number(s.openFindings)});
    table.add({QObject::tr("plans waiting"), QString::number(s.pending)});
    table.add({QObject::tr("last import"), imported.isEmpty() ? QStringLiteral("-") : imported});
    context.answer(
        {{QStringLiteral("products"), s.products},
         {QStringLiteral("locations"), s.locations},
         {QStringLiteral("series"), s.series},
         {QStringLiteral("first_date"), day(s.firstDay)},
         {QStringLiteral("last_date"), day(s.lastDay)},
         {QStringLiteral("quality_score"), s.qualityScore ? QJsonValue(*s.qualityScore) : QJsonValue()},
         {QStringLiteral("open_findings"), s.openFindings},
         {QStringLiteral("pending"), s.pending},
         {QStringLiteral("last_import"), imported.isEmpty() ? QJsonValue() : QJsonValue(imported)},
         {QStringLiteral("currency"), s.currency}},
        table.text());
    return 0;
}

QJsonValue jsonOf(const QVariant& value)
{
    if (value.typeId() == QMetaType::QByteArray)
        return QString::fromLatin1(value.toByteArray().toHex());
    return QJsonValue::fromVariant(value);
}

QString csvOf(const QVariant& value)
{
    QString text = value.typeId() == QMetaType::QByteArray ? QString::fromLatin1(value.toByteArray().toHex())
                   : value.typeId() == QMetaType::Double   ? QString::number(value.toDouble(), 'g', 15)
                                                           : value.toString();
    if (value.typeId() == QMetaType::QString) {
        // A text that a spreadsheet would run as a formula stays a text.
        if (!text.isEmpty() && QStringLiteral("=+-@\t\r").contains(text[0]))
            text.prepend(QLatin1Char('\''));
        if (text.contains(QLatin1Char(',')) || text.contains(QLatin1Char('"')) ||
            text.contains(QLatin1Char('\n')) || text.contains(QLatin1Char('\r'))) {
            text.replace(QLatin1Char('"'), QStringLiteral("\"\""));
            text = QLatin1Char('"') + text + QLatin1Char('"');
        }
    }
    return text;
}

Result<int> query(Context& context)
{
    const Result<QString> path = context.storePath();
    if (!path)
        return path.error();
    const Result<QString> format =
        context.choice(QStringLiteral("format"), {QStringLiteral("csv"), QStringLiteral("json")});
    if (!format)
        return format.error();
    const Result<QueryAnswer> answer =
        runReadOnlyQuery(*path, context.argument(1), {}, context.progress(QObject::tr("Running the query")));
    if (!answer)
        return answer.error();
    QJsonArray rows;
    QStringList titles;
    for (const QString& column : answer->columns)
        titles += csvOf(column);
    QString csv = titles.join(QLatin1Char(',')) + QLatin1Char('\n');
    const bool asJson = context.json() || *format == QLatin1String("json");
    for (const auto& row : answer->rows) {
        QJsonArray cells;
        QStringList texts;
        for (const QVariant& value : row) {
            if (asJson)
                cells.append(jsonOf(value));
            else
                texts += csvOf(value);
        }
        if (asJson)
            rows.append(cells);
        else
            csv += texts.join(QLatin1Char(',')) + QLatin1Char('\n');
    }
    const QJsonObject object{
        {QStringLiteral("columns"), QJsonArray::fromStringList(answer->columns)},
        {QStringLiteral("rows"), rows},
        {QStringLiteral("cut"), answer->cut}};
    context.answer(
        object,
        asJson ? QString::fromUtf8(QJsonDocument(object).toJson(QJsonDocument::Compact)) + QLatin1Char('\n')
               : csv);
    return answer->cut ? 1 : 0;
}

} // namespace

std::vector<Command> storeCommands()
{
    return {
        {QStringLiteral("init"),
         QStringLiteral("STORE"),
         QObject::tr("Makes an empty store"),
         {{QStringLiteral("currency"), QStringLiteral("CODE"), QObject::tr("three letters (GBP)")}},
         1,
         1,
         init},
        {QStringLiteral("status"),
         QStringLiteral("STORE"),
         QObject::tr("What is in a store: counts, dates, open work"),
         {},
         1,
         1,
         status},
        {QStringLiteral("query"),
         QStringLiteral("STORE SQL"),
         QObject::tr("Reads by SQL: tables, and sales_day, stock_day, price_day, forecast_day"),
         {{QStringLiteral("format"), QStringLiteral("csv|json"), QObject::tr("how rows are printed (csv)")}},
         2,
         2,
         query}};
}

} // namespace merch::cli
