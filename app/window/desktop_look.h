#pragma once

#include <QFileSystemWatcher>
#include <QObject>
#include <QTimer>

class QDBusVariant;

namespace merch
{

/// Keeps Mode::System in step with the desktop while the program runs: by the desktop portal where there is
/// one, else by the settings files of GTK and KDE.
class DesktopLook : public QObject
{
    Q_OBJECT
public:
    explicit DesktopLook(QObject* parent = nullptr);

private slots:
    void portalChanged(const QString& group, const QString& key, const QDBusVariant& value);

private:
    void askPortal();
    void take(uint scheme);
    void watchFiles();
    void refresh();

    QFileSystemWatcher m_files;
    QTimer m_settle; ///< settings files are written in several steps
};

} // namespace merch
