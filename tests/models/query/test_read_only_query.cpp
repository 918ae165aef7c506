#include "models/forecast/forecast_service.h"
#include "models/query/read_only_query.h"
#include "models/store/demand.h"
#include "models/store/sqlite.h"
#include "models/store/store.h"
#include "tests/models/support_store.h"

#include <QTemporaryDir>
#include <QTest>

#include <cmath>

using namespace merch;

class TestReadOnlyQuery : public QObject
{
    Q_OBJECT

    QTemporaryDir m_dir;
    QString m_path;

    Result<QueryAnswer> ask(const char* sql, QueryLimits limits = {})
    {
        return runReadOnlyQuery(m_path, QString::fromLatin1(sql), limits);
    }

private slots:
    void initTestCase()
    {
        m_path = m_dir.filePath(QStringLiteral("q.merch"));
        auto store = Store::create(m_path.toStdString(), "GBP");
        QVERIFY(store);
        store->db().execute("INSERT INTO source (source_id, name, kind) VALUES (1, 's', 'sales');"
                            "INSERT INTO import (import_id, source_id, kind, file, sha256, bytes, mapping, "
                            "overlap, rows_read, rows_accepted,"
                            " rows_rejected, made_at, made_by) VALUES (1, 1, 'sales', 'f', 'x', 0, '{}', "
                            "'replace', 0, 0, 0, 0, 'me');"
                            "INSERT INTO product (sku) VALUES ('A'), ('B');"
                            "INSERT INTO location (code) VALUES ('L1'), ('L2')");
        sql::Transaction transaction(store->db());
        CellWriter writer(*store, 1, false);
        for (int p = 1; p <= 2; ++p) {
            for (int l = 1; l <= 2; ++l) {
                const int series = ensureSeries(*store, p, l, Grain::Daily, 0);
                for (Day d = 0; d < 400; ++d) {
                    writer.add(Measure::Units, series, dayOf(2025, 1, 1) + d, p * 10 + l);
                    writer.add(Measure::Price, series, dayOf(2025, 1, 1) + d, 24900);
                }
            }
        }
        writer.finish({});
        transaction.commit();
    }

    void blobsReadAsRows()
    {
        const auto answer =
            ask("SELECT sku, location, date, units, price FROM sales_day WHERE sku = 'B' AND location = 'L2'"
                " AND date BETWEEN '2025-03-01' AND '2025-03-03' ORDER BY date");
        QVERIFY2(answer, answer ? "" : answer.error().text().c_str());
        QCOMPARE(
            answer->columns, QStringList(
                                 {QStringLiteral("sku"), QStringLiteral("location"), QStringLiteral("date"),
                                  QStringLiteral("units"), QStringLiteral("price")}));
        QCOMPARE(answer->rows.size(), std::size_t{3});
        QCOMPARE(answer->rows[0][2].toString(), QStringLiteral("2025-03-01"));
        QCOMPARE(answer->rows[0][3].toLongLong(), 22);
        QCOMPARE(answer->rows[0][4].toDouble(), 2.49);
    }

    void everyRowIsCounted()
    {
        const auto answer = ask("SELECT count(*), sum(units) FROM sales_day");
        QVERIFY(answer);
        QCOMPARE(answer->rows[0][0].toLongLong(), 1600);
        QCOMPARE(answer->rows[0][1].toLongLong(), 400 * (11 + 12 + 21 + 22));
    }

    void strictAndEqualDateBoundsAreKept()
    {
        QCOMPARE(
            ask("SELECT count(*) FROM sales_day WHERE date > '2025-01-01' AND date < '2025-01-04'")
                ->rows[0][0]
                .toInt(),
            8);
        QCOMPARE(ask("SELECT count(*) FROM sales_day WHERE date = '2025-01-01'")->rows[0][0].toInt(), 4);
        QCOMPARE(ask("SELECT count(*) FROM sales_day WHERE date = 'nonsense'")->rows[0][0].toInt(), 0);
    }

    void joinsWithPlainTables()
    {
        const auto answer = ask("SELECT p.sku, sum(s.units) FROM product p JOIN sales_day s ON s.sku = p.sku "
                                "GROUP BY 1 ORDER BY 1");
        QVERIFY(answer);
        QCOMPARE(answer->rows[1][1].toLongLong(), 400 * (21 + 22));
    }

    void writingIsRefused_data()
    {
        QTest::addColumn<QString>("sql");
        for (const char* sql :
             {"DELETE FROM product", "UPDATE product SET sku = 'x'",
              "INSERT INTO location (code) VALUES ('z')", "DROP TABLE product", "PRAGMA user_version = 5",
              "ATTACH 'x.db' AS y", "CREATE TABLE t (x)", "VACUUM", "SELECT load_extension('x')", "BEGIN",
              "SELECT 1; DELETE FROM product"})
            QTest::newRow(sql) << QString::fromLatin1(sql);
    }
    void writingIsRefused()
    {
        QFETCH(QString, sql);
        QVERIFY(!runReadOnlyQuery(m_path, sql, {}));
        QCOMPARE(ask("SELECT count(*) FROM product")->rows[0][0].toInt(), 2);
    }

    void forecastsReadAsTheServiceGivesThem()
    {
        test::TempStore temp;
        const ForecastService service(temp.qpath());
        const auto run = service.run({}, {});
        QVERIFY2(run, run ? "" : run.error().text().c_str());
        const auto all = service.loadAllEffective();
        QVERIFY(all);
        double sum = 0;
        qint64 rows = 0;
        for (const SeriesForecast& one : *all) {
            for (const double mean : one.forecast.mean) {
                sum += mean;
                ++rows;
            }
        }
        const auto whole = runReadOnlyQuery(
            temp.qpath(), QStringLiteral("SELECT count(*), sum(mean), min(p95 >= p05) FROM forecast_day"),
            {});
        QVERIFY2(whole, whole ? "" : whole.error().text().c_str());
        QCOMPARE(whole->rows[0][0].toLongLong(), rows);
        QVERIFY(std::abs(whole->rows[0][1].toDouble() - sum) < 0.001 * static_cast<double>(rows));
        QCOMPARE(whole->rows[0][2].toInt(), 1);

        const auto few = runReadOnlyQuery(
            temp.qpath(),
            QStringLiteral(
                "SELECT date, mean, method FROM forecast_day WHERE sku = 'P03' AND location = 'L2'"),
            {});
        QVERIFY(few);
        const Forecast one = *service.effectiveForecast(8); // P03 is the third of three locations each
        QCOMPARE(few->rows.size(), one.mean.size());
        QVERIFY(std::abs(few->rows[5][1].toDouble() - one.mean[5]) < 1e-3);
        QCOMPARE(few->rows[5][2].toString().toStdString(), one.method);
    }

    void stockAndPricesReadAsRows()
    {
        test::TempStore temp;
        const auto stock = runReadOnlyQuery(
            temp.qpath(),
            QStringLiteral("SELECT on_hand FROM stock_day WHERE sku = 'P12' AND location = 'WEB' AND date = "
                           "'2024-01-01'"),
            {});
        QVERIFY(stock);
        QCOMPARE(stock->rows.size(), std::size_t{1});
        QVERIFY(stock->rows[0][0].toInt() <= 200);
        const auto price = runReadOnlyQuery(
            temp.qpath(),
            QStringLiteral("SELECT count(*), min(price), max(price) FROM price_day WHERE sku = 'P05'"), {});
        QVERIFY(price);
        QCOMPARE(price->rows[0][0].toInt(), test::kLocations * test::kDays);
        QCOMPARE(price->rows[0][1].toDouble(), 10.0);
        QCOMPARE(price->rows[0][2].toDouble(), 10.0);
    }

    void wrongSqlSaysWhatIsWrong()
    {
        const auto answer = ask("SELECT nothing FROM product");
        QVERIFY(!answer);
        QCOMPARE(answer.error().code, ErrorCode::InvalidInput);
        QVERIFY(answer.error().message.find("nothing") != std::string::npos);
    }

    void limitsHold()
    {
        const auto cut = ask("SELECT * FROM sales_day", {100, 60});
        QVERIFY(cut);
        QCOMPARE(cut->rows.size(), std::size_t{100});
        QVERIFY(cut->cut);
        const auto late =
            ask("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n",
                {10, 0.2});
        QVERIFY(!late);
        QCOMPARE(late.error().code, ErrorCode::Refused);
    }
};

QTEST_GUILESS_MAIN(TestReadOnlyQuery)
#include "test_read_only_query.moc"
