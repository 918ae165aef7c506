#pragma once

#include "models/planning/reorder_plan.h"

#include <QTimer>
#include <QWidget>

#include <cstdint>
#include <optional>

class QCPGraph;
class QCPItemLine;
class QCPItemText;
class QCPItemTracer;
class QCustomPlot;
class QSlider;

namespace merch
{

/// Minor units; absent = all that is proposed.
using Budget = std::optional<std::int64_t>;

/// Expected margin saved against money spent. Its x axis is a slider: the budget. Arrow and page keys move
/// it, the right end takes all.
class BudgetChart final : public QWidget
{
    Q_OBJECT
public:
    explicit BudgetChart(QWidget* parent = nullptr);

    /// Curve, budget and where the plan stands now; quick enough to be called while the slider moves.
    void setPlan(const ReorderPlan& plan);
    /// An empty reason lets the slider move.
    void setBlocked(const QString& reason);
    QSlider* slider() const { return m_slider; }
    /// Where the handle of a budget stands, in pixels of this widget.
    QPoint handleAt(std::int64_t budget) const;
    /// A change by keys that was not told as chosen yet is told now.
    void settle();

signals:
    void budgetMoved(std::optional<std::int64_t> budget);  ///< while it moves
    void budgetChosen(std::optional<std::int64_t> budget); ///< let go, or the keys rest

protected:
    void resizeEvent(QResizeEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;

private:
    void setCurve(const ReorderPlan& plan);
    void fitAxes();
    void redraw();
    double major(std::int64_t minor) const { return static_cast<double>(minor) / m_minor; }
    void restyle();
    void layOut();
    Budget budgetAt(int value) const;

    QCustomPlot* m_plot;
    QSlider* m_slider;
    QCPGraph *m_in, *m_out;
    QCPItemLine* m_drop;
    QCPItemTracer* m_dot;
    QCPItemText* m_label;
    std::vector<CurvePoint> m_curve;
    QString m_currency;
    double m_minor = 100;      ///< minor units in a unit of the currency
    std::int64_t m_most = 0;   ///< the curve's highest margin
    std::int64_t m_step = 100; ///< of the slider, minor units
    QTimer m_rest;
    std::int64_t m_spend = 0, m_saved = 0;
    Budget m_budget;
};

} // namespace merch
