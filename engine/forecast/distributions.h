#pragma once

namespace merch
{

/// Standard normal distribution function.
double normalCdf(double score);
/// Its inverse. Precondition: 0 < level < 1; levels within 1e-300 of the ends are held there.
double normalQuantile(double level);

/// P(X <= units) of a count X with the given mean (>= 0) and variance: negative binomial, or Poisson where
/// the variance is not above the mean. Above a mean of 10,000 the normal with continuity correction.
double countCdf(double mean, double variance, double units);
/// The smallest whole number whose countCdf is at least `level` (0 < level < 1).
double countQuantile(double mean, double variance, double level);

/// The `level` quantile of Student's t with the given degrees of freedom (> 0).
double studentQuantile(double degrees, double level);

} // namespace merch
