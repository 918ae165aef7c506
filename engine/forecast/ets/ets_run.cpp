#include "engine/forecast/ets/ets.h"

#include <cmath>

namespace merch
{

namespace
{

constexpr double kTiny = 1e-10; // R's guard against division by zero

enum Season { None, Additive, Multiplicative };

template <bool Multiplied, bool Trend, Season Kind>
EtsSums run(const EtsParameters& p, std::span<const double> values, EtsState& state, double* means)
{
    EtsSums sums;
    double level = state.level, slope = state.slope;
    double* season = state.season.data();
    const std::size_t m = state.season.size();
    std::size_t at = state.at;
    double product = 1.0; // one logarithm for a handful of means
    int factors = 0;
    for (std::size_t t = 0; t < values.size(); ++t) {
        const double y = values[t];
        const double carried = Trend ? p.phi * slope : 0.0;
        const double q = level + carried;
        const double s = Kind == None ? 0.0 : season[at];
        const double mean = Kind == None ? q : Kind == Additive ? q + s : q * s;
        if (means)
            means[t] = mean;
        if (isKnown(y)) {
            const double raw = y - mean;
            sums.rawSquares += raw * raw;
            ++sums.known;
            if constexpr (Multiplied) {
                const double size = std::abs(mean) < kTiny ? mean + kTiny : mean;
                const double e = raw / size;
                sums.squares += e * e;
                sums.bad |= !(mean > 0.0);
                product *= std::abs(size);
                if (++factors == 8 || product < 1e-200 || product > 1e200) {
                    sums.logs += std::log(product);
                    product = 1.0;
                    factors = 0;
                }
            } else {
                sums.squares += raw * raw;
            }
            double correction = raw;
            if constexpr (Kind == Multiplicative)
                correction = (std::abs(s) < kTiny ? 1e10 : y / s) - q;
            level = q + p.alpha * correction;
            if constexpr (Trend)
                slope = carried + p.beta * correction;
            if constexpr (Kind == Additive)
                season[at] = s + p.gamma * raw;
            if constexpr (Kind == Multiplicative)
                season[at] = s + p.gamma * ((std::abs(q) < kTiny ? 1e10 : y / q) - s);
        } else {
            level = q;
            if constexpr (Trend)
                slope = carried;
        }
        if constexpr (Kind != None)
            at = at + 1 == m ? 0 : at + 1;
    }
    if constexpr (Multiplied)
        sums.logs += std::log(product);
    state.level = level;
    state.slope = slope;
    state.at = at;
    return sums;
}

template <bool Multiplied, bool Trend>
EtsSums
runSeason(char kind, const EtsParameters& p, std::span<const double> values, EtsState& state, double* means)
{
    if (kind == 'A')
        return run<Multiplied, Trend, Additive>(p, values, state, means);
    if (kind == 'M')
        return run<Multiplied, Trend, Multiplicative>(p, values, state, means);
    return run<Multiplied, Trend, None>(p, values, state, means);
}

} // namespace

double EtsSums::criterion(bool multiplicative) const
{
    return known * std::log(squares) + (multiplicative ? 2.0 * logs : 0.0);
}

EtsSums runEts(
    const EtsForm& form, const EtsParameters& parameters, std::span<const double> values, EtsState& state,
    double* means)
{
    if (form.multiplicativeError)
        return form.trend ? runSeason<true, true>(form.season, parameters, values, state, means)
                          : runSeason<true, false>(form.season, parameters, values, state, means);
    return form.trend ? runSeason<false, true>(form.season, parameters, values, state, means)
                      : runSeason<false, false>(form.season, parameters, values, state, means);
}

std::string EtsForm::name() const
{
    return std::string("ETS(") + (multiplicativeError ? "M," : "A,") +
           (trend ? damped ? "Ad," : "A," : "N,") + season + ")";
}

Result<EtsForm> EtsForm::parse(std::string_view code)
{
    EtsForm form;
    std::string_view rest = code;
    const auto take = [&rest](std::string_view what) {
        if (!rest.starts_with(what))
            return false;
        rest.remove_prefix(what.size());
        return true;
    };
    bool right = true;
    if (take("M"))
        form.multiplicativeError = true;
    else
        right = take("A");
    if (take("Ad"))
        form.trend = form.damped = true;
    else if (take("A"))
        form.trend = true;
    else
        right = right && take("N");
    right = right && rest.size() == 1 && std::string_view("NAM").find(rest[0]) != std::string_view::npos;
    if (!right || (!form.multiplicativeError && rest[0] == 'M'))
        return Error{
            ErrorCode::Usage,
            "ETS form " + std::string(code) + " is not one that can be fitted.",
            "Error A or M, trend N, A or Ad, season N, A or M (M only with error M), as in MAdM.",
            {}};
    form.season = rest[0];
    return form;
}

} // namespace merch
