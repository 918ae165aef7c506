// M3, tourism and M4 weekly: every method and the automatic choice, beside the published figures.
#include "tests/bench/accuracy/compared.h"
#include "tests/bench/accuracy/competitions.h"
#include "tests/bench/accuracy/naive2.h"
#include "tests/bench/accuracy/tables.h"
#include "tests/bench/accuracy/thread_seconds.h"
#include "tests/bench/bench_support.h"

#include "engine/core/parallel.h"
#include "engine/forecast/automatic.h"
#include "engine/forecast/method.h"

#include <array>
#include <map>
#include <set>

namespace merch::bench
{

namespace
{

/// Methods for series that sell in fits and starts have no place here.
const std::set<std::string_view> kSlowMovers{"croston", "sba", "sbj", "tsb", "adida", "imapa"};
/// Told of each group as well.
const std::set<std::string_view> kEverywhere{"auto", "naive2", "theta", "ets_auto"};
const char* const kAutomatic = "auto";
const char* const kYardstick = "naive2";

std::vector<std::string> waysToForecast()
{
    std::vector<std::string> ways{kAutomatic, kYardstick};
    for (const Method* method : allMethods())
        if (!kSlowMovers.contains(method->name()))
            ways.emplace_back(method->name());
    return ways;
}

/// What one way said of one series.
struct Said {
    std::vector<double> mean;
    std::string method; ///< that was taken
    double seconds = 0.0;
};

Said say(const std::string& way, const CompetitionSeries& series)
{
    Said said;
    const double start = threadSeconds();
    const std::size_t horizon = series.came.size();
    if (way == kYardstick) {
        said.mean = naive2(series.past, static_cast<std::size_t>(series.scaleLag), horizon);
    } else if (way == kAutomatic) {
        const auto made = forecastWithMethod(series.past, series.season, way, static_cast<int>(horizon), {});
        if (made) {
            said.mean = made->mean;
            said.method = made->method;
        }
    } else if (auto fit = findMethod(way)->fit(SeriesView{series.past, series.season})) {
        said.mean.resize(horizon);
        (*fit)->point(said.mean);
    }
    if (said.mean.empty()) // the method does not take it: what is left is the last value
        said.mean.assign(horizon, series.past.back());
    said.seconds = threadSeconds() - start;
    return said;
}

enum Measure { Smape, Mape, Mase, kMeasures };

class Table
{
public:
    Table(QString name, std::vector<CompetitionSeries> series)
        : m_name(std::move(name))
        , m_series(std::move(series))
        , m_ways(waysToForecast())
        , m_said(m_series.size() * m_ways.size())
    {
    }

    void make(Report& report, bool mape)
    {
        if (m_series.empty()) {
            report.say(m_name, QStringLiteral("not there: MERCHBENCH_SHARED names no folder that holds it"));
            return;
        }
        parallelFor(m_said.size(), 0, {}, [&](std::size_t i) {
            m_said[i] = say(m_ways[i % m_ways.size()], m_series[i / m_ways.size()]);
        });
        std::set<std::string> groups;
        for (const CompetitionSeries& one : m_series)
            groups.insert(one.group);
        if (groups.size() > 1)
            for (const std::string& group : groups)
                rows(report, group, mape);
        rows(report, {}, mape);
        chosen(report);
    }

private:
    void rows(Report& report, const std::string& group, bool mape) const
    {
        std::vector<const CompetitionSeries*> members;
        std::vector<const Said*> said;
        for (std::size_t s = 0; s < m_series.size(); ++s) {
            if (!group.empty() && m_series[s].group != group)
                continue;
            members.push_back(&m_series[s]);
            said.push_back(&m_said[s * m_ways.size()]);
        }
        std::vector<Compared> by(kMeasures, Compared(m_ways.size(), members.size()));
        std::vector<double> seconds(m_ways.size(), 0.0);
        for (std::size_t s = 0; s < members.size(); ++s) {
            for (std::size_t w = 0; w < m_ways.size(); ++w) {
                add(by, w, s, *members[s], said[s][w].mean);
                seconds[w] += said[s][w].seconds;
            }
        }
        const std::size_t yardstick = 1;
        const Measure first = mape ? Mape : Smape;
        for (std::size_t w = 0; w < m_ways.size(); ++w) {
            if (!group.empty() && !kEverywhere.contains(m_ways[w]))
                continue;
            const double owa = 0.5 * (by[Smape].value(w) / by[Smape].value(yardstick) +
                                      by[Mase].value(w) / by[Mase].value(yardstick));
            QString note = QStringLiteral("%1 %2, MASE %3, OWA %4, CPU %5 s")
                               .arg(mape ? QStringLiteral("sMAPE") : QStringLiteral("MAPE"))
                               .arg(by[mape ? Smape : Mape].value(w), 0, 'f', 2)
                               .arg(by[Mase].value(w), 0, 'f', 3)
                               .arg(owa, 0, 'f', 3)
                               .arg(seconds[w], 0, 'f', 2);
            if (w > 0)
                note += QStringLiteral("; above auto by %1; MASE %2")
                            .arg(by[first].wordsAbove(w, 0, 2), by[Mase].wordsAbove(w, 0, 3));
            report.add(
                QStringLiteral("%1 %2 (%3): %4")
                    .arg(
                        m_name,
                        group.empty() ? QStringLiteral("all") : QString::fromStdString(group).toLower())
                    .arg(members.size())
                    .arg(QString::fromStdString(m_ways[w])),
                QString::number(by[first].value(w), 'f', 3),
                mape ? QStringLiteral("MAPE %") : QStringLiteral("sMAPE %"), note);
        }
    }

    static void
    add(std::vector<Compared>& by, std::size_t way, std::size_t cluster, const CompetitionSeries& series,
        const std::vector<double>& mean)
    {
        const auto lag = static_cast<std::size_t>(series.scaleLag);
        double scale = 0.0;
        for (std::size_t t = lag; t < series.past.size(); ++t)
            scale += std::abs(series.past[t] - series.past[t - lag]);
        scale /= static_cast<double>(series.past.size() - lag);
        double absolute = 0.0;
        for (std::size_t h = 0; h < mean.size(); ++h) {
            const double error = std::abs(mean[h] - series.came[h]);
            by[Smape].add(way, cluster, 200.0 * error / (std::abs(mean[h]) + std::abs(series.came[h])), 1.0);
            by[Mape].add(way, cluster, 100.0 * error / std::abs(series.came[h]), 1.0);
            absolute += error;
        }
        if (scale > 0.0)
            by[Mase].add(way, cluster, absolute / static_cast<double>(mean.size()) / scale, 1.0);
    }

    void chosen(Report& report) const
    {
        std::map<std::string, int> taken;
        for (std::size_t s = 0; s < m_series.size(); ++s)
            ++taken[m_said[s * m_ways.size()].method];
        QStringList words;
        for (const auto& [method, times] : taken)
            words << QStringLiteral("%1 %2").arg(QString::fromStdString(method)).arg(times);
        report.say(m_name + QStringLiteral(": auto took"), words.join(QStringLiteral(", ")));
    }

    QString m_name;
    std::vector<CompetitionSeries> m_series;
    std::vector<std::string> m_ways;
    std::vector<Said> m_said; ///< [series][way]
};

} // namespace

void competitionTables(Report& report)
{
    Table(QStringLiteral("M3"), readM3()).make(report, false);
    Table(QStringLiteral("tourism"), readTourism()).make(report, true);
    Table(QStringLiteral("M4 weekly"), readM4Weekly()).make(report, false);
}

} // namespace merch::bench
