#include "models/import/preview_model.h"

#include <algorithm>

namespace merch
{

void PreviewModel::setGuess(const ImportGuess& guess)
{
    beginResetModel();
    m_columns = guess.columns;
    m_rows = guess.preview;
    arrange();
    endResetModel();
}

void PreviewModel::setShow(Show show)
{
    beginResetModel();
    m_show = show;
    arrange();
    endResetModel();
}

bool PreviewModel::isRejected(const ImportPreviewRow& row)
{
    return !row.problem.isEmpty() ||
           std::any_of(row.cells.begin(), row.cells.end(), [](const ImportPreviewCell& cell) {
               return !cell.problem.isEmpty();
           });
}

int PreviewModel::rejectedShown() const
{
    return static_cast<int>(std::count_if(m_rows.begin(), m_rows.end(), &PreviewModel::isRejected));
}

void PreviewModel::arrange()
{
    m_order.clear();
    const bool anyDoubt = std::any_of(
        m_columns.begin(), m_columns.end(), [](const ImportColumn& column) { return column.doubtful; });
    for (int row = 0; row < static_cast<int>(m_rows.size()); ++row) {
        if (m_show == Show::Rejected && !isRejected(m_rows[static_cast<std::size_t>(row)]))
            continue;
        if (m_show == Show::InDoubt && !anyDoubt)
            continue;
        m_order.push_back(row);
    }
}

int PreviewModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_order.size());
}

int PreviewModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : std::min(kMostColumns, static_cast<int>(m_columns.size())) + 1;
}

QVariant PreviewModel::data(const QModelIndex& index, int role) const
{
    const ImportPreviewRow& row =
        m_rows[static_cast<std::size_t>(m_order[static_cast<std::size_t>(index.row())])];
    if (index.column() == 0) {
        if (role == Qt::DisplayRole)
            return row.line;
        if (role == ProblemRole || role == Qt::ToolTipRole)
            return row.problem;
        if (role == Qt::TextAlignmentRole)
            return int(Qt::AlignRight | Qt::AlignVCenter);
        return {};
    }
    const auto c = static_cast<std::size_t>(index.column() - 1);
    const ImportColumn& column = m_columns[c];
    const ImportPreviewCell cell = c < row.cells.size() ? row.cells[c] : ImportPreviewCell{};
    switch (role) {
    case Qt::DisplayRole:
        return cell.raw.isEmpty() && !cell.problem.isEmpty() ? tr("empty") : cell.raw;
    case ProblemRole:
        return cell.problem;
    case DoubtRole:
        return column.doubtful;
    case Qt::ToolTipRole:
        if (!cell.problem.isEmpty())
            return tr("%1: %2").arg(column.field.isEmpty() ? column.heading : column.field, cell.problem);
        return cell.shown.isEmpty() || cell.shown == cell.raw ? QVariant(cell.raw)
                                                              : tr("read as %1").arg(cell.shown);
    case Qt::TextAlignmentRole: {
        const bool number = column.type == QLatin1String("number") || column.type == QLatin1String("count") ||
                            column.type == QLatin1String("money") || column.type == QLatin1String("price") ||
                            column.type == QLatin1String("share");
        return int((number ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    }
    default:
        return {};
    }
}

QVariant PreviewModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    return section == 0 ? tr("Line") : m_columns[static_cast<std::size_t>(section - 1)].heading;
}

} // namespace merch

#include "moc_preview_model.cpp"
