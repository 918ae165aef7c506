#include "tests/app/support_cli.h"

#include <QTest>

#include <cmath>
#include <memory>

using namespace merch::test;

/// Every command that the contract names: its keys, its exit statuses, its errors, its log.
class TestCliContract : public QObject
{
    Q_OBJECT

    std::unique_ptr<DemoFolder> m_demo;
    QString m_store;

    Ran run(const QString& line) const { return cli(wordsOf(line, m_store, m_demo->path())); }
    QByteArray firstLineOf(const QString& name) const
    {
        QFile file(m_demo->path(name));
        return file.open(QIODevice::ReadOnly) ? file.readLine().trimmed() : QByteArray();
    }
    static QString plain(const QJsonObject& object)
    {
        return QString::fromUtf8(QJsonDocument(object).toJson(QJsonDocument::Compact));
    }

private slots:
    void initTestCase()
    {
        m_demo = std::make_unique<DemoFolder>();
        m_store = m_demo->copy(QStringLiteral("s.merch"));
    }

    void everyCommandIsListedAndHasItsHelp_data()
    {
        QTest::addColumn<QString>("command");
        for (const char* name :
             {"demo",   "init",    "import",   "imports", "import-undo", "assume",   "status",
              "query",  "check",   "problems", "series",  "forecast",    "backtest", "plan",
              "submit", "approve", "reject",   "return",  "audit",       "export"})
            QTest::newRow(name) << QString::fromLatin1(name);
    }
    void everyCommandIsListedAndHasItsHelp()
    {
        QFETCH(QString, command);
        const Ran list = cli({QStringLiteral("--help")});
        QCOMPARE(list.status, 0);
        QVERIFY(list.out.contains("\n  " + command.toLatin1() + ' '));
        const Ran help = cli({command, QStringLiteral("--help")});
        QCOMPARE(help.status, 0);
        QVERIFY(help.err.isEmpty());
        QVERIFY(help.out.startsWith("Usage: merchbench-cli " + command.toLatin1()));
        QCOMPARE(cli({QStringLiteral("help"), command}).out, help.out);
    }

    void theAnswerCarriesItsKeys_data()
    {
        QTest::addColumn<QString>("line");
        QTest::addColumn<QStringList>("keys");
        QTest::addColumn<QString>("list");
        QTest::addColumn<QStringList>("of");
        const auto row = [](const char* line, const char* keys, const char* list = "", const char* of = "") {
            QTest::newRow(line) << QString::fromLatin1(line)
                                << QString::fromLatin1(keys).split(QLatin1Char(' '))
                                << QString::fromLatin1(list)
                                << QString::fromLatin1(of).split(QLatin1Char(' '), Qt::SkipEmptyParts);
        };
        row("demo DIR/other --products 10 --days 40", "files", "files", "path kind rows");
        row("init DIR/made.merch --currency EUR", "store schema_version");
        row("import STORE DIR/extracts/sales.csv", "imports rows_per_second", "imports",
            "import_id file kind preset rows_read rows_accepted rows_rejected rejects seconds");
        row("imports STORE", "imports", "imports", "import_id file kind");
        row("assume STORE margin=0.4", "assumptions", "assumptions", "name value location category");
        row("status STORE", "products locations series first_date last_date quality_score pending");
        row("check STORE", "score dimensions findings counts", "findings",
            "rule severity entity key field value message suggestion money");
        row("problems STORE", "lost_to_empty_shelves problems", "problems",
            "kind title money_per_month low high evidence remedy items");
        row("forecast STORE", "series seconds series_per_second methods lost_to_empty_shelves ladder",
            "ladder", "rung money_per_year gap_to_perfect series");
        row("backtest STORE", "folds rungs perfect_information", "rungs",
            "name wape rmsse pinball holding_cost lost_margin money_per_year share_of_gap_closed");
        row("forecast STORE --method snaive --horizon 14 --as-of 2026-06-01 --with-plans --threads 2",
            "series seconds series_per_second methods ladder");
        row("plan reorder STORE --budget 2000 --as-of 2026-06-28",
            "plan_id lines order_value expected_margin_saved seconds");
        row("export STORE forecasts --to DIR/f.csv", "file rows");
        row("export STORE reorder-plan --to DIR/r.csv", "file rows");
        row("export STORE order-points --to DIR/o.xlsx", "file rows");
        row("export STORE findings --to DIR/i.json", "file rows");
        row("export STORE problems --to DIR/p.csv --format csv", "file rows");
        row("submit STORE 1 --as ann", "plan_id state lines");
        row("return STORE 1 --comment no --as bob", "plan_id state lines");
        row("submit STORE 2 --as ann", "plan_id state lines");
        row("approve STORE 2 --as bob", "plan_id state lines");
        row("submit STORE 1 --as cid", "plan_id state lines");
        row("reject STORE 1 --comment late --as bob", "plan_id state lines");
        row("audit STORE --verify", "entries intact");
        row("import-undo STORE 15", "undone");
    }
    void theAnswerCarriesItsKeys()
    {
        QFETCH(QString, line);
        QFETCH(QStringList, keys);
        QFETCH(QString, list);
        QFETCH(QStringList, of);
        const Ran ran = run(line + QStringLiteral(" --json --quiet"));
        QVERIFY2(
            ran.status == 0 || (ran.status == 1 && line.startsWith(QLatin1String("check"))),
            qPrintable(ran.said()));
        QCOMPARE(ran.err, QByteArray());
        QCOMPARE(ran.out.count('\n'), 1);
        QJsonParseError wrong;
        const QJsonObject answer = QJsonDocument::fromJson(ran.out, &wrong).object();
        QCOMPARE(wrong.error, QJsonParseError::NoError);
        for (const QString& key : keys)
            QVERIFY2(answer.contains(key), qPrintable(key + QStringLiteral(" in ") + plain(answer)));
        if (list.isEmpty())
            return;
        const QJsonArray items = answer.value(list).toArray();
        QVERIFY(!items.isEmpty());
        for (const QString& key : of)
            QVERIFY2(items.at(0).toObject().contains(key), qPrintable(key));
    }

    void aPersonGetsATable_data()
    {
        QTest::addColumn<QString>("line");
        for (const char* line :
             {"imports STORE", "assume STORE", "status STORE", "check STORE", "problems STORE",
              "forecast STORE", "plan reorder STORE", "audit STORE", "export STORE forecasts --to DIR/t.csv"})
            QTest::newRow(line) << QString::fromLatin1(line);
    }
    void aPersonGetsATable()
    {
        QFETCH(QString, line);
        const Ran ran = run(line + QStringLiteral(" --quiet"));
        QVERIFY2(ran.status == 0 || ran.status == 1, qPrintable(ran.said()));
        QVERIFY(ran.err.isEmpty());
        QVERIFY(ran.out.size() > 10 && ran.out.endsWith('\n'));
        QVERIFY(!ran.out.startsWith('{'));
    }

    void wrongCallsExitTwo_data()
    {
        QTest::addColumn<QString>("line");
        for (const char* line :
             {"frobnicate",
              "demo",
              "demo DIR/x --products 3",
              "demo DIR/x --days many",
              "init",
              "init DIR/y.merch --currency pounds",
              "import STORE",
              "import STORE a.csv --as nonsense",
              "import STORE DIR/extracts/sales.csv --preset nonsense",
              "import STORE a.csv --overlap perhaps",
              "import STORE a.csv --date-order ymd",
              "import STORE a.csv --map title",
              "import STORE DIR/extracts/stock.csv --map nonsense=sku",
              "imports",
              "import-undo STORE",
              "import-undo STORE x",
              "assume STORE nonsense=1",
              "assume STORE margin",
              "status",
              "status STORE STORE",
              "status STORE --nonsense",
              "query STORE",
              "query STORE SELECT --format xml",
              "series",
              "series DIR/n.txt --method nonsense",
              "series DIR/n.txt --levels 120",
              "forecast STORE --method nonsense",
              "forecast STORE --horizon 0",
              "forecast STORE --as-of 2026-02-30",
              "plan",
              "plan nonsense STORE",
              "plan reorder",
              "plan reorder STORE --budget much",
              "submit STORE",
              "approve STORE x",
              "approve STORE 1 --lines nowhere",
              "export STORE forecasts",
              "export STORE nonsense --to DIR/x.csv",
              "export STORE forecasts --to DIR/x.csv --format docx",
              "check STORE --threads x",
              "check STORE --seed -1"})
            QTest::newRow(line) << QString::fromLatin1(line);
    }
    void wrongCallsExitTwo()
    {
        QFETCH(QString, line);
        m_demo->write(QStringLiteral("n.txt"), "1\n2\n3\n");
        const Ran ran = run(line);
        QVERIFY2(ran.refusedWith(2), qPrintable(ran.said()));
    }

    void unreadableInputsExitThree_data()
    {
        QTest::addColumn<QString>("line");
        for (const char* line :
             {"import STORE DIR/absent.csv", "import STORE DIR/empty.csv", "import STORE DIR/noise.csv",
              "import STORE DIR/noise.xlsx", "import STORE DIR", "import-undo STORE 999",
              "series DIR/absent.txt", "series DIR/empty.csv", "series DIR/noise.csv",
              "check STORE --rules DIR/absent.json", "check STORE --rules DIR/noise.csv",
              "forecast DIR/new.merch", "plan reorder DIR/new.merch", "problems DIR/new.merch",
              "submit STORE 999", "plan reorder STORE --supplier nobody"})
            QTest::newRow(line) << QString::fromLatin1(line);
    }
    void unreadableInputsExitThree()
    {
        QFETCH(QString, line);
        m_demo->write(QStringLiteral("empty.csv"), {});
        m_demo->write(
            QStringLiteral("noise.csv"), QByteArray("\x00\x01\xff\xfe\x80\x00PK\x03", 9).repeated(99));
        m_demo->write(QStringLiteral("noise.xlsx"), QByteArray("PK\x03\x04 no workbook").repeated(99));
        if (!QFile::exists(m_demo->path(QStringLiteral("new.merch"))))
            DemoFolder::must({QStringLiteral("init"), m_demo->path(QStringLiteral("new.merch"))});
        const Ran ran = run(line);
        QVERIFY2(ran.refusedWith(3), qPrintable(ran.said()));
    }

    void unusableStoresExitFour_data()
    {
        QTest::addColumn<QString>("line");
        for (const char* line :
             {"init STORE", "import STORE DIR/extracts/sales.csv", "imports STORE", "import-undo STORE 1",
              "assume STORE", "assume STORE margin=0.3", "status STORE", "check STORE", "problems STORE",
              "forecast STORE", "plan reorder STORE", "submit STORE 1", "approve STORE 1", "reject STORE 1",
              "return STORE 1", "audit STORE", "export STORE forecasts --to DIR/x.csv", "query STORE SELECT"})
            QTest::newRow(line) << QString::fromLatin1(line);
    }
    void unusableStoresExitFour()
    {
        QFETCH(QString, line);
        const QString absent = m_demo->path(QStringLiteral("none/absent.merch"));
        QVERIFY2(cli(wordsOf(line, absent, m_demo->path())).refusedWith(4), qPrintable(line));
        const QString foreign = m_demo->write(QStringLiteral("foreign.merch"), QByteArray(9000, 'x'));
        const Ran ran = cli(wordsOf(line, foreign, m_demo->path()));
        QVERIFY2(ran.refusedWith(4), qPrintable(ran.said()));
        QFile after(foreign);
        QVERIFY(after.open(QIODevice::ReadOnly));
        QCOMPARE(after.readAll(), QByteArray(9000, 'x'));
    }

    void refusedStepsExitOne()
    {
        const QString store = m_demo->copy(QStringLiteral("steps.merch"));
        const auto step = [&](const char* line) {
            return cli(wordsOf(QString::fromLatin1(line), store, m_demo->path()));
        };
        QVERIFY(step("approve STORE 1").refusedWith(1));
        QVERIFY(step("export STORE purchase-orders --plan 1 --to DIR/po").refusedWith(1));
        QCOMPARE(step("submit STORE 1 --as ann").status, 0);
        QVERIFY(step("submit STORE 1 --as ann").refusedWith(1));
        QCOMPARE(step("approve STORE 1 --as bob").status, 0);
        QCOMPARE(step("export STORE reorder-plan --plan 1 --to DIR/one.csv").status, 0);
        QVERIFY(step("export STORE reorder-plan --plan 1 --to DIR/two.csv").refusedWith(1));
        QCOMPARE(step("export STORE reorder-plan --plan 1 --to DIR/two.csv --again").status, 0);
        QVERIFY(QFile::exists(m_demo->path(QStringLiteral("two.reverse.csv"))));
        QVERIFY(step("export STORE forecasts --to DIR/no/such/folder.csv").refusedWith(4));
        QVERIFY(cli({QStringLiteral("query"), store, QStringLiteral("DELETE FROM product")}).refusedWith(1));
    }

    void checkExitsOneOnErrorsOnly()
    {
        const QString store = m_demo->path(QStringLiteral("clean.merch"));
        DemoFolder::must({QStringLiteral("init"), store});
        const QString sales =
            m_demo->write(QStringLiteral("clean_sales.csv"), "date,sku,units\n2026-06-01,A,1\n");
        DemoFolder::must({QStringLiteral("import"), store, sales});
        const Ran clean = cli({QStringLiteral("check"), store, QStringLiteral("--json")});
        QVERIFY2(clean.status == 0, qPrintable(clean.said()));
        QCOMPARE(clean.json().value(QStringLiteral("score")).toDouble(), 1.0);
        const QString rules = m_demo->write(
            QStringLiteral("rules.json"),
            R"({"rules": [{"rule": "no_title", "severity": "warning", "entity": "product",)"
            R"( "query": "SELECT sku, 'title', '', 'No title', NULL, NULL FROM product WHERE title IS NULL"}]})");
        const Ran warned =
            cli({QStringLiteral("check"), store, QStringLiteral("--json"), QStringLiteral("--rules"), rules});
        QVERIFY2(warned.status == 0, qPrintable(warned.said()));
        QCOMPARE(warned.json().value(QStringLiteral("findings")).toArray().size(), 1);
        QFile harder(rules);
        QVERIFY(harder.open(QIODevice::ReadOnly));
        const QByteArray text = harder.readAll();
        harder.close();
        m_demo->write(QStringLiteral("rules.json"), QByteArray(text).replace("warning", "error"));
        QCOMPARE(cli({QStringLiteral("check"), store, QStringLiteral("--rules"), rules}).status, 1);
    }

    void everyChangeIsLogged()
    {
        const QString store = m_demo->copy(QStringLiteral("log.merch"));
        const QStringList lines{
            QStringLiteral("check STORE --as ann"),
            QStringLiteral("assume STORE margin=0.35 --as ann"),
            QStringLiteral("forecast STORE --as ann"),
            QStringLiteral("plan reorder STORE --as ann"),
            QStringLiteral("submit STORE 2 --as ann"),
            QStringLiteral("return STORE 2 --as ann"),
            QStringLiteral("submit STORE 2 --as ann"),
            QStringLiteral("reject STORE 2 --as ann"),
            QStringLiteral("submit STORE 1 --as ann"),
            QStringLiteral("approve STORE 1 --as ann"),
            QStringLiteral("export STORE order-points --to DIR/log.csv --as ann"),
            QStringLiteral("import-undo STORE 14 --as ann")};
        for (const QString& line : lines) {
            const Ran ran =
                cli(wordsOf(line, store, m_demo->path()) + QStringList{QStringLiteral("--quiet")});
            QVERIFY2(ran.status <= 1 && ran.err.isEmpty(), qPrintable(line + ran.said()));
        }
        const Ran log = cli(
            {QStringLiteral("query"), store, QStringLiteral("--json"),
             QStringLiteral(
                 "SELECT command, outcome FROM command_log WHERE user = 'ann' AND at > 0 ORDER BY rowid")});
        QStringList logged;
        for (const QJsonValue& row : log.json().value(QStringLiteral("rows")).toArray()) {
            logged += row.toArray().at(0).toString();
            QVERIFY(!row.toArray().at(1).toString().isEmpty());
        }
        for (const QString& line : lines) {
            const QString typed =
                wordsOf(line, store, m_demo->path()).join(QLatin1Char(' ')) + QStringLiteral(" --quiet");
            QVERIFY2(
                logged.contains(typed),
                qPrintable(typed + QStringLiteral(" in\n") + logged.join(QLatin1Char('\n'))));
        }
    }

    void exportsHaveTheirColumns()
    {
        const QString store = m_demo->copy(QStringLiteral("columns.merch"));
        const auto heading = [&](const char* what) {
            const Ran ran = cli(
                {QStringLiteral("export"), store, QLatin1String(what), QStringLiteral("--to"),
                 m_demo->path(QStringLiteral("c.csv")), QStringLiteral("--json")});
            if (ran.status != 0)
                qFatal("%s", qPrintable(ran.said()));
            QFile file(m_demo->path(QStringLiteral("c.csv")));
            if (!file.open(QIODevice::ReadOnly))
                qFatal("no file");
            const QByteArray all = file.readAll();
            if (all.count('\n') != ran.json().value(QStringLiteral("rows")).toInt() + 1)
                qFatal("%s: %s", what, qPrintable(ran.said()));
            return all.left(all.indexOf('\n')).trimmed();
        };
        QCOMPARE(
            heading("forecasts"), QByteArray("sku,location,date,mean,p05,p10,p25,p50,p75,p90,p95,method"));
        QCOMPARE(
            heading("reorder-plan"),
            QByteArray("sku,location,supplier,on_hand,on_order,lead_time_days,order_point,order_up_to,order_"
                       "qty,unit_cost,order_value,expected_margin_saved,reason,state"));
        // Of a draft, the state is the last column.
        QCOMPARE(
            heading("order-points"), QByteArray("sku,location,order_point,order_up_to,safety_stock,state"));
        QCOMPARE(heading("findings"), QByteArray("rule,severity,entity,key,field,value,message,suggestion"));
    }

    void oneSeriesByEveryMethodOfThisRung_data()
    {
        QTest::addColumn<QString>("method");
        for (const char* method :
             {"naive", "snaive", "drift", "mean", "ma", "ses", "holt", "holt_damped", "hw_additive",
              "hw_multiplicative", "theta", "ets_auto", "croston", "sba", "sbj", "tsb", "adida", "imapa",
              "auto"})
            QTest::newRow(method) << QString::fromLatin1(method);
    }
    void oneSeriesByEveryMethodOfThisRung()
    {
        QFETCH(QString, method);
        QByteArray values = "day,value\n";
        for (int i = 0; i < 48; ++i)
            values += QByteArray::number(i) + ',' + QByteArray::number(20 + i % 4 * 3 + i / 6) + '\n';
        const Ran ran = cli(
            {QStringLiteral("series"), m_demo->write(QStringLiteral("one.csv"), values),
             QStringLiteral("--json"), QStringLiteral("--method"), method, QStringLiteral("--period"),
             QStringLiteral("4"), QStringLiteral("--horizon"), QStringLiteral("6"),
             QStringLiteral("--levels"), QStringLiteral("50,80")});
        QVERIFY2(ran.status == 0, qPrintable(ran.said()));
        const QJsonObject answer = ran.json();
        for (const char* key :
             {"method", "form", "parameters", "loglik", "aicc", "fitted", "mean", "lower", "upper"})
            QVERIFY2(answer.contains(QLatin1String(key)), key);
        QCOMPARE(answer.value(QStringLiteral("mean")).toArray().size(), 6);
        QCOMPARE(answer.value(QStringLiteral("fitted")).toArray().size(), 48);
        for (const char* side : {"lower", "upper"})
            QCOMPARE(
                answer.value(QLatin1String(side)).toObject().keys(),
                QStringList({QStringLiteral("50"), QStringLiteral("80")}));
    }

    void aSeriesWithItsStockTellsWhatEmptyShelvesWereAskedFor()
    {
        QByteArray values = "day,value,on_hand\n";
        for (int i = 0; i < 70; ++i) {
            const bool out = i >= 40 && i < 45;
            values += QByteArray::number(i) + ',' + QByteArray::number(out ? 0 : 8 + i % 3) + ',' +
                      (out ? "0" : "30") + '\n';
        }
        const Ran ran = cli(
            {QStringLiteral("series"), m_demo->write(QStringLiteral("stock.csv"), values),
             QStringLiteral("--json"), QStringLiteral("--period"), QStringLiteral("7")});
        QVERIFY2(ran.status == 0, qPrintable(ran.said()));
        const QJsonArray asked = ran.json().value(QStringLiteral("estimated_demand")).toArray();
        QCOMPARE(asked.size(), 5);
        const QJsonObject first = asked[0].toObject();
        QCOMPARE(first.value(QStringLiteral("period")).toInt(), 41);
        QCOMPARE(first.value(QStringLiteral("sold")).toDouble(), 0.0);
        QVERIFY(std::abs(first.value(QStringLiteral("mean")).toDouble() - 9) < 1);
        QVERIFY(
            first.value(QStringLiteral("low")).toDouble() < first.value(QStringLiteral("mean")).toDouble());
        QVERIFY(
            first.value(QStringLiteral("high")).toDouble() > first.value(QStringLiteral("mean")).toDouble());
        QVERIFY(ran.json().value(QStringLiteral("mean")).toArray()[0].toDouble() > 7); // not learned from
    }

    void wordsAfterTheCommandStandInAnyOrder()
    {
        const Ran one = run(QStringLiteral("status STORE --json --quiet --threads 2 --seed 3 --as ann"));
        const Ran two = run(QStringLiteral("status --as ann --seed=3 --quiet --json --threads 2 STORE"));
        QCOMPARE(one.status, 0);
        QCOMPARE(two.out, one.out);
    }
};

QTEST_GUILESS_MAIN(TestCliContract)
#include "test_cli_contract.moc"
