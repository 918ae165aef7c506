#pragma once

#include "models/demo/shop.h"

namespace merch::demo
{

struct Customer {
    int number = 0; ///< its id is C and this
    Day created = 0, lastSeen = 0;
    double rate = 1.0;  ///< how often it buys, relative to others
    double leaving = 0; ///< chance that a purchase is its last
    int channel = -1;   ///< marketing channel that won it; -1 = came by itself
};

struct OrderLine {
    int product = 0;
    int units = 0; ///< negative: sent back
    int pence = 0; ///< paid for one
};

struct WebOrder {
    int number = 0; ///< its id is W and this
    Day day = 0;
    int second = 0; ///< of the day
    int customer = 0;
    bool comesBack = false; ///< units sent back, under the id of the order they came from
    std::vector<OrderLine> lines;
};

/// One day of one channel.
struct MarketingDay {
    Day day = 0;
    int channel = 0;
    int spend = 0, revenue = 0; ///< pence
    int clicks = 0, newCustomers = 0;
};

struct WebShop {
    std::vector<Customer> customers;
    std::vector<WebOrder> orders; ///< by day
    std::vector<MarketingDay> marketing;
};

/// Splits what the web shop sold into baskets, and gives each to a customer: some are new, most come back, at
/// their own rate, until they leave (the story that BG/NBD tells). The sum of the lines sold on a day is
/// exactly what the traces sold.
WebShop runWebShop(
    const Retailer& retailer, const Assortment& assortment, const Market& market,
    const std::vector<Trace>& traces, std::uint64_t seed);

} // namespace merch::demo
