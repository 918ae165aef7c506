#include "engine/inventory/service_levels.h"

#include "engine/forecast/distributions.h"

#include <algorithm>
#include <cmath>

namespace merch
{

namespace
{

Error invalid(const char* what)
{
    return {ErrorCode::InvalidInput, what, {}, {}};
}

bool spanIsValid(double leadTime, double review)
{
    return std::isfinite(leadTime) && leadTime >= 0.0 && std::isfinite(review) && review > 0.0;
}

bool targetIsValid(double target)
{
    return target > 0.0 && target < 1.0;
}

double filled(double shortAtEnd, double shortAtStart, double demand)
{
    return demand > 0.0 ? std::clamp(1.0 - (shortAtEnd - shortAtStart) / demand, 0.0, 1.0) : 1.0;
}

} // namespace

Result<ReviewService>
reviewServiceCount(const CountDemand& perPeriod, double leadTime, double review, double orderUpTo)
{
    if (!spanIsValid(leadTime, review) || !std::isfinite(orderUpTo))
        return invalid("Lead time must be zero or more, review above zero and the level a number.");
    const CountDemand whole = perPeriod.over(leadTime + review);
    ReviewService service;
    service.cycleService = whole.cdf(orderUpTo);
    service.backorders = whole.loss(orderUpTo).shortage;
    service.fillRate = filled(
        service.backorders, perPeriod.over(leadTime).loss(orderUpTo).shortage, perPeriod.mean() * review);
    return service;
}

Result<ReviewService>
reviewServiceNormal(double mean, double sd, double leadTime, double review, double orderUpTo)
{
    if (!spanIsValid(leadTime, review) || !std::isfinite(orderUpTo) || !std::isfinite(mean) || !(sd >= 0.0) ||
        !std::isfinite(sd))
        return invalid("Lead time and spread must be zero or more, review above zero, the rest numbers.");
    const double span = leadTime + review;
    const double over = sd * std::sqrt(span);
    ReviewService service;
    service.cycleService = over > 0.0 ? 0.5 * std::erfc(-(orderUpTo - mean * span) / over / std::sqrt(2.0))
                           : orderUpTo >= mean * span ? 1.0
                                                      : 0.0;
    service.backorders = normalLoss(orderUpTo, mean * span, over).shortage;
    service.fillRate = filled(
        service.backorders, normalLoss(orderUpTo, mean * leadTime, sd * std::sqrt(leadTime)).shortage,
        mean * review);
    return service;
}

Result<TargetLevel>
levelForCycleService(double mean, double sd, double leadTime, double review, double target)
{
    if (!spanIsValid(leadTime, review) || !targetIsValid(target) || !std::isfinite(mean) || !(sd >= 0.0))
        return invalid("The service target must lie between 0 and 1, and spans and spread be valid.");
    const double span = leadTime + review;
    const double safety = normalQuantile(target) * sd * std::sqrt(span);
    return TargetLevel{mean * span + safety, safety};
}

Result<TargetLevel> levelForFillRate(double mean, double sd, double leadTime, double review, double target)
{
    if (!spanIsValid(leadTime, review) || !targetIsValid(target) || !(mean > 0.0) || !std::isfinite(mean) ||
        !(sd >= 0.0) || !std::isfinite(sd))
        return invalid("The fill rate must lie between 0 and 1, demand be above zero and spans valid.");
    const double span = leadTime + review;
    const double unmet = (1.0 - target) * mean * review;
    const auto excess = [&](double level) {
        return normalLoss(level, mean * span, sd * std::sqrt(span)).shortage -
               normalLoss(level, mean * leadTime, sd * std::sqrt(leadTime)).shortage - unmet;
    };
    double low = mean * leadTime, high = mean * span;
    const double step = std::max(sd * std::sqrt(span), mean * review);
    while (excess(low) < 0.0)
        low -= step;
    while (excess(high) > 0.0)
        high += step;
    for (int i = 0; i < 200 && low < high; ++i) {
        const double middle = low + (high - low) / 2.0;
        if (middle <= low || middle >= high)
            break;
        (excess(middle) > 0.0 ? low : high) = middle;
    }
    return TargetLevel{high, high - mean * span};
}

Result<double> safetyFactorForFillRate(double orderQuantity, double sdLeadTimeDemand, double fillRate)
{
    if (!(orderQuantity > 0.0) || !(sdLeadTimeDemand > 0.0) || !targetIsValid(fillRate) ||
        !std::isfinite(orderQuantity) || !std::isfinite(sdLeadTimeDemand))
        return invalid("Quantity and spread must be above zero and the fill rate between 0 and 1.");
    return standardNormalLossInverse(orderQuantity * (1.0 - fillRate) / sdLeadTimeDemand);
}

Moments leadTimeDemandMoments(double demandMean, double demandSd, double leadTimeMean, double leadTimeSd)
{
    return {
        demandMean * leadTimeMean,
        std::sqrt(leadTimeMean * demandSd * demandSd + demandMean * demandMean * leadTimeSd * leadTimeSd)};
}

Result<LostSalesService> baseStockLostSales(std::int64_t baseStock, double mean)
{
    if (baseStock < 0 || !(mean >= 0.0) || !std::isfinite(mean))
        return invalid("Base stock and demand must be zero or more.");
    // The recursion keeps its precision where the Poisson chances would underflow.
    double blocked = 1.0;
    for (std::int64_t n = 1; n <= baseStock && blocked > 0.0; ++n)
        blocked = mean * blocked / (static_cast<double>(n) + mean * blocked);
    return LostSalesService{blocked, 1.0 - blocked, static_cast<double>(baseStock) - mean * (1.0 - blocked)};
}

} // namespace merch
