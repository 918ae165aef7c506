#include "models/demo/web_shop.h"

#include <algorithm>
#include <cmath>

namespace merch::demo
{

namespace
{

constexpr double kMostRate = 6.0;

/// Goods that go into a basket together: kitchen with kitchen, gifts with wrap.
std::vector<std::vector<OrderLine>>
baskets(std::vector<OrderLine> lines, const Assortment& assortment, Random& random)
{
    for (std::size_t i = lines.size(); i > 1; --i)
        std::swap(lines[i - 1], lines[random.below(static_cast<std::uint32_t>(i))]);
    std::stable_sort(lines.begin(), lines.end(), [&](const OrderLine& a, const OrderLine& b) {
        return assortment.products[static_cast<std::size_t>(a.product)].category / 3 <
               assortment.products[static_cast<std::size_t>(b.product)].category / 3;
    });
    // A quarter of the lines lands in a basket of another kind.
    for (std::size_t i = 0; i < lines.size(); ++i)
        if (random.uniform() < 0.25)
            std::swap(lines[i], lines[random.below(static_cast<std::uint32_t>(lines.size()))]);
    std::vector<std::vector<OrderLine>> out;
    for (std::size_t i = 0; i < lines.size();) {
        const std::size_t size = 1 + static_cast<std::size_t>(random.poisson(1.1));
        std::vector<OrderLine>& basket = out.emplace_back();
        for (; i < lines.size() && basket.size() < size; ++i) {
            const auto same = std::find_if(basket.begin(), basket.end(), [&](const OrderLine& line) {
                return line.product == lines[i].product && line.pence == lines[i].pence;
            });
            if (same == basket.end())
                basket.push_back(lines[i]);
            else
                same->units += lines[i].units;
        }
    }
    return out;
}

class Clientele
{
public:
    Clientele(std::uint64_t seed, std::vector<Customer>& customers)
        : m_seed(seed)
        , m_customers(customers)
    {
    }

    int join(Day day, int channel)
    {
        const auto number = m_customers.size();
        Random random = stream(m_seed, Purpose::Customer, number);
        Customer customer;
        customer.number = static_cast<int>(number) + 10001;
        customer.created = customer.lastSeen = day;
        customer.rate = std::min(kMostRate, random.gamma(0.9, 1.1));
        // Beta(1.2, 5) by its two gammas: most stay for a few purchases, some for many.
        const double a = random.gamma(1.2, 1.0), b = random.gamma(5.0, 1.0);
        customer.leaving = a / (a + b);
        customer.channel = channel;
        m_customers.push_back(customer);
        return static_cast<int>(number);
    }

    void stay(int customer) { m_present.push_back(customer); }
    bool empty() const { return m_present.empty(); }

    /// Somebody who is still about, in proportion to the own rate.
    std::size_t pick(Random& random) const
    {
        for (;;) {
            const std::size_t i = random.below(static_cast<std::uint32_t>(m_present.size()));
            if (random.uniform() * kMostRate <
                m_customers[static_cast<std::size_t>(m_present[i])].rate + 0.05)
                return i;
        }
    }
    int at(std::size_t i) const { return m_present[i]; }
    void leave(std::size_t i)
    {
        m_present[i] = m_present.back();
        m_present.pop_back();
    }

private:
    std::uint64_t m_seed;
    std::vector<Customer>& m_customers;
    std::vector<int> m_present;
};

} // namespace

WebShop runWebShop(
    const Retailer& retailer, const Assortment& assortment, const Market& market,
    const std::vector<Trace>& traces, std::uint64_t seed)
{
    WebShop shop;
    std::vector<const Trace*> web;
    for (const Trace& trace : traces)
        if (retailer.locations[static_cast<std::size_t>(trace.location)].isWeb())
            web.push_back(&trace);

    Clientele clientele(seed, shop.customers);
    Random basketStream = stream(seed, Purpose::Basket);
    Random customerStream = stream(seed, Purpose::Customer, ~std::uint64_t{0});
    Random marketingStream = stream(seed, Purpose::Marketing);
    std::vector<std::vector<WebOrder>> comingBack(static_cast<std::size_t>(market.days()) + 40);
    int orderNumber = 500000;

    for (Day day = market.first(); day <= market.last(); ++day) {
        std::vector<OrderLine> lines;
        for (const Trace* trace : web) {
            if (!trace->covers(day))
                continue;
            int left = trace->sold[trace->at(day)];
            const int pence = left > 0 ? market.paid(trace->product, true, day) : 0;
            while (left > 0) {
                int units = 1;
                while (units < left && basketStream.uniform() < 0.18)
                    ++units;
                lines.push_back({trace->product, units, pence});
                left -= units;
            }
        }
        // What a channel costs today, and its pull on newcomers.
        std::vector<double> pull;
        double allPull = 0.0;
        const std::size_t firstMarketing = shop.marketing.size();
        const double season = market.placeFactor(0, 0, day) > 0 ? 1.0 + 0.3 * (weekdayOf(day) < 2) : 0.8;
        for (std::size_t c = 0; c < retailer.channels.size(); ++c) {
            const ChannelSpec& channel = retailer.channels[c];
            const double spend = channel.spend * season * std::exp(0.25 * marketingStream.normal());
            MarketingDay row;
            row.day = day;
            row.channel = static_cast<int>(c);
            row.spend = static_cast<int>(std::lround(spend * 100.0));
            row.clicks = static_cast<int>(marketingStream.poisson(spend / channel.costPerClick));
            shop.marketing.push_back(row);
            pull.push_back(channel.efficiency * std::sqrt(spend));
            allPull += pull.back();
        }

        std::vector<WebOrder> today;
        const double newcomers =
            day < market.first() + 90 ? 0.75 - 0.53 * (day - market.first()) / 90.0 : 0.22;
        for (std::vector<OrderLine>& basket : baskets(std::move(lines), assortment, basketStream)) {
            WebOrder order;
            order.day = day;
            // Most shop in the evening.
            const double hour = std::clamp(15.5 + 4.5 * customerStream.normal(), 0.0, 23.99);
            order.second = static_cast<int>(hour * 3600.0);
            order.lines = std::move(basket);
            std::size_t seat = 0;
            bool isNew = clientele.empty() || customerStream.uniform() < newcomers;
            if (isNew) {
                // One in five comes without a click.
                int channel = -1;
                double mark = customerStream.uniform() * allPull * 1.25;
                for (std::size_t c = 0; c < pull.size() && channel < 0; ++c) {
                    if (mark < pull[c])
                        channel = static_cast<int>(c);
                    mark -= pull[c];
                }
                order.customer = clientele.join(day, channel);
            } else {
                seat = clientele.pick(customerStream);
                order.customer = clientele.at(seat);
            }
            Customer& customer = shop.customers[static_cast<std::size_t>(order.customer)];
            customer.lastSeen = day;
            const bool leaves = customerStream.uniform() < customer.leaving;
            if (isNew && !leaves)
                clientele.stay(order.customer);
            else if (!isNew && leaves)
                clientele.leave(seat);
            if (customer.channel >= 0) {
                MarketingDay& row =
                    shop.marketing[firstMarketing + static_cast<std::size_t>(customer.channel)];
                row.newCustomers += isNew;
                for (const OrderLine& line : order.lines)
                    row.revenue += isNew ? line.pence * line.units : 0;
            }
            today.push_back(std::move(order));
        }
        std::stable_sort(today.begin(), today.end(), [](const WebOrder& a, const WebOrder& b) {
            return a.second < b.second;
        });
        for (WebOrder& order : today) {
            order.number = ++orderNumber;
            for (const OrderLine& line : order.lines) {
                if (basketStream.uniform() > 0.02)
                    continue;
                const Day back = day + 5 + static_cast<Day>(basketStream.below(20));
                WebOrder returned;
                returned.number = order.number;
                returned.day = back;
                returned.second = 9 * 3600 + static_cast<int>(basketStream.below(8 * 3600));
                returned.customer = order.customer;
                returned.comesBack = true;
                returned.lines.push_back({line.product, -1, line.pence});
                comingBack[static_cast<std::size_t>(back - market.first())].push_back(std::move(returned));
            }
            shop.orders.push_back(std::move(order));
        }
        auto& back = comingBack[static_cast<std::size_t>(day - market.first())];
        std::move(back.begin(), back.end(), std::back_inserter(shop.orders));
    }
    return shop;
}

} // namespace merch::demo
