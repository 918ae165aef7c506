#include "models/grid/grid_model.h"
#include "models/import/line_rule_service.h"
#include "models/import/line_rules_model.h"
#include "models/import/rejects_model.h"
#include "models/quality/quality_service.h"
#include "models/workspace/language.h"
#include "models/workspace/workspace.h"
#include "tests/models/support_import.h"
#include "tests/models/support_journal.h"
#include "widgets/data/data_page.h"
#include "widgets/data/line_rule_dialog.h"
#include "widgets/grid/grid_panel.h"
#include "widgets/grid/grid_view.h"
#include "widgets/theme/theme.h"

#include <QAction>
#include <QApplication>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSettings>
#include <QStandardPaths>
#include <QTest>
#include <QTimer>

using namespace merch;
using test::Imports;

/// The Data page on a small shop's orders, with a real mouse and real keys.
class TestDataPage : public QObject
{
    Q_OBJECT

    std::unique_ptr<Imports> m_in;
    std::unique_ptr<Workspace> m_workspace;
    std::unique_ptr<EditJournal> m_journal;
    std::unique_ptr<DataPage> m_page;

    void open(const QByteArray& orders)
    {
        m_in = std::make_unique<Imports>();
        QVERIFY(m_in->run({m_in->write("sales.csv", orders)}));
        m_workspace = std::make_unique<Workspace>();
        m_journal = std::make_unique<EditJournal>(*m_workspace);
        m_page = std::make_unique<DataPage>(*m_workspace, *m_journal);
        m_page->resize(1230, 800);
        m_page->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_page.get()));
        m_page->activateWindow();
        QVERIFY(m_workspace->openStore(m_in->store()));
        m_workspace->announce(Topic::Imports);
        settle();
    }
    void settle()
    {
        for (int i = 0; i < 3; ++i) {
            QTRY_VERIFY(m_workspace->jobs().isEmpty());
            QCoreApplication::processEvents();
        }
    }
    template <typename T> T* find(const char* name) const
    {
        T* found = m_page->findChild<T*>(QLatin1String(name));
        if (!found)
            qFatal("no %s", name);
        return found;
    }
    void click(const char* name)
    {
        auto* button = find<QAbstractButton>(name);
        QTRY_VERIFY(button->isVisible());
        QTest::mouseClick(button, Qt::LeftButton);
    }
    LineRulesModel* rules() const { return m_page->findChild<LineRulesModel*>(); }
    GridView* viewOf(const GridModel* model) const
    {
        for (GridPanel* panel : m_page->findChildren<GridPanel*>())
            if (panel->model() == model)
                return panel->view();
        return nullptr;
    }
    QString cell(const GridModel& model, int row, int column) const
    {
        return model.index(row, column).data(CellRole).value<Cell>().text;
    }

    static QByteArray orders()
    {
        return "order_id,date,sku,title,units,unit_price\n"
               "1,2025-01-06,A,Mug,5,2.00\n"
               "1,2025-01-06,WRAP,Gift wrap,2,1.00\n"
               "2,2025-01-07,POST,Postage,1,4.95\n"
               "2,2025-01-07,A,Mug,2,2.00\n";
    }

private slots:
    void initTestCase()
    {
        QStandardPaths::setTestModeEnabled(true);
        QCoreApplication::setOrganizationName(QStringLiteral("merchbench-test"));
        QCoreApplication::setApplicationName(QStringLiteral("data-page"));
        QSettings().clear();
        QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom));
        speak(QStringLiteral("en"));
        theme::apply(*qApp, theme::Mode::Light);
    }
    void cleanup()
    {
        m_page.reset();
        m_journal.reset();
        m_workspace.reset();
        m_in.reset();
    }

    void aRuleTypedInTheDialogIsTriedAppliedAndTakenBack()
    {
        open(orders());
        QCOMPARE(m_in->units("WRAP"), 2.0);
        click("sources.line_rules");
        settle();
        const int before = rules()->itemCount();
        QVERIFY(before > 5);

        QString effect;
        QTimer::singleShot(0, this, [&] {
            auto* dialog = qobject_cast<LineRuleDialog*>(QApplication::activeModalWidget());
            QVERIFY(dialog);
            auto* save = dialog->findChild<QPushButton*>(QStringLiteral("rule.save"));
            QVERIFY(!save->isEnabled()); // nothing to look for yet
            QTest::keyClicks(
                dialog->findChild<QLineEdit*>(QStringLiteral("rule.value")), QStringLiteral("WRAP"));
            auto* said = dialog->findChild<QLabel*>(QStringLiteral("rule.effect"));
            QTRY_VERIFY(said->text().startsWith(QStringLiteral("Decides 1 of 4")));
            effect = said->text();
            QCOMPARE(m_in->units("WRAP"), 2.0);
            QTest::mouseClick(save, Qt::LeftButton);
        });
        click("rules.add");
        settle();
        QVERIFY(effect.contains(QStringLiteral("1 leave demand")));
        QTRY_COMPARE(rules()->itemCount(), before + 1);
        QCOMPARE(cell(*rules(), 0, LineRulesModel::What), QStringLiteral("SKU is WRAP"));
        QCOMPARE(cell(*rules(), 0, LineRulesModel::Lines), QStringLiteral("1"));
        QCOMPARE(m_in->units("WRAP"), 0.0);
        QCOMPARE(m_in->units("A"), 7.0);

        QCOMPARE(m_journal->undoText(), QStringLiteral("add a line rule"));
        QVERIFY(test::undone(*m_journal));
        settle();
        QCOMPARE(m_in->units("WRAP"), 2.0);
        QTRY_COMPARE(rules()->itemCount(), before);
    }

    void rulesAreSwitchedMovedAndRemoved()
    {
        open(orders());
        click("sources.line_rules");
        settle();
        int post = -1;
        for (int item = 0; item < rules()->itemCount(); ++item)
            if (rules()->rules()[static_cast<std::size_t>(item)].value == QLatin1String("POST"))
                post = item;
        QVERIFY(post > 0);
        viewOf(rules())->selectItem(post);
        click("rules.switch");
        settle();
        QTRY_COMPARE(m_in->units("POST"), 1.0);
        QTRY_COMPARE(find<QPushButton>("rules.switch")->text(), QStringLiteral("Switch on"));
        click("rules.up");
        settle();
        QTRY_COMPARE(rules()->rules()[static_cast<std::size_t>(post - 1)].value, QStringLiteral("POST"));
        QCOMPARE(viewOf(rules())->currentItem(), post - 1);
        const int count = rules()->itemCount();
        click("rules.remove");
        settle();
        QTRY_COMPARE(rules()->itemCount(), count - 1);
        for (int i = 0; i < 3; ++i)
            QVERIFY(test::undone(*m_journal));
        QCOMPARE(m_in->units("POST"), 0.0);
        QCOMPARE(LineRuleService(m_in->store()).rules()->size(), static_cast<std::size_t>(count));
    }

    void aRejectedRowIsTypedOverAndImported()
    {
        open("date,sku,units\n2025-01-06,A,5\n2025-01-07,A,six\n2025-01-08,A,1\n");
        QCOMPARE(m_in->units("A"), 6.0);
        click("imports.rejects");
        settle();
        auto* rejects = m_page->findChild<RejectsModel*>();
        QTRY_COMPARE(rejects->itemCount(), 1);
        QVERIFY(!find<QPushButton>("rejects.import")->isEnabled());
        GridView* view = viewOf(rejects);
        view->setFocus();
        view->setCurrentIndex(rejects->index(0, RejectsModel::Raw));
        QTest::keyClick(view, Qt::Key_F2);
        QWidget* editor = nullptr;
        QTRY_VERIFY((editor = view->findChild<QLineEdit*>()) && editor->isVisible());
        QTest::keyClick(editor, Qt::Key_A, Qt::ControlModifier);
        QTest::keyClicks(editor, QStringLiteral("2025-01-07,A,6"));
        QTest::keyClick(editor, Qt::Key_Return);
        settle();
        QTRY_VERIFY(find<QPushButton>("rejects.import")->isEnabled());
        click("rejects.import");
        settle();
        QTRY_COMPARE(m_in->units("A"), 12.0);
    }
};

QTEST_MAIN(TestDataPage)
#include "test_data_page.moc"
