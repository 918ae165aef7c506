#pragma once

#include "engine/core/progress.h"
#include "engine/core/result.h"
#include "engine/measure/value_added.h"
#include "models/forecast/override_service.h"

#include <QString>

#include <optional>
#include <vector>

namespace merch
{

/// The score of what one name stands for: a person, a reason, a category.
struct ValueAddedGroup {
    QString name;
    ValueAdded added;
};

/// Weeks that somebody overrode, scored against what came.
struct ValueAddedReport {
    QString person; ///< whose overrides; empty = everybody's
    QString currency;
    Day upTo = -1; ///< last day whose demand is known
    ValueAdded all;
    std::vector<ValueAddedGroup> people; ///< only where everybody was asked for
    std::vector<ValueAddedGroup> reasons, categories;
    int waiting = 0; ///< committed, and their weeks are not over
    int emptyShelf =
        0;          ///< weeks with an empty shelf, or days of which nothing is known: no truth to score by
    int unkept = 0; ///< committed before what was forecast was kept
};

/// One change of one number of a forecast.
struct NumberChange {
    QString sku, location;
    Day week = 0;
    qint64 at = 0; ///< ms UTC
    QString who, why;
    double from = 0.0, to = 0.0; ///< units of the whole week
    enum class Fate { Draft, InForce, Off, Expired, GoneBack } fate = Fate::Draft;
};

/// Scores of people and the history of their numbers. Opens its own connection per call, so it may be used in
/// a job.
///
/// An override counts as it stood when its week began; the final number is the override's where it was on and
/// had not expired, else the run's. Demand is what was sold, of weeks without an empty shelf. A unit too few
/// costs its margin, a unit too many the carrying of it to the next review (engine/inventory/reorder.h).
class ValueAddedService
{
public:
    explicit ValueAddedService(const QString& path);

    /// Of one person, or of everybody.
    Result<ValueAddedReport> report(const std::optional<QString>& person, const Progress& progress) const;

    /// Newest first, at most `most`.
    Result<std::vector<NumberChange>> history(int most) const;

    static QString stepTitle(ForecastStep step);
    static QString stepName(ForecastStep step); ///< "naive": for --json
    /// "Your changes took 120 units off the error of 14 weeks and saved £340; 9 of 14 came closer."
    static QString verdict(const ValueAddedReport& report);

private:
    QString m_path;
};

} // namespace merch
