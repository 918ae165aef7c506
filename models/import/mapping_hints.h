#pragma once

#include "models/import/import_service.h"

namespace merch
{

/// A required field that no column is taken for, and the columns of the file that could be it by what they
/// hold: those that fit best first. What a column holds is judged by the preview's rows.
struct MappingHint {
    QString field;
    QStringList headings;
};

std::vector<MappingHint> mappingHints(const ImportGuess& guess, int mostHeadings = 4);

/// Nothing of the file was recognised: neither a heading nor a preset. Its kind is a guess in name only.
bool isUnrecognised(const ImportGuess& guess);

} // namespace merch
