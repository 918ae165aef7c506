#include "tests/app/support_cli.h"

#include <QElapsedTimer>
#include <QTest>

#include <memory>

using namespace merch::test;

/// Several at one store, and a person who presses Ctrl-C.
class TestCliCompany : public QObject
{
    Q_OBJECT

    std::unique_ptr<DemoFolder> m_demo;

    QString path(const char* name) const { return m_demo->path(QLatin1String(name)); }

private slots:
    void initTestCase()
    {
        m_demo = std::make_unique<DemoFolder>();
        m_demo->whole();
    }

    void twoCommandsAtOnceTakeTurns()
    {
        const QString store = path("two.merch");
        DemoFolder::must({QStringLiteral("init"), store});
        QProcess one, two;
        prepare(one, {});
        prepare(two, {});
        one.start(
            cliProgram(),
            {QStringLiteral("import"), store, m_demo->extract("stock.csv"), QStringLiteral("--quiet")});
        two.start(
            cliProgram(),
            {QStringLiteral("import"), store, m_demo->extract("sales.csv"), QStringLiteral("--quiet")});
        // Readers go on meanwhile.
        for (int i = 0; i < 5; ++i)
            QCOMPARE(cli({QStringLiteral("status"), store}).status, 0);
        QVERIFY(one.waitForFinished(60'000) && two.waitForFinished(60'000));
        QVERIFY2(one.exitCode() <= 1, one.readAllStandardError());
        QVERIFY2(two.exitCode() <= 1, two.readAllStandardError());
        QCOMPARE(importsIn(store), 2);
        QCOMPARE(wrongWith(store), QByteArray());

        // The same, one after the other.
        const QString other = path("turns.merch");
        DemoFolder::must({QStringLiteral("init"), other});
        DemoFolder::must({QStringLiteral("import"), other, m_demo->extract("stock.csv")}, 1);
        DemoFolder::must({QStringLiteral("import"), other, m_demo->extract("sales.csv")}, 1);
        const QString days =
            QStringLiteral("SELECT sku, location, date, units, price FROM sales_day ORDER BY 1, 2, 3");
        QCOMPARE(
            cli({QStringLiteral("query"), store, days}).out, cli({QStringLiteral("query"), other, days}).out);
    }

    void whoeverWaitsTooLongIsTold()
    {
        const QString store = m_demo->copy(QStringLiteral("held.merch"));
        DemoFolder::must({QStringLiteral("assume"), store, QStringLiteral("margin=0.3")});
        sqlite3* db = nullptr;
        QCOMPARE(sqlite3_open_v2(store.toUtf8().constData(), &db, SQLITE_OPEN_READWRITE, nullptr), SQLITE_OK);
        QCOMPARE(sqlite3_exec(db, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr), SQLITE_OK);
        QElapsedTimer clock;
        clock.start();
        const Ran reading = cli({QStringLiteral("status"), store});
        QVERIFY2(reading.status == 0, qPrintable(reading.said()));
        QVERIFY(clock.elapsed() < 3000);
        const Ran writing = cli({QStringLiteral("assume"), store, QStringLiteral("margin=0.4")});
        QVERIFY2(writing.refusedWith(4), qPrintable(writing.said()));
        QVERIFY2(writing.err.contains("is writing to the store"), writing.err);
        sqlite3_exec(db, "ROLLBACK", nullptr, nullptr, nullptr);
        sqlite3_close(db);
        QCOMPARE(cli({QStringLiteral("assume"), store, QStringLiteral("margin=0.4")}).status, 0);
    }

    void interruptedItEndsWith130AndNothingIsChanged_data()
    {
        QTest::addColumn<QString>("line");
        for (const char* line :
             {"check STORE", "forecast STORE", "plan reorder STORE", "import-undo STORE 9",
              "demo DIR/stopped --products 3000"})
            QTest::newRow(line) << QString::fromLatin1(line);
    }
    void interruptedItEndsWith130AndNothingIsChanged()
    {
        QFETCH(QString, line);
        const QString store = m_demo->copy(QStringLiteral("stop.merch"));
        const QByteArray before = contentBySql(store);
        const Ran ran =
            interrupted(wordsOf(line, store, m_demo->path()) + QStringList{QStringLiteral("--quiet")});
        QVERIFY2(ran.refusedWith(130), qPrintable(ran.said()));
        QVERIFY(contentBySql(store) == before);
    }
};

QTEST_GUILESS_MAIN(TestCliCompany)
#include "test_cli_company.moc"
