#pragma once

#include <QList>
#include <QString>
#include <QStringList>

#include <memory>
#include <vector>

class QMimeData;

namespace merch
{

class GridModel;

/// The items as TSV, HTML and CSV, numbers in the user's own decimal sign, so that a spreadsheet takes them.
std::unique_ptr<QMimeData> clipboardTable(
    const GridModel& model, const std::vector<int>& items, const std::vector<int>& columns, bool withTitles);

/// Rows and cells of what a spreadsheet put on the clipboard as text; quoted cells may hold tabs and
/// newlines.
QList<QStringList> tableFromText(const QString& text);

} // namespace merch
