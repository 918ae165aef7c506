#include "models/export/plan_rows.h"

#include "models/store/sqlite.h"
#include "models/store/store.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

namespace merch
{
namespace
{

QString qs(std::string_view text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

Decimal units(std::int64_t value, std::int64_t scale)
{
    return {value, scale == 1000 ? 3 : 0, 0};
}

} // namespace

int currencyDigits(const std::string& currency)
{
    static constexpr std::array<std::string_view, 8> kNone{"JPY", "KRW", "VND", "CLP",
                                                           "ISK", "PYG", "XAF", "XOF"};
    static constexpr std::array<std::string_view, 7> kThree{"BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"};
    if (std::find(kNone.begin(), kNone.end(), currency) != kNone.end())
        return 0;
    return std::find(kThree.begin(), kThree.end(), currency) != kThree.end() ? 3 : 2;
}

std::vector<PlanRow> planRows(Store& store, const plans::Head& plan, const std::vector<int>& lines)
{
    const int money = currencyDigits(store.currency());
    sql::Statement read(
        store.db(),
        "SELECT l.line, l.series_id, p.sku, coalesce(p.title, ''), o.code, coalesce(o.name, ''), "
        "coalesce(u.code, ''),"
        " coalesce(u.name, ''), l.on_hand, l.on_order, l.order_point, l.order_up_to, l.safety_stock, "
        "l.order_qty,"
        " l.pack_size, l.lead_time_days, l.unit_cost, l.order_value, l.margin_saved, l.reason, l.state, "
        "p.unit_scale,"
        " y.min_units, y.max_units FROM plan_line l JOIN series s USING (series_id) JOIN product p USING "
        "(product_id)"
        " JOIN location o USING (location_id) LEFT JOIN supplier u ON u.supplier_id = l.supplier_id"
        " LEFT JOIN stock_policy y ON y.series_id = l.series_id WHERE l.plan_id = ?1 ORDER BY l.line");
    // What another plan's order points, already sent to the warehouse, made of it.
    sql::Statement sent(
        store.db(),
        "SELECT b.order_point, b.order_up_to, b.safety_stock FROM plan_line b"
        " JOIN export_line x ON x.plan_id = b.plan_id AND x.line = b.line JOIN export e USING (export_id)"
        " WHERE b.series_id = ?1 AND b.plan_id < ?2 AND e.what = 'order-points' AND e.report = 0"
        " ORDER BY x.export_id DESC LIMIT 1");
    read.bind(1, plan.planId);
    std::vector<PlanRow> rows;
    rows.reserve(lines.size());
    auto wanted = lines.begin();
    while (wanted != lines.end() && read.step()) {
        if (read.integer(0) != *wanted)
            continue;
        ++wanted;
        const std::int64_t scale = read.integer(21);
        PlanRow row;
        row.line = static_cast<int>(read.integer(0));
        row.seriesId = static_cast<int>(read.integer(1));
        row.sku = qs(read.text(2));
        row.title = qs(read.text(3));
        row.location = qs(read.text(4));
        row.locationName = qs(read.text(5));
        row.supplier = qs(read.text(6));
        row.supplierName = qs(read.text(7));
        if (!read.isNull(8))
            row.onHand = units(read.integer(8), scale);
        row.onOrder = units(read.integer(9), scale);
        row.orderPoint = units(read.integer(10), scale);
        row.orderUpTo = units(read.integer(11), scale);
        const auto safety = [&](double value) { return decimalOf(value / static_cast<double>(scale), 3); };
        row.safetyStock = safety(read.real(12));
        row.orderQty = units(read.integer(13), scale);
        const std::int64_t pack = std::max<std::int64_t>(1, read.integer(14));
        row.packSize = {pack, 0, 0};
        row.packs = decimalOf(static_cast<double>(read.integer(13)) / static_cast<double>(pack * scale), 3);
        row.leadTimeDays = decimalOf(read.real(15), 2);
        row.leadDays = static_cast<int>(std::lround(read.real(15)));
        row.unitCost = {read.integer(16), 4, money};
        row.orderValueMinor = read.integer(17);
        row.orderValue = {row.orderValueMinor, money, money};
        row.marginSaved = {read.integer(18), money, money};
        row.reason = qs(read.text(19));
        row.state = qs(read.text(20));
        sent.bind(1, row.seriesId).bind(2, plan.planId);
        if (sent.step()) {
            row.beforePoint = units(sent.integer(0), scale);
            row.beforeUpTo = units(sent.integer(1), scale);
            row.beforeSafety = safety(sent.real(2));
        } else {
            if (!read.isNull(22))
                row.beforePoint = units(read.integer(22), scale);
            if (!read.isNull(23))
                row.beforeUpTo = units(read.integer(23), scale);
        }
        sent.reset();
        rows.push_back(std::move(row));
    }
    return rows;
}

} // namespace merch
