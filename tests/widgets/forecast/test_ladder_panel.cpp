#include "models/forecast/forecast_grid_model.h"
#include "models/forecast/forecast_service.h"
#include "models/grid/format.h"
#include "models/ladder/ladder_store.h"
#include "models/ladder/rung_pins.h"
#include "models/planning/assumption_service.h"
#include "models/workspace/edit_journal.h"
#include "models/workspace/workspace.h"
#include "tests/models/support_journal.h"
#include "tests/models/support_store.h"
#include "widgets/chart/bar_chart.h"
#include "widgets/forecast/forecast_page.h"
#include "widgets/forecast/ladder_panel.h"
#include "widgets/forecast/time_machine.h"
#include "widgets/frame/kit.h"
#include "widgets/grid/grid_panel.h"
#include "widgets/grid/grid_view.h"
#include "widgets/theme/theme.h"

#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QPushButton>
#include <QSettings>
#include <QSlider>
#include <QStandardPaths>
#include <QTest>

#include <cmath>
#include <memory>

using namespace merch;
using namespace merch::test;

/// The ladder on the Forecast page, with a real mouse, real keys and a real store.
class TestLadderPanel : public QObject
{
    Q_OBJECT

    std::unique_ptr<TempStore> m_store;
    std::unique_ptr<Workspace> m_workspace;
    std::unique_ptr<EditJournal> m_journal;
    std::unique_ptr<ForecastPage> m_page;

    void open(bool replayed)
    {
        m_store = std::make_unique<TempStore>();
        ForecastOptions options;
        options.horizon = 56;
        QVERIFY(ForecastService(m_store->qpath()).run(options, {}));
        if (replayed)
            QVERIFY(LadderService(m_store->qpath()).run({}, QStringLiteral("ann"), {}, {}));
        m_workspace = std::make_unique<Workspace>();
        m_workspace->setUser(QStringLiteral("ann"));
        m_journal = std::make_unique<EditJournal>(*m_workspace);
        m_page = std::make_unique<ForecastPage>(*m_workspace, *m_journal);
        m_page->resize(1200, 900);
        m_page->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_page.get()));
        m_page->activateWindow();
        QVERIFY(m_workspace->openStore(m_store->qpath()));
        settle();
        clickTab(QStringLiteral("Ladder"));
        settle();
    }
    void settle()
    {
        for (int turn = 0; turn < 3; ++turn) {
            QTRY_VERIFY_WITH_TIMEOUT(m_workspace->jobs().isEmpty(), 60000);
            QCoreApplication::processEvents();
        }
    }
    template <typename W> W* part(const char* name) const
    {
        auto* widget = m_page->findChild<W*>(QLatin1String(name));
        if (!widget)
            qFatal("no part %s", name);
        return widget;
    }
    void click(QWidget* widget)
    {
        QVERIFY(widget->isVisible());
        QVERIFY2(widget->isEnabled(), qPrintable(widget->toolTip()));
        QTest::mouseClick(widget, Qt::LeftButton);
    }
    void clickTab(const QString& words) { clickButton(m_page.get(), words); }
    void clickButton(QWidget* in, const QString& words)
    {
        for (QPushButton* button : in->findChildren<QPushButton*>())
            if (button->isVisible() && button->text().startsWith(words))
                return click(button);
        QFAIL(qPrintable(QStringLiteral("no ") + words));
    }
    LadderPanel* panel() const { return part<LadderPanel>("forecast.ladder"); }
    BarChart* money() const { return part<BarChart>("ladder.money"); }
    void choose(int entry)
    {
        auto* rung = part<QComboBox>("ladder.rung");
        rung->setFocus();
        QTest::keyClick(rung, Qt::Key_Home);
        for (int i = 0; i < entry; ++i)
            QTest::keyClick(rung, Qt::Key_Down);
        QCOMPARE(rung->currentIndex(), entry);
    }
    std::map<int, RungInUse> pins() const
    {
        Result<Store> store = Store::open(m_store->path(), Store::Mode::ReadOnly);
        return readPins(*store);
    }
    SelectedLadder stored(const std::optional<std::vector<int>>& ids) const
    {
        Result<SelectedLadder> made = loadSelectedLadder(m_store->qpath(), ids, {});
        return std::move(*made);
    }
    int current() const { return m_page->shown().series.front().seriesId; }

private slots:
    void initTestCase()
    {
        QStandardPaths::setTestModeEnabled(true);
        QCoreApplication::setOrganizationName(QStringLiteral("merchbench-test"));
        QCoreApplication::setApplicationName(QStringLiteral("ladder-panel"));
        QSettings().clear();
        theme::apply(*qApp, theme::Mode::Light);
    }
    void cleanup()
    {
        m_page.reset();
        m_journal.reset();
        m_workspace.reset();
        m_store.reset();
    }

    void whereNothingWasReplayedAButtonReplaysIt()
    {
        open(false);
        QVERIFY(!money()->isVisible());
        click(part<QPushButton>("ladder.run"));
        QVERIFY(part<QLabel>("ladder.progress")->isVisible());
        QVERIFY(part<QPushButton>("ladder.cancel")->isVisible());
        settle();
        QVERIFY(!part<QLabel>("ladder.progress")->isVisible());
        const auto run = LadderService(m_store->qpath()).latest();
        QVERIFY(run && *run);
        QCOMPARE((*run)->madeBy, QStringLiteral("ann"));
        QVERIFY(money()->isVisible());
        const SelectedLadder one = stored(std::vector<int>{current()});
        const BarSpec& spec = money()->spec();
        QCOMPARE(spec.rows.size(), kRungs);
        for (std::size_t k = 0; k < kRungs; ++k)
            if (one.report.rungs[k].applies > 0)
                QCOMPARE(spec.rows[k].to, one.report.rungs[k].total.money());
        QCOMPARE(spec.marks.size(), std::size_t(2));
        QCOMPARE(spec.marks[0].at, one.report.perfect);
        QCOMPARE(spec.marks[1].at, one.report.bestForecaster.money());
        QCOMPARE(part<QLabel>("ladder.verdict")->text(), one.verdict);
    }

    void aCancelledReplayLeavesNothing()
    {
        open(false);
        click(part<QPushButton>("ladder.run"));
        click(part<QPushButton>("ladder.cancel"));
        settle();
        const auto run = LadderService(m_store->qpath()).latest();
        QVERIFY(run && !*run);
        QVERIFY(!part<QLabel>("ladder.progress")->isVisible());
        QVERIFY(part<QPushButton>("ladder.run")->isEnabled());
        QVERIFY(part<QPushButton>("ladder.run")->isVisible());
    }

    void allThatIsShownHasOneLadderAndWhatIsLeftOutSaysWhy()
    {
        open(true);
        clickButton(panel(), QStringLiteral("All shown"));
        settle();
        std::vector<int> ids;
        for (const ForecastSeries& series : m_page->model()->series())
            ids.push_back(series.seriesId);
        const SelectedLadder all = stored(ids);
        QCOMPARE(panel()->ladder().report.series, all.report.series);
        QCOMPARE(money()->spec().rows.size(), kRungs + 1);
        QCOMPARE(money()->spec().rows.back().to, all.report.chosen.money());
        QCOMPARE(all.left.empty(), !part<QLabel>("ladder.leftOut")->isVisible());
        for (const auto& [why, count] : all.left)
            QVERIFY(part<QLabel>("ladder.leftOut")->text().contains(QString::number(count)));

        auto* most = part<BarChart>("ladder.most");
        QVERIFY(!most->spec().rows.empty());
        most->setFocus();
        QTest::keyClick(most, Qt::Key_Home);
        QTest::keyClick(most, Qt::Key_Return);
        settle();
        QCOMPARE(m_page->shown().series.size(), std::size_t(1));
        QCOMPARE(m_page->shown().series.front().sku, all.gains.front().sku);
        QCOMPARE(m_page->shown().series.front().location, all.gains.front().location);
    }

    void aRungIsHeldOnlyAfterItSaidWhatItCostsAndUndoLetsItGo()
    {
        open(true);
        const int series = current();
        QVERIFY(pins().empty());
        choose(static_cast<int>(Rung::Rule));
        const SelectedLadder before = stored(std::vector<int>{series});
        QVERIFY(part<QLabel>("ladder.pays")->text().startsWith(before.pays[1].why));
        QVERIFY(pins().empty());
        click(part<QPushButton>("ladder.hold"));
        settle();
        QCOMPARE(pins().size(), std::size_t(1));
        QCOMPARE(pins().at(series).rung, Rung::Rule);
        QCOMPARE(pins().at(series).pinnedBy, QStringLiteral("ann"));
        QCOMPARE(part<QComboBox>("ladder.rung")->currentIndex(), 1);
        QCOMPARE(money()->spec().rows[1].pill, QStringLiteral("held"));
        QVERIFY(!part<QPushButton>("ladder.hold")->isEnabled()); // it is held already
        const auto held = [&] { return m_page->model()->at(m_page->model()->itemOf(series)).held; };
        QVERIFY(held().contains(QStringLiteral("ann")));

        choose(0); // what leaving it costs or saves
        QVERIFY(part<QLabel>("ladder.pays")->text().contains(QStringLiteral("ann")));
        QVERIFY(m_journal->canUndo());
        QVERIFY(test::undone(*m_journal));
        settle();
        QVERIFY(pins().empty());
        QVERIFY(!panel()->ladder().held);
        QVERIFY(held().isEmpty());
        QVERIFY(test::redone(*m_journal));
        settle();
        QCOMPARE(pins().size(), std::size_t(1));
        choose(0);
        click(part<QPushButton>("ladder.hold"));
        settle();
        QVERIFY(pins().empty());
    }

    void whatLeavingAHeldRungSavesIsWhatHoldingItCost()
    {
        open(true);
        std::vector<int> ids;
        for (const ForecastSeries& series : m_page->model()->series())
            ids.push_back(series.seriesId);
        const SelectedLadder free = stored(ids);
        const auto edit = RungPins(m_store->qpath(), QStringLiteral("bob")).pin(free.replayed, Rung::Rule);
        QVERIFY(edit);
        QVERIFY(RungPins::apply(m_store->qpath(), edit->after));
        const SelectedLadder held = stored(ids);
        QCOMPARE(held.held, std::optional<Rung>(Rung::Rule));
        QVERIFY(std::abs(held.leave.gain.mean + free.pays[1].gain.mean) < 1e-6);
        QVERIFY(std::abs(held.leave.gain.low + free.pays[1].gain.high) < 1e-6);
    }

    void aBarAsksWhetherItsRungPaysAndKeysReadTheBars()
    {
        open(true);
        QTest::mouseClick(money(), Qt::LeftButton, {}, money()->rowRect(2).center());
        QCOMPARE(part<QComboBox>("ladder.rung")->currentIndex(), 2);
        m_page->grid()->view()->setFocus();
        QTest::keyClick(m_page->grid()->view(), Qt::Key_L);
        QVERIFY(money()->hasFocus());
        QTest::keyClick(money(), Qt::Key_Home);
        QCOMPARE(money()->currentRow(), 0);
        QTest::keyClick(money(), Qt::Key_Down);
        QCOMPARE(money()->accessibleDescription(), money()->spec().rows[1].tip);
        QTest::keyClick(money(), Qt::Key_C, Qt::ControlModifier);
        const QString copied = QApplication::clipboard()->text();
        QVERIFY(copied.contains(QStringLiteral("Today")));
        QVERIFY(copied.contains(QStringLiteral("Perfect information")));
        const QString file = m_store->folder() + QStringLiteral("/bars.");
        for (const char* kind : {"csv", "svg", "png", "pdf"}) {
            QVERIFY(money()->saveAs(file + QLatin1String(kind)));
            QVERIFY(QFileInfo(file + QLatin1String(kind)).size() > 100);
        }
    }

    void theGridSaysWhereABetterMethodEarnsAnything()
    {
        open(true);
        clickButton(panel(), QStringLiteral("All shown"));
        settle();
        click(part<QPushButton>("ladder.groups"));
        settle();
        const ForecastGridModel* model = m_page->model();
        QVERIFY(!m_page->grid()->view()->isColumnHidden(ForecastGridModel::Gain));
        QCOMPARE(model->groupBy(), QStringLiteral("category"));
        QCOMPARE(model->rowCount(), 3); // closed: the hierarchy is seen whole
        double last = std::numeric_limits<double>::infinity(), all = 0.0;
        int groups = 0;
        for (int row = 0; row < model->rowCount(); ++row) {
            if (model->rowKind(row) != RowKind::Group)
                continue;
            double sum = 0.0;
            for (const int item : model->itemsOfGroup(row))
                sum += std::isnan(model->at(item).gain) ? 0.0 : model->at(item).gain;
            QVERIFY(sum <= last);
            const Cell cell = model->index(row, ForecastGridModel::Gain).data(CellRole).value<Cell>();
            QCOMPARE(cell.text, format::signedMoney(sum, QStringLiteral("GBP")));
            last = sum;
            all += sum;
            ++groups;
        }
        QCOMPARE(groups, 3);
        const LadderReport& report = panel()->ladder().report;
        QVERIFY(std::abs(all - (report.rungs[0].total.money() - report.chosen.money())) < 0.5);
    }

    void theTimeMachineGoesThroughTheDaysAndEndsAtTheBarsOfTheLadder()
    {
        open(true);
        click(part<QPushButton>("ladder.replay"));
        settle();
        auto* machine = part<TimeMachine>("timeMachine");
        QTRY_VERIFY(machine->isVisible());
        auto* slider = machine->findChild<QSlider*>(QStringLiteral("timeMachine.day"));
        const auto* facts = machine->findChild<kit::FactRow*>(QStringLiteral("timeMachine.facts1"));
        slider->setFocus();
        QTest::keyClick(slider, Qt::Key_Home);
        const Day first = machine->day();
        QTest::keyClick(slider, Qt::Key_Right);
        QCOMPARE(machine->day(), first + 1);
        QTest::keyClick(slider, Qt::Key_PageUp);
        QCOMPARE(machine->day(), first + 8);
        QCOMPARE(facts->facts()[0].value, format::decimal(machine->side(1).days[8].stock, 0));
        QTest::keyClick(slider, Qt::Key_Space);
        QTRY_VERIFY(machine->day() > first + 9);
        QTest::keyClick(slider, Qt::Key_Space);
        QTest::keyClick(slider, Qt::Key_End);
        auto* way = machine->findChild<QComboBox*>(QStringLiteral("timeMachine.way1"));
        for (int k = 0; k < way->count(); ++k) {
            way->setCurrentIndex(k);
            const ReplaySide& side = machine->side(1);
            QCOMPARE(
                facts->facts()[3].value, format::money(side.days.back().soFar, QStringLiteral("GBP"), 2));
            if (side.rung)
                QCOMPARE(
                    format::money(side.perYear, QStringLiteral("GBP"), 2),
                    format::money(
                        money()->spec().rows[static_cast<std::size_t>(*side.rung)].to, QStringLiteral("GBP"),
                        2));
        }
        auto* leadTime = machine->findChild<QDoubleSpinBox*>(QStringLiteral("timeMachine.leadTime"));
        auto* ask = machine->findChild<QPushButton*>(QStringLiteral("timeMachine.ask"));
        QVERIFY(!ask->isEnabled());
        const double was = machine->side(0).perYear, days = leadTime->value();
        leadTime->setFocus();
        for (int i = 0; i < 30; ++i)
            QTest::keyClick(leadTime, Qt::Key_Up);
        click(ask);
        settle();
        QVERIFY(!ask->isEnabled());
        QCOMPARE(leadTime->value(), days + 30.0);
        QVERIFY(std::abs(machine->side(0).perYear - was) > 0.01);
        for (int i = 0; i < 30; ++i)
            QTest::keyClick(leadTime, Qt::Key_Down);
        click(ask);
        settle();
        QCOMPARE(machine->side(0).perYear, was);
        slider->setFocus();
        QTest::keyClick(machine, Qt::Key_Escape);
        QTRY_VERIFY(!m_page->findChild<TimeMachine*>(QStringLiteral("timeMachine")));
    }

    void whyShowsWhatTheForecastOfTheChosenWeeksIsMadeOf()
    {
        open(false);
        clickTab(QStringLiteral("Why"));
        settle();
        auto* bars = part<BarChart>("forecast.causes");
        QVERIFY(bars->isVisible());
        const std::vector<OverrideWeek>& weeks = m_page->shown().chart.weeks;
        double all = 0.0;
        for (const OverrideWeek& week : weeks)
            all += week.committed;
        QVERIFY(std::abs(bars->spec().rows.back().to - all) < 1e-6);
        QVERIFY(std::abs(bars->spec().rows[bars->spec().rows.size() - 2].to - all) < 0.1);

        clickTab(QStringLiteral("Weeks"));
        auto* grid = part<GridView>("forecast.weeks");
        const auto at = [&](int row) { return grid->visualRect(grid->model()->index(row, 0)).center(); };
        QTest::mouseClick(grid->viewport(), Qt::LeftButton, {}, at(1));
        QTest::mouseClick(grid->viewport(), Qt::LeftButton, Qt::ShiftModifier, at(2));
        clickTab(QStringLiteral("Why"));
        settle();
        QVERIFY(std::abs(bars->spec().rows.back().to - weeks[1].committed - weeks[2].committed) < 1e-6);
    }

    void aReplayOfOtherAssumptionsIsStaleAndSaysSo()
    {
        open(true);
        QVERIFY(panel()->ladder().stale.isEmpty());
        QVERIFY(AssumptionService(m_store->qpath())
                    .setNow({}, {}, {{QStringLiteral("holding_rate"), QStringLiteral("0.3")}}, {}, {}));
        m_workspace->announce(Topic::Assumptions);
        settle();
        QVERIFY(!panel()->ladder().stale.isEmpty());
        clickButton(panel(), QStringLiteral("Replay again"));
        QVERIFY(part<QLabel>("ladder.progress")->isVisible());
        settle();
    }
};

QTEST_MAIN(TestLadderPanel)
#include "test_ladder_panel.moc"
