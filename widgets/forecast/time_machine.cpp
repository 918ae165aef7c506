#include "widgets/forecast/time_machine.h"

#include "models/grid/format.h"
#include "widgets/chart/chart.h"
#include "widgets/frame/kit.h"

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSlider>
#include <QSpinBox>
#include <QVBoxLayout>

#include <algorithm>

namespace merch
{

namespace
{

constexpr int kDayMs = 90, kWeek = 7;

QString units(double value)
{
    return format::decimal(value, value != std::round(value) && value < 100 ? 1 : 0);
}

} // namespace

TimeMachine::TimeMachine(const SeriesReplay& replay, std::optional<Rung> rung, QWidget* parent)
    : QDialog(parent)
    , m_currency(replay.currency)
    , m_scale(replay.scale)
    , m_costs(new Chart)
    , m_slider(new QSlider(Qt::Horizontal))
    , m_play(kit::button(tr("Play"), kit::Look::Small, QStringLiteral("play")))
    , m_day(kit::label({}, "strong"))
    , m_sum(kit::wrapped({}, "muted"))
{
    setObjectName(QStringLiteral("timeMachine"));
    setWindowTitle(tr("Day by day: %1 at %2").arg(replay.title, replay.location));
    resize(theme::px(940), theme::px(720));
    setMinimumSize(theme::px(720), theme::px(640));
    auto* column = kit::tight(new QVBoxLayout(this), 8, {20, 16, 20, 16});
    auto* head = kit::tight(new QHBoxLayout, 10);
    head->addWidget(kit::elided(tr("%1 · %2").arg(replay.title, replay.location), "h2"), 1);
    column->addLayout(head);
    column->addWidget(buildTerms(replay));

    auto* time = kit::tight(new QHBoxLayout, 10);
    m_play->setObjectName(QStringLiteral("timeMachine.play"));
    m_play->setCheckable(true);
    m_play->setToolTip(tr("Goes through the days (Space)"));
    m_slider->setObjectName(QStringLiteral("timeMachine.day"));
    m_slider->setAccessibleName(tr("Day"));
    m_slider->setPageStep(kWeek);
    m_day->setObjectName(QStringLiteral("timeMachine.date"));
    m_day->setMinimumWidth(theme::px(120));
    time->addWidget(m_play);
    time->addWidget(m_slider, 1);
    time->addWidget(m_day);
    column->addLayout(time);
    auto* legend = new QWidget;
    auto* keys = new kit::FlowLayout(14, legend);
    keys->addWidget(kit::legendItem(&Tokens::accent, tr("Stock"), kit::Key::Line));
    keys->addWidget(kit::legendItem(&Tokens::series2, tr("Asked for"), kit::Key::Step));
    keys->addWidget(kit::legendItem(&Tokens::good, tr("Order arrives"), kit::Key::Dots));
    keys->addWidget(kit::legendItem(&Tokens::badSoft, tr("Something was lost"), kit::Key::Block));
    column->addWidget(legend);

    for (const int which : {0, 1}) {
        const auto at = static_cast<std::size_t>(which);
        m_ways[at] = new QComboBox;
        m_ways[at]->setObjectName(QStringLiteral("timeMachine.way%1").arg(which));
        m_ways[at]->setAccessibleName(which == 0 ? tr("First way to order") : tr("Second way to order"));
        m_facts[at] = new kit::FactRow;
        m_facts[at]->setObjectName(QStringLiteral("timeMachine.facts%1").arg(which));
        m_stocks[at] = new Chart;
        m_stocks[at]->setObjectName(QStringLiteral("timeMachine.stock%1").arg(which));
        m_stocks[at]->setMinimumHeight(theme::px(80));
        auto* row = kit::tight(new QHBoxLayout, 14);
        row->addWidget(m_ways[at]);
        row->addWidget(m_facts[at], 1);
        column->addLayout(row);
        column->addWidget(m_stocks[at], 1);
        connect(m_stocks[at], &Chart::clicked, this, [this](double x) {
            m_slider->setValue(static_cast<int>(std::lround(x)));
        });
    }
    m_costs->setObjectName(QStringLiteral("timeMachine.costs"));
    m_costs->setMinimumHeight(theme::px(80));
    m_costHead = kit::label({}, "strong");
    column->addWidget(m_costHead);
    column->addWidget(m_costs, 1);
    m_sum->setObjectName(QStringLiteral("timeMachine.sum"));
    column->addWidget(m_sum);

    fill(replay);
    m_ways[0]->setCurrentIndex(0);
    const auto beside = std::find_if(
        m_sides.begin() + 1, m_sides.end(), [&](const ReplaySide& one) { return rung && one.rung == rung; });
    m_ways[1]->setCurrentIndex(
        beside == m_sides.end() ? static_cast<int>(m_sides.size()) - 1
                                : static_cast<int>(beside - m_sides.begin()));
    const ReplaySide& any = m_sides.front();
    m_slider->setValue(any.days[static_cast<std::size_t>(any.counts)].day);
    for (QComboBox* way : m_ways)
        connect(way, &QComboBox::currentIndexChanged, this, &TimeMachine::chosen);
    connect(m_slider, &QSlider::valueChanged, this, &TimeMachine::moved);
    connect(m_play, &QPushButton::toggled, this, &TimeMachine::play);
    m_clock.setInterval(kDayMs);
    connect(&m_clock, &QTimer::timeout, this, [this] {
        if (m_slider->value() == m_slider->maximum())
            m_play->setChecked(false);
        else
            m_slider->setValue(m_slider->value() + 1);
    });
    chosen();
    m_slider->setFocus();
}

QWidget* TimeMachine::buildTerms(const SeriesReplay& replay)
{
    constexpr int kMostDays = 365, kMostUnits = 1'000'000;
    m_leadTimeOf = std::round(replay.leadTimeDays * 10.0) / 10.0;
    m_reviewOf = replay.reviewDays;
    m_moqOf = static_cast<int>(
        std::clamp(std::round(static_cast<double>(replay.moq) / replay.scale), 0.0, double{kMostUnits}));
    m_serviceOf = replay.service ? static_cast<int>(std::lround(100.0 * *replay.service)) : 0;
    m_leadTime = new QDoubleSpinBox;
    m_leadTime->setDecimals(1);
    m_leadTime->setRange(0.0, kMostDays);
    m_leadTime->setValue(m_leadTimeOf);
    m_reviewDays = new QSpinBox;
    m_reviewDays->setRange(1, kMostDays);
    m_reviewDays->setValue(m_reviewOf);
    m_service = new QSpinBox;
    m_service->setRange(0, 99);
    m_service->setSuffix(tr(" %"));
    m_service->setSpecialValueText(tr("from money"));
    m_service->setValue(m_serviceOf);
    m_moq = new QSpinBox;
    m_moq->setRange(0, kMostUnits);
    m_moq->setValue(m_moqOf);
    m_ask = kit::button(tr("Replay with these"), kit::Look::Small);
    m_ask->setObjectName(QStringLiteral("timeMachine.ask"));
    auto* terms = new QWidget;
    auto* flow = new kit::FlowLayout(12, terms);
    const auto add = [&](const QString& name, QWidget* field, const char* id) {
        auto* pair = new QWidget;
        auto* row = kit::tight(new QHBoxLayout(pair), 6);
        row->addWidget(kit::label(name, "muted"));
        row->addWidget(field);
        field->setAccessibleName(name);
        field->setObjectName(QLatin1String(id));
        flow->addWidget(pair);
    };
    add(tr("Lead time, days"), m_leadTime, "timeMachine.leadTime");
    add(tr("Review, days"), m_reviewDays, "timeMachine.review");
    add(tr("Service"), m_service, "timeMachine.service");
    add(tr("Least order"), m_moq, "timeMachine.moq");
    flow->addWidget(m_ask);
    connect(m_leadTime, &QDoubleSpinBox::valueChanged, this, &TimeMachine::refreshTerms);
    for (const QSpinBox* box : {m_reviewDays, m_service, m_moq})
        connect(box, &QSpinBox::valueChanged, this, &TimeMachine::refreshTerms);
    connect(m_ask, &QPushButton::clicked, this, [this] { emit replayAsked(termsTyped()); });
    refreshTerms();
    return terms;
}

ReplayTerms TimeMachine::termsTyped() const
{
    ReplayTerms terms;
    if (m_leadTime->value() != m_leadTimeOf)
        terms.leadTimeDays = m_leadTime->value();
    if (m_reviewDays->value() != m_reviewOf)
        terms.reviewDays = m_reviewDays->value();
    if (m_service->value() != m_serviceOf && m_service->value() > 0)
        terms.service = m_service->value() / 100.0;
    if (m_moq->value() != m_moqOf)
        terms.moq = static_cast<std::int64_t>(std::llround(m_moq->value() * m_scale));
    return terms;
}

void TimeMachine::refreshTerms()
{
    kit::setBlocked(
        m_ask, termsTyped() == m_terms ? tr("Change one of them first.") : QString(),
        tr("Replays the same days as if it had been so; nothing is kept"));
}

void TimeMachine::setReplay(const SeriesReplay& replay, const ReplayTerms& terms)
{
    m_terms = terms;
    fill(replay);
    refreshTerms();
    chosen();
}

/// The ways that were chosen stay where they apply.
void TimeMachine::fill(const SeriesReplay& replay)
{
    m_sides = replaySides(replay);
    for (QComboBox* way : m_ways) {
        const QSignalBlocker quiet(way);
        const QString before = way->currentText();
        way->clear();
        for (const ReplaySide& one : m_sides)
            way->addItem(one.name);
        way->setCurrentIndex(std::max(0, way->findText(before)));
    }
    const QSignalBlocker quiet(m_slider);
    m_slider->setRange(m_sides.front().days.front().day, m_sides.front().days.back().day);
}

Day TimeMachine::day() const
{
    return m_slider->value();
}

const ReplaySide& TimeMachine::side(int which) const
{
    return m_sides[static_cast<std::size_t>(m_ways[static_cast<std::size_t>(which)]->currentIndex())];
}

void TimeMachine::play(bool on)
{
    if (on && m_slider->value() == m_slider->maximum())
        m_slider->setValue(m_slider->minimum());
    m_play->setText(on ? tr("Stop") : tr("Play"));
    on ? m_clock.start() : m_clock.stop();
}

void TimeMachine::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Space)
        return m_play->toggle();
    QDialog::keyPressEvent(event);
}

void TimeMachine::chosen()
{
    for (const int which : {0, 1})
        m_stocks[static_cast<std::size_t>(which)]->setSpec(replayChart(side(which), day()));
    m_costs->setSpec(replayCosts(side(0), side(1), m_currency, day()));
    const ReplaySide &a = side(0), &b = side(1);
    m_costHead->setText(
        tr("Cost so far, %1: %2 dashed, %3 solid").arg(format::currencySign(m_currency), a.name, b.name));
    const auto sum = [this](const ReplaySide& one) {
        return (m_terms == ReplayTerms()
                    ? tr("%1: %2 by the last day, %3 to hold what is left until it is sold; %4 a year, as on "
                         "the ladder.")
                    : tr("%1: %2 by the last day, %3 to hold what is left until it is sold; %4 a year with "
                         "these terms."))
            .arg(one.name, format::money(one.days.back().soFar, m_currency, 2))
            .arg(format::money(one.rest, m_currency, 2), format::money(one.perYear, m_currency, 2));
    };
    m_sum->setText(
        tr("Costs count from %1 on; the days before chose the method.")
            .arg(format::day(a.days[static_cast<std::size_t>(a.counts)].day)) +
        QLatin1Char('\n') + sum(a) + QLatin1Char('\n') + sum(b));
    moved();
}

void TimeMachine::moved()
{
    const auto at = static_cast<std::size_t>(day() - m_slider->minimum());
    m_day->setText(format::weekday(day()));
    for (const int which : {0, 1}) {
        const ReplayDay& now = side(which).days[at];
        const bool counts = static_cast<int>(at) >= side(which).counts;
        m_facts[static_cast<std::size_t>(which)]->setFacts(
            {{tr("Stock"), units(now.stock)},
             {now.estimated ? tr("Asked for, estimated") : tr("Asked for"), units(now.demand)},
             {tr("Lost"), units(now.lost)},
             {tr("Cost so far"), counts ? format::money(now.soFar, m_currency, 2) : tr("not counted yet")},
             {tr("Arrived"), units(now.arrived)},
             {tr("Ordered"), units(now.ordered)},
             {tr("On order"), units(now.onOrder)}});
        Chart* chart = m_stocks[static_cast<std::size_t>(which)];
        ChartSpec spec = chart->spec();
        spec.now = day();
        chart->updateSpec(spec);
    }
    ChartSpec spec = m_costs->spec();
    spec.now = day();
    m_costs->updateSpec(spec);
}

} // namespace merch

#include "moc_time_machine.cpp"
