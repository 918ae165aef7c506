#include "models/import/dictionary.h"

#include "models/import/values.h"
#include "models/store/demand.h"
#include "models/store/sqlite.h"
#include "models/store/store.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <cmath>
#include <vector>

namespace merch
{

namespace
{

/// The columns of a row as JSON text; empty if there is no such row. Names come from the schema, never from
/// users.
std::string
rowAsJson(sql::Connection& db, const std::string& table, const std::string& keyColumn, std::string_view key)
{
    sql::Statement row(db, "SELECT * FROM " + table + " WHERE " + keyColumn + " = ?1");
    row.bind(1, key);
    if (!row.step())
        return {};
    QJsonObject object;
    for (int c = 0; c < sqlite3_column_count(row.handle()); ++c) {
        const QString name = QString::fromUtf8(sqlite3_column_name(row.handle(), c));
        switch (sqlite3_column_type(row.handle(), c)) {
        case SQLITE_NULL:
            object[name] = QJsonValue();
            break;
        case SQLITE_INTEGER:
            object[name] = static_cast<qint64>(row.integer(c));
            break;
        case SQLITE_FLOAT:
            object[name] = row.real(c);
            break;
        default: {
            const std::string_view text = row.text(c);
            object[name] = QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
        }
        }
    }
    return QJsonDocument(object).toJson(QJsonDocument::Compact).toStdString();
}

} // namespace

Dictionary::Dictionary(Store& store, std::int64_t importId)
    : m_store(store)
    , m_import(importId)
{
    const auto load = [&store](const char* query, std::unordered_map<std::string, int>& to) {
        sql::Statement rows(store.db(), query);
        while (rows.step())
            to.emplace(rows.text(0), static_cast<int>(rows.integer(1)));
    };
    load("SELECT sku, product_id FROM product", m_products);
    load("SELECT code, location_id FROM location", m_locations);
    load("SELECT code, supplier_id FROM supplier", m_suppliers);
    load("SELECT path, category_id FROM category", m_categories);
    sql::Statement series(store.db(), "SELECT product_id, location_id, series_id FROM series");
    while (series.step())
        m_series
            [static_cast<std::uint64_t>(series.integer(0)) << 32 |
             static_cast<std::uint64_t>(series.integer(1))] = static_cast<int>(series.integer(2));
    sql::Statement scales(store.db(), "SELECT product_id, unit_scale FROM product WHERE unit_scale <> 1");
    while (scales.step())
        m_scales[static_cast<int>(scales.integer(0))] = static_cast<int>(scales.integer(1));
}

void Dictionary::remember(const char* table, const char* keyColumn, std::string_view key)
{
    sql::Statement known(
        m_store.db(), "SELECT 1 FROM import_before WHERE import_id = ?1 AND entity = ?2 AND key = ?3");
    known.bind(1, m_import).bind(2, table).bind(3, key);
    if (known.step())
        return;
    const std::string before = rowAsJson(m_store.db(), table, keyColumn, key);
    sql::Statement keep(m_store.db(), "INSERT INTO import_before VALUES (?1, ?2, ?3, ?4)");
    keep.bind(1, m_import).bind(2, table).bind(3, key);
    if (before.empty())
        keep.bindNull(4);
    else
        keep.bind(4, before);
    keep.run();
}

int Dictionary::product(std::string_view sku, std::string_view title)
{
    if (m_lastProduct != 0 && sku == m_lastSku)
        return m_lastProduct;
    const auto known = m_products.find(std::string(sku));
    if (known != m_products.end()) {
        m_lastSku = sku;
        return m_lastProduct = known->second;
    }
    remember("product", "sku", sku);
    sql::Statement add(m_store.db(), "INSERT INTO product (sku, title, stub) VALUES (?1, ?2, 1)");
    add.bind(1, sku);
    if (title.empty())
        add.bindNull(2);
    else
        add.bind(2, title);
    add.run();
    ++stubProducts;
    const int id = static_cast<int>(sqlite3_last_insert_rowid(m_store.db().get()));
    m_products.emplace(sku, id);
    m_lastSku = sku;
    return m_lastProduct = id;
}

int Dictionary::location(std::string_view code)
{
    const auto known = m_locations.find(std::string(code));
    if (known != m_locations.end())
        return known->second;
    remember("location", "code", code);
    sql::Statement add(m_store.db(), "INSERT INTO location (code, stub) VALUES (?1, 1)");
    add.bind(1, code).run();
    ++stubLocations;
    return m_locations[std::string(code)] = static_cast<int>(sqlite3_last_insert_rowid(m_store.db().get()));
}

int Dictionary::supplier(std::string_view code)
{
    const auto known = m_suppliers.find(std::string(code));
    if (known != m_suppliers.end())
        return known->second;
    remember("supplier", "code", code);
    sql::Statement add(m_store.db(), "INSERT INTO supplier (code) VALUES (?1)");
    add.bind(1, code).run();
    return m_suppliers[std::string(code)] = static_cast<int>(sqlite3_last_insert_rowid(m_store.db().get()));
}

int Dictionary::category(std::string_view path)
{
    path = trimmed(path);
    if (path.empty())
        return 0;
    std::string clean;
    int parent = 0, depth = 0;
    while (!path.empty()) {
        const std::size_t cut = path.find('>');
        const std::string_view name = trimmed(path.substr(0, cut));
        path = cut == std::string_view::npos ? std::string_view() : path.substr(cut + 1);
        if (name.empty())
            continue;
        clean += clean.empty() ? std::string(name) : " > " + std::string(name);
        const auto known = m_categories.find(clean);
        if (known != m_categories.end()) {
            parent = known->second;
        } else {
            remember("category", "path", clean);
            sql::Statement add(
                m_store.db(), "INSERT INTO category (parent_id, name, path, depth) VALUES (?1, ?2, ?3, ?4)");
            if (parent == 0)
                add.bindNull(1);
            else
                add.bind(1, parent);
            add.bind(2, name).bind(3, clean).bind(4, depth).run();
            parent = m_categories[clean] = static_cast<int>(sqlite3_last_insert_rowid(m_store.db().get()));
        }
        ++depth;
    }
    return parent;
}

int Dictionary::series(int product, int location, Grain grain, int weekStart)
{
    int& id = m_series[static_cast<std::uint64_t>(product) << 32 | static_cast<std::uint64_t>(location)];
    if (id == 0) {
        id = ensureSeries(m_store, product, location, grain, weekStart);
        sql::Statement keep(
            m_store.db(), "INSERT OR IGNORE INTO import_before VALUES (?1, 'series', ?2, NULL)");
        keep.bind(1, m_import).bind(2, std::to_string(id)).run();
        ++newSeries;
    }
    return id;
}

int Dictionary::unitScale(int product) const
{
    const auto scale = m_scales.find(product);
    return scale == m_scales.end() ? 1 : scale->second;
}

void restoreDictionary(Store& store, std::int64_t importId)
{
    struct Kept {
        std::string entity, key, before;
        bool absent = false;
    };
    std::vector<Kept> all;
    {
        // Series go before products and locations, children of categories before their parents.
        sql::Statement rows(
            store.db(),
            "SELECT entity, key, before FROM import_before WHERE import_id = ?1 ORDER BY"
            " CASE entity WHEN 'series' THEN 0 WHEN 'product' THEN 1 WHEN 'category' THEN 3 ELSE 2 END,"
            " length(key) DESC");
        rows.bind(1, importId);
        while (rows.step())
            all.push_back(
                {std::string(rows.text(0)), std::string(rows.text(1)), std::string(rows.text(2)),
                 rows.isNull(2)});
    }
    for (const Kept& kept : all) {
        const char* keyColumn = kept.entity == "product"    ? "sku"
                                : kept.entity == "category" ? "path"
                                : kept.entity == "series"   ? "series_id"
                                                            : "code";
        // A later import that changed the same row carries on from what was there before this one.
        sql::Statement later(
            store.db(),
            "SELECT min(import_id) FROM import_before WHERE entity = ?1 AND key = ?2 AND import_id > ?3");
        later.bind(1, kept.entity).bind(2, kept.key).bind(3, importId);
        later.step();
        if (!later.isNull(0)) {
            sql::Statement chain(
                store.db(),
                "UPDATE import_before SET before = (SELECT before FROM import_before WHERE import_id = ?1"
                " AND entity = ?3 AND key = ?4) WHERE import_id = ?2 AND entity = ?3 AND key = ?4");
            chain.bind(1, importId).bind(2, later.integer(0)).bind(3, kept.entity).bind(4, kept.key).run();
            continue;
        }
        if (kept.absent) {
            // Gone with its import, unless something that stays still refers to it.
            sql::Statement savepoint(store.db(), "SAVEPOINT restore");
            savepoint.step();
            savepoint.reset();
            bool removed = false;
            try {
                if (kept.entity == "series") {
                    sql::Statement used(
                        store.db(), "SELECT 1 FROM layer WHERE key BETWEEN ?1 * 64 AND ?1 * 64 + 63 LIMIT 1");
                    used.bind(1, static_cast<std::int64_t>(std::stoll(kept.key)));
                    if (!used.step()) {
                        sql::Statement policy(store.db(), "DELETE FROM stock_policy WHERE series_id = ?1");
                        policy.bind(1, static_cast<std::int64_t>(std::stoll(kept.key))).run();
                        sql::Statement remove(store.db(), "DELETE FROM series WHERE series_id = ?1");
                        remove.bind(1, static_cast<std::int64_t>(std::stoll(kept.key))).run();
                    }
                } else {
                    if (kept.entity == "product") {
                        sql::Statement attributes(
                            store.db(), "DELETE FROM product_attribute WHERE product_id ="
                                        " (SELECT product_id FROM product WHERE sku = ?1)");
                        attributes.bind(1, kept.key).run();
                    }
                    sql::Statement remove(
                        store.db(), "DELETE FROM " + kept.entity + " WHERE " + keyColumn + " = ?1");
                    remove.bind(1, kept.key).run();
                }
                removed = true;
            } catch (const sql::SqlError&) { // a foreign key: still in use
            }
            store.db().execute(removed ? "RELEASE restore" : "ROLLBACK TO restore; RELEASE restore");
            continue;
        }
        const QJsonObject row = QJsonDocument::fromJson(QByteArray::fromStdString(kept.before)).object();
        std::string set;
        int parameter = 1;
        for (auto it = row.begin(); it != row.end(); ++it)
            set += (set.empty() ? "" : ", ") + it.key().toStdString() + " = ?" + std::to_string(++parameter);
        sql::Statement update(
            store.db(), "UPDATE " + kept.entity + " SET " + set + " WHERE " + keyColumn + " = ?1");
        update.bind(1, kept.key);
        parameter = 1;
        for (auto it = row.begin(); it != row.end(); ++it) {
            ++parameter;
            if (it.value().isNull())
                update.bindNull(parameter);
            else if (it.value().isString())
                update.bind(parameter, it.value().toString().toStdString());
            else if (it.value().toDouble() == std::floor(it.value().toDouble()))
                update.bind(parameter, static_cast<std::int64_t>(it.value().toInteger()));
            else
                update.bind(parameter, it.value().toDouble());
        }
        update.run();
    }
    sql::Statement forget(store.db(), "DELETE FROM import_before WHERE import_id = ?1");
    forget.bind(1, importId).run();
}

} // namespace merch
