#include "engine/forecast/ets/ets.h"
#include "engine/forecast/ets/ets_classic.h"
#include "engine/forecast/minimise.h"

#include <Eigen/Dense>

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

namespace merch
{

namespace
{

// Slope and season may stand still: R's least of 1e-4 costs up to four units of likelihood on real series.
constexpr double kLow = 1e-4, kHigh = 0.9999, kLowPhi = 0.8, kHighPhi = 0.98;
constexpr double kNever = std::numeric_limits<double>::infinity();

/// Which smoothing parameters are searched, and how a point of the unit box becomes parameters.
class Search
{
public:
    using Point = std::array<double, 4>;

    Search(const EtsForm& form, const FitOptions& options)
        : m_form(form)
        , m_alpha(options.fixedValue("alpha"))
        , m_beta(options.fixedValue("beta"))
        , m_gamma(options.fixedValue("gamma"))
        , m_phi(options.fixedValue("phi"))
    {
        m_free[0] = !m_alpha;
        m_free[1] = form.trend && !m_beta;
        m_free[2] = form.season != 'N' && !m_gamma;
        m_free[3] = form.damped && !m_phi;
        m_size = static_cast<std::size_t>(std::count(m_free.begin(), m_free.end(), true));
    }

    std::size_t size() const { return m_size; }

    EtsParameters parameters(const Point& point) const
    {
        std::size_t i = 0;
        const auto next = [&](double low, double high) {
            return low + std::max(0.0, high - low) * point[i++];
        };
        EtsParameters p;
        // Where beta is given, alpha is at least that; where gamma is given, at most 1 - gamma.
        const double least = m_form.trend && m_beta ? std::max(kLow, *m_beta) : kLow;
        const double most = m_form.season != 'N' && m_gamma ? std::min(kHigh, 1.0 - *m_gamma) : kHigh;
        p.alpha = m_free[0] ? next(least, std::max(least, most)) : *m_alpha;
        p.beta = !m_form.trend ? 0.0 : m_free[1] ? next(0.0, std::min(p.alpha, kHigh)) : *m_beta;
        p.gamma = m_form.season == 'N' ? 0.0
                  : m_free[2]          ? next(0.0, std::min(1.0 - p.alpha, kHigh))
                                       : *m_gamma;
        p.phi = !m_form.damped ? 1.0 : m_free[3] ? next(kLowPhi, kHighPhi) : *m_phi;
        return p;
    }

    /// Starting points: a grid over the free directions.
    std::vector<Point> grid(bool thorough) const
    {
        const std::vector<double> alphas = thorough ? std::vector<double>{0.0, 0.03, 0.1, 0.25, 0.5, 0.8, 1.0}
                                                    : std::vector<double>{0.02, 0.08, 0.25, 0.6};
        const std::vector<double> betas =
            thorough ? std::vector<double>{0.0, 0.05, 0.3, 1.0} : std::vector<double>{0.01, 0.15};
        const std::vector<double> gammas =
            thorough ? std::vector<double>{0.0, 0.1, 0.4, 0.9} : std::vector<double>{0.002, 0.1};
        const std::vector<double> phis =
            thorough ? std::vector<double>{0.1, 0.7, 1.0} : std::vector<double>{0.7};
        const std::array<const std::vector<double>*, 4> axes{&alphas, &betas, &gammas, &phis};
        std::vector<Point> points(1);
        std::size_t at = 0;
        for (std::size_t axis = 0; axis < 4; ++axis) {
            if (!m_free[axis])
                continue;
            std::vector<Point> wider;
            for (const Point& point : points) {
                for (const double value : *axes[axis]) {
                    wider.push_back(point);
                    wider.back()[at] = value;
                }
            }
            points = std::move(wider);
            ++at;
        }
        return points;
    }

private:
    EtsForm m_form;
    std::optional<double> m_alpha, m_beta, m_gamma, m_phi;
    std::array<bool, 4> m_free{};
    std::size_t m_size = 0;
};

double meanOfKnown(std::span<const double> values)
{
    double sum = 0.0;
    int count = 0;
    for (const double y : values) {
        if (isKnown(y)) {
            sum += y;
            ++count;
        }
    }
    return count > 0 ? sum / count : 0.0;
}

/// Level and slope by the line through the first values, season by the averages of all values at its place.
EtsState roughStart(const EtsForm& form, std::span<const double> y, std::size_t m)
{
    EtsState state;
    const bool ratio = form.season == 'M';
    const double all = meanOfKnown(y);
    state.season.assign(form.season == 'N' ? 0 : m, ratio ? 1.0 : 0.0);
    if (form.season != 'N') {
        std::vector<double> sum(m, 0.0);
        std::vector<int> count(m, 0);
        // Around the average of its own season, so that a trend does not pass for a season.
        for (std::size_t first = 0; first < y.size(); first += m) {
            const auto year = y.subspan(first, std::min(m, y.size() - first));
            const bool whole = year.size() == m;
            if (!whole && first > 0)
                break;
            const double middle = meanOfKnown(year);
            for (std::size_t i = 0; i < year.size(); ++i) {
                if (!isKnown(year[i]) || (ratio && middle <= 0.0))
                    continue;
                sum[i] += ratio ? year[i] / middle : year[i] - middle;
                ++count[i];
            }
        }
        double total = 0.0;
        for (std::size_t i = 0; i < m; ++i) {
            if (count[i] > 0)
                state.season[i] = sum[i] / count[i];
            if (ratio)
                state.season[i] = std::max(state.season[i], 0.01);
            total += state.season[i];
        }
        for (double& s : state.season)
            ratio ? s *= static_cast<double>(m) / total : s -= total / static_cast<double>(m);
    }
    const std::size_t head = std::min(y.size(), std::max<std::size_t>(10, 2 * m));
    double n = 0.0, st = 0.0, sy = 0.0, stt = 0.0, sty = 0.0;
    for (std::size_t t = 0; t < head; ++t) {
        if (!isKnown(y[t]))
            continue;
        const double s = form.season == 'N' ? 0.0 : state.season[t % m];
        const double value = form.season == 'N' ? y[t] : ratio ? y[t] / s : y[t] - s;
        const double x = static_cast<double>(t) + 1.0;
        n += 1.0;
        st += x;
        sy += value;
        stt += x * x;
        sty += x * value;
    }
    const double spread = n * stt - st * st;
    state.level = n > 0.0 ? sy / n : all;
    if (form.trend && spread > 0.0) {
        state.slope = (n * sty - st * sy) / spread;
        state.level = (sy - state.slope * st) / n;
    }
    if (form.multiplicativeError && !(state.level > 0.0)) {
        state.level = std::max(all, 1e-6);
        state.slope = 0.0;
    }
    return state;
}

/// Additive forms: the errors are linear in the initial states, so for given smoothing parameters the best
/// initial states follow by least squares.
class Concentrated
{
public:
    Concentrated(const EtsForm& form, std::span<const double> y, std::size_t m)
        : m_form(form)
        , m_y(y)
        , m_m(form.season == 'N' ? 0 : m)
        , m_k(1 + (form.trend ? 1 : 0) + m_m)
        , m_width(m_k + 1)
        , m_level(m_width)
        , m_slope(m_width)
        , m_season(m_m * m_width)
        , m_error(static_cast<Eigen::Index>(m_width))
        , m_moments(static_cast<Eigen::Index>(m_width), static_cast<Eigen::Index>(m_width))
    {
    }

    /// Smallest sum of squared errors; `state` receives the initial states that give it.
    double solve(const EtsParameters& p, EtsState* state)
    {
        // Column 0 runs from zero states over the values; column j from the unit vector of state j over
        // zeros.
        std::fill(m_level.begin(), m_level.end(), 0.0);
        std::fill(m_slope.begin(), m_slope.end(), 0.0);
        std::fill(m_season.begin(), m_season.end(), 0.0);
        std::size_t column = 1;
        m_level[column++] = 1.0;
        if (m_form.trend)
            m_slope[column++] = 1.0;
        for (std::size_t i = 0; i < m_m; ++i)
            m_season[i * m_width + column++] = 1.0;
        m_moments.setZero();
        std::size_t at = 0;
        double* error = m_error.data();
        for (const double y : m_y) {
            double* season = m_m > 0 ? &m_season[at * m_width] : nullptr;
            if (m_form.trend) {
                for (std::size_t j = 0; j < m_width; ++j) {
                    m_slope[j] *= p.phi;
                    m_level[j] += m_slope[j];
                }
            }
            if (isKnown(y)) {
                for (std::size_t j = 0; j < m_width; ++j)
                    error[j] = -(m_level[j] + (season ? season[j] : 0.0));
                error[0] += y;
                for (std::size_t j = 0; j < m_width; ++j)
                    m_level[j] += p.alpha * error[j];
                if (m_form.trend)
                    for (std::size_t j = 0; j < m_width; ++j)
                        m_slope[j] += p.beta * error[j];
                if (season)
                    for (std::size_t j = 0; j < m_width; ++j)
                        season[j] += p.gamma * error[j];
                m_moments.selfadjointView<Eigen::Lower>().rankUpdate(m_error);
            }
            if (m_m > 0)
                at = at + 1 == m_m ? 0 : at + 1;
        }
        const Eigen::Index k = static_cast<Eigen::Index>(m_k);
        Eigen::MatrixXd a = m_moments.bottomRightCorner(k, k).selfadjointView<Eigen::Lower>();
        const Eigen::VectorXd b = m_moments.col(0).tail(k);
        // The seasons may all move against the level: a trace of ridge takes the redundancy, and a season
        // that was never seen stays at zero.
        const double ridge = 1e-11 * std::max(1e-300, a.diagonal().maxCoeff());
        if (m_m > 0)
            a.diagonal().tail(static_cast<Eigen::Index>(m_m)).array() += ridge;
        a.diagonal().array() += 1e-13 * a.diagonal().maxCoeff() * 1e-2;
        const Eigen::VectorXd x = a.ldlt().solve(-b);
        if (state) {
            state->level = x(0);
            state->slope = m_form.trend ? x(1) : 0.0;
            state->season.assign(m_m, 0.0);
            state->at = 0;
            double mean = 0.0;
            for (std::size_t i = 0; i < m_m; ++i) {
                state->season[i] = x(k - static_cast<Eigen::Index>(m_m) + static_cast<Eigen::Index>(i));
                mean += state->season[i] / static_cast<double>(m_m);
            }
            for (double& s : state->season)
                s -= mean;
            state->level += mean;
        }
        const double squares = m_moments(0, 0) + b.dot(x);
        return std::isfinite(squares) ? std::max(0.0, squares) : kNever;
    }

private:
    EtsForm m_form;
    std::span<const double> m_y;
    std::size_t m_m, m_k, m_width;
    std::vector<double> m_level, m_slope, m_season;
    Eigen::VectorXd m_error;
    Eigen::MatrixXd m_moments;
};

struct Candidate {
    Search::Point point{};
    EtsState state;
    double value = kNever;
};

void keepBest(std::vector<Candidate>& candidates, std::size_t count)
{
    std::stable_sort(candidates.begin(), candidates.end(), [](const Candidate& a, const Candidate& b) {
        return a.value < b.value;
    });
    if (candidates.size() > count)
        candidates.resize(count);
}

Candidate fitAdditive(
    const EtsForm& form, const Search& search, std::span<const double> y, std::size_t m, bool thorough)
{
    Concentrated concentrated(form, y, m);
    if (search.size() == 0) {
        Candidate only;
        only.value = concentrated.solve(search.parameters({}), &only.state);
        return only;
    }
    if (thorough) {
        const auto value = [&](const Search::Point& point) {
            return concentrated.solve(search.parameters(point), nullptr);
        };
        std::vector<Candidate> starts;
        for (const Search::Point& point : search.grid(true))
            starts.push_back({point, {}, value(point)});
        keepBest(starts, 5);
        for (Candidate& start : starts) {
            minimiseInBox<4>(value, start.point, search.size(), 0.08, 250, 1e-10);
            start.value = minimiseInBox<4>(value, start.point, search.size(), 0.02, 250, 1e-12);
            if (!isAdmissible(form, search.parameters(start.point), m))
                start.value = kNever;
        }
        keepBest(starts, 1);
        Candidate best = starts.front();
        concentrated.solve(search.parameters(best.point), &best.state);
        return best;
    }
    // For many series: search from a good guess of the initial states, then let least squares mend it, twice.
    EtsState start = roughStart(form, y, m);
    EtsState work = start;
    const auto value = [&](const Search::Point& point) {
        work = start;
        return runEts(form, search.parameters(point), y, work).squares;
    };
    std::vector<Candidate> starts;
    for (const Search::Point& point : search.grid(false))
        starts.push_back({point, {}, value(point)});
    keepBest(starts, 1);
    Candidate best = starts.front();
    for (int round = 0; round < 2; ++round) {
        minimiseInBox<4>(
            value, best.point, search.size(), round == 0 ? 0.1 : 0.04,
            25 + 12 * static_cast<int>(search.size()), 1e-5);
        best.value = concentrated.solve(search.parameters(best.point), &best.state);
        start = best.state;
    }
    return best;
}

/// Multiplicative errors: initial states and parameters together, by BFGS over transformed coordinates.
class Joint
{
public:
    Joint(const EtsForm& form, const Search& search, std::span<const double> y, std::size_t m)
        : m_form(form)
        , m_search(search)
        , m_y(y)
        , m_m(form.season == 'N' ? 0 : m)
    {
    }

    double operator()(const std::vector<double>& x)
    {
        read(x, m_point, m_work);
        for (const double s : m_work.season)
            if (m_form.season == 'M' && !(s > 0.0))
                return kNever;
        const EtsSums sums = runEts(m_form, m_search.parameters(m_point), m_y, m_work);
        if (sums.bad || !(sums.squares > 0.0))
            return sums.bad ? kNever : -1e10;
        return sums.criterion(true);
    }

    std::vector<double> write(const Search::Point& point, const EtsState& state) const
    {
        std::vector<double> x;
        for (std::size_t i = 0; i < m_search.size(); ++i) {
            const double u = std::clamp(point[i], 1e-6, 1.0 - 1e-6);
            x.push_back(std::log(u / (1.0 - u)));
        }
        x.push_back(std::log(std::max(state.level, 1e-9)));
        if (m_form.trend)
            x.push_back(state.slope * kSlopeScale);
        for (std::size_t i = 0; i + 1 < m_m; ++i)
            x.push_back(state.season[i]);
        return x;
    }

    void read(const std::vector<double>& x, Search::Point& point, EtsState& state) const
    {
        std::size_t at = 0;
        point = {};
        for (; at < m_search.size(); ++at)
            point[at] = 1.0 / (1.0 + std::exp(-x[at]));
        state.at = 0;
        state.level = std::exp(std::min(x[at++], 50.0));
        state.slope = m_form.trend ? x[at++] / kSlopeScale : 0.0;
        state.season.resize(m_m);
        double left = m_form.season == 'M' ? static_cast<double>(m_m) : 0.0;
        for (std::size_t i = 0; i + 1 < m_m; ++i)
            left -= state.season[i] = x[at++];
        if (m_m > 0)
            state.season[m_m - 1] = left;
    }

private:
    static constexpr double kSlopeScale = 20.0; // a slope is small beside a level of about 1
    const EtsForm& m_form;
    const Search& m_search;
    std::span<const double> m_y;
    std::size_t m_m;
    Search::Point m_point{};
    EtsState m_work;
};

Candidate fitMultiplicative(
    const EtsForm& form, const Search& search, std::span<const double> y, std::size_t m, bool thorough)
{
    std::vector<EtsState> states{roughStart(form, y, m)};
    if (thorough && form.season != 'M') {
        // The least-squares states of the additive sister are another basin's floor.
        EtsForm sister = form;
        sister.multiplicativeError = false;
        const Candidate additive = fitAdditive(sister, search, y, m, true);
        if (additive.state.level > 0.0)
            states.push_back(additive.state);
    }
    std::vector<Candidate> starts;
    for (const EtsState& state : states) {
        for (const Search::Point& point : search.grid(thorough)) {
            EtsState work = state;
            const EtsSums sums = runEts(form, search.parameters(point), y, work);
            starts.push_back({point, state, sums.bad ? kNever : sums.criterion(true)});
        }
    }
    keepBest(starts, thorough ? 8 : 1);
    Joint joint(form, search, y, m);
    for (Candidate& start : starts) {
        std::vector<double> x = joint.write(start.point, start.state);
        start.value = minimiseSmooth(joint, x, thorough ? 300 : 40, thorough ? 1e-9 : 1e-5);
        joint.read(x, start.point, start.state);
        if (thorough && !isAdmissible(form, search.parameters(start.point), m))
            start.value = kNever;
    }
    keepBest(starts, 1);
    return starts.front();
}

Error unsuitable(std::string message)
{
    return {ErrorCode::InvalidInput, std::move(message), "Take a simpler method.", {}};
}

} // namespace

// All roots within the unit circle. Only a seasonal form can fail it within the usual bounds.
bool isAdmissible(const EtsForm& form, const EtsParameters& p, std::size_t m)
{
    if (form.season == 'N' || m < 2)
        return true;
    const Eigen::Index size = static_cast<Eigen::Index>(m) + 1;
    // Coefficients of z^0 .. z^m of the monic polynomial of degree m + 1.
    Eigen::VectorXd c(size);
    c.setConstant(p.alpha + p.beta - p.alpha * p.phi);
    c(0) = p.phi * (1.0 - p.alpha - p.gamma);
    c(1) = p.alpha + p.beta - p.alpha * p.phi + p.gamma - 1.0;
    c(size - 1) = p.alpha + p.beta - p.phi;
    Eigen::MatrixXd companion = Eigen::MatrixXd::Zero(size, size);
    companion.diagonal(-1).setOnes();
    companion.col(size - 1) = -c;
    return companion.eigenvalues().cwiseAbs().maxCoeff() <= 1.0 + 1e-10;
}

Result<std::unique_ptr<EtsFit>>
fitEts(const EtsForm& form, const SeriesView& series, const FitOptions& options)
{
    const std::size_t m = form.season == 'N' ? 1 : static_cast<std::size_t>(std::max(1, series.period));
    int known = 0;
    double largest = 0.0, smallest = kNever;
    for (const double y : series.values) {
        if (!isKnown(y))
            continue;
        if (!std::isfinite(y))
            return unsuitable("The series has an infinite value.");
        ++known;
        largest = std::max(largest, std::abs(y));
        smallest = std::min(smallest, y);
    }
    if (known == 0)
        return unsuitable("The series has no known value.");
    if (form.season != 'N' && m < 2)
        return unsuitable("A seasonal method needs a period of 2 or more.");
    if (form.season != 'N' && known < static_cast<int>(2 * m))
        return unsuitable(
            "A seasonal method needs two whole seasons (" + std::to_string(2 * m) + " values); there are " +
            std::to_string(known) + ".");
    if (form.trend && known < 2)
        return unsuitable("A trend needs two values or more.");
    if ((form.multiplicativeError || form.season == 'M') && !(smallest > 0.0))
        return unsuitable(
            "Multiplicative smoothing needs values above zero; the smallest is " + std::to_string(smallest) +
            ".");
    for (const Parameter& given : options.fixed)
        if (!(given.value >= 0.0 && given.value <= 1.0))
            return Error{ErrorCode::Usage, given.name + " must lie in 0..1.", {}, {}};

    const Search search(form, options);
    const int states = 1 + (form.trend ? 1 : 0) + (form.season == 'N' ? 0 : static_cast<int>(m) - 1);
    const int estimated = static_cast<int>(search.size()) + (options.simpleStart ? 0 : states);

    // A level of about 1 keeps the search and the least squares well scaled for any currency or unit.
    const double scale = largest > 0.0 ? largest : 1.0;
    std::vector<double> scaled(series.values.begin(), series.values.end());
    for (double& y : scaled)
        y /= scale;

    Candidate best;
    if (options.simpleStart) {
        if (form.trend || form.season != 'N')
            return Error{ErrorCode::Usage, "The simple start is for ses only.", {}, {}};
        EtsState start;
        start.level = *std::find_if(scaled.begin(), scaled.end(), isKnown);
        const auto value = [&](const Search::Point& point) {
            EtsState work = start;
            return runEts(form, search.parameters(point), scaled, work).squares;
        };
        if (search.size() > 0) {
            std::vector<Candidate> starts;
            for (const Search::Point& point : search.grid(true))
                starts.push_back({point, {}, value(point)});
            keepBest(starts, 1);
            best.point = starts.front().point;
            minimiseInBox<4>(value, best.point, search.size(), 0.05, 200, 1e-14);
        }
        best.state = start;
    } else {
        best = form.multiplicativeError ? fitMultiplicative(form, search, scaled, m, options.thorough)
                                        : fitAdditive(form, search, scaled, m, options.thorough);
    }
    best.state.level *= scale;
    best.state.slope *= scale;
    if (form.season == 'A')
        for (double& s : best.state.season)
            s *= scale;
    if (!std::isfinite(best.state.level) || !std::isfinite(best.state.slope))
        return unsuitable("The search found no finite fit.");
    const auto fitted = [&](const EtsParameters& parameters, const EtsState& state) {
        return std::make_unique<EtsFit>(form, parameters, state, series, estimated, options.fitted);
    };
    std::unique_ptr<EtsFit> fit = fitted(search.parameters(best.point), best.state);
    if (options.thorough && !options.simpleStart) {
        // Of two ends that are as good the usual one: where the surface is flat, forecasts should not differ
        // from what other software gives.
        constexpr double kAsGood = 0.01;
        const auto classic = searchClassically(form, {series.values, static_cast<int>(m)}, options);
        if (classic && !(fit->loglik > -0.5 * classic->criterion + kAsGood))
            fit = fitted(classic->parameters, classic->state);
    }
    return fit;
}

} // namespace merch
