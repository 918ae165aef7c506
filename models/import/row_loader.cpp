#include "models/import/row_loader.h"

#include "models/import/line_rules.h"
#include "models/store/demand.h"
#include "models/store/sqlite.h"
#include "models/store/store.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <cmath>
#include <set>
#include <unordered_set>

namespace merch
{

namespace
{

constexpr std::int64_t kBetweenReports = 20'000;
constexpr Day kEarliest = dayOf(1990, 1, 1), kLatest = dayOf(2053, 1, 1);
constexpr std::int64_t kMostUnits = 1'000'000'000;

/// Minor units of units x price (1/10,000), rounded half to even.
std::int64_t amountOf(std::int64_t units, std::int64_t scale, std::int64_t price)
{
    const double exact =
        static_cast<double>(units) / static_cast<double>(scale) * static_cast<double>(price) / 100.0;
    return std::llrint(exact);
}

void bindText(sql::Statement& statement, int parameter, std::string_view value)
{
    if (value.empty())
        statement.bindNull(parameter);
    else
        statement.bind(parameter, value);
}

} // namespace

RowLoader::RowLoader(Store& store, const ReadingPlan& plan, std::int64_t importId, ImportReport& report)
    : m_store(store)
    , m_plan(plan)
    , m_import(importId)
    , m_report(report)
    , m_names(store, importId)
{
}

std::string_view RowLoader::text(const Record& record, const char* field) const
{
    return trimmed(record.at(m_plan.column(field)));
}

bool RowLoader::money(const Record& record, const char* field, int digits, std::int64_t& value) const
{
    const int column = m_plan.column(field);
    return column >= 0 && !trimmed(record.at(column)).empty() &&
           readScaled(record.at(column), m_plan.numbers[static_cast<std::size_t>(column)], digits, value);
}

bool RowLoader::real(const Record& record, const char* field, double& value) const
{
    const int column = m_plan.column(field);
    return column >= 0 && !trimmed(record.at(column)).empty() &&
           readReal(record.at(column), m_plan.numbers[static_cast<std::size_t>(column)], value);
}

bool RowLoader::day(const Record& record, const char* field, Day& value) const
{
    const int column = m_plan.column(field);
    if (column < 0)
        return false;
    Moment moment;
    const auto& style = m_plan.dates[static_cast<std::size_t>(column)];
    if (!readDate(record.at(column), style.value_or(DateStyle::Iso), moment) || moment.day < kEarliest ||
        moment.day > kLatest)
        return false;
    value = moment.day;
    return true;
}

void RowLoader::seen(Day day)
{
    m_report.firstDay = m_report.firstDay ? std::min(*m_report.firstDay, day) : day;
    m_report.lastDay = m_report.lastDay ? std::max(*m_report.lastDay, day) : day;
}

void RowLoader::load(RowReader& reader, const Reject& reject, const Progress& progress)
{
    Record heading;
    while (heading.line < m_plan.guess.headerLine && reader.next(heading)) {
    }
    const QString& kind = m_plan.guess.kind;
    if (kind == QLatin1String("sales"))
        loadSales(reader, reject, progress);
    else if (kind == QLatin1String("stock"))
        loadStock(reader, reject, progress);
    else if (
        kind == QLatin1String("products") || kind == QLatin1String("locations") ||
        kind == QLatin1String("suppliers") || kind == QLatin1String("supplier_products") ||
        kind == QLatin1String("customers"))
        loadDictionary(reader, reject, progress);
    else
        loadPlain(reader, reject, progress);
    m_report.stubProducts = kind == QLatin1String("products") ? 0 : m_names.stubProducts;
    m_report.stubLocations = kind == QLatin1String("locations") ? 0 : m_names.stubLocations;
    m_report.newSeries = m_names.newSeries;
}

void RowLoader::loadSales(RowReader& reader, const Reject& reject, const Progress& progress)
{
    const bool orders = m_plan.column("order_id") >= 0;
    const int dateColumn = m_plan.column("date");
    const DateStyle dateStyle = m_plan.dates[static_cast<std::size_t>(dateColumn)].value_or(DateStyle::Iso);
    const LineClassifier classes(loadLineRules(m_store));
    const std::string source = m_plan.guess.source.toStdString();
    sql::Statement sourceRow(m_store.db(), "SELECT source_id FROM import WHERE import_id = ?1");
    sourceRow.bind(1, m_import);
    sourceRow.step();
    const std::int64_t sourceId = sourceRow.integer(0);
    sql::Statement addOrder(
        m_store.db(),
        "INSERT INTO sale_order (code, source_id, customer_id, at, channel, country)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT DO UPDATE SET at = at RETURNING order_id");
    sql::Statement addLine(
        m_store.db(),
        "INSERT OR REPLACE INTO order_line (order_id, line, product_id, location_id, day, units, unit_price,"
        " class, import_id) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)");
    sql::Statement addCustomer(
        m_store.db(), "INSERT INTO customer (code) VALUES (?1) ON CONFLICT DO UPDATE SET code = code "
                      "RETURNING customer_id");

    CellWriter writer(m_store, m_import, m_plan.overlap == "add");
    std::string lastDate, lastOrder, lastLocation = "\n", raw;
    Day lastDay = 0;
    std::int32_t lastSecond = 0;
    std::int64_t orderId = 0;
    int locationId = 0;
    std::unordered_map<std::string, std::int64_t> customers;
    std::unordered_set<std::uint64_t> exact;
    std::map<int, std::pair<Day, Day>> spans; ///< by location
    Record record;
    while (reader.next(record)) {
        if (record.fields.size() == 1 && trimmed(record.fields[0]).empty())
            continue;
        ++m_report.rowsRead;
        if (progress && m_report.rowsRead % kBetweenReports == 0 &&
            !progress(static_cast<std::size_t>(reader.share() * 900), 1000))
            throw CancelledWork();
        if (record.fault != Record::Fault::None) {
            reject(record, QString::fromStdString(record.why), {}, {});
            continue;
        }
        const std::string_view sku = text(record, "sku");
        if (sku.empty()) {
            reject(record, QObject::tr("no SKU"), QStringLiteral("sku"), {});
            continue;
        }
        const std::string_view dateText = record.at(dateColumn);
        if (dateText != lastDate || lastDate.empty()) {
            Moment moment;
            if (!readDate(dateText, dateStyle, moment) || moment.day < kEarliest || moment.day > kLatest) {
                reject(record, QObject::tr("not a date"), QStringLiteral("date"), dateText);
                continue;
            }
            lastDate = dateText;
            lastDay = moment.day;
            lastSecond = moment.second;
        }
        const int product = [&] { return m_names.product(sku, text(record, "title")); }();
        const int scale = m_names.unitScale(product);
        std::int64_t units = 0;
        if (!money(record, "units", 0, units) || std::abs(units) > kMostUnits) {
            reject(
                record, QObject::tr("not a number"), QStringLiteral("units"),
                record.at(m_plan.column("units")));
            continue;
        }
        units *= scale;
        std::int64_t price = 0, revenue = 0;
        const bool hasPrice = money(record, "unit_price", 4, price),
                   hasRevenue = money(record, "revenue", 2, revenue);
        const std::string_view location =
            m_plan.column("location") >= 0 ? text(record, "location") : std::string_view("MAIN");
        if (location != lastLocation) {
            lastLocation = location.empty() ? "MAIN" : std::string(location);
            locationId = m_names.location(lastLocation);
        }
        ++m_report.rowsAccepted;
        seen(lastDay);

        if (orders) {
            const std::string_view order = text(record, "order_id");
            RuledLine line{
                sku, text(record, "title"), order, static_cast<double>(units) / scale,
                hasPrice ? static_cast<double>(price) / 10000.0 : std::nan("")};
            const std::string& lineClass = classes.classOf(line);
            if (order != lastOrder || orderId == 0) {
                lastOrder = order;
                std::int64_t customerId = 0;
                if (std::string customer(text(record, "customer_id")); !customer.empty()) {
                    if (customer.ends_with(".0")) // a spreadsheet's reading of a whole number
                        customer.resize(customer.size() - 2);
                    std::int64_t& known = customers[customer];
                    if (known == 0) {
                        addCustomer.bind(1, customer);
                        addCustomer.step();
                        known = addCustomer.integer(0);
                        addCustomer.reset();
                    }
                    customerId = known;
                }
                addOrder.bind(1, order).bind(2, sourceId);
                if (customerId == 0)
                    addOrder.bindNull(3);
                else
                    addOrder.bind(3, customerId);
                addOrder.bind(4, (static_cast<std::int64_t>(lastDay) * 86400 + lastSecond) * 1000);
                bindText(addOrder, 5, text(record, "channel"));
                bindText(addOrder, 6, text(record, "country"));
                addOrder.step();
                orderId = addOrder.integer(0);
                addOrder.reset();
            }
            const std::uint64_t fingerprint = std::hash<std::string_view>{}(record.raw);
            m_report.duplicates += !exact.insert(fingerprint).second;
            addLine.bind(1, orderId)
                .bind(2, record.line + (m_import << 32))
                .bind(3, product)
                .bind(4, locationId)
                .bind(5, lastDay);
            addLine.bind(6, units);
            if (hasPrice)
                addLine.bind(7, price);
            else
                addLine.bindNull(7);
            addLine.bind(8, lineClass).bind(9, m_import).run();
            if (!countsAsDemand(lineClass)) {
                ++m_report.classified[QString::fromStdString(lineClass)];
                continue;
            }
            if (lineClass != "sale") {
                ++m_report.returns;
                m_report.returnUnits += std::abs(units) / scale;
            }
        } else if (units < 0) {
            ++m_report.returns;
            m_report.returnUnits += -units / scale;
        }
        const int series = m_names.series(product, locationId, Grain::Daily, 0);
        auto& span = spans.try_emplace(locationId, lastDay, lastDay).first->second;
        span = {std::min(span.first, lastDay), std::max(span.second, lastDay)};
        writer.add(Measure::Units, series, lastDay, units);
        if (hasPrice && price > 0 && units > 0)
            writer.add(Measure::Price, series, lastDay, price);
        if (hasRevenue)
            writer.add(Measure::Revenue, series, lastDay, revenue);
        else if (hasPrice)
            writer.add(Measure::Revenue, series, lastDay, amountOf(units, scale, price));
    }
    // Days that are in already are replaced or added to only where the source has said which.
    if (m_plan.overlap.empty()) {
        sql::Statement there(
            m_store.db(), "SELECT l.code, min(s.first_day), max(s.last_day) FROM series s JOIN location l "
                          "USING (location_id)"
                          " WHERE s.location_id = ?1 AND s.first_day <= ?3 AND s.last_day >= ?2");
        for (const auto& [place, span] : spans) {
            there.bind(1, place).bind(2, span.first).bind(3, span.second);
            if (there.step() && !there.isNull(1))
                throw OverlapUnsettled(
                    "sales of location " + std::string(there.text(0)) +
                    " are in already for some of its days");
            there.reset();
        }
    }
    writer.finish([&](std::size_t done, std::size_t total) {
        return !progress || progress(900 + 100 * done / std::max<std::size_t>(1, total), 1000);
    });
}

void RowLoader::loadStock(RowReader& reader, const Reject& reject, const Progress& progress)
{
    CellWriter writer(m_store, m_import, false);
    sql::Statement policy(m_store.db(), "INSERT OR REPLACE INTO stock_policy VALUES (?1, ?2, ?3, ?4)");
    std::string lastLocation = "\n";
    int locationId = 0;
    std::map<int, std::pair<std::int64_t, std::int64_t>> limits;
    Record record;
    while (reader.next(record)) {
        if (record.fields.size() == 1 && trimmed(record.fields[0]).empty())
            continue;
        ++m_report.rowsRead;
        if (progress && m_report.rowsRead % kBetweenReports == 0 &&
            !progress(static_cast<std::size_t>(reader.share() * 900), 1000))
            throw CancelledWork();
        if (record.fault != Record::Fault::None) {
            reject(record, QString::fromStdString(record.why), {}, {});
            continue;
        }
        const std::string_view sku = text(record, "sku");
        if (sku.empty()) {
            reject(record, QObject::tr("no SKU"), QStringLiteral("sku"), {});
            continue;
        }
        Day at = 0;
        if (!day(record, "date", at)) {
            reject(record, QObject::tr("not a date"), QStringLiteral("date"), text(record, "date"));
            continue;
        }
        std::int64_t onHand = 0, share = 0;
        const bool hasOnHand = money(record, "on_hand", 0, onHand),
                   hasShare = money(record, "in_stock", 3, share);
        if ((!hasOnHand && !hasShare) || std::abs(onHand) > kMostUnits) {
            reject(record, QObject::tr("not a number"), QStringLiteral("on_hand"), text(record, "on_hand"));
            continue;
        }
        const std::string_view location =
            m_plan.column("location") >= 0 ? text(record, "location") : std::string_view("MAIN");
        if (location != lastLocation) {
            lastLocation = location.empty() ? "MAIN" : std::string(location);
            locationId = m_names.location(lastLocation);
        }
        ++m_report.rowsAccepted;
        seen(at);
        const int product = m_names.product(sku);
        const int series = m_names.series(product, locationId, Grain::Daily, 0);
        const std::int64_t scale = m_names.unitScale(product);
        if (hasOnHand)
            writer.add(Measure::OnHand, series, at, onHand * scale);
        if (hasShare)
            writer.add(Measure::Availability, series, at, std::clamp<std::int64_t>(share, 0, 1000));
        std::int64_t value = 0;
        if (money(record, "on_order", 0, value))
            writer.add(Measure::OnOrder, series, at, value * scale);
        std::int64_t least = 0, most = 0;
        if (money(record, "min", 0, least) && money(record, "max", 0, most))
            limits[series] = {least * scale, most * scale};
    }
    for (const auto& [series, limit] : limits)
        policy.bind(1, series).bind(2, limit.first).bind(3, limit.second).bind(4, m_import).run();
    writer.finish([&](std::size_t done, std::size_t total) {
        return !progress || progress(900 + 100 * done / std::max<std::size_t>(1, total), 1000);
    });
}

void RowLoader::loadDictionary(RowReader& reader, const Reject& reject, const Progress& progress)
{
    const QString& kind = m_plan.guess.kind;
    sql::Statement product(
        m_store.db(), "UPDATE product SET title = coalesce(?2, title), category_id = coalesce(?3, "
                      "category_id), brand = coalesce(?4, brand),"
                      " supplier_id = coalesce(?5, supplier_id), parent_sku = coalesce(?6, parent_sku), "
                      "predecessor_sku = coalesce(?7, predecessor_sku),"
                      " unit_cost = coalesce(?8, unit_cost), list_price = coalesce(?9, list_price), "
                      "fulfilment_cost = coalesce(?10, fulfilment_cost),"
                      " pack_size = coalesce(?11, pack_size), moq = coalesce(?12, moq), shelf_life_days = "
                      "coalesce(?13, shelf_life_days),"
                      " launch_day = coalesce(?14, launch_day), status = coalesce(?15, status), stub = 0 "
                      "WHERE product_id = ?1");
    sql::Statement attribute(m_store.db(), "INSERT OR REPLACE INTO product_attribute VALUES (?1, ?2, ?3)");
    sql::Statement location(
        m_store.db(), "UPDATE location SET name = coalesce(?2, name), type = coalesce(?3, type),"
                      " region = coalesce(?4, region), stub = 0 WHERE location_id = ?1");
    sql::Statement supplier(
        m_store.db(),
        "UPDATE supplier SET name = coalesce(?2, name), lead_time_days = coalesce(?3, lead_time_days),"
        " lead_time_sd = coalesce(?4, lead_time_sd), order_cost = coalesce(?5, order_cost),"
        " min_order_value = coalesce(?6, min_order_value), review_days = coalesce(?7, review_days)"
        " WHERE supplier_id = ?1");
    sql::Statement supplierProduct(
        m_store.db(), "INSERT OR REPLACE INTO supplier_product VALUES (?1, ?2, ?3, ?4, ?5, ?6)");
    sql::Statement customer(
        m_store.db(),
        "INSERT INTO customer (code, created, last_seen, country, consent) VALUES (?1, ?2, ?3, ?4, ?5)"
        " ON CONFLICT DO UPDATE SET created = coalesce(excluded.created, created),"
        " last_seen = coalesce(excluded.last_seen, last_seen), country = coalesce(excluded.country, country),"
        " consent = coalesce(excluded.consent, consent) RETURNING customer_id");
    sql::Statement identity(
        m_store.db(), "INSERT OR REPLACE INTO customer_identity VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)");
    const auto number =
        [this](sql::Statement& to, int parameter, const Record& record, const char* field, int digits) {
            std::int64_t value = 0;
            if (money(record, field, digits, value))
                to.bind(parameter, value);
            else
                to.bindNull(parameter);
        };
    const auto decimal = [this](sql::Statement& to, int parameter, const Record& record, const char* field) {
        double value = 0;
        if (real(record, field, value))
            to.bind(parameter, value);
        else
            to.bindNull(parameter);
    };
    const auto date = [this](sql::Statement& to, int parameter, const Record& record, const char* field) {
        Day value = 0;
        if (day(record, field, value))
            to.bind(parameter, value);
        else
            to.bindNull(parameter);
    };
    const char* key = kind == QLatin1String("locations")   ? "location"
                      : kind == QLatin1String("suppliers") ? "supplier"
                      : kind == QLatin1String("customers") ? "customer_id"
                                                           : "sku";
    std::set<std::string> met;
    bool recategorised = false;
    Record record;
    while (reader.next(record)) {
        if (record.fields.size() == 1 && trimmed(record.fields[0]).empty())
            continue;
        ++m_report.rowsRead;
        if (progress && m_report.rowsRead % kBetweenReports == 0 &&
            !progress(static_cast<std::size_t>(reader.share() * 1000), 1000))
            throw CancelledWork();
        if (record.fault != Record::Fault::None) {
            reject(record, QString::fromStdString(record.why), {}, {});
            continue;
        }
        const std::string_view name = text(record, key);
        if (name.empty()) {
            reject(record, QObject::tr("no %1").arg(QLatin1String(key)), QLatin1String(key), {});
            continue;
        }
        // Numbers that stand there but cannot be read reject the row: half a product would hide the fault.
        QString wrong;
        for (const FieldSpec& field : m_plan.kind->fields) {
            const std::string_view type = field.type, value = text(record, field.name);
            double scratch = 0;
            if (!value.empty() &&
                (type == "price" || type == "money" || type == "number" || type == "count") &&
                !real(record, field.name, scratch)) {
                wrong = QLatin1String(field.name);
                reject(record, QObject::tr("not a number"), wrong, value);
                break;
            }
            if ((std::string_view(field.name) == "pack_size" ||
                 std::string_view(field.name) == "review_days") &&
                !value.empty() && scratch < 1) {
                wrong = QLatin1String(field.name);
                reject(record, QObject::tr("must be at least 1"), wrong, value);
                break;
            }
            if (scratch < 0) {
                wrong = QLatin1String(field.name);
                reject(record, QObject::tr("below zero"), wrong, value);
                break;
            }
        }
        if (!wrong.isEmpty())
            continue;
        ++m_report.rowsAccepted;
        if (kind != QLatin1String("supplier_products") && !met.insert(std::string(name)).second)
            ++m_report.duplicates;
        if (kind == QLatin1String("products")) {
            m_names.remember("product", "sku", name);
            const std::int64_t before = m_names.stubProducts;
            const int id = m_names.product(name);
            m_names.stubProducts == before ? ++m_report.changedProducts : ++m_report.newProducts;
            product.bind(1, id);
            bindText(product, 2, text(record, "title"));
            const int category = m_names.category(text(record, "category"));
            recategorised = recategorised || category != 0;
            if (category == 0)
                product.bindNull(3);
            else
                product.bind(3, category);
            bindText(product, 4, text(record, "brand"));
            if (text(record, "supplier").empty())
                product.bindNull(5);
            else
                product.bind(5, m_names.supplier(text(record, "supplier")));
            bindText(product, 6, text(record, "parent_sku"));
            bindText(product, 7, text(record, "predecessor_sku"));
            number(product, 8, record, "unit_cost", 4);
            number(product, 9, record, "list_price", 4);
            number(product, 10, record, "fulfilment_cost", 4);
            number(product, 11, record, "pack_size", 0);
            number(product, 12, record, "moq", 0);
            number(product, 13, record, "shelf_life_days", 0);
            date(product, 14, record, "launch_date");
            bindText(product, 15, text(record, "status"));
            product.run();
            for (const int column : m_plan.extra) {
                const std::string_view value = trimmed(record.at(column));
                if (!value.empty())
                    attribute.bind(1, id)
                        .bind(2, m_plan.guess.columns[static_cast<std::size_t>(column)].heading.toStdString())
                        .bind(3, value)
                        .run();
            }
        } else if (kind == QLatin1String("locations")) {
            m_names.remember("location", "code", name);
            location.bind(1, m_names.location(name));
            bindText(location, 2, text(record, "name"));
            bindText(location, 3, text(record, "type"));
            bindText(location, 4, text(record, "region"));
            location.run();
        } else if (kind == QLatin1String("suppliers")) {
            m_names.remember("supplier", "code", name);
            supplier.bind(1, m_names.supplier(name));
            bindText(supplier, 2, text(record, "name"));
            decimal(supplier, 3, record, "lead_time_days");
            decimal(supplier, 4, record, "lead_time_sd");
            number(supplier, 5, record, "order_cost", 2);
            number(supplier, 6, record, "min_order_value", 2);
            number(supplier, 7, record, "review_days", 0);
            supplier.run();
        } else if (kind == QLatin1String("supplier_products")) {
            if (text(record, "supplier").empty()) {
                --m_report.rowsAccepted;
                reject(record, QObject::tr("no supplier"), QStringLiteral("supplier"), {});
                continue;
            }
            supplierProduct.bind(1, m_names.product(name))
                .bind(2, m_names.supplier(text(record, "supplier")));
            number(supplierProduct, 3, record, "unit_cost", 4);
            number(supplierProduct, 4, record, "moq", 0);
            number(supplierProduct, 5, record, "pack_size", 0);
            decimal(supplierProduct, 6, record, "lead_time_days");
            supplierProduct.run();
        } else {
            customer.bind(1, name);
            date(customer, 2, record, "created");
            date(customer, 3, record, "last_seen");
            bindText(customer, 4, text(record, "country"));
            bindText(customer, 5, text(record, "consent"));
            customer.step();
            identity.bind(1, customer.integer(0));
            customer.reset();
            int parameter = 1;
            for (const char* field : {"email", "name", "phone", "street", "city", "postcode"})
                bindText(identity, ++parameter, text(record, field));
            identity.run();
        }
    }
    if (recategorised) {
        sql::Statement any(m_store.db(), "SELECT 1 FROM series LIMIT 1");
        if (any.step()) {
            any.reset();
            rebuildRolls(m_store, {});
        }
    }
}

void RowLoader::loadPlain(RowReader& reader, const Reject& reject, const Progress& progress)
{
    const QString kind = m_plan.guess.kind;
    sql::Statement keep(m_store.db(), "INSERT OR REPLACE INTO extract_row VALUES (?1, ?2, ?3, ?4, ?5, ?6)");
    sql::Statement promotion(
        m_store.db(), "INSERT INTO promotion (promotion_id, import_id, from_day, to_day, sku, category, "
                      "location, discount, mechanic)"
                      " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)");
    sql::Statement event(
        m_store.db(), "INSERT INTO event (import_id, from_day, to_day, name, type, location) VALUES (?1, ?2, "
                      "?3, ?4, ?5, ?6)");
    sql::Statement price(
        m_store.db(), "INSERT INTO price (import_id, product_id, location_id, from_day, to_day, price) "
                      "VALUES (?1, ?2, ?3, ?4, ?5, ?6)");
    sql::Statement order(
        m_store.db(), "INSERT INTO purchase_order (po_id, import_id, product_id, location_id, ordered_day, "
                      "expected_day, received_day, units)"
                      " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)");
    sql::Statement rival(
        m_store.db(), "INSERT OR REPLACE INTO competitor_price VALUES (?1, ?2, ?3, ?4, ?5, ?6)");
    Record record;
    while (reader.next(record)) {
        if (record.fields.size() == 1 && trimmed(record.fields[0]).empty())
            continue;
        ++m_report.rowsRead;
        if (progress && m_report.rowsRead % kBetweenReports == 0 &&
            !progress(static_cast<std::size_t>(reader.share() * 1000), 1000))
            throw CancelledWork();
        if (record.fault != Record::Fault::None) {
            reject(record, QString::fromStdString(record.why), {}, {});
            continue;
        }
        QString reason, wrong;
        std::string_view wrongValue;
        Day first = 0;
        bool dated = false;
        QJsonObject body;
        for (const FieldSpec& field : m_plan.kind->fields) {
            const std::string_view value = text(record, field.name), type = field.type;
            if (value.empty()) {
                if (field.required && reason.isEmpty()) {
                    reason = QObject::tr("is empty");
                    wrong = QLatin1String(field.name);
                }
                continue;
            }
            const QString name = QLatin1String(field.name);
            if (type == "date" || type == "time") {
                const int column = m_plan.column(field.name);
                Moment moment;
                if (!readDate(
                        value, m_plan.dates[static_cast<std::size_t>(column)].value_or(DateStyle::Iso),
                        moment)) {
                    reason = QObject::tr("not a date");
                    wrong = name;
                    wrongValue = value;
                } else {
                    if (!dated)
                        first = moment.day;
                    dated = true;
                    body[name] = type == "time" ? (static_cast<qint64>(moment.day) * 86400 + moment.second)
                                                : static_cast<qint64>(moment.day);
                }
            } else if (
                type == "number" || type == "count" || type == "money" || type == "price" ||
                type == "share") {
                double number = 0;
                if (!real(record, field.name, number)) {
                    reason = QObject::tr("not a number");
                    wrong = name;
                    wrongValue = value;
                } else if ((type == "price" || type == "count") && number < 0) {
                    reason = QObject::tr("below zero");
                    wrong = name;
                    wrongValue = value;
                }
                body[name] = number;
            } else {
                body[name] = QString::fromUtf8(value.data(), static_cast<qsizetype>(value.size()));
            }
        }
        Day from = 0, to = 0;
        const bool hasFrom = day(record, "from", from), hasTo = day(record, "to", to);
        if (reason.isEmpty() && hasFrom && hasTo && to < from) {
            reason = QObject::tr("ends before it begins");
            wrong = QStringLiteral("to");
            wrongValue = text(record, "to");
        }
        if (!reason.isEmpty()) {
            reject(record, reason, wrong, wrongValue);
            continue;
        }
        ++m_report.rowsAccepted;
        if (dated)
            seen(first);
        std::int64_t amount = 0;
        const auto place = [&](sql::Statement& to2, int parameter) {
            if (text(record, "location").empty())
                to2.bindNull(parameter);
            else
                to2.bind(parameter, m_names.location(text(record, "location")));
        };
        const auto optionalDay = [&](sql::Statement& to2, int parameter, const char* field) {
            Day value = 0;
            if (day(record, field, value))
                to2.bind(parameter, value);
            else
                to2.bindNull(parameter);
        };
        if (kind == QLatin1String("promotions")) {
            promotion.bind(1, text(record, "promotion_id")).bind(2, m_import).bind(3, from).bind(4, to);
            bindText(promotion, 5, text(record, "sku"));
            bindText(promotion, 6, text(record, "category"));
            bindText(promotion, 7, text(record, "location"));
            double depth = 0;
            if (real(record, "discount", depth))
                promotion.bind(8, depth > 1 ? depth / 100.0 : depth);
            else
                promotion.bindNull(8);
            bindText(promotion, 9, text(record, "mechanic"));
            promotion.run();
        } else if (kind == QLatin1String("events")) {
            event.bind(1, m_import).bind(2, from).bind(3, hasTo ? to : from).bind(4, text(record, "name"));
            bindText(event, 5, text(record, "type"));
            bindText(event, 6, text(record, "location"));
            event.run();
        } else if (kind == QLatin1String("prices") && money(record, "price", 4, amount)) {
            price.bind(1, m_import).bind(2, m_names.product(text(record, "sku")));
            place(price, 3);
            optionalDay(price, 4, "from");
            optionalDay(price, 5, "to");
            price.bind(6, amount).run();
        } else if (kind == QLatin1String("purchase_orders")) {
            order.bind(1, text(record, "po_id"))
                .bind(2, m_import)
                .bind(3, m_names.product(text(record, "sku")));
            place(order, 4);
            optionalDay(order, 5, "ordered");
            optionalDay(order, 6, "expected");
            optionalDay(order, 7, "received");
            if (money(record, "units", 0, amount))
                order.bind(8, amount);
            else
                order.bindNull(8);
            order.run();
        } else if (kind == QLatin1String("competitor_prices") && money(record, "price", 4, amount)) {
            rival.bind(1, first)
                .bind(2, m_names.product(text(record, "sku")))
                .bind(3, text(record, "competitor"))
                .bind(4, amount);
            std::int64_t stocked = 0;
            if (money(record, "in_stock", 0, stocked))
                rival.bind(5, stocked);
            else
                rival.bindNull(5);
            rival.bind(6, m_import).run();
        } else {
            for (const int column : m_plan.extra) {
                double number = 0;
                const std::string_view value = trimmed(record.at(column));
                const QString name = m_plan.guess.columns[static_cast<std::size_t>(column)].heading;
                if (readReal(value, {}, number))
                    body[name] = number;
                else if (!value.empty())
                    body[name] = QString::fromUtf8(value.data(), static_cast<qsizetype>(value.size()));
            }
            keep.bind(1, kind.toStdString()).bind(2, m_import).bind(3, record.line);
            if (dated)
                keep.bind(4, first);
            else
                keep.bindNull(4);
            bindText(keep, 5, text(record, m_plan.kind->fields.front().name));
            keep.bind(6, QJsonDocument(body).toJson(QJsonDocument::Compact).toStdString()).run();
        }
    }
}

} // namespace merch
