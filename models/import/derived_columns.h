#pragma once

#include "models/import/row_reader.h"

#include <deque>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace merch
{

/// Columns that a file does not have as they stand: constants, the first of several cells, cells of the first
/// row of a group, words for codes. They are appended to each record behind its own fields.
class DerivedColumns
{
public:
    struct Choice {
        int column = -1;
        std::string word; ///< stands for a cell that is not empty; empty = the cell itself
    };
    struct Piece {
        std::string text;            ///< literal, before the choice
        std::vector<Choice> choices; ///< the first that is not empty
    };
    struct Column {
        std::string heading;
        std::vector<Piece> pieces;
        bool carry = false;
        std::map<std::string, std::string, std::less<>> values; ///< cell -> meaning
        char listSeparator = '\0', levelSeparator = '\0';       ///< of category paths
    };

    std::vector<Column> columns;
    int realColumns = 0;        ///< of the file's heading; the derived ones follow
    int groupColumn = -1;       ///< tells the groups of carried cells apart
    std::vector<int> skipEmpty; ///< a row without one of these is passed over

    bool empty() const { return columns.empty() && skipEmpty.empty(); }
    /// False = the record is no row of this kind. The record's views hold until the next call.
    bool apply(Record& record);

private:
    std::string valueOf(const Column& column, const Record& record) const;
    std::vector<std::string> m_texts, m_carried;
    std::string m_group;
};

/// Records with their derived columns.
class DerivingReader final : public RowReader
{
public:
    DerivingReader(std::unique_ptr<RowReader> reader, DerivedColumns columns, std::int64_t headerLine);
    bool next(Record& record) override;
    std::int64_t passedOver() const override { return m_passedOver; }
    double share() const override { return m_reader->share(); }
    bool cutOff() const override { return m_reader->cutOff(); }

private:
    std::unique_ptr<RowReader> m_reader;
    DerivedColumns m_columns;
    std::int64_t m_headerLine, m_passedOver = 0;
};

} // namespace merch
