#include "widgets/chart/chart.h"

#include "models/grid/format.h"
#include "widgets/chart/chart_numbers.h"
#include "widgets/theme/draw.h"
#include "widgets/theme/theme.h"

#include <QClipboard>
#include <QContextMenuEvent>
#include <QFileDialog>
#include <QGuiApplication>
#include <QLabel>
#include <QMenu>
#include <QSvgGenerator>
#include <QVBoxLayout>

#include <qcustomplot.h>

#include <algorithm>
#include <cmath>

namespace merch
{

using namespace Qt::StringLiterals;
using draw::faded;
using theme::px;
using theme::t;

namespace
{

constexpr const char* kShade = "shade"; ///< under the grid

QPen penOf(const ChartLine& line)
{
    const double width = line.ink == ChartInk::Forecast   ? 2.2
                         : line.ink == ChartInk::History  ? 1.8
                         : line.ink == ChartInk::Override ? 2.0
                         : line.ink == ChartInk::Price    ? 1.0
                                                          : 1.4;
    const Qt::PenStyle style = line.dashed                      ? Qt::DashLine
                               : line.ink == ChartInk::LastYear ? Qt::DotLine
                                                                : Qt::SolidLine;
    return QPen(colorOf(line.ink), width, style, Qt::RoundCap, Qt::RoundJoin);
}

int bandAlpha(int level)
{
    if (t().dark)
        return level <= 50 ? 60 : level <= 80 ? 44 : 34;
    return level <= 50 ? 52 : level <= 80 ? 36 : 26;
}

QVector<double> keys(const std::vector<double>& x, double scale)
{
    QVector<double> out;
    out.reserve(static_cast<qsizetype>(x.size()));
    for (const double v : x)
        out << v * scale;
    return out;
}

QVector<double> values(const std::vector<double>& y)
{
    return QVector<double>(y.begin(), y.end());
}

void inRatio(QCPItemPosition* position, double key, double ratio)
{
    position->setTypeX(QCPItemPosition::ptPlotCoords);
    position->setTypeY(QCPItemPosition::ptAxisRectRatio);
    position->setCoords(key, ratio); // a change of type keeps the pixel: place it after
}

} // namespace

Chart::Chart(QWidget* parent)
    : QWidget(parent)
    , m_plot(new QCustomPlot)
    , m_tip(new QLabel(this))
{
    auto* box = new QVBoxLayout(this);
    box->setContentsMargins({});
    box->addWidget(m_plot);
    m_plot->addLayer(QLatin1StringView(kShade), m_plot->layer(u"grid"_s), QCustomPlot::limBelow);
    m_plot->setPlottingHint(QCP::phFastPolylines);
    m_plot->setNoAntialiasingOnDrag(true);
    m_plot->setMouseTracking(true);
    m_plot->installEventFilter(this);
    m_plot->setFocusPolicy(Qt::NoFocus);
    m_plot->axisRect()->setAutoMargins(QCP::msLeft | QCP::msRight | QCP::msBottom);
    setFocusPolicy(Qt::StrongFocus);
    setMinimumSize(px(160), px(90));
    m_tip->setAttribute(Qt::WA_TransparentForMouseEvents);
    m_tip->setTextFormat(Qt::RichText);
    m_tip->setMargin(px(8));
    m_tip->hide();
    connect(&theme::notifier(), &theme::Notifier::changed, this, [this] {
        const auto kept = range();
        build();
        setRange(kept.first, kept.second);
    });
    build();
}

Chart::~Chart() = default;

void Chart::setSpec(const ChartSpec& spec)
{
    m_spec = spec;
    m_pointed = false;
    build();
    reset();
}

void Chart::updateSpec(const ChartSpec& spec)
{
    const auto kept = range();
    m_spec = spec;
    build();
    setRange(kept.first, kept.second);
}

void Chart::build()
{
    hideTip();
    m_cross = nullptr;
    m_plot->clearItems();
    m_plot->clearGraphs();
    m_plot->setBackground(QBrush(t().surface));
    setAccessibleName(m_spec.name);
    setAccessibleDescription(m_spec.description);
    m_tip->setStyleSheet(
        u"background:%1;color:%2;border:1px solid %3;border-radius:6px;font-size:%4px;"_s.arg(
            t().surfaceAlt.name(), t().text.name(), t().borderStrong.name(), QString::number(px(12))));

    double low = 0, high = 1;
    bool any = false;
    const auto reach = [&](const std::vector<double>& x) {
        if (x.empty())
            return;
        low = any ? std::min(low, x.front()) : x.front();
        high = any ? std::max(high, x.back()) : x.back();
        any = true;
    };
    for (const ChartLine& line : m_spec.lines)
        reach(line.x);
    for (const ChartBand& band : m_spec.bands)
        reach(band.x);
    const double margin = (high - low) * 0.012;
    m_all = {low - margin, high + margin};

    styleAxes();
    addSpans();
    addBands();
    addLines();
    addMarks();
}

void Chart::styleAxes()
{
    QCPAxisRect* rect = m_plot->axisRect();
    rect->setMinimumMargins({px(30), px(6), px(10), px(4)});
    rect->setMargins({0, px(m_spec.marks.empty() ? 6 : 18), px(6), 0});
    const bool right =
        std::any_of(m_spec.lines.begin(), m_spec.lines.end(), [](const ChartLine& l) { return l.rightAxis; });
    m_plot->yAxis2->setVisible(right);
    if (m_spec.time) {
        QSharedPointer<QCPAxisTickerDateTime> dates(new QCPAxisTickerDateTime);
        dates->setDateTimeSpec(Qt::UTC);
        dates->setDateTimeFormat(u"MMM yy"_s);
        m_plot->xAxis->setTicker(dates);
    } else {
        m_plot->xAxis->setTicker(QSharedPointer<QCPAxisTicker>(new QCPAxisTicker));
    }
    for (QCPAxis* axis : {m_plot->xAxis, m_plot->yAxis, m_plot->yAxis2}) {
        axis->setTickLabelFont(theme::font(12));
        axis->setTickLabelColor(axis == m_plot->yAxis2 ? t().price : t().muted);
        axis->setTickLabelPadding(px(axis == m_plot->xAxis ? 6 : 8));
        axis->setTickPen(Qt::NoPen);
        axis->setSubTickPen(Qt::NoPen);
        axis->setBasePen(axis == m_plot->xAxis ? QPen(t().borderStrong, 1) : QPen(Qt::NoPen));
        axis->grid()->setPen(QPen(t().grid, 1));
        axis->grid()->setZeroLinePen(Qt::NoPen);
        axis->grid()->setSubGridVisible(false);
        axis->grid()->setVisible(axis == m_plot->yAxis);
        axis->setNumberFormat(u"f"_s);
        axis->setNumberPrecision(0);
        axis->setLabel(QString());
    }
    m_plot->yAxis->ticker()->setTickCount(5);
    m_plot->yAxis2->ticker()->setTickCount(5);
    m_plot->setLocale(QLocale());
}

void Chart::addBands()
{
    const double scale = toKey(1);
    std::vector<ChartBand> widestFirst = m_spec.bands;
    std::stable_sort(widestFirst.begin(), widestFirst.end(), [](const ChartBand& a, const ChartBand& b) {
        return a.level > b.level;
    });
    for (const ChartBand& band : widestFirst) {
        QCPGraph *low = m_plot->addGraph(), *high = m_plot->addGraph();
        low->setData(keys(band.x, scale), values(band.low), true);
        high->setData(keys(band.x, scale), values(band.high), true);
        low->setPen(Qt::NoPen);
        high->setPen(Qt::NoPen);
        high->setBrush(faded(colorOf(band.ink), bandAlpha(band.level)));
        high->setChannelFillGraph(low);
    }
}

void Chart::addLines()
{
    const double scale = toKey(1);
    for (const ChartLine& line : m_spec.lines) {
        if (line.hidden)
            continue;
        QCPGraph* graph = m_plot->addGraph(m_plot->xAxis, line.rightAxis ? m_plot->yAxis2 : m_plot->yAxis);
        graph->setData(keys(line.x, scale), values(line.y), true);
        graph->setPen(penOf(line));
        if (line.steps)
            graph->setLineStyle(QCPGraph::lsStepLeft);
        if (line.ink == ChartInk::Price)
            graph->setAntialiased(false);
        if (line.filled)
            graph->setBrush(faded(colorOf(line.ink), t().dark ? 34 : 22));
        if (line.handles)
            graph->setScatterStyle(
                QCPScatterStyle(QCPScatterStyle::ssCircle, QPen(colorOf(line.ink), 1.8), t().surface, 7));
    }
    if (m_spec.now) {
        auto* now = new QCPItemStraightLine(m_plot);
        now->point1->setCoords(toKey(*m_spec.now), 0);
        now->point2->setCoords(toKey(*m_spec.now), 1);
        now->setPen(QPen(t().borderStrong, 1, Qt::DashLine));
    }
}

void Chart::addSpans()
{
    for (const ChartSpan& span : m_spec.spans) {
        auto* shade = new QCPItemRect(m_plot);
        const bool strip = span.kind == ChartSpan::Kind::Promotion;
        if (!strip)
            shade->setLayer(QLatin1StringView(kShade));
        inRatio(shade->topLeft, toKey(span.from), strip ? 0.965 : 0.0);
        inRatio(shade->bottomRight, toKey(span.to), strip ? 0.995 : 1.0);
        shade->setPen(Qt::NoPen);
        if (span.kind == ChartSpan::Kind::Stockout)
            shade->setBrush(faded(t().bad, t().dark ? 44 : 26));
        else if (span.kind == ChartSpan::Kind::Lost)
            shade->setBrush(draw::hatch(faded(t().bad, t().dark ? 110 : 80)));
        else
            shade->setBrush(faded(t().price, t().dark ? 170 : 130));
    }
}

void Chart::addMarks()
{
    for (const ChartMark& mark : m_spec.marks) {
        auto* tick = new QCPItemLine(m_plot);
        inRatio(tick->start, toKey(mark.x), 0.0);
        inRatio(tick->end, toKey(mark.x), 0.05);
        tick->setPen(QPen(t().muted, 1.5, Qt::SolidLine, Qt::RoundCap));
    }
    if (m_spec.marks.size() > 6) // names would cover each other; the tip has them
        return;
    for (const ChartMark& mark : m_spec.marks) {
        auto* name = new QCPItemText(m_plot);
        inRatio(name->position, toKey(mark.x), -0.005);
        name->setPositionAlignment(Qt::AlignHCenter | Qt::AlignBottom);
        name->setText(mark.label);
        name->setFont(theme::font(11, QFont::Medium));
        name->setColor(t().muted);
        name->setClipToAxisRect(false);
    }
}

void Chart::reset()
{
    if (m_spec.home)
        setRange(m_spec.home->first, m_spec.home->second);
    else
        setRange(m_all.first, m_all.second);
}

void Chart::setRange(double from, double to)
{
    if (!(to > from))
        return;
    m_plot->xAxis->setRange(toKey(from), toKey(to));
    fitTicks();
    fitY();
    m_plot->replot(QCustomPlot::rpQueuedReplot);
}

std::pair<double, double> Chart::range() const
{
    const QCPRange r = m_plot->xAxis->range();
    return {fromKey(r.lower), fromKey(r.upper)};
}

void Chart::fitTicks()
{
    const auto [from, to] = range();
    const double days = to - from;
    const bool brief = m_spec.time && days <= 150; // "12 Oct"
    m_plot->xAxis->ticker()->setTickCount(
        std::clamp(m_plot->width() / px(brief ? 80 : 110), brief ? 3 : 2, 9));
    for (QCPAxis* axis : {m_plot->yAxis, m_plot->yAxis2}) // their labels stand clear of each other
        axis->ticker()->setTickCount(std::clamp(m_plot->height() / px(32), 2, 5));
    if (!m_spec.time)
        return;
    if (auto* dates = dynamic_cast<QCPAxisTickerDateTime*>(m_plot->xAxis->ticker().data()))
        dates->setDateTimeFormat(
            days > 1500  ? u"yyyy"_s
            : days > 150 ? u"MMM yy"_s
                         : format::shortDayPattern());
}

void Chart::fitY()
{
    const double from = range().first, to = range().second;
    double low[2] = {0, 0}, high[2] = {0, 0};
    bool any[2] = {false, false};
    const auto reach = [&](const std::vector<double>& x, const std::vector<double>& y, int side) {
        for (std::size_t i = 0; i < x.size() && i < y.size(); ++i) {
            if (!std::isfinite(y[i]) || x[i] < from || x[i] > to)
                continue;
            low[side] = any[side] ? std::min(low[side], y[i]) : y[i];
            high[side] = any[side] ? std::max(high[side], y[i]) : y[i];
            any[side] = true;
        }
    };
    for (const ChartLine& line : m_spec.lines)
        if (!line.hidden)
            reach(line.x, line.y, line.rightAxis);
    for (const ChartBand& band : m_spec.bands) {
        reach(band.x, band.low, 0);
        reach(band.x, band.high, 0);
    }
    QCPAxis* axes[2] = {m_plot->yAxis, m_plot->yAxis2};
    for (int side = 0; side < 2; ++side) {
        const double bottom = m_spec.fromZero || !any[side] ? std::min(0.0, low[side]) : low[side];
        const double span =
            std::max(high[side] - bottom, m_spec.fromZero ? 1e-9 : std::abs(high[side]) * 0.02 + 1e-9);
        const double top = side == 0 && m_spec.top ? *m_spec.top * 1.12 // its label needs room
                           : any[side]             ? high[side] + span * 0.07
                                                   : 1.0;
        axes[side]->setRange(
            m_spec.fromZero && bottom >= 0 ? 0.0 : bottom - span * 0.05, std::max(top, bottom + 1e-6));
        axes[side]->setNumberPrecision(top - bottom < 0.5 ? 2 : top - bottom < 5 ? 1 : 0);
    }
}

double Chart::nearest(double x) const
{
    double best = x, distance = std::numeric_limits<double>::infinity();
    const auto look = [&](const std::vector<double>& xs) {
        const auto at = std::lower_bound(xs.begin(), xs.end(), x);
        for (auto it : {at, at == xs.begin() ? at : at - 1})
            if (it != xs.end() && std::abs(*it - x) < distance) {
                distance = std::abs(*it - x);
                best = *it;
            }
    };
    for (const ChartLine& line : m_spec.lines)
        if (!line.steps)
            look(line.x);
    for (const ChartBand& band : m_spec.bands)
        look(band.x);
    return best;
}

QString Chart::tipText(double x) const
{
    QString html = u"<b>%1</b>"_s.arg(
        m_spec.time ? format::weekday(static_cast<Day>(std::lround(x)))
                    : (m_spec.xName + u' ' + QLocale().toString(x, 'f', 0)).trimmed());
    const auto row = [&](const QColor& color, const QString& name, const QString& value) {
        html +=
            u"<tr><td style='color:%1'>●&nbsp;</td><td>%2&nbsp;&nbsp;</td><td align='right'><b>%3</b></td></tr>"_s
                .arg(color.name(), name.toHtmlEscaped(), value);
    };
    const auto index = [&](const std::vector<double>& xs, bool steps) -> std::ptrdiff_t {
        const auto after = std::upper_bound(xs.begin(), xs.end(), x + 1e-6);
        if (after == xs.begin())
            return -1;
        const auto at = after - 1;
        return steps || std::abs(*at - x) < 1e-6 ? at - xs.begin() : -1;
    };
    html += u"<table cellspacing=0 cellpadding=1>"_s;
    for (const ChartLine& line : m_spec.lines) {
        const std::ptrdiff_t i = index(line.x, line.steps);
        if (i >= 0 && std::isfinite(line.y[static_cast<std::size_t>(i)]))
            row(colorOf(line.ink), line.name,
                QLocale().toString(
                    line.y[static_cast<std::size_t>(i)], 'f',
                    line.rightAxis ? m_spec.rightDecimals : m_spec.decimals));
    }
    for (const ChartBand& band : m_spec.bands) {
        const std::ptrdiff_t i = index(band.x, false);
        if (i >= 0)
            row(colorOf(band.ink), band.name.isEmpty() ? tr("%1 % between").arg(band.level) : band.name,
                u"%1–%2"_s.arg(
                    QLocale().toString(band.low[static_cast<std::size_t>(i)], 'f', m_spec.decimals),
                    QLocale().toString(band.high[static_cast<std::size_t>(i)], 'f', m_spec.decimals)));
    }
    html += u"</table>"_s;
    QStringList notes;
    for (const ChartSpan& span : m_spec.spans)
        if (x >= span.from && x < span.to && !span.label.isEmpty() && !notes.contains(span.label))
            notes << span.label.toHtmlEscaped();
    const double near = (range().second - range().first) * 0.01;
    for (const ChartMark& mark : m_spec.marks)
        if (std::abs(mark.x - x) <= near)
            notes << mark.label.toHtmlEscaped();
    return notes.isEmpty() ? html : html + u"<i>%1</i>"_s.arg(notes.join(u"<br>"_s));
}

QPoint Chart::pixelOf(double x, double y, bool rightAxis) const
{
    return m_plot->mapTo(
        this, QPoint(
                  qRound(m_plot->xAxis->coordToPixel(toKey(x))),
                  qRound((rightAxis ? m_plot->yAxis2 : m_plot->yAxis)->coordToPixel(y))));
}

void Chart::point(double x)
{
    m_at = nearest(x);
    m_pointed = true;
    if (!m_cross) {
        m_cross = new QCPItemLine(m_plot);
        m_cross->setLayer(u"overlay"_s);
        m_cross->setPen(QPen(t().borderStrong, 1));
    }
    m_cross->setVisible(true);
    inRatio(m_cross->start, toKey(m_at), 0.0);
    inRatio(m_cross->end, toKey(m_at), 1.0);
    m_plot->layer(u"overlay"_s)->replot();
    m_tip->setText(tipText(m_at));
    m_tip->adjustSize();
    const QRect in = m_plot->axisRect()->rect();
    const int at = qRound(m_plot->xAxis->coordToPixel(toKey(m_at)));
    const int left = at + px(12) + m_tip->width() <= in.right() ? at + px(12) : at - px(12) - m_tip->width();
    m_tip->move(std::max(2, left), std::max(2, in.top() + px(6)));
    m_tip->show();
    m_tip->raise();
    emit hovered(m_at);
}

void Chart::hideTip()
{
    m_tip->hide();
    if (m_cross && m_cross->visible()) {
        m_cross->setVisible(false);
        m_plot->replot(QCustomPlot::rpQueuedReplot);
    }
}

bool Chart::eventFilter(QObject* watched, QEvent* event)
{
    if (watched != m_plot)
        return QWidget::eventFilter(watched, event);
    const auto xOf = [this](const QPointF& p) { return fromKey(m_plot->xAxis->pixelToCoord(p.x())); };
    switch (event->type()) {
    case QEvent::MouseButtonPress: {
        auto* mouse = static_cast<QMouseEvent*>(event);
        setFocus(Qt::MouseFocusReason);
        if (mouse->button() != Qt::LeftButton)
            return false;
        m_press = m_last = mouse->position().toPoint();
        m_panning = true;
        return true;
    }
    case QEvent::MouseMove: {
        auto* mouse = static_cast<QMouseEvent*>(event);
        if (m_panning && (mouse->buttons() & Qt::LeftButton)) {
            const double by = xOf(m_last) - xOf(mouse->position());
            m_last = mouse->position().toPoint();
            const auto [from, to] = range();
            const double shift =
                std::clamp(by, std::min(0.0, m_all.first - from), std::max(0.0, m_all.second - to));
            if (shift != 0.0) {
                hideTip();
                setRange(from + shift, to + shift);
            }
            return true;
        }
        if (m_plot->axisRect()->rect().contains(mouse->position().toPoint()) && !m_spec.lines.empty())
            point(xOf(mouse->position()));
        else
            hideTip();
        return true;
    }
    case QEvent::MouseButtonRelease: {
        auto* mouse = static_cast<QMouseEvent*>(event);
        if (mouse->button() != Qt::LeftButton)
            return false;
        const bool moved = (mouse->position().toPoint() - m_press).manhattanLength() > 3;
        if (!moved)
            emit clicked(nearest(xOf(mouse->position())));
        m_panning = false;
        return true;
    }
    case QEvent::MouseButtonDblClick:
        reset();
        return true;
    case QEvent::Wheel: {
        auto* wheel = static_cast<QWheelEvent*>(event);
        if (wheel->angleDelta().y() == 0)
            return false;
        const double factor = std::pow(0.85, wheel->angleDelta().y() / 120.0);
        const double at = xOf(wheel->position());
        auto [from, to] = range();
        const double least = m_spec.time ? 7.0 : (m_all.second - m_all.first) / 200.0;
        from = std::max(m_all.first, at - (at - from) * factor);
        to = std::min(m_all.second, at + (to - at) * factor);
        if (to - from >= least) {
            hideTip();
            setRange(from, to);
        }
        return true;
    }
    case QEvent::Leave:
        hideTip();
        return false;
    default:
        return false;
    }
}

void Chart::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    hideTip();
    fitTicks();
}

void Chart::keyPressEvent(QKeyEvent* event)
{
    const double from = range().first, to = range().second;
    const auto step = [&](int by) {
        if (m_spec.lines.empty())
            return;
        double x = m_pointed ? m_at : (from + to) / 2;
        const double width = (to - from) / 400;
        const double start = nearest(x);
        for (int i = 1; i < 4000 && nearest(x) == start; ++i)
            x = start + by * width * i;
        if (nearest(x) >= from && nearest(x) <= to)
            point(x);
    };
    const double third = (to - from) / 3;
    switch (event->key()) {
    case Qt::Key_Left:
        return step(-1);
    case Qt::Key_Right:
        return step(1);
    case Qt::Key_Plus:
    case Qt::Key_Equal:
        return setRange(from + third / 2, to - third / 2);
    case Qt::Key_Minus:
        return setRange(std::max(m_all.first, from - third / 2), std::min(m_all.second, to + third / 2));
    case Qt::Key_Home:
        return reset();
    default:
        if (event->matches(QKeySequence::Copy))
            return copyNumbers();
        break;
    }
    QWidget::keyPressEvent(event);
}

void Chart::focusInEvent(QFocusEvent* event)
{
    QWidget::focusInEvent(event);
    m_plot->xAxis->setBasePen(QPen(t().accent, 1.5));
    m_plot->replot(QCustomPlot::rpQueuedReplot);
}

void Chart::focusOutEvent(QFocusEvent* event)
{
    QWidget::focusOutEvent(event);
    m_plot->xAxis->setBasePen(QPen(t().borderStrong, 1));
    hideTip();
    m_plot->replot(QCustomPlot::rpQueuedReplot);
}

void Chart::contextMenuEvent(QContextMenuEvent* event)
{
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(tr("Show as table"), this, &Chart::showTable);
    menu->addAction(tr("Copy numbers"), this, &Chart::copyNumbers);
    menu->addAction(tr("Copy picture"), this, [this] {
        QGuiApplication::clipboard()->setPixmap(m_plot->toPixmap(0, 0, 2));
    });
    menu->addAction(tr("Save as PNG, SVG, PDF or CSV…"), this, &Chart::saveDialog);
    menu->addSeparator();
    menu->addAction(tr("Show all"), this, &Chart::reset);
    menu->popup(event->globalPos());
}

void Chart::saveDialog()
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
    connect(dialog, &QFileDialog::fileSelected, this, &Chart::saveAs);
    dialog->open();
}

bool Chart::saveAs(const QString& path)
{
    if (path.endsWith(u".csv"_s, Qt::CaseInsensitive)) {
        return saveChartTable(chartTable(m_spec), path);
    }
    const auto kept = range();
    const auto redraw = [&] {
        build();
        setRange(kept.first, kept.second);
        m_plot->replot();
    };
    bool saved = false;
    {
        const theme::LightForPaper paper;
        redraw();
        const int w = m_plot->width(), h = m_plot->height();
        if (path.endsWith(u".svg"_s, Qt::CaseInsensitive)) {
            QSvgGenerator svg;
            svg.setFileName(path);
            svg.setSize({w, h});
            svg.setViewBox(QRect(0, 0, w, h));
            svg.setTitle(m_spec.name);
            svg.setDescription(m_spec.description);
            QCPPainter painter;
            saved = painter.begin(&svg);
            if (saved) {
                painter.setMode(QCPPainter::pmVectorized);
                painter.setMode(QCPPainter::pmNoCaching);
                m_plot->toPainter(&painter, w, h);
                saved = painter.end();
            }
        } else if (path.endsWith(u".pdf"_s, Qt::CaseInsensitive)) {
            saved = m_plot->savePdf(path, w, h, QCP::epAllowCosmetic, u"Merchbench"_s, m_spec.name);
        } else {
            saved = m_plot->savePng(path, w, h, 2.0);
        }
    }
    redraw();
    return saved;
}

void Chart::copyNumbers() const
{
    copyChartTable(chartTable(m_spec));
}

void Chart::showTable()
{
    showChartTable(chartTable(m_spec), m_spec.name, this);
}

} // namespace merch

#include "moc_chart.cpp"
