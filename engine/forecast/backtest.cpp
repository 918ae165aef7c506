#include "engine/forecast/backtest.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace merch
{

Learned Learned::of(const std::vector<double>& sold, std::span<const double> causes)
{
    Learned made{sold, causes};
    for (std::size_t i = 0; i < causes.size() && i < sold.size(); ++i)
        made.values[i] /= causes[i];
    return made;
}

std::vector<Replay> replay(
    const Method& method, const Learned& learned, std::span<const double> sold, int season,
    std::span<const std::size_t> origins, std::size_t horizon)
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
        const std::span<const double> came =
            sold.subspan(origin, std::min(horizon, all.values.size() - origin));
        Replay one{std::vector<double>(came.size()), {came.begin(), came.end()}, origin};
        (*fit)->point(one.mean);
        if (!std::all_of(one.mean.begin(), one.mean.end(), [](double v) { return std::isfinite(v); }))
            return {};
        for (std::size_t i = 0; i < came.size(); ++i)
            one.mean[i] = std::max(0.0, one.mean[i]) * learned.cause(origin + i);
        made.push_back(std::move(one));
    }
    return made;
}

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

namespace
{

double errorOfSums(std::span<const Replay> replays, std::size_t length)
{
    double squares = 0.0;
    int count = 0;
    for (const Replay& one : replays) {
        const std::size_t span = std::min(length, one.mean.size());
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

} // namespace

double backtestError(std::span<const Replay> replays, Grain grain)
{
    const double period = errorOfSums(replays, 1);
    return grain == Grain::Daily ? std::hypot(period, errorOfSums(replays, 7) / std::sqrt(7.0)) : period;
}

} // namespace merch
