#pragma once

#include "engine/core/day.h"
#include "engine/core/progress.h"
#include "engine/core/result.h"

#include <QJsonObject>
#include <QString>

#include <cstdint>
#include <span>
#include <vector>

namespace merch
{

class Store;

/// Days without a sale at a shelf whose stock nobody imported, which were likely without stock.
struct SuspectedStockout {
    enum class State { Offered, Accepted, Dismissed };

    std::int64_t id = 0;
    int seriesId = 0;
    QString sku, location;
    Day first = 0, last = 0;  ///< periods, both included
    double expected = 0.0;    ///< units, from the periods around
    double probability = 0.0; ///< that the shelf was empty
    State state = State::Offered;
    QString decidedBy; ///< empty = nobody
};

struct SuspicionSearch {
    int series = 0;  ///< looked at: parts of them without stock
    int offered = 0; ///< suspicions that nobody has decided on
    int decided = 0; ///< suspicions kept as people left them
};

/// An edit for EditJournal::edit(page, "suspected_stockout", ...).
struct SuspicionEdit {
    QString text;
    QJsonObject before, after;
};

/// Finds likely stockouts from sales alone, offers them, and keeps what people say of each. An accepted one
/// is read as days without stock by everything that loads a history; forecasts made before are stale then.
/// Nothing is ever accepted by itself. Edits name a suspicion by series and first day, so that taking one
/// back after a new search meets the same days or none; the ids of undecided ones are good until then. Opens
/// its own connection per call. Journal kind "suspected_stockout": journal.registerKind("suspected_stockout",
/// &SuspectedStockouts::applyIn).
class SuspectedStockouts
{
public:
    SuspectedStockouts(const QString& path, const QString& user);

    /// Looks through all histories and replaces what was offered and not decided.
    Result<SuspicionSearch> find(int threads, const Progress& progress) const;

    /// Ordered by sku, location and day.
    Result<std::vector<SuspectedStockout>> list() const;

    /// What it takes to bring these into a state (Offered = undecided again). Changes nothing by itself.
    /// NotFound names an id that is none.
    Result<SuspicionEdit> decide(std::span<const std::int64_t> ids, SuspectedStockout::State state) const;
    /// The same, done.
    Outcome decideNow(
        std::span<const std::int64_t> ids, SuspectedStockout::State state, const QString& commandLine) const;

    /// Puts a state into the store: the whole of an edit, in the journal's transaction.
    static Outcome applyIn(Store& store, const QJsonObject& state, const Progress& progress);

private:
    QString m_path;
    QString m_user;
};

} // namespace merch
