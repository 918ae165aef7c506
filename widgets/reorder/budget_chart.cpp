#include "widgets/reorder/budget_chart.h"

#include "models/grid/format.h"
#include "models/planning/plan_figures.h"
#include "widgets/theme/draw.h"
#include "widgets/theme/theme.h"

#include <QClipboard>
#include <QContextMenuEvent>
#include <QGuiApplication>
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

constexpr int kHandle = 16;   ///< the slider's handle with its border
constexpr int kSteps = 400;   ///< of the slider, about
constexpr int kRestMs = 450;  ///< keys have come to rest

QMargins plotMargins()
{
    return {px(52), px(12), px(18), px(36)};
}

double niceStep(double raw)
{
    const double power = std::pow(10.0, std::floor(std::log10(std::max(raw, 1e-9))));
    for (const double m : {1.0, 2.0, 2.5, 5.0, 10.0})
        if (m * power >= raw - 1e-12)
            return m * power;
    return 10 * power;
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
            const int shown = QStyle::sliderPositionFromValue(
                minimum(), maximum(), sliderPosition(), width() - handle);
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
    m_label->setBrush(draw::faded(t().surface, 200));
    m_label->setPadding({px(4), px(1), px(4), px(1)});
}

Budget BudgetChart::budgetAt(int value) const
{
    return value >= m_slider->maximum() ? Budget() : Budget(value * m_step);
}

void BudgetChart::setCurve(const ReorderPlan& plan)
{
    m_curve = plan.curve;
    m_currency = plan.currency;
    const double total = m_curve.empty() ? 0.0 : majorUnits(m_curve.back().spend);
    const double most = m_curve.empty()
                            ? 0.0
                            : majorUnits(std::max_element(m_curve.begin(), m_curve.end(), [](auto a, auto b) {
                                             return a.margin < b.margin;
                                         })->margin);
    m_step = std::max<std::int64_t>(100, std::llround(niceStep(std::max(1.0, total) / kSteps) * 100));
    const int steps = std::max(1, static_cast<int>(std::ceil(total * 100 / static_cast<double>(m_step))));
    {
        const QSignalBlocker quiet(m_slider);
        m_slider->setRange(0, steps);
        m_slider->setSingleStep(1);
        m_slider->setPageStep(std::max(1, steps / 10));
    }
    const double right = majorUnits(steps * m_step), top = std::max(1.0, most * 1.2);
    m_plot->xAxis->setRange(0, right);
    m_plot->yAxis->setRange(0, top);
    const auto ticks = [this](QCPAxis* axis, double end, int about) {
        QSharedPointer<QCPAxisTickerText> ticker(new QCPAxisTickerText);
        const double step = niceStep(end / about);
        for (double v = 0; v <= end * 1.0001; v += step)
            ticker->addTick(v, format::moneyShort(v, m_currency));
        ticker->setSubTickCount(0);
        axis->setTicker(ticker);
    };
    ticks(m_plot->xAxis, right, 4);
    ticks(m_plot->yAxis, top, 2);
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
    const double spend = majorUnits(m_spend), saved = majorUnits(m_saved);
    QVector<double> inX{0}, inY{0}, outX, outY;
    for (const CurvePoint& point : m_curve) {
        if (point.spend < m_spend) {
            inX << majorUnits(point.spend);
            inY << majorUnits(point.margin);
        } else {
            outX << majorUnits(point.spend);
            outY << majorUnits(point.margin);
        }
    }
    // Quantities typed by hand may leave the curve: the dot says where the plan is, the curve what is best.
    const double onCurve = majorUnits(marginAt(m_curve, m_spend));
    inX << spend;
    inY << onCurve;
    outX.prepend(spend);
    outY.prepend(onCurve);
    m_in->setData(inX, inY, true);
    m_out->setData(outX, outY, true);
    const double right = m_plot->xAxis->range().upper;
    const double budget = m_budget ? std::min(right, majorUnits(*m_budget)) : right;
    m_drop->start->setCoords(budget, 0);
    m_drop->end->setCoords(budget, majorUnits(marginAt(m_curve, std::llround(budget * 100))));
    m_dot->position->setCoords(spend, saved);
    m_label->setText(
        tr("%1 saves %2").arg(format::money(spend, m_currency), format::money(saved, m_currency)));
    const bool fitsLeft = spend > right * 0.45;
    m_label->setPositionAlignment((fitsLeft ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignBottom);
    m_label->position->setCoords(spend, saved);
    m_label->setPadding({px(fitsLeft ? 4 : 10), 0, px(fitsLeft ? 10 : 4), px(4)});
    m_label->setBrush(Qt::NoBrush);
    setAccessibleDescription(m_label->text());
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
    const double share = std::clamp(
        static_cast<double>(budget) / static_cast<double>(m_slider->maximum() * m_step), 0.0, 1.0);
    return {
        m.left() + qRound(share * (width() - m.left() - m.right())),
        m_slider->geometry().center().y()};
}

void BudgetChart::layOut()
{
    const QMargins m = plotMargins();
    const int handle = px(kHandle);
    m_plot->setGeometry(rect());
    m_plot->axisRect()->setMargins(m);
    m_slider->setGeometry(
        m.left() - handle / 2, height() - m.bottom() - handle / 2 - 2, width() - m.left() - m.right() + handle,
        handle + 4);
    m_slider->raise();
}

void BudgetChart::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    layOut();
}

void BudgetChart::contextMenuEvent(QContextMenuEvent* event)
{
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(tr("Copy numbers"), this, [this] {
        QString table = tr("Spend") + u'\t' + tr("Margin saved") + u'\n';
        for (const CurvePoint& point : m_curve)
            table += QString::number(majorUnits(point.spend), 'f', 2) + u'\t' +
                     QString::number(majorUnits(point.margin), 'f', 2) + u'\n';
        QGuiApplication::clipboard()->setText(table);
    });
    menu->addAction(tr("Copy picture"), this, [this] {
        QGuiApplication::clipboard()->setPixmap(m_plot->toPixmap(0, 0, 2));
    });
    menu->popup(event->globalPos());
}

} // namespace merch

#include "moc_budget_chart.cpp"
