#pragma once

#include <QString>

#include <cstdint>
#include <optional>

namespace merch
{

/// Where a plan or a line of it stands on its way: draft -> submitted -> approved, rejected or returned ->
/// exported. A returned plan can be edited and submitted again; rejected and exported ones are closed.
enum class PlanState : std::uint8_t { Draft, Submitted, Approved, Rejected, Returned, Exported };

/// The word kept in the store and in exported files.
QString stateWord(PlanState state);
std::optional<PlanState> stateOfWord(const QString& word);
/// The word shown to the user.
QString stateTitle(PlanState state);

/// True while quantities, locks and exclusions may change.
constexpr bool isEditable(PlanState state)
{
    return state == PlanState::Draft || state == PlanState::Returned;
}

} // namespace merch
