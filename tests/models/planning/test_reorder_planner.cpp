#include "engine/inventory/reorder.h"
#include "engine/inventory/rounding.h"
#include "models/approval/approval_service.h"
#include "models/forecast/forecast_codec.h"
#include "models/forecast/forecast_service.h"
#include "models/planning/assumption_service.h"
#include "models/planning/plan_edits.h"
#include "models/planning/reorder_plan.h"
#include "models/planning/reorder_planner.h"
#include "models/workspace/edit_journal.h"
#include "models/workspace/workspace.h"
#include "tests/models/support_journal.h"
#include "tests/models/support_plan.h"

#include <QTest>

#include <cmath>
#include <set>

using namespace merch;
using merch::test::forecastBy;
using merch::test::newImport;
using merch::test::planOf;
using merch::test::TempStore;

namespace
{

constexpr Day kLast = merch::test::kFirstSale + merch::test::kDays - 1;

const ReorderPlanLine& lineOf(const ReorderPlan& plan, const char* sku, const char* location)
{
    for (const ReorderPlanLine& line : plan.lines) {
        if (line.sku == QLatin1String(sku) && line.location == QLatin1String(location))
            return line;
    }
    throw std::runtime_error("no such line");
}

QByteArray textOf(TempStore& store, const char* table)
{
    QByteArray all;
    sql::Statement rows(store.db(), std::string("SELECT * FROM ") + table);
    while (rows.step()) {
        for (int c = 0; c < sqlite3_column_count(rows.handle()); ++c) {
            const std::string_view bytes = rows.blob(c);
            all += QByteArray(bytes.data(), static_cast<qsizetype>(bytes.size())).toHex() + '|';
        }
        all += '\n';
    }
    return all;
}

QByteArray plansOf(TempStore& store)
{
    return textOf(store, "plan") + textOf(store, "plan_line") + textOf(store, "plan_input") +
           textOf(store, "plan_case") + textOf(store, "plan_curve");
}

void apply(TempStore& store, const Result<PlanEdit>& edit)
{
    QVERIFY2(edit, edit ? "" : edit.error().text().c_str());
    const Outcome done = PlanEdits::apply(store.qpath(), edit->after);
    QVERIFY2(done, done ? "" : done.error().text().c_str());
}

} // namespace

class TestReorderPlanner : public QObject
{
    Q_OBJECT
private slots:
    void numbersAreThoseOfTheEngine()
    {
        TempStore store;
        forecastBy(store, 1.5);
        store.db().execute("UPDATE supplier SET lead_time_sd = 0, order_cost = NULL");
        const ReorderPlan plan = planOf(store);
        QCOMPARE(plan.lines.size(), std::size_t{36});
        QCOMPARE(plan.asOf, kLast);
        const ReorderPlanLine& line = lineOf(plan, "P02", "L1");
        // P02 costs 2.00, sells at 4.00, comes from ACME in 7 days, reviewed every 7, in packs of 6.
        const MeasureColumn stock = loadMeasure(store.store(), Measure::OnHand, loadSeries(store.store())[3]);
        QCOMPARE(line.seriesId, loadSeries(store.store())[3].seriesId);
        QCOMPARE(*line.onHand, static_cast<double>(stock.values.back()));
        QCOMPARE(line.supplier, QStringLiteral("ACME"));
        QCOMPARE(line.leadTimeDays, 7.0);
        QCOMPARE(line.unitCost, 2.0);
        QCOMPARE(line.packSize, 6.0);
        ReorderInputs in;
        in.onHand = std::llround(*line.onHand);
        in.leadTime = LeadTime::of(7, 0);
        in.money.price = 4;
        in.money.cost = 2;
        in.money.recapture = 0.3;
        in.rules = {6, 6, {}};
        Forecast forecast;
        forecast.mean.assign(28, 1.5);
        forecast.errors.countVariance = 1;
        const ReorderLine expected = planReorder(forecast, in);
        QCOMPARE(line.orderPoint, static_cast<double>(expected.orderPoint));
        QCOMPARE(line.orderUpTo, static_cast<double>(expected.orderUpTo));
        QCOMPARE(line.orderQty, static_cast<double>(expected.quantity));
        QCOMPARE(line.orderValue, std::int64_t{200} * expected.quantity);
        QVERIFY(std::abs(line.demandMean - 21) < 1e-6);
        QVERIFY(std::abs(static_cast<double>(line.marginSaved) - 100 * expected.marginSaved()) < 1);
        QVERIFY(!line.reason.isEmpty());
    }

    void quantitiesAreRoundedAsEverywhereElse()
    {
        // Whatever the supplier accepts and the shelf holds: need, made orderable by the one rule there is.
        int ordered = 0;
        std::set<double> packs;
        for (const double daily : {3.0, 8.0, 14.0, 30.0}) {
            TempStore store;
            forecastBy(store, daily);
            store.db().execute(
                "UPDATE supplier_product SET pack_size = 1 + product_id * 5 % 13, moq = product_id * 7 % 40");
            for (const ReorderPlanLine& line : planOf(store).lines) {
                const std::int64_t position = std::llround(*line.onHand + line.onOrder);
                const OrderRules rules{std::llround(line.moq), std::llround(line.packSize), {}};
                const std::int64_t upTo = std::llround(line.orderUpTo);
                if (line.proposedQty > 0.0) {
                    ++ordered;
                    packs.insert(line.packSize);
                    QCOMPARE(
                        line.proposedQty,
                        static_cast<double>(roundOrder(upTo - position, rules, position).quantity));
                } else if (line.orderUpTo > 0.0) {
                    QVERIFY(
                        static_cast<double>(position) > line.orderPoint ||
                        roundOrder(upTo - position, rules, position).quantity == 0);
                }
            }
        }
        QVERIFY2(ordered > 40, qPrintable(QString::number(ordered)));
        QVERIFY(packs.size() > 5);
    }

    void orderLinesComeFirstByWhatTheyEarn()
    {
        TempStore store;
        forecastBy(store, 9);
        const ReorderPlan plan = planOf(store);
        QVERIFY(plan.orderLines() > 5);
        bool ended = false;
        double before = 1e300;
        for (const ReorderPlanLine& line : plan.lines) {
            ended = ended || !line.orders();
            QCOMPARE(line.orders(), !ended);
            if (line.orders()) {
                QVERIFY(line.marginPerMoney <= before);
                before = line.marginPerMoney;
                QVERIFY(*line.onHand + line.onOrder <= line.orderPoint);
            }
        }
        std::int64_t sum = 0;
        for (const SupplierTotal& total : plan.suppliers)
            sum += total.orderValue;
        QCOMPARE(sum, plan.orderValue());
        QCOMPARE(plan.curve.front().spend, std::int64_t{0});
        QCOMPARE(plan.curve.back().spend, plan.orderValue());
        QVERIFY(std::abs(plan.curve.back().margin - plan.marginSaved()) <= plan.orderLines());
        for (std::size_t i = 2; i < plan.curve.size(); ++i) // the best first: it bends one way only
            QVERIFY(plan.curve[i].spend > plan.curve[i - 1].spend);
        QCOMPARE(store.count("SELECT order_value FROM plan"), plan.orderValue());
        QCOMPARE(
            store.count("SELECT count(*) FROM command_log WHERE command = 'plan reorder'"), std::int64_t{1});
    }

    void openOrdersCountAndReceivedOnesDoNot()
    {
        TempStore store;
        forecastBy(store, 30);
        const ReorderPlan unchanged = planOf(store);
        const double before = lineOf(unchanged, "P02", "L1").orderQty;
        const QByteArray sql =
            QStringLiteral("INSERT INTO purchase_order (po_id, product_id, location_id, ordered_day,"
                           " expected_day, received_day, units) VALUES"
                           " ('A', 2, 1, %1, %2, NULL, 12), ('B', 2, 1, %1, %2, %1, 100),"
                           " ('C', 2, 1, %2, %2, NULL, 100), ('D', 2, 1, %1, %2, %2, 30)")
                .arg(kLast - 3)
                .arg(kLast + 2)
                .toUtf8();
        store.db().execute(sql.constData());
        const ReorderPlan plan = planOf(store);
        const ReorderPlanLine& line = lineOf(plan, "P02", "L1");
        QCOMPARE(line.onOrder, 42.0); // A, and D that comes later; B is here, C is not yet ordered
        QCOMPARE(line.orderQty, before - 42);
    }

    void whatIsNotToBeOrderedSaysWhy()
    {
        TempStore store;
        forecastBy(store, 9);
        store.db().execute("UPDATE product SET status = 'Discontinued' WHERE sku = 'P02';"
                           "UPDATE product SET kind = 'postage' WHERE sku = 'P03';"
                           "UPDATE product SET unit_cost = 300000 WHERE sku = 'P04';"
                           "UPDATE supplier_product SET unit_cost = NULL;"
                           "UPDATE series SET critical = 'Stock below zero' WHERE product_id = 5");
        const ReorderPlan plan = planOf(store);
        for (const char* sku : {"P02", "P03", "P04"}) {
            const ReorderPlanLine& line = lineOf(plan, sku, "L1");
            QCOMPARE(line.orderQty, 0.0);
            QCOMPARE(line.orderPoint, 0.0);
        }
        QVERIFY(lineOf(plan, "P02", "L1").reason.contains(QLatin1String("discontinued")));
        QVERIFY(lineOf(plan, "P03", "L1").reason.contains(QLatin1String("postage")));
        QVERIFY(lineOf(plan, "P04", "L1").reason.contains(QLatin1String("costs as much")));
        QVERIFY(lineOf(plan, "P05", "L1").reason.contains(QLatin1String("simple forecast")));
        QCOMPARE(lineOf(plan, "P05", "L1").critical, QStringLiteral("Stock below zero"));
    }

    void theSuppliersOwnTermsComeFirst()
    {
        TempStore store;
        forecastBy(store, 9);
        store.db().execute(
            "UPDATE supplier_product SET unit_cost = 15000, pack_size = 10, moq = 40, lead_time_days = 3"
            " WHERE product_id = 2;"
            "UPDATE product SET supplier_id = NULL WHERE product_id = 3;"
            "INSERT INTO supplier_product (product_id, supplier_id, unit_cost) VALUES (3, 1, 20000)");
        const ReorderPlan plan = planOf(store);
        const ReorderPlanLine& own = lineOf(plan, "P02", "L1");
        QCOMPARE(own.unitCost, 1.5);
        QCOMPARE(own.packSize, 10.0);
        QCOMPARE(own.moq, 40.0);
        QCOMPARE(own.leadTimeDays, 3.0);
        const ReorderPlanLine& cheapest = lineOf(plan, "P03", "L1"); // BETA asks 3.00, ACME 2.00
        QCOMPARE(cheapest.supplier, QStringLiteral("ACME"));
        QCOMPARE(cheapest.unitCost, 2.0);
    }

    void whatIsLackingIsNamedWithItsRemedy()
    {
        TempStore store;
        forecastBy(store, 2);
        store.db().execute("UPDATE product SET unit_cost = NULL, supplier_id = NULL;"
                           "DELETE FROM supplier_product; DELETE FROM chunk_on_hand");
        const QByteArray before = merch::test::contentOf(store.store());
        const Result<ReorderSummary> made = ReorderPlanner(store.qpath()).make({}, {});
        QVERIFY(!made);
        QCOMPARE(made.error().code, ErrorCode::InvalidInput);
        const std::string text = made.error().text();
        for (const char* name :
             {"margin", "lead_time_days", "opening_stock_days", "supplier", "36 series", "assume"})
            QVERIFY2(text.find(name) != std::string::npos, text.c_str());
        QCOMPARE(merch::test::contentOf(store.store()), before);

        const AssumptionService service(store.qpath());
        const auto missing = service.missing();
        QVERIFY(missing);
        QCOMPARE(missing->size(), std::size_t{4});
        QCOMPARE(missing->front().name, QStringLiteral("margin"));
        QCOMPARE(missing->front().series, 36);
        QVERIFY(service.setNow(
            {}, {},
            {{QStringLiteral("margin"), QStringLiteral("0.5")},
             {QStringLiteral("lead_time_days"), QStringLiteral("14")},
             {QStringLiteral("opening_stock_days"), QStringLiteral("3")},
             {QStringLiteral("supplier"), QStringLiteral("MAIN")}},
            QStringLiteral("ann"), {}));
        QVERIFY(service.missing()->empty());
        const ReorderPlan plan = planOf(store);
        const ReorderPlanLine& line = lineOf(plan, "P02", "L1");
        QCOMPARE(line.unitCost, 2.0); // half of the price of 4.00
        QCOMPARE(*line.onHand, 6.0);  // three days of 2
        QCOMPARE(line.supplier, QStringLiteral("MAIN"));
        QCOMPARE(line.leadTimeSd, 3.5); // the standard: a quarter
        QCOMPARE(
            line.assumed, QStringList(
                              {QStringLiteral("supplier"), QStringLiteral("lead_time_days"),
                               QStringLiteral("margin"), QStringLiteral("opening_stock_days")}));
        QCOMPARE(store.count("SELECT count(*) FROM supplier WHERE code = 'MAIN'"), std::int64_t{1});
        QCOMPARE(ReorderPlanner(store.qpath()).make({}, {})->assumedLines, plan.orderLines());
    }

    void theNarrowestAssumptionWins()
    {
        TempStore store;
        forecastBy(store, 9);
        store.db().execute(
            "UPDATE product SET unit_cost = NULL; UPDATE supplier_product SET unit_cost = NULL");
        const AssumptionService service(store.qpath());
        const auto assume = [&](const char* location, const char* category, const char* margin) {
            const Outcome kept = service.setNow(
                QString::fromLatin1(location), QString::fromLatin1(category),
                {{QStringLiteral("margin"), QString::fromLatin1(margin)}}, QStringLiteral("ann"), {});
            QVERIFY2(kept, kept ? "" : kept.error().text().c_str());
        };
        assume("", "", "0.1");
        assume("L1", "", "0.2");
        assume("", "Food", "0.3");
        assume("", "Food > Tins", "0.4");
        assume("L1", "Food", "0.5");
        const ReorderPlan plan = planOf(store);
        const auto margin = [&](const char* sku, const char* location) {
            const ReorderPlanLine& line = lineOf(plan, sku, location);
            const double price = 2.0 * QString::fromLatin1(sku).mid(1).toDouble();
            return std::round(100 * (1 - line.unitCost / price)) / 100;
        };
        // P03 is in Food > Tins, P01 in Food > Dairy, P02 in Home.
        QCOMPARE(margin("P03", "L1"), 0.5);
        QCOMPARE(margin("P03", "L2"), 0.4);
        QCOMPARE(margin("P01", "L2"), 0.3);
        QCOMPARE(margin("P02", "L1"), 0.2);
        QCOMPARE(margin("P02", "WEB"), 0.1);
    }

    void assumptionsAreCheckedAndUndone()
    {
        QVERIFY(AssumptionService::refusal(QStringLiteral("margin"), QStringLiteral("0.4")).isEmpty());
        for (const auto& [name, value] : std::vector<std::pair<QString, QString>>{
                 {QStringLiteral("margin"), QStringLiteral("40")},
                 {QStringLiteral("margin"), QStringLiteral("1")},
                 {QStringLiteral("margin"), QStringLiteral("-0.1")},
                 {QStringLiteral("lead_time_days"), QStringLiteral("soon")},
                 {QStringLiteral("lead_time_days"), QStringLiteral("nan")},
                 {QStringLiteral("review_days"), QStringLiteral("2.5")},
                 {QStringLiteral("supplier"), QStringLiteral(" ")},
                 {QStringLiteral("colour"), QStringLiteral("3")}})
            QVERIFY2(!AssumptionService::refusal(name, value).isEmpty(), qPrintable(name + value));
        TempStore store(TempStore::Filled::Dictionaries);
        const AssumptionService service(store.qpath());
        QVERIFY(!service.set(
            QStringLiteral("NOWHERE"), {}, {{QStringLiteral("margin"), QStringLiteral("0.4")}}, {}));
        const auto first =
            service.set({}, {}, {{QStringLiteral("margin"), QStringLiteral("0.4")}}, QStringLiteral("ann"));
        QVERIFY(first);
        QVERIFY(service.list()->empty());
        QVERIFY(AssumptionService::apply(store.qpath(), first->after));
        const auto second =
            service.set({}, {}, {{QStringLiteral("margin"), QStringLiteral("0.5")}}, QStringLiteral("ann"));
        QVERIFY(AssumptionService::apply(store.qpath(), second->after));
        QCOMPARE(service.list()->front().value, QStringLiteral("0.5"));
        QVERIFY(AssumptionService::apply(store.qpath(), second->before));
        QCOMPARE(service.list()->front().value, QStringLiteral("0.4"));
        QVERIFY(AssumptionService::apply(store.qpath(), first->before));
        QVERIFY(service.list()->empty());
    }

    void aBudgetTakesTheBestCasesFirst()
    {
        TempStore store;
        forecastBy(store, 9);
        ReorderPlan whole = planOf(store);
        const std::int64_t all = whole.orderValue();
        std::int64_t margin = -1, spend = -1;
        int partly = 0;
        for (const double share : {0.0, 0.1, 0.35, 0.6, 0.9, 1.0}) {
            ReorderOptions options;
            options.budget = std::llround(share * static_cast<double>(all));
            const ReorderPlan plan = planOf(store, options);
            QVERIFY(plan.orderValue() <= *options.budget);
            QVERIFY(plan.orderValue() >= spend && plan.marginSaved() >= margin);
            spend = plan.orderValue();
            margin = plan.marginSaved();
            for (const ReorderPlanLine& line : plan.lines) {
                QVERIFY(line.orderQty <= line.proposedQty);
                QVERIFY(line.inBudget || line.orderQty == 0);
                QVERIFY(std::fmod(line.orderQty, line.packSize) == 0);
                if (line.proposedQty > 0 && line.orderQty == 0)
                    QVERIFY(!line.inBudget && line.reason.contains(QLatin1String("does not reach")));
                if (line.orderQty > 0 && line.orderQty < line.proposedQty) {
                    ++partly;
                    QVERIFY(line.reason.contains(QLatin1String("pays for")));
                }
            }
            // The same in memory, and no more than the curve says is possible.
            applyBudget(whole, options.budget);
            QCOMPARE(whole.orderValue(), plan.orderValue());
            QCOMPARE(whole.marginSaved(), plan.marginSaved());
        }
        QVERIFY(partly > 0);
        QCOMPARE(spend, all);
        applyBudget(whole, {});
        QCOMPARE(whole.orderValue(), all);
    }

    void previewIsWhatMakeWrites()
    {
        TempStore store;
        forecastBy(store, 9);
        ReorderOptions options;
        options.budget = 50000;
        options.leadTimeDaysMore = 3;
        options.service = 0.9;
        const QByteArray before = merch::test::contentOf(store.store());
        const Result<ReorderPlan> preview = ReorderPlanner(store.qpath()).preview(options, {});
        QVERIFY(preview);
        QCOMPARE(merch::test::contentOf(store.store()), before);
        const ReorderPlan made = planOf(store, options);
        QCOMPARE(preview->lines.size(), made.lines.size());
        for (std::size_t i = 0; i < made.lines.size(); ++i) {
            const ReorderPlanLine &a = preview->lines[i], &b = made.lines[i];
            QCOMPARE(a.sku, b.sku);
            QCOMPARE(a.location, b.location);
            QCOMPARE(a.orderQty, b.orderQty);
            QCOMPARE(a.orderValue, b.orderValue);
            QCOMPARE(a.marginSaved, b.marginSaved);
            QCOMPARE(a.orderPoint, b.orderPoint);
            QCOMPARE(a.coverDays, b.coverDays);
            QCOMPARE(a.reason, b.reason);
            QCOMPARE(a.caseMargins, b.caseMargins);
            QCOMPARE(b.service, b.orderUpTo > 0 ? 0.9 : b.service);
        }
        QCOMPARE(preview->curve.size(), made.curve.size());
        QCOMPARE(preview->orderValue(), made.orderValue());
    }

    void threadsAndSuppliersDoNotChangeALine()
    {
        TempStore store;
        forecastBy(store, 4);
        ReorderOptions one, many, acme;
        one.threads = 1;
        many.threads = 8;
        acme.supplier = QStringLiteral("ACME");
        const ReorderPlan a = planOf(store, one), b = planOf(store, many), c = planOf(store, acme);
        for (std::size_t i = 0; i < a.lines.size(); ++i) {
            QCOMPARE(a.lines[i].seriesId, b.lines[i].seriesId);
            QCOMPARE(a.lines[i].orderQty, b.lines[i].orderQty);
            QCOMPARE(a.lines[i].caseMargins, b.lines[i].caseMargins);
        }
        QCOMPARE(c.lines.size(), std::size_t{18});
        for (const ReorderPlanLine& line : c.lines) {
            QCOMPARE(line.supplier, QStringLiteral("ACME"));
            QCOMPARE(line.orderQty, lineOf(a, qPrintable(line.sku), qPrintable(line.location)).orderQty);
        }
        ReorderOptions nobody;
        nobody.supplier = QStringLiteral("NOBODY");
        QCOMPARE(ReorderPlanner(store.qpath()).make(nobody, {}).error().code, ErrorCode::NotFound);
    }

    void cancellingLeavesTheStoreAsItWas()
    {
        TempStore store;
        const QByteArray before = merch::test::contentOf(store.store());
        // Without a forecast the plan makes one first: it goes as well.
        for (const std::size_t at :
             {std::size_t{0}, std::size_t{300}, std::size_t{520}, std::size_t{750}, std::size_t{900}}) {
            const Result<ReorderSummary> made =
                ReorderPlanner(store.qpath()).make({}, [at](std::size_t done, std::size_t) {
                    return done < at;
                });
            QVERIFY(!made);
            QCOMPARE(made.error().code, ErrorCode::Cancelled);
            QCOMPARE(merch::test::contentOf(store.store()), before);
        }
        QVERIFY(ReorderPlanner(store.qpath()).make({}, {}));
    }

    void anEarlierDayIsForecastFirst()
    {
        TempStore store;
        ReorderOptions options;
        options.asOf = kLast - 60;
        const ReorderPlan plan = planOf(store, options);
        QCOMPARE(plan.asOf, kLast - 60);
        QCOMPARE((*ForecastService(store.qpath()).latestRun())->asOf, kLast - 60);
        const SeriesInfo series = loadSeries(store.store())[3];
        const MeasureColumn stock = loadMeasure(store.store(), Measure::OnHand, series);
        QCOMPARE(
            *lineOf(plan, "P02", "L1").onHand,
            static_cast<double>(stock.values[static_cast<std::size_t>(kLast - 60 - stock.first)]));
    }

    void editsAreUndoneExactly()
    {
        TempStore store;
        forecastBy(store, 9);
        const ReorderPlan plan = planOf(store);
        const PlanEdits edits(store.qpath(), plan.planId);
        const std::vector<int> lines{1, 2, 3};
        const std::vector<PlanEdits::Quantity> quantities{
            {1, 100}, {2, 0}, {static_cast<int>(plan.lines.size()), 5}};
        std::vector<std::pair<QJsonObject, QByteArray>> back;
        const auto step = [&](const Result<PlanEdit>& edit) {
            back.emplace_back(edit ? edit->before : QJsonObject(), plansOf(store));
            apply(store, edit);
        };
        step(edits.setQuantities(quantities));
        step(edits.setLocked(lines, true));
        step(edits.setBudget(plan.orderValue() / 3));
        step(edits.setExcluded(lines, QStringLiteral("the range is to be changed")));
        step(edits.setBudget({}));
        step(edits.revert(lines));
        const ReorderPlan after = *loadReorderPlan(store.qpath(), plan.planId);
        QCOMPARE(after.lines[0].orderQty, plan.lines[0].orderQty);
        QCOMPARE(after.lines[0].marginSaved, plan.lines[0].marginSaved);
        QCOMPARE(after.lines[0].reason, plan.lines[0].reason);
        while (!back.empty()) {
            const Outcome undone = PlanEdits::apply(store.qpath(), back.back().first);
            QVERIFY2(undone, undone ? "" : undone.error().text().c_str());
            QCOMPARE(plansOf(store), back.back().second);
            back.pop_back();
        }
    }

    void editedQuantitiesKeepTheSuppliersRules()
    {
        TempStore store;
        forecastBy(store, 9);
        const ReorderPlan plan = planOf(store);
        const PlanEdits edits(store.qpath(), plan.planId);
        const std::vector<PlanEdits::Quantity> odd{{1, 8}};
        const Result<PlanEdit> edit = edits.setQuantities(odd);
        apply(store, edit);
        QVERIFY2(edit->text.contains(QLatin1String("8 becomes 12")), qPrintable(edit->text));
        ReorderPlan after = *loadReorderPlan(store.qpath(), plan.planId);
        QCOMPARE(after.lines[0].orderQty, 12.0);
        QVERIFY(after.lines[0].edited());
        QCOMPARE(after.lines[0].orderValue, std::llround(12 * after.lines[0].unitCost * 100));
        QVERIFY(after.lines[0].reason.contains(QLatin1String("by hand")));
        QCOMPARE(store.count("SELECT order_value FROM plan"), after.orderValue());
        // More than was proposed is worth what the engine says of it.
        const std::vector<PlanEdits::Quantity> more{{1, plan.lines[0].proposedQty + 60}};
        apply(store, edits.setQuantities(more));
        after = *loadReorderPlan(store.qpath(), plan.planId);
        QVERIFY(after.lines[0].marginSaved > 0);
        QVERIFY(after.lines[0].marginPerMoney < plan.lines[0].marginPerMoney);
        // A budget leaves a person's number alone.
        apply(store, edits.setBudget(std::int64_t{1}));
        after = *loadReorderPlan(store.qpath(), plan.planId);
        QCOMPARE(after.lines[0].orderQty, plan.lines[0].proposedQty + 60);
        QCOMPARE(after.orderLines(), 1);

        const int line[] = {1};
        apply(store, edits.setLocked(line, true));
        QCOMPARE(edits.setQuantities(odd).error().code, ErrorCode::Refused);
        apply(store, edits.setLocked(line, false));
        apply(store, edits.setExcluded(line, QStringLiteral("no room")));
        QCOMPARE(edits.setQuantities(odd).error().code, ErrorCode::Refused);
        for (const double bad : {-1.0, std::nan(""), 1e12}) {
            const std::vector<PlanEdits::Quantity> wrong{{2, bad}};
            QCOMPARE(edits.setQuantities(wrong).error().code, ErrorCode::InvalidInput);
        }
        const std::vector<PlanEdits::Quantity> nowhere{{999, 6}};
        QCOMPARE(edits.setQuantities(nowhere).error().code, ErrorCode::NotFound);
    }

    void aSuppliersOrderIsFilledUpToItsMinimum()
    {
        TempStore store;
        forecastBy(store, 9);
        ReorderOptions options;
        options.budget = 3000;
        const ReorderPlan plan = planOf(store, options);
        const auto total = [](const ReorderPlan& of, const char* code) {
            std::int64_t sum = 0;
            for (const ReorderPlanLine& line : of.lines)
                sum += line.orders() && line.supplier == QLatin1String(code) ? line.orderValue : 0;
            return sum;
        };
        QVERIFY(total(plan, "ACME") < 10000);
        const PlanEdits edits(store.qpath(), plan.planId);
        apply(store, edits.fillSupplier(QStringLiteral("ACME")));
        const ReorderPlan after = *loadReorderPlan(store.qpath(), plan.planId);
        QVERIFY(total(after, "ACME") >= 10000);
        QVERIFY(total(after, "ACME") < 10000 + 12 * 1200); // not more than one pack beyond
        QCOMPARE(total(after, "BETA"), total(plan, "BETA"));
        for (const ReorderPlanLine& line : after.lines)
            QVERIFY(std::fmod(line.orderQty, line.packSize) == 0);
        QCOMPARE(edits.fillSupplier(QStringLiteral("ACME")).error().code, ErrorCode::InvalidInput);
    }

    void aSubmittedPlanIsNotEdited()
    {
        TempStore store;
        forecastBy(store, 9);
        const ReorderPlan plan = planOf(store);
        const PlanEdits edits(store.qpath(), plan.planId);
        const int line[] = {1};
        const Result<PlanEdit> lock = edits.setLocked(line, true);
        QVERIFY(ApprovalService(store.qpath()).submit(plan.planId, QStringLiteral("ann")));
        const QByteArray before = plansOf(store);
        QCOMPARE(PlanEdits::apply(store.qpath(), lock->after).error().code, ErrorCode::Refused);
        QCOMPARE(edits.setBudget(std::int64_t{5}).error().code, ErrorCode::Refused);
        QCOMPARE(plansOf(store), before);
        QVERIFY(ApprovalService(store.qpath()).verify()->intact());
    }

    void theJournalTakesAnEditBack()
    {
        TempStore store;
        forecastBy(store, 9);
        const ReorderPlan plan = planOf(store);
        Workspace workspace;
        EditJournal journal(workspace);
        journal.registerKind(QStringLiteral("plan_line"), &PlanEdits::applyIn);
        QVERIFY(workspace.openStore(store.qpath()));
        const QByteArray before = plansOf(store);
        const std::vector<PlanEdits::Quantity> quantities{{1, 600}};
        const Result<PlanEdit> edit = PlanEdits(store.qpath(), plan.planId).setQuantities(quantities);
        QVERIFY(test::edited(
            journal, QStringLiteral("reorder"), QStringLiteral("plan_line"),
            {edit->text, edit->before, edit->after}));
        const QByteArray after = plansOf(store);
        QVERIFY(after != before);
        QVERIFY(test::undone(journal));
        QCOMPARE(plansOf(store), before);
        QVERIFY(test::redone(journal));
        QCOMPARE(plansOf(store), after);
    }

    void whyShowsTheLineAndItsTrial()
    {
        TempStore store;
        forecastBy(store, 25);
        store.db().execute(
            QStringLiteral("INSERT INTO purchase_order (po_id, product_id, location_id, ordered_day,"
                           " expected_day, units) VALUES ('A', 12, 1, %1, %2, 5)")
                .arg(kLast - 3)
                .arg(kLast + 4)
                .toStdString());
        const ReorderPlan plan = planOf(store);
        const ReorderPlanLine& line = lineOf(plan, "P12", "L1");
        QVERIFY(line.orders());
        const Result<ReorderWhy> why = loadReorderWhy(store.qpath(), plan.planId, line.line);
        QVERIFY(why);
        QCOMPARE(why->first, kLast + 1);
        QCOMPARE(why->sentence, line.reason);
        QCOMPARE(why->projection.arrivalDay, 7);
        QCOMPARE(why->demand.size(), why->projection.with.mean.size());
        QCOMPARE(why->demand.front(), 25.0);
        const double stock = *line.onHand;
        QCOMPARE(why->projection.without.mean[0], std::max(0.0, stock - 25));
        QVERIFY(why->projection.with.chanceOut.back() <= why->projection.without.chanceOut.back());
        const Result<ReorderWhy> trial = loadReorderWhy(store.qpath(), plan.planId, line.line, 6.0);
        QCOMPARE(trial->line.orderQty, 6.0);
        QVERIFY(trial->sentence != line.reason);
        QVERIFY(trial->projection.with.mean.back() < why->projection.with.mean.back());
        QCOMPARE(loadReorderWhy(store.qpath(), plan.planId, 999).error().code, ErrorCode::NotFound);
        QCOMPARE(loadReorderWhy(store.qpath(), 77, 1).error().code, ErrorCode::NotFound);
        QCOMPARE(loadReorderPlan(store.qpath(), 77).error().code, ErrorCode::NotFound);
    }

    void goodsByWeightKeepTheirThousandths()
    {
        TempStore store;
        forecastBy(store, 9);
        store.db().execute(
            "UPDATE product SET unit_scale = 1000, pack_size = NULL, moq = NULL WHERE product_id = 2;"
            "UPDATE supplier_product SET moq = NULL WHERE product_id = 2");
        const ReorderPlan plan = planOf(store);
        const ReorderPlanLine& line = lineOf(plan, "P02", "L1");
        // The cells now mean grams: what was 60 pieces in stock is 0.060.
        QVERIFY(*line.onHand < 1);
        QVERIFY(line.orderQty > 50 && line.orderQty < 400);
        QCOMPARE(line.orderValue, std::llround(line.orderQty * 200));
        QCOMPARE(
            store.count(
                "SELECT order_qty FROM plan_line WHERE plan_id = " + std::to_string(plan.planId) +
                " AND line = " + std::to_string(line.line)),
            std::llround(line.orderQty * 1000));
        QVERIFY(std::abs(line.demandMean - 9 * 14) < 1);
    }
};

QTEST_GUILESS_MAIN(TestReorderPlanner)
#include "test_reorder_planner.moc"
