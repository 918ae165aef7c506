#include "engine/measure/economics.h"
#include "tests/golden/runner/domain.h"

#include <cmath>

using namespace merch;

namespace
{

QJsonValue interval(const std::optional<Interval>& range)
{
    return range ? QJsonValue(QJsonArray{range->low, range->high}) : QJsonValue(QJsonValue::Null);
}

Answer conversion(const CaseInputs& in)
{
    const ConversionGain gain = conversionGain(
        in.number("sessions"), in.number("conversion_rate"), in.number("relative_gain"), in.number("aov"),
        in.number("gross_margin"));
    return answer(
        {{"extra_orders", gain.orders},
         {"extra_revenue", gain.revenue},
         {"extra_margin", gain.margin},
         {"extra_revenue_if_points", gain.revenueIfPoints}});
}

Answer stockout(const CaseInputs& in)
{
    const auto saved = stockoutReduction(
        in.number("revenue"), in.number("stockout_rate"), in.number("relative_reduction"),
        in.number("recapture_share"), in.number("gross_margin"));
    if (!saved)
        return {};
    return answer(
        {{"potential_revenue", saved->potentialRevenue},
         {"lost_revenue", saved->lostRevenue},
         {"recovered_revenue", saved->recoveredRevenue},
         {"recovered_margin", saved->recoveredMargin}});
}

Answer repeat(const CaseInputs& in)
{
    const RepeatRateGain gain = repeatRateGain(
        in.number("new_customers"), in.number("repeat_rate"), in.number("points"), in.number("aov"),
        in.number("gross_margin"), int(in.integer("max_repeats")));
    return answer(
        {{"clv_before", gain.valueBefore},
         {"clv_after", gain.valueAfter},
         {"gain_per_customer", gain.gainPerCustomer},
         {"gain_total", gain.gainTotal}});
}

Answer excess(const CaseInputs& in)
{
    const ExcessStock stock = excessStock(
        in.number("on_hand"), in.number("weekly_demand"), in.number("target_weeks"), in.number("unit_cost"),
        in.number("annual_holding_rate"));
    return answer(
        {{"weeks_of_supply", stock.weeksOfSupply},
         {"excess_units", stock.units},
         {"excess_value", stock.value},
         {"annual_holding_if_kept", stock.yearlyHolding},
         {"holding_until_sold", stock.holdingUntilSold}});
}

Answer leakage(const CaseInputs& in)
{
    const MarginLeakage leak = marginLeakage(
        in.number("units"), in.number("price"), in.number("reference_price"), in.number("elasticity"),
        in.number("unit_cost"));
    return answer(
        {{"profit_now", leak.profitNow},
         {"units_at_reference", leak.unitsAtReference},
         {"profit_at_reference", leak.profitAtReference},
         {"leakage", leak.leakage}});
}

Answer abandonment(const CaseInputs& in)
{
    const auto gap = abandonmentGap(
        in.number("carts"), in.number("orders"), in.number("benchmark"), in.number("aov"),
        in.number("gross_margin"));
    if (!gap)
        return {};
    return answer(
        {{"abandonment_rate", gap->rate},
         {"ci95", interval(gap->interval)},
         {"gap_points", gap->gapPoints},
         {"extra_orders_if_closed", gap->orders},
         {"extra_revenue", gap->revenue},
         {"extra_margin", gap->margin},
         {"significant", gap->significant}});
}

Answer acquisition(const CaseInputs& in)
{
    const AcquisitionCost cost = acquisitionCost(
        in.number("spend_before"), in.number("new_customers_before"), in.number("spend_after"),
        in.number("new_customers_after"), in.number("ltv_margin"));
    return answer(
        {{"cac_before", cost.before},
         {"cac_after", cost.after},
         {"change", cost.change},
         {"extra_cost", cost.extraCost},
         {"marginal_cac", cost.marginal},
         {"ltv_cac_after", cost.valueToCost}});
}

Answer recovery(const CaseInputs& in)
{
    const auto lift = recoveryLift(
        in.number("treated"), in.number("treated_orders"), in.number("holdout"), in.number("holdout_orders"),
        in.number("aov"), in.number("gross_margin"), in.number("cost_per_treated"));
    if (!lift)
        return {};
    return answer(
        {{"lift_points", lift->points},
         {"ci95", interval(lift->interval)},
         {"incremental_orders", lift->orders},
         {"gross_recovered_orders", in.number("treated_orders")},
         {"incremental_share", lift->share},
         {"net_margin", lift->netMargin},
         {"z", lift->z}});
}

Answer valueAdded(const CaseInputs& in)
{
    const std::vector<double> added = forecastValueAdded(in.numbers("naive_wape"), in.numbers("model_wape"));
    double sum = 0.0;
    for (double step : added)
        sum += step;
    return answer(
        {{"fva_points", added},
         {"mean", added.empty() ? QJsonValue(QJsonValue::Null) : QJsonValue(sum / double(added.size()))}});
}

Answer lostSales(const CaseInputs& in)
{
    const LostSales lost = lostSalesFromStockouts(
        in.numbers("daily_units"), in.numbers("share_of_day_in_stock"), in.number("price"),
        in.number("gross_margin"), in.number("recapture"));
    return answer(
        {{"rate_in_stock", lost.ratePerDay},
         {"se", lost.standardError},
         {"out_of_stock_days", lost.daysOut},
         {"lost_units_gross", lost.unitsGross},
         {"lost_units_net", lost.unitsNet},
         {"lost_revenue", lost.revenue},
         {"lost_margin", lost.margin},
         {"lost_revenue_ci95", interval(lost.revenueInterval)}});
}

} // namespace

void addEconomicsFunctions(DomainFunctions& functions)
{
    functions.insert({
        {QStringLiteral("conversion_gain"), conversion},
        {QStringLiteral("stockout_reduction"), stockout},
        {QStringLiteral("repeat_rate_gain"), repeat},
        {QStringLiteral("excess_stock_cost"), excess},
        {QStringLiteral("margin_leakage"), leakage},
        {QStringLiteral("cart_abandonment_gap"), abandonment},
        {QStringLiteral("cac_change"), acquisition},
        {QStringLiteral("recovery_incrementality"), recovery},
        {QStringLiteral("forecast_value_added"), valueAdded},
        {QStringLiteral("lost_sales_from_stockout"), lostSales},
    });
}
