#include "models/import/presets.h"
#include "tests/models/support_import.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace merch;
using namespace merch::test;

/// The headings of known platforms, as they document them.
class TestImportPresets : public QObject
{
    Q_OBJECT
    std::unique_ptr<Imports> m_in;

    /// Imports one file without naming its preset; the report, or a failure of the test.
    ImportReport taken(const char* name, const QByteArray& content, const char* preset)
    {
        const auto batch = m_in->run({m_in->write(name, content)});
        if (!batch) {
            QTest::qFail(qPrintable(why(batch)), __FILE__, __LINE__);
            return {};
        }
        const ImportReport report = batch->imports.front();
        if (report.preset != QLatin1String(preset))
            QTest::qFail(qPrintable(QStringLiteral("taken for ") + report.preset), __FILE__, __LINE__);
        return report;
    }
    QString productText(const char* column, const char* sku)
    {
        return m_in->text(std::string("SELECT ") + column + " FROM product WHERE sku = '" + sku + "'");
    }
    QString categoryOf(const char* sku)
    {
        return m_in->text(
            std::string("SELECT path FROM product JOIN category USING (category_id) WHERE sku = '") + sku +
            "'");
    }
    double onHand(const char* sku, const char* location = "MAIN")
    {
        const auto cells = m_in->cells(Measure::OnHand, sku, location);
        return cells.empty() ? -1 : cells.rbegin()->second;
    }

private slots:
    void init() { m_in = std::make_unique<Imports>(); }

    void allAreThere()
    {
        QStringList wanted{
            QStringLiteral("shopify-products"),
            QStringLiteral("shopify-orders"),
            QStringLiteral("shopify-inventory"),
            QStringLiteral("woocommerce-products"),
            QStringLiteral("magento-products"),
            QStringLiteral("amazon-orders"),
            QStringLiteral("square-items"),
            QStringLiteral("ga4-events"),
            QStringLiteral("online-retail"),
            QStringLiteral("m5"),
            QStringLiteral("amazon-listings"),
            QStringLiteral("lightspeed-items"),
            QStringLiteral("netsuite-items"),
            QStringLiteral("tryton"),
            QStringLiteral("odoo")};
        for (const QString& name : wanted)
            QVERIFY2(ImportService::presets().contains(name), qPrintable(name));
        // Every field that a preset names is one of its kind, or one that platforms list with their products.
        for (const Preset& preset : presetSpecs()) {
            for (const PresetForm& form : preset.forms) {
                const auto& kinds = ImportService::kinds();
                const auto kind = std::find_if(
                    kinds.begin(), kinds.end(), [&](const ImportKind& k) { return k.name == form.kind; });
                QVERIFY2(kind != kinds.end(), qPrintable(preset.name + form.kind));
                for (auto it = form.map.begin(); it != form.map.end(); ++it) {
                    const bool known =
                        std::any_of(kind->fields.begin(), kind->fields.end(), [&](const ImportField& f) {
                            return f.name == it.key();
                        });
                    const bool listed =
                        it.key() == QLatin1String("on_hand") || it.key() == QLatin1String("min") ||
                        it.key() == QLatin1String("max") || it.key() == QLatin1String("title");
                    QVERIFY2(known || listed, qPrintable(preset.name + QLatin1Char(' ') + it.key()));
                }
            }
        }
    }

    /// The headings that each platform documents, in their order, reversed and in other letters: which preset
    /// it is goes by the set of them alone.
    void documentedHeadingsAreRecognised_data()
    {
        QTest::addColumn<QString>("preset");
        QTest::addColumn<QString>("kind");
        QTest::addColumn<QString>("delimiter");
        QTest::addColumn<QStringList>("headings");
        QFile file(QStringLiteral(MERCH_SOURCE_DIR "/tests/models/import/data/headings.json"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QJsonArray all = QJsonDocument::fromJson(file.readAll()).array();
        QVERIFY(all.size() >= 12);
        for (const QJsonValue& one : all) {
            QStringList headings;
            for (const QJsonValue& heading : one[QStringLiteral("headings")].toArray())
                headings += heading.toString();
            QTest::newRow(one[QStringLiteral("format")].toString().toLatin1().constData())
                << one[QStringLiteral("preset")].toString() << one[QStringLiteral("kind")].toString()
                << one[QStringLiteral("delimiter")].toString() << headings;
        }
    }
    void documentedHeadingsAreRecognised()
    {
        QFETCH(QString, preset);
        QFETCH(QString, kind);
        QFETCH(QString, delimiter);
        QFETCH(QStringList, headings);
        const auto guessOf = [&](const QStringList& order) {
            QStringList quoted, row;
            for (const QString& heading : order) {
                quoted += QLatin1Char('"') + heading + QLatin1Char('"');
                row += QStringLiteral("1");
            }
            ImportRequest request;
            request.file = m_in->write(
                "export.csv", "\xEF\xBB\xBF" + quoted.join(delimiter).toUtf8() + "\r\n" +
                                  row.join(delimiter).toUtf8() + "\r\n");
            return ImportService(m_in->store()).inspect(request, 1);
        };
        QStringList reversed(headings.crbegin(), headings.crend()), lower;
        for (const QString& heading : headings)
            lower += heading.toLower();
        for (const QStringList& order : {headings, reversed, lower}) {
            const auto guess = guessOf(order);
            QVERIFY2(guess, guess ? "" : guess.error().text().c_str());
            QCOMPARE(guess->preset, preset);
            QCOMPARE(guess->kind, kind);
            QCOMPARE(guess->missing, QStringList());
            const bool sku =
                std::any_of(guess->columns.begin(), guess->columns.end(), [](const ImportColumn& column) {
                    return column.field == QLatin1String("sku");
                });
            QVERIFY(sku);
        }
    }

    void aPlaceAmongManyColumnsIsNoListOfPlaces()
    {
        ImportRequest request;
        request.file =
            m_in->write("report.csv", "Ref,Location,Minimum,Preferred,Safety,Days\nA,Main,3,9,1,7\n");
        const auto guess = ImportService(m_in->store()).inspect(request, 1);
        QVERIFY(guess);
        QVERIFY2(!guess->missing.isEmpty() || !guess->questions.empty(), qPrintable(guess->kind));
    }

    void shopifyProductsInBothDialects()
    {
        const ImportReport report = taken(
            "products_export.csv",
            "Handle,Title,Body (HTML),Vendor,Product Category,Type,Tags,Published,Option1 Name,Option1 "
            "Value,Variant SKU,"
            "Variant Inventory Qty,Variant Price,Variant Compare At Price,Image Src,Cost per item,Status\n"
            "tee,Tee,<p>x</p>,Acme,Apparel > "
            "Shirts,,summer,true,Size,S,TEE-S,4,12.50,15.00,a.jpg,5.00,active\n"
            "tee,,,,,,,,,M,TEE-M,7,12.50,,,5.10,\n"
            "tee,,,,,,,,,,,,,,b.jpg,,\n",
            "shopify-products");
        QCOMPARE(report.rowsRead, 3);
        QCOMPARE(report.rowsRejected, 0); // a row of a picture is no product
        QCOMPARE(m_in->number("SELECT count(*) FROM product"), 2);
        QCOMPARE(productText("title", "TEE-M"), QStringLiteral("Tee"));
        QCOMPARE(productText("parent_sku", "TEE-M"), QStringLiteral("tee"));
        QCOMPARE(productText("unit_cost", "TEE-M"), QStringLiteral("51000"));
        QCOMPARE(productText("list_price", "TEE-S"), QStringLiteral("125000"));
        QCOMPARE(categoryOf("TEE-M"), QStringLiteral("Apparel > Shirts"));
        QCOMPARE(
            m_in->text("SELECT value FROM product_attribute WHERE name = 'compare_at_price'"),
            QStringLiteral("15.00"));
        QCOMPARE(onHand("TEE-M"), 7.0);
        taken(
            "new_products.csv",
            "Title,URL handle,Description,Vendor,Product category,Type,Tags,Status,SKU,Barcode,Option1 "
            "value,Price,"
            "Compare-at price,Cost per item,Inventory quantity\n"
            "Cup,cup,,Acme,,Kitchen,,Active,CUP,123,Blue,8.00,,2.00,9\n",
            "shopify-products");
        QCOMPARE(categoryOf("CUP"), QStringLiteral("Kitchen"));
        QCOMPARE(onHand("CUP"), 9.0);
    }

    void shopifyOrdersCarryTheirOrderDown()
    {
        const ImportReport report = taken(
            "orders_export.csv",
            "Name,Email,Financial Status,Paid at,Created at,Lineitem quantity,Lineitem name,Lineitem "
            "price,Lineitem sku,"
            "Shipping Country,Cancelled at,Discount Code\n"
            "#1001,ann@example.org,paid,x,2025-03-01 23:40:00 -0400,2,Tee,12.50,TEE-S,GB,,SPRING\n"
            "#1001,,,,,1,Cup,8.00,CUP,,,\n"
            "#1002,bob@example.org,refunded,x,2025-03-02 10:00:00 -0400,5,Tee,12.50,TEE-S,GB,2025-03-02 "
            "11:00:00 -0400,\n",
            "shopify-orders");
        QCOMPARE(report.rowsAccepted, 3);
        QCOMPARE(report.classified.value(QStringLiteral("cancelled")), 1);
        QCOMPARE(m_in->cells(Measure::Units, "CUP").at(dayOf(2025, 3, 1)), 1.0);
        QCOMPARE(m_in->units("TEE-S"), 2.0);
        QCOMPARE(m_in->number("SELECT count(*) FROM customer"), 2);
        QCOMPARE(
            m_in->number("SELECT count(*) FROM order_line WHERE day = " + std::to_string(dayOf(2025, 3, 1))),
            2);
    }

    void shopifyInventoryOfManyLocations()
    {
        taken(
            "inventory_export.csv",
            "Handle,Title,Option1 Name,Option1 Value,SKU,HS Code,COO,Location,Bin name,Incoming (not "
            "editable),"
            "Committed (not editable),Available (not editable),On hand (current),On hand (new)\n"
            "tee,Tee,Size,S,TEE-S,,,Soho,,6,0,4,5,\ntee,Tee,Size,S,TEE-S,,,Depot,,,,,not stocked,\n",
            "shopify-inventory");
        QCOMPARE(onHand("TEE-S", "Soho"), 5.0);
        QCOMPARE(onHand("TEE-S", "Depot"), -1.0);
        QCOMPARE(m_in->cells(Measure::OnOrder, "TEE-S", "Soho").rbegin()->second, 6.0);
    }

    void woocommerceProductsWithSalePriceAndParents()
    {
        taken(
            "wc-product-export.csv",
            "\xEF\xBB\xBFID,Type,SKU,Name,Published,Stock,Low stock amount,Sale price,Regular "
            "price,Categories,Parent,"
            "Cost of goods\n"
            "1,variable,HOOD,Hoodie,1,,,,45.00,\"Clothing, Clothing > Hoodies\",,\n"
            "2,variation,HOOD-R,Hoodie - red,1,12,3,39.00,45.00,,HOOD,18.00\n3,variation,HOOD-B,Hoodie - "
            "blue,1,parent,,,45.00,,HOOD,18.00\n",
            "woocommerce-products");
        QCOMPARE(categoryOf("HOOD"), QStringLiteral("Clothing > Hoodies"));
        QCOMPARE(productText("list_price", "HOOD-R"), QStringLiteral("390000"));
        QCOMPARE(productText("list_price", "HOOD-B"), QStringLiteral("450000"));
        QCOMPARE(productText("parent_sku", "HOOD-R"), QStringLiteral("HOOD"));
        QCOMPARE(onHand("HOOD-R"), 12.0);
        QCOMPARE(onHand("HOOD-B"), -1.0);
        QCOMPARE(m_in->number("SELECT min_units FROM stock_policy"), 3);
    }

    void magentoProductsWithTheirDeepestCategory()
    {
        taken(
            "catalog_product.csv",
            "sku,store_view_code,attribute_set_code,product_type,categories,name,product_online,price,"
            "special_price,qty,"
            "notify_on_stock_below\n"
            "24-MB01,,Bag,simple,\"Default Category/Gear|Default Category/Gear/Bags\",Joust "
            "Bag,1,34.00,,100,5\n",
            "magento-products");
        QCOMPARE(categoryOf("24-MB01"), QStringLiteral("Default Category > Gear > Bags"));
        QCOMPARE(productText("list_price", "24-MB01"), QStringLiteral("340000"));
        QCOMPARE(productText("status", "24-MB01"), QStringLiteral("active"));
        QCOMPARE(onHand("24-MB01"), 100.0);
    }

    void amazonOrdersByTheLineTotal()
    {
        const ImportReport report = taken(
            "orders.txt",
            "amazon-order-id\tpurchase-date\torder-status\tsales-channel\tproduct-name\tsku\titem-"
            "status\tquantity\t"
            "currency\titem-price\titem-promotion-discount\tship-country\n"
            "026-1\t2025-03-01T10:00:00+00:00\tShipped\tAmazon.co.uk\tMug\tMUG\tShipped\t2\tGBP\t9.00\t\tGB\n"
            "026-2\t2025-03-01T12:00:00+00:00\tCancelled\tAmazon.co."
            "uk\tMug\tMUG\tCancelled\t0\tGBP\t\t\tGB\n",
            "amazon-orders");
        QCOMPARE(report.rowsAccepted, 2);
        QCOMPARE(report.classified.value(QStringLiteral("cancelled")), 1);
        QCOMPARE(m_in->units("MUG"), 2.0);
        QCOMPARE(m_in->number("SELECT unit_price FROM order_line WHERE units = 2"), 45'000);
    }

    void squareItemsWithAColumnALocation()
    {
        taken(
            "catalog.csv",
            "Token,Item Name,Variation Name,SKU,Description,Category,GTIN,Price,Default Unit Cost,Default "
            "Vendor Name,"
            "Current Quantity Soho,New Quantity Soho,Stock Alert Count Soho,Current Quantity Leeds\n"
            "T1,Tea,Loose,TEA,,Drinks,123,\"\xC2\xA3"
            "4,250.00\",1.10,Leaf Ltd,8,,2,3\nT2,Pot,,POT,,Ware,,variable,,,,,,5\n",
            "square-items");
        QCOMPARE(productText("list_price", "TEA"), QStringLiteral("42500000"));
        QCOMPARE(productText("title", "TEA"), QStringLiteral("Tea, Loose"));
        QCOMPARE(m_in->text("SELECT code FROM supplier"), QStringLiteral("Leaf Ltd"));
        QCOMPARE(onHand("TEA", "Soho"), 8.0);
        QCOMPARE(onHand("TEA", "Leeds"), 3.0);
        QCOMPARE(onHand("POT", "Leeds"), 5.0);
    }

    void ga4EventsBecomeCarts()
    {
        taken(
            "events.csv",
            "event_date,event_timestamp,event_name,user_id,user_pseudo_id,event_params.ga_session_id,items."
            "item_id,"
            "device.category,ecommerce.purchase_revenue\n"
            "20250301,1740823200000000,view_item,,p1,s1,MUG,mobile,\n20250301,1740823260000000,purchase,u1,"
            "p1,s1,MUG,mobile,9.00\n",
            "ga4-events");
        QCOMPARE(m_in->number("SELECT count(*) FROM extract_row WHERE kind = 'carts'"), 2);
        QCOMPARE(
            m_in->text("SELECT body ->> '$.event' FROM extract_row ORDER BY line LIMIT 1"),
            QStringLiteral("view"));
        QCOMPARE(m_in->number("SELECT day FROM extract_row LIMIT 1"), dayOf(2025, 3, 1));
    }

    void orderPointsOfOdooAndTryton()
    {
        taken(
            "orderpoints.csv",
            "id,product_id,location_id,warehouse_id,product_min_qty,product_max_qty,qty_multiple,trigger\n"
            "1,MUG,WH/Stock,WH,5,20,1,auto\n",
            "odoo");
        QCOMPARE(m_in->number("SELECT min_units * 100 + max_units FROM stock_policy"), 520);
        QCOMPARE(m_in->text("SELECT code FROM location"), QStringLiteral("WH"));
        taken(
            "order_points.csv",
            "Product/Code,Warehouse Location,Minimal Quantity,Target Quantity\nCUP,Depot,2,9\n", "tryton");
        QCOMPARE(m_in->number("SELECT count(*) FROM stock_policy"), 2);
        taken("tryton.csv", "Code,Name,List Price,Cost Price,Quantity\nPOT,Pot,8.00,3.00,4\n", "tryton");
        QCOMPARE(productText("unit_cost", "POT"), QStringLiteral("30000"));
        QCOMPARE(onHand("POT"), 4.0);
    }

    void m5TakesItsDaysFromTheCalendar()
    {
        const QByteArray calendar =
            "date,wm_yr_wk,weekday,wday,month,year,d,event_name_1,event_type_1\n"
            "2011-01-29,11101,Saturday,1,1,2011,d_1,,\n2011-01-30,11101,Sunday,2,1,2011,d_2,,\n"
            "2011-02-05,11102,Saturday,1,2,2011,d_3,SuperBowl,Sporting\n";
        const QByteArray sales = "id,item_id,dept_id,cat_id,store_id,state_id,d_1,d_2,d_3\n"
                                 "A_CA,A,FOODS_1,FOODS,CA_1,CA,0,2,3\n";
        const QString salesFile = m_in->write("sales_train_validation.csv", sales);
        const auto alone = m_in->run({salesFile});
        QVERIFY(!alone);
        QVERIFY(why(alone).contains(QStringLiteral("calendar.csv")));
        const auto batch = m_in->run(
            {salesFile, m_in->write("days.csv", calendar),
             m_in->write(
                 "sell_prices.csv",
                 "store_id,item_id,wm_yr_wk,sell_price\nCA_1,A,11101,1.50\nCA_1,A,11102,1.50\n")});
        QVERIFY2(batch, qPrintable(why(batch)));
        const auto cells = m_in->cells(Measure::Units, "A", "CA_1");
        QCOMPARE(cells.at(dayOf(2011, 1, 30)), 2.0);
        QCOMPARE(cells.at(dayOf(2011, 2, 5)), 3.0);
        QCOMPARE(m_in->text("SELECT name FROM event"), QStringLiteral("SuperBowl"));
        QCOMPARE(categoryOf("A"), QStringLiteral("FOODS > FOODS_1"));
        QCOMPARE(m_in->number("SELECT from_day FROM price"), dayOf(2011, 1, 29));
        // A later file of the same set finds its days in the store.
        QVERIFY(m_in->undo(batch->imports.back().importId));
        QVERIFY(m_in->run({salesFile}));
    }

    void theRealM5FilesAddUp()
    {
        const QString shared = qEnvironmentVariable("MERCHBENCH_SHARED") + QStringLiteral("/data/m5/");
        if (!QFile::exists(shared + QStringLiteral("calendar.csv")))
            QSKIP("the public data are not on this machine");
        const auto batch = m_in->run(
            {shared + QStringLiteral("sales_train_validation.csv.gz"),
             shared + QStringLiteral("calendar.csv"), shared + QStringLiteral("sell_prices.csv.gz")});
        QVERIFY2(batch, qPrintable(why(batch)));
        qint64 read = 0;
        for (const ImportReport& report : batch->imports) {
            QCOMPARE(report.rowsRejected, 0);
            read += report.rowsRead;
        }
        QCOMPARE(read, 140 + 1969 + 33'377);
        QCOMPARE(m_in->number("SELECT count(*) FROM series"), 140);
        auto store = Store::open(m_in->store().toStdString(), Store::Mode::ReadOnly);
        double units = 0;
        for (const WeekRoll& week : loadRoll(*store, 0, 0))
            units += week.units;
        QCOMPARE(units, 1'035'802.0);
    }

    void unknownPresetsAndWrongHeadingsAreRefused()
    {
        ImportRequest like;
        like.preset = QStringLiteral("shopify");
        const auto unknown = m_in->run({m_in->write("a.csv", "a,b\n1,2\n")}, like);
        QVERIFY(!unknown && unknown.error().code == ErrorCode::Usage);
        like.preset = QStringLiteral("m5");
        const auto wrong = m_in->run({m_in->write("b.csv", "a,b\n1,2\n")}, like);
        QVERIFY(!wrong);
        QVERIFY(why(wrong).contains(QStringLiteral("headings of m5")));
    }
};

QTEST_GUILESS_MAIN(TestImportPresets)
#include "test_import_presets.moc"
