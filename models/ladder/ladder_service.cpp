#include "models/ladder/ladder_service.h"

#include "engine/core/parallel.h"
#include "models/export/currency.h"
#include "models/forecast/learnable_history.h"
#include "models/forecast/promotions.h"
#include "models/ladder/ladder_store.h"
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

struct Texts {
    Q_DECLARE_TR_FUNCTIONS(LadderService)
};

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
        return Texts::tr("not goods");
    case NotOrdered::Ended:
        return Texts::tr("no longer ordered");
    case NotOrdered::Unknown:
        return Texts::tr("not in the catalog");
    case NotOrdered::NoMoney:
        return Texts::tr("no price and no cost");
    case NotOrdered::No:
        break;
    }
    if (!in.cost || !in.price)
        return Texts::tr("no margin known");
    if (!in.leadTime)
        return Texts::tr("no lead time known");
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

/// What a store knows that a replay needs. Throws CancelledWork.
class LadderMaterial
{
public:
    LadderMaterial(Store& store, const BacktestOptions& options, const Progress& progress);

    /// What the products of a category share, from all of them together, as it was known before each fold.
    void learn(const Progress& progress);

    Day asOf() const { return m_asOf; }
    const std::vector<Candidate>& candidates() const { return m_candidates; }
    const std::vector<std::pair<int, QString>>& leftOut() const { return m_leftOut; }
    std::map<QString, int> left() const;
    Error nothing() const;
    const LadderOptions& options() const { return m_options; }
    std::vector<SeriesHistory> histories(std::size_t first, std::size_t count, const Progress& progress);
    LadderSeries series(std::size_t candidate, const SeriesHistory& history) const;

private:
    Store& m_store;
    LadderOptions m_options;
    int m_threads;
    Day m_asOf;
    double m_minor;
    std::vector<PlanInput> m_inputs;
    std::vector<Candidate> m_candidates;
    std::vector<std::pair<int, QString>> m_leftOut;
    std::map<std::int64_t, int> m_lines; ///< that share a supplier's cost of placing an order
    std::map<std::pair<double, double>, LeadTime> m_leadTimes;
    std::vector<Day> m_untils;
    std::vector<std::vector<Effects>> m_effects; ///< [until][group]
};

LadderMaterial::LadderMaterial(Store& store, const BacktestOptions& options, const Progress& progress)
    : m_store(store)
    , m_threads(options.threads)
    , m_asOf(options.asOf.value_or(lastSalesDay(store)))
    , m_minor(std::pow(10.0, currencyDigits(store.currency())))
    , m_inputs(readPlanInputs(store, m_asOf, AssumptionScopes(readAssumptions(store)), progress))
{
    m_options.folds = options.folds;
    m_options.horizonDays = options.horizon;
    m_options.seed = options.seed;
    std::map<int, const PlanInput*> inputOf;
    for (const PlanInput& in : m_inputs)
        inputOf[in.seriesId] = &in;
    const auto limits = readLimits(store);
    const Promotions promotions(store);
    std::map<QString, int> groups;
    for (const SeriesInfo& info : loadSeries(store)) {
        const auto found = inputOf.find(info.seriesId);
        if (found == inputOf.end() || info.lastDay < info.firstDay || info.firstDay > m_asOf)
            continue;
        const PlanInput& in = *found->second;
        if (const QString why = hindrance(in); !why.isEmpty()) {
            m_leftOut.emplace_back(info.seriesId, why);
            continue;
        }
        ++m_lines[in.supplierId];
        const std::pair<double, double> key(*in.leadTime, in.leadTimeSd.value_or(0.0));
        if (!m_leadTimes.contains(key))
            m_leadTimes.emplace(key, LeadTime::of(key.first, key.second));
        Candidate one;
        one.info = info;
        one.input = &in;
        if (const auto limit = limits.find(info.seriesId); limit != limits.end())
            one.minMax = limit->second;
        one.group = groups.emplace(in.category, static_cast<int>(groups.size())).first->second;
        one.offers = promotions.of(in.sku, in.category, in.location);
        m_candidates.push_back(std::move(one));
    }
}

std::map<QString, int> LadderMaterial::left() const
{
    std::map<QString, int> counts;
    for (const auto& one : m_leftOut)
        ++counts[one.second];
    return counts;
}

Error LadderMaterial::nothing() const
{
    const std::map<QString, int> why = left();
    if (why.contains(Texts::tr("no margin known")) || why.contains(Texts::tr("no lead time known")))
        return Error{
            ErrorCode::InvalidInput,
            Texts::tr(
                "No series has both a margin and a lead time, so nothing can be said of what stock costs.")
                .toStdString(),
            "Settle it with, for example: merchbench-cli assume STORE margin=0.4 lead_time_days=14",
            {}};
    return Error{
        ErrorCode::InvalidInput,
        "There is no history of goods to replay.",
        "Import sales and a catalog first.",
        {}};
}

std::vector<SeriesHistory>
LadderMaterial::histories(std::size_t first, std::size_t count, const Progress& progress)
{
    std::vector<SeriesInfo> batch;
    for (std::size_t i = 0; i < count; ++i)
        batch.push_back(m_candidates[first + i].info);
    std::vector<SeriesHistory> histories = loadHistories(m_store, batch, m_asOf, progress);
    if (histories.size() != count)
        throw CancelledWork();
    return histories;
}

void LadderMaterial::learn(const Progress& progress)
{
    int groups = 1;
    Day firstDay = m_asOf;
    for (const Candidate& one : m_candidates) {
        groups = std::max(groups, one.group + 1);
        firstDay = std::min(firstDay, one.info.firstDay);
    }
    EffectsLearner learner(groups, firstDay, m_asOf, readEvents(m_store));
    for (std::size_t first = 0; first < m_candidates.size(); first += kBatch) {
        const std::size_t count = std::min(kBatch, m_candidates.size() - first);
        const std::vector<SeriesHistory> loaded = histories(first, count, part(progress, 0.0, 0.0));
        for (std::size_t i = 0; i < count; ++i) {
            const Candidate& one = m_candidates[first + i];
            if (one.info.grain != Grain::Daily || !one.info.critical.empty())
                continue;
            const DemandHistory demand = learnableHistory(loaded[i], m_asOf);
            learner.add(one.group, demand.first, demand.values, one.offers);
        }
    }
    const int windowBlocks = m_options.windowDays / kBlockDays;
    m_untils = {m_asOf + 1 - m_options.windowDays - kWarmUpDays};
    for (int fold = 1; fold < m_options.folds; ++fold)
        m_untils.push_back(
            m_asOf + 1 - m_options.windowDays + fold * windowBlocks / m_options.folds * kBlockDays);
    m_untils.push_back(m_asOf + 1);
    m_effects.resize(m_untils.size());
    if (!parallelFor(m_untils.size(), m_threads, progress, [&](std::size_t i) {
            m_effects[i] = learner.learn(m_untils[i]);
        }))
        throw CancelledWork();
}

LadderSeries LadderMaterial::series(std::size_t candidate, const SeriesHistory& history) const
{
    const Candidate& one = m_candidates[candidate];
    const PlanInput& in = *one.input;
    LadderSeries series = ladderSeries(
        one, history,
        termsOf(
            in, in.orderCost / m_minor / m_lines.at(in.supplierId),
            m_leadTimes.at({*in.leadTime, in.leadTimeSd.value_or(0.0)})),
        m_asOf);
    const auto group = static_cast<std::size_t>(one.group);
    for (std::size_t k = 0; k + 1 < m_untils.size(); ++k)
        if (!m_effects[k].empty())
            series.effects.emplace_back(m_untils[k], &m_effects[k][group]);
    series.trueEffects = m_effects.back().empty() ? nullptr : &m_effects.back()[group];
    return series;
}

} // namespace

LadderService::LadderService(const QString& path)
    : m_path(path)
{
}

Result<Backtest> LadderService::backtest(const BacktestOptions& options, const Progress& progress) const
{
    return reporting("replay the history", [&]() -> Result<Backtest> {
        const auto start = std::chrono::steady_clock::now();
        Result<Store> store = Store::open(m_path.toStdString(), Store::Mode::ReadOnly);
        if (!store)
            return store.error();
        LadderMaterial material(*store, options, part(progress, 0.0, 0.05));
        if (material.candidates().empty())
            return material.nothing();
        material.learn(part(progress, 0.05, 0.1));

        Backtest made;
        made.asOf = material.asOf();
        made.currency = QString::fromStdString(store->currency());
        made.left = material.left();
        const std::vector<Candidate>& candidates = material.candidates();
        std::vector<ClimbedSeries> climbed(candidates.size());
        for (std::size_t first = 0; first < candidates.size(); first += kBatch) {
            const std::size_t count = std::min(kBatch, candidates.size() - first);
            const double from =
                0.1 + 0.85 * static_cast<double>(first) / static_cast<double>(candidates.size());
            const double to =
                0.1 + 0.85 * static_cast<double>(first + count) / static_cast<double>(candidates.size());
            const std::vector<SeriesHistory> histories =
                material.histories(first, count, part(progress, from, from));
            if (!parallelFor(count, options.threads, part(progress, from, to), [&](std::size_t i) {
                    climbed[first + i] =
                        climbSeries(material.series(first + i, histories[i]), material.options());
                }))
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
        if (made.report.series == 0)
            return Error{
                ErrorCode::InvalidInput,
                Texts::tr(
                    "No series has enough history to replay: %Ln day(s) after its first sale are needed, "
                    "beside its lead time and review.",
                    nullptr, 56 + options.folds * kBlockDays)
                    .toStdString(),
                "Import older sales, or ask for fewer --folds.",
                {}};

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
                ++made.left[ladderWords(one.notReplayed)];
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
        made.verdict = ladderVerdict(made.report, made.currency);

        // Every series has an entry; those that were not even tried come last.
        for (std::size_t i = 0; i < climbed.size(); ++i)
            made.series.push_back(
                {candidates[i].info.seriesId, ladderWords(climbed[i].notReplayed), std::move(climbed[i])});
        for (const auto& [seriesId, why] : material.leftOut()) {
            made.series.push_back({seriesId, why, {}});
            made.series.back().climbed.notReplayed = NotReplayed::NotTried;
        }
        made.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
        return made;
    });
}

Result<Backtest> LadderService::run(
    const BacktestOptions& options, const QString& user, const QString& commandLine,
    const Progress& progress) const
{
    Result<Backtest> made = backtest(options, part(progress, 0.0, 0.98));
    if (!made)
        return made;
    const Outcome kept = reporting("keep what the ladder found", [&]() -> Outcome {
        Result<Store> store = Store::open(m_path.toStdString(), Store::Mode::ReadWrite);
        if (!store)
            return store.error();
        const std::string by = user.isEmpty() ? loginName() : user.toStdString();
        sql::Transaction transaction(store->db());
        writeLadder(*store, *made, options, by);
        store->logCommand(
            by, commandLine.isEmpty() ? "backtest" : commandLine.toStdString(),
            std::to_string(made->report.series) + " series");
        transaction.commit();
        return success();
    });
    if (!kept)
        return kept.error();
    return made;
}

Result<SeriesReplay> LadderService::replay(
    int seriesId, const BacktestOptions& options, const ReplayTerms& terms, const Progress& progress) const
{
    return reporting("replay the series", [&]() -> Result<SeriesReplay> {
        Result<Store> store = Store::open(m_path.toStdString(), Store::Mode::ReadOnly);
        if (!store)
            return store.error();
        const auto cannot = [](const QString& why) {
            return Error{
                ErrorCode::InvalidInput,
                Texts::tr("This series cannot be replayed: %1.").arg(why).toStdString(),
                {},
                {}};
        };
        LadderMaterial material(*store, options, part(progress, 0.0, 0.2));
        const std::vector<Candidate>& all = material.candidates();
        const auto found = std::find_if(
            all.begin(), all.end(), [&](const Candidate& one) { return one.info.seriesId == seriesId; });
        if (found == all.end()) {
            for (const auto& [id, why] : material.leftOut())
                if (id == seriesId)
                    return cannot(why);
            return Error{ErrorCode::NotFound, Texts::tr("There is no such series.").toStdString(), {}, {}};
        }
        material.learn(part(progress, 0.2, 0.9));
        const auto at = static_cast<std::size_t>(found - all.begin());
        LadderSeries series = material.series(at, material.histories(at, 1, {}).front());
        const PlanInput& in = *found->input;
        if (terms.leadTimeDays)
            series.terms.leadTime = LeadTime::of(*terms.leadTimeDays, in.leadTimeSd.value_or(0.0));
        if (terms.reviewDays)
            series.terms.reviewDays = *terms.reviewDays;
        if (terms.service)
            series.terms.service = *terms.service;
        if (terms.moq)
            series.terms.rules.moq = *terms.moq;
        SeriesReplay made;
        made.climbed = climbSeries(series, material.options(), &made.trace);
        if (made.climbed.notReplayed != NotReplayed::No)
            return cannot(ladderWords(made.climbed.notReplayed));
        made.seriesId = seriesId;
        made.sku = in.sku;
        made.title = in.title;
        made.location = in.location;
        made.currency = QString::fromStdString(store->currency());
        made.scale = series.scale;
        made.leadTimeDays = series.terms.leadTime.mean();
        made.reviewDays = series.terms.reviewDays;
        made.moq = series.terms.rules.moq;
        made.service = series.terms.service;
        return made;
    });
}

Result<int> LadderService::seriesOf(const QString& sku, const QString& location) const
{
    return reporting("find the series", [&]() -> Result<int> {
        Result<Store> store = Store::open(m_path.toStdString(), Store::Mode::ReadOnly);
        if (!store)
            return store.error();
        sql::Statement row(
            store->db(), "SELECT s.series_id FROM series s JOIN product p USING (product_id)"
                         " JOIN location l USING (location_id) WHERE p.sku = ?1 AND l.code = ?2");
        row.bind(1, sku.toStdString()).bind(2, location.toStdString());
        if (row.step())
            return static_cast<int>(row.integer(0));
        return Error{
            ErrorCode::NotFound,
            Texts::tr("There is no series of %1 at %2.").arg(sku, location).toStdString(),
            {},
            {}};
    });
}

Result<std::optional<LadderRun>> LadderService::latest(std::optional<Day> asOf) const
{
    return reporting("read the ladder", [&]() -> Result<std::optional<LadderRun>> {
        Result<Store> store = Store::open(m_path.toStdString(), Store::Mode::ReadOnly);
        if (!store)
            return store.error();
        return readLadderRun(*store, asOf);
    });
}

} // namespace merch
