#include "tests/models/support_child.h"
#include "tests/models/support_store.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QFileInfo>
#include <QTest>

#include <cmath>
#include <csignal>
#include <cstring>
#include <functional>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace merch;
using test::Child;
using test::TempStore;

namespace
{

Store opened(const std::string& path)
{
    Result<Store> store = Store::open(path, Store::Mode::ReadWrite);
    if (!store)
        throw std::runtime_error(store.error().text());
    return std::move(*store);
}

/// One import whose cells say its number: units of `id` in every series on a day of its own.
std::int64_t importOnce(Store& store, int series)
{
    sql::Transaction transaction(store.db());
    const std::int64_t id = test::newImport(store, true);
    CellWriter writer(store, id, true);
    for (int s = 1; s <= series; ++s)
        writer.add(Measure::Units, s, test::kFirstSale + static_cast<Day>(id), 1000 + id);
    writer.finish({});
    transaction.commit();
    return id;
}

/// Imports and their cells agree: each import is whole, and nothing of an unfinished one is there.
QByteArray halfImports(Store& store, int series)
{
    std::vector<std::int64_t> ids;
    sql::Statement rows(store.db(), "SELECT import_id FROM import WHERE undone_at IS NULL");
    while (rows.step())
        ids.push_back(rows.integer(0));
    QByteArray wrong;
    double sum = 0, expected = 0;
    for (const SeriesInfo& info : loadSeries(store)) {
        const MeasureColumn units = loadMeasure(store, Measure::Units, info);
        for (const std::int64_t id : ids) {
            const Day place = test::kFirstSale + static_cast<Day>(id) - units.first;
            if (place < 0 || place >= static_cast<Day>(units.values.size()) ||
                units.values[static_cast<std::size_t>(place)] != static_cast<float>(1000 + id))
                wrong += "import " + QByteArray::number(static_cast<qint64>(id)) + " is not whole\n";
            expected += static_cast<double>(1000 + id);
        }
        for (const float value : units.values)
            sum += std::isnan(value) ? 0.0 : static_cast<double>(value);
    }
    Q_UNUSED(series);
    if (sum != expected)
        wrong += "cells of an import that is not there\n";
    double rolled = 0;
    for (const WeekRoll& week : loadRoll(store, 0, 0))
        rolled += week.units;
    if (rolled != expected)
        wrong += "weekly sums differ\n";
    return wrong;
}

/// Root writes where nobody may: the right is given up for as long as this lives.
class NotRoot
{
public:
    NotRoot()
    {
        if (geteuid() == 0)
            m_dropped = seteuid(65534) == 0;
    }
    NotRoot(const NotRoot&) = delete;
    NotRoot& operator=(const NotRoot&) = delete;
    ~NotRoot()
    {
        if (m_dropped && seteuid(0) != 0)
            std::abort();
    }

private:
    bool m_dropped = false;
};

} // namespace

class TestStoreDurability : public QObject
{
    Q_OBJECT

private slots:
    void killedAtAnyMomentNothingReportedIsLost()
    {
        TempStore temp(TempStore::Filled::Dictionaries);
        constexpr int series = 6;
        {
            sql::Transaction transaction(temp.db());
            for (int s = 0; s < series; ++s)
                ensureSeries(temp.store(), s + 1, 1, Grain::Daily, 0);
            transaction.commit();
        }
        temp.close();
        std::int64_t reported = 0, kills = 0;
        for (int moment = 0; moment < 60; ++moment) {
            std::vector<std::int64_t> saved;
            {
                Child child([&](const Child::Say& say) {
                    Store store = opened(temp.path());
                    say(0);
                    for (;;)
                        say(importOnce(store, series));
                });
                std::int64_t number = 0;
                QVERIFY(child.hear(number));
                // After some whole imports, then at any moment of the next: whatever the machine's speed.
                for (int whole = 0; whole < moment % 5 && child.hear(number); ++whole)
                    saved.push_back(number);
                usleep(static_cast<useconds_t>(moment * 379 % 9'000));
                child.stop();
                ++kills;
                while (child.hear(number))
                    saved.push_back(number);
            }
            Store store = opened(temp.path());
            for (const std::int64_t id : saved) {
                sql::Statement row(store.db(), "SELECT 1 FROM import WHERE import_id = ?1");
                row.bind(1, id);
                QVERIFY2(row.step(), qPrintable(QStringLiteral("import %1 was reported saved").arg(id)));
            }
            reported += static_cast<std::int64_t>(saved.size());
            const QByteArray wrong = halfImports(store, series);
            QVERIFY2(wrong.isEmpty(), wrong);
            const Result<std::string> whole = store.checkIntegrity({});
            QVERIFY(whole);
            QCOMPARE(QString::fromStdString(*whole), QString());
        }
        QVERIFY(reported > kills); // else nothing was tested
    }

    void killedWhileTakingAnImportBackItIsThereOrGone()
    {
        TempStore temp;
        const std::int64_t id = [&] {
            sql::Transaction transaction(temp.db());
            const std::int64_t made = test::newImport(temp.store(), false);
            CellWriter writer(temp.store(), made, false);
            for (int s = 1; s <= 36; ++s)
                for (Day d = 0; d < 100; ++d)
                    writer.add(Measure::Units, s, test::kFirstSale + 100 + d, 3);
            writer.finish({});
            transaction.commit();
            return made;
        }();
        const QByteArray before = test::contentOf(temp.store());
        temp.close();
        const QByteArray file = [&] {
            QFile f(temp.qpath());
            return f.open(QIODevice::ReadOnly) ? f.readAll() : QByteArray();
        }();
        QVERIFY(!file.isEmpty());
        QByteArray after;
        int undone = 0, there = 0;
        for (int moment = 0; moment < 25; ++moment) {
            {
                QFile f(temp.qpath()); // each time from the same state
                QVERIFY(f.open(QIODevice::WriteOnly | QIODevice::Truncate));
                QCOMPARE(f.write(file), file.size());
            }
            {
                Child child([&](const Child::Say& say) {
                    Store store = opened(temp.path());
                    say(0);
                    sql::Transaction transaction(store.db());
                    removeLayer(store, id, {});
                    transaction.commit();
                    say(1);
                    pause();
                });
                std::int64_t number = 0;
                QVERIFY(child.hear(number));
                if (moment == 24) // once to the end
                    QVERIFY(child.hear(number));
                else
                    usleep(static_cast<useconds_t>(moment * 1500));
                child.stop();
            }
            const QByteArray now = test::contentOf(temp.reopen());
            temp.close();
            if (now == before) {
                ++there;
            } else {
                ++undone;
                if (after.isEmpty())
                    after = now;
                QVERIFY(now == after);
            }
        }
        QVERIFY(there > 0);
        QVERIFY(undone > 0);
    }

    void killedWhileMigratingTheStoreIsOldOrNew()
    {
        // The first is left alone and says how long it takes here; the others are killed along that time.
        constexpr int kMoments = 24;
        int done = 0;
        qint64 whole = 0;
        for (int moment = -1; moment < kMoments; ++moment) {
            QTemporaryDir dir;
            const std::string path = dir.filePath(QStringLiteral("old.merch")).toStdString();
            {
                sql::Connection old(path, sql::Connection::Mode::Create);
                old.execute(
                    "PRAGMA application_id = " + std::to_string(Store::kApplicationId) +
                    "; CREATE TABLE kept (x); INSERT INTO kept VALUES (4711)");
            }
            {
                Child child([&](const Child::Say& say) {
                    say(0);
                    Store store = opened(path);
                    say(1);
                    pause();
                });
                std::int64_t number = 0;
                QVERIFY(child.hear(number));
                QElapsedTimer clock;
                clock.start();
                if (moment < 0) {
                    QVERIFY(child.hear(number));
                    whole = clock.nsecsElapsed() / 1000;
                } else {
                    usleep(static_cast<useconds_t>(1.3 * static_cast<double>(whole) * moment / kMoments));
                }
                child.stop();
                while (moment >= 0 && child.hear(number))
                    done += static_cast<int>(number);
            }
            Store store = opened(path);
            QVERIFY(store.schemaVersion() >= 1);
            sql::Statement kept(store.db(), "SELECT x FROM kept");
            QVERIFY(kept.step());
            QCOMPARE(kept.integer(0), std::int64_t{4711});
            const Result<std::string> intact = store.checkIntegrity({});
            QVERIFY(intact && intact->empty());
        }
        QVERIFY(done < kMoments); // else none was cut short
    }

    void aBackupIsMadeBeforeMigrating()
    {
        QTemporaryDir dir;
        const QString path = dir.filePath(QStringLiteral("old.merch"));
        {
            sql::Connection old(path.toStdString(), sql::Connection::Mode::Create);
            old.execute(
                "PRAGMA application_id = " + std::to_string(Store::kApplicationId) +
                "; CREATE TABLE kept (x); INSERT INTO kept VALUES (4711)");
        }
        const int version = opened(path.toStdString()).schemaVersion();
        const QString copy = path + QStringLiteral(".before-v%1").arg(version);
        QVERIFY(QFileInfo::exists(copy));
        sql::Connection backup(copy.toStdString(), sql::Connection::Mode::ReadOnly);
        sql::Statement kept(backup, "SELECT x FROM kept");
        QVERIFY(kept.step());
        sql::Statement was(backup, "PRAGMA user_version");
        QVERIFY(was.step());
        QCOMPARE(was.integer(0), std::int64_t{0});
        QCOMPARE(QDir(dir.path()).entryList({QStringLiteral("*.making-*")}, QDir::Files), QStringList());
    }

    void twoProcessesMigratingAtOnceBothOpen()
    {
        for (int round = 0; round < 8; ++round) {
            QTemporaryDir dir;
            const std::string path = dir.filePath(QStringLiteral("old.merch")).toStdString();
            {
                sql::Connection old(path, sql::Connection::Mode::Create);
                old.execute(
                    "PRAGMA application_id = " + std::to_string(Store::kApplicationId) +
                    "; CREATE TABLE kept (x)");
            }
            const auto work = [&](const Child::Say&) { (void)opened(path); };
            Child one(work), two(work);
            QCOMPARE(one.wait(), 0);
            QCOMPARE(two.wait(), 0);
        }
    }

    void aFullDiskLeavesTheStoreAsItWas()
    {
        TempStore temp;
        const QByteArray before = test::contentOf(temp.store());
        const std::int64_t pages = temp.count("PRAGMA page_count");
        temp.db().execute("PRAGMA max_page_count = " + std::to_string(pages + 2));
        const Outcome result = reporting("import the sales extract", [&]() -> Outcome {
            sql::Transaction transaction(temp.db());
            CellWriter writer(temp.store(), test::newImport(temp.store(), false), false);
            Random random(5);
            for (Day d = 0; d < 900; ++d)
                for (int s = 1; s <= 36; ++s)
                    writer.add(Measure::Units, s, test::kFirstSale + 500 + d, random.below(1'000'000));
            writer.finish({});
            transaction.commit();
            return success();
        });
        QVERIFY(!result);
        QCOMPARE(result.error().code, ErrorCode::Storage);
        QVERIFY2(
            result.error().message.find("disk is full") != std::string::npos, result.error().text().c_str());
        QVERIFY(test::contentOf(temp.store()) == before);
        temp.db().execute("PRAGMA max_page_count = 1000000");
        QVERIFY(test::contentOf(temp.reopen()) == before);
    }

    void aFileThatMayNotGrowLeavesTheStoreAsItWas()
    {
        TempStore temp;
        const QByteArray before = test::contentOf(temp.store());
        temp.db().execute("PRAGMA wal_checkpoint(TRUNCATE)");
        temp.close();
        const auto limit = static_cast<rlim_t>(QFileInfo(temp.qpath()).size()) + 65'536;
        Child child([&](const Child::Say& say) {
            signal(SIGXFSZ, SIG_IGN);
            const rlimit cap{limit, limit};
            setrlimit(RLIMIT_FSIZE, &cap);
            const Outcome result = reporting("import the sales extract", [&]() -> Outcome {
                Store store = opened(temp.path());
                sql::Transaction transaction(store.db());
                CellWriter writer(store, test::newImport(store, false), false);
                Random random(5);
                for (Day d = 0; d < 3000; ++d)
                    for (int s = 1; s <= 36; ++s)
                        writer.add(
                            Measure::Units, s, test::kFirstSale + 500 + d, random.below(1'000'000'000));
                writer.finish({});
                transaction.commit();
                return success();
            });
            say(result ? -1 : static_cast<std::int64_t>(result.error().code));
        });
        std::int64_t code = -2;
        QVERIFY(child.hear(code));
        QCOMPARE(code, static_cast<std::int64_t>(ErrorCode::Storage));
        QCOMPARE(child.wait(), 0);
        QVERIFY(test::contentOf(temp.reopen()) == before);
        const Result<std::string> whole = temp.store().checkIntegrity({});
        QVERIFY(whole && whole->empty());
    }

    void aReadOnlyStoreCanBeReadAndSaysWhyItIsNotWritten()
    {
        TempStore temp;
        const QByteArray content = test::contentOf(temp.store());
        temp.close();
        const auto set = [&](QFile::Permissions folder, QFile::Permissions file) {
            QVERIFY(QFile::setPermissions(temp.qpath(), file));
            QVERIFY(QFile::setPermissions(temp.folder(), folder));
        };
        constexpr auto read = QFile::ReadOwner | QFile::ReadGroup | QFile::ReadOther;
        constexpr auto enter = QFile::ExeOwner | QFile::ExeGroup | QFile::ExeOther;
        set(read | enter, read);
        {
            const NotRoot plain;
            Result<Store> reading = Store::open(temp.path(), Store::Mode::ReadOnly);
            QVERIFY2(reading, reading ? "" : reading.error().text().c_str());
            QVERIFY(test::contentOf(*reading) == content);
            const Result<Store> writing = Store::open(temp.path(), Store::Mode::ReadWrite);
            QVERIFY(!writing);
            QCOMPARE(writing.error().code, ErrorCode::Storage);
            QVERIFY2(
                writing.error().message.find("read-only") != std::string::npos,
                writing.error().text().c_str());
        }
        set(read | enter | QFile::WriteOwner, read | QFile::WriteOwner);
    }

    void aReaderIsNotHeldUpAndASecondWriterIsToldWhoWrites()
    {
        TempStore temp;
        temp.close();
        Child child([&](const Child::Say& say) {
            Store store = opened(temp.path());
            sql::Transaction transaction(store.db());
            store.setMeta("test", "from the child");
            say(1);
            pause();
        });
        std::int64_t number = 0;
        QVERIFY(child.hear(number));

        QElapsedTimer clock;
        clock.start();
        {
            Result<Store> reader = Store::open(temp.path(), Store::Mode::ReadOnly);
            QVERIFY(reader);
            QCOMPARE(reader->meta("test"), std::string());
            QCOMPARE(loadSeries(*reader).size(), std::size_t{36});
        }
        QVERIFY(clock.elapsed() < 2000);

        Store store = opened(temp.path());
        store.db().execute("PRAGMA busy_timeout = 100");
        const auto attempt = [&] {
            return reporting("save the order", [&]() -> Outcome {
                sql::Transaction transaction(store.db());
                transaction.commit();
                return success();
            });
        };
        const Outcome refused = attempt();
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::Storage);
        const std::string process = "process " + std::to_string(child.process());
        QVERIFY2(refused.error().message.find(process) != std::string::npos, refused.error().text().c_str());
        QVERIFY(refused.error().message.find(loginName()) != std::string::npos);
        child.stop();
        QVERIFY(attempt()); // its death frees the store
        QVERIFY(!QFileInfo::exists(temp.qpath() + QStringLiteral("-writer")));
        QCOMPARE(store.meta("test"), std::string());
    }

    void twoWritersTakeTurnsAndLoseNothing()
    {
        TempStore temp(TempStore::Filled::Dictionaries);
        {
            sql::Transaction transaction(temp.db());
            for (int s = 0; s < 3; ++s)
                ensureSeries(temp.store(), s + 1, 1, Grain::Daily, 0);
            transaction.commit();
        }
        temp.close();
        constexpr int each = 40;
        const auto work = [&](const Child::Say&) {
            Store store = opened(temp.path());
            for (int i = 0; i < each; ++i)
                importOnce(store, 3);
        };
        Child one(work), two(work);
        QCOMPARE(one.wait(), 0);
        QCOMPARE(two.wait(), 0);
        Store& store = temp.reopen();
        QCOMPARE(temp.count("SELECT count(*) FROM import"), std::int64_t{2 * each});
        const QByteArray wrong = halfImports(store, 3);
        QVERIFY2(wrong.isEmpty(), wrong);
    }
};

QTEST_GUILESS_MAIN(TestStoreDurability)
#include "test_store_durability.moc"
