#pragma once

#include "engine/core/day.h"

#include <QJsonObject>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace merch
{

class Store;

struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
};
template <typename V> using TextMap = std::unordered_map<std::string, V, TextHash, std::equal_to<>>;

/// What a row of sales may say about a product that no catalog has named yet.
struct StubWords {
    std::string_view title, category;
    bool byWeight = false;
};

/// Names to ids while an import runs; what is not there yet is added as a stub. What a catalog says is kept
/// with the import (import_before), so that taking it back leaves what the others say.
class Dictionary
{
public:
    Dictionary(Store& store, std::int64_t importId);
    ~Dictionary();

    int product(std::string_view sku, const StubWords& words = {});
    /// Gives a stub the title and category that it lacks, as something that this import said.
    void describe(int product, std::string_view sku, const StubWords& words);
    int location(std::string_view code);
    int supplier(std::string_view code);
    int category(std::string_view path); ///< "A > B > C"; 0 = none
    std::int64_t customer(std::string_view code);
    int series(int product, int location, Grain grain, int weekStart);
    Grain grainOf(int series) const;
    bool hasUnits(int series) const; ///< before this import
    int unitScale(int product) const;
    bool isFresh(int product) const; ///< made by this import
    /// Counts a product in thousandths from now on. False where it has series already.
    bool countByWeight(int product);

    /// Sets the columns of a row of "product", "product_attribute", "location", "supplier",
    /// "supplier_product" (key: SKU, unit separator, supplier), "customer" or "customer_identity".
    void set(const char* entity, std::string_view key, const QJsonObject& columns);

    /// Keeps a row that this import is about to replace, of a table in which one import's row hides
    /// another's.
    void keepReplaced(const char* table, const std::string& key, const QJsonObject& row);

    bool recategorised = false; ///< products that have series are in another category now
    std::int64_t stubProducts = 0, stubLocations = 0, newSeries = 0;

private:
    struct Statements;
    Store& m_store;
    std::int64_t m_import;
    TextMap<int> m_products, m_locations, m_suppliers, m_categories;
    TextMap<std::int64_t> m_customers;
    std::unordered_map<std::uint64_t, int> m_series;
    struct Kept {
        Grain grain = Grain::Daily;
        bool units = false;
    };
    std::unordered_map<int, Kept> m_kept;
    std::unordered_map<int, int> m_scales;
    std::unordered_map<int, bool> m_fresh;    ///< products that this import made
    std::unordered_map<int, unsigned> m_bare; ///< stubs without a title (1) or a category (2)
    std::string m_lastSku;
    int m_lastProduct = 0;
    std::unique_ptr<Statements> m_statements;
};

/// Takes what an import said in its catalogs back out and drops what nothing refers to any more. Call after
/// its facts are gone. `series` are those it had cells of. True where products changed category, so that the
/// sums of categories are to be worked out anew.
bool restoreDictionary(Store& store, std::int64_t importId, const std::vector<int>& series);

} // namespace merch
