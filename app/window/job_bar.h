#pragma once

#include <QFrame>
#include <QPointer>
#include <QTimer>

class QLabel;
class QProgressBar;
class QPushButton;
class QPropertyAnimation;

namespace merch
{

class BackgroundJob;
class Workspace;

/// Slides in above the status bar while work runs: what, how far, how long still, cancel.
class JobBar : public QFrame
{
    Q_OBJECT
public:
    explicit JobBar(Workspace& workspace, QWidget* parent = nullptr);

private:
    void follow();
    void refresh();
    void slide(bool in);

    Workspace& m_workspace;
    QPointer<BackgroundJob> m_job;
    QLabel *m_what, *m_share, *m_rate, *m_left, *m_more;
    QProgressBar* m_bar;
    QPushButton* m_cancel;
    QPropertyAnimation* m_motion;
    QTimer m_patience; ///< work that is done at once should not flash
    QTimer m_clock;
};

} // namespace merch
