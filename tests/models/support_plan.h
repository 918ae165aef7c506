#pragma once

#include "models/forecast/forecast_codec.h"
#include "models/planning/reorder_plan.h"
#include "models/planning/reorder_planner.h"
#include "tests/models/support_store.h"

#include <stdexcept>

/// Plans of the small store, for tests of planning, approval and export.
namespace merch::test
{

/// A forecast that is known: Poisson demand of `daily` a day for every series.
inline void forecastBy(TempStore& store, double daily)
{
    constexpr Day kLast = kFirstSale + kDays - 1;
    Forecast forecast;
    forecast.method = "mean";
    forecast.first = kLast + 1;
    forecast.mean.assign(28, daily);
    forecast.errors.countVariance = 1;
    sql::Transaction transaction(store.db());
    sql::Statement run(
        store.db(), "INSERT INTO forecast_run (made_at, as_of, horizon, seed, options, seconds, made_by)"
                    " VALUES (1, ?1, 28, 1, '{}', 0, 'test')");
    run.bind(1, kLast).run();
    const std::int64_t id = sqlite3_last_insert_rowid(store.db().get());
    sql::Statement add(
        store.db(),
        "INSERT INTO forecast (run_id, series_id, method, demand_class, first_day, units_28, folds, b)"
        " SELECT ?1, series_id, 'mean', 0, ?2, ?3, 0, ?4 FROM series");
    add.bind(1, id).bind(2, forecast.first).bind(3, 28 * daily).bindBlob(4, encodeForecast(forecast)).run();
    transaction.commit();
}

/// Makes a plan and reads it back.
inline ReorderPlan planOf(TempStore& store, const ReorderOptions& options = {})
{
    const Result<ReorderSummary> made = ReorderPlanner(store.qpath()).make(options, {});
    if (!made)
        throw std::runtime_error(made.error().text());
    Result<ReorderPlan> plan = loadReorderPlan(store.qpath(), made->planId);
    if (!plan)
        throw std::runtime_error(plan.error().text());
    return *plan;
}

} // namespace merch::test
