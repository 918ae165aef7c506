#pragma once

#include <memory>
#include <vector>

class QMimeData;

namespace merch
{

class GridModel;

/// The items as TSV, HTML and CSV, numbers in the user's own decimal sign, so that a spreadsheet takes them;
/// texts are guarded from becoming formulas there.
std::unique_ptr<QMimeData> clipboardTable(
    const GridModel& model, const std::vector<int>& items, const std::vector<int>& columns, bool withTitles);

} // namespace merch
