#include "models/forecast/forecast_grid.h"

#include "models/forecast/forecast_store.h"
#include "models/forecast/learnable_history.h"
#include "models/grid/format.h"
#include "models/ladder/ladder_store.h"
#include "models/store/changes.h"
#include "models/store/chunk_codec.h"
#include "models/store/demand.h"
#include "models/store/sqlite.h"
#include "models/store/store.h"
#include "models/store/unit_matrix.h"

#include <QHash>
#include <QObject>

#include <algorithm>
#include <cmath>
#include <limits>
#include <unordered_map>

namespace merch
{

namespace
{

constexpr double kNotKnown = std::numeric_limits<double>::quiet_NaN();
constexpr int kLately = 28;    ///< days
constexpr int kLineWeeks = 52; ///< of history in the small line
constexpr int kLineAhead = 13; ///< of the forecast, at most

QString text(const sql::Statement& row, int column)
{
    const std::string_view bytes = row.text(column);
    return QString::fromUtf8(bytes.data(), static_cast<qsizetype>(bytes.size()));
}

/// Texts that many rows share are kept once.
class Shared
{
public:
    QString of(const QString& text)
    {
        const auto found = m_known.constFind(text);
        return found == m_known.cend() ? *m_known.insert(text, text) : *found;
    }

private:
    QHash<QString, QString> m_known;
};

struct Promotion {
    Day from = 0, to = 0;
    QString sku, category, location;
    double discount = kNotKnown;
    QString mechanic;
};

std::vector<Promotion> promotionsBetween(Store& store, Day from, Day to)
{
    sql::Statement rows(
        store.db(), "SELECT from_day, to_day, sku, category, location, discount, mechanic FROM promotion"
                    " WHERE to_day >= ?1 AND from_day <= ?2 ORDER BY from_day, promotion_row");
    rows.bind(1, from).bind(2, to);
    std::vector<Promotion> all;
    while (rows.step())
        all.push_back(
            {static_cast<Day>(rows.integer(0)), static_cast<Day>(rows.integer(1)), text(rows, 2),
             text(rows, 3), text(rows, 4), rows.isNull(5) ? kNotKnown : rows.real(5), text(rows, 6)});
    return all;
}

/// Decodes the newest stock of a series and counts the days of the last four weeks on which there was none.
class StockReader
{
public:
    StockReader(Store& store, Day asOf)
        : m_asOf(asOf)
        , m_onHand(store.db(), query("chunk_on_hand"))
        , m_availability(store.db(), query("chunk_availability"))
        , m_cells(kChunkPeriods)
        , m_hasAvailability(any(store, "chunk_availability"))
    {
    }

    void read(ForecastSeries& series, double scale, int weekStart)
    {
        series.onHand = kNotKnown;
        int empty = 0;
        bool known = false;
        eachCell(m_onHand, series, weekStart, [&](Day day, std::int64_t cell) {
            if (!known) {
                series.onHand = static_cast<double>(cell) / scale;
                known = true;
            }
            empty += cell <= 0 && day > m_asOf - kLately;
        });
        if (m_hasAvailability) {
            int away = 0;
            bool any = false;
            eachCell(m_availability, series, weekStart, [&](Day day, std::int64_t cell) {
                any = true;
                away += cell < 500 && day > m_asOf - kLately;
            });
            if (any)
                empty = away;
        }
        series.emptyDays = std::min(
            kLately, empty * (series.grain == Grain::Daily    ? 1
                              : series.grain == Grain::Weekly ? 7
                                                              : kLately));
    }

private:
    static std::string query(const char* table)
    {
        return std::string("SELECT key, b FROM ") + table +
               " WHERE key BETWEEN ?1 AND ?2 ORDER BY key DESC LIMIT 2";
    }
    static bool any(Store& store, const char* table)
    {
        sql::Statement row(store.db(), std::string("SELECT 1 FROM ") + table + " LIMIT 1");
        return row.step();
    }
    /// From the newest backwards, to four weeks before the last known day.
    template <typename Visit>
    void eachCell(sql::Statement& rows, const ForecastSeries& series, int weekStart, const Visit& visit)
    {
        const std::int64_t key = static_cast<std::int64_t>(series.seriesId) * 64;
        rows.bind(1, key).bind(2, key + 63);
        bool found = false, more = true;
        while (more && rows.step()) {
            decodeChunk(rows.blob(1), m_cells.data());
            const int base = static_cast<int>(rows.integer(0) % 64) * kChunkPeriods;
            for (int i = kChunkPeriods - 1; i >= 0 && more; --i) {
                if (m_cells[static_cast<std::size_t>(i)] == kAbsent)
                    continue;
                const Day day = dayAt(base + i, series.grain, weekStart);
                if (day > m_asOf)
                    continue;
                more = !found || day > m_asOf - kLately;
                if (more)
                    visit(day, m_cells[static_cast<std::size_t>(i)]);
                found = true;
            }
        }
        rows.reset();
    }

    Day m_asOf;
    sql::Statement m_onHand, m_availability;
    std::vector<std::int64_t> m_cells;
    bool m_hasAvailability;
};

/// The forecast in the steps of the small line: weeks of a daily series, else its own periods.
std::vector<float> lineAhead(const Forecast& forecast)
{
    std::vector<float> line;
    const int step = forecast.grain == Grain::Daily ? 7 : 1;
    for (int from = 0; from + step <= forecast.horizon() && static_cast<int>(line.size()) < kLineAhead;
         from += step)
        line.push_back(static_cast<float>(forecast.sum(from, step)));
    if (line.empty() && forecast.horizon() > 0)
        line.push_back(static_cast<float>(forecast.sum(0, step)));
    return line;
}

void addHistory(
    Store& store, ForecastSeries& series, const SeriesInfo& info, const UnitMatrix& units, Day asOf)
{
    if (series.grain == Grain::Daily) {
        const Day from = asOf - 7 * kLineWeeks + 1;
        const int id = series.seriesId;
        const std::vector<double> days = units.sum(std::span(&id, 1), from, asOf);
        const int lead = std::clamp((info.firstDay - from + 6) / 7, 0, kLineWeeks - 1); // before it was sold
        for (int week = lead; week < kLineWeeks; ++week) {
            double sum = 0;
            for (int d = 0; d < 7; ++d)
                sum += days[static_cast<std::size_t>(week * 7 + d)];
            series.line.push_back(static_cast<float>(sum));
        }
        for (std::size_t d = days.size() - kLately; d < days.size(); ++d)
            series.last28 += days[d];
        return;
    }
    const SeriesHistory history = loadHistory(store, info, asOf);
    const int most = seasonOf(series.grain);
    const std::size_t begin =
        history.units.size() - std::min(history.units.size(), static_cast<std::size_t>(most));
    for (std::size_t i = begin; i < history.units.size(); ++i)
        series.line.push_back(std::isnan(history.units[i]) ? 0.0F : history.units[i]);
    const int lately = periodsIn(kLately, series.grain);
    for (std::size_t i = history.units.size() -
                         std::min<std::size_t>(history.units.size(), static_cast<std::size_t>(lately));
         i < history.units.size(); ++i)
        series.last28 += std::isnan(history.units[i]) ? 0.0F : history.units[i];
}

double weeksOfSupply(double onHand, double units28)
{
    if (std::isnan(onHand))
        return kNotKnown;
    const double weekly = units28 / 4.0;
    return weekly > 1e-9 ? std::max(0.0, onHand) / weekly : std::numeric_limits<double>::infinity();
}

struct Changes {
    double units28, draft28;
    OverrideState state = OverrideState::None;
    std::vector<float> line;
};

Changes changesOf(const Forecast& forecast, std::span<const Override> overrides)
{
    Changes c{};
    const int days = periodsIn(28, forecast.grain);
    const Forecast effective = withOverrides(forecast, overrides);
    c.units28 = c.draft28 = effective.sum(0, days);
    c.line = lineAhead(effective);
    std::vector<Override> asCommitted;
    for (const Override& o : overrides) {
        const OverrideState state = !o.committed                ? OverrideState::Draft
                                    : o.holdsOn(forecast.first) ? OverrideState::Committed
                                                                : OverrideState::Off;
        c.state = std::max(c.state, state);
    }
    if (c.state == OverrideState::Draft) {
        // A draft takes the place of what is committed for its week: it comes later in the list.
        asCommitted.assign(overrides.begin(), overrides.end());
        std::stable_sort(asCommitted.begin(), asCommitted.end(), [](const Override& a, const Override& b) {
            return a.committed && !b.committed;
        });
        for (Override& o : asCommitted)
            o.committed = true;
        c.draft28 = withOverrides(forecast, asCommitted).sum(0, days);
    }
    return c;
}

QString promotionWords(const Promotion& promotion)
{
    if (!std::isnan(promotion.discount) && promotion.discount > 0)
        return promotion.mechanic.isEmpty()
                   ? QObject::tr("%1 off").arg(format::percent(promotion.discount))
                   : QObject::tr("%1 off, %2").arg(format::percent(promotion.discount), promotion.mechanic);
    return promotion.mechanic.isEmpty() ? QObject::tr("promotion") : promotion.mechanic;
}

/// Whether a category path is `wanted` or lies below it.
bool within(const QString& path, const QString& wanted)
{
    return path.startsWith(wanted) &&
           (path.size() == wanted.size() || QStringView(path).mid(wanted.size()).startsWith(u" > "));
}

void addPromotions(std::vector<ForecastSeries>& all, const std::vector<Promotion>& promotions)
{
    QHash<QString, std::vector<const Promotion*>> bySku;
    std::vector<const Promotion*> others;
    for (const Promotion& p : promotions) {
        if (p.sku.isEmpty())
            others.push_back(&p);
        else
            bySku[p.sku].push_back(&p);
    }
    for (ForecastSeries& series : all) {
        const Promotion* first = nullptr;
        const auto look = [&](const std::vector<const Promotion*>& some) {
            for (const Promotion* p : some) {
                if ((p->location.isEmpty() || p->location == series.location) &&
                    (p->category.isEmpty() || within(series.category, p->category)) &&
                    (!first || p->from < first->from))
                    first = p;
            }
        };
        if (const auto own = bySku.constFind(series.sku); own != bySku.cend())
            look(*own);
        look(others);
        if (first) {
            series.promotion = promotionWords(*first);
            series.promotionDay = first->from;
        }
    }
}

QString staleness(Store& store, const ForecastRun& run, Day lastSale)
{
    if (lastSale > run.asOf)
        return QObject::tr("Sales up to %1 came in after this forecast, which knows them up to %2.")
            .arg(format::day(lastSale), format::day(run.asOf));
    sql::Statement later(
        store.db(), "SELECT count(*) FROM import WHERE (made_at > ?1 AND undone_at IS NULL)"
                    " OR undone_at > ?1");
    later.bind(1, run.madeAt);
    if (later.step() && later.integer(0) > 0)
        return QObject::tr("Data were imported or taken back after this forecast was made.");
    if (changedSince(store, kDemandChanged, run.madeAt))
        return QObject::tr("What counts as demand changed after this forecast was made.");
    if (changedSince(store, kRungsHeld, run.madeAt))
        return QObject::tr(
            "Series were held on a rung, or left to the ladder, after this forecast was made.");
    if (const std::optional<LadderRun> ladder = readLadderRun(store, run.asOf);
        ladder && ladder->madeAt > run.madeAt)
        return QObject::tr("History was replayed after this forecast was made: its choices are not in it.");
    // What stock costs and how long it takes decides between rungs, once there is a ladder.
    if (changedSince(store, kAssumptionsChanged, run.madeAt) && readLadderRun(store, run.asOf))
        return QObject::tr("Assumptions were changed after this forecast was made.");
    return {};
}

} // namespace

Result<ForecastGrid> loadForecastGrid(const QString& path, const Progress& progress)
{
    return reporting("read the forecasts", [&]() -> Result<ForecastGrid> {
        Result<Store> store = Store::open(path.toStdString(), Store::Mode::ReadOnly);
        if (!store)
            return store.error();
        ForecastGrid grid;
        const Day last = lastSalesDay(*store);
        grid.anySales = last >= 0;
        grid.run = readLatestRun(*store);
        if (!grid.run)
            return grid;
        const Day asOf = grid.run->asOf;
        grid.stale = staleness(*store, *grid.run, last);
        const auto goOn = [&](int percent) {
            if (progress && !progress(static_cast<std::size_t>(percent), 100))
                throw CancelledWork();
        };
        goOn(0);
        auto units =
            std::make_shared<UnitMatrix>(UnitMatrix::load(*store, [&](std::size_t done, std::size_t all) {
                return !progress || progress(done * 40, all * 100);
            }));
        goOn(40);
        std::vector<SeriesForecast> forecasts = readAllForecasts(
            *store, [&](std::size_t, std::size_t) { return !progress || progress(40, 100); });
        goOn(50);
        const std::vector<Override> overrides = readAllOverrides(*store);

        std::unordered_map<int, std::size_t> placeOf;
        placeOf.reserve(forecasts.size());
        for (std::size_t i = 0; i < forecasts.size(); ++i)
            placeOf[forecasts[i].seriesId] = i;
        std::unordered_map<int, std::span<const Override>> overridesOf;
        for (std::size_t from = 0; from < overrides.size();) {
            std::size_t to = from;
            while (to < overrides.size() && overrides[to].seriesId == overrides[from].seriesId)
                ++to;
            overridesOf[overrides[from].seriesId] = std::span(overrides).subspan(from, to - from);
            from = to;
        }

        sql::Statement rows(
            store->db(),
            "SELECT s.series_id, p.sku, p.title, c.path, l.code, l.name, coalesce(v.name, v.code),"
            " s.grain, s.week_start, s.first_day, s.last_day, s.critical, p.unit_scale, s.product_id,"
            " s.location_id FROM series s JOIN product p USING (product_id) JOIN location l USING "
            "(location_id)"
            " LEFT JOIN category c ON c.category_id = p.category_id"
            " LEFT JOIN supplier v ON v.supplier_id = p.supplier_id ORDER BY p.sku, l.code");
        StockReader stock(*store, asOf);
        Shared shared;
        grid.series.reserve(forecasts.size());
        while (rows.step()) {
            const auto place = placeOf.find(static_cast<int>(rows.integer(0)));
            if (place == placeOf.end())
                continue; // not in the run: its sales came later
            if ((grid.series.size() & 0x3FF) == 0)
                goOn(50 + static_cast<int>(50 * grid.series.size() / forecasts.size()));
            Forecast& forecast = forecasts[place->second].forecast;
            ForecastSeries series;
            series.seriesId = place->first;
            series.sku = shared.of(text(rows, 1));
            series.title = shared.of(text(rows, 2));
            if (series.title.isEmpty())
                series.title = series.sku;
            series.category = shared.of(text(rows, 3));
            series.location = shared.of(text(rows, 4));
            series.locationName = shared.of(text(rows, 5));
            series.supplier = shared.of(text(rows, 6));
            series.critical = text(rows, 11);
            series.grain = forecast.grain;
            series.demandClass = forecast.demandClass;
            series.method = shared.of(QString::fromStdString(forecast.method));
            series.reason = shared.of(QString::fromStdString(forecast.reason));
            series.capped = forecast.reason.find("Capped") != std::string::npos;
            series.accuracy = forecast.accuracy;
            series.miss28 =
                forecast.accuracy.folds > 0 ? usualMiss(forecast, periodsIn(28, forecast.grain)) : kNotKnown;
            SeriesInfo info;
            info.seriesId = series.seriesId;
            info.productId = static_cast<int>(rows.integer(13));
            info.locationId = static_cast<int>(rows.integer(14));
            info.grain = series.grain;
            info.weekStart = static_cast<int>(rows.integer(8));
            info.firstDay = static_cast<Day>(rows.integer(9));
            info.lastDay = static_cast<Day>(rows.integer(10));
            addHistory(*store, series, info, *units, asOf);
            series.forecastFrom = static_cast<int>(series.line.size());
            const auto own = overridesOf.find(series.seriesId);
            const Changes changes =
                changesOf(forecast, own == overridesOf.end() ? std::span<const Override>() : own->second);
            series.units28 = changes.units28;
            series.draft28 = changes.draft28;
            series.change = changes.state;
            series.line.insert(series.line.end(), changes.line.begin(), changes.line.end());
            stock.read(series, rows.real(12), info.weekStart);
            series.weeks = weeksOfSupply(series.onHand, series.units28);
            grid.series.push_back(std::move(series));
        }
        addPromotions(grid.series, promotionsBetween(*store, asOf + 1, asOf + 28));
        grid.units = std::move(units);
        return grid;
    });
}

Result<std::vector<SeriesChange>>
loadSeriesChanges(const QString& path, std::span<const int> before, const Progress& progress)
{
    return reporting("read the overrides", [&]() -> Result<std::vector<SeriesChange>> {
        Result<Store> store = Store::open(path.toStdString(), Store::Mode::ReadOnly);
        if (!store)
            return store.error();
        const std::vector<Override> overrides = readAllOverrides(*store);
        std::vector<int> ids(before.begin(), before.end());
        for (const Override& o : overrides)
            ids.push_back(o.seriesId);
        std::vector<SeriesChange> all;
        auto next = overrides.begin();
        for (const SeriesForecast& one : readForecasts(*store, ids, progress)) {
            next = std::find_if(
                next, overrides.end(), [&](const Override& o) { return o.seriesId >= one.seriesId; });
            const auto end = std::find_if(
                next, overrides.end(), [&](const Override& o) { return o.seriesId != one.seriesId; });
            Changes c = changesOf(one.forecast, std::span(next, end));
            all.push_back({one.seriesId, c.units28, c.draft28, std::move(c.line), c.state});
            next = end;
        }
        return all;
    });
}

double usualMiss(const Forecast& forecast, int periods)
{
    constexpr double kScore = 1.2815515655446004, kMeanAbsolute = 0.79788456080286536;
    const double low = forecast.sumQuantile(0, periods, 0.1), high = forecast.sumQuantile(0, periods, 0.9);
    return kMeanAbsolute * (high - low) / (2.0 * kScore);
}

ForecastTotals totalsOf(const std::vector<ForecastSeries>& all, std::span<const int> items)
{
    ForecastTotals t;
    double sold = 0, over = 0;
    for (const int item : items) {
        const ForecastSeries& s = all[static_cast<std::size_t>(item)];
        ++t.series;
        t.units28 += s.units28;
        t.draft28 += s.draft28;
        t.last28 += s.last28;
        t.drafts += s.change == OverrideState::Draft;
        const ForecastAccuracy& a = s.accuracy;
        if (std::isfinite(s.miss28))
            t.miss28 += s.miss28;
        const double days = s.grain == Grain::Daily ? 1.0 : s.grain == Grain::Weekly ? 7.0 : 365.25 / 12.0;
        if (std::isfinite(a.mae) && std::isfinite(a.wape) && a.wape > 0 && std::isfinite(a.bias)) {
            const double mean = a.mae / a.wape / days; // units a day that the backtest saw
            sold += mean;
            over += a.bias * mean;
        }
    }
    t.bias = sold > 0 ? over / sold : kNotKnown;
    return t;
}

} // namespace merch
