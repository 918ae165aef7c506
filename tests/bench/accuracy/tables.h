#pragma once

namespace merch::bench
{

class Report;

// One function a table; each says so and does nothing where its data are absent.
void competitionTables(Report& report);
void m5Table(Report& report);
void slowMoverTables(Report& report);
void onlineRetailTable(Report& report);
void walmartTable(Report& report);
void freshRetailTable(Report& report);
void stockCostTables(Report& report);

} // namespace merch::bench
