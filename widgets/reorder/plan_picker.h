#pragma once

#include "models/planning/plan_list.h"

#include <QPushButton>

#include <vector>

class QAction;

namespace merch
{

/// Which plan is shown: a click lists the newest plans with their states, and what can be done besides.
class PlanPicker final : public QPushButton
{
    Q_OBJECT
public:
    explicit PlanPicker(QWidget* parent = nullptr);

    /// The newest first. `current` is the plan shown.
    void setPlans(std::vector<PlanHead> plans, std::int64_t current, const QString& currency);
    /// Stand below the plans.
    void setMore(const QList<QAction*>& actions) { m_more = actions; }
    /// "Plan 3, submitted" in one line, as the menu shows it.
    static QString titleOf(const PlanHead& plan);

signals:
    void chosen(std::int64_t planId);

private:
    void open();

    std::vector<PlanHead> m_plans;
    std::int64_t m_current = 0;
    QString m_currency;
    QList<QAction*> m_more;
};

} // namespace merch
