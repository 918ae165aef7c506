#pragma once

#include "app/window/main_window.h"
#include "models/forecast/forecast_grid_model.h"
#include "models/grid/grid_model.h"
#include "models/planning/reorder_grid_model.h"
#include "models/workspace/workspace.h"
#include "tests/bench/bench_support.h"
#include "tests/bench/watched_application.h"
#include "widgets/data/data_page.h"
#include "widgets/forecast/demand_chart.h"
#include "widgets/forecast/forecast_page.h"
#include "widgets/frame/page.h"
#include "widgets/grid/grid_panel.h"
#include "widgets/grid/grid_view.h"
#include "widgets/reorder/budget_card.h"
#include "widgets/reorder/budget_chart.h"
#include "widgets/reorder/reorder_page.h"
#include "widgets/theme/theme.h"

#include <QAction>
#include <QClipboard>
#include <QComboBox>
#include <QElapsedTimer>
#include <QInputDialog>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSlider>
#include <QSpinBox>
#include <QTest>
#include <QThread>

namespace merch::bench
{

constexpr double kAimHold = 50; ///< ms
constexpr int kQuiet = 60;      ///< ms without anything to do: a hand at rest
constexpr int kRested = 900;    ///< ms after which what waits for a rest has begun

inline WatchedApplication& watched()
{
    return *static_cast<WatchedApplication*>(qApp);
}

/// Until no job runs and nothing has happened for a while.
inline void settle(const Workspace& workspace, int quietMs = kQuiet)
{
    QElapsedTimer quiet;
    quiet.start();
    while (quiet.elapsed() < quietMs) {
        const double before = threadMilliseconds();
        QCoreApplication::processEvents(QEventLoop::AllEvents);
        if (threadMilliseconds() - before > 0.5 || !workspace.jobs().isEmpty())
            quiet.restart();
        QThread::usleep(200);
    }
}

inline void
press(QWidget* widget, int key, Qt::KeyboardModifiers modifiers = Qt::NoModifier, const QString& text = {})
{
    QKeyEvent down(QEvent::KeyPress, key, modifiers, text), up(QEvent::KeyRelease, key, modifiers, text);
    QCoreApplication::sendEvent(widget, &down);
    QCoreApplication::sendEvent(widget, &up);
}

/// Everything a hand does in the window, with the longest hold of its thread in each step and who held it.
/// What is typed and dragged is kept in the store, so walk a copy.
class WindowWalk
{
public:
    WindowWalk(
        Report& report, const QString& size, Workspace& workspace, MainWindow& window,
        const QString& extracts = {})
        : m_report(report)
        , m_size(size)
        , m_workspace(workspace)
        , m_window(window)
        , m_extracts(extracts)
    {
    }

    void run()
    {
        const QString only = m_report.value(QStringLiteral("--only")); // a page
        const auto wanted = [&only](const char* id) { return only.isEmpty() || only == QLatin1String(id); };
        for (Page* page : m_window.pages())
            if (wanted(qPrintable(page->id())))
                pageAndGrids(page);
        if (wanted("forecast"))
            forecast();
        if (wanted("reorder"))
            reorder();
        if (wanted("approvals"))
            approvals();
        if (wanted("data"))
            data();
        if (wanted("window")) {
            palette();
            themes();
        }
        for (const auto& [page, sample] : m_pages) {
            Measured holds{
                QStringLiteral("%1: longest hold of the window's thread in each of its steps").arg(page),
                QStringLiteral("ms CPU")};
            holds.sample = sample;
            holds.size = m_size;
            holds.judge = Measured::Judge::Greatest;
            holds.aim = kAimHold;
            holds.note = QStringLiteral("%1 steps, %2 above the aim")
                             .arg(sample.values.size())
                             .arg(std::count_if(sample.values.begin(), sample.values.end(), [](double ms) {
                                 return ms >= kAimHold;
                             }));
            m_report.add(holds);
        }
    }

private:
    void step(const QString& what, const std::function<void()>& act, int quietMs = kQuiet)
    {
        settle(m_workspace);
        watched().take();
        QElapsedTimer clock;
        clock.start();
        const double before = threadMilliseconds();
        act();
        const WatchedApplication::Hold direct{
            static_cast<double>(clock.nsecsElapsed()) / 1e6, threadMilliseconds() - before, "the act itself"};
        settle(m_workspace, quietMs);
        WatchedApplication::Hold hold = watched().take();
        if (direct.cpu > hold.cpu)
            hold = direct;
        m_pages[what.section(QLatin1Char(':'), 0, 0)].values.push_back(hold.cpu);
        if (hold.cpu < kAimHold && !m_report.has(QStringLiteral("--every-hold")))
            return;
        Measured one{what, QStringLiteral("ms CPU")};
        one.sample.values = {hold.cpu};
        one.size = m_size;
        one.note =
            QStringLiteral("wall %1 ms, %2").arg(figures(hold.wall), QString::fromStdString(hold.culprit));
        m_report.add(one);
    }

    template <typename T> T* part(const char* name) const
    {
        T* found = m_window.findChild<T*>(QLatin1String(name));
        if (!found)
            qFatal("The window has no %s.", name);
        return found;
    }
    void trigger(const char* action) { part<QAction>(action)->trigger(); }
    void click(const char* button) { QTest::mouseClick(part<QWidget>(button), Qt::LeftButton); }
    void undoAndRedo(const QString& what)
    {
        step(what + QStringLiteral(" undone"), [this] { trigger("app.undo"); });
        step(what + QStringLiteral(" done again"), [this] { trigger("app.redo"); });
        step(what + QStringLiteral(" undone again"), [this] { trigger("app.undo"); });
    }
    Page* show(const char* id)
    {
        m_window.showPage(QLatin1String(id));
        settle(m_workspace);
        return m_window.currentPage();
    }
    /// Answers a question of the page.
    void answer(const QString& what, const QString& text)
    {
        QInputDialog* dialog = nullptr;
        for (auto* each : m_window.findChildren<QInputDialog*>())
            if (each->isVisible())
                dialog = each;
        if (!dialog)
            qFatal("Nothing was asked: %s", qPrintable(what));
        dialog->setTextValue(text);
        step(what, [dialog] { dialog->accept(); });
    }

    void pageAndGrids(Page* page)
    {
        const QString title = page->title() + QStringLiteral(": ");
        step(title + QStringLiteral("opened"), [&] { m_window.showPage(page->id()); });
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
            step(grid + QStringLiteral("all rows chosen"), [&] {
                press(view, Qt::Key_A, Qt::ControlModifier);
            });
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
            step(grid + QStringLiteral("copied"), [&] { press(view, Qt::Key_C, Qt::ControlModifier); });
            step(grid + QStringLiteral("sorted with these"), [&] { model->sort(0, Qt::AscendingOrder); });
            step(
                grid + QStringLiteral("filtered with these"), [&] { model->setNeedle(QStringLiteral("a")); });
            step(grid + QStringLiteral("not filtered"), [&] { model->setNeedle({}); });
            for (int column = 0; column < model->columnCount(); ++column) {
                const GridColumn& of = model->columns()[static_cast<std::size_t>(column)];
                if (of.text)
                    step(grid + QStringLiteral("the filter of ") + of.id, [&] {
                        (void)model->distinctTexts(column, 200);
                    });
                const bool chosen = view->isColumnChosen(column);
                step(grid + QStringLiteral("another column: ") + of.id, [&] {
                    view->setColumnChosen(column, !chosen);
                });
                view->setColumnChosen(column, chosen);
            }
            for (const GridColumn& column : model->columns()) {
                if (!column.groupable)
                    continue;
                step(grid + QStringLiteral("grouped by ") + column.id, [&] { model->setGroupBy(column.id); });
                step(grid + QStringLiteral("a group chosen"), [&] { view->selectRowAt(0); });
                step(grid + QStringLiteral("a group closed"), [&] { model->toggleGroup(0); });
                step(grid + QStringLiteral("all groups chosen"), [&] {
                    press(view, Qt::Key_A, Qt::ControlModifier);
                });
            }
            step(grid + QStringLiteral("no groups"), [&] { model->setGroupBy({}); });
            step(grid + QStringLiteral("first row again"), [&] { view->selectRowAt(0); });
        }
        const Scope all = m_workspace.scope();
        step(title + QStringLiteral("another location"), [&] {
            auto* box = part<QComboBox>("scope.location");
            box->setCurrentIndex(box->count() - 1);
            emit box->activated(box->currentIndex());
        });
        step(title + QStringLiteral("all locations"), [&] { m_workspace.setScope(all); });
        step(title + QStringLiteral("smaller window"), [&] { m_window.resize(1024, 700); });
        step(title + QStringLiteral("larger window"), [&] { m_window.resize(1440, 900); });
        step(title + QStringLiteral("read anew"), [&] { m_workspace.announce(Topic::Everything); });
    }

    void dragWeek(const QString& what, ForecastPage* page, double times)
    {
        auto* chart = part<DemandChart>("forecast.chart");
        const Day last = m_workspace.status().lastDay.value_or(0);
        chart->zoomTo(last - 150, last + 62);
        settle(m_workspace);
        const std::vector<OverrideWeek>& weeks = page->shown().chart.weeks;
        if (weeks.size() < 4)
            return;
        const OverrideWeek& week = weeks[3];
        const double now = week.draft ? *week.draft : week.committed;
        const QPoint from = chart->pixelOf(week.week, week.known + now),
                     to = chart->pixelOf(week.week, week.known + now * times);
        QWidget* target = chart->childAt(from);
        if (!target)
            return;
        const auto at = [&](const QPoint& point) { return target->mapFrom(chart, point); };
        step(what + QStringLiteral(", grabbed"), [&] {
            QTest::mousePress(target, Qt::LeftButton, {}, at(from));
        });
        for (int move = 1; move <= 10; ++move)
            step(what + QStringLiteral(", moved"), [&] {
                QTest::mouseMove(target, at(from + (to - from) * move / 10));
            });
        step(what + QStringLiteral(", let go"), [&] {
            QTest::mouseRelease(target, Qt::LeftButton, {}, at(to));
        });
    }

    void commit(const QString& what)
    {
        step(what, [this] {
            part<QLineEdit>("forecast.reason")->setText(QStringLiteral("measured"));
            trigger("forecast.commitChange");
        });
    }

    void forecast()
    {
        auto* page = qobject_cast<ForecastPage*>(show("forecast"));
        GridView* view = page->grid()->view();
        view->setFocus();
        view->selectRowAt(0);
        const QString name = QStringLiteral("Forecast: the line of a week");
        dragWeek(name, page, 1.4);
        commit(name + QStringLiteral(", committed"));
        undoAndRedo(name + QStringLiteral(", commit"));
        undoAndRedo(name + QStringLiteral(", drag"));
        const auto type = [this](const QString& digits) {
            auto* weeks = part<GridView>("forecast.weeks");
            weeks->setFocus();
            weeks->setCurrentIndex(weeks->model()->index(2, 4));
            QTest::keyClicks(weeks, digits.left(1));
            if (auto* editor = weeks->viewport()->findChild<QLineEdit*>(QStringLiteral("cellEditor"))) {
                QTest::keyClicks(editor, digits.mid(1));
                QTest::keyClick(editor, Qt::Key_Return);
            }
        };
        step(QStringLiteral("Forecast: a week typed"), [&] { type(QStringLiteral("45")); });
        undoAndRedo(QStringLiteral("Forecast: a week typed"));
        view->setFocus();
        page->model()->setGroupBy(QStringLiteral("category"));
        view->selectRowAt(0);
        settle(m_workspace);
        dragWeek(QStringLiteral("Forecast: a category's week"), page, 1.2);
        commit(QStringLiteral("Forecast: a category's week, committed"));
        undoAndRedo(QStringLiteral("Forecast: a category's week, commit"));
        step(QStringLiteral("Forecast: a category's week undone"), [this] { trigger("app.undo"); });
        page->model()->setGroupBy({});
        view->selectAll();
        settle(m_workspace);
        dragWeek(QStringLiteral("Forecast: every series' week"), page, 1.1);
        commit(QStringLiteral("Forecast: every series' week, committed"));
        undoAndRedo(QStringLiteral("Forecast: every series' week, commit"));
        step(QStringLiteral("Forecast: every series' week undone"), [this] { trigger("app.undo"); });
        view->selectRowAt(0);
        using Segment = ForecastGridModel::Segment;
        step(QStringLiteral("Forecast: flagged"), [&] { page->model()->setSegment(Segment::Flagged); });
        step(QStringLiteral("Forecast: all"), [&] { page->model()->setSegment(Segment::All); });
        step(QStringLiteral("Forecast: forecast anew"), [this] { trigger("forecast.run"); });
    }

    void reorder()
    {
        auto* page = qobject_cast<ReorderPage*>(show("reorder"));
        GridView* view = page->grid()->view();
        ReorderGridModel* model = page->model();
        const int quantity = model->columnOf(QStringLiteral("qty"));
        step(QStringLiteral("Reorder: a plan made"), [this] { trigger("reorder.make"); });
        view->setFocus();
        const auto type = [&](int row) {
            view->setCurrentIndex(model->index(row, quantity));
            QTest::keyClicks(view, QStringLiteral("4"));
            if (auto* editor = view->viewport()->findChild<QLineEdit*>(QStringLiteral("cellEditor"))) {
                QTest::keyClicks(editor, QStringLiteral("8"));
                QTest::keyClick(editor, Qt::Key_Return);
            }
        };
        step(QStringLiteral("Reorder: a quantity typed"), [&] { type(3); });
        undoAndRedo(QStringLiteral("Reorder: a quantity"));
        step(QStringLiteral("Reorder: 500 quantities pasted"), [&] {
            QString numbers;
            for (int i = 0; i < 500; ++i)
                numbers += QStringLiteral("24\n");
            QGuiApplication::clipboard()->setText(numbers);
            view->setCurrentIndex(model->index(0, quantity));
            press(view, Qt::Key_V, Qt::ControlModifier);
        });
        undoAndRedo(QStringLiteral("Reorder: the paste"));
        view->selectRowAt(2);
        step(QStringLiteral("Reorder: a line locked"), [this] { trigger("reorder.lock"); });
        undoAndRedo(QStringLiteral("Reorder: the lock"));
        step(QStringLiteral("Reorder: a line excluded"), [this] { trigger("reorder.exclude"); });
        answer(QStringLiteral("Reorder: its reason given"), QStringLiteral("measured"));
        undoAndRedo(QStringLiteral("Reorder: the exclusion"));
        view->selectAll();
        step(QStringLiteral("Reorder: all lines locked"), [this] { trigger("reorder.lock"); });
        undoAndRedo(QStringLiteral("Reorder: the lock of all"));
        view->selectAll();
        step(QStringLiteral("Reorder: all lines excluded"), [this] { trigger("reorder.exclude"); });
        answer(QStringLiteral("Reorder: the reason for all"), QStringLiteral("measured"));
        undoAndRedo(QStringLiteral("Reorder: the exclusion of all"));
        view->selectRowAt(0);

        QSlider* slider = page->budget()->chart()->slider();
        slider->setFocus();
        for (int i = 0; i < 3; ++i)
            step(QStringLiteral("Reorder: the budget by a key"), [&] { press(slider, Qt::Key_PageDown); });
        step(
            QStringLiteral("Reorder: the budget kept"), [] {}, kRested);
        BudgetChart* chart = page->budget()->chart();
        const std::int64_t budget = model->plan().budget.value_or(0);
        const auto at = [&](double share) {
            return slider->mapFrom(
                chart, chart->handleAt(static_cast<std::int64_t>(share * static_cast<double>(budget))));
        };
        step(QStringLiteral("Reorder: the budget grabbed"), [&] {
            QTest::mousePress(slider, Qt::LeftButton, {}, at(1));
        });
        for (int i = 1; i <= 12; ++i)
            step(QStringLiteral("Reorder: the budget dragged"), [&] {
                QTest::mouseMove(slider, at(1 - i * 0.05));
            });
        step(
            QStringLiteral("Reorder: the budget let go"),
            [&] { QTest::mouseRelease(slider, Qt::LeftButton, {}, at(0.4)); }, kRested);
        undoAndRedo(QStringLiteral("Reorder: the budget"));
        using Shown = ReorderGridModel::Shown;
        step(QStringLiteral("Reorder: every line shown"), [&] { model->setShown(Shown::All); });
        step(QStringLiteral("Reorder: orders shown"), [&] { model->setShown(Shown::Orders); });

        step(
            QStringLiteral("Reorder: longer lead times tried"),
            [this] { part<QSpinBox>("whatIf.lead")->setValue(14); }, kRested);
        step(
            QStringLiteral("Reorder: more service tried"),
            [this] { part<QComboBox>("whatIf.service")->setCurrentIndex(2); }, kRested);
        step(QStringLiteral("Reorder: only what changes"), [this] { click("whatIf.only"); });
        step(
            QStringLiteral("Reorder: the what-if discarded"), [this] { click("whatIf.discard"); }, kRested);

        step(QStringLiteral("Reorder: the assumptions opened"), [this] { trigger("reorder.assume"); });
        step(QStringLiteral("Reorder: an assumption typed"), [this] {
            auto* field = part<QLineEdit>("assume.margin");
            field->setFocus();
            QTest::keyClicks(field, QStringLiteral("45"));
        });
        step(QStringLiteral("Reorder: the assumption kept"), [this] { click("assume.keep"); });
        step(QStringLiteral("Reorder: the assumptions closed"), [this] { click("assume.close"); });
        undoAndRedo(QStringLiteral("Reorder: the assumption"));
        step(QStringLiteral("Reorder: submitted"), [this] { trigger("reorder.primary"); });
        answer(QStringLiteral("Reorder: with a word"), QStringLiteral("measured"));
    }

    void approvals()
    {
        show("approvals");
        auto* panel = part<GridPanel>("approvals.lines");
        GridView* view = panel->view();
        view->setFocus();
        step(QStringLiteral("Approvals: the next plan"), [&] { press(m_window.currentPage(), Qt::Key_J); });
        step(QStringLiteral("Approvals: the plan before"), [&] { press(m_window.currentPage(), Qt::Key_K); });
        view->setFocus();
        view->selectRowAt(0);
        step(QStringLiteral("Approvals: a line ticked off"), [&] { press(view, Qt::Key_Space); });
        step(QStringLiteral("Approvals: and ticked"), [&] { press(view, Qt::Key_Space); });
        view->selectAll();
        step(QStringLiteral("Approvals: all lines ticked off"), [&] { press(view, Qt::Key_Space); });
        step(QStringLiteral("Approvals: and ticked"), [&] { press(view, Qt::Key_Space); });
        view->selectRowAt(0);
        step(QStringLiteral("Approvals: every line shown"), [this] { click("approvals.allLines"); });
        step(QStringLiteral("Approvals: orders shown"), [this] { click("approvals.allLines"); });
        step(QStringLiteral("Approvals: copied"), [this] { trigger("approvals.copy"); });
        step(QStringLiteral("Approvals: a comment written"), [this] {
            part<QPlainTextEdit>("approvals.comment")->setPlainText(QStringLiteral("measured"));
            click("approvals.commentButton");
        });
        view->setFocus();
        for (int row = 0; row < 200; ++row)
            view->selectionModel()->select(
                panel->model()->index(row, 0), QItemSelectionModel::Select | QItemSelectionModel::Rows);
        step(QStringLiteral("Approvals: 200 lines ticked off"), [&] { press(view, Qt::Key_Space); });
        step(QStringLiteral("Approvals: the rest approved"), [this] { trigger("approvals.approve"); });
        view->selectAll();
        step(QStringLiteral("Approvals: all ticked"), [&] { press(view, Qt::Key_Space); });
        step(QStringLiteral("Approvals: approved"), [this] { trigger("approvals.approve"); });
        step(QStringLiteral("Approvals: the log verified"), [this] { trigger("approvals.verifyLog"); });
    }

    void data()
    {
        auto* page = qobject_cast<DataPage*>(show("data"));
        step(QStringLiteral("Data: checked"), [this] { trigger("data.check"); });
        auto* findings = part<GridPanel>("data.findings");
        findings->view()->selectRowAt(0);
        step(QStringLiteral("Data: a finding accepted"), [this] { click("findings.accept"); });
        undoAndRedo(QStringLiteral("Data: the acceptance"));
        if (m_extracts.isEmpty())
            return;
        step(QStringLiteral("Data: an extract chosen"), [&] {
            page->importFiles({m_extracts + QStringLiteral("/sales_web.csv")});
        });
        step(QStringLiteral("Data: tried"), [this] { click("import.dry"); });
        step(QStringLiteral("Data: imported"), [this] { click("import.run"); });
        step(QStringLiteral("Data: closed"), [this] { click("import.done"); });
        part<GridPanel>("data.imports")->view()->selectRowAt(0);
    }

    void palette()
    {
        step(QStringLiteral("Window: the palette opened"), [this] { trigger("app.find"); });
        auto* field = part<QLineEdit>("palette");
        for (const QString& word : {QStringLiteral("a"), QStringLiteral("oak ta"), QStringLiteral("reord")}) {
            for (const QChar letter : word)
                step(QStringLiteral("Window: a key in the palette"), [&] {
                    press(field, 0, Qt::NoModifier, QString(letter));
                });
            step(QStringLiteral("Window: the palette emptied"), [&] { field->clear(); });
        }
        step(QStringLiteral("Window: the palette closed"), [&] { press(field, Qt::Key_Escape); });
    }

    void themes()
    {
        step(QStringLiteral("Window: dark"), [] { theme::apply(*qApp, theme::Mode::Dark); });
        step(QStringLiteral("Window: light"), [] { theme::apply(*qApp, theme::Mode::Light); });
    }

    Report& m_report;
    QString m_size;
    Workspace& m_workspace;
    MainWindow& m_window;
    QString m_extracts;
    std::map<QString, Sample> m_pages;
};

} // namespace merch::bench
