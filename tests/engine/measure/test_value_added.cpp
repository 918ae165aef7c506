#include "engine/measure/value_added.h"

#include <QTest>

#include <cmath>
#include <random>

using namespace merch;

class TestValueAdded : public QObject
{
    Q_OBJECT

    static StepForecasts
    week(double naive, double statistical, double causal, double typed, double final, double actual)
    {
        return {{naive, statistical, causal, typed, final}, actual, 3.0, 0.5};
    }

private slots:
    /// By hand: 10 sold of naive 16, statistical 14, causal 11, typed 6, final 6.
    void eachStepIsHeldAgainstTheOneBefore()
    {
        const StepForecasts one = week(16, 14, 11, 6, 6, 10);
        const ValueAdded added = valueAdded({&one, 1});
        QCOMPARE(added.of(ForecastStep::Naive).absoluteError, 6.0);
        QCOMPARE(added.of(ForecastStep::Naive).unitsAdded, 0.0);
        QCOMPARE(added.of(ForecastStep::Statistical).unitsAdded, 2.0);
        QCOMPARE(added.of(ForecastStep::Causal).unitsAdded, 3.0);
        QCOMPARE(added.of(ForecastStep::Override).unitsAdded, -3.0);
        QCOMPARE(added.of(ForecastStep::Final).unitsAdded, 0.0);
        QCOMPARE(added.of(ForecastStep::Override).wape, 0.4);
        QCOMPARE(added.of(ForecastStep::Override).bias, -0.4);
        // 1 too many carried at 0.50; 4 too few at a margin of 3.
        QCOMPARE(added.of(ForecastStep::Causal).cost, 0.5);
        QCOMPARE(added.of(ForecastStep::Override).cost, 12.0);
        QCOMPARE(added.of(ForecastStep::Override).costAdded, -11.5);
        QCOMPARE(added.worse, 1);
        QCOMPARE(added.better, 0);
    }

    /// Nearer to the truth and yet dearer: what is short costs more than what is left.
    void unitsAndMoneyMayDisagree()
    {
        const StepForecasts one = week(10, 10, 16, 8, 8, 10);
        const ValueAdded added = valueAdded({&one, 1});
        QCOMPARE(added.of(ForecastStep::Override).unitsAdded, 4.0);
        QCOMPARE(added.of(ForecastStep::Override).costAdded, 3.0 - 6.0);
        QCOMPARE(added.better, 1);
    }

    void whatHasNoCostCountsInUnitsAlone()
    {
        StepForecasts plain = week(9, 9, 9, 10, 10, 10);
        plain.shortCost.reset();
        const std::array<StepForecasts, 2> both{week(9, 9, 9, 10, 10, 10), plain};
        const ValueAdded added = valueAdded(both);
        QCOMPARE(added.periods, 2);
        QCOMPARE(added.priced, 1);
        QCOMPARE(added.of(ForecastStep::Override).unitsAdded, 2.0);
        QCOMPARE(added.of(ForecastStep::Override).costAdded, 3.0);
    }

    void sharesOfNothingAreNotNumbers()
    {
        const StepForecasts one = week(1, 1, 1, 0, 0, 0);
        QVERIFY(std::isnan(valueAdded({&one, 1}).of(ForecastStep::Naive).wape));
        QCOMPARE(valueAdded({}).periods, 0);
    }

    /// What all steps add together is the naive error less the final one; parts add up to the whole.
    void addedValuesSumUp()
    {
        std::mt19937 random(7);
        std::uniform_real_distribution<double> units(0.0, 40.0);
        std::vector<StepForecasts> all;
        for (int i = 0; i < 60; ++i)
            all.push_back(week(
                units(random), units(random), units(random), units(random), units(random), units(random)));
        const ValueAdded whole = valueAdded(all);
        double added = 0.0, money = 0.0;
        for (const StepScore& step : whole.steps) {
            added += step.unitsAdded;
            money += step.costAdded;
        }
        QVERIFY(
            std::abs(
                added - (whole.of(ForecastStep::Naive).absoluteError -
                         whole.of(ForecastStep::Final).absoluteError)) < 1e-9);
        QVERIFY(
            std::abs(money - (whole.of(ForecastStep::Naive).cost - whole.of(ForecastStep::Final).cost)) <
            1e-9);
        const ValueAdded left = valueAdded(std::span(all).first(25)),
                         right = valueAdded(std::span(all).subspan(25));
        for (int step = 0; step < kForecastSteps; ++step) {
            const auto s = static_cast<std::size_t>(step);
            QVERIFY(
                std::abs(left.steps[s].unitsAdded + right.steps[s].unitsAdded - whole.steps[s].unitsAdded) <
                1e-9);
        }
        QCOMPARE(left.better + right.better, whole.better);
    }
};

QTEST_APPLESS_MAIN(TestValueAdded)
#include "test_value_added.moc"
