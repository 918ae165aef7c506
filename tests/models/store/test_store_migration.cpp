#include "models/import/import_service.h"
#include "models/store/demand.h"
#include "models/store/sqlite.h"
#include "models/store/store.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <zlib.h>

#include <cmath>
#include <memory>

using namespace merch;

/// A store as the first version wrote it (12 products of the demo over 90 days), kept with the tests.
class TestStoreMigration : public QObject
{
    Q_OBJECT
    std::unique_ptr<QTemporaryDir> m_dir;
    std::string m_path;

    static std::int64_t number(Store& store, const char* select)
    {
        sql::Statement row(store.db(), select);
        return row.step() ? row.integer(0) : -1;
    }

private slots:
    void migrationsAreNumberedOneByOne()
    {
        // Two of one number, or one that lands after a higher one, would never reach some stores.
        const auto migrations = QDir(QStringLiteral(MERCH_SOURCE_DIR "/resources/sql/migrations"))
                                    .entryList({QStringLiteral("*.sql")}, QDir::Files, QDir::Name);
        for (qsizetype i = 0; i < migrations.size(); ++i)
            QCOMPARE(migrations.at(i).left(4).toInt(), static_cast<int>(i) + 1);
    }
    void init()
    {
        m_dir = std::make_unique<QTemporaryDir>();
        m_path = m_dir->filePath(QStringLiteral("old.merch")).toStdString();
        gzFile packed = gzopen(MERCH_SOURCE_DIR "/tests/models/store/data/version1.merch.gz", "rb");
        QVERIFY(packed);
        QFile out(QString::fromStdString(m_path));
        QVERIFY(out.open(QIODevice::WriteOnly));
        char block[65536];
        for (int got = 0; (got = gzread(packed, block, sizeof block)) > 0;)
            out.write(block, got);
        gzclose(packed);
    }

    void everyVersionSinceIsApplied()
    {
        const auto migrations = QDir(QStringLiteral(MERCH_SOURCE_DIR "/resources/sql/migrations"))
                                    .entryList({QStringLiteral("*.sql")}, QDir::Files, QDir::Name);
        Result<Store> store = Store::open(m_path, Store::Mode::ReadWrite);
        QVERIFY2(store, store ? "" : store.error().text().c_str());
        QCOMPARE(store->schemaVersion(), migrations.last().left(4).toInt());
        QCOMPARE(number(*store, "SELECT count(*) FROM plan_case"), std::int64_t{0});
        QCOMPARE(number(*store, "SELECT count(*) FROM series"), std::int64_t{46});
        QCOMPARE(number(*store, "SELECT sum(units) FROM roll_week WHERE level = 0"), std::int64_t{4389});
        const std::vector<SeriesInfo> series = loadSeries(*store);
        double units = 0;
        for (const SeriesHistory& history : loadHistories(*store, series, dayOf(2053, 1, 1), {})) {
            for (const float value : history.units)
                units += std::isnan(value) ? 0.0 : static_cast<double>(value);
        }
        QCOMPARE(units, 4389.0);
        const Result<std::string> whole = store->checkIntegrity({});
        QVERIFY(whole);
        QCOMPARE(QString::fromStdString(*whole), QString());
    }

    void theBackupIsTheStoreAsItWas()
    {
        const int now = Store::open(m_path, Store::Mode::ReadWrite)->schemaVersion();
        const QString copy = QString::fromStdString(m_path) + QStringLiteral(".before-v%1").arg(now);
        const QStringList copies =
            QDir(m_dir->path()).entryList({QStringLiteral("*.before-v*")}, QDir::Files);
        QVERIFY2(!copies.isEmpty(), qPrintable(copy));
        sql::Connection backup(
            m_dir->filePath(copies.first()).toStdString(), sql::Connection::Mode::ReadOnly);
        sql::Statement version(backup, "PRAGMA user_version");
        QVERIFY(version.step());
        QCOMPARE(version.integer(0), std::int64_t{1});
        sql::Statement rows(backup, "SELECT count(*) FROM series");
        QVERIFY(rows.step());
        QCOMPARE(rows.integer(0), std::int64_t{46});
        sql::Statement check(backup, "PRAGMA integrity_check");
        QVERIFY(check.step());
        QCOMPARE(std::string(check.text(0)), std::string("ok"));
    }

    void itsImportsCanStillBeTakenBack()
    {
        QVERIFY(Store::open(m_path, Store::Mode::ReadWrite));
        const QString path = QString::fromStdString(m_path);
        const ImportService service(path);
        const auto history = service.history();
        QVERIFY2(history, history ? "" : history.error().text().c_str());
        for (auto record = history->rbegin(); record != history->rend(); ++record) {
            const Outcome undone = service.undo(record->importId, QStringLiteral("ann"), {}, {});
            QVERIFY2(undone, undone ? "" : undone.error().text().c_str());
        }
        Result<Store> store = Store::open(m_path, Store::Mode::ReadOnly);
        QCOMPARE(number(*store, "SELECT count(*) FROM chunk_units"), std::int64_t{0});
        QCOMPARE(number(*store, "SELECT count(*) FROM roll_week"), std::int64_t{0});
        QCOMPARE(number(*store, "SELECT count(*) FROM layer"), std::int64_t{0});
    }
};

QTEST_GUILESS_MAIN(TestStoreMigration)
#include "test_store_migration.moc"
