#pragma once

#include "engine/demand/censored_count.h"
#include "engine/demand/shelf_history.h"

#include <array>
#include <span>
#include <vector>

namespace merch
{

class Random;

/// What would have been asked for on the periods that a shelf was empty or partly so: local level (from both
/// sides in time) x shape of the week x what moved its neighbours, and the likelihood of censored counts on
/// top. Looks back at a history from its end; what it says of a day may rest on later days, so it is for
/// valuing the past, never for learning as of a day in it.
class UnconstrainedDemand
{
public:
    struct Options {
        bool longLevel = false; ///< one level for the whole history, as neighbours are compared by
    };
    /// @param factor  what else moved each period, 1 = nothing (neighbours, season, offers); empty = 1
    explicit UnconstrainedDemand(const ShelfHistory& shelf, std::span<const double> factor = {});
    UnconstrainedDemand(const ShelfHistory& shelf, std::span<const double> factor, const Options& options);

    std::size_t size() const { return m_units.size(); }
    bool isKnown() const { return m_level > 0.0; } ///< anything was sold while in stock
    /// Whether demand of a period is estimated: it was open and not wholly in stock.
    bool isEstimated(std::size_t i) const;
    /// Units expected on a period, from the others. 0 = closed or unknown.
    double rate(std::size_t i) const { return m_rate[i]; }
    /// Variance by mean of the sales of single periods wholly in stock, around what is expected of them.
    double scatter() const { return m_scatter; }
    /// A period's demand before its shelf is seen; `common` holds what is not known of the level too.
    DayDemand demandOf(std::size_t i) const;

    /// Demand of an estimated period; of another what was sold.
    UnitsRange demand(std::size_t i) const;
    /// Lost in periods [from, to). Errors of the level are shared within an outage, so its range is not the
    /// sum of those of its days.
    UnitsRange lost(std::size_t from, std::size_t to) const;
    /// Moments of the same, for sums over many series.
    UnitsMoments lostMoments(std::size_t from, std::size_t to) const;
    /// What was asked for on an estimated period, once.
    double draw(std::size_t i, Random& random) const;

private:
    void shapeWeek();
    void chooseReach(bool longLevel);
    void smooth(double keep);
    double levelOutside(std::size_t i) const;
    double exposureOutside(std::size_t i) const;
    void estimateScatter();
    void fillSoldOut();
    void refreshRates();

    ShelfHistory m_shelf;
    bool m_whole = true;
    std::vector<double> m_units;    ///< sold, or expected where it sold out; 0 where nothing is known
    std::vector<double> m_factor;   ///< of a whole day: week and neighbours; 0 = closed or unknown
    std::vector<double> m_exposure; ///< factor x share in stock
    std::vector<double> m_doubt;    ///< variance of m_units where it sold out; may be empty
    std::array<double, 7> m_week{1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0};
    double m_level = 0.0, m_scatter = 1.0, m_piece = 1.0, m_common = 0.0;
    double m_keep = 1.0; ///< weight of a period by that of its neighbour
    std::vector<double> m_unitsBefore, m_unitsAfter, m_exposureBefore, m_exposureAfter;
    std::vector<double> m_rate;
};

} // namespace merch
