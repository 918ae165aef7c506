#include "models/import/line_rule_service.h"
#include "models/import/line_rules.h"
#include "tests/models/support_import.h"

#include <QTest>

#include <memory>

using namespace merch;
using namespace merch::test;

namespace
{

LineRule rule(const char* field, const char* op, const char* value, const char* lineClass)
{
    LineRule made;
    made.field = QLatin1String(field);
    made.op = QLatin1String(op);
    made.value = QLatin1String(value);
    made.lineClass = QLatin1String(lineClass);
    return made;
}

} // namespace

/// What counts as demand, by rules that a user can change at any time.
class TestLineRules : public QObject
{
    Q_OBJECT
    std::unique_ptr<Imports> m_in;

private slots:
    void init() { m_in = std::make_unique<Imports>(); }
    void cleanup() { m_in.reset(); }

    void linesAreClassedByRulesThatCanBeEdited()
    {
        const QByteArray lines = "order_id,date,sku,title,units,unit_price,customer_id,order_status\n"
                                 "1,2025-01-06,A,Mug,5,2.00,c1,paid\n"
                                 "1,2025-01-06,POST,Postage,1,4.95,c1,paid\n"
                                 "2,2025-01-06,A,Mug,2,2.00,c2,Cancelled\n"
                                 "C3,2025-01-07,A,Mug,-1,2.00,c1,paid\n"
                                 "4,2025-01-07,TEST1,Test,9,1.00,c3,paid\n"
                                 "5,2025-01-07,A,Mug,3,0.00,c3,paid\n"
                                 "6,2025-01-08,WRAP,Gift wrap,1,1.00,c3,paid\n";
        const auto batch = m_in->run({m_in->write("sales.csv", lines)});
        QVERIFY2(batch, qPrintable(why(batch)));
        const ImportReport& report = batch->imports.front();
        QCOMPARE(report.rowsAccepted, 7);
        QCOMPARE(report.classified.value(QStringLiteral("postage")), 1);
        QCOMPARE(report.classified.value(QStringLiteral("cancelled")), 1);
        QCOMPARE(report.classified.value(QStringLiteral("test")), 1);
        QCOMPARE(report.classified.value(QStringLiteral("adjustment")), 1);
        QCOMPARE(report.returns, 1);
        QCOMPARE(m_in->units("A"), 4.0);
        QCOMPARE(m_in->units("WRAP"), 1.0);
        QVERIFY(m_in->undo(report.importId));
        QCOMPARE(m_in->number("SELECT count(*) FROM sale_order"), 0);
        QCOMPARE(m_in->number("SELECT count(*) FROM customer"), 0);
        QCOMPARE(m_in->number("SELECT count(*) FROM product"), 0);

        const LineRuleService service(m_in->store());
        std::vector<LineRule> rules = *service.rules();
        rules.insert(rules.begin(), rule("title", "contains", "wrap", "fee"));
        QVERIFY(service.changeNow(rules, QStringLiteral("ann"), {}, {}));
        QVERIFY(m_in->run({m_in->path("sales.csv")}));
        QCOMPARE(m_in->units("WRAP"), 0.0);
    }

    void whatOneShopsInvoicesMeanHoldsForItsPresetAlone()
    {
        // Another shop's orders may be numbered C..., and S may be one of its products.
        const QByteArray shop = "order_id,date,sku,title,units,unit_price\n"
                                "C100,2025-01-06,S,Spoon,4,2.00\n"
                                "A101,2025-01-06,M,Mug,3,2.00\n";
        const auto sold = m_in->run({m_in->write("sales.csv", shop)});
        QVERIFY2(sold, qPrintable(why(sold)));
        QVERIFY(sold->imports.front().classified.isEmpty());
        QCOMPARE(m_in->units("S"), 4.0);
        QCOMPARE(m_in->units("M"), 3.0);
        const QByteArray retail =
            "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n"
            "536365,85123A,HOLDER,6,12/1/2010 8:26,2.55,17850,United Kingdom\n"
            "C536379,85123A,HOLDER,-1,12/1/2010 9:41,2.55,14527,United Kingdom\n"
            "536366,S,SAMPLES,1,12/1/2010 8:30,5.00,17850,United Kingdom\n"
            "536367,M,Manual,1,12/13/2010 8:34,9.00,13047,United Kingdom\n";
        ImportRequest like;
        like.preset = QStringLiteral("online-retail");
        const auto read = m_in->run({m_in->write("online_retail.csv", retail)}, like);
        QVERIFY2(read, qPrintable(why(read)));
        QCOMPARE(read->imports.front().classified.value(QStringLiteral("sample")), 1);
        QCOMPARE(read->imports.front().classified.value(QStringLiteral("adjustment")), 1);
        QCOMPARE(read->imports.front().returns, 1);
        QCOMPARE(m_in->units("S"), 4.0);
        QCOMPARE(m_in->units("85123A"), 5.0);
    }

    void aStockNoteIsNoTitle()
    {
        const QByteArray lines =
            "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n"
            "536400,22423,damaged?,-10,12/1/2010 8:26,0,,United Kingdom\n"
            "536401,22423,REGENCY CAKESTAND,3,12/13/2010 9:41,12.75,14527,United Kingdom\n"
            "536402,22424,check,-5,12/1/2010 9:50,0,,United Kingdom\n";
        ImportRequest like;
        like.preset = QStringLiteral("online-retail");
        const auto read = m_in->run({m_in->write("online_retail.csv", lines)}, like);
        QVERIFY2(read, qPrintable(why(read)));
        QCOMPARE(
            m_in->text("SELECT title FROM product WHERE sku = '22423'"), QStringLiteral("REGENCY CAKESTAND"));
        QCOMPARE(m_in->number("SELECT count(*) FROM product WHERE sku = '22424' AND title IS NULL"), 1);
        QCOMPARE(m_in->text("SELECT words FROM order_line WHERE units = -10"), QStringLiteral("damaged?"));
    }

    /// Whatever comes first, the rules or the files: the same days are sold.
    void changedRulesLeaveTheStoreAsIfItHadBeenReadWithThem()
    {
        const QByteArray lines = "order_id,date,sku,title,units,unit_price,revenue,status\n"
                                 "1,2025-01-05,WRAP,Gift wrap,2,1.00,2.00,paid\n"
                                 "1,2025-01-06,A,Mug,5,2.00,9.99,paid\n"
                                 "1,2025-01-06,B,Bowl,1,4.00,4.00,held\n"
                                 "2,2025-01-08,WRAP,Gift wrap,1,1.00,1.00,paid\n"
                                 "2,2025-01-08,A,Mug with a crack,-1,2.00,-2.00,paid\n"
                                 "3,2025-01-09,B,Bowl,3,,13.00,paid\n"
                                 "4,2025-01-10,POST,Postage,1,4.95,4.95,paid\n";
        QVERIFY(m_in->run({m_in->write("sales.csv", lines)}));
        QCOMPARE(m_in->units("WRAP"), 3.0);
        const LineRuleService service(m_in->store());
        const std::vector<LineRule> standard = *service.rules();
        std::vector<LineRule> rules{
            rule("sku", "is", "POST", "sale"), rule("status", "is", "held", "cancelled"),
            rule("title", "contains", "crack", "adjustment"), rule("title", "contains", "wrap", "fee")};
        rules.insert(rules.end(), standard.begin(), standard.end());
        const Result<RuleEffect> tried = service.effectOf(rules, {});
        QVERIFY(tried);
        QCOMPARE(tried->changed, 5);
        QCOMPARE(tried->leaveDemand, 4);
        QCOMPARE(tried->joinDemand, 1);
        QCOMPARE(tried->caught.at(3), 2);   // wrap
        QCOMPARE(m_in->units("WRAP"), 3.0); // tried only

        QVERIFY(service.changeNow(rules, QStringLiteral("ann"), {}, {}));
        QCOMPARE(m_in->units("WRAP"), 0.0);

        Imports fresh;
        QVERIFY(LineRuleService(fresh.store()).changeNow(rules, QStringLiteral("ann"), {}, {}));
        QVERIFY(fresh.run({fresh.write("sales.csv", lines)}));
        for (const char* sku : {"A", "B", "POST"})
            for (const Measure measure : {Measure::Units, Measure::Price, Measure::Revenue})
                QCOMPARE(m_in->cells(measure, sku), fresh.cells(measure, sku));
        for (const char* weeks :
             {"SELECT group_concat(week || ' ' || units || ' ' || revenue) FROM roll_week"
              " WHERE level = 0",
              "SELECT notes FROM import"})
            QCOMPARE(m_in->text(weeks), fresh.text(weeks));

        QVERIFY(service.changeNow(standard, QStringLiteral("ann"), {}, {}));
        QCOMPARE(m_in->units("WRAP"), 3.0);
        QCOMPARE(m_in->units("A"), 4.0);
    }

    void aRuleThatCannotWorkIsRefusedWithItsPlace()
    {
        const LineRuleService service(m_in->store());
        std::vector<LineRule> rules = *service.rules();
        rules[1] = rule("sku", "matches", "(", "fee");
        const auto refused = service.changeNow(rules, QStringLiteral("ann"), {}, {});
        QVERIFY(!refused);
        QVERIFY(refused.error().message.starts_with("Rule 2: \"(\" is no pattern"));
        QVERIFY(!LineRuleService::whatIsWrong(rule("units", "starts", "1", "fee")).isEmpty());
        QVERIFY(!LineRuleService::whatIsWrong(rule("units", "below", "one", "fee")).isEmpty());
        QVERIFY(!LineRuleService::whatIsWrong(rule("sku", "is", "", "fee")).isEmpty());
        QVERIFY(LineRuleService::whatIsWrong(rule("units", "below", "1", "fee")).isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestLineRules)
#include "test_line_rules.moc"
