#include "app/cli/context.h"
#include "models/demo/demo.h"

#include <QJsonArray>
#include <QObject>

namespace merch::cli
{

namespace
{

Result<int> demo(Context& context)
{
    DemoOptions options;
    const auto products = context.count(QStringLiteral("products"), 10, DemoOptions::kMostProducts);
    if (!products)
        return products.error();
    const auto days = context.count(QStringLiteral("days"), 28, 3653);
    if (!days)
        return days.error();
    const auto until = context.day(QStringLiteral("until"));
    if (!until)
        return until.error();
    options.products = static_cast<int>(products->value_or(options.products));
    options.days = static_cast<int>(days->value_or(options.days));
    options.until = until->value_or(options.until);
    options.seed = context.seed();
    options.threads = context.threads();

    const auto files =
        writeDemo(context.argument(0), options, context.progress(QObject::tr("Writing the demo")));
    if (!files)
        return files.error();
    QJsonArray list;
    TextTable table({QStringLiteral("file"), QStringLiteral("kind"), QStringLiteral("rows")});
    for (const DemoFile& file : *files) {
        list.append(QJsonObject{
            {QStringLiteral("path"), file.path},
            {QStringLiteral("kind"), file.kind},
            {QStringLiteral("rows"), file.rows}});
        table.add({file.path, file.kind, QString::number(file.rows)});
    }
    context.answer({{QStringLiteral("files"), list}}, table.text());
    return 0;
}

} // namespace

std::vector<Command> demoCommands()
{
    return {
        {QStringLiteral("demo"),
         QStringLiteral("DIR"),
         QObject::tr("Writes a made-up but lifelike retailer as extracts, with the truth beside them"),
         {{QStringLiteral("products"), QStringLiteral("N"),
           QObject::tr("rows of the catalog, 10 to 30000 (400)")},
          {QStringLiteral("days"), QStringLiteral("N"), QObject::tr("days of history, 28 to 3653 (1096)")},
          {QStringLiteral("until"), QStringLiteral("DATE"), QObject::tr("the last day (2026-06-28)")}},
         1,
         1,
         demo}};
}

} // namespace merch::cli
