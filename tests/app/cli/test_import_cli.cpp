#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <memory>

#include <sys/stat.h>
#include <unistd.h>

/// merchbench-cli as scripts call it: exit statuses, JSON, one-line errors.
class TestImportCli : public QObject
{
    Q_OBJECT

    struct Ran {
        int status = -1;
        QByteArray out, err;
        QJsonObject json() const { return QJsonDocument::fromJson(out).object(); }
    };
    std::unique_ptr<QTemporaryDir> m_dir;

    QString path(const QString& name) const { return m_dir->filePath(name); }
    QString write(const QString& name, const QByteArray& content) const
    {
        QFile file(path(name));
        if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
            qFatal("cannot write a test file");
        return file.fileName();
    }
    static Ran run(const QStringList& words, const QString& locale = QStringLiteral("C.UTF-8"))
    {
        QProcess process;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("LC_ALL"), locale);
        process.setProcessEnvironment(environment);
        process.start(QStringLiteral(MERCH_BIN_DIR "/merchbench-cli"), words);
        process.waitForFinished(60'000);
        return {
            process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -2,
            process.readAllStandardOutput(), process.readAllStandardError()};
    }
    /// A refused command: its status, nothing on standard output, one line on standard error that says
    /// `says`.
    static void refused(const Ran& ran, int status, const char* says)
    {
        QVERIFY2(ran.status == status, QByteArray::number(ran.status) + ran.err + ran.out);
        QCOMPARE(ran.out, QByteArray());
        QCOMPARE(ran.err.count('\n'), 1);
        QVERIFY2(ran.err.contains(says), ran.err);
    }
    QString store() const { return path(QStringLiteral("s.merch")); }
    QByteArray everything() const
    {
        return run({QStringLiteral("query"), store(),
                    QStringLiteral("SELECT sku, location, date, units FROM sales_day ORDER BY 1, 2, 3")})
            .out;
    }

private slots:
    void init()
    {
        m_dir = std::make_unique<QTemporaryDir>();
        QCOMPARE(run({QStringLiteral("init"), store(), QStringLiteral("--quiet")}).status, 0);
    }

    void initMakesAStoreOnce()
    {
        const Ran made = run(
            {QStringLiteral("init"), path(QStringLiteral("n.merch")), QStringLiteral("--json"),
             QStringLiteral("--currency"), QStringLiteral("EUR")});
        QCOMPARE(made.status, 0);
        QVERIFY(made.json().contains(QStringLiteral("store")));
        QVERIFY(made.json().value(QStringLiteral("schema_version")).toInt() >= 1);
        refused(run({QStringLiteral("init"), path(QStringLiteral("n.merch"))}), 4, "exists");
        refused(run({QStringLiteral("init"), QStringLiteral("/nowhere/at/all.merch")}), 4, "");
    }

    void importAnswersWithItsKeysAndUndoTakesItBack()
    {
        const QString sales = write(
            QStringLiteral("sales.csv"),
            "date,sku,location,units\n2025-01-06,A,L1,3\n2025-02-30,A,L1,2\nx,A,L1,1\n");
        // Options stand anywhere after the command.
        const Ran ran = run(
            {QStringLiteral("import"), QStringLiteral("--json"), store(), QStringLiteral("--threads"),
             QStringLiteral("2"), sales, QStringLiteral("--quiet")});
        QVERIFY2(ran.status == 1, ran.err); // rows were rejected
        QCOMPARE(ran.err, QByteArray());
        QCOMPARE(ran.out.count('\n'), 1);
        QVERIFY(ran.json().contains(QStringLiteral("rows_per_second")));
        const QJsonObject import = ran.json().value(QStringLiteral("imports")).toArray().at(0).toObject();
        for (const char* key :
             {"import_id", "file", "kind", "preset", "rows_read", "rows_accepted", "rows_rejected", "rejects",
              "seconds", "skipped"})
            QVERIFY2(import.contains(QLatin1String(key)), key);
        QCOMPARE(import.value(QStringLiteral("kind")).toString(), QStringLiteral("sales"));
        QCOMPARE(import.value(QStringLiteral("rows_read")).toInt(), 3);
        QCOMPARE(import.value(QStringLiteral("rows_accepted")).toInt(), 1);
        QCOMPARE(import.value(QStringLiteral("rows_rejected")).toInt(), 2);
        const QJsonObject reject = import.value(QStringLiteral("rejects")).toArray().at(0).toObject();
        QCOMPARE(reject.value(QStringLiteral("count")).toInt(), 2);
        QCOMPARE(reject.value(QStringLiteral("first_line")).toInt(), 3);
        QVERIFY(!reject.value(QStringLiteral("reason")).toString().isEmpty());

        const Ran again = run({QStringLiteral("import"), store(), sales, QStringLiteral("--json")});
        QCOMPARE(again.status, 0);
        QVERIFY(again.json()
                    .value(QStringLiteral("imports"))
                    .toArray()
                    .at(0)
                    .toObject()
                    .value(QStringLiteral("skipped"))
                    .toBool());

        const Ran list = run({QStringLiteral("imports"), store(), QStringLiteral("--json")});
        QCOMPARE(list.status, 0);
        QCOMPARE(list.json().value(QStringLiteral("imports")).toArray().size(), 1);
        const QString id = QString::number(import.value(QStringLiteral("import_id")).toInt());
        const Ran undone = run({QStringLiteral("import-undo"), store(), id, QStringLiteral("--json")});
        QCOMPARE(undone.status, 0);
        QCOMPARE(undone.json().value(QStringLiteral("undone")).toInt(), id.toInt());
        const Ran status = run({QStringLiteral("status"), store(), QStringLiteral("--json")});
        QCOMPARE(status.json().value(QStringLiteral("series")).toInt(-1), 0);
        for (const char* key :
             {"products", "locations", "series", "first_date", "last_date", "quality_score", "pending"})
            QVERIFY2(status.json().contains(QLatin1String(key)), key);
        refused(run({QStringLiteral("import-undo"), store(), id}), 1, "already");
        refused(run({QStringLiteral("import-undo"), store(), QStringLiteral("99")}), 3, "no import 99");
        refused(run({QStringLiteral("import-undo"), store(), QStringLiteral("x")}), 2, "number");
    }

    void whatIsOpenToTwoReadingsNamesTheOption()
    {
        const QString sales =
            write(QStringLiteral("sales.csv"), "date,sku,units\n03/04/2024,A,1\n05/06/2024,A,2\n");
        refused(run({QStringLiteral("import"), store(), sales}), 3, "--date-order dmy or --date-order mdy");
        QCOMPARE(
            run({QStringLiteral("import"), store(), sales, QStringLiteral("--date-order"),
                 QStringLiteral("dmy")})
                .status,
            0);
        QVERIFY(everything().contains("2024-04-03"));
        const QString over =
            write(QStringLiteral("over_sales.csv"), "date,sku,units\n05/06/2024,A,7\n13/06/2024,A,1\n");
        refused(run({QStringLiteral("import"), store(), over}), 3, "--overlap replace");
        QCOMPARE(
            run({QStringLiteral("import"), store(), over, QStringLiteral("--overlap"),
                 QStringLiteral("replace")})
                .status,
            0);
        QVERIFY(everything().contains("2024-06-05,7"));
    }

    void wrongUsageExitsTwo()
    {
        refused(run({QStringLiteral("import")}), 2, "import");
        refused(
            run({QStringLiteral("import"), store(), QStringLiteral("a.csv"), QStringLiteral("--frob")}), 2,
            "frob");
        refused(
            run(
                {QStringLiteral("import"), store(), QStringLiteral("a.csv"), QStringLiteral("--overlap"),
                 QStringLiteral("x")}),
            2, "overlap");
        refused(
            run(
                {QStringLiteral("import"), store(), QStringLiteral("a.csv"), QStringLiteral("--threads"),
                 QStringLiteral("x")}),
            2, "threads");
        refused(run({QStringLiteral("frobnicate")}), 2, "no such command");
    }

    void unreadableInputsExitThree()
    {
        refused(
            run({QStringLiteral("import"), store(), path(QStringLiteral("absent.csv"))}), 3,
            "does not exist");
        refused(run({QStringLiteral("import"), store(), write(QStringLiteral("e.csv"), {})}), 3, "empty");
        refused(
            run({QStringLiteral("import"), store(), write(QStringLiteral("f.csv"), "foo,bar\n1,2\n")}), 3,
            "--map");
        const Ran far = run(
            {QStringLiteral("import"), store(),
             write(QStringLiteral("g.csv"), "date,sku,units\n2025-01-06,A,1\n"), QStringLiteral("--map"),
             QStringLiteral("units=Menge")});
        refused(far, 3, "Menge");
        QCOMPARE(everything().count('\n'), 1); // the headings alone
    }

    void storesThatCannotBeUsedExitFour()
    {
        const QString sales = write(QStringLiteral("sales.csv"), "date,sku,units\n2025-01-06,A,1\n");
        refused(
            run({QStringLiteral("import"), path(QStringLiteral("absent.merch")), sales}), 4, "no such store");
        const QString foreign = write(QStringLiteral("foreign.merch"), QByteArray(5000, 'x'));
        refused(run({QStringLiteral("status"), foreign}), 4, "foreign.merch");
        QFile whole(store());
        QVERIFY(whole.open(QIODevice::ReadOnly));
        refused(
            run({QStringLiteral("status"), write(QStringLiteral("cut.merch"), whole.read(3000))}), 4,
            "cut.merch");
        if (geteuid() != 0) {
            ::chmod(store().toLocal8Bit().constData(), 0400);
            refused(run({QStringLiteral("import"), store(), sales}), 4, "");
        }
    }

    void interruptedTheStoreIsAsItWas()
    {
        QByteArray many = "date,sku,units\n";
        for (int i = 0; i < 1'500'000; ++i)
            many += "2025-01-06,P" + QByteArray::number(i % 40'000) + ",1\n";
        const QString sales = write(QStringLiteral("sales.csv"), many);
        const QByteArray before = everything();
        QProcess process;
        process.start(
            QStringLiteral(MERCH_BIN_DIR "/merchbench-cli"),
            {QStringLiteral("import"), store(), sales, QStringLiteral("--quiet")});
        QVERIFY(process.waitForStarted());
        // Under way as soon as it listens for the signal.
        const QString about = QStringLiteral("/proc/%1/status").arg(process.processId());
        const auto listens = [&about] {
            QFile status(about);
            if (!status.open(QIODevice::ReadOnly))
                return true;
            const QByteArray all = status.readAll();
            const qsizetype at = all.indexOf("SigCgt:");
            return (all.mid(at + 7, all.indexOf('\n', at) - at - 7).trimmed().toULongLong(nullptr, 16) &
                    2U) != 0;
        };
        QTRY_VERIFY_WITH_TIMEOUT(listens(), 20'000);
        ::kill(static_cast<pid_t>(process.processId()), SIGINT);
        QVERIFY(process.waitForFinished(30'000));
        QCOMPARE(process.exitStatus(), QProcess::NormalExit);
        QCOMPARE(process.exitCode(), 130);
        QCOMPARE(everything(), before);
        QCOMPARE(
            run({QStringLiteral("imports"), store(), QStringLiteral("--json")})
                .json()
                .value(QStringLiteral("imports"))
                .toArray()
                .size(),
            0);
    }

    void theLocaleAndThreadsChangeNothing()
    {
        const QString sales = write(
            QStringLiteral("sales.csv"),
            "date,sku,units,unit_price\n2025-01-06,A,1.25,2.50\n2025-01-07,A,2.5,2.55\n");
        QList<QByteArray> answers;
        int n = 0;
        for (const char* locale : {"C.UTF-8", "C", "de_DE.UTF-8"}) {
            const QString one = path(QStringLiteral("l%1.merch").arg(++n));
            QCOMPARE(run({QStringLiteral("init"), one}, QLatin1String(locale)).status, 0);
            QCOMPARE(
                run({QStringLiteral("import"), one, sales, QStringLiteral("--threads"), QString::number(n)},
                    QLatin1String(locale))
                    .status,
                0);
            answers +=
                run({QStringLiteral("query"), one, QStringLiteral("SELECT date, units FROM sales_day"),
                     QStringLiteral("--json")},
                    QLatin1String(locale))
                    .out +
                run({QStringLiteral("check"), one, QStringLiteral("--json")}, QLatin1String(locale)).out;
        }
        QVERIFY2(answers[0].contains("1.25"), answers[0]);
        QCOMPARE(answers[1], answers[0]);
        QCOMPARE(answers[2], answers[0]);
    }

    void theDemoIsTheSameForASeedAndGoesThrough()
    {
        const auto demo = [this](const char* dir, const char* seed, const char* threads) {
            const Ran ran = run(
                {QStringLiteral("demo"), path(QLatin1String(dir)), QStringLiteral("--products"),
                 QStringLiteral("30"), QStringLiteral("--days"), QStringLiteral("120"),
                 QStringLiteral("--seed"), QLatin1String(seed), QStringLiteral("--threads"),
                 QLatin1String(threads), QStringLiteral("--json"), QStringLiteral("--quiet")});
            if (ran.status != 0)
                qFatal("%s", ran.err.constData());
            return ran.json();
        };
        const auto bytes = [this](const char* dir) {
            QByteArray all;
            for (const QString& name : QDir(path(QLatin1String(dir))).entryList(QDir::Files, QDir::Name)) {
                QFile file(QDir(path(QLatin1String(dir))).filePath(name));
                if (file.open(QIODevice::ReadOnly))
                    all += name.toUtf8() + '\n' + file.readAll();
            }
            return all;
        };
        const QJsonObject first = demo("one", "5", "1");
        for (const QJsonValue& file : first.value(QStringLiteral("files")).toArray()) {
            for (const char* key : {"path", "kind", "rows"})
                QVERIFY2(file.toObject().contains(QLatin1String(key)), key);
        }
        demo("two", "5", "2");
        demo("three", "6", "1");
        QCOMPARE(bytes("one"), bytes("two"));
        QVERIFY(bytes("one") != bytes("three"));

        QStringList words{
            QStringLiteral("import"), store(), QStringLiteral("--json"), QStringLiteral("--quiet")};
        for (const QString& name :
             QDir(path(QStringLiteral("one"))).entryList({QStringLiteral("*.csv")}, QDir::Files))
            words += QDir(path(QStringLiteral("one"))).filePath(name);
        const Ran imported = run(words);
        QVERIFY2(imported.status == 0 || imported.status == 1, imported.err);
        for (const QJsonValue& file : first.value(QStringLiteral("files")).toArray()) {
            const QString of = file.toObject().value(QStringLiteral("path")).toString();
            for (const QJsonValue& import : imported.json().value(QStringLiteral("imports")).toArray()) {
                if (import.toObject()
                        .value(QStringLiteral("file"))
                        .toString()
                        .endsWith(QLatin1Char('/') + QFileInfo(of).fileName())) {
                    QCOMPARE(
                        import.toObject().value(QStringLiteral("rows_read")),
                        file.toObject().value(QStringLiteral("rows")));
                    QCOMPARE(
                        import.toObject().value(QStringLiteral("kind")),
                        file.toObject().value(QStringLiteral("kind")));
                }
            }
        }
        const Ran check = run({QStringLiteral("check"), store(), QStringLiteral("--json")});
        QCOMPARE(check.status, 1); // faults of severity error are planted
        for (const char* key : {"score", "dimensions", "findings", "counts"})
            QVERIFY2(check.json().contains(QLatin1String(key)), key);
        const double score = check.json().value(QStringLiteral("score")).toDouble();
        QVERIFY(score > 0 && score < 1);
        for (const char* key :
             {"rule", "severity", "entity", "key", "field", "value", "message", "suggestion", "money"})
            QVERIFY2(
                check.json()
                    .value(QStringLiteral("findings"))
                    .toArray()
                    .at(0)
                    .toObject()
                    .contains(QLatin1String(key)),
                key);
        const Ran query = run(
            {QStringLiteral("query"), store(), QStringLiteral("SELECT count(*) AS n FROM product"),
             QStringLiteral("--json")});
        QCOMPARE(
            query.json().value(QStringLiteral("columns")).toArray().at(0).toString(), QStringLiteral("n"));
        QVERIFY(query.json().value(QStringLiteral("rows")).toArray().at(0).toArray().at(0).toInt() >= 30);
        refused(run({QStringLiteral("query"), store(), QStringLiteral("DELETE FROM product")}), 1, "SELECT");
    }

    void oneSeriesIsForecastWithoutAStore()
    {
        QByteArray numbers = "value\n";
        for (int i = 0; i < 48; ++i)
            numbers += QByteArray::number(100 + 10 * (i % 12)) + "\n";
        const Ran ran = run(
            {QStringLiteral("series"), write(QStringLiteral("x.csv"), numbers), QStringLiteral("--method"),
             QStringLiteral("snaive"), QStringLiteral("--period"), QStringLiteral("12"),
             QStringLiteral("--horizon"), QStringLiteral("3"), QStringLiteral("--levels"),
             QStringLiteral("80,95"), QStringLiteral("--json")});
        QVERIFY2(ran.status == 0, ran.err);
        for (const char* key :
             {"method", "form", "parameters", "loglik", "aicc", "fitted", "mean", "lower", "upper"})
            QVERIFY2(ran.json().contains(QLatin1String(key)), key);
        QCOMPARE(ran.json().value(QStringLiteral("mean")).toArray().at(1).toDouble(), 110.0);
        QCOMPARE(
            ran.json().value(QStringLiteral("lower")).toObject().value(QStringLiteral("80")).toArray().size(),
            3);
        refused(
            run(
                {QStringLiteral("series"), path(QStringLiteral("absent.csv")), QStringLiteral("--method"),
                 QStringLiteral("ses")}),
            3, "");
    }
};

QTEST_GUILESS_MAIN(TestImportCli)
#include "test_import_cli.moc"
