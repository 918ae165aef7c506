#include "engine/core/random.h"
#include "tests/models/support_import.h"

#include <QTest>

using namespace merch;
using namespace merch::test;

namespace
{

/// Files that speak of the same things, so that each undo has something of others to leave alone.
const std::vector<std::pair<const char*, QByteArray>>& files()
{
    static const std::vector<std::pair<const char*, QByteArray>> all{
        {"products_1.csv",
         "sku,title,category,supplier,unit_cost,colour\nA,Mug,Home > Kitchen,ACME,1.20,red\n"
         "B,Cup,Home,BETA,1.00,\n"},
        {"products_2.csv", "sku,title,unit_cost,size\nA,Big mug,2.00,L\nC,Pot,3.00,S\n"},
        {"products_3.csv",
         "sku,category,supplier,colour\nA,Garden > Pots,BETA,blue\nB,Home > Kitchen,ACME,green\n"},
        {"suppliers_1.csv", "supplier,name,lead_time_days\nACME,Acme Ltd,7\nBETA,Beta,14\n"},
        {"suppliers_2.csv", "supplier,lead_time_days,min_order_value\nACME,9,100.00\n"},
        {"supplier_products_1.csv", "sku,supplier,unit_cost,moq\nA,ACME,1.20,12\nD,GAMMA,4.00,1\n"},
        {"supplier_products_2.csv", "sku,supplier,unit_cost,pack_size\nA,ACME,1.25,6\n"},
        {"locations_1.csv", "location,name,type\nL1,High Street,store\n"},
        {"customers_1.csv", "customer_id,email,name,city\nc1,a@example.org,Ann,Leeds\n"},
        {"customers_2.csv", "customer_id,email,country\nc1,ann@example.org,GB\nc2,b@example.org,FR\n"},
        {"sales_1.csv", "date,sku,location,units,revenue\n2025-01-06,A,L1,3,6.00\n2025-01-08,E,L2,1,2.00\n"},
        {"sales_2.csv", "date,sku,location,units,revenue\n2025-01-07,A,L1,9,18.00\n2025-01-09,B,L1,2,2.00\n"},
        {"sales_lines.csv",
         "order_id,date,sku,location,units,unit_price,customer_id\n1,2025-02-06,A,L3,3,2.00,c1\n"
         "2,2025-02-07,F,L3,1,2.00,c9\n2,2025-02-07,POST,L3,1,4.00,c9\n"},
        {"stock_1.csv",
         "date,sku,location,on_hand,min,max\n2025-01-06,A,L1,12,3,20\n2025-01-06,G,L1,5,1,2\n"},
        {"stock_2.csv",
         "date,sku,location,on_hand,min,max\n2025-01-06,A,L1,11,4,25\n2025-01-07,A,L1,8,4,25\n"},
        {"competitor_prices_1.csv",
         "date,sku,competitor,price\n2025-01-06,A,Rival,2.40\n2025-01-06,B,Rival,1.40\n"},
        {"competitor_prices_2.csv",
         "date,sku,competitor,price\n2025-01-06,A,Rival,2.30\n2025-01-07,H,Rival,1.40\n"},
        {"competitor_prices_3.csv", "date,sku,competitor,price\n2025-01-06,A,Rival,2.20\n"},
        {"promotions_1.csv", "promotion_id,from,to,sku\nX1,2025-02-01,2025-02-07,A\n"},
        {"events_1.csv", "from,to,name\n2025-12-25,2025-12-26,Christmas\n"},
        {"purchase_orders_1.csv", "po_id,sku,ordered,units,location\nPO1,A,2025-01-01,24,L9\n"},
        {"drivers_1.csv", "date,location,temperature\n2025-01-06,L1,4.5\n"}};
    return all;
}

} // namespace

class TestImportUndo : public QObject
{
    Q_OBJECT

    static qint64 import(const Imports& in, int file)
    {
        const auto& [name, content] = files()[static_cast<std::size_t>(file)];
        ImportRequest like;
        like.overlap = QStringLiteral("replace");
        const auto batch = in.run({in.write(name, content)}, like);
        if (!batch)
            qFatal("%s", batch.error().text().c_str());
        return batch->imports.front().importId;
    }
    /// What is known of things by their names, whatever their ids.
    static QByteArray named(const Imports& in)
    {
        QByteArray all;
        auto opened = Store::open(in.store().toStdString(), Store::Mode::ReadOnly);
        for (const char* select :
             {"SELECT sku, title, c.path, s.code, unit_cost, stub FROM product LEFT JOIN category c USING "
              "(category_id)"
              " LEFT JOIN supplier s USING (supplier_id) ORDER BY sku",
              "SELECT sku, a.name, a.value FROM product_attribute a JOIN product USING (product_id) ORDER BY "
              "1, 2",
              "SELECT path FROM category ORDER BY path",
              "SELECT code, name, lead_time_days, min_order_value FROM supplier ORDER BY code",
              "SELECT sku, s.code, p.unit_cost, p.moq, p.pack_size FROM supplier_product p JOIN product USING"
              " (product_id) JOIN supplier s ON s.supplier_id = p.supplier_id ORDER BY 1, 2",
              "SELECT code, name, type, stub FROM location ORDER BY code",
              "SELECT code, country, email, name, city FROM customer LEFT JOIN customer_identity USING "
              "(customer_id)"
              " ORDER BY code",
              "SELECT sku, competitor, day, price FROM competitor_price JOIN product USING (product_id) "
              "ORDER BY 1, 2, 3",
              "SELECT sku, l.code, min_units, max_units FROM stock_policy JOIN series USING (series_id) JOIN "
              "product"
              " USING (product_id) JOIN location l USING (location_id) ORDER BY 1, 2",
              "SELECT level, week, sum(units), sum(revenue) FROM roll_week WHERE level = 0 GROUP BY 1, 2 "
              "ORDER BY 1, 2",
              "SELECT count(*) FROM order_line", "SELECT count(*) FROM sale_order"}) {
            sql::Statement rows(opened->db(), select);
            while (rows.step()) {
                for (int c = 0; c < sqlite3_column_count(rows.handle()); ++c) {
                    const std::string_view text = rows.text(c);
                    all += QByteArray(text.data(), static_cast<qsizetype>(text.size())) + '|';
                }
                all += '\n';
            }
            all += "--\n";
        }
        return all;
    }

private slots:
    void undoneInAnyOrderNothingIsLeft_data()
    {
        QTest::addColumn<int>("seed");
        for (int seed = 1; seed <= 4; ++seed)
            QTest::addRow("order %d", seed) << seed;
    }
    void undoneInAnyOrderNothingIsLeft()
    {
        QFETCH(int, seed);
        const Imports in;
        const QByteArray empty = in.content();
        Random random(static_cast<std::uint64_t>(seed), 1);
        std::vector<int> waiting;
        for (int f = 0; f < static_cast<int>(files().size()); ++f)
            waiting.push_back(f);
        std::vector<qint64> live;
        while (!waiting.empty() || !live.empty()) {
            const bool more = !waiting.empty() && (live.empty() || random.below(3) > 0);
            auto pick = [&random](auto& from) {
                const auto at = random.below(static_cast<std::uint32_t>(from.size()));
                const auto value = from[at];
                from.erase(from.begin() + at);
                return value;
            };
            if (more)
                live.push_back(import(in, pick(waiting)));
            else
                QVERIFY(in.undo(pick(live)));
        }
        const QByteArray after = in.content();
        QByteArray left;
        for (const QByteArray& line : after.split('\n')) {
            if (!empty.contains(line))
                left += line + '\n';
        }
        QVERIFY2(after == empty, left);
    }

    void whatStaysIsWhatTheOthersSay_data()
    {
        QTest::addColumn<int>("without");
        for (int f = 0; f < static_cast<int>(files().size()); ++f)
            QTest::addRow("%s", files()[static_cast<std::size_t>(f)].first) << f;
    }
    void whatStaysIsWhatTheOthersSay()
    {
        QFETCH(int, without);
        const Imports all, others;
        qint64 undone = 0;
        for (int f = 0; f < static_cast<int>(files().size()); ++f) {
            const qint64 id = import(all, f);
            if (f == without)
                undone = id;
            else
                import(others, f);
        }
        QVERIFY(all.undo(undone));
        QCOMPARE(named(all), named(others));
        QCOMPARE(all.units("A", "L1"), others.units("A", "L1"));
    }
};

QTEST_GUILESS_MAIN(TestImportUndo)
#include "test_import_undo.moc"
