#include "models/today/shelves.h"

#include "engine/demand/unconstrained.h"
#include "models/store/chunk_codec.h"
#include "models/store/demand.h"
#include "models/store/sqlite.h"
#include "models/store/store.h"

#include <QStringList>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <unordered_map>

namespace merch
{

namespace
{

constexpr int kStockDays = 14;     ///< an older stock row says nothing of today
constexpr int kWindow = kDeadDays; ///< days that are read
constexpr int kOverdueDays = 60;   ///< an order later than that is not coming

QString text(const sql::Statement& row, int column)
{
    const std::string_view bytes = row.text(column);
    return QString::fromUtf8(bytes.data(), static_cast<qsizetype>(bytes.size()));
}

std::optional<double> number(const sql::Statement& row, int column, double scale = 1.0)
{
    return row.isNull(column) ? std::nullopt : std::optional<double>(row.real(column) / scale);
}

struct Product {
    std::optional<double> cost, listPrice, leadTime;
    double fulfilment = 0.0, least = 1.0, scale = 1.0;
    int review = 7;
    bool ended = false, goods = true;
    QString category;
};

/// Words with which catalogs say that a product is no longer bought.
bool isEnded(const QString& status)
{
    static const QStringList words{QStringLiteral("discontinued"), QStringLiteral("inactive"),
                                   QStringLiteral("ended"),        QStringLiteral("delisted"),
                                   QStringLiteral("obsolete"),     QStringLiteral("archived")};
    return words.contains(status.toLower().trimmed());
}

/// Assumptions: the narrowest scope wins (both, then category, then location, then everywhere).
class Assumptions
{
public:
    explicit Assumptions(Store& store)
    {
        sql::Statement rows(store.db(), "SELECT location, category, name, value FROM assumption");
        while (rows.step())
            m_all[text(rows, 2)].push_back({text(rows, 0), text(rows, 1), text(rows, 3)});
    }

    std::optional<double> find(const char* name, const QString& location, const QString& category) const
    {
        const auto rows = m_all.find(QLatin1String(name));
        if (rows == m_all.end())
            return std::nullopt;
        const Row* best = nullptr;
        int rank = -1;
        for (const Row& row : rows->second) {
            const bool here = row.location.isEmpty() || row.location == location;
            const bool of = row.category.isEmpty() || category == row.category ||
                            category.startsWith(row.category + QStringLiteral(" > "));
            if (!here || !of)
                continue;
            const int found = (row.category.isEmpty() ? 0 : 2000 + static_cast<int>(row.category.size())) +
                              (row.location.isEmpty() ? 0 : 1);
            if (found > rank) {
                rank = found;
                best = &row;
            }
        }
        bool fine = false;
        const double value = best ? best->value.toDouble(&fine) : 0.0;
        return fine ? std::optional<double>(value) : std::nullopt;
    }

private:
    struct Row {
        QString location, category, value;
    };
    std::map<QString, std::vector<Row>> m_all;
};

/// The last kWindow days of a measure of one series, kUnknown where nothing was imported.
class WindowReader
{
public:
    WindowReader(Store& store, Measure measure, Day asOf)
        : m_asOf(asOf)
        , m_chunks(
              store.db(),
              std::string("SELECT key, b FROM ") +
                  std::array<const char*, kMeasures>{
                      "chunk_units", "chunk_revenue", "chunk_price", "chunk_on_hand", "chunk_on_order",
                      "chunk_availability", "chunk_estimate"}[static_cast<std::size_t>(measure)] +
                  " WHERE key BETWEEN ?1 AND ?2 ORDER BY key")
        , m_cells(kChunkPeriods)
    {
    }

    /// False if the series has none of it. A period of a longer grain stands on its first day.
    bool read(const SeriesInfo& series, double scale, std::vector<float>& out)
    {
        const int last = positionOf(m_asOf, series.grain);
        const int first = positionOf(std::max(kFirstDay, m_asOf - kWindow + 1), series.grain);
        m_chunks.bind(1, chunkKey(series.seriesId, first)).bind(2, chunkKey(series.seriesId, last));
        bool any = false;
        out.assign(kWindow, kUnknown);
        const float factor = static_cast<float>(1.0 / scale);
        while (m_chunks.step()) {
            decodeChunk(m_chunks.blob(1), m_cells.data());
            const int base = static_cast<int>(m_chunks.integer(0) % 64) * kChunkPeriods;
            for (int p = std::max(base, first); p <= std::min(last, base + kChunkPeriods - 1); ++p) {
                const std::int64_t cell = m_cells[static_cast<std::size_t>(p - base)];
                if (cell == kAbsent)
                    continue;
                const int at = series.grain == Grain::Daily
                                   ? kWindow - 1 - (last - p)
                                   : dayAt(p, series.grain, series.weekStart) - (m_asOf - kWindow + 1);
                if (at >= 0 && at < kWindow) {
                    out[static_cast<std::size_t>(at)] = static_cast<float>(cell) * factor;
                    any = true;
                }
            }
        }
        m_chunks.reset();
        return any;
    }

private:
    Day m_asOf;
    sql::Statement m_chunks;
    std::vector<std::int64_t> m_cells;
};

float lastKnown(const std::vector<float>& values, int days)
{
    for (int back = 0; back < days; ++back) {
        const float value = values[values.size() - 1 - static_cast<std::size_t>(back)];
        if (!std::isnan(value))
            return value;
    }
    return kUnknown;
}

/// Margin that met an empty shelf in each of the last weeks: what is estimated to have been asked for and was
/// not sold, times what does not come back.
void weighThePast(
    const std::vector<float>& units, const std::vector<float>& onHand, const std::vector<float>& availability,
    Day asOf, Shelf& shelf)
{
    ShelfHistory history;
    history.first = asOf - kWindow + 1;
    bool anyOut = false;
    shelf.outDays.assign(kLookBackDays, 0);
    for (std::size_t d = 0; d < static_cast<std::size_t>(kWindow); ++d) {
        const bool empty = onHand[d] <= 0.0F || availability[d] <= 0.0F;
        const int back = kWindow - 1 - static_cast<int>(d);
        if (empty && back < kLookBackDays)
            shelf.outDays[static_cast<std::size_t>(kLookBackDays - 1 - back)] = 1;
        history.sold.push_back(static_cast<double>(units[d])); // unknown where no sales file covers it
        history.inStock.push_back(shelfShare(
            static_cast<double>(units[d]), static_cast<double>(onHand[d]),
            static_cast<double>(availability[d])));
        anyOut = anyOut || (back < kLookBackDays && history.inStock.back() < 1.0);
    }
    if (std::none_of(shelf.outDays.begin(), shelf.outDays.end(), [](char out) { return out != 0; }))
        shelf.outDays.clear();
    const ShelfPosition& position = shelf.position;
    if (!anyOut || !position.unitMargin || !shelf.price || *shelf.price <= 0.0)
        return;
    const UnconstrainedDemand demand(history);
    if (!demand.isKnown())
        return;
    const double margin = std::max(0.0, *position.unitMargin);
    const auto lostBetween = [&](int from, int to) {
        const UnitsMoments lost =
            demand.lostMoments(static_cast<std::size_t>(from), static_cast<std::size_t>(to));
        const RecaptureRange& kept = position.recapture;
        const double net = margin * (1.0 - kept.mid);
        return LostMargin{
            lost.mean * net, lost.mean * margin * (1.0 - kept.high), lost.mean * margin * (1.0 - kept.low),
            lost.variance * net * net};
    };
    for (int week = 0; week < kWeeksShown; ++week) {
        const int from = kWindow - kLookBackDays + week * 7;
        shelf.lostByWeek.push_back(lostBetween(from, from + 7));
    }
    shelf.lostLately = lostBetween(kWindow - kLatelyWeeks * 7, kWindow);
}

} // namespace

LostMargin& LostMargin::operator+=(const LostMargin& other)
{
    mid += other.mid;
    low += other.low;
    high += other.high;
    variance += other.variance;
    return *this;
}

MoneyRange LostMargin::range() const
{
    constexpr double kScore90 = 1.2815515655446004;
    const double units = kScore90 * kScore90 * variance;
    return {
        std::max(0.0, mid - std::sqrt((mid - low) * (mid - low) + units)), mid,
        mid + std::sqrt((high - mid) * (high - mid) + units)};
}

Shelves readShelves(Store& store, Day asOf, const Progress& progress)
{
    Shelves made;
    made.asOf = asOf;
    made.currency = QString::fromStdString(store.currency());
    const Assumptions assumptions(store);

    std::vector<Product> products;
    sql::Statement productRows(
        store.db(),
        "SELECT p.product_id, p.sku, p.title, c.path, p.unit_cost, p.list_price, p.fulfilment_cost, "
        "p.pack_size,"
        " p.moq, p.unit_scale, p.status, p.kind, p.stub, s.code, s.name, s.lead_time_days, s.review_days,"
        " sp.unit_cost, sp.lead_time_days, sp.moq, sp.pack_size"
        " FROM product p LEFT JOIN category c USING (category_id) LEFT JOIN supplier s USING (supplier_id)"
        " LEFT JOIN supplier_product sp ON sp.product_id = p.product_id AND sp.supplier_id = p.supplier_id");
    while (productRows.step()) {
        const auto id = static_cast<std::size_t>(productRows.integer(0));
        if (products.size() <= id) {
            products.resize(id + 1);
            made.products.resize(id + 1);
        }
        Product& product = products[id];
        product.category = text(productRows, 3);
        product.cost = number(productRows, 17, 10000.0);
        if (!product.cost)
            product.cost = number(productRows, 4, 10000.0);
        product.listPrice = number(productRows, 5, 10000.0);
        product.fulfilment = number(productRows, 6, 10000.0).value_or(0.0);
        product.scale = productRows.real(9);
        product.least = std::max(
            {1.0, number(productRows, 20).value_or(number(productRows, 7).value_or(1.0)),
             number(productRows, 19).value_or(number(productRows, 8).value_or(0.0))});
        product.ended = isEnded(text(productRows, 10));
        product.goods = productRows.text(11) == "goods";
        product.leadTime = number(productRows, 18);
        if (!product.leadTime)
            product.leadTime = number(productRows, 15);
        product.review = static_cast<int>(number(productRows, 16).value_or(0.0));
        made.products[id] = {text(productRows, 1),  text(productRows, 2),  product.category,
                             text(productRows, 13), text(productRows, 14), productRows.integer(12) != 0};
    }
    sql::Statement places(store.db(), "SELECT location_id, code, coalesce(name, code) FROM location");
    while (places.step()) {
        const auto id = static_cast<std::size_t>(places.integer(0));
        if (made.locations.size() <= id)
            made.locations.resize(id + 1);
        made.locations[id] = {text(places, 1), text(places, 2)};
    }

    std::unordered_map<std::int64_t, double> prices; // product * 65536 + location (0 = everywhere)
    sql::Statement priceRows(
        store.db(), "SELECT product_id, coalesce(location_id, 0), price FROM price"
                    " WHERE coalesce(from_day, 0) <= ?1 AND coalesce(to_day, 1000000) >= ?1"
                    " ORDER BY from_day, price_row");
    priceRows.bind(1, asOf);
    while (priceRows.step())
        prices[priceRows.integer(0) * 65536 + priceRows.integer(1)] = priceRows.real(2) / 10000.0;

    struct Open {
        Day due;
        double units;
    };
    std::unordered_map<std::int64_t, std::vector<Open>> orders;
    sql::Statement orderRows(
        store.db(),
        "SELECT product_id, coalesce(location_id, 0), expected_day, units, ordered_day FROM purchase_order"
        " WHERE ordered_day <= ?1 AND (received_day IS NULL OR received_day > ?1) AND units > 0");
    orderRows.bind(1, asOf);
    while (orderRows.step())
        orders[orderRows.integer(0) * 65536 + orderRows.integer(1)].push_back(
            {orderRows.isNull(2) ? static_cast<Day>(-1) : static_cast<Day>(orderRows.integer(2)),
             orderRows.real(3)});

    const std::vector<SeriesInfo> series = loadSeries(store);
    WindowReader units(store, Measure::Units, asOf), onHand(store, Measure::OnHand, asOf),
        onOrder(store, Measure::OnOrder, asOf), availability(store, Measure::Availability, asOf),
        price(store, Measure::Price, asOf);
    std::vector<float> sold, stock, coming, share, paid;
    made.all.reserve(series.size());
    std::size_t done = 0;
    for (const SeriesInfo& info : series) {
        if (progress && (done++ & 0x3FF) == 0 && !progress(done, series.size()))
            throw CancelledWork();
        const auto productId = static_cast<std::size_t>(info.productId);
        if (productId >= products.size() || !products[productId].goods || info.firstDay > asOf)
            continue;
        const Product& product = products[productId];
        const QString& place = made.locations[static_cast<std::size_t>(info.locationId)].first;
        Shelf shelf;
        shelf.seriesId = info.seriesId;
        shelf.productId = info.productId;
        shelf.locationId = info.locationId;
        shelf.critical = info.critical;
        ShelfPosition& position = shelf.position;
        position.ended = product.ended;
        position.minimumOrder = product.least;

        const bool hasUnits = units.read(info, product.scale, sold);
        const bool hasStock = onHand.read(info, product.scale, stock);
        const bool hasShare = availability.read(info, 1000.0, share);

        const std::int64_t key = static_cast<std::int64_t>(info.productId) * 65536;
        if (const auto here = prices.find(key + info.locationId); here != prices.end())
            shelf.price = here->second;
        else if (const auto anywhere = prices.find(key); anywhere != prices.end())
            shelf.price = anywhere->second;
        if (!shelf.price && price.read(info, 10000.0, paid))
            if (const float last = lastKnown(paid, kWindow); !std::isnan(last) && last > 0.0F)
                shelf.price = last;
        if (!shelf.price)
            shelf.price = product.listPrice;
        shelf.cost = product.cost;
        if (!shelf.cost && shelf.price)
            if (const auto margin = assumptions.find("margin", place, product.category)) {
                shelf.cost = *shelf.price * (1.0 - *margin);
                shelf.marginAssumed = true;
            }
        position.unitCost = shelf.cost;
        if (shelf.price && shelf.cost)
            position.unitMargin = *shelf.price - *shelf.cost - product.fulfilment;
        position.leadTimeDays = product.leadTime;
        if (!position.leadTimeDays)
            if ((position.leadTimeDays = assumptions.find("lead_time_days", place, product.category)))
                shelf.leadTimeAssumed = true;
        position.reviewDays =
            product.review > 0
                ? product.review
                : static_cast<int>(assumptions.find("review_days", place, product.category).value_or(7.0));
        position.holdingRate = assumptions.find("holding_rate", place, product.category).value_or(0.25);
        if (const auto kept = assumptions.find("recapture", place, product.category))
            position.recapture = {*kept, *kept, *kept};

        if (hasStock) {
            const float now = lastKnown(stock, kStockDays);
            shelf.stockKnown = !std::isnan(now);
            position.onHand = shelf.stockKnown ? static_cast<double>(now) : 0.0;
        } else if (hasShare) {
            // Only whether it was there is known: enough to see that it is out, not how long it lasts.
            const float now = lastKnown(share, kStockDays);
            shelf.stockKnown = now <= 0.0F;
        }
        made.stockRows += shelf.stockKnown ? 1 : 0;
        if (shelf.stockKnown && position.onHand <= 0.0) {
            shelf.emptySince = asOf;
            for (int back = 0; back < kWindow; ++back) {
                const auto d = static_cast<std::size_t>(kWindow - 1 - back);
                if (stock[d] > 0.0F || share[d] > 0.0F)
                    break;
                if (stock[d] <= 0.0F || share[d] <= 0.0F)
                    shelf.emptySince = asOf - back;
            }
        }
        if (hasUnits && (hasStock || hasShare))
            weighThePast(sold, stock, share, asOf, shelf);
        position.soldLately = info.firstDay > asOf - kDeadDays ||
                              std::any_of(sold.begin(), sold.end(), [](float value) { return value > 0.0F; });

        const int lead = position.leadTimeDays ? static_cast<int>(std::ceil(*position.leadTimeDays)) : 14;
        const auto add = [&](Day due, double amount) {
            const int late = asOf - due;
            if (due >= 0 && late > kOverdueDays)
                return;
            // Without a day it is halfway; what is late comes when it comes, soon at the earliest.
            const int step = due < 0 ? lead / 2 : std::max(due - asOf - 1, late >= 0 ? 3 : 0);
            position.arrivals.push_back({step, amount});
            shelf.onOrder += amount;
            if (due >= 0 && (!shelf.due || due < *shelf.due))
                shelf.due = due;
        };
        bool ordered = false;
        for (const int location : {info.locationId, 0})
            if (const auto open = orders.find(key + location); open != orders.end()) {
                ordered = true;
                for (const Open& one : open->second)
                    add(one.due, one.units / product.scale);
            }
        if (!ordered && onOrder.read(info, product.scale, coming))
            if (const float now = lastKnown(coming, kStockDays); now > 0.0F)
                add(static_cast<Day>(-1), static_cast<double>(now));
        std::sort(
            position.arrivals.begin(), position.arrivals.end(),
            [](const StockArrival& a, const StockArrival& b) { return a.day < b.day; });
        made.all.push_back(std::move(shelf));
    }
    return made;
}

} // namespace merch
