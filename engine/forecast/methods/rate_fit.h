#pragma once

#include "engine/forecast/methods/builtin.h"

#include <algorithm>

namespace merch
{

/// The smoothing parameter that is given by that name, or else `otherwise`. Usage outside of (0, 1].
Result<double> smoothingOf(const FitOptions& options, std::string_view name, double otherwise);
/// InvalidInput, with its reason, where a value is negative, infinite, or none is known.
Outcome checkCounts(const SeriesView& series);

/// The rate of a recursion that is updated period by period; excluded periods do not pass.
template <typename State> class RateFit final : public Fit
{
public:
    RateFit(const SeriesView& series, const State& state, bool keepFitted)
        : m_state(state)
    {
        double sum = 0.0;
        int judged = 0;
        for (const double y : series.values) {
            const double mean = m_state.rate();
            if (keepFitted) {
                fitted.push_back(mean);
                residuals.push_back(y - mean);
            }
            if (!isKnown(y))
                continue;
            if (isKnown(mean)) {
                sum += (y - mean) * (y - mean);
                ++judged;
            }
            m_state.update(y);
            ++observations;
        }
        mse = sigma2 = judged > 0 ? sum / judged : 0.0;
        m_state.describe(parameters);
    }
    void roll(std::span<const double> more) override
    {
        for (const double y : more)
            if (isKnown(y))
                m_state.update(std::max(0.0, y));
    }
    void point(std::span<double> mean) const override
    {
        const double rate = m_state.rate();
        std::fill(mean.begin(), mean.end(), isKnown(rate) ? rate : 0.0);
    }

private:
    State m_state;
};

} // namespace merch
