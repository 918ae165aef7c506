#pragma once

#include "models/planning/plan_list.h"
#include "models/planning/reorder_plan.h"
#include "models/planning/reorder_planner.h"
#include "widgets/frame/page.h"

#include <QPointer>
#include <QTimer>

#include <deque>
#include <functional>
#include <utility>

class QAction;
class QGridLayout;
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
class PlanPicker;
class ReorderGridModel;
class WhatIfStrip;
class WhyPanel;
class Workspace;
struct PlanEdit;

namespace kit
{
class EmptyState;
class FactRow;
class NoticeBar;
class Segments;
} // namespace kit

/// What should I order, from whom, how much, why? A plan with its budget, what-ifs and reasons; quantities
/// are changed in the grid and kept at once; a submitted plan is only looked at.
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
    enum class Stage { Closed, NoSales, NoForecast, NoPlan, Open, Waiting, Decided };
    struct Edit {
        std::int64_t planId = 0;
        MakeEdit make;
        bool budget = false; ///< a later budget makes an earlier one that waits needless
    };
    struct Known {
        std::optional<ReorderPlan> plan;
        std::vector<PlanHead> plans;
        std::int64_t forecast = 0; ///< id of the latest; 0 = none
    };

    void buildActions();
    QWidget* buildBody();
    QWidget* buildFoot();
    void focusBody();
    void placeParts();

    void reload();
    void apply(Known& known);
    Stage stage() const;
    QString blockedReason() const;
    void refresh();          ///< after the plan or what may be done with it changed
    void refreshSelection(); ///< what depends on the lines that are chosen
    void refreshEmpty();
    void selectionChanged();
    void loadWhy();
    void showBudget(std::optional<std::int64_t> budget);

    std::vector<int> selectedLines() const;
    void edit(MakeEdit make, bool budget = false);
    void nextEdit();
    /// Runs `act` once all that was typed is kept.
    void whenKept(std::function<void()> act);
    void lockSelected();
    void excludeSelected();
    void revertSelected();
    bool allSelected(bool (*holds)(const ReorderPlanLine&)) const;

    void runPrimary();
    void makePlan(const ReorderOptions& options);
    void makePlanOrAsk();
    void submit();
    void askWhatIf();
    void showWhatIf();
    void
    ask(const QString& title, const QString& question, bool answerNeeded,
        std::function<void(const QString&)> then);
    void setBusy(bool busy);

    bool revealNow(const QString& target);
    bool showSupplier(const QString& code);
    void refreshChosenSupplier();

    Workspace& m_workspace;
    EditJournal& m_journal;
    QStackedWidget* m_stack;
    kit::EmptyState* m_empty;
    kit::NoticeBar* m_notice;
    AssumptionsPanel* m_assumptions;
    QWidget* m_body;
    QGridLayout* m_parts;
    BudgetCard* m_budget;
    WhatIfStrip* m_whatIf;
    WhyPanel* m_why;
    GridPanel* m_panel;
    PlanPicker* m_picker;
    ReorderGridModel* m_model;
    kit::Segments* m_segments;
    kit::FactRow* m_totals;
    QPushButton *m_lockButton, *m_excludeButton, *m_revertButton;
    QAction *m_primary, *m_make, *m_assume, *m_lock, *m_exclude, *m_revert;
    QTimer m_whyTimer;
    QPointer<BackgroundJob> m_preview, m_reading, m_projecting;
    std::vector<PlanHead> m_plans;
    std::vector<double> m_whatIfQuantities;
    std::int64_t m_forecast = 0; ///< id of the latest; 0 = none
    std::int64_t m_planId = 0;   ///< asked for; 0 = the latest
    int m_asked = 0, m_askedWhy = 0, m_askedWhatIf = 0;
    std::deque<Edit> m_edits; ///< that wait: each builds on the one before
    std::vector<std::function<void()>> m_whenKept;
    std::pair<std::int64_t, std::int64_t> m_saidOld{}; ///< plan and the forecast after it
    bool m_stale = true, m_busy = false, m_editing = false;
    bool m_focusLines = false; ///< of the plan that was just made
    QString m_pendingTarget;
};

} // namespace merch
