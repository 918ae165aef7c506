#include "models/planning/assumption_service.h"
#include "models/planning/plan_edits.h"
#include "models/planning/plan_figures.h"
#include "tests/models/support_plan.h"

#include <QTest>

#include <cmath>

using namespace merch;
using merch::test::forecastBy;
using merch::test::lineOf;
using merch::test::planOf;
using merch::test::TempStore;

namespace
{

double poissonCdf(double mean, std::int64_t most)
{
    double term = std::exp(-mean), sum = term;
    for (std::int64_t k = 1; k <= most; ++k)
        sum += term *= mean / static_cast<double>(k);
    return sum;
}

void assume(TempStore& store, std::map<QString, QString> values)
{
    const Outcome kept = AssumptionService(store.qpath()).setNow({}, {}, values, QStringLiteral("ann"), {});
    QVERIFY2(kept, kept ? "" : kept.error().text().c_str());
}

QString s(const char* text)
{
    return QString::fromLatin1(text);
}

} // namespace

/// Plans at the edges of what extracts hold.
class TestPlanLimits : public QObject
{
    Q_OBJECT
private slots:
    void whatOnlyATillKnowsIsOrderedOnlyWhereThereIsNoCatalog()
    {
        TempStore store;
        forecastBy(store, 9);
        const ReorderPlanLine ordered = planOf(store).lines.front();
        QVERIFY(ordered.proposedQty > 0);
        store.db().execute("UPDATE product SET stub = 1 WHERE sku = '" + ordered.sku.toStdString() + "'");
        const ReorderPlan with = planOf(store);
        const ReorderPlanLine& stub = lineOf(with, ordered.sku, ordered.location);
        QCOMPARE(stub.proposedQty, 0.0);
        QVERIFY(stub.reason.contains(s("catalog does not know")));
        QVERIFY(stub.demandMean > 0); // that it sells is worth seeing
        store.db().execute("UPDATE product SET stub = 1");
        const ReorderPlan without = planOf(store);
        QCOMPARE(lineOf(without, ordered.sku, ordered.location).proposedQty, ordered.proposedQty);
    }

    void aPriceOrACostIsEnoughWithAMargin()
    {
        TempStore store;
        forecastBy(store, 9);
        store.db().execute("UPDATE product SET unit_cost = NULL WHERE product_id = 2;"
                           "UPDATE product SET list_price = NULL WHERE product_id = 3;"
                           "UPDATE product SET unit_cost = NULL, list_price = NULL WHERE product_id = 4;"
                           "UPDATE supplier_product SET unit_cost = NULL;"
                           "DELETE FROM chunk_price WHERE key / 64 IN"
                           " (SELECT series_id FROM series WHERE product_id IN (3, 4))");
        const auto missing = AssumptionService(store.qpath()).missing();
        QVERIFY(missing);
        QCOMPARE(missing->size(), std::size_t(1));
        QCOMPARE(missing->front().name, s("margin"));
        QCOMPARE(missing->front().series, 6); // of products 2 and 3; of 4 a margin would say nothing
        QCOMPARE(missing->front().lacking, s("unit cost or price"));
        assume(store, {{s("margin"), s("0.25")}});
        const ReorderPlan plan = planOf(store);
        QCOMPARE(lineOf(plan, s("P02"), s("L1")).unitCost, 3.0); // three quarters of 4.00
        QVERIFY(lineOf(plan, s("P02"), s("L1")).assumed.contains(s("margin")));
        QVERIFY(lineOf(plan, s("P03"), s("L1")).proposedQty > 0);
        QCOMPARE(lineOf(plan, s("P04"), s("L1")).proposedQty, 0.0);
        QVERIFY(lineOf(plan, s("P04"), s("L1")).reason.contains(s("Neither its cost nor its price")));
        QVERIFY(!lineOf(plan, s("P05"), s("L1")).assumed.contains(s("margin")));
    }

    void whatIsMissingIsNamedNotOnlyWhatWouldSettleIt_data()
    {
        QTest::addColumn<QString>("change");
        QTest::addColumn<QString>("lacking");
        QTest::newRow("prices") << s("UPDATE product SET list_price = NULL; DELETE FROM chunk_price")
                                << s("price");
        QTest::newRow("costs")
            << s("UPDATE product SET unit_cost = NULL; UPDATE supplier_product SET unit_cost = NULL")
            << s("unit cost");
    }
    void whatIsMissingIsNamedNotOnlyWhatWouldSettleIt()
    {
        QFETCH(QString, change);
        QFETCH(QString, lacking);
        TempStore store;
        forecastBy(store, 9);
        store.db().execute(change.toUtf8().constData());
        const auto missing = AssumptionService(store.qpath()).missing();
        QVERIFY(missing);
        QCOMPARE(missing->size(), std::size_t(1));
        QCOMPARE(missing->front().lacking, lacking);
        const auto made = ReorderPlanner(store.qpath()).make({}, {});
        QVERIFY(!made);
        const QString text = QString::fromStdString(made.error().text());
        QVERIFY2(text.contains(s("the %1 of 36 series").arg(lacking)), qPrintable(text));
        QVERIFY2(text.contains(s("margin=")), qPrintable(text)); // and what settles it
    }

    void withoutAnyMoneyThereIsNoPlan()
    {
        TempStore store;
        forecastBy(store, 9);
        store.db().execute("UPDATE product SET unit_cost = NULL, list_price = NULL;"
                           "UPDATE supplier_product SET unit_cost = NULL; DELETE FROM chunk_price");
        const auto made = ReorderPlanner(store.qpath()).make({}, {});
        QVERIFY(!made);
        QCOMPARE(made.error().code, ErrorCode::InvalidInput);
        QVERIFY(made.error().text().find("price or a cost") != std::string::npos);
        // Where nothing was forecast yet, that is said before minutes are spent on it.
        store.db().execute("DELETE FROM forecast_run");
        QVERIFY(!ReorderPlanner(store.qpath()).make({}, {}));
        QCOMPARE(store.count("SELECT count(*) FROM forecast_run"), std::int64_t{0});
    }

    void openingStockIsDaysOfDemandAndMarked()
    {
        TempStore store;
        forecastBy(store, 2);
        store.db().execute("DELETE FROM chunk_on_hand WHERE key / 64 IN"
                           " (SELECT series_id FROM series WHERE location_id = 1)");
        assume(store, {{s("opening_stock_days"), s("0")}});
        const ReorderPlan none = planOf(store);
        QCOMPARE(*lineOf(none, s("P02"), s("L1")).onHand, 0.0);
        QVERIFY(lineOf(none, s("P02"), s("L1")).reason.startsWith(s("Nothing is in stock")));
        QVERIFY(lineOf(none, s("P02"), s("L2")).assumed.isEmpty());
        assume(store, {{s("opening_stock_days"), s("10")}});
        const ReorderPlan ten = planOf(store);
        QCOMPARE(*lineOf(ten, s("P02"), s("L1")).onHand, 20.0);
        QVERIFY(lineOf(ten, s("P02"), s("L1")).orderQty < lineOf(none, s("P02"), s("L1")).orderQty);
    }

    void withoutALeadTimeStockMustLastTheReviewPeriodOnly()
    {
        TempStore store;
        forecastBy(store, 2);
        store.db().execute(
            "UPDATE supplier SET lead_time_days = 0, lead_time_sd = 0, order_cost = NULL, review_days = 7");
        ReorderOptions options;
        options.service = 0.95;
        const ReorderPlan plan = planOf(store, options);
        for (const ReorderPlanLine& line : plan.lines) {
            QCOMPARE(line.leadTimeDays, 0.0);
            QVERIFY(std::abs(line.demandMean - 14) < 1e-6);
            const auto level = std::llround(line.orderUpTo);
            QVERIFY(poissonCdf(14, level) >= 0.95 && poissonCdf(14, level - 1) < 0.95);
            QCOMPARE(line.orderPoint, line.orderUpTo);
        }
    }

    void aHugePackIsOrderedOnlyWhereServiceWasSet()
    {
        TempStore store;
        forecastBy(store, 0.05);
        store.db().execute("UPDATE product SET pack_size = 50000, moq = NULL WHERE product_id = 2;"
                           "UPDATE supplier_product SET moq = NULL, pack_size = NULL WHERE product_id = 2;"
                           "DELETE FROM chunk_on_hand");
        assume(store, {{s("opening_stock_days"), s("0")}});
        const ReorderPlan money = planOf(store);
        QCOMPARE(lineOf(money, s("P02"), s("L1")).orderQty, 0.0);
        QVERIFY(lineOf(money, s("P02"), s("L1")).reason.contains(s("50,000")));
        ReorderOptions options;
        options.service = 0.99;
        const ReorderPlan set = planOf(store, options);
        const ReorderPlanLine& line = lineOf(set, s("P02"), s("L1"));
        QCOMPARE(line.orderQty, 50000.0);
        QVERIFY(line.reason.contains(s("whole packs of 50,000")));
        QVERIFY(line.marginSaved < 0); // and the page says what it costs
        QCOMPARE(line.orderValue, std::int64_t(50000) * 200);
    }

    void moreServiceNeverOrdersLess()
    {
        TempStore store;
        forecastBy(store, 5);
        std::map<int, double> before;
        double total = -1;
        for (const double service : {0.5, 0.7, 0.85, 0.9, 0.95, 0.98, 0.995}) {
            ReorderOptions options;
            options.service = service;
            const auto plan = ReorderPlanner(store.qpath()).make(options, {});
            QVERIFY(plan);
            double units = 0;
            const ReorderPlan read = *loadReorderPlan(store.qpath(), plan->planId);
            for (const ReorderPlanLine& line : read.lines) {
                const double last = before.contains(line.seriesId) ? before[line.seriesId] : 0;
                QVERIFY2(line.orderQty >= last, qPrintable(line.sku));
                before[line.seriesId] = line.orderQty;
                units += line.orderQty;
                QVERIFY(line.orderPoint <= line.orderUpTo);
                QCOMPARE(line.service, service);
            }
            QVERIFY(units >= total);
            total = units;
        }
        QVERIFY(total > 0);
    }

    void moreMoneyNeverEarnsLessWithHandsOnThePlan()
    {
        TempStore store;
        forecastBy(store, 9);
        const ReorderPlan plan = planOf(store);
        const PlanEdits edits(store.qpath(), plan.planId);
        const auto apply = [&](const Result<PlanEdit>& edit) {
            QVERIFY2(edit, edit ? "" : edit.error().text().c_str());
            QVERIFY(PlanEdits::apply(store.qpath(), edit->after));
        };
        const int locked = plan.lines[1].line, typed = plan.lines[4].line, out = plan.lines[0].line;
        apply(edits.setQuantities(std::vector<PlanEdits::Quantity>{{typed, 600}}));
        apply(edits.setLocked(std::vector<int>{locked}, true));
        apply(edits.setExcluded(std::vector<int>{out}, s("delisted")));
        const ReorderPlan hands = *loadReorderPlan(store.qpath(), plan.planId);
        std::int64_t fixed = 0;
        for (const ReorderPlanLine& line : hands.lines)
            fixed += line.line == locked || line.line == typed ? line.orderValue : 0;
        std::int64_t spend = -1, margin = std::numeric_limits<std::int64_t>::min();
        for (const double share : {0.0, 0.2, 0.5, 0.8, 1.0, 2.0}) {
            const auto budget = fixed + std::llround(share * static_cast<double>(hands.orderValue() - fixed));
            apply(edits.setBudget(budget));
            const ReorderPlan now = *loadReorderPlan(store.qpath(), plan.planId);
            QVERIFY(now.orderValue() <= budget);
            QVERIFY(now.orderValue() >= spend && now.marginSaved() >= margin);
            spend = now.orderValue();
            margin = now.marginSaved();
            QCOMPARE(now.lines[4].orderQty, 600.0);
            QCOMPARE(now.lines[1].orderQty, plan.lines[1].orderQty);
            QVERIFY(!now.lines[0].orders());
        }
        QCOMPARE(spend, hands.orderValue());
    }

    void aVariationHoldsWhatItIsBasedOn()
    {
        TempStore store;
        forecastBy(store, 9);
        ReorderOptions first;
        first.supplier = s("ACME");
        first.leadTimeDaysMore = 5;
        first.demandFactor = 1.5;
        const ReorderPlan base = planOf(store, first);
        const PlanEdits edits(store.qpath(), base.planId);
        const auto apply = [&](const Result<PlanEdit>& edit) {
            QVERIFY(edit && PlanEdits::apply(store.qpath(), edit->after));
        };
        apply(edits.setQuantities(std::vector<PlanEdits::Quantity>{{base.lines[0].line, 600}}));
        apply(edits.setExcluded(std::vector<int>{base.lines[1].line}, s("delisted")));
        ReorderOptions none;
        none.basedOn = base.planId;
        const auto same = ReorderPlanner(store.qpath()).preview(none, {});
        QVERIFY(same);
        const ReorderPlan now = *loadReorderPlan(store.qpath(), base.planId);
        const PlanDifference nothing = differenceOf(now, *same);
        QCOMPARE(nothing.changed, 0); // asked for nothing else, nothing differs
        QCOMPARE(nothing.spend, std::int64_t(0));
        QCOMPARE(nothing.saved, std::int64_t(0));
        ReorderOptions later = none;
        later.leadTimeDaysMore = 4;
        const ReorderPlan made = planOf(store, later);
        QCOMPARE(made.lines.size(), std::size_t(18));
        for (const ReorderPlanLine& line : made.lines)
            QCOMPARE(line.leadTimeDays, 16.0); // 7, and 5, and 4
        const ReorderPlanLine& typed = lineOf(made, base.lines[0].sku, base.lines[0].location);
        QCOMPARE(typed.orderQty, 600.0);
        QVERIFY(typed.byHand);
        QCOMPARE(lineOf(made, base.lines[1].sku, base.lines[1].location).excluded, s("delisted"));
        ReorderOptions lost;
        lost.basedOn = 99;
        QCOMPARE(ReorderPlanner(store.qpath()).preview(lost, {}).error().code, ErrorCode::NotFound);
    }

    void theSentenceSaysWhenTheShelfStandsEmptyFirst()
    {
        TempStore store;
        forecastBy(store, 9);
        store.db().execute("UPDATE supplier SET lead_time_days = 40, lead_time_sd = 0");
        const ReorderPlan plan = planOf(store);
        int said = 0;
        for (const ReorderPlanLine& line : plan.lines) {
            if (!line.orders())
                continue;
            const double lasts = (*line.onHand + line.onOrder) / (line.demandMean / (40.0 + line.reviewDays));
            const bool empty = line.reason.contains(s("the shelf is empty for about"));
            if (std::abs(lasts - 38.5) > 1)
                QCOMPARE(empty, lasts < 38.5);
            said += empty;
            const Result<ReorderWhy> why = loadReorderWhy(store.qpath(), plan.planId, line.line);
            QVERIFY(why);
            QVERIFY(why->chanceWith < why->chanceWithout);
            if (!empty)
                continue;
            // What cannot be helped any more is shown: empty before the arrival, whatever is ordered.
            const auto& with = why->projection.with.chanceEmpty;
            QVERIFY(with[38] > 0.5);
            QVERIFY(with[41] < with[38]);
            QCOMPARE(with[38], why->projection.without.chanceEmpty[38]);
        }
        QVERIFY(said > 0);
    }
};

QTEST_GUILESS_MAIN(TestPlanLimits)
#include "test_plan_limits.moc"
