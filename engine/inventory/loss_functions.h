#pragma once

namespace merch
{

/// What a stock of x leaves short and over on average: n(x) = E[(D - x)+] and nbar(x) = E[(x - D)+], in units
/// of the demand D. n(x) - nbar(x) = E[D] - x always holds. The smaller of the two is computed without
/// cancelling, so both keep their relative precision far into the tails. Source: Zipkin (2000), Foundations
/// of Inventory Management, appendix C.
struct Loss {
    double shortage = 0.0;
    double leftover = 0.0;
};

/// Standard normal demand; any finite z.
Loss standardNormalLoss(double z);
/// Second order: E[((Z - z)+)^2] / 2 and E[((z - Z)+)^2] / 2.
Loss standardNormalSecondLoss(double z);
/// The z at which the standard normal shortage is `loss`. Precondition: 0 < loss < infinity.
double standardNormalLossInverse(double loss);

/// Normal demand, sd >= 0 (0: demand is its mean).
Loss normalLoss(double x, double mean, double sd);
/// Second order, in squared units.
Loss normalSecondLoss(double x, double mean, double sd);
/// Poisson demand of mean >= 0; x may lie between whole numbers or below zero.
Loss poissonLoss(double x, double mean);
/// Negative binomial demand by moments; Poisson where the variance is not above the mean.
Loss negativeBinomialLoss(double x, double mean, double variance);
/// Gamma demand. Preconditions: shape > 0, scale >= 0.
Loss gammaLoss(double x, double shape, double scale);
/// Lognormal demand by the moments of its logarithm. Precondition: sigmaLog >= 0.
Loss lognormalLoss(double x, double muLog, double sigmaLog);

} // namespace merch
