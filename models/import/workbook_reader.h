#pragma once

#include "models/import/row_reader.h"

#include <memory>
#include <string>
#include <vector>

namespace merch
{

/// Names of the sheets of an .xlsx. Throws ReadError where it is damaged, or holds macros or links to other
/// files.
std::vector<std::string> sheetsOf(const std::string& path);

/// The rows of one sheet (empty name = the first) as text: dates by their cell format as ISO, formulas by
/// their stored value. Read as a stream; only the shared texts are held.
class WorkbookReader final : public RowReader
{
public:
    WorkbookReader(const std::string& path, const std::string& sheet);
    ~WorkbookReader() override;
    bool next(Record& record) override;
    double share() const override;

private:
    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace merch
