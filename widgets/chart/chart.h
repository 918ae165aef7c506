#pragma once

#include "models/chart/chart_spec.h"

#include <QColor>
#include <QWidget>

class QCPAxisRect;
class QCPGraph;
class QCPItemLine;
class QCustomPlot;
class QLabel;
class QMimeData;

namespace merch
{

/// Draws a ChartSpec. Wheel zooms the x axis, drag pans, double click resets, Shift+drag selects a span; one
/// tip lists all values under the crosshair; arrow keys move it. The menu (right click, Shift+F10) copies and
/// exports the picture and the numbers, and shows them as a table.
class Chart : public QWidget
{
    Q_OBJECT
public:
    explicit Chart(QWidget* parent = nullptr);
    ~Chart() override;

    void setSpec(const ChartSpec& spec);
    /// The same, but zoom and pan stay (an edit of the shown series).
    void updateSpec(const ChartSpec& spec);
    const ChartSpec& spec() const { return m_spec; }

    void reset(); ///< the whole, as at first
    void setRange(double from, double to);
    std::pair<double, double> range() const;

    QPoint pixelOf(double x, double y, bool rightAxis = false) const;
    /// For what a spec cannot say; items added here are gone with the next setSpec().
    QCustomPlot* plot() const { return m_plot; }
    QString tipText(double x) const;

    bool saveAs(const QString& path); ///< .png, .svg, .pdf or .csv; always in light colours
    void copyNumbers() const;
    void showTable();

signals:
    void hovered(double x);
    void clicked(double x);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;

private:
    void build();
    void styleAxes();
    void addBands();
    void addLines();
    void addSpans();
    void addMarks();
    void fitY();
    void fitTicks();
    void point(double x);
    void hideTip();
    void saveDialog();
    double toKey(double x) const { return m_spec.time ? x * 86400.0 : x; }
    double fromKey(double key) const { return m_spec.time ? key / 86400.0 : key; }
    double nearest(double x) const;

    ChartSpec m_spec;
    QCustomPlot* m_plot;
    QLabel* m_tip;
    QCPItemLine* m_cross = nullptr;
    std::pair<double, double> m_all{0, 1};
    double m_at = 0;
    bool m_panning = false, m_pointed = false;
    QPoint m_press, m_last;
};

} // namespace merch
