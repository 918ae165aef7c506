#pragma once

#include <cstdint>

namespace merch
{

/// Demand pattern by average inter-demand interval (ADI, cut 1.32) and squared coefficient of variation of
/// the sizes (CV2, cut 0.49). Source: Syntetos, Boylan & Croston (2005), JORS 56, 495-503.
enum class DemandClass : std::uint8_t { Smooth, Erratic, Intermittent, Lumpy, NoDemand, TooShort };

} // namespace merch
