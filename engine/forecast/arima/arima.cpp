#include "engine/forecast/arima/arima.h"

#include "engine/forecast/minimise.h"

#include <Eigen/Dense>

#include <algorithm>
#include <cmath>
#include <complex>
#include <limits>
#include <numbers>
#include <optional>

namespace merch
{

namespace
{

constexpr double kDiffuse = 1e6;
constexpr double kStillDiffuse = 1e4; ///< an error this uncertain tells of the start only
constexpr double kInfinite = std::numeric_limits<double>::infinity();

std::size_t sized(int n)
{
    return static_cast<std::size_t>(n);
}

/// Coefficients of a stationary autoregression whose partial autocorrelations are tanh of the given numbers.
std::vector<double> stationary(std::span<const double> free)
{
    std::vector<double> phi(free.size()), before;
    for (std::size_t j = 0; j < free.size(); ++j) {
        before = phi;
        phi[j] = std::tanh(free[j]);
        for (std::size_t k = 0; k < j; ++k)
            phi[k] = before[k] - phi[j] * before[j - k - 1];
    }
    return phi;
}

/// (1 + sum a_i B^i)(1 + sum b_j B^(m j)) without its leading one.
std::vector<double> multiplied(std::span<const double> a, std::span<const double> b, std::size_t m)
{
    std::vector<double> product(a.size() + b.size() * m, 0.0);
    for (std::size_t i = 0; i < a.size(); ++i)
        product[i] += a[i];
    for (std::size_t j = 0; j < b.size(); ++j) {
        product[(j + 1) * m - 1] += b[j];
        for (std::size_t i = 0; i < a.size(); ++i)
            product[(j + 1) * m + i] += a[i] * b[j];
    }
    return product;
}

/// The same moving average with all its roots on or outside the unit circle.
std::vector<double> invertible(std::vector<double> theta)
{
    while (!theta.empty() && theta.back() == 0.0)
        theta.pop_back();
    const auto q = static_cast<Eigen::Index>(theta.size());
    if (q == 0)
        return theta;
    Eigen::MatrixXd companion = Eigen::MatrixXd::Zero(q, q);
    for (Eigen::Index i = 0; i < q; ++i)
        companion(0, i) = -theta[static_cast<std::size_t>(i)];
    companion.bottomLeftCorner(q - 1, q - 1).setIdentity();
    Eigen::VectorXcd roots = companion.eigenvalues();
    if ((roots.array().abs() <= 1.0).all())
        return theta;
    std::vector<std::complex<double>> product{1.0};
    for (std::complex<double> root : roots) {
        root = std::abs(root) > 1.0 ? 1.0 / std::conj(root) : root;
        product.emplace_back(0.0);
        for (std::size_t i = product.size() - 1; i > 0; --i)
            product[i] -= root * product[i - 1];
    }
    for (std::size_t i = 0; i < theta.size(); ++i)
        theta[i] = product[i + 1].real();
    return theta;
}

/// (1 - B)^d (1 - B^m)^D as the weights that put y_t together again.
std::vector<double> undoing(const ArimaOrder& order)
{
    std::vector<double> weights;
    const std::vector<double> once{-1.0};
    for (int i = 0; i < order.d; ++i)
        weights = multiplied(weights, once, 1);
    for (int i = 0; i < order.seasonalD; ++i)
        weights = multiplied(weights, once, sized(order.period));
    for (double& weight : weights)
        weight = -weight;
    return weights;
}

struct Coefficients {
    std::vector<double> ar, ma, seasonalAr, seasonalMa;
};

Coefficients coefficientsOf(std::span<const double> free, const ArimaOrder& order)
{
    const auto take = [&free](int n) {
        const auto part = free.first(sized(n));
        free = free.subspan(sized(n));
        return part;
    };
    Coefficients out;
    out.ar = stationary(take(order.p));
    const auto ma = take(order.q);
    out.ma.assign(ma.begin(), ma.end());
    out.seasonalAr = stationary(take(order.seasonalP));
    const auto seasonalMa = take(order.seasonalQ);
    out.seasonalMa.assign(seasonalMa.begin(), seasonalMa.end());
    return out;
}

ArimaProcess
processOf(const Coefficients& coefficients, const ArimaOrder& order, const std::vector<double>& delta)
{
    const auto negated = [](std::vector<double> values) {
        for (double& value : values)
            value = -value;
        return values;
    };
    const std::size_t m = sized(order.period);
    ArimaProcess process;
    process.ar = negated(multiplied(negated(coefficients.ar), negated(coefficients.seasonalAr), m));
    process.noise = multiplied(coefficients.ma, coefficients.seasonalMa, m);
    process.noise.insert(process.noise.begin(), 1.0);
    const std::size_t states = std::max(process.ar.size(), process.noise.size());
    process.ar.resize(states, 0.0);
    process.noise.resize(states, 0.0);
    process.delta = delta;
    return process;
}

/// What the states show of the value: Z of the filter.
template <typename Column> double shown(const ArimaProcess& process, const Column& state)
{
    double sum = state(0);
    const auto r = static_cast<Eigen::Index>(process.ar.size());
    for (std::size_t j = 0; j < process.delta.size(); ++j)
        sum += process.delta[j] * state(r + static_cast<Eigen::Index>(j));
    return sum;
}

/// Every column of `states` one period on: T of the filter, whose rows are nearly empty.
void advance(const ArimaProcess& process, Eigen::MatrixXd& states)
{
    const auto r = static_cast<Eigen::Index>(process.ar.size()), n = states.rows();
    for (Eigen::Index c = 0; c < states.cols(); ++c) {
        auto column = states.col(c);
        const double first = column(0), value = n > r ? shown(process, column) : 0.0;
        for (Eigen::Index i = 0; i + 1 < r; ++i)
            column(i) = process.ar[static_cast<std::size_t>(i)] * first + column(i + 1);
        column(r - 1) = process.ar.back() * first;
        for (Eigen::Index i = n - 1; i > r; --i)
            column(i) = column(i - 1);
        if (n > r)
            column(r) = value;
    }
}

void advanceCovariance(const ArimaProcess& process, Eigen::MatrixXd& covariance)
{
    advance(process, covariance);
    covariance.transposeInPlace();
    advance(process, covariance);
    const auto r = static_cast<Eigen::Index>(process.noise.size());
    for (Eigen::Index i = 0; i < r; ++i)
        for (Eigen::Index j = 0; j < r; ++j)
            covariance(i, j) +=
                process.noise[static_cast<std::size_t>(i)] * process.noise[static_cast<std::size_t>(j)];
}

/// Covariance of the ARMA states in the long run, by doubling: the sum of T^k R R' T^k'.
Eigen::MatrixXd stationaryCovariance(const ArimaProcess& process)
{
    const auto r = static_cast<Eigen::Index>(process.ar.size());
    const Eigen::Map<const Eigen::VectorXd> noise(process.noise.data(), r);
    Eigen::MatrixXd power = Eigen::MatrixXd::Zero(r, r), sum = noise * noise.transpose(), next(r, r);
    for (Eigen::Index i = 0; i < r; ++i) {
        power(i, 0) = process.ar[static_cast<std::size_t>(i)];
        if (i + 1 < r)
            power(i, i + 1) = 1.0;
    }
    for (int doubling = 0; doubling < 40; ++doubling) {
        next.noalias() = power * sum * power.transpose();
        sum += next;
        if (next.cwiseAbs().maxCoeff() <= 1e-15 * sum.cwiseAbs().maxCoeff())
            break;
        power = (power * power).eval();
    }
    return sum;
}

/// One pass over y and all regressors side by side: they share gains, so one filter serves all columns.
class Filter
{
public:
    Filter(const SeriesView& series, const Eigen::MatrixXd& regressors)
        : m_columns(static_cast<Eigen::Index>(series.values.size()), regressors.cols() + 1)
        , m_errors(m_columns.rows(), m_columns.cols())
        , m_gains(m_columns.rows())
    {
        m_columns.col(0) = Eigen::Map<const Eigen::VectorXd>(
            series.values.data(), static_cast<Eigen::Index>(series.values.size()));
        if (regressors.cols() > 0)
            m_columns.rightCols(regressors.cols()) = regressors;
    }

    /// @return half the concentrated -2 log likelihood a value, without constants; infinite if there is none.
    double run(const ArimaProcess& process)
    {
        const auto r = static_cast<Eigen::Index>(process.ar.size());
        const auto n = static_cast<Eigen::Index>(process.states());
        covariance.setZero(n, n);
        covariance.topLeftCorner(r, r) = stationaryCovariance(process);
        for (Eigen::Index i = r; i < n; ++i)
            covariance(i, i) = kDiffuse;
        if (!covariance.allFinite())
            return kInfinite;
        states.setZero(n, m_columns.cols());
        m_lean.resize(n);
        double logs = 0.0;
        used = 0;
        int known = 0;
        for (Eigen::Index t = 0; t < m_columns.rows(); ++t) {
            if (t > 0) {
                advance(process, states);
                advanceCovariance(process, covariance);
            }
            if (std::isnan(m_columns(t, 0))) {
                m_gains(t) = kNaN;
                continue;
            }
            m_lean = covariance.col(0);
            for (std::size_t j = 0; j < process.delta.size(); ++j)
                m_lean += process.delta[j] * covariance.col(r + static_cast<Eigen::Index>(j));
            const double gain = shown(process, m_lean);
            if (!(gain > 0.0))
                return kInfinite;
            for (Eigen::Index c = 0; c < m_columns.cols(); ++c) {
                const double error = m_columns(t, c) - shown(process, states.col(c));
                states.col(c) += m_lean * (error / gain);
                m_errors(t, c) = error / std::sqrt(gain);
            }
            covariance.noalias() -= m_lean * (m_lean.transpose() / gain);
            m_gains(t) = gain;
            ++known;
            if (gain < kStillDiffuse) {
                logs += std::log(gain);
                ++used;
            }
        }
        // Each differenced state costs one value at most. Where more seem lost, errors of a process far from
        // invertible were taken for a start, and its likelihood would be one of fewer values.
        if (used < known - static_cast<int>(process.delta.size()))
            return kInfinite;
        return used > 0 && regress() ? 0.5 * (std::log(squares / used) + logs / used) : kInfinite;
    }

    /// Standardised one-step errors after the regression; NaN where the value is.
    std::vector<double> residuals() const
    {
        const Eigen::Index k = m_columns.cols() - 1;
        std::vector<double> out(static_cast<std::size_t>(m_columns.rows()), kNaN);
        for (Eigen::Index t = 0; t < m_columns.rows(); ++t)
            if (!std::isnan(m_gains(t)))
                out[static_cast<std::size_t>(t)] =
                    m_errors(t, 0) - m_errors.row(t).tail(k).dot(regression.transpose());
        return out;
    }

    int used = 0;
    double squares = 0.0;
    Eigen::VectorXd regression;
    Eigen::MatrixXd states, covariance;

private:
    static constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

    /// Generalised least squares on what the filter made white. @return whether anything is left to explain.
    bool regress()
    {
        const Eigen::Index k = m_columns.cols() - 1;
        m_white.resize(used, k + 1);
        Eigen::Index row = 0;
        for (Eigen::Index t = 0; t < m_columns.rows(); ++t)
            if (m_gains(t) < kStillDiffuse)
                m_white.row(row++) = m_errors.row(t);
        regression.resize(k);
        if (k > 0) {
            const Eigen::ColPivHouseholderQR<Eigen::MatrixXd> solver(m_white.rightCols(k));
            if (solver.rank() < k)
                return false;
            regression = solver.solve(m_white.col(0));
            m_white.col(0) -= m_white.rightCols(k) * regression;
        }
        squares = m_white.col(0).squaredNorm();
        return squares > 0.0 && std::isfinite(squares);
    }

    Eigen::MatrixXd m_columns, m_errors, m_white;
    Eigen::VectorXd m_gains, m_lean;
};

Error refused(const char* message)
{
    return Error{ErrorCode::InvalidInput, message, {}, {}};
}

/// Whether each regressor still tells something of its own once it is differenced.
bool areIndependent(const Eigen::MatrixXd& regressors, const std::vector<double>& delta)
{
    const auto lost = static_cast<Eigen::Index>(delta.size());
    const Eigen::Index rows = regressors.rows() - lost, columns = regressors.cols();
    const Eigen::RowVectorXd sizes = regressors.colwise().norm();
    if (columns == 0)
        return true;
    if (rows < columns || sizes.minCoeff() <= 0.0)
        return false;
    Eigen::MatrixXd changes = regressors.bottomRows(rows);
    for (Eigen::Index j = 0; j < lost; ++j)
        changes -= delta[static_cast<std::size_t>(j)] * regressors.middleRows(lost - j - 1, rows);
    const Eigen::RowVectorXd left = changes.colwise().norm();
    if ((left.array() <= 1e-10 * sizes.array()).any())
        return false;
    changes.array().rowwise() /= left.array();
    Eigen::ColPivHouseholderQR<Eigen::MatrixXd> solver;
    solver.setThreshold(1e-10);
    return solver.compute(changes).rank() == columns;
}

std::optional<Error>
unsuitable(const SeriesView& series, const ArimaOrder& order, const Eigen::MatrixXd& regressors)
{
    const int least = std::min(
        {order.p, order.d, order.q, order.seasonalP, order.seasonalD, order.seasonalQ, order.period - 1});
    if (least < 0 || (order.period == 1 && order.seasonalP + order.seasonalD + order.seasonalQ > 0))
        return refused("The order of the ARIMA model is out of range.");
    const auto rows = static_cast<Eigen::Index>(series.values.size());
    if (regressors.cols() > 0 && (regressors.rows() != rows || !regressors.allFinite()))
        return refused("The regressors need one finite row for each value.");
    Eigen::Index known = 0;
    for (const double value : series.values) {
        if (std::isinf(value))
            return refused("The series has an infinite value.");
        known += std::isnan(value) ? 0 : 1;
    }
    const int parameters = order.p + order.q + order.seasonalP + order.seasonalQ + 1;
    if (known - order.d - order.seasonalD * order.period - regressors.cols() <= parameters)
        return refused("The series is too short for this ARIMA model.");
    const std::vector<double> delta = undoing(order);
    if (!areIndependent(regressors, delta))
        return refused("The regressors depend on each other, or vanish once they are differenced.");
    double largest = 0.0, size = 0.0;
    double first = std::numeric_limits<double>::quiet_NaN();
    for (std::size_t t = 0; t < series.values.size(); ++t) {
        double change = series.values[t];
        size = std::isnan(change) ? size : std::max(size, std::abs(change));
        for (std::size_t j = 0; j < delta.size(); ++j)
            change -= t > j ? delta[j] * series.values[t - j - 1] : std::numeric_limits<double>::quiet_NaN();
        first = std::isnan(first) ? change : first;
        largest = std::isnan(change) ? largest : std::max(largest, std::abs(change - first));
    }
    if (!std::isnan(first) && largest <= 1e-12 * size)
        return refused("Nothing varies once the series is differenced.");
    return std::nullopt;
}

} // namespace

Result<ArimaFit>
fitArima(const SeriesView& series, const ArimaOrder& order, const Eigen::MatrixXd& regressors)
{
    if (auto reason = unsuitable(series, order, regressors))
        return *reason;
    const std::vector<double> delta = undoing(order);
    const std::size_t count = sized(order.p + order.q + order.seasonalP + order.seasonalQ);
    Filter filter(series, regressors);
    const auto objective = [&](const std::vector<double>& free) {
        return filter.run(processOf(coefficientsOf(free, order), order, delta));
    };
    std::vector<double> best(count, 0.0);
    double least = objective(best);
    if (!std::isfinite(least))
        return refused("The regressors explain the known values without an error.");
    // The surface may have several hills: from no memory, a long one, over-differencing, and cycles.
    struct Start {
        double ar, ma, secondAr, secondMa;
    };
    constexpr Start starts[] = {{0.0, 0.0, 0.0, 0.0},  {0.8, 0.1, 0.0, 0.0},   {-0.3, 0.3, 0.0, 0.0},
                                {0.3, -0.5, 0.0, 0.0}, {1.2, -1.5, -1.2, 0.8}, {0.0, 0.0, -1.5, 0.7},
                                {-0.8, 0.8, -1.0, 0.6}};
    for (const Start& start : starts) {
        if (count == 0 || (start.secondAr != 0.0 && order.p < 2 && order.q < 2))
            continue;
        std::vector<double> free(count, 0.0);
        const std::size_t p = sized(order.p), q = sized(order.q), sp = sized(order.seasonalP);
        if (p > 0)
            free[0] = start.ar;
        if (p > 1)
            free[1] = start.secondAr;
        if (q > 0)
            free[p] = start.ma;
        if (q > 1)
            free[p + 1] = start.secondMa;
        if (sp > 0)
            free[p + q] = start.ar;
        if (order.seasonalQ > 0)
            free[p + q + sp] = start.ma;
        const double reached = minimiseSmooth(objective, free, 200, 1e-11);
        if (reached < least) {
            least = reached;
            best = free;
        }
    }
    Coefficients coefficients = coefficientsOf(best, order);
    coefficients.ma = invertible(coefficients.ma);
    coefficients.ma.resize(sized(order.q), 0.0);
    coefficients.seasonalMa = invertible(coefficients.seasonalMa);
    coefficients.seasonalMa.resize(sized(order.seasonalQ), 0.0);

    ArimaFit fit;
    fit.order = order;
    fit.process = processOf(coefficients, order, delta);
    const double value = filter.run(fit.process);
    if (!std::isfinite(value))
        return refused("The likelihood of the ARIMA model is not to be had on this series.");
    fit.ar = coefficients.ar;
    fit.ma = coefficients.ma;
    fit.seasonalAr = coefficients.seasonalAr;
    fit.seasonalMa = coefficients.seasonalMa;
    fit.regression = filter.regression;
    fit.observations = filter.used;
    const double n = filter.used,
                 parameters = static_cast<double>(count + 1) + static_cast<double>(regressors.cols());
    fit.loglik = -0.5 * n * (2.0 * value + 1.0 + std::log(2.0 * std::numbers::pi));
    fit.aic = 2.0 * parameters - 2.0 * fit.loglik;
    fit.aicc = fit.aic + 2.0 * parameters * (parameters + 1.0) / (n - parameters - 1.0);
    fit.bic = fit.aic + parameters * (std::log(n) - 2.0);
    fit.residuals = filter.residuals();
    fit.sigma2 = filter.squares / (n - parameters + 1.0);
    fit.state = filter.states.col(0) - filter.states.rightCols(regressors.cols()) * fit.regression;
    fit.covariance = filter.covariance;
    return fit;
}

Result<ArimaForecast> forecastArima(const ArimaFit& fit, int horizon, const Eigen::MatrixXd& regressors)
{
    if (horizon < 1)
        return refused("A forecast needs at least one period.");
    if (regressors.cols() != fit.regression.size() ||
        (regressors.cols() > 0 && (regressors.rows() != horizon || !regressors.allFinite())))
        return refused("The forecast needs one finite row of the model's regressors for each period.");
    ArimaForecast out;
    Eigen::MatrixXd state = fit.state, covariance = fit.covariance;
    Eigen::MatrixXd withSum = Eigen::MatrixXd::Zero(state.rows(), 1); // covariance of states and sum so far
    double spread = 0.0;
    const auto r = static_cast<Eigen::Index>(fit.process.ar.size());
    for (Eigen::Index h = 0; h < horizon; ++h) {
        advance(fit.process, state);
        advance(fit.process, withSum);
        advanceCovariance(fit.process, covariance);
        Eigen::VectorXd lean = covariance.col(0);
        for (std::size_t j = 0; j < fit.process.delta.size(); ++j)
            lean += fit.process.delta[j] * covariance.col(r + static_cast<Eigen::Index>(j));
        const double own = shown(fit.process, lean);
        spread += 2.0 * shown(fit.process, withSum.col(0)) + own;
        withSum.col(0) += lean;
        double mean = shown(fit.process, state.col(0));
        if (regressors.cols() > 0)
            mean += regressors.row(h).dot(fit.regression);
        out.mean.push_back(mean);
        out.variance.push_back(fit.sigma2 * own);
        out.sumVariance.push_back(fit.sigma2 * spread);
    }
    return out;
}

} // namespace merch
