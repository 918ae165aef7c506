#include "models/import/delimited_reader.h"
#include "models/import/values.h"
#include "models/import/workbook_reader.h"
#include "tests/models/support_import.h"

#include <QStringEncoder>
#include <QTest>

using namespace merch;
using namespace merch::test;

namespace
{

/// Bytes in memory, handed out in pieces of odd sizes.
class Pieces final : public ByteSource
{
public:
    Pieces(QByteArray bytes, std::uint64_t seed)
        : m_bytes(std::move(bytes))
        , m_random(seed, 7)
    {
    }
    std::size_t read(char* to, std::size_t n) override
    {
        const auto left = static_cast<std::size_t>(m_bytes.size()) - m_at;
        const std::size_t take = std::min({n, left, static_cast<std::size_t>(1 + m_random.below(700))});
        std::memcpy(to, m_bytes.constData() + m_at, take);
        m_at += take;
        return take;
    }
    std::uint64_t position() const override { return m_at; }
    std::uint64_t size() const override { return static_cast<std::uint64_t>(m_bytes.size()); }

private:
    QByteArray m_bytes;
    std::size_t m_at = 0;
    Random m_random;
};

std::uint32_t below(Random& random, qsizetype n)
{
    return random.below(static_cast<std::uint32_t>(std::max<qsizetype>(1, n)));
}

/// One to eight things that go wrong with bytes.
QByteArray mutated(QByteArray bytes, Random& random)
{
    static const char* const nasty[] = {
        "\"",
        "\"\"",
        ",",
        ";",
        "\t",
        "\r",
        "\n",
        "\r\n",
        "\xFF",
        "\xC3",
        "\xEF\xBB\xBF",
        "\xE2\x80\xA8",
        "-",
        "(",
        ")",
        "%",
        "1e999",
        "99999999999999999999",
        "=1+1",
        "2024-02-30",
        "\xF0\x9F\x92\xA9",
        "&#0;",
        "<row>",
        "]]>",
        "&amp;",
        "<c t=\"s\">"};
    for (std::uint32_t i = 0, n = 1 + random.below(8); i < n && !bytes.isEmpty(); ++i) {
        const auto at = static_cast<qsizetype>(below(random, bytes.size()));
        switch (random.below(7)) {
        case 0:
            bytes[at] = static_cast<char>(random());
            break;
        case 1:
            bytes.insert(at, nasty[random.below(std::size(nasty))]);
            break;
        case 2:
            bytes.remove(at, static_cast<qsizetype>(1 + random.below(40)));
            break;
        case 3:
            bytes.insert(
                at, bytes.mid(
                        static_cast<qsizetype>(below(random, bytes.size())),
                        static_cast<qsizetype>(random.below(200))));
            break;
        case 4:
            bytes.insert(at, QByteArray(static_cast<qsizetype>(random.below(300)), '\0'));
            break;
        case 5:
            bytes.truncate(at);
            break;
        default:
            bytes.replace(at, 1, nasty[random.below(std::size(nasty))]);
        }
    }
    return bytes;
}

QByteArray salesText(Random& random, int rows)
{
    QByteArray text = "date,sku,location,units,unit_price,note\r\n";
    for (int r = 0; r < rows; ++r)
        text += "2025-01-" + QByteArray::number(10 + r % 20) + ",\"P " + QByteArray::number(random.below(9)) +
                "\",L" + QByteArray::number(random.below(3)) + ',' + QByteArray::number(random.below(50)) +
                ',' + QByteArray::number(random.below(900)) + ".50,\"a \"\"note\"\",\r\nof two lines\"\r\n";
    return text;
}

/// Reads all of it; what a reader may not do is a text.
QByteArray readWhole(RowReader& reader, std::size_t size)
{
    Record record;
    std::int64_t line = 0, records = 0;
    std::size_t raw = 0;
    while (reader.next(record)) {
        if (record.line <= line)
            return "line " + QByteArray::number(static_cast<qint64>(record.line)) + " comes after " +
                   QByteArray::number(static_cast<qint64>(line));
        line = record.line;
        raw += record.raw.size();
        for (const std::string_view field : record.fields) {
            if (field.size() > DelimitedReader::kMostRecord)
                return "a field is too long";
            // Values are read from whatever stands there.
            std::int64_t scaled = 0;
            double real = 0;
            (void)readReal(field, {}, real);
            (void)readScaled(field, {}, 4, scaled);
            if (!isUtf8(field, true) && record.fault == Record::Fault::None &&
                field.find('\xFF') == std::string_view::npos)
                return "a field is no UTF-8";
        }
        if (record.fault != Record::Fault::None && record.why.empty())
            return "a fault without its reason";
        const double share = reader.share();
        if (!(share >= 0.0 && share <= 1.0))
            return "a share of " + QByteArray::number(share);
        if (++records > static_cast<std::int64_t>(size) + 1)
            return "more records than bytes";
    }
    return raw > 4 * size + 16 ? QByteArray("more text than there was") : QByteArray();
}

} // namespace

/// Made-up damage from a seed: readers end, in bounds, and say what is wrong.
class TestImportMutations : public QObject
{
    Q_OBJECT

private slots:
    void whatWasWrittenIsReadAgain()
    {
        const QByteArray pieces[] = {"a",  " ",    "\"", ",",    ";",        "\t",           "|",
                                     "\n", "\r\n", "0",  "-1.5", "\xC3\xA9", "\xE2\x82\xAC", "x y"};
        for (std::uint64_t seed = 1; seed <= 300; ++seed) {
            Random random(seed, 1);
            Dialect dialect;
            dialect.delimiter = ",;\t|"[random.below(4)];
            const QByteArray end = random.below(2) ? "\r\n" : "\n";
            const std::uint32_t columns = 2 + random.below(6), rows = 1 + random.below(30);
            std::vector<std::vector<QByteArray>> table(rows);
            QByteArray text = random.below(3) == 0 ? QByteArray("\xEF\xBB\xBF") : QByteArray();
            for (auto& row : table) {
                for (std::uint32_t c = 0; c < columns; ++c) {
                    QByteArray field = c == 0 ? QByteArray("k") : QByteArray();
                    for (std::uint32_t i = random.below(5); i > 0; --i)
                        field += pieces[random.below(std::size(pieces))];
                    const bool quoted = field.contains('"') || field.contains('\n') || field.contains('\r') ||
                                        field.contains(dialect.delimiter) || random.below(4) == 0;
                    text += (c ? QByteArray(1, dialect.delimiter) : QByteArray()) +
                            (quoted ? '"' + QByteArray(field).replace("\"", "\"\"") + '"' : field);
                    row.push_back(field);
                }
                text += end;
            }
            DelimitedReader reader(std::make_unique<Pieces>(text, seed), dialect);
            Record record;
            for (const auto& row : table) {
                QVERIFY2(reader.next(record), qPrintable(QString::number(seed)));
                QCOMPARE(record.fault, Record::Fault::None);
                QCOMPARE(record.fields.size(), row.size());
                for (std::size_t c = 0; c < row.size(); ++c)
                    QCOMPARE(
                        QByteArray(record.fields[c].data(), static_cast<qsizetype>(record.fields[c].size())),
                        row[c]);
            }
            QVERIFY(!reader.next(record));
            QVERIFY(!reader.cutOff());
        }
    }

    void damagedTextEndsInBounds()
    {
        int whole = 0;
        for (std::uint64_t seed = 1; seed <= 1500; ++seed) {
            Random random(seed, 2);
            QByteArray text = salesText(random, 20);
            if (seed % 5 == 1)
                text = QStringEncoder(QStringEncoder::Utf16LE, QStringEncoder::Flag::WriteBom)(
                    QString::fromUtf8(text));
            text = mutated(text, random);
            Dialect dialect = guessDialect({text.constData(), static_cast<std::size_t>(text.size())});
            if (seed % 3 == 0)
                dialect.delimiter = ";\t| "[seed / 3 % 4];
            try {
                DelimitedReader reader(std::make_unique<Pieces>(text, seed), dialect);
                const QByteArray wrong = readWhole(reader, static_cast<std::size_t>(text.size()));
                QVERIFY2(
                    wrong.isEmpty(),
                    "seed " + QByteArray::number(static_cast<qulonglong>(seed)) + ": " + wrong);
                ++whole;
            } catch (const ReadError& why) {
                QVERIFY(why.what()[0] != '\0');
            }
        }
        QVERIFY(whole > 300);
    }

    void damagedWorkbooksEndInBounds()
    {
        const Imports in;
        const QByteArray sheet =
            "<?xml version=\"1.0\"?><worksheet "
            "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>"
            "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"s\"><v>1</v></c><c r=\"C1\" "
            "t=\"inlineStr\"><is><t>units</t></is></c></row>"
            "<row r=\"2\"><c r=\"A2\" s=\"1\"><v>45658.5</v></c><c r=\"B2\"><v>17</v></c><c "
            "r=\"C2\"><f>1+1</f><v>2</v></c></row>"
            "<row r=\"5\"><c r=\"A5\" s=\"1\"><v>45659</v></c><c "
            "r=\"C5\"><v>0.30000000000000004</v></c></row>"
            "</sheetData></worksheet>";
        const QByteArray texts = "<sst "
                                 "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/"
                                 "main\"><si><t>date</t></si><si><r><t>s</t></r><r><t>ku</t></r></si></sst>";
        const QByteArray styles =
            "<styleSheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><cellXfs><xf "
            "numFmtId=\"0\"/><xf numFmtId=\"14\"/></cellXfs></styleSheet>";
        const QByteArray book =
            "<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" "
            "xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets><sheet "
            "name=\"One\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>";
        const QByteArray links = "<Relationships "
                                 "xmlns=\"http://schemas.openxmlformats.org/package/2006/"
                                 "relationships\"><Relationship Id=\"r1\" Target=\"worksheets/sheet1.xml\" "
                                 "Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
                                 "worksheet\"/></Relationships>";
        int whole = 0, refused = 0;
        for (std::uint64_t seed = 0; seed <= 350; ++seed) {
            Random random(seed, 3);
            std::map<std::string, QByteArray> members{
                {"xl/worksheets/sheet1.xml", sheet},
                {"xl/sharedStrings.xml", texts},
                {"xl/styles.xml", styles},
                {"xl/workbook.xml", book},
                {"xl/_rels/workbook.xml.rels", links},
                {"[Content_Types].xml",
                 "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>"}};
            if (seed > 0 && seed % 2 == 0) { // one part
                auto at = members.begin();
                std::advance(at, random.below(5));
                at->second = mutated(at->second, random);
            }
            QFile::remove(in.path("m.xlsx"));
            const QString file = in.writeZip("m.xlsx", members);
            if (seed % 2 == 1) { // the file itself
                QFile bytes(file);
                QVERIFY(bytes.open(QIODevice::ReadOnly));
                const QByteArray damaged = mutated(bytes.readAll(), random);
                bytes.close();
                in.write("m.xlsx", damaged);
            }
            try {
                for (const std::string& name : sheetsOf(file.toStdString())) {
                    WorkbookReader reader(file.toStdString(), name);
                    const QByteArray wrong = readWhole(reader, 1 << 20);
                    QVERIFY2(
                        wrong.isEmpty(),
                        "seed " + QByteArray::number(static_cast<qulonglong>(seed)) + ": " + wrong);
                }
                ++whole;
            } catch (const ReadError& why) {
                QVERIFY(why.what()[0] != '\0');
                QVERIFY(seed > 0);
                ++refused;
            }
        }
        QVERIFY2(whole > 20 && refused > 100, qPrintable(QStringLiteral("%1 %2").arg(whole).arg(refused)));
    }

    void importedOrRefusedNothingIsLeftHalf()
    {
        const Imports in;
        QVERIFY(in.run({in.write("products.csv", "sku,title\nP 1,Mug\n")}));
        const QByteArray before = in.content();
        int accepted = 0, refused = 0;
        for (std::uint64_t seed = 1; seed <= 120; ++seed) {
            Random random(seed, 4);
            const QByteArray text = mutated(salesText(random, 40), random);
            ImportRequest like;
            like.overlap = QStringLiteral("replace");
            const QString file = seed % 4 == 0   ? in.writeGzip("m.csv.gz", text)
                                 : seed % 4 == 1 ? (QFile::remove(in.path("m.zip")),
                                                    in.writeZip("m.zip", {{"sales.csv", text}}))
                                                 : in.write("m_sales.csv", text);
            const auto batch = in.run({file}, like);
            const QByteArray which = "seed " + QByteArray::number(static_cast<qulonglong>(seed));
            if (!batch) {
                ++refused;
                QVERIFY2(batch.error().code == ErrorCode::InvalidInput, which + why(batch).toUtf8());
                QVERIFY2(!why(batch).contains(QLatin1Char('\n')), which);
            } else {
                ++accepted;
                const ImportReport& report = batch->imports.front();
                QCOMPARE(report.rowsAccepted + report.rowsRejected, report.rowsRead);
                QVERIFY2(in.undo(report.importId), which);
            }
            QVERIFY2(in.content() == before, which);
        }
        QVERIFY2(
            accepted > 20 && refused > 10, qPrintable(QStringLiteral("%1 %2").arg(accepted).arg(refused)));
    }
};

QTEST_GUILESS_MAIN(TestImportMutations)
#include "test_import_mutations.moc"
