#include "engine/core/random.h"
#include "engine/series/series_view.h"
#include "models/forecast/learnable_history.h"
#include "models/store/demand.h"

#include <QTest>

#include <cmath>
#include <numeric>

using namespace merch;

namespace
{

/// 200 days of about 8 units, the shelf full every evening.
SeriesHistory full()
{
    Random random(3, 1);
    SeriesHistory history;
    history.first = dayOf(2025, 1, 6);
    for (int d = 0; d < 200; ++d) {
        history.units.push_back(static_cast<float>(random.poisson(8.0)));
        history.onHand.push_back(20.0F);
    }
    return history;
}

DemandHistory learnableOf(const SeriesHistory& history)
{
    return learnableHistory(history, history.first + static_cast<Day>(history.units.size()) - 1);
}

} // namespace

class TestLearnableHistory : public QObject
{
    Q_OBJECT

private slots:
    void nothingIsEstimatedOfAShelfThatWasNeverEmpty();
    void aShelfFilledOvernightIsLearnedFromByItsEstimate();
    void aSaleOfTheLastUnitBeforeAGapStaysLeftOut();
    void aKnownShareOfTheDayIsLearnedFromByItsEstimate();
    void estimatesTakeOffersIntoAccount();
    void daysThatNobodyKnowsStayUnknown();
};

void TestLearnableHistory::nothingIsEstimatedOfAShelfThatWasNeverEmpty()
{
    const SeriesHistory history = full();
    QVERIFY(askedOf(history, learnableOf(history)).empty());
}

void TestLearnableHistory::aShelfFilledOvernightIsLearnedFromByItsEstimate()
{
    SeriesHistory history = full();
    const std::vector<float> truth = history.units;
    double asked = 0.0, sold = 0.0, estimated = 0.0;
    for (std::size_t i = 0; i < truth.size(); ++i) {
        if (i % 3 != 0 || truth[i] < 6.0F)
            continue;
        history.units[i] = 6.0F;
        history.onHand[i] = 0.0F;
        asked += truth[i];
        sold += 6.0;
    }
    const std::vector<float> before = history.units;
    const DemandHistory demand = learnableOf(history);
    const std::vector<double> learned = askedOf(history, demand);
    QCOMPARE(learned.size(), demand.values.size());
    for (std::size_t i = 0; i < truth.size(); ++i) {
        if (history.onHand[i] > 0.0F) {
            QCOMPARE(learned[i], demand.values[i]);
            continue;
        }
        QVERIFY(!isKnown(demand.values[i]));
        QVERIFY(learned[i] >= 6.0);
        estimated += learned[i];
    }
    QVERIFY2(
        std::abs(estimated / asked - 1.0) < 0.1 && estimated > 1.2 * sold,
        qPrintable(QStringLiteral("%1 of %2, sold %3").arg(estimated).arg(asked).arg(sold)));
    QCOMPARE(history.units, before); // what was sold stays what was sold
}

void TestLearnableHistory::aSaleOfTheLastUnitBeforeAGapStaysLeftOut()
{
    SeriesHistory history = full();
    history.units[50] = 4.0F;
    for (std::size_t i = 50; i < 57; ++i)
        history.onHand[i] = 0.0F;
    for (std::size_t i = 51; i < 57; ++i)
        history.units[i] = 0.0F;
    history.onHand.back() = 0.0F; // and the last day of all: nobody knows what follows
    history.units.back() = 4.0F;
    QVERIFY(askedOf(history, learnableOf(history)).empty());
    history.onHand[100] = 0.0F;
    history.units[100] = 4.0F;
    const std::vector<double> learned = askedOf(history, learnableOf(history));
    QVERIFY(learned[100] >= 4.0);
    for (std::size_t i = 50; i < 57; ++i)
        QVERIFY(!isKnown(learned[i]));
    QVERIFY(!isKnown(learned.back()));
}

void TestLearnableHistory::aKnownShareOfTheDayIsLearnedFromByItsEstimate()
{
    SeriesHistory history = full();
    history.availability.assign(history.units.size(), 1.0F);
    history.availability[60] = 0.3F; // too little to be scaled up
    history.units[60] = 2.0F;
    history.availability[90] = 0.6F; // a good morning would be scaled to 20
    history.units[90] = 12.0F;
    history.availability[120] = 0.0F;
    history.units[120] = 0.0F;
    const DemandHistory demand = learnableOf(history);
    QVERIFY(!isKnown(demand.values[60]) && demand.values[90] > 19.0);
    const std::vector<double> learned = askedOf(history, demand);
    QVERIFY2(learned[60] > 5.0 && learned[60] < 10.0, qPrintable(QString::number(learned[60])));
    QVERIFY2(learned[90] >= 12.0 && learned[90] < 19.0, qPrintable(QString::number(learned[90])));
    QVERIFY(!isKnown(learned[120]));
}

void TestLearnableHistory::estimatesTakeOffersIntoAccount()
{
    SeriesHistory history = full();
    history.availability.assign(history.units.size(), 1.0F);
    history.availability[60] = 0.1F;
    history.units[60] = 1.0F;
    DemandHistory demand = learnableOf(history);
    const double plain = askedOf(history, demand)[60];
    demand.causes.assign(demand.values.size() + 28, 1.0);
    demand.causes[60] = 3.0;
    QVERIFY(askedOf(history, demand)[60] > 2.0 * plain);
}

void TestLearnableHistory::daysThatNobodyKnowsStayUnknown()
{
    SeriesHistory history = full();
    history.availability.assign(history.units.size(), 1.0F);
    history.availability[60] = 0.4F;
    history.units[60] = kUnknown;
    history.availability[61] = 0.4F;
    const DemandHistory demand = learnableHistory(history, history.first + 220);
    const std::vector<double> learned = askedOf(history, demand);
    QCOMPARE(learned.size(), demand.values.size());
    QVERIFY(!isKnown(learned[60]) && isKnown(learned[61]) && !isKnown(learned.back()));
    SeriesHistory never = full();
    std::fill(never.units.begin(), never.units.end(), 0.0F);
    never.availability.assign(never.units.size(), 0.4F);
    QVERIFY(askedOf(never, learnableOf(never)).empty());
}

QTEST_GUILESS_MAIN(TestLearnableHistory)
#include "test_learnable_history.moc"
