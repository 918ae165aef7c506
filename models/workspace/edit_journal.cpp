#include "models/workspace/edit_journal.h"

#include "models/store/changing.h"
#include "models/workspace/workspace.h"

#include <QCoreApplication>
#include <QJsonDocument>

#include <memory>
#include <utility>

namespace merch
{

namespace
{

struct Texts {
    Q_DECLARE_TR_FUNCTIONS(EditJournal)
};

/// edit_journal.undone
enum Standing { InForce = 0, Undone = 1, Spent = 2 };

std::string compact(const QJsonObject& object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact).toStdString();
}

QString text(const sql::Statement& row, int column)
{
    const std::string_view bytes = row.text(column);
    return QString::fromUtf8(bytes.data(), static_cast<qsizetype>(bytes.size()));
}

/// What the next undo or redo is about.
struct Entry {
    qint64 id = 0; ///< 0 = there is none
    QString kind, text;
    QJsonObject state;
};

Entry nextEntry(Store& store, bool back)
{
    sql::Statement row(
        store.db(), back ? "SELECT edit_id, kind, text, before FROM edit_journal WHERE undone = 0"
                           " ORDER BY edit_id DESC LIMIT 1"
                         : "SELECT edit_id, kind, text, after FROM edit_journal WHERE undone = 1"
                           " ORDER BY edit_id LIMIT 1");
    if (!row.step())
        return {};
    return {
        row.integer(0), text(row, 1), text(row, 2), QJsonDocument::fromJson(text(row, 3).toUtf8()).object()};
}

void mark(Store& store, qint64 id, Standing standing)
{
    sql::Statement row(store.db(), "UPDATE edit_journal SET undone = ?2 WHERE edit_id = ?1");
    row.bind(1, static_cast<std::int64_t>(id)).bind(2, static_cast<int>(standing)).run();
}

void remember(
    Store& store, const QString& user, const QString& page, const QString& kind,
    const EditJournal::Edit& edit)
{
    // A new edit ends the redo branch.
    store.db().execute("DELETE FROM edit_journal WHERE undone = 1");
    sql::Statement row(
        store.db(), "INSERT INTO edit_journal (at, user, page, kind, text, before, after)"
                    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)");
    row.bind(1, nowMs())
        .bind(2, user.toStdString())
        .bind(3, page.toStdString())
        .bind(4, kind.toStdString())
        .bind(5, edit.text.toStdString())
        .bind(6, compact(edit.before))
        .bind(7, compact(edit.after))
        .run();
}

/// Takes the newest edit back, or does it again, with its row in one transaction. `refused`: the edit that
/// the store does not let travel.
Outcome travelIn(
    Store& store, bool back, const std::map<QString, EditJournal::Apply>& kinds, const Progress& progress,
    qint64& refused)
{
    const auto no = [](const QString& what, const QString& remedy) {
        return Error{ErrorCode::Refused, what.toStdString(), remedy.toStdString(), {}};
    };
    const Entry entry = nextEntry(store, back);
    if (entry.id == 0)
        return no(back ? Texts::tr("There is nothing to undo.") : Texts::tr("There is nothing to redo."), {});
    const auto apply = kinds.find(entry.kind);
    if (apply == kinds.end())
        return no(Texts::tr("This edit was made by a page that is not open here."), {});
    const Outcome done = apply->second(store, entry.state, progress);
    if (done) {
        mark(store, entry.id, back ? Undone : InForce);
        return done;
    }
    if (done.error().code != ErrorCode::Refused && done.error().code != ErrorCode::NotFound)
        return done;
    refused = entry.id;
    const QString why = QString::fromStdString(done.error().message);
    return back ? no(Texts::tr("\"%1\" can no longer be undone: %2").arg(entry.text, why),
                     Texts::tr("Undo once more goes on with the edit before it."))
                : no(Texts::tr("\"%1\" can no longer be done again: %2").arg(entry.text, why),
                     Texts::tr("Redo once more goes on with the edit after it."));
}

} // namespace

EditJournal::EditJournal(Workspace& workspace)
    : m_workspace(workspace)
{
    connect(&workspace, &Workspace::opened, this, [this] { reload(); });
    connect(&workspace, &Workspace::changed, this, [this](Topic topic) {
        if (topic == Topic::Everything) // another window may have edited
            reload();
    });
    connect(&workspace, &Workspace::closed, this, [this] {
        for (const Task& task : std::exchange(m_tasks, {}))
            if (task.ended)
                task.ended(Error{ErrorCode::Refused, tr("No store is open.").toStdString(), {}, {}});
        m_undoId = m_redoId = 0;
        m_undoText.clear();
        m_redoText.clear();
        emit changed();
    });
    if (workspace.isOpen())
        reload();
}

void EditJournal::registerKind(const QString& kind, Apply apply)
{
    m_kinds[kind] = std::move(apply);
}

void EditJournal::edit(const QString& page, const QString& kind, const Edit& edit, Ended ended)
{
    this->edit(
        page, kind, edit.text, [edit]() -> Result<Edit> { return edit; }, std::move(ended));
}

void EditJournal::edit(const QString& page, const QString& kind, const QString& title, Make make, Ended ended)
{
    const auto apply = m_kinds.find(kind);
    Q_ASSERT(apply != m_kinds.end());
    start(
        title,
        [make = std::move(make), run = apply->second, path = m_workspace.path(), user = m_workspace.user(),
         page, kind](const Progress& progress) {
            return changing(path, "keep the edit", [&](Store& store) -> Outcome {
                const Result<Edit> made = make();
                if (!made)
                    return made.error();
                if (made->before == made->after)
                    return success();
                if (const Outcome done = run(store, made->after, progress); !done)
                    return done;
                remember(store, user, page, kind, *made);
                return success();
            });
        },
        std::move(ended));
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

void EditJournal::undo(Ended ended)
{
    travel(true, std::move(ended));
}

void EditJournal::redo(Ended ended)
{
    travel(false, std::move(ended));
}

void EditJournal::travel(bool back, Ended ended)
{
    start(
        back ? tr("Undo") : tr("Redo"),
        [back, kinds = m_kinds, path = m_workspace.path()](const Progress& progress) -> Outcome {
            qint64 refused = 0;
            const Outcome done = changing(path, back ? "undo the edit" : "redo the edit", [&](Store& store) {
                return travelIn(store, back, kinds, progress, refused);
            });
            if (refused != 0)
                (void)changing(path, "keep the journal of edits", [refused](Store& store) {
                    mark(store, refused, Spent);
                    return success();
                });
            return done;
        },
        [this, ended = std::move(ended)](const Outcome& outcome) {
            if (outcome)
                m_workspace.announce(Topic::Edits);
            if (ended)
                ended(outcome);
        });
}

void EditJournal::start(const QString& title, std::function<Outcome(const Progress&)> work, Ended ended)
{
    if (!m_workspace.isOpen()) {
        if (ended)
            ended(Error{ErrorCode::Refused, tr("No store is open.").toStdString(), {}, {}});
        return;
    }
    m_tasks.push_back({title, std::move(work), std::move(ended)});
    next();
}

void EditJournal::next()
{
    if (m_working || m_tasks.empty())
        return;
    m_working = true;
    Task task = std::move(m_tasks.front());
    m_tasks.pop_front();
    BackgroundJob* job =
        m_workspace.run<std::monostate>(task.title, std::move(task.work), [](std::monostate&) {});
    // Told once the job is over, so that what follows may start another.
    auto outcome = std::make_shared<Outcome>(success());
    connect(job, &BackgroundJob::failed, this, [outcome](const Error& error) { *outcome = error; });
    connect(job, &BackgroundJob::cancelled, this, [outcome] {
        *outcome = Error{ErrorCode::Cancelled, tr("The edit was cancelled.").toStdString(), {}, {}};
    });
    connect(job, &BackgroundJob::finished, this, [this, outcome, ended = std::move(task.ended)] {
        m_working = false;
        if (m_workspace.isOpen())
            reload();
        if (ended)
            ended(*outcome);
        next();
    });
}

void EditJournal::reload()
{
    const Outcome read = reporting("read the journal of edits", [this]() -> Outcome {
        Result<Store> store = Store::open(m_workspace.path().toStdString(), Store::Mode::ReadOnly);
        if (!store)
            return store.error();
        const Entry undo = nextEntry(*store, true), redo = nextEntry(*store, false);
        m_undoId = undo.id;
        m_undoText = undo.text;
        m_redoId = redo.id;
        m_redoText = redo.text;
        return success();
    });
    if (!read)
        emit m_workspace.notice(read.error());
    emit changed();
}

} // namespace merch

#include "moc_edit_journal.cpp"
