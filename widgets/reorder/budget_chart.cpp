#include "widgets/reorder/budget_chart.h"

#include "models/grid/format.h"
#include "models/planning/plan_figures.h"
#include "widgets/theme/draw.h"
#include "widgets/theme/theme.h"

#include <QClipboard>
#include <QContextMenuEvent>
#include <QGuiApplication>
#include <QLocale>
#include <QMenu>
#include <QMouseEvent>
#include <QSignalBlocker>
#include <QSlider>
#include <QStyle>

#include <qcustomplot.h>

#include <algorithm>
#include <cmath>

namespace merch
{

using namespace Qt::StringLiterals;
using theme::px;
using theme::t;

namespace
{

constexpr int kHandle = 16;  ///< the slider's handle with its border
constexpr int kSteps = 400;  ///< of the slider, about
constexpr int kRestMs = 450; ///< keys have come to rest

QMargins plotMargins()
{
    return {px(52), px(24), px(18), px(36)}; // the label stands above, where no curve can cross it
}

double niceStep(double raw)
{
    const double power = std::pow(10.0, std::floor(std::log10(std::max(raw, 1e-9))));
    for (const double m : {1.0, 2.0, 2.5, 5.0, 10.0})
        if (m * power >= raw - 1e-12)
            return m * power;
    return 10 * power;
}

/// No more digits than the steps of the axis need: £0, £25k, £50k.
QString tickText(double value, double step, const QString& currency)
{
    const double unit = step >= 1e6 ? 1e6 : step >= 1e3 ? 1e3 : 1;
    if (value == 0 || unit == 1)
        return format::money(value, currency);
    const int digits = std::abs(step / unit - std::round(step / unit)) < 1e-9 ? 0 : 1;
    return format::money(value / unit, currency, digits) + (unit == 1e6 ? u"M"_s : u"k"_s);
}

QPen pen(const QColor& color, double width, Qt::PenStyle style = Qt::SolidLine)
{
    return QPen(color, width, style, Qt::RoundCap, Qt::RoundJoin);
}

/// A click on the groove takes the handle there.
class AxisSlider final : public QSlider
{
public:
    using QSlider::QSlider;

protected:
    void mousePressEvent(QMouseEvent* event) override
    {
        if (event->button() == Qt::LeftButton) {
            const int handle = px(kHandle);
            const int at = qRound(event->position().x()) - handle / 2;
            const int value = QStyle::sliderValueFromPosition(minimum(), maximum(), at, width() - handle);
            const int shown =
                QStyle::sliderPositionFromValue(minimum(), maximum(), sliderPosition(), width() - handle);
            if (std::abs(shown - at) > handle / 2)
                setSliderPosition(value);
        }
        QSlider::mousePressEvent(event);
    }
};

} // namespace

BudgetChart::BudgetChart(QWidget* parent)
    : QWidget(parent)
    , m_plot(new QCustomPlot(this))
    , m_slider(new AxisSlider(Qt::Horizontal, this))
{
    setMinimumSize(px(180), px(110));
    m_plot->setPlottingHint(QCP::phFastPolylines);
    m_plot->setFocusPolicy(Qt::NoFocus);
    m_plot->setContextMenuPolicy(Qt::NoContextMenu);
    m_plot->setAttribute(Qt::WA_TransparentForMouseEvents);
    m_plot->axisRect()->setAutoMargins(QCP::msNone);
    setAccessibleName(tr("Expected margin saved against money spent"));
    m_in = m_plot->addGraph();
    m_out = m_plot->addGraph();
    m_drop = new QCPItemLine(m_plot);
    m_dot = new QCPItemTracer(m_plot);
    m_dot->setStyle(QCPItemTracer::tsCircle);
    m_label = new QCPItemText(m_plot);
    m_label->setClipToAxisRect(false);
    m_label->setPositionAlignment(Qt::AlignHCenter | Qt::AlignTop);
    m_label->position->setType(QCPItemPosition::ptAbsolute);

    m_slider->setObjectName(u"reorder.budget"_s);
    m_slider->setAccessibleName(tr("Open-to-buy budget"));
    m_slider->setToolTip(tr("What may be spent: drag, or use the arrow keys. The right end takes all."));
    m_rest.setSingleShot(true);
    m_rest.setInterval(kRestMs);
    connect(m_slider, &QSlider::valueChanged, this, [this](int value) {
        emit budgetMoved(budgetAt(value));
        if (!m_slider->isSliderDown())
            m_rest.start();
    });
    connect(m_slider, &QSlider::sliderPressed, &m_rest, &QTimer::stop);
    const auto chosen = [this] {
        m_rest.stop();
        emit budgetChosen(budgetAt(m_slider->value()));
    };
    connect(m_slider, &QSlider::sliderReleased, this, chosen);
    connect(&m_rest, &QTimer::timeout, this, chosen);
    connect(&theme::notifier(), &theme::Notifier::changed, this, [this] {
        restyle();
        layOut();
        fitAxes();
        redraw();
    });
    restyle();
}

void BudgetChart::settle()
{
    if (m_rest.isActive()) {
        m_rest.stop();
        emit budgetChosen(budgetAt(m_slider->value()));
    }
}

void BudgetChart::restyle()
{
    m_plot->setBackground(QBrush(t().surface));
    for (QCPAxis* axis : {m_plot->xAxis, m_plot->yAxis}) {
        axis->setTickLabelFont(theme::font(11));
        axis->setTickLabelColor(t().muted);
        axis->setTickLabelPadding(px(axis == m_plot->xAxis ? 14 : 8));
        axis->setBasePen(Qt::NoPen);
        axis->setTickPen(Qt::NoPen);
        axis->setSubTickPen(Qt::NoPen);
        axis->grid()->setPen(QPen(t().grid, 1));
        axis->grid()->setZeroLinePen(Qt::NoPen);
        axis->grid()->setVisible(axis == m_plot->yAxis);
    }
    m_in->setPen(pen(t().accent, 2.2));
    m_in->setBrush(draw::faded(t().accent, t().dark ? 38 : 24));
    m_out->setPen(pen(t().series2, 1.5, Qt::DotLine));
    m_drop->setPen(pen(t().accent, 1, Qt::DashLine));
    m_dot->setPen(QPen(t().surface, 2));
    m_dot->setBrush(t().accent);
    m_dot->setSize(px(10));
    m_label->setFont(theme::font(12, QFont::DemiBold));
    m_label->setColor(t().text);
}

Budget BudgetChart::budgetAt(int value) const
{
    return value >= m_slider->maximum() ? Budget() : Budget(value * m_step);
}

void BudgetChart::setCurve(const ReorderPlan& plan)
{
    m_curve = plan.curve;
    m_currency = plan.currency;
    m_minor = minorPerUnit(plan.currency);
    m_most = 0;
    for (const CurvePoint& point : m_curve)
        m_most = std::max(m_most, point.margin);
    const auto total = static_cast<double>(m_curve.empty() ? 0 : m_curve.back().spend);
    m_step = std::max<std::int64_t>(1, std::llround(niceStep(std::max(m_minor, total) / kSteps)));
    const int steps = std::max(1, static_cast<int>(std::ceil(total / static_cast<double>(m_step))));
    const QSignalBlocker quiet(m_slider);
    m_slider->setRange(0, steps);
    m_slider->setSingleStep(1);
    m_slider->setPageStep(std::max(1, steps / 10));
    fitAxes();
}

void BudgetChart::fitAxes()
{
    const QMargins m = plotMargins();
    const double right = major(m_slider->maximum() * m_step), top = std::max(1.0, major(m_most) * 1.06);
    m_plot->xAxis->setRange(0, right);
    m_plot->yAxis->setRange(0, top);
    const auto ticks = [this](QCPAxis* axis, double end, int room, int each) {
        QSharedPointer<QCPAxisTickerText> ticker(new QCPAxisTickerText);
        const double step = niceStep(end / std::max(1, room / each));
        for (double v = 0; v <= end * 1.0001; v += step)
            ticker->addTick(v, tickText(v, step, m_currency));
        ticker->setSubTickCount(0);
        axis->setTicker(ticker);
    };
    ticks(m_plot->xAxis, right, width() - m.left() - m.right(), px(72));
    ticks(m_plot->yAxis, top, height() - m.top() - m.bottom(), px(34));
}

void BudgetChart::setPlan(const ReorderPlan& plan)
{
    const bool another = plan.curve.size() != m_curve.size() || plan.currency != m_currency ||
                         (!m_curve.empty() && (plan.curve.back().spend != m_curve.back().spend ||
                                               plan.curve.back().margin != m_curve.back().margin));
    if (another)
        setCurve(plan);
    m_spend = plan.orderValue();
    m_saved = plan.marginSaved();
    m_budget = plan.budget;
    if (!m_slider->isSliderDown() && !m_rest.isActive()) {
        const QSignalBlocker quiet(m_slider);
        m_slider->setValue(
            m_budget ? static_cast<int>(
                           std::min<std::int64_t>(m_slider->maximum(), (*m_budget + m_step / 2) / m_step))
                     : m_slider->maximum());
    }
    redraw();
}

void BudgetChart::redraw()
{
    const double spend = major(m_spend), saved = major(m_saved);
    QVector<double> inX{0}, inY{0}, outX, outY;
    for (const CurvePoint& point : m_curve) {
        if (point.spend < m_spend) {
            inX << major(point.spend);
            inY << major(point.margin);
        } else {
            outX << major(point.spend);
            outY << major(point.margin);
        }
    }
    // Quantities typed by hand may leave the curve: the dot says where the plan is, the curve what is best.
    const double onCurve = marginAt(m_curve, m_spend) / m_minor;
    inX << spend;
    inY << onCurve;
    outX.prepend(spend);
    outY.prepend(onCurve);
    m_in->setData(inX, inY, true);
    m_out->setData(outX, outY, true);
    const std::int64_t end = m_slider->maximum() * m_step, budget = std::min(end, m_budget.value_or(end));
    m_drop->start->setCoords(major(budget), 0);
    m_drop->end->setCoords(major(budget), marginAt(m_curve, budget) / m_minor);
    m_dot->position->setCoords(spend, saved);
    m_label->setText(
        tr("%1 saves %2").arg(format::money(spend, m_currency), format::money(saved, m_currency)));
    // Over the dot, as far as the edges let it.
    const QMargins m = plotMargins();
    const double half = draw::textWidth(m_label->text(), 12, QFont::DemiBold) / 2 + px(4);
    const double at =
        m.left() + major(m_spend) / std::max(1e-9, major(end)) * (width() - m.left() - m.right());
    m_label->position->setCoords(std::clamp(at, half, std::max(half, width() - half)), px(4));
    setAccessibleDescription(m_label->text());
    if (!m_plot->size().isEmpty()) // a plot that has no room yet cannot paint
        m_plot->replot(QCustomPlot::rpQueuedReplot);
}

void BudgetChart::setBlocked(const QString& reason)
{
    m_slider->setEnabled(reason.isEmpty());
    m_slider->setToolTip(
        reason.isEmpty() ? tr("What may be spent: drag, or use the arrow keys. The right end takes all.")
                         : reason);
}

QPoint BudgetChart::handleAt(std::int64_t budget) const
{
    const QMargins m = plotMargins();
    const double share =
        std::clamp(static_cast<double>(budget) / static_cast<double>(m_slider->maximum() * m_step), 0.0, 1.0);
    return {m.left() + qRound(share * (width() - m.left() - m.right())), m_slider->geometry().center().y()};
}

void BudgetChart::layOut()
{
    const QMargins m = plotMargins();
    const int handle = px(kHandle);
    m_plot->setGeometry(rect());
    m_plot->axisRect()->setMargins(m);
    m_slider->setGeometry(
        m.left() - handle / 2, height() - m.bottom() - handle / 2 - 2,
        width() - m.left() - m.right() + handle, handle + 4);
    m_slider->raise();
}

void BudgetChart::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    layOut();
    fitAxes();
    redraw();
}

void BudgetChart::contextMenuEvent(QContextMenuEvent* event)
{
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(tr("Copy numbers"), this, [this] {
        QLocale plain;
        plain.setNumberOptions(QLocale::OmitGroupSeparator);
        QString table = tr("Spend") + u'\t' + tr("Margin saved") + u'\n';
        for (const CurvePoint& point : m_curve)
            table += plain.toString(major(point.spend), 'f', 2) + u'\t' +
                     plain.toString(major(point.margin), 'f', 2) + u'\n';
        QGuiApplication::clipboard()->setText(table);
    });
    menu->addAction(tr("Copy picture"), this, [this] {
        QGuiApplication::clipboard()->setPixmap(m_plot->toPixmap(0, 0, 2));
    });
    menu->popup(event->globalPos());
}

} // namespace merch

#include "moc_budget_chart.cpp"
