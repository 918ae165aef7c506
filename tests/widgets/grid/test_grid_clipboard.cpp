#include "models/grid/grid_model.h"
#include "widgets/grid/grid_view.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QLocale>
#include <QMimeData>
#include <QSignalSpy>
#include <QTest>

#include <algorithm>
#include <vector>

using namespace merch;

namespace
{

/// A name and an amount, both of which can be typed over.
class Shelf : public GridModel
{
public:
    enum Column { Name, Amount };

    Shelf()
        : GridModel(
              {{.id = QStringLiteral("name"), .title = QStringLiteral("=Name"), .text = true, .width = 200},
               {.id = QStringLiteral("amount"), .title = QStringLiteral("Amount"), .width = 100}})
    {
    }
    void set(const QStringList& names, const std::vector<double>& amounts)
    {
        m_names = names;
        m_amounts = amounts;
        itemsReset();
    }
    const QStringList& names() const { return m_names; }
    const std::vector<double>& amounts() const { return m_amounts; }
    int itemCount() const override { return static_cast<int>(m_names.size()); }

protected:
    Cell cell(int item, int column) const override
    {
        Cell shown;
        shown.editable = true;
        shown.kind = column == Name ? Cell::Kind::Text : Cell::Kind::Number;
        shown.text =
            column == Name ? m_names[item] : QLocale().toString(m_amounts[std::size_t(item)], 'f', 1);
        return shown;
    }
    double number(int item, int) const override { return m_amounts[std::size_t(item)]; }
    bool isEditable(int, int) const override { return true; }
    bool edit(int item, int column, const QVariant& value) override
    {
        if (column == Name) {
            m_names[item] = value.toString();
            return true;
        }
        bool good = false;
        const double number = QLocale().toDouble(value.toString(), &good);
        if (good)
            m_amounts[std::size_t(item)] = number;
        return good;
    }

private:
    QStringList m_names;
    std::vector<double> m_amounts;
};

const QStringList kFormulas{QStringLiteral("=1+2"),     QStringLiteral("+cmd|' /C calc'!A0"),
                            QStringLiteral("-2+3"),     QStringLiteral("@SUM"),
                            QStringLiteral("\t=1"),     QStringLiteral("\r=1"),
                            QStringLiteral("＝1+2"),    QStringLiteral("＋1"),
                            QStringLiteral("－1"),      QStringLiteral("＠SUM"),
                            QStringLiteral("=a\t\"b\"")};

} // namespace

class TestGridClipboard : public QObject
{
    Q_OBJECT

    std::unique_ptr<Shelf> m_shelf;
    std::unique_ptr<GridView> m_view;

    void show(const QStringList& names)
    {
        std::vector<double> amounts(std::size_t(names.size()), -7.5);
        m_shelf = std::make_unique<Shelf>();
        m_shelf->set(names, amounts);
        m_view = std::make_unique<GridView>();
        m_view->setGridModel(m_shelf.get());
        m_view->resize(500, 700);
        m_view->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_view.get()));
        m_view->setFocus();
        QGuiApplication::clipboard()->clear();
    }
    void click(int row, int column, Qt::KeyboardModifiers keys = {})
    {
        const QModelIndex cell = m_shelf->index(row, column);
        m_view->scrollTo(cell);
        QTest::mouseClick(m_view->viewport(), Qt::LeftButton, keys, m_view->visualRect(cell).center());
    }
    void copyAll()
    {
        click(0, Shelf::Name);
        click(m_shelf->rowCount() - 1, Shelf::Name, Qt::ShiftModifier);
        QTest::keyClick(m_view.get(), Qt::Key_C, Qt::ControlModifier);
    }

private slots:
    void cleanup()
    {
        m_view.reset();
        m_shelf.reset();
        QLocale::setDefault(QLocale::c());
    }

    void textsThatWouldRunAreGuardedAndNumbersStayNumbers()
    {
        QStringList names = kFormulas;
        names << QStringLiteral("plain") << QStringLiteral("'tis") << QString();
        show(names);
        copyAll();
        const QMimeData* copied = QGuiApplication::clipboard()->mimeData();
        QVERIFY(copied);
        const QString text = copied->text(),
                      csv = QString::fromUtf8(copied->data(QStringLiteral("text/csv")));
        const qsizetype rows = names.size();
        QCOMPARE(text.count(QStringLiteral("-7.5")), rows);
        QVERIFY(!text.contains(QStringLiteral("'-7.5")) && !csv.contains(QStringLiteral("'-7.5")));
        for (const QString& name : kFormulas) {
            const QString first = u'\'' + name.left(2);
            QVERIFY2(text.contains(first), qPrintable(name));
            QVERIFY2(csv.contains(first), qPrintable(name));
        }
        QVERIFY(text.contains(QStringLiteral("\nplain\t-7.5\n'tis\t-7.5\n\t-7.5\n")));
        QVERIFY(csv.contains(QStringLiteral("\r\nplain,-7.5\r\n'tis,-7.5\r\n,-7.5\r\n")));
        for (const QString& line : text.split(QStringLiteral("-7.5\n"), Qt::SkipEmptyParts)) {
            const QChar begins = line.startsWith(u'"') ? line[1] : line[0];
            QVERIFY2(!QStringView(u"=+-@\r＝＋－＠").contains(begins), qPrintable(line));
        }
        // HTML is what a spreadsheet takes first: its text cells are named so, its numbers are not.
        QCOMPARE(copied->html().count(QStringLiteral("mso-number-format")), rows);
        QVERIFY(copied->html().contains(QStringLiteral("<td>-7.5</td>")));
    }

    void whatWasCopiedPastesBackAsItWas()
    {
        show(kFormulas);
        copyAll();
        m_shelf->set(
            QStringList(kFormulas.size(), QStringLiteral("x")),
            std::vector<double>(std::size_t(kFormulas.size()), 0.0));
        QSignalSpy pasted(m_view.get(), &GridView::pasted);
        click(0, Shelf::Name);
        QTest::keyClick(m_view.get(), Qt::Key_V, Qt::ControlModifier);
        QCOMPARE(pasted.count(), 1);
        QCOMPARE(pasted.at(0).at(0).toInt(), 2 * int(kFormulas.size()));
        for (qsizetype i = 0; i < kFormulas.size(); ++i) // a cell never keeps blanks at its ends
            QCOMPARE(m_shelf->names()[i], kFormulas[i].trimmed());
        QVERIFY(std::ranges::all_of(m_shelf->amounts(), [](double amount) { return amount == -7.5; }));
    }

    void numbersCopyInTheLocaleAndTitlesAreGuarded()
    {
        QLocale::setDefault(QLocale(QStringLiteral("de_DE")));
        show({QStringLiteral("a")});
        click(0, Shelf::Name);
        m_view->copySelection(true);
        QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("'=Name\tAmount\na\t-7,5\n"));
    }

    void anApostropheTypedIntoASpreadsheetIsTakenOff()
    {
        show({QStringLiteral("a"), QStringLiteral("b"), QStringLiteral("c")});
        QGuiApplication::clipboard()->setText(QStringLiteral("'=1\t'-3.5\n'tis\t4\n\"'+a\tb\"\t\n"));
        click(0, Shelf::Name);
        QTest::keyClick(m_view.get(), Qt::Key_V, Qt::ControlModifier);
        QCOMPARE(
            m_shelf->names(),
            QStringList({QStringLiteral("=1"), QStringLiteral("'tis"), QStringLiteral("+a\tb")}));
        QCOMPARE(m_shelf->amounts(), (std::vector<double>{-3.5, 4, -7.5}));
    }
};

QTEST_MAIN(TestGridClipboard)
#include "test_grid_clipboard.moc"
