#include "models/query/day_tables.h"

#include "models/export/currency.h"
#include "models/forecast/forecast_service.h"
#include "models/store/chunk_codec.h"
#include "models/store/demand.h"
#include "models/store/sqlite.h"
#include "models/store/store.h"

#include <QDate>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <map>
#include <new>
#include <optional>
#include <stdexcept>

namespace merch
{

namespace
{

constexpr double kMinorUnits = -1;

struct Column {
    const char* name;
    Measure measure;
    double scale; ///< stored integers a unit or a currency unit, or kMinorUnits of the store's currency
    bool whole;   ///< units: shown without decimals where they have none
};

struct Definition {
    const char* schema;
    std::vector<Column> columns; ///< after sku, location, date
    bool forecast = false;
};

const std::vector<Definition>& definitions()
{
    static const std::vector<Definition> all{
        {"CREATE TABLE x(sku TEXT, location TEXT, date TEXT, units, revenue REAL, price REAL)",
         {{"units", Measure::Units, 1, true},
          {"revenue", Measure::Revenue, kMinorUnits, false},
          {"price", Measure::Price, 10000, false}}},
        {"CREATE TABLE x(sku TEXT, location TEXT, date TEXT, on_hand, on_order, availability REAL)",
         {{"on_hand", Measure::OnHand, 1, true},
          {"on_order", Measure::OnOrder, 1, true},
          {"availability", Measure::Availability, 1, false}}},
        {"CREATE TABLE x(sku TEXT, location TEXT, date TEXT, price REAL)",
         {{"price", Measure::Price, 10000, false}}},
        {"CREATE TABLE x(sku TEXT, location TEXT, date TEXT, mean REAL, p05 REAL, p10 REAL, p25 REAL, p50 "
         "REAL, p75 REAL,"
         " p90 REAL, p95 REAL, method TEXT)",
         {},
         true}};
    return all;
}

struct Module {
    Store* store = nullptr;
    const Definition* definition = nullptr;
    double minorPerUnit = 100;
};

struct Table : sqlite3_vtab {
    Module* module = nullptr;
};

struct Series {
    SeriesInfo info;
    std::string sku, location;
};

struct Cursor : sqlite3_vtab_cursor {
    std::vector<Series> series;
    std::size_t at = 0;
    // The series at hand, unfolded: one row a day that has any value.
    std::vector<Day> days;
    std::vector<std::vector<float>> values; ///< by column
    std::string method;
    std::map<int, Forecast> forecasts; ///< of all series, where many are asked for
    std::size_t row = 0;
    Day from = std::numeric_limits<Day>::min(), to = std::numeric_limits<Day>::max();
    sqlite3_int64 rowid = 0;
};

/// Up to here forecasts are read one by one; beyond, all in one pass.
constexpr std::size_t kFewSeries = 16;

enum Plan : int { BySku = 1, ByLocation = 2, DateEqual = 4, DateFrom = 8, DateTo = 16 };

int fail(sqlite3_vtab* table, const std::exception& why)
{
    sqlite3_free(table->zErrMsg);
    table->zErrMsg = sqlite3_mprintf("%s", why.what());
    const auto* failure = dynamic_cast<const sql::SqlError*>(&why);
    if (failure)
        return failure->code;
    return dynamic_cast<const DamagedData*>(&why) ? SQLITE_CORRUPT_VTAB : SQLITE_ERROR;
}

int connect(sqlite3* db, void* aux, int, const char* const*, sqlite3_vtab** out, char**)
{
    auto* module = static_cast<Module*>(aux);
    if (const int code = sqlite3_declare_vtab(db, module->definition->schema); code != SQLITE_OK)
        return code;
    auto* table = new (std::nothrow) Table{};
    if (!table)
        return SQLITE_NOMEM;
    table->module = module;
    sqlite3_vtab_config(db, SQLITE_VTAB_DIRECTONLY);
    *out = table;
    return SQLITE_OK;
}

int disconnect(sqlite3_vtab* table)
{
    delete static_cast<Table*>(table);
    return SQLITE_OK;
}

int bestIndex(sqlite3_vtab*, sqlite3_index_info* info)
{
    int plan = 0, next = 0;
    double cost = 1e8;
    const auto use = [&](int bit, int constraint, double better) {
        plan |= bit;
        info->aConstraintUsage[constraint].argvIndex = ++next;
        cost *= better;
    };
    // In a fixed order of bits, so that filter() knows which argument is which.
    for (const auto& [bit, column, op, better] :
         {std::tuple{BySku, 0, SQLITE_INDEX_CONSTRAINT_EQ, 1e-4},
          std::tuple{ByLocation, 1, SQLITE_INDEX_CONSTRAINT_EQ, 0.1},
          std::tuple{DateEqual, 2, SQLITE_INDEX_CONSTRAINT_EQ, 0.05},
          std::tuple{DateFrom, 2, SQLITE_INDEX_CONSTRAINT_GE, 0.5},
          std::tuple{DateTo, 2, SQLITE_INDEX_CONSTRAINT_LE, 0.5}}) {
        for (int i = 0; i < info->nConstraint; ++i) {
            const auto& constraint = info->aConstraint[i];
            const bool strict = (bit == DateFrom && constraint.op == SQLITE_INDEX_CONSTRAINT_GT) ||
                                (bit == DateTo && constraint.op == SQLITE_INDEX_CONSTRAINT_LT);
            if (constraint.usable && constraint.iColumn == column && (constraint.op == op || strict)) {
                use(bit, i, better);
                break;
            }
        }
    }
    info->idxNum = plan;
    info->estimatedCost = cost;
    info->estimatedRows = static_cast<sqlite3_int64>(std::max(1.0, cost));
    return SQLITE_OK;
}

int open(sqlite3_vtab*, sqlite3_vtab_cursor** out)
{
    *out = new (std::nothrow) Cursor{};
    return *out ? SQLITE_OK : SQLITE_NOMEM;
}

int close(sqlite3_vtab_cursor* cursor)
{
    delete static_cast<Cursor*>(cursor);
    return SQLITE_OK;
}

std::string textOf(sqlite3_value* value)
{
    const auto* bytes = reinterpret_cast<const char*>(sqlite3_value_text(value));
    return bytes ? std::string(bytes, static_cast<std::size_t>(sqlite3_value_bytes(value))) : std::string();
}

std::optional<Day> dayOfText(sqlite3_value* value)
{
    const QDate date = QDate::fromString(QString::fromStdString(textOf(value)).left(10), Qt::ISODate);
    if (!date.isValid())
        return std::nullopt;
    return static_cast<Day>(date.toJulianDay() - QDate(1970, 1, 1).toJulianDay());
}

void unfoldForecast(Cursor& cursor, const Series& series, Store& store)
{
    std::optional<Forecast> forecast; // series without one have no rows
    if (cursor.series.size() > kFewSeries) {
        if (auto all = cursor.forecasts.extract(series.info.seriesId))
            forecast = std::move(all.mapped());
    } else if (
        Result<Forecast> one =
            ForecastService(QString::fromStdString(store.path())).effectiveForecast(series.info.seriesId)) {
        forecast = std::move(*one);
    } else if (one.error().code != ErrorCode::NotFound) {
        throw std::runtime_error(one.error().message);
    }
    if (!forecast)
        return;
    cursor.method = forecast->method;
    cursor.values.assign(8, {});
    for (int step = 0; step < forecast->horizon(); ++step) {
        const Day day = addPeriods(forecast->first, forecast->grain, step);
        if (day < cursor.from || day > cursor.to)
            continue;
        cursor.days.push_back(day);
        cursor.values[0].push_back(static_cast<float>(forecast->mean[static_cast<std::size_t>(step)]));
        for (std::size_t q = 0; q < 7; ++q)
            cursor.values[q + 1].push_back(static_cast<float>(forecast->quantile(step, kStoredLevels[q])));
    }
}

void unfoldMeasures(Cursor& cursor, const Series& series, const Module& module)
{
    const Definition& definition = *module.definition;
    Store& store = *module.store;
    std::vector<MeasureColumn> columns;
    Day first = std::numeric_limits<Day>::max(), last = std::numeric_limits<Day>::min();
    for (const Column& column : definition.columns) {
        columns.push_back(loadMeasure(store, column.measure, series.info));
        const MeasureColumn& loaded = columns.back();
        if (loaded.values.empty())
            continue;
        first = std::min(first, loaded.first);
        last = std::max(
            last, addPeriods(loaded.first, series.info.grain, static_cast<int>(loaded.values.size()) - 1));
    }
    cursor.values.assign(columns.size(), {});
    if (first > last)
        return;
    for (Day day = first; day <= last; day = addPeriods(day, series.info.grain, 1)) {
        if (day < cursor.from || day > cursor.to)
            continue;
        bool any = false;
        std::vector<float> row(columns.size(), kUnknown);
        for (std::size_t c = 0; c < columns.size(); ++c) {
            const int place =
                columns[c].values.empty() ? -1 : periodsBetween(columns[c].first, day, series.info.grain);
            if (place >= 0 && place < static_cast<int>(columns[c].values.size())) {
                const float value = columns[c].values[static_cast<std::size_t>(place)];
                const double scale = definition.columns[c].scale;
                row[c] = value / static_cast<float>(scale == kMinorUnits ? module.minorPerUnit : scale);
                any = any || !std::isnan(value);
            }
        }
        if (!any)
            continue;
        cursor.days.push_back(day);
        for (std::size_t c = 0; c < columns.size(); ++c)
            cursor.values[c].push_back(row[c]);
    }
}

/// Unfolds series until one has a row.
void settle(Cursor& cursor)
{
    const Module& module = *static_cast<Table*>(cursor.pVtab)->module;
    while (cursor.row >= cursor.days.size() && cursor.at < cursor.series.size()) {
        const Series& series = cursor.series[cursor.at++];
        cursor.days.clear();
        cursor.row = 0;
        if (module.definition->forecast)
            unfoldForecast(cursor, series, *module.store);
        else
            unfoldMeasures(cursor, series, module);
    }
}

int filter(sqlite3_vtab_cursor* base, int plan, const char*, int, sqlite3_value** arguments)
{
    auto& cursor = *static_cast<Cursor*>(base);
    try {
        Store& store = *static_cast<Table*>(cursor.pVtab)->module->store;
        int next = 0;
        std::optional<std::string> sku, location;
        cursor.from = std::numeric_limits<Day>::min();
        cursor.to = std::numeric_limits<Day>::max();
        if (plan & BySku)
            sku = textOf(arguments[next++]);
        if (plan & ByLocation)
            location = textOf(arguments[next++]);
        if (plan & DateEqual) {
            if (const auto day = dayOfText(arguments[next++]))
                cursor.from = cursor.to = *day;
        }
        if (plan & DateFrom)
            cursor.from = std::max(cursor.from, dayOfText(arguments[next++]).value_or(cursor.from));
        if (plan & DateTo)
            cursor.to = std::min(cursor.to, dayOfText(arguments[next++]).value_or(cursor.to));

        sql::Statement rows(
            store.db(),
            "SELECT s.series_id, s.product_id, s.location_id, s.grain, s.week_start, s.first_day, s.last_day,"
            " p.sku, l.code FROM series s JOIN product p USING (product_id) JOIN location l USING "
            "(location_id)"
            " WHERE (?1 IS NULL OR p.sku = ?1) AND (?2 IS NULL OR l.code = ?2) ORDER BY s.series_id");
        if (sku)
            rows.bind(1, *sku);
        if (location)
            rows.bind(2, *location);
        cursor.series.clear();
        while (rows.step()) {
            Series series;
            series.info.seriesId = static_cast<int>(rows.integer(0));
            series.info.productId = static_cast<int>(rows.integer(1));
            series.info.locationId = static_cast<int>(rows.integer(2));
            series.info.grain = static_cast<Grain>(rows.integer(3));
            series.info.weekStart = static_cast<int>(rows.integer(4));
            series.info.firstDay = static_cast<Day>(rows.integer(5));
            series.info.lastDay = static_cast<Day>(rows.integer(6));
            series.sku = rows.text(7);
            series.location = rows.text(8);
            cursor.series.push_back(std::move(series));
        }
        cursor.forecasts.clear();
        if (static_cast<Table*>(cursor.pVtab)->module->definition->forecast &&
            cursor.series.size() > kFewSeries) {
            Result<std::vector<SeriesForecast>> all =
                ForecastService(QString::fromStdString(store.path())).loadAllEffective();
            if (!all)
                throw std::runtime_error(all.error().message);
            for (SeriesForecast& one : *all)
                cursor.forecasts.emplace(one.seriesId, std::move(one.forecast));
        }
        cursor.at = 0;
        cursor.row = 0;
        cursor.rowid = 0;
        cursor.days.clear();
        settle(cursor);
        return SQLITE_OK;
    } catch (const std::exception& why) {
        return fail(cursor.pVtab, why);
    }
}

int next(sqlite3_vtab_cursor* base)
{
    auto& cursor = *static_cast<Cursor*>(base);
    try {
        ++cursor.row;
        ++cursor.rowid;
        settle(cursor);
        return SQLITE_OK;
    } catch (const std::exception& why) {
        return fail(cursor.pVtab, why);
    }
}

int eof(sqlite3_vtab_cursor* base)
{
    const auto& cursor = *static_cast<Cursor*>(base);
    return cursor.row >= cursor.days.size() && cursor.at >= cursor.series.size();
}

void isoText(sqlite3_context* out, Day day)
{
    const auto ymd = civil(day);
    char text[16];
    const int length = std::snprintf(
        text, sizeof text, "%04d-%02u-%02u", static_cast<int>(ymd.year()), static_cast<unsigned>(ymd.month()),
        static_cast<unsigned>(ymd.day()));
    sqlite3_result_text(out, text, length, SQLITE_TRANSIENT);
}

int column(sqlite3_vtab_cursor* base, sqlite3_context* out, int index)
{
    const auto& cursor = *static_cast<Cursor*>(base);
    const Definition& definition = *static_cast<Table*>(cursor.pVtab)->module->definition;
    const Series& series = cursor.series[cursor.at - 1];
    if (index == 0)
        sqlite3_result_text(out, series.sku.data(), static_cast<int>(series.sku.size()), SQLITE_TRANSIENT);
    else if (index == 1)
        sqlite3_result_text(
            out, series.location.data(), static_cast<int>(series.location.size()), SQLITE_TRANSIENT);
    else if (index == 2)
        isoText(out, cursor.days[cursor.row]);
    else if (static_cast<std::size_t>(index - 3) < cursor.values.size()) {
        const float value = cursor.values[static_cast<std::size_t>(index - 3)][cursor.row];
        const bool whole =
            !definition.forecast && definition.columns[static_cast<std::size_t>(index - 3)].whole;
        if (std::isnan(value))
            sqlite3_result_null(out);
        else if (whole && value == std::floor(value))
            sqlite3_result_int64(out, static_cast<sqlite3_int64>(value));
        else
            sqlite3_result_double(out, std::round(static_cast<double>(value) * 1e4) / 1e4);
    } else {
        sqlite3_result_text(
            out, cursor.method.data(), static_cast<int>(cursor.method.size()), SQLITE_TRANSIENT);
    }
    return SQLITE_OK;
}

int rowid(sqlite3_vtab_cursor* base, sqlite3_int64* out)
{
    *out = static_cast<Cursor*>(base)->rowid;
    return SQLITE_OK;
}

const sqlite3_module* methods()
{
    static const sqlite3_module made = [] {
        sqlite3_module m{};
        m.iVersion = 1;
        m.xConnect = connect; // no xCreate: the table is there without being created
        m.xBestIndex = bestIndex;
        m.xDisconnect = disconnect;
        m.xOpen = open;
        m.xClose = close;
        m.xFilter = filter;
        m.xNext = next;
        m.xEof = eof;
        m.xColumn = column;
        m.xRowid = rowid;
        return m;
    }();
    return &made;
}

} // namespace

void registerDayTables(Store& store)
{
    static const char* const names[] = {"sales_day", "stock_day", "price_day", "forecast_day"};
    for (std::size_t i = 0; i < definitions().size(); ++i) {
        auto* module =
            new Module{&store, &definitions()[i], minorPerUnit(QString::fromStdString(store.currency()))};
        const int code =
            sqlite3_create_module_v2(store.db().get(), names[i], methods(), module, [](void* gone) {
                delete static_cast<Module*>(gone);
            });
        if (code != SQLITE_OK)
            throw sql::SqlError(store.db().get(), names[i]);
        // Made known now: a table that declares itself later would have to pass a caller's authorizer.
        sql::Statement(store.db(), std::string("SELECT 1 FROM ") + names[i]);
    }
}

} // namespace merch
