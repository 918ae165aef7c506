#pragma once

#include "engine/core/random.h"
#include "models/store/demand.h"
#include "models/store/sqlite.h"
#include "models/store/store.h"

#include <QByteArray>
#include <QString>
#include <QStringList>
#include <QTemporaryDir>

#include <algorithm>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

/// A small store in a temporary folder, for tests of any layer. Header only, so that each layer can use it.
namespace merch::test
{

inline constexpr Day kFirstSale = dayOf(2024, 1, 1); ///< a Monday
inline constexpr Day kDays = 400;
inline constexpr int kProducts = 12, kLocations = 3;

/// Makes a source and a live import row; returns the import's id.
inline std::int64_t newImport(Store& store, bool adds, const std::string& kind = "sales")
{
    sql::Statement source(store.db(), "INSERT OR IGNORE INTO source (name, kind) VALUES ('test', ?1)");
    source.bind(1, kind).run();
    sql::Statement row(
        store.db(),
        "INSERT INTO import (source_id, kind, file, sha256, bytes, mapping, overlap, rows_read,"
        " rows_accepted, rows_rejected, made_at, made_by) SELECT source_id, kind, 'test.csv', 'x',"
        " 0, '{}', ?2, 0, 0, 0, 0, 'test' FROM source WHERE name = 'test' AND kind = ?1");
    row.bind(1, kind).bind(2, adds ? "add" : "replace").run();
    return sqlite3_last_insert_rowid(store.db().get());
}

/// Everything the store holds as one text, but for the record of what was done to it (imports, their notes
/// and the logs), the search index and what `besides` names: equal before an import and after taking it back.
inline QByteArray contentOf(Store& store, const QStringList& besides = {})
{
    const QStringList left = besides + QStringList{QStringLiteral("import"), QStringLiteral("import_before"),
                                                   QStringLiteral("reject"), QStringLiteral("command_log"),
                                                   QStringLiteral("audit"),  QStringLiteral("meta")};
    std::vector<std::string> tables;
    {
        sql::Statement names(
            store.db(), "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
                        " AND name NOT LIKE 'product_search%' ORDER BY name");
        while (names.step()) {
            const std::string name(names.text(0));
            if (!left.contains(QString::fromStdString(name)))
                tables.push_back(name);
        }
    }
    QByteArray all;
    for (const std::string& table : tables) {
        sql::Statement rows(store.db(), "SELECT * FROM " + table);
        std::vector<QByteArray> lines;
        while (rows.step()) {
            QByteArray line;
            for (int c = 0; c < sqlite3_column_count(rows.handle()); ++c) {
                if (rows.isNull(c)) {
                    line += "NULL|";
                } else if (sqlite3_column_type(rows.handle(), c) == SQLITE_BLOB) {
                    const std::string_view bytes = rows.blob(c);
                    line += QByteArray(bytes.data(), static_cast<qsizetype>(bytes.size())).toHex() + '|';
                } else {
                    const std::string_view text = rows.text(c);
                    line += QByteArray(text.data(), static_cast<qsizetype>(text.size())) + '|';
                }
            }
            lines.push_back(line);
        }
        std::sort(lines.begin(), lines.end());
        all += "== " + QByteArray::fromStdString(table) + '\n';
        for (const QByteArray& line : lines)
            all += line + '\n';
    }
    return all;
}

class TempStore
{
public:
    enum class Filled { Empty, Dictionaries, Sales };

    explicit TempStore(Filled filled = Filled::Sales, const std::string& currency = "GBP")
    {
        Result<Store> made = Store::create(path(), currency);
        if (!made)
            throw std::runtime_error(made.error().text());
        m_store = std::make_unique<Store>(std::move(*made));
        if (filled == Filled::Empty)
            return;
        sql::Transaction transaction(m_store->db());
        addDictionaries();
        if (filled == Filled::Sales)
            addSales();
        transaction.commit();
    }

    std::string path() const { return m_dir.filePath(QStringLiteral("test.merch")).toStdString(); }
    QString qpath() const { return QString::fromStdString(path()); }
    QString folder() const { return m_dir.path(); }
    Store& store() { return *m_store; }
    sql::Connection& db() { return m_store->db(); }

    /// No connection stays open: before a fork, or before the file itself is changed.
    void close() { m_store.reset(); }
    Store& reopen(Store::Mode mode = Store::Mode::ReadWrite)
    {
        m_store.reset();
        Result<Store> opened = Store::open(path(), mode);
        if (!opened)
            throw std::runtime_error(opened.error().text());
        m_store = std::make_unique<Store>(std::move(*opened));
        return *m_store;
    }
    std::int64_t count(const std::string& select)
    {
        sql::Statement row(db(), select);
        return row.step() ? row.integer(0) : 0;
    }

private:
    /// SKU P01..P12 in Food > Tins, Food > Dairy and Home; locations L1, L2 (stores) and WEB; suppliers ACME
    /// and BETA; pack sizes of 6, costs of 1.00 to 12.00, prices twice that.
    void addDictionaries()
    {
        db().execute(
            "INSERT INTO category VALUES (1, NULL, 'Food', 'Food', 0), (2, 1, 'Tins', 'Food > Tins', 1),"
            " (3, 1, 'Dairy', 'Food > Dairy', 1), (4, NULL, 'Home', 'Home', 0);"
            "INSERT INTO supplier (supplier_id, code, name, lead_time_days, lead_time_sd, order_cost,"
            " min_order_value, review_days) VALUES (1, 'ACME', 'Acme', 7, 1.5, 2500, 10000, 7),"
            " (2, 'BETA', 'Beta', 21, 4, 5000, 50000, 14);"
            "INSERT INTO location (location_id, code, name, type) VALUES (1, 'L1', 'High Street', 'store'),"
            " (2, 'L2', 'Station', 'store'), (3, 'WEB', 'Web shop', 'web')");
        sql::Statement product(
            db(),
            "INSERT INTO product (product_id, sku, title, category_id, brand, supplier_id, unit_cost,"
            " list_price, pack_size, moq, status) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 6, 6, 'active')");
        sql::Statement found(
            db(),
            "INSERT INTO product_search (rowid, sku, title, brand, category) VALUES (?1, ?2, ?3, ?4, ?5)");
        sql::Statement bought(
            db(),
            "INSERT INTO supplier_product (product_id, supplier_id, unit_cost, moq) VALUES (?1, ?2, ?3, 6)");
        static const char* const paths[] = {"Food > Tins", "Food > Dairy", "Home"};
        for (int p = 1; p <= kProducts; ++p) {
            const std::string sku = (p < 10 ? "P0" : "P") + std::to_string(p);
            const std::string title = "Product " + std::to_string(p);
            const std::string brand = p % 2 ? "Own" : "Other";
            product.bind(1, p).bind(2, sku).bind(3, title).bind(4, p % 3 + 2).bind(5, brand);
            product.bind(6, p % 2 + 1).bind(7, p * 10'000).bind(8, p * 20'000).run();
            found.bind(1, p).bind(2, sku).bind(3, title).bind(4, brand).bind(5, paths[p % 3]).run();
            bought.bind(1, p).bind(2, p % 2 + 1).bind(3, p * 10'000).run();
        }
    }

    /// 400 days of units, price and stock for all 36 series; Sundays closed but on the web.
    void addSales()
    {
        const std::int64_t import = newImport(*m_store, false);
        CellWriter writer(*m_store, import, false);
        for (int p = 1; p <= kProducts; ++p) {
            for (int l = 1; l <= kLocations; ++l) {
                const int series = ensureSeries(*m_store, p, l, Grain::Daily, 0);
                Random random(42, static_cast<std::uint64_t>(series));
                std::int64_t stock = 200;
                for (Day d = 0; d < kDays; ++d) {
                    const Day day = kFirstSale + d;
                    const bool open = l == 3 || weekdayOf(day) != 6;
                    const auto wanted =
                        open ? static_cast<std::int64_t>(random.below(static_cast<std::uint32_t>(p + 2))) : 0;
                    const std::int64_t sold = std::min(stock, wanted);
                    if (sold > 0)
                        writer.add(Measure::Units, series, day, sold);
                    stock -= sold;
                    writer.add(Measure::OnHand, series, day, stock);
                    writer.add(Measure::Price, series, day, p * 20'000);
                    if (d % 28 == 27)
                        stock = 200;
                }
            }
        }
        writer.finish({});
    }

    QTemporaryDir m_dir;
    std::unique_ptr<Store> m_store;
};

} // namespace merch::test
