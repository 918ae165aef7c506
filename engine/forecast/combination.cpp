#include "engine/forecast/combination.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace merch
{

namespace
{

class CombinedFit final : public Fit
{
public:
    struct Part {
        std::unique_ptr<Fit> fit;
        double weight;
    };
    CombinedFit(std::vector<Part> parts, std::string text, const SeriesView& series, bool keepFitted)
        : m_parts(std::move(parts))
    {
        form = std::move(text);
        for (const double value : series.values)
            if (value < 0.0)
                m_least = -std::numeric_limits<double>::infinity();
        double deviation = 0.0;
        for (const Part& part : m_parts) {
            deviation += part.weight * std::sqrt(std::max(0.0, part.fit->sigma2));
            observations = std::max(observations, part.fit->observations);
        }
        mse = sigma2 = deviation * deviation;
        if (!keepFitted)
            return;
        fitted.assign(series.values.size(), 0.0);
        residuals.resize(fitted.size());
        for (const Part& part : m_parts)
            for (std::size_t t = 0; t < fitted.size(); ++t)
                fitted[t] += part.weight * (t < part.fit->fitted.size() ? part.fit->fitted[t] : kNone);
        for (std::size_t t = 0; t < fitted.size(); ++t)
            residuals[t] = series.values[t] - fitted[t];
    }

    void roll(std::span<const double> more) override
    {
        for (const Part& part : m_parts)
            part.fit->roll(more);
    }
    void point(std::span<double> mean) const override
    {
        std::fill(mean.begin(), mean.end(), 0.0);
        std::vector<double> one(mean.size());
        for (const Part& part : m_parts) {
            part.fit->point(one);
            for (std::size_t h = 0; h < mean.size(); ++h)
                mean[h] += part.weight * std::max(m_least, one[h]);
        }
    }
    // Methods fitted to one series err alike: their deviations add up as if they were one.
    void variance(std::span<double> out) const override
    {
        std::fill(out.begin(), out.end(), 0.0);
        std::vector<double> one(out.size());
        for (const Part& part : m_parts) {
            part.fit->variance(one);
            for (std::size_t h = 0; h < out.size(); ++h)
                out[h] += part.weight * std::sqrt(std::max(0.0, isKnown(one[h]) ? one[h] : part.fit->sigma2));
        }
        for (double& value : out)
            value *= value;
    }
    double sumVariance(int n) const override
    {
        double deviation = 0.0;
        for (const Part& part : m_parts)
            deviation += part.weight * std::sqrt(std::max(0.0, part.fit->sumVariance(n)));
        return deviation * deviation;
    }

private:
    std::vector<Part> m_parts;
    /// Of what never fell below zero no part is taken below it: a falling trend would else take away what the
    /// others expect, and rare demand be forecast at nothing.
    double m_least = 0.0;
};

} // namespace

Result<std::unique_ptr<Fit>>
fitCombination(std::span<const WeightedMethod> parts, const SeriesView& series, const FitOptions& options)
{
    std::vector<CombinedFit::Part> fits;
    Error last{ErrorCode::InvalidInput, "No method fits.", {}, {}};
    double all = 0.0;
    std::string text;
    for (const WeightedMethod& part : parts) {
        auto fit = part.method->fit(series, options);
        if (!fit) {
            last = fit.error();
            continue;
        }
        all += part.weight;
        fits.push_back({std::move(*fit), part.weight});
        text += (text.empty() ? "" : ", ") + std::string(part.method->name()) + ' ' +
                std::to_string(std::lround(100.0 * part.weight)) + " %";
    }
    if (fits.empty() || !(all > 0.0))
        return last;
    if (fits.size() == 1)
        return std::move(fits.front().fit);
    for (CombinedFit::Part& part : fits)
        part.weight /= all;
    return std::unique_ptr<Fit>(
        std::make_unique<CombinedFit>(std::move(fits), std::move(text), series, options.fitted));
}

std::vector<Replay> combined(std::span<const std::vector<Replay>> parts, std::span<const double> weights)
{
    std::vector<Replay> made(parts.front());
    for (std::size_t r = 0; r < made.size(); ++r) {
        std::vector<double>& mean = made[r].mean;
        std::fill(mean.begin(), mean.end(), 0.0);
        for (std::size_t p = 0; p < parts.size(); ++p)
            for (std::size_t i = 0; i < mean.size(); ++i)
                mean[i] += weights[p] * parts[p][r].mean[i];
    }
    return made;
}

} // namespace merch
