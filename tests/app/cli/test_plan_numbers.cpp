#include "models/planning/plan_figures.h"
#include "models/planning/reorder_grid_model.h"
#include "tests/app/support_cli.h"

#include <QTest>

#include <cmath>

using namespace merch;
using test::cli;
using test::DemoFolder;
using test::Ran;

/// One set of numbers: what a plan says is the same in the grid, on the command line, in every export and in
/// the tables that SQL reads.
class TestPlanNumbers : public QObject
{
    Q_OBJECT

    std::unique_ptr<DemoFolder> m_demo;

    QJsonObject answer(const QStringList& words)
    {
        const Ran ran = cli(words + QStringList{QStringLiteral("--json"), QStringLiteral("--quiet")});
        if (ran.status != 0)
            qFatal("%s", qPrintable(ran.said()));
        return ran.json();
    }
    /// Rows of a comma-separated file by SKU and location, each by heading.
    QHash<QString, QHash<QString, QString>> rowsOf(const QString& file)
    {
        QFile read(file);
        if (!read.open(QIODevice::ReadOnly))
            qFatal("no file %s", qPrintable(file));
        QStringList headings;
        QHash<QString, QHash<QString, QString>> rows;
        QStringList cells;
        QString cell;
        bool quoted = false;
        const QString all = QString::fromUtf8(read.readAll());
        for (const QChar c : all) {
            if (c == QLatin1Char('"'))
                quoted = !quoted; // a doubled one closes and opens again; no text here holds one
            else if (quoted || (c != QLatin1Char(',') && c != QLatin1Char('\n') && c != QLatin1Char('\r')))
                cell += c;
            else if (c == QLatin1Char(','))
                cells << std::exchange(cell, {});
            else if (c == QLatin1Char('\n')) {
                cells << std::exchange(cell, {});
                if (headings.isEmpty())
                    headings = cells;
                else {
                    QHash<QString, QString> row;
                    for (qsizetype i = 0; i < headings.size(); ++i)
                        row[headings[i]] = cells.value(i);
                    rows[row[QStringLiteral("sku")] + QLatin1Char('@') + row[QStringLiteral("location")]] =
                        row;
                }
                cells.clear();
            }
        }
        return rows;
    }

private slots:
    void initTestCase() { m_demo = std::make_unique<DemoFolder>(); }

    void theyAreTheSameEverywhere_data()
    {
        QTest::addColumn<bool>("cut");
        QTest::newRow("the whole plan") << false;
        QTest::newRow("a budget that cuts lines") << true;
    }
    void theyAreTheSameEverywhere()
    {
        QFETCH(bool, cut);
        const QString store = m_demo->copy(QStringLiteral("numbers.merch"));
        const QStringList words{QStringLiteral("plan"), QStringLiteral("reorder"), store};
        QJsonObject said = answer(words);
        const double half = std::floor(said.value(QStringLiteral("order_value")).toDouble() / 2);
        if (cut)
            said = answer(words + QStringList{QStringLiteral("--budget"), QString::number(half, 'f', 0)});
        const auto id = static_cast<std::int64_t>(said.value(QStringLiteral("plan_id")).toDouble());
        const Result<ReorderPlan> plan = loadReorderPlan(store, id);
        QVERIFY(plan);
        ReorderGridModel grid;
        grid.setPlan(*plan);
        grid.setShown(ReorderGridModel::Shown::All);
        const PlanFigures figures = figuresOf(*plan);
        QVERIFY(figures.linesIn > 10);
        QCOMPARE(said.value(QStringLiteral("order_lines")).toInt(), figures.linesIn);
        QCOMPARE(std::llround(100 * said.value(QStringLiteral("order_value")).toDouble()), figures.spend);
        QCOMPARE(
            std::llround(100 * said.value(QStringLiteral("expected_margin_saved")).toDouble()),
            figures.saved);
        if (cut) {
            QVERIFY(figures.spend <= std::llround(100 * half));
            QVERIFY(figures.linesOut > 0);
        }

        const QString file = m_demo->path(QStringLiteral("plan.csv")),
                      points = m_demo->path(QStringLiteral("points.csv"));
        const QString planText = QString::number(id);
        answer(
            {QStringLiteral("export"), store, QStringLiteral("reorder-plan"), QStringLiteral("--plan"),
             planText, QStringLiteral("--to"), file});
        answer(
            {QStringLiteral("export"), store, QStringLiteral("order-points"), QStringLiteral("--plan"),
             planText, QStringLiteral("--to"), points});
        const auto exported = rowsOf(file), warehouse = rowsOf(points);
        const Ran sql = cli(
            {QStringLiteral("query"), store,
             QStringLiteral(
                 "SELECT p.sku, o.code AS location, l.order_qty, l.order_value, l.margin_saved, l.reason"
                 " FROM plan_line l JOIN series s USING (series_id) JOIN product p USING (product_id)"
                 " JOIN location o USING (location_id) WHERE l.plan_id = %1")
                 .arg(id),
             QStringLiteral("--json"), QStringLiteral("--quiet")});
        QCOMPARE(sql.status, 0);
        QHash<QString, QJsonArray> tables;
        for (const QJsonValue& row : sql.json().value(QStringLiteral("rows")).toArray()) {
            const QJsonArray cells = row.toArray();
            tables[cells[0].toString() + QLatin1Char('@') + cells[1].toString()] = cells;
        }

        std::int64_t spend = 0, saved = 0;
        for (int item = 0; item < grid.itemCount(); ++item) {
            const ReorderPlanLine& line = grid.line(item);
            const QString key = line.sku + QLatin1Char('@') + line.location;
            QVERIFY2(exported.contains(key), qPrintable(key));
            const QHash<QString, QString>& row = exported[key];
            const auto number = [&](const char* name) { return row.value(QLatin1String(name)).toDouble(); };
            const auto shown = [&](const char* column) {
                return grid.index(grid.rowOf(item), grid.columnOf(QLatin1String(column)))
                    .data(RawRole)
                    .toDouble();
            };
            if (line.onHand)
                QCOMPARE(number("on_hand"), shown("on_hand"));
            else // never counted: no number anywhere
                QVERIFY(row[QStringLiteral("on_hand")].isEmpty() && std::isnan(shown("on_hand")));
            QCOMPARE(number("on_order"), shown("on_order"));
            QCOMPARE(number("order_point"), shown("order_point"));
            QCOMPARE(number("order_up_to"), shown("order_up_to"));
            QCOMPARE(number("lead_time_days"), shown("lead_days"));
            QCOMPARE(number("order_qty"), line.orders() ? line.orderQty : 0.0);
            QCOMPARE(std::llround(100 * number("order_value")), line.orders() ? line.orderValue : 0);
            QCOMPARE(
                std::llround(100 * number("expected_margin_saved")), line.orders() ? line.marginSaved : 0);
            QCOMPARE(row[QStringLiteral("reason")], line.reason);
            QCOMPARE(row[QStringLiteral("state")], QStringLiteral("draft"));
            if (line.orders()) {
                QCOMPARE(shown("qty"), line.orderQty);
                QCOMPARE(std::llround(100 * shown("value")), line.orderValue);
            }
            spend += std::llround(100 * number("order_value"));
            saved += std::llround(100 * number("expected_margin_saved"));
            if (warehouse.contains(key)) {
                QCOMPARE(warehouse[key][QStringLiteral("order_point")].toDouble(), line.orderPoint);
                QCOMPARE(warehouse[key][QStringLiteral("order_up_to")].toDouble(), line.orderUpTo);
                QVERIFY(
                    std::abs(warehouse[key][QStringLiteral("safety_stock")].toDouble() - line.safetyStock) <
                    0.051); // exported with one decimal
            } else {
                QCOMPARE(line.orderPoint, 0.0);
            }
            QCOMPARE(tables[key][2].toDouble(), line.orderQty);
            QCOMPARE(static_cast<std::int64_t>(tables[key][3].toDouble()), line.orderValue);
            QCOMPARE(tables[key][5].toString(), line.reason);
        }
        QCOMPARE(spend, figures.spend);
        QCOMPARE(saved, figures.saved);
        // And by supplier.
        std::int64_t bySupplier = 0;
        for (const SupplierTotal& total : plan->suppliers)
            bySupplier += total.orderValue;
        QCOMPARE(bySupplier, figures.spend);
    }

    void theyDoNotDependOnThreads()
    {
        const QString store = m_demo->copy(QStringLiteral("threads.merch"));
        QByteArray first;
        for (const char* threads : {"1", "8"}) {
            const QJsonObject made = answer(
                {QStringLiteral("plan"), QStringLiteral("reorder"), store, QStringLiteral("--budget"),
                 QStringLiteral("3000"), QStringLiteral("--threads"), QLatin1String(threads)});
            const QString file = m_demo->path(QStringLiteral("plan-%1.csv").arg(QLatin1String(threads)));
            answer(
                {QStringLiteral("export"), store, QStringLiteral("reorder-plan"), QStringLiteral("--plan"),
                 QString::number(made.value(QStringLiteral("plan_id")).toInt()), QStringLiteral("--to"),
                 file});
            QFile read(file);
            QVERIFY(read.open(QIODevice::ReadOnly));
            const QByteArray all = read.readAll();
            QVERIFY(all.size() > 1000);
            if (first.isEmpty())
                first = all;
            QCOMPARE(all, first);
        }
    }
};

QTEST_GUILESS_MAIN(TestPlanNumbers)
#include "test_plan_numbers.moc"
