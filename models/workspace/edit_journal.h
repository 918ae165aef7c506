#pragma once

#include "engine/core/result.h"

#include <QJsonObject>
#include <QObject>
#include <QString>

#include <functional>
#include <map>

namespace merch
{

class Workspace;

/// Undo and redo that survive a restart: every edit of a user is a row of `edit_journal` with the state
/// before and after. Each kind of edit registers one function that puts a state into the store in one
/// transaction; undo applies `before`, redo applies `after`. Lives on the GUI thread.
class EditJournal : public QObject
{
    Q_OBJECT
public:
    /// Puts `state` into the store at `path` in one transaction. Small: at most a few milliseconds.
    using Apply = std::function<Outcome(const QString& path, const QJsonObject& state)>;

    struct Edit {
        QString text;
        QJsonObject before, after;
    };
    using Make = std::function<Result<Edit>()>;
    using Ended = std::function<void(const Outcome& outcome)>;

    explicit EditJournal(Workspace& workspace);

    /// kind: "override", "plan_quantity", "plan_lock", "assumption", "line_rule", "finding_state", ...
    void registerKind(const QString& kind, Apply apply);

    /// Applies `after` and remembers how to go back. `text` is shown as "Undo <text>".
    Outcome edit(
        const QString& page, const QString& kind, const QString& text, const QJsonObject& before,
        const QJsonObject& after);

    /// The same off the GUI thread, for edits of many rows. `ended` runs once on the GUI thread, whatever
    /// came of it; a failure is shown as a notice besides. A cancelled edit may have been kept: read the
    /// store.
    void editInJob(
        const QString& page, const QString& kind, const QString& text, const QJsonObject& before,
        const QJsonObject& after, Ended ended = {});
    /// For edits that take a while to work out: `make` runs in the job as well. What changes nothing ends
    /// well and is not remembered.
    void
    editInJob(const QString& page, const QString& kind, const QString& title, Make make, Ended ended = {});

    bool canUndo() const;
    bool canRedo() const;
    QString undoText() const;
    QString redoText() const;
    Outcome undo();
    Outcome redo();

signals:
    void changed();

private:
    Outcome reload();
    Outcome travel(qint64 id, bool back);
    Workspace& m_workspace;
    std::map<QString, Apply> m_kinds;
    qint64 m_undoId = 0, m_redoId = 0;
    QString m_undoText, m_redoText;
};

} // namespace merch
