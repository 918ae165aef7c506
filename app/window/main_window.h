#pragma once

#include <QMainWindow>
#include <QStringList>

#include <vector>

class QAction;
class QLabel;
class QStackedWidget;

namespace merch
{

class CommandPalette;
class EditJournal;
class JobBar;
class NavRail;
class Page;
class StartPage;
class StoreWatcher;
class TopBar;
class Workspace;

namespace kit
{
class NoticeBar;
}

/// The frame: rail, top bar, the page, notices, job bar, status bar. It knows pages only as Page.
class MainWindow final : public QMainWindow
{
    Q_OBJECT
public:
    MainWindow(Workspace& workspace, EditJournal& journal, QWidget* parent = nullptr);
    ~MainWindow() override;

    bool openStore(const QString& path);
    void showPage(const QString& pageId, const QString& target = {});
    const std::vector<Page*>& pages() const { return m_pages; }
    Page* currentPage() const;

protected:
    void resizeEvent(QResizeEvent* event) override;
    void closeEvent(QCloseEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    void buildActions();
    void refreshStatus();
    void makeDemo();
    void chooseStore();
    void newStore();
    void showShortcuts();
    void showSettings();
    bool mayClose();

    Workspace& m_workspace;
    EditJournal& m_journal;
    std::vector<Page*> m_pages;
    NavRail* m_rail;
    TopBar* m_top;
    JobBar* m_jobs;
    kit::NoticeBar* m_notice;
    QStackedWidget* m_stack;
    StartPage* m_start;
    CommandPalette* m_palette;
    StoreWatcher* m_watcher;
    QStringList m_waiting; ///< files dropped before there was a store
    QLabel *m_storeLabel, *m_dataLabel, *m_savedLabel;
    std::vector<QAction*> m_actions;
};

} // namespace merch
