#include "engine/inventory/reorder.h"

#include <algorithm>
#include <cmath>

namespace merch
{

namespace
{

constexpr double kMostUnits = 1e12; ///< beyond it a forecast is absurd and integers would overflow

std::int64_t wholeUp(double units)
{
    return static_cast<std::int64_t>(std::ceil(std::clamp(units, 0.0, kMostUnits) - 1e-6));
}

bool isSane(const Forecast& forecast)
{
    return std::all_of(forecast.mean.begin(), forecast.mean.end(), [](double units) {
        return std::isfinite(units) && units >= 0.0;
    });
}

/// The policy of one line, ready to say what any order would earn.
class Policy
{
public:
    Policy(const Forecast& forecast, const ReorderInputs& inputs)
        : m_in(inputs)
        , m_review(std::max(1, inputs.reviewDays))
        , m_position(inputs.onHand + inputs.onOrder)
        , m_demand(forecast, inputs.leadTime, m_review)
        , m_underage(inputs.money.underage())
        , m_overage(inputs.money.overage(m_review))
    {
        for (const LeadTime::Point& point : inputs.leadTime.points)
            m_leadMean += point.chance * demandOverDays(forecast, point.days).expected();
        m_reviewMean = std::max(0.0, m_demand.mean() - m_leadMean);
        const double least = std::clamp(inputs.leastService, 0.01, 0.9999),
                     most = std::clamp(inputs.mostService, least, 0.9999);
        const double ratio = m_underage + m_overage > 0.0 ? m_underage / (m_underage + m_overage) : 0.0;
        m_service = inputs.service && std::isfinite(*inputs.service)
                        ? std::clamp(*inputs.service, 0.01, 0.9999)
                        : std::clamp(std::isfinite(ratio) ? ratio : 0.0, least, most);
        if (!hasDemand() || !hasMargin())
            return;
        m_target = wholeUp(m_demand.quantile(m_service));
        m_upTo = m_target + static_cast<std::int64_t>(std::llround(cycleStock()));
        m_point = inputs.service ? m_target : payingPoint();
        if (m_point < 0)
            m_point = m_upTo = 0;
    }

    bool hasDemand() const { return std::isfinite(m_demand.mean()) && m_demand.mean() > 1e-9; }
    bool hasMargin() const
    {
        return std::isfinite(m_underage) && std::isfinite(m_overage) && m_underage > 0.0;
    }
    std::int64_t position() const { return m_position; }
    std::int64_t point() const { return m_point; }
    std::int64_t upTo() const { return m_upTo; }
    bool everPays() const { return m_upTo > 0; }
    double service() const { return m_service; }
    double leadMean() const { return m_leadMean; }
    const LeadTimeDemand& demand() const { return m_demand; }

    /// Of `units` ordered now.
    double margin(std::int64_t units) const { return marginAt(m_position, units); }

private:
    double marginAt(std::int64_t position, std::int64_t units) const
    {
        if (!hasDemand() || !hasMargin() || units <= 0)
            return 0.0;
        const double start = static_cast<double>(position), target = static_cast<double>(m_target);
        const double end = static_cast<double>(position + units);
        const bool cycles = m_in.orderCost > 0.0;
        const double served = cycles ? std::clamp(target, start, end) : end;
        const double sold = m_demand.shortage(start) - m_demand.shortage(served);
        double earned = m_underage * sold - m_overage * (served - start - sold);
        if (end > served) {
            // Units above the service level are there to order less often: d/dq of K/q and of h q / 2, a
            // cycle.
            const double from = std::max(1.0, m_reviewMean + served - target), to = from + end - served;
            const double daily = std::max(1e-12, m_reviewMean / m_review);
            earned += m_in.orderCost * std::log(to / from) -
                      m_in.money.overage(1) * (to * to - from * from) / (4.0 * daily);
        }
        return std::isfinite(earned) ? earned : 0.0;
    }

    /// The highest position at which an order pays: with a MOQ or large packs it lies below the service
    /// level, as waiting for one more sale costs less than holding what nobody needs yet. -1 = at none.
    std::int64_t payingPoint() const
    {
        OrderRules rules = m_in.rules;
        rules.capacity.reset();
        const std::int64_t least = roundOrder(1, rules, 0).quantity;
        if (least <= 1)
            return m_target;
        const std::int64_t step = std::max<std::int64_t>(1, least / 32);
        for (std::int64_t position = m_target; position >= 0; position -= step) {
            const std::int64_t need = m_upTo - position;
            if (need > 0 && marginAt(position, roundOrder(need, rules, position).quantity) > 0.0)
                return position;
        }
        return -1;
    }

    double cycleStock() const
    {
        const double daily = m_reviewMean / m_review, holding = m_in.money.overage(1);
        if (m_in.orderCost <= 0.0 || daily <= 0.0 || holding <= 0.0)
            return 0.0;
        // Not more than a year's demand, however dear an order is.
        const double lot = std::min(std::sqrt(2.0 * m_in.orderCost * daily / holding), 365.0 * daily);
        return std::max(0.0, lot - m_reviewMean);
    }

    const ReorderInputs& m_in;
    int m_review;
    std::int64_t m_position;
    LeadTimeDemand m_demand;
    double m_underage, m_overage;
    double m_leadMean = 0.0, m_reviewMean = 0.0, m_service = 0.0;
    std::int64_t m_target = 0, m_point = 0, m_upTo = 0; ///< service quantile; s; S
};

std::vector<OrderCase> casesOf(const Policy& policy, const ReorderInputs& inputs, std::int64_t quantity)
{
    const std::int64_t pack = inputs.rules.pack;
    const std::int64_t least = std::max(pack, (inputs.rules.moq + pack - 1) / pack * pack);
    const std::int64_t first = std::min(quantity, least);
    const std::int64_t packs = (quantity - first) / pack;
    const std::int64_t step = pack * std::max<std::int64_t>(1, (packs + kMostCases - 2) / (kMostCases - 1));
    std::vector<OrderCase> cases;
    double before = 0.0;
    for (std::int64_t done = 0; done < quantity;) {
        const std::int64_t units = std::min(done == 0 ? first : step, quantity - done);
        done += units;
        const double now = policy.margin(done);
        cases.push_back({units, static_cast<double>(units) * inputs.money.cost, now - before});
        before = now;
    }
    while (cases.size() > 1 && cases.back().margin <= 0.0) {
        const OrderCase last = cases.back();
        cases.pop_back();
        cases.back().units += last.units;
        cases.back().cost += last.cost;
        cases.back().margin += last.margin;
    }
    return cases;
}

} // namespace

double ReorderLine::marginSaved() const
{
    double sum = 0.0;
    for (const OrderCase& one : cases)
        sum += one.margin;
    return sum;
}

ReorderLine planReorder(const Forecast& forecast, const ReorderInputs& inputs)
{
    ReorderLine line;
    const std::int64_t position = inputs.onHand + inputs.onOrder;
    if (forecast.mean.empty() || !isSane(forecast)) {
        line.need = std::max<std::int64_t>(0, -position);
        line.decision = ReorderDecision::NoDemand;
        return line;
    }
    const Policy policy(forecast, inputs);
    const double stock = static_cast<double>(position);
    line.demandMean = policy.demand().mean();
    line.demandSd = std::sqrt(policy.demand().variance());
    line.service = policy.service();
    line.orderPoint = policy.point();
    line.orderUpTo = policy.upTo();
    line.need = std::max<std::int64_t>(0, line.orderUpTo - position);
    line.chanceOutWithout = line.chanceOutWith = policy.hasDemand() ? 1.0 - policy.demand().cdf(stock) : 0.0;
    if (!policy.hasDemand()) {
        line.decision = ReorderDecision::NoDemand;
        return line;
    }
    if (!policy.hasMargin()) {
        line.decision = ReorderDecision::NoMargin;
        return line;
    }
    if (policy.everPays())
        line.safetyStock = static_cast<double>(line.orderPoint) - policy.leadMean();
    if (position > line.orderPoint || line.need == 0) {
        if (!policy.everPays())
            line.decision = ReorderDecision::LosesMoney;
        return line;
    }
    const RoundedOrder rounded = roundOrder(line.need, inputs.rules, position);
    line.rounding = rounded.reason;
    if (rounded.quantity == 0) {
        line.decision = ReorderDecision::DoesNotFit;
        return line;
    }
    line.cases = casesOf(policy, inputs, rounded.quantity);
    // A service level that was set is wanted whatever it costs; else an order must earn something.
    if (!inputs.service && line.marginSaved() <= 0.0) {
        line.cases.clear();
        line.decision = ReorderDecision::LosesMoney;
        return line;
    }
    line.quantity = rounded.quantity;
    line.decision = ReorderDecision::Order;
    line.chanceOutWith = 1.0 - policy.demand().cdf(stock + static_cast<double>(line.quantity));
    return line;
}

double marginOfOrder(const Forecast& forecast, const ReorderInputs& inputs, std::int64_t units)
{
    if (units <= 0 || forecast.mean.empty() || !isSane(forecast))
        return 0.0;
    return Policy(forecast, inputs).margin(units);
}

Forecast inThousandths(const Forecast& forecast)
{
    Forecast scaled = forecast;
    for (double& units : scaled.mean)
        units *= 1000.0;
    scaled.errors.scaleBase *= 1000.0;
    scaled.errors.countVariance *= 1000.0;
    for (float& units : scaled.errors.most)
        units *= 1000.0F;
    return scaled;
}

StockProjection projectStock(
    const Forecast& forecast, const ReorderInputs& inputs, std::int64_t orderUnits,
    const std::vector<std::pair<int, std::int64_t>>& openOrders)
{
    constexpr int kMostDays = 400;
    StockProjection projection;
    const int lead = static_cast<int>(std::lround(inputs.leadTime.mean()));
    const int horizon = std::min(kMostDays, std::max(14, lead + std::max(1, inputs.reviewDays)));
    projection.arrivalDay = lead;

    std::vector<double> arriving(static_cast<std::size_t>(horizon), 0.0);
    std::int64_t known = 0;
    for (const auto& [step, units] : openOrders) {
        known += units;
        if (step < horizon)
            arriving[static_cast<std::size_t>(std::max(0, step))] += static_cast<double>(units);
    }
    if (inputs.onOrder > known)
        arriving[static_cast<std::size_t>(std::min(horizon - 1, lead / 2))] +=
            static_cast<double>(inputs.onOrder - known);

    // Demand of the first days at 10 %, mean and 90 %; a path of stock is walked for each.
    const auto days = static_cast<std::size_t>(horizon);
    std::vector<SumDistribution> demand;
    demand.reserve(days);
    const bool sells = !forecast.mean.empty() && isSane(forecast);
    for (int day = 1; day <= horizon; ++day)
        demand.push_back(demandOverDays(sells ? forecast : Forecast{}, day));
    const auto walk = [&](bool ordered, const auto& soldBy, std::vector<double>& path) {
        double stock = static_cast<double>(inputs.onHand), before = 0.0;
        for (std::size_t day = 0; day < days; ++day) {
            const double sold = std::max(before, soldBy(demand[day]));
            stock += arriving[day] +
                     (ordered && static_cast<int>(day) == lead ? static_cast<double>(orderUnits) : 0.0);
            // Backorders are owed, but what meets an empty shelf is lost.
            stock = std::max(std::min(stock, 0.0), stock - (sold - before));
            path.push_back(std::max(0.0, stock));
            before = sold;
        }
    };
    for (const bool ordered : {false, true}) {
        StockProjection::Path& path = ordered ? projection.with : projection.without;
        walk(
            ordered, [](const SumDistribution& d) { return d.quantile(0.9); }, path.low);
        walk(
            ordered, [](const SumDistribution& d) { return d.expected(); }, path.mean);
        walk(
            ordered, [](const SumDistribution& d) { return d.quantile(0.1); }, path.high);
        double arrived = static_cast<double>(inputs.onHand), chance = 0.0;
        for (std::size_t day = 0; day < days; ++day) {
            arrived += arriving[day];
            const double here = ordered ? inputs.leadTime.cdf(static_cast<int>(day)) : 0.0;
            const auto out = [&](double stock) { return stock < 0.0 ? 1.0 : 1.0 - demand[day].cdf(stock); };
            double now = (1.0 - here) * out(arrived);
            if (here > 0.0)
                now += here * out(arrived + static_cast<double>(orderUnits));
            path.chanceEmpty.push_back(std::clamp(now, 0.0, 1.0));
            chance = std::clamp(std::max(chance, now), 0.0, 1.0);
            path.chanceOut.push_back(chance);
        }
    }
    return projection;
}

} // namespace merch
