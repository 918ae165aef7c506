// Simple, Holt's and Holt-Winters' exponential smoothing as forms of the ETS family.
#include "engine/forecast/ets/ets.h"
#include "engine/forecast/methods/builtin.h"

namespace merch
{

namespace
{

class SmoothingMethod final : public Method
{
public:
    SmoothingMethod(const char* name, const char* form, int rank)
        : Method(name)
        , m_form(*EtsForm::parse(form))
        , m_rank(rank)
    {
    }
    int rank() const override { return m_rank; }
    Result<std::unique_ptr<Fit>> fit(const SeriesView& series, const FitOptions& options) const override
    {
        FitOptions own = options;
        own.leastSquares = true;
        auto fit = fitEts(m_form, series, own);
        if (!fit)
            return fit.error();
        return std::unique_ptr<Fit>(std::move(*fit));
    }

private:
    EtsForm m_form;
    int m_rank;
};

} // namespace

const Method& sesMethod()
{
    static const SmoothingMethod method("ses", "ANN", 6);
    return method;
}

const Method& holtMethod()
{
    static const SmoothingMethod method("holt", "AAN", 13);
    return method;
}

const Method& dampedHoltMethod()
{
    static const SmoothingMethod method("holt_damped", "AAdN", 12);
    return method;
}

const Method& additiveHoltWintersMethod()
{
    static const SmoothingMethod method("hw_additive", "AAA", 14);
    return method;
}

const Method& multiplicativeHoltWintersMethod()
{
    static const SmoothingMethod method("hw_multiplicative", "MAM", 15);
    return method;
}

} // namespace merch
