#pragma once

#include "engine/core/day.h"
#include "engine/core/progress.h"
#include "engine/core/result.h"
#include "models/planning/reorder_plan.h"

#include <QString>

#include <cstdint>
#include <optional>

namespace merch
{

/// How a plan is made. What-ifs change what is assumed of the world, not the store.
struct ReorderOptions {
    std::optional<Day> asOf;            ///< last day that is known; absent = the forecast's
    std::optional<std::int64_t> budget; ///< open-to-buy, minor units; absent = all lines
    QString supplier;                   ///< code; empty = all
    int threads = 0;
    std::uint64_t seed = 1;
    QString user, commandLine;

    double leadTimeDaysMore = 0.0;   ///< added to every lead time
    double leadTimeSpread = 1.0;     ///< factor of every lead time's spread
    std::optional<double> service{}; ///< one cycle service target for all lines
    double demandFactor = 1.0;

    /// A plan that this one varies, 0 = none: its supplier and what-ifs hold, those above come on top of
    /// them, and what people did to its lines (quantities, locks, exclusions) is kept.
    std::int64_t basedOn = 0;
};

struct ReorderSummary {
    std::int64_t planId = 0;
    Day asOf = 0;
    int lines = 0;                                ///< all lines, as stored
    int orderLines = 0;                           ///< that order something
    std::int64_t orderValue = 0, marginSaved = 0; ///< minor units, of the order lines
    int assumedLines = 0;                         ///< order lines that rest on an assumption
    double seconds = 0.0;
};

/// Makes reorder plans. Uses the effective forecasts (overrides in force are in them) of the latest run; a
/// store without one, or an asOf that is not the run's, is forecast first. Opens its own connection per call.
class ReorderPlanner
{
public:
    explicit ReorderPlanner(const QString& path);

    /// Writes a draft plan in one transaction. InvalidInput names what is lacking and the `assume` that
    /// settles it.
    Result<ReorderSummary> make(const ReorderOptions& options, const Progress& progress) const;

    /// The same plan without writing it: what-ifs.
    Result<ReorderPlan> preview(const ReorderOptions& options, const Progress& progress) const;

private:
    QString m_path;
};

} // namespace merch
