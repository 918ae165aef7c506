#pragma once

#include "engine/core/day.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>

namespace merch
{

class Store;

/// Names to ids while an import runs; what is not there yet is added as a stub, and what was added or changed
/// is kept in import_before so that taking the import back leaves what was there.
class Dictionary
{
public:
    Dictionary(Store& store, std::int64_t importId);

    int product(std::string_view sku, std::string_view title = {});
    int location(std::string_view code);
    int supplier(std::string_view code);
    int category(std::string_view path); ///< "A > B > C"; 0 = none
    int series(int product, int location, Grain grain, int weekStart);
    int unitScale(int product) const;

    /// Remembers a row as it is before the import first changes it. JSON of its columns, or null if absent.
    void remember(const char* table, const char* keyColumn, std::string_view key);

    std::int64_t stubProducts = 0, stubLocations = 0, newSeries = 0;

private:
    Store& m_store;
    std::int64_t m_import;
    std::unordered_map<std::string, int> m_products, m_locations, m_suppliers, m_categories;
    std::unordered_map<std::uint64_t, int> m_series;
    std::unordered_map<int, int> m_scales;
    std::string m_lastSku;
    int m_lastProduct = 0;
};

/// Puts the dictionary rows that an import added or changed back. Rows that later imports need stay.
void restoreDictionary(Store& store, std::int64_t importId);

} // namespace merch
