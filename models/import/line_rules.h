#pragma once

#include "models/import/line_rule.h"

#include <string>
#include <string_view>
#include <vector>

namespace merch
{

class Store;

/// Rules of a store in their order; those of resources/rules until others are kept.
std::vector<LineRule> loadLineRules(Store& store);
/// Those a store begins with.
std::vector<LineRule> standardLineRules();
/// Keeps these rules in place of all others. Call inside a transaction.
void keepLineRules(Store& store, const std::vector<LineRule>& rules);

/// What the rules look at.
struct RuledLine {
    std::string_view sku, title, orderId, status;
    double units = 0.0;
    double unitPrice = 0.0; ///< NaN = unknown
};

/// Classes lines of sources of one preset by the first rule that fits; "sale" where none does.
class LineClassifier
{
public:
    LineClassifier(const std::vector<LineRule>& rules, const QString& preset);
    ~LineClassifier();
    const std::string& classOf(const RuledLine& line) const;
    /// Which of the rules decides, as a place in the list given; -1 = none.
    int ruleOf(const RuledLine& line) const;

private:
    struct Rule;
    const Rule* deciding(const RuledLine& line) const;
    std::vector<Rule> m_rules;
    std::string m_sale = "sale";
};

/// Are lines of this class part of demand (a return and a cancellation lower it)?
bool countsAsDemand(std::string_view lineClass);

} // namespace merch
