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
    if (const std::int64_t over = quantity % rules.pack; over > 0)
        quantity += rules.pack - over;
    if (rules.capacity) {
        const std::int64_t room = std::max<std::int64_t>(0, *rules.capacity - inventoryPosition);
        if (quantity > room)
            quantity = room / rules.pack * rules.pack;
    }
    if (quantity <= 0 || quantity < rules.moq)
        return {0, RoundingReason::DoesNotFit};
    return {quantity, RoundingReason::Ok};
}

} // namespace merch
