#include "tests/app/support_cli.h"

#include <QStandardPaths>
#include <QTest>

#include <memory>

using namespace merch::test;

/// The same input gives the same bytes, in any locale and with any number of threads.
class TestCliReproducible : public QObject
{
    Q_OBJECT

    std::unique_ptr<DemoFolder> m_demo;
    QString m_locales;

    /// A compiled locale, so that the C library speaks it too and not Qt alone.
    bool compiled(const QString& name) const
    {
        const QString tool = QStandardPaths::findExecutable(QStringLiteral("localedef"));
        if (tool.isEmpty())
            return false;
        return QProcess::execute(
                   tool, {QStringLiteral("--no-archive"), QStringLiteral("-i"), name, QStringLiteral("-f"),
                          QStringLiteral("UTF-8"),
                          m_locales + QLatin1Char('/') + name + QStringLiteral(".UTF-8")}) == 0;
    }

    /// The main job from extracts to files, each answer and each file in order.
    std::vector<std::pair<QString, QByteArray>> mainJob(const QString& locale, int threads) const
    {
        // In a folder of its own, so that no path tells it apart.
        QTemporaryDir dir;
        Surroundings around;
        around.locale = locale;
        around.locales = m_locales;
        around.folder = dir.path();
        std::vector<std::pair<QString, QByteArray>> all;
        QStringList import{QStringLiteral("import"), QStringLiteral("s.merch")};
        import += m_demo->files();
        std::vector<QStringList> lines{
            {QStringLiteral("init"), QStringLiteral("s.merch"), QStringLiteral("--currency"),
             QStringLiteral("EUR")},
            import};
        for (const char* line :
             {"check s.merch", "forecast s.merch", "plan reorder s.merch --budget 12345.5", "status s.merch",
              "problems s.merch", "imports s.merch", "export s.merch forecasts --to f.csv",
              "export s.merch forecasts --to f.xlsx", "export s.merch reorder-plan --to r.csv",
              "export s.merch reorder-plan --to r.xlsx", "export s.merch reorder-plan --to r.json",
              "export s.merch order-points --to o.csv", "export s.merch findings --to i.csv",
              "export s.merch problems --to p.csv"})
            lines.push_back(QString::fromLatin1(line).split(QLatin1Char(' ')));
        lines.push_back(
            {QStringLiteral("query"), QStringLiteral("s.merch"),
             QStringLiteral(
                 "SELECT sku, location, date, units, revenue, price FROM sales_day ORDER BY 1, 2, 3")});
        for (QStringList line : lines) {
            line +=
                {QStringLiteral("--json"), QStringLiteral("--quiet"), QStringLiteral("--threads"),
                 QString::number(threads)};
            const Ran ran = cli(line, around);
            if (ran.status > 1 || !ran.err.isEmpty())
                qFatal("%s: %s", qPrintable(line.join(QLatin1Char(' '))), qPrintable(ran.said()));
            all.emplace_back(line.mid(0, 3).join(QLatin1Char(' ')), timeless(ran.json()));
            // What a person reads is the same too.
            if (line[0] == QLatin1String("status") || line[0] == QLatin1String("problems")) {
                line.removeAll(QStringLiteral("--json"));
                QByteArray text = cli(line, around).out;
                if (const qsizetype at = text.indexOf("last import"); at >= 0)
                    text.truncate(at);
                all.emplace_back(line.mid(0, 2).join(QLatin1Char(' ')), text);
            }
        }
        for (const QString& name :
             QDir(dir.path())
                 .entryList(
                     {QStringLiteral("*.csv"), QStringLiteral("*.xlsx"), QStringLiteral("*.json")},
                     QDir::Files, QDir::Name)) {
            QFile file(QDir(dir.path()).filePath(name));
            if (!file.open(QIODevice::ReadOnly))
                qFatal("%s is gone", qPrintable(name));
            all.emplace_back(name, file.readAll());
        }
        return all;
    }

    /// An answer without its times and rates.
    static QByteArray timeless(QJsonObject answer)
    {
        const auto strip = [](QJsonObject& object) {
            for (const char* key :
                 {"seconds", "series_per_second", "rows_per_second", "made_at", "last_import"})
                object.remove(QLatin1String(key));
        };
        strip(answer);
        QJsonArray imports = answer.value(QStringLiteral("imports")).toArray();
        for (qsizetype i = 0; i < imports.size(); ++i) {
            QJsonObject one = imports[i].toObject();
            strip(one);
            imports[i] = one;
        }
        if (!imports.isEmpty())
            answer[QStringLiteral("imports")] = imports;
        return QJsonDocument(answer).toJson(QJsonDocument::Indented);
    }

    std::vector<std::pair<QString, QByteArray>> m_first;

private slots:
    void initTestCase()
    {
        m_demo = std::make_unique<DemoFolder>(24, 150);
        m_locales = m_demo->path(QStringLiteral("locales"));
        QDir().mkpath(m_locales);
        for (const char* name : {"de_DE", "tr_TR"}) {
            if (!compiled(QLatin1String(name)))
                qInfo("%s cannot be compiled here: only Qt will speak it", name);
        }
        m_first = mainJob(QStringLiteral("C.UTF-8"), 1);
        int files = 0;
        for (const auto& [name, bytes] : m_first) {
            QVERIFY2(bytes.size() > 2, qPrintable(name));
            files += name.endsWith(QLatin1String(".csv")) || name.endsWith(QLatin1String(".xlsx")) ? 1 : 0;
        }
        QVERIFY(files >= 8);
    }

    void theSameBytesEverywhere_data()
    {
        QTest::addColumn<QString>("locale");
        QTest::addColumn<int>("threads");
        QTest::newRow("again") << QStringLiteral("C.UTF-8") << 1;
        QTest::newRow("8 threads") << QStringLiteral("C.UTF-8") << 8;
        QTest::newRow("plain C") << QStringLiteral("C") << 2;
        QTest::newRow("German") << QStringLiteral("de_DE.UTF-8") << 8;
        QTest::newRow("Turkish") << QStringLiteral("tr_TR.UTF-8") << 3;
        QTest::newRow("no such locale") << QStringLiteral("xx_XX") << 0;
    }
    void theSameBytesEverywhere()
    {
        QFETCH(QString, locale);
        QFETCH(int, threads);
        const auto now = mainJob(locale, threads);
        QCOMPARE(now.size(), m_first.size());
        for (std::size_t i = 0; i < now.size(); ++i) {
            QCOMPARE(now[i].first, m_first[i].first);
            const QByteArray& a = now[i].second;
            const QByteArray& b = m_first[i].second;
            qsizetype at = 0;
            while (at < std::min(a.size(), b.size()) && a[at] == b[at])
                ++at;
            QVERIFY2(
                a == b, "differs in " + now[i].first.toUtf8() + " at " + QByteArray::number(at) + ": " +
                            a.mid(std::max<qsizetype>(0, at - 40), 80) + " / " +
                            b.mid(std::max<qsizetype>(0, at - 40), 80));
        }
    }

    void seriesAndDemoTooInAnyLocale()
    {
        const QString file =
            m_demo->write(QStringLiteral("n.csv"), "value\n1.5\n2.25\n1234.5\n3\n2\n4.125\n2\n5\n");
        QByteArray answer, extracts;
        for (const char* locale : {"C.UTF-8", "de_DE.UTF-8", "tr_TR.UTF-8"}) {
            Surroundings around;
            around.locale = QLatin1String(locale);
            around.locales = m_locales;
            const Ran ran =
                cli({QStringLiteral("series"), file, QStringLiteral("--json"), QStringLiteral("--method"),
                     QStringLiteral("holt")},
                    around);
            QVERIFY2(ran.status == 0, qPrintable(ran.said()));
            QVERIFY(answer.isEmpty() || ran.out == answer);
            answer = ran.out;
            QTemporaryDir dir;
            QCOMPARE(
                cli({QStringLiteral("demo"), dir.path(), QStringLiteral("--products"), QStringLiteral("12"),
                     QStringLiteral("--days"), QStringLiteral("60")},
                    around)
                    .status,
                0);
            QByteArray all;
            for (const QString& name : QDir(dir.path()).entryList(QDir::Files, QDir::Name)) {
                QFile one(dir.filePath(name));
                QVERIFY(one.open(QIODevice::ReadOnly));
                all += one.readAll();
            }
            QVERIFY(all.size() > 10'000);
            QVERIFY(extracts.isEmpty() || extracts == all);
            extracts = all;
        }
    }
};

QTEST_GUILESS_MAIN(TestCliReproducible)
#include "test_cli_reproducible.moc"
