#pragma once

#include <cstdint>
#include <span>

namespace merch
{

/// Demand pattern by average inter-demand interval (ADI, cut 1.32) and squared coefficient of variation of
/// the sizes (CV2, cut 0.49). Source: Syntetos, Boylan & Croston (2005), JORS 56, 495-503.
enum class DemandClass : std::uint8_t { Smooth, Erratic, Intermittent, Lumpy, NoDemand, TooShort };

/// Class of demand over consecutive periods; NaN = excluded. NoDemand where nothing was sold, TooShort below
/// four known periods or two with a sale.
DemandClass classifyDemand(std::span<const double> values);

} // namespace merch
