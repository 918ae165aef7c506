#pragma once

#include "engine/core/day.h"
#include "engine/core/progress.h"
#include "engine/measure/stock_problems.h"

#include <QString>

#include <optional>
#include <string>
#include <vector>

namespace merch
{

class Store;

/// Margin that met an empty shelf over some days: the estimate with the far ends of what comes back, and the
/// variance of the units behind it, so that sums over shelves can be ranged.
struct LostMargin {
    double mid = 0.0, low = 0.0, high = 0.0, variance = 0.0;
    LostMargin& operator+=(const LostMargin& other);
    /// Holds it four times in five: shelves err independently, what comes back is the same for all.
    MoneyRange range() const;
};

/// What the Today page needs to know of one series: how it stands, what is on its way, what a unit earns.
struct Shelf {
    int seriesId = 0, productId = 0, locationId = 0;
    std::string critical; ///< the failed critical check, in words; empty = none
    ShelfPosition position;
    std::optional<double> price, cost;
    bool stockKnown = false; ///< a stock row lies within the last days
    bool marginAssumed = false, leadTimeAssumed = false;
    double onOrder = 0.0;
    std::optional<Day> due;             ///< of the next open order
    Day emptySince = 0;                 ///< first day of the present run without stock; only where empty
    std::vector<LostMargin> lostByWeek; ///< oldest week first; empty = none, or not known
    LostMargin lostLately;              ///< of the last kLatelyWeeks
    std::vector<char> outDays; ///< of the last kLookBackDays, 1 = no stock at the day's end; empty = none
};

struct ProductText {
    QString sku, title, category, supplier, supplierName;
    bool stub = false;
};

struct Shelves {
    Day asOf = 0;
    std::vector<Shelf> all;
    std::vector<ProductText> products;                  ///< by product id
    std::vector<std::pair<QString, QString>> locations; ///< code and name, by location id
    QString currency;
    int stockRows = 0; ///< series with a known stock
};

/// Weeks that the loss of the past is shown for, and the days that one has to look back for it.
inline constexpr int kWeeksShown = 12;
inline constexpr int kLookBackDays = kWeeksShown * 7;
inline constexpr int kLatelyWeeks = 4;
/// Stock without a sale for so long is dead.
inline constexpr int kDeadDays = 182;

/// Reads all series of goods as they stood at the end of `asOf`.
Shelves readShelves(Store& store, Day asOf, const Progress& progress);

} // namespace merch
