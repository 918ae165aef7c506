#include "engine/forecast/calibration.h"

#include "engine/forecast/distributions.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>

namespace merch
{

namespace
{

constexpr std::array<int, 9> kSpans{1, 2, 3, 5, 7, 14, 28, 56, 91};
constexpr std::size_t kLevels = std::size(kStoredLevels);
constexpr double kManySpans = 100.0; ///< seen, until their own shape says more than the usual one
constexpr double kPriorSpans = 5.0;  ///< of the usual spread in every spread
constexpr double kFaded = 1e-50;     ///< a forecast whose square is no number to divide by

/// Type 7 quantile of sorted values.
double sortedQuantile(const std::vector<double>& sorted, double level)
{
    const double place = level * static_cast<double>(sorted.size() - 1);
    const auto low = static_cast<std::size_t>(place);
    const std::size_t high = std::min(low + 1, sorted.size() - 1);
    return sorted[low] + (place - static_cast<double>(low)) * (sorted[high] - sorted[low]);
}

/// Student's t of whole degrees of freedom at the stored levels; beyond the last the normal's.
const std::array<double, kLevels>& studentLevels(double degrees)
{
    constexpr std::size_t kMost = 60;
    static const auto known = [] {
        std::array<std::array<double, kLevels>, kMost + 1> all{};
        for (std::size_t nu = 0; nu <= kMost; ++nu)
            for (std::size_t q = 0; q < kLevels; ++q)
                all[nu][q] = nu == kMost
                                 ? normalQuantile(kStoredLevels[q])
                                 : studentQuantile(std::max(3.0, static_cast<double>(nu)), kStoredLevels[q]);
        return all;
    }();
    return known[static_cast<std::size_t>(std::clamp(std::round(degrees), 0.0, static_cast<double>(kMost)))];
}

/// Where a count lies in its distribution, as normal scores: places spread evenly over its own step. The same
/// few forecasts and counts come again and again, so the last answers are kept.
class CountScores
{
public:
    static constexpr std::size_t kPlaces = 4;
    using Scores = std::array<double, kPlaces>;

    explicit CountScores(const ErrorProfile& profile)
        : m_base(profile.countVariance)
        , m_rate(profile.scaleRate)
        , m_known(kSlots)
    {
    }

    const Scores& of(double forecast, double actual)
    {
        const std::uint64_t key = std::bit_cast<std::uint64_t>(forecast) * 0x9E3779B97F4A7C15U ^
                                  std::bit_cast<std::uint64_t>(actual) * 0xC2B2AE3D27D4EB4FU;
        Known& known = m_known[(key ^ key >> 32U) >> 16U & (kSlots - 1)];
        if (known.forecast != forecast || known.actual != actual)
            known = {forecast, actual, scores(forecast, actual)};
        return known.scores;
    }

private:
    static constexpr std::size_t kSlots = 1024;
    struct Known {
        double forecast = kNone, actual = kNone;
        Scores scores{};
    };

    Scores scores(double forecast, double actual) const
    {
        const double variance = m_base * forecast + m_rate * m_rate * forecast * forecast;
        const double below = actual >= 1.0 ? countCdf(forecast, variance, std::ceil(actual) - 1.0) : 0.0;
        const double upTo = countCdf(forecast, variance, std::floor(actual));
        Scores made{};
        for (std::size_t k = 0; k < kPlaces; ++k) {
            const double place = below + (static_cast<double>(k) + 0.5) / kPlaces * (upTo - below);
            made[k] = std::clamp(normalQuantile(std::clamp(place, 1e-9, 1.0 - 1e-9)), -6.0, 6.0);
        }
        return made;
    }

    double m_base, m_rate;
    std::vector<Known> m_known;
};

/// Scatter of single periods around their forecast, and what was forecast and sold a period.
struct OnePeriod {
    double variance = 0.0, mean = 0.0, sold = 0.0;
};

OnePeriod onePeriod(std::span<const Replay> replays, std::span<const double> values)
{
    constexpr int kEnough = 8;
    OnePeriod one;
    int count = 0;
    for (const Replay& replay : replays) {
        for (std::size_t i = 0; i < replay.mean.size(); ++i) {
            if (!isKnown(replay.actual[i]))
                continue;
            const double error = replay.actual[i] - replay.mean[i];
            one.variance += error * error;
            one.mean += replay.mean[i];
            one.sold += replay.actual[i];
            ++count;
        }
    }
    if (count >= kEnough)
        return {one.variance / count, one.mean / count, one.sold / count};
    // Too little to learn from: the history's own scatter, no smaller than a Poisson's.
    double sum = 0.0, squares = 0.0;
    int known = 0;
    for (const double value : values) {
        if (!isKnown(value))
            continue;
        sum += value;
        squares += value * value;
        ++known;
    }
    const double level = known > 0 ? sum / known : 0.0;
    const double variance = known > 1 ? std::max(0.0, (squares - known * level * level) / (known - 1)) : 0.0;
    return {std::max({variance, level, 0.05}), level, level};
}

/// Sums over long spans scatter more than independent periods would: the level itself is uncertain. As a
/// share of the forecast.
double levelRate(std::span<const Replay> replays, double oneVariance)
{
    double extra = 0.0, squares = 0.0;
    int spans = 0;
    for (const Replay& one : replays) {
        const std::size_t n = one.mean.size();
        double forecast = 0.0, actual = 0.0;
        if (n < 2 || !windowSums(one, 0, n, forecast, actual) || forecast <= kFaded)
            continue;
        extra += (actual - forecast) * (actual - forecast) - oneVariance * static_cast<double>(n);
        squares += forecast * forecast;
        ++spans;
    }
    return spans >= 3 ? std::sqrt(std::clamp(extra / squares, 0.0, 1.0)) : 0.1;
}

/// Scores of the sums of a span, sorted, and how many spans one after another they are of.
struct Seen {
    std::vector<double> scores;
    double spans = 0.0;
};

class SpanScores
{
public:
    SpanScores(std::span<const Replay> replays, std::size_t step, const ErrorProfile& profile)
        : m_replays(replays)
        , m_step(step)
        , m_profile(profile)
        , m_counts(profile)
    {
    }

    const Seen& of(std::size_t span)
    {
        m_seen.scores.clear();
        m_seen.spans = 0.0;
        if (m_replays.empty())
            return m_seen;
        double windows = 0.0;
        const std::size_t end = m_replays.back().origin + m_replays.back().mean.size();
        for (const Replay& one : m_replays) {
            // Origins between the others tell of long spans only: short ones would be told twice.
            if (2 * span <= m_step && (end - one.origin) % m_step != 0)
                continue;
            for (std::size_t from = 0; from + span <= one.mean.size(); from += span) {
                double forecast = 0.0, actual = 0.0;
                if (!windowSums(one, from, span, forecast, actual))
                    continue;
                add(span, forecast, actual);
                windows += 1.0;
            }
        }
        m_seen.spans = std::min(
            windows, static_cast<double>(end - m_replays.front().origin) / static_cast<double>(span));
        std::sort(m_seen.scores.begin(), m_seen.scores.end());
        return m_seen;
    }

private:
    void add(std::size_t span, double forecast, double actual)
    {
        if (m_profile.countVariance > 0.0) {
            const CountScores::Scores& places = m_counts.of(forecast, actual);
            m_seen.scores.insert(m_seen.scores.end(), places.begin(), places.end());
            return;
        }
        const double scale = std::sqrt(
            m_profile.scaleBase * m_profile.scaleBase * static_cast<double>(span) +
            m_profile.scaleRate * m_profile.scaleRate * forecast * forecast);
        if (scale > 0.0)
            m_seen.scores.push_back(std::clamp((actual - forecast) / scale, -8.0, 8.0));
    }

    std::span<const Replay> m_replays;
    std::size_t m_step;
    const ErrorProfile& m_profile;
    CountScores m_counts;
    Seen m_seen;
};

/// Quantiles of a span's score: of those seen, drawn towards Student's t of their spread where there are few.
/// About zero: what a few errors have in common is chance more often than bias.
std::array<double, kLevels> scoreLevels(const Seen& seen)
{
    std::array<double, kLevels> levels{};
    const double weight = seen.spans / (seen.spans + kManySpans);
    double squares = 0.0;
    for (const double score : seen.scores)
        squares += score * score / static_cast<double>(seen.scores.size());
    const double spread = std::sqrt((seen.spans * squares + kPriorSpans) / (seen.spans + kPriorSpans));
    const std::array<double, kLevels>& student = studentLevels(seen.spans + kPriorSpans);
    for (std::size_t q = 0; q < kLevels; ++q) {
        levels[q] = spread * student[q];
        if (seen.scores.size() < 5)
            continue;
        // The next one may lie beyond all that were seen.
        const double wider = std::clamp(0.5 + (kStoredLevels[q] - 0.5) * (1.0 + 1.0 / seen.spans), 0.0, 1.0);
        levels[q] += weight * (sortedQuantile(seen.scores, wider) - levels[q]);
    }
    return levels;
}

/// By span: the greatest sum that was ever seen, and above it half as much again, or what independent periods
/// of `variance` might add. Unbounded where the history is no longer than two such spans.
std::vector<float> mostOfSums(std::span<const double> values, const std::vector<int>& spans, double variance)
{
    constexpr double kAbove = 0.25, kDeviations = 3.0;
    std::vector<double> soldTo(values.size() + 1, 0.0);
    std::vector<int> knownTo(values.size() + 1, 0);
    for (std::size_t i = 0; i < values.size(); ++i) {
        soldTo[i + 1] = soldTo[i] + (isKnown(values[i]) ? values[i] : 0.0);
        knownTo[i + 1] = knownTo[i] + (isKnown(values[i]) ? 1 : 0);
    }
    std::vector<float> most;
    for (const int length : spans) {
        const auto span = static_cast<std::size_t>(length);
        double greatest = 0.0;
        for (std::size_t end = span; end <= values.size(); ++end) {
            const double sold = soldTo[end] - soldTo[end - span];
            const int known = knownTo[end] - knownTo[end - span];
            if (known * 10 >= length * 7)
                greatest = std::max(greatest, sold * length / known);
        }
        most.push_back(
            2 * span < values.size() && greatest > 0.0
                ? static_cast<float>(
                      greatest + std::max(kAbove * greatest, kDeviations * std::sqrt(variance * length)))
                : std::numeric_limits<float>::infinity());
    }
    return most;
}

} // namespace

ErrorProfile calibrate(
    std::span<const Replay> replays, std::size_t step, std::span<const double> values,
    DemandClass demandClass, int horizon)
{
    ErrorProfile profile;
    profile.levels.assign(std::begin(kStoredLevels), std::end(kStoredLevels));
    for (const int span : kSpans) {
        if (span <= std::max(1, horizon))
            profile.spans.push_back(span);
    }
    const OnePeriod one = onePeriod(replays, values);
    profile.scaleRate = levelRate(replays, one.variance);
    const bool few =
        demandClass == DemandClass::Intermittent || demandClass == DemandClass::Lumpy || one.mean < 5.0;
    if (few) {
        // By what was sold where that is more: a forecast that had faded to nothing before a sale says
        // nothing of how sales scatter.
        const double rate = std::max(one.mean, one.sold);
        profile.countVariance = std::max(1.0, rate > 0.0 ? one.variance / rate : 1.0);
    } else {
        profile.scaleBase = std::sqrt(one.variance);
    }
    profile.most = mostOfSums(values, profile.spans, one.variance);
    SpanScores scores(replays, step, profile);
    for (const int span : profile.spans) {
        double last = -std::numeric_limits<double>::infinity();
        for (const double level : scoreLevels(scores.of(static_cast<std::size_t>(span)))) {
            last = std::max(last + 1e-6, level);
            profile.table.push_back(static_cast<float>(last));
        }
    }
    return profile;
}

ErrorProfile scatterOfAll(std::span<const double> values)
{
    const OnePeriod whole = onePeriod({}, values);
    ErrorProfile profile;
    profile.countVariance = whole.mean > 0.0 ? std::max(1.0, whole.variance / whole.mean) : 1.0;
    return profile;
}

} // namespace merch
