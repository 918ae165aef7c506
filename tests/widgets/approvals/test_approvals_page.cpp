#include "models/approval/approval_models.h"
#include "models/workspace/workspace.h"
#include "tests/models/support_plan.h"
#include "widgets/approvals/approvals_page.h"
#include "widgets/approvals/plan_queue.h"
#include "widgets/frame/kit.h"
#include "widgets/grid/grid_panel.h"
#include "widgets/grid/grid_view.h"
#include "widgets/theme/draw.h"
#include "widgets/theme/theme.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QDir>
#include <QFileDialog>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QMessageBox>
#include <QMimeData>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTest>
#include <QTimer>

using namespace merch;
using test::PlanFile;

/// The page on a real store, with a real mouse and real keys; what came of it is read from the store.
class TestApprovalsPage : public QObject
{
    Q_OBJECT

    std::unique_ptr<PlanFile> m_file;
    std::unique_ptr<Workspace> m_workspace;
    std::unique_ptr<ApprovalsPage> m_page;
    QStringList m_notices;

    void open(PlanState state = PlanState::Submitted)
    {
        m_file = std::make_unique<PlanFile>();
        m_file->bringTo(state);
        openPage();
    }
    void openPage()
    {
        m_workspace = std::make_unique<Workspace>();
        m_workspace->setUser(PlanFile::judge());
        m_page = std::make_unique<ApprovalsPage>(*m_workspace);
        m_notices.clear();
        connect(m_workspace.get(), &Workspace::notice, this, [this](const Error& error) {
            m_notices << QString::fromStdString(error.text());
        });
        m_page->resize(1240, 800);
        m_page->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_page.get()));
        m_page->activateWindow();
        QVERIFY(m_workspace->openStore(m_file->path()));
        settle();
        grid()->setFocus();
    }
    void settle()
    {
        QTRY_VERIFY(m_workspace->jobs().isEmpty());
        QCoreApplication::processEvents();
        QTRY_VERIFY(m_workspace->jobs().isEmpty());
    }
    template <typename W = QWidget> W* part(const char* name) const
    {
        auto* widget = m_page->findChild<W*>(QLatin1String(name));
        if (!widget)
            qFatal("no part %s", name);
        return widget;
    }
    GridView* grid() const { return part<GridPanel>("approvals.lines")->view(); }
    PlanLinesModel* lines() const { return m_page->findChild<PlanLinesModel*>(); }
    QPushButton* button(const char* name) const { return part<QPushButton>(name); }
    QPlainTextEdit* comment() const { return part<QPlainTextEdit>("approvals.comment"); }
    QString said() const { return m_page->findChild<kit::NoticeBar*>()->message(); }
    void key(Qt::Key key, Qt::KeyboardModifiers with = {})
    {
        QWidget* focus = QApplication::focusWidget();
        QVERIFY(focus);
        QTest::keyClick(focus, key, with);
    }
    void click(QWidget* widget)
    {
        QVERIFY2(widget->isVisible() && widget->isEnabled(), qPrintable(widget->toolTip()));
        QTest::mouseClick(widget, Qt::LeftButton);
    }
    void clickCell(int row, int column, Qt::KeyboardModifiers with = {})
    {
        const QModelIndex cell = grid()->model()->index(row, column);
        grid()->scrollTo(cell);
        QTest::mouseClick(grid()->viewport(), Qt::LeftButton, with, grid()->visualRect(cell).center());
    }
    PlanSummary plan() const { return m_file->plan(); }
    int orders() const { return int(m_file->orders().size()); }
    PlanState stateOf(const PlanLine& wanted) const
    {
        const auto all = m_file->service().lines(plan().planId);
        for (const PlanLine& line : *all)
            if (line.line == wanted.line)
                return line.state;
        return PlanState::Draft;
    }

    /// Does `act` with the next modal window of that kind.
    template <typename D> void whenAsked(std::function<void(D*)> act)
    {
        auto* timer = new QTimer(this);
        connect(timer, &QTimer::timeout, this, [timer, act] {
            auto* dialog = qobject_cast<D*>(QApplication::activeModalWidget());
            if (!dialog)
                return;
            timer->stop();
            timer->deleteLater();
            act(dialog);
        });
        timer->start(5);
    }
    void saveAs(const QString& path)
    {
        whenAsked<QFileDialog>([path](QFileDialog* dialog) {
            // A user types the name; the folder of it may be another one.
            auto* name = dialog->findChild<QLineEdit*>(QStringLiteral("fileNameEdit"));
            name->setText(path);
            QTest::keyClick(name, Qt::Key_Return);
        });
    }
    QAction* way(const char* id) const
    {
        auto* action = m_page->findChild<QAction*>(QStringLiteral("approvals.export.") + QLatin1String(id));
        if (!action)
            qFatal("no way %s", id);
        return action;
    }
    /// X opens the menu; arrows and Enter choose, as without a mouse.
    void chooseByKeys(const char* id)
    {
        m_page->activateWindow(); // a dialog that was closed may have taken it
        grid()->setFocus();
        QTRY_COMPARE(QApplication::focusWidget(), grid());
        key(Qt::Key_X);
        auto* menu = part<QMenu>("approvals.exportMenu");
        QTRY_VERIFY(menu->isVisible());
        for (int step = 0; step < 40 && menu->activeAction() != way(id); ++step)
            QTest::keyClick(menu, Qt::Key_Down);
        QCOMPARE(menu->activeAction(), way(id));
        QTest::keyClick(menu, Qt::Key_Return);
        settle();
    }

private slots:
    void initTestCase()
    {
        QStandardPaths::setTestModeEnabled(true);
        QCoreApplication::setOrganizationName(QStringLiteral("merchbench-test"));
        QCoreApplication::setApplicationName(QStringLiteral("approvals-page"));
        QSettings().clear();
        QCoreApplication::setAttribute(Qt::AA_DontUseNativeDialogs);
        theme::apply(*qApp, theme::Mode::Light);
    }
    void cleanup()
    {
        m_page.reset();
        m_workspace.reset();
        m_file.reset();
    }

    void withoutAPlanItLeadsToReorder()
    {
        test::TempStore store(test::TempStore::Filled::Dictionaries);
        m_workspace = std::make_unique<Workspace>();
        m_page = std::make_unique<ApprovalsPage>(*m_workspace);
        m_page->resize(1240, 800);
        m_page->show();
        QVERIFY(m_workspace->openStore(store.qpath()));
        settle();
        QSignalSpy asked(m_page.get(), &Page::openPage);
        click(m_page->findChild<kit::EmptyState*>()->actionButton());
        QCOMPARE(asked.size(), 1);
        QCOMPARE(asked[0][0].toString(), QStringLiteral("reorder"));
        // The button of the top bar has nothing to write, and says so.
        QVERIFY(!m_page->pageActions().first()->isEnabled());
        QVERIFY(m_page->pageActions().first()->toolTip().contains(QStringLiteral("no plan")));
        m_page.reset();
        m_workspace.reset();
    }

    void theLinesAndTheirMoneyAreThoseOfTheStore()
    {
        open();
        QCOMPARE(grid()->model()->rowCount(), orders());
        const PlanSummary now = plan();
        const PlanLinesModel::Sums sums = lines()->sums();
        QCOMPARE(sums.lines, orders());
        QCOMPARE(sums.value, now.waitingValue);
        QCOMPARE(sums.margin, now.marginSaved);
        QCOMPARE(sums.suppliers, now.suppliers);
        const QString pounds = QLocale().toString(qlonglong(std::llround(double(now.waitingValue) / 100)));
        QVERIFY2(
            part<QLabel>("approvals.fact1")->text().contains(pounds),
            qPrintable(part<QLabel>("approvals.fact1")->text() + pounds));
        QCOMPARE(m_page->badge(), 1);
        QVERIFY(!part<QLabel>("approvals.why")->text().isEmpty());
        // Before and after of the first line, in its cell.
        const PlanLine& first = lines()->line(lines()->itemAt(0));
        const QString stock =
            grid()->model()->index(0, PlanLinesModel::Stock).data(Qt::DisplayRole).toString();
        QVERIFY2(
            stock.contains(QLocale().toString(qlonglong(*first.onHand + first.onOrder + first.orderQty))),
            qPrintable(stock));
    }

    void numbersAreShownWholeHoweverLarge()
    {
        m_file = std::make_unique<PlanFile>();
        m_file->bringTo(PlanState::Submitted);
        // Shortest where the position is greatest: the longest text is not at an end of the sorting.
        m_file->tamper(
            "UPDATE plan_line SET on_hand = 1234567, on_order = 0, order_qty = 7654321, order_value"
            " = 987654321, margin_saved = 123456789, order_point = 2345678, order_up_to = 3456789"
            " WHERE line = (SELECT min(line) FROM plan_line WHERE order_qty > 0);"
            "UPDATE plan_line SET on_hand = 2000000, on_order = 0, order_qty = 1 WHERE line ="
            " (SELECT max(line) FROM plan_line WHERE order_qty > 0)");
        openPage();
        int looked = 0;
        for (int row = 0; row < lines()->rowCount(); ++row)
            for (const int column :
                 {PlanLinesModel::Stock, PlanLinesModel::OrderPoint, PlanLinesModel::OrderUpTo,
                  PlanLinesModel::Order, PlanLinesModel::Value, PlanLinesModel::Margin}) {
                if (grid()->isColumnHidden(column))
                    continue;
                const QString text = lines()->index(row, column).data(Qt::DisplayRole).toString();
                looked += text.size() >= 9;
                const double room = grid()->columnWidth(column) - 2 * theme::px(6);
                QVERIFY2(draw::textWidth(text, 13, QFont::DemiBold) <= room, qPrintable(text));
            }
        QVERIFY(looked >= 3);
    }

    void whatALineAssumesIsSaidInWordsAndMarked()
    {
        m_file = std::make_unique<PlanFile>();
        m_file->tamper("UPDATE plan_line SET assumed = 'lead_time_sd,opening_stock_days'");
        openPage();
        const QString said = part<QLabel>("approvals.why")->text();
        QVERIFY2(said.contains(QStringLiteral("Spread of the lead time, Opening stock")), qPrintable(said));
        QVERIFY(!said.contains(u'_'));
        const auto assumed = [this](int column) {
            return lines()->index(0, column).data(CellRole).value<Cell>().assumed;
        };
        QVERIFY(assumed(PlanLinesModel::Stock));
        QVERIFY(assumed(PlanLinesModel::OrderPoint));
        QVERIFY(assumed(PlanLinesModel::Order));
        m_file->tamper("UPDATE plan_line SET assumed = 'supplier'");
        m_workspace->announce(Topic::Everything);
        settle();
        QVERIFY(!assumed(PlanLinesModel::Stock));
        QVERIFY(!assumed(PlanLinesModel::Order));
    }

    void whatNeedsALookStandsFirstAndIsNotTicked()
    {
        open();
        std::vector<PlanLine> made = lines()->lines();
        PlanLine* last = nullptr;
        for (PlanLine& line : made)
            if (line.orders())
                last = &line;
        QVERIFY(last && last != &made.front());
        last->critical = QStringLiteral("price far from its usual");
        const QString sku = last->sku;
        lines()->setLines(99, 1, made, QStringLiteral("GBP"));
        QCOMPARE(lines()->line(0).sku, sku);
        QVERIFY(!lines()->ticked(0));
        QVERIFY(lines()->ticked(1));
        QCOMPARE(lines()->heldCount(), 1);
        QVERIFY(part<QLabel>("approvals.hint")->text().contains(QStringLiteral("check failed")));
        // Left out by hand is another reason.
        lines()->toggle({1});
        QCOMPARE(lines()->heldCount(), 1);
        QVERIFY(part<QLabel>("approvals.hint")->text().contains(QStringLiteral("not ticked")));
    }

    void aApprovesAllThatWaits()
    {
        open();
        key(Qt::Key_A);
        settle();
        QCOMPARE(plan().state, PlanState::Approved);
        QCOMPARE(plan().approved, orders());
        QVERIFY(said().contains(QString::number(orders())));
        QCOMPARE(m_file->service().trail(plan().planId)->back().user, PlanFile::judge());
        QVERIFY(!button("approvals.approveButton")->isEnabled());
        QVERIFY(!button("approvals.approveButton")->toolTip().isEmpty());
        QVERIFY(m_file->service().verify()->intact());
    }

    void rejectingNeedsAReason()
    {
        open();
        key(Qt::Key_R);
        QCOMPARE(QApplication::focusWidget(), comment());
        key(Qt::Key_Return); // nothing said: nothing done
        settle();
        QCOMPARE(plan().state, PlanState::Submitted);
        QTest::keyClicks(comment(), QStringLiteral("Above the spring budget"));
        key(Qt::Key_Return);
        settle();
        QCOMPARE(plan().state, PlanState::Rejected);
        QCOMPARE(
            m_file->service().trail(plan().planId)->back().comment,
            QStringLiteral("Above the spring budget"));
        QVERIFY(comment()->toPlainText().isEmpty());
    }

    void escapeLeavesWithoutDeciding()
    {
        open();
        key(Qt::Key_R);
        QTest::keyClicks(comment(), QStringLiteral("no"));
        key(Qt::Key_Escape);
        settle();
        QCOMPARE(plan().state, PlanState::Submitted);
        QCOMPARE(QApplication::focusWidget(), grid());
    }

    void theMouseSendsBack()
    {
        open();
        click(button("approvals.sendBackButton"));
        QCOMPARE(QApplication::focusWidget(), comment());
        QTest::keyClicks(comment(), QStringLiteral("Split ACME over two weeks"));
        click(button("approvals.sendBackButton"));
        settle();
        QCOMPARE(plan().state, PlanState::Returned);
        QCOMPARE(plan().returned, orders());
        // It can be submitted again from here.
        m_page->reveal(QStringLiteral("plan:%1").arg(plan().planId));
        settle();
        grid()->setFocus();
        key(Qt::Key_S);
        settle();
        QCOMPARE(plan().state, PlanState::Submitted);
    }

    void lettersInACommentDecideNothing()
    {
        open();
        comment()->setFocus();
        QTest::keyClicks(comment(), QStringLiteral("arbsxvl AB"));
        settle();
        QCOMPARE(plan().state, PlanState::Submitted);
        QCOMPARE(comment()->toPlainText(), QStringLiteral("arbsxvl AB"));
        part<GridPanel>("approvals.lines")->focusFilter();
        QTest::keyClicks(QApplication::focusWidget(), QStringLiteral("ab"));
        settle();
        QCOMPARE(plan().state, PlanState::Submitted);
    }

    void aCommentAloneIsKept()
    {
        open();
        comment()->setFocus();
        QTest::keyClicks(comment(), QStringLiteral("Waiting for the new price list"));
        key(Qt::Key_Return, Qt::ControlModifier);
        settle();
        QCOMPARE(plan().state, PlanState::Submitted);
        const AuditEntry last = m_file->service().trail(plan().planId)->back();
        QCOMPARE(last.action, QStringLiteral("comment"));
        QCOMPARE(last.comment, QStringLiteral("Waiting for the new price list"));
        const auto* trail = part<QListView>("approvals.trail")->model();
        QVERIFY(trail->index(0, 0).data().toString().contains(QStringLiteral("new price list")));
    }

    void linesAreTakenOneByOne()
    {
        open();
        const PlanLine first = lines()->line(lines()->itemAt(0)), third = lines()->line(lines()->itemAt(2));
        clickCell(0, PlanLinesModel::Take); // left out by the mouse
        QCOMPARE(lines()->tickedCount(), orders() - 1);
        clickCell(2, PlanLinesModel::Product);
        key(Qt::Key_Space); // and by the keyboard
        QCOMPARE(lines()->tickedCount(), orders() - 2);
        QVERIFY(part<QLabel>("approvals.hint")->isVisible());
        const std::int64_t expected = lines()->sums().value;
        key(Qt::Key_A);
        settle();
        QCOMPARE(plan().state, PlanState::Submitted);
        QCOMPARE(plan().approved, orders() - 2);
        QCOMPARE(stateOf(first), PlanState::Submitted);
        QCOMPARE(stateOf(third), PlanState::Submitted);
        std::int64_t approved = 0;
        const auto all = m_file->service().lines(plan().planId);
        for (const PlanLine& line : *all)
            approved += line.state == PlanState::Approved && line.orders() ? line.orderValue : 0;
        QCOMPARE(approved, expected); // what the panel said was what was approved
        // The two that are left are rejected together.
        grid()->setFocus();
        QCOMPARE(lines()->tickedCount(), 0);
        key(Qt::Key_A); // nothing ticked: it says so
        settle();
        QCOMPARE(plan().approved, orders() - 2);
        QVERIFY(!part<QLabel>("approvals.hint")->text().isEmpty());
        key(Qt::Key_A, Qt::ControlModifier);
        key(Qt::Key_Space);
        QCOMPARE(lines()->tickedCount(), 2);
        key(Qt::Key_R);
        QTest::keyClicks(comment(), QStringLiteral("Delisted"));
        key(Qt::Key_Return);
        settle();
        QCOMPARE(plan().state, PlanState::Approved);
        QCOMPARE(stateOf(first), PlanState::Rejected);
        QCOMPARE(stateOf(third), PlanState::Rejected);
        QVERIFY(m_file->service().verify()->intact());
    }

    void manyLinesAreTickedAtOnce()
    {
        open();
        key(Qt::Key_A, Qt::ControlModifier);
        key(Qt::Key_Space); // all were on: all off
        QCOMPARE(lines()->tickedCount(), 0);
        QVERIFY(!button("approvals.approveButton")->isEnabled());
        QVERIFY(button("approvals.approveButton")->toolTip().contains(QStringLiteral("Space")));
        clickCell(1, PlanLinesModel::Product);
        clickCell(3, PlanLinesModel::Product, Qt::ShiftModifier);
        key(Qt::Key_Space);
        QCOMPARE(lines()->tickedCount(), 3);
        click(button("approvals.approveButton"));
        settle();
        QCOMPARE(plan().approved, 3);
        QCOMPARE(plan().waiting, orders() - 3);
    }

    void aDraftIsSubmittedByItsKey()
    {
        open(PlanState::Draft);
        QVERIFY(button("approvals.submitButton")->isVisible());
        QVERIFY(!button("approvals.approveButton")->isVisible());
        key(Qt::Key_A); // not yet
        settle();
        QCOMPARE(plan().state, PlanState::Draft);
        QVERIFY(part<QLabel>("approvals.hint")->text().contains(QStringLiteral("submit")));
        key(Qt::Key_S);
        settle();
        QCOMPARE(plan().state, PlanState::Submitted);
        QCOMPARE(plan().submittedBy, PlanFile::judge());
        QVERIFY(button("approvals.approveButton")->isVisible());
    }

    void whoComesSecondIsTold()
    {
        open();
        QVERIFY(m_file->service().reject(
            plan().planId, {}, QStringLiteral("cyd"), QStringLiteral("not this month")));
        key(Qt::Key_A);
        settle();
        QCOMPARE(plan().state, PlanState::Rejected);
        QCOMPARE(m_notices.size(), 1);
        QVERIFY2(m_notices.first().contains(QStringLiteral("rejected")), qPrintable(m_notices.first()));
        // What is shown now is what holds.
        QTRY_VERIFY(!button("approvals.approveButton")->isEnabled());
    }

    void whatWasChangedSinceItWasLookedAtIsNotApprovedUnseen()
    {
        open();
        QVERIFY(m_file->service().giveBack(
            plan().planId, {}, QStringLiteral("cyd"), QStringLiteral("change it")));
        QVERIFY(m_file->service().submit(plan().planId, PlanFile::maker()));
        key(Qt::Key_A);
        settle();
        QCOMPARE(plan().state, PlanState::Submitted);
        QCOMPARE(m_notices.size(), 1);
        grid()->setFocus();
        key(Qt::Key_A); // looked at again
        settle();
        QCOMPARE(plan().state, PlanState::Approved);
    }

    void theWholeWayOutByKeysAlone()
    {
        open(PlanState::Draft);
        key(Qt::Key_S);
        settle();
        key(Qt::Key_A);
        settle();
        saveAs(m_file->file("orders.csv"));
        chooseByKeys("plan-csv");
        QCOMPARE(plan().state, PlanState::Exported);
        QVERIFY(QFile::exists(m_file->file("orders.csv")));
        QVERIFY(QFile::exists(m_file->file("orders.reverse.csv")));
        QVERIFY(said().contains(QStringLiteral("orders.csv")));

        // A second time it asks; the answer that comes by itself is no.
        whenAsked<QMessageBox>([this](QMessageBox* box) {
            QVERIFY(box->text().contains(QStringLiteral("orders.csv")));
            QTest::keyClick(box, Qt::Key_Return);
        });
        chooseByKeys("plan-csv");
        QVERIFY(!QFile::exists(m_file->file("again.csv")));
        QCOMPARE(
            m_file->service().trail(plan().planId)->back().text.contains(QStringLiteral("again")), false);
        whenAsked<QMessageBox>([this](QMessageBox* box) {
            saveAs(m_file->file("again.csv"));
            for (QAbstractButton* answer : box->buttons())
                if (answer->text().contains(QStringLiteral("again")))
                    QTest::mouseClick(answer, Qt::LeftButton);
        });
        chooseByKeys("plan-csv");
        QVERIFY(QFile::exists(m_file->file("again.csv")));
        QVERIFY(m_file->service().trail(plan().planId)->back().text.contains(QStringLiteral("again")));
        QVERIFY(m_file->service().verify()->intact());
    }

    void ordersGoOneFileToEachSupplier()
    {
        open(PlanState::Approved);
        QVERIFY(QDir().mkpath(m_file->file("orders")));
        whenAsked<QFileDialog>([this](QFileDialog* dialog) {
            auto* name = dialog->findChild<QLineEdit*>(QStringLiteral("fileNameEdit"));
            name->setText(m_file->file("orders"));
            QTest::keyClick(name, Qt::Key_Return);
        });
        way("orders-pdf")->trigger();
        settle();
        const QStringList files =
            QDir(m_file->file("orders")).entryList({QStringLiteral("*.pdf")}, QDir::Files);
        QCOMPARE(files.size(), 2 * plan().suppliers); // each with its cancellation
    }

    void whatNeedsApprovalSaysSo()
    {
        open(PlanState::Draft);
        for (const char* id : {"orders-pdf", "orders-csv"}) {
            QVERIFY(!way(id)->isEnabled());
            QVERIFY(way(id)->toolTip().contains(QStringLiteral("approv")));
        }
        QVERIFY(way("plan-xlsx")->isEnabled());
        saveAs(m_file->file("report")); // the ending comes by itself
        way("plan-xlsx")->trigger();
        settle();
        QVERIFY(QFile::exists(m_file->file("report.xlsx")));
        QVERIFY(said().contains(QStringLiteral("report")));
        QCOMPARE(plan().state, PlanState::Draft);
    }

    void leavingTheFileDialogWritesNothing()
    {
        open(PlanState::Approved);
        whenAsked<QFileDialog>([](QFileDialog* dialog) { dialog->reject(); });
        way("plan-csv")->trigger();
        settle();
        QCOMPARE(plan().state, PlanState::Approved);
    }

    void thePlanIsCopiedAsATable()
    {
        open();
        QGuiApplication::clipboard()->clear();
        key(Qt::Key_C, Qt::ControlModifier | Qt::ShiftModifier);
        settle();
        const QMimeData* copied = QGuiApplication::clipboard()->mimeData();
        QVERIFY(copied && copied->hasHtml());
        QCOMPARE(copied->text().count(u'\n'), qsizetype(orders() + 1));
        clickCell(0, PlanLinesModel::Product);
        clickCell(1, PlanLinesModel::Product, Qt::ShiftModifier);
        key(Qt::Key_C, Qt::ControlModifier | Qt::ShiftModifier);
        settle();
        QCOMPARE(QGuiApplication::clipboard()->mimeData()->text().count(u'\n'), qsizetype(3));
    }

    void theLogIsVerifiedWhereItStands()
    {
        open();
        key(Qt::Key_V);
        settle();
        auto* state = part<QLabel>("approvals.logState");
        QCOMPARE(state->text(), QStringLiteral("log intact"));
        m_file->tamper("UPDATE audit SET user = 'eve' WHERE entry_id = 1");
        click(button("approvals.verify"));
        settle();
        QVERIFY(state->text().contains(QStringLiteral("NOT")));
        auto* problems = part<QLabel>("approvals.problems");
        QVERIFY(problems->isVisible() && problems->text().contains(QStringLiteral("entry 1")));
    }

    void theWholeLogOpensAndCloses()
    {
        open();
        int rows = -1;
        whenAsked<QDialog>([&rows](QDialog* dialog) {
            auto* log = dialog->findChild<AuditLogModel*>();
            QTRY_VERIFY(log->itemCount() > 0);
            rows = log->itemCount();
            QTest::keyClick(dialog, Qt::Key_Escape);
        });
        key(Qt::Key_L);
        QCOMPARE(rows, 1);
    }

    void jAndKWalkThroughThePlans()
    {
        m_file = std::make_unique<PlanFile>();
        for (int more = 0; more < 2; ++more)
            QVERIFY(ReorderPlanner(m_file->path()).make({}, {}));
        openPage();
        auto* queue = m_page->findChild<PlanQueue*>();
        QCOMPARE(queue->currentPlan(), std::int64_t(3)); // the newest first
        const int line = grid()->currentItem();
        key(Qt::Key_J); // among the lines it goes to the next of them
        QVERIFY(grid()->currentItem() != line);
        QCOMPARE(queue->currentPlan(), std::int64_t(3));
        queue->view()->setFocus();
        key(Qt::Key_J);
        settle();
        QCOMPARE(queue->currentPlan(), std::int64_t(2));
        QCOMPARE(lines()->itemCount(), int(m_file->service().lines(2)->size()));
        key(Qt::Key_J);
        key(Qt::Key_J); // stays at the last
        settle();
        QCOMPARE(queue->currentPlan(), std::int64_t(1));
        key(Qt::Key_K);
        settle();
        QCOMPARE(queue->currentPlan(), std::int64_t(2));
        key(Qt::Key_S); // what is shown is what is submitted
        settle();
        QCOMPARE(m_file->service().plan(2)->state, PlanState::Submitted);
        QCOMPARE(m_file->service().plan(3)->state, PlanState::Draft);
    }

    void aPlanIsOpenedByItsName()
    {
        m_file = std::make_unique<PlanFile>();
        QVERIFY(ReorderPlanner(m_file->path()).make({}, {}));
        openPage();
        m_page->reveal(QStringLiteral("plan:1"));
        settle();
        QCOMPARE(m_page->findChild<PlanQueue*>()->currentPlan(), std::int64_t(1));
        const PlanLine& last = lines()->line(lines()->itemAt(grid()->model()->rowCount() - 1));
        m_page->reveal(last.sku + u'@' + last.location);
        QCOMPARE(lines()->line(grid()->currentItem()).line, last.line);
        QSignalSpy asked(m_page.get(), &Page::openPage);
        key(Qt::Key_Return);
        QCOMPARE(asked.size(), 1);
        QCOMPARE(asked[0][1].toString(), last.sku + u'@' + last.location);
    }

    void everyControlHasAName()
    {
        open();
        for (QWidget* widget : m_page->findChildren<QWidget*>()) {
            if (!widget->isVisible() || (widget->focusPolicy() & Qt::TabFocus) == 0)
                continue;
            const auto* press = qobject_cast<QAbstractButton*>(widget);
            const bool named = !widget->accessibleName().isEmpty() || (press && !press->text().isEmpty());
            QVERIFY2(
                named, qPrintable(widget->objectName() + QLatin1String(widget->metaObject()->className())));
            if (!widget->isEnabled())
                QVERIFY2(!widget->toolTip().isEmpty(), qPrintable(widget->accessibleName()));
        }
    }

    void anotherStoreIsAnotherQueue()
    {
        open();
        const auto other = std::make_unique<PlanFile>();
        QVERIFY(m_workspace->openStore(other->path()));
        settle();
        QVERIFY(button("approvals.submitButton")->isVisible());
        QCOMPARE(m_page->badge(), 0);
        m_workspace->closeStore();
        settle();
        QVERIFY(m_page->findChild<kit::EmptyState*>()->isVisible());
    }
};

QTEST_MAIN(TestApprovalsPage)
#include "test_approvals_page.moc"
