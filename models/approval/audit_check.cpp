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

namespace merch
{
namespace
{

constexpr std::size_t kEntriesPerReport = 500;
constexpr int kMostProblems = 200; // one broken link early can break every later check

QString tr(const char* text)
{
    return QCoreApplication::translate("ApprovalService", text);
}

QString qs(std::string_view text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

QJsonObject bodyOf(const std::string& body)
{
    return QJsonDocument::fromJson(QByteArray::fromStdString(body)).object();
}

/// What the log says the lines of a plan must look like, rebuilt entry by entry.
struct PlanStory {
    std::map<int, PlanState> lines;
    PlanState state = PlanState::Draft;
    std::vector<int> submitted;
    QString digest;
};

struct Check {
    Store& store;
    AuditReport& report;
    std::map<std::int64_t, PlanStory> plans;
    /// entry id -> action, user, key, and how many decisions it must have
    std::map<std::int64_t, audit::Entry> steps;

    void problem(const QString& text)
    {
        if (report.problems.size() < kMostProblems)
            report.problems << text;
    }

    void replay(const audit::Entry& entry)
    {
        if (entry.entity != "plan")
            return;
        const QJsonObject body = bodyOf(entry.body);
        const QString action = QString::fromStdString(entry.action);
        const std::vector<int> lines = unpackLines(body.value(u"lines").toString());
        std::optional<PlanState> to;
        if (action == u"submit")
            to = PlanState::Submitted;
        else if (action == u"approve")
            to = PlanState::Approved;
        else if (action == u"reject")
            to = PlanState::Rejected;
        else if (action == u"return")
            to = PlanState::Returned;
        else if (action == u"export")
            to = PlanState::Exported;
        if (!to)
            return;
        PlanStory& story = plans[std::atoll(entry.key.c_str())];
        const auto state = stateOfWord(body.value(u"state").toString());
        const bool moves = action != u"export" || body.value(u"moves").toBool();
        if (moves) {
            for (const int line : lines)
                story.lines[line] = *to;
            if (state) {
                for (const int line : unpackLines(body.value(u"follow").toString()))
                    story.lines[line] = *state;
                story.state = *state;
            }
        }
        if (action == u"submit") {
            story.submitted = lines;
            story.digest = body.value(u"digest").toString();
        }
        steps[entry.id] = entry;
    }

    Outcome chain(const Progress& progress)
    {
        sql::Statement count(store.db(), "SELECT count(*) FROM audit");
        count.step();
        const auto total = static_cast<std::size_t>(count.integer(0));
        sql::Statement read(
            store.db(), "SELECT entry_id, at, user, action, entity, key, body, previous, hash, signer,"
                        " signature FROM audit ORDER BY entry_id");
        std::string previous = audit::genesis(), signer;
        std::int64_t expected = 1;
        std::size_t done = 0;
        while (read.step()) {
            audit::Entry e;
            e.id = read.integer(0);
            e.at = read.integer(1);
            e.user = read.text(2);
            e.action = read.text(3);
            e.entity = read.text(4);
            e.key = read.text(5);
            e.body = read.text(6);
            e.previous = read.text(7);
            e.hash = read.text(8);
            e.signer = read.text(9);
            e.signature = read.text(10);
            if (e.id != expected)
                problem(tr("Entry %1 is missing: the log goes on with %2.").arg(expected).arg(e.id));
            if (e.previous != previous)
                problem(tr("Entry %1 does not follow the one before it.").arg(e.id));
            if (audit::hashOf(e) != e.hash)
                problem(tr("Entry %1 was changed after it was written.").arg(e.id));
            if (!e.signer.empty() && !signing::verify(e.hash, e.signer, e.signature))
                problem(tr("Entry %1 bears a signature that is not its signer's.").arg(e.id));
            replay(e);
            previous = e.hash;
            signer = e.signer;
            expected = e.id + 1;
            if (++done % kEntriesPerReport == 0 && progress && !progress(done, total))
                return Error{ErrorCode::Cancelled, tr("The check was stopped.").toStdString(), {}, {}};
        }
        report.entries = static_cast<int>(done);
        head(expected - 1, previous, signer);
        return success();
    }

    void head(std::int64_t entries, const std::string& hash, const std::string& signer)
    {
        const QStringList parts = qs(store.meta("audit_head")).split(u' ');
        if (parts.size() < 3) {
            if (entries > 0)
                problem(tr("The mark of the log's end is gone."));
            return;
        }
        const std::string place = parts.mid(0, 3).join(u' ').toStdString();
        if (place != audit::headText(entries, hash))
            problem(tr("The log ends at entry %1, but %2 were written: its end was cut off or added to.")
                        .arg(entries)
                        .arg(parts[1]));
        const std::string headSigner = parts.value(3).toStdString();
        if (headSigner.empty() ? !signer.empty()
                               : !signing::verify(place, headSigner, parts.value(4).toStdString()))
            problem(tr("The mark of the log's end bears no valid signature."));
    }

    void decisions()
    {
        std::set<std::int64_t> seen;
        sql::Statement read(
            store.db(), "SELECT d.decision_id, d.plan_id, d.action, d.user, d.at, d.audit_entry, a.action,"
                        " a.user, a.at, a.key FROM decision d LEFT JOIN audit a ON a.entry_id ="
                        " d.audit_entry ORDER BY d.decision_id");
        while (read.step()) {
            seen.insert(read.integer(5));
            if (read.isNull(6))
                problem(
                    tr("Decision %1 has no entry %2 in the log.").arg(read.integer(0)).arg(read.integer(5)));
            else if (
                read.text(2) != read.text(6) || std::string(read.text(3)) != std::string(read.text(7)) ||
                read.integer(4) != read.integer(8) || std::to_string(read.integer(1)) != read.text(9))
                problem(tr("Decision %1 is not what entry %2 of the log says.")
                            .arg(read.integer(0))
                            .arg(read.integer(5)));
        }
        for (const auto& [id, entry] : steps)
            if (entry.action != "export" && !seen.contains(id))
                problem(tr("The decision of entry %1 is gone.").arg(id));
    }

    void exports()
    {
        std::set<std::int64_t> seen;
        sql::Statement read(
            store.db(), "SELECT export_id, coalesce(audit_entry, 0), sha256, user, what FROM export"
                        " ORDER BY export_id");
        while (read.step()) {
            const std::int64_t entry = read.integer(1);
            seen.insert(entry);
            sql::Statement find(
                store.db(), "SELECT body, user FROM audit WHERE entry_id = ?1 AND action = 'export'");
            find.bind(1, entry);
            if (!find.step()) {
                problem(tr("Export %1 has no entry in the log.").arg(read.integer(0)));
                continue;
            }
            const QJsonObject body = bodyOf(std::string(find.text(0)));
            if (body.value(u"sha256").toString() != qs(read.text(2)) ||
                find.text(1) != std::string(read.text(3)) ||
                body.value(u"what").toString() != qs(read.text(4)))
                problem(
                    tr("Export %1 is not what entry %2 of the log says.").arg(read.integer(0)).arg(entry));
        }
        sql::Statement entries(store.db(), "SELECT entry_id FROM audit WHERE action = 'export'");
        while (entries.step())
            if (!seen.contains(entries.integer(0)))
                problem(tr("The export of entry %1 is gone.").arg(entries.integer(0)));
    }

    void states()
    {
        sql::Statement read(store.db(), "SELECT plan_id, state FROM plan ORDER BY plan_id");
        std::set<std::int64_t> there;
        while (read.step()) {
            const std::int64_t id = read.integer(0);
            there.insert(id);
            const auto found = plans.find(id);
            const PlanStory story = found == plans.end() ? PlanStory{} : found->second;
            if (qs(read.text(1)) != stateWord(story.state))
                problem(tr("Plan %1 stands as %2, but the log says %3.")
                            .arg(id)
                            .arg(qs(read.text(1)), stateWord(story.state)));
            sql::Statement lines(
                store.db(), "SELECT line, state FROM plan_line WHERE plan_id = ?1 AND"
                            " (?2 OR state <> 'draft') ORDER BY line");
            lines.bind(1, id).bind(2, !story.lines.empty());
            std::size_t met = 0;
            while (lines.step()) {
                const int line = static_cast<int>(lines.integer(0));
                const auto known = story.lines.find(line);
                met += known != story.lines.end() ? 1 : 0;
                const PlanState expected = known == story.lines.end() ? PlanState::Draft : known->second;
                if (qs(lines.text(1)) != stateWord(expected))
                    problem(tr("Line %1 of plan %2 stands as %3, but the log says %4.")
                                .arg(line)
                                .arg(id)
                                .arg(qs(lines.text(1)), stateWord(expected)));
            }
            if (met != story.lines.size())
                problem(tr("Lines of plan %1 that were submitted are gone.").arg(id));
            // What was sent back may be edited; what waits or was decided may not.
            if (!story.submitted.empty() && story.state != PlanState::Returned &&
                merch::plans::digest(store, id, story.submitted) != story.digest.toStdString())
                problem(tr("Lines of plan %1 were changed after it was submitted.").arg(id));
            if (const std::string broken = merch::plans::approvalBroken(store, id); !broken.empty())
                problem(QString::fromStdString(broken));
        }
        for (const auto& [id, story] : plans)
            if (!there.contains(id))
                problem(tr("Plan %1 is in the log, but no longer in the store.").arg(id));
    }
};

} // namespace

Result<AuditReport> ApprovalService::verify(const Progress& progress) const
{
    return reporting("check the audit log", [&]() -> Result<AuditReport> {
        auto store = Store::open(m_path.toStdString(), Store::Mode::ReadOnly);
        if (!store)
            return store.error();
        store->db().execute("BEGIN"); // one snapshot: a decision made meanwhile is seen whole or not at all
        AuditReport report;
        Check check{*store, report, {}, {}};
        if (const Outcome done = check.chain(progress); !done)
            return done.error();
        check.decisions();
        check.exports();
        check.states();
        store->db().execute("COMMIT");
        return report;
    });
}

} // namespace merch
