#include "models/grid/format.h"
#include "models/grid/grid_model.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

using namespace merch;
using namespace Qt::StringLiterals;

namespace
{

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

struct Item {
    QString name, shop;
    double units = 0;
};

class ShopModel final : public GridModel
{
public:
    explicit ShopModel(std::vector<Item> items)
        : GridModel({
              {.id = u"name"_s, .title = u"Name"_s, .text = true},
              {.id = u"shop"_s, .title = u"Shop"_s, .text = true, .groupable = true},
              {.id = u"units"_s, .title = u"Units"_s, .sums = true},
          })
        , m_items(std::move(items))
    {
        itemsReset();
    }
    int itemCount() const override { return static_cast<int>(m_items.size()); }
    QStringList names() const
    {
        QStringList shown;
        for (int row = 0; row < rowCount(); ++row)
            shown
                << (itemAt(row) < 0 ? u"#"_s + index(row, 0).data().toString()
                                    : m_items[static_cast<std::size_t>(itemAt(row))].name);
        return shown;
    }
    void change(int item, const Item& now)
    {
        m_items[static_cast<std::size_t>(item)] = now;
        itemChanged(item);
    }
    void replace(std::vector<Item> items)
    {
        m_items = std::move(items);
        itemsReset();
    }
    void scale(double by)
    {
        for (Item& item : m_items)
            item.units *= by;
        valuesChanged();
    }
    void scaleInPlace(double by)
    {
        for (Item& item : m_items)
            item.units *= by;
        arrangeAgain();
    }
    const std::vector<Item>& items() const { return m_items; }

protected:
    Cell cell(int item, int column) const override
    {
        Cell c;
        const Item& i = m_items[static_cast<std::size_t>(item)];
        c.text = column == 0 ? i.name : column == 1 ? i.shop : format::count(i.units);
        return c;
    }
    double number(int item, int column) const override
    {
        return column == 2 ? m_items[static_cast<std::size_t>(item)].units : kNone;
    }

private:
    std::vector<Item> m_items;
};

std::vector<Item> few()
{
    return {
        {u"Crème brûlée"_s, u"Leeds"_s, 4},
        {u"apple"_s, u"York"_s, kNone},
        {u"Apple pie"_s, u"Leeds"_s, 12},
        {u"banana"_s, {}, 4},
        {u"Æbleskiver"_s, u"York"_s, -3}};
}

/// Enough to be indexed in idle moments.
std::vector<Item> many()
{
    std::vector<Item> items;
    std::uint32_t state = 3;
    for (int i = 0; i < 4000; ++i) {
        state = state * 1664525U + 1013904223U;
        const int draw = static_cast<int>(state >> 16);
        items.push_back(
            {u"item %1 of range %2"_s.arg(i).arg(draw % 37), u"shop %1"_s.arg(draw % 11),
             draw % 13 == 0 ? kNone : draw % 500});
    }
    return items;
}

} // namespace

class TestGridModel : public QObject
{
    Q_OBJECT
private slots:
    void filtersByWordsWithoutCaseOrAccents();
    void wordsDoNotReachIntoTheNextRow();
    void filtersByColumn();
    void sortsNumbersAndKeepsTheMissingLast();
    void sortsTextsAsPeopleDo();
    void formerKeysBreakTies();
    void sortsAndFiltersAsTheSlowWayDoes();
    void groupsAddUpAndClose();
    void groupsStandInTheOrderOfTheSumThatIsSortedBy();
    void aChangedItemIsFoundAndSortedByItsNewValues();
    void manyChangedValuesKeepTheirRowsSelected();
    void rowsKeptInPlaceSortByTheirNewValuesNextTime();
    void predicateIsAskedAnewWhereAnItemChanged();
    void listsDistinctTextsUnlessThereAreTooMany();
    void anythingGoesWithNoItems();
};

void TestGridModel::filtersByWordsWithoutCaseOrAccents()
{
    ShopModel model(few());
    const QAbstractItemModelTester tester(&model);
    model.setNeedle(u"BRULEE"_s);
    QCOMPARE(model.names(), QStringList{u"Crème brûlée"_s});
    model.setNeedle(u"leeds apple"_s);
    QCOMPARE(model.names(), QStringList{u"Apple pie"_s});
    model.setNeedle(u"apple  zebra"_s);
    QCOMPARE(model.rowCount(), 0);
    QCOMPARE(model.shownCount(), 0);
    model.setNeedle(u"  "_s);
    QCOMPARE(model.shownCount(), 5);
}

void TestGridModel::wordsDoNotReachIntoTheNextRow()
{
    ShopModel model({{u"abc"_s, u"x"_s, 1}, {u"def"_s, u"y"_s, 1}});
    for (const QString& needle : {u"xdef"_s, u"x\ndef"_s, u"abcx"_s}) {
        model.setNeedle(needle);
        QCOMPARE(model.shownCount(), 0);
    }
    model.setNeedle(u"x abc"_s); // any order
    QCOMPARE(model.names(), QStringList{u"abc"_s});
}

void TestGridModel::filtersByColumn()
{
    ShopModel model(few());
    using Op = GridFilter::Op;
    model.setFilters({{u"shop"_s, Op::AnyOf, {u"York"_s, QString()}, 0}});
    QCOMPARE(model.names(), (QStringList{u"apple"_s, u"banana"_s, u"Æbleskiver"_s}));
    model.setFilters({{u"name"_s, Op::Contains, {u"APP"_s}, 0}});
    QCOMPARE(model.names(), (QStringList{u"apple"_s, u"Apple pie"_s}));
    model.setFilters({{u"units"_s, Op::AtLeast, {}, 4}});
    QCOMPARE(model.names(), (QStringList{u"Crème brûlée"_s, u"Apple pie"_s, u"banana"_s}));
    model.setFilters({{u"units"_s, Op::AtLeast, {}, 4}, {u"units"_s, Op::AtMost, {}, 4}});
    QCOMPARE(model.names(), (QStringList{u"Crème brûlée"_s, u"banana"_s}));
    model.setFilters({{u"gone"_s, Op::AtLeast, {}, 4}}); // a column of another version hides nothing
    QCOMPARE(model.shownCount(), 5);
}

void TestGridModel::sortsNumbersAndKeepsTheMissingLast()
{
    ShopModel model(few());
    model.setSorting({{u"units"_s, false}});
    QCOMPARE(
        model.names(),
        (QStringList{u"Æbleskiver"_s, u"Crème brûlée"_s, u"banana"_s, u"Apple pie"_s, u"apple"_s}));
    model.setSorting({{u"units"_s, true}});
    QCOMPARE(
        model.names(),
        (QStringList{u"Apple pie"_s, u"Crème brûlée"_s, u"banana"_s, u"Æbleskiver"_s, u"apple"_s}));
}

void TestGridModel::sortsTextsAsPeopleDo()
{
    ShopModel model(few());
    model.sort(0, Qt::AscendingOrder);
    QCOMPARE(
        model.names().mid(0, 4), (QStringList{u"apple"_s, u"Apple pie"_s, u"banana"_s, u"Crème brûlée"_s}));
    model.sort(1, Qt::DescendingOrder);
    QCOMPARE(model.names().last(), u"banana"_s); // it has no shop
    model.sort(1, Qt::AscendingOrder);
    QCOMPARE(model.names().last(), u"banana"_s);
}

void TestGridModel::formerKeysBreakTies()
{
    ShopModel model(few());
    model.sort(0, Qt::DescendingOrder);
    model.sort(2, Qt::AscendingOrder); // 4 units: two of them, names downwards
    QCOMPARE(model.names().mid(1, 2), (QStringList{u"Crème brûlée"_s, u"banana"_s}));
    model.sort(0, Qt::AscendingOrder);
    model.sort(2, Qt::AscendingOrder);
    QCOMPARE(model.names().mid(1, 2), (QStringList{u"banana"_s, u"Crème brûlée"_s}));
}

void TestGridModel::sortsAndFiltersAsTheSlowWayDoes()
{
    ShopModel model(many());
    for (const bool idle : {false, true}) {
        if (idle) // whatever is indexed while nothing happens gives the same rows
            for (int turn = 0; turn < 200; ++turn)
                QCoreApplication::processEvents();
        for (const QString& needle : {QString(), u"7"_s, u"range 12"_s, u"shop 3 ran"_s}) {
            model.setNeedle(needle);
            for (const bool descending : {false, true}) {
                model.setSorting({{u"units"_s, descending}, {u"shop"_s, !descending}});
                std::vector<int> expected;
                for (int i = 0; i < model.itemCount(); ++i) {
                    const Item& item = model.items()[static_cast<std::size_t>(i)];
                    const QString all = item.name + u'\n' + item.shop;
                    const QStringList words = needle.split(u' ', Qt::SkipEmptyParts);
                    if (std::all_of(words.begin(), words.end(), [&](const QString& word) {
                            return all.contains(word, Qt::CaseInsensitive);
                        }))
                        expected.push_back(i);
                }
                std::stable_sort(expected.begin(), expected.end(), [&](int a, int b) {
                    const Item &x = model.items()[static_cast<std::size_t>(a)],
                               &y = model.items()[static_cast<std::size_t>(b)];
                    if (std::isnan(x.units) != std::isnan(y.units))
                        return std::isnan(y.units);
                    if (!std::isnan(x.units) && x.units != y.units)
                        return descending ? x.units > y.units : x.units < y.units;
                    return descending ? x.shop < y.shop : x.shop > y.shop;
                });
                QCOMPARE(model.rowCount(), static_cast<int>(expected.size()));
                for (int row = 0; row < model.rowCount(); ++row)
                    QCOMPARE(model.itemAt(row), expected[static_cast<std::size_t>(row)]);
            }
        }
        model.replace(many());
    }
}

void TestGridModel::groupsAddUpAndClose()
{
    ShopModel model(few());
    const QAbstractItemModelTester tester(&model);
    model.setSorting({{u"name"_s, false}});
    model.setGroupBy(u"shop"_s);
    QCOMPARE(
        model.names(), (QStringList{
                           u"#"_s, u"banana"_s, u"#Leeds"_s, u"Apple pie"_s, u"Crème brûlée"_s, u"#York"_s,
                           u"apple"_s, u"Æbleskiver"_s}));
    QCOMPARE(model.index(2, 2).data().toString(), format::count(16));
    QCOMPARE(model.itemsOfGroup(2), (std::vector<int>{2, 0}));
    model.toggleGroup(2);
    QVERIFY(!model.isGroupOpen(2));
    QCOMPARE(model.rowCount(), 6);
    QCOMPARE(model.shownCount(), 5); // closed is not filtered out
    model.sort(0, Qt::DescendingOrder);
    QCOMPARE(model.names().mid(3, 3), (QStringList{u"#York"_s, u"Æbleskiver"_s, u"apple"_s}));
    QCOMPARE(model.itemsOfGroup(2), (std::vector<int>{0, 2}));
}

void TestGridModel::groupsStandInTheOrderOfTheSumThatIsSortedBy()
{
    ShopModel model(few());
    const QAbstractItemModelTester tester(&model);
    model.setGroupBy(u"shop"_s);
    const auto groups = [&] {
        QStringList names;
        for (int row = 0; row < model.rowCount(); ++row)
            if (model.rowKind(row) == RowKind::Group)
                names << model.names()[row] + u'=' + model.index(row, 2).data().toString();
        return names;
    };
    model.sort(2, Qt::AscendingOrder);
    const QStringList up = groups();
    const QPersistentModelIndex first(model.index(0, 0));
    const QString name = first.data().toString();
    model.sort(2, Qt::DescendingOrder);
    const QStringList down = groups();
    QVERIFY(up != down);
    QCOMPARE(QStringList(down.rbegin(), down.rend()), up);
    QCOMPARE(first.data().toString(), name); // the mark goes with its group
    QVERIFY(first.row() > 0);
}

void TestGridModel::aChangedItemIsFoundAndSortedByItsNewValues()
{
    ShopModel model(few());
    model.setSorting({{u"units"_s, true}});
    model.setNeedle(u"apple"_s);
    model.setNeedle({});
    QSignalSpy told(&model, &QAbstractItemModel::dataChanged);
    model.change(3, {u"cherry"_s, u"Hull"_s, 99});
    QCOMPARE(told.count(), 1);
    QCOMPARE(told[0][0].toModelIndex().row(), 2); // its place stays until somebody sorts
    model.setNeedle(u"banana"_s);
    QCOMPARE(model.shownCount(), 0);
    model.setNeedle(u"cherry"_s);
    QCOMPARE(model.shownCount(), 1);
    model.setNeedle({});
    QCOMPARE(model.names().first(), u"cherry"_s);
    model.setFilters({{u"shop"_s, GridFilter::Op::AnyOf, {u"Hull"_s}, 0}});
    QCOMPARE(model.names(), QStringList{u"cherry"_s});
}

void TestGridModel::manyChangedValuesKeepTheirRowsSelected()
{
    ShopModel model(many());
    const QAbstractItemModelTester tester(&model);
    model.setSorting({{u"units"_s, true}});
    model.setNeedle(u"range 5"_s);
    const QPersistentModelIndex kept(model.index(7, 1));
    const int item = model.itemAt(7), shown = model.shownCount();
    QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
    model.scale(-1);
    QCOMPARE(resets.count(), 0);
    QCOMPARE(model.shownCount(), shown);
    QVERIFY(kept.isValid());
    QCOMPARE(model.itemAt(kept.row()), item);
    QVERIFY(kept.row() != 7);
    for (int row = 1; row < model.rowCount(); ++row) {
        const double before = model.items()[static_cast<std::size_t>(model.itemAt(row - 1))].units,
                     now = model.items()[static_cast<std::size_t>(model.itemAt(row))].units;
        QVERIFY(std::isnan(now) || before >= now);
    }
}

void TestGridModel::rowsKeptInPlaceSortByTheirNewValuesNextTime()
{
    ShopModel model(few());
    model.sort(2, Qt::AscendingOrder);
    const QStringList before = model.names();
    model.scaleInPlace(-1);
    QCOMPARE(model.names(), before);
    model.sort(2, Qt::AscendingOrder);
    QCOMPARE(model.names().first(), u"Apple pie"_s);
    QCOMPARE(model.names().last(), u"apple"_s);
    model.setFilters({{.column = u"units"_s, .op = GridFilter::Op::AtMost, .number = -4}});
    QCOMPARE(model.shownCount(), 3);
}

void TestGridModel::predicateIsAskedAnewWhereAnItemChanged()
{
    ShopModel model(few());
    model.setPredicate(
        [&model](int item) { return model.items()[static_cast<std::size_t>(item)].units > 0; });
    QCOMPARE(model.shownCount(), 3);
    model.change(4, {u"Æbleskiver"_s, u"York"_s, 3});
    QCOMPARE(model.shownCount(), 3);
    model.setNeedle(u"york"_s);
    QCOMPARE(model.names(), QStringList{u"Æbleskiver"_s});
    QVERIFY(model.isFiltered());
}

void TestGridModel::listsDistinctTextsUnlessThereAreTooMany()
{
    ShopModel model(few());
    QCOMPARE(model.distinctTexts(1, 10), (QStringList{QString(), u"Leeds"_s, u"York"_s}));
    QCOMPARE(model.distinctTexts(1, 3).size(), 3);
    QVERIFY(model.distinctTexts(1, 2).isEmpty());
    QCOMPARE(model.distinctTexts(0, 10).size(), 5); // no empty one where each has a text
}

void TestGridModel::anythingGoesWithNoItems()
{
    ShopModel model({});
    const QAbstractItemModelTester tester(&model);
    model.setNeedle(u"x"_s);
    model.setFilters({{u"units"_s, GridFilter::Op::AtLeast, {}, 4}});
    model.sort(0, Qt::AscendingOrder);
    model.setGroupBy(u"shop"_s);
    model.setPredicate([](int) { return true; });
    QCOMPARE(model.rowCount(), 0);
    QVERIFY(model.distinctTexts(0, 10).isEmpty());
    QCOMPARE(model.rowOf(0), -1);
}

QTEST_GUILESS_MAIN(TestGridModel)
#include "test_grid_model.moc"
