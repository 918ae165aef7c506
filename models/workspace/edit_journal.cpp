#include "models/workspace/edit_journal.h"

#include "models/store/sqlite.h"
#include "models/store/store.h"
#include "models/workspace/workspace.h"

#include <QJsonDocument>

namespace merch
{

namespace
{

std::string compact(const QJsonObject& object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact).toStdString();
}

QString text(const sql::Statement& row, int column)
{
    const std::string_view bytes = row.text(column);
    return QString::fromUtf8(bytes.data(), static_cast<qsizetype>(bytes.size()));
}

struct Entry {
    QString kind;
    QJsonObject before, after;
};

Result<Entry> load(const QString& path, qint64 id)
{
    return reporting("read the edit", [&]() -> Result<Entry> {
        Result<Store> store = Store::open(path.toStdString(), Store::Mode::ReadOnly);
        if (!store)
            return store.error();
        sql::Statement row(store->db(), "SELECT kind, before, after FROM edit_journal WHERE edit_id = ?1");
        row.bind(1, static_cast<std::int64_t>(id));
        if (!row.step())
            return Error{ErrorCode::NotFound, "The edit is no longer in the journal.", {}, {}};
        return Entry{
            text(row, 0), QJsonDocument::fromJson(text(row, 1).toUtf8()).object(),
            QJsonDocument::fromJson(text(row, 2).toUtf8()).object()};
    });
}

Outcome mark(const QString& path, qint64 id, bool undone)
{
    return reporting("keep the edit", [&]() -> Outcome {
        Result<Store> store = Store::open(path.toStdString(), Store::Mode::ReadWrite);
        if (!store)
            return store.error();
        sql::Transaction transaction(store->db());
        sql::Statement row(store->db(), "UPDATE edit_journal SET undone = ?2 WHERE edit_id = ?1");
        row.bind(1, static_cast<std::int64_t>(id)).bind(2, undone).run();
        transaction.commit();
        return success();
    });
}

// The edit stands by itself; should this row fail, the user is told that it cannot be undone.
Outcome remember(
    const QString& path, const QString& user, const QString& page, const QString& kind, const QString& words,
    const QJsonObject& before, const QJsonObject& after)
{
    return reporting("remember the edit for undo", [&]() -> Outcome {
        Result<Store> store = Store::open(path.toStdString(), Store::Mode::ReadWrite);
        if (!store)
            return store.error();
        sql::Transaction transaction(store->db());
        // A new edit ends the redo branch.
        store->db().execute("DELETE FROM edit_journal WHERE undone = 1");
        sql::Statement row(
            store->db(), "INSERT INTO edit_journal (at, user, page, kind, text, before, after)"
                         " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)");
        row.bind(1, nowMs())
            .bind(2, user.toStdString())
            .bind(3, page.toStdString())
            .bind(4, kind.toStdString())
            .bind(5, words.toStdString())
            .bind(6, compact(before))
            .bind(7, compact(after))
            .run();
        transaction.commit();
        return success();
    });
}

} // namespace

EditJournal::EditJournal(Workspace& workspace)
    : m_workspace(workspace)
{
    connect(&workspace, &Workspace::opened, this, [this] { (void)reload(); });
    connect(&workspace, &Workspace::changed, this, [this](Topic topic) {
        if (topic == Topic::Everything) // another window may have edited
            (void)reload();
    });
    connect(&workspace, &Workspace::closed, this, [this] {
        m_undoId = m_redoId = 0;
        m_undoText.clear();
        m_redoText.clear();
        emit changed();
    });
    if (workspace.isOpen())
        (void)reload();
}

void EditJournal::registerKind(const QString& kind, Apply apply)
{
    m_kinds[kind] = std::move(apply);
}

Outcome EditJournal::edit(
    const QString& page, const QString& kind, const QString& text, const QJsonObject& before,
    const QJsonObject& after)
{
    const auto apply = m_kinds.find(kind);
    Q_ASSERT(apply != m_kinds.end());
    if (!m_workspace.isOpen())
        return Error{ErrorCode::Refused, "No store is open.", {}, {}};
    if (const Outcome done = apply->second(m_workspace.path(), after); !done)
        return done;
    const Outcome kept = remember(m_workspace.path(), m_workspace.user(), page, kind, text, before, after);
    (void)reload();
    return kept;
}

void EditJournal::editInJob(
    const QString& page, const QString& kind, const QString& text, const QJsonObject& before,
    const QJsonObject& after, Ended ended)
{
    editInJob(
        page, kind, text, [edit = Edit{text, before, after}]() -> Result<Edit> { return edit; },
        std::move(ended));
}

void EditJournal::editInJob(
    const QString& page, const QString& kind, const QString& title, Make make, Ended ended)
{
    const auto apply = m_kinds.find(kind);
    Q_ASSERT(apply != m_kinds.end());
    const auto end = [this, ended = std::move(ended)](const Outcome& outcome) {
        if (m_workspace.isOpen())
            (void)reload();
        if (ended)
            ended(outcome);
    };
    if (!m_workspace.isOpen()) {
        end(Error{ErrorCode::Refused, "No store is open.", {}, {}});
        return;
    }
    BackgroundJob* job = m_workspace.run<std::monostate>(
        title,
        [make = std::move(make), run = apply->second, path = m_workspace.path(), user = m_workspace.user(),
         page, kind](const Progress&) -> Outcome {
            const Result<Edit> made = make();
            if (!made)
                return made.error();
            if (made->before == made->after)
                return success();
            if (const Outcome done = run(path, made->after); !done)
                return done;
            return remember(path, user, page, kind, made->text, made->before, made->after);
        },
        [end](std::monostate&) { end(success()); });
    connect(job, &BackgroundJob::failed, this, [end](const Error& error) { end(error); });
    connect(job, &BackgroundJob::cancelled, this, [end] {
        end(Error{ErrorCode::Cancelled, "The edit was cancelled.", {}, {}});
    });
}

bool EditJournal::canUndo() const
{
    return m_undoId != 0;
}

bool EditJournal::canRedo() const
{
    return m_redoId != 0;
}

QString EditJournal::undoText() const
{
    return m_undoText;
}

QString EditJournal::redoText() const
{
    return m_redoText;
}

Outcome EditJournal::undo()
{
    if (!canUndo())
        return Error{ErrorCode::Refused, "There is nothing to undo.", {}, {}};
    return travel(m_undoId, true);
}

Outcome EditJournal::redo()
{
    if (!canRedo())
        return Error{ErrorCode::Refused, "There is nothing to redo.", {}, {}};
    return travel(m_redoId, false);
}

Outcome EditJournal::travel(qint64 id, bool back)
{
    Result<Entry> entry = load(m_workspace.path(), id);
    if (!entry)
        return entry.error();
    const auto apply = m_kinds.find(entry->kind);
    if (apply == m_kinds.end())
        return Error{
            ErrorCode::Refused,
            "This edit was made by a page that is not open here.",
            {},
            entry->kind.toStdString()};
    if (const Outcome done = apply->second(m_workspace.path(), back ? entry->before : entry->after); !done)
        return done;
    if (const Outcome marked = mark(m_workspace.path(), id, back); !marked)
        return marked;
    m_workspace.announce(Topic::Edits);
    return reload();
}

Outcome EditJournal::reload()
{
    const Outcome read = reporting("read the journal of edits", [this]() -> Outcome {
        Result<Store> store = Store::open(m_workspace.path().toStdString(), Store::Mode::ReadOnly);
        if (!store)
            return store.error();
        sql::Statement undo(
            store->db(),
            "SELECT edit_id, text FROM edit_journal WHERE undone = 0 ORDER BY edit_id DESC LIMIT 1");
        const bool canUndoNow = undo.step();
        m_undoId = canUndoNow ? undo.integer(0) : 0;
        m_undoText = canUndoNow ? text(undo, 1) : QString();
        sql::Statement redo(
            store->db(), "SELECT edit_id, text FROM edit_journal WHERE undone = 1 ORDER BY edit_id LIMIT 1");
        const bool canRedoNow = redo.step();
        m_redoId = canRedoNow ? redo.integer(0) : 0;
        m_redoText = canRedoNow ? text(redo, 1) : QString();
        return success();
    });
    emit changed();
    return read;
}

} // namespace merch

#include "moc_edit_journal.cpp"
