#include "tests/bench/accuracy/stock_cost.h"

#include "tests/bench/accuracy/textbook.h"
#include "tests/bench/bench_support.h"

#include "engine/core/parallel.h"
#include "engine/core/random.h"
#include "engine/inventory/reorder.h"
#include "engine/ladder/replay.h"

#include <array>
#include <cmath>
#include <map>

namespace merch::bench
{

namespace
{

constexpr std::array<const char*, 10> kNames{
    "ours",
    "rule",
    "Croston",
    "SBA",
    "TSB",
    "Theta",
    "simple smoothing",
    "automatic smoothing",
    "practice: so much of recent sales",
    "practice: mean and deviations"};
constexpr std::array kPeers{"croston", "sba", "tsb", "theta", "ses", "ets_auto"};
constexpr std::size_t kFirstPeer = 2, kFirstPractice = kFirstPeer + kPeers.size();
/// Service levels of forecasts, and the factors of the two practices.
constexpr std::array kService{0.2,   0.4,  0.6,   0.75,  0.85,  0.9,    0.95,
                              0.975, 0.99, 0.995, 0.998, 0.999, 0.9995, 0.9999};
constexpr std::array kCover{0.3, 0.5, 0.7, 0.85, 1.0, 1.2, 1.4, 1.7, 2.0, 2.5, 3.0, 4.0, 6.0, 10.0};
constexpr std::array kDeviations{-0.5, -0.25, 0.0, 0.25, 0.5, 0.75, 1.0, 1.3, 1.6, 2.0, 2.5, 3.0, 4.0, 6.0};
constexpr std::uint64_t kRounds = 1000, kSeed = 47;

/// Mean and deviation of the known ones of the last values.
std::pair<double, double> recentOf(std::span<const double> values, std::size_t last)
{
    double sum = 0.0, squares = 0.0, known = 0.0;
    for (const double value : values.last(std::min(values.size(), last))) {
        if (std::isnan(value))
            continue;
        sum += value;
        squares += value * value;
        known += 1.0;
    }
    const double mean = sum / std::max(1.0, known);
    return {mean, std::sqrt(std::max(0.0, squares / std::max(1.0, known) - mean * mean))};
}

/// What never sold no forecast can know of: nothing would be kept of it.
bool soldBefore(const StockItem& item, int period)
{
    const auto begin = item.history.values.begin();
    return std::any_of(begin, begin + period, [](double units) { return units > 0.0; });
}

} // namespace

StockCost::StockCost(StockPanel panel)
    : m_panel(std::move(panel))
    , m_played(m_panel.items.size())
{
    std::map<std::string, std::size_t> clusters;
    for (const StockItem& one : m_panel.items)
        m_clusterOf.push_back(clusters.emplace(one.item, clusters.size()).first->second);
    m_clusters = clusters.size();
}

StockCost::Played StockCost::play(const StockItem& item) const
{
    Played played{};
    const int end = static_cast<int>(item.history.values.size()), span = item.lead + m_panel.review;
    const int start = end - m_panel.counted - span; // a span to warm up
    if (start < m_panel.recent || !soldBefore(item, start))
        return played;
    std::vector<Review> reviews;
    for (int at = start; at < end; at += m_panel.review)
        reviews.push_back({at - start, item.lead});
    const std::span<const std::int64_t> demand =
        std::span(item.demand).subspan(static_cast<std::size_t>(start));
    ReplayCosts costs;
    costs.holding = item.cost * m_panel.holding / m_panel.perYear;
    costs.shelfLife = m_panel.shelfLife;
    costs.spoiled = item.cost;
    const auto replayed = [&](const std::vector<std::int64_t>& points,
                              const std::vector<std::int64_t>& upTo) {
        const ReplayPath path = replayOrders(
            demand, reviews, upTo.front(), costs,
            [&](std::size_t review, std::int64_t onHand, std::int64_t onOrder) {
                const std::int64_t position = onHand + onOrder;
                return position <= points[review] ? std::max<std::int64_t>(0, upTo[review] - position) : 0;
            });
        Outcome outcome;
        for (std::size_t at = static_cast<std::size_t>(span); at < demand.size(); ++at) {
            outcome.cost += path.costs[at].holding + path.costs[at].spoiled;
            outcome.served += item.cost * static_cast<double>(demand[at] - path.lost[at]);
        }
        return outcome;
    };
    for (std::size_t at = static_cast<std::size_t>(span); at < demand.size(); ++at)
        played.asked += item.cost * static_cast<double>(demand[at]);

    std::vector<std::vector<std::int64_t>> upTo(kWays * kLevels, std::vector<std::int64_t>(reviews.size()));
    ReorderInputs inputs;
    inputs.leadTime = {{{item.lead, 1.0}}};
    inputs.reviewDays = m_panel.review;
    inputs.money.cost = item.cost;
    inputs.money.price = 2.0 * item.cost; // the service level is given: any margin does
    AutomaticOptions options;
    options.horizon = span;
    for (std::size_t r = 0; r < reviews.size(); ++r) {
        DemandHistory past = item.history;
        past.values.resize(static_cast<std::size_t>(start + reviews[r].day));
        for (std::size_t way = 0; way < kFirstPractice; ++way) {
            Forecast forecast;
            if (way < kFirstPeer) {
                options.method = way == 0 ? "auto" : past.grain == Grain::Daily ? "window" : "ma";
                forecast = forecastAutomatically(past, options);
            } else {
                forecast = textbook(kPeers[way - kFirstPeer], past, span);
            }
            forecast.grain = Grain::Daily; // the policy counts days: here a period is one
            for (std::size_t level = 0; level < kLevels; ++level) {
                inputs.service = kService[level];
                upTo[way * kLevels + level][r] = planReorder(forecast, inputs).orderUpTo;
            }
        }
        const auto [mean, deviation] = recentOf(past.values, static_cast<std::size_t>(m_panel.recent));
        for (std::size_t level = 0; level < kLevels; ++level) {
            upTo[kFirstPractice * kLevels + level][r] = std::llround(kCover[level] * mean * span);
            upTo[(kFirstPractice + 1) * kLevels + level][r] = std::llround(std::max(
                0.0, mean * span + kDeviations[level] * deviation * std::sqrt(static_cast<double>(span))));
        }
    }
    for (std::size_t way = 0; way < kWays; ++way)
        for (std::size_t level = 0; level < kLevels; ++level)
            played.at[way][level] = replayed(upTo[way * kLevels + level], upTo[way * kLevels + level]);
    if (item.minMax)
        played.today = replayed(
            std::vector<std::int64_t>(reviews.size(), item.minMax->first),
            std::vector<std::int64_t>(reviews.size(), item.minMax->second));
    return played;
}

/// Yearly cost where the line of a way meets a fill rate; NaN where it never does.
double StockCost::costAt(std::size_t way, double fill, const std::vector<unsigned>& times) const
{
    double asked = 0.0, costBefore = 0.0, fillBefore = 0.0;
    for (std::size_t c = 0; c < m_clusters; ++c)
        asked += times[c] * m_sums[c].asked;
    for (std::size_t level = 0; level < kLevels; ++level) {
        Outcome all;
        for (std::size_t c = 0; c < m_clusters; ++c) {
            all.cost += times[c] * m_sums[c].at[way][level].cost;
            all.served += times[c] * m_sums[c].at[way][level].served;
        }
        const double here = all.served / asked;
        if (here >= fill) {
            const double part = here > fillBefore ? (fill - fillBefore) / (here - fillBefore) : 1.0;
            return (costBefore + part * (all.cost - costBefore)) * m_panel.perYear / m_panel.counted;
        }
        costBefore = all.cost;
        fillBefore = here;
    }
    return kNone;
}

StockCost::Outcome StockCost::today(const std::vector<unsigned>& times, double& asked) const
{
    Outcome all;
    asked = 0.0;
    for (std::size_t c = 0; c < m_clusters; ++c) {
        all.cost += times[c] * m_sums[c].today.cost;
        all.served += times[c] * m_sums[c].today.served;
        asked += times[c] * m_sums[c].asked;
    }
    all.cost *= m_panel.perYear / m_panel.counted;
    return all;
}

/// At a fill rate, or at that of today's min and max where it is NaN.
void StockCost::rows(Report& report, double fill) const
{
    const bool atTodays = std::isnan(fill);
    constexpr std::size_t kToday = kWays;
    std::array<std::vector<double>, kWays + 1> above; // by way: how far above ours, drawn again
    std::array<double, kWays + 1> value{};
    double reached = 0.0;
    for (std::uint64_t round = 0; round <= kRounds; ++round) {
        std::vector<unsigned> times(m_clusters, round == 0 ? 1U : 0U);
        Random random(kSeed, round);
        for (std::size_t k = 0; round > 0 && k < m_clusters; ++k)
            ++times[random.below(static_cast<std::uint32_t>(m_clusters))];
        double asked = 0.0;
        const Outcome todays = today(times, asked);
        const double at = atTodays ? todays.served / asked : fill;
        std::array<double, kWays + 1> costs{};
        for (std::size_t way = 0; way < kWays; ++way)
            costs[way] = costAt(way, at, times);
        costs[kToday] = todays.cost;
        if (round == 0) {
            value = costs;
            reached = at;
            continue;
        }
        for (std::size_t way = 0; way <= kWays; ++way)
            if (const double gap = costs[way] - costs[0]; !std::isnan(gap))
                above[way].push_back(gap);
    }
    for (std::size_t way = 0; way < kWays + (atTodays ? 1 : 0); ++way) {
        const QString what = QStringLiteral("%1, %2 % filled: %3")
                                 .arg(m_panel.name)
                                 .arg(100.0 * reached, 0, 'f', 1)
                                 .arg(QLatin1String(way == kToday ? "today's min and max" : kNames[way]));
        if (std::isnan(value[way])) {
            report.say(what, QStringLiteral("does not reach it"));
            continue;
        }
        QString note;
        std::vector<double>& gaps = above[way];
        if (way != 0 && gaps.size() > kRounds / 2) {
            std::sort(gaps.begin(), gaps.end());
            const double low = gaps[gaps.size() * 25 / 1000], high = gaps[gaps.size() * 975 / 1000];
            note = QStringLiteral("above ours by %1 to %2%3")
                       .arg(low, 0, 'f', 0)
                       .arg(high, 0, 'f', 0)
                       .arg(low > 0.0 || high < 0.0 ? QString() : QStringLiteral(" (none)"));
        }
        report.add(what, QString::number(value[way], 'f', 0), m_panel.money, note);
    }
}

void StockCost::make(Report& report)
{
    parallelFor(m_played.size(), 0, {}, [&](std::size_t i) { m_played[i] = play(m_panel.items[i]); });
    m_sums.assign(m_clusters, Played{});
    bool hasMinMax = false;
    int played = 0;
    for (std::size_t i = 0; i < m_played.size(); ++i) {
        Played& into = m_sums[m_clusterOf[i]];
        const Played& one = m_played[i];
        for (std::size_t way = 0; way < kWays; ++way) {
            for (std::size_t level = 0; level < kLevels; ++level) {
                into.at[way][level].cost += one.at[way][level].cost;
                into.at[way][level].served += one.at[way][level].served;
            }
        }
        into.today.cost += one.today.cost;
        into.today.served += one.today.served;
        into.asked += one.asked;
        hasMinMax = hasMinMax || m_panel.items[i].minMax;
        played += one.asked > 0.0 || one.at[0][kLevels - 1].cost > 0.0 ? 1 : 0;
    }
    report.say(
        m_panel.name,
        QStringLiteral("%1 of %2 items sold before and are played").arg(played).arg(m_played.size()));
    if (hasMinMax)
        rows(report, kNone);
    for (const double fill : m_panel.fillRates)
        rows(report, fill);
}

} // namespace merch::bench
