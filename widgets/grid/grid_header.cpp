#include "widgets/grid/grid_header.h"

#include "widgets/theme/draw.h"
#include "widgets/theme/theme.h"

#include <QPainter>

#include <algorithm>

namespace merch
{

using theme::px;
using theme::t;

GridHeader::GridHeader(QWidget* parent)
    : QHeaderView(Qt::Horizontal, parent)
{
    setSectionsClickable(true);
    setSectionsMovable(true);
    setHighlightSections(false);
    setContextMenuPolicy(Qt::CustomContextMenu);
    setMinimumSectionSize(px(36));
    setTextElideMode(Qt::ElideRight);
}

QSize GridHeader::sizeHint() const
{
    bool two = false;
    for (int i = 0; model() && i < count(); ++i)
        two |= !isSectionHidden(i) && model()->headerData(i, Qt::Horizontal).toString().contains(u'\n');
    return {QHeaderView::sizeHint().width(), px(two ? 44 : 34)};
}

void GridHeader::paintSection(QPainter* painter, const QRect& rect, int section) const
{
    QPainter& p = *painter;
    p.save();
    p.fillRect(rect, t().surfaceAlt);
    p.fillRect(QRect(rect.left(), rect.top(), rect.width(), 1), t().border);
    p.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), t().border);
    const bool sorted = isSortIndicatorShown() && sortIndicatorSection() == section;
    const QColor ink = sorted ? t().text : t().muted;
    const bool right =
        model()->headerData(section, Qt::Horizontal, Qt::TextAlignmentRole).toInt() & Qt::AlignRight;
    const QStringList lines = model()->headerData(section, Qt::Horizontal).toString().split(u'\n');
    const int pad = px(m_padding + (visualIndex(section) == 0 ? 4 : 0));
    const QRectF in = QRectF(rect).adjusted(pad, 0, -px(m_padding), 0);
    const double lineHeight = px(15),
                 top = rect.center().y() - lineHeight * static_cast<double>(lines.size()) / 2 + 0.5;
    for (qsizetype i = 0; i < lines.size(); ++i)
        draw::text(
            p, {in.left(), top + lineHeight * static_cast<double>(i), in.width(), lineHeight}, lines[i], ink,
            12, QFont::DemiBold, right ? draw::kRightMid : draw::kLeftMid);
    if (sorted) { // before the last line: the first is usually the longer word
        const double w = std::min(in.width(), draw::textWidth(lines.last(), 12, QFont::DemiBold));
        const double x = right ? std::max(rect.left() + 5.0, in.right() - w - px(9)) : in.left() + w + px(9);
        const double y = top + lineHeight * (static_cast<double>(lines.size()) - 0.5);
        const double d = sortIndicatorOrder() == Qt::DescendingOrder ? 2 : -2;
        p.setRenderHint(QPainter::Antialiasing);
        p.setPen(QPen(t().accent, 1.6, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        p.drawPolyline(QPolygonF({{x - 3.5, y - d}, {x, y + d}, {x + 3.5, y - d}}));
    }
    p.restore();
}

} // namespace merch

#include "moc_grid_header.cpp"
