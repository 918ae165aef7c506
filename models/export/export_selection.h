#pragma once

#include "models/approval/plan_lines.h"
#include "models/export/export_service.h"

namespace merch
{

class Store;

/// Which lines of which plan an export takes, and what it makes of them.
struct ExportSelection {
    plans::Head plan;
    std::vector<int> lines; ///< ascending
    bool report = false;    ///< the plan was not approved: it leaves as a report that says so
    bool moves = false;     ///< approved lines become exported
    int left = 0;           ///< of the lines, how many left before in the same sense
    QString leftHow;        ///< when and in what file, in words
};

bool isPlanExport(const QString& what);

/// Refused where approval is needed and lacking, or there is nothing to take.
Result<ExportSelection> selectLines(Store& store, const ExportRequest& request);
/// Refused where lines left before and `again` was not said.
Outcome mayLeave(const ExportSelection& selection, const ExportRequest& request);

} // namespace merch
