#include "engine/core/random.h"
#include "engine/forecast/method.h"

#include <QTest>

#include <cmath>

using namespace merch;

namespace
{

using Values = std::vector<double>;

Values slowMover(int periods, std::uint64_t stream)
{
    Random random(33, stream);
    Values values;
    for (int t = 0; t < periods; ++t)
        values.push_back(random.uniform() < 0.3 ? 1.0 + static_cast<double>(random.poisson(2.0)) : 0.0);
    return values;
}

double rateOf(const Fit& fit)
{
    Values mean(1);
    fit.point(mean);
    return mean.front();
}

std::unique_ptr<Fit> fitted(const char* method, const Values& values, std::vector<Parameter> fixed = {})
{
    FitOptions options;
    options.fixed = std::move(fixed);
    auto fit = findMethod(method)->fit(SeriesView{values, 1}, options);
    return fit ? std::move(*fit) : nullptr;
}

} // namespace

class TestAggregation : public QObject
{
    Q_OBJECT

private slots:
    void sumsOverTheMeanIntervalAreSmoothed()
    {
        // Demands after 2, 1 and 3 periods: blocks of two, of which the oldest period is left over. Sums 6,
        // 3, 9; 6 + 0.2 (3 - 6) = 5.4; 5.4 + 0.2 (9 - 5.4) = 6.12.
        const Values values{0, 6, 3, 0, 0, 9};
        const auto fit = fitted("adida", values, {{"alpha", 0.2}});
        QVERIFY(fit);
        QCOMPARE(fit->parameter("level"), 2.0);
        QCOMPARE(rateOf(*fit), 6.12 / 2.0);
        // Nine periods by threes, and a tenth: it is left out at the old end.
        const auto longer = fitted("adida", {7, 0, 0, 3, 0, 6, 0, 0, 0, 9}, {{"alpha", 0.2}, {"level", 3.0}});
        QVERIFY(longer);
        QCOMPARE(rateOf(*longer), (3.0 + 0.2 * (6.0 - 3.0) + 0.2 * (9.0 - 3.6)) / 3.0);
    }

    void noOtherSmoothingHasLessError()
    {
        for (std::uint64_t s = 0; s < 20; ++s) {
            const Values values = slowMover(60, s);
            const auto fit = fitted("adida", values, {{"level", 1.0}});
            QVERIFY(fit);
            QVERIFY(fit->parameter("alpha") >= 0.1 && fit->parameter("alpha") <= 0.3);
            for (int i = 0; i <= 200; ++i) {
                const auto other = fitted("adida", values, {{"level", 1.0}, {"alpha", 0.1 + 0.001 * i}});
                QVERIFY(fit->mse <= other->mse * (1.0 + 1e-12));
            }
        }
    }

    void imapaIsTheMeanOverAllLengths()
    {
        for (std::uint64_t s = 0; s < 20; ++s) {
            const Values values = slowMover(70, 100 + s);
            const auto fit = fitted("imapa", values);
            QVERIFY(fit);
            const int longest = static_cast<int>(fit->parameter("max_level"));
            QVERIFY(longest > 1);
            double sum = 0.0;
            for (int k = 1; k <= longest; ++k)
                sum += rateOf(*fitted("adida", values, {{"level", static_cast<double>(k)}}));
            QVERIFY(std::abs(rateOf(*fit) - sum / longest) < 1e-12);
        }
    }

    void rollingOnIsLearningAllAtOnce()
    {
        const Values values = slowMover(90, 7);
        const std::vector<Parameter> fixed{{"alpha", 0.15}, {"level", 4.0}, {"max_level", 5.0}};
        for (const char* method : {"adida", "imapa"}) {
            for (const std::size_t known : {40, 41, 42, 43, 44}) {
                const auto fit =
                    fitted(method, Values(values.begin(), values.begin() + std::ptrdiff_t(known)), fixed);
                QVERIFY(fit);
                fit->roll(std::span(values).subspan(known));
                QCOMPARE(rateOf(*fit), rateOf(*fitted(method, values, fixed)));
            }
        }
    }

    void whatIsLeftOutDoesNotPass()
    {
        const Values values = slowMover(50, 9);
        Values holes;
        for (std::size_t t = 0; t < values.size(); ++t) {
            if (t % 4 == 1)
                holes.insert(holes.end(), 3, kNone);
            holes.push_back(values[t]);
        }
        for (const char* method : {"adida", "imapa"})
            QCOMPARE(rateOf(*fitted(method, holes)), rateOf(*fitted(method, values)));
    }

    void whatCannotBeAskedIsToldOf()
    {
        const Values values = slowMover(30, 11);
        QVERIFY(!fitted("adida", values, {{"level", 0.0}}));
        QVERIFY(!fitted("adida", values, {{"level", 31.0}}));
        QVERIFY(!fitted("adida", values, {{"level", kNone}}));
        QVERIFY(!fitted("imapa", values, {{"alpha", 1.5}}));
        QVERIFY(!fitted("imapa", {1.0, -2.0, 0.0, 3.0}));
        QCOMPARE(rateOf(*fitted("imapa", Values(30, 0.0))), 0.0);
    }
};

QTEST_GUILESS_MAIN(TestAggregation)
#include "test_aggregation.moc"
