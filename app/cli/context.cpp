#include "app/cli/context.h"

#include <QCommandLineParser>
#include <QDate>
#include <QFileInfo>
#include <QJsonDocument>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cmath>
#include <csignal>
#include <cstdio>
#include <memory>
#include <mutex>

#include <pwd.h>
#include <unistd.h>

namespace merch::cli
{

namespace
{

Error usage(const QString& text)
{
    return {ErrorCode::Usage, text.toStdString(), "See --help.", {}};
}

QString quoted(const QString& word)
{
    static const QString plain = QStringLiteral("-_./:,=@%+~");
    const bool bare = !word.isEmpty() && std::all_of(word.begin(), word.end(), [](QChar c) {
        return c.isLetterOrNumber() || plain.contains(c);
    });
    return bare ? word
                : QLatin1Char('\'') + QString(word).replace(QLatin1Char('\''), QStringLiteral("'\\''")) +
                      QLatin1Char('\'');
}

} // namespace

Result<Context> Context::parse(const Command& command, const QStringList& words)
{
    Context context;
    context.m_command = command.name;
    context.m_words = words;

    QCommandLineParser parser;
    QStringList known;
    const auto offer = [&](const QString& name, const QString& value) {
        known << name;
        parser.addOption(value.isEmpty() ? QCommandLineOption(name) : QCommandLineOption(name, {}, value));
    };
    for (const Option& option : command.options)
        offer(option.name, option.value);
    context.m_asIsUser = !known.contains(QStringLiteral("as"));
    offer(QStringLiteral("json"), {});
    offer(QStringLiteral("quiet"), {});
    offer(QStringLiteral("seed"), QStringLiteral("N"));
    offer(QStringLiteral("threads"), QStringLiteral("N"));
    if (context.m_asIsUser)
        offer(QStringLiteral("as"), QStringLiteral("USER"));

    // One error for a mistyped -json instead of four for its letters.
    parser.setSingleDashWordOptionMode(QCommandLineParser::ParseAsLongOptions);
    if (!parser.parse(QStringList{command.name} + words))
        return usage(parser.errorText());
    for (const QString& name : std::as_const(known)) {
        if (!parser.isSet(name))
            continue;
        const QStringList values = parser.values(name);
        if (values.isEmpty())
            context.m_flags << name;
        else
            context.m_values.insert(name, values);
    }
    context.m_arguments = parser.positionalArguments();
    const auto given = context.m_arguments.size();
    if (given < command.minArguments || (command.maxArguments >= 0 && given > command.maxArguments))
        return usage(QStringLiteral("It is called as: %1 %2.").arg(command.name, command.arguments));

    const auto seed = context.count(QStringLiteral("seed"), 0, INT64_MAX);
    if (!seed)
        return seed.error();
    context.m_seed = static_cast<std::uint64_t>(seed->value_or(1));
    const auto threads = context.count(QStringLiteral("threads"), 0, 1024);
    if (!threads)
        return threads.error();
    context.m_threads = static_cast<int>(threads->value_or(0));
    return context;
}

QString Context::user() const
{
    if (m_asIsUser && !value(QStringLiteral("as")).isEmpty())
        return value(QStringLiteral("as"));
    if (const passwd* entry = getpwuid(getuid()); entry && entry->pw_name && *entry->pw_name)
        return QString::fromLocal8Bit(entry->pw_name);
    return qEnvironmentVariable("USER", QStringLiteral("uid-%1").arg(getuid()));
}

QString Context::commandLine() const
{
    QStringList parts{m_command};
    for (const QString& word : m_words)
        parts << quoted(word);
    return parts.join(QLatin1Char(' '));
}

bool Context::has(const QString& option) const
{
    return m_flags.contains(option) || m_values.contains(option);
}

QString Context::value(const QString& option, const QString& fallback) const
{
    const auto found = m_values.constFind(option);
    return found == m_values.cend() ? fallback : found->last();
}

QStringList Context::values(const QString& option) const
{
    return m_values.value(option);
}

Result<std::optional<Day>> Context::day(const QString& option) const
{
    if (!has(option))
        return std::optional<Day>{};
    const QDate date = QDate::fromString(value(option), Qt::ISODate);
    if (!date.isValid() || value(option).size() != 10)
        return usage(QStringLiteral("--%1 %2 is not a date as 2024-03-31.").arg(option, value(option)));
    return std::optional<Day>{static_cast<Day>(QDate(1970, 1, 1).daysTo(date))};
}

Result<std::optional<double>> Context::number(const QString& option, double least, double most) const
{
    if (!has(option))
        return std::optional<double>{};
    bool read = false;
    const double number = QLocale::c().toDouble(value(option), &read);
    if (!read || !std::isfinite(number) || number < least || number > most)
        return usage(QStringLiteral("--%1 %2 is not a number from %3 to %4.")
                         .arg(option, value(option), QString::number(least), QString::number(most)));
    return std::optional<double>{number};
}

Result<std::optional<std::int64_t>>
Context::count(const QString& option, std::int64_t least, std::int64_t most) const
{
    if (!has(option))
        return std::optional<std::int64_t>{};
    bool read = false;
    const qlonglong number = value(option).toLongLong(&read);
    if (!read || number < least || number > most)
        return usage(QStringLiteral("--%1 %2 is not a whole number from %3 to %4.")
                         .arg(option, value(option))
                         .arg(least)
                         .arg(most));
    return std::optional<std::int64_t>{number};
}

Result<QString> Context::choice(const QString& option, const QStringList& choices) const
{
    const QString chosen = value(option, choices.first());
    if (!choices.contains(chosen))
        return usage(QStringLiteral("--%1 is one of %2, not %3.")
                         .arg(option, choices.join(QStringLiteral(", ")), chosen));
    return chosen;
}

Result<QString> Context::storePath(int argumentIndex) const
{
    const QString path = argument(argumentIndex);
    if (!QFileInfo::exists(path))
        return Error{
            ErrorCode::Storage,
            path.toStdString() + ": there is no such store.",
            "Make one with: merchbench-cli init STORE.",
            {}};
    return path;
}

Progress Context::progress(const QString& doing) const
{
    if (quiet())
        return [](std::size_t, std::size_t) { return !interrupted(); };
    using Clock = std::chrono::steady_clock;
    struct State {
        std::mutex mutex;
        Clock::time_point begun = Clock::now(), told = begun;
        bool drawn = false;
        ~State()
        {
            if (drawn)
                std::fprintf(stderr, "\r\x1b[K");
        }
    };
    const bool terminal = isatty(STDERR_FILENO) == 1;
    return [state = std::make_shared<State>(), terminal, doing](std::size_t done, std::size_t total) {
        const auto now = Clock::now();
        const std::unique_lock lock(state->mutex, std::try_to_lock);
        const auto pause = terminal ? std::chrono::milliseconds(100) : std::chrono::milliseconds(10000);
        if (!lock || now - state->told < pause || total == 0)
            return !interrupted();
        state->told = now;
        const double share = std::min(1.0, static_cast<double>(done) / static_cast<double>(total));
        const double spent = std::chrono::duration<double>(now - state->begun).count();
        const int left = share > 0.02 ? static_cast<int>(spent / share - spent) : -1;
        QString line = QStringLiteral("%1 %2 %").arg(doing).arg(static_cast<int>(share * 100.0));
        if (left >= 0)
            line += QStringLiteral(", %1 s left").arg(left);
        if (terminal) {
            const int filled = static_cast<int>(share * 30.0);
            const QString bar = QString(filled, QLatin1Char('#')) + QString(30 - filled, QLatin1Char('.'));
            std::fprintf(stderr, "\r\x1b[K[%s] %s", qPrintable(bar), qPrintable(line));
            state->drawn = true;
        } else {
            std::fprintf(stderr, "%s\n", qPrintable(line));
        }
        std::fflush(stderr);
        return !interrupted();
    };
}

void Context::answer(const QJsonObject& object, const QString& text) const
{
    QByteArray bytes = json() ? QJsonDocument(object).toJson(QJsonDocument::Compact) : text.toUtf8();
    if (!bytes.isEmpty() && !bytes.endsWith('\n'))
        bytes += '\n';
    std::fwrite(bytes.constData(), 1, static_cast<std::size_t>(bytes.size()), stdout);
}

int exitStatus(ErrorCode code)
{
    switch (code) {
    case ErrorCode::Refused:
        return 1;
    case ErrorCode::Usage:
        return 2;
    case ErrorCode::InvalidInput:
    case ErrorCode::NotFound:
        return 3;
    case ErrorCode::Storage:
    case ErrorCode::Internal:
        return 4;
    case ErrorCode::Cancelled:
        return 130;
    }
    return 4;
}

namespace
{

std::atomic<bool> stopAsked = false;

extern "C" void onInterrupt(int signal)
{
    stopAsked = true;
    std::signal(signal, SIG_DFL);
}

} // namespace

void catchInterrupts()
{
    std::signal(SIGINT, onInterrupt);
    std::signal(SIGTERM, onInterrupt);
}

bool interrupted()
{
    return stopAsked;
}

QString TextTable::text() const
{
    const auto columns = m_headings.size();
    QList<qsizetype> widths;
    QList<bool> numeric;
    for (qsizetype c = 0; c < columns; ++c) {
        qsizetype width = m_headings[c].size();
        bool numbers = !m_rows.isEmpty();
        for (const QStringList& row : m_rows) {
            width = std::max(width, row.value(c).size());
            bool read = row.value(c).isEmpty();
            if (!read)
                QLocale::c().toDouble(row.value(c), &read);
            numbers = numbers && read;
        }
        widths << width;
        numeric << numbers;
    }
    QString out;
    const auto line = [&](const QStringList& cells) {
        QString built;
        for (qsizetype c = 0; c < columns; ++c) {
            if (c > 0)
                built += QStringLiteral("  ");
            built += numeric[c] ? cells.value(c).rightJustified(widths[c])
                                : cells.value(c).leftJustified(widths[c]);
        }
        while (built.endsWith(QLatin1Char(' ')))
            built.chop(1);
        out += built + QLatin1Char('\n');
    };
    line(m_headings);
    for (const QStringList& row : m_rows)
        line(row);
    return out;
}

QString isoDate(Day day)
{
    return QDate(1970, 1, 1).addDays(day).toString(Qt::ISODate);
}

QString decimal(double value, int digits)
{
    return QString::number(value, 'f', digits);
}

} // namespace merch::cli
