#pragma once

#include "engine/core/day.h"
#include "engine/core/progress.h"
#include "engine/core/result.h"
#include "models/approval/plan_state.h"

#include <QString>
#include <QStringList>

#include <cstdint>
#include <optional>
#include <vector>

namespace merch
{

/// How much a plan should be looked at before it is approved, and why in one sentence.
enum class PlanRisk : std::uint8_t { Low, Medium, High };

/// A plan as the queue shows it. Money in minor units. "Order lines" are those that order something: not
/// excluded, inside the budget, a quantity above zero.
struct PlanSummary {
    std::int64_t planId = 0;
    QString kind; ///< "reorder", "prices", "markdown"
    PlanState state = PlanState::Draft;
    Day asOf = 0;
    std::int64_t madeAt = 0; ///< Unix milliseconds
    QString madeBy;
    std::int64_t submittedAt = 0; ///< 0 = never
    QString submittedBy;
    std::optional<std::int64_t> budget;
    int lines = 0;      ///< all lines of the plan
    int orderLines = 0; ///< of them, lines that order something; rejected ones only where all are
    int waiting = 0;    ///< order lines submitted and undecided
    int approved = 0, rejected = 0, returned = 0, exported = 0;
    std::int64_t orderValue = 0;   ///< of the order lines
    std::int64_t marginSaved = 0;  ///< expected, of the order lines
    std::int64_t waitingValue = 0; ///< of the lines that wait
    std::int64_t assumedValue = 0; ///< order value that rests on an assumption
    int suppliers = 0;
    int changedLines = 0;        ///< order lines whose inputs changed since the plan was made
    std::int64_t submission = 0; ///< audit entry of the last submission; 0 = never
    PlanRisk risk = PlanRisk::Low;
    QString riskReason;
};

/// One line of a plan with what a decision needs. Units in the product's own unit; money in minor units.
struct PlanLine {
    int line = 0;
    int seriesId = 0;
    QString sku, title, location, supplier; ///< codes; title may be empty
    std::optional<double> onHand;
    double onOrder = 0;
    std::optional<double> minToday, maxToday; ///< what holds at the shelf now, where it is known
    double proposedQty = 0, orderQty = 0;
    double orderPoint = 0, orderUpTo = 0, safetyStock = 0;
    int packSize = 1;
    double demandMean = 0; ///< over lead time plus review period
    double leadTimeDays = 0;
    int reviewDays = 0;
    double service = 0;  ///< target, 0..1
    double unitCost = 0; ///< currency units
    std::int64_t orderValue = 0, marginSaved = 0;
    bool inBudget = true;
    QString excluded;    ///< reason; empty = not excluded
    QStringList assumed; ///< fields that rest on an assumption
    QString reason;      ///< why this quantity, one sentence
    QString critical;    ///< failed critical check of the series
    PlanState state = PlanState::Draft;
    QString changed;            ///< what of its inputs changed since the plan was made; empty = nothing
    bool changedItself = false; ///< of this line alone, not of the whole plan
    bool orders() const { return excluded.isEmpty() && inBudget && orderQty > 0; }
};

/// Names a line as the CLI does: SKU@LOCATION.
struct LineKey {
    QString sku, location;
};

/// What a step did.
struct StepResult {
    std::int64_t planId = 0;
    PlanState state = PlanState::Draft; ///< of the plan, after the step
    int lines = 0;                      ///< that the step moved
    int waiting = 0;                    ///< order lines still undecided
};

/// One entry of the audit log.
struct AuditEntry {
    std::int64_t entryId = 0;
    std::int64_t at = 0; ///< Unix milliseconds
    QString user, action, entity, key;
    QString text; ///< what happened, in words
    QString comment;
    QString hash;
    bool holds = false; ///< its hash and its link to the entry before are right
};

/// What a check of the audit log found. Empty `problems` = intact.
struct AuditReport {
    int entries = 0;
    QStringList problems;
    bool intact() const { return problems.isEmpty(); }
};

/// The approval workflow. Each step is one durable transaction (synchronous=FULL) that writes the new states,
/// the decision and an audit entry which carries the hash of the one before. Opens its own connection per
/// call, so it can be made and used on any thread. A step that is not allowed now is ErrorCode::Refused with
/// its reason. Until roles are set, one person may submit and approve.
class ApprovalService
{
public:
    /// `commandLine` goes to the store's command log; empty = not logged.
    explicit ApprovalService(const QString& storePath, const QString& commandLine = {});

    /// Submits a draft, or what was returned.
    Result<StepResult> submit(std::int64_t planId, const QString& user, const QString& comment = {});
    /// Each decides the named lines, or all that wait when none is named. `seen` is the submission that was
    /// looked at: refused where the plan was submitted anew since; 0 = whichever it is.
    Result<StepResult> approve(
        std::int64_t planId, const std::vector<LineKey>& lines, const QString& user,
        const QString& comment = {}, std::int64_t seen = 0);
    Result<StepResult> reject(
        std::int64_t planId, const std::vector<LineKey>& lines, const QString& user, const QString& comment,
        std::int64_t seen = 0);
    Result<StepResult> giveBack(
        std::int64_t planId, const std::vector<LineKey>& lines, const QString& user, const QString& comment,
        std::int64_t seen = 0);
    /// Keeps a comment in the log without changing a state.
    Outcome comment(std::int64_t planId, const QString& user, const QString& text);

    /// Every plan, those that wait first, then the newest.
    Result<std::vector<PlanSummary>> plans() const;
    /// NotFound when there is none. 0 = the latest reorder plan.
    Result<PlanSummary> plan(std::int64_t planId) const;
    Result<std::vector<PlanLine>> lines(std::int64_t planId) const;

    /// Entries about one plan, oldest first.
    Result<std::vector<AuditEntry>> trail(std::int64_t planId) const;
    /// The newest entries of the whole log, newest first, below `before` (0 = from the top).
    Result<std::vector<AuditEntry>> log(std::int64_t before, int limit) const;
    /// Finds any change, deletion, reordering or insertion in the log, a cut tail, decisions, exports and
    /// states that no entry accounts for, and plan lines changed after they were submitted.
    Result<AuditReport> verify(const Progress& progress = {}) const;

private:
    QString m_path, m_commandLine;
};

} // namespace merch
