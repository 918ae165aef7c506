#include "widgets/reorder/why_panel.h"

#include "models/chart/chart_spec.h"
#include "models/grid/format.h"
#include "models/planning/plan_figures.h"
#include "widgets/chart/chart.h"
#include "widgets/frame/kit.h"
#include "widgets/theme/draw.h"
#include "widgets/theme/theme.h"

#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QScrollArea>
#include <QStackedLayout>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace merch
{

using namespace Qt::StringLiterals;
using theme::px;
using theme::t;

namespace
{

QString units(double value)
{
    return std::abs(value - std::round(value)) < 1e-6 ? format::count(value) : format::decimal(value, 2);
}

/// Never a false zero.
QString chance(double share)
{
    return share > 0.0 && share < 0.005 ? WhyPanel::tr("below 1 %") : format::percent(share);
}

bool restsOn(const ReorderPlanLine& line, std::initializer_list<QLatin1StringView> names)
{
    return std::any_of(line.assumed.begin(), line.assumed.end(), [&](const QString& field) {
        return std::any_of(
            names.begin(), names.end(), [&](QLatin1StringView name) { return field.startsWith(name); });
    });
}

} // namespace

/// One row of a sum: what, how much, and a mark where the number rests on an assumption.
class WhyPanel::SumRow final : public QWidget
{
public:
    enum class Part { Plain, Total, Result, Edited };

    SumRow(
        const QString& sign, const QString& what, const QString& note, const QString& value, Part part,
        bool assumed = false)
        : m_sign(sign)
        , m_what(what)
        , m_note(note)
        , m_value(value)
        , m_part(part)
        , m_assumed(assumed)
    {
        setFixedHeight(px(note.isEmpty() ? 24 : 37));
        setAccessibleName(what + u' ' + value);
        setAccessibleDescription(assumed ? note + u' ' + WhyPanel::tr("Rests on an assumption.") : note);
        setToolTip(assumed ? WhyPanel::tr("Rests on an assumption.") : note);
    }

protected:
    void paintEvent(QPaintEvent*) override
    {
        QPainter p(this);
        const bool result = m_part == Part::Result || m_part == Part::Edited;
        if (m_part == Part::Total) {
            p.setPen(t().borderStrong);
            p.drawLine(0, 0, width(), 0);
        }
        const QRectF top(0, px(2), width(), px(20));
        const QFont::Weight weight = m_part == Part::Plain ? QFont::Normal : QFont::DemiBold;
        const double room = draw::textWidth(m_value, 13, QFont::DemiBold) + px(8);
        draw::text(p, top, m_sign, t().muted, 13);
        draw::text(p, top.adjusted(px(16), 0, -room, 0), m_what, t().text, 13, weight);
        const QColor ink = m_part == Part::Edited ? t().bad : result ? t().accent : t().text;
        draw::text(p, top, m_value, ink, 13, result ? QFont::DemiBold : QFont::Medium, draw::kRightMid);
        if (m_assumed)
            draw::assumptionMark(p, top, m_value, t().muted, Qt::AlignRight, 13);
        if (!m_note.isEmpty())
            draw::text(p, QRectF(px(16), px(20), width() - px(16), px(15)), m_note, t().muted, 11);
    }

private:
    QString m_sign, m_what, m_note, m_value;
    Part m_part;
    bool m_assumed;
};

WhyPanel::WhyPanel(QWidget* parent)
    : QFrame(parent)
    , m_stack(new QStackedLayout)
    , m_title(kit::label({}, "h2"))
    , m_where(kit::elided({}, "muted"))
    , m_sentence(kit::wrapped({}))
    , m_chance(kit::wrapped({}, "caption"))
    , m_nothing(kit::wrapped({}, "lead"))
    , m_from(kit::elided({}, "caption"))
    , m_stock(new Chart)
    , m_risk(new Chart)
    , m_sum(new QVBoxLayout)
{
    setProperty("card", true);
    setObjectName(u"reorder.why"_s);
    auto* body = new QVBoxLayout(this);
    body->setContentsMargins(1, 1, 1, 1);
    body->addLayout(m_stack);

    auto* empty = new QWidget;
    auto* emptyColumn = kit::tight(new QVBoxLayout(empty), 0, {20, 20, 20, 20});
    m_nothing->setAlignment(Qt::AlignCenter);
    emptyColumn->addWidget(m_nothing);
    m_stack->addWidget(empty);

    auto* inner = new QWidget;
    inner->setObjectName(u"scrolled"_s);
    auto* column = kit::tight(new QVBoxLayout(inner), 0, {15, 11, 15, 11});
    auto* head = kit::tight(new QHBoxLayout, 8);
    head->addWidget(m_title);
    m_where->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    head->addWidget(m_where, 1);
    column->addLayout(head);
    column->addSpacing(px(5));
    m_sentence->setObjectName(u"why.sentence"_s);
    m_sentence->setTextInteractionFlags(Qt::TextSelectableByMouse);
    column->addWidget(m_sentence);
    column->addSpacing(px(8));
    auto* legend = kit::tight(new QHBoxLayout, 10);
    legend->addWidget(kit::label(tr("Stock, units"), "caption"));
    legend->addStretch();
    legend->addWidget(kit::legendItem(&Tokens::accent, tr("with, 80 %"), kit::Key::Line));
    legend->addWidget(kit::legendItem(&Tokens::bad, tr("without"), kit::Key::Dashes));
    column->addLayout(legend);
    m_stock->setMinimumHeight(px(112));
    m_risk->setMinimumHeight(px(84));
    column->addWidget(m_stock, 5);
    column->addSpacing(px(4));
    column->addWidget(m_chance);
    column->addWidget(m_risk, 4);
    column->addSpacing(px(6));
    kit::tight(m_sum);
    column->addLayout(m_sum);
    auto* more = kit::button(tr("Its forecast"), kit::Look::Link, u"trending-up"_s);
    more->setObjectName(u"why.forecast"_s);
    more->setToolTip(tr("Opens this product on the Forecast page"));
    connect(more, &QPushButton::clicked, this, [this] { emit forecastAsked(m_target); });
    auto* foot = kit::tight(new QHBoxLayout);
    foot->addWidget(more);
    m_from->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    foot->addWidget(m_from, 1);
    column->addSpacing(px(4));
    column->addLayout(foot);
    auto* scroll = new QScrollArea;
    scroll->setWidget(inner);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setAccessibleName(tr("Why this quantity"));
    m_stack->addWidget(scroll);
    setNothing(tr("Select a line to see why it orders what it orders."));
}

void WhyPanel::setNothing(const QString& sentence)
{
    m_nothing->setText(sentence);
    m_stack->setCurrentIndex(0);
}

void WhyPanel::setSeveral(
    int lines, double quantity, std::int64_t value, std::int64_t saved, const QString& currency)
{
    setNothing(tr("%Ln lines selected: %1 units for %2, which save %3 of margin.", nullptr, lines)
                   .arg(
                       units(quantity), format::money(majorUnits(value, currency), currency),
                       format::money(majorUnits(saved, currency), currency)));
}

void WhyPanel::setLine(const ReorderPlanLine& line, bool editable)
{
    m_target = line.sku + u'@' + line.location;
    m_title->setText(tr("Why %1?").arg(units(line.orders() ? line.orderQty : 0)));
    const QString name = line.title.isEmpty() ? line.sku : line.title;
    const QString where = name + u" · "_s + (line.locationName.isEmpty() ? line.location : line.locationName);
    m_where->setText(where);
    m_where->setToolTip(where);
    m_from->setText(
        line.supplier.isEmpty()
            ? QString()
            : tr("from %1").arg(line.supplierName.isEmpty() ? line.supplier : line.supplierName));
    m_sentence->setText(line.reason);
    fillSum(line, editable);
    m_stack->setCurrentIndex(1);
}

void WhyPanel::fillSum(const ReorderPlanLine& line, bool editable)
{
    while (QLayoutItem* old = m_sum->takeAt(0)) {
        old->widget()->hide();
        old->widget()->deleteLater();
        delete old;
    }
    using Part = SumRow::Part;
    const bool levels = restsOn(
        line, {"lead_time"_L1, "review"_L1, "service"_L1, "margin"_L1, "holding"_L1, "recapture"_L1,
               "goodwill"_L1});
    const bool span = restsOn(line, {"lead_time"_L1, "review"_L1});
    const bool stock = restsOn(line, {"opening_stock"_L1, "on_hand"_L1, "stock"_L1});
    const double demand = std::round(line.demandMean), onHand = line.onHand.value_or(0);
    const double position = onHand + line.onOrder, need = line.orderUpTo - position;
    m_sum->addWidget(new SumRow(
        {}, tr("Demand, %1 days").arg(format::count(line.leadTimeDays + line.reviewDays)),
        tr("lead time %1 + review %2").arg(format::count(line.leadTimeDays)).arg(line.reviewDays),
        units(demand), Part::Plain, span));
    m_sum->addWidget(new SumRow(
        u"+"_s, tr("Safety for that time"),
        tr("%1 of cycles without a stockout").arg(format::percent(line.service, line.service > 0.99 ? 1 : 0)),
        units(line.orderUpTo - demand), Part::Plain, levels));
    m_sum->addWidget(new SumRow(
        QString(QChar(0x2212)), tr("Position"),
        line.onHand ? tr("on hand %1 + on order %2").arg(units(onHand), units(line.onOrder))
                    : tr("stock unknown, on order %1").arg(units(line.onOrder)),
        units(position), Part::Plain, stock));
    m_sum->addWidget(
        new SumRow(u"="_s, tr("Needed"), {}, units(std::max(0.0, need)), Part::Total, levels || stock));
    if (line.proposedQty <= 0 && position > line.orderPoint)
        m_sum->addWidget(new SumRow(
            QString(QChar(0x2192)), tr("Not due yet"),
            tr("position is above the order point of %1").arg(units(line.orderPoint)), units(0), Part::Result,
            levels || stock));
    else {
        const double cases = casesOf(line, line.proposedQty);
        m_sum->addWidget(new SumRow(
            QString(QChar(0x2192)),
            line.packSize > 1 ? tr("%1 × %2 in a pack").arg(format::count(cases), units(line.packSize))
                              : tr("To order"),
            line.moq > line.packSize ? tr("the supplier takes no less than %1").arg(units(line.moq))
                                     : QString(),
            units(line.proposedQty), Part::Result, levels || stock));
    }
    if (!line.excluded.isEmpty())
        m_sum->addWidget(
            new SumRow(QString(QChar(0x2192)), tr("Excluded"), line.excluded, units(0), Part::Edited));
    else if (isCut(line))
        m_sum->addWidget(
            new SumRow(QString(QChar(0x2192)), tr("Cut by the budget"), {}, units(0), Part::Plain));
    else if (!line.edited() && line.orderQty != line.proposedQty)
        m_sum->addWidget(new SumRow(
            QString(QChar(0x2192)), tr("The budget pays for"), {}, units(line.orderQty), Part::Result,
            levels || stock));
    else if (line.edited())
        m_sum->addWidget(new SumRow(
            QString(QChar(0x2192)), editable ? tr("Typed instead") : tr("Ordered instead"), {},
            units(line.orderQty), editable ? Part::Edited : Part::Result));
}

void WhyPanel::setWhy(const ReorderWhy& why)
{
    m_sentence->setText(why.sentence.isEmpty() ? why.line.reason : why.sentence);
    const StockProjection& p = why.projection;
    const std::size_t n = std::min(
        {p.with.mean.size(), p.without.mean.size(), p.with.low.size(), p.with.high.size(),
         p.with.chanceEmpty.size(), p.without.chanceEmpty.size()});
    const QString name = why.line.title.isEmpty() ? why.line.sku : why.line.title;
    ChartSpec stock, risk;
    stock.name = tr("Stock of %1 in %2").arg(name, why.line.location);
    stock.description = m_sentence->text();
    stock.xName = tr("Date");
    stock.yName = tr("Units");
    risk.name = tr("Chance of an empty shelf by day: %1 in %2").arg(name, why.line.location);
    risk.xName = tr("Date");
    risk.yName = tr("Percent");
    risk.top = 100;
    std::vector<double> x;
    std::vector<double> riskWith, riskWithout;
    for (std::size_t i = 0; i < n; ++i) {
        x.push_back(static_cast<double>(why.first) + static_cast<double>(i));
        riskWith.push_back(p.with.chanceEmpty[i] * 100);
        riskWithout.push_back(p.without.chanceEmpty[i] * 100);
    }
    const auto cut = [n](const std::vector<double>& v) {
        return std::vector<double>(v.begin(), v.begin() + static_cast<std::ptrdiff_t>(n));
    };
    if (n > 0) {
        stock.bands.push_back(
            {tr("with the order, 80 %"), ChartInk::Forecast, x, cut(p.with.low), cut(p.with.high), 80});
        stock.lines.push_back(
            {.name = tr("without"), .ink = ChartInk::Bad, .x = x, .y = cut(p.without.mean), .dashed = true});
        stock.lines.push_back(
            {.name = tr("with the order"), .ink = ChartInk::Forecast, .x = x, .y = cut(p.with.mean)});
        risk.lines.push_back(
            {.name = tr("without"), .ink = ChartInk::Bad, .x = x, .y = riskWithout, .dashed = true});
        risk.lines.push_back(
            {.name = tr("with the order"), .ink = ChartInk::Forecast, .x = x, .y = riskWith});
        const double quantity = why.line.orders() ? why.line.orderQty : 0.0;
        if (quantity > 0 && p.arrivalDay >= 0 && static_cast<std::size_t>(p.arrivalDay) < n)
            stock.marks.push_back(
                {x[static_cast<std::size_t>(p.arrivalDay)], tr("%1 arrive").arg(units(quantity))});
        m_chance->setText(tr("Chance of an empty shelf by day; before the next order %1 without, %2 with")
                              .arg(chance(why.chanceWithout), chance(why.chanceWith)));
    } else {
        m_chance->setText(tr("Without a forecast there is no projection."));
    }
    m_stock->setSpec(stock);
    m_risk->setSpec(risk);
}

QString WhyPanel::sentence() const
{
    return m_sentence->text();
}

QStringList WhyPanel::sumRows() const
{
    QStringList rows;
    for (int i = 0; i < m_sum->count(); ++i)
        rows << m_sum->itemAt(i)->widget()->accessibleName();
    return rows;
}

} // namespace merch

#include "moc_why_panel.cpp"
