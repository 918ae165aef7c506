#pragma once

#include "engine/core/result.h"

#include <QString>

#include <optional>
#include <string>
#include <vector>

namespace merch
{

/// One check: what it is called, how much it matters, and the SELECT that finds what fails it.
struct QualityRule {
    std::string id, dimension, severity, title, suggestion, entity;
    std::string lookedAt; ///< SELECT count(*): the rows that could fail
    std::string
        query; ///< key, field, value, message, money (minor units a month), series_id; empty = in code
    std::optional<double> limit; ///< where a rule in code begins to find
    bool critical = false;       ///< a series that fails it is kept to the simple rule
    bool own = false;            ///< from the user's file
};

/// The rules of resources/sql/checks.
std::vector<QualityRule> standardRules();

/// The standard rules as a user's file has them: a JSON object with a list "rules". An entry that names a
/// standard rule turns it off ("off": true) or changes its severity, title, suggestion, critical or limit; an
/// entry with a "query" adds a rule. The error names the entry.
Result<std::vector<QualityRule>> rulesWith(const QString& file);

} // namespace merch
