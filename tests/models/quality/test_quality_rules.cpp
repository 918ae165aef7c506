#include "models/forecast/forecast_service.h"
#include "models/planning/reorder_planner.h"
#include "models/quality/quality_rules.h"
#include "models/quality/quality_service.h"
#include "tests/models/support_import.h"

#include <QDate>
#include <QTest>

#include <functional>

using namespace merch;
using namespace merch::test;

namespace
{

/// The extracts of a small clean shop, to be spoilt in one place.
struct Shop {
    struct Day {
        QString date;
        double units = 5, price = 10, stock = 100;
        bool sells = true;
    };
    std::map<QString, std::vector<Day>> days; ///< of A and B at L1
    QByteArray products = "sku,title,category,supplier,unit_cost,list_price,pack_size,moq\n"
                          "A,Mug,Home > Kitchen,ACME,4.00,10.00,6,6\nB,Cup,Home,ACME,3.00,10.00,6,6\n";
    QByteArray suppliers = "supplier,name,lead_time_days\nACME,Acme,7\n";
    QByteArray supplierProducts = "sku,supplier,unit_cost,moq,pack_size\nA,ACME,4.00,6,6\n";
    QByteArray customers = "customer_id,email,name\nc1,ann@example.org,Ann\nc2,bob@example.org,Bob\n";
    QByteArray orders =
        "po_id,sku,ordered,units,expected,received,location\nPO1,A,2025-01-02,24,2025-01-09,2025-01-09,L1\n";
    QByteArray web = "order_id,date,sku,location,units,unit_price,customer_id\n"
                     "1,2025-02-06,A,WEB,1,10.00,c1\n2,2025-02-07,B,WEB,1,10.00,c2\n";
    QByteArray rivals = "date,sku,competitor,price\n2025-01-02,A,Rival,9.50\n2025-04-29,A,Rival,9.40\n";
    QByteArray moreSales; ///< rows of sales.csv

    Shop()
    {
        for (const char* sku : {"A", "B"}) {
            for (int d = 0; d < 120; ++d) {
                Day day;
                day.date = QDate(2025, 1, 1).addDays(d).toString(Qt::ISODate);
                day.units = 4 + d % 3;
                day.stock = 200 - 5 * (d % 30);
                days[QLatin1String(sku)].push_back(day);
            }
        }
    }
    void load(const Imports& in) const
    {
        QByteArray sales = "date,sku,location,units,unit_price\n", stock = "date,sku,location,on_hand\n";
        for (const auto& [sku, all] : days) {
            for (const Day& day : all) {
                const QByteArray key = day.date.toUtf8() + ',' + sku.toUtf8() + ",L1,";
                if (day.sells)
                    sales += key + QByteArray::number(day.units) + ',' +
                             QByteArray::number(day.price, 'f', 2) + '\n';
                stock += key + QByteArray::number(day.stock) + '\n';
            }
        }
        const QStringList files{
            in.write("products.csv", products),
            in.write("suppliers.csv", suppliers),
            in.write("supplier_products.csv", supplierProducts),
            in.write("customers.csv", customers),
            in.write("purchase_orders.csv", orders),
            in.write("sales.csv", sales + moreSales),
            in.write("web_sales.csv", web),
            in.write("stock.csv", stock),
            in.write("competitor_prices.csv", rivals)};
        const auto batch = in.run(files);
        if (!batch)
            qFatal("%s", qPrintable(why(batch)));
    }
};

using Spoil = std::function<void(Shop&)>;

QStringList keysOf(const QualityReport& report, const QString& rule)
{
    QStringList keys;
    for (const QualityFinding& finding : report.findings)
        if (finding.rule == rule)
            keys += finding.key;
    return keys;
}

} // namespace
Q_DECLARE_METATYPE(Spoil)

class TestQualityRules : public QObject
{
    Q_OBJECT

    static QualityReport checked(const Imports& in, const QString& rules = {})
    {
        const auto report = QualityService(in.store()).run(QStringLiteral("ann"), {}, {}, rules);
        if (!report)
            qFatal("%s", report.error().text().c_str());
        return *report;
    }

private slots:
    void aCleanShopHasNothingToFind()
    {
        const Imports in;
        Shop().load(in);
        const QualityReport report = checked(in);
        QStringList all;
        for (const QualityFinding& finding : report.findings)
            all += finding.rule + QLatin1Char(' ') + finding.key + QLatin1Char(' ') + finding.message;
        QCOMPARE(all, QStringList());
        QCOMPARE(report.score, 1.0);
        QCOMPARE(report.heldBack, 0);
    }

    void eachFaultIsFoundByItsRuleAlone_data()
    {
        QTest::addColumn<QString>("rule");
        QTest::addColumn<QString>("key");
        QTest::addColumn<QString>("says");
        QTest::addColumn<Spoil>("spoil");
        const auto row = [](const char* rule, const char* key, const char* says, const Spoil& spoil) {
            QTest::addRow("%s", rule) << QString::fromLatin1(rule) << QString::fromLatin1(key)
                                      << QString::fromLatin1(says) << spoil;
        };
        row("unknown_product", "GHOST", "in no catalog",
            [](Shop& shop) { shop.moreSales = "2025-02-03,GHOST,L1,4,10.00\n"; });
        row("duplicate_line", "1 A", "2 times",
            [](Shop& shop) { shop.web += "1,2025-02-06,A,WEB,1,10.00,c1\n"; });
        row("impossible_date", "sales.csv:", "",
            [](Shop& shop) { shop.moreSales = "2025-02-30,A,L1,4,10.00\n"; });
        row("rejected_row", "sales.csv:", "",
            [](Shop& shop) { shop.moreSales = "2025-05-01,A,L1,many,10.00\n"; });
        row("impossible_price", "A@L1", "usually costs 10",
            [](Shop& shop) { shop.days[QStringLiteral("A")][50].price = 1000; });
        row("impossible_quantity", "A@L1", "a good day sells",
            [](Shop& shop) { shop.days[QStringLiteral("A")][50].units = 5000; });
        row("cost_above_price", "A", "sells at 10.00",
            [](Shop& shop) { shop.products.replace(",4.00,10.00", ",24.00,10.00"); });
        row("sales_without_stock", "A@L1", "nothing on the shelf", [](Shop& shop) {
            for (std::size_t d = 50; d < 54; ++d)
                shop.days[QStringLiteral("A")][d].stock = 0;
        });
        row("negative_stock", "A@L1", "below zero on 2 days", [](Shop& shop) {
            shop.days[QStringLiteral("A")][50].stock = -3;
            shop.days[QStringLiteral("A")][51].stock = -4;
        });
        row("calendar_gap", "L1", "from 2025-02-20 to 2025-02-24", [](Shop& shop) {
            for (auto& [sku, days] : shop.days)
                for (std::size_t d = 50; d < 55; ++d)
                    days[d].sells = false;
        });
        row("missing_lead_time", "BETA", "No lead time",
            [](Shop& shop) { shop.suppliers += "BETA,Beta,\n"; });
        row("missing_pack", "B", "No case pack",
            [](Shop& shop) { shop.products.replace(",3.00,10.00,6,6", ",3.00,10.00,,6"); });
        row("missing_cost", "B", "No unit cost",
            [](Shop& shop) { shop.products.replace(",3.00,10.00", ",,10.00"); });
        row("missing_category", "B", "In no category",
            [](Shop& shop) { shop.products.replace("B,Cup,Home,", "B,Cup,,"); });
        row("near_duplicate_sku", "B / b", "The same SKU",
            [](Shop& shop) { shop.products += "b,Cup,Home,ACME,3.00,10.00,6,6\n"; });
        row("received_before_ordered", "PO2 B", "before it was placed",
            [](Shop& shop) { shop.orders += "PO2,B,2025-03-04,24,2025-03-11,2025-02-11,L1\n"; });
        row("duplicate_customer", "c1 / c9", "one e-mail",
            [](Shop& shop) { shop.customers += "c9,Ann@example.org,A. Smith\n"; });
        row("stale_source", "competitor_prices", "before the sales do",
            [](Shop& shop) { shop.rivals.replace("2025-04-29", "2025-01-09"); });
    }
    void eachFaultIsFoundByItsRuleAlone()
    {
        QFETCH(QString, rule);
        QFETCH(QString, key);
        QFETCH(QString, says);
        QFETCH(Spoil, spoil);
        const Imports in;
        Shop shop;
        spoil(shop);
        shop.load(in);
        const QualityReport report = checked(in);
        QStringList all;
        for (const QualityFinding& finding : report.findings) {
            all += finding.rule + QLatin1Char(' ') + finding.key + QLatin1Char(' ') + finding.message;
            QCOMPARE(finding.rule, rule);
            QVERIFY2(finding.key.startsWith(key), qPrintable(finding.key));
            QVERIFY2(finding.message.contains(says), qPrintable(finding.message));
            QVERIFY(!finding.suggestion.isEmpty());
            QVERIFY(!finding.severity.isEmpty());
        }
        QVERIFY2(report.findings.size() == 1, qPrintable(all.join(QLatin1Char('\n'))));
        QVERIFY(report.score < 1.0);
        // Each rule says how much it looked at.
        QVERIFY(
            in.number("SELECT looked_at FROM quality_rule WHERE rule = '" + rule.toStdString() + "'") > 0);
        QCOMPARE(in.number("SELECT found FROM quality_rule WHERE rule = '" + rule.toStdString() + "'"), 1);
    }

    void everyRuleHasItsTest()
    {
        QStringList tested{QStringLiteral("late_source")}; // below
        eachFaultIsFoundByItsRuleAloneNames(tested);
        for (const QualityRule& rule : standardRules())
            QVERIFY2(tested.contains(QString::fromStdString(rule.id)), rule.id.c_str());
    }

    void aSourceLaterThanPromisedIsFound()
    {
        const Imports in;
        Shop().load(in);
        const auto promise = [&](double freshDays) {
            auto store = Store::open(in.store().toStdString(), Store::Mode::ReadWrite);
            sql::Transaction transaction(store->db());
            sql::Statement set(store->db(), "UPDATE source SET fresh_days = ?1 WHERE kind = 'stock'");
            set.bind(1, freshDays).run();
            store->db().execute("UPDATE import SET made_at = made_at - 86400000 * 3");
            transaction.commit();
        };
        promise(7);
        QCOMPARE(keysOf(checked(in), QStringLiteral("late_source")), QStringList());
        promise(2);
        QCOMPARE(keysOf(checked(in), QStringLiteral("late_source")).size(), 1);
    }

    void aSeriesThatFailsACriticalRuleIsKeptToTheSimpleRuleAndSaysWhy()
    {
        const Imports in;
        Shop shop;
        shop.days[QStringLiteral("A")][50].stock = -3; // at L1 only
        shop.load(in);
        const QualityReport report = checked(in);
        QCOMPARE(report.heldBack, 1);
        const std::string held =
            "SELECT critical FROM series JOIN product USING (product_id) JOIN location USING (location_id)"
            " WHERE code = 'L1' AND sku = ";
        QVERIFY2(
            in.text(held + "'A'").contains(QStringLiteral("Stock was below zero on 1 days")),
            qPrintable(in.text(held + "'A'")));
        QCOMPARE(in.text(held + "'B'"), QString());
        ForecastOptions options;
        options.user = QStringLiteral("ann");
        const auto made = ForecastService(in.store()).run(options, {});
        QVERIFY2(made, made ? "" : made.error().text().c_str());
        const std::string of =
            " FROM forecast JOIN series USING (series_id) JOIN product USING (product_id) JOIN location USING"
            " (location_id) WHERE code = 'L1' AND sku = ";
        const QString simple = in.text("SELECT method" + of + "'A'"),
                      reason = in.text("SELECT reason" + of + "'A'");
        QVERIFY2(simple == QLatin1String("window"), qPrintable(simple));
        QVERIFY2(reason.contains(QStringLiteral("Stock was below zero")), qPrintable(reason));
        QVERIFY(!in.text("SELECT reason" + of + "'B'").contains(QStringLiteral("below zero")));

        // Repaired and checked again, it may use any method.
        auto store = Store::open(in.store().toStdString(), Store::Mode::ReadWrite);
        {
            sql::Transaction transaction(store->db());
            store->db().execute("UPDATE finding SET state = 'accepted'");
            transaction.commit();
        }
        QCOMPARE(checked(in).heldBack, 0);
        QVERIFY(ForecastService(in.store()).run(options, {}));
        QVERIFY(!in.text("SELECT reason" + of + "'A' ORDER BY run_id DESC")
                     .contains(QStringLiteral("below zero")));
    }

    void aRulesFileChangesWhatIsFound()
    {
        const Imports in;
        Shop shop;
        shop.days[QStringLiteral("A")][50].units = 300;
        shop.suppliers += "BETA,Beta,\n";
        shop.load(in);
        QCOMPARE(keysOf(checked(in), QStringLiteral("impossible_quantity")), QStringList());
        const QString file = in.write(
            "rules.json",
            R"({"rules": [{"rule": "impossible_quantity", "limit": 20, "severity": "info", "critical": false},
                {"rule": "missing_lead_time", "off": true},
                {"rule": "busy_day", "severity": "warning", "entity": "product", "critical": true,
                 "title": "Sold too much", "looked_at": "SELECT count(*) FROM sales_day",
                 "query": "SELECT d.sku, 'units', units, 'Sold ' || units, 100, s.series_id FROM sales_day d JOIN product p USING (sku) JOIN series s USING (product_id) WHERE units > 200 AND location = 'L1'"}]})");
        const QualityReport report = checked(in, file);
        QCOMPARE(keysOf(report, QStringLiteral("missing_lead_time")), QStringList());
        QCOMPARE(keysOf(report, QStringLiteral("impossible_quantity")), QStringList{QStringLiteral("A@L1")});
        QVERIFY(keysOf(report, QStringLiteral("busy_day")).contains(QStringLiteral("A")));
        QCOMPARE(report.counts.value(QStringLiteral("info")), 1);
        QVERIFY(report.heldBack > 0); // by the rule of one's own
        QVERIFY(in.text("SELECT critical FROM series WHERE critical IS NOT NULL")
                    .startsWith(QStringLiteral("Sold too much")));
        QCOMPARE(in.number("SELECT money FROM finding WHERE rule = 'busy_day'"), 100);
    }

    void amountsAreOfTheStoresCurrency_data()
    {
        QTest::addColumn<QString>("currency");
        QTest::addColumn<int>("minor");
        QTest::newRow("pounds") << QStringLiteral("GBP") << 100;
        QTest::newRow("yen") << QStringLiteral("JPY") << 1;
        QTest::newRow("dinars") << QStringLiteral("KWD") << 1000;
    }
    void amountsAreOfTheStoresCurrency()
    {
        QFETCH(QString, currency);
        QFETCH(int, minor);
        const Imports in(currency.toStdString());
        Shop shop;
        shop.products.replace(",4.00,10.00", ",24.00,10.00"); // costs 14 too much
        shop.suppliers = "supplier,name,lead_time_days,min_order_value\nACME,Acme,7,250\n";
        shop.load(in);
        QCOMPARE(in.number("SELECT min_order_value FROM supplier"), 250 * minor);
        // 10 a unit, whatever its minor unit.
        QCOMPARE(
            in.text(
                "SELECT sum(revenue) = sum(units) * 10 * " + std::to_string(minor) +
                " FROM roll_week WHERE level = 0"),
            QStringLiteral("1"));
        const QualityReport report = checked(in);
        QCOMPARE(report.currency, currency);
        QCOMPARE(report.findings.size(), std::size_t{1});
        const qint64 month =
            in.number("SELECT CAST(round(sum(units)) AS INTEGER) FROM roll_week r JOIN product ON node = "
                      "product_id WHERE level = 4 AND "
                      "sku = 'A' AND week > (SELECT max(week) - 28 FROM roll_week WHERE level = 0)");
        QCOMPARE(*report.findings.front().money, month * 14 * minor);
    }

    void wrongRulesAreRefusedAndNothingIsWritten_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("says");
        const auto row = [](const char* tag, const char* text, const char* says) {
            QTest::newRow(tag) << QByteArray(text) << QString::fromLatin1(says);
        };
        row("no JSON", "{\"rules\":\n [", "line 2");
        row("no list", "{}", "no list");
        row("unknown", R"({"rules": [{"rule": "nonsense"}]})", "there is no rule nonsense");
        row("unknown key", R"({"rules": [{"rule": "calendar_gap", "colour": "red"}]})", "\"colour\"");
        row("severity", R"({"rules": [{"rule": "calendar_gap", "severity": "dire"}]})", "severity");
        row("no limit", R"({"rules": [{"rule": "missing_cost", "limit": 3}]})", "no limit");
        row("standard query", R"({"rules": [{"rule": "missing_cost", "query": "SELECT 1"}]})",
            "standard rule");
        row("columns", R"({"rules": [{"rule": "mine", "query": "SELECT 1, 2"}]})", "6 columns");
        row("writes", R"({"rules": [{"rule": "mine", "query": "DELETE FROM product"}]})", "only read");
        row("pragma", R"({"rules": [{"rule": "mine", "query": "PRAGMA journal_mode"}]})", "only read");
        row("attach", R"({"rules": [{"rule": "mine", "query": "ATTACH 'x' AS y"}]})", "only read");
        row("table", R"({"rules": [{"rule": "mine", "query": "SELECT * FROM nowhere"}]})", "no such table");
        row("looked at",
            R"({"rules": [{"rule": "mine", "looked_at": "DROP TABLE product", "query": "SELECT 1,2,3,4,5,6"}]})",
            "looked_at");
    }
    void wrongRulesAreRefusedAndNothingIsWritten()
    {
        QFETCH(QByteArray, text);
        QFETCH(QString, says);
        const Imports in;
        QVERIFY(in.run({in.write("products.csv", "sku,title\nA,Mug\n")}));
        const QByteArray before = in.content();
        const auto report =
            QualityService(in.store()).run(QStringLiteral("ann"), {}, {}, in.write("rules.json", text));
        QVERIFY(!report);
        QCOMPARE(report.error().code, ErrorCode::InvalidInput);
        QVERIFY2(QString::fromStdString(report.error().text()).contains(says), report.error().text().c_str());
        QVERIFY(in.content() == before);
    }

private:
    /// The rules of the table above.
    static void eachFaultIsFoundByItsRuleAloneNames(QStringList& names)
    {
        for (const char* rule :
             {"unknown_product", "duplicate_line", "impossible_date", "rejected_row", "impossible_price",
              "impossible_quantity", "cost_above_price", "sales_without_stock", "negative_stock",
              "calendar_gap", "missing_lead_time", "missing_pack", "missing_cost", "missing_category",
              "near_duplicate_sku", "received_before_ordered", "duplicate_customer", "stale_source"})
            names += QString::fromLatin1(rule);
    }
};

QTEST_GUILESS_MAIN(TestQualityRules)
#include "test_quality_rules.moc"
