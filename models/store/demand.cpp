#include "models/store/demand.h"

#include "models/store/demand_layers.h"
#include "models/store/sqlite.h"
#include "models/store/store.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <cstdio>
#include <exception>
#include <iterator>
#include <set>
#include <thread>
#include <unordered_map>

namespace merch
{

namespace
{

SeriesInfo readSeries(const sql::Statement& row)
{
    SeriesInfo info;
    info.seriesId = static_cast<int>(row.integer(0));
    info.productId = static_cast<int>(row.integer(1));
    info.locationId = static_cast<int>(row.integer(2));
    info.grain = static_cast<Grain>(row.integer(3));
    info.weekStart = static_cast<int>(row.integer(4));
    info.firstDay = row.isNull(5) ? 0 : static_cast<Day>(row.integer(5));
    info.lastDay = row.isNull(6) ? info.firstDay - 1 : static_cast<Day>(row.integer(6));
    info.critical = std::string(row.text(7));
    return info;
}

constexpr const char* kSeriesColumns =
    "SELECT series_id, product_id, location_id, grain, week_start, first_day, last_day, critical FROM series";

SeriesInfo seriesById(Store& store, int seriesId)
{
    sql::Statement row(store.db(), std::string(kSeriesColumns) + " WHERE series_id = ?1");
    row.bind(1, seriesId);
    if (!row.step())
        throw std::runtime_error("series " + std::to_string(seriesId) + " is not in the store");
    return readSeries(row);
}

/// Spans of series after their unit chunks changed.
void refreshSpans(Store& store, const std::set<int>& series)
{
    sql::Statement chunks(
        store.db(), "SELECT key, b FROM chunk_units WHERE key BETWEEN ?1 AND ?2 ORDER BY key");
    sql::Statement update(store.db(), "UPDATE series SET first_day = ?2, last_day = ?3 WHERE series_id = ?1");
    std::vector<std::int64_t> cells(kChunkPeriods);
    for (const int id : series) {
        const SeriesInfo info = seriesById(store, id);
        int first = -1, last = -1;
        chunks.bind(1, static_cast<std::int64_t>(id) * 64).bind(2, static_cast<std::int64_t>(id) * 64 + 63);
        while (chunks.step()) {
            decodeChunk(chunks.blob(1), cells.data());
            const int base = static_cast<int>(chunks.integer(0) % 64) * kChunkPeriods;
            for (int i = 0; i < kChunkPeriods; ++i) {
                if (cells[static_cast<std::size_t>(i)] == kAbsent)
                    continue;
                if (first < 0)
                    first = base + i;
                last = base + i;
            }
        }
        chunks.reset();
        update.bind(1, id);
        if (first < 0)
            update.bindNull(2).bindNull(3);
        else
            update.bind(2, dayAt(first, info.grain, info.weekStart))
                .bind(3, dayAt(last, info.grain, info.weekStart));
        update.run();
    }
}

/// A bit a day from kFirstDay.
class Calendar
{
public:
    void mark(Day day)
    {
        const auto place = static_cast<std::size_t>(day - kFirstDay);
        if (day < kFirstDay)
            return;
        if (place / 8 >= m_bits.size())
            m_bits.resize(place / 8 + 1, '\0');
        m_bits[place / 8] = static_cast<char>(m_bits[place / 8] | (1 << (place % 8)));
    }
    bool has(Day day) const
    {
        if (day < kFirstDay)
            return false;
        const auto place = static_cast<std::size_t>(day - kFirstDay);
        return place / 8 < m_bits.size() && ((m_bits[place / 8] >> (place % 8)) & 1) != 0;
    }
    Day last() const
    {
        for (std::size_t byte = m_bits.size(); byte-- > 0;) {
            for (int bit = 7; bit >= 0; --bit) {
                if ((m_bits[byte] >> bit) & 1)
                    return kFirstDay + static_cast<Day>(byte * 8) + bit;
            }
        }
        return kFirstDay - 1;
    }
    void add(const Calendar& other)
    {
        m_bits.resize(std::max(m_bits.size(), other.m_bits.size()), '\0');
        for (std::size_t i = 0; i < other.m_bits.size(); ++i)
            m_bits[i] = static_cast<char>(m_bits[i] | other.m_bits[i]);
    }
    const std::string& bits() const { return m_bits; }
    void setBits(std::string_view bits) { m_bits = bits; }

private:
    std::string m_bits;
};

Calendar loadCalendar(Store& store, int locationId)
{
    Calendar calendar;
    sql::Statement row(store.db(), "SELECT days FROM location_calendar WHERE location_id = ?1");
    row.bind(1, locationId);
    if (row.step())
        calendar.setBits(row.blob(0));
    return calendar;
}

/// From the merged unit chunks of every daily series of the locations.
void refreshCalendars(Store& store, const std::set<int>& locations)
{
    sql::Statement chunks(
        store.db(), "SELECT c.key, c.b FROM series s JOIN chunk_units c ON c.key BETWEEN s.series_id * 64 AND"
                    " s.series_id * 64 + 63 WHERE s.location_id = ?1 AND s.grain = 0");
    sql::Statement keep(store.db(), "INSERT OR REPLACE INTO location_calendar VALUES (?1, ?2)");
    sql::Statement remove(store.db(), "DELETE FROM location_calendar WHERE location_id = ?1");
    std::vector<std::int64_t> cells(kChunkPeriods);
    for (const int location : locations) {
        Calendar calendar;
        chunks.bind(1, location);
        while (chunks.step()) {
            decodeChunk(chunks.blob(1), cells.data());
            const Day first = kFirstDay + static_cast<Day>(chunks.integer(0) % 64) * kChunkPeriods;
            for (int i = 0; i < kChunkPeriods; ++i) {
                const std::int64_t cell = cells[static_cast<std::size_t>(i)];
                if (cell != kAbsent && cell != 0)
                    calendar.mark(first + i);
            }
        }
        chunks.reset();
        if (calendar.bits().empty())
            remove.bind(1, location).run();
        else
            keep.bind(1, location).bindBlob(2, calendar.bits()).run();
    }
}

void extendSpans(Store& store, const std::map<int, std::pair<Day, Day>>& reach)
{
    sql::Statement update(store.db(), "UPDATE series SET first_day = ?2, last_day = ?3 WHERE series_id = ?1");
    for (const auto& [id, days] : reach)
        update.bind(1, id).bind(2, days.first).bind(3, days.second).run();
}

void extendCalendars(Store& store, const std::map<int, Calendar>& openDays)
{
    sql::Statement keep(store.db(), "INSERT OR REPLACE INTO location_calendar VALUES (?1, ?2)");
    for (const auto& [location, days] : openDays) {
        if (days.bits().empty())
            continue;
        Calendar calendar = loadCalendar(store, location);
        calendar.add(days);
        keep.bind(1, location).bindBlob(2, calendar.bits()).run();
    }
}

/// One measure of one series as it streams in: differences of place and value, two or three bytes a cell.
class Stream
{
public:
    void add(int position, std::int64_t value)
    {
        m_ordered = m_ordered && position > m_last;
        put(position - m_last);
        put(value);
        m_last = position;
        ++m_count;
    }
    bool ordered() const { return m_ordered; }
    bool empty() const { return m_count == 0; }
    int last() const { return m_last; }
    void expect() const { __builtin_prefetch(m_bytes.data() + m_bytes.size(), 1); }
    std::vector<std::pair<int, std::int64_t>> cells() const
    {
        std::vector<std::pair<int, std::int64_t>> out;
        out.reserve(m_count);
        const char* at = m_bytes.data();
        int position = 0;
        for (std::size_t i = 0; i < m_count; ++i) {
            position += static_cast<int>(take(at));
            const std::int64_t value = take(at);
            out.emplace_back(position, value);
        }
        return out;
    }

private:
    void put(std::int64_t value)
    {
        std::uint64_t z = (static_cast<std::uint64_t>(value) << 1) ^ static_cast<std::uint64_t>(value >> 63);
        while (z >= 0x80) {
            m_bytes.push_back(static_cast<char>(z | 0x80));
            z >>= 7;
        }
        m_bytes.push_back(static_cast<char>(z));
    }
    static std::int64_t take(const char*& at)
    {
        std::uint64_t z = 0;
        for (int shift = 0;; shift += 7) {
            const auto byte = static_cast<unsigned char>(*at++);
            z |= static_cast<std::uint64_t>(byte & 0x7F) << shift;
            if (byte < 0x80)
                break;
        }
        return static_cast<std::int64_t>(z >> 1) ^ -static_cast<std::int64_t>(z & 1);
    }

    std::string m_bytes;
    int m_last = 0;
    std::size_t m_count = 0;
    bool m_ordered = true;
};

bool sums(Measure measure)
{
    return measure == Measure::Units || measure == Measure::Revenue;
}

} // namespace

/// First and last day that an import has units for, at a location.
struct UnitSpan {
    Day first = std::numeric_limits<Day>::max(), last = std::numeric_limits<Day>::min();
};

class CellWriter::Handle
{
public:
    UnitSpan* span = nullptr;
    Stream streams[kMeasures];
    bool used[kMeasures] = {};
    SeriesInfo info;
};

struct CellWriter::State {
    State(Store& s, std::int64_t id, bool a)
        : store(s)
        , importId(id)
        , adds(a)
        , find(s.db(), std::string(kSeriesColumns) + " WHERE series_id = ?1")
    {
    }

    using Known = Handle;
    using Span = UnitSpan;
    Store& store;
    std::int64_t importId;
    bool adds;
    sql::Statement find;
    std::unordered_map<int, std::unique_ptr<Known>> series;
    Known* recent = nullptr;
    std::map<std::pair<int, Grain>, Span> spans; ///< of units, by location

    Known& known(int seriesId)
    {
        if (recent && recent->info.seriesId == seriesId)
            return *recent;
        std::unique_ptr<Known>& made = series[seriesId];
        if (!made) {
            made = std::make_unique<Known>();
            find.bind(1, seriesId);
            if (!find.step())
                throw std::runtime_error("series " + std::to_string(seriesId) + " is not in the store");
            made->info = readSeries(find);
            find.reset();
        }
        recent = made.get();
        return *made;
    }
};

CellWriter::CellWriter(Store& store, std::int64_t importId, bool adds)
    : m_state(new State(store, importId, adds))
{
}

CellWriter::~CellWriter()
{
    delete m_state;
}

CellWriter::Handle* CellWriter::handle(int seriesId)
{
    return &m_state->known(seriesId);
}

void CellWriter::expect(const Handle* next, const Handle* afterNext)
{
    if (next) {
        for (const Measure measure : {Measure::Units, Measure::Revenue, Measure::Price})
            next->streams[static_cast<std::size_t>(measure)].expect();
    }
    if (afterNext) {
        const char* at = reinterpret_cast<const char*>(afterNext);
        for (std::size_t line = 0; line < 5; ++line)
            __builtin_prefetch(at + 64 * line, 1);
    }
}

void CellWriter::add(Measure measure, Handle* series, Day day, std::int64_t value)
{
    if (day < kFirstDay || day > kLastDay) {
        const auto date = civil(day);
        char text[80];
        std::snprintf(
            text, sizeof text, "%04d-%02u-%02u lies outside the years 1990 to 2053 that a store keeps",
            static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
            static_cast<unsigned>(date.day()));
        throw std::runtime_error(text);
    }
    if (value > kLargestCell || value < -kLargestCell)
        throw std::runtime_error(std::to_string(value) + " is more than a day can have");
    const auto m = static_cast<std::size_t>(measure);
    const int position = positionOf(day, series->info.grain);
    if (measure == Measure::Units) {
        if (!series->span)
            series->span = &m_state->spans[{series->info.locationId, series->info.grain}];
        series->span->first = std::min(series->span->first, day);
        series->span->last = std::max(series->span->last, day);
        // Days without a sale after a series' first one are filled in by finish() anyway.
        if (value == 0 && !m_state->adds && !series->streams[m].empty() &&
            position > series->streams[m].last())
            return;
    }
    series->streams[m].add(position, value);
    series->used[m] = true;
}

void CellWriter::finish(const Progress& progress)
{
    State& s = *m_state;
    Store& store = s.store;

    // A replacing import speaks for every series of its locations in its span, mentioned or not.
    if (!s.adds) {
        sql::Statement others(
            store.db(), std::string(kSeriesColumns) +
                            " WHERE location_id = ?1 AND grain = ?2 AND first_day <= ?4 AND last_day >= ?3");
        for (const auto& [place, span] : s.spans) {
            others.bind(1, place.first)
                .bind(2, static_cast<int>(place.second))
                .bind(3, span.first)
                .bind(4, span.last);
            while (others.step()) {
                State::Known& other = s.known(static_cast<int>(others.integer(0)));
                other.used[static_cast<std::size_t>(Measure::Units)] = true;
            }
            others.reset();
        }
    }

    std::vector<int> order;
    order.reserve(s.series.size());
    for (const auto& [id, known] : s.series)
        order.push_back(id);
    std::sort(order.begin(), order.end());

    // Where all of it lies behind what is there (the daily extract), nothing older needs to be looked at.
    bool appends = true;
    std::map<int, std::pair<Day, Day>> reach;
    std::map<int, Calendar> openDays;
    for (const int id : order) {
        const SeriesInfo& info = s.series.at(id)->info;
        const auto span = s.spans.find({info.locationId, info.grain});
        appends = appends && (span == s.spans.end() || info.lastDay < info.firstDay ||
                              info.lastDay < span->second.first);
    }

    RollChanges rolls(store.db());
    LayerMerge merge(store.db());
    std::set<int> touched, locations;
    const std::size_t steps = order.size() * static_cast<std::size_t>(kMeasures);
    std::size_t done = 0;
    std::vector<std::int64_t> cells(kChunkPeriods, kAbsent);
    for (int m = 0; m < kMeasures; ++m) {
        const auto measure = static_cast<Measure>(m);
        for (const int id : order) {
            if (progress && (done & 0x3FF) == 0 && !progress(done, steps))
                throw CancelledWork();
            ++done;
            State::Known& series = *s.series.at(id);
            if (!series.used[m])
                continue;
            std::vector<std::pair<int, std::int64_t>> stream = series.streams[m].cells();
            if (!series.streams[m].ordered()) {
                std::stable_sort(stream.begin(), stream.end(), [](const auto& a, const auto& b) {
                    return a.first < b.first;
                });
                std::size_t kept = 0;
                for (std::size_t i = 1; i < stream.size(); ++i) {
                    if (stream[i].first != stream[kept].first)
                        stream[++kept] = stream[i];
                    else
                        stream[kept].second =
                            sums(measure) ? stream[kept].second + stream[i].second : stream[i].second;
                }
                stream.resize(stream.empty() ? 0 : kept + 1);
            }
            int first = stream.empty() ? 0 : stream.front().first,
                last = stream.empty() ? -1 : stream.back().first;
            bool fill = false;
            if (measure == Measure::Units) {
                touched.insert(id);
                locations.insert(series.info.locationId);
                const State::Span span = s.spans[{series.info.locationId, series.info.grain}];
                if (span.last >= span.first) {
                    fill = !s.adds || series.info.lastDay < series.info.firstDay;
                    const bool earlier =
                        series.info.lastDay >= series.info.firstDay && series.info.firstDay < span.first;
                    const bool later =
                        series.info.lastDay >= series.info.firstDay && series.info.firstDay >= span.first;
                    if (fill) {
                        // Its life begins with its own first day, here or in an earlier import.
                        const int begins = earlier ? positionOf(span.first, series.info.grain)
                                           : later ? positionOf(series.info.firstDay, series.info.grain)
                                                   : first;
                        first = stream.empty() ? begins : std::min(first, begins);
                        last = positionOf(span.last, series.info.grain);
                    }
                }
            }
            if (measure == Measure::Units && appends && last >= first) {
                const Day from = dayAt(first, series.info.grain, series.info.weekStart);
                const Day to = dayAt(last, series.info.grain, series.info.weekStart);
                const bool lived = series.info.lastDay >= series.info.firstDay;
                reach[id] = {lived ? series.info.firstDay : from, to};
                if (series.info.grain == Grain::Daily) {
                    Calendar& open = openDays[series.info.locationId];
                    for (const auto& [position, value] : stream) {
                        if (value != 0)
                            open.mark(kFirstDay + position);
                    }
                }
            }
            std::size_t at = 0;
            for (int chunk = first / kChunkPeriods; last >= first && chunk <= last / kChunkPeriods; ++chunk) {
                const int base = chunk * kChunkPeriods;
                std::fill(cells.begin(), cells.end(), kAbsent);
                bool any = false;
                if (fill) {
                    for (int p = std::max(first, base); p <= std::min(last, base + kChunkPeriods - 1); ++p)
                        cells[static_cast<std::size_t>(p - base)] = 0;
                    any = true;
                }
                for (; at < stream.size() && stream[at].first < base + kChunkPeriods; ++at) {
                    cells[static_cast<std::size_t>(stream[at].first - base)] = stream[at].second;
                    any = true;
                }
                if (any)
                    merge.put(
                        measure, series.info, static_cast<std::int64_t>(id) * 64 + chunk, s.importId, &cells,
                        rolls);
            }
        }
    }
    rolls.write();
    if (appends) {
        extendSpans(store, reach);
        extendCalendars(store, openDays);
    } else {
        refreshSpans(store, touched);
        refreshCalendars(store, locations);
    }
    if (progress)
        progress(steps, steps);
}

void removeLayer(Store& store, std::int64_t importId, const Progress& progress)
{
    std::vector<std::pair<Measure, std::int64_t>> chunks;
    {
        sql::Statement rows(
            store.db(), "SELECT measure, key FROM layer WHERE import_id = ?1 ORDER BY measure, key");
        rows.bind(1, importId);
        while (rows.step())
            chunks.emplace_back(static_cast<Measure>(rows.integer(0)), rows.integer(1));
    }
    RollChanges rolls(store.db());
    LayerMerge merge(store.db());
    std::set<int> touched, locations;
    SeriesInfo info;
    for (std::size_t i = 0; i < chunks.size(); ++i) {
        if (progress && (i & 0xFF) == 0 && !progress(i, chunks.size()))
            throw CancelledWork();
        const auto& [measure, key] = chunks[i];
        const int id = static_cast<int>(key / 64);
        if (info.seriesId != id)
            info = seriesById(store, id);
        merge.put(measure, info, key, importId, nullptr, rolls);
        if (measure == Measure::Units) {
            touched.insert(id);
            locations.insert(info.locationId);
        }
    }
    rolls.write();
    refreshSpans(store, touched);
    refreshCalendars(store, locations);
}

void rebuildRolls(Store& store, const Progress& progress)
{
    store.db().execute("DELETE FROM roll_week");
    RollChanges rolls(store.db());
    const std::vector<SeriesInfo> all = loadSeries(store);
    const std::vector<std::int64_t> nothing(kChunkPeriods, kAbsent);
    std::vector<std::int64_t> cells(kChunkPeriods);
    std::size_t done = 0;
    for (const Measure measure : {Measure::Units, Measure::Revenue, Measure::OnHand}) {
        sql::Statement chunks(
            store.db(), std::string("SELECT key, b FROM ") + chunkTable(measure) +
                            " WHERE key BETWEEN ?1 AND ?2 ORDER BY key");
        for (const SeriesInfo& info : all) {
            if (progress && (done++ & 0x3FF) == 0 && !progress(done, all.size() * 3))
                throw CancelledWork();
            const std::int64_t key = static_cast<std::int64_t>(info.seriesId) * 64;
            chunks.bind(1, key).bind(2, key + 63);
            while (chunks.step()) {
                decodeChunk(chunks.blob(1), cells.data());
                rolls.chunkChanged(
                    measure, info, static_cast<int>(chunks.integer(0) % 64) * kChunkPeriods, nothing.data(),
                    cells.data());
            }
            chunks.reset();
        }
    }
    rolls.write();
}

std::vector<SeriesInfo> loadSeries(Store& store)
{
    sql::Statement rows(store.db(), std::string(kSeriesColumns) + " ORDER BY series_id");
    std::vector<SeriesInfo> all;
    while (rows.step())
        all.push_back(readSeries(rows));
    return all;
}

int ensureSeries(Store& store, int productId, int locationId, Grain grain, int weekStart)
{
    sql::Statement find(
        store.db(), "SELECT series_id FROM series WHERE product_id = ?1 AND location_id = ?2");
    find.bind(1, productId).bind(2, locationId);
    if (find.step())
        return static_cast<int>(find.integer(0));
    sql::Statement make(
        store.db(),
        "INSERT INTO series (product_id, location_id, grain, week_start) VALUES (?1, ?2, ?3, ?4)");
    make.bind(1, productId).bind(2, locationId).bind(3, static_cast<int>(grain)).bind(4, weekStart).run();
    return static_cast<int>(sqlite3_last_insert_rowid(store.db().get()));
}

namespace
{

/// Units of what is stored in one unit of what is read.
double scaleOf(Store& store, Measure measure, int productId)
{
    if (measure == Measure::Availability)
        return 1000.0;
    if (measure == Measure::Revenue || measure == Measure::Price)
        return 1.0;
    sql::Statement row(store.db(), "SELECT unit_scale FROM product WHERE product_id = ?1");
    row.bind(1, productId);
    return row.step() ? static_cast<double>(row.integer(0)) : 1.0;
}

/// Writes the chunks of one series over a grid of periods [first, first + n).
class ColumnReader
{
public:
    ColumnReader(Store& store, Measure measure)
        : m_chunks(
              store.db(), std::string("SELECT key, b FROM ") + chunkTable(measure) +
                              " WHERE key BETWEEN ?1 AND ?2 ORDER BY key")
    {
    }

    /// False if the series has no chunk of the measure; `out` is then untouched.
    bool read(int seriesId, int firstPosition, std::vector<float>& out, double scale)
    {
        const std::int64_t key = static_cast<std::int64_t>(seriesId) * 64;
        m_chunks.bind(1, key + firstPosition / kChunkPeriods).bind(2, key + 63);
        bool any = false;
        const int end = firstPosition + static_cast<int>(out.size());
        const float factor = static_cast<float>(1.0 / scale);
        while (m_chunks.step()) {
            const int base = static_cast<int>(m_chunks.integer(0) % 64) * kChunkPeriods;
            if (base >= end)
                break;
            decodeChunk(m_chunks.blob(1), m_cells.data());
            any = true;
            const int from = std::max(base, firstPosition), to = std::min(base + kChunkPeriods, end);
            const std::int64_t* cell = m_cells.data() + (from - base);
            float* value = out.data() + (from - firstPosition);
            for (int p = from; p < to; ++p, ++cell, ++value)
                *value = *cell == kAbsent ? *value : static_cast<float>(*cell) * factor;
        }
        m_chunks.reset();
        return any;
    }

private:
    sql::Statement m_chunks;
    std::vector<std::int64_t> m_cells = std::vector<std::int64_t>(kChunkPeriods);
};

/// Weekdays on which a location has not sold anything in the year before its last day.
unsigned closedOf(const Calendar& calendar)
{
    const Day last = calendar.last();
    if (last < kFirstDay + 28)
        return 0;
    unsigned open = 0;
    for (Day day = last - 363; day <= last; ++day) {
        if (calendar.has(day))
            open |= 1U << weekdayOf(day);
    }
    return ~open & 0x7FU;
}

} // namespace

MeasureColumn loadMeasure(Store& store, Measure measure, const SeriesInfo& series)
{
    MeasureColumn column;
    sql::Statement span(
        store.db(), std::string("SELECT min(key), max(key) FROM ") + chunkTable(measure) +
                        " WHERE key BETWEEN ?1 AND ?2");
    const std::int64_t key = static_cast<std::int64_t>(series.seriesId) * 64;
    span.bind(1, key).bind(2, key + 63);
    if (!span.step() || span.isNull(0))
        return column;
    const int first = static_cast<int>(span.integer(0) % 64) * kChunkPeriods;
    const int end = (static_cast<int>(span.integer(1) % 64) + 1) * kChunkPeriods;
    std::vector<float> values(static_cast<std::size_t>(end - first), kUnknown);
    ColumnReader(store, measure)
        .read(series.seriesId, first, values, scaleOf(store, measure, series.productId));
    std::size_t from = 0, to = values.size();
    while (from < to && std::isnan(values[from]))
        ++from;
    while (to > from && std::isnan(values[to - 1]))
        --to;
    column.first = dayAt(first + static_cast<int>(from), series.grain, series.weekStart);
    column.values.assign(
        values.begin() + static_cast<std::ptrdiff_t>(from), values.begin() + static_cast<std::ptrdiff_t>(to));
    return column;
}

/// Days that people accepted as likely without stock, where neither stock nor a sale is known of them.
static void readAcceptedStockouts(Store& store, std::vector<SeriesHistory>& all)
{
    std::unordered_map<int, std::vector<std::pair<Day, Day>>> accepted;
    sql::Statement rows(
        store.db(), "SELECT series_id, first_day, last_day FROM suspected_stockout WHERE state = 1");
    while (rows.step())
        accepted[static_cast<int>(rows.integer(0))].emplace_back(
            static_cast<Day>(rows.integer(1)), static_cast<Day>(rows.integer(2)));
    if (accepted.empty())
        return;
    for (SeriesHistory& history : all) {
        const auto found = accepted.find(history.info.seriesId);
        if (found == accepted.end())
            continue;
        const auto isNoted = [](const std::vector<float>& column, std::size_t i) {
            return i < column.size() && !std::isnan(column[i]);
        };
        history.availability.resize(history.units.size(), kUnknown);
        for (std::size_t i = 0; i < history.units.size(); ++i) {
            const Day day = addPeriods(history.first, history.info.grain, static_cast<int>(i));
            const bool within =
                std::any_of(found->second.begin(), found->second.end(), [day](const auto& span) {
                    return day >= span.first && day <= span.second;
                });
            if (within && history.units[i] <= 0.0F && !isNoted(history.onHand, i) &&
                !isNoted(history.availability, i))
                history.availability[i] = 0.0F;
        }
    }
}

static std::vector<SeriesHistory>
loadPart(Store& store, std::span<const SeriesInfo> series, Day upTo, const Progress& progress)
{
    std::vector<SeriesHistory> all(series.size());
    std::unordered_map<int, Calendar> calendars;
    std::unordered_map<int, unsigned> closed;
    std::unordered_map<int, std::vector<float>> zeroOf; ///< what no sale means, a day from kFirstDay
    std::unordered_map<int, double> scales;
    {
        sql::Statement rows(store.db(), "SELECT product_id FROM product WHERE unit_scale <> 1");
        while (rows.step())
            scales[static_cast<int>(rows.integer(0))] = 1000.0;
    }
    const auto scale = [&](int productId) {
        const auto found = scales.find(productId);
        return found == scales.end() ? 1.0 : found->second;
    };
    const std::size_t steps = series.size() * 4;
    std::size_t done = 0;
    const auto cancelled = [&] { return progress && (done++ & 0x3FF) == 0 && !progress(done, steps); };

    ColumnReader units(store, Measure::Units);
    for (std::size_t i = 0; i < series.size(); ++i) {
        if (cancelled())
            return {};
        SeriesHistory& history = all[i];
        history.info = series[i];
        const Day last = std::min(series[i].lastDay, upTo);
        history.first = series[i].firstDay;
        if (last < series[i].firstDay)
            continue;
        const int from = positionOf(series[i].firstDay, series[i].grain),
                  to = positionOf(last, series[i].grain);
        history.units.assign(static_cast<std::size_t>(to - from + 1), kUnknown);
        units.read(series[i].seriesId, from, history.units, scale(series[i].productId));
        if (series[i].grain != Grain::Daily)
            continue;
        const int location = series[i].locationId;
        auto calendar = calendars.find(location);
        if (calendar == calendars.end()) {
            calendar = calendars.emplace(location, loadCalendar(store, location)).first;
            closed[location] = closedOf(calendar->second);
            std::vector<float>& zero = zeroOf[location];
            for (Day day = kFirstDay; day <= calendar->second.last(); ++day)
                zero.push_back(calendar->second.has(day) ? 0.0F : kUnknown);
        }
        history.closedWeekdays = closed[location];
        // Branch-free, so that it runs over tens of millions of days in no time.
        const std::vector<float>& zero = zeroOf[location];
        const auto offset = static_cast<std::size_t>(history.first - kFirstDay);
        const std::size_t known = std::min(history.units.size(), zero.size() - std::min(zero.size(), offset));
        float* value = history.units.data();
        for (std::size_t d = 0; d < known; ++d)
            value[d] = value[d] == 0.0F ? zero[offset + d] : value[d];
        for (std::size_t d = known; d < history.units.size(); ++d)
            value[d] = value[d] == 0.0F ? kUnknown : value[d];
    }
    const std::pair<Measure, std::vector<float> SeriesHistory::*> others[] = {
        {Measure::Price, &SeriesHistory::price},
        {Measure::OnHand, &SeriesHistory::onHand},
        {Measure::Availability, &SeriesHistory::availability}};
    for (const auto& [measure, column] : others) {
        sql::Statement any(store.db(), std::string("SELECT 1 FROM ") + chunkTable(measure) + " LIMIT 1");
        if (!any.step())
            continue;
        any.reset();
        ColumnReader reader(store, measure);
        for (SeriesHistory& history : all) {
            if (cancelled())
                return {};
            if (history.units.empty())
                continue;
            std::vector<float> values(history.units.size(), kUnknown);
            const double factor = measure == Measure::Price          ? 10000.0
                                  : measure == Measure::Availability ? 1000.0
                                                                     : scale(history.info.productId);
            if (reader.read(
                    history.info.seriesId, positionOf(history.first, history.info.grain), values, factor))
                history.*column = std::move(values);
        }
    }
    readAcceptedStockouts(store, all);
    return all;
}

std::vector<SeriesHistory>
loadHistories(Store& store, std::span<const SeriesInfo> series, Day upTo, const Progress& progress)
{
    // Decoding is most of the work: large loads run on two connections. Not inside a transaction, whose rows
    // another connection would not see.
    constexpr std::size_t kWorthTwo = 4000;
    if (series.size() < kWorthTwo || sqlite3_get_autocommit(store.db().get()) == 0)
        return loadPart(store, series, upTo, progress);
    const std::size_t half = series.size() / 2;
    std::vector<SeriesHistory> parts[2];
    std::exception_ptr failure;
    std::atomic<bool> stopped{false};
    std::thread second([&] {
        try {
            Result<Store> other = Store::open(store.path(), Store::Mode::ReadOnly);
            if (!other)
                throw std::runtime_error(other.error().message);
            parts[1] = loadPart(
                *other, series.subspan(half), upTo, [&](std::size_t, std::size_t) { return !stopped; });
        } catch (...) {
            failure = std::current_exception();
        }
    });
    try {
        parts[0] = loadPart(store, series.first(half), upTo, progress);
    } catch (...) {
        stopped = true;
        second.join();
        throw;
    }
    stopped = parts[0].empty();
    second.join();
    if (failure)
        std::rethrow_exception(failure);
    if (stopped)
        return {};
    parts[0].reserve(series.size());
    std::move(parts[1].begin(), parts[1].end(), std::back_inserter(parts[0]));
    return std::move(parts[0]);
}

SeriesHistory loadHistory(Store& store, const SeriesInfo& series, Day upTo)
{
    std::vector<SeriesHistory> one = loadHistories(store, std::span(&series, 1), upTo, {});
    return std::move(one.front());
}

Day lastSalesDay(Store& store)
{
    sql::Statement row(store.db(), "SELECT max(last_day) FROM series");
    return row.step() && !row.isNull(0) ? static_cast<Day>(row.integer(0)) : -1;
}

unsigned closedWeekdays(Store& store, int locationId)
{
    return closedOf(loadCalendar(store, locationId));
}

std::vector<WeekRoll> loadRoll(Store& store, int level, std::int64_t node)
{
    sql::Statement rows(
        store.db(), "SELECT week, units, revenue, stockout_days FROM roll_week"
                    " WHERE level = ?1 AND node = ?2 ORDER BY week");
    rows.bind(1, level).bind(2, node);
    std::vector<WeekRoll> weeks;
    while (rows.step())
        weeks.push_back({static_cast<Day>(rows.integer(0)), rows.real(1), rows.real(2), rows.real(3)});
    return weeks;
}

} // namespace merch
