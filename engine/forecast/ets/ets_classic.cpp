#include "engine/forecast/ets/ets_classic.h"

#include "engine/forecast/minimise.h"

#include <Eigen/Dense>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>

namespace merch
{

namespace
{

constexpr double kLow = 1e-4, kHigh = 0.9999, kLowPhi = 0.8, kHighPhi = 0.98;
constexpr double kWall = std::numeric_limits<double>::infinity();
constexpr double kLeastRatio = 0.01;
constexpr int kEvaluations = 2000;
constexpr int kMostPeriods = 24;

/// Line by least squares through values at 1, 2, ...
struct Line {
    double level = 0.0, slope = 0.0;
};

Line lineThrough(std::span<const double> y)
{
    const double n = static_cast<double>(y.size());
    const double middle = (n + 1.0) / 2.0, mean = std::accumulate(y.begin(), y.end(), 0.0) / n;
    double along = 0.0, square = 0.0;
    for (std::size_t i = 0; i < y.size(); ++i) {
        const double x = static_cast<double>(i + 1) - middle;
        along += x * (y[i] - mean);
        square += x * x;
    }
    Line line;
    line.slope = square > 0.0 ? along / square : 0.0;
    line.level = mean - line.slope * middle;
    return line;
}

/// Averages of each place in the season around a centred moving average.
std::vector<double> decomposed(std::span<const double> y, std::size_t m, bool ratio)
{
    const std::size_t n = y.size(), half = m / 2;
    std::vector<double> figure(m, 0.0);
    std::vector<int> count(m, 0);
    for (std::size_t t = half; t + half < n; ++t) {
        double trend = 0.0;
        for (std::size_t j = t - half; j <= t + half; ++j)
            trend += (m % 2 == 0 && (j == t - half || j == t + half) ? 0.5 : 1.0) * y[j];
        trend /= static_cast<double>(m);
        figure[t % m] += ratio ? y[t] / trend : y[t] - trend;
        ++count[t % m];
    }
    double mean = 0.0;
    for (std::size_t i = 0; i < m; ++i) {
        figure[i] /= std::max(1, count[i]);
        mean += figure[i] / static_cast<double>(m);
    }
    for (double& one : figure)
        one = ratio ? one / mean : one - mean;
    std::vector<double> season(n);
    for (std::size_t t = 0; t < n; ++t)
        season[t] = figure[t % m];
    return season;
}

/// For less than three seasons: what a line with one wave leaves.
std::vector<double> aroundLine(std::span<const double> y, std::size_t m, bool ratio)
{
    const Eigen::Index n = static_cast<Eigen::Index>(y.size());
    const Eigen::Index waves = m > 2 ? 2 : 1; // the sine of a season of two is nothing
    Eigen::MatrixXd x(n, 2 + waves);
    Eigen::VectorXd values(n);
    for (Eigen::Index t = 0; t < n; ++t) {
        const double turn = 2.0 * std::numbers::pi * static_cast<double>(t + 1) / static_cast<double>(m);
        x(t, 0) = 1.0;
        x(t, 1) = static_cast<double>(t + 1);
        x(t, 2) = waves == 2 ? std::sin(turn) : std::cos(turn);
        if (waves == 2)
            x(t, 3) = std::cos(turn);
        values(t) = y[static_cast<std::size_t>(t)];
    }
    const Eigen::VectorXd fit = x.colPivHouseholderQr().solve(values);
    std::vector<double> season(y.size());
    for (std::size_t t = 0; t < y.size(); ++t) {
        const double line = fit(0) + fit(1) * static_cast<double>(t + 1);
        season[t] = ratio ? y[t] / line : y[t] - line;
    }
    return season;
}

/// How a point of the search is read.
class Layout
{
public:
    Layout(const EtsForm& form, const FitOptions& options, std::size_t m)
        : m_form(form)
        , m_m(form.season == 'N' ? 0 : m)
    {
        m_given.alpha = options.fixedValue("alpha").value_or(kNone);
        m_given.beta = form.trend ? options.fixedValue("beta").value_or(kNone) : 0.0;
        m_given.gamma = form.season != 'N' ? options.fixedValue("gamma").value_or(kNone) : 0.0;
        m_given.phi = form.damped ? options.fixedValue("phi").value_or(kNone) : 1.0;
    }

    std::vector<double> start(std::span<const double> y) const
    {
        EtsParameters p = m_given;
        std::vector<double> x;
        const auto add = [&x](double& parameter, double value) {
            if (isKnown(parameter))
                return;
            parameter = value;
            x.push_back(value);
        };
        add(p.alpha, kLow + 0.2 * (kHigh - kLow) / static_cast<double>(std::max<std::size_t>(1, m_m)));
        add(p.beta, kLow + 0.1 * (std::min(kHigh, p.alpha) - kLow));
        add(p.gamma, kLow + 0.05 * (std::min(kHigh, 1.0 - p.alpha) - kLow));
        add(p.phi, kLowPhi + 0.99 * (kHighPhi - kLowPhi));

        std::vector<double> adjusted(y.begin(), y.end()), seasons;
        if (m_m > 0) {
            const bool ratio = m_form.season == 'M';
            const std::vector<double> season =
                y.size() < 3 * m_m ? aroundLine(y, m_m, ratio) : decomposed(y, m_m, ratio);
            for (std::size_t i = m_m; i-- > 1;)
                seasons.push_back(season[i]);
            for (std::size_t t = 0; t < y.size(); ++t)
                adjusted[t] = ratio ? y[t] / std::max(season[t], kLeastRatio) : y[t] - season[t];
            if (ratio) {
                double sum = 0.0;
                for (double& one : seasons)
                    sum += one = std::max(one, kLeastRatio);
                if (sum > static_cast<double>(m_m))
                    for (double& one : seasons)
                        one /= sum + kLeastRatio * static_cast<double>(seasons.size());
            }
        }
        const std::size_t head =
            std::min(std::max<std::size_t>(10, 2 * std::max<std::size_t>(1, m_m)), y.size());
        const std::span<const double> first(adjusted.data(), head);
        if (m_form.trend) {
            Line line = lineThrough(first);
            if (std::abs(line.level + line.slope) < 1e-8) {
                line.level *= 1.001;
                line.slope *= 0.999;
            }
            x.push_back(line.level);
            x.push_back(line.slope);
        } else {
            x.push_back(std::accumulate(first.begin(), first.end(), 0.0) / static_cast<double>(head));
        }
        x.insert(x.end(), seasons.begin(), seasons.end());
        return x;
    }

    /// False outside the bounds.
    bool read(const std::vector<double>& x, EtsParameters& p, EtsState& state) const
    {
        std::size_t at = 0;
        p = m_given;
        bool within = true;
        const auto next = [&](double& parameter, double low, double high) {
            if (isKnown(parameter))
                return;
            parameter = x[at++];
            within = within && parameter >= low && parameter <= high;
        };
        next(p.alpha, kLow, kHigh);
        next(p.beta, kLow, std::min(p.alpha, kHigh));
        next(p.gamma, kLow, std::min(1.0 - p.alpha, kHigh));
        next(p.phi, kLowPhi, kHighPhi);
        state.at = 0;
        state.level = x[at++];
        state.slope = m_form.trend ? x[at++] : 0.0;
        state.season.resize(m_m);
        // The search counts back from the newest; the season of the first value follows from the others.
        double last = m_form.season == 'M' ? static_cast<double>(m_m) : 0.0;
        for (std::size_t i = 0; i + 1 < m_m; ++i) {
            state.season[m_m - 1 - i] = x[at];
            last -= x[at++];
        }
        if (m_m > 0)
            state.season[0] = last;
        if (m_form.season == 'M')
            within = within && std::ranges::all_of(state.season, [](double s) { return s >= 0.0; });
        return within && isAdmissible(m_form, p, m_m);
    }

private:
    EtsForm m_form;
    std::size_t m_m;
    EtsParameters m_given;
};

} // namespace

std::optional<EtsSearchEnd>
searchClassically(const EtsForm& form, const SeriesView& series, const FitOptions& options)
{
    const std::span<const double> y = series.values;
    if (!std::ranges::all_of(y, isKnown) || y.size() < 4 ||
        (form.season != 'N' && series.period > kMostPeriods))
        return std::nullopt;
    const Layout layout(form, options, static_cast<std::size_t>(std::max(1, series.period)));
    std::vector<double> x = layout.start(y);
    if (x.size() + 1 >= y.size())
        return std::nullopt;
    EtsSearchEnd end;
    EtsState work;
    const bool squares = options.leastSquares && form.additive();
    const auto value = [&](const std::vector<double>& at) {
        if (!layout.read(at, end.parameters, work))
            return kWall;
        const EtsSums sums = runEts(form, end.parameters, y, work);
        if (squares)
            return sums.rawSquares / sums.known;
        const double criterion = sums.criterion(form.multiplicativeError);
        return std::isnan(criterion) ? kWall : std::max(criterion, -1e10);
    };
    constexpr double kTolerance = 1.490116119384766e-08; // the square root of the precision of a double
    if (!std::isfinite(minimiseByPolytope(value, x, kEvaluations, kTolerance)) ||
        !layout.read(x, end.parameters, end.state))
        return std::nullopt;
    work = end.state;
    const EtsSums sums = runEts(form, end.parameters, y, work);
    end.criterion = sums.criterion(form.multiplicativeError);
    if (sums.bad || std::isnan(end.criterion))
        return std::nullopt;
    return end;
}

} // namespace merch
