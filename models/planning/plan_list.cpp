#include "models/planning/plan_list.h"

#include "models/store/sqlite.h"
#include "models/store/store.h"

namespace merch
{

Result<std::vector<PlanHead>> reorderPlans(const QString& path, int most)
{
    return reporting("list the plans", [&]() -> Result<std::vector<PlanHead>> {
        Result<Store> store = Store::open(path.toStdString(), Store::Mode::ReadOnly);
        if (!store)
            return store.error();
        sql::Statement rows(
            store->db(), "SELECT plan_id, state, as_of, made_at, made_by, order_value, budget FROM plan"
                         " WHERE kind = 'reorder' ORDER BY plan_id DESC LIMIT ?1");
        rows.bind(1, most);
        const auto text = [&rows](int column) {
            const std::string_view bytes = rows.text(column);
            return QString::fromUtf8(bytes.data(), static_cast<qsizetype>(bytes.size()));
        };
        std::vector<PlanHead> plans;
        while (rows.step()) {
            PlanHead head;
            head.planId = rows.integer(0);
            head.state = stateOfWord(text(1)).value_or(PlanState::Draft);
            head.asOf = static_cast<Day>(rows.integer(2));
            head.madeAt = rows.integer(3);
            head.madeBy = text(4);
            head.orderValue = rows.integer(5);
            if (!rows.isNull(6))
                head.budget = rows.integer(6);
            plans.push_back(std::move(head));
        }
        return plans;
    });
}

} // namespace merch
