#include "models/store/demand_layers.h"

#include "models/store/sqlite.h"

#include <algorithm>

namespace merch
{

const char* chunkTable(Measure measure)
{
    switch (measure) {
    case Measure::Units:
        return "chunk_units";
    case Measure::Revenue:
        return "chunk_revenue";
    case Measure::Price:
        return "chunk_price";
    case Measure::OnHand:
        return "chunk_on_hand";
    case Measure::OnOrder:
        return "chunk_on_order";
    case Measure::Availability:
        return "chunk_availability";
    case Measure::Estimate:
        return "chunk_estimate";
    }
    return "chunk_units";
}

RollChanges::RollChanges(sql::Connection& db)
    : m_db(db)
{
}

const RollChanges::Nodes& RollChanges::nodesOf(int productId)
{
    const auto known = m_nodes.find(productId);
    if (known != m_nodes.end())
        return known->second;
    Nodes nodes;
    sql::Statement product(m_db, "SELECT category_id, unit_scale FROM product WHERE product_id = ?1");
    product.bind(1, productId);
    std::int64_t category = 0;
    if (product.step()) {
        category = product.isNull(0) ? 0 : product.integer(0);
        nodes.scale = static_cast<int>(product.integer(1));
    }
    sql::Statement parent(m_db, "SELECT parent_id FROM category WHERE category_id = ?1");
    while (category != 0) {
        nodes.categories.push_back(static_cast<int>(category));
        parent.bind(1, category);
        category = parent.step() && !parent.isNull(0) ? parent.integer(0) : 0;
        parent.reset();
    }
    return m_nodes.emplace(productId, std::move(nodes)).first->second;
}

RollChanges::Change& RollChanges::Weeks::at(int week)
{
    if (changes.empty())
        first = week;
    if (week < first) {
        changes.insert(changes.begin(), static_cast<std::size_t>(first - week), Change{});
        first = week;
    }
    if (week >= first + static_cast<int>(changes.size()))
        changes.resize(static_cast<std::size_t>(week - first + 1));
    return changes[static_cast<std::size_t>(week - first)];
}

void RollChanges::chunkChanged(
    Measure measure, const SeriesInfo& series, int firstPosition, const std::int64_t* before,
    const std::int64_t* after)
{
    if (measure != Measure::Units && measure != Measure::Revenue && measure != Measure::OnHand)
        return;
    const Nodes& nodes = nodesOf(series.productId);
    m_chunk.clear();
    for (int i = 0; i < kChunkPeriods; ++i) {
        if (before[i] == after[i])
            continue;
        const std::int64_t was = before[i] == kAbsent ? 0 : before[i],
                           is = after[i] == kAbsent ? 0 : after[i];
        const std::int64_t out = static_cast<int>(after[i] != kAbsent && after[i] <= 0) -
                                 static_cast<int>(before[i] != kAbsent && before[i] <= 0);
        if (measure == Measure::OnHand ? out == 0 : was == is)
            continue;
        const int week = (dayAt(firstPosition + i, series.grain, series.weekStart) - kFirstDay) / 7;
        if (m_chunk.empty() || m_chunk.back().first != week)
            m_chunk.emplace_back(week, Change{});
        Change& change = m_chunk.back().second;
        if (measure == Measure::Units)
            change.units += (is - was) * (1000 / nodes.scale);
        else if (measure == Measure::Revenue)
            change.revenue += is - was;
        else
            change.stockout += out;
    }
    const auto add = [&](int level, std::int64_t node) {
        Weeks& weeks = m_weeks[{level, node}];
        for (const auto& [week, change] : m_chunk) {
            Change& sum = weeks.at(week);
            sum.units += change.units;
            sum.revenue += change.revenue;
            sum.stockout += change.stockout;
        }
    };
    if (m_chunk.empty())
        return;
    add(0, 0);
    add(1, series.locationId);
    for (const int category : nodes.categories) {
        add(2, category);
        add(3, static_cast<std::int64_t>(category) * 65536 + series.locationId);
    }
    add(4, series.productId);
}

void RollChanges::write()
{
    sql::Statement upsert(
        m_db, "INSERT INTO roll_week VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT DO UPDATE SET"
              " units = round((units + excluded.units) * 1000) / 1000, revenue = revenue + excluded.revenue,"
              " stockout_days = stockout_days + excluded.stockout_days");
    for (const auto& [key, weeks] : m_weeks) {
        for (std::size_t i = 0; i < weeks.changes.size(); ++i) {
            const Change& change = weeks.changes[i];
            if (change.units == 0 && change.revenue == 0 && change.stockout == 0)
                continue;
            upsert.bind(1, key.first).bind(2, key.second);
            upsert.bind(3, kFirstDay + 7 * (weeks.first + static_cast<int>(i)));
            upsert.bind(4, static_cast<double>(change.units) / 1000.0).bind(5, change.revenue);
            upsert.bind(6, static_cast<double>(change.stockout)).run();
        }
        // What came back to nothing leaves no row, so that an import taken back leaves what was there.
        sql::Statement empty(
            m_db, "DELETE FROM roll_week WHERE level = ?1 AND node = ?2"
                  " AND units = 0 AND revenue = 0 AND stockout_days = 0");
        empty.bind(1, key.first).bind(2, key.second).run();
    }
    m_weeks.clear();
}

struct LayerMerge::Statements {
    Statements(sql::Connection& db, const std::string& table)
        : readMerged(db, "SELECT b FROM " + table + " WHERE key = ?1")
        , newestLayer(
              db, "SELECT import_id, b IS NULL FROM layer WHERE measure = ?1 AND key = ?2"
                  " ORDER BY import_id DESC LIMIT 1")
        , readLayers(db, "SELECT import_id, b FROM layer WHERE measure = ?1 AND key = ?2 ORDER BY import_id")
        , keepLayer(db, "INSERT OR REPLACE INTO layer (import_id, measure, key, b) VALUES (?1, ?2, ?3, ?4)")
        , removeLayer(db, "DELETE FROM layer WHERE measure = ?2 AND key = ?3 AND import_id = ?1")
        , remove(db, "DELETE FROM " + table + " WHERE key = ?1")
        , write(db, "INSERT OR REPLACE INTO " + table + " VALUES (?1, ?2)")
    {
    }
    sql::Statement readMerged, newestLayer, readLayers, keepLayer, removeLayer, remove, write;
};

LayerMerge::LayerMerge(sql::Connection& db)
    : m_db(db)
{
}
LayerMerge::~LayerMerge() = default;

LayerMerge::Statements& LayerMerge::statements(Measure measure)
{
    std::unique_ptr<Statements>& made = m_statements[measure];
    if (!made)
        made = std::make_unique<Statements>(m_db, chunkTable(measure));
    return *made;
}

bool LayerMerge::addsOf(std::int64_t importId)
{
    const auto known = m_adds.find(importId);
    if (known != m_adds.end())
        return known->second;
    sql::Statement row(m_db, "SELECT overlap = 'add' FROM import WHERE import_id = ?1");
    row.bind(1, importId);
    return m_adds[importId] = row.step() && row.integer(0) != 0;
}

void LayerMerge::overlay(std::vector<std::int64_t>& merged, const std::vector<std::int64_t>& cells, bool sums)
{
    for (std::size_t i = 0; i < merged.size(); ++i) {
        if (cells[i] != kAbsent)
            merged[i] = sums && merged[i] != kAbsent ? merged[i] + cells[i] : cells[i];
    }
}

void LayerMerge::keep(
    Statements& sql, Measure measure, std::int64_t key, std::int64_t importId,
    const std::vector<std::int64_t>* cells)
{
    sql.keepLayer.bind(1, importId).bind(2, static_cast<int>(measure)).bind(3, key);
    if (cells)
        sql.keepLayer.bindBlob(4, encodeChunk(*cells));
    else
        sql.keepLayer.bindNull(4);
    sql.keepLayer.run();
}

void LayerMerge::put(
    Measure measure, const SeriesInfo& series, std::int64_t key, std::int64_t importId,
    const std::vector<std::int64_t>* cells, RollChanges& rolls)
{
    Statements& sql = statements(measure);
    const bool measureSums = measure == Measure::Units || measure == Measure::Revenue;
    m_before.assign(kChunkPeriods, kAbsent);
    sql.readMerged.bind(1, key);
    if (sql.readMerged.step())
        decodeChunk(sql.readMerged.blob(0), m_before.data());
    sql.readMerged.reset();

    // A layer without bytes is the only one of its chunk, which then holds its cells: nothing is kept twice.
    std::int64_t newest = 0;
    bool newestIsAlone = false;
    sql.newestLayer.bind(1, static_cast<int>(measure)).bind(2, key);
    if (sql.newestLayer.step()) {
        newest = sql.newestLayer.integer(0);
        newestIsAlone = sql.newestLayer.integer(1) != 0;
    }
    sql.newestLayer.reset();

    bool any = true;
    if (cells && newest < importId) {
        // On top of all there is, as nearly every import lies: what is below need not be looked at.
        m_merged = m_before;
        overlay(m_merged, *cells, measureSums && addsOf(importId));
        if (newestIsAlone)
            keep(sql, measure, key, newest, &m_before);
        keep(sql, measure, key, importId, newest == 0 ? nullptr : cells);
    } else {
        std::vector<Layer> layers;
        sql.readLayers.bind(1, static_cast<int>(measure)).bind(2, key);
        while (sql.readLayers.step()) {
            Layer layer{sql.readLayers.integer(0), addsOf(sql.readLayers.integer(0)), m_before};
            if (!sql.readLayers.isNull(1))
                decodeChunk(sql.readLayers.blob(1), layer.cells.data());
            layers.push_back(std::move(layer));
        }
        sql.readLayers.reset();
        std::erase_if(layers, [&](const Layer& layer) { return layer.importId == importId; });
        sql.removeLayer.bind(1, importId).bind(2, static_cast<int>(measure)).bind(3, key).run();
        if (cells) {
            const auto at = std::find_if(
                layers.begin(), layers.end(), [&](const Layer& l) { return l.importId > importId; });
            layers.insert(at, Layer{importId, addsOf(importId), *cells});
            if (layers.size() == 2) { // the other may have been alone until now
                const Layer& other = layers[layers[0].importId == importId ? 1 : 0];
                keep(sql, measure, key, other.importId, &other.cells);
            }
            keep(sql, measure, key, importId, layers.size() == 1 ? nullptr : cells);
        } else if (layers.size() == 1) {
            keep(sql, measure, key, layers[0].importId, nullptr);
        }
        m_merged.assign(kChunkPeriods, kAbsent);
        for (const Layer& layer : layers)
            overlay(m_merged, layer.cells, measureSums && layer.adds);
        any = !layers.empty();
    }

    if (any)
        sql.write.bind(1, key).bindBlob(2, encodeChunk(m_merged)).run();
    else
        sql.remove.bind(1, key).run();
    const int firstPosition = static_cast<int>(key % 64) * kChunkPeriods;
    rolls.chunkChanged(measure, series, firstPosition, m_before.data(), m_merged.data());
}

} // namespace merch
