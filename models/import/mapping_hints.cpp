#include "models/import/mapping_hints.h"

#include "models/import/values.h"

#include <algorithm>
#include <set>

namespace merch
{

namespace
{

struct Holds {
    bool dates = false, numbers = false, fractions = false, onlyOne = false;
};

Holds lookAt(const ImportGuess& guess, std::size_t column)
{
    DateEvidence dates;
    NumberEvidence numbers;
    std::set<QString> different;
    for (const ImportPreviewRow& row : guess.preview) {
        if (column >= row.cells.size())
            continue;
        const std::string raw = row.cells[column].raw.toStdString();
        dates.add(raw);
        numbers.add(raw);
        if (different.size() < 2)
            different.insert(row.cells[column].raw);
    }
    Holds holds;
    holds.dates = dates.values() > 0 && dates.style().has_value();
    holds.numbers = !holds.dates && numbers.values() > 0 && numbers.numbers() * 5 >= numbers.values() * 4;
    holds.fractions = holds.numbers && numbers.fractions();
    holds.onlyOne = different.size() < 2;
    return holds;
}

/// 0 = cannot be it; the higher the better.
int fit(const ImportField& field, const Holds& holds)
{
    if (field.type == QLatin1String("date"))
        return holds.dates ? 2 : 0;
    if (field.type == QLatin1String("count") || field.type == QLatin1String("number"))
        return !holds.numbers ? 0 : holds.fractions ? 1 : 2;
    if (field.type == QLatin1String("money") || field.type == QLatin1String("price") ||
        field.type == QLatin1String("share"))
        return !holds.numbers ? 0 : holds.fractions ? 2 : 1;
    if (field.type == QLatin1String("time") || field.type == QLatin1String("flag"))
        return 1;
    return holds.dates || holds.fractions ? 0 : holds.onlyOne || holds.numbers ? 1 : 2; // a name or a key
}

} // namespace

std::vector<MappingHint> mappingHints(const ImportGuess& guess, int mostHeadings)
{
    std::vector<MappingHint> hints;
    if (guess.missing.isEmpty())
        return hints;
    const auto& kinds = ImportService::kinds();
    const auto kind = std::find_if(
        kinds.begin(), kinds.end(), [&](const ImportKind& known) { return known.name == guess.kind; });
    std::vector<std::pair<QString, Holds>> columns;
    for (std::size_t c = 0; c < guess.columns.size(); ++c)
        if (guess.columns[c].field.isEmpty())
            columns.emplace_back(guess.columns[c].heading, lookAt(guess, c));
    for (const QString& missing : guess.missing) {
        ImportField field{missing, QStringLiteral("text"), true};
        if (kind != kinds.end())
            for (const ImportField& known : kind->fields)
                if (known.name == missing)
                    field = known;
        std::vector<std::pair<int, QString>> fitting;
        for (const auto& [heading, holds] : columns)
            if (const int score = fit(field, holds); score > 0)
                fitting.emplace_back(score, heading);
        std::stable_sort(
            fitting.begin(), fitting.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
        MappingHint hint{missing, {}};
        for (const auto& [score, heading] : fitting)
            if (hint.headings.size() < mostHeadings)
                hint.headings << heading;
        hints.push_back(std::move(hint));
    }
    return hints;
}

bool isUnrecognised(const ImportGuess& guess)
{
    return guess.preset.isEmpty() && guess.confidence < 0.5 && !guess.missing.isEmpty() &&
           std::all_of(guess.columns.begin(), guess.columns.end(), [](const ImportColumn& column) {
               return column.field.isEmpty();
           });
}

} // namespace merch
