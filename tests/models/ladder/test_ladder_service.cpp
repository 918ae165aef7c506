#include "models/ladder/ladder_service.h"
#include "models/ladder/rung_pins.h"
#include "models/ladder/selected_ladder.h"

#include "models/forecast/forecast_grid.h"
#include "models/forecast/forecast_service.h"
#include "models/planning/assumption_service.h"
#include "models/query/read_only_query.h"
#include "tests/models/support_store.h"

#include <QTest>

#include <cmath>

using namespace merch;
using namespace merch::test;

/// What the ladder finds is kept, read back, and followed by the forecasts.
class TestLadderService : public QObject
{
    Q_OBJECT

    std::unique_ptr<TempStore> m_store;

    LadderService service() const { return LadderService(m_store->qpath()); }
    Backtest replayed(Day asOf = kFirstSale + kDays - 1, std::uint64_t seed = 1)
    {
        BacktestOptions options;
        options.asOf = asOf;
        options.seed = seed;
        Result<Backtest> made = service().run(options, QStringLiteral("ann"), {}, {});
        if (!made)
            throw std::runtime_error(made.error().text());
        return std::move(*made);
    }
    SelectedLadder shown(const std::optional<std::vector<int>>& ids = {})
    {
        Result<SelectedLadder> made = loadSelectedLadder(m_store->qpath(), ids, {});
        if (!made)
            throw std::runtime_error(made.error().text());
        return std::move(*made);
    }
    void forecast(Day asOf = kFirstSale + kDays - 1)
    {
        ForecastOptions options;
        options.asOf = asOf;
        const auto made = ForecastService(m_store->qpath()).run(options, {});
        QVERIFY2(made, made ? "" : made.error().text().c_str());
    }
    void hold(const std::vector<int>& ids, std::optional<Rung> rung)
    {
        const Result<RungEdit> edit = RungPins(m_store->qpath(), QStringLiteral("bob")).pin(ids, rung);
        QVERIFY2(edit, edit ? "" : edit.error().text().c_str());
        QVERIFY(RungPins::apply(m_store->qpath(), edit->after));
    }
    void assume(const QString& holding)
    {
        const AssumptionService assumptions(m_store->qpath());
        const Result<AssumptionEdit> edit =
            assumptions.set({}, {}, {{QStringLiteral("holding_rate"), holding}}, QStringLiteral("ann"));
        QVERIFY2(edit, edit ? "" : edit.error().text().c_str());
        QVERIFY(AssumptionService::apply(m_store->qpath(), edit->after));
    }
    /// Changes are told apart by the millisecond.
    static void nextMoment()
    {
        for (const std::int64_t now = nowMs(); nowMs() == now;)
            ;
    }
    static bool near(double a, double b) { return std::abs(a - b) <= 1e-5 * std::max(1.0, std::abs(a)); }

private slots:
    void init() { m_store = std::make_unique<TempStore>(); }

    void whatIsKeptIsWhatWasFound()
    {
        const Backtest made = replayed();
        QVERIFY(made.report.series > 20);
        const SelectedLadder all = shown();
        QVERIFY(all.run);
        QCOMPARE(all.run->madeBy, QStringLiteral("ann"));
        QCOMPARE(all.run->verdict, made.verdict);
        QCOMPARE(all.run->lines.size(), kRungs);
        QCOMPARE(all.report.series, made.report.series);
        QCOMPARE(all.left, made.left);
        for (std::size_t k = 0; k < kRungs; ++k) {
            const RungTotal &a = made.report.rungs[k], &b = all.report.rungs[k];
            QVERIFY(near(a.total.money(), b.total.money()));
            QVERIFY(near(a.total.money(), all.run->lines[k].moneyPerYear));
            QVERIFY(near(a.total.money() - made.report.perfect, all.run->lines[k].gapToPerfect));
            QVERIFY(near(a.total.overToday.low, b.total.overToday.low));
            QVERIFY(near(a.total.overToday.high, b.total.overToday.high));
            QCOMPARE(a.chosen, b.chosen);
            QCOMPARE(a.applies, b.applies);
            QVERIFY(
                (std::isnan(a.accuracy.wape) && std::isnan(b.accuracy.wape)) ||
                near(a.accuracy.wape, b.accuracy.wape));
        }
        QVERIFY(near(made.report.perfect, all.report.perfect));
        QVERIFY(near(made.report.bestForecaster.money(), all.report.bestForecaster.money()));
        QVERIFY(near(made.report.leastError.wape, all.report.leastError.wape));
        QVERIFY(all.report.leastError.wape > 0.0);
        QCOMPARE(all.segments.size(), made.segments.size());
        QVERIFY(all.stale.isEmpty());
    }

    void aPartOfTheSeriesHasItsOwnLadderAndThePartsAddUp()
    {
        replayed();
        const SelectedLadder all = shown();
        double money = 0.0, perfect = 0.0;
        int series = 0;
        for (const int id : all.replayed) {
            const SelectedLadder one = shown(std::vector<int>{id});
            QCOMPARE(one.report.series, 1);
            QVERIFY(!one.verdict.isEmpty());
            money += one.report.rungs[1].total.money();
            perfect += one.report.perfect;
            ++series;
        }
        QCOMPARE(series, all.report.series);
        QVERIFY(near(money, all.report.rungs[1].total.money()));
        QVERIFY(near(perfect, all.report.perfect));
        QVERIFY(near(
            all.report.threshold, 0.001 * [&] {
                double margin = 0.0;
                for (const int id : all.replayed)
                    margin += shown(std::vector<int>{id}).report.threshold / 0.001;
                return margin;
            }()));
    }

    void forecastsKeepToTheRungInForce()
    {
        replayed();
        forecast();
        const auto all = ForecastService(m_store->qpath()).loadAll();
        QVERIFY(all);
        const SelectedLadder ladder = shown();
        int ruled = 0;
        for (const SeriesForecast& one : *all) {
            const SelectedLadder own = shown(std::vector<int>{one.seriesId});
            if (own.report.series == 0)
                continue;
            if (own.used[static_cast<std::size_t>(Rung::Rule)] == 1) {
                QCOMPARE(one.forecast.method, std::string("window"));
                QVERIFY(one.forecast.reason.starts_with("The simple rule, chosen by the money"));
                ++ruled;
            } else {
                QVERIFY(one.forecast.reason.find("chosen by the money") != std::string::npos);
            }
        }
        QCOMPARE(ruled, ladder.used[static_cast<std::size_t>(Rung::Rule)]);
        QVERIFY(ruled > 0);
    }

    void aForecastAsOfADayDoesNotKnowALaterLadder()
    {
        replayed();
        forecast(kFirstSale + kDays - 30);
        const auto all = ForecastService(m_store->qpath()).loadAll();
        QVERIFY(all);
        for (const SeriesForecast& one : *all)
            QVERIFY(one.forecast.reason.find("ladder") == std::string::npos);
    }

    void aPinHoldsUntilItIsTakenOffAndUndoBringsItBack()
    {
        replayed();
        const int id = shown().replayed.front();
        hold({id}, Rung::Statistical);
        SelectedLadder one = shown(std::vector<int>{id});
        QCOMPARE(one.pinned, 1);
        QCOMPARE(one.used[static_cast<std::size_t>(Rung::Statistical)], 1);
        forecast();
        QVERIFY(ForecastService(m_store->qpath())
                    .load(id)
                    ->reason.starts_with("The statistical forecast, held by bob."));

        const Result<RungEdit> off =
            RungPins(m_store->qpath(), QStringLiteral("ann")).pin(std::vector{id}, {});
        QVERIFY(off);
        QVERIFY(RungPins::apply(m_store->qpath(), off->after));
        QCOMPARE(shown(std::vector<int>{id}).pinned, 0);
        QVERIFY(RungPins::apply(m_store->qpath(), off->before));
        one = shown(std::vector<int>{id});
        QCOMPARE(one.pinned, 1);
        QCOMPARE(m_store->count("SELECT count(*) FROM rung_pin WHERE owner = 'bob' AND made_at > 0"), 1);
    }

    void todayIsNoForecastToHoldTo()
    {
        const Result<RungEdit> edit =
            RungPins(m_store->qpath(), QStringLiteral("bob")).pin(std::vector{1}, Rung::Today);
        QVERIFY(!edit && edit.error().code == ErrorCode::InvalidInput);
    }

    void aRungChangesOnlyWhenTwoRunsInARowWantIt()
    {
        const Day last = kFirstSale + kDays - 1;
        replayed(last - 14);
        m_store->db().execute("UPDATE ladder_series SET wanted = 1, in_force = 1");
        // The run before wanted the rule; make this one want something else.
        replayed(last - 7);
        const std::int64_t changed = m_store->count(
            "SELECT count(*) FROM ladder_series s JOIN ladder_run r USING (run_id)"
            " WHERE r.as_of = " +
            std::to_string(last - 7) + " AND wanted <> 1");
        QVERIFY(changed > 0);
        const std::string first = " AND r.as_of = " + std::to_string(last - 7);
        QCOMPARE(
            m_store->count(
                "SELECT count(*) FROM ladder_series s JOIN ladder_run r USING (run_id) WHERE in_force <> 1" +
                first),
            0);
        // A run of the same day is the same evidence, not a second one.
        replayed(last - 7);
        QCOMPARE(m_store->count("SELECT count(*) FROM ladder_run"), 2);
        QCOMPARE(
            m_store->count(
                "SELECT count(*) FROM ladder_series s JOIN ladder_run r USING (run_id) WHERE in_force <> 1" +
                first),
            0);
        replayed(last);
        QVERIFY(
            m_store->count(
                "SELECT count(*) FROM ladder_series s JOIN ladder_run r USING (run_id)"
                " WHERE in_force <> 1 AND wanted = in_force AND r.as_of = " +
                std::to_string(last)) > 0);
        QCOMPARE(
            m_store->count(
                "SELECT count(*) FROM ladder_series n JOIN ladder_run r USING (run_id) JOIN ladder_series b "
                "ON"
                " b.series_id = n.series_id JOIN ladder_run q ON q.run_id = b.run_id"
                " WHERE r.as_of = " +
                std::to_string(last) + " AND q.as_of = " + std::to_string(last - 7) +
                " AND n.wanted = b.wanted AND n.in_force <> n.wanted"),
            0);
    }

    void aReplayedSeriesIsSeenDayByDay()
    {
        const Backtest made = replayed();
        const SelectedLadder all = shown();
        const int id = all.replayed.front();
        BacktestOptions options;
        const Result<SeriesReplay> replay = service().replay(id, options, {}, {});
        QVERIFY2(replay, replay ? "" : replay.error().text().c_str());
        const LadderTrace& trace = replay->trace;
        QCOMPARE(trace.first + static_cast<Day>(trace.demand.size()) - 1, made.asOf);
        QVERIFY(trace.counted > 0 && trace.reported > trace.counted);
        for (std::size_t k = 0; k < kRungs; ++k) {
            if (!trace.rungs[k])
                continue;
            const ReplayPath& path = *trace.rungs[k];
            QCOMPARE(path.stock.size(), trace.demand.size());
            for (std::size_t d = 0; d < trace.demand.size(); ++d) {
                QVERIFY(path.lost[d] >= 0 && path.lost[d] <= trace.demand[d]);
                QVERIFY(path.lost[d] == 0 || path.stock[d] == 0);
            }
            double lost = 0.0;
            for (std::size_t d = static_cast<std::size_t>(trace.reported); d < trace.demand.size(); ++d)
                lost += path.costs[d].lost;
            QVERIFY(std::abs(lost - replay->climbed.rungs[k].reported.lost) < 1e-9);
        }
        // Another lead time is another replay of the same demand.
        ReplayTerms terms;
        terms.leadTimeDays = 35.0;
        const Result<SeriesReplay> late = service().replay(id, options, terms, {});
        QVERIFY(late);
        QVERIFY(std::abs(late->leadTimeDays - 35.0) < 0.1);
        QVERIFY(late->trace.counted > trace.counted);
        QVERIFY(!service().replay(9999, options, {}, {}));
        QVERIFY(service().seriesOf(QStringLiteral("P01"), QStringLiteral("L1")));
        QVERIFY(!service().seriesOf(QStringLiteral("P01"), QStringLiteral("Nowhere")));
    }

    void aLadderKnowsWhenItNoLongerAnswersTheData()
    {
        replayed(kFirstSale + kDays - 20);
        QVERIFY(!shown().stale.isEmpty());
        replayed();
        QVERIFY(shown().stale.isEmpty());
        nextMoment();
        assume(QStringLiteral("0.3"));
        QVERIFY(!shown().stale.isEmpty());
        replayed();
        QVERIFY(shown().stale.isEmpty());
        nextMoment();
        assume({}); // taken away again
        QVERIFY(!shown().stale.isEmpty());
    }

    void aForecastKnowsWhenItsRungsAreNoLongerThoseInUse()
    {
        const auto stale = [&] {
            const Result<ForecastGrid> grid = loadForecastGrid(m_store->qpath(), {});
            return grid ? grid->stale : QString::fromStdString(grid.error().text());
        };
        forecast();
        nextMoment();
        assume(QStringLiteral("0.3"));
        QCOMPARE(stale(), QString()); // without a ladder no assumption reaches the forecast
        replayed();
        QVERIFY(stale().contains(QStringLiteral("replayed")));
        forecast();
        QCOMPARE(stale(), QString());
        nextMoment();
        hold({shown().replayed.front()}, Rung::Rule);
        QVERIFY(stale().contains(QStringLiteral("held")));
        forecast();
        QCOMPARE(stale(), QString());
        nextMoment();
        hold({shown().replayed.front()}, std::nullopt);
        QVERIFY(stale().contains(QStringLiteral("held")));
        forecast();
        nextMoment();
        assume(QStringLiteral("0.4"));
        QVERIFY(stale().contains(QStringLiteral("Assumptions")));
    }

    void aForecastReplaysHistoryAnewWhereAssumptionsChanged()
    {
        const ForecastOptions options = usualForecast(QStringLiteral("ann"), {});
        const ForecastService forecasts(m_store->qpath());
        QVERIFY(forecasts.run(options, {}));
        const std::int64_t made = m_store->count("SELECT made_at FROM ladder_run");
        QVERIFY(forecasts.run(options, {}));
        QCOMPARE(m_store->count("SELECT made_at FROM ladder_run"), made);
        nextMoment();
        assume(QStringLiteral("0.3"));
        QVERIFY(forecasts.run(options, {}));
        QVERIFY(m_store->count("SELECT made_at FROM ladder_run") > made);
        QCOMPARE(m_store->count("SELECT count(*) FROM ladder_run"), 1);
    }

    void withoutARunThereIsNothingToShow()
    {
        const SelectedLadder none = shown();
        QVERIFY(!none.run && none.anySales);
        QVERIFY(service().latest() && !*service().latest());
    }

    void aDamagedSeriesIsReported()
    {
        replayed();
        m_store->db().execute("UPDATE ladder_series SET b = substr(b, 1, 40) WHERE left_out IS NULL");
        const Result<SelectedLadder> made = loadSelectedLadder(m_store->qpath(), {}, {});
        QVERIFY(!made);
    }

    void aForecastMakesTheLadderItLacksInTheSameTransaction()
    {
        ForecastOptions options;
        options.ladderDays = 28;
        const ForecastService forecasts(m_store->qpath());
        // Cancelled in the middle: neither is kept.
        int calls = 0;
        const auto cancelled = forecasts.run(options, [&calls](std::size_t done, std::size_t) {
            calls += done > 800;
            return calls < 2;
        });
        QVERIFY(!cancelled);
        QCOMPARE(m_store->count("SELECT count(*) FROM ladder_run"), 0);
        QCOMPARE(m_store->count("SELECT count(*) FROM forecast_run"), 0);
        QVERIFY(forecasts.run(options, {}));
        QCOMPARE(m_store->count("SELECT count(*) FROM ladder_run"), 1);
        // A fresh one is kept as it is.
        const std::int64_t made = m_store->count("SELECT made_at FROM ladder_run");
        QVERIFY(forecasts.run(options, {}));
        QCOMPARE(m_store->count("SELECT made_at FROM ladder_run"), made);
    }
};

QTEST_GUILESS_MAIN(TestLadderService)
#include "test_ladder_service.moc"
