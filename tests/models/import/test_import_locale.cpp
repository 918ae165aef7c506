#include "models/export/export_service.h"
#include "models/forecast/forecast_service.h"
#include "models/planning/reorder_planner.h"
#include "models/quality/quality_service.h"
#include "tests/models/support_import.h"

#include <QDir>
#include <QLocale>
#include <QProcess>
#include <QStandardPaths>
#include <QTest>

#include <clocale>

using namespace merch;
using namespace merch::test;

/// In the window Qt speaks the user's language, and a library may switch the C library's too: what is read
/// and written by a service stays the same.
class TestImportLocale : public QObject
{
    Q_OBJECT

    QTemporaryDir m_dir;

    /// Workbook, text and zip, with fractions and a day with its time.
    static QByteArray mainJob()
    {
        const Imports in;
        {
            lxw_workbook* book = workbook_new(in.path("sales.XLSX").toLocal8Bit().constData());
            lxw_worksheet* sheet = workbook_add_worksheet(book, "sales");
            lxw_format* day = workbook_add_format(book);
            format_set_num_format(day, "yyyy-mm-dd hh:mm");
            const char* const headings[] = {"date", "sku", "location", "units", "unit_price"};
            for (int c = 0; c < 5; ++c)
                worksheet_write_string(sheet, 0, static_cast<lxw_col_t>(c), headings[c], nullptr);
            for (int r = 1; r <= 120; ++r) {
                const auto row = static_cast<lxw_row_t>(r);
                worksheet_write_number(sheet, row, 0, 45'900 + r + 0.6875, day);
                worksheet_write_string(sheet, row, 1, r % 2 ? "MINI" : "IRIS", nullptr);
                worksheet_write_string(sheet, row, 2, "L1", nullptr);
                worksheet_write_number(sheet, row, 3, r % 7 + 0.25, nullptr);
                worksheet_write_number(sheet, row, 4, 0.1 + 0.2, nullptr);
            }
            workbook_close(book);
        }
        const QString products = in.write(
            "products.csv",
            "sku,title,unit_cost,pack_size,supplier\nMINI,Mini,0.05,1,ACME\nIRIS,Iris,0.1,1,ACME\n");
        const QString suppliers =
            in.writeZip("SUPPLIERS.ZIP", {{"suppliers.csv", "supplier,lead_time_days\nACME,7.5\n"}});
        const QString stock = in.write(
            "stock.csv", "date,sku,location,on_hand\n2025-12-28,MINI,L1,1.5\n2025-12-28,IRIS,L1,2.25\n");
        const auto batch = in.run({in.path("sales.XLSX"), products, suppliers, stock});
        if (!batch)
            return "import: " + why(batch).toUtf8();
        const QString user = QStringLiteral("ann");
        if (!QualityService(in.store()).run(user, {}, {}))
            return "check";
        ForecastOptions forecast;
        forecast.user = user;
        if (!ForecastService(in.store()).run(forecast, {}))
            return "forecast";
        ReorderOptions plan;
        plan.user = user;
        if (const auto made = ReorderPlanner(in.store()).make(plan, {}); !made)
            return "plan: " + QByteArray::fromStdString(made.error().text());
        QByteArray all = in.content();
        for (const char* to : {"forecasts.csv", "forecasts.json", "reorder-plan.csv", "order-points.csv"}) {
            ExportRequest request;
            request.what = QString::fromLatin1(to).section(QLatin1Char('.'), 0, 0);
            request.file = in.path(to);
            request.user = user;
            if (const auto done = ExportService(in.store()).write(request, {}); !done)
                return to + QByteArray::fromStdString(done.error().text());
            QFile file(request.file);
            if (file.open(QIODevice::ReadOnly))
                all += file.readAll();
        }
        // But for the times at which it was done, and the reasons, which are words to the user.
        static const QRegularExpression reason(QStringLiteral("Stock lasts[^|\n]*?\\.(?=[|,\"\n])"));
        static const QRegularExpression clock(QStringLiteral("\\b1[0-9]{12}\\b"));
        static const QRegularExpression seconds(
            QStringLiteral("== (forecast_run|import|plan|export|audit|quality_run)\n[^=]*"));
        QString text = QString::fromUtf8(all);
        return text.remove(seconds).remove(reason).replace(clock, QStringLiteral("T")).toUtf8();
    }

private slots:
    void cleanup()
    {
        QLocale::setDefault(QLocale::c());
        std::setlocale(LC_ALL, "C.UTF-8");
        std::setlocale(LC_NUMERIC, "C");
    }

    void theUsersLocaleChangesNothing_data()
    {
        QTest::addColumn<QString>("name");
        QTest::newRow("German") << QStringLiteral("de_DE");
        QTest::newRow("Turkish") << QStringLiteral("tr_TR");
        QTest::newRow("Arabic") << QStringLiteral("ar_EG");
    }
    void theUsersLocaleChangesNothing()
    {
        QFETCH(QString, name);
        QLocale::setDefault(QLocale::c());
        const QByteArray plain = mainJob();
        QVERIFY2(plain.contains("== series"), plain.left(300));
        QVERIFY(plain.contains("MINI"));

        const QString tool = QStandardPaths::findExecutable(QStringLiteral("localedef"));
        const QString to = m_dir.filePath(name + QStringLiteral(".UTF-8"));
        if (!tool.isEmpty())
            QProcess::execute(
                tool, {QStringLiteral("--no-archive"), QStringLiteral("-i"), name, QStringLiteral("-f"),
                       QStringLiteral("UTF-8"), to});
        qputenv("LOCPATH", m_dir.path().toLocal8Bit());
        if (!std::setlocale(LC_ALL, (name + QStringLiteral(".UTF-8")).toLatin1().constData()))
            qInfo("%s is not here for the C library: only Qt speaks it", qPrintable(name));
        std::setlocale(LC_NUMERIC, "C"); // as both programs do: libxlsxwriter goes by it
        QLocale::setDefault(QLocale(name));
        const QByteArray theirs = mainJob();
        qsizetype at = 0;
        while (at < std::min(plain.size(), theirs.size()) && plain[at] == theirs[at])
            ++at;
        QVERIFY2(
            theirs == plain, plain.mid(std::max<qsizetype>(0, at - 60), 120) + "\n is not \n" +
                                 theirs.mid(std::max<qsizetype>(0, at - 60), 120));
    }
};

QTEST_GUILESS_MAIN(TestImportLocale)
#include "test_import_locale.moc"
