#include "models/planning/reorder_planner.h"

#include "engine/core/parallel.h"
#include "models/approval/plan_lines.h"
#include "models/export/currency.h"
#include "models/forecast/forecast_service.h"
#include "models/planning/plan_making.h"
#include "models/planning/plan_words.h"
#include "models/planning/planning_rules.h"
#include "models/store/demand.h"
#include "models/store/sqlite.h"
#include "models/store/store.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <tuple>

namespace merch
{

namespace
{

/// A part of the whole progress, in thousandths.
Progress share(const Progress& progress, std::size_t from, std::size_t to)
{
    return [&progress, from, to](std::size_t done, std::size_t total) {
        return !progress ||
               progress(from + (to - from) * std::min(done, total) / std::max<std::size_t>(1, total), 1000);
    };
}

/// One line before the plan is put in order.
struct Candidate {
    ReorderPlanLine line;
    LineBasis basis;
};

/// Everything that decides a line but the demand; then the policy and its words.
class LineMaker
{
public:
    LineMaker(const ReorderOptions& options, Day asOf, int digits)
        : m_options(options)
        , m_asOf(asOf)
        , m_minor(std::pow(10.0, digits))
        , m_digits(digits)
    {
    }

    /// `orderCost`: the line's share, currency units. `forecast` may be null: never sold up to the day.
    Candidate
    make(const PlanInput& in, const Forecast* forecast, double orderCost, const LeadTime& leadTime) const
    {
        const PlanningRules& rules = planningRules();
        const double scale = static_cast<double>(in.scale);
        Candidate made;
        ReorderPlanLine& line = made.line;
        LineBasis& basis = made.basis;
        line.seriesId = in.seriesId;
        line.sku = in.sku;
        line.title = in.title;
        line.category = in.category;
        line.brand = in.brand;
        line.location = in.location;
        line.locationName = in.locationName;
        line.supplier = in.supplier;
        line.supplierName = in.supplierName;
        line.critical = in.critical;
        line.assumed = in.assumed;
        line.leadTimeDays = leadDays(in);
        line.leadTimeSd = leadSd(in);
        line.reviewDays = in.reviewDays;
        line.packSize = static_cast<double>(in.pack) / scale;
        line.moq = static_cast<double>(in.moq) / scale;
        line.unitCost = static_cast<double>(in.cost.value_or(0)) / 10000.0;
        line.onOrder = static_cast<double>(in.onOrder) / scale;
        basis.supplierId = in.supplierId;
        basis.scale = in.scale;
        basis.unitCost = in.cost.value_or(0);
        basis.price = in.price.value_or(0);
        basis.fulfilment = in.fulfilment;
        basis.recapture = in.recapture;
        basis.goodwill = in.goodwill;
        basis.holdingRate = in.holdingRate;
        basis.orderCost = orderCost;
        basis.serviceSet = m_options.service ? m_options.service : in.service;

        const bool sells = forecast && !forecast->mean.empty();
        Forecast demand;
        if (sells)
            demand = planForecast(*forecast, basis, m_options.demandFactor);
        const double month = sells ? demandOverDays(demand, 28).expected() : 0.0;
        if (in.onHand)
            line.onHand = static_cast<double>(*in.onHand) / scale;
        else if (in.openingStockDays)
            line.onHand = std::round(*in.openingStockDays * month / 28.0) / scale;
        if (in.shelfLifeDays > 0 && sells) // no more than sells before it spoils
            basis.capacity = static_cast<std::int64_t>(demandOverDays(demand, in.shelfLifeDays).expected());

        if (in.notOrdered != NotOrdered::No) {
            line.proposal =
                in.notOrdered == NotOrdered::NotGoods  ? planwords::notGoods(QString::fromStdString(in.kind))
                : in.notOrdered == NotOrdered::Ended   ? planwords::ended(QString::fromStdString(in.status))
                : in.notOrdered == NotOrdered::Unknown ? planwords::unknown()
                                                       : planwords::noMoney();
            // What it sells meanwhile is worth seeing; what is not ordered has no order point.
            if (sells) {
                const LeadTimeDemand meanwhile(demand, leadTime, in.reviewDays);
                line.demandMean = meanwhile.mean() / scale;
                line.demandSd = std::sqrt(meanwhile.variance()) / scale;
            }
            refreshLine(line);
            return made;
        }

        ReorderInputs inputs = engineInputs(line, basis);
        inputs.leadTime = leadTime;
        const ReorderLine planned = planReorder(demand, inputs);
        line.demandMean = planned.demandMean / scale;
        line.demandSd = planned.demandSd / scale;
        line.safetyStock = planned.safetyStock / scale;
        line.service = planned.service;
        line.orderPoint = static_cast<double>(planned.orderPoint) / scale;
        line.orderUpTo = static_cast<double>(planned.orderUpTo) / scale;
        line.proposedQty = line.orderQty = static_cast<double>(planned.quantity) / scale;
        line.orderValue = orderValueOf(planned.quantity, in.scale, basis.unitCost, m_digits);
        double margin = 0.0;
        for (const OrderCase& one : planned.cases) {
            line.caseUnits.push_back(static_cast<float>(static_cast<double>(one.units) / scale));
            line.caseMargins.push_back(static_cast<float>(one.margin * m_minor));
            margin += static_cast<double>(line.caseMargins.back());
        }
        line.marginSaved = std::llround(margin);
        refreshLine(line);

        planwords::Proposal what;
        what.decision = planned.decision;
        what.need = static_cast<double>(planned.need) / scale;
        what.quantity = line.proposedQty;
        what.least = static_cast<double>(roundOrder(1, {in.moq, in.pack, {}}, 0).quantity) / scale;
        what.chanceWith = planned.chanceOutWith;
        what.chanceWithout = planned.chanceOutWithout;
        const double daily = line.demandMean / std::max(1.0, line.leadTimeDays + line.reviewDays);
        what.positionDays =
            daily > 0.0 ? std::min(999.0, (line.onHand.value_or(0.0) + line.onOrder) / daily) : 999.0;
        if (in.onHand && m_asOf - in.stockDay > rules.oldStockDays)
            what.stockAge = m_asOf - in.stockDay;
        line.proposal = planwords::proposal(line, what);
        refreshLine(line);
        return made;
    }

    double leadDays(const PlanInput& in) const
    {
        return std::max(0.0, in.leadTime.value_or(0.0) + m_options.leadTimeDaysMore);
    }
    double leadSd(const PlanInput& in) const
    {
        return std::max(0.0, in.leadTimeSd.value_or(0.0) * m_options.leadTimeSpread);
    }

private:
    const ReorderOptions& m_options;
    Day m_asOf;
    double m_minor;
    int m_digits;
};

/// The options of a plan with those of a variation on top. Locks and edits follow in keepHands().
Result<ReorderOptions> variationOf(const QString& path, const ReorderOptions& options)
{
    if (options.basedOn == 0)
        return options;
    return reporting("read the plan", [&]() -> Result<ReorderOptions> {
        Result<Store> store = Store::open(path.toStdString(), Store::Mode::ReadOnly);
        if (!store)
            return store.error();
        sql::Statement row(store->db(), "SELECT options FROM plan WHERE plan_id = ?1 AND kind = 'reorder'");
        row.bind(1, options.basedOn);
        if (!row.step())
            return Error{
                ErrorCode::NotFound,
                "There is no reorder plan " + std::to_string(options.basedOn) + ".",
                "Load the list again.",
                {}};
        const std::string_view bytes = row.text(0);
        const QJsonObject base =
            QJsonDocument::fromJson(QByteArray(bytes.data(), static_cast<qsizetype>(bytes.size()))).object();
        ReorderOptions merged = options;
        if (merged.supplier.isEmpty())
            merged.supplier = base.value(QStringLiteral("supplier")).toString();
        merged.leadTimeDaysMore += base.value(QStringLiteral("lead_time_days_more")).toDouble();
        merged.leadTimeSpread *= base.value(QStringLiteral("lead_time_spread")).toDouble(1.0);
        merged.demandFactor *= base.value(QStringLiteral("demand_factor")).toDouble(1.0);
        if (const QJsonValue service = base.value(QStringLiteral("service"));
            !merged.service && service.isDouble())
            merged.service = service.toDouble();
        return merged;
    });
}

/// What people did to the lines of the plan that this one varies: kept, and valued anew.
template <typename ForecastOf>
Outcome keepHands(Store& store, MadePlan& made, std::int64_t basedOn, const ForecastOf& forecastOf)
{
    const Result<MadePlan> base = readPlan(store, basedOn);
    if (!base)
        return base.error();
    std::map<int, const ReorderPlanLine*> touched;
    for (const ReorderPlanLine& line : base->plan.lines) {
        if (line.locked || line.byHand || !line.excluded.isEmpty())
            touched.emplace(line.seriesId, &line);
    }
    const int digits = currencyDigits(made.plan.currency.toStdString());
    for (std::size_t i = 0; i < made.plan.lines.size(); ++i) {
        ReorderPlanLine& line = made.plan.lines[i];
        const auto found = touched.find(line.seriesId);
        if (found == touched.end())
            continue;
        const ReorderPlanLine& hand = *found->second;
        line.locked = hand.locked;
        line.excluded = hand.excluded;
        if (hand.locked || hand.byHand) {
            const LineBasis& basis = made.basis[i];
            const std::int64_t units = std::llround(hand.orderQty * static_cast<double>(basis.scale));
            line.orderQty = hand.orderQty;
            line.inBudget = hand.inBudget;
            line.byHand = line.orderQty != line.proposedQty;
            line.orderValue = orderValueOf(units, basis.scale, basis.unitCost, digits);
            const Forecast* forecast = forecastOf(line.seriesId);
            line.marginSaved =
                forecast ? std::llround(
                               std::pow(10.0, digits) * marginOfOrder(
                                                            planForecast(*forecast, basis, made.demandFactor),
                                                            engineInputs(line, basis), units))
                         : 0;
        }
        refreshLine(line);
    }
    return success();
}

void keepSupplier(std::vector<PlanInput>& inputs, const QString& supplier)
{
    if (!supplier.isEmpty())
        std::erase_if(inputs, [&](const PlanInput& in) { return in.supplier != supplier; });
}

constexpr int kLeastHorizon = 28, kMostHorizon = 182; ///< days

/// Errors are to be measured over the spans that stock must last for: nine lines in ten are within it.
int horizonOf(const std::vector<PlanInput>& inputs)
{
    std::vector<int> spans;
    for (const PlanInput& in : inputs)
        if (in.notOrdered == NotOrdered::No)
            spans.push_back(static_cast<int>(std::ceil(in.leadTime.value_or(0.0))) + in.reviewDays);
    if (spans.empty())
        return kLeastHorizon;
    const auto most = spans.begin() + static_cast<std::ptrdiff_t>((spans.size() - 1) * 9 / 10);
    std::nth_element(spans.begin(), most, spans.end());
    return std::clamp((*most + 6) / 7 * 7, kLeastHorizon, kMostHorizon);
}

/// The latest run, or one made now where there is none of that day.
struct RunOfDay {
    std::int64_t runId = 0;
    Day asOf = 0;
    bool made = false;
};

Result<RunOfDay> runOfDay(const QString& path, const ReorderOptions& options, const Progress& progress)
{
    const ForecastService service(path);
    const auto latest = service.latestRun();
    if (!latest)
        return latest.error();
    if (*latest && (!options.asOf || *options.asOf == (*latest)->asOf))
        return RunOfDay{(*latest)->runId, (*latest)->asOf, false};
    // What is lacking is said before minutes are spent on a forecast.
    int horizon = kLeastHorizon;
    const Outcome complete = reporting("read the store", [&]() -> Outcome {
        Result<Store> store = Store::open(path.toStdString(), Store::Mode::ReadOnly);
        if (!store)
            return store.error();
        std::vector<PlanInput> inputs = readPlanInputs(
            *store, options.asOf.value_or(lastSalesDay(*store)), AssumptionScopes(readAssumptions(*store)),
            share(progress, 0, 100));
        keepSupplier(inputs, options.supplier);
        if (const std::vector<MissingInput> missing = missingOf(inputs); !missing.empty())
            return missingError(missing);
        if (const Outcome money = ensureMoney(inputs); !money)
            return money;
        horizon = horizonOf(inputs);
        return success();
    });
    if (!complete)
        return complete.error();
    ForecastOptions forecast;
    forecast.horizon = horizon;
    forecast.asOf = options.asOf;
    forecast.threads = options.threads;
    forecast.seed = options.seed;
    forecast.user = options.user;
    forecast.commandLine = options.commandLine;
    const auto made = service.run(forecast, share(progress, 100, 1000));
    if (!made)
        return made.error();
    return RunOfDay{made->runId, made->asOf, true};
}

/// The whole plan, in memory. Throws CancelledWork.
Result<MadePlan> makePlan(
    const QString& path, Store& store, const RunOfDay& run, const ReorderOptions& options,
    const Progress& progress)
{
    MadePlan made;
    made.runId = run.runId;
    made.demandFactor = options.demandFactor;
    made.assumptions = readAssumptions(store);
    const AssumptionScopes assumptions(made.assumptions);
    std::vector<PlanInput> inputs = readPlanInputs(store, run.asOf, assumptions, share(progress, 500, 650));
    if (!options.supplier.isEmpty()) {
        keepSupplier(inputs, options.supplier);
        if (inputs.empty())
            return Error{
                ErrorCode::NotFound,
                "No product comes from supplier " + options.supplier.toStdString() + ".",
                "Check the code, or leave it out.",
                {}};
    }
    if (const std::vector<MissingInput> missing = missingOf(inputs); !missing.empty())
        return missingError(missing);
    if (const Outcome money = ensureMoney(inputs); !money)
        return money.error();

    const Result<std::vector<SeriesForecast>> forecasts =
        ForecastService(path).loadAllEffective(share(progress, 650, 700));
    if (!forecasts)
        return forecasts.error();
    const auto forecastOf = [&](int seriesId) -> const Forecast* {
        const auto found = std::lower_bound(
            forecasts->begin(), forecasts->end(), seriesId,
            [](const SeriesForecast& one, int id) { return one.seriesId < id; });
        return found == forecasts->end() || found->seriesId != seriesId ? nullptr : &found->forecast;
    };

    const std::string currency = store.currency();
    const int digits = currencyDigits(currency);
    const LineMaker maker(options, run.asOf, digits);
    // The cost of placing an order is shared by the lines that a supplier's orders consist of.
    std::map<std::int64_t, int> lineCount;
    std::map<std::pair<double, double>, LeadTime> leadTimes;
    for (const PlanInput& in : inputs) {
        const Forecast* forecast = forecastOf(in.seriesId);
        if (in.notOrdered == NotOrdered::No && forecast && forecast->sum(0, forecast->horizon()) > 0.0)
            ++lineCount[in.supplierId];
        const std::pair<double, double> key(maker.leadDays(in), maker.leadSd(in));
        if (!leadTimes.contains(key))
            leadTimes.emplace(key, LeadTime::of(key.first, key.second));
    }
    std::vector<Candidate> candidates(inputs.size());
    const bool finished =
        parallelFor(inputs.size(), options.threads, share(progress, 700, 900), [&](std::size_t i) {
            const PlanInput& in = inputs[i];
            const auto lines = lineCount.find(in.supplierId);
            const double cost =
                lines == lineCount.end() ? 0.0 : in.orderCost / std::pow(10.0, digits) / lines->second;
            candidates[i] = maker.make(
                in, forecastOf(in.seriesId), cost, leadTimes.at({maker.leadDays(in), maker.leadSd(in)}));
        });
    if (!finished)
        throw CancelledWork();

    // Order lines first, by what they earn on the money; then the rest by name.
    std::sort(candidates.begin(), candidates.end(), [](const Candidate& a, const Candidate& b) {
        const bool orders = a.line.proposedQty > 0.0, others = b.line.proposedQty > 0.0;
        if (orders != others)
            return orders;
        if (a.line.marginPerMoney != b.line.marginPerMoney)
            return a.line.marginPerMoney > b.line.marginPerMoney;
        return std::tie(a.line.sku, a.line.location) < std::tie(b.line.sku, b.line.location);
    });
    ReorderPlan& plan = made.plan;
    plan.runId = run.runId;
    plan.asOf = run.asOf;
    plan.madeAt = nowMs();
    plan.madeBy = options.user.isEmpty() ? QString::fromStdString(loginName()) : options.user;
    plan.currency = QString::fromStdString(currency);
    {
        sql::Statement rows(
            store.db(), "SELECT code, min_order_value FROM supplier WHERE min_order_value > 0");
        while (rows.step()) {
            const std::string_view code = rows.text(0);
            plan.minimums[QString::fromUtf8(code.data(), static_cast<qsizetype>(code.size()))] =
                rows.integer(1);
        }
    }
    for (Candidate& one : candidates) {
        one.line.line = static_cast<int>(plan.lines.size()) + 1;
        plan.lines.push_back(std::move(one.line));
        made.basis.push_back(one.basis);
    }
    if (options.basedOn != 0) {
        if (const Outcome kept = keepHands(store, made, options.basedOn, forecastOf); !kept)
            return kept.error();
    }
    plan.curve = curveOf(plan);
    applyBudget(plan, options.budget);
    return made;
}

std::string optionsText(const ReorderOptions& options, const MadePlan& made)
{
    const PlanningRules& rules = planningRules();
    QJsonObject standards{
        {QStringLiteral("lead_time_sd_share"), rules.leadTimeSdShare},
        {QStringLiteral("service_least"), rules.leastService},
        {QStringLiteral("service_most"), rules.mostService}};
    for (const auto& [name, value] : rules.standards)
        standards[name] = value;
    QJsonArray assumptions;
    for (const Assumption& one : made.assumptions)
        assumptions.append(QJsonObject{
            {QStringLiteral("location"), one.location},
            {QStringLiteral("category"), one.category},
            {QStringLiteral("name"), one.name},
            {QStringLiteral("value"), one.value}});
    QJsonObject kept{
        {QStringLiteral("supplier"), options.supplier},
        {QStringLiteral("lead_time_days_more"), options.leadTimeDaysMore},
        {QStringLiteral("lead_time_spread"), options.leadTimeSpread},
        {QStringLiteral("demand_factor"), options.demandFactor},
        {QStringLiteral("standards"), standards},
        {QStringLiteral("assumptions"), assumptions}};
    if (options.service)
        kept[QStringLiteral("service")] = *options.service;
    if (options.basedOn != 0)
        kept[QStringLiteral("based_on")] = qint64{options.basedOn};
    return QJsonDocument(kept).toJson(QJsonDocument::Compact).toStdString();
}

std::string_view bytesOf(const std::vector<float>& values)
{
    return {reinterpret_cast<const char*>(values.data()), values.size() * sizeof(float)};
}

/// Writes the plan into an open transaction. @return its id.
std::int64_t
write(Store& store, MadePlan& made, const ReorderOptions& options, double seconds, const Progress& progress)
{
    const ReorderPlan& plan = made.plan;
    sql::Statement add(
        store.db(),
        "INSERT INTO plan (kind, as_of, made_at, made_by, budget, options, order_value, margin_saved,"
        " run_id, seconds) VALUES ('reorder', ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)");
    add.bind(1, plan.asOf).bind(2, plan.madeAt).bind(3, plan.madeBy.toStdString());
    if (plan.budget)
        add.bind(4, *plan.budget);
    else
        add.bindNull(4);
    add.bind(5, optionsText(options, made)).bind(6, plan.orderValue()).bind(7, plan.marginSaved());
    add.bind(8, made.runId).bind(9, seconds).run();
    const std::int64_t planId = sqlite3_last_insert_rowid(store.db().get());

    // A supplier that only an assumption names becomes one of the store.
    std::map<QString, std::int64_t> newSuppliers;
    sql::Statement supplier(store.db(), "INSERT INTO supplier (code) VALUES (?1)");
    sql::Statement line(
        store.db(),
        "INSERT INTO plan_line (plan_id, line, series_id, supplier_id, on_hand, on_order, lead_time_days,"
        " lead_time_sd, review_days, demand_mean, demand_sd, safety_stock, service, order_point, order_up_to,"
        " proposed_qty, order_qty, pack_size, moq, unit_cost, order_value, margin_saved, rank, in_budget, "
        "assumed,"
        " reason, locked, excluded) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14,"
        " ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25, ?26, ?27, nullif(?28, ''))");
    sql::Statement input(
        store.db(),
        "INSERT INTO plan_input (plan_id, line, price, fulfilment, recapture, goodwill, holding_rate,"
        " service_set, order_cost, capacity, reason, by_hand)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)");
    sql::Statement cases(
        store.db(), "INSERT INTO plan_case (plan_id, line, units, margin) VALUES (?1, ?2, ?3, ?4)");
    for (std::size_t i = 0; i < plan.lines.size(); ++i) {
        if (progress && (i & 0x3FF) == 0 && !progress(i, plan.lines.size()))
            throw CancelledWork();
        const ReorderPlanLine& l = plan.lines[i];
        LineBasis& b = made.basis[i];
        const auto whole = [&](double units) {
            return static_cast<std::int64_t>(std::llround(units * static_cast<double>(b.scale)));
        };
        if (b.supplierId == 0 && !l.supplier.isEmpty()) {
            std::int64_t& id = newSuppliers[l.supplier];
            if (id == 0) {
                supplier.bind(1, l.supplier.toStdString()).run();
                id = sqlite3_last_insert_rowid(store.db().get());
            }
            b.supplierId = id;
        }
        line.bind(1, planId).bind(2, l.line).bind(3, l.seriesId);
        if (b.supplierId != 0)
            line.bind(4, b.supplierId);
        else
            line.bindNull(4);
        if (l.onHand)
            line.bind(5, whole(*l.onHand));
        else
            line.bindNull(5);
        line.bind(6, whole(l.onOrder)).bind(7, l.leadTimeDays).bind(8, l.leadTimeSd).bind(9, l.reviewDays);
        line.bind(10, l.demandMean).bind(11, l.demandSd).bind(12, l.safetyStock).bind(13, l.service);
        line.bind(14, whole(l.orderPoint)).bind(15, whole(l.orderUpTo)).bind(16, whole(l.proposedQty));
        line.bind(17, whole(l.orderQty))
            .bind(18, whole(l.packSize))
            .bind(19, whole(l.moq))
            .bind(20, b.unitCost);
        line.bind(21, l.orderValue).bind(22, l.marginSaved).bind(23, l.marginPerMoney).bind(24, l.inBudget);
        line.bind(25, l.assumed.join(QLatin1Char(',')).toStdString()).bind(26, l.reason.toStdString());
        line.bind(27, l.locked).bind(28, l.excluded.toStdString()).run();
        input.bind(1, planId).bind(2, l.line).bind(3, b.price).bind(4, b.fulfilment).bind(5, b.recapture);
        input.bind(6, b.goodwill).bind(7, b.holdingRate);
        if (b.serviceSet)
            input.bind(8, *b.serviceSet);
        else
            input.bindNull(8);
        input.bind(9, b.orderCost);
        if (b.capacity)
            input.bind(10, *b.capacity);
        else
            input.bindNull(10);
        input.bind(11, l.proposal.toStdString()).bind(12, l.byHand).run();
        if (!l.caseUnits.empty())
            cases.bind(1, planId)
                .bind(2, l.line)
                .bindBlob(3, bytesOf(l.caseUnits))
                .bindBlob(4, bytesOf(l.caseMargins))
                .run();
    }
    sql::Statement point(
        store.db(), "INSERT INTO plan_curve (plan_id, step, spend, margin) VALUES (?1, ?2, ?3, ?4)");
    for (std::size_t i = 0; i < plan.curve.size(); ++i)
        point.bind(1, planId)
            .bind(2, static_cast<std::int64_t>(i))
            .bind(3, plan.curve[i].spend)
            .bind(4, plan.curve[i].margin)
            .run();
    return planId;
}

/// Takes back a forecast that was made for a plan which then came to nothing.
void dropRun(const QString& path, const RunOfDay& run)
{
    if (!run.made)
        return;
    (void)reporting("take the forecast back", [&]() -> Outcome {
        Result<Store> store = Store::open(path.toStdString(), Store::Mode::ReadWrite);
        if (!store)
            return store.error();
        sql::Transaction transaction(store->db());
        sql::Statement drop(store->db(), "DELETE FROM forecast_run WHERE run_id = ?1");
        drop.bind(1, run.runId).run();
        transaction.commit();
        return success();
    });
}

Outcome checkOptions(const ReorderOptions& options)
{
    const auto wrong = [](const char* what) { return Error{ErrorCode::Usage, what, {}, {}}; };
    if (options.budget && *options.budget < 0)
        return wrong("A budget cannot be below zero.");
    if (options.service && !(*options.service > 0.0 && *options.service < 1.0))
        return wrong("A service level lies between 0 and 1.");
    if (!(options.demandFactor >= 0.0 && std::isfinite(options.demandFactor)))
        return wrong("Demand cannot be below zero.");
    if (!std::isfinite(options.leadTimeDaysMore) ||
        !(options.leadTimeSpread >= 0.0 && std::isfinite(options.leadTimeSpread)))
        return wrong("A lead time cannot be spread by less than nothing.");
    return success();
}

} // namespace

ReorderPlanner::ReorderPlanner(const QString& path)
    : m_path(path)
{
}

Result<ReorderSummary> ReorderPlanner::make(const ReorderOptions& wanted, const Progress& progress) const
{
    const auto start = std::chrono::steady_clock::now();
    const Result<ReorderOptions> varied = variationOf(m_path, wanted);
    if (!varied)
        return varied.error();
    const ReorderOptions& options = *varied;
    if (const Outcome sound = checkOptions(options); !sound)
        return sound.error();
    const Result<RunOfDay> run = runOfDay(m_path, options, share(progress, 0, 500));
    if (!run)
        return run.error();
    Result<ReorderSummary> result = reporting("plan the orders", [&]() -> Result<ReorderSummary> {
        Result<Store> store = Store::open(m_path.toStdString(), Store::Mode::ReadWrite);
        if (!store)
            return store.error();
        Result<MadePlan> made = makePlan(m_path, *store, *run, options, progress);
        if (!made)
            return made.error();
        const ReorderPlan& plan = made->plan;
        ReorderSummary summary;
        summary.asOf = plan.asOf;
        summary.lines = static_cast<int>(plan.lines.size());
        summary.orderLines = plan.orderLines();
        summary.orderValue = plan.orderValue();
        summary.marginSaved = plan.marginSaved();
        for (const ReorderPlanLine& line : plan.lines)
            summary.assumedLines += line.orders() && !line.assumed.isEmpty() ? 1 : 0;
        const auto seconds = [&start] {
            return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
        };
        sql::Transaction transaction(store->db());
        summary.planId = write(*store, *made, options, seconds(), share(progress, 900, 1000));
        store->logCommand(
            plan.madeBy.toStdString(),
            options.commandLine.isEmpty() ? "plan reorder" : options.commandLine.toStdString(),
            "plan " + std::to_string(summary.planId) + ", " + std::to_string(summary.orderLines) +
                " order lines");
        transaction.commit();
        summary.seconds = seconds();
        return summary;
    });
    if (!result)
        dropRun(m_path, *run);
    return result;
}

Result<ReorderPlan> ReorderPlanner::preview(const ReorderOptions& wanted, const Progress& progress) const
{
    const Result<ReorderOptions> varied = variationOf(m_path, wanted);
    if (!varied)
        return varied.error();
    const ReorderOptions& options = *varied;
    if (const Outcome sound = checkOptions(options); !sound)
        return sound.error();
    const auto latest = ForecastService(m_path).latestRun();
    if (!latest)
        return latest.error();
    if (!*latest || (options.asOf && *options.asOf != (*latest)->asOf))
        return Error{ErrorCode::NotFound, "There is no forecast of that day.", "Run the forecast first.", {}};
    return reporting("plan the orders", [&]() -> Result<ReorderPlan> {
        Result<Store> store = Store::open(m_path.toStdString(), Store::Mode::ReadOnly);
        if (!store)
            return store.error();
        Result<MadePlan> made =
            makePlan(m_path, *store, {(*latest)->runId, (*latest)->asOf, false}, options, progress);
        if (!made)
            return made.error();
        return std::move(made->plan);
    });
}

} // namespace merch
