#include "models/ladder/ladder_service.h"

#include "engine/core/parallel.h"
#include "models/export/currency.h"
#include "models/forecast/demand_words.h"
#include "models/forecast/learnable_history.h"
#include "models/forecast/promotions.h"
#include "models/planning/plan_inputs.h"
#include "models/planning/planning_rules.h"
#include "models/store/demand.h"
#include "models/store/sqlite.h"
#include "models/store/store.h"

#include <QCoreApplication>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <iterator>

namespace merch
{

namespace
{

constexpr std::size_t kBatch = 2048; ///< series in memory at once
constexpr std::size_t kMostNamed = 20;
constexpr int kWarmUpDays = 112; ///< before the first fold, for which effects are learned still earlier

QString tr(const char* words)
{
    return QCoreApplication::translate("LadderService", words);
}

/// Everything a replay needs to know of a series but its history.
struct Candidate {
    SeriesInfo info;
    const PlanInput* input = nullptr;
    std::optional<std::pair<std::int64_t, std::int64_t>> minMax;
    int group = 0; ///< of the same category
    std::vector<Offer> offers;
};

std::map<int, std::pair<std::int64_t, std::int64_t>> readLimits(Store& store)
{
    std::map<int, std::pair<std::int64_t, std::int64_t>> limits;
    sql::Statement rows(
        store.db(), "SELECT series_id, min_units, max_units FROM stock_policy"
                    " WHERE min_units IS NOT NULL AND max_units >= min_units AND max_units > 0");
    while (rows.step())
        limits[static_cast<int>(rows.integer(0))] = {rows.integer(1), rows.integer(2)};
    return limits;
}

/// Why nothing is known of what stock of a line costs or how long it takes; empty = it can be replayed.
QString hindrance(const PlanInput& in)
{
    switch (in.notOrdered) {
    case NotOrdered::NotGoods:
        return tr("not goods");
    case NotOrdered::Ended:
        return tr("no longer ordered");
    case NotOrdered::Unknown:
        return tr("not in the catalog");
    case NotOrdered::NoMoney:
        return tr("no price and no cost");
    case NotOrdered::No:
        break;
    }
    if (!in.cost || !in.price)
        return tr("no margin known");
    if (!in.leadTime)
        return tr("no lead time known");
    return {};
}

QString words(NotReplayed why)
{
    switch (why) {
    case NotReplayed::NothingSold:
        return tr("nothing sold");
    case NotReplayed::TooShort:
        return tr("history too short");
    case NotReplayed::NoMargin:
        return tr("sold without a margin");
    case NotReplayed::BadData:
        return tr("data failed a critical check");
    case NotReplayed::No:
        break;
    }
    return {};
}

ReorderInputs termsOf(const PlanInput& in, double orderCost, const LeadTime& leadTime)
{
    const double scale = static_cast<double>(in.scale);
    ReorderInputs terms;
    terms.leadTime = leadTime;
    terms.reviewDays = in.reviewDays;
    terms.money.price = static_cast<double>(*in.price) / 10000.0 / scale;
    terms.money.cost = static_cast<double>(*in.cost) / 10000.0 / scale;
    terms.money.fulfilment = static_cast<double>(in.fulfilment) / 10000.0 / scale;
    terms.money.recapture = in.recapture;
    terms.money.goodwill = in.goodwill / scale;
    terms.money.holdingRate = in.holdingRate;
    terms.service = in.service;
    terms.leastService = planningRules().leastService;
    terms.mostService = planningRules().mostService;
    terms.orderCost = orderCost;
    terms.rules.moq = in.moq;
    terms.rules.pack = std::max<std::int64_t>(1, in.pack);
    return terms;
}

LadderSeries ladderSeries(const Candidate& one, const SeriesHistory& history, ReorderInputs terms, Day asOf)
{
    LadderSeries series;
    series.id = static_cast<std::uint64_t>(one.info.seriesId);
    series.history = learnableHistory(history, asOf);
    series.sold.assign(history.units.begin(), history.units.end());
    series.onHand.assign(history.onHand.begin(), history.onHand.end());
    series.inStock = shelfShares(history);
    series.terms = std::move(terms);
    series.scale = static_cast<double>(one.input->scale);
    series.shelfLifeDays = one.input->shelfLifeDays;
    series.minMax = one.minMax;
    series.critical = one.info.critical;
    series.offers = one.offers;
    return series;
}

Progress part(const Progress& progress, double from, double to)
{
    return [&progress, from, to](std::size_t done, std::size_t total) {
        const double share = static_cast<double>(done) / static_cast<double>(std::max<std::size_t>(1, total));
        return !progress || progress(static_cast<std::size_t>(1000 * (from + (to - from) * share)), 1000);
    };
}

} // namespace

LadderService::LadderService(const QString& path)
    : m_path(path)
{
}

QString LadderService::rungName(Rung rung)
{
    switch (rung) {
    case Rung::Today:
        return QStringLiteral("today");
    case Rung::Rule:
        return QStringLiteral("rule");
    case Rung::Statistical:
        return QStringLiteral("statistical");
    case Rung::Causal:
        break;
    }
    return QStringLiteral("causal");
}

Result<Backtest> LadderService::backtest(const BacktestOptions& options, const Progress& progress) const
{
    return reporting("replay the history", [&]() -> Result<Backtest> {
        const auto start = std::chrono::steady_clock::now();
        Result<Store> store = Store::open(m_path.toStdString(), Store::Mode::ReadOnly);
        if (!store)
            return store.error();
        Backtest made;
        made.asOf = options.asOf.value_or(lastSalesDay(*store));
        made.currency = QString::fromStdString(store->currency());
        const double minor = std::pow(10.0, currencyDigits(store->currency()));
        const std::vector<PlanInput> inputs = readPlanInputs(
            *store, made.asOf, AssumptionScopes(readAssumptions(*store)), part(progress, 0.0, 0.05));
        std::map<int, const PlanInput*> inputOf;
        for (const PlanInput& in : inputs)
            inputOf[in.seriesId] = &in;
        const auto limits = readLimits(*store);

        std::vector<Candidate> candidates;
        std::map<std::int64_t, int> lines; // that share a supplier's cost of placing an order
        std::map<std::pair<double, double>, LeadTime> leadTimes;
        for (const SeriesInfo& info : loadSeries(*store)) {
            const auto found = inputOf.find(info.seriesId);
            if (found == inputOf.end() || info.lastDay < info.firstDay || info.firstDay > made.asOf)
                continue;
            const PlanInput& in = *found->second;
            if (const QString why = hindrance(in); !why.isEmpty()) {
                ++made.left[why];
                continue;
            }
            ++lines[in.supplierId];
            const std::pair<double, double> key(*in.leadTime, in.leadTimeSd.value_or(0.0));
            if (!leadTimes.contains(key))
                leadTimes.emplace(key, LeadTime::of(key.first, key.second));
            const auto limit = limits.find(info.seriesId);
            candidates.push_back(
                {info,
                 &in,
                 limit == limits.end() ? std::nullopt
                                       : std::optional<std::pair<std::int64_t, std::int64_t>>(limit->second),
                 0,
                 {}});
        }
        if (candidates.empty()) {
            if (made.left.contains(tr("no margin known")) || made.left.contains(tr("no lead time known")))
                return Error{
                    ErrorCode::InvalidInput,
                    tr("No series has both a margin and a lead time, so nothing can be said of what stock "
                       "costs.")
                        .toStdString(),
                    "Settle it with, for example: merchbench-cli assume STORE margin=0.4 lead_time_days=14",
                    {}};
            return Error{
                ErrorCode::InvalidInput,
                "There is no history of goods to replay.",
                "Import sales and a catalog first.",
                {}};
        }

        // What the products of a category share is learned first, from all of them together.
        const Promotions promotions(*store);
        std::map<QString, int> groups;
        Day firstDay = made.asOf;
        for (Candidate& one : candidates) {
            one.group = groups.emplace(one.input->category, static_cast<int>(groups.size())).first->second;
            one.offers = promotions.of(one.input->sku, one.input->category, one.input->location);
            firstDay = std::min(firstDay, one.info.firstDay);
        }
        EffectsLearner learner(static_cast<int>(groups.size()), firstDay, made.asOf, readEvents(*store));
        for (std::size_t first = 0; first < candidates.size(); first += kBatch) {
            std::vector<SeriesInfo> batch;
            for (std::size_t i = first; i < std::min(candidates.size(), first + kBatch); ++i)
                batch.push_back(candidates[i].info);
            const std::vector<SeriesHistory> histories =
                loadHistories(*store, batch, made.asOf, part(progress, 0.05, 0.05));
            if (histories.size() != batch.size())
                throw CancelledWork();
            for (std::size_t i = 0; i < batch.size(); ++i) {
                const Candidate& one = candidates[first + i];
                if (one.info.grain != Grain::Daily || !one.info.critical.empty())
                    continue;
                const DemandHistory demand = learnableHistory(histories[i], made.asOf);
                learner.add(one.group, demand.first, demand.values, one.offers);
            }
        }
        LadderOptions ladder;
        const int windowBlocks = ladder.windowDays / kBlockDays;
        std::vector<Day> untils{made.asOf + 1 - ladder.windowDays - kWarmUpDays};
        for (int fold = 1; fold < options.folds; ++fold)
            untils.push_back(
                made.asOf + 1 - ladder.windowDays + fold * windowBlocks / options.folds * kBlockDays);
        untils.push_back(made.asOf + 1);
        std::vector<std::vector<Effects>> effects(untils.size());
        if (!parallelFor(untils.size(), options.threads, part(progress, 0.05, 0.1), [&](std::size_t i) {
                effects[i] = learner.learn(untils[i]);
            }))
            throw CancelledWork();

        ladder.folds = options.folds;
        ladder.horizonDays = options.horizon;
        ladder.seed = options.seed;
        std::vector<ClimbedSeries> climbed(candidates.size());
        for (std::size_t first = 0; first < candidates.size(); first += kBatch) {
            const std::size_t count = std::min(kBatch, candidates.size() - first);
            std::vector<SeriesInfo> batch;
            for (std::size_t i = 0; i < count; ++i)
                batch.push_back(candidates[first + i].info);
            const double from =
                0.1 + 0.85 * static_cast<double>(first) / static_cast<double>(candidates.size());
            const double to =
                0.1 + 0.85 * static_cast<double>(first + count) / static_cast<double>(candidates.size());
            const std::vector<SeriesHistory> histories =
                loadHistories(*store, batch, made.asOf, part(progress, from, from));
            if (histories.size() != count)
                throw CancelledWork();
            const bool finished =
                parallelFor(count, options.threads, part(progress, from, to), [&](std::size_t i) {
                    const Candidate& one = candidates[first + i];
                    const PlanInput& in = *one.input;
                    LadderSeries series = ladderSeries(
                        one, histories[i],
                        termsOf(
                            in, in.orderCost / minor / lines.at(in.supplierId),
                            leadTimes.at({*in.leadTime, in.leadTimeSd.value_or(0.0)})),
                        made.asOf);
                    const auto group = static_cast<std::size_t>(one.group);
                    for (std::size_t k = 0; k + 1 < untils.size(); ++k)
                        if (!effects[k].empty())
                            series.effects.emplace_back(untils[k], &effects[k][group]);
                    series.trueEffects = effects.back().empty() ? nullptr : &effects.back()[group];
                    climbed[first + i] = climbSeries(series, ladder);
                });
            if (!finished)
                throw CancelledWork();
        }

        std::map<std::pair<QString, DemandClass>, int> segments;
        std::vector<int> segmentOf;
        for (std::size_t i = 0; i < climbed.size(); ++i)
            segmentOf.push_back(segments
                                    .emplace(
                                        std::pair(candidates[i].input->category, climbed[i].demandClass),
                                        static_cast<int>(segments.size()))
                                    .first->second);
        ChoiceOptions choice;
        choice.thresholdShare = options.thresholdShare;
        choice.seed = options.seed;
        made.report = reportLadder(climbed, segmentOf, choice);

        std::vector<std::pair<QString, DemandClass>> names(segments.size());
        for (const auto& [name, at] : segments)
            names[static_cast<std::size_t>(at)] = name;
        for (const SegmentTotal& total : made.report.segments) {
            const auto& [category, demandClass] = names[static_cast<std::size_t>(total.segment)];
            made.segments.push_back({category, demandClass, total});
        }
        int longest = 0;
        for (const ClimbedSeries& one : climbed) {
            const int blocks = static_cast<int>(one.rungs.front().blocks.size());
            if (blocks > longest) {
                longest = blocks;
                made.windowFrom = made.asOf + 1 - blocks * kBlockDays;
                made.reportedFrom = made.windowFrom + one.firstReported * kBlockDays;
            }
        }
        for (std::size_t i = 0; i < climbed.size(); ++i) {
            const ClimbedSeries& one = climbed[i];
            if (one.notReplayed != NotReplayed::No) {
                ++made.left[words(one.notReplayed)];
                continue;
            }
            made.shorter += static_cast<int>(one.rungs.front().blocks.size()) < longest ? 1 : 0;
            made.practices += one.practice.kind != Practice::Kind::MinMax ? 1 : 0;
            for (std::size_t rung = 0; rung < kRungs; ++rung)
                if (!one.rungs[rung].skipped.empty())
                    ++made.skipped[rung][QString::fromStdString(one.rungs[rung].skipped)];
            const auto rung = static_cast<std::size_t>(made.report.choices[i].rung);
            made.most.push_back(
                {candidates[i].input->sku, candidates[i].input->location, static_cast<Rung>(rung),
                 moneyPerYear(one, one.rungs.front()), moneyPerYear(one, one.rungs[rung]),
                 moneyPerYear(one, one.bestForecaster)});
        }
        std::stable_sort(
            made.most.begin(), made.most.end(), [](const LadderSeriesGain& a, const LadderSeriesGain& b) {
                return a.today - a.chosen > b.today - b.chosen;
            });
        const std::size_t named = std::min(kMostNamed, made.most.size());
        std::reverse_copy(
            made.most.end() - static_cast<std::ptrdiff_t>(named), made.most.end(),
            std::back_inserter(made.least));
        std::erase_if(made.least, [](const LadderSeriesGain& one) { return one.chosen <= one.today; });
        made.most.resize(named);
        std::erase_if(made.most, [](const LadderSeriesGain& one) { return one.chosen >= one.today; });
        if (made.report.series == 0)
            return Error{
                ErrorCode::InvalidInput,
                tr("No series has enough history to replay: %n day(s) are needed after its first sale, "
                   "beside "
                   "its lead time and review.")
                    .replace(QLatin1String("%n"), QString::number(56 + options.folds * kBlockDays))
                    .toStdString(),
                "Import older sales, or ask for fewer --folds.",
                {}};
        made.verdict = ladderVerdict(made.report, made.currency);
        made.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
        return made;
    });
}

} // namespace merch
