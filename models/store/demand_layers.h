#pragma once

#include "models/store/chunk_codec.h"
#include "models/store/demand.h"

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace merch::sql
{
class Connection;
}

namespace merch
{

const char* chunkTable(Measure measure);

/// Changes of weekly roll-ups, gathered while chunks change and written at the end. Sums of integers, so that
/// taking an import back leaves exactly what was there.
class RollChanges
{
public:
    explicit RollChanges(sql::Connection& db);

    /// What a chunk of a measure held before and holds now.
    void chunkChanged(
        Measure measure, const SeriesInfo& series, int firstPosition, const std::int64_t* before,
        const std::int64_t* after);
    void write();

private:
    struct Change {
        std::int64_t units = 0, revenue = 0, stockout = 0; ///< units in thousandths
    };
    /// Changes of one node (level, id) by week, counted from kFirstDay.
    struct Weeks {
        int first = 0;
        std::vector<Change> changes;
        Change& at(int week);
    };
    struct Nodes {
        std::vector<int> categories; ///< of the product, with all above it
        int scale = 1;
    };
    const Nodes& nodesOf(int productId);

    sql::Connection& m_db;
    std::map<int, Nodes> m_nodes;
    std::map<std::pair<int, std::int64_t>, Weeks> m_weeks;
    std::vector<std::pair<int, Change>> m_chunk; ///< weeks of the chunk at hand
};

/// Lays all live imports' cells of one chunk over each other, oldest first.
class LayerMerge
{
public:
    explicit LayerMerge(sql::Connection& db);
    ~LayerMerge();

    /// Adds or replaces the layer of `importId` (nullptr removes it) and refreshes the merged chunk.
    void
    put(Measure measure, const SeriesInfo& series, std::int64_t key, std::int64_t importId,
        const std::vector<std::int64_t>* cells, RollChanges& rolls);

private:
    struct Layer {
        std::int64_t importId = 0;
        bool adds = false;
        std::vector<std::int64_t> cells;
    };
    struct Statements;
    bool addsOf(std::int64_t importId);
    Statements& statements(Measure measure);
    static void overlay(std::vector<std::int64_t>& merged, const std::vector<std::int64_t>& cells, bool sums);
    /// Without cells: the only layer of its chunk.
    static void keep(
        Statements& sql, Measure measure, std::int64_t key, std::int64_t importId,
        const std::vector<std::int64_t>* cells);
    sql::Connection& m_db;
    std::map<std::int64_t, bool> m_adds;
    std::map<Measure, std::unique_ptr<Statements>> m_statements;
    std::vector<std::int64_t> m_before, m_merged; ///< the chunk at hand
};

} // namespace merch
