#include "models/export/plan_tables.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

// Outside the namespace: the macro declares what it calls.
static void initPresets()
{
    Q_INIT_RESOURCE(merch_data);
}

namespace merch
{
namespace
{

using Kind = ExportColumn::Kind;

struct Texts {
    Q_DECLARE_TR_FUNCTIONS(ExportService)
};

Decimal signedFor(Direction direction, Decimal number)
{
    if (direction == Direction::Reverse)
        number.value = -number.value;
    return number;
}

/// A table whose rows are made one by one from the plan's.
ExportTable tableOf(
    const QString& name, std::vector<ExportColumn> columns, const std::vector<PlanRow>& rows,
    std::function<std::vector<ExportCell>(const PlanRow&)> cells)
{
    ExportTable table;
    table.name = name;
    table.columns = std::move(columns);
    table.rows = [&rows, cells = std::move(cells)](const RowSink& sink) -> Outcome {
        for (const PlanRow& row : rows)
            if (const std::vector<ExportCell> line = cells(row); !sink(line))
                break;
        return success();
    };
    return table;
}

ExportCell orElse(const ExportCell& cell, const ExportCell& none)
{
    return std::holds_alternative<std::monostate>(cell) ? none : cell;
}

/// A name that Odoo takes as an external id: letters, digits and underscores.
QString externalId(const QString& text)
{
    QString id;
    for (const QChar c : text)
        id += c.isLetterOrNumber() && c.unicode() < 128
                  ? QString(c)
                  : QStringLiteral("_%1_").arg(static_cast<uint>(c.unicode()), 0, 16);
    return id;
}

} // namespace

ExportTable reorderTable(const std::vector<PlanRow>& rows, int moneyDigits, Direction direction)
{
    return tableOf(
        QStringLiteral("reorder-plan"),
        {{QStringLiteral("sku")},
         {QStringLiteral("location")},
         {QStringLiteral("supplier")},
         {QStringLiteral("on_hand"), Kind::Units},
         {QStringLiteral("on_order"), Kind::Units},
         {QStringLiteral("lead_time_days"), Kind::Number, 1},
         {QStringLiteral("order_point"), Kind::Units},
         {QStringLiteral("order_up_to"), Kind::Units},
         {QStringLiteral("order_qty"), Kind::Units},
         {QStringLiteral("unit_cost"), Kind::Money, std::max(moneyDigits, 4)},
         {QStringLiteral("order_value"), Kind::Money, moneyDigits},
         {QStringLiteral("expected_margin_saved"), Kind::Money, moneyDigits},
         {QStringLiteral("reason")},
         {QStringLiteral("state")}},
        rows, [direction](const PlanRow& row) -> std::vector<ExportCell> {
            return {
                row.sku,
                row.location,
                row.supplier,
                row.onHand,
                row.onOrder,
                row.leadTimeDays,
                row.orderPoint,
                row.orderUpTo,
                signedFor(direction, row.orderQty),
                row.unitCost,
                signedFor(direction, row.orderValue),
                signedFor(direction, row.marginSaved),
                direction == Direction::Forward ? row.reason : Texts::tr("Takes this order back."),
                row.state};
        });
}

ExportTable orderPointTable(const std::vector<PlanRow>& rows, Direction direction, bool report)
{
    std::vector<ExportColumn> columns{
        {QStringLiteral("sku")},
        {QStringLiteral("location")},
        {QStringLiteral("order_point"), Kind::Units},
        {QStringLiteral("order_up_to"), Kind::Units},
        {QStringLiteral("safety_stock"), Kind::Units}};
    if (report)
        columns.push_back({QStringLiteral("state")});
    return tableOf(
        QStringLiteral("order-points"), std::move(columns), rows, [direction, report](const PlanRow& row) {
            std::vector<ExportCell> cells{row.sku, row.location};
            if (direction == Direction::Forward)
                cells.insert(cells.end(), {row.orderPoint, row.orderUpTo, row.safetyStock});
            else
                cells.insert(cells.end(), {row.beforePoint, row.beforeUpTo, row.beforeSafety});
            if (report)
                cells.emplace_back(row.state);
            return cells;
        });
}

QString orderNumber(std::int64_t planId, const QString& supplier)
{
    return QStringLiteral("PO-%1-%2").arg(planId).arg(supplier.isEmpty() ? QStringLiteral("NONE") : supplier);
}

ExportTable purchaseOrderTable(
    const std::vector<PlanRow>& rows, std::int64_t planId, Day ordered, int moneyDigits, Direction direction)
{
    return tableOf(
        QStringLiteral("purchase-orders"),
        {{QStringLiteral("po_id")},
         {QStringLiteral("supplier")},
         {QStringLiteral("sku")},
         {QStringLiteral("title")},
         {QStringLiteral("location")},
         {QStringLiteral("ordered"), Kind::Date},
         {QStringLiteral("expected"), Kind::Date},
         {QStringLiteral("units"), Kind::Units},
         {QStringLiteral("pack_size"), Kind::Units},
         {QStringLiteral("packs"), Kind::Units},
         {QStringLiteral("unit_cost"), Kind::Money, std::max(moneyDigits, 4)},
         {QStringLiteral("order_value"), Kind::Money, moneyDigits}},
        rows, [planId, ordered, direction](const PlanRow& row) -> std::vector<ExportCell> {
            return {
                orderNumber(planId, row.supplier),
                row.supplier,
                row.sku,
                row.title,
                row.location,
                DateCell{ordered},
                DateCell{ordered + row.leadDays},
                signedFor(direction, row.orderQty),
                row.packSize,
                signedFor(direction, row.packs),
                row.unitCost,
                signedFor(direction, row.orderValue)};
        });
}

QStringList exportPresets()
{
    initPresets();
    QStringList names;
    for (const QString& file :
         QDir(QStringLiteral(":/exports")).entryList({QStringLiteral("*.json")}, QDir::Files, QDir::Name))
        names << QFileInfo(file).completeBaseName();
    return names;
}

Result<ExportTable> presetTable(const QString& preset, const std::vector<PlanRow>& rows, Direction direction)
{
    QFile file(QStringLiteral(":/exports/%1.json").arg(preset));
    if (!exportPresets().contains(preset) || !file.open(QIODevice::ReadOnly))
        return Error{
            ErrorCode::Usage,
            Texts::tr("There is no export preset %1.").arg(preset).toStdString(),
            Texts::tr("There are: %1.").arg(exportPresets().join(QLatin1String(", "))).toStdString(),
            {}};
    struct Field {
        QString fixed, from;
        ExportCell none; ///< where nothing held before
    };
    std::vector<ExportColumn> columns;
    std::vector<Field> fields;
    const QJsonObject format = QJsonDocument::fromJson(file.readAll()).object();
    for (const QJsonValue& value : format.value(u"columns").toArray()) {
        const QJsonObject column = value.toObject();
        const QString from = column.value(u"from").toString();
        const bool number = from == u"order_point" || from == u"order_up_to" || from == u"safety_stock" ||
                            from == u"pack_size";
        columns.push_back({column.value(u"name").toString(), number ? Kind::Units : Kind::Text});
        Field field{column.value(u"value").toString(), from, {}};
        if (column.contains(u"none"))
            field.none = Decimal{column.value(u"none").toInteger(), 0, 0};
        fields.push_back(field);
    }
    ExportTable table = tableOf(preset, std::move(columns), rows, [fields, direction](const PlanRow& row) {
        const bool forward = direction == Direction::Forward;
        std::vector<ExportCell> cells;
        for (const Field& field : fields) {
            if (field.from == u"sku")
                cells.emplace_back(row.sku);
            else if (field.from == u"location")
                cells.emplace_back(row.location);
            else if (field.from == u"key")
                cells.emplace_back(QStringLiteral("merchbench.orderpoint_%1_%2")
                                       .arg(externalId(row.sku), externalId(row.location)));
            else if (field.from == u"order_point")
                cells.push_back(forward ? ExportCell(row.orderPoint) : orElse(row.beforePoint, field.none));
            else if (field.from == u"order_up_to")
                cells.push_back(forward ? ExportCell(row.orderUpTo) : orElse(row.beforeUpTo, field.none));
            else if (field.from == u"safety_stock")
                cells.push_back(forward ? ExportCell(row.safetyStock) : orElse(row.beforeSafety, field.none));
            else if (field.from == u"active") // a rule that was not there before is put away again
                cells.emplace_back(
                    forward || !std::holds_alternative<std::monostate>(row.beforePoint)
                        ? QStringLiteral("True")
                        : QStringLiteral("False"));
            else if (field.from == u"pack_size")
                cells.emplace_back(row.packSize);
            else
                cells.emplace_back(field.fixed);
        }
        return cells;
    });
    table.apostropheCounts = format.value(u"apostrophe").toString() == u"literal";
    return table;
}

} // namespace merch
