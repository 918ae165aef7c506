#include "app/window/desktop_look.h"

#include "app/window/settings.h"
#include "widgets/theme/theme.h"

#include <QApplication>
#include <QDBusConnection>
#include <QDBusInterface>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QDBusVariant>
#include <QDir>
#include <QFileInfo>

namespace merch
{

using namespace Qt::StringLiterals;

namespace
{

const QString kService = u"org.freedesktop.portal.Desktop"_s;
const QString kPath = u"/org/freedesktop/portal/desktop"_s;
const QString kInterface = u"org.freedesktop.portal.Settings"_s;
const QString kGroup = u"org.freedesktop.appearance"_s;
const QString kKey = u"color-scheme"_s;

} // namespace

DesktopLook::DesktopLook(QObject* parent)
    : QObject(parent)
{
    m_settle.setSingleShot(true);
    m_settle.setInterval(200);
    connect(&m_settle, &QTimer::timeout, this, [this] {
        watchFiles(); // a file that was replaced is no longer watched
        refresh();
    });
    connect(&m_files, &QFileSystemWatcher::fileChanged, &m_settle, qOverload<>(&QTimer::start));
    connect(&m_files, &QFileSystemWatcher::directoryChanged, &m_settle, qOverload<>(&QTimer::start));
    watchFiles();
    askPortal();
}

void DesktopLook::askPortal()
{
    QDBusConnection bus = QDBusConnection::sessionBus();
    if (!bus.isConnected())
        return;
    bus.connect(
        kService, kPath, kInterface, u"SettingChanged"_s, this,
        SLOT(portalChanged(QString, QString, QDBusVariant)));
    QDBusMessage question = QDBusMessage::createMethodCall(kService, kPath, kInterface, u"Read"_s);
    question << kGroup << kKey;
    auto* answer = new QDBusPendingCallWatcher(bus.asyncCall(question, 2000), this);
    connect(answer, &QDBusPendingCallWatcher::finished, this, [this](QDBusPendingCallWatcher* done) {
        const QDBusPendingReply<QDBusVariant> reply = *done;
        if (!reply.isError()) {
            QVariant value = reply.value().variant();
            if (value.canConvert<QDBusVariant>()) // Read() wraps twice
                value = value.value<QDBusVariant>().variant();
            take(value.toUInt());
        }
        done->deleteLater();
    });
}

void DesktopLook::portalChanged(const QString& group, const QString& key, const QDBusVariant& value)
{
    if (group == kGroup && key == kKey)
        take(value.variant().toUInt());
}

void DesktopLook::take(uint scheme)
{
    // 0 = no preference, 1 = dark, 2 = light
    theme::setDesktopDark(scheme == 0 ? std::nullopt : std::optional<bool>(scheme == 1));
    refresh();
}

void DesktopLook::watchFiles()
{
    const QString config =
        qEnvironmentVariable("XDG_CONFIG_HOME", qEnvironmentVariable("HOME") + u"/.config"_s);
    for (const QString& name : {u"/gtk-4.0/settings.ini"_s, u"/gtk-3.0/settings.ini"_s, u"/kdeglobals"_s}) {
        const QString file = config + name;
        if (QFileInfo::exists(file))
            m_files.addPath(file);
        // A settings file that appears, or is replaced, shows in its folder.
        const QString folder = QFileInfo(file).path();
        if (folder != config && QFileInfo(folder).isDir())
            m_files.addPath(folder);
    }
}

void DesktopLook::refresh()
{
    if (theme::mode() == theme::Mode::System && theme::systemIsDark() != theme::isDark())
        theme::apply(*qApp, theme::Mode::System, theme::scale());
}

} // namespace merch

#include "moc_desktop_look.cpp"
