#pragma once

#include "models/demo/shop.h"

#include <map>
#include <optional>

namespace merch::demo
{

/// A data fault put into the extracts on purpose. `rule` is the id of the check that should find it
/// (resources/sql/checks).
struct Fault {
    std::string file;
    std::int64_t line = 0; ///< counted from 1, the headings' line; 0 = the whole file or period
    std::string sku, field, rule, note;
};

/// Which faults go where, decided before anything is written. Lines are known once the file is.
class FaultPlan
{
public:
    FaultPlan(
        const Retailer& retailer, const Assortment& assortment, const std::vector<Trace>& traces, Day first,
        Day last, int nearDuplicates, std::uint64_t seed);

    /// Rows of products.csv, of `products` in all, that repeat another under a like SKU.
    static int nearDuplicatesOf(int products);

    // products.csv and supplier_products.csv
    bool lacks(int product, const std::string& rule) const; ///< missing_cost, missing_category, missing_pack
    bool costAbovePrice(int product) const { return m_product.count({product, "cost_above_price"}) > 0; }
    int nearDuplicates() const { return m_nearDuplicates; }
    bool supplierLacksLead(int supplier) const { return supplier == m_mutedSupplier; }

    // Daily extracts
    enum class Twist { None, Quantity, Price, UnknownProduct, NoSuchDate, NegativeStock, NoStock };
    /// What happens to a trace's row on a day.
    Twist twist(std::size_t trace, Day day) const;
    bool inGap(int location, Day day) const;
    struct Gap {
        int location = -1;
        Day from = 0, to = -1;
    };
    const Gap& gap() const { return m_gap; }
    /// Every n-th web line is written twice.
    int duplicateEvery() const { return m_duplicateEvery; }
    /// Competitor prices end this many days early.
    static constexpr int kStaleDays = 70;

private:
    std::map<std::pair<int, std::string>, bool> m_product;
    std::map<std::pair<std::size_t, Day>, Twist> m_twists;
    int m_nearDuplicates = 0;
    int m_mutedSupplier = -1;
    int m_duplicateEvery = 0;
    Gap m_gap;
};

} // namespace merch::demo
