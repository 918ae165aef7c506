#include "engine/demand/silent_runs.h"

#include "engine/series/series_view.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace merch
{

namespace
{

constexpr double kKeep = 1.0 - 1.0 / 28.0;
constexpr double kLevelDrift = 0.1; ///< squared, relative: what a level moves by within the periods around

struct Run {
    std::size_t from = 0, to = 0;
    std::size_t open = 0; ///< periods of it in which something could have been sold
};

/// One reading of a history; what is believed empty is left out of the next.
class Reading
{
public:
    Reading(const ShelfHistory& shelf, const std::vector<bool>& watched, std::span<const double> factor)
        : m_shelf(shelf)
        , m_exposure(shelf.sold.size(), 0.0)
        , m_sold(shelf.sold.size(), 0.0)
    {
        const std::size_t n = shelf.sold.size();
        for (std::size_t i = 0; i < n; ++i) {
            if (!isOpen(i) || shelf.share(i) < 1.0)
                continue;
            m_exposure[i] = i < factor.size() && factor[i] > 0.0 ? factor[i] : 1.0;
            m_sold[i] = std::max(0.0, shelf.sold[i]);
        }
        shapeWeek();
        for (std::size_t i = 0; i < n; ++i) {
            if (m_exposure[i] <= 0.0 || watched[i] || m_sold[i] > 0.0) {
                if (isOpen(i))
                    m_inRun = false;
                continue;
            }
            if (!m_inRun)
                m_runs.push_back({i, i, 0});
            m_inRun = true;
            m_runs.back().to = i + 1;
            ++m_runs.back().open;
        }
    }

    const std::vector<Run>& runs() const { return m_runs; }
    std::size_t size() const { return m_sold.size(); }

    void leaveOut(const SilentRun& run)
    {
        for (std::size_t i = run.from; i < run.to; ++i)
            m_left[i] = true;
    }

    /// Sums around each period from both sides, and how far single periods scatter about them.
    void lookAround()
    {
        const std::size_t n = size();
        m_left.resize(n, false);
        m_soldBefore.assign(n + 1, 0.0);
        m_exposureBefore.assign(n + 1, 0.0);
        m_soldAfter.assign(n + 1, 0.0);
        m_exposureAfter.assign(n + 1, 0.0);
        for (std::size_t i = 0; i < n; ++i) {
            const bool counts = !m_left[i];
            m_soldBefore[i + 1] = kKeep * m_soldBefore[i] + (counts ? m_sold[i] : 0.0);
            m_exposureBefore[i + 1] = kKeep * m_exposureBefore[i] + (counts ? exposure(i) : 0.0);
        }
        for (std::size_t i = n; i-- > 0;) {
            const bool counts = !m_left[i];
            m_soldAfter[i] = kKeep * m_soldAfter[i + 1] + (counts ? m_sold[i] : 0.0);
            m_exposureAfter[i] = kKeep * m_exposureAfter[i + 1] + (counts ? exposure(i) : 0.0);
        }
        double squares = 0.0, means = 0.0;
        std::size_t open = 0, sales = 0;
        for (std::size_t i = 0; i < n; ++i) {
            const double around = m_exposureBefore[i] + m_exposureAfter[i + 1];
            if (exposure(i) <= 0.0 || m_left[i] || around <= 0.0)
                continue;
            const double mean = exposure(i) * (m_soldBefore[i] + m_soldAfter[i + 1]) / around;
            squares += (m_sold[i] - mean) * (m_sold[i] - mean);
            means += mean;
            ++open;
            sales += m_sold[i] > 0.0 ? 1 : 0;
        }
        m_scatter = means > 0.0 ? std::max(1.0, squares / means) : 1.0;
        m_saleShare = open > 0 ? static_cast<double>(sales) / static_cast<double>(open) : 0.0;
    }

    SilentRun judge(const Run& run, const SilentRunOptions& options) const
    {
        SilentRun judged{run.from, run.to, 0.0, 0.0};
        const double sold = m_soldBefore[run.from] + m_soldAfter[run.to];
        const double around = m_exposureBefore[run.from] + m_exposureAfter[run.to];
        const bool last = run.to == size();
        if (m_soldBefore[run.from] <= 0.0 || around <= 0.0 ||
            run.open > (last ? options.longestOpen : options.longest))
            return judged;
        double inRun = 0.0;
        for (std::size_t i = run.from; i < run.to; ++i)
            inRun += m_sold[i] > 0.0 ? 0.0 : exposure(i);
        judged.expected = sold / around * inRun;
        // A count whose variance is `scatter` means is zero with probability scatter^(-mean/(scatter-1)).
        const double thinned = m_scatter > 1.0 + 1e-9 ? std::log(m_scatter) / (m_scatter - 1.0) : 1.0;
        const double shape = 1.0 / (m_scatter / sold + kLevelDrift);
        const double logChance = -shape * std::log1p(judged.expected * thinned / shape);
        // A shelf runs empty by a sale, so a run begins on the day after one.
        const double emptied = std::min(0.1, options.emptied / std::max(1e-3, m_saleShare));
        const double logOdds =
            std::log(emptied / (1.0 - emptied)) - std::log(static_cast<double>(run.open)) - logChance;
        judged.probability = 1.0 / (1.0 + std::exp(-logOdds));
        return judged;
    }

private:
    bool isOpen(std::size_t i) const
    {
        if (!isKnown(m_shelf.sold[i]))
            return false;
        return m_shelf.grain != Grain::Daily ||
               (m_shelf.closedWeekdays >> weekdayOf(m_shelf.first + static_cast<Day>(i)) & 1U) == 0;
    }
    double exposure(std::size_t i) const { return m_exposure[i]; }

    void shapeWeek()
    {
        if (m_shelf.grain != Grain::Daily)
            return;
        constexpr double kPrior = 20.0; // units: a few sales say nothing of a weekday
        std::array<double, 7> sold{}, open{};
        double allSold = 0.0, allOpen = 0.0;
        const auto weekday = [this](std::size_t i) {
            return static_cast<std::size_t>(weekdayOf(m_shelf.first + static_cast<Day>(i)));
        };
        for (std::size_t i = 0; i < size(); ++i) {
            sold[weekday(i)] += m_sold[i];
            open[weekday(i)] += m_exposure[i];
            allSold += m_sold[i];
            allOpen += m_exposure[i];
        }
        if (allSold <= 0.0)
            return;
        const double level = allSold / allOpen;
        for (std::size_t i = 0; i < size(); ++i)
            m_exposure[i] *= (sold[weekday(i)] + kPrior) / (level * open[weekday(i)] + kPrior);
    }

    const ShelfHistory& m_shelf;
    std::vector<double> m_exposure, m_sold;
    std::vector<bool> m_left;
    std::vector<Run> m_runs;
    bool m_inRun = false;
    std::vector<double> m_soldBefore, m_exposureBefore, m_soldAfter, m_exposureAfter;
    double m_scatter = 1.0, m_saleShare = 0.0;
};

} // namespace

std::vector<SilentRun> silentRuns(
    const ShelfHistory& shelf, const std::vector<bool>& watched, std::span<const double> factor,
    const SilentRunOptions& options)
{
    Reading reading(shelf, watched, factor);
    std::vector<SilentRun> found;
    for (int pass = 0; pass < 2; ++pass) { // what the first believes empty lowers no level in the second
        reading.lookAround();
        found.clear();
        for (const Run& run : reading.runs())
            if (const SilentRun judged = reading.judge(run, options); judged.probability >= options.least)
                found.push_back(judged);
        for (const SilentRun& run : found)
            reading.leaveOut(run);
    }
    return found;
}

} // namespace merch
