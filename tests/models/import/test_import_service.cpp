#include "models/import/import_service.h"
#include "models/import/values.h"
#include "models/store/demand.h"
#include "models/store/sqlite.h"
#include "models/store/store.h"
#include "tests/models/support_store.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>

using namespace merch;

class TestImportService : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_dir;
    QString m_store;

    QString write(const char* name, const QByteArray& content)
    {
        const QString path = m_dir->filePath(QLatin1String(name));
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly))
            qFatal("cannot write a test file");
        file.write(content);
        return path;
    }
    Result<ImportBatch> import(const QStringList& files, const ImportRequest& like = {})
    {
        std::vector<ImportRequest> requests;
        for (const QString& file : files) {
            ImportRequest request = like;
            request.file = file;
            requests.push_back(request);
        }
        return ImportService(m_store).run(requests, QStringLiteral("ann"), {}, {});
    }
    std::int64_t number(const char* sql)
    {
        auto store = Store::open(m_store.toStdString(), Store::Mode::ReadOnly);
        sql::Statement row(store->db(), sql);
        row.step();
        return row.integer(0);
    }
    double unitsOf(const char* sku, const char* location)
    {
        auto store = Store::open(m_store.toStdString(), Store::Mode::ReadOnly);
        sql::Statement row(
            store->db(), "SELECT s.series_id FROM series s JOIN product p USING (product_id) JOIN location l "
                         "USING (location_id)"
                         " WHERE p.sku = ?1 AND l.code = ?2");
        row.bind(1, sku).bind(2, location);
        if (!row.step())
            return -1;
        const int id = static_cast<int>(row.integer(0));
        double sum = 0;
        for (const SeriesInfo& info : loadSeries(*store)) {
            if (info.seriesId != id)
                continue;
            for (const float value : loadMeasure(*store, Measure::Units, info).values)
                sum += std::isnan(value) ? 0.0 : static_cast<double>(value);
        }
        return sum;
    }

private slots:
    void init()
    {
        m_dir = std::make_unique<QTemporaryDir>();
        m_store = m_dir->filePath(QStringLiteral("s.merch"));
        QVERIFY(Store::create(m_store.toStdString(), "GBP"));
    }

    void canonicalFilesGoInInTheRightOrder()
    {
        const auto batch = import(
            {write(
                 "sales.csv", "date,sku,location,units,revenue\n2025-01-06,A1,L1,3,7.50\n2025-01-07,A1,L1,2,"
                              "5.00\n2025-01-07,B2,L1,1,\n"),
             write(
                 "products.csv",
                 "sku,title,category,unit_cost,pack_size,colour\nA1,Mug,Home > Kitchen,1.25,6,red\n"),
             write("stock.csv", "date,sku,location,on_hand,on_order\n2025-01-07,A1,L1,12,24\n")});
        QVERIFY2(batch, batch ? "" : batch.error().text().c_str());
        QCOMPARE(batch->imports.front().kind, QStringLiteral("products"));
        QCOMPARE(batch->imports.at(1).kind, QStringLiteral("sales"));
        QCOMPARE(batch->imports.at(1).stubProducts, 1); // B2 is in no catalog
        QCOMPARE(unitsOf("A1", "L1"), 5.0);
        QCOMPARE(number("SELECT unit_cost FROM product WHERE sku = 'A1'"), 12500);
        QCOMPARE(number("SELECT count(*) FROM product_attribute WHERE name = 'colour' AND value = 'red'"), 1);
        QCOMPARE(number("SELECT count(*) FROM category"), 2);
    }

    void numbersAreReadByTheirColumnsStyle_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<char>("decimal");
        QTest::addColumn<char>("group");
        QTest::addColumn<qint64>("tenThousandths");
        QTest::newRow("plain") << QByteArray("12") << '.' << '\0' << qint64{120000};
        QTest::newRow("english") << QByteArray("1,234.50") << '.' << ',' << qint64{12345000};
        QTest::newRow("german") << QByteArray("1.234,50") << ',' << '.' << qint64{12345000};
        QTest::newRow("french") << QByteArray("1 234,50") << ',' << ' ' << qint64{12345000};
        QTest::newRow("pounds") << QByteArray("\xC2\xA3"
                                              "12.99")
                                << '.' << '\0' << qint64{129900};
        QTest::newRow("brackets") << QByteArray("(3)") << '.' << '\0' << qint64{-30000};
        QTest::newRow("exponent") << QByteArray("1e3") << '.' << '\0' << qint64{10000000};
        QTest::newRow("percent") << QByteArray("12 %") << '.' << '\0' << qint64{1200};
        QTest::newRow("fine") << QByteArray("0.0605") << '.' << '\0' << qint64{605};
        QTest::newRow("half to even") << QByteArray("0.00005") << '.' << '\0' << qint64{0};
    }
    void numbersAreReadByTheirColumnsStyle()
    {
        QFETCH(QByteArray, text);
        QFETCH(char, decimal);
        QFETCH(char, group);
        QFETCH(qint64, tenThousandths);
        std::int64_t value = 0;
        QVERIFY(readScaled(
            std::string_view(text.constData(), static_cast<std::size_t>(text.size())), {decimal, group}, 4,
            value));
        QCOMPARE(qint64{value}, tenThousandths);
    }

    void whatIsNoNumberIsRefused()
    {
        std::int64_t value = 0;
        for (const char* text :
             {"", "abc", "12 pcs", "1,2,3", "1.2.3", "--", "1e999", "99999999999999999999"})
            QVERIFY2(!readScaled(text, {'.', ','}, 4, value), text);
    }

    void datesAreReadByTheirStyle()
    {
        Moment moment;
        QVERIFY(readDate("31.12.2010 08:26", DateStyle::Dmy, moment));
        QCOMPARE(moment.day, dayOf(2010, 12, 31));
        QCOMPARE(moment.second, 8 * 3600 + 26 * 60);
        QVERIFY(readDate("2010-12-01T08:26:00Z", DateStyle::Iso, moment));
        QVERIFY(readDate("40543", DateStyle::ExcelSerial, moment));
        QCOMPARE(moment.day, dayOf(2010, 12, 31));
        QVERIFY(!readDate("31/02/2010", DateStyle::Dmy, moment));
        QVERIFY(!readDate("00/00/0000", DateStyle::Dmy, moment));
    }

    void twoReadingsAreAskedAndNothingIsWritten()
    {
        const QString file = write("sales.csv", "date,sku,units\n03/04/2024,A,1\n05/06/2024,A,2\n");
        const auto refused = import({file});
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::InvalidInput);
        QVERIFY(refused.error().remedy.find("--date-order dmy") != std::string::npos);
        QCOMPARE(number("SELECT count(*) FROM import"), 0);
        ImportRequest answered;
        answered.answers[QStringLiteral("date-order")] = QStringLiteral("dmy");
        const auto taken = import({file}, answered);
        QVERIFY2(taken, taken ? "" : taken.error().text().c_str());
        QCOMPARE(*taken->imports.front().firstDay, dayOf(2024, 4, 3));
    }

    void badRowsAreKeptWithTheirReasonAndCanBeRepaired()
    {
        const auto batch = import({write(
            "sales.csv", "date,sku,units\n2025-01-06,A,24 "
                         "pcs\n2025-01-06,,3\n2025-13-40,A,1\n2025-01-07,A,5\n\"2025-01-08,A,1\n")});
        QVERIFY2(batch, batch ? "" : batch.error().text().c_str());
        const qint64 id = batch->imports.front().importId;
        QCOMPARE(batch->imports.front().rowsAccepted, 1);
        const ImportService service(m_store);
        const auto rejects = service.rejects(id);
        QVERIFY(rejects);
        QVERIFY(rejects->size() >= 3);
        QCOMPARE((*rejects)[0].line, 2);
        QCOMPARE((*rejects)[0].field, QStringLiteral("units"));
        QCOMPARE((*rejects)[0].value, QStringLiteral("24 pcs"));
        QVERIFY(!service.importRepaired(id, QStringLiteral("ann"), {}));
        QVERIFY(service.repair(id, 2, QStringLiteral("2025-01-06,A,24")));
        const auto again = service.importRepaired(id, QStringLiteral("ann"), {});
        QVERIFY2(again, again ? "" : again.error().text().c_str());
        QCOMPARE(unitsOf("A", "MAIN"), 29.0);
        QVERIFY(service.rejects(id)->front().repairedImport != 0);
    }

    void theSameFileAgainIsSkippedAndAnOverlapIsAsked()
    {
        const QString file = write("sales.csv", "date,sku,units\n2025-01-06,A,1\n2025-01-07,A,1\n");
        QVERIFY(import({file}));
        const auto again = import({file});
        QVERIFY(again && again->imports.front().skipped);
        const QString corrected = write("sales2.csv", "date,sku,units\n2025-01-07,A,4\n2025-01-08,A,1\n");
        const auto refused = import({corrected});
        QVERIFY(!refused);
        QVERIFY(refused.error().remedy.find("--overlap replace") != std::string::npos);
        QCOMPARE(unitsOf("A", "MAIN"), 2.0);
        ImportRequest replacing;
        replacing.overlap = QStringLiteral("replace");
        QVERIFY(import({corrected}, replacing));
        QCOMPARE(unitsOf("A", "MAIN"), 6.0);
    }

    void importThenUndoLeavesNothingBehind()
    {
        const QString products = write("products.csv", "sku,title,category,unit_cost\nA,Mug,Home,1.00\n");
        QVERIFY(import({products}));
        const auto demand = [this] {
            return number("SELECT (SELECT count(*) FROM series) * 1000 + (SELECT count(*) FROM product) * 10 "
                          "+ (SELECT count(*) FROM roll_week)");
        };
        const std::int64_t before = demand();
        const auto batch = import(
            {write("sales.csv", "date,sku,location,units\n2025-01-06,A,L1,3\n2025-01-06,NEW,L2,3\n"),
             write("more_products.csv", "sku,title,unit_cost\nA,Big mug,2.00\nC,Cup,1.00\n")});
        QVERIFY2(batch, batch ? "" : batch.error().text().c_str());
        QCOMPARE(number("SELECT unit_cost FROM product WHERE sku = 'A'"), 20000);
        const ImportService service(m_store);
        for (auto report = batch->imports.rbegin(); report != batch->imports.rend(); ++report) {
            const Outcome undone = service.undo(report->importId, QStringLiteral("ann"), {}, {});
            QVERIFY2(undone, undone ? "" : undone.error().text().c_str());
        }
        QCOMPARE(demand(), before);
        QCOMPARE(number("SELECT unit_cost FROM product WHERE sku = 'A'"), 10000);
        QCOMPARE(number("SELECT count(*) FROM location"), 0);
        QVERIFY(!service.undo(batch->imports.front().importId, QStringLiteral("ann"), {}, {}));
    }

    void cancellingLeavesTheStoreAsItWas()
    {
        QByteArray many = "date,sku,units\n";
        for (int i = 0; i < 60'000; ++i)
            many += "2025-01-06,P" + QByteArray::number(i) + ",1\n";
        ImportRequest request;
        request.file = write("sales.csv", many);
        const auto stopped = ImportService(m_store).run(
            {request}, QStringLiteral("ann"), {}, [](std::size_t, std::size_t) { return false; });
        QVERIFY(!stopped);
        QCOMPARE(stopped.error().code, ErrorCode::Cancelled);
        QCOMPARE(number("SELECT (SELECT count(*) FROM product) + (SELECT count(*) FROM import)"), 0);
    }

    void unreadableFilesSayWhyAndChangeNothing_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QString>("name");
        QTest::newRow("empty") << QByteArray() << QStringLiteral("a.csv");
        QTest::newRow("heading only") << QByteArray("date,sku,units\n") << QStringLiteral("a.csv");
        QTest::newRow("binary") << QByteArray(
                                       "\x7F"
                                       "ELF\0\0\0\0\1\2\3\0\0\0",
                                       14)
                                << QStringLiteral("a.csv");
        QTest::newRow("cut off gzip") << QByteArray(
                                             "\x1F\x8B\x08\0\0\0\0\0\0\x03"
                                             "abc",
                                             13)
                                      << QStringLiteral("a.csv.gz");
        QTest::newRow("not what its name says") << QByteArray("date,sku\n1,2\n") << QStringLiteral("a.xlsx");
        QTest::newRow("no kind") << QByteArray("foo,bar\n1,2\n") << QStringLiteral("a.csv");
    }
    void unreadableFilesSayWhyAndChangeNothing()
    {
        QFETCH(QByteArray, content);
        QFETCH(QString, name);
        const auto batch = import({write(name.toLatin1().constData(), content)});
        QVERIFY(!batch);
        QCOMPARE(batch.error().code, ErrorCode::InvalidInput);
        QVERIFY(!batch.error().message.empty());
        QCOMPARE(number("SELECT count(*) FROM import"), 0);
    }

    void aFormulaStaysText()
    {
        QVERIFY(import({write("products.csv", "sku,title\n=1+1,@SUM(A1)\n0012,plain\n")}));
        QCOMPARE(number("SELECT count(*) FROM product WHERE sku = '=1+1' AND title = '@SUM(A1)'"), 1);
        QCOMPARE(number("SELECT count(*) FROM product WHERE sku = '0012'"), 1);
    }

    void theGuardOfAnExportIsTakenOffAgain()
    {
        QVERIFY(import({write(
            "products.csv", "sku,title,colour\n'=1+1,'@SUM(A1),'-red\n'n Sync,'tis,'\n'＝2,'＋,plain\n")}));
        QCOMPARE(number("SELECT count(*) FROM product WHERE sku = '=1+1' AND title = '@SUM(A1)'"), 1);
        QCOMPARE(number("SELECT count(*) FROM product WHERE sku = '''n Sync' AND title = '''tis'"), 1);
        QCOMPARE(number("SELECT count(*) FROM product WHERE sku = '＝2' AND title = '＋'"), 1);
        QCOMPARE(number("SELECT count(*) FROM product_attribute WHERE value = '-red'"), 1);
        QVERIFY(import({write("sales.csv", "date,sku,units,location\n2025-01-06,'=1+1,2,'+L\n")}));
        QCOMPARE(unitsOf("=1+1", "+L"), 2.0);
    }

    void aSourceRemembersItsMapping()
    {
        ImportRequest mapped;
        mapped.kind = QStringLiteral("sales");
        mapped.source = QStringLiteral("till");
        mapped.map = {
            {QStringLiteral("date"), QStringLiteral("Tag")},
            {QStringLiteral("sku"), QStringLiteral("Art")},
            {QStringLiteral("units"), QStringLiteral("Stk")}};
        QVERIFY(import({write("jan.csv", "Tag;Art;Stk\n2025-01-06;A;1\n")}, mapped));
        ImportRequest next;
        next.kind = QStringLiteral("sales");
        next.source = QStringLiteral("till");
        const auto again = import({write("feb.csv", "Tag;Art;Stk\n2025-02-06;A;2\n")}, next);
        QVERIFY2(again, again ? "" : again.error().text().c_str());
        QCOMPARE(unitsOf("A", "MAIN"), 3.0);
    }

    void anyNameMapsAColumnOfProductsToAnAttribute()
    {
        ImportRequest mapped;
        mapped.kind = QStringLiteral("products");
        mapped.map = {{QStringLiteral("colour"), QStringLiteral("Teint")}};
        QVERIFY(import({write("products.csv", "sku,title,Teint,Grade\nA,Mug,red,2\n")}, mapped));
        QCOMPARE(number("SELECT count(*) FROM product_attribute WHERE name = 'colour' AND value = 'red'"), 1);
        QCOMPARE(number("SELECT count(*) FROM product_attribute WHERE name = 'Grade' AND value = '2'"), 1);
        QCOMPARE(number("SELECT count(*) FROM product_attribute"), 2);
        mapped.kind = QStringLiteral("stock"); // which has no attributes
        const auto refused =
            import({write("stock.csv", "date,sku,on_hand,Teint\n2025-01-06,A,1,x\n")}, mapped);
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::Usage);
    }

    void theOnlineRetailMonthsMatchTheirPublishedSums()
    {
        const QDir folder(
            qEnvironmentVariable("MERCHBENCH_SHARED", QStringLiteral("../shared")) +
            QStringLiteral("/data/online-retail"));
        QStringList files;
        for (const QString& name :
             folder.entryList({QStringLiteral("online_retail_20*.csv.gz")}, QDir::Files, QDir::Name))
            files += folder.filePath(name);
        if (files.size() < 10)
            QSKIP("The public data set is not here.");
        const auto batch = import(files);
        QVERIFY2(batch, batch ? "" : batch.error().text().c_str());
        QCOMPARE(number("SELECT count(*) FROM order_line"), 370931);
        QCOMPARE(number("SELECT sum(units) FROM order_line"), 3639299);
        QCOMPARE(number("SELECT count(*) FROM sale_order"), 18786);
        QCOMPARE(number("SELECT count(*) FROM customer"), 3658);
        QCOMPARE(number("SELECT count(*) FROM product"), 3887);
        const auto year = import({folder.filePath(QStringLiteral("online_retail_II_2009-2010.csv.gz"))});
        QVERIFY(!year); // it overlaps the first nine days of December
    }
};

QTEST_GUILESS_MAIN(TestImportService)
#include "test_import_service.moc"
