// M5: 140 series by day, four weeks ahead from twelve origins, and what their sums come to by level.
#include "tests/bench/accuracy/compared.h"
#include "tests/bench/accuracy/m5.h"
#include "tests/bench/accuracy/panel.h"
#include "tests/bench/accuracy/tables.h"
#include "tests/bench/accuracy/thread_seconds.h"
#include "tests/bench/bench_support.h"

#include <array>
#include <cmath>
#include <map>

namespace merch::bench
{

namespace
{

constexpr int kHorizon = 28, kOrigins = 12;

/// What moves the demand of each department, as it could be learned before each origin.
class M5Effects
{
public:
    explicit M5Effects(const M5& data)
        : m_data(data)
    {
        std::map<std::string, int> departments;
        Day first = data.last;
        for (const M5Series& one : data.series) {
            m_departmentOf.push_back(
                departments.emplace(one.department, static_cast<int>(departments.size())).first->second);
            first = std::min(first, one.history.first);
        }
        EffectsLearner learner(static_cast<int>(departments.size()), first, data.last, data.events);
        for (std::size_t s = 0; s < data.series.size(); ++s)
            learner.add(m_departmentOf[s], data.series[s].history.first, data.series[s].history.values, {});
        const double start = threadSeconds();
        constexpr int kTimes = kOrigins + kFolds;
        for (int k = 0; k < kTimes; ++k)
            m_effects.push_back(learner.learn(data.last + 1 - (kTimes - k) * kHorizon, true));
        m_seconds = (threadSeconds() - start) / kTimes;
    }

    void tell(DemandHistory& history, std::size_t series, std::size_t origin) const
    {
        history.earlierCauses = factors(history, series, origin);
        history.causes = factors(history, series, origin + kFolds);
    }
    double secondsToLearn() const { return m_seconds; } ///< all departments, once

private:
    static constexpr int kFolds = 3; ///< of the backtest that an automatic forecast makes

    std::vector<double> factors(const DemandHistory& history, std::size_t series, std::size_t time) const
    {
        const Effects& effects = m_effects[time][static_cast<std::size_t>(m_departmentOf[series])];
        std::vector<double> made(history.values.size() + kHorizon);
        for (std::size_t i = 0; i < made.size(); ++i)
            made[i] = effects.factor({}, history.first + static_cast<Day>(i));
        return made;
    }

    const M5& m_data;
    std::vector<int> m_departmentOf;
    std::vector<std::vector<Effects>> m_effects; ///< every four weeks, from before the first backtest on
    double m_seconds = 0.0;
};

/// Bottom-up sums, as the competition weighs them: by revenue within a level. Origins are drawn again: all
/// items make up one total.
class Levels
{
public:
    Levels(const M5& data, const PanelTable& table)
        : m_data(data)
        , m_table(table)
    {
    }

    void make(Report& report) const
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
                add(level, origin, keyOf);
            QStringList words;
            for (std::size_t way = 0; way < kWays; ++way) {
                words << QStringLiteral("%1 %2")
                             .arg(QLatin1String(nameOf(static_cast<Way>(way))))
                             .arg(level.value(way), 0, 'f', 3);
                for (std::size_t origin = 0; origin < kOrigins; ++origin)
                    mean.add(way, origin, level.value(way, origin), 1.0);
            }
            report.say(
                QStringLiteral("M5 WRMSSE, %1").arg(QLatin1String(name)), words.join(QStringLiteral("; ")));
        }
        for (std::size_t way = 0; way < kWays; ++way)
            report.add(
                QStringLiteral("M5 mean of 7 levels: %1").arg(QLatin1String(nameOf(static_cast<Way>(way)))),
                QString::number(mean.value(way), 'f', 4), QStringLiteral("WRMSSE"),
                way == 0 ? QString() : QStringLiteral("above ours by ") + mean.wordsAbove(way, 0, 4));
    }

private:
    void add(Compared& level, std::size_t origin, std::string (*keyOf)(const M5Series&)) const
    {
        struct Node {
            std::vector<double> past; ///< by day, counted back from the origin
            std::array<double, kHorizon> came{};
            std::array<std::array<double, kHorizon>, kWays> mean{};
            double revenue = 0.0;
        };
        std::map<std::string, Node> nodes;
        double all = 0.0;
        for (std::size_t s = 0; s < m_data.series.size(); ++s) {
            const PanelOutcome& one = m_table.outcome(s, origin);
            if (one.came.empty())
                continue;
            const M5Series& series = m_data.series[s];
            Node& node = nodes[keyOf(series)];
            if (node.past.size() < one.known)
                node.past.resize(one.known, 0.0);
            for (std::size_t t = 0; t < one.known; ++t)
                node.past[t] += series.history.values[one.known - 1 - t];
            for (std::size_t h = 0; h < kHorizon; ++h) {
                node.came[h] += one.came[h];
                for (std::size_t way = 0; way < kWays; ++way)
                    node.mean[way][h] += one.mean[way][h];
            }
            for (std::size_t t = one.known - kHorizon; t < one.known; ++t) {
                node.revenue += series.history.values[t] * series.price[t];
                all += series.history.values[t] * series.price[t];
            }
        }
        for (const auto& [key, node] : nodes) {
            double scale = 0.0;
            for (std::size_t t = 1; t < node.past.size(); ++t)
                scale += std::pow(node.past[t] - node.past[t - 1], 2.0);
            scale /= static_cast<double>(node.past.size() - 1);
            const double weight = node.revenue / all;
            for (std::size_t way = 0; way < kWays; ++way) {
                double squares = 0.0;
                for (std::size_t h = 0; h < kHorizon; ++h)
                    squares += std::pow(node.mean[way][h] - node.came[h], 2.0);
                level.add(way, origin, weight * std::sqrt(squares / kHorizon / scale), weight);
            }
        }
    }

    const M5& m_data;
    const PanelTable& m_table;
};

} // namespace

void m5Table(Report& report)
{
    const M5 data = readM5();
    if (data.series.empty()) {
        report.say(
            QStringLiteral("M5"),
            QStringLiteral("not there: MERCHBENCH_SHARED names no folder that holds it"));
        return;
    }
    const M5Effects effects(data);
    Panel panel;
    panel.name = QStringLiteral("M5");
    panel.horizon = panel.stride = kHorizon;
    panel.origins = kOrigins;
    panel.leastKnown = 2 * kHorizon;
    panel.spans = {1, 7, 28};
    for (const M5Series& one : data.series)
        panel.series.push_back({one.item, one.history, {}});
    panel.tell = [&](DemandHistory& history, std::size_t series, std::size_t origin) {
        effects.tell(history, series, origin);
    };
    PanelTable table(std::move(panel));
    table.make(report);
    Levels(data, table).make(report);
    report.add(
        QStringLiteral("M5: learning what moves demand"), 1000.0 * effects.secondsToLearn(),
        QStringLiteral("ms"), QStringLiteral("all series, once"));
}

} // namespace merch::bench
