#pragma once

#include "engine/core/progress.h"
#include "models/export/table_file.h"

namespace merch
{

class Store;

/// "findings", "forecasts" (every period of every series with its quantiles, overrides in it) or "problems"
/// (ranked, a row for each item). The store must outlive the table.
Result<ExportTable> dataTable(Store& store, const QString& what, const Progress& progress);

} // namespace merch
