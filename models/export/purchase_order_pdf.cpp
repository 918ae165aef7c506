#include "models/export/purchase_order_pdf.h"

#include "models/export/plan_tables.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QFile>
#include <QFontDatabase>
#include <QFontMetricsF>
#include <QLocale>
#include <QPageSize>
#include <QPainter>
#include <QPdfWriter>
#include <QTimeZone>

#include <algorithm>
#include <array>
#include <map>

namespace merch
{
namespace
{

constexpr int kDpi = 300;
const QColor kInk(0x1B, 0x22, 0x30), kMuted(0x5A, 0x65, 0x78), kLine(0xC9, 0xD0, 0xDC),
    kSoft(0xF1, 0xF4, 0xF9), kBad(0xB4, 0x23, 0x18);

QString tr(const char* text, int n = -1)
{
    return QCoreApplication::translate("PurchaseOrder", text, nullptr, n);
}

constexpr double mm(double value)
{
    return value * kDpi / 25.4;
}

QFont face(double points, QFont::Weight weight = QFont::Normal)
{
    static const QString family = [] {
        const int regular = QFontDatabase::addApplicationFont(QStringLiteral(":/fonts/InterTab-Regular.otf"));
        QFontDatabase::addApplicationFont(QStringLiteral(":/fonts/InterTab-SemiBold.otf"));
        const QStringList families = QFontDatabase::applicationFontFamilies(regular);
        return families.isEmpty() ? QStringLiteral("Sans Serif") : families.front();
    }();
    QFont font(family);
    font.setPixelSize(static_cast<int>(points * kDpi / 72.0 + 0.5));
    font.setWeight(weight);
    font.setHintingPreference(QFont::PreferNoHinting);
    return font;
}

enum Column { Sku, Product, DeliverTo, Packs, Units, UnitCost, Value, Columns };
/// Left edges and widths in millimetres within the 178 mm between the margins.
constexpr std::array<double, Columns> kLeft{0, 30, 82, 108, 125, 141, 158};
constexpr std::array<double, Columns> kWidth{28, 50, 24, 15, 15, 16, 20};
constexpr double kTextWidth = 178, kMargin = 16, kPageHeight = 297, kFoot = 18;
constexpr double kRowPad = 1.3, kLineHeight = 4.1;

struct Order {
    QString number, supplier;
    std::vector<const PlanRow*> rows;
};

std::vector<Order> bySupplier(const PurchaseOrderDocument& document)
{
    std::map<QString, Order> orders;
    for (const PlanRow& row : document.rows) {
        Order& order = orders[row.supplier];
        order.number = orderNumber(document.planId, row.supplier);
        order.supplier = row.supplierName.isEmpty() || row.supplierName == row.supplier
                             ? row.supplier
                             : QStringLiteral("%1 (%2)").arg(row.supplierName, row.supplier);
        order.rows.push_back(&row);
    }
    std::vector<Order> list;
    for (auto& [code, order] : orders) {
        std::stable_sort(order.rows.begin(), order.rows.end(), [](const PlanRow* a, const PlanRow* b) {
            return std::pair(a->location, a->sku) < std::pair(b->location, b->sku);
        });
        list.push_back(std::move(order));
    }
    return list;
}

class Painter
{
public:
    Painter(const PurchaseOrderDocument& document, QPdfWriter& writer, QPainter& painter)
        : m_document(document)
        , m_writer(writer)
        , m_painter(painter)
    {
    }

    void draw(const Order& order, bool first)
    {
        m_order = &order;
        m_pages = breakPages(order);
        std::size_t next = 0;
        for (m_page = 1; m_page <= static_cast<int>(m_pages.size()); ++m_page) {
            if (!(first && m_page == 1))
                m_writer.newPage();
            ++m_total;
            m_y = kMargin;
            header();
            tableHead();
            for (std::size_t i = 0; i < m_pages[static_cast<std::size_t>(m_page - 1)]; ++i)
                row(*order.rows[next++]);
            if (m_page == static_cast<int>(m_pages.size()))
                totals();
            foot();
        }
    }
    int pages() const { return m_total; }

private:
    QLocale m_locale{QLocale::English, QLocale::UnitedKingdom}; ///< one look wherever it is printed

    QRectF box(double x, double y, double width, double height) const
    {
        return {mm(kMargin + x), mm(y), mm(width), mm(height)};
    }
    void text(const QRectF& where, const QString& words, const QFont& font, const QColor& ink, int flags)
    {
        m_painter.setFont(font);
        m_painter.setPen(ink);
        m_painter.drawText(where, flags, words);
    }
    void rule(double y, const QColor& ink, double width)
    {
        m_painter.setPen(QPen(ink, mm(width)));
        m_painter.drawLine(QPointF(mm(kMargin), mm(y)), QPointF(mm(kMargin + kTextWidth), mm(y)));
    }

    QString shown(const Decimal& number, int digits) const
    {
        const double value = m_document.cancellation ? -number.toDouble() : number.toDouble();
        return m_locale.toString(value, 'f', digits);
    }
    static int digitsOf(const Decimal& number)
    {
        const qsizetype dot = number.text().indexOf(u'.');
        return dot < 0 ? 0 : static_cast<int>(number.text().size() - dot - 1);
    }

    int productLines(const PlanRow& row) const
    {
        const QFontMetricsF metrics(face(8.5), &m_writer);
        const double height = metrics
                                  .boundingRect(
                                      QRectF(0, 0, mm(kWidth[Product]), mm(100)),
                                      Qt::TextWordWrap | Qt::TextWrapAnywhere, row.title)
                                  .height();
        return std::clamp(static_cast<int>(height / metrics.lineSpacing() + 0.6), 1, 3);
    }
    double rowHeight(const PlanRow& row) const { return productLines(row) * kLineHeight + 2 * kRowPad; }

    /// How many rows each page takes; the totals need room on the last.
    std::vector<std::size_t> breakPages(const Order& order) const
    {
        constexpr double kHeader = 66, kHeaderAgain = 24, kHead = 9, kTotals = 30;
        std::vector<std::size_t> pages{0};
        double room = kPageHeight - kMargin - kFoot - kHeader - kHead;
        for (const PlanRow* row : order.rows) {
            const double need = rowHeight(*row);
            if (need > room) {
                pages.push_back(0);
                room = kPageHeight - kMargin - kFoot - kHeaderAgain - kHead;
            }
            ++pages.back();
            room -= need;
        }
        if (room < kTotals) { // a lone total needs a line above it to stand under
            pages.push_back(std::min<std::size_t>(1, pages.back() > 1 ? 1 : 0));
            pages[pages.size() - 2] -= pages.back();
        }
        return pages;
    }

    void header()
    {
        const QString title =
            m_document.cancellation ? tr("Cancellation of purchase order") : tr("Purchase order");
        const QColor ink = m_document.cancellation ? kBad : kInk;
        if (m_page > 1) {
            text(
                box(0, m_y, 120, 8), QStringLiteral("%1 %2").arg(title, m_order->number),
                face(11, QFont::DemiBold), ink, Qt::AlignLeft | Qt::AlignVCenter);
            text(box(100, m_y, 78, 8), m_order->supplier, face(9), kMuted, Qt::AlignRight | Qt::AlignVCenter);
            m_y += 12;
            return;
        }
        text(box(0, m_y, 120, 11), title, face(20, QFont::DemiBold), ink, Qt::AlignLeft | Qt::AlignVCenter);
        text(
            box(90, m_y, 88, 11), m_order->number, face(13, QFont::DemiBold), kInk,
            Qt::AlignRight | Qt::AlignVCenter);
        m_y += 15;
        rule(m_y, ink, 0.5);
        m_y += 5;
        int latest = 0;
        QStringList places;
        for (const PlanRow* row : m_order->rows) {
            latest = std::max(latest, row->leadDays);
            const QString place = row->locationName.isEmpty() || row->locationName == row->location
                                      ? row->location
                                      : QStringLiteral("%1 (%2)").arg(row->locationName, row->location);
            if (!places.contains(place))
                places << place;
        }
        const QList<QPair<QString, QString>> left{
            {tr("Supplier"), m_order->supplier.isEmpty() ? tr("No supplier known") : m_order->supplier},
            {tr("Deliver to"), places.size() <= 4
                                   ? places.join(QLatin1String(", "))
                                   : tr("%n location(s), see the lines", static_cast<int>(places.size()))},
            {tr("Ordered by"), m_document.shop}};
        const QList<QPair<QString, QString>> right{
            {tr("Order date"), isoDay(m_document.ordered)},
            {tr("Expected"), isoDay(m_document.ordered + latest)},
            {tr("Approved by"), m_document.buyer},
            {tr("Currency"), m_document.currency}};
        facts(left, 0, 28, 82);
        facts(right, 112, 26, 40);
        m_y += 28;
    }

    void facts(const QList<QPair<QString, QString>>& list, double x, double keyWidth, double valueWidth)
    {
        double y = m_y;
        for (const auto& [key, value] : list) {
            text(box(x, y, keyWidth, 6), key, face(8.5), kMuted, Qt::AlignLeft | Qt::AlignTop);
            const QFontMetricsF metrics(face(9, QFont::DemiBold), &m_writer);
            const bool wraps = metrics.horizontalAdvance(value) > mm(valueWidth);
            text(
                box(x + keyWidth, y, valueWidth, wraps ? 12 : 6), value, face(9, QFont::DemiBold), kInk,
                Qt::AlignLeft | Qt::AlignTop | Qt::TextWordWrap);
            y += wraps ? 10.5 : 6;
        }
    }

    void tableHead()
    {
        m_painter.fillRect(box(0, m_y, kTextWidth, 8), kSoft);
        const std::array<QString, Columns> names{tr("SKU"),   tr("Product"),   tr("Deliver to"), tr("Packs"),
                                                 tr("Units"), tr("Unit cost"), tr("Value")};
        for (std::size_t c = 0; c < Columns; ++c)
            text(
                box(kLeft[c] + (c == 0 ? 1.5 : 0), m_y, kWidth[c], 8), names[c], face(8, QFont::DemiBold),
                kMuted, (c >= Packs ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
        m_y += 9;
    }

    void row(const PlanRow& line)
    {
        const double height = rowHeight(line);
        const QFont plain = face(8.5), strong = face(8.5, QFont::DemiBold);
        const auto cell = [&](Column c, const QString& words, const QFont& font, const QColor& ink) {
            const QFontMetricsF metrics(font, &m_writer);
            const QString fit = metrics.elidedText(words, Qt::ElideRight, mm(kWidth[c]));
            text(
                box(kLeft[c] + (c == Sku ? 1.5 : 0), m_y + kRowPad, kWidth[c], kLineHeight), fit, font, ink,
                (c >= Packs ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignTop);
        };
        cell(Sku, line.sku, strong, kInk);
        text(
            box(kLeft[Product], m_y + kRowPad, kWidth[Product], height - 2 * kRowPad + 0.6), line.title,
            plain, kInk, Qt::AlignLeft | Qt::AlignTop | Qt::TextWordWrap | Qt::TextWrapAnywhere);
        cell(DeliverTo, line.location, plain, kInk);
        const bool packed = line.packSize.value > 1;
        cell(
            Packs,
            packed ? QStringLiteral("%1 \u00D7 %2")
                         .arg(shown(line.packs, digitsOf(line.packs)), line.packSize.text())
                   : QString(),
            plain, kMuted);
        cell(Units, shown(line.orderQty, digitsOf(line.orderQty)), strong, kInk);
        cell(
            UnitCost,
            m_locale.toString(
                line.unitCost.toDouble(), 'f', std::max(digitsOf(line.unitCost), m_document.moneyDigits)),
            plain, kInk);
        cell(Value, shown(line.orderValue, m_document.moneyDigits), plain, kInk);
        m_y += height;
        rule(m_y, kLine, 0.12);
    }

    void totals()
    {
        std::int64_t value = 0;
        double units = 0;
        int digits = 0;
        for (const PlanRow* row : m_order->rows) {
            value += row->orderValueMinor;
            units += row->orderQty.toDouble();
            digits = std::max(digits, digitsOf(row->orderQty));
        }
        const double sign = m_document.cancellation ? -1 : 1;
        m_y += 4;
        const auto line = [&](const QString& key, const QString& number, bool strong) {
            const QFont font = strong ? face(11, QFont::DemiBold) : face(9);
            text(box(82, m_y, 56, 7), key, font, strong ? kInk : kMuted, Qt::AlignRight | Qt::AlignVCenter);
            text(box(138, m_y, 40, 7), number, font, kInk, Qt::AlignRight | Qt::AlignVCenter);
            m_y += strong ? 8 : 6;
        };
        line(tr("Lines"), m_locale.toString(static_cast<int>(m_order->rows.size())), false);
        line(tr("Units"), m_locale.toString(sign * units, 'f', digits), false);
        line(
            tr("Total"),
            m_document.currency + u' ' +
                m_locale.toString(
                    sign * Decimal{value, m_document.moneyDigits, 0}.toDouble(), 'f', m_document.moneyDigits),
            true);
    }

    void foot()
    {
        const double y = kPageHeight - kFoot + 4;
        rule(y - 2, kLine, 0.12);
        text(
            box(0, y, 120, 5), tr("Plan %1, order %2").arg(m_document.planId).arg(m_order->number), face(7.5),
            kMuted, Qt::AlignLeft | Qt::AlignVCenter);
        text(
            box(118, y, 60, 5), tr("Page %1 of %2").arg(m_page).arg(m_pages.size()), face(7.5), kMuted,
            Qt::AlignRight | Qt::AlignVCenter);
    }

    const PurchaseOrderDocument& m_document;
    QPdfWriter& m_writer;
    QPainter& m_painter;
    const Order* m_order = nullptr;
    std::vector<std::size_t> m_pages;
    int m_page = 0, m_total = 0;
    double m_y = 0;
};

/// Qt writes the present time into the file; the plan's own keeps equal orders equal byte for byte.
Outcome fixDates(const QString& path, std::int64_t madeAt)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadWrite))
        return Error{
            ErrorCode::Storage, QStringLiteral("%1: %2").arg(path, file.errorString()).toStdString(), {}, {}};
    QByteArray bytes = file.readAll();
    const QByteArray stamp = QDateTime::fromMSecsSinceEpoch(madeAt, QTimeZone::utc())
                                 .toString(QStringLiteral("yyyyMMddHHmmss"))
                                 .toLatin1();
    for (const QByteArray& key : {QByteArray("/CreationDate (D:"), QByteArray("/ModDate (D:")}) {
        qsizetype at = 0;
        while ((at = bytes.indexOf(key, at)) >= 0) {
            at += key.size();
            bytes.replace(at, stamp.size(), stamp);
        }
    }
    file.seek(0);
    file.write(bytes);
    return success();
}

} // namespace

Result<int> writePurchaseOrders(const PurchaseOrderDocument& document, const QString& path)
{
    const Error failed{
        ErrorCode::Storage,
        tr("%1 cannot be written.").arg(path).toStdString(),
        tr("Make room or choose another place.").toStdString(),
        {}};
    int pages = 0;
    {
        QPdfWriter writer(path);
        writer.setResolution(kDpi);
        writer.setPageSize(QPageSize(QPageSize::A4));
        writer.setPageMargins(QMarginsF(0, 0, 0, 0));
        writer.setTitle(
            document.cancellation ? tr("Cancellation of purchase orders of plan %1").arg(document.planId)
                                  : tr("Purchase orders of plan %1").arg(document.planId));
        writer.setCreator(QStringLiteral("Merchbench"));
        QPainter painter;
        if (!painter.begin(&writer))
            return failed;
        Painter draw(document, writer, painter);
        bool first = true;
        for (const Order& order : bySupplier(document)) {
            draw.draw(order, first);
            first = false;
        }
        pages = draw.pages();
        if (!painter.end())
            return failed;
    }
    if (const Outcome fixed = fixDates(path, document.madeAt); !fixed)
        return fixed.error();
    return pages;
}

} // namespace merch
