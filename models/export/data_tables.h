#pragma once

#include "models/export/table_file.h"

namespace merch
{

class Store;

// The store must outlive the table.
Result<ExportTable> findingsTable(Store& store);
/// Every period of every series with its quantiles, overrides in it.
Result<ExportTable> forecastsTable(Store& store);

} // namespace merch
