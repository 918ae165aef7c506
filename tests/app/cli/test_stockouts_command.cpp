#include "tests/models/support_store.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTest>

using namespace merch;
using namespace merch::test;

namespace
{

constexpr Day kSilentFrom = kFirstSale + 100, kSilentTo = kFirstSale + 108; ///< of P09 in the web shop

struct Answer {
    int status = -1;
    QByteArray out, err;
    QJsonObject json() const { return QJsonDocument::fromJson(out).object(); }
    QJsonArray stockouts() const { return json().value(QStringLiteral("stockouts")).toArray(); }
    QString state() const { return stockouts().at(0).toObject().value(QStringLiteral("state")).toString(); }
};

} // namespace

/// `stockouts` finds, lists and decides; each decision can be taken back, and sales stay as they are.
class TestStockoutsCommand : public QObject
{
    Q_OBJECT

    std::unique_ptr<TempStore> m_store;

    Answer stockouts(const QStringList& options) const
    {
        QProcess process;
        process.start(
            QStringLiteral(MERCH_BIN_DIR "/merchbench-cli"),
            QStringList{QStringLiteral("stockouts"), m_store->qpath(), QStringLiteral("--quiet")} + options);
        process.waitForFinished(60000);
        return {process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError()};
    }
    Answer asked(const char* options) const
    {
        return stockouts(QString::fromLatin1(options).split(QLatin1Char(' ')));
    }

    std::string sales() const
    {
        sql::Statement rows(
            m_store->db(), "SELECT group_concat(key || ':' || hex(b)) FROM chunk_units ORDER BY key");
        return rows.step() ? std::string(rows.text(0)) : std::string();
    }

private slots:
    void init()
    {
        m_store = std::make_unique<TempStore>(TempStore::Filled::Dictionaries);
        sql::Transaction transaction(m_store->db());
        CellWriter writer(m_store->store(), newImport(m_store->store(), false), false);
        for (const int product : {8, 9}) {
            const int series = ensureSeries(m_store->store(), product, 3, Grain::Daily, 0);
            Random random(7, static_cast<std::uint64_t>(product));
            for (Day day = kFirstSale; day < kFirstSale + 200; ++day)
                if (product != 9 || day < kSilentFrom || day >= kSilentTo)
                    writer.add(Measure::Units, series, day, 1 + static_cast<int>(random.below(8)));
        }
        writer.finish({});
        transaction.commit();
    }

    void nothingIsListedBeforeItIsLookedFor()
    {
        const Answer answer = asked("--json");
        QVERIFY2(answer.status == 0, answer.err.constData());
        QVERIFY(answer.json().contains(QStringLiteral("stockouts")));
        QVERIFY(answer.stockouts().isEmpty());
        QVERIFY(!answer.json().contains(QStringLiteral("offered")));
    }

    void whatIsFoundIsOfferedWithItsDaysAndProbability()
    {
        const Answer found = asked("--find --json");
        QVERIFY2(found.status == 0, found.err.constData());
        QCOMPARE(found.json().value(QStringLiteral("series")).toInt(), 2);
        QCOMPARE(found.json().value(QStringLiteral("offered")).toInt(), 1);
        QCOMPARE(found.stockouts().size(), qsizetype(1));
        const QJsonObject one = found.stockouts().at(0).toObject();
        QCOMPARE(one.value(QStringLiteral("sku")).toString(), QStringLiteral("P09"));
        QCOMPARE(one.value(QStringLiteral("location")).toString(), QStringLiteral("WEB"));
        QCOMPARE(
            one.value(QStringLiteral("probability")).toDouble() > 0.9 &&
                one.value(QStringLiteral("probability")).toDouble() <= 1.0,
            true);
        QVERIFY(one.value(QStringLiteral("expected_units")).toDouble() > 20.0);
        const QDate from = QDate::fromString(one.value(QStringLiteral("from")).toString(), Qt::ISODate);
        const QDate to = QDate::fromString(one.value(QStringLiteral("to")).toString(), Qt::ISODate);
        QCOMPARE(from.daysTo(to), qint64(kSilentTo - kSilentFrom - 1));
        QCOMPARE(found.state(), QStringLiteral("offered"));

        const Answer text = stockouts({});
        QCOMPARE(text.status, 0);
        QVERIFY(text.out.contains("P09") && text.out.contains("offered"));
        QCOMPARE(asked("--json --find --threads 1").stockouts(), found.stockouts());
    }

    void decisionsAreKeptTakenBackAndNamed()
    {
        QCOMPARE(asked("--find").status, 0);
        const std::string sold = sales();
        const Answer accepted = asked("--accept 1 --as ann --json");
        QVERIFY2(accepted.status == 0, accepted.err.constData());
        QCOMPARE(accepted.state(), QStringLiteral("accepted"));
        QCOMPARE(
            accepted.stockouts().at(0).toObject().value(QStringLiteral("decided_by")).toString(),
            QStringLiteral("ann"));
        QCOMPARE(
            m_store->count("SELECT count(*) FROM command_log WHERE command LIKE 'stockouts %--accept 1%'"),
            std::int64_t{1});
        QCOMPARE(asked("--dismiss 1 --json").state(), QStringLiteral("dismissed"));
        const Answer again = asked("--find --json"); // a decision outlives a search
        QCOMPARE(again.state(), QStringLiteral("dismissed"));
        QCOMPARE(again.json().value(QStringLiteral("offered")).toInt(), 0);
        const Answer reopened = asked("--reopen 1 --json");
        QCOMPARE(reopened.state(), QStringLiteral("offered"));
        QVERIFY(
            reopened.stockouts().at(0).toObject().value(QStringLiteral("decided_by")).toString().isEmpty());
        QVERIFY(!sold.empty());
        QCOMPARE(sales(), sold);
    }

    void onlyTheLikelyEnoughAreAcceptedTogether()
    {
        QCOMPARE(asked("--find").status, 0);
        m_store->db().execute("UPDATE suspected_stockout SET probability = 0.95");
        QCOMPARE(asked("--accept-from 0.96 --json").state(), QStringLiteral("offered"));
        QCOMPARE(asked("--accept-from 0.95 --json").state(), QStringLiteral("accepted"));
    }

    void aDismissedOneIsNotAcceptedByProbability()
    {
        QCOMPARE(asked("--find --json").state(), QStringLiteral("offered"));
        QCOMPARE(asked("--dismiss 1 --json").state(), QStringLiteral("dismissed"));
        QCOMPARE(asked("--accept-from 0 --json").state(), QStringLiteral("dismissed"));
    }

    void wrongCallsAreRefusedInOneLine_data()
    {
        QTest::addColumn<QByteArray>("options");
        QTest::addColumn<int>("status");
        QTest::newRow("no id") << QByteArray("--accept first") << 2;
        QTest::newRow("unknown id") << QByteArray("--dismiss 4711") << 3;
        QTest::newRow("probability") << QByteArray("--accept-from 2") << 2;
        QTest::newRow("option") << QByteArray("--guess") << 2;
    }
    void wrongCallsAreRefusedInOneLine()
    {
        QFETCH(QByteArray, options);
        QFETCH(int, status);
        QCOMPARE(asked("--find").status, 0);
        const Answer answer = asked(options.constData());
        QVERIFY2(answer.status == status, answer.err.constData());
        QVERIFY(answer.out.isEmpty());
        QVERIFY2(
            answer.err.count('\n') == 1 && answer.err.startsWith("merchbench-cli: "), answer.err.constData());
        QCOMPARE(m_store->count("SELECT count(*) FROM suspected_stockout WHERE state <> 0"), std::int64_t{0});
    }
};

QTEST_GUILESS_MAIN(TestStockoutsCommand)
#include "test_stockouts_command.moc"
