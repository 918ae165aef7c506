#pragma once

#include "models/ladder/time_machine.h"

#include <QDialog>
#include <QTimer>

#include <array>

class QComboBox;
class QDoubleSpinBox;
class QLabel;
class QPushButton;
class QSlider;
class QSpinBox;

namespace merch
{

class Chart;

namespace kit
{
class FactRow;
} // namespace kit

/// The replay of one series for two ways to order side by side. The slider goes through the days: arrows a
/// day, Page Up and Down a week, Space plays.
class TimeMachine final : public QDialog
{
    Q_OBJECT
public:
    /// Begins with today's way beside `rung`.
    TimeMachine(const SeriesReplay& replay, std::optional<Rung> rung, QWidget* parent = nullptr);

    Day day() const;
    const ReplaySide& side(int which) const; ///< 0 the upper one, 1 the lower
    /// The same series with other terms.
    void setReplay(const SeriesReplay& replay, const ReplayTerms& terms);

signals:
    void replayAsked(const merch::ReplayTerms& terms);

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    QWidget* buildTerms(const SeriesReplay& replay);
    ReplayTerms termsTyped() const;
    void refreshTerms();
    void fill(const SeriesReplay& replay);
    void chosen();
    void moved();
    void play(bool on);

    QString m_currency;
    std::vector<ReplaySide> m_sides;
    ReplayTerms m_terms;  ///< of the replay shown
    double m_scale = 1.0; ///< pieces of a unit
    double m_leadTimeOf = 0.0;
    int m_reviewOf = 0, m_moqOf = 0, m_serviceOf = 0; ///< as the store says
    QDoubleSpinBox* m_leadTime;
    QSpinBox *m_reviewDays, *m_service, *m_moq;
    QPushButton* m_ask;
    std::array<QComboBox*, 2> m_ways;
    std::array<kit::FactRow*, 2> m_facts;
    std::array<Chart*, 2> m_stocks;
    Chart* m_costs;
    QSlider* m_slider;
    QPushButton* m_play;
    QLabel *m_day, *m_sum, *m_costHead;
    QTimer m_clock;
};

} // namespace merch
