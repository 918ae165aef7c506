#pragma once

#include "engine/core/day.h"
#include "models/demo/retailer.h"

#include <climits>

namespace merch::demo
{

struct Supplier {
    std::string code, name;
    std::string supply; ///< home, near, far
    double lead = 0, leadSd = 0;
    int review = 7;
    int orderCost = 0, minOrder = 0; ///< pence
};

/// From this day on, this price.
struct PriceStep {
    Day from = 0;
    int pence = 0;
};

struct Product {
    std::string sku, parent, title, brand, colour, size, material, predecessor;
    int category = 0;
    int supplier = 0;
    int cost = 0; ///< pence
    int list = 0; ///< pence; the first regular price
    int pack = 1, moq = 1;
    Day launch = 0;
    Day end = INT_MAX; ///< first day it is no longer sold
    double weekly = 0; ///< expected units a week over all its locations at list price, out of season
    double elasticity = -1.5;
    double dispersion = 0.2;                     ///< variance = mean + dispersion x mean^2
    double trend = 0;                            ///< log points a year
    std::vector<PriceStep> store, web;           ///< regular prices
    std::vector<std::pair<int, double>> carried; ///< location, its share of `weekly`
};

struct Assortment {
    std::vector<Supplier> suppliers;
    std::vector<Product> products;
};

/// Invents the range of goods. Deterministic in the seed; products keep their traits when `count` grows only
/// as far as rates and the number of locations allow (a longer range has a longer, slower tail).
Assortment inventAssortment(const Retailer& retailer, int count, Day first, Day last, std::uint64_t seed);

/// A price with a shop's ending (.49, .95, .99) near `pounds`.
int priceEnding(double pounds);

/// The regular price on a day.
int priceOn(const std::vector<PriceStep>& steps, Day day);

} // namespace merch::demo
