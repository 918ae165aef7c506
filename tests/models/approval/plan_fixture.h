#pragma once

#include "models/store/sqlite.h"
#include "models/store/store.h"

#include <QTemporaryDir>
#include <QtTest>

#include <cstdlib>
#include <string>

/// A store with one reorder plan of eight lines: six that order something, one excluded, one below the
/// budget's cut. Two suppliers, two locations; one product sold by weight; texts that would be formulas.
class PlanFixture
{
public:
    PlanFixture()
        : path(dir.filePath(QStringLiteral("shop.merch")))
    {
        auto store = merch::Store::create(path.toStdString(), "GBP");
        if (!store)
            qFatal("%s", store.error().text().c_str());
        store->db().execute(R"sql(
INSERT INTO supplier (supplier_id, code, name, lead_time_days) VALUES (1, 'ACME', 'Acme Wholesale', 7), (2, 'NORTH', 'North & Sons', 14);
INSERT INTO location (location_id, code, name) VALUES (1, 'L1', 'High Street'), (2, 'WEB', 'Web shop');
INSERT INTO category (category_id, name, path, depth) VALUES (1, 'Home', 'Home', 0);
INSERT INTO product (product_id, sku, title, category_id, supplier_id, unit_cost, pack_size, unit_scale) VALUES
 (1, '00123', 'Mug, blue', 1, 1, 25500, 6, 1), (2, '=1+1', '=HYPERLINK("http://x","y")', 1, 1, 605, 1, 1),
 (3, 'TEA-EARL', 'Earl Grey "loose"' || char(10) || 'second line', 1, 2, 120000, 1, 1000), (4, '@home', '-5 degrees', 1, 2, 99900, 12, 1);
INSERT INTO series (series_id, product_id, location_id, grain) VALUES
 (1, 1, 1, 0), (2, 1, 2, 0), (3, 2, 1, 0), (4, 3, 1, 0), (5, 4, 1, 0), (6, 4, 2, 0), (7, 2, 2, 0), (8, 3, 2, 0);
INSERT INTO stock_policy (series_id, min_units, max_units) VALUES (1, 10, 30), (4, 1500, 6000);
)sql");
        plan = addPlan(*store);
    }

    /// Another plan of the same lines. @return its id.
    static std::int64_t addPlan(merch::Store& store)
    {
        store.db().execute(R"sql(
INSERT INTO plan (kind, as_of, made_at, made_by, options, order_value, margin_saved, seconds)
 VALUES ('reorder', 20000, 1728000000000, 'beth', '{}', 0, 0, 0.1);
INSERT INTO plan_line (plan_id, line, series_id, supplier_id, on_hand, on_order, lead_time_days, lead_time_sd, review_days, demand_mean,
 demand_sd, safety_stock, service, order_point, order_up_to, proposed_qty, order_qty, pack_size, moq, unit_cost, order_value, margin_saved,
 rank, in_budget, excluded, assumed, reason)
SELECT (SELECT max(plan_id) FROM plan), column1, column1, column2, column3, 0, column4, 1, 7, 20, 5, 4.25, 0.95, column5, column6, column7,
 column7, column8, 1, column9, column10, column11, 1.0, column12, column13, column14, column15 FROM (VALUES
 (1, 1, 3,    7,    20,    44,    36,    6,  25500, 9180,  4000, 1, NULL, '',               'Three days of stock are left, the order takes seven.'),
 (2, 1, 0,    7,    12,    30,    30,    6,  25500, 7650,  5100, 1, NULL, '',               'Out of stock.'),
 (3, 1, NULL, 7,    50,    120,   120,   1,  605,   726,   310,  1, NULL, 'lead_time_days', '=cmd|'' /C calc''!A0'),
 (4, 2, 2500, 14.5, 4000,  9500,  7000,  1,  120000,8400,  2100, 1, NULL, '',               '+ a cold week'),
 (5, 2, 1,    14,   8,     24,    24,    12, 99900, 23976, 9000, 1, NULL, '',               'Sells four a week.'),
 (6, 2, 4,    14,   10,    28,    24,    12, 99900, 23976, 3000, 1, NULL, '',               'Sells five a week.'),
 (7, 1, 5,    7,    4,     9,     4,     1,  605,   24,    5,    1, 'being discontinued', '', 'Sells two a week.'),
 (8, 2, 900,  14,   1000,  3000,  2000,  1,  120000,2400,  20,   0, NULL, '',               'Below the budget.'));
UPDATE plan SET order_value = 73908, margin_saved = 23510 WHERE plan_id = (SELECT max(plan_id) FROM plan);
)sql");
        merch::sql::Statement newest(store.db(), "SELECT max(plan_id) FROM plan");
        newest.step();
        return newest.integer(0);
    }

    merch::Store open() const
    {
        auto store = merch::Store::open(path.toStdString(), merch::Store::Mode::ReadWrite);
        if (!store)
            qFatal("%s", store.error().text().c_str());
        return std::move(*store);
    }
    void execute(const std::string& sql) const { open().db().execute(sql); }
    std::string text(const std::string& sql) const
    {
        merch::Store store = open();
        merch::sql::Statement read(store.db(), sql);
        return read.step() ? std::string(read.text(0)) : std::string("(none)");
    }
    /// "1approved 2approved 3draft ..."
    std::string states() const
    {
        return text(
            "SELECT group_concat(line || state, ' ') FROM (SELECT line, state FROM plan_line WHERE plan_id "
            "= " +
            std::to_string(plan) + " ORDER BY line)");
    }

    QTemporaryDir dir;
    QString path;
    std::int64_t plan = 0;
};
