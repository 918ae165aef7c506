#include "models/approval/approval_service.h"
#include "models/planning/assumption_service.h"
#include "models/planning/plan_figures.h"
#include "models/planning/reorder_grid_model.h"
#include "models/workspace/edit_journal.h"
#include "models/workspace/workspace.h"
#include "tests/models/support_journal.h"
#include "tests/models/support_plan.h"
#include "widgets/frame/kit.h"
#include "widgets/grid/grid_panel.h"
#include "widgets/grid/grid_view.h"
#include "widgets/reorder/assumptions_panel.h"
#include "widgets/reorder/budget_card.h"
#include "widgets/reorder/plan_picker.h"
#include "widgets/reorder/reorder_page.h"
#include "widgets/reorder/supplier_totals.h"
#include "widgets/reorder/what_if_strip.h"
#include "widgets/reorder/why_panel.h"
#include "widgets/theme/draw.h"
#include "widgets/theme/theme.h"

#include <QAbstractButton>
#include <QAction>
#include <QApplication>
#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QHeaderView>
#include <QInputDialog>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QSlider>
#include <QSpinBox>
#include <QStandardPaths>
#include <QTest>

#include <cmath>

using namespace merch;
using merch::test::forecastBy;
using merch::test::TempStore;

/// The page on a real store, with a real mouse and real keys. What is kept is read from the store.
class TestReorderPage : public QObject
{
    Q_OBJECT

    std::unique_ptr<TempStore> m_store;
    std::unique_ptr<Workspace> m_workspace;
    std::unique_ptr<EditJournal> m_journal;
    std::unique_ptr<ReorderPage> m_page;
    std::vector<std::string> m_notices;

    void openPage(const ReorderOptions& options = {})
    {
        m_store = std::make_unique<TempStore>();
        forecastBy(*m_store, 9);
        test::planOf(*m_store, options);
        openWindow();
    }
    void openWindow()
    {
        m_workspace = std::make_unique<Workspace>();
        m_workspace->setUser(QStringLiteral("ann"));
        m_journal = std::make_unique<EditJournal>(*m_workspace);
        m_page = std::make_unique<ReorderPage>(*m_workspace, *m_journal);
        m_notices.clear();
        connect(m_workspace.get(), &Workspace::notice, this, [this](const Error& e) {
            m_notices.push_back(e.message);
        });
        m_page->resize(1240, 840);
        m_page->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_page.get()));
        m_page->activateWindow();
        QVERIFY(m_workspace->openStore(m_store->qpath()));
        settle();
    }
    void settle()
    {
        for (int quiet = 0; quiet < 3; ++quiet) {
            QTRY_VERIFY(m_workspace->jobs().isEmpty());
            QCoreApplication::processEvents();
        }
        QTRY_VERIFY(m_workspace->jobs().isEmpty());
    }
    template <typename W> W* part(const char* name) const
    {
        auto* widget = m_page->findChild<W*>(QLatin1String(name));
        if (!widget)
            qFatal("no part %s", name);
        return widget;
    }
    GridView* grid() const { return m_page->grid()->view(); }
    ReorderGridModel* model() const { return m_page->model(); }
    const ReorderPlan& shown() const { return model()->plan(); }
    ReorderPlan stored(std::int64_t plan = 0) const
    {
        const Result<ReorderPlan> read = loadReorderPlan(m_store->qpath(), plan);
        return read ? *read : ReorderPlan();
    }
    ReorderPlanLine storedLine(int number) const
    {
        for (const ReorderPlanLine& line : stored(shown().planId).lines)
            if (line.line == number)
                return line;
        return {};
    }
    const ReorderPlanLine& lineAt(int row) const { return model()->line(model()->itemAt(row)); }
    QModelIndex cellAt(int row, const char* column) const
    {
        return model()->index(row, model()->columnOf(QLatin1String(column)));
    }
    void click(QWidget* widget) { QTest::mouseClick(widget, Qt::LeftButton); }
    void clickCell(int row, const char* column, Qt::KeyboardModifiers keys = {})
    {
        const QModelIndex cell = cellAt(row, column);
        grid()->scrollTo(cell);
        QTest::mouseClick(grid()->viewport(), Qt::LeftButton, keys, grid()->visualRect(cell).center());
        settle();
    }
    /// Into the quantity of a row: a click, digits, Enter.
    void type(int row, const QString& text)
    {
        clickCell(row, "qty");
        QTest::keyClicks(grid(), text.left(1));
        auto* editor = grid()->viewport()->findChild<QLineEdit*>(QStringLiteral("cellEditor"));
        QVERIFY(editor);
        QTest::keyClicks(editor, text.mid(1));
        QTest::keyClick(editor, Qt::Key_Return);
        settle();
    }
    void paste(int row, const char* column, const QString& text)
    {
        QGuiApplication::clipboard()->setText(text);
        clickCell(row, column);
        QTest::keyClick(grid(), Qt::Key_V, Qt::ControlModifier);
        settle();
    }
    /// Writes into the question that is open and accepts it.
    void answer(const QString& text)
    {
        QInputDialog* dialog = nullptr;
        QTRY_VERIFY((dialog = m_page->findChild<QInputDialog*>(QStringLiteral("reorder.ask"))));
        auto* line = dialog->findChild<QLineEdit*>();
        QTest::keyClicks(line, text);
        auto* ok = dialog->findChild<QDialogButtonBox*>()->button(QDialogButtonBox::Ok);
        QVERIFY2(ok->isEnabled(), qPrintable(ok->toolTip()));
        click(ok);
        QTRY_VERIFY(!m_page->findChild<QInputDialog*>(QStringLiteral("reorder.ask")));
        m_page->activateWindow(); // as a window manager does
        QVERIFY(QTest::qWaitForWindowActive(m_page.get()));
        settle();
    }
    QString notice() const
    {
        auto* bar = m_page->findChild<kit::NoticeBar*>();
        return bar && bar->isVisible() ? bar->message() : QString();
    }
    void undo()
    {
        QVERIFY(test::undone(*m_journal));
        m_workspace->announce(Topic::Plans);
        settle();
    }
    void redo()
    {
        QVERIFY(test::redone(*m_journal));
        m_workspace->announce(Topic::Plans);
        settle();
    }

private slots:
    void initTestCase()
    {
        QStandardPaths::setTestModeEnabled(true);
        QCoreApplication::setOrganizationName(QStringLiteral("merchbench-test"));
        QCoreApplication::setApplicationName(QStringLiteral("reorder-page"));
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

    void aTypedQuantityIsKeptInWholePacksUndoneAndDoneAgain()
    {
        openPage();
        const ReorderPlanLine before = lineAt(0);
        QCOMPARE(before.packSize, 6.0);
        type(0, QString::number(before.orderQty + 7));
        const ReorderPlanLine now = storedLine(before.line);
        QCOMPARE(now.orderQty, before.orderQty + 12);
        QVERIFY(now.byHand);
        QCOMPARE(now.orderValue, std::llround(now.orderQty * now.unitCost * 100));
        QCOMPARE(model()->line(model()->itemOfLine(before.line)).orderQty, now.orderQty);
        QVERIFY(cellAt(0, "state").data().toString() == QStringLiteral("Edited"));
        QCOMPARE(stored().orderValue(), shown().orderValue());
        undo();
        QCOMPARE(storedLine(before.line).orderQty, before.orderQty);
        QVERIFY(!storedLine(before.line).byHand);
        QCOMPARE(lineAt(0).orderQty, before.orderQty);
        redo();
        QCOMPARE(storedLine(before.line).orderQty, now.orderQty);
        QCOMPARE(lineAt(0).orderQty, now.orderQty);
    }

    void whatIsNoQuantityIsRefusedInWords()
    {
        openPage();
        const ReorderPlanLine before = lineAt(1);
        for (const char* wrong : {"12x", "-5", "1e12"}) {
            clickCell(1, "qty");
            QTest::keyClick(grid(), Qt::Key_F2);
            auto* editor = grid()->viewport()->findChild<QLineEdit*>(QStringLiteral("cellEditor"));
            QVERIFY(editor);
            editor->selectAll();
            QTest::keyClicks(editor, QLatin1String(wrong));
            QTest::keyClick(editor, Qt::Key_Return);
            settle();
            QVERIFY2(notice().contains(QLatin1String("not a quantity")), wrong);
            QCOMPARE(storedLine(before.line).orderQty, before.orderQty);
        }
        QVERIFY(!m_journal->canUndo());
    }

    void aColumnFromASpreadsheetIsOneEdit()
    {
        openPage();
        std::vector<ReorderPlanLine> before;
        for (int row = 0; row < 4; ++row)
            before.push_back(lineAt(row));
        paste(0, "qty", QStringLiteral("Order qty\n12\n1,008\n\n0\n"));
        QCOMPARE(storedLine(before[0].line).orderQty, 12.0);
        QCOMPARE(storedLine(before[1].line).orderQty, 1008.0);
        QCOMPARE(storedLine(before[2].line).orderQty, before[2].orderQty); // an empty cell says nothing
        QCOMPARE(storedLine(before[3].line).orderQty, 0.0);
        undo(); // all of it was one edit
        for (const ReorderPlanLine& line : before)
            QCOMPARE(storedLine(line.line).orderQty, line.orderQty);
        QVERIFY(!m_journal->canUndo());
    }

    void aBlockFindsItsQuantitiesUnderTheColumnsThatAreSeen()
    {
        openPage();
        for (const char* hidden : {"order_point", "lead_days"})
            grid()->setColumnChosen(model()->columnOf(QLatin1String(hidden)), false);
        QVERIFY(grid()->isColumnHidden(model()->columnOf(QStringLiteral("order_point"))));
        int between = 0;
        for (int c = model()->columnOf(QStringLiteral("on_hand")) + 1;
             c < model()->columnOf(QStringLiteral("qty")); ++c)
            between += !grid()->isColumnHidden(c);
        const QString gap(between + 1, QLatin1Char('\t'));
        const int first = lineAt(0).line, second = lineAt(1).line;
        paste(0, "on_hand", QStringLiteral("7%1 18\t999\n7%1 24\t999\n").arg(gap));
        QCOMPARE(storedLine(first).orderQty, 18.0);
        QCOMPARE(storedLine(second).orderQty, 24.0);
    }

    void aBlockThatWasSortedElsewhereFindsItsLinesByName()
    {
        openPage();
        grid()->selectAll();
        QTest::keyClick(grid(), Qt::Key_C, Qt::ControlModifier | Qt::ShiftModifier);
        QStringList rows = QGuiApplication::clipboard()->text().split(QLatin1Char('\n'), Qt::SkipEmptyParts);
        QVERIFY(rows.size() > 6);
        const QStringList titles = rows.takeFirst().split(QLatin1Char('\t'));
        const qsizetype qty = titles.indexOf(QStringLiteral("Order qty"));
        QVERIFY(qty > 0);
        std::vector<std::pair<int, double>> wanted;
        QStringList back{titles.join(QLatin1Char('\t'))};
        for (int row = 4; row >= 0; --row) { // in another order, and one of a product nobody knows
            QStringList cells = rows[row].split(QLatin1Char('\t'));
            cells[qty] = QString::number(60 + 6 * row);
            wanted.emplace_back(lineAt(row).line, 60 + 6 * row);
            back << cells.join(QLatin1Char('\t'));
        }
        QStringList unknown = rows[5].split(QLatin1Char('\t'));
        unknown[0] = QStringLiteral("Something else");
        back << unknown.join(QLatin1Char('\t'));
        paste(0, "product", back.join(QLatin1Char('\n')));
        for (const auto& [line, quantity] : wanted)
            QCOMPARE(storedLine(line).orderQty, quantity);
        QVERIFY2(notice().contains(QLatin1String("1 pasted row")), qPrintable(notice()));
    }

    void aLockedLineKeepsItsQuantityWhateverHappens()
    {
        openPage();
        const ReorderPlanLine before = lineAt(0);
        clickCell(0, "product");
        QTest::keyClick(grid(), Qt::Key_L);
        settle();
        QVERIFY(storedLine(before.line).locked);
        clickCell(0, "qty");
        QTest::keyClicks(grid(), QStringLiteral("9"));
        QVERIFY(!grid()->viewport()->findChild<QLineEdit*>(QStringLiteral("cellEditor")));
        paste(0, "qty", QStringLiteral("6\n12\n"));
        QCOMPARE(storedLine(before.line).orderQty, before.orderQty);
        QVERIFY(notice().contains(QLatin1String("1 locked line")));
        // The budget takes everything else away.
        auto* amount = m_page->budget()->amount();
        amount->setFocus();
        amount->selectAll();
        QTest::keyClicks(amount, QStringLiteral("0"));
        QTest::keyClick(amount, Qt::Key_Return);
        settle();
        QCOMPARE(storedLine(before.line).orderQty, before.orderQty);
        QVERIFY(storedLine(before.line).orders());
        QCOMPARE(stored().budget, std::optional<std::int64_t>(0));
        QTest::keyClick(grid(), Qt::Key_Home, Qt::ControlModifier);
        auto* unlock = part<QPushButton>("reorder.lockButton");
        grid()->selectItem(model()->itemOfLine(before.line));
        settle();
        QCOMPARE(unlock->text(), QStringLiteral("Unlock"));
        click(unlock);
        settle();
        QVERIFY(!storedLine(before.line).locked);
    }

    void excludingAsksForAReasonAndIncludingDoesNot()
    {
        openPage();
        const ReorderPlanLine before = lineAt(2);
        const std::int64_t all = stored().orderValue();
        clickCell(2, "product");
        QTest::keyClick(grid(), Qt::Key_X);
        QInputDialog* dialog = nullptr;
        QTRY_VERIFY((dialog = m_page->findChild<QInputDialog*>(QStringLiteral("reorder.ask"))));
        auto* ok = dialog->findChild<QDialogButtonBox*>()->button(QDialogButtonBox::Ok);
        QVERIFY(!ok->isEnabled());
        QVERIFY(!ok->toolTip().isEmpty());
        answer(QStringLiteral("  delisted in July "));
        QCOMPARE(storedLine(before.line).excluded, QStringLiteral("delisted in July"));
        QCOMPARE(stored().orderValue(), all - before.orderValue);
        QVERIFY(storedLine(before.line).reason.contains(QLatin1String("Left out: delisted in July")));
        clickCell(model()->rowOf(model()->itemOfLine(before.line)), "product");
        QCOMPARE(part<QPushButton>("reorder.excludeButton")->text(), QStringLiteral("Include"));
        QTest::keyClick(grid(), Qt::Key_X);
        settle();
        QVERIFY(storedLine(before.line).excluded.isEmpty());
        QCOMPARE(stored().orderValue(), all);
    }

    void revertGoesBackToTheProposalOfAllThatIsSelected()
    {
        openPage();
        const ReorderPlan before = stored();
        paste(0, "qty", QStringLiteral("0\n600\n"));
        clickCell(0, "product");
        clickCell(1, "product", Qt::ShiftModifier);
        QTest::keyClick(grid(), Qt::Key_L);
        settle();
        QVERIFY(stored().orderValue() != before.orderValue());
        QTest::keyClick(grid(), Qt::Key_Backspace, Qt::ControlModifier);
        settle();
        const ReorderPlan now = stored();
        QCOMPARE(now.orderValue(), before.orderValue());
        QCOMPARE(now.marginSaved(), before.marginSaved());
        for (std::size_t i = 0; i < now.lines.size(); ++i) {
            QCOMPARE(now.lines[i].orderQty, before.lines[i].orderQty);
            QVERIFY(!now.lines[i].locked && !now.lines[i].byHand);
            QCOMPARE(now.lines[i].reason, before.lines[i].reason);
        }
    }

    void theSliderSetsTheBudgetAndTheGridShowsWhereItEnds()
    {
        openPage();
        QSlider* slider = m_page->budget()->chart()->slider();
        const std::int64_t all = stored().orderValue();
        QVERIFY(!shown().budget);
        slider->setFocus();
        QSignalSpy moved(m_page->budget(), &BudgetCard::budgetMoved);
        for (int i = 0; i < 5; ++i)
            QTest::keyClick(slider, Qt::Key_PageDown);
        QCOMPARE(moved.count(), 5);
        QVERIFY(shown().budget); // at once, before anything is kept
        QTRY_VERIFY(stored().budget.has_value());
        settle();
        QCOMPARE(stored().budget, shown().budget);
        QVERIFY(stored().orderValue() <= *stored().budget);
        QVERIFY(stored().orderValue() < all);
        int divider = -1;
        for (int row = 0; row < model()->rowCount(); ++row)
            if (model()->rowKind(row) == RowKind::Divider)
                divider = row;
        QVERIFY(divider > 0);
        for (int row = 0; row < model()->rowCount(); ++row)
            if (model()->itemAt(row) >= 0)
                QCOMPARE(lineAt(row).orders(), row < divider);
        // A click on the groove takes the handle there; the right end takes all again.
        const QPoint end = m_page->budget()->chart()->handleAt(all * 2);
        QTest::mouseClick(slider, Qt::LeftButton, {}, slider->mapFrom(m_page->budget()->chart(), end));
        settle();
        QVERIFY(!stored().budget);
        QCOMPARE(stored().orderValue(), all);
        undo();
        QVERIFY(stored().budget);
        undo();
        QVERIFY(!stored().budget);
    }

    void aBudgetIsTypedAsPeopleWriteMoney()
    {
        openPage();
        auto* amount = m_page->budget()->amount();
        const auto typed = [&](const QString& text) {
            amount->setFocus();
            amount->selectAll();
            QTest::keyClicks(amount, text);
            QTest::keyClick(amount, Qt::Key_Return);
            settle();
        };
        typed(QStringLiteral("1.5k"));
        QCOMPARE(stored().budget, std::optional<std::int64_t>(150000));
        typed(QStringLiteral("£2,000"));
        QCOMPARE(stored().budget, std::optional<std::int64_t>(200000));
        typed(QStringLiteral("plenty"));
        QVERIFY(notice().contains(QLatin1String("not an amount of money")));
        QCOMPARE(stored().budget, std::optional<std::int64_t>(200000));
        typed(QStringLiteral("all"));
        QVERIFY(!stored().budget);
    }

    void aWhatIfChangesNothingUntilItIsMade()
    {
        openPage();
        clickCell(0, "product");
        QTest::keyClick(grid(), Qt::Key_X);
        answer(QStringLiteral("not this week"));
        type(1, QStringLiteral("600"));
        const int edited = lineAt(1).seriesId;
        const QByteArray before = test::contentOf(m_store->store());
        auto* lead = part<QSpinBox>("whatIf.lead");
        lead->setFocus();
        lead->selectAll();
        QTest::keyClicks(lead, QStringLiteral("10"));
        auto* result = part<QLabel>("whatIf.result");
        QTRY_VERIFY(
            part<WhatIfStrip>("reorder.whatIf")->result().contains(QLatin1String("Against the plan")));
        settle();
        QVERIFY(result->isVisible());
        QCOMPARE(test::contentOf(m_store->store()), before);
        click(part<QWidget>("reorder.segments")->findChildren<QAbstractButton*>().last()); // all lines
        settle();
        QCOMPARE(model()->rowCount(), 36);
        // Later orders must be larger; what people decided stays as they decided it.
        const int column = model()->columnOf(QStringLiteral("what_if"));
        QVERIFY(!grid()->isColumnHidden(column));
        int more = 0;
        for (int item = 0; item < model()->itemCount(); ++item) {
            const ReorderPlanLine& line = model()->line(item);
            const int row = model()->rowOf(item);
            if (row < 0)
                continue;
            const double then = model()->index(row, column).data(Qt::EditRole).toString().toDouble();
            if (!line.excluded.isEmpty())
                QCOMPARE(then, 0.0);
            else if (line.seriesId == edited)
                QCOMPARE(then, 600.0);
            else {
                QVERIFY(then >= line.orderQty);
                more += then > line.orderQty;
            }
        }
        QVERIFY(more > 5);
        click(part<QCheckBox>("whatIf.only"));
        settle();
        QCOMPARE(model()->shownCount(), more);
        click(part<QPushButton>("whatIf.make"));
        settle();
        QCOMPARE(stored().planId, std::int64_t(2));
        QCOMPARE(shown().planId, std::int64_t(2));
        const ReorderPlan first = stored(1);
        for (const ReorderPlanLine& line : stored(2).lines) {
            const ReorderPlanLine& was = test::lineOf(first, line.sku, line.location);
            QCOMPARE(line.leadTimeDays, was.leadTimeDays + 10);
            QCOMPARE(line.excluded, was.excluded);
            if (line.seriesId == edited) {
                QCOMPARE(line.orderQty, 600.0);
                QVERIFY(line.byHand);
            }
        }
        QVERIFY(part<WhatIfStrip>("reorder.whatIf")->asksNothing());
    }

    void aDiscardedWhatIfLeavesNoTrace()
    {
        openPage();
        const int rows = model()->rowCount();
        auto* service = part<QComboBox>("whatIf.service");
        service->setFocus();
        QTest::keyClick(service, Qt::Key_Down);
        QTRY_VERIFY(part<WhatIfStrip>("reorder.whatIf")->result().contains(QLatin1String("order value")));
        click(part<QAbstractButton>("whatIf.discard"));
        settle();
        QCOMPARE(model()->rowCount(), rows);
        QVERIFY(grid()->isColumnHidden(model()->columnOf(QStringLiteral("what_if"))));
        QVERIFY(!part<QPushButton>("whatIf.make")->isEnabled());
        QCOMPARE(m_store->count("SELECT count(*) FROM plan"), std::int64_t(1));
    }

    void thePickerShowsAnotherPlan()
    {
        m_store = std::make_unique<TempStore>();
        forecastBy(*m_store, 9);
        test::planOf(*m_store);
        ReorderOptions acme;
        acme.supplier = QStringLiteral("ACME");
        test::planOf(*m_store, acme);
        openWindow();
        QCOMPARE(shown().planId, std::int64_t(2));
        QCOMPARE(model()->itemCount(), 18);
        auto* picker = m_page->findChild<PlanPicker*>();
        click(picker);
        QMenu* menu = nullptr;
        QTRY_VERIFY((menu = picker->findChild<QMenu*>()) && menu->isVisible());
        QAction* other = nullptr;
        for (QAction* action : menu->actions())
            if (action->text().contains(QLatin1String("Plan 1")))
                other = action;
        QVERIFY(other);
        QTest::mouseClick(menu, Qt::LeftButton, {}, menu->actionGeometry(other).center());
        settle();
        QCOMPARE(shown().planId, std::int64_t(1));
        QCOMPARE(model()->itemCount(), 36);
    }

    void whyIsAnsweredForTheLineThatIsChosen()
    {
        openPage();
        auto* why = part<WhyPanel>("reorder.why");
        for (const int row : {0, 3, 1}) {
            clickCell(row, "product");
            const ReorderPlanLine& line = lineAt(row);
            QCOMPARE(why->sentence(), line.reason);
            const QStringList sum = why->sumRows();
            const double position = *line.onHand + line.onOrder;
            QVERIFY(sum.contains(QStringLiteral("Position %1").arg(position)));
            QVERIFY(sum.contains(QStringLiteral("Needed %1").arg(line.orderUpTo - position)));
        }
        QTest::keyClick(grid(), Qt::Key_J);
        settle();
        QCOMPARE(why->sentence(), lineAt(2).reason);
    }

    void theSumEndsWithWhatTheBudgetPaysFor()
    {
        openPage();
        // A budget of whole units of money that pays for some of the cases of one line.
        int number = 0;
        std::int64_t budget = stored().orderValue() / 100 * 100;
        for (; budget > 0 && number == 0; budget -= number == 0 ? 100 : 0) {
            ReorderPlan tried = stored();
            applyBudget(tried, budget);
            for (const ReorderPlanLine& line : tried.lines)
                if (line.orders() && line.orderQty < line.proposedQty)
                    number = line.line;
        }
        QVERIFY(number > 0);
        auto* amount = m_page->budget()->amount();
        amount->setFocus();
        amount->selectAll();
        QTest::keyClicks(amount, QString::number(budget / 100));
        QTest::keyClick(amount, Qt::Key_Return);
        settle();
        const int item = model()->itemOfLine(number);
        QVERIFY(item >= 0);
        clickCell(model()->rowOf(item), "product");
        const ReorderPlanLine& line = model()->line(item);
        QVERIFY(line.orders() && line.orderQty < line.proposedQty);
        const QStringList sum = part<WhyPanel>("reorder.why")->sumRows();
        QCOMPARE(sum.back(), QStringLiteral("The budget pays for %1").arg(line.orderQty));
    }

    void numbersAreShownWholeHoweverLarge()
    {
        m_store = std::make_unique<TempStore>();
        forecastBy(*m_store, 9);
        test::planOf(*m_store, {});
        m_store->db().execute("UPDATE plan_line SET on_hand = 1234567, order_point = 2345678, order_qty ="
                              " 3456789, order_value = 987654321, margin_saved = 123456789 WHERE line = 1");
        openWindow();
        int looked = 0;
        for (const char* column : {"on_hand", "order_point", "qty", "value", "margin"}) {
            const QModelIndex cell = cellAt(0, column);
            const int place = model()->columnOf(QLatin1String(column));
            if (grid()->isColumnHidden(place))
                continue; // gave way to what matters more
            ++looked;
            const QString text = cell.data(CellRole).value<Cell>().text;
            QVERIFY(text.size() >= 9);
            const double room = grid()->columnWidth(place) - 2 * theme::px(7);
            QVERIFY2(draw::textWidth(text, 13, QFont::DemiBold) <= room, column);
        }
        QVERIFY(looked >= 4);
        // A width that a hand gave stands.
        const int qty = model()->columnOf(QStringLiteral("qty"));
        grid()->horizontalHeader()->resizeSection(qty, theme::px(60));
        m_page->resize(1300, 840);
        settle();
        QCOMPARE(grid()->columnWidth(qty), theme::px(60));
    }

    void aClickOnASupplierShowsItsLinesAndItsMinimumIsFilled()
    {
        m_store = std::make_unique<TempStore>();
        forecastBy(*m_store, 9);
        m_store->db().execute("UPDATE supplier SET min_order_value = 100000000 WHERE code = 'ACME'");
        ReorderOptions options;
        const std::int64_t all = test::planOf(*m_store, options).orderValue();
        m_store->db().execute(QStringLiteral("UPDATE supplier SET min_order_value = %1 WHERE code = 'ACME'")
                                  .arg(all)
                                  .toStdString());
        openWindow();
        auto* chip = part<QAbstractButton>("supplier.ACME");
        QVERIFY(chip->accessibleName().contains(QLatin1String("Acme")));
        click(chip);
        settle();
        QCOMPARE(m_page->budget()->suppliers()->chosen(), QStringLiteral("ACME"));
        for (int row = 0; row < model()->rowCount(); ++row)
            QCOMPARE(lineAt(row).supplier, QStringLiteral("ACME"));
        click(chip);
        settle();
        QVERIFY(m_page->budget()->suppliers()->chosen().isNull());
        // Grouped by supplier, each group is a purchase order that says how it stands.
        model()->setGroupBy(QStringLiteral("supplier"));
        bool said = false;
        for (int row = 0; row < model()->rowCount(); ++row)
            if (model()->rowKind(row) == RowKind::Group &&
                cellAt(row, "product").data().toString() == QLatin1String("Acme")) {
                QCOMPARE(cellAt(row, "state").data().toString(), QStringLiteral("Below min"));
                QVERIFY(
                    cellAt(row, "state").data(Qt::ToolTipRole).toString().contains(QLatin1String("short")));
                said = true;
            }
        QVERIFY(said);
        model()->setGroupBy({});
        auto* fill = part<QPushButton>("reorder.fill");
        QVERIFY2(fill->isEnabled(), qPrintable(fill->toolTip()));
        click(fill);
        settle();
        std::int64_t acme = 0;
        for (const SupplierTotal& total : stored().suppliers)
            if (total.supplier == QLatin1String("ACME"))
                acme = total.orderValue;
        QVERIFY(acme >= all);
        undo();
        QCOMPARE(stored().orderValue(), all);
    }

    void aSubmittedPlanIsOnlyLookedAt()
    {
        openPage();
        QAction* primary = m_page->pageActions().front();
        QCOMPARE(primary->text(), QStringLiteral("Submit for approval"));
        grid()->setFocus();
        QTest::keyClick(grid(), Qt::Key_Return, Qt::ControlModifier);
        answer(QStringLiteral("for Monday"));
        QCOMPARE(stored().state, PlanState::Submitted);
        QCOMPARE(primary->text(), QStringLiteral("Open in Approvals"));
        QVERIFY(notice().contains(QLatin1String("waits for a decision")));
        const ReorderPlanLine before = lineAt(0);
        clickCell(0, "qty");
        QTest::keyClicks(grid(), QStringLiteral("9"));
        QVERIFY(!grid()->viewport()->findChild<QLineEdit*>(QStringLiteral("cellEditor")));
        paste(0, "qty", QStringLiteral("6"));
        QVERIFY(notice().contains(QLatin1String("no longer be edited")));
        QCOMPARE(storedLine(before.line).orderQty, before.orderQty);
        for (const char* name : {"reorder.lockButton", "reorder.excludeButton", "reorder.revertButton"}) {
            QVERIFY(!part<QPushButton>(name)->isEnabled());
            const QString why = part<QPushButton>(name)->toolTip();
            QVERIFY2(why.contains(QLatin1String("waiting")), qPrintable(why));
        }
        QVERIFY(!m_page->budget()->amount()->isEnabled());
        QVERIFY(!m_page->budget()->chart()->slider()->isEnabled());
        QSignalSpy opened(m_page.get(), &Page::openPage);
        primary->trigger();
        QCOMPARE(opened.count(), 1);
        QCOMPARE(opened[0][1].toString(), QStringLiteral("plan:1"));
    }

    void quickEditsAreKeptInOrderAndBeforeASubmission()
    {
        openPage();
        const int first = lineAt(0).line, second = lineAt(1).line;
        // No waiting in between, as a fast hand does.
        for (const auto& [row, text] : {std::pair{0, "12"}, {1, "18"}, {0, "24"}}) {
            const QModelIndex cell = cellAt(row, "qty");
            QTest::mouseClick(grid()->viewport(), Qt::LeftButton, {}, grid()->visualRect(cell).center());
            QTest::keyClicks(grid(), QString::fromLatin1(text).left(1));
            auto* editor = qobject_cast<QLineEdit*>(QApplication::focusWidget());
            QVERIFY(editor);
            QTest::keyClicks(editor, QString::fromLatin1(text).mid(1));
            QTest::keyClick(editor, Qt::Key_Return);
        }
        m_page->pageActions().front()->trigger();
        answer({});
        QCOMPARE(stored().state, PlanState::Submitted);
        QCOMPARE(storedLine(first).orderQty, 24.0);
        QCOMPARE(storedLine(second).orderQty, 18.0);
    }

    void whatTheExtractsLackIsAskedForAndMarked()
    {
        m_store = std::make_unique<TempStore>();
        forecastBy(*m_store, 9);
        m_store->db().execute("UPDATE product SET unit_cost = NULL, supplier_id = NULL;"
                              "DELETE FROM supplier_product; DELETE FROM chunk_on_hand");
        openWindow();
        click(part<QPushButton>("reorder.start"));
        settle();
        auto* panel = part<AssumptionsPanel>("reorder.assumptions");
        QVERIFY(panel->isVisible());
        QCOMPARE(panel->missing().size(), std::size_t(4));
        auto* make = part<QPushButton>("assume.make");
        QVERIFY(!make->isEnabled());
        const auto fill = [&](const char* name, const char* text) {
            QLineEdit* field = panel->field(QLatin1String(name));
            field->setFocus();
            QTest::keyClicks(field, QLatin1String(text));
        };
        fill("margin", "140 %");
        QVERIFY(make->toolTip().contains(QLatin1String("Margin")));
        panel->field(QStringLiteral("margin"))->clear();
        fill("margin", "40"); // of the unit beside the field
        fill("lead_time_days", "14");
        fill("opening_stock_days", "3");
        fill("supplier", "MAIN");
        QVERIFY2(make->isEnabled(), qPrintable(make->toolTip()));
        click(make);
        settle();
        QCOMPARE(shown().planId, std::int64_t(1));
        QVERIFY(grid()->hasFocus()); // so that digits go on
        const std::vector<Assumption> kept = *AssumptionService(m_store->qpath()).list();
        QCOMPARE(kept.size(), std::size_t(4));
        for (const Assumption& one : kept)
            if (one.name == QLatin1String("margin"))
                QCOMPARE(one.value, QStringLiteral("0.4"));
        QVERIFY(figuresOf(shown()).assumed > 0);
        QCOMPARE(figuresOf(shown()).assumed, shown().orderLines());
        // Every number that rests on one is marked; those that do not are not.
        for (const char* column :
             {"on_hand", "lead_days", "order_point", "order_up_to", "qty", "unit_cost", "value", "margin",
              "supplier"}) {
            const Cell cell = cellAt(0, column).data(CellRole).value<Cell>();
            QVERIFY2(cell.assumed, column);
            QVERIFY2(cell.tip.contains(QLatin1String("assumption")), column);
        }
        QVERIFY(!cellAt(0, "on_order").data(CellRole).value<Cell>().assumed);
        QVERIFY(!cellAt(0, "location").data(CellRole).value<Cell>().assumed);
    }

    void thePageSaysWhatToDoWhereThereIsNothing()
    {
        m_store = std::make_unique<TempStore>(TempStore::Filled::Empty);
        openWindow();
        auto* start = part<QPushButton>("reorder.start");
        QVERIFY(start->isVisible());
        QCOMPARE(start->text(), QStringLiteral("Import extracts"));
        QSignalSpy opened(m_page.get(), &Page::openPage);
        click(start);
        QCOMPARE(opened.count(), 1);
        QCOMPARE(opened[0][0].toString(), QStringLiteral("data"));
    }

    void withoutAForecastTheButtonForecastsAndPlans()
    {
        m_store = std::make_unique<TempStore>();
        openWindow();
        auto* start = part<QPushButton>("reorder.start");
        QCOMPARE(start->text(), QStringLiteral("Forecast and make plan"));
        click(start);
        QTRY_VERIFY_WITH_TIMEOUT(m_workspace->jobs().isEmpty() && shown().planId == 1, 30'000);
        QCOMPARE(model()->itemCount(), 36);
    }

    void aNewerForecastIsSaidOnceWithTheWayOn()
    {
        openPage();
        QVERIFY(notice().isEmpty());
        forecastBy(*m_store, 12);
        m_workspace->announce(Topic::Forecasts);
        settle();
        QVERIFY(notice().contains(QLatin1String("before the latest forecast")));
        m_page->findChild<kit::NoticeBar*>()->hide();
        m_workspace->announce(Topic::Plans);
        settle();
        QVERIFY(notice().isEmpty());
    }

    void theTopBarsScopeHoldsHere()
    {
        openPage();
        Scope scope;
        scope.location = QStringLiteral("L1");
        scope.category = QStringLiteral("Food");
        m_workspace->setScope(scope);
        settle();
        QVERIFY(model()->rowCount() > 0);
        for (int row = 0; row < model()->rowCount(); ++row) {
            QCOMPARE(lineAt(row).location, QStringLiteral("L1"));
            QVERIFY(lineAt(row).category.startsWith(QLatin1String("Food")));
        }
    }

    void aProductIsRevealedWhateverIsFiltered()
    {
        openPage();
        model()->setNeedle(QStringLiteral("nothing like it"));
        QCOMPARE(model()->rowCount(), 0);
        m_page->reveal(QStringLiteral("P02@WEB"));
        settle();
        const int item = model()->itemOf(QStringLiteral("P02"), QStringLiteral("WEB"));
        QCOMPARE(grid()->currentItem(), item);
        QCOMPARE(part<WhyPanel>("reorder.why")->sentence(), model()->line(item).reason);
    }
};

QTEST_MAIN(TestReorderPage)
#include "test_reorder_page.moc"
