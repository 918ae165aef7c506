#include "app/window/settings.h"

#include "models/workspace/language.h"

#include <QApplication>
#include <QFileInfo>
#include <QLocale>
#include <QSettings>
#include <QThread>
#include <QThreadPool>

namespace merch
{

using namespace Qt::StringLiterals;

AppSettings AppSettings::load()
{
    const QSettings kept;
    AppSettings s;
    const QString mode = kept.value(u"look/theme"_s, u"system"_s).toString();
    s.mode = mode == u"light"  ? theme::Mode::Light
             : mode == u"dark" ? theme::Mode::Dark
                               : theme::Mode::System;
    s.scale = kept.value(u"look/scale"_s, 1.0).toDouble();
    s.user = kept.value(u"user"_s).toString();
    s.language = kept.value(u"language"_s).toString();
    s.locale = kept.value(u"locale"_s).toString();
    s.threads = kept.value(u"threads"_s, 0).toInt();
    return s;
}

void AppSettings::save() const
{
    QSettings kept;
    kept.setValue(
        u"look/theme"_s, mode == theme::Mode::Light  ? u"light"_s
                         : mode == theme::Mode::Dark ? u"dark"_s
                                                     : u"system"_s);
    kept.setValue(u"look/scale"_s, scale);
    kept.setValue(u"user"_s, user);
    kept.setValue(u"language"_s, language);
    kept.setValue(u"locale"_s, locale);
    kept.setValue(u"threads"_s, threads);
}

void AppSettings::apply() const
{
    QLocale::setDefault(locale.isEmpty() ? QLocale::system() : QLocale(locale));
    QThreadPool::globalInstance()->setMaxThreadCount(
        std::max(2, threads > 0 ? threads : QThread::idealThreadCount()));
    if (auto* app = qobject_cast<QApplication*>(QCoreApplication::instance()))
        theme::apply(*app, mode, scale);
}

void AppSettings::applyLanguage() const
{
    const QString spoken = languageFor(language);
    speak(spoken);
    QGuiApplication::setLayoutDirection(QLocale(spoken).textDirection());
}

QStringList recentStores()
{
    QStringList there;
    for (const QString& path : QSettings().value(u"recent"_s).toStringList())
        if (QFileInfo::exists(path))
            there << path;
    return there;
}

void rememberStore(const QString& path)
{
    QStringList all = recentStores();
    all.removeAll(path);
    all.prepend(path);
    QSettings().setValue(u"recent"_s, all.mid(0, 8));
}

} // namespace merch
