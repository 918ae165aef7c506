#include "engine/core/random.h"
#include "engine/forecast/causes.h"
#include "engine/ladder/ladder.h"

#include <QTest>

#include <cmath>

using namespace merch;

namespace
{

constexpr int kDays = 1096;
const Day kFirst = dayOf(2023, 1, 2); // a Monday
const Day kLast = kFirst + kDays - 1;

/// Summer is high; December 25 draws people in for three weeks.
double calendarTruth(Day day)
{
    const double season = std::exp(0.5 * std::sin(2.0 * 3.14159265 * (day - kFirst - 90) / 365.25));
    const int year = static_cast<int>(static_cast<int>(civil(day).year()));
    const int away = dayOf(year, 12, 25) - day;
    return away >= 0 && away <= 21 ? season * std::exp(0.7 * std::pow(1.0 - away / 22.0, 1.5)) : season;
}

std::vector<CalendarEvent> christmases()
{
    std::vector<CalendarEvent> all;
    for (int year = 2022; year < 2028; ++year)
        all.push_back({dayOf(year, 12, 25), dayOf(year, 12, 25), 3});
    return all;
}

/// A week on offer now and then, at 10, 20 or 30 % off, on display (kind 1) or not.
std::vector<Offer> offersOf(std::uint64_t id)
{
    Random random(5, id);
    std::vector<Offer> offers;
    for (Day day = kFirst + 70 + static_cast<Day>(random.below(40)); day < kLast + 60;
         day += 70 + static_cast<Day>(random.below(40)))
        offers.push_back({day, day + 6, 0.1 * (1.0 + random.below(3)), static_cast<int>(random.below(2))});
    return offers;
}

constexpr double kElasticity = 2.5, kDisplay = 0.3;

double offerTruth(const std::vector<Offer>& offers, Day day)
{
    for (const Offer& one : offers) {
        if (day >= one.from && day <= one.to)
            return std::exp(
                -kElasticity * std::log(1.0 - one.discount) + (one.mechanic == 1 ? kDisplay : 0.0));
        if (day > one.to && day <= one.to + 10)
            return 0.8;
    }
    return 1.0;
}

std::vector<double>
salesOf(std::uint64_t id, double level, const std::vector<Offer>& offers, int days = kDays)
{
    Random random(7, id);
    std::vector<double> values;
    for (Day day = kFirst; day < kFirst + days; ++day)
        values.push_back(
            static_cast<double>(random.poisson(level * calendarTruth(day) * offerTruth(offers, day))));
    return values;
}

} // namespace

class TestCauses : public QObject
{
    Q_OBJECT
private slots:
    void seasonEventsAndOffersAreFound()
    {
        EffectsLearner learner(2, kFirst, kLast, christmases());
        for (std::uint64_t id = 0; id < 24; ++id) {
            const std::vector<Offer> offers = offersOf(id);
            learner.add(0, kFirst, salesOf(id, 2.0 + 0.3 * static_cast<double>(id), offers), offers);
        }
        learner.add(1, kFirst, std::vector<double>(kDays, 0.0), {}); // nothing to learn from
        const std::vector<Effects> learned = learner.learn(kLast + 1);
        QCOMPARE(learned.size(), std::size_t{2});
        const Effects& effects = learned[0];
        // Up to one common factor, which is in the level of each series.
        double common = 0.0, error = 0.0;
        for (Day day = kFirst; day <= kLast + 90; ++day)
            common += std::log(effects.calendar(day) / calendarTruth(day));
        common /= kDays + 90;
        for (Day day = kFirst; day <= kLast + 90; ++day)
            error += std::abs(std::log(effects.calendar(day) / calendarTruth(day)) - common);
        QVERIFY2(error / (kDays + 90) < 0.06, qPrintable(QString::number(error / (kDays + 90))));

        const std::vector<Offer> one{{kLast - 20, kLast - 14, 0.3, 1}};
        const double uplift = effects.offer(one, kLast - 17), truth = offerTruth(one, kLast - 17);
        QVERIFY2(
            std::abs(uplift / truth - 1.0) < 0.1,
            qPrintable(QStringLiteral("%1, %2").arg(uplift).arg(truth)));
        const double after = effects.offer(one, kLast - 10);
        QVERIFY2(std::abs(after - 0.8) < 0.06, qPrintable(QString::number(after)));
        QCOMPARE(effects.offer(one, kLast), 1.0);
        QCOMPARE(effects.offer(one, kLast - 21), 1.0);
        QCOMPARE(effects.offer({}, kLast), 1.0);
        // A group that knows nothing of itself leans on the others.
        QVERIFY(std::abs(learned[1].offer(one, kLast - 17) / uplift - 1.0) < 0.05);
        QVERIFY(std::abs(learned[1].calendar(kLast) / effects.calendar(kLast) - 1.0) < 0.1);
    }

    void nothingIsLearnedFromWhatCameLater()
    {
        const Day until = kFirst + 800;
        EffectsLearner calm(1, kFirst, kLast, christmases()), wild(1, kFirst, kLast, christmases());
        for (std::uint64_t id = 0; id < 6; ++id) {
            const std::vector<Offer> offers = offersOf(id);
            std::vector<double> values = salesOf(id, 5.0, offers);
            // The usual level of a series spans its life; so what changes later must not change its sum.
            calm.add(0, kFirst, values, offers);
            for (std::size_t day = 800; day + 2 < values.size(); day += 2)
                std::swap(values[day], values[day + 1]);
            wild.add(0, kFirst, values, offers);
        }
        const Effects a = calm.learn(until).front(), b = wild.learn(until).front();
        const std::vector<Offer> one{{until, until + 6, 0.2, 0}};
        for (Day day = kFirst; day < kLast; day += 13)
            QVERIFY(std::abs(a.calendar(day) / b.calendar(day) - 1.0) < 0.01);
        QVERIFY(std::abs(a.offer(one, until) / b.offer(one, until) - 1.0) < 1e-3);
    }

    void lessThanAYearTellsNoSeason()
    {
        EffectsLearner learner(1, kFirst, kLast, christmases());
        for (std::uint64_t id = 0; id < 20; ++id)
            learner.add(0, kFirst, salesOf(id, 8.0, offersOf(id)), offersOf(id));
        QVERIFY(learner.learn(kFirst + 50).empty());
        const std::vector<Effects> young = learner.learn(kFirst + 380), old = learner.learn(kFirst + 400);
        const std::vector<Offer> one{{kFirst + 500, kFirst + 506, 0.3, 1}};
        double most = 0.0;
        for (Day day = kFirst; day < kFirst + 365; ++day) {
            QVERIFY(std::abs(young[0].calendar(day) - 1.0) < 1e-3);
            most = std::max(most, std::abs(old[0].calendar(day) - 1.0));
        }
        QVERIFY(most > 0.2);
        // But what an offer does shows within weeks.
        QVERIFY(std::abs(young[0].offer(one, kFirst + 503) / offerTruth(one, kFirst + 503) - 1.0) < 0.3);
        QVERIFY(EffectsLearner(0, kFirst, kLast, {}).learn(kLast).empty());
        QVERIFY(EffectsLearner(3, kFirst, kLast, {}).learn(kLast).empty());
    }

    void factorsAreHeldWithinReason()
    {
        EffectsLearner learner(1, kFirst, kLast, {});
        std::vector<double> values(kDays, 0.0);
        for (std::size_t day = 0; day < values.size(); ++day)
            values[day] = day % 365 < 20 ? 50.0 : 0.0;
        learner.add(0, kFirst, values, {});
        const std::vector<Effects> learned = learner.learn(kLast + 1);
        for (Day day = kFirst; day < kLast + 900; ++day) {
            const double factor = learned[0].factor({}, day);
            QVERIFY(factor >= 0.15 && factor <= 10.0);
        }
        QCOMPARE(learned[0].calendar(kFirst - 1), 1.0);
    }

    void promotedProductsTakeTheCausalRungAndSteadyOnesDoNot()
    {
        EffectsLearner learner(1, kFirst, kLast, christmases());
        std::vector<LadderSeries> series;
        for (std::uint64_t id = 0; id < 40; ++id) {
            LadderSeries one;
            one.id = id;
            const bool steady = id >= 30;
            if (!steady)
                one.offers = offersOf(id);
            one.history.first = kFirst;
            if (steady) {
                Random random(11, id);
                for (int day = 0; day < kDays; ++day)
                    one.history.values.push_back(static_cast<double>(random.poisson(12.0)));
            } else {
                one.history.values = salesOf(id, 12.0, one.offers);
            }
            one.sold = one.history.values;
            one.terms.leadTime = LeadTime::of(14, 2);
            one.terms.reviewDays = 7;
            one.terms.money = {10.0, 7.0, 0.0, 0.0, 0.0, 1.0};
            if (!steady)
                learner.add(0, kFirst, one.history.values, one.offers);
            series.push_back(std::move(one));
        }
        const Day window = kLast + 1 - 182;
        const std::vector<Effects> before = learner.learn(window - 40), second = learner.learn(window + 56),
                                   third = learner.learn(window + 112), now = learner.learn(kLast + 1);
        std::vector<ClimbedSeries> climbed;
        std::vector<int> segments;
        for (LadderSeries& one : series) {
            if (one.id < 30) {
                one.effects = {
                    {window - 40, &before[0]}, {window + 56, &second[0]}, {window + 112, &third[0]}};
                one.trueEffects = &now[0];
            }
            climbed.push_back(climbSeries(one, {}));
            segments.push_back(one.id < 30 ? 0 : 1);
        }
        QVERIFY(!climbed.back().rungs[3].skipped.empty());
        const LadderReport ladder = reportLadder(climbed, segments, {});
        int causal = 0, others = 0;
        for (std::size_t i = 0; i < climbed.size(); ++i)
            (segments[i] == 0 ? causal : others) += ladder.choices[i].rung == static_cast<int>(Rung::Causal);
        QVERIFY2(causal >= 24, qPrintable(QString::number(causal)));
        QCOMPARE(others, 0);
        QVERIFY(ladder.rungs[3].overBelow.low > 0.0);
        QVERIFY(ladder.rungs[3].accuracy.wape < 0.9 * ladder.rungs[2].accuracy.wape);
        QVERIFY(ladder.bestForecaster.money() <= 1.01 * ladder.rungs[3].total.money());
    }
};

QTEST_GUILESS_MAIN(TestCauses)
#include "test_causes.moc"
