#include "app/cli/command_line.h"

#include "app/cli/commands.h"
#include "app/cli/context.h"
#include "models/workspace/language.h"

#include <QGuiApplication>
#include <QLocale>
#include <QTextStream>

#include <clocale>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <langinfo.h>
#include <memory>

namespace merch::cli
{

namespace
{

std::vector<Command> allCommands()
{
    std::vector<Command> all;
    for (const auto& group :
         {demoCommands, storeCommands, importCommands, ruleCommands, qualityCommands, forecastCommands,
          stockoutCommands, backtestCommands, valueAddedCommands, planCommands, approvalCommands,
          exportCommands, todayCommands})
        for (Command& command : group())
            all.push_back(std::move(command));
    return all;
}

int fail(const QString& where, const Error& error)
{
    QString line = QString::fromStdString(error.text()).simplified();
    if (!error.detail.empty() && qEnvironmentVariableIsSet("MERCHBENCH_DETAIL"))
        line += QStringLiteral(" [%1]").arg(QString::fromStdString(error.detail).simplified());
    std::fprintf(
        stderr, "merchbench-cli: %s%s\n", where.isEmpty() ? "" : qUtf8Printable(where + QStringLiteral(": ")),
        qUtf8Printable(line));
    return exitStatus(error.code);
}

QString usageText(const std::vector<Command>& commands)
{
    QString text = QStringLiteral("Usage: merchbench-cli COMMAND ARGUMENTS [OPTIONS]\n\nCommands:\n");
    for (const Command& command : commands)
        text += QStringLiteral("  %1  %2\n").arg(command.name.leftJustified(12), command.summary);
    text += QStringLiteral(
        "\nOptions of every command:\n"
        "  --json        one JSON object on standard output, and nothing else there\n"
        "  --quiet       no progress on standard error\n"
        "  --seed N      seed of all random numbers (1)\n"
        "  --threads N   threads to use (0 = all cores); results do not depend on it\n"
        "  --as USER     who does it (the login name)\n\n"
        "merchbench-cli COMMAND --help says more. STORE is the path of a store file.\n"
        "Exit: 0 done; 1 done, but some data was rejected or a check fell short; 2 wrong usage;\n"
        "3 an input could not be read; 4 the store could not be opened or written; "
        "130 interrupted.\n");
    return text;
}

QString usageText(const Command& command)
{
    QString text = QStringLiteral("Usage: merchbench-cli %1 %2\n\n%3\n")
                       .arg(command.name, command.arguments, command.summary);
    if (!command.options.empty())
        text += QStringLiteral("\nOptions:\n");
    for (const Option& option : command.options) {
        const QString left = QStringLiteral("--%1 %2").arg(option.name, option.value);
        text += QStringLiteral("  %1  %2\n").arg(left.leftJustified(24), option.help);
    }
    return text;
}

/// Standard error holds our own lines; what Qt has to say is for whoever looks for a cause.
void onlyWhenAsked(QtMsgType type, const QMessageLogContext&, const QString& text)
{
    if (type == QtFatalMsg || qEnvironmentVariableIsSet("MERCHBENCH_DETAIL"))
        std::fprintf(stderr, "%s\n", qUtf8Printable(text));
}

int print(const QString& text)
{
    const QByteArray bytes = text.toUtf8();
    std::fwrite(bytes.constData(), 1, static_cast<std::size_t>(bytes.size()), stdout);
    return 0;
}

} // namespace

int run(int argc, char** argv)
{
    // Qt wants UTF-8 and says so on standard error where the locale is another; our texts are UTF-8 anywhere.
    std::setlocale(LC_ALL, "");
    if (std::strcmp(nl_langinfo(CODESET), "UTF-8") != 0)
        setenv("LC_ALL", "C.UTF-8", 1);

    QStringList words;
    for (int i = 1; i < argc; ++i)
        words << QString::fromUtf8(argv[i]);
    const std::vector<Command> commands = allCommands();
    const QString name = words.value(0);
    const auto isHelp = [](const QString& word) {
        return word == QLatin1String("--help") || word == QLatin1String("-h") ||
               word == QLatin1String("help");
    };
    if (name == QLatin1String("--version"))
        return print(QStringLiteral("merchbench-cli %1\n").arg(QStringLiteral(MERCHBENCH_VERSION)));
    if (isHelp(name) && words.size() < 2)
        return print(usageText(commands));

    const QString wanted = isHelp(name) ? words[1] : name;
    const Command* command = nullptr;
    for (const Command& candidate : commands)
        if (candidate.name == wanted)
            command = &candidate;
    if (!command)
        return fail(
            {}, {ErrorCode::Usage,
                 wanted.isEmpty() ? "No command was given."
                                  : wanted.toStdString() + ": there is no such command.",
                 "merchbench-cli --help lists them.",
                 {}});
    // `--` ends the options, so that a SQL text or a SKU may begin with a dash.
    for (const QString& word : std::as_const(words)) {
        if (word == QLatin1String("--"))
            break;
        if (word == QLatin1String("--help") || word == QLatin1String("-h") || isHelp(name))
            return print(usageText(*command));
    }

    qInstallMessageHandler(onlyWhenAsked);
    std::unique_ptr<QCoreApplication> app;
    if (command->drawsText) {
        qputenv("QT_QPA_PLATFORM", "offscreen");
        app = std::make_unique<QGuiApplication>(argc, argv);
    } else {
        app = std::make_unique<QCoreApplication>(argc, argv);
    }
    QCoreApplication::setApplicationName(QStringLiteral("merchbench"));
    std::setlocale(LC_NUMERIC, "C");
    QLocale::setDefault(QLocale::c());
    speak(QStringLiteral("en")); // the plurals
    catchInterrupts();

    auto context = Context::parse(*command, words.mid(1));
    if (!context)
        return fail(command->name, context.error());
    try {
        const auto status = command->run(*context);
        if (!status)
            return fail(command->name, status.error());
        if (std::fflush(stdout) != 0)
            return fail(command->name, {ErrorCode::Storage, "Standard output could not be written.", {}, {}});
        return *status;
    } catch (const std::exception& bug) {
        return fail(
            command->name,
            {ErrorCode::Internal, std::string("It stopped unexpectedly: ") + bug.what(), {}, {}});
    }
}

} // namespace merch::cli
