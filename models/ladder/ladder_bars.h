#pragma once

#include "models/chart/bar_spec.h"
#include "models/ladder/selected_ladder.h"

namespace merch
{

/// What each way to order costs a year, with both ceilings; the last row is each series with its own rung,
/// where there are several.
BarSpec ladderBars(const SelectedLadder& ladder);

/// The same rungs by their error, with what chance alone leaves: how far accuracy can go at all.
BarSpec accuracyBars(const SelectedLadder& ladder);

/// Where the gain lies: category and demand class, at most `most` of them.
BarSpec segmentBars(const SelectedLadder& ladder, int most);

/// Series that hold most of the gain, in the order of SelectedLadder::gains.
BarSpec seriesBars(const SelectedLadder& ladder, int most);

/// Of the gap between today and the best forecaster, by what is in use; NaN where there is none.
double gapClosed(const SelectedLadder& ladder);

/// How much of the error nobody can avoid, in a sentence; empty where it is not known.
QString chanceWords(const SelectedLadder& ladder);

/// Why series have no replay, "3 series: no margin known", the most common first.
QStringList leftOutWords(const SelectedLadder& ladder);

} // namespace merch
