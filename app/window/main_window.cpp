#include "app/window/main_window.h"

#include "app/window/command_palette.h"
#include "app/window/job_bar.h"
#include "app/window/nav_rail.h"
#include "app/window/pages.h"
#include "app/window/settings.h"
#include "app/window/settings_dialog.h"
#include "app/window/start_page.h"
#include "app/window/top_bar.h"
#include "models/demo/demo_store.h"
#include "models/grid/format.h"
#include "models/workspace/edit_journal.h"
#include "models/workspace/store_watcher.h"
#include "models/workspace/workspace.h"
#include "widgets/frame/kit.h"
#include "widgets/frame/page.h"

#include <QAction>
#include <QApplication>
#include <QCloseEvent>
#include <QDateTime>
#include <QDragEnterEvent>
#include <QFileDialog>
#include <QInputDialog>
#include <QLabel>
#include <QMessageBox>
#include <QMimeData>
#include <QPushButton>
#include <QSettings>
#include <QStackedWidget>
#include <QStandardPaths>
#include <QStatusBar>
#include <QTextBrowser>
#include <QTimer>
#include <QVBoxLayout>

#include <algorithm>

namespace merch
{

namespace
{

constexpr int kNarrow = 1180; ///< below it the rail shows icons only

} // namespace

MainWindow::MainWindow(Workspace& workspace, EditJournal& journal, QWidget* parent)
    : QMainWindow(parent)
    , m_workspace(workspace)
    , m_journal(journal)
{
    setWindowTitle(tr("Merchbench"));
    setAcceptDrops(true);
    setMinimumSize(theme::px(900), theme::px(600));
    auto* central = new QWidget;
    auto* row = kit::tight(new QHBoxLayout(central));
    m_rail = new NavRail;
    row->addWidget(m_rail);
    auto* column = kit::tight(new QVBoxLayout);
    m_top = new TopBar(workspace, journal);
    column->addWidget(m_top);
    m_notice = new kit::NoticeBar;
    column->addWidget(m_notice);
    m_stack = new QStackedWidget;
    column->addWidget(m_stack, 1);
    m_jobs = new JobBar(workspace);
    column->addWidget(m_jobs);
    row->addLayout(column, 1);
    setCentralWidget(central);

    m_start = new StartPage;
    m_stack->addWidget(m_start);
    m_pages = makePages(workspace, journal, m_stack);
    for (Page* page : m_pages) {
        m_stack->addWidget(page);
        m_rail->addPage(page);
        connect(page, &Page::openPage, this, &MainWindow::showPage);
    }
    m_palette = new CommandPalette(workspace, this);
    m_palette->setPages(m_pages);

    m_storeLabel = new QLabel;
    m_dataLabel = new QLabel;
    m_savedLabel = new QLabel;
    statusBar()->addWidget(m_storeLabel);
    statusBar()->addWidget(m_dataLabel);
    statusBar()->addPermanentWidget(m_savedLabel);
    statusBar()->setSizeGripEnabled(false);

    buildActions();
    connect(m_rail, &NavRail::pageChosen, this, [this](const QString& id) { showPage(id); });
    connect(m_rail, &NavRail::settingsChosen, this, &MainWindow::showSettings);
    connect(m_top, &TopBar::findAsked, m_palette, &CommandPalette::open);
    connect(m_top, &TopBar::helpAsked, this, &MainWindow::showShortcuts);
    connect(m_palette, &CommandPalette::pageChosen, this, &MainWindow::showPage);
    connect(m_start, &StartPage::demoAsked, this, &MainWindow::makeDemo);
    connect(m_start, &StartPage::openAsked, this, &MainWindow::chooseStore);
    connect(m_start, &StartPage::newAsked, this, &MainWindow::newStore);
    connect(m_start, &StartPage::storeChosen, this, &MainWindow::openStore);
    connect(&workspace, &Workspace::notice, this, [this](const Error& error) {
        m_notice->showNotice(
            QString::fromStdString(error.message), error.code == ErrorCode::Refused ? Tone::Warn : Tone::Bad,
            QString::fromStdString(error.remedy), QString::fromStdString(error.detail));
    });
    m_watcher = new StoreWatcher(this);
    connect(m_watcher, &StoreWatcher::changedOutside, &workspace, [this] {
        m_workspace.announce(Topic::Everything);
    });
    connect(&workspace, &Workspace::opened, this, [this](const QString& path) {
        rememberStore(path);
        m_watcher->watch(path);
        m_rail->setStore(m_workspace.storeName());
        setWindowTitle(tr("%1 - Merchbench").arg(m_workspace.storeName()));
        refreshStatus();
        if (!m_pages.empty())
            showPage(m_workspace.status().series > 0 ? m_pages.front()->id() : QStringLiteral("data"));
        if (!m_waiting.isEmpty())
            showPage(QStringLiteral("data"), QStringLiteral("import:") + m_waiting.join(QLatin1Char('\n')));
        m_waiting.clear();
    });
    connect(&workspace, &Workspace::closed, this, [this] {
        m_watcher->stop();
        m_rail->setStore({});
        setWindowTitle(tr("Merchbench"));
        m_start->refresh();
        m_stack->setCurrentWidget(m_start);
        m_top->setPage(nullptr);
        m_rail->setCurrent({});
        refreshStatus();
    });
    connect(&workspace, &Workspace::changed, this, &MainWindow::refreshStatus);
    m_top->setPage(nullptr);
    m_rail->setStore({});
    refreshStatus();
    const QSettings kept;
    if (!restoreGeometry(kept.value(QStringLiteral("window/geometry")).toByteArray()))
        resize(theme::px(1440), theme::px(900));
}

MainWindow::~MainWindow() = default;

void MainWindow::buildActions()
{
    const auto add = [this](const char* id, const QString& text, const QKeySequence& keys, auto run) {
        auto* action = new QAction(text, this);
        action->setObjectName(QLatin1String(id));
        action->setShortcut(keys);
        connect(action, &QAction::triggered, this, run);
        addAction(action);
        m_actions.push_back(action);
    };
    add("app.find", tr("Find anything"), QKeySequence(Qt::CTRL | Qt::Key_K), [this] { m_palette->open(); });
    add("app.filter", tr("Filter this page"), QKeySequence::Find, [this] {
        if (Page* page = currentPage())
            page->focusFilter();
    });
    add("app.undo", tr("Undo"), QKeySequence::Undo, [this] { m_top->undo(); });
    add("app.redo", tr("Redo"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Z), [this] { m_top->redo(); });
    add("app.open", tr("Open a store..."), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_O),
        [this] { chooseStore(); });
    add("app.new", tr("New store..."), QKeySequence::New, [this] { newStore(); });
    add("app.close", tr("Close the store"), QKeySequence::Close, [this] { m_workspace.closeStore(); });
    add("app.shortcuts", tr("Keyboard shortcuts"), QKeySequence(Qt::Key_F1), [this] { showShortcuts(); });
    m_actions.back()->setShortcuts({QKeySequence(Qt::Key_F1), QKeySequence(Qt::Key_Question)});
    add("app.settings", tr("Settings"), QKeySequence(Qt::CTRL | Qt::Key_Comma), [this] { showSettings(); });
    add("app.quit", tr("Quit"), QKeySequence::Quit, [this] { close(); });
    for (std::size_t i = 0; i < m_pages.size() && i < 9; ++i)
        add(qPrintable(QStringLiteral("page.") + m_pages[i]->id()), tr("Go to %1").arg(m_pages[i]->title()),
            QKeySequence(Qt::CTRL | static_cast<Qt::Key>(Qt::Key_1 + static_cast<int>(i))),
            [this, id = m_pages[i]->id()] { showPage(id); });
    std::vector<QAction*> all = m_actions;
    for (Page* page : m_pages) {
        for (QAction* action : page->pageActions())
            all.push_back(action);
    }
    m_palette->setActions(all);
}

Page* MainWindow::currentPage() const
{
    return qobject_cast<Page*>(m_stack->currentWidget());
}

bool MainWindow::openStore(const QString& path)
{
    const Outcome opened = m_workspace.openStore(path);
    if (!opened)
        emit m_workspace.notice(opened.error());
    return opened.has_value();
}

void MainWindow::showPage(const QString& pageId, const QString& target)
{
    const auto page =
        std::find_if(m_pages.begin(), m_pages.end(), [&](const Page* p) { return p->id() == pageId; });
    if (page == m_pages.end() || !m_workspace.isOpen())
        return;
    m_stack->setCurrentWidget(*page);
    m_rail->setCurrent(pageId);
    m_top->setPage(*page);
    (*page)->setFocus();
    (*page)->reveal(target);
}

void MainWindow::refreshStatus()
{
    if (!m_workspace.isOpen()) {
        m_storeLabel->setText(tr("No store is open"));
        m_dataLabel->clear();
        m_savedLabel->setText(m_workspace.user());
        return;
    }
    const StoreStatus& status = m_workspace.status();
    m_storeLabel->setText(m_workspace.storeName());
    m_storeLabel->setToolTip(m_workspace.path());
    QString shown = status.lastImportMs > 0
                        ? tr("Last import %1")
                              .arg(format::moment(status.lastImportMs, QDateTime::currentMSecsSinceEpoch()))
                        : tr("Nothing imported yet");
    if (status.qualityScore)
        shown += tr(", quality %1 of 100").arg(format::decimal(*status.qualityScore * 100.0, 1));
    m_dataLabel->setText(shown);
    m_savedLabel->setText(tr("Saved, %1").arg(m_workspace.user()));
}

void MainWindow::makeDemo()
{
    const QString folder = QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation);
    const QString path = folder + QStringLiteral("/merchbench/demo.merch"); // where run.sh makes it
    if (QFile::exists(path)) {
        openStore(path);
        return;
    }
    m_workspace.run<std::monostate>(
        tr("Making the demo shop"),
        [path, user = m_workspace.user()](const Progress& progress) {
            return makeDemoStore(path, user, progress);
        },
        [this, path](std::monostate&) { openStore(path); });
}

void MainWindow::chooseStore()
{
    const QString path =
        QFileDialog::getOpenFileName(this, tr("Open a store"), {}, tr("Stores (*.merch);;All files (*)"));
    if (!path.isEmpty())
        openStore(path);
}

void MainWindow::newStore()
{
    QString path = QFileDialog::getSaveFileName(this, tr("New store"), {}, tr("Stores (*.merch)"));
    if (path.isEmpty())
        return;
    if (!path.endsWith(QLatin1String(".merch")))
        path += QStringLiteral(".merch");
    bool fine = false;
    const QString currency = QInputDialog::getText(
        this, tr("Currency"), tr("The store's currency, three letters"), QLineEdit::Normal,
        QStringLiteral("GBP"), &fine);
    if (!fine)
        return;
    const Outcome made = m_workspace.createStore(path, currency.trimmed().toUpper());
    if (!made)
        emit m_workspace.notice(made.error());
}

void MainWindow::showShortcuts()
{
    QString rows;
    const auto row = [&rows](const QString& keys, const QString& what) {
        rows +=
            QStringLiteral(
                "<tr><td style='padding:4px 24px 4px 0'><b>%1</b></td><td style='padding:4px 0'>%2</td></tr>")
                .arg(keys.toHtmlEscaped(), what.toHtmlEscaped());
    };
    const auto keysOf = [](const QAction* action) {
        return QKeySequence::listToString(action->shortcuts(), QKeySequence::NativeText)
            .replace(QLatin1String("; "), QLatin1String(", "));
    };
    const auto textOf = [](const QAction* action) {
        QString text = action->text();
        return text.remove(QLatin1Char('&'));
    };
    for (const QAction* action : m_actions)
        row(keysOf(action), textOf(action));
    for (Page* page : m_pages) {
        for (const QAction* action : page->pageActions()) {
            if (!action->shortcuts().isEmpty())
                row(keysOf(action), QStringLiteral("%1: %2").arg(page->title(), textOf(action)));
        }
    }
    row(tr("Arrows, J, K"), tr("In a grid: next and previous row"));
    row(tr("Space"), tr("In a grid: select a row"));
    row(tr("E, F2 or a digit"), tr("In a grid: edit the cell"));
    row(tr("Ctrl+C, Ctrl+V"), tr("In a grid: copy and paste as a table"));
    row(tr("Wheel, drag, double click"), tr("In a chart: zoom, pan, all"));
    QDialog dialog(this);
    dialog.setObjectName(QStringLiteral("shortcuts"));
    dialog.setWindowTitle(tr("Keyboard shortcuts"));
    auto* text = new QTextBrowser;
    text->setAccessibleName(tr("Keyboard shortcuts"));
    text->setFrameShape(QFrame::NoFrame);
    text->setHtml(QStringLiteral("<table>%1</table>").arg(rows));
    kit::tight(new QVBoxLayout(&dialog), 0, {20, 16, 20, 16})->addWidget(text);
    dialog.resize(theme::px(560), theme::px(620));
    dialog.exec();
}

void MainWindow::showSettings()
{
    SettingsDialog dialog(m_workspace, this);
    dialog.exec();
    refreshStatus();
}

bool MainWindow::mayClose()
{
    // Work that is over at once is not worth a question: the job bar does not show it either.
    if (m_workspace.jobs().isEmpty() || !m_jobs->isVisible())
        return true;
    QMessageBox question(
        QMessageBox::Question, tr("Work is still running"),
        tr("%1 is not finished. If it is stopped now, the store stays as it was before.")
            .arg(m_workspace.jobs().first()->title()),
        QMessageBox::NoButton, this);
    question.setObjectName(QStringLiteral("closeQuestion"));
    QPushButton* stop = question.addButton(tr("Stop it and close"), QMessageBox::AcceptRole);
    QPushButton* stay = question.addButton(tr("Keep working"), QMessageBox::RejectRole);
    question.setDefaultButton(stay);
    question.setEscapeButton(stay);
    question.exec();
    return question.clickedButton() == stop || m_workspace.jobs().isEmpty();
}

void MainWindow::resizeEvent(QResizeEvent* event)
{
    QMainWindow::resizeEvent(event);
    m_rail->setNarrow(width() < theme::px(kNarrow));
}

void MainWindow::closeEvent(QCloseEvent* event)
{
    if (!mayClose()) {
        event->ignore();
        return;
    }
    for (BackgroundJob* job : m_workspace.jobs())
        job->cancel();
    QSettings().setValue(QStringLiteral("window/geometry"), saveGeometry());
    QMainWindow::closeEvent(event);
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event)
{
    if (event->mimeData()->hasUrls())
        event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event)
{
    QStringList files;
    for (const QUrl& url : event->mimeData()->urls()) {
        if (url.isLocalFile())
            files += url.toLocalFile();
    }
    if (files.size() == 1 && files.front().endsWith(QLatin1String(".merch"))) {
        openStore(files.front());
    } else if (!files.isEmpty() && !m_workspace.isOpen()) {
        m_waiting = files; // a store to read them into comes first
        QTimer::singleShot(0, this, [this] {
            newStore();
            m_waiting.clear();
        });
    } else if (!files.isEmpty()) {
        showPage(QStringLiteral("data"), QStringLiteral("import:") + files.join(QLatin1Char('\n')));
    }
}

} // namespace merch

#include "moc_main_window.cpp"
