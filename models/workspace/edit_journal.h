#pragma once

#include "engine/core/progress.h"
#include "engine/core/result.h"

#include <QJsonObject>
#include <QObject>
#include <QString>

#include <deque>
#include <functional>
#include <map>

namespace merch
{

class Store;
class Workspace;

/// Undo and redo that survive a restart: every edit of a user is a row of `edit_journal` with the state
/// before and after. Each kind of edit registers one function that puts a state into the store; undo applies
/// `before`, redo applies `after`, in one transaction with the row. All of it runs off the GUI thread, one
/// after the other in the order in which it was asked for. Lives on the GUI thread.
class EditJournal : public QObject
{
    Q_OBJECT
public:
    /// Puts `state` into the store, whose transaction is the journal's. Runs on any thread; throws or fails
    /// to leave the store as it was.
    using Apply = std::function<Outcome(Store& store, const QJsonObject& state, const Progress& progress)>;

    struct Edit {
        QString text; ///< shown as "Undo <text>"
        QJsonObject before, after;
    };
    using Make = std::function<Result<Edit>()>;
    using Ended = std::function<void(const Outcome& outcome)>;

    explicit EditJournal(Workspace& workspace);

    /// kind: "override", "plan_line", "assumption", "line_rules", "finding_state", ...
    void registerKind(const QString& kind, Apply apply);

    /// Applies `after` and remembers how to go back. `ended` runs once on the GUI thread, whatever came of
    /// it; a failure is shown as a notice besides. A cancelled edit may have been kept: read the store.
    void edit(const QString& page, const QString& kind, const Edit& edit, Ended ended = {});
    /// For edits that take a while to work out: `make` runs in the job as well, with the store held against
    /// other writers. What changes nothing ends well and is not remembered. `title` is the job's.
    void edit(const QString& page, const QString& kind, const QString& title, Make make, Ended ended = {});

    bool canUndo() const;
    bool canRedo() const;
    QString undoText() const;
    QString redoText() const;
    /// The newest edit back, or the last one undone again. An edit that the store no longer lets be taken
    /// back (its plan was submitted meanwhile) says so, and the next undo goes on with the one before it.
    void undo(Ended ended = {});
    void redo(Ended ended = {});

signals:
    void changed();

private:
    void start(const QString& title, std::function<Outcome(const Progress&)> work, Ended ended);
    void next();
    void travel(bool back, Ended ended);
    void reload();

    struct Task {
        QString title;
        std::function<Outcome(const Progress&)> work;
        Ended ended;
    };
    Workspace& m_workspace;
    std::map<QString, Apply> m_kinds;
    std::deque<Task> m_tasks; ///< the first is under way
    bool m_working = false;
    qint64 m_undoId = 0, m_redoId = 0;
    QString m_undoText, m_redoText;
};

} // namespace merch
