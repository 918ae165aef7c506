#include "engine/core/random.h"
#include "engine/inventory/guaranteed_service.h"
#include "engine/inventory/lot_sizing.h"
#include "engine/inventory/perfect_information.h"
#include "engine/inventory/policy_simulation.h"
#include "engine/inventory/reorder_policies.h"

#include <QTest>

#include <cmath>
#include <functional>

using namespace merch;

namespace
{

std::vector<std::int64_t> someDemand(Random& random, std::size_t periods, std::uint32_t most)
{
    std::vector<std::int64_t> demand(periods);
    for (std::int64_t& units : demand)
        units = random.below(most + 1);
    return demand;
}

/// What given orders cost, by the event order of the replay.
double costOf(
    std::span<const std::int64_t> demand, std::span<const std::int64_t> orders,
    const SimulationSetting& setting)
{
    std::int64_t stock = setting.initialStock;
    double cost = 0.0;
    for (std::size_t t = 0; t < demand.size(); ++t) {
        if (t >= std::size_t(setting.leadTime))
            stock += orders[t - std::size_t(setting.leadTime)];
        cost += orders[t] > 0 ? setting.fixedOrder : 0.0;
        const std::int64_t met = std::min(stock, demand[t]);
        stock -= met;
        cost += setting.holding * double(stock) + setting.penalty * double(demand[t] - met);
    }
    return cost;
}

} // namespace

class TestPolicies : public QObject
{
    Q_OBJECT

private slots:
    void noNeighbourOfTheBestMinMaxIsCheaper()
    {
        const PolicyCosts costs{20, 1, 6};
        for (double mean : {0.3, 4.0, 17.0}) {
            const CountDemand demand = CountDemand::poisson(mean);
            const auto best = bestMinMax(costs, demand, 1);
            QVERIFY(best);
            const auto s = std::int64_t(best->reorder), S = std::int64_t(best->upTo);
            QVERIFY(std::abs(*minMaxCost(costs, demand, 1, s, S) - best->cost) < 1e-9);
            for (int ds = -2; ds <= 2; ++ds)
                for (int dS = -2; dS <= 2; ++dS)
                    if (s + ds < S + dS)
                        QVERIFY(*minMaxCost(costs, demand, 1, s + ds, S + dS) >= best->cost - 1e-9);
        }
    }

    void noNeighbourOfTheBestReorderPointIsCheaper()
    {
        const PolicyCosts costs{15, 2, 20};
        const auto best = bestReorderPoisson(costs, 3.5, 1.5);
        QVERIFY(best);
        const auto r = std::int64_t(best->reorder), Q = std::int64_t(best->quantity);
        for (int dr = -2; dr <= 2; ++dr)
            for (int dQ = -2; dQ <= 2; ++dQ)
                if (Q + dQ > 0)
                    QVERIFY(*reorderCostPoisson(costs, 3.5, 1.5, r + dr, Q + dQ) >= best->cost - 1e-9);
    }

    void theReplayOfAMinMaxPolicyCostsWhatIsComputed()
    {
        const PolicyCosts costs{10, 1, 9};
        Random random(3);
        std::vector<std::int64_t> demand(200000);
        for (std::int64_t& units : demand)
            units = random.poisson(5);
        StockPolicy policy;
        policy.rule = StockRule::MinMax;
        policy.reorder = 7;
        policy.upTo = 19;
        SimulationSetting setting;
        setting.initialStock = 19;
        setting.leadTime = 1;
        setting.unmet = UnmetDemand::Waits;
        setting.holding = 1;
        setting.penalty = 9;
        setting.fixedOrder = 10;
        const auto replay = simulatePolicy(demand, policy, setting);
        const auto computed = minMaxCost(costs, CountDemand::poisson(5), 1, 7, 19);
        QVERIFY(replay && computed);
        QVERIFY(std::abs(replay->cost / double(demand.size()) / *computed - 1.0) < 0.01);
    }

    void theBestLotIsWhereBothCostsAreEqual()
    {
        const LotCosts costs{8, 0.225, 1300};
        const auto lot = economicOrderQuantity(costs);
        QVERIFY(lot);
        QVERIFY(
            std::abs(
                costs.fixedCost * costs.demandRate / lot->quantity - costs.holdingCost * lot->quantity / 2) <
            1e-9);
        QVERIFY(*orderQuantityCost(costs, lot->quantity * 1.01) > lot->cost);
        QVERIFY(*orderQuantityCost(costs, lot->quantity * 0.99) > lot->cost);
        QVERIFY(!economicOrderQuantity({8, 0, 1300}));
        QVERIFY(!economicOrderQuantity({8, 1, -1}));
    }

    void lotPlansAreTheBestOfAll()
    {
        Random random(21);
        for (int round = 0; round < 60; ++round) {
            const std::size_t n = 2 + random.below(6);
            std::vector<double> demand(n), fixed(n), holding(n), unit(n);
            for (std::size_t t = 0; t < n; ++t) {
                demand[t] = random.below(4) == 0 ? 0.0 : double(random.below(60));
                fixed[t] = double(random.below(90));
                holding[t] = random.uniform();
                unit[t] = 3 * random.uniform();
            }
            // The best plan orders for whole runs of periods: try every way to cut the horizon.
            double best = 1e300;
            for (std::uint32_t cuts = 0; cuts < (1U << (n - 1)); ++cuts) {
                double cost = 0.0;
                for (std::size_t from = 0; from < n;) {
                    std::size_t to = from + 1;
                    while (to < n && !(cuts >> (to - 1) & 1U))
                        ++to;
                    double units = 0.0, carry = 0.0, each = 0.0;
                    for (std::size_t t = from; t < to; ++t) {
                        units += demand[t];
                        carry += each * demand[t];
                        each += holding[t];
                    }
                    cost += (units > 0 ? fixed[from] + unit[from] * units : 0.0) + carry;
                    from = to;
                }
                best = std::min(best, cost);
            }
            const auto plan = wagnerWhitin(demand, fixed, holding, unit);
            QVERIFY(plan);
            QVERIFY2(plan->cost <= best + 1e-9, qPrintable(QString::number(round)));
        }
    }

    void knowingTheFutureIsTheBestOfAll()
    {
        Random random(31);
        for (int round = 0; round < 80; ++round) {
            const std::vector<std::int64_t> demand = someDemand(random, 5, 6);
            OrderRules rules;
            rules.pack = 1 + random.below(3);
            rules.moq = random.below(5);
            SimulationSetting setting;
            setting.initialStock = random.below(6);
            setting.leadTime = int(random.below(3));
            setting.holding = 0.1 * double(random.below(10));
            setting.penalty = double(random.below(6));
            setting.fixedOrder = double(random.below(8));
            const auto plan = perfectInformation(demand, rules, setting);
            QVERIFY(plan);
            QVERIFY(std::abs(costOf(demand, plan->orders, setting) - plan->cost) < 1e-9);

            double best = 1e300;
            std::vector<std::int64_t> orders(demand.size(), 0);
            const std::function<void(std::size_t)> walk = [&](std::size_t t) {
                if (t == orders.size()) {
                    best = std::min(best, costOf(demand, orders, setting));
                    return;
                }
                for (std::int64_t q = 0; q <= 12; q += rules.pack)
                    if (q == 0 || q >= rules.moq) {
                        orders[t] = q;
                        walk(t + 1);
                    }
            };
            if (round < 12) // all plans of five periods
                walk(0);
            else
                best = plan->cost;
            QVERIFY2(plan->cost <= best + 1e-9, qPrintable(QString::number(round)));
        }
    }

    void noPolicyBeatsKnowingTheFuture()
    {
        Random random(32);
        for (int round = 0; round < 60; ++round) {
            const std::vector<std::int64_t> demand = someDemand(random, 60, 25);
            StockPolicy policy;
            policy.rule = StockRule(random.below(3));
            policy.reorder = random.below(40);
            policy.upTo = policy.reorder + 1 + random.below(60);
            policy.quantity = 1 + random.below(60);
            policy.reviewEvery = 1 + int(random.below(4));
            policy.rules.pack = 1 + random.below(12);
            policy.rules.moq = random.below(30);
            SimulationSetting setting;
            setting.initialStock = random.below(50);
            setting.leadTime = int(random.below(5));
            setting.holding = 0.5 * random.uniform();
            setting.penalty = 5 * random.uniform();
            setting.fixedOrder = 30 * random.uniform();
            const auto replay = simulatePolicy(demand, policy, setting);
            const auto best = perfectInformation(demand, policy.rules, setting);
            QVERIFY(replay && best);
            QVERIFY(best->cost <= replay->cost + 1e-9);
            QCOMPARE(replay->served + replay->lost, replay->demanded);
        }
    }

    void bothKindsOfUnmetDemandAgreeWhileTheShelfIsFull()
    {
        Random random(33);
        const std::vector<std::int64_t> demand = someDemand(random, 50, 9);
        StockPolicy policy;
        policy.upTo = 200;
        SimulationSetting setting;
        setting.initialStock = 200;
        setting.leadTime = 3;
        setting.holding = 1;
        setting.penalty = 7;
        const auto lost = simulatePolicy(demand, policy, setting);
        setting.unmet = UnmetDemand::Waits;
        const auto waits = simulatePolicy(demand, policy, setting);
        QCOMPARE(lost->cost, waits->cost);
        QCOMPARE(lost->orders, waits->orders);
        QCOMPARE(lost->fillRate(), 1.0);
        QCOMPARE(simulatePolicy({}, policy, setting)->cost, 0.0);
        setting.leadTime = -1;
        QVERIFY(!simulatePolicy(demand, policy, setting));
    }

    void serviceTimesAreTheBestOfAll()
    {
        Random random(41);
        for (int round = 0; round < 60; ++round) {
            const std::size_t n = 2 + random.below(4);
            std::vector<ServiceStage> stages(n);
            std::vector<ServiceLink> links;
            for (std::size_t i = 0; i < n; ++i) {
                stages[i].processingTime = int(random.below(4));
                stages[i].holdingCost = 1 + double(random.below(5));
                stages[i].boundConstant = 1;
                if (i > 0) {
                    const std::size_t other = random.below(std::uint32_t(i));
                    links.push_back(random.below(2) == 0 ? ServiceLink{i, other} : ServiceLink{other, i});
                }
            }
            for (std::size_t i = 0; i < n; ++i)
                if (std::ranges::none_of(links, [i](const ServiceLink& link) { return link.from == i; })) {
                    stages[i].demandSd = 1 + double(random.below(4));
                    stages[i].mostTime = int(random.below(2));
                }
            const auto plan = guaranteedService(stages, links);
            QVERIFY(plan);

            const std::function<double(std::size_t)> pooled = [&](std::size_t i) {
                double sum = stages[i].demandSd * stages[i].demandSd;
                for (const ServiceLink& link : links)
                    if (link.from == i)
                        sum += pooled(link.to);
                return sum;
            };
            const auto cost = [&](const std::vector<int>& times) {
                double sum = 0.0;
                for (std::size_t i = 0; i < n; ++i) {
                    int inbound = stages[i].inboundTime;
                    for (const ServiceLink& link : links)
                        if (link.to == i)
                            inbound = std::max(inbound, times[link.from]);
                    const int net = inbound + stages[i].processingTime - times[i];
                    if (net < 0 || times[i] > stages[i].mostTime.value_or(1000))
                        return 1e300;
                    sum += stages[i].holdingCost * std::sqrt(pooled(i)) * std::sqrt(double(net));
                }
                return sum;
            };
            QVERIFY(std::abs(cost(plan->outboundTimes) - plan->cost) < 1e-9);
            double best = 1e300;
            std::vector<int> times(n, 0);
            const std::function<void(std::size_t)> walk = [&](std::size_t i) {
                if (i == n) {
                    best = std::min(best, cost(times));
                    return;
                }
                for (int t = 0; t <= 9; ++t) {
                    times[i] = t;
                    walk(i + 1);
                }
            };
            walk(0);
            QVERIFY2(plan->cost <= best + 1e-9, qPrintable(QString::number(round)));
        }
    }

    void chainsThatAreNoTreeAreRefused()
    {
        std::vector<ServiceStage> stages(3);
        const std::vector<ServiceLink> ring{{0, 1}, {1, 2}, {2, 0}};
        QVERIFY(!guaranteedService(stages, ring));
        const std::vector<ServiceLink> strange{{0, 7}};
        QVERIFY(!guaranteedService(stages, strange));
        QCOMPARE(guaranteedService({}, {})->cost, 0.0);
    }
};

QTEST_APPLESS_MAIN(TestPolicies)
#include "test_policies.moc"
