#include "engine/core/random.h"

#include <boost/math/special_functions/erf.hpp>

#include <cmath>

namespace merch
{

namespace
{

std::array<std::uint32_t, 4> philox(std::array<std::uint32_t, 4> counter, std::array<std::uint32_t, 2> key)
{
    for (int round = 0; round < 10; ++round) {
        const std::uint64_t a = std::uint64_t{0xD2511F53} * counter[0];
        const std::uint64_t b = std::uint64_t{0xCD9E8D57} * counter[2];
        counter = {
            static_cast<std::uint32_t>(b >> 32) ^ counter[1] ^ key[0], static_cast<std::uint32_t>(b),
            static_cast<std::uint32_t>(a >> 32) ^ counter[3] ^ key[1], static_cast<std::uint32_t>(a)};
        key[0] += 0x9E3779B9;
        key[1] += 0xBB67AE85;
    }
    return counter;
}

} // namespace

Random::result_type Random::operator()()
{
    if (m_left == 0) {
        m_buffer = philox(
            {static_cast<std::uint32_t>(m_block), static_cast<std::uint32_t>(m_block >> 32),
             static_cast<std::uint32_t>(m_stream), static_cast<std::uint32_t>(m_stream >> 32)},
            {static_cast<std::uint32_t>(m_seed), static_cast<std::uint32_t>(m_seed >> 32)});
        ++m_block;
        m_left = 4;
    }
    return m_buffer[static_cast<std::size_t>(--m_left)];
}

double Random::uniform()
{
    const std::uint64_t high = (*this)();
    const std::uint64_t low = (*this)();
    return static_cast<double>(((high << 32) | low) >> 11) * 0x1.0p-53;
}

double Random::normal()
{
    double u = uniform();
    if (u <= 0.0)
        u = 0x1.0p-54;
    return -std::sqrt(2.0) * boost::math::erfc_inv(2.0 * u);
}

std::uint32_t Random::below(std::uint32_t n)
{
    return static_cast<std::uint32_t>((std::uint64_t{(*this)()} * n) >> 32);
}

std::int64_t Random::poisson(double mean)
{
    if (!(mean > 0.0))
        return 0;
    // Halving keeps the inversion's exp() away from underflow; a sum of Poissons is Poisson.
    std::int64_t total = 0;
    while (mean > 500.0) {
        // Ahrens & Dieter (1974): the m-th arrival time is gamma; what is left is binomial or Poisson.
        const double m = std::floor(mean * 7.0 / 8.0);
        const double arrival = gamma(m, 1.0);
        if (arrival > mean) {
            for (std::int64_t i = 0, n = static_cast<std::int64_t>(m) - 1; i < n; ++i)
                total += uniform() < mean / arrival;
            return total;
        }
        total += static_cast<std::int64_t>(m);
        mean -= arrival;
    }
    double p = std::exp(-mean), cdf = p;
    const double u = uniform();
    std::int64_t k = 0;
    while (u > cdf && p > 0.0) {
        ++k;
        p *= mean / static_cast<double>(k);
        cdf += p;
    }
    return total + k;
}

double Random::gamma(double shape, double scale)
{
    // Marsaglia & Tsang (2000), "A simple method for generating gamma variables".
    if (shape < 1.0) {
        const double u = uniform();
        return gamma(shape + 1.0, scale) * std::pow(u > 0.0 ? u : 0x1.0p-54, 1.0 / shape);
    }
    const double d = shape - 1.0 / 3.0, c = 1.0 / std::sqrt(9.0 * d);
    for (;;) {
        const double x = normal();
        const double v = 1.0 + c * x;
        if (v <= 0.0)
            continue;
        const double v3 = v * v * v;
        const double u = uniform();
        if (u > 0.0 && std::log(u) < 0.5 * x * x + d - d * v3 + d * std::log(v3))
            return d * v3 * scale;
    }
}

std::int64_t Random::negativeBinomial(double mean, double variance)
{
    if (variance <= mean * (1.0 + 1e-9))
        return poisson(mean);
    const double size = mean * mean / (variance - mean);
    return poisson(gamma(size, mean / size));
}

} // namespace merch
