#include "models/forecast/forecast_grid.h"
#include "models/forecast/forecast_grid_model.h"
#include "models/forecast/forecast_service.h"
#include "models/forecast/selected_demand.h"
#include "models/store/demand.h"
#include "models/store/sqlite.h"
#include "models/store/store.h"
#include "models/workspace/edit_journal.h"
#include "models/workspace/workspace.h"
#include "tests/bench/bench_support.h"
#include "widgets/forecast/forecast_page.h"
#include "widgets/grid/grid_panel.h"
#include "widgets/grid/grid_view.h"
#include "widgets/theme/theme.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QKeyEvent>
#include <QLineEdit>
#include <QTemporaryDir>

#include <numeric>

using namespace merch;

namespace
{

constexpr Day kFirst = dayOf(2023, 1, 2);
constexpr int kDays = 3 * 364, kShops = 10;

/// Products in ten shops, three years by day, half of the days without a sale; stock on the last day.
void fill(const QString& path, int products)
{
    Result<Store> store = Store::create(path.toStdString(), "GBP");
    sql::Transaction transaction(store->db());
    store->db().execute(
        "INSERT INTO source (source_id, name, kind) VALUES (1, 'sales', 'sales');"
        "INSERT INTO import (import_id, source_id, kind, file, sha256, bytes, mapping, overlap, rows_read,"
        " rows_accepted, rows_rejected, made_at, made_by) VALUES (1, 1, 'sales', 'f', 'x', 0, '{}', "
        "'replace', 0, 0,"
        " 0, 0, 'bench');"
        "INSERT INTO supplier (supplier_id, code, name) VALUES (1, 'A', 'Alder'), (2, 'B', 'Birch')");
    sql::Statement category(store->db(), "INSERT INTO category VALUES (?1, NULL, ?2, ?2, 0)");
    for (int c = 1; c <= 40; ++c)
        category.bind(1, c).bind(2, "Category " + std::to_string(c)).run();
    sql::Statement location(
        store->db(), "INSERT INTO location (location_id, code, name) VALUES (?1, ?2, ?2)");
    for (int l = 1; l <= kShops; ++l)
        location.bind(1, l).bind(2, "S" + std::to_string(l)).run();
    sql::Statement product(
        store->db(),
        "INSERT INTO product (product_id, sku, title, category_id, supplier_id) VALUES (?1, ?2, ?3, ?4, ?5)");
    CellWriter writer(*store, 1, false);
    std::uint32_t state = 1;
    for (int p = 1; p <= products; ++p) {
        product.bind(1, p).bind(2, "SKU-" + std::to_string(100'000 + p));
        product.bind(3, "Product number " + std::to_string(p)).bind(4, p % 40 + 1).bind(5, p % 2 + 1).run();
        for (int l = 1; l <= kShops; ++l) {
            const int series = ensureSeries(*store, p, l, Grain::Daily, 0);
            for (int d = 0; d < kDays; ++d) {
                state = state * 1664525U + 1013904223U;
                const std::uint32_t draw = state >> 16;
                if (draw % 2 == 0)
                    writer.add(Measure::Units, series, kFirst + d, 1 + draw % 7);
            }
            writer.add(Measure::OnHand, series, kFirst + kDays - 1, state >> 26);
        }
    }
    writer.finish({});
    transaction.commit();
}

void addPercentiles(
    bench::Report& report, const QString& what, const bench::Sample& sample, const QString& note = {})
{
    report.add(
        what,
        QStringLiteral("%1 / %2 / %3")
            .arg(sample.at(0.5), 0, 'f', 2)
            .arg(sample.at(0.99), 0, 'f', 2)
            .arg(sample.at(1), 0, 'f', 2),
        QStringLiteral("ms"), note.isEmpty() ? QStringLiteral("p50 / p99 / greatest") : note);
}

/// From the act to the pixels: what is queued is done, and the widget is drawn anew.
double untilDrawn(QWidget& page, const std::function<void()>& act)
{
    QElapsedTimer clock;
    clock.start();
    act();
    QCoreApplication::sendPostedEvents();
    QCoreApplication::processEvents(QEventLoop::ExcludeUserInputEvents);
    page.repaint();
    return static_cast<double>(clock.nsecsElapsed()) / 1e6;
}

void run(bench::Report& report, int products, const QString& name)
{
    QTemporaryDir dir;
    const QString path = dir.filePath(QStringLiteral("bench.merch"));
    fill(path, products);
    ForecastOptions options;
    options.horizon = 56;
    options.method = "window"; // what is measured here reads forecasts; how they are chosen does not matter
    const bench::Took forecast = bench::timed([&] { (void)ForecastService(path).run(options, {}); });
    report.add(
        name + QStringLiteral(": forecast all by one method"), forecast.cpu, QStringLiteral("CPU s"),
        QStringLiteral("wall %1 s").arg(forecast.wall, 0, 'f', 1));

    bench::Sample load, loadCpu;
    ForecastGrid grid;
    for (int i = 0; i < 3; ++i) {
        const bench::Took took = bench::timed([&] { grid = std::move(*loadForecastGrid(path, {})); });
        load.values.push_back(took.wall);
        loadCpu.values.push_back(took.cpu);
    }
    report.add(
        name + QStringLiteral(": load the grid"), loadCpu.spread(2), QStringLiteral("CPU s"),
        QStringLiteral("wall %1 s").arg(load.spread(2)));
    const int all = static_cast<int>(grid.series.size());
    for (const int size : {1, 10, 100, 500, all}) {
        bench::Sample sample;
        const int repeats = size == 1 ? 200 : size <= 100 ? 20 : size == all ? 1 : 5;
        for (int i = 0; i < repeats; ++i) {
            DemandSelection selection;
            for (int n = 0; n < size; ++n)
                selection.seriesIds.push_back(
                    grid.series[static_cast<std::size_t>((i * 131 + n) % all)].seriesId);
            sample.values.push_back(
                bench::timed([&] { (void)loadSelectedDemand(path, selection, grid.units); }).wall * 1e3);
        }
        addPercentiles(report, name + QStringLiteral(": read %1 series for the chart").arg(size), sample);
    }

    Workspace workspace;
    EditJournal journal(workspace);
    ForecastPage page(workspace, journal);
    page.resize(1232, 812);
    page.show();
    if (!workspace.openStore(path))
        return;
    const auto settle = [&] {
        while (!workspace.jobs().isEmpty() || page.model()->itemCount() == 0)
            QCoreApplication::processEvents(QEventLoop::AllEvents, 5);
        QCoreApplication::processEvents();
    };
    settle();
    auto* filter = page.findChild<QLineEdit*>(QStringLiteral("forecast.series.filter"));
    bench::Sample filtering, sorting, selecting, drawing;
    for (int round = 0; round < 8; ++round) {
        for (const QString& text :
             {QStringLiteral("1"), QStringLiteral("12"), QStringLiteral("123"), QStringLiteral("12"),
              QStringLiteral("category 7"), QString()}) {
            filtering.values.push_back(untilDrawn(page, [&] { filter->setText(text); }));
            settle();
        }
    }
    const ForecastGridModel& model = *page.model();
    for (int round = 0; round < 4; ++round) {
        for (const char* column : {"product", "location", "class", "units_28", "weeks", "error"}) {
            const int at = model.columnOf(QLatin1String(column));
            sorting.values.push_back(untilDrawn(
                page, [&] { page.model()->sort(at, round % 2 ? Qt::AscendingOrder : Qt::DescendingOrder); }));
            settle();
        }
    }
    GridView* view = page.grid()->view();
    view->setFocus();
    view->selectRowAt(0);
    settle();
    for (int i = 0; i < 300; ++i) {
        QElapsedTimer clock;
        clock.start();
        const int wanted = model.at(model.itemAt(view->currentIndex().row() + 1)).seriesId;
        selecting.values.push_back(untilDrawn(page, [&] {
            QKeyEvent down(QEvent::KeyPress, Qt::Key_Down, Qt::NoModifier);
            QCoreApplication::sendEvent(view, &down);
        }));
        while (page.shown().series.empty() || page.shown().series.front().seriesId != wanted)
            QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents, 5);
        page.repaint();
        drawing.values.push_back(static_cast<double>(clock.nsecsElapsed()) / 1e6);
    }
    addPercentiles(report, name + QStringLiteral(": filter as typed, to the pixels"), filtering);
    addPercentiles(report, name + QStringLiteral(": sort, to the pixels"), sorting);
    addPercentiles(report, name + QStringLiteral(": next row, the window's thread held"), selecting);
    addPercentiles(report, name + QStringLiteral(": next row until chart and weeks are drawn"), drawing);
    report.add(name + QStringLiteral(": peak memory so far"), bench::peakMegabytes(), QStringLiteral("MB"));
}

} // namespace

int main(int argc, char** argv)
{
    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    QTemporaryDir home; // settings of the user stay as they are
    qputenv("XDG_CONFIG_HOME", home.path().toLocal8Bit());
    QApplication app(argc, argv);
    theme::apply(app, theme::Mode::Light);
    bench::Report report(argc, argv, QStringLiteral("The Forecast page, three years by day"));
    run(report, 300, QStringLiteral("a tenth (3,000 series)"));
    if (!report.has(QStringLiteral("--small")))
        run(report, 3000, QStringLiteral("whole (30,000 series)"));
    return report.finish();
}
