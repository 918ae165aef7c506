#pragma once

#include <optional>
#include <span>
#include <vector>

namespace merch
{

/// What a problem costs, in the currency of the prices given. Shares and rates are fractions (0.02 = 2 %); a
/// gain is relative unless it is called points. Intervals are at 95 %. Inputs must be finite; a ratio whose
/// denominator is zero has no value.

struct Interval {
    double low = 0.0;
    double high = 0.0;
};

/// Demand that met an empty shelf, from days on which it did not.
struct LostSales {
    std::optional<double> ratePerDay{};    ///< mean sales of full in-stock days; none without such a day
    std::optional<double> standardError{}; ///< of ratePerDay; none with fewer than two such days
    double daysOut = 0.0;                  ///< sum of the shares of days out of stock
    double unitsGross = 0.0;               ///< demand on those days
    double unitsNet = 0.0;                 ///< less what came back: another size, another day
    double revenue = 0.0;
    double margin = 0.0;
    std::optional<Interval> revenueInterval{}; ///< from the error of the rate alone (delta method)
};

/// `dailyUnits` sold and `shareInStock` of each day (0..1), of equal length; zero sales of a day in stock
/// count as zero. The rate comes from full days only, since a day that ran out shows less than its demand.
/// `grossMargin` is the share of price; `recapture` (0..1) the share of unserved demand that the shop keeps
/// by substitution or delay (31 % of shoppers buy elsewhere and 9 % never: Gruen, Corsten & Bharadwaj 2002).
LostSales lostSalesFromStockouts(
    std::span<const double> dailyUnits, std::span<const double> shareInStock, double price,
    double grossMargin, double recapture);

/// Stock beyond a target cover and what carrying it costs.
struct ExcessStock {
    double weeksOfSupply = 0.0; ///< infinity where nothing sells and stock is left
    double units = 0.0;         ///< on hand above demand * target
    double value = 0.0;         ///< at cost
    double yearlyHolding = 0.0; ///< if it were kept for a year: overstates what sells down
    double holdingUntilSold =
        0.0; ///< summed over weeks on the stock at their start; infinity where nothing sells
};
/// `weeklyDemand` and `onHand` >= 0 in units (negative stock counts as none); `holdingRate` a year (52
/// weeks).
ExcessStock
excessStock(double onHand, double weeklyDemand, double targetWeeks, double unitCost, double holdingRate);

/// Revenue seen excludes what stockouts lost: potential = revenue / (1 - rate * (1 - recapture)).
struct StockoutReduction {
    double potentialRevenue = 0.0;
    double lostRevenue = 0.0;
    double recoveredRevenue = 0.0; ///< lost * relative reduction
    double recoveredMargin = 0.0;
};
/// None where everything would be lost (rate * (1 - recapture) >= 1).
std::optional<StockoutReduction> stockoutReduction(
    double revenue, double stockoutRate, double relativeReduction, double recapture, double grossMargin);

/// More orders from the same sessions. `relativeGain` 0.02 takes 2.00 % to 2.04 %.
struct ConversionGain {
    double orders = 0.0;
    double revenue = 0.0;
    double margin = 0.0;
    double revenueIfPoints = 0.0; ///< had the gain been meant as percentage points
};
ConversionGain conversionGain(
    double sessions, double conversionRate, double relativeGain, double orderValue, double grossMargin);

/// Value of a new customer whose every order is followed by another with a constant chance, `maxRepeats` at
/// most.
struct RepeatRateGain {
    double valueBefore = 0.0; ///< margin over the customer's orders, the first included
    double valueAfter = 0.0;
    double gainPerCustomer = 0.0;
    double gainTotal = 0.0;
};
/// `points` are added to the rate as they are (0.05 = five percentage points); no rate passes 1.
RepeatRateGain repeatRateGain(
    double newCustomers, double repeatRate, double points, double orderValue, double grossMargin,
    int maxRepeats);

/// Profit given away by a price beside its reference, at constant elasticity (q ~ p^elasticity).
struct MarginLeakage {
    double profitNow = 0.0;
    double unitsAtReference = 0.0;
    double profitAtReference = 0.0;
    double leakage = 0.0; ///< negative where the present price earns more
};
/// Preconditions: prices > 0.
MarginLeakage
marginLeakage(double units, double price, double referencePrice, double elasticity, double unitCost);

/// Carts that ended without an order, against a benchmark. The interval is Wald's.
struct AbandonmentGap {
    double rate = 0.0;
    Interval interval;
    double gapPoints = 0.0; ///< above the benchmark, never negative
    double orders = 0.0;    ///< more, were the gap closed
    double revenue = 0.0;
    double margin = 0.0;
    bool significant = false; ///< the whole interval is above the benchmark
};
/// None without carts.
std::optional<AbandonmentGap>
abandonmentGap(double carts, double orders, double benchmark, double orderValue, double grossMargin);

/// Cost of winning a customer, before and after.
struct AcquisitionCost {
    std::optional<double> before{}, after{}, change{}; ///< spend per new customer
    std::optional<double> extraCost{};                 ///< change * customers after
    std::optional<double> marginal{};    ///< of the last customers; negative: spend up, customers down
    std::optional<double> valueToCost{}; ///< lifetime margin over cost after
};
AcquisitionCost acquisitionCost(
    double spendBefore, double customersBefore, double spendAfter, double customersAfter,
    double lifetimeMargin);

/// What a campaign caused, by the persons held out of it.
struct RecoveryLift {
    double points = 0.0;           ///< order rate of the treated less that of the held out
    Interval interval;             ///< unpooled variance
    double orders = 0.0;           ///< caused
    std::optional<double> share{}; ///< of the treated's orders
    double netMargin = 0.0;        ///< after the cost of treating
    std::optional<double> z{};     ///< of the points; none where nobody or everybody ordered
};
/// None without persons on either side.
std::optional<RecoveryLift> recoveryLift(
    double treated, double treatedOrders, double heldOut, double heldOutOrders, double orderValue,
    double grossMargin, double costPerTreated);

/// Error of the naive forecast less the model's, step by step: positive is better. Equal lengths.
std::vector<double>
forecastValueAdded(std::span<const double> naiveError, std::span<const double> modelError);

} // namespace merch
