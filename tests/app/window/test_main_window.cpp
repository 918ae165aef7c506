#include "app/window/command_palette.h"
#include "app/window/job_bar.h"
#include "app/window/nav_rail.h"
#include "app/window/top_bar.h"
#include "models/planning/reorder_grid_model.h"
#include "models/planning/reorder_plan.h"
#include "tests/app/window/support_window.h"
#include "widgets/data/import_wizard.h"
#include "widgets/grid/grid_view.h"
#include "widgets/reorder/reorder_page.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAbstractSpinBox>
#include <QAccessible>
#include <QAction>
#include <QButtonGroup>
#include <QComboBox>
#include <QDialog>
#include <QDropEvent>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QMessageBox>
#include <QMimeData>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QSet>
#include <QSignalSpy>
#include <QSlider>
#include <QTextBrowser>
#include <QThread>
#include <QTimer>
#include <QToolButton>
#include <QWindow>

#include <atomic>

using namespace merch;

namespace
{

const char* const kPages[] = {"today", "data", "forecast", "reorder", "approvals"};

QString nameOf(const QWidget* widget)
{
    const QString text = qobject_cast<const QAbstractButton*>(widget)
                             ? qobject_cast<const QAbstractButton*>(widget)->text()
                             : QString();
    return QStringLiteral("%1 \"%2\" %3 in %4")
        .arg(
            QLatin1String(widget->metaObject()->className()), widget->objectName(), text,
            widget->parentWidget() ? QLatin1String(widget->parentWidget()->metaObject()->className())
                                   : QLatin1String("nothing"));
}

/// What a person can work: not the parts that Qt builds into its own widgets.
bool isControl(const QWidget* widget)
{
    if (widget->objectName().startsWith(QLatin1String("qt_")))
        return false;
    for (const QWidget* up = widget->parentWidget(); up; up = up->parentWidget())
        if (qobject_cast<const QComboBox*>(up) || qobject_cast<const QAbstractSpinBox*>(up))
            return false;
    if (const auto* button = qobject_cast<const QAbstractButton*>(widget))
        return !qobject_cast<const QAbstractItemView*>(button->parentWidget()) &&
               !qobject_cast<const QLineEdit*>(button->parentWidget());
    return qobject_cast<const QLineEdit*>(widget) || qobject_cast<const QComboBox*>(widget) ||
           qobject_cast<const QAbstractSpinBox*>(widget) || qobject_cast<const QSlider*>(widget) ||
           qobject_cast<const QPlainTextEdit*>(widget) ||
           (qobject_cast<const QAbstractItemView*>(widget) && !qobject_cast<const QHeaderView*>(widget));
}

/// Of buttons that exclude each other the chosen one takes the focus; arrows lead to the others.
bool isReachedByArrows(const QWidget* widget)
{
    const auto* button = qobject_cast<const QAbstractButton*>(widget);
    if (!button || !button->group())
        return false;
    const QList<QAbstractButton*> all = button->group()->buttons();
    return std::ranges::any_of(
        all, [](const QAbstractButton* one) { return one->focusPolicy() != Qt::NoFocus; });
}

QStringList unnamedControls(const QWidget* in)
{
    QStringList wrong;
    for (const QWidget* widget : in->findChildren<QWidget*>()) {
        if (!widget->isVisible() || !isControl(widget))
            continue;
        QAccessibleInterface* spoken = QAccessible::queryAccessibleInterface(const_cast<QWidget*>(widget));
        if (!spoken || spoken->text(QAccessible::Name).trimmed().isEmpty())
            wrong << QStringLiteral("no name: ") + nameOf(widget);
        if (widget->isEnabled() && widget->focusPolicy() == Qt::NoFocus && !isReachedByArrows(widget))
            wrong << QStringLiteral("not by keyboard: ") + nameOf(widget);
        if (!widget->isEnabled() && widget->toolTip().isEmpty() &&
            (!widget->parentWidget() || widget->parentWidget()->isEnabled()))
            wrong << QStringLiteral("does not say why it is disabled: ") + nameOf(widget);
    }
    return wrong;
}

/// Controls that take the focus by Tab and yet are not come by when nothing but Tab is pressed.
QStringList missedByTab(QWidget* in)
{
    QSet<const QWidget*> reached;
    for (int presses = 0; presses < 400; ++presses) {
        QTest::keyClick(in->window()->windowHandle(), Qt::Key_Tab);
        const QWidget* at = QApplication::focusWidget();
        if (!at)
            return {QStringLiteral("the focus is lost after %1 presses").arg(presses + 1)};
        if (presses > 2 && reached.contains(at) && presses > 2 * reached.size())
            break;
        reached << at;
    }
    QStringList wrong;
    for (const QWidget* widget : in->findChildren<QWidget*>()) {
        if (!widget->isVisible() || !widget->isEnabled() || !isControl(widget) ||
            (widget->focusPolicy() & Qt::TabFocus) == 0 || reached.contains(widget))
            continue;
        const auto* button = qobject_cast<const QAbstractButton*>(widget);
        if (button && button->group() &&
            std::ranges::any_of(button->group()->buttons(), [&](const QAbstractButton* one) {
                return reached.contains(one);
            }))
            continue; // arrows lead from that one to this
        wrong << QStringLiteral("missed by Tab: ") + nameOf(widget);
    }
    return wrong;
}

QStringList cutTexts(const QWidget* in)
{
    QStringList wrong;
    for (const QLabel* label : in->findChildren<QLabel*>()) {
        if (!label->isVisible() || label->wordWrap() || label->text().contains(u'<') ||
            !label->pixmap().isNull())
            continue;
        if (typeid(*label) != typeid(QLabel))
            continue; // paints, and shortens, by itself
        QString text = label->text();
        if (label->buddy())
            text.remove(u'&');
        if (label->width() + 1 < label->fontMetrics().horizontalAdvance(text))
            wrong << QStringLiteral("label \"%1\" of %2").arg(text, nameOf(label));
    }
    for (const QAbstractButton* button : in->findChildren<QAbstractButton*>()) {
        const auto* tool = qobject_cast<const QToolButton*>(button);
        if (!button->isVisible() || button->text().isEmpty() ||
            (tool && tool->toolButtonStyle() == Qt::ToolButtonIconOnly))
            continue;
        if (button->width() < button->fontMetrics().horizontalAdvance(button->text().remove(u'&')))
            wrong << QStringLiteral("button \"%1\"").arg(button->text());
    }
    for (const QComboBox* box : in->findChildren<QComboBox*>()) {
        const int room = box->width() - 34;
        if (box->isVisible() && room < box->fontMetrics().horizontalAdvance(box->currentText()))
            wrong << QStringLiteral("choice \"%1\"").arg(box->currentText());
    }
    return wrong;
}

/// Does something to the next dialog that opens, while this lives.
class WithDialog
{
public:
    explicit WithDialog(const std::function<void(QDialog*)>& what)
    {
        QObject::connect(&m_timer, &QTimer::timeout, [this, what] {
            auto* dialog = qobject_cast<QDialog*>(QApplication::activeModalWidget());
            if (!dialog || !dialog->isVisible())
                return;
            m_timer.stop();
            what(dialog);
            dialog->reject();
        });
        m_timer.start(5);
    }

private:
    QTimer m_timer;
};

} // namespace

class TestMainWindow : public QObject
{
    Q_OBJECT

    std::unique_ptr<test::DemoWindow> m_demo;

    MainWindow& window() { return m_demo->window(); }
    QAction* action(const char* name) { return window().findChild<QAction*>(QLatin1String(name)); }

    static void eachPage()
    {
        QTest::addColumn<QByteArray>("page");
        for (const char* page : kPages)
            QTest::newRow(page) << QByteArray(page);
    }

private slots:
    void initTestCase()
    {
        m_demo = std::make_unique<test::DemoWindow>(test::DemoWindow::With::Plan);
        QVERIFY(m_demo->open({1440, 900}));
    }
    void cleanupTestCase() { m_demo.reset(); }
    void init()
    {
        window().resize(1440, 900);
        window().activateWindow();
        QTRY_VERIFY(window().isActiveWindow());
    }

    void everyControlHasANameAndItsKeys_data() { eachPage(); }
    void everyControlHasANameAndItsKeys()
    {
        QFETCH(QByteArray, page);
        QVERIFY(m_demo->show(page.constData()));
        const QStringList wrong = unnamedControls(&window());
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join(u'\n')));
    }

    /// Tab alone, from one control to the next, comes by each of them and back to the first.
    void tabReachesEveryControl_data() { eachPage(); }
    void tabReachesEveryControl()
    {
        QFETCH(QByteArray, page);
        QVERIFY(m_demo->show(page.constData()));
        const QStringList wrong = missedByTab(&window());
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join(u'\n')));
    }

    void everyControlOfADialogHasANameAndItsKeys_data()
    {
        QTest::addColumn<QByteArray>("opener");
        for (const char* opener : {"app.settings", "app.shortcuts", "forecast.scores"})
            QTest::newRow(opener) << QByteArray(opener);
    }
    void everyControlOfADialogHasANameAndItsKeys()
    {
        QFETCH(QByteArray, opener);
        QStringList wrong{QStringLiteral("the dialog did not open")};
        const WithDialog answer(
            [&](QDialog* dialog) { wrong = unnamedControls(dialog) + missedByTab(dialog); });
        action(opener.constData())->trigger();
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join(u'\n')));
    }

    void everyControlOfAPagesOwnDialogsHasANameAndItsKeys()
    {
        QVERIFY(m_demo->show("approvals"));
        {
            QStringList wrong{QStringLiteral("the audit log did not open")};
            const WithDialog answer(
                [&](QDialog* dialog) { wrong = unnamedControls(dialog) + missedByTab(dialog); });
            action("approvals.openLog")->trigger();
            QTRY_VERIFY2(wrong.isEmpty(), qPrintable(wrong.join(u'\n')));
        }
        QVERIFY(m_demo->show("data"));
        auto* sources = window().currentPage()->findChild<GridView*>(QStringLiteral("data.sources.grid"));
        QVERIFY(sources);
        sources->setFocus();
        sources->selectItem(0);
        QStringList wrong{QStringLiteral("the source did not open")};
        const WithDialog answer(
            [&](QDialog* dialog) { wrong = unnamedControls(dialog) + missedByTab(dialog); });
        QTest::keyClick(sources, Qt::Key_Return);
        QTRY_VERIFY2(wrong.isEmpty(), qPrintable(wrong.join(u'\n')));
    }

    void noTextIsCutInTheSmallestWindow_data() { eachPage(); }
    void noTextIsCutInTheSmallestWindow()
    {
        QFETCH(QByteArray, page);
        for (const QSize& size : {QSize(1024, 700), QSize(1440, 900)}) {
            window().resize(size);
            QVERIFY(m_demo->show(page.constData()));
            QCOMPARE(window().size(), size); // nothing forces it wider
            QTest::qWait(0);                 // what became longer is laid out
            const QStringList wrong = cutTexts(&window());
            QVERIFY2(wrong.isEmpty(), qPrintable(QString::number(size.width()) + u' ' + wrong.join(u'\n')));
        }
    }

    void keysGoToEachPage()
    {
        for (int i = 0; i < int(std::size(kPages)); ++i) {
            QTest::keyClick(&window(), static_cast<Qt::Key>(Qt::Key_1 + i), Qt::ControlModifier);
            QCOMPARE(window().currentPage()->id(), QString::fromLatin1(kPages[i]));
            QVERIFY(m_demo->settled());
        }
    }

    void noTwoActionsWantTheSameKeys()
    {
        for (const char* page : kPages) {
            QVERIFY(m_demo->show(page));
            QHash<QString, QString> taken;
            QList<QAction*> all = window().actions();
            all += window().currentPage()->pageActions();
            for (const QAction* one : all)
                for (const QKeySequence& keys : one->shortcuts()) {
                    QVERIFY2(
                        !taken.contains(keys.toString()),
                        qPrintable(QStringLiteral("%1: %2, %3")
                                       .arg(keys.toString(), taken.value(keys.toString()), one->text())));
                    taken.insert(keys.toString(), one->text());
                }
        }
    }

    void theListOfKeysHoldsEachActionsKeys()
    {
        QString text;
        for (const Qt::Key key : {Qt::Key_F1, Qt::Key_Question}) {
            text.clear();
            window().activateWindow();
            QTRY_VERIFY(window().isActiveWindow());
            const WithDialog answer(
                [&](QDialog* dialog) { text = dialog->findChild<QTextBrowser*>()->toPlainText(); });
            QTest::keyClick(&window(), key);
            QVERIFY2(!text.isEmpty(), key == Qt::Key_F1 ? "F1" : "?");
        }
        QList<QAction*> all = window().actions();
        for (Page* page : window().pages())
            all += page->pageActions();
        for (const QAction* one : all)
            for (const QKeySequence& keys : one->shortcuts())
                QVERIFY2(text.contains(keys.toString(QKeySequence::NativeText)), qPrintable(one->text()));
    }

    void thePaletteFindsPagesActionsAndProducts()
    {
        QVERIFY(m_demo->show("today"));
        auto* palette = window().findChild<CommandPalette*>();
        auto* list = palette->findChild<QListView*>();
        QTest::keyClick(&window(), Qt::Key_K, Qt::ControlModifier);
        auto* field = palette->findChild<QLineEdit*>();
        QTRY_VERIFY(field->hasFocus());
        QTest::keyClicks(field, QStringLiteral("Forec"));
        QTRY_VERIFY(list->model()->rowCount() > 0);
        QTest::keyClick(field, Qt::Key_Return);
        QTRY_COMPARE(window().currentPage()->id(), QStringLiteral("forecast"));
        QVERIFY(!palette->isVisible());
        QVERIFY(m_demo->settled());

        // A product, by a word of its title.
        QVERIFY(m_demo->show("reorder"));
        const auto* page = qobject_cast<ReorderPage*>(window().currentPage());
        const ReorderPlanLine& line = page->model()->line(page->model()->itemAt(3));
        QTest::keyClick(&window(), Qt::Key_K, Qt::ControlModifier);
        QTRY_VERIFY(field->hasFocus());
        QTest::keyClicks(field, line.sku);
        const auto found = [&] {
            for (int row = 0; row < list->model()->rowCount(); ++row)
                for (int role = 0; role < Qt::UserRole + 8; ++role)
                    if (list->model()->index(row, 0).data(role).toString().contains(line.sku))
                        return true;
            return false;
        };
        QTRY_VERIFY(found());
        QTest::keyClick(field, Qt::Key_Escape);
        QTRY_VERIFY(!palette->isVisible());
    }

    void thePaletteShowsAPageBeforeItActsOnIt()
    {
        QVERIFY(m_demo->show("approvals"));
        auto* shown = window().currentPage();
        const QList<QAction*> actions = shown->findChildren<QAction*>();
        const auto submit = std::find_if(actions.begin(), actions.end(), [](const QAction* action) {
            return action->isEnabled() && action->text().remove(u'&').startsWith(QStringLiteral("Submit"));
        });
        QVERIFY(submit != actions.end());
        const QSignalSpy acted(*submit, &QAction::triggered);
        QVERIFY(m_demo->show("today"));
        auto* palette = window().findChild<CommandPalette*>();
        auto* field = palette->findChild<QLineEdit*>();
        QTest::keyClick(&window(), Qt::Key_K, Qt::ControlModifier);
        QTRY_VERIFY(field->hasFocus());
        QTest::keyClicks(field, QStringLiteral("Submit"));
        QTest::keyClick(field, Qt::Key_Return);
        QTRY_VERIFY(window().currentPage()->id() != QStringLiteral("today"));
        QCOMPARE(acted.count(), 0);
    }

    void theLookChangesAtOnce()
    {
        QVERIFY(m_demo->show("today"));
        const auto brightness = [&] {
            const QImage shot = window().grab().toImage();
            return shot.pixelColor(shot.width() - 6, shot.height() / 2).lightness();
        };
        QVERIFY(brightness() > 200);
        theme::apply(*qApp, theme::Mode::Dark);
        QTRY_VERIFY(brightness() < 60);
        theme::apply(*qApp, theme::Mode::Light);
        QTRY_VERIFY(brightness() > 200);
    }

    void filesDroppedOnTheWindowAreOfferedForImport()
    {
        QVERIFY(m_demo->show("today"));
        QMimeData files;
        files.setUrls({QUrl::fromLocalFile(m_demo->extracts() + QStringLiteral("/products.csv"))});
        QDragEnterEvent enter({200, 200}, Qt::CopyAction, &files, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(&window(), &enter);
        QVERIFY(enter.isAccepted());
        QDropEvent drop({200, 200}, Qt::CopyAction, &files, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(&window(), &drop);
        QTRY_COMPARE(window().currentPage()->id(), QStringLiteral("data"));
        const auto wizard = [&] { return window().findChild<ImportWizard*>(); };
        QTRY_VERIFY(wizard() && wizard()->isVisible());
        QVERIFY(m_demo->settled());
        const auto names = [&] {
            for (const QLabel* label : wizard()->findChildren<QLabel*>())
                if (label->text().contains(QStringLiteral("products.csv")))
                    return true;
            for (const QAbstractItemView* view : wizard()->findChildren<QAbstractItemView*>())
                for (int row = 0; view->model() && row < view->model()->rowCount(); ++row)
                    if (view->model()->index(row, 0).data().toString().contains(
                            QStringLiteral("products.csv")))
                        return true;
            return false;
        };
        QTRY_VERIFY(names());
        QStringList wrong = unnamedControls(&window());
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join(u'\n')));
        for (const QSize& size : {QSize(1024, 700), QSize(1440, 900)}) {
            window().resize(size);
            QTest::qWait(0);
            wrong = cutTexts(&window());
            QVERIFY2(wrong.isEmpty(), qPrintable(QString::number(size.width()) + u' ' + wrong.join(u'\n')));
        }
        emit wizard()->closed();
        QTRY_VERIFY(!wizard());
    }

    void anEditOfOnePageIsTakenBackOnAnother()
    {
        QVERIFY(m_demo->show("reorder"));
        auto* page = qobject_cast<ReorderPage*>(window().currentPage());
        auto* grid = page->findChild<GridView*>();
        const int line = page->model()->line(page->model()->itemAt(0)).line;
        const auto quantity = [&] {
            const auto plan = loadReorderPlan(m_demo->store(), page->model()->plan().planId);
            for (const ReorderPlanLine& one : plan->lines)
                if (one.line == line)
                    return one.orderQty;
            return -1.0;
        };
        const double before = quantity();
        grid->selectItem(page->model()->itemAt(0));
        grid->setCurrentIndex(page->model()->index(0, page->model()->columnOf(QStringLiteral("qty"))));
        grid->setFocus();
        QTest::keyClick(grid, Qt::Key_9);
        QWidget* editor = nullptr;
        QTRY_VERIFY((editor = QApplication::focusWidget()) && qobject_cast<QLineEdit*>(editor));
        QTest::keyClicks(editor, QStringLiteral("99"));
        QTest::keyClick(editor, Qt::Key_Return);
        QTRY_VERIFY(quantity() != before);
        QVERIFY(m_demo->settled());

        QVERIFY(m_demo->show("today"));
        QTest::keyClick(&window(), Qt::Key_Z, Qt::ControlModifier);
        QTRY_COMPARE(quantity(), before);
        QTest::keyClick(&window(), Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
        QTRY_VERIFY(quantity() != before);
        QTest::keyClick(&window(), Qt::Key_Z, Qt::ControlModifier);
        QTRY_COMPARE(quantity(), before);
        QVERIFY(m_demo->settled());
    }

    void closingAsksWhileWorkIsRunning()
    {
        std::atomic<bool> stop = false;
        BackgroundJob* job = m_demo->workspace().run<int>(
            QStringLiteral("Long work"),
            [&stop](const Progress& progress) -> Result<int> {
                while (!stop && progress(1, 10))
                    QThread::msleep(2);
                return 1;
            },
            [](int&) {});
        // The job bar shows up for work that takes a while; only then is it worth a question.
        QTRY_VERIFY(window().findChild<JobBar*>()->isVisible());
        bool asked = false;
        const WithDialog answer([&](QDialog* dialog) {
            asked =
                dialog->objectName() == QLatin1String("closeQuestion") && qobject_cast<QMessageBox*>(dialog);
        });
        window().close();
        QVERIFY(asked);
        QVERIFY(window().isVisible());
        stop = true;
        Q_UNUSED(job);
        QVERIFY(m_demo->settled());
    }

    void theFrameIsMirroredForRightToLeft()
    {
        QVERIFY(m_demo->show("today"));
        const auto* rail = window().findChild<NavRail*>();
        QVERIFY(rail->mapTo(&window(), QPoint()).x() == 0);
        QGuiApplication::setLayoutDirection(Qt::RightToLeft);
        QTRY_COMPARE(rail->mapTo(&window(), QPoint()).x() + rail->width(), window().width());
        QGuiApplication::setLayoutDirection(Qt::LeftToRight);
        QTRY_COMPARE(rail->mapTo(&window(), QPoint()).x(), 0);
    }

    void withoutAStoreTheStartPageOffersAll()
    {
        action("app.close")->trigger();
        QTRY_VERIFY(!window().currentPage());
        const QStringList wrong = unnamedControls(&window());
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join(u'\n')));
        for (const QSize& size : {QSize(1024, 700), QSize(1440, 900)}) {
            window().resize(size);
            QVERIFY2(cutTexts(&window()).isEmpty(), qPrintable(cutTexts(&window()).join(u'\n')));
        }
        QVERIFY(m_demo->window().openStore(m_demo->store()));
        QVERIFY(m_demo->settled());
    }
};

QTEST_MAIN(TestMainWindow)
#include "test_main_window.moc"
