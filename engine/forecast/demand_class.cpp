#include "engine/forecast/demand_class.h"

#include <cmath>

namespace merch
{

DemandClass classifyDemand(std::span<const double> values)
{
    int known = 0, sold = 0;
    double sum = 0.0, squares = 0.0;
    for (const double value : values) {
        if (std::isnan(value))
            continue;
        ++known;
        if (value > 0.0) {
            ++sold;
            sum += value;
            squares += value * value;
        }
    }
    if (sold == 0)
        return DemandClass::NoDemand;
    if (known < 4 || sold < 2)
        return DemandClass::TooShort;
    const double interval = static_cast<double>(known) / sold, mean = sum / sold;
    const double variance = std::max(0.0, (squares - sum * mean) / (sold - 1));
    const bool rare = interval >= 1.32, varied = variance / (mean * mean) >= 0.49;
    return rare ? (varied ? DemandClass::Lumpy : DemandClass::Intermittent)
                : (varied ? DemandClass::Erratic : DemandClass::Smooth);
}

} // namespace merch
