#pragma once

#include "engine/core/day.h"
#include "engine/core/progress.h"
#include "models/planning/assumption_service.h"

#include <QString>
#include <QStringList>

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

/// What the store says of each line before any demand is known. Private to models.
namespace merch
{

class Store;

/// Assumptions by scope, the narrowest first.
class AssumptionScopes
{
public:
    explicit AssumptionScopes(std::vector<Assumption> all);
    /// What holds at a location (code) for a category (path): both, then the deepest category, then the
    /// location, then everywhere.
    std::optional<QString> find(const QString& name, const QString& location, const QString& category) const;
    std::optional<double> number(const QString& name, const QString& location, const QString& category) const;
    bool empty() const { return m_values.empty(); }
    const std::vector<Assumption>& all() const { return m_all; }

private:
    std::vector<Assumption> m_all;
    std::map<std::pair<QString, QString>, std::map<QString, QString>> m_values; ///< (location, category)
};

std::vector<Assumption> readAssumptions(Store& store);

/// Why a line orders nothing whatever its demand.
enum class NotOrdered : std::uint8_t { No, NotGoods, Ended, Unknown, NoMoney };

/// One series with everything that is known of it on a day. Units in the product's unit scale, prices and
/// costs in 1/10,000.
struct PlanInput {
    int seriesId = 0;
    int productId = 0, locationId = 0;
    std::int64_t scale = 1;
    QString sku, title, category, brand, location, locationName;
    QString critical;
    NotOrdered notOrdered = NotOrdered::No;
    std::string kind, status;

    std::int64_t supplierId = 0; ///< 0 = none, or one that only an assumption names
    QString supplier, supplierName;
    std::optional<std::int64_t> onHand;
    Day stockDay = 0; ///< of onHand
    std::int64_t onOrder = 0;
    std::optional<std::int64_t> cost, price;
    std::int64_t fulfilment = 0;
    std::optional<double> leadTime, leadTimeSd;
    std::optional<double> openingStockDays; ///< assumed, where onHand is not known
    int reviewDays = 7;
    std::int64_t pack = 1, moq = 0;
    int shelfLifeDays = 0; ///< 0 = does not spoil
    double holdingRate = 0, recapture = 0, goodwill = 0;
    std::optional<double> service;
    double orderCost = 0; ///< of a whole order of the supplier, currency units
    QStringList assumed;
    QStringList lacks; ///< names of assumptions that would settle what is lacking
};

/// A supplier's least order, minor units.
using SupplierMinimums = std::map<QString, std::int64_t>;

/// All series on the last known day `asOf`. Throws CancelledWork.
std::vector<PlanInput>
readPlanInputs(Store& store, Day asOf, const AssumptionScopes& assumptions, const Progress& progress);

/// What the lines that may order lack, by assumption.
std::vector<MissingInput> missingOf(const std::vector<PlanInput>& inputs);
/// Fails where nothing could be ordered because no price and no cost is known of anything.
Outcome ensureMoney(const std::vector<PlanInput>& inputs);
/// Naming what is lacking and the command that settles it.
Error missingError(const std::vector<MissingInput>& missing);

/// Open purchase orders of a series on a day: (expected day, units in the product's scale).
struct OpenOrders {
    bool known = false; ///< purchase orders of it were imported at all
    std::vector<std::pair<Day, std::int64_t>> orders;
};
/// By (product, location), of all products or one. An order without a location belongs to the product's only
/// location, else to none.
std::map<std::pair<int, int>, OpenOrders> readOpenOrders(Store& store, Day asOf, int productId = 0);

} // namespace merch
