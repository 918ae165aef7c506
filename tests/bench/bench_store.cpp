#include "engine/core/random.h"
#include "models/store/demand.h"
#include "models/store/sqlite.h"
#include "models/store/store.h"
#include "models/store/unit_matrix.h"
#include "tests/bench/bench_support.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QTemporaryDir>

using namespace merch;

namespace
{

constexpr Day kFirst = dayOf(2011, 1, 29);

/// Dictionaries of an M5-shaped store: `items` products in 10 locations.
std::vector<int> dictionaries(Store& store, int items)
{
    sql::Transaction transaction(store.db());
    store.db().execute("INSERT INTO source (source_id, name, kind) VALUES (1, 'sales', 'sales');"
                       "INSERT INTO category VALUES (1, NULL, 'FOODS', 'FOODS', 0), (2, NULL, 'HOBBIES', "
                       "'HOBBIES', 0), (3, 1, 'FOODS_1', 'FOODS > FOODS_1', 1)");
    for (int l = 0; l < 10; ++l)
        store.db().execute("INSERT INTO location (code) VALUES ('L" + std::to_string(l) + "')");
    sql::Statement product(store.db(), "INSERT INTO product (sku, category_id) VALUES (?1, ?2)");
    for (int p = 0; p < items; ++p)
        product.bind(1, "ITEM_" + std::to_string(p)).bind(2, p % 3 + 1).run();
    std::vector<int> series;
    for (int p = 1; p <= items; ++p)
        for (int l = 1; l <= 10; ++l)
            series.push_back(ensureSeries(store, p, l, Grain::Daily, 0));
    transaction.commit();
    return series;
}

std::int64_t newImport(Store& store, bool adds)
{
    store.db().execute(
        "INSERT INTO import (source_id, kind, file, sha256, bytes, mapping, overlap, rows_read, "
        "rows_accepted,"
        " rows_rejected, made_at, made_by) VALUES (1, 'sales', 'f', 'x', 0, '{}', '" +
        std::string(adds ? "add" : "replace") + "', 0, 0, 0, 0, 'bench')");
    return sqlite3_last_insert_rowid(store.db().get());
}

/// One day of units: 59 % zero, as M5 has.
std::int64_t unitsOn(std::uint32_t& state)
{
    state = state * 1664525U + 1013904223U;
    const std::uint32_t draw = state >> 16;
    return draw % 100 < 59 ? 0 : 1 + draw % 7;
}

void run(bench::Report& report, int items, int days, const QString& name)
{
    QTemporaryDir dir;
    const std::string path = dir.filePath(QStringLiteral("m5.merch")).toStdString();
    std::vector<int> series;
    {
        Result<Store> store = Store::create(path, "USD");
        series = dictionaries(*store, items);
        const bench::Took took = bench::timed([&] {
            sql::Transaction transaction(store->db());
            CellWriter writer(*store, newImport(*store, false), false);
            std::uint32_t state = 1;
            for (Day d = 0; d < days; ++d) {
                for (const int s : series) {
                    const std::int64_t units = unitsOn(state);
                    if (units > 0)
                        writer.add(Measure::Units, s, kFirst + d, units);
                }
            }
            writer.finish({});
            transaction.commit();
        });
        const double cells = static_cast<double>(series.size()) * days;
        report.add(
            name + QStringLiteral(": write units of every day"), took.cpu, QStringLiteral("CPU s"),
            QStringLiteral("%1 M cells, %2 M a CPU s, wall %3 s")
                .arg(cells / 1e6, 0, 'f', 1)
                .arg(cells / took.cpu / 1e6, 0, 'f', 1)
                .arg(took.wall, 0, 'f', 1));
        store->db().execute("PRAGMA wal_checkpoint(TRUNCATE)");
        report.add(
            name + QStringLiteral(": file"),
            static_cast<double>(QFileInfo(QString::fromStdString(path)).size()) / 1e6, QStringLiteral("MB"));
    }
    bench::Sample open, load, loadCpu, one, slice;
    for (int i = 0; i < 5; ++i) {
        open.values.push_back(
            bench::timed([&] { (void)Store::open(path, Store::Mode::ReadWrite); }).wall * 1e3);
        Result<Store> store = Store::open(path, Store::Mode::ReadOnly);
        const std::vector<SeriesInfo> all = loadSeries(*store);
        std::size_t values = 0;
        const bench::Took took = bench::timed([&] {
            for (const SeriesHistory& history :
                 loadHistories(*store, all, std::numeric_limits<Day>::max(), {}))
                values += history.units.size();
        });
        load.values.push_back(took.wall);
        loadCpu.values.push_back(took.cpu);
        for (int n = 0; n < 50; ++n)
            one.values.push_back(
                bench::timed([&] {
                    (void)loadHistory(*store, all[static_cast<std::size_t>(n * 7) % all.size()]);
                }).wall *
                1e3);
        for (int n = 0; n < 50; ++n)
            slice.values.push_back(bench::timed([&] { (void)loadRoll(*store, 2, 1); }).wall * 1e3);
    }
    report.add(name + QStringLiteral(": open the store"), open.spread(1), QStringLiteral("ms"));
    report.add(
        name + QStringLiteral(": load all series"), loadCpu.spread(2), QStringLiteral("CPU s"),
        QStringLiteral("wall ") + load.spread(2));
    report.add(name + QStringLiteral(": load one series"), one.spread(2), QStringLiteral("ms"));
    report.add(name + QStringLiteral(": a category by week"), slice.spread(2), QStringLiteral("ms"));
    {
        Result<Store> reader = Store::open(path, Store::Mode::ReadOnly);
        const std::vector<SeriesInfo> all = loadSeries(*reader);
        std::vector<SeriesInfo> some;
        for (std::size_t n = 0; n < 300; ++n)
            some.push_back(all[n * 101 % all.size()]);
        bench::Sample blobs, resident, everything;
        for (int n = 0; n < 20; ++n)
            blobs.values.push_back(
                bench::timed([&] {
                    (void)loadHistories(*reader, some, std::numeric_limits<Day>::max(), {});
                }).wall *
                1e3);
        report.add(
            name + QStringLiteral(": any 300 series, all days, from blobs"), blobs.spread(1),
            QStringLiteral("ms"));
        UnitMatrix matrix;
        const bench::Took took = bench::timed([&] { matrix = UnitMatrix::load(*reader, {}); });
        report.add(
            name + QStringLiteral(": load the resident matrix"), took.cpu, QStringLiteral("CPU s"),
            QStringLiteral("%1 MB").arg(static_cast<double>(matrix.bytes()) / 1e6, 0, 'f', 0));
        for (int n = 0; n < 50; ++n) {
            std::vector<int> half;
            for (const SeriesInfo& info : all) {
                if ((info.seriesId + n) % 2 == 0)
                    half.push_back(info.seriesId);
            }
            resident.values.push_back(
                bench::timed([&] { (void)matrix.sum(half, kFirst + days - 730, kFirst + days - 1); }).wall *
                1e3);
            std::vector<int> whole;
            for (const SeriesInfo& info : all)
                whole.push_back(info.seriesId);
            everything.values.push_back(
                bench::timed([&] { (void)matrix.sum(whole, kFirst, kFirst + days - 1); }).wall * 1e3);
        }
        report.add(
            name + QStringLiteral(": any half of the series, 2 years by day"), resident.spread(1),
            QStringLiteral("ms"));
        report.add(
            name + QStringLiteral(": all series, all days"), everything.spread(1), QStringLiteral("ms"));
    }
    Result<Store> store = Store::open(path, Store::Mode::ReadWrite);
    bench::Sample append;
    const qint64 sizeBefore = QFileInfo(QString::fromStdString(path)).size();
    constexpr int appended = 12; // day upon day, each an import of its own that can be taken back
    for (int i = 0; i < appended; ++i) {
        append.values.push_back(bench::timed([&] {
                                    sql::Transaction transaction(store->db());
                                    CellWriter writer(*store, newImport(*store, false), false);
                                    std::uint32_t state = 7;
                                    for (const int s : series)
                                        writer.add(Measure::Units, s, kFirst + days + i, unitsOn(state));
                                    writer.finish({});
                                    transaction.commit();
                                }).cpu);
    }
    report.add(
        name + QStringLiteral(": append one day of every series"), append.spread(2), QStringLiteral("CPU s"),
        QStringLiteral("first %1, twelfth %2")
            .arg(append.values.front(), 0, 'f', 2)
            .arg(append.values.back(), 0, 'f', 2));
    store->db().execute("PRAGMA wal_checkpoint(TRUNCATE)");
    report.add(
        name + QStringLiteral(": growth of the file a day"),
        static_cast<double>(QFileInfo(QString::fromStdString(path)).size() - sizeBefore) / 1e6 / appended,
        QStringLiteral("MB"));
    const bench::Took undo = bench::timed([&] {
        sql::Transaction transaction(store->db());
        removeLayer(*store, appended + 1, {});
        transaction.commit();
    });
    report.add(name + QStringLiteral(": take the last day back"), undo.cpu, QStringLiteral("CPU s"));
    report.add(name + QStringLiteral(": peak memory so far"), bench::peakMegabytes(), QStringLiteral("MB"));
}

} // namespace

int main(int argc, char** argv)
{
    QCoreApplication app(argc, argv);
    bench::Report report(argc, argv, QStringLiteral("The store, M5-shaped demand"));
    run(report, 305, 1941, QStringLiteral("a tenth (3,050 series)"));
    run(report, 3049, 1941, QStringLiteral("whole (30,490 series)"));
    return report.finish();
}
