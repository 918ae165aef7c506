#pragma once

#include "app/cli/commands.h"
#include "engine/core/day.h"
#include "engine/core/progress.h"

#include <QHash>
#include <QJsonObject>

#include <cstdint>
#include <optional>

namespace merch::cli
{

/// What a command was called with, and where its answer goes.
class Context
{
public:
    /// Reads the words after the command. Usage error if they do not fit it.
    static Result<Context> parse(const Command& command, const QStringList& words);

    bool json() const { return m_flags.contains(QStringLiteral("json")); }
    bool quiet() const { return m_flags.contains(QStringLiteral("quiet")); }
    std::uint64_t seed() const { return m_seed; }
    int threads() const { return m_threads; } ///< 0 = all cores
    QString user() const;                     ///< --as, else the login name
    QString commandLine() const;              ///< as typed, for command_log

    const QStringList& arguments() const { return m_arguments; }
    QString argument(int i) const { return m_arguments.value(i); }
    bool has(const QString& option) const;
    QString value(const QString& option, const QString& fallback = {}) const;
    QStringList values(const QString& option) const; ///< of an option given several times

    // Typed values; a Usage error names the option and what it takes. nullopt where it was not given.
    Result<std::optional<Day>> day(const QString& option) const;
    Result<std::optional<double>> number(const QString& option, double least, double most) const;
    Result<std::optional<std::int64_t>>
    count(const QString& option, std::int64_t least, std::int64_t most) const;
    /// One of `choices`, else the first.
    Result<QString> choice(const QString& option, const QStringList& choices) const;

    /// An argument, as the path of a store that must exist.
    Result<QString> storePath(int argument = 0) const;

    /// Draws a bar on a terminal, a line now and then elsewhere, nothing with --quiet. False after Ctrl-C.
    /// Safe to call from any thread.
    Progress progress(const QString& doing) const;

    /// The answer of the command, once: the object with --json, else the text.
    void answer(const QJsonObject& object, const QString& text) const;

private:
    QString m_command;
    QStringList m_words;
    QStringList m_arguments;
    QHash<QString, QStringList> m_values;
    QStringList m_flags;
    std::uint64_t m_seed = 1;
    int m_threads = 0;
    bool m_asIsUser = true;
};

/// 0 done, 1 refused, 2 usage, 3 input, 4 store, 130 interrupted.
int exitStatus(ErrorCode code);

/// Ctrl-C and SIGTERM set a flag that progress() hands on; a second one ends the program at once.
void catchInterrupts();
bool interrupted();

/// Columns under their headings, for a person. Numbers stand right.
class TextTable
{
public:
    explicit TextTable(const QStringList& headings)
        : m_headings(headings)
    {
    }
    void add(const QStringList& row) { m_rows.append(row); }
    QString text() const;

private:
    QStringList m_headings;
    QList<QStringList> m_rows;
};

/// "2024-03-31".
QString isoDate(Day day);
/// Digits after the point, `.` whatever the locale.
QString decimal(double value, int digits);

} // namespace merch::cli
