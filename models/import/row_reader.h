#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace merch
{

/// One record of an extract. The views hold until the next record is read.
struct Record {
    enum class Fault { None, Unsplittable, BadByte };
    std::vector<std::string_view> fields;
    std::string_view raw; ///< its text as it stands in the file
    std::int64_t line = 0;
    Fault fault = Fault::None;
    std::string why; ///< of the fault

    std::string_view at(int column) const
    {
        return column >= 0 && static_cast<std::size_t>(column) < fields.size()
                   ? fields[static_cast<std::size_t>(column)]
                   : std::string_view();
    }
};

/// Records one after the other, headings included. Throws ReadError.
class RowReader
{
public:
    virtual ~RowReader() = default;
    virtual bool next(Record& record) = 0;
    /// Share of the input read so far, 0..1.
    virtual double share() const = 0;
    /// Records that say nothing of the kind at hand (images of a product) and were not handed out.
    virtual std::int64_t passedOver() const { return 0; }
    /// Set after the last record where the input stopped inside a record.
    virtual bool cutOff() const { return false; }
};

} // namespace merch
