#include "tests/models/support_store.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTest>

#include <cmath>

using merch::test::TempStore;

namespace
{

struct Answer {
    int status = -1;
    QByteArray out, err;
    QJsonObject json() const { return QJsonDocument::fromJson(out).object(); }
};

Answer backtest(TempStore& store, const QStringList& options)
{
    QProcess process;
    process.start(
        QStringLiteral(MERCH_BIN_DIR "/merchbench-cli"),
        QStringList{QStringLiteral("backtest"), store.qpath(), QStringLiteral("--quiet")} + options);
    process.waitForFinished(60000);
    return {process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError()};
}

QStringList words(const char* line)
{
    return QString::fromLatin1(line).split(QLatin1Char(' '), Qt::SkipEmptyParts);
}

double number(const QJsonObject& object, const char* name)
{
    return object.value(QLatin1String(name)).toDouble(std::nan(""));
}

} // namespace

class TestBacktestCommand : public QObject
{
    Q_OBJECT
private slots:
    void everyRungHasMoneyAndAccuracy()
    {
        TempStore store;
        const Answer made = backtest(store, words("--json"));
        QVERIFY2(made.status == 0, made.err.constData());
        QVERIFY(made.err.isEmpty());
        const QJsonObject answer = made.json();
        QCOMPARE(answer.value(QStringLiteral("folds")).toInt(), 3);
        QVERIFY(number(answer, "perfect_information") >= 0.0);
        QVERIFY(!answer.value(QStringLiteral("verdict")).toString().isEmpty());
        const QJsonArray rungs = answer.value(QStringLiteral("rungs")).toArray();
        QCOMPARE(rungs.size(), 4);
        QStringList names;
        int chosen = 0;
        for (const QJsonValue& value : rungs) {
            const QJsonObject rung = value.toObject();
            names << rung.value(QStringLiteral("name")).toString();
            for (const char* field :
                 {"wape", "rmsse", "pinball", "mase", "bias", "holding_cost", "lost_margin", "money_per_year",
                  "share_of_gap_closed"})
                QVERIFY2(rung.contains(QLatin1String(field)), field);
            // The parts are the whole, and nobody costs less than who knows everything.
            QVERIFY(
                std::abs(
                    number(rung, "holding_cost") + number(rung, "lost_margin") +
                    number(rung, "ordering_cost") + number(rung, "spoilage_cost") -
                    number(rung, "money_per_year")) < 1e-6);
            QVERIFY(number(rung, "money_per_year") >= number(answer, "perfect_information"));
            QVERIFY(rung.value(QStringLiteral("series")).toInt() > 0);
            QVERIFY(number(rung, "wape") > 0.0 && number(rung, "rmsse") > 0.0);
            chosen += rung.value(QStringLiteral("chosen")).toInt();
        }
        QCOMPARE(names.join(QLatin1Char(' ')), QStringLiteral("today rule statistical causal"));
        QVERIFY(rungs[0].toObject().value(QStringLiteral("pinball")).isNull()); // a practice has no quantiles
        QVERIFY(number(rungs[2].toObject(), "pinball") > 0.0);
        QCOMPARE(
            number(rungs[0].toObject().value(QStringLiteral("gain_over_today")).toObject(), "mean"), 0.0);
        QCOMPARE(chosen, answer.value(QStringLiteral("series")).toInt());
        QVERIFY(chosen > 0);
        int segments = 0;
        for (const QJsonValue& segment : answer.value(QStringLiteral("segments")).toArray())
            segments += segment.toObject().value(QStringLiteral("series")).toInt();
        QCOMPARE(segments, chosen);

        for (const QJsonValue& one : answer.value(QStringLiteral("most_gain")).toArray())
            QVERIFY(number(one.toObject(), "chosen") < number(one.toObject(), "today"));
        for (const QJsonValue& one : answer.value(QStringLiteral("most_loss")).toArray())
            QVERIFY(number(one.toObject(), "chosen") > number(one.toObject(), "today"));

        const Answer text = backtest(store, {});
        QCOMPARE(text.status, 0);
        for (const char* word :
             {"today", "statistical", "best_forecaster", "perfect_information", "Chosen: "})
            QVERIFY2(text.out.contains(word), word);
        QVERIFY(text.out.contains(answer.value(QStringLiteral("verdict")).toString().toUtf8()));
    }

    void theSameNumbersAtAnyThreadCountAndSeedMatters()
    {
        TempStore store;
        QJsonObject before;
        for (const char* options : {"--json --threads 1", "--json --threads 2", "--json --threads 7"}) {
            QJsonObject answer = backtest(store, words(options)).json();
            QVERIFY(answer.contains(QStringLiteral("seconds")));
            answer.remove(QStringLiteral("seconds"));
            if (!before.isEmpty())
                QCOMPARE(answer, before);
            before = answer;
        }
        QJsonObject other = backtest(store, words("--json --seed 9")).json();
        other.remove(QStringLiteral("seconds"));
        QVERIFY(other != before);
    }

    void onlyTheLaddersRunIsKept()
    {
        TempStore store;
        const QStringList ladder{QStringLiteral("ladder_run"), QStringLiteral("ladder_series")};
        const QByteArray before = merch::test::contentOf(store.store(), ladder);
        const QByteArray whole = merch::test::contentOf(store.store());
        QCOMPARE(backtest(store, words("--folds 2 --horizon 14")).status, 0);
        QCOMPARE(merch::test::contentOf(store.store(), ladder), before);
        QVERIFY(merch::test::contentOf(store.store()) != whole);
    }

    void limitsOfTheUserAreTodaysWay()
    {
        TempStore store;
        store.db().execute("INSERT OR REPLACE INTO stock_policy (series_id, min_units, max_units)"
                           " SELECT series_id, 1, 1 FROM series");
        const QJsonObject answer = backtest(store, words("--json")).json();
        QCOMPARE(answer.value(QStringLiteral("tuned_practices")).toInt(), 0);
        const QJsonArray rungs = answer.value(QStringLiteral("rungs")).toArray();
        // One piece at most: nearly all is lost, and any forecast gets it back.
        const QJsonObject today = rungs[0].toObject(), rule = rungs[1].toObject();
        QVERIFY(number(today, "fill_rate") < 0.5 && number(rule, "fill_rate") > 0.9);
        QVERIFY(number(rule, "money_per_year") < 0.5 * number(today, "money_per_year"));
        QVERIFY(today.value(QStringLiteral("wape")).isNull()); // limits foretell nothing
        QVERIFY(!answer.value(QStringLiteral("most_gain")).toArray().isEmpty());
        QVERIFY(rule.value(QStringLiteral("chosen")).toInt() > today.value(QStringLiteral("chosen")).toInt());
        QVERIFY(answer.value(QStringLiteral("verdict")).toString().contains(QLatin1String("pays")));
    }

    void aThresholdThatNothingReachesKeepsToday()
    {
        TempStore store;
        store.db().execute("INSERT OR REPLACE INTO stock_policy (series_id, min_units, max_units)"
                           " SELECT series_id, 1, 1 FROM series");
        const auto chosen = [&](const char* options) {
            const QJsonObject answer = backtest(store, words(options)).json();
            return answer.value(QStringLiteral("rungs"))
                .toArray()[0]
                .toObject()
                .value(QStringLiteral("chosen"));
        };
        QVERIFY(chosen("--json --threshold 1").toInt() > chosen("--json").toInt());
    }

    void whatCannotBeDoneSaysWhy()
    {
        TempStore store;
        for (const char* wrong :
             {"--folds 1", "--folds 14", "--horizon 0", "--threshold 2", "--as-of nonsense"})
            QCOMPARE(backtest(store, words(wrong)).status, 2);
        const Answer early = backtest(store, words("--json --as-of 2024-02-01"));
        QCOMPARE(early.status, 3);
        QVERIFY(early.out.isEmpty());
        QVERIFY2(early.err.contains("enough history"), early.err.constData());
        store.db().execute(
            "UPDATE product SET unit_cost = NULL; UPDATE supplier_product SET unit_cost = NULL");
        const Answer lacking = backtest(store, words("--json"));
        QCOMPARE(lacking.status, 3);
        QVERIFY2(
            lacking.err.contains("margin") && lacking.err.contains("assume STORE"), lacking.err.constData());
    }
};

QTEST_GUILESS_MAIN(TestBacktestCommand)
#include "test_backtest_command.moc"
