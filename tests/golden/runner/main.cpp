#include "tests/golden/runner/domain.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>

#include <cstdio>

namespace
{

constexpr char kUsage[] = "Usage: merchbench-golden [--data DIR] [--verbose] FILE...\n"
                          "Computes the cases of each FILE and holds them against their expected numbers.\n"
                          "  --data DIR  folder of the data files; default: data/ beside or above FILE\n"
                          "  --verbose   say where the largest error is, and why a case is unknown\n"
                          "Exit status: 0 no case failed, 1 some failed, 2 wrong call.\n";

void runFile(const QString& path, const QString& dataFolder, Report& report)
{
    const QString name = QFileInfo(path).fileName();
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        report.fail(name, file.errorString());
        return;
    }
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(file.readAll(), &error);
    if (document.isNull()) {
        report.fail(
            name, QStringLiteral("not JSON at byte %1: %2").arg(error.offset).arg(error.errorString()));
        return;
    }
    const QJsonObject content = document.object();
    if (!runDomainFile(content, path, dataFolder, report) && !runForecastFile(content, path, report))
        report.unknown(name, QStringLiteral("neither a domain suite nor a forecast file"));
}

} // namespace

int main(int argc, char** argv)
{
    QCoreApplication app(argc, argv);
    bool verbose = false;
    QString dataFolder;
    QStringList files;
    const QStringList arguments = app.arguments().mid(1);
    for (qsizetype at = 0; at < arguments.size(); ++at) {
        const QString& argument = arguments.at(at);
        if (argument == QLatin1String("--help")) {
            std::fputs(kUsage, stdout);
            return 0;
        }
        if (argument == QLatin1String("--verbose")) {
            verbose = true;
        } else if (argument == QLatin1String("--data") && at + 1 < arguments.size()) {
            dataFolder = arguments.at(++at);
        } else if (argument.startsWith(QLatin1String("--data="))) {
            dataFolder = argument.mid(7);
        } else if (argument.startsWith(QLatin1Char('-'))) {
            std::fprintf(
                stderr, "merchbench-golden: %s is not understood.\n%s", qPrintable(argument), kUsage);
            return 2;
        } else {
            files.append(argument);
        }
    }
    if (files.isEmpty()) {
        std::fputs(kUsage, stderr);
        return 2;
    }
    if (!dataFolder.isEmpty() && !QFileInfo(dataFolder).isDir()) {
        std::fprintf(stderr, "merchbench-golden: %s is not a folder.\n", qPrintable(dataFolder));
        return 2;
    }

    Report report(verbose);
    for (const QString& file : files)
        runFile(file, dataFolder, report);
    finishForecastFiles(report);
    report.printCounts();
    return report.failed() > 0 ? 1 : 0;
}
