#include "engine/inventory/loss_functions.h"

#include "engine/inventory/count_demand.h"
#include "engine/inventory/special.h"

#include <boost/math/quadrature/gauss.hpp>
#include <boost/math/special_functions/gamma.hpp>

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numbers>

namespace merch
{

namespace
{

const special::Policy kPolicy;

double density(double z)
{
    return std::exp(-0.5 * z * z) * std::numbers::inv_sqrtpi / std::numbers::sqrt2;
}
double upper(double z)
{
    return 0.5 * std::erfc(z / std::numbers::sqrt2);
}

/// From here upwards the tail of the normal is taken from Laplace's continued fraction.
constexpr double kTail = 1.5;

/// Mills ratio M = 1/(z + t), t = 1/(z + u), u = 2/(z + 3/(z + ...)). With t and u the losses need no
/// difference of near equals: 1 - z M = t/(z + t), and 1 - z t = u/(z + u).
struct Mills {
    double t = 0.0, u = 0.0;
};
Mills mills(double z)
{
    constexpr int kTerms = 140; // full precision at kTail
    double rest = 0.0;
    for (int k = kTerms; k >= 2; --k)
        rest = k / (z + rest);
    return {1.0 / (z + rest), rest};
}

/// Shortage over density: falls from large to 1/z^2.
double lossOverDensity(double z)
{
    if (z < kTail)
        return 1.0 - z * upper(z) / density(z);
    const Mills tail = mills(z);
    return tail.t / (z + tail.t);
}

double upperLoss(double z) // z >= 0
{
    return z < kTail ? density(z) - z * upper(z) : density(z) * lossOverDensity(z);
}

double upperSecondLoss(double z) // z >= 0
{
    if (z < kTail)
        return 0.5 * ((z * z + 1.0) * upper(z) - z * density(z));
    const Mills tail = mills(z);
    return 0.5 * density(z) * tail.u / ((z + tail.u) * (z + tail.t));
}

Loss pointLoss(double x, double value)
{
    return {std::max(0.0, value - x), std::max(0.0, x - value)};
}

/// Q(a, y) by Legendre's continued fraction is y^a e^-y / Gamma(a) / (y - a + 1 - C); returns C.
double legendreRest(double a, double y)
{
    constexpr int kTerms = 2000;
    // Lentz: C = (1 - a)/(b1 - 2(2 - a)/(b2 - ...)), b_i = y - a + 1 + 2 i.
    constexpr double kTiny = 1e-300;
    double f = kTiny, c = kTiny, d = 0.0;
    for (int i = 1; i <= kTerms; ++i) {
        const double numerator = i == 1 ? 1.0 - a : -i * (i - a);
        const double b = y - a + 1.0 + 2.0 * i;
        d = b + numerator * d;
        c = b + numerator / c;
        d = 1.0 / (d == 0.0 ? kTiny : d);
        c = c == 0.0 ? kTiny : c;
        f *= c * d;
        if (std::abs(c * d - 1.0) < 1e-16)
            break;
    }
    return f;
}

} // namespace

Loss standardNormalLoss(double z)
{
    if (z >= 0.0) {
        const double shortage = upperLoss(z);
        return {shortage, z + shortage};
    }
    const double leftover = upperLoss(-z);
    return {leftover - z, leftover};
}

Loss standardNormalSecondLoss(double z)
{
    const double small = upperSecondLoss(std::abs(z));
    const double large = 0.5 * (z * z + 1.0) - small;
    return z >= 0.0 ? Loss{small, large} : Loss{large, small};
}

double standardNormalLossInverse(double loss)
{
    assert(loss > 0.0 && std::isfinite(loss));
    // Newton on the logarithm of the loss, which is close to a parabola, kept inside a halving bracket.
    double low = -loss - 1.0, high = 39.0;
    double z = loss < 0.4 ? std::sqrt(-2.0 * std::log(loss / 0.4)) * 0.8 : -loss;
    for (int round = 0; round < 200; ++round) {
        const double got = standardNormalLoss(z).shortage;
        (got > loss ? low : high) = z;
        const double step = got > 0.0 ? got / upper(z) * std::log(got / loss) : -1.0;
        double next = z + step;
        if (!(next > low && next < high))
            next = 0.5 * (low + high);
        if (std::abs(next - z) <= 1e-15 * std::max(1.0, std::abs(z)))
            return next;
        z = next;
    }
    return z;
}

Loss normalLoss(double x, double mean, double sd)
{
    assert(sd >= 0.0);
    if (sd == 0.0)
        return pointLoss(x, mean);
    const Loss standard = standardNormalLoss((x - mean) / sd);
    return {sd * standard.shortage, sd * standard.leftover};
}

Loss normalSecondLoss(double x, double mean, double sd)
{
    assert(sd >= 0.0);
    if (sd == 0.0) {
        const Loss point = pointLoss(x, mean);
        return {0.5 * point.shortage * point.shortage, 0.5 * point.leftover * point.leftover};
    }
    const Loss standard = standardNormalSecondLoss((x - mean) / sd);
    return {sd * sd * standard.shortage, sd * sd * standard.leftover};
}

Loss poissonLoss(double x, double mean)
{
    return CountDemand::poisson(mean).loss(x);
}

Loss negativeBinomialLoss(double x, double mean, double variance)
{
    return CountDemand(mean, variance).loss(x);
}

Loss gammaLoss(double x, double shape, double scale)
{
    assert(shape > 0.0 && scale >= 0.0);
    const double mean = shape * scale;
    if (scale == 0.0)
        return pointLoss(x, 0.0);
    if (x <= 0.0)
        return {mean - x, 0.0};
    const double y = x / scale;
    // n = (a - y) Q(a, y) + w and nbar = (y - a) P(a, y) + w, w = y^a e^-y / Gamma(a), in units of the scale.
    const double w = y * boost::math::gamma_p_derivative(shape, y, kPolicy);
    constexpr double kCancels = 1e-2;
    if (y >= shape) {
        double shortage = (shape - y) * boost::math::gamma_q(shape, y, kPolicy) + w;
        if (shortage < kCancels * w) {
            const double rest = 1.0 - legendreRest(shape, y);
            shortage = w * rest / (y - shape + rest);
        }
        shortage = scale * std::max(0.0, shortage);
        return {shortage, shortage + (x - mean)};
    }
    double leftover = (y - shape) * boost::math::gamma_p(shape, y, kPolicy) + w;
    if (leftover < kCancels * w) {
        double sum = 0.0, term = w / shape * y / (shape + 1.0);
        for (int n = 0; n < 100000; ++n) {
            sum += (n + 1) * term;
            term *= y / (shape + n + 2.0);
            if ((n + 2) * term <= 1e-17 * sum)
                break;
        }
        leftover = sum;
    }
    leftover = scale * std::max(0.0, leftover);
    return {leftover + (mean - x), leftover};
}

Loss lognormalLoss(double x, double muLog, double sigmaLog)
{
    assert(sigmaLog >= 0.0);
    const double mean = std::exp(muLog + 0.5 * sigmaLog * sigmaLog);
    if (sigmaLog == 0.0)
        return pointLoss(x, mean);
    if (x <= 0.0)
        return {mean - x, 0.0};
    // n = mean Q(z - s) - x Q(z) = x phi(z) (M(z - s) - M(z)); a narrow difference of Mills ratios is the
    // integral of their slope. The leftover is its mirror image.
    const double z = (std::log(x) - muLog) / sigmaLog;
    const bool above = z >= 0.5 * sigmaLog;
    const double from = above ? z - sigmaLog : -z;
    double small = 0.0;
    if (sigmaLog < 0.5)
        small = x * density(z) *
                boost::math::quadrature::gauss<double, 15>::integrate(lossOverDensity, from, from + sigmaLog);
    else
        small =
            above ? mean * upper(z - sigmaLog) - x * upper(z) : x * upper(-z) - mean * upper(sigmaLog - z);
    small = std::max(0.0, small);
    return above ? Loss{small, small + (x - mean)} : Loss{small + (mean - x), small};
}

} // namespace merch
