#include "models/demo/faults.h"

#include <algorithm>

namespace merch::demo
{

FaultPlan::FaultPlan(
    const Retailer& retailer, const Assortment& assortment, const std::vector<Trace>& traces, Day first,
    Day last, int nearDuplicates, std::uint64_t seed)
    : m_nearDuplicates(nearDuplicates)
{
    Random random = stream(seed, Purpose::Fault);
    const auto products = static_cast<std::uint32_t>(assortment.products.size());
    const int some = std::clamp(static_cast<int>(products) / 100, 2, 40);
    m_mutedSupplier = static_cast<int>(assortment.suppliers.size()) - 1;

    // What an order cannot be planned without is missing only where nothing is ordered any more.
    std::vector<int> living, gone;
    for (std::uint32_t p = 0; p < products; ++p)
        (assortment.products[p].end <= last ? gone : living).push_back(static_cast<int>(p));
    const auto strike = [&](std::vector<int>& among, const char* rule) {
        for (int k = 0; k < some && !among.empty(); ++k) {
            const std::size_t i = random.below(static_cast<std::uint32_t>(among.size()));
            m_product[{among[i], rule}] = true;
            among.erase(among.begin() + static_cast<std::ptrdiff_t>(i));
        }
    };
    strike(gone, "missing_cost");
    strike(gone, "missing_pack");
    strike(living, "missing_category");
    strike(living, "cost_above_price");

    std::vector<std::size_t> daily; // traces of shops, by day
    std::int64_t webUnits = 0;
    for (std::size_t t = 0; t < traces.size(); ++t) {
        if (retailer.locations[static_cast<std::size_t>(traces[t].location)].isWeb()) {
            for (const std::uint16_t units : traces[t].sold)
                webUnits += units;
        } else if (traces[t].sold.size() > 60) {
            daily.push_back(t);
        }
    }
    m_duplicateEvery = static_cast<int>(std::max<std::int64_t>(7, webUnits / (2 * some)));

    const int days = last - first + 1;
    const Day gapDay = startOfWeek(last - std::min(200, days / 2)) + 1;
    for (std::size_t l = 0; l < retailer.locations.size() && days > 60; ++l)
        if (retailer.locations[l].type == "store")
            m_gap = {static_cast<int>(l), gapDay, gapDay + 2};

    const auto plant = [&](Twist twist, int count, auto&& fits) {
        for (int tries = 0; count > 0 && tries < 20000 && !daily.empty(); ++tries) {
            const std::size_t t = daily[random.below(static_cast<std::uint32_t>(daily.size()))];
            const Trace& trace = traces[t];
            const auto i = 8 + random.below(static_cast<std::uint32_t>(trace.sold.size() - 16));
            const Day day = trace.first + static_cast<Day>(i);
            if (inGap(trace.location, day) || !fits(trace, i))
                continue;
            if (m_twists.count({t, day}) > 0 || m_twists.count({t, day + 1}) > 0 ||
                m_twists.count({t, day - 1}) > 0)
                continue;
            m_twists[{t, day}] = twist;
            --count;
        }
    };
    // A wrong quantity in the last months would be most of what a forecast learns from.
    const auto soldLongAgo = [&](const Trace& trace, std::size_t i) {
        return trace.sold[i] > 0 && trace.sold[i] < 40 && trace.first + static_cast<Day>(i) < last - days / 6;
    };
    plant(Twist::Quantity, some, soldLongAgo);
    plant(Twist::Price, some, soldLongAgo);
    plant(
        Twist::UnknownProduct, 3 * some, [](const Trace& trace, std::size_t i) { return trace.sold[i] > 0; });
    plant(Twist::NoSuchDate, some, [](const Trace& trace, std::size_t i) { return trace.sold[i] > 0; });
    plant(Twist::NegativeStock, some, [](const Trace& trace, std::size_t i) { return trace.onHand[i] == 0; });
    plant(Twist::NoStock, some, [&](const Trace& trace, std::size_t i) {
        const Day next = trace.first + static_cast<Day>(i) + 1;
        const bool receipt =
            std::any_of(trace.orders.begin(), trace.orders.end(), [next](const PurchaseOrder& order) {
                return order.received == next;
            });
        return trace.onHand[i] > 3 && trace.sold[i + 1] > 0 && !receipt && !inGap(trace.location, next);
    });
}

int FaultPlan::nearDuplicatesOf(int products)
{
    return std::clamp(products / 130, 1, 20);
}

bool FaultPlan::lacks(int product, const std::string& rule) const
{
    return m_product.count({product, rule}) > 0;
}

FaultPlan::Twist FaultPlan::twist(std::size_t trace, Day day) const
{
    const auto found = m_twists.find({trace, day});
    return found == m_twists.end() ? Twist::None : found->second;
}

bool FaultPlan::inGap(int location, Day day) const
{
    return location == m_gap.location && day >= m_gap.from && day <= m_gap.to;
}

} // namespace merch::demo
