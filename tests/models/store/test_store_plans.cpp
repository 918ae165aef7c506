#include "tests/models/support_store.h"

#include <QRegularExpression>
#include <QSet>
#include <QTest>

using namespace merch;
using test::TempStore;

namespace
{

QSet<QByteArray>* seen = nullptr;

int remember(unsigned, void*, void* statement, void*)
{
    if (const char* text = sqlite3_sql(static_cast<sqlite3_stmt*>(statement)))
        seen->insert(QByteArray(text));
    return 0;
}

} // namespace

/// Looks at the statements that the store really runs, not at a list kept beside them.
class TestStorePlans : public QObject
{
    Q_OBJECT

private slots:
    void noStatementOfDemandScansAFactTable()
    {
        TempStore temp;
        QSet<QByteArray> statements;
        seen = &statements;
        sqlite3_trace_v2(temp.db().get(), SQLITE_TRACE_STMT, remember, nullptr);
        Store& store = temp.store();
        const std::vector<SeriesInfo> all = loadSeries(store);
        (void)loadHistories(store, all, std::numeric_limits<Day>::max(), {});
        (void)loadHistory(store, all[5]);
        (void)loadMeasure(store, Measure::OnHand, all[7]);
        (void)loadRoll(store, 2, 1);
        (void)closedWeekdays(store, 1);
        (void)lastSalesDay(store);
        {
            sql::Transaction transaction(store.db());
            const std::int64_t first = test::newImport(store, false), second = test::newImport(store, true);
            for (const std::int64_t id : {first, second}) {
                CellWriter writer(store, id, id == second);
                for (Day d = 300; d < 500; ++d)
                    writer.add(Measure::Units, 3, test::kFirstSale + d, 1);
                writer.finish({});
            }
            removeLayer(store, first, {});
            (void)ensureSeries(store, 1, 1, Grain::Daily, 0);
            transaction.commit();
        }
        sqlite3_trace_v2(temp.db().get(), 0, nullptr, nullptr);
        QVERIFY(statements.size() > 20);

        static const QRegularExpression scan(QStringLiteral(
            "\\bSCAN (chunk_\\w+|layer|roll_week|order_line|sale_order|c|l)\\b(?! USING COVERING INDEX)"));
        int asked = 0;
        for (const QByteArray& statement : std::as_const(statements)) {
            if (!QByteArrayList{"SELECT", "INSERT", "UPDATE", "DELETE"}.contains(
                    statement.trimmed().left(6).toUpper()) ||
                statement.contains("LIMIT 1")) // looks whether there is any
                continue;
            sql::Statement plan(temp.db(), ("EXPLAIN QUERY PLAN " + statement).toStdString());
            while (plan.step()) {
                const std::string step(plan.text(3));
                QVERIFY2(
                    !scan.match(QString::fromStdString(step)).hasMatch(),
                    (QByteArray::fromStdString(step) + " in: " + statement).constData());
            }
            ++asked;
        }
        QVERIFY(asked > 15);
    }
};

QTEST_GUILESS_MAIN(TestStorePlans)
#include "test_store_plans.moc"
