#include "models/forecast/suspected_stockouts.h"

#include "engine/core/parallel.h"
#include "engine/demand/neighbours.h"
#include "engine/demand/silent_runs.h"
#include "models/forecast/learnable_history.h"
#include "models/store/changes.h"
#include "models/store/changing.h"
#include "models/store/demand.h"

#include <QCoreApplication>
#include <QJsonArray>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <set>

namespace merch
{

namespace
{

using State = SuspectedStockout::State;

struct Texts {
    Q_DECLARE_TR_FUNCTIONS(SuspectedStockouts)
};

QString textOf(const sql::Statement& row, int column)
{
    const std::string_view bytes = row.text(column);
    return QString::fromUtf8(bytes.data(), static_cast<qsizetype>(bytes.size()));
}

std::vector<SuspectedStockout> readAll(Store& store)
{
    std::vector<SuspectedStockout> all;
    sql::Statement rows(
        store.db(), "SELECT x.suspicion_id, x.series_id, p.sku, l.code, x.first_day, x.last_day, x.expected,"
                    " x.probability, x.state, coalesce(x.decided_by, '') FROM suspected_stockout x"
                    " JOIN series s USING (series_id) JOIN product p USING (product_id)"
                    " JOIN location l USING (location_id) ORDER BY p.sku, l.code, x.first_day");
    while (rows.step())
        all.push_back(
            {rows.integer(0), static_cast<int>(rows.integer(1)), textOf(rows, 2), textOf(rows, 3),
             static_cast<Day>(rows.integer(4)), static_cast<Day>(rows.integer(5)), rows.real(6), rows.real(7),
             static_cast<State>(rows.integer(8)), textOf(rows, 9)});
    return all;
}

struct Look {
    ShelfHistory shelf;
    std::vector<bool> watched; ///< stock is known of the period
    std::size_t offset = 0;
    NeighbourGroups groups;
    bool hasUnwatched = false;
};

Look lookAt(const SeriesHistory& history)
{
    Look look;
    look.shelf = shelfOf(history);
    look.watched.resize(history.units.size());
    for (std::size_t i = 0; i < history.units.size(); ++i) {
        const bool stock = (i < history.onHand.size() && !std::isnan(history.onHand[i])) ||
                           (i < history.availability.size() && !std::isnan(history.availability[i]));
        look.watched[i] = stock;
        look.hasUnwatched = look.hasUnwatched || (!stock && !std::isnan(history.units[i]));
    }
    return look;
}

/// How often shelves run empty where their stock is known, drawn to one period in 250.
double emptiedOften(const std::vector<Look>& looks)
{
    constexpr double kPriorPeriods = 5000.0;
    double emptied = kPriorPeriods / 250.0, full = kPriorPeriods;
    for (const Look& look : looks)
        for (std::size_t i = 1; i < look.watched.size(); ++i) {
            if (!look.watched[i] || !look.watched[i - 1] || look.shelf.share(i - 1) == 0.0)
                continue;
            full += 1.0;
            emptied += look.shelf.share(i) == 0.0 ? 1.0 : 0.0;
        }
    return emptied / full;
}

/// Silent runs of daily series, season and neighbours taken into account; by place in `histories`.
std::vector<std::vector<SilentRun>> silencesOf(
    Store& store, const std::vector<SeriesHistory>& histories, std::vector<Look>& looks, int threads,
    const Progress& progress)
{
    std::map<int, int> categoryOf;
    sql::Statement rows(store.db(), "SELECT product_id, coalesce(category_id, -1) FROM product");
    while (rows.step())
        categoryOf[static_cast<int>(rows.integer(0))] = static_cast<int>(rows.integer(1));

    Day first = std::numeric_limits<Day>::max(), last = std::numeric_limits<Day>::min();
    std::map<int, int> products;
    std::map<std::pair<int, int>, int> categories;
    for (std::size_t s = 0; s < histories.size(); ++s) {
        const SeriesHistory& history = histories[s];
        if (history.info.grain != Grain::Daily || history.units.empty())
            continue;
        first = std::min(first, history.first);
        last = std::max(last, history.first + static_cast<Day>(history.units.size()));
        const auto numbered = [](auto& numbers, const auto& key) {
            return numbers.emplace(key, static_cast<int>(numbers.size())).first->second;
        };
        looks[s].groups.product = numbered(products, history.info.productId);
        if (const int category = categoryOf[history.info.productId]; category >= 0)
            looks[s].groups.category = numbered(categories, std::pair(category, history.info.locationId));
    }
    const auto periods = static_cast<std::size_t>(first < last ? last - first : 0);
    GroupDays productDays(products.size(), periods), categoryDays(categories.size(), periods);
    std::vector<UnconstrainedDemand> own;
    own.reserve(histories.size());
    for (std::size_t s = 0; s < histories.size(); ++s) {
        Look& look = looks[s];
        own.emplace_back(look.shelf, std::span<const double>{}, UnconstrainedDemand::Options{true});
        if (look.groups.product < 0)
            continue;
        look.offset = static_cast<std::size_t>(histories[s].first - first);
        productDays.add(static_cast<std::size_t>(look.groups.product), look.offset, look.shelf, own[s]);
        if (look.groups.category >= 0)
            categoryDays.add(static_cast<std::size_t>(look.groups.category), look.offset, look.shelf, own[s]);
    }
    NeighbourLearner learner(productDays, categoryDays);
    for (std::size_t s = 0; s < looks.size(); ++s)
        if (looks[s].groups.product >= 0)
            learner.add(looks[s].groups, looks[s].offset, looks[s].shelf, own[s]);
    const NeighbourWeights weights = learner.weights();

    SilentRunOptions options;
    options.emptied = emptiedOften(looks);
    std::vector<std::vector<SilentRun>> found(looks.size());
    if (!parallelFor(looks.size(), threads, progress, [&](std::size_t s) {
            const Look& look = looks[s];
            if (!look.hasUnwatched || look.groups.product < 0)
                return;
            const std::vector<double> factors = neighbourFactors(
                productDays, categoryDays, weights, look.groups, look.offset, look.shelf, own[s]);
            found[s] = silentRuns(look.shelf, look.watched, factors, options);
        }))
        throw CancelledWork();
    return found;
}

/// Named by series and first day: a new search gives the ids of what it replaces to others.
QJsonObject rowOf(std::int64_t seriesId, Day first, State state, const QString& by, qint64 at)
{
    return {
        {QStringLiteral("series"), static_cast<qint64>(seriesId)},
        {QStringLiteral("first"), static_cast<qint64>(first)},
        {QStringLiteral("state"), static_cast<int>(state)},
        {QStringLiteral("by"), by},
        {QStringLiteral("at"), at}};
}

} // namespace

SuspectedStockouts::SuspectedStockouts(const QString& path, const QString& user)
    : m_path(path)
    , m_user(user)
{
}

Result<SuspicionSearch> SuspectedStockouts::find(int threads, const Progress& progress) const
{
    return reporting("look for stockouts", [&]() -> Result<SuspicionSearch> {
        Result<Store> store = Store::open(m_path.toStdString(), Store::Mode::ReadWrite);
        if (!store)
            return store.error();
        std::vector<SeriesInfo> series = loadSeries(*store);
        std::erase_if(series, [](const SeriesInfo& info) { return info.lastDay < info.firstDay; });
        const std::vector<SeriesHistory> histories =
            loadHistories(*store, series, std::numeric_limits<Day>::max(), progress);
        if (histories.size() != series.size())
            throw CancelledWork();
        std::vector<Look> looks;
        looks.reserve(histories.size());
        std::transform(histories.begin(), histories.end(), std::back_inserter(looks), lookAt);
        const std::vector<std::vector<SilentRun>> found =
            silencesOf(*store, histories, looks, threads, progress);

        sql::Transaction transaction(store->db());
        store->db().execute("DELETE FROM suspected_stockout WHERE state = 0");
        SuspicionSearch search;
        sql::Statement decided(
            store->db(), "SELECT 1 FROM suspected_stockout WHERE series_id = ?1 AND first_day <= ?3"
                         " AND last_day >= ?2");
        sql::Statement add(
            store->db(), "INSERT INTO suspected_stockout (series_id, first_day, last_day, expected,"
                         " probability) VALUES (?1, ?2, ?3, ?4, ?5)");
        for (std::size_t s = 0; s < found.size(); ++s) {
            search.series += looks[s].hasUnwatched ? 1 : 0;
            for (const SilentRun& run : found[s]) {
                const Day from = histories[s].first + static_cast<Day>(run.from);
                const Day to = histories[s].first + static_cast<Day>(run.to) - 1;
                decided.bind(1, series[s].seriesId).bind(2, from).bind(3, to);
                const bool known = decided.step();
                decided.reset();
                if (known)
                    continue;
                add.bind(1, series[s].seriesId).bind(2, from).bind(3, to).bind(4, run.expected);
                add.bind(5, run.probability).run();
                ++search.offered;
            }
        }
        sql::Statement kept(store->db(), "SELECT count(*) FROM suspected_stockout WHERE state <> 0");
        kept.step();
        search.decided = static_cast<int>(kept.integer(0));
        kept.reset();
        transaction.commit();
        return search;
    });
}

Result<std::vector<SuspectedStockout>> SuspectedStockouts::list() const
{
    return reporting("read the likely stockouts", [&]() -> Result<std::vector<SuspectedStockout>> {
        Result<Store> store = Store::open(m_path.toStdString(), Store::Mode::ReadOnly);
        if (!store)
            return store.error();
        return readAll(*store);
    });
}

Result<SuspicionEdit> SuspectedStockouts::decide(std::span<const std::int64_t> ids, State state) const
{
    if (ids.empty())
        return Error{ErrorCode::InvalidInput, "Nothing was changed.", {}, {}};
    return reporting("decide on likely stockouts", [&]() -> Result<SuspicionEdit> {
        Result<Store> store = Store::open(m_path.toStdString(), Store::Mode::ReadOnly);
        if (!store)
            return store.error();
        const std::set<std::int64_t> chosen(ids.begin(), ids.end());
        sql::Statement row(
            store->db(), "SELECT state, coalesce(decided_by, ''), coalesce(decided_at, 0),"
                         " series_id, first_day FROM suspected_stockout WHERE suspicion_id = ?1");
        QJsonArray before, after;
        const qint64 now = nowMs();
        for (const std::int64_t id : chosen) {
            row.bind(1, id);
            if (!row.step())
                return Error{
                    ErrorCode::NotFound,
                    "There is no likely stockout " + std::to_string(id) + ".",
                    "Look for them again, and list them.",
                    {}};
            const std::int64_t seriesId = row.integer(3);
            const auto first = static_cast<Day>(row.integer(4));
            before.append(
                rowOf(seriesId, first, static_cast<State>(row.integer(0)), textOf(row, 1), row.integer(2)));
            after.append(rowOf(
                seriesId, first, state, state == State::Offered ? QString() : m_user,
                state == State::Offered ? 0 : now));
            row.reset();
        }
        const int n = static_cast<int>(chosen.size());
        const QString text = state == State::Accepted ? Texts::tr("accept %n likely stockouts", nullptr, n)
                             : state == State::Dismissed
                                 ? Texts::tr("dismiss %n likely stockouts", nullptr, n)
                                 : Texts::tr("reopen %n likely stockouts", nullptr, n);
        return SuspicionEdit{text, {{QStringLiteral("rows"), before}}, {{QStringLiteral("rows"), after}}};
    });
}

Outcome SuspectedStockouts::decideNow(
    std::span<const std::int64_t> ids, State state, const QString& commandLine) const
{
    const Result<SuspicionEdit> edit = decide(ids, state);
    if (!edit)
        return edit.error();
    return changing(m_path, "decide on likely stockouts", [&](Store& store) -> Outcome {
        store.logCommand(
            m_user.toStdString(), commandLine.toStdString(),
            std::to_string(std::set<std::int64_t>(ids.begin(), ids.end()).size()) + " decided");
        return applyIn(store, edit->after, {});
    });
}

Outcome SuspectedStockouts::applyIn(Store& store, const QJsonObject& state, const Progress&)
{
    sql::Statement put(
        store.db(), "UPDATE suspected_stockout SET state = ?3, decided_by = nullif(?4, ''),"
                    " decided_at = nullif(?5, 0) WHERE series_id = ?1 AND first_day = ?2");
    for (const QJsonValue& value : state.value(QStringLiteral("rows")).toArray()) {
        const QJsonObject row = value.toObject();
        put.bind(1, static_cast<std::int64_t>(row.value(QStringLiteral("series")).toInteger()));
        put.bind(2, static_cast<std::int64_t>(row.value(QStringLiteral("first")).toInteger()));
        put.bind(3, row.value(QStringLiteral("state")).toInt());
        put.bind(4, row.value(QStringLiteral("by")).toString().toStdString());
        put.bind(5, static_cast<std::int64_t>(row.value(QStringLiteral("at")).toInteger())).run();
        if (sqlite3_changes(store.db().get()) == 0)
            return Error{
                ErrorCode::NotFound,
                "A likely stockout is no longer there.",
                "It was looked for again meanwhile. Decide on what is offered now.",
                {}};
    }
    stampChange(store, kDemandChanged);
    return success();
}

} // namespace merch
