#pragma once

#include "models/approval/approval_models.h"

#include <QWidget>

class QLabel;
class QListView;

namespace merch
{

namespace kit
{
class Segments;
class EmptyState;
} // namespace kit

/// Plans that wait, that are being made, and that were decided: one card each. J and K move.
class PlanQueue final : public QWidget
{
    Q_OBJECT
public:
    explicit PlanQueue(QWidget* parent = nullptr);

    void setPlans(std::vector<PlanSummary> plans, const QString& currency);
    PlanQueueModel* model() const { return m_model; }
    QListView* view() const { return m_view; }
    std::int64_t currentPlan() const; ///< 0 = none
    /// Turns to the part that holds it. False if there is no such plan.
    bool select(std::int64_t planId);
    /// The first of what waits, else of the part that has any.
    void selectFirst();
    void step(int by);

signals:
    void currentPlanChanged(qint64 planId);

private:
    void setPart(PlanQueueModel::Part part);
    void refreshHead();

    PlanQueueModel* m_model;
    kit::Segments* m_parts;
    QListView* m_view;
    QLabel *m_nothing, *m_foot;
    std::int64_t m_current = 0;
};

} // namespace merch
