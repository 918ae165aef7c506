#include "models/import/dictionary.h"

#include "models/import/values.h"
#include "models/store/demand.h"
#include "models/store/sqlite.h"
#include "models/store/store.h"

#include <QJsonDocument>

#include <algorithm>
#include <cmath>
#include <map>

namespace merch
{

namespace
{

constexpr char kKeySeparator = '\x1f';

/// A table whose rows imports change column by column. Names come from here, never from users.
struct Entity {
    const char* name;
    const char* where;  ///< of its row, by the key's parts
    const char* insert; ///< an empty row of that key
};

constexpr Entity kEntities[] = {
    {"customer_identity", "customer_id = (SELECT customer_id FROM customer WHERE code = ?1)",
     "INSERT INTO customer_identity (customer_id) SELECT customer_id FROM customer WHERE code = ?1"},
    {"customer", "code = ?1", "INSERT INTO customer (code) VALUES (?1)"},
    {"supplier_product",
     "product_id = (SELECT product_id FROM product WHERE sku = ?1)"
     " AND supplier_id = (SELECT supplier_id FROM supplier WHERE code = ?2)",
     "INSERT INTO supplier_product (product_id, supplier_id) SELECT product.product_id, supplier.supplier_id "
     "FROM product,"
     " supplier WHERE sku = ?1 AND code = ?2"},
    {"product_attribute", "product_id = (SELECT product_id FROM product WHERE sku = ?1)", ""},
    {"product", "sku = ?1", "INSERT INTO product (sku, stub) VALUES (?1, 1)"},
    {"location", "code = ?1", "INSERT INTO location (code, stub) VALUES (?1, 1)"},
    {"supplier", "code = ?1", "INSERT INTO supplier (code) VALUES (?1)"}};

const Entity* entityNamed(std::string_view name)
{
    for (const Entity& entity : kEntities) {
        if (name == entity.name)
            return &entity;
    }
    return nullptr;
}

bool isAttribute(const Entity& entity)
{
    return std::string_view(entity.name) == "product_attribute";
}

/// Columns that imports never write: keys, and how units are counted.
bool isOwn(const QString& column)
{
    static const QStringList own{QStringLiteral("product_id"),  QStringLiteral("location_id"),
                                 QStringLiteral("supplier_id"), QStringLiteral("customer_id"),
                                 QStringLiteral("sku"),         QStringLiteral("code"),
                                 QStringLiteral("unit_scale"),  QStringLiteral("kind")};
    return own.contains(column);
}

void bindKey(sql::Statement& statement, std::string_view key)
{
    const std::size_t cut = key.find(kKeySeparator);
    statement.bind(1, key.substr(0, cut));
    if (cut != std::string_view::npos)
        statement.bind(2, key.substr(cut + 1));
}

QString qtext(std::string_view text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

QJsonValue valueOf(sql::Statement& row, int column)
{
    switch (sqlite3_column_type(row.handle(), column)) {
    case SQLITE_NULL:
        return QJsonValue();
    case SQLITE_INTEGER:
        return static_cast<qint64>(row.integer(column));
    case SQLITE_FLOAT:
        return row.real(column);
    default:
        return qtext(row.text(column));
    }
}

void bindValue(sql::Statement& statement, int parameter, const QJsonValue& value)
{
    if (value.isNull() || value.isUndefined())
        statement.bindNull(parameter);
    else if (value.isString())
        statement.bind(parameter, value.toString().toStdString());
    else if (value.toDouble() == std::floor(value.toDouble()))
        statement.bind(parameter, static_cast<std::int64_t>(value.toInteger()));
    else
        statement.bind(parameter, value.toDouble());
}

/// The columns of a row: what its category and supplier are called, not their ids, which may change. Null if
/// there is no such row.
QJsonValue rowOf(sql::Connection& db, const Entity& entity, std::string_view key)
{
    if (isAttribute(entity)) {
        QJsonObject all;
        sql::Statement rows(
            db, std::string("SELECT name, value FROM product_attribute WHERE ") + entity.where);
        bindKey(rows, key);
        while (rows.step())
            all[qtext(rows.text(0))] = qtext(rows.text(1));
        return all;
    }
    const bool product = std::string_view(entity.name) == "product";
    sql::Statement row(
        db,
        std::string("SELECT *") +
            (product ? ", (SELECT path FROM category c WHERE c.category_id = product.category_id) category,"
                       " (SELECT code FROM supplier s WHERE s.supplier_id = product.supplier_id) supplier"
                     : "") +
            " FROM " + entity.name + " WHERE " + entity.where);
    bindKey(row, key);
    if (!row.step())
        return QJsonValue();
    QJsonObject object;
    for (int c = 0; c < sqlite3_column_count(row.handle()); ++c) {
        const QString name = QString::fromUtf8(sqlite3_column_name(row.handle(), c));
        if (!isOwn(name) && name != QLatin1String("category_id"))
            object[name] = valueOf(row, c);
    }
    return object;
}

int categoryId(sql::Connection& db, std::string_view path)
{
    std::string clean;
    int parent = 0, depth = 0;
    while (!path.empty()) {
        const std::size_t cut = path.find('>');
        const std::string_view name = trimmed(path.substr(0, cut));
        path = cut == std::string_view::npos ? std::string_view() : path.substr(cut + 1);
        if (name.empty())
            continue;
        clean += clean.empty() ? std::string(name) : " > " + std::string(name);
        sql::Statement known(db, "SELECT category_id FROM category WHERE path = ?1");
        known.bind(1, clean);
        if (known.step()) {
            parent = static_cast<int>(known.integer(0));
        } else {
            sql::Statement add(
                db, "INSERT INTO category (parent_id, name, path, depth) VALUES (?1, ?2, ?3, ?4)");
            if (parent == 0)
                add.bindNull(1);
            else
                add.bind(1, parent);
            add.bind(2, name).bind(3, clean).bind(4, depth).run();
            parent = static_cast<int>(sqlite3_last_insert_rowid(db.get()));
        }
        ++depth;
    }
    return parent;
}

int supplierId(sql::Connection& db, std::string_view code)
{
    sql::Statement add(
        db, "INSERT INTO supplier (code) VALUES (?1) ON CONFLICT DO UPDATE SET code = code RETURNING "
            "supplier_id");
    add.bind(1, code);
    add.step();
    const int id = static_cast<int>(add.integer(0));
    add.reset();
    return id;
}

void writeAttributes(sql::Connection& db, std::string_view sku, const QJsonObject& columns)
{
    sql::Statement put(
        db, "INSERT OR REPLACE INTO product_attribute SELECT product_id, ?2, ?3 FROM product WHERE sku = ?1");
    for (auto it = columns.begin(); it != columns.end(); ++it)
        put.bind(1, sku).bind(2, it.key().toStdString()).bind(3, it.value().toString().toStdString()).run();
}

/// Makes a row hold exactly these columns; those not named are empty.
void writeWhole(sql::Connection& db, const Entity& entity, std::string_view key, const QJsonObject& columns)
{
    if (isAttribute(entity)) {
        sql::Statement clear(db, std::string("DELETE FROM product_attribute WHERE ") + entity.where);
        bindKey(clear, key);
        clear.run();
        writeAttributes(db, key, columns);
        return;
    }
    std::vector<std::string> names;
    {
        sql::Statement table(db, "SELECT name FROM pragma_table_info(?1)");
        table.bind(1, entity.name);
        while (table.step()) {
            if (!isOwn(qtext(table.text(0))))
                names.emplace_back(table.text(0));
        }
    }
    const bool product = std::string_view(entity.name) == "product";
    if (product)
        names.emplace_back("supplier_id");
    std::string set;
    for (std::size_t i = 0; i < names.size(); ++i)
        set += (i > 0 ? ", " : "") + names[i] + " = ?" + std::to_string(i + 3);
    sql::Statement update(
        db, std::string("UPDATE ") + entity.name + " SET " + set + " WHERE " + entity.where);
    bindKey(update, key);
    for (std::size_t i = 0; i < names.size(); ++i) {
        const int parameter = static_cast<int>(i) + 3;
        const std::string& name = names[i];
        if (product && name == "category_id") {
            const int id = categoryId(db, columns.value(QLatin1String("category")).toString().toStdString());
            id == 0 ? update.bindNull(parameter) : update.bind(parameter, id);
        } else if (product && name == "supplier_id") {
            const std::string code = columns.value(QLatin1String("supplier")).toString().toStdString();
            code.empty() ? update.bindNull(parameter) : update.bind(parameter, supplierId(db, code));
        } else if (name == "stub") {
            update.bind(parameter, columns.value(QLatin1String("stub")).toInt(1));
        } else {
            bindValue(update, parameter, columns.value(QString::fromStdString(name)));
        }
    }
    update.run();
}

std::string compact(const QJsonObject& object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact).toStdString();
}

QJsonObject parsed(std::string_view json)
{
    return QJsonDocument::fromJson(QByteArray(json.data(), static_cast<qsizetype>(json.size()))).object();
}

/// " AND NOT EXISTS (...)" for every foreign key that points at a table.
std::string unreferenced(sql::Connection& db, const std::string& table, const std::string& key)
{
    std::string condition;
    sql::Statement keys(
        db, "SELECT m.name, f.\"from\" FROM sqlite_master m, pragma_foreign_key_list(m.name) f"
            " WHERE m.type = 'table' AND f.\"table\" = ?1 ORDER BY 1, 2");
    keys.bind(1, table);
    while (keys.step()) {
        const std::string child(keys.text(0)), column(keys.text(1));
        condition += " AND NOT EXISTS (SELECT 1 FROM " + child + " x WHERE x." + column + " = " + table +
                     "." + key + ")";
    }
    return condition;
}

std::string unnamed(const char* entity, const std::string& column)
{
    return std::string(" AND NOT EXISTS (SELECT 1 FROM temp.named n WHERE n.entity = '") + entity +
           "' AND n.key = " + column + ")";
}

void dropUnused(sql::Connection& db, const std::vector<int>& series)
{
    db.execute(
        "CREATE TEMP TABLE IF NOT EXISTS named (entity TEXT, key TEXT, PRIMARY KEY (entity, key)) WITHOUT "
        "ROWID; DELETE FROM temp.named; INSERT OR IGNORE INTO temp.named SELECT entity, key FROM"
        " import_before WHERE entity IN ('product', 'location', 'supplier', 'customer')");
    sql::Statement gone(
        db,
        "DELETE FROM series WHERE series_id = ?1 AND NOT EXISTS (SELECT 1 FROM layer WHERE measure BETWEEN 0"
        " AND 6 AND key BETWEEN ?1 * 64 AND ?1 * 64 + 63)" +
            unreferenced(db, "series", "series_id"));
    for (const int id : series)
        gone.bind(1, id).run();
    db.execute(
        "UPDATE product SET unit_scale = 1 WHERE unit_scale <> 1 AND NOT EXISTS (SELECT 1 FROM series s WHERE"
        " s.product_id = product.product_id)");
    db.execute(
        "DELETE FROM product WHERE stub = 1 AND product_id NOT IN (SELECT product_id FROM order_line)" +
        unreferenced(db, "product", "product_id") + unnamed("product", "product.sku"));
    db.execute(
        "DELETE FROM location_calendar WHERE location_id IN (SELECT location_id FROM location WHERE stub = 1"
        " AND NOT EXISTS (SELECT 1 FROM series s WHERE s.location_id = location.location_id))");
    db.execute(
        "DELETE FROM location WHERE stub = 1 AND location_id NOT IN (SELECT location_id FROM order_line)" +
        unreferenced(db, "location", "location_id") + unnamed("location", "location.code"));
    db.execute(
        "DELETE FROM supplier WHERE 1" + unreferenced(db, "supplier", "supplier_id") +
        unnamed("supplier", "supplier.code"));
    db.execute(
        "DELETE FROM customer WHERE NOT EXISTS (SELECT 1 FROM sale_order o WHERE o.customer_id ="
        " customer.customer_id)" +
        unreferenced(db, "customer", "customer_id") + unnamed("customer", "customer.code"));
    const std::string leaves = "DELETE FROM category WHERE 1" + unreferenced(db, "category", "category_id");
    do {
        db.execute(leaves);
    } while (sqlite3_changes(db.get()) > 0);
}

} // namespace

struct Dictionary::Statements {
    explicit Statements(sql::Connection& db)
        : keep(
              db, "INSERT INTO import_before VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO UPDATE SET before = "
                  "excluded.before")
        , addProduct(db, "INSERT INTO product (sku, unit_scale, stub) VALUES (?1, ?2, 1)")
        , addSeries(
              db, "INSERT INTO series (product_id, location_id, grain, week_start) VALUES (?1, ?2, ?3, ?4)")
        , seriesOf(
              db,
              "SELECT 1 FROM series JOIN product USING (product_id) WHERE sku = ?1 AND first_day IS NOT NULL")
        , kept(db, "SELECT before FROM import_before WHERE import_id = ?1 AND entity = ?2 AND key = ?3")
    {
    }
    sql::Statement keep, addProduct, addSeries, seriesOf, kept;
    std::map<std::string, std::unique_ptr<sql::Statement>> updates; ///< by their text
};

Dictionary::Dictionary(Store& store, std::int64_t importId)
    : m_store(store)
    , m_import(importId)
    , m_statements(std::make_unique<Statements>(store.db()))
{
    const auto load = [&store](const char* query, auto& to) {
        sql::Statement rows(store.db(), query);
        while (rows.step())
            to.emplace(rows.text(0), rows.integer(1));
    };
    load("SELECT sku, product_id FROM product", m_products);
    load("SELECT code, location_id FROM location", m_locations);
    load("SELECT code, supplier_id FROM supplier", m_suppliers);
    load("SELECT path, category_id FROM category", m_categories);
    sql::Statement series(
        store.db(), "SELECT product_id, location_id, series_id, grain, first_day IS NOT NULL FROM series");
    while (series.step()) {
        const int id = static_cast<int>(series.integer(2));
        m_series
            [static_cast<std::uint64_t>(series.integer(0)) << 32 |
             static_cast<std::uint64_t>(series.integer(1))] = id;
        m_kept[id] = {static_cast<Grain>(series.integer(3)), series.integer(4) != 0};
    }
    sql::Statement bare(
        store.db(),
        "SELECT product_id, (title IS NULL) + 2 * (category_id IS NULL) FROM product WHERE stub = 1 AND"
        " (title IS NULL OR category_id IS NULL)");
    while (bare.step())
        m_bare[static_cast<int>(bare.integer(0))] = static_cast<unsigned>(bare.integer(1));
    sql::Statement scales(store.db(), "SELECT product_id, unit_scale FROM product WHERE unit_scale <> 1");
    while (scales.step())
        m_scales[static_cast<int>(scales.integer(0))] = static_cast<int>(scales.integer(1));
}

Dictionary::~Dictionary() = default;

int Dictionary::product(std::string_view sku, const StubWords& words)
{
    if (m_lastProduct != 0 && sku == m_lastSku)
        return m_lastProduct;
    const auto known = m_products.find(sku);
    if (known != m_products.end()) {
        m_lastSku = sku;
        m_lastProduct = known->second;
        if (!m_bare.empty())
            describe(m_lastProduct, sku, words);
        return m_lastProduct;
    }
    sql::Statement& add = m_statements->addProduct;
    add.bind(1, sku).bind(2, words.byWeight ? 1000 : 1).run();
    ++stubProducts;
    const int id = static_cast<int>(sqlite3_last_insert_rowid(m_store.db().get()));
    m_products.emplace(sku, id);
    m_fresh[id] = true;
    if (words.byWeight)
        m_scales[id] = 1000;
    m_lastSku = sku;
    m_lastProduct = id;
    m_bare[id] = 3;
    describe(id, sku, words);
    return id;
}

void Dictionary::describe(int product, std::string_view sku, const StubWords& words)
{
    if (words.title.empty() && words.category.empty())
        return;
    const auto bare = m_bare.find(product);
    if (bare == m_bare.end())
        return;
    QJsonObject said;
    if ((bare->second & 1) != 0 && !words.title.empty()) {
        said[QStringLiteral("title")] = qtext(words.title);
        bare->second &= ~1U;
    }
    if ((bare->second & 2) != 0 && !words.category.empty()) {
        said[QStringLiteral("category")] = qtext(words.category);
        bare->second &= ~2U;
    }
    if (bare->second == 0)
        m_bare.erase(bare);
    if (!said.isEmpty())
        set("product", sku, said);
}

int Dictionary::location(std::string_view code)
{
    const auto known = m_locations.find(code);
    if (known != m_locations.end())
        return known->second;
    sql::Statement add(m_store.db(), "INSERT INTO location (code, stub) VALUES (?1, 1)");
    add.bind(1, code).run();
    ++stubLocations;
    const int id = static_cast<int>(sqlite3_last_insert_rowid(m_store.db().get()));
    m_locations.emplace(code, id);
    return id;
}

int Dictionary::supplier(std::string_view code)
{
    const auto known = m_suppliers.find(code);
    if (known != m_suppliers.end())
        return known->second;
    const int id = supplierId(m_store.db(), code);
    m_suppliers.emplace(code, id);
    return id;
}

int Dictionary::category(std::string_view path)
{
    path = trimmed(path);
    if (path.empty())
        return 0;
    const auto known = m_categories.find(path);
    if (known != m_categories.end())
        return known->second;
    const int id = categoryId(m_store.db(), path);
    m_categories.emplace(path, id);
    return id;
}

std::int64_t Dictionary::customer(std::string_view code)
{
    const auto known = m_customers.find(code);
    if (known != m_customers.end())
        return known->second;
    sql::Statement add(
        m_store.db(), "INSERT INTO customer (code) VALUES (?1) ON CONFLICT DO UPDATE SET code = code "
                      "RETURNING customer_id");
    add.bind(1, code);
    add.step();
    const std::int64_t id = add.integer(0);
    add.reset();
    m_customers.emplace(code, id);
    return id;
}

int Dictionary::series(int product, int location, Grain grain, int weekStart)
{
    int& id = m_series[static_cast<std::uint64_t>(product) << 32 | static_cast<std::uint64_t>(location)];
    if (id == 0) {
        sql::Statement& add = m_statements->addSeries;
        add.bind(1, product).bind(2, location).bind(3, static_cast<int>(grain)).bind(4, weekStart).run();
        id = static_cast<int>(sqlite3_last_insert_rowid(m_store.db().get()));
        m_kept[id] = {grain, false};
        ++newSeries;
    }
    return id;
}

Grain Dictionary::grainOf(int series) const
{
    const auto kept = m_kept.find(series);
    return kept == m_kept.end() ? Grain::Daily : kept->second.grain;
}

bool Dictionary::hasUnits(int series) const
{
    const auto kept = m_kept.find(series);
    return kept != m_kept.end() && kept->second.units;
}

int Dictionary::unitScale(int product) const
{
    if (m_scales.empty())
        return 1;
    const auto scale = m_scales.find(product);
    return scale == m_scales.end() ? 1 : scale->second;
}

bool Dictionary::isFresh(int product) const
{
    return m_fresh.contains(product);
}

bool Dictionary::countByWeight(int product)
{
    if (unitScale(product) == 1000)
        return true;
    sql::Statement used(m_store.db(), "SELECT 1 FROM series WHERE product_id = ?1 LIMIT 1");
    used.bind(1, product);
    if (used.step())
        return false;
    sql::Statement update(m_store.db(), "UPDATE product SET unit_scale = 1000 WHERE product_id = ?1");
    update.bind(1, product).run();
    m_scales[product] = 1000;
    return true;
}

void Dictionary::set(const char* entityName, std::string_view key, const QJsonObject& columns)
{
    const Entity& entity = *entityNamed(entityName);
    sql::Connection& db = m_store.db();
    Statements& sql = *m_statements;
    QJsonObject kept;
    sql.kept.bind(1, m_import).bind(2, entity.name).bind(3, key);
    const bool again = sql.kept.step();
    if (again)
        kept = parsed(sql.kept.text(0));
    sql.kept.reset();
    if (!again) {
        QJsonValue before = rowOf(db, entity, key);
        // A row that this very import made as a stub was not there.
        if (before.isObject() && std::string_view(entity.name) == "product") {
            const auto known = m_products.find(key);
            if (known != m_products.end() && m_fresh.contains(known->second))
                before = QJsonValue();
        }
        kept[QLatin1String("before")] = before;
    }
    QJsonObject all = kept.value(QLatin1String("set")).toObject();
    for (auto it = columns.begin(); it != columns.end(); ++it)
        all[it.key()] = it.value();
    kept[QLatin1String("set")] = all;
    sql.keep.bind(1, m_import).bind(2, entity.name).bind(3, key).bind(4, compact(kept)).run();
    if (isAttribute(entity)) {
        writeAttributes(db, key, columns);
        return;
    }
    if (!again && kept.value(QLatin1String("before")).isNull() && rowOf(db, entity, key).isNull()) {
        sql::Statement insert(db, entity.insert);
        bindKey(insert, key);
        insert.run();
        const int id = static_cast<int>(sqlite3_last_insert_rowid(db.get()));
        if (std::string_view(entity.name) == "product")
            m_products.emplace(key, id);
        else if (std::string_view(entity.name) == "location")
            m_locations.emplace(key, id);
        else if (std::string_view(entity.name) == "supplier")
            m_suppliers.emplace(key, id);
    }
    std::string set;
    std::vector<std::pair<int, QJsonValue>> values;
    int parameter = 3;
    for (auto it = columns.begin(); it != columns.end(); ++it, ++parameter) {
        std::string name = it.key().toStdString();
        QJsonValue value = it.value();
        if (std::string_view(entity.name) == "product" && name == "category") {
            name = "category_id";
            value = category(value.toString().toStdString());
            sql.seriesOf.bind(1, key);
            recategorised = recategorised || sql.seriesOf.step();
            sql.seriesOf.reset();
        } else if (std::string_view(entity.name) == "product" && name == "supplier") {
            name = "supplier_id";
            value = supplier(value.toString().toStdString());
        }
        set += (set.empty() ? "" : ", ") + name + " = ?" + std::to_string(parameter);
        values.emplace_back(parameter, value);
    }
    if (set.empty())
        return;
    const std::string text = std::string("UPDATE ") + entity.name + " SET " + set + " WHERE " + entity.where;
    std::unique_ptr<sql::Statement>& update = sql.updates[text];
    if (!update)
        update = std::make_unique<sql::Statement>(db, text);
    bindKey(*update, key);
    for (const auto& [place, value] : values)
        bindValue(*update, place, value);
    update->run();
}

void Dictionary::keepReplaced(const char* table, const std::string& key, const QJsonObject& row)
{
    m_statements->keep.bind(1, m_import)
        .bind(2, std::string("row:") + table)
        .bind(3, key)
        .bind(4, compact({{QStringLiteral("before"), row}}))
        .run();
}

/// Rows of tables where a later import's row hides an earlier one's: put the hidden one back, or forget it.
static void restoreReplaced(Store& store, std::int64_t importId)
{
    sql::Connection& db = store.db();
    struct Row {
        std::string table, key;
        QJsonObject before;
    };
    std::vector<Row> hidden;
    {
        sql::Statement rows(
            db, "SELECT entity, key, before FROM import_before WHERE import_id = ?1 AND entity LIKE 'row:%'");
        rows.bind(1, importId);
        while (rows.step())
            hidden.push_back(
                {std::string(rows.text(0).substr(4)), std::string(rows.text(1)),
                 parsed(rows.text(2)).value(QLatin1String("before")).toObject()});
    }
    const auto later = [&](const std::string& entity, const std::string& key) {
        sql::Statement next(
            db, "SELECT min(import_id) FROM import_before WHERE entity = ?1 AND key = ?2 AND import_id > ?3");
        next.bind(1, entity).bind(2, key).bind(3, importId);
        next.step();
        return next.isNull(0) ? std::int64_t{0} : next.integer(0);
    };
    for (const Row& row : hidden) {
        const std::string entity = "row:" + row.table;
        if (const std::int64_t next = later(entity, row.key); next != 0) {
            sql::Statement chain(
                db, "UPDATE import_before SET before = ?4 WHERE import_id = ?1 AND entity = ?2 AND key = ?3");
            chain.bind(1, next).bind(2, entity).bind(3, row.key);
            chain.bind(4, compact({{QStringLiteral("before"), row.before}})).run();
            continue;
        }
        std::string names, places;
        int parameter = 0;
        for (auto it = row.before.begin(); it != row.before.end(); ++it) {
            names += (names.empty() ? "" : ", ") + it.key().toStdString();
            places += (places.empty() ? "?" : ", ?") + std::to_string(++parameter);
        }
        sql::Statement put(
            db, "INSERT OR REPLACE INTO " + row.table + " (" + names + ") VALUES (" + places + ")");
        parameter = 0;
        for (auto it = row.before.begin(); it != row.before.end(); ++it)
            bindValue(put, ++parameter, it.value());
        put.run();
    }
    // Where a later import hides a row of this one, there is nothing left to put back.
    sql::Statement forget(
        db, "DELETE FROM import_before WHERE entity LIKE 'row:%' AND import_id > ?1 AND"
            " json_extract(before, '$.before.import_id') = ?1");
    forget.bind(1, importId).run();
}

bool restoreDictionary(Store& store, std::int64_t importId, const std::vector<int>& series)
{
    sql::Connection& db = store.db();
    restoreReplaced(store, importId);
    struct Entry {
        std::int64_t import = 0;
        QJsonObject kept;
    };
    std::map<std::pair<std::string, std::string>, std::vector<Entry>> touched;
    {
        sql::Statement rows(
            db,
            "SELECT entity, key, import_id, before FROM import_before WHERE (entity, key) IN (SELECT entity,"
            " key FROM import_before WHERE import_id = ?1 AND entity NOT LIKE 'row:%') ORDER BY import_id");
        rows.bind(1, importId);
        while (rows.step())
            touched[{std::string(rows.text(0)), std::string(rows.text(1))}].push_back(
                {rows.integer(2), parsed(rows.text(3))});
    }
    sql::Statement rebase(
        db, "UPDATE import_before SET before = ?4 WHERE import_id = ?1 AND entity = ?2 AND key = ?3");
    sql::Statement forget(db, "DELETE FROM import_before WHERE import_id = ?1");
    // Details go before what they belong to.
    for (const Entity& entity : kEntities) {
        for (const auto& [name, entries] : touched) {
            if (name.first != entity.name)
                continue;
            const std::string& key = name.second;
            QJsonValue base = entries.front().kept.value(QLatin1String("before"));
            const bool absent = !base.isObject();
            QJsonObject row = base.toObject();
            std::size_t others = 0;
            for (const Entry& entry : entries) {
                if (entry.import == importId)
                    continue;
                if (others++ == 0 && entries.front().import == importId) {
                    QJsonObject kept = entry.kept;
                    kept[QLatin1String("before")] = base;
                    rebase.bind(1, entry.import)
                        .bind(2, entity.name)
                        .bind(3, key)
                        .bind(4, compact(kept))
                        .run();
                }
                const QJsonObject set = entry.kept.value(QLatin1String("set")).toObject();
                for (auto it = set.begin(); it != set.end(); ++it)
                    row[it.key()] = it.value();
            }
            const bool detail = std::string_view(entity.name) == "supplier_product" ||
                                std::string_view(entity.name) == "customer_identity";
            if (absent && others == 0 && detail) {
                sql::Statement remove(
                    db, std::string("DELETE FROM ") + entity.name + " WHERE " + entity.where);
                bindKey(remove, key);
                remove.run();
            } else {
                writeWhole(db, entity, key, row); // a stub again where nothing is left to say
            }
        }
    }
    forget.bind(1, importId).run();
    dropUnused(db, series);
    return std::any_of(touched.begin(), touched.end(), [](const auto& entry) {
        return entry.first.first == "product" &&
               std::any_of(entry.second.begin(), entry.second.end(), [](const Entry& e) {
                   return e.kept.value(QLatin1String("set")).toObject().contains(QLatin1String("category"));
               });
    });
}

} // namespace merch
