#include "models/approval/approval_service.h"

#include "models/approval/audit_log.h"
#include "models/approval/line_set.h"
#include "models/approval/plan_lines.h"
#include "models/store/sqlite.h"
#include "models/store/store.h"

#include <QCoreApplication>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

namespace merch
{
namespace
{

struct Texts {
    Q_DECLARE_TR_FUNCTIONS(ApprovalService)
};

QString qs(std::string_view text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

Error refused(const QString& what, const QString& remedy = {})
{
    return {ErrorCode::Refused, what.toStdString(), remedy.toStdString(), {}};
}

enum class Verdict { Approve, Reject, Return };

QString actionOf(Verdict verdict)
{
    return verdict == Verdict::Approve  ? QStringLiteral("approve")
           : verdict == Verdict::Reject ? QStringLiteral("reject")
                                        : QStringLiteral("return");
}

PlanState stateOf(Verdict verdict)
{
    return verdict == Verdict::Approve  ? PlanState::Approved
           : verdict == Verdict::Reject ? PlanState::Rejected
                                        : PlanState::Returned;
}

/// Why a decision cannot be taken on a plan in this state.
Error notWaiting(const plans::Head& plan)
{
    switch (plan.state) {
    case PlanState::Draft:
        return refused(
            Texts::tr("Plan %1 was not submitted.").arg(plan.planId), Texts::tr("Submit it first."));
    case PlanState::Returned:
        return refused(
            Texts::tr("Plan %1 was sent back and not submitted again.").arg(plan.planId),
            Texts::tr("Submit it first."));
    default:
        return refused(
            Texts::tr("Plan %1 is already %2.").arg(plan.planId).arg(stateWord(plan.state)),
            Texts::tr("Only what waits can be decided; make a new plan."));
    }
}

std::vector<int> linesWhere(Store& store, std::int64_t planId, const std::string& condition)
{
    sql::Statement read(
        store.db(), "SELECT line FROM plan_line WHERE plan_id = ?1 AND " + condition + " ORDER BY line");
    read.bind(1, planId);
    std::vector<int> lines;
    while (read.step())
        lines.push_back(static_cast<int>(read.integer(0)));
    return lines;
}

struct Totals {
    int lines = 0;
    std::int64_t value = 0, margin = 0;
};

/// Moves lines to a state and sums what they order.
Totals moveLines(Store& store, std::int64_t planId, const std::vector<int>& lines, PlanState state)
{
    sql::Statement move(store.db(), "UPDATE plan_line SET state = ?3 WHERE plan_id = ?1 AND line = ?2");
    sql::Statement read(
        store.db(), "SELECT order_value, margin_saved, " + std::string(plans::kOrders) +
                        " FROM plan_line WHERE plan_id = ?1 AND line = ?2");
    const std::string word = stateWord(state).toStdString();
    Totals totals;
    for (const int line : lines) {
        move.bind(1, planId).bind(2, line).bind(3, word).run();
        read.bind(1, planId).bind(2, line);
        if (read.step() && read.integer(2) != 0) {
            ++totals.lines;
            totals.value += read.integer(0);
            totals.margin += read.integer(1);
        }
        read.reset();
    }
    return totals;
}

void setPlanState(Store& store, std::int64_t planId, PlanState state)
{
    sql::Statement set(store.db(), "UPDATE plan SET state = ?2 WHERE plan_id = ?1");
    set.bind(1, planId).bind(2, stateWord(state).toStdString()).run();
}

/// One decision row per line named, or one for the whole plan.
void writeDecisions(
    Store& store, std::int64_t planId, const std::vector<int>& lines, bool whole, const QString& action,
    const QString& comment, const QString& user, std::int64_t entry)
{
    sql::Statement insert(
        store.db(), "INSERT INTO decision (plan_id, line, action, comment, user, at, audit_entry)"
                    " SELECT ?1, ?2, ?3, nullif(?4, ''), ?5, at, ?6 FROM audit WHERE entry_id = ?6");
    insert.bind(1, planId)
        .bind(3, action.toStdString())
        .bind(4, comment.toStdString())
        .bind(5, user.toStdString());
    insert.bind(6, entry);
    if (whole) {
        insert.bindNull(2).run();
        return;
    }
    for (const int line : lines)
        insert.bind(2, line).run();
}

/// The digest kept when the plan was last submitted still fits its lines.
bool asSubmitted(Store& store, std::int64_t planId)
{
    sql::Statement read(
        store.db(), "SELECT body FROM audit WHERE entity = 'plan' AND key = ?1 AND action = 'submit'"
                    " ORDER BY entry_id DESC LIMIT 1");
    read.bind(1, std::to_string(planId));
    if (!read.step())
        return false;
    const std::string_view body = read.text(0);
    const QJsonObject entry =
        QJsonDocument::fromJson(QByteArray(body.data(), static_cast<qsizetype>(body.size()))).object();
    return plans::digest(store, planId, unpackLines(entry.value(u"lines").toString())) ==
               entry.value(u"digest").toString().toStdString() &&
           plans::headDigest(store, planId) == entry.value(u"head").toString().toStdString();
}

/// Opens for a step: durable before anything is reported done.
Result<Store> openDurable(const QString& path)
{
    auto store = Store::open(path.toStdString(), Store::Mode::ReadWrite);
    if (store)
        store->db().execute("PRAGMA synchronous = FULL");
    return store;
}

Result<std::vector<int>> namedLines(Store& store, const plans::Head& plan, const std::vector<LineKey>& keys)
{
    sql::Statement find(
        store.db(), "SELECT l.line, l.state, l.excluded FROM plan_line l JOIN series s USING (series_id)"
                    " JOIN product p USING (product_id) JOIN location o USING (location_id)"
                    " WHERE l.plan_id = ?1 AND p.sku = ?2 AND o.code = ?3");
    std::vector<int> lines;
    for (const LineKey& key : keys) {
        find.bind(1, plan.planId).bind(2, key.sku.toStdString()).bind(3, key.location.toStdString());
        const QString name = key.sku + u'@' + key.location;
        if (!find.step())
            return Error{
                ErrorCode::NotFound,
                Texts::tr("Plan %1 has no line %2.").arg(plan.planId).arg(name).toStdString(),
                Texts::tr("Name lines as SKU@LOCATION.").toStdString(),
                {}};
        const int line = static_cast<int>(find.integer(0));
        const QString state = qs(find.text(1));
        const QString excluded = qs(find.text(2));
        find.reset();
        if (!excluded.isEmpty())
            return refused(
                Texts::tr("Line %1 of plan %2 is excluded: %3.").arg(name).arg(plan.planId).arg(excluded));
        if (state != stateWord(PlanState::Submitted))
            return refused(
                Texts::tr("Line %1 of plan %2 is already %3.").arg(name).arg(plan.planId).arg(state),
                Texts::tr("Only lines that wait can be decided."));
        lines.push_back(line);
    }
    std::sort(lines.begin(), lines.end());
    lines.erase(std::unique(lines.begin(), lines.end()), lines.end());
    return lines;
}

/// What the lines' states make of the plan, once no line that orders something waits any more.
PlanState outcomeOf(Store& store, std::int64_t planId)
{
    const auto has = [&](PlanState state, bool orders) {
        sql::Statement any(
            store.db(),
            "SELECT EXISTS (SELECT 1 FROM plan_line WHERE plan_id = ?1 AND state = ?2 AND (?3 = 0 OR " +
                std::string(plans::kOrders) + "))");
        any.bind(1, planId).bind(2, stateWord(state).toStdString()).bind(3, orders);
        return any.step() && any.integer(0) != 0;
    };
    sql::Statement any(
        store.db(),
        "SELECT EXISTS (SELECT 1 FROM plan_line WHERE plan_id = ?1 AND " + std::string(plans::kOrders) + ")");
    any.bind(1, planId);
    any.step();
    const bool orders = any.integer(0) != 0;
    if (has(PlanState::Submitted, orders))
        return PlanState::Submitted;
    if (has(PlanState::Returned, orders))
        return PlanState::Returned;
    if (has(PlanState::Approved, orders) || has(PlanState::Exported, orders))
        return PlanState::Approved;
    return PlanState::Rejected;
}

int waitingLines(Store& store, std::int64_t planId)
{
    return static_cast<int>(
        linesWhere(store, planId, "state = 'submitted' AND " + std::string(plans::kOrders)).size());
}

Result<StepResult> decide(
    const QString& path, const QString& commandLine, std::int64_t planId, const std::vector<LineKey>& keys,
    Verdict verdict, const QString& user, const QString& comment, std::int64_t seen)
{
    return reporting("decide on the plan", [&]() -> Result<StepResult> {
        auto store = openDurable(path);
        if (!store)
            return store.error();
        sql::Transaction transaction(store->db());
        const auto plan = plans::head(*store, planId);
        if (!plan)
            return plan.error();
        if (plan->state != PlanState::Submitted)
            return notWaiting(*plan);
        if (seen != 0 && seen != plans::submission(*store, plan->planId))
            return refused(
                Texts::tr("Plan %1 was changed and submitted anew since you looked.").arg(plan->planId),
                Texts::tr("Look at it again, then decide."));
        if (verdict == Verdict::Approve && !asSubmitted(*store, plan->planId))
            return refused(
                Texts::tr("Plan %1 is not what was submitted: its lines were changed since.")
                    .arg(plan->planId),
                Texts::tr("Send it back and submit it again."));

        std::vector<int> lines;
        if (keys.empty()) {
            lines = linesWhere(*store, plan->planId, "state = 'submitted'");
        } else {
            auto named = namedLines(*store, *plan, keys);
            if (!named)
                return named.error();
            lines = *named;
        }
        const Totals totals = moveLines(*store, plan->planId, lines, stateOf(verdict));
        const PlanState now = outcomeOf(*store, plan->planId);
        // Lines that order nothing follow the plan once it is decided.
        std::vector<int> follow;
        if (now != PlanState::Submitted) {
            follow = linesWhere(*store, plan->planId, "state = 'submitted'");
            moveLines(*store, plan->planId, follow, now);
        }
        setPlanState(*store, plan->planId, now);

        const std::int64_t entry = audit::append(
            *store, user, actionOf(verdict), QStringLiteral("plan"), QString::number(plan->planId),
            {{QStringLiteral("lines"), packLines(lines)},
             {QStringLiteral("order_lines"), totals.lines},
             {QStringLiteral("order_value"), static_cast<qint64>(totals.value)},
             {QStringLiteral("margin_saved"), static_cast<qint64>(totals.margin)},
             {QStringLiteral("comment"), comment},
             {QStringLiteral("digest"), QString::fromStdString(plans::digest(*store, plan->planId, lines))},
             {QStringLiteral("follow"), packLines(follow)},
             {QStringLiteral("whole"), keys.empty()},
             {QStringLiteral("state"), stateWord(now)}});
        writeDecisions(*store, plan->planId, lines, keys.empty(), actionOf(verdict), comment, user, entry);
        const int waiting = waitingLines(*store, plan->planId);
        if (!commandLine.isEmpty())
            store->logCommand(
                user.toStdString(), commandLine.toStdString(), "plan is " + stateWord(now).toStdString());
        transaction.commit();
        return StepResult{
            plan->planId, now, totals.lines > 0 ? totals.lines : static_cast<int>(lines.size()), waiting};
    });
}

} // namespace

ApprovalService::ApprovalService(const QString& storePath, const QString& commandLine)
    : m_path(storePath)
    , m_commandLine(commandLine)
{
}

Result<StepResult> ApprovalService::submit(std::int64_t planId, const QString& user, const QString& comment)
{
    return reporting("submit the plan", [&]() -> Result<StepResult> {
        auto store = openDurable(m_path);
        if (!store)
            return store.error();
        sql::Transaction transaction(store->db());
        const auto plan = plans::head(*store, planId);
        if (!plan)
            return plan.error();
        if (plan->state == PlanState::Submitted)
            return refused(
                Texts::tr("Plan %1 is already submitted and waits for a decision.").arg(plan->planId));
        if (!isEditable(plan->state))
            return refused(
                Texts::tr("Plan %1 is already %2.").arg(plan->planId).arg(stateWord(plan->state)),
                Texts::tr("Make a new plan."));
        const std::vector<int> lines =
            linesWhere(*store, plan->planId, "excluded IS NULL AND state IN ('draft', 'returned')");
        if (lines.empty())
            return refused(Texts::tr("Plan %1 has no line to submit.").arg(plan->planId));
        const Totals totals = moveLines(*store, plan->planId, lines, PlanState::Submitted);
        const std::int64_t entry = audit::append(
            *store, user, QStringLiteral("submit"), QStringLiteral("plan"), QString::number(plan->planId),
            {{QStringLiteral("lines"), packLines(lines)},
             {QStringLiteral("order_lines"), totals.lines},
             {QStringLiteral("order_value"), static_cast<qint64>(totals.value)},
             {QStringLiteral("margin_saved"), static_cast<qint64>(totals.margin)},
             {QStringLiteral("comment"), comment},
             {QStringLiteral("digest"), QString::fromStdString(plans::digest(*store, plan->planId, lines))},
             {QStringLiteral("head"), QString::fromStdString(plans::headDigest(*store, plan->planId))},
             {QStringLiteral("whole"), true},
             {QStringLiteral("state"), stateWord(PlanState::Submitted)}});
        sql::Statement mark(
            store->db(), "UPDATE plan SET state = 'submitted', submitted_at = (SELECT at FROM audit"
                         " WHERE entry_id = ?2), submitted_by = ?3 WHERE plan_id = ?1");
        mark.bind(1, plan->planId).bind(2, entry).bind(3, user.toStdString()).run();
        writeDecisions(*store, plan->planId, lines, true, QStringLiteral("submit"), comment, user, entry);
        const int waiting = waitingLines(*store, plan->planId);
        if (!m_commandLine.isEmpty())
            store->logCommand(user.toStdString(), m_commandLine.toStdString(), "plan is submitted");
        transaction.commit();
        return StepResult{
            plan->planId, PlanState::Submitted,
            totals.lines > 0 ? totals.lines : static_cast<int>(lines.size()), waiting};
    });
}

Result<StepResult> ApprovalService::approve(
    std::int64_t planId, const std::vector<LineKey>& lines, const QString& user, const QString& comment,
    std::int64_t seen)
{
    return decide(m_path, m_commandLine, planId, lines, Verdict::Approve, user, comment, seen);
}

Result<StepResult> ApprovalService::reject(
    std::int64_t planId, const std::vector<LineKey>& lines, const QString& user, const QString& comment,
    std::int64_t seen)
{
    return decide(m_path, m_commandLine, planId, lines, Verdict::Reject, user, comment, seen);
}

Result<StepResult> ApprovalService::giveBack(
    std::int64_t planId, const std::vector<LineKey>& lines, const QString& user, const QString& comment,
    std::int64_t seen)
{
    return decide(m_path, m_commandLine, planId, lines, Verdict::Return, user, comment, seen);
}

Outcome ApprovalService::comment(std::int64_t planId, const QString& user, const QString& text)
{
    return reporting("keep the comment", [&]() -> Outcome {
        if (text.trimmed().isEmpty())
            return Error{ErrorCode::InvalidInput, Texts::tr("The comment is empty.").toStdString(), {}, {}};
        auto store = openDurable(m_path);
        if (!store)
            return store.error();
        sql::Transaction transaction(store->db());
        const auto plan = plans::head(*store, planId);
        if (!plan)
            return plan.error();
        audit::append(
            *store, user, QStringLiteral("comment"), QStringLiteral("plan"), QString::number(plan->planId),
            {{QStringLiteral("comment"), text}});
        transaction.commit();
        return success();
    });
}

} // namespace merch
