#include "app/window/desktop_look.h"
#include "app/window/main_window.h"
#include "app/window/settings.h"
#include "models/workspace/edit_journal.h"
#include "models/workspace/workspace.h"
#include "widgets/frame/page.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QDir>
#include <QElapsedTimer>
#include <QThread>

#include <clocale>
#include <cstdio>
#include <cstring>

namespace
{

constexpr const char* kVersion = "0.1.0";

/// Waits until nothing runs and nothing is about to.
void settle(const merch::Workspace& workspace)
{
    QElapsedTimer quiet, whole;
    quiet.start();
    whole.start();
    while (quiet.elapsed() < 500 && whole.elapsed() < 60'000) {
        QCoreApplication::processEvents(QEventLoop::AllEvents, 20);
        if (!workspace.jobs().isEmpty())
            quiet.restart();
        QThread::msleep(5);
    }
}

int takeScreenshots(merch::MainWindow& window, merch::Workspace& workspace, const QString& folder)
{
    if (!QDir().mkpath(folder)) {
        std::fprintf(stderr, "merchbench: %s could not be made.\n", qPrintable(folder));
        return 4;
    }
    for (const bool dark : {false, true}) {
        merch::theme::apply(
            *qApp, dark ? merch::theme::Mode::Dark : merch::theme::Mode::Light, merch::theme::scale());
        const QString look = dark ? QStringLiteral("dark") : QStringLiteral("light");
        std::vector<QString> ids;
        for (const merch::Page* page : window.pages())
            ids.push_back(page->id());
        if (!workspace.isOpen())
            ids = {QStringLiteral("start")};
        for (const QString& id : ids) {
            window.showPage(id);
            settle(workspace);
            const QString file = QDir(folder).filePath(QStringLiteral("%1-%2.png").arg(id, look));
            if (!window.grab().save(file)) {
                std::fprintf(stderr, "merchbench: %s could not be written.\n", qPrintable(file));
                return 4;
            }
            std::printf("%s\n", qPrintable(file));
        }
    }
    return 0;
}

} // namespace

int main(int argc, char** argv)
{
    // Answered before a display is looked for.
    for (int i = 1; i < argc; ++i) {
        if (std::strcmp(argv[i], "--version") == 0) {
            std::printf("merchbench %s\n", kVersion);
            return 0;
        }
        if (std::strcmp(argv[i], "--help") == 0 || std::strcmp(argv[i], "-h") == 0) {
            std::puts(
                "merchbench [STORE] [--user NAME] [--theme light|dark] [--language en|de] [--rtl]\n"
                "           [--size WxH] [--screenshots DIR]\n"
                "Opens the workbench, on STORE if given. --screenshots writes a picture of each page and "
                "ends.");
            return 0;
        }
    }
    QCoreApplication::setOrganizationName(QStringLiteral("merchbench"));
    QCoreApplication::setApplicationName(QStringLiteral("merchbench"));
    QCoreApplication::setApplicationVersion(QLatin1String(kVersion));
    QApplication app(argc, argv);
    // Qt has just switched the C library to the user's locale, whose comma would get into workbooks.
    std::setlocale(LC_NUMERIC, "C");
    QCommandLineParser parser;
    const QCommandLineOption user(QStringLiteral("user"), {}, QStringLiteral("NAME")),
        look(QStringLiteral("theme"), {}, QStringLiteral("NAME")),
        size(QStringLiteral("size"), {}, QStringLiteral("WxH")),
        shots(QStringLiteral("screenshots"), {}, QStringLiteral("DIR")),
        language(QStringLiteral("language"), {}, QStringLiteral("NAME")), rightToLeft(QStringLiteral("rtl"));
    parser.addOptions({user, look, size, shots, language, rightToLeft});
    parser.process(app);

    merch::AppSettings settings = merch::AppSettings::load();
    if (parser.isSet(look))
        settings.mode = parser.value(look) == QLatin1String("dark") ? merch::theme::Mode::Dark
                                                                    : merch::theme::Mode::Light;
    if (parser.isSet(language))
        settings.language = parser.value(language);
    settings.applyLanguage();
    settings.apply();
    if (parser.isSet(rightToLeft))
        QGuiApplication::setLayoutDirection(Qt::RightToLeft);
    const merch::DesktopLook desktop;
    merch::Workspace workspace;
    workspace.setUser(parser.isSet(user) ? parser.value(user) : settings.user);
    merch::EditJournal journal(workspace);
    merch::MainWindow window(workspace, journal);
    const QStringList wanted = parser.value(size).split(QLatin1Char('x'));
    if (wanted.size() == 2)
        window.resize(wanted[0].toInt(), wanted[1].toInt());
    else if (parser.isSet(shots))
        window.resize(1440, 900);
    window.show();
    const QStringList stores = parser.positionalArguments();
    if (!stores.isEmpty() && !window.openStore(stores.front()) && parser.isSet(shots))
        return 4;
    if (parser.isSet(shots))
        return takeScreenshots(window, workspace, parser.value(shots));
    return QApplication::exec();
}
