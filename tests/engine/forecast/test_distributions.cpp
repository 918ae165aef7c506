#include "engine/forecast/distributions.h"

#include <QTest>

#include <cmath>

using namespace merch;

namespace
{

/// P(count <= k) from the logarithms of the terms, with more digits.
double byTerms(double mean, double variance, int k)
{
    const bool poisson = variance <= mean * (1.0 + 1e-9);
    const long double m = mean, share = poisson ? 0.0L : 1.0L - m / variance,
                      size = poisson ? 0.0L : m * m / (variance - m);
    long double term = poisson ? -m : size * std::log1p(-share), sum = std::exp(term);
    for (int i = 1; i <= k; ++i) {
        term += std::log((poisson ? m : share * (i - 1 + size)) / i);
        sum += std::exp(term);
    }
    return static_cast<double>(std::min(1.0L, sum));
}

} // namespace

class TestDistributions : public QObject
{
    Q_OBJECT
private slots:
    // Small counts are summed, larger ones come from the incomplete beta and gamma: no seam between them.
    void theDistributionOfCountsIsTheSumOfItsTerms_data()
    {
        QTest::addColumn<double>("mean");
        QTest::addColumn<double>("ratio");
        for (const double mean : {1e-6, 0.02, 0.7, 3.0, 20.0, 47.0, 60.0, 800.0})
            for (const double ratio : {1.0, 1.0 + 1e-6, 1.3, 4.0, 60.0})
                QTest::addRow("mean %g, variance %.9g times", mean, ratio) << mean << ratio;
    }
    void theDistributionOfCountsIsTheSumOfItsTerms()
    {
        QFETCH(double, mean);
        QFETCH(double, ratio);
        double last = 0.0;
        for (const int k : {0, 1, 2, 5, 20, 46, 47, 48, 49, 80, 300, 900}) {
            const double value = countCdf(mean, ratio * mean, k), wanted = byTerms(mean, ratio * mean, k);
            QVERIFY2(
                std::abs(value - wanted) <= 1e-8,
                qPrintable(QStringLiteral("%1: %2, wanted %3").arg(k).arg(value).arg(wanted)));
            QVERIFY(value >= last - 1e-13 && value <= 1.0);
            last = value;
        }
    }

    void theQuantileIsTheLeastCountThatReachesTheLevel()
    {
        for (const double mean : {0.001, 0.4, 2.0, 30.0, 46.0, 52.0, 400.0, 9000.0})
            for (const double ratio : {1.0, 1.5, 8.0, 90.0})
                for (const double level : {1e-6, 0.05, 0.5, 0.9, 0.99, 1.0 - 1e-9}) {
                    const double k = countQuantile(mean, ratio * mean, level);
                    const auto where = QStringLiteral("mean %1, ratio %2, level %3: %4")
                                           .arg(mean)
                                           .arg(ratio)
                                           .arg(level)
                                           .arg(k);
                    QVERIFY2(countCdf(mean, ratio * mean, k) >= level - 1e-13, qPrintable(where));
                    if (k > 0.0)
                        QVERIFY2(countCdf(mean, ratio * mean, k - 1.0) < level + 1e-13, qPrintable(where));
                }
    }

    void nothingExpectedMeansNothingSold()
    {
        QCOMPARE(countCdf(0.0, 0.0, 0.0), 1.0);
        QCOMPARE(countCdf(5.0, 5.0, -1.0), 0.0);
        QCOMPARE(countQuantile(0.0, 0.0, 0.99), 0.0);
    }
};

QTEST_GUILESS_MAIN(TestDistributions)
#include "test_distributions.moc"
