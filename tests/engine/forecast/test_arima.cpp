#include "engine/core/random.h"
#include "engine/forecast/arima/arima.h"

#include <QTest>

#include <cmath>
#include <limits>
#include <numbers>

using namespace merch;

namespace
{

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
using Values = std::vector<double>;

// A process with phi and theta, from normal noise.
Values simulated(double phi, double theta, int n, std::uint64_t stream)
{
    Random random(5, stream);
    Values values;
    double before = 0.0, noise = 0.0;
    for (int t = 0; t < n + 50; ++t) {
        const double fresh = random.normal();
        before = phi * before + fresh + theta * noise;
        noise = fresh;
        if (t >= 50)
            values.push_back(10.0 + before);
    }
    return values;
}

Eigen::MatrixXd ones(std::size_t n)
{
    return Eigen::MatrixXd::Ones(static_cast<Eigen::Index>(n), 1);
}

// The likelihood of AR(1) around b as the textbook writes it, the first value from the long run.
double textbookLoglik(const Values& y, double phi, double b)
{
    const double n = static_cast<double>(y.size());
    double squares = (1.0 - phi * phi) * (y[0] - b) * (y[0] - b);
    for (std::size_t t = 1; t < y.size(); ++t)
        squares += std::pow(y[t] - b - phi * (y[t - 1] - b), 2.0);
    return -0.5 * n * (std::log(2.0 * std::numbers::pi * squares / n) + 1.0) +
           0.5 * std::log(1.0 - phi * phi);
}

} // namespace

class TestArima : public QObject
{
    Q_OBJECT

private slots:
    void likelihoodIsTheTextbooksAndAtItsTop()
    {
        const Values y = simulated(0.7, 0.0, 120, 1);
        const auto fit = fitArima({y, 1}, {.p = 1}, ones(y.size()));
        QVERIFY(fit);
        const double phi = fit->ar[0], b = fit->regression(0);
        QVERIFY(std::abs(fit->loglik - textbookLoglik(y, phi, b)) < 1e-8);
        for (const double step : {-0.01, 0.01}) {
            QVERIFY(textbookLoglik(y, phi + step, b) < fit->loglik);
            QVERIFY(textbookLoglik(y, phi, b + step) < fit->loglik);
        }
    }

    void parametersOfALongSeriesAreFound()
    {
        const Values y = simulated(0.6, 0.4, 4000, 2);
        const auto fit = fitArima({y, 1}, {.p = 1, .q = 1}, ones(y.size()));
        QVERIFY(fit);
        QVERIFY(std::abs(fit->ar[0] - 0.6) < 0.05);
        QVERIFY(std::abs(fit->ma[0] - 0.4) < 0.05);
        QVERIFY(std::abs(fit->sigma2 - 1.0) < 0.1);
    }

    void movingAverageIsInvertible()
    {
        const Values y = simulated(0.0, 2.5, 400, 3);
        const auto fit = fitArima({y, 1}, {.q = 1}, ones(y.size()));
        QVERIFY(fit);
        QVERIFY(std::abs(fit->ma[0]) <= 1.0);
        QVERIFY(std::abs(fit->ma[0] - 0.4) < 0.15);
    }

    void randomWalkForecastsItsLastValueAndItsSums()
    {
        const Values y{3.0, 5.0, 4.0, 7.0, 6.0, 9.0};
        const auto fit = fitArima({y, 1}, {.d = 1});
        QVERIFY(fit);
        QCOMPARE(fit->observations, 5);
        const double variance = (4.0 + 1.0 + 9.0 + 1.0 + 9.0) / 5.0;
        QVERIFY(std::abs(fit->sigma2 - variance) < 1e-4);
        const auto next = forecastArima(*fit, 3);
        QVERIFY(next);
        for (int h = 0; h < 3; ++h) {
            const auto i = static_cast<std::size_t>(h);
            QVERIFY(std::abs(next->mean[i] - 9.0) < 1e-6);
            QVERIFY(std::abs(next->variance[i] - (h + 1) * variance) < 1e-3);
        }
        // e1 + (e1 + e2) + (e1 + e2 + e3): 9 + 4 + 1
        QVERIFY(std::abs(next->sumVariance[2] - 14.0 * variance) < 1e-3);
    }

    void excludedValuesAreBridged()
    {
        Values y = simulated(0.7, 0.0, 300, 4);
        const auto whole = fitArima({y, 1}, {.p = 1}, ones(y.size()));
        for (std::size_t t = 100; t < 110; ++t)
            y[t] = kNan;
        const auto holed = fitArima({y, 1}, {.p = 1}, ones(y.size()));
        QVERIFY(whole && holed);
        QCOMPARE(holed->observations, 290);
        QVERIFY(std::abs(holed->ar[0] - whole->ar[0]) < 0.08);
        QVERIFY(std::isnan(holed->residuals[105]));
        QVERIFY(!std::isnan(holed->residuals[110]));

        // At the end: the forecast reaches on from the last known value.
        Values cut{3.0, 5.0, 4.0, 7.0, 6.0, 9.0, kNan, kNan};
        const auto walk = fitArima({cut, 1}, {.d = 1});
        QVERIFY(walk);
        const auto next = forecastArima(*walk, 1);
        QVERIFY(std::abs(next->mean[0] - 9.0) < 1e-6);
        QVERIFY(std::abs(next->variance[0] - 3.0 * walk->sigma2) < 1e-3);
    }

    void regressorsAreRecoveredAndCarriedOn()
    {
        Values y = simulated(0.5, 0.0, 300, 5);
        Eigen::MatrixXd x = Eigen::MatrixXd::Ones(300, 2);
        for (Eigen::Index t = 0; t < 300; ++t) {
            x(t, 1) = t % 11 == 0 ? 1.0 : 0.0;
            y[static_cast<std::size_t>(t)] += 6.0 * x(t, 1);
        }
        const auto fit = fitArima({y, 1}, {.p = 1}, x);
        QVERIFY(fit);
        QVERIFY(std::abs(fit->regression(1) - 6.0) < 0.6);
        Eigen::MatrixXd with = Eigen::MatrixXd::Ones(1, 2), without = with;
        without(0, 1) = 0.0;
        const auto a = forecastArima(*fit, 1, with), b = forecastArima(*fit, 1, without);
        QVERIFY(a && b);
        QVERIFY(std::abs(a->mean[0] - b->mean[0] - fit->regression(1)) < 1e-9);
        QVERIFY(!forecastArima(*fit, 2, with));
        x.col(1).setOnes();
        QVERIFY(!fitArima({y, 1}, {.p = 1}, x));
        QVERIFY(!fitArima({y, 1}, {.d = 1, .q = 1}, ones(y.size()))); // a mean vanishes when differenced
    }

    void seasonalDifferenceRepeatsTheSeason()
    {
        Random random(5, 6);
        Values y;
        for (int t = 0; t < 70; ++t)
            y.push_back(20.0 + 5.0 * (t % 7) + 0.1 * random.normal());
        const auto fit = fitArima({y, 7}, {.seasonalD = 1, .seasonalQ = 1, .period = 7});
        QVERIFY(fit);
        const auto next = forecastArima(*fit, 14);
        QVERIFY(next);
        for (std::size_t h = 0; h < 14; ++h)
            QVERIFY(std::abs(next->mean[h] - 20.0 - 5.0 * static_cast<double>(h % 7)) < 0.3);
    }

    void awkwardSeriesGetAReason_data()
    {
        QTest::addColumn<Values>("values");
        QTest::newRow("empty") << Values{};
        QTest::newRow("two values") << Values{1.0, 2.0};
        QTest::newRow("all zero") << Values(60, 0.0);
        QTest::newRow("constant") << Values(60, 7.0);
        QTest::newRow("all excluded") << Values(60, kNan);
        QTest::newRow("infinite") << Values{1, 2, 3, 4, 5, 6, std::numeric_limits<double>::infinity(), 8, 9};
    }
    void awkwardSeriesGetAReason()
    {
        QFETCH(Values, values);
        const auto fit = fitArima({values, 1}, {.p = 1, .d = 1, .q = 1});
        QVERIFY(!fit);
        QVERIFY(!fit.error().message.empty());
    }

    void hugeAndTinyValuesStayFinite()
    {
        for (const double scale : {1e9, 1e-6}) {
            Values y = simulated(0.5, 0.2, 80, 7);
            for (double& value : y)
                value *= scale;
            const auto fit = fitArima({y, 1}, {.p = 1, .d = 1, .q = 1});
            QVERIFY(fit);
            const auto next = forecastArima(*fit, 5);
            QVERIFY(next && std::isfinite(next->mean[4]) && next->sumVariance[4] > 0.0);
        }
    }

    void noValueIsTakenForAStart()
    {
        // Passenger miles of US airlines (R's airmiles). Far from invertible, errors are as uncertain as a
        // diffuse start; leaving them out would look like a better fit.
        const Values y{412,  480,  683,  1052, 1385,  1418,  1634,  2178,  3362, 5948,
                       6109, 5981, 6753, 8003, 10566, 12528, 14760, 16769, 19819};
        const auto fit = fitArima({y, 1}, {.p = 2, .d = 1, .q = 2});
        QVERIFY(fit);
        QCOMPARE(fit->observations, static_cast<int>(y.size()) - 1);
        QVERIFY2(fit->loglik >= -146.678487 - 0.05, qPrintable(QString::number(fit->loglik)));
    }

    void ordersOutOfRangeAreRefused()
    {
        const Values y = simulated(0.5, 0.0, 60, 8);
        QVERIFY(!fitArima({y, 1}, {.p = -1}));
        QVERIFY(!fitArima({y, 1}, {.seasonalP = 1}));
        QVERIFY(!fitArima({y, 1}, {.p = 1}, ones(59)));
    }
};

QTEST_GUILESS_MAIN(TestArima)
#include "test_arima.moc"
