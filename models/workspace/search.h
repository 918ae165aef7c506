#pragma once

#include "engine/core/result.h"

#include <QString>

#include <memory>
#include <vector>

namespace merch
{

struct ProductHit {
    int productId = 0;
    QString sku, title, category;
};

/// Finds products as the user types: a SKU by its beginning, else by words of SKU, title, brand and category,
/// each by its beginning. Milliseconds at 30,000 products; keeps a reader open, so one per window.
class ProductSearch
{
public:
    explicit ProductSearch(const QString& storePath);
    ~ProductSearch();
    ProductSearch(ProductSearch&&) noexcept;
    ProductSearch& operator=(ProductSearch&&) noexcept;

    Result<std::vector<ProductHit>> find(const QString& words, int limit = 20);

private:
    struct State;
    std::unique_ptr<State> m_state;
};

/// What the top bar offers to narrow all pages to.
struct ScopeChoices {
    struct Choice {
        QString key;  ///< location code or category path
        QString name; ///< as shown; categories indented by depth
    };
    std::vector<Choice> locations, categories;
};
/// Categories down to the third level, at most 400.
Result<ScopeChoices> scopeChoices(const QString& storePath);

} // namespace merch
