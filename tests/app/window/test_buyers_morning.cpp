#include "app/window/main_window.h"
#include "app/window/top_bar.h"
#include "models/approval/approval_service.h"
#include "models/demo/demo.h"
#include "models/export/export_service.h"
#include "models/forecast/forecast_service.h"
#include "models/import/import_service.h"
#include "models/planning/reorder_grid_model.h"
#include "models/planning/reorder_plan.h"
#include "models/workspace/edit_journal.h"
#include "models/workspace/language.h"
#include "models/workspace/store_service.h"
#include "models/workspace/workspace.h"
#include "widgets/grid/grid_panel.h"
#include "widgets/grid/grid_view.h"
#include "widgets/reorder/budget_card.h"
#include "widgets/reorder/reorder_page.h"
#include "widgets/theme/theme.h"

#include <QAbstractItemView>
#include <QAction>
#include <QApplication>
#include <QDir>
#include <QInputDialog>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSettings>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

using namespace merch;

/// From an imported store to an approved order in a file, in the real window with real keys and clicks.
class TestBuyersMorning : public QObject
{
    Q_OBJECT

    QTemporaryDir m_dir;
    QString m_store;
    std::unique_ptr<Workspace> m_workspace;
    std::unique_ptr<EditJournal> m_journal;
    std::unique_ptr<MainWindow> m_window;

    ReorderPage* page() const { return m_window->findChild<ReorderPage*>(); }
    GridView* grid() const { return page()->grid()->view(); }
    const ReorderPlan& shown() const { return page()->model()->plan(); }
    ReorderPlan stored() const
    {
        const Result<ReorderPlan> plan = loadReorderPlan(m_store, 0);
        return plan ? *plan : ReorderPlan();
    }
    bool idle() const { return m_workspace->jobs().isEmpty(); }

    /// Types a quantity into the first line, as a buyer does.
    void type(const QString& text)
    {
        const int item = page()->model()->itemAt(0);
        grid()->selectItem(item);
        grid()->setCurrentIndex(page()->model()->index(0, page()->model()->columnOf(QStringLiteral("qty"))));
        grid()->setFocus();
        QTest::keyClicks(grid(), text.left(1));
        QWidget* editor = nullptr;
        QTRY_VERIFY((editor = QApplication::focusWidget()) && qobject_cast<QLineEdit*>(editor));
        QTest::keyClicks(editor, text.mid(1));
        QTest::keyClick(editor, Qt::Key_Return);
    }
    /// Answers the next question for a line of text.
    void answer(const QString& text)
    {
        auto* timer = new QTimer(this);
        connect(timer, &QTimer::timeout, this, [timer, text] {
            auto* dialog = qobject_cast<QInputDialog*>(QApplication::activeModalWidget());
            if (!dialog)
                return;
            timer->deleteLater();
            dialog->setTextValue(text);
            dialog->accept();
        });
        timer->start(5);
    }

private slots:
    void initTestCase()
    {
        QStandardPaths::setTestModeEnabled(true);
        QCoreApplication::setOrganizationName(QStringLiteral("merchbench-test"));
        QSettings().clear();
        theme::apply(*qApp, theme::Mode::Light);
        speak(QStringLiteral("en"));
        DemoOptions options;
        options.products = 20;
        options.days = 200;
        const QString extracts = m_dir.filePath(QStringLiteral("extracts"));
        QVERIFY(writeDemo(extracts, options, {}));
        m_store = m_dir.filePath(QStringLiteral("shop.merch"));
        QVERIFY(createStore(m_store, QStringLiteral("GBP"), QStringLiteral("ann"), {}));
        std::vector<ImportRequest> requests;
        for (const QString& name : QDir(extracts).entryList({QStringLiteral("*.csv")}, QDir::Files)) {
            ImportRequest request;
            request.file = QDir(extracts).filePath(name);
            requests.push_back(request);
        }
        QVERIFY(ImportService(m_store).run(requests, QStringLiteral("ann"), {}, {}));
        QVERIFY(ForecastService(m_store).run({}, {}));
        m_workspace = std::make_unique<Workspace>();
        m_workspace->setUser(QStringLiteral("ann"));
        m_journal = std::make_unique<EditJournal>(*m_workspace);
        m_window = std::make_unique<MainWindow>(*m_workspace, *m_journal);
        m_window->resize(1440, 900);
        m_window->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
        m_window->activateWindow();
        QVERIFY(m_window->openStore(m_store));
        m_window->showPage(QStringLiteral("reorder"));
        QTRY_VERIFY(idle());
    }

    void thePlanIsMadeByTheButtonOfTheEmptyPage()
    {
        QCOMPARE(shown().planId, std::int64_t(0));
        page()->pageActions().front()->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(shown().planId > 0, 30'000);
        QTRY_VERIFY(idle());
        QVERIFY(shown().orderLines() > 0);
        QCOMPARE(stored().orderValue(), shown().orderValue());
    }

    void aTypedQuantityIsKeptInWholePacksAndCanBeUndone()
    {
        const ReorderPlanLine before = page()->model()->line(page()->model()->itemAt(0));
        const double asked = before.orderQty + 1;
        type(QString::number(asked));
        const auto now = [&] {
            for (const ReorderPlanLine& line : stored().lines)
                if (line.line == before.line)
                    return line.orderQty;
            return -1.0;
        };
        QTRY_VERIFY(now() != before.orderQty);
        QVERIFY(now() >= asked);
        QCOMPARE(std::fmod(now(), before.packSize), 0.0);
        QTRY_VERIFY(idle() && m_journal->canUndo());
        const double kept = now();
        QVERIFY(m_journal->undo());
        QCOMPARE(now(), before.orderQty);
        QVERIFY(m_journal->redo());
        QCOMPARE(now(), kept);
        QVERIFY(m_journal->undo());
        m_workspace->announce(Topic::Plans);
        QTRY_VERIFY(idle());
    }

    void aTypedBudgetCutsThePlan()
    {
        const std::int64_t whole = stored().orderValue();
        QLineEdit* amount = page()->budget()->amount();
        amount->setFocus();
        amount->selectAll();
        QTest::keyClicks(amount, QString::number(whole / 200)); // half of it, in whole currency units
        QTest::keyClick(amount, Qt::Key_Return);
        QTRY_VERIFY(stored().budget.has_value());
        QVERIFY(stored().orderValue() <= *stored().budget);
        QVERIFY(stored().orderValue() > 0);
        QTRY_VERIFY(idle());
    }

    void excludingAsksForAReasonThatStaysWithTheLine()
    {
        const int item = page()->model()->itemAt(0), line = page()->model()->line(item).line;
        grid()->selectItem(item);
        grid()->setFocus();
        answer(QStringLiteral("delisted in July"));
        auto* button = page()->findChild<QPushButton*>(QStringLiteral("reorder.excludeButton"));
        QVERIFY2(button->isEnabled(), qPrintable(button->toolTip()));
        QTest::mouseClick(button, Qt::LeftButton);
        const auto reason = [&] {
            for (const ReorderPlanLine& one : stored().lines)
                if (one.line == line)
                    return one.excluded;
            return QString();
        };
        QTRY_COMPARE(reason(), QStringLiteral("delisted in July"));
        QTRY_VERIFY(idle());
    }

    void submittedItIsOnlyLookedAt()
    {
        answer(QStringLiteral("for Monday"));
        const auto primary = [&] {
            return m_window->findChild<TopBar*>()->findChild<QPushButton*>(QStringLiteral("primary"));
        };
        QTRY_COMPARE(primary()->text(), QStringLiteral("Submit for approval"));
        QPushButton* submit = primary();
        QTRY_VERIFY2(submit->isEnabled(), qPrintable(submit->toolTip()));
        QTest::mouseClick(submit, Qt::LeftButton);
        QTRY_COMPARE(stored().state, PlanState::Submitted);
        QTRY_VERIFY(idle() && shown().state == PlanState::Submitted);
        auto* lock = page()->findChild<QPushButton*>(QStringLiteral("reorder.lockButton"));
        QVERIFY(!lock->isEnabled());
        QVERIFY(!lock->toolTip().isEmpty());
        const int qty = page()->model()->columnOf(QStringLiteral("qty"));
        QVERIFY(!(page()->model()->flags(page()->model()->index(0, qty)) & Qt::ItemIsEditable));
    }

    void countsAreSpokenInGoodEnglish()
    {
        // A text whose plural was not found shows its source: "3 line(s)".
        for (const char* page : {"today", "data", "forecast", "reorder", "approvals"}) {
            m_window->showPage(QString::fromLatin1(page));
            QTRY_VERIFY(idle());
            for (const QLabel* label : m_window->findChildren<QLabel*>())
                if (label->isVisible())
                    QVERIFY2(!label->text().contains(QStringLiteral("(s)")), qPrintable(label->text()));
            for (const QAbstractItemView* view : m_window->findChildren<QAbstractItemView*>()) {
                if (!view->isVisible() || !view->model())
                    continue;
                for (int row = 0; row < std::min(20, view->model()->rowCount()); ++row)
                    for (int column = 0; column < view->model()->columnCount(); ++column) {
                        const QString text = view->model()->index(row, column).data().toString();
                        QVERIFY2(!text.contains(QStringLiteral("(s)")), qPrintable(text));
                    }
            }
        }
        m_window->showPage(QStringLiteral("reorder"));
        QTRY_VERIFY(idle());
    }

    void approvedItLeavesAsAFileThatHoldsTheSameOrders()
    {
        m_window->showPage(QStringLiteral("approvals"));
        QTRY_VERIFY(idle());
        auto* approve = m_window->findChild<QAction*>(QStringLiteral("approvals.approve"));
        QVERIFY(approve);
        QTRY_VERIFY(approve->isEnabled());
        approve->trigger();
        QTRY_COMPARE(stored().state, PlanState::Approved);
        ExportRequest request;
        request.what = QStringLiteral("reorder-plan");
        request.file = m_dir.filePath(QStringLiteral("orders.csv"));
        request.user = QStringLiteral("ann");
        const Result<ExportResult> written = ExportService(m_store).write(request);
        QVERIFY(written);
        QVERIFY(!written->report);
        QCOMPARE(written->rows, std::int64_t(stored().orderLines()));
        QVERIFY(QFile::exists(m_dir.filePath(QStringLiteral("orders.reverse.csv"))));
        const Result<AuditReport> log = ApprovalService(m_store).verify();
        QVERIFY(log && log->intact());
    }
};

QTEST_MAIN(TestBuyersMorning)
#include "test_buyers_morning.moc"
