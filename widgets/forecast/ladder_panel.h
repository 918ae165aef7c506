#pragma once

#include "models/ladder/selected_ladder.h"

#include <QPointer>
#include <QTimer>
#include <QWidget>

#include <optional>

class QComboBox;
class QFrame;
class QLabel;
class QProgressBar;
class QPushButton;
class QStackedWidget;

namespace merch
{

class BackgroundJob;
class BarChart;

namespace kit
{
class EmptyState;
class NoticeBar;
class Segments;
} // namespace kit

/// What each way to forecast is worth in money for what is selected, and which one to keep to.
class LadderPanel final : public QWidget
{
    Q_OBJECT
public:
    enum class Extent { Selected, Shown };
    explicit LadderPanel(QWidget* parent = nullptr);

    void setLadder(SelectedLadder ladder);
    const SelectedLadder& ladder() const { return m_ladder; }
    /// Follows a replay of the history until it ends.
    void setRunning(BackgroundJob* job);
    Extent extent() const;
    void setCounts(int selected, int shown);
    BarChart* money() const { return m_money; }

signals:
    void extentChosen();
    void runAsked();
    void holdAsked(std::optional<merch::Rung> rung);
    void replayAsked();
    void groupsAsked(); ///< the grid by what a better method earns
    void seriesAsked(const QString& sku, const QString& location);

private:
    QWidget* buildContent();
    QWidget* buildRunning();
    QWidget* section(const QString& title, std::initializer_list<QWidget*> parts);
    void refreshPays();
    void refreshRunning();
    void refreshStack();
    std::optional<Rung> chosenRung() const;

    SelectedLadder m_ladder;
    QPointer<BackgroundJob> m_job;
    QTimer m_clock;
    kit::Segments* m_extent;
    kit::NoticeBar* m_notice;
    kit::EmptyState* m_empty;
    QStackedWidget* m_stack;
    QFrame* m_running;
    QLabel *m_progress, *m_left;
    QProgressBar* m_bar;
    QPushButton* m_cancel;
    QLabel *m_window, *m_verdict, *m_share, *m_shareWords, *m_note, *m_paysWords, *m_chance, *m_leftOut;
    BarChart *m_money, *m_accuracy, *m_segments, *m_most;
    QComboBox* m_rung;
    QPushButton *m_hold, *m_replay;
    QWidget *m_leftOutSection, *m_segmentSection, *m_mostSection;
};

} // namespace merch
