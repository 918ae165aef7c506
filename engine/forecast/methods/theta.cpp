// The theta method: simple smoothing plus half the slope of the line through the series, after its season was
// taken out. Sources: Assimakopoulos & Nikolopoulos (2000), International Journal of Forecasting 16, 521-530;
// Hyndman & Billah (2003), International Journal of Forecasting 19, 287-290.
#include "engine/forecast/ets/ets.h"
#include "engine/forecast/methods/builtin.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace merch
{

namespace
{

constexpr double kSurelySeasonal = 1.6448536269514722; ///< normal quantile of 95 %
constexpr double kLeastIndex = 1e-4;
constexpr double kLeastBesideZeros = 0.05; ///< a sale divided by less would be a peak that nobody saw

/// Autocorrelation at the length of the season beyond what the shorter lags make likely.
bool isSeasonal(std::span<const double> y, std::size_t m)
{
    const double n = static_cast<double>(std::count_if(y.begin(), y.end(), isKnown));
    if (m < 2 || n <= 2.0 * static_cast<double>(m))
        return false;
    double mean = 0.0, all = 0.0;
    for (const double value : y)
        mean += isKnown(value) ? value / n : 0.0;
    for (const double value : y)
        all += isKnown(value) ? (value - mean) * (value - mean) : 0.0;
    if (!(all > 0.0))
        return false;
    double squares = 0.0, atSeason = 0.0;
    for (std::size_t lag = 1; lag <= m; ++lag) {
        double sum = 0.0;
        for (std::size_t t = lag; t < y.size(); ++t)
            if (isKnown(y[t]) && isKnown(y[t - lag]))
                sum += (y[t] - mean) * (y[t - lag] - mean);
        const double r = sum / all;
        if (lag < m)
            squares += r * r;
        else
            atSeason = r;
    }
    return std::abs(atSeason) > kSurelySeasonal * std::sqrt((1.0 + 2.0 * squares) / n);
}

/// Average of each place around a centred moving average of one season; where values are excluded, of the
/// known ones. Empty if a place was never seen, or a ratio is not to be had.
std::vector<double> seasonOfPlaces(std::span<const double> y, std::size_t m, bool ratio)
{
    const std::size_t half = m / 2;
    std::vector<double> index(m, 0.0);
    std::vector<int> count(m, 0);
    for (std::size_t t = half; t + half < y.size(); ++t) {
        if (!isKnown(y[t]))
            continue;
        double sum = 0.0, weight = 0.0;
        for (std::size_t j = t - half; j <= t + half; ++j) {
            if (!isKnown(y[j]))
                continue;
            const double w = m % 2 == 0 && (j == t - half || j == t + half) ? 0.5 : 1.0;
            sum += w * y[j];
            weight += w;
        }
        if (2.0 * weight < static_cast<double>(m))
            continue;
        if (ratio && !(sum > 0.0))
            return {};
        index[t % m] += ratio ? y[t] / (sum / weight) : y[t] - sum / weight;
        ++count[t % m];
    }
    double mean = 0.0;
    for (std::size_t i = 0; i < m; ++i) {
        if (count[i] == 0)
            return {};
        index[i] /= count[i];
        mean += index[i] / static_cast<double>(m);
    }
    for (double& one : index)
        one = ratio ? one / mean : one - mean;
    return index;
}

/// Slope of the line through the known values.
double slopeOf(std::span<const double> y)
{
    double n = 0.0, st = 0.0, sy = 0.0;
    for (std::size_t t = 0; t < y.size(); ++t) {
        if (!isKnown(y[t]))
            continue;
        n += 1.0;
        st += static_cast<double>(t);
        sy += y[t];
    }
    double along = 0.0, square = 0.0;
    for (std::size_t t = 0; t < y.size(); ++t) {
        if (!isKnown(y[t]))
            continue;
        const double x = static_cast<double>(t) - st / n;
        along += x * (y[t] - sy / n);
        square += x * x;
    }
    return square > 0.0 ? along / square : 0.0;
}

class ThetaFit final : public Fit
{
public:
    ThetaFit(
        std::unique_ptr<EtsFit> smooth, double slope, std::vector<double> season, bool ratio,
        std::size_t length, std::span<const double> values, bool keepFitted)
        : m_smooth(std::move(smooth))
        , m_season(std::move(season))
        , m_ratio(ratio)
        , m_alpha(std::max(1e-10, m_smooth->parameter("alpha")))
        , m_slope(slope)
        , m_length(length)
    {
        form = m_season.empty() ? "Theta" : m_ratio ? "Theta, season in proportion" : "Theta, season added";
        parameters = m_smooth->parameters;
        parameters.push_back({"drift", 0.5 * slope});
        sigma2 = m_smooth->sigma2;
        observations = m_smooth->observations;
        if (keepFitted)
            keep(values);
    }

    void roll(std::span<const double> more) override
    {
        std::vector<double> adjusted(more.begin(), more.end());
        for (std::size_t i = 0; i < adjusted.size(); ++i)
            adjusted[i] = without(adjusted[i], m_length + i);
        m_smooth->roll(adjusted);
        m_length += more.size();
    }

    void point(std::span<double> mean) const override
    {
        m_smooth->point(mean);
        const double reach = (1.0 - std::pow(1.0 - m_alpha, static_cast<double>(m_length))) / m_alpha;
        for (std::size_t h = 0; h < mean.size(); ++h) {
            mean[h] += 0.5 * m_slope * (static_cast<double>(h) + reach);
            mean[h] = with(mean[h], m_length + h);
        }
    }

    // Of the smoothing alone, as is usual: what the line and the season add is not told.
    void variance(std::span<double> variance) const override { m_smooth->variance(variance); }
    double sumVariance(int n) const override { return m_smooth->sumVariance(n); }

private:
    double with(double value, std::size_t at) const
    {
        if (m_season.empty())
            return value;
        const double index = m_season[at % m_season.size()];
        return m_ratio ? value * index : value + index;
    }
    double without(double value, std::size_t at) const
    {
        if (m_season.empty())
            return value;
        const double index = m_season[at % m_season.size()];
        return m_ratio ? value / index : value - index;
    }
    void keep(std::span<const double> values)
    {
        double squares = 0.0;
        fitted = m_smooth->fitted;
        residuals.resize(fitted.size());
        for (std::size_t t = 0; t < fitted.size(); ++t) {
            fitted[t] = with(fitted[t], t);
            residuals[t] = values[t] - fitted[t];
            squares += isKnown(residuals[t]) ? residuals[t] * residuals[t] : 0.0;
        }
        mse = squares / observations;
    }

    std::unique_ptr<EtsFit> m_smooth;
    std::vector<double> m_season; ///< by place from the first value; empty = none
    bool m_ratio;
    double m_alpha, m_slope;
    std::size_t m_length; ///< periods so far, excluded ones too
};

class ThetaMethod final : public Method
{
public:
    ThetaMethod()
        : Method("theta")
    {
    }
    int rank() const override { return 16; }
    Result<std::unique_ptr<Fit>> fit(const SeriesView& series, const FitOptions& options) const override
    {
        const std::span<const double> y = series.values;
        if (const Outcome values = checkValues(series); !values)
            return values.error();
        const auto m = static_cast<std::size_t>(std::max(1, series.period));
        double smallest = std::numeric_limits<double>::infinity();
        for (const double value : y)
            smallest = isKnown(value) ? std::min(smallest, value) : smallest;
        bool ratio = true;
        std::vector<double> season, adjusted(y.begin(), y.end());
        if (isSeasonal(y, m)) {
            const double least = smallest > 0.0 ? kLeastIndex : kLeastBesideZeros;
            season = seasonOfPlaces(y, m, true);
            ratio = !season.empty() && std::ranges::all_of(season, [&](double s) { return s >= least; });
            if (!ratio)
                season = seasonOfPlaces(y, m, false);
        }
        for (std::size_t t = 0; !season.empty() && t < adjusted.size(); ++t)
            adjusted[t] = ratio ? adjusted[t] / season[t % m] : adjusted[t] - season[t % m];
        FitOptions own = options;
        own.leastSquares = true;
        auto smooth = fitEts(EtsForm{}, SeriesView{adjusted, 1}, own);
        if (!smooth)
            return smooth.error();
        return std::unique_ptr<Fit>(std::make_unique<ThetaFit>(
            std::move(*smooth), slopeOf(adjusted), std::move(season), ratio, y.size(), y, options.fitted));
    }
};

} // namespace

const Method& thetaMethod()
{
    static const ThetaMethod method;
    return method;
}

} // namespace merch
