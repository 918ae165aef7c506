#include "models/grid/format.h"
#include "models/grid/grid_model.h"
#include "tests/app/window/support_window.h"
#include "widgets/grid/grid_view.h"

#include <QAbstractButton>
#include <QAction>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QRegularExpression>
#include <QTextBrowser>
#include <QTranslator>

using namespace merch;

namespace
{

const char* const kPages[] = {"today", "data", "forecast", "reorder", "approvals"};
constexpr char16_t kMark = u'\u2039';

/// A language of its own: each text of the program between marks, so that what goes round tr() has none.
class Marked final : public QTranslator
{
public:
    using QTranslator::QTranslator;
    bool isEmpty() const override { return false; }
    QString translate(const char*, const char* text, const char*, int) const override
    {
        return *text ? QChar(kMark) + QString::fromUtf8(text) + u'\u203a' : QString();
    }
};

/// The texts that a page shows or says, each with the widget it is of.
std::vector<std::pair<QString, QString>> textsOf(const QWidget* in)
{
    std::vector<std::pair<QString, QString>> all;
    const auto take = [&](const QString& text, const QObject* of, const char* what) {
        if (!text.trimmed().isEmpty())
            all.emplace_back(
                text,
                QStringLiteral("%1 of %2 \"%3\"")
                    .arg(
                        QLatin1String(what), QLatin1String(of->metaObject()->className()), of->objectName()));
    };
    for (const QWidget* widget : in->findChildren<QWidget*>()) {
        if (!widget->isVisibleTo(in))
            continue;
        take(widget->toolTip(), widget, "tip");
        take(widget->accessibleName(), widget, "name");
        if (const auto* label = qobject_cast<const QLabel*>(widget))
            take(label->text(), widget, "text");
        if (const auto* button = qobject_cast<const QAbstractButton*>(widget))
            take(button->text(), widget, "text");
        if (const auto* field = qobject_cast<const QLineEdit*>(widget))
            take(field->placeholderText(), widget, "hint");
        if (const auto* box = qobject_cast<const QComboBox*>(widget))
            for (int i = 0; i < box->count(); ++i)
                take(box->itemText(i), widget, "choice");
        if (const auto* grid = qobject_cast<const GridView*>(widget))
            for (int column = 0; column < grid->model()->columnCount(); ++column) {
                take(grid->model()->headerData(column, Qt::Horizontal).toString(), widget, "heading");
                take(
                    grid->model()->headerData(column, Qt::Horizontal, Qt::ToolTipRole).toString(), widget,
                    "heading's tip");
            }
    }
    return all;
}

/// Everything a page writes, in one: what it shows and what its grids hold.
QString writtenOn(const QWidget* page)
{
    QStringList all;
    for (const auto& [text, of] : textsOf(page))
        all << text;
    for (const auto* view : page->findChildren<QAbstractItemView*>())
        if (const QAbstractItemModel* model = view->model())
            for (int row = 0; row < std::min(200, model->rowCount()); ++row)
                for (int column = 0; column < model->columnCount(); ++column)
                    for (const int role :
                         {int(Qt::DisplayRole), int(Qt::ToolTipRole), int(Qt::AccessibleTextRole)})
                        all << model->index(row, column).data(role).toString();
    return all.join(u'\n');
}

} // namespace

class TestLanguages : public QObject
{
    Q_OBJECT

private slots:
    void cleanup()
    {
        QLocale::setDefault(QLocale::c());
        theme::apply(*qApp, theme::Mode::Light);
    }

    void daysAreWrittenAsTheLocaleDoes_data()
    {
        QTest::addColumn<QString>("locale");
        QTest::addColumn<QString>("day");
        QTest::addColumn<QString>("shortDay");
        QTest::addColumn<QString>("money");
        QTest::newRow("C") << "C"
                           << "3 Apr 2026"
                           << "3 Apr" << QStringLiteral("£1234.50");
        QTest::newRow("British") << "en_GB"
                                 << "3 Apr 2026"
                                 << "3 Apr" << QStringLiteral("£1,234.50");
        QTest::newRow("American") << "en_US"
                                  << "Apr 3, 2026"
                                  << "Apr 3" << QStringLiteral("£1,234.50");
        QTest::newRow("German") << "de_DE"
                                << "3. Apr. 2026"
                                << "3. Apr." << QStringLiteral("1.234,50\u00a0£");
        QTest::newRow("French") << "fr_FR"
                                << "3 avr. 2026"
                                << "3 avr." << QStringLiteral("1\u202f234,50\u00a0£");
        QTest::newRow("Spanish") << "es_ES"
                                 << "3 de abr de 2026"
                                 << "3 de abr" << QStringLiteral("1234,50\u00a0£");
        QTest::newRow("Hungarian") << "hu_HU" << QStringLiteral("2026. ápr. 3.") << QStringLiteral("ápr. 3.")
                                   << QStringLiteral("1\u00a0234,50\u00a0£");
        QTest::newRow("Japanese") << "ja_JP" << QStringLiteral("2026年4月3日") << QStringLiteral("4月3日")
                                  << QStringLiteral("£1,234.50");
    }
    void daysAreWrittenAsTheLocaleDoes()
    {
        QFETCH(QString, locale);
        QLocale::setDefault(QLocale(locale));
        const Day day = static_cast<Day>(QDate(1970, 1, 1).daysTo(QDate(2026, 4, 3)));
        QTEST(format::day(day), "day");
        QTEST(format::shortDay(day), "shortDay");
        QTEST(format::money(1234.5, QStringLiteral("GBP"), 2), "money");
    }

    /// Opened in Germany: on each page a number, a day and an amount as they are written there, and none
    /// as they are written elsewhere.
    void everyPageWritesNumbersDaysAndMoneyAsTheLocaleDoes()
    {
        QLocale::setDefault(QLocale(QLocale::German, QLocale::Germany));
        test::DemoWindow demo(test::DemoWindow::With::Plan);
        QVERIFY(demo.open({1440, 900}));
        const QRegularExpression number(QStringLiteral("\\d\\.\\d{3}(?!\\d)|\\d,\\d"));
        const QRegularExpression day(
            QStringLiteral("\\d{1,2}\\. (Jan|Feb|März|Apr|Mai|Juni|Juli|Aug|Sept|Okt|Nov|Dez)"));
        const QRegularExpression amount(QStringLiteral("\\d(k|M)?\u00a0£"));
        const QRegularExpression foreign(QStringLiteral(
            "£\\d|\\d{1,2} "
            "(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\\b|\\d{4}-\\d\\d-\\d\\d|\\d,\\d{3}(?!\\d)"));
        QStringList wrong;
        for (const char* page : kPages) {
            QVERIFY(demo.show(page));
            const QString text = writtenOn(demo.window().currentPage());
            const auto expect = [&](const QRegularExpression& form, const char* what) {
                if (!text.contains(form))
                    wrong << QStringLiteral("%1 shows no %2").arg(QLatin1String(page), QLatin1String(what));
            };
            expect(number, "number");
            expect(day, "day");
            if (QByteArray(page) != "data" && QByteArray(page) != "forecast") // they speak of units
                expect(amount, "amount");
            for (auto found = foreign.globalMatch(text); found.hasNext();) {
                const auto match = found.next();
                wrong << QStringLiteral("%1: %2").arg(
                    QLatin1String(page), text.mid(std::max<qsizetype>(0, match.capturedStart() - 30), 70));
            }
        }
        wrong.removeDuplicates();
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join(QStringLiteral("\n----\n"))));
    }

    /// With every text of the program between marks, a text without any is one that cannot be translated.
    void everyTextOfEveryPageCanBeTranslated()
    {
        Marked marks; // before the plan is made: it keeps its reasons in words
        QCoreApplication::installTranslator(&marks);
        test::DemoWindow plain(test::DemoWindow::With::Plan);
        QCoreApplication::removeTranslator(&marks); // once more, before the English plurals
        QCoreApplication::installTranslator(&marks);
        QStringList wrong;
        {
            Workspace workspace;
            workspace.setUser(QStringLiteral("ann"));
            EditJournal journal(workspace);
            MainWindow window(workspace, journal);
            window.resize(1440, 900);
            window.show();
            QVERIFY(QTest::qWaitForWindowExposed(&window));
            QVERIFY(window.openStore(plain.store()));
            const QString data = dataOf(plain);
            for (const char* page : kPages) {
                window.showPage(QLatin1String(page));
                QVERIFY(QTest::qWaitFor([&] { return workspace.jobs().isEmpty(); }, 30'000));
                for (const auto& [text, of] : textsOf(&window))
                    if (!text.contains(QChar(kMark)) && hasWords(text) && !isData(text, data))
                        wrong << QStringLiteral("%1: \"%2\", %3").arg(QLatin1String(page), text, of);
            }
        }
        QCoreApplication::removeTranslator(&marks);
        wrong.removeDuplicates();
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join(u'\n')));
    }

private:
    static bool hasWords(const QString& text)
    {
        static const QRegularExpression tags(QStringLiteral("<[^>]*>")), word(QStringLiteral("\\p{L}{3,}"));
        return QString(text).remove(tags).contains(word);
    }
    /// What the shop's own files say, and the names that stay as they are.
    static QString dataOf(const test::DemoWindow& demo)
    {
        QString all = demo.store() + QStringLiteral("\nMerchbench\nann\n");
        for (const QFileInfo& file : QDir(demo.extracts()).entryInfoList(QDir::Files)) {
            QFile bytes(file.filePath());
            if (bytes.open(QIODevice::ReadOnly))
                all += file.fileName() + u'\n' + QString::fromUtf8(bytes.readAll());
        }
        return all;
    }
    static bool isData(const QString& text, const QString& data)
    {
        const QStringList parts = text.split(QStringLiteral(" · "));
        return std::ranges::all_of(parts, [&](const QString& part) { return data.contains(part.trimmed()); });
    }
};

QTEST_MAIN(TestLanguages)
#include "test_languages.moc"
