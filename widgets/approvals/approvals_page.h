#pragma once

#include "models/approval/approval_models.h"
#include "widgets/approvals/decision_panel.h"
#include "widgets/frame/page.h"

#include <vector>

class QAction;
class QLabel;
class QStackedLayout;
class QToolButton;

namespace merch
{

class GridPanel;
class OutlookCard;
class PlanQueue;

namespace kit
{
class EmptyState;
class NoticeBar;
} // namespace kit

/// May it go out? The queue of plans, the lines of one of them before and after, what taking it means against
/// doing nothing, the decision, and the way out.
class ApprovalsPage final : public Page
{
    Q_OBJECT
public:
    explicit ApprovalsPage(Workspace& workspace, QWidget* parent = nullptr);
    ~ApprovalsPage() override;

    QString id() const override { return QStringLiteral("approvals"); }
    QString title() const override { return tr("Approvals"); }
    QString question() const override { return tr("May it go out?"); }
    QString iconName() const override { return QStringLiteral("list-checks"); }
    QList<QAction*> pageActions() const override;
    int badge() const override;
    void reveal(const QString& target) override;
    void focusFilter() override;

protected:
    void showEvent(QShowEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    struct Way; ///< one way out of the export menu

    void buildActions();
    void buildExportMenu();
    void reload();
    void showPlan(std::int64_t planId);
    void setDecided(const PlanSummary* plan);
    void showOutlook(std::int64_t planId);
    void refreshWhy(int item);
    void decide(DecisionPanel::Verb verb, const QString& comment);
    void settle(DecisionPanel::Verb verb, const StepResult& done);
    void verify();
    void openLog();
    void startExport(const Way& way);
    void writeExport(const Way& way, const QString& file, bool again);
    void copyTable();

    Workspace& m_workspace;
    QStackedLayout* m_stack;
    QWidget* m_body;
    kit::EmptyState* m_empty;
    kit::NoticeBar* m_notice;
    PlanQueue* m_queue;
    GridPanel* m_panel;
    PlanLinesModel* m_lines;
    OutlookCard* m_outlook;
    QLabel* m_why;
    QToolButton* m_all;
    DecisionPanel* m_decision;
    std::vector<Way> m_ways;
    QAction *m_approve, *m_reject, *m_sendBack, *m_submit, *m_export, *m_verify, *m_log, *m_copy;
    std::int64_t m_plan = 0, m_pendingPlan = 0;
    int m_asked = 0, m_askedLines = 0, m_askedOutlook = 0; ///< newest request wins
    std::int64_t m_outlookPlan = 0, m_outlookValue = 0;    ///< what the outlook shown is of
    bool m_stale = true, m_moveOn = false;
};

} // namespace merch
