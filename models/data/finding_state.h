#pragma once

#include "engine/core/progress.h"
#include "engine/core/result.h"

#include <QJsonObject>
#include <QString>

#include <vector>

namespace merch
{

class Store;

struct FindingRow;

/// Edit of the journal (kind "finding_state"): the state and owner that findings are to have. The newest
/// check looks at the data again; an accepted finding of the same rule and key stays accepted there.
QJsonObject findingStates(const std::vector<FindingRow>& findings); ///< as they are now
QJsonObject
findingStates(const std::vector<FindingRow>& findings, const QString& state, const QString& owner);

/// Puts the states into the store. One transaction.
Outcome applyFindingStates(Store& store, const QJsonObject& states, const Progress& progress);

} // namespace merch
