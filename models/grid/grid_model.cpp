#include "models/grid/grid_model.h"

#include "models/grid/format.h"

#include <QHash>
#include <QJsonArray>
#include <QLocale>
#include <QStringMatcher>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace merch
{

using namespace Qt::StringLiterals;

namespace
{

/// For comparing as people do: no case, no accents.
QString folded(const QString& text)
{
    const bool ascii = std::all_of(text.begin(), text.end(), [](QChar c) { return c.unicode() < 128; });
    if (ascii)
        return text.toCaseFolded();
    QString plain;
    for (const QChar c : text.normalized(QString::NormalizationForm_KD).toCaseFolded())
        if (c.category() != QChar::Mark_NonSpacing)
            plain += c;
    return plain;
}

/// The first four characters as a number, so that most comparisons touch no string.
quint64 prefix(const QString& text)
{
    quint64 key = 0;
    for (qsizetype i = 0; i < 4; ++i)
        key = key << 16 | (i < text.size() ? text[i].unicode() : 0);
    return key;
}

} // namespace

QString GridColumn::name() const
{
    return QString(title).replace(u'\n', u' ');
}

QJsonObject GridFilter::toJson() const
{
    static constexpr const char* names[] = {"contains", "any", "least", "most"};
    return {
        {u"column"_s, column},
        {u"op"_s, QLatin1StringView(names[static_cast<int>(op)])},
        {u"values"_s, QJsonArray::fromStringList(values)},
        {u"number"_s, number}};
}

GridFilter GridFilter::fromJson(const QJsonObject& json)
{
    GridFilter filter;
    filter.column = json[u"column"].toString();
    const QString op = json[u"op"].toString();
    filter.op = op == u"any"     ? Op::AnyOf
                : op == u"least" ? Op::AtLeast
                : op == u"most"  ? Op::AtMost
                                 : Op::Contains;
    for (const QJsonValue& value : json[u"values"].toArray())
        filter.values << value.toString();
    filter.number = json[u"number"].toDouble();
    return filter;
}

GridModel::GridModel(std::vector<GridColumn> columns, QObject* parent)
    : QAbstractTableModel(parent)
    , m_columns(std::move(columns))
    , m_ranks(m_columns.size())
{
}

int GridModel::columnOf(const QString& id) const
{
    for (std::size_t i = 0; i < m_columns.size(); ++i)
        if (m_columns[i].id == id)
            return static_cast<int>(i);
    return -1;
}

int GridModel::itemAt(int row) const
{
    if (row < 0 || row >= static_cast<int>(m_order.size()))
        return -1;
    return std::max(-1, m_order[static_cast<std::size_t>(row)]);
}

int GridModel::rowOf(int item) const
{
    if (m_rowOf.empty()) {
        m_rowOf.assign(static_cast<std::size_t>(itemCount()), -1);
        for (std::size_t row = 0; row < m_order.size(); ++row)
            if (m_order[row] >= 0)
                m_rowOf[static_cast<std::size_t>(m_order[row])] = static_cast<int>(row);
    }
    return item >= 0 && item < static_cast<int>(m_rowOf.size()) ? m_rowOf[static_cast<std::size_t>(item)]
                                                                : -1;
}

RowKind GridModel::rowKind(int row) const
{
    const int value =
        row >= 0 && row < static_cast<int>(m_order.size()) ? m_order[static_cast<std::size_t>(row)] : 0;
    return value >= 0 ? RowKind::Item : value == kDivider ? RowKind::Divider : RowKind::Group;
}

const GridModel::Group* GridModel::groupAt(int row) const
{
    return rowKind(row) == RowKind::Group
               ? &m_groups[static_cast<std::size_t>(-2 - m_order[static_cast<std::size_t>(row)])]
               : nullptr;
}

void GridModel::setNeedle(const QString& needle)
{
    if (needle == m_needle)
        return;
    m_needle = needle;
    rebuild(false);
    emit filtersChanged();
}

void GridModel::setFilters(const std::vector<GridFilter>& filters)
{
    if (filters == m_filters)
        return;
    m_filters = filters;
    rebuild(false);
    emit filtersChanged();
}

void GridModel::setPredicate(std::function<bool(int)> predicate)
{
    m_predicate = std::move(predicate);
    rebuild(false);
}

void GridModel::setSorting(const std::vector<GridSort>& keys)
{
    m_sorting = keys;
    rebuild(true);
}

void GridModel::sort(int column, Qt::SortOrder order)
{
    if (column < 0 || column >= static_cast<int>(m_columns.size()))
        return;
    const GridSort key{m_columns[static_cast<std::size_t>(column)].id, order == Qt::DescendingOrder};
    std::erase_if(m_sorting, [&](const GridSort& old) { return old.column == key.column; });
    m_sorting.insert(m_sorting.begin(), key);
    if (m_sorting.size() > 3)
        m_sorting.resize(3);
    rebuild(true);
}

void GridModel::setGroupBy(const QString& columnId)
{
    if (columnId == m_groupBy)
        return;
    m_groupBy = columnId;
    m_closed.clear();
    rebuild(false);
}

void GridModel::toggleGroup(int row)
{
    const Group* group = groupAt(row);
    if (!group)
        return;
    if (!m_closed.remove(group->name))
        m_closed.insert(group->name);
    rebuild(false);
}

bool GridModel::isGroupOpen(int row) const
{
    const Group* group = groupAt(row);
    return group && !m_closed.contains(group->name);
}

std::vector<int> GridModel::itemsOfGroup(int row) const
{
    const Group* group = groupAt(row);
    return group ? group->items : std::vector<int>();
}

QStringList GridModel::distinctTexts(int column, int most) const
{
    QSet<QString> seen;
    for (int item = 0; item < itemCount(); ++item) {
        seen.insert(text(item, column));
        if (seen.size() > most)
            return {};
    }
    QStringList sorted(seen.begin(), seen.end());
    std::sort(sorted.begin(), sorted.end(), [](const QString& a, const QString& b) {
        return a.localeAwareCompare(b) < 0;
    });
    return sorted;
}

double GridModel::number(int, int) const
{
    return std::numeric_limits<double>::quiet_NaN();
}

QString GridModel::searchText(int item) const
{
    QString all;
    for (std::size_t c = 0; c < m_columns.size(); ++c)
        if (m_columns[c].text)
            all += text(item, static_cast<int>(c)) + u'\n';
    return all;
}

bool GridModel::isEditable(int item, int column) const
{
    return cell(item, column).editable;
}

QVariant GridModel::editValue(int item, int column) const
{
    if (m_columns[static_cast<std::size_t>(column)].text)
        return text(item, column);
    const double value = number(item, column);
    if (!std::isfinite(value))
        return QString();
    QLocale plain;
    plain.setNumberOptions(QLocale::OmitGroupSeparator);
    return plain.toString(value, 'g', 15);
}

bool GridModel::edit(int, int, const QVariant&)
{
    return false;
}

Cell GridModel::groupCell(const QString&, int, double sum, int column) const
{
    Cell cell;
    const GridColumn& c = m_columns[static_cast<std::size_t>(column)];
    if (c.sums) {
        cell.kind = Cell::Kind::Number;
        cell.strong = true;
        cell.text = format::count(sum);
    }
    return cell;
}

int GridModel::paste(int row, int column, const QList<QStringList>& table)
{
    int taken = 0;
    for (qsizetype r = 0; r < table.size(); ++r)
        for (qsizetype c = 0; c < table[r].size(); ++c) {
            const QModelIndex at = index(row + static_cast<int>(r), column + static_cast<int>(c));
            if (at.isValid() && (flags(at) & Qt::ItemIsEditable) && setData(at, table[r][c].trimmed()))
                ++taken;
        }
    return taken;
}

const QString& GridModel::hay(int item) const
{
    QString& text = m_hay[static_cast<std::size_t>(item)];
    if (text.isNull())
        text = folded(searchText(item)) + u'\n';
    return text;
}

const std::vector<int>& GridModel::ranks(int column) const
{
    std::vector<int>& places = m_ranks[static_cast<std::size_t>(column)];
    const int n = itemCount();
    if (static_cast<int>(places.size()) == n)
        return places;
    struct Key {
        quint64 prefix;
        QString folded;
        QString text;
    };
    // Distinct texts first: categories, suppliers and locations repeat a thousand times.
    QHash<QString, int> known;
    std::vector<Key> keys;
    std::vector<int> keyOf(static_cast<std::size_t>(n));
    for (int item = 0; item < n; ++item) {
        const QString t = text(item, column);
        const auto found = known.constFind(t);
        if (found != known.cend()) {
            keyOf[static_cast<std::size_t>(item)] = *found;
            continue;
        }
        const int id = static_cast<int>(keys.size());
        known.insert(t, id);
        const QString plain = folded(t);
        keys.push_back({prefix(plain), plain, t});
        keyOf[static_cast<std::size_t>(item)] = id;
    }
    std::vector<int> order(keys.size());
    std::iota(order.begin(), order.end(), 0);
    std::sort(order.begin(), order.end(), [&](int a, int b) {
        const Key &x = keys[static_cast<std::size_t>(a)], &y = keys[static_cast<std::size_t>(b)];
        if (x.text.isEmpty() != y.text.isEmpty())
            return y.text.isEmpty(); // what is missing goes last
        if (x.prefix != y.prefix)
            return x.prefix < y.prefix;
        const int c = x.folded.compare(y.folded);
        return c ? c < 0 : x.text < y.text;
    });
    std::vector<int> placeOfKey(keys.size());
    for (std::size_t place = 0; place < order.size(); ++place)
        placeOfKey[static_cast<std::size_t>(order[place])] = static_cast<int>(place);
    places.resize(static_cast<std::size_t>(n));
    for (std::size_t i = 0; i < places.size(); ++i)
        places[i] = placeOfKey[static_cast<std::size_t>(keyOf[i])];
    return places;
}

std::vector<int> GridModel::chosen() const
{
    const int n = itemCount();
    m_hay.resize(static_cast<std::size_t>(n));
    std::vector<QStringMatcher> words;
    for (const QString& word : folded(m_needle).split(u' ', Qt::SkipEmptyParts))
        words.emplace_back(word);
    struct Test {
        const GridFilter* filter;
        int column;
        QSet<QString> any;
        QString contains;
    };
    std::vector<Test> tests;
    for (const GridFilter& filter : m_filters) {
        const int column = columnOf(filter.column);
        if (column >= 0)
            tests.push_back(
                {&filter, column, QSet<QString>(filter.values.begin(), filter.values.end()),
                 folded(filter.values.value(0))});
    }
    std::vector<int> items;
    items.reserve(static_cast<std::size_t>(n));
    for (int item = 0; item < n; ++item) {
        if (m_predicate && !m_predicate(item))
            continue;
        const bool passes = std::all_of(tests.begin(), tests.end(), [&](const Test& test) {
            switch (test.filter->op) {
            case GridFilter::Op::AnyOf:
                return test.any.contains(text(item, test.column));
            case GridFilter::Op::Contains:
                return folded(text(item, test.column)).contains(test.contains);
            case GridFilter::Op::AtLeast:
                return number(item, test.column) >= test.filter->number;
            case GridFilter::Op::AtMost:
                return number(item, test.column) <= test.filter->number;
            }
            return true;
        });
        if (!passes)
            continue;
        if (words.empty() || std::all_of(words.begin(), words.end(), [&](const QStringMatcher& word) {
                return word.indexIn(hay(item)) >= 0;
            }))
            items.push_back(item);
    }
    return items;
}

void GridModel::sortItems(std::vector<int>& items) const
{
    struct Row {
        double key;
        int item;
    };
    std::vector<Row> rows(items.size());
    // From the last key to the first: each pass is stable, so earlier keys decide.
    for (auto key = m_sorting.rbegin(); key != m_sorting.rend(); ++key) {
        const int column = columnOf(key->column);
        if (column < 0)
            continue;
        const bool asText = m_columns[static_cast<std::size_t>(column)].text;
        const std::vector<int>* places = asText ? &ranks(column) : nullptr;
        for (std::size_t i = 0; i < items.size(); ++i)
            rows[i] = {
                places ? (*places)[static_cast<std::size_t>(items[i])] : number(items[i], column), items[i]};
        const auto known =
            std::stable_partition(rows.begin(), rows.end(), [](const Row& r) { return !std::isnan(r.key); });
        if (key->descending)
            std::stable_sort(rows.begin(), known, [](const Row& a, const Row& b) { return a.key > b.key; });
        else
            std::stable_sort(rows.begin(), known, [](const Row& a, const Row& b) { return a.key < b.key; });
        for (std::size_t i = 0; i < items.size(); ++i)
            items[i] = rows[i].item;
    }
}

void GridModel::rebuild(bool sameSet, bool sorted)
{
    if (sameSet)
        emit layoutAboutToBeChanged({}, QAbstractItemModel::VerticalSortHint);
    else
        beginResetModel();
    const QModelIndexList before = sameSet ? persistentIndexList() : QModelIndexList();
    std::vector<int> values; // what stood in the row of each persistent index
    values.reserve(static_cast<std::size_t>(before.size()));
    for (const QModelIndex& index : before)
        values.push_back(m_order[static_cast<std::size_t>(index.row())]);

    std::vector<int> items;
    if (sameSet && m_groupBy.isEmpty()) {
        for (const int value : m_order)
            if (value >= 0)
                items.push_back(value);
        if (sorted)
            std::sort(items.begin(), items.end());
    } else {
        items = chosen();
    }
    m_shown = static_cast<int>(items.size());
    if (sorted)
        sortItems(items);

    const int groupColumn = columnOf(m_groupBy);
    m_order.clear();
    m_groups.clear();
    if (groupColumn < 0) {
        m_order = std::move(items);
    } else {
        QHash<QString, int> known;
        for (const int item : items) {
            const QString name = text(item, groupColumn);
            auto found = known.find(name);
            if (found == known.end()) {
                found = known.insert(name, static_cast<int>(m_groups.size()));
                m_groups.push_back({name, {}, std::vector<double>(m_columns.size(), 0.0)});
            }
            Group& group = m_groups[static_cast<std::size_t>(*found)];
            group.items.push_back(item);
            for (std::size_t c = 0; c < m_columns.size(); ++c)
                if (m_columns[c].sums) {
                    const double value = summand(item, static_cast<int>(c));
                    group.sums[c] += std::isfinite(value) ? value : 0.0;
                }
        }
        std::sort(m_groups.begin(), m_groups.end(), [](const Group& a, const Group& b) {
            return a.name.localeAwareCompare(b.name) < 0;
        });
        for (std::size_t g = 0; g < m_groups.size(); ++g) {
            m_order.push_back(-2 - static_cast<int>(g));
            if (!m_closed.contains(m_groups[g].name))
                m_order.insert(m_order.end(), m_groups[g].items.begin(), m_groups[g].items.end());
        }
    }
    arrange(m_order);
    m_rowOf.clear();

    if (sameSet) {
        QHash<int, int> rows;
        if (!before.isEmpty())
            for (std::size_t row = 0; row < m_order.size(); ++row)
                rows.insert(m_order[row], static_cast<int>(row));
        QModelIndexList after;
        for (qsizetype i = 0; i < before.size(); ++i) {
            const int row = rows.value(values[static_cast<std::size_t>(i)], -1);
            after << (row < 0 ? QModelIndex() : index(row, before[i].column()));
        }
        changePersistentIndexList(before, after);
        emit layoutChanged({}, QAbstractItemModel::VerticalSortHint);
    } else {
        endResetModel();
    }
    emit arranged();
}

void GridModel::itemsReset()
{
    m_hay.clear();
    for (auto& places : m_ranks)
        places.clear();
    rebuild(false);
}

void GridModel::arrangeAgain()
{
    rebuild(true, !m_groupBy.isEmpty());
}

void GridModel::itemsChanged()
{
    itemsReset();
}

void GridModel::itemChanged(int item)
{
    if (item < static_cast<int>(m_hay.size()))
        m_hay[static_cast<std::size_t>(item)] = QString();
    const int row = rowOf(item);
    if (row >= 0)
        emit dataChanged(index(row, 0), index(row, static_cast<int>(m_columns.size()) - 1));
}

int GridModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_order.size());
}

int GridModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_columns.size());
}

QVariant GridModel::data(const QModelIndex& at, int role) const
{
    if (!checkIndex(at, CheckIndexOption::IndexIsValid))
        return {};
    const int column = at.column();
    const RowKind kind = rowKind(at.row());
    if (role == RowKindRole)
        return static_cast<int>(kind);
    if (kind == RowKind::Divider) {
        if (role == Qt::DisplayRole || role == Qt::AccessibleTextRole)
            return column == 0 ? dividerTexts().first : QString();
        return {};
    }
    if (kind == RowKind::Group) {
        const Group& group = *groupAt(at.row());
        if (role == Qt::AccessibleTextRole && column == 0)
            return tr("%1, %n rows", nullptr, static_cast<int>(group.items.size())).arg(group.name);
        if (role == Qt::DisplayRole && column == 0)
            return group.name;
        if (role != Qt::DisplayRole && role != CellRole && role != Qt::AccessibleTextRole &&
            role != Qt::ToolTipRole)
            return {};
        const Cell shown = groupCell(
            group.name, static_cast<int>(group.items.size()), group.sums[static_cast<std::size_t>(column)],
            column);
        if (role == Qt::ToolTipRole)
            return shown.tip.isEmpty() ? QVariant() : QVariant(shown.tip);
        return role == CellRole ? QVariant::fromValue(shown) : QVariant(shown.text);
    }
    const int item = itemAt(at.row());
    switch (role) {
    case CellRole:
        return QVariant::fromValue(cell(item, column));
    case Qt::DisplayRole:
        return cell(item, column).text;
    case Qt::EditRole:
        return editValue(item, column);
    case Qt::AccessibleTextRole: {
        const Cell shown = cell(item, column);
        QString words = shown.text;
        if (words.isEmpty())
            for (const CellFlag& flag : shown.flags)
                words += (words.isEmpty() ? QString() : u", "_s) + flag.tip;
        return words.isEmpty() ? shown.tip : words;
    }
    case Qt::ToolTipRole: {
        const QString tip = cell(item, column).tip;
        return tip.isEmpty() ? QVariant() : QVariant(tip);
    }
    case Qt::TextAlignmentRole:
        return QVariant::fromValue<int>(
            (m_columns[static_cast<std::size_t>(column)].text ? Qt::AlignLeft : Qt::AlignRight) |
            Qt::AlignVCenter);
    case RawRole:
        return number(item, column);
    case ItemRole:
        return item;
    default:
        return {};
    }
}

QVariant GridModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation == Qt::Vertical || section < 0 || section >= static_cast<int>(m_columns.size()))
        return {};
    const GridColumn& column = m_columns[static_cast<std::size_t>(section)];
    switch (role) {
    case Qt::DisplayRole:
        return column.title;
    case Qt::AccessibleTextRole:
        return column.name();
    case Qt::ToolTipRole:
        return column.tip.isEmpty() ? QVariant() : QVariant(column.tip);
    case Qt::TextAlignmentRole:
        return QVariant::fromValue<int>((column.text ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    default:
        return {};
    }
}

Qt::ItemFlags GridModel::flags(const QModelIndex& index) const
{
    if (!index.isValid())
        return Qt::NoItemFlags;
    switch (rowKind(index.row())) {
    case RowKind::Divider:
        return Qt::ItemNeverHasChildren;
    case RowKind::Group:
        return Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemNeverHasChildren;
    case RowKind::Item:
        break;
    }
    Qt::ItemFlags flags = Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemNeverHasChildren;
    if (index.isValid() && isEditable(itemAt(index.row()), index.column()))
        flags |= Qt::ItemIsEditable;
    return flags;
}

bool GridModel::setData(const QModelIndex& index, const QVariant& value, int role)
{
    const int item = itemAt(index.row());
    return role == Qt::EditRole && index.isValid() && item >= 0 && isEditable(item, index.column()) &&
           edit(item, index.column(), value);
}

} // namespace merch

#include "moc_grid_model.cpp"
