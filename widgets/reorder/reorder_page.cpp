#include "widgets/reorder/reorder_page.h"

#include "models/approval/approval_service.h"
#include "models/forecast/forecast_service.h"
#include "models/grid/format.h"
#include "models/planning/plan_edits.h"
#include "models/planning/plan_figures.h"
#include "models/planning/reorder_grid_model.h"
#include "models/workspace/edit_journal.h"
#include "models/workspace/workspace.h"
#include "widgets/frame/kit.h"
#include "widgets/grid/grid_panel.h"
#include "widgets/grid/grid_view.h"
#include "widgets/reorder/assumptions_panel.h"
#include "widgets/reorder/budget_card.h"
#include "widgets/reorder/plan_picker.h"
#include "widgets/reorder/supplier_totals.h"
#include "widgets/reorder/what_if_strip.h"
#include "widgets/reorder/why_panel.h"

#include <QAction>
#include <QDialogButtonBox>
#include <QGridLayout>
#include <QInputDialog>
#include <QPushButton>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace merch
{

using namespace Qt::StringLiterals;
using theme::px;

namespace
{

constexpr int kPlansListed = 30;
constexpr int kRoomy = 1080;   ///< page width from which the why-panel stands beside the what-ifs, too
constexpr int kLow = 680;      ///< page height below which the parts move together
constexpr int kSmallest = 880; ///< page width below which there is no room for the why-panel

} // namespace

ReorderPage::ReorderPage(Workspace& workspace, EditJournal& journal, QWidget* parent)
    : Page(parent)
    , m_workspace(workspace)
    , m_journal(journal)
    , m_stack(new QStackedWidget)
    , m_model(new ReorderGridModel(this))
{
    setObjectName(u"page.reorder"_s);
    journal.registerKind(u"plan_line"_s, &PlanEdits::applyIn);
    journal.registerKind(u"assumption"_s, &AssumptionService::applyIn);
    buildActions();
    m_notice = new kit::NoticeBar;
    m_empty = new kit::EmptyState({}, {});
    m_empty->actionButton()->setObjectName(u"reorder.start"_s);
    m_assumptions = new AssumptionsPanel(workspace, journal);
    m_body = buildBody();
    m_stack->addWidget(m_body);
    m_stack->addWidget(m_empty);
    auto* asking = new QWidget;
    kit::tight(new QVBoxLayout(asking), 0, {20, 16, 20, 14})->addWidget(m_assumptions);
    m_stack->addWidget(asking);
    auto* column = kit::tight(new QVBoxLayout(this));
    column->addWidget(m_notice);
    column->addWidget(m_stack, 1);

    connect(m_empty, &kit::EmptyState::actionClicked, this, &ReorderPage::runPrimary);
    connect(m_assumptions, &AssumptionsPanel::closed, this, [this] {
        m_stack->setCurrentWidget(m_body);
        refresh();
        focusBody();
    });
    connect(m_assumptions, &AssumptionsPanel::kept, this, [this](bool make) {
        if (!make)
            return;
        m_stack->setCurrentWidget(m_body);
        ReorderOptions options;
        options.budget = m_model->plan().budget;
        makePlan(options);
    });
    m_whyTimer.setSingleShot(true);
    m_whyTimer.setInterval(0);
    connect(&m_whyTimer, &QTimer::timeout, this, &ReorderPage::loadWhy);
    connect(&workspace, &Workspace::changed, this, [this](Topic topic) {
        if (topic == Topic::Findings)
            return;
        m_stale = true;
        if (isVisible() && !m_editing)
            reload();
    });
    connect(&workspace, &Workspace::scopeChanged, this, [this](const Scope& scope) {
        m_model->setScope(scope.location, scope.category);
    });
    connect(&workspace, &Workspace::closed, this, [this] {
        ++m_asked;
        m_planId = 0;
        m_edits.clear();
        m_whenKept.clear();
        m_busy = m_editing = false;
        m_notice->hide();
        m_stack->setCurrentWidget(m_body);
        Known nothing;
        apply(nothing);
        m_stale = true;
    });
    refresh();
}

ReorderPage::~ReorderPage() = default;

void ReorderPage::buildActions()
{
    const auto add = [this](
                         const char* name, const QString& text, const QList<QKeySequence>& keys,
                         void (ReorderPage::*run)()) {
        auto* action = new QAction(text, this);
        action->setObjectName(QLatin1String(name));
        action->setShortcuts(keys);
        action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
        if (run)
            connect(action, &QAction::triggered, this, run);
        addAction(action);
        return action;
    };
    m_primary =
        add("reorder.primary", tr("Make plan"), {Qt::CTRL | Qt::Key_Return}, &ReorderPage::runPrimary);
    m_make = add("reorder.make", tr("Make a new plan"), {Qt::CTRL | Qt::Key_R}, &ReorderPage::makePlanOrAsk);
    m_assume = add("reorder.assume", tr("Assumptions"), {}, nullptr);
    connect(m_assume, &QAction::triggered, this, [this] {
        m_assumptions->reload();
        m_stack->setCurrentWidget(m_assumptions->parentWidget());
    });
    m_lock = add("reorder.lock", tr("Lock or unlock the lines"), {Qt::Key_L}, &ReorderPage::lockSelected);
    m_exclude = add(
        "reorder.exclude", tr("Exclude or include the lines"), {Qt::Key_X}, &ReorderPage::excludeSelected);
    m_revert =
        add("reorder.revert", tr("Back to what was proposed"), {Qt::CTRL | Qt::Key_Backspace},
            &ReorderPage::revertSelected);
}

QWidget* ReorderPage::buildBody()
{
    auto* body = new QWidget;
    auto* whole = kit::tight(new QVBoxLayout(body));
    m_parts = kit::tight(new QGridLayout, 14, {20, 16, 20, 14});
    whole->addLayout(m_parts, 1);
    m_budget = new BudgetCard;
    m_whatIf = new WhatIfStrip;
    m_why = new WhyPanel;
    m_why->setFixedWidth(px(276));
    m_panel = new GridPanel(u"reorder.lines"_s, tr("Order plan"), &m_workspace);
    m_panel->setUnit(tr("lines"), tr("line"));
    m_panel->view()->setCellPadding(7);
    m_panel->view()->setFitsNumbers(true);
    m_panel->setModel(m_model);
    m_picker = new PlanPicker;
    m_picker->setMore({m_make, m_assume});
    m_panel->setTitleWidget(m_picker);
    m_segments = new kit::Segments({tr("Orders"), tr("Changed"), tr("All")});
    m_segments->setObjectName(u"reorder.segments"_s);
    m_panel->addTool(m_segments);
    m_parts->setColumnStretch(0, 1);
    m_parts->setRowStretch(2, 1);
    m_parts->addWidget(m_budget, 0, 0, 1, 2);
    m_parts->addWidget(m_panel, 2, 0);
    placeParts();
    whole->addWidget(buildFoot());

    GridView* view = m_panel->view();
    view->setAccessibleDescription(
        tr("Digits change the order quantity, L locks a line, X excludes it for a reason"));
    // Letters are commands in the grid alone: elsewhere they are typed.
    for (QAction* action : {m_lock, m_exclude, m_revert}) {
        removeAction(action);
        action->setShortcutContext(Qt::WidgetShortcut);
        view->addAction(action);
    }
    connect(m_picker, &PlanPicker::chosen, this, [this](std::int64_t planId) {
        m_planId = planId;
        reload();
    });
    connect(m_segments, &kit::Segments::chosen, this, [this](int which) {
        m_model->setShown(static_cast<ReorderGridModel::Shown>(which));
    });
    connect(m_model, &ReorderGridModel::quantitiesTyped, this, [this](const auto& typed) {
        std::vector<PlanEdits::Quantity> quantities;
        for (const auto& [item, units] : typed)
            quantities.push_back({m_model->line(item).line, units});
        m_model->addPending(typed);
        edit([quantities](const PlanEdits& edits) { return edits.setQuantities(quantities); });
    });
    const auto refuse = [this](const QString& why) { m_notice->showNotice(why, Tone::Warn); };
    connect(m_model, &ReorderGridModel::refused, this, refuse);
    connect(m_model, &GridModel::filtersChanged, this, &ReorderPage::refreshChosenSupplier);
    connect(view, &GridView::currentItemChanged, this, &ReorderPage::selectionChanged);
    connect(view, &GridView::selectionChangedTo, this, &ReorderPage::selectionChanged);
    connect(m_budget, &BudgetCard::budgetMoved, this, &ReorderPage::showBudget);
    connect(m_budget, &BudgetCard::budgetChosen, this, [this](std::optional<std::int64_t> budget) {
        edit([budget](const PlanEdits& edits) { return edits.setBudget(budget); }, true);
    });
    connect(m_budget, &BudgetCard::refused, this, refuse);
    connect(m_budget->suppliers(), &SupplierTotals::fillAsked, this, [this](const QString& supplier) {
        edit([supplier](const PlanEdits& edits) { return edits.fillSupplier(supplier); });
    });
    connect(m_budget->suppliers(), &SupplierTotals::supplierClicked, this, [this](const QString& supplier) {
        if (supplier == m_budget->suppliers()->chosen() && !m_budget->suppliers()->chosen().isNull())
            m_model->setFilters({});
        else
            showSupplier(supplier);
    });
    connect(m_whatIf, &WhatIfStrip::asked, this, &ReorderPage::askWhatIf);
    connect(m_whatIf, &WhatIfStrip::onlyChangedToggled, this, &ReorderPage::showWhatIf);
    connect(m_whatIf, &WhatIfStrip::discarded, this, &ReorderPage::askWhatIf);
    connect(m_whatIf, &WhatIfStrip::makeAsked, this, [this] {
        ReorderOptions options;
        options.budget = m_model->plan().budget;
        options.basedOn = m_model->plan().planId;
        makePlan(m_whatIf->applied(options));
    });
    connect(m_why, &WhyPanel::forecastAsked, this, [this](const QString& target) {
        emit openPage(u"forecast"_s, target);
    });
    return body;
}

QWidget* ReorderPage::buildFoot()
{
    auto* foot = new QWidget;
    foot->setObjectName(u"footer"_s);
    foot->setAttribute(Qt::WA_StyledBackground);
    auto* row = kit::tight(new QHBoxLayout(foot), 10, {20, 9, 20, 9});
    m_totals = new kit::FactRow;
    m_totals->setObjectName(u"reorder.totals"_s);
    row->addWidget(m_totals, 1);
    row->addSpacing(px(10));
    const auto add = [row](const char* name, const QString& text, QAction* action) {
        auto* button = kit::button(text);
        button->setObjectName(QLatin1String(name));
        connect(button, &QPushButton::clicked, action, &QAction::trigger);
        row->addWidget(button);
        return button;
    };
    m_lockButton = add("reorder.lockButton", tr("Lock"), m_lock);
    m_excludeButton = add("reorder.excludeButton", tr("Exclude…"), m_exclude);
    m_revertButton = add("reorder.revertButton", tr("Revert"), m_revert);
    return foot;
}

QList<QAction*> ReorderPage::pageActions() const
{
    return {m_primary, m_make, m_assume, m_lock, m_exclude, m_revert};
}

/// The focus went with a part that was hidden: to the lines, or to what is to be done next.
void ReorderPage::focusBody()
{
    if (m_stack->currentWidget() == m_body)
        m_panel->view()->setFocus();
    else
        m_empty->actionButton()->setFocus();
}

void ReorderPage::focusFilter()
{
    m_panel->focusFilter();
}

void ReorderPage::showEvent(QShowEvent* event)
{
    Page::showEvent(event);
    if (m_stale && m_workspace.isOpen() && !m_editing)
        reload();
}

void ReorderPage::resizeEvent(QResizeEvent* event)
{
    Page::resizeEvent(event);
    placeParts();
}

void ReorderPage::placeParts()
{
    const bool roomy = width() >= px(kRoomy), low = height() < px(kLow);
    kit::tight(m_parts, low ? 8 : 14, low ? QMargins(20, 10, 20, 8) : QMargins(20, 16, 20, 14));
    m_budget->setRoom(width(), low);
    m_why->setVisible(width() >= px(kSmallest));
    m_parts->addWidget(m_whatIf, 1, 0, 1, roomy ? 1 : 2);
    m_parts->addWidget(m_why, roomy ? 1 : 2, 1, roomy ? 2 : 1, 1);
}

void ReorderPage::reload()
{
    m_stale = false;
    const int asked = ++m_asked;
    if (m_reading)
        m_reading->cancel();
    m_reading = m_workspace.run<Known>(
        tr("Reading the plan"),
        [path = m_workspace.path(), id = m_planId](const Progress&) -> Result<Known> {
            Known known;
            Result<std::vector<PlanHead>> plans = reorderPlans(path, kPlansListed);
            if (!plans)
                return plans.error();
            known.plans = std::move(*plans);
            const auto run = ForecastService(path).latestRun();
            if (!run)
                return run.error();
            known.forecast = run->has_value() ? (*run)->runId : 0;
            Result<ReorderPlan> plan = loadReorderPlan(path, id);
            if (!plan && plan.error().code == ErrorCode::NotFound && id != 0)
                plan = loadReorderPlan(path, 0);
            if (plan)
                known.plan = std::move(*plan);
            else if (plan.error().code != ErrorCode::NotFound) // absent is no failure: the page says what to
                                                               // do
                return plan.error();
            return known;
        },
        [this, asked](Known& known) {
            if (asked != m_asked)
                return;
            if (m_editing)
                m_stale = true; // what was typed since is not in it; the end of the edit reads again
            else
                apply(known);
        });
}

void ReorderPage::apply(Known& known)
{
    m_plans = std::move(known.plans);
    m_forecast = known.forecast;
    ReorderPlan plan = known.plan ? std::move(*known.plan) : ReorderPlan();
    const bool another = plan.planId != m_model->plan().planId;
    if (another) {
        m_whatIf->reset();
        showWhatIf();
    }
    m_model->setPlan(std::move(plan));
    const Scope& scope = m_workspace.scope();
    m_model->setScope(scope.location, scope.category);
    refresh();
    if (std::exchange(m_focusLines, false) && isVisible())
        focusBody();
    if (another) { // where a digit begins to change the quantity
        const QModelIndex at = m_panel->view()->currentIndex();
        if (at.isValid())
            m_panel->view()->selectionModel()->setCurrentIndex(
                at.siblingAtColumn(m_model->columnOf(u"qty"_s)), QItemSelectionModel::NoUpdate);
    } else if (!m_whatIf->asksNothing()) {
        askWhatIf(); // the plan it is held against has changed
    }
    const ReorderPlan& shown = m_model->plan();
    if (shown.planId == 0 || !isEditable(shown.state) || shown.runId == 0 || shown.runId >= m_forecast) {
        m_saidOld = {};
    } else if (const std::pair old(shown.planId, m_forecast); old != m_saidOld) {
        m_saidOld = old; // once: it can be closed
        m_notice->showAction(
            tr("Plan %1 was made before the latest forecast.").arg(shown.planId), Tone::Warn,
            tr("Make a new plan"), [this] { m_make->trigger(); });
    }
    m_whyTimer.start();
    if (!m_pendingTarget.isEmpty() && revealNow(m_pendingTarget))
        m_pendingTarget.clear();
}

ReorderPage::Stage ReorderPage::stage() const
{
    const ReorderPlan& plan = m_model->plan();
    if (!m_workspace.isOpen())
        return Stage::Closed;
    if (plan.planId == 0)
        return m_workspace.status().series == 0 ? Stage::NoSales
               : m_forecast == 0                ? Stage::NoForecast
                                                : Stage::NoPlan;
    if (isEditable(plan.state))
        return Stage::Open;
    return plan.state == PlanState::Submitted || plan.state == PlanState::Approved ? Stage::Waiting
                                                                                   : Stage::Decided;
}

QString ReorderPage::blockedReason() const
{
    const ReorderPlan& plan = m_model->plan();
    if (m_busy)
        return tr("Work on this plan is running.");
    if (plan.planId == 0)
        return tr("There is no plan yet.");
    if (!isEditable(plan.state))
        return tr("Plan %1 is %2 and can no longer be changed here.")
            .arg(plan.planId)
            .arg(stateTitle(plan.state).toLower());
    return {};
}

void ReorderPage::refresh()
{
    const ReorderPlan& plan = m_model->plan();
    const Stage now = stage();
    if (m_stack->currentWidget() != m_assumptions->parentWidget())
        m_stack->setCurrentWidget(plan.planId != 0 ? m_body : static_cast<QWidget*>(m_empty));
    refreshEmpty();
    const QString blocked = blockedReason();
    m_model->setEditable(blocked.isEmpty());
    m_budget->setPlan(plan);
    m_budget->setBlocked(blocked);
    m_picker->setPlans(m_plans, plan.planId, plan.currency);

    const PlanFigures figures = figuresOf(plan);
    const auto money = [&plan](std::int64_t minor) {
        return format::money(majorUnits(minor, plan.currency), plan.currency);
    };
    std::vector<kit::FactRow::Fact> facts{
        {tr("In plan"), tr("%Ln line(s)", nullptr, figures.linesIn)},
        {tr("Order value"), money(figures.spend)},
        {tr("Margin saved"), money(figures.saved)},
        {tr("Suppliers"), figures.belowMinimum > 0
                              ? tr("%1, %2 below minimum").arg(figures.suppliers).arg(figures.belowMinimum)
                              : QLocale().toString(figures.suppliers)}};
    if (const int hands = figures.edited + figures.locked + figures.excluded; hands > 0)
        facts.push_back({tr("Changed by hand"), QLocale().toString(hands)});
    if (figures.assumed > 0)
        facts.push_back({tr("Rest on an assumption"), QLocale().toString(figures.assumed)});
    facts.push_back({tr("As of"), format::day(plan.asOf)});
    m_totals->setFacts(std::move(facts));

    QString text = tr("Make plan"), tip = tr("Works out what to order"), reason;
    switch (now) {
    case Stage::Closed:
        reason = tr("No store is open.");
        break;
    case Stage::NoSales:
        text = tr("Import extracts");
        tip = tr("A plan needs sales first");
        break;
    case Stage::NoForecast:
        tip = tr("Forecasts first, then works out what to order");
        break;
    case Stage::NoPlan:
    case Stage::Decided:
        break;
    case Stage::Open:
        text = tr("Submit for approval");
        tip = tr("Sends the plan to whoever decides (Ctrl+Enter)");
        if (figures.linesIn == 0)
            reason = tr("The plan orders nothing.");
        break;
    case Stage::Waiting:
        text = tr("Open in Approvals");
        tip = tr("Decide on it, or export what was approved");
        break;
    }
    const auto put = [this](QAction* action, const QString& why, const QString& free) {
        const QString closed = m_busy ? tr("Work on this plan is running.") : why;
        action->setEnabled(closed.isEmpty());
        action->setToolTip(closed.isEmpty() ? free : closed);
    };
    m_primary->setText(text);
    put(m_primary, reason, tip);
    put(m_make,
        now == Stage::Closed    ? reason
        : now == Stage::NoSales ? tr("There are no sales yet.")
                                : QString(),
        tr("Makes another draft; this one stays in the list (Ctrl+R)"));
    put(m_assume, now == Stage::Closed ? reason : QString(), tr("What holds where the extracts say nothing"));
    refreshSelection();
}

void ReorderPage::refreshEmpty()
{
    switch (stage()) {
    case Stage::NoSales:
        m_empty->set(
            u"package"_s, tr("There are no sales yet."),
            tr("Import sales, stock and the catalog first. Then a plan works out what to order, and why."),
            tr("Import extracts"));
        break;
    case Stage::NoForecast:
        m_empty->set(
            u"package"_s, tr("Nothing is forecast yet."),
            tr("Making a plan forecasts all %Ln series first, then works out what each of them should order.",
               nullptr, m_workspace.status().series),
            tr("Forecast and make plan"));
        break;
    default:
        m_empty->set(
            u"package"_s, tr("There is no order plan yet."),
            tr("A plan works out what each product and location should order, and why."), tr("Make plan"));
    }
    kit::setBlocked(m_empty->actionButton(), m_busy ? tr("Work on this plan is running.") : QString());
}

void ReorderPage::refreshSelection()
{
    const std::vector<int> lines = selectedLines();
    const QString blocked = blockedReason();
    const QString reason = !blocked.isEmpty() ? blocked
                           : lines.empty()    ? tr("Select lines first.")
                                              : QString();
    const bool unlock = allSelected([](const ReorderPlanLine& line) { return line.locked; });
    const bool include = allSelected([](const ReorderPlanLine& line) { return !line.excluded.isEmpty(); });
    m_lockButton->setText(unlock ? tr("Unlock") : tr("Lock"));
    m_excludeButton->setText(include ? tr("Include") : tr("Exclude…"));
    for (QPushButton* button : {m_lockButton, m_excludeButton})
        button->setAccessibleName(button->text());
    kit::setBlocked(
        m_lockButton, reason,
        unlock ? tr("The budget and typing may change the quantity again (L)")
               : tr("Keeps the quantity whatever the budget does (L)"));
    kit::setBlocked(
        m_excludeButton, reason,
        include ? tr("Orders these lines again (X)") : tr("Does not order these lines, for a reason (X)"));
    kit::setBlocked(m_revertButton, reason, tr("Back to what was proposed (Ctrl+Backspace)"));
    for (QAction* action : {m_lock, m_exclude, m_revert}) {
        action->setEnabled(reason.isEmpty());
        action->setToolTip(reason.isEmpty() ? action->text() : reason);
    }
}

std::vector<int> ReorderPage::selectedLines() const
{
    std::vector<int> lines;
    for (const int item : m_panel->view()->selectedItems())
        if (item >= 0 && item < m_model->itemCount())
            lines.push_back(m_model->line(item).line);
    return lines;
}

bool ReorderPage::allSelected(bool (*holds)(const ReorderPlanLine&)) const
{
    const std::vector<int> items = m_panel->view()->selectedItems();
    return !items.empty() && std::all_of(items.begin(), items.end(), [&](int item) {
        return item >= 0 && item < m_model->itemCount() && holds(m_model->line(item));
    });
}

void ReorderPage::selectionChanged()
{
    m_whyTimer.start();
}

void ReorderPage::loadWhy()
{
    refreshSelection();
    const std::vector<int> items = m_panel->view()->selectedItems();
    const int asked = ++m_askedWhy;
    if (m_projecting)
        m_projecting->cancel();
    const ReorderPlan& plan = m_model->plan();
    if (items.size() > 1) {
        double units = 0;
        std::int64_t value = 0, saved = 0;
        for (const int item : items) {
            const ReorderPlanLine& line = m_model->line(item);
            if (!line.orders())
                continue;
            units += line.orderQty;
            value += line.orderValue;
            saved += line.marginSaved;
        }
        m_why->setSeveral(static_cast<int>(items.size()), units, value, saved, plan.currency);
        return;
    }
    const int item = items.empty() ? m_panel->view()->currentItem() : items.front();
    if (item < 0 || item >= m_model->itemCount() || !m_workspace.isOpen()) {
        m_why->setNothing(tr("Select a line to see why it orders what it does."));
        return;
    }
    m_why->setLine(m_model->line(item), blockedReason().isEmpty());
    if (!m_why->isVisible())
        return;
    m_projecting = m_workspace.run<ReorderWhy>(
        tr("Projecting the stock"),
        [path = m_workspace.path(), id = plan.planId, line = m_model->line(item).line](const Progress&) {
            return loadReorderWhy(path, id, line);
        },
        [this, asked](ReorderWhy& why) {
            if (asked == m_askedWhy)
                m_why->setWhy(why);
        });
}

void ReorderPage::showBudget(std::optional<std::int64_t> budget)
{
    m_model->tryBudget(budget);
    m_budget->setPlan(m_model->plan());
}

void ReorderPage::edit(MakeEdit make, bool budget)
{
    const QString blocked = blockedReason();
    if (!blocked.isEmpty()) {
        m_notice->showNotice(blocked, Tone::Warn);
        reload();
        return;
    }
    m_notice->hide();
    if (budget && !m_edits.empty() && m_edits.back().budget)
        m_edits.pop_back();
    m_edits.push_back({m_model->plan().planId, std::move(make), budget});
    nextEdit();
}

void ReorderPage::nextEdit()
{
    if (m_editing || m_edits.empty())
        return;
    m_editing = true;
    const Edit edit = std::move(m_edits.front());
    m_edits.pop_front();
    m_journal.edit(
        id(), u"plan_line"_s, tr("Changing the plan"),
        [path = m_workspace.path(), edit]() -> Result<EditJournal::Edit> {
            const Result<PlanEdit> made = edit.make(PlanEdits(path, edit.planId));
            if (!made)
                return made.error();
            return EditJournal::Edit{made->text, made->before, made->after};
        },
        [self = QPointer(this)](const Outcome&) {
            if (!self)
                return;
            self->m_editing = false;
            self->nextEdit();
            if (self->m_editing)
                return;
            self->m_workspace.announce(Topic::Plans); // also when it failed: the store decides what is shown
            for (const auto& act : std::exchange(self->m_whenKept, {}))
                act();
        });
}

void ReorderPage::whenKept(std::function<void()> act)
{
    if (m_editing)
        m_whenKept.push_back(std::move(act));
    else
        act();
}

void ReorderPage::lockSelected()
{
    const bool locked = !allSelected([](const ReorderPlanLine& line) { return line.locked; });
    if (const std::vector<int> lines = selectedLines(); !lines.empty())
        edit([lines, locked](const PlanEdits& edits) { return edits.setLocked(lines, locked); });
}

void ReorderPage::excludeSelected()
{
    const std::vector<int> lines = selectedLines();
    if (lines.empty())
        return;
    if (allSelected([](const ReorderPlanLine& line) { return !line.excluded.isEmpty(); })) {
        edit([lines](const PlanEdits& edits) { return edits.setExcluded(lines, {}); });
        return;
    }
    ask(tr("Exclude from the plan"),
        tr("Why is this not to be ordered? (%Ln line(s))", nullptr, static_cast<int>(lines.size())), true,
        [this, lines](const QString& reason) {
            edit([lines, reason](const PlanEdits& edits) { return edits.setExcluded(lines, reason); });
        });
}

void ReorderPage::revertSelected()
{
    if (const std::vector<int> lines = selectedLines(); !lines.empty())
        edit([lines](const PlanEdits& edits) { return edits.revert(lines); });
}

void ReorderPage::ask(
    const QString& title, const QString& question, bool answerNeeded,
    std::function<void(const QString&)> then)
{
    auto* dialog = new QInputDialog(this);
    dialog->setObjectName(u"reorder.ask"_s);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(title);
    dialog->setLabelText(question);
    connect(dialog, &QInputDialog::textValueSelected, this, [then = std::move(then)](const QString& answer) {
        then(answer.trimmed());
    });
    dialog->open();
    auto* buttons = dialog->findChild<QDialogButtonBox*>();
    if (!answerNeeded || !buttons)
        return;
    const auto weigh = [ok = buttons->button(QDialogButtonBox::Ok)](const QString& answer) {
        kit::setBlocked(ok, answer.trimmed().isEmpty() ? tr("Write a reason first.") : QString());
    };
    connect(dialog, &QInputDialog::textValueChanged, dialog, weigh);
    weigh({});
}

void ReorderPage::setBusy(bool busy)
{
    m_busy = busy;
    refresh();
}

void ReorderPage::runPrimary()
{
    switch (stage()) {
    case Stage::Closed:
        break;
    case Stage::NoSales:
        emit openPage(u"data"_s, {});
        break;
    case Stage::Open:
        submit();
        break;
    case Stage::Waiting:
        emit openPage(u"approvals"_s, u"plan:%1"_s.arg(m_model->plan().planId));
        break;
    default:
        makePlanOrAsk();
    }
}

void ReorderPage::makePlanOrAsk()
{
    if (!m_workspace.isOpen())
        return;
    using Missing = std::vector<MissingInput>;
    m_workspace.run<Missing>(
        tr("Looking for what a plan needs"),
        [path = m_workspace.path()](const Progress&) { return AssumptionService(path).missing(); },
        [this](Missing& missing) {
            if (missing.empty()) {
                ReorderOptions options;
                options.budget = m_model->plan().budget;
                makePlan(options);
            } else {
                m_assume->trigger();
            }
        });
}

void ReorderPage::makePlan(const ReorderOptions& options)
{
    ReorderOptions wanted = options;
    wanted.user = m_workspace.user();
    setBusy(true);
    BackgroundJob* job = m_workspace.run<ReorderSummary>(
        tr("Planning orders"),
        [path = m_workspace.path(), wanted](const Progress& progress) {
            return ReorderPlanner(path).make(wanted, progress);
        },
        [this](ReorderSummary& summary) {
            m_planId = summary.planId;
            m_focusLines = true;
            m_workspace.announce(Topic::Plans);
        });
    connect(job, &BackgroundJob::finished, this, [this] { setBusy(false); });
}

void ReorderPage::askWhatIf()
{
    const int asked = ++m_askedWhatIf;
    if (m_preview)
        m_preview->cancel();
    if (m_whatIf->asksNothing() || m_model->plan().planId == 0) {
        m_whatIf->reset();
        m_whatIfQuantities.clear();
        showWhatIf();
        return;
    }
    m_whatIf->setBusy();
    ReorderOptions options;
    options.asOf = m_model->plan().asOf;
    options.budget = m_model->plan().budget;
    options.basedOn = m_model->plan().planId;
    options = m_whatIf->applied(options);
    m_preview = m_workspace.run<ReorderPlan>(
        tr("Trying another lead time, service or demand"),
        [path = m_workspace.path(), options](const Progress& progress) {
            return ReorderPlanner(path).preview(options, progress);
        },
        [this, asked](ReorderPlan& plan) {
            if (asked != m_askedWhatIf)
                return;
            PlanDifference difference = differenceOf(m_model->plan(), plan);
            m_whatIf->setDifference(difference, m_model->plan().currency);
            m_whatIfQuantities = std::move(difference.quantities);
            showWhatIf();
        });
    connect(m_preview, &BackgroundJob::failed, this, [this, asked] {
        if (asked == m_askedWhatIf)
            m_whatIf->setFailed();
    });
}

void ReorderPage::showWhatIf()
{
    m_model->setWhatIf(m_whatIfQuantities, m_whatIf->onlyChanged());
    const int column = m_model->columnOf(u"what_if"_s);
    if (m_panel->view()->isColumnChosen(column) != m_model->hasWhatIf())
        m_panel->view()->setColumnChosen(column, m_model->hasWhatIf());
}

void ReorderPage::submit()
{
    m_budget->chart()->settle(); // a budget that keys have just moved
    ask(tr("Submit for approval"), tr("A word to whoever decides (may be empty)"), false,
        [this](const QString& comment) {
            whenKept([this, comment] {
                setBusy(true);
                BackgroundJob* job = m_workspace.run<StepResult>(
                    tr("Submitting the plan"),
                    [path = m_workspace.path(), id = m_model->plan().planId, user = m_workspace.user(),
                     comment](const Progress&) { return ApprovalService(path).submit(id, user, comment); },
                    [this](StepResult& done) {
                        m_workspace.announce(Topic::Approvals);
                        m_notice->showAction(
                            tr("Plan %1 waits for a decision.").arg(done.planId), Tone::Good,
                            tr("Open Approvals"), [this, id = done.planId] {
                                emit openPage(u"approvals"_s, u"plan:%1"_s.arg(id));
                            });
                    });
                connect(job, &BackgroundJob::finished, this, [this] { setBusy(false); });
            });
        });
}

void ReorderPage::reveal(const QString& target)
{
    setFocus();
    if (target.startsWith("plan:"_L1)) {
        m_planId = target.mid(5).toLongLong();
        reload();
        return;
    }
    m_panel->view()->setFocus();
    if (!target.isEmpty() && (m_model->plan().planId == 0 || m_stale || !revealNow(target)))
        m_pendingTarget = target;
}

bool ReorderPage::revealNow(const QString& target)
{
    if (target.startsWith("supplier:"_L1))
        return showSupplier(target.mid(9));
    const qsizetype at = target.lastIndexOf(u'@');
    const int item =
        m_model->itemOf(at < 0 ? target : target.left(at), at < 0 ? QString() : target.mid(at + 1));
    if (item < 0)
        return false;
    if (m_model->rowOf(item) < 0) {
        m_panel->clearFilters();
        m_segments->setCurrent(static_cast<int>(ReorderGridModel::Shown::All));
        m_model->setShown(ReorderGridModel::Shown::All);
    }
    m_panel->view()->selectItem(item);
    m_panel->view()->setFocus();
    return true;
}

bool ReorderPage::showSupplier(const QString& code)
{
    const QString name = m_model->supplierName(code);
    if (name.isNull())
        return false;
    GridFilter filter;
    filter.column = u"supplier"_s;
    filter.op = GridFilter::Op::AnyOf;
    filter.values = {name};
    m_model->setFilters({filter});
    return true;
}

void ReorderPage::refreshChosenSupplier()
{
    QString code;
    for (const GridFilter& filter : m_model->filters())
        if (filter.column == u"supplier" && filter.op == GridFilter::Op::AnyOf && filter.values.size() == 1)
            code = m_model->supplierCode(filter.values.front());
    m_budget->suppliers()->setChosen(code);
}

} // namespace merch

#include "moc_reorder_page.cpp"
