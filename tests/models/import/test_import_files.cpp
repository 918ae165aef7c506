#include "models/quality/quality_service.h"
#include "tests/models/support_import.h"

#include <QTest>

#include <array>
#include <fstream>

#include <fcntl.h>
#include <unistd.h>

using namespace merch;
using namespace merch::test;

namespace
{

/// Largest resident memory since it was last asked for, MB.
class Memory
{
public:
    Memory() { std::ofstream("/proc/self/clear_refs") << "5"; }
    double peak() const
    {
        std::ifstream status("/proc/self/status");
        for (std::string line; std::getline(status, line);) {
            if (line.rfind("VmHWM:", 0) == 0)
                return std::stod(line.substr(6)) / 1024.0;
        }
        return 0;
    }
};

constexpr bool kSanitized =
#if defined(__SANITIZE_ADDRESS__)
    true;
#else
    false;
#endif

QByteArray utf16(const QString& text, bool big)
{
    QByteArray bytes = big ? QByteArray("\xFE\xFF", 2) : QByteArray("\xFF\xFE", 2);
    for (const QChar letter : text) {
        const char high = static_cast<char>(letter.unicode() >> 8),
                   low = static_cast<char>(letter.unicode() & 0xFF);
        bytes += big ? high : low;
        bytes += big ? low : high;
    }
    return bytes;
}

} // namespace

/// What real files do, a nasty file each.
class TestImportFiles : public QObject
{
    Q_OBJECT
    std::unique_ptr<Imports> m_in;

private slots:
    void init() { m_in = std::make_unique<Imports>(); }

    void encodingsAreDetected_data()
    {
        QTest::addColumn<QByteArray>("content");
        const QString text = QStringLiteral("sku,title,list_price\nA1,Caf\u00E9 \u20AC,\u00A32.50\n");
        const QString latin = QStringLiteral("sku,title,list_price\nA1,Caf\u00E9 \u00A4,\u00A32.50\n");
        QTest::newRow("UTF-8") << text.toUtf8();
        QTest::newRow("UTF-8 with BOM") << "\xEF\xBB\xBF" + text.toUtf8();
        QTest::newRow("UTF-16 little") << utf16(text, false);
        QTest::newRow("UTF-16 big") << utf16(text, true);
        QTest::newRow("UTF-16 without BOM") << utf16(text, false).mid(2);
        QTest::newRow("Windows-1252") << QByteArray("sku,title,list_price\nA1,Caf\xE9 \x80,\xA3"
                                                    "2.50\n");
        QTest::newRow("Latin-1") << QByteArray("sku,title,list_price\nA1,Caf\xE9 \xA4,\xA3"
                                               "2.50\n");
    }
    void encodingsAreDetected()
    {
        QFETCH(QByteArray, content);
        const auto batch = m_in->run({m_in->write("products.csv", content)});
        QVERIFY2(batch, qPrintable(why(batch)));
        QVERIFY(m_in->text("SELECT title FROM product WHERE sku = 'A1'")
                    .startsWith(QStringLiteral("Caf\u00E9 ")));
        QCOMPARE(m_in->number("SELECT list_price FROM product"), 25000);
    }

    void aByteOfNoEncodingIsReportedWithItsLine()
    {
        const auto batch = m_in->run({m_in->write(
            "products.csv", "sku,title\nA,Caf\xC3\xA9 cr\xC3\xA8me\nB,Th\xC3\xA9 fran\xC3\xA7"
                            "ais\nC,bro\xFFken\nD,Gar\xC3\xA7on\n")});
        QVERIFY2(batch, qPrintable(why(batch)));
        const ImportReport& report = batch->imports.front();
        QCOMPARE(report.rowsAccepted, 3);
        QCOMPARE(report.rejects.size(), std::size_t{1});
        QCOMPARE(report.rejects.front().firstLine, 4);
        QVERIFY(report.rejects.front().reason.contains(QStringLiteral("UTF-8")));
    }

    void theEncodingCanBeSaid()
    {
        ImportRequest like;
        like.answers[QStringLiteral("encoding")] = QStringLiteral("windows-1252");
        const auto batch = m_in->run({m_in->write("products.csv", "sku,title\nA,Caf\xC3\xA9\n")}, like);
        QVERIFY2(batch, qPrintable(why(batch)));
        QCOMPARE(m_in->text("SELECT title FROM product"), QStringLiteral("Caf\u00C3\u00A9"));
        like.answers[QStringLiteral("encoding")] = QStringLiteral("ebcdic");
        QVERIFY(!m_in->run({m_in->write("more_products.csv", "sku,title\nB,x\n")}, like));
    }

    void delimitersAndQuotesAreFollowed_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::newRow("comma") << QByteArray("sku,title,brand\nA,\"one, two\",X\nB,b,Y\n");
        QTest::newRow("semicolon") << QByteArray("sku;title;brand\nA;one, two;X\nB;b;Y\n");
        QTest::newRow("tab") << QByteArray("sku\ttitle\tbrand\nA\tone, two\tX\nB\tb\tY\n");
        QTest::newRow("pipe") << QByteArray("sku|title|brand\nA|one, two|X\nB|b|Y\n");
        QTest::newRow("CRLF") << QByteArray("sku,title,brand\r\nA,\"one, two\",X\r\nB,b,Y\r\n");
        QTest::newRow("bare CR") << QByteArray("sku,title,brand\rA,\"one, two\",X\rB,b,Y\r");
        QTest::newRow("no last line end") << QByteArray("sku,title,brand\nA,\"one, two\",X\nB,b,Y");
        QTest::newRow("blank lines") << QByteArray("\n\nsku,title,brand\n\nA,\"one, two\",X\n\n\nB,b,Y\n\n");
    }
    void delimitersAndQuotesAreFollowed()
    {
        QFETCH(QByteArray, content);
        const auto batch = m_in->run({m_in->write("products.csv", content)});
        QVERIFY2(batch, qPrintable(why(batch)));
        QCOMPARE(batch->imports.front().rowsAccepted, 2);
        QCOMPARE(m_in->text("SELECT title FROM product WHERE sku = 'A'"), QStringLiteral("one, two"));
        QCOMPARE(m_in->text("SELECT brand FROM product WHERE sku = 'B'"), QStringLiteral("Y"));
    }

    void lineBreaksAndQuotesInsideFieldsAreText()
    {
        const auto batch = m_in->run({m_in->write(
            "products.csv",
            "sku,title,brand\nA,\"two\nlines, and \"\"quotes\"\"\",X\nB,3\" nail,Y\nC,c,Z\n")});
        QVERIFY2(batch, qPrintable(why(batch)));
        QCOMPARE(batch->imports.front().rowsAccepted, 3);
        QCOMPARE(
            m_in->text("SELECT title FROM product WHERE sku = 'A'"),
            QStringLiteral("two\nlines, and \"quotes\""));
        QCOMPARE(m_in->text("SELECT title FROM product WHERE sku = 'B'"), QStringLiteral("3\" nail"));
    }

    void aRecordThatCannotBeSplitIsRejectedAndReadingGoesOn()
    {
        const auto batch =
            m_in->run({m_in->write("products.csv", "sku,title,brand\nA,a,X\nB,\"bad\" quote,Y\nC,c,Z\n")});
        QVERIFY2(batch, qPrintable(why(batch)));
        const ImportReport& report = batch->imports.front();
        QCOMPARE(report.rowsAccepted, 2);
        QCOMPARE(report.rowsRejected, 1);
        QCOMPARE(report.rejects.front().firstLine, 3);
        QCOMPARE(m_in->text("SELECT raw FROM reject"), QStringLiteral("B,\"bad\" quote,Y"));
    }

    void numbersFollowTheirColumn_data()
    {
        QTest::addColumn<QByteArray>("prices");
        QTest::newRow("english") << QByteArray("\"1,234.50\"|0.99");
        QTest::newRow("german") << QByteArray("1.234,50|0,99");
        QTest::newRow("french") << QByteArray("1 234,50|0,99");
        QTest::newRow("no-break blank") << QByteArray("1\xC2\xA0"
                                                      "234,50|0,99");
        QTest::newRow("swiss") << QByteArray("1'234.50|0.99");
        QTest::newRow("pounds") << QByteArray("\xC2\xA3"
                                              "1,234.50|\xC2\xA3"
                                              "0.99");
        QTest::newRow("euro behind") << QByteArray("1.234,50 \xE2\x82\xAC|0,99 \xE2\x82\xAC");
        QTest::newRow("exponent") << QByteArray("1.2345e3|9.9e-1");
    }
    void numbersFollowTheirColumn()
    {
        QFETCH(QByteArray, prices);
        const QList<QByteArray> two = prices.split('|');
        const auto batch =
            m_in->run({m_in->write("products.csv", "sku;list_price\nA;" + two[0] + "\nB;" + two[1] + "\n")});
        QVERIFY2(batch, qPrintable(why(batch)));
        QCOMPARE(m_in->number("SELECT list_price FROM product WHERE sku = 'A'"), 12'345'000);
        QCOMPARE(m_in->number("SELECT list_price FROM product WHERE sku = 'B'"), 9'900);
    }

    void bracketsAreMinusAndMinusIsAReturn()
    {
        const auto batch =
            m_in->run({m_in->write("sales.csv", "date,sku,units\n2025-01-06,A,10\n2025-01-07,A,(3)\n")});
        QVERIFY2(batch, qPrintable(why(batch)));
        QCOMPARE(m_in->units("A"), 7.0);
        QCOMPARE(batch->imports.front().returns, 1);
        QCOMPARE(batch->imports.front().returnUnits, 3);
    }

    void anOpenThousandIsAskedAndCanBeSaid()
    {
        const QString file = m_in->write("products.csv", "sku;list_price\nA;1,234\nB;5,678\n");
        const QByteArray before = m_in->content();
        const auto asked = m_in->run({file});
        QVERIFY(!asked);
        QCOMPARE(asked.error().code, ErrorCode::InvalidInput);
        QVERIFY(why(asked).contains(QStringLiteral("--decimal point or --decimal comma")));
        QCOMPARE(m_in->content(), before);
        ImportRequest like;
        like.answers[QStringLiteral("decimal")] = QStringLiteral("comma");
        QVERIFY(m_in->run({file}, like));
        QCOMPARE(m_in->number("SELECT list_price FROM product WHERE sku = 'A'"), 12'340);
    }

    void datesFollowTheirColumn_data()
    {
        QTest::addColumn<QByteArray>("first");
        QTest::addColumn<QByteArray>("second");
        QTest::newRow("ISO") << QByteArray("2010-12-31") << QByteArray("2011-01-02");
        QTest::newRow("ISO with time and zone")
            << QByteArray("2010-12-31T23:30:00+01:00") << QByteArray("2011-01-02T08:00:00Z");
        QTest::newRow("day first") << QByteArray("31/12/2010") << QByteArray("02/01/2011");
        QTest::newRow("month first, two digits") << QByteArray("12/31/10") << QByteArray("01/02/11");
        QTest::newRow("dots and time") << QByteArray("31.12.2010 08:26") << QByteArray("02.01.2011 9:15");
        QTest::newRow("named month") << QByteArray("31 Dec 2010") << QByteArray("2 Jan 2011");
        QTest::newRow("compact") << QByteArray("20101231") << QByteArray("20110102");
        QTest::newRow("Excel day numbers") << QByteArray("40543.35") << QByteArray("40545");
        QTest::newRow("Unix seconds") << QByteArray("1293793560") << QByteArray("1293930000");
        QTest::newRow("Unix milliseconds") << QByteArray("1293793560000") << QByteArray("1293930000000");
    }
    void datesFollowTheirColumn()
    {
        QFETCH(QByteArray, first);
        QFETCH(QByteArray, second);
        const auto batch =
            m_in->run({m_in->write("sales.csv", "date,sku,units\n" + first + ",A,3\n" + second + ",A,4\n")});
        QVERIFY2(batch, qPrintable(why(batch)));
        const auto cells = m_in->cells(Measure::Units, "A");
        QCOMPARE(cells.at(dayOf(2010, 12, 31)), 3.0);
        QCOMPARE(cells.at(dayOf(2011, 1, 2)), 4.0);
    }

    void anAmbiguousDateIsAskedAndEitherAnswerIsKept()
    {
        const QByteArray content = "date,sku,units\n03/04/2024,A,1\n05/06/2024,A,2\n";
        const QByteArray before = m_in->content();
        const auto asked = m_in->run({m_in->write("sales.csv", content)});
        QVERIFY(!asked);
        QCOMPARE(asked.error().code, ErrorCode::InvalidInput);
        QVERIFY(why(asked).contains(QStringLiteral("--date-order dmy or --date-order mdy")));
        QCOMPARE(m_in->content(), before);
        ImportRequest like;
        like.answers[QStringLiteral("date-order")] = QStringLiteral("mdy");
        QVERIFY(m_in->run({m_in->path("sales.csv")}, like));
        QCOMPARE(m_in->cells(Measure::Units, "A").begin()->first, dayOf(2024, 3, 4));
        // The source remembers the answer.
        const auto next =
            m_in->run({m_in->write("later.csv", "date,sku,units\n07/08/2024,A,5\n08/09/2024,A,1\n")});
        QVERIFY2(next, qPrintable(why(next)));
        QCOMPARE(m_in->cells(Measure::Units, "A").at(dayOf(2024, 7, 8)), 5.0);
    }

    void skusStayText()
    {
        const auto batch = m_in->run({m_in->write(
            "products.csv", "sku,title\n007,a\n7,b\n1E5,c\n2024-01-05,d\n a1 ,e\nA1,f\n=1+1,g\n")});
        QVERIFY2(batch, qPrintable(why(batch)));
        for (const char* sku : {"007", "7", "1E5", "2024-01-05", "a1", "A1", "=1+1"})
            QCOMPARE(m_in->number(std::string("SELECT count(*) FROM product WHERE sku = '") + sku + "'"), 1);
        QVERIFY(QualityService(m_in->store()).run(QStringLiteral("ann"), {}, {}).has_value());
        QCOMPARE(m_in->number("SELECT count(*) > 0 FROM finding WHERE rule = 'near_duplicate_sku'"), 1);
    }

    void theSameFileIsSkippedAndAnOverlapIsAskedOncePerSource()
    {
        const QByteArray first = "date,sku,units\n2025-01-06,A,1\n2025-01-07,A,2\n2025-01-08,A,3\n";
        QVERIFY(m_in->run({m_in->write("sales.csv", first)}));
        const auto again = m_in->run({m_in->write("copy.csv", first)}, [] {
            ImportRequest like;
            like.kind = QStringLiteral("sales");
            return like;
        }());
        QVERIFY(again && again->imports.front().skipped);
        const QByteArray corrected = "date,sku,units\n2025-01-08,A,5\n2025-01-09,A,1\n";
        const auto asked = m_in->run({m_in->write("corrected_sales.csv", corrected)});
        QVERIFY(!asked);
        QVERIFY(why(asked).contains(QStringLiteral("--overlap replace")));
        QCOMPARE(m_in->units("A"), 6.0);
        ImportRequest like;
        like.overlap = QStringLiteral("replace");
        QVERIFY(m_in->run({m_in->path("corrected_sales.csv")}, like));
        QCOMPARE(m_in->units("A"), 9.0);
        // From now on without asking.
        const auto next =
            m_in->run({m_in->write("third_sales.csv", "date,sku,units\n2025-01-09,A,4\n2025-01-10,A,1\n")});
        QVERIFY2(next, qPrintable(why(next)));
        QCOMPARE(m_in->units("A"), 13.0);
    }

    void filesThatCannotBeReadLeaveTheStoreAsItWas_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QString>("says");
        const auto row = [](const char* tag, const char* name, const QByteArray& content, const char* says) {
            QTest::newRow(tag) << QString::fromLatin1(name) << content << QString::fromLatin1(says);
        };
        row("empty", "sales.csv", {}, "empty");
        row("only blank lines", "sales.csv", "\n\n\n", "no rows");
        row("heading only", "sales.csv", "date,sku,units\n", "no rows");
        row("ends inside a quote", "sales.csv", "date,sku,units\n2025-01-06,A,1\n2025-01-07,\"B,2",
            "middle of a row");
        row("ends inside a row", "sales.csv", "date,sku,units\n2025-01-06,A,1\n2025-01-0", "middle of a row");
        QByteArray many = "a0";
        for (int c = 1; c < 10'000; ++c)
            many += ",a" + QByteArray::number(c);
        row("10,000 columns", "sales.csv", many + "\n1\n", "columns");
        row("picture", "sales.csv", QByteArray("\x89PNG\r\n\x1A\n\0\0\0\rIHDR", 16), "binary");
        row("UTF-16 cut in a character", "sales.csv",
            utf16(QStringLiteral("date,sku,units\n1,2,3"), false).chopped(1), "cut off");
        row("old workbook", "sales.xls", QByteArray("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8), "xlsx");
        row("gzip under another name", "sales.csv", QByteArray("\x1F\x8B\x08\0\0\0\0\0\0\3", 10), "gzip");
    }
    void filesThatCannotBeReadLeaveTheStoreAsItWas()
    {
        QFETCH(QString, name);
        QFETCH(QByteArray, content);
        QFETCH(QString, says);
        QVERIFY(m_in->run({m_in->write("products.csv", "sku,title\nA,Mug\n")}));
        const QByteArray before = m_in->content();
        const auto batch = m_in->run({m_in->write(name.toLatin1().constData(), content)});
        QVERIFY(!batch);
        QCOMPARE(batch.error().code, ErrorCode::InvalidInput);
        QVERIFY2(why(batch).contains(says), qPrintable(why(batch)));
        QVERIFY(!why(batch).contains(QLatin1Char('\n')));
        QCOMPARE(m_in->content(), before);
    }

    void packedFilesCutAnywhereAreRefused()
    {
        QByteArray sales = "date,sku,units\n";
        for (int i = 0; i < 3000; ++i)
            sales += "2025-01-06,P" + QByteArray::number(i * 7919 % 3001) + "," + QByteArray::number(i % 17) +
                     "\n";
        const QString gzip = m_in->writeGzip("sales.csv.gz", sales);
        const QString zip = m_in->writeZip("sales.zip", {{"sales.csv", sales}});
        QVERIFY(m_in->run({m_in->write("products.csv", "sku,title\nA,Mug\n")}));
        const QByteArray before = m_in->content();
        for (const QString& whole : {gzip, zip}) {
            QFile file(whole);
            QVERIFY(file.open(QIODevice::ReadOnly));
            const QByteArray bytes = file.readAll();
            for (const double share : {0.1, 0.5, 0.9, 0.999}) {
                const QString name = whole == gzip ? QStringLiteral("cut.csv.gz") : QStringLiteral("cut.zip");
                const auto batch = m_in->run(
                    m_in->write(
                        name.toLatin1().constData(),
                        bytes.left(static_cast<qsizetype>(static_cast<double>(bytes.size()) * share))),
                    QStringLiteral("sales"));
                QVERIFY(!batch);
                QCOMPARE(batch.error().code, ErrorCode::InvalidInput);
                QCOMPARE(m_in->content(), before);
            }
            const auto batch = m_in->run(whole, QStringLiteral("sales"));
            QVERIFY2(batch, qPrintable(why(batch)));
            QCOMPARE(batch->imports.front().rowsRead, 3000);
            QVERIFY(m_in->undo(batch->imports.front().importId));
            QCOMPARE(m_in->content(), before);
        }
    }

    void aHugeFieldIsRefusedInBoundedMemory()
    {
        const QString name = m_in->write(
            "sales.csv", "date,sku,units\n2025-01-06,A,1\n" + QByteArray(5000, ' ') + "\n2025-01-06,\"");
        QVERIFY(truncate(name.toLocal8Bit().constData(), 2LL << 30) == 0); // sparse: two GB of nothing
        const QByteArray before = m_in->content();
        const Memory memory;
        const auto batch = m_in->run({name});
        QVERIFY(!batch);
        QCOMPARE(batch.error().code, ErrorCode::InvalidInput);
        QCOMPARE(m_in->content(), before);
        if (!kSanitized)
            QVERIFY2(memory.peak() < 250, qPrintable(QString::number(memory.peak())));
    }

    void bombsAreRefusedInBoundedMemory()
    {
        const QByteArray block(1 << 20, 'a');
        const QString name = m_in->path("sales.csv.gz");
        gzFile out = gzopen(name.toLocal8Bit().constData(), "wb9");
        gzputs(out, "date,sku,units\n2025-01-06,A,1\n");
        for (int i = 0; i < 4; ++i)
            gzputs(out, "2025-01-06,A,1\n");
        for (int i = 0; i < 200; ++i) {
            gzwrite(out, block.constData(), static_cast<unsigned>(block.size()));
            gzputs(out, "\n");
        }
        gzclose(out);
        const QByteArray before = m_in->content();
        const Memory memory;
        ImportRequest like;
        like.kind = QStringLiteral("sales");
        const auto batch = m_in->run({name}, like);
        QVERIFY(!batch);
        QCOMPARE(batch.error().code, ErrorCode::InvalidInput);
        QCOMPARE(m_in->content(), before);
        if (!kSanitized)
            QVERIFY2(memory.peak() < 300, qPrintable(QString::number(memory.peak())));
    }

    void aWorkbookIsReadWithItsDatesAndStoredResults()
    {
        const QString name = m_in->path("book.xlsx");
        lxw_workbook* book = workbook_new(name.toLocal8Bit().constData());
        lxw_worksheet* sheet = workbook_add_worksheet(book, "Sales");
        lxw_format* date = workbook_add_format(book);
        format_set_num_format(date, "dd/mm/yyyy");
        const char* headings[] = {"date", "sku", "units", "unit_price"};
        for (lxw_col_t c = 0; c < 4; ++c)
            worksheet_write_string(sheet, 0, c, headings[c], nullptr);
        for (lxw_row_t r = 1; r <= 3; ++r) {
            lxw_datetime day{2025, 4, static_cast<int>(2 + r), 0, 0, 0};
            worksheet_write_datetime(sheet, r, 0, &day, date);
            worksheet_write_string(sheet, r, 1, "007", nullptr);
            worksheet_write_formula_num(sheet, r, 2, "=1+2", nullptr, 3);
            worksheet_write_number(sheet, r, 3, 0.1 + 0.2, nullptr);
        }
        workbook_close(book);
        const auto batch = m_in->run(name, QStringLiteral("sales"));
        QVERIFY2(batch, qPrintable(why(batch)));
        QCOMPARE(batch->imports.front().part, QStringLiteral("Sales"));
        const auto cells = m_in->cells(Measure::Units, "007");
        QCOMPARE(cells.size(), std::size_t{3});
        QCOMPARE(cells.begin()->first, dayOf(2025, 4, 3)); // no question: the cell knows its day
        QCOMPARE(m_in->units("007"), 9.0);

        // With macros or links to other books it stays outside.
        const QByteArray before = m_in->content();
        for (const char* member : {"xl/vbaProject.bin", "xl/externalLinks/externalLink1.xml"}) {
            const QString bad = m_in->path("bad.xlsx");
            QFile::remove(bad);
            QVERIFY(QFile::copy(name, bad));
            int error = 0;
            zip_t* archive = zip_open(bad.toLocal8Bit().constData(), 0, &error);
            zip_file_add(archive, member, zip_source_buffer(archive, "x", 1, 0), 0);
            zip_close(archive);
            const auto refused = m_in->run(bad, QStringLiteral("sales"));
            QVERIFY(!refused);
            QCOMPARE(refused.error().code, ErrorCode::InvalidInput);
            QCOMPARE(m_in->content(), before);
        }
    }

    void titlesAboveTheHeadingsArePassedOver_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<qint64>("badLine");
        const QByteArray table("date,sku,units\n2025-01-06,A,24\n2025-01-07,A,many\n2025-01-08,A,5\n");
        QTest::newRow("none") << table << 3LL;
        QTest::newRow("one line") << "Sales\n" + table << 4LL;
        QTest::newRow("several and a blank line")
            << "Sales report\nHigh Street\nprinted 2025-02-01\n\n" + table << 7LL;
        QTest::newRow("with a comma") << "Sales report, January\n" + table << 4LL;
        QTest::newRow("padded by the sheet it came from") << "Sales report,,\n,,\n" + table << 5LL;
        QTest::newRow("named pairs") << "From,2025-01-06\nTo,2025-01-31\n" + table << 5LL;
        QTest::newRow("semicolon, said as Excel does")
            << QByteArray("sep=;\ndate;sku;units\n2025-01-06;A;24\n2025-01-07;A;many\n2025-01-08;A;5\n")
            << 4LL;
        QTest::newRow("more titles than rows, semicolons")
            << QByteArray("Umsatz\nFiliale Nord\nJanuar\nerstellt\nvon der Kasse\n"
                          "date;sku;units\n2025-01-06;A;29\n2025-01-07;A;many\n")
            << 8LL;
        QTest::newRow("a quoted title of two lines") << "\"Sales\nreport\"\n" + table << 5LL;
    }
    void titlesAboveTheHeadingsArePassedOver()
    {
        QFETCH(QByteArray, content);
        QFETCH(qint64, badLine);
        const auto batch = m_in->run({m_in->write("till.csv", content)});
        QVERIFY2(batch, qPrintable(why(batch)));
        const ImportReport& report = batch->imports.front();
        QCOMPARE(report.kind, QStringLiteral("sales"));
        QCOMPARE(report.rowsRead, report.rowsAccepted + 1);
        QCOMPARE(report.rejects.size(), std::size_t{1});
        QCOMPARE(report.rejects.front().firstLine, badLine);
        QCOMPARE(m_in->number("SELECT line FROM reject"), badLine);
        QCOMPARE(m_in->units("A"), 29.0);
    }

    void whatStandsFirstIsNotTakenForATitle_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QString>("kind");
        QTest::addColumn<qint64>("accepted");
        QTest::addColumn<QString>("first");
        QTest::newRow("one column") << QByteArray("sku\nA\nB\nC\n") << "products" << 3LL << "A";
        QTest::newRow("one column whose values hold commas")
            << QByteArray("sku\nA\nB,blue,large\nC\n") << "products" << 3LL << "A";
        QTest::newRow("a sparse first row")
            << QByteArray("sku,title,brand\nA,,\nB,Mug,ACME\n") << "products" << 2LL << "A";
        QTest::newRow("a first row that fills one cell, then words")
            << QByteArray("sku,title,brand,status\nA,,,\nB,title,brand,status\n") << "products" << 2LL << "A";
        QTest::newRow("headings that must be mapped")
            << QByteArray("Nummer,Wort\nA,sku\nB,title\n") << "products" << 2LL << "A";
    }
    void whatStandsFirstIsNotTakenForATitle()
    {
        QFETCH(QByteArray, content);
        QFETCH(QString, kind);
        QFETCH(qint64, accepted);
        QFETCH(QString, first);
        ImportRequest like;
        like.kind = kind;
        if (content.startsWith("Nummer"))
            like.map[QStringLiteral("sku")] = QStringLiteral("Nummer");
        const auto batch = m_in->run({m_in->write("list.csv", content)}, like);
        QVERIFY2(batch, qPrintable(why(batch)));
        QCOMPARE(batch->imports.front().rowsAccepted, accepted);
        QCOMPARE(m_in->text("SELECT min(sku) FROM product"), first);
    }

    void aWorkbookMayBeginWithATitle()
    {
        const QString name = m_in->path("report.xlsx");
        lxw_workbook* book = workbook_new(name.toLocal8Bit().constData());
        lxw_worksheet* sheet = workbook_add_worksheet(book, "Report");
        worksheet_merge_range(sheet, 0, 0, 0, 3, "Sales by day", nullptr);
        worksheet_write_string(sheet, 1, 0, "High Street", nullptr);
        const char* headings[] = {"date", "sku", "units"};
        for (lxw_col_t c = 0; c < 3; ++c)
            worksheet_write_string(sheet, 3, c, headings[c], nullptr);
        const char* units[] = {"3", "many", "4"};
        for (lxw_row_t r = 0; r < 3; ++r) {
            worksheet_write_string(sheet, 4 + r, 0, ("2025-01-0" + std::to_string(6 + r)).c_str(), nullptr);
            worksheet_write_string(sheet, 4 + r, 1, "A", nullptr);
            worksheet_write_string(sheet, 4 + r, 2, units[r], nullptr);
        }
        workbook_close(book);
        ImportRequest look;
        look.file = name;
        look.part = QStringLiteral("Report");
        const auto guess = ImportService(m_in->store()).inspect(look);
        QVERIFY(guess);
        QCOMPARE(guess->headerLine, 4);
        QCOMPARE(guess->preview.front().line, 5);
        const auto batch = m_in->run({name});
        QVERIFY2(batch, qPrintable(why(batch)));
        QCOMPARE(m_in->units("A"), 7.0);
        QCOMPARE(m_in->number("SELECT line FROM reject"), 6);
    }

    void aColumnWithoutAHeadingCanBeMapped()
    {
        ImportRequest like;
        like.kind = QStringLiteral("sales");
        like.map[QStringLiteral("units")] = QStringLiteral("column 3");
        const auto batch =
            m_in->run({m_in->write("sales.csv", "date,sku,,\n2025-01-06,A,24,\n2025-01-07,A,5,\n")}, like);
        QVERIFY2(batch, qPrintable(why(batch)));
        QCOMPARE(m_in->units("A"), 29.0);
        // The fourth holds nothing and has no name.
        like.map[QStringLiteral("units")] = QStringLiteral("column 4");
        QVERIFY(!m_in->run({m_in->write("more_sales.csv", "date,sku,,\n2025-02-06,A,24,\n")}, like));
    }

    void zipsHoldSeveralExtractsAndMore()
    {
        const QString name = m_in->writeZip(
            "export.zip", {{"products.csv", "sku,title\nA,Mug\n"},
                           {"sales.csv", "date,sku,units\n2025-01-06,A,2\n2025-01-07,A,1\n"},
                           {"readme.txt", "just\nwords\n"}});
        const auto batch = m_in->run({name});
        QVERIFY2(batch, qPrintable(why(batch)));
        QCOMPARE(batch->imports.size(), std::size_t{3});
        QCOMPARE(batch->imports[0].kind, QStringLiteral("products"));
        QCOMPARE(batch->imports[1].kind, QStringLiteral("sales"));
        QVERIFY(!batch->imports[2].leftOut.isEmpty());
        QCOMPARE(m_in->units("A"), 3.0);
    }

    void wideTablesAreUnpivoted_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<int>("grain");
        QTest::addColumn<int>("lastDay");
        QTest::newRow("days") << QByteArray(
                                     "sku,location,2025-01-06,2025-01-07,2025-01-08,2025-01-09,2025-01-10\n"
                                     "A,L1,0,0,3,0,4\nB,L1,1,0,0,0,1\n")
                              << 0 << static_cast<int>(dayOf(2025, 1, 10));
        QTest::newRow("weeks") << QByteArray(
                                      "sku,location,2025-01-06,2025-01-13,2025-01-20,2025-01-27,2025-02-03\n"
                                      "A,L1,0,0,3,0,4\nB,L1,1,0,0,0,1\n")
                               << 1 << static_cast<int>(dayOf(2025, 2, 3));
        QTest::newRow("months, newest first") << QByteArray("sku,location,May 2025,Apr 2025,Mar 2025,Feb "
                                                            "2025,Jan 2025\nA,L1,4,0,3,0,0\nB,L1,1,0,0,0,1\n")
                                              << 2 << static_cast<int>(dayOf(2025, 5, 1));
    }
    void wideTablesAreUnpivoted()
    {
        QFETCH(QByteArray, content);
        QFETCH(int, grain);
        QFETCH(int, lastDay);
        const auto batch = m_in->run({m_in->write("plan.csv", content)});
        QVERIFY2(batch, qPrintable(why(batch)));
        QCOMPARE(batch->imports.front().kind, QStringLiteral("sales"));
        QCOMPARE(batch->imports.front().rowsRead, 2); // records, not cells
        QCOMPARE(static_cast<int>(m_in->series("A", "L1").grain), grain);
        QCOMPARE(m_in->series("A", "L1").lastDay, lastDay);
        QCOMPARE(m_in->units("A", "L1"), 7.0);
        QCOMPARE(batch->imports.front().notListed, 2); // A began with its third period
    }

    void weeksAndMonthsKeepTheirGrain()
    {
        QByteArray weeks = "week_ending,sku,units\n", months = "month,sku,units\n";
        for (int w = 0; w < 6; ++w)
            weeks +=
                QDate(2025, 1, 4).addDays(7 * w).toString(Qt::ISODate).toLatin1() + ",A,7\n"; // Saturdays
        for (int m = 1; m <= 6; ++m)
            months += "2025-0" + QByteArray::number(m) + ",B,30\n";
        QVERIFY(m_in->run(m_in->write("weeks.csv", weeks), QStringLiteral("sales")));
        QVERIFY(m_in->run(m_in->write("months.csv", months), QStringLiteral("sales")));
        const SeriesInfo a = m_in->series("A"), b = m_in->series("B");
        QCOMPARE(a.grain, Grain::Weekly);
        QCOMPARE(a.firstDay, dayOf(2024, 12, 29)); // the Sunday that began the week
        QCOMPARE(b.grain, Grain::Monthly);
        QCOMPARE(b.firstDay, dayOf(2025, 1, 1));
        QCOMPARE(m_in->units("A"), 42.0);
        QCOMPARE(m_in->units("B"), 180.0);
        // A week's total does not become a day's, and a day's joins its week.
        ImportRequest like;
        like.kind = QStringLiteral("sales");
        like.overlap = QStringLiteral("add");
        QVERIFY(
            m_in->run({m_in->write("days.csv", "date,sku,units\n2025-02-10,A,1\n2025-02-11,A,2\n")}, like));
        QCOMPARE(m_in->units("A"), 45.0);
        QVERIFY(
            m_in->run({m_in->write("daily.csv", "date,sku,units\n2025-01-06,D,1\n2025-01-07,D,2\n")}, like));
        const auto refused = m_in->run(
            {m_in->write("w.csv", "week,sku,units\n2025-01-06,D,1\n2025-01-13,D,2\n2025-01-20,D,2\n")}, like);
        QVERIFY(!refused);
        QVERIFY(why(refused).contains(QStringLiteral("kept by day")));
    }

    void weeksWithStrayDaysAreAsked()
    {
        QByteArray text = "date,sku,units\n";
        for (int w = 0; w < 40; ++w)
            text += QDate(2024, 1, 7).addDays(7 * w + (w == 20 ? 1 : 0)).toString(Qt::ISODate).toUtf8() +
                    ",A,7\n";
        const QString file = m_in->write("sales.csv", text);
        const auto asked = m_in->run({file});
        QVERIFY(!asked);
        QVERIFY2(
            why(asked).contains(QStringLiteral("all dates but 1 of 40 are a Sunday")) &&
                why(asked).contains(QStringLiteral("--grain week or --grain day")),
            qPrintable(why(asked)));
        ImportRequest like;
        like.answers[QStringLiteral("grain")] = QStringLiteral("week");
        const auto weeks = m_in->run({file}, like);
        QVERIFY2(weeks, qPrintable(why(weeks)));
        QCOMPARE(m_in->series("A").grain, Grain::Weekly);
        QCOMPARE(m_in->cells(Measure::Units, "A").size(), std::size_t{40});
        QCOMPARE(m_in->units("A"), 280.0);
        QVERIFY(m_in->undo(weeks->imports.front().importId));
        like.answers[QStringLiteral("grain")] = QStringLiteral("day");
        QVERIFY(m_in->run({file}, like));
        QCOMPARE(m_in->series("A").grain, Grain::Daily);
    }

    void goodsByWeightKeepTheirFractions()
    {
        QByteArray late = "date,sku,units\n";
        for (int i = 0; i < 25'000; ++i)
            late += "2025-01-06,P" + QByteArray::number(i % 50) + ",1\n";
        late += "2025-01-07,P7,0.125\n"; // long after the rows that decide
        const auto batch = m_in->run({m_in->write("sales.csv", late)});
        QVERIFY2(batch, qPrintable(why(batch)));
        QCOMPARE(batch->imports.front().rowsRejected, 0);
        QCOMPARE(batch->imports.front().rowsRead, 25'001);
        QVERIFY(std::abs(m_in->units("P7") - 500.125) < 0.001);
    }

    void everyKindGoesInAndComesOut_data()
    {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<QByteArray>("content");
        const auto row = [](const char* kind, const QByteArray& content) {
            QTest::newRow(kind) << QString::fromLatin1(kind) << content;
        };
        row("products", "sku,title,category,supplier,unit_cost,colour\nA,Mug,Home > Kitchen,ACME,1.20,red\n");
        row("locations", "location,name,type,region\nL1,High Street,store,North\n");
        row("suppliers", "supplier,lead_time_days,min_order_value\nACME,7,100.00\n");
        row("supplier_products", "sku,supplier,unit_cost,moq,pack_size,lead_time_days\nA,ACME,1.20,12,6,9\n");
        row("customers",
            "customer_id,email,name,city,created,consent\nc1,a@example.org,Ann,Leeds,2024-05-01,yes\n");
        row("events", "from,to,name,location\n2025-12-25,2025-12-26,Christmas,\n");
        row("promotions",
            "promotion_id,from,to,sku,discount,mechanic\nX1,2025-02-01,2025-02-07,A,20 %,price cut\n");
        row("prices", "sku,price,location,from,to\nA,2.50,L1,2025-01-01,2025-02-01\n");
        row("sales", "date,sku,units,location,revenue\n2025-01-06,A,2,L1,5.00\n");
        row("stock", "date,sku,on_hand,location,on_order,min,max\n2025-01-06,A,12,L1,6,3,20\n");
        row("purchase_orders",
            "po_id,sku,ordered,units,expected,received,location\nPO1,A,2025-01-01,24,2025-01-08,,L1\n");
        row("competitor_prices", "date,sku,competitor,price,in_stock\n2025-01-06,A,Rival,2.40,1\n");
        row("carts",
            "session_id,at,event,sku,device,value\ns1,2025-01-06T10:00:00Z,add_to_cart,A,mobile,2.50\n");
        row("traffic", "date,sessions,channel,orders\n2025-01-06,120,email,4\n");
        row("marketing", "date,channel,spend,new_customers,clicks\n2025-01-06,search,25.00,3,40\n");
        row("campaigns", "customer_id,at,event,campaign\nc1,2025-01-06 09:00:00,opened,Spring\n");
        row("contacts", "customer_id,at,reason\nc1,2025-01-06 09:00:00,late parcel\n");
        row("costs", "sku,kind,amount\nA,fulfilment,1.10\n");
        row("targets", "metric,value,category,from,source\nconversion,0.03,Home,2025-01-01,own\n");
        row("budgets", "month,amount,category,basis\n2025-02,25000,Home,cost\n");
        row("drivers", "date,location,temperature,rain\n2025-01-06,L1,4.5,1\n");
    }
    void everyKindGoesInAndComesOut()
    {
        QFETCH(QString, kind);
        QFETCH(QByteArray, content);
        const QByteArray before = m_in->content();
        const QString file = m_in->write(qPrintable(kind + QStringLiteral(".csv")), content);
        const auto batch = m_in->run({file});
        QVERIFY2(batch, qPrintable(why(batch)));
        QCOMPARE(batch->imports.front().kind, kind); // guessed
        QCOMPARE(batch->imports.front().rowsAccepted, 1);
        QVERIFY(m_in->content() != before);
        QVERIFY(m_in->undo(batch->imports.front().importId));
        QCOMPARE(m_in->content(), before);
    }

    void manyRowsStayInBoundedMemory()
    {
        if (kSanitized)
            QSKIP("memory is not its own under a sanitizer");
        QByteArray content = "date,sku,location,units,unit_price\n";
        for (int d = 0; d < 200; ++d) {
            const QByteArray day = QDate(2025, 1, 1).addDays(d).toString(Qt::ISODate).toLatin1();
            for (int p = 0; p < 2000; ++p)
                content +=
                    day + ",P" + QByteArray::number(p) + ",L1," + QByteArray::number((d * p) % 5) + ",2.50\n";
        }
        const QString file = m_in->write("sales.csv", content);
        content = {};
        const Memory memory;
        const double before = memory.peak();
        const auto batch = m_in->run({file});
        QVERIFY2(batch, qPrintable(why(batch)));
        QCOMPARE(batch->imports.front().rowsAccepted, 400'000);
        QVERIFY2(memory.peak() - before < 90, qPrintable(QString::number(memory.peak() - before)));
    }
};

QTEST_GUILESS_MAIN(TestImportFiles)
#include "test_import_files.moc"
