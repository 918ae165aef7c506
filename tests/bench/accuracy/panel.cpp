#include "tests/bench/accuracy/panel.h"

#include "tests/bench/accuracy/compared.h"
#include "tests/bench/accuracy/textbook.h"
#include "tests/bench/accuracy/thread_seconds.h"
#include "tests/bench/bench_support.h"

#include "engine/core/parallel.h"

#include <cmath>
#include <map>

namespace merch::bench
{

namespace
{

constexpr std::array<const char*, kWays> kNames{"ours, with what moves demand",
                                                "ours",
                                                "rule",
                                                "seasonal naive",
                                                "Croston",
                                                "SBA",
                                                "TSB",
                                                "Theta",
                                                "ETS"};
/// Of the peers, in the order of their ways.
constexpr std::array kMethods{"snaive", "croston", "sba", "tsb", "theta", "ets_auto"};
constexpr std::size_t kPeers = static_cast<std::size_t>(Way::SeasonalNaive);

const char* nameOf(DemandClass demandClass)
{
    switch (demandClass) {
    case DemandClass::Smooth:
        return "smooth";
    case DemandClass::Erratic:
        return "erratic";
    case DemandClass::Intermittent:
        return "intermittent";
    case DemandClass::Lumpy:
        return "lumpy";
    case DemandClass::NoDemand:
    case DemandClass::TooShort:
        break;
    }
    return "hardly sold";
}

} // namespace

const char* nameOf(Way way)
{
    return kNames[static_cast<std::size_t>(way)];
}

PanelTable::PanelTable(Panel panel)
    : m_panel(std::move(panel))
    , m_outcomes(m_panel.series.size() * origins())
{
    std::map<std::string, std::size_t> clusters;
    for (const PanelSeries& one : m_panel.series)
        m_clusterOf.push_back(clusters.emplace(one.item, clusters.size()).first->second);
    m_clusters = clusters.size();
}

void PanelTable::make(Report& report)
{
    parallelFor(m_outcomes.size(), 0, {}, [&](std::size_t i) {
        m_outcomes[i] = forecast(i / origins(), i % origins());
    });
    points(report);
    distributions(report);
    chosen(report);
}

PanelOutcome PanelTable::forecast(std::size_t series, std::size_t origin) const
{
    const DemandHistory& whole = m_panel.series[series].history;
    PanelOutcome made;
    const auto horizon = static_cast<std::size_t>(m_panel.horizon);
    const std::size_t after = horizon + (origins() - 1 - origin) * static_cast<std::size_t>(m_panel.stride);
    if (whole.values.size() < after + static_cast<std::size_t>(m_panel.leastKnown))
        return made;
    made.known = whole.values.size() - after;
    DemandHistory history = whole;
    history.values.resize(made.known);
    const PanelSeries& judged = m_panel.series[series];
    const std::vector<double>& came = judged.judged.empty() ? whole.values : judged.judged;
    made.came.assign(
        came.begin() + static_cast<std::ptrdiff_t>(made.known),
        came.begin() + static_cast<std::ptrdiff_t>(made.known + horizon));
    double steps = 0.0;
    for (std::size_t t = 1; t < made.known; ++t) {
        const double move = history.values[t] - history.values[t - 1];
        if (std::isnan(move))
            continue;
        made.squareStep += move * move;
        made.absoluteStep += std::abs(move);
        steps += 1.0;
    }
    made.squareStep /= std::max(1.0, steps);
    made.absoluteStep /= std::max(1.0, steps);
    if (!(made.squareStep > 0.0)) { // nothing ever moved: there is no scale to measure by
        made.came.clear();
        return made;
    }
    AutomaticOptions options;
    options.horizon = m_panel.horizon;
    for (std::size_t way = first(); way < kWays; ++way) {
        const double start = threadSeconds();
        Forecast forecast;
        if (way < kPeers) {
            options.method = way != static_cast<std::size_t>(Way::Rule) ? "auto"
                             : history.grain == Grain::Daily            ? "window"
                                                                        : "ma";
            DemandHistory told = history;
            if (way == static_cast<std::size_t>(Way::Told))
                m_panel.tell(told, series, origin);
            forecast = forecastAutomatically(told, options);
            if (way == first())
                made.method = forecast.method + (forecast.caused ? " with causes" : "");
        } else {
            forecast = textbook(kMethods[way - kPeers], history, m_panel.horizon);
        }
        made.seconds[way] = threadSeconds() - start;
        for (const std::size_t span : m_panel.spans)
            made.scores[way].push_back(scoreOf(forecast, made.came, span));
        made.mean[way] = std::move(forecast.mean);
    }
    return made;
}

void PanelTable::points(Report& report) const
{
    Compared rmsse(kWays, m_clusters), mase(kWays, m_clusters), wape(kWays, m_clusters),
        bias(kWays, m_clusters), total(kWays, m_clusters), weighted(kWays, m_clusters);
    std::array<double, kWays> seconds{};
    double count = 0.0;
    for (std::size_t i = 0; i < m_outcomes.size(); ++i) {
        const PanelOutcome& one = m_outcomes[i];
        if (one.came.empty())
            continue;
        count += 1.0;
        const std::size_t cluster = m_clusterOf[i / origins()];
        for (std::size_t way = first(); way < kWays; ++way) {
            double squares = 0.0, absolute = 0.0, sum = 0.0, known = 0.0;
            for (std::size_t h = 0; h < one.came.size(); ++h) {
                const double error = one.mean[way][h] - one.came[h];
                if (std::isnan(error))
                    continue;
                squares += error * error;
                absolute += std::abs(error);
                sum += error;
                known += 1.0;
                wape.add(way, cluster, std::abs(error), one.came[h]);
                bias.add(way, cluster, error, one.came[h]);
                const DemandHistory& history = m_panel.series[i / origins()].history;
                const Day day = addPeriods(history.first, history.grain, static_cast<int>(one.known + h));
                const double weight = m_panel.heavy.contains(day) ? m_panel.heavyWeight : 1.0;
                weighted.add(way, cluster, weight * std::abs(error), weight);
            }
            if (known > 0.0) {
                rmsse.add(way, cluster, std::sqrt(squares / known / one.squareStep), 1.0);
                mase.add(way, cluster, absolute / known / one.absoluteStep, 1.0);
                total.add(way, cluster, std::abs(sum) / known / one.absoluteStep, 1.0);
            }
            seconds[way] += one.seconds[way];
        }
    }
    for (std::size_t way = first(); way < kWays; ++way) {
        QString note = QStringLiteral("error of the whole horizon %1, WAPE %2, bias %3, %4 ms a forecast")
                           .arg(total.value(way), 0, 'f', 4)
                           .arg(wape.value(way), 0, 'f', 4)
                           .arg(bias.value(way), 0, 'f', 3)
                           .arg(1000.0 * seconds[way] / count, 0, 'f', 2);
        if (m_panel.heavyWeight > 0.0) {
            note += QStringLiteral(", weighted MAE %1").arg(weighted.value(way), 0, 'f', 0);
            if (way != first())
                note += QStringLiteral(" (above ours by %1)").arg(weighted.wordsAbove(way, first(), 0));
        }
        if (way != first())
            note += QStringLiteral("; RMSSE above ours by %1; whole horizon %2")
                        .arg(rmsse.wordsAbove(way, first(), 4), total.wordsAbove(way, first(), 4));
        report.add(
            QStringLiteral("%1 %2: %3").arg(m_panel.name).arg(count).arg(QLatin1String(kNames[way])),
            QString::number(rmsse.value(way), 'f', 4), QStringLiteral("RMSSE"), note);
    }
}

/// Over all series, then by class: how often an interval held the truth, pinball loss and CRPS in units of
/// the series' usual step.
void PanelTable::distributions(Report& report) const
{
    std::map<std::string, std::vector<std::size_t>> classes;
    for (std::size_t i = 0; i < m_outcomes.size(); ++i) {
        if (m_outcomes[i].came.empty())
            continue;
        classes[" all"].push_back(i);
        classes[nameOf(classifyDemand(
                    std::span(m_panel.series[i / origins()].history.values).first(m_outcomes[i].known)))]
            .push_back(i);
    }
    for (const auto& [name, members] : classes) {
        for (std::size_t k = 0; k < m_panel.spans.size(); ++k) {
            Compared pinball(kWays, m_clusters), crps(kWays, m_clusters), in80(kWays, m_clusters),
                in95(kWays, m_clusters);
            for (const std::size_t i : members) {
                const PanelOutcome& one = m_outcomes[i];
                const std::size_t cluster = m_clusterOf[i / origins()];
                const double scale = one.absoluteStep * static_cast<double>(m_panel.spans[k]);
                for (std::size_t way = first(); way < kWays; ++way) {
                    const DistributionScore& score = one.scores[way][k];
                    pinball.add(way, cluster, score.pinball / scale, score.windows);
                    crps.add(way, cluster, score.crps / scale, score.windows);
                    in80.add(way, cluster, 100.0 * score.inside80, score.windows);
                    in95.add(way, cluster, 100.0 * score.inside95, score.windows);
                }
            }
            for (std::size_t way = first(); way < kWays; ++way) {
                if (name != " all" && way != first())
                    continue;
                QString note = QStringLiteral("80 %: %1 to %2; pinball %3, CRPS %4")
                                   .arg(in80.around(way).low, 0, 'f', 1)
                                   .arg(in80.around(way).high, 0, 'f', 1)
                                   .arg(pinball.value(way), 0, 'f', 4)
                                   .arg(crps.value(way), 0, 'f', 4);
                if (way != first())
                    note += QStringLiteral("; pinball above ours by ") + pinball.wordsAbove(way, first(), 4);
                report.add(
                    QStringLiteral("%1 %2 (%3), sums of %4: %5")
                        .arg(m_panel.name, QString::fromStdString(name).trimmed())
                        .arg(members.size())
                        .arg(m_panel.spans[k])
                        .arg(QLatin1String(kNames[way])),
                    QStringLiteral("%1 / %2").arg(in80.value(way), 0, 'f', 1).arg(in95.value(way), 0, 'f', 1),
                    QStringLiteral("% inside"), note);
            }
        }
    }
}

void PanelTable::chosen(Report& report) const
{
    std::map<std::string, int> taken;
    for (const PanelOutcome& one : m_outcomes)
        if (!one.method.empty())
            ++taken[one.method];
    QStringList words;
    for (const auto& [method, times] : taken)
        words << QStringLiteral("%1 %2").arg(QString::fromStdString(method)).arg(times);
    report.say(m_panel.name + QStringLiteral(": ours took"), words.join(QStringLiteral(", ")));
}

} // namespace merch::bench
