#include "engine/forecast/method.h"
#include "engine/forecast/methods/builtin.h"

#include <algorithm>
#include <cmath>

namespace merch
{

std::span<const Method* const> allMethods()
{
    static const std::vector<const Method*> methods = [] {
        std::vector<const Method*> all{
            &naiveMethod(),
            &seasonalNaiveMethod(),
            &driftMethod(),
            &meanMethod(),
            &movingAverageMethod(),
            &seasonalWindowMethod(),
            &sesMethod(),
            &holtMethod(),
            &dampedHoltMethod(),
            &additiveHoltWintersMethod(),
            &multiplicativeHoltWintersMethod(),
            &thetaMethod(),
            &etsAutoMethod(),
            &crostonMethod(),
            &sbaMethod(),
            &sbjMethod(),
            &adidaMethod(),
            &imapaMethod(),
            &tsbMethod(),
        };
        std::stable_sort(
            all.begin(), all.end(), [](const Method* a, const Method* b) { return a->rank() < b->rank(); });
        return all;
    }();
    return methods;
}

const Method* findMethod(std::string_view name)
{
    for (const Method* method : allMethods())
        if (method->name() == name)
            return method;
    return nullptr;
}

Outcome checkValues(const SeriesView& series)
{
    bool known = false;
    for (const double value : series.values) {
        if (std::isinf(value))
            return Error{
                ErrorCode::InvalidInput,
                "The series has an infinite value.",
                "Correct it, or leave it out.",
                {}};
        known = known || isKnown(value);
    }
    if (!known)
        return Error{ErrorCode::InvalidInput, "The series has no known value.", {}, {}};
    return success();
}

std::optional<double> FitOptions::fixedValue(std::string_view name) const
{
    for (const Parameter& parameter : fixed)
        if (parameter.name == name)
            return parameter.value;
    return std::nullopt;
}

void Fit::variance(std::span<double> variance) const
{
    std::fill(variance.begin(), variance.end(), kNone);
}

double Fit::sumVariance(int n) const
{
    return sigma2 * n;
}

void Fit::simulate(Random& random, std::span<double> path) const
{
    std::vector<double> spread(path.size());
    point(path);
    variance(spread);
    for (std::size_t h = 0; h < path.size(); ++h) {
        const double v = std::isnan(spread[h]) ? sigma2 : spread[h];
        path[h] += std::sqrt(std::max(0.0, v)) * random.normal();
    }
}

double Fit::parameter(std::string_view name) const
{
    for (const Parameter& p : parameters)
        if (p.name == name)
            return p.value;
    return kNone;
}

} // namespace merch
