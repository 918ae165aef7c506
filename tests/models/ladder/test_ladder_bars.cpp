#include "models/ladder/ladder_bars.h"

#include "models/ladder/ladder_columns.h"
#include "tests/models/support_store.h"

#include <QTest>

#include <cmath>

using namespace merch;
using namespace merch::test;

/// What the Ladder panel draws, as values.
class TestLadderBars : public QObject
{
    Q_OBJECT

    std::unique_ptr<TempStore> m_store;
    SelectedLadder m_all;

private slots:
    void initTestCase()
    {
        m_store = std::make_unique<TempStore>();
        QVERIFY(LadderService(m_store->qpath()).run({}, {}, {}, {}));
        Result<SelectedLadder> all = loadSelectedLadder(m_store->qpath(), {}, {});
        QVERIFY(all);
        m_all = std::move(*all);
    }

    void theIntervalOfABarIsThatOfItsDifferenceToToday()
    {
        const BarSpec spec = ladderBars(m_all);
        QCOMPARE(spec.rows.size(), kRungs + 1);
        QVERIFY(std::isnan(spec.rows.front().low)); // today is what all are measured from
        for (std::size_t k = 1; k < kRungs; ++k) {
            const RungTotal& rung = m_all.report.rungs[k];
            if (rung.applies == 0)
                continue;
            const double today = spec.rows.front().to;
            QCOMPARE(spec.rows[k].low, today - rung.total.overToday.high);
            QCOMPARE(spec.rows[k].high, today - rung.total.overToday.low);
            QVERIFY(spec.rows[k].low <= spec.rows[k].high);
            QVERIFY(spec.marks[0].at <= spec.rows[k].to); // nothing is cheaper than knowing all
        }
    }

    void theTableHasEveryBarAndBothCeilings()
    {
        const BarSpec spec = ladderBars(m_all);
        const ChartTable table = barTable(spec);
        QCOMPARE(table.rows.size(), spec.rows.size() + spec.marks.size());
        for (const QStringList& row : table.rows)
            QCOMPARE(row.size(), table.titles.size());
        QCOMPARE(table.rows.front().front(), LadderService::rungTitle(Rung::Today));
        QCOMPARE(table.rows.back().front(), spec.marks.back().name);
    }

    void everySeriesIsReplayedOrLeftOutWithAReason()
    {
        int left = 0;
        for (const auto& [why, count] : m_all.left) {
            QVERIFY(!why.isEmpty());
            left += count;
        }
        QCOMPARE(m_all.report.series + left, m_all.asked);
        QCOMPARE(static_cast<std::size_t>(leftOutWords(m_all).size()), m_all.left.size());
        std::vector<int> ids = m_all.replayed;
        ids.push_back(1'000'000);
        const Result<SelectedLadder> more = loadSelectedLadder(m_store->qpath(), ids, {});
        QVERIFY(more);
        QCOMPARE(leftOutWords(*more).size(), 1); // one that came after the replay
    }

    void accuracyHasItsFloor()
    {
        const BarSpec spec = accuracyBars(m_all);
        QCOMPARE(spec.marks.size(), std::size_t(1));
        QCOMPARE(spec.marks[0].at, 100.0 * m_all.report.leastError.wape);
        for (std::size_t k = 1; k < kRungs; ++k)
            if (m_all.report.rungs[k].applies > 0)
                QCOMPARE(spec.rows[k].to, 100.0 * m_all.report.rungs[k].accuracy.wape);
        QVERIFY(!chanceWords(m_all).isEmpty());
    }

    void theCellsOfTheGridAddUpToTheGainOfAll()
    {
        const Result<LadderCells> cells = loadLadderCells(m_store->qpath(), {});
        QVERIFY(cells);
        double gain = 0.0;
        int replayed = 0;
        for (const LadderCell& cell : cells->series)
            if (!std::isnan(cell.gain)) {
                gain += cell.gain;
                ++replayed;
            }
        QCOMPARE(replayed, m_all.report.series);
        const double all = m_all.report.rungs[0].total.money() - m_all.report.chosen.money();
        QVERIFY(std::abs(gain - all) < 1e-4 * std::max(1.0, m_all.report.rungs[0].total.money()));
    }
};

QTEST_GUILESS_MAIN(TestLadderBars)
#include "test_ladder_bars.moc"
