// Moving average, and the average of the last values at the same place in the season (for daily series: of
// the same weekday). The window is the one of a few that was best one step ahead.
#include "engine/forecast/methods/builtin.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace merch
{

namespace
{

/// The last `k` known values of one place and their sum.
class Window
{
public:
    explicit Window(std::size_t k)
        : m_values(k, 0.0)
    {
    }
    void add(double y)
    {
        m_sum += y - m_values[m_next];
        m_values[m_next] = y;
        m_next = (m_next + 1) % m_values.size();
        m_count = std::min(m_count + 1, m_values.size());
        if (m_next == 0) // what rounding leaves does not pile up
            m_sum = std::accumulate(m_values.begin(), m_values.end(), 0.0);
    }
    bool empty() const { return m_count == 0; }
    bool full() const { return m_count == m_values.size(); }
    double mean() const { return m_sum / static_cast<double>(m_count); }

private:
    std::vector<double> m_values;
    std::size_t m_next = 0, m_count = 0;
    double m_sum = 0.0;
};

class WindowFit final : public Fit
{
public:
    /// `m` places of `k` values each.
    WindowFit(std::size_t m, std::size_t k)
        : m_places(m, Window(k))
        , m_all(k * m)
        , m_k(k)
    {
        parameters.push_back({"order", static_cast<double>(k)});
    }

    /// Mean squared one-step error from the value `from` on.
    double learn(std::span<const double> values, std::size_t from, std::vector<double>* means)
    {
        double sum = 0.0;
        int count = 0;
        for (std::size_t t = 0; t < values.size(); ++t) {
            Window& place = m_places[m_at];
            const double mean = place.empty() ? (m_all.empty() ? kNone : m_all.mean()) : place.mean();
            if (means)
                means->push_back(mean);
            if (isKnown(values[t])) {
                if (t >= from && isKnown(mean)) {
                    sum += (values[t] - mean) * (values[t] - mean);
                    ++count;
                }
                place.add(values[t]);
                m_all.add(values[t]);
                ++observations;
            }
            m_at = (m_at + 1) % m_places.size();
        }
        return count > 0 ? sum / count : 0.0;
    }
    void roll(std::span<const double> more) override { learn(more, 0, nullptr); }
    void point(std::span<double> mean) const override
    {
        for (std::size_t h = 0; h < mean.size(); ++h) {
            const Window& place = m_places[(m_at + h) % m_places.size()];
            mean[h] = place.empty() ? m_all.empty() ? 0.0 : m_all.mean() : place.mean();
        }
    }
    void variance(std::span<double> out) const override { std::fill(out.begin(), out.end(), sigma2); }
    double sumVariance(int n) const override
    {
        const double used = static_cast<double>(m_k * m_places.size());
        return sigma2 * (n + static_cast<double>(n) * n / used) / (1.0 + 1.0 / used);
    }

private:
    std::vector<Window> m_places;
    Window m_all;
    std::size_t m_k, m_at = 0;
};

class WindowMethod final : public Method
{
public:
    WindowMethod(const char* name, bool seasonal, int rank)
        : Method(name)
        , m_seasonal(seasonal)
        , m_rank(rank)
    {
    }
    int rank() const override { return m_rank; }

    Result<std::unique_ptr<Fit>> fit(const SeriesView& series, const FitOptions& options) const override
    {
        const auto known =
            static_cast<std::size_t>(std::count_if(series.values.begin(), series.values.end(), isKnown));
        const std::size_t period = static_cast<std::size_t>(std::max(1, series.period));
        const std::size_t m = m_seasonal ? period : 1;
        if (const Outcome values = checkValues(series); !values)
            return values.error();
        if (known < m)
            return Error{
                ErrorCode::InvalidInput,
                "A seasonal window needs one whole season.",
                "Take a simpler method.",
                {}};
        std::vector<std::size_t> orders;
        if (const auto order = options.fixedValue("order")) {
            if (!(*order >= 1.0 && *order <= 1000.0))
                return Error{ErrorCode::Usage, "order must lie in 1..1000.", {}, {}};
            orders = {static_cast<std::size_t>(*order)};
        } else {
            orders = m_seasonal    ? std::vector<std::size_t>{4, 8, 13}
                     : period == 7 ? std::vector<std::size_t>{14, 28, 56}
                                   : std::vector<std::size_t>{3, 6, 13};
        }
        std::unique_ptr<WindowFit> best;
        double least = 0.0;
        for (const std::size_t order : orders) {
            // All windows are judged on the same values: those the longest can say something about.
            const std::size_t from = std::min(orders.back() * m, series.values.size() / 2);
            if (best && order * m > known)
                break;
            auto fit = std::make_unique<WindowFit>(m, order);
            std::vector<double> means;
            const double mse = fit->learn(series.values, from, options.fitted ? &means : nullptr);
            if (best && mse >= least)
                continue;
            least = mse;
            fit->mse = fit->sigma2 = mse;
            if (options.fitted) {
                fit->residuals.resize(means.size());
                std::transform(
                    series.values.begin(), series.values.end(), means.begin(), fit->residuals.begin(),
                    std::minus<>());
                fit->fitted = std::move(means);
            }
            best = std::move(fit);
        }
        return std::unique_ptr<Fit>(std::move(best));
    }

private:
    bool m_seasonal;
    int m_rank;
};

} // namespace

const Method& movingAverageMethod()
{
    static const WindowMethod method("ma", false, 5);
    return method;
}

const Method& seasonalWindowMethod()
{
    static const WindowMethod method("window", true, 11);
    return method;
}

} // namespace merch
