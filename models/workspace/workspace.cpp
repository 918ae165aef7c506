#include "models/workspace/workspace.h"

#include "models/store/store.h"
#include "models/workspace/store_service.h"

#include <QFileInfo>

namespace merch
{

struct Workspace::State {
    QString path;
    QString user;
    QString currency;
    Scope scope;
    StoreStatus status;
    QList<BackgroundJob*> jobs;
};

Workspace::Workspace(QObject* parent)
    : QObject(parent)
    , m_state(std::make_unique<State>())
{
    m_state->user = QString::fromStdString(loginName());
}

Workspace::~Workspace()
{
    // Jobs are children; they cancel and wait while the rest of this object still stands.
    const QList<BackgroundJob*> jobs = m_state->jobs;
    for (BackgroundJob* job : jobs) {
        job->disconnect(this);
        delete job;
    }
}

Outcome Workspace::openStore(const QString& path)
{
    Result<Store> store = Store::open(path.toStdString(), Store::Mode::ReadWrite);
    if (!store)
        return store.error();
    closeStore();
    m_state->path = QFileInfo(path).absoluteFilePath();
    m_state->scope = {};
    refreshStatus();
    emit opened(m_state->path);
    emit changed(Topic::Everything);
    return success();
}

Outcome Workspace::createStore(const QString& path, const QString& currency)
{
    if (Result<Store> store = Store::create(path.toStdString(), currency.toStdString()); !store)
        return store.error();
    return openStore(path);
}

void Workspace::closeStore()
{
    if (!isOpen())
        return;
    for (BackgroundJob* job : QList<BackgroundJob*>(m_state->jobs))
        job->cancel();
    m_state->path.clear();
    m_state->status = {};
    m_state->currency.clear();
    emit closed();
}

bool Workspace::isOpen() const
{
    return !m_state->path.isEmpty();
}

const QString& Workspace::path() const
{
    return m_state->path;
}

QString Workspace::storeName() const
{
    return QFileInfo(m_state->path).completeBaseName();
}

const QString& Workspace::user() const
{
    return m_state->user;
}

void Workspace::setUser(const QString& user)
{
    if (!user.trimmed().isEmpty())
        m_state->user = user.trimmed();
}

const QString& Workspace::currency() const
{
    return m_state->currency;
}

const Scope& Workspace::scope() const
{
    return m_state->scope;
}

void Workspace::setScope(const Scope& scope)
{
    if (scope == m_state->scope)
        return;
    m_state->scope = scope;
    emit scopeChanged(m_state->scope);
}

const StoreStatus& Workspace::status() const
{
    return m_state->status;
}

QList<BackgroundJob*> Workspace::jobs() const
{
    return m_state->jobs;
}

void Workspace::announce(Topic topic)
{
    if (!isOpen())
        return;
    refreshStatus();
    emit changed(topic);
}

void Workspace::adopt(BackgroundJob* job)
{
    m_state->jobs.append(job);
    connect(job, &BackgroundJob::failed, this, &Workspace::notice);
    connect(job, &BackgroundJob::finished, this, [this, job] {
        m_state->jobs.removeOne(job);
        emit jobEnded(job);
        job->deleteLater();
    });
    emit jobStarted(job);
}

void Workspace::refreshStatus()
{
    Result<StoreStatus> status = readStatus(m_state->path);
    if (!status) {
        emit notice(status.error());
        return;
    }
    m_state->status = std::move(*status);
    m_state->currency = m_state->status.currency;
}

} // namespace merch

#include "moc_workspace.cpp"
