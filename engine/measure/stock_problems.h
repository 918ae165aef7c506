#pragma once

#include "engine/core/day.h"
#include "engine/forecast/forecast.h"

#include <optional>
#include <span>
#include <vector>

namespace merch
{

/// Money with its range; low <= mid <= high.
struct MoneyRange {
    double low = 0.0;
    double mid = 0.0;
    double high = 0.0;
};

/// Share of unserved demand that the shop keeps by another size, another brand or another day. Never known
/// exactly: a range.
struct RecaptureRange {
    double low = 0.45;
    double mid = 0.525;
    double high = 0.60;
};

/// Days of an average month: what "a month" means wherever money is given by the month.
inline constexpr double kDaysPerMonth = 365.25 / 12.0;

/// Units expected on a day counted from the first forecast day.
struct StockArrival {
    int day = 0;
    double units = 0.0;
};

/// One product at one location as it stands. Units and currency units.
struct ShelfPosition {
    double onHand = 0.0;
    std::vector<StockArrival> arrivals{}; ///< ascending by day
    std::optional<double> unitMargin{};   ///< price less cost and fulfilment
    std::optional<double> unitCost{};
    std::optional<double> leadTimeDays{}; ///< until an order placed today is on the shelf
    int reviewDays = 7;
    double minimumOrder = 1.0; ///< a pack or the MOQ: nobody can hold less than what he must buy
    double holdingRate = 0.25; ///< yearly cost of carrying stock, share of its cost
    RecaptureRange recapture{};
    bool ended = false;     ///< no longer bought: an empty shelf is no problem
    bool soldLately = true; ///< within the days after which stock counts as dead
};

struct ShelfRules {
    int targetCoverDays = 84; ///< stock beyond it, or beyond lead time and review with a margin, is excess
    int coverMarginDays = 28;
    double shareOfMonthShort = 0.02; ///< of a month's demand: less than this is not worth a line
};

enum class ShelfProblem : unsigned char { None, OutOfStock, RunsOut, DeadStock, Overstock };

/// What is wrong with one shelf, at most one thing, so that nothing is counted twice.
struct ShelfFinding {
    ShelfProblem problem = ShelfProblem::None;
    MoneyRange moneyPerMonth{}; ///< margin lost, or cost of carrying the excess
    bool moneyKnown = false;    ///< false: margin or cost is lacking; the range is then empty
    double perDay = 0.0;        ///< forecast over the next month
    double coverDays = 0.0;  ///< days that the stock on hand lasts at forecast; infinity where nothing sells
    int emptyFrom = -1;      ///< first day on which the shelf is expected to run short; -1 = none
    double unitsShort = 0.0; ///< of a month
    double excessUnits = 0.0;
    double capital = 0.0; ///< the excess at cost
};

/// Units a day that would meet an empty shelf over the days of `demand`, times `factor`, stock and arrivals
/// served first come first. What is not served is lost, not back-ordered.
struct Shortfall {
    double units = 0.0;
    int firstDay = -1;
};
Shortfall shortfall(
    std::span<const double> demand, double factor, double onHand, std::span<const StockArrival> arrivals);

/// Mean units of each of the next `days` days; a weekly or monthly forecast is spread evenly over its days.
std::vector<double> dailyMeans(const Forecast& forecast, int days);

/// Judges one shelf against its forecast.
///
/// Lost margin is the shortfall over the days until an order placed today can arrive (a month at least),
/// brought to a month, times unit margin, times what is not recaptured. The estimate is Swanson's mean of the
/// shortfall at the 10, 50 and 90 % demand (0.3, 0.4, 0.3; Hurst, Brown & Swanson 2000); the range takes the
/// outer two with the far ends of recapture. Excess is stock beyond the target cover at the 90, 50 and 10 %
/// demand, valued at cost times the holding rate of a month.
ShelfFinding judgeShelf(const Forecast& forecast, const ShelfPosition& shelf, const ShelfRules& rules = {});

/// Sum of ranges of things that err independently: the ends by the root of squares around the middle.
MoneyRange sumOfIndependent(std::span<const MoneyRange> parts);
/// Sum of ranges of things that err together.
MoneyRange sumOfDependent(std::span<const MoneyRange> parts);

} // namespace merch
