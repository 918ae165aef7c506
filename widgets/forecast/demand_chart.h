#pragma once

#include "models/forecast/forecast_chart_data.h"

#include <QWidget>

class QLabel;

namespace merch
{

class DemandPlot;

/// The demand of what is selected, with its forecast. Wheel zooms time, drag pans, double click resets; the
/// forecast line can be grabbed and dragged, which changes a week; Shift+drag selects weeks, which then move
/// together. By keys: Left/Right move the crosshair, Up/Down change the week under it, Ctrl+wheel steps are +
/// and -, Home resets.
class DemandChart final : public QWidget
{
    Q_OBJECT
public:
    explicit DemandChart(QWidget* parent = nullptr);

    /// Keeps the days shown if `keepZoom` and the days are still there.
    void setDemand(DemandChartData shown, bool keepZoom);
    /// Changes that are not committed yet, drawn in red: units of the days ahead by week.
    void setDrafts(const WeekUnits& drafts);
    void setEditable(bool editable) { m_editable = editable; }

    const DemandChartData& demand() const;
    Grain drawnGrain() const;
    void zoomTo(Day from, Day to);
    void resetZoom();
    std::pair<Day, Day> shownDays() const;

    /// Where a value stands in this widget, for tests and tips.
    QPoint pixelOf(Day week, double units) const;
    std::optional<Day> weekAt(QPoint position) const;
    double unitsAt(QPoint position) const;
    QString tipText() const;

    void selectWeeks(std::optional<std::pair<Day, Day>> span);

    /// The numbers behind the picture, tab separated, with a head.
    QString numbers() const;
    /// PNG, SVG or PDF by the ending; light colours.
    bool exportTo(const QString& file);

    QSize sizeHint() const override { return {560, 300}; }
    QSize minimumSizeHint() const override { return {300, 150}; }

signals:
    void draftMoved(const merch::WeekUnits& weeks);  ///< while the line is dragged
    void draftChosen(const merch::WeekUnits& weeks); ///< let go, or by keys: to be kept
    void weeksSelected(merch::Day from, merch::Day to);
    void grainDrawn(merch::Grain grain);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;

private:
    enum class Grip { None, Pan, Line, Span };
    bool press(QPoint at, Qt::KeyboardModifiers keys);
    void drag(QPoint at);
    void release(QPoint at);
    void hover(QPoint at);
    void hideCross();
    void placeTip();
    int gripStep(QPoint at) const;
    WeekUnits weeksMovedTo(int week, double units) const;
    void zoom(double factor, double around);
    void shownChanged();
    void describe();

    DemandPlot* m_plot;
    QLabel* m_tip;
    bool m_editable = true;
    Grip m_grip = Grip::None;
    QPoint m_from;
    double m_fromDay = 0, m_panFrom = 0, m_panTo = 0;
    int m_gripWeek = -1, m_gripStep = -1;
    WeekUnits m_atGrip;
    bool m_moved = false;
    std::optional<std::pair<Day, Day>> m_span;
    Grain m_lastGrain = Grain::Weekly;
};

} // namespace merch
