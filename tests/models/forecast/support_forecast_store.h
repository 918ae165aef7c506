#pragma once

#include "models/forecast/forecast_service.h"
#include "models/store/demand.h"
#include "models/store/sqlite.h"
#include "models/store/store.h"
#include "tests/models/support_store.h"

#include <QFile>
#include <QTemporaryDir>

#include <map>
#include <memory>
#include <stdexcept>

namespace merch::test
{

/// Three products at two shops, sold by a rule that can be added up by hand: product p sells p times the
/// weekday's number (Monday 1 .. Sunday 7) each day, at the second shop ten times as many. The last day is a
/// Wednesday, so that a week is running.
class ForecastStore
{
public:
    static constexpr Day kFirst = dayOf(2025, 1, 6);                     ///< a Monday
    static constexpr Day kLast = kFirst + 60 * 7 + 2;                    ///< a Wednesday
    static constexpr Day kPriceCut = kLast - 99;                         ///< from 5.00 to 4.50
    static constexpr Day kEmptyFrom = kLast - 39, kEmptyTo = kLast - 36; ///< shelf of P1 at L1
    static constexpr int kProducts = 3, kShops = 2;
    static constexpr int sold(int product, int shop, Day day)
    {
        return product * (weekdayOf(day) + 1) * (shop == 1 ? 1 : 10);
    }

    explicit ForecastStore(bool forecast = true, int horizon = 4 + 8 * 7)
    {
        // Made once a program: a file's bytes are quicker to write than to work out.
        static std::map<std::pair<bool, int>, QByteArray> known;
        QByteArray& bytes = known[{forecast, horizon}];
        QFile file(path());
        if (bytes.isEmpty()) {
            make(forecast, horizon);
            if (!file.open(QIODevice::ReadOnly))
                throw std::runtime_error("the store cannot be read");
            bytes = file.readAll();
        } else if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size()) {
            throw std::runtime_error("the store cannot be copied");
        }
    }

    void run(int horizon, Day asOf = kLast)
    {
        ForecastOptions options;
        options.horizon = horizon;
        options.asOf = asOf; // the promotion ahead is not taken: the numbers follow the rule alone
        if (const auto done = ForecastService(path()).run(options, {}); !done)
            throw std::runtime_error(done.error().text());
    }
    QString path() const { return m_dir.filePath(QStringLiteral("shop.merch")); }
    static int seriesOf(int product, int shop) { return (product - 1) * kShops + shop; }

private:
    void make(bool forecast, int horizon)
    {
        auto made = Store::create(path().toStdString(), "GBP");
        if (!made)
            throw std::runtime_error(made.error().text());
        {
            Store store = std::move(*made);
            sql::Transaction transaction(store.db());
            store.db().execute(
                "INSERT INTO category VALUES (1, NULL, 'Kitchen', 'Kitchen', 0), (2, 1, 'Mugs', 'Kitchen > "
                "Mugs', 1),"
                " (3, NULL, 'Home', 'Home', 0);"
                "INSERT INTO supplier (supplier_id, code, name) VALUES (1, 'ACME', 'Acme');"
                "INSERT INTO location (location_id, code, name) VALUES (1, 'L1', 'High Street'), (2, 'L2', "
                "'Station');"
                "INSERT INTO product (product_id, sku, title, category_id, supplier_id) VALUES"
                " (1, 'P1', 'Mug, ochre', 2, 1), (2, 'P2', 'Mug, slate', 2, 1), (3, 'P3', 'Lamp', 3, NULL)");
            const std::int64_t import = newImport(store, false);
            CellWriter writer(store, import, false);
            for (int p = 1; p <= kProducts; ++p) {
                for (int l = 1; l <= kShops; ++l) {
                    const int series = ensureSeries(store, p, l, Grain::Daily, 0);
                    for (Day day = kFirst; day <= kLast; ++day) {
                        const bool empty = p == 1 && l == 1 && day >= kEmptyFrom && day <= kEmptyTo;
                        if (!empty)
                            writer.add(Measure::Units, series, day, sold(p, l, day));
                        writer.add(Measure::OnHand, series, day, empty ? 0 : 56);
                        writer.add(Measure::Price, series, day, day < kPriceCut ? 50'000 : 45'000);
                    }
                }
            }
            writer.finish({});
            sql::Statement promotion(
                store.db(),
                "INSERT INTO promotion (promotion_id, from_day, to_day, sku, category, location, discount,"
                " mechanic) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 'price cut')");
            promotion.bind(1, "own")
                .bind(2, kLast + 5)
                .bind(3, kLast + 11)
                .bind(4, "P1")
                .bindNull(5)
                .bindNull(6);
            promotion.bind(7, 0.2).run();
            promotion.bind(1, "mugs").bind(2, kLast - 20).bind(3, kLast - 14).bindNull(4).bind(5, "Kitchen");
            promotion.bind(6, "L2").bind(7, 0.1).run();
            sql::Statement event(
                store.db(), "INSERT INTO event (from_day, to_day, name, location) VALUES (?1, ?1, ?2, ?3)");
            event.bind(1, kLast + 8).bind(2, "Fair").bindNull(3).run();
            event.bind(1, kLast - 8).bind(2, "Opening").bind(3, "L2").run();
            transaction.commit();
        } // closed: the file holds it all
        if (forecast)
            run(horizon);
    }

    QTemporaryDir m_dir;
};

} // namespace merch::test
