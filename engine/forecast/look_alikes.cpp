#include "engine/forecast/look_alikes.h"

#include "engine/core/ascii.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

namespace merch
{

namespace
{

constexpr double kNotKnown = std::numeric_limits<double>::quiet_NaN();
constexpr double kFarPrice = 4.0; ///< times another price: nothing in common

/// Runs of letters and digits of two characters or more, in lower case; bytes beyond ASCII are letters.
std::vector<std::string> wordsOf(const std::string& title)
{
    std::vector<std::string> words;
    std::string word;
    for (std::size_t i = 0; i <= title.size(); ++i) {
        const char c = i < title.size() ? asciiLower(title[i]) : ' ';
        const bool part =
            (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (static_cast<unsigned char>(c) & 0x80);
        if (part) {
            word += c;
        } else {
            if (word.size() > 1)
                words.push_back(word);
            word.clear();
        }
    }
    return words;
}

double pathLikeness(const std::vector<std::string>& a, const std::vector<std::string>& b)
{
    if (a.empty() || b.empty())
        return kNotKnown;
    std::size_t common = 0;
    while (common < std::min(a.size(), b.size()) && a[common] == b[common])
        ++common;
    return 2.0 * static_cast<double>(common) / static_cast<double>(a.size() + b.size());
}

double priceLikeness(double a, double b)
{
    if (!(a > 0.0) || !(b > 0.0) || !std::isfinite(a) || !std::isfinite(b))
        return kNotKnown;
    return std::max(0.0, 1.0 - std::abs(std::log(a / b)) / std::log(kFarPrice));
}

double sameText(const std::string& a, const std::string& b)
{
    if (a.empty() || b.empty())
        return kNotKnown;
    return a == b ? 1.0 : 0.0;
}

} // namespace

Similarity::Similarity(std::vector<ProductTraits> products, const LikenessWeights& weights)
    : m_weights(weights)
    , m_products(std::move(products))
    , m_words(m_products.size())
{
    std::map<std::string, std::pair<int, int>> known; // its number, and how many titles have it
    std::vector<std::map<int, int>> counts(m_products.size());
    for (std::size_t i = 0; i < m_products.size(); ++i) {
        for (const std::string& word : wordsOf(m_products[i].title)) {
            const auto at = known.try_emplace(word, static_cast<int>(known.size()), 0).first;
            if (++counts[i][at->second.first] == 1)
                ++at->second.second;
        }
    }
    std::vector<double> rarity(known.size());
    const double titles = static_cast<double>(m_products.size());
    for (const auto& [word, at] : known)
        rarity[static_cast<std::size_t>(at.first)] = std::log(1.0 + titles / at.second);
    for (std::size_t i = 0; i < m_products.size(); ++i) {
        double squares = 0.0;
        for (const auto& [word, count] : counts[i]) {
            const double weight = count * rarity[static_cast<std::size_t>(word)];
            m_words[i].emplace_back(word, weight);
            squares += weight * weight;
        }
        for (auto& [word, weight] : m_words[i])
            weight /= std::sqrt(squares);
    }
}

Likeness Similarity::between(std::size_t a, std::size_t b) const
{
    const ProductTraits &p = m_products[a], &q = m_products[b];
    Likeness made{};
    made.category = pathLikeness(p.category, q.category);
    made.price = priceLikeness(p.price, q.price);
    made.brand = sameText(p.brand, q.brand);
    made.supplier = sameText(p.supplier, q.supplier);
    const Words &x = m_words[a], &y = m_words[b];
    made.text = x.empty() || y.empty() ? kNotKnown : 0.0;
    for (auto i = x.begin(), j = y.begin(); i != x.end() && j != y.end();) {
        if (i->first == j->first)
            made.text += i++->second * j++->second;
        else if (i->first < j->first)
            ++i;
        else
            ++j;
    }
    double sum = 0.0, weights = 0.0;
    const auto add = [&](double part, double weight) {
        if (std::isnan(part))
            return;
        sum += weight * std::min(1.0, part);
        weights += weight;
    };
    add(made.category, m_weights.category);
    add(made.text, m_weights.text);
    add(made.price, m_weights.price);
    add(made.brand, m_weights.brand);
    add(made.supplier, m_weights.supplier);
    made.all = weights > 0.0 ? sum / weights : 0.0;
    return made;
}

std::vector<LookAlike>
Similarity::mostAlike(std::size_t product, std::span<const std::uint8_t> eligible, std::size_t most) const
{
    std::vector<LookAlike> all;
    for (std::size_t other = 0; other < m_products.size(); ++other) {
        if (other == product || other >= eligible.size() || eligible[other] == 0)
            continue;
        if (const double similarity = between(product, other).all; similarity >= kLeast)
            all.push_back({other, similarity, 0.0});
    }
    const std::size_t count = std::min(most, all.size());
    std::partial_sort(
        all.begin(), all.begin() + static_cast<std::ptrdiff_t>(count), all.end(),
        [](const LookAlike& a, const LookAlike& b) {
            return a.similarity != b.similarity ? a.similarity > b.similarity : a.product < b.product;
        });
    all.resize(count);
    weigh(all);
    return all;
}

void weigh(std::span<LookAlike> all, std::span<const double> counts)
{
    double sum = 0.0;
    for (std::size_t i = 0; i < all.size(); ++i) {
        const double near = std::max(0.05, all[i].similarity); // one that a person chose always counts
        all[i].weight = near * near * near * (i < counts.size() ? std::max(0.0, counts[i]) : 1.0);
        sum += all[i].weight;
    }
    for (LookAlike& one : all)
        one.weight = sum > 0.0 ? one.weight / sum : 0.0;
}

} // namespace merch
