#include "models/forecast/forecast_detail_models.h"
#include "models/forecast/forecast_grid.h"
#include "models/forecast/selected_demand.h"
#include "tests/models/forecast/support_forecast_store.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

#include <cmath>

using namespace merch;
using test::ForecastStore;

class TestSelectedDemand : public QObject
{
    Q_OBJECT

    static constexpr Day kRunning = startOfWeek(ForecastStore::kLast); ///< Monday of the week that runs

    static SelectedDemand
    load(const ForecastStore& store, std::vector<int> ids, int weeks = 12, bool matrix = false)
    {
        std::shared_ptr<const UnitMatrix> units;
        if (matrix)
            units = loadForecastGrid(store.path(), {})->units;
        auto shown = loadSelectedDemand(store.path(), {std::move(ids), weeks}, units);
        if (!shown)
            throw std::runtime_error(shown.error().text());
        return std::move(*shown);
    }
    static void draft(const ForecastStore& store, const SelectedDemand& shown, const WeekUnits& ahead)
    {
        std::vector<int> ids;
        for (const SelectedSeries& s : shown.series)
            ids.push_back(s.seriesId);
        const auto edit =
            OverrideService(store.path(), QStringLiteral("ann")).setWeeks(ids, wholeWeeks(shown, ahead));
        QVERIFY2(edit, edit ? "" : edit.error().text().c_str());
        QVERIFY(OverrideService::apply(store.path(), edit->after));
    }

private slots:
    void weeksAreTheSumsOfTheirDays()
    {
        const ForecastStore store;
        const SelectedDemand shown = load(store, {ForecastStore::seriesOf(3, 1)});
        QCOMPARE(shown.chart.title, QStringLiteral("Lamp"));
        QCOMPARE(shown.chart.className, QStringLiteral("Steady"));
        QCOMPARE(shown.chart.lines.size(), std::size_t{2});
        const DemandLines& weekly = shown.chart.lines[0];
        QCOMPARE(weekly.grain, Grain::Weekly);
        QCOMPARE(weekly.first, ForecastStore::kFirst);
        QCOMPARE(weekly.future, kRunning);
        QCOMPARE(weekly.sold.size(), std::size_t{60});
        for (const float units : weekly.sold)
            QCOMPARE(units, 84.0F);       // 3 x 28
        QCOMPARE(weekly.known[0], 18.0F); // Monday to Wednesday: 3 x (1 + 2 + 3)
        QVERIFY(std::abs(weekly.mean[0] - 84.0F) < 0.5F);
        QVERIFY(std::abs(weekly.mean[1] - 84.0F) < 0.5F);
        QVERIFY(std::isnan(weekly.lastYear[51]));
        QCOMPARE(weekly.lastYear[52], 84.0F);
        const DemandLines& daily = shown.chart.lines[1];
        QCOMPARE(daily.future, ForecastStore::kLast + 1);
        QCOMPARE(daily.sold.back(), 9.0F);               // a Wednesday
        QVERIFY(std::abs(daily.mean[3] - 21.0F) < 0.5F); // the first Sunday
        QCOMPARE(daily.lastYear[364 + 6], 21.0F);
        QCOMPARE(shown.chart.weeks.size(), std::size_t{9}); // the running one and eight whole ones
        const OverrideWeek& first = shown.chart.weeks.front();
        QCOMPARE(first.week, kRunning);
        QCOMPARE(first.days, 4);
        QCOMPARE(first.known, 18.0);
        QVERIFY(std::abs(first.method - 66) < 0.5); // 84 less what is sold
        QCOMPARE(*first.lastYear, 84.0);
    }

    void theScopeAndTheHorizonBoundTheWeeks()
    {
        const ForecastStore store(true, 4 + 8 * 7 + 3); // three days of a tenth week
        QCOMPARE(load(store, {1}, 4).chart.weeks.size(), std::size_t{4});
        QCOMPARE(load(store, {1}, 26).chart.weeks.size(), std::size_t{9}); // the cut week is left out
        QCOMPARE(load(store, {1}, 26).chart.lines[1].mean.size(), std::size_t{4 + 8 * 7 + 3});
    }

    void theFanWidensInOrderAtEachGrain()
    {
        const ForecastStore store;
        for (const std::vector<int>& ids : {std::vector<int>{1}, std::vector<int>{1, 2, 3, 4}}) {
            const SelectedDemand shown = load(store, ids);
            for (const DemandLines& lines : shown.chart.lines) {
                for (std::size_t i = 0; i < lines.mean.size(); ++i) {
                    for (std::size_t b = 0; b + 1 < kFanLevels.size(); ++b)
                        QVERIFY(lines.fan[b][i] <= lines.fan[b + 1][i]);
                    QVERIFY(lines.fan[0][i] >= 0);
                    QVERIFY(lines.fan[0][i] <= lines.mean[i] + 1e-3F);
                    QVERIFY(lines.fan[5][i] >= lines.mean[i] - 1e-3F);
                }
            }
        }
    }

    void stockoutsPromotionsEventsAndPricesStandOnTheirDays()
    {
        const ForecastStore store;
        const SelectedDemand shown = load(store, {ForecastStore::seriesOf(1, 1)});
        QCOMPARE(shown.chart.stockouts.size(), std::size_t{1});
        QCOMPARE(shown.chart.stockouts[0].from, ForecastStore::kEmptyFrom);
        QCOMPARE(shown.chart.stockouts[0].to, ForecastStore::kEmptyTo);
        QCOMPARE(shown.chart.promotions.size(), std::size_t{1}); // the one of the mugs is for the other shop
        QCOMPARE(shown.chart.promotions[0].from, ForecastStore::kLast + 5);
        QCOMPARE(shown.chart.events.size(), std::size_t{1});
        QCOMPARE(shown.chart.events[0].text, QStringLiteral("Fair"));
        QCOMPARE(shown.chart.prices.size(), std::size_t{2});
        QCOMPARE(shown.chart.prices[0].price, 5.0F);
        QCOMPARE(shown.chart.prices[1].day, ForecastStore::kPriceCut);
        QCOMPARE(shown.chart.prices[1].price, 4.5F);
        const SelectedDemand other = load(store, {ForecastStore::seriesOf(1, 2)});
        QVERIFY(other.chart.stockouts.empty());
        QCOMPARE(other.chart.promotions.size(), std::size_t{2}); // its category's, at this shop, and its own
        QCOMPARE(other.chart.events.size(), std::size_t{2});
        const SelectedDemand lamp = load(store, {ForecastStore::seriesOf(3, 2)});
        QVERIFY(lamp.chart.promotions.empty());
    }

    void whatEmptyShelvesWereAskedForStandsBesideWhatWasSold()
    {
        const ForecastStore store;
        const SelectedDemand shown = load(store, {ForecastStore::seriesOf(1, 1)});
        const DemandLines &weekly = shown.chart.lines[0], &daily = shown.chart.lines[1];
        QCOMPARE(daily.asked.size(), daily.sold.size());
        int estimated = 0;
        double asked = 0, usual = 0;
        for (std::size_t p = 0; p < daily.sold.size(); ++p) {
            const Day day = daily.dayOf(static_cast<int>(p));
            const bool empty = day >= ForecastStore::kEmptyFrom && day <= ForecastStore::kEmptyTo;
            QCOMPARE(daily.isEstimated(p), empty);
            if (!empty)
                continue;
            ++estimated;
            QCOMPARE(daily.sold[p], 0.0F); // sales stay what they were
            QVERIFY(daily.askedLow[p] <= daily.asked[p] && daily.asked[p] <= daily.askedHigh[p]);
            QVERIFY(daily.askedHigh[p] > daily.askedLow[p]);
            asked += daily.asked[p];
            usual += ForecastStore::sold(1, 1, day);
        }
        QCOMPARE(estimated, 4);
        QVERIFY2(std::abs(asked / usual - 1) < 0.1, qPrintable(QString::number(asked)));
        double weeks = 0;
        for (std::size_t p = 0; p < weekly.sold.size(); ++p) {
            if (!weekly.isEstimated(p))
                continue;
            weeks += weekly.asked[p] - weekly.sold[p];
            QVERIFY(weekly.askedLow[p] >= weekly.sold[p]);
        }
        QVERIFY(std::abs(weeks - asked) < 0.01);
        QVERIFY(shown.lost);
        QCOMPARE(shown.lost->series, 1);
        QCOMPARE(shown.lost->emptyDays, 4.0);
        QVERIFY(std::abs(shown.lost->units.mid - asked) < 0.01);
        QVERIFY(shown.lost->units.low < shown.lost->units.mid);
        QVERIFY(forecastReasons(shown).contains(QStringLiteral("not in the sales")));

        const SelectedDemand full = load(store, {ForecastStore::seriesOf(1, 2)});
        QVERIFY(full.chart.lines[0].asked.empty());
        QCOMPARE(full.lost->units.high, 0.0);
        QVERIFY(!forecastReasons(full).contains(QStringLiteral("not in the sales")));
        // A sum has lost what its members have.
        const SelectedDemand both =
            load(store, {ForecastStore::seriesOf(1, 1), ForecastStore::seriesOf(1, 2)});
        QVERIFY(std::abs(both.lost->units.mid - shown.lost->units.mid) < 0.01);
    }

    void severalSeriesAddUpWithOrWithoutTheMatrix()
    {
        const ForecastStore store;
        const std::vector<int> ids{ForecastStore::seriesOf(2, 1), ForecastStore::seriesOf(2, 2)};
        for (const bool matrix : {false, true}) {
            const SelectedDemand shown = load(store, ids, 12, matrix);
            QCOMPARE(shown.chart.title, QStringLiteral("Mug, slate"));
            const DemandLines& weekly = shown.chart.lines[0];
            QCOMPARE(weekly.sold[10], 56.0F * 11);
            QCOMPARE(weekly.known[0], 2 * 6 * 11.0F);
            QVERIFY(std::abs(weekly.mean[1] - 56.0F * 11) < 5);
            QVERIFY(shown.chart.prices.empty());
            QCOMPARE(shown.series.size(), std::size_t{2});
        }
    }

    void theRangeOfASumLiesBetweenIndependenceAndFullDependence()
    {
        Forecast one;
        one.mean.assign(28, 20.0);
        one.errors.scaleBase = 5.0; // normal errors of 5 a day
        const double variance = spanVariance(one, 0, 7);
        QVERIFY(std::abs(variance - 7 * 25) < 1.0);
        QVERIFY(std::abs(gammaQuantile(100, 100, 0.5) - 100) < 1.0);
        // Wilson-Hilferty against chi-square of 10 degrees (gamma of mean 10, variance 20): 18.307 at 95 %.
        QVERIFY(std::abs(gammaQuantile(10, 20, 0.95) - 18.307) < 0.02);
        QCOMPARE(gammaQuantile(0, 0, 0.9), 0.0);
        QVERIFY(gammaQuantile(1, 50, 0.025) >= 0);
    }

    void whatIsTypedForARunningWeekCountsForTheDaysAhead()
    {
        const ForecastStore store;
        const int id = ForecastStore::seriesOf(3, 1);
        SelectedDemand shown = load(store, {id});
        draft(store, shown, {{kRunning, 40.0}, {kRunning + 7, 100.0}});
        shown = load(store, {id});
        QVERIFY(std::abs(*shown.chart.weeks[0].draft - 40.0) < 1e-6);
        QVERIFY(std::abs(*shown.chart.weeks[1].draft - 100.0) < 1e-6);
        QVERIFY(!shown.chart.weeks[2].draft);
        QCOMPARE(draftsOf(shown.chart).size(), std::size_t{2});
        const double change = draftChange(shown.chart);
        QVERIFY(
            std::abs(change - (40 - shown.chart.weeks[0].committed + 100 - shown.chart.weeks[1].committed)) <
            1e-6);
        QVERIFY(
            std::abs(shown.chart.lines[0].mean[1] - 84.0F) < 0.5F); // nothing counts before it is committed
        std::vector<std::int64_t> ids;
        for (const Override& o : shown.overrides)
            ids.push_back(o.id);
        const auto commit = OverrideService(store.path(), {}).commit(ids, QStringLiteral("fair"), {});
        QVERIFY(OverrideService::apply(store.path(), commit->after));
        shown = load(store, {id});
        QVERIFY(std::abs(shown.chart.lines[0].mean[0] - 58.0F) < 1e-2F); // 18 sold and 40 ahead
        QVERIFY(std::abs(shown.chart.lines[0].mean[1] - 100.0F) < 1e-2F);
        QVERIFY(shown.chart.weeks[1].overridden);
        QVERIFY(std::abs(shown.chart.weeks[1].method - 84) < 0.5);
    }

    void aGroupDraftSpreadsInProportionAndAddsUpAgain()
    {
        const ForecastStore store;
        const std::vector<int> ids{ForecastStore::seriesOf(1, 1), ForecastStore::seriesOf(1, 2)};
        SelectedDemand shown = load(store, ids);
        draft(store, shown, {{kRunning + 7, 616.0}}); // twice 28 x 11
        shown = load(store, ids);
        QVERIFY(std::abs(*shown.chart.weeks[1].draft - 616.0) < 1e-6);
        QCOMPARE(shown.overrides.size(), std::size_t{2});
        QVERIFY(std::abs(shown.overrides[1].units / shown.overrides[0].units - 10) < 0.2);
        const SelectedDemand one = load(store, {ids[0]});
        QVERIFY(std::abs(*one.chart.weeks[1].draft - 56) < 1.0);
    }

    void weeksAreTypedPastedAndRefused()
    {
        const ForecastStore store;
        const SelectedDemand shown = load(store, {ForecastStore::seriesOf(3, 1)});
        WeekGridModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setDemand(shown);
        QCOMPARE(model.rowCount(), 9);
        QSignalSpy typed(&model, &WeekGridModel::typed), refused(&model, &WeekGridModel::refused);
        QVERIFY(model.setData(model.index(0, WeekGridModel::Yours), QStringLiteral("90")));
        WeekUnits units = typed.takeFirst().at(0).value<WeekUnits>();
        QCOMPARE(units.at(kRunning), 72.0); // 18 of the 90 are sold
        QVERIFY(!model.setData(model.index(1, WeekGridModel::Yours), QStringLiteral("many")));
        QCOMPARE(refused.count(), 1);
        QVERIFY(typed.isEmpty());
        QVERIFY(!model.setData(model.index(1, WeekGridModel::Method), QStringLiteral("5")));
        QCOMPARE(model.paste(1, WeekGridModel::Week, {{QStringLiteral("10")}, {QStringLiteral("20")}}), 2);
        units = typed.takeFirst().at(0).value<WeekUnits>();
        QCOMPARE(units, (WeekUnits{{kRunning + 7, 10.0}, {kRunning + 14, 20.0}}));
        // Two columns from the method on: only the last of three lands on the numbers.
        QCOMPARE(
            model.paste(
                1, WeekGridModel::Method, {{QStringLiteral("1"), QStringLiteral("2"), QStringLiteral("3")}}),
            1);
        QCOMPARE(typed.takeFirst().at(0).value<WeekUnits>().at(kRunning + 7), 3.0);
        QCOMPARE(*WeekGridModel::typedUnits(QStringLiteral("+20"), 100), 120.0);
        QCOMPARE(*WeekGridModel::typedUnits(QStringLiteral("-5 %"), 100), 95.0);
        QCOMPARE(*WeekGridModel::typedUnits(QStringLiteral("-500"), 100), 0.0);
        QVERIFY(!WeekGridModel::typedUnits(QStringLiteral("5 %"), 100));
        QVERIFY(!WeekGridModel::typedUnits(QStringLiteral(""), 100));
    }

    void stoppedWorkSaysSo()
    {
        const ForecastStore store;
        const auto units = loadForecastGrid(store.path(), {})->units;
        for (const std::vector<int>& ids : {std::vector<int>{1}, std::vector<int>{1, 2, 3, 4, 5, 6}}) {
            const auto stopped = loadSelectedDemand(
                store.path(), {ids, 12}, units, [](std::size_t, std::size_t) { return false; });
            QVERIFY(!stopped);
            QCOMPARE(stopped.error().code, ErrorCode::Cancelled);
        }
        QVERIFY(!loadForecastGrid(store.path(), [](std::size_t, std::size_t) { return false; }));
    }

    void theReasonsAreInPlainWords()
    {
        const ForecastStore store;
        const QString one = forecastReasons(load(store, {1}));
        QVERIFY(one.contains(QStringLiteral("Steady: sells")));
        QVERIFY(one.contains(QStringLiteral("backtest")));
        const QString sum = forecastReasons(load(store, {1, 2, 3}));
        QVERIFY(sum.contains(QStringLiteral("3")));
        QVERIFY(sum.contains(QStringLiteral("Steady")));
        QVERIFY(forecastReasons({}).isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestSelectedDemand)
#include "test_selected_demand.moc"
