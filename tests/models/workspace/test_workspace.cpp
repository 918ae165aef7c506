#include "models/workspace/workspace.h"
#include "tests/models/support_store.h"

#include <QSignalSpy>
#include <QTest>

#include <atomic>
#include <thread>

using namespace merch;
using test::TempStore;

class TestWorkspace : public QObject
{
    Q_OBJECT

private slots:
    void anOpenStoreIsCountedAndAnnounced()
    {
        TempStore temp;
        temp.close();
        Workspace workspace;
        QSignalSpy opened(&workspace, &Workspace::opened), changed(&workspace, &Workspace::changed);
        QVERIFY(workspace.openStore(temp.qpath()));
        QVERIFY(workspace.isOpen());
        QCOMPARE(opened.size(), 1);
        QCOMPARE(changed.size(), 1);
        QCOMPARE(workspace.storeName(), QStringLiteral("test"));
        QCOMPARE(workspace.currency(), QStringLiteral("GBP"));
        QCOMPARE(workspace.status().products, test::kProducts);
        QCOMPARE(workspace.status().locations, test::kLocations);
        QCOMPARE(workspace.status().series, test::kProducts * test::kLocations);
        QCOMPARE(*workspace.status().lastDay, test::kFirstSale + test::kDays - 1);
        QCOMPARE(workspace.user(), QString::fromStdString(loginName()));
    }

    void aFileThatIsNoStoreLeavesTheOpenOneOpen()
    {
        TempStore temp;
        temp.close();
        QTemporaryDir dir;
        QFile text(dir.filePath(QStringLiteral("x.merch")));
        QVERIFY(text.open(QIODevice::WriteOnly));
        text.write("sku,units\n");
        text.close();
        Workspace workspace;
        QVERIFY(workspace.openStore(temp.qpath()));
        const Outcome refused = workspace.openStore(text.fileName());
        QVERIFY(!refused);
        QCOMPARE(workspace.path(), temp.qpath());
    }

    void statusFollowsWhatIsAnnounced()
    {
        TempStore temp;
        Workspace workspace;
        QVERIFY(workspace.openStore(temp.qpath()));
        temp.db().execute("INSERT INTO product (sku) VALUES ('NEW')");
        QCOMPARE(workspace.status().products, test::kProducts);
        workspace.announce(Topic::Catalog);
        QCOMPARE(workspace.status().products, test::kProducts + 1);
    }

    void scopeIsToldOnceWhenItChanges()
    {
        Workspace workspace;
        QSignalSpy told(&workspace, &Workspace::scopeChanged);
        Scope scope = workspace.scope();
        scope.weeks = 4;
        workspace.setScope(scope);
        workspace.setScope(scope);
        QCOMPARE(told.size(), 1);
        QCOMPARE(workspace.scope().weeks, 4);
    }

    void aJobRunsElsewhereAndDeliversHere()
    {
        Workspace workspace;
        QSignalSpy started(&workspace, &Workspace::jobStarted), ended(&workspace, &Workspace::jobEnded);
        std::thread::id worked, received;
        int answer = 0;
        workspace.run<int>(
            QStringLiteral("Count"),
            [&](const Progress& progress) -> Result<int> {
                worked = std::this_thread::get_id();
                progress(1, 2);
                return 42;
            },
            [&](int& value) {
                received = std::this_thread::get_id();
                answer = value;
            });
        QCOMPARE(workspace.jobs().size(), 1);
        QTRY_COMPARE(ended.size(), 1);
        QCOMPARE(started.size(), 1);
        QCOMPARE(answer, 42);
        QVERIFY(received == std::this_thread::get_id());
        QVERIFY(worked != received);
        QCOMPARE(workspace.jobs().size(), 0);
    }

    void aFailureIsToldOnceAndNothingIsDelivered()
    {
        Workspace workspace;
        QSignalSpy notices(&workspace, &Workspace::notice), ended(&workspace, &Workspace::jobEnded);
        bool delivered = false;
        workspace.run<int>(
            QStringLiteral("Fail"),
            [](const Progress&) -> Result<int> {
                return Error{ErrorCode::Storage, "No.", {}, {}};
            },
            [&](int&) { delivered = true; });
        QTRY_COMPARE(ended.size(), 1);
        QCOMPARE(notices.size(), 1);
        QCOMPARE(notices[0][0].value<Error>().message, std::string("No."));
        QVERIFY(!delivered);
    }

    void closingTheWorkspaceStopsItsJobs()
    {
        std::atomic<bool> running{false}, stopped{false};
        {
            Workspace workspace;
            workspace.run<int>(
                QStringLiteral("For ever"),
                [&](const Progress& progress) -> Result<int> {
                    running = true;
                    while (progress(0, 1))
                        std::this_thread::sleep_for(std::chrono::milliseconds(1));
                    stopped = true;
                    return Error{ErrorCode::Cancelled, "Stopped.", {}, {}};
                },
                [](int&) {});
            QTRY_VERIFY(running);
        }
        QVERIFY(stopped);
    }
};

QTEST_GUILESS_MAIN(TestWorkspace)
#include "test_workspace.moc"
