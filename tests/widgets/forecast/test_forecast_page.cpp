#include "tests/models/support_journal.h"
#include "tests/widgets/forecast/support_forecast_page.h"

using namespace merch;
using test::ForecastStore;

class TestForecastPage : public test::ForecastPageTest
{
    Q_OBJECT

private slots:
    void initTestCase() { begin("forecast-page"); }
    void cleanup() { end(); }

    void anEmptyStoreAsksForData()
    {
        m_store = std::make_unique<ForecastStore>(false);
        QTemporaryDir dir;
        const QString empty = dir.filePath(QStringLiteral("empty.merch"));
        QVERIFY(Store::create(empty.toStdString(), "GBP"));
        openWindow();
        QVERIFY(m_workspace->openStore(empty));
        settle();
        QSignalSpy asked(m_page.get(), &Page::openPage);
        QAction* primary = m_page->pageActions().front();
        QCOMPARE(primary->text(), QStringLiteral("Import extracts"));
        primary->trigger();
        QCOMPARE(asked.count(), 1);
        QCOMPARE(asked[0][0].toString(), QStringLiteral("data"));
        QAction* run = m_page->pageActions().at(1);
        QVERIFY(!run->isEnabled());
        QVERIFY(run->toolTip().contains(QStringLiteral("sales")));
    }

    void withoutARunOneClickForecasts()
    {
        openPage(false);
        QAction* primary = m_page->pageActions().front();
        QCOMPARE(primary->text(), QStringLiteral("Run forecast"));
        primary->trigger();
        settle();
        QTRY_COMPARE(m_page->model()->itemCount(), 6);
        settle();
        QCOMPARE(primary->text(), QStringLiteral("Plan orders"));
        QCOMPARE(m_page->shown().chart.weeks.size(), std::size_t{12}); // the window of the top bar
        QSignalSpy asked(m_page.get(), &Page::openPage);
        primary->trigger();
        QCOMPARE(asked[0][0].toString(), QStringLiteral("reorder"));
    }

    void typingFiltersAndTheScopeNarrows()
    {
        openPage();
        m_page->focusFilter();
        auto* filter = part<QLineEdit>("forecast.series.filter");
        QTRY_VERIFY(filter->hasFocus());
        QTest::keyClicks(filter, QStringLiteral("ec")); // letters that are commands elsewhere
        QCOMPARE(filter->text(), QStringLiteral("ec"));
        filter->clear();
        QTest::keyClicks(filter, QStringLiteral("lamp"));
        QCOMPARE(m_page->model()->shownCount(), 2);
        QVERIFY(part<QLabel>("forecast.summary.units")->text().contains(QStringLiteral("2 series")));
        filter->clear();
        Scope scope = m_workspace->scope();
        scope.location = QStringLiteral("L2");
        scope.weeks = 4;
        m_workspace->setScope(scope);
        settle();
        QCOMPARE(m_page->model()->shownCount(), 3);
        QCOMPARE(m_page->shown().chart.weeks.size(), std::size_t{4});
        QCOMPARE(m_page->shown().series.front().location, QStringLiteral("L2"));
    }

    void aTypedWeekIsKeptAtOnceAndCountsOnceCommitted()
    {
        openPage();
        clickSeries(2, 1);
        typeWeek(1, QStringLiteral("156"));
        QCOMPARE(kept().size(), std::size_t{1});
        QVERIFY(!kept()[0].committed);
        QCOMPARE(kept()[0].week, kNext);
        QVERIFY(std::abs(kept()[0].units - 156) < 1e-6);
        QVERIFY(std::abs(effective(ForecastStore::seriesOf(2, 1), kNext) - 56) < 1);
        QVERIFY(part<QLabel>("forecast.change")->text().contains(QStringLiteral("+100")));
        QPushButton* commit = part<QPushButton>("forecast.commit");
        QVERIFY(!commit->isEnabled());
        QVERIFY(!commit->toolTip().isEmpty());
        const int item = m_page->model()->itemOf(ForecastStore::seriesOf(2, 1));
        QTRY_COMPARE(m_page->model()->at(item).change, OverrideState::Draft);

        // The window closes; nothing typed is lost.
        closeWindow();
        openWindow();
        clickSeries(2, 1);
        QVERIFY(std::abs(*m_page->shown().chart.weeks[1].draft - 156) < 1e-6);
        part<QComboBox>("forecast.expires")->setCurrentIndex(3);
        commitWith(QStringLiteral("window display"));
        QCOMPARE(kept().size(), std::size_t{1});
        QVERIFY(kept()[0].committed);
        QCOMPARE(kept()[0].reason, QStringLiteral("window display"));
        QCOMPARE(kept()[0].owner, QStringLiteral("ann"));
        QCOMPARE(*kept()[0].expires, ForecastStore::kLast + 28);
        QVERIFY(std::abs(effective(ForecastStore::seriesOf(2, 1), kNext) - 156) < 1e-2);
        QVERIFY(!part<QLineEdit>("forecast.reason")->isVisible());

        // Undo goes back over the restart: first the commit, then the number; redo brings both again.
        QVERIFY(test::undone(*m_journal));
        settle();
        QVERIFY(!kept()[0].committed);
        QVERIFY(part<QLineEdit>("forecast.reason")->isVisible());
        QVERIFY(test::undone(*m_journal));
        settle();
        QVERIFY(kept().empty());
        QVERIFY(!m_page->shown().chart.weeks[1].draft);
        QVERIFY(test::redone(*m_journal));
        QVERIFY(test::redone(*m_journal));
        settle();
        QVERIFY(kept()[0].committed);
        QVERIFY(m_page->shown().chart.weeks[1].overridden);
        QTRY_COMPARE(
            m_page->model()->at(m_page->model()->itemOf(ForecastStore::seriesOf(2, 1))).change,
            OverrideState::Committed);
    }

    void theLineIsDraggedAndDiscarded()
    {
        openPage();
        clickSeries(3, 1);
        chart()->zoomTo(ForecastStore::kLast - 150, kRunning + 62); // wide enough for weeks
        QCoreApplication::processEvents();
        QCOMPARE(chart()->drawnGrain(), Grain::Weekly);
        const OverrideWeek week = m_page->shown().chart.weeks[2];
        const QPoint from = chart()->pixelOf(week.week, week.committed),
                     to = chart()->pixelOf(week.week, week.committed * 0.5);
        QWidget* target = chart()->childAt(from);
        QVERIFY(target);
        QTest::mousePress(target, Qt::LeftButton, {}, target->mapFrom(chart(), from));
        QTest::mouseMove(target, target->mapFrom(chart(), (from + to) / 2));
        QTest::mouseMove(target, target->mapFrom(chart(), to));
        QTest::mouseRelease(target, Qt::LeftButton, {}, target->mapFrom(chart(), to));
        settle();
        QCOMPARE(kept().size(), std::size_t{1});
        QCOMPARE(kept()[0].week, week.week);
        QVERIFY(std::abs(kept()[0].units - 42) < 4);
        QVERIFY(m_page->shown().chart.weeks[2].draft);
        click(part<QPushButton>("forecast.discard"));
        settle();
        QVERIFY(kept().empty());
        QVERIFY(!part<QPushButton>("forecast.discard")->isVisible());
    }

    void aGroupNumberSpreadsInProportion()
    {
        openPage();
        clickSeries(1, 1);
        clickSeries(1, 2, Qt::ControlModifier);
        QCOMPARE(m_page->shown().series.size(), std::size_t{2});
        QVERIFY(std::abs(m_page->shown().chart.lines[0].mean[1] - 28 * 11) < 8);
        typeWeek(1, QStringLiteral("616"));
        QCOMPARE(kept().size(), std::size_t{2});
        QVERIFY(std::abs(kept()[0].units + kept()[1].units - 616) < 1e-6);
        QVERIFY(std::abs(kept()[1].units / kept()[0].units - 10) < 0.3);
        commitWith(QStringLiteral("fair"));
        QVERIFY(kept()[0].committed && kept()[1].committed);
        QVERIFY(std::abs(effective(1, kNext) + effective(2, kNext) - 616) < 1e-2);
    }

    void anOverrideIsSwitchedOffAndOnByKeys()
    {
        openPage();
        clickSeries(2, 1);
        typeWeek(1, QStringLiteral("156"));
        commitWith(QStringLiteral("fair"));
        grid()->setFocus();
        QTest::keyClick(grid(), Qt::Key_O);
        auto* overrides = part<GridView>("forecast.overrides");
        QTRY_VERIFY(overrides->hasFocus());
        QTest::keyClick(overrides, Qt::Key_Space);
        settle();
        QVERIFY(!kept()[0].enabled);
        QVERIFY(std::abs(effective(ForecastStore::seriesOf(2, 1), kNext) - 56) < 1);
        QTest::keyClick(overrides, Qt::Key_Space);
        settle();
        QVERIFY(kept()[0].enabled);
        QTest::keyClick(overrides, Qt::Key_Delete);
        settle();
        QVERIFY(kept().empty());
        QVERIFY(test::undone(*m_journal));
        settle();
        QVERIFY(kept()[0].committed && kept()[0].enabled);
    }

    void aColumnFromASpreadsheetIsOneEdit()
    {
        openPage();
        clickSeries(2, 1);
        QTest::keyClick(grid(), Qt::Key_E); // to the weeks without the mouse
        QTRY_VERIFY(weeks()->hasFocus());
        QTest::keyClick(weeks(), Qt::Key_Down);
        QGuiApplication::clipboard()->setText(QStringLiteral("60\n70\nabc\n80\n"));
        QTest::keyClick(weeks(), Qt::Key_V, Qt::ControlModifier);
        settle();
        QCOMPARE(kept().size(), std::size_t{3});
        QCOMPARE(kept()[0].week, kNext);
        QVERIFY(std::abs(kept()[2].units - 80) < 1e-6);
        QVERIFY(!m_notices.empty()); // one cell held no number
        QVERIFY(test::undone(*m_journal));
        settle();
        QVERIFY(kept().empty());
    }

    void aNumberPutBackIsNoChange()
    {
        openPage();
        clickSeries(2, 1);
        typeWeek(1, QStringLiteral("156"));
        QCOMPARE(kept().size(), std::size_t{1});
        typeWeek(1, QString::number(m_page->shown().chart.weeks[1].committed, 'f', 1));
        QVERIFY(kept().empty());
    }

    void aSpanOfTheChartMarksItsWeeks()
    {
        openPage();
        clickSeries(3, 1);
        chart()->zoomTo(ForecastStore::kLast - 150, kRunning + 62);
        QCoreApplication::processEvents();
        const QPoint from = chart()->pixelOf(kNext, 10), to = chart()->pixelOf(kNext + 14, 10);
        QWidget* target = chart()->childAt(from);
        QTest::mousePress(target, Qt::LeftButton, Qt::ShiftModifier, target->mapFrom(chart(), from));
        QTest::mouseMove(target, target->mapFrom(chart(), (from + to) / 2));
        QTest::mouseMove(target, target->mapFrom(chart(), to));
        QTest::mouseRelease(target, Qt::LeftButton, Qt::ShiftModifier, target->mapFrom(chart(), to));
        QCOMPARE(weeks()->selectedItems(), (std::vector<int>{1, 2, 3}));
    }

    void revealFindsWhatFiltersHide()
    {
        openPage();
        part<QLineEdit>("forecast.series.filter")->setText(QStringLiteral("mug"));
        m_page->reveal(QStringLiteral("P3@L2"));
        settle();
        QCOMPARE(m_page->shown().series.size(), std::size_t{1});
        QCOMPARE(m_page->shown().series[0].seriesId, ForecastStore::seriesOf(3, 2));
        Scope scope = m_workspace->scope();
        scope.category = QStringLiteral("Home");
        m_workspace->setScope(scope);
        m_page->reveal(QStringLiteral("P1")); // at both shops
        settle();
        QCOMPARE(m_page->shown().series.size(), std::size_t{2});
        QCOMPARE(m_workspace->scope().category, QString());
        m_page->reveal(QStringLiteral("P9"));
        QVERIFY(!m_notices.empty());
    }

    void laterSalesOfferANewRun()
    {
        openPage();
        QCOMPARE(m_page->pageActions().front()->text(), QStringLiteral("Plan orders"));
        {
            auto opened = Store::open(m_store->path().toStdString(), Store::Mode::ReadWrite);
            sql::Transaction transaction(opened->db());
            CellWriter writer(*opened, test::newImport(*opened, false), false);
            writer.add(Measure::Units, 1, ForecastStore::kLast + 1, 4);
            writer.finish({});
            transaction.commit();
        }
        m_workspace->announce(Topic::Imports);
        settle();
        QCOMPARE(m_page->pageActions().front()->text(), QStringLiteral("Run forecast"));
        m_page->pageActions().front()->trigger();
        settle();
        QTRY_COMPARE(m_page->pageActions().front()->text(), QStringLiteral("Plan orders"));
    }

    void everyControlHasANameAndEveryClosedOneAReason()
    {
        openPage();
        for (QWidget* widget : m_page->findChildren<QWidget*>()) {
            if (!widget->isVisible() || widget->focusPolicy() == Qt::NoFocus)
                continue;
            const bool control = qobject_cast<QAbstractButton*>(widget) || qobject_cast<QLineEdit*>(widget) ||
                                 qobject_cast<QComboBox*>(widget) ||
                                 qobject_cast<QAbstractItemView*>(widget) ||
                                 qobject_cast<DemandChart*>(widget);
            if (!control)
                continue;
            QVERIFY2(
                !widget->accessibleName().isEmpty(),
                qPrintable(widget->objectName() + QStringLiteral(" has no name")));
            QVERIFY2(widget->isEnabled() || !widget->toolTip().isEmpty(), qPrintable(widget->objectName()));
        }
    }
};

QTEST_MAIN(TestForecastPage)
#include "test_forecast_page.moc"
