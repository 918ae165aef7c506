#include "models/approval/approval_service.h"
#include "models/approval/line_set.h"
#include "models/approval/plan_lines.h"
#include "tests/models/approval/plan_fixture.h"

#include <QThread>

#include <atomic>
#include <thread>

using namespace merch;

namespace
{

const QString kBeth = QStringLiteral("beth"), kHead = QStringLiteral("head of buying");

LineKey key(const char* sku, const char* location)
{
    return {QString::fromLatin1(sku), QString::fromLatin1(location)};
}

} // namespace

#define VERIFY_REFUSED(step, words)                                                                          \
    do {                                                                                                     \
        const auto outcome = (step);                                                                         \
        QVERIFY2(!outcome, "was not refused");                                                               \
        QCOMPARE(outcome.error().code, ErrorCode::Refused);                                                  \
        QVERIFY2(                                                                                            \
            QString::fromStdString(outcome.error().text()).contains(QLatin1String(words)),                   \
            outcome.error().text().c_str());                                                                 \
    } while (false)

class ApprovalStepsTest : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase() { QStandardPaths::setTestModeEnabled(true); }
    void init()
    {
        m_shop = std::make_unique<PlanFixture>();
        m_service = std::make_unique<ApprovalService>(m_shop->path);
    }

    void aDraftIsSubmittedAndApproved()
    {
        const auto submitted = m_service->submit(m_shop->plan, kBeth, QStringLiteral("week 48"));
        QVERIFY2(submitted, submitted ? "" : submitted.error().text().c_str());
        QCOMPARE(submitted->state, PlanState::Submitted);
        QCOMPARE(submitted->lines, 6);
        QCOMPARE(submitted->waiting, 6);
        // The excluded line is no part of what is asked for; the one below the cut is, but orders nothing.
        QCOMPARE(
            m_shop->states(),
            "1submitted 2submitted 3submitted 4submitted 5submitted 6submitted 7draft 8submitted");
        QCOMPARE(m_shop->text("SELECT submitted_by FROM plan"), "beth");

        const auto approved = m_service->approve(m_shop->plan, {}, kHead, {});
        QVERIFY(approved);
        QCOMPARE(approved->state, PlanState::Approved);
        QCOMPARE(approved->lines, 6);
        QCOMPARE(approved->waiting, 0);
        QCOMPARE(
            m_shop->states(), "1approved 2approved 3approved 4approved 5approved 6approved 7draft 8approved");
        QCOMPARE(
            m_shop->text("SELECT group_concat(action || ':' || user) FROM decision"),
            "submit:beth,approve:head of buying");
        QVERIFY(m_service->verify()->intact());
    }

    void linesAreDecidedOneByOne()
    {
        QVERIFY(m_service->submit(m_shop->plan, kBeth));
        auto step = m_service->approve(
            m_shop->plan, {key("00123", "L1"), key("00123", "WEB"), key("00123", "L1")}, kHead);
        QVERIFY(step);
        QCOMPARE(step->lines, 2);
        QCOMPARE(step->waiting, 4);
        QCOMPARE(step->state, PlanState::Submitted);
        step = m_service->reject(m_shop->plan, {key("=1+1", "L1")}, kHead, QStringLiteral("too many"));
        QVERIFY(step);
        QCOMPARE(step->waiting, 3);
        step = m_service->approve(m_shop->plan, {}, kHead);
        QVERIFY(step);
        QCOMPARE(step->lines, 3);
        QCOMPARE(step->state, PlanState::Approved);
        QCOMPARE(
            m_shop->states(), "1approved 2approved 3rejected 4approved 5approved 6approved 7draft 8approved");
        QVERIFY2(m_service->verify()->intact(), qPrintable(m_service->verify()->problems.join(u'\n')));
    }

    void lastLineRejectedLeavesThePlanApproved()
    {
        QVERIFY(m_service->submit(m_shop->plan, kBeth));
        QVERIFY(m_service->approve(m_shop->plan, {key("00123", "L1")}, kHead));
        const auto step = m_service->reject(
            m_shop->plan,
            {key("00123", "WEB"), key("=1+1", "L1"), key("TEA-EARL", "L1"), key("@home", "L1"),
             key("@home", "WEB")},
            kHead, {});
        QVERIFY(step);
        QCOMPARE(step->state, PlanState::Approved);
        QCOMPARE(
            m_shop->states(), "1approved 2rejected 3rejected 4rejected 5rejected 6rejected 7draft 8approved");
        QVERIFY2(m_service->verify()->intact(), qPrintable(m_service->verify()->problems.join(u'\n')));
    }

    void aRejectedPlanIsClosed()
    {
        QVERIFY(m_service->submit(m_shop->plan, kBeth));
        const auto rejected = m_service->reject(m_shop->plan, {}, kHead, QStringLiteral("cash is short"));
        QVERIFY(rejected);
        QCOMPARE(rejected->state, PlanState::Rejected);
        VERIFY_REFUSED(m_service->submit(m_shop->plan, kBeth), "already rejected");
        VERIFY_REFUSED(m_service->approve(m_shop->plan, {}, kHead), "already rejected");
        QVERIFY(m_service->verify()->intact());
    }

    void whatIsSentBackCanBeEditedAndSubmittedAgain()
    {
        QVERIFY(m_service->submit(m_shop->plan, kBeth));
        QVERIFY(m_service->approve(m_shop->plan, {key("00123", "L1")}, kHead));
        const auto back = m_service->giveBack(m_shop->plan, {}, kHead, QStringLiteral("halve the mugs"));
        QVERIFY(back);
        QCOMPARE(back->state, PlanState::Returned);
        QCOMPARE(back->lines, 5);
        VERIFY_REFUSED(m_service->approve(m_shop->plan, {}, kHead), "sent back");
        {
            Store store = m_shop->open();
            QVERIFY(plans::ensureEditable(store, m_shop->plan));
        }
        m_shop->execute(
            "UPDATE plan_line SET order_qty = 18, order_value = 4590 WHERE plan_id = 1 AND line = 2");
        QVERIFY(m_service->verify()->intact()); // an edit of what was sent back is no tampering
        const auto again = m_service->submit(m_shop->plan, kBeth);
        QVERIFY(again);
        QCOMPARE(again->lines, 5); // the approved line stays approved
        const auto approved = m_service->approve(m_shop->plan, {}, kHead);
        QVERIFY(approved);
        QCOMPARE(approved->state, PlanState::Approved);
        QVERIFY2(m_service->verify()->intact(), qPrintable(m_service->verify()->problems.join(u'\n')));
    }

    void stepsOutOfOrderAreRefused()
    {
        VERIFY_REFUSED(m_service->approve(m_shop->plan, {}, kHead), "not submitted");
        VERIFY_REFUSED(m_service->reject(m_shop->plan, {}, kHead, {}), "not submitted");
        VERIFY_REFUSED(m_service->giveBack(m_shop->plan, {}, kHead, {}), "not submitted");
        QVERIFY(m_service->submit(m_shop->plan, kBeth));
        VERIFY_REFUSED(m_service->submit(m_shop->plan, kBeth), "already submitted");
        VERIFY_REFUSED(m_service->approve(m_shop->plan, {key("=1+1", "WEB")}, kHead), "being discontinued");
        QVERIFY(m_service->approve(m_shop->plan, {key("00123", "L1")}, kHead));
        VERIFY_REFUSED(m_service->approve(m_shop->plan, {key("00123", "L1")}, kHead), "already approved");
        QVERIFY(m_service->approve(m_shop->plan, {}, kHead));
        VERIFY_REFUSED(m_service->approve(m_shop->plan, {}, kHead), "already approved");
        VERIFY_REFUSED(m_service->reject(m_shop->plan, {}, kHead, {}), "already approved");
        VERIFY_REFUSED(m_service->submit(m_shop->plan, kBeth), "already approved");
        QCOMPARE(m_shop->text("SELECT count(*) FROM audit"), "3"); // what was refused left no trace
    }

    void whatDoesNotExistIsNamed()
    {
        QCOMPARE(m_service->submit(99, kBeth).error().code, ErrorCode::NotFound);
        QVERIFY(m_service->submit(m_shop->plan, kBeth));
        const auto line = m_service->approve(m_shop->plan, {key("00123", "L1"), key("NOPE", "L1")}, kHead);
        QCOMPARE(line.error().code, ErrorCode::NotFound);
        QVERIFY(QString::fromStdString(line.error().message).contains(u"NOPE@L1"));
        QCOMPARE(
            m_shop->states(),
            "1submitted 2submitted 3submitted 4submitted 5submitted 6submitted 7draft 8submitted");
        QCOMPARE(
            ApprovalService(m_shop->dir.filePath(QStringLiteral("absent.merch")))
                .submit(1, kBeth)
                .error()
                .code,
            ErrorCode::Storage);
    }

    void aPlanChangedBehindItsSubmissionIsNotApproved()
    {
        QVERIFY(m_service->submit(m_shop->plan, kBeth));
        m_shop->execute("UPDATE plan_line SET order_qty = 3600 WHERE plan_id = 1 AND line = 1");
        VERIFY_REFUSED(m_service->approve(m_shop->plan, {}, kHead), "not what was submitted");
        QVERIFY(m_service->giveBack(m_shop->plan, {}, kHead, {})); // the way out
        QVERIFY(m_service->submit(m_shop->plan, kBeth));
        QVERIFY(m_service->approve(m_shop->plan, {}, kHead));
    }

    void editingIsRefusedOnceSubmitted()
    {
        Store store = m_shop->open();
        QVERIFY(plans::ensureEditable(store, m_shop->plan));
        QVERIFY(m_service->submit(m_shop->plan, kBeth));
        VERIFY_REFUSED(plans::ensureEditable(store, m_shop->plan), "waits for a decision");
        QVERIFY(m_service->approve(m_shop->plan, {}, kHead));
        VERIFY_REFUSED(plans::ensureEditable(store, m_shop->plan), "is approved");
    }

    void changedInputsAreShown()
    {
        QVERIFY(m_service->submit(m_shop->plan, kBeth));
        QCOMPARE(m_service->plan(m_shop->plan)->changedLines, 0);
        // A stock extract that touches series 1 only, and an edited forecast of series 5.
        m_shop->execute(R"sql(
INSERT INTO source (source_id, name, kind) VALUES (1, 'wms', 'stock');
INSERT INTO import (source_id, kind, file, sha256, bytes, mapping, rows_read, rows_accepted, rows_rejected, made_at, made_by)
 VALUES (1, 'stock', 'stock.csv', 'x', 1, '{}', 1, 1, 0, 1828000000000, 'beth');
INSERT INTO layer (import_id, measure, key, b) VALUES (1, 3, 1 * 64 + 2, x'00');
INSERT INTO override (series_id, week, units, baseline, owner, made_at, committed) VALUES (5, 19999, 40, 30, 'beth', 1828000000000, 1);
INSERT INTO override (series_id, week, units, baseline, owner, made_at, committed) VALUES (6, 19999, 40, 30, 'beth', 1828000000000, 0);
)sql");
        const auto lines = m_service->lines(m_shop->plan);
        QVERIFY(lines);
        QCOMPARE(lines->at(0).changed, QStringLiteral("new stock (import 1)"));
        QCOMPARE(lines->at(1).changed, QString());
        QCOMPARE(lines->at(4).changed, QStringLiteral("forecast edited by beth"));
        QCOMPARE(lines->at(5).changed, QString()); // not committed
        const auto plan = m_service->plan(m_shop->plan);
        QCOMPARE(plan->changedLines, 2);
        QCOMPARE(plan->risk, PlanRisk::Medium);
        m_shop->execute("UPDATE import SET made_at = 1, undone_at = 1828000000001");
        QCOMPARE(m_service->plan(m_shop->plan)->changedLines, 6); // an undone import may bear on every line
        QCOMPARE(m_service->plan(m_shop->plan)->risk, PlanRisk::High);
    }

    void sumsAreTheOrderLines()
    {
        const auto plan = m_service->plan(0);
        QVERIFY(plan);
        QCOMPARE(plan->lines, 8);
        QCOMPARE(plan->orderLines, 6);
        QCOMPARE(plan->orderValue, 73908);
        QCOMPARE(plan->marginSaved, 23510);
        QCOMPARE(plan->assumedValue, 726);
        QCOMPARE(plan->suppliers, 2);
        QCOMPARE(plan->risk, PlanRisk::Low);
        const auto lines = m_service->lines(0);
        QCOMPARE(lines->at(3).orderQty, 7.0); // sold by weight: thousandths in the store
        QVERIFY(!lines->at(2).onHand);
        QCOMPARE(lines->at(2).assumed, QStringList{QStringLiteral("lead_time_days")});
    }

    void ofTwoAtOnceOneIsRefused()
    {
        QVERIFY(m_service->submit(m_shop->plan, kBeth));
        std::atomic<int> done = 0, refused = 0;
        const auto decide = [&](bool approve) {
            ApprovalService service(m_shop->path);
            const auto step = approve ? service.approve(m_shop->plan, {}, kHead)
                                      : service.reject(m_shop->plan, {}, kBeth, {});
            (step ? done : refused)++;
            if (!step && step.error().code != ErrorCode::Refused)
                qWarning("%s", step.error().text().c_str());
        };
        std::thread a(decide, true), b(decide, false);
        a.join();
        b.join();
        QCOMPARE(done.load(), 1);
        QCOMPARE(refused.load(), 1);
        QCOMPARE(m_shop->text("SELECT count(*) FROM audit"), "2");
        QVERIFY(m_service->verify()->intact());
    }

    void aReadOnlyStoreSaysSo()
    {
        QFile::setPermissions(m_shop->path, QFileDevice::ReadOwner);
        const auto step = m_service->submit(m_shop->plan, kBeth);
        if (geteuid() != 0) // root writes through permissions
            QCOMPARE(step.error().code, ErrorCode::Storage);
    }

    void lineSetsSurvivePacking()
    {
        QCOMPARE(packLines({1, 2, 3, 5, 7, 8}), QStringLiteral("1-3,5,7-8"));
        QCOMPARE(unpackLines(QStringLiteral("1-3,5,7-8")), (std::vector<int>{1, 2, 3, 5, 7, 8}));
        QCOMPARE(packLines({}), QString());
        for (const char* bad : {"x", "3-1", "1-", "1-999999999999"})
            QVERIFY(unpackLines(QString::fromLatin1(bad)).empty());
    }

private:
    std::unique_ptr<PlanFixture> m_shop;
    std::unique_ptr<ApprovalService> m_service;
};

QTEST_GUILESS_MAIN(ApprovalStepsTest)
#include "test_approval_steps.moc"
