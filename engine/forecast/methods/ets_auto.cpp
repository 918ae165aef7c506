// The form of exponential smoothing with the least corrected Akaike criterion.
#include "engine/forecast/ets/ets.h"
#include "engine/forecast/methods/builtin.h"

#include <algorithm>
#include <array>

namespace merch
{

namespace
{

constexpr int kLongestSeason = 24;

// For many series the forms that pay: damped trends only, error and season of one kind. Petropoulos,
// Grushka-Cockayne, Siemsen & Spiliotis (2023) find no loss by it.
constexpr std::array kReduced{"ANN", "AAdN", "MNN", "MAdN", "ANA", "AAdA", "MNM", "MAdM"};
constexpr std::array kAll{"ANN",  "AAN", "AAdN", "MNN",  "MAN", "MAdN", "ANA", "AAA",
                          "AAdA", "MNA", "MAA",  "MAdA", "MNM", "MAM",  "MAdM"};

class EtsAutoMethod final : public Method
{
public:
    EtsAutoMethod()
        : Method("ets_auto")
    {
    }
    int rank() const override { return 17; }
    Result<std::unique_ptr<Fit>> fit(const SeriesView& series, const FitOptions& options) const override
    {
        if (!options.fixed.empty() || options.simpleStart)
            return Error{
                ErrorCode::Usage,
                "The automatic choice takes no given parameters.",
                "Name the method whose parameters you mean.",
                {}};
        const std::span<const char* const> forms =
            options.thorough ? std::span<const char* const>(kAll) : std::span<const char* const>(kReduced);
        const bool seasonal = series.period > 1 && series.period <= kLongestSeason;
        std::unique_ptr<EtsFit> best, plainest;
        Error last{ErrorCode::InvalidInput, "No form fits.", "Take a simpler method.", {}};
        for (const char* code : forms) {
            const EtsForm form = *EtsForm::parse(code);
            if (form.season != 'N' && !seasonal)
                continue;
            auto fit = fitEts(form, series, options);
            if (!fit) {
                if (!plainest)
                    last = fit.error();
                continue;
            }
            // A series of a few values has no criterion, and one that is met exactly a boundless one.
            const bool judged = isKnown((*fit)->aicc);
            if (!plainest && !judged)
                plainest = std::move(*fit);
            else if (judged && (!best || (*fit)->aicc < best->aicc))
                best = std::move(*fit);
        }
        if (!best)
            best = std::move(plainest);
        if (!best)
            return last;
        return std::unique_ptr<Fit>(std::move(best));
    }
};

} // namespace

const Method& etsAutoMethod()
{
    static const EtsAutoMethod method;
    return method;
}

} // namespace merch
