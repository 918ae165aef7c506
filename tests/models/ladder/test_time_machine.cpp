#include "models/ladder/time_machine.h"

#include "models/ladder/selected_ladder.h"
#include "tests/models/support_store.h"

#include <QTest>

#include <cmath>

using namespace merch;
using namespace merch::test;

class TestTimeMachine : public QObject
{
    Q_OBJECT

private slots:
    void theDaysOfEveryWayAddUpToItsBarOnTheLadder()
    {
        TempStore store;
        const LadderService service(store.qpath());
        QVERIFY(service.run({}, {}, {}, {}));
        const Result<SelectedLadder> all = loadSelectedLadder(store.qpath(), {}, {});
        QVERIFY(all && all->replayed.size() > 4);
        for (std::size_t i = 0; i < all->replayed.size(); i += 9) {
            const int id = all->replayed[i];
            const Result<SeriesReplay> replay = service.replay(id, all->run->options(), {}, {});
            QVERIFY2(replay, replay ? "" : replay.error().text().c_str());
            const std::vector<ReplaySide> sides = replaySides(*replay);
            QVERIFY(sides.size() > 2);
            for (const ReplaySide& side : sides) {
                sql::Statement kept(
                    store.db(), "SELECT today, rule, statistical, causal, best_forecaster FROM ladder_series"
                                " WHERE series_id = ?1");
                QVERIFY(kept.bind(1, id).step());
                const double bar = kept.real(side.rung ? static_cast<int>(*side.rung) : 4);
                double sum = side.rest;
                for (std::size_t day = static_cast<std::size_t>(side.counts); day < side.days.size(); ++day)
                    sum += side.days[day].costs.total();
                const double years = static_cast<double>(side.days.size() - side.counts) / 365.0;
                QVERIFY(side.rest >= -1e-9);
                QVERIFY2(
                    std::abs(sum / years - bar) < 0.005,
                    qPrintable(QStringLiteral("%1: %2 and %3").arg(side.name).arg(sum / years).arg(bar)));
                QVERIFY(std::abs(side.perYear - bar) < 0.005);
                QVERIFY(std::abs(side.days.back().soFar + side.rest - sum) < 1e-9);
            }
        }
    }

    void nothingIsLostBetweenTwoDays()
    {
        TempStore store;
        const Result<SeriesReplay> replay = LadderService(store.qpath()).replay(36, {}, {}, {});
        QVERIFY(replay);
        for (const ReplaySide& side : replaySides(*replay)) {
            double arrived = 0.0;
            for (std::size_t i = 1; i < side.days.size(); ++i) {
                const ReplayDay &before = side.days[i - 1], &now = side.days[i];
                QCOMPARE(now.day, before.day + 1);
                QCOMPARE(now.stock, before.stock + now.arrived - (now.demand - now.lost));
                QCOMPARE(now.onOrder, before.onOrder + now.ordered - now.arrived);
                arrived += now.arrived;
            }
            QVERIFY(arrived > 0.0);
        }
    }
};

QTEST_GUILESS_MAIN(TestTimeMachine)
#include "test_time_machine.moc"
