#include "models/forecast/forecast_service.h"
#include "models/grid/format.h"
#include "models/today/today_models.h"
#include "models/workspace/language.h"
#include "models/workspace/workspace.h"
#include "tests/models/today/support_today_store.h"
#include "widgets/chart/chart.h"
#include "widgets/frame/kit.h"
#include "widgets/grid/grid_panel.h"
#include "widgets/grid/grid_view.h"
#include "widgets/theme/theme.h"
#include "widgets/today/problem_board.h"
#include "widgets/today/today_page.h"

#include <QAction>
#include <QApplication>
#include <QLabel>
#include <QListView>
#include <QLocale>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTest>

using namespace merch;
using test::TodayStore;

/// The page on the shop that can be added up by hand, with a real mouse and real keys.
class TestTodayPage : public QObject
{
    Q_OBJECT

    std::unique_ptr<TodayStore> m_store;
    std::unique_ptr<Workspace> m_workspace;
    std::unique_ptr<TodayPage> m_page;
    std::unique_ptr<QSignalSpy> m_asked;

    void open(bool forecast = true)
    {
        m_store = std::make_unique<TodayStore>(forecast);
        openOn(m_store->path());
    }
    void openOn(const QString& path)
    {
        m_workspace = std::make_unique<Workspace>();
        m_page = std::make_unique<TodayPage>(*m_workspace);
        m_asked = std::make_unique<QSignalSpy>(m_page.get(), &Page::openPage);
        m_page->resize(1230, 800);
        m_page->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_page.get()));
        m_page->activateWindow();
        QVERIFY(m_workspace->openStore(path));
        reload();
    }
    /// As the window does when the store was opened or changed.
    void reload(Topic topic = Topic::Imports)
    {
        m_workspace->announce(topic);
        settle();
    }
    void settle()
    {
        QTRY_VERIFY(m_workspace->jobs().isEmpty());
        QCoreApplication::processEvents();
        QTRY_VERIFY(m_workspace->jobs().isEmpty());
    }
    kit::KpiCard* card(const char* title) const
    {
        for (kit::KpiCard* card : m_page->findChildren<kit::KpiCard*>())
            if (card->accessibleName().startsWith(QLatin1String(title)))
                return card;
        qFatal("no card %s", title);
        return nullptr;
    }
    ProblemBoard* board() const { return m_page->findChild<ProblemBoard*>(); }
    QListView* list() const { return board()->list(); }
    ProblemsModel* problems() const { return m_page->findChild<ProblemsModel*>(); }
    ProblemItemsModel* items() const { return m_page->findChild<ProblemItemsModel*>(); }
    GridView* grid(const char* name) const
    {
        return m_page->findChild<GridPanel*>(QLatin1String(name))->view();
    }
    ProblemKind chosen() const { return problems()->problem(board()->currentRow()).kind; }
    QString asked(int field) const
    {
        return m_asked->isEmpty() ? QString() : m_asked->last()[field].toString();
    }
    int rowOf(ProblemKind kind) const
    {
        for (int row = 0; row < problems()->rowCount(); ++row)
            if (problems()->problem(row).kind == kind)
                return row;
        return -1;
    }
    QPushButton* part(const QString& text) const
    {
        for (QPushButton* button :
             m_page->findChild<kit::Segments*>(QStringLiteral("today.parts"))->findChildren<QPushButton*>())
            if (button->text() == text)
                return button;
        qFatal("no part %s", qPrintable(text));
        return nullptr;
    }

private slots:
    void initTestCase()
    {
        QStandardPaths::setTestModeEnabled(true);
        QCoreApplication::setOrganizationName(QStringLiteral("merchbench-test"));
        QCoreApplication::setApplicationName(QStringLiteral("today-page"));
        QSettings().clear();
        QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom));
        speak(QStringLiteral("en"));
        theme::apply(*qApp, theme::Mode::Light);
    }
    void cleanup()
    {
        m_asked.reset();
        m_page.reset();
        m_workspace.reset();
        m_store.reset();
    }

    void theCardsSayWhatWasAddedUp()
    {
        open();
        // (6 * 365.25 / 12 + 30) units that earn 10, of which 47.5 % are not recaptured, and the holding of
        // 2,084 of excess.
        const double month = (6 * 365.25 / 12 + 30) * 10 * 0.475 + (496 * 4 + 100) * 0.25 / 12;
        QCOMPARE(card("At risk")->value().value, format::money(month, QStringLiteral("GBP")));
        QCOMPARE(card("At risk")->value().value, QStringLiteral("£1,053"));
        QCOMPARE(card("Out of stock")->value().value, QStringLiteral("2"));
        QCOMPARE(card("Running out")->value().value, QStringLiteral("1"));
        QCOMPARE(card("Overstock")->value().value, QStringLiteral("£2,084"));
        QVERIFY(card("Overstock")->toolTip().contains(QStringLiteral("2 items")));
        QCOMPARE(card("Approvals")->value().value, QStringLiteral("0"));
        QCOMPARE(card("Data quality")->value().value, QStringLiteral("–"));
        // Each number says how it is made, to a screen reader too.
        for (kit::KpiCard* one : m_page->findChildren<kit::KpiCard*>()) {
            QVERIFY2(!one->toolTip().isEmpty(), qPrintable(one->accessibleName()));
            QVERIFY2(one->accessibleName().contains(one->value().value), qPrintable(one->accessibleName()));
        }
    }

    void theProblemsAreRankedWithTheirItems()
    {
        open();
        QCOMPARE(problems()->rowCount(), 5);
        QCOMPARE(board()->currentRow(), 0);
        QCOMPARE(chosen(), ProblemKind::OutOfStock);
        QCOMPARE(items()->itemCount(), 2);
        QCOMPARE(items()->item(0).sku, QStringLiteral("OUT"));
        const QModelIndex money = grid("today.items")->model()->index(0, ProblemItemsModel::Money);
        QVERIFY2(
            money.data().toString().contains(QStringLiteral("867")), qPrintable(money.data().toString()));
        QCOMPARE(
            problems()->index(0, 0).data(ProblemsModel::MoneyTextRole).toString(), QStringLiteral("867"));
    }

    void theLossOfTheLastWeeksIsDrawn()
    {
        open();
        const ChartSpec spec = m_page->findChild<Chart*>(QStringLiteral("today.lost"))->spec();
        QCOMPARE(spec.lines.size(), std::size_t(1));
        QCOMPARE(spec.lines.front().y.size(), std::size_t(12));
        QVERIFY(std::abs(spec.lines.front().y.back() - 142.5) < 1e-3);
    }

    void arrowsAndLettersWalkTheList()
    {
        open();
        list()->setFocus();
        QTest::keyClick(list(), Qt::Key_J);
        QCOMPARE(chosen(), ProblemKind::RunsOut);
        QCOMPARE(items()->item(0).sku, QStringLiteral("SOON"));
        QTest::keyClick(list(), Qt::Key_Down);
        QCOMPARE(chosen(), ProblemKind::Overstock);
        QTest::keyClick(list(), Qt::Key_K);
        QCOMPARE(chosen(), ProblemKind::RunsOut);
        QTest::keyClick(list(), Qt::Key_Return);
        QCOMPARE(asked(0), QStringLiteral("reorder"));
        QCOMPARE(asked(1), QStringLiteral("supplier:ACME"));
    }

    void aClickChoosesAndItsButtonBeginsTheWork()
    {
        open();
        const int row = rowOf(ProblemKind::DeadStock);
        list()->scrollTo(problems()->index(row, 0));
        QTest::mouseClick(
            list()->viewport(), Qt::LeftButton, {},
            list()->visualRect(problems()->index(row, 0)).topLeft() + QPoint(60, 12));
        QCOMPARE(chosen(), ProblemKind::DeadStock);
        QVERIFY(m_asked->isEmpty());
        QTest::mouseClick(list()->viewport(), Qt::LeftButton, {}, board()->buttonOf(row));
        QCOMPARE(asked(0), QStringLiteral("forecast"));
        QCOMPARE(asked(1), QStringLiteral("DEAD@L1"));
        auto* work = m_page->findChild<QPushButton*>(QStringLiteral("today.workButton"));
        m_asked->clear();
        QTest::mouseClick(work, Qt::LeftButton);
        QCOMPARE(asked(1), QStringLiteral("DEAD@L1"));
    }

    void aPartShowsItsKindAlone()
    {
        open();
        QTest::mouseClick(part(QStringLiteral("Too much")), Qt::LeftButton);
        QCOMPARE(problems()->rowCount(), 2);
        QCOMPARE(chosen(), ProblemKind::Overstock);
        QTest::mouseClick(part(QStringLiteral("Data")), Qt::LeftButton);
        QCOMPARE(chosen(), ProblemKind::HeldBack);
        QTest::mouseClick(part(QStringLiteral("All")), Qt::LeftButton);
        QCOMPARE(problems()->rowCount(), 5);
    }

    void cardsLeadToWhatTheyCount()
    {
        open();
        QTest::mouseClick(card("Overstock"), Qt::LeftButton);
        QCOMPARE(chosen(), ProblemKind::Overstock);
        QCOMPARE(QApplication::focusWidget(), list());
        card("Running out")->setFocus();
        QTest::keyClick(card("Running out"), Qt::Key_Return);
        QCOMPARE(chosen(), ProblemKind::RunsOut);
        QTest::mouseClick(card("Approvals"), Qt::LeftButton); // nothing waits: nowhere to go
        QVERIFY(m_asked->isEmpty());
        m_store->addWaitingPlan(nowMs() - std::int64_t{73} * 3'600'000);
        reload(Topic::Approvals);
        QCOMPARE(card("Approvals")->value().value, QStringLiteral("1"));
        QCOMPARE(card("Approvals")->value().note, QStringLiteral("2 lines"));
        QVERIFY(card("Approvals")->value().delta.contains(QStringLiteral("3 days")));
        QCOMPARE(card("Approvals")->value().tone, Tone::Warn);
        QTest::mouseClick(card("Approvals"), Qt::LeftButton);
        QCOMPARE(asked(0), QStringLiteral("approvals"));
        QTest::mouseClick(card("Data quality"), Qt::LeftButton);
        QCOMPARE(asked(0), QStringLiteral("data"));
        QCOMPARE(asked(1), QStringLiteral("check"));
    }

    void anItemOpensItsForecast()
    {
        open();
        GridView* view = grid("today.items");
        const QRect cell = view->visualRect(view->model()->index(0, ProblemItemsModel::Product));
        QTest::mouseClick(view->viewport(), Qt::LeftButton, {}, cell.center());
        QTest::mouseDClick(view->viewport(), Qt::LeftButton, {}, cell.center());
        QCOMPARE(asked(0), QStringLiteral("forecast"));
        QCOMPARE(asked(1), QStringLiteral("OUT@L1"));
        m_asked->clear();
        view->setFocus();
        QTest::keyClick(view, Qt::Key_Return);
        QCOMPARE(asked(1), QStringLiteral("OUT@L1"));
    }

    void whatIsChosenStaysWhenTheStoreChanges()
    {
        open();
        m_page->reveal(QStringLiteral("dead_stock"));
        QCOMPARE(chosen(), ProblemKind::DeadStock);
        m_store->db().execute("UPDATE product SET unit_cost = 30000 WHERE sku = 'DEAD'");
        reload();
        QCOMPARE(chosen(), ProblemKind::DeadStock);
        QVERIFY(std::abs(items()->item(0).capital - 150) < 1e-6);
    }

    void anEmptyStoreAsksForFiles()
    {
        test::TempStore empty(test::TempStore::Filled::Empty);
        openOn(empty.qpath());
        auto* state = m_page->findChild<kit::EmptyState*>(QStringLiteral("today.empty"));
        QVERIFY(state->isVisible());
        QTest::mouseClick(state->actionButton(), Qt::LeftButton);
        QCOMPARE(asked(0), QStringLiteral("data"));
        QCOMPARE(asked(1), QStringLiteral("import:"));
        QCOMPARE(card("At risk")->value().value, QStringLiteral("–"));
        m_asked.reset();
        m_page.reset();
        m_workspace.reset();
    }

    void withoutAForecastItOffersToMakeOne()
    {
        open(false);
        auto* state = m_page->findChild<kit::EmptyState*>(QStringLiteral("today.empty"));
        QVERIFY(state->isVisible());
        QCOMPARE(
            card("Out of stock")->value().value, QStringLiteral("–")); // not a nought that nobody counted
        QTest::mouseClick(state->actionButton(), Qt::LeftButton);
        settle();
        QVERIFY(ForecastService(m_store->path()).latestRun()->has_value());
        QTRY_COMPARE(card("Out of stock")->value().value, QStringLiteral("2"));
        QTRY_VERIFY(!state->isVisible());
    }

    void aClosedStoreLeavesNothingBehind()
    {
        open();
        m_workspace->closeStore();
        QCOMPARE(problems()->rowCount(), 0);
        QCOMPARE(items()->itemCount(), 0);
        QCOMPARE(card("Overstock")->value().value, QStringLiteral("–"));
    }

    void everyControlHasAName()
    {
        open();
        for (QWidget* widget : m_page->findChildren<QWidget*>()) {
            if (!widget->isVisible() || (widget->focusPolicy() & Qt::TabFocus) == 0)
                continue;
            const auto* press = qobject_cast<QAbstractButton*>(widget);
            QVERIFY2(
                !widget->accessibleName().isEmpty() || (press && !press->text().isEmpty()),
                qPrintable(widget->objectName() + QLatin1String(widget->metaObject()->className())));
        }
        // A row is read out whole.
        const QString row = problems()->index(0, 0).data(Qt::AccessibleTextRole).toString() +
                            problems()->index(0, 0).data(Qt::DisplayRole).toString();
        QVERIFY2(row.contains(QStringLiteral("out of stock")), qPrintable(row));
    }

    void aNarrowPageKeepsItsProblems()
    {
        open();
        m_page->resize(940, 600); // of a window of 1024 x 700
        QCoreApplication::processEvents();
        QVERIFY(board()->isVisible() && board()->width() >= 600);
        QVERIFY(list()->viewport()->height() >= 60);
        for (kit::KpiCard* one : m_page->findChildren<kit::KpiCard*>())
            QVERIFY(one->geometry().right() <= 940);
    }
};

QTEST_MAIN(TestTodayPage)
#include "test_today_page.moc"
