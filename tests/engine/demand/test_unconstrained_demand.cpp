#include "engine/core/random.h"
#include "engine/demand/censored_count.h"
#include "engine/demand/neighbours.h"
#include "engine/demand/unconstrained.h"

#include <QTest>

#include <array>
#include <cmath>
#include <numeric>

using namespace merch;

namespace
{

constexpr std::array<double, 7> kWeek{0.7, 0.8, 0.9, 1.0, 1.2, 1.5, 0.9};
const Day kFirst = dayOf(2024, 1, 1); // a Monday

/// True demand and what its shelf let be seen of it.
struct Simulated {
    std::vector<double> asked;
    ShelfHistory shelf;

    double truth(const std::function<bool(double share)>& of) const
    {
        double sum = 0.0;
        for (std::size_t i = 0; i < asked.size(); ++i)
            sum += of(shelf.share(i)) ? asked[i] : 0.0;
        return sum;
    }
    double estimate(const UnconstrainedDemand& demand, const std::function<bool(double share)>& of) const
    {
        double sum = 0.0;
        for (std::size_t i = 0; i < asked.size(); ++i)
            sum += of(shelf.share(i)) ? demand.demand(i).mid : 0.0;
        return sum;
    }
};

bool isShort(double share)
{
    return share < 1.0;
}

Simulated simulate(int days, double level, double dayEffect, std::uint64_t stream)
{
    Random random(7, stream);
    Simulated made;
    made.shelf.first = kFirst;
    for (int d = 0; d < days; ++d) {
        const double mean = level * kWeek[static_cast<std::size_t>(d % 7)];
        made.asked.push_back(
            static_cast<double>(random.negativeBinomial(mean, mean + dayEffect * mean * mean)));
    }
    made.shelf.sold = made.asked;
    made.shelf.inStock.assign(made.asked.size(), 1.0);
    return made;
}

/// Each order fills the shelf up; what is not there is not sold.
void sellFromStock(Simulated& made, int review, double upTo)
{
    double stock = upTo;
    for (std::size_t i = 0; i < made.asked.size(); ++i) {
        if (i % static_cast<std::size_t>(review) == 0)
            stock = upTo;
        const double sold = std::min(stock, made.asked[i]);
        made.shelf.sold[i] = sold;
        stock -= sold;
        made.shelf.inStock[i] = shelfShare(sold, stock, kExcluded);
    }
}

/// Whole outages of `length` days, begun by chance.
void loseDays(Simulated& made, double chance, int length, std::uint64_t stream)
{
    Random random(8, stream);
    int left = 0;
    for (std::size_t i = 0; i < made.asked.size(); ++i) {
        if (left == 0 && random.uniform() < chance)
            left = length;
        if (left == 0)
            continue;
        --left;
        made.shelf.sold[i] = 0.0;
        made.shelf.inStock[i] = 0.0;
    }
}

} // namespace

class TestUnconstrainedDemand : public QObject
{
    Q_OBJECT

private slots:
    void aShelfSaysHowFarItSold_data();
    void aShelfSaysHowFarItSold();
    void aDayAtLeastAgreesWithTheDistribution_data();
    void aDayAtLeastAgreesWithTheDistribution();
    void hugeCountsStayFinite();
    void aGoodMorningRaisesTheAfternoon();
    void drawsHaveTheMomentsThatAreStated();
    void emptyDaysAreRecoveredWithoutBias_data();
    void emptyDaysAreRecoveredWithoutBias();
    void daysThatSoldOutAreRecoveredWhereDroppingThemIsNot();
    void partsOfDaysAreRecovered();
    void rangesHoldTheTruthAsOftenAsTheySay();
    void theRangeOfASumHoldsItToo();
    void neighboursTellWhatMovedTheDaysOut();
    void neighboursThatTellNothingAreNotFollowed();
    void daysInStockAreLeftAlone();
    void closedAndUnknownDaysAskForNothing();
    void oddHistoriesAreAnswered();
};

void TestUnconstrainedDemand::aShelfSaysHowFarItSold_data()
{
    QTest::addColumn<double>("units");
    QTest::addColumn<double>("onHand");
    QTest::addColumn<double>("availability");
    QTest::addColumn<double>("share");
    QTest::newRow("stock left") << 3.0 << 2.0 << kExcluded << 1.0;
    QTest::newRow("sold the last one") << 3.0 << 0.0 << kExcluded << kSoldOut;
    QTest::newRow("nothing there") << 0.0 << 0.0 << kExcluded << 0.0;
    QTest::newRow("oversold") << 0.0 << -2.0 << kExcluded << 0.0;
    QTest::newRow("no stock known") << 3.0 << kExcluded << kExcluded << 1.0;
    QTest::newRow("share known") << 3.0 << 0.0 << 0.4 << 0.4;
    QTest::newRow("out all day, yet sold") << 3.0 << 0.0 << 0.0 << kSoldOut;
    QTest::newRow("out all day") << 0.0 << 5.0 << 0.0 << 0.0;
    QTest::newRow("whole day") << 0.0 << 0.0 << 1.0 << 1.0;
}

void TestUnconstrainedDemand::aShelfSaysHowFarItSold()
{
    QFETCH(double, units);
    QFETCH(double, onHand);
    QFETCH(double, availability);
    QTEST(shelfShare(units, onHand, availability), "share");
}

void TestUnconstrainedDemand::aDayAtLeastAgreesWithTheDistribution_data()
{
    QTest::addColumn<double>("mean");
    QTest::addColumn<double>("common");
    QTest::addColumn<int>("sold");
    QTest::newRow("poisson") << 4.0 << 0.0 << 6;
    QTest::newRow("poisson, far above") << 2.0 << 0.0 << 30;
    QTest::newRow("poisson, far below") << 200.0 << 0.0 << 3;
    QTest::newRow("negative binomial") << 5.0 << 0.5 << 7;
    QTest::newRow("rare") << 0.05 << 2.0 << 1;
}

void TestUnconstrainedDemand::aDayAtLeastAgreesWithTheDistribution()
{
    QFETCH(double, mean);
    QFETCH(double, common);
    QFETCH(int, sold);
    const DayDemand day{mean, 1.0, common, true};
    // By logarithms of the probabilities themselves.
    const double size = common > 0.0 ? 1.0 / common : 0.0;
    double all = 0.0, first = 0.0, second = 0.0;
    std::vector<double> tail;
    for (int k = sold; k < 4000; ++k) {
        const double log = size > 0.0 ? std::lgamma(k + size) - std::lgamma(size) - std::lgamma(k + 1.0) +
                                            size * std::log(size / (size + mean)) +
                                            k * std::log(mean / (size + mean))
                                      : k * std::log(mean) - mean - std::lgamma(k + 1.0);
        tail.push_back(std::exp(log));
        all += tail.back();
        first += tail.back() * k;
        second += tail.back() * k * k;
    }
    const UnitsMoments moments = demandAtLeast(day, sold);
    QVERIFY(std::abs(moments.mean - first / all) < 1e-6 * (first / all));
    QVERIFY(std::abs(moments.variance - (second / all - first / all * first / all)) < 1e-3);

    const UnitsRange range = rangeAtLeast(day, sold);
    double below = 0.0;
    for (int k = sold; k < static_cast<int>(range.low); ++k)
        below += tail[static_cast<std::size_t>(k - sold)];
    QVERIFY2(below / all <= 0.1, qPrintable(QString::number(below / all)));
    QVERIFY(range.low >= sold && range.low <= range.mid && range.mid <= range.high);
}

void TestUnconstrainedDemand::hugeCountsStayFinite()
{
    for (const bool whole : {true, false})
        for (const double mean : {1e-9, 0.3, 50.0, 1e6})
            for (const double sold : {0.0, 1.0, 400.0, 5e6}) {
                const DayDemand day{mean, 1.5, 0.2, whole};
                const UnitsMoments moments = demandAtLeast(day, sold);
                QVERIFY(std::isfinite(moments.mean) && std::isfinite(moments.variance));
                QVERIFY(moments.mean >= sold);
                const UnitsRange range = rangeAtLeast(day, sold);
                QVERIFY(std::isfinite(range.high) && range.low >= sold && range.low <= range.mid);
            }
}

void TestUnconstrainedDemand::aGoodMorningRaisesTheAfternoon()
{
    const DayDemand uneven{10.0, 1.0, 0.5, true}, even{10.0, 1.0, 0.0, true};
    const double usual = lostWhileEmpty(uneven, 5.0, 0.5).mean;
    QCOMPARE(usual, 5.0);
    // Size 2 and 15 seen of an expected 5: (2 + 15) / (2 + 5) of the 5 that are left.
    QCOMPARE(lostWhileEmpty(uneven, 15.0, 0.5).mean, 5.0 * 17.0 / 7.0);
    QVERIFY(lostWhileEmpty(uneven, 0.0, 0.5).mean < usual);
    QCOMPARE(lostWhileEmpty(even, 15.0, 0.5).mean, 5.0);
}

void TestUnconstrainedDemand::drawsHaveTheMomentsThatAreStated()
{
    Random random(3, 1);
    const DayDemand day{6.0, 1.0, 0.3, true};
    const auto moments = [&](const std::function<double()>& draw) {
        double sum = 0.0, squares = 0.0;
        for (int i = 0; i < 20000; ++i) {
            const double x = draw();
            sum += x;
            squares += x * x;
        }
        return UnitsMoments{sum / 20000, squares / 20000 - sum / 20000 * sum / 20000};
    };
    const UnitsMoments lost = moments([&] { return drawLost(day, 4.0, 0.4, random); });
    const UnitsMoments wantedLost = lostWhileEmpty(day, 4.0, 0.4);
    QVERIFY(std::abs(lost.mean - wantedLost.mean) < 0.08);
    QVERIFY(std::abs(lost.variance - wantedLost.variance) < 0.05 * wantedLost.variance);
    const UnitsMoments least = moments([&] { return drawAtLeast(day, 7.0, random); });
    const UnitsMoments wantedLeast = demandAtLeast(day, 7.0);
    QVERIFY(std::abs(least.mean - wantedLeast.mean) < 0.08);
    QVERIFY(std::abs(least.variance - wantedLeast.variance) < 0.06 * wantedLeast.variance);
}

void TestUnconstrainedDemand::emptyDaysAreRecoveredWithoutBias_data()
{
    QTest::addColumn<double>("level");
    QTest::addColumn<double>("dayEffect");
    QTest::newRow("slow") << 0.4 << 0.0;
    QTest::newRow("usual") << 3.0 << 0.2;
    QTest::newRow("fast") << 40.0 << 0.1;
}

void TestUnconstrainedDemand::emptyDaysAreRecoveredWithoutBias()
{
    QFETCH(double, level);
    QFETCH(double, dayEffect);
    double truth = 0.0, estimate = 0.0;
    for (std::uint64_t s = 0; s < 60; ++s) {
        Simulated made = simulate(364, level, dayEffect, s);
        loseDays(made, 0.03, 6, s);
        const UnconstrainedDemand demand(made.shelf);
        truth += made.truth(isShort);
        estimate += made.estimate(demand, isShort);
    }
    QVERIFY2(
        std::abs(estimate / truth - 1.0) < 0.03, qPrintable(QString::number(estimate / truth - 1.0, 'f', 4)));
}

/// The days that sell out are the good ones: leaving them out, or taking them as they are, reads too low.
void TestUnconstrainedDemand::daysThatSoldOutAreRecoveredWhereDroppingThemIsNot()
{
    double truth = 0.0, estimate = 0.0, sold = 0.0, dropped = 0.0;
    for (std::uint64_t s = 0; s < 60; ++s) {
        Simulated made = simulate(364, 5.0, 0.15, s);
        sellFromStock(made, 1, 6.0); // bread: a fresh six every morning
        const UnconstrainedDemand demand(made.shelf);
        truth += made.truth([](double) { return true; });
        estimate += made.estimate(demand, [](double) { return true; });
        double open = 0.0, openDays = 0.0;
        for (std::size_t i = 0; i < made.asked.size(); ++i) {
            sold += made.shelf.sold[i];
            if (made.shelf.share(i) >= 1.0) {
                open += made.shelf.sold[i];
                openDays += 1.0;
            }
        }
        dropped += open / openDays * 364.0;
    }
    QVERIFY2(
        std::abs(estimate / truth - 1.0) < 0.03, qPrintable(QString::number(estimate / truth - 1.0, 'f', 4)));
    QVERIFY(sold / truth < 0.85);
    QVERIFY(dropped / truth < 0.80);
}

void TestUnconstrainedDemand::partsOfDaysAreRecovered()
{
    double truth = 0.0, estimate = 0.0, scaled = 0.0, error = 0.0, scaledError = 0.0;
    for (std::uint64_t s = 0; s < 60; ++s) {
        Simulated made = simulate(364, 6.0, 0.2, s);
        Random random(9, s);
        for (std::size_t i = 0; i < made.asked.size(); ++i) {
            if (random.uniform() > 0.2)
                continue;
            const double share = random.uniform();
            double sold = 0.0;
            for (int unit = 0; unit < static_cast<int>(made.asked[i]); ++unit)
                sold += random.uniform() < share ? 1.0 : 0.0;
            made.shelf.sold[i] = sold;
            made.shelf.inStock[i] = share;
        }
        const UnconstrainedDemand demand(made.shelf);
        for (std::size_t i = 0; i < made.asked.size(); ++i) {
            if (made.shelf.share(i) >= 1.0)
                continue;
            const double up = made.shelf.sold[i] / std::max(0.05, made.shelf.share(i));
            truth += made.asked[i];
            estimate += demand.demand(i).mid;
            error += std::abs(demand.demand(i).mid - made.asked[i]);
            scaled += up;
            scaledError += std::abs(up - made.asked[i]);
        }
    }
    QVERIFY2(std::abs(estimate / truth - 1.0) < 0.02, qPrintable(QString::number(estimate / truth)));
    QVERIFY2(
        error < 0.75 * scaledError, // against sales divided by the share
        qPrintable(QStringLiteral("%1 %2").arg(error / truth).arg(scaledError / truth)));
}

void TestUnconstrainedDemand::rangesHoldTheTruthAsOftenAsTheySay()
{
    int inside = 0, days = 0;
    for (std::uint64_t s = 0; s < 60; ++s) {
        Simulated made = simulate(364, 8.0, 0.15, s);
        loseDays(made, 0.03, 6, s);
        sellFromStock(made, 2, 18.0);
        const UnconstrainedDemand demand(made.shelf);
        for (std::size_t i = 0; i < made.asked.size(); ++i) {
            if (made.shelf.share(i) >= 1.0)
                continue;
            const UnitsRange range = demand.demand(i);
            QVERIFY(range.low >= made.shelf.sold[i]);
            inside += made.asked[i] >= range.low && made.asked[i] <= range.high;
            ++days;
        }
    }
    const double share = static_cast<double>(inside) / days;
    QVERIFY2(share > 0.78 && share < 0.92, qPrintable(QString::number(share))); // counts cannot hit 0.8
}

void TestUnconstrainedDemand::theRangeOfASumHoldsItToo()
{
    int inside = 0, all = 0;
    for (std::uint64_t s = 0; s < 200; ++s) {
        Simulated made = simulate(120, 6.0, 0.15, s);
        for (std::size_t i = 60; i < 90; ++i) {
            made.shelf.sold[i] = 0.0;
            made.shelf.inStock[i] = 0.0;
        }
        const UnconstrainedDemand demand(made.shelf);
        const UnitsRange range = demand.lost(0, made.asked.size());
        const double truth = made.truth(isShort);
        inside += truth >= range.low && truth <= range.high;
        ++all;
    }
    const double share = static_cast<double>(inside) / all;
    QVERIFY2(share > 0.72 && share < 0.90, qPrintable(QString::number(share)));
}

/// Everybody sells three times as much in one fortnight, in which one of them is out.
void TestUnconstrainedDemand::neighboursTellWhatMovedTheDaysOut()
{
    std::vector<Simulated> all;
    for (std::uint64_t s = 0; s < 12; ++s) {
        Random random(5, s);
        Simulated made;
        made.shelf.first = kFirst;
        for (int d = 0; d < 200; ++d)
            made.asked.push_back(
                static_cast<double>(random.poisson(4.0 * (d >= 100 && d < 114 ? 3.0 : 1.0))));
        made.shelf.sold = made.asked;
        made.shelf.inStock.assign(made.asked.size(), 1.0);
        all.push_back(std::move(made));
    }
    for (std::size_t i = 100; i < 114; ++i) {
        all[0].shelf.sold[i] = 0.0;
        all[0].shelf.inStock[i] = 0.0;
    }
    GroupDays products(1, 200), categories(1, 200);
    std::vector<UnconstrainedDemand> own;
    for (const Simulated& one : all) {
        own.emplace_back(one.shelf, std::span<const double>{}, UnconstrainedDemand::Options{true});
        categories.add(0, 0, one.shelf, own.back());
    }
    NeighbourLearner learner(products, categories);
    for (std::size_t s = 0; s < all.size(); ++s)
        learner.add({-1, 0}, 0, all[s].shelf, own[s]);
    const NeighbourWeights weights = learner.weights();
    QVERIFY2(weights.category > 0.8, qPrintable(QString::number(weights.category)));
    const std::vector<double> factor =
        neighbourFactors(products, categories, weights, {-1, 0}, 0, all[0].shelf, own[0]);
    const UnconstrainedDemand alone(all[0].shelf), told(all[0].shelf, factor);
    const double truth = all[0].truth(isShort);
    QVERIFY2(
        std::abs(told.lost(0, 200).mid / truth - 1.0) < 0.15,
        qPrintable(QString::number(told.lost(0, 200).mid / truth)));
    QVERIFY(alone.lost(0, 200).mid < 0.5 * truth);
}

void TestUnconstrainedDemand::neighboursThatTellNothingAreNotFollowed()
{
    GroupDays products(1, 364), categories(1, 364);
    std::vector<Simulated> all;
    std::vector<UnconstrainedDemand> own;
    for (std::uint64_t s = 0; s < 8; ++s) {
        all.push_back(simulate(364, 5.0, 0.3, 100 + s));
        own.emplace_back(all.back().shelf, std::span<const double>{}, UnconstrainedDemand::Options{true});
        products.add(0, 0, all.back().shelf, own.back());
        categories.add(0, 0, all.back().shelf, own.back());
    }
    NeighbourLearner learner(products, categories);
    for (std::size_t s = 0; s < all.size(); ++s)
        learner.add({0, 0}, 0, all[s].shelf, own[s]);
    const NeighbourWeights weights = learner.weights();
    QVERIFY2(
        weights.product + weights.category < 0.15,
        qPrintable(QStringLiteral("%1 %2").arg(weights.product).arg(weights.category)));
}

void TestUnconstrainedDemand::daysInStockAreLeftAlone()
{
    const Simulated made = simulate(200, 5.0, 0.3, 1);
    const UnconstrainedDemand demand(made.shelf);
    for (std::size_t i = 0; i < 200; ++i) {
        QVERIFY(!demand.isEstimated(i));
        QCOMPARE(demand.demand(i).mid, made.asked[i]);
    }
    QCOMPARE(demand.lost(0, 200).high, 0.0);
}

void TestUnconstrainedDemand::closedAndUnknownDaysAskForNothing()
{
    Simulated made = simulate(200, 5.0, 0.0, 1);
    made.shelf.closedWeekdays = 1U << 6U;
    for (std::size_t i = 0; i < 200; ++i) {
        if (i % 7 == 6)
            made.shelf.sold[i] = kExcluded;
        if (i >= 100 && i < 110)
            made.shelf.inStock[i] = 0.0;
    }
    made.shelf.sold[150] = kExcluded;
    made.shelf.inStock[150] = 0.0;
    const UnconstrainedDemand demand(made.shelf);
    QVERIFY(!demand.isEstimated(104) && !demand.isEstimated(150)); // a Sunday; nothing known of it
    QCOMPARE(demand.rate(104), 0.0);
    QCOMPARE(demand.lost(104, 105).mid, 0.0);
    QVERIFY(demand.lost(100, 104).mid > 5.0);
}

void TestUnconstrainedDemand::oddHistoriesAreAnswered()
{
    const auto history = [](std::vector<double> sold, std::vector<double> inStock) {
        ShelfHistory shelf;
        shelf.first = kFirst;
        shelf.sold = std::move(sold);
        shelf.inStock = std::move(inStock);
        return shelf;
    };
    const std::vector<ShelfHistory> all{
        history({}, {}),
        history({0.0, 0.0, 0.0}, {}),
        history({0.0, 0.0, 0.0}, {0.0, 0.0, 0.0}),
        history({kExcluded, kExcluded}, {}),
        history({5.0}, {kSoldOut}),
        history({5.0, 5.0, 5.0, 0.0}, {1.0, 1.0, 1.0, 0.0}),
        history({1e9, 0.0, 1e9}, {1.0, 0.5, kSoldOut}),
        history({-3.0, 2.0, std::numeric_limits<double>::infinity()}, {1.0, 0.0, 1.0}),
        history({0.25, 1.75, 0.5, 0.0}, {1.0, 0.5, kSoldOut, 0.0})};
    for (const ShelfHistory& shelf : all) {
        const UnconstrainedDemand demand(shelf);
        for (std::size_t i = 0; i < demand.size(); ++i) {
            const UnitsRange range = demand.demand(i);
            QVERIFY(std::isfinite(range.low) && std::isfinite(range.mid) && std::isfinite(range.high));
            QVERIFY(range.low >= 0.0 && range.low <= range.mid && range.mid <= range.high);
        }
        const UnitsRange lost = demand.lost(0, demand.size());
        QVERIFY(std::isfinite(lost.mid) && lost.low <= lost.mid && lost.mid <= lost.high);
    }
    // Weeks have no weekdays.
    ShelfHistory weeks = all[5];
    weeks.grain = Grain::Weekly;
    QVERIFY(std::abs(UnconstrainedDemand(weeks).demand(3).mid - 5.0) < 0.5);
}

QTEST_GUILESS_MAIN(TestUnconstrainedDemand)
#include "test_unconstrained_demand.moc"
