#pragma once

#include "engine/forecast/causes.h"

#include <QString>

#include <limits>
#include <map>
#include <vector>

namespace merch
{

class Store;

/// Promotions of a store by what they name: a product, or a category with all below it.
class Promotions
{
public:
    /// `knownOn`: those that begin later are left out.
    explicit Promotions(Store& store, Day knownOn = std::numeric_limits<Day>::max());

    /// Of one product at one place, ascending by first day. `category` is its whole path.
    std::vector<Offer> of(const QString& sku, const QString& category, const QString& location) const;

private:
    struct Row {
        Offer offer;
        QString category, location;
    };
    std::map<QString, std::vector<Row>> m_bySku;
    std::vector<Row> m_wide;
};

/// Events of the calendar that every place has; those that begin after `knownOn` are left out.
std::vector<CalendarEvent> readEvents(Store& store, Day knownOn = std::numeric_limits<Day>::max());

} // namespace merch
