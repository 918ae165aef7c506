#include "widgets/grid/grid_view.h"

#include "models/export/clipboard_table.h"
#include "models/grid/grid_model.h"
#include "widgets/grid/cell_delegate.h"
#include "widgets/grid/grid_clipboard.h"
#include "widgets/grid/grid_header.h"
#include "widgets/theme/draw.h"
#include "widgets/theme/theme.h"

#include <QApplication>
#include <QClipboard>
#include <QJsonArray>
#include <QJsonObject>
#include <QKeyEvent>
#include <QLineEdit>
#include <QMenu>
#include <QMimeData>
#include <QMouseEvent>
#include <QPainter>
#include <QScrollBar>

#include <algorithm>
#include <cmath>

namespace merch
{

using namespace Qt::StringLiterals;
using theme::px;
using theme::t;

GridView::GridView(QWidget* parent)
    : QTableView(parent)
    , m_header(new GridHeader(this))
{
    setHorizontalHeader(m_header);
    setItemDelegate(new CellDelegate(this));
    setShowGrid(false);
    setFrameShape(QFrame::NoFrame);
    setSelectionBehavior(SelectRows);
    setSelectionMode(ExtendedSelection);
    setEditTriggers(NoEditTriggers); // keys and double clicks are told apart here
    setMouseTracking(true);
    setWordWrap(false);
    setTabKeyNavigation(false);
    setVerticalScrollMode(ScrollPerPixel);
    setHorizontalScrollMode(ScrollPerPixel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAsNeeded);
    setContextMenuPolicy(Qt::CustomContextMenu);
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    verticalHeader()->setMinimumSectionSize(px(20));
    applyScale();

    connect(m_header, &QHeaderView::sectionClicked, this, [this](int column) {
        if (!m_model || !m_model->columns()[static_cast<std::size_t>(column)].sortable)
            return;
        const auto& sorting = m_model->sorting();
        const bool same = !sorting.empty() && m_model->columnOf(sorting[0].column) == column;
        // Numbers are first wanted from the highest, names from A.
        const bool text = m_model->columns()[static_cast<std::size_t>(column)].text;
        const bool descending = same ? !sorting[0].descending : !text;
        m_model->sort(column, descending ? Qt::DescendingOrder : Qt::AscendingOrder);
        emit columnsChanged();
    });
    connect(m_header, &QHeaderView::sectionResized, this, [this](int column, int, int size) {
        if (m_laying || !m_model || column >= static_cast<int>(m_widths.size()))
            return;
        m_widths[static_cast<std::size_t>(column)] = qRound(size / theme::scale());
        emit columnsChanged();
    });
    connect(m_header, &QHeaderView::sectionMoved, this, [this] { emit columnsChanged(); });
    connect(m_header, &QWidget::customContextMenuRequested, this, &GridView::showMenu);
    connect(&theme::notifier(), &theme::Notifier::changed, this, &GridView::applyScale);
}

void GridView::setGridModel(GridModel* model)
{
    if (m_model)
        m_model->disconnect(this);
    m_model = model;
    m_chosen.clear();
    m_widths.assign(model->columns().size(), 0);
    m_needed.assign(model->columns().size(), 0);
    for (const GridColumn& column : model->columns())
        m_chosen.push_back(!column.hidden);
    connect(model, &QAbstractItemModel::modelAboutToBeReset, this, &GridView::keepPlace);
    setModel(model);
    connect(model, &QAbstractItemModel::modelReset, this, [this] { fitNumbers(); });
    connect(model, &QAbstractItemModel::modelReset, this, &GridView::restorePlace);
    connect(model, &GridModel::arranged, this, [this] {
        const auto& sorting = m_model->sorting();
        const int column = sorting.empty() ? -1 : m_model->columnOf(sorting[0].column);
        m_header->setSortIndicatorShown(column >= 0);
        if (column >= 0)
            m_header->setSortIndicator(
                column, sorting[0].descending ? Qt::DescendingOrder : Qt::AscendingOrder);
    });
    giveWay();
}

void GridView::applyScale()
{
    verticalHeader()->setDefaultSectionSize(px(m_rowHeight));
    m_header->setMinimumSectionSize(px(36));
    m_header->setFixedHeight(m_header->sizeHint().height());
    fitNumbers();
    giveWay();
    viewport()->update();
}

void GridView::setFitsNumbers(bool fits)
{
    m_fits = fits;
    fitNumbers();
    giveWay();
}

void GridView::fitNumbers(int only)
{
    if (!m_model || !m_fits)
        return;
    const int padding = px(static_cast<CellDelegate*>(itemDelegate())->padding());
    for (std::size_t c = 0; c < m_needed.size(); ++c) {
        if ((only >= 0 && c != static_cast<std::size_t>(only)) || !m_chosen[c])
            continue;
        const QString longest = m_model->longestNumber(static_cast<int>(c));
        m_needed[c] = longest.isEmpty()
                          ? 0
                          : static_cast<int>(std::ceil(draw::textWidth(longest, 13, QFont::DemiBold))) +
                                2 * padding + 1;
    }
}

void GridView::setRowHeight(int designPixels)
{
    m_rowHeight = designPixels;
    applyScale();
}

void GridView::setCellPadding(int designPixels)
{
    static_cast<CellDelegate*>(itemDelegate())->setPadding(designPixels);
    m_header->setPadding(designPixels);
    viewport()->update();
}

void GridView::giveWay()
{
    if (!m_model || m_laying)
        return;
    m_laying = true;
    const auto& columns = m_model->columns();
    const auto widthOf = [&](std::size_t c) {
        return m_widths[c] > 0 ? px(m_widths[c]) : std::max(px(columns[c].width), m_needed[c]);
    };
    std::vector<char> shown = m_chosen;
    int total = 0;
    for (std::size_t c = 0; c < columns.size(); ++c)
        total += shown[c] ? widthOf(c) : 0;
    const int room = viewport()->width();
    while (total > room) {
        int drop = -1;
        for (std::size_t c = 0; c < columns.size(); ++c)
            if (shown[c] && columns[c].importance > 0 &&
                (drop < 0 || columns[c].importance >= columns[static_cast<std::size_t>(drop)].importance))
                drop = static_cast<int>(c);
        if (drop < 0)
            break;
        shown[static_cast<std::size_t>(drop)] = 0;
        total -= widthOf(static_cast<std::size_t>(drop));
    }
    int stretches = 0;
    for (std::size_t c = 0; c < columns.size(); ++c)
        stretches += shown[c] && columns[c].stretch;
    const int extra = stretches > 0 ? std::max(0, room - total) / stretches : 0;
    int last = -1;
    for (std::size_t c = 0; c < columns.size(); ++c) {
        setColumnHidden(static_cast<int>(c), !shown[c]);
        if (!shown[c])
            continue;
        setColumnWidth(static_cast<int>(c), widthOf(c) + (columns[c].stretch ? extra : 0));
        last = static_cast<int>(c);
    }
    // Without a stretch column the last one reaches the edge, or the rows' lines would end in the middle.
    if (stretches == 0 && last >= 0 && total < room)
        setColumnWidth(last, widthOf(static_cast<std::size_t>(last)) + room - total);
    m_header->setFixedHeight(m_header->sizeHint().height());
    m_laying = false;
}

int GridView::currentItem() const
{
    return m_model ? m_model->itemAt(currentIndex().row()) : -1;
}

std::vector<int> GridView::selectedItems() const
{
    std::vector<int> items;
    if (!m_model || !selectionModel())
        return items;
    QItemSelection selection = selectionModel()->selection();
    std::vector<std::pair<int, int>> ranges;
    for (const QItemSelectionRange& range : selection)
        ranges.emplace_back(range.top(), range.bottom());
    std::sort(ranges.begin(), ranges.end());
    int next = 0;
    for (const auto& [top, bottom] : ranges)
        for (int row = std::max(top, next); row <= bottom; ++row, next = row) {
            const int item = m_model->itemAt(row);
            if (item >= 0)
                items.push_back(item);
            else if (m_model->rowKind(row) == RowKind::Group)
                for (const int member : m_model->itemsOfGroup(row))
                    items.push_back(member);
        }
    if (!m_model->groupBy().isEmpty()) { // a group and one of its members may both be chosen
        std::vector<int> unique;
        std::vector<char> seen(static_cast<std::size_t>(m_model->itemCount()), 0);
        for (const int item : items)
            if (!seen[static_cast<std::size_t>(item)]++)
                unique.push_back(item);
        return unique;
    }
    return items;
}

void GridView::selectItem(int item)
{
    if (m_model)
        selectRowAt(m_model->rowOf(item));
}

void GridView::selectRowAt(int row)
{
    if (!m_model || row < 0 || row >= m_model->rowCount())
        return;
    int column = currentIndex().isValid() ? currentIndex().column() : m_header->logicalIndex(0);
    if (isColumnHidden(column))
        column = m_header->logicalIndexAt(1 - m_header->offset());
    const QModelIndex at = m_model->index(row, std::max(0, column));
    selectionModel()->setCurrentIndex(at, QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    scrollTo(at);
}

void GridView::setColumnChosen(int column, bool chosen)
{
    m_chosen[static_cast<std::size_t>(column)] = chosen;
    if (chosen)
        fitNumbers(column);
    giveWay();
    emit columnsChanged();
}

bool GridView::isColumnChosen(int column) const
{
    return m_chosen[static_cast<std::size_t>(column)];
}

QJsonObject GridView::columnState() const
{
    QJsonArray columns;
    for (int visual = 0; m_model && visual < m_header->count(); ++visual) {
        const auto c = static_cast<std::size_t>(m_header->logicalIndex(visual));
        QJsonObject column{{u"id"_s, m_model->columns()[c].id}, {u"shown"_s, m_chosen[c] != 0}};
        if (m_widths[c] > 0)
            column[u"width"_s] = m_widths[c];
        columns.append(column);
    }
    return {{u"columns"_s, columns}};
}

void GridView::setColumnState(const QJsonObject& state)
{
    if (!m_model)
        return;
    m_laying = true;
    int visual = 0;
    for (const QJsonValue& value : state[u"columns"].toArray()) {
        const QJsonObject column = value.toObject();
        const int c = m_model->columnOf(column[u"id"].toString());
        if (c < 0) // a column of another version
            continue;
        m_chosen[static_cast<std::size_t>(c)] = column[u"shown"].toBool(true);
        m_widths[static_cast<std::size_t>(c)] = column[u"width"].toInt();
        m_header->moveSection(m_header->visualIndex(c), visual++);
    }
    m_laying = false;
    fitNumbers();
    giveWay();
}

void GridView::resetColumns()
{
    m_laying = true;
    for (int c = 0; m_model && c < m_header->count(); ++c) {
        m_header->moveSection(m_header->visualIndex(c), c);
        m_chosen[static_cast<std::size_t>(c)] = !m_model->columns()[static_cast<std::size_t>(c)].hidden;
        m_widths[static_cast<std::size_t>(c)] = 0;
    }
    m_laying = false;
    fitNumbers();
    giveWay();
    emit columnsChanged();
}

void GridView::keepPlace()
{
    m_restoring = true;
    m_placeCurrent = currentItem();
    m_placeColumn = std::max(0, currentIndex().column());
    m_placeSelected = selectedItems();
}

void GridView::restorePlace()
{
    giveWay();
    if (m_model->rowCount() > 0) {
        QItemSelection selection;
        int kept = 0;
        for (const int item : m_placeSelected) {
            const int row = m_model->rowOf(item);
            if (row < 0)
                continue;
            selection.select(m_model->index(row, 0), m_model->index(row, m_model->columnCount() - 1));
            if (++kept == 500) // what stands for a whole selection of thousands is its current row
                break;
        }
        int row = m_model->rowOf(m_placeCurrent);
        if (row < 0)
            for (row = 0; row < m_model->rowCount() - 1 && m_model->rowKind(row) != RowKind::Item; ++row) {
            }
        const QModelIndex at = m_model->index(row, std::min(m_placeColumn, m_model->columnCount() - 1));
        selectionModel()->setCurrentIndex(at, QItemSelectionModel::NoUpdate);
        if (kept > 0)
            selectionModel()->select(selection, QItemSelectionModel::ClearAndSelect);
        else
            selectionModel()->select(at, QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
        scrollTo(at);
    }
    m_restoring = false;
    m_lastItem = currentItem();
    emit currentItemChanged(m_lastItem);
    emit selectionChangedTo(selectedItems());
}

void GridView::currentChanged(const QModelIndex& current, const QModelIndex& previous)
{
    QTableView::currentChanged(current, previous);
    if (m_restoring || !m_model)
        return;
    const int item = m_model->itemAt(current.row());
    if (item != m_lastItem) {
        m_lastItem = item;
        emit currentItemChanged(item);
    }
}

void GridView::selectionChanged(const QItemSelection& selected, const QItemSelection& deselected)
{
    QTableView::selectionChanged(selected, deselected);
    if (!m_restoring && m_model)
        emit selectionChangedTo(selectedItems());
}

QModelIndex GridView::moveCursor(CursorAction action, Qt::KeyboardModifiers modifiers)
{
    QModelIndex at = QTableView::moveCursor(action, modifiers);
    const bool up = action == MoveUp || action == MovePageUp;
    while (m_model && at.isValid() &&
           m_model->rowKind(at.row()) == RowKind::Divider) // nothing can be done there
        at = m_model->index(at.row() + (up ? -1 : 1), at.column());
    return at;
}

bool GridView::startEdit(const QString& typed)
{
    const QModelIndex at = currentIndex();
    if (!at.isValid())
        return false;
    QModelIndex target = at;
    if (!(m_model->flags(at) & Qt::ItemIsEditable)) { // E on a row edits its first editable cell
        for (int visual = 0; visual < m_header->count(); ++visual) {
            const int column = m_header->logicalIndex(visual);
            const QModelIndex cell = m_model->index(at.row(), column);
            if (!isColumnHidden(column) && (m_model->flags(cell) & Qt::ItemIsEditable)) {
                target = cell;
                break;
            }
        }
    }
    if (!(m_model->flags(target) & Qt::ItemIsEditable))
        return false;
    selectionModel()->setCurrentIndex(target, QItemSelectionModel::NoUpdate);
    edit(target);
    if (!typed.isEmpty())
        if (auto* editor = qobject_cast<QLineEdit*>(indexWidget(target)))
            editor->setText(typed);
    return true;
}

void GridView::keyPressEvent(QKeyEvent* event)
{
    if (!m_model)
        return QTableView::keyPressEvent(event);
    if (event->matches(QKeySequence::Copy))
        return copySelection(false);
    if (event->matches(QKeySequence::Paste))
        return pasteClipboard();
    const bool bare = !(event->modifiers() & ~(Qt::ShiftModifier | Qt::KeypadModifier));
    const int row = currentIndex().row();
    const bool group = m_model->rowKind(row) == RowKind::Group;
    const auto step = [&](int by) {
        int to = row + by;
        while (to >= 0 && to < m_model->rowCount() && m_model->rowKind(to) != RowKind::Item)
            to += by;
        selectRowAt(to);
    };
    switch (event->key()) {
    case Qt::Key_C:
        if (event->modifiers() == (Qt::ControlModifier | Qt::ShiftModifier))
            return copySelection(true);
        break;
    case Qt::Key_J:
        if (bare)
            return step(1);
        break;
    case Qt::Key_K:
        if (bare)
            return step(-1);
        break;
    case Qt::Key_Space:
        if (group)
            return m_model->toggleGroup(row);
        if (m_spaceTicks)
            emit spacePressed(selectedItems());
        else
            selectionModel()->select(currentIndex(), QItemSelectionModel::Toggle | QItemSelectionModel::Rows);
        return;
    case Qt::Key_E:
        if (bare && startEdit({}))
            return;
        break;
    case Qt::Key_F2:
        if (startEdit({}))
            return;
        break;
    case Qt::Key_Left:
    case Qt::Key_Right:
        if (group) {
            if (m_model->isGroupOpen(row) == (event->key() == Qt::Key_Left))
                m_model->toggleGroup(row);
            return;
        }
        break;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (group)
            return m_model->toggleGroup(row);
        if (state() != EditingState && currentIndex().isValid()) {
            if (!(m_model->flags(currentIndex()) & Qt::ItemIsEditable) || !startEdit({}))
                emit itemActivated(currentItem());
            return;
        }
        break;
    default:
        break;
    }
    const QString typed = event->text();
    if (bare && typed.size() == 1 &&
        (typed[0].isDigit() || typed[0] == u'-' || typed[0] == u'+' || typed[0] == u'.') && startEdit(typed))
        return;
    // Letters stay free for the shortcuts of the page; the table's own search by letter would swallow them.
    if (bare && typed.size() == 1 && typed[0].isPrint()) {
        event->ignore();
        return;
    }
    QTableView::keyPressEvent(event);
}

void GridView::mousePressEvent(QMouseEvent* event)
{
    const QModelIndex at = indexAt(event->position().toPoint());
    if (m_model && at.isValid() && event->button() == Qt::LeftButton) {
        if (m_model->rowKind(at.row()) == RowKind::Group && event->position().x() < px(36)) {
            m_model->toggleGroup(at.row());
            return;
        }
        const QVariant value = m_model->data(at, CellRole);
        if (m_spaceTicks && value.isValid() &&
            static_cast<const Cell*>(value.constData())->kind == Cell::Kind::Tick) {
            const int item = m_model->itemAt(at.row());
            const std::vector<int> chosen = selectedItems();
            const bool inside = std::find(chosen.begin(), chosen.end(), item) != chosen.end();
            if (!inside)
                selectRowAt(at.row());
            emit spacePressed(inside ? chosen : std::vector<int>{item});
            return;
        }
    }
    QTableView::mousePressEvent(event);
}

void GridView::mouseDoubleClickEvent(QMouseEvent* event)
{
    const QModelIndex at = indexAt(event->position().toPoint());
    if (m_model && at.isValid()) {
        if (m_model->rowKind(at.row()) == RowKind::Group)
            m_model->toggleGroup(at.row());
        else if (m_model->flags(at) & Qt::ItemIsEditable)
            edit(at);
        else
            emit itemActivated(m_model->itemAt(at.row()));
    }
    event->accept();
}

void GridView::resizeEvent(QResizeEvent* event)
{
    QTableView::resizeEvent(event);
    giveWay();
}

void GridView::changeEvent(QEvent* event)
{
    QTableView::changeEvent(event);
    if (event->type() == QEvent::StyleChange)
        verticalHeader()->setDefaultSectionSize(px(m_rowHeight));
}

void GridView::paintEvent(QPaintEvent* event)
{
    QTableView::paintEvent(event);
    if (!m_model || m_model->rowCount() == 0)
        return;
    // Group names and the divider's words run across the columns.
    QPainter p(viewport());
    const int first = std::max(0, rowAt(0)), bottom = viewport()->height();
    for (int row = first; row < m_model->rowCount() && rowViewportPosition(row) < bottom; ++row) {
        const RowKind kind = m_model->rowKind(row);
        if (kind == RowKind::Item)
            continue;
        const QRectF r(0, rowViewportPosition(row), viewport()->width(), rowHeight(row));
        if (kind == RowKind::Divider) {
            const auto [left, right] = m_model->dividerTexts();
            const double rightWidth = right.isEmpty() ? 0 : draw::textWidth(right, 12) + px(24);
            draw::text(
                p, r.adjusted(px(14), 2, -rightWidth - px(10), 0), left, t().accent, 12, QFont::DemiBold);
            draw::text(
                p, r.adjusted(px(14), 2, -px(10), 0), right, t().muted, 12, QFont::Normal, draw::kRightMid);
            continue;
        }
        const QString name = m_model->index(row, 0).data().toString();
        const double y = r.center().y() - 0.5, x = px(18), s = 3.5;
        p.setRenderHint(QPainter::Antialiasing);
        p.setPen(QPen(t().muted, 1.6, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        if (m_model->isGroupOpen(row))
            p.drawPolyline(QPolygonF({{x - s, y - 2}, {x, y + 2}, {x + s, y - 2}}));
        else
            p.drawPolyline(QPolygonF({{x - 2, y - s}, {x + 2, y}, {x - 2, y + s}}));
        const QString shown = name.isEmpty() ? tr("(none)") : name;
        // Up to the first sum.
        double right = r.right() - px(10);
        for (int c = 1; c < m_model->columnCount(); ++c) {
            if (isColumnHidden(c))
                continue;
            const Cell sum = m_model->index(row, c).data(CellRole).value<Cell>();
            if (!sum.text.isEmpty())
                right = std::min(
                    right, double(columnViewportPosition(c) + columnWidth(c) - px(20)) -
                               draw::textWidth(sum.text, 13, QFont::DemiBold));
        }
        const QString count = QLocale().toString(static_cast<int>(m_model->itemsOfGroup(row).size()));
        const double left = px(30), counted = draw::textWidth(count, 12) + px(9);
        const double room = std::max(0.0, right - left - counted);
        const double named = std::min(room, draw::textWidth(shown, 13, QFont::DemiBold) + 1.0);
        draw::text(
            p, QRectF(left, r.top(), named, r.height() - 1), shown, t().text, 13, QFont::DemiBold,
            draw::kLeftMid, Qt::ElideMiddle);
        draw::text(p, QRectF(left + named + px(8), r.top(), counted, r.height() - 1), count, t().muted, 12);
    }
}

void GridView::showMenu(const QPoint& position)
{
    if (!m_model)
        return;
    QMenu menu(this);
    const int at = m_header->logicalIndexAt(position);
    if (at >= 0) {
        const GridColumn& column = m_model->columns()[static_cast<std::size_t>(at)];
        if (column.sortable) {
            menu.addAction(tr("Sort ascending"), this, [this, at] { m_model->sort(at, Qt::AscendingOrder); });
            menu.addAction(
                tr("Sort descending"), this, [this, at] { m_model->sort(at, Qt::DescendingOrder); });
        }
        if (column.groupable)
            menu.addAction(tr("Group by %1").arg(column.name()), this, [this, at] {
                m_model->setGroupBy(m_model->columns()[static_cast<std::size_t>(at)].id);
            });
        menu.addAction(tr("Hide %1").arg(column.name()), this, [this, at] { setColumnChosen(at, false); });
        menu.addSeparator();
    }
    menu.addAction(tr("Reset columns"), this, &GridView::resetColumns);
    menu.exec(m_header->mapToGlobal(position));
}

void GridView::copySelection(bool withTitles) const
{
    if (!m_model || !selectionModel())
        return;
    std::vector<int> columns;
    for (int visual = 0; visual < m_header->count(); ++visual)
        if (!isColumnHidden(m_header->logicalIndex(visual)))
            columns.push_back(m_header->logicalIndex(visual));
    QGuiApplication::clipboard()->setMimeData(
        clipboardTable(*m_model, selectedItems(), columns, withTitles).release());
}

void GridView::pasteClipboard()
{
    const QString text = QGuiApplication::clipboard()->text();
    if (!m_model || text.isEmpty() || !currentIndex().isValid())
        return;
    // A block is pasted over the columns that are seen; the model counts all of them.
    const int column = currentIndex().column(), from = m_header->visualIndex(column);
    std::vector<int> offsets;
    for (int visual = from; visual < m_header->count(); ++visual)
        if (const int at = m_header->logicalIndex(visual); !isColumnHidden(at))
            offsets.push_back(at - column);
    QList<QStringList> table = tableFromText(text);
    for (QStringList& row : table) {
        if (row.size() <= 1)
            continue;
        QStringList placed;
        for (std::size_t i = 0; i < offsets.size() && i < static_cast<std::size_t>(row.size()); ++i) {
            if (offsets[i] < 0) // moved here from the left of where the block begins
                continue;
            while (placed.size() <= offsets[i])
                placed << QString();
            placed[offsets[i]] = row[static_cast<qsizetype>(i)];
        }
        row = placed;
    }
    emit pasted(m_model->paste(currentIndex().row(), column, table));
}

} // namespace merch

#include "moc_grid_view.cpp"
