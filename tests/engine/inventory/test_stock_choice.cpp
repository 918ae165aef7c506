#include "engine/core/quantile.h"
#include "engine/core/random.h"
#include "engine/inventory/demand_mixture.h"
#include "engine/inventory/newsvendor.h"
#include "engine/inventory/service_levels.h"

#include <QTest>

#include <algorithm>
#include <array>
#include <cmath>

using namespace merch;

class TestStockChoice : public QObject
{
    Q_OBJECT

private slots:
    void shortageLessLeftoverIsTheDemandNotStocked_data()
    {
        QTest::addColumn<double>("x");
        for (double x : {-3.0, 0.0, 0.5, 4.0, 9.25, 40.0})
            QTest::addRow("%g", x) << x;
    }
    void shortageLessLeftoverIsTheDemandNotStocked()
    {
        QFETCH(double, x);
        const auto holds = [x](const Loss& loss, double mean) {
            return std::abs(loss.shortage - loss.leftover - (mean - x)) < 1e-9 * (1.0 + std::abs(x) + mean);
        };
        QVERIFY(holds(normalLoss(x, 7, 3), 7));
        QVERIFY(holds(normalLoss(x, 7, 0), 7));
        QVERIFY(holds(poissonLoss(x, 6.5), 6.5));
        QVERIFY(holds(negativeBinomialLoss(x, 6.5, 30), 6.5));
        QVERIFY(holds(gammaLoss(x, 2.5, 3), 7.5));
        QVERIFY(holds(lognormalLoss(x, 1.5, 0.6), std::exp(1.5 + 0.18)));
    }

    void lossesOfCountsAreTheirSums()
    {
        const CountDemand demand(3.2, 9.0);
        for (int x = 0; x <= 30; ++x) {
            double shortage = 0.0;
            for (int k = x + 1; k < 400; ++k)
                shortage += double(k - x) * demand.pmf(k);
            QVERIFY(std::abs(demand.loss(x).shortage - shortage) < 1e-10);
        }
    }

    void noOtherStockIsCheaper()
    {
        const UnitCosts costs{0.4, 2.6};
        for (const CountDemand& demand :
             {CountDemand::poisson(0.05), CountDemand::poisson(4), CountDemand(12, 60), CountDemand(0, 0)}) {
            const auto best = newsvendorCount(costs, demand);
            QVERIFY(best);
            for (double stock = 0; stock < best->stock + 20; ++stock)
                QVERIFY(stockAtCount(costs, demand, stock)->cost >= best->cost - 1e-12);
        }
        const auto best = newsvendorNormal(costs, 50, 8);
        for (double off : {-1.0, -0.01, 0.01, 1.0})
            QVERIFY(stockAtNormal(costs, 50, 8, best->stock + off)->cost > best->cost);
    }

    void theComputedCostIsWhatDrawsOfDemandCost()
    {
        const UnitCosts costs{1, 4};
        const CountDemand demand(4, 10);
        const auto best = newsvendorCount(costs, demand);
        Random random(5);
        double sum = 0.0;
        constexpr int kDraws = 200000;
        for (int i = 0; i < kDraws; ++i) {
            const double left = best->stock - double(random.negativeBinomial(4, 10));
            sum += left > 0 ? costs.holding * left : -costs.shortage * left;
        }
        QVERIFY(std::abs(sum / kDraws - best->cost) < 0.05);
    }

    void moreServiceTakesMoreStock()
    {
        double before = -1e300, level = -1e300;
        for (double shortage : {0.1, 0.5, 1.0, 4.0, 20.0, 500.0}) {
            const double stock = newsvendorNormal({1.0, shortage}, 30, 9)->stock;
            QVERIFY(stock > before);
            before = stock;
        }
        for (double target : {0.05, 0.5, 0.9, 0.95, 0.99, 0.999}) {
            const auto fill = levelForFillRate(50, 8, 4, 1, target);
            QVERIFY(fill && fill->orderUpTo > level);
            level = fill->orderUpTo;
            QVERIFY(std::abs(reviewServiceNormal(50, 8, 4, 1, level)->fillRate - target) < 1e-9);
        }
    }

    void aFillRateLiesBetweenNoneAndAll()
    {
        for (double level = -20; level < 80; level += 1.5)
            for (double lead : {0.0, 0.5, 3.0}) {
                const auto service = reviewServiceCount(CountDemand(4, 11), lead, 2, level);
                QVERIFY(service && service->fillRate >= 0.0 && service->fillRate <= 1.0);
                QVERIFY(service->backorders >= 0.0);
            }
        QCOMPARE(reviewServiceCount(CountDemand(0, 0), 2, 1, 0)->fillRate, 1.0);
    }

    void aReplayReachesTheComputedFillRate()
    {
        const CountDemand perPeriod(1.2, 4);
        const auto service = reviewServiceCount(perPeriod, 2, 4, 12);
        Random random(8);
        // Whole cycles of four periods, the level restored at each review, two periods on the way.
        std::int64_t inventory = 12, demanded = 0, served = 0;
        std::array<std::int64_t, 2> coming{};
        for (int t = 0; t < 400000; ++t) {
            inventory += coming[std::size_t(t % 2)];
            coming[std::size_t(t % 2)] = 0;
            if (t % 4 == 0)
                coming[std::size_t(t % 2)] = 12 - inventory - coming[0] - coming[1];
            const std::int64_t demand = random.negativeBinomial(1.2, 4);
            served += std::min(std::max<std::int64_t>(inventory, 0), demand);
            demanded += demand;
            inventory -= demand;
        }
        QVERIFY(std::abs(double(served) / double(demanded) - service->fillRate) < 0.005);
    }

    void aMixtureSpreadsMoreThanItsMean()
    {
        const std::vector<std::pair<double, double>> times{{2, 0.5}, {3, 0.3}, {5, 0.2}};
        const auto mixture = DemandMixture::overLeadTimes(CountDemand::poisson(3.2), times);
        QVERIFY(mixture);
        QVERIFY(mixture->variance() > mixture->mean());
        for (double level : {0.0, 0.1, 0.5, 0.9, 0.999}) {
            const auto q = mixture->quantile(level);
            QVERIFY(mixture->cdf(double(q)) >= level - 1e-12);
            QVERIFY(q == 0 || mixture->cdf(double(q - 1)) < level);
        }
        QVERIFY(!DemandMixture::overLeadTimes(CountDemand::poisson(1), {}));
        const std::vector<std::pair<double, double>> none{{2, 0.0}};
        QVERIFY(!DemandMixture::overLeadTimes(CountDemand::poisson(1), none));
    }

    void lostSalesTellWhatTheShelfGives()
    {
        QCOMPARE(baseStockLostSales(0, 5)->fillRate, 0.0);
        QCOMPARE(baseStockLostSales(4, 0)->fillRate, 1.0);
        const auto large = baseStockLostSales(100000, 100000);
        QVERIFY(large && large->fillRate > 0.99 && std::isfinite(large->onHand));
        QVERIFY(!baseStockLostSales(-1, 1));
    }

    void whatCannotBeIsRefused()
    {
        QVERIFY(!levelForFillRate(50, 8, 4, 1, 1.0));
        QVERIFY(!levelForFillRate(0, 8, 4, 1, 0.9));
        QVERIFY(!levelForCycleService(50, -8, 4, 1, 0.9));
        QVERIFY(!safetyFactorForFillRate(0, 1, 0.9));
        QVERIFY(!reviewServiceNormal(50, 8, -1, 1, 10));
        QVERIFY(!newsvendorNormal({-1, 2}, 5, 1));
        QVERIFY(!newsvendorEmpirical({1, 2}, {}));
    }

    void quantilesOfValuesMeetTheirEnds()
    {
        const std::vector<double> values{1, 2, 4, 8};
        QCOMPARE(sortedQuantile(values, 0.0), 1.0);
        QCOMPARE(sortedQuantile(values, 1.0), 8.0);
        QCOMPARE(sortedQuantile(values, 0.5), 3.0);
        QCOMPARE(sortedQuantile(std::vector<double>{7}, 0.3), 7.0);
    }
};

QTEST_APPLESS_MAIN(TestStockChoice)
#include "test_stock_choice.moc"
