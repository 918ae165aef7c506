#include "app/window/main_window.h"
#include "app/window/settings.h"
#include "models/demo/demo.h"
#include "models/forecast/forecast_grid_model.h"
#include "models/forecast/forecast_service.h"
#include "models/grid/grid_model.h"
#include "models/import/import_service.h"
#include "models/planning/reorder_planner.h"
#include "models/quality/quality_service.h"
#include "models/store/store.h"
#include "models/workspace/edit_journal.h"
#include "models/workspace/workspace.h"
#include "tests/bench/bench_support.h"
#include "tests/bench/watched_application.h"
#include "widgets/forecast/forecast_page.h"
#include "widgets/frame/page.h"
#include "widgets/grid/grid_panel.h"
#include "widgets/grid/grid_view.h"
#include "widgets/reorder/budget_chart.h"
#include "widgets/theme/theme.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFileInfo>
#include <QKeyEvent>
#include <QLineEdit>
#include <QSlider>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QThread>

#include <map>

using namespace merch;

namespace
{

constexpr double kAimHold = 50, kAimRedraw = 16; // ms

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

bool makeStore(bench::Report& report, const QString& name, const QString& dir, int products, int days)
{
    struct Step {
        const char *what, *words, *unit;
        int repeats;
    };
    constexpr int kSeveral = 3;
    for (const Step& step :
         {Step{"demo", "write its extracts", "rows", 1}, Step{"import", "import all extracts", "rows", 1},
          Step{"check", "run every check", "", kSeveral},
          Step{"forecast", "forecast, the method chosen by replay", "series", kSeveral},
          Step{"plan", "plan the orders", "lines", kSeveral}}) {
        bench::Sample cpu, wall;
        bench::Child last;
        for (int run = 0; run < step.repeats; ++run) {
            last = bench::inChild(
                {QStringLiteral("--make"), QLatin1String(step.what), dir, QString::number(products),
                 QString::number(days)});
            if (!last.done)
                return false;
            cpu.values.push_back(last.took.cpu);
            wall.values.push_back(last.took.wall);
        }
        QString note =
            QStringLiteral("wall %1 s, peak %2 MB").arg(wall.spread(1)).arg(last.megabytes, 0, 'f', 0);
        if (last.count > 0)
            note += QStringLiteral(", %1 %2, %3 a CPU s")
                        .arg(last.count)
                        .arg(QLatin1String(step.unit))
                        .arg(static_cast<double>(last.count) / cpu.median(), 0, 'f', 0);
        report.add(
            name + QStringLiteral(": ") + QLatin1String(step.words), cpu.spread(2), QStringLiteral("CPU s"),
            note);
    }
    return true;
}

// ---- The window ----

bench::WatchedApplication& watched()
{
    return *static_cast<bench::WatchedApplication*>(qApp);
}

/// Until no job runs and nothing has happened for a while, as a hand at rest.
void settle(const Workspace& workspace)
{
    QElapsedTimer quiet;
    quiet.start();
    while (quiet.elapsed() < 60) {
        const double before = bench::threadMilliseconds();
        QCoreApplication::processEvents(QEventLoop::AllEvents);
        if (bench::threadMilliseconds() - before > 0.5 || !workspace.jobs().isEmpty())
            quiet.restart();
        QThread::usleep(200);
    }
}

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
    void add(bench::Report& report, const QString& what, double aim = kAimRedraw) const
    {
        if (cpu.values.empty())
            return;
        report.add(
            what, cpu.percentiles(), QStringLiteral("ms CPU"),
            QStringLiteral("p50 / p99 / greatest of %1; wall %2; aim: p99 under %3")
                .arg(cpu.values.size())
                .arg(wall.percentiles())
                .arg(aim, 0, 'f', 0));
    }
};

void press(
    QWidget* widget, int key, Qt::KeyboardModifiers modifiers = Qt::NoModifier, const QString& text = {})
{
    QKeyEvent down(QEvent::KeyPress, key, modifiers, text), up(QEvent::KeyRelease, key, modifiers, text);
    QCoreApplication::sendEvent(widget, &down);
    QCoreApplication::sendEvent(widget, &up);
}

void measureGrid(bench::Report& report, const QString& name, const Workspace& workspace, GridPanel* panel)
{
    GridModel* model = panel->model();
    GridView* view = panel->view();
    const QString where = QStringLiteral("%1, %2 rows: ").arg(name).arg(model->shownCount());
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
    filters.add(report, where + QStringLiteral("a key in the filter, to the pixels"));
    sorts.add(report, where + QStringLiteral("sort, to the pixels"));
    rows.add(report, where + QStringLiteral("next row chosen and drawn"));
    pages.add(report, where + QStringLiteral("next screenful chosen and drawn"));
}

/// The row's chart takes a job; this is the whole way.
void measureChart(bench::Report& report, const QString& name, const Workspace& workspace, ForecastPage* page)
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
    report.add(
        name + QStringLiteral("Forecast: next row until its chart and weeks are drawn"), wall.percentiles(),
        QStringLiteral("ms"),
        QStringLiteral("p50 / p99 / greatest; of that this thread's CPU %1").arg(cpu.percentiles()));
}

void measureBudget(bench::Report& report, const QString& name, const Workspace& workspace, Page* page)
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
    moves.add(report, name + QStringLiteral("Reorder: a step of the budget, grid, curve and totals drawn"));
}

/// Everything a hand does on a page, with the longest hold of each and who took it.
void walk(bench::Report& report, const QString& name, Workspace& workspace, MainWindow& window)
{
    double greatest = 0;
    QString location;
    for (Page* page : window.pages())
        if (const auto* forecast = qobject_cast<ForecastPage*>(page);
            forecast && forecast->model()->itemCount())
            location = forecast->model()->at(0).location;
    const auto step = [&](const QString& what, const std::function<void()>& act) {
        settle(workspace);
        watched().take();
        QElapsedTimer clock;
        clock.start();
        const double before = bench::threadMilliseconds();
        act();
        const bench::WatchedApplication::Hold direct{
            static_cast<double>(clock.nsecsElapsed()) / 1e6, bench::threadMilliseconds() - before,
            "the act itself"};
        settle(workspace);
        bench::WatchedApplication::Hold hold = watched().take();
        if (direct.cpu > hold.cpu)
            hold = direct;
        greatest = std::max(greatest, hold.cpu);
        if (hold.cpu > kAimHold || report.has(QStringLiteral("--every-hold")))
            report.add(
                name + what, hold.cpu, QStringLiteral("ms CPU"),
                QStringLiteral("wall %1, %2")
                    .arg(hold.wall, 0, 'f', 0)
                    .arg(QString::fromStdString(hold.culprit)));
    };
    for (Page* page : window.pages()) {
        const QString title = page->title() + QStringLiteral(": ");
        step(title + QStringLiteral("opened"), [&] { window.showPage(page->id()); });
        for (GridPanel* panel : page->findChildren<GridPanel*>()) {
            if (!panel->isVisible() || panel->model()->rowCount() == 0)
                continue;
            GridModel* model = panel->model();
            GridView* view = panel->view();
            const QString grid = title + panel->objectName() + QStringLiteral(", ");
            step(grid + QStringLiteral("last row"), [&] {
                view->setFocus();
                press(view, Qt::Key_End, Qt::ControlModifier);
            });
            step(grid + QStringLiteral("all rows chosen"), [&] { view->selectAll(); });
            step(grid + QStringLiteral("sorted with all chosen"), [&] {
                model->sort(0, Qt::DescendingOrder);
            });
            step(grid + QStringLiteral("first row"), [&] { view->selectRowAt(0); });
            step(grid + QStringLiteral("10,000 rows chosen"), [&] {
                view->selectionModel()->select(
                    QItemSelection(
                        model->index(0, 0),
                        model->index(std::min(10'000, model->rowCount()) - 1, model->columnCount() - 1)),
                    QItemSelectionModel::ClearAndSelect);
            });
            step(grid + QStringLiteral("sorted with these"), [&] { model->sort(0, Qt::AscendingOrder); });
            step(
                grid + QStringLiteral("filtered with these"), [&] { model->setNeedle(QStringLiteral("a")); });
            step(grid + QStringLiteral("not filtered"), [&] { model->setNeedle({}); });
            for (const GridColumn& column : model->columns()) {
                if (!column.groupable)
                    continue;
                step(grid + QStringLiteral("grouped by ") + column.id, [&] { model->setGroupBy(column.id); });
                step(grid + QStringLiteral("a group chosen"), [&] { view->selectRowAt(0); });
            }
            step(grid + QStringLiteral("no groups"), [&] { model->setGroupBy({}); });
            step(grid + QStringLiteral("first row again"), [&] { view->selectRowAt(0); });
        }
        step(title + QStringLiteral("another scope"), [&] {
            Scope scope = workspace.scope();
            scope.location = location;
            workspace.setScope(scope);
        });
        step(title + QStringLiteral("all again"), [&] {
            Scope scope = workspace.scope();
            scope.location.clear();
            workspace.setScope(scope);
        });
        step(title + QStringLiteral("smaller window"), [&] { window.resize(1024, 700); });
        step(title + QStringLiteral("larger window"), [&] { window.resize(1440, 900); });
        step(title + QStringLiteral("read anew"), [&] { workspace.announce(Topic::Everything); });
    }
    step(QStringLiteral("dark"), [] { theme::apply(*qApp, theme::Mode::Dark); });
    step(QStringLiteral("light"), [] { theme::apply(*qApp, theme::Mode::Light); });
    report.add(
        name + QStringLiteral("the longest hold of the window's thread, all pages walked"), greatest,
        QStringLiteral("ms CPU"), QStringLiteral("aim: 50; each step above it stands above"));
}

int measure(bench::Report& report, const QString& store, const QString& name)
{
    bench::Sample usable, filled;
    std::map<QString, bench::Sample> shown, holds;
    std::map<QString, bench::WatchedApplication::Hold> worst;
    const int runs = report.value(QStringLiteral("--repeats"), QStringLiteral("5")).toInt();
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
            return 4;
        }
        QCoreApplication::processEvents(); // painted, takes keys
        usable.values.push_back(static_cast<double>(clock.nsecsElapsed()) / 1e9);
        settle(workspace);
        filled.values.push_back(static_cast<double>(clock.nsecsElapsed()) / 1e9 - 0.06);
        for (const Page* page : window.pages()) {
            watched().take();
            clock.restart();
            window.showPage(page->id());
            settle(workspace);
            shown[page->title()].values.push_back(static_cast<double>(clock.nsecsElapsed()) / 1e6 - 60);
            const auto hold = watched().take();
            holds[page->title()].values.push_back(hold.cpu);
            if (hold.cpu > worst[page->title()].cpu)
                worst[page->title()] = hold;
        }
    }
    report.add(
        name + QStringLiteral("open to a painted window"), usable.spread(2), QStringLiteral("s"),
        QStringLiteral("aim: under 1"));
    report.add(name + QStringLiteral("until its first page is full"), filled.spread(2), QStringLiteral("s"));
    for (const auto& [page, sample] : shown)
        report.add(
            name + page + QStringLiteral(" opened until full"), sample.spread(0), QStringLiteral("ms"),
            QStringLiteral("longest hold %1 ms CPU: %2")
                .arg(holds[page].spread(0), QString::fromStdString(worst[page].culprit)));

    Workspace workspace;
    EditJournal journal(workspace);
    MainWindow window(workspace, journal);
    window.resize(1440, 900);
    window.show();
    if (!window.openStore(store))
        return 4;
    settle(workspace);
    for (Page* page : window.pages()) {
        window.showPage(page->id());
        settle(workspace);
        for (const char* grid : {"forecast.series", "reorder.lines", "approvals.lines", "data.findings"})
            if (auto* panel = page->findChild<GridPanel*>(QLatin1String(grid));
                panel && panel->isVisible() && panel->model()->rowCount() > 50)
                measureGrid(report, name + page->title(), workspace, panel);
        if (auto* forecast = qobject_cast<ForecastPage*>(page))
            measureChart(report, name, workspace, forecast);
        if (page->id() == QLatin1String("reorder"))
            measureBudget(report, name, workspace, page);
    }
    if (!report.has(QStringLiteral("--no-walk")))
        walk(report, name, workspace, window);
    report.add(
        name + QStringLiteral("peak memory of the window"), bench::peakMegabytes(), QStringLiteral("MB"));
    return 0;
}

} // namespace

/// The demo retailer from its extracts to a plan, then the window on it: opening, each page, filter, sort,
/// choosing rows, the budget, and the longest hold of the window's thread. With --store FILE the window
/// alone.
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
    const QString given = report.value(QStringLiteral("--store"));
    if (!given.isEmpty()) {
        const QTemporaryDir dir; // moving the budget writes
        const QString copy = dir.filePath(QFileInfo(given).fileName());
        if (!QFile::copy(given, copy)) {
            std::fprintf(stderr, "%s cannot be read.\n", qPrintable(given));
            return 2;
        }
        const int code = measure(report, copy, QFileInfo(given).completeBaseName() + QStringLiteral(": "));
        return code ? code : report.finish();
    }
    if (const QString part = report.value(QStringLiteral("--window-of")); !part.isEmpty()) {
        const int code = measure(report, part, report.value(QStringLiteral("--name")));
        return code ? code : report.finish();
    }
    const int products = report.value(QStringLiteral("--products"), QStringLiteral("30000")).toInt();
    const int days = report.value(QStringLiteral("--days"), QStringLiteral("400")).toInt();
    for (const int share : {10, 1}) {
        if (share == 1 && report.has(QStringLiteral("--small")))
            break;
        const QTemporaryDir dir(
            report.value(QStringLiteral("--dir"), QDir::tempPath()) + QStringLiteral("/bench-XXXXXX"));
        const QString name = QStringLiteral("%1 (%2 products): ")
                                 .arg(share == 1 ? QStringLiteral("whole") : QStringLiteral("a tenth"))
                                 .arg(products / share);
        if (!makeStore(report, name, dir.path(), products / share, days))
            return 1;
        // A process of its own, so that its memory is its own.
        if (!report.takeRowsOf(
                {QStringLiteral("--window-of"), dir.filePath(QStringLiteral("demo.merch")),
                 QStringLiteral("--name"), name}))
            return 1;
    }
    return report.finish();
}
