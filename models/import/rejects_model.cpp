#include "models/import/rejects_model.h"

#include "models/grid/format.h"

#include <algorithm>
#include <limits>

namespace merch
{

namespace
{

GridColumn textColumn(const char* id, const QString& title, int width, bool stretch = false)
{
    GridColumn column;
    column.id = QLatin1String(id);
    column.title = title;
    column.width = width;
    column.text = true;
    column.stretch = stretch;
    return column;
}

std::vector<GridColumn> rejectColumns()
{
    std::vector<GridColumn> columns{
        textColumn("line", RejectsModel::tr("Line"), 70),
        textColumn("reason", RejectsModel::tr("Reason"), 170),
        textColumn("field", RejectsModel::tr("Field"), 90),
        textColumn("value", RejectsModel::tr("Value"), 110),
        textColumn("raw", RejectsModel::tr("Row, type to repair"), 280, true),
        textColumn("state", RejectsModel::tr("State"), 92)};
    columns[RejectsModel::Line].text = false;
    columns[RejectsModel::Field].importance = 2;
    columns[RejectsModel::Value].importance = 1;
    return columns;
}

} // namespace

RejectsModel::RejectsModel(QObject* parent)
    : GridModel(rejectColumns(), parent)
{
}

void RejectsModel::setRows(std::vector<RejectedRow> rows)
{
    m_rows = std::move(rows);
    itemsReset();
}

void RejectsModel::setRepaired(const std::map<qint64, QString>& rows)
{
    for (int item = 0; item < itemCount(); ++item) {
        RejectedRow& row = m_rows[static_cast<std::size_t>(item)];
        const auto mended = rows.find(row.line);
        if (mended == rows.end() || row.repairedImport != 0)
            continue;
        row.repaired = mended->second;
        itemChanged(item);
    }
}

int RejectsModel::repairedCount() const
{
    return static_cast<int>(std::count_if(m_rows.begin(), m_rows.end(), [](const RejectedRow& row) {
        return !row.repaired.isEmpty() && row.repairedImport == 0;
    }));
}

Cell RejectsModel::cell(int item, int column) const
{
    const RejectedRow& r = row(item);
    Cell cell;
    switch (column) {
    case Line:
        cell.kind = Cell::Kind::Number;
        cell.text = format::count(static_cast<double>(r.line));
        break;
    case Reason:
        cell.text = r.reason;
        break;
    case Field:
        cell.kind = Cell::Kind::Muted;
        cell.text = r.field;
        break;
    case Value:
        cell.text = r.value;
        break;
    case Raw:
        cell.text = r.repaired.isEmpty() ? r.raw : r.repaired;
        cell.editable = r.repairedImport == 0;
        cell.edited = !r.repaired.isEmpty() && r.repairedImport == 0;
        break;
    case State:
        cell.kind = Cell::Kind::Pill;
        if (r.repairedImport != 0) {
            cell.text = tr("Imported");
            cell.tone = Tone::Good;
        } else if (!r.repaired.isEmpty()) {
            cell.text = tr("Repaired");
            cell.tone = Tone::Warn;
        } else {
            cell.text = tr("Rejected");
            cell.tone = Tone::Bad;
        }
        break;
    default:
        break;
    }
    return cell;
}

double RejectsModel::number(int item, int column) const
{
    return column == Line ? static_cast<double>(row(item).line) : std::numeric_limits<double>::quiet_NaN();
}

bool RejectsModel::isEditable(int item, int column) const
{
    return column == Raw && row(item).repairedImport == 0;
}

QVariant RejectsModel::editValue(int item, int column) const
{
    Q_UNUSED(column);
    return row(item).repaired.isEmpty() ? row(item).raw : row(item).repaired;
}

bool RejectsModel::edit(int item, int column, const QVariant& value)
{
    const QString raw = value.toString();
    if (column != Raw || raw == editValue(item, column).toString())
        return false;
    emit repairAsked(item, raw);
    return true;
}

} // namespace merch

#include "moc_rejects_model.cpp"
