#include "models/import/derived_columns.h"

#include "models/import/values.h"

#include <algorithm>

namespace merch
{

namespace
{

/// The deepest of several category paths, its levels parted by " > ".
std::string deepestPath(std::string_view text, char listSeparator, char levelSeparator)
{
    std::string best;
    std::ptrdiff_t depth = -1;
    while (!text.empty()) {
        const std::size_t cut = listSeparator == '\0' ? std::string_view::npos : text.find(listSeparator);
        std::string_view path = trimmed(text.substr(0, cut));
        text = cut == std::string_view::npos ? std::string_view() : text.substr(cut + 1);
        const auto levels = std::count(path.begin(), path.end(), levelSeparator);
        if (path.empty() || levels <= depth)
            continue;
        depth = levels;
        best.clear();
        for (const char c : path)
            best += c == levelSeparator ? '>' : c;
    }
    return best;
}

} // namespace

std::string DerivedColumns::valueOf(const Column& column, const Record& record) const
{
    std::string value;
    bool any = false, asked = false;
    for (const Piece& piece : column.pieces) {
        std::string_view cell;
        for (const Choice& choice : piece.choices) {
            cell = trimmed(record.at(choice.column));
            if (!cell.empty()) {
                if (!choice.word.empty())
                    cell = choice.word;
                break;
            }
        }
        asked = asked || !piece.choices.empty();
        any = any || !cell.empty();
        if (!piece.choices.empty() && cell.empty())
            continue; // its literal belongs to it
        value += piece.text;
        value += cell;
    }
    if (asked && !any)
        return {};
    if (const auto meant = column.values.find(value); meant != column.values.end())
        value = meant->second;
    if (column.levelSeparator != '\0')
        value = deepestPath(value, column.listSeparator, column.levelSeparator);
    return value;
}

bool DerivedColumns::apply(Record& record)
{
    if (record.fault != Record::Fault::None)
        return true;
    const auto real = static_cast<std::size_t>(realColumns);
    if (record.fields.size() > real && !columns.empty())
        record.fields.resize(real);
    while (record.fields.size() < real)
        record.fields.emplace_back();
    if (m_texts.size() != columns.size()) {
        m_texts.resize(columns.size());
        m_carried.resize(columns.size());
    }
    bool newGroup = true;
    if (groupColumn >= 0 && groupColumn < realColumns) {
        const std::string_view group = trimmed(record.at(groupColumn));
        newGroup = group != m_group;
        if (newGroup)
            m_group = group;
    }
    for (std::size_t c = 0; c < columns.size(); ++c) {
        m_texts[c] = valueOf(columns[c], record);
        if (columns[c].carry) {
            if (newGroup || !m_texts[c].empty())
                m_carried[c] = m_texts[c];
            else
                m_texts[c] = m_carried[c];
        }
        record.fields.emplace_back(m_texts[c]);
    }
    return std::none_of(skipEmpty.begin(), skipEmpty.end(), [&record](int column) {
        return trimmed(record.at(column)).empty();
    });
}

DerivingReader::DerivingReader(
    std::unique_ptr<RowReader> reader, DerivedColumns columns, std::int64_t headerLine)
    : m_reader(std::move(reader))
    , m_columns(std::move(columns))
    , m_headerLine(headerLine)
{
}

bool DerivingReader::next(Record& record)
{
    while (m_reader->next(record)) {
        if (record.line <= m_headerLine || m_columns.apply(record))
            return true;
        ++m_passedOver;
    }
    return false;
}

} // namespace merch
