#pragma once

#include "engine/forecast/ets/ets.h"

namespace merch
{

/// Where a search ended, in the units of the series.
struct EtsSearchEnd {
    EtsParameters parameters;
    EtsState state;
    double criterion = 0.0; ///< -2 log-likelihood
};

/// The search of R's ets(): one polytope over smoothing parameters and initial states together, from the
/// states of a classical decomposition. Where the likelihood is flat it ends at one point of many that are as
/// good; taking that one makes forecasts agree with the standard software. Bounds as for fitEts(). nullopt
/// where the series is too short for it, has excluded values, or a period above 24. Source: Hyndman, Koehler,
/// Snyder & Grose (2002), International Journal of Forecasting 18, 439-454.
std::optional<EtsSearchEnd>
searchClassically(const EtsForm& form, const SeriesView& series, const FitOptions& options);

/// The invertible region: whether the recursion forgets its start.
bool isAdmissible(const EtsForm& form, const EtsParameters& parameters, std::size_t m);

} // namespace merch
