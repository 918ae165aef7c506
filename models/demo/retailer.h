#pragma once

#include "engine/core/random.h"
#include "engine/core/result.h"

#include <array>
#include <map>
#include <string>
#include <vector>

namespace merch::demo
{

/// What resources/demo/retailer.json says of the made-up retailer: the kinds of things it sells, where, when.

struct LocationSpec {
    std::string code, name, type, region;
    double share = 0;             ///< of the demand for a product sold everywhere
    double range = 1;             ///< share of the assortment it carries
    std::array<double, 7> week{}; ///< Monday first; mean 1
    bool isWeb() const { return type == "web"; }
};

struct EventSpec {
    enum class Rule { Fixed, Easter, NthWeekday };
    std::string name;
    Rule rule = Rule::Fixed;
    int month = 0, day = 0;                           ///< Fixed
    int offset = 0;                                   ///< days after Easter Sunday, or after the nth weekday
    int weekday = 0, nth = 0;                         ///< NthWeekday; nth < 0 counts from the month's end
    int lead = 0, lag = 0;                            ///< days before and after in which demand is lifted
    std::vector<std::pair<std::string, double>> lift; ///< beginning of a category path -> lift on the peak
    std::vector<std::string> closed;                  ///< types of location shut on the day
};

struct MechanicSpec {
    std::string name;
    double display = 1; ///< factor on demand beside the price's own effect
    std::vector<double> discounts;
    bool web = false; ///< runs in the web shop only
};

struct Range {
    double low = 0, high = 0;
    double at(double share) const { return low + (high - low) * share; }
};

struct CategorySpec {
    std::string path, code, supply;
    bool numeric = false; ///< SKUs are digits with leading zeros
    Range price, margin;
    double elasticity = -1.5, elasticitySd = 0.3;
    double weekly = 10; ///< median units a week over all locations
    std::array<double, 12> year{};
    std::vector<int> packs;
    int shelfLife = 0;
    std::vector<std::string> nouns, materials, sizes;
    bool colours = false;
};

struct SupplySpec {
    Range lead, spread, review, orderCost, minOrder;
};

struct ChannelSpec {
    std::string name;
    double spend = 0, costPerClick = 0, efficiency = 0;
};

struct Retailer {
    std::vector<LocationSpec> locations;
    std::vector<EventSpec> events;
    std::vector<MechanicSpec> mechanics;
    std::vector<CategorySpec> categories;
    std::map<std::string, SupplySpec> supply;
    std::vector<ChannelSpec> channels;
    std::vector<std::string> brands, ranges, colours, supplierNames, supplierKinds, competitors, firstNames,
        lastNames, streets;
    std::vector<std::pair<std::string, std::string>> towns;
};

/// Reads the compiled-in description.
Result<Retailer> loadRetailer();

/// What a stream of random numbers is for; with up to two ids it names the stream.
enum class Purpose : std::uint64_t {
    Supplier = 1,
    Product,
    Range,
    Price,
    Campaign,
    Competitor,
    Noise,
    Demand,
    Lead,
    Practice,
    Basket,
    Customer,
    Session,
    Marketing,
    Fault
};
Random stream(std::uint64_t seed, Purpose purpose, std::uint64_t a = 0, std::uint64_t b = 0);

} // namespace merch::demo
