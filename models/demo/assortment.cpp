#include "models/demo/assortment.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <unordered_set>

namespace merch::demo
{

namespace
{

const std::string& anyOf(Random& random, const std::vector<std::string>& from)
{
    return from[random.below(static_cast<std::uint32_t>(from.size()))];
}

std::string digits(int number, int width)
{
    char buffer[16];
    std::snprintf(buffer, sizeof buffer, "%0*d", width, number);
    return buffer;
}

std::vector<Supplier> inventSuppliers(const Retailer& retailer, int products, std::uint64_t seed)
{
    const int count = std::clamp(products / 30, 9, 240);
    static const char* kinds[] = {"home", "near", "far"};
    std::vector<Supplier> out;
    for (int i = 0; i < count; ++i) {
        Random random = stream(seed, Purpose::Supplier, static_cast<std::uint64_t>(i));
        Supplier supplier;
        supplier.supply = kinds[i % 3];
        const SupplySpec& spec = retailer.supply.at(supplier.supply);
        supplier.code = "SUP" + digits(i + 1, 3);
        supplier.name = retailer.supplierNames[static_cast<std::size_t>(i) % retailer.supplierNames.size()] +
                        " " + anyOf(random, retailer.supplierKinds);
        supplier.lead = std::round(spec.lead.at(random.uniform()));
        supplier.leadSd = std::round(supplier.lead * spec.spread.at(random.uniform()) * 10.0) / 10.0;
        supplier.review = static_cast<int>(std::round(spec.review.at(random.uniform()) / 7.0)) * 7;
        supplier.review = std::max(supplier.review, spec.review.low < 7 ? 3 : 7);
        supplier.orderCost = static_cast<int>(spec.orderCost.at(random.uniform())) * 100;
        supplier.minOrder = static_cast<int>(spec.minOrder.at(random.uniform()) / 10.0) * 1000;
        out.push_back(std::move(supplier));
    }
    return out;
}

/// Regular prices over time: a change now and then, on a Monday, most of them up, and clearance at the end.
std::vector<PriceStep> pricePath(Random random, int list, int cost, Day first, Day last, Day end)
{
    std::vector<PriceStep> steps{{first, list}};
    double price = list / 100.0;
    Day day = first + 20 + static_cast<Day>(random.below(120));
    const Day clearance = end == INT_MAX ? INT_MAX : end - 42;
    while (day <= last && day < clearance) {
        price *= std::exp(0.02 + 0.09 * random.normal());
        price = std::clamp(price, std::max(list / 100.0 * 0.75, cost / 100.0 * 1.25), list / 100.0 * 1.45);
        const int pence = priceEnding(price);
        if (pence != steps.back().pence)
            steps.push_back({startOfWeek(day), pence});
        day += 90 + static_cast<Day>(random.below(210));
    }
    if (clearance <= last && clearance > steps.back().from) {
        const double before = steps.back().pence / 100.0;
        steps.push_back({clearance, priceEnding(before * 0.7)});
        if (clearance + 21 <= last)
            steps.push_back({clearance + 21, priceEnding(before * 0.5)});
    }
    return steps;
}

struct Style {
    std::string brand, range, noun, material;
    int category = 0;
    int number = 0;
    double level = 0; ///< where in the price range, 0..1
    Range margin;
    double weekly = 0;
    int supplier = 0, pack = 1, moq = 1;
    double elasticity = 0;
};

} // namespace

int priceEnding(double pounds)
{
    if (pounds < 1.0)
        pounds = 1.0;
    const double whole = std::floor(pounds);
    const double part = pounds - whole;
    if (pounds >= 20.0)
        return static_cast<int>(std::round(pounds)) * 100 - 5;
    if (part < 0.25)
        return static_cast<int>(whole) * 100 - 1 > 99 ? static_cast<int>(whole) * 100 - 1 : 99;
    return static_cast<int>(whole) * 100 + (part < 0.72 ? 49 : 99);
}

int priceOn(const std::vector<PriceStep>& steps, Day day)
{
    const auto after = std::upper_bound(
        steps.begin(), steps.end(), day, [](Day d, const PriceStep& step) { return d < step.from; });
    return after == steps.begin() ? steps.front().pence : (after - 1)->pence;
}

Assortment inventAssortment(const Retailer& retailer, int count, Day first, Day last, std::uint64_t seed)
{
    Assortment out;
    out.suppliers = inventSuppliers(retailer, count, seed);
    std::vector<std::vector<int>> bySupply(3);
    for (std::size_t s = 0; s < out.suppliers.size(); ++s)
        bySupply[s % 3].push_back(static_cast<int>(s));
    // A range of thousands has a tail that sells less and stands in fewer places.
    const double crowd = count > 400 ? std::pow(400.0 / count, 0.35) : 1.0;
    const double spread = count > 400 ? std::pow(400.0 / count, 0.33) : 1.0;
    std::unordered_set<std::string> titles;
    const auto categories = static_cast<int>(retailer.categories.size());
    const int span = last - first + 1;

    int styleNumber = 0;
    while (static_cast<int>(out.products.size()) < count) {
        Random random = stream(seed, Purpose::Product, static_cast<std::uint64_t>(styleNumber));
        Style style;
        style.category = styleNumber % categories;
        style.number = ++styleNumber;
        const CategorySpec& category = retailer.categories[static_cast<std::size_t>(style.category)];
        style.brand = anyOf(random, retailer.brands);
        style.range = anyOf(random, retailer.ranges);
        style.noun = anyOf(random, category.nouns);
        style.material = anyOf(random, category.materials);
        style.level = random.uniform();
        style.margin = category.margin;
        // Dear things sell less often: half a log point over the price range.
        style.weekly = category.weekly * crowd * std::exp(0.95 * random.normal() + 0.5 - style.level);
        const std::size_t supply = category.supply == "home" ? 0 : category.supply == "near" ? 1 : 2;
        style.supplier = bySupply[supply][random.below(static_cast<std::uint32_t>(bySupply[supply].size()))];
        style.pack = category.packs[random.below(static_cast<std::uint32_t>(category.packs.size()))];
        if (style.weekly < 4.0)
            style.pack = category.packs.front();
        style.moq = style.pack * (random.uniform() < 0.7 ? 1 : 2);
        style.elasticity =
            std::clamp(category.elasticity + category.elasticitySd * random.normal(), -3.5, -0.4);

        std::string base = style.brand + " " + style.range + " " + style.material + " " + style.noun;
        if (!titles.insert(base).second)
            base += " No. " + std::to_string(style.number);
        // Variants of a style: sizes, or colours, or none.
        std::vector<std::string> variants{""};
        const bool bySize = !category.sizes.empty() && random.uniform() < 0.6;
        const bool byColour = !bySize && category.colours && random.uniform() < 0.7;
        if (bySize)
            variants = category.sizes;
        else if (byColour) {
            variants.clear();
            const std::size_t from = random.below(static_cast<std::uint32_t>(retailer.colours.size()));
            for (std::size_t k = 0; k < 2 + random.below(3); ++k)
                variants.push_back(retailer.colours[(from + k) % retailer.colours.size()]);
        }
        const std::string styleCode = category.numeric ? "00" + digits(40000 + style.number, 5)
                                                       : category.code + "-" + digits(style.number, 4);
        // One style: one life. Launched or given up within the window, or there all along.
        Day launch = first - 30 - static_cast<Day>(random.below(1500)), end = INT_MAX;
        const double fate = random.uniform();
        if (fate < 0.18 && span > 120)
            launch = startOfWeek(
                first + 30 + static_cast<Day>(random.below(static_cast<std::uint32_t>(span - 60))));
        else if (fate < 0.29 && span > 240)
            end = startOfWeek(
                first + 150 + static_cast<Day>(random.below(static_cast<std::uint32_t>(span - 160))));
        const double trend = 0.02 + 0.12 * random.normal();

        for (std::size_t v = 0; v < variants.size() && static_cast<int>(out.products.size()) < count; ++v) {
            const auto index = out.products.size();
            Random own = stream(seed, Purpose::Range, index);
            Product product;
            product.category = style.category;
            product.supplier = style.supplier;
            product.brand = style.brand;
            product.material = style.material;
            product.title = variants[v].empty() ? base : base + ", " + variants[v];
            product.sku = styleCode;
            if (variants.size() > 1) {
                product.parent = styleCode;
                product.sku += (category.numeric ? "" : "-") + digits(static_cast<int>(v) + 1, 2);
            }
            (bySize ? product.size : product.colour) = variants[v];
            // Sizes in the middle sell best; later colours a little less.
            const double middle = (static_cast<double>(variants.size()) - 1.0) / 2.0;
            const double fit = bySize ? 1.0 - 0.18 * std::abs(static_cast<double>(v) - middle)
                                      : 1.0 - 0.08 * static_cast<double>(v);
            product.weekly = style.weekly * fit * std::exp(0.25 * own.normal());
            const double level = std::clamp(
                style.level + (bySize && !category.numeric ? 0.05 * static_cast<double>(v) : 0.0), 0.0, 1.0);
            const double pounds =
                category.price.low * std::pow(category.price.high / category.price.low, level);
            product.list = priceEnding(pounds);
            product.cost = static_cast<int>(std::round(
                product.list / 1.2 * (1.0 - style.margin.at(own.uniform())))); // list includes 20 % tax
            product.pack = style.pack;
            product.moq = style.moq;
            product.launch = launch;
            product.end = end;
            product.trend = trend;
            product.elasticity = std::clamp(style.elasticity + 0.08 * own.normal(), -3.6, -0.3);
            product.dispersion = 0.04 + 0.30 * own.uniform();
            product.store =
                pricePath(stream(seed, Purpose::Price, index), product.list, product.cost, first, last, end);
            product.web = product.store;
            if (own.uniform() < 0.15)
                for (PriceStep& step : product.web)
                    step.pence = std::max(priceEnding(step.pence / 100.0 * 0.94), product.cost + 1);
            for (std::size_t l = 0; l < retailer.locations.size(); ++l) {
                const LocationSpec& location = retailer.locations[l];
                const double chance = location.isWeb() ? location.range : location.range * spread;
                if (own.uniform() < chance)
                    product.carried.emplace_back(
                        static_cast<int>(l), location.share * std::exp(0.3 * own.normal()));
            }
            out.products.push_back(std::move(product));
        }
    }

    // A supplier that is no longer used, and so nobody keeps its terms up to date.
    Supplier former = out.suppliers[static_cast<std::size_t>(bySupply[1].front())];
    former.code = "SUP" + digits(static_cast<int>(out.suppliers.size()) + 1, 3);
    former.name = "Old " + former.name;
    out.suppliers.push_back(former);
    int moved = 0;
    for (Product& product : out.products) {
        if (product.end <= last && moved < 2) {
            product.supplier = static_cast<int>(out.suppliers.size()) - 1;
            ++moved;
        }
    }

    // Some launches take over from a product given up shortly before in the same category.
    for (Product& successor : out.products) {
        if (successor.launch <= first)
            continue;
        for (Product& old : out.products) {
            if (old.category == successor.category && old.end != INT_MAX &&
                std::abs(old.end - successor.launch) < 90) {
                successor.predecessor = old.sku;
                break;
            }
        }
    }
    return out;
}

} // namespace merch::demo
