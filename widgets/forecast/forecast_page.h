#pragma once

#include "models/forecast/forecast_grid.h"
#include "models/forecast/selected_demand.h"
#include "models/ladder/selected_ladder.h"
#include "widgets/frame/page.h"

#include <QPointer>
#include <QTimer>

#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

class QLabel;
class QPushButton;
class QSplitter;
class QStackedWidget;

namespace merch
{

class BackgroundJob;
class DemandPanel;
class EditJournal;
class ForecastDetail;
class ForecastGridModel;
class GridPanel;
class TimeMachine;
enum class Topic;

namespace kit
{
class EmptyState;
class NoticeBar;
class Segments;
} // namespace kit

/// What will sell? All series in a grid, the demand of those selected in a chart, and the numbers a person
/// puts in the place of the method's.
class ForecastPage final : public Page
{
    Q_OBJECT
public:
    ForecastPage(Workspace& workspace, EditJournal& journal, QWidget* parent = nullptr);
    ~ForecastPage() override;

    QString id() const override { return QStringLiteral("forecast"); }
    QString title() const override { return tr("Forecast"); }
    QString question() const override { return tr("What will sell?"); }
    QString iconName() const override { return QStringLiteral("trending-up"); }
    QList<QAction*> pageActions() const override;
    void reveal(const QString& target) override;
    void focusFilter() override;

    GridPanel* grid() const { return m_panel; }
    ForecastGridModel* model() const { return m_model; }
    /// What chart and tabs show now.
    const SelectedDemand& shown() const { return m_shown; }

protected:
    void showEvent(QShowEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    using MakeEdit = std::function<Result<OverrideEdit>(const OverrideService&)>;

    QWidget* buildBody();
    QWidget* buildSummary();
    void buildActions();
    void storeChanged(Topic topic);
    void reload();
    void apply(ForecastGrid& grid);
    void refreshChanges();
    bool isNarrow() const;
    void refreshSegments();
    void refreshSummary();
    void refreshActions();
    void selectionChanged();
    void loadSelection();
    void present(SelectedDemand& shown);
    void runForecast();
    void runPrimary();
    bool revealNow(const QString& target);

    void loadCauses();
    void giveRoom(int tab);
    std::vector<int> ladderSeries() const;
    void loadLadder();
    void loadLadderCells();
    void showGains();
    void runLadder();
    void replayDays();
    void
    replayWith(int series, const BacktestOptions& options, const ReplayTerms& terms, TimeMachine* machine);
    void holdRung(std::optional<Rung> rung);

    void keepDraft(const WeekUnits& ahead);
    void takeBack(const std::vector<Day>& weeks);
    void commitDrafts(const QString& reason, std::optional<Day> expires);
    void discardDrafts();
    void edit(MakeEdit make);
    void nextEdit();
    void editDone(bool changed);
    std::vector<std::int64_t> draftIds(const std::vector<Day>& weeks = {}) const;

    Workspace& m_workspace;
    EditJournal& m_journal;
    QStackedWidget* m_stack;
    kit::EmptyState* m_empty;
    kit::NoticeBar* m_notice;
    QLabel *m_count, *m_error, *m_bias, *m_made;
    QPushButton* m_drafts;
    GridPanel* m_panel;
    kit::Segments* m_segments;
    ForecastGridModel* m_model;
    DemandPanel* m_demand;
    ForecastDetail* m_detail;
    QSplitter* m_right;
    QList<int> m_rightSizes; ///< before a tab asked for more room; empty = none did
    QAction *m_primary, *m_run, *m_commit, *m_discard, *m_scores, *m_weeks, *m_chart, *m_ladder;

    int m_causesOf = 0; ///< series whose causes are being worked out
    std::optional<ForecastRun> m_forecastRun;
    QString m_staleWhy;
    bool m_anySales = false;
    std::shared_ptr<const UnitMatrix> m_units;
    std::vector<int> m_selected; ///< series ids asked for
    SelectedDemand m_shown;
    QTimer m_selectionTimer;
    QPointer<BackgroundJob> m_loading, m_loadingGrid, m_running, m_loadingLadder, m_loadingCauses,
        m_replaying;
    int m_asked = 0, m_askedSelection = 0, m_askedChanges = 0, m_askedLadder = 0, m_askedCells = 0,
        m_askedCauses = 0;
    bool m_stale = true, m_ladderStale = true;
    bool m_keepZoom = false, m_wasNarrow = false;
    QString m_pendingTarget;
    std::deque<MakeEdit> m_edits; ///< they wait for one another
    bool m_editing = false;
};

} // namespace merch
