#include "engine/core/parallel.h"
#include "engine/core/random.h"
#include "engine/forecast/automatic.h"
#include "engine/forecast/method.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <limits>

using namespace merch;

namespace
{

constexpr double kNan = kExcluded;
using Values = std::vector<double>;

QString nameOf(const Method& method)
{
    return QString::fromUtf8(method.name().data(), qsizetype(method.name().size()));
}

/// A year and more of days: a level, weekdays, a slope, counts around it.
Values counts(double level, int days, std::uint64_t stream, double slope = 0.0)
{
    static const double weekday[] = {0.7, 0.8, 0.9, 1.0, 1.2, 1.6, 0.8};
    Random random(21, stream);
    Values values;
    for (int d = 0; d < days; ++d)
        values.push_back(
            static_cast<double>(random.poisson(std::max(0.0, level + slope * d) * weekday[d % 7])));
    return values;
}

struct Edge {
    const char* name;
    Values values;
};

std::vector<Edge> edges()
{
    Values gaps(210, kNan), alternating, burst(300, 0.0), lastKnown(100, kNan), firstKnown(100, kNan), ramp;
    for (std::size_t i = 0; i < gaps.size(); i += 3)
        gaps[i] = static_cast<double>(i % 7);
    for (int i = 0; i < 100; ++i)
        alternating.push_back(i % 2 ? 9.0 : 0.0);
    for (int i = 0; i < 60; ++i)
        ramp.push_back(i);
    burst[250] = 4000.0;
    lastKnown.back() = 7.0;
    firstKnown.front() = 7.0;
    return {
        {"empty", {}},
        {"one value", {3.0}},
        {"one zero", {0.0}},
        {"two values", {3.0, 5.0}},
        {"as long as a week", {1, 2, 3, 4, 5, 6, 7}},
        {"two weeks", {1, 2, 3, 4, 5, 6, 7, 1, 2, 3, 4, 5, 6, 7}},
        {"all zero", Values(120, 0.0)},
        {"constant", Values(120, 4.0)},
        {"not a number anywhere", Values(120, kNan)},
        {"huge", Values(120, 1e12)},
        {"huge and zero",
         [] {
             Values v(120, 0.0);
             for (std::size_t i = 0; i < v.size(); i += 5)
                 v[i] = 1e15;
             return v;
         }()},
        {"tiny", Values(120, 1e-12)},
        {"returns", {-3, 4, -1, 0, 2, -8, 1, 0, 0, 3, -2, 5, 1, 1, -4, 0, 2, 2, 1, 0}},
        {"infinite",
         {1, 2, std::numeric_limits<double>::infinity(), 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14}},
        {"gaps", gaps},
        {"every other day", alternating},
        {"one burst", burst},
        {"only the last day known", lastKnown},
        {"only the first day known", firstKnown},
        {"straight line", ramp},
    };
}

std::vector<double> pointOf(const Fit& fit, std::size_t horizon)
{
    std::vector<double> mean(horizon);
    fit.point(mean);
    return mean;
}

} // namespace

class TestMethods : public QObject
{
    Q_OBJECT
private slots:
    void everyMethodAnswersNumbersOrAReason_data()
    {
        QTest::addColumn<int>("edge");
        const std::vector<Edge> all = edges();
        for (std::size_t i = 0; i < all.size(); ++i)
            QTest::newRow(all[i].name) << int(i);
    }
    void everyMethodAnswersNumbersOrAReason()
    {
        QFETCH(int, edge);
        const Values values = edges()[std::size_t(edge)].values;
        for (const Method* method : allMethods()) {
            for (const int period : {1, 7}) {
                for (const bool thorough : {false, true}) {
                    FitOptions options;
                    options.thorough = thorough;
                    options.fitted = true;
                    const auto fit = method->fit(SeriesView{values, period}, options);
                    if (!fit) {
                        QVERIFY2(!fit.error().message.empty(), qPrintable(nameOf(*method)));
                        continue;
                    }
                    for (const double mean : pointOf(**fit, 400))
                        QVERIFY2(std::isfinite(mean), qPrintable(nameOf(*method)));
                    QVERIFY2((*fit)->fitted.size() == values.size(), qPrintable(nameOf(*method)));
                    std::vector<double> variance(28);
                    (*fit)->variance(variance);
                    for (const double one : variance) // no formula, or a variance
                        QVERIFY2(!(one < 0.0), qPrintable(nameOf(*method)));
                    (*fit)->roll(values);
                    for (const double mean : pointOf(**fit, 14))
                        QVERIFY2(std::isfinite(mean), qPrintable(nameOf(*method)));
                }
            }
        }
    }

    void everyMethodsForecastIsSoundAsStored_data() { everyMethodAnswersNumbersOrAReason_data(); }
    void everyMethodsForecastIsSoundAsStored()
    {
        QFETCH(int, edge);
        DemandHistory history;
        history.first = dayOf(2024, 1, 1);
        history.values = edges()[std::size_t(edge)].values;
        double greatest = 0.0;
        for (const double value : history.values)
            if (std::isfinite(value))
                greatest = std::max(greatest, value);
        std::vector<std::string> names{"auto", "no such method"};
        for (const Method* method : allMethods())
            names.emplace_back(method->name());
        for (const std::string& name : names) {
            AutomaticOptions options;
            options.method = name;
            options.horizon = 30;
            const Forecast forecast = forecastAutomatically(history, options);
            QVERIFY2(!forecast.reason.empty() && !forecast.method.empty(), name.c_str());
            QCOMPARE(forecast.horizon(), 30);
            for (const double mean : forecast.mean)
                QVERIFY2(mean >= 0.0 && mean <= 2.0 * greatest + 1e-9, name.c_str());
            for (const int days : {1, 7, 30, 45}) {
                double last = 0.0;
                for (const double level : {0.001, 0.05, 0.3, 0.5, 0.8, 0.95, 0.999}) {
                    const double quantile = forecast.sumQuantile(0, days, level);
                    QVERIFY2(std::isfinite(quantile) && quantile >= last, name.c_str());
                    last = quantile;
                }
            }
        }
    }

    // A day on which nothing could be sold says nothing: it carries what was learned over.
    void excludedDaysLeaveTheLearntLevel()
    {
        Values constant(200, 6.0), holes = constant;
        for (std::size_t i = 0; i < holes.size(); ++i)
            if (i % 11 == 3 || (i > 100 && i < 130) || i > 190)
                holes[i] = kExcluded;
        int levels = 0;
        for (const Method* method : allMethods()) {
            const auto whole = method->fit(SeriesView{constant, 7}), some = method->fit(SeriesView{holes, 7});
            if (!whole || !some)
                continue;
            ++levels;
            const Values all = pointOf(**whole, 21), without = pointOf(**some, 21);
            for (std::size_t h = 0; h < all.size(); ++h)
                QVERIFY2(std::abs(without[h] - all[h]) < 1e-6, qPrintable(nameOf(*method)));
        }
        QVERIFY(levels >= 14);

        // With noise: within what a fifth fewer days can tell.
        const Values sold = counts(20, 420, 3);
        Values empty = sold;
        for (std::size_t i = 0; i < empty.size(); ++i)
            if (i % 29 < 6)
                empty[i] = kExcluded;
        for (const char* name : {"mean", "ma", "ses", "window", "tsb", "croston", "theta", "hw_additive"}) {
            const Method& method = *findMethod(name);
            const auto sum = [&](const Values& values) {
                const auto fit = method.fit(SeriesView{values, 7});
                double total = 0.0;
                for (const double mean : pointOf(**fit, 28))
                    total += mean;
                return total;
            };
            const double full = sum(sold), partly = sum(empty);
            QVERIFY2(
                std::abs(partly - full) < 0.12 * full,
                qPrintable(
                    QStringLiteral("%1: %2 against %3").arg(QLatin1String(name)).arg(partly).arg(full)));
        }
    }

    void anEmptyShelfAtTheEndChangesNothingOfTheLevel()
    {
        const Values sold = counts(9, 140, 8);
        for (const char* name : {"mean", "ses", "ma", "naive", "window"}) {
            const auto before = findMethod(name)->fit(SeriesView{sold, 7});
            const auto after = findMethod(name)->fit(SeriesView{sold, 7});
            const Values week(7, kExcluded);
            (*after)->roll(week);
            QVERIFY2(pointOf(**before, 14) == pointOf(**after, 14), name);
        }
    }

    void theForecastIsTheMeanOfMethodsWeighedByTheirBacktest_data()
    {
        QTest::addColumn<QVector<double>>("values");
        const auto row = [](const char* name, const Values& values) {
            QTest::newRow(name) << QVector<double>(values.begin(), values.end());
        };
        row("weekdays", counts(40, 300, 1));
        row("slow", counts(0.3, 400, 2));
        row("growing", counts(10, 300, 3, 0.3));
        row("falling", counts(60, 300, 4, -0.15));
        Values step = counts(5, 200, 5), high = counts(25, 100, 6);
        step.insert(step.end(), high.begin(), high.end());
        row("jumped", step);
        Values repeated;
        for (int d = 0; d < 200; ++d)
            repeated.push_back(d % 7 == 5 ? 30.0 : 3.0 + d % 7);
        row("exactly the same week", repeated);
    }
    void theForecastIsTheMeanOfMethodsWeighedByTheirBacktest()
    {
        QFETCH(QVector<double>, values);
        DemandHistory history;
        history.first = dayOf(2024, 1, 1);
        history.values.assign(values.begin(), values.end());
        const Forecast forecast = forecastAutomatically(history, {});
        // The backtest by hand: origins a fortnight apart over up to twelve horizons of the newer half,
        // weekly sums, parameters of the earliest data.
        const auto first =
            std::find_if(history.values.begin(), history.values.end(), [](double v) { return v > 0.0; });
        const Values life(first, history.values.end());
        const std::size_t n = life.size();
        std::size_t tests = 3;
        while (tests < 12 && (tests + 1) * 28 + n / 2 <= n)
            ++tests;
        const std::vector<std::string> names =
            candidateMethods(forecast.demandClass, Grain::Daily, static_cast<int>(n));
        std::vector<std::pair<Values, double>> tried; // forecast, error
        double best = std::numeric_limits<double>::infinity();
        for (const Method* method : allMethods()) {
            if (std::find(names.begin(), names.end(), method->name()) == names.end())
                continue;
            std::size_t at = n - 28 * tests;
            const auto fit = method->fit(SeriesView{std::span(life).first(at), 7});
            QVERIFY(fit);
            double squares = 0.0, daySquares = 0.0;
            int weeks = 0;
            for (std::size_t origin = at; origin < n; origin += 14) {
                (*fit)->roll(std::span(life).subspan(at, origin - at));
                at = origin;
                const std::vector<double> mean = pointOf(**fit, std::min<std::size_t>(28, n - origin));
                for (std::size_t week = 0; week < mean.size() / 7; ++week, ++weeks) {
                    double error = 0.0;
                    for (std::size_t d = 7 * week; d < 7 * week + 7; ++d) {
                        const double one = std::max(0.0, mean[d]) - life[origin + d];
                        error += one;
                        daySquares += one * one;
                    }
                    squares += error * error;
                }
            }
            tried.emplace_back(
                pointOf(**method->fit(SeriesView{life, 7}), 28),
                std::sqrt((squares + daySquares) / (7.0 * weeks)));
            best = std::min(best, tried.back().second);
        }
        QVERIFY(tried.size() >= 3);
        const auto weigh = [best](double error) {
            return best > 0.0 ? std::pow(best / error, 4.0) : error > 0.0 ? 0.0 : 1.0;
        };
        double all = 0.0;
        for (const auto& one : tried)
            all += weigh(one.second);
        Values mean(28, 0.0);
        double sum = 0.0;
        for (const auto& [points, error] : tried) {
            if (weigh(error) < 0.05 * all || (best == 0.0 && sum > 0.0))
                continue;
            sum += weigh(error);
            for (std::size_t h = 0; h < 28; ++h)
                mean[h] += weigh(error) * points[h];
        }
        for (std::size_t h = 0; h < 28; ++h)
            QVERIFY(std::abs(forecast.mean[h] - std::max(0.0, mean[h] / sum)) < 1e-9 * (1.0 + mean[h]));
        QCOMPARE(forecast.accuracy.folds, 3);
    }

    void everyMethodGivesTheSameBitsOnAnyNumberOfThreads()
    {
        std::vector<Values> series;
        for (std::uint64_t s = 0; s < 12; ++s)
            series.push_back(counts(0.4 + 3.0 * static_cast<double>(s), 200, 50 + s));
        const std::span<const Method* const> all = allMethods();
        const auto run = [&](int threads) {
            std::vector<Values> made(series.size() * all.size());
            parallelFor(made.size(), threads, {}, [&](std::size_t i) {
                const auto fit = all[i % all.size()]->fit(SeriesView{series[i / all.size()], 7});
                if (fit)
                    made[i] = pointOf(**fit, 28);
            });
            return made;
        };
        const auto one = run(1), eight = run(8);
        for (std::size_t i = 0; i < one.size(); ++i)
            QVERIFY2(one[i] == eight[i], qPrintable(nameOf(*all[i % all.size()])));
    }

    void pinballIsThatOfTheStoredQuantiles()
    {
        // The repeated quantiles of the backtest are looked up; they must be those the forecast gives.
        for (const char* method : {"window", "mean", "holt", "tsb"}) {
            DemandHistory history;
            history.first = dayOf(2024, 1, 1);
            history.values = counts(3, 200, 9, 0.02);
            AutomaticOptions options;
            options.method = method;
            const Forecast forecast = forecastAutomatically(history, options);
            const auto first =
                std::find_if(history.values.begin(), history.values.end(), [](double v) { return v > 0.0; });
            const Values life(first, history.values.end());
            const std::size_t n = life.size();
            const auto fit = findMethod(method)->fit(SeriesView{std::span(life).first(n - 84), 7});
            double loss = 0.0;
            for (std::size_t origin = n - 84; origin < n; origin += 28) {
                if (origin > n - 84)
                    (*fit)->roll(std::span(life).subspan(origin - 28, 28));
                Forecast at = forecast;
                at.mean = pointOf(**fit, 28);
                for (double& mean : at.mean)
                    mean = std::max(0.0, mean);
                for (int d = 0; d < 28; ++d)
                    for (const double level : kStoredLevels) {
                        const double gap = life[origin + std::size_t(d)] - at.quantile(d, level);
                        loss += gap >= 0.0 ? level * gap : (level - 1.0) * gap;
                    }
            }
            QVERIFY2(
                std::abs(forecast.accuracy.pinball - loss / 84 / 7) < 1e-12,
                qPrintable(QStringLiteral("%1: %2, wanted %3")
                               .arg(QLatin1String(method))
                               .arg(forecast.accuracy.pinball)
                               .arg(loss / 84 / 7)));
        }
    }

    void thetaRisesByHalfOfTheLine()
    {
        Values line;
        for (int t = 0; t < 60; ++t)
            line.push_back(100.0 + 4.0 * t);
        const auto fit = findMethod("theta")->fit(SeriesView{line, 1});
        QVERIFY(bool(fit));
        QVERIFY(std::abs((*fit)->parameter("drift") - 2.0) < 1e-9);
        const Values mean = pointOf(**fit, 10);
        for (std::size_t h = 1; h < mean.size(); ++h)
            QVERIFY(std::abs(mean[h] - mean[h - 1] - 2.0) < 1e-9);
        QVERIFY(mean[0] > line.back() && mean[0] < line.back() + 4.0);
    }

    void thetaKeepsTheSeasonAndRollsInStep()
    {
        Values week;
        for (int d = 0; d < 140; ++d)
            week.push_back(d % 7 == 5 ? 20.0 : 10.0);
        const auto whole = findMethod("theta")->fit(SeriesView{week, 7});
        const auto rolled = findMethod("theta")->fit(SeriesView{std::span(week).first(129), 7});
        (*rolled)->roll(std::span(week).subspan(129));
        const Values a = pointOf(**whole, 14), b = pointOf(**rolled, 14);
        for (std::size_t h = 0; h < 14; ++h) {
            const double wanted = (140 + h) % 7 == 5 ? 20.0 : 10.0;
            QVERIFY2(std::abs(a[h] - wanted) < 0.05, qPrintable(QString::number(a[h])));
            QVERIFY2(std::abs(b[h] - wanted) < 0.05, qPrintable(QString::number(b[h])));
        }
        // Where nothing sells on some days, ratios still hold; where weeks are empty, differences do.
        for (std::size_t d = 70; d < 84; ++d)
            week[d] = 0.0;
        const auto gap = findMethod("theta")->fit(SeriesView{week, 7});
        QVERIFY(bool(gap));
        QCOMPARE((*gap)->form, std::string("Theta, season added"));
    }
};

QTEST_GUILESS_MAIN(TestMethods)
#include "test_methods.moc"
