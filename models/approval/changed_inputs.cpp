#include "models/approval/changed_inputs.h"

#include "models/store/sqlite.h"
#include "models/store/store.h"

#include <QCoreApplication>

namespace merch
{

namespace
{

struct Texts {
    Q_DECLARE_TR_FUNCTIONS(ApprovalService)
};

} // namespace

ChangedInputs changedInputs(Store& store, std::int64_t planId)
{
    ChangedInputs changed;
    sql::Statement plan(store.db(), "SELECT made_at, coalesce(run_id, 0) FROM plan WHERE plan_id = ?1");
    plan.bind(1, planId);
    if (!plan.step())
        return changed;
    const std::int64_t madeAt = plan.integer(0);
    QStringList everywhere;
    sql::Statement imports(
        store.db(),
        "SELECT count(*) FROM import WHERE (made_at > ?1 AND undone_at IS NULL) OR undone_at > ?1");
    imports.bind(1, madeAt);
    if (imports.step() && imports.integer(0) > 0)
        everywhere << Texts::tr("data were imported or taken back since");
    sql::Statement run(store.db(), "SELECT count(*) FROM forecast_run WHERE made_at > ?1");
    run.bind(1, madeAt);
    if (run.step() && run.integer(0) > 0)
        everywhere << Texts::tr("the forecast was made anew since");
    changed.everywhere = everywhere.join(QStringLiteral("; "));
    sql::Statement overrides(
        store.db(),
        "SELECT DISTINCT series_id FROM override WHERE committed = 1 AND (made_at > ?1 OR removed_at > ?1)");
    overrides.bind(1, madeAt);
    while (overrides.step()) {
        QString& what = changed.bySeries[static_cast<int>(overrides.integer(0))];
        what = changed.everywhere.isEmpty() ? Texts::tr("its forecast was overridden since")
                                            : changed.everywhere + QStringLiteral("; ") +
                                                  Texts::tr("its forecast was overridden since");
    }
    return changed;
}

} // namespace merch
