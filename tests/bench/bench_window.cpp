#include "app/window/main_window.h"
#include "app/window/settings.h"
#include "models/workspace/edit_journal.h"
#include "models/workspace/workspace.h"
#include "tests/bench/bench_support.h"
#include "widgets/frame/page.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QFileInfo>
#include <QStandardPaths>

#include <QThread>

#include <map>

using namespace merch;

namespace
{

/// Runs the event loop until no job runs and nothing is pending. @return the longest time in ms that one turn
/// of the loop held the GUI thread.
double settle(const Workspace& workspace)
{
    double longest = 0;
    QElapsedTimer quiet, turn;
    quiet.start();
    while (quiet.elapsed() < 60) {
        turn.start();
        QCoreApplication::processEvents(QEventLoop::AllEvents);
        const double held = static_cast<double>(turn.nsecsElapsed()) / 1e6;
        longest = std::max(longest, held);
        if (held > 1.0 || !workspace.jobs().isEmpty())
            quiet.restart();
        QThread::usleep(200);
    }
    return longest;
}

} // namespace

/// Opening a store to a window that can be worked in, and each page of it: bench_window STORE [--json]
int main(int argc, char** argv)
{
    qputenv("QT_QPA_PLATFORM", "offscreen");
    QStandardPaths::setTestModeEnabled(true);
    QApplication app(argc, argv);
    bench::Report report(argc, argv, QStringLiteral("The window"));
    const QString store = QApplication::arguments().value(1);
    if (!QFileInfo::exists(store)) {
        std::fprintf(stderr, "bench_window STORE [--json]\n");
        return 2;
    }
    AppSettings().apply();
    bench::Sample usable, filled, held;
    std::map<QString, bench::Sample> shown, turns;
    constexpr int kRuns = 5;
    for (int run = 0; run < kRuns; ++run) {
        QElapsedTimer clock;
        clock.start();
        Workspace workspace;
        EditJournal journal(workspace);
        MainWindow window(workspace, journal);
        window.resize(1440, 900);
        window.show();
        if (!window.openStore(store)) {
            std::fprintf(stderr, "%s could not be opened.\n", qPrintable(store));
            return 4;
        }
        QCoreApplication::processEvents(); // painted, takes keys
        usable.values.push_back(static_cast<double>(clock.nsecsElapsed()) / 1e9);
        held.values.push_back(settle(workspace));
        filled.values.push_back(static_cast<double>(clock.nsecsElapsed()) / 1e9 - 0.06);
        for (const Page* page : window.pages()) {
            clock.restart();
            window.showPage(page->id());
            turns[page->id()].values.push_back(settle(workspace));
            shown[page->id()].values.push_back(static_cast<double>(clock.nsecsElapsed()) / 1e6 - 60);
        }
    }
    const QString name = QFileInfo(store).completeBaseName();
    report.add(name + QStringLiteral(": open to a painted window"), usable.spread(2), QStringLiteral("s"));
    report.add(
        name + QStringLiteral(": until its first page is full"), filled.spread(2), QStringLiteral("s"));
    report.add(
        name + QStringLiteral(": longest hold of the GUI thread"), held.spread(0), QStringLiteral("ms"));
    for (const auto& [page, sample] : shown)
        report.add(
            QStringLiteral("%1: page %2 until full").arg(name, page), sample.spread(0), QStringLiteral("ms"),
            QStringLiteral("longest hold ") + turns[page].spread(0) + QStringLiteral(" ms"));
    report.add(name + QStringLiteral(": peak memory"), bench::peakMegabytes(), QStringLiteral("MB"));
    return report.finish();
}
