#pragma once

#include "widgets/reorder/budget_chart.h"

#include <QFrame>

class QLabel;
class QLineEdit;

namespace merch
{

class SupplierTotals;

/// The head of the Reorder page: what may be spent and what it earns, the curve whose x axis is the budget,
/// and the totals by supplier.
class BudgetCard final : public QFrame
{
    Q_OBJECT
public:
    explicit BudgetCard(QWidget* parent = nullptr);

    void setPlan(const ReorderPlan& plan);
    /// Why the budget cannot change; empty = it can.
    void setBlocked(const QString& reason);
    BudgetChart* chart() const { return m_chart; }
    SupplierTotals* suppliers() const { return m_suppliers; }
    QLineEdit* amount() const { return m_amount; }
    /// Wide pages show two columns of suppliers, narrow ones one; low ones a lower curve.
    void setRoom(int width, bool low);

signals:
    void budgetMoved(std::optional<std::int64_t> budget);
    void budgetChosen(std::optional<std::int64_t> budget);
    void refused(const QString& why);

private:
    void takeAmount();
    QWidget* figure(const QString& name, QLabel** value, QLabel** note, const char* role);

    QLineEdit* m_amount;
    QLabel *m_of = nullptr, *m_saved = nullptr, *m_savedNote = nullptr;
    QLabel *m_in = nullptr, *m_inNote = nullptr, *m_out = nullptr, *m_outNote = nullptr;
    QLabel *m_next = nullptr, *m_nextNote = nullptr;
    QLabel* m_nextName = nullptr;
    QWidget* m_legend;
    BudgetChart* m_chart;
    SupplierTotals* m_suppliers;
    QString m_currency;
    double m_minor = 100; ///< minor units in a unit of the currency
    Budget m_budget;
    bool m_low = false;
};

} // namespace merch
