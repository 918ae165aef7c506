#include "models/approval/plan_lines.h"

#include "models/approval/line_set.h"
#include "models/store/sqlite.h"
#include "models/store/store.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <sodium.h>

#include <algorithm>

namespace merch::plans
{
namespace
{

/// SHA-256 of parts, each with its length before it.
class Digest
{
public:
    Digest() { crypto_hash_sha256_init(&m_hash); }

    void add(std::string_view text)
    {
        const std::string part = std::to_string(text.size()) + ":" + std::string(text);
        crypto_hash_sha256_update(&m_hash, reinterpret_cast<const unsigned char*>(part.data()), part.size());
    }
    void add(const sql::Statement& row)
    {
        for (int column = 0; column < sqlite3_column_count(row.handle()); ++column)
            add(row.isNull(column) ? std::string_view("-") : row.text(column));
    }
    std::string hex()
    {
        unsigned char digest[crypto_hash_sha256_BYTES];
        crypto_hash_sha256_final(&m_hash, digest);
        char text[2 * sizeof digest + 1];
        sodium_bin2hex(text, sizeof text, digest, sizeof digest);
        return text;
    }

private:
    crypto_hash_sha256_state m_hash;
};

} // namespace

Result<Head> head(Store& store, std::int64_t planId, std::string_view kind)
{
    sql::Statement row(
        store.db(),
        "SELECT plan_id, kind, state, as_of, made_at, coalesce(submitted_at, 0), made_by FROM plan"
        " WHERE (?1 <> 0 AND plan_id = ?1) OR (?1 = 0 AND kind = ?2) ORDER BY plan_id DESC LIMIT 1");
    row.bind(1, planId).bind(2, kind);
    if (!row.step())
        return Error{
            ErrorCode::NotFound,
            planId == 0 ? "There is no " + std::string(kind) + " plan."
                        : "There is no plan " + std::to_string(planId) + ".",
            "Make one first.",
            {}};
    Head found;
    found.planId = row.integer(0);
    found.kind = row.text(1);
    const std::string_view state = row.text(2);
    found.state = stateOfWord(QString::fromUtf8(state.data(), static_cast<qsizetype>(state.size())))
                      .value_or(PlanState::Draft);
    found.asOf = row.integer(3);
    found.madeAt = row.integer(4);
    found.submittedAt = row.integer(5);
    found.madeBy = row.text(6);
    return found;
}

std::int64_t submission(Store& store, std::int64_t planId)
{
    sql::Statement read(
        store.db(), "SELECT coalesce(max(entry_id), 0) FROM audit WHERE entity = 'plan' AND key = ?1 AND "
                    "action = 'submit'");
    read.bind(1, std::to_string(planId));
    return read.step() ? read.integer(0) : 0;
}

std::string digest(Store& store, std::int64_t planId, const std::vector<int>& lines)
{
    Digest digest;
    sql::Statement row(
        store.db(),
        "SELECT line, series_id, supplier_id, on_hand, on_order, lead_time_days, lead_time_sd, review_days,"
        " demand_mean, demand_sd, safety_stock, service, order_point, order_up_to, proposed_qty, order_qty,"
        " pack_size, moq, unit_cost, order_value, margin_saved, rank, in_budget, locked, excluded, assumed,"
        " reason FROM plan_line WHERE plan_id = ?1 AND line = ?2");
    for (const int line : lines) {
        row.bind(1, planId).bind(2, line);
        if (row.step())
            digest.add(row);
        else
            digest.add("gone");
        row.reset();
    }
    return digest.hex();
}

std::string headDigest(Store& store, std::int64_t planId)
{
    Digest digest;
    sql::Statement row(
        store.db(), "SELECT plan_id, kind, as_of, made_at, made_by, budget, options, order_value,"
                    " margin_saved, run_id, seconds FROM plan WHERE plan_id = ?1");
    row.bind(1, planId);
    if (row.step())
        digest.add(row);
    return digest.hex();
}

Outcome ensureEditable(Store& store, std::int64_t planId)
{
    const Result<Head> plan = head(store, planId);
    if (!plan)
        return plan.error();
    if (isEditable(plan->state))
        return success();
    return Error{
        ErrorCode::Refused,
        "Plan " + std::to_string(plan->planId) + " is " + stateWord(plan->state).toStdString() +
            " and cannot be changed.",
        plan->state == PlanState::Submitted ? "Have it sent back first." : "Make a new plan.",
        {}};
}

std::string approvalBroken(Store& store, std::int64_t planId)
{
    sql::Statement rows(
        store.db(), "SELECT entry_id, body FROM audit WHERE entity = 'plan' AND key = ?1 AND action = "
                    "'approve' ORDER BY entry_id");
    rows.bind(1, std::to_string(planId));
    while (rows.step()) {
        const std::string_view text = rows.text(1);
        const QJsonObject body =
            QJsonDocument::fromJson(QByteArray(text.data(), static_cast<qsizetype>(text.size()))).object();
        const std::vector<int> lines = unpackLines(body.value(QStringLiteral("lines")).toString());
        if (digest(store, planId, lines) != body.value(QStringLiteral("digest")).toString().toStdString())
            return "lines of plan " + std::to_string(planId) + " are not what entry " +
                   std::to_string(rows.integer(0)) + " approved";
    }
    return {};
}

} // namespace merch::plans
