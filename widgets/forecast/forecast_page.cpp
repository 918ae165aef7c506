#include "widgets/forecast/forecast_page.h"

#include "models/forecast/forecast_detail_models.h"
#include "models/forecast/forecast_grid_model.h"
#include "models/grid/format.h"
#include "models/ladder/rung_pins.h"
#include "models/workspace/edit_journal.h"
#include "models/workspace/workspace.h"
#include "widgets/chart/bar_chart.h"
#include "widgets/forecast/demand_chart.h"
#include "widgets/forecast/demand_panel.h"
#include "widgets/forecast/forecast_detail.h"
#include "widgets/forecast/ladder_panel.h"
#include "widgets/forecast/scores_dialog.h"
#include "widgets/forecast/time_machine.h"
#include "widgets/frame/kit.h"
#include "widgets/grid/grid_panel.h"
#include "widgets/grid/grid_view.h"

#include <QAction>
#include <QDateTime>
#include <QKeyEvent>
#include <QLabel>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>
#include <utility>

namespace merch
{

namespace
{

constexpr int kLeastHorizonWeeks = 4;

QString strong(const QString& text)
{
    return QStringLiteral("<b>%1</b>").arg(text.toHtmlEscaped());
}

QString muted(const QString& text)
{
    return QStringLiteral("<span style='color:%1'>%2</span>")
        .arg(theme::t().muted.name(), text.toHtmlEscaped());
}

} // namespace

ForecastPage::ForecastPage(Workspace& workspace, EditJournal& journal, QWidget* parent)
    : Page(parent)
    , m_workspace(workspace)
    , m_journal(journal)
    , m_stack(new QStackedWidget)
    , m_model(new ForecastGridModel(this))
{
    setObjectName(QStringLiteral("page.forecast"));
    journal.registerKind(QStringLiteral("override"), &OverrideService::applyIn);
    journal.registerKind(QStringLiteral("rung_pin"), &RungPins::applyIn);
    buildActions();
    m_notice = new kit::NoticeBar;
    m_empty = new kit::EmptyState({}, {});
    connect(m_empty, &kit::EmptyState::actionClicked, this, &ForecastPage::runPrimary);
    m_stack->addWidget(buildBody());
    m_stack->addWidget(m_empty);
    auto* column = kit::tight(new QVBoxLayout(this));
    column->addWidget(m_notice);
    column->addWidget(m_stack, 1);
    m_notice->hide();

    m_selectionTimer.setSingleShot(true);
    m_selectionTimer.setInterval(0);
    connect(&m_selectionTimer, &QTimer::timeout, this, &ForecastPage::loadSelection);
    connect(&workspace, &Workspace::changed, this, &ForecastPage::storeChanged);
    connect(&workspace, &Workspace::scopeChanged, this, [this](const Scope& scope) {
        m_model->setScope(scope.location, scope.category);
        refreshSegments();
        refreshSummary();
        refreshActions();
        loadSelection();
        loadLadder();
    });
    connect(&workspace, &Workspace::closed, this, [this] {
        ++m_asked;
        ++m_askedChanges;
        ++m_askedLadder;
        m_detail->ladder()->setLadder({});
        m_edits.clear();
        m_editing = false;
        m_pendingTarget.clear();
        ForecastGrid nothing;
        apply(nothing);
        m_stale = true;
    });
    connect(&theme::notifier(), &theme::Notifier::changed, this, &ForecastPage::refreshSummary);
    refreshActions();
}

ForecastPage::~ForecastPage() = default;

void ForecastPage::buildActions()
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
    m_primary = add("forecast.primary", tr("Run forecast"), {}, [this] { runPrimary(); });
    m_run = add(
        "forecast.run", tr("Run forecast"), QKeySequence(Qt::CTRL | Qt::Key_R), [this] { runForecast(); });
    m_weeks = add("forecast.editWeeks", tr("Change the weeks"), QKeySequence(Qt::CTRL | Qt::Key_E), [this] {
        m_detail->focusWeeks();
    });
    m_chart = add("forecast.goToChart", tr("Go to the chart"), QKeySequence(Qt::CTRL | Qt::Key_G), [this] {
        m_demand->chart()->setFocus(Qt::ShortcutFocusReason);
    });
    m_commit = add(
        "forecast.commitChange", tr("Commit your change"), QKeySequence(Qt::CTRL | Qt::Key_Return), [this] {
            if (m_demand->reason().trimmed().isEmpty())
                m_demand->focusReason();
            else
                m_demand->askCommit();
        });
    m_ladder = add("forecast.replay", tr("Replay history (ladder)"), {}, [this] {
        m_detail->showTab(ForecastDetail::Ladder);
        runLadder();
    });
    m_scores = add(
        "forecast.scores", tr("Scores of overrides"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_S), [this] {
            if (!m_workspace.isOpen())
                return;
            ScoresDialog dialog(m_workspace, this);
            dialog.exec();
        });
    m_discard = add("forecast.discardChange", tr("Discard your change"), {}, [this] { discardDrafts(); });
}

QWidget* ForecastPage::buildSummary()
{
    auto* strip = new QFrame;
    strip->setProperty("card", true);
    strip->setObjectName(QStringLiteral("forecast.summary"));
    strip->setFixedHeight(theme::px(48));
    auto* row = kit::tight(new QHBoxLayout(strip), 18, {16, 0, 16, 0});
    for (QLabel** label : {&m_count, &m_error, &m_bias, &m_made}) {
        *label = kit::label({});
        (*label)->setTextFormat(Qt::RichText);
        row->addWidget(*label);
        if (label != &m_made)
            row->addStretch();
    }
    m_count->setObjectName(QStringLiteral("forecast.summary.units"));
    m_error->setObjectName(QStringLiteral("forecast.summary.error"));
    m_bias->setObjectName(QStringLiteral("forecast.summary.bias"));
    m_drafts = kit::button({}, kit::Look::Link);
    m_drafts->setObjectName(QStringLiteral("forecast.summary.drafts"));
    row->addWidget(m_drafts);
    connect(m_drafts, &QPushButton::clicked, this, [this] {
        m_panel->clearFilters();
        m_segments->setCurrent(static_cast<int>(ForecastGridModel::Segment::Changed));
        m_model->setSegment(ForecastGridModel::Segment::Changed);
        refreshSummary();
        m_panel->view()->setFocus();
    });
    return strip;
}

QWidget* ForecastPage::buildBody()
{
    auto* body = new QWidget;
    auto* column = kit::tight(new QVBoxLayout(body), 14, {20, 16, 20, 16});
    column->addWidget(buildSummary());

    m_panel = new GridPanel(QStringLiteral("forecast.series"), tr("Series"), &m_workspace);
    m_segments = new kit::Segments({tr("All"), tr("Flagged"), tr("Changed")});
    m_segments->setObjectName(QStringLiteral("forecast.segments"));
    m_panel->addTool(m_segments);
    m_panel->view()->setRowHeight(42); // names take two lines
    m_panel->view()->setCellPadding(9);
    m_panel->setModel(m_model);
    m_panel->view()->setAccessibleDescription(
        tr("E changes the weeks of a series, C goes to its chart, L to its ladder, O to its overrides"));
    connect(m_segments, &kit::Segments::chosen, this, [this](int segment) {
        m_model->setSegment(static_cast<ForecastGridModel::Segment>(segment));
    });
    connect(m_model, &GridModel::arranged, this, [this] { refreshSummary(); });
    connect(m_panel->view(), &GridView::selectionChangedTo, this, &ForecastPage::selectionChanged);
    connect(m_panel->view(), &GridView::itemActivated, this, [this] { m_detail->focusWeeks(); });

    m_demand = new DemandPanel;
    m_detail = new ForecastDetail;
    connect(m_demand->chart(), &DemandChart::draftChosen, this, &ForecastPage::keepDraft);
    connect(m_demand->chart(), &DemandChart::weeksSelected, m_detail, &ForecastDetail::selectWeeks);
    connect(m_demand, &DemandPanel::commitAsked, this, &ForecastPage::commitDrafts);
    connect(m_demand, &DemandPanel::discardAsked, this, &ForecastPage::discardDrafts);
    connect(m_detail, &ForecastDetail::typed, this, &ForecastPage::keepDraft);
    connect(m_detail, &ForecastDetail::cleared, this, &ForecastPage::takeBack);
    connect(m_detail, &ForecastDetail::refused, this, [this](const QString& why) {
        emit m_workspace.notice(Error{ErrorCode::Refused, why.toStdString(), {}, {}});
    });
    connect(m_detail, &ForecastDetail::weeksSelected, this, [this](std::optional<std::pair<Day, Day>> span) {
        m_demand->chart()->selectWeeks(span);
    });
    connect(
        m_detail, &ForecastDetail::switchAsked, this, [this](const std::vector<std::int64_t>& ids, bool on) {
            edit([ids, on](const OverrideService& service) { return service.setEnabled(ids, on); });
        });
    connect(m_detail, &ForecastDetail::scoresAsked, m_scores, &QAction::trigger);
    connect(m_detail, &ForecastDetail::discardAsked, this, [this](const std::vector<std::int64_t>& ids) {
        edit([ids](const OverrideService& service) { return service.discard(ids); });
    });

    LadderPanel* ladder = m_detail->ladder();
    connect(m_detail, &ForecastDetail::tabShown, this, [this](int tab) {
        giveRoom(tab);
        loadCauses();
        if (tab == ForecastDetail::Ladder && m_ladderStale)
            loadLadder();
    });
    connect(ladder, &LadderPanel::extentChosen, this, &ForecastPage::loadLadder);
    connect(ladder, &LadderPanel::runAsked, this, &ForecastPage::runLadder);
    connect(ladder, &LadderPanel::holdAsked, this, &ForecastPage::holdRung);
    connect(ladder, &LadderPanel::replayAsked, this, &ForecastPage::replayDays);
    connect(ladder, &LadderPanel::groupsAsked, this, &ForecastPage::showGains);
    connect(ladder, &LadderPanel::seriesAsked, this, [this](const QString& sku, const QString& location) {
        revealNow(sku + QLatin1Char('@') + location);
    });

    m_right = new QSplitter(Qt::Vertical);
    m_right->setHandleWidth(theme::px(14));
    m_right->setChildrenCollapsible(false);
    m_right->addWidget(m_demand);
    m_right->addWidget(m_detail);
    m_right->setStretchFactor(0, 3);
    m_right->setStretchFactor(1, 2);
    m_right->setSizes({theme::px(412), theme::px(282)});
    connect(m_right, &QSplitter::splitterMoved, this, [this] { m_rightSizes.clear(); });
    auto* split = new QSplitter(Qt::Horizontal);
    split->setHandleWidth(theme::px(14));
    split->setChildrenCollapsible(false);
    split->addWidget(m_panel);
    split->addWidget(m_right);
    split->setStretchFactor(0, 664);
    split->setStretchFactor(1, 514);
    split->setSizes({theme::px(664), theme::px(514)});
    column->addWidget(split, 1);
    return body;
}

QList<QAction*> ForecastPage::pageActions() const
{
    return {m_primary, m_run, m_ladder, m_weeks, m_chart, m_commit, m_discard, m_scores};
}

void ForecastPage::focusFilter()
{
    if (m_stack->currentIndex() == 0)
        m_panel->focusFilter();
}

void ForecastPage::keyPressEvent(QKeyEvent* event)
{
    // Single letters come here only where nobody types: a field takes them for itself.
    if (m_stack->currentIndex() == 0 && !(event->modifiers() & ~Qt::KeypadModifier)) {
        switch (event->key()) {
        case Qt::Key_E:
            return m_detail->focusWeeks();
        case Qt::Key_C:
            return m_demand->chart()->setFocus(Qt::ShortcutFocusReason);
        case Qt::Key_L:
            m_detail->showTab(ForecastDetail::Ladder);
            return m_detail->ladder()->money()->setFocus(Qt::ShortcutFocusReason);
        case Qt::Key_O:
            m_detail->showTab(ForecastDetail::Overrides);
            return m_detail->overrideView()->setFocus(Qt::ShortcutFocusReason);
        case Qt::Key_Escape:
            return m_panel->view()->setFocus(Qt::ShortcutFocusReason);
        default:
            break;
        }
    }
    Page::keyPressEvent(event);
}

void ForecastPage::showEvent(QShowEvent* event)
{
    Page::showEvent(event);
    if (m_stale)
        reload();
    if (m_ladderStale)
        loadLadder();
}

void ForecastPage::storeChanged(Topic topic)
{
    switch (topic) {
    case Topic::Plans:
    case Topic::Approvals:
    case Topic::Findings:
        return;
    case Topic::Assumptions: // a ladder rests on them
        loadLadder();
        return;
    case Topic::Ladder:
        loadLadder();
        loadLadderCells();
        return;
    case Topic::Overrides:
    case Topic::Edits:
        if (!m_stale)
            refreshChanges();
        if (topic == Topic::Edits) { // a rung may be held no longer
            loadLadder();
            loadLadderCells();
        }
        return;
    default:
        m_stale = true;
        loadLadder();
        if (isVisible())
            reload();
    }
}

void ForecastPage::reload()
{
    if (!m_workspace.isOpen())
        return;
    m_stale = false;
    const int asked = ++m_asked;
    if (m_loadingGrid)
        m_loadingGrid->cancel();
    m_loadingGrid = m_workspace.run<ForecastGrid>(
        tr("Reading the forecasts"),
        [path = m_workspace.path()](const Progress& progress) { return loadForecastGrid(path, progress); },
        [this, asked](ForecastGrid& grid) {
            if (asked == m_asked)
                apply(grid);
        });
}

void ForecastPage::apply(ForecastGrid& grid)
{
    m_forecastRun = grid.run;
    m_staleWhy = grid.stale;
    m_anySales = grid.anySales;
    m_units = std::move(grid.units);
    m_detail->setCauses({}); // of another run
    m_causesOf = 0;
    const bool open = m_workspace.isOpen();
    m_model->setScope(
        open ? m_workspace.scope().location : QString(), open ? m_workspace.scope().category : QString());
    m_model->setSeries(std::move(grid.series));
    refreshActions();
    refreshSegments();
    if (m_forecastRun && m_model->itemCount() > 0) {
        m_stack->setCurrentIndex(0);
    } else if (m_anySales) {
        m_empty->set(
            QStringLiteral("trending-up"), tr("Nothing is forecast yet."),
            tr("Each series gets the method that would have served it best on its own history."),
            tr("Run forecast"));
        m_stack->setCurrentIndex(1);
    } else {
        m_empty->set(
            QStringLiteral("upload"), tr("There are no sales to forecast from."),
            tr("Import a sales or orders extract; the forecast is then one click away."),
            tr("Import extracts"));
        m_stack->setCurrentIndex(1);
    }
    if (m_staleWhy.isEmpty())
        m_notice->hide();
    else
        m_notice->showAction(m_staleWhy, Tone::Warn, tr("Run forecast"), [this] { runForecast(); });
    if (!m_pendingTarget.isEmpty()) {
        revealNow(m_pendingTarget);
        m_pendingTarget.clear();
    }
    selectionChanged();
    loadLadderCells();
}

void ForecastPage::refreshChanges()
{
    if (!m_workspace.isOpen() || !m_forecastRun)
        return;
    const int asked = ++m_askedChanges;
    std::vector<int> before;
    for (const ForecastSeries& series : m_model->series())
        if (series.change != OverrideState::None)
            before.push_back(series.seriesId);
    m_workspace.run<std::vector<SeriesChange>>(
        tr("Reading overrides"),
        [path = m_workspace.path(), before](const Progress& progress) {
            return loadSeriesChanges(path, before, progress);
        },
        [this, asked](std::vector<SeriesChange>& changes) {
            if (asked != m_askedChanges)
                return;
            m_model->applyChanges(changes);
            refreshSegments();
            refreshSummary();
        });
    loadSelection();
}

void ForecastPage::refreshSegments()
{
    using Segment = ForecastGridModel::Segment;
    const QLocale locale;
    const int changed = m_model->countOf(Segment::Changed);
    m_segments->setTexts(
        {tr("All"),
         isNarrow() ? tr("Flagged")
                    : tr("Flagged %1").arg(locale.toString(m_model->countOf(Segment::Flagged))),
         changed > 0 ? tr("Changed %1").arg(locale.toString(changed)) : tr("Changed")});
}

bool ForecastPage::isNarrow() const
{
    return width() < theme::px(1060);
}

void ForecastPage::resizeEvent(QResizeEvent* event)
{
    Page::resizeEvent(event);
    if (m_wasNarrow == isNarrow())
        return;
    m_wasNarrow = isNarrow();
    m_panel->setTitle(m_wasNarrow ? QString() : tr("Series"));
    m_panel->view()->setAccessibleName(tr("Series"));
    refreshSegments();
    refreshSummary();
}

void ForecastPage::refreshSummary()
{
    std::vector<int> items = m_panel->view()->selectedItems();
    const bool chosen = items.size() > 1;
    if (!chosen)
        items = m_model->shownItems();
    const ForecastTotals totals = totalsOf(m_model->series(), items);
    const bool drafted = totals.drafts > 0;
    m_count->setText(
        muted(
            chosen ? tr("%Ln selected, next 28 days", nullptr, totals.series)
                   : tr("%Ln series, next 28 days", nullptr, totals.series)) +
        QStringLiteral("&nbsp; ") + strong(format::count(totals.units28)) + QStringLiteral("&nbsp; ") +
        muted(
            drafted ? (isNarrow() ? tr("units, %1 changed") : tr("units, %1 with your changes"))
                          .arg(format::count(totals.draft28))
            : isNarrow() ? tr("units")
                         : tr("units; last 28 days %1").arg(format::count(totals.last28))));
    m_error->setText(
        muted(tr("Usual error")) + QStringLiteral("&nbsp; ") +
        strong(QStringLiteral("± ") + format::count(totals.miss28)) + QStringLiteral("&nbsp; ") +
        muted(
            totals.units28 > 0 ? tr("units, %1").arg(format::percent(totals.miss28 / totals.units28))
                               : tr("units")));
    m_error->setToolTip(tr("By how much the 28 days of each series are usually missed, either way, added up. "
                           "From the errors made "
                           "when the forecasts were replayed on history; in the sum of several series misses "
                           "partly cancel out"));
    m_bias->setText(
        muted(tr("Bias")) + QStringLiteral("&nbsp; ") + strong(format::signedPercent(totals.bias)) +
        QStringLiteral("&nbsp; ") + muted(biasWords(totals.bias)));
    m_bias->setToolTip(tr("Above zero: the replayed forecasts were too high, taken together"));
    m_made->setText(
        m_forecastRun ? muted(tr("Sales to %1").arg(format::day(m_forecastRun->asOf))) : QString());
    if (m_forecastRun)
        m_made->setToolTip(tr("Made %1 by %2, for %n days", nullptr, m_forecastRun->horizon)
                               .arg(
                                   format::moment(m_forecastRun->madeAt, QDateTime::currentMSecsSinceEpoch()),
                                   m_forecastRun->madeBy));
    int drafts = 0;
    for (const ForecastSeries& series : m_model->series())
        drafts += series.change == OverrideState::Draft;
    m_drafts->setText(tr("%Ln not committed", nullptr, drafts));
    m_drafts->setAccessibleName(tr("%n series changed and not committed", nullptr, drafts));
    m_drafts->setToolTip(tr("Shows the series you changed and did not commit"));
    m_drafts->setVisible(drafts > 0);
    m_made->setVisible(drafts == 0 || !isNarrow());
}

void ForecastPage::refreshActions()
{
    const bool open = m_workspace.isOpen(), running = m_running && m_running->isRunning();
    const bool fresh = m_forecastRun && m_staleWhy.isEmpty();
    const QString busy = running ? tr("A forecast is being made.") : QString();
    const auto say = [](QAction* action, const QString& text, const QString& blocked, const QString& tip) {
        action->setText(text);
        action->setEnabled(blocked.isEmpty());
        action->setToolTip(blocked.isEmpty() ? tip : blocked);
    };
    const QString noSales = !open         ? tr("Open a store first.")
                            : !m_anySales ? tr("There are no sales to forecast from: import some first.")
                                          : busy;
    say(m_run, tr("Run forecast"), noSales,
        tr("Forecasts every series anew, for the period chosen above (Ctrl+R)"));
    if (fresh)
        say(m_primary, tr("Plan orders"), {}, tr("What to order for this forecast"));
    else if (m_anySales)
        say(m_primary, tr("Run forecast"), noSales, m_staleWhy.isEmpty() ? m_run->toolTip() : m_staleWhy);
    else
        say(m_primary, tr("Import extracts"), open ? QString() : tr("Open a store first."),
            tr("A forecast needs sales"));
    const bool asks = m_demand->asksWhy();
    const QString none = tr("Nothing is changed in what is selected.");
    say(m_commit, tr("Commit your change"), asks ? QString() : none,
        tr("With the reason you give (Ctrl+Enter)"));
    say(m_ladder, tr("Replay history (ladder)"),
        !noSales.isEmpty() ? noSales
        : m_replaying      ? tr("History is being replayed.")
                           : QString(),
        tr("What each way to forecast would have cost, in money"));
    say(m_scores, tr("Scores of overrides"), open ? QString() : tr("Open a store first."),
        tr("What overrides were worth, once their weeks were over (Ctrl+Shift+S)"));
    say(m_discard, tr("Discard your change"), asks ? QString() : none, {});
}

void ForecastPage::runPrimary()
{
    if (m_forecastRun && m_staleWhy.isEmpty())
        emit openPage(QStringLiteral("reorder"), QString());
    else if (m_anySales)
        runForecast();
    else
        emit openPage(QStringLiteral("data"), QStringLiteral("import:"));
}

void ForecastPage::runForecast()
{
    if (!m_workspace.isOpen() || (m_running && m_running->isRunning()))
        return;
    ForecastOptions options =
        usualForecast(m_workspace.user(), QStringLiteral("forecast on the Forecast page"));
    // Whole weeks to the end of the period chosen above, so that no week is cut.
    const Day last = m_workspace.status().lastDay.value_or(0);
    const int rest = (7 - weekdayOf(last + 1)) % 7;
    options.horizon = rest + 7 * std::max(kLeastHorizonWeeks, m_workspace.scope().weeks);
    m_running = m_workspace.run<ForecastSummary>(
        tr("Forecasting"),
        [path = m_workspace.path(), options](const Progress& progress) {
            return ForecastService(path).run(options, progress);
        },
        [this](ForecastSummary&) { m_workspace.announce(Topic::Forecasts); });
    connect(m_running, &BackgroundJob::finished, this, &ForecastPage::refreshActions, Qt::QueuedConnection);
    refreshActions();
}

void ForecastPage::selectionChanged()
{
    refreshSummary();
    m_selectionTimer.start();
}

void ForecastPage::loadSelection()
{
    m_selectionTimer.stop();
    const int asked = ++m_askedSelection;
    if (m_loading)
        m_loading->cancel();
    const std::vector<int> items = m_panel->view()->selectedItems();
    std::vector<int> ids;
    for (const int item : items)
        ids.push_back(m_model->at(item).seriesId);
    m_keepZoom = ids == m_selected;
    m_selected = ids;
    loadLadder();
    if (ids.empty() || !m_workspace.isOpen() || !m_forecastRun) {
        SelectedDemand nothing;
        present(nothing);
        return;
    }
    m_loading = m_workspace.run<SelectedDemand>(
        tr("Reading demand"),
        [path = m_workspace.path(), selection = DemandSelection{ids, m_workspace.scope().weeks},
         units = m_units](const Progress& progress) {
            return loadSelectedDemand(path, selection, units, progress);
        },
        [this, asked](SelectedDemand& shown) {
            if (asked == m_askedSelection)
                present(shown);
        });
}

void ForecastPage::present(SelectedDemand& shown)
{
    if (&shown != &m_shown)
        m_shown = std::move(shown);
    m_demand->setDemand(m_shown, m_keepZoom);
    m_detail->setDemand(m_shown);
    loadCauses();
    refreshActions();
}

/// Only where they are looked at: all series teach them.
void ForecastPage::loadCauses()
{
    if (m_detail->tab() != ForecastDetail::Why || m_shown.series.size() != 1 || !m_workspace.isOpen())
        return;
    const int series = m_shown.series.front().seriesId;
    if (m_detail->causes() || (m_loadingCauses && m_causesOf == series))
        return;
    if (m_loadingCauses)
        m_loadingCauses->cancel();
    m_causesOf = series;
    const int asked = ++m_askedCauses;
    m_loadingCauses = m_workspace.run<ForecastCauses>(
        tr("Working out the causes"),
        [path = m_workspace.path(), series](const Progress& progress) {
            return loadForecastCauses(path, series, progress);
        },
        [this, asked](ForecastCauses& causes) {
            if (asked == m_askedCauses && m_shown.series.size() == 1 &&
                m_shown.series.front().seriesId == causes.seriesId)
                m_detail->setCauses(std::move(causes));
        });
}

/// The ladder stands as high as the chart or higher; what it took is given back to the weeks.
void ForecastPage::giveRoom(int tab)
{
    const QList<int> sizes = m_right->sizes();
    const int all = sizes[0] + sizes[1];
    if (tab == ForecastDetail::Ladder || tab == ForecastDetail::Why) {
        if (m_rightSizes.isEmpty() && sizes[1] < 0.58 * all) {
            m_rightSizes = sizes;
            m_right->setSizes({static_cast<int>(0.42 * all), static_cast<int>(0.58 * all)});
        }
    } else if (!m_rightSizes.isEmpty()) {
        m_right->setSizes(std::exchange(m_rightSizes, {}));
    }
}

/// Series whose ladder is shown: what is selected, or all that the filters leave.
std::vector<int> ForecastPage::ladderSeries() const
{
    if (m_detail->ladder()->extent() == LadderPanel::Extent::Selected)
        return m_selected;
    std::vector<int> ids;
    for (const int item : m_model->shownItems())
        ids.push_back(m_model->at(item).seriesId);
    return ids;
}

void ForecastPage::loadLadder()
{
    m_ladderStale = true;
    if (!m_workspace.isOpen() || m_detail->tab() != ForecastDetail::Ladder ||
        !m_detail->ladder()->isVisible())
        return;
    m_ladderStale = false;
    const int asked = ++m_askedLadder;
    if (m_loadingLadder)
        m_loadingLadder->cancel();
    const std::vector<int> ids = ladderSeries();
    m_detail->ladder()->setCounts(
        static_cast<int>(m_selected.size()), static_cast<int>(m_model->shownItems().size()));
    m_loadingLadder = m_workspace.run<SelectedLadder>(
        tr("Reading the ladder"),
        [path = m_workspace.path(), ids](const Progress& progress) {
            return loadSelectedLadder(path, ids, progress);
        },
        [this, asked](SelectedLadder& ladder) {
            if (asked == m_askedLadder)
                m_detail->ladder()->setLadder(std::move(ladder));
        });
}

void ForecastPage::loadLadderCells()
{
    if (!m_workspace.isOpen() || m_model->itemCount() == 0)
        return;
    const int asked = ++m_askedCells;
    m_workspace.run<LadderCells>(
        tr("Reading the ladder"),
        [path = m_workspace.path()](const Progress& progress) {
            return merch::loadLadderCells(path, progress);
        },
        [this, asked](LadderCells& cells) {
            if (asked == m_askedCells)
                m_model->applyLadder(cells);
        });
}

/// The hierarchy by what a better method earns in it.
void ForecastPage::showGains()
{
    m_panel->view()->setColumnChosen(ForecastGridModel::Gain, true);
    m_model->setGroupBy(QStringLiteral("category"));
    m_model->setSorting({{QStringLiteral("gain"), true}});
    for (int row = m_model->rowCount() - 1; row >= 0; --row)
        if (m_model->rowKind(row) == RowKind::Group && m_model->isGroupOpen(row))
            m_model->toggleGroup(row);
    m_panel->view()->selectRow(0);
    m_panel->view()->scrollToTop();
    m_panel->view()->setFocus();
}

void ForecastPage::runLadder()
{
    if (!m_workspace.isOpen() || m_replaying)
        return;
    m_replaying = m_workspace.run<Backtest>(
        tr("Replaying history"),
        [path = m_workspace.path(), user = m_workspace.user()](const Progress& progress) {
            return LadderService(path).run({}, user, QStringLiteral("replay on the Forecast page"), progress);
        },
        [this](Backtest&) { m_workspace.announce(Topic::Ladder); });
    connect(
        m_replaying, &BackgroundJob::finished, this,
        [this] {
            m_replaying = nullptr;
            refreshActions();
        },
        Qt::QueuedConnection);
    m_detail->ladder()->setRunning(m_replaying);
    refreshActions();
}

void ForecastPage::replayDays()
{
    const SelectedLadder& ladder = m_detail->ladder()->ladder();
    if (!ladder.run || ladder.replayed.size() != 1)
        return;
    std::optional<Rung> used;
    for (std::size_t k = 1; k < kRungs; ++k)
        if (ladder.used[k] > 0)
            used = static_cast<Rung>(k);
    m_workspace.run<SeriesReplay>(
        tr("Replaying one series"),
        [path = m_workspace.path(), series = ladder.replayed.front(), options = ladder.run->options()](
            const Progress& progress) { return LadderService(path).replay(series, options, {}, progress); },
        [this, used, series = ladder.replayed.front(),
         options = ladder.run->options()](SeriesReplay& replay) {
            auto* machine = new TimeMachine(replay, used, this);
            machine->setAttribute(Qt::WA_DeleteOnClose);
            connect(machine, &TimeMachine::replayAsked, this, [=, this](const ReplayTerms& terms) {
                replayWith(series, options, terms, machine);
            });
            machine->show();
        });
}

void ForecastPage::replayWith(
    int series, const BacktestOptions& options, const ReplayTerms& terms, TimeMachine* machine)
{
    m_workspace.run<SeriesReplay>(
        tr("Replaying one series"),
        [path = m_workspace.path(), series, options, terms](const Progress& progress) {
            return LadderService(path).replay(series, options, terms, progress);
        },
        [machine = QPointer<TimeMachine>(machine), terms](SeriesReplay& replay) {
            if (machine)
                machine->setReplay(replay, terms);
        });
}

void ForecastPage::holdRung(std::optional<Rung> rung)
{
    const std::vector<int> ids = m_detail->ladder()->ladder().replayed;
    m_journal.edit(
        id(), QStringLiteral("rung_pin"), tr("Holding a rung"),
        [path = m_workspace.path(), user = m_workspace.user(), ids, rung]() -> Result<EditJournal::Edit> {
            const Result<RungEdit> made = RungPins(path, user).pin(ids, rung);
            if (!made)
                return made.error();
            return EditJournal::Edit{made->text, made->before, made->after};
        },
        [page = QPointer<ForecastPage>(this)](const Outcome&) {
            if (page)
                page->m_workspace.announce(Topic::Ladder);
        });
}

void ForecastPage::reveal(const QString& target)
{
    if (target.isEmpty() || m_stale || m_loadingGrid) {
        m_pendingTarget = target;
        if (m_stack->currentIndex() == 0)
            m_panel->view()->setFocus();
        else
            m_empty->actionButton()->setFocus();
        return;
    }
    revealNow(target);
}

bool ForecastPage::revealNow(const QString& target)
{
    const qsizetype at = target.lastIndexOf(QLatin1Char('@'));
    std::vector<int> items = m_model->itemsOf(target);
    if (items.empty() && at > 0)
        items = m_model->itemsOf(target.left(at), target.mid(at + 1));
    if (items.empty()) {
        emit m_workspace.notice(Error{
            ErrorCode::NotFound,
            tr("%1 has no forecast.").arg(target).toStdString(),
            tr("It may have no sales yet, or they came in after the forecast was made.").toStdString(),
            {}});
        return false;
    }
    const auto hidden = [&] {
        return std::any_of(items.begin(), items.end(), [this](int item) { return m_model->rowOf(item) < 0; });
    };
    if (hidden()) { // what was asked for by name is shown, whatever was filtered
        m_panel->clearFilters();
        m_segments->setCurrent(0);
        m_model->setSegment(ForecastGridModel::Segment::All);
        m_model->setGroupBy({});
    }
    if (hidden()) {
        Scope scope = m_workspace.scope();
        scope.location.clear();
        scope.category.clear();
        m_workspace.setScope(scope);
    }
    GridView* view = m_panel->view();
    view->selectItem(items.front());
    for (const int item : items)
        view->selectionModel()->select(
            m_model->index(m_model->rowOf(item), 0), QItemSelectionModel::Select | QItemSelectionModel::Rows);
    view->setFocus();
    return true;
}

std::vector<std::int64_t> ForecastPage::draftIds(const std::vector<Day>& weeks) const
{
    std::vector<std::int64_t> ids;
    for (const Override& o : m_shown.overrides)
        if (!o.committed && (weeks.empty() || std::find(weeks.begin(), weeks.end(), o.week) != weeks.end()))
            ids.push_back(o.id);
    return ids;
}

void ForecastPage::keepDraft(const WeekUnits& ahead)
{
    // A number put back to what is in force is no change.
    WeekUnits changed;
    std::vector<Day> back;
    for (const OverrideWeek& week : m_shown.chart.weeks) {
        const auto typed = ahead.find(week.week);
        if (typed == ahead.end())
            continue;
        if (std::abs(typed->second - week.committed) > 0.05)
            changed.insert(*typed);
        else if (week.draft)
            back.push_back(week.week);
    }
    if (!back.empty())
        takeBack(back);
    if (changed.empty()) {
        m_demand->chart()->setDrafts(draftsOf(m_shown.chart));
        return;
    }
    std::vector<int> ids;
    for (const SelectedSeries& series : m_shown.series)
        ids.push_back(series.seriesId);
    edit([ids, weeks = wholeWeeks(m_shown, changed)](const OverrideService& service) {
        return service.setWeeks(ids, weeks);
    });
}

void ForecastPage::takeBack(const std::vector<Day>& weeks)
{
    const std::vector<std::int64_t> ids = draftIds(weeks);
    if (!ids.empty())
        edit([ids](const OverrideService& service) { return service.discard(ids); });
}

void ForecastPage::commitDrafts(const QString& reason, std::optional<Day> expires)
{
    const std::vector<std::int64_t> ids = draftIds();
    if (!ids.empty())
        edit([ids, reason, expires](const OverrideService& service) {
            return service.commit(ids, reason, expires);
        });
}

void ForecastPage::discardDrafts()
{
    takeBack({});
}

void ForecastPage::edit(MakeEdit make)
{
    if (!m_workspace.isOpen())
        return;
    m_edits.push_back(std::move(make));
    nextEdit();
}

/// Worked out and kept off the window's thread, for another program may be writing; the next one waits, for
/// it builds on this one.
void ForecastPage::nextEdit()
{
    if (m_editing || m_edits.empty())
        return;
    m_editing = true;
    MakeEdit make = std::move(m_edits.front());
    m_edits.pop_front();
    m_journal.edit(
        id(), QStringLiteral("override"), tr("Changing the forecast"),
        [path = m_workspace.path(), user = m_workspace.user(), make]() -> Result<EditJournal::Edit> {
            const Result<OverrideEdit> made = make(OverrideService(path, user));
            if (!made)
                return made.error();
            return EditJournal::Edit{made->text, made->before, made->after};
        },
        [page = QPointer<ForecastPage>(this)](const Outcome& outcome) {
            if (page)
                page->editDone(outcome.has_value());
        });
}

void ForecastPage::editDone(bool changed)
{
    m_editing = false;
    if (!m_workspace.isOpen())
        return;
    if (changed)
        m_workspace.announce(Topic::Overrides); // this page hears it too
    else
        present(m_shown); // as it stands in the store
    nextEdit();
}

} // namespace merch

#include "moc_forecast_page.cpp"
