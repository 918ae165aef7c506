#include "widgets/grid/grid_panel.h"

#include "models/grid/format.h"
#include "models/grid/grid_model.h"
#include "models/workspace/saved_views.h"
#include "models/workspace/workspace.h"
#include "widgets/frame/kit.h"
#include "widgets/grid/filter_popup.h"
#include "widgets/grid/grid_view.h"
#include "widgets/theme/theme.h"

#include <QEvent>
#include <QFocusEvent>
#include <QHBoxLayout>
#include <QInputDialog>
#include <QJsonArray>
#include <QJsonDocument>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QSettings>
#include <QStackedLayout>
#include <QToolButton>
#include <QVBoxLayout>

namespace merch
{

using namespace Qt::StringLiterals;
using kit::tight;
using theme::px;

namespace
{

constexpr int kLeastFilter = 118; ///< a word of twelve letters between the glass and the cross
constexpr int kKeepAfter = 500;   ///< ms without a change

QString wordsOf(const GridColumn& column, const GridFilter& filter)
{
    const QString number = QLocale().toString(filter.number, 'g', 6);
    switch (filter.op) {
    case GridFilter::Op::Contains:
        return QObject::tr("%1: “%2”").arg(column.name(), filter.values.value(0));
    case GridFilter::Op::AnyOf:
        return filter.values.size() <= 2
                   ? QObject::tr("%1: %2").arg(column.name(), filter.values.join(u", "_s))
                   : QObject::tr("%1: %n chosen", nullptr, static_cast<int>(filter.values.size()))
                         .arg(column.name());
    case GridFilter::Op::AtLeast:
        return QObject::tr("%1 ≥ %2").arg(column.name(), number);
    case GridFilter::Op::AtMost:
        return QObject::tr("%1 ≤ %2").arg(column.name(), number);
    }
    return {};
}

} // namespace

GridPanel::GridPanel(const QString& id, const QString& title, Workspace* workspace, QWidget* parent)
    : QFrame(parent)
    , m_id(id)
    , m_workspace(workspace)
    , m_view(new GridView)
    , m_title(kit::elided(title, "h2"))
    , m_count(kit::wholeOrNone({}, "muted"))
    , m_filter(new QLineEdit)
    , m_filters(kit::flatButton(u"filter"_s, tr("Add a filter")))
    , m_groups(kit::flatButton(u"list-tree"_s, tr("Group rows")))
    , m_columns(kit::flatButton(u"columns-3"_s, tr("Choose columns")))
    , m_views(kit::flatButton(u"bookmark"_s, tr("Saved views")))
    , m_tools(nullptr)
    , m_chips(new QWidget)
    , m_chipFlow(new kit::FlowLayout(6))
    , m_stack(new QStackedLayout)
    , m_empty(new kit::EmptyState({}, {}))
    , m_nothing(new kit::EmptyState(
          u"search"_s, tr("Nothing matches"), tr("No row passes all filters."), tr("Clear filters")))
{
    setProperty("card", true);
    setObjectName(id);
    m_view->setObjectName(id + u".grid"_s);
    m_view->setAccessibleName(title);
    m_filter->setObjectName(id + u".filter"_s);
    m_filter->setProperty("small", true);
    m_filter->setPlaceholderText(tr("Filter"));
    m_filter->setAccessibleName(tr("Filter %1").arg(title));
    m_filter->setToolTip(tr("Shows rows that hold all of these words (Ctrl+F)"));
    m_filter->setClearButtonEnabled(true);
    m_filter->addAction(theme::icon(u"search"_s), QLineEdit::LeadingPosition)->setText(tr("Filter"));
    for (QToolButton* clear : m_filter->findChildren<QToolButton*>())
        if (clear->accessibleName().isEmpty())
            clear->setAccessibleName(tr("Clear the filter"));
    m_filter->setMinimumWidth(px(90));
    m_filter->setMaximumWidth(px(220));
    m_filters->setObjectName(id + u".addFilter"_s);
    m_groups->setObjectName(id + u".group"_s);
    m_columns->setObjectName(id + u".columns"_s);
    m_views->setObjectName(id + u".views"_s);

    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(1, 0, 1, 1);
    column->setSpacing(0);
    m_tools = tight(new QHBoxLayout, 6, {15, 8, 9, 8});
    m_tools->addWidget(m_title);
    m_tools->addSpacing(px(4));
    m_tools->addWidget(m_count, 1);
    m_tools->addWidget(m_filter, 2);
    for (QToolButton* b : {m_filters, m_groups, m_columns, m_views})
        m_tools->addWidget(b);
    column->addLayout(m_tools);
    auto* chips = tight(new QVBoxLayout(m_chips), 0, {15, 0, 12, 10});
    chips->addLayout(m_chipFlow);
    m_chips->hide();
    column->addWidget(m_chips);
    auto* body = new QWidget;
    body->setLayout(m_stack);
    m_stack->setContentsMargins({});
    m_stack->addWidget(m_view);
    m_stack->addWidget(m_empty);
    m_stack->addWidget(m_nothing);
    column->addWidget(body, 1);

    // Settings are a file: written when the hand rests, not at every step of it.
    m_keep.setInterval(kKeepAfter);
    connect(&m_keep, &QTimer::timeout, this, &GridPanel::writeLastView);
    connect(m_filter, &QLineEdit::textChanged, this, [this](const QString& text) {
        if (m_model)
            m_model->setNeedle(text);
    });
    connect(m_filter, &QLineEdit::returnPressed, this, [this] { m_view->setFocus(); });
    connect(m_filters, &QToolButton::clicked, this, &GridPanel::showFilterMenu);
    connect(m_groups, &QToolButton::clicked, this, &GridPanel::showGroupMenu);
    connect(m_columns, &QToolButton::clicked, this, &GridPanel::showColumnMenu);
    connect(m_views, &QToolButton::clicked, this, &GridPanel::showViewMenu);
    connect(m_empty, &kit::EmptyState::actionClicked, this, &GridPanel::emptyAction);
    connect(m_nothing, &kit::EmptyState::actionClicked, this, &GridPanel::clearFilters);
    connect(m_view, &GridView::columnsChanged, this, &GridPanel::keepLastView);
}

GridPanel::~GridPanel()
{
    writeLastView();
}

/// By hand, not by a focus proxy: Tab would jump to that from before the panel, past its own tools.
void GridPanel::focusInEvent(QFocusEvent* event)
{
    QWidget* shown = m_stack->currentWidget();
    if (shown == m_view)
        m_view->setFocus(event->reason());
    else
        focusNextChild();
}

void GridPanel::setModel(GridModel* model)
{
    m_model = model;
    m_view->setGridModel(model);
    bool groups = false;
    for (const GridColumn& column : model->columns())
        groups |= column.groupable;
    m_groups->setVisible(groups);
    connect(model, &GridModel::arranged, this, &GridPanel::refresh);
    connect(model, &GridModel::filtersChanged, this, &GridPanel::refreshChips);
    loadLastView();
    refresh();
}

void GridPanel::setTitle(const QString& title)
{
    m_title->setText(title);
    m_view->setAccessibleName(title);
}

void GridPanel::setUnit(const QString& unit, const QString& one)
{
    m_unit = unit;
    m_one = one.isEmpty() ? unit : one;
    refresh();
}

void GridPanel::setEmpty(
    const QString& icon, const QString& sentence, const QString& more, const QString& action)
{
    m_empty->set(icon, sentence, more, action);
    m_hasEmpty = true;
    refresh();
}

void GridPanel::setTitleWidget(QWidget* widget)
{
    m_title->hide();
    m_tools->insertWidget(0, widget);
}

void GridPanel::addTool(QWidget* tool)
{
    m_tools->insertWidget(m_tools->indexOf(m_filter), tool);
}

void GridPanel::setCompact()
{
    for (QWidget* widget : std::initializer_list<QWidget*>{m_filter, m_filters, m_groups, m_columns, m_views})
        widget->setFixedWidth(0);
    for (QWidget* widget : std::initializer_list<QWidget*>{m_filter, m_filters, m_groups, m_columns, m_views})
        widget->hide();
}

void GridPanel::focusFilter()
{
    m_filter->setFocus(Qt::ShortcutFocusReason);
    m_filter->selectAll();
}

void GridPanel::clearFilters()
{
    m_filter->clear();
    if (m_model)
        m_model->setFilters({});
}

void GridPanel::refresh()
{
    if (!m_model)
        return;
    const int all = m_model->itemCount(), shown = m_model->shownCount();
    const QLocale locale;
    QString text = shown == all ? locale.toString(all)
                                : tr("%1 of %2").arg(locale.toString(shown), locale.toString(all));
    if (!m_unit.isEmpty())
        text += u' ' + (all == 1 ? m_one : m_unit);
    m_count->setText(text);
    m_count->setToolTip(text);
    fitHead();
    if (all == 0 && m_hasEmpty)
        m_stack->setCurrentWidget(m_empty);
    else if (shown == 0 && m_model->isFiltered())
        m_stack->setCurrentWidget(m_nothing);
    else
        m_stack->setCurrentWidget(m_view);
    keepLastView();
}

bool GridPanel::event(QEvent* event)
{
    const bool done = QFrame::event(event);
    if (event->type() == QEvent::Resize || event->type() == QEvent::LayoutRequest)
        fitHead();
    return done;
}

/// The count is shown whole or, where the filter needs the room, not at all.
void GridPanel::fitHead()
{
    if (m_filter->isHidden())
        return;
    const QMargins margins = m_tools->contentsMargins();
    int others = margins.left() + margins.right() + m_tools->spacing() * (m_tools->count() - 1);
    for (int i = 0; i < m_tools->count(); ++i) {
        const QLayoutItem* item = m_tools->itemAt(i);
        if (item->widget() != m_count && item->widget() != m_filter && !item->isEmpty())
            others += item->sizeHint().width();
    }
    const int count = m_count->fontMetrics().horizontalAdvance(m_count->text()) + px(4);
    const bool fits = width() >= others + count + px(kLeastFilter);
    if (fits)
        m_count->setMinimumWidth(count);
    if (m_count->isHidden() == fits)
        m_count->setVisible(fits);
}

void GridPanel::refreshChips()
{
    while (QLayoutItem* old = m_chipFlow->takeAt(0)) {
        old->widget()->hide();
        old->widget()->deleteLater();
        delete old;
    }
    if (m_filter->text() != m_model->needle())
        m_filter->setText(m_model->needle());
    const auto& filters = m_model->filters();
    for (std::size_t i = 0; i < filters.size(); ++i) {
        const int column = m_model->columnOf(filters[i].column);
        if (column < 0)
            continue;
        const QString words = wordsOf(m_model->columns()[static_cast<std::size_t>(column)], filters[i]);
        auto* chip = new QPushButton(words + u"  ×"_s);
        chip->setProperty("chip", true);
        chip->setAccessibleName(tr("Remove filter %1").arg(words));
        chip->setToolTip(tr("Remove this filter"));
        connect(chip, &QPushButton::clicked, this, [this, filter = filters[i]] {
            std::vector<GridFilter> rest = m_model->filters();
            std::erase(rest, filter);
            m_model->setFilters(rest);
        });
        m_chipFlow->addWidget(chip);
    }
    if (!filters.empty()) {
        auto* add = new QPushButton(tr("+ Filter"));
        add->setProperty("chip", u"add"_s);
        add->setAccessibleName(tr("Add a filter"));
        connect(add, &QPushButton::clicked, this, &GridPanel::showFilterMenu);
        m_chipFlow->addWidget(add);
    }
    m_chips->setVisible(!filters.empty());
    m_chips->updateGeometry();
}

void GridPanel::showFilterMenu()
{
    if (!m_model)
        return;
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (std::size_t c = 0; c < m_model->columns().size(); ++c) {
        const GridColumn& column = m_model->columns()[c];
        if (column.sortable)
            menu->addAction(column.name(), this, [this, c] { editFilter(static_cast<int>(c)); });
    }
    menu->popup(m_filters->mapToGlobal(QPoint(0, m_filters->height() + 4)));
}

void GridPanel::editFilter(int column)
{
    auto* popup = new FilterPopup(*m_model, column, this);
    connect(popup, &FilterPopup::accepted, this, [this](const std::vector<GridFilter>& made) {
        std::vector<GridFilter> filters = m_model->filters();
        for (const GridFilter& filter : made) {
            std::erase_if(filters, [&](const GridFilter& old) {
                return old.column == filter.column && old.op == filter.op;
            });
            filters.push_back(filter);
        }
        m_model->setFilters(filters);
    });
    const QPoint below = m_filters->mapToGlobal(
        QPoint(m_filters->width() - popup->sizeHint().width(), m_filters->height() + 4));
    popup->open(below);
}

void GridPanel::showGroupMenu()
{
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const auto add = [&](const QString& text, const QString& id) {
        QAction* action = menu->addAction(text, this, [this, id] { m_model->setGroupBy(id); });
        action->setCheckable(true);
        action->setChecked(m_model->groupBy() == id);
    };
    add(tr("No groups"), {});
    for (const GridColumn& column : m_model->columns())
        if (column.groupable)
            add(tr("By %1").arg(column.name()), column.id);
    menu->popup(m_groups->mapToGlobal(QPoint(0, m_groups->height() + 4)));
}

void GridPanel::showColumnMenu()
{
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (std::size_t c = 0; c < m_model->columns().size(); ++c) {
        QAction* action = menu->addAction(m_model->columns()[c].name());
        action->setToolTip(m_model->columns()[c].tip);
        action->setCheckable(true);
        action->setChecked(m_view->isColumnChosen(static_cast<int>(c)));
        connect(action, &QAction::toggled, this, [this, c](bool on) {
            m_view->setColumnChosen(static_cast<int>(c), on);
        });
    }
    menu->addSeparator();
    menu->addAction(tr("Reset columns"), m_view, &GridView::resetColumns);
    menu->popup(m_columns->mapToGlobal(QPoint(0, m_columns->height() + 4)));
}

void GridPanel::showViewMenu()
{
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const bool open = m_workspace && m_workspace->isOpen();
    if (open) {
        SavedViews views(m_workspace->path());
        const Result<QStringList> names = views.names(m_id);
        const auto tell = [this](const Outcome& outcome) {
            if (!outcome)
                emit m_workspace->notice(outcome.error());
        };
        for (const QString& name : names ? *names : QStringList()) {
            menu->addAction(name, this, [this, name] {
                const Result<QJsonObject> view = SavedViews(m_workspace->path()).load(m_id, name);
                if (view)
                    setViewState(*view);
                else
                    emit m_workspace->notice(view.error());
            });
        }
        if (names && !names->isEmpty()) {
            menu->addSeparator();
            QMenu* remove = menu->addMenu(tr("Delete a view"));
            for (const QString& name : *names)
                remove->addAction(name, this, [this, name, tell] {
                    tell(SavedViews(m_workspace->path()).remove(m_id, name));
                });
        }
        menu->addAction(tr("Save this view as…"), this, [this, tell] {
            auto* dialog = new QInputDialog(this);
            dialog->setObjectName(u"saveView"_s);
            dialog->setAttribute(Qt::WA_DeleteOnClose);
            dialog->setWindowTitle(tr("Save view"));
            dialog->setLabelText(tr("Name of the view: filters, columns, sort and groups are kept."));
            connect(dialog, &QInputDialog::textValueSelected, this, [this, tell](const QString& name) {
                if (!name.trimmed().isEmpty())
                    tell(SavedViews(m_workspace->path()).save(m_id, name.trimmed(), viewState()));
            });
            dialog->open();
        });
    }
    menu->addAction(tr("Standard view"), this, [this] {
        m_view->resetColumns();
        m_model->setGroupBy({});
        clearFilters();
    });
    menu->popup(m_views->mapToGlobal(QPoint(0, m_views->height() + 4)));
}

QJsonObject GridPanel::viewState() const
{
    QJsonObject state = m_view->columnState();
    QJsonArray filters;
    for (const GridFilter& filter : m_model->filters())
        filters.append(filter.toJson());
    state[u"filters"_s] = filters;
    state[u"sorting"_s] = sortingState();
    state[u"needle"_s] = m_model->needle();
    state[u"group"_s] = m_model->groupBy();
    return state;
}

void GridPanel::setViewState(const QJsonObject& state)
{
    m_view->setColumnState(state);
    std::vector<GridFilter> filters;
    for (const QJsonValue& value : state[u"filters"].toArray())
        filters.push_back(GridFilter::fromJson(value.toObject()));
    std::vector<GridSort> sorting;
    for (const QJsonValue& value : state[u"sorting"].toArray())
        sorting.push_back({value[u"column"].toString(), value[u"descending"].toBool()});
    m_model->setGroupBy(state[u"group"].toString());
    if (!sorting.empty())
        m_model->setSorting(sorting);
    m_model->setFilters(filters);
    m_filter->setText(state[u"needle"].toString());
}

void GridPanel::loadLastView()
{
    // Columns and order come back as they were left; filters do not: a hidden row would be a surprise.
    const QByteArray kept = QSettings().value(u"views/"_s + m_id).toByteArray();
    const QJsonObject state = QJsonDocument::fromJson(kept).object();
    if (state.isEmpty())
        return;
    m_view->setColumnState(state);
    std::vector<GridSort> sorting;
    for (const QJsonValue& value : state[u"sorting"].toArray())
        sorting.push_back({value[u"column"].toString(), value[u"descending"].toBool()});
    if (!sorting.empty())
        m_model->setSorting(sorting);
}

void GridPanel::keepLastView()
{
    if (!m_model)
        return;
    QJsonObject state = m_view->columnState();
    state[u"sorting"_s] = sortingState();
    if (state == m_kept)
        return;
    m_kept = state;
    m_keep.start();
}

void GridPanel::writeLastView()
{
    if (!m_keep.isActive())
        return;
    m_keep.stop();
    QSettings().setValue(u"views/"_s + m_id, QJsonDocument(m_kept).toJson(QJsonDocument::Compact));
}

QJsonArray GridPanel::sortingState() const
{
    QJsonArray sorting;
    for (const GridSort& key : m_model->sorting())
        sorting.append(QJsonObject{{u"column"_s, key.column}, {u"descending"_s, key.descending}});
    return sorting;
}

void GridPanel::hideEvent(QHideEvent* event)
{
    writeLastView();
    QFrame::hideEvent(event);
}

} // namespace merch

#include "moc_grid_panel.cpp"
