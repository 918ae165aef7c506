#pragma once

#include "models/planning/reorder_plan.h"

#include <QWidget>

#include <vector>

class QGridLayout;
class QLabel;
class QPushButton;

namespace merch
{

/// What each supplier gets of a plan, against the least it accepts. A click filters the grid by a supplier;
/// the line below fills one up to its minimum.
class SupplierTotals final : public QWidget
{
    Q_OBJECT
public:
    explicit SupplierTotals(QWidget* parent = nullptr);

    void setPlan(const ReorderPlan& plan);
    /// Whose lines the grid shows; null = all.
    void setChosen(const QString& supplier);
    const QString& chosen() const { return m_chosen; }
    void setBlocked(const QString& reason);
    void setColumns(int columns);

signals:
    void supplierClicked(const QString& supplier);
    void fillAsked(const QString& supplier);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    class Chip;
    void place();
    void refreshFill();

    QLabel* m_note;
    QGridLayout* m_grid;
    QPushButton* m_fill;
    std::vector<Chip*> m_chips;
    std::vector<SupplierTotal> m_short; ///< below their minimum, the nearest to it first
    QString m_currency, m_blocked, m_chosen;
    std::int64_t m_plan = -1;
    int m_columns = 2;
};

} // namespace merch
