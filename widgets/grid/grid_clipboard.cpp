#include "widgets/grid/grid_clipboard.h"

#include "models/export/clipboard_table.h"
#include "models/grid/grid_model.h"

#include <QMimeData>

namespace merch
{

namespace
{

/// A number as typed; a text as shown.
QString plain(const GridModel& model, int row, int column)
{
    const QModelIndex at = model.index(row, column);
    const QString edit = at.data(Qt::EditRole).toString();
    if (!edit.isEmpty() && !model.columns()[static_cast<std::size_t>(column)].text)
        return edit;
    const QString shown = at.data(Qt::DisplayRole).toString();
    return shown.isEmpty() ? edit : shown;
}

} // namespace

std::unique_ptr<QMimeData> clipboardTable(
    const GridModel& model, const std::vector<int>& items, const std::vector<int>& columns, bool withTitles)
{
    const auto columnAt = [&](int column) -> const GridColumn& {
        return model.columns()[static_cast<std::size_t>(column)];
    };
    ClipboardTable table;
    if (withTitles) {
        QStringList titles;
        for (const int column : columns)
            titles << columnAt(column).name();
        table.addHeading(titles);
    }
    for (const int item : items) {
        const int row = model.rowOf(item);
        if (row < 0)
            continue;
        std::vector<ClipboardCell> cells;
        for (const int column : columns)
            cells.push_back({plain(model, row, column), !columnAt(column).text});
        table.add(cells);
    }
    return table.mime();
}

} // namespace merch
