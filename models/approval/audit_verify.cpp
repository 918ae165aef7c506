// Verifies the audit log against itself and against everything it accounts for: decisions, exports, states
// and what was submitted and approved.
#include "models/approval/approval_service.h"
#include "models/approval/audit_log.h"
#include "models/approval/line_set.h"
#include "models/approval/plan_lines.h"
#include "models/approval/signing_key.h"
#include "models/store/sqlite.h"
#include "models/store/store.h"

#include <QCoreApplication>
#include <QJsonDocument>
#include <QJsonObject>

#include <map>
#include <set>
#include <utility>

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

/// Where the log says that a plan stands.
struct Replayed {
    QString state = stateWord(PlanState::Draft);
    std::map<int, QString> lines; ///< those that the log ever moved
    std::int64_t submittedAt = 0;
    QString submittedBy, submittedDigest, submittedHead;
    std::vector<int> submittedLines;
    std::int64_t submission = 0;
};

class LogCheck
{
public:
    LogCheck(Store& store, const Progress& progress)
        : m_store(store)
        , m_progress(progress)
    {
    }

    AuditReport run()
    {
        checkEntries();
        checkHead();
        checkStrays();
        checkPlans();
        return std::move(m_report);
    }

private:
    void problem(const QString& text) { m_report.problems << text; }

    void checkEntries()
    {
        sql::Statement rows(m_store.db(), std::string(audit::kRead) + " ORDER BY entry_id");
        m_previous = audit::genesis();
        while (rows.step()) {
            if (m_progress && (m_report.entries & 0x3FF) == 0 && !m_progress(0, 0))
                throw CancelledWork();
            const audit::Entry entry = audit::read(rows);
            ++m_report.entries;
            const QString name = QString::number(entry.id);
            if (entry.id != m_last + 1)
                problem(Texts::tr("entries %1 to %2 are missing").arg(m_last + 1).arg(entry.id - 1));
            if (entry.previous != m_previous)
                problem(Texts::tr("entry %1 does not follow the one before").arg(name));
            if (audit::hashOf(entry) != entry.hash)
                problem(Texts::tr("entry %1 was changed").arg(name));
            if ((!entry.signer.empty() || !entry.signature.empty()) &&
                !signing::verify(entry.hash, entry.signer, entry.signature))
                problem(Texts::tr("entry %1 carries a wrong signature").arg(name));
            m_previous = entry.hash;
            m_lastSigner = entry.signer;
            m_last = entry.id;
            follow(entry);
        }
    }

    /// The head that stands beside the log shows a tail that was cut off; who wrote the last entry signed it.
    void checkHead()
    {
        const QStringList head = qs(m_store.meta("audit_head")).split(QLatin1Char(' '));
        if (m_report.entries == 0 && head.size() < 2)
            return;
        const std::string said =
            head.size() >= 2 ? head[0].toStdString() + " " + head[1].toStdString() : std::string();
        if (said != audit::headText(m_last, m_previous)) {
            problem(Texts::tr("the log ends before its recorded end"));
            return;
        }
        const QString none = QStringLiteral("-");
        const std::string signer = head.value(2) == none ? std::string() : head.value(2).toStdString();
        const std::string signature = head.value(3) == none ? std::string() : head.value(3).toStdString();
        if (signer != m_lastSigner ||
            ((!signer.empty() || !signature.empty()) && !signing::verify(said, signer, signature)))
            problem(Texts::tr("the recorded end carries a wrong signature"));
    }

    void follow(const audit::Entry& entry)
    {
        const QJsonObject body = QJsonDocument::fromJson(QByteArray::fromStdString(entry.body)).object();
        const QString action = qs(entry.action);
        if (action == QLatin1String("export"))
            checkExport(entry, body);
        if (entry.entity != "plan")
            return;
        Replayed& plan = m_plans[qs(entry.key).toLongLong()];
        const std::vector<int> lines = unpackLines(body.value(u"lines").toString());
        const auto move = [&plan](const std::vector<int>& moved, PlanState state) {
            for (const int line : moved)
                plan.lines[line] = stateWord(state);
        };
        if (action == QLatin1String("submit")) {
            move(lines, PlanState::Submitted);
            plan.submittedAt = entry.at;
            plan.submittedBy = qs(entry.user);
            plan.submittedLines = lines;
            plan.submittedDigest = body.value(u"digest").toString();
            plan.submittedHead = body.value(u"head").toString();
            plan.submission = entry.id;
        } else if (action == QLatin1String("approve")) {
            move(lines, PlanState::Approved);
        } else if (action == QLatin1String("reject")) {
            move(lines, PlanState::Rejected);
        } else if (action == QLatin1String("return")) {
            move(lines, PlanState::Returned);
        } else if (action == QLatin1String("export") && body.value(u"moves").toBool()) {
            move(lines, PlanState::Exported);
        }
        const QString state = body.value(u"state").toString();
        if (!state.isEmpty())
            plan.state = state;
        if (const auto followed = stateOfWord(state))
            move(unpackLines(body.value(u"follow").toString()), *followed);
        if (action == QLatin1String("submit") || action == QLatin1String("approve") ||
            action == QLatin1String("reject") || action == QLatin1String("return"))
            checkDecisions(entry, action, body, lines);
    }

    void checkDecisions(
        const audit::Entry& entry, const QString& action, const QJsonObject& body,
        const std::vector<int>& lines)
    {
        using Row = std::pair<std::int64_t, int>; ///< plan and line; 0 = the whole plan
        std::multiset<Row> expected, found;
        const std::int64_t plan = qs(entry.key).toLongLong();
        if (body.value(u"whole").toBool())
            expected.insert({plan, 0});
        else
            for (const int line : lines)
                expected.insert({plan, line});
        sql::Statement rows(
            m_store.db(), "SELECT plan_id, coalesce(line, 0), action, coalesce(comment, ''), user, at"
                          " FROM decision WHERE audit_entry = ?1");
        rows.bind(1, entry.id);
        bool same = true;
        while (rows.step()) {
            found.insert({rows.integer(0), static_cast<int>(rows.integer(1))});
            same = same && qs(rows.text(2)) == action && rows.text(4) == entry.user &&
                   rows.integer(5) == entry.at && qs(rows.text(3)) == body.value(u"comment").toString();
        }
        if (found.empty())
            problem(Texts::tr("entry %1 has lost its decision").arg(entry.id));
        else if (!same || found != expected)
            problem(Texts::tr("the decision of entry %1 was changed").arg(entry.id));
    }

    void checkExport(const audit::Entry& entry, const QJsonObject& body)
    {
        sql::Statement row(
            m_store.db(),
            "SELECT what, coalesce(plan_id, ''), file, coalesce(reverse_file, ''), format, rows, sha256, at,"
            " user, preset, coalesce(reverse_sha256, ''), report, export_id FROM export"
            " WHERE audit_entry = ?1");
        row.bind(1, entry.id);
        if (!row.step()) {
            problem(Texts::tr("entry %1 has lost its export").arg(entry.id));
            return;
        }
        const QString plan = entry.entity == "plan" ? qs(entry.key) : QString();
        const bool same = qs(row.text(0)) == body.value(u"what").toString() && qs(row.text(1)) == plan &&
                          qs(row.text(2)) == body.value(u"file").toString() &&
                          qs(row.text(3)) == body.value(u"reverse_file").toString() &&
                          qs(row.text(4)) == body.value(u"format").toString() &&
                          row.integer(5) == body.value(u"rows").toInteger() &&
                          qs(row.text(6)) == body.value(u"sha256").toString() && row.integer(7) == entry.at &&
                          row.text(8) == entry.user && qs(row.text(9)) == body.value(u"preset").toString() &&
                          qs(row.text(10)) == body.value(u"reverse_sha256").toString() &&
                          (row.integer(11) != 0) == body.value(u"report").toBool();
        const std::int64_t id = row.integer(12);
        std::vector<int> lines;
        sql::Statement left(
            m_store.db(), "SELECT line, plan_id FROM export_line WHERE export_id = ?1 ORDER BY line");
        left.bind(1, id);
        bool ofPlan = true;
        while (left.step()) {
            lines.push_back(static_cast<int>(left.integer(0)));
            ofPlan = ofPlan && QString::number(left.integer(1)) == plan;
        }
        if (!same || row.step())
            problem(Texts::tr("the export of entry %1 was changed").arg(entry.id));
        else if (!ofPlan || lines != unpackLines(body.value(u"lines").toString()))
            problem(Texts::tr("the lines that left with entry %1 were changed").arg(entry.id));
    }

    /// Rows that no entry accounts for.
    void checkStrays()
    {
        const auto count = [&](const char* query, const QString& text) {
            sql::Statement row(m_store.db(), query);
            row.step();
            if (row.integer(0) > 0)
                problem(text.arg(row.integer(0)));
        };
        count(
            "SELECT count(*) FROM decision d WHERE NOT EXISTS (SELECT 1 FROM audit a WHERE a.entry_id ="
            " d.audit_entry AND a.entity = 'plan' AND a.action IN ('submit', 'approve', 'reject', 'return'))",
            Texts::tr("decisions without an entry: %1"));
        count(
            "SELECT count(*) FROM export e WHERE NOT EXISTS (SELECT 1 FROM audit a WHERE a.entry_id ="
            " e.audit_entry AND a.action = 'export')",
            Texts::tr("exports without an entry: %1"));
        count(
            "SELECT count(*) FROM export_line l WHERE NOT EXISTS (SELECT 1 FROM export e WHERE e.export_id ="
            " l.export_id)",
            Texts::tr("exported lines without an export: %1"));
    }

    /// States must be those that the log led to, and what was submitted and approved must stand there still.
    void checkPlans()
    {
        std::set<std::int64_t> present;
        sql::Statement rows(
            m_store.db(), "SELECT plan_id, state, coalesce(submitted_at, 0), coalesce(submitted_by, '')"
                          " FROM plan ORDER BY plan_id");
        sql::Statement lines(m_store.db(), "SELECT line, state FROM plan_line WHERE plan_id = ?1");
        const QString draft = stateWord(PlanState::Draft);
        while (rows.step()) {
            const std::int64_t id = rows.integer(0);
            present.insert(id);
            const auto known = m_plans.find(id);
            const Replayed plan = known == m_plans.end() ? Replayed{} : known->second;
            const QString state = qs(rows.text(1)), name = QString::number(id);
            if (state != plan.state)
                problem(Texts::tr("plan %1 is %2, but the log says %3").arg(name, state, plan.state));
            if (rows.integer(2) != plan.submittedAt || qs(rows.text(3)) != plan.submittedBy)
                problem(Texts::tr("who submitted plan %1, or when, was changed").arg(name));
            int moved = 0;
            lines.bind(1, id);
            while (lines.step()) {
                const auto line = plan.lines.find(static_cast<int>(lines.integer(0)));
                moved += qs(lines.text(1)) != (line == plan.lines.end() ? draft : line->second);
            }
            lines.reset();
            if (moved > 0)
                problem(Texts::tr("states of lines of plan %2 are not those of the log (%1)")
                            .arg(QString::number(moved), name));
            if (const std::string broken = plans::approvalBroken(m_store, id); !broken.empty())
                problem(qs(broken));
            const auto now = stateOfWord(plan.state);
            if (plan.submission == 0 || (now && isEditable(*now)))
                continue;
            if (qs(plans::digest(m_store, id, plan.submittedLines)) != plan.submittedDigest)
                problem(Texts::tr("lines of plan %1 are not what entry %2 submitted")
                            .arg(name, QString::number(plan.submission)));
            if (qs(plans::headDigest(m_store, id)) != plan.submittedHead)
                problem(Texts::tr("plan %1 is not what entry %2 submitted")
                            .arg(name, QString::number(plan.submission)));
        }
        for (const auto& [id, plan] : m_plans)
            if (!present.contains(id))
                problem(Texts::tr("plan %1 is gone").arg(id));
    }

    Store& m_store;
    const Progress& m_progress;
    AuditReport m_report;
    std::map<std::int64_t, Replayed> m_plans;
    std::string m_previous, m_lastSigner;
    std::int64_t m_last = 0;
};

} // namespace

Result<AuditReport> ApprovalService::verify(const Progress& progress) const
{
    return reporting("verify the audit log", [&]() -> Result<AuditReport> {
        auto store = Store::open(m_path.toStdString(), Store::Mode::ReadOnly);
        if (!store)
            return store.error();
        // One snapshot: a step taken meanwhile is in all of it or in none.
        store->db().execute("BEGIN");
        AuditReport report = LogCheck(*store, progress).run();
        store->db().execute("COMMIT");
        return report;
    });
}

} // namespace merch
