#include "models/workspace/edit_journal.h"
#include "models/workspace/workspace.h"
#include "tests/models/support_journal.h"
#include "tests/models/support_store.h"

#include <QSignalSpy>
#include <QTest>

using namespace merch;
using test::TempStore;

namespace
{

/// Puts {"value": x} into meta: the smallest kind of edit there can be.
Outcome putNote(Store& store, const QJsonObject& state, const Progress&)
{
    store.setMeta("note", state[QStringLiteral("value")].toString().toStdString());
    return success();
}

QJsonObject state(const char* value)
{
    return {{QStringLiteral("value"), QString::fromLatin1(value)}};
}

} // namespace

class TestEditJournal : public QObject
{
    Q_OBJECT

    std::unique_ptr<TempStore> m_temp;
    std::unique_ptr<Workspace> m_workspace;
    std::unique_ptr<EditJournal> m_journal;

    void start()
    {
        m_workspace = std::make_unique<Workspace>();
        m_journal = std::make_unique<EditJournal>(*m_workspace);
        m_journal->registerKind(QStringLiteral("note"), putNote);
        QVERIFY(m_workspace->openStore(m_temp->qpath()));
    }
    Outcome edit(const char* before, const char* after)
    {
        return test::edited(
            *m_journal, QStringLiteral("test"), QStringLiteral("note"),
            {QStringLiteral("write ") + QLatin1String(after), state(before), state(after)});
    }
    QString note() { return QString::fromStdString(m_temp->reopen().meta("note")); }

private slots:
    void init()
    {
        m_temp = std::make_unique<TempStore>(TempStore::Filled::Empty);
        m_temp->close();
        start();
    }
    void cleanup()
    {
        m_journal.reset();
        m_workspace.reset();
        m_temp.reset();
    }

    void undoAndRedoWalkBackAndForth()
    {
        QVERIFY(!m_journal->canUndo());
        QVERIFY(!test::undone(*m_journal));
        QVERIFY(edit("", "a"));
        QVERIFY(edit("a", "b"));
        QCOMPARE(note(), QStringLiteral("b"));
        QCOMPARE(m_journal->undoText(), QStringLiteral("write b"));
        QVERIFY(test::undone(*m_journal));
        QCOMPARE(note(), QStringLiteral("a"));
        QCOMPARE(m_journal->undoText(), QStringLiteral("write a"));
        QCOMPARE(m_journal->redoText(), QStringLiteral("write b"));
        QVERIFY(test::undone(*m_journal));
        QCOMPARE(note(), QString());
        QVERIFY(!m_journal->canUndo());
        QVERIFY(test::redone(*m_journal));
        QVERIFY(test::redone(*m_journal));
        QCOMPARE(note(), QStringLiteral("b"));
        QVERIFY(!m_journal->canRedo());
    }

    void aNewEditEndsTheRedoBranch()
    {
        QVERIFY(edit("", "a"));
        QVERIFY(test::undone(*m_journal));
        QVERIFY(edit("", "c"));
        QVERIFY(!m_journal->canRedo());
        QVERIFY(test::undone(*m_journal));
        QCOMPARE(note(), QString());
    }

    void undoSurvivesARestart()
    {
        QVERIFY(edit("", "a"));
        QVERIFY(edit("a", "b"));
        QVERIFY(test::undone(*m_journal));
        m_journal.reset();
        m_workspace.reset();
        start();
        QCOMPARE(m_journal->undoText(), QStringLiteral("write a"));
        QCOMPARE(m_journal->redoText(), QStringLiteral("write b"));
        QVERIFY(test::redone(*m_journal));
        QCOMPARE(note(), QStringLiteral("b"));
    }

    void anEditThatFailsIsNotRemembered()
    {
        m_journal->registerKind(
            QStringLiteral("never"), [](Store&, const QJsonObject&, const Progress&) -> Outcome {
                return Error{ErrorCode::Refused, "Not now.", {}, {}};
            });
        const Outcome refused = test::edited(
            *m_journal, QStringLiteral("test"), QStringLiteral("never"),
            {QStringLiteral("try"), state(""), state("x")});
        QVERIFY(!refused);
        QVERIFY(!m_journal->canUndo());
        m_temp->reopen();
        QCOMPARE(m_temp->count("SELECT count(*) FROM edit_journal"), std::int64_t{0});
    }

    void editsAndUndoKeepTheirOrderHoweverQuicklyTheyAreAskedFor()
    {
        QStringList ends;
        const auto says = [&ends](const char* what) {
            return [&ends, what](const Outcome& outcome) {
                ends << QLatin1String(what) + (outcome ? QString() : QStringLiteral(" failed"));
            };
        };
        const auto write = [&](const char* before, const char* after) {
            m_journal->edit(
                QStringLiteral("test"), QStringLiteral("note"),
                {QStringLiteral("write ") + QLatin1String(after), state(before), state(after)}, says(after));
        };
        write("", "a");
        write("a", "b");
        m_journal->undo(says("undo")); // of b, which is not kept yet
        write("a", "c");
        m_journal->undo(says("undo"));
        m_journal->undo(says("undo"));
        m_journal->redo(says("redo"));
        QTRY_COMPARE(ends.size(), 7);
        QCOMPARE(ends.join(u' '), QStringLiteral("a b undo c undo undo redo"));
        QCOMPARE(note(), QStringLiteral("a"));
        QCOMPARE(m_journal->redoText(), QStringLiteral("write c"));
    }

    void anEditAndItsRowAreKeptTogetherOrNotAtAll()
    {
        m_temp->reopen().db().execute(
            "CREATE TRIGGER full BEFORE INSERT ON edit_journal BEGIN SELECT raise(ABORT, 'no room'); END");
        QVERIFY(!edit("", "a"));
        QCOMPARE(note(), QString());
        m_temp->reopen().db().execute("DROP TRIGGER full");
        QVERIFY(edit("", "a"));
        m_temp->reopen().db().execute(
            "CREATE TRIGGER full BEFORE UPDATE ON edit_journal BEGIN SELECT raise(ABORT, 'no room'); END");
        QVERIFY(!test::undone(*m_journal));
        QCOMPARE(note(), QStringLiteral("a"));
        QVERIFY(m_journal->canUndo());
    }

    void anEditThatCannotBeTakenBackIsSteppedOver()
    {
        bool decided = false;
        m_journal->registerKind(
            QStringLiteral("line"),
            [&decided](Store& store, const QJsonObject& state, const Progress& progress) {
                putNote(store, state, progress).has_value(); // and is rolled back with the refusal
                return decided ? Outcome(Error{ErrorCode::Refused, "Plan 1 is submitted.", {}, {}})
                               : success();
            });
        QVERIFY(edit("", "a"));
        QVERIFY(test::edited(
            *m_journal, QStringLiteral("test"), QStringLiteral("line"),
            {QStringLiteral("order 12"), state("a"), state("line")}));
        decided = true;
        const Outcome refused = test::undone(*m_journal);
        QVERIFY(!refused);
        QCOMPARE(
            refused.error().message,
            std::string("\"order 12\" can no longer be undone: Plan 1 is submitted."));
        QCOMPARE(note(), QStringLiteral("line"));
        QCOMPARE(m_journal->undoText(), QStringLiteral("write a"));
        QVERIFY(test::undone(*m_journal));
        QCOMPARE(note(), QString());
        QVERIFY(!m_journal->canUndo());
    }

    void aStoreThatIsBusyLosesNoEdit()
    {
        QVERIFY(edit("", "a"));
        m_journal->registerKind(
            QStringLiteral("note"), [](Store&, const QJsonObject&, const Progress&) -> Outcome {
                return Error{ErrorCode::Storage, "Another program writes.", {}, {}};
            });
        QVERIFY(!test::undone(*m_journal));
        m_journal->registerKind(QStringLiteral("note"), putNote);
        QVERIFY(test::undone(*m_journal));
        QCOMPARE(note(), QString());
    }

    void anEditInAJobTellsItsEndWhateverItIs()
    {
        m_journal->registerKind(
            QStringLiteral("never"), [](Store&, const QJsonObject&, const Progress&) -> Outcome {
                return Error{ErrorCode::Refused, "not today", {}, {}};
            });
        std::vector<std::string> ends;
        const auto ended = [&](const Outcome& outcome) {
            ends.push_back(outcome ? std::string("kept") : outcome.error().message);
        };
        const auto inJob = [&](const char* kind, EditJournal::Make make) {
            const std::size_t before = ends.size();
            m_journal->edit(
                QStringLiteral("test"), QLatin1String(kind), QStringLiteral("work"), std::move(make), ended);
            QTRY_COMPARE(ends.size(), before + 1);
            QTRY_VERIFY(m_workspace->jobs().isEmpty());
        };
        const EditJournal::Edit change{QStringLiteral("write x"), state(""), state("x")};
        inJob("note", [&]() -> Result<EditJournal::Edit> { return change; });
        QCOMPARE(ends.back(), std::string("kept"));
        QCOMPARE(m_journal->undoText(), QStringLiteral("write x"));
        inJob("never", [&]() -> Result<EditJournal::Edit> { return change; });
        QCOMPARE(ends.back(), std::string("not today"));
        inJob("note", []() -> Result<EditJournal::Edit> {
            return Error{ErrorCode::InvalidInput, "nonsense", {}, {}};
        });
        QCOMPARE(ends.back(), std::string("nonsense"));
        QCOMPARE(note(), QStringLiteral("x"));
        const EditJournal::Edit same{QStringLiteral("nothing"), state("x"), state("x")};
        inJob("note", [&]() -> Result<EditJournal::Edit> { return same; });
        QCOMPARE(ends.back(), std::string("kept"));
        QCOMPARE(m_journal->undoText(), QStringLiteral("write x")); // no row for what changed nothing
        m_workspace->closeStore();
        m_journal->edit(
            QStringLiteral("test"), QStringLiteral("note"), {QStringLiteral("late"), state(""), state("y")},
            ended);
        QCOMPARE(ends.size(), std::size_t{5});
        QCOMPARE(ends.back(), std::string("No store is open."));
    }

    void closingTheStoreForgetsWhatCouldBeUndone()
    {
        QVERIFY(edit("", "a"));
        QSignalSpy changed(m_journal.get(), &EditJournal::changed);
        m_workspace->closeStore();
        QVERIFY(!m_journal->canUndo());
        QVERIFY(changed.size() >= 1);
        QVERIFY(!edit("", "b"));
    }
};

QTEST_GUILESS_MAIN(TestEditJournal)
#include "test_edit_journal.moc"
