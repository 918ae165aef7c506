#pragma once

#include "engine/forecast/automatic.h"
#include "engine/forecast/method.h"

#include <memory>

namespace merch
{

/// The forecasts that would have been made of a series on one day after another, from what was known then.
/// The method is chosen and its errors are measured at begin(); between two of them the fit only takes in
/// what came, as a nightly run does.
class RolledForecasts
{
public:
    /// `history` must outlive this. `options.horizon` periods are forecast each time.
    RolledForecasts(const DemandHistory& history, const AutomaticOptions& options);

    /// Chooses and measures anew from the first `known` periods.
    void begin(std::size_t known);
    /// The forecast after the first `known` periods; never fewer than before.
    const Forecast& at(std::size_t known);

private:
    const DemandHistory& m_history;
    AutomaticOptions m_options;
    Forecast m_forecast;
    std::unique_ptr<Fit> m_fit; ///< null where the forecast stays as it was made
    std::size_t m_known = 0;
    double m_most = 0.0; ///< no forecast is above it
};

} // namespace merch
