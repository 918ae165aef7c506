#pragma once

namespace merch
{

class Store;
struct TodayReport;

/// How fresh each source is, against what was promised and against the others.
void readSources(Store& store, TodayReport& report);
/// A problem for each source that is late.
void addLateSources(TodayReport& report);
/// What the newest imports brought, and what is different since.
void readChanges(Store& store, TodayReport& report);

} // namespace merch
