#include "models/today/today_service.h"

#include "models/approval/plan_lines.h"
#include "models/data/data_overview.h"
#include "models/forecast/forecast_service.h"
#include "models/forecast/learnable_history.h"
#include "models/grid/format.h"
#include "models/store/demand.h"
#include "models/store/sqlite.h"
#include "models/store/store.h"
#include "models/today/shelves.h"
#include "models/today/store_changes.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <tuple>

namespace merch
{

namespace
{

constexpr int kGroupsOfAKind = 5; ///< the dearest stand alone, the rest together

struct Group {
    QString key, name, category;
    std::vector<ProblemItem> items;
    std::vector<int> products; ///< of the items, in the same order
};

/// The items of one product err together (its locations see the same demand), products by themselves.
MoneyRange sumOf(const Group& group)
{
    std::map<int, std::vector<MoneyRange>> byProduct;
    for (std::size_t i = 0; i < group.items.size(); ++i)
        if (group.items[i].moneyKnown)
            byProduct[group.products[i]].push_back(group.items[i].money);
    std::vector<MoneyRange> parts;
    for (const auto& [product, ranges] : byProduct)
        parts.push_back(sumOfDependent(ranges));
    MoneyRange sum = sumOfIndependent(parts);
    sum.low = std::max(0.0, sum.low);
    return sum;
}

void addTo(Group& group, Group&& other)
{
    std::move(other.items.begin(), other.items.end(), std::back_inserter(group.items));
    group.products.insert(group.products.end(), other.products.begin(), other.products.end());
}

double median(std::vector<double> values)
{
    if (values.empty())
        return 0.0;
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

QString topCategory(const QString& path)
{
    return path.section(QStringLiteral(" > "), 0, 0);
}

} // namespace

QString problemKindName(ProblemKind kind)
{
    switch (kind) {
    case ProblemKind::OutOfStock:
        return QStringLiteral("out_of_stock");
    case ProblemKind::RunsOut:
        return QStringLiteral("runs_out");
    case ProblemKind::Overstock:
        return QStringLiteral("overstock");
    case ProblemKind::DeadStock:
        return QStringLiteral("dead_stock");
    case ProblemKind::HeldBack:
        return QStringLiteral("held_back");
    case ProblemKind::UnknownStock:
        return QStringLiteral("unknown_stock");
    case ProblemKind::LateSource:
        return QStringLiteral("late_source");
    }
    return {};
}

TodayService::TodayService(const QString& path)
    : m_path(path)
{
}

namespace
{

/// Gathers shelves into problems and says them in words.
class Composer
{
    Q_DECLARE_TR_FUNCTIONS(merch::TodayService)
public:
    Composer(const Shelves& shelves, TodayReport& report)
        : m_shelves(shelves)
        , m_report(report)
    {
    }

    void judge(const Shelf& shelf, const Forecast& forecast)
    {
        ++m_report.shelves;
        const ProductText& product = m_shelves.products[static_cast<std::size_t>(shelf.productId)];
        if (!shelf.critical.empty()) { // its data are not to be trusted: it is held back, not valued
            hold(shelf, forecast, product);
            return;
        }
        if (!shelf.stockKnown) {
            ++m_report.noStock;
            if (m_shelves.stockRows == 0)
                m_unknown.items.push_back(itemOf(shelf, product, outlookOf(shelf, forecast)));
            return;
        }
        if (shelf.position.unitCost)
            m_report.stockAtCost += std::max(0.0, shelf.position.onHand) * *shelf.position.unitCost;
        const ShelfFinding found = judgeShelf(forecast, shelf.position);
        if (!shelf.position.ended && shelf.position.onHand > 0.0 && !shelf.position.leadTimeDays)
            ++m_report.noLeadTime;
        if (found.problem == ShelfProblem::None)
            return;
        ProblemItem item = itemOf(shelf, product, found);
        if (!item.moneyKnown)
            ++m_report.noMargin;
        m_report.assumed = m_report.assumed || item.assumed;
        ProblemKind kind = ProblemKind::OutOfStock;
        switch (found.problem) {
        case ShelfProblem::OutOfStock:
            ++m_report.outNow;
            item.daysOut = m_shelves.asOf - shelf.emptySince + 1;
            break;
        case ShelfProblem::RunsOut:
            kind = ProblemKind::RunsOut;
            ++m_report.runsOut;
            item.emptyOn = m_shelves.asOf + 1 + found.emptyFrom;
            break;
        case ShelfProblem::Overstock:
            kind = ProblemKind::Overstock;
            ++m_report.overstocked;
            m_report.excessCapital += item.capital;
            break;
        default:
            kind = ProblemKind::DeadStock;
            ++m_report.dead;
            m_report.excessCapital += item.capital;
            break;
        }
        const bool bought = kind == ProblemKind::OutOfStock || kind == ProblemKind::RunsOut;
        const QString key = bought ? product.supplier : topCategory(product.category);
        Group& group = m_groups[{kind, key}];
        group.key = key;
        group.name =
            bought ? (product.supplierName.isEmpty() ? product.supplier : product.supplierName) : key;
        group.items.push_back(std::move(item));
        group.products.push_back(shelf.productId);
    }

    void finish()
    {
        std::map<ProblemKind, std::vector<Group>> byKind;
        for (auto& [id, group] : m_groups)
            byKind[id.first].push_back(std::move(group));
        std::vector<MoneyRange> lost, carrying;
        for (auto& [kind, groups] : byKind) {
            std::stable_sort(groups.begin(), groups.end(), [](const Group& a, const Group& b) {
                const MoneyRange x = sumOf(a), y = sumOf(b);
                return x.low != y.low ? x.low > y.low : x.mid > y.mid;
            });
            if (groups.size() > kGroupsOfAKind + 1) {
                Group rest = std::move(groups[kGroupsOfAKind]);
                for (std::size_t g = kGroupsOfAKind + 1; g < groups.size(); ++g)
                    addTo(rest, std::move(groups[g]));
                rest.key = QStringLiteral("others");
                rest.name.clear();
                groups.resize(kGroupsOfAKind);
                groups.push_back(std::move(rest));
            }
            for (Group& group : groups) {
                Problem problem = problemOf(kind, group);
                if (problem.moneyKnown)
                    (kind == ProblemKind::OutOfStock || kind == ProblemKind::RunsOut ? lost : carrying)
                        .push_back(problem.money);
                m_report.problems.push_back(std::move(problem));
            }
        }
        // Groups share a season and a holding rate: their errors are not told apart, so the ends are added.
        m_report.lost = sumOfDependent(lost);
        m_report.carrying = sumOfDependent(carrying);
        m_report.atRisk = sumOfDependent(std::vector<MoneyRange>{m_report.lost, m_report.carrying});
        if (!m_held.items.empty())
            m_report.problems.push_back(heldBack());
        if (!m_unknown.items.empty())
            m_report.problems.push_back(unknownStock());
    }

private:
    ProblemItem itemOf(const Shelf& shelf, const ProductText& product, const ShelfFinding& found) const
    {
        ProblemItem item;
        item.seriesId = shelf.seriesId;
        item.sku = product.sku;
        item.title = product.title;
        item.location = m_shelves.locations[static_cast<std::size_t>(shelf.locationId)].first;
        if (shelf.stockKnown)
            item.onHand = shelf.position.onHand;
        item.onOrder = shelf.onOrder;
        item.due = shelf.due;
        item.perDay = found.perDay;
        item.coverDays = found.coverDays;
        item.excess = found.excessUnits;
        item.capital = found.capital;
        item.money = found.moneyPerMonth;
        item.moneyKnown = found.moneyKnown;
        item.assumed =
            shelf.marginAssumed || (shelf.leadTimeAssumed && found.problem == ShelfProblem::RunsOut);
        return item;
    }

    /// What is expected of a shelf that is not judged.
    static ShelfFinding outlookOf(const Shelf& shelf, const Forecast& forecast)
    {
        ShelfFinding found;
        for (const double units : dailyMeans(forecast, 30))
            found.perDay += units / 30.0;
        found.coverDays = !shelf.stockKnown  ? std::numeric_limits<double>::quiet_NaN()
                          : found.perDay > 0 ? std::max(0.0, shelf.position.onHand) / found.perDay
                                             : std::numeric_limits<double>::infinity();
        return found;
    }

    void hold(const Shelf& shelf, const Forecast& forecast, const ProductText& product)
    {
        ++m_report.heldBack;
        const ShelfFinding found = outlookOf(shelf, forecast);
        ProblemItem item = itemOf(shelf, product, found);
        // What the simple rule costs against a better one is not known: between nothing and its margin.
        if (shelf.position.unitMargin) {
            item.money = {0.0, 0.0, std::max(0.0, found.perDay * kDaysPerMonth * *shelf.position.unitMargin)};
            m_heldMargin += item.money.high;
            m_heldMarginKnown = true;
        }
        m_held.items.push_back(std::move(item));
        ++m_heldWhy[shelf.critical.substr(0, shelf.critical.find(':'))];
    }

    QString money(double value) const { return format::money(value, m_shelves.currency); }

    Problem problemOf(ProblemKind kind, Group& group) const
    {
        Problem made;
        made.kind = kind;
        made.key = problemKindName(kind) + QLatin1Char(':') + group.key;
        made.money = sumOf(group);
        int onTheWay = 0;
        std::optional<Day> due;
        std::vector<double> days, cover;
        for (const ProblemItem& item : group.items) {
            made.moneyKnown = made.moneyKnown || item.moneyKnown;
            made.unvalued += item.moneyKnown ? 0 : 1;
            made.assumed = made.assumed || item.assumed;
            made.capital += item.capital;
            if (item.onOrder > 0)
                ++onTheWay;
            if (item.due && (!due || *item.due < *due))
                due = item.due;
            if (item.daysOut)
                days.push_back(*item.daysOut);
            if (item.emptyOn)
                days.push_back(*item.emptyOn - m_shelves.asOf);
            cover.push_back(item.coverDays);
        }
        const int n = static_cast<int>(group.items.size());
        const bool named = !group.name.isEmpty();
        const bool others = group.key == QLatin1String("others");
        const QString who = group.name;
        made.page = QStringLiteral("reorder");
        made.target = others || group.key.isEmpty() ? QString() : QStringLiteral("supplier:") + group.key;
        switch (kind) {
        case ProblemKind::OutOfStock:
            made.title = named    ? tr("%Ln item(s) out of stock, %1", nullptr, n).arg(who)
                         : others ? tr("%Ln item(s) out of stock, other suppliers", nullptr, n)
                                  : tr("%Ln item(s) out of stock", nullptr, n);
            made.evidence = tr("Half for %Ln+ day(s)", nullptr, static_cast<int>(median(days)));
            made.evidence +=
                QStringLiteral("; ") +
                (onTheWay == 0 ? tr("no order is coming")
                 : due ? tr("%Ln order(s) coming, next on %1", nullptr, onTheWay).arg(format::shortDay(*due))
                       : tr("%Ln order(s) coming", nullptr, onTheWay));
            made.remedy = onTheWay * 2 > n ? tr("Press for the open orders; order what has none")
                                           : tr("Order today what has no order on its way");
            break;
        case ProblemKind::RunsOut:
            made.title = named    ? tr("%Ln item(s) will run out, %1", nullptr, n).arg(who)
                         : others ? tr("%Ln item(s) will run out, other suppliers", nullptr, n)
                                  : tr("%Ln item(s) will run out", nullptr, n);
            made.evidence =
                tr("Half within %Ln day(s); an order placed today comes later", nullptr,
                   static_cast<int>(median(days)));
            made.remedy = tr("Order now, ask for faster delivery, or move stock");
            break;
        case ProblemKind::Overstock:
            made.title = others  ? tr("%Ln item(s) overstocked, other categories", nullptr, n)
                         : named ? tr("%Ln item(s) overstocked, %1", nullptr, n).arg(who)
                                 : tr("%Ln item(s) overstocked", nullptr, n);
            made.evidence =
                tr("%1 beyond 12 weeks of sales; half last %2+ weeks")
                    .arg(
                        money(made.capital), format::count(std::min(999.0, std::round(median(cover) / 7.0))));
            made.remedy = tr("Move it where it sells or mark it down; order none");
            made.page = QStringLiteral("forecast");
            break;
        case ProblemKind::DeadStock:
            made.title = others  ? tr("%Ln item(s) without a sale, other categories", nullptr, n)
                         : named ? tr("%Ln item(s) without a sale, %1", nullptr, n).arg(who)
                                 : tr("%Ln item(s) without a sale", nullptr, n);
            made.evidence = tr("%1 at cost; nothing sold in the last 26 weeks").arg(money(made.capital));
            made.remedy = tr("Clear it: mark down, bundle, or give it back");
            made.page = QStringLiteral("forecast");
            break;
        default:
            break;
        }
        if (made.unvalued > 0)
            made.evidence +=
                QStringLiteral("; ") + tr("%Ln not valued, cost or price is missing", nullptr, made.unvalued);
        std::stable_sort(
            group.items.begin(), group.items.end(), [](const ProblemItem& a, const ProblemItem& b) {
                return a.moneyKnown != b.moneyKnown ? a.moneyKnown
                       : a.money.mid != b.money.mid
                           ? a.money.mid > b.money.mid
                           : std::tie(a.sku, a.location) < std::tie(b.sku, b.location);
            });
        made.items = std::move(group.items);
        if (made.page == QLatin1String("forecast") && !made.items.empty())
            made.target = made.items.front().sku + QLatin1Char('@') + made.items.front().location;
        return made;
    }

    Problem heldBack()
    {
        Problem made;
        made.kind = ProblemKind::HeldBack;
        made.key = QStringLiteral("held_back:");
        const int n = static_cast<int>(m_held.items.size());
        made.title = tr("%Ln item(s) fail a critical check", nullptr, n);
        const auto most =
            std::max_element(m_heldWhy.begin(), m_heldWhy.end(), [](const auto& a, const auto& b) {
                return a.second < b.second;
            });
        const QString why = QString::fromStdString(most->first);
        made.evidence =
            m_heldMarginKnown
                ? tr("Mostly: %1; %2 of margin a month rests on them").arg(why, money(m_heldMargin))
                : tr("Mostly: %1; their margin is not known").arg(why);
        made.remedy = tr("Repair the data, import again; the simple rule forecasts until then");
        made.money = {0.0, 0.0, m_heldMargin};
        made.atStake = m_heldMargin;
        made.page = QStringLiteral("data");
        std::stable_sort(
            m_held.items.begin(), m_held.items.end(),
            [](const ProblemItem& a, const ProblemItem& b) { return a.money.high > b.money.high; });
        made.items = std::move(m_held.items);
        return made;
    }

    Problem unknownStock()
    {
        Problem made;
        made.kind = ProblemKind::UnknownStock;
        made.key = QStringLiteral("unknown_stock:");
        const int n = static_cast<int>(m_unknown.items.size());
        made.title = tr("%Ln item(s) without a known stock", nullptr, n);
        made.evidence = tr("No stock of the last 14 days: too little or too much is not seen");
        made.remedy = tr("Import a stock extract; Reorder can plan on assumptions meanwhile");
        made.page = QStringLiteral("data");
        made.target = QStringLiteral("import:");
        std::stable_sort(
            m_unknown.items.begin(), m_unknown.items.end(),
            [](const ProblemItem& a, const ProblemItem& b) { return a.perDay > b.perDay; });
        made.items = std::move(m_unknown.items);
        return made;
    }

    const Shelves& m_shelves;
    TodayReport& m_report;
    std::map<std::pair<ProblemKind, QString>, Group> m_groups;
    Group m_held, m_unknown;
    std::map<std::string, int> m_heldWhy;
    double m_heldMargin = 0.0;
    bool m_heldMarginKnown = false;
};

void weighHistory(const Shelves& shelves, TodayReport& report)
{
    bool any = false;
    std::vector<float> out(kLookBackDays, 0.0F);
    std::vector<LostMargin> lost(kWeeksShown);
    LostMargin lately;
    for (const Shelf& shelf : shelves.all) {
        any = any || shelf.stockKnown;
        if (!shelf.critical.empty() || shelf.position.ended)
            continue;
        for (std::size_t d = 0; d < shelf.outDays.size(); ++d)
            out[d] += static_cast<float>(shelf.outDays[d]);
        for (std::size_t w = 0; w < shelf.lostByWeek.size(); ++w)
            lost[w] += shelf.lostByWeek[w];
        lately += shelf.lostLately;
    }
    if (!any)
        return;
    report.outByDay = std::move(out);
    for (const LostMargin& week : lost)
        report.lostByWeek.push_back(week.range());
    report.lostLately = lately.range();
    report.latelyWeeks = kLatelyWeeks;
    report.firstWeek = shelves.asOf - kLookBackDays + 1;
}

void readQuality(Store& store, TodayReport& report)
{
    sql::Statement runs(
        store.db(), "SELECT score FROM (SELECT run_id, score FROM quality_run ORDER BY run_id DESC LIMIT 30)"
                    " ORDER BY run_id");
    while (runs.step()) {
        report.qualityBefore = report.quality;
        report.quality = runs.real(0);
        report.qualityTrend.push_back(static_cast<float>(runs.real(0)));
    }
    report.checked = report.quality.has_value();
    sql::Statement errors(
        store.db(), "SELECT count(*) FROM finding WHERE run_id = (SELECT max(run_id) FROM quality_run)"
                    " AND severity = 'error' AND state = 'open'");
    errors.step();
    report.openErrors = static_cast<int>(errors.integer(0));
}

void readPending(Store& store, TodayReport& report)
{
    sql::Statement plans(
        store.db(), "SELECT count(*), min(submitted_at), (SELECT count(*) FROM plan_line l JOIN plan p"
                    " USING (plan_id) WHERE p.state = 'submitted' AND l.state = 'submitted' AND " +
                        std::string(plans::kOrders) + ") FROM plan WHERE state = 'submitted'");
    plans.step();
    report.pendingPlans = static_cast<int>(plans.integer(0));
    report.pendingLines = static_cast<int>(plans.integer(2));
    if (!plans.isNull(1))
        report.oldestPendingDays =
            std::max(0.0, static_cast<double>(nowMs() - plans.integer(1)) / 86'400'000.0);
}

} // namespace

Result<TodayReport> TodayService::report(const TodayOptions& options, const Progress& progress) const
{
    Result<std::optional<ForecastRun>> run = ForecastService(m_path).latestRun();
    if (!run)
        return run.error();
    return reporting("look for problems", [&]() -> Result<TodayReport> {
        Result<Store> store = Store::open(m_path.toStdString(), Store::Mode::ReadOnly);
        if (!store)
            return store.error();
        const sql::Interruptible stopper(
            store->db(), progress ? std::function<bool()>([&] { return progress(0, 0); }) : nullptr);
        TodayReport report;
        report.currency = QString::fromStdString(store->currency());
        readQuality(*store, report);
        readPending(*store, report);
        const Day last = lastSalesDay(*store);
        report.hasSales = last >= 0;
        if (report.hasSales)
            report.asOf = options.asOf.value_or(*run ? (*run)->asOf : last);
        readSources(*store, report);
        readChanges(*store, report);
        if (!report.hasSales)
            return report;

        const bool usable = *run && (*run)->asOf == *report.asOf;
        report.forecastOld = *run && (*run)->asOf < last && !options.asOf;
        ForecastOptions unkept;
        unkept.asOf = report.asOf;
        unkept.withPlans = !options.asOf;
        unkept.threads = options.threads;
        std::vector<SeriesForecast> forecasts;
        if (usable || options.forecastIfNone) {
            Result<std::vector<SeriesForecast>> all = usable
                                                          ? ForecastService(m_path).loadAllEffective(progress)
                                                          : forecastUnkept(m_path, unkept, progress);
            if (!all)
                return all.error();
            forecasts = std::move(*all);
        }
        report.hasForecast = !forecasts.empty();

        const Shelves shelves = readShelves(*store, *report.asOf, progress);
        report.hasStock = shelves.stockRows > 0;
        weighHistory(shelves, report);
        Composer composer(shelves, report);
        auto forecast = forecasts.begin();
        for (const Shelf& shelf : shelves.all) { // both by series
            while (forecast != forecasts.end() && forecast->seriesId < shelf.seriesId)
                ++forecast;
            if (forecast != forecasts.end() && forecast->seriesId == shelf.seriesId)
                composer.judge(shelf, forecast->forecast);
        }
        composer.finish();
        addLateSources(report);
        std::stable_sort(
            report.problems.begin(), report.problems.end(), [](const Problem& a, const Problem& b) {
                return a.money.low != b.money.low   ? a.money.low > b.money.low
                       : a.money.mid != b.money.mid ? a.money.mid > b.money.mid
                                                    : a.money.high > b.money.high;
            });
        return report;
    });
}

} // namespace merch
