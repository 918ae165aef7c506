#include "models/approval/plan_outlook.h"

#include "models/forecast/forecast_service.h"
#include "models/grid/format.h"
#include "models/planning/plan_making.h"
#include "models/store/sqlite.h"
#include "models/store/store.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

namespace merch
{
namespace
{

constexpr std::size_t kMostDays = 90;

struct Texts {
    Q_DECLARE_TR_FUNCTIONS(PlanOutlook)
};

struct Projected {
    StockProjection stock;
    double unitCost = 0; ///< currency units, of the scale
    double value = 0;    ///< of the order, minor units
};

double at(const std::vector<double>& path, std::size_t day)
{
    return path.empty() ? 0.0 : path[std::min(day, path.size() - 1)];
}

/// Days within which lines of at least half the order value still are in their own horizon.
std::size_t commonHorizon(const std::vector<Projected>& lines)
{
    std::vector<std::pair<std::size_t, double>> ends;
    double all = 0;
    for (const Projected& line : lines) {
        ends.emplace_back(line.stock.with.mean.size(), line.value);
        all += line.value;
    }
    std::sort(ends.begin(), ends.end(), std::greater<>());
    double held = 0;
    for (const auto& [days, value] : ends) {
        held += value;
        if (held * 2 >= all)
            return std::min(days, kMostDays);
    }
    return 0;
}

} // namespace

Result<PlanOutlook>
loadPlanOutlook(const QString& path, std::int64_t planId, int most, const Progress& progress)
{
    return reporting("look ahead", [&]() -> Result<PlanOutlook> {
        auto store = Store::open(path.toStdString(), Store::Mode::ReadOnly);
        if (!store)
            return store.error();
        const Result<MadePlan> made = readPlan(*store, planId);
        if (!made)
            return made.error();
        const std::vector<ReorderPlanLine>& lines = made->plan.lines;
        std::vector<std::size_t> chosen;
        double all = 0;
        for (std::size_t i = 0; i < lines.size(); ++i)
            if (lines[i].orders()) {
                chosen.push_back(i);
                all += static_cast<double>(lines[i].orderValue);
            }
        PlanOutlook outlook;
        outlook.planId = made->plan.planId;
        outlook.first = made->plan.asOf + 1;
        outlook.ofLines = static_cast<int>(chosen.size());
        std::stable_sort(chosen.begin(), chosen.end(), [&](std::size_t a, std::size_t b) {
            return lines[a].orderValue > lines[b].orderValue;
        });
        chosen.resize(std::min(chosen.size(), static_cast<std::size_t>(std::max(0, most))));

        const auto open = readOpenOrders(*store, made->plan.asOf);
        sql::Statement place(store->db(), "SELECT product_id, location_id FROM series WHERE series_id = ?1");
        const ForecastService forecasts(path);
        std::vector<Projected> projected;
        double value = 0;
        for (std::size_t n = 0; n < chosen.size(); ++n) {
            if (progress && !progress(n, chosen.size()))
                throw CancelledWork();
            const ReorderPlanLine& line = lines[chosen[n]];
            const LineBasis& basis = made->basis[chosen[n]];
            const Result<Forecast> forecast = forecasts.effectiveForecast(line.seriesId);
            if (!forecast && forecast.error().code != ErrorCode::NotFound)
                return forecast.error();
            if (!forecast)
                continue;
            std::vector<std::pair<int, std::int64_t>> arrivals;
            place.bind(1, line.seriesId);
            if (place.step()) {
                const auto here =
                    open.find({static_cast<int>(place.integer(0)), static_cast<int>(place.integer(1))});
                if (here != open.end())
                    for (const auto& [day, units] : here->second.orders)
                        arrivals.emplace_back(std::max(0, day - outlook.first), units);
            }
            place.reset();
            const double scale = static_cast<double>(basis.scale);
            Projected one;
            one.stock = projectStock(
                planForecast(*forecast, basis, made->demandFactor), engineInputs(line, basis),
                std::llround(line.orderQty * scale), arrivals);
            one.unitCost = line.unitCost / scale;
            one.value = static_cast<double>(line.orderValue);
            value += one.value;
            outlook.orderValue += line.orderValue;
            outlook.marginSaved += line.marginSaved;
            projected.push_back(std::move(one));
        }
        outlook.lines = static_cast<int>(projected.size());
        outlook.share = all > 0 ? value / all : 1;
        const std::size_t days = commonHorizon(projected);
        for (std::size_t day = 0; day < days; ++day) {
            double take = 0, nothing = 0, takeOut = 0, nothingOut = 0;
            for (const Projected& line : projected) {
                take += at(line.stock.with.mean, day) * line.unitCost;
                nothing += at(line.stock.without.mean, day) * line.unitCost;
                takeOut += at(line.stock.with.chanceOut, day);
                nothingOut += at(line.stock.without.chanceOut, day);
            }
            outlook.take.stockValue.push_back(take);
            outlook.nothing.stockValue.push_back(nothing);
            outlook.take.linesOut.push_back(takeOut);
            outlook.nothing.linesOut.push_back(nothingOut);
        }
        return outlook;
    });
}

ChartSpec outlookChart(const PlanOutlook& outlook, bool stock, const QString& currency)
{
    ChartSpec spec;
    spec.name = stock ? Texts::tr("Stock at cost, plan %1").arg(outlook.planId)
                      : Texts::tr("Lines that ran out, plan %1").arg(outlook.planId);
    spec.description =
        stock ? Texts::tr("Expected stock of the plan's lines at cost, with the plan and without")
              : Texts::tr(
                    "Expected number of the plan's lines that have run out by each day, with the plan and "
                    "without");
    spec.xName = Texts::tr("Date");
    spec.yName =
        stock ? Texts::tr("Stock at cost, %1").arg(format::currencySign(currency)) : Texts::tr("Lines out");
    spec.decimals = stock ? 0 : 1;
    const auto line = [&](const QString& name, ChartInk ink, const std::vector<double>& values, bool dashed) {
        ChartLine made;
        made.name = name;
        made.ink = ink;
        made.dashed = dashed;
        for (std::size_t day = 0; day < values.size(); ++day) {
            made.x.push_back(static_cast<double>(outlook.first) + static_cast<double>(day));
            made.y.push_back(values[day]);
        }
        spec.lines.push_back(std::move(made));
    };
    line(
        Texts::tr("Take it"), ChartInk::Forecast, stock ? outlook.take.stockValue : outlook.take.linesOut,
        false);
    line(
        Texts::tr("Do nothing"), ChartInk::History,
        stock ? outlook.nothing.stockValue : outlook.nothing.linesOut, true);
    return spec;
}

} // namespace merch
