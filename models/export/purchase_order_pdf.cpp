#include "models/export/purchase_order_pdf.h"

#include "models/export/plan_tables.h"

#include <QCoreApplication>
#include <QDate>
#include <QDateTime>
#include <QFile>
#include <QFontDatabase>
#include <QFontMetricsF>
#include <QGuiApplication>
#include <QHash>
#include <QLocale>
#include <QPainter>
#include <QPdfWriter>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

// Outside the namespace: the macro declares what it calls.
static void initFonts()
{
    Q_INIT_RESOURCE(merch_data);
}

namespace merch
{
namespace
{

// Millimetres on A4.
constexpr double kLeft = 16, kRight = 194, kTop = 15, kBottom = 281;
constexpr double kRowPad = 1.5, kHeadHeight = 7.5, kGroupHeight = 8, kBlocksTop = 34, kTableTop = 66,
                 kNextTop = 30, kTotalsHeight = 26;
constexpr int kResolution = 1200;
const QColor kInk(0x17, 0x20, 0x33), kMuted(0x56, 0x62, 0x75), kLine(0xCB, 0xD3, 0xDE),
    kSoft(0xF1, 0xF4, 0xF9), kBad(0xBF, 0x2B, 0x36);

struct Texts {
    Q_DECLARE_TR_FUNCTIONS(ExportService)
};

/// The same on every machine, whatever its locale: the same plan gives the same bytes.
QLocale paper()
{
    return QLocale(QLocale::English, QLocale::UnitedKingdom);
}

QString dayText(Day day)
{
    return paper().toString(QDate(1970, 1, 1).addDays(day), QStringLiteral("d MMMM yyyy"));
}

QString numberText(const Decimal& number)
{
    const QString text = number.text();
    const qsizetype dot = text.indexOf(u'.');
    return paper().toString(number.toDouble(), 'f', dot < 0 ? 0 : static_cast<int>(text.size() - dot - 1));
}

constexpr const char* kFamily = "Inter Tab";

/// The program's own font, so that an order looks the same from the window and from the command line.
void loadFonts()
{
    if (QFontDatabase::families().contains(QLatin1String(kFamily)))
        return;
    initFonts();
    for (const char* weight : {"Regular", "Medium", "SemiBold", "Bold"})
        QFontDatabase::addApplicationFont(
            QStringLiteral(":/fonts/InterTab-%1.otf").arg(QLatin1String(weight)));
}

/// Qt writes fonts in the order of a hash, whose seed is random in each process.
struct OrderedHashes {
    OrderedHashes() { QHashSeed::setDeterministicGlobalSeed(); }
    ~OrderedHashes() { QHashSeed::resetRandomGlobalSeed(); }
    OrderedHashes(const OrderedHashes&) = delete;
    OrderedHashes& operator=(const OrderedHashes&) = delete;
};

struct Column {
    const char* title;
    double left, right;
    bool number;
};
/// A code may break anywhere, a name between words.
int wrapOf(const Column& column)
{
    return int(column.left == kLeft ? Qt::TextWrapAnywhere : Qt::TextWordWrap);
}

constexpr std::array<Column, 7> kColumns{
    {{QT_TRANSLATE_NOOP("ExportService", "SKU"), kLeft, 44, false},
     {QT_TRANSLATE_NOOP("ExportService", "Product"), 46, 112, false},
     {QT_TRANSLATE_NOOP("ExportService", "Cases"), 112, 124, true},
     {QT_TRANSLATE_NOOP("ExportService", "Case of"), 124, 138, true},
     {QT_TRANSLATE_NOOP("ExportService", "Units"), 138, 152, true},
     {QT_TRANSLATE_NOOP("ExportService", "Unit cost"), 152, 172, true},
     {QT_TRANSLATE_NOOP("ExportService", "Value"), 172, kRight, true}}};

/// One supplier's order: what it holds, cut into pages before anything is drawn, so that each page can say of
/// how many it is.
class OrderPaper
{
public:
    OrderPaper(
        const PurchaseOrderDocument& document, const QString& supplier, std::vector<const PlanRow*> rows,
        QPainter& painter, double pixels)
        : m_document(document)
        , m_supplier(supplier)
        , m_rows(std::move(rows))
        , m_p(painter)
        , m_pixels(pixels)
    {
        std::stable_sort(m_rows.begin(), m_rows.end(), [](const PlanRow* a, const PlanRow* b) {
            return a->location < b->location;
        });
        for (const PlanRow* row : m_rows)
            if (m_places.isEmpty() || m_places.last() != row->location)
                m_places << row->location;
        cut();
    }

    int pages() const { return static_cast<int>(m_pages.size()); }

    void draw(int page)
    {
        drawHead(page);
        double y = page == 0 ? kTableTop : kNextTop;
        drawTitles(y);
        y += kHeadHeight;
        for (const Block& block : m_pages[static_cast<std::size_t>(page)]) {
            if (block.row)
                drawRow(*block.row, y, block.height);
            else
                drawPlace(block.place, y);
            y += block.height;
        }
        if (page + 1 == pages())
            drawTotals(y + 3);
        drawFoot(page);
    }

private:
    struct Block {
        const PlanRow* row = nullptr; ///< null = the head of a place's lines
        QString place;
        double height = 0;
    };

    double mm(double value) const { return value * m_pixels; }

    QFont font(double points, QFont::Weight weight = QFont::Normal) const
    {
        QFont made(QLatin1String{kFamily});
        made.setPointSizeF(points);
        made.setWeight(weight);
        return made;
    }

    void text(
        double left, double top, double right, double height, const QString& words, double points,
        const QColor& ink = kInk, QFont::Weight weight = QFont::Normal,
        int align = int(Qt::AlignLeft) | int(Qt::AlignVCenter))
    {
        m_p.setFont(font(points, weight));
        m_p.setPen(ink);
        m_p.drawText(QRectF(mm(left), mm(top), mm(right - left), mm(height)), align, words);
    }

    void line(double y, const QColor& color = kLine, double width = 0.2)
    {
        m_p.setPen(QPen(color, mm(width)));
        m_p.drawLine(QPointF(mm(kLeft), mm(y)), QPointF(mm(kRight), mm(y)));
    }

    double rowHeight(const PlanRow& row) const
    {
        const QFontMetricsF metrics(font(8.5), m_p.device());
        double lines = 1;
        for (const auto& [words, column] : {std::pair(row.title, 1), std::pair(row.sku, 0)}) {
            const Column& c = kColumns[static_cast<std::size_t>(column)];
            const QRectF needed =
                metrics.boundingRect(QRectF(0, 0, mm(c.right - c.left - 2), mm(100)), wrapOf(c), words);
            lines = std::max(lines, std::ceil(needed.height() / metrics.height() - 0.05));
        }
        return lines * metrics.height() / m_pixels + 2 * kRowPad;
    }

    void cut()
    {
        std::vector<Block> page;
        double y = kTableTop + kHeadHeight;
        const auto turn = [&] {
            m_pages.push_back(std::move(page));
            page.clear();
            y = kNextTop + kHeadHeight;
        };
        QString place;
        bool first = true;
        for (const PlanRow* row : m_rows) {
            const double height = rowHeight(*row);
            const bool head = m_places.size() > 1 && (first || row->location != place);
            if (y + height + (head ? kGroupHeight : 0) > kBottom - 8)
                turn();
            if (head || (m_places.size() > 1 && page.empty())) {
                page.push_back({nullptr, row->location, kGroupHeight});
                y += kGroupHeight;
            }
            page.push_back({row, {}, height});
            y += height;
            place = row->location;
            first = false;
        }
        if (y + kTotalsHeight > kBottom - 8 && !page.empty())
            turn();
        m_pages.push_back(std::move(page));
    }

    QString placeName(const QString& code) const
    {
        for (const PlanRow* row : m_rows)
            if (row->location == code && !row->locationName.isEmpty() && row->locationName != code)
                return QStringLiteral("%1 (%2)").arg(row->locationName, code);
        return code;
    }

    void drawHead(int page)
    {
        const QString number = orderNumber(m_document.planId, m_supplier);
        const QString title =
            m_document.cancellation ? Texts::tr("Cancellation") : Texts::tr("Purchase order");
        text(kLeft, kTop, 110, 8, m_document.shop, 13, kInk, QFont::DemiBold);
        text(
            90, kTop, kRight, 8, title, page == 0 ? 18 : 13, m_document.cancellation ? kBad : kInk,
            QFont::DemiBold, int(Qt::AlignRight) | int(Qt::AlignVCenter));
        text(
            90, kTop + 8, kRight, 6, number, 10, kMuted, QFont::Medium,
            int(Qt::AlignRight) | int(Qt::AlignVCenter));
        if (page > 0)
            return;
        line(kTop + 15.5, kInk, 0.4);
        const PlanRow& any = *m_rows.front();
        const QString name = any.supplierName.isEmpty()
                                 ? (m_supplier.isEmpty() ? Texts::tr("Supplier not named") : m_supplier)
                                 : any.supplierName;
        text(kLeft, kBlocksTop, 74, 5, Texts::tr("Supplier"), 8, kMuted, QFont::Medium);
        text(kLeft, kBlocksTop + 5, 74, 6, name, 10.5, kInk, QFont::DemiBold);
        if (!m_supplier.isEmpty() && name != m_supplier)
            text(
                kLeft, kBlocksTop + 11, 74, 5, Texts::tr("Our number for you: %1").arg(m_supplier), 8.5,
                kMuted);
        text(78, kBlocksTop, 134, 5, Texts::tr("Deliver to"), 8, kMuted, QFont::Medium);
        text(
            78, kBlocksTop + 5, 134, 6,
            m_places.size() == 1 ? placeName(m_places.first())
                                 : Texts::tr("%1 places, as below").arg(m_places.size()),
            10.5, kInk, QFont::DemiBold);
        int soonest = any.leadDays, latest = any.leadDays;
        for (const PlanRow* row : m_rows) {
            soonest = std::min(soonest, row->leadDays);
            latest = std::max(latest, row->leadDays);
        }
        const Day day = m_document.ordered;
        QString expected = dayText(static_cast<Day>(day + soonest));
        if (latest != soonest)
            expected = Texts::tr("from %1").arg(expected);
        const std::array<std::pair<QString, QString>, 4> facts{
            {{Texts::tr("Ordered"), dayText(day)},
             {Texts::tr("Expected"), expected},
             {Texts::tr("Approved by"), m_document.buyer},
             {Texts::tr("Currency"), m_document.currency}}};
        double y = kBlocksTop;
        for (const auto& [key, value] : facts) {
            text(138, y, 160, 5.5, key, 8.5, kMuted);
            text(160, y, kRight, 5.5, value, 9, kInk, QFont::Medium);
            y += 5.8;
        }
        if (m_document.cancellation)
            text(
                kLeft, kTableTop - 9, kRight, 6,
                Texts::tr("This takes back purchase order %1: nothing of it is to be delivered.").arg(number),
                9.5, kBad, QFont::Medium);
    }

    void drawTitles(double y)
    {
        m_p.fillRect(QRectF(mm(kLeft), mm(y), mm(kRight - kLeft), mm(kHeadHeight)), kSoft);
        for (std::size_t c = 0; c < kColumns.size(); ++c)
            text(
                kColumns[c].left + (c == 0 ? 2 : 0), y, kColumns[c].right - (kColumns[c].number ? 2 : 0),
                kHeadHeight, Texts::tr(kColumns[c].title), 8, kMuted, QFont::DemiBold,
                int(kColumns[c].number ? Qt::AlignRight : Qt::AlignLeft) | int(Qt::AlignVCenter));
    }

    void drawPlace(const QString& code, double y)
    {
        text(
            kLeft + 2, y + 1.5, kRight, kGroupHeight - 2, Texts::tr("Deliver to %1").arg(placeName(code)),
            8.5, kInk, QFont::DemiBold);
        line(y + kGroupHeight);
    }

    void drawRow(const PlanRow& row, double y, double height)
    {
        const QString sign = m_document.cancellation ? QString(QChar(0x2212)) : QString();
        const std::array<QString, 7> cells{
            row.sku,
            row.title,
            sign + numberText(row.packs),
            numberText(row.packSize),
            sign + numberText(row.orderQty),
            numberText(row.unitCost),
            sign + numberText(row.orderValue)};
        for (std::size_t c = 0; c < cells.size(); ++c) {
            const Column& column = kColumns[c];
            const int align = column.number ? int(Qt::AlignRight) | int(Qt::AlignTop)
                                            : int(Qt::AlignLeft) | int(Qt::AlignTop) | wrapOf(column);
            text(
                column.left + (c == 0 ? 2 : 0), y + kRowPad, column.right - 2, height - kRowPad, cells[c],
                8.5, kInk, c == 4 ? QFont::DemiBold : QFont::Normal, align);
        }
        line(y + height);
    }

    void drawTotals(double y)
    {
        std::int64_t value = 0;
        double units = 0, cases = 0;
        for (const PlanRow* row : m_rows) {
            value += row->orderValueMinor;
            units += row->orderQty.toDouble();
            cases += row->packs.toDouble();
        }
        const QString sign = m_document.cancellation ? QString(QChar(0x2212)) : QString();
        const int right = int(Qt::AlignRight) | int(Qt::AlignVCenter);
        const auto plain = [](double number) {
            return paper().toString(number, 'f', number == std::floor(number) ? 0 : 2);
        };
        text(
            kLeft + 2, y, 110, 7,
            Texts::tr("%n line(s), %1 cases, %2 units", nullptr, static_cast<int>(m_rows.size()))
                .arg(plain(cases), plain(units)),
            8.5, kMuted);
        text(
            112, y, 150, 9, Texts::tr("Total %1").arg(m_document.currency), 11, kInk, QFont::DemiBold, right);
        text(
            150, y, kRight - 2, 9,
            sign + numberText(Decimal{value, m_document.moneyDigits, m_document.moneyDigits}), 13, kInk,
            QFont::Bold, right);
        text(
            kLeft + 2, y + 12, kRight, 5,
            m_document.cancellation
                ? Texts::tr("Please confirm that the order is cancelled, quoting its number.")
                : Texts::tr("Please confirm quantities, prices and dates, quoting the number of this order."),
            8.5, kMuted);
    }

    void drawFoot(int page)
    {
        line(kBottom);
        text(
            kLeft, kBottom + 1, 120, 6,
            Texts::tr("%1 from plan %2")
                .arg(orderNumber(m_document.planId, m_supplier), QString::number(m_document.planId)),
            8, kMuted);
        text(
            120, kBottom + 1, kRight, 6, Texts::tr("Page %1 of %2").arg(page + 1).arg(pages()), 8, kMuted,
            QFont::Normal, int(Qt::AlignRight) | int(Qt::AlignVCenter));
    }

    const PurchaseOrderDocument& m_document;
    QString m_supplier;
    std::vector<const PlanRow*> m_rows;
    QPainter& m_p;
    double m_pixels; ///< of a millimetre
    QStringList m_places;
    std::vector<std::vector<Block>> m_pages;
};

/// Qt writes the present moment into each PDF; the plan's own moment makes the same order the same bytes.
Outcome dateAs(const QString& path, std::int64_t madeAt)
{
    QFile file(path);
    const Error failed{
        ErrorCode::Storage,
        Texts::tr("%1 cannot be written.").arg(path).toStdString(),
        Texts::tr("Make room or choose another place.").toStdString(),
        {}};
    if (!file.open(QIODevice::ReadWrite))
        return failed;
    const QByteArray head = file.read(4096);
    const QByteArray mark("/CreationDate (D:");
    const qsizetype at = head.indexOf(mark), end = head.indexOf(')', at);
    if (at < 0 || end < 0)
        return success();
    // The length must stay: the file's table of contents counts bytes.
    QByteArray made = QDateTime::fromMSecsSinceEpoch(madeAt, Qt::UTC).toString(u"yyyyMMddHHmmss").toLatin1();
    made += "Z)";
    made = made.leftJustified(end + 1 - at - mark.size(), ' ');
    if (!file.seek(at + mark.size()) || file.write(made) != made.size() || !file.flush())
        return failed;
    return success();
}

} // namespace

Result<int> writePurchaseOrders(const PurchaseOrderDocument& document, const QString& path)
{
    if (!qobject_cast<QGuiApplication*>(QCoreApplication::instance()))
        return Error{ErrorCode::Internal, "A PDF needs fonts, which this program did not load.", {}, {}};
    const Error failed{
        ErrorCode::Storage,
        Texts::tr("%1 cannot be written.").arg(path).toStdString(),
        Texts::tr("Make room or choose another place.").toStdString(),
        {}};
    loadFonts();
    std::map<QString, std::vector<const PlanRow*>> bySupplier;
    for (const PlanRow& row : document.rows)
        bySupplier[row.supplier].push_back(&row);
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly | QIODevice::Truncate))
        return failed;
    int pages = 0;
    {
        const OrderedHashes sameBytes;
        QPdfWriter writer(&file);
        writer.setPageSize(QPageSize(QPageSize::A4));
        writer.setPageMargins(QMarginsF(0, 0, 0, 0), QPageLayout::Millimeter);
        writer.setResolution(kResolution);
        writer.setTitle(
            document.cancellation ? Texts::tr("Cancelled purchase orders of plan %1").arg(document.planId)
                                  : Texts::tr("Purchase orders of plan %1").arg(document.planId));
        writer.setCreator(QStringLiteral("Merchbench"));
        QPainter painter;
        if (!painter.begin(&writer))
            return failed;
        for (auto& [supplier, rows] : bySupplier) {
            OrderPaper paper(document, supplier, rows, painter, kResolution / 25.4);
            for (int p = 0; p < paper.pages(); ++p) {
                if (pages++ > 0)
                    writer.newPage();
                paper.draw(p);
            }
        }
        painter.end();
    }
    // A full disk shows only here: the writer itself reports nothing.
    if (!file.flush() || file.error() != QFileDevice::NoError)
        return failed;
    file.close();
    if (const Outcome dated = dateAs(path, document.madeAt); !dated)
        return dated.error();
    return pages;
}

} // namespace merch
