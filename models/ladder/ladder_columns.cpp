#include "models/ladder/ladder_columns.h"

#include "models/ladder/ladder_store.h"
#include "models/store/sqlite.h"
#include "models/store/store.h"

#include <map>

namespace merch
{

Result<LadderCells> loadLadderCells(const QString& path, const Progress& progress)
{
    return reporting("read the ladder", [&]() -> Result<LadderCells> {
        Result<Store> store = Store::open(path.toStdString(), Store::Mode::ReadOnly);
        if (!store)
            return store.error();
        std::map<int, LadderCell> cells;
        sql::Statement rows(
            store->db(),
            "SELECT series_id, today - CASE rung WHEN 0 THEN today WHEN 1 THEN rule WHEN 2 THEN statistical"
            " ELSE causal END FROM ladder_series WHERE rung IS NOT NULL AND run_id ="
            " (SELECT run_id FROM ladder_run ORDER BY as_of DESC LIMIT 1)");
        while (rows.step()) {
            if (progress && (cells.size() & 0x3FF) == 0x3FF && !progress(0, 0))
                throw CancelledWork();
            LadderCell& cell = cells[static_cast<int>(rows.integer(0))];
            if (!rows.isNull(1))
                cell.gain = rows.real(1);
        }
        for (const auto& [id, pin] : readPins(*store)) {
            cells[id].held = pin.rung;
            cells[id].heldBy = pin.pinnedBy;
        }
        LadderCells made;
        made.currency = QString::fromStdString(store->currency());
        for (auto& [id, cell] : cells) {
            cell.seriesId = id;
            made.series.push_back(std::move(cell));
        }
        return made;
    });
}

} // namespace merch
