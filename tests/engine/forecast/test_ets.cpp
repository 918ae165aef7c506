#include "engine/core/random.h"
#include "engine/forecast/ets/ets.h"

#include <QTest>

#include <cmath>

using namespace merch;

namespace
{

constexpr const char* kForms[] = {"ANN",  "AAN", "AAdN", "MNN",  "MAN", "MAdN", "ANA", "AAA",
                                  "AAdA", "MNA", "MAA",  "MAdA", "MNM", "MAM",  "MAdM"};
constexpr std::size_t kSeason = 4;

void addForms()
{
    QTest::addColumn<QString>("code");
    for (const char* form : kForms)
        QTest::newRow(form) << QString::fromLatin1(form);
}

EtsParameters parametersOf(const EtsForm& form)
{
    return {0.3, form.trend ? 0.05 : 0.0, form.season == 'N' ? 0.0 : 0.15, form.damped ? 0.9 : 1.0};
}

EtsState stateOf(const EtsForm& form)
{
    EtsState state;
    state.level = 100.0;
    state.slope = form.trend ? 1.5 : 0.0;
    if (form.season == 'A')
        state.season = {-12, 5, 20, -13};
    if (form.season == 'M')
        state.season = {0.85, 1.05, 1.25, 0.85};
    return state;
}

/// A series from the model itself.
std::vector<double> seriesOf(const EtsForm& form, std::size_t n, std::uint64_t stream)
{
    EtsFit source(form, parametersOf(form), stateOf(form), SeriesView{}, 0, false);
    source.sigma2 = form.multiplicativeError ? 0.05 * 0.05 : 25.0;
    Random random(31, stream);
    std::vector<double> path(n);
    source.simulate(random, path);
    if (form.multiplicativeError || form.season == 'M')
        for (double& value : path)
            value = std::max(value, 1.0);
    return path;
}

} // namespace

class TestEts : public QObject
{
    Q_OBJECT
private slots:
    void momentsAreThoseOfManySimulatedFutures_data() { addForms(); }
    void momentsAreThoseOfManySimulatedFutures()
    {
        QFETCH(QString, code);
        const EtsForm form = *EtsForm::parse(code.toStdString());
        EtsFit fit(form, parametersOf(form), stateOf(form), SeriesView{}, 0, false);
        fit.sigma2 = form.multiplicativeError ? 0.04 * 0.04 : 16.0;
        constexpr std::size_t kSteps = 10;
        constexpr int kPaths = 20000;
        std::vector<double> mean(kSteps), variance(kSteps), path(kSteps), sum(kSteps), squares(kSteps);
        fit.point(mean);
        fit.variance(variance);
        Random random(41, 7);
        double total = 0.0, totalSquares = 0.0;
        for (int i = 0; i < kPaths; ++i) {
            fit.simulate(random, path);
            double all = 0.0;
            for (std::size_t h = 0; h < kSteps; ++h) {
                const double away = path[h] - mean[h];
                sum[h] += away;
                squares[h] += away * away;
                all += away;
            }
            total += all;
            totalSquares += all * all;
        }
        for (std::size_t h = 0; h < kSteps; ++h) {
            const double sd = std::sqrt(variance[h]);
            QVERIFY2(
                std::abs(sum[h] / kPaths) < 5.0 * sd / std::sqrt(double(kPaths)),
                qPrintable(QStringLiteral("step %1: off by %2").arg(h).arg(sum[h] / kPaths)));
            // A sample variance of n normals is known to sqrt(2 / n): here 1 %, five times over.
            QVERIFY2(
                std::abs(squares[h] / kPaths / variance[h] - 1.0) < 0.05,
                qPrintable(QStringLiteral("step %1: %2, wanted %3")
                               .arg(h)
                               .arg(squares[h] / kPaths)
                               .arg(variance[h])));
        }
        // Of the sum: exact for additive errors, near for small multiplicative ones.
        const double wanted = fit.sumVariance(kSteps);
        QVERIFY2(
            std::abs((totalSquares / kPaths) / wanted - 1.0) < (form.season == 'M' ? 0.15 : 0.06),
            qPrintable(QStringLiteral("%1, wanted %2").arg(totalSquares / kPaths).arg(wanted)));
    }

    void noOtherParametersAreMoreLikely_data() { addForms(); }
    void noOtherParametersAreMoreLikely()
    {
        QFETCH(QString, code);
        const EtsForm form = *EtsForm::parse(code.toStdString());
        const std::vector<double> y = seriesOf(form, 60, 3);
        const SeriesView view{y, form.season == 'N' ? 1 : int(kSeason)};
        FitOptions thorough;
        thorough.thorough = true;
        const auto best = fitEts(form, view, thorough);
        QVERIFY(bool(best));
        // The truth itself is one candidate of many.
        const EtsFit truth(form, parametersOf(form), stateOf(form), view, 0, false);
        QVERIFY((*best)->loglik >= truth.loglik);
        Random random(51, 1);
        for (int i = 0; i < 300; ++i) {
            EtsParameters p;
            p.alpha = 1e-4 + 0.9998 * random.uniform();
            p.beta = form.trend ? p.alpha * random.uniform() : 0.0;
            p.gamma = form.season == 'N' ? 0.0 : (1.0 - p.alpha) * random.uniform();
            p.phi = form.damped ? 0.8 + 0.18 * random.uniform() : 1.0;
            EtsState state = stateOf(form);
            state.level *= 0.8 + 0.4 * random.uniform();
            state.slope *= 2.0 * random.uniform();
            const EtsFit other(form, p, state, view, 0, false);
            QVERIFY(!(other.loglik > (*best)->loglik + 1e-6));
        }
        // Many series are fitted fast; a unit of likelihood is what that may cost.
        const auto fast = fitEts(form, view, {});
        QVERIFY(bool(fast));
        QVERIFY2(
            (*fast)->loglik >= (*best)->loglik - 1.5,
            qPrintable(QStringLiteral("%1 against %2").arg((*fast)->loglik).arg((*best)->loglik)));
    }

    void parametersStayWithinTheirBounds_data() { addForms(); }
    void parametersStayWithinTheirBounds()
    {
        QFETCH(QString, code);
        const EtsForm form = *EtsForm::parse(code.toStdString());
        for (std::uint64_t stream = 0; stream < 6; ++stream) {
            const std::vector<double> y = seriesOf(form, 40, 100 + stream);
            const SeriesView view{y, form.season == 'N' ? 1 : int(kSeason)};
            for (const bool thorough : {false, true}) {
                FitOptions options;
                options.thorough = thorough && stream == 0;
                const auto fit = fitEts(form, view, options);
                QVERIFY(bool(fit));
                const double alpha = (*fit)->parameter("alpha");
                QVERIFY(alpha >= 1e-4 - 1e-12 && alpha <= 0.9999 + 1e-12);
                if (form.trend)
                    QVERIFY((*fit)->parameter("beta") >= 0.0 && (*fit)->parameter("beta") <= alpha + 1e-12);
                if (form.season != 'N')
                    QVERIFY(
                        (*fit)->parameter("gamma") >= 0.0 &&
                        (*fit)->parameter("gamma") <= 1.0 - alpha + 1e-12);
                if (form.damped)
                    QVERIFY(
                        (*fit)->parameter("phi") >= 0.8 - 1e-12 && (*fit)->parameter("phi") <= 0.98 + 1e-12);
            }
        }
    }

    void unitsOfTheSeriesDoNotMatter_data() { addForms(); }
    void unitsOfTheSeriesDoNotMatter()
    {
        QFETCH(QString, code);
        const EtsForm form = *EtsForm::parse(code.toStdString());
        const std::vector<double> y = seriesOf(form, 48, 9);
        std::vector<double> cents = y;
        for (double& value : cents)
            value *= 1024.0; // a power of two: nothing is rounded on the way
        const int period = form.season == 'N' ? 1 : int(kSeason);
        const auto one = fitEts(form, {y, period}, {}), other = fitEts(form, {cents, period}, {});
        QVERIFY(one && other);
        std::vector<double> a(12), b(12);
        (*one)->point(a);
        (*other)->point(b);
        for (std::size_t h = 0; h < a.size(); ++h)
            QVERIFY(std::abs(b[h] / 1024.0 - a[h]) <= 1e-9 * std::abs(a[h]));
    }

    void rollingOnIsRunningOverAll_data() { addForms(); }
    void rollingOnIsRunningOverAll()
    {
        QFETCH(QString, code);
        const EtsForm form = *EtsForm::parse(code.toStdString());
        std::vector<double> y = seriesOf(form, 50, 5);
        y[10] = y[33] = y[34] = kExcluded;
        const std::span<const double> all(y);
        EtsFit whole(form, parametersOf(form), stateOf(form), {all, int(kSeason)}, 0, false);
        EtsFit head(form, parametersOf(form), stateOf(form), {all.first(21), int(kSeason)}, 0, false);
        head.roll(all.subspan(21, 13));
        head.roll(all.subspan(34));
        head.sigma2 = whole.sigma2; // means of a multiplicative season depend on it
        std::vector<double> a(9), b(9);
        whole.point(a);
        head.point(b);
        QVERIFY(a == b);
    }

    void theAutomaticChoiceIsTheLeastCriterion()
    {
        for (const char* source : {"ANN", "MAdN", "ANA", "MAM"}) {
            const EtsForm form = *EtsForm::parse(source);
            const std::vector<double> y = seriesOf(form, 72, 11);
            const SeriesView view{y, int(kSeason)};
            FitOptions options;
            options.thorough = true;
            const auto chosen = findMethod("ets_auto")->fit(view, options);
            QVERIFY(bool(chosen));
            double least = std::numeric_limits<double>::infinity();
            std::string name;
            for (const char* code : kForms) {
                const auto fit = fitEts(*EtsForm::parse(code), view, options);
                if (fit && (*fit)->aicc < least) {
                    least = (*fit)->aicc;
                    name = (*fit)->form;
                }
            }
            QCOMPARE((*chosen)->form, name);
            QCOMPARE((*chosen)->aicc, least);
        }
    }
};

QTEST_GUILESS_MAIN(TestEts)
#include "test_ets.moc"
