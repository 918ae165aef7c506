#include "models/grid/grid_model.h"

#include "models/grid/format.h"

#include <QElapsedTimer>
#include <QHash>
#include <QJsonArray>
#include <QLocale>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <numeric>
#include <string_view>
#include <unordered_map>
#include <utility>

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

constexpr int kWorthWarming = 500; ///< items below this are indexed when asked
constexpr int kFoldedAtOnce = 256;
constexpr qint64 kIdleSlice = 4; ///< ms of the window's thread taken at once while nothing else waits

/// Where `word` first stands in `text` from `from` on; npos = nowhere. memmem is several times faster than
/// std::string_view::find on short words in long texts.
std::size_t find(std::string_view text, std::string_view word, std::size_t from)
{
    const void* at = ::memmem(text.data() + from, text.size() - from, word.data(), word.size());
    return at ? static_cast<std::size_t>(static_cast<const char*>(at) - text.data()) : std::string_view::npos;
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
    , m_indexes(m_columns.size())
{
    m_warm.setSingleShot(true);
    m_warm.setInterval(0);
    connect(&m_warm, &QTimer::timeout, this, &GridModel::warmUp);
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
    m_allowed.clear();
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

QString GridModel::longestNumber(int column) const
{
    if (m_columns[static_cast<std::size_t>(column)].text)
        return {};
    int least = -1, most = -1;
    double low = 0.0, high = 0.0;
    for (int item = 0; item < itemCount(); ++item) {
        const double value = number(item, column);
        if (!std::isfinite(value))
            continue;
        if (least < 0 || value < low) {
            least = item;
            low = value;
        }
        if (most < 0 || value > high) {
            most = item;
            high = value;
        }
    }
    QString longest;
    for (const int item : {least, most}) {
        if (item < 0)
            continue;
        if (const Cell one = cell(item, column);
            one.kind == Cell::Kind::Number && one.text.size() > longest.size())
            longest = one.text;
    }
    return longest;
}

QStringList GridModel::distinctTexts(int column, int most) const
{
    const Index& values = indexOf(column);
    const bool missing =
        std::find(values.rank.begin(), values.rank.end(), values.texts.size() - 1) != values.rank.end();
    const std::size_t count = values.texts.size() - (missing ? 0 : 1);
    if (count > static_cast<std::size_t>(std::max(0, most)))
        return {};
    QStringList sorted(values.texts.begin(), values.texts.begin() + static_cast<std::ptrdiff_t>(count));
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

bool GridModel::fillHay(int most) const
{
    const auto all = static_cast<std::size_t>(itemCount());
    if (m_hay.begins.empty()) {
        m_hay.begins.reserve(all + 1);
        m_hay.begins.push_back(0);
    }
    for (; m_hay.begins.size() <= all && most > 0; --most) {
        m_hay.bytes += folded(searchText(static_cast<int>(m_hay.begins.size()) - 1)).toUtf8().constData();
        m_hay.bytes += '\n';
        m_hay.begins.push_back(m_hay.bytes.size());
    }
    return m_hay.begins.size() > all;
}

void GridModel::indexTexts(Index& values, int column) const
{
    struct Key {
        quint64 prefix;
        QString folded;
        QString text;
    };
    const auto n = static_cast<std::size_t>(itemCount());
    // Distinct texts first: categories, suppliers and locations repeat a thousand times. Most are the same
    // string in memory too; its address tells so without reading it. Addresses of kept strings only, for
    // those stay theirs.
    std::unordered_map<const QChar*, int> met;
    QHash<QString, int> known;
    std::vector<Key> keys;
    std::vector<int> keyOf(n);
    for (std::size_t item = 0; item < n; ++item) {
        const QString t = text(static_cast<int>(item), column);
        if (const auto same = met.find(t.constData()); same != met.end()) {
            keyOf[item] = same->second;
            continue;
        }
        const auto found = known.constFind(t);
        if (found != known.cend()) {
            keyOf[item] = *found;
            continue;
        }
        const int id = static_cast<int>(keys.size());
        known.insert(t, id);
        met.emplace(t.constData(), id);
        const QString plain = folded(t);
        keys.push_back({prefix(plain), plain, t});
        keyOf[item] = id;
    }
    std::vector<int> order(keys.size());
    std::iota(order.begin(), order.end(), 0);
    std::sort(order.begin(), order.end(), [&](int a, int b) {
        const Key &x = keys[static_cast<std::size_t>(a)], &y = keys[static_cast<std::size_t>(b)];
        if (x.text.isEmpty() != y.text.isEmpty())
            return y.text.isEmpty();
        if (x.prefix != y.prefix)
            return x.prefix < y.prefix;
        const int c = x.folded.compare(y.folded);
        return c ? c < 0 : x.text < y.text;
    });
    std::vector<std::uint32_t> placeOfKey(keys.size());
    for (std::size_t place = 0; place < order.size(); ++place) {
        placeOfKey[static_cast<std::size_t>(order[place])] = static_cast<std::uint32_t>(place);
        values.texts.push_back(std::move(keys[static_cast<std::size_t>(order[place])].text));
    }
    if (values.texts.empty() || !values.texts.back().isEmpty())
        values.texts.emplace_back();
    for (std::size_t i = 0; i < n; ++i)
        values.rank[i] = placeOfKey[static_cast<std::size_t>(keyOf[i])];
}

void GridModel::indexNumbers(Index& values, int column) const
{
    struct Key {
        double value;
        std::uint32_t item;
    };
    std::vector<Key> keys;
    keys.reserve(values.rank.size());
    for (std::size_t i = 0; i < values.rank.size(); ++i) {
        const double value = number(static_cast<int>(i), column);
        if (!std::isnan(value))
            keys.push_back({value, static_cast<std::uint32_t>(i)});
    }
    std::sort(keys.begin(), keys.end(), [](const Key& a, const Key& b) { return a.value < b.value; });
    for (const Key& key : keys)
        if (values.numbers.empty() || values.numbers.back() != key.value)
            values.numbers.push_back(key.value);
    std::fill(values.rank.begin(), values.rank.end(), static_cast<std::uint32_t>(values.numbers.size()));
    std::uint32_t place = 0;
    for (const Key& key : keys) {
        place += values.numbers[place] != key.value;
        values.rank[key.item] = place;
    }
}

const GridModel::Index& GridModel::indexOf(int column) const
{
    Index& values = m_indexes[static_cast<std::size_t>(column)];
    if (values.built)
        return values;
    values = {};
    values.rank.resize(static_cast<std::size_t>(itemCount()));
    if (m_columns[static_cast<std::size_t>(column)].text)
        indexTexts(values, column);
    else
        indexNumbers(values, column);
    values.built = true;
    return values;
}

void GridModel::forget()
{
    m_hay = {};
    for (Index& values : m_indexes)
        values = {};
    m_allowed.clear();
}

void GridModel::warmUp()
{
    QElapsedTimer clock;
    clock.start();
    bool done = false;
    while (!done && clock.elapsed() < kIdleSlice)
        done = fillHay(kFoldedAtOnce);
    for (std::size_t c = 0; done && c < m_columns.size(); ++c) {
        if (m_indexes[c].built || !m_columns[c].sortable)
            continue;
        if (clock.elapsed() < kIdleSlice / 2)
            indexOf(static_cast<int>(c));
        else
            done = false;
    }
    if (!done)
        m_warm.start();
}

std::vector<char> GridModel::matches(const QString& needle) const
{
    const auto n = static_cast<std::size_t>(itemCount());
    std::vector<std::string> words;
    for (const QString& word : folded(needle).split(u' ', Qt::SkipEmptyParts))
        words.push_back(word.toUtf8().toStdString());
    std::vector<char> hits(n, words.empty());
    if (words.empty())
        return hits;
    fillHay(itemCount());
    // The longest word leaves the fewest rows to look at for the others.
    std::sort(words.begin(), words.end(), [](const std::string& a, const std::string& b) {
        return a.size() > b.size();
    });
    const std::string_view bytes = m_hay.bytes;
    std::size_t item = 0;
    for (std::size_t at = 0; (at = find(bytes, words.front(), at)) != std::string_view::npos;) {
        while (m_hay.begins[item + 1] <= at)
            ++item;
        const std::string_view own =
            bytes.substr(m_hay.begins[item], m_hay.begins[item + 1] - m_hay.begins[item]);
        hits[item] = std::all_of(words.begin() + 1, words.end(), [&](const std::string& word) {
            return find(own, word, 0) != std::string_view::npos;
        });
        at = m_hay.begins[item + 1];
    }
    return hits;
}

const std::vector<char>& GridModel::allowed() const
{
    if (m_allowed.empty()) {
        m_allowed.resize(static_cast<std::size_t>(itemCount()));
        for (std::size_t i = 0; i < m_allowed.size(); ++i)
            m_allowed[i] = m_predicate(static_cast<int>(i));
    }
    return m_allowed;
}

std::vector<int> GridModel::chosen() const
{
    std::vector<char> passing = matches(m_needle);
    const auto keep = [&passing](const std::vector<std::uint32_t>& rank, const std::vector<char>& good) {
        for (std::size_t i = 0; i < passing.size(); ++i)
            passing[i] = passing[i] && good[rank[i]];
    };
    for (const GridFilter& filter : m_filters) {
        const int column = columnOf(filter.column);
        if (column < 0)
            continue;
        const Index& values = indexOf(column);
        std::vector<char> good; // by place
        if (m_columns[static_cast<std::size_t>(column)].text) {
            const QSet<QString> any(filter.values.begin(), filter.values.end());
            const QString contains = folded(filter.values.value(0));
            for (const QString& text : values.texts)
                good.push_back(
                    filter.op == GridFilter::Op::AnyOf      ? any.contains(text)
                    : filter.op == GridFilter::Op::Contains ? folded(text).contains(contains)
                                                            : false);
        } else {
            for (const double value : values.numbers)
                good.push_back(
                    filter.op == GridFilter::Op::AtLeast  ? value >= filter.number
                    : filter.op == GridFilter::Op::AtMost ? value <= filter.number
                                                          : false);
            good.push_back(false);
        }
        keep(values.rank, good);
    }
    if (m_predicate) {
        const std::vector<char>& may = allowed();
        for (std::size_t i = 0; i < passing.size(); ++i)
            passing[i] = passing[i] && may[i];
    }
    std::vector<int> items;
    items.reserve(passing.size());
    for (std::size_t i = 0; i < passing.size(); ++i)
        if (passing[i])
            items.push_back(static_cast<int>(i));
    return items;
}

void GridModel::sortItems(std::vector<int>& items) const
{
    // From the last key to the first by counting: each pass is stable, so earlier keys decide. What is
    // missing stays last either way.
    std::vector<int> sorted(items.size());
    std::vector<std::uint32_t> starts;
    for (auto key = m_sorting.rbegin(); key != m_sorting.rend(); ++key) {
        const int column = columnOf(key->column);
        if (column < 0)
            continue;
        const Index& values = indexOf(column);
        const auto missing = static_cast<std::uint32_t>(
            m_columns[static_cast<std::size_t>(column)].text ? values.texts.size() - 1
                                                             : values.numbers.size());
        const auto place = [&, descending = key->descending](int item) {
            const std::uint32_t rank = values.rank[static_cast<std::size_t>(item)];
            return descending && rank < missing ? missing - 1 - rank : rank;
        };
        starts.assign(missing + 2, 0);
        for (const int item : items)
            ++starts[place(item) + 1];
        std::partial_sum(starts.begin(), starts.end(), starts.begin());
        for (const int item : items)
            sorted[starts[place(item)]++] = item;
        items.swap(sorted);
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

    if (!sameSet)
        m_set = chosen();
    std::vector<int> items;
    if (sorted)
        items = m_set;
    else
        std::copy_if(
            m_order.begin(), m_order.end(), std::back_inserter(items), [](int value) { return value >= 0; });
    m_shown = static_cast<int>(items.size());
    if (sorted)
        sortItems(items);

    const int groupColumn = columnOf(m_groupBy);
    m_order.clear();
    const std::vector<Group> groupsBefore = std::exchange(m_groups, {});
    if (groupColumn < 0) {
        m_order = std::move(items);
    } else {
        const Index& names = indexOf(groupColumn);
        std::vector<int> known(names.texts.size(), -1);
        for (const int item : items) {
            const std::uint32_t rank = names.rank[static_cast<std::size_t>(item)];
            int& found = known[rank];
            if (found < 0) {
                found = static_cast<int>(m_groups.size());
                m_groups.push_back({names.texts[rank], {}, std::vector<double>(m_columns.size(), 0.0)});
            }
            Group& group = m_groups[static_cast<std::size_t>(found)];
            group.items.push_back(item);
            for (std::size_t c = 0; c < m_columns.size(); ++c)
                if (m_columns[c].sums) {
                    const double value = summand(item, static_cast<int>(c));
                    group.sums[c] += std::isfinite(value) ? value : 0.0;
                }
        }
        // By the sum that rows are sorted by, else by name.
        const int key = m_sorting.empty() ? -1 : columnOf(m_sorting.front().column);
        const bool bySum = key >= 0 && m_columns[static_cast<std::size_t>(key)].sums;
        std::sort(m_groups.begin(), m_groups.end(), [&](const Group& a, const Group& b) {
            if (bySum) {
                const auto c = static_cast<std::size_t>(key);
                if (a.sums[c] != b.sums[c])
                    return m_sorting.front().descending ? a.sums[c] > b.sums[c] : a.sums[c] < b.sums[c];
            }
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
        QModelIndexList after;
        after.reserve(before.size());
        for (qsizetype i = 0; i < before.size(); ++i) {
            const int value = values[static_cast<std::size_t>(i)];
            int row = -1;
            if (value >= 0) {
                row = rowOf(value);
            } else if (value < kDivider) { // groups may stand in another order now
                const QString& name = groupsBefore[static_cast<std::size_t>(-2 - value)].name;
                const auto group = std::find_if(
                    m_groups.begin(), m_groups.end(), [&](const Group& one) { return one.name == name; });
                const auto at = group == m_groups.end()
                                    ? m_order.end()
                                    : std::find(
                                          m_order.begin(), m_order.end(),
                                          -2 - static_cast<int>(group - m_groups.begin()));
                row = at == m_order.end() ? -1 : static_cast<int>(at - m_order.begin());
            } else if (const auto at = std::find(m_order.begin(), m_order.end(), value); at != m_order.end())
                row = static_cast<int>(at - m_order.begin());
            after << (row < 0 ? QModelIndex() : index(row, before[i].column()));
        }
        changePersistentIndexList(before, after);
        emit layoutChanged({}, QAbstractItemModel::VerticalSortHint);
    } else {
        endResetModel();
    }
    if (itemCount() >= kWorthWarming)
        m_warm.start();
    emit arranged();
}

void GridModel::itemsReset()
{
    forget();
    rebuild(false);
}

void GridModel::arrangeAgain()
{
    forget();
    rebuild(true, !m_groupBy.isEmpty());
}

void GridModel::itemsChanged()
{
    itemsReset();
}

void GridModel::valuesChanged()
{
    forget();
    rebuild(true);
    if (!m_order.empty())
        emit dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
}

void GridModel::itemChanged(int item)
{
    const auto i = static_cast<std::size_t>(item);
    if (i < m_allowed.size())
        m_allowed[i] = m_predicate(item);
    if (i + 1 < m_hay.begins.size()) {
        const QByteArray now = folded(searchText(item)).toUtf8() + '\n';
        const std::size_t begin = m_hay.begins[i];
        if (std::string_view(m_hay.bytes).substr(begin, m_hay.begins[i + 1] - begin) != now.toStdString())
            m_hay = {};
    }
    for (std::size_t c = 0; c < m_columns.size(); ++c) {
        Index& values = m_indexes[c];
        if (!values.built)
            continue;
        const std::uint32_t rank = values.rank[i];
        bool same = false;
        if (m_columns[c].text) {
            same = values.texts[rank] == text(item, static_cast<int>(c));
        } else {
            const double now = number(item, static_cast<int>(c));
            same = rank < values.numbers.size() ? values.numbers[rank] == now : std::isnan(now);
        }
        if (!same)
            values = {};
    }
    if (itemCount() >= kWorthWarming)
        m_warm.start();
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
