#include "models/demo/demo.h"
#include "models/import/import_service.h"
#include "models/quality/quality_service.h"
#include "models/store/sqlite.h"
#include "models/store/store.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

#include <set>

using namespace merch;

class TestQualityService : public QObject
{
    Q_OBJECT

    QTemporaryDir m_dir;
    QString m_store;

private slots:
    void initTestCase()
    {
        DemoOptions options;
        options.products = 120;
        options.days = 500;
        const QString extracts = m_dir.filePath(QStringLiteral("extracts"));
        QVERIFY(writeDemo(extracts, options, {}));
        m_store = m_dir.filePath(QStringLiteral("d.merch"));
        QVERIFY(Store::create(m_store.toStdString(), "GBP"));
        std::vector<ImportRequest> requests;
        for (const QString& name : QDir(extracts).entryList({QStringLiteral("*.csv")}, QDir::Files)) {
            ImportRequest request;
            request.file = QDir(extracts).filePath(name);
            requests.push_back(request);
        }
        const auto batch = ImportService(m_store).run(requests, QStringLiteral("ann"), {}, {});
        QVERIFY2(batch, batch ? "" : batch.error().text().c_str());
    }

    void plantedFaultsAreFound()
    {
        const auto report = QualityService(m_store).run(QStringLiteral("ann"), {}, {});
        QVERIFY2(report, report ? "" : report.error().text().c_str());
        QVERIFY(report->score > 0.5 && report->score < 1.0);
        // What a fault is known by in the findings: its SKU, or what its note names.
        std::map<QString, QStringList> planted;
        std::map<QString, std::vector<const QualityFinding*>> found;
        QFile truth(m_dir.filePath(QStringLiteral("extracts/truth/faults.csv")));
        QVERIFY(truth.open(QIODevice::ReadOnly));
        truth.readLine();
        while (!truth.atEnd()) {
            const QStringList fields = QString::fromUtf8(truth.readLine().trimmed()).split(QLatin1Char(','));
            const QString rule = fields.value(4), note = fields.value(5).remove(QLatin1Char('"'));
            planted[rule] +=
                rule == QLatin1String("impossible_date")      ? QLatin1Char(':') + fields.value(1)
                : !fields.value(2).isEmpty()                  ? fields.value(2)
                : rule == QLatin1String("duplicate_customer") ? note.section(QLatin1Char(' '), 0, 0)
                : rule == QLatin1String("stale_source")       ? QStringLiteral("competitor_prices")
                : rule == QLatin1String("missing_lead_time")  ? note
                                                              : note.section(QLatin1Char(' '), 0, 0);
        }
        for (const QualityFinding& finding : report->findings)
            found[finding.rule].push_back(&finding);
        QVERIFY(planted.size() >= 15);
        for (const auto& [rule, keys] : planted) {
            QStringList missed;
            for (const QString& key : keys) {
                if (std::none_of(
                        found[rule].begin(), found[rule].end(),
                        [&key](const QualityFinding* finding) { return finding->key.contains(key); }))
                    missed += key;
            }
            QVERIFY2(
                missed.isEmpty(),
                qPrintable(rule + QStringLiteral(" misses ") + missed.join(QLatin1Char(' '))));
        }
        // Few false alarms: what no fault explains.
        int alarms = 0;
        QStringList unexplained;
        for (const QualityFinding& finding : report->findings) {
            const QStringList& keys = planted[finding.rule];
            if (std::none_of(keys.begin(), keys.end(), [&finding](const QString& key) {
                    return finding.key.contains(key);
                })) {
                ++alarms;
                unexplained += finding.rule + QLatin1Char(' ') + finding.key;
            }
        }
        QVERIFY2(
            alarms * 20 <= static_cast<int>(report->findings.size()),
            qPrintable(unexplained.join(QLatin1Char('\n'))));
        qInfo("%d findings, %d of them no planted fault", static_cast<int>(report->findings.size()), alarms);
    }

    void mendingTheCauseClearsTheFinding()
    {
        const auto first = QualityService(m_store).run(QStringLiteral("ann"), {}, {});
        QVERIFY(first);
        const auto keyOf = [](const QualityReport& report, const char* rule) {
            for (const QualityFinding& finding : report.findings) {
                if (finding.rule == QLatin1String(rule))
                    return finding.key;
            }
            return QString();
        };
        const QString costless = keyOf(*first, "missing_cost"), unknown = keyOf(*first, "unknown_product");
        QVERIFY(!costless.isEmpty() && !unknown.isEmpty());
        QFile mended(m_dir.filePath(QStringLiteral("mended_products.csv")));
        QVERIFY(mended.open(QIODevice::WriteOnly));
        mended.write(
            "sku,title,unit_cost\n" + costless.toUtf8() + ",Mended,0.01\n" + unknown.toUtf8() +
            ",Known now,0.01\n");
        mended.close();
        ImportRequest request;
        request.file = mended.fileName();
        const auto batch = ImportService(m_store).run({request}, QStringLiteral("ann"), {}, {});
        QVERIFY2(batch, batch ? "" : batch.error().text().c_str());
        const auto second = QualityService(m_store).run(QStringLiteral("ann"), {}, {});
        QVERIFY(second);
        for (const QualityFinding& finding : second->findings) {
            QVERIFY(!(finding.rule == QLatin1String("missing_cost") && finding.key == costless));
            QVERIFY(!(finding.rule == QLatin1String("unknown_product") && finding.key == unknown));
        }
        QVERIFY(ImportService(m_store).undo(batch->imports.front().importId, QStringLiteral("ann"), {}, {}));
        const auto third = QualityService(m_store).run(QStringLiteral("ann"), {}, {});
        QCOMPARE(third->findings.size(), first->findings.size());
    }

    void aSeriesThatFailsACriticalRuleIsHeldBackUntilItIsAccepted()
    {
        const auto first = QualityService(m_store).run(QStringLiteral("ann"), {}, {});
        QVERIFY(first && first->heldBack > 0);
        {
            auto store = Store::open(m_store.toStdString(), Store::Mode::ReadWrite);
            sql::Transaction transaction(store->db());
            store->db().execute("UPDATE finding SET state = 'accepted'");
            transaction.commit();
        }
        const auto second = QualityService(m_store).run(QStringLiteral("ann"), {}, {});
        QVERIFY(second);
        QCOMPARE(second->heldBack, 0);
        QCOMPARE(second->counts.value(QStringLiteral("error")), 0);
        QCOMPARE(second->findings.size(), first->findings.size());
    }

    void anEmptyStoreHasNothingToFind()
    {
        const QString path = m_dir.filePath(QStringLiteral("empty.merch"));
        QVERIFY(Store::create(path.toStdString(), "GBP"));
        const auto report = QualityService(path).run(QStringLiteral("ann"), {}, {});
        QVERIFY(report);
        QVERIFY(report->findings.empty());
        QCOMPARE(report->score, 1.0);
    }
};

QTEST_GUILESS_MAIN(TestQualityService)
#include "test_quality_service.moc"
