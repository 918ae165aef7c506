#include "models/workspace/edit_journal.h"
#include "models/workspace/workspace.h"
#include "tests/models/support_store.h"

#include <QSignalSpy>
#include <QTest>

using namespace merch;
using test::TempStore;

namespace
{

/// Puts {"value": x} into meta: the smallest kind of edit there can be.
Outcome putNote(const QString& path, const QJsonObject& state)
{
    return reporting("put the note", [&]() -> Outcome {
        Result<Store> store = Store::open(path.toStdString(), Store::Mode::ReadWrite);
        if (!store)
            return store.error();
        sql::Transaction transaction(store->db());
        store->setMeta("note", state[QStringLiteral("value")].toString().toStdString());
        transaction.commit();
        return success();
    });
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
        return m_journal->edit(
            QStringLiteral("test"), QStringLiteral("note"), QStringLiteral("write ") + QLatin1String(after),
            state(before), state(after));
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
        QVERIFY(!m_journal->undo());
        QVERIFY(edit("", "a"));
        QVERIFY(edit("a", "b"));
        QCOMPARE(note(), QStringLiteral("b"));
        QCOMPARE(m_journal->undoText(), QStringLiteral("write b"));
        QVERIFY(m_journal->undo());
        QCOMPARE(note(), QStringLiteral("a"));
        QCOMPARE(m_journal->undoText(), QStringLiteral("write a"));
        QCOMPARE(m_journal->redoText(), QStringLiteral("write b"));
        QVERIFY(m_journal->undo());
        QCOMPARE(note(), QString());
        QVERIFY(!m_journal->canUndo());
        QVERIFY(m_journal->redo());
        QVERIFY(m_journal->redo());
        QCOMPARE(note(), QStringLiteral("b"));
        QVERIFY(!m_journal->canRedo());
    }

    void aNewEditEndsTheRedoBranch()
    {
        QVERIFY(edit("", "a"));
        QVERIFY(m_journal->undo());
        QVERIFY(edit("", "c"));
        QVERIFY(!m_journal->canRedo());
        QVERIFY(m_journal->undo());
        QCOMPARE(note(), QString());
    }

    void undoSurvivesARestart()
    {
        QVERIFY(edit("", "a"));
        QVERIFY(edit("a", "b"));
        QVERIFY(m_journal->undo());
        m_journal.reset();
        m_workspace.reset();
        start();
        QCOMPARE(m_journal->undoText(), QStringLiteral("write a"));
        QCOMPARE(m_journal->redoText(), QStringLiteral("write b"));
        QVERIFY(m_journal->redo());
        QCOMPARE(note(), QStringLiteral("b"));
    }

    void anEditThatFailsIsNotRemembered()
    {
        m_journal->registerKind(QStringLiteral("never"), [](const QString&, const QJsonObject&) -> Outcome {
            return Error{ErrorCode::Refused, "Not now.", {}, {}};
        });
        const Outcome refused =
            m_journal->edit(QStringLiteral("test"), QStringLiteral("never"), QStringLiteral("try"), {}, {});
        QVERIFY(!refused);
        QVERIFY(!m_journal->canUndo());
        m_temp->reopen();
        QCOMPARE(m_temp->count("SELECT count(*) FROM edit_journal"), std::int64_t{0});
    }

    void manyRowsAreEditedInAJob()
    {
        bool kept = false;
        m_journal->editInJob(
            QStringLiteral("test"), QStringLiteral("note"), QStringLiteral("write all"), state(""),
            state("all"), [&](const Outcome& outcome) { kept = outcome.has_value(); });
        QTRY_VERIFY(kept);
        QCOMPARE(note(), QStringLiteral("all"));
        QCOMPARE(m_journal->undoText(), QStringLiteral("write all"));
        QVERIFY(m_journal->undo());
        QCOMPARE(note(), QString());
    }

    void anEditInAJobTellsItsEndWhateverItIs()
    {
        m_journal->registerKind(QStringLiteral("never"), [](const QString&, const QJsonObject&) -> Outcome {
            return Error{ErrorCode::Refused, "not today", {}, {}};
        });
        std::vector<std::string> ends;
        const auto ended = [&](const Outcome& outcome) {
            ends.push_back(outcome ? std::string("kept") : outcome.error().message);
        };
        const auto inJob = [&](const char* kind, EditJournal::Make make) {
            const std::size_t before = ends.size();
            m_journal->editInJob(
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
        m_journal->editInJob(
            QStringLiteral("test"), QStringLiteral("note"), QStringLiteral("late"), state(""), state("y"),
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
