#include "models/demo/demo.h"
#include "models/import/import_service.h"
#include "models/quality/quality_service.h"
#include "models/store/sqlite.h"
#include "models/store/store.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

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
        std::map<QString, int> planted, found;
        QFile truth(m_dir.filePath(QStringLiteral("extracts/truth/faults.csv")));
        QVERIFY(truth.open(QIODevice::ReadOnly));
        truth.readLine();
        while (!truth.atEnd()) {
            const QStringList fields = QString::fromUtf8(truth.readLine()).split(QLatin1Char(','));
            ++planted[fields.value(4)];
        }
        for (const QualityFinding& finding : report->findings)
            ++found[finding.rule];
        for (const char* rule :
             {"missing_cost", "missing_pack", "missing_category", "cost_above_price", "negative_stock",
              "impossible_date", "received_before_ordered", "missing_lead_time", "impossible_quantity",
              "impossible_price"}) {
            const QString name = QLatin1String(rule);
            QVERIFY2(
                found[name] >= planted[name],
                qPrintable(
                    QStringLiteral("%1: %2 found of %3").arg(name).arg(found[name]).arg(planted[name])));
            QVERIFY2(
                found[name] <= planted[name] + 2, qPrintable(QStringLiteral("%1: %2 found, %3 planted")
                                                                 .arg(name)
                                                                 .arg(found[name])
                                                                 .arg(planted[name])));
        }
        QVERIFY(found[QStringLiteral("unknown_product")] >= 1);
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
