#pragma once

#include "models/planning/reorder_plan.h"

#include <QFrame>

class QLabel;
class QScrollArea;
class QStackedLayout;
class QVBoxLayout;

namespace merch
{

class Chart;

/// Why a line orders what it orders: a sentence, the stock that is projected with and without the order, the
/// chance of running out by day, and the sum in words.
class WhyPanel final : public QFrame
{
    Q_OBJECT
public:
    explicit WhyPanel(QWidget* parent = nullptr);

    /// Heading and sum at once, from the grid's own line; the picture follows with setWhy(). `editable`:
    /// a typed quantity is shown in the colour that the grid gives it.
    void setLine(const ReorderPlanLine& line, bool editable);
    void setWhy(const ReorderWhy& why);
    void setSeveral(int lines, double units, std::int64_t value, std::int64_t saved, const QString& currency);
    void setNothing(const QString& sentence);
    Chart* stockChart() const { return m_stock; }
    QString sentence() const;
    /// The rows of the sum as they are read: "Needed 48".
    QStringList sumRows() const;

signals:
    void forecastAsked(const QString& target); ///< "sku@location"

private:
    class SumRow;
    void fillSum(const ReorderPlanLine& line, bool editable);

    QStackedLayout* m_stack;
    QLabel *m_title, *m_where, *m_sentence, *m_chance, *m_nothing, *m_from;
    Chart *m_stock, *m_risk;
    QVBoxLayout* m_sum;
    QString m_target;
};

} // namespace merch
