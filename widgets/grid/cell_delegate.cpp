#include "widgets/grid/cell_delegate.h"

#include "models/grid/cell_roles.h"
#include "models/grid/grid_model.h"
#include "widgets/theme/draw.h"
#include "widgets/theme/theme.h"

#include <QAbstractItemView>
#include <QHeaderView>
#include <QHelpEvent>
#include <QLineEdit>
#include <QPainter>
#include <QTableView>
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

struct Ground {
    bool selected = false, hovered = false;
    QColor color;
};

QFont::Weight weightOf(const Cell& cell)
{
    return cell.strong ? QFont::DemiBold : QFont::Normal;
}

QColor inkOf(const Cell& cell)
{
    if (cell.faded)
        return t().muted;
    if (cell.edited)
        return t().bad;
    if (cell.editable)
        return t().accent;
    if (cell.tone == Tone::Neutral)
        return cell.kind == Cell::Kind::Muted ? t().muted : t().text;
    return draw::toneText(cell.tone);
}

bool firstShown(const QModelIndex& index, const QWidget* widget)
{
    const auto* table = qobject_cast<const QTableView*>(widget);
    return table &&
           table->horizontalHeader()->logicalIndexAt(-table->horizontalHeader()->offset()) == index.column();
}

bool isNameColumn(const QModelIndex& index)
{
    const auto* model = qobject_cast<const GridModel*>(index.model());
    return model && model->columns()[static_cast<std::size_t>(index.column())].keepEnds;
}

void paintNumber(QPainter& p, const QRectF& in, const Cell& cell, const Ground& ground)
{
    const bool pill = (cell.tone == Tone::Warn || cell.tone == Tone::Bad) && !cell.faded && !cell.editable;
    if (pill) {
        draw::pill(
            p, {in.right() - draw::pillWidth(cell.text) + px(8), in.center().y()}, cell.text, cell.tone);
        return;
    }
    Q_UNUSED(ground);
    const QFont::Weight weight = cell.editable || cell.edited ? QFont::DemiBold : weightOf(cell);
    const bool blank = cell.text == u"–" || cell.text.isEmpty();
    draw::text(p, in, cell.text, blank ? t().muted : inkOf(cell), 13, weight, draw::kRightMid);
    if (cell.edited) {
        p.setPen(Qt::NoPen);
        p.setBrush(t().bad);
        p.drawEllipse(
            QPointF(in.right() - draw::textWidth(cell.text, 13, weight) - px(8), in.center().y() + .5), 2.5,
            2.5);
    }
    if (cell.assumed)
        draw::assumptionMark(p, in, cell.text, t().muted, Qt::AlignRight, 13);
}

/// How much of a text the first of two lines takes: whole words, as many as fit.
qsizetype firstLine(const QString& text, double room, QFont::Weight weight)
{
    if (draw::textWidth(text, 13, weight) <= room)
        return text.size();
    qsizetype cut = 0;
    for (qsizetype space = text.indexOf(u' '); space >= 0; space = text.indexOf(u' ', space + 1)) {
        if (draw::textWidth(text.left(space), 13, weight) > room)
            break;
        cut = space;
    }
    return cut > 0 ? cut : text.size(); // a single long word is elided where it stands
}

void paintStacked(QPainter& p, const QRectF& in, const Cell& cell, Qt::TextElideMode elide)
{
    const QFont::Weight weight = cell.strong ? QFont::Medium : QFont::Normal;
    const qsizetype cut = firstLine(cell.text, in.width(), weight);
    const QString rest = cell.text.mid(cut).trimmed();
    const double line = px(16), top = std::round(in.center().y() - line);
    if (rest.isEmpty() && cell.note.isEmpty()) {
        draw::text(p, in, cell.text, inkOf(cell), 13, weight, draw::kLeftMid, elide);
        return;
    }
    draw::text(
        p, {in.left(), top, in.width(), line}, cell.text.left(cut), inkOf(cell), 13, weight, draw::kLeftMid,
        elide);
    const QRectF second(in.left(), top + line, in.width(), line);
    const double note = cell.note.isEmpty() ? 0 : draw::textWidth(cell.note, 12) + px(8);
    const double used =
        rest.isEmpty() ? 0 : std::min(draw::textWidth(rest, 13, weight), std::max(0.0, in.width() - note));
    if (!rest.isEmpty())
        draw::text(
            p, {second.left(), second.top(), used + 1, line}, rest, inkOf(cell), 13, weight, draw::kLeftMid,
            elide);
    draw::text(p, second.adjusted(used > 0 ? used + px(8) : 0, 0, 0, 0), cell.note, t().muted, 12);
}

/// A name without the words in its middle: its first words and its last ones, as many as fit. Empty if that
/// leaves none of one of them.
QString endsOf(const QString& name, double room, QFont::Weight weight)
{
    constexpr double kMostTail = 0.55; // of the room
    QString tail;
    for (qsizetype at = name.lastIndexOf(u' '); at > 0; at = name.lastIndexOf(u' ', at - 1)) {
        if (draw::textWidth(name.mid(at), 13, weight) > room * kMostTail)
            break;
        tail = name.mid(at);
    }
    if (tail.isEmpty())
        return {};
    for (qsizetype at = name.lastIndexOf(u' ', name.size() - tail.size() - 1); at > 0;
         at = name.lastIndexOf(u' ', at - 1)) {
        const QString cut = name.left(at) + u'…' + tail;
        if (draw::textWidth(cut, 13, weight) <= room)
            return cut;
    }
    return {};
}

/// Names of one range begin alike, so they are cut in their middle: between words, if they are short enough.
void paintText(QPainter& p, const QRectF& in, const Cell& cell, bool isName)
{
    if (cell.stacked) {
        paintStacked(p, in, cell, isName ? Qt::ElideMiddle : Qt::ElideRight);
        return;
    }
    const QFont::Weight weight = cell.strong ? QFont::Medium : QFont::Normal;
    const QString ends = isName && draw::textWidth(cell.text, 13, weight) > in.width()
                             ? endsOf(cell.text, in.width(), weight)
                             : QString();
    draw::text(
        p, in, ends.isEmpty() ? cell.text : ends, inkOf(cell), 13, weight, draw::kLeftMid,
        isName ? Qt::ElideMiddle : Qt::ElideRight);
    if (cell.assumed)
        draw::assumptionMark(p, in, cell.text, t().muted, Qt::AlignLeft, 13);
    if (cell.note.isEmpty())
        return;
    const double used = draw::textWidth(cell.text, 13, weight) + px(8);
    if (in.width() - used > px(40))
        draw::text(p, in.adjusted(used, 1, 0, 0), cell.note, t().muted, 12);
}

void paintFlags(QPainter& p, const QRectF& in, const Cell& cell)
{
    double x = in.left();
    for (const CellFlag& flag : cell.flags) {
        if (!flag.icon.isEmpty())
            p.drawPixmap(
                QPointF(x, std::round(in.center().y() - px(15) / 2.0)),
                theme::pixmap(flag.icon, draw::toneText(flag.tone), px(15), p.device()->devicePixelRatioF()));
        x += px(18);
    }
}

void paintGroup(QPainter& p, const QRectF& r, const QModelIndex& index, const Cell& cell, int pad)
{
    if (!cell.text.isEmpty() && cell.kind == Cell::Kind::Pill)
        draw::pill(p, {r.left() + pad, r.center().y()}, cell.text, cell.tone);
    else if (!cell.text.isEmpty())
        draw::text(
            p, r.adjusted(pad, 0, -pad, -1), cell.text, t().text, 13, QFont::DemiBold,
            cell.kind == Cell::Kind::Number ? draw::kRightMid : draw::kLeftMid);
    Q_UNUSED(index);
}

} // namespace

CellDelegate::CellDelegate(QObject* parent)
    : QStyledItemDelegate(parent)
{
}

void CellDelegate::paint(
    QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const auto row = static_cast<RowKind>(index.data(RowKindRole).toInt());
    const QVariant value = index.data(CellRole);
    const Cell* cell = value.isValid() ? static_cast<const Cell*>(value.constData()) : nullptr;
    QPainter& p = *painter;
    const QRectF r = option.rect;
    const bool first = firstShown(index, option.widget);
    const int pad = px(m_padding);
    const QRectF in = r.adjusted(pad + (first ? px(4) : 0), 0, -pad, -1);

    Ground ground;
    ground.selected = option.state & QStyle::State_Selected;
    ground.hovered = option.state & QStyle::State_MouseOver;
    ground.color = ground.selected        ? t().accentSoft
                   : row != RowKind::Item ? (row == RowKind::Divider ? t().accentSoft : t().surfaceAlt)
                   : ground.hovered       ? t().hover
                   : cell && cell->faded  ? t().surfaceAlt
                                          : t().surface;
    p.save();
    p.fillRect(r, ground.color);
    p.fillRect(QRectF(r.left(), r.bottom() - 1, r.width(), 1), t().border);
    if (row == RowKind::Divider) {
        p.fillRect(QRectF(r.left(), r.top(), r.width(), 2), t().accent); // the view writes its text across
        p.restore();
        return;
    }
    if (!cell) {
        p.restore();
        return;
    }
    p.setRenderHint(QPainter::Antialiasing);
    if (ground.selected && first)
        p.fillRect(QRectF(r.left(), r.top(), px(3), r.height() - 1), t().accent);
    if (row == RowKind::Group) {
        paintGroup(p, r, index, *cell, pad);
        p.restore();
        return;
    }
    if (cell->edited && !ground.selected) {
        p.setPen(Qt::NoPen);
        p.setBrush(t().badSoft);
        p.drawRoundedRect(r.adjusted(2, 4, -2, -5), 4, 4);
    }
    switch (cell->kind) {
    case Cell::Kind::Text:
    case Cell::Kind::Muted:
        paintText(p, in, *cell, isNameColumn(index));
        break;
    case Cell::Kind::Number:
        paintNumber(p, in, *cell, ground);
        break;
    case Cell::Kind::Pill:
        if (!cell->text.isEmpty())
            draw::pill(
                p, {in.left(), in.center().y()}, cell->text, cell->faded ? Tone::Neutral : cell->tone,
                ground.selected ? t().surface : QColor());
        break;
    case Cell::Kind::Sparkline:
        draw::sparkline(
            p, in.adjusted(0, px(9), -4, -px(8)), cell->line, t().series2, false, cell->tailFrom, t().accent);
        break;
    case Cell::Kind::Flags:
        paintFlags(p, in, *cell);
        break;
    case Cell::Kind::Range: {
        const double number = px(58);
        draw::text(
            p, in.adjusted(in.width() - number, 0, 0, 0), cell->text, inkOf(*cell), 13, weightOf(*cell),
            draw::kRightMid);
        draw::rangeBar(
            p, in.adjusted(0, 0, -number - px(6), 0), cell->low, cell->mid, cell->high, cell->zero,
            cell->tone == Tone::Neutral ? t().accent : draw::toneText(cell->tone));
        break;
    }
    case Cell::Kind::Share: {
        const double number = std::max<double>(px(44), draw::textWidth(cell->text, 13, weightOf(*cell)));
        draw::text(
            p, in.adjusted(in.width() - number, 0, 0, 0), cell->text, inkOf(*cell), 13, weightOf(*cell),
            draw::kRightMid);
        draw::shareBar(
            p, {in.left(), std::round(in.center().y() - 2.5), in.width() - number - px(6), 5}, cell->mid,
            cell->tone == Tone::Neutral ? t().accent : draw::toneText(cell->tone));
        break;
    }
    case Cell::Kind::Tick:
        draw::checkBox(
            p, {first ? in.left() + px(8) : in.center().x(), in.center().y()},
            cell->mid >= 1  ? draw::Check::On
            : cell->mid > 0 ? draw::Check::Part
                            : draw::Check::Off,
            !cell->faded);
        break;
    }
    // The row's own ground says where one is; a frame says what typing would change.
    if ((option.state & QStyle::State_HasFocus) && (cell->editable || !ground.selected) && option.widget &&
        option.widget->hasFocus()) {
        p.setRenderHint(QPainter::Antialiasing, false);
        p.setBrush(Qt::NoBrush);
        p.setPen(QPen(t().accent, 1));
        p.drawRect(option.rect.adjusted(0, 0, -1, -2));
    }
    p.restore();
}

QWidget*
CellDelegate::createEditor(QWidget* parent, const QStyleOptionViewItem&, const QModelIndex& index) const
{
    auto* edit = new QLineEdit(parent);
    edit->setProperty("cell", true);
    edit->setObjectName(u"cellEditor"_s);
    edit->setFont(theme::font(13, QFont::DemiBold));
    const auto align = index.data(Qt::TextAlignmentRole).toInt();
    edit->setAlignment(Qt::Alignment(align & Qt::AlignHorizontal_Mask) | Qt::AlignVCenter);
    edit->setAccessibleName(
        index.model()->headerData(index.column(), Qt::Horizontal, Qt::AccessibleTextRole).toString());
    return edit;
}

void CellDelegate::setEditorData(QWidget* editor, const QModelIndex& index) const
{
    if (auto* edit = qobject_cast<QLineEdit*>(editor)) {
        edit->setText(index.data(Qt::EditRole).toString());
        edit->selectAll();
    }
}

void CellDelegate::setModelData(QWidget* editor, QAbstractItemModel* model, const QModelIndex& index) const
{
    if (auto* edit = qobject_cast<QLineEdit*>(editor))
        if (edit->text() != index.data(Qt::EditRole).toString())
            model->setData(index, edit->text(), Qt::EditRole);
}

void CellDelegate::updateEditorGeometry(
    QWidget* editor, const QStyleOptionViewItem& option, const QModelIndex&) const
{
    editor->setGeometry(option.rect.adjusted(1, 2, -1, -3));
}

bool CellDelegate::helpEvent(
    QHelpEvent* event, QAbstractItemView* view, const QStyleOptionViewItem& option, const QModelIndex& index)
{
    if (event->type() != QEvent::ToolTip || !index.isValid())
        return QStyledItemDelegate::helpEvent(event, view, option, index);
    const QVariant value = index.data(CellRole);
    if (!value.isValid())
        return false;
    const auto& cell = *static_cast<const Cell*>(value.constData());
    QString tip = cell.tip;
    if (cell.kind == Cell::Kind::Flags) {
        const double x = event->pos().x() - option.rect.left() - px(m_padding);
        const auto slot = static_cast<qsizetype>(std::floor(x / px(18)));
        if (slot >= 0 && slot < cell.flags.size() && !cell.flags[slot].tip.isEmpty())
            tip = cell.flags[slot].tip;
    }
    if (tip.isEmpty()) {
        const double line = option.rect.width() - 2 * px(m_padding) - (firstShown(index, view) ? px(4) : 0);
        const double room = cell.stacked ? 2 * line - px(24) : line; // words do not break in the middle
        const QString whole = cell.note.isEmpty() ? cell.text : cell.text + u"  "_s + cell.note;
        if (draw::textWidth(whole, 13, cell.strong ? QFont::Medium : QFont::Normal) > room)
            tip = whole;
    }
    if (tip.isEmpty() && cell.text.isEmpty() && index.data(RowKindRole).toInt() == int(RowKind::Group))
        tip = index.siblingAtColumn(0).data().toString(); // which may be cut
    if (tip.isEmpty())
        QToolTip::hideText();
    else
        QToolTip::showText(
            event->globalPos(),
            tip.toHtmlEscaped().replace(u'\n', u"<br>"_s).prepend(u"<div>"_s).append(u"</div>"_s), view);
    return true;
}

} // namespace merch

#include "moc_cell_delegate.cpp"
