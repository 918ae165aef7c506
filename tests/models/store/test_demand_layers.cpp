#include "engine/core/random.h"
#include "models/store/chunk_codec.h"
#include "models/store/demand.h"
#include "models/store/sqlite.h"
#include "models/store/store.h"

#include <QCryptographicHash>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>

using namespace merch;

namespace
{

constexpr Day kStart = dayOf(2024, 3, 4); // a Monday

/// Everything that cells can change, as one text.
QByteArray content(Store& store)
{
    QByteArray all;
    for (const char* query :
         {"SELECT * FROM chunk_units ORDER BY key", "SELECT * FROM chunk_revenue ORDER BY key",
          "SELECT * FROM chunk_on_hand ORDER BY key", "SELECT * FROM layer ORDER BY measure, key, import_id",
          "SELECT * FROM roll_week ORDER BY level, node, week",
          "SELECT * FROM location_calendar ORDER BY location_id",
          "SELECT series_id, first_day, last_day FROM series ORDER BY series_id"}) {
        sql::Statement rows(store.db(), query);
        while (rows.step()) {
            for (int c = 0; c < sqlite3_column_count(rows.handle()); ++c) {
                const std::string_view value = rows.blob(c);
                all.append(value.data(), static_cast<qsizetype>(value.size())).append('|');
            }
            all.append('\n');
        }
        all.append("--\n");
    }
    return all;
}

std::int64_t newImport(Store& store, bool adds)
{
    store.db().execute(
        "INSERT INTO import (source_id, kind, file, sha256, bytes, mapping, overlap, rows_read, "
        "rows_accepted,"
        " rows_rejected, made_at, made_by) VALUES (1, 'sales', 'f', 'x', 0, '{}', '" +
        std::string(adds ? "add" : "replace") + "', 0, 0, 0, 0, 'me')");
    return sqlite3_last_insert_rowid(store.db().get());
}

} // namespace

class TestDemandLayers : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_dir;
    std::unique_ptr<Store> m_store;
    std::vector<int> m_series;

private slots:
    void init()
    {
        m_dir = std::make_unique<QTemporaryDir>();
        auto made = Store::create(m_dir->filePath(QStringLiteral("s.merch")).toStdString(), "GBP");
        QVERIFY(made);
        m_store = std::make_unique<Store>(std::move(*made));
        m_store->db().execute(
            "INSERT INTO source (source_id, name, kind) VALUES (1, 's', 'sales');"
            "INSERT INTO category VALUES (1, NULL, 'A', 'A', 0), (2, 1, 'B', 'A > B', 1);"
            "INSERT INTO product (sku, category_id) VALUES ('P1', 2), ('P2', 2), ('P3', NULL);"
            "INSERT INTO location (code) VALUES ('L1'), ('L2')");
        m_series.clear();
        for (int p = 1; p <= 3; ++p)
            for (int l = 1; l <= 2; ++l)
                m_series.push_back(ensureSeries(*m_store, p, l, Grain::Daily, 0));
    }
    void cleanup() { m_store.reset(); }

    void codecsBringBackEveryCell()
    {
        Random random(7);
        for (int round = 0; round < 400; ++round) {
            std::vector<std::int64_t> cells(kChunkPeriods, kAbsent);
            const std::uint32_t style = random.below(5);
            for (auto& cell : cells) {
                if (random.below(4) == 0)
                    continue;
                cell = style == 0   ? 0
                       : style == 1 ? static_cast<std::int64_t>(random.below(3))
                       : style == 2 ? 120000
                       : style == 3 ? static_cast<std::int64_t>(random()) * 4096 - 5'000'000
                                    : static_cast<std::int64_t>(random.below(200000)) - 100000;
            }
            const std::string bytes = encodeChunk(cells);
            std::vector<std::int64_t> back(kChunkPeriods);
            decodeChunk(bytes, back.data());
            QCOMPARE(back, cells);
            QVERIFY(chunkIsWhole(bytes));
            std::string broken = bytes;
            broken[random.below(static_cast<std::uint32_t>(broken.size()))] ^= 0x10;
            QVERIFY(!chunkIsWhole(broken));
        }
    }

    void damagedChunksAreReportedNotRead()
    {
        Random random(3);
        std::vector<std::int64_t> cells(kChunkPeriods, 5), back(kChunkPeriods);
        for (std::size_t i = 0; i < cells.size(); ++i)
            cells[i] = static_cast<std::int64_t>(random.below(90));
        const std::string bytes = encodeChunk(cells);
        for (int round = 0; round < 2000; ++round) {
            std::string broken = bytes.substr(0, random.below(static_cast<std::uint32_t>(bytes.size()) + 1));
            for (std::uint32_t i = 0; i < 3 && !broken.empty(); ++i)
                broken[random.below(static_cast<std::uint32_t>(broken.size()))] = static_cast<char>(random());
            try {
                decodeChunk(broken, back.data());
            } catch (const std::runtime_error&) {
            }
        }
    }

    void unsoldDaysInTheSpanAreZeroAndClosedDaysUnknown()
    {
        sql::Transaction transaction(m_store->db());
        CellWriter writer(*m_store, newImport(*m_store, false), false);
        for (Day d = 0; d < 60; ++d) {
            if (weekdayOf(kStart + d) == 5)
                continue; // Saturdays: closed
            writer.add(Measure::Units, m_series[0], kStart + d, 2);
            if (d >= 10 && d % 3 == 0)
                writer.add(Measure::Units, m_series[2], kStart + d, 1);
        }
        writer.finish({});
        transaction.commit();
        const std::vector<SeriesInfo> all = loadSeries(*m_store);
        const SeriesHistory steady = loadHistory(*m_store, all[0]), slow = loadHistory(*m_store, all[2]);
        QCOMPARE(steady.first, kStart);
        QCOMPARE(steady.units.size(), std::size_t{60});
        QVERIFY(std::isnan(steady.units[5])); // Saturday
        QCOMPARE(steady.closedWeekdays, 1U << 5);
        QCOMPARE(slow.first, kStart + 15); // day 12 is a Saturday
        QCOMPARE(slow.units[1], 0.0F);
        QCOMPARE(slow.info.lastDay, kStart + 59);
    }

    void aReplacingImportSpeaksForItsWholeSpan()
    {
        sql::Transaction transaction(m_store->db());
        {
            CellWriter first(*m_store, newImport(*m_store, false), false);
            for (Day d = 0; d < 20; ++d) {
                first.add(Measure::Units, m_series[0], kStart + d, 5);
                first.add(Measure::Units, m_series[2], kStart + d, 7);
            }
            first.finish({});
        }
        {
            CellWriter second(*m_store, newImport(*m_store, false), false);
            for (Day d = 10; d < 15; ++d)
                second.add(Measure::Units, m_series[0], kStart + d, 1);
            second.finish({});
        }
        transaction.commit();
        const std::vector<SeriesInfo> all = loadSeries(*m_store);
        const SeriesHistory kept = loadHistory(*m_store, all[0]), unmentioned = loadHistory(*m_store, all[2]);
        QCOMPARE(kept.units[9], 5.0F);
        QCOMPARE(kept.units[10], 1.0F);
        QCOMPARE(kept.units[15], 5.0F);
        QCOMPARE(unmentioned.units[9], 7.0F);
        QCOMPARE(unmentioned.units[12], 0.0F);
    }

    void takingAnyImportBackLeavesWhatWasThereWithoutIt()
    {
        // Random sequences of overlapping imports; each is undone in turn and must leave the very bytes that
        // the store held when it was never made.
        for (std::uint64_t round = 0; round < 25; ++round) {
            cleanup();
            init();
            Random random(11, round);
            std::vector<std::int64_t> live;
            std::vector<QByteArray> states{content(*m_store)};
            for (int n = 0; n < 4; ++n) {
                const bool adds = random.below(2) == 0;
                sql::Transaction transaction(m_store->db());
                const std::int64_t id = newImport(*m_store, adds);
                CellWriter writer(*m_store, id, adds);
                const Day from = kStart + static_cast<Day>(random.below(500));
                const int cells = 1 + static_cast<int>(random.below(300));
                for (int c = 0; c < cells; ++c) {
                    const int series = m_series[random.below(6)];
                    const Day day = from + static_cast<Day>(random.below(200));
                    const std::uint32_t m = random.below(3);
                    writer.add(
                        m == 0   ? Measure::Units
                        : m == 1 ? Measure::Revenue
                                 : Measure::OnHand,
                        series, day, static_cast<std::int64_t>(random.below(9)) - 1);
                }
                writer.finish({});
                transaction.commit();
                live.push_back(id);
                states.push_back(content(*m_store));
            }
            for (int n = 3; n >= 0; --n) {
                sql::Transaction transaction(m_store->db());
                removeLayer(*m_store, live[static_cast<std::size_t>(n)], {});
                transaction.commit();
                QCOMPARE(content(*m_store), states[static_cast<std::size_t>(n)]);
            }
        }
    }

    void undoInTheMiddleEqualsNeverHavingImported()
    {
        const auto write = [&](std::int64_t id, Day from, std::int64_t value) {
            CellWriter writer(*m_store, id, false);
            for (Day d = 0; d < 30; ++d)
                writer.add(Measure::Units, m_series[0], from + d, value + d % 3);
            writer.finish({});
        };
        sql::Transaction transaction(m_store->db());
        const auto a = newImport(*m_store, false), b = newImport(*m_store, false),
                   c = newImport(*m_store, false);
        write(a, kStart, 1);
        write(c, kStart + 20, 9);
        const QByteArray without = content(*m_store);
        removeLayer(*m_store, c, {});
        write(b, kStart + 10, 4);
        write(c, kStart + 20, 9);
        QVERIFY(content(*m_store) != without);
        removeLayer(*m_store, b, {});
        QCOMPARE(content(*m_store), without);
        transaction.commit();
    }

    void rollUpsAreTheSumOfTheSeries()
    {
        sql::Transaction transaction(m_store->db());
        CellWriter writer(*m_store, newImport(*m_store, false), false);
        for (std::size_t s = 0; s < m_series.size(); ++s)
            for (Day d = 0; d < 14; ++d)
                writer.add(Measure::Units, m_series[s], kStart + d, static_cast<std::int64_t>(s) + 1);
        writer.finish({});
        transaction.commit();
        QCOMPARE(loadRoll(*m_store, 0, 0).size(), std::size_t{2});
        QCOMPARE(loadRoll(*m_store, 0, 0)[0].units, 7.0 * 21);
        QCOMPARE(loadRoll(*m_store, 1, 1)[0].units, 7.0 * (1 + 3 + 5));
        QCOMPARE(loadRoll(*m_store, 2, 1)[1].units, 7.0 * (1 + 2 + 3 + 4)); // A holds B's products
        QCOMPARE(loadRoll(*m_store, 3, 2 * 65536 + 2)[0].units, 7.0 * (2 + 4));
        QCOMPARE(loadRoll(*m_store, 4, 3)[0].units, 7.0 * 11);
        const QByteArray before = content(*m_store);
        sql::Transaction again(m_store->db());
        rebuildRolls(*m_store, {});
        again.commit();
        QCOMPARE(content(*m_store), before);
    }
};

QTEST_GUILESS_MAIN(TestDemandLayers)
#include "test_demand_layers.moc"
