#include "widgets/forecast/demand_panel.h"

#include "models/grid/format.h"
#include "widgets/forecast/demand_chart.h"
#include "widgets/theme/draw.h"

#include <QComboBox>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPainter>
#include <QPushButton>
#include <QSignalBlocker>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace merch
{

namespace
{

constexpr int kExpiryWeeks[] = {0, 1, 2, 4, 8, 13};
constexpr int kNarrow = 620;
constexpr int kLeastChart = 156;

/// A name of any length: cut with an ellipsis, whole on hover.
class NameLabel final : public QLabel
{
public:
    NameLabel() { setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred); }

protected:
    void paintEvent(QPaintEvent*) override
    {
        QPainter p(this);
        p.setPen(theme::t().text);
        p.setFont(theme::font(14, QFont::DemiBold));
        p.drawText(
            rect(), Qt::AlignLeft | Qt::AlignVCenter,
            QFontMetricsF(p.font()).elidedText(text(), Qt::ElideRight, width()));
    }
};

} // namespace

DemandPanel::DemandPanel(QWidget* parent)
    : QFrame(parent)
    , m_chart(new DemandChart)
    , m_title(new NameLabel)
    , m_note(kit::label({}, "muted"))
    , m_grain(kit::label({}, "muted"))
    , m_class(new kit::Pill)
    , m_legend(new QWidget)
{
    setProperty("card", true);
    setObjectName(QStringLiteral("forecast.demand"));
    m_chart->setObjectName(QStringLiteral("forecast.chart"));
    m_title->setObjectName(QStringLiteral("forecast.title"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(1, 0, 1, 1);
    column->setSpacing(0);
    auto* head = kit::tight(new QHBoxLayout, 8, {15, 11, 15, 4});
    head->addWidget(m_title, 1);
    head->addWidget(m_class);
    head->addWidget(m_note);
    head->addWidget(m_grain);
    column->addLayout(head);

    auto* flow = new kit::FlowLayout(12, m_legend);
    flow->setContentsMargins(theme::px(15), 0, theme::px(15), theme::px(4));
    flow->addWidget(kit::legendItem(&Tokens::text, tr("Sold"), kit::Key::Line));
    m_stockoutKey = kit::legendItem(&Tokens::bad, tr("Shelf empty"), kit::Key::Block);
    flow->addWidget(m_stockoutKey);
    m_askedKey = kit::legendItem(&Tokens::text, tr("Estimated demand"), kit::Key::Dashes);
    m_askedKey->setToolTip(
        tr("What is estimated to have been asked for while the shelf was empty, with the range that holds it "
           "8 times in 10"));
    flow->addWidget(m_askedKey);
    flow->addWidget(kit::legendItem(&Tokens::accent, tr("Forecast"), kit::Key::Line));
    flow->addWidget(kit::legendItem(&Tokens::accent, tr("50 / 80 / 95 %"), kit::Key::Block));
    flow->addWidget(kit::legendItem(&Tokens::series2, tr("Last year"), kit::Key::Dots));
    m_priceKey = kit::legendItem(&Tokens::price, tr("Price"), kit::Key::Step);
    flow->addWidget(m_priceKey);
    m_methodKey = kit::legendItem(&Tokens::accent, tr("Without override"), kit::Key::Dashes);
    flow->addWidget(m_methodKey);
    m_changeKey = kit::legendItem(&Tokens::bad, tr("Your change"), kit::Key::Line);
    flow->addWidget(m_changeKey);
    column->addWidget(m_legend);
    m_body = new QStackedWidget;
    m_body->addWidget(m_chart);
    m_body->addWidget(new kit::EmptyState(
        QStringLiteral("trending-up"), tr("No series is selected."),
        tr("What it sold and will sell is drawn here. Hold Ctrl or Shift to select several: their sum is "
           "shown.")));
    m_body->setMinimumHeight(theme::px(kLeastChart)); // less than the help that stands in its place
    column->addWidget(m_body, 1);
    column->addWidget(buildChangeBar());

    connect(m_chart, &DemandChart::grainDrawn, this, &DemandPanel::nameGrain);
}

void DemandPanel::nameGrain(Grain grain)
{
    m_grain->setText(
        grain == Grain::Daily    ? tr("units a day")
        : grain == Grain::Weekly ? tr("units a week")
                                 : tr("units a month"));
}

QWidget* DemandPanel::buildChangeBar()
{
    auto* bar = new QFrame;
    bar->setObjectName(QStringLiteral("changebar"));
    m_barLayout = new QGridLayout(bar);
    m_barLayout->setContentsMargins(theme::px(15), theme::px(9), theme::px(13), theme::px(9));
    m_barLayout->setHorizontalSpacing(theme::px(8));
    m_barLayout->setVerticalSpacing(theme::px(7));
    m_barLayout->setColumnStretch(1, 1);
    m_change = kit::label({}, "strong");
    m_change->setObjectName(QStringLiteral("forecast.change"));
    m_reason = new QLineEdit;
    m_reason->setObjectName(QStringLiteral("forecast.reason"));
    m_reason->setProperty("small", true);
    m_reason->setPlaceholderText(tr("Why? A reason is needed"));
    m_reason->setAccessibleName(tr("Reason for the change"));
    m_reason->setToolTip(tr("Kept with the override, and read when its worth is judged"));
    m_reason->setMinimumWidth(theme::px(120));
    m_expires = new QComboBox;
    m_expires->setObjectName(QStringLiteral("forecast.expires"));
    m_expires->setProperty("small", true);
    m_expires->setAccessibleName(tr("Holds until"));
    m_expires->setToolTip(tr("After this day the method's number counts again"));
    m_expires->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_expires->setMinimumContentsLength(7);
    m_discard = kit::button(tr("Discard"), kit::Look::Small);
    m_discard->setObjectName(QStringLiteral("forecast.discard"));
    m_discard->setToolTip(tr("Takes the change back; Undo brings it again"));
    m_commit = kit::button(tr("Commit"), kit::Look::SmallPrimary);
    m_commit->setObjectName(QStringLiteral("forecast.commit"));
    connect(m_reason, &QLineEdit::textChanged, this, &DemandPanel::refreshCommit);
    connect(m_reason, &QLineEdit::returnPressed, this, &DemandPanel::askCommit);
    connect(m_commit, &QPushButton::clicked, this, &DemandPanel::askCommit);
    connect(m_discard, &QPushButton::clicked, this, &DemandPanel::discardAsked);
    bar->hide();
    m_bar = bar;
    layOutBar(true);
    for (auto [first, second] :
         {std::pair<QWidget*, QWidget*>{m_reason, m_expires}, {m_expires, m_discard}, {m_discard, m_commit}})
        setTabOrder(first, second);
    refreshCommit();
    return bar;
}

/// In one row, or where that cuts the reason, in two.
void DemandPanel::layOutBar(bool narrow)
{
    if (m_narrowBar == narrow)
        return;
    m_narrowBar = narrow;
    for (QWidget* part : std::initializer_list<QWidget*>{m_change, m_reason, m_expires, m_discard, m_commit})
        m_barLayout->removeWidget(part);
    m_barLayout->addWidget(m_change, 0, 0, 1, narrow ? 2 : 1);
    m_barLayout->addWidget(m_reason, narrow ? 1 : 0, narrow ? 0 : 1, 1, narrow ? 2 : 1);
    m_barLayout->addWidget(m_expires, 0, 2, 1, narrow ? 2 : 1);
    m_barLayout->addWidget(m_discard, narrow ? 1 : 0, narrow ? 2 : 3);
    m_barLayout->addWidget(m_commit, narrow ? 1 : 0, narrow ? 3 : 4);
}

bool DemandPanel::asksWhy() const
{
    return !m_bar->isHidden();
}

void DemandPanel::focusReason()
{
    m_reason->setFocus(Qt::ShortcutFocusReason);
}

QString DemandPanel::reason() const
{
    return m_reason->text();
}

void DemandPanel::setDemand(const SelectedDemand& shown, bool keepZoom)
{
    const DemandChartData& d = shown.chart;
    m_title->setText(d.title);
    m_title->setToolTip(d.note.isEmpty() ? d.title : d.title + QLatin1Char('\n') + d.note);
    m_class->set(d.className, Tone::Neutral);
    m_class->setToolTip(d.className.isEmpty() ? QString() : tr("How it sells; see “Why” below"));
    m_wholeNote = d.note;
    m_shortNote = shown.series.size() == 1 ? shown.series.front().location : d.note;
    m_priceKey->setVisible(!d.prices.empty());
    m_stockoutKey->setVisible(!d.stockouts.empty());
    m_askedKey->setVisible(std::any_of(
        d.lines.begin(), d.lines.end(), [](const DemandLines& lines) { return !lines.asked.empty(); }));
    m_methodKey->setVisible(
        std::any_of(d.weeks.begin(), d.weeks.end(), [](const OverrideWeek& w) { return w.overridden; }));
    m_changeKey->setVisible(!draftsOf(d).empty());
    m_legend->setVisible(!d.empty());
    m_body->setCurrentIndex(d.empty() ? 1 : 0);
    m_chart->setDemand(d, keepZoom);
    m_chart->setDrafts(draftsOf(d));
    nameGrain(m_chart->drawnGrain());
    m_grain->setVisible(!d.empty());
    if (d.asOf != m_asOf || m_expires->count() == 0) {
        m_asOf = d.asOf;
        const int chosen = std::max(0, m_expires->currentIndex());
        m_expires->clear();
        for (const int weeks : kExpiryWeeks) {
            const QString text =
                weeks == 0 ? tr("No end") : tr("Until %1").arg(format::shortDay(m_asOf + 7 * weeks));
            m_expires->addItem(text, weeks);
        }
        m_expires->setCurrentIndex(chosen);
    }
    const bool drafts = !draftsOf(d).empty();
    if (!drafts || !keepZoom) { // a reason is of one selection
        m_reason->clear();
        m_expires->setCurrentIndex(0);
    }
    m_bar->setVisible(drafts);
    m_units = draftChange(d);
    giveWay();
}

void DemandPanel::refreshCommit()
{
    kit::setBlocked(
        m_commit,
        m_reason->text().trimmed().isEmpty() ? tr("Say why first: a few words are enough.") : QString(),
        tr("From now on plans use your number (Enter in the reason)"));
}

void DemandPanel::askCommit()
{
    if (m_reason->text().trimmed().isEmpty())
        return;
    const int weeks = m_expires->currentData().toInt();
    emit commitAsked(
        m_reason->text().trimmed(), weeks == 0 ? std::nullopt : std::optional<Day>(m_asOf + 7 * weeks));
}

void DemandPanel::giveWay()
{
    layOutBar(width() < theme::px(kNarrow));
    // A splitter asks for the least height without the width at hand: a legend of two rows would take the
    // chart's.
    m_legend->setMinimumHeight(m_legend->layout()->heightForWidth(width() - 2));
    m_change->setText(tr("Your change: %1 units").arg(format::signedCount(m_units)));
    m_note->setText(width() < theme::px(kNarrow) ? m_shortNote : m_wholeNote);
}

void DemandPanel::resizeEvent(QResizeEvent* event)
{
    QFrame::resizeEvent(event);
    giveWay();
}

} // namespace merch

#include "moc_demand_panel.cpp"
