#include "models/workspace/store_service.h"

#include "models/store/sqlite.h"
#include "models/store/store.h"

namespace merch
{

Result<int>
createStore(const QString& path, const QString& currency, const QString& user, const QString& commandLine)
{
    return reporting("make the store", [&]() -> Result<int> {
        Result<Store> store = Store::create(path.toStdString(), currency.toStdString());
        if (!store)
            return store.error();
        sql::Transaction transaction(store->db());
        store->logCommand(user.toStdString(), commandLine.toStdString(), "made");
        transaction.commit();
        return store->schemaVersion();
    });
}

Result<QString> prepareStore(const QString& path)
{
    return reporting("open the store", [&]() -> Result<QString> {
        Result<Store> store = Store::open(path.toStdString(), Store::Mode::ReadWrite);
        if (!store)
            return store.error();
        return QString::fromStdString(store->currency());
    });
}

Result<StoreStatus> readStatus(const QString& path)
{
    return reporting("read the state of the store", [&]() -> Result<StoreStatus> {
        Result<Store> store = Store::open(path.toStdString(), Store::Mode::ReadOnly);
        if (!store)
            return store.error();
        StoreStatus status;
        status.currency = QString::fromStdString(store->currency());
        sql::Statement counts(
            store->db(), "SELECT (SELECT count(*) FROM product), (SELECT count(*) FROM location), (SELECT "
                         "count(*) FROM series),"
                         " (SELECT count(*) FROM plan WHERE state = 'submitted'),"
                         " (SELECT count(*) FROM finding WHERE state = 'open' AND run_id = (SELECT "
                         "max(run_id) FROM quality_run)),"
                         " (SELECT min(first_day) FROM series), (SELECT max(last_day) FROM series),"
                         " (SELECT score FROM quality_run ORDER BY run_id DESC LIMIT 1),"
                         " (SELECT max(made_at) FROM import WHERE undone_at IS NULL)");
        counts.step();
        status.products = static_cast<int>(counts.integer(0));
        status.locations = static_cast<int>(counts.integer(1));
        status.series = static_cast<int>(counts.integer(2));
        status.pending = static_cast<int>(counts.integer(3));
        status.openFindings = static_cast<int>(counts.integer(4));
        if (!counts.isNull(5))
            status.firstDay = static_cast<Day>(counts.integer(5));
        if (!counts.isNull(6))
            status.lastDay = static_cast<Day>(counts.integer(6));
        if (!counts.isNull(7))
            status.qualityScore = counts.real(7);
        status.lastImportMs = counts.integer(8);
        return status;
    });
}

} // namespace merch
