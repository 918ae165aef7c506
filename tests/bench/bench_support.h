#pragma once

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QString>
#include <QStringList>
#include <QSysInfo>

#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <functional>
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
};

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
    void add(const QString& what, const QString& value, const QString& unit, const QString& note = {})
    {
        m_rows.append(QJsonObject{
            {QStringLiteral("what"), what},
            {QStringLiteral("value"), value},
            {QStringLiteral("unit"), unit},
            {QStringLiteral("note"), note}});
        if (!has(QStringLiteral("--json"))) {
            if (m_rows.size() == 1)
                std::printf(
                    "%s\n%s, %s\n\n", qPrintable(m_title), machine().c_str(),
                    qPrintable(QSysInfo::prettyProductName()));
            std::printf(
                "%-58s %28s %-12s %s\n", qPrintable(what), qPrintable(value), qPrintable(unit),
                qPrintable(note));
            std::fflush(stdout);
        }
    }
    void add(const QString& what, double value, const QString& unit, const QString& note = {})
    {
        add(what, QString::number(value, 'g', 4), unit, note);
    }
    int finish()
    {
        const QString file = value(QStringLiteral("--json-to"));
        if (has(QStringLiteral("--json")) || !file.isEmpty()) {
            const QJsonObject all{
                {QStringLiteral("title"), m_title},
                {QStringLiteral("machine"), QString::fromStdString(machine())},
                {QStringLiteral("system"), QSysInfo::prettyProductName()},
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
    QString m_title;
    QStringList m_arguments;
    QJsonArray m_rows;
};

} // namespace merch::bench
