#include "engine/forecast/distributions.h"
#include "engine/forecast/forecast.h"
#include "engine/forecast/sum_distribution.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <limits>

using namespace merch;

namespace
{

Forecast flat(double mean, int horizon)
{
    Forecast forecast;
    forecast.mean.assign(static_cast<std::size_t>(horizon), mean);
    forecast.errors.scaleBase = 2.0;
    return forecast;
}

Forecast skewed()
{
    Forecast forecast = flat(10.0, 28);
    forecast.errors.spans = {1, 28};
    forecast.errors.levels = {0.05, 0.5, 0.95};
    forecast.errors.table = {-1.0F, 0.2F, 3.0F, -2.0F, 0.0F, 2.5F};
    return forecast;
}

} // namespace

class TestForecastSums : public QObject
{
    Q_OBJECT
private slots:
    void sumRepeatsTheLastSeasonBeyondTheHorizon()
    {
        Forecast forecast = flat(1.0, 9);
        for (std::size_t i = 0; i < 9; ++i)
            forecast.mean[i] = static_cast<double>(i);
        QCOMPARE(forecast.sum(0, 9), 36.0);
        QCOMPARE(forecast.sum(9, 7), 2.0 + 3 + 4 + 5 + 6 + 7 + 8);
        QCOMPARE(forecast.sum(16, 1), 2.0);
        QCOMPARE(forecast.sum(3, 0), 0.0);
    }

    void withoutATableTheSumIsNormal()
    {
        const Forecast forecast = flat(10.0, 28);
        QCOMPARE(forecast.sumQuantile(0, 4, 0.5), 40.0);
        QVERIFY(std::abs(forecast.sumQuantile(0, 4, 0.975) - (40.0 + 4.0 * 1.959963985)) < 1e-6);
        QVERIFY(std::abs(forecast.sumCdf(0, 4, 44.0) - normalCdf(1.0)) < 1e-12);
    }

    void tableIsReadAtItsSpansAndBetweenOnTheRoot()
    {
        const Forecast forecast = skewed();
        QVERIFY(std::abs(forecast.sumQuantile(0, 1, 0.95) - (10.0 + 3.0 * 2.0)) < 1e-6);
        const double weight = (std::sqrt(9.0) - 1.0) / (std::sqrt(28.0) - 1.0);
        const double score = 3.0 + weight * (2.5 - 3.0);
        QVERIFY(std::abs(forecast.sumQuantile(0, 9, 0.95) - (90.0 + score * 6.0)) < 1e-5);
    }

    void quantilesRiseWithLevelAndCdfTurnsThemBack_data()
    {
        QTest::addColumn<double>("countVariance");
        QTest::newRow("table") << 0.0;
        QTest::newRow("counts") << 2.5;
    }

    void quantilesRiseWithLevelAndCdfTurnsThemBack()
    {
        QFETCH(double, countVariance);
        Forecast forecast = skewed();
        forecast.errors.countVariance = countVariance;
        for (const int span : {1, 3, 9, 28, 60}) {
            double last = 0.0;
            for (double level = 0.01; level < 0.999; level += 0.01) {
                const double quantile = forecast.sumQuantile(2, span, level);
                QVERIFY(std::isfinite(quantile) && quantile >= last);
                last = quantile;
                const double back = forecast.sumCdf(2, span, quantile);
                QVERIFY2(
                    back >= level - 1e-6,
                    qPrintable(QStringLiteral("%1 %2 %3").arg(span).arg(level).arg(back)));
                if (countVariance == 0.0 && quantile > 0.0)
                    QVERIFY(std::abs(back - level) < 1e-5);
                if (countVariance > 0.0 && quantile > 0.0)
                    QVERIFY(forecast.sumCdf(2, span, quantile - 1.0) < level);
            }
        }
    }

    void countsAgreeWithPoissonAndNegativeBinomial()
    {
        QVERIFY(std::abs(countCdf(2.0, 2.0, 1.0) - 3.0 * std::exp(-2.0)) < 1e-12);
        // Negative binomial of size 2 and probability 1/2: mean 2, variance 4.
        QVERIFY(std::abs(countCdf(2.0, 4.0, 0.0) - 0.25) < 1e-12);
        QVERIFY(std::abs(countCdf(2.0, 4.0, 1.0) - 0.5) < 1e-12);
        QCOMPARE(countQuantile(2.0, 4.0, 0.4999), 1.0);
        QCOMPARE(countQuantile(2.0, 4.0, 0.5001), 2.0);
        QCOMPARE(countQuantile(0.0, 0.0, 0.95), 0.0);
    }

    void countsThatScatterWidelyAreSummedInTime_data()
    {
        QTest::addColumn<double>("mean");
        QTest::addColumn<double>("countVariance");
        QTest::addColumn<double>("stride");
        QTest::newRow("a piece apart") << 0.5 << 30.0 << 1.0;
        QTest::newRow("dozens apart") << 20.0 << 4000.0 << 60.0;
        QTest::newRow("strides that begin at zero") << 4.0 << 200'000.0 << 700.0;
        QTest::newRow("hundreds of thousands at once") << 0.3 << 1e6 << 300'000.0;
    }
    void countsThatScatterWidelyAreSummedInTime()
    {
        QFETCH(double, mean);
        QFETCH(double, countVariance);
        QFETCH(double, stride);
        Forecast forecast = flat(mean, 7);
        forecast.errors.countVariance = countVariance;
        std::vector<double> tail;
        SumDistribution(forecast, 0, 7).addTail(1.0, stride, tail);
        QVERIFY(tail.size() > 2);
        for (std::size_t k = 0; k < tail.size(); ++k) {
            const double exact =
                1.0 - countCdf(7 * mean, countVariance * 7 * mean, static_cast<double>(k) * stride);
            QVERIFY2(
                std::abs(tail[k] - exact) < 1e-4,
                qPrintable(QStringLiteral("%1 at %2, exact %3").arg(tail[k]).arg(k).arg(exact)));
        }
    }

    void aProfileThatIsNotFiniteStillGivesNumbers()
    {
        constexpr double kNan = std::numeric_limits<double>::quiet_NaN(),
                         kInfinite = std::numeric_limits<double>::infinity();
        for (const double mean : {1e-40, 1e-12, 0.0002, 4.0}) {
            for (const auto& [variance, rate] : {std::pair{kInfinite, 0.0}, {2e24, kNan}, {0.0, kNan}}) {
                Forecast forecast = flat(mean, 28);
                forecast.errors.countVariance = variance;
                forecast.errors.scaleRate = rate;
                const SumDistribution sum(forecast, 0, 28);
                const SumDistribution::Moments moments = sum.moments();
                QVERIFY(std::isfinite(moments.first) && std::isfinite(moments.second));
                QVERIFY(std::isfinite(sum.quantile(0.95)) && sum.quantile(0.95) >= 0.0);
                std::vector<double> tail;
                sum.addTail(1.0, 1e9, tail);
                QVERIFY(std::all_of(tail.begin(), tail.end(), [](double t) { return t >= 0.0 && t <= 1.0; }));
            }
        }
    }

    void noSumIsBelievedBeyondTheBoundOfItsSpan_data()
    {
        QTest::addColumn<double>("countVariance");
        QTest::newRow("table") << 0.0;
        QTest::newRow("counts") << 40.0;
    }
    void noSumIsBelievedBeyondTheBoundOfItsSpan()
    {
        QFETCH(double, countVariance);
        Forecast free = skewed();
        free.errors.countVariance = countVariance;
        free.errors.scaleBase *= 5.0;
        Forecast bounded = free;
        bounded.errors.most.assign(bounded.errors.spans.size(), std::numeric_limits<float>::infinity());
        bounded.errors.most.back() = 290.0F;
        const SumDistribution before(free, 0, 28), after(bounded, 0, 28);
        // 280 units are forecast: half as much again is always believed.
        QCOMPARE(after.most(), 420.0);
        bounded.errors.most.back() = 500.0F;
        const SumDistribution wide(bounded, 0, 28);
        QCOMPARE(wide.most(), 500.0);
        QCOMPARE(SumDistribution(bounded, 0, 56).most(), 1000.0); // beyond the last span in proportion

        QVERIFY(before.quantile(0.99999) > 420.0);
        QCOMPARE(after.quantile(0.99999), 420.0);
        QCOMPARE(after.cdf(420.0), 1.0);
        QCOMPARE(after.cdf(300.0), before.cdf(300.0));
        QCOMPARE(after.quantile(0.5), before.quantile(0.5));
        QCOMPARE(after.shortage(420.0), 0.0);
        // What lay above counts as the bound: E[min(X, b)] = E[X] - E[(X - b)+].
        QVERIFY(std::abs(after.moments().first - (before.moments().first - before.shortage(420.0))) < 1e-6);
        QVERIFY(std::abs(after.shortage(300.0) - (before.shortage(300.0) - before.shortage(420.0))) < 1e-6);
        QVERIFY(after.moments().second < before.moments().second);
        std::vector<double> tail;
        after.addTail(1.0, 1.0, tail);
        QVERIFY(tail.size() <= 420 || *std::max_element(tail.begin() + 420, tail.end()) == 0.0);
    }

    void scalingMovesMeanAndScatterTogether()
    {
        const Forecast forecast = flat(10.0, 28);
        const Forecast twice = forecast.scaled(std::vector<double>(28, 2.0));
        for (const double level : {0.05, 0.5, 0.95})
            QVERIFY(
                std::abs(twice.sumQuantile(0, 7, level) - 2.0 * forecast.sumQuantile(0, 7, level)) < 1e-9);
        const Forecast raised = flat(0.0, 28).withMean(std::vector<double>(7, 4.0));
        QCOMPARE(raised.sum(0, 28), 28.0);
        QVERIFY(raised.sumQuantile(0, 7, 0.95) > 28.0);
    }
};

QTEST_GUILESS_MAIN(TestForecastSums)
#include "test_forecast_sums.moc"
