#include "engine/ladder/ladder.h"

#include "engine/core/parallel.h"
#include "engine/core/random.h"

#include <QTest>

#include <cmath>
#include <functional>
#include <numeric>

using namespace merch;

namespace
{

/// A daily series whose mean on a day is known, sold with a margin of 40 % at a lead time of 5 and a review
/// of 7 days.
LadderSeries made(std::uint64_t id, int days, const std::function<double(Random&, int)>& units)
{
    LadderSeries series;
    series.id = id;
    series.history.first = dayOf(2024, 1, 1);
    Random random(101, id);
    for (int day = 0; day < days; ++day)
        series.history.values.push_back(units(random, day));
    series.sold = series.history.values;
    series.terms.leadTime = LeadTime::of(5, 1);
    series.terms.reviewDays = 7;
    series.terms.money = {10.0, 6.0, 0.0, 0.0, 0.0, 0.25};
    series.terms.mostService = 0.99;
    return series;
}

LadderSeries noise(std::uint64_t id, double mean = 3.0, int days = 500)
{
    return made(id, days, [mean](Random& random, int) { return static_cast<double>(random.poisson(mean)); });
}

std::vector<ClimbedSeries>
climbAll(const std::vector<LadderSeries>& series, const LadderOptions& options = {}, int threads = 0)
{
    std::vector<ClimbedSeries> all(series.size());
    parallelFor(series.size(), threads, {}, [&](std::size_t i) { all[i] = climbSeries(series[i], options); });
    return all;
}

LadderReport report(const std::vector<ClimbedSeries>& climbed, const ChoiceOptions& options = {})
{
    return reportLadder(climbed, std::vector<int>(climbed.size(), 0), options);
}

int chosenOf(const LadderReport& ladder, Rung rung)
{
    return ladder.rungs[static_cast<std::size_t>(rung)].chosen;
}

/// Everything that is shown of a report, to the last bit.
std::vector<double> numbers(const LadderReport& ladder)
{
    std::vector<double> all{ladder.perfect,        ladder.estimatedShare,       ladder.bestForecaster.money(),
                            ladder.chosen.money(), ladder.chosen.overToday.low, ladder.chosen.overToday.high};
    for (const RungTotal& rung : ladder.rungs)
        all.insert(
            all.end(), {rung.total.money(), rung.total.overToday.low, rung.overBelow.mean, rung.accuracy.wape,
                        rung.accuracy.pinball, rung.accuracy.rmsse, static_cast<double>(rung.chosen)});
    for (const RungChoice& choice : ladder.choices)
        all.push_back(choice.rung);
    return all;
}

bool same(const std::vector<double>& a, const std::vector<double>& b)
{
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](double x, double y) {
        return x == y || (std::isnan(x) && std::isnan(y));
    });
}

RungCosts costs(const std::vector<std::vector<double>>& blocks, double threshold = 0.0)
{
    RungCosts one;
    one.blocks = blocks;
    one.yearsPerBlock = 14.0 / 365.0;
    one.threshold = threshold;
    return one;
}

} // namespace

class TestLadder : public QObject
{
    Q_OBJECT
private slots:
    void onPureNoiseNothingAboveTheRuleIsChosen()
    {
        std::vector<LadderSeries> series;
        for (std::uint64_t i = 0; i < 100; ++i)
            series.push_back(noise(i, std::exp(-1.0 + 0.04 * static_cast<double>(i))));
        const LadderReport ladder = report(climbAll(series));
        QCOMPARE(ladder.series, 100);
        QVERIFY2(
            chosenOf(ladder, Rung::Statistical) <= 5,
            qPrintable(QString::number(chosenOf(ladder, Rung::Statistical))));
    }

    void limitsThatAreFarTooLowLoseToTheRule()
    {
        std::vector<LadderSeries> series;
        for (std::uint64_t i = 0; i < 40; ++i) {
            series.push_back(noise(i, 6.0));
            series.back().minMax = {20, 40}; // twelve days sell 72
        }
        const LadderReport ladder = report(climbAll(series));
        QCOMPARE(chosenOf(ladder, Rung::Today), 0);
        QVERIFY(chosenOf(ladder, Rung::Rule) >= 36); // a steady mean: nothing above it pays
        QVERIFY(ladder.chosen.overToday.low > 0.0);
        // Nearly half of 6 a day at a margin of 4 was lost, and all of it is to be gained.
        const double lost = ladder.rungs[0].total.perYear.lost;
        QVERIFY(lost > 0.4 * 40 * 6.0 * 4.0 * 365);
        QVERIFY(ladder.chosen.overToday.mean > 0.97 * lost);
        QVERIFY(!ladder.atCeiling());
        const double share = ladder.shareOfGap(ladder.chosen.money());
        QVERIFY2(share > 0.9 && share < 1.05, qPrintable(QString::number(share)));
        QVERIFY(ladder.rungs[1].total.fillRate > 0.98);
        QVERIFY(ladder.rungs[0].total.fillRate < 0.6);
    }

    void aTideIsWorthTheStatisticalRung()
    {
        // Demand comes and goes within months: a window of weeks lags behind it, smoothing follows.
        std::vector<LadderSeries> series;
        for (std::uint64_t i = 0; i < 40; ++i) {
            series.push_back(made(i, 560, [i](Random& random, int day) {
                const double tide = std::sin((day + 9.0 * static_cast<double>(i)) * 2.0 * 3.14159265 / 120.0);
                return static_cast<double>(random.poisson(60.0 * std::exp(1.2 * tide)));
            }));
            series.back().terms.leadTime = LeadTime::of(2, 0);
            series.back().terms.reviewDays = 3;
            series.back().minMax = {100, 200};
        }
        const LadderReport ladder = report(climbAll(series));
        QVERIFY2(
            chosenOf(ladder, Rung::Statistical) >= 36,
            qPrintable(QString::number(chosenOf(ladder, Rung::Statistical))));
        QVERIFY(ladder.rungs[2].overBelow.low > 0.0);
    }

    void aTunedPracticeIsEnoughWhereDemandIsSteady()
    {
        std::vector<LadderSeries> series;
        for (std::uint64_t i = 0; i < 20; ++i) {
            series.push_back(made(i, 500, [](Random&, int) { return 4.0; }));
            series.back().terms.leadTime = LeadTime::of(5, 0);
        }
        const std::vector<ClimbedSeries> climbed = climbAll(series);
        const LadderReport ladder = report(climbed);
        QVERIFY2(
            chosenOf(ladder, Rung::Today) == 20, qPrintable(QString::number(chosenOf(ladder, Rung::Today))));
        QVERIFY(ladder.rungs[0].total.fillRate > 0.99);
        QVERIFY(climbed.front().practice.kind != Practice::Kind::MinMax);
        QCOMPARE(ladder.rungs[1].accuracy.wape, 0.0);
        QCOMPARE(ladder.rungs[2].accuracy.bias, 0.0);
    }

    void oneSeriesHasALadderOfItsOwn()
    {
        LadderSeries series = noise(5, 6.0);
        series.minMax = {10, 20};
        const LadderReport ladder = report(climbAll({series}));
        QCOMPARE(ladder.series, 1);
        QCOMPARE(chosenOf(ladder, Rung::Rule), 1);
        const Gain& gain = ladder.choices[0].gains[1][0];
        QVERIFY(gain.low > 0.0 && gain.low < gain.mean && gain.mean < gain.high);
        QVERIFY(ladder.segments.size() == 1 && ladder.segments[0].gain.mean > 0.0);
    }

    void whatCannotBeReplayedSaysWhy()
    {
        const LadderOptions options;
        QVERIFY(climbSeries(noise(1, 0.0), options).notReplayed == NotReplayed::NothingSold);
        QVERIFY(climbSeries(noise(1, 3.0, 90), options).notReplayed == NotReplayed::TooShort);
        QVERIFY(climbSeries(LadderSeries{}, options).notReplayed == NotReplayed::NothingSold);
        LadderSeries series = noise(1);
        series.terms.money.cost = 11.0;
        QVERIFY(climbSeries(series, options).notReplayed == NotReplayed::NoMargin);
        series = noise(1);
        series.critical = "1500 units on one day";
        QVERIFY(climbSeries(series, options).notReplayed == NotReplayed::BadData);
        series = noise(1);
        series.history.values[100] = HUGE_VAL;
        QVERIFY(climbSeries(series, options).notReplayed == NotReplayed::NothingSold);

        const LadderReport none = report({climbSeries(noise(1, 0.0), options)});
        QCOMPARE(none.series, 0);
        QCOMPARE(none.chosen.money(), 0.0);
        QCOMPARE(none.choices[0].rung, 0);
    }

    void aShortHistoryGetsAShorterWindow()
    {
        const ClimbedSeries climbed = climbSeries(noise(3, 3.0, 160), {});
        QVERIFY(climbed.notReplayed == NotReplayed::No);
        QCOMPARE(climbed.rungs[0].blocks.size(), std::size_t{6}); // (160 - 56 - 12) / 14
        QCOMPARE(climbed.firstReported, 4);
        QCOMPARE(climbSeries(noise(3), {}).rungs[0].blocks.size(), std::size_t{13});
    }

    void weeksAndMonthsAreReplayedToo()
    {
        for (const Grain grain : {Grain::Weekly, Grain::Monthly}) {
            LadderSeries series;
            series.id = 9;
            series.history.grain = grain;
            series.history.first = dayOf(2021, 2, 1);
            Random random(3);
            const int periods = grain == Grain::Weekly ? 220 : 55;
            for (int p = 0; p < periods; ++p)
                series.history.values.push_back(
                    static_cast<double>(random.poisson(grain == Grain::Weekly ? 20.0 : 90.0)));
            series.sold = series.history.values;
            series.terms = noise(1).terms;
            const ClimbedSeries climbed = climbSeries(series, {});
            QVERIFY(climbed.notReplayed == NotReplayed::No);
            for (const RungReplay& rung : climbed.rungs) {
                if (!rung.skipped.empty())
                    continue;
                QVERIFY(rung.served > 0.5 * rung.demanded);
                QVERIFY(rung.accuracy.count > 0 && rung.accuracy.absolute < 0.5 * rung.accuracy.actual);
                QVERIFY(rung.reported.total() >= climbed.perfect - 1e-9);
            }
            // About 13 blocks of 14 days at 20 a week.
            QVERIFY(std::abs(climbed.demandedUnits - 26 * 20.0) < 80.0);
        }
    }

    void noRungCostsLessThanPerfectInformation()
    {
        for (std::uint64_t i = 0; i < 60; ++i) {
            LadderSeries series = noise(i, i % 3 == 0 ? 0.3 : 4.0);
            series.terms.rules = {
                static_cast<std::int64_t>(i % 4) * 6, 1 + static_cast<std::int64_t>(i % 5), {}};
            series.terms.orderCost = i % 2 == 0 ? 0.0 : 3.0;
            series.shelfLifeDays = i % 6 == 5 ? 30 : 0;
            const ClimbedSeries climbed = climbSeries(series, {});
            for (const RungReplay& rung : climbed.rungs)
                QVERIFY(!rung.skipped.empty() || climbed.perfect <= rung.reported.total() + 1e-9);
            QVERIFY(climbed.perfect <= climbed.bestForecaster.reported.total() + 1e-9);
            QVERIFY(climbed.perfectExact);
        }
    }

    void noRungCostsLessThanTheBestForecasterOnAverage()
    {
        // Losing is dear and lead times are short: so the best order is that of the newsvendor.
        std::vector<LadderSeries> series;
        for (std::uint64_t i = 0; i < 75; ++i) {
            const double level = std::exp(-1.0 + 0.05 * static_cast<double>(i));
            series.push_back(made(i, 560, [level](Random& random, int day) {
                const double mean = level * (1.0 + 0.3 * std::sin(day / 58.0));
                return static_cast<double>(random.negativeBinomial(mean, 1.5 * mean));
            }));
        }
        const LadderReport ladder = report(climbAll(series));
        for (const RungTotal& rung : ladder.rungs)
            QVERIFY2(
                ladder.bestForecaster.money() <= 1.01 * rung.total.money(),
                qPrintable(QStringLiteral("%1 above %2")
                               .arg(ladder.bestForecaster.money())
                               .arg(rung.total.money())));
        QVERIFY(ladder.perfect < 0.5 * ladder.bestForecaster.money());
    }

    void daysWithoutStockAreEstimatedAndCounted()
    {
        LadderSeries series = noise(4, 5.0);
        double hidden = 0.0;
        for (std::size_t day = 320; day < 500; day += 10) {
            hidden += series.history.values[day];
            series.history.values[day] = std::nan("");
            series.sold[day] = 0.0;
        }
        const ClimbedSeries climbed = climbSeries(series, {});
        QVERIFY2(
            std::abs(climbed.estimatedUnits - hidden) < 0.35 * hidden,
            qPrintable(QStringLiteral("%1 of %2").arg(climbed.estimatedUnits).arg(hidden)));
        // A shut shop sells nothing and nothing was asked of it.
        for (std::size_t day = 320; day < 500; day += 10)
            series.sold[day] = std::nan("");
        QCOMPARE(climbSeries(series, {}).estimatedUnits, 0.0);
    }

    void goodsByWeightCostTheSame()
    {
        // In grams as in kilograms, but for rounding to whole units.
        LadderSeries series = made(6, 500, [](Random& random, int) { return 20.0 + 4.0 * random.normal(); });
        series.terms.leadTime = LeadTime::of(5, 0);
        for (double& units : series.history.values)
            units = std::round(units);
        series.sold = series.history.values;
        const ClimbedSeries whole = climbSeries(series, {});
        series.scale = 1000.0;
        series.terms.money.price /= 1000.0;
        series.terms.money.cost /= 1000.0;
        const ClimbedSeries weighed = climbSeries(series, {});
        QCOMPARE(weighed.demandedUnits, whole.demandedUnits);
        QCOMPARE(weighed.rungs[1].accuracy.absolute, whole.rungs[1].accuracy.absolute);
        for (std::size_t rung = 0; rung <= static_cast<std::size_t>(Rung::Statistical); ++rung)
            QVERIFY(
                std::abs(weighed.rungs[rung].reported.total() / whole.rungs[rung].reported.total() - 1.0) <
                0.08);
    }

    void theSameNumbersAtAnyThreadCount()
    {
        std::vector<LadderSeries> series;
        for (std::uint64_t i = 0; i < 24; ++i)
            series.push_back(noise(i, 2.0 + 0.2 * static_cast<double>(i)));
        const std::vector<double> one = numbers(report(climbAll(series, {}, 1)));
        for (const int threads : {2, 3, 8})
            QVERIFY(same(numbers(report(climbAll(series, {}, threads))), one));
        LadderOptions other;
        other.seed = 2;
        QVERIFY(!same(numbers(report(climbAll(series, other, 2))), one)); // other lead times
        QVERIFY(
            same(numbers(report(climbAll(series, other, 2))), numbers(report(climbAll(series, other, 1)))));
    }

    void theFutureDoesNotDecide()
    {
        // Whatever happens in the last fold, the choice is made before it.
        std::vector<LadderSeries> calm, wild;
        for (std::uint64_t i = 0; i < 12; ++i) {
            calm.push_back(noise(i, 5.0));
            calm.back().minMax = {30, 60};
            wild.push_back(calm.back());
            for (std::size_t day = 430; day < 500; ++day) // the last five blocks
                wild.back().sold[day] = wild.back().history.values[day] = day % 2 == 0 ? 0.0 : 60.0;
        }
        const LadderReport a = report(climbAll(calm)), b = report(climbAll(wild));
        for (std::size_t i = 0; i < 12; ++i)
            for (std::size_t rung = 1; rung < kRungs; ++rung)
                QCOMPARE(a.choices[i].gains[rung][0].mean, b.choices[i].gains[rung][0].mean);
        QVERIFY(a.chosen.money() < b.chosen.money());
    }

    void theLowestRungThatNothingBeatsIsChosen()
    {
        const std::vector<double> dear{10, 11, 9, 10, 10, 11, 9, 10}, cheap{5, 6, 4, 5, 6, 5, 4, 5},
            hardly{5, 5.9, 4, 5, 6, 5, 4, 4.9};
        const std::vector<double> free(3, 0.0);
        const auto choose = [&](const RungCosts& one, const std::vector<double>& running) {
            return chooseRungs(std::vector<RungCosts>{one}, running).front();
        };
        QCOMPARE(choose(costs({dear, cheap, cheap}), free).rung, 1);
        QCOMPARE(choose(costs({dear, dear, cheap}), free).rung, 2);
        QCOMPARE(choose(costs({cheap, dear, dear}), free).rung, 0);
        QCOMPARE(choose(costs({dear, {}, cheap}), free).rung, 2); // a rung that does not apply
        QCOMPARE(choose(costs({dear, cheap, {}}), free).rung, 1);
        // The last rung gains a little, for sure or not, but not what the user asks for.
        QCOMPARE(choose(costs({dear, cheap, hardly}, 1.0), free).rung, 1);
        // It is worth five a block, 130 a year: not what it costs to run.
        QCOMPARE(choose(costs({dear, cheap, cheap}), {0.0, 140.0, 140.0}).rung, 0);
        QCOMPARE(choose(costs({dear, cheap, cheap}), {0.0, 100.0, 140.0}).rung, 1);
    }

    void gainsOfASegmentAreDrawnTogether()
    {
        // Twenty series of the same true gain under much noise: each alone says little.
        std::vector<RungCosts> segment;
        double spread = 0.0, shrunkSpread = 0.0;
        for (std::uint64_t i = 0; i < 20; ++i) {
            Random random(31, i);
            std::vector<double> below, above;
            for (int block = 0; block < 8; ++block) {
                below.push_back(20.0 + 6.0 * random.normal());
                above.push_back(17.0 + 6.0 * random.normal());
            }
            segment.push_back(costs({below, above}));
        }
        const std::vector<double> free(2, 0.0);
        const std::vector<RungChoice> together = chooseRungs(segment, free);
        const double truth = 3.0 * 365.0 / 14.0;
        int alone = 0, chosen = 0;
        for (std::size_t i = 0; i < segment.size(); ++i) {
            const RungChoice single = chooseRungs(std::span(segment).subspan(i, 1), free).front();
            spread += std::abs(single.gains[1][0].mean - truth);
            shrunkSpread += std::abs(together[i].gains[1][0].mean - truth);
            alone += single.rung;
            chosen += together[i].rung;
        }
        QVERIFY(shrunkSpread < 0.5 * spread);
        QVERIFY2(chosen > alone, qPrintable(QStringLiteral("%1 against %2").arg(chosen).arg(alone)));
    }

    void aSeasonThatMovesAllSeriesIsNotTakenForProof()
    {
        // The same two blocks decide for all: fifty series are then no surer than one.
        std::vector<RungCosts> segment;
        for (std::uint64_t i = 0; i < 50; ++i) {
            Random random(37, i);
            std::vector<double> below, above;
            for (int block = 0; block < 8; ++block) {
                below.push_back(20.0 + random.normal() + (block == 0 ? 40.0 : 0.0));
                above.push_back(20.5 + random.normal());
            }
            segment.push_back(costs({below, above}));
        }
        for (const RungChoice& choice : chooseRungs(segment, std::vector<double>(2, 0.0)))
            QCOMPARE(choice.rung, 0);
    }

    void intervalsOfTotalsCoverTheirMean()
    {
        std::vector<std::vector<double>> gains;
        for (std::uint64_t i = 0; i < 50; ++i) {
            Random random(41, i);
            std::vector<double> one;
            for (int block = 0; block < (i % 2 == 0 ? 5 : 3); ++block)
                one.push_back(1.0 + random.normal());
            gains.push_back(one);
        }
        const Gain total = totalGain(gains, 14.0 / 365.0, 1);
        QVERIFY(total.low < total.mean && total.mean < total.high);
        QVERIFY(total.low > 0.0);
        double sum = 0.0;
        for (const auto& one : gains)
            sum = std::accumulate(one.begin(), one.end(), sum);
        QVERIFY(std::abs(total.mean - sum * 365.0 / 70.0) < 1e-9);
        const Gain again = totalGain(gains, 14.0 / 365.0, 1);
        QCOMPARE(again.low, total.low);
        QVERIFY(totalGain(gains, 14.0 / 365.0, 2).low != total.low);
        QCOMPARE(totalGain({}, 14.0 / 365.0, 1).high, 0.0);
    }
};

QTEST_GUILESS_MAIN(TestLadder)
#include "test_ladder.moc"
