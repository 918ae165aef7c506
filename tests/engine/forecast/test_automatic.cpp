#include "engine/core/parallel.h"
#include "engine/core/random.h"
#include "engine/forecast/automatic.h"
#include "engine/series/series_view.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

using namespace merch;

namespace
{

DemandHistory simulated(double level, int days, std::uint64_t stream, double variance = 0.0)
{
    static const double weekday[] = {0.8, 0.8, 0.9, 1.0, 1.2, 1.5, 0.8};
    Random random(5, stream);
    DemandHistory history;
    history.first = dayOf(2024, 1, 1);
    for (int d = 0; d < days; ++d) {
        const double mean = level * weekday[weekdayOf(history.first + d)];
        history.values.push_back(static_cast<double>(
            variance > 0 ? random.negativeBinomial(mean, variance * mean) : random.poisson(mean)));
    }
    return history;
}

void verifySound(const Forecast& forecast, int horizon)
{
    QCOMPARE(forecast.horizon(), horizon);
    QVERIFY(!forecast.reason.empty());
    for (int step = 0; step < horizon; ++step) {
        QVERIFY(
            std::isfinite(forecast.mean[static_cast<std::size_t>(step)]) &&
            forecast.mean[static_cast<std::size_t>(step)] >= 0.0);
        double last = 0.0;
        for (const double level : {0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99}) {
            const double quantile = forecast.sumQuantile(step, 7, level);
            QVERIFY(std::isfinite(quantile) && quantile >= last);
            last = quantile;
        }
    }
}

} // namespace

class TestAutomatic : public QObject
{
    Q_OBJECT
private slots:
    void whatWasAskedForIsLearnedFromButNotTestedOn()
    {
        DemandHistory history = simulated(6.0, 400, 9);
        for (std::size_t i = 0; i < history.values.size(); i += 5)
            history.values[i] = kExcluded;
        const Forecast plain = forecastAutomatically(history, {});
        history.asked = history.values;
        for (double& value : history.asked)
            value = isKnown(value) ? value : 30.0;
        const Forecast raised = forecastAutomatically(history, {});
        QVERIFY(raised.sum(0, 28) > 1.2 * plain.sum(0, 28));
        QCOMPARE(raised.method, plain.method);
        QCOMPARE(raised.accuracy.wape, plain.accuracy.wape);
        QCOMPARE(raised.errors.table, plain.errors.table);
        AutomaticOptions simple;
        simple.critical = "stock does not add up";
        const Forecast kept = forecastAutomatically(history, simple);
        history.asked.clear();
        QCOMPARE(kept.mean, forecastAutomatically(history, simple).mean);
    }
    void everySeriesGetsASoundAnswer_data()
    {
        QTest::addColumn<QVector<double>>("values");
        const double nan = std::numeric_limits<double>::quiet_NaN();
        QTest::newRow("empty") << QVector<double>{};
        QTest::newRow("all zero") << QVector<double>(100, 0.0);
        QTest::newRow("one value") << QVector<double>{3};
        QTest::newRow("two values") << QVector<double>{3, 5};
        QTest::newRow("constant") << QVector<double>(200, 4.0);
        QTest::newRow("all excluded") << QVector<double>(100, nan);
        QTest::newRow("huge") << QVector<double>(100, 1e12);
        QTest::newRow("infinite") << QVector<double>{1, 2, std::numeric_limits<double>::infinity(), 3};
        QVector<double> gaps(300, nan);
        for (int i = 0; i < 300; i += 3)
            gaps[i] = i % 7;
        QTest::newRow("gaps") << gaps;
        QVector<double> burst(400, 0.0);
        burst[200] = 5000;
        burst[390] = 1;
        QTest::newRow("one burst") << burst;
    }
    void everySeriesGetsASoundAnswer()
    {
        QFETCH(QVector<double>, values);
        for (const Grain grain : {Grain::Daily, Grain::Weekly, Grain::Monthly}) {
            DemandHistory history;
            history.grain = grain;
            history.first = dayOf(2024, 1, 1);
            history.values.assign(values.begin(), values.end());
            verifySound(forecastAutomatically(history, {}), 28);
        }
    }

    void anEmptyShelfIsNotReadAsNoDemand()
    {
        QVERIFY(std::isnan(learnable(0, 0, kExcluded)));
        QVERIFY(std::isnan(learnable(3, 0, kExcluded)));
        QVERIFY(std::isnan(learnable(1, kExcluded, 0.2)));
        QCOMPARE(learnable(4, kExcluded, 0.8), 5.0);
        QCOMPARE(learnable(0, 12, kExcluded), 0.0);
        QCOMPARE(learnable(-2, 12, kExcluded), 0.0);

        DemandHistory whole = simulated(10, 400, 1), holes = whole;
        for (int d = 300; d < 380; ++d)
            holes.values[static_cast<std::size_t>(d)] = kExcluded;
        const double full = forecastAutomatically(whole, {}).sum(0, 28),
                     excluded = forecastAutomatically(holes, {}).sum(0, 28);
        QVERIFY(std::abs(excluded - full) < 0.15 * full);
    }

    void theWeekdayPatternIsFoundWhereItIsStrong()
    {
        const Forecast forecast = forecastAutomatically(simulated(60, 500, 2), {});
        QVERIFY2(forecast.form.find("window") != std::string::npos, forecast.form.c_str());
        double saturday = 0, monday = 0;
        for (int step = 0; step < 28; ++step) {
            if (weekdayOf(forecast.dayOfStep(step)) == 5)
                saturday += forecast.mean[static_cast<std::size_t>(step)];
            if (weekdayOf(forecast.dayOfStep(step)) == 0)
                monday += forecast.mean[static_cast<std::size_t>(step)];
        }
        QVERIFY(saturday > 1.5 * monday);
    }

    void quantilesOfSumsAreCalibrated_data()
    {
        QTest::addColumn<double>("level");
        QTest::addColumn<double>("variance");
        QTest::newRow("slow") << 0.3 << 1.0;
        QTest::newRow("medium") << 6.0 << 2.0;
        QTest::newRow("fast") << 80.0 << 3.0;
    }
    void quantilesOfSumsAreCalibrated()
    {
        QFETCH(double, level);
        QFETCH(double, variance);
        // Held-out fortnights of many series: nine in ten must lie below the 90 % quantile, within sampling
        // error.
        int below = 0, above = 0;
        const int series = 200;
        for (int s = 0; s < series; ++s) {
            DemandHistory all = simulated(level, 420 + 14, static_cast<std::uint64_t>(1000 + s), variance);
            double actual = 0;
            for (int d = 420; d < 434; ++d)
                actual += all.values[static_cast<std::size_t>(d)];
            all.values.resize(420);
            const Forecast forecast = forecastAutomatically(all, {});
            below += actual <= forecast.sumQuantile(0, 14, 0.9);
            above += actual >= forecast.sumQuantile(0, 14, 0.1);
        }
        QVERIFY2(below >= 0.84 * series && below <= 0.985 * series, QByteArray::number(below).constData());
        QVERIFY2(above >= 0.84 * series, QByteArray::number(above).constData());
    }

    void intervalsHoldTheirShareWhereTheLevelWanders()
    {
        // Four weeks held out of series whose level drifts, as that of real ones does.
        int inside = 0;
        const int series = 300;
        for (int s = 0; s < series; ++s) {
            Random random(6, static_cast<std::uint64_t>(s));
            DemandHistory history;
            history.first = dayOf(2023, 1, 2);
            double level = 12.0, actual = 0.0;
            for (int d = 0; d < 728; ++d) {
                level *= std::exp(0.03 * random.normal());
                const auto sold = static_cast<double>(random.poisson(std::clamp(level, 2.0, 60.0)));
                if (d < 700)
                    history.values.push_back(sold);
                else
                    actual += sold;
            }
            const Forecast forecast = forecastAutomatically(history, {});
            inside +=
                actual >= forecast.sumQuantile(0, 28, 0.1) && actual <= forecast.sumQuantile(0, 28, 0.9);
        }
        QVERIFY2(inside >= 0.74 * series && inside <= 0.88 * series, QByteArray::number(inside).constData());
    }

    void aLevelThatFadedBeforeASaleGivesNoAbsurdRange()
    {
        for (const std::size_t last : {500U, 1000U}) {
            for (const char* method : {"ses", "tsb", "auto"}) {
                DemandHistory history;
                history.first = dayOf(2025, 7, 2);
                history.values.assign(last + 21, 0.0);
                history.values[0] = 7;
                history.values[145] = 5;
                history.values[last] = 7;
                AutomaticOptions options;
                options.horizon = 84;
                options.method = method;
                const Forecast forecast = forecastAutomatically(history, options);
                QVERIFY(forecast.errors.countVariance <= 10.0); // a sale of seven once in a while
                const double all = 19;
                for (const int days : {7, 28, 84}) {
                    const double high = forecast.sumQuantile(0, days, 0.975);
                    QVERIFY2(
                        high <= 20 * all,
                        qPrintable(QStringLiteral("%1 units in %2 days").arg(high).arg(days)));
                }
            }
        }
    }

    /// Quiet, then two months of a season at 30 times that: once learned from, the errors of the change alone
    /// would put the 99 % quantile of the season's next weeks at many times what any weeks ever sold.
    void aSeasonsPeakIsNotMultipliedByTheErrorOfItsStart()
    {
        DemandHistory history;
        history.first = 0;
        Random random(7, 1);
        double greatest = 0.0;
        for (int day = 0; day < 800; ++day) {
            const bool season = (day % 365) > 300 && (day % 365) < 360;
            history.values.push_back(static_cast<double>(random.poisson(season ? 15.0 : 0.5)));
        }
        history.values.resize(365 + 310); // ten days into the second season
        const std::size_t span = 56;
        for (std::size_t end = span; end <= history.values.size(); ++end)
            greatest = std::max(
                greatest, std::accumulate(
                              history.values.begin() + static_cast<std::ptrdiff_t>(end - span),
                              history.values.begin() + static_cast<std::ptrdiff_t>(end), 0.0));
        AutomaticOptions options;
        options.horizon = static_cast<int>(span);
        options.method = "ma";
        const Forecast forecast = forecastAutomatically(history, options);
        const double most = std::max(1.3 * greatest, 1.5 * forecast.sum(0, static_cast<int>(span)));
        QVERIFY(forecast.sumQuantile(0, static_cast<int>(span), 0.99) <= most);
        Forecast unbounded = forecast;
        unbounded.errors.most.clear();
        QVERIFY(unbounded.sumQuantile(0, static_cast<int>(span), 0.99) > most);
    }

    void closedWeekdaysAreForecastAsNothing()
    {
        DemandHistory history = simulated(20, 300, 3);
        history.closedWeekdays = 1U << 5;
        for (std::size_t d = 0; d < history.values.size(); ++d) {
            if (weekdayOf(history.first + static_cast<Day>(d)) == 5)
                history.values[d] = kExcluded;
        }
        const Forecast forecast = forecastAutomatically(history, {});
        for (int step = 0; step < 28; ++step)
            QCOMPARE(
                weekdayOf(forecast.dayOfStep(step)) == 5,
                forecast.mean[static_cast<std::size_t>(step)] == 0.0);
    }

    void anOfferIsTakenOutOfTheLevelAndPutBackWhereItIsPlanned()
    {
        // Trebled by an offer every ninth week, the last of them still running for a week.
        DemandHistory plain = simulated(20, 420, 7), history = plain;
        const auto offered = [](int day) { return day % 63 >= 49; };
        for (int d = 0; d < 420 + 28; ++d) {
            history.causes.push_back(offered(d) ? 3.0 : 1.0);
            if (d < 420 && offered(d))
                history.values[static_cast<std::size_t>(d)] *= 3.0;
        }
        history.earlierCauses = history.causes;
        const Forecast with = forecastAutomatically(history, {});
        verifySound(with, 28);
        QVERIFY(with.caused);
        QVERIFY(with.reason.find("offers") != std::string::npos);
        for (int step = 0; step < 28; step += 7) {
            const double usual = forecastAutomatically(plain, {}).sum(step, 7);
            double expected = usual;
            if (offered(420 + step) && offered(420 + step + 6))
                expected *= 3.0;
            QVERIFY2(
                std::abs(with.sum(step, 7) - expected) < 0.15 * expected,
                qPrintable(QString::number(with.sum(step, 7) / usual)));
        }
        history.causes.clear();
        history.earlierCauses.clear();
        const Forecast without = forecastAutomatically(history, {});
        QVERIFY(!without.caused);
        QVERIFY(without.accuracy.wape > 1.5 * with.accuracy.wape);
    }

    void causesThatTheHistorySpeaksAgainstAreLeftOut()
    {
        DemandHistory history = simulated(20, 400, 8);
        for (int d = 0; d < 400 + 28; ++d)
            history.causes.push_back(d / 14 % 2 == 0 ? 2.0 : 0.5);
        history.earlierCauses = history.causes;
        const Forecast forecast = forecastAutomatically(history, {});
        QVERIFY(!forecast.caused);
        QCOMPARE(forecast.mean, forecastAutomatically(simulated(20, 400, 8), {}).mean);
    }

    void aCriticalCheckKeepsTheSimpleRuleAndSaysSo()
    {
        AutomaticOptions options;
        options.critical = "stock was negative on 12 days";
        const Forecast forecast = forecastAutomatically(simulated(20, 300, 4), options);
        QCOMPARE(forecast.method, std::string("window"));
        QVERIFY(forecast.reason.find("negative on 12 days") != std::string::npos);
    }

    void threadsDoNotChangeABit()
    {
        std::vector<DemandHistory> histories;
        for (std::uint64_t s = 0; s < 40; ++s)
            histories.push_back(simulated(0.2 + static_cast<double>(s), 300, s));
        const auto run = [&](int threads) {
            std::vector<Forecast> made(histories.size());
            parallelFor(histories.size(), threads, {}, [&](std::size_t i) {
                made[i] = forecastAutomatically(histories[i], {});
            });
            return made;
        };
        const std::vector<Forecast> one = run(1), eight = run(8);
        for (std::size_t i = 0; i < one.size(); ++i) {
            QCOMPARE(one[i].method, eight[i].method);
            QVERIFY(one[i].mean == eight[i].mean);
            QVERIFY(one[i].errors.table == eight[i].errors.table);
        }
    }

    void oneSeriesIsForecastByTheMeanOfThetaAndSmoothing()
    {
        std::vector<double> values;
        for (int t = 0; t < 72; ++t)
            values.push_back(100.0 + t + 20.0 * std::sin(t * 2.0 * 3.14159265358979 / 12.0) + t * 7 % 5);
        const SeriesView series{values, 12};
        std::vector<double> theta(12), smoothing(12);
        (*findMethod("theta")->fit(series))->point(theta);
        (*findMethod("ets_auto")->fit(series))->point(smoothing);
        const auto made = forecastWithMethod(values, 12, "auto", 12, {80.0});
        QVERIFY(made);
        QCOMPARE(made->method, std::string(kCombination));
        for (std::size_t h = 0; h < 12; ++h) {
            QVERIFY(std::abs(made->mean[h] - 0.5 * (theta[h] + smoothing[h])) < 1e-9);
            QVERIFY(made->lower[0][h] < made->mean[h] && made->upper[0][h] > made->mean[h]);
        }
        QCOMPARE(forecastWithMethod({3, 5}, 12, "auto", 2, {})->mean, (std::vector<double>{4, 4}));
    }

    /// A part that sold now and then and then was silent: who expects nothing errs least on its last months,
    /// and still it must be kept on the shelf.
    void rarePartsAreNotForecastAtNothing()
    {
        for (const std::vector<std::size_t>& sold : {std::vector<std::size_t>{3, 9, 14, 20}, {5}}) {
            DemandHistory part;
            part.grain = Grain::Monthly;
            part.first = dayOf(2021, 1, 1);
            part.values.assign(44, 0.0);
            for (const std::size_t month : sold)
                part.values[month] = 2.0;
            AutomaticOptions options;
            options.horizon = 6;
            const Forecast forecast = forecastAutomatically(part, options);
            verifySound(forecast, 6);
            const double rate = 2.0 * static_cast<double>(sold.size()) / 44.0;
            QVERIFY2(forecast.sum(0, 6) > 0.2 * 6.0 * rate, forecast.reason.c_str());
            QVERIFY(forecast.sum(0, 6) < 1.5 * 6.0 * rate);
            // Small integers: most likely nothing, and a sale or two within reach.
            QCOMPARE(forecast.sumQuantile(0, 6, 0.5), 0.0);
            const double far = forecast.sumQuantile(0, 6, 0.98);
            QVERIFY(far >= 1.0 && far <= 12.0 && far == std::floor(far));
        }
    }

    void classesFollowTheirCuts()
    {
        const auto classOf = [](std::vector<double> values) { return classifyDemand(values); };
        QCOMPARE(classOf({5, 5, 6, 5, 5, 4}), DemandClass::Smooth);
        QCOMPARE(classOf({1, 20, 2, 30, 1, 2}), DemandClass::Erratic);
        QCOMPARE(classOf({0, 5, 0, 5, 0, 5, 0}), DemandClass::Intermittent);
        QCOMPARE(classOf({0, 1, 0, 30, 0, 1, 0, 2}), DemandClass::Lumpy);
        QCOMPARE(classOf({0, 0, 0, 0}), DemandClass::NoDemand);
        QCOMPARE(classOf({0, 3}), DemandClass::TooShort);
    }
};

QTEST_GUILESS_MAIN(TestAutomatic)
#include "test_automatic.moc"
