#pragma once

#include <array>
#include <cstdint>

namespace merch {

/// Counter-based random numbers: the n-th number of a stream depends only on (seed, stream, n), so neither
/// the order nor the number of threads matters.
/// Source: Salmon, Moraes, Dror & Shaw (2011), "Parallel random numbers: as easy as 1, 2, 3" (Philox4x32-10).
class Random
{
public:
    using result_type = std::uint32_t;
    explicit Random(std::uint64_t seed, std::uint64_t stream = 0) : m_seed(seed), m_stream(stream) {}

    static constexpr result_type min() { return 0; }
    static constexpr result_type max() { return UINT32_MAX; }
    result_type operator()();

    /// Uniform in [0, 1), 53 bits.
    double uniform();
    /// Standard normal by inversion, so that one call takes one uniform.
    double normal();
    /// Uniform integer in [0, n). Precondition: n > 0.
    std::uint32_t below(std::uint32_t n);
    /// Poisson of the given mean (>= 0).
    std::int64_t poisson(double mean);
    /// Gamma of shape > 0 and scale > 0.
    double gamma(double shape, double scale);
    /// Negative binomial by mean and variance; Poisson where variance <= mean.
    std::int64_t negativeBinomial(double mean, double variance);

private:
    std::uint64_t m_seed;
    std::uint64_t m_stream;
    std::uint64_t m_block = 0;
    std::array<std::uint32_t, 4> m_buffer{};
    int m_left = 0;
};

} // namespace merch
