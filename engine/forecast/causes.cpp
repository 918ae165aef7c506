#include "engine/forecast/causes.h"

#include "engine/series/series_view.h"

#include <Eigen/Dense>

#include <algorithm>
#include <cassert>
#include <cmath>

namespace merch
{

namespace
{

constexpr int kHarmonics = 4;
constexpr int kWeekdays = 6;
constexpr int kLeadDays = 21, kLagDays = 7; ///< of an event
constexpr int kAfterDays = 10;              ///< in which an early purchase is missed
constexpr int kBaseDays = 56;               ///< before an offer, that say what it would have sold
constexpr int kAheadDays = 400;             ///< of the calendar beyond the last day
constexpr double kLeastFactor = 0.15, kMostFactor = 10.0;

// Columns of the calendar's regression.
constexpr int kTrend = 1, kWeek = 2, kSeason = kWeek + kWeekdays, kEvent = kSeason + 2 * kHarmonics;
constexpr int kColumns = kEvent + 2 * kEventKinds;

/// Poisson regression with a normal prior on each coefficient, its precision scaled by the dispersion:
/// ridge towards `mean`. Newton steps; `rows` x `columns`.
Eigen::VectorXd poissonRidge(
    const Eigen::MatrixXd& x, const Eigen::VectorXd& y, const Eigen::VectorXd& offset,
    const Eigen::VectorXd& mean, const Eigen::VectorXd& precision)
{
    Eigen::VectorXd beta = mean;
    double dispersion = 1.0;
    for (int step = 0; step < 30; ++step) {
        const Eigen::VectorXd mu = (x * beta + offset).array().min(50.0).exp();
        const Eigen::VectorXd prior = dispersion * precision;
        const Eigen::VectorXd gradient =
            x.transpose() * (y - mu) - (prior.array() * (beta - mean).array()).matrix();
        Eigen::MatrixXd hessian = x.transpose() * mu.asDiagonal() * x;
        hessian.diagonal() += prior;
        hessian.diagonal().array() += 1e-9;
        Eigen::VectorXd move = hessian.ldlt().solve(gradient);
        const double longest = move.cwiseAbs().maxCoeff();
        if (!std::isfinite(longest))
            return mean;
        if (longest > 1.0)
            move /= longest;
        beta += move;
        const double left = static_cast<double>(std::max<Eigen::Index>(1, y.size() - x.cols()));
        dispersion = std::max(1.0, ((y - mu).array().square() / mu.array().max(1e-9)).sum() / left);
        if (longest < 1e-7)
            break;
    }
    return beta;
}

double depth(const Offer& offer)
{
    return -std::log(1.0 - std::clamp(offer.discount, 0.0, 0.95));
}

} // namespace

double Effects::at(const std::vector<float>& byDay, Day day) const
{
    if (byDay.empty())
        return 1.0;
    int at = day - m_first;
    const int n = static_cast<int>(byDay.size());
    while (at >= n)
        at -= 364;
    return at < 0 ? 1.0 : static_cast<double>(byDay[static_cast<std::size_t>(at)]);
}

double Effects::calendar(Day day) const
{
    return at(m_calendar, day);
}

double Effects::offer(std::span<const Offer> offers, Day day) const
{
    const auto [price, promotion] = offerLogs(offers, day);
    return std::exp(price + promotion);
}

std::pair<double, double> Effects::offerLogs(std::span<const Offer> offers, Day day) const
{
    std::pair<double, double> logs{0.0, 0.0};
    const auto next = std::upper_bound(
        offers.begin(), offers.end(), day, [](Day d, const Offer& one) { return d < one.from; });
    bool running = false, ended = false;
    // Few overlap: the last ones to begin tell.
    for (auto it = next; it != offers.begin() && next - it < 4;) {
        --it;
        if (it->to >= day && !running) {
            running = true;
            logs = {m_elasticity * depth(*it), m_mechanic[static_cast<std::size_t>(it->mechanic)]};
        }
        ended = ended || (it->to < day && day - it->to <= kAfterDays);
    }
    if (!running && ended)
        logs.second = m_after;
    return logs;
}

double Effects::factor(std::span<const Offer> offers, Day day) const
{
    return std::clamp(calendar(day) * offer(offers, day), kLeastFactor, kMostFactor);
}

CauseFactors Effects::factors(std::span<const Offer> offers, Day day) const
{
    CauseFactors made;
    made.season = at(m_season, day);
    made.event = calendar(day) / made.season;
    const auto [price, promotion] = offerLogs(offers, day);
    made.price = std::exp(price);
    made.promotion = std::exp(promotion);
    made.held = factor(offers, day) / (calendar(day) * offer(offers, day));
    return made;
}

struct EffectsLearner::Coefficients {
    Eigen::VectorXd calendar, offers; ///< offers: elasticity, mechanics
    double after = 0.0;
};

EffectsLearner::EffectsLearner(int groups, Day first, Day last, std::vector<CalendarEvent> events)
    : m_first(first)
    , m_last(last)
    , m_events(std::move(events))
    , m_groups(static_cast<std::size_t>(groups))
{
    const auto days = static_cast<std::size_t>(std::max(0, last - first + 1));
    for (Group& group : m_groups) {
        group.units.assign(days, 0.0);
        group.exposure.assign(days, 0.0);
    }
}

void EffectsLearner::add(int group, Day first, std::span<const double> values, std::span<const Offer> offers)
{
    Group& into = m_groups[static_cast<std::size_t>(group)];
    const int n = static_cast<int>(values.size());
    std::vector<bool> offered(values.size(), false);
    for (const Offer& offer : offers)
        for (Day day = std::max(first, offer.from); day <= std::min(first + n - 1, offer.to + kAfterDays);
             ++day)
            offered[static_cast<std::size_t>(day - first)] = true;
    double sum = 0.0, known = 0.0;
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (isKnown(values[i]) && !offered[i]) {
            sum += values[i];
            known += 1.0;
        }
    }
    if (sum <= 0.0)
        return;
    const double level = sum / known;
    for (int i = 0; i < n; ++i) {
        const auto at = static_cast<std::size_t>(i);
        const int day = first + i - m_first;
        if (day < 0 || day >= static_cast<int>(into.units.size()) || !isKnown(values[at]) || offered[at])
            continue;
        into.units[static_cast<std::size_t>(day)] += values[at];
        into.exposure[static_cast<std::size_t>(day)] += level;
    }
    for (const Offer& offer : offers) {
        Episode one;
        one.offer = offer;
        one.baseFrom = offer.from - kBaseDays;
        double before = 0.0;
        int beforeDays = 0;
        for (Day day = std::max(first, one.baseFrom); day <= std::min(first + n - 1, offer.to + kAfterDays);
             ++day) {
            const auto at = static_cast<std::size_t>(day - first);
            if (!isKnown(values[at]))
                continue;
            if (day < offer.from && !offered[at]) {
                before += values[at];
                ++beforeDays;
            } else if (day >= offer.from && day <= offer.to) {
                one.sold += values[at];
                ++one.days;
            } else if (day > offer.to) {
                one.after += values[at];
                ++one.afterDays;
            }
        }
        if (beforeDays < kBaseDays / 4 || one.days == 0)
            continue;
        one.level = (before + 0.5 * level) / (beforeDays + 0.5);
        into.episodes.push_back(one);
    }
}

void EffectsLearner::regressors(Day day, std::span<double> row) const
{
    std::fill(row.begin(), row.end(), 0.0);
    row[0] = 1.0;
    row[kTrend] = (day - m_first) / 365.25 - 1.0;
    if (const int weekday = weekdayOf(day); weekday < kWeekdays)
        row[static_cast<std::size_t>(kWeek + weekday)] = 1.0;
    for (int k = 1; k <= kHarmonics; ++k) {
        const double angle = 2.0 * 3.14159265358979323846 * k * day / 365.25;
        row[static_cast<std::size_t>(kSeason + 2 * k - 2)] = std::sin(angle);
        row[static_cast<std::size_t>(kSeason + 2 * k - 1)] = std::cos(angle);
    }
    for (const CalendarEvent& event : m_events) {
        const auto at = static_cast<std::size_t>(kEvent + 2 * event.kind);
        if (day >= event.from - kLeadDays && day <= event.to)
            row[at] =
                std::max(row[at], std::pow(1.0 - std::max(0, event.from - day) / (kLeadDays + 1.0), 1.5));
        else if (day > event.to && day <= event.to + kLagDays)
            row[at + 1] = std::max(row[at + 1], 1.0 - (day - event.to) / (kLagDays + 1.0));
    }
}

EffectsLearner::Coefficients
EffectsLearner::fit(const Group& group, Day until, bool season, const Coefficients* prior) const
{
    // How far a group may stray from what all have in common.
    Eigen::VectorXd mean = Eigen::VectorXd::Zero(kColumns), precision = Eigen::VectorXd::Zero(kColumns);
    constexpr double kNone = 1e-4; ///< held at the prior's mean
    const double wave = !season ? kNone : prior ? 0.5 : 1.0, event = !season ? kNone : prior ? 0.25 : 0.5;
    precision[kTrend] = 1.0 / (0.3 * 0.3);
    precision.segment(kWeek, kWeekdays).setConstant(1.0);
    precision.segment(kSeason, 2 * kHarmonics).setConstant(1.0 / (wave * wave));
    precision.segment(kEvent, 2 * kEventKinds).setConstant(1.0 / (event * event));
    if (prior)
        mean = prior->calendar;
    std::vector<int> days;
    for (int i = 0; i < std::min(until, m_last + 1) - m_first; ++i)
        if (group.exposure[static_cast<std::size_t>(i)] > 0.0)
            days.push_back(i);
    Eigen::MatrixXd x(static_cast<Eigen::Index>(days.size()), kColumns);
    Eigen::VectorXd y(x.rows()), offset(x.rows());
    std::vector<double> row(kColumns);
    for (Eigen::Index r = 0; r < x.rows(); ++r) {
        const int day = days[static_cast<std::size_t>(r)];
        regressors(m_first + day, row);
        x.row(r) = Eigen::Map<const Eigen::RowVectorXd>(row.data(), kColumns);
        y[r] = group.units[static_cast<std::size_t>(day)];
        offset[r] = std::log(group.exposure[static_cast<std::size_t>(day)]);
    }
    Coefficients found;
    found.calendar = x.rows() > 0 ? poissonRidge(x, y, offset, mean, precision) : mean;

    const Effects calendar = effects(found);
    constexpr int kOffers = 1 + kMechanics;
    Eigen::VectorXd offerMean = Eigen::VectorXd::Zero(kOffers), offerPrecision(kOffers);
    offerMean[0] = 1.5;
    if (prior)
        offerMean = prior->offers;
    offerPrecision.setConstant(1.0 / (0.3 * 0.3));
    offerPrecision[0] = prior ? 1.0 / (0.4 * 0.4) : 1.0;
    std::vector<const Episode*> episodes;
    for (const Episode& one : group.episodes)
        if (one.offer.to < until)
            episodes.push_back(&one);
    Eigen::MatrixXd z = Eigen::MatrixXd::Zero(static_cast<Eigen::Index>(episodes.size()), kOffers);
    Eigen::VectorXd sold(z.rows()), usual(z.rows());
    double after = 0.0, afterUsual = 0.0;
    const auto meanOf = [&](Day from, Day to) {
        double sum = 0.0;
        for (Day day = from; day <= to; ++day)
            sum += calendar.calendar(day);
        return sum / std::max(1, to - from + 1);
    };
    for (Eigen::Index r = 0; r < z.rows(); ++r) {
        const Episode& one = *episodes[static_cast<std::size_t>(r)];
        const double base = one.level / std::max(0.05, meanOf(one.baseFrom, one.offer.from - 1));
        z(r, 0) = depth(one.offer);
        z(r, 1 + one.offer.mechanic) = 1.0;
        sold[r] = one.sold;
        usual[r] = std::log(std::max(1e-3, base * one.days * meanOf(one.offer.from, one.offer.to)));
        if (one.offer.to + kAfterDays < until) {
            after += one.after;
            afterUsual += base * one.afterDays * meanOf(one.offer.to + 1, one.offer.to + kAfterDays);
        }
    }
    found.offers = z.rows() > 0 ? poissonRidge(z, sold, usual, offerMean, offerPrecision) : offerMean;
    // A few hundred units speak for themselves, fewer lean on the prior.
    constexpr double kPriorUnits = 100.0;
    const double usually = prior ? prior->after : 0.0;
    found.after = std::clamp(
        std::log((after + kPriorUnits * std::exp(usually)) / (afterUsual + kPriorUnits)), -1.0, 0.3);
    return found;
}

Effects EffectsLearner::effects(const Coefficients& coefficients) const
{
    Effects made;
    made.m_first = m_first;
    std::vector<double> row(kColumns);
    Eigen::VectorXd shape = coefficients.calendar;
    shape.head(kSeason).setZero(); // level, trend and week belong to each series
    const int days = m_last - m_first + 1 + kAheadDays;
    made.m_calendar.reserve(static_cast<std::size_t>(days));
    made.m_season.reserve(static_cast<std::size_t>(days));
    Eigen::VectorXd season = shape;
    season.tail(kColumns - kEvent).setZero();
    for (int i = 0; i < days; ++i) {
        regressors(m_first + i, row);
        const Eigen::Map<const Eigen::VectorXd> day(row.data(), kColumns);
        const auto factorOf = [](double log) {
            return static_cast<float>(std::exp(std::clamp(log, -4.0, 4.0)));
        };
        made.m_calendar.push_back(factorOf(day.dot(shape)));
        made.m_season.push_back(factorOf(day.dot(season)));
    }
    if (coefficients.offers.size() > 0) {
        made.m_elasticity = std::clamp(coefficients.offers[0], 0.0, 6.0);
        for (int m = 0; m < kMechanics; ++m)
            made.m_mechanic[static_cast<std::size_t>(m)] = coefficients.offers[1 + m];
    }
    made.m_after = coefficients.after;
    return made;
}

int EffectsLearner::knownDays(Day until) const
{
    int known = 0;
    for (int i = 0; i < std::min(until, m_last + 1) - m_first; ++i)
        known += std::any_of(m_groups.begin(), m_groups.end(), [i](const Group& group) {
            return group.exposure[static_cast<std::size_t>(i)] > 0.0;
        });
    return known;
}

std::vector<Effects> EffectsLearner::learn(Day until, bool season) const
{
    if (m_groups.empty() || knownDays(until) < kLeastDays)
        return {};
    Group all;
    all.units.assign(m_groups.front().units.size(), 0.0);
    all.exposure = all.units;
    for (const Group& group : m_groups) {
        for (std::size_t day = 0; day < group.units.size(); ++day) {
            all.units[day] += group.units[day];
            all.exposure[day] += group.exposure[day];
        }
        all.episodes.insert(all.episodes.end(), group.episodes.begin(), group.episodes.end());
    }
    const Coefficients common = fit(all, until, season, nullptr);
    std::vector<Effects> learned;
    learned.reserve(m_groups.size());
    for (const Group& group : m_groups)
        learned.push_back(effects(fit(group, until, season, &common)));
    return learned;
}

} // namespace merch
