#include "models/approval/approval_service.h"
#include "models/approval/audit_log.h"
#include "models/export/export_service.h"
#include "tests/models/approval/plan_fixture.h"

using namespace merch;

/// Whatever somebody with the file and a SQL shell does to the log, `verify` must see it. Triggers do not
/// stop them: they are dropped first.
class AuditLogTest : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase() { QStandardPaths::setTestModeEnabled(true); }
    void init()
    {
        m_shop = std::make_unique<PlanFixture>();
        ApprovalService service(m_shop->path);
        const QString beth = QStringLiteral("beth");
        QVERIFY(service.submit(1, beth, QStringLiteral("please")));
        QVERIFY(service.giveBack(1, {}, beth, QStringLiteral("no")));
        QVERIFY(service.submit(1, beth));
        QVERIFY(service.comment(1, beth, QStringLiteral("looks right")));
        QVERIFY(service.approve(1, {}, beth, QStringLiteral("go")));
        ExportRequest request;
        request.what = QStringLiteral("reorder-plan");
        request.file = m_shop->dir.filePath(QStringLiteral("out.csv"));
        request.user = beth;
        QVERIFY(ExportService(m_shop->path).write(request));
        m_shop->execute(
            "DROP TRIGGER audit_no_update; DROP TRIGGER audit_no_delete; DROP TRIGGER decision_no_update;"
            "DROP TRIGGER decision_no_delete; DROP TRIGGER export_no_update; DROP TRIGGER export_no_delete");
        const auto report = service.verify();
        QVERIFY(report);
        QVERIFY2(report->intact(), qPrintable(report->problems.join(u'\n')));
        QCOMPARE(report->entries, 6);
    }

    void theLogItselfRefusesChange()
    {
        PlanFixture shop;
        QVERIFY(ApprovalService(shop.path).submit(1, QStringLiteral("x")));
        for (const char* sql :
             {"UPDATE audit SET user = 'y'", "DELETE FROM audit", "UPDATE decision SET user = 'y'",
              "DELETE FROM decision"}) {
            bool stopped = false;
            try {
                shop.execute(sql);
            } catch (const sql::SqlError&) {
                stopped = true;
            }
            QVERIFY2(stopped, sql);
        }
    }

    void anyTamperingIsFound_data()
    {
        QTest::addColumn<QString>("sql");
        const auto row = [](const char* name, const char* sql) {
            QTest::newRow(name) << QString::fromLatin1(sql);
        };
        row("body", "UPDATE audit SET body = replace(body, '\"order_lines\":6', '\"order_lines\":5') WHERE "
                    "entry_id = 5");
        row("blank in the body", "UPDATE audit SET body = body || ' ' WHERE entry_id = 2");
        row("user", "UPDATE audit SET user = 'carl' WHERE entry_id = 5");
        row("time", "UPDATE audit SET at = at + 1 WHERE entry_id = 1");
        row("action", "UPDATE audit SET action = 'reject' WHERE entry_id = 5");
        row("plan", "UPDATE audit SET key = '2' WHERE entry_id = 4");
        row("hash", "UPDATE audit SET hash = replace(hash, substr(hash, 1, 1), 'x') WHERE entry_id = 3");
        row("signature", "UPDATE audit SET signature = replace(signature, substr(signature, 1, 1), 'f') "
                         "WHERE entry_id = 3 AND"
                         " signer <> ''");
        row("first deleted",
            "DELETE FROM decision WHERE audit_entry = 1; DELETE FROM audit WHERE entry_id = 1");
        row("middle deleted", "DELETE FROM audit WHERE entry_id = 4");
        row("middle deleted and renumbered",
            "DELETE FROM audit WHERE entry_id = 4; PRAGMA foreign_keys = OFF;"
            "UPDATE audit SET entry_id = entry_id - 1 WHERE entry_id > 4");
        row("swapped", "UPDATE audit SET entry_id = 100 WHERE entry_id = 4; PRAGMA foreign_keys = OFF;"
                       "UPDATE audit SET entry_id = 4 WHERE entry_id = 3; UPDATE audit SET entry_id = 3 "
                       "WHERE entry_id = 100");
        row("inserted",
            "INSERT INTO audit (entry_id, at, user, action, entity, key, body, previous, hash)"
            " SELECT 7, at, 'carl', 'comment', entity, key, body, hash, hash FROM audit WHERE entry_id = 6");
        row("inserted before the first",
            "INSERT INTO audit (entry_id, at, user, action, entity, key, body, previous, hash)"
            " SELECT 0, at, 'carl', 'comment', entity, key, body, previous, hash FROM audit WHERE entry_id = "
            "1");
        row("tail cut", "PRAGMA foreign_keys = OFF; DELETE FROM audit WHERE entry_id = 6");
        row("tail cut with its export",
            "DELETE FROM export_line; DELETE FROM export; DELETE FROM audit WHERE entry_id = 6");
        row("tail cut, head set back",
            "DELETE FROM export_line; DELETE FROM export; DELETE FROM audit WHERE entry_id = 6;"
            "UPDATE meta SET value = (SELECT 'head 5 ' || hash FROM audit WHERE entry_id = 5) WHERE key = "
            "'audit_head'");
        row("tail cut, head set back, states too",
            "DELETE FROM export_line; DELETE FROM export; DELETE FROM audit WHERE entry_id = 6;"
            "UPDATE plan SET state = 'approved'; UPDATE plan_line SET state = 'approved' WHERE state = "
            "'exported';"
            "UPDATE meta SET value = (SELECT 'head 5 ' || hash || substr(value, 73) FROM audit WHERE "
            "entry_id = 5) WHERE key = 'audit_head'");
        row("all cut", "PRAGMA foreign_keys = OFF; DELETE FROM audit");
        row("all cut with the head",
            "PRAGMA foreign_keys = OFF; DELETE FROM audit; DELETE FROM meta WHERE key = 'audit_head'");
        row("head gone", "DELETE FROM meta WHERE key = 'audit_head'");
        row("decision changed", "UPDATE decision SET action = 'reject' WHERE action = 'approve'");
        row("decision's user", "UPDATE decision SET user = 'carl' WHERE action = 'approve'");
        row("decision deleted", "DELETE FROM decision WHERE action = 'approve'");
        row("decision inserted", "INSERT INTO decision (plan_id, action, user, at, audit_entry) SELECT "
                                 "plan_id, 'reject', user, at,"
                                 " audit_entry FROM decision WHERE action = 'approve'");
        row("export deleted", "DELETE FROM export_line; DELETE FROM export");
        row("export's hash", "UPDATE export SET sha256 = 'abc'");
        row("plan's state", "UPDATE plan SET state = 'approved'");
        row("a line's state", "UPDATE plan_line SET state = 'approved' WHERE line = 3");
        row("a draft line's state", "UPDATE plan_line SET state = 'approved' WHERE line = 7");
        row("an approved quantity", "UPDATE plan_line SET order_qty = order_qty + 6 WHERE line = 1");
        row("an approved cost", "UPDATE plan_line SET unit_cost = 1 WHERE line = 2");
        row("an approved supplier", "UPDATE plan_line SET supplier_id = 1 WHERE line = 5");
        row("an approved line deleted", "DELETE FROM plan_line WHERE line = 2");
        row("plan deleted", "PRAGMA foreign_keys = OFF; DELETE FROM plan_line; DELETE FROM plan");
        row("a plan approved by hand",
            "INSERT INTO plan (kind, as_of, made_at, made_by, state, options, order_value, margin_saved,"
            " seconds) VALUES ('reorder', 1, 1, 'x', 'approved', '{}', 0, 0, 0)");
    }

    void anyTamperingIsFound()
    {
        QFETCH(QString, sql);
        m_shop->execute(sql.toStdString());
        const auto report = ApprovalService(m_shop->path).verify();
        QVERIFY(report);
        QVERIFY2(!report->intact(), "not found");
    }

    void aRewrittenChainLacksItsSignatures()
    {
        // All hashes made right again after a change, as somebody without the key would do it.
        {
            Store store = m_shop->open();
            store.db().execute("UPDATE audit SET user = 'carl' WHERE entry_id = 5; UPDATE decision SET user "
                               "= 'carl' WHERE audit_entry = 5");
            std::string previous = audit::genesis();
            for (int id = 1; id <= 6; ++id) {
                sql::Statement read(
                    store.db(), "SELECT at, user, action, entity, key, body FROM audit WHERE entry_id = ?1");
                read.bind(1, id);
                QVERIFY(read.step());
                audit::Entry e{
                    id,
                    read.integer(0),
                    std::string(read.text(1)),
                    std::string(read.text(2)),
                    std::string(read.text(3)),
                    std::string(read.text(4)),
                    std::string(read.text(5)),
                    previous,
                    {},
                    {},
                    {}};
                e.hash = audit::hashOf(e);
                sql::Statement write(
                    store.db(), "UPDATE audit SET previous = ?2, hash = ?3 WHERE entry_id = ?1");
                write.bind(1, id).bind(2, e.previous).bind(3, e.hash).run();
                previous = e.hash;
            }
            store.setMeta("audit_head", "head 6 " + previous);
        }
        const auto report = ApprovalService(m_shop->path).verify();
        QVERIFY(report);
        QVERIFY(!report->intact());
        QVERIFY(report->problems.join(u'\n').contains(u"signature"));
    }

    void theTrailShowsWhichLinkBroke()
    {
        m_shop->execute("UPDATE audit SET user = 'carl' WHERE entry_id = 3");
        const auto trail = ApprovalService(m_shop->path).trail(1);
        QVERIFY(trail);
        QCOMPARE(trail->size(), 6U);
        for (const AuditEntry& entry : *trail)
            QCOMPARE(entry.holds, entry.entryId != 3);
        QCOMPARE(trail->at(3).comment, QStringLiteral("looks right"));
        QCOMPARE(trail->at(0).text, QStringLiteral("Submitted 6 line(s)"));
        const auto log = ApprovalService(m_shop->path).log(0, 2);
        QCOMPARE(log->size(), 2U);
        QCOMPARE(log->front().entryId, 6);
        QCOMPARE(ApprovalService(m_shop->path).log(5, 10)->size(), 4U);
    }

    void cancelStopsTheCheck()
    {
        Store store = m_shop->open();
        {
            sql::Transaction transaction(store.db());
            for (int i = 0; i < 1200; ++i)
                audit::append(
                    store, QStringLiteral("x"), QStringLiteral("note"), QStringLiteral("test"), {}, {});
            transaction.commit();
        }
        QVERIFY(ApprovalService(m_shop->path).verify()->intact());
        const auto stopped =
            ApprovalService(m_shop->path).verify([](std::size_t, std::size_t) { return false; });
        QVERIFY(!stopped);
        QCOMPARE(stopped.error().code, ErrorCode::Cancelled);
    }

private:
    std::unique_ptr<PlanFixture> m_shop;
};

QTEST_GUILESS_MAIN(AuditLogTest)
#include "test_audit_log.moc"
