#include "engine/core/random.h"
#include "engine/inventory/budget.h"

#include <QTest>

#include <functional>

using namespace merch;

namespace
{

/// Steps of `items` items with 0 to `most` steps each; returns fall within an item unless `rough`.
std::vector<BudgetStep> someSteps(Random& random, std::size_t items, std::uint32_t most, bool rough)
{
    std::vector<BudgetStep> steps;
    for (std::size_t item = 0; item < items; ++item) {
        const std::int64_t cost = 1 + random.below(30);
        double value = 40.0 * random.uniform();
        for (std::uint32_t k = random.below(most + 1); k > 0; --k) {
            steps.push_back({item, cost, rough ? 60.0 * random.uniform() - 15.0 : value});
            value *= random.uniform();
        }
    }
    return steps;
}

/// The best of all allocations, tried one by one.
double bruteForce(const std::vector<BudgetStep>& steps, std::size_t items, std::int64_t budget)
{
    std::vector<std::vector<BudgetStep>> byItem(items);
    for (const BudgetStep& step : steps)
        byItem[step.item].push_back(step);
    const std::function<double(std::size_t, std::int64_t)> best = [&](std::size_t item, std::int64_t left) {
        if (item == items)
            return 0.0;
        double most = best(item + 1, left), value = 0.0;
        for (const BudgetStep& step : byItem[item]) {
            left -= step.cost;
            value += step.value;
            if (left < 0)
                break;
            most = std::max(most, value + best(item + 1, left));
        }
        return most;
    };
    return best(0, budget);
}

/// Spend and value of a result, added up from its steps.
void addUp(
    const std::vector<BudgetStep>& steps, const BudgetAllocation& taken, std::int64_t& spend, double& value)
{
    std::vector<int> seen(taken.steps.size(), 0);
    spend = 0;
    value = 0.0;
    for (const BudgetStep& step : steps)
        if (seen[step.item]++ < taken.steps[step.item]) {
            spend += step.cost;
            value += step.value;
        }
}

} // namespace

class TestBudget : public QObject
{
    Q_OBJECT

private slots:
    void theExactAllocationIsTheBestOfAll()
    {
        Random random(11);
        for (int round = 0; round < 300; ++round) {
            const std::size_t items = 1 + random.below(6);
            const std::vector<BudgetStep> steps = someSteps(random, items, 4, round % 2 == 1);
            const std::int64_t budget = random.below(160);
            const BudgetAllocation best = allocateBudgetExactly(steps, items, budget);
            const double wanted = bruteForce(steps, items, budget);
            QVERIFY2(
                std::abs(best.value - wanted) < 1e-9,
                qPrintable(QStringLiteral("round %1: %2, best %3").arg(round).arg(best.value).arg(wanted)));
            std::int64_t spend = 0;
            double value = 0.0;
            addUp(steps, best, spend, value);
            QCOMPARE(spend, best.spend);
            QVERIFY(std::abs(value - best.value) < 1e-9);
            QVERIFY(spend <= budget);
        }
    }

    void itemsOfLikeReturnAreDecidedExactly_data()
    {
        QTest::addColumn<int>("kind");
        QTest::newRow("value is cost") << 0;
        QTest::newRow("value is cost and a fixed part") << 1;
        QTest::newRow("value is near cost") << 2;
        QTest::newRow("cost is value and a fixed part") << 3;
        QTest::newRow("no sum of costs meets the budget") << 4;
    }
    void itemsOfLikeReturnAreDecidedExactly()
    {
        // Where every item earns nearly the same per unit of money no bound strikes anything out.
        QFETCH(int, kind);
        Random random(std::uint64_t(20 + kind));
        for (int round = 0; round < 20; ++round) {
            const std::size_t items = 40 + random.below(40);
            std::vector<BudgetStep> steps;
            std::int64_t all = 0;
            for (std::size_t i = 0; i < items; ++i) {
                const std::int64_t size = 20 + random.below(200);
                BudgetStep step{i, size, double(size)};
                if (kind == 1)
                    step.value += 50;
                else if (kind == 2)
                    step.value += double(random.below(11)) - 5;
                else if (kind == 3)
                    step.cost += 50;
                else if (kind == 4)
                    step.value = double(step.cost *= 8);
                all += step.cost;
                steps.push_back(step);
            }
            const std::int64_t budget = std::int64_t(double(all) * random.uniform()) | 1;
            std::vector<double> best(std::size_t(budget) + 1, 0.0);
            for (const BudgetStep& step : steps)
                for (std::int64_t money = budget; money >= step.cost; --money)
                    best[std::size_t(money)] =
                        std::max(best[std::size_t(money)], best[std::size_t(money - step.cost)] + step.value);
            const BudgetAllocation taken = allocateBudgetExactly(steps, items, budget);
            QCOMPARE(taken.value, best.back());
            QVERIFY(taken.spend <= budget);
        }
    }

    void freeStepsAreTakenWhereTheyEarn()
    {
        const std::vector<BudgetStep> steps{
            {0, 0, 3.0}, {0, 4, 2.0}, {1, 0, -1.0}, {1, 5, 9.0}, {2, 0, -2.0}};
        QCOMPARE(allocateBudgetExactly(steps, 3, 0).steps, (std::vector<int>{1, 0, 0}));
        QCOMPARE(allocateBudgetExactly(steps, 3, 5).steps, (std::vector<int>{1, 2, 0}));
        QCOMPARE(allocateBudgetExactly(steps, 3, 9).value, 13.0);
    }

    void firstComeByReturnStaysBetweenItsBoundAndTheExact()
    {
        Random random(12);
        for (int round = 0; round < 60; ++round) {
            const std::size_t items = 40;
            const std::vector<BudgetStep> steps = someSteps(random, items, 12, round % 2 == 1);
            const std::int64_t budget = random.below(2500);
            const BudgetAllocation quick = allocateBudget(steps, items, budget);
            const BudgetAllocation best = allocateBudgetExactly(steps, items, budget);
            QVERIFY(quick.spend <= budget);
            QVERIFY(quick.value <= best.value + 1e-9);
            QVERIFY(best.value <= quick.bound + 1e-9);
        }
    }

    void aLargerBudgetNeverEarnsLess()
    {
        Random random(13);
        const std::vector<BudgetStep> steps = someSteps(random, 30, 8, false);
        double exact = 0.0;
        for (std::int64_t budget = 0; budget <= 1500; budget += 25) {
            const BudgetAllocation best = allocateBudgetExactly(steps, 30, budget);
            QVERIFY(best.value >= exact - 1e-9);
            exact = best.value;
        }
        QVERIFY(exact > 0.0);
    }

    void moneyForAllTakesEveryStepThatEarns()
    {
        const std::vector<BudgetStep> steps{
            {0, 5, 9.0}, {0, 5, 2.0}, {1, 7, 3.0}, {1, 7, -1.0}, {2, 3, -4.0}};
        const BudgetAllocation taken = allocateBudget(steps, 3, 1000);
        QCOMPARE(taken.steps, (std::vector<int>{2, 1, 0}));
        QCOMPARE(taken.value, 14.0);
        QCOMPARE(taken.bound, 14.0);
        QCOMPARE(taken.nextReturn, 0.0);
        QCOMPARE(allocateBudgetExactly(steps, 3, 1000).steps, taken.steps);
    }

    void aFirstStepThatLosesIsTakenForThoseBehindIt()
    {
        // A minimum order of which the first case earns nothing.
        const std::vector<BudgetStep> steps{{0, 10, -2.0}, {0, 10, 12.0}, {1, 20, 9.0}};
        QCOMPARE(allocateBudget(steps, 2, 20).steps, (std::vector<int>{2, 0}));
        QCOMPARE(allocateBudgetExactly(steps, 2, 20).steps, (std::vector<int>{2, 0}));
        QCOMPARE(allocateBudgetExactly(steps, 2, 19).steps, (std::vector<int>{0, 0}));
    }

    void nothingToSpendOrNothingToBuyIsAnswered()
    {
        QCOMPARE(allocateBudgetExactly({}, 0, 100).value, 0.0);
        QCOMPARE(allocateBudgetExactly({}, 3, 100).steps, (std::vector<int>{0, 0, 0}));
        const std::vector<BudgetStep> steps{{0, 5, 9.0}};
        QCOMPARE(allocateBudgetExactly(steps, 1, 0).spend, 0);
        QCOMPARE(allocateBudgetExactly(steps, 1, 4).value, 0.0);
    }

    void thousandsOfItemsAreDecided()
    {
        // That it ends is worth a test: without bounds the pairs of spend and value run into millions.
        Random random(14);
        const std::vector<BudgetStep> steps = someSteps(random, 5000, 30, false);
        const BudgetAllocation quick = allocateBudget(steps, 5000, 400000);
        const BudgetAllocation best = allocateBudgetExactly(steps, 5000, 400000);
        QVERIFY2(
            best.value >= quick.value - 1e-6 && best.value <= quick.bound + 1e-6,
            qPrintable(QStringLiteral("%1 is not between %2 and %3")
                           .arg(best.value, 0, 'g', 15)
                           .arg(quick.value, 0, 'g', 15)
                           .arg(quick.bound, 0, 'g', 15)));
        QVERIFY(best.spend <= 400000);
        QCOMPARE(best.bound, quick.bound);
    }
};

QTEST_APPLESS_MAIN(TestBudget)
#include "test_budget.moc"
