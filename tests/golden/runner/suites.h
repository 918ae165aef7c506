#pragma once

#include <QJsonObject>
#include <QString>

#include <cstdio>

/// What became of the cases; prints one line each and ends with the counts.
class Report
{
public:
    explicit Report(bool verbose)
        : m_verbose(verbose)
    {
    }

    /// `where` the largest error was, shown when verbose.
    void pass(const QString& id, const QString& where = {})
    {
        ++m_passed;
        print("pass", id, m_verbose ? where : QString());
    }
    void fail(const QString& id, const QString& where)
    {
        ++m_failed;
        print("fail", id, where);
    }
    /// The function is not built, or its data is missing.
    void unknown(const QString& id, const QString& why = {})
    {
        ++m_skipped;
        print("unknown", id, m_verbose ? why : QString());
    }
    int passed() const { return m_passed; }
    int failed() const { return m_failed; }
    int skipped() const { return m_skipped; }
    void printCounts() const
    {
        std::printf("%d passed, %d failed, %d skipped\n", m_passed, m_failed, m_skipped);
    }

private:
    static void print(const char* verdict, const QString& id, const QString& more)
    {
        std::printf("%-8s%s%s%s\n", verdict, qPrintable(id), more.isEmpty() ? "" : "  ", qPrintable(more));
    }
    bool m_verbose;
    int m_passed = 0, m_failed = 0, m_skipped = 0;
};

/// One file of golden/forecast (or its *_sm, edge_cases, intermittent_formula, hier_* kin). False if the file
/// is not of that format.
bool runForecastFile(const QJsonObject& file, const QString& path, Report& report);
/// The case over all forecast files of a call; after the last file.
void finishForecastFiles(Report& report);
