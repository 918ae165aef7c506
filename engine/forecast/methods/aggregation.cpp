// ADIDA and IMAPA: slow movers are smoothed as sums over blocks of periods, in which fewer zeros are left.
// Sources: Nikolopoulos, Syntetos, Boylan, Petropoulos & Assimakopoulos (2011), JORS 62, 544-554;
// Petropoulos & Kourentzes (2015), JORS 66, 914-924. Smoothing between 0.1 and 0.3 as in the guide of the M5
// competition.
#include "engine/forecast/methods/builtin.h"
#include "engine/forecast/methods/rate_fit.h"

#include <cmath>
#include <iterator>
#include <string>

namespace merch
{

namespace
{

constexpr double kLeast = 0.1, kMost = 0.3;

/// Squared one-step errors of smoothing that starts at the first value.
double squaresOf(std::span<const double> values, double alpha)
{
    double level = values.front(), sum = 0.0;
    for (std::size_t i = 1; i < values.size(); ++i) {
        const double error = values[i] - level;
        sum += error * error;
        level += alpha * error;
    }
    return sum;
}

/// The alpha of least squares: a grid against other hollows, then the golden section around its best. Where
/// nothing tells them apart, the fastest.
double bestSmoothing(std::span<const double> values)
{
    constexpr int kPoints = 20;
    const double step = (kMost - kLeast) / kPoints;
    double best = kMost, least = squaresOf(values, kMost);
    const auto keep = [&](double alpha) {
        const double squares = squaresOf(values, alpha);
        if (squares < least) {
            least = squares;
            best = alpha;
        }
        return squares;
    };
    for (int i = kPoints - 1; i >= 0; --i)
        keep(kLeast + i * step);
    const double ratio = (std::sqrt(5.0) - 1.0) / 2.0;
    double low = std::max(kLeast, best - step), high = std::min(kMost, best + step);
    double left = high - ratio * (high - low), right = low + ratio * (high - low);
    double leftSquares = keep(left), rightSquares = keep(right);
    while (high - low > 1e-9) {
        if (leftSquares < rightSquares) {
            high = right;
            right = left;
            rightSquares = leftSquares;
            left = high - ratio * (high - low);
            leftSquares = keep(left);
        } else {
            low = left;
            left = right;
            leftSquares = rightSquares;
            right = low + ratio * (high - low);
            rightSquares = keep(right);
        }
    }
    return best;
}

/// Smoothed sums of blocks of several lengths; the rate is the mean over the lengths. The blocks end with the
/// newest value whichever it is, so of each length every phase is kept: a step is a sum and a phase.
class SmoothedBlocks
{
public:
    /// `name` is what the longest length is called.
    SmoothedBlocks(std::size_t shortest, std::size_t longest, const char* name)
        : m_name(name)
        , m_shortest(shortest)
        , m_alphas(longest - shortest + 1, kLeast)
        , m_recent(longest, 0.0)
    {
        std::size_t phases = 0;
        for (std::size_t k = shortest; k <= longest; ++k) {
            m_firstPhase.push_back(phases);
            phases += k;
        }
        m_levels.assign(phases, kNone);
        m_sums.assign(m_alphas.size(), 0.0);
    }
    double& alpha(std::size_t length) { return m_alphas[length - m_shortest]; }

    void update(double y)
    {
        ++m_count;
        const std::size_t ring = m_recent.size();
        for (std::size_t i = 0; i < m_alphas.size(); ++i) {
            const std::size_t k = m_shortest + i;
            double& sum = m_sums[i];
            if (m_count > k)
                sum -= m_recent[(m_next + ring - k) % ring];
            sum += y;
            if (m_count < k)
                continue;
            double& level = m_levels[m_firstPhase[i] + m_count % k];
            level = isKnown(level) ? level + m_alphas[i] * (sum - level) : sum;
        }
        m_recent[m_next] = y;
        m_next = (m_next + 1) % ring;
    }
    double rate() const
    {
        double sum = 0.0;
        int lengths = 0;
        for (std::size_t i = 0; i < m_alphas.size(); ++i) {
            const std::size_t k = m_shortest + i;
            const double level = m_levels[m_firstPhase[i] + m_count % k];
            if (!isKnown(level))
                continue;
            sum += level / static_cast<double>(k);
            ++lengths;
        }
        return lengths > 0 ? std::max(0.0, sum / lengths) : kNone;
    }
    void describe(std::vector<Parameter>& out) const
    {
        if (m_alphas.size() == 1)
            out.push_back({"alpha", m_alphas.front()});
        out.push_back({m_name, static_cast<double>(m_recent.size())});
        out.push_back({"rate", isKnown(rate()) ? rate() : 0.0});
    }

private:
    const char* m_name;
    std::size_t m_shortest;
    std::vector<double> m_alphas, m_recent, m_sums, m_levels;
    std::vector<std::size_t> m_firstPhase; ///< of each length in m_levels
    std::size_t m_count = 0, m_next = 0;
};

/// Known periods a demand, the ones before the first counted; 1 where nothing was sold.
double meanInterval(const std::vector<double>& known)
{
    std::size_t last = 0, demands = 0;
    for (std::size_t t = 0; t < known.size(); ++t)
        if (known[t] != 0.0) {
            last = t + 1;
            ++demands;
        }
    return demands > 0 ? static_cast<double>(last) / static_cast<double>(demands) : 1.0;
}

class BlockMethod final : public Method
{
public:
    /// Over all lengths up to the mean interval, or at that length alone. `given` names the length in the
    /// options.
    BlockMethod(const char* name, bool everyLength, const char* given, int rank)
        : Method(name)
        , m_everyLength(everyLength)
        , m_given(given)
        , m_rank(rank)
    {
    }
    int rank() const override { return m_rank; }
    Result<std::unique_ptr<Fit>> fit(const SeriesView& series, const FitOptions& options) const override
    {
        if (const Outcome counts = checkCounts(series); !counts)
            return counts.error();
        std::vector<double> known;
        known.reserve(series.values.size());
        std::copy_if(series.values.begin(), series.values.end(), std::back_inserter(known), isKnown);
        // Three blocks at least: fewer say nothing of how fast to learn.
        const double most = std::max(1.0, std::floor(static_cast<double>(known.size()) / 3.0));
        const double wanted =
            options.fixedValue(m_given).value_or(std::min(most, std::nearbyint(meanInterval(known))));
        if (!(wanted >= 1.0 && wanted <= static_cast<double>(known.size())))
            return Error{
                ErrorCode::Usage,
                std::string(m_given) + " must lie between 1 and the length of the series.",
                {},
                {}};
        const auto longest = static_cast<std::size_t>(wanted);
        const std::size_t shortest = m_everyLength ? 1 : longest;
        const auto fixed = smoothingOf(options, "alpha", kLeast);
        if (!fixed)
            return fixed.error();
        const bool search = !options.fixedValue("alpha");
        SmoothedBlocks state(shortest, longest, m_given);
        std::vector<double> blocks(known.size());
        for (std::size_t k = shortest; k <= longest; ++k) {
            state.alpha(k) = *fixed;
            if (!search)
                continue;
            const std::size_t count = known.size() / k, from = known.size() - count * k;
            for (std::size_t b = 0; b < count; ++b) {
                double sum = 0.0;
                for (std::size_t i = from + b * k; i < from + (b + 1) * k; ++i)
                    sum += known[i];
                blocks[b] = sum;
            }
            state.alpha(k) = bestSmoothing(std::span(blocks).first(count));
        }
        return std::unique_ptr<Fit>(std::make_unique<RateFit<SmoothedBlocks>>(series, state, options.fitted));
    }

private:
    bool m_everyLength;
    const char* m_given;
    int m_rank;
};

} // namespace

const Method& adidaMethod()
{
    static const BlockMethod method("adida", false, "level", 10);
    return method;
}

const Method& imapaMethod()
{
    static const BlockMethod method("imapa", true, "max_level", 10);
    return method;
}

} // namespace merch
