#include "models/demo/demo_store.h"

#include "models/demo/demo.h"
#include "models/forecast/forecast_service.h"
#include "models/import/import_service.h"
#include "models/planning/reorder_planner.h"
#include "models/quality/quality_service.h"
#include "models/workspace/store_service.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>

#include <algorithm>

namespace merch
{

Outcome makeDemoStore(const QString& path, const QString& user, const Progress& progress)
{
    const auto share = [&progress](std::size_t from, std::size_t to) {
        return [&progress, from, to](std::size_t done, std::size_t total) {
            return !progress || progress(from + (to - from) * done / std::max<std::size_t>(1, total), 1000);
        };
    };
    QTemporaryDir folder;
    if (!folder.isValid())
        return Error{
            ErrorCode::Storage,
            "No folder for the demo's extracts could be made.",
            "Free some space on the disk.",
            {}};
    if (const auto files = writeDemo(folder.path(), {}, share(0, 200)); !files)
        return files.error();
    const QString making = folder.filePath(QStringLiteral("demo.merch"));
    if (const auto made = createStore(making, QStringLiteral("GBP"), user, QStringLiteral("demo")); !made)
        return made.error();
    std::vector<ImportRequest> requests;
    for (const QString& name : QDir(folder.path()).entryList({QStringLiteral("*.csv")}, QDir::Files)) {
        ImportRequest request;
        request.file = folder.filePath(name);
        requests.push_back(request);
    }
    if (const auto batch = ImportService(making).run(requests, user, QStringLiteral("demo"), share(200, 800));
        !batch)
        return batch.error();
    if (const auto checked = QualityService(making).run(user, QStringLiteral("demo"), share(800, 850));
        !checked)
        return checked.error();
    ForecastOptions options;
    options.horizon = 84; // the twelve weeks that the window shows at first
    options.user = user;
    if (const auto forecast = ForecastService(making).run(options, share(850, 960)); !forecast)
        return forecast.error();
    ReorderOptions orders;
    orders.user = user;
    if (const auto plan = ReorderPlanner(making).make(orders, share(960, 990)); !plan)
        return plan.error();
    QDir().mkpath(QFileInfo(path).absolutePath());
    if (QFile::exists(path))
        return Error{
            ErrorCode::Storage, path.toStdString() + " already exists.", "Open it, or remove it first.", {}};
    if (!QFile::rename(making, path) && !QFile::copy(making, path))
        return Error{
            ErrorCode::Storage,
            path.toStdString() + " could not be written.",
            "Check the folder and its permissions.",
            {}};
    return success();
}

} // namespace merch
