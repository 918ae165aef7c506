#include "models/export/purchase_order_pdf.h"

#include "models/export/plan_tables.h"

#include <QAbstractTextDocumentLayout>
#include <QCoreApplication>
#include <QFileInfo>
#include <QGuiApplication>
#include <QPainter>
#include <QPdfWriter>
#include <QTextDocument>

#include <map>

namespace merch
{
namespace
{

QString tr(const char* text)
{
    return QCoreApplication::translate("ExportService", text);
}

QString htmlOf(
    const PurchaseOrderDocument& document, const QString& supplier, const std::vector<const PlanRow*>& rows)
{
    std::int64_t value = 0;
    QString lines;
    const QString sign = document.cancellation ? QString(QChar(0x2212)) : QString();
    for (const PlanRow* row : rows) {
        value += row->orderValueMinor;
        const auto cell = [](const QString& text, bool number = false) {
            return QStringLiteral(
                       "<td style='padding:4px 6px;border-bottom:1px solid #E2E7EE' align='%1'>%2</td>")
                .arg(number ? QStringLiteral("right") : QStringLiteral("left"), text.toHtmlEscaped());
        };
        lines += QStringLiteral("<tr>") + cell(row->sku) + cell(row->title) + cell(row->location) +
                 cell(row->packs.text(), true) + cell(row->packSize.text(), true) +
                 cell(sign + row->orderQty.text(), true) + cell(row->unitCost.text(), true) +
                 cell(sign + row->orderValue.text(), true) + QStringLiteral("</tr>");
    }
    QString heads;
    for (const QString& head :
         {tr("SKU"), tr("Product"), tr("Deliver to"), tr("Cases"), tr("Case of"), tr("Units"),
          tr("Unit cost"), tr("Value")})
        heads +=
            QStringLiteral("<th style='padding:5px 6px;background:#F1F4F9' align='left'>%1</th>").arg(head);
    const QString name = rows.front()->supplierName.isEmpty() ? supplier : rows.front()->supplierName;
    return QStringLiteral("<h2>%1 %2</h2><p>%3</p><p>%4<br>%5<br>%6</p><table width='100%' "
                          "cellspacing='0'><thead><tr>%7</tr></thead>%8</table>"
                          "<p align='right'><b>%9</b></p>")
        .arg(
            document.cancellation ? tr("Cancellation of purchase order") : tr("Purchase order"),
            orderNumber(document.planId, supplier).toHtmlEscaped(),
            (tr("To: %1").arg(name.isEmpty() ? tr("supplier not named") : name)).toHtmlEscaped(),
            tr("From: %1").arg(document.shop).toHtmlEscaped(),
            tr("Ordered: %1").arg(isoDay(document.ordered)),
            tr("Approved by: %1").arg(document.buyer).toHtmlEscaped(), heads, lines,
            tr("Total %1 %2")
                .arg(
                    sign + Decimal{value, document.moneyDigits, document.moneyDigits}.text(),
                    document.currency));
}

} // namespace

Result<int> writePurchaseOrders(const PurchaseOrderDocument& document, const QString& path)
{
    if (!qobject_cast<QGuiApplication*>(QCoreApplication::instance()))
        return Error{ErrorCode::Internal, "A PDF needs fonts, which this program did not load.", {}, {}};
    std::map<QString, std::vector<const PlanRow*>> bySupplier;
    for (const PlanRow& row : document.rows)
        bySupplier[row.supplier].push_back(&row);
    QPdfWriter writer(path);
    writer.setPageSize(QPageSize(QPageSize::A4));
    writer.setPageMargins(QMarginsF(16, 16, 16, 18), QPageLayout::Millimeter);
    writer.setResolution(144);
    writer.setTitle(tr("Purchase orders of plan %1").arg(document.planId));
    writer.setCreator(QStringLiteral("Merchbench"));
    QPainter painter;
    if (!painter.begin(&writer))
        return Error{
            ErrorCode::Storage,
            tr("%1 cannot be written.").arg(path).toStdString(),
            tr("Choose another place.").toStdString(),
            {}};
    const QRect page(0, 0, writer.width(), writer.height());
    int pages = 0;
    for (const auto& [supplier, rows] : bySupplier) {
        QTextDocument text;
        text.documentLayout()->setPaintDevice(&writer);
        text.setDefaultFont(QFont(QStringLiteral("Inter Tab"), 9));
        text.setPageSize(QSizeF(page.width(), page.height() - 40));
        text.setHtml(htmlOf(document, supplier, rows));
        for (int p = 0; p < text.pageCount(); ++p) {
            if (pages++ > 0)
                writer.newPage();
            painter.save();
            painter.translate(0, -p * (page.height() - 40));
            QAbstractTextDocumentLayout::PaintContext context;
            context.clip = QRectF(0, p * (page.height() - 40), page.width(), page.height() - 40);
            painter.setClipRect(context.clip);
            text.documentLayout()->draw(&painter, context);
            painter.restore();
            painter.drawText(
                QRect(0, page.height() - 30, page.width(), 30), Qt::AlignRight | Qt::AlignVCenter,
                tr("%1, page %2 of %3")
                    .arg(orderNumber(document.planId, supplier))
                    .arg(p + 1)
                    .arg(text.pageCount()));
        }
    }
    painter.end();
    return pages;
}

} // namespace merch
