#include "engine/core/random.h"
#include "engine/inventory/perfect_information.h"
#include "engine/inventory/policy_simulation.h"
#include "engine/inventory/reorder.h"
#include "engine/ladder/perfect_path.h"
#include "engine/ladder/replay.h"
#include "engine/ladder/true_demand.h"

#include <QTest>

#include <cmath>
#include <numeric>

using namespace merch;

namespace
{

using Units = std::vector<std::int64_t>;

std::vector<Review> everyDays(int days, int review, int lead)
{
    std::vector<Review> all;
    for (int day = 0; day < days; day += review)
        all.push_back({day, lead});
    return all;
}

Units randomDemand(Random& random, int days, double mean)
{
    Units demand;
    for (int day = 0; day < days; ++day)
        demand.push_back(random.poisson(mean));
    return demand;
}

double sumOf(const ReplayPath& path, int from = 0)
{
    double sum = 0.0;
    for (std::size_t day = static_cast<std::size_t>(from); day < path.costs.size(); ++day)
        sum += path.costs[day].total();
    return sum;
}

OrderDecision upTo(std::int64_t level, const OrderRules& rules = {})
{
    return [=](std::size_t, std::int64_t onHand, std::int64_t onOrder) {
        return roundOrder(level - onHand - onOrder, rules, onHand + onOrder).quantity;
    };
}

} // namespace

class TestReplay : public QObject
{
    Q_OBJECT
private slots:
    void aWorkedPathOfLostSales()
    {
        // golden/domain/inventory_policy_simulation, bs_L2_lost_sales
        const Units demand{5, 7, 3, 9, 4, 6, 2, 8, 10, 1, 0, 0, 6, 5, 12, 3};
        const ReplayPath path =
            replayOrders(demand, everyDays(16, 1, 2), 20, {0.5, 4.0, 0.0, 0.0, 0}, upTo(20));
        QCOMPARE(path.orders, (Units{0, 5, 7, 3, 9, 4, 6, 2, 8, 10, 1, 0, 0, 6, 5, 9}));
        QCOMPARE(path.stock, (Units{15, 8, 5, 1, 4, 1, 8, 4, 0, 1, 9, 19, 14, 9, 0, 3}));
        QCOMPARE(std::accumulate(path.lost.begin(), path.lost.end(), std::int64_t{0}), std::int64_t{3});
        QCOMPARE(sumOf(path), 62.5);
        QCOMPARE(path.onOrderAtEnd, std::int64_t{14});
    }

    void walksAsThePolicySimulationDoes()
    {
        for (std::uint64_t round = 0; round < 60; ++round) {
            Random random(7, round);
            const Units demand = randomDemand(random, 80, 4.0);
            SimulationSetting setting;
            setting.initialStock = random.below(40);
            setting.leadTime = static_cast<int>(random.below(9));
            setting.holding = 0.1;
            setting.penalty = 3.0;
            setting.fixedOrder = 2.0;
            StockPolicy policy;
            policy.upTo = 20 + random.below(60);
            policy.reviewEvery = 1 + static_cast<int>(random.below(7));
            policy.rules = {random.below(12), 1 + random.below(6), {}};
            const Result<SimulationResult> simulated = simulatePolicy(demand, policy, setting);
            QVERIFY(simulated);
            const ReplayPath path = replayOrders(
                demand, everyDays(80, policy.reviewEvery, setting.leadTime), setting.initialStock,
                {0.1, 3.0, 2.0, 0.0, 0}, upTo(policy.upTo, policy.rules));
            QCOMPARE(path.orders, simulated->orders);
            QCOMPARE(path.stock, simulated->endInventory);
            QVERIFY(std::abs(sumOf(path) - simulated->cost) < 1e-9);
        }
    }

    void theOldestIsSoldFirstAndSpoilsFirst()
    {
        // 5 on the shelf on day 0, 4 more on day 2; 1 a day is asked for, shelf life 3 days.
        const ReplayPath path = replayOrders(
            Units{1, 1, 1, 1, 1, 1}, std::vector<Review>{{1, 1}}, 5, {0.0, 1.0, 0.0, 2.0, 3},
            [](std::size_t, std::int64_t, std::int64_t) { return 4; });
        QCOMPARE(path.stock, (Units{4, 3, 6, 3, 2, 0}));
        QCOMPARE(path.costs[3].spoiled, 4.0); // 5 - 3 sold, at 2 each
        QCOMPARE(path.costs[5].spoiled, 4.0); // 4 - 2 sold
        QCOMPARE(path.lost, (Units{0, 0, 0, 0, 0, 1}));
    }

    void leadTimesMayCross()
    {
        const ReplayPath path = replayOrders(
            Units{0, 0, 0, 0, 0, 0}, std::vector<Review>{{0, 4}, {1, 1}}, 0, {},
            [](std::size_t review, auto, auto) { return review == 0 ? 10 : 3; });
        QCOMPARE(path.stock, (Units{0, 0, 3, 3, 13, 13}));
        QCOMPARE(path.onOrderAtEnd, std::int64_t{0});
    }

    void whatIsLeftIsHeldUntilItIsSold()
    {
        QCOMPARE(holdingOfRest(10, 2.0, 1.0), 25.0); // 5 days of 5 on average
        QCOMPARE(holdingOfRest(0, 0.0, 1.0), 0.0);
        QCOMPARE(holdingOfRest(3, 0.0, 1.0), 3.0 * 365.0);
        QVERIFY(holdingOfRest(1000, 1.0, 1.0) < 365.0 * 1000.0);
    }

    void drawnLeadTimesFollowTheirDistribution()
    {
        const LeadTime lead = LeadTime::of(10.0, 3.0);
        double sum = 0.0;
        for (int i = 0; i < 20000; ++i)
            sum += drawLeadDays(lead, (i + 0.5) / 20000.0);
        QVERIFY(std::abs(sum / 20000.0 - lead.mean()) < 0.01);
        QCOMPARE(drawLeadDays(lead, 1.0 - 1e-17), lead.points.back().days);
    }

    void perfectInformationIsThatOfTheInventoryEngine()
    {
        int bound = 0;
        for (std::uint64_t round = 0; round < 60; ++round) {
            Random random(11, round);
            const Units demand = randomDemand(random, 40, 3.0);
            SimulationSetting setting;
            setting.initialStock = random.below(30);
            setting.leadTime = static_cast<int>(random.below(6));
            setting.holding = 0.2;
            setting.penalty = 2.0;
            setting.fixedOrder = round % 3 == 0 ? 0.0 : 5.0;
            const OrderRules rules{round % 2 == 0 ? 0 : 7, round % 4 < 2 ? 1 : 6, {}};
            const Result<PerfectPlan> known = perfectInformation(demand, rules, setting);
            QVERIFY(known);
            const PerfectPath path = perfectPath(
                demand, everyDays(40, 1, setting.leadTime), setting.initialStock, rules,
                {0.2, 2.0, setting.fixedOrder, 0.0, 0}, {0, 40}, 3.0, 0.0);
            QVERIFY(path.exact);
            QVERIFY2(std::abs(path.cost - known->cost) < 1e-9, qPrintable(QString::number(round)));
            bound += rules.pack > 1 || rules.moq > 1 || setting.fixedOrder > 0.0;
        }
        QVERIFY(bound > 30);
    }

    void noWayToOrderCostsLessThanPerfectInformation()
    {
        for (std::uint64_t round = 0; round < 80; ++round) {
            Random random(13, round);
            const int days = 90, from = static_cast<int>(random.below(40));
            Units demand = randomDemand(random, days, round % 5 == 0 ? 0.2 : 3.0);
            std::vector<Review> reviews;
            for (int day = 0; day < days; day += 7)
                reviews.push_back({day, static_cast<int>(random.below(12))});
            const OrderRules rules{random.below(10), 1 + random.below(8), {}};
            const ReplayCosts costs{0.05, 2.0, round % 2 == 0 ? 0.0 : 4.0, 1.0, 0};
            const std::int64_t initial = random.below(60);
            const double share = random.uniform();
            const PerfectPath best =
                perfectPath(demand, reviews, initial, rules, costs, {from, days}, 3.0, share);
            double least = 1e300;
            for (int level = 0; level <= 120; level += 5) {
                const ReplayPath path = replayOrders(demand, reviews, initial, costs, upTo(level, rules));
                least = std::min(
                    least, sumOf(path, from) + holdingOfRest(path.stock.back(), 3.0, costs.holding * share));
            }
            for (std::uint64_t other = 0; other < 20; ++other) {
                Random order(17, 100 * round + other);
                const ReplayPath path = replayOrders(
                    demand, reviews, initial, costs, [&](std::size_t, std::int64_t onHand, std::int64_t) {
                        return roundOrder(order.below(30), rules, onHand).quantity;
                    });
                least = std::min(
                    least, sumOf(path, from) + holdingOfRest(path.stock.back(), 3.0, costs.holding * share));
            }
            QVERIFY2(
                best.cost <= least + 1e-9,
                qPrintable(QStringLiteral("%1: %2 above %3").arg(round).arg(best.cost).arg(least)));
        }
    }

    void aProblemTooLargeIsBoundedFromBelow()
    {
        const Units demand(200, 4000);
        const std::vector<Review> reviews = everyDays(200, 7, 3);
        const ReplayCosts costs{0.01, 5.0, 30.0, 1.0, 0};
        const PerfectPath best =
            perfectPath(demand, reviews, 40000, {0, 12, {}}, costs, {10, 200}, 4000.0, 1.0);
        QVERIFY(!best.exact);
        const ReplayPath path = replayOrders(demand, reviews, 40000, costs, upTo(44000, {0, 12, {}}));
        QVERIFY(best.cost < sumOf(path, 10));
        QVERIFY(best.cost > 0.0);
    }

    void theTrueRateIsFound()
    {
        // A week's shape, a step upwards, a closed Sunday.
        std::vector<double> daily;
        std::vector<double> truth;
        Random random(19);
        const Day first = dayOf(2024, 1, 1); // a Monday
        for (int day = 0; day < 728; ++day) {
            const int weekday = weekdayOf(first + day);
            const double rate = weekday == 6 ? 0.0 : (day < 400 ? 4.0 : 8.0) * (weekday == 5 ? 2.0 : 1.0);
            truth.push_back(rate);
            daily.push_back(static_cast<double>(random.poisson(rate)));
        }
        const TrueDemand demand(daily, first, 1U << 6U, 14);
        double error = 0.0, sum = 0.0;
        for (int day = 0; day < 728; ++day) {
            error += std::abs(demand.rate(day) - truth[static_cast<std::size_t>(day)]);
            sum += truth[static_cast<std::size_t>(day)];
            if (weekdayOf(first + day) == 6)
                QCOMPARE(demand.rate(day), 0.0);
        }
        QVERIFY2(error / sum < 0.08, qPrintable(QString::number(error / sum)));
        QVERIFY2(
            demand.dispersion() > 0.7 && demand.dispersion() < 1.4,
            qPrintable(QString::number(demand.dispersion())));
    }

    void theBestForecasterCostsWhatTheTruthCosts_data()
    {
        QTest::addColumn<double>("season");
        QTest::newRow("steady") << 0.0;
        QTest::newRow("seasonal") << 0.3;
    }
    void theBestForecasterCostsWhatTheTruthCosts()
    {
        QFETCH(double, season);
        // What an oracle that is told the rates and the dispersion would pay, over many series.
        double oracle = 0.0, best = 0.0;
        for (std::uint64_t series = 0; series < 120; ++series) {
            Random random(23, series);
            const double level = std::exp(-1.0 + 4.0 * random.uniform());
            const double dispersion = 1.0 + 2.0 * random.uniform();
            const int days = 600, from = 400;
            const Day first = dayOf(2024, 1, 1);
            std::vector<double> daily, rates;
            Units demand;
            for (int day = 0; day < days; ++day) {
                const double year = 1.0 + season * std::sin(2.0 * 3.14159265358979 * day / 364.0);
                rates.push_back(level * year);
                demand.push_back(random.negativeBinomial(rates.back(), dispersion * rates.back()));
                daily.push_back(static_cast<double>(demand.back()));
            }
            ReorderInputs inputs;
            inputs.leadTime = LeadTime::of(5, 1);
            inputs.reviewDays = 7;
            inputs.money = {10.0, 6.0, 0.0, 0.0, 0.0, 0.25};
            std::vector<Review> reviews;
            for (int day = from; day < days - 20; day += 7)
                reviews.push_back({day - from, drawLeadDays(inputs.leadTime, random.uniform())});
            const ReplayCosts costs{inputs.money.overage(1), inputs.money.underage(), 0.0, 0.0, 0};
            const TrueDemand truth(daily, first, 0, 12);
            const auto walk = [&](const auto& forecastAt) {
                const ReplayPath path = replayOrders(
                    std::span(demand).subspan(from, static_cast<std::size_t>(days - 20 - from)), reviews,
                    static_cast<std::int64_t>(level * 12), costs,
                    [&](std::size_t review, std::int64_t onHand, std::int64_t onOrder) {
                        ReorderInputs now = inputs;
                        now.onHand = onHand;
                        now.onOrder = onOrder;
                        return planReorder(forecastAt(from + reviews[review].day), now).quantity;
                    });
                return sumOf(path, 14);
            };
            best += walk([&](int day) { return truth.forecast(day, 18); });
            oracle += walk([&](int day) {
                Forecast forecast;
                forecast.first = first + day;
                forecast.mean.assign(rates.begin() + day, rates.begin() + day + 18);
                forecast.errors.countVariance = dispersion;
                return forecast;
            });
        }
        QVERIFY2(
            std::abs(best / oracle - 1.0) < 0.02,
            qPrintable(QStringLiteral("best %1, oracle %2").arg(best).arg(oracle)));
    }
};

QTEST_GUILESS_MAIN(TestReplay)
#include "test_replay.moc"
