#include "tests/models/support_import.h"

#include <QTest>

using namespace merch;
using namespace merch::test;

/// Rejected rows, mended in place, are read as their file was read.
class TestImportRepair : public QObject
{
    Q_OBJECT
    std::unique_ptr<Imports> m_in;

    ImportService service() const { return ImportService(m_in->store()); }
    qint64 imported(const QString& file, const ImportRequest& like = {}) const
    {
        const auto batch = m_in->run({file}, like);
        if (!batch)
            qFatal("%s", batch.error().text().c_str());
        return batch->imports.front().importId;
    }
    /// Mends one row and imports it; what came of it.
    ImportReport mend(qint64 import, qint64 line, const QString& raw) const
    {
        if (!service().repair(import, line, raw))
            qFatal("no row %lld waits", line);
        const auto report = service().importRepaired(import, QStringLiteral("ann"), {});
        if (!report)
            qFatal("%s", report.error().text().c_str());
        return *report;
    }

private slots:
    void init() { m_in = std::make_unique<Imports>(); }

    void aDateThatAloneCouldBeTwoIsReadAsItsColumn()
    {
        const qint64 id = imported(
            m_in->write("sales.csv", "date,sku,units\n31/01/2025,A,24\n03/02/2025,A,many\n04/02/2025,A,1\n"));
        QCOMPARE(mend(id, 3, QStringLiteral("03/02/2025,A,7")).rowsAccepted, 1);
        const auto cells = m_in->cells(Measure::Units, "A");
        QCOMPARE(cells.at(dayOf(2025, 2, 3)), 7.0);
        QVERIFY(!cells.contains(dayOf(2025, 3, 2)));
    }

    void aNumberThatAloneCouldBeTwoIsReadAsItsColumn()
    {
        const qint64 id = imported(
            m_in->write("products.csv", "sku;title;list_price\nA;Mug;1.234,50\nB;Cup;x\nC;Pot;12,00\n"));
        mend(id, 3, QStringLiteral("B;Cup;1.500"));
        QCOMPARE(m_in->number("SELECT list_price FROM product WHERE sku = 'B'"), 15'000'000);
    }

    void theGrainOfTheFileIsKept()
    {
        const qint64 id = imported(m_in->write(
            "weeks.csv", "week_start,sku,units\n2025-01-06,A,5\n2025-01-13,A,6\n2025-01-20,A,7\n"
                         "2025-01-27,A,oops\n2025-02-03,A,9\n"));
        QCOMPARE(m_in->series("A").grain, Grain::Weekly);
        mend(id, 5, QStringLiteral("2025-01-27,A,8"));
        QCOMPARE(m_in->series("A").grain, Grain::Weekly);
        QCOMPARE(m_in->cells(Measure::Units, "A").at(dayOf(2025, 1, 27)), 8.0);
    }

    void titlesMembersAndFilesThatAreGoneDoNotMatter()
    {
        const QString zip = m_in->writeZip(
            "export.zip",
            {{"a_products.csv", "sku,title\nA,Mug\n"},
             {"b_sales.csv", "Sales of January\n\ndate|sku|units\n2025-01-06|A|x\n2025-01-07|A|5\n"}});
        const auto batch = m_in->run({zip});
        QVERIFY2(batch, qPrintable(why(batch)));
        const qint64 id = batch->imports.back().importId;
        QCOMPARE(batch->imports.back().kind, QStringLiteral("sales"));
        QVERIFY(QFile::remove(zip));
        mend(id, 4, QStringLiteral("2025-01-06|A|3"));
        QCOMPARE(m_in->units("A"), 8.0);
    }

    void aPresetsDerivedColumnsAreMadeAgain()
    {
        const qint64 id = imported(m_in->write(
            "orders.csv",
            "Name,Email,Financial Status,Paid at,Created at,Lineitem quantity,Lineitem name,"
            "Lineitem price,Lineitem sku,Cancelled at\n"
            "#1001,a@example.org,paid,2025-01-06 10:00:00 +0000,2025-01-06 10:00:00 +0000,2,Mug,4.00,MUG,\n"
            "#1002,b@example.org,paid,2025-01-07 10:00:00 +0000,2025-01-07 10:00:00 +0000,two,Mug,4.00,MUG,"
            "\n"));
        QCOMPARE(
            m_in->text("SELECT preset FROM source WHERE kind = 'sales'"), QStringLiteral("shopify-orders"));
        mend(
            id, 3,
            QStringLiteral("#1002,b@example.org,paid,2025-01-07 10:00:00 +0000,2025-01-07 10:00:00 "
                           "+0000,3,Mug,4.00,MUG,"));
        QCOMPARE(m_in->units("MUG"), 5.0);
        QCOMPARE(m_in->number("SELECT count(*) FROM sale_order"), 2);
    }

    void theSourceGoesOnAsItWas()
    {
        const QByteArray first("date,sku,units\n2025-01-06,A,x\n2025-01-07,A,5\n");
        const qint64 id = imported(m_in->write("sales.csv", first));
        const QString before = m_in->text("SELECT json_array(preset, mapping, formats, overlap) FROM source");
        mend(id, 2, QStringLiteral("2025-01-06,A,3"));
        QCOMPARE(m_in->text("SELECT json_array(preset, mapping, formats, overlap) FROM source"), before);
        // So the next file that overlaps is asked about, not added in silence.
        QVERIFY(!m_in->run({m_in->write("again.csv", "date,sku,units\n2025-01-07,A,6\n2025-01-08,A,6\n")}));
        QCOMPARE(m_in->units("A"), 8.0);
    }

    void takenBackTheRowsWaitAgain()
    {
        const qint64 id = imported(
            m_in->write("sales.csv", "date,sku,units\n2025-01-06,A,x\n2025-01-07,A,5\n2025-01-08,B,y\n"));
        const QByteArray before = m_in->content();
        const ImportReport report = mend(id, 2, QStringLiteral("2025-01-06,A,3"));
        QCOMPARE(m_in->units("A"), 8.0);
        QVERIFY(m_in->undo(report.importId));
        QCOMPARE(m_in->units("A"), 5.0);
        const auto rows = service().rejects(id);
        QCOMPARE(rows->front().repairedImport, 0);
        QCOMPARE(rows->front().repaired, QStringLiteral("2025-01-06,A,3"));
        QVERIFY(service().importRepaired(id, QStringLiteral("ann"), {}));
        QCOMPARE(m_in->units("A"), 8.0);
        // Nor can rows join an import that is no longer in.
        QVERIFY(service().repair(id, 4, QStringLiteral("2025-01-08,B,1")));
        QVERIFY(m_in->undo(id));
        QCOMPARE(service().importRepaired(id, QStringLiteral("ann"), {}).error().code, ErrorCode::Refused);
        QVERIFY(before != m_in->content());
    }

    void whatIsStillWrongStaysWithItsNewReason()
    {
        const qint64 id = imported(m_in->write(
            "sales.csv", "date,sku,units\n2025-01-06,A,x\n2025-01-07,A,5\n2025-01-08,A,y\n2025-01-09,A,z\n"));
        QVERIFY(service().repair(
            id, {{2, QStringLiteral("2025-01-06,A,3")},
                 {4, QStringLiteral("2025-13-08,A,1")},
                 {5, QStringLiteral("\"2025-01-09,A,1")}}));
        const auto report = service().importRepaired(id, QStringLiteral("ann"), {});
        QVERIFY(report);
        QCOMPARE(report->rowsAccepted, 1);
        QCOMPARE(report->rowsRejected, 2);
        QCOMPARE(m_in->units("A"), 8.0);
        const auto rows = service().rejects(id);
        QCOMPARE(rows->size(), std::size_t{3});
        QCOMPARE((*rows)[0].repairedImport, report->importId);
        QCOMPARE((*rows)[1].repairedImport, 0);
        QCOMPARE((*rows)[1].field, QStringLiteral("date"));
        QCOMPARE((*rows)[2].repairedImport, 0);
        QVERIFY((*rows)[2].reason.contains(QStringLiteral("quote")));
        // The import of the mended rows rejected none itself.
        QVERIFY(service().rejects(report->importId)->empty());
        // Where none is right, there is no import at all.
        const auto none = service().importRepaired(id, QStringLiteral("ann"), {});
        QVERIFY(none);
        QCOMPARE(none->importId, 0);
        QCOMPARE(service().history()->size(), std::size_t{2});
        // A line that is no reject keeps nothing of the others either.
        QVERIFY(!service().repair(
            id, {{4, QStringLiteral("2025-01-08,A,1")}, {77, QStringLiteral("2025-01-08,A,1")}}));
        QCOMPARE(service().rejects(id)->at(1).repaired, QStringLiteral("2025-13-08,A,1"));
    }

    void rowsOfSeveralLinesAndOddQuotesAreToldApart()
    {
        const qint64 id = imported(m_in->write(
            "products.csv",
            "sku,title,list_price\nA,\"two\nlines\",x\nB,3\" nail,y\nC,\"say \"\"no\"\"\",z\n"));
        QVERIFY(service().repair(
            id, {{2, QStringLiteral("A,\"two\nlines\",1.00")},
                 {4, QStringLiteral("B,3\" nail,2.00")},
                 {5, QStringLiteral("C,\"say \"\"no\"\"\",none")}}));
        const auto report = service().importRepaired(id, QStringLiteral("ann"), {});
        QVERIFY(report);
        QCOMPARE(report->rowsAccepted, 2);
        QCOMPARE(report->rejects.front().firstLine, 5);
        QCOMPARE(m_in->number("SELECT list_price FROM product WHERE sku = 'B'"), 20'000);
        QCOMPARE(m_in->text("SELECT title FROM product WHERE sku = 'A'"), QStringLiteral("two\nlines"));
        const auto rows = service().rejects(id);
        QVERIFY((*rows)[0].repairedImport != 0 && (*rows)[1].repairedImport != 0);
        QCOMPARE((*rows)[2].repairedImport, 0);
    }

    void aLongRowIsKeptWhole()
    {
        QByteArray head("sku"), good("A"), bad("B");
        for (int day = 0; day < 1200; ++day) {
            head += ',' + QDate(2022, 1, 1).addDays(day).toString(Qt::ISODate).toLatin1();
            good += ",1000";
            bad += day == 600 ? ",many" : ",1000";
        }
        const qint64 id = imported(m_in->write("wide.csv", head + '\n' + good + '\n' + bad + '\n'));
        const auto rows = service().rejects(id);
        QVERIFY(rows->size() == 1);
        QCOMPARE(rows->front().raw.toLatin1(), bad);
        QString mended = rows->front().raw;
        mended.replace(QStringLiteral("many"), QStringLiteral("1000"));
        mend(id, 3, mended);
        QCOMPARE(m_in->units("B"), m_in->units("A"));
    }

    void cancelledTheRowsStillWait()
    {
        const qint64 id =
            imported(m_in->write("sales.csv", "date,sku,units\n2025-01-06,A,x\n2025-01-07,A,5\n"));
        QVERIFY(service().repair(id, 2, QStringLiteral("2025-01-06,A,3")));
        const QByteArray before = m_in->content();
        const auto report = service().importRepaired(
            id, QStringLiteral("ann"), [](std::size_t, std::size_t) { return false; });
        QVERIFY(!report);
        QCOMPARE(report.error().code, ErrorCode::Cancelled);
        QCOMPARE(m_in->content(), before);
        QCOMPARE(service().rejects(id)->front().repairedImport, 0);
    }
};

QTEST_GUILESS_MAIN(TestImportRepair)
#include "test_import_repair.moc"
