#include "tests/bench/accuracy/naive2.h"

#include <cmath>
#include <numeric>

namespace merch::bench
{

namespace
{

bool isSeasonal(std::span<const double> y, std::size_t m)
{
    const std::size_t n = y.size();
    if (m < 2 || n < 3 * m)
        return false;
    const double mean = std::accumulate(y.begin(), y.end(), 0.0) / static_cast<double>(n);
    const auto product = [&](std::size_t lag) {
        double sum = 0.0;
        for (std::size_t t = lag; t < n; ++t)
            sum += (y[t] - mean) * (y[t - lag] - mean);
        return sum;
    };
    const double all = product(0);
    double squares = 0.0;
    for (std::size_t lag = 1; lag < m; ++lag)
        squares += std::pow(product(lag) / all, 2.0);
    return std::abs(product(m) / all) > 1.645 * std::sqrt((1.0 + 2.0 * squares) / static_cast<double>(n));
}

std::vector<double> indices(std::span<const double> y, std::size_t m)
{
    std::vector<double> index(m, 0.0), count(m, 0.0);
    const std::size_t half = m / 2;
    for (std::size_t t = half; t + half < y.size(); ++t) {
        double around = 0.0;
        for (std::size_t j = t - half; j <= t + half; ++j)
            around += (m % 2 == 0 && (j == t - half || j == t + half) ? 0.5 : 1.0) * y[j];
        index[t % m] += y[t] * static_cast<double>(m) / around;
        count[t % m] += 1.0;
    }
    double sum = 0.0;
    for (std::size_t i = 0; i < m; ++i)
        sum += index[i] /= count[i];
    for (double& one : index)
        one *= static_cast<double>(m) / sum;
    return index;
}

} // namespace

std::vector<double> naive2(std::span<const double> values, std::size_t season, std::size_t horizon)
{
    std::vector<double> mean(horizon, values.back());
    if (!isSeasonal(values, season))
        return mean;
    const std::vector<double> index = indices(values, season);
    const double level = values.back() / index[(values.size() - 1) % season];
    for (std::size_t h = 0; h < horizon; ++h)
        mean[h] = level * index[(values.size() + h) % season];
    return mean;
}

} // namespace merch::bench
