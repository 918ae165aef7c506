#include "models/store/sqlite.h"
#include "models/store/store.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using merch::ErrorCode;
using merch::Store;

class TestStoreOpen : public QObject
{
    Q_OBJECT

    QTemporaryDir m_dir;
    std::string file(const char* name) const { return m_dir.filePath(QLatin1String(name)).toStdString(); }

private slots:
    void aNewStoreKnowsItsCurrencyAndVersion()
    {
        auto store = Store::create(file("a.merch"), "GBP");
        QVERIFY2(store, store ? "" : store.error().text().c_str());
        QCOMPARE(store->currency(), std::string("GBP"));
        QVERIFY(store->schemaVersion() >= 1);
    }

    void anExistingFileIsNotOverwritten()
    {
        QVERIFY(Store::create(file("b.merch"), "EUR"));
        const auto again = Store::create(file("b.merch"), "EUR");
        QVERIFY(!again);
        QCOMPARE(again.error().code, ErrorCode::Storage);
    }

    void aForeignDatabaseIsRefusedAndLeftAlone()
    {
        {
            merch::sql::Connection other(file("c.db"), merch::sql::Connection::Mode::Create);
            other.execute("CREATE TABLE theirs (x)");
        }
        QFile before(m_dir.filePath(QStringLiteral("c.db")));
        QVERIFY(before.open(QIODevice::ReadOnly));
        const QByteArray bytes = before.readAll();
        const auto opened = Store::open(file("c.db"), Store::Mode::ReadWrite);
        QVERIFY(!opened);
        QVERIFY(opened.error().message.find("another program") != std::string::npos);
        before.seek(0);
        QCOMPARE(before.readAll(), bytes);
    }

    void aNewerStoreIsRefused()
    {
        {
            auto store = Store::create(file("d.merch"), "GBP");
            QVERIFY(store);
            store->db().execute("PRAGMA user_version = 9999");
        }
        const auto opened = Store::open(file("d.merch"), Store::Mode::ReadWrite);
        QVERIFY(!opened);
        QVERIFY(opened.error().message.find("newer") != std::string::npos);
    }

    void whatIsNoStoreIsRefused_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("text") << QByteArray("sku,units\nA,1\n");
        QTest::newRow("cut off") << QByteArray("SQLite format 3\0abc", 19);
    }
    void whatIsNoStoreIsRefused()
    {
        QFETCH(QByteArray, content);
        QFile f(m_dir.filePath(QStringLiteral("e.merch")));
        QVERIFY(f.open(QIODevice::WriteOnly | QIODevice::Truncate));
        f.write(content);
        f.close();
        const auto opened = Store::open(file("e.merch"), Store::Mode::ReadWrite);
        QVERIFY(!opened);
        QCOMPARE(opened.error().code, ErrorCode::Storage);
        QVERIFY(!opened.error().remedy.empty());
    }
};

QTEST_GUILESS_MAIN(TestStoreOpen)
#include "test_store_open.moc"
