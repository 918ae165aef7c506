#pragma once

#include <QString>

#include <cstdint>
#include <map>

namespace merch
{

class Store;

/// What changed of a plan's inputs after it was made: its numbers may no longer be what one would order now.
struct ChangedInputs {
    QString everywhere;              ///< holds for all lines; empty = nothing
    std::map<int, QString> bySeries; ///< series id -> what

    QString of(int seriesId) const
    {
        const auto found = bySeries.find(seriesId);
        return found == bySeries.end() ? everywhere : found->second;
    }
    bool any() const { return !everywhere.isEmpty() || !bySeries.empty(); }
};

ChangedInputs changedInputs(Store& store, std::int64_t planId);

} // namespace merch
