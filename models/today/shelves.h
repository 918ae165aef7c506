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

/// What the Today page needs to know of one series: how it stands, what is on its way, what a unit earns.
struct Shelf {
    int seriesId = 0, productId = 0, locationId = 0;
    std::string critical; ///< the failed critical check, in words; empty = none
    ShelfPosition position;
    std::optional<double> price, cost;
    bool stockKnown = false; ///< a stock row lies within the last days
    bool marginAssumed = false, leadTimeAssumed = false;
    double onOrder = 0.0;
    std::optional<Day> due;        ///< of the next open order
    Day emptySince = 0;            ///< first day of the present run without stock; only where empty
    std::vector<float> lostByWeek; ///< margin that met an empty shelf, oldest week first; empty = none
    std::vector<char> outDays;     ///< of the last kLookBackDays, 1 = no stock at the day's end; empty = none
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
/// Stock without a sale for so long is dead.
inline constexpr int kDeadDays = 182;

/// Reads all series of goods as they stood at the end of `asOf`.
Shelves readShelves(Store& store, Day asOf, const Progress& progress);

} // namespace merch
