#pragma once

#include "models/import/kinds.h"
#include "models/import/row_reader.h"
#include "models/import/values.h"

#include <map>
#include <memory>

namespace merch
{

class Store;

/// How one extract is to be read: settled from the file, the source's memory and the user's answers.
struct ReadingPlan {
    ImportGuess guess;
    const KindSpec* kind = nullptr;
    std::map<std::string, int> columnOf;         ///< field -> column
    std::vector<NumberStyle> numbers;            ///< by column
    std::vector<std::optional<DateStyle>> dates; ///< by column
    std::vector<int> extra;                      ///< columns kept under their heading (attributes, drivers)
    std::vector<Day> widePeriods;                ///< by column: the period a wide column stands for; 0 = none
    std::string overlap;                         ///< "replace", "add", or empty

    int column(const char* field) const
    {
        const auto at = columnOf.find(field);
        return at == columnOf.end() ? -1 : at->second;
    }
};

/// Opens the records of a request's file. Throws ReadError.
std::unique_ptr<RowReader> openRows(const ImportRequest& request);

/// Looks at the first rows and settles what can be settled; the rest stands in guess.questions and
/// guess.missing. Throws ReadError. `store` gives what the source remembers.
ReadingPlan planReading(const ImportRequest& request, Store* store, int previewRows);

} // namespace merch
