#include "widgets/forecast/demand_plot.h"

#include "models/grid/format.h"
#include "widgets/theme/draw.h"
#include "widgets/theme/theme.h"

#include <algorithm>
#include <cmath>

namespace merch
{

namespace
{

using theme::t;

constexpr double kFinerBelowDays = 100; // a day is then some 5 pixels wide

QPen line(const QColor& color, double width, Qt::PenStyle style = Qt::SolidLine)
{
    return QPen(color, width, style, Qt::RoundCap, Qt::RoundJoin);
}

double niceStep(double top, int steps)
{
    const double raw = std::max(top, 1e-9) / steps;
    const double power = std::pow(10.0, std::floor(std::log10(raw)));
    for (const double m : {1.0, 2.0, 2.5, 5.0, 10.0})
        if (m * power >= raw - 1e-12)
            return m * power;
    return 10 * power;
}

/// Ticks where a day, a Monday or a month begins, as dense as there is room.
class DayTicker final : public QCPAxisTicker
{
public:
    void setRoom(double pixels) { m_room = pixels; }

protected:
    QVector<double> createTickVector(double, const QCPRange& range) override
    {
        const double pixelsPerDay = m_room / std::max(1.0, range.size());
        QVector<double> ticks;
        const Day from = static_cast<Day>(std::ceil(range.lower)),
                  to = static_cast<Day>(std::floor(range.upper));
        if (pixelsPerDay * 7 >= 56) {
            m_months = false;
            for (Day day = startOfWeek(from + 6); day <= to; day += 7)
                ticks << day;
            return ticks;
        }
        m_months = true;
        int every = 1;
        for (const int n : {1, 2, 3, 6, 12}) {
            every = n;
            if (pixelsPerDay * 30.4 * n >= 52)
                break;
        }
        for (Day month = startOfMonth(from); month <= to; month = addPeriods(month, Grain::Monthly, 1)) {
            const auto number = static_cast<unsigned>(civil(month).month()) - 1;
            if (month >= from && number % static_cast<unsigned>(every) == 0)
                ticks << month;
        }
        return ticks;
    }
    QString getTickLabel(double tick, const QLocale& locale, QChar, int) override
    {
        const Day day = static_cast<Day>(tick);
        if (!m_months)
            return format::shortDay(day);
        const auto ymd = civil(day);
        const auto month = static_cast<int>(static_cast<unsigned>(ymd.month()));
        const QString name = locale.standaloneMonthName(month, QLocale::ShortFormat);
        return month == 1 ? name + QStringLiteral(" %1").arg(
                                       static_cast<int>(ymd.year()) % 100, 2, 10, QLatin1Char('0'))
                          : name;
    }

private:
    double m_room = 400;
    bool m_months = true;
};

} // namespace

DemandPlot::DemandPlot(QWidget* parent)
    : QCustomPlot(parent)
    , m_strip(new QCPAxisRect(this))
{
    setPlottingHint(QCP::phFastPolylines);
    setLocale(QLocale()); // with the separators of thousands
    setNoAntialiasingOnDrag(true);
    setMouseTracking(true);
    addLayer(QStringLiteral("shade"), layer(QStringLiteral("grid")), QCustomPlot::limBelow);
    addLayer(QStringLiteral("change"), layer(QStringLiteral("main")), QCustomPlot::limAbove);
    addLayer(QStringLiteral("cross"), layer(QStringLiteral("change")), QCustomPlot::limAbove);
    layer(QStringLiteral("cross"))
        ->setMode(QCPLayer::lmBuffered); // the crosshair moves without drawing the rest
    plotLayout()->addElement(1, 0, m_strip);
    plotLayout()->setRowSpacing(3);
    auto* sides = new QCPMarginGroup(this);
    for (QCPAxisRect* rect : {axisRect(), m_strip}) {
        rect->setMinimumMargins({44, 0, 30, 0}); // room for the strip's name
        rect->setMarginGroup(QCP::msLeft | QCP::msRight, sides);
        for (QCPAxis* axis : rect->axes())
            axis->setRange(0, 1);
    }
    axisRect()->setAutoMargins(QCP::msLeft | QCP::msRight);
    axisRect()->setMargins({0, 4, 0, 1});
    m_strip->setAutoMargins(QCP::msLeft | QCP::msRight | QCP::msBottom);
    m_strip->setMargins({0, 0, 0, 0});
    m_strip->setMinimumSize(10, 14); // the inner rect, without its labels
    m_strip->setMaximumSize(QWIDGETSIZE_MAX, 14);
    m_strip->setSizeConstraintRect(QCPLayoutElement::scrInnerRect);
    styleAxes();
    restyle();
    connect(
        xAxis, qOverload<const QCPRange&>(&QCPAxis::rangeChanged), m_strip->axis(QCPAxis::atBottom),
        qOverload<const QCPRange&>(&QCPAxis::setRange));
}

double DemandPlot::middle(Day start, Grain grain)
{
    return (start + addPeriods(start, grain, 1)) / 2.0;
}

void DemandPlot::setDemand(DemandChartData demand)
{
    m_data = std::move(demand);
    m_lines = std::min(m_lines, std::max(0, static_cast<int>(m_data.lines.size()) - 1));
    m_cross = -1;
    build();
}

void DemandPlot::setDrafts(WeekUnits drafts)
{
    m_drafts = std::move(drafts);
    buildDrafts();
    replot(rpQueuedReplot);
}

const DemandLines* DemandPlot::lines() const
{
    return m_data.lines.empty() ? nullptr : &m_data.lines[static_cast<std::size_t>(m_lines)];
}

double DemandPlot::dataFrom() const
{
    double from = m_data.asOf - 27.0;
    for (const DemandLines& l : m_data.lines)
        from = std::min<double>(from, l.first);
    return from;
}

double DemandPlot::dataTo() const
{
    double to = m_data.asOf + 29.0;
    for (const DemandLines& l : m_data.lines)
        to = std::max<double>(to, l.end());
    return to;
}

void DemandPlot::setShown(double from, double to)
{
    const double low = dataFrom(), high = dataTo();
    double width = std::clamp(to - from, std::min(21.0, high - low), high - low);
    from = std::clamp(from, low, high - width);
    const bool finer = width < kFinerBelowDays && m_data.lines.size() > 1;
    xAxis->setRange(from, from + width);
    if ((finer ? 1 : 0) != m_lines) {
        m_lines = finer ? 1 : 0;
        m_cross = -1;
        build();
        return;
    }
    rescale();
    replot(rpQueuedReplot);
}

void DemandPlot::resetShown()
{
    const Grain grain = m_data.lines.empty() ? Grain::Weekly : m_data.lines.front().grain;
    const double ahead = dataTo() - m_data.asOf;
    const double back = grain == Grain::Monthly ? 2 * 365 : std::max(182.0, std::min(364.0, ahead * 2));
    setShown(m_data.asOf - back, dataTo());
}

int DemandPlot::weekIndex(double day) const
{
    if (m_data.weeks.empty())
        return -1;
    const Grain grain = m_data.lines.empty() ? Grain::Weekly : m_data.lines.front().grain;
    for (std::size_t i = 0; i < m_data.weeks.size(); ++i)
        if (day >= m_data.weeks[i].week && day < addPeriods(m_data.weeks[i].week, grain, 1))
            return static_cast<int>(i);
    return -1;
}

double DemandPlot::drawnFuture(int step) const
{
    const DemandLines& l = *lines();
    const auto s = static_cast<std::size_t>(step);
    const int index = weekIndex(middle(l.futureDay(step), l.grain));
    if (index < 0)
        return l.mean[s];
    const OverrideWeek& week = m_data.weeks[static_cast<std::size_t>(index)];
    const auto draft = m_drafts.find(week.week);
    if (draft == m_drafts.end())
        return l.mean[s];
    if (week.committed > 1e-9) // a day moves with its week
        return l.known[s] + (l.mean[s] - l.known[s]) * draft->second / week.committed;
    return l.known[s] + draft->second / (l.grain == Grain::Daily ? std::max(1, week.days) : 1);
}

int DemandPlot::periodAt(double day) const
{
    const DemandLines* l = lines();
    if (!l)
        return -1;
    const int count = static_cast<int>(l->sold.size() + l->mean.size());
    int period = periodsBetween(l->first, static_cast<Day>(std::floor(day)), l->grain);
    if (l->grain != Grain::Daily && period > 0 && l->dayOf(period) > day)
        --period;
    return period < 0 || period >= count ? -1 : period;
}

void DemandPlot::setCross(int period)
{
    m_cross = period;
    const DemandLines* l = lines();
    const bool on = period >= 0 && l;
    m_crossLine->setVisible(on);
    QVector<double> keys, values;
    if (on) {
        const int history = static_cast<int>(l->sold.size());
        const double key = middle(l->dayOf(period), l->grain);
        m_crossLine->point1->setCoords(key, 0);
        m_crossLine->point2->setCoords(key, 1);
        const double value = period < history ? double(l->sold[static_cast<std::size_t>(period)])
                                              : drawnFuture(period - history);
        if (!std::isnan(value)) {
            keys << key;
            values << value;
        }
        m_crossDots->setScatterStyle(QCPScatterStyle(
            QCPScatterStyle::ssCircle, QPen(t().surface, 2), period < history ? t().text : t().accent, 10));
    }
    m_crossDots->setData(keys, values, true);
    m_crossDots->setVisible(on);
    layer(QStringLiteral("cross"))->replot();
}

void DemandPlot::setSpan(std::optional<std::pair<Day, Day>> span)
{
    m_span = span;
    if (m_spanRect) {
        m_spanRect->setVisible(span.has_value());
        if (span) {
            m_spanRect->topLeft->setCoords(span->first, 0);
            m_spanRect->bottomRight->setCoords(span->second + 1, 1);
        }
    }
    replot(rpQueuedReplot);
}

void DemandPlot::restyle()
{
    setBackground(QBrush(t().surface));
    styleAxes();
    build();
}

void DemandPlot::styleAxes()
{
    QSharedPointer<QCPAxisTicker> dates(new DayTicker);
    for (QCPAxis* a : {xAxis, m_strip->axis(QCPAxis::atBottom)}) {
        a->setTicker(dates);
        a->grid()->setVisible(false);
        a->setTickLabelFont(theme::font(12));
        a->setTickLabelColor(t().muted);
        a->setTickLabelPadding(6);
        a->setTickPen(Qt::NoPen);
        a->setSubTickPen(Qt::NoPen);
        a->setBasePen(QPen(t().borderStrong, 1));
    }
    xAxis->setTickLabels(false);
    m_strip->axis(QCPAxis::atBottom)->setBasePen(Qt::NoPen);
    m_strip->axis(QCPAxis::atLeft)->setVisible(false);
    for (QCPAxis* a : {yAxis, yAxis2}) {
        a->setTickLabelFont(theme::font(12));
        a->setTickLabelColor(a == yAxis ? t().muted : t().price);
        a->setTickLabelPadding(8);
        a->setNumberFormat(QStringLiteral("f"));
        a->setNumberPrecision(0);
        a->setBasePen(Qt::NoPen);
        a->setTickPen(Qt::NoPen);
        a->setSubTickPen(Qt::NoPen);
        a->grid()->setPen(QPen(t().grid, 1));
        a->grid()->setZeroLinePen(QPen(t().grid, 1));
        a->grid()->setSubGridVisible(false);
    }
    yAxis2->grid()->setVisible(false);
}

QCPItemText* DemandPlot::note(
    double key, double ratio, const QString& text, const QColor& color, Qt::Alignment at, QCPAxisRect* rect)
{
    QCPAxisRect* place = rect ? rect : axisRect();
    auto* item = new QCPItemText(this);
    item->position->setAxisRect(place);
    item->position->setAxes(place->axis(QCPAxis::atBottom), place->axis(QCPAxis::atLeft));
    item->position->setTypeX(QCPItemPosition::ptPlotCoords);
    item->position->setTypeY(QCPItemPosition::ptAxisRectRatio);
    item->position->setCoords(key, ratio);
    item->setPositionAlignment(at);
    item->setText(text);
    item->setFont(theme::font(11, QFont::Medium));
    item->setColor(color);
    return item;
}

QCPItemRect* DemandPlot::column(QCPAxisRect* rect, double from, double to, double top, double bottom)
{
    auto* item = new QCPItemRect(this);
    item->setClipAxisRect(rect);
    for (QCPItemPosition* position : {item->topLeft, item->bottomRight}) {
        position->setAxisRect(rect);
        position->setAxes(rect->axis(QCPAxis::atBottom), rect->axis(QCPAxis::atLeft));
        position->setTypeX(QCPItemPosition::ptPlotCoords);
        position->setTypeY(QCPItemPosition::ptAxisRectRatio);
    }
    item->topLeft->setCoords(from, top); // only now: a change of type keeps the pixel
    item->bottomRight->setCoords(to, bottom);
    item->setPen(Qt::NoPen);
    return item;
}

void DemandPlot::build()
{
    clearItems();
    clearPlottables();
    m_draftItems.clear();
    m_draftGraphs.clear();
    m_eventTexts.clear();
    m_crossLine = nullptr;
    m_crossDots = nullptr;
    m_spanRect = nullptr;
    if (!m_data.empty()) {
        addShades();
        addPrice();
        addFan();
        addAsked();
        addLines();
        addMarks();
        addPromotions();
    }
    m_spanRect = column(axisRect(), 0, 1, 0, 1);
    m_spanRect->setLayer(QStringLiteral("shade"));
    m_spanRect->setBrush(draw::faded(t().accent, t().dark ? 46 : 24));
    m_spanRect->setVisible(false);
    m_crossLine = new QCPItemStraightLine(this);
    m_crossLine->setLayer(QStringLiteral("cross"));
    m_crossLine->setPen(QPen(t().faint, 1));
    m_crossLine->setVisible(false);
    m_crossDots = addGraph();
    m_crossDots->setLayer(QStringLiteral("cross"));
    m_crossDots->setLineStyle(QCPGraph::lsNone);
    buildDrafts();
    rescale();
    setSpan(m_span);
}

void DemandPlot::addShades()
{
    for (const DaySpan& span : m_data.stockouts) {
        QCPItemRect* shade = column(axisRect(), span.from, span.to + 1, 0, 1);
        shade->setLayer(QStringLiteral("shade"));
        shade->setBrush(draw::faded(t().bad, t().dark ? 44 : 26));
    }
}

void DemandPlot::addPrice() // before the fan: it is context, not the answer
{
    const bool any = !m_data.prices.empty();
    yAxis2->setVisible(any);
    if (!any)
        return;
    QVector<double> keys, values;
    for (const PriceStep& step : m_data.prices) {
        keys << step.day;
        values << (std::isnan(step.price) ? qQNaN() : double(step.price));
    }
    if (!std::isnan(values.last()) && keys.last() < m_data.asOf + 1) { // known as long as history is
        keys << m_data.asOf + 1;
        values << values.last();
    }
    auto* price = addGraph(xAxis, yAxis2);
    price->setData(keys, values, true);
    price->setLineStyle(QCPGraph::lsStepLeft);
    price->setPen(QPen(t().price, 1));
    price->setAntialiased(false);
}

void DemandPlot::addFan()
{
    const DemandLines& l = *lines();
    QVector<double> keys;
    // What was sold last is certain: the fan opens there.
    const bool opens = !l.sold.empty() && !l.mean.empty() && !std::isnan(l.sold.back());
    if (opens)
        keys << middle(l.dayOf(static_cast<int>(l.sold.size()) - 1), l.grain);
    for (std::size_t i = 0; i < l.mean.size(); ++i)
        keys << middle(l.futureDay(static_cast<int>(i)), l.grain);
    const auto edge = [&](const std::vector<float>& values) {
        QVector<double> points;
        if (opens)
            points << double(l.sold.back());
        for (const float value : values)
            points << double(value);
        return points;
    };
    const int alpha[] = {t().dark ? 34 : 26, t().dark ? 44 : 36, t().dark ? 60 : 52};
    for (std::size_t band = 0; band < 3; ++band) {
        const auto &below = l.fan[band], &above = l.fan[kFanLevels.size() - 1 - band];
        if (below.size() != l.mean.size() || above.size() != l.mean.size())
            continue;
        auto *low = addGraph(), *high = addGraph();
        low->setData(keys, edge(below), true);
        high->setData(keys, edge(above), true);
        low->setPen(Qt::NoPen);
        high->setPen(Qt::NoPen);
        high->setChannelFillGraph(low);
        high->setBrush(draw::faded(t().accent, alpha[band]));
    }
    auto* now = new QCPItemStraightLine(this);
    now->point1->setCoords(m_data.asOf + 1, 0);
    now->point2->setCoords(m_data.asOf + 1, 1);
    now->setPen(QPen(t().borderStrong, 1, Qt::DashLine));
}

/// Level over each period that was not wholly in stock, so that a single day is seen too; the band is its
/// 80 % range.
void DemandPlot::addAsked()
{
    const DemandLines& l = *lines();
    const std::size_t n = l.asked.size();
    for (std::size_t from = 0; from < n; ++from) {
        if (!l.isEstimated(from))
            continue;
        QVector<double> keys, mid, low, high;
        std::size_t p = from;
        for (; p < n && l.isEstimated(p); ++p) {
            const Day begins = l.dayOf(static_cast<int>(p));
            for (const Day day : {begins, addPeriods(begins, l.grain, 1)}) {
                keys << day;
                mid << double(l.asked[p]);
                low << double(l.askedLow[p]);
                high << double(l.askedHigh[p]);
            }
        }
        from = p - 1;
        auto *bottom = addGraph(), *top = addGraph(), *level = addGraph();
        bottom->setData(keys, low, true);
        bottom->setPen(Qt::NoPen);
        top->setData(keys, high, true);
        top->setPen(Qt::NoPen);
        top->setBrush(draw::faded(t().text, t().dark ? 44 : 30));
        top->setChannelFillGraph(bottom);
        level->setData(keys, mid, true);
        level->setPen(line(t().text, 1.3, Qt::DashLine));
    }
}

void DemandPlot::addLines()
{
    const DemandLines& l = *lines();
    const auto drawn = [&](int from, const std::vector<float>& values, const QPen& pen) {
        QVector<double> keys, points;
        for (std::size_t i = 0; i < values.size(); ++i) {
            keys << middle(l.dayOf(from + static_cast<int>(i)), l.grain);
            points << (std::isnan(values[i]) ? qQNaN() : double(values[i]));
        }
        auto* graph = addGraph();
        graph->setData(keys, points, true);
        graph->setPen(pen);
        return graph;
    };
    const int history = periodsBetween(l.first, l.future, l.grain);
    drawn(0, l.lastYear, line(t().series2, 1.3, Qt::DotLine));
    const bool changed = std::any_of(
        m_data.weeks.begin(), m_data.weeks.end(), [](const OverrideWeek& w) { return w.overridden; });
    if (changed)
        drawn(history, l.method, line(draw::faded(t().accent, 150), 1.2, Qt::DashLine));
    drawn(0, l.sold, line(t().text, l.grain == Grain::Daily ? 1.3 : 1.8));
    auto* forecast = drawn(history, l.mean, line(t().accent, 2.2));
    if (!l.sold.empty() && !l.mean.empty() &&
        !std::isnan(l.sold.back())) { // joined, so that the eye can go on
        auto* joint = addGraph();
        joint->setData(
            {middle(l.dayOf(history - 1), l.grain), middle(l.future, l.grain)},
            {double(l.sold.back()), double(l.mean.front())}, true);
        joint->setPen(forecast->pen());
    }
}

void DemandPlot::addMarks()
{
    for (const DaySpan& event : m_data.events) {
        auto* tick = new QCPItemLine(this);
        for (QCPItemPosition* position : {tick->start, tick->end}) {
            position->setTypeX(QCPItemPosition::ptPlotCoords);
            position->setTypeY(QCPItemPosition::ptAxisRectRatio);
        }
        tick->start->setCoords(event.from + .5, .01);
        tick->end->setCoords(event.from + .5, .06);
        tick->setPen(line(t().muted, 1.5));
        auto* mark = note(event.from + .5, 0, event.text, t().muted, Qt::AlignLeft | Qt::AlignTop);
        mark->setBrush(t().surface); // readable across the line of today
        m_eventTexts << mark;
    }
}

/// Right of its mark, or left of it where there is more room; a label that would run into another mark or out
/// of the picture is left to the tip.
void DemandPlot::placeEventTexts()
{
    const auto pixel = [this](const QCPItemText* text) { return xAxis->coordToPixel(text->position->key()); };
    const double right = axisRect()->right();
    double taken = axisRect()->left();
    for (qsizetype i = 0; i < m_eventTexts.size(); ++i) {
        QCPItemText* text = m_eventTexts[i];
        const double at = pixel(text), wide = draw::textWidth(text->text(), 11, QFont::Medium) + 9,
                     next = i + 1 < m_eventTexts.size() ? std::min(right, pixel(m_eventTexts[i + 1])) : right;
        const bool shown = at >= axisRect()->left() && at <= right;
        const bool after = at + wide <= next, before = at - wide >= taken;
        text->setVisible(shown && (after || before));
        text->setPositionAlignment((after ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignTop);
        text->setPadding(after ? QMargins(5, 0, 0, 0) : QMargins(0, 0, 5, 0));
        if (shown)
            taken = after ? at + wide : at;
    }
}

void DemandPlot::addPromotions()
{
    m_strip->setVisible(true);
    for (const DaySpan& promotion : m_data.promotions) {
        auto* bar = column(m_strip, promotion.from, promotion.to + 1, .2, .8);
        bar->setBrush(draw::faded(t().price, t().dark ? 150 : 110));
    }
    if (m_data.promotions.empty())
        return;
    auto* name = note(0, .5, tr("Promo"), t().muted, Qt::AlignRight | Qt::AlignVCenter, m_strip);
    name->setClipToAxisRect(false);
    name->position->setTypeX(QCPItemPosition::ptAxisRectRatio);
    name->position->setCoords(0, .5);
    name->setPadding({0, 0, 7, 0});
}

void DemandPlot::buildDrafts()
{
    for (QCPAbstractItem* item : m_draftItems)
        removeItem(item);
    for (QCPGraph* graph : m_draftGraphs)
        removeGraph(graph);
    m_draftItems.clear();
    m_draftGraphs.clear();
    const DemandLines* l = lines();
    if (!l || m_drafts.empty())
        return;
    const int count = static_cast<int>(l->mean.size());
    const auto changed = [&](int step) {
        if (step < 0 || step >= count)
            return false;
        const int week = weekIndex(middle(l->futureDay(step), l->grain));
        return week >= 0 && m_drafts.contains(m_data.weeks[static_cast<std::size_t>(week)].week);
    };
    QVector<double> handleKeys, handleValues;
    double sum = 0, top = 0, topKey = 0;
    for (int from = 0; from < count; ++from) { // one pair of graphs for each run of changed periods
        if (!changed(from))
            continue;
        int to = from;
        while (changed(to + 1))
            ++to;
        QVector<double> keys, now, before;
        for (int step = std::max(0, from - 1); step <= std::min(count - 1, to + 1); ++step) {
            keys << middle(l->futureDay(step), l->grain);
            now << drawnFuture(step);
            before << double(l->mean[static_cast<std::size_t>(step)]);
            if (step < from || step > to)
                continue;
            handleKeys << keys.last();
            handleValues << now.last();
            if (now.last() > top) {
                top = now.last();
                topKey = keys.last();
            }
        }
        auto *base = addGraph(), *over = addGraph();
        base->setData(keys, before, true);
        base->setPen(Qt::NoPen);
        over->setData(keys, now, true);
        over->setPen(line(t().bad, 2));
        over->setBrush(draw::faded(t().bad, t().dark ? 60 : 34));
        over->setChannelFillGraph(base);
        m_draftGraphs << base << over;
        from = to;
    }
    auto* handles = addGraph();
    handles->setLineStyle(QCPGraph::lsNone);
    if (l->grain != Grain::Daily)
        handles->setScatterStyle(
            QCPScatterStyle(QCPScatterStyle::ssCircle, QPen(t().bad, 1.8), t().surface, 7));
    handles->setData(handleKeys, handleValues, true);
    m_draftGraphs << handles;
    for (const OverrideWeek& week : m_data.weeks)
        if (const auto draft = m_drafts.find(week.week); draft != m_drafts.end())
            sum += draft->second - week.committed;
    for (QCPGraph* graph : m_draftGraphs)
        graph->setLayer(QStringLiteral("change"));
    if (handleKeys.isEmpty())
        return;
    auto* label = new QCPItemText(this);
    label->position->setCoords(topKey, top);
    label->setPositionAlignment(Qt::AlignHCenter | Qt::AlignBottom);
    label->setText(format::signedCount(sum));
    label->setFont(theme::font(12, QFont::DemiBold));
    label->setColor(t().bad);
    label->setBrush(t().surface); // readable where the price crosses
    label->setPadding({3, 0, 3, 0});
    label->position->setPixelPosition(label->position->pixelPosition() - QPointF(0, 8));
    label->setLayer(QStringLiteral("change"));
    m_draftItems << label;
}

void DemandPlot::rescale()
{
    const DemandLines* l = lines();
    placeEventTexts();
    if (auto dates = m_strip->axis(QCPAxis::atBottom)->ticker().dynamicCast<DayTicker>())
        dates->setRoom(std::max(100, axisRect()->width()));
    if (!l)
        return;
    double top = 0;
    const auto look = [&](const std::vector<float>& values, int first) {
        for (std::size_t i = 0; i < values.size(); ++i) {
            const double key = middle(l->dayOf(first + static_cast<int>(i)), l->grain);
            if (key >= xAxis->range().lower && key <= xAxis->range().upper && !std::isnan(values[i]))
                top = std::max(top, double(values[i]));
        }
    };
    const int history = periodsBetween(l->first, l->future, l->grain);
    look(l->sold, 0);
    look(l->lastYear, 0);
    look(l->mean, history);
    look(l->asked, 0);
    // The outermost edge may tower over all else; the 80 % edge always has to be seen.
    double rest = top;
    look(l->fan[4], history);
    look(l->askedHigh, 0);
    rest = std::max(top, rest);
    look(l->fan[5], history);
    top = std::min(top, rest * 1.4);
    for (int step = 0; step < static_cast<int>(l->mean.size()); ++step)
        top = std::max(top, drawnFuture(step));
    // A grid line for each three lines of text.
    const int rows = std::clamp(axisRect()->height() / theme::px(42), 2, 4);
    const double step = std::max(niceStep(top * 1.08, rows), 0.5);
    // Room for the labels of events, and for that of a change below them.
    const double high = axisRect()->height(), label = theme::px(m_drafts.empty() ? 20 : 44);
    const double ceiling = std::max(step, top * high / std::max(high - label, high / 2));
    yAxis->setRange(0, ceiling);
    const auto fixed = [](double by) {
        QSharedPointer<QCPAxisTickerFixed> ticker(new QCPAxisTickerFixed);
        ticker->setTickStep(by);
        return ticker;
    };
    yAxis->setTicker(fixed(step));
    yAxis->setNumberPrecision(step < 1 ? 1 : 0);
    double price = 0;
    for (const PriceStep& p : m_data.prices)
        if (!std::isnan(p.price))
            price = std::max(price, double(p.price));
    if (price > 0) { // from zero too, and on the same grid lines
        const double spans = ceiling / step;
        const double by = niceStep(price * 1.05, static_cast<int>(std::max(1.0, spans)));
        yAxis2->setRange(0, by * spans);
        yAxis2->setTicker(fixed(by));
        yAxis2->setNumberPrecision(by < 1 ? 2 : by < 10 && std::fmod(by, 1.0) > 0 ? 1 : 0);
    }
}

} // namespace merch

#include "moc_demand_plot.cpp"
