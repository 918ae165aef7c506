#include "widgets/reorder/reorder_page.h"

#include "models/approval/approval_service.h"
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
#include "widgets/reorder/supplier_totals.h"
#include "widgets/reorder/what_if_strip.h"
#include "widgets/reorder/why_panel.h"

#include <QAction>
#include <QInputDialog>
#include <QLabel>
#include <QPushButton>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace merch
{

namespace
{

const QString kId = QStringLiteral("reorder");

} // namespace

ReorderPage::ReorderPage(Workspace& workspace, EditJournal& journal, QWidget* parent)
    : Page(parent)
    , m_workspace(workspace)
    , m_journal(journal)
    , m_stack(new QStackedWidget)
    , m_model(new ReorderGridModel(this))
{
    setObjectName(QStringLiteral("page.reorder"));
    journal.registerKind(QStringLiteral("plan_line"), &PlanEdits::apply);
    journal.registerKind(QStringLiteral("assumption"), &AssumptionService::apply);
    buildActions();
    m_notice = new kit::NoticeBar;
    m_notice->hide();
    m_empty = new kit::EmptyState({}, {});
    m_assumptions = new AssumptionsPanel(workspace, journal);
    m_stack->addWidget(buildBody());
    m_stack->addWidget(m_empty);
    m_stack->addWidget(m_assumptions);
    auto* column = kit::tight(new QVBoxLayout(this));
    column->addWidget(m_notice);
    column->addWidget(m_stack, 1);

    connect(m_empty, &kit::EmptyState::actionClicked, this, &ReorderPage::makePlanOrAsk);
    connect(m_assumptions, &AssumptionsPanel::closed, this, &ReorderPage::refresh);
    connect(m_assumptions, &AssumptionsPanel::kept, this, [this](bool make) {
        m_workspace.announce(Topic::Assumptions);
        refresh();
        if (make)
            makePlan({});
    });
    m_whyTimer.setSingleShot(true);
    m_whyTimer.setInterval(0);
    connect(&m_whyTimer, &QTimer::timeout, this, &ReorderPage::loadWhy);
    connect(&workspace, &Workspace::changed, this, [this](Topic topic) {
        if (topic == Topic::Findings)
            return;
        m_stale = true;
        if (isVisible())
            reload();
    });
    connect(&workspace, &Workspace::scopeChanged, this, [this](const Scope& scope) {
        m_model->setScope(scope.location, scope.category);
    });
    connect(&workspace, &Workspace::closed, this, [this] {
        ++m_asked;
        m_planId = 0;
        m_stale = true;
        apply({});
    });
    refresh();
}

ReorderPage::~ReorderPage() = default;

void ReorderPage::buildActions()
{
    const auto add = [this](const char* name, const QString& text, const QKeySequence& keys, auto run) {
        auto* action = new QAction(text, this);
        action->setObjectName(QLatin1String(name));
        action->setShortcut(keys);
        action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
        connect(action, &QAction::triggered, this, run);
        addAction(action);
        return action;
    };
    m_make = add("reorder.make", tr("Make a new plan"), QKeySequence(Qt::CTRL | Qt::Key_R), [this] {
        makePlanOrAsk();
    });
    m_submit =
        add("reorder.submit", tr("Submit for approval"), QKeySequence(Qt::CTRL | Qt::Key_Return),
            [this] { submit(); });
    m_primary = add("reorder.primary", tr("Make plan"), {}, [this] { makePlanOrAsk(); });
    m_assume = add("reorder.assume", tr("Assumptions"), {}, [this] {
        m_assumptions->reload();
        m_stack->setCurrentWidget(m_assumptions);
    });
    m_lock = add("reorder.lock", tr("Lock or unlock the lines"), QKeySequence(Qt::CTRL | Qt::Key_L), [this] {
        lockSelected();
    });
    m_exclude = add("reorder.exclude", tr("Exclude the lines"), QKeySequence(Qt::CTRL | Qt::Key_X), [this] {
        excludeSelected();
    });
    m_revert =
        add("reorder.revert", tr("Back to what was proposed"), QKeySequence(Qt::CTRL | Qt::Key_Backspace),
            [this] {
                const std::vector<int> lines = selectedLines();
                if (!lines.empty())
                    edit([&](const PlanEdits& edits) { return edits.revert(lines); });
            });
}

QWidget* ReorderPage::buildBody()
{
    auto* body = new QWidget;
    auto* whole = kit::tight(new QVBoxLayout(body));
    auto* column = kit::tight(new QVBoxLayout, 14, {20, 16, 20, 14});
    whole->addLayout(column, 1);
    m_budget = new BudgetCard;
    m_whatIf = new WhatIfStrip;
    m_why = new WhyPanel;
    m_why->setFixedWidth(theme::px(276));
    m_panel = new GridPanel(QStringLiteral("reorder.lines"), tr("Order plan"), &m_workspace);
    m_panel->setUnit(tr("lines"));
    m_panel->setModel(m_model);
    m_segments = new kit::Segments({tr("Orders"), tr("Changed"), tr("All")});
    m_panel->addTool(m_segments);
    column->addWidget(m_budget);
    column->addWidget(m_whatIf);
    auto* row = kit::tight(new QHBoxLayout, 14);
    row->addWidget(m_panel, 1);
    row->addWidget(m_why);
    column->addLayout(row, 1);
    whole->addWidget(buildFoot());

    connect(m_segments, &kit::Segments::chosen, this, [this](int which) {
        m_model->setShown(
            which == 0   ? ReorderGridModel::Shown::Orders
            : which == 1 ? ReorderGridModel::Shown::Edited
                         : ReorderGridModel::Shown::All);
    });
    connect(m_model, &ReorderGridModel::quantitiesTyped, this, [this](const auto& typed) {
        std::vector<PlanEdits::Quantity> quantities;
        for (const auto& [item, units] : typed)
            quantities.push_back({m_model->line(item).line, units});
        edit([&](const PlanEdits& edits) { return edits.setQuantities(quantities); });
    });
    connect(m_model, &ReorderGridModel::refused, this, [this](const QString& why) {
        m_notice->showNotice(why, Tone::Warn);
    });
    connect(m_panel->view(), &GridView::currentItemChanged, this, &ReorderPage::selectionChanged);
    connect(m_panel->view(), &GridView::selectionChangedTo, this, &ReorderPage::selectionChanged);
    connect(m_budget, &BudgetCard::budgetMoved, m_model, &ReorderGridModel::tryBudget);
    connect(m_budget, &BudgetCard::budgetChosen, this, &ReorderPage::chooseBudget);
    connect(m_budget, &BudgetCard::refused, this, [this](const QString& why) {
        m_notice->showNotice(why, Tone::Warn);
    });
    connect(m_budget->suppliers(), &SupplierTotals::fillAsked, this, [this](const QString& supplier) {
        edit([&](const PlanEdits& edits) { return edits.fillSupplier(supplier); });
    });
    connect(m_budget->suppliers(), &SupplierTotals::supplierClicked, this, [this](const QString& supplier) {
        revealNow(QStringLiteral("supplier:") + supplier);
    });
    connect(m_whatIf, &WhatIfStrip::asked, this, &ReorderPage::askWhatIf);
    connect(m_whatIf, &WhatIfStrip::discarded, this, [this] {
        ++m_askedWhatIf;
        m_model->setWhatIf({}, false);
    });
    connect(m_whatIf, &WhatIfStrip::makeAsked, this, [this] {
        ReorderOptions options;
        options.budget = m_model->plan().budget;
        makePlan(m_whatIf->applied(options));
    });
    connect(m_why, &WhyPanel::forecastAsked, this, [this](const QString& target) {
        emit openPage(QStringLiteral("forecast"), target);
    });
    return body;
}

QWidget* ReorderPage::buildFoot()
{
    auto* foot = new QFrame;
    foot->setProperty("foot", true);
    auto* column = kit::tight(new QVBoxLayout(foot));
    column->addWidget(kit::hairline());
    auto* row = kit::tight(new QHBoxLayout, 10, {20, 8, 20, 8});
    column->addLayout(row);
    m_totals = kit::label({}, "muted");
    m_totals->setObjectName(QStringLiteral("reorder.totals"));
    row->addWidget(m_totals, 1);
    const auto add = [row](const char* name, const QString& text, kit::Look look, QAction* action) {
        auto* button = kit::button(text, look);
        button->setObjectName(QLatin1String(name));
        connect(button, &QPushButton::clicked, action, &QAction::trigger);
        row->addWidget(button);
        return button;
    };
    m_lockButton = add("reorder.lockButton", tr("Lock"), kit::Look::Plain, m_lock);
    m_excludeButton = add("reorder.excludeButton", tr("Exclude..."), kit::Look::Plain, m_exclude);
    m_revertButton = add("reorder.revertButton", tr("Revert"), kit::Look::Plain, m_revert);
    m_submitButton = add("reorder.submitButton", tr("Submit for approval"), kit::Look::Primary, m_submit);
    return foot;
}

QList<QAction*> ReorderPage::pageActions() const
{
    return {m_primary, m_make, m_assume, m_lock, m_exclude, m_revert, m_submit};
}

void ReorderPage::focusFilter()
{
    m_panel->focusFilter();
}

void ReorderPage::showEvent(QShowEvent* event)
{
    Page::showEvent(event);
    if (m_stale && m_workspace.isOpen())
        reload();
}

void ReorderPage::resizeEvent(QResizeEvent* event)
{
    Page::resizeEvent(event);
    m_budget->setRoom(width());
    m_why->setVisible(width() >= theme::px(900));
    m_whatIf->setVisible(height() >= theme::px(640));
}

void ReorderPage::reload()
{
    m_stale = false;
    const int asked = ++m_asked;
    if (m_reading)
        m_reading->cancel();
    // Absent is no failure here: the page then says what to do.
    using Found = std::optional<ReorderPlan>;
    m_reading = m_workspace.run<Found>(
        tr("Reading the plan"),
        [path = m_workspace.path(), id = m_planId](const Progress&) -> Result<Found> {
            Result<ReorderPlan> plan = loadReorderPlan(path, id);
            if (plan)
                return Found(std::move(*plan));
            if (plan.error().code == ErrorCode::NotFound)
                return Found();
            return plan.error();
        },
        [this, asked](Found& plan) {
            if (asked == m_asked)
                apply(plan ? std::move(*plan) : ReorderPlan());
        });
}

void ReorderPage::apply(ReorderPlan plan)
{
    const bool another = plan.planId != m_model->plan().planId;
    m_model->setPlan(std::move(plan));
    const Scope& scope = m_workspace.scope();
    m_model->setScope(scope.location, scope.category);
    if (another)
        m_whatIf->reset();
    refresh();
    m_whyTimer.start();
    if (!m_pendingTarget.isEmpty() && revealNow(m_pendingTarget))
        m_pendingTarget.clear();
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
    if (plan.planId == 0) {
        showNoPlan();
    } else {
        m_stack->setCurrentIndex(0);
        m_budget->setPlan(plan);
    }
    const QString blocked = blockedReason();
    m_model->setEditable(blocked.isEmpty());
    m_budget->setBlocked(blocked);
    m_whatIf->setEnabled(plan.planId != 0);
    const PlanFigures figures = figuresOf(plan);
    m_panel->setTitle(plan.planId == 0 ? tr("Order plan") : tr("Plan %1").arg(plan.planId));
    m_totals->setText(
        plan.planId == 0
            ? QString()
            : tr("%1, as of %2   |   in plan %3 lines   |   order value %4   |   margin saved %5   |   "
                 "suppliers %6, below minimum %7")
                  .arg(
                      stateTitle(plan.state),
                      QLocale().toString(QDate(1970, 1, 1).addDays(plan.asOf), QLocale::ShortFormat),
                      format::count(figures.linesIn), format::money(majorUnits(figures.spend), plan.currency),
                      format::money(majorUnits(figures.saved), plan.currency),
                      format::count(figures.suppliers), format::count(figures.belowMinimum)));
    m_totals->setToolTip(m_totals->text());
    m_totals->setMinimumWidth(1);
    const QString none = selectedLines().empty() ? tr("Select lines first.") : QString();
    const QString hand = blocked.isEmpty() ? none : blocked;
    kit::setBlocked(m_lockButton, hand, tr("Keep the quantity whatever the budget does (Ctrl+L)"));
    kit::setBlocked(m_excludeButton, hand, tr("Do not order these lines, for a reason (Ctrl+X)"));
    kit::setBlocked(m_revertButton, hand, tr("Back to what was proposed (Ctrl+Backspace)"));
    kit::setBlocked(
        m_submitButton,
        !blocked.isEmpty()     ? blocked
        : figures.linesIn == 0 ? tr("The plan orders nothing.")
                               : QString(),
        tr("Send the plan to whoever decides (Ctrl+Enter)"));
    m_submit->setEnabled(m_submitButton->isEnabled());
    for (QAction* action : {m_lock, m_exclude, m_revert})
        action->setEnabled(hand.isEmpty());
    for (QAction* action : {m_primary, m_make})
        action->setEnabled(!m_busy && m_workspace.isOpen());
}

void ReorderPage::showNoPlan()
{
    const bool sales = m_workspace.isOpen() && m_workspace.status().series > 0;
    m_empty->set(
        QStringLiteral("package"), sales ? tr("There is no order plan yet.") : tr("There are no sales yet."),
        sales ? tr("A plan works out what each product and location should order, and why.")
              : tr("Import sales, stock and the catalog on the Data page first."),
        sales ? tr("Make plan") : QString());
    m_stack->setCurrentWidget(m_empty);
}

std::vector<int> ReorderPage::selectedLines() const
{
    std::vector<int> lines;
    for (const int item : m_panel->view()->selectedItems())
        if (item >= 0 && item < m_model->itemCount())
            lines.push_back(m_model->line(item).line);
    return lines;
}

void ReorderPage::selectionChanged()
{
    m_whyTimer.start();
    refresh();
}

void ReorderPage::loadWhy()
{
    const std::vector<int> items = m_panel->view()->selectedItems();
    const int asked = ++m_askedWhy;
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
    if (item < 0 || item >= m_model->itemCount()) {
        m_why->setNothing(tr("Select a line to see why it orders what it does."));
        return;
    }
    m_why->setLine(m_model->line(item), blockedReason().isEmpty());
    m_workspace.run<ReorderWhy>(
        tr("Projecting the stock"),
        [path = m_workspace.path(), id = plan.planId, line = m_model->line(item).line](const Progress&) {
            return loadReorderWhy(path, id, line);
        },
        [this, asked](ReorderWhy& why) {
            if (asked == m_askedWhy)
                m_why->setWhy(why);
        });
}

void ReorderPage::edit(const MakeEdit& make)
{
    const QString blocked = blockedReason();
    if (!blocked.isEmpty()) {
        m_notice->showNotice(blocked, Tone::Warn);
        return;
    }
    const Result<PlanEdit> made = make(PlanEdits(m_workspace.path(), m_model->plan().planId));
    const auto fail = [this](const Error& error) {
        m_notice->showNotice(
            QString::fromStdString(error.message), error.code == ErrorCode::Refused ? Tone::Warn : Tone::Bad,
            QString::fromStdString(error.remedy), QString::fromStdString(error.detail));
        reload();
    };
    if (!made) {
        fail(made.error());
        return;
    }
    m_notice->hide();
    if (made->before == made->after) {
        reload();
        return;
    }
    m_busy = true;
    refresh();
    m_journal.editInJob(
        kId, QStringLiteral("plan_line"), made->text, made->before, made->after, [this](const Outcome&) {
            m_busy = false;
            m_workspace.announce(Topic::Plans); // also when it failed: the store decides what is shown
        });
}

void ReorderPage::chooseBudget(std::optional<std::int64_t> budget)
{
    edit([budget](const PlanEdits& edits) { return edits.setBudget(budget); });
}

void ReorderPage::lockSelected()
{
    const std::vector<int> lines = selectedLines();
    bool all = true;
    for (const int item : m_panel->view()->selectedItems())
        all &= item < 0 || m_model->line(item).locked;
    if (!lines.empty())
        edit([&](const PlanEdits& edits) { return edits.setLocked(lines, !all); });
}

void ReorderPage::excludeSelected()
{
    const std::vector<int> items = m_panel->view()->selectedItems();
    const std::vector<int> lines = selectedLines();
    if (lines.empty())
        return;
    QString reason;
    if (m_model->line(items.front()).excluded.isEmpty()) {
        bool given = false;
        reason = QInputDialog::getText(
                     this, tr("Exclude from the plan"), tr("Why are these lines not to be ordered?"),
                     QLineEdit::Normal, {}, &given)
                     .trimmed();
        if (!given || reason.isEmpty())
            return;
    }
    edit([&](const PlanEdits& edits) { return edits.setExcluded(lines, reason); });
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
                makePlan({});
                return;
            }
            m_assumptions->reload();
            m_stack->setCurrentWidget(m_assumptions);
        });
}

void ReorderPage::makePlan(const ReorderOptions& options)
{
    ReorderOptions wanted = options;
    wanted.user = m_workspace.user();
    m_busy = true;
    refresh();
    BackgroundJob* job = m_workspace.run<ReorderSummary>(
        tr("Planning orders"),
        [path = m_workspace.path(), wanted](const Progress& progress) {
            return ReorderPlanner(path).make(wanted, progress);
        },
        [this](ReorderSummary& summary) {
            m_planId = summary.planId;
            m_workspace.announce(Topic::Plans);
        });
    connect(job, &BackgroundJob::finished, this, [this] {
        m_busy = false;
        refresh();
    });
}

void ReorderPage::askWhatIf()
{
    const int asked = ++m_askedWhatIf;
    if (m_preview)
        m_preview->cancel();
    if (m_whatIf->asksNothing() || m_model->plan().planId == 0) {
        m_model->setWhatIf({}, false);
        return;
    }
    m_whatIf->setBusy();
    ReorderOptions options;
    options.asOf = m_model->plan().asOf;
    options.budget = m_model->plan().budget;
    options = m_whatIf->applied(options);
    m_preview = m_workspace.run<ReorderPlan>(
        tr("Trying another lead time, service or demand"),
        [path = m_workspace.path(), options](const Progress& progress) {
            return ReorderPlanner(path).preview(options, progress);
        },
        [this, asked](ReorderPlan& plan) {
            if (asked != m_askedWhatIf)
                return;
            const PlanDifference difference = differenceOf(m_model->plan(), plan);
            m_whatIf->setDifference(difference, m_model->plan().currency);
            m_model->setWhatIf(difference.quantities, m_whatIf->onlyChanged());
        });
    connect(m_preview, &BackgroundJob::failed, this, [this] { m_whatIf->setFailed(); });
}

void ReorderPage::submit()
{
    bool given = false;
    const QString comment = QInputDialog::getText(
        this, tr("Submit for approval"), tr("A word to whoever decides (may be empty)"), QLineEdit::Normal,
        {}, &given);
    if (!given)
        return;
    m_busy = true;
    refresh();
    BackgroundJob* job = m_workspace.run<StepResult>(
        tr("Submitting the plan"),
        [path = m_workspace.path(), id = m_model->plan().planId, user = m_workspace.user(),
         comment](const Progress&) { return ApprovalService(path).submit(id, user, comment); },
        [this](StepResult& done) {
            m_workspace.announce(Topic::Approvals);
            m_notice->showAction(
                tr("Plan %1 waits for a decision.").arg(done.planId), Tone::Good, tr("Open Approvals"),
                [this, id = done.planId] {
                    emit openPage(QStringLiteral("approvals"), QStringLiteral("plan:%1").arg(id));
                });
        });
    connect(job, &BackgroundJob::finished, this, [this] {
        m_busy = false;
        refresh();
    });
}

void ReorderPage::reveal(const QString& target)
{
    setFocus();
    if (target.isEmpty()) {
        m_panel->view()->setFocus();
        return;
    }
    if (target.startsWith(QLatin1String("plan:"))) {
        m_planId = target.mid(5).toLongLong();
        reload();
        return;
    }
    if (m_model->plan().planId == 0 || m_stale || !revealNow(target))
        m_pendingTarget = target;
}

bool ReorderPage::revealNow(const QString& target)
{
    if (target.startsWith(QLatin1String("supplier:"))) {
        GridFilter filter;
        filter.column = QStringLiteral("supplier");
        filter.op = GridFilter::Op::Contains;
        for (const SupplierTotal& total : m_model->plan().suppliers)
            if (total.supplier == target.mid(9))
                filter.values = {total.name.isEmpty() ? total.supplier : total.name};
        if (filter.values.isEmpty())
            return false;
        const bool shown = !m_model->filters().empty() && m_model->filters().front() == filter;
        m_model->setFilters(shown ? std::vector<GridFilter>{} : std::vector<GridFilter>{filter});
        m_budget->suppliers()->setChosen(shown ? QString() : target.mid(9));
        return true;
    }
    const qsizetype at = target.lastIndexOf(QLatin1Char('@'));
    const int item =
        m_model->itemOf(at < 0 ? target : target.left(at), at < 0 ? QString() : target.mid(at + 1));
    if (item < 0)
        return false;
    if (m_model->rowOf(item) < 0) {
        m_panel->clearFilters();
        m_segments->setCurrent(2);
        m_model->setShown(ReorderGridModel::Shown::All);
    }
    m_panel->view()->selectItem(item);
    m_panel->view()->setFocus();
    return true;
}

} // namespace merch

#include "moc_reorder_page.cpp"
