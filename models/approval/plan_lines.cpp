#include "models/approval/plan_lines.h"

#include "models/approval/line_set.h"
#include "models/store/sqlite.h"
#include "models/store/store.h"

#include <QCoreApplication>
#include <QJsonDocument>
#include <QJsonObject>

#include <sodium.h>

#include <array>

namespace merch::plans
{
namespace
{

QString tr(const char* text)
{
    return QCoreApplication::translate("ApprovalService", text);
}

} // namespace

Result<Head> head(Store& store, std::int64_t planId, std::string_view kind)
{
    sql::Statement find(
        store.db(), "SELECT plan_id, kind, state, as_of, made_at, coalesce(submitted_at, 0), made_by"
                    " FROM plan WHERE CASE WHEN ?1 = 0 THEN kind = ?2 ELSE plan_id = ?1 END"
                    " ORDER BY plan_id DESC LIMIT 1");
    find.bind(1, planId).bind(2, kind);
    if (!find.step()) {
        if (planId != 0)
            return Error{
                ErrorCode::NotFound,
                tr("There is no plan %1.").arg(planId).toStdString(),
                tr("The Approvals page lists the plans of this store.").toStdString(),
                {}};
        return Error{
            ErrorCode::NotFound,
            tr("There is no plan yet.").toStdString(),
            tr("Make one with 'plan reorder' or on the Reorder page.").toStdString(),
            {}};
    }
    Head plan;
    plan.planId = find.integer(0);
    plan.kind = find.text(1);
    plan.state = stateOfWord(QString::fromStdString(std::string(find.text(2)))).value_or(PlanState::Draft);
    plan.asOf = find.integer(3);
    plan.madeAt = find.integer(4);
    plan.submittedAt = find.integer(5);
    plan.madeBy = find.text(6);
    return plan;
}

std::string digest(Store& store, std::int64_t planId, const std::vector<int>& lines)
{
    crypto_hash_sha256_state state;
    crypto_hash_sha256_init(&state);
    sql::Statement read(
        store.db(),
        "SELECT line || '|' || series_id || '|' || coalesce(supplier_id, '') || '|' || order_qty || '|'"
        " || unit_cost || '|' || order_value || '|' || order_point || '|' || order_up_to || '|'"
        " || in_budget || '|' || coalesce(excluded, '') || x'0a'"
        " FROM plan_line WHERE plan_id = ?1 ORDER BY line");
    read.bind(1, planId);
    std::size_t next = 0;
    while (next < lines.size() && read.step()) {
        const std::string_view text = read.text(0);
        if (text.substr(0, text.find('|')) != std::to_string(lines[next]))
            continue;
        ++next;
        crypto_hash_sha256_update(&state, reinterpret_cast<const unsigned char*>(text.data()), text.size());
    }
    std::array<unsigned char, crypto_hash_sha256_BYTES> bytes{};
    crypto_hash_sha256_final(&state, bytes.data());
    std::array<char, crypto_hash_sha256_BYTES * 2 + 1> hex{};
    sodium_bin2hex(hex.data(), hex.size(), bytes.data(), bytes.size());
    return hex.data();
}

Outcome ensureEditable(Store& store, std::int64_t planId)
{
    const auto plan = head(store, planId);
    if (!plan)
        return plan.error();
    if (isEditable(plan->state))
        return success();
    return Error{
        ErrorCode::Refused,
        (plan->state == PlanState::Submitted
             ? tr("Plan %1 waits for a decision and cannot be edited.").arg(plan->planId)
             : tr("Plan %1 is %2 and cannot be edited.").arg(plan->planId).arg(stateWord(plan->state)))
            .toStdString(),
        (plan->state == PlanState::Submitted ? tr("Have it sent back first.") : tr("Make a new plan."))
            .toStdString(),
        {}};
}

std::string approvalBroken(Store& store, std::int64_t planId)
{
    sql::Statement read(
        store.db(), "SELECT body, user FROM audit WHERE entity = 'plan' AND key = ?1"
                    " AND action = 'approve' ORDER BY entry_id");
    read.bind(1, std::to_string(planId));
    while (read.step()) {
        const std::string_view body = read.text(0);
        const QJsonObject entry =
            QJsonDocument::fromJson(QByteArray(body.data(), static_cast<qsizetype>(body.size()))).object();
        const std::vector<int> lines = unpackLines(entry.value(u"lines").toString());
        if (digest(store, planId, lines) != entry.value(u"digest").toString().toStdString())
            return tr("Plan %1: lines were changed after %2 approved them.")
                .arg(planId)
                .arg(QString::fromStdString(std::string(read.text(1))))
                .toStdString();
    }
    return {};
}

} // namespace merch::plans
