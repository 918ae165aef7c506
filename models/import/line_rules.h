#pragma once

#include "models/import/import_service.h"

#include <string_view>

namespace merch
{

class Store;

/// Rules of a store in their order; seeded from resources/rules on first use. Call inside a transaction to
/// seed.
std::vector<LineRule> loadLineRules(Store& store);
void seedLineRules(Store& store);

/// What the rules look at.
struct RuledLine {
    std::string_view sku, title, orderId, status;
    double units = 0.0;
    double unitPrice = 0.0; ///< NaN = unknown
};

/// Classes lines by the first rule that fits; "sale" where none does.
class LineClassifier
{
public:
    explicit LineClassifier(const std::vector<LineRule>& rules);
    ~LineClassifier();
    const std::string& classOf(const RuledLine& line) const;

private:
    struct Rule;
    std::vector<Rule> m_rules;
    std::string m_sale = "sale";
};

/// Are lines of this class part of demand (a return and a cancellation lower it)?
bool countsAsDemand(std::string_view lineClass);

} // namespace merch
