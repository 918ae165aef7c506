#pragma once

#include <QObject>
#include <QString>
#include <QThread>

namespace merch
{

/// Notices that somebody else wrote to the open store: another window, or a nightly run on the command line.
/// Asks SQLite's data version on a thread of its own; what this program wrote itself does not count.
class StoreWatcher : public QObject
{
    Q_OBJECT
public:
    explicit StoreWatcher(QObject* parent = nullptr);
    ~StoreWatcher() override;

    void watch(const QString& path, int everyMs = 1500);
    void stop();

signals:
    void changedOutside();

private:
    QThread m_thread;
    QObject* m_worker = nullptr;
};

} // namespace merch
