#include "engine/forecast/automatic.h"

#include "engine/forecast/distributions.h"
#include "engine/forecast/method.h"
#include "engine/forecast/sum_distribution.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <iterator>
#include <limits>
#include <numeric>

namespace merch
{

namespace
{

constexpr double kTolerance = 1.02; ///< a simpler method within 2 % of the best is taken
/// What years of a whole category say of season and offers stands until a few folds of one series speak
/// clearly against it.
constexpr double kCausesTolerance = 1.1;
constexpr double kBound = 2.0; ///< times the greatest period of the last year
constexpr std::array<int, 9> kSpans{1, 2, 3, 5, 7, 14, 28, 56, 91};

using Values = std::vector<double>;

bool finite(const Values& values)
{
    return std::all_of(values.begin(), values.end(), [](double v) { return std::isfinite(v); });
}

/// A forecast made at an origin of the backtest, beside what came.
struct Replay {
    Values mean, actual;
};

/// What is learned from beside what was sold: the same without what causes did to it.
struct Learned {
    Values values;
    std::span<const double> causes; ///< empty = none

    static Learned of(const Values& sold, std::span<const double> causes)
    {
        Learned made{sold, causes};
        for (std::size_t i = 0; i < causes.size() && i < sold.size(); ++i)
            made.values[i] /= causes[i];
        return made;
    }
    double cause(std::size_t period) const { return period < causes.size() ? causes[period] : 1.0; }
};

/// Fits before the first origin and then rolls: the parameters of every fold are those of the earliest data.
std::vector<Replay> replay(
    const Method& method, const Learned& learned, const Values& sold, int season,
    const std::vector<std::size_t>& origins, int horizon)
{
    std::vector<Replay> made;
    const SeriesView all{learned.values, season};
    const SeriesView start{all.values.first(origins.front()), all.period};
    Result<std::unique_ptr<Fit>> fit = method.fit(start, {});
    if (!fit)
        return made;
    std::size_t at = origins.front();
    for (const std::size_t origin : origins) {
        if (origin > at)
            (*fit)->roll(all.values.subspan(at, origin - at));
        at = origin;
        const std::size_t steps = std::min(static_cast<std::size_t>(horizon), all.values.size() - origin);
        Replay one{
            Values(steps), Values(
                               sold.begin() + static_cast<std::ptrdiff_t>(origin),
                               sold.begin() + static_cast<std::ptrdiff_t>(origin + steps))};
        (*fit)->point(one.mean);
        if (!finite(one.mean))
            return {};
        for (std::size_t i = 0; i < steps; ++i)
            one.mean[i] = std::max(0.0, one.mean[i]) * learned.cause(origin + i);
        made.push_back(std::move(one));
    }
    return made;
}

/// Sums over [from, from + span) of what is known, filled up for excluded periods by their share of the
/// forecast. False where more than three in ten are excluded.
bool windowSums(const Replay& replay, std::size_t from, std::size_t span, double& forecast, double& actual)
{
    double mean = 0.0, knownMean = 0.0, sold = 0.0;
    std::size_t known = 0;
    for (std::size_t i = from; i < from + span; ++i) {
        mean += replay.mean[i];
        if (isKnown(replay.actual[i])) {
            knownMean += replay.mean[i];
            sold += replay.actual[i];
            ++known;
        }
    }
    if (known * 10 < span * 7 || known == 0)
        return false;
    forecast = mean;
    actual = knownMean > 0.0 ? sold + (mean - knownMean) * std::min(3.0, sold / knownMean)
                             : sold * static_cast<double>(span) / static_cast<double>(known);
    return true;
}

/// Root mean squared error of sums over about a week (or one period of a coarser grain): what an order rests
/// on.
double scoreOf(const std::vector<Replay>& replays, Grain grain)
{
    double squares = 0.0;
    int count = 0;
    for (const Replay& one : replays) {
        const std::size_t span = std::min<std::size_t>(grain == Grain::Daily ? 7 : 1, one.mean.size());
        for (std::size_t from = 0; span > 0 && from + span <= one.mean.size(); from += span) {
            double forecast = 0.0, actual = 0.0;
            if (!windowSums(one, from, span, forecast, actual))
                continue;
            squares += (forecast - actual) * (forecast - actual);
            ++count;
        }
    }
    return count > 0 ? std::sqrt(squares / count) : std::numeric_limits<double>::infinity();
}

double naiveScale(const Values& values)
{
    double squares = 0.0, last = kNone;
    int count = 0;
    for (const double value : values) {
        if (!isKnown(value))
            continue;
        if (isKnown(last)) {
            squares += (value - last) * (value - last);
            ++count;
        }
        last = value;
    }
    return count > 0 ? squares / count : 0.0;
}

double meanOf(const Values& values)
{
    double sum = 0.0;
    int known = 0;
    for (const double value : values) {
        if (isKnown(value)) {
            sum += value;
            ++known;
        }
    }
    return known > 0 ? sum / known : 0.0;
}

/// Type 7 quantile of sorted values.
double sortedQuantile(const Values& sorted, double level)
{
    const double place = level * static_cast<double>(sorted.size() - 1);
    const auto low = static_cast<std::size_t>(place);
    const std::size_t high = std::min(low + 1, sorted.size() - 1);
    return sorted[low] + (place - static_cast<double>(low)) * (sorted[high] - sorted[low]);
}

/// Where a count lies in its distribution, as a normal score: the middle of its own step. The same few
/// forecasts and counts come again and again, so the last answers are kept.
class CountScores
{
public:
    explicit CountScores(const ErrorProfile& profile)
        : m_base(profile.countVariance)
        , m_rate(profile.scaleRate)
        , m_known(kSlots)
    {
    }

    double of(double forecast, double actual)
    {
        const std::uint64_t key = std::bit_cast<std::uint64_t>(forecast) * 0x9E3779B97F4A7C15U ^
                                  std::bit_cast<std::uint64_t>(actual) * 0xC2B2AE3D27D4EB4FU;
        Known& known = m_known[(key ^ key >> 32U) >> 16U & (kSlots - 1)];
        if (known.forecast != forecast || known.actual != actual)
            known = {forecast, actual, score(forecast, actual)};
        return known.score;
    }

private:
    static constexpr std::size_t kSlots = 1024;
    struct Known {
        double forecast = kNone, actual = kNone, score = 0.0;
    };

    double score(double forecast, double actual) const
    {
        const double variance = m_base * forecast + m_rate * m_rate * forecast * forecast;
        const double below = actual >= 1.0 ? countCdf(forecast, variance, std::ceil(actual) - 1.0) : 0.0;
        const double upTo = countCdf(forecast, variance, std::floor(actual));
        return std::clamp(normalQuantile(std::clamp(0.5 * (below + upTo), 1e-9, 1.0 - 1e-9)), -6.0, 6.0);
    }

    double m_base, m_rate;
    std::vector<Known> m_known;
};

/// By span: the greatest sum that was ever seen, and above it half as much again, or what independent periods
/// of `variance` might add. Unbounded where the history is no longer than two such spans.
std::vector<float> mostOfSums(const Values& values, const std::vector<int>& spans, double variance)
{
    constexpr double kAbove = 0.25, kDeviations = 3.0;
    Values soldTo(values.size() + 1, 0.0);
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

/// Learns the distribution of sums from the replays. `values` is the whole history, for series too short to
/// replay.
ErrorProfile
calibrate(const std::vector<Replay>& replays, const Values& values, DemandClass demandClass, int horizon)
{
    ErrorProfile profile;
    profile.levels.assign(std::begin(kStoredLevels), std::end(kStoredLevels));
    for (const int span : kSpans) {
        if (span <= std::max(1, horizon))
            profile.spans.push_back(span);
    }

    // Scatter of single periods around their forecast.
    double squares = 0.0, means = 0.0, sold = 0.0;
    int count = 0;
    for (const Replay& one : replays) {
        for (std::size_t i = 0; i < one.mean.size(); ++i) {
            if (!isKnown(one.actual[i]))
                continue;
            squares += (one.actual[i] - one.mean[i]) * (one.actual[i] - one.mean[i]);
            means += one.mean[i];
            sold += one.actual[i];
            ++count;
        }
    }
    const double level = meanOf(values);
    if (count < 8) { // too little to learn from: the history's own scatter, no smaller than a Poisson's
        double variance = 0.0;
        int known = 0;
        for (const double value : values) {
            if (isKnown(value)) {
                variance += (value - level) * (value - level);
                ++known;
            }
        }
        squares = known > 1 ? variance / (known - 1) : 0.0;
        squares = std::max({squares, level, 0.05});
        count = 1;
        means = sold = level;
    }
    const double oneVariance = squares / count, oneMean = means / count;

    // Sums over long spans scatter more than independent periods would: the level itself is uncertain.
    constexpr double kFaded = 1e-50; // its square is no number to divide by
    double extra = 0.0, whole = 0.0;
    int spans = 0;
    for (const Replay& one : replays) {
        const std::size_t n = one.mean.size();
        double forecast = 0.0, actual = 0.0;
        if (n < 2 || !windowSums(one, 0, n, forecast, actual) || forecast <= kFaded)
            continue;
        extra += (actual - forecast) * (actual - forecast) - oneVariance * static_cast<double>(n);
        whole += forecast * forecast;
        ++spans;
    }
    // By what was forecast in all: a span that had faded before demand came back says nothing as a share.
    profile.scaleRate = spans >= 3 ? std::sqrt(std::clamp(extra / whole, 0.0, 1.0)) : 0.1;

    const bool few =
        demandClass == DemandClass::Intermittent || demandClass == DemandClass::Lumpy || oneMean < 5.0;
    if (few) {
        // By what was sold where that is more: a forecast that had faded to nothing before a sale says
        // nothing of how sales scatter.
        const double rate = std::max(oneMean, sold / count);
        profile.countVariance = std::max(1.0, rate > 0.0 ? oneVariance / rate : 1.0);
    } else
        profile.scaleBase = std::sqrt(oneVariance);

    profile.most = mostOfSums(values, profile.spans, oneVariance);

    // The table: observed scores, drawn towards the normal where there are few of them.
    profile.table.resize(profile.spans.size() * profile.levels.size());
    CountScores countScores(profile);
    Values scores, nominals;
    std::transform(
        profile.levels.begin(), profile.levels.end(), std::back_inserter(nominals), normalQuantile);
    for (std::size_t s = 0; s < profile.spans.size(); ++s) {
        const auto span = static_cast<std::size_t>(profile.spans[s]);
        scores.clear();
        for (const Replay& one : replays) {
            for (std::size_t from = 0; from + span <= one.mean.size();
                 from += std::max<std::size_t>(1, span / 2)) {
                double forecast = 0.0, actual = 0.0;
                if (!windowSums(one, from, span, forecast, actual))
                    continue;
                if (few) {
                    scores.push_back(countScores.of(forecast, actual));
                } else {
                    const double scale = std::sqrt(
                        profile.scaleBase * profile.scaleBase * static_cast<double>(span) +
                        profile.scaleRate * profile.scaleRate * forecast * forecast);
                    if (scale > 0.0)
                        scores.push_back(std::clamp((actual - forecast) / scale, -8.0, 8.0));
                }
            }
        }
        std::sort(scores.begin(), scores.end());
        const double weight =
            static_cast<double>(scores.size()) / (static_cast<double>(scores.size()) + 20.0);
        double last = -std::numeric_limits<double>::infinity();
        for (std::size_t q = 0; q < profile.levels.size(); ++q) {
            const double nominal = nominals[q];
            const double seen = scores.size() >= 5 ? sortedQuantile(scores, profile.levels[q]) : nominal;
            const double entry = std::max(last + 1e-6, weight * seen + (1.0 - weight) * nominal);
            profile.table[s * profile.levels.size() + q] = static_cast<float>(entry);
            last = entry;
        }
    }
    return profile;
}

/// Quantiles of single periods by their mean: most forecasts repeat one mean or a week of them.
class PeriodQuantiles
{
public:
    using Levels = std::array<double, std::size(kStoredLevels)>;

    explicit PeriodQuantiles(const Forecast& forecast)
    {
        m_period.grain = forecast.grain;
        m_period.errors = forecast.errors;
        m_period.mean.resize(1);
    }

    const Levels& of(double mean)
    {
        for (const Known& known : m_known)
            if (known.mean == mean)
                return known.levels;
        Known& known = m_known[m_next];
        m_next = (m_next + 1) % m_known.size();
        known.mean = m_period.mean[0] = mean;
        const SumDistribution period(m_period, 0, 1);
        for (std::size_t q = 0; q < known.levels.size(); ++q)
            known.levels[q] = period.quantile(kStoredLevels[q]);
        return known.levels;
    }

private:
    struct Known {
        double mean = kNone;
        Levels levels{};
    };
    Forecast m_period;
    std::array<Known, 8> m_known;
    std::size_t m_next = 0;
};

void measure(Forecast& forecast, const std::vector<Replay>& folds, const Values& values)
{
    ForecastAccuracy& a = forecast.accuracy;
    a = {static_cast<int>(folds.size()), kNone, kNone, kNone, kNone, kNone};
    double absolute = 0.0, squares = 0.0, sold = 0.0, over = 0.0, pinball = 0.0;
    int count = 0;
    PeriodQuantiles quantiles(forecast);
    for (const Replay& one : folds) {
        for (std::size_t i = 0; i < one.mean.size(); ++i) {
            if (!isKnown(one.actual[i]))
                continue;
            const double error = one.mean[i] - one.actual[i];
            absolute += std::abs(error);
            squares += error * error;
            over += error;
            sold += one.actual[i];
            ++count;
            double loss = 0.0;
            const PeriodQuantiles::Levels& levels = quantiles.of(one.mean[i]);
            for (std::size_t q = 0; q < levels.size(); ++q) {
                const double gap = one.actual[i] - levels[q], level = kStoredLevels[q];
                loss += gap >= 0.0 ? level * gap : (level - 1.0) * gap;
            }
            pinball += loss / std::size(kStoredLevels);
        }
    }
    if (count == 0)
        return;
    a.mae = absolute / count;
    a.pinball = pinball / count;
    if (sold > 0.0) {
        a.wape = absolute / sold;
        a.bias = over / sold;
    }
    if (const double scale = naiveScale(values); scale > 0.0)
        a.rmsse = std::sqrt(squares / count / scale);
}

/// The simplest of the named methods whose score is within the tolerance of the best.
struct Choice {
    const Method* method = nullptr;
    double score = std::numeric_limits<double>::infinity();
    std::vector<Replay> folds;
    std::string why;
};

Choice choose(
    const std::vector<std::string>& names, const Learned& learned, const Values& sold, int season,
    const std::vector<std::size_t>& origins, int step, Grain grain)
{
    std::vector<Choice> tried;
    double best = std::numeric_limits<double>::infinity();
    for (const Method* method : allMethods()) { // by rank, simplest first
        if (std::find(names.begin(), names.end(), method->name()) == names.end())
            continue;
        if (origins.empty())
            return {method, best, {}, {}};
        std::vector<Replay> made = replay(*method, learned, sold, season, origins, step);
        if (names.size() == 1)
            return {method, best, std::move(made), {}};
        if (made.empty())
            continue;
        const double score = scoreOf(made, grain);
        best = std::min(best, score);
        tried.push_back({method, score, std::move(made), {}});
    }
    for (Choice& one : tried) {
        if (one.score <= best * kTolerance) {
            one.why = one.score <= best ? "Least error of weekly sums on the backtest."
                                        : "As good as the best on the backtest within 2 %, and simpler.";
            return std::move(one);
        }
    }
    return {};
}

void closeWeekdays(Forecast& forecast, unsigned closed)
{
    if (forecast.grain != Grain::Daily || closed == 0)
        return;
    forecast.spread.resize(forecast.mean.size(), 1.0);
    for (std::size_t i = 0; i < forecast.mean.size(); ++i) {
        if (closed >> weekdayOf(forecast.first + static_cast<Day>(i)) & 1U) {
            forecast.mean[i] = 0.0;
            forecast.spread[i] = 0.0;
        }
    }
}

} // namespace

double learnable(double units, double onHand, double availability)
{
    if (!isKnown(units))
        return kExcluded;
    if (isKnown(availability)) {
        if (availability < 0.5)
            return kExcluded;
        if (availability < 0.999)
            return std::max(0.0, units) / availability;
        return std::max(0.0, units);
    }
    if (isKnown(onHand) && onHand <= 0.0)
        return kExcluded;
    return std::max(0.0, units); // a day on which more came back than went out sold nothing
}

std::vector<std::string> candidateMethods(DemandClass demandClass, Grain grain, int known)
{
    const int season = seasonOf(grain);
    std::vector<std::string> names{"mean", "ma", "ses"};
    if (demandClass == DemandClass::Intermittent || demandClass == DemandClass::Lumpy) {
        names.insert(names.end(), {"sba", "tsb"});
        if (grain == Grain::Daily && known >= 8 * season)
            names.emplace_back("window");
        return names;
    }
    names.emplace_back("naive");
    if (known >= 2 * season + 2) {
        names.emplace_back("window");
        names.emplace_back("snaive");
    }
    if (known >= 10)
        names.emplace_back("holt_damped");
    if (season <= 24 && known >= 4 * season)
        names.emplace_back("hw_additive");
    return names;
}

Forecast forecastAutomatically(const DemandHistory& history, const AutomaticOptions& options)
{
    Forecast forecast;
    forecast.grain = history.grain;
    forecast.first = addPeriods(history.first, history.grain, static_cast<int>(history.values.size()));
    const auto horizon = static_cast<std::size_t>(std::max(1, options.horizon));
    forecast.mean.assign(horizon, 0.0);

    // The life of a series begins with its first sale.
    const auto firstSale = std::find_if(
        history.values.begin(), history.values.end(), [](double v) { return isKnown(v) && v > 0.0; });
    const Values values(firstSale, history.values.end());
    forecast.demandClass = classifyDemand(values);
    const int known = static_cast<int>(std::count_if(values.begin(), values.end(), isKnown));
    if (forecast.demandClass == DemandClass::NoDemand || !finite([&] {
            Values only;
            std::copy_if(values.begin(), values.end(), std::back_inserter(only), isKnown);
            return only;
        }())) {
        forecast.method = "mean";
        forecast.reason =
            values.empty() ? "Nothing was ever sold." : "The history holds numbers that are not finite.";
        forecast.errors.countVariance = 1.0;
        forecast.accuracy = {0, kNone, kNone, kNone, kNone, kNone};
        return forecast;
    }

    // Origins: `folds` for the choice, and between them more for the calibration.
    const std::size_t n = values.size();
    const std::size_t needed = static_cast<std::size_t>(history.grain == Grain::Daily ? 28 : 8);
    std::size_t folds = static_cast<std::size_t>(std::max(1, options.folds)), step = horizon;
    while (folds > 1 && folds * step + needed > n)
        --folds;
    if (folds * step + needed > n)
        step = n > needed ? std::min(step, n - needed) : 0;
    std::vector<std::size_t> origins, foldOrigins;
    if (step > 0) {
        for (std::size_t f = folds; f > 0; --f)
            foldOrigins.push_back(n - f * step);
        const std::size_t stride = std::max<std::size_t>(1, step / 4);
        for (std::size_t at = foldOrigins.front(); at + std::min<std::size_t>(step, 7) <= n && at < n;
             at += stride)
            origins.push_back(at);
    }

    std::vector<std::string> names = candidateMethods(forecast.demandClass, history.grain, known);
    std::string why;
    if (!options.critical.empty()) {
        names = {known >= 2 * seasonOf(history.grain) + 2 && seasonOf(history.grain) <= 24 ? "window" : "ma"};
        why = "Kept to the simple rule: " + options.critical;
    } else if (options.method != "auto") {
        names = {options.method};
        why = "Chosen by the user.";
    } else if (foldOrigins.empty()) {
        names = {"mean"};
        why = "Too short to compare methods: the mean of what is known.";
    }

    // What offers and the calendar do is known, or it is not: the choice of the method is made with both.
    const auto from = static_cast<std::size_t>(firstSale - history.values.begin());
    const auto causesOf = [&](const Values& causes) {
        return causes.size() > from && names.size() > 1 ? std::span(causes).subspan(from)
                                                        : std::span<const double>();
    };
    const int season = seasonOf(history.grain);
    const Learned plain{values, {}};
    Choice choice = choose(names, plain, values, season, foldOrigins, static_cast<int>(step), history.grain);
    const Learned earlier = Learned::of(values, causesOf(history.earlierCauses));
    if (!causesOf(history.causes).empty() && !earlier.causes.empty()) {
        Choice with =
            choose(names, earlier, values, season, foldOrigins, static_cast<int>(step), history.grain);
        if (with.method && with.score <= choice.score * kCausesTolerance) {
            forecast.caused = true;
            choice = std::move(with);
            choice.why += " Season, events and offers are taken out of what is learned, and put back.";
        }
    }
    if (why.empty())
        why = choice.why;
    const Method* chosen = choice.method;
    std::vector<Replay> chosenFolds = std::move(choice.folds);
    const bool estimated = options.critical.empty() && history.asked.size() == history.values.size();
    const Values asked =
        estimated ? Values(history.asked.begin() + static_cast<std::ptrdiff_t>(from), history.asked.end())
                  : values;
    const Learned learned =
        Learned::of(asked, forecast.caused ? causesOf(history.causes) : std::span<const double>());
    const SeriesView all{learned.values, season};
    Result<std::unique_ptr<Fit>> fit =
        chosen ? chosen->fit(all, {})
               : Result<std::unique_ptr<Fit>>(Error{ErrorCode::InvalidInput, "No method fits.", {}, {}});
    Values mean(horizon);
    if (fit) {
        (*fit)->point(mean);
        forecast.method = std::string(chosen->name());
        forecast.form = (*fit)->form;
    }
    if (!fit || !finite(mean)) {
        why = fit ? "The method gave no finite number: the mean of what is known."
                  : fit.error().message + " The mean of what is known.";
        forecast.method = "mean";
        forecast.form.clear();
        std::fill(mean.begin(), mean.end(), meanOf(learned.values));
        chosenFolds.clear();
        chosen = findMethod("mean");
    }

    for (std::size_t i = 0; i < horizon; ++i)
        mean[i] *= learned.cause(n + i);

    // Never negative, never absurd.
    const std::size_t year = static_cast<std::size_t>(
        history.grain == Grain::Daily    ? 364
        : history.grain == Grain::Weekly ? 52
                                         : 12);
    double greatest = 0.0;
    for (std::size_t i = n > year ? n - year : 0; i < n; ++i)
        greatest = isKnown(values[i]) ? std::max(greatest, values[i]) : greatest;
    if (greatest == 0.0)
        for (const double value : values)
            greatest = isKnown(value) ? std::max(greatest, value) : greatest;
    bool capped = false;
    for (double& value : mean) {
        capped = capped || value > kBound * greatest;
        value = std::clamp(value, 0.0, kBound * greatest);
    }
    if (capped)
        why += " Capped at twice the greatest period of the last year.";
    forecast.mean = std::move(mean);
    forecast.reason = why;

    const std::vector<Replay> replays =
        chosen && !origins.empty()
            ? replay(
                  *chosen, forecast.caused ? earlier : plain, values, season, origins, static_cast<int>(step))
            : std::vector<Replay>();
    forecast.errors = calibrate(replays, values, forecast.demandClass, static_cast<int>(horizon));
    closeWeekdays(forecast, history.closedWeekdays);
    measure(forecast, chosenFolds, values);
    return forecast;
}

Result<MethodForecast> forecastWithMethod(
    const std::vector<double>& values, int period, const std::string& method, int horizon,
    const std::vector<double>& levels)
{
    const SeriesView all{values, period};
    const Method* chosen = findMethod(method);
    if (method == "auto") {
        const std::size_t n = values.size(),
                          test = std::max<std::size_t>(
                              1, std::min<std::size_t>(n / 4, 2 * static_cast<std::size_t>(period)));
        double best = std::numeric_limits<double>::infinity();
        for (const Method* one : allMethods()) {
            if (n <= test + 2)
                break;
            const std::vector<Replay> made =
                replay(*one, {values, {}}, values, period, {n - test}, static_cast<int>(test));
            const double score = made.empty() ? best : scoreOf(made, Grain::Weekly);
            if (score * kTolerance < best) {
                best = score;
                chosen = one;
            }
        }
        if (!chosen)
            chosen = findMethod("mean");
    }
    if (!chosen)
        return Error{
            ErrorCode::Usage,
            "There is no method \"" + method + "\".",
            "merchbench-cli series --help lists them.",
            {}};
    FitOptions options;
    options.fitted = true;
    options.thorough = true;
    Result<std::unique_ptr<Fit>> fit = chosen->fit(all, options);
    if (!fit)
        return fit.error();
    MethodForecast made;
    made.method = std::string(chosen->name());
    made.form = (*fit)->form;
    for (const Parameter& parameter : (*fit)->parameters)
        made.parameters.emplace_back(parameter.name, parameter.value);
    made.loglik = (*fit)->loglik;
    made.aicc = (*fit)->aicc;
    made.fitted = (*fit)->fitted;
    made.mean.resize(static_cast<std::size_t>(horizon));
    (*fit)->point(made.mean);
    Values variance(made.mean.size());
    (*fit)->variance(variance);
    for (const double level : levels) {
        const double upTo = 0.5 + level / 200.0;
        const double z =
            isKnown((*fit)->degrees) ? studentQuantile((*fit)->degrees, upTo) : normalQuantile(upTo);
        Values low(made.mean.size()), high(made.mean.size());
        for (std::size_t h = 0; h < made.mean.size(); ++h) {
            low[h] = made.mean[h] - z * std::sqrt(variance[h]);
            high[h] = made.mean[h] + z * std::sqrt(variance[h]);
        }
        made.lower.push_back(std::move(low));
        made.upper.push_back(std::move(high));
    }
    return made;
}

} // namespace merch
