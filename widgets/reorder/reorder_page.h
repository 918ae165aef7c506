#pragma once

#include "models/planning/reorder_plan.h"
#include "models/planning/reorder_planner.h"
#include "widgets/frame/page.h"

#include <QPointer>
#include <QTimer>

#include <functional>

class QAction;
class QLabel;
class QLineEdit;
class QPushButton;
class QStackedWidget;

namespace merch
{

class AssumptionsPanel;
class BackgroundJob;
class BudgetCard;
class EditJournal;
class GridPanel;
class PlanEdits;
class ReorderGridModel;
class WhatIfStrip;
class WhyPanel;
class Workspace;
struct PlanEdit;

namespace kit
{
class EmptyState;
class NoticeBar;
class Segments;
} // namespace kit

/// What should I order, from whom, how much, why? The latest plan with its budget, what-ifs and reasons;
/// quantities are changed in the grid and kept at once; a submitted plan is only looked at.
class ReorderPage final : public Page
{
    Q_OBJECT
public:
    ReorderPage(Workspace& workspace, EditJournal& journal, QWidget* parent = nullptr);
    ~ReorderPage() override;

    QString id() const override { return QStringLiteral("reorder"); }
    QString title() const override { return tr("Reorder"); }
    QString question() const override { return tr("What should I order, and why?"); }
    QString iconName() const override { return QStringLiteral("package"); }
    QList<QAction*> pageActions() const override;
    void reveal(const QString& target) override;
    void focusFilter() override;

    GridPanel* grid() const { return m_panel; }
    ReorderGridModel* model() const { return m_model; }
    BudgetCard* budget() const { return m_budget; }

protected:
    void showEvent(QShowEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    using MakeEdit = std::function<Result<PlanEdit>(const PlanEdits&)>;

    void buildActions();
    QWidget* buildBody();
    QWidget* buildFoot();
    void reload();
    void apply(ReorderPlan plan);
    void showNoPlan();
    void refresh();
    QString blockedReason() const;
    void selectionChanged();
    void loadWhy();
    std::vector<int> selectedLines() const;
    void edit(const MakeEdit& make);
    void lockSelected();
    void excludeSelected();
    void makePlan(const ReorderOptions& options);
    void makePlanOrAsk();
    void submit();
    void chooseBudget(std::optional<std::int64_t> budget);
    void askWhatIf();
    bool revealNow(const QString& target);

    Workspace& m_workspace;
    EditJournal& m_journal;
    QStackedWidget* m_stack;
    kit::EmptyState* m_empty;
    kit::NoticeBar* m_notice;
    AssumptionsPanel* m_assumptions;
    BudgetCard* m_budget;
    WhatIfStrip* m_whatIf;
    WhyPanel* m_why;
    GridPanel* m_panel;
    ReorderGridModel* m_model;
    kit::Segments* m_segments;
    QLabel* m_totals;
    QPushButton *m_lockButton, *m_excludeButton, *m_revertButton, *m_submitButton;
    QAction *m_primary, *m_make, *m_assume, *m_lock, *m_exclude, *m_revert, *m_submit;
    QTimer m_whyTimer;
    QPointer<BackgroundJob> m_preview, m_reading;
    std::int64_t m_planId = 0; ///< asked for; 0 = the latest
    int m_asked = 0, m_askedWhy = 0, m_askedWhatIf = 0;
    bool m_stale = true, m_busy = false;
    QString m_pendingTarget;
};

} // namespace merch
