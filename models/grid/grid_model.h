#pragma once

#include "models/grid/cell_roles.h"

#include <QAbstractTableModel>
#include <QJsonObject>
#include <QSet>
#include <QStringList>
#include <QTimer>

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace merch
{

/// One column of a grid. Widths are pixels at 100 % font scale.
struct GridColumn {
    QString id{};          ///< stable: saved views and tests name it
    QString title{};       ///< with its unit; two lines by '\n' at most
    QString tip{};         ///< what the number means
    bool text = false;     ///< left aligned, sorted and filtered as text
    int width = 90;        ///< of a stretch column: the least
    int importance = 0;    ///< 0 stays; where room lacks, the highest goes first
    bool stretch = false;  ///< takes the room that is left
    bool keepEnds = false; ///< names that begin alike: cut in their middle
    bool hidden = false;   ///< until chosen
    bool sortable = true;
    bool groupable = false; ///< rows can be gathered by its text
    bool sums = false;      ///< group rows show its sum

    QString name() const; ///< the title in one line
};

struct GridFilter {
    enum class Op { Contains, AnyOf, AtLeast, AtMost };
    QString column{}; ///< id
    Op op = Op::Contains;
    QStringList values{}; ///< Contains: one; AnyOf: some
    double number = 0;    ///< AtLeast, AtMost

    QJsonObject toJson() const;
    static GridFilter fromJson(const QJsonObject& json);
    bool operator==(const GridFilter&) const = default;
};

struct GridSort {
    QString column{};
    bool descending = false;
    bool operator==(const GridSort&) const = default;
};

/// Rows of a page's grid: the subclass holds items (plain structs in a vector) and says what a cell shows;
/// filter, sort and groups work here on a vector of item indexes, never on a proxy. What they need of the
/// items is indexed once, in idle moments after the items came: folded search texts in one buffer, and each
/// column's values as ranks. 30,000 items then filter or sort in a millisecond or two. Lives on the GUI
/// thread; load items in a job and hand them over, then call itemsReset().
class GridModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    explicit GridModel(std::vector<GridColumn> columns, QObject* parent = nullptr);

    const std::vector<GridColumn>& columns() const { return m_columns; }
    int columnOf(const QString& id) const; ///< -1 = none

    /// How many items there are, whether shown or not.
    virtual int itemCount() const = 0;

    int itemAt(int row) const; ///< -1 for group and divider rows
    int rowOf(int item) const; ///< -1 if filtered out or in a closed group
    int shownCount() const { return m_shown; }
    RowKind rowKind(int row) const;

    /// Words that must all occur, in any order, in an item's searchText().
    void setNeedle(const QString& needle);
    const QString& needle() const { return m_needle; }
    void setFilters(const std::vector<GridFilter>& filters);
    const std::vector<GridFilter>& filters() const { return m_filters; }
    /// A filter that has no chip: the scope of the top bar, a segment of the page. Empty = all.
    void setPredicate(std::function<bool(int item)> predicate);
    bool isFiltered() const { return !m_needle.isEmpty() || !m_filters.empty(); }

    void setSorting(const std::vector<GridSort>& keys); ///< first is primary
    const std::vector<GridSort>& sorting() const { return m_sorting; }
    void sort(int column, Qt::SortOrder order) override; ///< the former keys stay as tie breakers

    void setGroupBy(const QString& columnId); ///< empty = no groups
    const QString& groupBy() const { return m_groupBy; }
    void toggleGroup(int row);
    bool isGroupOpen(int row) const;
    std::vector<int> itemsOfGroup(int row) const; ///< shown members of a group row

    /// Distinct texts of a text column, sorted; at most `most` of them (an empty list if there are more).
    QStringList distinctTexts(int column, int most) const;

    /// Left and right text of the divider row; see arrange().
    virtual std::pair<QString, QString> dividerTexts() const { return {}; }

    /// The number cell of a column that reads longest, of all items; empty for other columns. O(items).
    virtual QString longestNumber(int column) const;

    /// What Ctrl+V at (item, column) does with a table of texts; the default types them into the editable
    /// cells downwards and to the right. Override to make it one edit. Returns how many cells took a value.
    virtual int paste(int row, int column, const QList<QStringList>& table);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role = Qt::EditRole) override;

signals:
    void arranged(); ///< the rows shown changed: counts and sums follow
    void filtersChanged();

protected:
    virtual Cell cell(int item, int column) const = 0;
    /// Sort and filter key of a number column; NaN goes last. Needed for each column that is not `text`.
    virtual double number(int item, int column) const;
    /// What an item adds to its group's sum; default its number.
    virtual double summand(int item, int column) const { return number(item, column); }
    /// Sort, filter and group key of a text column.
    virtual QString text(int item, int column) const { return cell(item, column).text; }
    /// What the quick filter looks in. Default: the texts of all text columns.
    virtual QString searchText(int item) const;
    virtual bool isEditable(int item, int column) const;
    /// What an editor starts with; default: the number as typed text, or the text.
    virtual QVariant editValue(int item, int column) const;
    virtual bool edit(int item, int column, const QVariant& value);
    virtual Cell groupCell(const QString& name, int members, double sum, int column) const;

    /// Last word on the order: may insert kDivider. Called after filter, sort and groups.
    virtual void arrange(std::vector<int>& order) const { Q_UNUSED(order); }
    static constexpr int kDivider = -1;

    void itemsReset();          ///< after the items were replaced
    void itemChanged(int item); ///< values of one item changed; its place stays
    void arrangeAgain();        ///< arrange() on the rows as they stand: nothing is filtered or sorted anew
    void itemsChanged();        ///< many changed; filter and order are worked out anew
    void valuesChanged();       ///< many changed; the same rows stay, in their new order

private:
    struct Group {
        QString name;
        std::vector<int> items;
        std::vector<double> sums; ///< by column
    };
    /// The values of a column: a place for each item, equal where values are; what is missing (no text, no
    /// number) has the place after the last.
    struct Index {
        std::vector<std::uint32_t> rank;
        std::vector<double> numbers; ///< by place
        std::vector<QString> texts;  ///< by place; the last is the empty one
        bool built = false;
    };
    /// Search texts, folded and in UTF-8, one after the other; an item's lies between two begins.
    struct Hay {
        std::string bytes;
        std::vector<std::size_t> begins;
    };
    void rebuild(bool sameSet, bool sorted = true);
    void forget();
    void warmUp();
    std::vector<int> chosen() const;
    void sortItems(std::vector<int>& items) const;
    const Index& indexOf(int column) const;
    void indexTexts(Index& index, int column) const;
    void indexNumbers(Index& index, int column) const;
    /// Folds some more items, at most `most`; returns whether all are done.
    bool fillHay(int most) const;
    std::vector<char> matches(const QString& needle) const;
    const std::vector<char>& allowed() const;
    const Group* groupAt(int row) const;

    std::vector<GridColumn> m_columns;
    std::vector<int> m_order; ///< >= 0 item; kDivider; below it a group: -2 - index
    std::vector<int> m_set;   ///< the items that pass, in their own order
    std::vector<Group> m_groups;
    QSet<QString> m_closed;
    int m_shown = 0;
    QString m_needle;
    std::vector<GridFilter> m_filters;
    std::function<bool(int)> m_predicate;
    std::vector<GridSort> m_sorting;
    QString m_groupBy;
    QTimer m_warm;
    mutable Hay m_hay;
    mutable std::vector<Index> m_indexes; ///< by column
    mutable std::vector<char> m_allowed;  ///< by item: what the predicate says; empty = not asked yet
    mutable std::vector<int> m_rowOf;
};

} // namespace merch
