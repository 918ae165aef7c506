#include "models/workspace/store_watcher.h"

#include "models/store/sqlite.h"

#include <QTimer>

#include <memory>

namespace merch
{

namespace
{

/// Lives on the watcher's thread, with a connection of its own.
class Worker : public QObject
{
public:
    Worker(const QString& path, int everyMs, StoreWatcher* watcher)
        : m_path(path.toStdString())
        , m_watcher(watcher)
    {
        m_timer.setParent(this);
        m_timer.setInterval(everyMs);
        connect(&m_timer, &QTimer::timeout, this, &Worker::look);
    }

    void begin()
    {
        look();
        m_timer.start();
    }

private:
    void look()
    {
        try {
            if (!m_db)
                open();
            m_version->step();
            const std::int64_t version = m_version->integer(0);
            m_version->reset();
            // Read after the version: a write of ours in between costs a needless reload at worst.
            const std::uint64_t ours = sql::ownCommits();
            const bool news = m_seen && version != m_lastVersion && ours == m_lastOurs;
            m_lastVersion = version;
            m_lastOurs = ours;
            m_seen = true;
            if (news)
                emit m_watcher->changedOutside();
        } catch (const std::exception&) { // moved or locked for good: whoever reads next will say so
            m_version.reset();
            m_db.reset();
            m_seen = false;
        }
    }

    void open()
    {
        // Able to write where that is allowed, so that the last to close leaves one file behind.
        try {
            m_db = std::make_unique<sql::Connection>(m_path, sql::Connection::Mode::ReadWrite);
        } catch (const std::exception&) {
            m_db = std::make_unique<sql::Connection>(m_path, sql::Connection::Mode::ReadOnly);
        }
        m_version = std::make_unique<sql::Statement>(*m_db, "PRAGMA data_version");
    }

    std::string m_path;
    StoreWatcher* m_watcher;
    QTimer m_timer;
    std::unique_ptr<sql::Connection> m_db;
    std::unique_ptr<sql::Statement> m_version;
    std::int64_t m_lastVersion = 0;
    std::uint64_t m_lastOurs = 0;
    bool m_seen = false;
};

} // namespace

StoreWatcher::StoreWatcher(QObject* parent)
    : QObject(parent)
{
}

StoreWatcher::~StoreWatcher()
{
    stop();
}

void StoreWatcher::watch(const QString& path, int everyMs)
{
    stop();
    auto* worker = new Worker(path, everyMs, this);
    m_worker = worker;
    worker->moveToThread(&m_thread);
    connect(&m_thread, &QThread::started, worker, &Worker::begin);
    connect(&m_thread, &QThread::finished, worker, &QObject::deleteLater);
    m_thread.start(QThread::LowPriority);
}

void StoreWatcher::stop()
{
    if (!m_worker)
        return;
    m_thread.disconnect(m_worker);
    m_worker->disconnect(this);
    connect(&m_thread, &QThread::finished, m_worker, &QObject::deleteLater);
    m_thread.quit();
    m_thread.wait();
    m_worker = nullptr;
}

} // namespace merch

#include "moc_store_watcher.cpp"
