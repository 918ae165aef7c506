#pragma once

#include "models/export/table_file.h"

namespace merch
{

/// A workbook with formats, a frozen heading and filters; texts are never formulas. @return the rows written.
Result<std::int64_t> writeXlsx(const ExportTable& table, const QString& path);

} // namespace merch
