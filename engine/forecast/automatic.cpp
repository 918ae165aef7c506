#include "engine/forecast/automatic.h"

#include "engine/forecast/calibration.h"
#include "engine/forecast/combination.h"
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

constexpr std::size_t kTests = 12; ///< horizons that a choice rests on, where history is long enough
constexpr double kSharpness = 4.0; ///< of weights: this power of the error
constexpr double kLeastWeight = 0.05;
/// What years of a whole category say of season and offers stands until a few folds of one series speak
/// clearly against it.
constexpr double kCausesTolerance = 1.1;
constexpr double kBound = 2.0; ///< times the greatest period of the last year

using Values = std::vector<double>;

bool finite(const Values& values)
{
    return std::all_of(values.begin(), values.end(), [](double v) { return std::isfinite(v); });
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

/// Methods and how much of each is taken, with what they would have forecast together.
struct Choice {
    std::vector<WeightedMethod> parts;
    std::vector<Replay> replays;
    std::string why;
};

/// A few sales a year: series by month that are not regular. Most of a backtest's periods are then empty, and
/// whoever expects nothing errs least: no method is weighed by that.
bool sellsRarely(DemandClass demandClass, Grain grain)
{
    return grain == Grain::Monthly &&
           (demandClass == DemandClass::Intermittent || demandClass == DemandClass::Lumpy ||
            demandClass == DemandClass::TooShort);
}

/// Weighs the named methods by their error on the backtest, or alike.
Choice choose(
    const std::vector<std::string>& names, const Learned& learned, const Values& sold, int season,
    const std::vector<std::size_t>& origins, std::size_t step, Grain grain, bool alike)
{
    std::vector<WeightedMethod> tried;
    std::vector<std::vector<Replay>> replays;
    double best = std::numeric_limits<double>::infinity();
    for (const Method* method : allMethods()) { // by rank, simplest first
        if (std::find(names.begin(), names.end(), method->name()) == names.end())
            continue;
        if (origins.empty())
            return {{{method, 1.0}}, {}, {}};
        std::vector<Replay> made = replay(*method, learned, sold, season, origins, step);
        if (names.size() == 1)
            return {{{method, 1.0}}, std::move(made), {}};
        if (made.empty())
            continue;
        const double error = backtestError(made, grain);
        best = std::min(best, error);
        tried.push_back({method, error});
        replays.push_back(std::move(made));
    }
    if (tried.empty())
        return {};
    double all = 0.0;
    for (WeightedMethod& one : tried) {
        const double ratio = best > 0.0 ? best / one.weight : one.weight > 0.0 ? 0.0 : 1.0;
        one.weight = std::isfinite(best) && !alike ? std::pow(ratio, kSharpness) : 1.0;
        all += one.weight;
    }
    // What hardly weighs is not worth fitting; what nothing tells from simpler ones is not worth having.
    Choice choice;
    std::vector<std::vector<Replay>> kept;
    Values weights;
    for (std::size_t i = 0; i < tried.size(); ++i) {
        if (tried[i].weight < kLeastWeight * all || (best == 0.0 && !alike && !choice.parts.empty()))
            continue;
        choice.parts.push_back(tried[i]);
        weights.push_back(tried[i].weight);
        kept.push_back(std::move(replays[i]));
    }
    const double sum = std::accumulate(weights.begin(), weights.end(), 0.0);
    for (std::size_t i = 0; i < weights.size(); ++i)
        choice.parts[i].weight = weights[i] /= sum;
    choice.replays = combined(kept, weights);
    choice.why = alike                ? "The mean of several methods: it sells too rarely to tell them apart."
                 : weights.size() > 1 ? "The mean of several methods, each by its error on the backtest."
                                      : "Least error of weekly sums on the backtest.";
    return choice;
}

/// Those of the last `folds` horizons, one after another.
std::vector<Replay>
foldsOf(const std::vector<Replay>& replays, std::size_t folds, std::size_t step, std::size_t end)
{
    std::vector<Replay> last;
    for (const Replay& one : replays)
        if (end - one.origin <= folds * step && (end - one.origin) % step == 0)
            last.push_back(one);
    return last;
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
    if (sellsRarely(demandClass, grain))
        return {"mean", "tsb", "theta"};
    if (demandClass == DemandClass::TooShort) // a probability learned from one sale says nothing
        return {"ma", "theta"};
    std::vector<std::string> names{"ma", "tsb", "theta"};
    if (known < 2 * seasonOf(grain) + 2)
        return names;
    names.emplace_back("window");
    if (grain != Grain::Daily) // one noisy week says less than four of them
        names.emplace_back("snaive");
    return names;
}

Forecast forecastAutomatically(
    const DemandHistory& history, const AutomaticOptions& options, std::unique_ptr<Fit>* kept)
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

    // Origins: the last `folds` horizons are reported; the choice rests on more where history is long enough,
    // and on those that begin halfway between them too.
    const std::size_t n = values.size();
    const std::size_t needed = static_cast<std::size_t>(history.grain == Grain::Daily ? 28 : 8);
    std::size_t folds = static_cast<std::size_t>(std::max(1, options.folds)), step = horizon;
    while (folds > 1 && folds * step + needed > n)
        --folds;
    if (folds * step + needed > n)
        step = n > needed ? std::min(step, n - needed) : 0;
    std::vector<std::size_t> origins;
    if (step > 0) {
        std::size_t tests = folds;
        while (tests < kTests && (tests + 1) * step + std::max(needed, n / 2) <= n)
            ++tests;
        for (std::size_t back = tests; back > 0; --back) {
            origins.push_back(n - back * step);
            if (step > 1)
                origins.push_back(n - back * step + step / 2);
        }
    }

    std::vector<std::string> names = candidateMethods(forecast.demandClass, history.grain, known);
    std::string why;
    if (!options.critical.empty()) {
        names = {known >= 2 * seasonOf(history.grain) + 2 && seasonOf(history.grain) <= 24 ? "window" : "ma"};
        why = "Kept to the simple rule: " + options.critical;
    } else if (options.method != "auto") {
        names = {options.method};
        why = "Chosen by the user.";
    } else if (origins.empty()) {
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
    const bool rarely = sellsRarely(forecast.demandClass, history.grain);
    Choice choice = choose(names, plain, values, season, origins, step, history.grain, rarely);
    const Learned earlier = Learned::of(values, causesOf(history.earlierCauses));
    if (!causesOf(history.causes).empty() && !earlier.causes.empty()) {
        Choice with = choose(names, earlier, values, season, origins, step, history.grain, rarely);
        // What causes are worth shows only after the day up to which they were learned.
        if (!with.parts.empty() &&
            backtestError(foldsOf(with.replays, folds, step, n), history.grain) <=
                backtestError(foldsOf(choice.replays, folds, step, n), history.grain) * kCausesTolerance) {
            forecast.caused = true;
            choice = std::move(with);
            choice.why += " Season, events and offers are taken out of what is learned, and put back.";
        }
    }
    if (why.empty())
        why = choice.why;
    const bool estimated = options.critical.empty() && history.asked.size() == history.values.size();
    const Values asked =
        estimated ? Values(history.asked.begin() + static_cast<std::ptrdiff_t>(from), history.asked.end())
                  : values;
    const Learned learned =
        Learned::of(asked, forecast.caused ? causesOf(history.causes) : std::span<const double>());
    const SeriesView all{learned.values, season};
    Result<std::unique_ptr<Fit>> fit = fitCombination(choice.parts, all, {});
    Values mean(horizon);
    if (fit) {
        (*fit)->point(mean);
        forecast.method = choice.parts.size() == 1 ? std::string(choice.parts.front().method->name())
                                                   : std::string(kCombination);
        forecast.form = (*fit)->form;
    }
    if (!fit || !finite(mean)) {
        why = fit ? "The method gave no finite number: the mean of what is known."
                  : fit.error().message + " The mean of what is known.";
        forecast.method = "mean";
        forecast.form.clear();
        std::fill(mean.begin(), mean.end(), meanOf(learned.values));
        fit = findMethod("mean")->fit(all);
        choice.replays.clear();
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

    forecast.errors =
        rarely ? scatterOfAll(values)
               : calibrate(choice.replays, step, values, forecast.demandClass, static_cast<int>(horizon));
    closeWeekdays(forecast, history.closedWeekdays);
    measure(forecast, foldsOf(choice.replays, folds, step, n), values);
    if (kept && fit)
        *kept = std::move(*fit);
    return forecast;
}

namespace
{

/// What one series is forecast by, in equal shares: a choice on its few last values would be mostly chance.
std::vector<WeightedMethod> methodsForOne(const SeriesView& series)
{
    constexpr int kLongestSmoothed = 24; ///< season that ets_auto takes
    const DemandClass demandClass = classifyDemand(series.values);
    std::vector<std::string> names{"theta", "ets_auto"};
    if (demandClass == DemandClass::Intermittent || demandClass == DemandClass::Lumpy)
        names = {"theta", "tsb", "ma"};
    else if (series.period > kLongestSmoothed)
        names.emplace_back("hw_additive");
    std::vector<WeightedMethod> parts;
    for (const std::string& name : names)
        parts.push_back({findMethod(name), 1.0 / static_cast<double>(names.size())});
    // A series too short for any of them.
    if (std::count_if(series.values.begin(), series.values.end(), isKnown) < 4)
        return {{findMethod("mean"), 1.0}};
    return parts;
}

} // namespace

Result<MethodForecast> forecastWithMethod(
    const std::vector<double>& values, int period, const std::string& method, int horizon,
    const std::vector<double>& levels)
{
    const SeriesView all{values, period};
    const Method* const chosen = findMethod(method);
    if (!chosen && method != "auto")
        return Error{
            ErrorCode::Usage,
            "There is no method \"" + method + "\".",
            "merchbench-cli series --help lists them.",
            {}};
    FitOptions options;
    options.fitted = true;
    options.thorough = chosen != nullptr; // a mean forgives what a short search misses
    Result<std::unique_ptr<Fit>> fit =
        chosen ? chosen->fit(all, options) : fitCombination(methodsForOne(all), all, options);
    if (!fit)
        return fit.error();
    MethodForecast made;
    made.method = chosen ? method : kCombination;
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
