#pragma once

#include "models/forecast/forecast_detail_models.h"
#include "models/forecast/forecast_grid_model.h"
#include "models/forecast/override_service.h"
#include "models/workspace/edit_journal.h"
#include "models/workspace/workspace.h"
#include "tests/models/forecast/support_forecast_store.h"
#include "widgets/forecast/demand_chart.h"
#include "widgets/forecast/forecast_page.h"
#include "widgets/grid/grid_panel.h"
#include "widgets/grid/grid_view.h"
#include "widgets/theme/theme.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTest>

#include <cmath>
#include <memory>
#include <vector>

namespace merch::test
{

/// The page on a real store, with a real mouse and real keys.
class ForecastPageTest : public QObject
{
protected:
    static constexpr Day kRunning = startOfWeek(ForecastStore::kLast), kNext = kRunning + 7;
    std::unique_ptr<ForecastStore> m_store;
    std::unique_ptr<Workspace> m_workspace;
    std::unique_ptr<EditJournal> m_journal;
    std::unique_ptr<ForecastPage> m_page;
    std::vector<std::string> m_notices;

    void openPage(bool forecast = true)
    {
        m_store = std::make_unique<ForecastStore>(forecast);
        openWindow();
    }
    void openWindow()
    {
        m_workspace = std::make_unique<Workspace>();
        m_workspace->setUser(QStringLiteral("ann"));
        m_journal = std::make_unique<EditJournal>(*m_workspace);
        m_page = std::make_unique<ForecastPage>(*m_workspace, *m_journal);
        m_notices.clear();
        connect(m_workspace.get(), &Workspace::notice, this, [this](const Error& e) {
            m_notices.push_back(e.message);
        });
        m_page->resize(1200, 800);
        m_page->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_page.get()));
        m_page->activateWindow();
        QVERIFY(m_workspace->openStore(m_store->path()));
        settle();
    }
    void settle()
    {
        QTRY_VERIFY(m_workspace->jobs().isEmpty());
        QCoreApplication::processEvents();
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
    GridView* weeks() const { return part<GridView>("forecast.weeks"); }
    DemandChart* chart() const { return part<DemandChart>("forecast.chart"); }
    void click(QWidget* widget) { QTest::mouseClick(widget, Qt::LeftButton); }

    /// A click into the row of a series; with Ctrl it is added to the selection.
    void clickSeries(int product, int shop, Qt::KeyboardModifiers keys = {})
    {
        const int row =
            m_page->model()->rowOf(m_page->model()->itemOf(ForecastStore::seriesOf(product, shop)));
        QVERIFY(row >= 0);
        const QRect cell = grid()->visualRect(m_page->model()->index(row, ForecastGridModel::Product));
        QTest::mouseClick(grid()->viewport(), Qt::LeftButton, keys, cell.center());
        settle();
        const int last = ForecastStore::seriesOf(product, shop);
        QVERIFY(
            std::any_of(m_page->shown().series.begin(), m_page->shown().series.end(), [last](const auto& s) {
                return s.seriesId == last;
            }));
    }
    /// Types into the number of a week, as a buyer does: mark, digits, Enter.
    void typeWeek(int row, const QString& text)
    {
        const QModelIndex cell = weeks()->model()->index(row, 4);
        weeks()->scrollTo(cell);
        QTest::mouseClick(weeks()->viewport(), Qt::LeftButton, {}, weeks()->visualRect(cell).center());
        QTest::keyClicks(weeks(), text.left(1));
        auto* editor = weeks()->viewport()->findChild<QLineEdit*>(QStringLiteral("cellEditor"));
        QVERIFY(editor);
        QTest::keyClicks(editor, text.mid(1));
        QTest::keyClick(editor, Qt::Key_Return);
        settle();
    }
    std::vector<Override> kept() const
    {
        const auto all = OverrideService(m_store->path(), {}).list();
        return all ? *all : std::vector<Override>();
    }
    double effective(int series, Day week) const
    {
        const auto forecast = ForecastService(m_store->path()).effectiveForecast(series);
        for (const ForecastWeek& w : weeksOf(*forecast))
            if (w.week == week)
                return forecast->sum(w.from, w.count);
        return -1;
    }
    void commitWith(const QString& reason)
    {
        auto* field = part<QLineEdit>("forecast.reason");
        field->setFocus();
        QTest::keyClicks(field, reason);
        QTest::keyClick(field, Qt::Key_Return);
        settle();
    }
    void begin(const char* name)
    {
        QStandardPaths::setTestModeEnabled(true);
        QCoreApplication::setOrganizationName(QStringLiteral("merchbench-test"));
        QCoreApplication::setApplicationName(QLatin1String(name));
        QSettings().clear();
        theme::apply(*qApp, theme::Mode::Light);
    }
    void closeWindow()
    {
        m_page.reset();
        m_journal.reset();
        m_workspace.reset();
    }
    void end()
    {
        closeWindow();
        m_store.reset();
    }
};

} // namespace merch::test
