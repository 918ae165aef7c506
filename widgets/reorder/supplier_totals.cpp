#include "widgets/reorder/supplier_totals.h"

#include "models/grid/format.h"
#include "models/planning/plan_figures.h"
#include "widgets/frame/kit.h"
#include "widgets/theme/draw.h"
#include "widgets/theme/theme.h"

#include <QAbstractButton>
#include <QGridLayout>
#include <QLabel>
#include <QMenu>
#include <QPainter>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

#include <algorithm>

namespace merch
{

using namespace Qt::StringLiterals;
using theme::px;
using theme::t;

class SupplierTotals::Chip final : public QAbstractButton
{
public:
    explicit Chip(QWidget* parent = nullptr)
        : QAbstractButton(parent)
    {
        setCheckable(true);
        setCursor(Qt::PointingHandCursor);
        setFixedHeight(px(50));
        setMinimumWidth(px(160));
        setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    }

    void setTotal(const SupplierTotal& total, const QString& currency)
    {
        m_total = total;
        m_currency = currency;
        const QString name = shownName();
        QString words = SupplierTotals::tr("%1: %2 in %Ln line(s)", nullptr, total.lines)
                            .arg(name, money(total.orderValue));
        if (total.minOrderValue)
            words += SupplierTotals::tr(", minimum %1").arg(money(*total.minOrderValue));
        setAccessibleName(words);
        QString tip = words + u'\n' + SupplierTotals::tr("Shows this supplier's lines; again: all.");
        if (total.assumed)
            tip += u'\n' + SupplierTotals::tr("Rests on an assumption.");
        setToolTip(tip);
        setAccessibleDescription(total.assumed ? SupplierTotals::tr("Rests on an assumption.") : QString());
        update();
    }
    const SupplierTotal& total() const { return m_total; }
    QString shownName() const
    {
        return !m_total.name.isEmpty()       ? m_total.name
               : !m_total.supplier.isEmpty() ? m_total.supplier
                                             : SupplierTotals::tr("No supplier known");
    }
    QSize sizeHint() const override { return {px(186), px(50)}; }

protected:
    void paintEvent(QPaintEvent*) override
    {
        QPainter p(this);
        p.setRenderHint(QPainter::Antialiasing);
        const bool on = isChecked();
        p.setPen(QPen(
            hasFocus() || on ? t().accent
            : underMouse()   ? t().borderStrong
                             : t().border,
            hasFocus() ? 2 : 1));
        p.setBrush(on ? t().accentSoft : t().surfaceAlt);
        p.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 8, 8);
        const QRectF in = QRectF(rect()).adjusted(px(10), px(7), -px(10), -px(7));
        const QRectF top(in.left(), in.top(), in.width(), px(17));
        const QRectF low(in.left(), in.bottom() - px(16), in.width(), px(16));
        const QString value = money(m_total.orderValue);
        const double room = draw::textWidth(value, 12, QFont::DemiBold) + px(8);
        draw::text(p, top.adjusted(0, 0, -room, 0), shownName(), t().text, 12, QFont::Medium);
        draw::text(p, top, value, t().text, 12, QFont::DemiBold, draw::kRightMid);
        if (m_total.assumed)
            draw::assumptionMark(p, top, value, t().muted, Qt::AlignRight, 12);
        if (!m_total.minOrderValue) {
            draw::text(p, low, SupplierTotals::tr("%Ln line(s)", nullptr, m_total.lines), t().muted, 11);
            draw::text(
                p, low, SupplierTotals::tr("no minimum"), t().muted, 11, QFont::Normal, draw::kRightMid);
            return;
        }
        const bool idle = m_total.orderValue == 0, met = !m_total.belowMinimum();
        const QColor color = idle ? t().muted : met ? t().good : t().warn;
        const QString least = SupplierTotals::tr("min %1").arg(money(*m_total.minOrderValue));
        const double leastRoom = draw::textWidth(least, 11) + px(8);
        p.drawPixmap(
            QPointF(low.left() - 1, low.top() + px(2)), theme::pixmap(
                                                            idle  ? u"minus"_s
                                                            : met ? u"check"_s
                                                                  : u"triangle-alert"_s,
                                                            color, px(12), devicePixelRatioF()));
        draw::text(
            p, low.adjusted(px(15), 0, -leastRoom, 0),
            idle  ? SupplierTotals::tr("no order")
            : met ? SupplierTotals::tr("minimum met")
                  : SupplierTotals::tr("short by %1").arg(money(*m_total.minOrderValue - m_total.orderValue)),
            color, 11, QFont::Medium);
        draw::text(p, low, least, t().muted, 11, QFont::Normal, draw::kRightMid);
    }

private:
    QString money(std::int64_t minor) const
    {
        return format::money(majorUnits(minor, m_currency), m_currency);
    }
    SupplierTotal m_total;
    QString m_currency;
};

SupplierTotals::SupplierTotals(QWidget* parent)
    : QWidget(parent)
    , m_note(kit::elided({}, "muted"))
    , m_grid(new QGridLayout)
    , m_fill(kit::button({}, kit::Look::Link, u"plus"_s))
{
    auto* column = kit::tight(new QVBoxLayout(this), 6);
    auto* head = kit::tight(new QHBoxLayout, 8);
    head->addWidget(kit::label(tr("By supplier"), "strong"));
    m_note->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    head->addWidget(m_note, 1);
    column->addLayout(head);
    auto* inner = new QWidget;
    inner->setObjectName(u"scrolled"_s);
    auto* outer = kit::tight(new QVBoxLayout(inner));
    kit::tight(m_grid, 8);
    outer->addLayout(m_grid);
    outer->addStretch();
    auto* scroll = new QScrollArea;
    scroll->setWidget(inner);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setAccessibleName(tr("Totals by supplier"));
    scroll->setFocusPolicy(Qt::NoFocus);
    column->addWidget(scroll, 1);
    m_fill->setObjectName(u"reorder.fill"_s);
    auto* row = kit::tight(new QHBoxLayout);
    row->addWidget(m_fill);
    row->addStretch();
    column->addLayout(row);
    connect(m_fill, &QPushButton::clicked, this, [this] {
        if (m_short.size() == 1) {
            emit fillAsked(m_short.front().supplier);
            return;
        }
        auto* menu = new QMenu(this);
        menu->setAttribute(Qt::WA_DeleteOnClose);
        for (const SupplierTotal& total : m_short)
            menu->addAction(
                tr("%1: %2 short")
                    .arg(
                        total.name.isEmpty() ? total.supplier : total.name,
                        format::money(
                            majorUnits(*total.minOrderValue - total.orderValue, m_currency), m_currency)),
                this, [this, code = total.supplier] { emit fillAsked(code); });
        menu->popup(m_fill->mapToGlobal(QPoint(0, m_fill->height() + 2)));
    });
}

void SupplierTotals::setPlan(const ReorderPlan& plan)
{
    m_currency = plan.currency;
    if (plan.planId != m_plan) {
        for (Chip* chip : m_chips)
            delete chip;
        m_chips.clear();
        m_plan = plan.planId;
    }
    // Chips keep their places while the budget moves; who gets nothing any more shows so.
    bool more = false;
    std::vector<char> met(m_chips.size(), 0);
    for (const SupplierTotal& total : plan.suppliers) {
        const auto found = std::find_if(m_chips.begin(), m_chips.end(), [&](const Chip* chip) {
            return chip->total().supplier == total.supplier;
        });
        if (found != m_chips.end()) {
            (*found)->setTotal(total, m_currency);
            met[static_cast<std::size_t>(found - m_chips.begin())] = 1;
            continue;
        }
        auto* chip = new Chip;
        chip->setObjectName(u"supplier."_s + total.supplier);
        chip->setTotal(total, m_currency);
        connect(chip, &Chip::clicked, this, [this, chip] {
            chip->setChecked(!m_chosen.isNull() && m_chosen == chip->total().supplier); // the page decides
            emit supplierClicked(chip->total().supplier);
        });
        m_chips.push_back(chip);
        met.push_back(1);
        more = true;
    }
    for (std::size_t i = 0; i < m_chips.size(); ++i)
        if (!met[i]) {
            SupplierTotal none = m_chips[i]->total();
            none.lines = 0;
            none.orderValue = 0;
            m_chips[i]->setTotal(none, m_currency);
        }
    if (more || m_chips.empty())
        place();

    int withMinimum = 0;
    m_short.clear();
    for (const Chip* chip : m_chips) {
        withMinimum += chip->total().minOrderValue.has_value() && chip->total().orderValue > 0;
        if (chip->total().belowMinimum())
            m_short.push_back(chip->total());
    }
    std::sort(m_short.begin(), m_short.end(), [](const SupplierTotal& a, const SupplierTotal& b) {
        return *a.minOrderValue - a.orderValue < *b.minOrderValue - b.orderValue;
    });
    m_note->setText(
        withMinimum > 0 ? (m_columns > 1 ? tr("%L1 of %L2 minimums met") : tr("%L1 of %L2 met"))
                              .arg(withMinimum - static_cast<int>(m_short.size()))
                              .arg(withMinimum)
                        : QString());
    m_note->setToolTip(tr("Suppliers whose orders reach their minimum order value"));
    refreshFill();
}

void SupplierTotals::refreshFill()
{
    m_fill->setVisible(!m_short.empty());
    if (m_short.empty())
        return;
    const SupplierTotal& nearest = m_short.front();
    const QString name = nearest.name.isEmpty() ? nearest.supplier : nearest.name;
    const QString text =
        m_short.size() == 1
            ? tr("Fill %1 to its minimum: %2 short")
                  .arg(
                      name,
                      format::money(
                          majorUnits(*nearest.minOrderValue - nearest.orderValue, m_currency), m_currency))
            : tr("Fill one of %1 to its minimum…").arg(m_short.size());
    const QString tip = tr("Raises the best cases of the supplier until its minimum order value is met");
    QString shown = text;
    const int room = width() - px(34);
    if (m_fill->fontMetrics().horizontalAdvance(shown) > room)
        shown = m_short.size() == 1 ? tr("Fill up %1").arg(name) : tr("Fill one of %1…").arg(m_short.size());
    shown = m_fill->fontMetrics().elidedText(shown, Qt::ElideRight, room);
    m_fill->setText(u' ' + shown);
    m_fill->setAccessibleName(text);
    kit::setBlocked(m_fill, m_blocked, shown == text ? tip : text + u'\n' + tip);
}

void SupplierTotals::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    refreshFill();
}

void SupplierTotals::setChosen(const QString& supplier)
{
    m_chosen = supplier;
    for (Chip* chip : m_chips)
        chip->setChecked(!supplier.isNull() && chip->total().supplier == supplier);
}

void SupplierTotals::setBlocked(const QString& reason)
{
    m_blocked = reason;
    refreshFill();
}

void SupplierTotals::setColumns(int columns)
{
    if (columns == m_columns)
        return;
    m_columns = columns;
    place();
}

void SupplierTotals::place()
{
    while (QLayoutItem* old = m_grid->takeAt(0))
        delete old;
    for (std::size_t i = 0; i < m_chips.size(); ++i) {
        const int at = static_cast<int>(i);
        m_grid->addWidget(m_chips[i], at / m_columns, at % m_columns);
        m_chips[i]->show();
    }
}

} // namespace merch

#include "moc_supplier_totals.cpp"
