#pragma once

#include "models/planning/plan_figures.h"
#include "models/planning/reorder_planner.h"

#include <QFrame>
#include <QTimer>

class QCheckBox;
class QComboBox;
class QLabel;
class QPushButton;
class QSpinBox;

namespace merch
{

/// Asks what another lead time, service or demand would order. Changes nothing but what it shows until "Make
/// this plan".
class WhatIfStrip final : public QFrame
{
    Q_OBJECT
public:
    explicit WhatIfStrip(QWidget* parent = nullptr);

    /// The what-ifs asked for, on top of `options`.
    ReorderOptions applied(ReorderOptions options) const;
    bool asksNothing() const;
    void reset();
    void setBusy();
    void setDifference(const PlanDifference& difference, const QString& currency);
    void setFailed();
    bool onlyChanged() const;
    QString result() const;

signals:
    void asked(); ///< the values came to rest
    void onlyChangedToggled(bool only);
    void makeAsked();
    void discarded();

private:
    void touched();
    QSpinBox *m_lead, *m_demand;
    QComboBox* m_service;
    QLabel* m_result;
    QCheckBox* m_only;
    QPushButton* m_make;
    QTimer m_rest;
};

} // namespace merch
