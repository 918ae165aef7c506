#pragma once

#include "models/forecast/forecast_chart_data.h"

#include <qcustomplot.h>

namespace merch
{

/// Draws demand: history, fan, last year, price, stockouts, promotions, events and changes. Knows no mouse;
/// private to DemandChart.
class DemandPlot final : public QCustomPlot
{
    Q_OBJECT
public:
    explicit DemandPlot(QWidget* parent = nullptr);

    void setDemand(DemandChartData demand);
    void setDrafts(WeekUnits drafts);
    const DemandChartData& chartData() const { return m_data; }
    const WeekUnits& drafts() const { return m_drafts; }

    /// Days shown; bounded to what there is. Chooses the grain and the scale of units.
    void setShown(double from, double to);
    double shownFrom() const { return xAxis->range().lower; }
    double shownTo() const { return xAxis->range().upper; }
    double dataFrom() const;
    double dataTo() const;
    void resetShown();

    const DemandLines* lines() const; ///< those drawn now
    /// Where the value of a period stands: its middle.
    static double middle(Day start, Grain grain);
    /// Index of the week that can be changed and holds `day`; -1 = none.
    int weekIndex(double day) const;
    /// Units drawn at a forecast period's point: the draft, else the forecast; `known` included.
    double drawnFuture(int step) const;

    /// Crosshair at period p of the lines drawn (history, then forecast); -1 hides it.
    void setCross(int period);
    int cross() const { return m_cross; }
    int periodAt(double day) const;
    void setSpan(std::optional<std::pair<Day, Day>> span);
    void restyle();

private:
    void build();
    void buildDrafts();
    void styleAxes();
    void addShades();
    void addPrice();
    void addFan();
    void addLines();
    void addAsked();
    void addMarks();
    void placeEventTexts();
    void addPromotions();
    void rescale();
    QCPItemText* note(
        double key, double ratio, const QString& text, const QColor& color, Qt::Alignment at,
        QCPAxisRect* rect = nullptr);
    QCPItemRect* column(QCPAxisRect* rect, double from, double to, double top, double bottom);

    DemandChartData m_data;
    WeekUnits m_drafts;
    int m_lines = 0;
    int m_cross = -1;
    std::optional<std::pair<Day, Day>> m_span;
    QCPAxisRect* m_strip; // promotions: a second, thin axis rect that shares the dates
    QList<QCPAbstractItem*> m_draftItems;
    QList<QCPGraph*> m_draftGraphs;
    QList<QCPItemText*> m_eventTexts;
    QCPItemStraightLine* m_crossLine = nullptr;
    QCPGraph* m_crossDots = nullptr;
    QCPItemRect* m_spanRect = nullptr;
};

} // namespace merch
