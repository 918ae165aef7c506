#include "engine/ladder/climb.h"

#include "engine/core/random.h"
#include "engine/demand/unconstrained.h"
#include "engine/ladder/causal_forecasts.h"
#include "engine/ladder/perfect_path.h"
#include "engine/ladder/rolled_forecasts.h"
#include "engine/ladder/true_demand.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>

namespace merch
{

namespace
{

constexpr int kLearnDays = 56;    ///< of history before the first replayed day
constexpr int kMostHorizon = 182; ///< days that errors are measured over
constexpr std::uint64_t kLeadStream = 1ULL << 56U, kDemandStream = 2ULL << 56U;

/// Known periods and days of a history, whatever its grain.
class Calendar
{
public:
    explicit Calendar(const DemandHistory& history)
        : m_grain(history.grain)
    {
        m_starts.reserve(history.values.size() + 1);
        for (std::size_t p = 0; p <= history.values.size(); ++p)
            m_starts.push_back(addPeriods(history.first, m_grain, static_cast<int>(p)) - history.first);
    }
    int days() const { return m_starts.back(); }
    std::size_t periods() const { return m_starts.size() - 1; }
    int start(std::size_t period) const { return m_starts[period]; }
    int length(std::size_t period) const { return m_starts[period + 1] - m_starts[period]; }
    /// Periods that ended before a day.
    std::size_t knownBefore(int day) const
    {
        return static_cast<std::size_t>(
            std::upper_bound(m_starts.begin(), m_starts.end(), day) - m_starts.begin() - 1);
    }
    /// Values of periods spread evenly over their days.
    std::vector<double> daily(const std::vector<double>& values) const
    {
        std::vector<double> all(static_cast<std::size_t>(days()), kExcluded);
        for (std::size_t p = 0; p < std::min(values.size(), periods()); ++p)
            std::fill_n(all.begin() + m_starts[p], length(p), values[p] / length(p));
        return all;
    }
    Grain grain() const { return m_grain; }

private:
    Grain m_grain;
    std::vector<int> m_starts; ///< days from the first day
};

/// A fold structure over the days of a history.
struct Folds {
    int windowStart = 0; ///< first counted day
    int blocks = 0;
    std::vector<int> firstBlock; ///< of each fold
    int dayOf(std::size_t fold) const { return windowStart + firstBlock[fold] * kBlockDays; }
};

class Climb
{
public:
    Climb(const LadderSeries& series, const LadderOptions& options, LadderTrace* trace)
        : m_series(series)
        , m_options(options)
        , m_calendar(series.history)
        , m_trace(trace)
    {
    }

    ClimbedSeries run();

private:
    bool arrange();
    double shareInStock(std::size_t period) const;
    void buildDemand(std::span<const double> causes);
    std::vector<Review> reviewsFrom(int day) const;
    std::int64_t stockBefore(int day, const Practice& practice) const;
    void tunePractice();
    const Practice& practiceOn(int day) const;
    double runningOut(const ReplayPath& path, int from) const;
    RungReplay score(const OrderDecision& decide);
    void measure(AccuracySums& sums, const Forecast* forecast, double mean, std::size_t known) const;
    void scales(AccuracySums& sums) const;
    bool isOrigin(std::size_t review) const { return m_origins[review]; }
    RungReplay replayToday();
    RungReplay replayForecasts(const std::string& method);
    RungReplay replayCauses();
    const Effects* effectsBefore(int day) const;
    /// Whether a review begins a fold: then methods are chosen anew.
    bool beginsFold(std::size_t review) const;
    std::int64_t ordered(const Forecast& forecast, std::int64_t onHand, std::int64_t onOrder) const;

    const LadderSeries& m_series;
    const LadderOptions& m_options;
    Calendar m_calendar;
    LadderTrace* m_trace;
    int m_end = 0;      ///< days in all
    int m_span = 1;     ///< mean lead time and review, days
    int m_review = 1;   ///< days between reviews
    int m_horizon = 28; ///< periods forecast
    Folds m_folds;
    ReplayCosts m_costs;
    std::vector<std::int64_t> m_demand; ///< by day, pieces
    double m_perDay = 0.0;              ///< mean of it in the window, pieces
    double m_restShare = 1.0; ///< of the rest's holding that falls to the last fold: all days share it
    double m_estimated = 0.0; ///< of the window's demand, units
    RecentSales m_sales{{}};
    int m_start = 0;               ///< first replayed day
    std::vector<Review> m_reviews; ///< from m_start on, days counted from it
    std::vector<bool> m_origins;   ///< of reviews
    std::int64_t m_initial = 0;
    std::vector<Practice> m_practices; ///< by fold
    ReplayPath m_path;                 ///< of the latest score()
};

bool Climb::arrange()
{
    m_end = m_calendar.days();
    const ReorderInputs& terms = m_series.terms;
    m_review = std::max(1, terms.reviewDays);
    if (m_calendar.grain() != Grain::Daily) {
        const int period = m_calendar.grain() == Grain::Weekly ? 7 : 30;
        m_review = std::max(1, (m_review + period / 2) / period) * period;
    }
    m_span = std::max(1, static_cast<int>(std::lround(terms.leadTime.mean())) + m_review);
    const auto firstSale =
        std::find_if(m_series.history.values.begin(), m_series.history.values.end(), [](double v) {
            return isKnown(v) && v > 0.0;
        });
    const int begin = m_calendar.start(static_cast<std::size_t>(firstSale - m_series.history.values.begin()));
    const int blocks = std::min(m_options.windowDays, m_end - begin - kLearnDays - m_span) / kBlockDays;
    if (blocks < m_options.folds)
        return false;
    m_folds.blocks = blocks;
    m_folds.windowStart = m_end - blocks * kBlockDays;
    for (int fold = 0; fold < m_options.folds; ++fold)
        m_folds.firstBlock.push_back(fold * blocks / m_options.folds);
    m_start = m_folds.windowStart - m_span;
    if (m_calendar.grain() != Grain::Daily) // orders are placed as a period begins
        m_start = m_calendar.start(m_calendar.knownBefore(m_start));

    const int horizonDays =
        std::clamp((std::max(m_span, m_options.horizonDays) + 6) / 7 * 7, 7, kMostHorizon);
    m_horizon = m_calendar.grain() == Grain::Daily    ? horizonDays
                : m_calendar.grain() == Grain::Weekly ? horizonDays / 7
                                                      : std::max(1, (horizonDays + 29) / 30);
    m_costs.holding = terms.money.overage(1);
    m_costs.lost = std::max(0.0, terms.money.underage());
    m_costs.ordering = terms.orderCost;
    m_costs.spoiled = terms.money.cost;
    m_costs.shelfLife = m_series.shelfLifeDays;
    return true;
}

/// As imported; without stock, what was left out of the history was not wholly there.
double Climb::shareInStock(std::size_t period) const
{
    if (period < m_series.inStock.size())
        return m_series.inStock[period];
    if (isKnown(m_series.history.values[period]))
        return 1.0;
    return shelfShare(m_series.sold[period], 0.0, kExcluded);
}

/// What would have been asked for: sales on days in stock, else a draw of the demand there was, no less than
/// what was sold.
void Climb::buildDemand(std::span<const double> causes)
{
    m_demand.assign(static_cast<std::size_t>(m_end), 0);
    ShelfHistory shelf;
    shelf.grain = m_calendar.grain();
    shelf.first = m_series.history.first;
    shelf.closedWeekdays = m_series.history.closedWeekdays;
    const std::size_t known = std::min(m_calendar.periods(), m_series.sold.size());
    for (std::size_t p = 0; p < known; ++p) {
        shelf.sold.push_back(m_series.sold[p]);
        shelf.inStock.push_back(shareInStock(p));
    }
    const UnconstrainedDemand demand(shelf, causes.first(std::min(causes.size(), known)));
    for (std::size_t p = 0; p < known; ++p) {
        double units = std::max(0.0, m_series.sold[p]);
        if (!isKnown(m_series.sold[p]))
            continue;
        if (demand.isEstimated(p)) {
            Random random(m_options.seed, kDemandStream + (m_series.id << 16U) + p);
            const double sold = units;
            units = demand.draw(p, random);
            if (m_calendar.start(p) >= m_folds.windowStart)
                m_estimated += units - sold;
        }
        const double pieces = units * m_series.scale;
        const int length = m_calendar.length(p);
        std::int64_t before = 0;
        for (int k = 0; k < length; ++k) {
            const std::int64_t upTo = std::llround(pieces * (k + 1) / length);
            m_demand[static_cast<std::size_t>(m_calendar.start(p) + k)] = upTo - before;
            before = upTo;
        }
    }
}

std::vector<Review> Climb::reviewsFrom(int start) const
{
    std::vector<Review> reviews;
    const auto add = [&](int day) {
        // One lead time a series and day, whoever orders.
        Random random(m_options.seed, kLeadStream + (m_series.id << 16U) + static_cast<std::uint64_t>(day));
        reviews.push_back({day - start, drawLeadDays(m_series.terms.leadTime, random.uniform())});
    };
    if (m_calendar.grain() == Grain::Daily) {
        for (int day = start; day < m_end; day += m_review)
            add(day);
    } else {
        const int every = m_review / (m_calendar.grain() == Grain::Weekly ? 7 : 30);
        for (std::size_t p = m_calendar.knownBefore(start); p < m_calendar.periods();
             p += static_cast<std::size_t>(every))
            add(m_calendar.start(p));
    }
    return reviews;
}

std::int64_t Climb::stockBefore(int day, const Practice& practice) const
{
    const std::size_t known = m_calendar.knownBefore(day);
    if (known > 0 && known <= m_series.onHand.size() && isKnown(m_series.onHand[known - 1]))
        return std::max<std::int64_t>(0, std::llround(m_series.onHand[known - 1] * m_series.scale));
    // As if nothing were there and the practice had just filled it up.
    return practice.kind == Practice::Kind::MinMax
               ? practice.max
               : practiceOrder(practice, m_sales, day, m_span, 0, OrderRules{});
}

/// Settings of each fold from the folds before it. What comes before the first one has a fold of its own
/// where history reaches back that far; else the folds that decide are tuned on themselves, which only makes
/// today look better.
void Climb::tunePractice()
{
    const std::size_t folds = m_folds.firstBlock.size();
    if (m_series.minMax) {
        m_practices.assign(
            folds, {Practice::Kind::MinMax, 0.0, 0.0, m_series.minMax->first, m_series.minMax->second});
        return;
    }
    const std::vector<Practice> all = commonPractices();
    const int last = m_folds.dayOf(folds - 1);
    const int before =
        m_folds.windowStart - std::max(kBlockDays, m_folds.blocks / m_options.folds * kBlockDays);
    const bool early = before - m_span >= kLearnDays / 2;
    const int counted = early ? before : m_folds.windowStart;
    int start = counted - m_span;
    if (m_calendar.grain() != Grain::Daily)
        start = m_calendar.start(m_calendar.knownBefore(std::max(0, start)));
    const std::vector<Review> reviews = reviewsFrom(start);
    const std::int64_t initial = stockBefore(start, {Practice::Kind::Cover, 1.5, 0.0, 0, 0});
    const std::span<const std::int64_t> demand =
        std::span(m_demand).subspan(static_cast<std::size_t>(start), static_cast<std::size_t>(last - start));
    std::vector<std::vector<double>> costs; // [practice][fold], the early one first
    costs.reserve(all.size());
    for (const Practice& practice : all) {
        const ReplayPath path = replayOrders(
            demand, reviews, initial, m_costs,
            [&](std::size_t review, std::int64_t onHand, std::int64_t onOrder) {
                return practiceOrder(
                    practice, m_sales, start + reviews[review].day, m_span, onHand + onOrder,
                    m_series.terms.rules);
            });
        std::vector<double> byFold(folds, 0.0); // [0] = early, then folds 0 .. folds - 2
        for (int day = counted; day < last; ++day) {
            std::size_t fold = 0;
            while (fold + 1 < folds && day >= m_folds.dayOf(fold))
                ++fold;
            byFold[fold] += path.costs[static_cast<std::size_t>(day - start)].total();
        }
        costs.push_back(std::move(byFold));
    }
    for (std::size_t fold = 0; fold < folds; ++fold) {
        const std::size_t known = early ? fold + 1 : folds; // of byFold
        std::size_t best = 0;
        double least = 0.0;
        for (std::size_t i = 0; i < all.size(); ++i) {
            const double cost =
                std::accumulate(costs[i].begin(), costs[i].begin() + static_cast<std::ptrdiff_t>(known), 0.0);
            if (i == 0 || cost < least) {
                best = i;
                least = cost;
            }
        }
        m_practices.push_back(all[best]);
    }
}

const Practice& Climb::practiceOn(int day) const
{
    std::size_t fold = 0;
    while (fold + 1 < m_practices.size() && day >= m_folds.dayOf(fold + 1))
        ++fold;
    return m_practices[fold];
}

/// Holding of what is on hand and on order at the end of the day before `from`, until it is sold at the mean
/// rate before it. A season bought at its peak is felt here, before it has arrived.
double Climb::runningOut(const ReplayPath& path, int from) const
{
    constexpr int kMostDays = 365;
    double sold = 0.0;
    const int counted = from - (m_folds.windowStart - m_start);
    for (int day = from - counted; day < from; ++day)
        sold += static_cast<double>(m_demand[static_cast<std::size_t>(m_start + day)]);
    const double perDay = sold / counted;
    std::vector<double> due(kMostDays, 0.0);
    for (const Review& review : m_reviews) {
        const int arrives = review.day + review.leadDays - from;
        if (review.day < from && arrives >= 0 && arrives < kMostDays)
            due[static_cast<std::size_t>(arrives)] +=
                static_cast<double>(path.orders[static_cast<std::size_t>(review.day)]);
    }
    double stock = static_cast<double>(path.stock[static_cast<std::size_t>(from - 1)]), held = 0.0;
    for (const double arriving : due) {
        stock = std::max(0.0, stock + arriving - perDay);
        held += stock;
    }
    return m_costs.holding * held;
}

RungReplay Climb::score(const OrderDecision& decide)
{
    const auto demand = std::span(m_demand).subspan(static_cast<std::size_t>(m_start));
    ReplayPath path = replayOrders(demand, m_reviews, m_initial, m_costs, decide);
    RungReplay replay;
    replay.blocks.assign(static_cast<std::size_t>(m_folds.blocks), 0.0);
    const int reported = m_folds.dayOf(m_folds.firstBlock.size() - 1);
    for (int day = m_folds.windowStart; day < m_end; ++day) {
        const auto i = static_cast<std::size_t>(day - m_start);
        replay.blocks[static_cast<std::size_t>((day - m_folds.windowStart) / kBlockDays)] +=
            path.costs[i].total();
        if (day < reported)
            continue;
        replay.reported += path.costs[i];
        replay.demanded += static_cast<double>(demand[i]) / m_series.scale;
        replay.served += static_cast<double>(demand[i] - path.lost[i]) / m_series.scale;
        replay.stockDays += static_cast<double>(path.stock[i]) / m_series.scale;
        replay.orders += path.orders[i] > 0;
    }
    // What is left costs until it is sold: of the folds that decide as they end, and at the very end, where
    // all days of the window share it. Their blocks bear it alike.
    const double rest = holdingOfRest(path.stock.back(), m_perDay, m_costs.holding * m_restShare);
    replay.reported.holding += rest;
    const auto first = static_cast<std::size_t>(m_folds.firstBlock.back());
    const double restBefore = runningOut(path, reported - m_start);
    for (std::size_t block = 0; block < replay.blocks.size(); ++block)
        replay.blocks[block] += block < first ? restBefore / static_cast<double>(first)
                                              : rest / static_cast<double>(replay.blocks.size() - first);
    m_path = std::move(path);
    return replay;
}

void Climb::scales(AccuracySums& sums) const
{
    const auto& values = m_series.history.values;
    const std::size_t known = m_calendar.knownBefore(m_folds.windowStart);
    const auto season = static_cast<std::size_t>(seasonOf(m_calendar.grain()));
    double squares = 0.0, absolute = 0.0;
    int steps = 0, seasons = 0;
    for (std::size_t p = 1; p < known; ++p) {
        if (isKnown(values[p]) && isKnown(values[p - 1])) {
            squares += (values[p] - values[p - 1]) * (values[p] - values[p - 1]);
            ++steps;
        }
        if (p >= season && isKnown(values[p]) && isKnown(values[p - season])) {
            absolute += std::abs(values[p] - values[p - season]);
            ++seasons;
        }
    }
    sums.scaleLag1 = steps > 0 ? squares / steps : 0.0;
    sums.scaleSeason = seasons > 0 ? absolute / seasons : 0.0;
}

/// Against what came in the horizon after the first `known` periods; without a forecast, a mean a day.
void Climb::measure(AccuracySums& sums, const Forecast* forecast, double mean, std::size_t known) const
{
    const auto& values = m_series.history.values;
    const int horizon = m_calendar.grain() == Grain::Daily    ? m_options.horizonDays
                        : m_calendar.grain() == Grain::Weekly ? std::max(1, m_options.horizonDays / 7)
                                                              : std::max(1, m_options.horizonDays / 30);
    // Most forecasts repeat one mean or a week of them.
    struct Levels {
        double mean = kExcluded;
        std::array<double, std::size(kStoredLevels)> units{};
    };
    std::array<Levels, 8> kept;
    std::size_t next = 0;
    for (int step = 0; step < horizon; ++step) {
        const std::size_t p = known + static_cast<std::size_t>(step);
        if (p >= values.size())
            break;
        if (!isKnown(values[p]))
            continue;
        const double expected = forecast ? forecast->sum(step, 1) : mean * m_calendar.length(p);
        const double error = expected - values[p];
        sums.absolute += std::abs(error);
        sums.squares += error * error;
        sums.over += error;
        sums.actual += values[p];
        ++sums.count;
        if (!forecast)
            continue;
        const Levels* levels = nullptr;
        for (const Levels& one : kept)
            levels = one.mean == expected ? &one : levels;
        if (!levels) {
            Levels& fresh = kept[next++ % kept.size()];
            fresh.mean = expected;
            const SumDistribution period(*forecast, step, 1);
            for (std::size_t q = 0; q < fresh.units.size(); ++q)
                fresh.units[q] = period.quantile(kStoredLevels[q]);
            levels = &fresh;
        }
        double loss = 0.0;
        for (std::size_t q = 0; q < levels->units.size(); ++q) {
            const double gap = values[p] - levels->units[q];
            loss += gap >= 0.0 ? kStoredLevels[q] * gap : (kStoredLevels[q] - 1.0) * gap;
        }
        sums.pinball += loss / static_cast<double>(levels->units.size());
        ++sums.quantiles;
    }
}

RungReplay Climb::replayToday()
{
    AccuracySums sums;
    scales(sums);
    RungReplay replay = score([&](std::size_t review, std::int64_t onHand, std::int64_t onOrder) {
        const int day = m_start + m_reviews[review].day;
        const Practice& practice = practiceOn(day);
        if (isOrigin(review)) {
            if (const auto mean = practiceMean(practice, m_sales, day, m_options.horizonDays))
                measure(sums, nullptr, *mean / m_series.scale, m_calendar.knownBefore(day));
        }
        return practiceOrder(practice, m_sales, day, m_span, onHand + onOrder, m_series.terms.rules);
    });
    replay.accuracy = sums;
    return replay;
}

std::int64_t Climb::ordered(const Forecast& forecast, std::int64_t onHand, std::int64_t onOrder) const
{
    ReorderInputs inputs = m_series.terms;
    inputs.onHand = onHand;
    inputs.onOrder = onOrder;
    inputs.reviewDays = m_review;
    if (m_series.scale == 1.0) {
        if (m_series.shelfLifeDays > 0) // no more than sells before it spoils
            inputs.rules.capacity =
                static_cast<std::int64_t>(demandOverDays(forecast, m_series.shelfLifeDays).expected());
        return planReorder(forecast, inputs).quantity;
    }
    const Forecast pieces = inThousandths(forecast);
    if (m_series.shelfLifeDays > 0)
        inputs.rules.capacity =
            static_cast<std::int64_t>(demandOverDays(pieces, m_series.shelfLifeDays).expected());
    return planReorder(pieces, inputs).quantity;
}

RungReplay Climb::replayForecasts(const std::string& method)
{
    AutomaticOptions options;
    options.horizon = m_horizon;
    options.folds = m_options.folds;
    options.method = method;
    RolledForecasts forecasts(m_series.history, options);
    AccuracySums sums;
    scales(sums);
    RungReplay replay = score([&](std::size_t review, std::int64_t onHand, std::int64_t onOrder) {
        const std::size_t known = m_calendar.knownBefore(m_start + m_reviews[review].day);
        if (beginsFold(review))
            forecasts.begin(known);
        const Forecast& forecast = forecasts.at(known);
        if (isOrigin(review))
            measure(sums, &forecast, 0.0, known);
        return ordered(forecast, onHand, onOrder);
    });
    replay.accuracy = sums;
    return replay;
}

bool Climb::beginsFold(std::size_t review) const
{
    if (review == 0) // the first fold's choice is made for the warm-up
        return true;
    const int before = m_start + m_reviews[review - 1].day, day = m_start + m_reviews[review].day;
    for (std::size_t fold = 1; fold < m_folds.firstBlock.size(); ++fold)
        if (before < m_folds.dayOf(fold) && day >= m_folds.dayOf(fold))
            return true;
    return false;
}

const Effects* Climb::effectsBefore(int day) const
{
    const Effects* latest = nullptr;
    for (const auto& [until, effects] : m_series.effects)
        if (until <= m_series.history.first + day)
            latest = effects;
    return latest;
}

/// Level, week, season, events and offers.
RungReplay Climb::replayCauses()
{
    RungReplay replay;
    if (m_calendar.grain() != Grain::Daily) {
        replay.skipped = "a series of weeks or months";
        return replay;
    }
    if (!effectsBefore(m_start)) {
        replay.skipped = "too few sales before the replay";
        return replay;
    }
    const Day first = m_series.history.first;
    const auto& values = m_series.history.values;
    CausalForecasts forecasts(values, first, m_series.history.closedWeekdays, m_span);
    AccuracySums sums;
    scales(sums);
    replay = score([&](std::size_t review, std::int64_t onHand, std::int64_t onOrder) {
        const int day = m_start + m_reviews[review].day;
        const auto known = static_cast<std::size_t>(day);
        if (beginsFold(review)) {
            const Effects* const effects = effectsBefore(day);
            std::vector<double> causes;
            for (int i = 0; i < m_end + m_horizon; ++i)
                causes.push_back(effects->factor(m_series.offers, first + i));
            forecasts.begin(known, std::move(causes));
        }
        const Forecast forecast = forecasts.at(known, m_horizon);
        if (isOrigin(review))
            measure(sums, &forecast, 0.0, known);
        return ordered(forecast, onHand, onOrder);
    });
    replay.accuracy = sums;
    return replay;
}

ClimbedSeries Climb::run()
{
    ClimbedSeries climbed;
    const auto& values = m_series.history.values;
    climbed.demandClass = classifyDemand(values);
    if (climbed.demandClass == DemandClass::NoDemand ||
        std::any_of(values.begin(), values.end(), [](double v) { return isKnown(v) && !std::isfinite(v); })) {
        climbed.notReplayed = NotReplayed::NothingSold;
        return climbed;
    }
    if (!m_series.critical.empty()) { // one misread day would outweigh a thousand sound series
        climbed.notReplayed = NotReplayed::BadData;
        return climbed;
    }
    if (!(m_series.terms.money.underage() > 0.0)) {
        climbed.notReplayed = NotReplayed::NoMargin;
        return climbed;
    }
    if (!arrange()) {
        climbed.notReplayed = NotReplayed::TooShort;
        return climbed;
    }
    const std::vector<double> daily = m_calendar.daily(values);
    std::vector<double> pieces(daily.size());
    std::transform(daily.begin(), daily.end(), pieces.begin(), [&](double v) { return v * m_series.scale; });
    m_sales = RecentSales(pieces);
    const unsigned closed = m_calendar.grain() == Grain::Daily ? m_series.history.closedWeekdays : 0U;
    const int farthest = m_series.terms.leadTime.points.back().days + m_review;
    std::vector<double> causes;
    if (m_series.trueEffects && m_calendar.grain() == Grain::Daily)
        for (int day = 0; day < m_end + farthest; ++day)
            causes.push_back(m_series.trueEffects->factor(m_series.offers, m_series.history.first + day));
    buildDemand(causes);
    const TrueDemand truth(daily, m_series.history.first, closed, m_span, std::move(causes));
    const int reported = m_folds.dayOf(m_folds.firstBlock.size() - 1);
    double inWindow = 0.0, deciding = 0.0;
    for (int day = m_folds.windowStart; day < m_end; ++day) {
        const double units = static_cast<double>(m_demand[static_cast<std::size_t>(day)]);
        inWindow += units;
        deciding += day < reported ? units : 0.0;
    }
    m_perDay = inWindow / (m_end - m_folds.windowStart);
    m_restShare = static_cast<double>(m_end - reported) / (m_end - m_folds.windowStart);
    tunePractice();
    m_reviews = reviewsFrom(m_start);
    m_initial = stockBefore(m_start, m_practices.front());
    int nextOrigin = m_folds.windowStart;
    for (const Review& review : m_reviews) {
        const int day = m_start + review.day;
        m_origins.push_back(day >= nextOrigin && day + m_options.horizonDays <= m_end);
        if (m_origins.back())
            nextOrigin = day + m_options.horizonDays;
    }

    climbed.practice = m_practices.back();
    climbed.firstReported = m_folds.firstBlock.back();
    const auto keep = [&](Rung rung, RungReplay replay) {
        const auto at = static_cast<std::size_t>(rung);
        if (m_trace && replay.skipped.empty())
            m_trace->rungs[at] = std::move(m_path);
        climbed.rungs[at] = std::move(replay);
    };
    keep(Rung::Today, replayToday());
    keep(Rung::Rule, replayForecasts(m_calendar.grain() == Grain::Daily ? "window" : "ma"));
    keep(Rung::Statistical, replayForecasts("auto"));
    keep(Rung::Causal, replayCauses());
    AccuracySums floor; // what chance alone leaves
    scales(floor);
    const bool byDay = m_calendar.grain() == Grain::Daily;
    climbed.bestForecaster = score([&](std::size_t review, std::int64_t onHand, std::int64_t onOrder) {
        const int day = m_start + m_reviews[review].day;
        if (byDay && isOrigin(review)) {
            const Forecast known = truth.forecast(day, m_options.horizonDays);
            measure(floor, &known, 0.0, m_calendar.knownBefore(day));
        }
        return ordered(truth.forecast(day, farthest), onHand, onOrder);
    });
    climbed.bestForecaster.accuracy = floor;
    if (m_trace) {
        m_trace->bestForecaster = std::move(m_path);
        m_trace->first = m_series.history.first + m_start;
        m_trace->counted = m_folds.windowStart - m_start;
        m_trace->reported = reported - m_start;
        m_trace->reviews = m_reviews;
        m_trace->demand.assign(m_demand.begin() + m_start, m_demand.end());
        for (int day = m_start; day < m_end; ++day)
            m_trace->estimated.push_back(!isKnown(values[m_calendar.knownBefore(day)]));
    }

    const PerfectPath perfect = perfectPath(
        std::span(m_demand).subspan(static_cast<std::size_t>(m_start)), m_reviews, m_initial,
        m_series.terms.rules, m_costs, {reported - m_start, m_end - m_start}, m_perDay, m_restShare);
    climbed.perfect = perfect.cost;
    climbed.perfectExact = perfect.exact;
    climbed.estimatedUnits = m_estimated;
    climbed.demandedUnits = inWindow / m_series.scale;
    const UnitEconomics& money = m_series.terms.money;
    climbed.yearlyMargin = std::max(0.0, money.price - money.cost - money.fulfilment) * deciding * 365.0 /
                           std::max(1, reported - m_folds.windowStart);
    return climbed;
}

} // namespace

ClimbedSeries climbSeries(const LadderSeries& series, const LadderOptions& options, LadderTrace* trace)
{
    return Climb(series, options, trace).run();
}

} // namespace merch
