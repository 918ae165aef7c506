// M5: 140 series by day, four weeks ahead from twelve origins: points, distributions, levels.
#include "tests/bench/accuracy/compared.h"
#include "tests/bench/accuracy/distribution_score.h"
#include "tests/bench/accuracy/m5.h"
#include "tests/bench/accuracy/tables.h"
#include "tests/bench/accuracy/textbook.h"
#include "tests/bench/accuracy/thread_seconds.h"
#include "tests/bench/bench_support.h"

#include "engine/core/parallel.h"

#include <array>
#include <cmath>
#include <map>

namespace merch::bench
{

namespace
{

constexpr int kHorizon = 28, kOrigins = 12;
constexpr std::array<std::size_t, 3> kSpans{1, 7, 28};

enum Way { Ours, OursAlone, Rule, SeasonalNaive, Croston, Sba, Tsb, Ets, kWays };
constexpr std::array<const char*, kWays> kNames{
    "ours: chosen, with what moves demand",
    "ours: chosen, from the series alone",
    "ours: rule (weekday means)",
    "seasonal naive",
    "Croston",
    "SBA",
    "TSB",
    "ETS"};

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
    return "short";
}

/// One series, one origin.
struct Outcome5 {
    std::array<std::vector<double>, kWays> mean;
    std::array<std::array<DistributionScore, kSpans.size()>, kWays> scores{};
    std::array<double, kWays> seconds{};
    std::string method; ///< ours
    std::vector<double> came;
    double squareScale = 0.0, absoluteScale = 0.0, revenue = 0.0;
};

class Table
{
public:
    explicit Table(M5 data)
        : m_data(std::move(data))
        , m_outcomes(m_data.series.size() * kOrigins)
    {
        std::map<std::string, std::size_t> items;
        for (const M5Series& one : m_data.series) {
            m_itemOf.push_back(items.emplace(one.item, items.size()).first->second);
            m_departmentOf.push_back(
                static_cast<int>(m_departments.emplace(one.department, m_departments.size()).first->second));
        }
        m_items = items.size();
    }

    void make(Report& report)
    {
        learn();
        parallelFor(m_outcomes.size(), 0, {}, [&](std::size_t i) {
            m_outcomes[i] = outcome(i / kOrigins, i % kOrigins);
        });
        points(report);
        distributions(report);
        levels(report);
        chosen(report);
    }

private:
    std::size_t known(const M5Series& one, std::size_t origin) const
    {
        const std::size_t after = (kOrigins - origin) * kHorizon;
        return one.history.values.size() > after ? one.history.values.size() - after : 0;
    }

    /// Effects of each department as they could be learned before an origin, and before its backtest.
    void learn()
    {
        Day first = m_data.last;
        for (const M5Series& one : m_data.series)
            first = std::min(first, one.history.first);
        EffectsLearner learner(static_cast<int>(m_departments.size()), first, m_data.last, m_data.events);
        for (std::size_t s = 0; s < m_data.series.size(); ++s)
            learner.add(
                m_departmentOf[s], m_data.series[s].history.first, m_data.series[s].history.values, {});
        const int folds = AutomaticOptions().folds;
        m_effects.resize(static_cast<std::size_t>(kOrigins + folds));
        const double start = threadSeconds();
        for (std::size_t k = 0; k < m_effects.size(); ++k)
            m_effects[k] =
                learner.learn(m_data.last + 1 - static_cast<Day>((m_effects.size() - k) * kHorizon), true);
        m_learning = (threadSeconds() - start) / static_cast<double>(m_effects.size());
    }

    std::vector<double> causes(const DemandHistory& history, std::size_t effects, std::size_t s) const
    {
        const Effects& of = m_effects[effects][static_cast<std::size_t>(m_departmentOf[s])];
        std::vector<double> made(history.values.size() + kHorizon);
        for (std::size_t i = 0; i < made.size(); ++i)
            made[i] = of.factor({}, history.first + static_cast<Day>(i));
        return made;
    }

    Outcome5 outcome(std::size_t s, std::size_t origin) const
    {
        const M5Series& one = m_data.series[s];
        Outcome5 made;
        const std::size_t n = known(one, origin);
        if (n < 2 * kHorizon)
            return made;
        DemandHistory history;
        history.first = one.history.first;
        history.values.assign(one.history.values.begin(), one.history.values.begin() + static_cast<long>(n));
        made.came.assign(
            one.history.values.begin() + static_cast<long>(n),
            one.history.values.begin() + static_cast<long>(n + kHorizon));
        for (std::size_t t = 1; t < n; ++t) {
            const double move = history.values[t] - history.values[t - 1];
            made.squareScale += move * move / static_cast<double>(n - 1);
            made.absoluteScale += std::abs(move) / static_cast<double>(n - 1);
        }
        for (std::size_t t = n - kHorizon; t < n; ++t)
            made.revenue += history.values[t] * one.price[t];
        AutomaticOptions options;
        options.horizon = kHorizon;
        for (std::size_t way = 0; way < kWays; ++way) {
            const double start = threadSeconds();
            Forecast forecast;
            if (way <= Rule) {
                DemandHistory learned = history;
                options.method = way == Rule ? "window" : "auto";
                if (way == Ours) {
                    const auto folds = static_cast<std::size_t>(options.folds);
                    learned.causes = causes(history, origin + folds, s);
                    learned.earlierCauses = causes(history, origin, s);
                }
                forecast = forecastAutomatically(learned, options);
                if (way == Ours)
                    made.method = forecast.method + (forecast.caused ? " with causes" : "");
            } else {
                constexpr std::array kMethods{"snaive", "croston", "sba", "tsb", "ets_auto"};
                forecast = textbook(kMethods[way - SeasonalNaive], history, kHorizon);
            }
            made.seconds[way] = threadSeconds() - start;
            for (std::size_t k = 0; k < kSpans.size(); ++k)
                made.scores[way][k] = scoreOf(forecast, made.came, kSpans[k]);
            made.mean[way] = std::move(forecast.mean);
        }
        return made;
    }

    QString above(const Compared& compared, std::size_t way, int digits) const
    {
        return way == Ours ? QString()
                           : QStringLiteral("above ours by ") + compared.wordsAbove(way, Ours, digits);
    }

    void points(Report& report) const
    {
        Compared rmsse(kWays, m_items), wape(kWays, m_items), bias(kWays, m_items);
        std::array<double, kWays> seconds{};
        double count = 0.0;
        for (std::size_t i = 0; i < m_outcomes.size(); ++i) {
            const Outcome5& one = m_outcomes[i];
            if (one.came.empty())
                continue;
            count += 1.0;
            for (std::size_t way = 0; way < kWays; ++way) {
                double squares = 0.0;
                for (std::size_t h = 0; h < kHorizon; ++h) {
                    const double error = one.mean[way][h] - one.came[h];
                    squares += error * error;
                    wape.add(way, m_itemOf[i / kOrigins], std::abs(error), one.came[h]);
                    bias.add(way, m_itemOf[i / kOrigins], error, one.came[h]);
                }
                rmsse.add(way, m_itemOf[i / kOrigins], std::sqrt(squares / kHorizon / one.squareScale), 1.0);
                seconds[way] += one.seconds[way];
            }
        }
        for (std::size_t way = 0; way < kWays; ++way)
            report.add(
                QStringLiteral("M5 140 series, %1 origins: %2").arg(kOrigins).arg(QLatin1String(kNames[way])),
                QString::number(rmsse.value(way), 'f', 4), QStringLiteral("RMSSE"),
                QStringLiteral("WAPE %1, bias %2, %3 ms a forecast; %4")
                    .arg(wape.value(way), 0, 'f', 4)
                    .arg(bias.value(way), 0, 'f', 3)
                    .arg(1000.0 * seconds[way] / count, 0, 'f', 1)
                    .arg(above(rmsse, way, 4)));
        report.add(
            QStringLiteral("M5: learning what moves demand"), 1000.0 * m_learning, QStringLiteral("ms"),
            QStringLiteral("all series, one origin"));
    }

    /// Scores over all series, then of each class: coverage of the intervals, pinball and CRPS in units of
    /// the series' usual step.
    void distributions(Report& report) const
    {
        std::map<std::string, std::vector<std::size_t>> classes;
        for (std::size_t i = 0; i < m_outcomes.size(); ++i) {
            if (m_outcomes[i].came.empty())
                continue;
            const M5Series& one = m_data.series[i / kOrigins];
            classes["all"].push_back(i);
            classes[nameOf(classifyDemand(std::span(one.history.values).first(known(one, i % kOrigins))))]
                .push_back(i);
        }
        for (const auto& [name, members] : classes) {
            for (std::size_t k = 0; k < kSpans.size(); ++k) {
                Compared pinball(kWays, m_items), crps(kWays, m_items), in80(kWays, m_items),
                    in95(kWays, m_items);
                for (const std::size_t i : members) {
                    const Outcome5& one = m_outcomes[i];
                    for (std::size_t way = 0; way < kWays; ++way) {
                        const DistributionScore& score = one.scores[way][k];
                        const std::size_t item = m_itemOf[i / kOrigins];
                        const double scale = one.absoluteScale * static_cast<double>(kSpans[k]);
                        pinball.add(way, item, score.pinball / scale, score.windows);
                        crps.add(way, item, score.crps / scale, score.windows);
                        in80.add(way, item, 100.0 * score.inside80, score.windows);
                        in95.add(way, item, 100.0 * score.inside95, score.windows);
                    }
                }
                for (std::size_t way = 0; way < kWays; ++way) {
                    if (name != "all" && way != Ours && way != Ets)
                        continue;
                    report.add(
                        QStringLiteral("M5 %1 (%2), sums of %3 d: %4")
                            .arg(QString::fromStdString(name))
                            .arg(members.size())
                            .arg(kSpans[k])
                            .arg(QLatin1String(kNames[way])),
                        QStringLiteral("%1 / %2")
                            .arg(in80.value(way), 0, 'f', 1)
                            .arg(in95.value(way), 0, 'f', 1),
                        QStringLiteral("% in"),
                        QStringLiteral("80 %: %1 to %2; pinball %3, CRPS %4; %5")
                            .arg(in80.around(way).low, 0, 'f', 1)
                            .arg(in80.around(way).high, 0, 'f', 1)
                            .arg(pinball.value(way), 0, 'f', 4)
                            .arg(crps.value(way), 0, 'f', 4)
                            .arg(above(pinball, way, 4)));
                }
            }
        }
    }

    /// Bottom-up sums, as the competition weighs them: by revenue within a level. Clusters are origins: items
    /// make up one total.
    void levels(Report& report) const
    {
        using KeyOf = std::string (*)(const M5Series&);
        constexpr std::array<std::pair<const char*, KeyOf>, 7> kLevels{{
            {"total", [](const M5Series&) { return std::string(); }},
            {"state", [](const M5Series& one) { return one.state; }},
            {"store", [](const M5Series& one) { return one.store; }},
            {"category", [](const M5Series& one) { return one.category; }},
            {"department", [](const M5Series& one) { return one.department; }},
            {"item", [](const M5Series& one) { return one.item; }},
            {"item x store", [](const M5Series& one) { return one.item + one.store; }},
        }};
        Compared mean(kWays, kOrigins);
        for (const auto& [name, keyOf] : kLevels) {
            Compared level(kWays, kOrigins);
            for (std::size_t origin = 0; origin < kOrigins; ++origin)
                addLevel(level, origin, keyOf);
            QStringList words;
            for (std::size_t way = 0; way < kWays; ++way) {
                words << QStringLiteral("%1 %2")
                             .arg(QLatin1String(kNames[way]))
                             .arg(level.value(way), 0, 'f', 3);
                for (std::size_t origin = 0; origin < kOrigins; ++origin)
                    addLevelMean(mean, level, way, origin);
            }
            report.say(
                QStringLiteral("M5 WRMSSE, %1").arg(QLatin1String(name)), words.join(QStringLiteral("; ")));
        }
        for (std::size_t way = 0; way < kWays; ++way)
            report.add(
                QStringLiteral("M5 mean of 7 levels: %1").arg(QLatin1String(kNames[way])),
                QString::number(mean.value(way), 'f', 4), QStringLiteral("WRMSSE"), above(mean, way, 4));
    }

    static void addLevelMean(Compared& mean, const Compared& level, std::size_t way, std::size_t origin)
    {
        mean.add(way, origin, level.value(way, origin), 1.0);
    }

    void addLevel(Compared& level, std::size_t origin, std::string (*keyOf)(const M5Series&)) const
    {
        struct Node {
            std::vector<double> past; ///< by day before the origin, counted back from it
            std::array<double, kHorizon> came{};
            std::array<std::array<double, kHorizon>, kWays> mean{};
            double revenue = 0.0;
        };
        std::map<std::string, Node> nodes;
        double all = 0.0;
        for (std::size_t s = 0; s < m_data.series.size(); ++s) {
            const Outcome5& one = m_outcomes[s * kOrigins + origin];
            if (one.came.empty())
                continue;
            Node& node = nodes[keyOf(m_data.series[s])];
            const std::size_t n = known(m_data.series[s], origin);
            if (node.past.size() < n)
                node.past.resize(n, 0.0);
            for (std::size_t t = 0; t < n; ++t)
                node.past[t] += m_data.series[s].history.values[n - 1 - t];
            for (std::size_t h = 0; h < kHorizon; ++h) {
                node.came[h] += one.came[h];
                for (std::size_t way = 0; way < kWays; ++way)
                    node.mean[way][h] += one.mean[way][h];
            }
            node.revenue += one.revenue;
            all += one.revenue;
        }
        for (const auto& [key, node] : nodes) {
            double scale = 0.0;
            for (std::size_t t = 1; t < node.past.size(); ++t)
                scale += std::pow(node.past[t] - node.past[t - 1], 2.0);
            scale /= static_cast<double>(node.past.size() - 1);
            for (std::size_t way = 0; way < kWays; ++way) {
                double squares = 0.0;
                for (std::size_t h = 0; h < kHorizon; ++h)
                    squares += std::pow(node.mean[way][h] - node.came[h], 2.0);
                const double weight = node.revenue / all;
                level.add(way, origin, weight * std::sqrt(squares / kHorizon / scale), weight);
            }
        }
    }

    void chosen(Report& report) const
    {
        std::map<std::string, int> taken;
        for (const Outcome5& one : m_outcomes)
            ++taken[one.method];
        QStringList words;
        for (const auto& [method, times] : taken)
            words << QStringLiteral("%1 %2").arg(QString::fromStdString(method)).arg(times);
        report.say(QStringLiteral("M5: ours took"), words.join(QStringLiteral(", ")));
    }

    M5 m_data;
    std::vector<Outcome5> m_outcomes; ///< [series][origin]
    std::vector<std::size_t> m_itemOf;
    std::size_t m_items = 0;
    std::map<std::string, std::size_t> m_departments;
    std::vector<int> m_departmentOf;
    std::vector<std::vector<Effects>> m_effects; ///< [four weeks, from before the first origin's backtest]
    double m_learning = 0.0;
};

} // namespace

void m5Table(Report& report)
{
    M5 data = readM5();
    if (data.series.empty()) {
        report.say(
            QStringLiteral("M5"),
            QStringLiteral("not there: MERCHBENCH_SHARED names no folder that holds it"));
        return;
    }
    Table(std::move(data)).make(report);
}

} // namespace merch::bench
