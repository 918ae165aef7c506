#include "models/workspace/language.h"

#include <QCoreApplication>
#include <QDir>
#include <QLibraryInfo>
#include <QLocale>
#include <QTranslator>

namespace merch
{

using namespace Qt::StringLiterals;

namespace
{

void install(const QString& file)
{
    auto* translator = new QTranslator(QCoreApplication::instance());
    translator->setObjectName(u"merchbench.texts"_s);
    if (translator->load(file))
        QCoreApplication::installTranslator(translator);
    else
        delete translator;
}

} // namespace

QStringList languages()
{
    QStringList all;
    const QStringList files = QDir(u":/translations"_s).entryList({u"merchbench_*.qm"_s});
    for (const QString& file : files)
        all << file.mid(11).chopped(3);
    all.sort();
    return all;
}

QString languageFor(const QString& wish)
{
    const QString name = wish.isEmpty() ? QLocale::system().name() : wish;
    const QString language = name.section(u'_', 0, 0);
    return languages().contains(language) ? language : u"en"_s;
}

void speak(const QString& language)
{
    const auto before = QCoreApplication::instance()->findChildren<QTranslator*>(u"merchbench.texts"_s);
    qDeleteAll(before); // takes each out of use
    install(u":/translations/merchbench_en.qm"_s);
    if (language == u"en")
        return;
    install(QLibraryInfo::path(QLibraryInfo::TranslationsPath) + u"/qtbase_"_s + language + u".qm"_s);
    install(u":/translations/merchbench_"_s + language + u".qm"_s);
}

} // namespace merch
