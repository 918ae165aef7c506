#include "engine/demand/silent_runs.h"

#include "engine/core/random.h"

#include <QTest>

using namespace merch;

namespace
{

/// 300 days of about `level` units, nobody watching the shelf.
ShelfHistory sales(double level, std::uint64_t seed = 5)
{
    Random random(seed, 1);
    ShelfHistory shelf;
    shelf.first = dayOf(2025, 1, 6);
    for (int d = 0; d < 300; ++d)
        shelf.sold.push_back(random.poisson(level));
    return shelf;
}

void silence(ShelfHistory& shelf, std::size_t from, std::size_t to)
{
    std::fill(
        shelf.sold.begin() + static_cast<std::ptrdiff_t>(from),
        shelf.sold.begin() + static_cast<std::ptrdiff_t>(to), 0.0);
}

std::vector<bool> unwatched(const ShelfHistory& shelf)
{
    return std::vector<bool>(shelf.sold.size(), false);
}

} // namespace

/// Silent runs are told from chance by what was expected of them.
class TestSilentRuns : public QObject
{
    Q_OBJECT

private slots:
    void aSilenceOfASellerIsToldWithWhatWasExpected()
    {
        ShelfHistory shelf = sales(4.0);
        silence(shelf, 150, 157);
        const std::vector<SilentRun> found = silentRuns(shelf, unwatched(shelf));
        QCOMPARE(found.size(), 1U);
        QVERIFY(found[0].from <= 150 && found[0].to >= 157);
        QVERIFY(found[0].to - found[0].from <= 9);
        QVERIFY(found[0].probability > 0.95);
        QVERIFY(std::abs(found[0].expected / static_cast<double>(found[0].to - found[0].from) - 4.0) < 1.0);
    }

    void aSlowMoverMayBeSilentForWeeks()
    {
        for (std::uint64_t seed = 1; seed <= 40; ++seed) {
            const ShelfHistory shelf = sales(0.15, seed);
            QVERIFY2(silentRuns(shelf, unwatched(shelf)).empty(), qPrintable(QString::number(seed)));
        }
    }

    void watchedDaysAreNoSuspicion()
    {
        ShelfHistory shelf = sales(4.0);
        silence(shelf, 150, 157);
        QVERIFY(silentRuns(shelf, std::vector<bool>(shelf.sold.size(), true)).empty());
    }

    void whatNeighboursDoNotExpectIsNoSuspicion()
    {
        ShelfHistory shelf = sales(4.0);
        silence(shelf, 150, 164);
        std::vector<double> quiet(shelf.sold.size(), 1.0);
        std::fill(quiet.begin() + 150, quiet.begin() + 164, 0.02); // the season is over for all
        QVERIFY(silentRuns(shelf, unwatched(shelf), quiet).empty());
    }

    void closedDaysNeitherCountNorEndARun()
    {
        ShelfHistory shelf = sales(4.0);
        shelf.closedWeekdays = 1U << 6;
        for (std::size_t i = 6; i < shelf.sold.size(); i += 7)
            shelf.sold[i] = 0.0;
        QVERIFY(silentRuns(shelf, unwatched(shelf)).empty());
        silence(shelf, 150, 160);
        const std::vector<SilentRun> found = silentRuns(shelf, unwatched(shelf));
        QCOMPARE(found.size(), 1U);
        QVERIFY(found[0].to - found[0].from >= 10);
    }

    void aListingLostOrNotYetOpenedIsNoStockout()
    {
        ShelfHistory shelf = sales(4.0);
        silence(shelf, 0, 40);
        silence(shelf, 220, 300);
        QVERIFY(silentRuns(shelf, unwatched(shelf)).empty());
    }

    void emptyHistoriesSayNothing()
    {
        QVERIFY(silentRuns({}, {}).empty());
        const ShelfHistory never = [] {
            ShelfHistory shelf = sales(1.0);
            silence(shelf, 0, shelf.sold.size());
            return shelf;
        }();
        QVERIFY(silentRuns(never, unwatched(never)).empty());
    }
};

QTEST_APPLESS_MAIN(TestSilentRuns)
#include "test_silent_runs.moc"
