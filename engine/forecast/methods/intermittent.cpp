// Croston and its corrected kin, and Teunter-Syntetos-Babai: for series that sell in fits and starts.
// Sources: Croston (1972), ORQ 23, 289-303; Syntetos & Boylan (2005), IJF 21, 303-314; Shale, Boylan &
// Johnston (2006), JORS 57, 588-592; Teunter, Syntetos & Babai (2011), EJOR 214, 606-615.
#include "engine/forecast/methods/builtin.h"
#include "engine/forecast/methods/rate_fit.h"

#include <algorithm>
#include <cmath>

namespace merch
{

namespace
{

constexpr double kSmoothing = 0.1; // R's and the literature's

/// Sizes and intervals, both smoothed at demands only.
struct SizeAndInterval {
    double alpha = kSmoothing, beta = kSmoothing;
    double correction = 1.0;
    double size = kNone, interval = kNone;
    int since = 0;

    void update(double y)
    {
        ++since;
        if (y == 0.0)
            return;
        size = isKnown(size) ? size + alpha * (y - size) : y;
        interval = isKnown(interval) ? interval + beta * (since - interval) : since;
        since = 0;
    }
    double rate() const { return size / interval * correction; }
    void describe(std::vector<Parameter>& out) const
    {
        out.push_back({"alpha", alpha});
        out.push_back({"size", isKnown(size) ? size : 0.0});
        out.push_back({"interval", interval});
        out.push_back({"rate", isKnown(size) ? rate() : 0.0});
    }
};

/// Sizes at demands, probability every period.
struct SizeAndProbability {
    double alpha = kSmoothing, beta = kSmoothing;
    double size = kNone, probability = 0.0;

    void update(double y)
    {
        probability += beta * ((y != 0.0 ? 1.0 : 0.0) - probability);
        if (y != 0.0)
            size = isKnown(size) ? size + alpha * (y - size) : y;
    }
    double rate() const { return size * probability; }
    void describe(std::vector<Parameter>& out) const
    {
        out.push_back({"alpha", alpha});
        out.push_back({"beta", beta});
        out.push_back({"size", isKnown(size) ? size : 0.0});
        out.push_back({"probability", probability});
        out.push_back({"rate", isKnown(size) ? rate() : 0.0});
    }
};

class CrostonMethod final : public Method
{
public:
    enum class Correction { None, SyntetosBoylan, ShaleBoylanJohnston };
    CrostonMethod(const char* name, Correction correction, int rank)
        : Method(name)
        , m_correction(correction)
        , m_rank(rank)
    {
    }
    int rank() const override { return m_rank; }
    Result<std::unique_ptr<Fit>> fit(const SeriesView& series, const FitOptions& options) const override
    {
        if (const Outcome counts = checkCounts(series); !counts)
            return counts.error();
        const auto alpha = smoothingOf(options, "alpha", kSmoothing);
        if (!alpha)
            return alpha.error();
        const auto beta = smoothingOf(options, "beta", *alpha);
        if (!beta)
            return beta.error();
        SizeAndInterval state;
        state.alpha = *alpha;
        state.beta = *beta;
        if (m_correction == Correction::SyntetosBoylan)
            state.correction = 1.0 - *alpha / 2.0;
        if (m_correction == Correction::ShaleBoylanJohnston)
            state.correction = 1.0 - *alpha / (2.0 - *alpha);
        return std::unique_ptr<Fit>(
            std::make_unique<RateFit<SizeAndInterval>>(series, state, options.fitted));
    }

private:
    Correction m_correction;
    int m_rank;
};

class TsbMethod final : public Method
{
public:
    TsbMethod()
        : Method("tsb")
    {
    }
    int rank() const override { return 7; }
    Result<std::unique_ptr<Fit>> fit(const SeriesView& series, const FitOptions& options) const override
    {
        if (const Outcome counts = checkCounts(series); !counts)
            return counts.error();
        const auto alpha = smoothingOf(options, "alpha", kSmoothing);
        const auto beta = smoothingOf(options, "beta", kSmoothing);
        if (!alpha)
            return alpha.error();
        if (!beta)
            return beta.error();
        SizeAndProbability state;
        state.alpha = *alpha;
        state.beta = *beta;
        // Starts at the share of periods with demand, up to the last of them.
        int now = 0, last = 0, demands = 0;
        for (const double y : series.values) {
            now += isKnown(y) ? 1 : 0;
            if (isKnown(y) && y != 0.0) {
                last = now;
                ++demands;
            }
        }
        state.probability = last > 0 ? static_cast<double>(demands) / last : 0.0;
        // The guide of the M5 competition starts at whether the first period has demand.
        if (options.simpleStart) {
            const auto first = std::find_if(series.values.begin(), series.values.end(), isKnown);
            state.probability = first != series.values.end() && *first != 0.0 ? 1.0 : 0.0;
        }
        return std::unique_ptr<Fit>(
            std::make_unique<RateFit<SizeAndProbability>>(series, state, options.fitted));
    }
};

} // namespace

Result<double> smoothingOf(const FitOptions& options, std::string_view name, double otherwise)
{
    const double value = options.fixedValue(name).value_or(otherwise);
    if (!(value > 0.0 && value <= 1.0))
        return Error{ErrorCode::Usage, std::string(name) + " must lie in 0..1.", {}, {}};
    return value;
}

Outcome checkCounts(const SeriesView& series)
{
    for (const double y : series.values) {
        if (y < 0.0)
            return Error{
                ErrorCode::InvalidInput,
                "Methods for intermittent demand need values of zero or more.",
                "Net the returns first.",
                {}};
    }
    return checkValues(series);
}

const Method& crostonMethod()
{
    static const CrostonMethod method("croston", CrostonMethod::Correction::None, 8);
    return method;
}

const Method& sbaMethod()
{
    static const CrostonMethod method("sba", CrostonMethod::Correction::SyntetosBoylan, 9);
    return method;
}

const Method& sbjMethod()
{
    static const CrostonMethod method("sbj", CrostonMethod::Correction::ShaleBoylanJohnston, 10);
    return method;
}

const Method& tsbMethod()
{
    static const TsbMethod method;
    return method;
}

} // namespace merch
