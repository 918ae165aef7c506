#pragma once

#include "engine/core/result.h"
#include "engine/series/series_view.h"

#include <Eigen/Core>

#include <span>
#include <vector>

namespace merch
{

/// ARIMA(p,d,q)(P,D,Q)[period].
struct ArimaOrder {
    int p = 0, d = 0, q = 0;
    int seasonalP = 0, seasonalD = 0, seasonalQ = 0;
    int period = 1;
};

/// The state-space form of an ARIMA process, its noise of variance 1: the states of the ARMA part, then the
/// last values that undo the differencing.
struct ArimaProcess {
    std::vector<double> ar;    ///< multiplied out, phi_1 first; as long as there are ARMA states
    std::vector<double> noise; ///< how the noise enters the ARMA states: 1, theta_1, ...
    std::vector<double> delta; ///< y_t = w_t + sum delta_j y_{t-j}
    std::size_t states() const { return ar.size() + delta.size(); }
};

/// A fitted regression with ARIMA errors.
struct ArimaFit {
    ArimaOrder order;
    std::vector<double> ar, ma, seasonalAr, seasonalMa; ///< in R's signs
    Eigen::VectorXd regression;                         ///< one a column of the regressors
    double loglik = 0.0, aic = 0.0, aicc = 0.0, bic = 0.0;
    double sigma2 = 0.0;           ///< of the noise, by the degrees of freedom as forecast::Arima gives it
    int observations = 0;          ///< known values less those that differencing takes
    std::vector<double> residuals; ///< standardised to the noise; NaN where the value is

    ArimaProcess process;
    Eigen::VectorXd state;      ///< after the last value
    Eigen::MatrixXd covariance; ///< of the state, relative to sigma2
};

/// What is expected of the next periods.
struct ArimaForecast {
    std::vector<double> mean, variance;
    std::vector<double> sumVariance; ///< of the sum of the first h + 1 periods
};

/// Maximises the exact Gaussian likelihood of y = X b + ARIMA error by a Kalman filter, b concentrated out.
/// Differenced states start diffuse (variance 1e6); the autoregression stays stationary by partial
/// autocorrelations and the moving average is made invertible, as R's arima does. NaN in the series is
/// skipped.
/// @param regressors  one row a value, finite; mean (ones) and drift (1, 2, ...) are columns like others.
/// @return InvalidInput where the order is out of range, a value infinite, too few are known, what is left
///         after differencing does not vary, or the regressors depend on each other.
/// Sources: Gardner, Harvey & Phillips (1980), Applied Statistics 29, 311-322; Jones (1980), Technometrics
/// 22, 389-395; Kohn & Ansley (1985), Biometrika 72, 694-697, for the regression.
Result<ArimaFit>
fitArima(const SeriesView& series, const ArimaOrder& order, const Eigen::MatrixXd& regressors = {});

/// Mean, variance and variance of sums of the next `horizon` periods; parameters are taken as known.
/// @param regressors  horizon rows, columns as in the fit. InvalidInput if their shape is another.
Result<ArimaForecast> forecastArima(const ArimaFit& fit, int horizon, const Eigen::MatrixXd& regressors = {});

} // namespace merch
