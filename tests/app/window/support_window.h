#pragma once

#include "app/window/main_window.h"
#include "models/demo/demo.h"
#include "models/forecast/forecast_service.h"
#include "models/import/import_service.h"
#include "models/planning/reorder_planner.h"
#include "models/workspace/edit_journal.h"
#include "models/workspace/language.h"
#include "models/workspace/store_service.h"
#include "models/workspace/workspace.h"
#include "widgets/frame/page.h"
#include "widgets/theme/theme.h"

#include <QApplication>
#include <QDir>
#include <QSettings>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

#include <memory>
#include <stdexcept>

/// The whole window on a small demo shop, for tests that work it as a person would.
namespace merch::test
{

class DemoWindow
{
public:
    enum class With { Sales, Forecast, Plan };

    explicit DemoWindow(With with)
    {
        QStandardPaths::setTestModeEnabled(true);
        QCoreApplication::setOrganizationName(QStringLiteral("merchbench-test"));
        QSettings().clear();
        theme::apply(*qApp, theme::Mode::Light);
        speak(QStringLiteral("en"));
        DemoOptions options;
        options.products = 20;
        options.days = 200;
        check(writeDemo(extracts(), options, {}));
        check(createStore(store(), QStringLiteral("GBP"), QStringLiteral("ann"), {}));
        std::vector<ImportRequest> requests;
        for (const QString& name : QDir(extracts()).entryList({QStringLiteral("*.csv")}, QDir::Files)) {
            ImportRequest request;
            request.file = QDir(extracts()).filePath(name);
            requests.push_back(request);
        }
        check(ImportService(store()).run(requests, QStringLiteral("ann"), {}, {}));
        if (with != With::Sales)
            check(ForecastService(store()).run({}, {}));
        if (with == With::Plan)
            check(ReorderPlanner(store()).make({}, {}));
        m_workspace.setUser(QStringLiteral("ann"));
        m_journal = std::make_unique<EditJournal>(m_workspace);
        m_window = std::make_unique<MainWindow>(m_workspace, *m_journal);
    }

    bool open(const QSize& size)
    {
        m_window->resize(size);
        m_window->show();
        if (!QTest::qWaitForWindowExposed(m_window.get()))
            return false;
        m_window->activateWindow();
        return m_window->openStore(store()) && settled();
    }
    /// Waits until no job runs.
    bool settled()
    {
        return QTest::qWaitFor([this] { return m_workspace.jobs().isEmpty(); }, 30'000);
    }
    bool show(const char* page)
    {
        m_window->showPage(QLatin1String(page));
        return settled() && m_window->currentPage()->id() == QLatin1String(page);
    }

    QString extracts() const { return m_dir.filePath(QStringLiteral("extracts")); }
    QString store() const { return m_dir.filePath(QStringLiteral("shop.merch")); }
    QString file(const char* name) const { return m_dir.filePath(QLatin1String(name)); }
    MainWindow& window() { return *m_window; }
    Workspace& workspace() { return m_workspace; }
    EditJournal& journal() { return *m_journal; }

private:
    template <typename Done> static void check(const Done& done)
    {
        if (!done)
            throw std::runtime_error(done.error().text());
    }

    QTemporaryDir m_dir;
    Workspace m_workspace;
    std::unique_ptr<EditJournal> m_journal;
    std::unique_ptr<MainWindow> m_window;
};

} // namespace merch::test
