#include "widgets/chart/bar_chart.h"

#include "models/grid/format.h"
#include "widgets/chart/chart_numbers.h"
#include "widgets/theme/draw.h"
#include "widgets/theme/theme.h"

#include <QClipboard>
#include <QContextMenuEvent>
#include <QFileDialog>
#include <QGuiApplication>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QLocale>
#include <QMenu>
#include <QMouseEvent>
#include <QPainter>
#include <QPdfWriter>
#include <QSvgGenerator>
#include <QToolTip>

#include <algorithm>
#include <cmath>

namespace merch
{

using namespace Qt::StringLiterals;
using theme::px;
using theme::t;

namespace
{

constexpr int kRow = 28, kLine = 16, kAxis = 20, kGap = 14, kLeastBars = 90, kTick = 54, kPills = 400;

double niceStep(double raw)
{
    const double ten = std::pow(10.0, std::floor(std::log10(raw)));
    for (const double nice : {1.0, 2.0, 2.5, 5.0})
        if (raw <= nice * ten)
            return nice * ten;
    return 10.0 * ten;
}

} // namespace

/// Where everything stands, in pixels.
struct BarChart::Frame {
    double head = 0.0, left = 0.0, right = 0.0; ///< the bars lie between left and right
    double low = 0.0, high = 1.0;               ///< values at them
    double bottom = 0.0;
    bool pills = true;               ///< have room
    std::vector<double> columnRight; ///< as many as have room
    double x(double value) const { return left + (right - left) * (value - low) / (high - low); }
};

BarChart::BarChart(QWidget* parent)
    : QWidget(parent)
{
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(&theme::notifier(), &theme::Notifier::changed, this, qOverload<>(&QWidget::update));
}

void BarChart::setSpec(const BarSpec& spec)
{
    m_spec = spec;
    m_current = std::min(m_current, static_cast<int>(spec.rows.size()) - 1);
    setAccessibleName(spec.name);
    setAccessibleDescription(spec.description);
    updateGeometry();
    update();
}

QSize BarChart::sizeHint() const
{
    return {px(460), static_cast<int>(std::ceil(frame(px(460)).bottom))};
}

QSize BarChart::minimumSizeHint() const
{
    return {px(240), sizeHint().height()};
}

BarChart::Frame BarChart::frame(double width) const
{
    Frame made;
    made.head = static_cast<double>(m_spec.marks.size() + 1) * px(kLine) + px(6);
    made.bottom = made.head + static_cast<double>(m_spec.rows.size()) * px(kRow) + px(kAxis);
    made.pills = width >= px(kPills);
    double names = draw::textWidth(m_spec.rowName, 12, QFont::DemiBold);
    for (const BarRow& row : m_spec.rows)
        names = std::max(
            names, draw::textWidth(row.name, 13, row.strong ? QFont::DemiBold : QFont::Normal) +
                       (row.pill.isEmpty() || !made.pills ? 0 : draw::pillWidth(row.pill) + px(8)));
    made.left = std::min(names, 0.4 * width) + px(kGap);
    std::vector<double> widths;
    for (qsizetype c = 0; c < m_spec.columns.size(); ++c) {
        double most = draw::textWidth(m_spec.columns[c], 12, QFont::DemiBold);
        for (const BarRow& row : m_spec.rows)
            most = std::max(
                most, draw::textWidth(row.cells.value(c), 13, row.strong ? QFont::DemiBold : QFont::Normal));
        widths.push_back(most + px(kGap));
    }
    double beside = 0.0; // columns give way from the last one
    std::size_t shown = 0;
    while (shown < widths.size() &&
           (shown == 0 || made.left + beside + widths[shown] + px(kLeastBars) <= width))
        beside += widths[shown++];
    double at = width - beside;
    for (std::size_t c = 0; c < shown; ++c)
        made.columnRight.push_back(at += widths[c]);
    made.right = std::max(made.left + px(40), width - beside - px(10));
    double low = 0.0, high = 0.0;
    const auto take = [&](double value) {
        if (std::isfinite(value)) {
            low = std::min(low, value);
            high = std::max(high, value);
        }
    };
    for (const BarRow& row : m_spec.rows)
        for (const double value : {row.from, row.to, row.low, row.high})
            take(value);
    for (const BarMark& mark : m_spec.marks)
        take(mark.at);
    if (high <= low)
        high = low + 1.0;
    made.low = low < 0.0 ? low - 0.04 * (high - low) : 0.0;
    made.high = high + 0.06 * (high - low);
    return made;
}

void BarChart::paintEvent(QPaintEvent*)
{
    QPainter p(this);
    paint(p, width());
}

void BarChart::paint(QPainter& p, double width) const
{
    if (m_spec.rows.empty())
        return;
    const Frame at = frame(width);
    const double foot = at.bottom - px(kAxis);
    p.setRenderHint(QPainter::Antialiasing);
    draw::text(
        p, QRectF(0, at.head - px(kLine) - px(4), at.left, px(kLine)), m_spec.rowName, t().muted, 12,
        QFont::DemiBold);
    for (std::size_t c = 0; c < at.columnRight.size(); ++c)
        draw::text(
            p, QRectF(at.columnRight[c] - px(200), at.head - px(kLine) - px(4), px(200), px(kLine)),
            m_spec.columns[static_cast<qsizetype>(c)], t().muted, 12, QFont::DemiBold, draw::kRightMid);

    const double step = niceStep((at.high - at.low) * px(kTick) / (at.right - at.left));
    p.setPen(QPen(t().grid, 1));
    const auto axisText = [&](double value) {
        return m_spec.currency.isEmpty() ? QLocale().toString(value, 'f', step < 1.0 ? 1 : 0)
               : step < 1.0              ? format::money(value, m_spec.currency, 2)
                                         : format::moneyShort(value, m_spec.currency);
    };
    for (double value = std::ceil(at.low / step) * step; value <= at.high; value += step) {
        const double tidy = std::abs(value) < step * 1e-9 ? 0.0 : value, x = std::round(at.x(tidy)) + 0.5;
        p.setPen(QPen(tidy == 0.0 ? t().borderStrong : t().grid, 1));
        p.drawLine(QPointF(x, at.head), QPointF(x, foot));
        draw::text(
            p, QRectF(x - px(40), foot + px(2), px(80), px(kAxis) - px(2)), axisText(tidy), t().muted, 11,
            QFont::Normal, Qt::AlignHCenter | Qt::AlignVCenter);
    }
    for (std::size_t i = 0; i < m_spec.rows.size(); ++i) {
        const BarRow& row = m_spec.rows[i];
        const double top = at.head + static_cast<double>(i) * px(kRow), y = top + px(kRow) / 2.0;
        if (hasFocus() && static_cast<int>(i) == m_current) {
            p.setPen(Qt::NoPen);
            p.setBrush(t().hover);
            p.drawRoundedRect(QRectF(0, top + 1, width, px(kRow) - 2), px(4), px(4));
        }
        const QFont::Weight weight = row.strong ? QFont::DemiBold : QFont::Normal;
        double room = at.left - px(kGap);
        if (!row.pill.isEmpty() && at.pills) {
            const double pill = draw::pillWidth(row.pill);
            draw::text(p, QRectF(0, top, room - pill - px(6), px(kRow)), row.name, t().text, 13, weight);
            const double name = std::min(draw::textWidth(row.name, 13, weight), room - pill - px(6));
            draw::pill(p, QPointF(name + px(8), y), row.pill, row.tone);
        } else {
            draw::text(p, QRectF(0, top, room, px(kRow)), row.name, t().text, 13, weight);
        }
        for (std::size_t c = 0; c < at.columnRight.size(); ++c) {
            const auto column = static_cast<qsizetype>(c);
            const Tone tone = row.cellTones.value(column, Tone::Neutral);
            draw::text(
                p, QRectF(at.columnRight[c] - px(200), top, px(200), px(kRow)), row.cells.value(column),
                tone == Tone::Neutral ? t().text : draw::toneText(tone), 13, weight, draw::kRightMid);
        }
        if (!std::isfinite(row.to))
            continue;
        const QColor color = colorOf(row.ink);
        if (!m_spec.joined && row.from == 0.0 && row.to >= 0.0) {
            const bool range = std::isfinite(row.low) && std::isfinite(row.high);
            draw::whiskerBar(
                p, y, at.x(0.0), at.x(row.to), range ? at.x(row.low) : 0.0, range ? at.x(row.high) : 0.0,
                color, px(12));
            continue;
        }
        const double a = at.x(std::min(row.from, row.to)), b = at.x(std::max(row.from, row.to));
        p.setPen(Qt::NoPen);
        p.setBrush(color);
        p.drawRect(QRectF(a, y - px(6), std::max(1.5, b - a), px(12)));
        if (m_spec.joined && i + 1 < m_spec.rows.size()) {
            p.setPen(QPen(t().borderStrong, 1));
            p.drawLine(QPointF(at.x(row.to), y + px(6)), QPointF(at.x(row.to), y + px(kRow) - px(6)));
        }
    }
    for (std::size_t m = 0; m < m_spec.marks.size(); ++m) {
        const BarMark& mark = m_spec.marks[m];
        const double x = at.x(mark.at), y = static_cast<double>(m) * px(kLine);
        const QColor color = colorOf(mark.ink);
        p.setPen(QPen(color, 1.5, mark.dashed ? Qt::DashLine : Qt::SolidLine));
        p.drawLine(QPointF(x, y + px(2)), QPointF(x, foot));
        const double words = draw::textWidth(mark.name, 12, QFont::DemiBold) + 1;
        const bool after = x + px(5) + words <= width;
        draw::text(
            p, QRectF(after ? x + px(5) : std::max(0.0, x - px(5) - words), y, words, px(kLine)), mark.name,
            color, 12, QFont::DemiBold);
    }
}

QRect BarChart::rowRect(int row) const
{
    return {0, static_cast<int>(frame(width()).head) + row * px(kRow), width(), px(kRow)};
}

int BarChart::rowAt(int y) const
{
    const double head = frame(width()).head;
    const int row = y < head ? -1 : static_cast<int>((y - head) / px(kRow));
    return row < static_cast<int>(m_spec.rows.size()) ? row : -1;
}

bool BarChart::event(QEvent* event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const int row = rowAt(help->pos().y());
        if (row >= 0 && !m_spec.rows[static_cast<std::size_t>(row)].tip.isEmpty())
            QToolTip::showText(
                help->globalPos(), m_spec.rows[static_cast<std::size_t>(row)].tip, this, rowRect(row));
        else
            QToolTip::hideText();
        return true;
    }
    if (event->type() == QEvent::FocusIn || event->type() == QEvent::FocusOut)
        update();
    return QWidget::event(event);
}

void BarChart::point(int row)
{
    m_current = std::clamp(row, 0, static_cast<int>(m_spec.rows.size()) - 1);
    const QString& tip = m_spec.rows[static_cast<std::size_t>(m_current)].tip;
    setAccessibleDescription(tip);
    QToolTip::showText(mapToGlobal(rowRect(m_current).bottomLeft() + QPoint(px(20), 0)), tip, this);
    update();
}

void BarChart::keyPressEvent(QKeyEvent* event)
{
    if (m_spec.rows.empty())
        return QWidget::keyPressEvent(event);
    const int last = static_cast<int>(m_spec.rows.size()) - 1;
    switch (event->key()) {
    case Qt::Key_Up:
        return point(m_current < 0 ? last : m_current - 1);
    case Qt::Key_Down:
        return point(m_current + 1);
    case Qt::Key_Home:
        return point(0);
    case Qt::Key_End:
        return point(last);
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Space:
        if (m_current >= 0)
            emit rowChosen(m_current);
        return;
    default:
        break;
    }
    if (event->matches(QKeySequence::Copy))
        return copyNumbers();
    QWidget::keyPressEvent(event);
}

void BarChart::mousePressEvent(QMouseEvent* event)
{
    if (const int row = rowAt(event->pos().y()); event->button() == Qt::LeftButton && row >= 0) {
        point(row);
        emit rowChosen(row);
    }
    QWidget::mousePressEvent(event);
}

void BarChart::contextMenuEvent(QContextMenuEvent* event)
{
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(tr("Show as table"), this, &BarChart::showTable);
    menu->addAction(tr("Copy numbers"), this, &BarChart::copyNumbers);
    menu->addAction(tr("Copy picture"), this, [this] { QGuiApplication::clipboard()->setPixmap(grab()); });
    menu->addAction(tr("Save as PNG, SVG, PDF or CSV…"), this, &BarChart::saveDialog);
    menu->popup(event->globalPos());
}

void BarChart::saveDialog()
{
    auto* dialog = new QFileDialog(this, tr("Save chart"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setNameFilters(
        {tr("Picture (*.png)"), tr("Vector picture (*.svg)"), tr("PDF (*.pdf)"), tr("Numbers (*.csv)")});
    dialog->setDefaultSuffix(u"png"_s);
    connect(dialog, &QFileDialog::filterSelected, dialog, [dialog](const QString& filter) {
        dialog->setDefaultSuffix(filter.section(u"*."_s, 1).chopped(1));
    });
    connect(dialog, &QFileDialog::fileSelected, this, &BarChart::saveAs);
    dialog->open();
}

bool BarChart::saveAs(const QString& path)
{
    if (path.endsWith(u".csv"_s, Qt::CaseInsensitive))
        return saveChartTable(barTable(m_spec), path);
    const theme::LightForPaper paper;
    const QSize size(width(), static_cast<int>(std::ceil(frame(width()).bottom)));
    if (path.endsWith(u".svg"_s, Qt::CaseInsensitive)) {
        QSvgGenerator svg;
        svg.setFileName(path);
        svg.setSize(size);
        svg.setViewBox(QRect(QPoint(), size));
        svg.setTitle(m_spec.name);
        svg.setDescription(m_spec.description);
        QPainter p;
        if (!p.begin(&svg))
            return false;
        paint(p, size.width());
        return p.end();
    }
    if (path.endsWith(u".pdf"_s, Qt::CaseInsensitive)) {
        QPdfWriter pdf(path);
        pdf.setTitle(m_spec.name);
        pdf.setResolution(96);
        pdf.setPageSize(QPageSize(QSizeF(size) * 0.75, QPageSize::Point));
        pdf.setPageMargins({});
        QPainter p;
        if (!p.begin(&pdf))
            return false;
        paint(p, size.width());
        return p.end();
    }
    QPixmap picture(size * 2);
    picture.setDevicePixelRatio(2.0);
    picture.fill(t().surface);
    {
        QPainter p(&picture);
        paint(p, size.width());
    }
    return picture.save(path);
}

void BarChart::copyNumbers() const
{
    copyChartTable(barTable(m_spec));
}

void BarChart::showTable()
{
    showChartTable(barTable(m_spec), m_spec.name, this);
}

} // namespace merch

#include "moc_bar_chart.cpp"
