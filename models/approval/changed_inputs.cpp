#include "models/approval/changed_inputs.h"

#include "models/store/sqlite.h"
#include "models/store/store.h"

#include <QCoreApplication>
#include <QLocale>

#include <cmath>

namespace merch
{
namespace
{

QString tr(const char* text)
{
    return QCoreApplication::translate("ChangedInputs", text);
}

QString qs(std::string_view text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

} // namespace

ChangedInputs changedInputs(Store& store, std::int64_t planId)
{
    ChangedInputs changed;
    std::int64_t madeAt = 0, run = 0;
    {
        sql::Statement plan(store.db(), "SELECT made_at, coalesce(run_id, 0) FROM plan WHERE plan_id = ?1");
        plan.bind(1, planId);
        if (!plan.step())
            return changed;
        madeAt = plan.integer(0);
        run = plan.integer(1);
    }

    // Cells of demand and stock: known to the series. Anything else an import brings may bear on every line.
    sql::Statement imports(
        store.db(), "SELECT import_id, kind, coalesce(undone_at, 0) FROM import"
                    " WHERE (made_at > ?1 AND undone_at IS NULL) OR (made_at <= ?1 AND undone_at > ?1)"
                    " ORDER BY import_id");
    sql::Statement cells(store.db(), "SELECT DISTINCT key / 64 FROM layer WHERE import_id = ?1");
    imports.bind(1, madeAt);
    while (imports.step()) {
        const std::int64_t import = imports.integer(0);
        const QString kind = qs(imports.text(1));
        if (imports.integer(2) > 0) {
            changed.everywhere = tr("import %1 was undone").arg(import);
            continue;
        }
        bool cellsFound = false;
        cells.bind(1, import);
        while (cells.step()) {
            cellsFound = true;
            changed.bySeries[static_cast<int>(cells.integer(0))] =
                tr("new %1 (import %2)").arg(kind).arg(import);
        }
        cells.reset();
        if (!cellsFound)
            changed.everywhere = tr("new %1 (import %2)").arg(kind).arg(import);
    }

    sql::Statement overrides(
        store.db(), "SELECT series_id, owner, max(coalesce(removed_at, 0)) FROM override"
                    " WHERE committed = 1 AND (made_at > ?1 OR removed_at > ?1) GROUP BY series_id");
    overrides.bind(1, madeAt);
    while (overrides.step())
        changed.bySeries[static_cast<int>(overrides.integer(0))] =
            tr("forecast edited by %1").arg(qs(overrides.text(1)));

    // A newer run counts only where it says something else: half a unit or a twentieth over 28 days.
    sql::Statement forecasts(
        store.db(), "SELECT o.series_id, o.units_28, n.units_28 FROM forecast o JOIN forecast n"
                    " ON n.series_id = o.series_id AND n.run_id = (SELECT max(run_id) FROM"
                    " forecast_run WHERE made_at > ?2) WHERE o.run_id = ?1");
    forecasts.bind(1, run).bind(2, madeAt);
    while (forecasts.step()) {
        const double before = forecasts.real(1), now = forecasts.real(2);
        if (std::abs(now - before) < std::max(0.5, 0.05 * before))
            continue;
        const QLocale locale;
        changed.bySeries[static_cast<int>(forecasts.integer(0))] =
            tr("28-day forecast went from %1 to %2")
                .arg(locale.toString(before, 'f', 0), locale.toString(now, 'f', 0));
    }

    sql::Statement assumptions(
        store.db(),
        "SELECT s.series_id, a.name FROM assumption a JOIN series s JOIN product p USING (product_id)"
        " JOIN location o USING (location_id) LEFT JOIN category c USING (category_id)"
        " WHERE a.made_at > ?1 AND (a.location IS NULL OR a.location = o.code) AND (a.category IS"
        " NULL OR a.category = c.path OR c.path LIKE a.category || ' > %')"
        " AND s.series_id IN (SELECT series_id FROM plan_line WHERE plan_id = ?2)");
    assumptions.bind(1, madeAt).bind(2, planId);
    while (assumptions.step())
        changed.bySeries[static_cast<int>(assumptions.integer(0))] =
            tr("assumption %1 was changed").arg(qs(assumptions.text(1)));
    return changed;
}

} // namespace merch
