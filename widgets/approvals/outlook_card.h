#pragma once

#include "models/approval/plan_outlook.h"

#include <QFrame>

class QLabel;

namespace merch
{

class Chart;

/// "Take it" against "do nothing": money now, stock and empty shelves ahead, on the same scales.
class OutlookCard final : public QFrame
{
    Q_OBJECT
public:
    explicit OutlookCard(QWidget* parent = nullptr);

    void setOutlook(const PlanOutlook& outlook, const QString& currency);
    /// While it is worked out, or where it cannot be.
    void setNothing(const QString& why);
    void setLow(bool low); ///< little height: figures only
    Chart* stockChart() const { return m_stock; }
    Chart* outChart() const { return m_out; }

private:
    QLabel *m_note, *m_take, *m_takeMore, *m_nothing, *m_nothingMore;
    QWidget* m_charts;
    Chart *m_stock, *m_out;
    bool m_low = false;
};

} // namespace merch
