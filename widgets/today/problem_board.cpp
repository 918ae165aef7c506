#include "widgets/today/problem_board.h"

#include "models/grid/format.h"
#include "models/today/today_models.h"
#include "widgets/frame/kit.h"
#include "widgets/theme/draw.h"

#include <QApplication>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QLabel>
#include <QMouseEvent>
#include <QPainter>
#include <QScrollBar>
#include <QStackedLayout>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

#include <cmath>

namespace merch
{

using namespace Qt::StringLiterals;
using theme::px;
using theme::t;

namespace
{

constexpr int kRow = 64;

/// Where things stand in a row; the scale above takes the same places, so that bars compare down the page.
/// Where room is short the bars give way to the words: their ends stand in the row as numbers.
struct Places {
    explicit Places(double width)
    {
        const bool wide = width >= px(640);
        rank = px(16);
        icon = px(40);
        text = icon + px(36) + px(12);
        button = width - px(14) - px(102);
        barEnd = button - px(wide ? 20 : 4);
        bar = barEnd - px(wide ? 136 : 0);
        money = bar - px(14) - px(84);
        textEnd = money - px(10);
    }
    double x(double value, double top) const
    {
        return bar + (barEnd - bar) * (top > 0 ? std::min(1.0, value / top) : 0.0);
    }
    QRectF buttonIn(const QRectF& row) const
    {
        return {row.left() + button, std::round(row.center().y() - px(14)), double(px(102)), double(px(28))};
    }
    bool bars() const { return barEnd > bar; }
    double rank, icon, text, textEnd, money, bar, barEnd, button;
};

constexpr int kTicks = 4;

void drawGrid(QPainter& p, const Places& at, double left, double top, double bottom)
{
    for (int tick = 0; tick <= kTicks; ++tick) {
        const double x = std::round(left + at.bar + (at.barEnd - at.bar) * tick / kTicks) + 0.5;
        p.setPen(QPen(tick == 0 ? t().borderStrong : t().grid, 1));
        p.drawLine(QPointF(x, top), QPointF(x, bottom));
    }
}

class ProblemDelegate : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override
    {
        return {px(300), px(kRow)};
    }

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        QPainter& p = *painter;
        p.save();
        const QRectF r = option.rect;
        const auto* model = qobject_cast<const ProblemsModel*>(index.model());
        const bool selected = option.state & QStyle::State_Selected;
        const bool hovered = option.state & QStyle::State_MouseOver;
        if (selected || hovered)
            p.fillRect(r, selected ? t().accentSoft : t().hover);
        const Places at(r.width());
        if (at.bars())
            drawGrid(p, at, r.left(), r.top(), r.bottom() + 1);
        p.setPen(t().border);
        p.drawLine(QPointF(r.left(), r.bottom() + 0.5), QPointF(r.right(), r.bottom() + 0.5));
        const double mid = std::round(r.center().y());
        draw::text(
            p, {r.left() + at.rank, r.top(), double(px(22)), r.height()},
            QString::number(index.data(ProblemsModel::RankRole).toInt()), t().muted, 13, QFont::DemiBold);
        p.setRenderHint(QPainter::Antialiasing);
        p.setPen(Qt::NoPen);
        p.setBrush(selected ? t().surface : t().neutralSoft);
        const QRectF tile(r.left() + at.icon, mid - px(18), px(36), px(36));
        p.drawRoundedRect(tile, 9, 9);
        p.drawPixmap(
            tile.topLeft() + QPointF(px(9), px(9)), theme::pixmap(
                                                        index.data(ProblemsModel::IconRole).toString(),
                                                        t().muted, px(18), p.device()->devicePixelRatioF()));
        const double width = at.textEnd - at.text;
        draw::text(
            p, {r.left() + at.text, mid - px(27), width, double(px(19))}, index.data().toString(), t().text,
            13, QFont::DemiBold);
        draw::text(
            p, {r.left() + at.text, mid - px(8), width, double(px(17))},
            index.data(ProblemsModel::EvidenceRole).toString(), t().muted, 12);
        draw::text(
            p, {r.left() + at.text, mid + px(9), width, double(px(17))},
            index.data(ProblemsModel::RemedyRole).toString(), t().muted, 12);
        const double money = index.data(ProblemsModel::MoneyRole).toDouble();
        const QString figure = index.data(ProblemsModel::MoneyTextRole).toString();
        const QRectF figureAt(r.left() + at.money, mid - px(19), px(84), px(19));
        if (index.data(ProblemsModel::AssumedRole).toBool())
            draw::assumptionMark(p, figureAt, figure, t().text, draw::kRightMid, 14);
        else if (std::isnan(money))
            draw::text(p, figureAt, figure, t().muted, 12, QFont::Normal, draw::kRightMid);
        else
            draw::text(p, figureAt, figure, t().text, 14, QFont::DemiBold, draw::kRightMid);
        draw::text(
            p, {r.left() + at.money, mid + px(1), double(px(84)), double(px(18))},
            index.data(ProblemsModel::RangeTextRole).toString(), t().muted, 12, QFont::Normal,
            draw::kRightMid);
        const double top = model ? model->top() : 1.0;
        const double low = index.data(ProblemsModel::LowRole).toDouble(),
                     high = index.data(ProblemsModel::HighRole).toDouble();
        if (at.bars() && (!std::isnan(money) || high > 0))
            draw::whiskerBar(
                p, mid, r.left() + at.bar + 1, r.left() + at.x(std::isnan(money) ? 0.0 : money, top),
                r.left() + at.x(low, top), r.left() + at.x(high, top), t().accent, px(12));
        drawButton(p, at.buttonIn(r), index.row() == 0, hovered || selected);
        p.restore();
    }

    bool helpEvent(
        QHelpEvent* event, QAbstractItemView* view, const QStyleOptionViewItem& option,
        const QModelIndex& index) override
    {
        return QStyledItemDelegate::helpEvent(event, view, option, index);
    }

    static QString buttonText() { return ProblemBoard::tr("Work on this"); }

private:
    static void drawButton(QPainter& p, const QRectF& r, bool primary, bool near)
    {
        p.setPen(QPen(primary ? t().accent : near ? t().accent : t().borderStrong, 1));
        p.setBrush(primary ? t().accent : t().surface);
        p.drawRoundedRect(r.adjusted(0.5, 0.5, -0.5, -0.5), 6, 6);
        draw::text(
            p, r, buttonText(), primary ? t().onAccent : t().text, 12,
            primary ? QFont::DemiBold : QFont::Medium, int(Qt::AlignCenter));
    }
};

/// The scale of the bars, over their places.
class Scale : public QWidget
{
public:
    Scale(const ProblemsModel* model, const QListView* list)
        : m_model(model)
        , m_list(list)
    {
        setFixedHeight(px(32));
        setAttribute(Qt::WA_TransparentForMouseEvents);
    }

protected:
    void paintEvent(QPaintEvent*) override
    {
        QPainter p(this);
        p.fillRect(rect(), t().surfaceAlt);
        p.setPen(t().border);
        p.drawLine(0, 0, width(), 0);
        p.drawLine(0, height() - 1, width(), height() - 1);
        const Places at(m_list->viewport()->width());
        const double h = height();
        draw::text(
            p, {at.rank, 0, at.textEnd - at.rank, h}, ProblemBoard::tr("Problem, evidence and remedy"),
            t().muted, 12, QFont::DemiBold);
        draw::text(
            p, {at.money - px(20), 0, double(px(104)), h},
            ProblemBoard::tr("%1 a month").arg(format::currencySign(m_model->currency())), t().muted, 12,
            QFont::DemiBold, draw::kRightMid);
        if (!at.bars() || !m_model->anyMoney())
            return;
        for (int tick = 0; tick <= kTicks; tick += 2) {
            const double value = m_model->top() * tick / kTicks;
            QString text = format::moneyShort(value, QString());
            draw::text(
                p, {at.x(value, m_model->top()) - px(26), 0, double(px(52)), h}, tick == 0 ? u"0"_s : text,
                t().muted, 11, QFont::Normal, int(Qt::AlignCenter));
        }
    }

private:
    const ProblemsModel* m_model;
    const QListView* m_list;
};

} // namespace

ProblemBoard::ProblemBoard(ProblemsModel* model, QWidget* parent)
    : QFrame(parent)
    , m_model(model)
    , m_note(kit::elided({}, "muted"))
    , m_parts(new kit::Segments({tr("All"), tr("Too little"), tr("Too much"), tr("Data")}))
    , m_list(new QListView)
{
    setProperty("card", true);
    setObjectName(u"today.board"_s);
    m_list->setObjectName(u"today.problems"_s);
    m_list->setAccessibleName(tr("Problems, the dearest first"));
    m_list->setModel(model);
    m_list->setItemDelegate(new ProblemDelegate(m_list));
    m_list->setMouseTracking(true);
    m_list->viewport()->setMouseTracking(true);
    m_list->setUniformItemSizes(true);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->installEventFilter(this);
    m_list->viewport()->installEventFilter(this);
    m_scale = new Scale(model, m_list);
    m_note->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_parts->setObjectName(u"today.parts"_s);

    auto* column = kit::tight(new QVBoxLayout(this), 0, {1, 1, 1, 8});
    auto* head = kit::tight(new QHBoxLayout, 10, {15, 8, 11, 8});
    head->addWidget(kit::label(tr("Where the money goes"), "h2"));
    head->addWidget(m_note, 1);
    head->addWidget(m_parts);
    column->addLayout(head);
    column->addWidget(m_scale);
    auto* body = new QWidget;
    auto* stack = new QStackedLayout(body);
    m_nothing = new kit::EmptyState(
        u"circle-check"_s, tr("Nothing of this kind costs money now."), tr("Choose All to see the rest."));
    stack->addWidget(m_list);
    stack->addWidget(m_nothing);
    column->addWidget(body, 1);

    connect(m_parts, &kit::Segments::chosen, this, [this](int part) {
        m_model->setShown(static_cast<ProblemsModel::Show>(part));
        selectRow(0);
    });
    connect(
        m_list->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
        [this](const QModelIndex& at) { emit chosen(at.isValid() ? at.row() : -1); });
    connect(model, &QAbstractItemModel::modelReset, this, [this, stack] {
        stack->setCurrentIndex(m_model->rowCount() > 0 ? 0 : 1);
        m_scale->update();
    });
    connect(&theme::notifier(), &theme::Notifier::changed, this, &ProblemBoard::refresh);
}

void ProblemBoard::refresh()
{
    m_scale->setFixedHeight(px(32));
    m_list->doItemsLayout();
}

void ProblemBoard::setNote(const QString& text, const QString& tip)
{
    m_note->setText(text);
    m_note->setToolTip(tip.isEmpty() ? text : tip);
}

int ProblemBoard::currentRow() const
{
    return m_list->currentIndex().isValid() ? m_list->currentIndex().row() : -1;
}

void ProblemBoard::selectRow(int row)
{
    m_list->setCurrentIndex(m_model->index(std::min(row, m_model->rowCount() - 1)));
    if (m_model->rowCount() == 0)
        emit chosen(-1);
}

QPoint ProblemBoard::buttonOf(int row) const
{
    const QRectF r = m_list->visualRect(m_model->index(row));
    return Places(r.width()).buttonIn(r).center().toPoint();
}

bool ProblemBoard::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_list && event->type() == QEvent::KeyPress) {
        const auto* key = static_cast<QKeyEvent*>(event);
        const bool plain = !(key->modifiers() & ~Qt::KeypadModifier);
        if (plain && (key->key() == Qt::Key_J || key->key() == Qt::Key_K)) {
            const int row = currentRow() + (key->key() == Qt::Key_J ? 1 : -1);
            if (row >= 0 && row < m_model->rowCount())
                selectRow(row);
            return true;
        }
        if (plain && (key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter) && currentRow() >= 0) {
            emit workAsked(currentRow());
            return true;
        }
    }
    if (watched == m_list->viewport()) {
        if (event->type() == QEvent::Resize)
            m_scale->update();
        if (event->type() == QEvent::MouseMove || event->type() == QEvent::MouseButtonRelease) {
            const auto* mouse = static_cast<QMouseEvent*>(event);
            const QModelIndex at = m_list->indexAt(mouse->pos());
            const QRectF r = m_list->visualRect(at);
            const bool onButton = at.isValid() && Places(r.width()).buttonIn(r).contains(mouse->position());
            m_list->viewport()->setCursor(onButton ? Qt::PointingHandCursor : Qt::ArrowCursor);
            if (onButton && event->type() == QEvent::MouseButtonRelease && mouse->button() == Qt::LeftButton)
                emit workAsked(at.row());
        }
    }
    return QFrame::eventFilter(watched, event);
}

} // namespace merch

#include "moc_problem_board.cpp"
