#include "models/planning/plan_figures.h"
#include "models/planning/reorder_grid_model.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

#include <cmath>

using namespace merch;

namespace
{

ReorderPlanLine line(int number, const char* sku, double quantity, double cost, double margin)
{
    ReorderPlanLine l;
    l.line = l.seriesId = number;
    l.sku = QLatin1String(sku);
    l.title = QStringLiteral("Title of ") + l.sku;
    l.location = number % 2 ? QStringLiteral("L1") : QStringLiteral("L2");
    l.locationName = number % 2 ? QStringLiteral("High Street") : QStringLiteral("Station");
    l.category = number % 2 ? QStringLiteral("Food > Tins") : QStringLiteral("Home");
    l.supplier = number % 2 ? QStringLiteral("ACME") : QStringLiteral("BETA");
    l.supplierName = number % 2 ? QStringLiteral("Acme") : QStringLiteral("Beta");
    l.onHand = 10 * number;
    l.proposedQty = l.orderQty = quantity;
    l.packSize = 6;
    l.unitCost = cost;
    l.orderValue = std::llround(quantity * cost * 100);
    l.marginSaved = std::llround(margin * 100);
    if (quantity > 0) {
        l.caseUnits = {static_cast<float>(quantity)};
        l.caseMargins = {static_cast<float>(margin * 100)};
    }
    l.reason = l.proposal = QStringLiteral("Because.");
    return l;
}

/// Two suppliers, five lines that order, best margin per money first, and one that does not.
ReorderPlan planOfSix()
{
    ReorderPlan plan;
    plan.planId = 7;
    plan.currency = QStringLiteral("GBP");
    plan.minimums = {{QStringLiteral("BETA"), 1'000'000}};
    plan.lines = {line(1, "A", 12, 2, 24),   line(2, "B", 60, 1, 30), line(3, "C", 6, 10, 18),
                  line(4, "D", 120, 0.5, 6), line(5, "E", 6, 4, 1),   line(6, "F", 0, 3, 0)};
    applyBudget(plan, {});
    return plan;
}

struct Grid {
    ReorderGridModel model;

    Grid() { model.setPlan(planOfSix()); }
    ReorderGridModel* operator->() { return &model; }
    QModelIndex at(const char* sku, const char* column) const
    {
        return model.index(
            model.rowOf(model.itemOf(QLatin1String(sku))), model.columnOf(QLatin1String(column)));
    }
    Cell shownCell(const char* sku, const char* column) const
    {
        return at(sku, column).data(CellRole).value<Cell>();
    }
    /// The rows: a letter for a line, [ for a group, | for the end of the budget.
    QString skus() const
    {
        QString all;
        for (int row = 0; row < model.rowCount(); ++row)
            all += model.rowKind(row) == RowKind::Divider ? QStringLiteral("|")
                   : model.rowKind(row) == RowKind::Group ? QStringLiteral("[")
                                                          : model.line(model.itemAt(row)).sku;
        return all;
    }
};

} // namespace

class TestReorderGrid : public QObject
{
    Q_OBJECT
private slots:
    void itKeepsTheContractOfItemModels()
    {
        Grid grid;
        QAbstractItemModelTester tester(&grid.model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        grid->tryBudget(4000);
        grid->setShown(ReorderGridModel::Shown::All);
        grid->setGroupBy(QStringLiteral("supplier"));
        grid->setNeedle(QStringLiteral("title"));
        grid->setGroupBy({});
        grid->setWhatIf({1, 2, 3, 4, 5, 6}, true);
        grid->setWhatIf({}, false);
        grid->setScope(QStringLiteral("L1"), {});
        ReorderPlan other = planOfSix();
        other.planId = 8;
        other.lines.pop_back();
        grid->setPlan(other);
        QCOMPARE(grid->itemCount(), 5);
    }

    void ordersAreShownFirstAndWhatIsEnoughOnlyWhenAskedFor()
    {
        Grid grid;
        QCOMPARE(grid.skus(), QStringLiteral("ABCDE"));
        grid->setShown(ReorderGridModel::Shown::All);
        QCOMPARE(grid.skus(), QStringLiteral("ABCDEF"));
        QCOMPARE(grid.shownCell("F", "state").text, QStringLiteral("No sales"));
        // Enough is said only of stock that stands above a level to reach.
        ReorderPlan plan = planOfSix();
        plan.lines[5].demandMean = 9;
        grid->setPlan(plan);
        QCOMPARE(grid.shownCell("F", "state").text, QStringLiteral("No order")); // an ended product, say
        QCOMPARE(grid.shownCell("F", "state").tip, plan.lines[5].reason);
        plan.lines[5].orderPoint = 40;
        plan.lines[5].orderUpTo = 50;
        grid->setPlan(plan);
        QCOMPARE(grid.shownCell("F", "state").text, QStringLiteral("Enough"));
        grid->setShown(ReorderGridModel::Shown::Edited);
        QCOMPARE(grid.skus(), QString());
    }

    void theBudgetDrawsItsLineWhateverTheOrder()
    {
        Grid grid;
        // A earns 1.00 for each 1.00, B 0.50, C 0.30, D 0.10, E 0.04. 84.00 pays for A and B.
        grid->tryBudget(8400);
        QCOMPARE(grid.skus(), QStringLiteral("AB|CDE"));
        QCOMPARE(grid->plan().orderValue(), std::int64_t(8400));
        QVERIFY(grid->dividerTexts().first.contains(QLatin1String("ends here")));
        for (const char* sku : {"C", "D", "E"}) {
            QCOMPARE(grid.shownCell(sku, "state").text, QStringLiteral("Cut"));
            QVERIFY(grid.shownCell(sku, "qty").faded);
        }
        QCOMPARE(grid.at("C", "qty").data().toString(), QStringLiteral("6")); // what it would order
        grid->setSorting({{QStringLiteral("qty"), Qt::DescendingOrder}});
        QCOMPARE(grid.skus(), QStringLiteral("BA|DCE"));
        grid->tryBudget({});
        QCOMPARE(grid.skus(), QStringLiteral("DBACE"));
    }

    void whatWasTypedIsAskedForAndShownUntilItIsKept()
    {
        Grid grid;
        QSignalSpy typed(&grid.model, &ReorderGridModel::quantitiesTyped);
        QSignalSpy refused(&grid.model, &ReorderGridModel::refused);
        QVERIFY(grid->setData(grid.at("B", "qty"), QStringLiteral("1,200")));
        QCOMPARE(typed.count(), 1);
        const auto asked = typed[0][0].value<std::vector<std::pair<int, double>>>();
        QCOMPARE(asked, (std::vector<std::pair<int, double>>{{1, 1200.0}}));
        QCOMPARE(grid->line(1).orderQty, 60.0); // the plan itself waits for whoever keeps it
        grid->addPending(asked);
        QCOMPARE(grid.at("B", "qty").data().toString(), QStringLiteral("1,200"));
        QVERIFY(grid.shownCell("B", "qty").edited);
        grid->setPlan(planOfSix());
        QCOMPARE(grid.at("B", "qty").data().toString(), QStringLiteral("60"));
        for (const char* wrong : {"many", "-1", "1e10", "nan", "inf"})
            QVERIFY(!grid->setData(grid.at("B", "qty"), QLatin1String(wrong)));
        QCOMPARE(refused.count(), 5);
        QVERIFY(!grid->setData(grid.at("B", "qty"), QStringLiteral("60"))); // nothing new
        QVERIFY(grid->setData(grid.at("B", "qty"), QString()));             // emptied: none
        const auto emptied = typed.last()[0].value<std::vector<std::pair<int, double>>>();
        QCOMPARE(emptied.front().second, 0.0);
    }

    void onlyQuantitiesOfOpenLinesAreEditable()
    {
        ReorderPlan plan = planOfSix();
        plan.lines[0].locked = true;
        plan.lines[1].excluded = QStringLiteral("delisted");
        plan.lines[2].state = PlanState::Submitted;
        Grid grid;
        grid->setPlan(plan);
        const auto editable = [&](const char* sku, const char* column) {
            return grid->flags(grid.at(sku, column)).testFlag(Qt::ItemIsEditable);
        };
        QVERIFY(!editable("A", "qty") && !editable("B", "qty") && !editable("C", "qty"));
        QVERIFY(editable("D", "qty"));
        QVERIFY(!editable("D", "value") && !editable("D", "on_hand"));
        grid->setEditable(false);
        QVERIFY(!editable("D", "qty"));
    }

    void marksSayWhatHappenedToALine()
    {
        ReorderPlan plan = planOfSix();
        plan.lines[0].locked = true;
        plan.lines[1].excluded = QStringLiteral("delisted");
        plan.lines[2].critical = QStringLiteral("Stock below zero");
        plan.lines[3].byHand = true;
        plan.lines[3].orderQty = 60;
        Grid grid;
        grid->setPlan(plan);
        const Cell locked = grid.shownCell("A", "flags"), out = grid.shownCell("B", "flags"),
                   doubtful = grid.shownCell("C", "flags");
        QCOMPARE(locked.flags[0].icon, QStringLiteral("lock"));
        QVERIFY(locked.flags[0].tip.contains(QLatin1String("Locked")));
        QCOMPARE(out.flags[1].icon, QStringLiteral("ban"));
        QVERIFY(out.flags[1].tip.contains(QLatin1String("delisted")));
        QCOMPARE(doubtful.flags[1].tip, QStringLiteral("Stock below zero"));
        QCOMPARE(grid.shownCell("B", "state").text, QStringLiteral("Excluded"));
        QCOMPARE(grid.shownCell("C", "state").text, QStringLiteral("Check data"));
        QCOMPARE(grid.shownCell("D", "state").text, QStringLiteral("Edited"));
        QVERIFY(grid.shownCell("D", "qty").tip.contains(QLatin1String("120")));
        // Sorted by marks: the more was done, the higher.
        grid->setSorting({{QStringLiteral("flags"), Qt::DescendingOrder}});
        QVERIFY(grid.skus().startsWith(QLatin1String("ABC")));
        const PlanFigures figures = figuresOf(grid->plan());
        QCOMPARE(figures.locked, 1);
        QCOMPARE(figures.excluded, 1);
        QCOMPARE(figures.edited, 1);
    }

    void aSupplierBelowItsMinimumIsSaidOnItsLinesAndItsOrder()
    {
        Grid grid;
        QCOMPARE(grid.shownCell("B", "state").text, QStringLiteral("Below min")); // 120.00 of 10,000.00
        QCOMPARE(grid.shownCell("A", "state").text, QStringLiteral("Ready"));
        grid->setGroupBy(QStringLiteral("supplier"));
        int groups = 0;
        for (int row = 0; row < grid->rowCount(); ++row) {
            if (grid->rowKind(row) != RowKind::Group)
                continue;
            ++groups;
            const bool beta = grid->index(row, 0).data().toString() == QLatin1String("Beta");
            const QModelIndex state = grid->index(row, grid->columnOf(QStringLiteral("state")));
            QCOMPARE(state.data().toString(), beta ? QStringLiteral("Below min") : QString());
            if (beta)
                QVERIFY(state.data(Qt::ToolTipRole).toString().contains(QLatin1String("9,880")));
            const QModelIndex value = grid->index(row, grid->columnOf(QStringLiteral("value")));
            QCOMPARE(value.data().toString(), beta ? QStringLiteral("120") : QStringLiteral("108"));
        }
        QCOMPARE(groups, 2);
    }

    void sortKeysAreNumbersAndWhatIsUnknownGoesLast()
    {
        ReorderPlan plan = planOfSix();
        plan.lines[4].onHand.reset();
        Grid grid;
        grid->setPlan(plan);
        grid->setSorting({{QStringLiteral("on_hand"), Qt::AscendingOrder}});
        QCOMPARE(grid.skus(), QStringLiteral("ABCDE"));
        grid->setSorting({{QStringLiteral("on_hand"), Qt::DescendingOrder}});
        QCOMPARE(grid.skus(), QStringLiteral("DCBAE"));
        grid->setSorting({{QStringLiteral("value"), Qt::DescendingOrder}});
        QCOMPARE(grid.skus().left(1), QStringLiteral("B")); // 60, 60 and 60: ties keep their rank
        QVERIFY(std::isnan(grid.at("E", "on_hand").data(RawRole).toDouble()));
    }

    void everyNumberThatRestsOnAnAssumptionIsMarked_data()
    {
        QTest::addColumn<QString>("assumption");
        QTest::addColumn<QStringList>("marked");
        const auto list = [](const char* columns) {
            return QString::fromLatin1(columns).split(QLatin1Char(' '));
        };
        QTest::newRow("supplier") << "supplier" << list("supplier");
        QTest::newRow("stock") << "opening_stock_days"
                               << list("cases cover margin margin_per on_hand qty value");
        QTest::newRow("lead time") << "lead_time_days"
                                   << list("cases cover demand lead_days margin margin_per order_point "
                                           "order_up_to qty safety value");
        QTest::newRow("margin") << "margin"
                                << list("cases cover margin margin_per order_point order_up_to qty safety "
                                        "service unit_cost value");
        QTest::newRow("holding") << "holding_rate"
                                 << list("cases cover margin margin_per order_point order_up_to qty safety "
                                         "service value");
        QTest::newRow("recapture") << "recapture"
                                   << list("cases cover margin margin_per order_point order_up_to qty safety "
                                           "service value");
        QTest::newRow("service") << "service"
                                 << list("cases cover margin margin_per order_point order_up_to qty safety "
                                         "service value");
    }
    void everyNumberThatRestsOnAnAssumptionIsMarked()
    {
        QFETCH(QString, assumption);
        QFETCH(QStringList, marked);
        ReorderPlan plan = planOfSix();
        plan.lines[0].assumed = {assumption};
        plan.lines[0].demandMean = 20;
        plan.lines[0].coverDays = 9;
        Grid grid;
        grid->setPlan(plan);
        QStringList found;
        for (const GridColumn& column : grid->columns()) {
            const Cell cell = grid.shownCell("A", qPrintable(column.id));
            if (cell.assumed) {
                found << column.id;
                QVERIFY2(cell.tip.contains(QLatin1String("assumption")), qPrintable(column.id));
            }
            QVERIFY2(!grid.shownCell("B", qPrintable(column.id)).assumed, qPrintable(column.id));
        }
        found.sort();
        QCOMPARE(found, marked);
    }

    void theScopeAndTheChangesOfAWhatIfNarrowTheRows()
    {
        Grid grid;
        grid->setScope(QStringLiteral("L1"), {});
        QCOMPARE(grid.skus(), QStringLiteral("ACE"));
        grid->setScope({}, QStringLiteral("Food"));
        QCOMPARE(grid.skus(), QStringLiteral("ACE"));
        grid->setScope({}, QStringLiteral("Foo"));
        QCOMPARE(grid.skus(), QString());
        grid->setScope({}, {});
        grid->setWhatIf({12, 66, 6, 0, 6, 18}, false);
        QCOMPARE(grid.skus(), QStringLiteral("ABCDE"));
        QCOMPARE(grid.at("B", "what_if").data().toString(), QStringLiteral("66 (+6)"));
        QCOMPARE(grid.at("A", "what_if").data().toString(), QStringLiteral("12"));
        grid->setWhatIf({12, 66, 6, 0, 6, 18}, true);
        QCOMPARE(grid.skus(), QStringLiteral("BDF"));
        grid->setWhatIf({1, 2}, true); // of another plan
        QVERIFY(!grid->hasWhatIf());
        QCOMPARE(grid.skus(), QStringLiteral("ABCDE"));
    }

    void pasteNeverMistakesAHeadingOrAnotherProductForALine()
    {
        Grid grid;
        QSignalSpy typed(&grid.model, &ReorderGridModel::quantitiesTyped);
        QSignalSpy refused(&grid.model, &ReorderGridModel::refused);
        const int qty = grid->columnOf(QStringLiteral("qty")),
                  name = grid->columnOf(QStringLiteral("product"));
        const auto asked = [&] { return typed.last()[0].value<std::vector<std::pair<int, double>>>(); };
        QCOMPARE(
            grid->paste(0, qty, {{QStringLiteral("Qty")}, {QStringLiteral("12")}, {QStringLiteral("18")}}),
            2);
        QCOMPARE(asked(), (std::vector<std::pair<int, double>>{{0, 12.0}, {1, 18.0}}));
        QCOMPARE(refused.count(), 0);
        // Of a column in which a word stands among numbers, the rest keep their lines.
        QCOMPARE(
            grid->paste(1, qty, {{QStringLiteral("6")}, {QStringLiteral("?")}, {QStringLiteral("30")}}), 2);
        QCOMPARE(asked(), (std::vector<std::pair<int, double>>{{1, 6.0}, {3, 30.0}}));
        QCOMPARE(refused.count(), 1);
        const auto row = [&](const char* title, const char* quantity) {
            QStringList cells;
            for (int c = 0; c <= qty; ++c)
                cells << QString();
            cells[name] = QLatin1String(title);
            cells[qty] = QLatin1String(quantity);
            return cells;
        };
        QCOMPARE(
            grid->paste(0, name, {row("Title of D", "24"), row("Title of A", "6"), row("Nobody", "6")}), 2);
        QCOMPARE(asked(), (std::vector<std::pair<int, double>>{{3, 24.0}, {0, 6.0}}));
        QVERIFY(
            refused.last()[0].toString().contains(QLatin1String("names no line")) ||
            refused.last()[0].toString().contains(QLatin1String("name no line")));
        // Beyond the last row nothing is taken; a block without quantities is refused.
        QCOMPARE(grid->paste(4, qty, {{QStringLiteral("6")}, {QStringLiteral("7")}}), 1);
        QCOMPARE(grid->paste(0, name, {{QStringLiteral("x"), QStringLiteral("y")}}), 0);
        QVERIFY(refused.last()[0].toString().contains(QLatin1String("order quantity")));
        // Two products of one name in one place: better none than the wrong one.
        ReorderPlan twins = planOfSix();
        twins.planId = 9;
        twins.lines[2].title = twins.lines[4].title = QStringLiteral("Twin");
        grid->setPlan(twins);
        QCOMPARE(grid->paste(0, name, {row("Twin", "6"), row("Title of A", "12")}), 1);
        QCOMPARE(asked(), (std::vector<std::pair<int, double>>{{0, 12.0}}));
    }

    void aPlanThatChangesInPlaceKeepsItsRows()
    {
        Grid grid;
        grid->setSorting({{QStringLiteral("qty"), Qt::DescendingOrder}});
        QSignalSpy reset(&grid.model, &QAbstractItemModel::modelReset);
        ReorderPlan changed = planOfSix();
        changed.lines[0].orderQty = 600;
        changed.lines[0].byHand = true;
        grid->setPlan(changed);
        QCOMPARE(reset.count(), 0);
        QCOMPARE(grid.skus(), QStringLiteral("DBACE")); // where it stood while it was typed
        QCOMPARE(grid.at("A", "qty").data().toString(), QStringLiteral("600"));
    }
};

QTEST_GUILESS_MAIN(TestReorderGrid)
#include "test_reorder_grid.moc"
