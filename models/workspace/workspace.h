#pragma once

#include "engine/core/day.h"
#include "engine/core/result.h"
#include "models/jobs/job.h"

#include <QObject>
#include <QString>

#include <functional>
#include <memory>
#include <optional>

namespace merch {

/// What changed in the store, so that the models that show it reload.
enum class Topic { Everything, Imports, Catalog, Demand, Findings, Forecasts, Overrides, Assumptions, Plans, Approvals, Edits, Ladder };

/// The filters that hold for all pages (top bar).
struct Scope {
    int weeks = 12;     ///< forward window shown
    QString location;   ///< code; empty = all
    QString category;   ///< path; empty = all
    bool operator==(const Scope&) const = default;
};

/// What the status bar and the Today page say of the store.
struct StoreStatus {
    int products = 0, locations = 0, series = 0, pending = 0, openFindings = 0;
    std::optional<Day> firstDay, lastDay;
    std::optional<double> qualityScore;
    qint64 lastImportMs = 0;
    QString currency;
};

/// The open store and what the pages share: path, user, scope, jobs. Lives on the GUI thread, made in main and
/// passed by reference. Services are made from its path and run in jobs; they open their own connections.
class Workspace : public QObject
{
    Q_OBJECT
public:
    explicit Workspace(QObject* parent = nullptr);
    ~Workspace() override;

    Outcome openStore(const QString& path);
    Outcome createStore(const QString& path, const QString& currency);
    void closeStore();

    bool isOpen() const;
    const QString& path() const;
    QString storeName() const; ///< file name without its ending
    const QString& user() const;
    void setUser(const QString& user);
    const QString& currency() const;

    const Scope& scope() const;
    void setScope(const Scope& scope);

    /// Small and quick; read again after each change.
    const StoreStatus& status() const;

    /// Starts work off the GUI thread; it shows in the job bar until it ends. A failure is shown as a notice.
    template <typename T>
    BackgroundJob* run(const QString& title, typename Job<T>::Work work, typename Job<T>::Receiver receiver)
    {
        auto* job = new Job<T>(title, this);
        adopt(job);
        job->start(std::move(work), std::move(receiver));
        return job;
    }
    QList<BackgroundJob*> jobs() const;

    /// Tells every page; call on the GUI thread after a service changed the store.
    void announce(merch::Topic topic);

signals:
    void opened(const QString& path);
    void closed();
    void changed(merch::Topic topic);
    void scopeChanged(const merch::Scope& scope);
    void jobStarted(merch::BackgroundJob* job);
    void jobEnded(merch::BackgroundJob* job);
    void notice(const merch::Error& error); ///< shown once, where the user is looking

private:
    void adopt(BackgroundJob* job);
    void refreshStatus();
    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace merch
