#pragma once

#include <cstdint>
#include <optional>

namespace merch
{

/// What a supplier and a shelf accept. Whole units.
struct OrderRules {
    std::int64_t moq = 0;                   ///< least quantity that is accepted; 0 = none
    std::int64_t pack = 1;                  ///< multiple it ships in
    std::optional<std::int64_t> capacity{}; ///< most that on hand, on order and the order may be together
};

enum class RoundingReason : std::uint8_t {
    Ok,
    NoNeed,    ///< need <= 0: never raised to the MOQ
    DoesNotFit ///< what the capacity leaves is below the MOQ or a pack
};

struct RoundedOrder {
    std::int64_t quantity = 0;
    RoundingReason reason = RoundingReason::NoNeed;
};

/// The quantity to order for a need: raised to the MOQ, then up to whole packs, then capped by the capacity
/// and rounded down to packs; what falls below the MOQ then is not ordered. Every screen and export takes its
/// quantities from here. Preconditions: pack >= 1, moq >= 0.
RoundedOrder roundOrder(std::int64_t need, const OrderRules& rules, std::int64_t inventoryPosition);

} // namespace merch
