#include "tests/models/support_journal.h"
#include "tests/widgets/forecast/support_forecast_page.h"

#include <QElapsedTimer>
#include <QHeaderView>
#include <QMenu>
#include <QTimer>
#include <QToolButton>

using namespace merch;
using test::ForecastStore;

/// A buyer's work on the page: finding, gathering, changing, committing; by mouse and keys.
class TestForecastWork : public test::ForecastPageTest
{
    Q_OBJECT

    void clickHeader(int column)
    {
        QHeaderView* header = grid()->horizontalHeader();
        QVERIFY(!header->isSectionHidden(column));
        QTest::mouseClick(
            header->viewport(), Qt::LeftButton, {},
            {header->sectionViewportPosition(column) + header->sectionSize(column) / 2,
             header->height() / 2});
    }
    QStringList skusShown() const
    {
        QStringList skus;
        for (int row = 0; row < m_page->model()->rowCount(); ++row)
            if (const int item = m_page->model()->itemAt(row); item >= 0)
                skus << m_page->model()->at(item).sku + QLatin1Char('@') + m_page->model()->at(item).location;
        return skus;
    }
    void groupBy(const QString& words)
    {
        click(part<QToolButton>("forecast.series.group"));
        QTRY_VERIFY(QApplication::activePopupWidget());
        auto* menu = qobject_cast<QMenu*>(QApplication::activePopupWidget());
        QVERIFY(menu);
        for (QAction* action : menu->actions()) {
            if (action->text() != words)
                continue;
            QTest::mouseClick(menu, Qt::LeftButton, {}, menu->actionGeometry(action).center());
            return;
        }
        QFAIL(qPrintable(QStringLiteral("no ") + words));
    }
    void dragWeek(int index, double to)
    {
        const OverrideWeek& week = m_page->shown().chart.weeks[static_cast<std::size_t>(index)];
        const double now = week.draft ? *week.draft : week.committed;
        const QPoint from = chart()->pixelOf(week.week, week.known + now),
                     at = chart()->pixelOf(week.week, week.known + to);
        QWidget* target = chart()->childAt(from);
        QVERIFY(target);
        QTest::mousePress(target, Qt::LeftButton, {}, target->mapFrom(chart(), from));
        QTest::mouseMove(target, target->mapFrom(chart(), (from + at) / 2));
        QTest::mouseMove(target, target->mapFrom(chart(), at));
        QTest::mouseRelease(target, Qt::LeftButton, {}, target->mapFrom(chart(), at));
        settle();
    }
    /// Wide enough for weeks, with the whole forecast in it.
    void showWeeks()
    {
        chart()->zoomTo(ForecastStore::kLast - 150, kRunning + 62);
        QCoreApplication::processEvents();
        QCOMPARE(chart()->drawnGrain(), Grain::Weekly);
    }

private slots:
    void initTestCase() { begin("forecast-work"); }
    void cleanup() { end(); }

    void aClickOnATitleSortsAndASecondOneTurnsTheOrder()
    {
        openPage();
        clickHeader(ForecastGridModel::Product);
        QStringList byName = skusShown();
        QCOMPARE(byName.size(), 6);
        QVERIFY(byName.first().startsWith(QStringLiteral("P3"))); // Lamp
        QVERIFY(byName.last().startsWith(QStringLiteral("P2")));  // Mug, slate
        clickHeader(ForecastGridModel::Product);
        QVERIFY(skusShown().first().startsWith(QStringLiteral("P2")));
        clickHeader(ForecastGridModel::Weeks);
        const QStringList once = skusShown();
        clickHeader(ForecastGridModel::Weeks);
        const QStringList twice = skusShown();
        const auto weeksOfSupply = [this](const QString& key) {
            const QStringList parts = key.split(QLatin1Char('@'));
            return m_page->model()->at(m_page->model()->itemsOf(parts[0], parts[1]).front()).weeks;
        };
        QVERIFY(
            (weeksOfSupply(once.first()) - weeksOfSupply(once.last())) *
                (weeksOfSupply(twice.first()) - weeksOfSupply(twice.last())) <
            0);
    }

    void whereNothingMatchesThePageSaysWhatToDo()
    {
        openPage();
        m_page->focusFilter();
        auto* filter = part<QLineEdit>("forecast.series.filter");
        QTRY_VERIFY(filter->hasFocus());
        QTest::keyClicks(filter, QStringLiteral("no such thing"));
        settle();
        QCOMPARE(m_page->model()->shownCount(), 0);
        QVERIFY(!chart()->isVisible()); // no axes of nothing
        QVERIFY(!weeks()->isVisible());
        int helps = 0;
        for (const QLabel* label : m_page->findChildren<QLabel*>())
            helps += label->isVisible() && label->text() == QStringLiteral("No series is selected.");
        QCOMPARE(helps, 2);
        for (QPushButton* button : m_page->findChildren<QPushButton*>())
            if (button->isVisible() && button->text() == QStringLiteral("Clear filters")) {
                click(button);
                break;
            }
        settle();
        QCOMPARE(m_page->model()->shownCount(), 6);
        QVERIFY(filter->text().isEmpty());
        clickSeries(2, 1);
        QVERIFY(chart()->isVisible());
        QVERIFY(weeks()->isVisible());
    }

    void aGroupRowStandsForItsMembers_data()
    {
        QTest::addColumn<QString>("words");
        QTest::addColumn<QString>("group");
        QTest::addColumn<int>("members");
        QTest::addColumn<double>("week"); // of those members together
        QTest::newRow("category") << QStringLiteral("By Category") << QStringLiteral("Kitchen > Mugs") << 4
                                  << 28.0 * (1 + 10 + 2 + 20);
        QTest::newRow("location") << QStringLiteral("By Location") << QStringLiteral("L1") << 3
                                  << 28.0 * (1 + 2 + 3);
        QTest::newRow("supplier") << QStringLiteral("By Supplier") << QStringLiteral("Acme") << 4
                                  << 28.0 * (1 + 10 + 2 + 20);
    }

    void aGroupRowStandsForItsMembers()
    {
        QFETCH(QString, words);
        QFETCH(QString, group);
        QFETCH(int, members);
        QFETCH(double, week);
        openPage();
        groupBy(words);
        int row = 0;
        while (row < m_page->model()->rowCount() &&
               (m_page->model()->rowKind(row) != RowKind::Group ||
                m_page->model()->index(row, 0).data().toString() != group))
            ++row;
        QVERIFY(row < m_page->model()->rowCount());
        const QRect place = grid()->visualRect(m_page->model()->index(row, ForecastGridModel::Product));
        QTest::mouseClick(grid()->viewport(), Qt::LeftButton, {}, {place.left() + 60, place.center().y()});
        settle();
        QCOMPARE(static_cast<int>(m_page->shown().series.size()), members);
        QVERIFY2(
            std::abs(m_page->shown().chart.weeks[1].committed - week) < week * 0.02,
            qPrintable(QString::number(m_page->shown().chart.weeks[1].committed)));
        // One number for the group: everyone takes a part like his share.
        typeWeek(1, QString::number(std::round(week * 1.5)));
        QCOMPARE(static_cast<int>(kept().size()), members);
        double sum = 0;
        for (const Override& o : kept()) {
            sum += o.units;
            QVERIFY(std::abs(o.units / o.baseline - 1.5) < 0.03);
        }
        QVERIFY(std::abs(sum - std::round(week * 1.5)) < 1e-6);
        commitWith(QStringLiteral("catalogue"));
        for (const Override& o : kept())
            QVERIFY(o.committed && o.reason == QStringLiteral("catalogue"));
    }

    void theLineOfASumIsDraggedAndItsPartsFollow()
    {
        openPage();
        clickSeries(3, 1);
        clickSeries(3, 2, Qt::ControlModifier);
        showWeeks();
        const double before = m_page->shown().chart.weeks[3].committed; // 84 x 11
        dragWeek(3, before * 0.6);
        QCOMPARE(kept().size(), std::size_t{2});
        const double sum = kept()[0].units + kept()[1].units;
        QVERIFY2(std::abs(sum / before - 0.6) < 0.05, qPrintable(QString::number(sum / before)));
        QVERIFY(std::abs(kept()[1].units / kept()[0].units - 10) < 0.3);
        QVERIFY(
            part<QLabel>("forecast.change")->text().contains(QChar(0x2212)) ||
            part<QLabel>("forecast.change")->text().contains(QLatin1Char('-')));
    }

    void weeksOfASpanAreDraggedTogether()
    {
        openPage();
        clickSeries(3, 2);
        showWeeks();
        const QPoint from = chart()->pixelOf(kNext + 7, 100), to = chart()->pixelOf(kNext + 21, 100);
        QWidget* target = chart()->childAt(from);
        QTest::mousePress(target, Qt::LeftButton, Qt::ShiftModifier, target->mapFrom(chart(), from));
        QTest::mouseMove(target, target->mapFrom(chart(), (from + to) / 2));
        QTest::mouseMove(target, target->mapFrom(chart(), to));
        QTest::mouseRelease(target, Qt::LeftButton, Qt::ShiftModifier, target->mapFrom(chart(), to));
        const double before = m_page->shown().chart.weeks[3].committed;
        dragWeek(3, before * 0.7);
        QCOMPARE(kept().size(), std::size_t{3});
        for (const Override& o : kept())
            QVERIFY(std::abs(o.units / o.baseline - kept()[0].units / kept()[0].baseline) < 0.01);
        QVERIFY(test::undone(*m_journal)); // one drag, one step back
        settle();
        QVERIFY(kept().empty());
        for (const OverrideWeek& week : m_page->shown().chart.weeks)
            QVERIFY(!week.draft);
    }

    void anUncommittedNumberIsRedAndTheLegendSaysSo()
    {
        openPage();
        clickSeries(2, 1);
        const auto keyShown = [this](const char* words) {
            for (const QLabel* label : m_page->findChildren<QLabel*>())
                if (label->text() == QLatin1String(words))
                    return label->isVisible();
            return false;
        };
        QVERIFY(!keyShown("Your change"));
        typeWeek(1, QStringLiteral("156"));
        QVERIFY(keyShown("Your change"));
        QVERIFY(!keyShown("Without override"));
        const auto cell = [this](GridView* view, int row, int column) {
            return view->model()->index(row, column).data(CellRole).value<Cell>();
        };
        QVERIFY(cell(weeks(), 1, WeekGridModel::Yours).edited);
        const int row = m_page->model()->rowOf(m_page->model()->itemOf(ForecastStore::seriesOf(2, 1)));
        QTRY_VERIFY(cell(grid(), row, ForecastGridModel::Units28).edited);
        QTRY_VERIFY(part<QPushButton>("forecast.summary.drafts")->isVisible());
        commitWith(QStringLiteral("fair"));
        QVERIFY(!cell(weeks(), 1, WeekGridModel::Yours).edited);
        QTRY_VERIFY(!cell(grid(), row, ForecastGridModel::Units28).edited);
        QVERIFY(!keyShown("Your change"));
        QVERIFY(keyShown("Without override"));
        QTRY_VERIFY(!part<QPushButton>("forecast.summary.drafts")->isVisible());
    }

    void theLinkOfTheSummaryShowsWhatIsNotCommitted()
    {
        openPage();
        clickSeries(2, 1);
        typeWeek(1, QStringLiteral("156"));
        m_page->focusFilter();
        QTest::keyClicks(part<QLineEdit>("forecast.series.filter"), QStringLiteral("lamp"));
        settle();
        QTRY_VERIFY(part<QPushButton>("forecast.summary.drafts")->isVisible());
        click(part<QPushButton>("forecast.summary.drafts"));
        settle();
        QCOMPARE(skusShown(), QStringList{QStringLiteral("P2@L1")});
    }

    void aReasonBelongsToOneSelection()
    {
        openPage();
        clickSeries(2, 1);
        typeWeek(1, QStringLiteral("156"));
        clickSeries(2, 2);
        typeWeek(1, QStringLiteral("900"));
        auto* reason = part<QLineEdit>("forecast.reason");
        reason->setFocus();
        QTest::keyClicks(reason, QStringLiteral("fair"));
        QVERIFY(part<QPushButton>("forecast.commit")->isEnabled());
        clickSeries(2, 1); // has a change too, whose reason is another
        QVERIFY(reason->text().isEmpty());
        QVERIFY(!part<QPushButton>("forecast.commit")->isEnabled());
        QTest::keyClick(reason, Qt::Key_Return);
        settle();
        for (const Override& o : kept())
            QVERIFY(!o.committed);
    }

    void aCommittedOverrideShowsItsOwnerReasonAndEnd()
    {
        openPage();
        clickSeries(2, 1);
        typeWeek(1, QStringLiteral("156"));
        auto* expires = part<QComboBox>("forecast.expires");
        expires->setFocus();
        QTest::keyClick(expires, Qt::Key_Down); // until a week from now
        commitWith(QStringLiteral("window display"));
        QCOMPARE(*kept()[0].expires, ForecastStore::kLast + 7);
        grid()->setFocus();
        QTest::keyClick(grid(), Qt::Key_O);
        auto* overrides = part<GridView>("forecast.overrides");
        QTRY_VERIFY(overrides->hasFocus());
        const auto cell = [&](int column) {
            return overrides->model()->index(0, column).data(CellRole).value<Cell>();
        };
        QCOMPARE(cell(OverrideGridModel::Reason).text, QStringLiteral("window display"));
        QVERIFY(cell(OverrideGridModel::Reason).note.startsWith(QStringLiteral("ann, until")));
        QCOMPARE(cell(OverrideGridModel::State).text, QStringLiteral("In force"));
        QVERIFY(!overrides->isColumnHidden(OverrideGridModel::Until));
        // By the button, and by the box in its row.
        auto* button = part<QPushButton>("overrides.switch");
        QCOMPARE(button->text(), QStringLiteral("Switch off"));
        click(button);
        settle();
        QVERIFY(!kept()[0].enabled);
        QCOMPARE(cell(OverrideGridModel::State).text, QStringLiteral("Off"));
        QCOMPARE(button->text(), QStringLiteral("Switch on"));
        QTest::mouseClick(
            overrides->viewport(), Qt::LeftButton, {},
            overrides->visualRect(overrides->model()->index(0, OverrideGridModel::On)).center());
        settle();
        QVERIFY(kept()[0].enabled);
        QVERIFY(std::abs(effective(ForecastStore::seriesOf(2, 1), kNext) - 156) < 1e-2);
        // Undo after a restart: off again, then on, then not committed.
        closeWindow();
        openWindow();
        QVERIFY(m_journal->canUndo());
        QVERIFY(test::undone(*m_journal));
        settle();
        QVERIFY(!kept()[0].enabled);
        QVERIFY(test::undone(*m_journal));
        QVERIFY(test::undone(*m_journal));
        settle();
        QVERIFY(!kept()[0].committed);
        QVERIFY(test::redone(*m_journal));
        QVERIFY(test::redone(*m_journal));
        QVERIFY(test::redone(*m_journal));
        settle();
        QVERIFY(kept()[0].committed && kept()[0].enabled);
    }

    void whileAnotherProgramWritesTheWindowStaysAlive()
    {
        openPage();
        clickSeries(2, 1);
        auto other = Store::open(m_store->path().toStdString(), Store::Mode::ReadWrite);
        auto writing = std::make_unique<sql::Transaction>(other->db());
        // Beats while the number is typed and waits for its turn: a blocked window misses them.
        QElapsedTimer beat;
        qint64 longest = 0;
        QTimer pulse;
        connect(&pulse, &QTimer::timeout, this, [&] { longest = std::max(longest, beat.restart()); });
        pulse.start(5);
        beat.start();
        const QModelIndex cell = weeks()->model()->index(1, WeekGridModel::Yours);
        QTest::mouseClick(weeks()->viewport(), Qt::LeftButton, {}, weeks()->visualRect(cell).center());
        QTest::keyClicks(weeks(), QStringLiteral("1"));
        auto* editor = weeks()->viewport()->findChild<QLineEdit*>(QStringLiteral("cellEditor"));
        QVERIFY(editor);
        QTest::keyClicks(editor, QStringLiteral("56"));
        QTest::keyClick(editor, Qt::Key_Return);
        int beats = 0;
        connect(&pulse, &QTimer::timeout, this, [&] { ++beats; });
        QTRY_VERIFY(beats >= 40);
        QVERIFY(kept().empty()); // still waiting
        QCOMPARE(                // and yet what was typed stands there
            cell.data().toString(), QStringLiteral("156"));
        writing.reset();
        settle();
        QTRY_COMPARE(kept().size(), std::size_t{1});
        QVERIFY(std::abs(kept()[0].units - 156) < 1e-6);
        QVERIFY2(longest < 1000, qPrintable(QStringLiteral("%1 ms").arg(longest)));
        QVERIFY(m_notices.empty());
    }
};

QTEST_MAIN(TestForecastWork)
#include "test_forecast_work.moc"
