#include "widgets/forecast/forecast_detail.h"

#include "models/forecast/forecast_detail_models.h"
#include "models/grid/format.h"
#include "widgets/chart/bar_chart.h"
#include "widgets/forecast/ladder_panel.h"
#include "widgets/frame/kit.h"
#include "widgets/grid/grid_view.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QShortcut>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace merch
{

namespace
{

constexpr int kLeastHeight = 96; ///< the head of a table and two rows

} // namespace

ForecastDetail::ForecastDetail(QWidget* parent)
    : QFrame(parent)
    , m_tabs(new kit::Tabs({tr("Weeks"), tr("Ladder"), tr("Overrides"), tr("Why")}))
    , m_stack(new QStackedWidget)
    , m_weeks(new WeekGridModel(this))
    , m_overrides(new OverrideGridModel(this))
    , m_weekView(new GridView)
    , m_overrideView(new GridView)
    , m_ladder(new LadderPanel)
{
    setProperty("card", true);
    setObjectName(QStringLiteral("forecast.detail"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(1, 0, 1, 1);
    column->setSpacing(0);
    auto* head = kit::tight(new QHBoxLayout, 8, {15, 0, 12, 0});
    head->addWidget(m_tabs, 1);
    m_switch = kit::button(tr("Switch off"), kit::Look::Small);
    m_switch->setObjectName(QStringLiteral("overrides.switch"));
    m_discard = kit::flatButton(QStringLiteral("trash-2"), tr("Discard"));
    m_discard->setObjectName(QStringLiteral("overrides.discard"));
    m_scores = kit::button(tr("Scores"), kit::Look::Small, QStringLiteral("trending-up"));
    m_scores->setObjectName(QStringLiteral("overrides.scores"));
    m_scores->setToolTip(tr("What overrides were worth, once their weeks were over"));
    connect(m_scores, &QPushButton::clicked, this, &ForecastDetail::scoresAsked);
    head->addWidget(m_scores);
    head->addWidget(m_switch);
    head->addWidget(m_discard);
    column->addLayout(head);
    m_stack->addWidget(buildWeeks());
    m_stack->addWidget(m_ladder);
    m_stack->addWidget(buildOverrides());
    m_stack->addWidget(buildWhy());
    m_stack->addWidget(new kit::EmptyState(
        QStringLiteral("pencil"), tr("No series is selected."),
        tr("Select one or several above or at the left: their weeks, overrides and reasons stand here.")));
    for (QStackedWidget* stack : {m_stack, m_overrideStack})
        stack->setMinimumHeight(theme::px(kLeastHeight)); // less than the help that stands in its place
    column->addWidget(m_stack, 1);
    connect(m_tabs, &kit::Tabs::chosen, this, [this](int tab) { showTab(static_cast<Tab>(tab)); });
    showTab(Weeks);
}

QWidget* ForecastDetail::buildWeeks()
{
    m_weekView->setObjectName(QStringLiteral("forecast.weeks"));
    m_weekView->setAccessibleName(tr("Weeks of the forecast"));
    m_weekView->setRowHeight(30);
    m_weekView->setGridModel(m_weeks);
    connect(m_weeks, &WeekGridModel::typed, this, &ForecastDetail::typed);
    connect(m_weeks, &WeekGridModel::cleared, this, &ForecastDetail::cleared);
    connect(m_weeks, &WeekGridModel::refused, this, &ForecastDetail::refused);
    auto* takeBack = new QShortcut(QKeySequence::Delete, m_weekView);
    takeBack->setContext(Qt::WidgetShortcut);
    connect(takeBack, &QShortcut::activated, this, [this] {
        std::vector<Day> weeks;
        for (const int item : m_weekView->selectedItems())
            if (m_weeks->week(item).draft)
                weeks.push_back(m_weeks->week(item).week);
        if (!weeks.empty())
            emit cleared(weeks);
    });
    connect(m_weekView, &GridView::selectionChangedTo, this, [this](const std::vector<int>& items) {
        refreshCauses();
        if (m_following)
            return;
        if (items.size() < 2) {
            emit weeksSelected(std::nullopt);
            return;
        }
        const auto [first, last] = std::minmax_element(items.begin(), items.end());
        emit weeksSelected(std::pair{m_weeks->week(*first).week, m_weeks->week(*last).week + 6});
    });
    return m_weekView;
}

QWidget* ForecastDetail::buildOverrides()
{
    m_overrideView->setObjectName(QStringLiteral("forecast.overrides"));
    m_overrideView->setAccessibleName(tr("Overrides of what is selected"));
    m_overrideView->setRowHeight(42);
    m_overrideView->setCellPadding(9);
    m_overrideView->setSpaceTicks(true);
    m_overrideView->setGridModel(m_overrides);
    m_overrideStack = new QStackedWidget;
    m_overrideStack->addWidget(m_overrideView);
    auto* empty = new kit::EmptyState(
        QStringLiteral("pencil"), tr("No override here."),
        tr("Type a number in the weeks, or drag the forecast line. It stays red until you commit it with a "
           "reason."),
        tr("Go to the weeks"));
    m_overrideStack->addWidget(empty);
    connect(empty, &kit::EmptyState::actionClicked, this, &ForecastDetail::focusWeeks);
    connect(m_switch, &QPushButton::clicked, this, &ForecastDetail::switchChosen);
    connect(m_overrideView, &GridView::spacePressed, this, &ForecastDetail::switchChosen);
    connect(m_discard, &QToolButton::clicked, this, [this] {
        if (const std::vector<std::int64_t> ids = chosenOverrides(); !ids.empty())
            emit discardAsked(ids);
    });
    auto* takeBack = new QShortcut(QKeySequence::Delete, m_overrideView);
    takeBack->setContext(Qt::WidgetShortcut);
    connect(takeBack, &QShortcut::activated, m_discard, &QToolButton::click);
    connect(m_overrideView, &GridView::selectionChangedTo, this, &ForecastDetail::refreshButtons);
    return m_overrideStack;
}

QWidget* ForecastDetail::buildWhy()
{
    m_why = kit::wrapped({});
    m_why->setObjectName(QStringLiteral("forecast.why"));
    m_why->setTextFormat(Qt::RichText);
    m_why->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    m_why->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_why->setAccessibleName(tr("Why this forecast"));
    auto* page = new QWidget;
    page->setObjectName(QStringLiteral("scrolled"));
    m_causesSpan = kit::label({}, "strong");
    m_causesSpan->setObjectName(QStringLiteral("forecast.causes.span"));
    m_causesChart = new BarChart;
    m_causesChart->setObjectName(QStringLiteral("forecast.causes"));
    m_causesNote = kit::wrapped({}, "muted");
    m_causesNote->setObjectName(QStringLiteral("forecast.causes.note"));
    auto* column = kit::tight(new QVBoxLayout(page), 8, {16, 14, 16, 10});
    for (QWidget* part :
         {static_cast<QWidget*>(m_causesSpan), static_cast<QWidget*>(m_causesChart),
          static_cast<QWidget*>(m_causesNote)})
        column->addWidget(part);
    column->addWidget(m_why, 1);
    auto* area = new QScrollArea;
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    area->setWidget(page);
    return area;
}

void ForecastDetail::setDemand(const SelectedDemand& shown)
{
    m_weeks->setDemand(shown);
    m_overrides->setDemand(shown);
    m_overrideView->setColumnChosen(OverrideGridModel::Series, shown.series.size() > 1);
    m_overrideStack->setCurrentIndex(m_overrides->itemCount() > 0 ? 0 : 1);
    m_why->setText(forecastReasons(shown));
    m_nothing = shown.series.empty();
    m_series = static_cast<int>(shown.series.size());
    m_shownWeeks = shown.chart.weeks;
    if (m_causes && (m_series != 1 || m_causes->seriesId != shown.series.front().seriesId))
        m_causes.reset();
    refreshCauses();
    showTab(static_cast<Tab>(m_tabs->current()));
}

void ForecastDetail::showTab(Tab tab)
{
    m_tabs->setCurrent(tab);
    const bool empty = m_nothing && tab != Ladder; // which may be that of all series
    m_stack->setCurrentIndex(empty ? m_stack->count() - 1 : static_cast<int>(tab));
    m_scores->setVisible(tab == Overrides);
    m_switch->setVisible(tab == Overrides && !m_nothing);
    m_discard->setVisible(tab == Overrides && !m_nothing);
    refreshButtons();
    emit tabShown(tab);
}

ForecastDetail::Tab ForecastDetail::tab() const
{
    return static_cast<Tab>(m_tabs->current());
}

std::optional<std::pair<Day, Day>> ForecastDetail::chosenSpan() const
{
    const std::vector<int> items =
        m_weeks->itemCount() > 0 ? m_weekView->selectedItems() : std::vector<int>();
    if (items.size() < 2)
        return std::nullopt;
    const auto [first, last] = std::minmax_element(items.begin(), items.end());
    return std::pair{m_weeks->week(*first).week, m_weeks->week(*last).week};
}

void ForecastDetail::setCauses(std::optional<ForecastCauses> causes)
{
    m_causes = std::move(causes);
    refreshCauses();
}

void ForecastDetail::refreshCauses()
{
    const bool told = m_causes && m_series == 1 && !m_shownWeeks.empty();
    m_causesChart->setVisible(told);
    m_causesSpan->setVisible(told);
    m_causesNote->setText(
        m_series > 1 ? tr("Select one series to see what season, events, offers and prices do to it.")
        : !m_causes  ? tr("Working out what season, events, offers and prices do to it…")
                     : m_causes->why);
    m_causesNote->setVisible(!m_causesNote->text().isEmpty());
    if (!told)
        return;
    const std::optional<std::pair<Day, Day>> span = chosenSpan();
    m_causesSpan->setText(
        span ? tr("What makes the forecast of the weeks from %1 to %2")
                   .arg(format::shortDay(span->first), format::shortDay(span->second + 6))
             : tr("What makes the forecast of %1 weeks").arg(m_shownWeeks.size()));
    m_causesChart->setSpec(causeBars(causeSteps(*m_causes, m_shownWeeks, span)));
}

void ForecastDetail::focusWeeks()
{
    showTab(Weeks);
    if (m_weeks->itemCount() == 0)
        return;
    const int row = std::max(0, m_weekView->currentIndex().row());
    m_weekView->setCurrentIndex(m_weeks->index(row, WeekGridModel::Yours));
    m_weekView->setFocus(Qt::ShortcutFocusReason);
}

void ForecastDetail::selectWeeks(Day from, Day to)
{
    showTab(Weeks);
    QItemSelection selection;
    for (int row = 0; row < m_weeks->rowCount(); ++row) {
        const Day week = m_weeks->week(m_weeks->itemAt(row)).week;
        if (week + 6 >= from && week <= to)
            selection.select(m_weeks->index(row, 0), m_weeks->index(row, m_weeks->columnCount() - 1));
    }
    if (selection.isEmpty())
        return;
    m_following = true;
    const QModelIndex first = m_weeks->index(selection.first().top(), WeekGridModel::Yours);
    m_weekView->selectionModel()->setCurrentIndex(first, QItemSelectionModel::NoUpdate);
    m_weekView->selectionModel()->select(selection, QItemSelectionModel::ClearAndSelect);
    m_weekView->scrollTo(first);
    m_following = false;
}

std::vector<std::int64_t> ForecastDetail::chosenOverrides() const
{
    std::vector<std::int64_t> ids;
    for (const int item : m_overrideView->selectedItems())
        ids.push_back(m_overrides->override(item).id);
    return ids;
}

void ForecastDetail::switchChosen()
{
    // One direction for all: on as soon as any of them is off.
    std::vector<std::int64_t> ids;
    bool anyOff = false;
    for (const int item : m_overrideView->selectedItems()) {
        const Override& o = m_overrides->override(item);
        if (o.committed)
            anyOff = anyOff || !o.enabled;
    }
    for (const int item : m_overrideView->selectedItems()) {
        const Override& o = m_overrides->override(item);
        if (o.committed && o.enabled != anyOff)
            ids.push_back(o.id);
    }
    if (!ids.empty())
        emit switchAsked(ids, anyOff);
}

void ForecastDetail::refreshButtons()
{
    const std::vector<int> items =
        m_overrides->itemCount() > 0 ? m_overrideView->selectedItems() : std::vector<int>();
    bool anyCommitted = false, anyOff = false;
    for (const int item : items) {
        const Override& o = m_overrides->override(item);
        anyCommitted = anyCommitted || o.committed;
        anyOff = anyOff || (o.committed && !o.enabled);
    }
    m_switch->setText(anyOff ? tr("Switch on") : tr("Switch off"));
    m_switch->setAccessibleName(m_switch->text());
    kit::setBlocked(
        m_switch,
        items.empty()   ? tr("Select an override first.")
        : !anyCommitted ? tr("What is not committed does not count yet.")
                        : QString(),
        tr("The number stays, but counts no longer until it is switched on (Space)"));
    kit::setBlocked(
        m_discard, items.empty() ? tr("Select an override first.") : QString(),
        tr("Takes it away; Undo brings it back (Delete)"));
}

} // namespace merch

#include "moc_forecast_detail.cpp"
