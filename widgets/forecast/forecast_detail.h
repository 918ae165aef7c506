#pragma once

#include "models/forecast/forecast_causes.h"
#include "models/forecast/selected_demand.h"

#include <QFrame>

#include <optional>
#include <vector>

class QLabel;
class QPushButton;
class QStackedWidget;
class QToolButton;

namespace merch
{

class BarChart;
class GridView;
class LadderPanel;
class OverrideGridModel;
class WeekGridModel;

namespace kit
{
class EmptyState;
class Tabs;
} // namespace kit

/// Below the chart: the weeks to type in, what each method is worth, the overrides, and why the forecast is
/// what it is.
class ForecastDetail final : public QFrame
{
    Q_OBJECT
public:
    enum Tab { Weeks, Ladder, Overrides, Why };
    explicit ForecastDetail(QWidget* parent = nullptr);

    void setDemand(const SelectedDemand& shown);
    /// Of the series that is shown; nothing = they are being worked out, or there is not one series.
    void setCauses(std::optional<ForecastCauses> causes);
    const std::optional<ForecastCauses>& causes() const { return m_causes; }
    void showTab(Tab tab);
    /// The mark goes to the first number that can be typed.
    void focusWeeks();
    /// Marks the weeks of a span without asking back.
    void selectWeeks(Day from, Day to);
    Tab tab() const;
    LadderPanel* ladder() const { return m_ladder; }
    GridView* weekView() const { return m_weekView; }
    GridView* overrideView() const { return m_overrideView; }

signals:
    void tabShown(int tab);
    void typed(const merch::WeekUnits& ahead);
    void cleared(const std::vector<merch::Day>& weeks);
    void refused(const QString& why);
    void weeksSelected(std::optional<std::pair<merch::Day, merch::Day>> span);
    void switchAsked(const std::vector<std::int64_t>& ids, bool on);
    void discardAsked(const std::vector<std::int64_t>& ids);
    void scoresAsked();

private:
    QWidget* buildWeeks();
    QWidget* buildOverrides();
    QWidget* buildWhy();
    void refreshButtons();
    void refreshCauses();
    std::optional<std::pair<Day, Day>> chosenSpan() const;
    std::vector<std::int64_t> chosenOverrides() const;
    void switchChosen();

    kit::Tabs* m_tabs;
    QStackedWidget* m_stack;
    WeekGridModel* m_weeks;
    OverrideGridModel* m_overrides;
    GridView *m_weekView, *m_overrideView;
    LadderPanel* m_ladder;
    QStackedWidget* m_overrideStack;
    QPushButton *m_switch, *m_scores;
    QToolButton* m_discard;
    QLabel *m_why, *m_causesSpan, *m_causesNote;
    BarChart* m_causesChart;
    std::optional<ForecastCauses> m_causes;
    std::vector<OverrideWeek> m_shownWeeks;
    int m_series = 0; ///< how many are shown
    bool m_following = false;
    bool m_nothing = true; ///< nothing is selected
};

} // namespace merch
