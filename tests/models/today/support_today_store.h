#pragma once

#include "models/forecast/forecast_codec.h"
#include "models/store/demand.h"
#include "models/store/sqlite.h"
#include "models/store/store.h"
#include "tests/models/support_store.h"

#include <QTemporaryDir>

#include <memory>
#include <stdexcept>
#include <string>

namespace merch::test
{

struct TodayShelf {
    const char* sku;
    int cost, price, onHand; ///< below zero = not known
    bool dead = false, ended = false;
};
inline constexpr TodayShelf kTodayShelves[] = {
    {"OUT", 10, 20, 0},    {"SOON", 10, 20, 12}, {"MUCH", 4, 9, 1000}, {"DEAD", 2, 5, 50, true},
    {"FINE", 10, 20, 200}, {"HELD", 10, 20, 0},  {"DARK", 10, 20, -1}, {"GONE", 10, 20, 0, false, true},
    {"COST", -1, 20, 0}};

/// A shop of nine products whose money can be worked out by hand. All that sell do so six times a day, and
/// the forecast says just that, without any scatter. What each is, and what is wrong with it:
///
/// | sku  | cost | price | on hand | what it shows                                                        |
/// | OUT  | 10   | 20    | 0       | empty for the last five days                                         |
/// | SOON | 10   | 20    | 12      | lasts two days, an order takes seven                                 |
/// | MUCH | 4    | 9     | 1000    | 12 weeks sell 504                                                    |
/// | DEAD | 2    | 5     | 50      | nothing sold for 26 weeks                                            |
/// | FINE | 10   | 20    | 200     | nothing                                                              |
/// | HELD | 10   | 20    | 0       | fails a critical check                                               |
/// | DARK | 10   | 20    | unknown | no stock was imported                                                |
/// | GONE | 10   | 20    | 0       | is no longer bought                                                  |
/// | COST | none | 20    | 0       | empty for the last five days; what a unit earns is not known         |
class TodayStore
{
public:
    static constexpr Day kFirst = dayOf(2025, 1, 6);  ///< a Monday
    static constexpr Day kLast = kFirst + 30 * 7 - 1; ///< a Sunday
    static constexpr int kDaily = 6, kDaysOut = 5, kLead = 7;

    explicit TodayStore(bool forecast = true)
    {
        auto made = Store::create(path().toStdString(), "GBP");
        if (!made)
            throw std::runtime_error(made.error().text());
        m_store = std::make_unique<Store>(std::move(*made));
        sql::Transaction transaction(db());
        db().execute("INSERT INTO category VALUES (1, NULL, 'Home', 'Home', 0);"
                     "INSERT INTO supplier (supplier_id, code, name, lead_time_days, review_days) VALUES"
                     " (1, 'ACME', 'Acme', 7, 7);"
                     "INSERT INTO location (location_id, code, name) VALUES (1, 'L1', 'High Street')");
        sql::Statement product(
            db(), "INSERT INTO product (product_id, sku, title, category_id, supplier_id, unit_cost,"
                  " list_price, status) VALUES (?1, ?2, ?3, 1, 1, ?4, ?5, ?6)");
        const std::int64_t import = newImport(*m_store, false);
        CellWriter writer(*m_store, import, false);
        Forecast sells;
        sells.method = "mean";
        sells.first = kLast + 1;
        sells.mean.assign(28, kDaily);
        Forecast nothing = sells;
        nothing.mean.assign(28, 0.0);
        if (forecast)
            db().execute(
                "INSERT INTO forecast_run VALUES (1, 1, " + std::to_string(kLast) +
                ", 28, 1, '{}', 0, 'test')");
        sql::Statement add(
            db(), "INSERT INTO forecast (run_id, series_id, method, demand_class, first_day, units_28, folds,"
                  " b) VALUES (1, ?1, 'mean', 0, ?2, ?3, 0, ?4)");
        int id = 0;
        for (const TodayShelf& one : kTodayShelves) {
            product.bind(1, ++id).bind(2, one.sku).bind(3, std::string("The ") + one.sku);
            if (one.cost < 0)
                product.bindNull(4);
            else
                product.bind(4, one.cost * 10'000);
            product.bind(5, one.price * 10'000).bind(6, one.ended ? "discontinued" : "active").run();
            const int series = ensureSeries(*m_store, id, 1, Grain::Daily, 0);
            for (Day day = kFirst; day <= kLast; ++day) {
                const bool out = one.onHand == 0 && day > kLast - kDaysOut;
                if (!out && (!one.dead || day < kFirst + 20))
                    writer.add(Measure::Units, series, day, kDaily);
                if (one.onHand >= 0)
                    writer.add(Measure::OnHand, series, day, one.onHand == 0 && !out ? 30 : one.onHand);
            }
            if (forecast)
                add.bind(1, series)
                    .bind(2, kLast + 1)
                    .bind(3, one.dead ? 0.0 : 28.0 * kDaily)
                    .bindBlob(4, encodeForecast(one.dead ? nothing : sells))
                    .run();
        }
        writer.finish({});
        db().execute("UPDATE series SET critical = 'negative stock: on 3 days' WHERE product_id = 6");
        transaction.commit();
    }

    QString path() const { return m_dir.filePath(QStringLiteral("today.merch")); }
    Store& store() { return *m_store; }
    sql::Connection& db() { return m_store->db(); }

    /// A plan that waits for a decision since `at` (Unix ms): two lines that order, one beyond the budget.
    void addWaitingPlan(std::int64_t at)
    {
        sql::Transaction transaction(db());
        sql::Statement plan(
            db(), "INSERT INTO plan (kind, as_of, made_at, made_by, state, options, order_value,"
                  " margin_saved, seconds, submitted_at, submitted_by) VALUES ('reorder', ?1, ?2, 'ann',"
                  " 'submitted', '{}', 0, 0, 0, ?2, 'ann')");
        plan.bind(1, kLast).bind(2, at).run();
        const std::int64_t id = sqlite3_last_insert_rowid(db().get());
        sql::Statement line(
            db(), "INSERT INTO plan_line (plan_id, line, series_id, on_order, lead_time_days, lead_time_sd,"
                  " review_days, demand_mean, demand_sd, safety_stock, service, order_point, order_up_to,"
                  " proposed_qty, order_qty, pack_size, moq, unit_cost, order_value, margin_saved, rank,"
                  " in_budget, reason, state) VALUES (?1, ?2, ?2, 0, 7, 0, 7, 84, 0, 0, 0.9, 42, 84, ?3, ?3,"
                  " 1, 1, 100000, ?3 * 1000, 0, 0, ?4, '', 'submitted')");
        line.bind(1, id).bind(2, 1).bind(3, 84).bind(4, 1).run();
        line.bind(1, id).bind(2, 2).bind(3, 72).bind(4, 1).run();
        line.bind(1, id).bind(2, 3).bind(3, 60).bind(4, 0).run();
        transaction.commit();
    }

private:
    QTemporaryDir m_dir;
    std::unique_ptr<Store> m_store;
};

} // namespace merch::test
