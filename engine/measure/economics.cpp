#include "engine/measure/economics.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <functional>
#include <limits>

namespace merch
{

namespace
{

constexpr double kScore95 = 1.959963984540054;
constexpr double kWeeksPerYear = 52.0;

std::optional<double> ratio(double above, double below)
{
    if (below == 0.0)
        return std::nullopt;
    return above / below;
}

/// Mean margin of a customer with `repeats` possible further orders: geometric series, also at rate 1.
double repeatValue(double rate, int repeats)
{
    double sum = 0.0, chance = 1.0;
    for (int k = 0; k <= repeats; ++k, chance *= rate)
        sum += chance;
    return sum;
}

} // namespace

LostSales lostSalesFromStockouts(
    std::span<const double> dailyUnits, std::span<const double> shareInStock, double price,
    double grossMargin, double recapture)
{
    assert(dailyUnits.size() == shareInStock.size());
    LostSales lost;
    double sum = 0.0;
    int full = 0;
    for (std::size_t day = 0; day < dailyUnits.size(); ++day) {
        const double share = std::clamp(shareInStock[day], 0.0, 1.0);
        lost.daysOut += 1.0 - share;
        if (share == 1.0) {
            sum += dailyUnits[day];
            ++full;
        }
    }
    if (full == 0)
        return lost;
    const double rate = sum / full;
    lost.ratePerDay = rate;
    lost.unitsGross = rate * lost.daysOut;
    lost.unitsNet = lost.unitsGross * (1.0 - recapture);
    lost.revenue = lost.unitsNet * price;
    lost.margin = lost.revenue * grossMargin;
    if (full < 2)
        return lost;
    double squares = 0.0;
    for (std::size_t day = 0; day < dailyUnits.size(); ++day) {
        if (shareInStock[day] >= 1.0)
            squares += (dailyUnits[day] - rate) * (dailyUnits[day] - rate);
    }
    lost.standardError = std::sqrt(squares / (full - 1) / full);
    const double reach = kScore95 * *lost.standardError * lost.daysOut * (1.0 - recapture) * price;
    lost.revenueInterval = Interval{lost.revenue - reach, lost.revenue + reach};
    return lost;
}

ExcessStock
excessStock(double onHand, double weeklyDemand, double targetWeeks, double unitCost, double holdingRate)
{
    constexpr double kNever = std::numeric_limits<double>::infinity();
    const double stock = std::max(0.0, onHand);
    const double demand = std::max(0.0, weeklyDemand);
    ExcessStock excess;
    if (stock > 0.0)
        excess.weeksOfSupply = demand > 0.0 ? stock / demand : kNever;
    excess.units = std::max(0.0, stock - demand * targetWeeks);
    excess.value = excess.units * unitCost;
    excess.yearlyHolding = excess.value * holdingRate;
    if (excess.yearlyHolding == 0.0)
        return excess;
    if (demand == 0.0) {
        excess.holdingUntilSold = kNever;
        return excess;
    }
    // Sum of units - k * demand over the weeks that start with stock; slack against 308 / 14
    // = 22.000000000000004.
    const double weeks = std::max(1.0, std::ceil(excess.units / demand - 1e-9));
    const double unitWeeks = weeks * excess.units - demand * weeks * (weeks - 1.0) / 2.0;
    excess.holdingUntilSold = unitWeeks * unitCost * holdingRate / kWeeksPerYear;
    return excess;
}

std::optional<StockoutReduction> stockoutReduction(
    double revenue, double stockoutRate, double relativeReduction, double recapture, double grossMargin)
{
    const double kept = 1.0 - stockoutRate * (1.0 - recapture);
    if (!(kept > 0.0))
        return std::nullopt;
    StockoutReduction reduction;
    reduction.potentialRevenue = revenue / kept;
    reduction.lostRevenue = reduction.potentialRevenue - revenue;
    reduction.recoveredRevenue = reduction.lostRevenue * relativeReduction;
    reduction.recoveredMargin = reduction.recoveredRevenue * grossMargin;
    return reduction;
}

ConversionGain conversionGain(
    double sessions, double conversionRate, double relativeGain, double orderValue, double grossMargin)
{
    ConversionGain gain;
    gain.orders = sessions * conversionRate * relativeGain;
    gain.revenue = gain.orders * orderValue;
    gain.margin = gain.revenue * grossMargin;
    gain.revenueIfPoints = sessions * relativeGain * orderValue;
    return gain;
}

RepeatRateGain repeatRateGain(
    double newCustomers, double repeatRate, double points, double orderValue, double grossMargin,
    int maxRepeats)
{
    RepeatRateGain gain;
    const double margin = orderValue * grossMargin;
    gain.valueBefore = margin * repeatValue(repeatRate, maxRepeats);
    gain.valueAfter = margin * repeatValue(std::min(1.0, repeatRate + points), maxRepeats);
    gain.gainPerCustomer = gain.valueAfter - gain.valueBefore;
    gain.gainTotal = gain.gainPerCustomer * newCustomers;
    return gain;
}

MarginLeakage
marginLeakage(double units, double price, double referencePrice, double elasticity, double unitCost)
{
    assert(price > 0.0 && referencePrice > 0.0);
    MarginLeakage leak;
    leak.profitNow = units * (price - unitCost);
    leak.unitsAtReference = units * std::pow(referencePrice / price, elasticity);
    leak.profitAtReference = leak.unitsAtReference * (referencePrice - unitCost);
    leak.leakage = leak.profitAtReference - leak.profitNow;
    return leak;
}

std::optional<AbandonmentGap>
abandonmentGap(double carts, double orders, double benchmark, double orderValue, double grossMargin)
{
    if (!(carts > 0.0))
        return std::nullopt;
    AbandonmentGap gap;
    gap.rate = 1.0 - orders / carts;
    const double reach = kScore95 * std::sqrt(std::max(0.0, gap.rate * (1.0 - gap.rate)) / carts);
    gap.interval = {gap.rate - reach, gap.rate + reach};
    gap.gapPoints = std::max(0.0, gap.rate - benchmark);
    gap.orders = gap.gapPoints * carts;
    gap.revenue = gap.orders * orderValue;
    gap.margin = gap.revenue * grossMargin;
    gap.significant = gap.interval.low > benchmark;
    return gap;
}

AcquisitionCost acquisitionCost(
    double spendBefore, double customersBefore, double spendAfter, double customersAfter,
    double lifetimeMargin)
{
    AcquisitionCost cost;
    cost.before = ratio(spendBefore, customersBefore);
    cost.after = ratio(spendAfter, customersAfter);
    if (cost.before && cost.after) {
        cost.change = *cost.after - *cost.before;
        cost.extraCost = *cost.change * customersAfter;
    }
    cost.marginal = ratio(spendAfter - spendBefore, customersAfter - customersBefore);
    if (cost.after)
        cost.valueToCost = ratio(lifetimeMargin, *cost.after);
    return cost;
}

std::optional<RecoveryLift> recoveryLift(
    double treated, double treatedOrders, double heldOut, double heldOutOrders, double orderValue,
    double grossMargin, double costPerTreated)
{
    if (!(treated > 0.0) || !(heldOut > 0.0))
        return std::nullopt;
    const double rate = treatedOrders / treated, base = heldOutOrders / heldOut;
    RecoveryLift lift;
    lift.points = rate - base;
    const double error = std::sqrt(rate * (1.0 - rate) / treated + base * (1.0 - base) / heldOut);
    lift.interval = {lift.points - kScore95 * error, lift.points + kScore95 * error};
    lift.orders = lift.points * treated;
    lift.share = ratio(lift.orders, treatedOrders);
    lift.netMargin = lift.orders * orderValue * grossMargin - costPerTreated * treated;
    lift.z = ratio(lift.points, error);
    return lift;
}

std::vector<double> forecastValueAdded(std::span<const double> naiveError, std::span<const double> modelError)
{
    assert(naiveError.size() == modelError.size());
    std::vector<double> added(naiveError.size());
    std::ranges::transform(naiveError, modelError, added.begin(), std::minus<>());
    return added;
}

} // namespace merch
