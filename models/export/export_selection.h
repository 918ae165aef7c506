#pragma once

#include "models/approval/plan_lines.h"
#include "models/export/export_service.h"

#include <vector>

/// Which lines of a plan leave with a request, or why none may. Private to models.
namespace merch
{

class Store;

struct ExportSelection {
    plans::Head plan;
    bool report = false;
    bool moves = false;     ///< the lines become exported: they order something
    std::vector<int> lines; ///< ascending
};

bool isPlanExport(const QString& what);
Result<ExportSelection> selectLines(Store& store, const ExportRequest& request);

} // namespace merch
