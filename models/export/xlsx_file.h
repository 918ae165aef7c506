#pragma once

#include "models/export/table_file.h"

namespace merch
{

/// One sheet with a frozen heading, filters, widths, number and date formats, ready to print; what must be
/// known about it stands on a second sheet. Texts are texts, never formulas.
Result<std::int64_t> writeXlsx(const ExportTable& table, const QString& path);

} // namespace merch
