#pragma once

#include "engine/core/random.h"
#include "engine/core/result.h"
#include "engine/series/series_view.h"

#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace merch
{

inline constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

/// A named number of a fit: a smoothing parameter or a state. Names as R's forecast package gives them.
struct Parameter {
    std::string name;
    double value = 0.0;
};

struct FitOptions {
    std::vector<Parameter> fixed; ///< parameters that are given instead of fitted
    bool fitted = false;          ///< keep one-step forecasts and residuals
    bool thorough = false;        ///< search from many starts: for one series; else fast, for many
    /// Additive smoothing, thorough: end the search by the mean square and not by the likelihood. The optimum
    /// is the same; where the surface is flat, R's ses(), holt() and hw() end elsewhere than its ets().
    bool leastSquares = false;
    bool simpleStart = false; ///< smoothing: the first state = the first value, not fitted

    std::optional<double> fixedValue(std::string_view name) const;
};

/// A method fitted to one series. NaN where a method has no such number.
class Fit
{
public:
    virtual ~Fit() = default;
    Fit() = default;
    Fit(const Fit&) = delete;
    Fit& operator=(const Fit&) = delete;

    std::string form;                  ///< "ETS(A,N,N)"; may be empty
    std::vector<Parameter> parameters; ///< fitted and given ones, then initial states
    double loglik = kNone;             ///< R's convention: -n/2 ln(sum e^2) and no constants
    double aic = kNone, aicc = kNone, bic = kNone;
    double mse = kNone;     ///< mean squared one-step error
    double sigma2 = kNone;  ///< variance of the one-step error; of the relative one for multiplicative errors
    double degrees = kNone; ///< of Student's t where intervals use it
    int observations = 0;   ///< values that were learned from
    std::vector<double> fitted, residuals; ///< if asked for; NaN where excluded or not defined

    /// Takes further values with the parameters as they are.
    virtual void roll(std::span<const double> more) = 0;
    /// Mean of the next mean.size() periods.
    virtual void point(std::span<double> mean) const = 0;
    /// Variance of each of them; NaN where the method has no formula.
    virtual void variance(std::span<double> variance) const;
    /// Variance of the sum of the next n periods. Independent errors unless the method knows better.
    virtual double sumVariance(int n) const;
    /// One possible future, from normal errors.
    virtual void simulate(Random& random, std::span<double> path) const;

    double parameter(std::string_view name) const; ///< NaN if there is none
};

/// A way to forecast one series. Add one: a file that defines it, a line in registry.cpp.
class Method
{
public:
    virtual ~Method() = default;
    explicit Method(const char* name)
        : m_name(name)
    {
    }
    std::string_view name() const { return m_name; }

    /// Simplest first: of two equally good methods the lower rank wins.
    virtual int rank() const = 0;
    /// InvalidInput if the series is too short or of the wrong kind; the message says so.
    virtual Result<std::unique_ptr<Fit>>
    fit(const SeriesView& series, const FitOptions& options = {}) const = 0;

private:
    const char* m_name;
};

/// All methods in their order of rank.
std::span<const Method* const> allMethods();
/// nullptr if there is none of that name.
const Method* findMethod(std::string_view name);

} // namespace merch
