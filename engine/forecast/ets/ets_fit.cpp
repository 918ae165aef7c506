#include "engine/forecast/ets/ets.h"

#include <Eigen/Dense>

#include <algorithm>
#include <cmath>

namespace merch
{

EtsFit::EtsFit(
    const EtsForm& which, const EtsParameters& p, const EtsState& initial, const SeriesView& series,
    int estimated, bool keepFitted)
    : m_form(which)
    , m_parameters(p)
    , m_state(initial)
{
    form = m_form.name();
    const std::size_t n = series.values.size();
    if (keepFitted)
        fitted.resize(n);
    const EtsSums sums = runEts(m_form, p, series.values, m_state, keepFitted ? fitted.data() : nullptr);
    if (keepFitted) {
        residuals.resize(n);
        for (std::size_t t = 0; t < n; ++t) {
            const double raw = series.values[t] - fitted[t];
            residuals[t] = m_form.multiplicativeError ? raw / fitted[t] : raw;
        }
    }
    observations = sums.known;
    const double count = sums.known;
    mse = sums.known > 0 ? sums.rawSquares / count : kNone;
    sigma2 = sums.squares / std::max(1, sums.known - estimated);
    const double criterion = sums.criterion(m_form.multiplicativeError);
    if (std::isfinite(criterion)) {
        const double k = estimated + 1;
        loglik = -0.5 * criterion;
        aic = criterion + 2.0 * k;
        bic = criterion + std::log(count) * k;
        if (count - k - 1.0 > 0.0)
            aicc = aic + 2.0 * k * (k + 1.0) / (count - k - 1.0);
    }
    parameters.push_back({"alpha", p.alpha});
    if (m_form.trend)
        parameters.push_back({"beta", p.beta});
    if (m_form.season != 'N')
        parameters.push_back({"gamma", p.gamma});
    if (m_form.damped)
        parameters.push_back({"phi", p.phi});
    parameters.push_back({"l", initial.level});
    if (m_form.trend)
        parameters.push_back({"b", initial.slope});
    // R counts seasons back from the first value: s0 is the newest; the last one follows from the others.
    const std::size_t m = initial.season.size();
    for (std::size_t i = 0; m_form.season != 'N' && i + 1 < m; ++i)
        parameters.push_back({"s" + std::to_string(i), initial.season[(initial.at + m - 1 - i) % m]});
}

void EtsFit::roll(std::span<const double> more)
{
    runEts(m_form, m_parameters, more, m_state);
}

void EtsFit::point(std::span<double> mean) const
{
    if (m_form.season == 'M') {
        classThree(mean, {});
        return;
    }
    EtsState state = m_state;
    double slope = state.slope;
    double level = state.level;
    const std::size_t m = state.season.size();
    for (std::size_t h = 0; h < mean.size(); ++h) {
        if (m_form.trend) {
            slope *= m_parameters.phi;
            level += slope;
        }
        const double season = m_form.season == 'N' ? 0.0 : state.season[(state.at + h) % m];
        mean[h] = level + season;
    }
}

double EtsFit::weight(int lag, std::size_t m) const
{
    const EtsParameters& p = m_parameters;
    double c = p.alpha;
    if (m_form.trend)
        c += m_form.damped ? p.beta * p.phi * (1.0 - std::pow(p.phi, lag)) / (1.0 - p.phi) : p.beta * lag;
    if (m_form.season != 'N' && lag % static_cast<int>(m) == 0)
        c += p.gamma;
    return c;
}

void EtsFit::variance(std::span<double> out) const
{
    const std::size_t h = out.size(), m = std::max<std::size_t>(1, m_state.season.size());
    std::vector<double> mean(h);
    if (m_form.season == 'M' && m_form.multiplicativeError) {
        classThree(mean, out);
        return;
    }
    point(mean);
    std::vector<double> weights(h + 1, 0.0);
    for (std::size_t j = 1; j <= h; ++j)
        weights[j] = weight(static_cast<int>(j), m);
    if (!m_form.multiplicativeError) {
        double sum = 1.0;
        for (std::size_t i = 0; i < h; ++i) {
            out[i] = sigma2 * sum;
            sum += weights[i + 1] * weights[i + 1];
        }
        return;
    }
    std::vector<double> theta(h);
    for (std::size_t i = 0; i < h; ++i) {
        double sum = 0.0;
        for (std::size_t j = 1; j <= i; ++j)
            sum += weights[j] * weights[j] * theta[i - j];
        theta[i] = mean[i] * mean[i] + sigma2 * sum;
        out[i] = (1.0 + sigma2) * theta[i] - mean[i] * mean[i];
    }
}

double EtsFit::sumVariance(int n) const
{
    const std::size_t m = std::max<std::size_t>(1, m_state.season.size());
    std::vector<double> mean(static_cast<std::size_t>(std::max(n, 0)), 1.0);
    if (m_form.multiplicativeError)
        point(mean);
    // The error of step i also moves the steps after it.
    double total = 0.0, reach = 1.0;
    for (int i = n - 1, lag = 1; i >= 0; --i, ++lag) {
        const double size = reach * mean[static_cast<std::size_t>(i)];
        total += size * size;
        reach += weight(lag, m);
    }
    return sigma2 * total;
}

// Exact moments of the models with a multiplicative season and error: chapter 6 of the book. The means of
// sums of products of states are carried as the outer product of (level, slope) with the seasons, and its
// covariance; only the season at the front of the ring changes in a step.
void EtsFit::classThree(std::span<double> mean, std::span<double> out) const
{
    using Eigen::MatrixXd;
    using Eigen::VectorXd;
    const EtsParameters& p = m_parameters;
    const Eigen::Index m = static_cast<Eigen::Index>(m_state.season.size()), k = m_form.trend ? 2 : 1;
    const double phi = m_form.damped ? p.phi : 1.0;
    MatrixXd f1 = MatrixXd::Ones(1, 1), g1 = MatrixXd::Constant(1, 1, p.alpha);
    if (k == 2) {
        f1 = (MatrixXd(2, 2) << 1.0, phi, 0.0, phi).finished();
        g1 = (MatrixXd(2, 2) << p.alpha, p.alpha * phi, p.beta, p.beta * phi).finished();
    }
    const VectorXd h1 = k == 2 ? VectorXd((VectorXd(2) << 1.0, phi).finished()) : VectorXd::Ones(1);
    // Rows: which lag (0 = used next) of the outer product X(level part, season lag).
    MatrixXd product(k, m);
    for (Eigen::Index j = 0; j < m; ++j) {
        const double season =
            m_state.season[(m_state.at + static_cast<std::size_t>(j)) % m_state.season.size()];
        product(0, j) = m_state.level * season;
        if (k == 2)
            product(1, j) = m_state.slope * season;
    }
    const Eigen::Index size = k * m;
    const bool wantVariance = !out.empty();
    MatrixXd covariance = MatrixXd::Zero(wantVariance ? size : 0, wantVariance ? size : 0);
    // F: every product moves by F1 and one place up the ring; the used season goes to the back.
    // e: level part by G1 for all seasons, and gamma for the season that was used (F1 part, and G1 x G2).
    MatrixXd step = MatrixXd::Zero(size, size), first = step, second = step;
    const auto block = [k](MatrixXd& matrix, Eigen::Index to, Eigen::Index from) {
        return matrix.block(to * k, from * k, k, k);
    };
    for (Eigen::Index j = 0; j < m; ++j) {
        const Eigen::Index to = (j + m - 1) % m;
        block(step, to, j) = f1;
        block(first, to, j) = g1;
    }
    block(first, m - 1, 0) += p.gamma * f1;
    block(second, m - 1, 0) = p.gamma * g1;
    VectorXd state = Eigen::Map<const VectorXd>(product.data(), size);
    for (std::size_t i = 0; i < mean.size(); ++i) {
        mean[i] = h1.dot(state.head(k));
        if (wantVariance) {
            const double inner = h1.dot(covariance.topLeftCorner(k, k) * h1);
            out[i] = (1.0 + sigma2) * inner + sigma2 * mean[i] * mean[i];
            const MatrixXd moment = covariance + state * state.transpose();
            MatrixXd next = step * covariance * step.transpose();
            next += sigma2 * (step * covariance * second.transpose() +
                              second * covariance * step.transpose() + first * moment * first.transpose());
            next +=
                sigma2 * sigma2 * second * (3.0 * moment - state * state.transpose()) * second.transpose();
            covariance = next;
        }
        state = step * state + sigma2 * second * state;
    }
}

void EtsFit::simulate(Random& random, std::span<double> path) const
{
    EtsState state = m_state;
    const double sigma = std::sqrt(std::max(0.0, sigma2));
    std::vector<double> one(1);
    for (double& value : path) {
        EtsState probe = state;
        double mean = 0.0;
        const double unknown[] = {kExcluded};
        runEts(m_form, m_parameters, unknown, probe, &mean);
        const double error = sigma * random.normal();
        one[0] = m_form.multiplicativeError ? mean * (1.0 + error) : mean + error;
        runEts(m_form, m_parameters, one, state);
        value = one[0];
    }
}

} // namespace merch
