#include "engine/core/random.h"
#include "tests/app/support_cli.h"

#include <QElapsedTimer>
#include <QFileInfo>
#include <QTest>

#include <csignal>
#include <memory>
#include <sqlite3.h>
#include <sys/resource.h>
#include <unistd.h>
#include <zlib.h>

using namespace merch::test;

/// The program against what machines do: killed, out of room, not allowed, damaged files, company.
class TestCliFaults : public QObject
{
    Q_OBJECT

    std::unique_ptr<DemoFolder> m_demo;

    QString path(const char* name) const { return m_demo->path(QLatin1String(name)); }
    static QByteArray bytesOf(const QString& file)
    {
        QFile from(file);
        return from.open(QIODevice::ReadOnly) ? from.readAll() : QByteArray();
    }
    /// Starts a command and kills it after `microseconds`; true if it had answered before.
    bool killedAfter(const QStringList& words, unsigned microseconds) const
    {
        QProcess process;
        prepare(process, {});
        process.start(cliProgram(), words + QStringList{QStringLiteral("--json"), QStringLiteral("--quiet")});
        if (!process.waitForStarted())
            qFatal("not started");
        usleep(microseconds);
        ::kill(static_cast<pid_t>(process.processId()), SIGKILL);
        process.waitForFinished(30'000);
        return process.readAllStandardOutput().endsWith('\n');
    }

private slots:
    void initTestCase()
    {
        m_demo = std::make_unique<DemoFolder>();
        m_demo->whole();
    }

    void killedWhileImportingWhatWasReportedIsThere()
    {
        const QString store = path("kill.merch");
        DemoFolder::must({QStringLiteral("init"), store});
        QElapsedTimer clock;
        clock.start();
        DemoFolder::must({QStringLiteral("import"), store, m_demo->extract("products.csv")});
        DemoFolder::must({QStringLiteral("import"), store, m_demo->extract("stock.csv")}, 1);
        const auto whole = static_cast<unsigned>(clock.nsecsElapsed() / 1000); // of both, as a measure
        const int before = importsIn(store);
        const QByteArray asItWas = contentBySql(store), file = bytesOf(store);
        int done = 0, gone = 0;
        constexpr int kMoments = 16;
        for (int moment = 0; moment < kMoments; ++moment) {
            for (const char* end : {"-wal", "-shm", "-writer"})
                QFile::remove(store + QLatin1String(end));
            m_demo->write(QStringLiteral("kill.merch"), file); // each time from the same state
            const bool answered = killedAfter(
                {QStringLiteral("import"), store, m_demo->extract("sales.csv"),
                 m_demo->extract("events.csv")},
                static_cast<unsigned>(moment) * whole / (kMoments / 2));
            const int imports = importsIn(store);
            QVERIFY2(imports == before || imports == before + 2, qPrintable(QString::number(imports)));
            if (answered)
                QCOMPARE(imports, before + 2);
            if (imports == before) {
                if (gone++ % 4 == 0)
                    QVERIFY(contentBySql(store) == asItWas);
            } else {
                ++done;
            }
            QCOMPARE(wrongWith(store), QByteArray());
        }
        QVERIFY(gone > 2);
        QVERIFY(done > 0);
        // And it goes on working.
        const Ran again = cli({QStringLiteral("import"), store, m_demo->extract("customers.csv")});
        QVERIFY2(again.status <= 1, qPrintable(again.said()));
    }

    void killedWhileMigratingTheOldStoreIsNotLost()
    {
        QByteArray old;
        gzFile packed = gzopen(MERCH_SOURCE_DIR "/tests/models/store/data/version1.merch.gz", "rb");
        QVERIFY(packed);
        char block[65536];
        for (int got = 0; (got = gzread(packed, block, sizeof block)) > 0;)
            old.append(block, got);
        gzclose(packed);
        const QString store = path("old.merch");
        QByteArray expected;
        int left = 0;
        for (int moment = 0; moment < 14; ++moment) {
            for (const QString& name : QDir(m_demo->path()).entryList({QStringLiteral("old.merch*")}))
                QFile::remove(m_demo->path(name));
            m_demo->write(QStringLiteral("old.merch"), old);
            // Reading is enough to bring it up to date.
            killedAfter({QStringLiteral("status"), store}, static_cast<unsigned>(moment) * 2500);
            const Ran status = cli({QStringLiteral("status"), store, QStringLiteral("--json")});
            QVERIFY2(status.status == 0, qPrintable(status.said()));
            if (expected.isEmpty())
                expected = status.out;
            QCOMPARE(status.out, expected);
            QCOMPARE(wrongWith(store), QByteArray());
            left += static_cast<int>(
                QDir(m_demo->path()).entryList({QStringLiteral("old.merch*.making-*")}).size());
        }
        QVERIFY(expected.contains("\"series\":46"));
        QCOMPARE(left, 0); // what a killed copy left is swept by the next
        const QStringList backups = QDir(m_demo->path()).entryList({QStringLiteral("old.merch.before-v*")});
        QCOMPARE(backups.size(), 1);
        QVERIFY(bytesOf(m_demo->path(backups.first())).size() >= old.size());
    }

    void outOfRoomTheStoreIsAsItWas_data()
    {
        QTest::addColumn<QString>("line");
        for (const char* line :
             {"import STORE DIR/twice.csv --overlap add", "import-undo STORE 9", "check STORE",
              "forecast STORE", "plan reorder STORE"})
            QTest::newRow(line) << QString::fromLatin1(line);
    }
    void outOfRoomTheStoreIsAsItWas()
    {
        QFETCH(QString, line);
        QByteArray twice = bytesOf(m_demo->extract("stock.csv")) + "\n";
        m_demo->write(QStringLiteral("twice.csv"), twice);
        const QString store = m_demo->copy(QStringLiteral("full.merch"));
        const QByteArray before = contentBySql(store);
        // No file may be written beyond 16 kB: the journal ends there.
        Surroundings around;
        around.before = [] {
            signal(SIGXFSZ, SIG_IGN);
            const rlimit cap{16'384, 16'384};
            setrlimit(RLIMIT_FSIZE, &cap);
        };
        const Ran ran =
            cli(wordsOf(line, store, m_demo->path()) + QStringList{QStringLiteral("--quiet")}, around);
        QVERIFY2(ran.refusedWith(4), qPrintable(ran.said()));
        QVERIFY(contentBySql(store) == before);
        QCOMPARE(wrongWith(store), QByteArray());
        const Ran later = cli(wordsOf(line, store, m_demo->path()) + QStringList{QStringLiteral("--quiet")});
        QVERIFY2(later.status <= 1, qPrintable(later.said()));
    }

    void aFullDiskIsToldAsSuch()
    {
        // A real one: a small file system of memory in a name space of its own.
        const QString mount = path("small");
        QDir().mkpath(mount);
        const auto inside = [&](const QString& script) {
            QProcess process;
            prepare(process, {});
            process.start(
                QStringLiteral("unshare"),
                {QStringLiteral("-rm"), QStringLiteral("sh"), QStringLiteral("-ec"), script});
            if (!process.waitForStarted())
                return Ran{};
            process.waitForFinished(60'000);
            return Ran{process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError()};
        };
        const QString size = QString::number(QFileInfo(m_demo->whole()).size() + 120'000);
        const QString disk = QStringLiteral("mount -t tmpfs -o size=%1 tmpfs %2").arg(size, mount);
        if (inside(disk).status != 0)
            QSKIP("No file system can be mounted here without more rights.");
        m_demo->write(QStringLiteral("other_stock.csv"), bytesOf(m_demo->extract("stock.csv")) + "\n");
        const Ran ran = inside(
            disk + QStringLiteral(
                       "\ncp %1 %2/s.merch\n%3 import %2/s.merch %4 --overlap add --quiet || echo exit $?\n"
                       "%3 status %2/s.merch --json\n%3 imports %2/s.merch --json | grep -c import_id")
                       .arg(m_demo->whole(), mount, cliProgram(), path("other_stock.csv")));
        QVERIFY2(ran.out.startsWith("exit 4\n"), qPrintable(ran.said()));
        QVERIFY2(ran.err.contains("disk is full"), ran.err);
        QCOMPARE(ran.err.count('\n'), 1);
        QVERIFY(ran.out.contains("\"series\":"));
    }

    void anExportThatDoesNotFitLeavesNoHalfFile()
    {
        const QString store = m_demo->copy(QStringLiteral("export.merch"));
        const QString to = path("half.csv");
        m_demo->write(QStringLiteral("half.csv"), "as it was\n");
        Surroundings around;
        around.before = [] {
            signal(SIGXFSZ, SIG_IGN);
            const rlimit cap{20'000, 20'000};
            setrlimit(RLIMIT_FSIZE, &cap);
        };
        const Ran ran =
            cli({QStringLiteral("export"), store, QStringLiteral("forecasts"), QStringLiteral("--to"), to,
                 QStringLiteral("--quiet")},
                around);
        QVERIFY2(ran.refusedWith(4), qPrintable(ran.said()));
        QCOMPARE(bytesOf(to), QByteArray("as it was\n"));
        QCOMPARE(
            QDir(m_demo->path()).entryList({QStringLiteral("*half.csv*")}),
            QStringList{QStringLiteral("half.csv")});
    }

    void aStoreThatMayNotBeWrittenIsReadAndSaysSo_data()
    {
        QTest::addColumn<bool>("folder");
        QTest::newRow("the file") << false;
        QTest::newRow("its folder") << true;
    }
    void aStoreThatMayNotBeWrittenIsReadAndSaysSo()
    {
        QFETCH(bool, folder);
        QTemporaryDir dir;
        const QString store = dir.filePath(QStringLiteral("s.merch"));
        QVERIFY(QFile::copy(m_demo->whole(), store));
        constexpr auto read = QFile::ReadOwner | QFile::ReadGroup | QFile::ReadOther;
        constexpr auto enter = read | QFile::ExeOwner | QFile::ExeGroup | QFile::ExeOther;
        constexpr auto all = enter | QFile::WriteOwner | QFile::WriteGroup | QFile::WriteOther;
        QVERIFY(QFile::setPermissions(store, folder ? read | QFile::WriteOwner | QFile::WriteOther : read));
        QVERIFY(QFile::setPermissions(dir.path(), folder ? enter : all));
        Surroundings around; // root may write anywhere
        around.before = [] {
            if (geteuid() == 0 && (setgid(65534) != 0 || setuid(65534) != 0))
                _exit(99);
        };
        for (const char* line :
             {"status STORE", "imports STORE", "problems STORE", "audit STORE --verify", "assume STORE"}) {
            const Ran ran = cli(wordsOf(QString::fromLatin1(line), store), around);
            QVERIFY2(ran.status == 0, qPrintable(QLatin1String(line) + ran.said()));
            QVERIFY(!ran.out.isEmpty());
        }
        const Ran days =
            cli({QStringLiteral("query"), store, QStringLiteral("SELECT count(*) FROM sales_day")}, around);
        QVERIFY2(days.status == 0, qPrintable(days.said()));
        for (const char* line :
             {"check STORE", "forecast STORE", "plan reorder STORE", "submit STORE 1",
              "assume STORE margin=0.2", "import-undo STORE 1", "export STORE forecasts --to /dev/null"}) {
            const Ran ran = cli(wordsOf(QString::fromLatin1(line), store), around);
            QVERIFY2(ran.refusedWith(4), qPrintable(QLatin1String(line) + ran.said()));
            QVERIFY2(ran.err.contains("read-only"), ran.err);
        }
        // Nothing is left beside it that would lock its owner out.
        QVERIFY(QFile::setPermissions(dir.path(), all));
        QCOMPARE(QDir(dir.path()).entryList(QDir::Files), QStringList{QStringLiteral("s.merch")});
        QVERIFY(QFile::setPermissions(store, all));
        const Ran owner = cli(wordsOf(QStringLiteral("assume STORE margin=0.2"), store), around);
        QVERIFY2(owner.status == 0, qPrintable(owner.said()));
    }

    void damagedStoresAreToldNeverACrash()
    {
        const QByteArray whole = bytesOf(m_demo->whole());
        const QString store = path("damaged.merch");
        merch::Random random(77);
        const auto at = [&random](qsizetype below) {
            return static_cast<qsizetype>(random.below(static_cast<std::uint32_t>(below)));
        };
        constexpr qsizetype page = 8192;
        int told = 0;
        for (int round = 0; round < 20; ++round) {
            QByteArray bytes = whole;
            switch (round % 5) {
            case 0: // scattered
                for (int i = 0; i < 150; ++i)
                    bytes[at(bytes.size())] = static_cast<char>(random());
                break;
            case 1: // a block of nothing
                bytes.replace(at(bytes.size() / page) * page, page, QByteArray(page, '\0'));
                break;
            case 2: // a block of something else
                bytes.replace(
                    (1 + at(bytes.size() / page - 1)) * page, page,
                    whole.mid((1 + at(bytes.size() / page - 1)) * page, page));
                break;
            case 3: // cut off
                bytes.truncate(at(bytes.size()));
                break;
            default: // the heading
                bytes[at(100)] = static_cast<char>(random());
            }
            static const QStringList lines{
                QStringLiteral("status STORE"),
                QStringLiteral("check STORE"),
                QStringLiteral("forecast STORE"),
                QStringLiteral("plan reorder STORE"),
                QStringLiteral("problems STORE"),
                QStringLiteral("audit STORE --verify"),
                QStringLiteral("import-undo STORE 9"),
                QStringLiteral("import STORE DIR/extracts/sales.csv --overlap replace"),
                QStringLiteral("export STORE forecasts --to DIR/damaged.csv")};
            for (int i = 0; i < 3; ++i) {
                const QString& line = lines[(round * 3 + i) % lines.size()];
                for (const char* end : {"-wal", "-shm", "-writer"})
                    QFile::remove(store + QLatin1String(end));
                m_demo->write(QStringLiteral("damaged.merch"), bytes);
                const Ran ran =
                    cli(wordsOf(line, store, m_demo->path()) + QStringList{QStringLiteral("--quiet")});
                const QString where = QStringLiteral("round %1: %2: %3").arg(round).arg(line, ran.said());
                QVERIFY2(
                    ran.status == 0 || ran.status == 1 || ran.refusedWith(3) || ran.refusedWith(4),
                    qPrintable(where));
                told += ran.status == 4 ? 1 : 0;
            }
        }
        QVERIFY2(told >= 20, qPrintable(QString::number(told)));
    }
};

QTEST_GUILESS_MAIN(TestCliFaults)
#include "test_cli_faults.moc"
