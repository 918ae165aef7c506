#include "widgets/forecast/demand_chart.h"

#include "models/grid/format.h"
#include "widgets/forecast/demand_plot.h"
#include "widgets/theme/theme.h"

#include <QClipboard>
#include <QContextMenuEvent>
#include <QFileDialog>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QMenu>
#include <QPainter>
#include <QSvgGenerator>

#include <algorithm>
#include <cmath>

namespace merch
{

namespace
{

constexpr int kGripPixels = 10;
constexpr int kDragStarts = 3;

QString row(const QString& name, const QString& value, const QColor& color = {})
{
    const QString paint = color.isValid() ? QStringLiteral(" style='color:%1'").arg(color.name()) : QString();
    return QStringLiteral("<tr><td%3>%1&nbsp;&nbsp;&nbsp;</td><td align='right'%3><b>%2</b></td></tr>")
        .arg(name.toHtmlEscaped(), value.toHtmlEscaped(), paint);
}

} // namespace

DemandChart::DemandChart(QWidget* parent)
    : QWidget(parent)
    , m_plot(new DemandPlot(this))
    , m_tip(new QLabel(this))
{
    auto* box = new QHBoxLayout(this);
    box->setContentsMargins(2, 2, 2, 2); // room for the focus ring
    box->addWidget(m_plot);
    setFocusPolicy(Qt::StrongFocus);
    m_plot->setFocusPolicy(Qt::NoFocus);
    m_plot->installEventFilter(this);
    m_plot->setContextMenuPolicy(Qt::NoContextMenu);
    m_tip->setObjectName(QStringLiteral("chartTip"));
    m_tip->setAttribute(Qt::WA_TransparentForMouseEvents);
    m_tip->setTextFormat(Qt::RichText);
    m_tip->hide();
    setAccessibleName(tr("Demand and forecast"));
    const auto restyle = [this] {
        const Tokens& k = theme::t();
        m_tip->setStyleSheet(
            QStringLiteral("background:%1;color:%2;border:1px solid %3;border-radius:8px;padding:7px 9px;"
                           "font-size:%4px;")
                .arg(k.dark ? k.surfaceAlt.name() : k.surface.name(), k.text.name(), k.borderStrong.name())
                .arg(theme::px(12)));
        m_plot->restyle();
        m_plot->replot(QCustomPlot::rpQueuedReplot);
    };
    connect(&theme::notifier(), &theme::Notifier::changed, this, restyle);
    restyle();
}

const DemandChartData& DemandChart::demand() const
{
    return m_plot->chartData();
}

Grain DemandChart::drawnGrain() const
{
    return m_plot->lines() ? m_plot->lines()->grain : Grain::Weekly;
}

std::pair<Day, Day> DemandChart::shownDays() const
{
    return {
        static_cast<Day>(std::ceil(m_plot->shownFrom())),
        static_cast<Day>(std::floor(m_plot->shownTo())) - 1};
}

void DemandChart::setDemand(DemandChartData shown, bool keepZoom)
{
    const double from = m_plot->shownFrom(), to = m_plot->shownTo();
    const bool had = !m_plot->chartData().empty();
    m_grip = Grip::None;
    m_gripWeek = -1;
    hideCross();
    m_plot->setDemand(std::move(shown));
    if (keepZoom && had && to > m_plot->dataFrom() && from < m_plot->dataTo())
        m_plot->setShown(from, to);
    else
        m_plot->resetShown();
    shownChanged();
    describe();
}

void DemandChart::setDrafts(const WeekUnits& drafts)
{
    if (m_grip == Grip::Line)
        return; // the hand is on it
    m_plot->setDrafts(drafts);
    m_plot->setShown(m_plot->shownFrom(), m_plot->shownTo()); // they may tower over what was drawn
    describe();
}

void DemandChart::zoomTo(Day from, Day to)
{
    m_plot->setShown(from, to + 1.0);
    shownChanged();
}

void DemandChart::resetZoom()
{
    m_plot->resetShown();
    shownChanged();
}

void DemandChart::shownChanged()
{
    if (drawnGrain() != m_lastGrain) {
        m_lastGrain = drawnGrain();
        emit grainDrawn(m_lastGrain);
    }
}

void DemandChart::describe()
{
    const DemandChartData& d = demand();
    if (d.empty()) {
        setAccessibleDescription(tr("Nothing is selected."));
        return;
    }
    double ahead = 0;
    for (const OverrideWeek& week : d.weeks) {
        const auto draft = m_plot->drafts().find(week.week);
        ahead += draft == m_plot->drafts().end() ? week.committed : draft->second;
    }
    setAccessibleDescription(
        tr("%1: history to %2, %3 units forecast over %n period(s), with 50, 80 and 95 percent bands.",
           nullptr, static_cast<int>(d.weeks.size()))
            .arg(d.title, format::day(d.asOf), format::count(ahead)));
}

QPoint DemandChart::pixelOf(Day week, double units) const
{
    const DemandLines* l = m_plot->lines();
    const Grain grain = l ? l->grain : Grain::Weekly;
    return QPointF(
               m_plot->xAxis->coordToPixel(DemandPlot::middle(week, grain)),
               m_plot->yAxis->coordToPixel(units))
               .toPoint() +
           m_plot->pos();
}

std::optional<Day> DemandChart::weekAt(QPoint position) const
{
    const int index = m_plot->weekIndex(m_plot->xAxis->pixelToCoord((position - m_plot->pos()).x()));
    if (index < 0)
        return std::nullopt;
    return demand().weeks[static_cast<std::size_t>(index)].week;
}

double DemandChart::unitsAt(QPoint position) const
{
    return std::max(0.0, m_plot->yAxis->pixelToCoord((position - m_plot->pos()).y()));
}

QString DemandChart::tipText() const
{
    return m_tip->isHidden() ? QString() : m_tip->text();
}

void DemandChart::selectWeeks(std::optional<std::pair<Day, Day>> span)
{
    m_span = span;
    m_plot->setSpan(span);
}

bool DemandChart::eventFilter(QObject* watched, QEvent* event)
{
    if (watched != m_plot)
        return QWidget::eventFilter(watched, event);
    switch (event->type()) {
    case QEvent::MouseButtonPress: {
        const auto* mouse = static_cast<QMouseEvent*>(event);
        if (mouse->button() == Qt::LeftButton)
            return press(mouse->pos(), mouse->modifiers());
        return false;
    }
    case QEvent::MouseMove: {
        const auto* mouse = static_cast<QMouseEvent*>(event);
        if (m_grip != Grip::None)
            drag(mouse->pos());
        else
            hover(mouse->pos());
        return true;
    }
    case QEvent::MouseButtonRelease:
        if (m_grip != Grip::None)
            release(static_cast<QMouseEvent*>(event)->pos());
        return true;
    case QEvent::MouseButtonDblClick:
        resetZoom();
        return true;
    case QEvent::Wheel: {
        const auto* wheel = static_cast<QWheelEvent*>(event);
        const QPoint turned = wheel->angleDelta();
        if (std::abs(turned.x()) > std::abs(turned.y())) {
            const double by = -turned.x() / 120.0 * (m_plot->shownTo() - m_plot->shownFrom()) * 0.1;
            m_plot->setShown(m_plot->shownFrom() + by, m_plot->shownTo() + by);
        } else {
            zoom(std::pow(0.85, turned.y() / 120.0), m_plot->xAxis->pixelToCoord(wheel->position().x()));
        }
        shownChanged();
        return true;
    }
    case QEvent::Leave:
        if (m_grip == Grip::None)
            hideCross();
        return false;
    case QEvent::Resize:
        hideCross();
        QMetaObject::invokeMethod(
            this, [this] { m_plot->setShown(m_plot->shownFrom(), m_plot->shownTo()); }, Qt::QueuedConnection);
        return false;
    default:
        return false;
    }
}

void DemandChart::zoom(double factor, double around)
{
    const double from = m_plot->shownFrom(), to = m_plot->shownTo();
    m_plot->setShown(around - (around - from) * factor, around + (to - around) * factor);
}

/// The forecast period whose point lies under `at`; -1 = none.
int DemandChart::gripStep(QPoint at) const
{
    const DemandLines* l = m_plot->lines();
    if (!l || !m_editable || demand().weeks.empty())
        return -1;
    const int period = m_plot->periodAt(m_plot->xAxis->pixelToCoord(at.x()));
    const int step = period - static_cast<int>(l->sold.size());
    if (period < 0 || step < 0 || m_plot->weekIndex(DemandPlot::middle(l->futureDay(step), l->grain)) < 0)
        return -1;
    // The line between two points can be grabbed too: compare with where it runs at this x.
    const double x = m_plot->xAxis->pixelToCoord(at.x()),
                 here = DemandPlot::middle(l->futureDay(step), l->grain);
    const int other = x < here ? step - 1 : step + 1;
    double y = m_plot->drawnFuture(step);
    if (other >= 0 && other < static_cast<int>(l->mean.size())) {
        const double there = DemandPlot::middle(l->futureDay(other), l->grain);
        y += (m_plot->drawnFuture(other) - y) * (x - here) / (there - here);
    }
    return std::abs(m_plot->yAxis->coordToPixel(y) - at.y()) <= theme::px(kGripPixels) ? step : -1;
}

bool DemandChart::press(QPoint at, Qt::KeyboardModifiers keys)
{
    setFocus(Qt::MouseFocusReason);
    m_from = at;
    m_moved = false;
    m_fromDay = m_plot->xAxis->pixelToCoord(at.x());
    m_panFrom = m_plot->shownFrom();
    m_panTo = m_plot->shownTo();
    if (keys & Qt::ShiftModifier) {
        m_grip = Grip::Span;
        return true;
    }
    const int step = gripStep(at);
    if (step >= 0) {
        m_grip = Grip::Line;
        m_gripStep = step;
        const DemandLines& l = *m_plot->lines();
        m_gripWeek = m_plot->weekIndex(DemandPlot::middle(l.futureDay(step), l.grain));
        m_atGrip = m_plot->drafts();
        m_plot->setCursor(Qt::SizeVerCursor);
    } else {
        m_grip = Grip::Pan;
        m_plot->setCursor(Qt::ClosedHandCursor);
    }
    return true;
}

/// What the changes would be if the grabbed week had `units` ahead: weeks of a selected span keep their
/// shape.
WeekUnits DemandChart::weeksMovedTo(int index, double units) const
{
    const auto& weeks = demand().weeks;
    const OverrideWeek& grabbed = weeks[static_cast<std::size_t>(index)];
    const auto before = [&](const OverrideWeek& week) {
        const auto draft = m_atGrip.find(week.week);
        return draft == m_atGrip.end() ? week.committed : draft->second;
    };
    WeekUnits moved;
    moved[grabbed.week] = units;
    if (m_span && grabbed.week <= m_span->second && grabbed.week + 6 >= m_span->first &&
        before(grabbed) > 0) {
        const double ratio = units / before(grabbed);
        for (const OverrideWeek& week : weeks)
            if (&week != &grabbed && week.week <= m_span->second && week.week + 6 >= m_span->first)
                moved[week.week] = std::round(before(week) * ratio);
    }
    return moved;
}

void DemandChart::drag(QPoint at)
{
    if (!m_moved && (at - m_from).manhattanLength() < kDragStarts)
        return;
    m_moved = true;
    const double day = m_plot->xAxis->pixelToCoord(at.x());
    if (m_grip == Grip::Pan) {
        hideCross();
        const double perPixel = (m_panTo - m_panFrom) / std::max(1, m_plot->axisRect()->width());
        const double by = (m_from.x() - at.x()) * perPixel;
        m_plot->setShown(m_panFrom + by, m_panTo + by);
    } else if (m_grip == Grip::Span) {
        const int a = m_plot->weekIndex(std::min(day, m_fromDay)),
                  b = m_plot->weekIndex(std::max(day, m_fromDay));
        const auto& weeks = demand().weeks;
        if (weeks.empty() || (a < 0 && b < 0))
            return;
        const Grain grain = demand().lines.front().grain;
        const Day from = weeks[static_cast<std::size_t>(std::max(0, a))].week;
        const Day last = b < 0 ? weeks.back().week : weeks[static_cast<std::size_t>(b)].week;
        selectWeeks(std::pair{from, addPeriods(last, grain, 1) - 1});
    } else if (m_grip == Grip::Line) {
        const DemandLines& l = *m_plot->lines();
        const auto step = static_cast<std::size_t>(m_gripStep);
        const OverrideWeek& week = demand().weeks[static_cast<std::size_t>(m_gripWeek)];
        const double y = std::max(0.0, m_plot->yAxis->pixelToCoord(at.y()));
        const double ahead = std::max(0.0, y - l.known[step]), mean = l.mean[step] - l.known[step];
        double units = ahead;
        if (l.grain == Grain::Daily &&
            demand().lines.front().grain != Grain::Daily) // a day takes its week along
            units = mean > 1e-9 ? week.committed * ahead / mean : ahead * week.days;
        WeekUnits drafts = m_atGrip;
        const WeekUnits moved = weeksMovedTo(m_gripWeek, std::round(units));
        for (const auto& [start, value] : moved)
            drafts[start] = value;
        m_plot->setDrafts(drafts);
        m_plot->setCross(static_cast<int>(l.sold.size()) + m_gripStep);
        placeTip();
        emit draftMoved(moved);
    }
}

void DemandChart::release(QPoint at)
{
    const Grip grip = std::exchange(m_grip, Grip::None);
    m_plot->unsetCursor();
    if (grip == Grip::Line && m_moved) {
        WeekUnits moved;
        for (const auto& [week, units] : m_plot->drafts())
            if (const auto old = m_atGrip.find(week); old == m_atGrip.end() || old->second != units)
                moved[week] = units;
        describe();
        if (!moved.empty())
            emit draftChosen(moved);
    } else if (grip == Grip::Span) {
        if (!m_moved)
            selectWeeks(std::nullopt);
        else if (m_span)
            emit weeksSelected(m_span->first, m_span->second);
    } else if (grip == Grip::Pan) {
        shownChanged();
    }
    hover(at);
}

void DemandChart::hover(QPoint at)
{
    const bool inside = m_plot->axisRect()->rect().contains(at);
    const int period = inside ? m_plot->periodAt(m_plot->xAxis->pixelToCoord(at.x())) : -1;
    if (period < 0) {
        hideCross();
        m_plot->unsetCursor();
        return;
    }
    if (gripStep(at) >= 0)
        m_plot->setCursor(Qt::SizeVerCursor);
    else
        m_plot->unsetCursor();
    m_plot->setCross(period);
    placeTip();
}

void DemandChart::hideCross()
{
    if (m_plot->cross() >= 0)
        m_plot->setCross(-1);
    m_tip->hide();
}

void DemandChart::placeTip()
{
    const DemandLines* l = m_plot->lines();
    const int period = m_plot->cross();
    if (!l || period < 0) {
        m_tip->hide();
        return;
    }
    const DemandChartData& d = demand();
    const Tokens& k = theme::t();
    const int history = static_cast<int>(l->sold.size());
    const Day from = l->dayOf(period), to = addPeriods(from, l->grain, 1) - 1;
    const QString when = l->grain == Grain::Daily ? format::weekday(from)
                         : l->grain == Grain::Weekly
                             ? tr("Week of %1").arg(format::day(from))
                             : QLocale().toString(QDate(1970, 1, 1).addDays(from), tr("MMMM yyyy"));
    QString text = QStringLiteral("<div style='color:%1'>%2</div><table cellspacing='0' cellpadding='1'>")
                       .arg(k.muted.name(), when);
    const auto value = [](double units) {
        return units < 10 && units != std::floor(units) ? format::decimal(units, 1) : format::count(units);
    };
    const auto p = static_cast<std::size_t>(period);
    if (period < history) {
        text += row(tr("Sold"), std::isnan(l->sold[p]) ? tr("not known") : value(l->sold[p]));
        if (l->isEstimated(p)) {
            text += row(tr("Estimated demand"), value(l->asked[p]));
            text += row(tr("80 % range"), tr("%1 to %2").arg(value(l->askedLow[p]), value(l->askedHigh[p])));
        }
    } else {
        const auto step = static_cast<std::size_t>(period - history);
        const double drawn = m_plot->drawnFuture(period - history);
        text += row(tr("Forecast"), value(l->mean[step]));
        if (std::abs(drawn - l->mean[step]) > 1e-6)
            text +=
                row(tr("Your number"),
                    tr("%1 (%2)").arg(value(drawn), format::signedCount(drawn - l->mean[step])), k.bad);
        if (std::abs(l->method[step] - l->mean[step]) > 0.05f)
            text += row(tr("Without override"), value(l->method[step]));
        if (l->known[step] > 0)
            text += row(tr("Sold so far"), value(l->known[step]));
        const QString names[] = {tr("95 % range"), tr("80 % range"), tr("50 % range")};
        for (std::size_t band = 3; band-- > 0;)
            if (l->fan[band].size() > step)
                text += row(
                    names[band],
                    tr("%1 to %2")
                        .arg(value(l->fan[band][step]), value(l->fan[kFanLevels.size() - 1 - band][step])));
    }
    if (p < l->lastYear.size() && !std::isnan(l->lastYear[p]))
        text += row(tr("Last year"), value(l->lastYear[p]));
    const PriceStep* price = nullptr;
    for (const PriceStep& step : d.prices)
        if (step.day <= to)
            price = &step;
    if (price && !std::isnan(price->price) && from <= d.asOf)
        text += row(tr("Price"), format::money(price->price, d.currency, 2), k.price);
    text += QStringLiteral("</table>");
    const auto mention = [&](const std::vector<DaySpan>& spans, const QString& name, const QColor& color) {
        for (const DaySpan& span : spans) {
            if (span.from > to || span.to < from)
                continue;
            text +=
                QStringLiteral("<div style='color:%1'>%2</div>")
                    .arg(color.name(), (name.isEmpty() ? span.text : name.arg(span.text)).toHtmlEscaped());
            break;
        }
    };
    mention(d.stockouts, tr("Shelf empty: %1"), k.bad);
    mention(d.promotions, tr("Promotion: %1"), k.price);
    mention(d.events, {}, k.muted);
    m_tip->setText(text);
    m_tip->adjustSize();
    const QPoint at = pixelOf(from, 0);
    int x = at.x() + 14;
    if (x + m_tip->width() > width() - 4)
        x = at.x() - 14 - m_tip->width();
    m_tip->move(std::max(2, x), m_plot->pos().y() + 18);
    m_tip->show();
    m_tip->raise();
}

void DemandChart::keyPressEvent(QKeyEvent* event)
{
    const DemandLines* l = m_plot->lines();
    if (!l) {
        QWidget::keyPressEvent(event);
        return;
    }
    const int history = static_cast<int>(l->sold.size()), count = history + static_cast<int>(l->mean.size());
    const auto walk = [&](int to) {
        const int period = std::clamp(to, 0, count - 1);
        const double key = DemandPlot::middle(l->dayOf(period), l->grain),
                     width = m_plot->shownTo() - m_plot->shownFrom();
        if (key < m_plot->shownFrom())
            m_plot->setShown(key - width * 0.1, key + width * 0.9);
        else if (key > m_plot->shownTo())
            m_plot->setShown(key - width * 0.9, key + width * 0.1);
        m_plot->setCross(period);
        placeTip();
    };
    const auto nudge = [&](double share) {
        const int step = m_plot->cross() - history;
        if (!m_editable || step < 0)
            return;
        const int index = m_plot->weekIndex(DemandPlot::middle(l->futureDay(step), l->grain));
        if (index < 0)
            return;
        m_atGrip = m_plot->drafts();
        const OverrideWeek& week = demand().weeks[static_cast<std::size_t>(index)];
        const auto draft = m_atGrip.find(week.week);
        const double now = draft == m_atGrip.end() ? week.committed : draft->second;
        const double by = std::max(1.0, std::round(std::abs(now * share)));
        const WeekUnits moved = weeksMovedTo(index, std::max(0.0, std::round(now + (share > 0 ? by : -by))));
        WeekUnits drafts = m_atGrip;
        for (const auto& [start, units] : moved)
            drafts[start] = units;
        m_plot->setDrafts(drafts);
        m_plot->setCross(m_plot->cross());
        placeTip();
        emit draftChosen(moved);
    };
    const int cross = m_plot->cross();
    switch (event->key()) {
    case Qt::Key_Left:
        walk(cross < 0 ? history : cross - 1);
        break;
    case Qt::Key_Right:
        walk(cross < 0 ? history : cross + 1);
        break;
    case Qt::Key_Home:
        resetZoom();
        break;
    case Qt::Key_End:
        walk(count - 1);
        break;
    case Qt::Key_Up:
        nudge(0.02);
        break;
    case Qt::Key_Down:
        nudge(-0.02);
        break;
    case Qt::Key_PageUp:
        nudge(0.10);
        break;
    case Qt::Key_PageDown:
        nudge(-0.10);
        break;
    case Qt::Key_Plus:
    case Qt::Key_Equal:
        zoom(0.8, (m_plot->shownFrom() + m_plot->shownTo()) / 2);
        shownChanged();
        break;
    case Qt::Key_Minus:
        zoom(1.25, (m_plot->shownFrom() + m_plot->shownTo()) / 2);
        shownChanged();
        break;
    case Qt::Key_Escape:
        if (m_grip == Grip::Line) {
            m_grip = Grip::None;
            m_plot->setDrafts(m_atGrip);
            emit draftMoved(m_atGrip);
        } else if (m_span) {
            selectWeeks(std::nullopt);
        } else {
            QWidget::keyPressEvent(event);
        }
        break;
    default:
        QWidget::keyPressEvent(event);
    }
}

void DemandChart::focusInEvent(QFocusEvent* event)
{
    QWidget::focusInEvent(event);
    update();
}

void DemandChart::focusOutEvent(QFocusEvent* event)
{
    QWidget::focusOutEvent(event);
    hideCross();
    update();
}

void DemandChart::paintEvent(QPaintEvent*)
{
    if (!hasFocus())
        return;
    QPainter p(this);
    p.setRenderHint(QPainter::Antialiasing);
    p.setPen(QPen(theme::t().accent, 1.5));
    p.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 5, 5);
}

void DemandChart::contextMenuEvent(QContextMenuEvent* event)
{
    if (demand().empty())
        return;
    QMenu menu(this);
    connect(menu.addAction(tr("Copy numbers")), &QAction::triggered, this, [this] {
        QGuiApplication::clipboard()->setText(numbers());
    });
    connect(menu.addAction(tr("Save picture…")), &QAction::triggered, this, [this] {
        const QString file = QFileDialog::getSaveFileName(
            this, tr("Save picture"), demand().title + QStringLiteral(".png"),
            tr("Pictures (*.png *.svg *.pdf)"));
        if (!file.isEmpty())
            exportTo(file);
    });
    menu.addSeparator();
    connect(menu.addAction(tr("Show all that fits")), &QAction::triggered, this, [this] { resetZoom(); });
    menu.exec(event->globalPos());
}

QString DemandChart::numbers() const
{
    const DemandLines* l = m_plot->lines();
    if (!l)
        return {};
    const QLocale locale;
    const auto cell = [&](double value) {
        return std::isnan(value) ? QString()
                                 : locale.toString(value, 'f', value == std::floor(value) ? 0 : 2);
    };
    QStringList out{QStringList{
        tr("Period"), tr("Sold"), tr("Forecast"), tr("Your number"), tr("2.5 %"), tr("10 %"), tr("25 %"),
        tr("75 %"), tr("90 %"), tr("97.5 %"), tr("Last year"), tr("Estimated demand"), tr("its 10 %"),
        tr("its 90 %")}
                        .join(QLatin1Char('\t'))};
    const int history = static_cast<int>(l->sold.size()), count = history + static_cast<int>(l->mean.size());
    for (int period = 0; period < count; ++period) {
        const auto p = static_cast<std::size_t>(period);
        QStringList cells{QDate(1970, 1, 1).addDays(l->dayOf(period)).toString(Qt::ISODate)};
        if (period < history) {
            cells << cell(l->sold[p]) << QString() << QString();
            for (std::size_t i = 0; i < kFanLevels.size(); ++i)
                cells << QString();
        } else {
            const auto step = static_cast<std::size_t>(period - history);
            const double drawn = m_plot->drawnFuture(period - history);
            cells << QString() << cell(l->mean[step])
                  << (std::abs(drawn - l->mean[step]) > 1e-6 ? cell(drawn) : QString());
            for (const auto& edge : l->fan)
                cells << (edge.size() > step ? cell(edge[step]) : QString());
        }
        cells << (p < l->lastYear.size() ? cell(l->lastYear[p]) : QString());
        for (const auto* edge : {&l->asked, &l->askedLow, &l->askedHigh})
            cells << (l->isEstimated(p) ? cell((*edge)[p]) : QString());
        out << cells.join(QLatin1Char('\t'));
    }
    return out.join(QLatin1Char('\n'));
}

bool DemandChart::exportTo(const QString& file)
{
    hideCross();
    bool done = false;
    {
        const theme::LightForPaper paper;
        m_plot->restyle();
        const int w = std::max(900, m_plot->width()), h = std::max(420, m_plot->height());
        if (file.endsWith(QLatin1String(".svg"), Qt::CaseInsensitive)) {
            QSvgGenerator svg;
            svg.setFileName(file);
            svg.setSize({w, h});
            svg.setViewBox(QRect(0, 0, w, h));
            QCPPainter painter;
            if (painter.begin(&svg)) {
                painter.setMode(QCPPainter::pmVectorized);
                painter.setMode(QCPPainter::pmNoCaching);
                m_plot->toPainter(&painter, w, h);
                done = painter.end();
            }
        } else if (file.endsWith(QLatin1String(".pdf"), Qt::CaseInsensitive)) {
            done = m_plot->savePdf(file, w, h);
        } else {
            done = m_plot->savePng(file, w, h, 2.0);
        }
    }
    m_plot->restyle();
    m_plot->replot(QCustomPlot::rpQueuedReplot);
    return done;
}

} // namespace merch

#include "moc_demand_chart.cpp"
