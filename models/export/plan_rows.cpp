#include "models/export/plan_rows.h"

#include "models/store/sqlite.h"
#include "models/store/store.h"

#include <cmath>

namespace merch
{

std::vector<PlanRow> planRows(Store& store, const plans::Head& plan, const std::vector<int>& lines)
{
    const int digits = currencyDigits(store.currency());
    sql::Statement row(
        store.db(),
        "SELECT l.line, l.series_id, p.sku, p.title, o.code, o.name, s.code, s.name, l.on_hand, l.on_order, "
        "l.order_point, l.order_up_to,"
        " l.safety_stock, l.order_qty, l.pack_size, l.lead_time_days, l.unit_cost, l.order_value, "
        "l.margin_saved, l.reason, l.state, p.unit_scale,"
        " k.min_units, k.max_units, l.excluded, l.in_budget, coalesce(i.made_at, 0)"
        " FROM plan_line l JOIN series e USING (series_id) JOIN product p USING (product_id) JOIN location o "
        "USING (location_id)"
        " LEFT JOIN supplier s ON s.supplier_id = l.supplier_id LEFT JOIN stock_policy k USING (series_id)"
        " LEFT JOIN import i ON i.import_id = k.import_id"
        " WHERE l.plan_id = ?1 AND l.line = ?2");
    // What an earlier plan sent to the warehouse holds there now, unless a newer extract says otherwise.
    sql::Statement sent(
        store.db(), "SELECT o.order_point, o.order_up_to, o.safety_stock, e.at FROM plan_line o"
                    " JOIN export_line x ON x.plan_id = o.plan_id AND x.line = o.line"
                    " JOIN export e ON e.export_id = x.export_id"
                    " WHERE o.series_id = ?1 AND o.plan_id <> ?2 AND e.what = 'order-points' AND e.report = 0"
                    " ORDER BY e.export_id DESC LIMIT 1");
    std::vector<PlanRow> rows;
    for (const int line : lines) {
        row.bind(1, plan.planId).bind(2, line);
        if (!row.step()) {
            row.reset();
            continue;
        }
        const auto text = [&row](int column) {
            const std::string_view bytes = row.text(column);
            return QString::fromUtf8(bytes.data(), static_cast<qsizetype>(bytes.size()));
        };
        const bool weight = row.integer(21) != 1;
        const auto units = [&](int column) { return Decimal{row.integer(column), weight ? 3 : 0, 0}; };
        PlanRow r;
        r.line = static_cast<int>(row.integer(0));
        r.seriesId = static_cast<int>(row.integer(1));
        r.sku = text(2);
        r.title = text(3);
        r.location = text(4);
        r.locationName = text(5);
        r.supplier = text(6);
        r.supplierName = text(7);
        if (!row.isNull(8))
            r.onHand = units(8);
        r.onOrder = units(9);
        r.orderPoint = units(10);
        r.orderUpTo = units(11);
        r.safetyStock = decimalOf(row.real(12), 1);
        // What is excluded or beyond the budget is in a report, but orders nothing.
        const bool orders = row.isNull(24) && row.integer(25) != 0;
        r.orderQty = orders ? units(13) : Decimal{0, weight ? 3 : 0, 0};
        r.packSize = units(14);
        r.packs =
            r.packSize.value > 0
                ? decimalOf(static_cast<double>(r.orderQty.value) / static_cast<double>(r.packSize.value), 2)
                : Decimal{};
        r.leadTimeDays = decimalOf(row.real(15), 1);
        r.leadDays = static_cast<int>(std::lround(row.real(15)));
        r.unitCost = {row.integer(16), 4, digits};
        r.orderValueMinor = orders ? row.integer(17) : 0;
        r.orderValue = {r.orderValueMinor, digits, digits};
        r.marginSaved = {orders ? row.integer(18) : 0, digits, digits};
        r.reason = text(19);
        r.state = text(20);
        if (!row.isNull(22))
            r.beforePoint = units(22);
        if (!row.isNull(23))
            r.beforeUpTo = units(23);
        sent.bind(1, r.seriesId).bind(2, plan.planId);
        if (sent.step() && sent.integer(3) > row.integer(26)) {
            r.beforePoint = Decimal{sent.integer(0), weight ? 3 : 0, 0};
            r.beforeUpTo = Decimal{sent.integer(1), weight ? 3 : 0, 0};
            r.beforeSafety = decimalOf(sent.real(2), 1);
        }
        sent.reset();
        rows.push_back(std::move(r));
        row.reset();
    }
    return rows;
}

} // namespace merch
