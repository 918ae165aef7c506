#include "engine/ladder/ladder.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace merch
{

namespace
{

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr double kYearsPerBlock = kBlockDays / 365.0;

int reportedBlocks(const ClimbedSeries& series)
{
    return static_cast<int>(series.rungs.front().blocks.size()) - series.firstReported;
}

double perYear(const ClimbedSeries& series)
{
    return 1.0 / (kYearsPerBlock * std::max(1, reportedBlocks(series)));
}

template <typename Way> LadderAccuracy accuracyOf(std::span<const ClimbedSeries> all, const Way& way)
{
    double absolute = 0.0, over = 0.0, actual = 0.0, pinball = 0.0, rmsse = 0.0, mase = 0.0;
    int quantiles = 0, squared = 0, scaled = 0;
    for (const ClimbedSeries& series : all) {
        if (series.notReplayed != NotReplayed::No || !way(series).skipped.empty())
            continue;
        const AccuracySums& sums = way(series).accuracy;
        absolute += sums.absolute;
        over += sums.over;
        actual += sums.actual;
        pinball += sums.pinball;
        quantiles += sums.quantiles;
        if (sums.count > 0 && sums.scaleLag1 > 0.0) {
            rmsse += std::sqrt(sums.squares / sums.count / sums.scaleLag1);
            ++squared;
        }
        if (sums.count > 0 && sums.scaleSeason > 0.0) {
            mase += sums.absolute / sums.count / sums.scaleSeason;
            ++scaled;
        }
    }
    LadderAccuracy accuracy;
    accuracy.wape = actual > 0.0 ? absolute / actual : kNan;
    accuracy.bias = actual > 0.0 ? over / actual : kNan;
    accuracy.rmsse = squared > 0 ? rmsse / squared : kNan;
    accuracy.mase = scaled > 0 ? mase / scaled : kNan;
    accuracy.pinball = quantiles > 0 ? pinball / quantiles : kNan;
    return accuracy;
}

/// Gains by block of the last fold of one way over another, as if every series had as many blocks.
template <typename Higher, typename Lower>
Gain gainOf(
    std::span<const ClimbedSeries* const> all, std::uint64_t seed, const Higher& higher, const Lower& lower)
{
    int most = 0;
    for (const ClimbedSeries* series : all)
        most = std::max(most, reportedBlocks(*series));
    std::vector<std::vector<double>> gains;
    gains.reserve(all.size());
    for (const ClimbedSeries* series : all) {
        const std::vector<double>&a = higher(*series).blocks, &b = lower(*series).blocks;
        const double weight = static_cast<double>(most) / std::max(1, reportedBlocks(*series));
        std::vector<double> one;
        for (std::size_t block = static_cast<std::size_t>(series->firstReported); block < a.size(); ++block)
            one.push_back(weight * (b[block] - a[block]));
        gains.push_back(std::move(one));
    }
    return totalGain(gains, kYearsPerBlock, seed);
}

template <typename Way>
LadderTotal totalOf(std::span<const ClimbedSeries* const> all, std::uint64_t seed, const Way& way)
{
    LadderTotal total;
    double demanded = 0.0, served = 0.0;
    for (const ClimbedSeries* series : all) {
        const RungReplay& replay = way(*series);
        const double scale = perYear(*series);
        DayCosts costs = replay.reported;
        costs.holding *= scale;
        costs.lost *= scale;
        costs.ordering *= scale;
        costs.spoiled *= scale;
        total.perYear += costs;
        demanded += scale * replay.demanded;
        served += scale * replay.served;
        total.stockUnits += scale * replay.stockDays / 365.0;
        total.ordersPerYear += scale * replay.orders;
    }
    total.fillRate = demanded > 0.0 ? served / demanded : 1.0;
    total.overToday = gainOf(all, seed, way, [](const ClimbedSeries& series) -> const RungReplay& {
        return series.rungs.front();
    });
    return total;
}

/// Replayed series by segment.
std::vector<std::vector<std::size_t>>
membersOf(std::span<const ClimbedSeries> series, std::span<const int> segments)
{
    int count = 0;
    for (const int segment : segments)
        count = std::max(count, segment + 1);
    std::vector<std::vector<std::size_t>> members(static_cast<std::size_t>(count));
    for (std::size_t i = 0; i < series.size(); ++i)
        if (series[i].notReplayed == NotReplayed::No)
            members[static_cast<std::size_t>(segments[i])].push_back(i);
    return members;
}

} // namespace

double LadderReport::shareOfGap(double money) const
{
    const double today = rungs.front().total.money(), gap = today - bestForecaster.money();
    return !atCeiling() && gap > 0.0 ? (today - money) / gap : kNan;
}

double LadderReport::shareOfPerfectGap(double money) const
{
    const double today = rungs.front().total.money(), gap = today - perfect;
    return gap > 0.0 ? (today - money) / gap : kNan;
}

double moneyPerYear(const ClimbedSeries& series, const RungReplay& replay)
{
    return replay.reported.total() * perYear(series);
}

double perfectPerYear(const ClimbedSeries& series)
{
    return series.perfect * perYear(series);
}

const RungReplay& replayUpTo(const ClimbedSeries& series, std::size_t rung)
{
    while (rung > 0 && !series.rungs[rung].skipped.empty())
        --rung;
    return series.rungs[rung];
}

std::vector<RungChoice> chooseLadder(
    std::span<const ClimbedSeries> series, std::span<const int> segments, const ChoiceOptions& options)
{
    std::vector<RungChoice> choices(series.size());
    for (const std::vector<std::size_t>& ids : membersOf(series, segments)) {
        if (ids.empty())
            continue;
        std::vector<RungCosts> costs;
        costs.reserve(ids.size());
        for (const std::size_t i : ids) {
            RungCosts one;
            one.yearsPerBlock = kYearsPerBlock;
            one.scale = std::max(0.01, series[i].yearlyMargin);
            one.threshold = options.thresholdShare * series[i].yearlyMargin;
            for (const RungReplay& replay : series[i].rungs)
                one.blocks.emplace_back(
                    replay.blocks.begin(), replay.skipped.empty()
                                               ? replay.blocks.begin() + series[i].firstReported
                                               : replay.blocks.begin());
            costs.push_back(std::move(one));
        }
        std::vector<RungChoice> chosen = chooseRungs(costs, options.runningCost, options.seed);
        for (std::size_t k = 0; k < ids.size(); ++k)
            choices[ids[k]] = std::move(chosen[k]);
    }
    return choices;
}

LadderReport sumLadder(
    std::span<const ClimbedSeries> series, std::span<const int> segments, std::vector<RungChoice> choices,
    std::span<const int> used, const ChoiceOptions& options)
{
    LadderReport report;
    report.choices = std::move(choices);
    std::vector<const ClimbedSeries*> replayed;
    double estimated = 0.0, demanded = 0.0;
    for (const ClimbedSeries& one : series) {
        if (one.notReplayed != NotReplayed::No)
            continue;
        replayed.push_back(&one);
        report.perfect += one.perfect * perYear(one);
        report.inexactPerfect += one.perfectExact ? 0 : 1;
        report.threshold += options.thresholdShare * one.yearlyMargin;
        estimated += one.estimatedUnits;
        demanded += one.demandedUnits;
    }
    report.series = static_cast<int>(replayed.size());
    report.estimatedShare = demanded > 0.0 ? estimated / demanded : 0.0;
    const auto today = [](const ClimbedSeries& one) -> const RungReplay& { return one.rungs.front(); };
    const auto chosen = [&](const ClimbedSeries& one) -> const RungReplay& {
        return replayUpTo(
            one,
            static_cast<std::size_t>(report.choices[static_cast<std::size_t>(&one - series.data())].rung));
    };
    const auto inUse = [&](const ClimbedSeries& one) -> const RungReplay& {
        if (used.empty())
            return chosen(one);
        return replayUpTo(
            one, static_cast<std::size_t>(used[static_cast<std::size_t>(&one - series.data())]));
    };

    const std::vector<std::vector<std::size_t>> members = membersOf(series, segments);
    for (std::size_t segment = 0; segment < members.size(); ++segment) {
        const std::vector<std::size_t>& ids = members[segment];
        if (ids.empty())
            continue;
        SegmentTotal total;
        total.segment = static_cast<int>(segment);
        total.series = static_cast<int>(ids.size());
        std::vector<const ClimbedSeries*> own;
        for (const std::size_t i : ids) {
            own.push_back(&series[i]);
            const auto rung = static_cast<std::size_t>(report.choices[i].rung);
            ++total.chosen[rung];
            ++report.rungs[rung].chosen;
            total.today += moneyPerYear(series[i], series[i].rungs.front());
            total.best += moneyPerYear(series[i], series[i].bestForecaster);
        }
        total.gain = gainOf(own, options.seed, chosen, today);
        report.segments.push_back(total);
    }
    std::stable_sort(
        report.segments.begin(), report.segments.end(),
        [](const SegmentTotal& a, const SegmentTotal& b) { return a.gain.mean > b.gain.mean; });

    for (std::size_t rung = 0; rung < kRungs; ++rung) {
        RungTotal& total = report.rungs[rung];
        const auto upTo = [rung](const ClimbedSeries& one) -> const RungReplay& {
            return replayUpTo(one, rung);
        };
        total.total = totalOf(replayed, options.seed, upTo);
        total.overUsed = gainOf(replayed, options.seed, upTo, inUse);
        if (rung > 0)
            total.overBelow =
                gainOf(replayed, options.seed, upTo, [rung](const ClimbedSeries& one) -> const RungReplay& {
                    return replayUpTo(one, rung - 1);
                });
        for (const ClimbedSeries* one : replayed)
            total.applies += one->rungs[rung].skipped.empty() ? 1 : 0;
        total.accuracy = accuracyOf(
            series, [rung](const ClimbedSeries& one) -> const RungReplay& { return one.rungs[rung]; });
    }
    const auto best = [](const ClimbedSeries& one) -> const RungReplay& { return one.bestForecaster; };
    report.bestForecaster = totalOf(replayed, options.seed, best);
    report.leastError = accuracyOf(series, best);
    report.chosen = totalOf(replayed, options.seed, chosen);
    report.used = totalOf(replayed, options.seed, inUse);
    return report;
}

Gain gainOfChoice(
    std::span<const ClimbedSeries> series, std::span<const int> rungs, std::span<const int> over,
    std::uint64_t seed)
{
    std::vector<const ClimbedSeries*> replayed;
    for (const ClimbedSeries& one : series)
        if (one.notReplayed == NotReplayed::No)
            replayed.push_back(&one);
    const auto by = [&series](std::span<const int> choice) {
        return [&series, choice](const ClimbedSeries& one) -> const RungReplay& {
            return replayUpTo(
                one, static_cast<std::size_t>(choice[static_cast<std::size_t>(&one - series.data())]));
        };
    };
    return gainOf(replayed, seed, by(rungs), by(over));
}

LadderReport reportLadder(
    std::span<const ClimbedSeries> series, std::span<const int> segments, const ChoiceOptions& options)
{
    return sumLadder(series, segments, chooseLadder(series, segments, options), {}, options);
}

} // namespace merch
