#pragma once

#include "engine/core/day.h"

#include <array>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace merch
{

/// A promotion of one product at one place. Days inclusive.
struct Offer {
    Day from = 0, to = 0;
    double discount = 0.0; ///< share of the price, 0 .. 0.95
    int mechanic = 0;      ///< index of its kind, below kMechanics
};
inline constexpr int kMechanics = 8; ///< kinds of promotion told apart; further ones share the last

/// A day of the calendar that moves demand, days inclusive. The same kind comes back every year.
struct CalendarEvent {
    Day from = 0, to = 0;
    int kind = 0; ///< below kEventKinds
};
inline constexpr int kEventKinds = 24;

/// What moves demand on a day, each as a factor on it.
struct CauseFactors {
    double season = 1.0, event = 1.0;
    double promotion = 1.0; ///< of its kind, or of having just ended
    double price = 1.0;     ///< of the discount
    double held = 1.0;      ///< brings the product of all to Effects::factor()
};

/// What a group of products shares: how demand moves with the time of year, with events and with offers.
/// Factors on demand; 1 = no effect.
class Effects
{
public:
    /// Season and events of a day. The season is that of the whole group.
    double calendar(Day day) const;
    /// Of the offer in force on the day, or of one that ended shortly before (what was bought early is not
    /// bought again); `offers` ascending by first day.
    double offer(std::span<const Offer> offers, Day day) const;
    /// Both, held within what a history of a few years can tell.
    double factor(std::span<const Offer> offers, Day day) const;

    /// The same, cause by cause.
    CauseFactors factors(std::span<const Offer> offers, Day day) const;

private:
    friend class EffectsLearner;
    double at(const std::vector<float>& byDay, Day day) const;
    /// Log effects of an offer: of the discount, and of its kind or of having ended.
    std::pair<double, double> offerLogs(std::span<const Offer> offers, Day day) const;
    Day m_first = 0;
    std::vector<float> m_season;   ///< the part of m_calendar that is the time of year
    std::vector<float> m_calendar; ///< by day from m_first, beyond the end the same day of the year before
    double m_elasticity = 0.0;     ///< on -log(1 - discount)
    std::array<double, kMechanics> m_mechanic{};
    double m_after = 0.0; ///< log factor of the days after an offer
};

/// Gathers what the series of groups sold, then learns the effects of each group from what was known before
/// a day. Groups with few data lean on all of them together.
class EffectsLearner
{
public:
    EffectsLearner(int groups, Day first, Day last, std::vector<CalendarEvent> events);

    /// `values` by day from `first` on, NaN = unknown. Not thread-safe; the order of calls does not matter
    /// but for the last bits.
    void add(int group, Day first, std::span<const double> values, std::span<const Offer> offers);

    /// Of all groups, from days before `until`. Empty where less than kLeastDays are known before it. With
    /// less than kSeasonDays a time of year cannot be told from a trend: then the calendar is 1 and only
    /// offers have effects.
    std::vector<Effects> learn(Day until) const { return learn(until, tellsSeason(until)); }
    /// With or without a time of year.
    std::vector<Effects> learn(Day until, bool season) const;
    /// Whether what is known before `until` spans more than a year.
    bool tellsSeason(Day until) const { return knownDays(until) >= kSeasonDays; }

    static constexpr int kLeastDays = 56, kSeasonDays = 393; ///< a year and four weeks

private:
    /// One offer of one series: what was sold in it and after it, beside what the weeks before promised.
    struct Episode {
        Offer offer;
        double sold = 0.0, after = 0.0;
        double level = 0.0; ///< units a day in the weeks before
        Day baseFrom = 0;   ///< first of those weeks
        int days = 0, afterDays = 0;
    };
    struct Group {
        std::vector<double> units, exposure; ///< by day; exposure = usual units of the series known that day
        std::vector<Episode> episodes;
    };
    struct Coefficients;
    int knownDays(Day until) const;
    Coefficients fit(const Group& group, Day until, bool season, const Coefficients* prior) const;
    void regressors(Day day, std::span<double> row) const;
    Effects effects(const Coefficients& coefficients) const;

    Day m_first, m_last;
    std::vector<CalendarEvent> m_events;
    std::vector<Group> m_groups;
};

} // namespace merch
