#pragma once

namespace merch
{

class Store;

/// Offers the blobs of the store as tables on its connection:
///   sales_day(sku, location, date, units, revenue, price)
///   stock_day(sku, location, date, on_hand, on_order, availability)
///   price_day(sku, location, date, price)
///   forecast_day(sku, location, date, mean, p05, p10, p25, p50, p75, p90, p95, method)
/// Date is ISO text, money in currency units. Equality on sku and location and bounds on date are pushed
/// down. The store must outlive its connection's statements.
void registerDayTables(Store& store);

} // namespace merch
