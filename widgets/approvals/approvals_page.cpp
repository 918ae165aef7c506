#include "widgets/approvals/approvals_page.h"

#include "models/export/export_service.h"
#include "models/grid/format.h"
#include "models/planning/assumption_reach.h"
#include "models/workspace/workspace.h"
#include "widgets/approvals/audit_dialog.h"
#include "widgets/approvals/audit_trail.h"
#include "widgets/approvals/outlook_card.h"
#include "widgets/approvals/plan_queue.h"
#include "widgets/frame/kit.h"
#include "widgets/grid/grid_panel.h"
#include "widgets/grid/grid_view.h"

#include <QAction>
#include <QClipboard>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QLabel>
#include <QListView>
#include <QMenu>
#include <QMessageBox>
#include <QMimeData>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSettings>
#include <QStackedLayout>
#include <QToolButton>
#include <QVBoxLayout>

#include <cmath>

namespace merch
{

/// One way out of the export menu.
struct ApprovalsPage::Way {
    QString id, text, what, format, preset;
    bool folder = false; ///< a file per supplier
    QAction* action = nullptr;
    ExportCheck check{};
};

namespace
{

constexpr int kQueueWidth = 208, kNarrowQueue = 172, kCellPadding = 6;
constexpr int kMostAhead = 300; ///< lines of the outlook: the largest
constexpr int kLow = 700;       ///< of the page: below it the outlook gives way to the lines
constexpr int kNarrow = 1000;   ///< of the page: below it the sides give way to the lines

QString linesInWords(int n)
{
    return ApprovalsPage::tr("%Ln line(s)", nullptr, n);
}

QString units(double value)
{
    return format::decimal(value, value == std::floor(value) ? 0 : 1);
}

/// What one plan's part of the page shows.
struct PlanDetail {
    std::vector<PlanLine> lines;
    std::vector<AuditEntry> trail;
    std::vector<ExportCheck> checks; ///< by way
};

} // namespace

ApprovalsPage::ApprovalsPage(Workspace& workspace, QWidget* parent)
    : Page(parent)
    , m_workspace(workspace)
    , m_stack(new QStackedLayout)
    , m_body(new QWidget)
    , m_notice(new kit::NoticeBar)
    , m_queue(new PlanQueue)
    , m_lines(new PlanLinesModel(this))
    , m_outlook(new OutlookCard)
    , m_why(kit::wrapped({}, "lead"))
    , m_decision(new DecisionPanel)
{
    setObjectName(QStringLiteral("page.approvals"));
    buildActions();
    auto* row = kit::tight(new QHBoxLayout(m_body), 12, {20, 16, 20, 14});
    m_queue->setFixedWidth(theme::px(kQueueWidth));
    row->addWidget(m_queue);

    m_panel = new GridPanel(QStringLiteral("approvals.lines"), tr("Lines"), &m_workspace);
    m_panel->setUnit(tr("lines"), tr("line"));
    m_panel->setModel(m_lines);
    m_panel->setEmpty(
        QStringLiteral("clipboard-check"), tr("This plan orders nothing."),
        tr("All its lines are covered by stock on hand and on order."), {});
    m_panel->view()->setSpaceTicks(true);
    m_panel->view()->setCellPadding(kCellPadding);
    m_panel->view()->setFitsNumbers(true);
    m_all = kit::flatButton(QStringLiteral("eye"), tr("Show lines that order nothing, too"));
    m_all->setObjectName(QStringLiteral("approvals.allLines"));
    m_all->setCheckable(true);
    m_panel->addTool(m_all);
    connect(m_all, &QToolButton::toggled, m_lines, &PlanLinesModel::showAll);
    connect(m_panel->view(), &GridView::spacePressed, m_lines, &PlanLinesModel::toggle);
    connect(m_panel->view(), &GridView::currentItemChanged, this, &ApprovalsPage::refreshWhy);
    connect(m_panel->view(), &GridView::itemActivated, this, [this](int item) {
        if (item >= 0)
            emit openPage(
                QStringLiteral("forecast"), m_lines->line(item).sku + u'@' + m_lines->line(item).location);
    });
    connect(m_lines, &PlanLinesModel::ticksChanged, this, [this] { m_decision->setTicks(*m_lines); });
    auto* middle = kit::tight(new QVBoxLayout, 12);
    middle->addWidget(m_outlook);
    middle->addWidget(m_panel, 1);
    m_why->setObjectName(QStringLiteral("approvals.why"));
    m_why->setTextInteractionFlags(Qt::TextSelectableByMouse);
    middle->addWidget(m_why);
    row->addLayout(middle, 1);
    row->addWidget(m_decision);

    m_empty = new kit::EmptyState(
        QStringLiteral("list-checks"), tr("There is no plan to decide yet."),
        tr("Make a reorder plan; when it is submitted it waits here."), tr("Go to Reorder"));
    connect(m_empty, &kit::EmptyState::actionClicked, this, [this] {
        emit openPage(QStringLiteral("reorder"), {});
    });
    m_stack->addWidget(m_empty);
    m_stack->addWidget(m_body);
    auto* column = kit::tight(new QVBoxLayout(this));
    column->addWidget(m_notice);
    column->addLayout(m_stack, 1);

    buildExportMenu();
    setDecided(nullptr);
    connect(m_queue, &PlanQueue::currentPlanChanged, this, &ApprovalsPage::showPlan);
    connect(m_decision, &DecisionPanel::decided, this, &ApprovalsPage::decide);
    connect(m_decision, &DecisionPanel::leftComment, this, [this] { m_panel->view()->setFocus(); });
    connect(m_decision->trail(), &AuditTrail::verifyAsked, this, &ApprovalsPage::verify);
    connect(m_decision->trail(), &AuditTrail::logAsked, this, &ApprovalsPage::openLog);
    connect(&workspace, &Workspace::opened, this, [this] {
        m_stale = true;
        m_plan = m_outlookPlan = 0;
        m_notice->hide();
        m_decision->trail()->clearReport();
        emit badgeChanged();
        if (isVisible())
            reload();
    });
    connect(&workspace, &Workspace::closed, this, [this] {
        ++m_asked;
        ++m_askedLines;
        ++m_askedOutlook;
        m_plan = m_outlookPlan = 0;
        m_queue->setPlans({}, {});
        m_lines->setLines(0, 0, {}, {});
        setDecided(nullptr);
        m_stack->setCurrentWidget(m_empty);
        emit badgeChanged();
    });
    connect(&workspace, &Workspace::changed, this, [this](Topic topic) {
        emit badgeChanged();
        if (topic == Topic::Findings || topic == Topic::Assumptions)
            return;
        m_stale = true;
        if (isVisible())
            reload();
    });
}

ApprovalsPage::~ApprovalsPage() = default;

void ApprovalsPage::buildActions()
{
    const auto add = [this](const char* id, const QString& text, const QKeySequence& keys, auto run) {
        auto* action = new QAction(text, this);
        action->setObjectName(QLatin1String(id));
        action->setShortcut(keys);
        action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
        connect(action, &QAction::triggered, this, run);
        addAction(action);
        return action;
    };
    using Verb = DecisionPanel::Verb;
    m_approve = add("approvals.approve", tr("Approve the ticked lines"), Qt::Key_A, [this] {
        m_decision->ask(Verb::Approve);
    });
    m_reject = add("approvals.reject", tr("Reject the ticked lines, with a reason"), Qt::Key_R, [this] {
        m_decision->ask(Verb::Reject);
    });
    m_sendBack =
        add("approvals.sendBack", tr("Send the ticked lines back, with a reason"), Qt::Key_B,
            [this] { m_decision->ask(Verb::SendBack); });
    m_submit = add("approvals.submit", tr("Submit the plan for approval"), Qt::Key_S, [this] {
        m_decision->ask(Verb::Submit);
    });
    m_export = add(
        "approvals.export", tr("Export the plan..."), Qt::Key_X, [this] { m_decision->showExportMenu(); });
    m_copy =
        add("approvals.copy", tr("Copy the plan as a table"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_C),
            [this] { copyTable(); });
    m_verify = add("approvals.verifyLog", tr("Verify the audit log"), Qt::Key_V, [this] { verify(); });
    m_log = add("approvals.openLog", tr("Open the whole audit log"), Qt::Key_L, [this] { openLog(); });
}

void ApprovalsPage::buildExportMenu()
{
    m_ways = {
        {QStringLiteral("plan-xlsx"),
         tr("Reorder plan, Excel..."),
         QStringLiteral("reorder-plan"),
         QStringLiteral("xlsx"),
         {}},
        {QStringLiteral("plan-csv"),
         tr("Reorder plan, CSV..."),
         QStringLiteral("reorder-plan"),
         QStringLiteral("csv"),
         {}},
        {QStringLiteral("orders-pdf"),
         tr("Purchase orders, a PDF for each supplier..."),
         QStringLiteral("purchase-orders"),
         QStringLiteral("pdf"),
         {},
         true},
        {QStringLiteral("orders-csv"),
         tr("Purchase orders, CSV..."),
         QStringLiteral("purchase-orders"),
         QStringLiteral("csv"),
         {}},
        {QStringLiteral("points-csv"),
         tr("Order points for the warehouse, CSV..."),
         QStringLiteral("order-points"),
         QStringLiteral("csv"),
         {}},
        {QStringLiteral("points-xlsx"),
         tr("Order points for the warehouse, Excel..."),
         QStringLiteral("order-points"),
         QStringLiteral("xlsx"),
         {}},
    };
    for (const QString& preset : ExportService::presets())
        m_ways.push_back(
            {QStringLiteral("points-") + preset, tr("Order points as %1 takes them, CSV...").arg(preset),
             QStringLiteral("order-points"), QStringLiteral("csv"), preset});
    QMenu* menu = m_decision->exportMenu();
    QString before;
    for (std::size_t i = 0; i < m_ways.size(); ++i) {
        Way& way = m_ways[i];
        if (!before.isEmpty() && before != way.what)
            menu->addSeparator();
        before = way.what;
        way.action = menu->addAction(way.text);
        way.action->setObjectName(QStringLiteral("approvals.export.") + way.id);
        connect(way.action, &QAction::triggered, this, [this, i] { startExport(m_ways[i]); });
    }
    menu->addSeparator();
    menu->addAction(m_copy);
}

QList<QAction*> ApprovalsPage::pageActions() const
{
    return {m_export, m_approve, m_reject, m_sendBack, m_submit, m_copy, m_verify, m_log};
}

int ApprovalsPage::badge() const
{
    return m_workspace.isOpen() ? m_workspace.status().pending : 0;
}

void ApprovalsPage::reveal(const QString& target)
{
    if (target.startsWith(QLatin1String("plan:"))) {
        m_pendingPlan = target.mid(5).toLongLong();
        if (!m_stale && m_queue->select(m_pendingPlan))
            m_pendingPlan = 0;
        else
            reload();
    } else if (!target.isEmpty()) {
        m_panel->clearFilters();
        for (int item = 0; item < m_lines->itemCount(); ++item) {
            const PlanLine& line = m_lines->line(item);
            if (line.sku + u'@' + line.location == target || line.sku == target) {
                m_panel->view()->selectItem(item);
                break;
            }
        }
    }
    if (m_lines->itemCount() > 0)
        m_panel->view()->setFocus();
    else
        m_queue->view()->setFocus();
}

void ApprovalsPage::focusFilter()
{
    m_panel->focusFilter();
}

void ApprovalsPage::showEvent(QShowEvent* event)
{
    Page::showEvent(event);
    if (m_stale)
        reload();
}

void ApprovalsPage::resizeEvent(QResizeEvent* event)
{
    Page::resizeEvent(event);
    const bool narrow = width() < theme::px(kNarrow);
    m_queue->setFixedWidth(theme::px(narrow ? kNarrowQueue : kQueueWidth));
    m_decision->setNarrow(narrow);
    m_outlook->setLow(height() < theme::px(kLow));
}

void ApprovalsPage::keyPressEvent(QKeyEvent* event)
{
    const bool bare = !(event->modifiers() & ~Qt::KeypadModifier);
    if (bare && (event->key() == Qt::Key_J || event->key() == Qt::Key_K))
        m_queue->step(event->key() == Qt::Key_J ? 1 : -1);
    else
        Page::keyPressEvent(event);
}

void ApprovalsPage::reload()
{
    if (!m_workspace.isOpen())
        return;
    m_stale = false;
    const int asked = ++m_asked;
    m_workspace.run<std::vector<PlanSummary>>(
        tr("Reading the plans"),
        [path = m_workspace.path()](const Progress&) { return ApprovalService(path).plans(); },
        [this, asked](std::vector<PlanSummary>& plans) {
            if (asked != m_asked)
                return;
            m_stack->setCurrentWidget(plans.empty() ? static_cast<QWidget*>(m_empty) : m_body);
            const std::int64_t before = m_queue->currentPlan();
            m_queue->setPlans(std::move(plans), m_workspace.currency());
            const PlanSummary* shown = m_queue->model()->find(m_plan);
            setDecided(shown);
            if (m_pendingPlan != 0 && m_queue->select(m_pendingPlan)) {
                m_pendingPlan = 0;
            } else if (
                m_queue->currentPlan() == 0 ||
                (m_moveOn && m_queue->model()->countOf(PlanQueueModel::Part::Waiting) > 0)) {
                m_queue->selectFirst();
            } else if (m_queue->model()->rowOf(before) < 0) {
                m_queue->select(before); // its state moved it to another part
            }
            m_moveOn = false;
            if (m_queue->currentPlan() == before && before != 0)
                showPlan(before);
        });
}

void ApprovalsPage::setDecided(const PlanSummary* plan)
{
    m_decision->setPlan(plan, m_workspace.currency());
    m_export->setEnabled(plan != nullptr);
    m_export->setToolTip(plan ? tr("Writes the plan to a file (X)") : tr("There is no plan to export yet."));
}

void ApprovalsPage::showPlan(std::int64_t planId)
{
    m_plan = planId;
    const PlanSummary* plan = m_queue->model()->find(planId);
    if (!plan)
        return;
    setDecided(plan);
    m_panel->setTitle(tr("Lines of plan %1").arg(planId));
    showOutlook(planId);
    const int asked = ++m_askedLines;
    std::vector<ExportRequest> requests;
    for (const Way& way : m_ways) {
        ExportRequest request;
        request.what = way.what;
        request.format = way.format;
        request.preset = way.preset;
        request.planId = planId;
        requests.push_back(request);
    }
    m_workspace.run<PlanDetail>(
        tr("Reading plan %1").arg(planId),
        [path = m_workspace.path(), planId, requests](const Progress&) -> Result<PlanDetail> {
            PlanDetail detail;
            const ApprovalService service(path);
            auto lines = service.lines(planId);
            if (!lines)
                return lines.error();
            detail.lines = std::move(*lines);
            auto trail = service.trail(planId);
            if (!trail)
                return trail.error();
            detail.trail = std::move(*trail);
            const ExportService exports(path);
            for (const ExportRequest& request : requests)
                detail.checks.push_back(exports.check(request));
            return detail;
        },
        [this, asked, planId, submission = plan->submission](PlanDetail& detail) {
            if (asked != m_askedLines)
                return;
            m_lines->setLines(planId, submission, std::move(detail.lines), m_workspace.currency());
            m_decision->trail()->setEntries(std::move(detail.trail));
            for (std::size_t i = 0; i < m_ways.size(); ++i) {
                m_ways[i].check = detail.checks[i];
                const ExportCheck& check = m_ways[i].check;
                m_ways[i].action->setEnabled(check.refusal.isEmpty());
                m_ways[i].action->setToolTip(
                    !check.refusal.isEmpty() ? check.refusal
                    : check.left > 0 ? tr("%1 left before, %2").arg(linesInWords(check.left), check.leftHow)
                                     : tr("Written together with the file that would undo it"));
            }
            if (m_panel->view()->currentItem() < 0)
                m_panel->view()->selectRowAt(0);
            refreshWhy(m_panel->view()->currentItem());
        });
}

void ApprovalsPage::showOutlook(std::int64_t planId)
{
    const PlanSummary* plan = m_queue->model()->find(planId);
    if (!plan || (m_outlookPlan == planId && m_outlookValue == plan->orderValue))
        return;
    m_outlookPlan = planId;
    m_outlookValue = plan->orderValue;
    const int asked = ++m_askedOutlook;
    if (plan->kind != QLatin1String("reorder")) {
        m_outlook->setNothing(tr("There is no outlook for this kind of plan."));
        return;
    }
    m_outlook->setNothing(tr("Looking ahead..."));
    auto* job = m_workspace.run<PlanOutlook>(
        tr("Looking ahead with plan %1").arg(planId),
        [path = m_workspace.path(), planId](const Progress& progress) {
            return loadPlanOutlook(path, planId, kMostAhead, progress);
        },
        [this, asked](PlanOutlook& outlook) {
            if (asked == m_askedOutlook)
                m_outlook->setOutlook(outlook, m_workspace.currency());
        });
    const auto without = [this, asked] {
        if (asked != m_askedOutlook)
            return;
        m_outlookPlan = 0;
        m_outlook->setNothing(tr("The outlook could not be worked out."));
    };
    connect(job, &BackgroundJob::failed, this, without);
    connect(job, &BackgroundJob::cancelled, this, without);
}

void ApprovalsPage::refreshWhy(int item)
{
    if (item < 0 || item >= m_lines->itemCount()) {
        m_why->clear();
        return;
    }
    const PlanLine& line = m_lines->line(item);
    QStringList said{line.reason};
    // Said in words where there is no room for their columns.
    if (m_panel->view()->isColumnHidden(PlanLinesModel::OrderPoint) && line.orders())
        said
            << (line.minToday && line.maxToday
                    ? tr("Min %1 \u2192 %2, max %3 \u2192 %4.")
                          .arg(
                              units(*line.minToday), units(line.orderPoint), units(*line.maxToday),
                              units(line.orderUpTo))
                    : tr("Min %1, max %2.").arg(units(line.orderPoint), units(line.orderUpTo)));
    if (!line.changed.isEmpty())
        said << tr("Since the plan was made: %1.").arg(line.changed);
    if (!line.assumed.isEmpty())
        said << tr("Rests on assumptions: %1.").arg(assumedInWords(line.assumed));
    if (!line.critical.isEmpty())
        said << tr("Failed check: %1.").arg(line.critical);
    m_why->setText(tr("%1 at %2: %3").arg(line.sku, line.location, said.join(u' ')));
}

void ApprovalsPage::decide(DecisionPanel::Verb verb, const QString& comment)
{
    using Verb = DecisionPanel::Verb;
    const PlanSummary* plan = m_queue->model()->find(m_plan);
    if (!plan)
        return;
    const std::int64_t planId = m_plan, seen = plan->submission;
    const QString path = m_workspace.path(), user = m_workspace.user();
    m_notice->hide();
    m_decision->setBusy(true);
    if (verb == Verb::Comment) {
        auto* job = m_workspace.run<std::monostate>(
            tr("Keeping the comment"),
            [path, planId, user, comment](const Progress&) {
                return ApprovalService(path).comment(planId, user, comment);
            },
            [this](std::monostate&) {
                m_decision->clearComment();
                m_panel->view()->setFocus();
                m_workspace.announce(Topic::Approvals);
            });
        connect(job, &BackgroundJob::finished, this, [this] { m_decision->setBusy(false); });
        return;
    }
    // Everything that waits is taken as a whole, so that lines that order nothing follow it.
    const bool whole = m_lines->tickedCount() == m_lines->waitingCount();
    const std::vector<LineKey> keys = whole ? std::vector<LineKey>{} : m_lines->tickedKeys();
    auto* job = m_workspace.run<StepResult>(
        tr("Deciding on plan %1").arg(planId),
        [=](const Progress&) -> Result<StepResult> {
            ApprovalService service(path);
            switch (verb) {
            case Verb::Submit:
                return service.submit(planId, user, comment);
            case Verb::Reject:
                return service.reject(planId, keys, user, comment, seen);
            case Verb::SendBack:
                return service.giveBack(planId, keys, user, comment, seen);
            default:
                return service.approve(planId, keys, user, comment, seen);
            }
        },
        [this, verb](StepResult& done) { settle(verb, done); });
    connect(job, &BackgroundJob::failed, this, [this] { m_workspace.announce(Topic::Approvals); });
    connect(job, &BackgroundJob::finished, this, [this] { m_decision->setBusy(false); });
}

void ApprovalsPage::settle(DecisionPanel::Verb verb, const StepResult& done)
{
    using Verb = DecisionPanel::Verb;
    m_decision->clearComment();
    const QString lines = linesInWords(done.lines);
    const QString said = verb == Verb::Submit     ? tr("Plan %1 waits for a decision: %2.")
                         : verb == Verb::Reject   ? tr("Plan %1: rejected %2.")
                         : verb == Verb::SendBack ? tr("Plan %1: sent back %2 to be changed.")
                                                  : tr("Plan %1: approved %2.");
    const QString message = said.arg(QString::number(done.planId), lines);
    if (done.state == PlanState::Approved)
        m_notice->showAction(message, Tone::Good, tr("Export"), [this, plan = done.planId] {
            m_queue->select(plan);
            m_decision->showExportMenu();
        });
    else
        m_notice->showNotice(message, verb == Verb::Reject ? Tone::Warn : Tone::Good);
    // What is approved waits to be exported; after the others the next plan is looked at.
    m_moveOn = done.state == PlanState::Rejected || done.state == PlanState::Returned;
    m_panel->view()->setFocus();
    m_workspace.announce(Topic::Approvals);
}

void ApprovalsPage::verify()
{
    if (!m_workspace.isOpen())
        return;
    m_workspace.run<AuditReport>(
        tr("Verifying the audit log"),
        [path = m_workspace.path()](const Progress& progress) {
            return ApprovalService(path).verify(progress);
        },
        [this](AuditReport& report) { m_decision->trail()->setReport(report); });
}

void ApprovalsPage::openLog()
{
    if (!m_workspace.isOpen())
        return;
    AuditDialog dialog(m_workspace, this);
    dialog.exec();
}

void ApprovalsPage::startExport(const Way& way)
{
    if (!m_workspace.isOpen() || m_plan == 0)
        return;
    bool again = false;
    if (way.check.left > 0) {
        QMessageBox box(
            QMessageBox::Warning, tr("Export again?"),
            tr("%1 of this plan left before, %2.").arg(linesInWords(way.check.left), way.check.leftHow),
            QMessageBox::Cancel, this);
        box.setInformativeText(tr("Whoever acts on both files orders twice."));
        QPushButton* yes = box.addButton(tr("Export again"), QMessageBox::DestructiveRole);
        box.setDefaultButton(QMessageBox::Cancel);
        box.exec();
        if (box.clickedButton() != yes)
            return;
        again = true;
    }
    QSettings kept;
    const QString key = QStringLiteral("export/folder");
    const QString folder = kept.value(key, QDir::homePath()).toString();
    QString file;
    if (way.folder) {
        file = QFileDialog::getExistingDirectory(this, tr("Folder for the purchase orders"), folder);
    } else {
        const QString name = QStringLiteral("%1-%2.%3").arg(way.what).arg(m_plan).arg(way.format);
        file = QFileDialog::getSaveFileName(
            this, tr("Export"), folder + u'/' + name,
            way.format == u"xlsx" ? tr("Excel workbook (*.xlsx)") : tr("CSV (*.csv)"));
        if (!file.isEmpty() && QFileInfo(file).suffix().isEmpty())
            file += u'.' + way.format;
    }
    if (file.isEmpty())
        return;
    kept.setValue(key, way.folder ? file : QFileInfo(file).path());
    writeExport(way, file, again);
}

void ApprovalsPage::writeExport(const Way& way, const QString& file, bool again)
{
    ExportRequest request;
    request.what = way.what;
    request.format = way.format;
    request.preset = way.preset;
    request.file = file;
    request.planId = m_plan;
    request.again = again;
    request.user = m_workspace.user();
    m_notice->hide();
    m_workspace.run<ExportResult>(
        tr("Exporting plan %1").arg(m_plan),
        [path = m_workspace.path(), request](const Progress& progress) {
            return ExportService(path).write(request, progress);
        },
        [this](ExportResult& done) {
            const QString where = done.files.size() == 1 ? QFileInfo(done.files.first()).fileName()
                                                         : tr("%1 files").arg(done.files.size());
            QString said = tr("Wrote %1 to %2, with the file that would undo it.")
                               .arg(linesInWords(static_cast<int>(done.rows)), where);
            if (done.report)
                said += u' ' + tr("It is a report: the plan was not approved.");
            for (const QString& note : done.notes)
                said += u' ' + note;
            m_notice->showNotice(said, done.notes.isEmpty() ? Tone::Good : Tone::Warn);
            m_workspace.announce(Topic::Approvals);
        });
}

void ApprovalsPage::copyTable()
{
    if (!m_workspace.isOpen() || m_plan == 0)
        return;
    // Chosen rows if more than one is chosen, else the whole plan.
    std::vector<int> lines;
    const std::vector<int> chosen = m_panel->view()->selectedItems();
    if (chosen.size() > 1)
        for (const int item : chosen)
            lines.push_back(m_lines->line(item).line);
    m_workspace.run<ClipboardTable>(
        tr("Copying plan %1").arg(m_plan),
        [path = m_workspace.path(), plan = m_plan, lines](const Progress&) {
            return ExportService(path).clipboard(plan, lines);
        },
        [this](ClipboardTable& table) {
            QGuiApplication::clipboard()->setMimeData(table.mime().release());
            m_notice->showNotice(
                tr("Copied %1: paste into a spreadsheet.")
                    .arg(linesInWords(static_cast<int>(table.tsv.count(u'\n')) - 1)),
                Tone::Good);
        });
}

} // namespace merch

#include "moc_approvals_page.cpp"
