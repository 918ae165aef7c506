#include "engine/core/quantile.h"
#include "engine/forecast/distributions.h"
#include "engine/inventory/demand_mixture.h"
#include "engine/inventory/loss_functions.h"
#include "engine/inventory/newsvendor.h"
#include "engine/inventory/service_levels.h"
#include "tests/golden/runner/domain.h"

#include <algorithm>
#include <cmath>

using namespace merch;

namespace
{

Answer lossAnswer(const Loss& loss)
{
    return answer({{"loss", loss.shortage}, {"complementary", loss.leftover}});
}

Answer standardLoss(const CaseInputs& in)
{
    return lossAnswer(standardNormalLoss(in.number("z")));
}

Answer standardSecondLoss(const CaseInputs& in)
{
    const Loss loss = standardNormalSecondLoss(in.number("z"));
    return answer({{"loss2", loss.shortage}, {"complementary2", loss.leftover}});
}

Answer normalLossOf(const CaseInputs& in)
{
    if (!in.notNegative({"sd"}))
        return {};
    return lossAnswer(normalLoss(in.number("x"), in.number("mean"), in.number("sd")));
}

Answer poissonLossOf(const CaseInputs& in)
{
    if (!in.notNegative({"mean"}))
        return {};
    return lossAnswer(poissonLoss(in.number("x"), in.number("mean")));
}

Answer negativeBinomialLossOf(const CaseInputs& in)
{
    if (!in.notNegative({"mean", "variance"}))
        return {};
    const CountDemand demand(in.number("mean"), in.number("variance"));
    Answer all = lossAnswer(demand.loss(in.number("x")));
    all.insert(QStringLiteral("size"), demand.isPoisson() ? QJsonValue() : QJsonValue(demand.size()));
    all.insert(QStringLiteral("prob"), demand.isPoisson() ? QJsonValue() : QJsonValue(demand.prob()));
    return all;
}

Answer gammaLossOf(const CaseInputs& in)
{
    if (!in.notNegative({"shape", "scale"}) || in.number("shape") == 0.0)
        return {};
    return lossAnswer(gammaLoss(in.number("x"), in.number("shape"), in.number("scale")));
}

Answer lognormalLossOf(const CaseInputs& in)
{
    if (!in.notNegative({"sigma_log"}))
        return {};
    return lossAnswer(lognormalLoss(in.number("x"), in.number("mu_log"), in.number("sigma_log")));
}

UnitCosts costs(const CaseInputs& in)
{
    return {in.number("holding_cost"), in.number("stockout_cost")};
}

/// Reviewed every period: an order has to last the lead time and one period more.
double span(const CaseInputs& in)
{
    return in.number("lead_time") + 1.0;
}

Answer stockAnswer(const UnitCosts& costs, const Result<StockChoice>& choice)
{
    if (!choice)
        return {};
    return answer(
        {{"critical_ratio", costs.criticalRatio()},
         {"base_stock", choice->stock},
         {"cost", choice->cost},
         {"shortage", choice->shortage},
         {"leftover", choice->leftover},
         {"cycle_service", choice->cycleService},
         {"fill_rate", choice->fillRate}});
}

Answer newsvendorNormalOf(const CaseInputs& in)
{
    return stockAnswer(
        costs(in),
        newsvendorNormal(costs(in), in.number("mean") * span(in), in.number("sd") * std::sqrt(span(in))));
}

Answer newsvendorNormalCost(const CaseInputs& in)
{
    return stockAnswer(
        costs(in), stockAtNormal(
                       costs(in), in.number("mean") * span(in), in.number("sd") * std::sqrt(span(in)),
                       in.number("base_stock")));
}

Answer newsvendorPoisson(const CaseInputs& in)
{
    if (!in.notNegative({"mean", "lead_time"}))
        return {};
    return stockAnswer(
        costs(in), newsvendorCount(costs(in), CountDemand::poisson(in.number("mean")).over(span(in))));
}

Answer newsvendorNegativeBinomial(const CaseInputs& in)
{
    if (!in.notNegative({"mean", "variance", "lead_time"}))
        return {};
    return stockAnswer(
        costs(in),
        newsvendorCount(costs(in), CountDemand(in.number("mean"), in.number("variance")).over(span(in))));
}

Answer newsvendorLognormalOf(const CaseInputs& in)
{
    return stockAnswer(
        costs(in), newsvendorLognormal(costs(in), in.number("mu_log"), in.number("sigma_log")));
}

std::vector<std::pair<double, double>> chances(const QJsonObject& pmf)
{
    std::vector<std::pair<double, double>> all;
    for (auto it = pmf.begin(); it != pmf.end(); ++it)
        all.emplace_back(it.key().toDouble(), it.value().toDouble());
    return all;
}

Answer newsvendorDiscreteOf(const CaseInputs& in)
{
    return stockAnswer(costs(in), newsvendorDiscrete(costs(in), chances(in.value("pmf").toObject())));
}

Answer newsvendorEmpiricalOf(const CaseInputs& in)
{
    return stockAnswer(costs(in), newsvendorEmpirical(costs(in), in.numbers("demand")));
}

Answer newsvendorProfit(const CaseInputs& in)
{
    const SeasonBuy buy{
        in.number("price"), in.number("unit_cost"), in.number("salvage"), in.number("goodwill")};
    const Result<SeasonChoice> season = newsvendorSeason(buy, in.number("mean"), in.number("sd"));
    if (!season)
        return {};
    return answer(
        {{"critical_ratio", buy.units().criticalRatio()},
         {"base_stock", season->choice.stock},
         {"profit", season->profit}});
}

Answer reviewService(const CaseInputs& in)
{
    if (!in.notNegative({"mean_per_period", "variance_per_period", "lead_time"}))
        return {};
    const double mean = in.number("mean_per_period"), variance = in.number("variance_per_period", mean);
    const double lead = in.number("lead_time"), review = in.number("review", 1.0);
    const double level = in.number("order_up_to");
    const QString shape = in.text("distribution");
    const Result<ReviewService> service =
        shape == QLatin1String("normal")
            ? reviewServiceNormal(mean, std::sqrt(variance), lead, review, level)
            : reviewServiceCount(
                  shape == QLatin1String("poisson") ? CountDemand::poisson(mean)
                                                    : CountDemand(mean, variance),
                  lead, review, level);
    if (!service)
        return {};
    return answer(
        {{"cycle_service", service->cycleService},
         {"fill_rate", service->fillRate},
         {"mean_backorders_end_of_cycle", service->backorders}});
}

Answer levelForTarget(const CaseInputs& in)
{
    const double mean = in.number("mean"), sd = in.number("sd"), lead = in.number("lead_time");
    const double review = in.number("review", 1.0), target = in.number("target");
    const Result<TargetLevel> fill = levelForFillRate(mean, sd, lead, review, target);
    const Result<TargetLevel> cycle = levelForCycleService(mean, sd, lead, review, target);
    if (!fill || !cycle)
        return {};
    return answer(
        {{"S_for_fill_rate", fill->orderUpTo},
         {"safety_stock_fill_rate", fill->safetyStock},
         {"S_for_cycle_service", cycle->orderUpTo},
         {"safety_stock_cycle_service", cycle->safetyStock}});
}

Answer safetyFactor(const CaseInputs& in)
{
    const double sd = in.number("sd_lead_time_demand");
    const Result<double> factor =
        safetyFactorForFillRate(in.number("order_quantity"), sd, in.number("fill_rate"));
    if (!factor)
        return {};
    return answer({{"safety_factor", *factor}, {"safety_stock", *factor * sd}});
}

Answer leadTimeMoments(const CaseInputs& in)
{
    const Moments moments = leadTimeDemandMoments(
        in.number("demand_mean"), in.number("demand_sd"), in.number("lead_time_mean"),
        in.number("lead_time_sd"));
    return answer({{"mean", moments.mean}, {"sd", moments.sd}});
}

Answer leadTimeMixture(const CaseInputs& in)
{
    if (!in.notNegative({"poisson_rate"}))
        return {};
    const Result<DemandMixture> mixture = DemandMixture::overLeadTimes(
        CountDemand::poisson(in.number("poisson_rate")), chances(in.value("lead_time_pmf").toObject()));
    if (!mixture)
        return {};
    QJsonObject curve;
    for (const QString& units : in.pointsOf("cdf"))
        curve.insert(units, mixture->cdf(units.toDouble()));
    return answer(
        {{"mean", mixture->mean()},
         {"variance", mixture->variance()},
         {"cdf", curve},
         {"q90", mixture->quantile(0.90)},
         {"q95", mixture->quantile(0.95)},
         {"q99", mixture->quantile(0.99)}});
}

Answer leadTimePoissonGamma(const CaseInputs& in)
{
    if (!in.notNegative({"poisson_rate", "lead_time_gamma_scale", "lead_time_gamma_shape"}) ||
        in.number("lead_time_gamma_shape") == 0.0)
        return {};
    // A Poisson rate over a gamma lead time is negative binomial, exactly.
    const double size = in.number("lead_time_gamma_shape");
    const double prob = 1.0 / (1.0 + in.number("poisson_rate") * in.number("lead_time_gamma_scale"));
    const CountDemand demand = CountDemand::negativeBinomial(size, prob);
    return answer(
        {{"size", size},
         {"prob", prob},
         {"mean", demand.mean()},
         {"variance", demand.variance()},
         {"q95", demand.quantile(0.95)},
         {"p0", demand.pmf(0)}});
}

Answer lostSales(const CaseInputs& in)
{
    const Result<LostSalesService> service =
        baseStockLostSales(in.integer("base_stock"), in.number("lead_time_demand_mean"));
    if (!service)
        return {};
    return answer(
        {{"stockout_probability", service->stockoutChance},
         {"fill_rate", service->fillRate},
         {"mean_on_hand", service->onHand}});
}

Answer errorQuantiles(const CaseInputs& in)
{
    constexpr int kWeeks = 52;
    const DataTable table = in.table();
    const int code = table.column(QStringLiteral("StockCode")), week = table.column(QStringLiteral("week"));
    const int units = table.column(QStringLiteral("units"));
    std::vector<double> demand(kWeeks, 0.0);
    for (const QStringList& row : table.rows)
        if (const int at = row[week].toInt(); row[code] == in.text("stock_code") && at >= 0 && at < kWeeks)
            demand[size_t(at)] += row[units].toDouble();
    std::vector<double> errors;
    double sum = 0.0, squares = 0.0;
    for (size_t t = 1; t < demand.size(); ++t) {
        errors.push_back(demand[t] - demand[t - 1]);
        sum += errors.back();
    }
    const double mean = sum / double(errors.size());
    for (double error : errors)
        squares += (error - mean) * (error - mean);
    const double sd = std::sqrt(squares / double(errors.size() - 1));
    std::sort(errors.begin(), errors.end());
    return answer(
        {{"n", errors.size()},
         {"q50", sortedQuantile(errors, 0.50)},
         {"q90", sortedQuantile(errors, 0.90)},
         {"q95", sortedQuantile(errors, 0.95)},
         {"sd", sd},
         {"normal_q95", mean + normalQuantile(0.95) * sd}});
}

} // namespace

void addServiceFunctions(DomainFunctions& functions)
{
    functions.insert({
        {QStringLiteral("standard_normal_loss"), standardLoss},
        {QStringLiteral("standard_normal_second_loss"), standardSecondLoss},
        {QStringLiteral("normal_loss"), normalLossOf},
        {QStringLiteral("poisson_loss"), poissonLossOf},
        {QStringLiteral("negbin_loss"), negativeBinomialLossOf},
        {QStringLiteral("gamma_loss"), gammaLossOf},
        {QStringLiteral("lognormal_loss"), lognormalLossOf},
        {QStringLiteral("newsvendor_normal"), newsvendorNormalOf},
        {QStringLiteral("newsvendor_normal_cost"), newsvendorNormalCost},
        {QStringLiteral("newsvendor_poisson"), newsvendorPoisson},
        {QStringLiteral("newsvendor_negbin"), newsvendorNegativeBinomial},
        {QStringLiteral("newsvendor_lognormal"), newsvendorLognormalOf},
        {QStringLiteral("newsvendor_discrete"), newsvendorDiscreteOf},
        {QStringLiteral("newsvendor_empirical"), newsvendorEmpiricalOf},
        {QStringLiteral("newsvendor_normal_profit"), newsvendorProfit},
        {QStringLiteral("rs_service_levels"), reviewService},
        {QStringLiteral("rs_order_up_to_for_target"), levelForTarget},
        {QStringLiteral("sq_safety_factor_fill_rate"), safetyFactor},
        {QStringLiteral("lead_time_demand_moments"), leadTimeMoments},
        {QStringLiteral("lead_time_demand_mixture"), leadTimeMixture},
        {QStringLiteral("lead_time_demand_poisson_gamma"), leadTimePoissonGamma},
        {QStringLiteral("base_stock_lost_sales_fill_rate"), lostSales},
        {QStringLiteral("forecast_error_quantiles"), errorQuantiles},
    });
}
