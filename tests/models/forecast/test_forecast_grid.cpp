#include "models/forecast/forecast_grid.h"
#include "models/forecast/forecast_grid_model.h"
#include "models/forecast/override_service.h"
#include "tests/models/forecast/support_forecast_store.h"

#include <QAbstractItemModelTester>
#include <QTest>

#include <cmath>
#include <numeric>

using namespace merch;
using test::ForecastStore;

class TestForecastGrid : public QObject
{
    Q_OBJECT

    static const ForecastSeries& find(const ForecastGrid& grid, const QString& sku, const QString& location)
    {
        for (const ForecastSeries& s : grid.series)
            if (s.sku == sku && s.location == location)
                return s;
        throw std::runtime_error("no such series");
    }
    static void put(const QString& path, int series, Day week, double units, bool commit)
    {
        const OverrideService service(path, QStringLiteral("ann"));
        const auto edit = service.setWeek(std::span(&series, 1), week, units);
        QVERIFY2(edit, edit ? "" : edit.error().text().c_str());
        QVERIFY(OverrideService::apply(path, edit->after));
        if (!commit)
            return;
        const std::int64_t id = service.list(series)->back().id;
        const auto kept = service.commit(std::span(&id, 1), QStringLiteral("fair"), {});
        QVERIFY(OverrideService::apply(path, kept->after));
    }

private slots:
    void aStoreWithoutARunSaysWhetherThereAreSales()
    {
        const ForecastStore store(false);
        const auto grid = loadForecastGrid(store.path(), {});
        QVERIFY(grid);
        QVERIFY(!grid->run);
        QVERIFY(grid->anySales);
        QVERIFY(grid->series.empty());
        QTemporaryDir dir;
        const QString empty = dir.filePath(QStringLiteral("empty.merch"));
        QVERIFY(Store::create(empty.toStdString(), "GBP"));
        QVERIFY(!loadForecastGrid(empty, {})->anySales);
    }

    void rowsHoldWhatCanBeAddedUpByHand()
    {
        const ForecastStore store;
        const auto grid = loadForecastGrid(store.path(), {});
        QVERIFY2(grid, grid ? "" : grid.error().text().c_str());
        QCOMPARE(grid->series.size(), std::size_t{6});
        QVERIFY(grid->stale.isEmpty());
        const ForecastSeries& s = find(*grid, QStringLiteral("P2"), QStringLiteral("L1"));
        QCOMPARE(s.title, QStringLiteral("Mug, slate"));
        QCOMPARE(s.category, QStringLiteral("Kitchen > Mugs"));
        QCOMPARE(s.supplier, QStringLiteral("Acme"));
        QCOMPARE(s.demandClass, DemandClass::Smooth);
        // A week of P2 sells 2 x (1 + .. + 7) = 56; each point of the line is one such week.
        QCOMPARE(s.forecastFrom, 52);
        for (int w = 0; w < 52; ++w)
            QCOMPARE(s.line[static_cast<std::size_t>(w)], 56.0F);
        QCOMPARE(s.last28, 4 * 56.0);
        QVERIFY(std::abs(s.units28 - 4 * 56.0) < 1.0); // the weekly rule repeats without any noise
        QCOMPARE(s.draft28, s.units28);
        QCOMPARE(s.onHand, 56.0);
        QVERIFY(std::abs(s.weeks - 1.0) < 0.01); // 56 on hand, 56 a week
        QVERIFY2(s.miss28 >= 0 && s.miss28 < 5, qPrintable(QString::number(s.miss28)));
    }

    void emptyShelvesAndPromotionsAreFlagged()
    {
        const ForecastStore store;
        const auto grid = loadForecastGrid(store.path(), {});
        const ForecastSeries& own = find(*grid, QStringLiteral("P1"), QStringLiteral("L1"));
        QCOMPARE(own.emptyDays, 0); // 36 days ago is not lately
        QCOMPARE(own.promotionDay, ForecastStore::kLast + 5);
        QVERIFY(own.promotion.contains(QStringLiteral("20")));
        QVERIFY(find(*grid, QStringLiteral("P2"), QStringLiteral("L2"))
                    .promotion.isEmpty()); // was three weeks ago
        {
            auto opened = Store::open(store.path().toStdString(), Store::Mode::ReadWrite);
            sql::Transaction transaction(opened->db());
            CellWriter writer(*opened, test::newImport(*opened, false, "stock"), false);
            for (Day day = ForecastStore::kLast - 2; day <= ForecastStore::kLast; ++day)
                writer.add(Measure::OnHand, ForecastStore::seriesOf(3, 2), day, 0);
            writer.finish({});
            transaction.commit();
        }
        const auto again = loadForecastGrid(store.path(), {});
        const ForecastSeries& empty = find(*again, QStringLiteral("P3"), QStringLiteral("L2"));
        QCOMPARE(empty.emptyDays, 3);
        QVERIFY(empty.flagged());
        QCOMPARE(empty.onHand, 0.0);
        QCOMPARE(empty.weeks, 0.0);
    }

    void laterDataMakeARunStale()
    {
        const ForecastStore store;
        {
            auto opened = Store::open(store.path().toStdString(), Store::Mode::ReadWrite);
            sql::Transaction transaction(opened->db());
            CellWriter writer(*opened, test::newImport(*opened, false), false);
            writer.add(Measure::Units, 1, ForecastStore::kLast + 1, 4);
            writer.finish({});
            transaction.commit();
        }
        QVERIFY(!loadForecastGrid(store.path(), {})->stale.isEmpty());
    }

    void draftsAndOverridesShowApart()
    {
        const ForecastStore store;
        const int series = ForecastStore::seriesOf(2, 1);
        const Day week = startOfWeek(ForecastStore::kLast) + 7;
        put(store.path(), series, week, 156, false);
        auto changes = loadSeriesChanges(store.path(), {}, {});
        QCOMPARE(changes->size(), std::size_t{1});
        QCOMPARE(changes->front().change, OverrideState::Draft);
        const double before = changes->front().units28;
        QVERIFY(std::abs(changes->front().draft28 - before - 100) < 1.0); // 56 became 156
        put(store.path(), series, week, 156, true);
        changes = loadSeriesChanges(store.path(), {}, {});
        QCOMPARE(changes->front().change, OverrideState::Committed);
        QVERIFY(std::abs(changes->front().units28 - before - 100) < 1.0);
        const std::int64_t id = OverrideService(store.path(), {}).list(series)->front().id;
        const auto off = OverrideService(store.path(), {}).setEnabled(std::span(&id, 1), false);
        QVERIFY(OverrideService::apply(store.path(), off->after));
        changes = loadSeriesChanges(store.path(), {}, {});
        QCOMPARE(changes->front().change, OverrideState::Off);
        QVERIFY(std::abs(changes->front().units28 - before) < 1e-6);
        // Taken away: the series is named by the caller, who knows that it had one.
        const auto gone = OverrideService(store.path(), {}).discard(std::span(&id, 1));
        QVERIFY(OverrideService::apply(store.path(), gone->after));
        QVERIFY(loadSeriesChanges(store.path(), {}, {})->empty());
        changes = loadSeriesChanges(store.path(), std::span(&series, 1), {});
        QCOMPARE(changes->front().change, OverrideState::None);
    }

    void theModelFiltersSumsAndScopes()
    {
        const ForecastStore store;
        auto grid = loadForecastGrid(store.path(), {});
        ForecastGridModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setSeries(std::move(grid->series));
        QCOMPARE(model.shownCount(), 6);
        QCOMPARE(model.at(model.itemAt(0)).sku, QStringLiteral("P3")); // the most units first
        model.setNeedle(QStringLiteral("mug station"));
        QCOMPARE(model.shownCount(), 2);
        model.setNeedle({});
        model.setScope(QStringLiteral("L1"), QStringLiteral("Kitchen"));
        QCOMPARE(model.shownCount(), 2);
        model.setScope({}, QStringLiteral("Kit")); // the beginning of a name is no category
        QCOMPARE(model.shownCount(), 0);
        model.setScope({}, {});
        model.setGroupBy(QStringLiteral("category"));
        QCOMPARE(model.rowCount(), 8);
        const QString sum = model.index(1 + 2, ForecastGridModel::Units28)
                                .data(CellRole)
                                .value<Cell>()
                                .text; // Home, two rows, Mugs
        QCOMPARE(model.index(0, 0).data().toString(), QStringLiteral("Home"));
        QCOMPARE(model.index(3, 0).data().toString(), QStringLiteral("Kitchen > Mugs"));
        double units = 0;
        for (const int item : model.itemsOfGroup(3))
            units += model.at(item).units28;
        QVERIFY(std::abs(units - 4 * 28 * (1 + 10 + 2 + 20)) < 40);
        QCOMPARE(sum, QLocale().toString(std::round(units), 'f', 0));
        model.setGroupBy({});
        model.setSegment(ForecastGridModel::Segment::Changed);
        QCOMPARE(model.shownCount(), 0);
        SeriesChange change;
        change.seriesId = ForecastStore::seriesOf(1, 2);
        change.units28 = 1000;
        change.draft28 = 1100;
        change.line = {1.0F};
        change.change = OverrideState::Draft;
        model.applyChanges({change});
        QCOMPARE(model.shownCount(), 1);
        const Cell cell = model.index(0, ForecastGridModel::Units28).data(CellRole).value<Cell>();
        QVERIFY(cell.edited);
        QCOMPARE(cell.text, QLocale().toString(1100));
        QCOMPARE(model.countOf(ForecastGridModel::Segment::Changed), 1);
    }

    void totalsAddUpUnitsAndWeighBias()
    {
        ForecastSeries a, b;
        a.units28 = a.draft28 = 100;
        a.miss28 = 10;
        a.accuracy = {3, 0.5, 1, 0.10, 1, 2.0}; // 4 units a day
        b.units28 = 50;
        b.draft28 = 60;
        b.miss28 = std::numeric_limits<double>::quiet_NaN();
        b.change = OverrideState::Draft;
        b.accuracy = {3, 0.5, 1, -0.10, 1, 6.0}; // 12 units a day
        const std::vector<int> both{0, 1};
        const ForecastTotals t = totalsOf({a, b}, both);
        QCOMPARE(t.series, 2);
        QCOMPARE(t.units28, 150.0);
        QCOMPARE(t.draft28, 160.0);
        QCOMPARE(t.miss28, 10.0);
        QCOMPARE(t.drafts, 1);
        QVERIFY(std::abs(t.bias - (0.1 * 4 - 0.1 * 12) / 16) < 1e-12);
    }
};

QTEST_GUILESS_MAIN(TestForecastGrid)
#include "test_forecast_grid.moc"
