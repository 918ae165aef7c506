#include "engine/demand/unconstrained.h"

#include "engine/core/random.h"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace merch
{

namespace
{

constexpr std::array<double, 4> kReaches{0.0, 91.0, 28.0, 10.0}; ///< periods; 0 = all alike
constexpr double kPriorExposure = 0.5;                           ///< of the overall level in every level
constexpr double kPriorPieces = 25.0;                            ///< weekdays differ by a fifth or so
constexpr double kPriorScatter = 20.0; ///< periods as scattered as single customers are
/// Of the scatter beyond single sales, what moves the whole day; the rest are larger baskets.
constexpr double kDayShare = 0.5;
constexpr int kFills = 8; ///< rounds of expectation for days that sold out
/// A sliver of a day in stock with sales says little: hours of the flag and of the till differ.
constexpr double kLeastShare = 0.05;

double keepOf(double reach)
{
    return reach > 0.0 ? 1.0 - 1.0 / reach : 1.0;
}

} // namespace

UnconstrainedDemand::UnconstrainedDemand(const ShelfHistory& shelf, std::span<const double> factor)
    : UnconstrainedDemand(shelf, factor, Options{})
{
}

UnconstrainedDemand::UnconstrainedDemand(
    const ShelfHistory& shelf, std::span<const double> factor, const Options& options)
    : m_shelf(shelf)
    , m_units(shelf.sold.size(), 0.0)
    , m_factor(shelf.sold.size(), 0.0)
    , m_exposure(shelf.sold.size(), 0.0)
{
    assert(factor.empty() || factor.size() == shelf.sold.size());
    for (std::size_t i = 0; i < size(); ++i) {
        double& sold = m_shelf.sold[i];
        if (!merch::isKnown(sold) || !std::isfinite(sold)) {
            sold = kExcluded;
            continue;
        }
        sold = std::max(0.0, sold); // more came back than went out: nothing was asked for
        m_whole = m_whole && sold == std::floor(sold);
        m_units[i] = sold;
        m_factor[i] = factor.empty() || !std::isfinite(factor[i]) ? 1.0 : std::max(0.0, factor[i]);
        const double share = m_shelf.share(i);
        m_exposure[i] = m_factor[i] * (share == kSoldOut ? 1.0
                                       : share > 0.0     ? std::clamp(share, kLeastShare, 1.0)
                                                         : 0.0);
        if (m_exposure[i] == 0.0)
            m_units[i] = 0.0;
    }
    shapeWeek();
    if (m_level > 0.0) {
        chooseReach(options.longLevel);
        estimateScatter();
        fillSoldOut();
    } else {
        smooth(1.0);
    }
    refreshRates();
}

bool UnconstrainedDemand::isEstimated(std::size_t i) const
{
    return m_factor[i] > 0.0 && m_shelf.share(i) < 1.0;
}

/// Weekdays are drawn towards their mean as far as sales are few.
void UnconstrainedDemand::shapeWeek()
{
    double units = 0.0, exposure = 0.0, squares = 0.0;
    std::array<double, 7> unitsOf{}, exposureOf{};
    const auto weekdayAt = [this](std::size_t i) {
        return static_cast<std::size_t>(weekdayOf(m_shelf.first + static_cast<Day>(i)));
    };
    const std::array<double, 7> before = m_week;
    for (std::size_t i = 0; i < size(); ++i) {
        const std::size_t w = weekdayAt(i);
        const double even = before[w] > 0.0 ? m_exposure[i] / before[w] : 0.0;
        units += m_units[i];
        exposure += even;
        squares += m_units[i] * m_units[i];
        unitsOf[w] += m_units[i];
        exposureOf[w] += even;
    }
    m_level = exposure > 0.0 ? units / exposure : 0.0;
    if (m_level <= 0.0 || m_shelf.grain != Grain::Daily)
        return;
    double expectedSquares = 0.0;
    for (const double x : m_exposure)
        expectedSquares += m_level * x * m_level * x;
    const double scatter = std::max(m_whole ? 1.0 : 1e-9, (squares - expectedSquares) / units);
    for (std::size_t w = 0; w < 7; ++w)
        m_week[w] = m_shelf.closedWeekdays >> w & 1U ? 0.0
                                                     : (kPriorPieces + unitsOf[w] / scatter) /
                                                           (kPriorPieces + m_level * exposureOf[w] / scatter);
    for (std::size_t i = 0; i < size(); ++i) {
        const std::size_t w = weekdayAt(i);
        const double change = before[w] > 0.0 ? m_week[w] / before[w] : 0.0;
        m_factor[i] *= change;
        m_exposure[i] *= change;
    }
}

void UnconstrainedDemand::smooth(double keep)
{
    const std::size_t n = size();
    m_keep = keep;
    m_unitsBefore.resize(n);
    m_unitsAfter.resize(n);
    m_exposureBefore.resize(n);
    m_exposureAfter.resize(n);
    double units = 0.0, exposure = 0.0;
    for (std::size_t i = 0; i < n; ++i) {
        m_unitsBefore[i] = units = keep * units + m_units[i];
        m_exposureBefore[i] = exposure = keep * exposure + m_exposure[i];
    }
    units = exposure = 0.0;
    for (std::size_t i = n; i-- > 0;) {
        m_unitsAfter[i] = units = keep * units + m_units[i];
        m_exposureAfter[i] = exposure = keep * exposure + m_exposure[i];
    }
}

double UnconstrainedDemand::exposureOutside(std::size_t i) const
{
    double exposure = kPriorExposure;
    if (i > 0)
        exposure += m_keep * m_exposureBefore[i - 1];
    if (i + 1 < size())
        exposure += m_keep * m_exposureAfter[i + 1];
    return exposure;
}

double UnconstrainedDemand::levelOutside(std::size_t i) const
{
    double units = kPriorExposure * m_level;
    if (i > 0)
        units += m_keep * m_unitsBefore[i - 1];
    if (i + 1 < size())
        units += m_keep * m_unitsAfter[i + 1];
    return units / exposureOutside(i);
}

/// The reach that foretells a period best from those around it; of two alike the longer.
void UnconstrainedDemand::chooseReach(bool longLevel)
{
    std::array<double, kReaches.size()> losses{};
    for (std::size_t reach = 0; !longLevel && reach < kReaches.size(); ++reach) {
        smooth(keepOf(kReaches[reach]));
        for (std::size_t i = 0; i < size(); ++i) {
            if (m_exposure[i] == 0.0)
                continue;
            const double error = m_units[i] - m_exposure[i] * levelOutside(i);
            losses[reach] += error * error;
        }
    }
    const double enough = *std::min_element(losses.begin(), losses.end()) * 1.002;
    const auto chosen =
        std::find_if(losses.begin(), losses.end(), [=](double loss) { return loss <= enough; });
    smooth(keepOf(kReaches[static_cast<std::size_t>(chosen - losses.begin())]));
}

void UnconstrainedDemand::estimateScatter()
{
    double errors = 0.0, means = 0.0, squares = 0.0, periods = 0.0;
    for (std::size_t i = 0; i < size(); ++i) {
        const bool soldOut = m_shelf.share(i) == kSoldOut;
        if (m_exposure[i] == 0.0 || (m_shelf.share(i) < 1.0 && (!soldOut || m_doubt.empty())))
            continue;
        const double mean = m_exposure[i] * levelOutside(i);
        const double error = m_units[i] - mean;
        errors += error * error + (soldOut ? m_doubt[i] : 0.0);
        means += mean;
        squares += mean * mean;
        periods += 1.0;
    }
    const double base = m_whole ? 1.0 : 0.0;
    const double prior = m_whole ? 1.0 : m_level; // unknown units: as uneven as an exponential
    const double raw = means > 0.0 ? errors / means : prior;
    m_scatter = std::max(
        0.05 * std::max(base, m_level), (periods * raw + kPriorScatter * prior) / (periods + kPriorScatter));
    const double single = std::min(m_scatter, base);
    const double excess = m_scatter - single;
    m_piece = single + (1.0 - kDayShare) * excess;
    const double typical = squares > 0.0 ? squares / means : m_level;
    m_common = typical > 0.0 ? kDayShare * excess / typical : 0.0;
}

/// Expectation and maximisation: a day that sold out asked for at least what it sold.
void UnconstrainedDemand::fillSoldOut()
{
    std::vector<std::size_t> soldOut;
    for (std::size_t i = 0; i < size(); ++i)
        if (m_factor[i] > 0.0 && m_shelf.share(i) == kSoldOut)
            soldOut.push_back(i);
    if (soldOut.empty())
        return;
    const double keep = m_keep;
    m_doubt.assign(size(), 0.0);
    std::vector<double> filled(soldOut.size());
    for (int round = 0; round < kFills; ++round) {
        for (std::size_t k = 0; k < soldOut.size(); ++k) {
            const std::size_t i = soldOut[k];
            DayDemand day = demandOf(i);
            day.mean = m_factor[i] * levelOutside(i);
            const UnitsMoments asked = demandAtLeast(day, m_shelf.sold[i]);
            filled[k] = asked.mean;
            m_doubt[i] = asked.variance;
        }
        for (std::size_t k = 0; k < soldOut.size(); ++k)
            m_units[soldOut[k]] = filled[k];
        shapeWeek();
        smooth(keep);
        estimateScatter();
    }
}

void UnconstrainedDemand::refreshRates()
{
    m_rate.assign(size(), 0.0);
    if (m_level <= 0.0)
        return;
    for (std::size_t i = 0; i < size(); ++i)
        m_rate[i] = m_factor[i] > 0.0 ? m_factor[i] * levelOutside(i) : 0.0;
}

DayDemand UnconstrainedDemand::demandOf(std::size_t i) const
{
    DayDemand day;
    day.mean = i < m_rate.size() ? m_rate[i] : 0.0;
    day.piece = m_piece;
    day.whole = m_whole;
    // Weights that fall by `keep` a period count twice as much of their sum in squares as even ones do.
    const double even = m_keep < 1.0 ? (1.0 + m_keep * m_keep) / ((1.0 + m_keep) * (1.0 + m_keep)) : 1.0;
    const double level = levelOutside(i);
    const double ofLevel = level > 0.0 ? even * (m_piece / level + m_common) / exposureOutside(i) : 0.0;
    day.common = m_common + ofLevel;
    return day;
}

UnitsRange UnconstrainedDemand::demand(std::size_t i) const
{
    const double sold = merch::isKnown(m_shelf.sold[i]) ? m_shelf.sold[i] : 0.0;
    if (!isEstimated(i))
        return {sold, sold, sold};
    const DayDemand day = demandOf(i);
    const double share = m_shelf.share(i);
    if (share == kSoldOut)
        return rangeAtLeast(day, sold);
    const UnitsRange lost = rangeOf(lostWhileEmpty(day, sold, share), m_whole);
    return {sold + lost.low, sold + lost.mid, sold + lost.high};
}

UnitsMoments UnconstrainedDemand::lostMoments(std::size_t from, std::size_t to) const
{
    UnitsMoments all, outage;
    double shared = 0.0; // units that err with the level of the outage
    const auto close = [&] {
        all.mean += outage.mean;
        all.variance += outage.variance + shared * shared;
        outage = {};
        shared = 0.0;
    };
    for (std::size_t i = from; i < std::min(to, size()); ++i) {
        if (!isEstimated(i)) {
            if (merch::isKnown(m_shelf.sold[i]))
                close();
            continue;
        }
        DayDemand day = demandOf(i);
        const double ofLevel = std::max(0.0, day.common - m_common);
        const double sold = m_shelf.sold[i], share = m_shelf.share(i);
        if (share != 0.0) {
            UnitsMoments lost =
                share == kSoldOut ? demandAtLeast(day, sold) : lostWhileEmpty(day, sold, share);
            if (share == kSoldOut)
                lost.mean -= sold;
            outage.mean += lost.mean;
            outage.variance += lost.variance;
            continue;
        }
        day.common = m_common;
        const UnitsMoments lost = lostWhileEmpty(day, sold, share);
        outage.mean += lost.mean;
        outage.variance += lost.variance;
        shared += lost.mean * std::sqrt(ofLevel);
    }
    close();
    return all;
}

UnitsRange UnconstrainedDemand::lost(std::size_t from, std::size_t to) const
{
    return rangeOf(lostMoments(from, to), m_whole);
}

double UnconstrainedDemand::draw(std::size_t i, Random& random) const
{
    const double sold = merch::isKnown(m_shelf.sold[i]) ? m_shelf.sold[i] : 0.0;
    if (!isEstimated(i))
        return sold;
    const double share = m_shelf.share(i);
    return share == kSoldOut ? drawAtLeast(demandOf(i), sold, random)
                             : sold + drawLost(demandOf(i), sold, share, random);
}

} // namespace merch
