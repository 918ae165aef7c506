#pragma once

#include <QCoreApplication>
#include <QDateTime>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QString>
#include <QStringList>
#include <QSysInfo>
#include <QTemporaryDir>

#include <cstdlib>
#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <fstream>
#include <functional>
#include <optional>
#include <string>
#include <thread>
#include <vector>

/// What every benchmark shares: CPU and wall seconds, medians with their spread, peak memory, one table or
/// one JSON object. Nothing here asserts: a benchmark measures, tests judge.
namespace merch::bench
{

struct Took {
    double cpu = 0;  ///< user and system seconds of this process, or of children where said
    double wall = 0; ///< seconds
};

inline double cpuSeconds(int who = RUSAGE_SELF)
{
    rusage usage{};
    getrusage(who, &usage);
    const auto seconds = [](const timeval& t) {
        return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) * 1e-6;
    };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

/// Largest resident memory of this process so far, MB.
inline double peakMegabytes(int who = RUSAGE_SELF)
{
    rusage usage{};
    getrusage(who, &usage);
    return static_cast<double>(usage.ru_maxrss) / 1024.0;
}

inline Took timed(const std::function<void()>& work, int who = RUSAGE_SELF)
{
    const double cpu = cpuSeconds(who);
    const auto start = std::chrono::steady_clock::now();
    work();
    return {
        cpuSeconds(who) - cpu,
        std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count()};
}

/// Seconds (or milliseconds) of several runs: median, least and greatest, and any percentile.
struct Sample {
    std::vector<double> values;
    double at(double share) const
    {
        if (values.empty())
            return 0;
        std::vector<double> sorted = values;
        std::sort(sorted.begin(), sorted.end());
        return sorted[static_cast<std::size_t>(share * static_cast<double>(sorted.size() - 1) + 0.5)];
    }
    double median() const { return at(0.5); }
    QString spread(int digits = 3) const
    {
        return QStringLiteral("%1 (%2 to %3)")
            .arg(median(), 0, 'f', digits)
            .arg(at(0), 0, 'f', digits)
            .arg(at(1), 0, 'f', digits);
    }
    /// Median, 99th percentile and greatest.
    QString percentiles(int digits = 1) const
    {
        return QStringLiteral("%1 / %2 / %3")
            .arg(median(), 0, 'f', digits)
            .arg(at(0.99), 0, 'f', digits)
            .arg(at(1), 0, 'f', digits);
    }
};

/// Three figures that matter.
inline QString figures(double value)
{
    const int before = std::abs(value) < 1e-9 ? 0 : static_cast<int>(std::floor(std::log10(std::abs(value))));
    return QString::number(value, 'f', std::clamp(2 - before, 0, 4));
}

/// One thing measured, with what it should be.
struct Measured {
    enum class Judge { Median, Percentile, Greatest };
    QString what, unit;
    Sample sample{};
    QString size{};              ///< kTenth or kWhole: the summary sets the two side by side
    Sample wall{};               ///< seconds, where the sample is CPU seconds
    double megabytes = 0;        ///< largest resident set of the process that did it; 0 = not its own
    std::optional<double> aim{}; ///< stay under it
    bool aimIsLeast = false;     ///< reach it
    Judge judge = Judge::Median;
    QString note{};

    double judged() const
    {
        return sample.at(judge == Judge::Median ? 0.5 : judge == Judge::Percentile ? 0.99 : 1.0);
    }
    bool met() const { return !aim || (aimIsLeast ? judged() >= *aim : judged() < *aim); }
};
inline const QString kTenth = QStringLiteral("a tenth"), kWhole = QStringLiteral("whole");

/// A step in a process of its own, so that its CPU seconds and its memory are its own.
struct Child {
    Took took;
    double megabytes = 0;   ///< largest resident set
    std::int64_t count = 0; ///< of what the step handled
    bool done = false;

    /// In the child: what inChild() reads.
    void print() const
    {
        std::printf("%.6f %.6f %.1f %lld ", took.cpu, took.wall, megabytes, static_cast<long long>(count));
    }
};

inline Child inChild(const QStringList& arguments)
{
    QProcess process;
    process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    process.start(QCoreApplication::applicationFilePath(), arguments);
    process.waitForFinished(-1);
    Child child;
    const QList<QByteArray> words = process.readAllStandardOutput().split(' ');
    child.done = process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0 && words.size() >= 4;
    if (child.done) {
        child.took = {words[0].toDouble(), words[1].toDouble()};
        child.megabytes = words[2].toDouble();
        child.count = words[3].toLongLong();
    }
    return child;
}

/// How busy other programs keep the machine: the 1 minute load.
inline double load()
{
    double one = 0;
    return getloadavg(&one, 1) == 1 ? one : 0;
}

inline std::string machine()
{
    std::ifstream info("/proc/cpuinfo");
    for (std::string line; std::getline(info, line);) {
        if (line.rfind("model name", 0) == 0)
            return line.substr(line.find(':') + 2) + ", " +
                   std::to_string(std::thread::hardware_concurrency()) + " cores";
    }
    return "unknown processor";
}

/// Rows of what was measured, printed as a table, or with --json as one object.
class Report
{
public:
    Report(int argc, char** argv, const QString& title)
        : m_title(title)
    {
        for (int i = 1; i < argc; ++i)
            m_arguments += QString::fromLocal8Bit(argv[i]);
    }
    bool has(const QString& flag) const { return m_arguments.contains(flag); }
    /// --name VALUE
    QString value(const QString& name, const QString& fallback = {}) const
    {
        const qsizetype at = m_arguments.indexOf(name);
        return at >= 0 && at + 1 < m_arguments.size() ? m_arguments[at + 1] : fallback;
    }
    /// What is told and not measured.
    void say(const QString& what, const QString& words)
    {
        m_rows.append(QJsonObject{{QStringLiteral("what"), what}, {QStringLiteral("words"), words}});
        print(what, words, {}, {});
    }
    void add(const Measured& m)
    {
        const bool several = m.sample.values.size() > 1;
        QString value = figures(m.sample.median());
        if (m.judge == Measured::Judge::Percentile)
            value = m.sample.percentiles();
        else if (several)
            value += QStringLiteral(" (%1 to %2)").arg(figures(m.sample.at(0)), figures(m.sample.at(1)));
        QJsonObject row{
            {QStringLiteral("what"), m.what},
            {QStringLiteral("value"), value},
            {QStringLiteral("unit"), m.unit},
            {QStringLiteral("runs"), static_cast<int>(m.sample.values.size())},
            {QStringLiteral("median"), m.sample.median()},
            {QStringLiteral("least"), m.sample.at(0)},
            {QStringLiteral("greatest"), m.sample.at(1)}};
        QStringList notes;
        if (m.judge == Measured::Judge::Percentile) {
            row.insert(QStringLiteral("p99"), m.sample.at(0.99));
            notes << QStringLiteral("p50 / p99 / greatest of %1").arg(m.sample.values.size());
        }
        if (!m.size.isEmpty())
            row.insert(QStringLiteral("size"), m.size);
        if (!m.wall.values.empty()) {
            row.insert(QStringLiteral("wall_s"), m.wall.median());
            notes << QStringLiteral("wall %1 s").arg(figures(m.wall.median()));
        }
        if (m.megabytes > 0) {
            row.insert(QStringLiteral("peak_mb"), m.megabytes);
            notes << QStringLiteral("peak %1 MB").arg(m.megabytes, 0, 'f', 0);
        }
        if (m.aim) {
            row.insert(QStringLiteral("aim"), *m.aim);
            row.insert(QStringLiteral("aim_is_least"), m.aimIsLeast);
            row.insert(QStringLiteral("judged"), m.judged());
            row.insert(QStringLiteral("met"), m.met());
            notes << QStringLiteral("aim %1 %2: %3")
                         .arg(m.aimIsLeast ? QStringLiteral("at least") : QStringLiteral("under"))
                         .arg(*m.aim)
                         .arg(m.met() ? QStringLiteral("met") : QStringLiteral("MISSED"));
        }
        if (!m.note.isEmpty()) {
            row.insert(QStringLiteral("note"), m.note);
            notes << m.note;
        }
        m_rows.append(row);
        print(
            m.size.isEmpty() ? m.what : m.size + QStringLiteral(": ") + m.what, value, m.unit,
            notes.join(QStringLiteral(", ")));
    }
    /// One number, or a value that is words already.
    void add(const QString& what, double value, const QString& unit, const QString& note = {})
    {
        Measured one{what, unit};
        one.sample.values = {value};
        one.note = note;
        add(one);
    }
    void add(const QString& what, const QString& value, const QString& unit, const QString& note = {})
    {
        m_rows.append(QJsonObject{
            {QStringLiteral("what"), what},
            {QStringLiteral("value"), value},
            {QStringLiteral("unit"), unit},
            {QStringLiteral("note"), note}});
        print(what, value, unit, note);
    }
    /// Runs this program again in a process of its own and takes its rows over. @return false if it failed.
    bool takeRowsOf(QStringList arguments)
    {
        head();
        const QTemporaryDir dir;
        const QString file = dir.filePath(QStringLiteral("rows.json"));
        arguments << QStringLiteral("--headless") << QStringLiteral("--json-to") << file;
        QProcess process;
        process.setProcessChannelMode(QProcess::ForwardedChannels);
        if (has(QStringLiteral("--json")))
            process.setStandardOutputFile(QProcess::nullDevice());
        process.start(QCoreApplication::applicationFilePath(), arguments);
        process.waitForFinished(-1);
        QFile rows(file);
        if (process.exitStatus() != QProcess::NormalExit || process.exitCode() != 0 ||
            !rows.open(QIODevice::ReadOnly))
            return false;
        for (const QJsonValue& row : QJsonDocument::fromJson(rows.readAll()).object()[u"rows"].toArray())
            m_rows.append(row);
        return true;
    }
    int finish()
    {
        const QString file = value(QStringLiteral("--json-to"));
        if (has(QStringLiteral("--json")) || !file.isEmpty()) {
            const QJsonObject all{
                {QStringLiteral("title"), m_title},
                {QStringLiteral("machine"), QString::fromStdString(machine())},
                {QStringLiteral("system"), QSysInfo::prettyProductName()},
                {QStringLiteral("made_at"), QDateTime::currentDateTimeUtc().toString(Qt::ISODate)},
                {QStringLiteral("load_before"), m_load},
                {QStringLiteral("load_after"), load()},
                {QStringLiteral("rows"), m_rows}};
            const QByteArray json = QJsonDocument(all).toJson(QJsonDocument::Compact);
            if (has(QStringLiteral("--json")))
                std::printf("%s\n", json.constData());
            if (!file.isEmpty())
                std::ofstream(file.toStdString()) << json.constData() << '\n';
        }
        return 0;
    }

private:
    void print(const QString& what, const QString& value, const QString& unit, const QString& note)
    {
        if (has(QStringLiteral("--json")))
            return;
        head();
        std::printf(
            "%-66s %24s %-9s %s\n", qPrintable(what), qPrintable(value), qPrintable(unit), qPrintable(note));
        std::fflush(stdout);
    }
    void head()
    {
        if (m_headed || has(QStringLiteral("--json")) || has(QStringLiteral("--headless")))
            return;
        m_headed = true;
        std::printf(
            "%s\n%s, %s, load %.1f before\n\n", qPrintable(m_title), machine().c_str(),
            qPrintable(QSysInfo::prettyProductName()), m_load);
        std::fflush(stdout);
    }
    QString m_title;
    QStringList m_arguments;
    QJsonArray m_rows;
    double m_load = load();
    bool m_headed = false;
};

} // namespace merch::bench
