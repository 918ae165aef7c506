#pragma once

#include "engine/core/progress.h"
#include "engine/core/result.h"

#include <QElapsedTimer>
#include <QFutureWatcher>
#include <QObject>
#include <QPromise>
#include <QString>
#include <QtConcurrentRun>

#include <algorithm>
#include <exception>
#include <functional>

namespace merch {

/// One piece of work off the GUI thread, with progress, an estimate and cancel. Lives on the GUI thread;
/// destroying it cancels the work and waits for it.
class BackgroundJob : public QObject
{
    Q_OBJECT
public:
    explicit BackgroundJob(const QString& title, QObject* parent) : QObject(parent), m_title(title) {}

    const QString& title() const { return m_title; }
    double share() const { return m_share; } ///< done, 0..1; < 0 while unknown
    double secondsLeft() const;              ///< estimate; < 0 while unknown
    /// How much there is to read, where the share is one of bytes; 0 = it is not.
    void setBytes(qint64 bytes) { m_bytes = bytes; }
    double bytesPerSecond() const; ///< so far; < 0 while unknown
    virtual void cancel() = 0;
    virtual bool isRunning() const = 0;

signals:
    void progressed();
    void failed(const merch::Error& error);
    void cancelled();
    void finished(); ///< always last, whatever came of it

protected:
    QString m_title;
    double m_share = -1.0;
    qint64 m_bytes = 0;
    QElapsedTimer m_clock;
};

/// `Work` runs on a pool thread with nothing but its captures: values, or a store that it opens itself.
/// It returns Result<T>; on success the receiver gets the T on the GUI thread.
template <typename T> class Job final : public BackgroundJob
{
public:
    using Work = std::function<Result<T>(const Progress&)>;
    using Receiver = std::function<void(T&)>;

    Job(const QString& title, QObject* parent) : BackgroundJob(title, parent)
    {
        connect(&m_watcher, &QFutureWatcherBase::progressValueChanged, this, [this](int permille) {
            m_share = permille / 1000.0;
            emit progressed();
        });
        connect(&m_watcher, &QFutureWatcherBase::finished, this, &Job::deliver);
    }
    ~Job() override
    {
        m_watcher.disconnect();
        m_watcher.cancel();
        m_watcher.waitForFinished();
    }

    void start(Work work, Receiver receiver)
    {
        Q_ASSERT(!isRunning());
        m_receiver = std::move(receiver);
        m_clock.start();
        m_watcher.setFuture(QtConcurrent::run([work = std::move(work)](QPromise<Result<T>>& promise) {
            promise.setProgressRange(0, 1000);
            const auto report = [&promise](std::size_t done, std::size_t total) {
                promise.setProgressValue(
                    total == 0 ? 0 : static_cast<int>(std::min<std::size_t>(1000, done * 1000 / total)));
                return !promise.isCanceled();
            };
            try {
                promise.addResult(work(report));
            } catch (const std::exception& bug) { // else it would surface in ~Job and terminate
                promise.addResult(Error{ErrorCode::Internal, "The work stopped unexpectedly.", {}, bug.what()});
            }
        }));
    }

    void cancel() override { m_watcher.cancel(); }
    bool isRunning() const override { return m_watcher.isRunning(); }

private:
    void deliver()
    {
        if (m_watcher.isCanceled()) {
            emit cancelled();
        } else {
            // Not takeResult(): it resets the future, and ~Job would then wait for ever.
            Result<T> result = m_watcher.result();
            if (result)
                m_receiver(*result);
            else if (result.error().code == ErrorCode::Cancelled)
                emit cancelled();
            else
                emit failed(result.error());
        }
        emit finished();
    }

    QFutureWatcher<Result<T>> m_watcher;
    Receiver m_receiver;
};

} // namespace merch
