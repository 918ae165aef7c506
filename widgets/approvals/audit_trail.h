#pragma once

#include "models/approval/approval_models.h"

#include <QWidget>

class QLabel;
class QListView;
class QPushButton;

namespace merch
{

/// Who did what to the plan, newest first, with a tick on each link of the log that holds.
class AuditTrail final : public QWidget
{
    Q_OBJECT
public:
    explicit AuditTrail(QWidget* parent = nullptr);

    void setEntries(std::vector<AuditEntry> entries);
    /// What the check of the whole log found; null text while it was not checked.
    void setReport(const AuditReport& report);
    void clearReport();
    AuditTrailModel* model() const { return m_model; }
    QPushButton* verifyButton() const { return m_verify; }

signals:
    void verifyAsked();
    void logAsked();

private:
    AuditTrailModel* m_model;
    QListView* m_view;
    QLabel *m_state, *m_problems;
    QPushButton *m_verify, *m_all;
};

} // namespace merch
