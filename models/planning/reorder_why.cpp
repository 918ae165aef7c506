#include "models/forecast/forecast_service.h"
#include "models/planning/plan_making.h"
#include "models/planning/plan_words.h"
#include "models/planning/planning_rules.h"
#include "models/planning/reorder_plan.h"
#include "models/store/sqlite.h"
#include "models/store/store.h"

#include <algorithm>
#include <cmath>

namespace merch
{

namespace
{

void inUnits(StockProjection::Path& path, double scale)
{
    for (std::vector<double>* values : {&path.low, &path.mean, &path.high})
        for (double& value : *values)
            value /= scale;
}

} // namespace

Result<ReorderWhy>
loadReorderWhy(const QString& path, std::int64_t planId, int line, std::optional<double> orderQty)
{
    return reporting("explain the line", [&]() -> Result<ReorderWhy> {
        Result<Store> store = Store::open(path.toStdString(), Store::Mode::ReadOnly);
        if (!store)
            return store.error();
        Result<MadePlan> made = readPlan(*store, planId, line);
        if (!made)
            return made.error();
        if (line <= 0 || made->plan.lines.empty())
            return Error{
                ErrorCode::NotFound,
                "The plan has no line " + std::to_string(line) + ".",
                "Load it again.",
                {}};
        ReorderWhy why;
        why.line = made->plan.lines.front();
        const LineBasis& basis = made->basis.front();
        const double scale = static_cast<double>(basis.scale);
        why.first = made->plan.asOf + 1;
        why.expectedDemand = why.line.demandMean;

        Forecast demand;
        if (const Result<Forecast> forecast = ForecastService(path).effectiveForecast(why.line.seriesId);
            forecast)
            demand = planForecast(*forecast, basis, made->demandFactor);
        else if (forecast.error().code != ErrorCode::NotFound)
            return forecast.error();

        sql::Statement place(store->db(), "SELECT product_id, location_id FROM series WHERE series_id = ?1");
        place.bind(1, why.line.seriesId);
        std::vector<std::pair<int, std::int64_t>> arrivals;
        if (place.step()) {
            const int product = static_cast<int>(place.integer(0)),
                      location = static_cast<int>(place.integer(1));
            const auto open = readOpenOrders(*store, made->plan.asOf, product);
            if (const auto here = open.find({product, location}); here != open.end()) {
                for (const auto& [day, units] : here->second.orders)
                    arrivals.emplace_back(std::max(0, day - why.first), units);
            }
        }
        if (orderQty && std::isfinite(*orderQty))
            why.line.orderQty = std::max(0.0, *orderQty);
        const bool ordered = why.line.orders() || orderQty;
        const double quantity = ordered ? why.line.orderQty : 0.0;
        const ReorderInputs inputs = engineInputs(why.line, basis);
        const auto units = static_cast<std::int64_t>(std::llround(quantity * scale));
        why.projection = projectStock(demand, inputs, units, arrivals);
        inUnits(why.projection.with, scale);
        inUnits(why.projection.without, scale);
        double before = 0.0;
        for (int day = 1; day <= static_cast<int>(why.projection.with.mean.size()); ++day) {
            const double now = demand.mean.empty() ? 0.0 : demandOverDays(demand, day).expected() / scale;
            why.demand.push_back(std::max(0.0, now - before));
            before = now;
        }
        why.sentence = why.line.reason;
        if (!demand.mean.empty()) {
            const LeadTimeDemand span(demand, inputs.leadTime, std::max(1, why.line.reviewDays));
            const double stock = static_cast<double>(inputs.onHand + inputs.onOrder);
            why.chanceWithout = 1.0 - span.cdf(stock);
            why.chanceWith = 1.0 - span.cdf(stock + static_cast<double>(units));
        }
        if (orderQty && *orderQty != made->plan.lines.front().orderQty)
            why.sentence = planwords::whatIf(why.line, why.chanceWith);
        return why;
    });
}

} // namespace merch
