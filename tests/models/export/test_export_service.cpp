#include "models/export/export_service.h"
#include "models/import/workbook_reader.h"
#include "tests/models/support_plan.h"

#include <QDir>
#include <QFile>
#include <QGuiApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLocale>
#include <QProcess>
#include <QStandardPaths>
#include <QTest>

#include <zip.h>

using namespace merch;
using test::PlanFile;

namespace
{

using Rows = std::vector<QStringList>;

/// Comma separated text with quotes, read by the rule of RFC 4180 alone.
Rows readCsv(const QString& path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    QString text = QString::fromUtf8(file.readAll());
    if (text.startsWith(QChar(0xFEFF)))
        text.remove(0, 1);
    Rows rows;
    QStringList row;
    QString field;
    bool quoted = false;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar c = text[i];
        if (quoted) {
            if (c != u'"')
                field += c;
            else if (i + 1 < text.size() && text[i + 1] == u'"')
                field += text[++i];
            else
                quoted = false;
        } else if (c == u'"') {
            quoted = true;
        } else if (c == u',') {
            row << std::exchange(field, {});
        } else if (c == u'\n') {
            row << std::exchange(field, {});
            rows.push_back(std::exchange(row, {}));
        } else if (c != u'\r') {
            field += c;
        }
    }
    return rows;
}

Rows readWorkbook(const QString& path)
{
    Rows rows;
    WorkbookReader reader(path.toStdString(), {});
    Record record;
    while (reader.next(record)) {
        QStringList row;
        for (const std::string_view field : record.fields)
            row << QString::fromUtf8(field.data(), qsizetype(field.size()));
        rows.push_back(row);
    }
    return rows;
}

QByteArray partOf(const QString& workbook, const char* name)
{
    int error = 0;
    zip_t* archive = zip_open(workbook.toUtf8().constData(), ZIP_RDONLY, &error);
    if (!archive)
        return {};
    QByteArray content;
    if (zip_file_t* part = zip_fopen(archive, name, 0)) {
        char buffer[4096];
        for (zip_int64_t n = 0; (n = zip_fread(part, buffer, sizeof buffer)) > 0;)
            content.append(buffer, qsizetype(n));
        zip_fclose(part);
    }
    zip_discard(archive);
    return content;
}

double number(const Rows& rows, std::size_t row, const char* column)
{
    const qsizetype at = rows.front().indexOf(QLatin1String(column));
    return at < 0 ? -1e9 : rows[row].value(at).toDouble();
}

} // namespace

class TestExportService : public QObject
{
    Q_OBJECT

    static ExportRequest asking(const PlanFile& file, const char* what, const char* name)
    {
        ExportRequest request = file.request(name);
        request.what = QLatin1String(what);
        return request;
    }
    static ExportResult write(const PlanFile& file, const ExportRequest& request)
    {
        const auto done = ExportService(file.path()).write(request);
        if (!done)
            throw std::runtime_error(done.error().text());
        return *done;
    }

private slots:
    void initTestCase() { QStandardPaths::setTestModeEnabled(true); }
    void cleanup() { QLocale::setDefault(QLocale::c()); }

    void anApprovedPlanLeavesAsItWasApproved()
    {
        const PlanFile file;
        file.bringTo(PlanState::Approved);
        const auto lines = file.service().lines(file.plan().planId);
        const ExportResult done = write(file, file.request("plan.csv"));
        QVERIFY(!done.report);
        QCOMPARE(done.state, PlanState::Exported);
        const Rows rows = readCsv(done.files.first());
        QCOMPARE(std::int64_t(rows.size()) - 1, done.rows);
        QCOMPARE(rows.size() - 1, file.orders().size());
        const qsizetype sku = rows.front().indexOf(QStringLiteral("sku"));
        const qsizetype location = rows.front().indexOf(QStringLiteral("location"));
        QVERIFY(sku >= 0 && location >= 0);
        for (std::size_t row = 1; row < rows.size(); ++row) {
            const auto line = std::ranges::find_if(*lines, [&](const PlanLine& one) {
                return one.sku == rows[row][sku] && one.location == rows[row][location];
            });
            QVERIFY(line != lines->end());
            QCOMPARE(number(rows, row, "order_qty"), line->orderQty);
            QCOMPARE(number(rows, row, "order_value"), double(line->orderValue) / 100.0);
            QCOMPARE(number(rows, row, "order_point"), line->orderPoint);
        }
        QCOMPARE(file.plan().state, PlanState::Exported);
    }

    void everyFormatHoldsTheSame()
    {
        const PlanFile file;
        file.bringTo(PlanState::Approved);
        ExportRequest request = file.request("plan.csv");
        const Rows csv = readCsv(write(file, request).files.first());
        request.again = true;
        request.file = file.file("plan.xlsx");
        const QString workbook = write(file, request).files.first();
        const Rows xlsx = readWorkbook(workbook);
        QCOMPARE(xlsx.size(), csv.size());
        for (std::size_t row = 0; row < csv.size(); ++row)
            for (qsizetype column = 0; column < csv[row].size(); ++column) {
                if (csv.front()[column] == QLatin1String("state"))
                    continue; // the first export moved it on
                const QString a = csv[row][column], b = xlsx[row].value(column);
                bool isNumber = false;
                const double value = a.toDouble(&isNumber);
                QVERIFY2(
                    isNumber ? value == b.toDouble() : a == b,
                    qPrintable(QStringLiteral("row %1: %2, %3").arg(row).arg(a, b)));
            }
        request.file = file.file("plan.json");
        QFile json(write(file, request).files.first());
        QVERIFY(json.open(QIODevice::ReadOnly));
        const QJsonDocument document = QJsonDocument::fromJson(json.readAll());
        QJsonArray all = document.array();
        if (document.isObject())
            for (const QJsonValue& value : document.object())
                if (value.isArray())
                    all = value.toArray();
        QCOMPARE(std::size_t(all.size()), csv.size() - 1);
        QCOMPARE(all.first().toObject().value(u"order_qty").toDouble(), number(csv, 1, "order_qty"));
    }

    void aWorkbookIsReadyToReadInASpreadsheet()
    {
        const PlanFile file;
        file.bringTo(PlanState::Approved);
        const QString workbook = write(file, file.request("plan.xlsx")).files.first();
        const QByteArray sheet = partOf(workbook, "xl/worksheets/sheet1.xml");
        QVERIFY(sheet.contains("state=\"frozen\""));
        QVERIFY(sheet.contains("<autoFilter"));
        QVERIFY(sheet.contains("<cols>"));
        QVERIFY(!sheet.contains("<f>")); // no formula
    }

    void whatIsNotApprovedLeavesAsAReportOnly()
    {
        for (const PlanState state : {PlanState::Draft, PlanState::Submitted, PlanState::Returned}) {
            const PlanFile file;
            file.bringTo(state);
            const ExportResult report = write(file, file.request("report.csv"));
            QVERIFY(report.report);
            QCOMPARE(file.plan().state, state); // nothing moved
            const Rows rows = readCsv(report.files.first());
            const qsizetype column = rows.front().indexOf(QStringLiteral("state"));
            QVERIFY(column >= 0);
            for (std::size_t row = 1; row < rows.size(); ++row)
                QVERIFY(rows[row][column] != QLatin1String("approved"));
            QVERIFY(write(file, asking(file, "order-points", "points.csv")).report);
            ExportRequest platform = asking(file, "order-points", "no.csv");
            platform.preset = ExportService::presets().first();
            for (const ExportRequest& request : {asking(file, "purchase-orders", "no.csv"), platform}) {
                const auto refused = ExportService(file.path()).write(request);
                QVERIFY2(!refused, qPrintable(request.what));
                QCOMPARE(refused.error().code, ErrorCode::Refused);
                QVERIFY(!QFile::exists(request.file));
            }
            QVERIFY(!ExportService(file.path())
                         .check(asking(file, "purchase-orders", "no.csv"))
                         .refusal.isEmpty());
        }
    }

    void theSameLinesLeaveTwiceOnlyWhenItIsSaid()
    {
        const PlanFile file;
        file.bringTo(PlanState::Approved);
        write(file, file.request("plan.csv"));
        const auto twice = ExportService(file.path()).write(file.request("again.csv"));
        QVERIFY(!twice);
        QCOMPARE(twice.error().code, ErrorCode::Refused);
        QVERIFY(QString::fromStdString(twice.error().message).contains(QStringLiteral("plan.csv")));
        QVERIFY(!QFile::exists(file.file("again.csv")));
        QCOMPARE(ExportService(file.path()).check(file.request("again.csv")).left, int(file.orders().size()));
        ExportRequest request = file.request("again.csv");
        request.again = true;
        QVERIFY(write(file, request).rows > 0);
        const auto trail = file.service().trail(file.plan().planId);
        QCOMPARE(
            std::ranges::count_if(*trail, [](const AuditEntry& entry) { return entry.action == u"export"; }),
            2);
        QVERIFY(file.service().verify()->intact());
    }

    void theReverseTakesEachOrderBack()
    {
        const PlanFile file;
        file.bringTo(PlanState::Approved);
        const ExportResult done = write(file, file.request("plan.csv"));
        QCOMPARE(done.reverseFiles.first(), ExportService::reverseName(done.files.first()));
        const Rows there = readCsv(done.files.first()), back = readCsv(done.reverseFiles.first());
        QCOMPARE(back.size(), there.size());
        for (std::size_t row = 1; row < there.size(); ++row) {
            QCOMPARE(back[row][0], there[row][0]);
            QCOMPARE(back[row][1], there[row][1]);
            QCOMPARE(number(there, row, "order_qty") + number(back, row, "order_qty"), 0.0);
            QCOMPARE(number(there, row, "order_value") + number(back, row, "order_value"), 0.0);
        }
    }

    void theReverseOfOrderPointsIsWhatHeldBefore()
    {
        const PlanFile file;
        file.bringTo(PlanState::Approved);
        const auto lines = file.service().lines(file.plan().planId);
        const ExportResult done = write(file, asking(file, "order-points", "points.csv"));
        const Rows there = readCsv(done.files.first()), back = readCsv(done.reverseFiles.first());
        QCOMPARE(back.size(), there.size());
        for (std::size_t row = 1; row < there.size(); ++row) {
            const auto line = std::ranges::find_if(*lines, [&](const PlanLine& one) {
                return one.sku == there[row][0] && one.location == there[row][1];
            });
            QVERIFY(line != lines->end());
            QCOMPARE(number(there, row, "order_point"), line->orderPoint);
            QCOMPARE(back[row][2].isEmpty(), !line->minToday.has_value());
            if (line->minToday)
                QCOMPARE(number(back, row, "order_point"), *line->minToday);
        }
    }

    void eachSupplierGetsAnOrderToPrint()
    {
        const PlanFile file;
        file.bringTo(PlanState::Approved);
        ExportRequest request = asking(file, "purchase-orders", "orders");
        request.format = QStringLiteral("pdf");
        QVERIFY(QDir().mkpath(request.file));
        const ExportResult done = write(file, request);
        QCOMPARE(int(done.files.size()), file.plan().suppliers);
        const auto lines = file.service().lines(file.plan().planId);
        for (const QString& path : done.files) {
            QFile pdf(path);
            QVERIFY(pdf.open(QIODevice::ReadOnly));
            QVERIFY(pdf.readAll().startsWith("%PDF-"));
        }
        QProcess reader;
        reader.start(
            QStringLiteral("pdftotext"),
            {QStringLiteral("-layout"), done.files.first(), QStringLiteral("-")});
        if (!reader.waitForStarted())
            QSKIP("pdftotext is not on this machine: the words of the orders are not read.");
        QVERIFY(reader.waitForFinished());
        const QString words = QString::fromUtf8(reader.readAllStandardOutput());
        int found = 0;
        for (const PlanLine& line : *lines)
            found += line.orders() && words.contains(line.sku);
        QVERIFY2(found > 0, qPrintable(words.left(400)));
    }

    /// What each line is called, so that a title, a reason or a supplier would run in a spreadsheet.
    static void rename(const PlanFile& file, const char* sql, const QString& text)
    {
        Result<Store> store = Store::open(file.path().toStdString(), Store::Mode::ReadWrite);
        sql::Statement rename(store->db(), sql);
        rename.bind(1, text.toStdString()).run();
    }

    void noCellBecomesAFormula_data()
    {
        QTest::addColumn<QString>("title");
        for (const char* title :
             {"=1+2", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "=HYPERLINK(\"http://x\")",
              "＝1+2", "＋1", "－1", "＠SUM(A1)"})
            QTest::newRow(title) << QString::fromUtf8(title);
    }
    void noCellBecomesAFormula()
    {
        QFETCH(QString, title);
        const PlanFile file;
        rename(file, "UPDATE product SET title = ?1", title);
        file.bringTo(PlanState::Approved);
        ExportRequest request = asking(file, "purchase-orders", "orders.csv");
        const ExportResult done = write(file, request);
        for (const QString& path : {done.files.first(), done.reverseFiles.first()}) {
            const Rows csv = readCsv(path);
            const qsizetype column = csv.front().indexOf(QStringLiteral("title"));
            QVERIFY(column >= 0 && csv.size() > 1);
            for (std::size_t row = 1; row < csv.size(); ++row) {
                QCOMPARE(csv[row][column], u'\'' + title); // and nothing of it is lost
                QVERIFY(!csv[row][csv.front().indexOf(QStringLiteral("units"))].startsWith(u'\''));
            }
        }
        request.again = true;
        request.file = file.file("orders.xlsx");
        const QString workbook = write(file, request).files.first();
        QVERIFY(!partOf(workbook, "xl/worksheets/sheet1.xml").contains("<f>"));
        QVERIFY(!partOf(workbook, "xl/worksheets/sheet1.xml").contains("hyperlink"));
        const Rows xlsx = readWorkbook(workbook);
        const qsizetype column = xlsx.front().indexOf(QStringLiteral("title"));
        const QString cell = xlsx.at(1)[column]; // a text cell needs no apostrophe
        QVERIFY2(cell.endsWith(title.trimmed()) && !cell.startsWith(u'\''), qPrintable(cell));

        request.file = file.file("orders.json");
        QFile json(write(file, request).files.first());
        QVERIFY(json.open(QIODevice::ReadOnly));
        const QJsonArray all = QJsonDocument::fromJson(json.readAll()).array();
        QVERIFY(!all.isEmpty());
        QCOMPARE(all.first().toObject().value(u"title").toString(), title);
        QVERIFY(all.first().toObject().value(u"units").isDouble());
    }

    void aPrintedOrderShowsTextsAsTheyAre()
    {
        const PlanFile file;
        rename(file, "UPDATE product SET title = ?1", QStringLiteral("=1+2 mug"));
        file.bringTo(PlanState::Approved);
        ExportRequest request = asking(file, "purchase-orders", "orders.pdf");
        QProcess reader;
        reader.start(
            QStringLiteral("pdftotext"),
            {QStringLiteral("-layout"), write(file, request).files.first(), QStringLiteral("-")});
        if (!reader.waitForStarted())
            QSKIP("pdftotext is not on this machine: the words of the orders are not read.");
        QVERIFY(reader.waitForFinished());
        const QString words = QString::fromUtf8(reader.readAllStandardOutput());
        QVERIFY2(words.contains(QStringLiteral("=1+2 mug")), qPrintable(words.left(600)));
        QVERIFY(!words.contains(QStringLiteral("'=1+2")));
    }

    void aPlatformIsNeverSentAnApostropheItWouldKeep()
    {
        for (const QString& preset : ExportService::presets()) {
            const PlanFile file;
            rename(
                file, "UPDATE product SET sku = ?1 WHERE product_id = (SELECT min(product_id) FROM product)",
                QStringLiteral("-17+A"));
            file.bringTo(PlanState::Approved);
            ExportRequest request = asking(file, "order-points", "points.csv");
            request.preset = preset;
            const auto refused = ExportService(file.path()).write(request);
            QVERIFY2(!refused, qPrintable(preset));
            QCOMPARE(refused.error().code, ErrorCode::InvalidInput);
            QVERIFY(QString::fromStdString(refused.error().message).contains(QStringLiteral("“-17+A”")));
            QVERIFY(!QFile::exists(request.file));
            QVERIFY(!QFile::exists(ExportService::reverseName(request.file)));
            QCOMPARE(file.plan().exported, 0);

            request.file = file.file("points.xlsx");
            const ExportResult done = write(file, request);
            for (const QString& path : {done.files.first(), done.reverseFiles.first()}) {
                const Rows rows = readWorkbook(path);
                QVERIFY(std::ranges::any_of(
                    rows, [](const QStringList& row) { return row.contains(QStringLiteral("-17+A")); }));
                QVERIFY(!partOf(path, "xl/worksheets/sheet1.xml").contains("<f>"));
            }
        }
    }

    void aPlatformsFileNeedsNoGuardWhereNothingWouldRun()
    {
        const PlanFile file;
        file.bringTo(PlanState::Approved);
        ExportRequest request = asking(file, "order-points", "points.csv");
        for (const QString& preset : ExportService::presets()) {
            request.preset = preset;
            const ExportResult done = write(file, request);
            request.again = true;
            for (const QString& path : {done.files.first(), done.reverseFiles.first()}) {
                QFile csv(path);
                QVERIFY(csv.open(QIODevice::ReadOnly));
                QVERIFY2(!csv.readAll().contains('\''), qPrintable(path));
            }
        }
    }

    void filesAreTheSameInAnyLocale()
    {
        QByteArray first;
        for (const char* name : {"C", "de_DE", "tr_TR", "ar_EG"}) {
            QLocale::setDefault(QLocale(QString::fromLatin1(name)));
            const PlanFile file;
            file.bringTo(PlanState::Approved);
            QFile csv(write(file, file.request("plan.csv")).files.first());
            QVERIFY(csv.open(QIODevice::ReadOnly));
            const QByteArray text = csv.readAll();
            QVERIFY(!text.isEmpty());
            if (first.isEmpty())
                first = text;
            QCOMPARE(text, first);
        }
    }

    void whereItCannotBeWrittenNothingIsRecorded()
    {
        const PlanFile file;
        file.bringTo(PlanState::Approved);
        ExportRequest request = file.request("plan.csv");
        request.file = file.file("no/such/folder/plan.csv");
        const auto done = ExportService(file.path()).write(request);
        QVERIFY(!done);
        QVERIFY(!done.error().message.empty());
        QCOMPARE(file.plan().state, PlanState::Approved);
        QCOMPARE(file.plan().exported, 0);
        QVERIFY(file.service().verify()->intact());
    }

    void theClipboardPastesNumbersOfTheLocale()
    {
        const PlanFile file;
        QLocale::setDefault(QLocale(QStringLiteral("de_DE")));
        const auto table = ExportService(file.path()).clipboard(file.plan().planId, {});
        QVERIFY(table);
        const QStringList lines = table->tsv.split(u'\n', Qt::SkipEmptyParts);
        QCOMPARE(std::size_t(lines.size()), file.orders().size() + 1);
        QVERIFY(lines.at(1).contains(u',')); // decimal sign
        QCOMPARE(lines.at(1).count(u'\t'), lines.at(0).count(u'\t'));
        QCOMPARE(table->html.count(QStringLiteral("<tr")), lines.size());
    }

    void theClipboardGuardsTextsAndLeavesNumbers()
    {
        const PlanFile file;
        rename(file, "UPDATE product SET sku = ?1 || product_id", QStringLiteral("＝1\t+"));
        const auto table = ExportService(file.path()).clipboard(file.plan().planId, {});
        QVERIFY(table);
        const QList<QStringList> pasted = tableFromText(table->tsv);
        const qsizetype qty = pasted.at(0).indexOf(QStringLiteral("order_qty"));
        QVERIFY(table->tsv.contains(QStringLiteral("\n\"'＝1\t+")));
        QVERIFY(pasted.at(1).at(0).startsWith(QStringLiteral("＝1\t+")));
        QVERIFY(pasted.at(1).at(qty).toDouble() > 0);
    }
};

QTEST_MAIN(TestExportService)
#include "test_export_service.moc"
