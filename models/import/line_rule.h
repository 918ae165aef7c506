#pragma once

#include <QString>

namespace merch
{

/// Lines whose `field` fits are of `lineClass`: "sale", "return" and "cancellation" count as demand (the last
/// two lower it), all others are kept out of it. The first rule that fits decides.
struct LineRule {
    int position = 0;
    QString field; ///< sku, title, order_id, status, units, unit_price
    QString op;    ///< is, starts, contains, matches (regular expression), below, equals
    QString value;
    QString
        lineClass; ///< postage, fee, sample, test, voucher, adjustment, return, cancellation, cancelled, sale
    bool enabled = true;
    QString note;
    QString preset; ///< holds for sources of this preset alone; empty = for all
    bool operator==(const LineRule&) const = default;
};

} // namespace merch
