#include "models/demo/extract_writer.h"

#include "engine/core/ascii.h"

#include <algorithm>
#include <cmath>

namespace merch::demo
{

namespace
{

constexpr int kCartDays = 120; // what the analytics tool of a shop of this size keeps
constexpr int kCartDaysLarge = 28;
constexpr int kTwinEvery = 400; // one customer in so many is in the file twice

} // namespace

std::string ExtractWriter::orderId(int number) const
{
    return "W" + std::to_string(number);
}

std::string ExtractWriter::customerId(int index) const
{
    return "C" + std::to_string(m_world.web.customers[static_cast<std::size_t>(index)].number);
}

void ExtractWriter::writeWebSales()
{
    std::string web;
    for (const LocationSpec& place : m_world.retailer.locations)
        if (place.isWeb())
            web = place.code;
    small(
        "sales_web.csv", "sales",
        "date,order_id,customer_id,sku,units,unit_price,regular_price,location,channel,promotion_id",
        [&](ExtractFile& file) {
            ExtractText text;
            int nth = 0;
            for (const WebOrder& order : m_world.web.orders) {
                if (order.day > m_last)
                    continue;
                for (const OrderLine& line : order.lines) {
                    const Product& goods = product(line.product);
                    const Offer* offer =
                        order.comesBack ? nullptr : m_world.market.offerOn(line.product, true, order.day);
                    const bool twice = !order.comesBack && ++nth % m_world.faults.duplicateEvery() == 0;
                    for (int copy = 0; copy <= (twice ? 1 : 0); ++copy) {
                        if (copy == 1)
                            m_faults.push_back(
                                {"sales_web.csv", file.nextLine() + text.rows(), goods.sku, "order_id",
                                 "duplicate_line", "the line of order " + orderId(order.number) + " again"});
                        text.time(order.day, order.second).text(orderId(order.number));
                        text.text(customerId(order.customer))
                            .text(goods.sku)
                            .number(line.units)
                            .money(line.pence);
                        text.money(priceOn(goods.web, order.day)).text(web).text("web");
                        text.text(
                            offer ? m_world.market.campaigns()[static_cast<std::size_t>(offer->campaign)].id
                                  : "");
                        text.end();
                    }
                }
                if (text.bytes().size() > 1 << 20) {
                    file.write(text);
                    text.clear();
                }
            }
            file.write(text);
        });
}

void ExtractWriter::writeCustomers()
{
    small(
        "customers.csv", "customers",
        "customer_id,email,name,phone,street,city,postcode,country,created,last_seen,consent",
        [&](ExtractFile& file) {
            const Retailer& retailer = m_world.retailer;
            ExtractText text;
            const std::vector<Customer>& customers = m_world.web.customers;
            for (std::size_t c = 0; c < customers.size(); ++c) {
                Random random = stream(m_options.seed, Purpose::Customer, c, 1);
                const auto any = [&random](const auto& from) -> const auto&
                {
                    return from[random.below(static_cast<std::uint32_t>(from.size()))];
                };
                const std::string &first = any(retailer.firstNames), &family = any(retailer.lastNames);
                const auto& place = any(retailer.towns);
                const std::string& town = place.first;
                const std::string email =
                    asciiLower(first + "." + family) + std::to_string(customers[c].number) + "@example.com";
                const std::string street =
                    std::to_string(1 + random.below(180)) + " " + any(retailer.streets);
                std::string postcode = place.second + " " + std::to_string(1 + random.below(9));
                postcode += static_cast<char>('A' + random.below(26));
                postcode += static_cast<char>('A' + random.below(26));
                const std::string phone =
                    "07700 900" + std::to_string(100 + random.below(900)); // reserved for fiction
                const bool consent = random.uniform() < 0.62;
                const auto row = [&](const std::string& id, const std::string& mail,
                                     const std::string& name) {
                    text.text(id)
                        .text(mail)
                        .text(name)
                        .text(phone)
                        .text(street)
                        .text(town)
                        .text(postcode)
                        .text("GB");
                    text.date(customers[c].created)
                        .date(customers[c].lastSeen)
                        .text(consent ? "yes" : "no")
                        .end();
                };
                row(customerId(static_cast<int>(c)), email, first + " " + family);
                if (c % kTwinEvery == kTwinEvery / 2) {
                    const std::string twin = "C9" + std::to_string(customers[c].number);
                    m_faults.push_back(
                        {"customers.csv", file.nextLine() + text.rows(), "", "email", "duplicate_customer",
                         twin + " is " + customerId(static_cast<int>(c))});
                    std::string shouted = email;
                    shouted[0] = asciiUpper(shouted[0]);
                    row(twin, shouted, first.substr(0, 1) + ". " + family);
                }
            }
            file.write(text);
        });
}

void ExtractWriter::writeCarts()
{
    std::vector<int> goods;
    for (const Trace& trace : m_world.traces)
        if (location(trace.location).isWeb() && trace.covers(m_last))
            goods.push_back(trace.product);
    const int kept = m_options.products <= 1000 ? kCartDays : kCartDaysLarge;
    struct Session {
        int second = 0;
        const WebOrder* order = nullptr; ///< null = nothing was bought
    };
    small("carts.csv", "carts", "session_id,at,event,sku,customer_id,device,value", [&](ExtractFile& file) {
        const std::vector<WebOrder>& orders = m_world.web.orders;
        auto next = std::lower_bound(
            orders.begin(), orders.end(), m_last - kept + 1,
            [](const WebOrder& order, Day day) { return order.day < day; });
        int number = 0;
        while (next != orders.end() && next->day <= m_last && !goods.empty()) {
            const Day day = next->day;
            Random random = stream(m_options.seed, Purpose::Session, static_cast<std::uint64_t>(day));
            std::vector<Session> sessions;
            for (; next != orders.end() && next->day == day; ++next) {
                if (next->comesBack)
                    continue;
                sessions.push_back({std::max(0, next->second - 900), &*next});
                // Two or three look for each who buys.
                for (std::int64_t k = random.poisson(2.4); k > 0; --k)
                    sessions.push_back(
                        {static_cast<int>(std::clamp(15.0 + 4.5 * random.normal(), 0.0, 23.7) * 3600.0),
                         nullptr});
            }
            std::stable_sort(sessions.begin(), sessions.end(), [](const Session& a, const Session& b) {
                return a.second < b.second;
            });
            ExtractText text;
            for (const Session& session : sessions) {
                const std::string id = "S" + std::to_string(8000000 + ++number);
                const double kind = random.uniform();
                const char* device = kind < 0.62 ? "mobile" : kind < 0.93 ? "desktop" : "tablet";
                const std::string who = session.order ? customerId(session.order->customer) : "";
                int second = session.second;
                const auto event = [&](const char* what, const std::string& sku, std::int64_t pence) {
                    text.text(id)
                        .time(day, std::min(second, 86399))
                        .text(what)
                        .text(sku)
                        .text(who)
                        .text(device);
                    pence > 0 ? text.money(pence) : text.text("");
                    text.end();
                    second += 8 + static_cast<int>(random.below(70));
                };
                if (!session.order) {
                    int looked = 0;
                    for (std::int64_t k = 1 + random.poisson(1.3); k > 0; --k) {
                        looked = goods[random.below(static_cast<std::uint32_t>(goods.size()))];
                        event("view", product(looked).sku, 0);
                    }
                    if (random.uniform() < 0.3) {
                        event("add_to_cart", product(looked).sku, m_world.market.paid(looked, true, day));
                        if (random.uniform() < 0.4)
                            event("begin_checkout", "", 0);
                    }
                    continue;
                }
                std::int64_t total = 0;
                for (const OrderLine& line : session.order->lines) {
                    event("view", product(line.product).sku, 0);
                    event("add_to_cart", product(line.product).sku, line.pence);
                    total += static_cast<std::int64_t>(line.pence) * line.units;
                }
                event("begin_checkout", "", 0);
                event("purchase", "", total);
            }
            file.write(text);
        }
    });
}

void ExtractWriter::writeMarketing()
{
    small(
        "marketing.csv", "marketing", "date,channel,spend,new_customers,revenue,clicks",
        [&](ExtractFile& file) {
            ExtractText text;
            for (const MarketingDay& row : m_world.web.marketing) {
                text.date(row.day)
                    .text(m_world.retailer.channels[static_cast<std::size_t>(row.channel)].name)
                    .money(row.spend);
                text.number(row.newCustomers).money(row.revenue).number(row.clicks).end();
            }
            file.write(text);
        });
}

void ExtractWriter::writeTruth()
{
    byDay("truth/demand.csv", "truth", "date,sku,location,units", [&](Day day, Block& block) {
        for (const Trace& trace : m_world.traces) {
            if (!trace.covers(day) || trace.demand[trace.at(day)] == 0)
                continue;
            block.rows.date(day).text(product(trace.product).sku).text(location(trace.location).code);
            block.rows.number(trace.demand[trace.at(day)]).end();
        }
    });
    small("truth/elasticities.csv", "truth", "sku,elasticity", [&](ExtractFile& file) {
        ExtractText text;
        for (const Product& goods : m_world.assortment.products)
            text.text(goods.sku).share(goods.elasticity, 4).end();
        file.write(text);
    });
    small("truth/faults.csv", "truth", "file,line,sku,field,rule,note", [&](ExtractFile& file) {
        ExtractText text;
        for (const Fault& fault : m_faults) {
            text.text(fault.file);
            fault.line > 0 ? text.number(fault.line) : text.text("");
            text.text(fault.sku).text(fault.field).text(fault.rule).text(fault.note).end();
        }
        file.write(text);
    });
}

} // namespace merch::demo
