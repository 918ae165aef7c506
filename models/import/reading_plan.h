#pragma once

#include "models/import/derived_columns.h"
#include "models/import/kinds.h"
#include "models/import/presets.h"
#include "models/import/row_reader.h"
#include "models/import/values.h"

#include <map>
#include <memory>
#include <unordered_map>

namespace merch
{

class Store;

/// A column whose cells belong to one period or one place.
struct WideColumn {
    int column = 0;
    Day day = 0;          ///< first day of its period; 0 = the row's own date
    std::string location; ///< empty = the row's own
    std::string field = "units";
};

/// First and last day of a named period.
using PeriodNames = std::unordered_map<std::string, std::pair<Day, Day>>;

/// How one extract is to be read: settled from the file, the source's memory and the user's answers.
struct ReadingPlan {
    ImportGuess guess;
    const KindSpec* kind = nullptr;
    const PresetForm* form = nullptr;    ///< of the preset; nullptr = none
    QStringList headings;                ///< of the file, without the derived ones
    std::map<std::string, int> columnOf; ///< field -> column
    DerivedColumns derived;
    std::vector<NumberStyle> numbers;            ///< by column
    std::vector<std::optional<DateStyle>> dates; ///< by column
    std::vector<int> extra;                      ///< columns kept under their heading (attributes, drivers)
    std::map<int, std::string> extraNames;       ///< of those a preset names otherwise
    std::vector<WideColumn> wide;
    std::map<std::string, PeriodNames> periodOf; ///< field -> the periods that its cells name
    std::string overlap;                         ///< "replace", "add", or empty
    bool fractions = false;                      ///< units are goods by weight
    double hoursInDay = 24.0;                    ///< of hours_out
    Day fileDay = 0;                             ///< where the file names no day: that of its last change
    QMap<QString, QString> map, answers;         ///< said for this file, remembered, or of the preset
    QStringList notes;                           ///< what was taken for granted, for a person

    int column(const char* field) const
    {
        const auto at = columnOf.find(field);
        return at == columnOf.end() ? -1 : at->second;
    }
};

/// The extracts inside a file: members of a zip, sheets of a workbook. Throws ReadError.
std::vector<std::string> partsOf(const std::string& path);

/// The file's own records, headings included. Throws ReadError.
std::unique_ptr<RowReader> openRows(const ImportRequest& request);
/// The same with the columns that the plan derives.
std::unique_ptr<RowReader> openRows(const ImportRequest& request, const ReadingPlan& plan);

/// Keeps the periods that a calendar file names, for the files of later days.
void keepDefinitions(
    Store& store, std::int64_t importId, const ImportRequest& request, const ReadingPlan& plan);

/// Looks at the first rows and settles what can be settled; the rest stands in guess.questions and
/// guess.missing. Throws ReadError. `store` gives what the source remembers; `together` are the files of the
/// same import, one of which may define what another refers to.
ReadingPlan planReading(
    const ImportRequest& request, Store* store, int previewRows,
    const std::vector<ImportRequest>& together = {});

} // namespace merch
