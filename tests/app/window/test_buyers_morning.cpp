#include "app/window/main_window.h"
#include "app/window/top_bar.h"
#include "models/approval/approval_service.h"
#include "models/demo/demo.h"
#include "models/forecast/forecast_detail_models.h"
#include "models/forecast/forecast_grid_model.h"
#include "models/forecast/override_service.h"
#include "models/planning/reorder_grid_model.h"
#include "models/planning/reorder_plan.h"
#include "models/workspace/edit_journal.h"
#include "models/workspace/language.h"
#include "models/workspace/store_service.h"
#include "models/workspace/workspace.h"
#include "tests/models/support_journal.h"
#include "widgets/data/import_wizard.h"
#include "widgets/forecast/forecast_page.h"
#include "widgets/frame/page.h"
#include "widgets/grid/grid_panel.h"
#include "widgets/grid/grid_view.h"
#include "widgets/reorder/budget_card.h"
#include "widgets/reorder/reorder_page.h"
#include "widgets/theme/theme.h"

#include <QAbstractItemView>
#include <QAction>
#include <QApplication>
#include <QDir>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QFile>
#include <QFileDialog>
#include <QInputDialog>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QMimeData>
#include <QPushButton>
#include <QSettings>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

using namespace merch;

/// From a retailer's extracts to approved orders in a file, in the real window with real keys and clicks.
class TestBuyersMorning : public QObject
{
    Q_OBJECT

    QTemporaryDir m_dir;
    QString m_store, m_extracts;
    int m_overridden = 0; ///< the series
    double m_asked = 0.0; ///< units of a week
    std::unique_ptr<Workspace> m_workspace;
    std::unique_ptr<EditJournal> m_journal;
    std::unique_ptr<MainWindow> m_window;

    ReorderPage* page() const { return m_window->findChild<ReorderPage*>(); }
    GridView* grid() const { return page()->grid()->view(); }
    ForecastPage* forecast() const { return m_window->findChild<ForecastPage*>(); }
    const ReorderPlan& shown() const { return page()->model()->plan(); }
    ReorderPlan stored() const
    {
        const Result<ReorderPlan> plan = loadReorderPlan(m_store, 0);
        return plan ? *plan : ReorderPlan();
    }
    StoreStatus status() const
    {
        const Result<StoreStatus> now = readStatus(m_store);
        return now ? *now : StoreStatus();
    }
    bool idle() const { return m_workspace->jobs().isEmpty(); }
    void settle()
    {
        QTRY_VERIFY_WITH_TIMEOUT(idle(), 60'000);
        QCoreApplication::processEvents();
        QTRY_VERIFY_WITH_TIMEOUT(idle(), 60'000);
    }
    void show(const char* page)
    {
        m_window->showPage(QLatin1String(page));
        QCOMPARE(m_window->currentPage()->id(), QLatin1String(page));
        settle();
    }
    template <typename W = QPushButton> W* part(const char* name) const
    {
        auto* widget = m_window->findChild<W*>(QLatin1String(name));
        if (!widget)
            qFatal("no part %s", name);
        return widget;
    }
    void click(QPushButton* button)
    {
        QTRY_VERIFY2(button->isVisible() && button->isEnabled(), qPrintable(button->toolTip()));
        QTest::mouseClick(button, Qt::LeftButton);
    }
    void press(const char* name) { click(part(name)); }
    /// A dialog that was closed may have taken the focus.
    void focus(QWidget* widget)
    {
        m_window->activateWindow();
        widget->setFocus();
        QTRY_COMPARE(QApplication::focusWidget(), widget);
    }

    /// Types a quantity into the first line, as a buyer does.
    void type(const QString& text)
    {
        const int item = page()->model()->itemAt(0);
        grid()->selectItem(item);
        grid()->setCurrentIndex(page()->model()->index(0, page()->model()->columnOf(QStringLiteral("qty"))));
        focus(grid());
        QTest::keyClicks(grid(), text.left(1));
        QWidget* editor = nullptr;
        QTRY_VERIFY((editor = QApplication::focusWidget()) && qobject_cast<QLineEdit*>(editor));
        QTest::keyClicks(editor, text.mid(1));
        QTest::keyClick(editor, Qt::Key_Return);
    }
    /// Does `act` with the next modal window of that kind.
    template <typename D, typename F> void whenAsked(F act)
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
    /// Answers the next question for a line of text.
    void answer(const QString& text)
    {
        whenAsked<QInputDialog>([text](QInputDialog* dialog) {
            dialog->setTextValue(text);
            dialog->accept();
        });
    }
    void saveAs(const QString& path)
    {
        whenAsked<QFileDialog>([path](QFileDialog* dialog) {
            auto* name = dialog->findChild<QLineEdit*>(QStringLiteral("fileNameEdit"));
            name->setText(path);
            QTest::keyClick(name, Qt::Key_Return);
        });
    }

private slots:
    void initTestCase()
    {
        QStandardPaths::setTestModeEnabled(true);
        QCoreApplication::setOrganizationName(QStringLiteral("merchbench-test"));
        QSettings().clear();
        theme::apply(*qApp, theme::Mode::Light);
        speak(QStringLiteral("en"));
        QCoreApplication::setAttribute(Qt::AA_DontUseNativeDialogs);
        DemoOptions options;
        options.products = 20;
        options.days = 200;
        m_extracts = m_dir.filePath(QStringLiteral("extracts"));
        QVERIFY(writeDemo(m_extracts, options, {}));
        m_store = m_dir.filePath(QStringLiteral("shop.merch"));
        m_workspace = std::make_unique<Workspace>();
        m_workspace->setUser(QStringLiteral("ann"));
        m_journal = std::make_unique<EditJournal>(*m_workspace);
        m_window = std::make_unique<MainWindow>(*m_workspace, *m_journal);
        m_window->resize(1440, 900);
        m_window->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
        m_window->activateWindow();
    }

    void aNewStoreIsMadeFromTheStartPage()
    {
        saveAs(m_store);
        answer(QStringLiteral("gbp")); // asked for once the file has its name
        press("start.new");
        QTRY_VERIFY(m_workspace->isOpen());
        settle();
        QVERIFY(QFile::exists(m_store));
        QCOMPARE(m_workspace->currency(), QStringLiteral("GBP"));
        QCOMPARE(status().series, 0);
    }

    void droppedExtractsAreTriedAndThenImportedByTheWizard()
    {
        QMimeData files;
        QList<QUrl> urls;
        for (const QString& name : QDir(m_extracts).entryList({QStringLiteral("*.csv")}, QDir::Files))
            urls += QUrl::fromLocalFile(QDir(m_extracts).filePath(name));
        files.setUrls(urls);
        QDragEnterEvent enter({200, 200}, Qt::CopyAction, &files, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(m_window.get(), &enter);
        QVERIFY(enter.isAccepted());
        QDropEvent drop({200, 200}, Qt::CopyAction, &files, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(m_window.get(), &drop);
        QTRY_COMPARE(m_window->currentPage()->id(), QStringLiteral("data"));
        QTRY_VERIFY(m_window->findChild<ImportWizard*>() && part("import.run")->isVisible());
        settle();
        QCOMPARE(part<QAbstractItemView>("import.files")->model()->rowCount(), int(urls.size()));

        press("import.dry");
        settle();
        QCOMPARE(status().series, 0); // a try writes nothing
        QCOMPARE(status().products, 0);

        press("import.run");
        settle();
        QVERIFY(status().products >= 20);
        QVERIFY(status().series >= 20);
        press("import.done");
        QTRY_VERIFY(!part("import.run")->isVisible());
    }

    void theForecastIsMadeByTheButtonOfThePage()
    {
        show("forecast");
        QTRY_COMPARE(part("primary")->text(), QStringLiteral("Run forecast"));
        press("primary");
        QTRY_VERIFY_WITH_TIMEOUT(forecast()->model()->shownCount() > 20, 60'000);
        settle();
        QTRY_VERIFY(!forecast()->shown().chart.weeks.empty());
        QTRY_COMPARE(part("primary")->text(), QStringLiteral("Plan orders"));
    }

    void aWeekIsOverriddenWithAReason()
    {
        GridView* series = forecast()->grid()->view();
        const QModelIndex first = series->model()->index(0, ForecastGridModel::Product);
        QTest::mouseClick(series->viewport(), Qt::LeftButton, {}, series->visualRect(first).center());
        settle();
        QCOMPARE(forecast()->shown().series.size(), std::size_t(1));
        m_overridden = forecast()->shown().series.front().seriesId;
        const double before = forecast()->shown().chart.weeks[1].committed;
        m_asked = std::round(before * 3) + 40;

        auto* weeks = part<GridView>("forecast.weeks");
        const QModelIndex cell = weeks->model()->index(1, 4);
        weeks->scrollTo(cell);
        QTest::mouseClick(weeks->viewport(), Qt::LeftButton, {}, weeks->visualRect(cell).center());
        const QString text = QString::number(m_asked);
        QTest::keyClicks(weeks, text.left(1));
        auto* editor = weeks->viewport()->findChild<QLineEdit*>(QStringLiteral("cellEditor"));
        QVERIFY(editor);
        QTest::keyClicks(editor, text.mid(1));
        QTest::keyClick(editor, Qt::Key_Return);
        settle();
        auto* reason = part<QLineEdit>("forecast.reason");
        QTRY_VERIFY(reason->isVisible());
        focus(reason);
        QTest::keyClicks(reason, QStringLiteral("school fair"));
        QTest::keyClick(reason, Qt::Key_Return);
        settle();
        const Result<std::vector<Override>> kept = OverrideService(m_store, {}).list();
        QVERIFY(kept);
        QCOMPARE(kept->size(), std::size_t(1));
        QVERIFY(kept->front().committed);
        QCOMPARE(kept->front().reason, QStringLiteral("school fair"));
        QCOMPARE(kept->front().owner, QStringLiteral("ann"));
        QVERIFY(std::abs(kept->front().units - m_asked) < 0.5);
        QVERIFY(std::abs(forecast()->shown().chart.weeks[1].committed - m_asked) < 0.5);
    }

    void thePlanIsMadeByTheButtonOfTheEmptyPage()
    {
        show("reorder");
        QCOMPARE(shown().planId, std::int64_t(0));
        QTRY_COMPARE(part("primary")->text(), QStringLiteral("Make plan"));
        press("primary");
        QTRY_VERIFY_WITH_TIMEOUT(shown().planId > 0, 30'000);
        QTRY_VERIFY(idle());
        QVERIFY(shown().orderLines() > 0);
        QCOMPARE(stored().orderValue(), shown().orderValue());
        // The plan covers what the buyer put in the place of the method's number.
        const ReorderPlan plan = stored();
        const auto line = std::find_if(plan.lines.begin(), plan.lines.end(), [this](const auto& one) {
            return one.seriesId == m_overridden;
        });
        QVERIFY(line != plan.lines.end());
        QVERIFY2(line->orderUpTo >= m_asked, qPrintable(QString::number(line->orderUpTo)));
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
        QVERIFY(test::undone(*m_journal));
        QCOMPARE(now(), before.orderQty);
        QVERIFY(test::redone(*m_journal));
        QCOMPARE(now(), kept);
        QVERIFY(test::undone(*m_journal));
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
        focus(grid());
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
        show("approvals");
        auto* lines = part<GridPanel>("approvals.lines")->view();
        focus(lines);
        QTest::keyClick(lines, Qt::Key_A, Qt::ControlModifier);
        QTest::keyClick(lines, Qt::Key_A); // approve
        QTRY_COMPARE(stored().state, PlanState::Approved);
        settle();

        const QString file = m_dir.filePath(QStringLiteral("orders.csv"));
        focus(lines);
        QTest::keyClick(lines, Qt::Key_X);
        auto* menu = part<QMenu>("approvals.exportMenu");
        QTRY_VERIFY(menu->isVisible());
        auto* way = m_window->findChild<QAction*>(QStringLiteral("approvals.export.plan-csv"));
        QVERIFY(way);
        for (int step = 0; step < 40 && menu->activeAction() != way; ++step)
            QTest::keyClick(menu, Qt::Key_Down);
        QCOMPARE(menu->activeAction(), way);
        saveAs(file);
        QTest::keyClick(menu, Qt::Key_Return);
        QTRY_VERIFY(QFile::exists(file));
        settle();
        QCOMPARE(stored().state, PlanState::Exported);
        QVERIFY(QFile::exists(m_dir.filePath(QStringLiteral("orders.reverse.csv"))));

        // Each row of the file is a line of the plan, quantity for quantity.
        QFile written(file);
        QVERIFY(written.open(QIODevice::ReadOnly));
        const QStringList rows = QString::fromUtf8(written.readAll()).split(u'\n', Qt::SkipEmptyParts);
        const QStringList heads = rows.front().trimmed().split(u',');
        const qsizetype sku = heads.indexOf(QStringLiteral("sku")),
                        location = heads.indexOf(QStringLiteral("location")),
                        qty = heads.indexOf(QStringLiteral("order_qty"));
        QVERIFY2(sku >= 0 && location >= 0 && qty >= 0, qPrintable(rows.front()));
        const ReorderPlan plan = stored();
        std::map<std::pair<QString, QString>, double> ordered;
        for (const ReorderPlanLine& line : plan.lines)
            if (line.orderQty > 0 && line.excluded.isEmpty())
                ordered[{line.sku, line.location}] = line.orderQty;
        QCOMPARE(std::size_t(rows.size() - 1), ordered.size());
        for (qsizetype row = 1; row < rows.size(); ++row) {
            const QStringList cells = rows[row].split(u',');
            QCOMPARE(cells[qty].toDouble(), (ordered.at({cells[sku], cells[location]})));
        }
        const Result<AuditReport> log = ApprovalService(m_store).verify();
        QVERIFY(log && log->intact());
    }
};

QTEST_MAIN(TestBuyersMorning)
#include "test_buyers_morning.moc"
