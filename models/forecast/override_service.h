#pragma once

#include "engine/core/day.h"
#include "engine/core/progress.h"
#include "engine/core/result.h"
#include "engine/forecast/forecast.h"
#include "models/forecast/forecast_steps.h"

#include <QJsonObject>
#include <QString>

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace merch
{

class Store;

/// What was forecast when an override was committed, kept for its score.
struct OverrideBasis {
    std::int64_t committedAt = 0; ///< ms UTC
    Day asOf = 0;                 ///< last known day of the run
    WeekSteps steps;
};

/// A buyer's number for one week of one series (or one period of a weekly or monthly series).
struct Override {
    std::int64_t id = 0;
    int seriesId = 0;
    Day week = 0;             ///< Monday, or the period's first day
    double units = 0.0;       ///< of the whole week
    double baseline = 0.0;    ///< what the forecast said when it was typed
    std::int64_t groupId = 0; ///< overrides typed on a group share one; 0 = none
    QString reason;
    QString owner;
    std::int64_t madeAt = 0;
    std::optional<Day> expires; ///< last day on which it holds
    bool committed = false;
    bool enabled = true;
    std::optional<OverrideBasis> basis; ///< since it was committed

    bool holdsOn(Day day) const { return committed && enabled && (!expires || day <= *expires); }
};

/// An edit for EditJournal::edit(page, "override", text, before, after).
struct OverrideEdit {
    QString text;
    QJsonObject before, after;
};

/// Overrides of a store. The functions that return an OverrideEdit change nothing: the journal applies it
/// (and its undo) through apply(). Register once: journal.registerKind("override",
/// &OverrideService::applyIn).
class OverrideService
{
public:
    OverrideService(const QString& path, const QString& user);

    /// Live overrides, of one series or of all; by series and week.
    Result<std::vector<Override>> list(std::optional<int> seriesId = {}) const;

    /// Sets the units of a week, uncommitted. With several series `units` is their sum and is spread in
    /// proportion to what they are forecast to sell (evenly where all are zero). A week beyond the horizon or
    /// negative units are InvalidInput.
    Result<OverrideEdit> setWeek(std::span<const int> seriesIds, Day week, double units) const;
    /// Several weeks of one selection at once (a drag, a paste).
    struct WeekUnits {
        Day week = 0;
        double units = 0.0;
    };
    Result<OverrideEdit> setWeeks(std::span<const int> seriesIds, std::span<const WeekUnits> weeks) const;

    /// Commits overrides: a reason is needed. Keeps what each step of the forecast says of their weeks now.
    Result<OverrideEdit>
    commit(std::span<const std::int64_t> ids, const QString& reason, std::optional<Day> expires) const;
    Result<OverrideEdit> setEnabled(std::span<const std::int64_t> ids, bool enabled) const;
    Result<OverrideEdit> discard(std::span<const std::int64_t> ids) const;

    /// Puts a state into the store: the whole of an edit, in the journal's transaction.
    static Outcome applyIn(Store& store, const QJsonObject& state, const Progress& progress);
    /// The same in a transaction of its own.
    static Outcome apply(const QString& path, const QJsonObject& state);

private:
    QString m_path;
    QString m_user;
};

/// The weeks of a forecast: first day of each (Mondays for a daily series; the first may have begun before
/// the forecast) with the steps [from, from + count) that lie in it.
struct ForecastWeek {
    Day week = 0;
    int from = 0;
    int count = 0;
};
std::vector<ForecastWeek> weeksOf(const Forecast& forecast);

/// The share of a week's days that is forecast: of a running week, and of one that the horizon cuts, only a
/// part is.
double shareAhead(const Forecast& forecast, const ForecastWeek& week);

/// `forecast` with overrides of its series in it, week by week. An override of a week of which only a part is
/// forecast counts for that part in proportion to its days.
Forecast withOverrides(const Forecast& forecast, std::span<const Override> overrides);

} // namespace merch
