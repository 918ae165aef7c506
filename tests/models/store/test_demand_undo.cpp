#include "models/store/chunk_codec.h"
#include "tests/models/support_store.h"

#include <QTest>

#include <cmath>
#include <map>
#include <set>

using namespace merch;
using test::TempStore;

namespace
{

/// What an import laid down, read from the store's layers right after it was made.
struct Laid {
    std::int64_t id = 0;
    bool adds = false;
    std::map<std::tuple<int, std::int64_t, int>, std::int64_t> cells; ///< measure, key, place
};

/// Own cells of an import: its layer's bytes, or the merged chunk where it is the only one.
Laid laidBy(Store& store, std::int64_t id, bool adds)
{
    static const char* const tables[] = {"chunk_units", "chunk_revenue", "chunk_price", "chunk_on_hand"};
    Laid laid{id, adds, {}};
    sql::Statement rows(store.db(), "SELECT measure, key, b FROM layer WHERE import_id = ?1");
    rows.bind(1, id);
    std::vector<std::int64_t> cells(kChunkPeriods);
    while (rows.step()) {
        const auto measure = static_cast<int>(rows.integer(0));
        std::string bytes(rows.blob(2));
        if (rows.isNull(2)) {
            sql::Statement merged(
                store.db(), std::string("SELECT b FROM ") + tables[measure] + " WHERE key = ?1");
            merged.bind(1, rows.integer(1));
            if (!merged.step())
                throw std::runtime_error("a layer without bytes has no chunk");
            bytes = std::string(merged.blob(0));
        }
        decodeChunk(bytes, cells.data());
        for (int i = 0; i < kChunkPeriods; ++i) {
            if (cells[static_cast<std::size_t>(i)] != kAbsent)
                laid.cells[{measure, rows.integer(1), i}] = cells[static_cast<std::size_t>(i)];
        }
    }
    return laid;
}

/// The rule in its plainest form: the newest import that has the cell, or the sum where imports add.
std::map<std::tuple<int, std::int64_t, int>, std::int64_t> overlaid(const std::vector<Laid>& live)
{
    std::map<std::tuple<int, std::int64_t, int>, std::int64_t> sum;
    for (const Laid& layer : live) {
        for (const auto& [place, value] : layer.cells) {
            const auto measure = static_cast<Measure>(std::get<0>(place));
            const bool sums = measure == Measure::Units || measure == Measure::Revenue;
            const auto [at, fresh] = sum.try_emplace(place, value);
            if (!fresh)
                at->second = layer.adds && sums ? at->second + value : value;
        }
    }
    return sum;
}

std::map<std::tuple<int, std::int64_t, int>, std::int64_t> kept(Store& store)
{
    static const char* const tables[] = {"chunk_units", "chunk_revenue", "chunk_price", "chunk_on_hand"};
    std::map<std::tuple<int, std::int64_t, int>, std::int64_t> all;
    std::vector<std::int64_t> cells(kChunkPeriods);
    for (int measure = 0; measure < 4; ++measure) {
        sql::Statement rows(store.db(), std::string("SELECT key, b FROM ") + tables[measure]);
        while (rows.step()) {
            decodeChunk(rows.blob(1), cells.data());
            for (int i = 0; i < kChunkPeriods; ++i) {
                if (cells[static_cast<std::size_t>(i)] != kAbsent)
                    all[{measure, rows.integer(0), i}] = cells[static_cast<std::size_t>(i)];
            }
        }
    }
    return all;
}

/// First and last days of series and open days of locations, worked out from the cells alone.
QByteArray spansAndCalendars(Store& store)
{
    QByteArray all;
    std::map<int, std::set<Day>> open;
    for (const SeriesInfo& info : loadSeries(store)) {
        const MeasureColumn units = loadMeasure(store, Measure::Units, info);
        const bool lived = info.lastDay >= info.firstDay;
        const Day last = addPeriods(units.first, info.grain, static_cast<int>(units.values.size()) - 1);
        if (lived != !units.values.empty() ||
            (lived && (info.firstDay != units.first || info.lastDay != last)))
            all += "span of series " + QByteArray::number(info.seriesId) + '\n';
        for (std::size_t d = 0; info.grain == Grain::Daily && d < units.values.size(); ++d) {
            if (!std::isnan(units.values[d]) && units.values[d] != 0.0F)
                open[info.locationId].insert(units.first + static_cast<Day>(d));
        }
    }
    for (int location = 1; location <= test::kLocations; ++location) {
        std::set<Day> stored;
        sql::Statement row(store.db(), "SELECT days FROM location_calendar WHERE location_id = ?1");
        row.bind(1, location);
        if (row.step()) {
            const std::string_view bits = row.blob(0);
            for (std::size_t i = 0; i < bits.size() * 8; ++i) {
                if ((bits[i / 8] >> (i % 8)) & 1)
                    stored.insert(kFirstDay + static_cast<Day>(i));
            }
        }
        if (stored != open[location])
            all += "calendar of location " + QByteArray::number(location) + '\n';
    }
    return all;
}

} // namespace

class TestDemandUndo : public QObject
{
    Q_OBJECT

private slots:
    void importsAndUndosInAnyOrderLeaveTheLiveOnesOverlaid()
    {
        for (std::uint64_t round = 0; round < 20; ++round) {
            Random random(2024, round);
            TempStore temp(TempStore::Filled::Dictionaries);
            Store& store = temp.store();
            std::vector<SeriesInfo> series;
            {
                sql::Transaction transaction(store.db());
                store.db().execute("UPDATE product SET unit_scale = 1000 WHERE product_id = 4;"
                                   "INSERT INTO source (name, kind) VALUES ('test', 'sales')");
                for (int p = 1; p <= 6; ++p) // days, weeks from Sunday, months
                    for (int l = 1; l <= 2; ++l)
                        (void)ensureSeries(
                            store, p, l,
                            p <= 4   ? Grain::Daily
                            : p == 5 ? Grain::Weekly
                                     : Grain::Monthly,
                            p == 5 ? 6 : 0);
                transaction.commit();
                series = loadSeries(store);
            }
            const QByteArray empty = test::contentOf(store);
            std::vector<Laid> live;
            Day newest = test::kFirstSale;
            for (int step = 0; step < 12; ++step) {
                if (!live.empty() && random.below(3) == 0) {
                    const std::size_t which = random.below(static_cast<std::uint32_t>(live.size()));
                    sql::Transaction transaction(store.db());
                    removeLayer(store, live[which].id, {});
                    transaction.commit();
                    live.erase(live.begin() + static_cast<std::ptrdiff_t>(which));
                } else {
                    const bool adds = random.below(2) == 0;
                    // A third lie behind all that is there, as a daily extract does.
                    const Day from = random.below(3) == 0
                                         ? newest + 1
                                         : test::kFirstSale + static_cast<Day>(random.below(700));
                    const Day days = 1 + static_cast<Day>(random.below(120));
                    const QByteArray before = test::contentOf(store);
                    sql::Transaction transaction(store.db());
                    const std::int64_t id = test::newImport(store, adds);
                    CellWriter writer(store, id, adds);
                    for (std::uint32_t n = 1 + random.below(200); n > 0; --n) {
                        const SeriesInfo& one =
                            series[random.below(static_cast<std::uint32_t>(series.size()))];
                        const Day day = startOfPeriod(
                            from + static_cast<Day>(random.below(static_cast<std::uint32_t>(days))),
                            one.grain, one.weekStart);
                        writer.add(
                            static_cast<Measure>(random.below(4)), one.seriesId, day,
                            static_cast<std::int64_t>(random.below(2000)) - 100);
                    }
                    writer.finish({});
                    transaction.commit();
                    newest = std::max(newest, from + days);
                    if (random.below(4) == 0) { // at once taken back: the very bytes of before
                        sql::Transaction back(store.db());
                        removeLayer(store, id, {});
                        back.commit();
                        QVERIFY(test::contentOf(store) == before);
                    } else {
                        live.push_back(laidBy(store, id, adds));
                    }
                }
                QVERIFY2(
                    kept(store) == overlaid(live),
                    qPrintable(QStringLiteral("round %1, step %2").arg(round).arg(step)));
                QCOMPARE(spansAndCalendars(store), QByteArray());
                // Weekly sums follow from the cells alone.
                const QByteArray now = test::contentOf(store);
                sql::Transaction transaction(store.db());
                rebuildRolls(store, {});
                transaction.commit();
                QVERIFY2(
                    test::contentOf(store) == now,
                    qPrintable(QStringLiteral("round %1, step %2").arg(round).arg(step)));
            }
            while (!live.empty()) {
                const std::size_t which = random.below(static_cast<std::uint32_t>(live.size()));
                sql::Transaction transaction(store.db());
                removeLayer(store, live[which].id, {});
                transaction.commit();
                live.erase(live.begin() + static_cast<std::ptrdiff_t>(which));
            }
            QVERIFY(test::contentOf(store) == empty);
        }
    }

    void anOlderImportWrittenLaterLiesBelow()
    {
        // A chunk's layers lie in the order of their imports, whenever each was written.
        std::vector<int> order{0, 1, 2, 3};
        QByteArray expected;
        do {
            TempStore temp(TempStore::Filled::Dictionaries);
            Store& store = temp.store();
            sql::Transaction transaction(store.db());
            const int series = ensureSeries(store, 1, 1, Grain::Daily, 0);
            const bool adds[] = {false, true, false, true};
            std::vector<std::int64_t> ids;
            for (const bool add : adds)
                ids.push_back(test::newImport(store, add));
            for (const int n : order) {
                CellWriter writer(store, ids[static_cast<std::size_t>(n)], adds[n]);
                for (Day d = 0; d < 20; ++d)
                    writer.add(Measure::Revenue, series, test::kFirstSale + n * 7 + d, 1 + n * 100 + d);
                writer.finish({});
            }
            transaction.commit();
            const QByteArray now = test::contentOf(store);
            if (expected.isEmpty())
                expected = now;
            QVERIFY(now == expected);
        } while (std::next_permutation(order.begin(), order.end()));
    }

    void weeksAndMonthsComeBackOnTheirOwnDays()
    {
        TempStore temp(TempStore::Filled::Dictionaries);
        Store& store = temp.store();
        sql::Transaction transaction(store.db());
        const int weekly = ensureSeries(store, 1, 1, Grain::Weekly, 6),
                  monthly = ensureSeries(store, 2, 2, Grain::Monthly, 0);
        const Day sunday = dayOf(2024, 1, 7);
        {
            CellWriter writer(store, test::newImport(store, false), false);
            for (int w = 0; w < 60; ++w)
                if (w != 30)
                    writer.add(Measure::Units, weekly, sunday + 7 * w, w + 1);
            for (int m = 0; m < 30; ++m)
                writer.add(
                    Measure::Units, monthly, addPeriods(dayOf(2022, 11, 1), Grain::Monthly, m), 100 + m);
            writer.finish({});
        }
        transaction.commit();
        const std::vector<SeriesInfo> all = loadSeries(store);
        const SeriesHistory weeks = loadHistory(store, all[0]), months = loadHistory(store, all[1]);
        QCOMPARE(weeks.first, sunday);
        QCOMPARE(weeks.info.lastDay, sunday + 7 * 59);
        QCOMPARE(weeks.units.size(), std::size_t{60});
        QCOMPARE(weeks.units[59], 60.0F);
        QCOMPARE(weeks.units[30], 0.0F); // within the import's span: sold nothing
        QCOMPARE(months.first, dayOf(2022, 11, 1));
        QCOMPARE(months.info.lastDay, dayOf(2025, 4, 1));
        QCOMPARE(months.units[29], 129.0F);
        QCOMPARE(loadHistory(store, all[1], dayOf(2023, 1, 15)).units.size(), std::size_t{3});
    }

    void goodsByWeightKeepTheirThousandths()
    {
        TempStore temp(TempStore::Filled::Dictionaries);
        Store& store = temp.store();
        sql::Transaction transaction(store.db());
        store.db().execute("UPDATE product SET unit_scale = 1000 WHERE product_id = 1");
        const int series = ensureSeries(store, 1, 1, Grain::Daily, 0);
        CellWriter writer(store, test::newImport(store, false), false);
        writer.add(Measure::Units, series, test::kFirstSale, 1250);
        writer.add(Measure::Units, series, test::kFirstSale + 1, 3);
        writer.finish({});
        transaction.commit();
        const SeriesHistory history = loadHistory(store, loadSeries(store)[0]);
        QCOMPARE(history.units[0], 1.25F);
        QCOMPARE(history.units[1], 0.003F);
        QCOMPARE(loadRoll(store, 0, 0)[0].units, 1.253);
    }

    void daysAndAmountsThatCannotBeKeptAreRefused()
    {
        TempStore temp;
        Store& store = temp.store();
        const QByteArray before = test::contentOf(store);
        const auto attempt = [&](Day day, std::int64_t value) {
            return reporting("import", [&]() -> Outcome {
                sql::Transaction transaction(store.db());
                CellWriter writer(store, test::newImport(store, false), false);
                writer.add(Measure::Units, 1, day, value);
                writer.finish({});
                transaction.commit();
                return success();
            });
        };
        const Outcome early = attempt(dayOf(1989, 12, 31), 1);
        QVERIFY(!early);
        QVERIFY2(early.error().message.find("1989-12-31") != std::string::npos, early.error().text().c_str());
        QVERIFY(!attempt(dayOf(2054, 1, 1), 1));
        QVERIFY(!attempt(dayOf(2024, 5, 1), std::int64_t{1} << 60));
        QVERIFY(test::contentOf(store) == before);
        QVERIFY(attempt(dayOf(1990, 1, 1), 1));
        QVERIFY(attempt(dayOf(2053, 8, 31), 1));
    }
};

QTEST_GUILESS_MAIN(TestDemandUndo)
#include "test_demand_undo.moc"
