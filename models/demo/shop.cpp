#include "models/demo/shop.h"

#include "engine/core/parallel.h"

#include <algorithm>
#include <cmath>

namespace merch::demo
{

namespace
{

/// Negative binomial of the given mean and variance mean + dispersion x mean^2, by inversion where that is
/// quick.
int drawUnits(Random& random, double mean, double dispersion)
{
    if (mean <= 0.0)
        return 0;
    if (mean > 25.0)
        return static_cast<int>(random.negativeBinomial(mean, mean + dispersion * mean * mean));
    const double size = 1.0 / dispersion;
    const double miss = mean / (mean + size);
    double p = std::exp(size * std::log1p(-miss));
    double u = random.uniform() - p;
    int k = 0;
    while (u >= 0.0 && k < 10000) {
        p *= (k + size) / (k + 1.0) * miss;
        u -= p;
        ++k;
    }
    return k;
}

/// Trade customers come rarely and take boxes.
int drawBulk(Random& random, double mean, int box)
{
    const double size = std::max(3, box);
    const auto buyers = random.poisson(mean / size);
    int units = 0;
    for (std::int64_t b = 0; b < buyers; ++b)
        units += 1 + static_cast<int>(random.poisson(size - 1.0));
    return units;
}

int rounded(int need, const Product& product)
{
    if (need <= 0)
        return 0;
    const int least = std::max(need, product.moq);
    return (least + product.pack - 1) / product.pack * product.pack;
}

class Shelf
{
public:
    Shelf(
        const Product& product, const Supplier& supplier, std::uint64_t seed, std::uint64_t supplierId,
        std::uint64_t location)
        : m_product(product)
        , m_supplier(supplier)
        , m_seed(seed)
        , m_supplierId(supplierId)
        , m_location(location)
    {
    }

    void setPolicy(double perDay, Day day, Trace& trace)
    {
        const double cover = m_supplier.lead + m_supplier.review;
        // Rounded to the nearest: a slow line ends up with nothing spare, as in many shops.
        m_least = std::max(1, static_cast<int>(std::lround(perDay * cover * 1.12)));
        m_most = m_least + std::max({m_product.pack, 1, static_cast<int>(std::lround(perDay * 28.0))});
        trace.policies.push_back({day, m_least, m_most});
    }
    int most() const { return m_most; }

    void receive(Day day)
    {
        for (PurchaseOrder& order : m_open) {
            if (order.received == day) {
                onHand += order.units;
                m_onOrder -= order.units;
            }
        }
        std::erase_if(m_open, [day](const PurchaseOrder& order) { return order.received == day; });
    }

    void review(Day day, Trace& trace)
    {
        const int rhythm =
            static_cast<int>((m_supplierId + m_location) % static_cast<std::uint64_t>(m_supplier.review));
        if (day % m_supplier.review != rhythm || onHand + m_onOrder > m_least)
            return;
        // All lines that a place orders from a supplier on a day travel together.
        Random random =
            stream(m_seed, Purpose::Lead, m_supplierId * 64 + m_location, static_cast<std::uint64_t>(day));
        const double spread = std::max(0.3, m_supplier.leadSd);
        const double shape = m_supplier.lead * m_supplier.lead / (spread * spread);
        const double lead = random.gamma(shape, m_supplier.lead / shape);
        PurchaseOrder order;
        order.ordered = day;
        order.expected = day + static_cast<Day>(m_supplier.lead);
        order.received = day + std::max(1, static_cast<Day>(std::lround(lead)));
        order.units = rounded(m_most - onHand - m_onOrder, m_product);
        m_onOrder += order.units;
        m_open.push_back(order);
        trace.orders.push_back(order);
    }

    int onHand = 0;

private:
    const Product& m_product;
    const Supplier& m_supplier;
    std::uint64_t m_seed, m_supplierId, m_location;
    int m_least = 1, m_most = 1, m_onOrder = 0;
    std::vector<PurchaseOrder> m_open;
};

void runTrace(
    Trace& trace, double share, const Retailer& retailer, const Assortment& assortment, const Market& market,
    const std::vector<double>& factors, std::uint64_t seed)
{
    const Product& product = assortment.products[static_cast<std::size_t>(trace.product)];
    const Supplier& supplier = assortment.suppliers[static_cast<std::size_t>(product.supplier)];
    const bool trade = retailer.locations[static_cast<std::size_t>(trace.location)].type == "warehouse";
    const Day first = std::max(market.first(), product.launch);
    const Day last = std::min(market.last(), product.end - 1);
    trace.first = first;
    if (last < first)
        return;
    const auto days = static_cast<std::size_t>(last - first + 1);
    trace.demand.resize(days);
    trace.sold.resize(days);
    trace.onHand.resize(days);

    const auto id =
        static_cast<std::uint64_t>(trace.product) * 64 + static_cast<std::uint64_t>(trace.location);
    Random demandStream = stream(seed, Purpose::Demand, id);
    Random practice = stream(seed, Purpose::Practice, id);
    const double perDay = product.weekly / 7.0 * share;
    Shelf shelf(
        product, supplier, seed, static_cast<std::uint64_t>(product.supplier),
        static_cast<std::uint64_t>(trace.location));
    // The first guess of a new line, or the practice that has been running, is off by a third or so.
    const double guess = perDay * std::exp(0.3 * practice.normal());
    shelf.setPolicy(guess * market.placeFactor(product.category, trace.location, first), first, trace);
    shelf.onHand = rounded(shelf.most(), product);
    const Day lastOrder =
        product.end == INT_MAX ? INT_MAX : product.end - 30 - static_cast<Day>(supplier.lead);

    int recent = 0;
    for (Day day = first; day <= last; ++day) {
        const std::size_t i = trace.at(day);
        shelf.receive(day);
        if (i >= 56)
            recent -= trace.sold[i - 56];
        if (i >= 56 && i % 28 == 0)
            shelf.setPolicy(recent / 56.0, day, trace);
        const double mean = perDay * factors[static_cast<std::size_t>(day - market.first())] *
                            market.placeFactor(product.category, trace.location, day);
        const int wanted = std::min(
            60000, trade ? drawBulk(demandStream, mean, product.pack)
                         : drawUnits(demandStream, mean, product.dispersion));
        const int sold = std::min(wanted, shelf.onHand);
        shelf.onHand -= sold;
        recent += sold;
        trace.demand[i] = static_cast<std::uint16_t>(wanted);
        trace.sold[i] = static_cast<std::uint16_t>(sold);
        trace.onHand[i] = static_cast<std::uint16_t>(std::min(shelf.onHand, 65535));
        if (day < lastOrder)
            shelf.review(day, trace);
    }
    for (PurchaseOrder& order : trace.orders)
        if (order.received > last)
            order.received = -1;
}

} // namespace

std::vector<Trace> runShop(
    const Retailer& retailer, const Assortment& assortment, const Market& market, std::uint64_t seed,
    int threads, const Progress& progress)
{
    std::vector<Trace> traces;
    std::vector<double> shares;
    std::vector<std::vector<std::size_t>> ofProduct(assortment.products.size());
    for (std::size_t l = 0; l < retailer.locations.size(); ++l) {
        for (std::size_t p = 0; p < assortment.products.size(); ++p) {
            for (const auto& [location, share] : assortment.products[p].carried) {
                if (location != static_cast<int>(l))
                    continue;
                ofProduct[p].push_back(traces.size());
                traces.push_back({static_cast<int>(p), location, 0, {}, {}, {}, {}, {}});
                shares.push_back(share);
            }
        }
    }
    const bool whole = parallelFor(assortment.products.size(), threads, progress, [&](std::size_t p) {
        std::vector<double> store, web;
        for (const std::size_t t : ofProduct[p]) {
            const bool isWeb = retailer.locations[static_cast<std::size_t>(traces[t].location)].isWeb();
            std::vector<double>& factors = isWeb ? web : store;
            if (factors.empty())
                factors = market.productFactors(static_cast<int>(p), isWeb);
            runTrace(traces[t], shares[t], retailer, assortment, market, factors, seed);
        }
    });
    return whole ? std::move(traces) : std::vector<Trace>{};
}

} // namespace merch::demo
