#pragma once

#include "engine/demand/shelf_history.h"

#include <span>
#include <vector>

namespace merch
{

/// Periods [from, to) in which nothing was sold although something was expected.
struct SilentRun {
    std::size_t from = 0, to = 0;
    double expected = 0.0;    ///< units, from the periods around
    double probability = 0.0; ///< that the shelf was empty
};

struct SilentRunOptions {
    double emptied = 1.0 / 250.0; ///< chance a period that a shelf runs empty, before anything is seen
    double least = 0.5;           ///< runs of a lower probability are not told
    std::size_t longest = 60;     ///< periods; a longer silence is a listing lost, no empty shelf
    std::size_t longestOpen = 28; ///< the same of a run that lasts to the end of the history
};

/// Runs without a sale that an empty shelf explains better than chance, where nobody noted the shelf
/// (`watched`: periods whose stock is known; they are never part of a run, and do not break one only where
/// the shelf was closed). Chance: negative binomial counts around the level of the 28 periods either side,
/// the run itself left out, with the shape of the week and `factor` (season, neighbours, offers; empty = 1);
/// the level's own doubt widens it to a gamma mixture, (1 + m/a)^-a. An empty shelf lasts n periods or more
/// with probability 1/n. A silence before the first sale is none. Ordered by time.
std::vector<SilentRun> silentRuns(
    const ShelfHistory& shelf, const std::vector<bool>& watched, std::span<const double> factor = {},
    const SilentRunOptions& options = {});

} // namespace merch
