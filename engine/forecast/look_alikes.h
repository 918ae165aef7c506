#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace merch
{

/// What is known of a product before it sells. Empty or NaN = not known.
struct ProductTraits {
    std::vector<std::string> category; ///< path, outermost first
    std::string title, brand, supplier;
    double price; ///< currency units; NaN or <= 0 = not known
};

/// How alike two products are, by attribute, each 0 .. 1; NaN where one of the two does not say.
struct Likeness {
    double category, text, price, brand, supplier;
    double all = 0.0; ///< weighted mean of those that are known; 0 where none is
};

/// What the parts weigh in Likeness::all. Set by hand: what a thing is says most, its title and its price say
/// which kind of it; brand and supplier repeat part of that.
struct LikenessWeights {
    double category = 0.35, text = 0.25, price = 0.20, brand = 0.10, supplier = 0.10;
};

/// One look-alike of a product.
struct LookAlike {
    std::size_t product = 0;
    double similarity = 0.0; ///< Likeness::all
    double weight = 0.0;     ///< of one in all of them
};

/// Similarity of products by their attributes: Gower's coefficient (1971, Biometrics 27, 857-871), the
/// weighted mean over the attributes that both have. Category: share of the path in common (Wu & Palmer
/// 1994); text: cosine of the titles' words by TF-IDF (Salton & Buckley 1988, Information Processing &
/// Management 24, 513-523); price: 1 at the same, 0 from four times on, in between by its logarithm; brand
/// and supplier: the same or not. Choosing analogues by attributes: Thomassey & Fiordaliso (2006), Decision
/// Support Systems 42, 408-421.
class Similarity
{
public:
    explicit Similarity(std::vector<ProductTraits> products, const LikenessWeights& weights = {});

    std::size_t size() const { return m_products.size(); }
    const ProductTraits& traits(std::size_t product) const { return m_products[product]; }

    /// Symmetric; of a product with itself 1. Indices below size().
    Likeness between(std::size_t a, std::size_t b) const;

    /// The `most` most alike of those whose flag in `eligible` (by product) is set, without the product
    /// itself, most alike first, the lower index first among equals; weights by weigh(). Nothing below
    /// kLeast.
    std::vector<LookAlike>
    mostAlike(std::size_t product, std::span<const std::uint8_t> eligible, std::size_t most) const;

    static constexpr double kLeast = 0.2;

private:
    using Words = std::vector<std::pair<int, double>>; ///< word and weight, ascending, of length 1

    LikenessWeights m_weights;
    std::vector<ProductTraits> m_products;
    std::vector<Words> m_words;
};

/// Weights of look-alikes by the third power of their similarity times what each counts (`counts`, empty = 1
/// each), so that near ones count much more than far ones. They add up to 1 unless all are 0.
void weigh(std::span<LookAlike> all, std::span<const double> counts = {});

} // namespace merch
