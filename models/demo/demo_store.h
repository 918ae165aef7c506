#pragma once

#include "engine/core/progress.h"
#include "engine/core/result.h"

#include <QString>

namespace merch
{

/// Makes the demo shop's store at `path`: extracts, import, checks, forecast, reorder plan. It is made under
/// another name and moved when whole, so that stopping half-way leaves nothing.
Outcome makeDemoStore(const QString& path, const QString& user, const Progress& progress);

} // namespace merch
