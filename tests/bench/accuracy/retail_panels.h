#pragma once

#include "tests/bench/accuracy/panel.h"

namespace merch::bench
{

// Panels of retail series; without series where the data are absent.

/// Units a week of each article of a gift wholesaler, four weeks ahead.
Panel onlineRetailPanel();
/// Sales a week of each department of 45 stores, eight weeks ahead.
Panel walmartPanel();
/// Fresh food by day in tenths of its unit, a week ahead; days not wholly in stock are not judged.
Panel freshRetailPanel();

} // namespace merch::bench
