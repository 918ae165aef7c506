#pragma once

#include <QWidget>

class QAction;
class QComboBox;
class QLabel;
class QPushButton;
class QToolButton;

namespace merch
{

class EditJournal;
class Page;
class Workspace;

/// Title and question of the page, the filters that hold for all pages, find, undo, redo, running work and
/// the page's primary action.
class TopBar : public QWidget
{
    Q_OBJECT
public:
    TopBar(Workspace& workspace, EditJournal& journal, QWidget* parent = nullptr);

    void setPage(Page* page); ///< nullptr = the start page
    void undo();
    void redo();

signals:
    void findAsked();
    void helpAsked();

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void loadChoices();
    void applyScope();
    void refreshUndo();
    void refreshJobs();
    void refreshPrimary();
    void giveWay();

    Workspace& m_workspace;
    EditJournal& m_journal;
    Page* m_page = nullptr;
    QLabel *m_title, *m_question;
    QComboBox *m_period, *m_location, *m_category;
    QPushButton *m_find, *m_primary;
    QToolButton *m_undo, *m_redo, *m_jobs, *m_help;
    QAction* m_action = nullptr;
    QMetaObject::Connection m_actionChanged, m_actionTriggered;
};

} // namespace merch
