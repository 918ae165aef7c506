#include "engine/inventory/rounding.h"
#include "tests/golden/runner/domain.h"

using namespace merch;

namespace
{

Answer roundedOrder(const CaseInputs& in)
{
    OrderRules rules;
    rules.moq = in.integer("moq");
    rules.pack = in.integer("pack", 1);
    if (in.value("capacity").isDouble())
        rules.capacity = in.integer("capacity");
    const qint64 need = in.integer("need"), position = in.integer("inventory_position");
    const RoundedOrder order = roundOrder(need, rules, position);
    QString reason = QStringLiteral("ok");
    if (order.reason == RoundingReason::NoNeed)
        reason = QStringLiteral("none");
    else if (order.reason == RoundingReason::DoesNotFit)
        reason = QStringLiteral("does_not_fit");
    else if (order.quantity < roundOrder(need, {rules.moq, rules.pack, {}}, position).quantity)
        reason = QStringLiteral("capped");
    return answer({{"quantity", order.quantity}, {"reason", reason}});
}

} // namespace

void addInventoryFunctions(DomainFunctions& functions)
{
    functions.insert({
        {QStringLiteral("round_order"), roundedOrder},
    });
}
