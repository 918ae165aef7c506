#include "models/planning/plan_inputs.h"

#include "models/export/currency.h"
#include "models/planning/planning_rules.h"
#include "models/store/chunk_codec.h"
#include "models/store/demand.h"
#include "models/store/demand_layers.h"
#include "models/store/sqlite.h"
#include "models/store/store.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>
#include <array>
#include <cmath>

namespace merch
{

namespace
{

constexpr int kYear = 365;

QString text(const sql::Statement& row, int column)
{
    const std::string_view bytes = row.text(column);
    return QString::fromUtf8(bytes.data(), static_cast<qsizetype>(bytes.size()));
}

struct Texts {
    Q_DECLARE_TR_FUNCTIONS(ReorderPlanner)
};

std::optional<std::int64_t> positive(const sql::Statement& row, int column)
{
    if (row.isNull(column) || row.integer(column) <= 0)
        return std::nullopt;
    return row.integer(column);
}

/// Cells of one measure, read backwards from a day: only the newest chunks are touched.
class RecentCells
{
public:
    RecentCells(Store& store, Measure measure)
        : m_chunks(
              store.db(), std::string("SELECT key, b FROM ") + chunkTable(measure) +
                              " WHERE key BETWEEN ?1 AND ?2 ORDER BY key DESC")
    {
    }

    /// Calls visit(position, value) for known cells at or before `position`, newest first, until it returns
    /// false or none is left above `oldest`.
    template <typename Visit> void walk(int seriesId, int position, int oldest, const Visit& visit)
    {
        const std::int64_t key = static_cast<std::int64_t>(seriesId) * 64;
        m_chunks.bind(1, key + std::max(0, oldest) / kChunkPeriods).bind(2, key + position / kChunkPeriods);
        bool goOn = true;
        while (goOn && m_chunks.step()) {
            const int base = static_cast<int>(m_chunks.integer(0) % 64) * kChunkPeriods;
            decodeChunk(m_chunks.blob(1), m_cells.data());
            for (int p = std::min(position, base + kChunkPeriods - 1); goOn && p >= std::max(base, oldest);
                 --p) {
                const std::int64_t cell = m_cells[static_cast<std::size_t>(p - base)];
                if (cell != kAbsent)
                    goOn = visit(p, cell);
            }
        }
        m_chunks.reset();
    }

private:
    sql::Statement m_chunks;
    std::vector<std::int64_t> m_cells = std::vector<std::int64_t>(kChunkPeriods);
};

struct Offer {
    std::int64_t supplierId = 0;
    std::optional<std::int64_t> cost, moq, pack;
    std::optional<double> leadTime;
};

struct Supplier {
    QString code, name;
    std::optional<double> leadTime, leadTimeSd;
    std::int64_t orderCost = 0; ///< minor units
    std::optional<int> reviewDays;
};

struct Product {
    QString sku, title, category, brand;
    std::int64_t supplierId = 0;
    std::optional<std::int64_t> cost, listPrice, pack, moq;
    std::int64_t fulfilment = 0, scale = 1;
    int shelfLife = 0;
    std::string status, kind;
    bool stub = false; ///< seen in sales, not in a catalog
    std::vector<Offer> offers;

    const Offer* offerOf(std::int64_t supplier) const
    {
        const auto found = std::find_if(
            offers.begin(), offers.end(), [&](const Offer& one) { return one.supplierId == supplier; });
        return found == offers.end() ? nullptr : &*found;
    }
};

std::map<int, Product> readProducts(Store& store)
{
    std::map<int, Product> products;
    sql::Statement rows(
        store.db(),
        "SELECT p.product_id, p.sku, p.title, c.path, p.brand, p.supplier_id, p.unit_cost, p.list_price,"
        " p.fulfilment_cost, p.pack_size, p.moq, p.shelf_life_days, p.status, p.unit_scale, p.kind, p.stub"
        " FROM product p LEFT JOIN category c USING (category_id)");
    while (rows.step()) {
        Product p;
        p.sku = text(rows, 1);
        p.title = text(rows, 2);
        p.category = text(rows, 3);
        p.brand = text(rows, 4);
        p.supplierId = rows.integer(5);
        p.cost = positive(rows, 6);
        p.listPrice = positive(rows, 7);
        p.fulfilment = std::max<std::int64_t>(0, rows.integer(8));
        p.pack = positive(rows, 9);
        p.moq = positive(rows, 10);
        p.shelfLife = static_cast<int>(std::clamp<std::int64_t>(rows.integer(11), 0, 36500));
        p.status = text(rows, 12).trimmed().toLower().toStdString();
        p.scale = rows.integer(13);
        p.kind = std::string(rows.text(14));
        p.stub = rows.integer(15) != 0;
        products.emplace(static_cast<int>(rows.integer(0)), std::move(p));
    }
    sql::Statement offers(
        store.db(), "SELECT product_id, supplier_id, unit_cost, moq, pack_size, lead_time_days"
                    " FROM supplier_product ORDER BY product_id, unit_cost IS NULL, unit_cost, supplier_id");
    while (offers.step()) {
        const auto product = products.find(static_cast<int>(offers.integer(0)));
        if (product == products.end())
            continue;
        Offer offer;
        offer.supplierId = offers.integer(1);
        offer.cost = positive(offers, 2);
        offer.moq = positive(offers, 3);
        offer.pack = positive(offers, 4);
        if (!offers.isNull(5))
            offer.leadTime = offers.real(5);
        product->second.offers.push_back(offer);
    }
    return products;
}

std::map<std::int64_t, Supplier> readSuppliers(Store& store)
{
    std::map<std::int64_t, Supplier> suppliers;
    sql::Statement rows(
        store.db(), "SELECT supplier_id, code, name, lead_time_days, lead_time_sd, order_cost, review_days"
                    " FROM supplier");
    while (rows.step()) {
        Supplier s;
        s.code = text(rows, 1);
        s.name = text(rows, 2);
        if (!rows.isNull(3))
            s.leadTime = rows.real(3);
        if (!rows.isNull(4))
            s.leadTimeSd = rows.real(4);
        s.orderCost = std::max<std::int64_t>(0, rows.integer(5));
        if (!rows.isNull(6))
            s.reviewDays = static_cast<int>(std::clamp<std::int64_t>(rows.integer(6), 1, 365));
        suppliers.emplace(rows.integer(0), std::move(s));
    }
    return suppliers;
}

/// Planned prices that hold on a day: by (product, location), location 0 = everywhere.
std::map<std::pair<int, int>, std::int64_t> readPriceList(Store& store, Day day)
{
    std::map<std::pair<int, int>, std::int64_t> prices;
    sql::Statement rows(
        store.db(), "SELECT product_id, coalesce(location_id, 0), price FROM price"
                    " WHERE coalesce(from_day, ?1) <= ?1 AND coalesce(to_day, ?1) >= ?1 AND price > 0"
                    " ORDER BY coalesce(from_day, 0), price_row");
    rows.bind(1, day);
    while (rows.step()) // the latest to begin wins
        prices[{static_cast<int>(rows.integer(0)), static_cast<int>(rows.integer(1))}] = rows.integer(2);
    return prices;
}

bool hasCells(Store& store, Measure measure)
{
    sql::Statement any(store.db(), std::string("SELECT 1 FROM ") + chunkTable(measure) + " LIMIT 1");
    return any.step();
}

/// What was paid a unit of late, 1/10,000, and the newest stock: what only daily cells know.
class CellFacts
{
public:
    CellFacts(Store& store, Day asOf)
        : m_asOf(asOf)
        , m_minor(std::pow(10.0, 4 - currencyDigits(store.currency())))
        , m_units(store, Measure::Units)
        , m_revenue(store, Measure::Revenue)
        , m_price(store, Measure::Price)
        , m_onHand(store, Measure::OnHand)
        , m_onOrder(store, Measure::OnOrder)
        , m_hasRevenue(hasCells(store, Measure::Revenue))
        , m_hasPrice(hasCells(store, Measure::Price))
        , m_hasOnHand(hasCells(store, Measure::OnHand))
        , m_hasOnOrder(hasCells(store, Measure::OnOrder))
    {
    }

    std::optional<std::int64_t> recentPrice(const SeriesInfo& series, std::int64_t scale)
    {
        if (!m_hasRevenue && !m_hasPrice)
            return std::nullopt;
        const int last = positionOf(m_asOf, series.grain),
                  oldest = positionOf(m_asOf - planningRules().recentPriceDays, series.grain);
        std::map<int, double> units, unitPrices;
        m_units.walk(series.seriesId, last, oldest, [&](int position, std::int64_t cell) {
            if (cell > 0)
                units[position] = static_cast<double>(cell) / static_cast<double>(scale);
            return true;
        });
        double sold = 0.0, paid = 0.0; // 1/10,000
        if (m_hasPrice) {
            m_price.walk(series.seriesId, last, oldest, [&](int position, std::int64_t cell) {
                unitPrices[position] = static_cast<double>(cell);
                return true;
            });
        }
        std::map<int, double> revenues;
        if (m_hasRevenue) {
            m_revenue.walk(series.seriesId, last, oldest, [&](int position, std::int64_t cell) {
                revenues[position] = static_cast<double>(cell) * m_minor;
                return true;
            });
        }
        for (const auto& [position, count] : units) {
            const auto revenue = revenues.find(position);
            const auto price = unitPrices.find(position);
            if (revenue == revenues.end() && price == unitPrices.end())
                continue;
            sold += count;
            paid += revenue != revenues.end() ? revenue->second : price->second * count;
        }
        if (sold <= 0.0 || paid <= 0.0)
            return std::nullopt;
        return std::llround(paid / sold);
    }

    /// Anything at all in the `days` up to the day.
    bool hasSold(const SeriesInfo& series, int days)
    {
        bool sold = false;
        m_units.walk(
            series.seriesId, positionOf(m_asOf, series.grain), positionOf(m_asOf - days, series.grain),
            [&](int, std::int64_t cell) {
                sold = cell > 0;
                return !sold;
            });
        return sold;
    }

    /// The newest count and its day.
    std::optional<std::pair<std::int64_t, Day>> stock(const SeriesInfo& series)
    {
        std::optional<std::pair<std::int64_t, Day>> found;
        if (m_hasOnHand)
            m_onHand.walk(
                series.seriesId, positionOf(m_asOf, series.grain), 0, [&](int position, std::int64_t cell) {
                    found = {cell, dayAt(position, series.grain, series.weekStart)};
                    return false;
                });
        return found;
    }
    std::int64_t onOrder(const SeriesInfo& series)
    {
        std::int64_t found = 0;
        if (m_hasOnOrder)
            m_onOrder.walk(series.seriesId, positionOf(m_asOf, series.grain), 0, [&](int, std::int64_t cell) {
                found = std::max<std::int64_t>(0, cell);
                return false;
            });
        return found;
    }

private:
    Day m_asOf;
    double m_minor; ///< 1/10,000 in a minor unit
    RecentCells m_units, m_revenue, m_price, m_onHand, m_onOrder;
    bool m_hasRevenue, m_hasPrice, m_hasOnHand, m_hasOnOrder;
};

} // namespace

AssumptionScopes::AssumptionScopes(std::vector<Assumption> all)
    : m_all(std::move(all))
{
    for (const Assumption& one : m_all)
        m_values[{one.location, one.category}][one.name] = one.value;
}

std::optional<QString>
AssumptionScopes::find(const QString& name, const QString& location, const QString& category) const
{
    if (m_values.empty())
        return std::nullopt;
    const auto at = [&](const QString& place, const QString& path) -> std::optional<QString> {
        const auto scope = m_values.find({place, path});
        if (scope == m_values.end())
            return std::nullopt;
        const auto value = scope->second.find(name);
        return value == scope->second.end() ? std::nullopt : std::optional<QString>(value->second);
    };
    QStringList paths; // the category and those above it, deepest first
    for (QString path = category; !path.isEmpty();) {
        paths << path;
        const qsizetype cut = path.lastIndexOf(QLatin1String(" > "));
        path = cut < 0 ? QString() : path.left(cut);
    }
    for (const QString& path : std::as_const(paths)) {
        if (auto value = at(location, path))
            return value;
    }
    for (const QString& path : std::as_const(paths)) {
        if (auto value = at({}, path))
            return value;
    }
    if (auto value = at(location, {}))
        return value;
    return at({}, {});
}

std::optional<double>
AssumptionScopes::number(const QString& name, const QString& location, const QString& category) const
{
    const std::optional<QString> value = find(name, location, category);
    if (!value)
        return std::nullopt;
    bool read = false;
    const double number = QLocale::c().toDouble(*value, &read);
    return read ? std::optional<double>(number) : std::nullopt;
}

std::vector<Assumption> readAssumptions(Store& store)
{
    std::vector<Assumption> all;
    sql::Statement rows(
        store.db(),
        "SELECT assumption_id, coalesce(location, ''), coalesce(category, ''), name, value, made_at,"
        " made_by FROM assumption ORDER BY 2, 3, 4");
    while (rows.step())
        all.push_back(
            {rows.integer(0), text(rows, 1), text(rows, 2), text(rows, 3), text(rows, 4), rows.integer(5),
             text(rows, 6)});
    return all;
}

std::map<std::pair<int, int>, OpenOrders> readOpenOrders(Store& store, Day asOf, int productId)
{
    std::map<std::pair<int, int>, OpenOrders> all;
    sql::Statement rows(
        store.db(),
        "SELECT o.product_id, coalesce(o.location_id, (SELECT s.location_id FROM series s"
        "   WHERE s.product_id = o.product_id GROUP BY s.product_id HAVING count(*) = 1)) AS place,"
        " coalesce(o.expected_day, o.ordered_day), o.units, o.received_day IS NULL OR o.received_day > ?1"
        " FROM purchase_order o WHERE o.product_id BETWEEN ?2 AND ?3 AND o.ordered_day <= ?1 AND place IS "
        "NOT NULL"
        " ORDER BY o.product_id, place, 3, o.po_row");
    rows.bind(1, asOf).bind(2, productId).bind(3, productId == 0 ? std::int64_t{INT32_MAX} : productId);
    while (rows.step()) {
        OpenOrders& open = all[{static_cast<int>(rows.integer(0)), static_cast<int>(rows.integer(1))}];
        open.known = true;
        if (rows.integer(4) != 0 && rows.integer(3) > 0)
            open.orders.emplace_back(static_cast<Day>(rows.integer(2)), rows.integer(3));
    }
    return all;
}

std::vector<PlanInput>
readPlanInputs(Store& store, Day asOf, const AssumptionScopes& assumptions, const Progress& progress)
{
    const PlanningRules& rules = planningRules();
    const std::map<int, Product> products = readProducts(store);
    const bool hasCatalog =
        std::any_of(products.begin(), products.end(), [](const auto& one) { return !one.second.stub; });
    const std::map<std::int64_t, Supplier> suppliers = readSuppliers(store);
    std::map<QString, std::int64_t> supplierIds;
    for (const auto& [id, supplier] : suppliers)
        supplierIds[supplier.code] = id;
    const auto prices = readPriceList(store, asOf + 1);
    const auto openOrders = readOpenOrders(store, asOf);
    std::map<int, std::pair<QString, QString>> locations;
    {
        sql::Statement rows(store.db(), "SELECT location_id, code, name FROM location");
        while (rows.step())
            locations[static_cast<int>(rows.integer(0))] = {text(rows, 1), text(rows, 2)};
    }
    const std::vector<SeriesInfo> series = loadSeries(store);
    CellFacts cells(store, asOf);
    std::vector<PlanInput> all;
    std::vector<SeriesInfo> planned; // of `all`
    all.reserve(series.size());
    planned.reserve(series.size());
    for (const SeriesInfo& info : series) {
        if (progress && (all.size() & 0xFF) == 0 && !progress(all.size(), series.size()))
            throw CancelledWork();
        const auto product = products.find(info.productId);
        if (product == products.end())
            continue;
        const Product& p = product->second;
        PlanInput in;
        in.seriesId = info.seriesId;
        in.productId = info.productId;
        in.locationId = info.locationId;
        in.scale = p.scale;
        in.sku = p.sku;
        in.title = p.title;
        in.category = p.category;
        in.brand = p.brand;
        std::tie(in.location, in.locationName) = locations[info.locationId];
        in.critical = QString::fromStdString(info.critical);
        in.kind = p.kind;
        in.status = p.status;
        const auto assumed = [&](const char* name) {
            return assumptions.number(QLatin1String(name), in.location, in.category);
        };

        // Supplier: the product's own, else the cheapest that offers it, else the assumed one.
        in.supplierId = p.supplierId != 0 ? p.supplierId : p.offers.empty() ? 0 : p.offers.front().supplierId;
        if (in.supplierId == 0) {
            if (const auto code = assumptions.find(QStringLiteral("supplier"), in.location, in.category)) {
                in.supplier = *code;
                in.assumed << QStringLiteral("supplier");
                const auto known = supplierIds.find(*code);
                in.supplierId = known == supplierIds.end() ? 0 : known->second;
            } else {
                in.lacks << QStringLiteral("supplier");
            }
        }
        const auto supplier = suppliers.find(in.supplierId);
        const Offer* offer = in.supplierId != 0 ? p.offerOf(in.supplierId) : nullptr;
        if (supplier != suppliers.end()) {
            in.supplier = supplier->second.code;
            in.supplierName = supplier->second.name;
            in.orderCost = static_cast<double>(supplier->second.orderCost);
        }

        if (offer && offer->leadTime)
            in.leadTime = offer->leadTime;
        else if (supplier != suppliers.end() && supplier->second.leadTime)
            in.leadTime = supplier->second.leadTime;
        else if (const auto days = assumed("lead_time_days")) {
            in.leadTime = days;
            in.assumed << QStringLiteral("lead_time_days");
        } else {
            in.lacks << QStringLiteral("lead_time_days");
        }
        if (supplier != suppliers.end() && supplier->second.leadTimeSd)
            in.leadTimeSd = supplier->second.leadTimeSd;
        else if (const auto sd = assumed("lead_time_sd")) {
            in.leadTimeSd = sd;
            in.assumed << QStringLiteral("lead_time_sd");
        } else if (in.leadTime) {
            in.leadTimeSd = rules.leadTimeSdShare * *in.leadTime;
        }
        if (supplier != suppliers.end() && supplier->second.reviewDays)
            in.reviewDays = *supplier->second.reviewDays;
        else if (const auto days = assumed("review_days")) {
            in.reviewDays = static_cast<int>(*days);
            in.assumed << QStringLiteral("review_days");
        } else {
            in.reviewDays = static_cast<int>(rules.standard("review_days"));
        }

        // A pack or a MOQ is in whole units of the product; goods by weight without one come by the unit.
        const auto whole = [](const std::optional<std::int64_t>& first,
                              const std::optional<std::int64_t>& second,
                              std::int64_t none) { return first ? *first : second.value_or(none); };
        in.pack = whole(offer ? offer->pack : std::nullopt, p.pack, 1) * in.scale;
        in.moq = whole(offer ? offer->moq : std::nullopt, p.moq, 0) * in.scale;
        in.shelfLifeDays = p.shelfLife;
        in.fulfilment = p.fulfilment;

        const auto here = prices.find({info.productId, info.locationId}),
                   everywhere = prices.find({info.productId, 0});
        in.price = here != prices.end()         ? std::optional<std::int64_t>(here->second)
                   : everywhere != prices.end() ? std::optional<std::int64_t>(everywhere->second)
                                                : cells.recentPrice(info, in.scale);
        if (!in.price)
            in.price = p.listPrice;
        in.cost = offer && offer->cost ? offer->cost : p.cost;
        if (in.cost.has_value() != in.price.has_value()) {
            if (const auto margin = assumed("margin")) {
                if (in.price)
                    in.cost = std::llround(static_cast<double>(*in.price) * (1.0 - *margin));
                else
                    in.price = std::llround(static_cast<double>(*in.cost) / (1.0 - *margin));
                in.assumed << QStringLiteral("margin");
            } else {
                in.lacks << QStringLiteral("margin");
            }
        }

        if (const auto stock = cells.stock(info)) {
            in.onHand = stock->first;
            in.stockDay = stock->second;
        } else if (const auto days = assumed("opening_stock_days")) {
            in.openingStockDays = days;
            in.assumed << QStringLiteral("opening_stock_days");
        } else {
            in.lacks << QStringLiteral("opening_stock_days");
        }
        const auto open = openOrders.find({info.productId, info.locationId});
        if (open != openOrders.end() && open->second.known) {
            for (const auto& [day, units] : open->second.orders)
                in.onOrder += units;
        } else {
            in.onOrder = cells.onOrder(info);
        }

        const auto standing = [&](const char* name, double& value) {
            if (const auto number = assumed(name)) {
                value = *number;
                in.assumed << QString::fromLatin1(name);
            } else {
                value = rules.standard(name);
            }
        };
        standing("holding_rate", in.holdingRate);
        standing("recapture", in.recapture);
        standing("goodwill", in.goodwill);
        if (const auto service = assumed("service")) {
            in.service = service;
            in.assumed << QStringLiteral("service");
        }

        if (p.kind != "goods")
            in.notOrdered = NotOrdered::NotGoods;
        else if (rules.notOrderedStatus.contains(QString::fromStdString(p.status)))
            in.notOrdered = NotOrdered::Ended;
        else if (p.stub && hasCatalog) // nobody can order what only a till knows
            in.notOrdered = NotOrdered::Unknown;
        else if (!in.cost && !in.price)
            in.notOrdered = NotOrdered::NoMoney;
        all.push_back(std::move(in));
        planned.push_back(info);
    }
    // What is not forecast to sell needs nothing settled; nor, before there is a forecast of that day, what
    // has not sold for a year.
    std::set<int> sells;
    sql::Statement run(store.db(), "SELECT max(run_id) FROM forecast_run WHERE as_of = ?1");
    run.bind(1, asOf);
    const bool forecast = run.step() && !run.isNull(0);
    if (forecast) {
        sql::Statement rows(store.db(), "SELECT series_id FROM forecast WHERE run_id = ?1 AND units_28 > 0");
        rows.bind(1, run.integer(0));
        while (rows.step())
            sells.insert(static_cast<int>(rows.integer(0)));
    }
    for (std::size_t i = 0; i < all.size(); ++i) {
        PlanInput& in = all[i];
        if (in.lacks.isEmpty())
            continue;
        if (in.notOrdered != NotOrdered::No ||
            (forecast ? !sells.contains(in.seriesId) : !cells.hasSold(planned[i], kYear)))
            in.lacks.clear();
    }
    return all;
}

std::vector<MissingInput> missingOf(const std::vector<PlanInput>& inputs)
{
    static const char* const order[] = {"margin", "lead_time_days", "opening_stock_days", "supplier"};
    std::vector<MissingInput> all;
    for (const char* const name : order) {
        MissingInput one;
        one.name = QString::fromLatin1(name);
        one.title = AssumptionService::title(one.name);
        bool cost = false, price = false; // what a margin would stand in for
        for (const PlanInput& in : inputs) {
            if (!in.lacks.contains(one.name))
                continue;
            cost |= !in.cost;
            price |= !in.price;
            if (one.series++ == 0)
                one.example = in.sku + QLatin1Char('@') + in.location;
        }
        if (one.name == QLatin1String("margin"))
            one.lacking = cost && price ? Texts::tr("unit cost or price")
                          : price       ? Texts::tr("price")
                                        : Texts::tr("unit cost");
        else
            one.lacking = one.name == QLatin1String("opening_stock_days") ? Texts::tr("stock count")
                                                                          : one.title.toLower();
        if (one.series > 0)
            all.push_back(one);
    }
    return all;
}

Error missingError(const std::vector<MissingInput>& missing)
{
    QStringList said, settle;
    static const std::map<QString, QString> examples{
        {QStringLiteral("margin"), QStringLiteral("0.4")},
        {QStringLiteral("lead_time_days"), QStringLiteral("14")},
        {QStringLiteral("opening_stock_days"), QStringLiteral("30")},
        {QStringLiteral("supplier"), QStringLiteral("MAIN")}};
    for (const MissingInput& one : missing) {
        said << Texts::tr("the %1 of %2 series, as %3").arg(one.lacking).arg(one.series).arg(one.example);
        settle << one.name + QLatin1Char('=') + examples.at(one.name);
    }
    return {
        ErrorCode::InvalidInput,
        Texts::tr("The plan lacks %1.").arg(said.join(QStringLiteral("; "))).toStdString(),
        Texts::tr("Settle it with, for example: merchbench-cli assume STORE %1")
            .arg(settle.join(QLatin1Char(' ')))
            .toStdString(),
        {}};
}

Outcome ensureMoney(const std::vector<PlanInput>& inputs)
{
    const auto is = [&inputs](NotOrdered what) {
        return std::any_of(
            inputs.begin(), inputs.end(), [what](const PlanInput& in) { return in.notOrdered == what; });
    };
    if (is(NotOrdered::No) || !is(NotOrdered::NoMoney))
        return success();
    return Error{
        ErrorCode::InvalidInput,
        Texts::tr("No product has a price or a cost, so nothing can be said of what an order earns.")
            .toStdString(),
        Texts::tr("Import prices, a catalog with unit costs, or sales with their revenue.").toStdString(),
        {}};
}

} // namespace merch
