#include "models/approval/approval_service.h"
#include "models/planning/plan_edits.h"
#include "tests/models/support_child.h"
#include "tests/models/support_plan.h"

#include <QStandardPaths>
#include <QTest>

#include <array>

using namespace merch;
using test::Child;
using test::PlanFile;

namespace
{

const QString kMaker = QStringLiteral("ann"), kJudge = QStringLiteral("bob"),
              kWhy = QStringLiteral("too much");

enum class Step { Submit, Approve, Reject, Return };

Result<StepResult> take(const PlanFile& file, Step step)
{
    const std::int64_t id = file.plan().planId;
    switch (step) {
    case Step::Submit:
        return file.service().submit(id, kMaker);
    case Step::Approve:
        return file.service().approve(id, {}, kJudge);
    case Step::Reject:
        return file.service().reject(id, {}, kJudge, kWhy);
    case Step::Return:
        return file.service().giveBack(id, {}, kJudge, kWhy);
    }
    return Error{};
}

} // namespace

class TestApprovalService : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { QStandardPaths::setTestModeEnabled(true); }

    void eachStepIsAllowedWhereItBelongsOnly_data()
    {
        QTest::addColumn<PlanState>("from");
        QTest::addColumn<int>("step");
        QTest::addColumn<bool>("allowed");
        QTest::addColumn<PlanState>("to");
        struct Row {
            const char* name;
            PlanState from;
            std::array<std::optional<PlanState>, 4> to; ///< submit, approve, reject, return
        };
        const Row rows[] = {
            {"draft", PlanState::Draft, {PlanState::Submitted, {}, {}, {}}},
            {"submitted",
             PlanState::Submitted,
             {std::nullopt, PlanState::Approved, PlanState::Rejected, PlanState::Returned}},
            {"approved", PlanState::Approved, {}},
            {"returned", PlanState::Returned, {PlanState::Submitted, {}, {}, {}}},
            {"rejected", PlanState::Rejected, {}},
            {"exported", PlanState::Exported, {}},
        };
        const char* names[] = {"submit", "approve", "reject", "return"};
        for (const Row& row : rows)
            for (int step = 0; step < 4; ++step)
                QTest::addRow("%s, %s", row.name, names[step])
                    << row.from << step << row.to[std::size_t(step)].has_value()
                    << row.to[std::size_t(step)].value_or(row.from);
    }
    void eachStepIsAllowedWhereItBelongsOnly()
    {
        QFETCH(PlanState, from);
        QFETCH(int, step);
        QFETCH(bool, allowed);
        QFETCH(PlanState, to);
        const PlanFile file;
        file.bringTo(from);
        const int entries = file.service().verify()->entries;
        const Result<StepResult> done = take(file, static_cast<Step>(step));
        QCOMPARE(bool(done), allowed);
        if (!allowed) {
            QCOMPARE(done.error().code, ErrorCode::Refused);
            QVERIFY(!done.error().message.empty());
            QCOMPARE(file.service().verify()->entries, entries); // nothing was written
        }
        QCOMPARE(file.plan().state, to);
        QVERIFY(file.service().verify()->intact());
    }

    void linesAreDecidedOneByOne()
    {
        const PlanFile file;
        const std::vector<LineKey> keys = file.orders();
        QVERIFY(keys.size() >= 5);
        const std::int64_t id = file.plan().planId;
        QVERIFY(file.service().submit(id, kMaker));
        QCOMPARE(file.service().approve(id, {keys[0], keys[1]}, kJudge)->waiting, int(keys.size()) - 2);
        QVERIFY(file.service().reject(id, {keys[2]}, kJudge, kWhy));
        QVERIFY(file.service().giveBack(id, {keys[3]}, kJudge, kWhy));
        PlanSummary plan = file.plan();
        QCOMPARE(plan.state, PlanState::Submitted);
        QCOMPARE(plan.approved, 2);
        QCOMPARE(plan.rejected, 1);
        QCOMPARE(plan.returned, 1);
        // A line that was decided is not decided again.
        const auto again = file.service().reject(id, {keys[0]}, kJudge, kWhy);
        QVERIFY(!again);
        QCOMPARE(again.error().code, ErrorCode::Refused);
        QVERIFY(file.service().approve(id, {}, kJudge)); // what still waits
        plan = file.plan();
        QCOMPARE(plan.waiting, 0);
        // What was rejected is not bought.
        std::int64_t bought = 0;
        const auto lines = file.service().lines(id);
        for (const PlanLine& line : *lines)
            bought += line.orders() && line.state != PlanState::Rejected ? line.orderValue : 0;
        QCOMPARE(plan.orderValue, bought);
        QCOMPARE(plan.orderLines, int(keys.size()) - 1);
        QCOMPARE(plan.approved, int(keys.size()) - 2);
        QVERIFY(file.service().verify()->intact());
    }

    void aLineThatIsNotThereIsNamed()
    {
        const PlanFile file;
        const std::int64_t id = file.plan().planId;
        QVERIFY(file.service().submit(id, kMaker));
        const auto done =
            file.service().approve(id, {{QStringLiteral("NOPE"), QStringLiteral("L1")}}, kJudge);
        QVERIFY(!done);
        QVERIFY(QString::fromStdString(done.error().text()).contains(QStringLiteral("NOPE")));
        QCOMPARE(file.plan().approved, 0);
        QVERIFY(!file.service().submit(id + 99, kMaker));
    }

    void theReasonAndTheJudgeAreKept()
    {
        const PlanFile file;
        const std::int64_t id = file.plan().planId;
        QVERIFY(file.service().submit(id, kMaker));
        QVERIFY(file.service().reject(id, {}, kJudge, kWhy));
        QCOMPARE(file.service().trail(id)->back().comment, kWhy);
        QCOMPARE(file.service().trail(id)->back().user, kJudge);
    }

    void whatWasSubmittedAnewIsLookedAtAnew()
    {
        const PlanFile file;
        const std::int64_t id = file.plan().planId;
        QVERIFY(file.service().submit(id, kMaker));
        const std::int64_t seen = file.plan().submission;
        QVERIFY(file.service().giveBack(id, {}, kJudge, kWhy, seen));
        QVERIFY(file.service().submit(id, kMaker));
        const auto late = file.service().approve(id, {}, kJudge, {}, seen);
        QVERIFY(!late);
        QCOMPARE(late.error().code, ErrorCode::Refused);
        QVERIFY(file.service().approve(id, {}, kJudge, {}, file.plan().submission));
    }

    void whatWasApprovedStaysWhileTheRestIsReworked()
    {
        const PlanFile file;
        const std::int64_t id = file.plan().planId;
        const std::vector<LineKey> keys = file.orders();
        const auto before = file.service().lines(id);
        const auto lineOf = [&](const LineKey& key) {
            return std::ranges::find_if(
                       *before,
                       [&](const PlanLine& line) {
                           return line.sku == key.sku && line.location == key.location;
                       })
                ->line;
        };
        const PlanEdits edits(file.path(), id);
        const PlanEdits::Quantity more{lineOf(keys[0]), 600};
        const auto early = edits.setQuantities({&more, 1}); // its undo could come late, too
        QVERIFY(early);
        QVERIFY(file.service().submit(id, kMaker));
        QVERIFY(file.service().approve(id, {keys[0]}, kJudge));
        QVERIFY(file.service().reject(id, {keys[1]}, kJudge, kWhy));
        QVERIFY(file.service().giveBack(id, {}, kJudge, kWhy));
        QCOMPARE(file.plan().state, PlanState::Returned);

        for (const LineKey& decided : {keys[0], keys[1]}) {
            const PlanEdits::Quantity other{lineOf(decided), 12};
            const auto edit = edits.setQuantities({&other, 1});
            QVERIFY(!edit);
            QCOMPARE(edit.error().code, ErrorCode::Refused);
            QVERIFY(QString::fromStdString(edit.error().text()).contains(decided.sku));
            const int line = lineOf(decided);
            QVERIFY(!edits.setExcluded({&line, 1}, QStringLiteral("no")));
            QVERIFY(!edits.setLocked({&line, 1}, true));
            QVERIFY(!edits.revert({&line, 1}));
        }
        QVERIFY(!PlanEdits::apply(file.path(), early->after));

        // A budget cuts what was sent back only.
        const auto cut = edits.setBudget(1);
        QVERIFY(cut);
        QVERIFY(PlanEdits::apply(file.path(), cut->after));
        QCOMPARE(file.service().approve(id, {}, kJudge).error().code, ErrorCode::Refused);
        QVERIFY(file.service().verify()->intact());
        const auto open = edits.setBudget({});
        QVERIFY(open && PlanEdits::apply(file.path(), open->after));
        QVERIFY(file.service().submit(id, kMaker));
        QVERIFY(file.service().approve(id, {}, kJudge));
        const auto report = file.service().verify();
        QVERIFY2(report->intact(), qPrintable(report->problems.join(u'\n')));
        const auto out = ExportService(file.path()).write(file.request("plan.csv"));
        QVERIFY2(out, out ? "" : out.error().text().c_str());
        QCOMPARE(out->rows, std::int64_t(keys.size()) - 1); // all but the one rejected
    }

    void anyChangeOfWhatHappenedIsFound_data()
    {
        QTest::addColumn<QByteArray>("sql");
        const char* edits[][2] = {
            {"user", "UPDATE audit SET user = 'eve' WHERE entry_id = 2"},
            {"moment", "UPDATE audit SET at = at + 1 WHERE entry_id = 2"},
            {"action", "UPDATE audit SET action = 'reject' WHERE entry_id = 2"},
            {"subject", "UPDATE audit SET key = key || '1' WHERE entry_id = 2"},
            {"kind of subject", "UPDATE audit SET entity = 'x' WHERE entry_id = 2"},
            {"what was said", "UPDATE audit SET body = replace(body, '{', '{\"a\":1,') WHERE entry_id = 2"},
            {"hash",
             "UPDATE audit SET hash = replace(hash, substr(hash, 1, 1), 'f') || '0' WHERE entry_id = 2"},
            {"link", "UPDATE audit SET previous = '' WHERE entry_id = 2"},
            {"signature taken off", "UPDATE audit SET signature = '', signer = '' WHERE entry_id = 2"},
            {"entry in the middle deleted", "DELETE FROM audit WHERE entry_id = 2"},
            {"last entry deleted", "DELETE FROM audit WHERE entry_id = (SELECT max(entry_id) FROM audit)"},
            {"all deleted", "DELETE FROM audit"},
            {"entry put in", "INSERT INTO audit SELECT entry_id + 1000, at, user, action, entity, key, body,"
                             " previous, hash, signer, signature FROM audit WHERE entry_id = 2"},
            {"two changed places",
             "UPDATE audit SET entry_id = CASE entry_id WHEN 1 THEN -2 WHEN 2 THEN -1"
             " ELSE entry_id END; UPDATE audit SET entry_id = -entry_id WHERE entry_id < 0"},
            {"decision's user", "UPDATE decision SET user = 'eve'"},
            {"decision deleted", "DELETE FROM decision WHERE action = 'approve'"},
            {"decision put in", "INSERT INTO decision SELECT decision_id + 1000, plan_id, line, 'reject',"
                                " comment, user, at, audit_entry FROM decision WHERE action = 'approve'"},
            {"plan's state", "UPDATE plan SET state = 'rejected'"},
            {"line's state", "UPDATE plan_line SET state = 'rejected' WHERE order_qty > 0"},
            {"quantity approved", "UPDATE plan_line SET order_qty = order_qty + 6 WHERE order_qty > 0"},
            {"cost approved", "UPDATE plan_line SET unit_cost = unit_cost + 1 WHERE order_qty > 0"},
            {"line taken out", "DELETE FROM plan_line WHERE line = (SELECT max(line) FROM plan_line WHERE"
                               " order_qty > 0)"},
            {"export deleted", "DELETE FROM export_line; DELETE FROM export"},
        };
        for (const auto& edit : edits)
            QTest::newRow(edit[0]) << QByteArray(edit[1]);
    }
    void anyChangeOfWhatHappenedIsFound()
    {
        QFETCH(QByteArray, sql);
        const PlanFile file;
        file.bringTo(PlanState::Exported);
        QVERIFY(file.service().verify()->intact());
        file.tamper("SELECT 1"); // taking the triggers away alone is no change of what happened
        QVERIFY(file.service().verify()->intact());
        file.tamper(sql.constData());
        const auto report = file.service().verify();
        QVERIFY(report);
        QVERIFY(!report->intact());
        QVERIFY(!report->problems.first().isEmpty());
    }

    void theLogCannotBeRewrittenByAccident()
    {
        const PlanFile file;
        file.bringTo(PlanState::Submitted);
        Result<Store> store = Store::open(file.path().toStdString(), Store::Mode::ReadWrite);
        for (const char* sql :
             {"UPDATE audit SET user = 'x'", "DELETE FROM audit", "UPDATE decision SET user = 'x'",
              "DELETE FROM decision"})
            QVERIFY_EXCEPTION_THROWN(store->db().execute(sql), sql::SqlError);
    }

    void killedAtAnyMomentNoReportedDecisionIsLost()
    {
        int kills = 0;
        std::int64_t heard = 0;
        for (int round = 0; round < 6; ++round) {
            const PlanFile file;
            const std::vector<LineKey> keys = file.orders();
            const std::int64_t id = file.plan().planId;
            QVERIFY(file.service().submit(id, kMaker));
            std::int64_t reported = 0, number = 0;
            {
                Child child([&](const Child::Say& say) {
                    for (std::size_t i = 0; i < keys.size(); ++i) {
                        const auto done = file.service().approve(id, {keys[i]}, kJudge);
                        if (!done)
                            throw std::runtime_error(done.error().text());
                        say(std::int64_t(i + 1));
                    }
                });
                // Somewhere within the step after the one that was heard.
                for (int i = 0; i <= round && child.hear(number); ++i)
                    reported = number;
                usleep(useconds_t(137 * round));
                child.stop();
                ++kills;
                while (child.hear(number))
                    reported = number;
            }
            heard += reported;
            const PlanSummary plan = file.plan();
            QVERIFY2(
                plan.approved >= reported && plan.approved <= reported + 1,
                qPrintable(QStringLiteral("%1 reported, %2 kept").arg(reported).arg(plan.approved)));
            const auto report = file.service().verify();
            QVERIFY2(report->intact(), qPrintable(report->problems.join(u'\n')));
            QVERIFY(file.service().approve(id, {}, kJudge)); // and it goes on
        }
        QVERIFY(heard > kills);
    }

    void ofTwoThatDecideAtOnceOneIsTold()
    {
        const PlanFile file;
        const std::int64_t id = file.plan().planId;
        const LineKey line = file.orders().front();
        QVERIFY(file.service().submit(id, kMaker));
        constexpr std::int64_t kDone = 1, kRefused = 2, kOther = 3;
        std::vector<std::unique_ptr<Child>> children;
        for (int i = 0; i < 4; ++i)
            children.push_back(std::make_unique<Child>([&, i](const Child::Say& say) {
                const auto done = i % 2 == 0 ? file.service().approve(id, {line}, kJudge)
                                             : file.service().reject(id, {line}, kJudge, kWhy);
                say(done ? kDone : done.error().code == ErrorCode::Refused ? kRefused : kOther);
            }));
        int decided = 0, refused = 0;
        for (auto& child : children) {
            std::int64_t answer = 0;
            QVERIFY(child->hear(answer));
            decided += answer == kDone;
            refused += answer == kRefused;
        }
        QCOMPARE(decided, 1);
        QCOMPARE(refused, 3);
        QVERIFY(file.service().verify()->intact());
    }
};

QTEST_GUILESS_MAIN(TestApprovalService)
#include "test_approval_service.moc"
