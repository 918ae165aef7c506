#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

/// The program that acceptance runs, run as it would be.
class TestGoldenRunner : public QObject
{
    Q_OBJECT

    struct Outcome {
        int status = -1;
        QString lastLine;
        int passed = -1, failed = -1, skipped = -1;
    };

    static Outcome run(const QStringList& files)
    {
        QProcess runner;
        runner.start(QStringLiteral(MERCH_BIN_DIR "/merchbench-golden"), files);
        Outcome outcome;
        if (!runner.waitForFinished(120000))
            return outcome;
        outcome.status = runner.exitCode();
        outcome.lastLine = QString::fromUtf8(runner.readAllStandardOutput()).trimmed().section(u'\n', -1);
        static const QRegularExpression counts(
            QStringLiteral("^(\\d+) passed, (\\d+) failed, (\\d+) skipped$"));
        if (const auto match = counts.match(outcome.lastLine); match.hasMatch()) {
            outcome.passed = match.captured(1).toInt();
            outcome.failed = match.captured(2).toInt();
            outcome.skipped = match.captured(3).toInt();
        }
        return outcome;
    }

    static QStringList files(const QString& folder, const QString& pattern)
    {
        QStringList paths;
        for (const QFileInfo& file : QDir(folder).entryInfoList({pattern}, QDir::Files, QDir::Name))
            paths << file.absoluteFilePath();
        return paths;
    }

private slots:
    void everyCopiedCaseIsAnswered()
    {
        const QStringList all =
            files(QStringLiteral(MERCH_SOURCE_DIR "/tests/golden/domain"), QStringLiteral("*.json"));
        QVERIFY(all.size() >= 11);
        const Outcome outcome = run(all);
        QCOMPARE(outcome.status, 0);
        QVERIFY2(outcome.passed > 150, qPrintable(outcome.lastLine));
        QCOMPARE(outcome.skipped, 0);
    }

    void everyCopiedSeriesIsForecast()
    {
        const QStringList all =
            files(QStringLiteral(MERCH_SOURCE_DIR "/tests/golden/forecast"), QStringLiteral("*.json"));
        QVERIFY(all.size() >= 20);
        const Outcome outcome = run(all);
        QCOMPARE(outcome.status, 0);
        QVERIFY2(outcome.passed > 300, qPrintable(outcome.lastLine));
        QCOMPARE(outcome.skipped, 0);
    }

    void seriesOfTheReferenceAreForecast_data()
    {
        QTest::addColumn<QString>("id");
        for (const char* id : {"nn5_1", "m4_W150", "oj_s101_b4", "walmart_store14", "hier_oj_2x7"})
            QTest::newRow(id) << QString::fromLatin1(id);
    }
    void seriesOfTheReferenceAreForecast()
    {
        QFETCH(QString, id);
        const QString path =
            qEnvironmentVariable("MERCHBENCH_SHARED") + QStringLiteral("/golden/forecast/%1.json").arg(id);
        if (!QFile::exists(path))
            QSKIP("The reference results are not on this machine (MERCHBENCH_SHARED).");
        const Outcome outcome = run({path});
        QVERIFY2(outcome.status == 0, qPrintable(outcome.lastLine));
        QVERIFY2(outcome.passed >= 5, qPrintable(outcome.lastLine));
    }

    void aLikelihoodThatIsOffFails()
    {
        QFile source(QStringLiteral(MERCH_SOURCE_DIR "/tests/golden/forecast/nile.json"));
        QVERIFY(source.open(QIODevice::ReadOnly));
        QJsonObject file = QJsonDocument::fromJson(source.readAll()).object();
        QJsonObject results = file.value(u"results").toObject(), ses = results.value(u"ses").toObject();
        ses.insert(u"loglik", ses.value(u"loglik").toDouble() + 1e-6);
        results.insert(u"ses", ses);
        file.insert(u"results", results);
        QTemporaryDir dir;
        QFile bad(dir.filePath(QStringLiteral("nile.json")));
        QVERIFY(bad.open(QIODevice::WriteOnly));
        bad.write(QJsonDocument(file).toJson());
        bad.close();
        const Outcome outcome = run({bad.fileName()});
        QCOMPARE(outcome.status, 1);
        QCOMPARE(outcome.failed, 1);
    }

    void everyInventoryCaseOfTheReferenceIsAnswered()
    {
        const QString shared = qEnvironmentVariable("MERCHBENCH_SHARED");
        const QStringList all =
            files(shared + QStringLiteral("/golden/domain"), QStringLiteral("inventory_*.json"));
        if (all.isEmpty())
            QSKIP("The reference results are not on this machine (MERCHBENCH_SHARED).");
        const Outcome outcome = run(all);
        QCOMPARE(outcome.status, 0);
        QVERIFY2(outcome.passed > 0, qPrintable(outcome.lastLine));
        QCOMPARE(outcome.skipped, 0);
    }

    void aNumberThatIsOffFails_data()
    {
        QTest::addColumn<QString>("suite");
        QTest::addColumn<QByteArray>("right");
        QTest::addColumn<QByteArray>("wrong");
        const auto row = [](const char* name, const char* suite, const char* right, const char* wrong) {
            QTest::newRow(name) << QString::fromLatin1(suite) << QByteArray(right) << QByteArray(wrong);
        };
        row("number", "inventory_eoq_lotsizing", "304.0467800264368", "304.0477800264368");
        row("value where there is none", "inventory_edges", "{\"quantity\": null, \"cost\": null}",
            "{\"quantity\": 0, \"cost\": 0}");
        row("none where there is a value", "inventory_edges", "\"base_stock\": \"inf\"",
            "\"base_stock\": null");
        row("key that is not answered", "inventory_edges", "{\"optimal_value\": 0,",
            "{\"surprise\": null, \"optimal_value\": 0,");
        row("point of a curve", "inventory_edges", "\"5000\": 1", "\"5000\": 0.999");
    }
    void aNumberThatIsOffFails()
    {
        QFETCH(QString, suite);
        QFETCH(QByteArray, right);
        QFETCH(QByteArray, wrong);
        QFile source(QStringLiteral(MERCH_SOURCE_DIR "/tests/golden/domain/%1.json").arg(suite));
        QVERIFY(source.open(QIODevice::ReadOnly));
        QByteArray text = source.readAll();
        QVERIFY(text.contains(right));
        text.replace(right, wrong);
        QTemporaryDir dir;
        QFile bad(dir.filePath(QStringLiteral("bad.json")));
        QVERIFY(bad.open(QIODevice::WriteOnly));
        bad.write(text);
        bad.close();
        const Outcome outcome = run({bad.fileName()});
        QCOMPARE(outcome.status, 1);
        QVERIFY(outcome.failed > 0);
    }
};

QTEST_GUILESS_MAIN(TestGoldenRunner)
#include "test_golden_runner.moc"
