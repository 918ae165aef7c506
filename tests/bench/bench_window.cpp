#include "app/window/main_window.h"
#include "app/window/settings.h"
#include "models/demo/demo.h"
#include "models/forecast/forecast_service.h"
#include "models/import/import_service.h"
#include "models/planning/reorder_planner.h"
#include "models/quality/quality_service.h"
#include "models/store/store.h"
#include "models/workspace/edit_journal.h"
#include "models/workspace/workspace.h"
#include "tests/bench/bench_support.h"
#include "tests/bench/window_walk.h"

#include <QDir>
#include <QFileInfo>
#include <QTemporaryDir>

#include <map>

using namespace merch;

namespace
{

using bench::press;
using bench::settle;

constexpr double kAimRedraw = 16; // ms

// ---- Making the store, each step in a process of its own ----

Outcome make(const QString& what, const QString& dir, int products, int days, std::int64_t& count)
{
    const QString store = dir + QStringLiteral("/demo.merch"), extracts = dir + QStringLiteral("/extracts");
    const auto failed = [](const auto& result) { return Outcome(result.error()); };
    if (what == QLatin1String("demo")) {
        DemoOptions options;
        options.products = products;
        options.days = days;
        const auto files = writeDemo(extracts, options, {});
        if (!files)
            return failed(files);
        for (const DemoFile& file : *files)
            count += file.kind == QLatin1String("truth") ? 0 : file.rows;
    } else if (what == QLatin1String("import")) {
        if (const auto made = Store::create(store.toStdString(), "GBP"); !made)
            return failed(made);
        std::vector<ImportRequest> requests;
        for (const QFileInfo& file : QDir(extracts).entryInfoList(QDir::Files)) {
            requests.emplace_back();
            requests.back().file = file.absoluteFilePath();
        }
        const auto batch = ImportService(store).run(requests, QStringLiteral("bench"), {}, {});
        if (!batch)
            return failed(batch);
        for (const ImportReport& report : batch->imports)
            count += report.rowsRead;
    } else if (what == QLatin1String("check")) {
        const auto checked = QualityService(store).run(QStringLiteral("bench"), {}, {});
        if (!checked)
            return failed(checked);
    } else if (what == QLatin1String("forecast")) {
        ForecastOptions options;
        options.horizon = 84;
        const auto made = ForecastService(store).run(options, {});
        if (!made)
            return failed(made);
        count = made->series;
    } else {
        ReorderOptions options;
        options.user = QStringLiteral("bench");
        const auto made = ReorderPlanner(store).make(options, {});
        if (!made)
            return failed(made);
        count = made->lines;
    }
    return success();
}

int makeStep(const QStringList& arguments)
{
    std::int64_t count = 0;
    Outcome outcome = success();
    const bench::Took took = bench::timed([&] {
        outcome = make(
            arguments.value(0), arguments.value(1), arguments.value(2).toInt(), arguments.value(3).toInt(),
            count);
    });
    if (!outcome) {
        std::fprintf(stderr, "%s\n", outcome.error().text().c_str());
        return 1;
    }
    bench::Child{took, bench::peakMegabytes(), count, true}.print();
    return 0;
}

bool makeStore(bench::Report& report, const QString& size, const QString& dir, int products, int days)
{
    struct Step {
        const char *what, *words, *unit;
        int repeats;
    };
    constexpr int kSeveral = 3;
    for (const Step& step :
         {Step{"demo", "write the extracts of %1 products", "rows", 1},
          Step{"import", "import all extracts of %1 products", "rows", 1},
          Step{"check", "run every check", "", kSeveral},
          Step{"forecast", "forecast all series, the method chosen by replay", "series", kSeveral},
          Step{"plan", "plan the orders of all lines", "lines", kSeveral}}) {
        bench::Measured took{QString::fromLatin1(step.words), QStringLiteral("CPU s")};
        if (took.what.contains(QLatin1String("%1")))
            took.what = took.what.arg(products);
        took.size = size;
        bench::Child last;
        for (int run = 0; run < step.repeats; ++run) {
            last = bench::inChild(
                {QStringLiteral("--make"), QLatin1String(step.what), dir, QString::number(products),
                 QString::number(days)});
            if (!last.done)
                return false;
            took.sample.values.push_back(last.took.cpu);
            took.wall.values.push_back(last.took.wall);
            took.megabytes = std::max(took.megabytes, last.megabytes);
        }
        if (last.count > 0)
            took.note = QStringLiteral("%1 %2, %3 a CPU s")
                            .arg(last.count)
                            .arg(QLatin1String(step.unit))
                            .arg(static_cast<double>(last.count) / took.sample.median(), 0, 'f', 0);
        report.add(took);
    }
    return true;
}

// ---- The window ----

/// Counts what a widget paints.
class Painted final : public QObject
{
public:
    explicit Painted(QWidget* widget) { widget->installEventFilter(this); }
    bool eventFilter(QObject*, QEvent* event) override
    {
        m_count += event->type() == QEvent::Paint;
        return false;
    }
    int count() const { return m_count; }

private:
    int m_count = 0;
};

struct Redraws {
    bench::Sample cpu, wall; ///< ms
    /// From the act until the grid is painted anew: everything that this thread does for it.
    void measure(Painted& painted, const std::function<void()>& act)
    {
        QCoreApplication::processEvents();
        const int before = painted.count();
        QElapsedTimer clock;
        clock.start();
        const double start = bench::threadMilliseconds();
        act();
        do
            QCoreApplication::processEvents(QEventLoop::AllEvents);
        while (painted.count() == before && clock.elapsed() < 200);
        cpu.values.push_back(bench::threadMilliseconds() - start);
        wall.values.push_back(static_cast<double>(clock.nsecsElapsed()) / 1e6);
    }
    void add(bench::Report& report, const QString& size, const QString& what) const
    {
        if (cpu.values.empty())
            return;
        bench::Measured redraw{what, QStringLiteral("ms CPU")};
        redraw.size = size;
        redraw.sample = cpu;
        redraw.judge = bench::Measured::Judge::Percentile;
        redraw.aim = kAimRedraw;
        redraw.note = QStringLiteral("on the clock %1 ms").arg(wall.percentiles());
        report.add(redraw);
    }
};

void measureGrid(
    bench::Report& report, const QString& size, const QString& page, const Workspace& workspace,
    GridPanel* panel)
{
    GridModel* model = panel->model();
    GridView* view = panel->view();
    const QString where = QStringLiteral("%1, %2 rows: ").arg(page).arg(model->shownCount());
    Painted painted(view->viewport());
    Redraws filters, sorts, rows, pages;
    auto* field = panel->findChild<QLineEdit*>(panel->objectName() + QStringLiteral(".filter"));
    for (const QString& word :
         {QStringLiteral("sto"), QStringLiteral("cotton sh"), QStringLiteral("12"), QStringLiteral("web kit"),
          QStringLiteral("oak"), QStringLiteral("a e i")}) {
        for (const QChar letter : word) {
            filters.measure(painted, [&] { press(field, 0, Qt::NoModifier, QString(letter)); });
            settle(workspace);
        }
        while (!field->text().isEmpty()) {
            filters.measure(painted, [&] { press(field, Qt::Key_Backspace); });
            settle(workspace);
        }
    }
    for (int round = 0; round < 3; ++round) {
        for (int column = 0; column < model->columnCount(); ++column) {
            if (view->isColumnHidden(column) || !model->columns()[static_cast<std::size_t>(column)].sortable)
                continue;
            for (const Qt::SortOrder order : {Qt::DescendingOrder, Qt::AscendingOrder}) {
                sorts.measure(painted, [&] { model->sort(column, order); });
                settle(workspace);
            }
        }
    }
    view->setFocus();
    view->selectRowAt(0);
    settle(workspace);
    for (int i = 0; i < 200; ++i)
        rows.measure(painted, [&] { press(view, Qt::Key_Down); });
    settle(workspace);
    for (int i = 0; i < 100; ++i)
        pages.measure(painted, [&] { press(view, i < 60 ? Qt::Key_PageDown : Qt::Key_PageUp); });
    settle(workspace);
    filters.add(report, size, where + QStringLiteral("a key in the filter, to the pixels"));
    sorts.add(report, size, where + QStringLiteral("sort, to the pixels"));
    rows.add(report, size, where + QStringLiteral("next row chosen and drawn"));
    pages.add(report, size, where + QStringLiteral("next screenful chosen and drawn"));
}

/// The row's chart takes a job; this is the whole way.
void measureChart(bench::Report& report, const QString& size, const Workspace& workspace, ForecastPage* page)
{
    GridView* view = page->grid()->view();
    view->selectRowAt(0);
    settle(workspace);
    bench::Sample wall, cpu;
    for (int i = 0; i < 100; ++i) {
        const int wanted = page->model()->at(page->model()->itemAt(view->currentIndex().row() + 1)).seriesId;
        QElapsedTimer clock;
        clock.start();
        const double start = bench::threadMilliseconds();
        press(view, Qt::Key_Down);
        while (page->shown().series.empty() || page->shown().series.front().seriesId != wanted)
            QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents, 5);
        QCoreApplication::processEvents();
        wall.values.push_back(static_cast<double>(clock.nsecsElapsed()) / 1e6);
        cpu.values.push_back(bench::threadMilliseconds() - start);
    }
    bench::Measured drawn{
        QStringLiteral("Forecast: next row until its chart and weeks are drawn, on the clock"),
        QStringLiteral("ms")};
    drawn.size = size;
    drawn.sample = wall;
    drawn.judge = bench::Measured::Judge::Percentile;
    drawn.note = QStringLiteral("of that this thread's CPU %1").arg(cpu.percentiles());
    report.add(drawn);
}

void measureBudget(bench::Report& report, const QString& size, const Workspace& workspace, Page* page)
{
    auto* chart = page->findChild<BudgetChart*>();
    auto* panel = page->findChild<GridPanel*>(QStringLiteral("reorder.lines"));
    if (!chart || !panel)
        return;
    QSlider* slider = chart->slider();
    slider->setFocus();
    settle(workspace);
    Painted painted(panel->view()->viewport());
    Redraws moves;
    for (int i = 0; i < 60; ++i)
        moves.measure(painted, [&] { press(slider, i < 40 ? Qt::Key_Left : Qt::Key_Right); });
    settle(workspace);
    moves.add(report, size, QStringLiteral("Reorder: a step of the budget; grid, curve and totals drawn"));
}

void addOpening(
    bench::Report& report, const QString& size, const QString& what, const bench::Sample& sample,
    const QString& unit, std::optional<double> aim = {}, const QString& note = {})
{
    bench::Measured opened{what, unit};
    opened.size = size;
    opened.sample = sample;
    opened.aim = aim;
    opened.note = note;
    report.add(opened);
}

/// Opens it several times over, and each page.
bool measureOpening(bench::Report& report, const QString& size, const QString& store, int runs)
{
    bench::Sample usable, filled;
    std::map<QString, bench::Sample> shown, holds;
    std::map<QString, bench::WatchedApplication::Hold> worst;
    for (int run = 0; run < runs; ++run) {
        QElapsedTimer clock;
        clock.start();
        Workspace workspace;
        EditJournal journal(workspace);
        MainWindow window(workspace, journal);
        window.resize(1440, 900);
        window.show();
        if (!window.openStore(store)) {
            std::fprintf(stderr, "%s could not be opened.\n", qPrintable(store));
            return false;
        }
        QCoreApplication::processEvents(); // painted, takes keys
        usable.values.push_back(static_cast<double>(clock.nsecsElapsed()) / 1e9);
        settle(workspace);
        filled.values.push_back(static_cast<double>(clock.nsecsElapsed()) / 1e9 - bench::kQuiet / 1e3);
        for (const Page* page : window.pages()) {
            bench::watched().take();
            clock.restart();
            window.showPage(page->id());
            settle(workspace);
            shown[page->title()].values.push_back(
                static_cast<double>(clock.nsecsElapsed()) / 1e6 - bench::kQuiet);
            const auto hold = bench::watched().take();
            holds[page->title()].values.push_back(hold.cpu);
            if (hold.cpu > worst[page->title()].cpu)
                worst[page->title()] = hold;
        }
    }
    addOpening(
        report, size, QStringLiteral("open the store to a painted window that takes keys, on the clock"),
        usable, QStringLiteral("s"), 1.0);
    addOpening(
        report, size, QStringLiteral("until its first page is full, on the clock"), filled,
        QStringLiteral("s"));
    for (const auto& [page, sample] : shown)
        addOpening(
            report, size, QStringLiteral("%1: opened until full, on the clock").arg(page), sample,
            QStringLiteral("ms"), {},
            QStringLiteral("longest hold %1 ms CPU: %2")
                .arg(holds[page].spread(0), QString::fromStdString(worst[page].culprit)));
    return true;
}

int measure(bench::Report& report, const QString& store, const QString& size, const QString& extracts)
{
    const bool walkOnly = report.has(QStringLiteral("--walk-only"));
    const int runs = report.value(QStringLiteral("--repeats"), QStringLiteral("5")).toInt();
    if (!walkOnly && !measureOpening(report, size, store, runs))
        return 4;
    Workspace workspace;
    EditJournal journal(workspace);
    MainWindow window(workspace, journal);
    window.resize(1440, 900);
    window.show();
    if (!window.openStore(store))
        return 4;
    settle(workspace);
    for (Page* page : window.pages()) {
        if (walkOnly)
            break;
        window.showPage(page->id());
        settle(workspace);
        for (const char* grid : {"forecast.series", "reorder.lines", "approvals.lines", "data.findings"})
            if (auto* panel = page->findChild<GridPanel*>(QLatin1String(grid));
                panel && panel->isVisible() && panel->model()->rowCount() > 50)
                measureGrid(report, size, page->title(), workspace, panel);
        if (auto* forecast = qobject_cast<ForecastPage*>(page))
            measureChart(report, size, workspace, forecast);
        if (page->id() == QLatin1String("reorder"))
            measureBudget(report, size, workspace, page);
    }
    if (!report.has(QStringLiteral("--no-walk")))
        bench::WindowWalk(report, size, workspace, window, extracts).run();
    addOpening(
        report, size, QStringLiteral("peak memory of the window"), bench::Sample{{bench::peakMegabytes()}},
        QStringLiteral("MB"));
    return 0;
}

} // namespace

/// The demo retailer from its extracts to a plan, then the window on it: opening, each page, filter, sort,
/// choosing rows, the budget, and the longest hold of the window's thread in everything a hand does. With
/// --store FILE the window alone, on a copy; --extracts FOLDER lets the walk import as well; --walk-only.
int main(int argc, char** argv)
{
    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    QTemporaryDir home; // the user's settings stay as they are
    qputenv("XDG_CONFIG_HOME", home.path().toLocal8Bit());
    qputenv("QT_LOGGING_RULES", "qt.qpa.*=false");
    bench::WatchedApplication app(argc, argv);
    const QStringList arguments = QCoreApplication::arguments().mid(1);
    if (arguments.value(0) == QLatin1String("--make"))
        return makeStep(arguments.mid(1));
    AppSettings().apply();
    bench::Report report(argc, argv, QStringLiteral("The demo retailer and the window on it"));
    const QString given = report.value(QStringLiteral("--store")),
                  extracts = report.value(QStringLiteral("--extracts"));
    if (!given.isEmpty()) {
        const QTemporaryDir dir; // the walk writes
        const QString copy = dir.filePath(QFileInfo(given).fileName());
        if (!QFile::copy(given, copy)) {
            std::fprintf(stderr, "%s cannot be read.\n", qPrintable(given));
            return 2;
        }
        const int code = measure(
            report, copy, report.value(QStringLiteral("--size"), QFileInfo(given).completeBaseName()),
            extracts);
        return code ? code : report.finish();
    }
    const int products = report.value(QStringLiteral("--products"), QStringLiteral("30000")).toInt();
    const int days = report.value(QStringLiteral("--days"), QStringLiteral("400")).toInt();
    for (const int share : {10, 1}) {
        if (share == 1 && report.has(QStringLiteral("--small")))
            break;
        const QTemporaryDir dir(
            report.value(QStringLiteral("--dir"), QDir::tempPath()) + QStringLiteral("/bench-XXXXXX"));
        const QString size = share == 1 ? bench::kWhole : bench::kTenth;
        if (!makeStore(report, size, dir.path(), products / share, days))
            return 1;
        // A process of its own, so that its memory is its own.
        if (!report.takeRowsOf(
                {QStringLiteral("--store"), dir.filePath(QStringLiteral("demo.merch")),
                 QStringLiteral("--extracts"), dir.filePath(QStringLiteral("extracts")),
                 QStringLiteral("--size"), size}))
            return 1;
    }
    return report.finish();
}
