#include "models/forecast/forecast_service.h"
#include "tests/models/support_store.h"

#include <QTest>

using namespace merch;
using namespace merch::test;

namespace
{

constexpr Day kLast = kFirstSale + 299, kLaunch = kLast - 2;
constexpr int kOld = 12;

/// Twelve products that sell for long at two places, six a day and three; one more sells since three days.
class LaunchStore
{
public:
    LaunchStore()
    {
        auto made = Store::create(path().toStdString(), "GBP");
        if (!made)
            qFatal("no store");
        Store store = std::move(*made);
        sql::Transaction transaction(store.db());
        store.db().execute("INSERT INTO category VALUES (1, NULL, 'Mugs', 'Mugs', 0);"
                           "INSERT INTO location (location_id, code) VALUES (1, 'L1'), (2, 'L2')");
        sql::Statement product(
            store.db(), "INSERT INTO product (product_id, sku, title, category_id, list_price)"
                        " VALUES (?1, ?2, 'Stoneware mug', 1, 80000)");
        for (int p = 1; p <= kOld + 1; ++p)
            product.bind(1, p).bind(2, "P" + std::to_string(p)).run();
        CellWriter writer(store, newImport(store, false), false);
        for (int p = 1; p <= kOld + 1; ++p) {
            for (int l = 1; l <= 2; ++l) {
                const int series = ensureSeries(store, p, l, Grain::Daily, 0);
                Random random(3, static_cast<std::uint64_t>(2 * p + l));
                for (Day day = p > kOld ? kLaunch : kFirstSale; day <= kLast; ++day)
                    writer.add(Measure::Units, series, day, random.poisson(l == 1 ? 6.0 : 3.0));
            }
        }
        writer.finish({});
        transaction.commit();
    }
    QString path() const { return m_dir.filePath(QStringLiteral("launch.merch")); }
    static int seriesOf(int product, int place) { return (product - 1) * 2 + place; }

    void run(const std::string& method)
    {
        ForecastOptions options;
        options.method = method;
        if (const auto done = ForecastService(path()).run(options, {}); !done)
            qFatal("%s", done.error().text().c_str());
    }

private:
    QTemporaryDir m_dir;
};

} // namespace

class TestNewProducts : public QObject
{
    Q_OBJECT
private slots:
    void aNewProductIsForecastByItsLookAlikesAndSaysSo()
    {
        LaunchStore store;
        store.run("auto");
        const ForecastService service(store.path());
        const auto large = service.load(LaunchStore::seriesOf(kOld + 1, 1)),
                   small = service.load(LaunchStore::seriesOf(kOld + 1, 2)),
                   old = service.load(LaunchStore::seriesOf(1, 1));
        QVERIFY(large && small && old);
        QCOMPARE(large->method, "look_alikes");
        QVERIFY(old->method != "look_alikes");
        const QString reason = QString::fromStdString(large->reason);
        QVERIFY2(reason.startsWith(QStringLiteral("New: on sale here for 3 days.")), qPrintable(reason));
        QVERIFY2(reason.contains(QStringLiteral("10 look-alikes")), qPrintable(reason));
        QCOMPARE(large->first, kLast + 1);
        QVERIFY2(
            std::abs(large->sum(0, 28) - 6.0 * 28) < 40.0, qPrintable(QString::number(large->sum(0, 28))));
        QVERIFY2(
            std::abs(small->sum(0, 28) - 3.0 * 28) < 25.0, qPrintable(QString::number(small->sum(0, 28))));
        // It may settle elsewhere: less sure than a product that has long sold the same.
        const auto width = [](const Forecast& f) {
            return (f.sumQuantile(0, 28, 0.9) - f.sumQuantile(0, 28, 0.1)) / f.sum(0, 28);
        };
        QVERIFY(width(*large) > width(*old));
    }

    void aMethodAskedForByNameIsKept()
    {
        LaunchStore store;
        store.run("ma");
        QCOMPARE(ForecastService(store.path()).load(LaunchStore::seriesOf(kOld + 1, 1))->method, "ma");
    }
};

QTEST_GUILESS_MAIN(TestNewProducts)
#include "test_new_products.moc"
