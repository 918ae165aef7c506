#pragma once

#include "models/approval/approval_service.h"
#include "models/export/export_service.h"
#include "models/forecast/forecast_codec.h"
#include "models/planning/reorder_plan.h"
#include "models/planning/reorder_planner.h"
#include "tests/models/support_store.h"

#include <QFile>
#include <QTest>

#include <stdexcept>

/// Plans of the small store, for tests of planning, approval and export.
namespace merch::test
{

/// A forecast that is known: Poisson demand of `daily` a day for every series.
inline void forecastBy(TempStore& store, double daily)
{
    constexpr Day kLast = kFirstSale + kDays - 1;
    Forecast forecast;
    forecast.method = "mean";
    forecast.first = kLast + 1;
    forecast.mean.assign(28, daily);
    forecast.errors.countVariance = 1;
    sql::Transaction transaction(store.db());
    sql::Statement run(
        store.db(), "INSERT INTO forecast_run (made_at, as_of, horizon, seed, options, seconds, made_by)"
                    " VALUES (1, ?1, 28, 1, '{}', 0, 'test')");
    run.bind(1, kLast).run();
    const std::int64_t id = sqlite3_last_insert_rowid(store.db().get());
    sql::Statement add(
        store.db(),
        "INSERT INTO forecast (run_id, series_id, method, demand_class, first_day, units_28, folds, b)"
        " SELECT ?1, series_id, 'mean', 0, ?2, ?3, 0, ?4 FROM series");
    add.bind(1, id).bind(2, forecast.first).bind(3, 28 * daily).bindBlob(4, encodeForecast(forecast)).run();
    transaction.commit();
}

/// Makes a plan and reads it back.
inline ReorderPlan planOf(TempStore& store, const ReorderOptions& options = {})
{
    const Result<ReorderSummary> made = ReorderPlanner(store.qpath()).make(options, {});
    if (!made)
        throw std::runtime_error(made.error().text());
    Result<ReorderPlan> plan = loadReorderPlan(store.qpath(), made->planId);
    if (!plan)
        throw std::runtime_error(plan.error().text());
    return *plan;
}

inline const ReorderPlanLine& lineOf(const ReorderPlan& plan, const QString& sku, const QString& location)
{
    for (const ReorderPlanLine& line : plan.lines) {
        if (line.sku == sku && line.location == location)
            return line;
    }
    throw std::runtime_error("no such line");
}
// A reference into a plan that is gone by the end of the statement.
const ReorderPlanLine& lineOf(ReorderPlan&&, const QString&, const QString&) = delete;

/// A store with one plan that orders some lines, copied for each test.
class PlanFile
{
public:
    static QString maker() { return QStringLiteral("ann"); }
    static QString judge() { return QStringLiteral("bob"); }

    PlanFile()
    {
        static const QByteArray whole = [] {
            TempStore store;
            forecastBy(store, 6);
            planOf(store);
            store.db().execute("PRAGMA wal_checkpoint(TRUNCATE)");
            store.close();
            QFile file(store.qpath());
            return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
        }();
        QFile file(path());
        if (!file.open(QIODevice::WriteOnly) || file.write(whole) != whole.size())
            throw std::runtime_error("the store could not be copied");
    }

    QString path() const { return m_dir.filePath(QStringLiteral("plan.merch")); }
    QString file(const char* name) const { return m_dir.filePath(QLatin1String(name)); }
    ApprovalService service() const { return ApprovalService(path()); }
    PlanSummary plan() const { return *service().plan(0); }
    std::vector<LineKey> orders() const
    {
        std::vector<LineKey> keys;
        const auto lines = service().lines(plan().planId);
        for (const PlanLine& line : *lines)
            if (line.orders())
                keys.push_back({line.sku, line.location});
        return keys;
    }
    ExportRequest request(const char* name) const
    {
        ExportRequest request;
        request.what = QStringLiteral("reorder-plan");
        request.file = file(name);
        request.user = judge();
        return request;
    }

    /// Brings the plan into a state by the steps that lead there.
    void bringTo(PlanState state) const
    {
        const std::int64_t id = plan().planId;
        if (state == PlanState::Draft)
            return;
        QVERIFY(service().submit(id, maker()));
        if (state == PlanState::Rejected)
            QVERIFY(service().reject(id, {}, judge(), QStringLiteral("too much")));
        if (state == PlanState::Returned)
            QVERIFY(service().giveBack(id, {}, judge(), QStringLiteral("too much")));
        if (state == PlanState::Approved || state == PlanState::Exported)
            QVERIFY(service().approve(id, {}, judge()));
        if (state == PlanState::Exported) {
            const auto left = ExportService(path()).write(request("out.csv"));
            QVERIFY2(left, left ? "" : left.error().text().c_str());
        }
        QCOMPARE(plan().state, state);
    }

    /// As someone with a database tool could: no trigger stands in the way.
    void tamper(const char* sql) const
    {
        Result<Store> store = Store::open(path().toStdString(), Store::Mode::ReadWrite);
        QVERIFY(store);
        for (const char* name :
             {"audit_no_update", "audit_no_delete", "decision_no_update", "decision_no_delete",
              "export_no_update", "export_no_delete"})
            store->db().execute(std::string("DROP TRIGGER IF EXISTS ") + name);
        store->db().execute("PRAGMA foreign_keys = OFF");
        store->db().execute(sql);
    }

private:
    QTemporaryDir m_dir;
};

} // namespace merch::test
