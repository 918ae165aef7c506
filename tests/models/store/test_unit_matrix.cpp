#include "models/store/unit_matrix.h"
#include "tests/models/support_store.h"

#include <QTest>

#include <cmath>

using namespace merch;
using test::TempStore;

class TestUnitMatrix : public QObject
{
    Q_OBJECT

private slots:
    void anySelectionSumsToItsSeries()
    {
        TempStore temp;
        Store& store = temp.store();
        {
            sql::Transaction transaction(store.db());
            store.db().execute("INSERT INTO product (product_id, sku, unit_scale) VALUES (50, 'KG', 1000), "
                               "(51, 'WEEKLY', 1)");
            const int weight = ensureSeries(store, 50, 1, Grain::Daily, 0);
            const int weekly = ensureSeries(store, 51, 1, Grain::Weekly, 0);
            CellWriter writer(store, test::newImport(store, true), true);
            writer.add(Measure::Units, weight, test::kFirstSale + 3, 1250);
            writer.add(Measure::Units, weight, test::kFirstSale + 4, 99'250); // beyond 16 bits
            writer.add(Measure::Units, weekly, test::kFirstSale, 70);
            writer.add(Measure::Units, 5, test::kFirstSale + 399, 2'000'000);
            writer.add(Measure::Units, 6, test::kFirstSale - 10, -40'000);
            writer.finish({});
            transaction.commit();
        }
        const UnitMatrix matrix = UnitMatrix::load(store, {});
        const std::vector<SeriesInfo> all = loadSeries(store);
        QCOMPARE(matrix.seriesCount(), all.size() - 1);
        QVERIFY(!matrix.holds(all.back().seriesId));
        QCOMPARE(matrix.firstDay(), test::kFirstSale - 10);

        Random random(8);
        for (int round = 0; round < 50; ++round) {
            std::vector<int> ids;
            for (const SeriesInfo& info : all) {
                if (random.below(3) == 0)
                    ids.push_back(info.seriesId);
            }
            const Day from = test::kFirstSale - 20 + static_cast<Day>(random.below(300)),
                      to = from + static_cast<Day>(random.below(300));
            std::vector<double> expected(static_cast<std::size_t>(to - from + 1), 0.0);
            for (const SeriesInfo& info : all) {
                if (info.grain != Grain::Daily ||
                    std::find(ids.begin(), ids.end(), info.seriesId) == ids.end())
                    continue;
                const MeasureColumn units = loadMeasure(store, Measure::Units, info);
                for (std::size_t d = 0; d < units.values.size(); ++d) {
                    const Day day = units.first + static_cast<Day>(d);
                    if (day >= from && day <= to && !std::isnan(units.values[d]))
                        expected[static_cast<std::size_t>(day - from)] +=
                            static_cast<double>(units.values[d]);
                }
            }
            const std::vector<double> sum = matrix.sum(ids, from, to);
            QCOMPARE(sum.size(), expected.size());
            for (std::size_t d = 0; d < sum.size(); ++d)
                QVERIFY(std::abs(sum[d] - expected[d]) < 1e-3);
        }
    }

    void anEmptyStoreHasNoDays()
    {
        TempStore temp(TempStore::Filled::Empty);
        const UnitMatrix matrix = UnitMatrix::load(temp.store(), {});
        QCOMPARE(matrix.days(), 0);
        const int none[] = {1, 2};
        QCOMPARE(matrix.sum(none, 100, 102), (std::vector<double>{0, 0, 0}));
    }

    void loadingCanBeStopped()
    {
        TempStore temp;
        QVERIFY_EXCEPTION_THROWN(
            (void)UnitMatrix::load(temp.store(), [](std::size_t, std::size_t) { return false; }),
            CancelledWork);
    }
};

QTEST_GUILESS_MAIN(TestUnitMatrix)
#include "test_unit_matrix.moc"
