#include "tests/models/support_store.h"

#include <QFile>
#include <QTest>

using namespace merch;
using test::TempStore;

namespace
{

QByteArray read(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

bool write(const QString& path, const QByteArray& bytes)
{
    QFile file(path);
    return file.open(QIODevice::WriteOnly | QIODevice::Truncate) && file.write(bytes) == bytes.size();
}

/// Opens and reads all of it, as the forecaster would: an Error or all right, never a crash.
Outcome readAll(const std::string& path)
{
    return reporting("read the store", [&]() -> Outcome {
        Result<Store> store = Store::open(path, Store::Mode::ReadOnly);
        if (!store)
            return store.error();
        const std::vector<SeriesInfo> series = loadSeries(*store);
        (void)loadHistories(*store, series, std::numeric_limits<Day>::max(), {});
        (void)loadRoll(*store, 0, 0);
        (void)test::contentOf(*store);
        return success();
    });
}

} // namespace

class TestStoreDamage : public QObject
{
    Q_OBJECT

    QByteArray m_whole; ///< the bytes of a store with sales, its journal folded in
    QTemporaryDir m_dir;
    QString path() const { return m_dir.filePath(QStringLiteral("damaged.merch")); }

private slots:
    void initTestCase()
    {
        TempStore temp;
        temp.db().execute("PRAGMA wal_checkpoint(TRUNCATE)");
        temp.close();
        m_whole = read(temp.qpath());
        QVERIFY(m_whole.size() > 200'000);
    }
    void cleanup()
    {
        for (const char* end : {"", "-wal", "-shm", "-writer"})
            QFile::remove(path() + QLatin1String(end));
    }

    void aWholeStoreHasNothingWrong()
    {
        QVERIFY(write(path(), m_whole));
        Result<Store> store = Store::open(path().toStdString(), Store::Mode::ReadOnly);
        QVERIFY(store);
        std::size_t last = 0, all = 0;
        const Result<std::string> wrong = store->checkIntegrity([&](std::size_t done, std::size_t total) {
            last = done;
            all = total;
            return true;
        });
        QVERIFY(wrong);
        QCOMPARE(QString::fromStdString(*wrong), QString());
        QVERIFY(all > 100);
        QCOMPARE(last, all);
        const Result<std::string> stopped =
            store->checkIntegrity([](std::size_t, std::size_t) { return false; });
        QVERIFY(!stopped);
        QCOMPARE(stopped.error().code, ErrorCode::Cancelled);
    }

    void aStoreCutOffAnywhereIsRefused()
    {
        Random random(9);
        for (int round = 0; round < 60; ++round) {
            cleanup();
            const auto size =
                static_cast<qsizetype>(random.below(static_cast<std::uint32_t>(m_whole.size())));
            QVERIFY(write(path(), m_whole.left(size)));
            for (const auto mode : {Store::Mode::ReadOnly, Store::Mode::ReadWrite}) {
                const Result<Store> store = Store::open(path().toStdString(), mode);
                QVERIFY2(!store, qPrintable(QString::number(size)));
                QCOMPARE(store.error().code, ErrorCode::Storage);
                QVERIFY(!store.error().remedy.empty());
            }
            QCOMPARE(read(path()).size(), size);
        }
    }

    void aFlippedBitOfACellIsFound()
    {
        // In a chunk's bytes SQLite sees nothing wrong: only the chunk's own sum does.
        for (const char* table : {"chunk_units", "chunk_price", "chunk_on_hand"}) {
            cleanup();
            QVERIFY(write(path(), m_whole));
            Result<Store> store = Store::open(path().toStdString(), Store::Mode::ReadWrite);
            QVERIFY(store);
            std::string bytes;
            {
                sql::Statement row(
                    store->db(), std::string("SELECT b FROM ") + table + " WHERE key = 17 * 64 + 34");
                QVERIFY(row.step());
                bytes = std::string(row.blob(0));
            }
            bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 0x01);
            sql::Statement spoil(
                store->db(), std::string("UPDATE ") + table + " SET b = ?1 WHERE key = 17 * 64 + 34");
            spoil.bindBlob(1, bytes).run();
            const Result<std::string> wrong = store->checkIntegrity({});
            QVERIFY(wrong);
            QCOMPARE(
                QString::fromStdString(*wrong).trimmed(),
                QStringLiteral("%1: the cells of series 17, chunk 34 are damaged").arg(QLatin1String(table)));
            // And whoever reads it is told, instead of taking it for what was sold.
            const Outcome reading = readAll(path().toStdString());
            QVERIFY(!reading);
            QCOMPARE(reading.error().code, ErrorCode::Storage);
            QVERIFY2(
                reading.error().message.find("damaged") != std::string::npos, reading.error().text().c_str());
        }
    }

    void aFlippedBitOfTheFileIsFoundOrHarmless()
    {
        // Bits of unused space change nothing that is read; every other flip must be told, by the check of
        // the store or by reading it, and never crash.
        Random random(31);
        QVERIFY(write(path(), m_whole));
        const QByteArray content = [&] {
            Result<Store> store = Store::open(path().toStdString(), Store::Mode::ReadOnly);
            return test::contentOf(*store);
        }();
        int told = 0;
        for (int round = 0; round < 150; ++round) {
            cleanup();
            QByteArray bytes = m_whole;
            qsizetype at = 0;
            do {
                at = static_cast<qsizetype>(random.below(static_cast<std::uint32_t>(bytes.size())));
            } while (bytes[at] == 0); // where nothing is, nothing can be lost
            bytes[at] = static_cast<char>(bytes[at] ^ (1 << random.below(8)));
            QVERIFY(write(path(), bytes));
            const Outcome outcome = readAll(path().toStdString());
            if (!outcome) {
                ++told;
                QVERIFY(!outcome.error().message.empty());
                continue;
            }
            Result<Store> store = Store::open(path().toStdString(), Store::Mode::ReadOnly);
            QVERIFY(store);
            const Result<std::string> wrong = store->checkIntegrity({});
            if (!wrong || !wrong->empty()) {
                ++told;
                continue;
            }
            // Only the rows' own texts and numbers have no sum of their own; demand must be as it was.
            const auto chunks = [](const QByteArray& all) {
                const qsizetype from = all.indexOf("== chunk_");
                return all.mid(from, all.indexOf("== competitor") - from);
            };
            QCOMPARE(chunks(test::contentOf(*store)), chunks(content));
        }
        QVERIFY2(told > 75, qPrintable(QString::number(told)));
    }

    void rowsThatNameWhatIsNotThereAreFound()
    {
        QVERIFY(write(path(), m_whole));
        Result<Store> store = Store::open(path().toStdString(), Store::Mode::ReadWrite);
        QVERIFY(store);
        store->db().execute("PRAGMA foreign_keys = OFF; DELETE FROM supplier WHERE supplier_id = 2");
        const Result<std::string> wrong = store->checkIntegrity({});
        QVERIFY(wrong);
        QVERIFY2(wrong->find("supplier") != std::string::npos, wrong->c_str());
    }
};

QTEST_GUILESS_MAIN(TestStoreDamage)
#include "test_store_damage.moc"
