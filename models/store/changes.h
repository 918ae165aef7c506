#pragma once

#include <cstdint>
#include <string>

namespace merch
{

class Store;

/// What forecasts and ladders rest on beside imports; each has the time of its latest change in `meta`.
inline constexpr const char* kDemandChanged = "demand_changed_at"; ///< what counts as demand
inline constexpr const char* kAssumptionsChanged = "assumptions_changed_at";
inline constexpr const char* kRungsHeld = "rungs_held_at"; ///< by people

/// Notes that it changes now, in the caller's transaction.
void stampChange(Store& store, const std::string& what);

/// Whether it changed after a time (ms UTC).
bool changedSince(Store& store, const std::string& what, std::int64_t time);

} // namespace merch
