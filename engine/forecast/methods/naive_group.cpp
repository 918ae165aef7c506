// Naive, seasonal naive, drift and mean: the yardsticks. Variances as in R's forecast 8.20.
#include "engine/forecast/methods/builtin.h"

#include <algorithm>
#include <cmath>

namespace merch
{

namespace
{

Error tooShort(const char* what)
{
    return {ErrorCode::InvalidInput, what, "Take a simpler method.", {}};
}

/// Mean of the squares of what is known, over n - lost.
double meanSquare(std::span<const double> residuals, int lost, int& known)
{
    double sum = 0.0;
    known = 0;
    for (const double e : residuals) {
        if (isKnown(e)) {
            sum += e * e;
            ++known;
        }
    }
    return known > lost ? sum / (known - lost) : known > 0 ? 0.0 : kNone;
}

/// The last value of each place in the season.
class LastSeason final : public Fit
{
public:
    LastSeason(const SeriesView& series, std::size_t m, bool keepFitted)
        : m_season(m, kExcluded)
    {
        std::vector<double> means;
        learn(series.values, &means);
        residuals.resize(means.size());
        std::transform(
            series.values.begin(), series.values.end(), means.begin(), residuals.begin(), std::minus<>());
        sigma2 = mse = meanSquare(residuals, 0, observations);
        if (std::isnan(sigma2))
            sigma2 = 0.0;
        if (keepFitted)
            fitted = std::move(means);
        else
            residuals.clear();
    }
    void roll(std::span<const double> more) override { learn(more, nullptr); }
    void point(std::span<double> mean) const override
    {
        for (std::size_t h = 0; h < mean.size(); ++h) {
            const double last = m_season[(m_at + h) % m_season.size()];
            mean[h] = isKnown(last) ? last : m_last;
        }
    }
    void variance(std::span<double> out) const override
    {
        for (std::size_t h = 0; h < out.size(); ++h) {
            const std::size_t seasons = h / m_season.size() + 1;
            out[h] = sigma2 * static_cast<double>(seasons);
        }
    }
    double sumVariance(int n) const override
    {
        // The error of a place in the season comes again each season, and adds to itself.
        const int m = static_cast<int>(m_season.size());
        double sum = 0.0;
        for (int place = 0; place < std::min(m, n); ++place) {
            const int times = (n - place - 1) / m + 1;
            for (int i = 1; i <= times; ++i)
                sum += static_cast<double>(i) * i;
        }
        return sigma2 * sum;
    }

private:
    void learn(std::span<const double> values, std::vector<double>* means)
    {
        for (const double y : values) {
            double& place = m_season[m_at];
            if (means)
                means->push_back(place);
            if (isKnown(y))
                place = m_last = y;
            m_at = (m_at + 1) % m_season.size();
        }
    }
    std::vector<double> m_season;
    std::size_t m_at = 0;
    double m_last = 0.0;
};

class Drift final : public Fit
{
public:
    Drift(const SeriesView& series, bool keepFitted)
    {
        learn(series.values);
        double last = kExcluded;
        int pairs = 0;
        double sum = 0.0;
        for (const double y : series.values) {
            if (keepFitted)
                fitted.push_back(isKnown(last) ? last + slope() : kExcluded);
            if (isKnown(y) && isKnown(last)) {
                const double e = y - last - slope();
                sum += e * e;
                ++pairs;
            }
            if (keepFitted)
                residuals.push_back(y - fitted.back());
            if (isKnown(y))
                last = y;
        }
        observations = m_known;
        mse = pairs > 0 ? sum / pairs : 0.0;
        sigma2 = pairs > 1 ? sum / (pairs - 1) : 0.0;
        parameters.push_back({"drift", slope()});
    }
    void roll(std::span<const double> more) override { learn(more); }
    void point(std::span<double> mean) const override
    {
        for (std::size_t h = 0; h < mean.size(); ++h)
            mean[h] = m_last + static_cast<double>(h + 1) * slope();
    }
    void variance(std::span<double> out) const override
    {
        for (std::size_t i = 0; i < out.size(); ++i) {
            const double h = static_cast<double>(i + 1);
            out[i] = sigma2 * (h + h * h / steps());
        }
    }
    double sumVariance(int n) const override
    {
        double walk = 0.0;
        for (int i = 1; i <= n; ++i)
            walk += static_cast<double>(i) * i;
        const double ramp = 0.5 * n * (n + 1.0);
        return sigma2 * (walk + ramp * ramp / steps());
    }

private:
    /// Steps from one known value to the next; what is excluded does not count, as in R.
    double steps() const { return std::max(1, m_known - 1); }
    double slope() const { return m_known > 1 ? (m_last - m_first) / steps() : 0.0; }
    void learn(std::span<const double> values)
    {
        for (const double y : values) {
            if (isKnown(y)) {
                if (m_known++ == 0)
                    m_first = y;
                m_last = y;
            }
        }
    }
    double m_first = 0.0, m_last = 0.0;
    int m_known = 0;
};

class Mean final : public Fit
{
public:
    Mean(const SeriesView& series, bool keepFitted)
    {
        learn(series.values);
        double sum = 0.0;
        for (const double y : series.values)
            if (isKnown(y))
                sum += (y - m_mean) * (y - m_mean);
        observations = m_known;
        mse = m_known > 0 ? sum / m_known : 0.0;
        sigma2 = m_known > 1 ? sum / (m_known - 1) : 0.0;
        degrees = m_known > 1 ? m_known - 1 : kNone;
        if (keepFitted) {
            fitted.assign(series.values.size(), m_mean);
            for (const double y : series.values)
                residuals.push_back(y - m_mean);
        }
    }
    void roll(std::span<const double> more) override { learn(more); }
    void point(std::span<double> mean) const override { std::fill(mean.begin(), mean.end(), m_mean); }
    void variance(std::span<double> out) const override
    {
        std::fill(out.begin(), out.end(), sigma2 * (1.0 + 1.0 / std::max(1, m_known)));
    }
    double sumVariance(int n) const override
    {
        return sigma2 * (n + static_cast<double>(n) * n / std::max(1, m_known));
    }

private:
    void learn(std::span<const double> values)
    {
        for (const double y : values)
            if (isKnown(y)) {
                m_sum += y;
                ++m_known;
            }
        m_mean = m_known > 0 ? m_sum / m_known : 0.0;
    }
    double m_sum = 0.0, m_mean = 0.0;
    int m_known = 0;
};

int knownIn(const SeriesView& series)
{
    return static_cast<int>(std::count_if(series.values.begin(), series.values.end(), isKnown));
}

class NaiveMethod final : public Method
{
public:
    NaiveMethod()
        : Method("naive")
    {
    }
    int rank() const override { return 1; }
    Result<std::unique_ptr<Fit>> fit(const SeriesView& series, const FitOptions& options) const override
    {
        if (const Outcome values = checkValues(series); !values)
            return values.error();
        return std::unique_ptr<Fit>(std::make_unique<LastSeason>(series, 1, options.fitted));
    }
};

class SeasonalNaiveMethod final : public Method
{
public:
    SeasonalNaiveMethod()
        : Method("snaive")
    {
    }
    int rank() const override { return 3; }
    Result<std::unique_ptr<Fit>> fit(const SeriesView& series, const FitOptions& options) const override
    {
        const int m = std::max(1, series.period);
        if (const Outcome values = checkValues(series); !values)
            return values.error();
        if (static_cast<int>(series.values.size()) < m)
            return tooShort("Seasonal naive needs one whole season.");
        return std::unique_ptr<Fit>(
            std::make_unique<LastSeason>(series, static_cast<std::size_t>(m), options.fitted));
    }
};

class DriftMethod final : public Method
{
public:
    DriftMethod()
        : Method("drift")
    {
    }
    int rank() const override { return 4; }
    Result<std::unique_ptr<Fit>> fit(const SeriesView& series, const FitOptions& options) const override
    {
        if (const Outcome values = checkValues(series); !values)
            return values.error();
        if (knownIn(series) < 2)
            return tooShort("A drift needs two values or more.");
        return std::unique_ptr<Fit>(std::make_unique<Drift>(series, options.fitted));
    }
};

class MeanMethod final : public Method
{
public:
    MeanMethod()
        : Method("mean")
    {
    }
    int rank() const override { return 2; }
    Result<std::unique_ptr<Fit>> fit(const SeriesView& series, const FitOptions& options) const override
    {
        if (const Outcome values = checkValues(series); !values)
            return values.error();
        return std::unique_ptr<Fit>(std::make_unique<Mean>(series, options.fitted));
    }
};

} // namespace

const Method& naiveMethod()
{
    static const NaiveMethod method;
    return method;
}

const Method& seasonalNaiveMethod()
{
    static const SeasonalNaiveMethod method;
    return method;
}

const Method& driftMethod()
{
    static const DriftMethod method;
    return method;
}

const Method& meanMethod()
{
    static const MeanMethod method;
    return method;
}

} // namespace merch
