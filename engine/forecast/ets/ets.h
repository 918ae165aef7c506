#pragma once

#include "engine/core/result.h"
#include "engine/forecast/method.h"

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace merch
{

/// A form of the exponential smoothing family: error A or M, trend N, A or Ad, season N, A or M.
struct EtsForm {
    bool multiplicativeError = false;
    bool trend = false;
    bool damped = false;
    char season = 'N';

    /// "ETS(A,Ad,M)".
    std::string name() const;
    /// From "AAdM", "ANN", ...; InvalidInput names what there is.
    static Result<EtsForm> parse(std::string_view code);
    bool additive() const { return !multiplicativeError && season != 'M'; }
};

/// Smoothing parameters of the innovations form: level += alpha e, slope += beta e, season += gamma e.
struct EtsParameters {
    double alpha = 0.1, beta = 0.0, gamma = 0.0, phi = 1.0;
};

/// `season` is a ring: season[at] belongs to the next period.
struct EtsState {
    double level = 0.0, slope = 0.0;
    std::vector<double> season;
    std::size_t at = 0;
};

/// Fit of an innovations state space model.
/// Source: Hyndman, Koehler, Ord & Snyder (2008), "Forecasting with Exponential Smoothing".
class EtsFit final : public Fit
{
public:
    /// The model as given, run over the series. `estimated` = parameters and states that were fitted, without
    /// sigma (for the information criteria).
    EtsFit(
        const EtsForm& form, const EtsParameters& parameters, const EtsState& initial,
        const SeriesView& series, int estimated, bool keepFitted);

    const EtsState& state() const { return m_state; }
    void roll(std::span<const double> more) override;
    void point(std::span<double> mean) const override;
    void variance(std::span<double> variance) const override;
    double sumVariance(int n) const override;
    void simulate(Random& random, std::span<double> path) const override;

private:
    double weight(int lag, std::size_t m) const;
    void classThree(std::span<double> mean, std::span<double> variance) const;

    EtsForm m_form;
    EtsParameters m_parameters;
    EtsState m_state;
};

/// Sums over one pass; `bad` = a multiplicative mean was not positive.
struct EtsSums {
    double squares = 0.0; ///< of the model's errors
    double logs = 0.0;    ///< sum of ln|mean|, multiplicative errors only
    double rawSquares = 0.0;
    int known = 0;
    bool bad = false;

    /// R's -2 log-likelihood.
    double criterion(bool multiplicative) const;
};

/// Runs the recursion from `state` over `values`, leaving the last state. Optionally writes one-step means.
EtsSums runEts(
    const EtsForm& form, const EtsParameters& parameters, std::span<const double> values, EtsState& state,
    double* means = nullptr);

/// Fits by maximum likelihood within the usual bounds: alpha in [1e-4, 0.9999], 0 <= beta <= alpha,
/// 0 <= gamma <= 1 - alpha, phi in [0.8, 0.98], and the invertible region.
/// For additive errors the initial states are concentrated out by least squares, so the search is over one to
/// four numbers only.
Result<std::unique_ptr<EtsFit>>
fitEts(const EtsForm& form, const SeriesView& series, const FitOptions& options);

} // namespace merch
