#include "models/import/import_service.h"
#include "models/store/demand.h"
#include "models/store/store.h"
#include "tests/bench/bench_support.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>

#include <array>
#include <charconv>

using namespace merch;

namespace
{

constexpr Day kFirst = dayOf(2011, 1, 29);
constexpr int kPlaces = 10;

std::uint32_t draw(std::uint32_t& state)
{
    state = state * 1664525U + 1013904223U;
    return state >> 16;
}

std::string dateText(Day day)
{
    const auto ymd = civil(day);
    std::array<char, 16> text{};
    std::snprintf(
        text.data(), text.size(), "%04d-%02u-%02u", static_cast<int>(ymd.year()),
        static_cast<unsigned>(ymd.month()), static_cast<unsigned>(ymd.day()));
    return text.data();
}

/// Sales by day, in date order as exports come: 59 % of the units are zero. Returns the rows.
std::int64_t writeLong(const QString& path, int items, Day from, Day days)
{
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly))
        qFatal("cannot write %s", qPrintable(path));
    std::string out = "date,location,sku,units,revenue,unit_price,on_hand\n";
    std::uint32_t state = 7;
    std::int64_t rows = 0;
    std::array<char, 160> line{};
    for (Day d = 0; d < days; ++d) {
        const std::string date = dateText(kFirst + from + d);
        for (int p = 0; p < items; ++p) {
            for (int l = 0; l < kPlaces; ++l) {
                const std::uint32_t chance = draw(state);
                const unsigned units = chance % 100 < 59 ? 0 : 1 + chance % 7;
                const unsigned price = 97 + static_cast<unsigned>(p) % 900;
                const int n = std::snprintf(
                    line.data(), line.size(), "%s,CA_%d,FOODS_%d_%03d,%u,%u.%02u,%u.%02u,%u\n", date.c_str(),
                    l, p % 3 + 1, p, units, units * price / 100, units * price % 100, price / 100,
                    price % 100, chance % 60);
                out.append(line.data(), static_cast<std::size_t>(n));
                ++rows;
            }
        }
        if (out.size() > (1U << 22)) {
            file.write(out.data(), static_cast<qint64>(out.size()));
            out.clear();
        }
    }
    file.write(out.data(), static_cast<qint64>(out.size()));
    return rows;
}

/// The same as planning sheets have it: a column a day.
void writeWide(const QString& path, int items, Day days)
{
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly))
        qFatal("cannot write %s", qPrintable(path));
    std::string out = "sku,location";
    for (Day d = 0; d < days; ++d)
        out += ',' + dateText(kFirst + d);
    out += '\n';
    std::uint32_t state = 7;
    for (int p = 0; p < items; ++p) {
        for (int l = 0; l < kPlaces; ++l) {
            out += "FOODS_" + std::to_string(p) + ",CA_" + std::to_string(l);
            for (Day d = 0; d < days; ++d) {
                const std::uint32_t chance = draw(state);
                out += ',';
                out += static_cast<char>('0' + (chance % 100 < 59 ? 0 : 1 + chance % 7));
            }
            out += '\n';
        }
        if (out.size() > (1U << 22)) {
            file.write(out.data(), static_cast<qint64>(out.size()));
            out.clear();
        }
    }
    file.write(out.data(), static_cast<qint64>(out.size()));
}

/// What runs in a process of its own.
int step(const QStringList& arguments)
{
    const QString what = arguments.value(0), store = arguments.value(1), file = arguments.value(2);
    bench::Took took;
    if (what == QLatin1String("import")) {
        if (!QFileInfo::exists(store) && !Store::create(store.toStdString(), "USD"))
            return 1;
        took = bench::timed([&] {
            ImportRequest request;
            request.file = file;
            request.kind = QStringLiteral("sales");
            request.overlap = QStringLiteral("replace");
            const auto done = ImportService(store).run({request}, QStringLiteral("bench"), {}, {});
            if (!done)
                qFatal("%s", done.error().text().c_str());
        });
    } else if (what == QLatin1String("load")) {
        took = bench::timed([&] {
            Result<Store> opened = Store::open(store.toStdString(), Store::Mode::ReadOnly);
            const std::vector<SeriesInfo> series = loadSeries(*opened);
            const auto all = loadHistories(*opened, series, dayOf(2053, 1, 1), {});
            if (all.size() != series.size())
                qFatal("series are missing");
        });
    }
    bench::Child{took, bench::peakMegabytes(), 0, true}.print();
    return 0;
}

/// sqlite3's own import into a typed table, and the index a reader needs.
bench::Took sqliteImport(const QString& dir, const QString& csv)
{
    const QString database = dir + QStringLiteral("/plain.db");
    QFile::remove(database);
    QFile script(dir + QStringLiteral("/import.sql"));
    if (!script.open(QIODevice::WriteOnly))
        return {};
    script.write(
        "PRAGMA journal_mode=OFF;\nPRAGMA synchronous=OFF;\nPRAGMA cache_size=-262144;\n"
        "CREATE TABLE sales(date TEXT, location TEXT, sku TEXT, units INTEGER, revenue REAL, unit_price "
        "REAL, on_hand INTEGER);\n.import --csv --skip 1 " +
        csv.toUtf8() + " sales\nCREATE INDEX by_series ON sales(sku, location, date);\n");
    script.close();
    return bench::timed(
        [&] {
            QProcess process;
            process.setStandardInputFile(script.fileName());
            process.setStandardOutputFile(QProcess::nullDevice());
            process.start(QStringLiteral("sqlite3"), {database});
            process.waitForFinished(-1);
        },
        RUSAGE_CHILDREN);
}

} // namespace

int main(int argc, char** argv)
{
    QCoreApplication app(argc, argv);
    const QStringList arguments = QCoreApplication::arguments().mid(1);
    if (arguments.value(0) == QLatin1String("--step"))
        return step(arguments.mid(1));
    bench::Report report(argc, argv, QStringLiteral("Import"));
    const bool full = report.has(QStringLiteral("--full"));
    const int items = report.value(QStringLiteral("--items"), QStringLiteral("3049")).toInt();
    const Day days =
        report.value(QStringLiteral("--days"), full ? QStringLiteral("656") : QStringLiteral("164")).toInt();
    const int repeats = report.value(QStringLiteral("--repeats"), QStringLiteral("3")).toInt();
    const QString folder = report.value(QStringLiteral("--dir"), QString());
    const QTemporaryDir temporary(folder.isEmpty() ? QString() : folder + QStringLiteral("/bench-XXXXXX"));
    const QString dir = temporary.path();
    const bool hasSqlite = !QStandardPaths::findExecutable(QStringLiteral("sqlite3")).isEmpty();

    for (const int tenth : {10, 1}) {
        const int some = std::max(1, items / tenth);
        const QString csv = dir + QStringLiteral("/long.csv");
        const std::int64_t rows = writeLong(csv, some, 0, days);
        const QString size = QStringLiteral("%1 rows, %2 series, %3 MB")
                                 .arg(rows)
                                 .arg(some * kPlaces)
                                 .arg(static_cast<double>(QFileInfo(csv).size()) / 1e6, 0, 'f', 0);
        bench::Sample ours, theirs;
        double wall = 0, megabytes = 0;
        QString store;
        for (int r = 0; r < repeats; ++r) {
            store = dir + QStringLiteral("/s%1-%2.merch").arg(tenth).arg(r);
            const bench::Child child =
                bench::inChild({QStringLiteral("--step"), QStringLiteral("import"), store, csv});
            if (!child.done)
                return 1;
            ours.values.push_back(child.took.cpu);
            wall = child.took.wall;
            megabytes = std::max(megabytes, child.megabytes);
            if (hasSqlite)
                theirs.values.push_back(sqliteImport(dir, csv).cpu);
        }
        report.add(QStringLiteral("import, sales by day"), ours.spread(), QStringLiteral("CPU s"), size);
        report.add(
            QStringLiteral("  rows a CPU second"), static_cast<double>(rows) / ours.median() / 1e6,
            QStringLiteral("million"), QStringLiteral("every row checked"));
        report.add(QStringLiteral("  wall"), wall, QStringLiteral("s"), QStringLiteral("last run"));
        report.add(QStringLiteral("  peak memory"), megabytes, QStringLiteral("MB"));
        if (hasSqlite) {
            report.add(
                QStringLiteral("  sqlite3 .import and index (sku, location, date)"), theirs.spread(),
                QStringLiteral("CPU s"), QStringLiteral("the same file, the same run"));
            report.add(
                QStringLiteral("  fewer CPU seconds"), theirs.median() / ours.median(),
                QStringLiteral("times"), QStringLiteral("aim: 8"));
        } else {
            report.add(
                QStringLiteral("  sqlite3 .import"), QStringLiteral("absent"), QString(),
                QStringLiteral("no sqlite3 on this machine"));
        }
        // The next morning's extract.
        const QString day = dir + QStringLiteral("/day.csv");
        const std::int64_t dayRows = writeLong(day, some, days, 1);
        const bench::Child append =
            bench::inChild({QStringLiteral("--step"), QStringLiteral("import"), store, day});
        report.add(
            QStringLiteral("append of one day"), append.took.cpu, QStringLiteral("CPU s"),
            QStringLiteral("%1 rows, %2 s wall").arg(dayRows).arg(append.took.wall, 0, 'f', 2));
        QFile::remove(csv);
    }
    for (const int tenth : {10, 1}) {
        const int some = std::max(1, items / tenth);
        const Day span = 1941;
        const QString csv = dir + QStringLiteral("/wide.csv"),
                      store = dir + QStringLiteral("/w%1.merch").arg(tenth);
        writeWide(csv, some, span);
        const bench::Child child =
            bench::inChild({QStringLiteral("--step"), QStringLiteral("import"), store, csv});
        if (!child.done)
            return 1;
        const double values = static_cast<double>(some) * kPlaces * span;
        report.add(
            QStringLiteral("import, wide by day"), child.took.cpu, QStringLiteral("CPU s"),
            QStringLiteral("%1 series x %2 days = %3 million values, %4 s wall, peak %5 MB")
                .arg(some * kPlaces)
                .arg(span)
                .arg(values / 1e6, 0, 'f', 1)
                .arg(child.took.wall, 0, 'f', 1)
                .arg(child.megabytes, 0, 'f', 0));
        bench::Sample load;
        for (int r = 0; r < repeats; ++r)
            load.values.push_back(
                bench::inChild({QStringLiteral("--step"), QStringLiteral("load"), store, {}}).took.cpu);
        report.add(
            QStringLiteral("load of all its series for forecasting"), load.spread(), QStringLiteral("CPU s"),
            tenth == 1 ? QStringLiteral("aim: 0.6") : QString());
        QFile::remove(csv);
    }
    return report.finish();
}
