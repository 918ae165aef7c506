#include "engine/inventory/rounding.h"

#include <algorithm>
#include <cassert>

namespace merch
{

RoundedOrder roundOrder(std::int64_t need, const OrderRules& rules, std::int64_t inventoryPosition)
{
    assert(rules.pack >= 1 && rules.moq >= 0);
    if (need <= 0)
        return {0, RoundingReason::NoNeed};
    std::int64_t quantity = std::max(need, rules.moq);
    quantity = (quantity + rules.pack - 1) / rules.pack * rules.pack;
    if (rules.capacity && inventoryPosition + quantity > *rules.capacity) {
        const std::int64_t room = std::max<std::int64_t>(0, *rules.capacity - inventoryPosition);
        quantity = room / rules.pack * rules.pack;
    }
    if (quantity <= 0 || quantity < rules.moq)
        return {0, RoundingReason::DoesNotFit};
    return {quantity, RoundingReason::Ok};
}

} // namespace merch
