#pragma once

#include "engine/forecast/forecast.h"

#include <cstddef>
#include <span>

namespace merch::bench
{

/// How well distributions of sums foretold what came, over windows of one length.
struct DistributionScore {
    double pinball = 0.0; ///< mean over the stored levels, units, summed over windows
    double crps = 0.0;    ///< continuous ranked probability score, units, summed over windows
    double inside80 = 0.0, inside95 = 0.0; ///< windows inside the central interval
    double windows = 0.0;

    DistributionScore& operator+=(const DistributionScore& other);
};

/// Windows of `span` periods one after another, of a forecast beside what came (NaN: the window is left
/// out). A count stands on a step of its distribution: the share of the step within the interval is counted,
/// so that a calibrated forecast of whole pieces reaches the level too. Sources: Gneiting & Raftery (2007),
/// JASA 102, 359-378; Czado, Gneiting & Held (2009), Biometrics 65, 1254-1261.
DistributionScore scoreOf(const Forecast& forecast, std::span<const double> came, std::size_t span);

} // namespace merch::bench
