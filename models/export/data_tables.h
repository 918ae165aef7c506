#pragma once

#include "models/export/table_file.h"

namespace merch
{

class Store;

/// What the last run of the data checks found. NotFound where none was run.
Result<ExportTable> findingsTable(Store& store);

} // namespace merch
