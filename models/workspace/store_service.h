#pragma once

#include "engine/core/result.h"
#include "models/workspace/workspace.h"

#include <QString>

namespace merch
{

/// A new, empty store; returns its schema version. Storage error if the file exists.
Result<int>
createStore(const QString& path, const QString& currency, const QString& user, const QString& commandLine);

/// Opens a store for writing once, which brings an older one up to date; returns its currency.
Result<QString> prepareStore(const QString& path);

/// Counts, span and open work of a store.
Result<StoreStatus> readStatus(const QString& path);

} // namespace merch
