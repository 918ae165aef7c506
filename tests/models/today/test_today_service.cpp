#include "models/today/today_models.h"
#include "models/today/today_service.h"
#include "tests/models/today/support_today_store.h"

#include <QStandardPaths>
#include <QTest>

#include <cmath>

using namespace merch;
using test::TodayStore;

namespace
{

constexpr double kMonth = 365.25 / 12; ///< days
constexpr double kLost = 0.475, kLeast = 0.40,
                 kMost = 0.55; ///< share of unserved demand that is not recaptured

TodayReport reportOf(const TodayStore& store, TodayOptions options = {})
{
    auto report = TodayService(store.path()).report(options, {});
    if (!report)
        throw std::runtime_error(report.error().text());
    return std::move(*report);
}

const Problem* find(const TodayReport& report, ProblemKind kind)
{
    for (const Problem& problem : report.problems)
        if (problem.kind == kind)
            return &problem;
    return nullptr;
}

bool near(double a, double b)
{
    return std::abs(a - b) < 1e-6 * std::max(1.0, std::abs(b));
}

#define COMPARE_MONEY(range, least, middle, most)                                                            \
    do {                                                                                                     \
        QVERIFY2(near((range).low, least), qPrintable(QString::number((range).low, 'g', 12)));               \
        QVERIFY2(near((range).mid, middle), qPrintable(QString::number((range).mid, 'g', 12)));              \
        QVERIFY2(near((range).high, most), qPrintable(QString::number((range).high, 'g', 12)));              \
    } while (false)

} // namespace

class TestTodayService : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { QStandardPaths::setTestModeEnabled(true); }

    void anEmptyShelfLosesItsMarginEachDay()
    {
        const TodayStore store;
        const TodayReport report = reportOf(store);
        const Problem* out = find(report, ProblemKind::OutOfStock);
        QVERIFY(out);
        QCOMPARE(out->items.size(), std::size_t(2)); // OUT and COST, not the held back nor the ended one
        const ProblemItem& item = out->items.front();
        QCOMPARE(item.sku, QStringLiteral("OUT"));
        QCOMPARE(item.location, QStringLiteral("L1"));
        QCOMPARE(item.daysOut, std::optional<int>(TodayStore::kDaysOut));
        QCOMPARE(item.perDay, 6.0);
        const double units = 6 * kMonth, margin = 10;
        COMPARE_MONEY(item.money, units * margin * kLeast, units * margin * kLost, units * margin * kMost);
        QCOMPARE(report.outNow, 2);
        // What earns nothing that is known is in the list, not in the money.
        QCOMPARE(out->items.back().sku, QStringLiteral("COST"));
        QVERIFY(!out->items.back().moneyKnown);
        QCOMPARE(out->unvalued, 1);
        QCOMPARE(report.noMargin, 1);
        COMPARE_MONEY(out->money, units * margin * kLeast, units * margin * kLost, units * margin * kMost);
    }

    void whatRunsOutBeforeAnOrderArrivesLosesTheDaysBetween()
    {
        const TodayStore store;
        const TodayReport report = reportOf(store);
        const Problem* soon = find(report, ProblemKind::RunsOut);
        QVERIFY(soon);
        QCOMPARE(soon->items.size(), std::size_t(1));
        const ProblemItem& item = soon->items.front();
        QCOMPARE(item.sku, QStringLiteral("SOON"));
        QCOMPARE(item.coverDays, 2.0);
        QCOMPARE(item.emptyOn, std::optional<Day>(TodayStore::kLast + 3)); // two days are served
        const double units = 6 * TodayStore::kLead - 12, margin = 10;
        COMPARE_MONEY(item.money, units * margin * kLeast, units * margin * kLost, units * margin * kMost);
        QCOMPARE(report.runsOut, 1);
        QCOMPARE(soon->page, QStringLiteral("reorder"));
        QCOMPARE(soon->target, QStringLiteral("supplier:ACME"));
    }

    void anOrderOnItsWayIsCounted()
    {
        TodayStore store;
        // The day after tomorrow, as much as is wanted until an order placed today is there.
        store.db().execute(
            "INSERT INTO purchase_order (po_id, import_id, product_id, location_id, ordered_day,"
            " expected_day, units) VALUES ('1', 1, 2, 1, " +
            std::to_string(TodayStore::kLast - 5) + ", " + std::to_string(TodayStore::kLast + 2) + ", 30)");
        const TodayReport report = reportOf(store);
        QVERIFY(!find(report, ProblemKind::RunsOut));
        QCOMPARE(report.runsOut, 0);
    }

    void stockBeyondTwelveWeeksCostsItsHolding()
    {
        const TodayStore store;
        const TodayReport report = reportOf(store);
        const Problem* much = find(report, ProblemKind::Overstock);
        QVERIFY(much);
        QCOMPARE(much->items.size(), std::size_t(1));
        QCOMPARE(much->items.front().sku, QStringLiteral("MUCH"));
        const double excess = 1000 - 6 * 84;
        QVERIFY(near(much->items.front().excess, excess));
        QVERIFY(near(much->capital, excess * 4));
        const double month = excess * 4 * 0.25 / 12;
        COMPARE_MONEY(much->money, month, month, month);
        QCOMPARE(report.overstocked, 1);
    }

    void whatDoesNotSellIsTooMuchAltogether()
    {
        const TodayStore store;
        const TodayReport report = reportOf(store);
        const Problem* dead = find(report, ProblemKind::DeadStock);
        QVERIFY(dead);
        QCOMPARE(dead->items.size(), std::size_t(1));
        QCOMPARE(dead->items.front().sku, QStringLiteral("DEAD"));
        QVERIFY(near(dead->capital, 50 * 2));
        COMPARE_MONEY(dead->money, 100 * 0.25 / 12, 100 * 0.25 / 12, 100 * 0.25 / 12);
        QVERIFY(std::isinf(dead->items.front().coverDays));
        QVERIFY(near(report.excessCapital, 496 * 4 + 100));
        QVERIFY(near(report.stockAtCost, 12 * 10 + 1000 * 4 + 50 * 2 + 200 * 10));
    }

    void theSumIsThatOfItsParts()
    {
        const TodayStore store;
        const TodayReport report = reportOf(store);
        const double lost = (6 * kMonth + 30) * 10 * kLost, carrying = (496 * 4 + 100) * 0.25 / 12;
        QVERIFY(near(report.lost.mid, lost));
        QVERIFY(near(report.carrying.mid, carrying));
        QVERIFY(near(report.atRisk.mid, lost + carrying));
        QVERIFY(near(report.atRisk.low, (6 * kMonth + 30) * 10 * kLeast + carrying));
        QVERIFY(near(report.atRisk.high, (6 * kMonth + 30) * 10 * kMost + carrying));
        // By the lower end of the money; what cannot be valued comes last.
        QCOMPARE(report.problems.front().kind, ProblemKind::OutOfStock);
        for (std::size_t i = 1; i < report.problems.size(); ++i)
            QVERIFY(report.problems[i - 1].money.low >= report.problems[i].money.low);
        QCOMPARE(report.shelves, 9);
        QCOMPARE(report.noStock, 1);
    }

    void aFailedCheckHoldsASeriesBack()
    {
        const TodayStore store;
        const TodayReport report = reportOf(store);
        const Problem* held = find(report, ProblemKind::HeldBack);
        QVERIFY(held);
        QCOMPARE(report.heldBack, 1);
        QCOMPARE(held->items.front().sku, QStringLiteral("HELD"));
        QVERIFY(near(held->atStake, 6 * kMonth * 10));
        QVERIFY(!held->moneyKnown); // between nothing and its margin: no number of its own
        QVERIFY(held->evidence.contains(QStringLiteral("negative stock")));
        QCOMPARE(held->page, QStringLiteral("data"));
    }

    void theLossOfTheLastWeeksIsLookedBackAt()
    {
        const TodayStore store;
        const TodayReport report = reportOf(store);
        QCOMPARE(report.lostByWeek.size(), std::size_t(12));
        // Five days of six units that earn ten; the held back and the ended shelf are not in it.
        const MoneyRange& last = report.lostByWeek.back();
        QVERIFY2(std::abs(last.mid - 5 * 6 * 10 * kLost) < 1e-3, qPrintable(QString::number(last.mid)));
        // Between what comes back at most and at least, and wider, as nobody counted those who left.
        QVERIFY2(last.low > 0 && last.low < 5 * 6 * 10 * 0.40, qPrintable(QString::number(last.low)));
        QVERIFY2(last.high > 5 * 6 * 10 * 0.55, qPrintable(QString::number(last.high)));
        QCOMPARE(report.lostLately.mid, last.mid);
        for (std::size_t week = 0; week + 1 < report.lostByWeek.size(); ++week)
            QCOMPARE(report.lostByWeek[week].high, 0.0);
        QCOMPARE(report.outByDay.size(), std::size_t(84));
        QCOMPARE(report.outByDay.back(), 2.0F);
        QCOMPARE(report.outByDay[84 - TodayStore::kDaysOut], 2.0F);
        QCOMPARE(report.outByDay[84 - TodayStore::kDaysOut - 1], 0.0F);
        QCOMPARE(report.firstWeek, TodayStore::kLast - 83);
    }

    void anAssumedMarginIsMarked()
    {
        TodayStore store;
        store.db().execute("INSERT INTO assumption (name, value, made_at, made_by) VALUES"
                           " ('margin', '0.4', 1, 'ann'), ('holding_rate', '0.12', 1, 'ann')");
        const TodayReport report = reportOf(store);
        QVERIFY(report.assumed);
        QCOMPARE(report.noMargin, 0);
        const Problem* out = find(report, ProblemKind::OutOfStock);
        QVERIFY(out && out->assumed);
        const auto cost = std::find_if(out->items.begin(), out->items.end(), [](const ProblemItem& item) {
            return item.sku == QLatin1String("COST");
        });
        QVERIFY(cost != out->items.end() && cost->assumed);
        QVERIFY(near(cost->money.mid, 6 * kMonth * 20 * 0.4 * kLost));
        QVERIFY(near(find(report, ProblemKind::DeadStock)->money.mid, 100 * 0.12 / 12));
    }

    void plansThatWaitAreCountedWithTheirOrders()
    {
        TodayStore store;
        QCOMPARE(reportOf(store).pendingPlans, 0);
        QVERIFY(!reportOf(store).oldestPendingDays);
        store.addWaitingPlan(nowMs() - std::int64_t{49} * 3'600'000);
        const TodayReport report = reportOf(store);
        QCOMPARE(report.pendingPlans, 1);
        QCOMPARE(report.pendingLines, 2); // not the line that orders nothing
        QVERIFY(report.oldestPendingDays && std::abs(*report.oldestPendingDays - 49.0 / 24) < 0.01);
    }

    void theNewestImportsAreTold()
    {
        TodayStore store;
        const std::int64_t now = nowMs(), hour = 3'600'000;
        const auto import = [&](const char* name, const char* kind, std::int64_t at, int accepted,
                                int rejected, Day last) {
            sql::Statement source(
                store.db(), "INSERT INTO source (name, kind, fresh_days) VALUES (?1, ?2, 7)");
            source.bind(1, name).bind(2, kind).run();
            sql::Statement row(
                store.db(), "INSERT INTO import (source_id, kind, file, sha256, bytes, mapping, rows_read,"
                            " rows_accepted, rows_rejected, last_day, made_at, made_by) VALUES (?1, ?2,"
                            " 'f.csv', 'x', 0, '{}', ?3, ?3, ?4, ?5, ?6, 'ann')");
            row.bind(1, sqlite3_last_insert_rowid(store.db().get())).bind(2, kind).bind(3, accepted);
            row.bind(4, rejected).bind(5, last).bind(6, at).run();
            return sqlite3_last_insert_rowid(store.db().get());
        };
        const Day last = TodayStore::kLast;
        import("old sales", "sales", now - 30 * 24 * hour, 500, 9, last - 7);
        const std::int64_t catalog = import("catalog", "products", now - 2 * hour, 9, 0, 0);
        import("sales", "sales", now - 2 * hour + 60'000, 63, 4, last);
        sql::Statement before(store.db(), "INSERT INTO import_before VALUES (?1, 'product', ?2, ?3)");
        before.bind(1, catalog).bind(2, "OUT").bind(3, "{\"unit_cost\": 80000}").run();  // + 25 %
        before.bind(1, catalog).bind(2, "SOON").bind(3, "{\"unit_cost\": 99000}").run(); // + 1 %
        before.bind(1, catalog).bind(2, "FINE").bind(3, "{\"unit_cost\": 100000}").run();
        before.bind(1, catalog).bind(2, "DARK").bindNull(3).run();
        const TodayReport report = reportOf(store);
        QStringList said;
        for (const StoreChange& change : report.changes)
            said << change.text;
        const QString all = said.join(u'|');
        // Without an interface language %n is filled in and the plural stays as it is written.
        QVERIFY2(all.contains(QStringLiteral("2 file(s) read, 72 rows")), qPrintable(all));
        QVERIFY2(all.contains(QStringLiteral("4 row(s) rejected")), qPrintable(all));
        QVERIFY2(all.contains(QStringLiteral("7 day(s) more")), qPrintable(all));
        QVERIFY2(all.contains(QStringLiteral("1 new product(s)")), qPrintable(all));
        QVERIFY2(all.contains(QStringLiteral("2 cost(s) changed, 1 by more than 5 %")), qPrintable(all));
        QCOMPARE(report.lastImportMs, now - 2 * hour + 60'000);
        // The source that promised a week and gave nothing for thirty days is late, and says so.
        const Problem* late = find(report, ProblemKind::LateSource);
        QVERIFY(late);
        QVERIFY(late->evidence.contains(QStringLiteral("30 day(s) old, promised every 7")));
        QVERIFY(!late->moneyKnown);
        int lateOnes = 0;
        for (const SourceFreshness& source : report.sources)
            lateOnes += source.late ? 1 : 0;
        QVERIFY(report.sources.front().late);
        QVERIFY(lateOnes >= 1);
    }

    void aFileOfTodayThatHoldsTheDaysOfLongAgoIsNotFresh()
    {
        TodayStore store;
        const auto read = [&](Day last) {
            store.db().execute(
                "DELETE FROM import; DELETE FROM source; INSERT INTO source (source_id, name, kind)"
                " VALUES (1, 'sales', 'sales')");
            sql::Statement row(
                store.db(), "INSERT INTO import (source_id, kind, file, sha256, bytes, mapping, rows_read,"
                            " rows_accepted, rows_rejected, last_day, made_at, made_by) VALUES (1, 'sales',"
                            " 'f.csv', 'x', 0, '{}', 1, 1, 0, ?1, ?2, 'ann')");
            row.bind(1, last).bind(2, nowMs()).run();
            return reportOf(store);
        };
        const auto today = static_cast<Day>(QDate(1970, 1, 1).daysTo(QDate::currentDate()));
        TodayReport report = read(today - 10);
        QCOMPARE(report.sources.size(), std::size_t{1});
        QVERIFY(!report.sources.front().late);
        QVERIFY(!find(report, ProblemKind::LateSource));
        report = read(today - 40);
        QVERIFY(report.sources.front().late);
        const Problem* late = find(report, ProblemKind::LateSource);
        QVERIFY(late);
        QVERIFY2(late->evidence.contains(QStringLiteral("ends 40 day(s) ago")), qPrintable(late->evidence));
    }

    void anImportTakenBackIsNoNews()
    {
        TodayStore store;
        store.db().execute("UPDATE import SET made_at = 5, undone_at = 6");
        QVERIFY(reportOf(store).changes.empty());
        QCOMPARE(reportOf(store).lastImportMs, qint64{0});
    }

    void qualityIsThatOfTheNewestCheck()
    {
        TodayStore store;
        QVERIFY(!reportOf(store).quality);
        store.db().execute(
            "INSERT INTO quality_run VALUES (1, 1, 0.90, '{}', NULL), (2, 2, 0.95, '{}', NULL);"
            "INSERT INTO finding (run_id, rule, severity, entity, key, message, state) VALUES"
            " (1, 'a', 'error', 'product', 'x', 'm', 'open'), (2, 'a', 'error', 'product', 'x', 'm', 'open'),"
            " (2, 'a', 'error', 'product', 'y', 'm', 'accepted'), (2, 'b', 'warning', 'product', 'y', 'm', "
            "'open')");
        const TodayReport report = reportOf(store);
        QCOMPARE(report.quality, std::optional<double>(0.95));
        QCOMPARE(report.qualityBefore, std::optional<double>(0.90));
        QCOMPARE(report.openErrors, 1);
    }

    void withoutAForecastNothingIsJudged()
    {
        const TodayStore store(false);
        const TodayReport report = reportOf(store);
        QVERIFY(report.hasSales && !report.hasForecast && report.hasStock);
        QVERIFY(report.problems.empty());
        // The command line has one worked out in memory, and leaves the store as it is.
        TodayOptions options;
        options.forecastIfNone = true;
        const TodayReport worked = reportOf(store, options);
        QVERIFY(worked.hasForecast);
        QCOMPARE(worked.outNow, 2);
        QVERIFY(!reportOf(store).hasForecast);
    }

    void anEmptyStoreHasNothingToSay()
    {
        test::TempStore store(test::TempStore::Filled::Empty);
        const auto report = TodayService(store.qpath()).report({}, {});
        QVERIFY(report);
        QVERIFY(!report->hasSales && report->problems.empty() && report->changes.empty());
        QCOMPARE(report->atRisk.mid, 0.0);
    }

    void whatIsAbsentIsAnError()
    {
        const auto report = TodayService(QStringLiteral("/nowhere/at/all.merch")).report({}, {});
        QVERIFY(!report);
        QVERIFY(!report.error().message.empty());
    }

    void aCancelledLookIsNoReport()
    {
        const TodayStore store;
        const auto report =
            TodayService(store.path()).report({}, [](std::size_t, std::size_t) { return false; });
        QVERIFY(!report);
        QCOMPARE(report.error().code, ErrorCode::Cancelled);
    }

    void theListIsFilteredAndFoundByItsKey()
    {
        const TodayStore store;
        TodayReport report = reportOf(store);
        ProblemsModel model;
        model.setProblems(report.problems, report.currency);
        QCOMPARE(model.rowCount(), int(report.problems.size()));
        const int row = model.rowOf(QStringLiteral("overstock:Home"));
        QVERIFY(row >= 0);
        QCOMPARE(model.problem(row).kind, ProblemKind::Overstock);
        model.setShown(ProblemsModel::Show::Stock);
        QVERIFY(model.rowCount() > 0);
        for (int r = 0; r < model.rowCount(); ++r)
            QVERIFY(
                model.problem(r).kind == ProblemKind::OutOfStock ||
                model.problem(r).kind == ProblemKind::RunsOut);
        QCOMPARE(model.rowOf(QStringLiteral("overstock:Home")), -1);
        model.setShown(ProblemsModel::Show::Excess);
        for (int r = 0; r < model.rowCount(); ++r)
            QVERIFY(
                model.problem(r).kind == ProblemKind::Overstock ||
                model.problem(r).kind == ProblemKind::DeadStock);
        double top = 0;
        for (const Problem& problem : report.problems)
            top = std::max(top, problem.money.high);
        QVERIFY(model.top() >= top);
    }
};

QTEST_MAIN(TestTodayService)
#include "test_today_service.moc"
