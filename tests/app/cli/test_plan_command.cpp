#include "tests/models/support_store.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTest>

using merch::test::TempStore;
namespace sql = merch::sql;

namespace
{

struct Answer {
    int status = -1;
    QByteArray out, err;
    QJsonObject json() const { return QJsonDocument::fromJson(out).object(); }
};

Answer cli(const QStringList& words)
{
    QProcess process;
    process.start(QStringLiteral(MERCH_BIN_DIR "/merchbench-cli"), words);
    process.waitForFinished(60000);
    return {process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError()};
}

QStringList words(const char* line, const QString& store)
{
    return QString::fromLatin1(line).replace(QLatin1String("STORE"), store).split(QLatin1Char(' '));
}

} // namespace

class TestPlanCommand : public QObject
{
    Q_OBJECT
private slots:
    void aPlanIsMadeWithItsForecast()
    {
        TempStore store;
        const Answer made = cli(words("plan reorder STORE --json --quiet --as buyer", store.qpath()));
        QVERIFY2(made.status == 0, made.err.constData());
        QVERIFY(made.err.isEmpty());
        const QJsonObject answer = made.json();
        for (const char* field :
             {"plan_id", "lines", "order_value", "expected_margin_saved", "seconds", "order_lines",
              "assumed"})
            QVERIFY2(answer.value(QLatin1String(field)).isDouble(), field);
        QCOMPARE(answer.value(QStringLiteral("plan_id")).toInt(), 1);
        QCOMPARE(answer.value(QStringLiteral("lines")).toInt(), 36);
        QCOMPARE(
            std::llround(100 * answer.value(QStringLiteral("order_value")).toDouble()),
            store.count("SELECT order_value FROM plan"));
        QCOMPARE(store.count("SELECT count(*) FROM plan WHERE made_by = 'buyer'"), std::int64_t{1});
        QCOMPARE(
            store.count("SELECT count(*) FROM command_log WHERE command LIKE 'plan reorder %--as buyer'"),
            std::int64_t{2}); // the forecast that it needed, and the plan
        const Answer text = cli(words("plan reorder STORE --quiet", store.qpath()));
        QCOMPARE(text.status, 0);
        QVERIFY(text.out.startsWith("Plan 2 as of 2025-02-03:"));
    }

    void aBudgetHoldsAndThreadsDoNotMatter()
    {
        TempStore store;
        QJsonObject before;
        for (const char* threads : {"1", "2", "7"}) {
            Answer made =
                cli(words("plan reorder STORE --json --quiet --budget 400.50", store.qpath()) +
                    QStringList{QStringLiteral("--threads"), QString::fromLatin1(threads)});
            QVERIFY2(made.status == 0, made.err.constData());
            QJsonObject answer = made.json();
            QVERIFY(answer.value(QStringLiteral("order_value")).toDouble() <= 400.5);
            QVERIFY(answer.value(QStringLiteral("order_value")).toDouble() > 200);
            answer.remove(QStringLiteral("seconds"));
            answer.remove(QStringLiteral("plan_id"));
            if (!before.isEmpty())
                QCOMPARE(answer, before);
            before = answer;
        }
        QCOMPARE(store.count("SELECT budget FROM plan WHERE plan_id = 1"), std::int64_t{40050});
        const std::string lines = "SELECT group_concat(line || ' ' || series_id || ' ' || order_qty || ' ' ||"
                                  " margin_saved || reason, ';') FROM plan_line WHERE plan_id = ";
        sql::Statement a(store.db(), lines + "1"), b(store.db(), lines + "3");
        QVERIFY(a.step() && b.step());
        QCOMPARE(std::string(a.text(0)), std::string(b.text(0)));
    }

    void whatIsLackingExitsThreeAndIsSettled()
    {
        TempStore store;
        store.db().execute(
            "UPDATE product SET unit_cost = NULL; UPDATE supplier_product SET unit_cost = NULL;"
            "UPDATE supplier SET lead_time_days = NULL");
        const Answer lacking = cli(words("plan reorder STORE --json --quiet", store.qpath()));
        QCOMPARE(lacking.status, 3);
        QVERIFY(lacking.out.isEmpty());
        QCOMPARE(lacking.err.count('\n'), 1);
        for (const char* word : {"margin", "lead_time_days", "36 series", "assume STORE margin="})
            QVERIFY2(lacking.err.contains(word), lacking.err.constData());
        QVERIFY(!lacking.err.contains("opening_stock_days") && !lacking.err.contains("supplier"));
        QCOMPARE(store.count("SELECT count(*) FROM forecast_run"), std::int64_t{0});

        const Answer assumed =
            cli(words("assume STORE margin=0.4 lead_time_days=10 --json --as ann", store.qpath()));
        QVERIFY2(assumed.status == 0, assumed.err.constData());
        QCOMPARE(assumed.json().value(QStringLiteral("assumptions")).toArray().size(), 2);
        const Answer narrower =
            cli(words("assume STORE --location L1 --category Food margin=0.3 --json", store.qpath()));
        QCOMPARE(narrower.json().value(QStringLiteral("assumptions")).toArray().size(), 3);
        const Answer made = cli(words("plan reorder STORE --json --quiet", store.qpath()));
        QVERIFY2(made.status == 0, made.err.constData());
        QCOMPARE(
            made.json().value(QStringLiteral("assumed")), made.json().value(QStringLiteral("order_lines")));
        QVERIFY(store.count("SELECT count(*) FROM plan_line WHERE assumed LIKE '%margin%'") > 0);
        const Answer gone = cli(words("assume STORE margin= --json", store.qpath()));
        QCOMPARE(gone.json().value(QStringLiteral("assumptions")).toArray().size(), 2);
    }

    void wrongCallsAreRefusedInOneLine_data()
    {
        QTest::addColumn<QByteArray>("line");
        QTest::addColumn<int>("status");
        QTest::newRow("what") << QByteArray("plan everything STORE") << 2;
        QTest::newRow("no store") << QByteArray("plan reorder") << 2;
        QTest::newRow("absent store") << QByteArray("plan reorder STORE.absent") << 4;
        QTest::newRow("budget") << QByteArray("plan reorder STORE --budget lots") << 2;
        QTest::newRow("negative budget") << QByteArray("plan reorder STORE --budget -5") << 2;
        QTest::newRow("day") << QByteArray("plan reorder STORE --as-of 2026-02-31") << 2;
        QTest::newRow("before all sales") << QByteArray("plan reorder STORE --as-of 1999-01-01") << 3;
        QTest::newRow("supplier") << QByteArray("plan reorder STORE --supplier NOBODY --quiet") << 3;
        QTest::newRow("name") << QByteArray("assume STORE colour=red") << 2;
        QTest::newRow("value") << QByteArray("assume STORE margin=40") << 2;
        QTest::newRow("word") << QByteArray("assume STORE margin") << 2;
        QTest::newRow("location") << QByteArray("assume STORE --location NOWHERE margin=0.4") << 3;
        QTest::newRow("category") << QByteArray("assume STORE --category Nothing margin=0.4") << 3;
    }
    void wrongCallsAreRefusedInOneLine()
    {
        QFETCH(QByteArray, line);
        QFETCH(int, status);
        TempStore store;
        const Answer answer =
            cli(words(line.constData(), store.qpath()) + QStringList{QStringLiteral("--json")});
        QVERIFY2(answer.status == status, answer.err.constData());
        QVERIFY(answer.out.isEmpty());
        QVERIFY2(
            answer.err.count('\n') == 1 && answer.err.startsWith("merchbench-cli: "), answer.err.constData());
        QCOMPARE(store.count("SELECT count(*) FROM plan"), std::int64_t{0});
        QCOMPARE(store.count("SELECT count(*) FROM assumption"), std::int64_t{0});
    }

    void aPlanGoesThroughApprovalToAFile()
    {
        TempStore store;
        QCOMPARE(cli(words("plan reorder STORE --quiet", store.qpath())).status, 0);
        QCOMPARE(cli(words("submit STORE 1 --quiet", store.qpath())).status, 0);
        QCOMPARE(cli(words("approve STORE 1 --quiet", store.qpath())).status, 0);
        const QString file = store.folder() + QStringLiteral("/orders.csv");
        const Answer left =
            cli(words("export STORE reorder-plan --json --quiet --to", store.qpath()) +
                QStringList{file, QStringLiteral("--format"), QStringLiteral("csv")});
        QVERIFY2(left.status == 0, left.err.constData());
        QFile written(file);
        QVERIFY(written.open(QIODevice::ReadOnly));
        const QList<QByteArray> rows = written.readAll().trimmed().split('\n');
        QVERIFY(rows.first().contains("sku,location,supplier,on_hand,on_order,lead_time_days,order_point"));
        QCOMPARE(
            rows.size() - 1, qsizetype(store.count("SELECT count(*) FROM plan_line WHERE excluded IS NULL AND"
                                                   " in_budget = 1 AND order_qty > 0")));
    }
};

QTEST_GUILESS_MAIN(TestPlanCommand)
#include "test_plan_command.moc"
