#include "widgets/today/today_page.h"

#include "models/forecast/forecast_service.h"
#include "models/grid/format.h"
#include "models/today/today_models.h"
#include "models/workspace/workspace.h"
#include "widgets/chart/chart.h"
#include "widgets/frame/kit.h"
#include "widgets/grid/grid_panel.h"
#include "widgets/grid/grid_view.h"
#include "widgets/theme/draw.h"
#include "widgets/today/problem_board.h"

#include <QAction>
#include <QDateTime>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QScrollArea>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <cmath>
#include <numeric>

namespace merch
{

using namespace Qt::StringLiterals;
using theme::px;

namespace
{

constexpr int kSideWidth = 322;
constexpr int kSideFrom = 900; ///< narrower, the side goes below

/// An arrow with how much it changed; nothing where it did not.
QString delta(double now, double before)
{
    const double by = now - before;
    if (std::abs(by) < 0.5)
        return {};
    return (by > 0 ? u"↑ "_s : u"↓ "_s) + format::count(std::abs(by));
}

} // namespace

TodayPage::TodayPage(Workspace& workspace, QWidget* parent)
    : Page(parent)
    , m_workspace(workspace)
    , m_stack(new QStackedWidget)
    , m_problems(new ProblemsModel(this))
    , m_items(new ProblemItemsModel(this))
    , m_sources(new FreshnessModel(this))
{
    setObjectName(u"page.today"_s);
    m_import = new QAction(theme::icon(u"download"_s, &Tokens::onAccent), tr("Import"), this);
    m_import->setObjectName(u"today.import"_s);
    m_import->setToolTip(tr("Read new extracts into the store (Ctrl+O)"));
    connect(m_import, &QAction::triggered, this, [this] { emit openPage(u"data"_s, u"import:"_s); });
    m_work = new QAction(tr("Work on the chosen problem"), this);
    m_work->setObjectName(u"today.work"_s);
    connect(m_work, &QAction::triggered, this, [this] { workOn(m_board->currentRow()); });
    m_refresh = new QAction(tr("Run the forecast"), this);
    m_refresh->setObjectName(u"today.forecast"_s);
    m_refresh->setToolTip(tr("Forecast every series anew; the problems follow"));
    connect(m_refresh, &QAction::triggered, this, [this] {
        m_workspace.run<ForecastSummary>(
            tr("Forecasting"),
            [path = m_workspace.path(), user = m_workspace.user()](const Progress& progress) {
                return ForecastService(path).run(
                    usualForecast(user, u"forecast on the Today page"_s), progress);
            },
            [this](ForecastSummary&) { m_workspace.announce(Topic::Forecasts); });
    });
    addActions({m_import, m_work, m_refresh});

    m_risk = new kit::KpiCard(tr("At risk a month"));
    m_out = new kit::KpiCard(tr("Out of stock now"));
    m_soon = new kit::KpiCard(tr("Running out soon"));
    m_excess = new kit::KpiCard(tr("Overstock at cost"));
    m_pending = new kit::KpiCard(tr("Approvals waiting"));
    m_quality = new kit::KpiCard(tr("Data quality"));
    auto* column = kit::tight(new QVBoxLayout(this), 14, {20, 16, 20, 16});
    auto* cards = kit::tight(new QHBoxLayout, 14);
    for (kit::KpiCard* card : {m_risk, m_out, m_soon, m_excess, m_pending, m_quality})
        cards->addWidget(card, 1);
    column->addLayout(cards);
    auto* row = kit::tight(new QHBoxLayout, 14);
    row->addWidget(buildBody(), 1);
    m_side = buildSide();
    row->addWidget(m_side);
    column->addLayout(row, 1);

    connect(m_risk, &kit::KpiCard::clicked, this, [this] {
        m_board->selectRow(0);
        m_board->list()->setFocus();
    });
    const auto jump = [this](kit::KpiCard* card, ProblemKind kind) {
        connect(card, &kit::KpiCard::clicked, this, [this, kind] { reveal(problemKindName(kind)); });
    };
    jump(m_out, ProblemKind::OutOfStock);
    jump(m_soon, ProblemKind::RunsOut);
    jump(m_excess, ProblemKind::Overstock);
    connect(m_pending, &kit::KpiCard::clicked, this, [this] { emit openPage(u"approvals"_s, {}); });
    connect(m_quality, &kit::KpiCard::clicked, this, [this] {
        emit openPage(u"data"_s, m_report.checked ? QString() : u"check"_s);
    });

    connect(&workspace, &Workspace::changed, this, [this] {
        m_stale = true;
        if (isVisible())
            reload();
    });
    connect(&workspace, &Workspace::closed, this, [this] {
        TodayReport nothing;
        apply(nothing);
        m_stale = true;
    });
    TodayReport nothing;
    apply(nothing);
}

QWidget* TodayPage::buildBody()
{
    m_board = new ProblemBoard(m_problems);
    m_itemsPanel = new GridPanel(u"today.items"_s, tr("Items of the problem"), &m_workspace);
    m_itemsPanel->setUnit(tr("items"), tr("item"));
    m_itemsPanel->view()->setFitsNumbers(true);
    m_itemsPanel->setModel(m_items);
    m_workButton = kit::button(tr("Work on this"), kit::Look::SmallPrimary);
    m_workButton->setObjectName(u"today.workButton"_s);
    m_itemsPanel->addTool(m_workButton);
    connect(m_workButton, &QPushButton::clicked, m_work, &QAction::trigger);
    connect(m_itemsPanel->view(), &GridView::itemActivated, this, &TodayPage::openItem);
    connect(m_board, &ProblemBoard::chosen, this, &TodayPage::showProblem);
    connect(m_board, &ProblemBoard::workAsked, this, &TodayPage::workOn);

    auto* halves = new QSplitter(Qt::Vertical);
    halves->setHandleWidth(px(14));
    halves->setChildrenCollapsible(false);
    halves->addWidget(m_board);
    halves->addWidget(m_itemsPanel);
    halves->setStretchFactor(0, 6);
    halves->setStretchFactor(1, 5);
    QFrame* card = kit::card();
    m_empty = new kit::EmptyState(u"sparkles"_s, {}, {}, {});
    m_empty->setObjectName(u"today.empty"_s);
    kit::tight(new QVBoxLayout(card))->addWidget(m_empty);
    connect(m_empty, &kit::EmptyState::actionClicked, this, [this] {
        if (m_emptyPage.isEmpty())
            m_refresh->trigger();
        else
            emit openPage(m_emptyPage, m_emptyTarget);
    });
    m_stack->addWidget(halves);
    m_stack->addWidget(card);
    return m_stack;
}

QWidget* TodayPage::buildSide()
{
    auto* side = new QWidget;
    auto* column = kit::tight(new QVBoxLayout(side), 14);
    QFrame* lost = kit::card();
    auto* lostColumn = kit::tight(new QVBoxLayout(lost), 4, {16, 12, 12, 8});
    lostColumn->addLayout(kit::cardHead(tr("Lost sales"), &m_lostNote));
    m_lost = new Chart;
    m_lost->setObjectName(u"today.lost"_s);
    m_lost->setMinimumHeight(px(96));
    auto* noLoss = kit::wrapped(
        tr("Where stock is imported day by day, the margin that met an empty shelf is drawn here."), "muted");
    noLoss->setObjectName(u"today.noLoss"_s);
    noLoss->setAlignment(Qt::AlignCenter);
    m_lostStack = new QStackedWidget;
    m_lostStack->addWidget(m_lost);
    m_lostStack->addWidget(noLoss);
    lostColumn->addWidget(m_lostStack, 1);
    column->addWidget(lost, 4);

    QFrame* news = kit::card();
    auto* newsColumn = kit::tight(new QVBoxLayout(news), 8, {16, 12, 16, 12});
    newsColumn->addLayout(kit::cardHead(tr("Since the last import"), &m_changesWhen));
    m_changeRows = kit::tight(new QVBoxLayout, 6);
    newsColumn->addLayout(m_changeRows);
    column->addWidget(news);

    m_sourcesPanel = new GridPanel(u"today.sources"_s, tr("Freshness"), &m_workspace);
    m_sourcesPanel->setUnit(tr("sources"), tr("source"));
    m_sourcesPanel->setModel(m_sources);
    m_sourcesPanel->setCompact();
    m_sourcesPanel->setEmpty(
        u"database"_s, tr("No source yet."), tr("Each import remembers where its file came from."),
        tr("Import"));
    m_sourcesPanel->view()->setRowHeight(32);
    m_sourcesPanel->view()->setCellPadding(8);
    m_sourcesPanel->view()->setFitsNumbers(true);
    connect(m_sourcesPanel, &GridPanel::emptyAction, m_import, &QAction::trigger);
    connect(m_sourcesPanel->view(), &GridView::itemActivated, this, [this](int item) {
        emit openPage(u"data"_s, u"source:"_s + QString::number(m_sources->source(item).id));
    });
    column->addWidget(m_sourcesPanel, 5);
    side->setFixedWidth(px(kSideWidth));
    return side;
}

QList<QAction*> TodayPage::pageActions() const
{
    return {m_import, m_work, m_refresh};
}

void TodayPage::reveal(const QString& target)
{
    if (target.isEmpty()) {
        m_board->list()->setFocus();
        return;
    }
    int row = m_problems->rowOf(target);
    for (int r = 0; row < 0 && r < m_problems->rowCount(); ++r)
        if (problemKindName(m_problems->problem(r).kind) == target)
            row = r;
    if (row >= 0)
        m_board->selectRow(row);
    m_board->list()->setFocus();
}

void TodayPage::focusFilter()
{
    m_itemsPanel->focusFilter();
}

void TodayPage::showEvent(QShowEvent* event)
{
    Page::showEvent(event);
    if (m_stale)
        reload();
}

void TodayPage::reload()
{
    if (!m_workspace.isOpen())
        return;
    m_stale = false;
    const int asked = ++m_asked;
    m_workspace.run<TodayReport>(
        tr("Looking where the money goes"),
        [path = m_workspace.path()](const Progress& progress) {
            return TodayService(path).report({}, progress);
        },
        [this, asked](TodayReport& report) {
            if (asked == m_asked && m_workspace.isOpen())
                apply(report);
        });
}

void TodayPage::apply(TodayReport& report)
{
    m_report = std::move(report);
    m_problems->setProblems(m_report.problems, m_report.currency);
    showCards();
    showSide();
    m_emptyPage.clear();
    m_emptyTarget.clear();
    bool empty = true;
    if (!m_report.hasSales) {
        m_emptyPage = u"data"_s;
        m_emptyTarget = u"import:"_s;
        m_empty->set(
            u"upload"_s, tr("Nothing is known of your shop yet."),
            tr("Import the catalog, sales and stock; drop the files anywhere on the window."),
            tr("Import..."));
    } else if (!m_report.hasForecast) {
        m_empty->set(
            u"trending-up"_s, tr("Nothing was forecast yet."),
            tr("What will sell decides which shelf is too empty and which too full."),
            tr("Run the forecast"));
    } else if (!m_report.hasStock && m_report.problems.empty()) {
        m_emptyPage = u"data"_s;
        m_emptyTarget = u"import:"_s;
        m_empty->set(
            u"boxes"_s, tr("No stock of the last two weeks is known."),
            tr("Import a stock extract: what runs out and what lies too long is worked out from it."),
            tr("Import..."));
    } else if (m_report.problems.empty()) {
        m_empty->set(
            u"circle-check"_s, tr("Nothing costs money that can be computed now."),
            tr("No shelf is empty or too full, no check holds a series back, no source is late."), {});
    } else {
        empty = false;
    }
    m_stack->setCurrentIndex(empty ? 1 : 0);
    const int row = std::max(0, m_problems->rowOf(m_chosen));
    m_board->selectRow(row);
    QStringList leftOut;
    if (m_report.heldBack > 0)
        leftOut += tr("%Ln item(s) that fail a critical check", nullptr, m_report.heldBack);
    if (m_report.noStock > 0)
        leftOut += tr("%Ln item(s) without a stock of the last two weeks", nullptr, m_report.noStock);
    if (m_report.noMargin > 0)
        leftOut += tr("%Ln item(s) without a cost or price", nullptr, m_report.noMargin);
    if (m_report.noLeadTime > 0)
        leftOut +=
            tr("%Ln item(s) without a lead time, not judged for running out", nullptr, m_report.noLeadTime);
    QString note = m_problems->anyMoney() ? tr("by the least loss; ranges hold 8 in 10")
                                          : tr("what it costs is not known");
    if (!leftOut.isEmpty())
        note = tr("%1 left out", nullptr)
                   .arg(format::count(
                       m_report.heldBack + m_report.noStock + m_report.noMargin + m_report.noLeadTime)) +
               u"; "_s + note;
    if (m_report.asOf)
        note = tr("As of %1; %2").arg(format::day(*m_report.asOf), note);
    m_board->setNote(
        note, leftOut.isEmpty()
                  ? note
                  : note + u"\n"_s + tr("Left out of the money:") + u"\n"_s + leftOut.join(u"\n"_s));
}

void TodayPage::showCards()
{
    const TodayReport& r = m_report;
    const QString currency = r.currency;
    const bool judged = r.hasForecast && r.hasStock;
    const QString notYet = r.hasForecast ? tr("stock is not known") : tr("not computed yet");
    kit::KpiCard::Value risk;
    risk.value = judged ? format::money(r.atRisk.mid, currency) : u"–"_s;
    risk.note = judged ? tr("%1 to %2")
                             .arg(
                                 format::moneyShort(r.atRisk.low, currency),
                                 format::moneyShort(r.atRisk.high, currency))
                       : notYet;
    for (const MoneyRange& week : r.lostByWeek)
        risk.trend.push_back(static_cast<float>(week.mid));
    risk.tip =
        judged ? tr("%1 of margin lost to empty shelves and %2 of carrying too much stock. "
                    "8 times in 10 between %3 and %4. The line: margin lost in each of the last 12 weeks.")
                     .arg(
                         format::money(r.lost.mid, currency), format::money(r.carrying.mid, currency),
                         format::money(r.atRisk.low, currency), format::money(r.atRisk.high, currency))
               : tr("Needs sales, stock and a forecast");
    if (judged && r.assumed)
        risk.tip += u' ' + tr("Rests in part on assumptions.");
    risk.actionable = judged && !r.problems.empty();
    m_risk->set(risk);

    kit::KpiCard::Value out;
    out.value = judged ? format::count(r.outNow) : u"–"_s;
    out.trend = r.outByDay;
    out.note = judged ? tr("products at a location") : notYet;
    if (judged && r.outByDay.size() > 28) {
        const double now = static_cast<double>(r.outByDay.back()),
                     before = static_cast<double>(r.outByDay[r.outByDay.size() - 29]);
        out.delta = delta(now, before);
        out.tone = now > before ? Tone::Bad : Tone::Good;
        if (!out.delta.isEmpty())
            out.note = tr("in 4 weeks");
        out.tip =
            tr("Products at a location that sell and have no stock. The line: empty shelves on each of the "
               "last 84 days, those that nobody wants included.");
    }
    out.actionable = r.outNow > 0;
    m_out->set(out);

    kit::KpiCard::Value soon;
    soon.value = judged ? format::count(r.runsOut) : u"–"_s;
    soon.note = judged ? tr("within lead time") : notYet;
    soon.tip = tr("Will more likely than not run out before an order placed today is there");
    if (r.noLeadTime > 0)
        soon.tip += u'\n' + tr("%Ln without a lead time not judged", nullptr, r.noLeadTime);
    soon.actionable = r.runsOut > 0;
    m_soon->set(soon);

    kit::KpiCard::Value excess;
    excess.value = judged ? format::money(r.excessCapital, currency) : u"–"_s;
    excess.note = judged ? tr("%Ln item(s)", nullptr, r.overstocked + r.dead) : notYet;
    if (judged && r.stockAtCost > 0) {
        excess.delta = format::percent(r.excessCapital / r.stockAtCost);
        excess.note = tr("of stock");
    }
    excess.tip =
        tr("%Ln item(s) with too much.", nullptr, r.overstocked + r.dead) + u' ' +
        tr("Stock beyond 12 weeks of forecast sales (or lead time and review with 4 weeks, where longer), "
           "at cost; %Ln item(s) have not sold for 26 weeks",
           nullptr, r.dead);
    excess.actionable = r.overstocked > 0;
    m_excess->set(excess);

    kit::KpiCard::Value pending;
    pending.value = format::count(r.pendingPlans);
    pending.note = r.pendingPlans == 0 ? tr("nothing to decide") : tr("%Ln line(s)", nullptr, r.pendingLines);
    if (r.oldestPendingDays) {
        const int days = static_cast<int>(*r.oldestPendingDays);
        pending.delta = days > 0 ? tr("%Ln day(s) old", nullptr, days) : tr("today");
        pending.tone = days >= 3 ? Tone::Warn : Tone::Neutral;
    }
    pending.tip = tr("Plans that were submitted and wait for a decision");
    pending.actionable = r.pendingPlans > 0;
    m_pending->set(pending);

    kit::KpiCard::Value quality;
    quality.value = r.quality ? format::percent(*r.quality) : u"–"_s;
    quality.trend = r.qualityTrend;
    quality.note = r.quality ? tr("%Ln error(s) open", nullptr, r.openErrors) : tr("not checked yet");
    if (r.quality && r.qualityBefore && std::abs(*r.quality - *r.qualityBefore) >= 0.005) {
        const double points = (*r.quality - *r.qualityBefore) * 100.0;
        quality.delta =
            (points > 0 ? u"↑ "_s : u"↓ "_s) + tr("%1 pt").arg(format::decimal(std::abs(points), 0));
        quality.tone = points > 0 ? Tone::Good : Tone::Bad;
    }
    quality.tip = r.quality ? tr("Score of the newest check. Opens the findings.")
                            : tr("Click to run the checks on the Data page");
    quality.actionable = r.hasSales;
    m_quality->set(quality);
}

void TodayPage::showSide()
{
    const qint64 now = QDateTime::currentMSecsSinceEpoch();
    m_changesWhen->setText(
        m_report.lastImportMs > 0 ? format::moment(m_report.lastImportMs, now) : QString());
    while (QLayoutItem* old = m_changeRows->takeAt(0)) {
        delete old->widget();
        delete old;
    }
    for (const StoreChange& change : m_report.changes) {
        auto* line = new QWidget;
        auto* row = kit::tight(new QHBoxLayout(line), 8);
        const QString icon = change.icon;
        const bool warn = change.warn;
        auto* sign = new kit::Canvas(
            warn ? tr("Look at this") : tr("News"), {px(16), px(16)},
            [icon, warn](QPainter& p, const QRectF& r) {
                p.drawPixmap(
                    r.topLeft(), theme::pixmap(
                                     icon, warn ? theme::t().warn : theme::t().muted, px(16),
                                     p.device()->devicePixelRatioF()));
            });
        sign->setFixedSize(px(16), px(16));
        row->addWidget(sign, 0, Qt::AlignTop);
        row->addWidget(kit::wrapped(change.text), 1);
        m_changeRows->addWidget(line);
    }
    if (m_report.changes.empty())
        m_changeRows->addWidget(kit::wrapped(tr("Nothing was imported yet."), "muted"));
    m_sources->setSources(m_report.sources);

    ChartSpec spec;
    spec.name = tr("Margin lost to empty shelves by week");
    spec.description = tr(
        "What is estimated to have been asked for while shelves were empty, less what comes back; with the "
        "range that holds it 8 times in 10");
    spec.xName = tr("Week from");
    spec.yName = tr("Margin lost a week");
    ChartLine line;
    line.name = tr("Margin lost");
    line.ink = ChartInk::Forecast;
    line.filled = true;
    ChartBand band;
    band.name = tr("80 % range");
    for (std::size_t w = 0; w < m_report.lostByWeek.size(); ++w) {
        const MoneyRange& week = m_report.lostByWeek[w];
        line.x.push_back(m_report.firstWeek + 7.0 * static_cast<double>(w));
        line.y.push_back(week.mid);
        band.low.push_back(week.low);
        band.high.push_back(week.high);
    }
    band.x = line.x;
    if (!line.x.empty()) {
        spec.lines.push_back(line);
        spec.bands.push_back(band);
    }
    m_lost->setSpec(spec);
    m_lostStack->setCurrentIndex(line.x.empty() ? 1 : 0);
    const MoneyRange& last = m_report.lostLately;
    const QString lately = tr("%1 to %2")
                               .arg(
                                   format::moneyShort(last.low, m_report.currency),
                                   format::moneyShort(last.high, m_report.currency));
    m_lostLong = line.x.empty() ? tr("no stock history")
                                : tr("%1 in %n week(s)", nullptr, m_report.latelyWeeks).arg(lately);
    m_lostShort = line.x.empty() ? QStringLiteral("–") : lately;
    m_lostNote->setToolTip(m_lostLong + u". "_s + spec.description);
    giveWay();
}

void TodayPage::showProblem(int row)
{
    const Problem* problem = row >= 0 && row < m_problems->rowCount() ? &m_problems->problem(row) : nullptr;
    m_chosen = problem ? problem->key : QString();
    m_items->setProblem(problem, m_report.currency);
    m_itemsPanel->setTitle(problem ? problem->title : tr("Items of the problem"));
    if (problem) // one without items is about a whole source
        m_itemsPanel->setEmpty(problemIcon(problem->kind), problem->evidence, problem->remedy, {});
    else
        m_itemsPanel->setEmpty(
            u"list-tree"_s, tr("Choose a problem above."), tr("Its items stand here, the dearest first."),
            {});
    const QString why = problem ? QString() : tr("Choose a problem first.");
    kit::setBlocked(m_workButton, why, problem ? problem->remedy : QString());
    m_work->setEnabled(problem != nullptr);
    m_work->setToolTip(why);
    if (m_items->itemCount() > 0)
        m_itemsPanel->view()->selectItem(0);
}

void TodayPage::workOn(int row)
{
    if (row < 0 || row >= m_problems->rowCount())
        return;
    m_board->selectRow(row);
    const Problem& problem = m_problems->problem(row);
    emit openPage(problem.page, problem.target);
}

void TodayPage::openItem(int item)
{
    const ProblemItem& it = m_items->item(item);
    emit openPage(u"forecast"_s, it.sku + u'@' + it.location);
}

void TodayPage::resizeEvent(QResizeEvent* event)
{
    Page::resizeEvent(event);
    giveWay();
}

void TodayPage::giveWay()
{
    const bool narrow = width() < px(1080);
    m_side->setFixedWidth(px(narrow ? 264 : kSideWidth));
    m_lostNote->setText(narrow ? m_lostShort : m_lostLong);
    m_side->setVisible(width() >= px(kSideFrom));
}

} // namespace merch

#include "moc_today_page.cpp"
